//! What the OAuth endpoints answer (`/oauth/token`, `/oauth/revoke`, `/oauth/token/info`).
//!
//! The sentences are those of Doorkeeper, which follow RFC 6749.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    Alive, Expired, IsAccessToken, IsDeploy, IsForeign, IsJob, IsOauth, NothingSent, Revoked,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{account, credential, lifetime, scope};
use crate::diagnosis::signature::Grade::{Derived, ReadOlder};
use crate::diagnosis::signature::{HeaderTest, Pattern, Signature};

const HERE: &[Surface] = &[Surface::Oauth];
const DOORKEEPER: &str =
    "doorkeeper: config/locales/en.yml; app/controllers/oauth/tokens_controller.rb";
const USER_INFO: &str = "doorkeeper: lib/doorkeeper/oauth/invalid_token_response.rb";

/// The answer of the token's own record to everything that is no living OAuth token.
const NO_RECORD: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[400, 401],
    body: Pattern::Guard(
        "invalid_request",
        "The request is missing a required parameter, includes an unsupported parameter \
            value, or is otherwise malformed.",
    ),
    header: None,
    source: "app/controllers/oauth/token_info_controller.rb",
    grade: ReadOlder,
};

/// One code, and one sentence, for three faults of the application.
const INVALID_CLIENT: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[400, 401],
    body: Pattern::Guard("invalid_client", ""),
    header: None,
    source: DOORKEEPER,
    grade: ReadOlder,
};

/// A typed error with its sentence; each stands for one situation.
const fn typed(
    id: &'static str,
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    Signature::new(id, HERE, statuses, body, code)
        .source(DOORKEEPER, ReadOlder)
        .decisive()
}

/// A bare refusal whose reason stands in `WWW-Authenticate` only.
const fn challenged(id: &'static str, reason: &'static str, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[401, 403], Pattern::Empty, code)
        .header(HeaderTest::Holds("www-authenticate", reason))
        .source(USER_INFO, Derived)
        .weight(60)
}

