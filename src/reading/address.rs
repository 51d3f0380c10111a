//! Addresses in text: which host was asked for what, and how the login in the address looks.
//!
//! People paste addresses with placeholders, masks, and variables in them. They are read as far as
//! they go. The line that is read here has no secrets in it any more.

use super::lists;
use crate::answers::template::beginning;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::Sent;
use crate::observation::Scheme;

/// An address as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Address {
    /// The host with its port; empty where only a path is told.
    pub(super) host: String,
    /// The path with its query; begins with a slash.
    pub(super) path: String,
    /// Whether it is told with `http://`.
    pub(super) is_plain: bool,
    /// What the login in the address says.
    pub(super) login: Login,
}

/// The login in an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Login {
    /// There is none.
    #[default]
    Absent,
    /// A user name, with some password.
    User(String),
    /// A user name with an empty password.
    Empty(String),
    /// An unescaped `@` or the like: the address falls apart.
    Broken,
}

impl Login {
    /// Returns what was sent as a credential, if the address says.
    pub(super) fn sent(&self) -> Option<Sent> {
        match self {
            Self::Absent | Self::Broken => None,
            Self::User(user) => Some(Sent::As(Scheme::Basic { user: user.clone() })),
            Self::Empty(_) => Some(Sent::Empty),
        }
    }
}

impl Address {
    /// Finds the address in a line that a request was most probably sent to.
    pub(super) fn find(line: &str) -> Option<Self> {
        let line = &unescaped(line);
        let mut found = starts(line)
            .filter_map(|at| Self::read(&line[at..]))
            .filter(|address| !address.is_help());
        let best = match found.next() {
            Some(first) if first.is_telling() => Some(first),
            first => found.find(Self::is_telling).or(first),
        };
        best.or_else(|| {
            let (path, host) = (Self::path_only(line), named_host(line));
            match (path, host) {
                (Some(path), Some(host)) => Some(Self { host, ..path }),
                (Some(path), None) => Some(path),
                (None, host) => host.map(|host| Self {
                    host,
                    path: "/".to_owned(),
                    ..Self::default()
                }),
            }
        })
    }

    /// Says whether it is a service beside the client, such as a database of a job or the daemon
    /// of Docker, and no instance of GitLab.
    pub(super) fn is_of_this_machine(&self) -> bool {
        let name = self.host.split(':').next().unwrap_or_default();
        let is_near =
            ["localhost", "docker", "0.0.0.0", "[", ""].contains(&name) || name.starts_with("127.");
        is_near && !self.host.is_empty() && !self.is_telling()
    }

    /// Reads an address from its beginning.
    fn read(text: &str) -> Option<Self> {
        if let Some(rest) = variable(text) {
            return Some(Self {
                path: format!("/api/v4{}", path_of(rest)),
                ..Self::default()
            });
        }
        let (scheme, rest) = text.split_once("://")?;
        let end = rest
            .find(|letter: char| letter.is_whitespace() || "/\"'`?#)>,;|".contains(letter))
            .unwrap_or(rest.len());
        let (login, host) = authority(rest[..end].trim_end_matches(':'));
        if host.is_empty() {
            return None;
        }
        Some(Self {
            host,
            path: path_of(&rest[end..]),
            is_plain: scheme.ends_with("http"),
            login,
        })
    }

    /// Finds a path of the API that stands without a host.
    fn path_only(line: &str) -> Option<Self> {
        let at = line
            .find("/api/v4/")
            .or_else(|| line.find("/api/graphql"))?;
        Some(Self {
            path: path_of(&line[at..]),
            ..Self::default()
        })
    }

    fn is_help(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        let is_read = host == "github.com"
            && lists::READ_PARTS
                .iter()
                .any(|part| self.path.contains(part));
        is_read
            || lists::HELP_HOSTS.contains(&host.as_str())
            || lists::HELP_PATHS
                .iter()
                .any(|help| self.path.starts_with(help))
    }

    /// Says whether it is one that clients of GitLab ask.
    fn is_telling(&self) -> bool {
        lists::ASKED_PATHS
            .iter()
            .any(|mark| self.path.contains(mark))
    }

