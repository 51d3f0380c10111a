//! A folder of what a running GitLab said of itself, one JSON value on a line: `routes.jsonl` and its neighbours.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::answers;
use super::checkout::{sorted, titled};
use super::release::{Named, Place, Release, Route};
use super::settings::Said;
use super::value::Value;

const ROUTES: &str = "routes.jsonl";
const PERMISSIONS: &str = "granular_permissions.jsonl";
const POLICIES: &str = "job_token_policies.json";

/// Whether a folder looks like one.
pub(super) fn is_one(folder: &Path) -> bool {
    folder.join(ROUTES).is_file()
}

/// Reads what is there.
pub(super) fn read(folder: &Path) -> Release {
    let mut release = Release::default();
    for (line, row) in rows(folder, ROUTES) {
        if let Some((key, route)) = route(&row) {
            release.routes.entry(key).or_insert(route);
        } else {
            let place = Place {
                file: ROUTES.to_owned(),
                line,
            };
            release.unread.insert((place, "no route".to_owned()));
        }
    }
    answers::add(folder, &mut release.routes);
    release.is_measured = true;
    release.permissions = permissions(folder);
    release.policies = policies(folder);
    release
}

pub(super) fn rows(folder: &Path, name: &str) -> Vec<(usize, Json)> {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
    let rows = text.lines().enumerate();
    rows.map(|(line, row)| (line + 1, serde_json::from_str(row).unwrap_or_default()))
        .collect()
}

fn route(row: &Json) -> Option<((String, String), Route)> {
    let text = |key: &str| Some(row.get(key)?.as_str()?.to_owned());
    let is = |key: &str| row.get(key).and_then(Json::as_bool) == Some(true);
    let said = Said {
        authentication: row.get("authentication").map(value),
        authorization: row.get("authorization").map(value),
        hidden: is("hidden"),
        deprecated: is("deprecated"),
    };
    let (mut settings, unread) = said.settings();
    let scopes = scopes(&value(row.get("scopes")?).texts()?);
    if !scopes.is_empty() {
        settings.insert("scopes", scopes);
    }
    let place = Place {
        file: text("file")?,
        line: 0,
    };
    Some((
        (text("m")?, text("p")?),
        Route {
            place,
            settings,
            unread,
        },
    ))
}

/// The scopes of a class beside those of the API. One that opens some requests is marked, and a class that names
/// every scope there is names none.
fn scopes(names: &[String]) -> String {
    const SOME: &str = " (some)";
    let mut own: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !matches!(*name, "api" | "read_api (reads)"))
        .collect();
    own.sort_unstable();
    own.dedup();
    if own.iter().filter(|name| !name.ends_with(SOME)).count() > 10 {
        return "any".to_owned();
    }
    own.join(", ")
}

fn permissions(folder: &Path) -> Option<Named> {
    let mut found = Named::new();
    for (line, row) in rows(folder, PERMISSIONS) {
        let row = value(&row);
        let (resource, action) = (row.get("resource"), row.get("action"));
        let name = format!("{}: {}", titled(resource.text()?), titled(action.text()?));
        let says = format!(
            "{} for {}",
            sorted(&row.get("permissions")),
            sorted(&row.get("boundaries"))
        );
        found.insert(
            name,
            (
                says,
                Place {
                    file: PERMISSIONS.to_owned(),
                    line,
                },
            ),
        );
    }
    (!found.is_empty()).then_some(found)
}

fn policies(folder: &Path) -> Option<Named> {
    let text = fs::read_to_string(folder.join(POLICIES)).ok()?;
    let all = value(serde_json::from_str::<Json>(&text).ok()?.get("all")?).texts()?;
    let place = Place {
        file: POLICIES.to_owned(),
        line: 0,
    };
    Some(
        all.into_iter()
            .map(|name| (name.to_uppercase(), (String::new(), place.clone())))
            .collect(),
    )
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(is) => Value::Bool(*is),
        Json::Number(_) => Value::Unknown,
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => Value::List(values.iter().map(value).collect()),
        Json::Object(pairs) => Value::Map(
            pairs
                .iter()
                .map(|(key, each)| (key.clone(), value(each)))
                .collect(),
        ),
    }
}
