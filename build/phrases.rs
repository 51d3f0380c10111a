//! `knowledge/phrases/`: what clients print beside an answer, one file for each layer, one line for each phrase.

use std::collections::BTreeMap;

use crate::knowledge::closest;
use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::kebab;
use crate::knowledge::program::failure::TransportFailure;
use crate::knowledge::program::method::Method;
use crate::knowledge::program::surface::Surface;
use crate::knowledge::table::{Column, File, Placed, Row};

/// The fields of a phrase. Exactly one of those that may be left out says what a line with it tells; `on` goes with
/// `status`.
const COLUMNS: &[Column] = &[
    Column::needed("words", "the words, as they are printed"),
    Column::needed(
        "by",
        "who prints them: a program and a file, or where they were seen",
    ),
    Column::optional("plain", ""),
    Column::optional("alone", ""),
    Column::optional("message", ""),
    Column::optional("guard", ""),
    Column::optional("registry", ""),
    Column::optional("page", ""),
    Column::optional("client", ""),
    Column::optional("after", ""),
    Column::optional("broken", ""),
    Column::optional("status", ""),
    Column::optional("on", ""),
    Column::optional("about", ""),
    Column::optional("job", ""),
    Column::optional("asks", ""),
    Column::optional("tells", ""),
];

/// What is told without anything beside it.
const PLAINLY_TOLD: [(&str, &str); 4] = [
    ("torn", "Torn"),
    ("nameless", "Nameless"),
    ("place", "Place"),
    ("query", "Query"),
];

/// Shorter words are in too many lines.
const SHORTEST: usize = 6;

/// A phrase, as it was written down.
#[derive(Debug)]
pub(crate) struct Phrase {
    place: Place,
    words: String,
    /// What it tells, as Rust.
    tells: String,
}

/// Reads all files and notes what is wrong with them.
pub(crate) fn read(files: &[File], faults: &mut Faults) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for file in files {
        let table = file.parse(faults);
        let head = Row::whole(file, &table);
        head.check(
            &[Column::needed("phrase", "the phrases, one in a line")],
            faults,
        );
        for row in head.rows("phrase", faults) {
            phrases.extend(read_phrase(&row, faults));
        }
    }
    check_doubles(&phrases, faults);
    phrases
}

fn read_phrase(row: &Row<'_>, faults: &mut Faults) -> Option<Phrase> {
    row.check(COLUMNS, faults);
    let words = row.raw("words", faults)?;
    if words.value.len() < SHORTEST {
        let what = format!("`{}` is too short to be a phrase", words.value);
        faults.note(&words.place, &what, "Add the words beside it.");
    }
    // Who prints it is for those who renew the table; the program does not show it.
    row.text("by", faults);
    let Some(tells) = read_tells(row, faults) else {
        let fix = "Say status = 404, about = \"git\", broken = \"tls\", or another field of knowledge/README.md.";
        faults.note(&row.place, "What the phrase tells is not said", fix);
        return None;
    };
    Some(Phrase {
        place: words.place,
        words: words.value,
        tells,
    })
}

fn read_tells(row: &Row<'_>, faults: &mut Faults) -> Option<String> {
    for (field, variant) in [
        ("plain", "Plain"),
        ("alone", "Alone"),
        ("client", "Client"),
        ("after", "After"),
        ("about", "About"),
    ] {
        if row.has(field) {
            let surface = surface(&row.text(field, faults)?, faults)?;
            return Some(format!("{variant}(Surface::{surface:?})"));
        }
    }
    for (field, variant) in [("message", "Message"), ("job", "Job")] {
        if row.has(field) {
            let name = row.text(field, faults)?;
            return Some(format!("{variant}({})", any_surface(&name, faults)));
        }
    }
    read_coded(row, faults)
}

