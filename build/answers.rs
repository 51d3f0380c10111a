//! `knowledge/answers/`: one file for each surface, one table for each answer, one line for each meaning of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::knowledge::closest;
use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::kebab;
use crate::knowledge::program::clue::Clue;
use crate::knowledge::program::method::Method;
use crate::knowledge::program::surface::Surface;
use crate::knowledge::table::{Column, File, Placed, Row};
use crate::knowledge::wordings::Sentence;

/// The fields of a file besides its answers.
const HEAD: &[Column] = &[
    Column::needed(
        "surfaces",
        "where these answers are spoken, such as [\"rest\"], or \"any\"",
    ),
    Column::needed("answer", "the answers, each below a line [[answer]]"),
];

/// The fields of an answer.
const COLUMNS: &[Column] = &[
    Column::optional("surfaces", ""),
    Column::optional("status", ""),
    Column::optional("body", ""),
    Column::optional("message", ""),
    Column::optional("details", ""),
    Column::optional("guard", ""),
    Column::optional("error", ""),
    Column::optional("graphql", ""),
    Column::optional("registry", ""),
    Column::optional("page", ""),
    Column::optional("text", ""),
    Column::optional("json", ""),
    Column::optional("says", ""),
    Column::optional("speaks", ""),
    Column::optional("also", ""),
    Column::optional("header", ""),
    Column::optional("route", ""),
    Column::optional("printed", ""),
    Column::optional("shown", ""),
    Column::optional("shown_headers", ""),
    Column::optional("near", ""),
    Column::optional("near_headers", ""),
    Column::needed(
        "source",
        "where it was read: files of GitLab's repository, or pages",
    ),
    Column::optional("grade", ""),
    Column::needed("means", "what it can mean, one line for each reason"),
];

/// The fields of a meaning.
const MEANING_COLUMNS: &[Column] = &[
    Column::needed("reason", "which reason it is, such as \"token-expired\""),
    Column::needed("because", "why these words mean it, without a full stop"),
    Column::optional("weight", ""),
    Column::optional("unless", ""),
    Column::optional("proof", ""),
    Column::optional("decisive", ""),
    Column::optional("since", ""),
    Column::optional("source", ""),
    Column::optional("grade", ""),
];

/// The fields that say who prints an answer as words of their own.
const PRINTED_COLUMNS: &[Column] = &[
    Column::optional("on", ""),
    Column::optional("after", ""),
    Column::needed("by", "the program that prints it, and its file"),
];

/// How well a row is founded, as it is written down and in Rust; what is not said is read.
const GRADES: [(&str, &str); 4] = [
    ("read", "ReadNow"),
    ("read-older", "ReadOlder"),
    ("derived", "Derived"),
    ("unverified", "Unverified"),
];

/// How often a reason is the one where nothing else is said.
const USUAL_WEIGHT: u64 = 10;

/// What a body must look like: the field, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    field: &'static str,
    texts: Vec<String>,
}

/// The fields that hold one text, with the name of their pattern.
const ONE_TEXT: [(&str, &str); 10] = [
    ("message", "Message"),
    ("details", "Details"),
    ("error", "Error"),
    ("graphql", "GraphQl"),
    ("page", "Page"),
    ("text", "Text"),
    ("json", "Json"),
    ("says", "Says"),
    ("speaks", "Speaks"),
    ("body", ""),
];

/// The fields that hold a code and a sentence.
const TWO_TEXTS: [(&str, &str); 2] = [("guard", "Guard"), ("registry", "Registry")];

/// Bodies without words.
const WORDLESS: [(&str, &str); 4] = [
    ("any", "Any"),
    ("empty", "Empty"),
    ("unseen", "Unseen"),
    ("hidden-list", "HiddenList"),
];

