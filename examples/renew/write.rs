//! Writes what a release says of itself as a file of `knowledge/settings/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::release::{Named, Release, Route, settings};

/// Writes the file, and says how much is in it.
pub(super) fn write(release: &Release, path: &Path, name: &str) -> Result<(String, bool), String> {
    fs::write(path, text(release, name))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    Ok((
        format!("{} routes in {}\n", release.routes.len(), path.display()),
        true,
    ))
}

/// The file as a text.
pub(super) fn text(release: &Release, name: &str) -> String {
    let mut text = format!(
        "# What GitLab {name} says of itself: each route with its settings, and the permissions that its forms offer.\n#\n\
         # Written by examples/renew, which compares a release with it; docs/routes.md is made of it. The program does not\n\
         # read it. A route stands below the file that it is defined in; what it does not set is not there.\n#\n"
    );
    for (setting, words) in settings() {
        let _ = writeln!(text, "#   {setting:<12} {words}");
    }
    for (file, routes) in by_file(&release.routes) {
        let _ = write!(text, "\n[routes.{}]\n", quoted(file));
        for ((method, path), route) in routes {
            let settings: Vec<String> = settings()
                .filter_map(|(setting, _)| {
                    Some(format!(
                        "{setting} = {}",
                        quoted(route.settings.get(setting)?)
                    ))
                })
                .collect();
            let key = quoted(&format!("{method} {path}"));
            let _ = match settings.join(", ") {
                settings if settings.is_empty() => writeln!(text, "{key} = {{}}"),
                settings => writeln!(text, "{key} = {{ {settings} }}"),
            };
        }
    }
    for (title, named) in [
        ("permissions", &release.permissions),
        ("abilities", &release.abilities),
        ("roles", &release.roles),
    ] {
        write_named(&mut text, title, named.as_ref());
    }
    text
}

type Routes<'r> = BTreeMap<&'r (String, String), &'r Route>;

fn by_file(routes: &BTreeMap<(String, String), Route>) -> BTreeMap<&str, Routes<'_>> {
    let mut files: BTreeMap<&str, Routes<'_>> = BTreeMap::new();
    for (key, route) in routes {
        files
            .entry(&route.place.file)
            .or_default()
            .insert(key, route);
    }
    files
}

fn write_named(text: &mut String, title: &str, named: Option<&Named>) {
    let Some(named) = named else { return };
    let _ = write!(text, "\n[{title}]\n");
    for (name, (says, _)) in named {
        let _ = writeln!(text, "{} = {}", quoted(name), quoted(says));
    }
}

/// A text between quotation marks, as TOML has it from JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
