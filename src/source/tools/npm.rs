//! The tokens of npm, pnpm, and yarn: `//host/path/:_authToken` in `.npmrc`.

use zeroize::Zeroizing;

use super::super::Environment;
use super::{Tool, ToolCredential, at_hand, at_home, basic, is_host_of, named, text};
use crate::catalogue::instance::InstanceUrl;

/// Finds the tokens for an instance; the file of the project counts before that of the user.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut places = vec![at_hand(environment, ".npmrc")];
    let moved = named(environment, "NPM_CONFIG_USERCONFIG", "");
    places.extend(moved.map_or_else(|| at_home(environment, &[".npmrc"]), |place| vec![place]));
    places.dedup_by(|one, other| one.1 == other.1);
    let mut found = Vec::new();
    for (place, path) in places {
        let Some(text) = text(environment, &path) else {
            continue;
        };
        let first = text
            .lines()
            .find_map(|line| credential(line, instance, &place, environment));
        found.extend(first.map(|(user, value)| ToolCredential {
            tool: Tool::Npm,
            place,
            user,
            value,
            port: Some(instance.port()),
        }));
    }
    found
}

fn credential(
    line: &str,
    instance: &InstanceUrl,
    place: &str,
    environment: &dyn Environment,
) -> Option<(Option<String>, Zeroizing<String>)> {
    let (key, value) = line.trim().strip_prefix("//")?.split_once('=')?;
    let (address, key) = key.trim().rsplit_once(':')?;
    let host = address.split('/').next().unwrap_or_default();
    if !is_host_of(host, instance) {
        return None;
    }
    let value = filled(value.trim().trim_matches(['"', '\'']), place, environment)?;
    match key {
        "_authToken" => Some((None, value)),
        "_auth" => basic(&value).map(|(user, password)| (Some(user), password)),
        _ => None,
    }
}

/// A value that names a variable is that variable's, where the user wrote so: a repository must not choose whose value goes
/// to the instance.
fn filled(value: &str, place: &str, environment: &dyn Environment) -> Option<Zeroizing<String>> {
    let name = value
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'));
    match name {
        Some(_) if place.starts_with("./") => None,
        Some(name) => environment.filled_variable(name).map(Zeroizing::new),
        None => Some(Zeroizing::new(value.to_owned())),
    }
}
