//! TABLE: what clients of the REST and GraphQL APIs print beside bodies and statuses.

use crate::catalogue::Method;
use crate::catalogue::Surface::{GraphQl, Rest};
use crate::reading::phrase::{
    Phrase,
    Tells::{self, About, Client, Guard, Message, Place, Status},
    phrase,
};

const GUARD: &str = "GitLab: lib/api/api_guard.rb";
const SEMANTIC: &str = "@semantic-release/gitlab: lib/definitions/errors.js";
const RELEASE: &str = "semantic-release: lib/definitions/errors.js";
const PYTHON: &str = "python-gitlab: gitlab/client.py";
const RENOVATE: &str = "renovate: lib/constants/error-messages.ts, modules/platform/gitlab";
const GLAB: &str = "glab: commands/auth/status, seen in issues";
const EDITOR: &str = "gitlab-vscode-extension: seen in issues";
const QT: &str = "Qt: src/network/access/qhttpthreaddelegate.cpp";
const SEEN: &str = "seen in issues of several tools";

/// What is known of an answer whose client stumbled over its first letter.
const PAGE: &str = "a page in the place of data";

const fn row(words: &'static str, tells: Tells, source: &'static str) -> Phrase {
    phrase(words, tells, source)
}

pub(super) static PHRASES: &[Phrase] = &[
    row(
        "Token is expired. You can either do re-authorization",
        Guard(Rest, "invalid_token"),
        GUARD,
    ),
    row(
        "Token was revoked. You have to re-authorize",
        Guard(Rest, "invalid_token"),
        GUARD,
    ),
    row(
        "Token is an impersonation token but impersonation was disabled",
        Guard(Rest, "invalid_token"),
        GUARD,
    ),
    row(
        "The request requires higher privileges than provided by the access token",
        Guard(Rest, "insufficient_scope"),
        GUARD,
    ),
    row(
        "insufficient_scope",
        Guard(Rest, "insufficient_scope"),
        GUARD,
    ),
    row(
        "insufficient_granular_scope",
        Guard(Rest, "insufficient_granular_scope"),
        GUARD,
    ),
    // Clients that show the code of an error and not its sentence: python-gitlab, yarn.
    row(": invalid_token", Guard(Rest, "invalid_token"), PYTHON),
    row(": dpop_error", Guard(Rest, "dpop_error"), PYTHON),
    row(
        "403 Forbidden - Authentication by CI/CD job token not allowed",
        Message(None),
        "GitLab: lib/api/helpers.rb",
    ),
    row(
        "The resource that you are attempting to access does not exist or you don't have permission",
        Tells::Query,
        "GitLab: lib/gitlab/graphql/authorize",
    ),
    row("server replied: Not Found", Status(None, 404), QT),
    row("server replied: Forbidden", Status(None, 403), QT),
    row("server replied: Unauthorized", Status(None, 401), QT),
    row(
        "could not be fetched because of HTTP code",
        Tells::Nameless,
        "GitLab: lib/gitlab/ci/config/external/file/remote.rb",
    ),
    row(
        "The target_project that you are attempting to access does not exist",
        Client(GraphQl),
        "GitLab: app/graphql/mutations/ci/job_token_scope",
    ),
    row(
        "Access forbidden. Check your access level",
        Message(None),
        "GitLab: lib/gitlab/auth",
    ),
    row(
        "You need to sign in or sign up before continuing",
        Tells::Page("Sign in \u{b7} GitLab"),
        "GitLab: config/locales/devise.en.yml",
    ),
    row(
        "Retry later",
        Tells::Alone(Rest),
        "GitLab: lib/gitlab/rack_attack/request_throttle_data.rb",
    ),
    row(
        "This endpoint has been requested too many times",
        Status(Some(Rest), 429),
        "GitLab: lib/api/helpers/rate_limiter.rb",
    ),
    row("Too Many Requests", Status(None, 429), SEEN),
    row(
        "expires_at is missing",
        Message(Some(Rest)),
        "GitLab: lib/api/personal_access_tokens.rb",
    ),
    row("EINVALIDGLTOKEN", Client(Rest), SEMANTIC),
    row("Invalid GitLab token", Client(Rest), SEMANTIC),
    row("EGLNOPERMISSION", Client(Rest), SEMANTIC),
    row("EGLNOPUSHPERMISSION", Client(Rest), SEMANTIC),
    row("EGLNOPULLPERMISSION", Client(Rest), SEMANTIC),
    row("ENOGLTOKEN", Client(Rest), SEMANTIC),
    row("No GitLab token specified", Client(Rest), SEMANTIC),
    row("EMISSINGREPO", Client(Rest), SEMANTIC),
    row("EGITNOPERMISSION", Client(Rest), RELEASE),
    row("apiUrl: '", Place, SEMANTIC),
    row("Verify GitLab authentication (", Place, SEMANTIC),
    row("semantic-release/gitlab", About(Rest), SEMANTIC),
    row(
        "gl.auth()",
        Tells::Asks(Method::Get, "/api/v4/user"),
        PYTHON,
    ),
    row("GitlabAuthenticationError", About(Rest), PYTHON),
    row("gitlab.exceptions.", About(Rest), PYTHON),
    row("GitlabHttpError", About(Rest), PYTHON),
    row("GitlabGetError", About(Rest), PYTHON),
    row("GitlabCreateError", About(Rest), PYTHON),
    row("GitlabUpdateError", About(Rest), PYTHON),
    row("GitlabListError", About(Rest), PYTHON),
    row(
        "GitLabApiException",
        About(Rest),
        "gitlab4j: GitLabApiException.java",
    ),
    row("GitLabAPIException", About(Rest), "java-gitlab-api"),
    row(
        "GitbeakerRequestError",
        About(Rest),
        "gitbeaker: packages/rest",
    ),
    row(
        "GitbeakerTimeoutError",
        Tells::Broken(crate::diagnosis::TransportFailure::AnswerTimeout),
        "gitbeaker: packages/rest",
    ),
    row(
        "Gitlab::Error::",
        About(Rest),
        "gitlab (Ruby): lib/gitlab/error.rb",
    ),
    row(
        "You must configure a GitLab personal access token",
        Client(Rest),
        RENOVATE,
    ),
    row("bad-credentials", Status(Some(Rest), 401), RENOVATE),
    row(
        "integration-unauthorized",
        Status(Some(Rest), 403),
        RENOVATE,
    ),
    row("Authentication failure", Status(Some(Rest), 401), RENOVATE),
    row(
        "missing GITHUB_TOKEN, GITLAB_TOKEN",
        Client(Rest),
        "goreleaser: internal/pipe/env",
    ),
    row(
        "missing GITLAB_TOKEN",
        Client(Rest),
        "goreleaser: internal/pipe/env",
    ),
    row(
        "multiple tokens found, but only one is allowed",
        Client(Rest),
        "goreleaser: internal/pipe/env",
    ),
    row("No token provided", Client(Rest), GLAB),
    row("No token found", Client(Rest), EDITOR),
    row("Invalid token provided", Client(Rest), GLAB),
    row("please run: glab auth login", Client(Rest), GLAB),
    row("please run `glab auth login`", Client(Rest), GLAB),
    row("glab auth login", About(Rest), GLAB),
    row("Repository is forbidden", Status(Some(Rest), 403), RENOVATE),
    row("python-gitlab detected a 30", Client(Rest), PYTHON),
    row(
        "codec can't encode character",
        Client(Rest),
        "Python: http/client.py writes headers in latin-1",
    ),
    row(
        "user has insufficient permissions",
        Client(Rest),
        "GitLab: app/models/ci/bridge.rb, reasons of failure",
    ),
    row("to a known GitLab host", Client(Rest), GLAB),
    row("Authentication failed", Status(None, 401), SEEN),
    row("Error: Unauthorized", Status(None, 401), SEEN),
    row("Error: Forbidden", Status(None, 403), SEEN),
    row(
        "code = Unauthenticated",
        Status(Some(Rest), 401),
        "gRPC: codes",
    ),
    row(
        "code = PermissionDenied",
        Status(Some(Rest), 403),
        "gRPC: codes",
    ),
    row(
        "No required SSL certificate was sent",
        Tells::Page("400 No required SSL certificate was sent"),
        "nginx: error pages",
    ),
    row(
        "status code Unauthorized",
        Status(None, 401),
        ".NET: HttpStatusCode",
    ),
    row(
        "status code Forbidden",
        Status(None, 403),
        ".NET: HttpStatusCode",
    ),
    row(
        "status code NotFound",
        Status(None, 404),
        ".NET: HttpStatusCode",
    ),
    row("URL rejected: ", Client(Rest), "curl: lib/urlapi.c"),
    row("no healthy upstream", Tells::Alone(Rest), "Envoy: router"),
    row(
        "upstream connect error or disconnect",
        Tells::Plain(Rest),
        "Envoy: router",
    ),
    row(
        "404 page not found",
        Tells::Alone(Rest),
        "Go: net/http, as Traefik answers",
    ),
    row(
        "default backend - 404",
        Tells::Alone(Rest),
        "ingress-nginx: default backend",
    ),
    row(
        "error code: 52",
        Tells::Plain(Rest),
        "Cloudflare: 5xx errors",
    ),
    row(
        "Invalid IAP credentials",
        Tells::Page("Sign in - Google Accounts"),
        "Google IAP: errors",
    ),
    row(
        "Failed to parse the server message",
        Tells::Page(PAGE),
        PYTHON,
    ),
    row(
        "invalid character '<' looking for beginning of value",
        Tells::Page(PAGE),
        "Go: encoding/json",
    ),
    row(
        "Unexpected token '<'",
        Tells::Page(PAGE),
        "Node.js: V8 messages",
    ),
    row(
        "Unexpected token < in JSON",
        Tells::Page(PAGE),
        "Node.js: V8 messages",
    ),
    row(
        "glab auth git-credential",
        About(crate::catalogue::Surface::Git),
        GLAB,
    ),
    row(
        "authentication required",
        Tells::Alone(crate::catalogue::Surface::Git),
        "go-git: plumbing/transport",
    ),
    row(
        ": authentication required",
        Client(crate::catalogue::Surface::Git),
        "go-git: plumbing/transport, seen in Argo CD and Flux",
    ),
    row(
        "not found or access denied!",
        Client(Rest),
        "GitLab: lib/gitlab/ci/config/external/file/project.rb",
    ),
    row("because of insufficient permissions", Client(Rest), SEEN),
    row(
        "invalid json response body at",
        Tells::Page("Sign in \u{b7} GitLab"),
        "node-fetch: lib/body.js",
    ),
    row(
        "Attempted to initialize RESTObject with a non-dictionary value",
        Tells::Page("Sign in \u{b7} GitLab"),
        "python-gitlab: gitlab/base.py",
    ),
    row(
        "Unexpected token '<', \"<!DOCTYPE",
        Tells::Page("Sign in \u{b7} GitLab"),
        "V8: JSON.parse",
    ),
    row(
        "/users/sign_in\">redirected",
        Tells::Page("Sign in \u{b7} GitLab"),
        "Rails: redirect body",
    ),
    row(
        "error code: 10",
        Tells::Plain(Rest),
        "Cloudflare: 1xxx errors",
    ),
    row(
        "You are not allowed to push into this branch",
        Message(Some(Rest)),
        "GitLab: app/services/commits/create_service.rb",
    ),
];
