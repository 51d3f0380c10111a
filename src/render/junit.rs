//! The `JUnit` format: one test case per entry, for the Tests tab of a pipeline.
//!
//! | outcome | test case |
//! | --- | --- |
//! | granted | passed |
//! | refused | failed |
//! | refused before the token could be judged (network, limits, server) | error |
//! | unknown | error: a check that could not be made |
//! | not probed, or found by a healthy survey | skipped |
//!
//! Advice that makes the verdict a problem is a failed case of its own. A connection of a file is one case.
//!
//! An error is what test reports call a check that broke, and a failure is a check that said no;
//! this is the line between exit codes 4 and 3. GitLab shows the text of a failure and drops its
//! attributes (`lib/gitlab/ci/parsers/test/junit.rb`), so the text says everything: it is what the
//! table says, plain and at a fixed width. A run that found nothing to check has one skipped case.

use std::io::{self, BufWriter, Write};

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{Style, safe, table, words};
use crate::report::{
    Advice, Connection, Entry, FoundCredential, Outcome, Report, Severity, Verdict,
};

/// The width at which a failure is told: the Tests tab does not wrap.
const WIDTH: usize = 100;

/// Writes a report.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let name = format!("glwhy {}", report.command.name());
    let mut suite = TestSuite::new(name.as_str());
    if report.connections.is_empty() {
        for entry in &report.entries {
            suite.add_test_case(case(report, entry, &name));
        }
    }
    for connection in &report.connections {
        suite.add_test_case(connection_case(report, connection, &name));
    }
    let problems = report.advice.iter();
    for problem in problems.filter(|advice| advice.severity == Severity::Problem) {
        suite.add_test_case(advised(problem, &name));
    }
    if report.entries.is_empty() {
        suite.add_test_case(nothing(report, &name));
    }
    let mut whole = quick_junit::Report::new("glwhy");
    whole.add_test_suite(suite);
    let mut out = BufWriter::new(out);
    whole.serialize(&mut out).map_err(io::Error::other)?;
    out.flush()
}

fn case(report: &Report, entry: &Entry, class: &str) -> TestCase {
    let mut case = TestCase::new(name(report, entry), status(report, entry));
    match &entry.need {
        Some(need) => case.set_classname(format!("{class} {}", need.capability.group.name())),
        None => case.set_classname(class),
    };
    let is_taken = |credential: &&FoundCredential| credential.is_taken;
    if let Some(checkup) = &report.checkup
        && let Some(taken) = checkup.credentials.iter().find(is_taken)
        && taken.entry == entry.id
    {
        case.set_system_out(words::next_step(checkup));
    } else if entry.outcome == Outcome::Granted && !entry.warnings.is_empty() {
        case.set_system_out(failure_text(report, entry));
    }
    case
}

/// A connection of a file is one case, whatever was asked of it.
fn connection_case(report: &Report, connection: &Connection, class: &str) -> TestCase {
    let failure_text = || table::render_connection(report, connection, &style());
    let reason = connection.reason(report);
    let status = match (connection.verdict(report), reason) {
        (Verdict::Unknown, None) => skipped("only planned: nothing was sent"),
        (Verdict::Healthy, _) | (_, None) => TestCaseStatus::success(),
        (Verdict::Unknown, Some(reason)) if reason.code == "not-asked" => skipped("not asked"),
        (verdict, Some(reason)) => {
            let mut status = TestCaseStatus::non_success(kind(verdict));
            status.set_message(reason.code);
            status.set_type(reason.cause.unwrap_or(reason.code));
            status.set_description(failure_text());
            status
        }
    };
    let is_fine = matches!(status, TestCaseStatus::Success { .. });
    let mut case = TestCase::new(safe::one_line(&connection.name), status);
    case.set_classname(class);
    let is_warned = |advice: &Advice| advice.severity >= Severity::Warning;
    if is_fine && connection.advice.iter().any(is_warned) {
        case.set_system_out(failure_text());
    }
    case
}

const fn kind(verdict: Verdict) -> NonSuccessKind {
    match verdict {
        Verdict::Problem => NonSuccessKind::Failure,
        Verdict::Unknown | Verdict::Healthy => NonSuccessKind::Error,
    }
}

/// Advice that makes the verdict a problem must not be missing from a green report.
fn advised(problem: &Advice, class: &str) -> TestCase {
    let text = safe::one_line(&problem.text);
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(text.as_str());
    status.set_type(problem.code);
    status.set_description(text);
    let mut case = TestCase::new(format!("advice: {}", problem.code), status);
    case.set_classname(class);
    case
}

/// GitLab tells cases apart by their names, so the token is part of it where there are several.
fn name(report: &Report, entry: &Entry) -> String {
    let subject = &entry.subject;
    let name = match (report.token_of(entry), words::token_name(report, entry)) {
        (Some(token), _) if report.tokens.len() > 1 => {
            format!("{subject} ({} from {})", token.display, token.source)
        }
        (_, Some(name)) => format!("{subject} ({name})"),
        (_, None) => subject.clone(),
    };
    safe::one_line(&name)
}

fn status(report: &Report, entry: &Entry) -> TestCaseStatus {
    match entry.outcome {
        Outcome::Granted => TestCaseStatus::success(),
        Outcome::NotProbed => skipped(entry.missing.as_deref().unwrap_or("not asked")),
        // What a survey finds refused was nobody's need: a run that is healthy has no failures.
        Outcome::Refused | Outcome::Unknown if report.verdict() == Verdict::Healthy => {
            let reason = entry.diagnosis.as_ref().map(words::headline);
            let mut status = skipped(&reason.unwrap_or_else(|| words::outcome(entry)));
            status.set_description(failure_text(report, entry));
            status
        }
        Outcome::Refused | Outcome::Unknown => not_passed(report, entry),
    }
}

fn skipped(reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(safe::one_line(reason));
    status
}

fn not_passed(report: &Report, entry: &Entry) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind(entry.verdict()));
    if let Some(diagnosis) = &entry.diagnosis {
        status.set_message(words::headline(diagnosis));
        status.set_type(diagnosis.primary.cause().name());
    } else {
        status.set_message(words::outcome(entry));
        status.set_type("unknown");
    }
    status.set_description(failure_text(report, entry));
    status
}

/// What the table would say of this entry alone. The first that did not pass has what is true of all.
fn failure_text(report: &Report, entry: &Entry) -> String {
    let mut text = table::render_entry(report, entry, &style());
    let mut failed = report
        .entries
        .iter()
        .filter(|entry| entry.outcome != Outcome::Granted);
    if failed.next().is_some_and(|first| first.id == entry.id) {
        text.push_str(&table::render_advice(report, &style()));
    }
    text
}

fn style() -> Style {
    Style {
        width: WIDTH,
        ..Style::default()
    }
}

fn nothing(report: &Report, class: &str) -> TestCase {
    let reason = words::nothing(report.command);
    let status = match &report.checkup {
        Some(checkup) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(reason);
            status.set_description(words::next_step(checkup));
            status
        }
        None => skipped(reason),
    };
    let mut case = TestCase::new("nothing to check", status);
    case.set_classname(class);
    case
}
