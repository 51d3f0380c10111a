//! Headers that Git adds to its requests: `http.URL.extraHeader` of its configuration.

use zeroize::Zeroizing;

use super::super::Environment;
use super::super::git::{extra_headers, repository_headers};
use super::{Tool, ToolCredential, at_home, basic, is_of, text};
use crate::catalogue::instance::InstanceUrl;

/// Headers whose value is a token.
const OF_TOKENS: [&str; 3] = ["private-token", "job-token", "deploy-token"];

/// Finds the headers for an instance. One without an address goes to every host, and so stands for none.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut found = Vec::new();
    let own = repository_headers(environment);
    let mut places = vec![("./.git/config".to_owned(), own)];
    for (shown, path) in at_home(environment, &[".gitconfig", ".config/git/config"]) {
        if let Some(text) = text(environment, &path) {
            places.push((shown, extra_headers(&text)));
        }
    }
    for (place, headers) in places {
        let of_instance = headers.into_iter().filter(|(address, _)| {
            url::Url::parse(address).is_ok_and(|address| is_of(&address, instance))
        });
        for (_, header) in of_instance {
            found.extend(credential(&header).map(|(user, value)| ToolCredential {
                tool: Tool::GitHeader,
                place: place.clone(),
                user,
                value,
                port: Some(instance.port()),
            }));
        }
    }
    found
}

fn credential(header: &str) -> Option<(Option<String>, Zeroizing<String>)> {
    let (name, value) = header.split_once(':')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    if OF_TOKENS.contains(&name.as_str()) {
        return Some((None, Zeroizing::new(value.to_owned())));
    }
    let (scheme, value) = value.split_once(' ').filter(|_| name == "authorization")?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" => Some((None, Zeroizing::new(value.trim().to_owned()))),
        "basic" => basic(value).map(|(user, password)| (Some(user), password)),
        _ => None,
    }
}
