//! What goes over the wire, and what the simulator knows about it: request, answer, judgement.
//!
//! A [`Request`] is kept as raw as a server sees it, because un-encoded and twice-encoded paths are
//! faults that are to be simulated. This file never decides anything.

use std::net::IpAddr;

use serde_json::{Value, json};

/// One request as GitLab, or what stands in front of it, receives it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// Upper-case method.
    pub method: String,
    /// Raw path, still percent-encoded, with the relative root.
    pub path: String,
    /// Decoded query parameters.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// Address of the client.
    pub from: IpAddr,
    /// Body, read for GraphQL and LFS only.
    pub body: Vec<u8>,
}

impl Request {
    /// Makes a request to a raw path that may carry a query, from an address that no allowlist holds.
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            headers: vec![("host".to_owned(), "gitlab.example.com".to_owned())],
            from: IpAddr::from([203, 0, 113, 7]),
            body: Vec::new(),
        }
    }

    /// Returns the first header of this name, which is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first query parameter of this name.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the address by which the client reached the server, without a path.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.header("host").unwrap_or("localhost"))
    }

    /// Tells whether the verb asks for a change.
    pub(crate) fn writes(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}

/// One answer, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, without those that the server library adds.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Answers as GitLab does: with its two tracing headers.
    pub(crate) fn gitlab(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let id = "01JDX2V8Q4N6T0M5ZC7R3KH9WB";
        Self::foreign(status, content_type, body)
            .with(
                "x-gitlab-meta",
                &format!("{{\"correlation_id\":\"{id}\",\"version\":\"1\"}}"),
            )
            .with("x-request-id", id)
    }

    /// Answers as something that is not GitLab.
    pub(crate) fn foreign(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// Answers with JSON.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::gitlab(status, "application/json", body.to_string())
    }

    /// Answers as the endpoint helpers do: `{"message": ...}`.
    pub(crate) fn message(status: u16, text: &str) -> Self {
        Self::json(status, &json!({ "message": text }))
    }

    /// Answers with plain text, as the Git surface does.
    pub(crate) fn text(status: u16, text: &str) -> Self {
        Self::gitlab(status, "text/plain; charset=utf-8", text)
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    pub(crate) fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON; `null` when it is none.
    pub(crate) fn body_json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// Why a request was refused, in the words of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Truth {
    /// One of the ten gates.
    pub gate: &'static str,
    /// One of the causes.
    pub cause: &'static str,
    /// The simulator's own finer name.
    pub why: &'static str,
}

impl Truth {
    /// Names a truth.
    pub(crate) const fn new(gate: &'static str, cause: &'static str, why: &'static str) -> Self {
        Self { gate, cause, why }
    }
}

/// What GitLab answers, and what only the simulator can know about it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts about one answer"
)]
pub(crate) struct Judgement {
    /// The answer.
    pub answer: Answer,
    /// Why it is a refusal; `None` when the request got what it asked for.
    pub truth: Option<Truth>,
    /// Whether a credential was read for the answer.
    pub token_read: bool,
    /// Whether the request could change something on the instance.
    pub mutated: bool,
    /// Whether answering created a project or a registry record.
    pub created_record: bool,
    /// Whether the simulator does not know the route.
    pub unknown_route: bool,
    /// Whether an empty list stands for a refusal.
    pub filtered: bool,
}

impl Judgement {
    /// A refusal.
    pub(crate) fn refused(answer: Answer, truth: Truth) -> Self {
        Self::new(answer, Some(truth))
    }

    /// An answer that gives what was asked.
    pub(crate) fn granted(answer: Answer) -> Self {
        Self::new(answer, None)
    }

    fn new(answer: Answer, truth: Option<Truth>) -> Self {
        Self {
            answer,
            truth,
            token_read: false,
            mutated: false,
            created_record: false,
            unknown_route: false,
            filtered: false,
        }
    }

    /// Notes whether a credential was read.
    pub(crate) fn read(mut self, read: bool) -> Self {
        self.token_read = read;
        self
    }
}

/// A step of GitLab's checks: it goes on, or it ends with a judgement.
pub(crate) type Step<T> = Result<T, Box<Judgement>>;

/// Ends the checks with a refusal.
pub(crate) fn refuse<T>(answer: Answer, truth: Truth) -> Step<T> {
    Err(Box::new(Judgement::refused(answer, truth)))
}
