//! The tokens of Maven: headers of a server in `settings.xml`, whose address stands beside the same id in that file.
//!
//! That of a project's `pom.xml` does not count: whoever writes it must not choose who gets the token of a server.

use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;
use zeroize::Zeroizing;

use super::super::Environment;
use super::{Tool, ToolCredential, at_home, is_of, text};
use crate::catalogue::instance::InstanceUrl;

/// The headers that GitLab reads (`doc/user/packages/maven_repository/index.md`).
const HEADERS: [&str; 3] = ["private-token", "job-token", "deploy-token"];

/// Finds the first server whose address is below the instance.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut found = Vec::new();
    for (place, path) in at_home(environment, &[".m2/settings.xml"]) {
        let Some(settings) = text(environment, &path) else {
            continue;
        };
        let ids = repositories(&settings, instance);
        let value = server(&settings, &ids);
        found.extend(value.map(|value| ToolCredential {
            tool: Tool::Maven,
            place,
            user: None,
            value: filled(value, environment),
            port: Some(instance.port()),
        }));
    }
    found
}

/// `${env.NAME}` is a variable.
fn filled(value: Zeroizing<String>, environment: &dyn Environment) -> Zeroizing<String> {
    let name = value
        .strip_prefix("${env.")
        .and_then(|rest| rest.strip_suffix('}'));
    match name {
        Some(name) => Zeroizing::new(environment.filled_variable(name).unwrap_or_default()),
        None => value,
    }
}

/// The ids of the repositories whose address is below the instance.
fn repositories(text: &str, instance: &InstanceUrl) -> Vec<String> {
    let mut ids = Vec::new();
    let mut id = String::new();
    each_leaf(text, |parent, leaf, value| {
        let is_repository = matches!(
            parent,
            "repository" | "pluginRepository" | "snapshotRepository"
        );
        if is_repository && leaf == "id" {
            value.clone_into(&mut id);
        } else if is_repository
            && leaf == "url"
            && Url::parse(value).is_ok_and(|url| is_of(&url, instance))
        {
            ids.push(id.clone());
        }
    });
    ids
}

/// The header of the first server with one of these ids.
fn server(text: &str, ids: &[String]) -> Option<Zeroizing<String>> {
    let (mut id, mut header) = (String::new(), String::new());
    let mut found = None;
    each_leaf(text, |parent, leaf, value| match (parent, leaf) {
        ("server", "id") => value.clone_into(&mut id),
        ("property", "name") => header = value.to_ascii_lowercase(),
        ("property", "value") => {
            let is_it = ids.contains(&id) && HEADERS.contains(&header.as_str());
            let value = is_it.then(|| Zeroizing::new(value.to_owned()));
            found = found.take().or(value);
        }
        _ => {}
    });
    found
}

/// Shows every text, with the names of the two elements around it. What is broken ends it.
fn each_leaf(text: &str, mut show: impl FnMut(&str, &str, &str)) {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                path.push(String::from_utf8_lossy(element.local_name().as_ref()).into_owned());
            }
            Ok(Event::End(_)) => {
                path.pop();
            }
            Ok(Event::Text(text)) => {
                let value = Zeroizing::new(String::from_utf8_lossy(&text).into_owned());
                if let ([.., parent, leaf], false) = (&path[..], value.trim().is_empty()) {
                    show(parent, leaf, value.trim());
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
