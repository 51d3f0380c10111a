//! GitLab's sentences in a line, known by their words alone.
//!
//! A phrase table knows the frames of clients; most tools have frames of their own. What GitLab says in them is found by
//! its words, so no frame has to be known.

use super::prose;
use super::trace::Trace;
use crate::answers;
use crate::answers::ANSWERS;
use crate::answers::answer::Pattern;
use crate::answers::wording;
use crate::answers::wording::Said;
use crate::observation::BodyShape;

/// Fewer letters than these are said by people who refuse nothing.
const TELLING: usize = 20;

/// So many letters are a sentence that stands for itself.
const WHOLE: usize = 32;

/// Notes a sentence of GitLab that a line says, alone or as the end of what the line before it began.
pub(super) fn apply(line: &str, before: &str, trace: &mut Trace) {
    if trace.broken.is_some() || is_known(trace) || prose::is_harmless(line) {
        return;
    }
    // Beside what is known already only a whole sentence counts.
    let least = if trace.fails { WHOLE } else { TELLING };
    let alone = best(line, least).map(|said| (line.to_owned(), said));
    if let Some((text, said)) = alone.or_else(|| across(before, line, least))
        && !is_mentioned(&text, &said)
    {
        note(&text, &said, trace);
    }
}

/// Whether the line shows an answer whose words are known.
fn is_known(trace: &Trace) -> bool {
    trace.body.as_ref().is_some_and(answers::are_known)
}

fn best(text: &str, least: usize) -> Option<Said> {
    let mut said = wording::find(text).into_iter();
    said.find(|said| said.literal >= least)
}

/// A sentence that goes over the end of a line.
fn across(before: &str, line: &str, least: usize) -> Option<(String, Said)> {
    if !wording::find(before).is_empty() {
        return None;
    }
    let rest = line.trim_start().trim_start_matches("remote:").trim_start();
    let both = format!("{before} {rest}");
    let said = best(&both, least)?;
    let goes_over = said.span.start < before.len() && said.span.end > before.len();
    goes_over.then_some((both, said))
}

/// Whether a text speaks of the sentence, and nobody was told it: in a list, a manual, or under the title of a record.
fn is_mentioned(text: &str, said: &Said) -> bool {
    let before = text.get(..said.span.start).unwrap_or_default();
    let after = text.get(said.span.end..).unwrap_or_default();
    prose::is_general(&format!("{before} {after}")) || is_of_a_record(before)
}

/// Whether what comes next is the value of a record whose name tells no failure. Issues have titles such as
/// "404 Project Not Found", and tables of texts have such values.
pub(super) fn is_of_a_record(before: &str) -> bool {
    const TELLING: &[&str] = &[
        "base",
        "body",
        "cause",
        "description",
        "detail",
        "details",
        "err",
        "error",
        "errors",
        "exception",
        "failure",
        "info",
        "log",
        "message",
        "messages",
        "msg",
        "output",
        "reason",
        "stderr",
        "text",
    ];
    let Some(at) = before.rfind("\":").or_else(|| before.rfind("':")) else {
        return false;
    };
    let is_data = before.trim_start().starts_with(['{', '[', '"']);
    let name = before.get(..at).unwrap_or_default().trim_end_matches('\\');
    let lower = name.to_ascii_lowercase();
    is_data && !TELLING.iter().any(|telling| lower.ends_with(telling))
}

/// What little else is said with is the sentence itself; in a longer text it is one clue among others.
fn note(text: &str, said: &Said, trace: &mut Trace) {
    let words = if said.is_most() {
        text.get(said.span.clone()).unwrap_or(text)
    } else {
        text
    };
    let Some(answer) = ANSWERS.get(said.answer) else {
        return;
    };
    if let [surface] = answer.surfaces {
        trace.surface = trace.surface.or(Some(*surface));
    }
    trace.body = Some(shaped(answer.body, words.to_owned()));
    trace.fails = true;
}

/// The words in the shape in which GitLab says them.
fn shaped(pattern: Pattern, words: String) -> BodyShape {
    match pattern {
        Pattern::Message(_) => BodyShape::Message(words),
        Pattern::Error(_) => BodyShape::Error(words),
        Pattern::GraphQl(_) => BodyShape::GraphQlErrors(vec![words]),
        Pattern::Registry(code, _) => BodyShape::RegistryErrors(vec![(code.to_owned(), words)]),
        Pattern::Guard(code, _) => BodyShape::Guard {
            error: code.to_owned(),
            description: Some(words),
            scopes: Vec::new(),
        },
        Pattern::Any
        | Pattern::Empty
        | Pattern::Unseen
        | Pattern::Details(_)
        | Pattern::Page(_)
        | Pattern::Text(_)
        | Pattern::Json(_)
        | Pattern::Says(_)
        | Pattern::Speaks(_) => BodyShape::Text(words),
    }
}
