//! Bodies of refusals, byte for byte as GitLab writes them.
//!
//! Each function names the file of GitLab that speaks so. This file never decides which of them is due.

use serde_json::json;

use super::wire::{Answer, Request};
use super::world::{Account, User};

const BEARER_REALM: &str = "Bearer realm=\"Protected by OAuth 2.0\"";
/// Challenge of package routes.
pub(crate) const PACKAGE_REALM: &str = "Basic realm=\"GitLab Packages Registry\"";
/// The one sentence that Git, LFS and the registry have for every bad credential.
const ACCESS_DENIED: &str = "HTTP Basic: Access denied. If a password was provided for Git authentication, \
     the password was incorrect or you're required to use a token instead of a password. If a token was provided, \
     it was either incorrect, expired, or improperly scoped. See ";

/// `lib/api/helpers.rb`, `unauthorized!`.
pub(crate) fn unauthorized() -> Answer {
    Answer::message(401, "401 Unauthorized")
}

/// `lib/api/helpers/packages/basic_auth_helpers.rb`.
pub(crate) fn package_challenge() -> Answer {
    unauthorized().with("www-authenticate", PACKAGE_REALM)
}

/// `lib/api/helpers.rb`, `forbidden!` without a reason.
pub(crate) fn forbidden() -> Answer {
    Answer::message(403, "403 Forbidden")
}

/// `lib/api/helpers.rb`, `forbidden!` with a reason.
pub(crate) fn forbidden_because(reason: &str) -> Answer {
    Answer::message(403, &format!("403 Forbidden - {reason}"))
}

/// `lib/api/helpers.rb`, `not_found!` of a named thing.
pub(crate) fn not_found(what: &str) -> Answer {
    Answer::message(404, &format!("404 {what} Not Found"))
}

/// `lib/api/helpers.rb`, `not_found!` without a name.
pub(crate) fn not_found_unnamed() -> Answer {
    Answer::message(404, "404 Not Found")
}

/// `lib/api/api.rb`, rescue of `ActiveRecord::RecordNotFound`.
pub(crate) fn record_not_found() -> Answer {
    Answer::message(404, "404 Not found")
}

/// `lib/api/api.rb`, the route for what no route matched.
pub(crate) fn no_route() -> Answer {
    Answer::json(404, &json!({"error": "404 Not Found"}))
}

/// Grape's answer to a verb that the path does not have.
pub(crate) fn method_not_allowed(allowed: &[&str]) -> Answer {
    Answer::json(405, &json!({"error": "405 Not Allowed"})).with("allow", &allowed.join(", "))
}

/// `lib/api/api_guard.rb`, a token that was recognised and judged: 401 with a challenge.
pub(crate) fn dead_token(description: &str) -> Answer {
    let body = json!({"error": "invalid_token", "error_description": description});
    let challenge =
        format!("{BEARER_REALM}, error=\"invalid_token\", error_description=\"{description}\"");
    Answer::json(401, &body).with("www-authenticate", &challenge)
}

/// `lib/api/api_guard.rb`, `DPoP`.
pub(crate) fn dpop() -> Answer {
    let text = "DPoP validation error: DPoP header is missing";
    Answer::json(
        401,
        &json!({"error": "dpop_error", "error_description": text}),
    )
    .with("www-authenticate", BEARER_REALM)
}

/// `lib/api/api_guard.rb`, `InsufficientScopeError`; it names every scope of the class, also on writes.
pub(crate) fn insufficient_scope(scopes: &[&str]) -> Answer {
    let mut named = scopes.to_vec();
    if !named.contains(&"read_api") {
        named.push("read_api");
    }
    let text = "The request requires higher privileges than provided by the access token.";
    let body =
        json!({"error": "insufficient_scope", "error_description": text, "scope": named.join(" ")});
    Answer::json(403, &body)
}

/// `app/services/authz/tokens/authorize_granular_scopes_service.rb`.
pub(crate) fn granular(description: &str) -> Answer {
    let body = json!({"error": "insufficient_granular_scope", "error_description": description});
    Answer::json(403, &body)
}

