//! From an error of the HTTP library to one word on why nothing answered.
//!
//! The chain of causes is walked from the outside in and judged by types where there are types. Two libraries below
//! reqwest keep their types to themselves; of those the fixed words are read, and tests on real sockets hold them.
//! No text of an error leaves this file: it may hold an address.

use std::{error::Error, io, iter};

use rustls::{AlertDescription, CertificateError};

use super::lists::{BROKEN, NOT_HTTP};
use crate::observation::{CertificateFault, TransportFailure};

/// How the first word of every fault of a tunnel through a proxy reads (hyper-util, `proxy/tunnel.rs`).
const TUNNEL: &str = "tunnel error: ";

/// How a proxy's wish for a login reads there.
const TUNNEL_LOGIN: &str = "tunnel error: proxy authorization required";

/// How the certificate of an authority in the place of a server's reads (rustls-webpki, `error.rs`).
const AUTHORITY: &str = "CaUsedAsEndEntity";

/// Names the failure. `proxied` says whether a proxy stands in between.
pub(super) fn failure(error: &reqwest::Error, proxied: bool) -> TransportFailure {
    if let Some(failure) = chain(error).find_map(classify_tunnel) {
        return failure;
    }
    let connecting = error.is_connect();
    let failure = if error.is_dns() {
        TransportFailure::UnknownHost
    } else if let Some(failure) = chain(error).find_map(classify_tls) {
        failure
    } else if error.is_timeout() && connecting {
        TransportFailure::ConnectTimeout
    } else if error.is_timeout() {
        TransportFailure::AnswerTimeout
    } else {
        let found = chain(error)
            .find_map(classify_system)
            .or_else(|| chain(error).find_map(classify_words));
        found.unwrap_or(TransportFailure::Unknown)
    };
    if proxied && connecting {
        blame_the_proxy(failure)
    } else {
        failure
    }
}

/// While connecting through a proxy, the host that cannot be reached is the proxy.
const fn blame_the_proxy(failure: TransportFailure) -> TransportFailure {
    let is_its_own = matches!(
        failure,
        TransportFailure::ConnectTimeout
            | TransportFailure::AnswerTimeout
            | TransportFailure::Certificate(_)
            | TransportFailure::ClientCertificate
            | TransportFailure::Tls
            | TransportFailure::ProxyLogin
    );
    if is_its_own {
        failure
    } else {
        TransportFailure::Proxy
    }
}

/// All causes, the outermost first. A system error hides what it wraps from `source`, so that is looked up apart.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| {
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|wrapped| wrapped as &(dyn Error + 'static));
        wrapped.or_else(move || error.source())
    })
}

fn classify_tunnel(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    let words = error.to_string();
    if words == TUNNEL_LOGIN {
        return Some(TransportFailure::ProxyLogin);
    }
    words.starts_with(TUNNEL).then_some(TransportFailure::Proxy)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's enum is open, and two of its faults have a mend of their own"
)]
fn classify_tls(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    Some(match error.downcast_ref::<rustls::Error>()? {
        rustls::Error::InvalidCertificate(fault) => {
            TransportFailure::Certificate(classify_fault(fault))
        }
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            TransportFailure::ClientCertificate
        }
        _ => TransportFailure::Tls,
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's enum is open, and we name five of its many faults"
)]
fn classify_fault(fault: &CertificateError) -> CertificateFault {
    match fault {
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateFault::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateFault::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::OtherHost
        }
        CertificateError::Other(other) if other.to_string() == AUTHORITY => {
            CertificateFault::Authority
        }
        _ => CertificateFault::Other,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system's enum is open, and few of its kinds concern a connection"
)]
fn classify_system(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    use io::ErrorKind as Kind;
    let system = error.downcast_ref::<io::Error>()?;
    match system.kind() {
        Kind::ConnectionRefused => Some(TransportFailure::ConnectionRefused),
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => {
            Some(TransportFailure::ConnectionReset)
        }
        Kind::HostUnreachable
        | Kind::NetworkUnreachable
        | Kind::NetworkDown
        | Kind::AddrNotAvailable => Some(TransportFailure::Unreachable),
        // The TLS library reports a handshake that the other side broke off in this way.
        Kind::UnexpectedEof if system.to_string().contains("handshake") => {
            Some(TransportFailure::Tls)
        }
        Kind::UnexpectedEof => Some(TransportFailure::BrokenAnswer),
        _ => None,
    }
}

fn classify_words(error: &(dyn Error + 'static)) -> Option<TransportFailure> {
    let words = error.to_string();
    let among = |known: &[&str]| known.contains(&words.as_str());
    if among(NOT_HTTP) {
        Some(TransportFailure::NotHttp)
    } else if among(BROKEN) {
        Some(TransportFailure::BrokenAnswer)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(error: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
        io::Error::other(io::Error::other(error))
    }

    #[test]
    fn a_certificate_fault_is_found_below_system_errors() {
        for (fault, expected) in [
            (
                CertificateError::UnknownIssuer,
                CertificateFault::UnknownIssuer,
            ),
            (CertificateError::Expired, CertificateFault::Expired),
            (CertificateError::NotValidYet, CertificateFault::NotYetValid),
            (
                CertificateError::NotValidForName,
                CertificateFault::OtherHost,
            ),
            (CertificateError::BadSignature, CertificateFault::Other),
        ] {
            let error = wrapped(rustls::Error::InvalidCertificate(fault));
            assert_eq!(
                chain(&error).find_map(classify_tls),
                Some(TransportFailure::Certificate(expected))
            );
        }
    }

    #[test]
    fn kinds_of_system_errors_are_told_apart() {
        for (kind, expected) in [
            (
                io::ErrorKind::HostUnreachable,
                TransportFailure::Unreachable,
            ),
            (
                io::ErrorKind::NetworkUnreachable,
                TransportFailure::Unreachable,
            ),
            (
                io::ErrorKind::ConnectionReset,
                TransportFailure::ConnectionReset,
            ),
            (io::ErrorKind::UnexpectedEof, TransportFailure::BrokenAnswer),
        ] {
            let error = wrapped(io::Error::from(kind));
            assert_eq!(chain(&error).find_map(classify_system), Some(expected));
        }
    }

    #[test]
    fn behind_a_proxy_only_what_the_proxy_can_cause_is_blamed_on_it() {
        assert_eq!(
            blame_the_proxy(TransportFailure::UnknownHost),
            TransportFailure::Proxy
        );
        let certificate = TransportFailure::Certificate(CertificateFault::Expired);
        assert_eq!(blame_the_proxy(certificate), certificate);
    }
}
