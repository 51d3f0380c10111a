//! Names in addresses and paths: all that is no word of GitLab's own routes.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Names, host_of, is_number, number};

/// What stands as it is in a segment of a path.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'@');

/// Words of web addresses that no route of the API has.
const OF_PAGES: [&str; 24] = [
    "api",
    "v4",
    "v2",
    "-",
    "oauth",
    "token",
    "info",
    "refs",
    "jwt",
    "auth",
    "graphql",
    "user_settings",
    "project_members",
    "group_members",
    "ci_cd",
    "settings",
    "profile",
    "git-upload-pack",
    "git-receive-pack",
    "tree",
    "blob",
    "raw",
    "commit",
    "edit",
];

/// Parameters whose values name nobody.
const HARMLESS: [&str; 9] = [
    "per_page",
    "page",
    "min_access_level",
    "service",
    "scopes",
    "statistics",
    "license",
    "simple",
    "membership",
];

impl Names {
    /// An address, behind its scheme.
    pub(super) fn url(&mut self, scheme: &str, rest: &str) -> String {
        let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if host_of(host).0 == "docs.gitlab.com" {
            return format!("{scheme}://{rest}");
        }
        format!("{scheme}://{}{}", self.host(host), self.path(path))
    }

    /// A path from the root of a host, or below that of the API, with its parameters.
    pub(super) fn path(&mut self, text: &str) -> String {
        let (text, anchor) = text.split_at(text.find('#').unwrap_or(text.len()));
        let (path, query) = text.split_at(text.find('?').unwrap_or(text.len()));
        let shown = self.segments(path);
        let query = query.strip_prefix('?').map_or(String::new(), |query| {
            let pairs: Vec<String> = query.split('&').map(|pair| self.pair(pair)).collect();
            format!("?{}", pairs.join("&"))
        });
        let anchor = if anchor.is_empty() { "" } else { "#..." };
        format!("{shown}{query}{anchor}")
    }

    fn pair(&mut self, pair: &str) -> String {
        match pair.split_once('=') {
            Some((key, _)) if HARMLESS.contains(&key) => pair.to_owned(),
            Some(("name", "glwhy")) | None => pair.to_owned(),
            Some((key, value)) => format!("{key}={}", self.encoded(value)),
        }
    }

    /// The parts between slashes. What stands before `/-/`, or up to `.git`, is the path of a project or group.
    pub(super) fn segments(&mut self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let of_project = parts
            .iter()
            .position(ends_project)
            .map_or(0, |end| end + usize::from(has_git(parts[end])));
        let whole = path.trim_matches('/').to_lowercase();
        let of_project = if self.paths.contains(&whole) {
            parts.len()
        } else {
            of_project
        };
        let shown: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let is_word = *part == "groups" && at <= 1;
                if at < of_project && !is_word {
                    self.name(part)
                } else {
                    self.part(part)
                }
            })
            .collect();
        shown.join("/")
    }

    /// A part of a path that may be a word of a route, or a placeholder.
    fn part(&mut self, part: &str) -> String {
        let is_word = |word: &str| self.words.contains(word) || OF_PAGES.contains(&word);
        let bare = part.split('.').next().unwrap_or_default();
        if part.is_empty() || part.starts_with([':', '{', '$']) || is_word(part) || is_word(bare) {
            return part.to_owned();
        }
        self.name(part)
    }

    fn name(&mut self, part: &str) -> String {
        if part.is_empty() {
            return String::new();
        }
        if is_number(part) {
            return self.id(part);
        }
        match part.strip_suffix(".git") {
            Some(name) => format!("{}.git", self.encoded(name)),
            None => self.encoded(part),
        }
    }

    /// A name whose slashes are encoded, or not.
    pub(super) fn encoded(&mut self, text: &str) -> String {
        let decoded = percent_decode_str(text).decode_utf8_lossy().into_owned();
        if is_number(&decoded) {
            return self.id(&decoded);
        }
        let names = self.path_of_project(&decoded);
        if text.contains('%') {
            utf8_percent_encode(&names, ENCODED).to_string()
        } else {
            names
        }
    }

    /// The full path of a project or group, or its number.
    pub(super) fn path_of_project(&mut self, path: &str) -> String {
        let names: Vec<String> = path.split('/').map(|name| self.segment(name)).collect();
        names.join("/")
    }

    /// One name of a path. That of a user is the user's.
    pub(super) fn segment(&mut self, name: &str) -> String {
        let (sign, bare) = match name.strip_prefix('@') {
            Some(bare) => ("@", bare),
            None => ("", name),
        };
        if bare.is_empty() {
            return name.to_owned();
        }
        if is_number(bare) {
            return self.id(bare);
        }
        if self.users.contains_key(&bare.to_lowercase()) {
            return format!("{sign}{}", self.user(bare));
        }
        format!("{sign}name-{}", number(&mut self.labels, bare))
    }

    /// Learns the projects and groups that stand in a path.
    pub(super) fn learn_from_path(&mut self, path: &str) {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        for pair in parts.windows(2) {
            if matches!(pair[0], "projects" | "groups") {
                let name = percent_decode_str(pair[1]).decode_utf8_lossy().into_owned();
                if !name.starts_with([':', '{', '$']) && !self.words.contains(name.as_str()) {
                    self.learn_path(&name);
                }
            }
        }
        if let Some(end) = parts.iter().position(ends_project) {
            let last = parts[end].strip_suffix(".git");
            let names = parts[..end].iter().copied().chain(last);
            let names: Vec<&str> = names.filter(|name| *name != "groups").collect();
            self.learn_path(&names.join("/"));
        }
    }
}

/// Whether the path of a project or group ends here, in an address of the web or of Git.
fn ends_project(part: &&str) -> bool {
    *part == "-" || has_git(part)
}

fn has_git(part: &str) -> bool {
    part.strip_suffix(".git")
        .is_some_and(|name| !name.is_empty())
}
