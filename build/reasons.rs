//! `knowledge/reasons/`: one file for each gate, one table for each reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::Spanned;
use toml::de::DeValue;

use crate::knowledge::answers::read_marks;
use crate::knowledge::closest;
use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::program::audience::Audience;
use crate::knowledge::program::cause::Cause;
use crate::knowledge::program::gate::Gate;
use crate::knowledge::program::word::Word;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Placed, Row};

/// The file of the reasons that stop at no gate, since the token was accepted.
const OUTSIDE: &str = "outside";

/// The most fixes that a reason has: who reads more does none of them.
const MOST_FIXES: usize = 4;

/// Where the pages are to which a reason may lead.
pub(crate) const DOCUMENTATION: &str = "https://docs.gitlab.com/";

/// The fields of a reason.
const COLUMNS: &[Column] = &[
    Column::needed(
        "cause",
        "which of the closed causes it is, such as \"invalid_token\"",
    ),
    Column::optional(
        "unless",
        "which clues rule it out, whatever answer leads to it",
    ),
    Column::optional(
        "of_another_credential",
        "true where it speaks of another credential than the token",
    ),
    Column::needed(
        "title",
        "what happened, as one sentence without a full stop",
    ),
    Column::needed("why", "why GitLab does it"),
    Column::needed("recognise", "what its answer looks like"),
    Column::needed("fixes", "what to do, best first"),
    Column::needed("docs", "which page of GitLab's documentation is about it"),
    Column::needed(
        "source",
        "where it was read: files of GitLab's repository, or pages",
    ),
    Column::optional("alike", "how to tell it from others"),
];

/// The fields of a fix that is not for everybody.
const FIX_COLUMNS: &[Column] = &[
    Column::needed("for", "for whom it is, such as \"job-token\""),
    Column::needed("text", "what to do"),
];

/// A reason, as it was written down.
#[derive(Debug)]
pub(crate) struct Reason {
    id: String,
    pub(crate) place: Place,
    gate: Option<Gate>,
    cause: Option<Cause>,
    unless: Vec<String>,
    of_another_credential: bool,
    title: String,
    why: String,
    recognise: String,
    pub(crate) fixes: Vec<(Audience, String)>,
    alike: Vec<(String, Placed<String>)>,
    docs: String,
}

/// Reads all files, in the order of the gates, and notes what is wrong with them.
pub(crate) fn read(files: &[File], faults: &mut Faults) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for file in files {
        let Some(gate) = read_gate(file, faults) else {
            continue;
        };
        let table = file.parse(faults);
        for row in Row::all(file, &table, faults) {
            reasons.push(read_reason(&row, gate, faults));
        }
    }
    // What stops at no gate comes last.
    reasons.sort_by_key(|reason| (reason.gate.is_none(), reason.gate));
    check_names(&reasons, faults);
    reasons
}

/// The gate after which a file is named.
#[expect(clippy::option_option, reason = "no gate at all is one of the answers")]
fn read_gate(file: &File, faults: &mut Faults) -> Option<Option<Gate>> {
    let stem = file.stem();
    if stem == OUTSIDE {
        return Some(None);
    }
    let gate = Gate::ALL.into_iter().find(|gate| gate.name() == stem);
    if gate.is_none() {
        let names = Gate::ALL.into_iter().map(Gate::name).chain([OUTSIDE]);
        faults.note(
            &file.place(0),
            &format!("No gate is called `{stem}`"),
            &closest::advise(stem, names),
        );
    }
    gate.map(Some)
}

fn read_reason(row: &Row<'_>, gate: Option<Gate>, faults: &mut Faults) -> Reason {
    row.check(COLUMNS, faults);
    row.check_name('-', faults);
    // The sources are for those who renew the table; the program does not show them.
    row.texts("source", faults);
    Reason {
        id: row.name.to_owned(),
        place: row.place.clone(),
        gate,
        cause: read_cause(row, gate, faults),
        unless: read_unless(row, faults),
        of_another_credential: row.flag("of_another_credential", faults),
        title: read_prose(row, "title", faults),
        why: read_prose(row, "why", faults),
        recognise: read_prose(row, "recognise", faults),
        fixes: read_fixes(row, faults),
        alike: read_look_alikes(row, faults),
        docs: read_page(row, faults),
    }
}

