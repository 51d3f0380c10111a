//! A case: everything that a diagnosis may look at, and nothing else.
//!
//! It is a plain value. The shell fills it by asking, `explain` fills it by reading; the diagnosis
//! never knows which.

use super::evidence;
use super::question::{Question, decode_segment};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{self, Endpoint, Method, Surface, Version, graphql};
use crate::observation::{Exchange, Observation, Scheme};
use std::borrow::Cow;

/// What is known of one request, the credential that it carried, and what was answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Case {
    /// The request, when it is known.
    pub subject: Option<Subject>,
    /// The surface, when the request or the text tells.
    pub surface: Option<Surface>,
    /// The credential, as far as it is known.
    pub credential: Credential,
    /// The project or group that the request is about, when known.
    pub target: Option<Target>,
    /// The release of the instance as the surroundings tell it (`CI_SERVER_VERSION`).
    pub version: Option<Version>,
    /// The host and port of the instance.
    pub host: Option<String>,
    /// The base address of the instance.
    pub instance: Option<String>,
    /// Where the token was read from, in words.
    pub token_source: Option<String>,
    /// The time of the run in seconds since 1970, when it may be used.
    pub now: Option<i64>,
    /// What the request is sent for, where it stands for more than itself.
    pub aim: Aim,
    /// What the instance's own log tells of the identity behind the request.
    pub witness: Witness,
    /// Whether a reader put the answer beside the request: then it may belong to another one, and nothing is certain.
    pub is_pieced: bool,
    /// Whether nothing that was read shows the host to be a GitLab: then nothing is certain either.
    pub is_stranger: bool,
    /// Every question asked and its answer, the subject's own first.
    pub answers: Vec<(Question, Observation)>,
}

impl Case {
    /// Returns the answer to the request itself, whoever gave it.
    pub(crate) fn answer(&self) -> Option<&Observation> {
        self.any_answer_to(Question::Subject)
    }

    /// Returns the answer to a question, if it was asked. A success that nothing shows to be GitLab's tells nothing,
    /// and is left out.
    pub(crate) fn answer_to(&self, question: Question) -> Option<&Observation> {
        self.any_answer_to(question)
            .filter(|observation| evidence::is_received(question, observation, self))
    }

    /// Whether fields go with the request in a body, of which nothing is kept.
    pub(super) fn has_body(&self) -> bool {
        self.subject
            .as_ref()
            .is_some_and(|subject| subject.has_body)
    }

    /// What was answered to a question, if anything was.
    pub(super) fn exchange_of(&self, question: Question) -> Option<&Exchange> {
        self.answer_to(question).and_then(Observation::exchange)
    }

    /// Goes through the answers that tell something, with their questions.
    pub fn received(&self) -> impl Iterator<Item = (Question, &Observation)> {
        self.answers
            .iter()
            .map(|(question, observation)| (*question, observation))
            .filter(|(question, observation)| evidence::is_received(*question, observation, self))
    }

    /// Returns the answer to a question, whoever gave it.
    pub(super) fn any_answer_to(&self, question: Question) -> Option<&Observation> {
        self.answers
            .iter()
            .find(|(asked, _)| *asked == question)
            .map(|(_, observation)| observation)
    }

    /// Says whether a question was asked already.
    pub(crate) fn was_asked(&self, question: Question) -> bool {
        self.any_answer_to(question).is_some()
    }

    /// Returns what the catalogue knows of the route of the request.
    pub(crate) fn endpoint(&self) -> Option<&'static Endpoint> {
        self.subject.as_ref().and_then(Subject::endpoint)
    }
}

/// What the log of the instance tells of the identity behind a request, beyond the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Witness {
    /// The user name.
    pub user: Option<String>,
    /// The path of the project that was asked for.
    pub project: Option<String>,
    /// Whether GitLab accepted the token, its scopes included: it logs the number of those only
    /// (`lib/gitlab/grape_logging/loggers/token_logger.rb`, `lib/gitlab/auth/auth_finders.rb`).
    pub accepted: bool,
    /// Whether the token is known to carry no fine-grained permissions.
    pub has_scopes: bool,
    /// Whether a bare status was the answer to several requests, each of which can have been refused for another reason.
    pub is_spread: bool,
}

/// A request as the user's own client would send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The method.
    pub method: Method,
    /// The path below the root of the instance, encoded as it was given, without the query.
    pub path: String,
    /// The query, without the question mark; empty when there is none.
    pub query: String,
    /// Whether fields go with it in a body, of which nothing is kept.
    pub has_body: bool,
    /// What the catalogue knows of this route: it is looked up once, and asked for many times.
    endpoint: Option<&'static Endpoint>,
}

impl Subject {
    /// Makes a request from a path that may have a query.
    #[must_use]
    pub fn new(method: Method, path_and_query: &str) -> Self {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        let mut subject = Self {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            has_body: false,
            endpoint: endpoint(method, path_and_query),
        };
        if let Some(text) = subject.operation() {
            let template = if is_mutation(&text) {
                "/api/graphql#mutation"
            } else {
                "/api/graphql"
            };
            subject.endpoint = catalogue::by_template(Method::Post, template);
        }
        subject
    }

