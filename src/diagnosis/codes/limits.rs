//! Codes found at the gate `limits`: throttles, bans, and instances that are closed or broken.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// Too many requests.
///
/// Source: `lib/gitlab/rack_attack.rb`, `lib/gitlab/rack_attack/request_throttle_data.rb`.
pub static THROTTLED: Code = Code {
    id: "throttled",
    cause: Cause::RateLimited,
    gate: Some(Gate::Limits),
    title: "Too many requests",
    why: "This address or user sent more requests than the instance allows in a while. GitLab \
        refuses the rest before it looks at the token.",
    recognise: "Status 429 with plain text, by default \"Retry later\", and the headers \
        `Retry-After` and `RateLimit-*`. `RateLimit-Name` names the limit. An administrator can \
        change the text.",
    fixes: &[
        "Wait the number of seconds in `Retry-After`, then go on. Make the client obey this \
            header.",
        "Send fewer requests: ask for more rows at once (`per_page=100`), cache answers, spread \
            jobs over time.",
        "Send the token with every request. Limits for callers without a token are lower on most \
            instances, and they count for the whole address.",
        "On your own instance: Admin area > Settings > Network > User and IP rate limits.",
    ],
    alike: &[
        (
            "endpoint-throttled",
            "There the answer is JSON and speaks of this endpoint.",
        ),
        (
            "address-banned",
            "There the status is 403, after failed logins.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/rate_limits/",
};

/// This endpoint was asked too often.
///
/// Source: `lib/api/helpers/rate_limiter.rb`, `lib/api/helpers.rb`.
pub static ENDPOINT_THROTTLED: Code = Code {
    id: "endpoint-throttled",
    cause: Cause::RateLimited,
    gate: Some(Gate::Limits),
    title: "This endpoint was asked too often",
    why: "Some endpoints have a limit of their own, besides the general one. This one was asked \
        too often in a short time.",
    recognise: "Status 429 with `{\"message\":{\"error\":\"This endpoint has been requested too \
        many times. Try again later.\"}}`. Newer releases add `Retry-After: 60`.",
    fixes: &[
        "Wait a minute, then go on at a slower pace.",
        "Ask for a list once, instead of for each item.",
        "On your own instance, limits of single endpoints are in Admin area > Settings > Network.",
    ],
    alike: &[
        (
            "throttled",
            "There the answer is plain text and comes with `RateLimit-*` headers.",
        ),
        (
            "migrations-running",
            "There the message speaks of database migrations.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/rate_limits/",
};

/// The address is banned after failed logins.
///
/// Source: `lib/gitlab/auth/ip_blocked.rb`, `lib/gitlab/auth.rb`.
pub static ADDRESS_BANNED: Code = Code {
    id: "address-banned",
    cause: Cause::RateLimited,
    gate: Some(Gate::Limits),
    title: "The address is banned after failed logins",
    why: "Too many failed logins over Git or the container registry came from this address. \
        GitLab then refuses the whole address for a time, also for good tokens and for other \
        people behind the same address.",
    recognise: "Status 403 with the plain text \"Too many failed authentication attempts from \
        this IP\".",
    fixes: &[
        "Stop what sends the wrong token: look for an old password or token in jobs, mirrors, \
            Docker configuration, and `git credential` stores.",
        "Then wait. The ban ends by itself, by default after an hour.",
        "An administrator can lift it at once, and can except the address from the ban.",
    ],
    alike: &[
        (
            "blocked-before-gitlab",
            "A firewall uses words of its own, and its answer has no `X-Gitlab-Meta`.",
        ),
        (
            "too-many-addresses",
            "There one user comes from many addresses, and Git gets an empty 403.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/rate_limits/",
};

/// GitLab is migrating its database.
///
/// Source: `lib/api/ci/helpers/runner.rb`, `lib/api/ci/runner.rb`.
pub static MIGRATIONS_RUNNING: Code = Code {
    id: "migrations-running",
    cause: Cause::RateLimited,
    gate: Some(Gate::Limits),
    title: "GitLab is migrating its database",
    why: "GitLab is changing its database during an upgrade and asks runners to hold back. The \
        token was not judged.",
    recognise: "Status 429 with \"Executing database migrations. Please retry later.\" and \
        `Retry-After: 60`, on the runner API.",
    fixes: &[
        "Wait. Runners ask again by themselves.",
        "If it lasts for hours, have an administrator look at the upgrade of {instance}.",
    ],
    alike: &[("throttled", "There the text is not about migrations.")],
    docs: "https://docs.gitlab.com/update/background_migrations/",
};

/// GitLab is in maintenance mode.
///
/// Source: `ee/lib/ee/gitlab/git_access.rb`, `doc/administration/maintenance_mode/_index.md`.
pub static MAINTENANCE_MODE: Code = Code {
    id: "maintenance-mode",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "GitLab is in maintenance mode",
    why: "An administrator has put GitLab into maintenance mode. Reading works, changing does \
        not, and writes are refused before the token is looked at.",
    recognise: "Status 503 with \"GitLab Maintenance: system is in maintenance mode\". A push \
        gets 403 with \"in (read-only) maintenance mode\". Older releases answer writes with 403 \
        and \"read-only instance\".",
    fixes: &[
        "Wait until the maintenance ends. Reading requests work in the meantime.",
        "An administrator switches it off in Admin area > Settings > General > Maintenance mode.",
    ],
    alike: &[
        (
            "read-only-instance",
            "The same words come from a read-only database and from a Geo secondary site.",
        ),
        (
            "overloaded",
            "A 503 without the word maintenance is overload or a broken part.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/maintenance_mode/",
};

/// The instance is read-only.
///
/// Source: `lib/gitlab/middleware/read_only/controller.rb`, `lib/gitlab/git_access.rb`.
pub static READ_ONLY_INSTANCE: Code = Code {
    id: "read-only-instance",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The instance is read-only",
    why: "The database of this instance is read-only just now. It is a Geo secondary site, a \
        site in the middle of a move, or an older release in maintenance mode.",
    recognise: "\"You cannot perform write operations on a read-only instance\" with 403 in \
        older releases (for the newest the status is not verified), or \"You can't push code to \
        a read-only GitLab instance.\" A write without a JSON content type may get a redirect.",
    fixes: &[
        "Send writes to the primary site.",
        "If this is the primary site, wait, or ask an administrator whether it was made \
            read-only on purpose.",
    ],
    alike: &[
        (
            "maintenance-mode",
            "There newer releases name the maintenance mode.",
        ),
        (
            "organization-read-only",
            "There the message names the organization.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/read_only_gitlab/",
};

/// The organization is read-only for the moment.
///
/// Source: `lib/api/helpers.rb`.
pub static ORGANIZATION_READ_ONLY_FOR_NOW: Code = Code {
    id: "organization-read-only-for-now",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The organization is read-only for the moment",
    why: "The organization is read-only for a limited time, for example while it is moved. \
        GitLab refuses every write in it until then.",
    recognise: "Status 503 with \"This organization is currently in read-only mode. Write \
        operations are temporarily disabled.\" and `Retry-After: 60`. Known from 19.x.",
    fixes: &[
        "Wait as long as `Retry-After` says, and try again. Reading works in the meantime.",
        "If it lasts, ask the owner of the organization or an administrator of {instance}.",
    ],
    alike: &[
        (
            "organization-read-only",
            "There the status is 403 and no end is promised. Git and GraphQL do not tell the two \
                apart.",
        ),
        (
            "maintenance-mode",
            "There the whole instance is closed for writes.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/organization/",
};

/// GitLab failed inside.
///
/// Source: `lib/api/helpers.rb`.
pub static INTERNAL_ERROR: Code = Code {
    id: "internal-error",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "GitLab failed inside",
    why: "GitLab met a fault of its own. The token may be good: what it would have said is not \
        known.",
    recognise: "Status 500 with \"500 Internal Server Error\" or \"Internal server error\".",
    fixes: &[
        "Try once more, later. If a single request always fails, try it with fewer parameters.",
        "Give the header `X-Request-Id` to an administrator. The log lines of this request carry \
            it as `correlation_id`.",
        "Check that {token_source} holds only the token. By the source, a job token of more than \
            8192 bytes leads to a 500.",
    ],
    alike: &[("gateway-error", "There GitLab itself did not answer.")],
    docs: "https://docs.gitlab.com/administration/logs/tracing_correlation_id/",
};

/// GitLab is down behind its front door.
///
/// Source: the web server or load balancer in front of GitLab.
pub static GATEWAY_ERROR: Code = Code {
    id: "gateway-error",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "GitLab is down behind its front door",
    why: "The front door of the instance answers, but GitLab behind it does not. It restarts, is \
        overloaded, or is down.",
    recognise: "Status 502, 503, or 504 with an HTML page (\"GitLab is not responding\", \"Bad \
        Gateway\"), without `X-Gitlab-Meta`.",
    fixes: &[
        "Wait a few minutes and try again. After a restart GitLab needs some minutes.",
        "On GitLab.com, look at https://status.gitlab.com",
        "On your own instance: `sudo gitlab-ctl status` and `sudo gitlab-ctl tail puma`.",
    ],
    alike: &[
        (
            "maintenance-mode",
            "There the body is JSON and speaks of maintenance.",
        ),
        (
            "proxy-in-the-way",
            "A 502 or 503 of your own proxy names the proxy.",
        ),
    ],
    docs: "https://docs.gitlab.com/omnibus/troubleshooting/",
};

/// A part of GitLab is overloaded.
///
/// Source: `lib/api/api.rb`.
pub static OVERLOADED: Code = Code {
    id: "overloaded",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "A part of GitLab is overloaded",
    why: "A part of GitLab, mostly Gitaly, is at its limit for work at the same time and turns \
        this request away.",
    recognise: "Status 503 with JSON, often with `Retry-After`. The message names the limit that \
        was reached.",
    fixes: &[
        "Wait as long as `Retry-After` says, and try again.",
        "Run fewer clones and pipelines on the same repository at the same time. Shallow clones \
            help (`GIT_DEPTH`).",
        "An administrator finds the limits in the concurrency settings of Gitaly.",
    ],
    alike: &[
        (
            "git-server-down",
            "There the text says that Gitaly is not available.",
        ),
        (
            "gateway-error",
            "There the body is HTML and GitLab itself did not answer.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/gitaly/concurrency_limiting/",
};

/// The Git server behind GitLab is down.
///
/// Source: `app/controllers/repositories/git_http_controller.rb`.
pub static GIT_SERVER_DOWN: Code = Code {
    id: "git-server-down",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The Git server behind GitLab is down",
    why: "GitLab runs, but Gitaly, the part that reads and writes repositories, does not answer.",
    recognise: "Status 503 with \"The git server, Gitaly, is not available at this time. Please \
        contact your administrator.\"",
    fixes: &[
        "Try again in a few minutes.",
        "If it stays, tell an administrator of {instance}: `sudo gitlab-ctl status gitaly`, or \
            `sudo gitlab-rake gitlab:gitaly:check`.",
    ],
    alike: &[(
        "overloaded",
        "There Gitaly is up and turns away what is too much.",
    )],
    docs: "https://docs.gitlab.com/administration/gitaly/troubleshooting/",
};

/// The repository is being moved and is read-only.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static REPOSITORY_READ_ONLY: Code = Code {
    id: "repository-read-only",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The repository is being moved and is read-only",
    why: "GitLab moves this repository to another storage and lets nobody write to it meanwhile. \
        Pulling works.",
    recognise: "Status 403 with \"The repository is temporarily read-only. Please try again \
        later.\"",
    fixes: &[
        "Push again in some minutes.",
        "If it stays read-only for hours, the move was probably broken off. An administrator can \
            look at the storage moves of {project}.",
    ],
    alike: &[
        (
            "project-archived",
            "There the message says that the project is archived.",
        ),
        (
            "read-only-instance",
            "There the message names the whole instance.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/operations/moving_repositories/",
};

/// The push took too long inside GitLab.
///
/// Source: `lib/gitlab/git_access.rb`.
pub static PUSH_TIMED_OUT: Code = Code {
    id: "push-timed-out",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The push took too long inside GitLab",
    why: "The checks before a push may take 50 seconds. This push needed longer, so GitLab broke \
        it off.",
    recognise: "Status 503 with \"Push operation timed out\" and a list of times for each check.",
    fixes: &[
        "Push less at once: some hundred commits at a time, or the branches one by one.",
        "Read the times in the message: they name the check that is slow, often LFS or push rules.",
        "Put large files into Git LFS, and keep them out of the history.",
    ],
    alike: &[
        ("timed-out", "There the client gave up without an answer."),
        ("size-limit", "There the message names a size."),
    ],
    docs: "https://docs.gitlab.com/topics/git/troubleshooting_git/",
};

/// The licence of the instance blocks this.
///
/// Source: `ee/lib/ee/gitlab/git_access.rb`.
pub static LICENCE_BLOCKS: Code = Code {
    id: "licence-blocks",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The licence of the instance blocks this",
    why: "The licence of this instance has run out or lacks the add-on that is used, and GitLab \
        blocks changes because of it.",
    recognise: "Status 403 on a push with a text about the licence or subscription, or \"Your \
        current license does not have GitLab Geo add-on enabled.\"",
    fixes: &[
        "An administrator adds a valid licence in Admin area > Subscription, or in Admin area > \
            Settings > General > Add license.",
        "Until then, reading still works.",
    ],
    alike: &[(
        "user-cap-reached",
        "There the message is about the number of users or the storage of a namespace on \
                GitLab.com.",
    )],
    docs: "https://docs.gitlab.com/administration/license_file/",
};

/// The runner belongs to nobody any more.
///
/// Source: `lib/api/ci/runner.rb`.
pub static RUNNER_ORPHANED: Code = Code {
    id: "runner-orphaned",
    cause: Cause::ServerSide,
    gate: Some(Gate::Limits),
    title: "The runner belongs to nobody any more",
    why: "The project or group that owned this runner is gone, so GitLab no longer gives it \
        jobs. This reading follows from the source and the documentation of the endpoint; the \
        text itself was not observed.",
    recognise: "Status 422 on the runner API, with a message about an orphaned runner.",
    fixes: &[
        "Make a new runner in the project or group that shall use it, and register it with the \
            new token. Settings > CI/CD > Runners: \
            {project_url}/-/settings/ci_cd#js-runners-settings",
        "Remove the old entry from `config.toml`.",
    ],
    alike: &[(
        "runner-token-unknown",
        "There the status is 403: GitLab does not know the token at all.",
    )],
    docs: "https://docs.gitlab.com/ci/runners/runners_scope/",
};
