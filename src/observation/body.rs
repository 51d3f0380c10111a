//! The shape of an answer's body: the first thing that tells which layer spoke.
//!
//! Reading is total: any bytes have a shape. A page of a proxy is never taken for GitLab's word.
//! Source of the shapes: `lib/api/helpers.rb` (message), `lib/api/api_guard.rb` (OAuth error),
//! `lib/api/api.rb` (router), `app/controllers/graphql_controller.rb`,
//! `app/services/auth/container_registry_authentication_service.rb`.

use serde_json::{Map, Value};

/// The largest body that is read, in bytes. What is longer is cut and said to be cut.
pub(crate) const BODY_LIMIT: usize = 1024 * 1024;

/// Deeper JSON than this is not looked into.
const DEPTH_LIMIT: usize = 64;

/// Nor is JSON of more parts than this, counted as brackets and commas: a value takes many times the memory of its text,
/// and the longest page of a list has some ten thousand.
const PARTS_LIMIT: usize = 50_000;

/// The longest excerpt that a report shows, in characters.
const EXCERPT_LIMIT: usize = 200;

/// A body: its shape, and how long it was.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// What kind of thing it is.
    pub shape: BodyShape,
    /// Length in bytes, as far as it was read.
    pub bytes: u64,
    /// Whether there was more than was read.
    pub cut: bool,
}

/// What kind of thing a body is. Closed: every body has exactly one shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum BodyShape {
    /// Nothing at all.
    #[default]
    Empty,
    /// The text shows a status and no body: what it was is not known.
    Unseen,
    /// `{"message": "..."}`: GitLab's endpoint helpers.
    Message(String),
    /// `{"message": {...}}` or a list: validation, or a nested error text.
    Details(Value),
    /// `{"error": "...", "error_description": "..."}`: the token guard, or OAuth.
    Guard {
        /// The error code.
        error: String,
        /// The sentence that explains it.
        description: Option<String>,
        /// The scopes that would do, when told.
        scopes: Vec<String>,
    },
    /// `{"error": "404 Not Found"}`: the router; or another single error text.
    Error(String),
    /// `{"errors": [{"message": "..."}]}`: GraphQL.
    GraphQlErrors(Vec<GraphQlError>),
    /// `{"errors": [{"code": "...", "message": "..."}]}`: the container registry.
    RegistryErrors(Vec<(String, String)>),
    /// A web page, with its title.
    Html(String),
    /// Any other JSON.
    Json(Value),
    /// Plain text.
    Text(String),
    /// Not text.
    Binary,
}

/// An error of GraphQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphQlError {
    /// What it says.
    pub message: String,
    /// The field that it is about, as the answer names it: `["project", "ciVariables"]`; empty where it is told of none.
    pub path: Vec<String>,
}

impl GraphQlError {
    /// An error of which only the words are known.
    pub(crate) const fn said(message: String) -> Self {
        Self {
            message,
            path: Vec::new(),
        }
    }

    /// Reads one of the list `errors`.
    pub(crate) fn read(entry: &Value) -> Option<Self> {
        let message = entry.get("message")?.as_str()?.to_owned();
        let path = entry.get("path").and_then(Value::as_array);
        let part = |part: &Value| {
            part.as_str()
                .map_or_else(|| part.to_string(), str::to_owned)
        };
        Some(Self {
            message,
            path: path.into_iter().flatten().map(part).collect(),
        })
    }
}

/// The words of errors, one after the other; what is said of several fields in turn stands once.
fn joined(errors: &[GraphQlError], between: &str) -> String {
    let mut messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.dedup();
    messages.join(between)
}

impl Body {
    /// Reads a body of any bytes. `content_type` helps to tell a page from text.
    #[must_use]
    pub fn read(bytes: &[u8], content_type: Option<&str>, cut: bool) -> Self {
        Self {
            shape: BodyShape::read(bytes, content_type),
            bytes: bytes.len() as u64,
            cut,
        }
    }

    /// Returns the JSON value of a successful answer, if it is one.
    pub(crate) const fn json(&self) -> Option<&Value> {
        let BodyShape::Json(value) = &self.shape else {
            return None;
        };
        Some(value)
    }
}

