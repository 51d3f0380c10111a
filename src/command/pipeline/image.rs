//! The names of images: which of them the registry of the instance keeps, and in which project.

use super::lists::{BEFORE_IMAGES, OWN_IMAGES, PROXIES, REGISTRIES};
use crate::command::asked::Facts;

/// Who keeps an image.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Keeper {
    /// The project of the pipeline.
    Own,
    /// Another project, which keeps it under this path.
    Other(String),
    /// Another registry, fetched by the dependency proxy of the group.
    Proxy,
    /// Another registry.
    Elsewhere,
    /// Nobody can say: a variable is in the way.
    Unknown,
}

/// Tells who keeps the image that an argument names.
pub(super) fn keeper(argument: &str, facts: &Facts<'_>) -> Keeper {
    let name = bare(argument);
    let begins = |words: &[&str]| words.iter().find_map(|word| name.strip_prefix(word));
    if begins(OWN_IMAGES).is_some_and(is_end_of_name) {
        return Keeper::Own;
    }
    if begins(PROXIES).is_some() {
        return Keeper::Proxy;
    }
    if let Some(path) = begins(REGISTRIES) {
        return within(path, facts);
    }
    let filled = facts.fill_known(name);
    match filled.split_once('/') {
        Some((host, path)) if is_own_registry(host, facts) => within(path, facts),
        Some((host, _)) if host.contains('$') => Keeper::Unknown,
        None if filled.contains('$') => Keeper::Unknown,
        Some(_) | None => Keeper::Elsewhere,
    }
}

/// The name of the image, without what a command has before it.
fn bare(argument: &str) -> &str {
    let mut name = argument;
    if name.starts_with("type=") {
        let mut parts = name.split(',');
        let found = parts.find_map(|part| part.strip_prefix("name="));
        name = found.unwrap_or(name);
    }
    while let Some(rest) = BEFORE_IMAGES
        .iter()
        .find_map(|word| name.strip_prefix(word))
    {
        name = rest;
    }
    name
}

fn is_end_of_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', ':', '@', '$', '-'])
}

/// An image in the registry of the instance, by its path there.
fn within(path: &str, facts: &Facts<'_>) -> Keeper {
    let path = facts.fill_known(path);
    let path = path.split(['@', ':']).next().unwrap_or_default();
    let path = path.trim_matches('/').to_lowercase();
    let own = facts.project.as_deref().map(str::to_lowercase);
    let is_own = own.is_some_and(|own| {
        path.strip_prefix(&own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if is_own || path.starts_with("$ci_project_path") || path.starts_with("${ci_project_path}") {
        Keeper::Own
    } else if path.contains('$') {
        Keeper::Unknown
    } else if path.contains('/') {
        Keeper::Other(path)
    } else {
        Keeper::Elsewhere
    }
}

/// Whether a host is that of the instance's registry, as GitLab's documentation names it, or as the job does.
fn is_own_registry(host: &str, facts: &Facts<'_>) -> bool {
    let Some(instance) = facts.instance else {
        return false;
    };
    let named = facts.environment.filled_variable("CI_REGISTRY");
    let name = host.split(':').next().unwrap_or(host);
    named.is_some_and(|named| named == host)
        || name.eq_ignore_ascii_case(instance.host())
        || name
            .strip_prefix("registry.")
            .is_some_and(|rest| rest.eq_ignore_ascii_case(instance.host()))
}
