//! A report without names, for a ticket that everybody may read: hosts, users, paths, and ids get others in their place,
//! the same name always the same one.
//!
//! Two passes: the first learns what is a name, by where it stands; the second puts the others in its place, wherever it
//! stands. Of an address or a request only the words of GitLab's own routes stay. In doubt a word is a name.

mod parts;
mod path;

use core::net::IpAddr;
use std::collections::{BTreeSet, HashMap, HashSet};

use self::parts::{TextKind, Visitor, visit};
use super::Report;
use crate::catalogue::route_words;

/// Hosts that everybody knows.
const PUBLIC: [&str; 4] = [
    "gitlab.com",
    "docs.gitlab.com",
    "registry.gitlab.com",
    "about.gitlab.com",
];

/// Words behind which the number of a record stands.
const NOUNS: [&str; 12] = [
    "user", "project", "group", "job", "token", "runner", "pipeline", "issue", "id", "user_id",
    "projects", "groups",
];

/// Returns a report without names.
pub(crate) fn hide(report: &Report) -> Report {
    let mut hidden = report.clone();
    let mut names = Names {
        words: route_words(),
        ..Names::default()
    };
    visit(&mut hidden, &mut Learner(&mut names));
    visit(&mut hidden, &mut Hider(&mut names));
    hidden
}

/// What is known of the names, and what stands in their place.
#[derive(Default)]
struct Names {
    /// The words of GitLab's own paths.
    words: HashSet<&'static str>,
    hosts: HashMap<String, usize>,
    users: HashMap<String, usize>,
    labels: HashMap<String, usize>,
    ids: HashMap<String, usize>,
    addresses: HashMap<String, usize>,
    files: HashMap<String, usize>,
    /// The full paths of projects and groups, and of what they are in.
    paths: BTreeSet<String>,
}

/// The number that a name has got, or gets.
fn number(list: &mut HashMap<String, usize>, name: &str) -> usize {
    let next = list.len() + 1;
    *list.entry(name.to_lowercase()).or_insert(next)
}

struct Learner<'a>(&'a mut Names);

impl Visitor for Learner<'_> {
    fn text(&mut self, part: TextKind, text: &mut String) {
        let names = &mut *self.0;
        match part {
            TextKind::User => {
                number(&mut names.users, text);
            }
            TextKind::Path => names.learn_path(text),
            TextKind::Prose => names.learn(text),
            TextKind::Label
            | TextKind::File
            | TextKind::Address
            | TextKind::Id
            | TextKind::Page => {}
        }
    }

    fn number(&mut self, _: &mut u64) {}
}

struct Hider<'a>(&'a mut Names);

impl Visitor for Hider<'_> {
    fn text(&mut self, part: TextKind, text: &mut String) {
        let names = &mut *self.0;
        *text = match part {
            TextKind::Prose => names.prose(text),
            TextKind::Label => format!("name-{}", number(&mut names.labels, text)),
            TextKind::User => names.user(text),
            TextKind::Path => names.path_of_project(text),
            TextKind::File => names.file(text),
            TextKind::Address => names.address(text),
            TextKind::Id => names.id(text),
            TextKind::Page if text.is_empty() => String::new(),
            TextKind::Page => "(left out)".to_owned(),
        };
    }

    fn number(&mut self, id: &mut u64) {
        *id = number(&mut self.0.ids, &id.to_string()) as u64;
    }
}

impl Names {
    /// Learns the names in a text by what stands around them.
    fn learn(&mut self, text: &str) {
        let mut before = "";
        for word in text.split_whitespace() {
            let (_, core, _) = bare(word);
            if let Some((_, rest)) = core.split_once("://") {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                self.learn_host(host);
                self.learn_from_path(path);
            } else if core.starts_with('/') {
                self.learn_from_path(core);
            } else if let Some(user) = core.strip_prefix('@') {
                if !user.contains('/') && !user.is_empty() {
                    number(&mut self.users, user);
                }
            } else if let Some((place, host)) = core.split_once(':') {
                if matches!(place, "glab" | "netrc") {
                    self.learn_host(host);
                }
            } else if matches!(before, "on" | "host" | "names" | "for" | "asks") && is_host(core) {
                self.learn_host(core);
            }
            before = core;
        }
    }

    fn learn_host(&mut self, text: &str) {
        let host = host_of(text).0;
        if !host.is_empty() && !PUBLIC.contains(&host) {
            number(&mut self.hosts, host);
        }
    }

