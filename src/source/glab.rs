//! The configuration of glab, the command-line client of GitLab.
//!
//! Only the part that is needed is read: the entries under `hosts`, two levels of indented keys with plain values.
//! glab writes its tokens behind the tag `!!null`, which a reader of all YAML would take for nothing.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::Environment;
use crate::catalogue::instance::InstanceUrl;

/// What glab knows of one host.
#[derive(Default)]
pub(super) struct GlabHost {
    /// The host, as glab names it.
    pub(super) name: String,
    /// Its token; empty where there is none.
    pub(super) token: Zeroizing<String>,
    /// Its job token, where glab was signed in with one.
    job_token: Zeroizing<String>,
    /// The port, where the name that is the instance's has one.
    pub(super) port: Option<u16>,
    /// The user who is signed in.
    pub(super) user: Option<String>,
    /// The host of the API, where it is another.
    api: Option<String>,
    /// Whether the token is in the keyring of the system.
    pub(super) is_in_keyring: bool,
}

/// Finds what glab knows of an instance.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Option<GlabHost> {
    let text = Zeroizing::new(
        paths(environment)
            .iter()
            .find_map(|path| environment.text(path))?,
    );
    let mut host = parse(&text).into_iter().find(|host| host.is_of(instance))?;
    host.port = host.names_port_of(instance).then(|| instance.port());
    if host.token.is_empty() {
        host.token = std::mem::take(&mut host.job_token);
    }
    Some(host)
}

impl GlabHost {
    /// A name with a port is of the instance at that port only.
    fn is_of(&self, instance: &InstanceUrl) -> bool {
        let is_host = |name: &String| name.eq_ignore_ascii_case(instance.host());
        self.names().any(is_host) || self.names_port_of(instance)
    }

    fn names_port_of(&self, instance: &InstanceUrl) -> bool {
        let with_port = format!("{}:{}", instance.host(), instance.port());
        self.names()
            .any(|name| name.eq_ignore_ascii_case(&with_port))
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        [Some(&self.name), self.api.as_ref()].into_iter().flatten()
    }
}

/// The places where glab keeps its configuration, in its own order.
fn paths(environment: &dyn Environment) -> Vec<PathBuf> {
    let directory = |name: &str| environment.filled_variable(name).map(PathBuf::from);
    if let Some(directory) = directory("GLAB_CONFIG_DIR") {
        return vec![directory.join("config.yml")];
    }
    let home = environment.home();
    let configuration =
        directory("XDG_CONFIG_HOME").or_else(|| home.as_ref().map(|home| home.join(".config")));
    let library = home.map(|home| home.join("Library/Application Support"));
    configuration
        .into_iter()
        .chain(library)
        .map(|directory| directory.join("glab-cli/config.yml"))
        .collect()
}

/// Reads the entries under `hosts`.
fn parse(text: &str) -> Vec<GlabHost> {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut lines = text
        .lines()
        .filter(is_content)
        .skip_while(|line| line.trim_end() != "hosts:")
        .skip(1)
        .peekable();
    let level = lines.peek().map_or(0, |line| indent(line));
    let mut hosts: Vec<GlabHost> = Vec::new();
    for line in lines.take_while(|line| indent(line) > 0) {
        if indent(line) <= level {
            let name = unquoted(line.trim().trim_end_matches(':')).to_owned();
            hosts.push(GlabHost {
                name,
                ..GlabHost::default()
            });
        } else if let (Some(host), Some((key, value))) =
            (hosts.last_mut(), line.trim().split_once(':'))
        {
            host.set(unquoted(key), plain(value));
        }
    }
    hosts
}

