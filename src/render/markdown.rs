//! The Markdown format: for tickets and merge-request notes, safe to paste into GitLab.
//!
//! Every text goes through [`escape`], so that nothing in a note speaks in the reader's name. What
//! is long is folded. The format looks at `quiet` and `verbose`, not at width, colour, or `unicode`.

mod checkup;
mod connections;

use super::escape::{cell, code, link, prose};
use super::{Style, words};
use crate::answers::GateState;
use crate::diagnosis::{Diagnosis, Rung};
use crate::report::{
    Advice, Command, ComparedRow, Comparison, Entry, LeastPrivilege, Outcome, Report, Requests,
    TokenRecord,
};

/// Draws a whole report.
pub(super) fn render(report: &Report, style: &Style) -> String {
    let mut note = Document::default();
    if let Some(checkup) = &report.checkup {
        checkup::render(&mut note, report, checkup, style);
        return note.text;
    }
    if !report.connections.is_empty() {
        connections::render(&mut note, report, style);
        return note.text;
    }
    if report.entries.is_empty() {
        note.paragraph(words::nothing(report.command));
    }
    if let Some(comparison) = &report.comparison {
        note.paragraph(&prose(&words::summary(report)));
        compared(&mut note, report, comparison);
    } else if report.entries.len() > 1 {
        note.paragraph(&prose(&words::summary(report)));
        overview(&mut note, report);
    }
    note.lines(
        words::read(report)
            .iter()
            .map(|told| format!("- {}", prose(told))),
    );
    remedies(&mut note, report);
    sections(&mut note, report, style);
    advice(&mut note, &report.advice);
    if !style.quiet {
        least(&mut note, report.least_privilege.as_ref());
        background(&mut note, report);
        requests(&mut note, &report.requests);
    }
    note.text
}

/// Draws what has more to tell than its line in a table; of several tokens, each reason once.
fn sections(note: &mut Document, report: &Report, style: &Style) {
    if report.comparison.is_some() && !style.verbose {
        for shared in words::shared(report) {
            if tells_more(shared.entry, style) {
                section(note, report, shared.entry, &shared.names, style);
            }
        }
        return;
    }
    for entry in &report.entries {
        if report.entries.len() == 1 || tells_more(entry, style) {
            let names: Vec<&str> = words::token_name(report, entry).into_iter().collect();
            section(note, report, entry, &names, style);
        }
    }
}

/// Whether an entry has more to tell than its line in the overview.
fn tells_more(entry: &Entry, style: &Style) -> bool {
    if entry.is_surveyed() {
        return style.verbose;
    }
    match entry.outcome {
        Outcome::Refused | Outcome::Unknown => true,
        Outcome::Granted | Outcome::NotProbed => {
            style.verbose || !entry.warnings.is_empty() || entry.missing.is_some()
        }
    }
}

/// A growing note, in blocks with an empty line between them.
#[derive(Debug, Default)]
struct Document {
    text: String,
}

impl Document {
    /// Adds a block of finished Markdown.
    fn paragraph(&mut self, markdown: &str) {
        if markdown.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(markdown);
        self.text.push('\n');
    }

    /// Adds lines that belong together.
    fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().collect();
        self.paragraph(&lines.join("\n"));
    }

    /// Adds a table of finished cells.
    fn table(&mut self, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let head = format!("| {} |", header.join(" | "));
        let rule = format!("|{}", " --- |".repeat(header.len()));
        let rows = rows.into_iter().map(|row| {
            let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
            format!("| {} |", cells.join(" | "))
        });
        self.lines([head, rule].into_iter().chain(rows));
    }

    /// Adds blocks that are folded away. The title is ours, never text from outside: it is HTML.
    fn folded(&mut self, title: &str, blocks: impl FnOnce(&mut Self)) {
        self.paragraph(&format!("<details><summary>{title}</summary>"));
        blocks(self);
        self.paragraph("</details>");
    }
}

