//! Codes found at the gate `route`: endpoints that are not there.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// GitLab has no such endpoint here.
///
/// Source: `lib/api/api.rb`.
pub static ROUTE_UNKNOWN: Code = Code {
    id: "route-unknown",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "GitLab has no such endpoint here",
    why: "No endpoint of this GitLab has that path. The router answers before any token is \
        looked at, so this says nothing about the token.",
    recognise: "Status 404 with `{\"error\":\"404 Not Found\"}`. The key is `error`, not \
        `message`.",
    fixes: &[
        "Compare the path with the documentation of the release that runs. Some endpoints exist \
            only in newer releases or in paid editions: {instance}/help",
        "Check spelling and plural: `/projects/ID/merge_requests`, not \
            `/project/ID/mergerequests`.",
        "Write the path of a project with %2F in place of each slash: `group%2Fproject`.",
    ],
    alike: &[
        (
            "path-not-encoded",
            "There the part after /projects/ holds a plain slash.",
        ),
        (
            "target-absent",
            "There the body has the key `message` and names what is missing: the route is right.",
        ),
        (
            "method-not-allowed",
            "There the status is 405: the path is right, the verb is not.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// The project path is not percent-encoded.
///
/// Source: `lib/api/api.rb`.
pub static PATH_NOT_ENCODED: Code = Code {
    id: "path-not-encoded",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "The project path is not percent-encoded",
    why: "A slash divides the path of an address. With `group/project` unencoded, GitLab takes \
        the group for the whole project and the rest for an endpoint that does not exist.",
    recognise: "Status 404 with `{\"error\":\"404 Not Found\"}`, and a request such as \
        `/projects/group/project/...`. By the source, a path that is encoded twice (%252F) gets \
        404 \"Project Not Found\" in its place.",
    fixes: &[
        "Write %2F for each slash in the path of the project, once: \
            `{instance}/api/v4/projects/group%2Fproject`.",
        "Or use the number of the project. It stands on the page of the project, and in jobs in \
            `CI_PROJECT_ID`.",
        "Do not encode twice: %252F is wrong as well. Give a library the plain path if it \
            encodes by itself.",
    ],
    alike: &[
        (
            "path-decoded-on-the-way",
            "There the request was right when it left, and a proxy decoded it.",
        ),
        (
            "route-unknown",
            "There the path of the project is fine, and the rest is not.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// The path is percent-encoded twice.
///
/// Source: `lib/api/helpers.rb`.
pub static PATH_ENCODED_TWICE: Code = Code {
    id: "path-encoded-twice",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "The path is percent-encoded twice",
    why: "A library encoded a path that was encoded already: %2F became %252F. GitLab decodes \
        once, and what is left names nothing.",
    recognise: "Status 404 \"Project Not Found\" or \"Group Not Found\", and %252F in the request.",
    fixes: &[
        "Write the path with its slashes encoded once: \
            `{instance}/api/v4/projects/group%2Fproject`.",
        "If a library encodes by itself, give it the plain path: `group/project`.",
        "Or use the number of the project. It stands on the page of the project, and in jobs in \
            `CI_PROJECT_ID`.",
    ],
    alike: &[
        (
            "target-absent",
            "There the request has no %25 in it, and the name is wrong.",
        ),
        (
            "path-not-encoded",
            "There the slashes are not encoded at all, and the body begins with `error`.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// A proxy decodes %2F on the way to GitLab.
///
/// Source: `doc/api/rest/troubleshooting.md`.
pub static PATH_DECODED_ON_THE_WAY: Code = Code {
    id: "path-decoded-on-the-way",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "A proxy decodes %2F on the way to GitLab",
    why: "A reverse proxy in front of GitLab turns %2F into a slash before it passes the request \
        on. GitLab then sees a path that it does not have.",
    recognise: "The path with %2F gets 404, and the same request with the number of the project \
        works.",
    fixes: &[
        "Use the number of the project in place of its path. This works at once.",
        "In Apache, set `AllowEncodedSlashes NoDecode` and add `nocanon` to `ProxyPass`.",
        "In nginx, give `proxy_pass` no path: `proxy_pass http://gitlab;` without a slash at the \
            end.",
    ],
    alike: &[
        (
            "path-not-encoded",
            "There the request left the client with a plain slash.",
        ),
        ("target-absent", "There the number does not work either."),
    ],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// The endpoint exists, but not for this method.
///
/// Source: `lib/api/api.rb`.
pub static METHOD_NOT_ALLOWED: Code = Code {
    id: "method-not-allowed",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "The endpoint exists, but not for this method",
    why: "This path exists, but not for this verb. The router answers before any token is looked \
        at.",
    recognise: "Status 405 with `{\"error\":\"405 Not Allowed\"}` and a header `Allow` that \
        lists the verbs.",
    fixes: &[
        "Use a verb from the header `Allow`. Most changes are PUT, most new things are POST.",
        "Check that curl sends what you mean: `--data` turns a GET into a POST. Add `--get` or \
            `--request`.",
        "Check for a redirect from http to https on the way. Some clients turn a POST into a GET \
            there.",
    ],
    alike: &[(
        "target-moved",
        "There the message says that the project has moved.",
    )],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// API version 3 is gone.
///
/// Source: `lib/api/api.rb`.
pub static API_V3_GONE: Code = Code {
    id: "api-v3-gone",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "API version 3 is gone",
    why: "Version 3 of the API was removed long ago. Only version 4 answers.",
    recognise: "Status 410 with \"API V3 is no longer supported. Use API V4 instead.\"",
    fixes: &[
        "Write /api/v4/ in place of /api/v3/: {instance}/api/v4",
        "Update the client or library. One that asks for version 3 is many years old.",
    ],
    alike: &[(
        "registration-tokens-disabled",
        "That 410 is about registering runners.",
    )],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// The address is not the base of the API.
///
/// Source: `lib/api/api.rb`.
pub static WRONG_BASE_URL: Code = Code {
    id: "wrong-base-url",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "The address is not the base of the API",
    why: "GitLab answers at this address, but the path does not lead to its API: /api/v4 is \
        missing or doubled, or GitLab lives under a path of its own.",
    recognise: "A 404 page in HTML from GitLab, or `{\"error\":\"404 Not Found\"}` on the \
        simplest paths such as /version.",
    fixes: &[
        "Use {instance}/api/v4 as the base. In a job, use `$CI_API_V4_URL`.",
        "If the web address goes on with a path before any group, that path is part of the base: \
            https://HOST/gitlab",
        "Look for /api/v4/api/v4: some clients add it by themselves and want the address without \
            it.",
    ],
    alike: &[
        (
            "not-gitlab",
            "There nothing in the answer comes from GitLab.",
        ),
        (
            "route-unknown",
            "There other endpoints work at the same base.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// No such registry service.
///
/// Source: `app/controllers/jwt_controller.rb`.
pub static REGISTRY_SERVICE_UNKNOWN: Code = Code {
    id: "registry-service-unknown",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "No such registry service",
    why: "The endpoint /jwt/auth serves two services, `container_registry` and \
        `dependency_proxy`. The request named another, or none.",
    recognise: "Status 404 with an empty body on /jwt/auth.",
    fixes: &[
        "Ask with `service=container_registry` or `service=dependency_proxy`.",
        "Let the client find the service itself: `docker login` with the address of the \
            registry, without any path.",
    ],
    alike: &[
        (
            "registry-off",
            "There the body says \"registry not enabled\".",
        ),
        (
            "dependency-proxy-off",
            "There the body says \"dependency proxy not enabled\".",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/",
};

/// No such Git service.
///
/// Source: `lib/gitlab/git_access.rb`, `app/controllers/repositories/git_http_controller.rb`.
pub static GIT_SERVICE_UNKNOWN: Code = Code {
    id: "git-service-unknown",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "No such Git service",
    why: "Git over HTTP has two services, one to pull and one to push. The request named \
        neither, or asked with HEAD.",
    recognise: "Status 403 with \"The command you're trying to execute is not allowed.\", or an \
        empty 403 to HEAD on info/refs.",
    fixes: &[
        "Ask with GET for `info/refs?service=git-upload-pack` (pull) or \
            `info/refs?service=git-receive-pack` (push). Ask for push only where the project \
            exists: on an unknown path GitLab may create one.",
        "Use git itself in place of a hand-made request: `git ls-remote {project_url}.git`.",
    ],
    alike: &[(
        "push-not-allowed",
        "There the message speaks of pushing code.",
    )],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// Another endpoint is meant.
///
/// Source: `ee/lib/api/group_service_accounts.rb`, `lib/api/users.rb`.
pub static OTHER_ROUTE_MEANT: Code = Code {
    id: "other-route-meant",
    cause: Cause::NotFoundRoute,
    gate: Some(Gate::Route),
    title: "For this purpose there is another endpoint",
    why: "The endpoint exists, but it is for administrators of the instance. Who owns a group has \
        an endpoint of the group for the same purpose.",
    recognise: "403 from /users/ID/personal_access_tokens, on GitLab.com always.",
    fixes: &[
        "For a service account of a group use `POST /groups/ID/service_accounts/USER/\
            personal_access_tokens`, as an Owner of the top-level group.",
        "On your own instance send the token of an administrator.",
    ],
    alike: &[("admin-required", "There no other endpoint would do.")],
    docs: "https://docs.gitlab.com/api/service_accounts/",
};
