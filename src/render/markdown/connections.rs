//! The connections of a file: a table of all, and a section for each that needs a look.

use super::{Document, circumstances, explain, remarks};
use crate::render::escape::{code, prose};
use crate::render::listing::Listing;
use crate::render::{Style, words};
use crate::report::{Advice, Connection, Report, Severity, Verdict};

/// Draws all connections.
pub(super) fn render(note: &mut Document, report: &Report, style: &Style) {
    let tally = report.tally();
    note.paragraph(&prose(&words::connections(report, &tally)));
    if !tally.causes.is_empty() {
        note.paragraph(&format!("By cause: {}", prose(&words::causes(&tally))));
    }
    let listing = Listing::of(report, style);
    if let Some(remark) = listing.remark() {
        note.paragraph(&format!("Left out: {}.", prose(&remark)));
    }
    remarks(note, &report.advice);
    if !listing.shown.is_empty() {
        let header = ["connection", "verdict", "reason", "gate", "days left"];
        let rows = listing.shown.iter();
        note.table(&header, rows.map(|listed| row(listed.connection, report)));
    }
    for listed in listing.shown.iter().filter(|listed| listed.says_fix) {
        section(note, listed.connection, report, style);
    }
}

fn row(connection: &Connection, report: &Report) -> Vec<String> {
    let reason = connection.reason(report);
    let gate = reason.and_then(|reason| reason.gate);
    vec![
        code(&connection.name),
        words::verdict(connection, report).to_owned(),
        reason.map_or(String::new(), |reason| code(reason.code)),
        gate.map_or(String::new(), |gate| gate.name().to_owned()),
        words::days_left(connection, report),
    ]
}

/// Draws what is wrong with a connection, and what to do.
fn section(note: &mut Document, connection: &Connection, report: &Report, style: &Style) {
    let least = if style.quiet {
        Severity::Problem
    } else {
        Severity::Warning
    };
    let advice: Vec<Advice> = connection
        .advice
        .iter()
        .filter(|advice| advice.severity >= least)
        .cloned()
        .collect();
    let verdict = connection.verdict(report);
    let is_fine = verdict == Verdict::Healthy || connection.is_planned(report);
    if is_fine && advice.is_empty() {
        return;
    }
    let (name, outcome) = (code(&connection.name), words::verdict(connection, report));
    note.paragraph(&format!("### {name}: {outcome}"));
    let entries = connection.entries_of(report);
    for entry in entries
        .iter()
        .filter(|entry| entry.verdict() != Verdict::Healthy)
    {
        if entries.len() > 1 || entry.need.is_some() {
            let subject = code(&entry.subject);
            note.paragraph(&format!("{subject}: {}", words::outcome(entry)));
        }
        note.paragraph(&circumstances(entry));
        if let Some(diagnosis) = &entry.diagnosis {
            explain(note, diagnosis, style);
        }
        note.paragraph(&words::missing(entry).map(prose).unwrap_or_default());
    }
    let least = connection.least_privilege.as_ref();
    if let Some(least) = least.filter(|_| verdict == Verdict::Problem && !style.quiet) {
        note.paragraph(&prose(&words::least(least)));
    }
    remarks(note, &advice);
}
