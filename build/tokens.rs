//! `knowledge/tokens/`: the kinds of token, and the prefixes that tell them from each other and from those of others.

use crate::knowledge::closest;
use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Placed, Row};

/// The fields of a kind.
const KIND_COLUMNS: &[Column] = &[
    Column::needed("words", "what people call it, without an article"),
    Column::needed("shape", "what a value of this kind looks like"),
    Column::needed("purpose", "what it is for"),
    Column::needed("test", "how to find out whether it works"),
    Column::needed("docs", "which page of GitLab is about it"),
    Column::needed("source", "from which file of GitLab's source this is known"),
    Column::optional("places", "which surfaces read it"),
    Column::optional("read_like", "which kind has the same places"),
];

/// The fields of a prefix of GitLab.
const PREFIX_COLUMNS: &[Column] = &[
    Column::needed("kind", "which kind it tells"),
    Column::needed("body", "what follows it, such as \"20 characters\""),
    Column::needed("source", "which file of GitLab's source defines it"),
];

/// The fields of a prefix of another service.
const FORGE_COLUMNS: &[Column] = &[
    Column::needed("service", "the name of the service"),
    Column::needed("credential", "what the service calls this credential"),
    Column::needed(
        "body",
        "what follows it, such as \"at least 20 characters\"",
    ),
    Column::needed("source", "which page of the service says so"),
];

/// What a way to carry a token is called in the file, and in Rust; some go on with a name.
const CARRIERS: [(&str, &str); 11] = [
    ("private-token", "PrivateToken"),
    ("bearer", "Bearer"),
    ("job-token", "JobToken"),
    ("deploy-token", "DeployToken"),
    ("basic", "BasicAnyUser"),
    ("basic-own-user", "BasicOwnUser"),
    ("cookie", "Cookie"),
    ("mail-address", "MailAddress"),
    ("basic-user NAME", "BasicUser"),
    ("header NAME", "Header"),
    ("parameter NAME", "Parameter"),
];

/// Reads the kinds, and writes their variants and their table as Rust.
pub(crate) fn compile_kinds(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let kinds = Row::all(file, &table, faults);
    let count = kinds.len();
    let variants = rust::list(&kinds, |row| {
        let default = if row.name == "unknown" {
            "#[default] "
        } else {
            ""
        };
        format!("/** `{}` */ {default}{}", row.name, rust::variant(row.name))
    });
    let all = rust::list(&kinds, |row| format!("Self::{}", rust::variant(row.name)));
    let rows = rust::list(&kinds, |row| kind_literal(row, &kinds, faults));
    format!(
        "/// A kind of credential, as the JSON report names it.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]\n\
         pub enum TokenKind {{\n{variants}\n}}\n\n\
         impl TokenKind {{\n/// Every kind, in the order of the contract and of the table.\n\
         pub const ALL: [Self; {count}] = [\n{all}\n];\n}}\n\n\
         /// What is known of each kind, in the order of the variants.\n\
         static FACTS: [KindFacts; {count}] = [\n{rows}\n];\n"
    )
}

fn kind_literal(row: &Row<'_>, kinds: &[Row<'_>], faults: &mut Faults) -> String {
    row.check(KIND_COLUMNS, faults);
    row.check_name('_', faults);
    let mut read = |name| {
        row.text(name, faults)
            .map_or(String::new(), |text| text.value)
    };
    let (words, shape, purpose) = (read("words"), read("shape"), read("purpose"));
    let (test, docs, source) = (read("test"), read("docs"), read("source"));
    format!(
        "KindFacts {{ kind: TokenKind::{}, name: {:?}, words: {words:?}, shape: {shape:?}, \
         places: &[{}], purpose: {purpose:?}, test: {test:?}, docs: {docs:?}, source: {source:?} }}",
        rust::variant(row.name),
        row.name,
        places(row, kinds, faults),
    )
}

/// The places of a kind, or of the one that it is read like.
fn places(row: &Row<'_>, kinds: &[Row<'_>], faults: &mut Faults) -> String {
    let places = match row.text("read_like", faults) {
        Some(other) => find_kind(&other, kinds, faults).and_then(|kind| kind.table("places")),
        None => row.table("places"),
    };
    let Some(places) = places else {
        return String::new();
    };
    rust::list(&places.names(), |surface| {
        let carriers = places.texts(surface, faults);
        let carriers = rust::list(&carriers, |carrier| carrier_literal(carrier, faults));
        format!("SurfaceCarriers {{ surface: {surface:?}, carriers: &[{carriers}] }}")
    })
}

fn find_kind<'a, 'b>(
    name: &Placed<String>,
    kinds: &'b [Row<'a>],
    faults: &mut Faults,
) -> Option<&'b Row<'a>> {
    let found = kinds.iter().find(|kind| kind.name == name.value);
    if found.is_none() {
        let advice = closest::advise(&name.value, kinds.iter().map(|kind| kind.name));
        faults.note(
            &name.place,
            &format!("No kind is called `{}`", name.value),
            &advice,
        );
    }
    found
}

