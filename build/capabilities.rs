//! `knowledge/capabilities.toml`: one table for each capability, by group.

use toml::Spanned;
use toml::de::DeValue;

use crate::knowledge::closest;
use crate::knowledge::fault::Faults;
use crate::knowledge::program::capability::{CapabilityGroup, Place};
use crate::knowledge::program::method::Method;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row};

/// The fields of a capability.
const COLUMNS: &[Column] = &[
    Column::needed("group", "under which heading it stands, such as \"ci\""),
    Column::needed("words", "what it is, as the end of \"this token may ...\""),
    Column::needed("requests", "what an ordinary client sends, for each place"),
    Column::optional("behind", "without which capability it is of no use"),
    Column::optional("ability", "its name among `userPermissions` in GraphQL"),
    Column::optional(
        "on_unprotected",
        "true where no rule protects what it changes",
    ),
    Column::optional("setting", "what the setting that can forbid it has to say"),
];

/// The fields of a request; it has one of the first two.
const REQUEST_COLUMNS: &[Column] = &[
    Column::optional("sent", "the request, where it is sent"),
    Column::optional("derived", "the request, where its outcome is worked out"),
    Column::optional("at", "where it makes sense"),
    Column::optional("by_jobs", "true where job and trigger tokens send it"),
];

/// Reads the file, and writes the table as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let rows = Row::all(file, &table, faults);
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let mut literals = Vec::new();
    let mut last = None;
    for row in &rows {
        let group = read_group(row, faults);
        if group < last {
            let what = format!("`{}` stands behind another group", row.name);
            faults.note(&row.place, &what, "Put it with the others of its group.");
        }
        last = group.or(last);
        literals.push(literal(row, group, &names, faults));
    }
    format!(
        "/// All capabilities, by group, in the order in which they are shown.\n\
         pub(crate) static CAPABILITIES: &[Capability] = &[\n{}\n];\n",
        rust::list(&literals, String::clone)
    )
}

fn read_group(row: &Row<'_>, faults: &mut Faults) -> Option<CapabilityGroup> {
    let words = CapabilityGroup::ALL.map(|group| (group.name(), group));
    row.choice("group", &words, faults).map(|group| group.value)
}

fn literal(
    row: &Row<'_>,
    group: Option<CapabilityGroup>,
    names: &[&str],
    faults: &mut Faults,
) -> String {
    row.check(COLUMNS, faults);
    row.check_name('-', faults);
    let mut requests = Vec::new();
    for item in row.list("requests", faults) {
        requests.extend(read_request(row, item, faults));
    }
    let group = group.map_or_else(String::new, |group| format!("{group:?}"));
    let words = row.text("words", faults).map(|words| words.value);
    let ability = row.text("ability", faults).map(|ability| ability.value);
    let setting = row.text("setting", faults).map(|setting| setting.value);
    format!(
        "Capability {{ name: {:?}, group: super::capability::CapabilityGroup::{group}, words: {:?}, \
         requests: &[{}], behind: {:?}, ability: {ability:?}, on_unprotected: {}, \
         setting: {setting:?} }}",
        row.name,
        words.unwrap_or_default(),
        rust::list(&requests, String::clone),
        read_behind(row, names, faults),
        row.flag("on_unprotected", faults),
    )
}

fn read_behind(row: &Row<'_>, names: &[&str], faults: &mut Faults) -> Option<String> {
    let other = row.text("behind", faults)?;
    if !names.contains(&other.value.as_str()) {
        let advice = closest::advise(&other.value, names.iter().copied());
        let what = format!("No capability is called `{}`", other.value);
        faults.note(&other.place, &what, &advice);
    }
    Some(other.value)
}

/// Reads `{ sent = "GET /path" }` or `{ derived = "POST /path", at = "group" }`.
fn read_request<'a>(
    row: &Row<'a>,
    item: &'a Spanned<DeValue<'a>>,
    faults: &mut Faults,
) -> Option<String> {
    let Some(request) = row.inner(item) else {
        faults.note(
            &row.place,
            "A request is no table",
            "Write { sent = \"GET /...\" }.",
        );
        return None;
    };
    request.check(REQUEST_COLUMNS, faults);
    let sent = request.text("sent", faults);
    let way = if sent.is_some() { "Sent" } else { "Derived" };
    let Some(text) = sent.or_else(|| request.text("derived", faults)) else {
        faults.note(
            &request.place,
            "The request is missing",
            "Say `sent` or `derived`.",
        );
        return None;
    };
    let (name, path) = text.value.split_once(' ').unwrap_or_default();
    let method = Method::parse(name);
    if method.is_none() || !path.starts_with('/') {
        let fix = "Write the method and the path, such as \"GET /api/v4/version\".";
        faults.note(&text.place, &format!("`{}` is no request", text.value), fix);
    }
    if way == "Sent" && method.is_some_and(|method| !method.is_safe()) {
        faults.note(&text.place, "Only what reads is sent", "Say `derived`.");
    }
    let places = Place::ALL.map(|place| (place.name(), place));
    let place = request
        .choice("at", &places, faults)
        .map_or(Place::Project, |place| place.value);
    let senders = if request.flag("by_jobs", faults) {
        "JobsAndTriggers"
    } else {
        "Every"
    };
    Some(format!(
        "ClientRequest {{ place: Place::{place:?}, senders: Senders::{senders}, \
         method: super::Method::{:?}, path: {path:?}, way: super::capability::Way::{way} }}",
        method?
    ))
}