/// An answer, as it was written down.
#[derive(Debug)]
pub(crate) struct Answer {
    place: Place,
    surfaces: Vec<Surface>,
    statuses: Vec<u16>,
    body: Pattern,
    /// Its wordings in other releases, and what clients make of it.
    also: Vec<String>,
    header: Option<String>,
    route: Option<(Method, String)>,
    printed: Option<Printed>,
    shown: Option<Example>,
    near: Option<Example>,
    meanings: Vec<Meaning>,
}

#[derive(Debug)]
struct Printed {
    surface: Surface,
    /// Whether it is said of what follows from a failure.
    is_consequence: bool,
}

/// An answer as it comes over the wire.
#[derive(Debug)]
struct Example {
    status: Option<u16>,
    body: String,
    headers: Vec<String>,
}

#[derive(Debug)]
struct Meaning {
    reason: Placed<String>,
    because: String,
    weight: u64,
    unless: Vec<String>,
    proofs: Vec<Vec<String>>,
    is_decisive: bool,
    since: Option<String>,
    source: String,
    grade: &'static str,
}

/// Reads all files and notes what is wrong with them; answers with bodies of one kind stand together. `reasons` are the names that a meaning may have.
pub(crate) fn read(
    files: &[File],
    reasons: &BTreeMap<&str, String>,
    faults: &mut Faults,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    for file in files {
        let table = file.parse(faults);
        let head = Row::whole(file, &table);
        head.check(HEAD, faults);
        let surfaces = read_surfaces(&head, faults).unwrap_or_default();
        for row in head.rows("answer", faults) {
            answers.extend(read_answer(&row, &surfaces, faults));
        }
    }
    check_reasons(&answers, reasons, faults);
    check_doubles(&answers, faults);
    answers.sort_by_key(|answer| answer.body.variant());
    answers
}

fn read_answer(row: &Row<'_>, usual: &[Surface], faults: &mut Faults) -> Option<Answer> {
    row.check(COLUMNS, faults);
    let body = read_body(row, faults)?;
    let source = row.text("source", faults).map(|text| text.value);
    let grade = read_grade(row, faults);
    let meanings = row
        .rows("means", faults)
        .iter()
        .filter_map(|meaning| {
            read_meaning(
                meaning,
                source.as_deref().unwrap_or_default(),
                grade,
                faults,
            )
        })
        .collect();
    Some(Answer {
        place: row.place.clone(),
        surfaces: read_surfaces(row, faults).unwrap_or_else(|| usual.to_vec()),
        statuses: read_statuses(row, faults),
        body,
        also: row
            .raws("also", faults)
            .into_iter()
            .map(|text| text.value)
            .collect(),
        header: read_header(row, faults),
        route: read_route(row, faults),
        printed: read_printed(row, faults),
        shown: read_example(row, "shown", "shown_headers", faults),
        near: read_example(row, "near", "near_headers", faults),
        meanings,
    })
}

fn read_surfaces(row: &Row<'_>, faults: &mut Faults) -> Option<Vec<Surface>> {
    if !row.has("surfaces") {
        return None;
    }
    if row.is_text("surfaces") {
        let name = row.text("surfaces", faults)?;
        if name.value != "any" {
            faults.note(
                &name.place,
                &format!("`{}` is no list of surfaces", name.value),
                "Write \"any\", or a list such as [\"rest\"].",
            );
        }
        return Some(Surface::ALL.to_vec());
    }
    let mut surfaces = Vec::new();
    for name in row.texts("surfaces", faults) {
        let Some(surface) = Surface::parse(&name.value) else {
            note_surface(&name, faults);
            continue;
        };
        surfaces.push(surface);
    }
    Some(surfaces)
}

fn note_surface(name: &Placed<String>, faults: &mut Faults) {
    let advice = closest::advise(&name.value, Surface::ALL.into_iter().map(Surface::name));
    let what = format!("No surface is called `{}`", name.value);
    faults.note(&name.place, &what, &advice);
}

