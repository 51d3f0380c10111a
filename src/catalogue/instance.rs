//! The base address of a GitLab instance.
//!
//! An [`InstanceUrl`] is https (or http where that is harmless or asked for), carries no credentials, query, or
//! fragment, and keeps the relative root of an instance that does not live at the top of its host.
//! It is a pure value: where an address comes from is the business of the room `source`.

use std::{fmt, net::IpAddr};

use serde::{Serialize, Serializer};
use thiserror::Error;
use url::{Host, Url};

/// The base address of an instance, such as `https://gitlab.example.com` or `https://example.com/gitlab`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceUrl {
    /// Without a slash at its end, unless that is its whole path.
    url: Url,
}

/// Whether http is taken for hosts beyond this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlainHttp {
    /// Only for loopback addresses.
    #[default]
    LoopbackOnly,
    /// Everywhere: the user asked for it.
    Everywhere,
}

/// An address that was read, and what was changed to make it a base address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadInstance {
    /// The base address.
    pub url: InstanceUrl,
    /// What was changed; the user is told.
    pub adjustments: Vec<Adjustment>,
}

/// Something in an address that does not belong to a base address, and was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// There was no scheme, and https was put in front.
    SchemeAdded,
    /// The path of the API was at the end, and was taken off.
    ApiPathDropped,
    /// There was a query or a fragment, and it was taken off.
    QueryDropped,
}

impl Adjustment {
    /// Returns a sentence about what was changed.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::SchemeAdded => "The address had no scheme; https:// was put in front.",
            Self::ApiPathDropped => {
                "The address ended in the path of the API; glwhy wants the base address and took it off."
            }
            Self::QueryDropped => "The address had a query or a fragment; it was taken off.",
        }
    }
}

/// Why a text is no base address. No variant repeats the text: it may hold a password.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum InstanceError {
    /// The text is empty.
    #[error("the instance address is empty")]
    Empty,
    /// The text is no address.
    #[error("the instance address cannot be read")]
    Unreadable(#[source] url::ParseError),
    /// The scheme is neither https nor http.
    #[error("the instance address has the scheme {scheme}, not https")]
    Scheme {
        /// The scheme that was found.
        scheme: String,
    },
    /// The address has no host.
    #[error("the instance address has no host")]
    NoHost,
    /// The address holds what means something to a shell, and nothing to a server.
    #[error("the instance address holds a character that no address of an instance has")]
    Characters,
    /// The address carries a user name or a password.
    #[error("the instance address carries credentials")]
    Credentials,
    /// The address would send a token in clear over a network.
    #[error(
        "the instance address of {host} is plain http, which shows the token to everyone on the way"
    )]
    PlainHttp {
        /// The host.
        host: String,
    },
}

impl InstanceError {
    /// Returns what the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::Unreadable(_) | Self::NoHost | Self::Characters => {
                "Give the base address of the instance, such as https://gitlab.example.com"
            }
            Self::Scheme { .. } => "Give the address that a browser shows, beginning with https://",
            Self::Credentials => {
                "Take the user name and the password out of the address, and give the token with --token-env or --token-file"
            }
            Self::PlainHttp { .. } => {
                "Use https://, or add --allow-http if the network in between is trusted"
            }
        }
    }
}

