//! What is at hand (`doctor`): the one thing to do next, and every credential with its state.

use maud::{Markup, html};

use super::entry::{fact, folded};
use super::text::{PlainLine, Remedy};
use super::{Badge, Section, scrolled};
use crate::render::{Style, words};
use crate::report::{Checkup, Entry, FoundCredential, Report, TokenRecord};

/// Draws the parts of the page.
pub(super) fn sections(report: &Report, checkup: &Checkup, style: &Style) -> Vec<Section> {
    let mut sections = vec![
        Section::new("next", "Do this next", next(checkup)),
        Section::new("credentials", "Credentials", credentials(report, checkup)),
    ];
    let refused = report.entries.iter();
    let refused: Vec<&Entry> = refused.filter(|entry| entry.diagnosis.is_some()).collect();
    if !refused.is_empty() {
        let all = html! {
            @for entry in refused {
                @let source = report.token_of(entry).map(|token| token.source.as_str());
                (folded(report, entry, source.as_slice(), style, false))
            }
        };
        sections.push(Section::new("reasons", "Reasons", all));
    }
    sections
}

fn next(checkup: &Checkup) -> Markup {
    html! {
        div class="fix" {
            p { (Remedy(&checkup.next)) }
            @if !checkup.how.is_empty() { ul { @for how in &checkup.how { li { code { (PlainLine(how)) } } } } }
        }
        dl class="facts" {
            (fact("project", checkup.target.as_deref()))
            (fact("seen", words::sight(checkup).as_deref()))
        }
    }
}

fn credentials(report: &Report, checkup: &Checkup) -> Markup {
    let found = checkup.credentials.iter().filter_map(|credential| {
        let token = report.tokens.iter().find(|it| it.id == credential.token)?;
        let entry = report.entries.iter().find(|it| it.id == credential.entry)?;
        Some(row(report, credential, token, entry))
    });
    let header = ["found in", "state", "token", "read by"];
    html! {
        p { (words::credentials(checkup)) }
        @if !checkup.credentials.is_empty() {
            (scrolled("Credentials that were found", &html! {
                table {
                    caption class="unseen" { "Credentials that were found" }
                    thead { tr { @for name in header { th scope="col" { (name) } } } }
                    tbody { @for row in found { (row) } }
                }
            }))
        }
    }
}

fn row(
    report: &Report,
    credential: &FoundCredential,
    token: &TokenRecord,
    entry: &Entry,
) -> Markup {
    let mark = Badge::of(entry.outcome);
    html! {
        tr {
            th scope="row" {
                (PlainLine(&token.source))
                @if credential.is_taken { " " span class="name" { "taken" } }
            }
            td { span class={ "got " (mark.class) } { (mark) span { (PlainLine(&words::life(token, entry))) } } }
            td {
                code { (PlainLine(&token.display)) } ", " (PlainLine(&words::kind(token)))
                @if let Some(same) = words::same_as(report, credential) { ", " (PlainLine(&same)) }
            }
            td { (PlainLine(&credential.readers.join(", "))) }
        }
    }
}