fn read_statuses(row: &Row<'_>, faults: &mut Faults) -> Vec<u16> {
    let numbers = row.numbers("status", faults);
    for number in &numbers {
        if !(100..600).contains(&number.value) {
            faults.note(
                &number.place,
                &format!("{} is no status of HTTP", number.value),
                "It lies between 100 and 599.",
            );
        }
    }
    numbers
        .into_iter()
        .filter_map(|number| u16::try_from(number.value).ok())
        .collect()
}

/// The one field that says what the body looks like.
fn read_body(row: &Row<'_>, faults: &mut Faults) -> Option<Pattern> {
    let one = ONE_TEXT.iter().map(|(field, _)| *field);
    let two = TWO_TEXTS.iter().map(|(field, _)| *field);
    let fields: Vec<&'static str> = one
        .clone()
        .chain(two)
        .filter(|field| row.has(field))
        .collect();
    let [field] = fields.as_slice() else {
        let what = format!(
            "The answer has {} fields that say what its body is",
            fields.len()
        );
        faults.note(
            &row.place,
            &what,
            "Write one of them, such as message = \"403 Forbidden\".",
        );
        return None;
    };
    let texts: Vec<String> = if one.clone().any(|name| name == *field) {
        vec![row.raw(field, faults)?.value]
    } else {
        row.raws(field, faults)
            .into_iter()
            .map(|text| text.value)
            .collect()
    };
    let pattern = Pattern { field, texts };
    if pattern.rust().is_none() {
        let what = format!("`{field}` cannot be read");
        let fix = "body is \"any\", \"empty\", \"unseen\", or \"hidden-list\"; guard and registry are [\"code\", \"sentence\"].";
        faults.note(&row.place, &what, fix);
        return None;
    }
    Some(pattern)
}

impl Pattern {
    /// The pattern as Rust.
    fn rust(&self) -> Option<String> {
        let variant = self.variant()?;
        match self.texts.as_slice() {
            [_] if self.field == "body" => Some(format!("Pattern::{variant}")),
            [text] => Some(format!("Pattern::{variant}({text:?})")),
            [code, text] => Some(format!("Pattern::{variant}({code:?}, {text:?})")),
            _ => None,
        }
    }

