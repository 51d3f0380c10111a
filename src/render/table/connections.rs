//! The connections of a file: one line for each, the remedy below those that need one, and a summary.

use super::entry::{self, fact};
use super::screen::{Cell, Screen};
use crate::answers::GateState;
use crate::render::listing::{Listed, Listing};
use crate::render::paint::Ink;
use crate::render::{words, wrap};
use crate::report::{Advice, Connection, Entry, Outcome, Report, Severity, Verdict};

/// Columns of names, within which they are as wide as the longest.
const NAME_COLUMNS: std::ops::RangeInclusive<usize> = 10..=40;

/// Columns of the verdict, the gate, and the days that are left.
const VERDICT_COLUMNS: usize = 9;
const GATE_COLUMNS: usize = 10;
const DAYS_COLUMNS: usize = 9;

/// The fewest columns that a reason gets, where there is room for all.
const NARROWEST_REASON: usize = 20;

/// On a screen that is narrower than this, gate and days are not drawn.
const NARROW: usize = 72;

/// Draws all connections.
pub(super) fn render(screen: &mut Screen, report: &Report) {
    let listing = Listing::of(report, screen.style());
    let layout = Layout::of(screen, &listing);
    if !listing.shown.is_empty() {
        let names = ["connection", "verdict", "reason", "gate", "days left"];
        screen.row(
            ("", Ink::Faint),
            &layout.cells(names.map(str::to_owned)),
            Ink::Faint,
        );
    }
    for Listed {
        connection,
        says_fix,
    } in &listing.shown
    {
        screen.row(
            mark(screen, connection, report),
            &layout.cells(columns(connection, report)),
            Ink::Plain,
        );
        if *says_fix {
            details(screen, connection, report);
        }
    }
    summary(screen, report, &listing);
}

/// Draws one connection by itself: where it leads, and all that is told of it.
pub(super) fn alone(screen: &mut Screen, report: &Report, connection: &Connection) {
    let outcome = words::verdict(connection, report);
    screen.title(mark(screen, connection, report), &connection.name, outcome);
    if let Some(token) = connection.token_of(report) {
        fact(
            screen,
            "token",
            &format!(
                "{}, {}, from {}",
                token.display,
                words::kind(token),
                token.source
            ),
        );
    }
    if let Some(instance) = &connection.instance {
        fact(screen, "instance", &instance.url);
    }
    fact(screen, "declared", &connection.place);
    details(screen, connection, report);
}

/// How wide the columns are.
#[derive(Debug)]
struct Layout {
    name: usize,
    reason: usize,
    is_narrow: bool,
}

impl Layout {
    fn of(screen: &Screen, listing: &Listing<'_>) -> Self {
        let names = listing.shown.iter().map(|listed| &listed.connection.name);
        let longest = names.map(|name| wrap::width(name));
        let is_narrow = screen.style().width < NARROW;
        let rest = if is_narrow {
            0
        } else {
            GATE_COLUMNS + DAYS_COLUMNS + 4
        };
        let others = screen.mark_columns() + VERDICT_COLUMNS + 4 + rest;
        let room = screen.style().width.saturating_sub(others);
        let most = room
            .saturating_sub(NARROWEST_REASON)
            .max(*NAME_COLUMNS.start());
        let name = longest
            .max()
            .unwrap_or_default()
            .clamp(*NAME_COLUMNS.start(), most.min(*NAME_COLUMNS.end()));
        Self {
            name,
            reason: room.saturating_sub(name).min(34),
            is_narrow,
        }
    }

    fn cells(&self, texts: [String; 5]) -> Vec<Cell> {
        let widths = [
            self.name,
            VERDICT_COLUMNS,
            self.reason,
            GATE_COLUMNS,
            DAYS_COLUMNS,
        ];
        let last = widths.len() - 1;
        let drawn = if self.is_narrow { 3 } else { widths.len() };
        texts
            .into_iter()
            .zip(widths)
            .take(drawn)
            .enumerate()
            .map(|(place, (text, columns))| Cell {
                text,
                columns,
                right: place == last,
            })
            .collect()
    }
}

