//! What is at hand (`doctor`), as a table of credentials and the one thing to do next.

use super::{Document, background, remarks, requests};
use crate::render::escape::{code, prose};
use crate::render::{Style, words};
use crate::report::{Checkup, FoundCredential, Report};

/// Draws the whole of it.
pub(super) fn render(note: &mut Document, report: &Report, checkup: &Checkup, style: &Style) {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(report.instance.as_ref().map(|instance| {
        let release = words::release(instance);
        let release = release.map_or(String::new(), |release| format!(", {}", prose(&release)));
        format!("- instance: {}{release}", code(&instance.url))
    }));
    facts.extend(checkup.target.as_ref().map(|target| {
        let sight = words::sight(checkup);
        let sight = sight.map_or(String::new(), |sight| format!(", {}", prose(&sight)));
        format!("- project: {}{sight}", code(target))
    }));
    note.lines(facts);
    note.paragraph(&format!("### {}", prose(&words::credentials(checkup))));
    let rows: Vec<Vec<String>> = checkup
        .credentials
        .iter()
        .filter_map(|credential| row(report, credential))
        .collect();
    if !rows.is_empty() {
        note.table(&["found in", "token", "state", "read by", "reason"], rows);
    }
    note.paragraph("### Do this next");
    note.paragraph(&prose(&checkup.next));
    note.lines(checkup.how.iter().map(|how| format!("- {}", code(how))));
    if !style.quiet {
        if !report.advice.is_empty() {
            note.paragraph("### Advice");
            remarks(note, &report.advice);
        }
        background(note, report);
        requests(note, &report.requests);
    }
}

fn row(report: &Report, credential: &FoundCredential) -> Option<Vec<String>> {
    let token = report.tokens.iter().find(|it| it.id == credential.token)?;
    let entry = report.entries.iter().find(|it| it.id == credential.entry)?;
    let reason = entry.diagnosis.as_ref().map(words::headline);
    let reason = reason.or_else(|| entry.missing.clone());
    Some(vec![
        code(&token.source),
        format!("{}, {}", code(&token.display), prose(&words::kind(token))),
        prose(&words::life(token, entry)),
        prose(&credential.readers.join(", ")),
        prose(&reason.unwrap_or_default()),
    ])
}
