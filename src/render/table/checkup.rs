//! What is at hand (`doctor`): instance and project, every credential with its state, and the one thing to do next.

use super::card;
use super::entry::{INDENT, advice, named};
use super::requests;
use super::screen::{Label, Screen};
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::{Checkup, Entry, FoundCredential, Report, TokenRecord};

/// Draws the whole of it.
pub(super) fn render(screen: &mut Screen, report: &Report, checkup: &Checkup) {
    card::instance(screen, report);
    if let Some(target) = &checkup.target {
        let mut clauses = vec![target.clone()];
        clauses.extend(words::sight(checkup));
        screen.clauses(named("project"), &clauses, ", ");
    }
    screen.gap();
    screen.heading(&words::credentials(checkup));
    for credential in &checkup.credentials {
        let token = report.tokens.iter().find(|it| it.id == credential.token);
        let entry = report.entries.iter().find(|it| it.id == credential.entry);
        if let (Some(token), Some(entry)) = (token, entry) {
            one(screen, report, (credential, token, entry));
        }
    }
    if !screen.style().quiet {
        advice(screen, &report.advice, false);
    }
    screen.gap();
    screen.heading("Do this next");
    screen.block(Label::indented(INDENT), &checkup.next, Ink::Plain);
    for how in &checkup.how {
        screen.block(Label::indented(2 * INDENT), how, Ink::Strong);
    }
    if screen.style().verbose || report.requests.planned {
        requests::render(screen, &report.requests);
    } else if !screen.style().quiet {
        requests::count(screen, &report.requests);
    }
}

fn one(
    screen: &mut Screen,
    report: &Report,
    (credential, token, entry): (&FoundCredential, &TokenRecord, &Entry),
) {
    let mark = screen.outcome_mark(entry.outcome);
    screen.title(mark, &token.source, &words::life(token, entry));
    if screen.style().quiet {
        return;
    }
    if let Some(same) = words::same_as(report, credential) {
        return line(screen, &[same, words::readers(credential)]);
    }
    let mut who = vec![token.display.clone(), words::kind(token)];
    who.extend(
        token
            .owner
            .as_ref()
            .map(|owner| format!("of {}", words::owner(owner))),
    );
    line(screen, &who);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(words::scopes(token).map(|scopes| format!("scopes {scopes}")));
    facts.push(words::readers(credential));
    line(screen, &facts);
    for defect in &token.defects {
        screen.block(
            Label::indented(INDENT),
            &defect.text,
            Screen::severity_ink(defect.severity),
        );
    }
    if let Some(diagnosis) = &entry.diagnosis {
        screen.block(
            Label::indented(INDENT),
            &words::headline(diagnosis),
            Ink::Plain,
        );
    }
    if let (Some(missing), None) = (words::missing(entry), &entry.diagnosis) {
        screen.block(Label::indented(INDENT), missing, Ink::Faint);
    }
}

fn line(screen: &mut Screen, clauses: &[String]) {
    screen.clauses(Label::indented(INDENT), clauses, "; ");
}
