//! Several tokens side by side: what each got, where they part, and each reason once.

use maud::{Markup, html};

use super::text::PlainLine;
use super::{Badge, entry, scrolled};
use crate::render::{Style, words};
use crate::report::{ComparedCell, ComparedRow, Comparison, Report};

/// Draws a column for each token, and a row for each question.
pub(super) fn columns(comparison: &Comparison) -> Markup {
    let names = comparison.columns.iter().map(|column| &column.name);
    scrolled(
        "What each token got",
        &html! {
            table class="compared" {
                caption class="unseen" { "What each token got" }
                thead { tr {
                    th scope="col" { "asked" }
                    @for name in names { th scope="col" { (PlainLine(name)) } }
                } }
                tbody { @for row in &comparison.rows { (compared(row)) } }
            }
        },
    )
}

fn compared(row: &ComparedRow) -> Markup {
    html! {
        tr class=[(!row.is_even()).then_some("parts")] {
            th scope="row" {
                (PlainLine(&row.subject))
                @if !row.is_even() { " " span class="name" { "differs" } }
            }
            @for cell in &row.cells { td { (got(cell)) } }
        }
    }
}

fn got(cell: &ComparedCell) -> Markup {
    let mark = Badge::of(cell.outcome);
    html! { span class={ "got " (mark.class) } { (mark) span { (PlainLine(&words::compared(cell))) } } }
}

/// Draws how the tokens differ, and what they fared differently at.
pub(super) fn partings(report: &Report, comparison: &Comparison) -> Markup {
    html! {
        @if comparison.rows.iter().all(ComparedRow::is_even) { p { (words::EVEN) } }
        dl class="partings" {
            @for parting in &comparison.partings {
                div { dt { (parting.facet.name()) } @for (id, value) in &parting.values {
                    dd { span class="name" { (PlainLine(comparison.name_of(id))) } " " (PlainLine(value)) }
                } }
            }
            @for (subjects, fared) in words::by_parting(report, comparison) {
                div { dt { (PlainLine(&subjects.join(", "))) } @for (name, told) in fared {
                    dd { span class="name" { (PlainLine(&name)) } " " (PlainLine(&told)) }
                } }
            }
        }
    }
}

/// Draws each reason of a refusal once, folded, with the tokens that got it.
pub(super) fn reasons(report: &Report, style: &Style) -> Markup {
    html! {
        @for told in words::shared(report) {
            (entry::folded(report, told.entry, &told.names, style, false))
        }
    }
}