    /// Its variant in Rust.
    fn variant(&self) -> Option<&'static str> {
        let (variants, name): (&[(&str, &'static str)], &str) = match self.texts.as_slice() {
            [name] if self.field == "body" => (&WORDLESS, name),
            [_] => (&ONE_TEXT, self.field),
            _ => (&TWO_TEXTS, self.field),
        };
        let found = variants.iter().find(|(field, _)| *field == name);
        found.map(|(_, variant)| *variant)
    }
}

/// `header = { holds = ["name", "text"] }` or `header = { absent = "name" }`.
fn read_header(row: &Row<'_>, faults: &mut Faults) -> Option<String> {
    let header = row.inline("header", faults)?;
    header.check(
        &[
            Column::optional("holds", ""),
            Column::optional("absent", ""),
        ],
        faults,
    );
    if let Some(name) = header.text("absent", faults) {
        return Some(format!("HeaderTest::Absent({:?})", name.value));
    }
    if let [name, text] = header.texts("holds", faults).as_slice() {
        return Some(format!(
            "HeaderTest::Holds({:?}, {:?})",
            name.value, text.value
        ));
    }
    let fix = "Write { holds = [\"server\", \"cloudflare\"] } or { absent = \"server\" }.";
    faults.note(&header.place, "The header is not told", fix);
    None
}

fn read_route(row: &Row<'_>, faults: &mut Faults) -> Option<(Method, String)> {
    let route = row.text("route", faults)?;
    let parts = route.value.split_once(' ');
    let known = parts.and_then(|(method, path)| Some((Method::parse(method)?, path.to_owned())));
    if known.is_none() {
        faults.note(
            &route.place,
            &format!("`{}` is no route", route.value),
            "Write \"GET /projects/:id\".",
        );
    }
    known
}

fn read_printed(row: &Row<'_>, faults: &mut Faults) -> Option<Printed> {
    let printed = row.inline("printed", faults)?;
    printed.check(PRINTED_COLUMNS, faults);
    // Who prints it is for those who renew the table; the program does not show it.
    printed.text("by", faults);
    let is_consequence = printed.has("after");
    let name = printed.text(if is_consequence { "after" } else { "on" }, faults)?;
    let surface = Surface::parse(&name.value);
    if surface.is_none() {
        note_surface(&name, faults);
    }
    Some(Printed {
        surface: surface?,
        is_consequence,
    })
}

/// A status and a body in one line, such as `403 {"message":"403 Forbidden"}`; `\n` is a line break.
fn read_example(row: &Row<'_>, name: &str, headers: &str, faults: &mut Faults) -> Option<Example> {
    let text = row.raw(name, faults)?.value;
    let (status, body) = text.split_once(' ').unwrap_or((&text, ""));
    Some(Example {
        status: status.parse().ok(),
        body: body.replace("\\n", "\n"),
        headers: row
            .texts(headers, faults)
            .into_iter()
            .map(|header| header.value)
            .collect(),
    })
}

fn read_grade(row: &Row<'_>, faults: &mut Faults) -> Option<&'static str> {
    let name = row.text("grade", faults)?;
    let grade = GRADES.iter().find(|(written, _)| *written == name.value);
    if grade.is_none() {
        let advice = closest::advise(&name.value, GRADES.iter().map(|(written, _)| *written));
        faults.note(
            &name.place,
            &format!("`{}` is no grade", name.value),
            &advice,
        );
    }
    grade.map(|(_, rust)| *rust)
}

fn read_meaning(
    row: &Row<'_>,
    source: &str,
    grade: Option<&'static str>,
    faults: &mut Faults,
) -> Option<Meaning> {
    row.check(MEANING_COLUMNS, faults);
    let because = row.text("because", faults)?;
    if because.value.ends_with('.') {
        faults.note(
            &because.place,
            "A reason ends with a full stop",
            "Leave it out: the sentence goes on.",
        );
    }
    let unless = row
        .text("unless", faults)
        .map(|text| read_marks(&text, faults))
        .unwrap_or_default();
    let proofs = row
        .text("proof", faults)
        .map(|text| {
            let parts = text.value.split(" | ").map(|part| Placed {
                place: text.place.clone(),
                value: part.to_owned(),
            });
            parts.map(|part| read_marks(&part, faults)).collect()
        })
        .unwrap_or_default();
    let weight = row
        .numbers("weight", faults)
        .first()
        .map_or(USUAL_WEIGHT, |weight| weight.value);
    if !(1..=100).contains(&weight) {
        faults.note(
            &row.place,
            &format!("The weight {weight} is not between 1 and 100"),
            "Say how often it is the reason.",
        );
    }
    Some(Meaning {
        reason: row.text("reason", faults)?,
        because: because.value,
        weight,
        unless,
        proofs,
        is_decisive: row.flag("decisive", faults),
        since: row.text("since", faults).map(|since| since.value),
        source: row
            .text("source", faults)
            .map_or_else(|| source.to_owned(), |source| source.value),
        grade: read_grade(row, faults).or(grade).unwrap_or("ReadNow"),
    })
}

/// Reads names of clues, each with `!` before it where it must not hold, and writes them as Rust.
pub(crate) fn read_marks(text: &Placed<String>, faults: &mut Faults) -> Vec<String> {
    let mut marks = Vec::new();
    for word in text.value.split_whitespace() {
        let name = word.trim_start_matches('!');
        let Some(clue) = read_clue(name, &text.place, faults) else {
            continue;
        };
        let verb = if word.starts_with('!') { "no" } else { "yes" };
        marks.push(format!("{verb}(Clue::{clue:?})"));
    }
    marks
}

/// Reads the name of a clue.
pub(crate) fn read_clue(name: &str, place: &Place, faults: &mut Faults) -> Option<Clue> {
    let named = |clue: &&Clue| kebab(&format!("{clue:?}")) == name;
    let clue = Clue::ALL.iter().find(named);
    if clue.is_none() {
        let known: Vec<String> = Clue::ALL
            .iter()
            .map(|clue| kebab(&format!("{clue:?}")))
            .collect();
        let advice = closest::advise(name, known.iter().map(String::as_str));
        faults.note(place, &format!("No clue is called `{name}`"), &advice);
    }
    clue.copied()
}

fn check_reasons(answers: &[Answer], reasons: &BTreeMap<&str, String>, faults: &mut Faults) {
    for meaning in answers.iter().flat_map(|answer| &answer.meanings) {
        let name = &meaning.reason;
        if !reasons.contains_key(name.value.as_str()) {
            let advice = closest::advise(&name.value, reasons.keys().copied());
            faults.note(
                &name.place,
                &format!("No reason is called `{}`", name.value),
                &advice,
            );
        }
    }
}

/// The same answer is written down once, with all that it can mean.
fn check_doubles(answers: &[Answer], faults: &mut Faults) {
    let mut places = BTreeMap::new();
    for answer in answers {
        let surfaces: Vec<&str> = answer
            .surfaces
            .iter()
            .map(|surface| surface.name())
            .collect();
        let route = answer
            .route
            .as_ref()
            .map(|(method, path)| format!("{method} {path}"));
        let key = (
            surfaces,
            &answer.statuses,
            &answer.body,
            &answer.header,
            route,
        );
        if let Some(first) = places.insert(key, &answer.place) {
            faults.note(
                &answer.place,
                &format!("This answer is written down twice, also in {first}"),
                "Put all that it can mean into one.",
            );
        }
    }
}

/// The sentences by whose words answers are found. Titles of pages and pieces of JSON are none.
pub(crate) fn sentences(answers: &[Answer]) -> Vec<Sentence<'_>> {
    let own = |answer: &'static str| !matches!(answer, "body" | "page" | "json" | "speaks");
    let mut sentences = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let text = answer.body.texts.last().filter(|_| own(answer.body.field));
        let texts = text.into_iter().chain(&answer.also);
        sentences.extend(texts.map(|text| Sentence {
            answer: number,
            text,
        }));
    }
    sentences
}

