//! Lines of GitLab's own logs: one JSON object each, of which a few fields tell why it said no.
//!
//! They know more than the answer did: which reason, which token, which user. A line may stand
//! behind what Docker, Kubernetes, `grep`, or syslog put in front, inside Docker's own JSON, or be
//! cut at its end; what stands before the cut still counts. Sources: `lib/gitlab/grape_logging`
//! (`api_json.log`), `lib/gitlab/lograge/custom_options.rb` (`production_json.log`),
//! `lib/gitlab/metrics/subscribers/rack_attack.rb` (`auth_json.log`),
//! `lib/gitlab/auth/auth_failure.rb` and `doc/security/tokens/token_troubleshooting.md` (the reason),
//! Workhorse and GitLab Shell: `labkit` access logs.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::observation::GraphQlError;

/// So much may stand before the object: the name of a pod, a container, a file, a time.
const PREFIX: usize = 256;
/// What `auth_json.log` says of a refused login of the registry; it is answered with 401.
/// Source: `app/controllers/jwt_controller.rb`.
const LOGIN_FAILED: &str = "JWT authentication failed";

/// Declares the fields by their names in the logs.
macro_rules! fields {
    ($($field:ident = $name:literal,)*) => {
        /// The fields that are looked at.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        #[serde(field_identifier)]
        pub(super) enum LogField {
            $(#[serde(rename = $name)] $field,)*
            #[serde(other)]
            Other,
        }
    };
}

fields! {
    Status = "status",
    Method = "method",
    RequestMethod = "request_method",
    Path = "path",
    Uri = "uri",
    Url = "url",
    Route = "route",
    Controller = "controller",
    Action = "action",
    Caller = "meta.caller_id",
    User = "meta.user",
    Username = "username",
    UserId = "user_id",
    MetaUserId = "meta.user_id",
    GlUserId = "meta.gl_user_id",
    Project = "meta.project",
    HttpUser = "http_user",
    Host = "host",
    Reason = "meta.auth_fail_reason",
    FailedToken = "meta.auth_fail_token_id",
    FailedType = "meta.auth_fail_token_type",
    FailedHeader = "meta.auth_fail_auth_header_type",
    Scopes = "meta.auth_fail_requested_scopes",
    TokenType = "token_type",
    TokenId = "token_id",
    Granularity = "token_granularity",
    DeployToken = "deploy_token_id",
    RemoteIp = "remote_ip",
    Correlation = "correlation_id",
    Time = "time",
    Message = "message",
    Env = "env",
    Matched = "matched",
    System = "system",
    Wrapped = "log",
    Query = "query_string",
    Errors = "graphql_errors",
}

/// The value of a field, as far as it is looked at.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
enum Logged<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Number(u64),
    List(Vec<String>),
    Objects(Vec<Value>),
    Nothing(IgnoredAny),
}

/// What one line says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct LoggedLine<'a> {
    told: Vec<(LogField, Logged<'a>)>,
    /// Whether the object is none behind what was read of it.
    pub(super) is_broken: bool,
}

/// Which log a line is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Api,
    Production,
    Auth,
    GraphQl,
    Workhorse,
    Shell,
}

impl Source {
    /// The name of the file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Api => "api_json.log",
            Self::Production => "production_json.log",
            Self::Auth => "auth_json.log",
            Self::GraphQl => "graphql_json.log",
            Self::Workhorse => "gitlab-workhorse",
            Self::Shell => "gitlab-shell.log",
        }
    }
}

/// What `Rack::Attack` did with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Turned {
    /// Over a limit: answered 429.
    Away,
    /// From a banned address: answered 403.
    Banned,
}

