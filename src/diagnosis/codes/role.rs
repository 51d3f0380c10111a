//! Codes found at the gate `role`: roles that are too low.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The role is too low.
///
/// Source: `lib/api/helpers.rb`, `config/authz/roles/`.
pub static ROLE_TOO_LOW: Code = Code {
    id: "role-too-low",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role is too low",
    why: "The token is right and its identity sees the target, but its role does not include \
        this. Scopes never lift a role: the result is always the smaller of the two. A bot has \
        the role that was given to its token.",
    recognise: "403 with `{\"message\":\"403 Forbidden\"}`. Some lists come shorter or empty in \
        place of a refusal. GraphQL answers 200 with null, or \"does not exist or you don't have \
        permission\".",
    fixes: &[
        "Give {owner} {role_needed} in {project}, in place of {role_held}: \
            {members_url}",
        "With a project or group token, make a new one with {role_needed}, since the role of a \
            token does not change: {project_url}/-/settings/access_tokens",
        "Check the date of the membership, and whether the role comes from a group above.",
    ],
    alike: &[
        (
            "feature-off",
            "There the feature is off for everybody. An owner gets the same 403.",
        ),
        (
            "project-archived",
            "There reading works and all writing fails, for owners too.",
        ),
        ("scope-missing", "There the body says `insufficient_scope`."),
        (
            "admin-required",
            "There the endpoint is for administrators only.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/permissions/",
};

/// The bot behind a project or group token may not do what a person may.
///
/// Source: `app/policies/project_policy.rb`, `app/policies/group_policy.rb`,
/// `app/services/resource_access_tokens/create_service.rb`.
pub static NOT_FOR_BOTS: Code = Code {
    id: "not-for-bots",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Role),
    title: "Not for the bot behind a project or group token",
    why: "A project or group access token acts as a bot user. A few things are kept from these bots \
        whatever their role, among them making further tokens.",
    recognise: "400 with \"User does not have permission to create project access token\", or a \
        plain 403, while the personal token of somebody with the same role is served.",
    fixes: &[
        "Use a personal access token of somebody with {role_needed}, with {scopes_needed}: \
            {instance}/-/user_settings/personal_access_tokens",
        "In automation: the token of a service account, which is no such bot.",
        "To replace an access token by its successor, rotate it: that is allowed to the token itself \
            with `api` or `self_rotate`.",
    ],
    alike: &[
        (
            "role-too-low",
            "There a higher role of the same bot helps. The role of the bot in the project tells.",
        ),
        (
            "tokens-disabled",
            "There a setting of the top-level group forbids it to people as well.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/settings/project_access_tokens/",
};

/// Only an administrator may do this.
///
/// Source: `lib/api/helpers.rb`.
pub static ADMIN_REQUIRED: Code = Code {
    id: "admin-required",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "Only an administrator may do this",
    why: "This endpoint is for administrators of the instance, and the owner of the token is \
        none. No role in a project or group changes that.",
    recognise: "403 `{\"message\":\"403 Forbidden\"}` on an endpoint about the whole instance, \
        such as /application/settings or /runners/all.",
    fixes: &[
        "Let an administrator of {instance} do it, or make {owner} one if that is right.",
        "Look for an endpoint of the project or group that does the same: /projects/ID/runners \
            in place of /runners/all.",
    ],
    alike: &[
        (
            "admin-mode-scope-missing",
            "There the owner is an administrator, and the token lacks `admin_mode`. The bytes \
                are the same.",
        ),
        (
            "role-too-low",
            "There the endpoint belongs to a project or group.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// Only an administrator may use sudo.
///
/// Source: `lib/api/helpers.rb`.
pub static SUDO_NEEDS_ADMIN: Code = Code {
    id: "sudo-needs-admin",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "Only an administrator may use sudo",
    why: "Only an administrator may act as another user. The owner of the token is none, or \
        Admin Mode is on and the token does not have it.",
    recognise: "403 with \"Must be admin to use sudo\".",
    fixes: &[
        "Leave out the parameter `sudo` and the header `Sudo`, and use a token of the user in \
            question.",
        "If {owner} is an administrator, add the scope `admin_mode`: \
            {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes=api,sudo,admin_mode",
    ],
    alike: &[
        (
            "sudo-scope-missing",
            "There the owner is an administrator, and the scope is missing.",
        ),
        (
            "sudo-needs-user-token",
            "There the kind of token is the trouble.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// The role does not include the code.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static CODE_NOT_READABLE: Code = Code {
    id: "code-not-readable",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role does not include the code",
    why: "The identity sees the project, but not its code. A guest of a private project does \
        not, and nobody does while the repository is switched off or for members only.",
    recognise: "Git 403 \"You are not allowed to download code from this project.\"",
    fixes: &[
        "Give {owner} at least the Reporter role in {project} (or Planner, from 19.x on): \
            {members_url}",
        "With a project or group token, make a new one with at least the Reporter role, since the \
            role of a token does not change: {project_url}/-/settings/access_tokens",
        "Check that the repository is on. Settings > General > Visibility, project features, \
            permissions: {project_url}/edit",
    ],
    alike: &[
        (
            "download-scope-missing",
            "Without \"from this project\" it is the scope of the token.",
        ),
        ("repository-off", "There owners are refused as well."),
    ],
    docs: "https://docs.gitlab.com/user/permissions/",
};

/// The role does not include pushing.
///
/// Source: `lib/gitlab/git_access.rb`, `lib/gitlab/checks/push_check.rb`.
pub static PUSH_NOT_ALLOWED: Code = Code {
    id: "push-not-allowed",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role does not include pushing",
    why: "The identity may read the code, but not push. That takes the Developer role. With a \
        job token, pushing has to be switched on in the project; with the repository switched \
        off, nobody pushes.",
    recognise: "Git 403 \"You are not allowed to push code to this project.\", or the same words \
        after \"remote: GitLab:\".",
    fixes: &[
        "Give {owner} at least the Developer role in {project}: {members_url}",
        "With a project or group token, make a new one with the Developer role and `write_repository`: \
            {project_url}/-/settings/access_tokens",
        "With a job token, allow Git pushes in {project_url}/-/settings/ci_cd#js-token-access \
            (17.2 with a flag, 18.4 and newer for all).",
    ],
    alike: &[
        (
            "upload-scope-missing",
            "\"You are not allowed to upload code.\" is the scope of the token.",
        ),
        (
            "protected-ref-role",
            "There the message speaks of protected branches or tags.",
        ),
        (
            "job-push-off",
            "There the token is a job token. The bytes are the same.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/permissions/",
};

/// The role does not include merging.
///
/// Source: `lib/api/merge_requests.rb`.
pub static MERGE_NOT_ALLOWED: Code = Code {
    id: "merge-not-allowed",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role does not include merging",
    why: "The token is valid, but its identity may not merge here. On this endpoint GitLab says \
        so with 401, in the words of an unknown token.",
    recognise: "401 `{\"message\":\"401 Unauthorized\"}` on PUT .../merge, while the same token \
        works elsewhere.",
    fixes: &[
        "Give {owner} a role that may merge into this branch. Settings > Repository > Protected \
            branches > Allowed to merge: {project_url}/-/settings/repository",
        "With a project or group token, make a new one with a role that may merge into this \
            branch, since the role of a token does not change: \
            {project_url}/-/settings/access_tokens",
        "By default that is the Maintainer role for a protected branch and the Developer role \
            for the others: {members_url}",
    ],
    alike: &[
        (
            "token-unknown",
            "There the token fails everywhere. Ask GET /version with it.",
        ),
        ("ref-protected", "There a push is refused, after the login."),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/branches/protected/",
};

/// The deploy key is read-only.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static DEPLOY_KEY_READ_ONLY: Code = Code {
    id: "deploy-key-read-only",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The deploy key is read-only",
    why: "A deploy key may pull. It may push only if this was granted to it in this project.",
    recognise: "Git 403 \"This deploy key does not have write access to this project.\", over \
        SSH or LFS.",
    fixes: &[
        "Grant write access. Settings > Repository > Deploy keys > Edit > Grant write \
            permissions to this key: {project_url}/-/settings/repository",
        "For a protected branch, allow the key there too: the same page, Protected branches.",
    ],
    alike: &[("push-not-allowed", "There the message does not name a key.")],
    docs: "https://docs.gitlab.com/user/project/deploy_keys/",
};

/// The endpoint refused, and gave its reason.
///
/// Source: `lib/api/helpers.rb`.
pub static REFUSED_WITH_REASON: Code = Code {
    id: "refused-with-reason",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The endpoint refused, and gave its reason",
    why: "The token is right, and this endpoint has a rule of its own that forbids the request. \
        GitLab gives the reason in the message. Often it is about the role.",
    recognise: "403 with \"403 Forbidden - \" and a reason in words.",
    fixes: &[
        "Read the reason: it names what is missing for this request.",
        "If it is about rights, compare the role of {owner} with the table of permissions: \
            https://docs.gitlab.com/user/permissions/",
        "If it names a rule of the group or instance, ask its owner or administrator.",
    ],
    alike: &[
        ("role-too-low", "There no reason is given."),
        ("account-blocked", "There the reason is about the account."),
    ],
    docs: "https://docs.gitlab.com/user/permissions/",
};

/// The role may not change this protected ref.
///
/// Source: `lib/gitlab/checks/branch_check.rb`, `lib/gitlab/checks/tag_check.rb`.
pub static PROTECTED_REF_ROLE: Code = Code {
    id: "protected-ref-role",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role may not change this protected ref",
    why: "The branch or tag is protected, and only certain roles or people may do this to it. \
        The token itself was accepted. An empty project is protected as well: there the first \
        push makes the default branch.",
    recognise: "After a login that worked: \"remote: GitLab: You are not allowed to push code to \
        protected branches on this project.\" or similar, then \"pre-receive hook declined\".",
    fixes: &[
        "Push to another branch and open a merge request.",
        "Add {owner} or its role. Settings > Repository > Protected branches > Allowed to push \
            and merge, or Protected tags > Allowed to create: \
            {project_url}/-/settings/repository",
        "Give {owner} {role_needed} in {project}: {members_url}",
        "With a project or group token, make a new one with {role_needed}, since the role of a \
            token does not change: {project_url}/-/settings/access_tokens",
    ],
    alike: &[
        (
            "ref-protected",
            "There the rule holds for every role, such as no force push.",
        ),
        (
            "push-not-allowed",
            "There the push is refused at once, without a word of protection.",
        ),
        (
            "hook-declined",
            "There the text after \"remote:\" is that of a hook of your own.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/branches/protected/",
};

/// The registry was granted less than was asked.
///
/// Source: `app/services/auth/container_registry_authentication_service.rb`.
pub static GRANT_REDUCED: Code = Code {
    id: "grant-reduced",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The registry was granted less than was asked",
    why: "GitLab accepted the login and granted less than was asked for, without saying so. The \
        registry refuses afterwards. The role, a scope, or the project of the token is too \
        small, or the registry of the project is off or for members only.",
    recognise: "`docker login` works, then \"denied: requested access to the resource is \
        denied\". /jwt/auth answers 200, and `access` inside its token is empty or lacks push.",
    fixes: &[
        "To pull a private image {owner} needs the Reporter role, to push the Developer role: \
            {members_url}",
        "Check the scopes: `read_registry` to pull, and `write_registry` as well to push.",
        "A job token pushes to the registry of its own project only, and a fine-grained token \
            does not push at all.",
        "Check the name of the image: REGISTRY/group/project/name, in lower case.",
    ],
    alike: &[
        (
            "registry-scope-missing",
            "There the login itself is refused with 403.",
        ),
        (
            "registry-off",
            "There nobody gets access. The setting of the project tells.",
        ),
        (
            "image-path-protected",
            "There a protection rule holds the push back.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/container_registry/troubleshoot_container_registry/",
};

/// The feature is for members only.
///
/// Source: `app/policies/project_policy.rb`.
pub static FEATURE_FOR_MEMBERS: Code = Code {
    id: "feature-for-members",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The feature is for members only",
    why: "The project is visible to this identity, but this feature is for its members only, and \
        the identity is not a member.",
    recognise: "403 or 404 on this feature, while the project itself is shown. GET /projects/ID \
        shows its `*_access_level` as `private`.",
    fixes: &[
        "Add {owner} to {project}: {members_url}",
        "Or open {feature} to everyone with access. Settings > General > Visibility, project \
            features, permissions: {project_url}/edit",
        "With a job token of another project, have {source_project} put on the allowlist: \
            {project_url}/-/settings/ci_cd#js-token-access",
    ],
    alike: &[
        ("feature-off", "There members are refused as well."),
        ("role-too-low", "There the identity is a member."),
    ],
    docs: "https://docs.gitlab.com/user/project/settings/",
};
