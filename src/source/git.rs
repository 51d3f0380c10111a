//! The git repository around the working directory: which remote it tracks, and where that is.
//!
//! The files of the repository are read; git itself is never run. Worktrees and submodules, whose `.git` is a file that
//! points elsewhere, are followed.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

use super::Environment;
use crate::catalogue::instance::InstanceUrl;

/// A remote of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remote {
    /// Its name, usually `origin`.
    pub(super) name: String,
    /// Where it is.
    pub(super) address: RemoteAddress,
}

/// The place of a remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RemoteAddress {
    /// How it is reached.
    pub transport: Transport,
    /// The host, in lower case.
    pub host: String,
    /// The port over HTTP, where it is not the usual one; a port of SSH says nothing about the instance.
    pub port: Option<u16>,
    /// The path, without slashes at its ends and without `.git`.
    pub path: String,
}

/// How a remote is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    /// SSH.
    Ssh,
    /// HTTP in clear.
    Http,
    /// HTTP over TLS.
    Https,
}

impl fmt::Display for RemoteAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.transport {
            Transport::Ssh => "ssh",
            Transport::Http => "http",
            Transport::Https => "https",
        };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        write!(f, "{scheme}://{}{port}/{}", self.host, self.path)
    }
}

/// Directories above the working directory that are looked into.
const ANCESTORS: usize = 64;

/// Returns the remote that the current branch tracks and `origin`, in this order, where they are on a network.
pub(super) fn remotes(environment: &dyn Environment) -> Vec<Remote> {
    let settings = settings(environment);
    let head =
        directory(environment).and_then(|directory| environment.text(&directory.join("HEAD")));
    let head = head.unwrap_or_default();
    let tracked = head
        .trim()
        .strip_prefix("ref: refs/heads/")
        .and_then(|branch| value(&settings, "branch", branch, "remote"));
    let origin = Some("origin".to_owned()).filter(|origin| tracked.as_ref() != Some(origin));
    let remote = |name: String| {
        let address = parse_address(&value(&settings, "remote", &name, "url")?)?;
        Some(Remote { name, address })
    };
    [tracked, origin]
        .into_iter()
        .flatten()
        .filter_map(remote)
        .collect()
}

/// Returns where the remote of this name is; without a name, where Git goes when nobody says where.
pub(crate) fn remote(name: Option<&str>, environment: &dyn Environment) -> Option<RemoteAddress> {
    let Some(name) = name else {
        return Some(remotes(environment).into_iter().next()?.address);
    };
    parse_address(&value(&settings(environment), "remote", name, "url")?)
}

/// A login that stands in the address of a remote. Git sends it, whatever else is set.
pub(super) struct RemoteLogin {
    /// The remote.
    pub(super) remote: String,
    /// The user name.
    pub(super) user: String,
    /// The password; for GitLab, a token.
    pub(super) password: Zeroizing<String>,
}

/// Returns the login for an instance that stands in the address of the remote that is tracked, or else of `origin`.
pub(super) fn login(instance: &InstanceUrl, environment: &dyn Environment) -> Option<RemoteLogin> {
    let settings = settings(environment);
    remotes(environment).into_iter().find_map(|remote| {
        let address = Zeroizing::new(value(&settings, "remote", &remote.name, "url")?);
        let url = Url::parse(&address).ok()?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let is_of = url.host_str()?.eq_ignore_ascii_case(instance.host())
            && url.port_or_known_default() == Some(instance.port())
            && matches!(url.scheme(), "http" | "https");
        let password = Zeroizing::new(decoded(url.password()?));
        (is_of && !password.trim().is_empty()).then(|| RemoteLogin {
            remote: remote.name,
            user: decoded(url.username()),
            password,
        })
    })
}

/// Headers that Git adds to its requests, with the address that they are for, as a text of configuration has them.
pub(super) fn extra_headers(text: &str) -> Vec<(String, Zeroizing<String>)> {
    headers_of(parse(text))
}

/// The same, of the repository.
pub(super) fn repository_headers(
    environment: &dyn Environment,
) -> Vec<(String, Zeroizing<String>)> {
    headers_of(settings(environment))
}