/// Reads a line of GitLab's log, and hands on what it says. False when it is none.
pub(super) fn read(line: &[u8], take: &mut dyn FnMut(&LoggedLine<'_>)) -> bool {
    let Some(object) = object_in(line) else {
        return false;
    };
    let facts = LoggedLine::of(object);
    if let Some(wrapped) = facts.text(LogField::Wrapped) {
        return wrapped.trim_start().starts_with('{')
            && take_if_log(&LoggedLine::of(wrapped.trim_start().as_bytes()), take);
    }
    take_if_log(&facts, take)
}

fn take_if_log(facts: &LoggedLine<'_>, take: &mut dyn FnMut(&LoggedLine<'_>)) -> bool {
    let is_log = facts.source().is_some();
    if is_log {
        take(facts);
    }
    is_log
}

/// The object in a line that can be one of a log: most lines are none, and are not parsed.
fn object_in(line: &[u8]) -> Option<&[u8]> {
    let head = line.get(..PREFIX.min(line.len()))?;
    let object = line.get(memchr::memchr(b'{', head)?..)?;
    let first = object
        .iter()
        .skip(1)
        .find(|byte| !byte.is_ascii_whitespace());
    let names = first.is_some_and(|byte| *byte == b'"');
    let holds = |words: &str| memchr::memmem::find(object, words.as_bytes()).is_some();
    (names
        && (holds("status\"")
            || holds("status\\\"")
            || holds("graphql_errors\"")
            || holds("graphql_errors\\\"")
            || holds("Rack_Attack")
            || holds(LOGIN_FAILED)))
    .then_some(object)
}

impl<'a> LoggedLine<'a> {
    /// Reads an object up to its end, or as far as it goes.
    fn of(object: &'a [u8]) -> Self {
        let mut facts = Self::default();
        let mut reader = serde_json::Deserializer::from_slice(object);
        // What was read before a fault stays.
        let read: Result<(), serde_json::Error> = reader.deserialize_map(Gather(&mut facts));
        facts.is_broken = read.is_err();
        facts
    }

    pub(super) fn text(&self, field: LogField) -> Option<&str> {
        match self.value_of(field)? {
            Logged::Text(text) if !text.is_empty() => Some(text),
            Logged::Text(_)
            | Logged::Number(_)
            | Logged::List(_)
            | Logged::Objects(_)
            | Logged::Nothing(_) => None,
        }
    }

    pub(super) fn number(&self, field: LogField) -> Option<u64> {
        match self.value_of(field)? {
            Logged::Number(number) => Some(*number),
            Logged::Text(_) | Logged::List(_) | Logged::Objects(_) | Logged::Nothing(_) => None,
        }
    }

    /// The first of these fields that has a text.
    pub(super) fn first(&self, fields: &[LogField]) -> Option<&str> {
        fields.iter().find_map(|field| self.text(*field))
    }

    /// The scopes, as one text: separated by blanks, or a list.
    pub(super) fn scopes(&self) -> Vec<&str> {
        match self.value_of(LogField::Scopes) {
            Some(Logged::Text(text)) => text.split_whitespace().collect(),
            Some(Logged::List(list)) => list.iter().map(String::as_str).collect(),
            Some(Logged::Number(_) | Logged::Objects(_) | Logged::Nothing(_)) | None => Vec::new(),
        }
    }

    /// The errors of GraphQL, which stand in an answer of status 200 (`lib/gitlab/graphql/query_analyzers`).
    pub(super) fn errors(&self) -> Vec<GraphQlError> {
        match self.value_of(LogField::Errors) {
            Some(Logged::Objects(list)) => list.iter().filter_map(GraphQlError::read).collect(),
            Some(Logged::Text(_) | Logged::Number(_) | Logged::List(_) | Logged::Nothing(_))
            | None => Vec::new(),
        }
    }

