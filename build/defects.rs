//! `knowledge/defects.toml`: one table for each defect, in the order of reports.

use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

/// The fields of a defect.
const COLUMNS: &[Column] = &[
    Column::needed("sentence", "what is wrong"),
    Column::needed("fix", "what to do"),
    Column::optional("still_sent", "true where the value is worth a request"),
];

/// Reads the file, and writes the table as Rust: the variants, their list, and what is said of each.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let defects = Row::all(file, &table, faults);
    let count = defects.len();
    let variants = rust::list(&defects, |row| {
        format!("/** `{}` */ {}", row.name, rust::variant(row.name))
    });
    let all = rust::list(&defects, |row| format!("Self::{}", rust::variant(row.name)));
    let rows = rust::list(&defects, |row| literal(row, faults));
    format!(
        "/// A fault in the value of a token that can be seen without a request.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum Defect {{\n{variants}\n}}\n\n\
         impl Defect {{\n/// Every defect.\npub const ALL: [Self; {count}] = [\n{all}\n];\n}}\n\n\
         /// What is said of each defect, in the order of the variants.\n\
         static ROWS: [DefectFacts; {count}] = [\n{rows}\n];\n"
    )
}

fn literal(row: &Row<'_>, faults: &mut Faults) -> String {
    row.check(COLUMNS, faults);
    row.check_name('-', faults);
    let sentence = row.sentence("sentence", faults);
    let fix = row.sentence("fix", faults);
    let still_sent = row.flag("still_sent", faults);
    format!(
        "DefectFacts {{ code: {:?}, sentence: {sentence:?}, fix: {fix:?}, still_sent: {still_sent} }}",
        row.name
    )
}
