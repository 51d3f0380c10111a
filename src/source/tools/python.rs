//! The logins of pip, in the addresses of its indexes, and of twine, in `.pypirc`.

use url::Url;
use zeroize::Zeroizing;

use super::super::Environment;
use super::{Tool, ToolCredential, at_home, is_of, login, named, text};
use crate::catalogue::instance::InstanceUrl;

/// Variables that hold addresses of indexes.
const INDEXES: [&str; 4] = [
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "UV_INDEX_URL",
    "UV_EXTRA_INDEX_URL",
];

/// Finds the logins for an instance.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut found: Vec<ToolCredential> = INDEXES
        .iter()
        .filter_map(|name| {
            let text = Zeroizing::new(environment.filled_variable(name)?);
            of_index(&text, name, instance)
        })
        .collect();
    let mut files: Vec<_> = named(environment, "PIP_CONFIG_FILE", "")
        .into_iter()
        .collect();
    files.extend(at_home(
        environment,
        &[".config/pip/pip.conf", ".pip/pip.conf"],
    ));
    for (place, path) in files {
        let text = text(environment, &path);
        found.extend(text.and_then(|text| of_index(&text, &place, instance)));
    }
    found.extend(of_twine(instance, environment));
    for (place, path) in at_home(environment, &[".pypirc"]) {
        let text = text(environment, &path);
        found.extend(text.and_then(|text| of_pypirc(&text, &place, instance)));
    }
    found
}

/// The first address with a login for the instance.
fn of_index(text: &str, place: &str, instance: &InstanceUrl) -> Option<ToolCredential> {
    let mut words = text.split([' ', '\t', '\n', '\r', '=', ',', '"', '\'']);
    let (user, value) = words.find_map(|word| login(word, instance))?;
    Some(credential(Tool::Pip, place, user, value, instance))
}

fn of_twine(instance: &InstanceUrl, environment: &dyn Environment) -> Option<ToolCredential> {
    let address = Url::parse(&environment.filled_variable("TWINE_REPOSITORY_URL")?).ok()?;
    let password = Zeroizing::new(environment.filled_variable("TWINE_PASSWORD")?);
    let user = environment
        .filled_variable("TWINE_USERNAME")
        .unwrap_or_default();
    is_of(&address, instance)
        .then(|| credential(Tool::Twine, "TWINE_PASSWORD", user, password, instance))
}

/// The first section about the instance.
fn of_pypirc(text: &str, place: &str, instance: &InstanceUrl) -> Option<ToolCredential> {
    text.split("\n[").find_map(|section| {
        let value = |wanted: &str| {
            section.lines().find_map(|line| {
                let (key, value) = line.split_once(['=', ':'])?;
                (key.trim() == wanted).then(|| value.trim().to_owned())
            })
        };
        let address = Url::parse(&value("repository")?).ok()?;
        let password = Zeroizing::new(value("password")?);
        let user = value("username").unwrap_or_default();
        is_of(&address, instance).then(|| credential(Tool::Twine, place, user, password, instance))
    })
}

fn credential(
    tool: Tool,
    place: &str,
    user: String,
    value: Zeroizing<String>,
    instance: &InstanceUrl,
) -> ToolCredential {
    ToolCredential {
        tool,
        place: place.to_owned(),
        user: Some(user).filter(|user| !user.is_empty()),
        value,
        port: Some(instance.port()),
    }
}