    /// Says whether its host or its path is one that an instance of GitLab can have, and a stranger seldom has.
    pub(super) fn may_be_gitlab(&self) -> bool {
        let is_bare = !self.host.contains('.');
        let is_named = self.host.to_ascii_lowercase().contains("git");
        is_bare || is_named || self.is_telling() || self.path.contains("/-/")
    }

    /// What stands before `/api/` in the path, if anything does.
    pub(super) fn before_api(&self) -> Option<&str> {
        let at = self.path.find("/api/")?;
        (at > 0).then(|| &self.path[..at])
    }

    /// The path below the root of the instance, as far as it can be told.
    pub(super) fn below_root(&self) -> &str {
        let api = self
            .path
            .find("/api/v4")
            .or_else(|| self.path.find("/api/graphql"));
        api.map_or(self.path.as_str(), |at| &self.path[at..])
    }

    /// The surface that the path belongs to. Web pages and Git share their paths: not told.
    pub(super) fn surface(&self, method: Option<Method>) -> Option<Surface> {
        let path = self.below_root();
        let told = Surface::of(method.unwrap_or(Method::Get), path);
        if told != Surface::Web {
            return Some(told);
        }
        path.contains("/dependency_proxy/containers")
            .then_some(Surface::DependencyProxy)
    }
}

/// The host that a client names without an address.
fn named_host(line: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || ".-_:".contains(letter);
    lists::HOST_LEADS.iter().find_map(|lead| {
        let rest = line.get(line.find(lead)? + lead.len()..)?;
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let host = rest[..end].trim_end_matches(['.', ':']);
        // Others speak of connecting to a server, and do not name it.
        let is_named = *lead != "Failed to connect to "
            || host.contains('.')
            || rest[end..].starts_with(" port ");
        (!host.is_empty() && is_named).then(|| host.to_owned())
    })
}

/// Undoes the escapes of JSON strings and of program output.
fn unescaped(line: &str) -> String {
    line.replace("\\/", "/").replace("\\\"", "\"")
}

/// So many addresses of a line are read: in one of nothing but addresses, each would hold all that follow.
const MOST: usize = 256;

/// Where addresses begin.
fn starts(line: &str) -> impl Iterator<Item = usize> {
    let mut found: Vec<usize> = ["https://", "http://", "$CI_API_V4_URL", "${CI_API_V4_URL"]
        .iter()
        .flat_map(|lead| line.match_indices(lead).map(|(at, _)| at))
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST)
}

/// The rest after the variable that holds the address of the API.
fn variable(text: &str) -> Option<&str> {
    text.strip_prefix("$CI_API_V4_URL")
        .or_else(|| text.strip_prefix("${CI_API_V4_URL}"))
}

fn authority(text: &str) -> (Login, String) {
    let Some((login, host)) = text.rsplit_once('@') else {
        return (Login::Absent, host_of(text));
    };
    let login = match login.split_once(':') {
        _ if login.contains('@') || login.is_empty() => Login::Broken,
        Some((user, "")) => Login::Empty(user.to_owned()),
        Some((user, _)) => Login::User(user.to_owned()),
        None => Login::User(login.to_owned()),
    };
    (login, host_of(host))
}

fn host_of(text: &str) -> String {
    text.trim_end_matches(['.', ':', '\\', ']', '}']).to_owned()
}

/// No path is read further than this, in bytes: web servers take none that is longer.
const LONGEST_PATH: usize = 8192;

/// The path at the beginning of a text, without the punctuation around it.
fn path_of(text: &str) -> String {
    let text = beginning(text, LONGEST_PATH);
    let mut end = text.len();
    let mut in_blank = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '<' if text[at..]
                .split_whitespace()
                .next()
                .is_some_and(|word| word.contains('>')) =>
            {
                in_blank = true;
            }
            '>' if in_blank => in_blank = false,
            '<' | '>' | '"' | '\'' | '`' | '|' | ')' | ',' | ';' | '\\' => {
                end = at;
                break;
            }
            letter if letter.is_whitespace() => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let path = text[..end].trim_end_matches(['.', ':', ']', '}', '!']);
    let path: String = path
        .chars()
        .filter(|letter| !"<>".contains(*letter))
        .collect();
    if path.starts_with('/') {
        path
    } else {
        format!("/{path}")
    }
}