/// The rows.
pub static ROWS: &[Signature] = &[
    INVALID_CLIENT
        .means(
            "oauth.token.invalid_client",
            &lifetime::CLIENT_UNKNOWN,
            "the id of the application is unknown, or its secret is wrong",
        )
        .weight(40),
    INVALID_CLIENT
        .means(
            "oauth.token.invalid_client.secret",
            &credential::CLIENT_SECRET_MISSING,
            "an application that has a secret, and does not send it, is answered alike",
        )
        .weight(25),
    INVALID_CLIENT
        .means(
            "oauth.token.invalid_client.nobody",
            &credential::CLIENT_NOT_AUTHENTICATED,
            "a request that names no application, or in a way that is not read, is answered alike",
        )
        .weight(20),
    Signature::new(
        "oauth.token.invalid_grant",
        HERE,
        &[400, 401],
        Pattern::Guard("invalid_grant", ""),
        &lifetime::GRANT_REFUSED,
    )
    .because(
        "the code, refresh token, or password is used up, expired, revoked, or for \
            another application",
    )
    .source(DOORKEEPER, ReadOlder)
    .weight(60),
    Signature::new(
        "oauth.token.invalid_grant.password",
        HERE,
        &[400, 401],
        Pattern::Guard("invalid_grant", ""),
        &account::TWO_FACTOR_REQUIRED,
    )
    .because("a password is not taken from an account with two-factor authentication")
    .source(DOORKEEPER, ReadOlder)
    .weight(8),
    typed(
        "oauth.token.unsupported_grant",
        &[400],
        Pattern::Guard("unsupported_grant_type", ""),
        &credential::OAUTH_REQUEST_MALFORMED,
    )
    .because("the server does not know this kind of grant"),
    typed(
        "oauth.token.unauthorized_client",
        &[400, 401],
        Pattern::Guard(
            "unauthorized_client",
            "The client is not authorized to perform this request using this method.",
        ),
        &lifetime::GRANT_NOT_ALLOWED,
    )
    .because("the application may not use this flow, such as the password grant"),
    typed(
        "oauth.token.invalid_scope",
        &[400],
        Pattern::Guard("invalid_scope", ""),
        &scope::OAUTH_SCOPE_INVALID,
    )
    .because("the application may not ask for one of the scopes"),
    typed(
        "oauth.token.missing_param",
        &[400],
        Pattern::Guard("invalid_request", "Missing required parameter: {name}."),
        &credential::OAUTH_REQUEST_MALFORMED,
    )
    .because("the parameter {name} is missing"),
    typed(
        "oauth.token.pkce",
        &[400],
        Pattern::Guard(
            "invalid_request",
            "PKCE code_verifier is required for dynamic OAuth applications",
        ),
        &credential::OAUTH_REQUEST_MALFORMED,
    )
    .source("app/controllers/oauth/tokens_controller.rb", ReadOlder)
    .because("an application that registered itself must send a code_verifier"),
    typed(
        "oauth.token.redirect_uri",
        &[400, 401],
        Pattern::Guard("invalid_redirect_uri", ""),
        &credential::OAUTH_REQUEST_MALFORMED,
    )
    .because("the address to return to is not one of the application's"),
    typed(
        "oauth.revoke.403",
        &[403],
        Pattern::Guard(
            "unauthorized_client",
            "You are not authorized to revoke this token",
        ),
        &lifetime::TOKEN_OF_ANOTHER_APPLICATION,
    )
    .because("only the application that was given a token may withdraw it"),
    NO_RECORD
        .means(
            "oauth.token_info.400",
            &credential::NOT_AN_OAUTH_TOKEN,
            "only OAuth tokens have a record here; every other token is not found",
        )
        .weight(45)
        .unless(&[yes(IsOauth), yes(NothingSent)])
        .proof(&[
            &[yes(IsAccessToken)],
            &[yes(IsJob)],
            &[yes(IsDeploy)],
            &[yes(IsForeign)],
        ]),
    NO_RECORD
        .nothing_sent("oauth.token_info.400.anonymous")
        .because("no token came with the request"),
    NO_RECORD
        .means(
            "oauth.token_info.400.expired",
            &lifetime::TOKEN_EXPIRED,
            "an OAuth token lasts two hours, and an expired one is not found",
        )
        .weight(30)
        .unless(&[
            no(IsOauth),
            no(Expired),
            yes(Revoked),
            yes(Alive),
            yes(NothingSent),
        ])
        .proof(&[&[yes(Expired)]]),
    NO_RECORD
        .means(
            "oauth.token_info.400.revoked",
            &lifetime::TOKEN_REVOKED,
            "a revoked OAuth token is not found",
        )
        .weight(12)
        .unless(&[
            no(IsOauth),
            no(Revoked),
            yes(Expired),
            yes(Alive),
            yes(NothingSent),
        ])
        .proof(&[&[yes(Revoked)]]),
    NO_RECORD
        .unknown("oauth.token_info.400.unknown")
        .because("an OAuth token that the instance does not know is not found")
        .weight(15)
        .unless(&[
            no(IsOauth),
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(NothingSent),
        ]),
    challenged(
        "oauth.401.expired",
        "The access token expired",
        &lifetime::TOKEN_EXPIRED,
    )
    .because("WWW-Authenticate says that the access token has expired"),
    challenged(
        "oauth.401.revoked",
        "The access token was revoked",
        &lifetime::TOKEN_REVOKED,
    )
    .because("WWW-Authenticate says that the access token was revoked"),
    challenged(
        "oauth.401.unknown",
        "The access token is invalid",
        &lifetime::TOKEN_UNKNOWN,
    )
    .because("WWW-Authenticate says that the access token is not valid"),
    challenged(
        "oauth.403.scope",
        "insufficient_scope",
        &scope::SCOPE_MISSING,
    )
    .because("WWW-Authenticate says that the access token lacks a scope, such as openid"),
];