impl InstanceUrl {
    /// Reads a base address as people write it: with or without a scheme, a slash, or the path of the API at the end.
    ///
    /// # Errors
    /// When the text is no http address, carries credentials, or is plain http where that is not allowed.
    pub fn parse(text: &str, plain_http: PlainHttp) -> Result<ReadInstance, InstanceError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InstanceError::Empty);
        }
        let mut adjustments = Vec::new();
        let mut url = read_address(text, &mut adjustments)?;
        check(&url, plain_http)?;
        if url.query().is_some() || url.fragment().is_some() {
            url.set_query(None);
            url.set_fragment(None);
            adjustments.push(Adjustment::QueryDropped);
        }
        let (root, was_api) = relative_root(url.path());
        if was_api {
            adjustments.push(Adjustment::ApiPathDropped);
        }
        url.set_path(&root);
        if !is_plain(url.as_str()) {
            return Err(InstanceError::Characters);
        }
        Ok(ReadInstance {
            url: Self { url },
            adjustments,
        })
    }

    /// Returns the instance that is asked when nothing says otherwise.
    ///
    /// # Panics
    /// Never: the address is a literal.
    pub(crate) fn gitlab_com() -> Self {
        #[expect(clippy::expect_used, reason = "a literal address")]
        let url = Url::parse("https://gitlab.com").expect("the literal is an address");
        Self { url }
    }

    /// Returns the host, in lower case and without a port; an IPv6 address stands in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Returns the port, also where it is the usual one of the scheme.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(443)
    }

    /// Tells whether it is at the usual port of its scheme.
    pub(crate) fn has_usual_port(&self) -> bool {
        self.url.port().is_none()
    }

    /// Returns the host, and the port where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> String {
        match self.url.port() {
            Some(port) => format!("{}:{port}", self.host()),
            None => self.host().to_owned(),
        }
    }

    /// Tells whether the address is https.
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Tells whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Returns the relative root, such as `/gitlab`; empty for most instances.
    #[must_use]
    pub fn root(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Returns where the API can be: below the address itself, the host, or a part of the path, in this order.
    pub(crate) fn bases(&self) -> Vec<Self> {
        let cuts = self.root().match_indices('/').map(|(at, _)| at);
        let shorter = cuts.map(|at| {
            let mut url = self.url.clone();
            url.set_path(&self.root()[..at]);
            Self { url }
        });
        std::iter::once(self.clone()).chain(shorter).collect()
    }

    /// Tells whether both addresses have the same scheme, host, and port.
    pub(crate) fn has_origin_of(&self, other: &Self) -> bool {
        self.url.origin() == other.url.origin()
    }

    /// Returns the address of a path below the relative root; the path is taken as it stands, already encoded.
    #[must_use]
    pub fn join(&self, path_and_query: &str) -> Url {
        let (path, query) = match path_and_query.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path_and_query, None),
        };
        let mut url = self.url.clone();
        url.set_path(&format!("{}/{}", self.root(), path.trim_start_matches('/')));
        url.set_query(query);
        url
    }
}

impl fmt::Display for InstanceUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

impl Serialize for InstanceUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Tells whether an address may stand in a command that people copy: a host may hold `$`, `&`, and `;` by the rules of
/// the URL standard, and each of them would have a shell run what follows. What begins like an option could be one.
pub(crate) fn is_plain(address: &str) -> bool {
    !address.starts_with(['-', '~'])
        && address
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~:/%[]".contains(c))
}

/// Returns a text that stands in a command or in the value of an option, or what stands in for it: the one door through
/// which somebody else's text becomes a part of a command.
pub(crate) fn in_command<'a>(text: &'a str, stand_in: &'a str) -> &'a str {
    if is_plain(text) { text } else { stand_in }
}

/// Tells whether an address is on this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

fn read_address(text: &str, adjustments: &mut Vec<Adjustment>) -> Result<Url, InstanceError> {
    let has_scheme =
        text.contains("://") || text.starts_with("https:/") || text.starts_with("http:/");
    if has_scheme {
        return Url::parse(text).map_err(InstanceError::Unreadable);
    }
    adjustments.push(Adjustment::SchemeAdded);
    Url::parse(&format!("https://{}", text.trim_start_matches('/')))
        .map_err(InstanceError::Unreadable)
}

fn check(url: &Url, plain_http: PlainHttp) -> Result<(), InstanceError> {
    if !matches!(url.scheme(), "https" | "http") {
        return Err(InstanceError::Scheme {
            scheme: url.scheme().to_owned(),
        });
    }
    if !url.has_host() {
        return Err(InstanceError::NoHost);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(InstanceError::Credentials);
    }
    if url.scheme() == "http" && plain_http == PlainHttp::LoopbackOnly && !is_loopback(url) {
        return Err(InstanceError::PlainHttp {
            host: url.host_str().unwrap_or_default().to_owned(),
        });
    }
    Ok(())
}

/// Returns the path without the API at its end, and whether there was one.
fn relative_root(path: &str) -> (String, bool) {
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let api = segments
        .windows(2)
        .position(|pair| pair[0] == "api" && is_api_version(pair[1]));
    let kept = api.map_or(segments.as_slice(), |at| &segments[..at]);
    (format!("/{}", kept.join("/")), api.is_some())
}