fn read_cause(row: &Row<'_>, gate: Option<Gate>, faults: &mut Faults) -> Option<Cause> {
    let words = Cause::ALL.map(|cause| (cause.name(), cause));
    let cause = row.choice("cause", &words, faults)?;
    if (cause.value == Cause::NotATokenProblem) != gate.is_none() {
        let fix = "That cause, and no other, belongs into outside.toml.";
        faults.note(&cause.place, "`not_a_token_problem` stops at no gate", fix);
    }
    Some(cause.value)
}

/// The marks that rule a reason out, as Rust.
fn read_unless(row: &Row<'_>, faults: &mut Faults) -> Vec<String> {
    let texts = row.words("unless", faults);
    let mut marks = Vec::new();
    for text in &texts {
        marks.extend(read_marks(text, faults));
    }
    marks
}

/// Reads a text that is the same for everybody.
fn read_prose(row: &Row<'_>, name: &str, faults: &mut Faults) -> String {
    let Some(text) = row.text(name, faults) else {
        return String::new();
    };
    refuse_placeholders(&text, faults);
    text.value
}

fn refuse_placeholders(text: &Placed<String>, faults: &mut Faults) {
    for name in placeholders(&text.value) {
        let what = format!("`{{{name}}}` stands in a text that is never filled in");
        faults.note(&text.place, &what, "Only fixes hold placeholders.");
    }
}

fn read_fixes(row: &Row<'_>, faults: &mut Faults) -> Vec<(Audience, String)> {
    let items = row.list("fixes", faults);
    if items.len() > MOST_FIXES {
        let what = format!("`{}` has {} fixes", row.name, items.len());
        faults.note(&row.place, &what, &format!("Keep the best {MOST_FIXES}."));
    }
    items
        .iter()
        .filter_map(|item| read_fix(row, item, faults))
        .collect()
}

/// A fix is a text for everybody, or a table with `for` and `text`.
fn read_fix<'a>(
    row: &Row<'a>,
    item: &'a Spanned<DeValue<'a>>,
    faults: &mut Faults,
) -> Option<(Audience, String)> {
    let (audience, text) = match row.inner(item) {
        Some(fix) => {
            fix.check(FIX_COLUMNS, faults);
            (read_audience(&fix, faults), fix.text("text", faults)?)
        }
        None => (Audience::Everybody, row.item(item, faults)?),
    };
    for name in placeholders(&text.value) {
        if Word::find(name).is_none() {
            let what = format!("`{{{name}}}` is no placeholder");
            faults.note(
                &text.place,
                &what,
                &closest::advise(name, Word::ALL.into_iter().map(Word::name)),
            );
        }
    }
    Some((audience, text.value))
}

fn read_audience(fix: &Row<'_>, faults: &mut Faults) -> Audience {
    let words = Audience::ALL.map(|audience| (audience.name(), audience));
    let audience = fix.choice("for", &words, faults);
    audience.map_or(Audience::Everybody, |audience| audience.value)
}

fn read_look_alikes(row: &Row<'_>, faults: &mut Faults) -> Vec<(String, Placed<String>)> {
    let mut alike = Vec::new();
    for (id, difference) in row.named_texts("alike", faults) {
        refuse_placeholders(&difference, faults);
        if id == row.name {
            faults.note(
                &difference.place,
                &format!("`{id}` is its own look-alike"),
                "Name another reason.",
            );
        }
        alike.push((id.to_owned(), difference));
    }
    alike
}

fn read_page(row: &Row<'_>, faults: &mut Faults) -> String {
    let Some(page) = row.text("docs", faults) else {
        return String::new();
    };
    read_link(&page, faults);
    page.value
}

/// Holds an address against those of GitLab's documentation.
pub(crate) fn read_link(page: &Placed<String>, faults: &mut Faults) {
    if !(page.value.starts_with(DOCUMENTATION) && page.value.ends_with('/')) {
        let what = format!("`{}` is no page of GitLab's documentation", page.value);
        faults.note(
            &page.place,
            &what,
            &format!("It begins with {DOCUMENTATION} and ends with a slash."),
        );
    }
}