    fn learn_path(&mut self, path: &str) {
        let path = path.trim_matches('/');
        if path.is_empty() || is_number(path) {
            return;
        }
        let ends = path.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            self.paths.insert(path[..end].to_lowercase());
        }
    }

    /// A text that may be anything: word by word.
    fn prose(&mut self, text: &str) -> String {
        let mut hidden = String::with_capacity(text.len());
        let mut before = String::new();
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            let (front, core, behind) = bare(word);
            hidden.push_str(front);
            hidden.push_str(&self.word(core, &before));
            hidden.push_str(behind);
            hidden.push_str(&piece[word.len()..]);
            before = core.to_lowercase();
        }
        hidden
    }

    fn word(&mut self, word: &str, before: &str) -> String {
        if word.is_empty() {
            return String::new();
        }
        if let Some((scheme, rest)) = word.split_once("://") {
            return self.url(scheme, rest);
        }
        if word.starts_with('/') && word.len() > 1 {
            return self.path(word);
        }
        if let Some((place, rest)) = word.split_once(':').filter(|(_, rest)| !rest.is_empty()) {
            match place {
                "glab" | "netrc" => return format!("{place}:{}", self.host(rest)),
                "file" => return format!("file:{}", self.file(rest)),
                _ => {}
            }
        }
        if let Some((key, value)) = word.split_once('=').filter(|(key, _)| is_key(key)) {
            return format!("{key}={}", self.word(value, ""));
        }
        if let Some((user, host)) = word.split_once('@') {
            return self.at(user, host);
        }
        self.plain(word, before)
    }

    /// A word without any sign of what it is.
    fn plain(&mut self, word: &str, before: &str) -> String {
        if word.parse::<IpAddr>().is_ok() {
            return self.address(word);
        }
        if is_number(word) {
            return if NOUNS.contains(&before) {
                self.id(word)
            } else {
                word.to_owned()
            };
        }
        let (host, port) = host_of(word);
        if self.hosts.contains_key(&host.to_lowercase()) {
            return format!("{}{port}", self.host(host));
        }
        let lower = word.to_lowercase();
        if word.contains('/') {
            return self.with_slashes(word);
        }
        let is_named = matches!(before, "group" | "project" | "user" | "namespace");
        let is_ordinary = self.words.contains(lower.as_str()) && !is_named;
        if self.users.contains_key(&lower) && !is_ordinary {
            return self.user(word);
        }
        if self.paths.contains(&lower) && !is_ordinary {
            return self.segment(word);
        }
        word.to_owned()
    }

    /// `group/project`, with something behind it or not; or `host/group/project`.
    fn with_slashes(&mut self, word: &str) -> String {
        let lower = word.to_lowercase();
        let known = self.paths.iter().rev().find(|path| {
            let rest = lower.strip_prefix(path.as_str());
            path.contains('/') && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        if let Some(length) = known.map(String::len) {
            let (path, rest) = word.split_at(length);
            return format!("{}{}", self.path_of_project(path), self.segments(rest));
        }
        let (first, rest) = word.split_at(word.find('/').unwrap_or(word.len()));
        if is_host(first) {
            return format!("{}{}", self.host(first), self.segments(rest));
        }
        word.to_owned()
    }

    /// `@user`, `git@host:path`, or a mail address.
    fn at(&mut self, user: &str, host: &str) -> String {
        if user.is_empty() {
            return format!("@{}", self.user_or_path(host));
        }
        match host.split_once(':') {
            Some((host, path)) => {
                format!("git@{}:{}", self.host(host), self.segments(path))
            }
            None => format!("{}@{}", self.user(user), self.host(host)),
        }
    }

    fn user_or_path(&mut self, name: &str) -> String {
        if name.contains(['/', '%']) || self.paths.contains(&name.to_lowercase()) {
            self.encoded(name)
        } else {
            self.user(name)
        }
    }

    fn user(&mut self, name: &str) -> String {
        format!("user-{}", number(&mut self.users, name))
    }

    fn host(&mut self, text: &str) -> String {
        let (host, port) = host_of(text);
        if PUBLIC.contains(&host) {
            return text.to_owned();
        }
        format!("host-{}.example{port}", number(&mut self.hosts, host))
    }

    fn id(&mut self, id: &str) -> String {
        match id.rsplit_once('/') {
            Some((kind, id)) => format!("{kind}/{}", number(&mut self.ids, id)),
            None if is_number(id) => number(&mut self.ids, id).to_string(),
            None => format!("id-{}", number(&mut self.ids, id)),
        }
    }

    /// Of the networks that are there for examples.
    fn address(&mut self, address: &str) -> String {
        format!("192.0.2.{}", number(&mut self.addresses, address))
    }

    /// The line behind the name of a file stays.
    fn file(&mut self, text: &str) -> String {
        let (file, line) = match text.rsplit_once(':') {
            Some((file, line)) if is_number(line) => (file, format!(":{line}")),
            Some(_) | None => (text, String::new()),
        };
        format!("file-{}{line}", number(&mut self.files, file))
    }
}

/// What stands around a word in a sentence, and the word.
fn bare(word: &str) -> (&str, &str, &str) {
    let begin = word.trim_start_matches(['"', '\'', '(', '<', '[', '{', '`', ',']);
    let front = &word[..word.len() - begin.len()];
    let core = begin.trim_end_matches([
        '"', '\'', ')', '>', ']', '}', '`', ',', '.', ';', ':', '!', '?',
    ]);
    (front, core, &begin[core.len()..])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_key(text: &str) -> bool {
    let is_of_key = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    !text.is_empty() && text.chars().all(is_of_key)
}

/// Whether a word looks like the name of a host: with a dot, and letters at its end.
fn is_host(word: &str) -> bool {
    let host = host_of(word).0;
    let ending = host.rsplit('.').next().unwrap_or_default();
    let is_of_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    host == "localhost"
        || host.parse::<IpAddr>().is_ok()
        || host.contains('.')
            && host.chars().all(is_of_host)
            && ending.len() > 1
            && ending.chars().all(|letter| letter.is_ascii_alphabetic())
}

/// A host without its login, and the port behind it.
fn host_of(text: &str) -> (&str, &str) {
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    match text.rfind(':') {
        Some(at) if is_number(&text[at + 1..]) => text.split_at(at),
        Some(_) | None => (text, ""),
    }
}
