//! `knowledge/web.toml`: pages of the web interface, and the requests of the API that read what they show.

use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

/// The fields of the pages of a place.
const COLUMNS: &[Column] = &[
    Column::needed("source", "the files in which GitLab says so"),
    Column::needed(
        "pages",
        "a line for each page: what stands in its address, and what to ask",
    ),
    Column::optional("bare", "pages that also stand without `/-/` before them"),
];

/// Reads the file, and writes the table as Rust: a list of pages for each place.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let places = Row::all(file, &table, faults);
    let rows = rust::list(&places, |row| {
        row.check(COLUMNS, faults);
        row.texts("source", faults);
        let bare: Vec<_> = row
            .texts("bare", faults)
            .into_iter()
            .map(|word| word.value)
            .collect();
        let pages = row.named_texts("pages", faults);
        let pages = rust::list(&pages, |(page, request)| {
            for word in request
                .value
                .split(['/', '?', '=', '&'])
                .filter(|word| word.starts_with([':', '*']))
            {
                if !page.split('/').any(|part| part == word) {
                    let what = format!("`{word}` does not stand in the page");
                    faults.note(&request.place, &what, "Take a placeholder of the page.");
                }
            }
            format!("({page:?}, {:?})", request.value)
        });
        format!(
            "Pages {{ place: Place::{}, bare: &{bare:?}, rows: &[\n{pages}\n] }}",
            rust::variant(row.name)
        )
    });
    format!("&[\n{rows}\n]\n")
}
