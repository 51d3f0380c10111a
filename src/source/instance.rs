//! Which instance is asked, and who said so.

use std::fmt;

use serde::{Serialize, Serializer};

use super::lists::{FOREIGN_ENDINGS, FOREIGN_HOSTS, INSTANCE_VARIABLES};
use super::{
    Environment, Note, SourceError,
    git::{self, Remote, Transport},
};
use crate::catalogue::instance::{InstanceUrl, PlainHttp};

/// The instance that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResolvedInstance {
    /// Its base address.
    pub url: InstanceUrl,
    /// Who named it.
    pub origin: InstanceOrigin,
    /// What the user should know about the choice.
    pub notes: Vec<Note>,
}

/// Who named the instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InstanceOrigin {
    /// The option `--instance`.
    Option,
    /// A variable of the environment.
    Variable(String),
    /// A remote of the git repository.
    Remote(String),
    /// Nobody: it is the one that is asked when nothing else is said.
    Default,
}

impl fmt::Display for InstanceOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option => formatter.write_str("--instance"),
            Self::Variable(name) => write!(formatter, "env:{name}"),
            Self::Remote(name) => write!(formatter, "git:{name}"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

impl Serialize for InstanceOrigin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Settles which instance is asked: the option, the variables, the git remote, else gitlab.com.
///
/// # Errors
/// When the first that is given is no usable address.
pub(crate) fn resolve_instance(
    option: Option<&str>,
    plain_http: PlainHttp,
    environment: &dyn Environment,
) -> Result<ResolvedInstance, SourceError> {
    let by_variable = || {
        let filled = |name| {
            Some((
                InstanceOrigin::Variable(str::to_owned(name)),
                environment.filled_variable(name)?,
            ))
        };
        INSTANCE_VARIABLES.iter().copied().find_map(filled)
    };
    let named = option
        .map(|text| (InstanceOrigin::Option, text.to_owned()))
        .or_else(by_variable);
    let mut notes = Vec::new();
    let (origin, text) = match named.or_else(|| {
        git::remotes(environment)
            .into_iter()
            .find_map(|remote| by_remote(remote, &mut notes))
    }) {
        Some(named) => named,
        None => (
            InstanceOrigin::Default,
            InstanceUrl::gitlab_com().to_string(),
        ),
    };
    let read = InstanceUrl::parse(&text, plain_http).map_err(|source| SourceError::Instance {
        origin: origin.clone(),
        source,
    })?;
    notes.extend(read.adjustments.into_iter().map(Note::Adjusted));
    Ok(ResolvedInstance {
        url: read.url,
        origin,
        notes,
    })
}

/// Takes the host of a remote for the instance, where it can be one.
fn by_remote(remote: Remote, notes: &mut Vec<Note>) -> Option<(InstanceOrigin, String)> {
    let address = remote.address;
    let host = web_host(&address.host).to_owned();
    if is_foreign(&host) {
        notes.push(Note::ForeignRemote { host });
        return None;
    }
    if address.transport == Transport::Ssh && !host.contains('.') && host != "localhost" {
        notes.push(Note::AliasRemote { host });
        return None;
    }
    let scheme = if address.transport == Transport::Http {
        "http"
    } else {
        "https"
    };
    let port = address
        .port
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some((
        InstanceOrigin::Remote(remote.name),
        format!("{scheme}://{host}{port}"),
    ))
}

/// Tells whether a host is that of another forge.
pub(crate) fn is_foreign(host: &str) -> bool {
    FOREIGN_HOSTS.contains(&host) || FOREIGN_ENDINGS.iter().any(|ending| host.ends_with(ending))
}

/// Returns the host of the web address for a host that serves SSH only.
pub(crate) fn web_host(host: &str) -> &str {
    if host == "altssh.gitlab.com" {
        "gitlab.com"
    } else {
        host
    }
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};
    use crate::catalogue::instance::{Adjustment, InstanceError};

    fn resolve(option: Option<&str>, environment: &FixedEnvironment) -> ResolvedInstance {
        resolve_instance(option, PlainHttp::LoopbackOnly, environment).unwrap()
    }

    fn cloned_from(url: &str) -> FixedEnvironment {
        FixedEnvironment::new().with_file(
            "/project/.git/config",
            format!("[remote \"origin\"]\n url = {url}\n"),
        )
    }

    #[test]
    fn whoever_stands_earlier_in_the_contract_decides() {
        let mut environment = cloned_from("git@git.example.com:a/b.git");
        let mut expected = vec![(
            "git:origin".to_owned(),
            "https://git.example.com".to_owned(),
        )];
        for name in INSTANCE_VARIABLES.iter().rev() {
            environment = environment.with_variable(
                name,
                format!("https://{}.example.com", name.replace('_', "-")),
            );
            let host = name.replace('_', "-").to_lowercase();
            expected.push((format!("env:{name}"), format!("https://{host}.example.com")));
            let found = resolve(None, &environment);
            let last = expected.last().unwrap();
            assert_eq!(
                (&found.origin.to_string(), &found.url.to_string()),
                (&last.0, &last.1)
            );
        }
        assert_eq!(
            resolve(Some("https://option.example.com"), &environment).origin,
            InstanceOrigin::Option
        );
        assert_eq!(
            resolve(None, &FixedEnvironment::new()).url,
            InstanceUrl::gitlab_com()
        );
        let empty = cloned_from("git@git.example.com:a/b.git").with_variable("GITLAB_HOST", " ");
        assert_eq!(resolve(None, &empty).origin.to_string(), "git:origin");
    }

    #[test]
    fn a_remote_names_the_instance_whatever_its_form() {
        for (url, expected) in [
            (
                "git@gitlab.example.com:a/b.git",
                "https://gitlab.example.com",
            ),
            (
                "ssh://git@gitlab.example.com:2222/a/b",
                "https://gitlab.example.com",
            ),
            (
                "https://gitlab.example.com:8443/a/b",
                "https://gitlab.example.com:8443",
            ),
            (
                "https://oauth2:word@gitlab.example.com/a/b",
                "https://gitlab.example.com",
            ),
            ("http://localhost:8080/a/b", "http://localhost:8080"),
            ("ssh://git@altssh.gitlab.com:443/a/b", "https://gitlab.com"),
        ] {
            let found = resolve(None, &cloned_from(url));
            assert_eq!(found.url.to_string(), expected);
            assert_eq!(found.origin, InstanceOrigin::Remote("origin".into()));
        }
    }

    #[test]
    fn a_token_is_not_led_to_another_forge_by_where_somebody_works() {
        for (url, code) in [
            ("git@github.com:a/b.git", "remote-of-another-forge"),
            ("https://user@bitbucket.org/a/b", "remote-of-another-forge"),
            ("git@work:a/b.git", "remote-with-ssh-alias"),
            ("https://me.visualstudio.com/a/b", "remote-of-another-forge"),
        ] {
            let found = resolve(None, &cloned_from(url));
            assert_eq!(
                (found.origin, found.url.host()),
                (InstanceOrigin::Default, "gitlab.com")
            );
            assert_eq!(found.notes[0].code(), code);
        }
    }

    #[test]
    fn another_remote_is_taken_where_the_tracked_one_is_on_another_forge() {
        let configuration = "[remote \"origin\"]\nurl = git@gitlab.example.com:a/b\n\
            [remote \"mirror\"]\nurl = git@github.com:a/b\n[branch \"main\"]\nremote = mirror\n";
        let environment = FixedEnvironment::new()
            .with_file("/project/.git/config", configuration)
            .with_file("/project/.git/HEAD", "ref: refs/heads/main");
        let found = resolve(None, &environment);
        assert_eq!(
            (found.url.host(), found.notes.len()),
            ("gitlab.example.com", 1)
        );
    }

    #[test]
    fn what_was_put_right_is_noted() {
        let found = resolve(Some("gitlab.example.com/api/v4"), &FixedEnvironment::new());
        let expected = [
            Note::Adjusted(Adjustment::SchemeAdded),
            Note::Adjusted(Adjustment::ApiPathDropped),
        ];
        assert_eq!(found.notes, expected);
    }

    #[test]
    fn a_bad_address_is_an_error_that_names_its_origin() {
        let environment =
            FixedEnvironment::new().with_variable("GITLAB_URI", "http://gitlab.example.com");
        let error = resolve_instance(None, PlainHttp::LoopbackOnly, &environment).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the instance from env:GITLAB_URI is not usable"
        );
        assert!(matches!(
            error,
            SourceError::Instance {
                source: InstanceError::PlainHttp { .. },
                ..
            }
        ));
        assert!(resolve_instance(None, PlainHttp::Everywhere, &environment).is_ok());
    }
}