    /// Says whether fields go with it in a body.
    pub(crate) fn with_body(self, has_body: bool) -> Self {
        Self { has_body, ..self }
    }

    /// Returns the branch or tag that a field of its query names.
    pub(super) fn named_ref(&self) -> Option<Cow<'_, str>> {
        let mut fields = url::form_urlencoded::parse(self.query.as_bytes());
        let named = fields.find(|(name, _)| matches!(&**name, "ref" | "branch"));
        named.map(|(_, value)| value)
    }

    /// Returns the path with its query, as it is sent.
    pub(crate) fn path_and_query(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// Returns what the catalogue knows of this route. A HEAD asks what a GET asks.
    pub(crate) const fn endpoint(&self) -> Option<&'static Endpoint> {
        self.endpoint
    }

    /// Says whether the request asks for a change, or for the right to make one.
    pub(crate) fn changes(&self) -> bool {
        !self.method.is_safe()
            || self.asks_to_push()
            || self.endpoint().is_some_and(|endpoint| endpoint.mutates)
    }

    /// Says whether the request asks Git for the right to push.
    pub(crate) fn asks_to_push(&self) -> bool {
        super::harmless::asks_to_push(&self.query)
    }

    /// The operation of GraphQL that it asks, where its query tells it.
    pub(crate) fn operation(&self) -> Option<String> {
        let mut pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        let (_, text) = pairs.find(|(name, _)| *name == "query")?;
        (self.path == "/api/graphql").then(|| decode_segment(text))
    }

    /// Returns the request as people write it: without `/api/v4`, which goes without saying.
    pub(crate) fn shown(&self) -> String {
        if let Some(operation) = self.operation() {
            return format!(
                "{} {} {}",
                self.method,
                self.path,
                on_one_line(&operation, SHOWN)
            );
        }
        let whole = self.path_and_query();
        let short = whole.strip_prefix("/api/v4").unwrap_or(&whole);
        format!("{} {short}", self.method)
    }
}

fn is_mutation(text: &str) -> bool {
    graphql::read(text).is_ok_and(|operation| operation.kind == graphql::OperationKind::Mutation)
}

/// So much of an operation of GraphQL is shown, in letters.
const SHOWN: usize = 60;

/// The beginning of a text, on one line.
pub(crate) fn on_one_line(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

fn endpoint(method: Method, path_and_query: &str) -> Option<&'static Endpoint> {
    let as_get = || match method {
        Method::Head => catalogue::find_url_path(Method::Get, path_and_query),
        Method::Get | Method::Post | Method::Put | Method::Patch | Method::Delete => None,
    };
    catalogue::find_url_path(method, path_and_query)
        .or_else(as_get)
        .map(|found| found.endpoint)
}

/// What a request is sent for, where that is known: it settles what the request alone leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aim {
    /// It is about a branch, tag or environment that no rule protects.
    pub unprotected: bool,
    /// GraphQL tells under this name whether the owner of the token may do it.
    pub ability: Option<&'static str>,
    /// What a setting would have to say, where one can forbid it.
    pub setting: Option<&'static str>,
}

/// The project or group that a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A project, by number or by full path (plain, not encoded).
    Project(String),
    /// A group, by number or by full path (plain, not encoded).
    Group(String),
}

impl Target {
    /// Returns the number or the plain path.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Project(name) | Self::Group(name) => name,
        }
    }

    /// Returns the number, if the target is named by one.
    pub(crate) fn number(&self) -> Option<u64> {
        self.name().parse().ok()
    }

    /// Returns `project` or `group`.
    pub(crate) const fn words(&self) -> &'static str {
        match self {
            Self::Project(_) => "project",
            Self::Group(_) => "group",
        }
    }
}

/// What was sent as a credential.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sent {
    /// It is not known whether anything was sent.
    #[default]
    Unknown,
    /// Nothing was sent.
    Nothing,
    /// A header or user name was sent, with an empty value.
    Empty,
    /// Something was sent, and the way is not known.
    Somehow,
    /// Something was sent, this way.
    As(Scheme),
}

/// What is known of a credential without asking; holds nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credential {
    /// Whether and how it was sent.
    pub sent: Sent,
    /// Its kind, when the value or the text tells.
    pub kind: Option<TokenKind>,
    /// Whether the value itself was looked at.
    pub is_examined: bool,
    /// A defect that makes the value unusable, in words.
    pub defect: Option<String>,
    /// What mends that defect, in words.
    pub fix: Option<String>,
    /// Whether the value carries a checksum that fits (`Some(false)`: it does not).
    pub checksum: Option<bool>,
    /// The host of the instance that made it, as the value itself says.
    pub issuer: Option<String>,
    /// When it expires, as the value itself says, in seconds since 1970.
    pub expires: Option<i64>,
    /// The id of the project of the job, as the value itself says.
    pub project: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_shown_as_people_write_it() {
        let subject = Subject::new(Method::Get, "/api/v4/projects/7/issues?state=opened");
        assert_eq!(subject.shown(), "GET /projects/7/issues?state=opened");
        assert_eq!(subject.path, "/api/v4/projects/7/issues");
    }
}
