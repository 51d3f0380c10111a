//! Codes found at the gate `feature`: features that are off and refs that are protected.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The feature is switched off.
///
/// Source: `app/policies/project_policy.rb`, `lib/api/helpers.rb`.
pub static FEATURE_OFF: Code = Code {
    id: "feature-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The feature is switched off",
    why: "This feature of the project is switched off, so nobody can use it, owners included. It \
        may also be off for the whole instance.",
    recognise: "403 `{\"message\":\"403 Forbidden\"}`, \"404 Not Found\", or an empty list, \
        depending on the feature. GET /projects/ID shows its `*_access_level` as `disabled`.",
    fixes: &[
        "Switch {feature} on. Settings > General > Visibility, project features, permissions: \
            {project_url}/edit",
        "If it is not offered there, an administrator may have switched it off, or the edition \
            lacks it.",
    ],
    alike: &[
        (
            "role-too-low",
            "There others with a higher role can use it. The bytes are the same.",
        ),
        ("feature-for-members", "There members can use it."),
        (
            "repository-off",
            "For the repository, branches and commits answer 404 \"Repository Not Found\".",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/settings/",
};

/// The repository is switched off.
///
/// Source: `lib/api/helpers.rb`, `app/policies/project_policy.rb`, `lib/gitlab/git_access.rb`.
pub static REPOSITORY_OFF: Code = Code {
    id: "repository-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The repository is switched off",
    why: "The repository of this project is switched off, and with it branches, commits, tags, \
        files, and Git. Merge requests and pipelines hang on it.",
    recognise: "404 \"404 Repository Not Found\" on branches and commits, a plain 403 on tags, \
        tree, archive, and files, Git 403 \"You are not allowed to download code from this \
        project.\" A deploy token gets 401.",
    fixes: &[
        "Switch it on. Settings > General > Visibility, project features, permissions > \
            Repository: {project_url}/edit",
        "If it shall stay off, remove the job or remote that asks for it.",
    ],
    alike: &[
        (
            "code-not-readable",
            "There others with a higher role can read the code.",
        ),
        (
            "role-too-low",
            "The plain 403 is the same. GET /projects/ID tells: `repository_access_level`.",
        ),
        (
            "repository-absent",
            "There the project has no repository yet.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/settings/",
};

/// The project is archived.
///
/// Source: `lib/gitlab/git_access.rb`, `app/policies/project_policy.rb`.
pub static PROJECT_ARCHIVED: Code = Code {
    id: "project-archived",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The project, or its group, is archived",
    why: "The project, or a group above it, is archived or waits to be deleted. It can be read, \
        and nothing in it can be changed, whatever the role.",
    recognise: "Git 403 \"You can't push code to an archived project.\", REST a plain 403 on \
        writes while reading works. GET /projects/ID shows `\"archived\": true`.",
    fixes: &[
        "Unarchive it, which takes the Owner role. Settings > General > Advanced > Unarchive \
            project: {project_url}/edit",
        "If a group is archived (newer releases), unarchive that: Settings > General > Advanced > \
            Unarchive group.",
        "Or work in another project, for example the one that replaced it.",
    ],
    alike: &[
        (
            "role-too-low",
            "There the project is not archived. The bytes on REST are the same.",
        ),
        (
            "repository-read-only",
            "There the message says \"temporarily\".",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/working_with_projects/",
};

/// The container registry is switched off.
///
/// Source: `app/services/auth/container_registry_authentication_service.rb`.
pub static REGISTRY_OFF: Code = Code {
    id: "registry-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The container registry is switched off",
    why: "The container registry is switched off, for the instance or for this project.",
    recognise: "404 with `UNAVAILABLE` and \"registry not enabled\" when it is off for the \
        instance. When it is off for the project, the login works and the grant is empty.",
    fixes: &[
        "For the project: Settings > General > Visibility, project features, permissions > \
            Container registry: {project_url}/edit",
        "For the instance, an administrator sets `registry_external_url` in gitlab.rb.",
    ],
    alike: &[
        (
            "grant-reduced",
            "There the registry is on, and the rights do not suffice.",
        ),
        ("registry-service-unknown", "There the body is empty."),
    ],
    docs: "https://docs.gitlab.com/user/packages/container_registry/",
};

/// Git LFS is switched off.
///
/// Source: `app/controllers/concerns/lfs_request.rb`.
pub static LFS_OFF: Code = Code {
    id: "lfs-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "Git LFS is switched off",
    why: "Git LFS is switched off, for the instance or for this project.",
    recognise: "501 with \"Git LFS is not enabled on this GitLab server, contact your admin.\" \
        for the instance. For the project it is 404 \"Not found.\" on LFS, the same as for a \
        token that may not download.",
    fixes: &[
        "For the project: Settings > General > Visibility, project features, permissions > Git \
            Large File Storage (LFS): {project_url}/edit",
        "For the instance, an administrator sets `gitlab_rails['lfs_enabled'] = true` in \
            gitlab.rb.",
        "To clone without the large files: `GIT_LFS_SKIP_SMUDGE=1 git clone URL`",
    ],
    alike: &[
        (
            "download-scope-missing",
            "There LFS is on, and the token may not read the code.",
        ),
        ("size-limit", "There the message names a size."),
    ],
    docs: "https://docs.gitlab.com/topics/git/lfs/",
};

/// Git over HTTP is switched off.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static GIT_OVER_HTTP_OFF: Code = Code {
    id: "git-over-http-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "Git over HTTP is switched off",
    why: "This instance, group, or project does not allow Git over HTTP or HTTPS, or not for \
        pulling or pushing. The token is not the trouble. Job tokens are exempt from the setting \
        of the protocol.",
    recognise: "Git 403 \"Git access over HTTP is not allowed\", \"Pulling over HTTP is not \
        allowed.\", or \"Pushing over HTTP is not allowed.\"",
    fixes: &[
        "Use SSH: `git remote set-url origin git@HOST:group/project.git`, with a key in \
            {instance}/-/user_settings/ssh_keys",
        "Or have it allowed: Admin area > Settings > General > Visibility and access controls > \
            Enabled Git access protocols.",
    ],
    alike: &[(
        "blocked-before-gitlab",
        "There the answer has no `X-Gitlab-Meta`.",
    )],
    docs: "https://docs.gitlab.com/administration/settings/visibility_and_access_controls/",
};

/// The dependency proxy is switched off.
///
/// Source: `app/services/auth/dependency_proxy_authentication_service.rb`.
pub static DEPENDENCY_PROXY_OFF: Code = Code {
    id: "dependency-proxy-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The dependency proxy is switched off",
    why: "The dependency proxy is switched off on this instance.",
    recognise: "404 with \"dependency proxy not enabled\" on /jwt/auth with \
        `service=dependency_proxy`.",
    fixes: &[
        "An administrator sets `gitlab_rails['dependency_proxy_enabled'] = true` in gitlab.rb.",
        "Then an owner switches it on in the group: Settings > Packages and registries > \
            Dependency Proxy.",
        "Until then pull from the original registry.",
    ],
    alike: &[("dependency-proxy-kind", "There the status is 403.")],
    docs: "https://docs.gitlab.com/administration/packages/dependency_proxy/",
};

/// The package registry is switched off.
///
/// Source: `lib/api/helpers/packages_helpers.rb`,
/// `lib/api/helpers/packages/basic_auth_helpers.rb`.
pub static PACKAGES_OFF: Code = Code {
    id: "packages-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "The package registry is switched off",
    why: "The package registry is switched off, for the instance or for this project.",
    recognise: "404 \"404 Not Found\" on package endpoints when it is off for the instance, 403 \
        when it is off for the project.",
    fixes: &[
        "For the project: Settings > General > Visibility, project features, permissions > \
            Package registry: {project_url}/edit",
        "For the instance, an administrator sets `gitlab_rails['packages_enabled'] = true` in \
            gitlab.rb.",
    ],
    alike: &[
        (
            "not-a-member",
            "A project that the token cannot see gets the same 404.",
        ),
        (
            "role-too-low",
            "There others with a higher role can use the packages.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/package_registry/",
};

/// Pushing with job tokens is switched off.
///
/// Source: `lib/gitlab/git_access.rb`, `doc/ci/jobs/ci_job_token.md`.
pub static JOB_PUSH_OFF: Code = Code {
    id: "job-push-off",
    cause: Cause::FeatureDisabled,
    gate: Some(Gate::Feature),
    title: "Pushing with job tokens is switched off",
    why: "A job may not push with its job token unless the project allows it. The setting is off \
        by default (17.2 with a flag, 18.4 and newer for all). Into another project a push works \
        from 19.1 on, with settings of its own.",
    recognise: "Git 403 \"You are not allowed to push code to this project.\" with the user name \
        `gitlab-ci-token`. Releases before about 17.2 say \"You are not allowed to upload \
        code.\"",
    fixes: &[
        "Allow it. Settings > CI/CD > Job token permissions > Allow Git push requests to the \
            repository: {project_url}/-/settings/ci_cd#js-token-access",
        "Or push with a project access token with `write_repository` and the Developer role: \
            {project_url}/-/settings/access_tokens",
        "Note that a push with a job token starts no pipeline.",
    ],
    alike: &[
        (
            "push-not-allowed",
            "There the user who started the job has too low a role. The bytes are the same.",
        ),
        (
            "protected-ref-role",
            "There the message speaks of protected branches.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The branch or tag is protected.
///
/// Source: `lib/gitlab/checks/branch_check.rb`, `lib/gitlab/checks/tag_check.rb`.
pub static REF_PROTECTED: Code = Code {
    id: "ref-protected",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "The branch or tag is protected",
    why: "A rule for this branch or tag forbids the change for everybody: no force push, no \
        deletion over Git, no update of a protected tag, no such name, or files with code \
        owners. The token was accepted.",
    recognise: "After a login that worked: \"remote: GitLab:\" and the rule, then \"pre-receive \
        hook declined\".",
    fixes: &[
        "Do not force: merge or rebase locally, push to another branch, and open a merge request.",
        "Delete protected branches and tags in the browser: {project_url}/-/branches",
        "A maintainer changes the rule. Settings > Repository > Protected branches or Protected \
            tags: {project_url}/-/settings/repository",
    ],
    alike: &[
        (
            "protected-ref-role",
            "There others with a higher role may do it.",
        ),
        (
            "push-rule",
            "There the message speaks of a commit, an e-mail address, or a pattern.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/branches/protected/",
};

/// A push rule refused the commit.
///
/// Source: `ee/lib/ee/gitlab/checks/push_rules/commit_check.rb`.
pub static PUSH_RULE: Code = Code {
    id: "push-rule",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "A push rule refused the commit",
    why: "The project or group has rules for what may be pushed: who committed, how a branch or \
        message is written, or whether commits are signed (Premium and higher). A commit broke \
        one. The token was accepted.",
    recognise: "\"remote: GitLab: You cannot push commits for\", \"Committer email ... is not \
        verified.\", or \"Branch name does not follow the pattern\", then \"pre-receive hook \
        declined\".",
    fixes: &[
        "Change the commits so that they fit: `git commit --amend --reset-author`, or `git \
            branch --move NEW_NAME`",
        "Set the address first: `git config user.email ADDRESS`, one that is confirmed for \
            {owner}.",
        "Read the rules. Settings > Repository > Push rules: {project_url}/-/settings/repository",
    ],
    alike: &[
        ("ref-protected", "There the branch or tag is protected."),
        ("hook-declined", "There a hook of your own refused."),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/push_rules/",
};

/// The image path is protected.
///
/// Source: `app/services/auth/container_registry_authentication_service.rb`.
pub static IMAGE_PATH_PROTECTED: Code = Code {
    id: "image-path-protected",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "The image path is protected",
    why: "A rule of the project protects this image path, and the identity does not have the \
        role that the rule asks for.",
    recognise: "403 with `DENIED` and \"Pushing to protected repository path forbidden\" on \
        /jwt/auth. In some cases only \"access forbidden\".",
    fixes: &[
        "Push under another name, or with a token of {role_needed}.",
        "A maintainer changes the rule for the image path. Settings > Packages and registries: \
            {project_url}/-/settings/packages_and_registries",
    ],
    alike: &[
        ("registry-scope-missing", "There each path is refused."),
        (
            "grant-reduced",
            "There the login works, and the push is denied later.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/container_registry/container_repository_protection_rules/",
};

/// A file is locked.
///
/// Source: `lib/gitlab/checks/diff_check.rb`.
pub static FILE_LOCKED: Code = Code {
    id: "file-locked",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "A file is locked",
    why: "Somebody else has locked a file that this push changes.",
    recognise: "\"remote: GitLab: '...' is locked in Git LFS by @...\" and the name of the user, \
        then \"pre-receive hook declined\".",
    fixes: &[
        "Ask the user who is named to release the lock: `git lfs unlock PATH`",
        "See all locks: `git lfs locks`",
        "A maintainer can take a lock away: `git lfs unlock --force PATH`",
    ],
    alike: &[(
        "ref-protected",
        "There the branch or tag is protected, not a file.",
    )],
    docs: "https://docs.gitlab.com/user/project/file_lock/",
};

/// Groups may not be made this way.
///
/// Source: `lib/api/groups.rb`, `app/policies/global_policy.rb` (`create_group`).
pub static GROUP_CREATION_OFF: Code = Code {
    id: "group-creation-off",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "Top-level groups may not be made this way",
    why: "GitLab.com lets nobody make a top-level group through the API. Other instances can take \
        the right to make groups from all users, or from one.",
    recognise: "403 from `POST /groups` without a parent_id, whatever the token.",
    fixes: &[
        "On GitLab.com make the top-level group in the browser, and only subgroups through the \
            API, with `parent_id`.",
        "On your own instance ask an administrator: Admin area > Users > the user > Edit, \
            \"Can create top-level group\".",
    ],
    alike: &[(
        "role-too-low",
        "A subgroup needs a role in the group above it.",
    )],
    docs: "https://docs.gitlab.com/api/groups/",
};

/// New tokens need an expiry date.
///
/// Source: `lib/api/personal_access_tokens.rb`, `app/models/personal_access_token.rb`.
pub static EXPIRY_DATE_REQUIRED: Code = Code {
    id: "expiry-date-required",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Feature),
    title: "A new token needs an expiry date",
    why: "Since GitLab 16 no access token is made without the date of its end, unless the instance \
        allows it. The token that made the request was accepted.",
    recognise: "400 with \"expires_at is missing\".",
    fixes: &[
        "Send `expires_at` with the request, as YYYY-MM-DD, within the limit of the instance \
            (365 days by default).",
        "Update the client: releases from before GitLab 16 do not know the field.",
    ],
    alike: &[(
        "request-invalid",
        "Other fields that are missing are no rule about tokens.",
    )],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};
