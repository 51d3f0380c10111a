//! One word that names a place: a path of the API, a repository, a project, or a capability.

use super::{AskedError, Reader};
use crate::catalogue::web::{counterpart, is_reserved, parted};
use crate::catalogue::{Place, find_capability, listed_methods};
use crate::command::lists::ROOTS_OF_API;
use crate::command::request::{self, PastedError};
use crate::command::subject::is_package_route;
use crate::diagnosis::question::encode_segment;
use crate::source::{RemoteAddress, Transport, parse_address, web_host};

impl Reader<'_> {
    /// Reads a word, and the method that stands before it.
    pub(super) fn place(&mut self, method: Option<&str>, word: &str) -> Result<(), AskedError> {
        if method.is_none() && (matches!(word, "all" | "everything") || self.capabilities(word)) {
            return Ok(());
        }
        let word = self.facts.fill(word)?;
        if request::holds_token(&request::read(&word)?.request) {
            return Err(PastedError::HoldsToken.into());
        }
        let address = with_scheme(&word).or_else(|| self.below_instance(&word));
        let word = address.unwrap_or(word);
        if method.is_none() && is_repository(&word) {
            return self.repository("clone", &word);
        }
        let plain = word.split(['?', '#']).next().unwrap_or(&word);
        let is_whole = word.contains("://");
        let is_page = plain.contains("/-/") && !is_package_route(plain) && !is_for_clients(plain);
        if method.is_none() && is_whole {
            return self.address(&word);
        }
        if method.is_none() && is_page && self.page("", plain.trim_matches('/'))? {
            return Ok(());
        }
        let as_it_stands = Some(&word).filter(|_| is_whole || is_page).cloned();
        let path = as_it_stands
            .or_else(|| of_api(&word))
            .or_else(|| self.numbered(&word))
            .or_else(|| of_project(&word));
        let path = path.ok_or_else(|| AskedError::unknown(&word))?;
        self.asked_as(method.unwrap_or("GET"), &path)
    }

    fn asked_as(&mut self, method: &str, path: &str) -> Result<(), AskedError> {
        let pasted = request::read(&format!("{} {path}", method.to_uppercase()))?;
        self.request(pasted);
        Ok(())
    }

    /// An address alone. One that clients ask for is asked as it stands; what a page shows is asked for in its place.
    fn address(&mut self, address: &str) -> Result<(), AskedError> {
        let plain = request::without_login(address, &mut self.asked.dropped);
        let (base, below) = self.parted(&plain);
        if is_for_clients(below) {
            return self.asked_as("GET", &plain);
        }
        self.instance(Some(base.clone()));
        let page = below.trim_matches('/');
        if page.is_empty() {
            return Ok(());
        }
        if self.page(&base, page)? {
            return Ok(());
        }
        self.asked_as("GET", &plain)
    }

    /// The request that reads what a page shows, or what the page belongs to, and that it is asked. Whether there is one.
    fn page(&mut self, base: &str, page: &str) -> Result<bool, AskedError> {
        let Some((path, is_own)) = of_page(page) else {
            return Ok(false);
        };
        self.remark(if is_own {
            format!("A page reads no token: GET {path} is asked in the place of /{page}.")
        } else {
            format!("The API has nothing like the page /{page}: GET {path}, what it belongs to, is asked in its place.")
        });
        self.asked_as("GET", &format!("{base}/api/v4{path}"))?;
        Ok(true)
    }

    /// Says which request reads what the page in a command shows; the command is asked as it stands.
    pub(super) fn page_in_command(&mut self, request: &str) {
        let address = request
            .split_once(' ')
            .map_or(request, |(_, address)| address);
        let (base, below) = self.parted(address);
        let page =
            Some(below.trim_matches('/')).filter(|page| !page.is_empty() && !is_for_clients(below));
        if let Some((path, _)) = page.and_then(of_page) {
            self.remark(format!(
                "This is the address of a page, and pages read no token: {base}/api/v4{path} does."
            ));
        }
    }

    /// The base of an address on the instance, or on any other, and its path below it, without query.
    fn parted<'w>(&self, address: &'w str) -> (String, &'w str) {
        let begin = address.find("://").map_or(0, |at| at + 3);
        let end = address[begin..]
            .find(['/', '?', '#'])
            .map_or(address.len(), |end| begin + end);
        let (mut base, path) = address.split_at(end);
        let mut path = path.split(['?', '#']).next().unwrap_or_default();
        let known = self
            .facts
            .instance
            .filter(|instance| address[begin..end] == instance.authority());
        if let Some(below) = known.and_then(|instance| path.strip_prefix(instance.root())) {
            base = &address[..address.len().min(end + path.len() - below.len())];
            path = below;
        }
        (base.to_owned(), path)
    }

    /// `group/app!12` is a merge request, and `group/app#3` an issue; without a path, in the project at hand.
    fn numbered(&self, word: &str) -> Option<String> {
        let at = word.rfind(['!', '#'])?;
        let number = word[at + 1..].parse::<u64>().ok()?;
        let kind = if word[at..].starts_with('!') {
            "merge_requests"
        } else {
            "issues"
        };
        let project = match &word[..at] {
            "" => format!(
                "/projects/{}",
                encode_segment(self.facts.project.as_deref()?)
            ),
            path => of_project(path)?,
        };
        Some(format!("{project}/{kind}/{number}"))
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

/// Whether a path is one that clients ask for, and not one that a browser shows.
fn is_for_clients(path: &str) -> bool {
    let begins = ["/api/", "/oauth/", "/jwt/", "/v2/"];
    begins.iter().any(|begin| path.starts_with(begin))
        || path.contains(".git/")
        || path.ends_with("/info/refs")
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
            let is_route = ROOTS_OF_API.contains(&first) || !listed_methods(&path).is_empty();
            (is_route || path.contains(".git/")).then(|| format!("/{word}"))
        }
    }
}

/// The path of the API for a page below the host, and whether the API has something like it; else it is that of what the
/// page belongs to. `None` for a page of the instance that nothing stands for.
fn of_page(page: &str) -> Option<(String, bool)> {
    let page = page.trim_end_matches("/-");
    if let Some(path) = counterpart(Place::Instance, page) {
        return Some((format!("/{path}"), true));
    }
    let first = page.split('/').next().unwrap_or_default();
    if is_reserved(first) {
        return None;
    }
    let is_group = first == "groups" || first == page;
    let place = if is_group {
        Place::Group
    } else {
        Place::Project
    };
    let (name, rest) = parted(page.strip_prefix("groups/").unwrap_or(page));
    let path = format!("/{}s/{}", place.name(), encode_segment(name));
    Some(match rest.map(|rest| counterpart(place, rest)) {
        None => (path, true),
        Some(Some(behind)) => (format!("{path}/{behind}"), true),
        Some(None) => (path, false),
    })
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