impl BodyShape {
    /// All that it says in words.
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Message(text) | Self::Error(text) | Self::Text(text) => text.clone(),
            Self::Details(value) | Self::Json(value) => value.to_string(),
            Self::Guard { description, .. } => description.clone().unwrap_or_default(),
            Self::GraphQlErrors(errors) => joined(errors, "\n"),
            Self::RegistryErrors(list) => {
                let messages = list.iter().map(|(_, message)| message.as_str());
                messages.collect::<Vec<_>>().join("\n")
            }
            Self::Empty | Self::Unseen | Self::Html(_) | Self::Binary => String::new(),
        }
    }

    /// An error of the token guard, with the scopes that it names, parted by blanks.
    pub(crate) fn guard(error: &str, description: Option<String>, scopes: &str) -> Self {
        Self::Guard {
            error: error.to_owned(),
            description,
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Reads the shape of any bytes.
    pub(crate) fn read(bytes: &[u8], content_type: Option<&str>) -> Self {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Self::read_cut_json(bytes);
        };
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        if trimmed.is_empty() {
            return Self::Empty;
        }
        if is_page(trimmed, content_type) {
            return Self::Html(title(trimmed));
        }
        if is_json_like(trimmed)
            && is_reasonable(trimmed)
            && let Ok(value) = serde_json::from_str::<Value>(trimmed)
        {
            return Self::from_json(value);
        }
        if trimmed.contains('\0') {
            return Self::Binary;
        }
        Self::Text(text.to_owned())
    }

    /// A cut multi-byte character at the end is still text; anything else is not.
    fn read_cut_json(bytes: &[u8]) -> Self {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let rest_is_short = bytes.len() - valid < 4 && valid > 0;
        match bytes
            .get(..valid)
            .and_then(|head| std::str::from_utf8(head).ok())
        {
            Some(text) if rest_is_short => Self::read(text.as_bytes(), None),
            Some(_) | None => Self::Binary,
        }
    }

    /// Sorts a JSON value into its shape.
    pub(crate) fn from_json(value: Value) -> Self {
        match value {
            Value::Object(object) => Self::from_object(object),
            Value::String(text) => Self::Text(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Self::Json(value),
        }
    }

    fn from_object(object: Map<String, Value>) -> Self {
        let listed = Self::from_errors(&object).or_else(|| Self::from_payload(&object));
        if let Some(shape) = listed.or_else(|| Self::from_rpc(&object)) {
            return shape;
        }
        if let Some(text) = doubled(&object) {
            return Self::Message(text);
        }
        if let Some(shape) = Self::from_error(&object) {
            return shape;
        }
        match object.get("message") {
            Some(Value::String(text)) if is_envelope(&object) => Self::Message(text.clone()),
            Some(details @ (Value::Object(_) | Value::Array(_))) if is_envelope(&object) => {
                Self::Details(details.clone())
            }
            Some(_) | None => Self::Json(Value::Object(object)),
        }
    }

    fn from_errors(object: &Map<String, Value>) -> Option<Self> {
        let list = object.get("errors")?.as_array()?;
        let coded: Vec<(String, String)> = list
            .iter()
            .filter_map(|entry| {
                let code = entry.get("code")?.as_str()?;
                Some((code.to_owned(), string_at(entry, "message")))
            })
            .collect();
        if !coded.is_empty() {
            return Some(Self::RegistryErrors(coded));
        }
        let errors: Vec<GraphQlError> = list.iter().filter_map(GraphQlError::read).collect();
        (!errors.is_empty()).then_some(Self::GraphQlErrors(errors))
    }

    /// Why a mutation of GraphQL was not done stands in its payload (`app/graphql/mutations/base_mutation.rb`).
    fn from_payload(object: &Map<String, Value>) -> Option<Self> {
        let fields = object.get("data")?.as_object()?.iter();
        let has_own = |name: &str, value: &Value| {
            let is_own = |own: &&str| name == *own || value.get(own).is_some();
            super::OWN_ERRORS.iter().any(is_own)
        };
        let payloads = fields.filter(|(name, value)| !has_own(name, value));
        let lists = payloads.filter_map(|(_, payload)| payload.get("errors")?.as_array());
        let said = lists.flatten().filter_map(Value::as_str);
        let errors = said.map(|said| GraphQlError::said(said.to_owned()));
        let errors: Vec<GraphQlError> = errors.collect();
        (!errors.is_empty()).then_some(Self::GraphQlErrors(errors))
    }

    /// What JSON-RPC says of a request that is none, in the words of its clients; GitLab's MCP server speaks it
    /// (`lib/api/mcp/base.rb`).
    fn from_rpc(object: &Map<String, Value>) -> Option<Self> {
        object.get("jsonrpc")?;
        let error = object.get("error")?;
        let code = error.get("code")?.as_i64()?;
        let detail = error.get("data").map(|data| format!(": {data}"));
        let said = string_at(error, "message") + &detail.unwrap_or_default();
        (-32602..=-32600)
            .contains(&code)
            .then(|| Self::Message(format!("MCP error {code}: {said}")))
    }

    fn from_error(object: &Map<String, Value>) -> Option<Self> {
        let error = sentence(object.get("error")?)?;
        if object.len() > 6 {
            return None;
        }
        let description = object
            .get("error_description")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let scopes: Vec<String> = object
            .get("scope")
            .and_then(Value::as_str)
            .map(|list| list.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default();
        if description.is_none() && scopes.is_empty() {
            return Some(Self::Error(error));
        }
        Some(Self::Guard {
            error,
            description,
            scopes,
        })
    }

    /// Returns the name used in JSON.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unseen => "unseen",
            Self::Message(_) => "message",
            Self::Details(_) => "details",
            Self::Guard { .. } => "guard",
            Self::Error(_) => "error",
            Self::GraphQlErrors(_) => "graphql_errors",
            Self::RegistryErrors(_) => "registry_errors",
            Self::Html(_) => "html",
            Self::Json(_) => "json",
            Self::Text(_) => "text",
            Self::Binary => "binary",
        }
    }

    /// Returns a short excerpt in the words of the answer, on one line.
    #[must_use]
    pub fn excerpt(&self) -> String {
        let words = match self {
            Self::Empty
            | Self::Unseen
            | Self::Message(_)
            | Self::Text(_)
            | Self::Error(_)
            | Self::Details(_)
            | Self::Json(_) => self.said(),
            Self::Guard {
                error, description, ..
            } => match description {
                Some(description) => format!("{error}: {description}"),
                None => error.clone(),
            },
            Self::GraphQlErrors(errors) => joined(errors, "; "),
            Self::RegistryErrors(list) => list
                .iter()
                .map(|(code, message)| format!("{code}: {message}"))
                .collect::<Vec<_>>()
                .join("; "),
            Self::Html(title) if title.is_empty() => "a web page".to_owned(),
            Self::Html(title) => format!("a web page titled \u{201c}{title}\u{201d}"),
            Self::Binary => "not text".to_owned(),
        };
        one_line(&words)
    }
}

