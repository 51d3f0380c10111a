//! What an expression of Ruby comes to, as far as it is written down: texts, lists, and what is looked up in them.

use std::collections::HashMap;

use super::tokens::{Part, Placed, Text, Token};

/// A value, or nothing that could be told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A text, a symbol, or the name of a class.
    Text(String),
    List(Vec<Value>),
    /// The keys in their order.
    Map(Vec<(String, Value)>),
    Bool(bool),
    Nil,
    /// What is not written down where it is used.
    Unknown,
}

/// What the names of an expression stand for.
pub(super) trait Names {
    /// A variable, a constant, or a method without arguments.
    fn look_up(&self, name: &str) -> Value;
    /// A method of a module: `Helpers::Notes.types`.
    fn call(&self, module: &str, method: &str) -> Value;
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::List(_) | Value::Map(_) | Value::Bool(_) | Value::Nil | Value::Unknown => None,
        }
    }

    /// Its texts, of one or many.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        match self {
            Value::Text(text) => Some(vec![text.clone()]),
            Value::List(values) => values
                .iter()
                .map(|value| Some(value.text()?.to_owned()))
                .collect(),
            Value::Map(_) | Value::Bool(_) | Value::Nil | Value::Unknown => None,
        }
    }

    pub(super) fn get(&self, key: &str) -> Value {
        let Value::Map(pairs) = self else {
            return Value::Unknown;
        };
        let found = pairs.iter().rfind(|(name, _)| name == key);
        found.map_or(Value::Nil, |(_, value)| value.clone())
    }

    /// Whether it counts as true; none where it cannot be told.
    pub(super) fn is_true(&self) -> Option<bool> {
        match self {
            Value::Unknown => None,
            Value::Nil | Value::Bool(false) => Some(false),
            Value::Text(_) | Value::List(_) | Value::Map(_) | Value::Bool(true) => Some(true),
        }
    }

    /// One map with the keys of both, those of the other first in line.
    pub(super) fn merged(self, other: Value) -> Value {
        match (self, other) {
            (Value::Map(mut own), Value::Map(others)) => {
                for (key, value) in others {
                    own.retain(|(name, _)| *name != key);
                    own.push((key, value));
                }
                Value::Map(own)
            }
            _ => Value::Unknown,
        }
    }

    fn joined(self, other: Value) -> Value {
        match (self, other) {
            (Value::Text(one), Value::Text(two)) => Value::Text(one + &two),
            (Value::List(mut one), Value::List(two)) => {
                one.extend(two);
                Value::List(one)
            }
            _ => Value::Unknown,
        }
    }
}

/// The arguments of a call: those by place, and those by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub(super) placed: Vec<Value>,
    pub(super) named: Vec<(String, Value)>,
    /// Whether a named argument could not be read at all.
    pub(super) is_open: bool,
}

impl Arguments {
    /// What is meant by a call that takes a map, or the same by name.
    pub(super) fn as_map(&self) -> Value {
        let named = Value::Map(self.named.clone());
        match self.placed.last() {
            _ if self.is_open => Value::Unknown,
            None => named,
            Some(map @ Value::Map(_)) => map.clone().merged(named),
            Some(_) => Value::Unknown,
        }
    }

    pub(super) fn named(&self, key: &str) -> Option<&Value> {
        self.named
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }
}

/// What an expression comes to.
pub(super) fn evaluate(tokens: &[Placed], names: &dyn Names) -> Value {
    let mut tokens: Vec<Placed> = tokens
        .iter()
        .filter(|token| token.token != Token::Break)
        .cloned()
        .collect();
    let modifier = tokens
        .iter()
        .position(|token| matches!(token.word(), Some("if" | "unless" | "rescue")));
    if modifier.is_some_and(|place| place > 0) {
        tokens.truncate(modifier.unwrap_or_default());
    }
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        names,
    };
    let value = reader.choice();
    if reader.at < tokens.len() {
        Value::Unknown
    } else {
        value
    }
}

/// The arguments of a call, which stand between its brackets or behind its name.
pub(super) fn arguments(tokens: &[Placed], names: &dyn Names) -> Arguments {
    let mut found = Arguments::default();
    for argument in split(tokens) {
        match argument {
            [] => {}
            [first, rest @ ..] => {
                if let Token::Label(name) = &first.token {
                    let value = if rest.is_empty() {
                        Value::Unknown
                    } else {
                        evaluate(rest, names)
                    };
                    found
                        .named
                        .push((spell(name, names).unwrap_or_default(), value));
                } else if first.is("**") {
                    if let Value::Map(pairs) = evaluate(rest, names) {
                        found.named.extend(pairs);
                    } else {
                        found.is_open = true;
                    }
                } else if first.is("*") {
                    if let Value::List(values) = evaluate(rest, names) {
                        found.placed.extend(values);
                    } else {
                        found.placed.push(Value::Unknown);
                    }
                } else if let Some(arrow) = outermost(argument, "=>") {
                    let key = evaluate(&argument[..arrow], names);
                    let value = evaluate(&argument[arrow + 1..], names);
                    match key.text() {
                        Some(key) => found.named.push((key.to_owned(), value)),
                        None => found.is_open = true,
                    }
                } else {
                    found.placed.push(evaluate(argument, names));
                }
            }
        }
    }
    found
}

