//! What `knowledge/` holds of routes, permissions, and scopes: the only side of a comparison that is ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::release::{Named, Place, Settings, settings, shape};

const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete"];

/// What stays different, beside the settings.
const DIFFERENCES: &str = "differences.toml";

/// A row of `knowledge/endpoints/`.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) place: Place,
    pub(super) who: String,
    /// The permission of fine-grained tokens, now and before.
    pub(super) permissions: Vec<String>,
    pub(super) job: Vec<String>,
    /// The fields that it has.
    pub(super) fields: BTreeSet<String>,
    pub(super) scopes: BTreeSet<String>,
}

impl Row {
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains(field)
    }
}

/// A route as it was written down for a release.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownRoute {
    pub(super) file: String,
    pub(super) settings: Settings,
}

#[derive(Debug, Default)]
pub(super) struct Known {
    /// The list of routes, by method and shape, with its spelling.
    pub(super) listed: BTreeMap<(String, String), String>,
    /// The routes with their settings, by method and path.
    pub(super) routes: BTreeMap<(String, String), KnownRoute>,
    pub(super) permissions: Named,
    pub(super) abilities: Named,
    pub(super) roles: Named,
    pub(super) scopes: Named,
    pub(super) policies: Named,
    pub(super) rows: Vec<Row>,
    /// Why a difference stays, by its group and how its line begins.
    pub(super) explained: BTreeMap<(String, String), String>,
}

impl Known {
    /// Reads all of it. The error names the file that cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let mut known = Self::default();
        each_file(&folder.join("routes"), |_, file| known.list(file))?;
        each_file(&folder.join("settings"), |name, file| match name {
            DIFFERENCES => known.explained(file),
            _ => known.settings(file),
        })?;
        each_file(&folder.join("endpoints"), |name, file| {
            known.endpoints(name, file);
        })?;
        let tokens = folder.join("tokens");
        read_file(&tokens.join("scopes.toml"), |file| {
            let keys = file
                .table
                .iter()
                .map(|(name, _)| name.get_ref().to_string());
            known.scopes = names(keys);
        })?;
        read_file(&tokens.join("job-policies.toml"), |file| {
            let list = file.table.get("names").map(|value| texts(value.get_ref()));
            known.policies = names(list.unwrap_or_default().into_iter());
        })?;
        Ok(known)
    }

    fn list(&mut self, file: &File<'_>) {
        for (path, methods) in &file.table {
            for method in methods.get_ref().as_str().unwrap_or_default().split(", ") {
                let path = path.get_ref();
                self.listed
                    .insert((method.to_owned(), shape(path)), path.to_string());
            }
        }
    }

    fn explained(&mut self, file: &File<'_>) {
        for (group, lines) in &file.table {
            for (line, why) in tables(Some(lines)) {
                let key = (group.get_ref().to_string(), line.to_owned());
                let why = texts(why.get_ref()).concat();
                self.explained.insert(key, why);
            }
        }
    }

    fn settings(&mut self, file: &File<'_>) {
        for (place, routes) in tables(file.table.get("routes")) {
            for (name, said) in tables(Some(routes)) {
                let Some((method, path)) = name.split_once(' ') else {
                    continue;
                };
                let said = said.get_ref().as_table();
                let said = settings().filter_map(|(setting, _)| {
                    Some((
                        *setting,
                        said?.get(*setting)?.get_ref().as_str()?.to_owned(),
                    ))
                });
                let route = KnownRoute {
                    file: place.to_owned(),
                    settings: said.collect(),
                };
                self.routes
                    .insert((method.to_owned(), path.to_owned()), route);
            }
        }
        for (list, name) in [
            (&mut self.permissions, "permissions"),
            (&mut self.abilities, "abilities"),
            (&mut self.roles, "roles"),
        ] {
            for (key, says) in tables(file.table.get(name)) {
                let says = says.get_ref().as_str().unwrap_or_default().to_owned();
                list.insert(key.to_owned(), (says, Place::default()));
            }
        }
    }

    fn endpoints(&mut self, name: &str, file: &File<'_>) {
        for (_, family) in &file.table {
            let Some(family) = family.get_ref().as_table() else {
                continue;
            };
            if family.contains_key("root") {
                continue;
            }
            let rows = family
                .get("routes")
                .and_then(|rows| rows.get_ref().as_array());
            for row in rows.into_iter().flatten() {
                let place = Place {
                    file: format!("knowledge/endpoints/{name}"),
                    line: file.line(row.span().start),
                };
                self.rows.extend(
                    row.get_ref()
                        .as_table()
                        .and_then(|table| endpoint(table, place)),
                );
            }
        }
    }
}

fn endpoint(table: &DeTable<'_>, place: Place) -> Option<Row> {
    let list = |field: &str| {
        table
            .get(field)
            .map(|value| texts(value.get_ref()))
            .unwrap_or_default()
    };
    let method = METHODS.iter().find(|method| table.contains_key(**method))?;
    let scopes = list("scopes").into_iter().chain(list("perhaps"));
    Some(Row {
        path: list(method).pop()?,
        method: method.to_uppercase(),
        place,
        who: list("who").pop().unwrap_or_default(),
        permissions: [list("permission"), list("permission_before")].concat(),
        job: list("job"),
        fields: table
            .iter()
            .map(|(name, _)| name.get_ref().to_string())
            .collect(),
        scopes: scopes.collect(),
    })
}

struct File<'t> {
    text: &'t str,
    table: DeTable<'t>,
}

impl File<'_> {
    fn line(&self, place: usize) -> usize {
        self.text[..place].matches('\n').count() + 1
    }
}

fn each_file(folder: &Path, mut take: impl FnMut(&str, &File<'_>)) -> Result<(), String> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        read_file(&path, |file| take(&name, file))?;
    }
    Ok(())
}

fn read_file(path: &Path, take: impl FnOnce(&File<'_>)) -> Result<(), String> {
    let cannot = |why: &dyn std::fmt::Display| format!("{} cannot be read: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| cannot(&error))?;
    let table = DeTable::parse(&text)
        .map_err(|error| cannot(&error))?
        .into_inner();
    take(&File { text: &text, table });
    Ok(())
}

/// The keys of a table with what they hold.
fn tables<'v, 't>(
    value: Option<&'v Spanned<DeValue<'t>>>,
) -> impl Iterator<Item = (&'v str, &'v Spanned<DeValue<'t>>)> {
    let table = value.and_then(|value| value.get_ref().as_table());
    table
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.get_ref().as_ref(), value))
}

/// A text, several, or whether something is so.
fn texts(value: &DeValue<'_>) -> Vec<String> {
    match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Boolean(is) => vec![is.to_string()],
        DeValue::Array(values) => values
            .iter()
            .flat_map(|value| texts(value.get_ref()))
            .collect(),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => {
            Vec::new()
        }
    }
}

fn names(names: impl Iterator<Item = String>) -> Named {
    names
        .map(|name| (name, (String::new(), Place::default())))
        .collect()
}