fn is_api_version(segment: &str) -> bool {
    matches!(segment, "v3" | "v4" | "graphql")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ReadInstance {
        InstanceUrl::parse(text, PlainHttp::LoopbackOnly).unwrap()
    }

    fn refused(text: &str) -> InstanceError {
        InstanceUrl::parse(text, PlainHttp::LoopbackOnly).unwrap_err()
    }

    #[test]
    fn what_a_shell_would_run_stands_in_no_command() {
        for plain in [
            "gitlab.example.com:8443",
            "https://[::1]/forge",
            "/projects/a%2Fb",
        ] {
            assert_eq!(in_command(plain, "HOST"), plain);
        }
        for sign in "$`;&|<>(){}!#*?'\"\\^\n \t=,@+".chars() {
            let text = format!("evil.example{sign}id");
            assert_eq!(in_command(&text, "HOST"), "HOST", "{text}");
        }
        for begin in ["--token-command=id", "~root"] {
            assert_eq!(in_command(begin, "HOST"), "HOST", "{begin}");
        }
    }

    #[test]
    fn an_address_that_a_shell_would_run_is_refused() {
        for text in [
            "https://x;id;y.example",
            "https://x$(id).example",
            "https://x&id&.example",
            "https://x.example/$(id)",
            "https://x.example/a'b",
        ] {
            assert_eq!(refused(text), InstanceError::Characters, "{text}");
        }
    }

    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (text, expected) in [
            ("https://gitlab.example.com", "https://gitlab.example.com"),
            ("https://gitlab.example.com/", "https://gitlab.example.com"),
            (
                "  https://GitLab.Example.com:443//  ",
                "https://gitlab.example.com",
            ),
            ("https:/gitlab.example.com", "https://gitlab.example.com"),
            ("https://example.com/gitlab/", "https://example.com/gitlab"),
            (
                "https://example.com:8443/tools/gitlab",
                "https://example.com:8443/tools/gitlab",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("http://gitlab.localhost", "http://gitlab.localhost"),
        ] {
            let read = read(text);
            assert_eq!(read.url.to_string(), expected);
            assert!(read.adjustments.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_does_not_belong_to_a_base_address_is_put_right_and_said() {
        for (text, expected, adjustments) in [
            (
                "gitlab.example.com",
                "https://gitlab.example.com",
                vec![Adjustment::SchemeAdded],
            ),
            (
                "gitlab.example.com:8443",
                "https://gitlab.example.com:8443",
                vec![Adjustment::SchemeAdded],
            ),
            (
                "https://example.com/gitlab/api/v4",
                "https://example.com/gitlab",
                vec![Adjustment::ApiPathDropped],
            ),
            (
                "https://example.com/api/v4/projects/1",
                "https://example.com",
                vec![Adjustment::ApiPathDropped],
            ),
            (
                "https://example.com/api/graphql",
                "https://example.com",
                vec![Adjustment::ApiPathDropped],
            ),
            (
                "https://example.com/?x=1#y",
                "https://example.com",
                vec![Adjustment::QueryDropped],
            ),
        ] {
            let read = read(text);
            assert_eq!(read.url.to_string(), expected);
            assert_eq!(read.adjustments, adjustments, "{text}");
        }
    }

    #[test]
    fn a_bad_address_is_refused_without_repeating_it() {
        let secret = "hunter2";
        assert_eq!(refused("  "), InstanceError::Empty);
        assert_eq!(
            refused(&format!("https://user:{secret}@example.com")),
            InstanceError::Credentials
        );
        assert_eq!(
            refused("ftp://example.com"),
            InstanceError::Scheme {
                scheme: "ftp".into()
            }
        );
        assert_eq!(
            refused("http://example.com"),
            InstanceError::PlainHttp {
                host: "example.com".into()
            }
        );
        assert!(matches!(refused("https://"), InstanceError::Unreadable(_)));
        assert!(matches!(
            refused("https://exa mple.com"),
            InstanceError::Unreadable(_)
        ));
        for error in [
            refused(&format!("https://user:{secret}@example.com")),
            refused(&format!("https://{secret} x")),
        ] {
            assert!(!error.to_string().contains(secret));
            assert!(!error.hint().is_empty());
        }
    }

    #[test]
    fn plain_http_is_taken_where_the_user_asks_for_it() {
        let read = InstanceUrl::parse("http://gitlab.example.com", PlainHttp::Everywhere).unwrap();
        assert!(!read.url.is_https());
        assert_eq!(read.url.port(), 80);
    }

    #[test]
    fn a_path_is_joined_below_the_relative_root_and_not_encoded_again() {
        let instance = read("https://example.com/gitlab").url;
        let url = instance.join("/api/v4/projects/group%2Fproject?simple=true");
        assert_eq!(
            url.as_str(),
            "https://example.com/gitlab/api/v4/projects/group%2Fproject?simple=true"
        );
        assert_eq!(
            read("https://example.com").url.join("/").as_str(),
            "https://example.com/"
        );
    }

    #[test]
    fn origins_are_compared_with_their_port() {
        let one = read("https://example.com/gitlab").url;
        assert!(one.has_origin_of(&read("https://EXAMPLE.com:443").url));
        assert!(!one.has_origin_of(&read("https://example.com:8443").url));
        assert_eq!(one.authority(), "example.com");
        assert_eq!(one.root(), "/gitlab");
        assert_eq!(
            read("https://example.com:8443").url.authority(),
            "example.com:8443"
        );
        assert_eq!(InstanceUrl::gitlab_com(), read("https://gitlab.com").url);
    }
}