    fn value_of(&self, field: LogField) -> Option<&Logged<'a>> {
        let found = self.told.iter().find(|(named, _)| *named == field)?;
        Some(&found.1)
    }

    /// Which log this is a line of; absent when it is of none, such as the error of another server.
    pub(super) fn source(&self) -> Option<Source> {
        if self.text(LogField::Message) == Some("Rack_Attack") && self.text(LogField::Env).is_some()
        {
            return Some(Source::Auth);
        }
        if self.is_failed_login() {
            return Some(Source::Auth);
        }
        if self.text(LogField::Query).is_some() && self.value_of(LogField::Errors).is_some() {
            return Some(Source::GraphQl);
        }
        self.number(LogField::Status)?;
        let has_method = self.text(LogField::Method).is_some();
        if self.text(LogField::Controller).is_some() {
            return Some(Source::Production);
        }
        if self.text(LogField::Uri).is_some() && self.text(LogField::System) == Some("http") {
            return Some(Source::Workhorse);
        }
        if has_method
            && self.text(LogField::Url).is_some()
            && self.text(LogField::Correlation).is_some()
        {
            return Some(Source::Shell);
        }
        let has_path = self.first(&[LogField::Path, LogField::Route]).is_some();
        (has_path && (has_method || self.text(LogField::Caller).is_some())).then_some(Source::Api)
    }

    /// The operation of GraphQL: whether it changes something.
    pub(super) fn is_mutation(&self) -> bool {
        let query = self.text(LogField::Query).unwrap_or_default();
        query.trim_start().starts_with("mutation")
    }

    /// The status that was answered.
    pub(super) fn status(&self) -> Option<u16> {
        let told = self
            .number(LogField::Status)
            .and_then(|status| u16::try_from(status).ok());
        if self.source() == Some(Source::GraphQl) {
            return Some(200);
        }
        // Older releases write none: `config/initializers/rack_attack_logging.rb`.
        told.or_else(|| {
            if self.is_failed_login() {
                return Some(401);
            }
            Some(match self.turned()? {
                Turned::Away => 429,
                Turned::Banned => 403,
            })
        })
    }

    /// What `Rack::Attack` did. What it only tracks was let through.
    pub(super) fn turned(&self) -> Option<Turned> {
        if self.text(LogField::Message) != Some("Rack_Attack") {
            return None;
        }
        match self.text(LogField::Env)? {
            "throttle" => Some(Turned::Away),
            "blocklist" | "blacklist" => Some(Turned::Banned),
            _ => None,
        }
    }

    /// Whether a client of the registry was refused a token of it.
    pub(super) fn is_failed_login(&self) -> bool {
        self.text(LogField::Message) == Some(LOGIN_FAILED)
    }

    /// The path that was asked for, below the host.
    pub(super) fn path(&self) -> Option<&str> {
        let told = self.first(&[LogField::Path, LogField::Uri, LogField::Url]);
        let of_log = || match self.source()? {
            Source::Auth if self.is_failed_login() => Some("/jwt/auth"),
            Source::GraphQl => Some("/api/graphql"),
            Source::Api | Source::Production | Source::Auth | Source::Workhorse | Source::Shell => {
                None
            }
        };
        let path = told.or_else(of_log)?;
        let below = path.split_once("://").map_or(path, |(_, rest)| {
            rest.find('/')
                .map_or("/", |at| rest.get(at..).unwrap_or("/"))
        });
        Some(below)
    }

    /// Whether a token was accepted: only then its number is written.
    /// Source: `lib/gitlab/grape_logging/loggers/token_logger.rb`.
    pub(super) fn accepts_token(&self) -> bool {
        self.number(LogField::TokenId).is_some() && self.text(LogField::Reason).is_none()
    }
}

/// Gathers the fields that are looked at.
struct Gather<'f, 'a>(&'f mut LoggedLine<'a>);