/// Package routes say the same twice: `{"message":"404 Project Not Found","error":"Project not found"}`
/// (`lib/api/helpers/packages_helpers.rb`). What begins with its status is what the helpers say.
fn doubled(object: &Map<String, Value>) -> Option<String> {
    let text = object.get("message")?.as_str()?;
    let is_helpers = text.get(..3)?.parse::<u16>().is_ok();
    (is_helpers && object.len() == 2 && object.contains_key("error")).then(|| text.to_owned())
}

/// A sentence, or a list of sentences: services hand over the errors of a record as a list.
fn sentence(value: &Value) -> Option<String> {
    let listed = || {
        let texts: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
        texts
            .filter(|texts| !texts.is_empty())
            .map(|texts| texts.join(" "))
    };
    value.as_str().map(str::to_owned).or_else(listed)
}

/// An error envelope has few keys; a record that happens to have a `message` has many.
fn is_envelope(object: &Map<String, Value>) -> bool {
    object
        .keys()
        .all(|key| super::ENVELOPE.contains(&key.as_str()))
}

fn string_at(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn is_json_like(text: &str) -> bool {
    text.starts_with(['{', '[', '"'])
}

fn is_page(text: &str, content_type: Option<&str>) -> bool {
    let head: String = text.chars().take(256).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return true;
    }
    let html_type = content_type.is_some_and(|kind| kind.to_lowercase().contains("html"));
    html_type && head.starts_with('<')
}

fn title(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    lower
        .find("<title")
        .and_then(|open| lower[open..].find('>').map(|end| open + end + 1))
        .and_then(|start| {
            let end = lower[start..].find("</title")? + start;
            page.get(start..end)
        })
        .map(one_line)
        .unwrap_or_default()
}

/// Looks at brackets and commas outside strings before anything is parsed, so that a hostile body
/// can exhaust neither the stack nor the memory.
fn is_reasonable(text: &str) -> bool {
    let (mut depth, mut parts, mut in_string, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                parts += 1;
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            b',' if !in_string => parts += 1,
            _ => {}
        }
        if depth > DEPTH_LIMIT || parts > PARTS_LIMIT {
            return false;
        }
    }
    true
}

/// Squeezes text into one short line, without control or direction-changing characters.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || is_unprintable(c)) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() && length < EXCERPT_LIMIT {
            line.push(' ');
            length += 1;
        }
        for character in word.chars() {
            if length >= EXCERPT_LIMIT {
                line.push('\u{2026}');
                return line;
            }
            line.push(character);
            length += 1;
        }
    }
    line
}

