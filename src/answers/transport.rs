//! What it means when nothing answered.

use super::Code;
use super::codes::reach;
use crate::observation::TransportFailure;

/// Returns the code of a transport failure. None of them says anything about a token.
pub(crate) const fn code_of(failure: TransportFailure) -> &'static Code {
    match failure {
        TransportFailure::UnknownHost => &reach::DNS_FAILURE,
        TransportFailure::ConnectionRefused => &reach::CONNECTION_REFUSED,
        TransportFailure::ConnectionReset
        | TransportFailure::BrokenAnswer
        | TransportFailure::Unknown => &reach::CONNECTION_BROKEN,
        TransportFailure::Unreachable => &reach::HOST_UNREACHABLE,
        TransportFailure::ConnectTimeout | TransportFailure::AnswerTimeout => &reach::TIMED_OUT,
        TransportFailure::Certificate(_) => &reach::CERTIFICATE_NOT_TRUSTED,
        TransportFailure::ClientCertificate | TransportFailure::Tls => &reach::TLS_FAILED,
        TransportFailure::ProxyLogin | TransportFailure::Proxy => &reach::PROXY_IN_THE_WAY,
        TransportFailure::NotHttp => &reach::NOT_HTTP,
    }
}
