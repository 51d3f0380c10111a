//! `knowledge/words/`: lists of words, each with what it is for.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Placed, Row, choose};

/// The fields of a list.
const COLUMNS: &[Column] = &[
    Column::needed("says", "what the list is for"),
    Column::optional("words", "the words"),
    Column::optional("statuses", "words for each status"),
    Column::optional("pairs", "a text for each word"),
    Column::optional("numbers", "a number for each word"),
    Column::optional("kinds", "a kind of token for each word"),
    Column::optional("schemes", "a way to send a token for each word"),
    Column::optional(
        "small",
        "true where they are compared with a text in small letters",
    ),
    Column::optional("source", "the files in which GitLab, or a client, says so"),
];

/// The ways to send a token in a header of its own.
const SCHEMES: &[(&str, &str)] = &[
    ("private-token", "PrivateToken"),
    ("bearer", "Bearer"),
    ("job-token", "JobToken"),
    ("deploy-token", "DeployToken"),
];

/// Reads a file, and writes each list as Rust.
pub(crate) fn compile(file: &File, kinds: &File, faults: &mut Faults) -> String {
    let (table, kinds_table) = (file.parse(faults), kinds.parse(faults));
    let kinds: Vec<_> = Row::all(kinds, &kinds_table, faults)
        .iter()
        .map(|kind| (kind.name, rust::variant(kind.name)))
        .collect();
    let kinds: Vec<_> = kinds
        .iter()
        .map(|(name, variant)| (*name, variant.as_str()))
        .collect();
    let mut rust = String::new();
    for row in Row::all(file, &table, faults) {
        row.check(COLUMNS, faults);
        row.check_name('-', faults);
        row.texts("source", faults);
        let says = row.sentence("says", faults);
        let name = row.name.to_uppercase().replace('-', "_");
        let (form, list) = literal(&row, &kinds, faults);
        let _ = write!(
            rust,
            "/// {says}\npub(crate) const {name}: &[{form}] = &[\n{list}\n];\n\n"
        );
    }
    rust
}

/// The type of the items of a list, and the items.
fn literal(row: &Row<'_>, kinds: &[(&str, &str)], faults: &mut Faults) -> (&'static str, String) {
    let forms = ["words", "statuses", "pairs", "numbers", "kinds", "schemes"];
    if forms.iter().filter(|form| row.has(form)).count() != 1 {
        let what = format!("`{}` is no list", row.name);
        faults.note(
            &row.place,
            &what,
            "Give it `words`, `statuses`, `pairs`, `numbers`, `kinds`, or `schemes`.",
        );
    }
    if let Some(statuses) = row.named_table("statuses") {
        ("(u16, &[&str])", of_statuses(row, &statuses, faults))
    } else if row.has("kinds") {
        (
            "(&str, TokenKind)",
            chosen(row, "kinds", ("TokenKind", kinds), faults),
        )
    } else if row.has("schemes") {
        (
            "(&str, Scheme)",
            chosen(row, "schemes", ("Scheme", SCHEMES), faults),
        )
    } else if row.has("pairs") {
        let pairs = row.named_texts("pairs", faults);
        let list = rust::list(&pairs, |(word, text)| {
            format!("({word:?}, {:?})", text.value)
        });
        ("(&str, &str)", list)
    } else if let Some(numbers) = row.named_table("numbers") {
        let list = rust::list(&numbers.names(), |word| {
            let number = numbers.numbers(word, faults).pop();
            format!("({word:?}, {})", number.map_or(0, |number| number.value))
        });
        ("(&str, u16)", list)
    } else {
        let words = row.raws("words", faults);
        check(row, &words, faults);
        (
            "&str",
            rust::list(&words, |word| format!("{:?}", word.value)),
        )
    }
}

/// Pairs of a word and one of a closed set.
fn chosen(
    row: &Row<'_>,
    field: &str,
    (set, names): (&str, &[(&str, &str)]),
    faults: &mut Faults,
) -> String {
    let pairs = row.named_texts(field, faults);
    rust::list(&pairs, |(word, name)| {
        let variant = choose(field, name, names, faults).unwrap_or_default();
        format!("({word:?}, {set}::{variant})")
    })
}

fn of_statuses(row: &Row<'_>, statuses: &Row<'_>, faults: &mut Faults) -> String {
    rust::list(&statuses.names(), |status| {
        if status.parse::<u16>().is_err() {
            let what = format!("`{status}` is no status");
            faults.note(&statuses.place, &what, "Write a number.");
        }
        let words = statuses.raws(status, faults);
        check(row, &words, faults);
        let words: Vec<_> = words.iter().map(|word| &word.value).collect();
        format!("({status}, &{words:?})")
    })
}

/// Notes words that are empty, stand there twice, or could never be found since they are not in small letters.
fn check(row: &Row<'_>, words: &[Placed<String>], faults: &mut Faults) {
    let is_small = row.flag("small", faults);
    let mut seen = BTreeSet::new();
    for word in words {
        let mut note = |what: &str, fix: &str| {
            let what = format!("`{}` in `{}` {what}", word.value, row.name);
            faults.note(&word.place, &what, fix);
        };
        if word.value.trim().is_empty() {
            note("is empty", "Write a word, or take it away.");
        }
        if !seen.insert(&word.value) {
            note("stands there twice", "Take one away.");
        }
        if is_small && word.value != word.value.to_lowercase() {
            note(
                "is not in small letters",
                "Write it so, as the text is that it is sought in.",
            );
        }
    }
}