/// Writes the table as Rust.
pub(crate) fn generate(answers: &[Answer], paths: &BTreeMap<&str, String>) -> String {
    let mut texts = Texts::default();
    let mut rust = String::from(
        "/// Every answer, those with bodies of one kind together.\npub(crate) static ANSWERS: &[Answer] = &[\n",
    );
    for answer in answers {
        let _ = writeln!(rust, "{},", literal(answer, paths, &mut texts));
    }
    let (all, kinds) = (texts.all, kinds(answers));
    format!("{rust}];\n\n{kinds}\n/// What all meanings say.\nstatic TEXTS: &str = {all:?};\n")
}

/// Where the answers with bodies of each kind stand, as Rust. Those that are found by their words are looked for nowhere.
fn kinds(answers: &[Answer]) -> String {
    let mut rust = String::new();
    let mut begin = 0;
    for chunk in answers.chunk_by(|one, other| one.body.variant() == other.body.variant()) {
        let kind = chunk
            .first()
            .and_then(|answer| answer.body.variant())
            .unwrap_or_default();
        let end = begin + chunk.len();
        if kind != "Says" {
            let name = kind.to_uppercase();
            let _ = writeln!(rust, "const {name}: Range<usize> = {begin}..{end};");
        }
        begin = end;
    }
    rust
}

/// Texts in one, each of them once.
#[derive(Default)]
struct Texts {
    all: String,
    begins: BTreeMap<String, usize>,
}

