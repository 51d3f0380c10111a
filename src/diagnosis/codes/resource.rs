//! Codes found at the gate `resource`: targets that are absent or hidden.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The identity is not a member of the target.
///
/// Source: `lib/api/helpers.rb`, `lib/gitlab/git_access.rb`.
pub static NOT_A_MEMBER: Code = Code {
    id: "not-a-member",
    cause: Cause::WrongRole,
    gate: Some(Gate::Resource),
    title: "The identity is not a member of the target",
    why: "The project or group is private, and the identity behind the token is not a member. \
        GitLab hides that it exists and answers as if it did not.",
    recognise: "404 with \"404 Project Not Found\" or \"404 Group Not Found\", Git \"could not \
        be found or you don't have permission to view it\". The bytes are those of a wrong path.",
    fixes: &[
        "Add {owner} to {project} with {role_needed}: {members_url}",
        "With a project or group token this is its bot user. Make the token in the project that \
            it shall reach: {project_url}/-/settings/access_tokens",
        "Check in a browser, signed in as that user, whether {project_url} opens.",
    ],
    alike: &[
        (
            "target-absent",
            "There nobody finds it. A member or administrator can tell.",
        ),
        (
            "seen-as-anonymous",
            "There the token is not read at all. Ask again without it and compare.",
        ),
        (
            "address-not-allowed",
            "There the membership is right, and it works from another address.",
        ),
        (
            "single-sign-on-required",
            "There the membership is right, and the group demands a sign-on session.",
        ),
        (
            "permission-hides-target",
            "There the token is fine-grained, and its owner sees the target.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/members/",
};

/// The user behind the job is not a member of the target.
///
/// Source: `lib/gitlab/git_access.rb`, `lib/api/helpers.rb`.
pub static JOB_USER_NOT_A_MEMBER: Code = Code {
    id: "job-user-not-a-member",
    cause: Cause::WrongRole,
    gate: Some(Gate::Resource),
    title: "The user behind the job is not a member of the target",
    why: "A job token acts as the user who started the job. The allowlist of the target is in \
        order, but this user has no access to it.",
    recognise: "Git 403 \"Insufficient permissions to pull from the repository of project\". \
        REST gives the same text as for a missing allowlist entry, and older releases answer \
        404.",
    fixes: &[
        "Add {owner} to {project} with {role_needed}: {members_url}",
        "Have the pipeline started by somebody who is a member. For a schedule, that is its owner.",
        "Or use a deploy token or project access token of {project} in place of the job token.",
    ],
    alike: &[
        (
            "job-token-not-on-allowlist",
            "There the project of the job is missing on the allowlist. On newer releases git \
                tells the two apart, REST does not.",
        ),
        ("job-finished", "There the answer is 401."),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The target does not exist under this name.
///
/// Source: `lib/api/helpers.rb`, `lib/gitlab/git_access.rb`.
pub static TARGET_ABSENT: Code = Code {
    id: "target-absent",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The target does not exist under this name",
    why: "There is no project or group of that name or number on this instance. GitLab uses the \
        same answer for one that is private to others.",
    recognise: "404 with \"404 Project Not Found\" or \"404 Group Not Found\", Git \"could not \
        be found or you don't have permission to view it\". Without a login, Git answers 401.",
    fixes: &[
        "Compare the path with the address in the browser, letter by letter. Include all groups \
            above: group/subgroup/project.",
        "Search for it: {instance}/api/v4/projects?search=NAME&membership=true",
        "Check the instance: {instance}. The same path may exist on another GitLab only.",
    ],
    alike: &[
        (
            "not-a-member",
            "There it exists, and this token does not see it.",
        ),
        (
            "target-moved",
            "A project that was moved redirects for a while, until its old path is used again.",
        ),
        (
            "route-unknown",
            "There the body has the key `error` in place of `message`.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// The token belongs to another project or group.
///
/// Source: `lib/gitlab/auth.rb`, `lib/api/helpers.rb`.
pub static TOKEN_OF_ANOTHER_PROJECT: Code = Code {
    id: "token-of-another-project",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The token belongs to another project or group",
    why: "Project and group tokens, and deploy tokens, work only where they were made, and in \
        what lies below. This one belongs elsewhere.",
    recognise: "REST 404 \"Project Not Found\". Git, LFS, and the registry 401 \"HTTP Basic: \
        Access denied\", although the token is alive.",
    fixes: &[
        "Make a token in {project}: {project_url}/-/settings/access_tokens (access token) or \
            {project_url}/-/settings/repository (deploy token).",
        "Or make a group token in a group above all projects that it shall reach.",
        "A bot user can also be invited to other projects like any member, if the group allows it.",
    ],
    alike: &[
        (
            "not-a-member",
            "A personal token gets the same 404. On Git it gets 404 too, not 401.",
        ),
        (
            "login-refused",
            "There the token itself is dead. Ask GET /personal_access_tokens/self.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/settings/project_access_tokens/",
};

/// The project has moved.
///
/// Source: `lib/api/helpers.rb`, `lib/api/api.rb`.
pub static TARGET_MOVED: Code = Code {
    id: "target-moved",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The project has moved",
    why: "The project has a new path. GitLab redirects reading requests from the old one, and \
        refuses to change anything under it.",
    recognise: "301 with \"This resource has been moved permanently\" and a `Location` with the \
        number of the project, or 405 \"Non GET methods are not allowed for moved projects\".",
    fixes: &[
        "Use the new path, or the number in `Location`. The number never changes.",
        "For git: `git remote set-url origin NEW_URL`",
    ],
    alike: &[
        (
            "redirected-elsewhere",
            "There `Location` leads to another host or to a sign-in page.",
        ),
        (
            "method-not-allowed",
            "There the body is `{\"error\":\"405 Not Allowed\"}`.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/working_with_projects/",
};

/// The project is being deleted.
///
/// Source: `lib/api/helpers.rb`.
pub static TARGET_BEING_DELETED: Code = Code {
    id: "target-being-deleted",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The project is being deleted",
    why: "The project is about to be deleted, or hidden. GitLab leaves it out of every search, \
        for its owners as well.",
    recognise: "404 \"404 Project Not Found\", while the project existed a short time ago.",
    fixes: &[
        "Ask an owner of the group whether it was deleted on purpose. Where deletion is delayed, \
            it can be restored for some days from the list of inactive projects.",
        "If it was deleted for good, remove the address from jobs, mirrors, and remotes.",
    ],
    alike: &[
        (
            "target-absent",
            "There never was such a project. The bytes are the same.",
        ),
        ("not-a-member", "There it lives on for its members."),
    ],
    docs: "https://docs.gitlab.com/user/project/working_with_projects/",
};

/// The record does not exist.
///
/// Source: `lib/api/api.rb`, `lib/api/helpers.rb`.
pub static RECORD_ABSENT: Code = Code {
    id: "record-absent",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The record does not exist",
    why: "The project is there and the token may see it. The issue, branch, tag, job, user, or \
        file that was asked for is not there, or is not shown to this identity.",
    recognise: "404 with a name (\"404 Branch Not Found\", \"404 User Not Found\"), or \"404 Not \
        found\" with a small f.",
    fixes: &[
        "Check the number. Issues and merge requests are asked for by the number that the page \
            shows (iid), not by the number in the database.",
        "Write %2F for a slash in names of branches, tags, and files.",
        "Confidential issues and records of a switched-off feature do not show. Look in a \
            browser as {owner}.",
    ],
    alike: &[
        (
            "target-absent",
            "There the message says \"Project Not Found\".",
        ),
        (
            "feature-off",
            "A feature that is off also makes its records vanish.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// A job token reaches only its own project's registry.
///
/// Source: `lib/api/helpers.rb`,
/// `app/services/auth/container_registry_authentication_service.rb`.
pub static JOB_TOKEN_OTHER_REGISTRY: Code = Code {
    id: "job-token-other-registry",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "A job token reaches only its own project's registry",
    why: "With the API of the container registry, a job token works for the project of its own \
        job only. It may pull images elsewhere if the allowlist permits, but never push or \
        delete there.",
    recognise: "403 with \"This project's CI/CD job token cannot be used to authenticate with \
        the container registry of a different project.\" The same comes for a project number \
        that does not exist.",
    fixes: &[
        "Use a deploy token or project access token of {project} with `read_registry` and \
            `write_registry`: {project_url}/-/settings/repository",
        "Or push to the registry of the project in which the job runs: `$CI_REGISTRY_IMAGE`.",
    ],
    alike: &[
        (
            "job-token-not-on-allowlist",
            "There the message speaks of \"not allowed from\".",
        ),
        (
            "grant-reduced",
            "On docker push the grant shrinks without a message.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The project is named by neither a number nor a full path.
///
/// Source: `lib/api/helpers.rb`.
pub static PROJECT_ID_MALFORMED: Code = Code {
    id: "project-id-malformed",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The project is named by neither a number nor a full path",
    why: "A project is named by its number or by its full path. A bare name is neither, so \
        GitLab does not even look for it.",
    recognise: "404 \"404 Project Not Found\", and a name without a slash in the address: \
        /projects/app.",
    fixes: &[
        "Use the full path with %2F: `{instance}/api/v4/projects/group%2Fapp`, or the number.",
        "In a job use `$CI_PROJECT_ID`, which is the number.",
    ],
    alike: &[
        (
            "target-absent",
            "There the name is a full path or a number.",
        ),
        (
            "path-not-encoded",
            "There the body is `{\"error\":\"404 Not Found\"}`.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/",
};

/// The project has no repository yet.
///
/// Source: `lib/gitlab/git_access.rb`, `lib/gitlab/git_access_project.rb`.
pub static REPOSITORY_ABSENT: Code = Code {
    id: "repository-absent",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "The project has no repository yet",
    why: "The project exists, but it has no repository, or the group in the address does not \
        exist.",
    recognise: "Git 404 with \"A repository for this project does not exist yet.\" or \"The \
        namespace you were looking for could not be found.\"",
    fixes: &[
        "Push the first commit, or let GitLab make a README: {project_url}",
        "For a wiki, make its first page in the browser. That makes its repository.",
        "Check the groups in the address of the remote: `git remote -v`",
    ],
    alike: &[
        (
            "repository-off",
            "There the repository exists and is switched off.",
        ),
        ("target-absent", "There the project itself is not found."),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/",
};

/// The group allows only certain addresses.
///
/// Source: `ee/app/policies/ee/project_policy.rb`, `ee/lib/ee/gitlab/git_access.rb`.
pub static ADDRESS_NOT_ALLOWED: Code = Code {
    id: "address-not-allowed",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The group allows only certain addresses",
    why: "The top-level group lets in only certain addresses (Premium and higher). For all \
        others its projects seem not to exist. GitLab has no text of its own for it.",
    recognise: "404 \"Project Not Found\" or \"Group Not Found\" from one place, and success \
        from another with the same token.",
    fixes: &[
        "Send the request from an allowed network: VPN, office, or a runner inside it.",
        "An owner of the top-level group adds the address: Settings > General > Permissions and \
            group features > Restrict access by IP address.",
        "In a job, the address is that of the runner, not yours.",
    ],
    alike: &[
        ("not-a-member", "There it fails from each address."),
        (
            "single-sign-on-required",
            "There a new sign-on in the browser helps.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/group/access_and_permissions/",
};

/// The group requires a single sign-on session.
///
/// Source: `ee/app/policies/ee/project_policy.rb`, `ee/lib/ee/gitlab/git_access.rb`.
pub static SINGLE_SIGN_ON_REQUIRED: Code = Code {
    id: "single-sign-on-required",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The group requires a single sign-on session",
    why: "The group demands that its members have signed in by its single sign-on (SAML) a short \
        while ago. Whether this reaches requests with tokens depends on settings and release, \
        and was not settled.",
    recognise: "Git 403 \"Cannot find valid SSO session. Please login via your group's SSO at\" \
        with an address. REST answers 404 as for a hidden project.",
    fixes: &[
        "Sign in by the sign-on of the group in a browser as {owner}. The message of Git holds \
            the address. Then try again.",
        "Check that the account is linked with the sign-on: Edit profile > Account.",
        "For machines use a job token, which is exempt on Git, or a project, group, or service \
            account token.",
    ],
    alike: &[
        ("not-a-member", "There a new sign-on does not help."),
        ("address-not-allowed", "There it depends on the address."),
    ],
    docs: "https://docs.gitlab.com/user/group/saml_sso/",
};

/// An external service decides, and refused.
///
/// Source: `app/policies/project_policy.rb`, `lib/gitlab/auth/auth_finders.rb`.
pub static EXTERNAL_AUTHORIZATION: Code = Code {
    id: "external-authorization",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "An external service decides, and refused",
    why: "This instance asks an outside service before it shows a project, by the label of the \
        project. The service refused, or did not answer. While this is on, deploy tokens are not \
        read at all, and personal tokens get no access to registries (16.0 and newer).",
    recognise: "404 \"Project Not Found\", or 401 with a deploy token, on an instance with \
        external authorization.",
    fixes: &[
        "Ask the people who run that service to allow {owner} for the label of {project}.",
        "The label is in Settings > General: {project_url}/edit",
        "In place of a deploy token use a project access token.",
    ],
    alike: &[(
        "not-a-member",
        "There no outside service is involved. An administrator knows.",
    )],
    docs: "https://docs.gitlab.com/administration/settings/external_authorization/",
};

/// The project does not let this job's project in.
///
/// Source: `lib/api/helpers.rb`, `lib/gitlab/git_access.rb`.
pub static JOB_TOKEN_NOT_ON_ALLOWLIST: Code = Code {
    id: "job-token-not-on-allowlist",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The project does not let this job's project in",
    why: "A project lets in job tokens of other projects only if they are on its allowlist. The \
        project of this job is not on it. Projects made before 16.0 may have the list switched \
        off.",
    recognise: "403 with \"Authentication by CI/CD job token not allowed from\" and both \
        projects. Older releases answer 404. On REST the same text also comes when the user \
        behind the job is no member.",
    fixes: &[
        "A maintainer of {project} adds {source_project}. Settings > CI/CD > Job token \
            permissions > Add group or project (\"Token Access\" before 17.2): \
            {project_url}/-/settings/ci_cd#js-token-access",
        "Check that {owner}, who started the job, is a member of {project}: \
            {members_url}",
        "Or use a deploy token or project access token of {project}, as a masked variable.",
    ],
    alike: &[
        (
            "job-user-not-a-member",
            "On Git it is \"Insufficient permissions to pull from the repository\". On REST the \
                text is the same.",
        ),
        (
            "job-token-permission-missing",
            "There the entry is on the list, with too few permissions.",
        ),
        (
            "job-token-not-read-here",
            "There the endpoint does not look at job tokens at all.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// The organization is read-only.
///
/// Source: `lib/api/helpers.rb`, `lib/gitlab/git_access.rb`,
/// `app/controllers/graphql_controller.rb`.
pub static ORGANIZATION_READ_ONLY: Code = Code {
    id: "organization-read-only",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The organization is read-only",
    why: "The organization has been made read-only, with no end given. GitLab refuses every \
        change in it.",
    recognise: "403 with \"This organization is currently in read-only mode. Write operations \
        are disabled.\", a push \"Git push is not allowed because this organization is currently \
        in read-only mode.\", GraphQL 503. Known from 19.x.",
    fixes: &[
        "Ask the owner of the organization or an administrator of {instance}.",
        "Reading requests go on working.",
    ],
    alike: &[
        (
            "organization-read-only-for-now",
            "There the status is 503 with `Retry-After`. Git and GraphQL do not tell the two \
                apart.",
        ),
        (
            "read-only-instance",
            "There the whole instance is read-only.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/organization/",
};

/// The project requires a smartcard.
///
/// Source: `ee/lib/ee/gitlab/git_access.rb`.
pub static SMARTCARD_REQUIRED: Code = Code {
    id: "smartcard-required",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The project requires a smartcard",
    why: "This instance demands a sign-in with a smartcard before Git may be used.",
    recognise: "Git 403 with \"Project requires smartcard login. Please login to GitLab using a \
        smartcard.\"",
    fixes: &[
        "Sign in with the smartcard in a browser, then try again while the session lasts.",
        "For machines, ask an administrator what the instance offers in its place.",
    ],
    alike: &[(
        "single-sign-on-required",
        "There the message names the sign-on of the group.",
    )],
    docs: "https://docs.gitlab.com/administration/auth/smartcard/",
};

/// The namespace is over its limits.
///
/// Source: `ee/lib/ee/gitlab/git_access.rb`.
pub static USER_CAP_REACHED: Code = Code {
    id: "user-cap-reached",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Resource),
    title: "The namespace is over its limits",
    why: "The top-level group has more users or more storage than its plan on GitLab.com allows. \
        GitLab then lets nobody push there.",
    recognise: "Git 403 with a text about the number of users or the storage of the namespace.",
    fixes: &[
        "An owner of the top-level group removes members or frees storage: Settings > Usage \
            quotas.",
        "Or buys a plan or storage for it.",
    ],
    alike: &[
        (
            "licence-blocks",
            "There the licence of a whole instance is the trouble.",
        ),
        (
            "size-limit",
            "There the limit of one repository or file is the trouble.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/free_user_limit/",
};

/// The allowlist entry lacks the permission.
///
/// Source: `lib/api/helpers.rb`, `app/models/ci/job_token/scope.rb`.
pub static JOB_TOKEN_PERMISSION_MISSING: Code = Code {
    id: "job-token-permission-missing",
    cause: Cause::WrongScope,
    gate: Some(Gate::Resource),
    title: "The allowlist entry lacks the permission",
    why: "The project of the job is on the allowlist, but its entry allows only certain things, \
        and this one is not among them.",
    recognise: "403 with \"Insufficient permissions to access this resource in project\" and the \
        name of the permission. Known from 17.10 (experiment) and 18.0 (beta).",
    fixes: &[
        "A maintainer of {project} edits the entry of {source_project} and ticks {permission}. \
            Settings > CI/CD > Job token permissions: \
            {project_url}/-/settings/ci_cd#js-token-access",
        "Or sets the entry to default permissions.",
    ],
    alike: &[
        ("job-token-not-on-allowlist", "There no entry exists."),
        (
            "job-token-action-unauthorized",
            "There no permission could be ticked that would help.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/fine_grained_permissions/",
};

/// No job token may do this.
///
/// Source: `lib/api/helpers.rb`.
pub static JOB_TOKEN_ACTION_UNAUTHORIZED: Code = Code {
    id: "job-token-action-unauthorized",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Resource),
    title: "No job token may do this",
    why: "The entry on the allowlist has fine-grained permissions, and none of them covers this \
        endpoint. With such an entry a job token cannot do it.",
    recognise: "403 with \"This action is unauthorized for CI/CD job tokens.\" Known from 17.10 \
        (experiment) and 18.0 (beta).",
    fixes: &[
        "Set the entry of {source_project} to default permissions. Settings > CI/CD > Job token \
            permissions: {project_url}/-/settings/ci_cd#js-token-access",
        "Or use a project access token of {project}: {project_url}/-/settings/access_tokens",
    ],
    alike: &[
        (
            "job-token-permission-missing",
            "There the message names a permission that can be ticked.",
        ),
        (
            "job-token-not-read-here",
            "There the token is not even looked at.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/fine_grained_permissions/",
};
