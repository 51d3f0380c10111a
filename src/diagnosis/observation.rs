//! What was seen when a request was made: an answer, or the lack of one.
//!
//! An observation holds nothing secret and no opinion. No HTTP status is an error here.

use super::body::Body;

/// The outcome of asking one question.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// Something answered. Whether it was GitLab is for the diagnosis to say.
    Answered(Exchange),
    /// Nothing answered.
    Unanswered(TransportFailure),
}

impl Observation {
    /// Returns the exchange, if anything answered.
    #[must_use]
    pub const fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Answered(exchange) => Some(exchange),
            Self::Unanswered(_) => None,
        }
    }

    /// Returns the HTTP status, if anything answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.exchange().and_then(|exchange| exchange.status)
    }
}

/// An answer, reduced to what a diagnosis may look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exchange {
    /// The HTTP status; absent when pasted text shows a body without one.
    pub status: Option<u16>,
    /// The headers that are kept, see [`KEPT_HEADERS`].
    pub headers: Headers,
    /// The body, reduced to its shape.
    pub body: Body,
}

/// Headers that carry evidence; all others are dropped at the door.
///
/// Sources: `lib/gitlab/rack_attack/request_throttle_data.rb`, `lib/api/api_guard.rb`,
/// `lib/api/helpers/packages/basic_auth_helpers.rb`, `lib/api/ci/helpers/runner.rb`.
pub const KEPT_HEADERS: &[&str] = &[
    "allow",
    "cf-mitigated",
    "cf-ray",
    "content-type",
    "docker-distribution-api-version",
    "job-status",
    "location",
    "ratelimit-limit",
    "ratelimit-name",
    "ratelimit-observed",
    "ratelimit-remaining",
    "ratelimit-reset",
    "ratelimit-resettime",
    "retry-after",
    "server",
    "via",
    "www-authenticate",
    "x-amzn-waf-action",
    "x-gitlab-custom-error",
    "x-gitlab-meta",
    "x-request-id",
    "x-total",
    "x-next-page",
];

/// Kept headers, by lower-case name, in the order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Keeps those of the given headers that carry evidence.
    pub fn keep<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .filter(|(name, _)| KEPT_HEADERS.contains(&name.as_str()))
                .collect(),
        )
    }

    /// Returns the first value of a header, by lower-case name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Says whether a header is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Goes through all kept headers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Why nothing answered, as far as the transport tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransportFailure {
    /// The host name has no address.
    UnknownHost,
    /// The host turned the connection away.
    ConnectionRefused,
    /// The connection broke off.
    ConnectionReset,
    /// No route to the host or network.
    Unreachable,
    /// Connecting took longer than allowed.
    ConnectTimeout,
    /// The answer took longer than allowed.
    AnswerTimeout,
    /// The certificate is not trusted, not valid now, or for another host.
    Certificate(CertificateFault),
    /// The server wants a certificate of the client.
    ClientCertificate,
    /// The TLS handshake failed for another reason.
    Tls,
    /// The proxy wants a login.
    ProxyLogin,
    /// The proxy refused or could not connect.
    Proxy,
    /// What came back is not HTTP.
    NotHttp,
    /// The answer broke off before its end.
    BrokenAnswer,
    /// The transport failed in a way that is not told.
    Unknown,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateFault {
    /// Signed by an authority that is not trusted here.
    UnknownIssuer,
    /// Past its date.
    Expired,
    /// Not valid yet: often a wrong clock.
    NotYetValid,
    /// Made out for another host.
    OtherHost,
    /// An authority's own certificate, shown by a server as its own: most self-signed certificates are such.
    Authority,
    /// Anything else.
    Other,
}

impl TransportFailure {
    /// Whether the time of the request was spent on it.
    #[must_use]
    pub(crate) const fn is_timeout(self) -> bool {
        matches!(self, Self::ConnectTimeout | Self::AnswerTimeout)
    }

    /// Says what happened, in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::UnknownHost => "the host name has no address (DNS)",
            Self::ConnectionRefused => "the host refused the connection",
            Self::ConnectionReset => "the connection was reset",
            Self::Unreachable => "there is no route to the host",
            Self::ConnectTimeout => "connecting took too long",
            Self::AnswerTimeout => "the answer took too long",
            Self::Certificate(CertificateFault::UnknownIssuer) => {
                "the certificate is self-signed, or was signed by an authority that is not trusted here"
            }
            Self::Certificate(CertificateFault::Expired) => "the certificate has expired",
            Self::Certificate(CertificateFault::NotYetValid) => {
                "the certificate is not valid yet (or the clock here is wrong)"
            }
            Self::Certificate(CertificateFault::OtherHost) => {
                "the certificate was made out for another host"
            }
            Self::Certificate(CertificateFault::Authority) => {
                "the server shows the certificate of an authority, mostly a self-signed one, as its own"
            }
            Self::Certificate(CertificateFault::Other) => "the certificate was not accepted",
            Self::ClientCertificate => {
                "the server wants a client certificate, and glwhy has none to show"
            }
            Self::Tls => "the TLS handshake failed",
            Self::ProxyLogin => "the proxy asks for a login",
            Self::Proxy => "the proxy did not let the request through",
            Self::NotHttp => "what answered does not speak HTTP",
            Self::BrokenAnswer => "the answer broke off before its end",
            Self::Unknown => "the connection failed",
        }
    }
}
