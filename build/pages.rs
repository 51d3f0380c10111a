//! `knowledge/pages.toml`: one line for each page of GitLab to which fixes lead.

use std::collections::BTreeSet;

use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::reasons::{DOCUMENTATION, Reason, read_link};
use crate::knowledge::rust;
use crate::knowledge::table::{File, Row};

/// Reads the file, holds it against the fixes, and writes the table as Rust: the longest page first, so that none is
/// taken for one that only begins it.
pub(crate) fn compile(file: &File, reasons: &[Reason], faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let row = Row::whole(file, &table);
    let mut pages = Vec::new();
    for page in row.names() {
        if let Some(link) = row.text(page, faults) {
            read_link(&link, faults);
            pages.push((page, link));
        }
    }
    let linked: Vec<_> = reasons.iter().flat_map(links).collect();
    for (page, place) in &linked {
        if !pages.iter().any(|(known, _)| known == page) {
            let what = format!("`{page}` has no row in {}", file.path);
            let fix = format!("Add one: \"{page}\" = \"{DOCUMENTATION}...\"");
            faults.note(place, &what, &fix);
        }
    }
    let linked: BTreeSet<_> = linked.iter().map(|(page, _)| *page).collect();
    for (page, link) in pages.iter().filter(|(page, _)| !linked.contains(page)) {
        let what = format!("No fix leads to `{page}`");
        faults.note(&link.place, &what, "Take the row away.");
    }
    pages.sort_by_key(|(page, _)| std::cmp::Reverse(page.len()));
    let rows = rust::list(&pages, |(page, link)| {
        format!("({page:?}, {:?})", link.value)
    });
    format!("[\n{rows}\n]\n")
}

/// The pages to which the fixes of a reason lead, each with the place of the reason. What stands in a command, and the
/// addresses of programs, are no pages.
fn links(reason: &Reason) -> Vec<(&str, &Place)> {
    let mut links = Vec::new();
    for (_, text) in &reason.fixes {
        for words in text.split('`').step_by(2) {
            let addresses = words
                .split([' ', '(', ')', '"'])
                .filter(|word| is_page(word));
            links.extend(addresses.map(|address| (page(address), &reason.place)));
        }
    }
    links
}

fn is_page(word: &str) -> bool {
    let program = ["{instance}/api/", "{instance}/oauth/"];
    word.starts_with("{members_url}")
        || ["{instance}/", "{project_url}/"]
            .iter()
            .any(|base| word.starts_with(base))
            && !program.iter().any(|base| word.starts_with(base))
}

/// An address without its query, and without the sign that ends the sentence.
fn page(address: &str) -> &str {
    let page = address.split('?').next().unwrap_or(address);
    page.trim_end_matches(['.', ',', ';', ':'])
}
