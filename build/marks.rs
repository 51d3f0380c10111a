//! `knowledge/marks.toml`: words that make a line worth a look, and the words around a status.

use std::fmt::Write as _;

use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

const COLUMNS: &[Column] = &[
    Column::needed("marks", "what makes a line worth a look"),
    Column::needed("leads", "what stands before a status"),
    Column::needed("statuses", "the phrase of each status"),
];

/// Reads the file, and writes the lists as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let row = Row::whole(file, &table);
    row.check(COLUMNS, faults);
    let mut rust = String::new();
    for (name, about) in [("marks", "worth a look"), ("leads", "before a status")] {
        let words = row.raws(name, faults);
        let list = rust::list(&words, |word| format!("{:?}", word.value));
        let name = name.to_uppercase();
        let _ = write!(
            rust,
            "/// Words {about}.\npub(super) const {name}: &[&str] = &[\n{list}\n];\n\n"
        );
    }
    let statuses = row.named_table("statuses");
    let names = statuses.iter().flat_map(Row::names).collect::<Vec<_>>();
    let list = rust::list(&names, |status| {
        let words = statuses.iter().flat_map(|row| row.raws(status, faults));
        let words: Vec<String> = words.map(|word| format!("{:?}", word.value)).collect();
        if status.parse::<u16>().is_err() {
            faults.note(
                &row.place,
                &format!("`{status}` is no status"),
                "Write a number.",
            );
        }
        format!("({status}, &[{}])", words.join(", "))
    });
    rust + &format!(
        "/// The phrase of each status.\npub(super) const PHRASES: &[(u16, &[&str])] = &[\n{list}\n];\n"
    )
}
