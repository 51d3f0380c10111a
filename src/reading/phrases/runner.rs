//! TABLE: what gitlab-runner, release-cli, and the agent print.

use crate::catalogue::Surface::{Rest, Runner};
use crate::reading::phrase::{
    Phrase,
    Tells::{self, About, Client, Status},
    phrase,
};

const RUNNER: &str = "gitlab-runner: network/gitlab.go, commands/register.go";
const UPLOADS: &str = "gitlab-runner: network/gitlab.go, commands/helpers/artifacts_uploader.go";
const RELEASE: &str = "release-cli: internal/gitlab/client.go";

const fn row(words: &'static str, tells: Tells, source: &'static str) -> Phrase {
    phrase(words, tells, source)
}

pub(super) static PHRASES: &[Phrase] = &[
    row("Registering runner... forbidden", Client(Runner), RUNNER),
    row("Registering runner... failed", About(Runner), RUNNER),
    row("Registering runner... error", About(Runner), RUNNER),
    row("Verifying runner... is removed", Client(Runner), RUNNER),
    row("Verifying runner... is not valid", Client(Runner), RUNNER),
    row("Verifying runner... failed", About(Runner), RUNNER),
    row("Verifying runner... error", About(Runner), RUNNER),
    row("Checking for jobs... forbidden", Client(Runner), RUNNER),
    row("Checking for jobs... failed", About(Runner), RUNNER),
    row("Checking for jobs... error", About(Runner), RUNNER),
    row("Checking for builds... forbidden", Client(Runner), RUNNER),
    row("Checking for builds... failed", About(Runner), RUNNER),
    row(
        "is not healthy and will be disabled",
        Client(Runner),
        RUNNER,
    ),
    row(
        "Unregistering runner from GitLab forbidden",
        Client(Runner),
        RUNNER,
    ),
    row(
        "Appending trace to coordinator... forbidden",
        Status(Some(Runner), 403),
        UPLOADS,
    ),
    row(
        "Appending trace to coordinator... job failed",
        Client(Runner),
        UPLOADS,
    ),
    row(
        "Submitting job to coordinator... job failed",
        Client(Runner),
        UPLOADS,
    ),
    row("Appending trace to coordinator...", About(Runner), UPLOADS),
    row(
        "Submitting job to coordinator... forbidden",
        Status(Some(Runner), 403),
        UPLOADS,
    ),
    row("Submitting job to coordinator...", About(Runner), UPLOADS),
    row(
        "Updating job... forbidden",
        Status(Some(Runner), 403),
        UPLOADS,
    ),
    row(
        "to coordinator... forbidden",
        Status(Some(Runner), 403),
        UPLOADS,
    ),
    row(
        "to coordinator... unauthorized",
        Status(Some(Runner), 401),
        UPLOADS,
    ),
    row(
        "to coordinator... not found",
        Status(Some(Runner), 404),
        UPLOADS,
    ),
    row(
        "to coordinator... too large archive",
        Status(Some(Runner), 413),
        UPLOADS,
    ),
    row("to coordinator... POST http", About(Runner), UPLOADS),
    row("to coordinator... failed", About(Runner), UPLOADS),
    row("to coordinator... error", About(Runner), UPLOADS),
    row(
        "from coordinator... forbidden",
        Status(Some(Runner), 403),
        UPLOADS,
    ),
    row(
        "from coordinator... unauthorized",
        Status(Some(Runner), 401),
        UPLOADS,
    ),
    row(
        "from coordinator... not found",
        Status(Some(Runner), 404),
        UPLOADS,
    ),
    row("from coordinator... failed", About(Runner), UPLOADS),
    row("from coordinator... error", About(Runner), UPLOADS),
    row(
        "Failed to create runner: ",
        About(Runner),
        "ansible: community.general.gitlab_runner",
    ),
    row("API Error Response status_code", About(Rest), RELEASE),
    row(
        "invalid token supplied",
        About(Runner),
        "GitLab: lib/api/ci/runner.rb",
    ),
    row("agent not found", Client(Rest), "agentk: seen in its log"),
];
