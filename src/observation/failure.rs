//! Failures of the transport: why nothing answered.

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
    /// Whether a client did not take what the server said of itself.
    pub(crate) const fn is_of_certificate(self) -> bool {
        matches!(self, Self::Certificate(_) | Self::Tls)
    }

    /// All failures.
    pub const ALL: [Self; 19] = [
        Self::UnknownHost,
        Self::ConnectionRefused,
        Self::ConnectionReset,
        Self::Unreachable,
        Self::ConnectTimeout,
        Self::AnswerTimeout,
        Self::Certificate(CertificateFault::UnknownIssuer),
        Self::Certificate(CertificateFault::Expired),
        Self::Certificate(CertificateFault::NotYetValid),
        Self::Certificate(CertificateFault::OtherHost),
        Self::Certificate(CertificateFault::Authority),
        Self::Certificate(CertificateFault::Other),
        Self::ClientCertificate,
        Self::Tls,
        Self::ProxyLogin,
        Self::Proxy,
        Self::NotHttp,
        Self::BrokenAnswer,
        Self::Unknown,
    ];

    /// Whether the time of the request was spent on it.
    pub(crate) const fn is_timeout(self) -> bool {
        matches!(self, Self::ConnectTimeout | Self::AnswerTimeout)
    }

    /// Says what happened, in plain words.
    pub(crate) const fn words(self) -> &'static str {
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
