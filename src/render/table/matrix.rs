//! What a token may do, one line for each capability: outcome, how it is known, and what stops it.

use super::screen::{Label, Screen};
use super::{card, entry};
use crate::catalogue::CapabilityGroup;
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::{Entry, Outcome, Report};

/// Columns of the names, with the space behind them.
const NAME_COLUMNS: usize = 23;

/// Columns of the outcomes.
const OUTCOME_COLUMNS: usize = 11;

/// Columns of the ways in which an outcome is known.
const BASIS_COLUMNS: usize = 10;

/// Narrower than this, the reason stands on lines of its own.
const NARROW: usize = 72;

/// Draws all lines, by group, with token and instance on top.
pub(super) fn render(screen: &mut Screen, report: &Report) {
    if !screen.style().quiet {
        card::all_brief(screen, report);
    }
    for group in CapabilityGroup::ALL {
        let mut entries = report
            .entries
            .iter()
            .filter(|entry| group_of(entry) == Some(group))
            .peekable();
        if entries.peek().is_some() {
            screen.gap();
            screen.heading(group.title());
        }
        for entry in entries {
            line(screen, entry);
        }
    }
    remedies(screen, report);
}

/// Draws each reason once, with its first remedy.
pub(super) fn remedies(screen: &mut Screen, report: &Report) {
    let stops = words::stops(report);
    if stops.is_empty() {
        return;
    }
    screen.gap();
    screen.heading("What to do");
    for stop in &stops {
        let label = Label::indented(entry::INDENT);
        screen.block(label, &words::stop_of(stop), Ink::Bad);
        if let Some(fix) = stop.diagnosis.primary.fix.first() {
            screen.block(Label::indented(entry::INDENT + 2), fix, Ink::Plain);
        }
    }
}

fn group_of(entry: &Entry) -> Option<CapabilityGroup> {
    entry.need.as_ref().map(|need| need.capability.group)
}

fn line(screen: &mut Screen, entry: &Entry) {
    if screen.style().width < NARROW {
        return lines(screen, entry);
    }
    let (mark, ink) = screen.outcome_mark(entry.outcome);
    let fill = screen.mark_columns();
    let outcome = words::bare_outcome(entry.outcome);
    let basis = if entry.outcome == Outcome::NotProbed {
        ""
    } else {
        entry.basis.name()
    };
    let name = format!(
        "{mark:fill$}{:NAME_COLUMNS$}{outcome:OUTCOME_COLUMNS$}{basis:BASIS_COLUMNS$}",
        entry.subject
    );
    let label = Label {
        indent: 2,
        text: name.trim_end(),
        ink,
        columns: fill + NAME_COLUMNS + OUTCOME_COLUMNS + BASIS_COLUMNS,
        sign: "",
    };
    screen.block(label, &words::stop_of_need(entry), Ink::Plain);
}

/// A title, and the reason below it.
fn lines(screen: &mut Screen, entry: &Entry) {
    let mark = screen.outcome_mark(entry.outcome);
    let outcome = words::bare_outcome(entry.outcome);
    screen.title(mark, &entry.subject, outcome);
    let reason = words::stop_of_need(entry);
    if !reason.is_empty() {
        let label = Label::indented(screen.mark_columns());
        screen.block(label, &reason, Ink::Plain);
    }
}