/// Splits at the commas that stand in no bracket.
fn split(tokens: &[Placed]) -> Vec<&[Placed]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let trimmed = |part: &'_ [Placed]| {
        let blank = part
            .iter()
            .take_while(|token| token.token == Token::Break)
            .count();
        let end = part
            .iter()
            .rev()
            .take_while(|token| token.token == Token::Break)
            .count();
        blank..part.len().saturating_sub(end).max(blank)
    };
    for (place, token) in tokens.iter().enumerate() {
        depth = token.depth_after(depth);
        if depth == 0 && token.is(",") {
            parts.push(&tokens[start..place]);
            start = place + 1;
        }
    }
    parts.push(&tokens[start..]);
    parts.into_iter().map(|part| &part[trimmed(part)]).collect()
}

fn outermost(tokens: &[Placed], sign: &str) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        depth = token.depth_after(depth);
        depth == 0 && token.is(sign)
    })
}

/// A text with what its code comes to; none where that cannot be told.
pub(super) fn spell(text: &Text, names: &dyn Names) -> Option<String> {
    let mut spelled = String::new();
    for part in text {
        match part {
            Part::Plain(plain) => spelled.push_str(plain),
            Part::Code(code) => spelled.push_str(evaluate(code, names).text()?),
        }
    }
    Some(spelled)
}

struct Reader<'a> {
    tokens: &'a [Placed],
    at: usize,
    names: &'a dyn Names,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Placed> {
        self.tokens.get(self.at)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is_there = self.peek().is_some_and(|token| token.is(sign));
        self.at += usize::from(is_there);
        is_there
    }

    /// `a ? b : c`
    fn choice(&mut self) -> Value {
        let condition = self.either();
        if !self.takes("?") {
            return condition;
        }
        let first = self.choice();
        if !self.takes(":") {
            return Value::Unknown;
        }
        let second = self.choice();
        match condition.is_true() {
            Some(true) => first,
            Some(false) => second,
            None => Value::Unknown,
        }
    }

    fn either(&mut self) -> Value {
        let mut value = self.equality();
        while self.takes("||") {
            let other = self.equality();
            value = match value.is_true() {
                Some(true) => value,
                Some(false) => other,
                None => Value::Unknown,
            };
        }
        value
    }

    fn equality(&mut self) -> Value {
        let value = self.sum();
        let is_same = self.takes("==");
        if !is_same && !self.takes("!=") {
            return value;
        }
        let other = self.sum();
        if value == Value::Unknown || other == Value::Unknown {
            return Value::Unknown;
        }
        Value::Bool((value == other) == is_same)
    }

    fn sum(&mut self) -> Value {
        let mut value = self.called();
        while self.takes("+") {
            let other = self.called();
            value = value.joined(other);
        }
        value
    }

    /// A value, and what is called on it.
    fn called(&mut self) -> Value {
        if self.takes("!") {
            let value = self.called();
            return value
                .is_true()
                .map_or(Value::Unknown, |is| Value::Bool(!is));
        }
        let start = self.at;
        let mut value = self.simple();
        loop {
            if self.takes(".") || self.takes("&.") {
                let Some(method) = self.peek().and_then(Placed::word).map(str::to_owned) else {
                    return Value::Unknown;
                };
                self.at += 1;
                let module = self.tokens[start].word().filter(|_| self.at == start + 3);
                let module = module.map(str::to_owned);
                let arguments = self.bracketed("(", ")").unwrap_or_default();
                let is_block = self.bracketed("{", "}").is_some();
                value = match module {
                    _ if is_block => Value::Unknown,
                    Some(module) if begins_large(&module) && method != "to_s" => {
                        self.of_module(&module, &method, arguments)
                    }
                    _ => method_of(value, &method, arguments),
                };
            } else if let Some(index) = self.index() {
                value = match index.placed.first() {
                    Some(Value::Text(key)) => value.get(key),
                    _ => Value::Unknown,
                };
            } else {
                return value;
            }
        }
    }

    fn of_module(&self, module: &str, method: &str, arguments: Arguments) -> Value {
        match method {
            "new" if !arguments.is_open && arguments.placed.is_empty() => {
                Value::Map(arguments.named)
            }
            "all_available_scopes" => Value::Text("any".to_owned()),
            "name" | "underscore" | "to_sym" => {
                method_of(Value::Text(module.to_owned()), method, arguments)
            }
            _ => {
                let value = self.names.look_up(module);
                let is_module = value == Value::Unknown || value.text() == Some(module);
                if is_module {
                    return self.names.call(module, method);
                }
                method_of(value, method, arguments)
            }
        }
    }

    /// `[key]`, close behind a value.
    fn index(&mut self) -> Option<Arguments> {
        self.peek().filter(|token| token.is("[") && !token.spaced)?;
        self.bracketed("[", "]")
    }

    /// What stands between brackets, which is passed.
    fn bracketed(&mut self, open: &str, close: &str) -> Option<Arguments> {
        self.peek().filter(|token| token.is(open))?;
        let start = self.at + 1;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            depth = token.depth_after(depth);
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        debug_assert!(self.tokens[self.at - 1].is(close) || depth > 0);
        Some(arguments(&self.tokens[start..self.at - 1], self.names))
    }

    fn simple(&mut self) -> Value {
        let Some(token) = self.peek().cloned() else {
            return Value::Unknown;
        };
        match &token.token {
            Token::Sign("[") => {
                let inside = self.bracketed("[", "]").unwrap_or_default();
                Value::List(inside.placed)
            }
            Token::Sign("{") => {
                let inside = self.bracketed("{", "}").unwrap_or_default();
                if inside.is_open || !inside.placed.is_empty() {
                    Value::Unknown
                } else {
                    Value::Map(inside.named)
                }
            }
            Token::Sign("(") => {
                let inside = self.bracketed("(", ")").unwrap_or_default();
                inside.placed.into_iter().next().unwrap_or(Value::Unknown)
            }
            Token::Text(text) => {
                self.at += 1;
                spell(text, self.names).map_or(Value::Unknown, Value::Text)
            }
            Token::Words(words) => {
                self.at += 1;
                let words = words
                    .iter()
                    .map(|word| spell(word, self.names).map_or(Value::Unknown, Value::Text));
                Value::List(words.collect())
            }
            Token::Word(word) => {
                self.at += 1;
                let arguments = self
                    .peek()
                    .is_some_and(|token| token.is("(") && !token.spaced);
                if arguments {
                    self.bracketed("(", ")");
                    return Value::Unknown;
                }
                named(word, self.names)
            }
            Token::Label(_) | Token::Other | Token::Sign(_) | Token::Break => {
                self.at += 1;
                Value::Unknown
            }
        }
    }
}