impl Texts {
    /// Puts a text in, and writes where it stands as Rust.
    fn place(&mut self, text: &str) -> String {
        let begin = *self.begins.entry(text.to_owned()).or_insert_with(|| {
            self.all.push_str(text);
            self.all.len() - text.len()
        });
        // In hexadecimal digits no lint asks for separators.
        format!("Text {{ begin: {begin:#x}, length: {} }}", text.len())
    }
}

/// Writes the examples as Rust; only tests read them.
pub(crate) fn generate_examples(answers: &[Answer]) -> String {
    let mut rust = String::from("[\n");
    for (index, answer) in answers.iter().enumerate() {
        if let Some(shown) = &answer.shown {
            let near = answer
                .near
                .as_ref()
                .map_or_else(|| "None".to_owned(), |near| format!("Some({})", wire(near)));
            let _ = writeln!(
                rust,
                "Example {{ answer: &ANSWERS[{index}], shown: {}, near: {near} }},",
                wire(shown)
            );
        }
    }
    rust.push_str("]\n");
    rust
}

fn wire(example: &Example) -> String {
    format!(
        "Wire {{ status: {:?}, body: {:?}, headers: &{:?} }}",
        example.status, example.body, example.headers
    )
}

fn literal(answer: &Answer, paths: &BTreeMap<&str, String>, texts: &mut Texts) -> String {
    let surfaces = if answer.surfaces.len() == Surface::ALL.len() {
        "&Surface::ALL".to_owned()
    } else {
        let names: Vec<String> = answer
            .surfaces
            .iter()
            .map(|surface| format!("Surface::{surface:?}"))
            .collect();
        format!("&[{}]", names.join(", "))
    };
    let header = answer
        .header
        .as_ref()
        .map_or_else(|| "None".to_owned(), |test| format!("Some({test})"));
    let route = answer.route.as_ref().map_or_else(
        || "None".to_owned(),
        |(method, path)| format!("Some((Method::{method:?}, {path:?}))"),
    );
    let meanings: Vec<String> = answer
        .meanings
        .iter()
        .map(|meaning| meaning_literal(meaning, paths, texts))
        .collect();
    format!(
        "Answer {{ #[cfg(test)] place: {:?}, surfaces: {surfaces}, statuses: &{:?}, body: {}, header: {header}, route: {route}, means: &[{}] }}",
        answer.place.to_string(),
        answer.statuses,
        answer.body.rust().unwrap_or_default(),
        meanings.join(", "),
    )
}

fn meaning_literal(meaning: &Meaning, paths: &BTreeMap<&str, String>, texts: &mut Texts) -> String {
    let list = |marks: &[String]| format!("&[{}]", marks.join(", "));
    let proofs: Vec<String> = meaning.proofs.iter().map(|proof| list(proof)).collect();
    format!(
        "Meaning {{ code: &codes::{}, because: {}, weight: {}, unless: {}, proof: &[{}], decisive: {}, grade: Grade::{}, source: {}, #[cfg(test)] since: {:?} }}",
        paths
            .get(meaning.reason.value.as_str())
            .map_or("", String::as_str),
        texts.place(&meaning.because),
        meaning.weight,
        list(&meaning.unless),
        proofs.join(", "),
        meaning.is_decisive,
        meaning.grade,
        texts.place(&meaning.source),
        meaning.since,
    )
}

/// What clients print in words of their own, with what it tells, for the readers of pasted text.
pub(crate) fn printed(answers: &[Answer]) -> impl Iterator<Item = (&str, String)> {
    answers.iter().filter_map(|answer| {
        let (Some(printed), [words]) = (&answer.printed, answer.body.texts.as_slice()) else {
            return None;
        };
        let tells = if printed.is_consequence {
            "After"
        } else {
            "Client"
        };
        let surface = printed.surface;
        Some((words.as_str(), format!("{tells}(Surface::{surface:?})")))
    })
}
