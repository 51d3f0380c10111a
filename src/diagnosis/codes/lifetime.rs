//! Codes found at the gate `lifetime`: credentials that are unknown or no longer valid.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The instance knows no such token.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`, `lib/api/helpers.rb`.
pub static TOKEN_UNKNOWN: Code = Code {
    id: "token-unknown",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The instance knows no such token",
    why: "GitLab looked the value up and found no such token. It is mistyped, deleted, from \
        another instance, or of a kind that is not looked for here. GitLab does not say which.",
    recognise: "401 with `{\"message\":\"401 Unauthorized\"}` and no `WWW-Authenticate`, also on \
        public data. GraphQL says \"Invalid token\".",
    fixes: &[
        "Check that {token_source} holds the token that you mean, for {instance} and not for \
            another GitLab.",
        "If it may be from another GitLab, ask there: `glwhy inspect --instance HOST`",
        "Make a new one and store it: {instance}/-/user_settings/personal_access_tokens \
            (personal; in older releases Edit profile > Access Tokens) or \
            {project_url}/-/settings/access_tokens (project).",
    ],
    alike: &[
        (
            "token-expired",
            "REST says aloud when a token has expired. GraphQL and Git do not.",
        ),
        (
            "token-revoked",
            "REST says aloud when a token was revoked. GraphQL and Git do not.",
        ),
        (
            "merge-not-allowed",
            "Some endpoints answer a missing right with the same 401. If the token works on \
                /version, it is known.",
        ),
        ("nothing-sent", "The request tells: did it hold a token?"),
        (
            "tokens-disabled",
            "If no token at all works, the instance may have switched them off.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tokens/token_troubleshooting/",
};

/// The login was refused.
///
/// Source: `lib/gitlab/auth.rb`, `app/controllers/repositories/git_http_client_controller.rb`,
/// `app/controllers/jwt_controller.rb`.
pub static LOGIN_REFUSED: Code = Code {
    id: "login-refused",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The login was refused",
    why: "Git, LFS, and the registry have one answer for every login that fails. The token may \
        be wrong, expired, or revoked, its owner blocked, or the project out of its reach. The \
        answer does not say which.",
    recognise: "401 with \"HTTP Basic: Access denied\", also on public projects. docker shows \
        \"unauthorized\". With a user token and an unseen project it would be 404, but for \
        project and group tokens it is this 401.",
    fixes: &[
        "Ask REST with the same token, for it says more: `glwhy inspect --instance {instance}`",
        "Check the user name: `gitlab-ci-token` for job tokens, its own for deploy tokens, any \
            for personal tokens.",
        "Remove old passwords from the store of git: `printf 'protocol=https\\nhost=HOST\\n' | \
            git credential reject`",
        "With a project or group token, check that it belongs to {project} or to a group above it.",
    ],
    alike: &[
        (
            "token-of-another-project",
            "There the token is alive on REST, and the project is not its own.",
        ),
        (
            "basic-user-name-wrong",
            "There the token is alive on REST, and the user name does not fit.",
        ),
        (
            "two-factor-required",
            "There the answer lacks the header `WWW-Authenticate`.",
        ),
        (
            "upload-scope-missing",
            "A live token without the right scope gets 403, not 401.",
        ),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The OAuth application was not recognised.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, Doorkeeper.
pub static CLIENT_UNKNOWN: Code = Code {
    id: "client-unknown",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The OAuth application was not recognised",
    why: "GitLab does not know the OAuth application, or its secret is wrong. No user and no \
        token has been looked at.",
    recognise: "401 with `invalid_client` on /oauth/token.",
    fixes: &[
        "Compare client id and secret with the application. It is listed in the settings of a \
            group, in the Admin area, or in a profile: {instance}/-/user_settings/applications",
        "If the secret was renewed or lost, renew it there and store it anew.",
        "Check that the application was made on {instance} and not on another GitLab.",
    ],
    alike: &[
        (
            "grant-refused",
            "There the application is known, and the code or refresh token is no longer good.",
        ),
        (
            "grant-not-allowed",
            "There the application is known, and may not use this flow.",
        ),
    ],
    docs: "https://docs.gitlab.com/integration/oauth_provider/",
};

/// The OAuth grant is no longer good.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, Doorkeeper.
pub static GRANT_REFUSED: Code = Code {
    id: "grant-refused",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The OAuth grant is no longer good",
    why: "The code, refresh token, or password that was to be turned into a token is expired, \
        used up, revoked, or was issued to another application. Each refresh token works once.",
    recognise: "400 with `invalid_grant` on /oauth/token.",
    fixes: &[
        "Sign in again, so that the application gets a new code.",
        "Send exactly the `redirect_uri` with which the code was asked for.",
        "Store the new refresh token after each refresh. Two processes that share one refresh \
            token throw each other out.",
    ],
    alike: &[
        (
            "client-unknown",
            "There the application itself is not recognised.",
        ),
        (
            "two-factor-required",
            "A password grant of an account with two-factor authentication gets the same answer.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/oauth2/",
};

/// The trigger token is not known here.
///
/// Source: `lib/api/ci/triggers.rb`, `doc/ci/jobs/ci_job_token.md`.
pub static TRIGGER_TOKEN_UNKNOWN: Code = Code {
    id: "trigger-token-unknown",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The trigger token is not known here",
    why: "GitLab found no trigger token of this project with that value. A job token that may \
        not start pipelines in this project gets the same answer.",
    recognise: "404 \"404 Not Found\" on POST /projects/ID/trigger/pipeline.",
    fixes: &[
        "Check the token, which belongs to one project. Settings > CI/CD > Pipeline trigger \
            tokens: {project_url}/-/settings/ci_cd#js-pipeline-triggers",
        "With a job token, have {source_project} put on the allowlist of {project}: \
            {project_url}/-/settings/ci_cd#js-token-access",
        "Check the project in the address: number, or path with %2F.",
    ],
    alike: &[
        (
            "target-absent",
            "There the message says \"Project Not Found\".",
        ),
        (
            "job-token-not-on-allowlist",
            "For a job token the answer on this endpoint stays the bare 404.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/triggers/",
};

/// The runner token is not known here.
///
/// Source: `lib/api/ci/helpers/runner.rb`, `lib/api/ci/runner.rb`.
pub static RUNNER_TOKEN_UNKNOWN: Code = Code {
    id: "runner-token-unknown",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The runner token is not known here",
    why: "GitLab knows no runner with this token, or the job and the token do not belong together.",
    recognise: "403 with `{\"message\":\"403 Forbidden\"}` on the runner API. The runner logs \
        that the verification failed or that it is forbidden.",
    fixes: &[
        "Check whether the runner still exists. Settings > CI/CD > Runners: \
            {project_url}/-/settings/ci_cd#js-runners-settings",
        "If it was removed, make a new one there and register it: `gitlab-runner register --url \
            {instance} --token TOKEN`",
        "Remove entries of removed runners: `gitlab-runner verify --delete`",
    ],
    alike: &[
        (
            "job-finished",
            "There the message says that the job is not running or not processing.",
        ),
        ("registration-tokens-disabled", "There the status is 410."),
    ],
    docs: "https://docs.gitlab.com/ci/runners/runners_scope/",
};

/// The deploy token is unknown, expired or revoked.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`, `lib/gitlab/api_authentication/token_resolver.rb`.
pub static DEPLOY_TOKEN_DEAD: Code = Code {
    id: "deploy-token-dead",
    cause: Cause::InvalidToken,
    gate: Some(Gate::Lifetime),
    title: "The deploy token is unknown, expired or revoked",
    why: "The deploy token is unknown, expired, or revoked. GitLab does not say which of the \
        three.",
    recognise: "401 \"HTTP Basic: Access denied\" for Git, 401 with `WWW-Authenticate: Basic \
        realm=\"GitLab Packages Registry\"` for packages, and often simply no access.",
    fixes: &[
        "Look at the list in Settings > Repository > Deploy tokens: \
            {project_url}/-/settings/repository (for a group token: the settings of the group).",
        "If it is not there or past its date, make a new one with the same scopes, and store \
            user name and token.",
        "Check the user name: it must be that of the deploy token.",
    ],
    alike: &[
        (
            "basic-user-name-wrong",
            "There the token is alive, and the user name does not fit.",
        ),
        (
            "token-of-another-project",
            "There the token is alive, and belongs to another project or group.",
        ),
        (
            "repository-off",
            "A deploy token pulls nothing while the repository of the project is switched off.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/deploy_tokens/",
};

/// The token has expired.
///
/// Source: `lib/api/api_guard.rb`, `app/services/access_token_validation_service.rb`.
pub static TOKEN_EXPIRED: Code = Code {
    id: "token-expired",
    cause: Cause::Expired,
    gate: Some(Gate::Lifetime),
    title: "The token has expired",
    why: "The token has an expiry date, and the date has passed. An access token ends at 00:00 \
        UTC of its date, an OAuth token some two hours after it was issued. GitLab checks this \
        first, so an expired token may be revoked as well.",
    recognise: "401 with `invalid_token` and \"Token is expired.\", also in `WWW-Authenticate`. \
        GraphQL, Git, and the registry only say that the login failed.",
    fixes: &[
        "Make a new token with the same scopes and store it in {token_source}: \
            {instance}/-/user_settings/personal_access_tokens (personal) or \
            {project_url}/-/settings/access_tokens (project).",
        "An OAuth token is renewed with its refresh token: `POST {instance}/oauth/token`, \
            `grant_type=refresh_token`.",
        "Renew the next one in time, with the scope `self_rotate` (17.9 and newer) or `api`: \
            `POST {instance}/api/v4/personal_access_tokens/self/rotate`",
        "For machines, a project or group token or a service account does not depend on one \
            person.",
    ],
    alike: &[
        (
            "token-revoked",
            "There the message says \"Token was revoked\".",
        ),
        (
            "token-unknown",
            "A token that was deleted is unknown, whatever its date.",
        ),
        (
            "job-token-expired",
            "A job token has no date that anyone set: it ends with its job.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};

/// The job token has expired.
///
/// Source: `lib/api/ci/helpers/runner.rb`, `lib/ci/job_token/jwt.rb`.
pub static JOB_TOKEN_EXPIRED: Code = Code {
    id: "job-token-expired",
    cause: Cause::Expired,
    gate: Some(Gate::Lifetime),
    title: "The job token has expired",
    why: "A job token in the newer form carries its own end: the time limit of the job plus five \
        minutes. That moment has passed.",
    recognise: "403 \"Job token has expired\" on the runner API, in newer releases. Elsewhere a \
        plain 401; the date is the claim `exp` in the token.",
    fixes: &[
        "Use the token only within the job that it belongs to. Do not store it or hand it to \
            later jobs.",
        "If the job itself takes longer, raise its time limit: `timeout:` in `.gitlab-ci.yml`, \
            or Settings > CI/CD > General pipelines: {project_url}/-/settings/ci_cd",
        "Compare the clocks of runner and server if the job is still young.",
    ],
    alike: &[
        (
            "job-finished",
            "There the job is over, and the date in the token has not passed.",
        ),
        (
            "token-unknown",
            "REST gives the same 401 to both. The claim `exp` tells.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The token was revoked.
///
/// Source: `lib/api/api_guard.rb`, `lib/gitlab/auth/auth_finders.rb`.
pub static TOKEN_REVOKED: Code = Code {
    id: "token-revoked",
    cause: Cause::Revoked,
    gate: Some(Gate::Lifetime),
    title: "The token was revoked",
    why: "Somebody or something withdrew the token: its owner, an administrator, a renewal, or a \
        scanner that found it in public. A token that was renewed dies at once. A revoked token \
        does not come back.",
    recognise: "401 with `invalid_token` and \"Token was revoked.\", also in `WWW-Authenticate`. \
        GraphQL, Git, and the registry only say that the login failed.",
    fixes: &[
        "Find out first whether it was renewed: then the new value belongs in {token_source}.",
        "Otherwise make a new token: {instance}/-/user_settings/personal_access_tokens \
            (personal) or {project_url}/-/settings/access_tokens (project).",
        "If it was found in public, look at what it was used for, and do not send the old one to \
            the rotate endpoint: that revokes its whole family.",
    ],
    alike: &[
        (
            "token-expired",
            "An expired token says \"Token is expired.\", even when it is revoked too.",
        ),
        (
            "token-unknown",
            "GraphQL and Git give the same 401 to both. Ask REST.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// The job of this token is over.
///
/// Source: `app/finders/ci/auth_job_finder.rb`, `lib/api/ci/helpers/runner.rb`.
pub static JOB_FINISHED: Code = Code {
    id: "job-finished",
    cause: Cause::WrongContext,
    gate: Some(Gate::Lifetime),
    title: "The job of this token is over",
    why: "A job token lives as long as its job runs. This job has ended, was erased, or its \
        project is being deleted. On REST and Git the reason is swallowed.",
    recognise: "A plain 401 with a job token. On the runner API 403 with \"Job is not processing \
        on runner\", \"Job is not running\", \"Job has been erased!\", or \"Project has been \
        deleted!\", and often the header `Job-Status`.",
    fixes: &[
        "Send the request within the job. Do not keep the token for later jobs, for other \
            machines, or for a background process.",
        "For what must go on after the job, use a project access token: \
            {project_url}/-/settings/access_tokens",
        "If the job was cancelled or timed out, the log of the job says so.",
    ],
    alike: &[
        (
            "job-token-not-read-here",
            "There the job runs, and the endpoint does not read job tokens. GET /job tells: 200 \
                means that the token lives.",
        ),
        (
            "job-token-expired",
            "There the date in the token has passed.",
        ),
        ("token-unknown", "REST uses the same 401."),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The token was made by another instance.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static TOKEN_OF_ANOTHER_INSTANCE: Code = Code {
    id: "token-of-another-instance",
    cause: Cause::WrongContext,
    gate: Some(Gate::Lifetime),
    title: "The token was made by another instance",
    why: "The token was made by a different GitLab. Each instance knows its own tokens only.",
    recognise: "A plain 401, and a hint in or around the token: the prefix of another instance, \
        another host in the claims of a job token, or a store that names another host.",
    fixes: &[
        "Send this token to the instance that made it, or use a token of {instance}.",
        "With several instances, keep one variable each, and let glab know both: `glab auth \
            login --hostname HOST`",
        "After a move of the instance, tokens are made anew unless the whole database moved along.",
    ],
    alike: &[(
        "token-unknown",
        "Without such a hint nobody can tell the two apart.",
    )],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// The service account has no person linked.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`, `lib/gitlab/auth/identity.rb`.
pub static COMPOSITE_IDENTITY_UNLINKED: Code = Code {
    id: "composite-identity-unlinked",
    cause: Cause::WrongContext,
    gate: Some(Gate::Lifetime),
    title: "The service account has no person linked",
    why: "This service account acts only on behalf of a person, and the token names nobody, or \
        somebody who no longer fits. Without the person GitLab lets it do nothing.",
    recognise: "401 with `{\"message\":\"401 Unauthorized\"}`, or by reading of the source a \
        plain 403, with the token of such a service account. Known from 19.x.",
    fixes: &[
        "Start the work again from GitLab, so that the person is linked anew. These tokens are \
            made by GitLab for its own agents.",
        "For your own automation use an ordinary service account or a project access token: \
            {project_url}/-/settings/access_tokens",
    ],
    alike: &[(
        "token-unknown",
        "The same 401 comes for a token that GitLab does not know.",
    )],
    docs: "https://docs.gitlab.com/user/duo_agent_platform/composite_identity/",
};

/// Impersonation tokens are switched off.
///
/// Source: `lib/api/api_guard.rb`, `app/services/access_token_validation_service.rb`.
pub static IMPERSONATION_DISABLED: Code = Code {
    id: "impersonation-disabled",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Lifetime),
    title: "Impersonation tokens are switched off",
    why: "An administrator made this token to act as another user, and the instance no longer \
        allows such tokens.",
    recognise: "401 with `invalid_token` and \"Token is an impersonation token but impersonation \
        was disabled.\"",
    fixes: &[
        "Use a personal token of the user, a service account, or a project access token.",
        "On your own instance, an administrator allows impersonation again with \
            `gitlab_rails['impersonation_enabled'] = true` in gitlab.rb.",
    ],
    alike: &[(
        "token-revoked",
        "There the message says \"Token was revoked\".",
    )],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// Access tokens are switched off on this instance.
///
/// Source: `ee/app/models/ee/personal_access_token.rb`,
/// `app/controllers/user_settings/personal_access_tokens_controller.rb`.
pub static TOKENS_DISABLED: Code = Code {
    id: "tokens-disabled",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Lifetime),
    title: "Access tokens are switched off on this instance",
    why: "The instance has switched off access tokens, or runs in FIPS mode, which switches \
        personal tokens off. GitLab then behaves as if it knew none of them.",
    recognise: "A plain 401 for each token of this kind. Nothing in the answer names the \
        setting, but the page of personal access tokens in the profile answers 404.",
    fixes: &[
        "Ask an administrator of {instance} whether access tokens are switched off (Admin area > \
            Settings > General > Visibility and access controls).",
        "Until then use SSH keys for Git, and job tokens or deploy tokens where they are read.",
    ],
    alike: &[("token-unknown", "There other tokens of the same kind work.")],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};

/// Registration tokens are switched off.
///
/// Source: `lib/api/ci/runner.rb`.
pub static REGISTRATION_TOKENS_DISABLED: Code = Code {
    id: "registration-tokens-disabled",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Lifetime),
    title: "Registration tokens are switched off",
    why: "Runners are made in GitLab first now and get an authentication token. This instance, \
        group, or project no longer accepts the old registration tokens.",
    recognise: "410 on POST /runners.",
    fixes: &[
        "Make the runner in Settings > CI/CD > Runners, and register it with the token shown \
            there: `gitlab-runner register --url {instance} --token TOKEN`",
        "A script can make runners with a token that has `create_runner`: `POST \
            {instance}/api/v4/user/runners`",
        "For a while, an owner or administrator can allow registration tokens again.",
    ],
    alike: &[("runner-token-unknown", "There the status is 403.")],
    docs: "https://docs.gitlab.com/ci/runners/new_creation_workflow/",
};

/// The OAuth flow is not allowed.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, Doorkeeper.
pub static GRANT_NOT_ALLOWED: Code = Code {
    id: "grant-not-allowed",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Lifetime),
    title: "The OAuth flow is not allowed",
    why: "The application is known, but may not use this flow. The password flow, for one, can \
        be switched off.",
    recognise: "400 with `unauthorized_client` on /oauth/token. On /oauth/revoke 403 \"You are \
        not authorized to revoke this token\".",
    fixes: &[
        "Use the flow with authorization code and PKCE. It works for every application.",
        "For scripts use a project access token or service account in place of an OAuth password.",
        "To revoke a token, send the id and secret of the application that got it.",
    ],
    alike: &[(
        "client-unknown",
        "There the application is not recognised at all.",
    )],
    docs: "https://docs.gitlab.com/api/oauth2/",
};

/// Passwords are switched off for Git.
///
/// Source: `lib/gitlab/auth.rb`, `app/controllers/repositories/git_http_client_controller.rb`.
pub static PASSWORD_LOGIN_DISABLED: Code = Code {
    id: "password-login-disabled",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Lifetime),
    title: "Passwords are switched off for Git",
    why: "This instance takes no passwords for Git over HTTPS. It takes tokens only.",
    recognise: "401 \"HTTP Basic: Access denied\" without the header `WWW-Authenticate`. While \
        the setting is off, every failed login gets it, also one with a bad token.",
    fixes: &[
        "Use a token in place of the password: \
            {instance}/-/user_settings/personal_access_tokens?name=git&scopes=read_repository,write_repository",
        "Or use SSH: {instance}/-/user_settings/ssh_keys",
    ],
    alike: &[
        (
            "two-factor-required",
            "There passwords are allowed, but not for an account with two-factor authentication. \
                The bytes are the same.",
        ),
        (
            "login-refused",
            "With `WWW-Authenticate` in the answer, the login itself failed.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/settings/sign_in_restrictions/",
};

/// The token belongs to another OAuth application.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, RFC 7009.
pub static TOKEN_OF_ANOTHER_APPLICATION: Code = Code {
    id: "token-of-another-application",
    cause: Cause::WrongContext,
    gate: Some(Gate::Lifetime),
    title: "The token belongs to another OAuth application",
    why: "Only the application that was given an OAuth token may withdraw it. The request named \
        another application, or none.",
    recognise: "403 with `unauthorized_client` and \"You are not authorized to revoke this token\" \
        from /oauth/revoke.",
    fixes: &[
        "Send the client_id and client_secret of the application that the token was made for.",
        "Or withdraw the token as its owner: {instance}/-/user_settings/applications",
    ],
    alike: &[(
        "grant-not-allowed",
        "The same error code from /oauth/token: the application may not use the flow.",
    )],
    docs: "https://docs.gitlab.com/api/oauth2/",
};

/// Another service was asked.
///
/// Source: the host in the text is that of a well-known service.
pub static ASKED_ANOTHER_SERVICE: Code = Code {
    id: "asked-another-service",
    cause: Cause::WrongContext,
    gate: Some(Gate::Lifetime),
    title: "Another service was asked, not GitLab",
    why: "The request went to Docker Hub, GitHub, npm, or the like. A token of GitLab means nothing \
        there, and what that service answers says nothing about the token.",
    recognise: "The host in the message is not the one of your GitLab.",
    fixes: &[
        "Look for the host in the message, and for the setting that names it: the image, the \
            `registry` of the scope in `.npmrc`, the remote, the index.",
        "Let the client ask {instance}, or give it a credential of the service that it does ask.",
    ],
    alike: &[(
        "token-of-another-instance",
        "There a GitLab answers, but not the one that made the token.",
    )],
    docs: "https://docs.gitlab.com/user/packages/",
};

/// The registry's grant has expired.
///
/// Source: `app/services/auth/container_registry_authentication_service.rb`,
/// distribution: `registry/auth/token`.
pub static REGISTRY_GRANT_EXPIRED: Code = Code {
    id: "registry-grant-expired",
    cause: Cause::Expired,
    gate: Some(Gate::Lifetime),
    title: "The grant for the registry has expired",
    why: "For each push or pull GitLab hands out a grant that lasts for a few minutes. An upload \
        that takes longer, or a wrong clock, outlives it. The token itself is fine.",
    recognise: "\"authentication required\" in the middle of a push of large layers, or \"token \
        not to be used before\" in the log of the registry.",
    fixes: &[
        "Push again: layers that have arrived are kept, and the rest is quicker.",
        "Make the grant last longer: Admin area > Settings > CI/CD > Container registry, \
            \"Authorization token duration\".",
        "Check the clocks of GitLab and of the registry: a difference shortens every grant.",
    ],
    alike: &[
        (
            "grant-reduced",
            "There the push fails at once, not after minutes.",
        ),
        ("token-expired", "There the login fails already."),
    ],
    docs: "https://docs.gitlab.com/administration/packages/container_registry/",
};