impl<'a> Visitor<'a> for Gather<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(field) = map.next_key::<LogField>()? {
            if field == LogField::Other {
                map.next_value::<IgnoredAny>()?;
            } else {
                let told = map.next_value()?;
                self.0.told.push((field, told));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(line: &str) -> Option<(Source, Option<u16>, Option<String>)> {
        let mut told = None;
        let is_log = read(line.as_bytes(), &mut |facts| {
            let path = facts.path().map(str::to_owned);
            told = facts.source().map(|source| (source, facts.status(), path));
        });
        assert_eq!(is_log, told.is_some(), "{line}");
        told
    }

    #[test]
    fn each_log_is_known_by_its_fields() {
        let cases = [
            (
                r#"{"status":401,"method":"GET","path":"/api/v4/user"}"#,
                Source::Api,
                401,
                "/api/v4/user",
            ),
            (
                r#"{"method":"GET","path":"/g/p","controller":"ProjectsController","status":404}"#,
                Source::Production,
                404,
                "/g/p",
            ),
            (
                r#"{"message":"Rack_Attack","env":"throttle","path":"/api/v4/user"}"#,
                Source::Auth,
                429,
                "/api/v4/user",
            ),
            (
                r#"{"message":"Rack_Attack","env":"blocklist","path":"/g/p.git/info/refs"}"#,
                Source::Auth,
                403,
                "/g/p.git/info/refs",
            ),
            (
                r#"{"system":"http","method":"GET","uri":"/api/v4/user","status":401}"#,
                Source::Workhorse,
                401,
                "/api/v4/user",
            ),
            (
                r#"{"correlation_id":"1","method":"POST","url":"http://unix/api/v4/internal/allowed","status":401}"#,
                Source::Shell,
                401,
                "/api/v4/internal/allowed",
            ),
        ];
        for (line, source, status, path) in cases {
            assert_eq!(
                read_as(line),
                Some((source, Some(status), Some(path.to_owned()))),
                "{line}"
            );
        }
    }

    #[test]
    fn what_stands_around_a_line_does_no_harm() {
        let line =
            r#"{"status":401,"method":"GET","path":"/api/v4/user","time":"2026-01-01T00:00:00Z"}"#;
        let wrapped =
            serde_json::json!({"log": format!("{line}\n"), "stream": "stdout"}).to_string();
        for text in [
            format!("2026-01-01T00:00:00.1Z stdout F {line}"),
            format!("[pod/gitlab-webservice-default-7d/webservice] {line}"),
            format!("gitlab-1  | {line}"),
            format!("/var/log/gitlab/gitlab-rails/api_json.log.1:77:{line}"),
            format!("Jan 01 00:00:00 host gitlab[7]: {line}\r"),
            wrapped,
        ] {
            let told = read_as(&text);
            assert!(matches!(told, Some((Source::Api, Some(401), _))), "{text}");
        }
    }

    #[test]
    fn a_line_that_is_cut_tells_what_stands_before_the_cut() {
        let line = r#"{"status":401,"method":"GET","path":"/api/v4/user","meta.auth_fail_reason":"token_expired","db_count":7}"#;
        for end in line.find("\"meta").unwrap()..line.len() {
            assert!(read_as(&line[..end]).is_some(), "{}", &line[..end]);
        }
        assert_eq!(read_as(&line[..20]), None);
    }

    #[test]
    fn objects_of_other_programs_are_no_log_of_gitlab() {
        for line in [
            r#"{"status":404,"error":"Not Found","path":"/api"}"#,
            r#"{"message":"401 Unauthorized"}"#,
            r#"{"status":"fail","path":"x","method":"GET"}"#,
            r#"{"message":"Rack_Attack"}"#,
            "{\"status\"",
            "no object, but \"status\":401",
        ] {
            assert_eq!(read_as(line), None, "{line}");
        }
    }

    #[test]
    fn the_fields_of_inner_objects_are_not_those_of_the_line() {
        let line = r#"{"params":[{"key":"status","value":"x","status":500}],"exception":{"status":500},"status":401,"method":"GET","path":"/x"}"#;
        assert!(matches!(read_as(line), Some((_, Some(401), _))));
    }
}
