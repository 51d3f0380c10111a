//! Several tokens side by side: what each got, and where they part.

use super::screen::{Grid, Label, Screen};
use super::{card, entry, matrix};
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::{ComparedRow, Comparison, Entry, Outcome, Report};

/// Columns of the names of facets, with the space behind them.
const FACET_COLUMNS: usize = 10;

/// Columns of the ids of tokens, with the space behind them.
const ID_COLUMNS: usize = 4;

/// Draws the tokens, the columns, the partings, and what explains a refusal that is not everybody's.
pub(super) fn draw(screen: &mut Screen, report: &Report) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    if !screen.style().quiet {
        for token in &report.tokens {
            card::brief(screen, token, true);
        }
        card::instance(screen, report);
    }
    columns(screen, report, comparison);
    partings(screen, report, comparison);
    if screen.style().quiet {
        return;
    }
    let verbose = screen.style().verbose;
    for told in report
        .entries
        .iter()
        .filter(|entry| is_told(verbose, comparison, entry))
    {
        screen.gap();
        entry::draw(screen, report, told);
    }
}

/// A refusal of one token alone is explained; of many capabilities the columns say enough.
fn is_told(verbose: bool, comparison: &Comparison, entry: &Entry) -> bool {
    let is_even = row_of(comparison, entry).is_none_or(ComparedRow::is_even);
    let is_open = matches!(entry.outcome, Outcome::Refused | Outcome::Unknown);
    is_open && (verbose || (!is_even && !matrix::holds(entry)))
}

fn row_of<'a>(comparison: &'a Comparison, entry: &Entry) -> Option<&'a ComparedRow> {
    comparison
        .rows
        .iter()
        .find(|row| row.subject == entry.subject)
}

fn columns(screen: &mut Screen, report: &Report, comparison: &Comparison) {
    screen.gap();
    let names = report.tokens.iter().map(|token| token.id.clone());
    let mut rows: Vec<Vec<String>> =
        vec![std::iter::once("asked".to_owned()).chain(names).collect()];
    rows.extend(comparison.rows.iter().map(|row| {
        let outcomes = row
            .outcomes
            .iter()
            .map(|(_, outcome, status)| words::compared(*outcome, *status));
        std::iter::once(row.subject.clone())
            .chain(outcomes)
            .collect()
    }));
    screen.grid(
        entry::INDENT,
        &Grid {
            rows,
            ..Grid::default()
        },
    );
}

fn partings(screen: &mut Screen, report: &Report, comparison: &Comparison) {
    screen.gap();
    screen.heading("Where they part");
    if comparison.rows.iter().all(ComparedRow::is_even) {
        line(screen, "", words::EVEN);
    }
    for parting in &comparison.partings {
        for (index, (id, value)) in parting.values.iter().enumerate() {
            let name = if index == 0 { parting.facet } else { "" };
            value_line(screen, name, id, value);
        }
    }
    for (subjects, fared) in words::by_parting(report, comparison) {
        screen.gap();
        line(screen, "", &subjects.join(", "));
        for (id, words) in fared {
            value_line(screen, "", &id, &words);
        }
    }
}

fn line(screen: &mut Screen, name: &str, text: &str) {
    let label = Label {
        indent: entry::INDENT,
        text: name,
        ink: Ink::Faint,
        columns: 0,
        sign: "",
    };
    screen.block(label, text, Ink::Plain);
}

fn value_line(screen: &mut Screen, name: &str, id: &str, text: &str) {
    let id = format!("{id:ID_COLUMNS$}");
    let label = Label {
        indent: entry::INDENT,
        text: name,
        ink: Ink::Faint,
        columns: FACET_COLUMNS,
        sign: &id,
    };
    screen.block(label, text, Ink::Plain);
}
