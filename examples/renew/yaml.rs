//! Files of YAML as values, with nothing of its finer points: GitLab's own use few of them.

use saphyr_parser::{Event, Parser, ScanError, Span};

use super::value::Value;

/// What an event comes to.
enum Begun {
    Value(Value),
    /// It begins no value.
    Nothing,
    /// What it begins is no YAML.
    Broken,
}

/// Reads the first document of a file; none where it is no YAML.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut parser = Parser::new_from_str(text);
    loop {
        let event = parser.next()?.ok()?.0;
        match begun(event, &mut parser) {
            Begun::Value(value) => return Some(value),
            Begun::Nothing => {}
            Begun::Broken => return None,
        }
    }
}

fn begun<'t>(
    event: Event<'t>,
    events: &mut impl Iterator<Item = Result<(Event<'t>, Span), ScanError>>,
) -> Begun {
    let value = match event {
        Event::Scalar(text, ..) => Some(Value::Text(text.into_owned())),
        Event::Alias(_) => Some(Value::Unknown),
        Event::SequenceStart(..) => values(events).map(Value::List),
        Event::MappingStart(..) => values(events).map(paired),
        Event::Nothing
        | Event::StreamStart
        | Event::StreamEnd
        | Event::DocumentStart(_)
        | Event::DocumentEnd
        | Event::SequenceEnd
        | Event::MappingEnd => return Begun::Nothing,
    };
    value.map_or(Begun::Broken, Begun::Value)
}

/// The values up to the end of a list or a map.
fn values<'t>(
    events: &mut impl Iterator<Item = Result<(Event<'t>, Span), ScanError>>,
) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    loop {
        let event = events.next()?.ok()?.0;
        let is_end = matches!(event, Event::SequenceEnd | Event::MappingEnd);
        match begun(event, events) {
            Begun::Value(value) => values.push(value),
            Begun::Nothing if is_end => return Some(values),
            Begun::Nothing => {}
            Begun::Broken => return None,
        }
    }
}

fn paired(values: Vec<Value>) -> Value {
    let mut pairs = Vec::new();
    let mut values = values.into_iter();
    while let (Some(key), Some(value)) = (values.next(), values.next()) {
        if let Value::Text(key) = key {
            pairs.push((key, value));
        }
    }
    Value::Map(pairs)
}