const fn mark(state: GateState) -> &'static str {
    match state {
        GateState::Passed => "\u{2713}",
        GateState::Refused => "\u{2717}",
        GateState::NotReached => "\u{b7}",
        GateState::Unknown => "?",
    }
}

fn overview(note: &mut Document, report: &Report) {
    let by_group = report.entries.iter().any(|entry| entry.need.is_some());
    let rows: Vec<Vec<String>> = report
        .entries
        .iter()
        .map(|entry| {
            let reason = entry.diagnosis.as_ref().map(words::headline);
            let reason = reason.or_else(|| entry.missing.clone()).unwrap_or_default();
            let group = entry
                .need
                .as_ref()
                .map(|need| need.capability.group.title());
            let mut cells = vec![
                subject(entry, words::token_name(report, entry).as_slice()),
                words::outcome(entry),
                prose(&reason),
            ];
            if by_group {
                cells.insert(0, prose(group.unwrap_or_default()));
            }
            cells
        })
        .collect();
    if by_group {
        note.table(&["group", "asked", "outcome", "reason"], rows);
    } else {
        note.table(&["asked", "outcome", "reason"], rows);
    }
}

/// Draws what stops capabilities that were not asked for by name, each reason once.
fn remedies(note: &mut Document, report: &Report) {
    let stops = words::stops(report);
    if stops.is_empty() || !report.entries.iter().any(Entry::is_surveyed) {
        return;
    }
    note.paragraph("### What to do");
    note.lines(stops.iter().map(|stop| {
        let fix = stop.diagnosis.primary.fix.first();
        let fix = fix.map_or(String::new(), |fix| format!(": {}", prose(fix)));
        format!("- {}{fix}", prose(&words::stop_of(stop)))
    }));
}

/// Draws several tokens side by side, and where they part.
fn compared(note: &mut Document, report: &Report, comparison: &Comparison) {
    let names = comparison.columns.iter().map(|column| prose(&column.name));
    let header: Vec<String> = std::iter::once("asked".to_owned()).chain(names).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = comparison.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| prose(&words::compared(cell)));
        std::iter::once(code(&row.subject)).chain(cells).collect()
    });
    note.table(&header, rows);
    note.paragraph("### Where they part");
    if comparison.rows.iter().all(ComparedRow::is_even) {
        note.paragraph(words::EVEN);
    }
    let mut lines: Vec<String> = Vec::new();
    for parting in &comparison.partings {
        let values: Vec<String> = parting
            .values
            .iter()
            .map(|(id, value)| format!("{}: {}", prose(comparison.name_of(id)), prose(value)))
            .collect();
        lines.push(format!("- {}: {}", parting.facet.name(), values.join("; ")));
    }
    for (subjects, fared) in words::by_parting(report, comparison) {
        let subjects: Vec<String> = subjects.iter().map(|subject| code(subject)).collect();
        let fared: Vec<String> = fared
            .iter()
            .map(|(name, words)| format!("{} {}", prose(name), prose(words)))
            .collect();
        lines.push(format!("- {}: {}", subjects.join(", "), fared.join("; ")));
    }
    note.lines(lines);
}

fn subject(entry: &Entry, names: &[&str]) -> String {
    let asked = code(&entry.subject);
    if names.is_empty() {
        return asked;
    }
    format!("{asked} ({})", prose(&names.join(", ")))
}

