//! `knowledge/graphql/`: what types and fields of GraphQL demand, and which role has an ability.
//!
//! The tables are texts, a row on a line, and not lists of Rust: of thousands of rows a request needs a handful, and texts
//! cost a start nothing (`src/catalogue/graphql.rs` reads them).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::knowledge::fault::Faults;
use crate::knowledge::table::{Column, File, Placed, Row};

/// The fields of a type.
const COLUMNS: &[Column] = &[
    Column::optional("needs", "the abilities that the type demands"),
    Column::optional(
        "fields",
        "a line for each field that leads on or demands more",
    ),
];

/// Writes the types: `Type<tab>ability ability<tab>field:Type!ability ability$scope scope<tab>...`; a list of a type is `Type*`.
pub(crate) fn compile_types(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let rows = Row::all(file, &table, faults);
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
    let mut text = String::new();
    for row in &rows {
        row.check(COLUMNS, faults);
        let needs: Vec<String> = values(row.words("needs", faults));
        let _ = write!(text, "{}\t{}", row.name, needs.join(" "));
        for (name, says) in row.named_texts("fields", faults) {
            let field = field(name, &says, &names, faults);
            let _ = write!(text, "\t{field}");
        }
        text.push('\n');
    }
    text
}

fn values(words: Vec<Placed<String>>) -> Vec<String> {
    words.into_iter().map(|word| word.value).collect()
}

/// Reads `list of Type needs ability ability scopes scope`.
fn field(name: &str, says: &Placed<String>, types: &BTreeSet<&str>, faults: &mut Faults) -> String {
    let mut parts: [Vec<&str>; 3] = Default::default();
    let mut part = 0;
    let (list, rest) = match says.value.strip_prefix("list of") {
        Some(rest) => ("*", rest),
        None => ("", says.value.as_str()),
    };
    for word in rest.split_whitespace() {
        match word {
            "needs" => part = 1,
            "scopes" => part = 2,
            "nothing" => {}
            word => parts[part].push(word),
        }
    }
    let [leads_to, needs, scopes] = parts.map(|words| words.join(" "));
    if !leads_to.is_empty() && !types.contains(leads_to.as_str()) {
        let what = format!("No type is called `{leads_to}`");
        faults.note(&says.place, &what, "Take a type of this file, or none.");
    }
    format!("{name}:{leads_to}{list}!{needs}${scopes}")
}

/// Writes the abilities: `ability<tab>subject role role,subject role`.
pub(crate) fn compile_abilities(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let rows = Row::whole(file, &table);
    let mut text = String::new();
    for name in rows.names() {
        let says = rows.raw(name, faults).map(|says| says.value);
        let says = says.unwrap_or_default().replace(", ", ",");
        let _ = writeln!(text, "{name}\t{says}");
    }
    text
}