/// Finds the method that stands before an address or a path: `GET https://`, `Get "https://`.
pub(super) fn method_in(line: &str) -> Option<Method> {
    const WORDS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    let words: Vec<&str> = line
        .split(|letter: char| letter.is_whitespace() || "\"'=:([,>\\".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let [word, next] = pair else { return None };
        let is_word = WORDS.contains(word) || is_go_method(word);
        let leads = next.starts_with("http")
            || next.starts_with('/')
            || next.starts_with("$CI_")
            || *next == "on"
            || *next == "path";
        (is_word && leads).then(|| Method::parse(word)).flatten()
    })
}

/// The HTTP client of Go writes methods like words.
fn is_go_method(word: &str) -> bool {
    ["Get", "Post", "Put", "Patch", "Delete", "Head"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Address {
        Address::find(line).unwrap_or_default()
    }

    #[test]
    fn addresses_are_found_among_punctuation() {
        let cases = [
            (
                "fatal: Authentication failed for 'https://gitlab.com/a/b.git/'",
                "gitlab.com",
                "/a/b.git/",
            ),
            (
                "GET https://h/api/v4/projects/a/b: 404 {message: x}",
                "h",
                "/api/v4/projects/a/b",
            ),
            (
                "Post \\\"https://h:8443/oauth/token\\\": x509",
                "h:8443",
                "/oauth/token",
            ),
            (
                "https://gitlab.com/api/v4/projects/<proj_id>/packages/helm/x : 401",
                "gitlab.com",
                "/api/v4/projects/proj_id/packages/helm/x",
            ),
            ("curl $CI_API_V4_URL/job", "", "/api/v4/job"),
            ("\"/api/v4/projects/a%2Fb\"", "", "/api/v4/projects/a%2Fb"),
        ];
        for (line, host, path) in cases {
            let address = found(line);
            assert_eq!(
                (address.host.as_str(), address.path.as_str()),
                (host, path),
                "{line}"
            );
        }
    }

    #[test]
    fn the_login_of_an_address_is_read_without_its_value() {
        let login = |line| found(line).login;
        assert_eq!(
            login("https://gitlab-ci-token:[MASKED]@h/a.git"),
            Login::User("gitlab-ci-token".to_owned())
        );
        assert_eq!(
            login("https://oauth2:@h/a.git"),
            Login::Empty("oauth2".to_owned())
        );
        assert_eq!(login("https://me:****@****@h/a.git"), Login::Broken);
        assert_eq!(login("https://h/a.git"), Login::Absent);
    }

    #[test]
    fn a_line_of_nothing_but_addresses_is_read_in_part() {
        let after = |number: usize| format!("{} https://h/api/v4/user", "http://x ".repeat(number));
        assert_eq!(found(&after(MOST - 1)).host, "h");
        assert_eq!(found(&after(MOST)).host, "x");
        let long = found(&format!("https://h/{}", "a".repeat(100_000)));
        assert_eq!(long.path.len(), LONGEST_PATH);
    }

    #[test]
    fn a_method_stands_right_before_what_it_asks_for() {
        assert_eq!(
            method_in("Error: POST https://h/x: 403"),
            Some(Method::Post)
        );
        assert_eq!(
            method_in("Head \"https://h/v2/\": denied"),
            Some(Method::Head)
        );
        assert_eq!(method_in("> PUT /api/v4/x HTTP/1.1"), Some(Method::Put));
        assert_eq!(method_in("Get changes response from gitlab"), None);
    }

    #[test]
    fn surfaces_are_told_by_paths_below_any_root() {
        assert_eq!(
            found("https://h/git/api/v4/user").surface(None),
            Some(Surface::Rest)
        );
        assert_eq!(
            found("https://h/v2/a/b/manifests/1").surface(None),
            Some(Surface::Registry)
        );
        assert_eq!(found("https://h/a/b").surface(None), None);
        assert_eq!(found("https://h/ns/api/v4/user").before_api(), Some("/ns"));
    }
}
