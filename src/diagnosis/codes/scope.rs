//! Codes found at the gate `scope`: scopes and fine-grained permissions.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The token lacks the scope.
///
/// Source: `lib/api/api_guard.rb`, `lib/api/helpers.rb`.
pub static SCOPE_MISSING: Code = Code {
    id: "scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token lacks the scope",
    why: "The token is alive, but none of its scopes opens this endpoint. Scopes are chosen when \
        a token is made and cannot be added later. The role of its owner does not matter here.",
    recognise: "403 with `insufficient_scope` and a list in `scope`. On a write the list also \
        holds scopes that only read, such as `read_api`: ignore those. GraphQL answers 401 \
        \"Invalid token\".",
    fixes: &[
        "Make a token with {scopes_needed} (the present one has {scopes_held}): \
            {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes={scope_list} \
            (personal) or {project_url}/-/settings/access_tokens (project).",
        "To read, `read_api` is enough. Each change needs `api`, even a POST that only computes \
            something.",
        "`read_repository` and `write_repository` are for Git. Of the API they open at most the \
            files of a repository.",
    ],
    alike: &[
        (
            "role-too-low",
            "There the body is `{\"message\":\"403 Forbidden\"}`: the scope is right and the \
                role is not.",
        ),
        (
            "permission-missing",
            "There the error is `insufficient_granular_scope`.",
        ),
        (
            "graphql-takes-no-such-token",
            "On GraphQL a missing scope and a wrong kind look the same. Ask REST.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tokens/access_token_scopes/",
};

/// The token lacks the sudo scope.
///
/// Source: `lib/api/helpers.rb`.
pub static SUDO_SCOPE_MISSING: Code = Code {
    id: "sudo-scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token lacks the sudo scope",
    why: "To act as another user, a token of an administrator needs the scope `sudo` besides \
        `api`. A fine-grained token needs sudo switched on when it is made.",
    recognise: "403 with `insufficient_scope` and `\"scope\":\"sudo\"`, or \"Fine-grained token \
        must have sudo enabled to use sudo\".",
    fixes: &[
        "Make a token with `api` and `sudo` as an administrator: \
            {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes=api,sudo",
        "Or leave out the parameter `sudo` and the header `Sudo`.",
    ],
    alike: &[
        ("sudo-needs-admin", "There the owner is no administrator."),
        (
            "sudo-needs-user-token",
            "There the kind of token is the trouble.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// The token lacks the `admin_mode` scope.
///
/// Source: `lib/api/api_guard.rb`, `lib/api/helpers.rb`.
pub static ADMIN_MODE_SCOPE_MISSING: Code = Code {
    id: "admin-mode-scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token lacks the admin_mode scope",
    why: "This instance uses Admin Mode. There a token of an administrator acts like that of an \
        ordinary user, unless it has the scope `admin_mode`.",
    recognise: "403 `{\"message\":\"403 Forbidden\"}` on an endpoint for administrators, while \
        GET /user shows an administrator.",
    fixes: &[
        "Make a token with `api` and `admin_mode` as an administrator: \
            {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes=api,admin_mode \
            (15.8 and newer).",
        "Or have Admin Mode switched off: Admin area > Settings > General > Sign-in restrictions.",
    ],
    alike: &[
        (
            "admin-required",
            "There the owner is no administrator. The bytes are the same.",
        ),
        (
            "role-too-low",
            "On an endpoint of a project or group it is the role.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/settings/sign_in_restrictions/",
};

/// The fine-grained token lacks the permission.
///
/// Source: `app/services/authz/tokens/authorize_granular_scopes_service.rb`.
pub static PERMISSION_MISSING: Code = Code {
    id: "permission-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The fine-grained token lacks the permission",
    why: "This fine-grained token was not given the permission that the request needs, at the \
        place where it is needed (project, group, user, or instance). A permission comes on top \
        of the role, never in place of it.",
    recognise: "403 with `insufficient_granular_scope` and \"requires a fine-grained\" with the \
        permissions in brackets. Only the first place that fails is named. GraphQL says it in a \
        200.",
    fixes: &[
        "Make a new token with {permission} for {target}, since permissions cannot be added \
            later: {instance}/-/user_settings/personal_access_tokens",
        "Look up what each request needs: \
            https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens_rest/",
    ],
    alike: &[
        (
            "fine-grained-enforced",
            "A classic token gets the same words where fine-grained ones are demanded. Its own \
                record tells: the scope `granular` means fine-grained.",
        ),
        ("permission-hides-target", "There the answer is 404."),
    ],
    docs: "https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/",
};

/// The token may not download code.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static DOWNLOAD_SCOPE_MISSING: Code = Code {
    id: "download-scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token may not download code",
    why: "The token is alive, but no scope of it allows to pull code. GitLab checks this before \
        it looks for the project.",
    recognise: "403 \"You are not allowed to download code.\" (without \"from this project\") on \
        a clone or fetch.",
    fixes: &[
        "Make a token with `read_repository`: \
            {instance}/-/user_settings/personal_access_tokens?name=git&scopes=read_repository \
            (personal) or {project_url}/-/settings/access_tokens (project).",
        "With a deploy token: tick `read_repository` when you make it.",
    ],
    alike: &[
        (
            "code-not-readable",
            "\"... from this project\" means that the role is the trouble.",
        ),
        (
            "login-refused",
            "401 means that the token itself was not accepted.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The token may not upload code.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static UPLOAD_SCOPE_MISSING: Code = Code {
    id: "upload-scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token may not upload code",
    why: "The token is alive, but no scope of it allows to push. `read_repository` and \
        `read_api` only pull, and no deploy token ever pushes. In releases before about 17.2 a \
        job token gets this answer too.",
    recognise: "403 \"You are not allowed to upload code.\" on a push.",
    fixes: &[
        "Make a token with `write_repository`: \
            {instance}/-/user_settings/personal_access_tokens?name=git&scopes=write_repository \
            (personal) or {project_url}/-/settings/access_tokens (project).",
        "In place of a deploy token, use a project access token, or a deploy key with write \
            access.",
        "With a job token, switch pushing on in {project_url}/-/settings/ci_cd#js-token-access \
            (17.2 with a flag, 18.4 and newer for all).",
    ],
    alike: &[
        (
            "push-not-allowed",
            "\"... to this project\" means that the role or the setting for job tokens is the \
                trouble.",
        ),
        (
            "deploy-key-read-only",
            "There the message names the deploy key.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The token has no registry scope.
///
/// Source: `app/services/auth/container_registry_authentication_service.rb`.
pub static REGISTRY_SCOPE_MISSING: Code = Code {
    id: "registry-scope-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The token has no registry scope",
    why: "The login is right, but the token has no scope for the container registry. While \
        external authorization is on, personal tokens get no registry access either (16.0 and \
        newer).",
    recognise: "403 with `DENIED` and \"access forbidden\" on /jwt/auth, with a valid login. \
        docker shows \"denied: access forbidden\".",
    fixes: &[
        "Make a token with `read_registry` to pull, and `write_registry` as well to push: \
            {instance}/-/user_settings/personal_access_tokens?name=registry&scopes=read_registry,write_registry",
        "In a job, sign in with `$CI_REGISTRY_USER` and `$CI_REGISTRY_PASSWORD`.",
        "Then sign in again: `docker login REGISTRY`. An old login stays in the Docker \
            configuration.",
    ],
    alike: &[
        (
            "grant-reduced",
            "There the status is 200, and what was granted is less than what was asked.",
        ),
        (
            "nothing-sent",
            "Without a login, and with nothing public to be had, the bytes are the same.",
        ),
        (
            "image-path-protected",
            "There the message mostly names the protected path.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/",
};

/// The application may not ask for this scope.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, Doorkeeper.
pub static OAUTH_SCOPE_INVALID: Code = Code {
    id: "oauth-scope-invalid",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The application may not ask for this scope",
    why: "The application asked for a scope that it is not registered for, or that this GitLab \
        does not know.",
    recognise: "400 with `invalid_scope`.",
    fixes: &[
        "Tick the scope in the application. It is listed in the settings of a group, in the \
            Admin area, or in a profile: {instance}/-/user_settings/applications",
        "Or ask for fewer scopes. They stand in one parameter, with blanks between them.",
    ],
    alike: &[(
        "scope-missing",
        "There the token was issued and does not open the endpoint.",
    )],
    docs: "https://docs.gitlab.com/integration/oauth_provider/",
};

/// The fine-grained token cannot see the target.
///
/// Source: `app/services/authz/tokens/authorize_granular_scopes_service.rb`,
/// `lib/gitlab/git_access.rb`.
pub static PERMISSION_HIDES_TARGET: Code = Code {
    id: "permission-hides-target",
    cause: Cause::WrongScope,
    gate: Some(Gate::Scope),
    title: "The fine-grained token cannot see the target",
    why: "A fine-grained token sees only the projects and groups that it was made for. For all \
        others GitLab answers as if they did not exist.",
    recognise: "404 \"404 Not Found\" on REST, or \"could not be found or you don't have \
        permission to view it\" on Git, with a fine-grained token whose owner can see the \
        target.",
    fixes: &[
        "Make a new token that includes {target}: \
            {instance}/-/user_settings/personal_access_tokens",
        "Check the path as well: a wrong path gets the same answer.",
    ],
    alike: &[
        (
            "not-a-member",
            "There the owner of the token cannot see it either, also in a browser.",
        ),
        ("target-absent", "There nobody can see it."),
        (
            "permission-missing",
            "There the token sees the target, and the answer is 403.",
        ),
    ],
    docs: "https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/",
};

/// Only fine-grained tokens are allowed here.
///
/// Source: `app/services/authz/tokens/authorize_granular_scopes_service.rb`.
pub static FINE_GRAINED_ENFORCED: Code = Code {
    id: "fine-grained-enforced",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Scope),
    title: "Only fine-grained tokens are allowed here",
    why: "The top-level group allows only fine-grained tokens. A classic token is refused there, \
        whatever its scopes are.",
    recognise: "403 with `insufficient_granular_scope`, sent to a token whose own record shows \
        classic scopes such as `api`. Known from 18.11 with a flag, and from 19.2 on your own \
        instance.",
    fixes: &[
        "Make a fine-grained token with {permission} for {target}: \
            {instance}/-/user_settings/personal_access_tokens",
        "Or ask an owner of the top-level group whether classic tokens can be allowed again.",
    ],
    alike: &[(
        "permission-missing",
        "The same words come for a fine-grained token without the permission. The record of \
                the token tells.",
    )],
    docs: "https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/",
};

/// This endpoint does not take fine-grained tokens.
///
/// Source: `app/services/authz/tokens/authorize_granular_scopes_service.rb`.
pub static FINE_GRAINED_UNSUPPORTED: Code = Code {
    id: "fine-grained-unsupported",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Scope),
    title: "This endpoint does not take fine-grained tokens",
    why: "This endpoint has no fine-grained permission yet, so no fine-grained token can use it.",
    recognise: "403 with `insufficient_granular_scope` and \"This operation doesn't support \
        fine-grained\" tokens. Known from 19.x.",
    fixes: &[
        "Use a classic token with {scopes_needed} for this request: \
            {instance}/-/user_settings/personal_access_tokens",
        "Look for another endpoint that does the same: \
            https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens_rest/",
    ],
    alike: &[(
        "permission-missing",
        "There the message names a permission that the token lacks.",
    )],
    docs: "https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/",
};

/// Fine-grained tokens are not switched on.
///
/// Source: `app/services/authz/tokens/authorize_granular_scopes_service.rb`.
pub static FINE_GRAINED_OFF: Code = Code {
    id: "fine-grained-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Scope),
    title: "Fine-grained tokens are not switched on",
    why: "Fine-grained tokens are switched off for the owner of this token, by a feature flag of \
        the instance. The token exists and cannot be used.",
    recognise: "403 with `insufficient_granular_scope` and \"are not yet supported.\"",
    fixes: &[
        "Use a classic token with {scopes_needed}: \
            {instance}/-/user_settings/personal_access_tokens",
        "An administrator can switch the flag `granular_personal_access_tokens` on, where the \
            release has it.",
    ],
    alike: &[(
        "fine-grained-unsupported",
        "There fine-grained tokens work, and this one endpoint does not take them.",
    )],
    docs: "https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/",
};