fn headers_of(settings: Vec<ConfigEntry>) -> Vec<(String, Zeroizing<String>)> {
    let is_header = |it: &ConfigEntry| it.section == "http" && it.key == "extraheader";
    let found = settings.into_iter().filter(is_header);
    found
        .map(|setting| (setting.name, Zeroizing::new(setting.value)))
        .collect()
}

/// The settings of the repository.
fn settings(environment: &dyn Environment) -> Vec<ConfigEntry> {
    let Some(directory) = directory(environment) else {
        return Vec::new();
    };
    let common = environment
        .text(&directory.join("commondir"))
        .map_or_else(|| directory.clone(), |text| directory.join(text.trim()));
    parse(&environment.text(&common.join("config")).unwrap_or_default())
}

/// The value that was set last.
fn value(settings: &[ConfigEntry], section: &str, name: &str, key: &str) -> Option<String> {
    let is_it = |setting: &&ConfigEntry| {
        setting.section == section && setting.name == name && setting.key == key
    };
    let found = settings.iter().rev().find(is_it);
    found.map(|setting| setting.value.clone())
}

/// Finds the directory of the repository, from the working directory upwards.
fn directory(environment: &dyn Environment) -> Option<PathBuf> {
    let here = environment.directory();
    if let Some(path) = environment.filled_variable("GIT_DIR") {
        return Some(here.join(path));
    }
    here.ancestors().take(ANCESTORS).find_map(|ancestor| {
        let git = ancestor.join(".git");
        if environment.is_file(&git.join("config")) || environment.is_file(&git.join("HEAD")) {
            return Some(git);
        }
        let text = environment.text(&git)?;
        Some(ancestor.join(text.strip_prefix("gitdir:")?.trim()))
    })
}

/// One setting of git's configuration.
struct ConfigEntry {
    section: String,
    name: String,
    key: String,
    value: String,
}

/// Reads git's configuration; what cannot be read is passed over.
fn parse(text: &str) -> Vec<ConfigEntry> {
    let mut settings = Vec::new();
    let (mut section, mut name) = (String::new(), String::new());
    for line in text.lines() {
        let mut line = line.trim();
        if let Some((header, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            let (title, quoted) = header
                .split_once(char::is_whitespace)
                .unwrap_or((header, ""));
            section = title.to_ascii_lowercase();
            name = plain(quoted);
            line = rest.trim();
        }
        if let Some((key, value)) = line
            .split_once('=')
            .filter(|(key, _)| !key.starts_with(['#', ';']))
        {
            let key = key.trim().to_ascii_lowercase();
            settings.push(ConfigEntry {
                section: section.clone(),
                name: name.clone(),
                key,
                value: plain(value),
            });
        }
    }
    settings
}

/// Returns a value without its quotes, escapes, and comment.
fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut is_quoted = false;
    let mut letters = value.trim().chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\\' => text.extend(letters.next()),
            '#' | ';' if !is_quoted => break,
            other => text.push(other),
        }
    }
    text.trim().to_owned()
}

/// Reads the address of a remote: an address with a scheme, or `user@host:path` as SSH has it.
pub(crate) fn parse_address(text: &str) -> Option<RemoteAddress> {
    if text.contains("://") {
        let url = Url::parse(text).ok()?;
        let transport = match url.scheme() {
            "ssh" | "git+ssh" | "ssh+git" => Transport::Ssh,
            "http" => Transport::Http,
            "https" => Transport::Https,
            _ => return None,
        };
        let port = if transport == Transport::Ssh {
            None
        } else {
            url.port()
        };
        return address(transport, url.host_str()?, port, url.path());
    }
    let (host, path) = text.split_once(':')?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    // One letter before a colon is a drive, and a slash before it makes the whole a path.
    let is_host = host.len() > 1 && !host.contains(['/', '\\', '[']);
    if is_host {
        address(Transport::Ssh, host, None, path)
    } else {
        None
    }
}

