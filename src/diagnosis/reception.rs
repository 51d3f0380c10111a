//! What a single answer says of the token that was sent with its request, whatever the request was for.
//!
//! A diagnosis weighs everything that is known of a token; this is asked before that, at the door, where a dead token is
//! to be held back. So it takes an answer for an acceptance only where GitLab gives that answer to nobody else.

use super::evidence::{self, RequestTraits};
use super::lists;
use crate::catalogue::{Method, Surface};
use crate::observation::{BodyShape, Exchange, Observation, Scheme};

/// What an answer says of the token that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reception {
    /// GitLab knows the token, and accepts it.
    Accepted,
    /// The login failed, or looks as if it had.
    Refused,
    /// Of a token that was never accepted, a refusal; of another, more likely one of the route.
    Doubted,
    /// It says nothing of the token.
    Untold,
}

/// Answers 400 to a token that it knows, and that has no record.
const OWN_RECORD: &str = "/api/v4/personal_access_tokens/self";

/// Answers 400 to a token that it does not know, in place of 401.
const OAUTH_RECORD: &str = "/oauth/token/info";

/// Says what an answer tells of the token that was sent with a request to this path.
pub(crate) fn read(path: &str, scheme: &Scheme, answer: &Observation) -> Reception {
    let Some(exchange) = answer.exchange() else {
        return Reception::Untold;
    };
    let path = format!("/{}", path.trim_start_matches('/'));
    let surface = Surface::of(Method::Get, &path);
    let plain = path.split('?').next().unwrap_or_default();
    match exchange.status {
        // The registry itself reads no login of GitLab, and refuses everybody who comes without its own token.
        Some(401) if plain.starts_with("/v2/") => Reception::Doubted,
        Some(401) => Reception::Refused,
        Some(400) if plain == OAUTH_RECORD => Reception::Refused,
        // Older releases refuse a failed login to the registry so, and later ones a grant
        // (`app/controllers/jwt_controller.rb`).
        Some(403) if plain == "/jwt/auth" => Reception::Doubted,
        _ if is_accepted(plain, surface, scheme, exchange) => Reception::Accepted,
        _ => Reception::Untold,
    }
}

fn is_accepted(plain: &str, surface: Surface, scheme: &Scheme, exchange: &Exchange) -> bool {
    let is_login = matches!(scheme, Scheme::Basic { .. });
    match (exchange.status, &exchange.body.shape) {
        (Some(200), _) => {
            let own = lists::OWN_ROUTES.iter().find(|route| **route == plain);
            let template = own.map_or("", |route| route.trim_start_matches("/api/v4"));
            // Git's routes refuse a login that fails, also where everybody may read the project
            // (`app/controllers/repositories/git_http_client_controller.rb`).
            let is_behind_login = plain == "/jwt/auth" || surface == Surface::Git;
            (own.is_some() || (is_login && is_behind_login))
                && evidence::is_granted(RequestTraits::at(surface, template), exchange)
        }
        // Scopes are judged after the token (`lib/gitlab/auth/auth_finders.rb`).
        (Some(403), BodyShape::Guard { error, .. }) => {
            matches!(
                error.as_str(),
                "insufficient_scope" | "insufficient_granular_scope"
            )
        }
        // The token is known there, as one without a record.
        (Some(400), BodyShape::Message(_)) => plain == OWN_RECORD,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Body, Headers};

    fn receive(path: &str, scheme: &Scheme, status: u16, kind: &str, body: &str) -> Reception {
        let answer = Observation::Answered(Exchange {
            status: Some(status),
            headers: Headers::keep([("content-type", kind)]),
            body: Body::read(body.as_bytes(), Some(kind), false),
        });
        read(path, scheme, &answer)
    }

    const JSON: &str = "application/json";

    fn basic() -> Scheme {
        Scheme::Basic {
            user: "me".to_owned(),
        }
    }

    #[test]
    fn a_401_is_a_refusal_whatever_its_body_says() {
        for (kind, body) in [
            (JSON, r#"{"message":"401 Unauthorized"}"#),
            ("text/plain", "no"),
            ("text/html", "<html><title>Sign in</title></html>"),
            ("", ""),
        ] {
            for path in [
                "/api/v4/projects/1",
                "a/b.git/info/refs",
                "/jwt/auth?service=x",
            ] {
                let seen = receive(path, &basic(), 401, kind, body);
                assert_eq!(seen, Reception::Refused, "{path} {body}");
            }
        }
    }

    const GIT: &str = "application/x-git-upload-pack-advertisement";
    const UPLOAD: &str = "/a/b.git/info/refs?service=git-upload-pack";
    const LOGIN: &str = "/jwt/auth?service=container_registry";
    const SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"x","scope":"api"}"#;

    const USER: &str = r#"{"id":1,"username":"me"}"#;
    const JOB: &str = r#"{"id":1,"pipeline":{"id":3}}"#;

    #[test]
    fn what_nobody_else_is_answered_accepts_a_token() {
        let header = Scheme::PrivateToken;
        for (path, scheme, status, kind, body) in [
            ("/api/v4/user", &header, 200, JSON, USER),
            ("/api/v4/job", &Scheme::JobToken, 200, JSON, JOB),
            ("/api/v4/projects/1", &header, 403, JSON, SCOPE),
            (LOGIN, &basic(), 200, JSON, r#"{"access":[]}"#),
            (UPLOAD, &basic(), 200, GIT, "001e# service=git-upload-pack"),
        ] {
            let seen = receive(path, scheme, status, kind, body);
            assert_eq!(seen, Reception::Accepted, "{path} {status} {body}");
        }
    }

    #[test]
    fn what_anybody_may_be_answered_tells_nothing() {
        let header = Scheme::PrivateToken;
        let text = "text/plain";
        for (path, scheme, status, kind, body) in [
            ("/api/v4/user", &header, 200, text, "OK"),
            ("/api/v4/user", &header, 200, JSON, r#""ok""#),
            ("/api/v4/user", &header, 200, JSON, r#"{"id":1}"#),
            ("/api/v4/projects/1", &header, 200, JSON, r#"{"id":1}"#),
            (
                "/api/v4/projects/1",
                &header,
                403,
                JSON,
                r#"{"message":"no"}"#,
            ),
            (LOGIN, &header, 200, JSON, r#"{"access":[]}"#),
            (UPLOAD, &basic(), 200, text, "OK"),
            (UPLOAD, &basic(), 404, text, "not found"),
        ] {
            let seen = receive(path, scheme, status, kind, body);
            assert_eq!(seen, Reception::Untold, "{path} {status} {body}");
        }
    }

    #[test]
    fn what_may_be_about_the_route_counts_while_a_token_is_not_known() {
        let denied = r#"{"errors":[{"code":"DENIED","message":"access forbidden"}]}"#;
        for (path, status) in [("/jwt/auth?service=x", 403), ("/v2/a/manifests/1", 401)] {
            let seen = receive(path, &basic(), status, JSON, denied);
            assert_eq!(seen, Reception::Doubted, "{path}");
        }
    }

    #[test]
    fn an_oauth_token_that_has_no_record_is_refused() {
        let body = r#"{"error":"invalid_request","error_description":"x"}"#;
        let seen = receive("/oauth/token/info", &Scheme::Bearer, 400, JSON, body);
        assert_eq!(seen, Reception::Refused);
        let own = "/api/v4/personal_access_tokens/self";
        let seen = receive(
            own,
            &Scheme::PrivateToken,
            400,
            JSON,
            r#"{"message":"400 Bad request"}"#,
        );
        assert_eq!(seen, Reception::Accepted);
    }
}