impl GlabHost {
    fn set(&mut self, key: &str, value: &str) {
        let filled = || (!value.is_empty()).then(|| value.to_owned());
        match key {
            "token" => self.token = Zeroizing::new(value.to_owned()),
            "job_token" => self.job_token = Zeroizing::new(value.to_owned()),
            "user" => self.user = filled(),
            "api_host" => self.api = filled(),
            "use_keyring" => self.is_in_keyring = value == "true",
            _ => {}
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Returns a value without its tag, comment, and quotes.
fn plain(value: &str) -> &str {
    let value = value.trim();
    let value = value
        .strip_prefix("!!null")
        .or_else(|| value.strip_prefix("!!str"))
        .unwrap_or(value)
        .trim();
    if value.starts_with(['"', '\'']) {
        return unquoted(value);
    }
    let value = value.split(" #").next().unwrap_or_default().trim();
    if matches!(value, "null" | "~") {
        ""
    } else {
        value
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|mark| value.strip_prefix(mark)?.split(mark).next())
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};
    use crate::catalogue::instance::PlainHttp;

    const CONFIGURATION: &str = "\
# What protocol to use.
git_protocol: ssh
hosts:
    gitlab.com:
        token: !!null first-secret
        api_host: gitlab.com
        user: someone
    # another one
    \"GitLab.Example.com:8443\":
        token: \"second-secret\" # kept
        api_protocol: https
    plain.example.com:
        token: third-secret # kept
        api_host: api.example.com
    job.example.com:
        token:
        job_token: fourth-secret
    ring.example.com:
        token: \"\"
        use_keyring: \"true\"
check_update: true
aliases:
    token: no
";

    fn instance(text: &str) -> InstanceUrl {
        InstanceUrl::parse(text, PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn environment() -> FixedEnvironment {
        FixedEnvironment::new().with_file("/home/user/.config/glab-cli/config.yml", CONFIGURATION)
    }

    fn token(address: &str) -> Option<String> {
        find(&instance(address), &environment()).map(|host| host.token.to_string())
    }

    #[test]
    fn the_token_of_a_host_is_found_however_it_is_written() {
        assert_eq!(token("https://gitlab.com").as_deref(), Some("first-secret"));
        assert_eq!(
            token("https://gitlab.example.com:8443").as_deref(),
            Some("second-secret")
        );
        assert_eq!(
            token("https://plain.example.com/gitlab").as_deref(),
            Some("third-secret")
        );
        assert_eq!(
            token("https://api.example.com").as_deref(),
            Some("third-secret")
        );
        assert_eq!(
            token("https://job.example.com").as_deref(),
            Some("fourth-secret")
        );
    }

    #[test]
    fn a_host_that_glab_does_not_know_has_none() {
        assert_eq!(token("https://gitlab.example.com"), None);
        assert_eq!(token("https://com"), None);
        assert_eq!(token("https://token"), None);
    }

    #[test]
    fn the_user_and_the_keyring_are_told() {
        let host = find(&instance("https://gitlab.com"), &environment()).unwrap();
        assert_eq!(host.user.as_deref(), Some("someone"));
        assert!(
            find(&instance("https://ring.example.com"), &environment())
                .unwrap()
                .is_in_keyring
        );
    }

    #[test]
    fn the_directory_may_be_moved_by_variables() {
        let moved = |name: &str, directory: &str| {
            FixedEnvironment::new()
                .with_variable(name, directory)
                .with_file(format!("{directory}/config.yml"), CONFIGURATION)
                .with_file(format!("{directory}/glab-cli/config.yml"), CONFIGURATION)
        };
        for environment in [
            moved("GLAB_CONFIG_DIR", "/glab"),
            moved("XDG_CONFIG_HOME", "/xdg"),
        ] {
            assert!(find(&instance("https://gitlab.com"), &environment).is_some());
        }
    }

    #[test]
    fn text_of_another_kind_holds_nothing() {
        for text in [
            "",
            "hosts:",
            "hosts: {}",
            "\0\0\0",
            "hosts:\n  - a\n  - b\n",
            "hosts:\nx: y\n",
            "💥:\n hosts:\n",
        ] {
            let environment =
                FixedEnvironment::new().with_file("/home/user/.config/glab-cli/config.yml", text);
            assert!(find(&instance("https://gitlab.com"), &environment).is_none());
        }
    }
}
