//! Which proxy, if any, stands between us and the instance.
//!
//! A client talks to one host only, so the question is settled once. The settings are those of curl, handed in as
//! values; the environment is not read here. A loopback address is never looked for behind a proxy: there it would be
//! the proxy's own machine.

use std::{fmt, net::IpAddr, str::FromStr};

use url::Url;

use super::GitlabError;
use crate::catalogue::instance::InstanceUrl;

/// The usual proxy settings. Empty values count as absent.
#[derive(Clone, Default)]
pub(crate) struct ProxySettings {
    /// For https: `HTTPS_PROXY`.
    pub https: Option<String>,
    /// For http: `HTTP_PROXY`.
    pub http: Option<String>,
    /// For both, where the other is not set: `ALL_PROXY`.
    pub all: Option<String>,
    /// Hosts that are reached directly: `NO_PROXY`, names, addresses, and networks, with commas between.
    pub exempt: Option<String>,
}

/// Says which are set, and no more: an address may carry a password.
impl fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxySettings")
            .field("https", &self.https.is_some())
            .field("http", &self.http.is_some())
            .field("all", &self.all.is_some())
            .field("exempt", &self.exempt)
            .finish()
    }
}

impl ProxySettings {
    /// Returns the address of the proxy that leads to an instance; nothing when the way is direct.
    ///
    /// # Errors
    /// When the setting that counts is no address of an http or https proxy.
    pub(super) fn choose(&self, instance: &InstanceUrl) -> Result<Option<Url>, GitlabError> {
        let (variable, own) = if instance.is_https() {
            ("https", &self.https)
        } else {
            ("http", &self.http)
        };
        let own = set(own.as_deref()).map(|address| (variable, address));
        let all = set(self.all.as_deref()).map(|address| ("all", address));
        match own.or(all) {
            Some((variable, address)) if !self.is_direct(instance) => {
                parse(variable, address).map(Some)
            }
            Some(_) | None => Ok(None),
        }
    }

    fn is_direct(&self, instance: &InstanceUrl) -> bool {
        let host = instance.host().trim_matches(['[', ']']);
        let exempt = self.exempt.as_deref().unwrap_or_default();
        is_loopback(host)
            || exempt
                .split([',', ' '])
                .filter(|entry| !entry.is_empty())
                .any(|entry| matches_entry(entry, host, instance.port()))
    }
}

