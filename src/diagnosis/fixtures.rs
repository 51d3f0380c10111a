//! Sample cases and bodies that the tests of the core share.
//!
//! One person, one token, one private project; the tests change what they are about.

use super::*;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, Surface};
use crate::observation::{Body, Exchange, Headers, Observation, Scheme};

/// The record of a living token with the scope `api`.
pub(super) const RECORD: &str =
    r#"{"id":9,"name":"ci","active":true,"revoked":false,"scopes":["api"],"user_id":7}"#;
/// The owner of the token, a person.
pub(super) const PERSON: &str = r#"{"id":7,"username":"kim","state":"active","bot":false}"#;
/// A running job of project 41.
pub(super) const JOB: &str = r#"{"id":5,"status":"running","user":{"id":7,"username":"kim"},"pipeline":{"id":3,"project_id":41}}"#;
/// The project, as a reporter sees it.
pub(super) const PROJECT: &str = r#"{"id":42,"path_with_namespace":"org/app","visibility":"private","archived":false,"issues_access_level":"enabled","merge_requests_access_level":"private","builds_access_level":"disabled","repository_access_level":"enabled","permissions":{"project_access":{"access_level":20},"group_access":null}}"#;
/// The bare refusals.
pub(super) const UNAUTHORIZED: &str = r#"{"message":"401 Unauthorized"}"#;
pub(super) const FORBIDDEN: &str = r#"{"message":"403 Forbidden"}"#;
pub(super) const NO_PROJECT: &str = r#"{"message":"404 Project Not Found"}"#;

/// An answer without headers.
pub(super) fn answered(status: u16, body: &str) -> Observation {
    answered_with(status, &[], body)
}

/// An answer with headers.
pub(super) fn answered_with(status: u16, headers: &[(&str, &str)], body: &str) -> Observation {
    Observation::Answered(Exchange {
        status: Some(status),
        headers: Headers::keep(headers.iter().copied()),
        body: Body::read(body.as_bytes(), None, false),
    })
}

/// A whole token of a kind, sent in a place.
pub(super) fn sent(kind: TokenKind, scheme: Scheme) -> Credential {
    Credential {
        sent: Sent::As(scheme),
        kind: Some(kind),
        is_examined: true,
        checksum: Some(true),
        ..Credential::default()
    }
}

/// A request about the project `org/app` with a personal token, not answered yet.
pub(super) fn request(method: Method, path: &str) -> Case {
    Case {
        subject: Some(Subject::new(method, path)),
        surface: Some(Surface::Rest),
        credential: sent(TokenKind::Personal, Scheme::PrivateToken),
        target: Some(Target::Project("org/app".to_owned())),
        host: Some("gitlab.example.com".to_owned()),
        instance: Some("https://gitlab.example.com".to_owned()),
        ..Case::default()
    }
}

/// The same with a job token.
pub(super) fn job_request(method: Method, path: &str) -> Case {
    Case {
        credential: sent(TokenKind::Job, Scheme::JobToken),
        ..request(method, path)
    }
}

impl Case {
    /// Adds the answer to a question.
    pub(super) fn with_answer(mut self, question: Question, observation: Observation) -> Self {
        self.answers.push((question, observation));
        self
    }
}