fn carrier_literal(carrier: &Placed<String>, faults: &mut Faults) -> String {
    let (way, name) = carrier
        .value
        .split_once(' ')
        .unwrap_or((&carrier.value, ""));
    let known = CARRIERS
        .iter()
        .find(|(form, _)| match form.split_once(' ') {
            Some((word, _)) => word == way && !name.is_empty(),
            None => *form == carrier.value,
        });
    match known {
        Some((_, variant)) if name.is_empty() => format!("Carrier::{variant}"),
        Some((_, variant)) => format!("Carrier::{variant}({name:?})"),
        None => {
            let what = format!("No token travels as `{}`", carrier.value);
            let advice = closest::advise(way, CARRIERS.iter().map(|(form, _)| *form));
            faults.note(&carrier.place, &what, &advice);
            String::new()
        }
    }
}

/// Reads the prefixes of GitLab, and writes their table as Rust.
pub(crate) fn compile_prefixes(file: &File, kinds: &File, faults: &mut Faults) -> String {
    let (table, kinds_table) = (file.parse(faults), kinds.parse(faults));
    let kinds = Row::all(kinds, &kinds_table, faults);
    let rows = Row::all(file, &table, faults);
    refuse_hidden(&rows, faults);
    let literals = rust::list(&rows, |row| {
        row.check(PREFIX_COLUMNS, faults);
        let kind = row.text("kind", faults);
        let kind = kind
            .and_then(|kind| find_kind(&kind, &kinds, faults))
            .map_or("", |kind| kind.name);
        let body = row
            .text("body", faults)
            .map_or(String::new(), |body| prefix_body(&body, faults));
        format!(
            "Prefix {{ text: {:?}, kind: TokenKind::{}, body: PrefixBody::{body} }}",
            row.name,
            rust::variant(kind),
        )
    });
    format!(
        "/// The prefixes; a longer one stands before a shorter one that it begins with.\n\
         pub static PREFIXES: &[Prefix] = &[\n{literals}\n];\n"
    )
}

/// Who looks for the first prefix that fits must find the longest.
fn refuse_hidden(rows: &[Row<'_>], faults: &mut Faults) {
    for (position, row) in rows.iter().enumerate() {
        let earlier = rows.iter().take(position);
        for other in earlier.filter(|other| row.name.starts_with(other.name)) {
            let what = format!(
                "`{}` is hidden by `{}` in line {}",
                row.name, other.name, other.place.line
            );
            faults.note(&row.place, &what, "Put the longer one first.");
        }
    }
}

fn prefix_body(body: &Placed<String>, faults: &mut Faults) -> String {
    let (count, unit) = body.value.split_once(' ').unwrap_or((&body.value, ""));
    match (count, unit, count.parse::<usize>()) {
        (_, "characters", Ok(count)) => format!("Characters({count})"),
        (_, "hexadecimal digits", Ok(count)) => format!("Hexadecimal({count})"),
        ("job" | "jwt" | "open", "", _) => rust::variant(count),
        _ => refuse_body(
            body,
            "20 characters, 40 hexadecimal digits, job, jwt, open",
            faults,
        ),
    }
}

fn refuse_body(body: &Placed<String>, forms: &str, faults: &mut Faults) -> String {
    let what = format!("`{}` cannot follow a prefix", body.value);
    faults.note(&body.place, &what, &format!("Write one of: {forms}."));
    String::new()
}

/// Reads the prefixes of other services, and writes their table as Rust.
pub(crate) fn compile_forges(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let rows = Row::all(file, &table, faults);
    refuse_hidden(&rows, faults);
    let literals = rust::list(&rows, |row| {
        row.check(FORGE_COLUMNS, faults);
        let mut text = |name| {
            row.text(name, faults)
                .map_or(String::new(), |text| text.value)
        };
        let (service, credential, source) = (text("service"), text("credential"), text("source"));
        let body = row
            .text("body", faults)
            .map_or(String::new(), |body| forge_body(&body, faults));
        format!(
            "Forge {{ service: {service:?}, credential: {credential:?}, prefix: {:?}, body: ForgeBody::{body}, source: {source:?} }}",
            row.name
        )
    });
    format!(
        "/// The forms, a longer prefix before a shorter one that it begins with.\n\
         pub(crate) static FORGES: &[Forge] = &[\n{literals}\n];\n"
    )
}

fn forge_body(body: &Placed<String>, faults: &mut Faults) -> String {
    let count = |rest: &str, unit| rest.strip_suffix(unit)?.trim().parse::<usize>().ok();
    let least = body
        .value
        .strip_prefix("at least ")
        .and_then(|rest| count(rest, "characters"));
    if let Some(count) = least {
        return format!("AtLeast({count})");
    }
    match count(&body.value, "capitals and digits") {
        Some(count) => format!("Capitals({count})"),
        None => refuse_body(
            body,
            "at least 20 characters, 16 capitals and digits",
            faults,
        ),
    }
}
