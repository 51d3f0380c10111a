//! `knowledge/tokens/scopes.toml` and `job-policies.toml`: what tokens may be given.

use crate::knowledge::closest;
use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Placed, Row};

/// The fields of a scope.
const COLUMNS: &[Column] = &[
    Column::needed(
        "words",
        "what it gives, as the end of \"this token may ...\"",
    ),
    Column::optional("given_to", "the kinds of token that may be given it"),
    Column::optional("implies", "the scopes whose rights are a part of it"),
    Column::optional("reads_only", "true where it opens GET and HEAD only"),
    Column::optional(
        "administrators_only",
        "true where only administrators have it",
    ),
];

/// Whom a scope can be given to.
const KINDS: [&str; 5] = ["personal", "group", "project", "oauth", "deploy"];

/// The names of all scopes.
pub(crate) fn read_names(file: &File, faults: &mut Faults) -> Vec<String> {
    let table = file.parse(faults);
    let rows = Row::all(file, &table, faults);
    rows.iter().map(|row| row.name.to_owned()).collect()
}

/// The names of all permissions of job tokens.
pub(crate) fn read_policies(file: &File, faults: &mut Faults) -> Vec<String> {
    let table = file.parse(faults);
    let names = Row::whole(file, &table).texts("names", faults);
    names.into_iter().map(|name| name.value).collect()
}

/// Notes a name that is none of those that are known.
pub(crate) fn check(what: &str, name: &Placed<String>, names: &[String], faults: &mut Faults) {
    if !names.contains(&name.value) {
        let advice = closest::advise(&name.value, names.iter().map(String::as_str));
        let what = format!("No {what} is called `{}`", name.value);
        faults.note(&name.place, &what, &advice);
    }
}

/// Reads the scopes, and writes their table as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let mut rows = Row::all(file, &table, faults);
    rows.sort_by_key(|row| row.name);
    let names: Vec<String> = rows.iter().map(|row| row.name.to_owned()).collect();
    let literals = rust::list(&rows, |row| literal(row, &names, faults));
    format!(
        "/// The known scopes, by name.\n\
         pub(crate) static SCOPES: &[Scope] = &[\n{literals}\n];\n"
    )
}

fn literal(row: &Row<'_>, names: &[String], faults: &mut Faults) -> String {
    row.check(COLUMNS, faults);
    row.check_name('_', faults);
    let words = row.text("words", faults).map(|words| words.value);
    let implies = row.words("implies", faults);
    for implied in &implies {
        check("scope", implied, names, faults);
    }
    let implies = rust::list(&implies, |implied| format!("{:?}", implied.value));
    let kinds = KINDS.map(str::to_owned);
    let given_to = row.words("given_to", faults);
    for kind in &given_to {
        check("kind of token", kind, &kinds, faults);
    }
    let givable = rust::list(&KINDS, |kind| {
        format!(
            "{kind}: {}",
            given_to.iter().any(|given| given.value == *kind)
        )
    });
    format!(
        "Scope {{ name: {:?}, words: {:?}, implies: &[{implies}], reads_only: {}, \
         givable: Givable {{ {givable}, administrators_only: {} }} }}",
        row.name,
        words.unwrap_or_default(),
        row.flag("reads_only", faults),
        row.flag("administrators_only", faults),
    )
}