fn named(word: &str, names: &dyn Names) -> Value {
    match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "nil" => Value::Nil,
        _ => names.look_up(word),
    }
}

pub(super) fn begins_large(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
}

/// The few methods of which texts and lists of routes are made.
fn method_of(value: Value, method: &str, arguments: Arguments) -> Value {
    let first = || {
        arguments
            .placed
            .first()
            .cloned()
            .unwrap_or_else(|| arguments.as_map())
    };
    match (value, method) {
        (value, "freeze" | "to_s" | "to_sym" | "dup" | "name" | "to_h" | "presence") => value,
        (Value::Text(text), "pluralize") => Value::Text(pluralized(&text)),
        (Value::Text(text), "singularize") => {
            Value::Text(text.strip_suffix('s').unwrap_or(&text).to_owned())
        }
        (Value::Text(text), "underscore") => Value::Text(underscored(&text)),
        (Value::Text(text), "demodulize") => {
            Value::Text(text.rsplit("::").next().unwrap_or_default().to_owned())
        }
        (Value::Text(text), "end_with?") => first()
            .text()
            .map_or(Value::Unknown, |part| Value::Bool(text.ends_with(part))),
        (Value::Text(text), "dasherize") => Value::Text(text.replace('_', "-")),
        (Value::Text(text), "downcase") => Value::Text(text.to_lowercase()),
        (Value::Text(text), "include?") => first()
            .text()
            .map_or(Value::Unknown, |part| Value::Bool(text.contains(part))),
        (value @ Value::Map(_), "merge" | "merge!") => value.merged(first()),
        (value @ Value::Map(_), "fetch" | "[]") => {
            first().text().map_or(Value::Unknown, |key| value.get(key))
        }
        (Value::Map(pairs), "keys") => {
            Value::List(pairs.into_iter().map(|(key, _)| Value::Text(key)).collect())
        }
        (value @ Value::List(_), "concat") => value.joined(first()),
        (Value::List(values), "append" | "push") => {
            Value::List(values.into_iter().chain(arguments.placed).collect())
        }
        (value @ Value::Map(_), field) => {
            let found = value.get(field);
            if found == Value::Nil {
                Value::Unknown
            } else {
                found
            }
        }
        _ => Value::Unknown,
    }
}

fn pluralized(text: &str) -> String {
    match text.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{text}s"),
    }
}

/// `MergeRequest` is `merge_request`.
fn underscored(name: &str) -> String {
    let mut text = String::new();
    for letter in name.replace("::", "/").replace('-', "_").chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() && !text.ends_with(['/', '_']) {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// The variables of a block, over those around it.
pub(super) type Variables = HashMap<String, Value>;