fn columns(connection: &Connection, report: &Report) -> [String; 5] {
    let reason = connection.reason(report);
    let gate = reason.and_then(|reason| reason.gate);
    [
        connection.name.clone(),
        words::verdict(connection, report).to_owned(),
        reason.map_or(String::new(), |reason| reason.code.to_owned()),
        gate.map_or(String::new(), |gate| gate.name().to_owned()),
        words::days_left(connection, report),
    ]
}

fn mark(screen: &Screen, connection: &Connection, report: &Report) -> (&'static str, Ink) {
    let is_left_out = connection
        .reason(report)
        .is_some_and(|reason| reason.code == "not-asked");
    screen.gate_mark(match connection.verdict(report) {
        Verdict::Unknown if connection.is_planned(report) => GateState::NotReached,
        Verdict::Healthy => GateState::Passed,
        Verdict::Problem => GateState::Refused,
        Verdict::Unknown if is_left_out => GateState::NotReached,
        Verdict::Unknown => GateState::Unknown,
    })
}

/// Draws why a connection is not healthy and what to do, and what is worth a warning.
fn details(screen: &mut Screen, connection: &Connection, report: &Report) {
    let entries = connection.entries_of(report);
    let is_problem = connection.verdict(report) == Verdict::Problem;
    let was_stopped = report.was_stopped();
    for entry in entries {
        let says_fix = entry.verdict() != Verdict::Healthy || entry.missing.is_some();
        // That a broken table is not asked about is said by its faults, and that a run was stopped once for all.
        let is_explained = (is_problem || was_stopped) && entry.outcome == Outcome::NotProbed;
        if screen.style().verbose || (says_fix && !is_explained) {
            let is_named = entries.len() > 1 || entry.need.is_some();
            render_named(screen, entry, is_named);
        }
    }
    least(screen, connection, is_problem);
    remarks(screen, &connection.advice);
}

/// Draws which token would do: where one is to be made anyway, or everything is wanted.
fn least(screen: &mut Screen, connection: &Connection, is_problem: bool) {
    let style = screen.style();
    let is_wanted = !style.quiet && (is_problem || style.verbose);
    if let Some(least) = connection.least_privilege.as_ref().filter(|_| is_wanted) {
        fact(screen, "enough", &words::least(least));
    }
}

fn render_named(screen: &mut Screen, entry: &Entry, is_named: bool) {
    let is_verbose = screen.style().verbose;
    if is_named || is_verbose {
        let subject = format!("{}: {}", entry.subject, words::outcome(entry));
        fact(screen, "asked", &subject);
    }
    remarks(screen, &entry.warnings);
    if is_verbose {
        entry::answer(screen, entry);
        entry::outcome(screen, entry);
        screen.gap();
    } else {
        entry::gist(screen, entry);
        if let Some(missing) = words::missing(entry) {
            fact(screen, "why", missing);
        }
    }
}

/// Draws the remarks that are wanted.
fn remarks(screen: &mut Screen, remarks: &[Advice]) {
    let least = match screen.style() {
        style if style.quiet => Severity::Problem,
        style if style.verbose => Severity::Note,
        _ => Severity::Warning,
    };
    let wanted = remarks.iter().filter(|advice| advice.severity >= least);
    entry::remarks(screen, &wanted.cloned().collect::<Vec<_>>());
}

fn summary(screen: &mut Screen, report: &Report, listing: &Listing<'_>) {
    let tally = report.tally();
    entry::advice(screen, &report.advice, screen.style().quiet);
    screen.gap();
    screen.heading(&words::connections(report, &tally));
    if !tally.causes.is_empty() {
        fact(screen, "by cause", &words::causes(&tally));
    }
    let planned = if report.requests.planned {
        "planned, none sent"
    } else {
        "sent"
    };
    if !screen.style().quiet {
        let number = report.requests.log.len();
        fact(screen, "requests", &format!("{number} {planned}"));
    }
    if let Some(remark) = listing.remark() {
        fact(screen, "left out", &remark);
    }
}
