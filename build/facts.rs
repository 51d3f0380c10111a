//! `knowledge/facts.toml`: what a person can look up, by the clues that it would bring.

use std::collections::BTreeSet;

use crate::knowledge::answers::read_clue;
use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

const COLUMNS: &[Column] = &[
    Column::needed("clues", "which clues it would bring"),
    Column::needed("ask", "the question"),
    Column::needed("why", "why it is asked"),
];

/// Reads the file, and writes the table as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let mut seen = BTreeSet::new();
    let rows = rust::list(&Row::all(file, &table, faults), |row| {
        row.check(COLUMNS, faults);
        row.check_needed(COLUMNS, faults);
        let mut clues = Vec::new();
        for name in row.words("clues", faults) {
            if !seen.insert(name.value.clone()) {
                let what = format!("`{}` stands in two rows", name.value);
                faults.note(&name.place, &what, "Take it out of one.");
            }
            let clue = read_clue(&name.value, &name.place, faults);
            clues.extend(clue.map(|clue| format!("Clue::{clue:?}")));
        }
        let text = |name, faults: &mut Faults| row.text(name, faults).map(|text| text.value);
        let ask = text("ask", faults).unwrap_or_default();
        let why = text("why", faults).unwrap_or_default();
        format!("(&[{}], {ask:?}, {why:?})", clues.join(", "))
    });
    format!("&[\n{rows}\n]\n")
}
