//! `knowledge/programs.toml`: programs whose command lines are read, and what each would ask of GitLab.

use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

/// The fields of a program.
const COLUMNS: &[Column] = &[
    Column::needed("names", "what the program is called"),
    Column::needed("source", "where its options are documented"),
    Column::optional(
        "scheme",
        "that of an address without one, of a client of HTTP",
    ),
    Column::optional("short", "the letters of short options that take a value"),
    Column::optional("values", "long options that take a value"),
    Column::optional(
        "switches",
        "long options that take none, where all others do",
    ),
    Column::optional("means", "what short options are called in long"),
    Column::optional(
        "items",
        "true where words beside the address belong to the request",
    ),
    Column::optional("needs", "the capability to which a command comes down"),
    Column::optional(
        "anywhere",
        "true where the word of a command may stand behind others",
    ),
    Column::optional("place", "what names the project"),
];

/// What an argument of a command can name.
const PLACES: &[(&str, &str)] = &[
    ("repository", "Repository"),
    ("image", "Image"),
    ("project", "Project"),
];

/// Reads the file, and writes the table as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let rows = rust::list(&Row::all(file, &table, faults), |row| literal(row, faults));
    format!("&[\n{rows}\n]\n")
}

fn literal(row: &Row<'_>, faults: &mut Faults) -> String {
    row.check(COLUMNS, faults);
    row.check_name('-', faults);
    if row.has("scheme") == row.has("needs") {
        let what = format!("`{}` has to have either `scheme` or `needs`", row.name);
        faults.note(
            &row.place,
            &what,
            "A client of HTTP asks itself, and of any other program the need is said.",
        );
    }
    let scheme = row.text("scheme", faults).map(|scheme| scheme.value);
    let short = row
        .text("short", faults)
        .map(|short| short.value)
        .unwrap_or_default();
    let place = row.choice("place", PLACES, faults).map(|place| place.value);
    let pairs = |name: &str, faults: &mut Faults| {
        let texts = row.named_texts(name, faults);
        let pairs: Vec<_> = texts
            .iter()
            .map(|(name, text)| (*name, text.value.as_str()))
            .collect();
        format!("&{pairs:?}")
    };
    let words = |name: &str, faults: &mut Faults| {
        let words: Vec<_> = row
            .words(name, faults)
            .into_iter()
            .map(|word| word.value)
            .collect();
        format!("&{words:?}")
    };
    format!(
        "Program {{ names: {}, scheme: {scheme:?}, short: {short:?}, values: {}, switches: {}, means: {}, has_items: {}, \
         needs: {}, is_anywhere: {}, named: Named::{} }}",
        words("names", faults),
        words("values", faults),
        words("switches", faults),
        pairs("means", faults),
        row.flag("items", faults),
        pairs("needs", faults),
        row.flag("anywhere", faults),
        place.unwrap_or("Nothing"),
    )
}