/// Names between braces that look like placeholders.
fn placeholders(text: &str) -> Vec<&str> {
    let is_name =
        |name: &&str| !name.is_empty() && name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase());
    let inside = text
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0));
    inside.filter(is_name).collect()
}

/// Names are unique in all files, and look-alikes exist.
fn check_names(reasons: &[Reason], faults: &mut Faults) {
    let mut places: BTreeMap<&str, &Place> = BTreeMap::new();
    for reason in reasons {
        if let Some(first) = places.insert(&reason.id, &reason.place) {
            let what = format!("`{}` is written down twice, also in {first}", reason.id);
            faults.note(&reason.place, &what, "Keep one of the two.");
        }
    }
    for (id, difference) in reasons.iter().flat_map(|reason| &reason.alike) {
        if !places.contains_key(id.as_str()) {
            let advice = closest::advise(id, places.keys().copied());
            faults.note(
                &difference.place,
                &format!("No reason is called `{id}`"),
                &advice,
            );
        }
    }
}

/// The names of all reasons, each with the path of its static below the codes.
pub(crate) fn paths(reasons: &[Reason]) -> BTreeMap<&str, String> {
    let path = |reason: &Reason| {
        let module = module_of(std::slice::from_ref(reason));
        format!("{module}::{}", static_name(&reason.id))
    };
    reasons
        .iter()
        .map(|reason| (reason.id.as_str(), path(reason)))
        .collect()
}

fn static_name(id: &str) -> String {
    id.to_uppercase().replace('-', "_")
}

/// Writes the table as Rust: a module for each gate, and the list of all.
pub(crate) fn generate(reasons: &[Reason]) -> String {
    let mut rust = String::new();
    let mut list = String::new();
    for part in reasons.chunk_by(|left, right| left.gate == right.gate) {
        let module = module_of(part);
        let _ = write!(
            rust,
            "/// The reasons of `knowledge/reasons/{module}.toml`.\npub(crate) mod {module} {{\n"
        );
        for reason in part {
            let name = static_name(&reason.id);
            let _ = write!(
                rust,
                "\n    /// `{}`\n    pub(crate) static {name}: super::Code = {};\n",
                reason.id,
                literal(reason)
            );
            let _ = writeln!(list, "    &{module}::{name},");
        }
        rust.push_str("}\n\n");
    }
    format!(
        "{rust}/// Every code, in the order of the gates.\npub(crate) static ALL: &[&Code] = &[\n{list}];\n"
    )
}

fn module_of(part: &[Reason]) -> &'static str {
    let gate = part.first().and_then(|reason| reason.gate);
    gate.map_or(OUTSIDE, Gate::name)
}

/// A reason as a literal of Rust.
fn literal(reason: &Reason) -> String {
    let cause = reason
        .cause
        .map_or_else(String::new, |cause| format!("super::Cause::{cause:?}"));
    let gate = match reason.gate {
        Some(gate) => format!("Some(super::Gate::{gate:?})"),
        None => "None".to_owned(),
    };
    let unless = reason.unless.join(", ").replace("(Clue", "(super::Clue");
    let unless = unless
        .replace("yes(", "super::yes(")
        .replace("no(", "super::no(");
    let fixes = rust::list(&reason.fixes, |(audience, text)| {
        format!("super::Fix {{ audience: super::Audience::{audience:?}, text: {text:?} }}")
    });
    let alike = rust::list(&reason.alike, |(id, difference)| {
        format!("({id:?}, {:?})", difference.value)
    });
    format!(
        "super::Code {{ id: {:?}, cause: {cause}, gate: {gate}, unless: &[{unless}], of_another_credential: {}, title: {:?}, why: {:?}, recognise: {:?}, \
         fixes: &[{fixes}], alike: &[{alike}], docs: {:?} }}",
        reason.id,
        reason.of_another_credential,
        reason.title,
        reason.why,
        reason.recognise,
        reason.docs
    )
}