fn set(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

fn parse(variable: &'static str, address: &str) -> Result<Url, GitlabError> {
    let url = if address.contains("://") {
        Url::parse(address)
    } else {
        Url::parse(&format!("http://{address}"))
    }
    .map_err(|_| GitlabError::ProxyUnreadable { variable })?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        "http" | "https" => Err(GitlabError::ProxyUnreadable { variable }),
        scheme => Err(GitlabError::ProxyScheme {
            variable,
            scheme: scheme.to_owned(),
        }),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || IpAddr::from_str(host).is_ok_and(|address| address.is_loopback())
}

/// An entry is `*`, a name with everything below it, an address, or a network; a port may follow a name or an IPv4 address.
fn matches_entry(entry: &str, host: &str, port: u16) -> bool {
    if entry == "*" {
        return true;
    }
    if let Some(inside) = in_network(entry, host) {
        return inside;
    }
    let (name, wanted) = match entry.rsplit_once(':') {
        Some((name, digits)) if !name.contains(':') => match digits.parse() {
            Ok(wanted) => (name, wanted),
            Err(_) => return false,
        },
        Some(_) | None => (entry, port),
    };
    let name = name.trim_start_matches("*.").trim_start_matches('.');
    wanted == port && is_at_or_below(&host.to_ascii_lowercase(), &name.to_ascii_lowercase())
}

fn is_at_or_below(host: &str, name: &str) -> bool {
    host.strip_suffix(name)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        && !name.is_empty()
}

/// Nothing when the entry is neither an address nor a network.
fn in_network(entry: &str, host: &str) -> Option<bool> {
    let (address, length) = match entry.split_once('/') {
        Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
        None => (entry, None),
    };
    let network: IpAddr = address.trim_matches(['[', ']']).parse().ok()?;
    let Ok(host) = host.parse::<IpAddr>() else {
        return Some(false);
    };
    Some(match (network, host) {
        (IpAddr::V4(network), IpAddr::V4(host)) => {
            let dropped = 32_u32.saturating_sub(length.unwrap_or(32));
            let shift = |bits: u32| bits.checked_shr(dropped).unwrap_or(0);
            shift(network.to_bits()) == shift(host.to_bits())
        }
        (IpAddr::V6(network), IpAddr::V6(host)) => {
            let dropped = 128_u32.saturating_sub(length.unwrap_or(128));
            let shift = |bits: u128| bits.checked_shr(dropped).unwrap_or(0);
            shift(network.to_bits()) == shift(host.to_bits())
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::instance::PlainHttp;

    fn chosen(settings: &ProxySettings, instance: &str) -> Option<String> {
        let instance = InstanceUrl::parse(instance, PlainHttp::Everywhere)
            .unwrap()
            .url;
        settings
            .choose(&instance)
            .unwrap()
            .map(|url| url.to_string())
    }

    fn exempting(exempt: &str) -> ProxySettings {
        ProxySettings {
            all: Some("http://proxy.example:3128".to_owned()),
            exempt: Some(exempt.to_owned()),
            ..ProxySettings::default()
        }
    }

    #[test]
    fn the_setting_of_the_scheme_goes_before_the_one_for_all() {
        let settings = ProxySettings {
            https: Some("secure.example:1".to_owned()),
            http: Some(String::new()),
            all: Some("http://all.example:2".to_owned()),
            exempt: None,
        };
        let secure = chosen(&settings, "https://gitlab.example.com");
        assert_eq!(secure.as_deref(), Some("http://secure.example:1/"));
        let plain = chosen(&settings, "http://gitlab.example.com");
        assert_eq!(plain.as_deref(), Some("http://all.example:2/"));
        assert_eq!(
            chosen(&ProxySettings::default(), "https://gitlab.example.com"),
            None
        );
    }

    #[test]
    fn exempt_hosts_are_reached_directly() {
        for (exempt, instance) in [
            ("*", "https://gitlab.example.com"),
            ("gitlab.example.com", "https://gitlab.example.com"),
            ("other, example.com", "https://gitlab.example.com"),
            (".Example.COM", "https://gitlab.example.com"),
            ("*.example.com", "https://gitlab.example.com"),
            ("gitlab.example.com:8443", "https://gitlab.example.com:8443"),
            ("10.1.2.3", "https://10.1.2.3"),
            ("10.0.0.0/8", "https://10.1.2.3"),
            ("0.0.0.0/0", "https://10.1.2.3"),
            ("fd00::/8", "https://[fd12::1]"),
            ("", "http://127.0.0.1:8080"),
            ("", "http://localhost:8080"),
            ("", "http://[::1]:8080"),
        ] {
            assert_eq!(chosen(&exempting(exempt), instance), None, "{exempt}");
        }
    }

    #[test]
    fn others_are_not() {
        for (exempt, instance) in [
            ("ample.com", "https://gitlab.example.com"),
            ("gitlab.example.com", "https://notgitlab.example.com"),
            ("gitlab.example.com:443", "https://gitlab.example.com:8443"),
            ("gitlab.example.com:x", "https://gitlab.example.com"),
            ("10.1.2.3", "https://10.1.2.30"),
            ("10.0.0.0/8", "https://11.1.2.3"),
            ("fd00::/8", "https://10.1.2.3"),
            (".", "https://gitlab.example.com"),
            ("", "https://gitlab.example.com"),
        ] {
            assert!(
                chosen(&exempting(exempt), instance).is_some(),
                "{exempt} {instance}"
            );
        }
    }

    #[test]
    fn an_address_that_makes_no_sense_is_refused_without_repeating_it() {
        let password = "hunter2";
        for (address, scheme) in [
            (format!("socks5://me:{password}@proxy.example"), true),
            (format!("http://me:{password}@"), false),
            (format!("http://{password} x"), false),
        ] {
            let settings = ProxySettings {
                all: Some(address),
                ..ProxySettings::default()
            };
            let error = settings.choose(&InstanceUrl::gitlab_com()).unwrap_err();
            assert_eq!(matches!(error, GitlabError::ProxyScheme { .. }), scheme);
            assert!(!format!("{error} {error:?} {settings:?}").contains(password));
        }
    }
}
