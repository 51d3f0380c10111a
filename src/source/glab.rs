//! The configuration of glab, the command-line client of GitLab.
//!
//! The entries under `hosts`, read as glab reads them (`internal/config/config_type.go`): values count as they are
//! written, whatever their tag, since glab writes tokens behind `!!null`, and would be nothing by its meaning.

use std::borrow::Cow;
use std::path::PathBuf;

use saphyr_parser::{Event, Parser, ScalarStyle};
use zeroize::Zeroizing;

use super::{Environment, Note};
use crate::catalogue::instance::InstanceUrl;

/// What glab knows of one host.
#[derive(Default)]
pub(super) struct GlabHost {
    /// The host, as glab names it.
    pub(super) name: String,
    /// Its token.
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
    is_in_keyring: bool,
}

/// Finds the token that glab has for an instance. Where it has none in its file, the notes say where else it is, and
/// whether the file breaks off. A name with a port is of the instance at that port only.
pub(super) fn find(
    instance: &InstanceUrl,
    environment: &dyn Environment,
    notes: &mut Vec<Note>,
) -> Option<GlabHost> {
    let (path, text) = paths(environment).into_iter().find_map(|path| {
        let text = Zeroizing::new(environment.text(&path)?);
        Some((path, text))
    })?;
    let with_port = format!("{}:{}", instance.host(), instance.port());
    let names = |host: &GlabHost, wanted: &str| {
        let mut names = [Some(&host.name), host.api.as_ref()].into_iter().flatten();
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let (hosts, broken) = parse(&text);
    let mut host = hosts
        .into_iter()
        .find(|host| names(host, instance.host()) || names(host, &with_port));
    if let Some(host) = &mut host {
        host.port = names(host, &with_port).then(|| instance.port());
        if host.token.is_empty() {
            host.token = std::mem::take(&mut host.job_token);
        }
    }
    notes.extend(match host {
        Some(host) if !host.token.is_empty() => return Some(host),
        Some(host) if host.is_in_keyring => Some(Note::InKeyring { host: host.name }),
        Some(_) | None => broken.map(|line| Note::BrokenGlab(path, line)),
    });
    None
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

/// Reads the entries under `hosts`; and the line from which on the text is no YAML. A sequence counts as a mapping of
/// its items, and an alias stands for nothing, as for glab.
fn parse(text: &str) -> (Vec<GlabHost>, Option<usize>) {
    let mut hosts: Vec<GlabHost> = Vec::new();
    // The keys of what is open, from the outside in; none where a key comes next.
    let mut keys: Vec<Option<Cow<'_, str>>> = Vec::new();
    for event in Parser::new_from_str(text) {
        let value = match event.map(|(event, _)| event) {
            Ok(Event::Scalar(value, ScalarStyle::Plain, ..)) if matches!(&*value, "null" | "~") => {
                Cow::default()
            }
            Ok(Event::Scalar(value, ..)) => value,
            Ok(Event::MappingStart(..) | Event::SequenceStart(..)) => {
                keys.push(None);
                continue;
            }
            Ok(Event::MappingEnd | Event::SequenceEnd) => {
                keys.pop();
                Cow::default()
            }
            Ok(Event::Alias(_)) => Cow::default(),
            Ok(Event::DocumentEnd) => break,
            Ok(
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_),
            ) => continue,
            Err(error) => return (hosts, Some(error.marker().line())),
        };
        if let [Some(top), Some(name), Some(key)] = keys.as_slice()
            && top == "hosts"
        {
            if hosts.last().is_none_or(|host| host.name != *name) {
                let name = name.to_string();
                hosts.push(GlabHost {
                    name,
                    ..GlabHost::default()
                });
            }
            if let Some(host) = hosts.last_mut() {
                host.set(key, &value);
            }
        }
        if let Some(key) = keys.last_mut() {
            *key = key.take().is_none().then_some(value);
        }
    }
    (hosts, None)
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

    /// The token that a configuration holds for an address, and the line from which on it cannot be read.
    fn read(address: &str, text: &str) -> (Option<String>, Option<usize>) {
        let environment =
            FixedEnvironment::new().with_file("/home/user/.config/glab-cli/config.yml", text);
        let mut notes = Vec::new();
        let host = find(&instance(address), &environment, &mut notes);
        let line = match notes.as_slice() {
            [] => None,
            [Note::BrokenGlab(_, line)] => Some(*line),
            others => panic!("{others:?}"),
        };
        (host.map(|host| host.token.to_string()), line)
    }

    fn token(address: &str) -> Option<String> {
        read(address, CONFIGURATION).0
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
        let mut notes = Vec::new();
        let mut find = |address| find(&instance(address), &environment(), &mut notes);
        assert_eq!(
            find("https://gitlab.com").unwrap().user.as_deref(),
            Some("someone")
        );
        assert!(find("https://ring.example.com").is_none());
        let host = "ring.example.com".to_owned();
        assert_eq!(notes, [Note::InKeyring { host }]);
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
            assert!(
                find(
                    &instance("https://gitlab.com"),
                    &environment,
                    &mut Vec::new()
                )
                .is_some()
            );
        }
    }

    /// Values of one host, each beside the token that it holds.
    #[test]
    fn a_value_counts_as_it_is_written() {
        for (value, wanted) in [
            ("!!null glpat-x", "glpat-x"),
            ("!!null 'glpat-x' # kept", "glpat-x"),
            ("!!str glpat-x", "glpat-x"),
            ("!!null", ""),
            ("null", ""),
            ("~ # signed out", ""),
            ("\"null\"", "null"),
            ("\"glpat-\\u0078\"", "glpat-x"),
            ("'it''s'", "it's"),
            ("glpat-x#y # kept", "glpat-x#y"),
            ("\tglpat-x\t# behind tabs", "glpat-x"),
            (">-\n      glpat-x", "glpat-x"),
            ("&mine glpat-x", "glpat-x"),
            ("*mine", ""),
            ("[glpat-x]", ""),
            ("{token: glpat-x}", ""),
        ] {
            let text =
                format!("x: &mine no\nhosts:\n  a.example:\n    token: {value}\n    user: me\n");
            let found = read("https://a.example", &text);
            let wanted = Some(wanted.to_owned()).filter(|token| !token.is_empty());
            assert_eq!(found, (wanted, None), "{value}");
        }
    }

    #[test]
    fn a_host_is_found_in_every_style() {
        for text in [
            "hosts: {a.example: {token: t}, b.example: {token: u}}",
            "{\"hosts\": {\"a.example\": {\"token\": \"t\"}}}",
            "---\nhosts:\r\n  # one\r\n  ? a.example\r\n  : token: t\r\n",
            "\u{feff}hosts:\n a.example: &all\n  # none\n\n  token: t\n b.example: *all\n",
            "x:\n- {hosts: {a.example: {token: no}}}\nhosts:\n  b.example: {list: [token, no]}\n  a.example: {list: [token, no], token: t}\n",
            "hosts: {a.example: {token: t}}\n...\n---\nhosts: {a.example: {token: second}}",
        ] {
            let found = read("https://a.example", text);
            assert_eq!(found, (Some("t".to_owned()), None), "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_break_counts_and_the_break_is_told() {
        let broken = "hosts:\n  a.example:\n    token: t\n  b.example:\n\ttoken: u\n";
        assert_eq!(
            read("https://a.example", broken),
            (Some("t".to_owned()), None)
        );
        for (text, line) in [
            (broken, 5),
            ("hosts:\n  b.example:\n    token: \"u\n", 3),
            ("a: *none\nhosts:\n", 1),
            ("\0\0\0", 1),
        ] {
            let (token, found) = read("https://b.example", text);
            assert_eq!((token, found), (None, Some(line)), "{text:?}");
        }
        let note = Note::BrokenGlab("/config.yml".into(), 5);
        assert!(
            note.text()
                .contains("/config.yml is no YAML from line 5 on")
        );
    }

    /// Nested so deeply that a reader that calls itself would end.
    #[test]
    fn no_depth_ends_the_program() {
        for text in [
            "[".repeat(100_000),
            "- ".repeat(100_000),
            "{a: ".repeat(100_000),
        ] {
            assert_eq!(read("https://a.example", &text).0, None);
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
            assert!(
                find(
                    &instance("https://gitlab.com"),
                    &environment,
                    &mut Vec::new()
                )
                .is_none()
            );
        }
    }
}
