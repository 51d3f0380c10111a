//! Bodies of answers that stand inside lines, in the spelling of whatever program printed them.
//!
//! GitLab's few error shapes are looked for in JSON (bare, or escaped once or twice), in the
//! dictionaries of Python and Ruby, and in the lists of go-gitlab. Other JSON is passed over: a
//! line of a structured log is not a body.

use serde_json::{Map, Value};

use super::{lists, status};
use crate::catalogue::graphql;
use crate::observation::BodyShape;

/// JSON inside a string may be escaped so often.
const ESCAPES: usize = 3;
/// So many braces of a line are tried.
const TRIES: usize = 12;

/// Finds the body of an answer in a line.
pub(super) fn body_in(line: &str) -> Option<BodyShape> {
    if !line.contains('{') {
        return line.find("map[").and_then(|at| parse_go_map(&line[at..]));
    }
    let mut text = line.to_owned();
    let mut found = None;
    for _ in 0..ESCAPES {
        found = parse_braces(&text).or(found);
        if !text.contains("\\\"") {
            break;
        }
        text = text.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    found
}

/// Tries every brace of a text as the beginning of a body, the innermost last.
fn parse_braces(text: &str) -> Option<BodyShape> {
    text.match_indices('{')
        .take(TRIES)
        .find_map(|(at, _)| parse_brace(&text[at..]))
}

fn parse_brace(text: &str) -> Option<BodyShape> {
    let first = text.get(1..)?.trim_start();
    if first.starts_with('"') {
        return parse_json(text).or_else(|| parse_ruby(text));
    }
    if first.starts_with('\'') {
        return parse_json(&python(text));
    }
    if first.starts_with(':') {
        return parse_ruby(text);
    }
    parse_go(text)
}

/// Reads the JSON value at the beginning of a text; what follows it does not matter.
fn parse_json(text: &str) -> Option<BodyShape> {
    let value = serde_json::Deserializer::from_str(text)
        .into_iter::<Value>()
        .next()?
        .ok()?;
    parse_value(value)
}

/// Says which error an object is, if it is one.
pub(super) fn parse_value(value: Value) -> Option<BodyShape> {
    let object = value.as_object()?;
    let is_of_errors = |key: &String| lists::ERROR_KEYS.contains(&key.as_str());
    if !object.contains_key("jsonrpc") && !object.keys().all(is_of_errors) {
        return None;
    }
    if let Some(said) = parse_kubernetes(object) {
        return Some(BodyShape::Message(said));
    }
    let shape = BodyShape::from_json(value);
    // What was asked for and shown is no refusal.
    if let BodyShape::Json(value) = &shape {
        return graphql::withholds(value).then_some(shape);
    }
    Some(shape)
}

/// The agent server answers like the API of Kubernetes that stands behind it.
fn parse_kubernetes(object: &Map<String, Value>) -> Option<String> {
    let is_status = object.get("kind").is_some_and(|kind| kind == "Status");
    let said = object.get("message")?.as_str()?;
    is_status.then(|| said.to_owned())
}

/// A dictionary of Python is JSON with other quotes.
fn python(text: &str) -> String {
    let end = closing(text).unwrap_or(text.len());
    text[..end]
        .replace("\\'", "\u{2019}")
        .replace('\'', "\"")
        .replace(": None", ": null")
}

/// A hash of Ruby is JSON with arrows, or with symbols for keys.
fn parse_ruby(text: &str) -> Option<BodyShape> {
    if !text.contains("=>") {
        return None;
    }
    let end = closing(text)?;
    let json = text[..end]
        .replace("{:", "{\"")
        .replace(", :", ", \"")
        .replace("\"=>", "=>")
        .replace("=>", "\":");
    parse_json(&json)
}

/// go-gitlab writes `{message: 404 Project Not Found}` and `{error: x}, {error_description: y}`.
fn parse_go(text: &str) -> Option<BodyShape> {
    let end = closing(text)?;
    let (key, said) = text.get(1..end - 1)?.split_once(": ")?;
    match key {
        "message" if said.starts_with(['{', '[']) => {
            Some(BodyShape::Details(Value::String(said.to_owned())))
        }
        "message" => Some(BodyShape::Message(said.to_owned())),
        "error" => Some(parse_go_error(said, text.get(end..)?)),
        _ => None,
    }
}

/// The description stands beside the error in braces of its own.
fn parse_go_error(error: &str, rest: &str) -> BodyShape {
    let beside = |name: &str| {
        let lead = format!("{{{name}: ");
        let at = rest.find(&lead)?;
        let end = at + closing(&rest[at..])?;
        rest.get(at + lead.len()..end - 1).map(str::to_owned)
    };
    let scopes = beside("scope").unwrap_or_default();
    let description = beside("error_description");
    if description.is_none() && scopes.trim().is_empty() {
        return BodyShape::Error(error.to_owned());
    }
    BodyShape::guard(error, description, &scopes)
}

/// A map that Go printed as it is: `map[message:403 Forbidden]`.
fn parse_go_map(text: &str) -> Option<BodyShape> {
    let inner = text.strip_prefix("map[")?.split(']').next()?;
    match inner.split_once(':')? {
        ("message", said) => Some(BodyShape::Message(said.to_owned())),
        ("error", said) => Some(match said.split_once(" error_description:") {
            Some((error, description)) => BodyShape::guard(error, Some(description.to_owned()), ""),
            None => BodyShape::Error(said.to_owned()),
        }),
        _ => None,
    }
}

/// What the header `WWW-Authenticate` says of a refusal: `error="...", error_description="..."`.
pub(super) fn challenge(value: &str) -> Option<BodyShape> {
    let told = |name: &str| {
        let lead = format!("{name}=\"");
        let rest = value.get(value.find(&lead)? + lead.len()..)?;
        rest.split('"').next().map(str::to_owned)
    };
    let error = told("error")?;
    let scopes = told("scope").unwrap_or_default();
    let description = told("error_description");
    Some(BodyShape::guard(&error, description, &scopes))
}

/// The status that an object names beside its message: `"code":401`.
pub(super) fn status_in(line: &str) -> Option<u16> {
    let plain = line.replace('\\', "");
    lists::STATUS_KEYS.iter().find_map(|key| {
        let lead = format!("\"{key}\":");
        let rest = plain.get(plain.find(&lead)? + lead.len()..)?.trim_start();
        let is_whole = !rest.as_bytes().get(3).is_some_and(u8::is_ascii_digit);
        status::leading(rest).filter(|_| is_whole)
    })
}

/// Where the brace at the beginning of a text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A line of a body that is printed over several lines: `"error": "invalid_token",`.
pub(super) fn entry(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_end_matches(',');
    let line = line.strip_prefix('{').map_or(line, str::trim_start);
    let (name, value) = line.strip_prefix('"')?.split_once('"')?;
    let value = value.trim_start().strip_prefix(':')?.trim_start();
    let value = value.strip_prefix('"')?.trim_end_matches(['}', ' ']);
    let value = value.strip_suffix('"')?;
    let is_whole = !value.replace("\\\"", "").contains('"');
    is_whole.then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> BodyShape {
        BodyShape::Message(text.to_owned())
    }

    #[test]
    fn one_message_is_read_in_the_spelling_of_every_language() {
        for line in [
            r#"{"message":"404 Project Not Found"}"#,
            r#"x failed & body: 'b'{"message":"404 Project Not Found"}'''"#,
            r#"{"level":"error","msg":"status 404: {\"message\":\"404 Project Not Found\"}","n":1}"#,
            r#"details: "{\\\"message\\\":\\\"404 Project Not Found\\\"}\\n""#,
            "{'message': '404 Project Not Found'}",
            r#"{"message"=>"404 Project Not Found"}"#,
            r#"{:message=>"404 Project Not Found"}"#,
            "GET https://h/x: 404 {message: 404 Project Not Found}",
            "error map[message:404 Project Not Found]",
        ] {
            assert_eq!(
                body_in(line),
                Some(message("404 Project Not Found")),
                "{line}"
            );
        }
    }

    #[test]
    fn the_guard_is_read_from_the_lists_of_go() {
        let line = "401 {error: invalid_token}, {error_description: Token was revoked. You have to re-authorize from the user.}";
        let Some(BodyShape::Guard {
            error, description, ..
        }) = body_in(line)
        else {
            panic!("no guard");
        };
        assert_eq!(error, "invalid_token");
        assert_eq!(
            description.as_deref(),
            Some("Token was revoked. You have to re-authorize from the user.")
        );
    }

    #[test]
    fn other_json_is_no_body() {
        for line in [
            r#"{"name":"left-pad","version":"1.0.0"}"#,
            r#"{"level":"warn","msg":"x","error":"rpc error"}"#,
            r#"{"id":1,"title":"x","message":"commit text"}"#,
            "fn main() { println!() }",
            "{",
            "{message",
        ] {
            assert_eq!(body_in(line), None, "{line}");
        }
    }

    #[test]
    fn a_body_over_several_lines_is_read_entry_by_entry() {
        assert_eq!(
            entry("  \"error\": \"expires_at is missing\""),
            Some(("error", "expires_at is missing"))
        );
        assert_eq!(entry("\"scope\":\"api\"},"), Some(("scope", "api")));
        assert_eq!(entry("\"code\": 401"), None);
    }
}
