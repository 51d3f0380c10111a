//! Lines of GitLab's own logs: `api_json.log`, `production_json.log`, `auth_json.log`.
//!
//! They know more than the answer said: which reason, which token, which user. Source:
//! `lib/gitlab/grape_logging/loggers`, `lib/gitlab/lograge/custom_options.rb`,
//! `lib/gitlab/auth/auth_finders.rb` (`meta.auth_fail_reason`).

use serde_json::{Map, Value};

use super::address::Address;
use super::redact::redact;
use super::trace::Trace;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::BodyShape;

/// What a line of GitLab's log says of a failure beyond the answer: a group of support.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The token, as GitLab numbers it (`PersonalAccessToken/12`); never its value.
    pub token: Option<String>,
    /// Why the login failed, in GitLab's word.
    pub reason: Option<String>,
    /// The scopes that the route asked for.
    pub scopes: Vec<String>,
    /// The user.
    pub user: Option<String>,
    /// The endpoint or controller, as GitLab names it.
    pub caller: Option<String>,
    /// The route, with placeholders.
    pub route: Option<String>,
    /// The time of the first line of the group.
    pub first: Option<String>,
    /// The time of the last line of the group.
    pub last: Option<String>,
}

impl Record {
    fn of(object: &Map<String, Value>) -> Self {
        let told = |key| text(object, key).map(redact);
        Self {
            token: told("meta.auth_fail_token_id"),
            reason: told("meta.auth_fail_reason"),
            scopes: scopes(object),
            user: told("meta.user").or_else(|| told("username")),
            caller: told("meta.caller_id"),
            route: told("route"),
            first: told("time"),
            last: told("time"),
        }
    }

    /// What makes two lines one group: everything but the time.
    pub(super) fn group(&self) -> String {
        let Self {
            token,
            reason,
            scopes,
            user,
            caller,
            route,
            first: _,
            last: _,
        } = self;
        format!("{token:?} {reason:?} {scopes:?} {user:?} {caller:?} {route:?}")
    }

    /// Takes in a later line of the same group.
    pub(super) fn add(&mut self, later: &Self) {
        self.last = later.last.clone().max(self.last.take());
        self.first = match (self.first.take(), &later.first) {
            (Some(one), Some(two)) => Some(one.min(two.clone())),
            (one, two) => one.or_else(|| two.clone()),
        };
    }
}

/// Reads a line of GitLab's log as the failure that it records; absent when it is none.
pub(super) fn entry(line: &str) -> Option<Trace> {
    let at = line.find('{')?;
    let is_likely = line.contains("\"status\"") && line.contains("\"path\"");
    if !is_likely || at > 80 {
        return None;
    }
    let value: Value = serde_json::from_str(line.get(at..)?.trim_end()).ok()?;
    let object = value.as_object()?;
    let status = u16::try_from(object.get("status")?.as_u64()?).ok()?;
    let path = text(object, "path")?;
    let method = text(object, "method").and_then(Method::parse);
    let address = Address {
        path: redact(path),
        ..Address::default()
    };
    Some(Trace {
        surface: address.surface(method).or(Some(Surface::Web)),
        method,
        status: Some(status),
        body: Some(reason(object)).filter(|_| status >= 400),
        fails: status >= 400,
        address: Some(address),
        record: Some(Record::of(object)),
        ..Trace::default()
    })
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

/// The reason that the log gives, in the words that the guard would use.
fn reason(object: &Map<String, Value>) -> BodyShape {
    let guard = |error: &str, sentence: &str| BodyShape::Guard {
        error: error.to_owned(),
        description: Some(sentence.to_owned()),
        scopes: scopes(object),
    };
    match text(object, "meta.auth_fail_reason") {
        Some("token_expired") => guard(
            "invalid_token",
            "Token is expired. You can either do re-authorization or token refresh.",
        ),
        Some("token_revoked") => guard(
            "invalid_token",
            "Token was revoked. You have to re-authorize from the user.",
        ),
        Some("impersonation_disabled") => guard(
            "invalid_token",
            "Token is an impersonation token but impersonation was disabled.",
        ),
        Some("insufficient_scope") => guard(
            "insufficient_scope",
            "The request requires higher privileges than provided by the access token.",
        ),
        Some("dpop_error") => guard("dpop_error", "DPoP validation error: see the log"),
        Some(other) => BodyShape::Error(redact(other)),
        None => text(object, "api_error")
            .and_then(|error| super::quoted::body_in(&redact(error)))
            .unwrap_or(BodyShape::Unseen),
    }
}

fn scopes(object: &Map<String, Value>) -> Vec<String> {
    let value = object.get("meta.auth_fail_requested_scopes");
    match value {
        Some(Value::String(list)) => list.split_whitespace().map(redact).collect(),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(redact).collect(),
        Some(_) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_the_reason_that_the_answer_hides() {
        let line = r#"{"status": 401, "method": "GET", "path": "/api/v4/user", "meta.auth_fail_reason": "token_expired"}"#;
        let trace = entry(line).unwrap();
        assert!(trace.fails);
        assert_eq!(trace.surface, Some(Surface::Rest));
        assert!(matches!(trace.body, Some(BodyShape::Guard { .. })));
    }

    #[test]
    fn a_request_that_went_well_is_no_failure() {
        let line = r#"{"status":200,"method":"GET","path":"/api/v4/user"}"#;
        assert!(!entry(line).unwrap().fails);
        assert!(entry(r#"{"status":"x","path":"y"}"#).is_none());
    }
}
