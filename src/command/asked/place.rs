//! One word that names a place: a path of the API, a repository, a project, or a capability.

use super::{AskedError, Reader};
use crate::catalogue::{find_capability, listed_methods};
use crate::command::request::{self, PastedError};
use crate::diagnosis::question::encode_segment;
use crate::source::{RemoteAddress, Transport, parse_address, web_host};

/// Words at the beginning of paths of the API, where no group or project can be (`lib/gitlab/path_regex.rb`).
const NO_NAMESPACES: [&str; 8] = [
    "admin", "api", "groups", "import", "projects", "search", "snippets", "users",
];

impl Reader<'_> {
    /// Reads a word, and the method that stands before it.
    pub(super) fn place(&mut self, method: Option<&str>, word: &str) -> Result<(), AskedError> {
        if method.is_none() && (matches!(word, "all" | "everything") || self.capabilities(word)) {
            return Ok(());
        }
        if request::holds_token(&request::read(word)?.request) {
            return Err(PastedError::HoldsToken.into());
        }
        let address = with_scheme(word).or_else(|| self.below_instance(word));
        let word = address.as_deref().unwrap_or(word);
        if method.is_none() && is_repository(word) {
            return self.repository("clone", word);
        }
        if method.is_none() && word.matches('/').count() < 4 && is_bare_host(word) {
            self.instance(request::instance_of(word));
            return Ok(());
        }
        let is_whole = word.contains("://");
        let path = is_whole.then(|| word.to_owned());
        let path = path.or_else(|| of_api(word)).or_else(|| of_project(word));
        let path = path.ok_or_else(|| AskedError::unknown(word))?;
        let method = method.unwrap_or("GET").to_uppercase();
        self.request(request::read(&format!("{method} {path}"))?);
        Ok(())
    }

    /// An address on the instance that begins with its host.
    fn below_instance(&self, word: &str) -> Option<String> {
        let instance = self.facts.instance?;
        let rest = word.strip_prefix(&instance.authority())?;
        let scheme = if instance.is_https() { "https" } else { "http" };
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{scheme}://{word}"))
    }

    /// A capability in the repository at an address.
    pub(super) fn repository(&mut self, need: &str, word: &str) -> Result<(), AskedError> {
        let capability = find_capability(need).ok_or_else(|| AskedError::unknown(need))?;
        self.capability(capability);
        let plain = request::without_login(word, &mut self.asked.dropped);
        let Some(address) = parse_address(&plain) else {
            return self.project(plain.trim_matches('/').trim_end_matches(".git").to_owned());
        };
        let base = self.base(&address);
        if address.transport == Transport::Ssh {
            self.over_ssh();
        }
        self.project(format!("{base}/{}", address.path))
    }

    /// Says what is judged, and what is not, where Git goes another way.
    pub(super) fn over_ssh(&mut self) {
        let how = "Over SSH, Git sends a key and no token: the key is not judged here, and what the token may do over HTTPS is.";
        self.remark(how.to_owned());
    }

    /// The web address of the host of a repository. A port of SSH says nothing about it.
    fn base(&self, address: &RemoteAddress) -> String {
        let host = web_host(&address.host);
        let known = self
            .facts
            .instance
            .filter(|instance| instance.host() == host);
        match (address.transport, known) {
            (Transport::Ssh, Some(instance)) => instance.to_string(),
            (transport, _) => {
                let scheme = if transport == Transport::Http {
                    "http"
                } else {
                    "https"
                };
                let port = address.port.map(|port| format!(":{port}"));
                format!("{scheme}://{host}{}", port.unwrap_or_default())
            }
        }
    }
}

/// An address whose scheme was left out: its host has a dot, and its path is one of GitLab's.
fn with_scheme(word: &str) -> Option<String> {
    let (host, rest) = word.split_once('/').unwrap_or((word, ""));
    let is_host =
        host.contains('.') && !host.starts_with('.') && !host.contains(['@', '%', '{', '$', ':']);
    let is_gitlab =
        rest.starts_with("api/v") || rest.contains("/-/") || host.starts_with("gitlab.");
    (is_host && is_gitlab).then(|| format!("https://{word}"))
}

/// Whether a word is where a repository is: over SSH, or with `.git` at its end.
pub(super) fn is_repository(word: &str) -> bool {
    let path = word.split(['?', '#']).next().unwrap_or(word);
    let is_ssh = parse_address(word).is_some_and(|address| address.transport == Transport::Ssh);
    is_ssh
        || (path
            .strip_suffix(".git")
            .is_some_and(|path| path.contains('/')))
}

fn is_bare_host(word: &str) -> bool {
    let host = word
        .split_once("://")
        .map(|(_, host)| host.trim_end_matches('/'));
    host.is_some_and(|host| !host.contains(['/', '?', '#']))
}

/// A path below the API or beside it, however much of its beginning was typed.
fn of_api(word: &str) -> Option<String> {
    let plain = word.split('?').next().unwrap_or(word);
    let first = plain.split('/').next().unwrap_or_default();
    match first {
        "" => Some(word.to_owned()),
        "graphql" => Some(format!("/api/{word}")),
        _ => {
            let path = format!("/{plain}");
            let is_route = NO_NAMESPACES.contains(&first) || !listed_methods(&path).is_empty();
            (is_route || path.contains(".git/")).then(|| format!("/{word}"))
        }
    }
}

/// A project by its path or its number.
fn of_project(word: &str) -> Option<String> {
    let path = word.replace("%2F", "/").replace("%2f", "/");
    let path = path.trim_matches('/');
    let is_number = !word.is_empty() && word.bytes().all(|letter| letter.is_ascii_digit());
    let is_path = path.contains('/') && path.split('/').all(is_segment);
    (is_number || is_path).then(|| format!("/projects/{}", encode_segment(path)))
}

fn is_segment(segment: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    !segment.starts_with('.') && !segment.is_empty() && segment.bytes().all(is_letter)
}