fn section(note: &mut Document, report: &Report, entry: &Entry, names: &[&str], style: &Style) {
    heading(note, report, entry, names);
    note.paragraph(&circumstances(entry));
    if let Some(group) = &entry.log {
        let rows = words::log(group).into_iter();
        let rows = rows.map(|(name, told)| vec![name.to_owned(), code(&told)]);
        note.table(&["", "GitLab's log"], rows);
    }
    let carded = report.command == Command::Inspect && !style.quiet;
    if let Some(token) = report.token_of(entry).filter(|_| carded) {
        card(note, token);
    }
    if let Some(diagnosis) = &entry.diagnosis {
        explain(note, diagnosis, style);
    }
    note.paragraph(&words::missing(entry).map(prose).unwrap_or_default());
    remarks(note, &entry.warnings);
    let rungs = words::ladder(entry);
    if !rungs.is_empty() && !style.quiet {
        let stop = entry.diagnosis.as_ref().and_then(|found| found.stopped_at);
        let stop = stop.map_or(String::new(), |gate| format!(": up to {gate}"));
        note.folded(&format!("How far it got{stop}"), |note| {
            ladder(note, rungs, entry.diagnosis.as_ref());
        });
    }
}

fn heading(note: &mut Document, report: &Report, entry: &Entry, names: &[&str]) {
    let (subject, outcome) = match (report.command, report.token_of(entry)) {
        (Command::Inspect | Command::Doctor, Some(token)) => (
            format!("Token {}", code(&token.display)),
            prose(&words::token_state(token, entry)),
        ),
        (Command::Inspect | Command::Probe | Command::Explain | Command::Doctor, _) => {
            (subject(entry, names), words::outcome(entry))
        }
    };
    note.paragraph(&format!("### {subject}: {outcome}"));
}

/// Where it was found, and what was answered. The words of the server are always code.
fn circumstances(entry: &Entry) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(words::seen(entry).map(|seen| format!("Found: {}", prose(&seen))));
    if let Some(answer) = &entry.answer {
        let status = answer
            .status
            .map_or(String::new(), |status| format!("{status} "));
        let excerpt = if answer.excerpt.is_empty() {
            String::new()
        } else {
            code(&answer.excerpt)
        };
        parts.push(format!("Answer: {status}{excerpt}").trim_end().to_owned());
        let id = answer.correlation_id.as_ref();
        parts.extend(id.map(|id| format!("Correlation id: {}", code(id))));
    }
    parts.join("; ")
}

fn ladder(note: &mut Document, rungs: &[Rung], diagnosis: Option<&Diagnosis>) {
    let rows = rungs.iter().map(|rung| {
        vec![
            mark(rung.state).to_owned(),
            rung.gate.name().to_owned(),
            prose(&words::rung(rung, diagnosis)),
        ]
    });
    note.table(&["", "gate", "evidence"], rows);
}

fn explain(note: &mut Document, diagnosis: &Diagnosis, style: &Style) {
    let primary = &diagnosis.primary;
    note.paragraph(&format!(
        "**{}** ({})",
        prose(&words::headline(diagnosis)),
        code(&words::names(primary))
    ));
    if style.quiet {
        let first = primary.fix.first().map(|fix| prose(fix));
        return note.paragraph(&first.unwrap_or_default());
    }
    note.lines(primary.because.iter().map(|text| bullet(text)));
    note.paragraph("What to do:");
    let fixes = primary.fix.iter().zip(1..);
    note.lines(fixes.map(|(fix, number)| format!("{number}. {}", prose(fix))));
    alternatives(note, diagnosis);
    if let Some(next) = &diagnosis.next_question {
        let (ask, why) = (prose(&next.ask), prose(&next.why));
        note.paragraph(&format!("What would settle it: {ask}: {why}"));
    }
    if diagnosis.retry_is_safe {
        note.paragraph("The same request may be sent again: it can help and does no harm.");
    }
    if !primary.code.docs.is_empty() {
        note.paragraph(&link("GitLab's documentation", primary.code.docs));
    }
}

fn alternatives(note: &mut Document, diagnosis: &Diagnosis) {
    if diagnosis.alternatives.is_empty() {
        return;
    }
    note.paragraph("It could also be:");
    note.lines(diagnosis.alternatives.iter().map(|other| {
        let (title, names) = (prose(other.code.title), code(&words::names(other)));
        let telling = words::telling(&diagnosis.primary, other);
        format!("- {title} ({names}). {}", prose(&telling))
    }));
}

fn bullet(text: &str) -> String {
    format!("- {}", prose(text))
}