/// Control characters, those that change the direction or hide text (Unicode, UAX 9), and those that have no shape of
/// their own: marks, fillers, and tags in which a text can be written that nobody sees.
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> BodyShape {
        BodyShape::read(text.as_bytes(), None)
    }

    #[test]
    fn every_layer_of_gitlab_has_its_own_shape() {
        assert_eq!(shape(r#"{"message":"401 Unauthorized"}"#).name(), "message");
        assert_eq!(
            shape(
                r#"{"error":"insufficient_scope","error_description":"x","scope":"api read_api"}"#
            ),
            BodyShape::Guard {
                error: "insufficient_scope".to_owned(),
                description: Some("x".to_owned()),
                scopes: vec!["api".to_owned(), "read_api".to_owned()],
            }
        );
        assert_eq!(shape(r#"{"error":"404 Not Found"}"#).name(), "error");
        assert_eq!(
            shape(r#"{"errors":[{"message":"Invalid token"}]}"#).name(),
            "graphql_errors"
        );
        assert_eq!(
            shape(r#"{"errors":[{"code":"DENIED","message":"access forbidden"}]}"#).name(),
            "registry_errors"
        );
        assert_eq!(shape(r#"{"message":{"base":["no"]}}"#).name(), "details");
        assert_eq!(shape("Retry later\n").name(), "text");
        assert_eq!(shape("  ").name(), "empty");
    }

    #[test]
    fn what_is_said_twice_is_said_by_the_helpers() {
        let doubled = r#"{"message":"404 Project Not Found","error":"Project not found"}"#;
        assert_eq!(
            shape(doubled),
            BodyShape::Message("404 Project Not Found".to_owned())
        );
        let listed = r#"{"error":["One.","Two."]}"#;
        assert_eq!(shape(listed), BodyShape::Error("One. Two.".to_owned()));
    }

    #[test]
    fn the_errors_of_a_mutation_stand_in_its_payload() {
        let refused = r#"{"data":{"a":{"note":null,"errors":["One"]},"b":{"errors":["Two"]}}}"#;
        let both = ["One", "Two"]
            .map(|said| GraphQlError::said(said.to_owned()))
            .to_vec();
        assert_eq!(shape(refused), BodyShape::GraphQlErrors(both));
        let done = r#"{"data":{"a":{"note":{"id":"7"},"errors":[]},"b":null}}"#;
        assert_eq!(shape(done).name(), "json");
    }

    #[test]
    fn a_list_of_errors_that_was_asked_for_is_no_refusal() {
        for told in [
            r#"{"data":{"ciConfig":{"errors":["job a needs a script"],"status":"INVALID"}}}"#,
            r#"{"data":{"lint":{"errors":["One"],"mergedYaml":null,"status":"INVALID"}}}"#,
        ] {
            assert_eq!(shape(told).name(), "json", "{told}");
        }
        let refused =
            r#"{"data":{"ciConfig":null},"errors":[{"message":"One","path":["ciConfig"]}]}"#;
        let one = BodyShape::GraphQlErrors(vec![GraphQlError::said("One".to_owned())]);
        let at_field = GraphQlError {
            message: "One".to_owned(),
            path: vec!["ciConfig".to_owned()],
        };
        assert_eq!(shape(refused), BodyShape::GraphQlErrors(vec![at_field]));
        let both =
            r#"{"data":{"ciConfig":{"errors":["Two"]},"note":{"note":null,"errors":["One"]}}}"#;
        assert_eq!(shape(both), one);
    }

    #[test]
    fn a_page_is_never_taken_for_gitlabs_word() {
        let page = shape("<!DOCTYPE html><html><head><title>Sign in</title></head></html>");
        assert_eq!(page, BodyShape::Html("Sign in".to_owned()));
    }

    #[test]
    fn a_record_with_a_message_field_is_not_an_error() {
        assert_eq!(
            shape(r#"{"id":1,"title":"x","message":"commit text"}"#).name(),
            "json"
        );
    }

    #[test]
    fn deep_json_is_text_and_does_not_exhaust_the_stack() {
        let deep = "[".repeat(100_000);
        assert_eq!(shape(&deep).name(), "text");
    }

    #[test]
    fn any_bytes_have_a_shape() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let length = random.usize(0..64);
            let bytes: Vec<u8> = (0..length).map(|_| random.u8(..)).collect();
            let shape = BodyShape::read(&bytes, None);
            assert!(!shape.name().is_empty());
        }
    }

    #[test]
    fn an_excerpt_is_one_line_without_control_characters() {
        let text = one_line("a\u{1b}[31mred\u{202e}\r\nb");
        assert_eq!(text, "a [31mred b");
    }
}