fn address(
    transport: Transport,
    host: &str,
    port: Option<u16>,
    path: &str,
) -> Option<RemoteAddress> {
    let path = path.trim_matches('/');
    let path = path
        .strip_suffix(".git")
        .unwrap_or(path)
        .trim_end_matches('/')
        .to_owned();
    let is_usable = !host.is_empty() && !path.is_empty();
    is_usable.then(|| RemoteAddress {
        transport,
        host: host.to_ascii_lowercase(),
        port,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};

    fn parsed(text: &str) -> Option<(Transport, String, Option<u16>, String)> {
        parse_address(text)
            .map(|address| (address.transport, address.host, address.port, address.path))
    }

    #[test]
    fn every_form_of_address_is_read() {
        for (text, transport, host, port, path) in [
            (
                "git@gitlab.example.com:group/project.git",
                Transport::Ssh,
                "gitlab.example.com",
                None,
                "group/project",
            ),
            (
                "GitLab.example.com:a/b/c",
                Transport::Ssh,
                "gitlab.example.com",
                None,
                "a/b/c",
            ),
            (
                "ssh://git@example.com:2222/group/project.git",
                Transport::Ssh,
                "example.com",
                None,
                "group/project",
            ),
            (
                "https://example.com/group/project.git/",
                Transport::Https,
                "example.com",
                None,
                "group/project",
            ),
            (
                "https://user:word@example.com:8443/a/b",
                Transport::Https,
                "example.com",
                Some(8443),
                "a/b",
            ),
            (
                "http://localhost:8080/a/b.git",
                Transport::Http,
                "localhost",
                Some(8080),
                "a/b",
            ),
        ] {
            assert_eq!(
                parsed(text),
                Some((transport, host.to_owned(), port, path.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn places_that_are_not_on_a_network_are_none() {
        for text in [
            "/srv/git/project.git",
            "../project",
            "C:\\project",
            "file:///srv/git",
            "",
            "host:",
            "./a:b",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    const CONFIGURATION: &str = "\
[core]
\tbare = false
[remote \"origin\"]
\turl = git@gitlab.com:fork/project.git ; a comment
\tfetch = +refs/heads/*:refs/remotes/origin/*
[remote \"upstream\"]
\turl = \"https://gitlab.example.com/group/project.git\"
[branch \"main\"]
\tremote = upstream
\tmerge = refs/heads/main
[branch \"local\"]
\tremote = .
";

    fn repository(head: &str) -> FixedEnvironment {
        FixedEnvironment::new()
            .with_directory("/project/deep/inside")
            .with_file("/project/.git/config", CONFIGURATION)
            .with_file("/project/.git/HEAD", head)
    }

    fn name(environment: &FixedEnvironment) -> Option<String> {
        remotes(environment)
            .into_iter()
            .map(|remote| remote.name)
            .next()
    }

    #[test]
    fn the_tracked_remote_goes_before_origin() {
        assert_eq!(
            name(&repository("ref: refs/heads/main\n")).as_deref(),
            Some("upstream")
        );
        assert_eq!(
            name(&repository("ref: refs/heads/local\n")).as_deref(),
            Some("origin")
        );
        assert_eq!(name(&repository("0123abc\n")).as_deref(), Some("origin"));
        assert_eq!(name(&FixedEnvironment::new()), None);
    }

    #[test]
    fn a_worktree_and_a_submodule_are_followed() {
        let worktree = FixedEnvironment::new()
            .with_directory("/tree")
            .with_file("/tree/.git", "gitdir: /project/.git/worktrees/tree\n")
            .with_file("/project/.git/worktrees/tree/commondir", "/project/.git\n")
            .with_file(
                "/project/.git/worktrees/tree/HEAD",
                "ref: refs/heads/main\n",
            )
            .with_file("/project/.git/config", CONFIGURATION);
        assert_eq!(name(&worktree).as_deref(), Some("upstream"));
        let submodule = FixedEnvironment::new()
            .with_directory("/project/module")
            .with_file(
                "/project/module/.git",
                "gitdir: /project/.git/modules/module\n",
            )
            .with_file("/project/.git/modules/module/config", CONFIGURATION);
        assert_eq!(name(&submodule).as_deref(), Some("origin"));
        let named = FixedEnvironment::new()
            .with_variable("GIT_DIR", "/elsewhere")
            .with_file("/elsewhere/config", CONFIGURATION);
        assert_eq!(name(&named).as_deref(), Some("origin"));
    }
}