/// Draws what is known of a token, as a list.
fn card(note: &mut Document, token: &TokenRecord) {
    let mut lines = vec![format!(
        "- {}, {}",
        code(&token.display),
        prose(&words::kind(token))
    )];
    let mut fact = |name: &str, text: Option<String>| {
        lines.extend(text.map(|text| format!("- {name}: {}", prose(&text))));
    };
    fact("from", Some(token.source.clone()));
    let shadows = (!token.shadows.is_empty()).then(|| token.shadows.join(", "));
    fact("set too, and not used", shadows);
    fact("state", Some(token.state.name().to_owned()));
    fact("owner", token.owner.as_ref().map(words::owner));
    fact(words::expires(token), words::expiry(token));
    fact("scopes", words::scopes(token));
    for (name, value) in &token.claims {
        fact("claim, not verified", Some(format!("{name} {value}")));
    }
    note.lines(lines);
    remarks(note, &token.defects);
    if !token.reach.is_empty() {
        let rows = token.reach.iter().map(|place| {
            let kind = place.kind.name().to_owned();
            vec![code(&place.path), kind, prose(&place.role)]
        });
        note.folded(&words::reach(token), |note| {
            note.table(&["path", "kind", "role"], rows);
        });
    }
}

fn remarks(note: &mut Document, remarks: &[Advice]) {
    note.lines(remarks.iter().map(|remark| {
        let (severity, text) = (remark.severity.name(), prose(&remark.text));
        format!("- **{severity}**: {text} ({})", code(remark.code))
    }));
}

fn advice(note: &mut Document, advice: &[Advice]) {
    if !advice.is_empty() {
        note.paragraph("### Advice");
        remarks(note, advice);
    }
}

/// Draws the smallest token that would do.
fn least(note: &mut Document, least: Option<&LeastPrivilege>) {
    let Some(least) = least else { return };
    note.paragraph("### The smallest token that would do");
    note.paragraph(&prose(&words::least(least)));
    if let Some(url) = &least.url {
        note.paragraph(&format!("It is made at {}", code(url)));
    }
    if !least.others.is_empty() {
        note.paragraph("Of the other kinds:");
        note.lines(least.others.iter().map(|other| {
            let sign = if other.enough {
                "would do"
            } else {
                "would be refused"
            };
            bullet(&format!("{sign}: {}", words::other_kind(other)))
        }));
    }
    if !least.beyond.is_empty() {
        note.paragraph("Beyond that, the present one has:");
        note.lines(least.beyond.iter().map(|text| bullet(text)));
    }
}

/// Draws tokens and instance, folded; `inspect` has shown its token already.
fn background(note: &mut Document, report: &Report) {
    if report.tokens.is_empty() && report.instance.is_none() {
        return;
    }
    note.folded("Token and instance", |note| {
        if report.command != Command::Inspect {
            for token in &report.tokens {
                card(note, token);
            }
        }
        if let Some(instance) = &report.instance {
            let release = words::release(instance).map(|text| prose(&text));
            let parts = [
                Some(code(&instance.url)),
                release,
                Some(prose(&instance.source)),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            note.paragraph(&parts.join(", "));
        }
    });
}

fn requests(note: &mut Document, requests: &Requests) {
    if requests.log.is_empty() && requests.left_open.is_empty() {
        return;
    }
    let rows = requests.log.iter().map(|request| {
        vec![
            code(&format!("{} {}", request.method, request.path)),
            prose(request.auth),
            prose(&words::status(request)),
            request.ms.map(|ms| ms.to_string()).unwrap_or_default(),
            prose(request.why),
        ]
    });
    note.folded(&words::requests(requests), |note| {
        if !requests.log.is_empty() {
            note.table(&["request", "sent as", "status", "ms", "why"], rows);
        }
        let open = requests.left_open.iter();
        note.lines(open.map(|question| format!("- left open: {}", prose(question))));
    });
}
