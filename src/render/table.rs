//! The table format: the ladder, and the prose around it, for a terminal, a log, or a ticket.
//!
//! One entry gets everything in one place. Several entries share one block on token and instance
//! at the top, and end with a summary.

use crate::report::{Command, Connection, Entry, Report};

use super::{Style, words};

mod card;
mod checkup;
mod comparison;
mod connections;
mod entry;
mod ladder;
mod least;
mod logs;
mod matrix;
mod requests;
mod screen;

use self::screen::Screen;

/// Draws one entry by itself, with its token and instance.
pub(super) fn render_entry(report: &Report, entry: &Entry, style: &Style) -> String {
    let mut screen = Screen::new(*style);
    let alone = Report {
        instance: report.instance.clone(),
        tokens: report.token_of(entry).into_iter().cloned().collect(),
        ..Report::new(report.command, vec![by_itself(entry)])
    };
    entries(&mut screen, &alone);
    screen.finish()
}

/// Draws one connection of a file by itself.
pub(super) fn render_connection(report: &Report, connection: &Connection, style: &Style) -> String {
    let mut screen = Screen::new(*style);
    connections::alone(&mut screen, report, connection);
    screen.finish()
}

/// Draws what is true of all entries.
pub(super) fn render_advice(report: &Report, style: &Style) -> String {
    let mut screen = Screen::new(*style);
    entry::advice(&mut screen, &report.advice, false);
    let text = screen.finish();
    if text.is_empty() {
        text
    } else {
        format!("\n{text}")
    }
}

/// An entry that is told in full, as if it had been asked for by name.
fn by_itself(entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    if let Some(need) = &mut entry.need {
        need.in_overview = false;
    }
    entry
}

/// Draws a whole report.
pub(super) fn render(report: &Report, style: &Style) -> String {
    let mut screen = Screen::new(*style);
    if !report.connections.is_empty() {
        connections::render(&mut screen, report);
        return screen.finish();
    }
    if let Some(checkup) = &report.checkup {
        checkup::render(&mut screen, report, checkup);
        return screen.finish();
    }
    if report.entries.is_empty() {
        screen.heading(words::nothing(report.command));
    }
    entries(&mut screen, report);
    if !style.quiet {
        // All capabilities take a screen of requests, which few want to read.
        let is_long = report.entries.iter().any(Entry::is_surveyed) && !report.requests.planned;
        if is_long && !style.verbose {
            requests::count(&mut screen, &report.requests);
        } else {
            requests::render(&mut screen, &report.requests);
        }
    }
    if let Some(least) = report.least_privilege.as_ref().filter(|_| !style.quiet) {
        least::render(&mut screen, least);
    }
    entry::advice(&mut screen, &report.advice, style.quiet);
    if report.entries.len() > 1 {
        screen.gap();
        screen.heading(&words::summary(report));
    }
    screen.finish()
}

fn entries(screen: &mut Screen, report: &Report) {
    match report.command {
        Command::Inspect => card::render(screen, report),
        Command::Probe if report.comparison.is_some() => comparison::render(screen, report),
        Command::Probe if report.entries.iter().any(Entry::is_surveyed) => {
            matrix::render(screen, report);
        }
        Command::Probe | Command::Explain | Command::Doctor => entry::render_all(screen, report),
    }
}
