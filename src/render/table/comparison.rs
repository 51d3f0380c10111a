//! Several tokens side by side: what each got, and where they part.

use super::screen::{Grid, Label, Screen};
use super::{card, entry, matrix};
use crate::render::paint::Ink;
use crate::render::{words, wrap};
use crate::report::{ComparedRow, Comparison, Entry, Report};

/// Columns of the names of facets, with the space behind them.
const FACET_COLUMNS: usize = 10;

/// Columns between the names of tokens and what stands behind them.
const NAME_GAP: usize = 2;

/// Draws the tokens, the columns, the partings, and each reason of a refusal once.
pub(super) fn render(screen: &mut Screen, report: &Report) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    if !screen.style().quiet {
        for token in &report.tokens {
            card::brief(screen, token, false);
        }
        card::instance(screen, report);
    }
    columns(screen, comparison);
    partings(screen, report, comparison);
    let verbose = screen.style().verbose;
    for told in words::shared(report) {
        if verbose || !told.entry.is_surveyed() {
            screen.gap();
            entry::render_for(screen, report, told.entry, &told.names);
        }
    }
    if !verbose && report.entries.iter().any(Entry::is_surveyed) {
        matrix::remedies(screen, report);
    }
}

fn columns(screen: &mut Screen, comparison: &Comparison) {
    screen.gap();
    let names = comparison.columns.iter().map(|column| column.name.clone());
    let header = std::iter::once("asked".to_owned()).chain(names).collect();
    let rows = comparison.rows.iter().map(|row| {
        let cells = row.cells.iter().map(words::compared);
        std::iter::once(row.subject.clone()).chain(cells).collect()
    });
    let grid = Grid::plain(std::iter::once(header).chain(rows));
    screen.grid(entry::INDENT, &grid);
}

fn partings(screen: &mut Screen, report: &Report, comparison: &Comparison) {
    let names = comparison.columns.iter();
    let widest = names.map(|column| wrap::width(&column.name)).max();
    let fill = widest.unwrap_or_default() + NAME_GAP;
    screen.gap();
    screen.heading("Where they part");
    if comparison.rows.iter().all(ComparedRow::is_even) {
        line(screen, "", words::EVEN);
    }
    for parting in &comparison.partings {
        for (index, (id, value)) in parting.values.iter().enumerate() {
            let name = if index == 0 { parting.facet.name() } else { "" };
            value_line(screen, name, (comparison.name_of(id), fill), value);
        }
    }
    for (subjects, fared) in words::by_parting(report, comparison) {
        screen.gap();
        line(screen, "", &subjects.join(", "));
        for (name, words) in fared {
            value_line(screen, "", (&name, fill), &words);
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

fn value_line(screen: &mut Screen, facet: &str, (name, fill): (&str, usize), text: &str) {
    let name = format!("{name:fill$}");
    let label = Label {
        indent: entry::INDENT,
        text: facet,
        ink: Ink::Faint,
        columns: FACET_COLUMNS,
        sign: &name,
    };
    screen.block(label, text, Ink::Plain);
}