/// The sentence of a missing fine-grained permission.
pub(crate) fn granular_missing(boundary: &str, permission: &str) -> String {
    format!(
        "Access denied: This operation requires a fine-grained personal access token with the following \
         {boundary} permissions: [{permission}]."
    )
}

/// The sentence of a route that takes no fine-grained token.
pub(crate) const GRANULAR_UNSUPPORTED: &str =
    "Access denied: This operation doesn't support fine-grained personal access tokens.";

/// `lib/gitlab/auth/user_access_denied_reason.rb`.
fn account_text(account: Account) -> &'static str {
    match account {
        Account::Active => "",
        Account::Blocked => "Your account has been blocked.",
        Account::Deactivated => {
            "Your account has been deactivated by your administrator. Please log back in from a web browser to \
             reactivate your account at {url}"
        }
        Account::PendingApproval => {
            "Your account is pending approval from your administrator and hence blocked."
        }
        Account::Unconfirmed => {
            "Your primary email address is not confirmed. Please check your inbox for the confirmation instructions. \
             In case the link is expired, you can request a new confirmation email at {url}/users/confirmation/new"
        }
        Account::TermsNotAccepted => {
            "You (@{username}) must accept the Terms of Service in order to perform this action. To accept these \
             terms, please access GitLab from a web browser at {url}."
        }
        Account::PasswordExpired => {
            "Your password expired. Please access GitLab from a web browser to update your password."
        }
        Account::Internal => "This action cannot be performed by internal users",
    }
}

/// The sentence for an account that may not use GitLab, with its places filled.
pub(crate) fn account_denied(user: &User, request: &Request, root: &str) -> String {
    account_text(user.account)
        .replace("{username}", &user.username)
        .replace("{url}", &format!("{}{root}", request.origin()))
}

/// `lib/gitlab/rack_attack.rb`.
pub(crate) fn throttled() -> Answer {
    Answer::foreign(429, "text/plain", "Retry later\n")
        .with("retry-after", "1")
        .with("ratelimit-name", "throttle_authenticated_api")
        .with("ratelimit-limit", "60")
        .with("ratelimit-observed", "61")
        .with("ratelimit-remaining", "0")
        .with("ratelimit-reset", "1795305660")
        .with("ratelimit-resettime", "Sun, 22 Nov 2026 16:01:00 GMT")
}

/// `lib/gitlab/auth/ip_blocked.rb`.
pub(crate) fn address_banned() -> Answer {
    Answer::text(403, "Too many failed authentication attempts from this IP")
}

/// `app/controllers/repositories/git_http_client_controller.rb`.
pub(crate) fn git_denied(request: &Request, root: &str) -> Answer {
    Answer::text(401, &access_denied(request, root))
        .with("www-authenticate", "Basic realm=\"GitLab\"")
}

/// The sentence itself, with its link.
pub(crate) fn access_denied(request: &Request, root: &str) -> String {
    let page =
        "/help/topics/git/troubleshooting_git.md#error-on-git-fetch-http-basic-access-denied";
    format!("{ACCESS_DENIED}{}{root}{page}", request.origin())
}

/// `lib/gitlab/git_access.rb`, `:project_not_found`.
pub(crate) const GIT_NOT_FOUND: &str =
    "The project you were looking for could not be found or you don't have permission to view it.";

/// `app/controllers/graphql_controller.rb`.
pub(crate) fn graphql_error(status: u16, text: &str) -> Answer {
    Answer::json(status, &json!({"errors": [{"message": text}]}))
}

/// `app/services/auth/container_registry_authentication_service.rb`.
pub(crate) fn registry_error(status: u16, code: &str, text: &str) -> Answer {
    let mut body = json!({"errors": [{"code": code, "message": text}]});
    if status != 401 {
        body["http_status"] = json!(status);
    }
    Answer::json(status, &body)
}

/// Doorkeeper's answer of `/oauth/token/info`.
pub(crate) fn oauth_invalid_request() -> Answer {
    let text = "The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.";
    let body = json!({"error": "invalid_request", "error_description": text});
    let challenge = format!(
        "Bearer realm=\"Doorkeeper\", error=\"invalid_request\", error_description=\"{text}\""
    );
    Answer::json(400, &body)
        .with("cache-control", "no-store, no-cache")
        .with("www-authenticate", &challenge)
}
