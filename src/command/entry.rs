//! From a case and its ruling to an entry of the report.

use super::context::Context;
use super::operation;
use crate::answers::Cause;
use crate::diagnosis::{Case, Diagnosis, Ruling, Subject};
use crate::observation::{Exchange, Observation};
use crate::report::{Advice, AnswerSummary, Basis, Entry, Outcome};

/// Makes an entry out of a ruling. Its id is given when the report is put together.
pub(crate) fn entry_from(case: &Case, ruling: Ruling, basis: Basis, token: Option<&str>) -> Entry {
    let mut entry = Entry {
        id: String::new(),
        token: token.map(str::to_owned),
        subject: case
            .subject
            .as_ref()
            .map_or_else(|| "a refusal".to_owned(), Subject::shown),
        file: None,
        line: None,
        count: 1,
        outcome: Outcome::Unknown,
        basis,
        answer: case.answer().and_then(Observation::exchange).map(answer),
        gates: Vec::new(),
        diagnosis: None,
        missing: None,
        warnings: Vec::new(),
        need: None,
        log: None,
        asked_by: Vec::new(),
    };
    match ruling {
        Ruling::Granted {
            ladder,
            token_unread,
        } => {
            entry.outcome = Outcome::Granted;
            entry.gates = ladder;
            if token_unread {
                entry.warnings.push(token_not_read());
            }
            if basis == Basis::Derived {
                entry.warnings.push(derived_only());
            }
        }
        Ruling::Refused(diagnosis) => {
            if let Some(host) = case.host.as_ref().filter(|_| case.is_stranger) {
                let text = format!(
                    "Nothing here calls {host} a GitLab: the diagnosis holds if it is one."
                );
                entry.warnings.push(Advice::note("host-not-known", text));
            }
            if is_said_by_gitlab(&diagnosis, basis) {
                entry.outcome = Outcome::Refused;
            } else {
                entry.missing = Some("an answer of GitLab itself to this".to_owned());
            }
            entry.gates.clone_from(&diagnosis.ladder);
            entry.diagnosis = Some(*diagnosis);
        }
        Ruling::Open { ladder, missing } => {
            entry.gates = ladder;
            entry.missing = Some(missing);
        }
    }
    if entry.outcome != Outcome::Granted {
        entry.warnings.extend(operation::notes(case));
    }
    entry
}

/// The entry of what was only planned.
pub(super) fn planned_entry(case: &Case, context: &Context) -> Entry {
    let ruling = Ruling::Open {
        ladder: Vec::new(),
        missing: "only planned: nothing was sent".to_owned(),
    };
    let mut entry = entry_from(case, ruling, Basis::Derived, context.token_id());
    entry.outcome = Outcome::NotProbed;
    entry
}

/// Whether GitLab refused, or would. Where nothing answered, or somebody else did, nobody refused; and
/// who is throttled elsewhere is not refused here.
const fn is_said_by_gitlab(diagnosis: &Diagnosis, basis: Basis) -> bool {
    let cause = diagnosis.primary.cause();
    let may_pass = matches!(cause, Cause::RateLimited | Cause::ServerSide);
    !(matches!(cause, Cause::Network) || may_pass && matches!(basis, Basis::Derived))
}

fn token_not_read() -> Advice {
    Advice::warning(
        "token-not-read",
        "The answer is the one that everybody gets: this route did not read the token.",
    )
}

fn derived_only() -> Advice {
    Advice::note(
        "derived-only",
        "Nothing was sent. What no safe request tells can still stop it: a protected branch \
         or tag, a rule of the project, maintenance of the instance.",
    )
}

fn answer(exchange: &Exchange) -> AnswerSummary {
    AnswerSummary {
        status: exchange.status,
        body_shape: exchange.body.shape.name(),
        excerpt: exchange.body.shape.excerpt(),
        correlation_id: correlation_id(exchange),
    }
}

/// GitLab's own logs hold the request under this id (`X-Gitlab-Meta`, `X-Request-Id`).
fn correlation_id(exchange: &Exchange) -> Option<String> {
    let id = exchange.headers.get("x-request-id")?;
    let plain = id.len() <= 64
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| id.to_owned())
}
