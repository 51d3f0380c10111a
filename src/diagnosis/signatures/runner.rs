//! What the API for runners answers.
//!
//! Runners send their own tokens, and jobs prove themselves with the number of the job and its
//! token. The words are those of the REST API with reasons of their own.

use crate::catalogue::Surface;
use crate::diagnosis::codes::{lifetime, limits, resource};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const HERE: &[Surface] = &[Surface::Runner];
const HELPERS: &str = "lib/api/ci/helpers/runner.rb";
const ROUTES: &str = "lib/api/ci/runner.rb";

/// The rows.
pub static ROWS: &[Signature] = &[
    Signature::new(
        "runner.403.token",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden"),
        &lifetime::RUNNER_TOKEN_UNKNOWN,
    )
    .because("the runner token is unknown, or the job and its token do not belong together")
    .source(HELPERS, ReadNow)
    .weight(60),
    Signature::new(
        "runner.403.registration",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - invalid token supplied"),
        &lifetime::RUNNER_TOKEN_UNKNOWN,
    )
    .because("the registration token that was sent is not known")
    .source(
        "app/services/ci/runners/register_runner_service.rb",
        Unverified,
    )
    .weight(60),
    Signature::new(
        "runner.403.job_not_processing",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - Job is not processing on runner"),
        &lifetime::JOB_FINISHED,
    )
    .because("the job does not run any more, so its token is over")
    .source(HELPERS, ReadNow)
    .decisive(),
    Signature::new(
        "runner.403.job_not_running",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - Job is not running"),
        &lifetime::JOB_FINISHED,
    )
    .because(
        "the job does not run any more, so its token is over; older releases say it \
            this way",
    )
    .source(HELPERS, ReadOlder)
    .decisive(),
    Signature::new(
        "runner.403.job_token_expired",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - Job token has expired"),
        &lifetime::JOB_TOKEN_EXPIRED,
    )
    .because("the time that the job token names itself is over")
    .source(HELPERS, ReadNow)
    .decisive(),
    Signature::new(
        "runner.403.job_erased",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - Job has been erased!"),
        &lifetime::JOB_FINISHED,
    )
    .because("the job was erased, and its token with it")
    .source(HELPERS, ReadNow)
    .decisive(),
    Signature::new(
        "runner.403.project_deleted",
        HERE,
        &[403],
        Pattern::Message("403 Forbidden - Project has been deleted!"),
        &resource::TARGET_BEING_DELETED,
    )
    .because("the project of the job is gone, or about to be deleted")
    .source(HELPERS, ReadNow)
    .decisive(),
    Signature::new(
        "runner.410.registration",
        HERE,
        &[410],
        Pattern::Message("410 Gone - {reason}"),
        &lifetime::REGISTRATION_TOKENS_DISABLED,
    )
    .because("registration with a registration token is not allowed here: {reason}")
    .source(ROUTES, ReadNow)
    .decisive(),
    Signature::new(
        "runner.422.orphan",
        HERE,
        &[422],
        Pattern::Message("{reason}"),
        &limits::RUNNER_ORPHANED,
    )
    .because("a runner that belongs to nobody any more is turned away: {reason}")
    .source(ROUTES, Derived)
    .weight(40),
    Signature::new(
        "runner.429.migrations",
        HERE,
        &[429],
        Pattern::Message("Executing database migrations. Please retry later."),
        &limits::MIGRATIONS_RUNNING,
    )
    .because("runners are sent away while the database is being migrated")
    .source(HELPERS, ReadNow)
    .decisive(),
];