/// What is told with a code, a title, or a status.
fn read_coded(row: &Row<'_>, faults: &mut Faults) -> Option<String> {
    if let [name, code] = row.texts("guard", faults).as_slice() {
        return Some(format!(
            "Guard(Surface::{:?}, {:?})",
            surface(name, faults)?,
            code.value
        ));
    }
    if let [name, code, text] = row.texts("registry", faults).as_slice() {
        let surface = surface(name, faults)?;
        return Some(format!(
            "Registry(Surface::{surface:?}, {:?}, {:?})",
            code.value, text.value
        ));
    }
    if let Some(title) = row.text("page", faults) {
        return Some(format!("Page({:?})", title.value));
    }
    if let Some(name) = row.text("broken", faults) {
        return read_failure(&name, faults);
    }
    if let Some(status) = row.numbers("status", faults).first() {
        let on = row
            .text("on", faults)
            .map_or_else(|| "None".to_owned(), |name| any_surface(&name, faults));
        return Some(format!("Status({on}, {})", status.value));
    }
    if let Some(request) = row.text("asks", faults) {
        let (method, path) = request.value.split_once(' ')?;
        return Some(format!(
            "Asks(Method::{:?}, {path:?})",
            Method::parse(method)?
        ));
    }
    let told = row.text("tells", faults)?;
    let known = PLAINLY_TOLD.iter().find(|(name, _)| *name == told.value);
    known.map(|(_, variant)| (*variant).to_owned())
}

fn read_failure(name: &Placed<String>, faults: &mut Faults) -> Option<String> {
    let known = TransportFailure::ALL
        .iter()
        .find(|failure| kebab(&format!("{failure:?}")) == name.value);
    if known.is_none() {
        let names: Vec<String> = TransportFailure::ALL
            .iter()
            .map(|failure| kebab(&format!("{failure:?}")))
            .collect();
        let advice = closest::advise(&name.value, names.iter().map(String::as_str));
        faults.note(
            &name.place,
            &format!("No failure is called `{}`", name.value),
            &advice,
        );
    }
    let literal = format!("{:?}", known?).replace("Certificate(", "Certificate(CertificateFault::");
    Some(format!("Broken(TransportFailure::{literal})"))
}

fn surface(name: &Placed<String>, faults: &mut Faults) -> Option<Surface> {
    let known = Surface::parse(&name.value);
    if known.is_none() {
        let advice = closest::advise(&name.value, Surface::ALL.into_iter().map(Surface::name));
        faults.note(
            &name.place,
            &format!("No surface is called `{}`", name.value),
            &advice,
        );
    }
    known
}

/// A surface, or `any`.
fn any_surface(name: &Placed<String>, faults: &mut Faults) -> String {
    if name.value == "any" {
        return "None".to_owned();
    }
    surface(name, faults).map_or_else(
        || "None".to_owned(),
        |surface| format!("Some(Surface::{surface:?})"),
    )
}

fn check_doubles(phrases: &[Phrase], faults: &mut Faults) {
    let mut places = BTreeMap::new();
    for phrase in phrases {
        if let Some(first) = places.insert(&phrase.words, &phrase.place) {
            let what = format!("`{}` is written down twice, also in {first}", phrase.words);
            faults.note(&phrase.place, &what, "Keep one of the two.");
        }
    }
}

/// The words of each phrase, with what they tell.
pub(crate) fn printed(phrases: &[Phrase]) -> impl Iterator<Item = (&str, String)> {
    phrases
        .iter()
        .map(|phrase| (phrase.words.as_str(), phrase.tells.clone()))
}

/// Writes phrases as Rust, one in a line, in the order of their words.
pub(crate) fn generate<'a>(printed: impl Iterator<Item = (&'a str, String)>) -> String {
    let ordered: BTreeMap<&str, String> = printed.collect();
    let line = |(words, tells)| format!("    phrase({words:?}, Tells::{tells}),\n");
    let lines: String = ordered.into_iter().map(line).collect();
    format!("[\n{lines}]\n")
}
