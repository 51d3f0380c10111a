//! Codes outside the ladder: failures that have nothing to do with the token.

use super::Code;
use crate::diagnosis::Cause;

/// The request itself was not valid.
///
/// Source: `lib/api/api.rb`, `lib/api/helpers.rb`.
pub static REQUEST_INVALID: Code = Code {
    id: "request-invalid",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "The request itself was not valid",
    why: "GitLab accepted the token and then found a parameter missing or wrong. Another token \
        would get the same answer.",
    recognise: "400 or 422 with the name of a field, such as \"title is missing\" or \"is \
        invalid\".",
    fixes: &[
        "Correct the field that the message names. Compare with the documentation of {route}.",
        "Check that the body arrives: send JSON with `--header \"Content-Type: \
            application/json\"`.",
        "Some rights are refused with 400 as well, for example when a project token is made by \
            somebody who may not.",
    ],
    alike: &[
        ("two-credentials", "That 400 speaks of two tokens."),
        (
            "own-record-needs-access-token",
            "That 400 speaks of the type of the token.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// The request conflicts with what is there.
///
/// Source: `lib/api/helpers.rb`.
pub static CONFLICT: Code = Code {
    id: "conflict",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "The request conflicts with what is there",
    why: "GitLab accepted the token, but what is there already stands in the way: the name is \
        taken, or somebody changed the thing meanwhile.",
    recognise: "409 with a text such as \"already exists\", or 412.",
    fixes: &[
        "Read the present state first, then change it, or use another name.",
        "For a job that may run twice, take \"already exists\" for done.",
    ],
    alike: &[(
        "request-invalid",
        "There the request itself is wrong, whatever is there.",
    )],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

/// The client failed before GitLab could judge.
///
/// Source: the client itself, no refusal by GitLab is seen.
pub static CLIENT_FAULT: Code = Code {
    id: "client-fault",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "The client failed before GitLab could judge",
    why: "The program that sends the request failed on its own: a wrong option, a missing file, \
        a variable without a value, or an answer that it does not understand.",
    recognise: "A message of the client without any status, or with a 2xx status of GitLab.",
    fixes: &[
        "Read the message of the client, and run it again with more output (`--verbose`, or in a \
            job `CI_DEBUG_TRACE: \"true\"`, which shows secrets: switch it off again).",
        "Repeat the request with plain curl. If that works, the token is right.",
        "Update the client. An old one may not know the answers of a newer GitLab.",
    ],
    alike: &[("connection-broken", "There the network failed.")],
    docs: "https://docs.gitlab.com/ci/debugging/",
};

/// A server hook declined the push.
///
/// Source: `doc/administration/server_hooks.md`.
pub static HOOK_DECLINED: Code = Code {
    id: "hook-declined",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "A server hook declined the push",
    why: "The login worked, and a script on the server, a server hook, refused the push. Its \
        rules are those of your administrators, not of GitLab.",
    recognise: "\"pre-receive hook declined\", with a text after \"remote:\" that is none of \
        GitLab's own. GitLab's own texts begin with \"GitLab:\"; a hook may use \
        \"GL-HOOK-ERR:\".",
    fixes: &[
        "Read the lines after \"remote:\". They come from the hook.",
        "If they do not help, ask an administrator of {instance} which hook checks {project}.",
    ],
    alike: &[
        (
            "ref-protected",
            "There the text speaks of protected branches or tags.",
        ),
        (
            "push-rule",
            "There the text speaks of commits, addresses, or a pattern.",
        ),
        (
            "protected-ref-role",
            "There the role is too low for a protected branch.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/server_hooks/",
};

/// A quota ran out.
///
/// Source: the plan or quota of the namespace, seen outside of token checks.
pub static QUOTA_EXCEEDED: Code = Code {
    id: "quota-exceeded",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "A quota ran out",
    why: "The token was accepted, but something that is counted is used up: compute minutes, \
        storage, or the number of things that a project may have.",
    recognise: "A text with \"quota\", \"limit\", \"exceeded\", or \"maximum number of\".",
    fixes: &[
        "See what is used: Settings > Usage quotas in the top-level group.",
        "Free some, or raise the limit: more minutes or storage, or, on your own instance, the \
            limits in the Admin area.",
    ],
    alike: &[
        (
            "throttled",
            "A limit of requests per time answers 429 and passes by itself.",
        ),
        (
            "size-limit",
            "There a single repository, push, or file is too large.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/storage_usage_quotas/",
};

/// The address to return to is another.
///
/// Source: doorkeeper: `lib/doorkeeper/oauth/helpers/uri_checker.rb`.
pub static REDIRECT_URI_MISMATCH: Code = Code {
    id: "redirect-uri-mismatch",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "The redirect URI is not that of the application",
    why: "An application is registered with the addresses that GitLab may return to. The client \
        sent another one: another scheme, port, path, or a slash at the end.",
    recognise: "\"The redirect URI included is not valid.\" on the page that asks for consent.",
    fixes: &[
        "Compare `redirect_uri` in the address of the page with the list of the application: \
            {instance}/-/user_settings/applications",
        "Behind a proxy tell the client its outer address; it often builds the URI from an inner \
            host or without the port.",
    ],
    alike: &[("oauth-scope-invalid", "There the page speaks of the scope.")],
    docs: "https://docs.gitlab.com/integration/oauth_provider/",
};

/// The image name has no host.
///
/// Source: distribution/reference: `normalize.go`.
pub static IMAGE_WITHOUT_HOST: Code = Code {
    id: "image-without-host",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "The image name has no registry host",
    why: "The name of an image begins with the host of its registry. Without one it belongs to \
        Docker Hub, so GitLab was never asked and its tokens do not count.",
    recognise: "\"docker.io/library\" in the message, or a name without a dot before the first \
        slash.",
    fixes: &[
        "Write the whole name: `$CI_REGISTRY_IMAGE/backend:latest` in a job, \
            registry.example.com/group/project/backend elsewhere.",
        "Tag before you push: `docker tag backend \"$CI_REGISTRY_IMAGE/backend\"`",
    ],
    alike: &[(
        "asked-another-service",
        "There another host is named on purpose.",
    )],
    docs: "https://docs.gitlab.com/user/packages/container_registry/build_and_push_images/",
};

/// SSH refused the key.
///
/// Source: OpenSSH: `sshconnect2.c`.
pub static SSH_KEY_REFUSED: Code = Code {
    id: "ssh-key-refused",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "SSH was used, where tokens play no part",
    why: "The address of the repository begins with git@ or ssh://. There only keys count; no token \
        was sent or looked at.",
    recognise: "\"Permission denied (publickey)\" or \"Host key verification failed\".",
    fixes: &[
        "To use a token, clone over HTTPS: {project_url}.git",
        "To use SSH, add the public key to the account: {instance}/-/user_settings/ssh_keys",
        "In a job take the address from `CI_REPOSITORY_URL`, or rewrite it: `git config \
            url.\"https://HOST/\".insteadOf git@HOST:`",
    ],
    alike: &[(
        "login-refused",
        "There Git went over HTTPS, and the login failed.",
    )],
    docs: "https://docs.gitlab.com/user/ssh/",
};

/// A size limit was reached.
///
/// Source: `app/controllers/concerns/lfs_request.rb`, `lib/gitlab/git_access.rb`.
pub static SIZE_LIMIT: Code = Code {
    id: "size-limit",
    cause: Cause::NotATokenProblem,
    gate: None,
    title: "A size limit was reached",
    why: "The repository, the push, or a file in it is larger than the instance or group allows. \
        The token was accepted.",
    recognise: "406 with a text about the size on LFS, 413 from the web server, or \"remote: \
        GitLab:\" with a size.",
    fixes: &[
        "Leave out what is large, or move it to Git LFS: `git lfs migrate import \
            --include=\"*.zip\"`",
        "A repository becomes smaller only when its history is cleaned. Settings > Repository > \
            Repository maintenance (Repository cleanup in older releases): \
            {project_url}/-/settings/repository",
        "An administrator or owner raises the limit: Admin area > Settings > General > Account \
            and limit, or the settings of the group.",
    ],
    alike: &[
        (
            "quota-exceeded",
            "There the plan or quota of the namespace is used up.",
        ),
        (
            "user-cap-reached",
            "There the namespace as a whole is over its limits.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/repository/repository_size/",
};
