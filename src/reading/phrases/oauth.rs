//! TABLE: sentences of OAuth, on pages and in the errors of clients.

use crate::catalogue::Surface::Oauth;
use crate::reading::phrase::{Phrase, Tells, phrase};

const DOORKEEPER: &str = "doorkeeper: config/locales/en.yml";
const REDIRECT: &str = "RFC 6749, section 4.1.2.1: errors in the address";
const GO: &str = "golang.org/x/oauth2: token.go";

const fn sentence(words: &'static str, error: &'static str) -> Phrase {
    phrase(words, Tells::Guard(Oauth, error), DOORKEEPER)
}

pub(super) static PHRASES: &[Phrase] = &[
    sentence(
        "The requested scope is invalid, unknown, or malformed",
        "invalid_scope",
    ),
    sentence(
        "The redirect URI included is not valid",
        "invalid_redirect_uri",
    ),
    sentence(
        "The redirect uri included is not valid",
        "invalid_redirect_uri",
    ),
    sentence(
        "The provided authorization grant is invalid",
        "invalid_grant",
    ),
    sentence(
        "Client authentication failed due to unknown client",
        "invalid_client",
    ),
    sentence(
        "The client is not authorized to perform this request",
        "unauthorized_client",
    ),
    sentence(
        "The authorization grant type is not supported",
        "unsupported_grant_type",
    ),
    sentence(
        "The authorization server does not support this response type",
        "unsupported_response_type",
    ),
    phrase(
        "error=invalid_scope",
        Tells::Guard(Oauth, "invalid_scope"),
        REDIRECT,
    ),
    phrase(
        "error=unauthorized_client",
        Tells::Guard(Oauth, "unauthorized_client"),
        REDIRECT,
    ),
    phrase("oauth2: cannot fetch token", Tells::About(Oauth), GO),
    phrase(
        "oauth2: \"invalid_grant\"",
        Tells::Guard(Oauth, "invalid_grant"),
        GO,
    ),
    phrase(
        "oauth2: \"invalid_client\"",
        Tells::Guard(Oauth, "invalid_client"),
        GO,
    ),
    phrase(
        "Refreshing expired token",
        Tells::About(Oauth),
        "gitlab-vscode-extension",
    ),
];
