//! TABLE: what clients print when nothing answered: names, connections, certificates, proxies.

use crate::diagnosis::CertificateFault::{Expired, NotYetValid, Other, OtherHost, UnknownIssuer};
use crate::diagnosis::TransportFailure::{
    self, AnswerTimeout, BrokenAnswer, Certificate, ConnectTimeout, ConnectionRefused,
    ConnectionReset, NotHttp, Proxy, ProxyLogin, Tls, UnknownHost, Unreachable,
};
use crate::reading::phrase::{Phrase, Tells, phrase};

const CURL: &str = "curl: lib/vtls, lib/hostip.c, docs/libcurl/libcurl-errors.md";
const GO: &str = "Go: net/net.go, net/http/transport.go, crypto/x509/verify.go";
const NODE: &str = "Node.js: doc/api/errors.md, OpenSSL verification codes";
const PYTHON: &str = "Python: urllib3/exceptions.py, ssl module, OpenSSL";
const JAVA: &str = "Java: java.net, sun.security.ssl";
const RUST: &str = "Rust: hyper, rustls, webpki";
const WINDOWS: &str = "Windows: WinHTTP and Schannel messages, .NET HttpClient";
const SYSTEM: &str = "messages of the C library: strerror, gai_strerror";

const fn broken(words: &'static str, failure: TransportFailure, source: &'static str) -> Phrase {
    phrase(words, Tells::Broken(failure), source)
}

pub(super) static PHRASES: &[Phrase] = &[
    broken("Could not resolve host", UnknownHost, CURL),
    broken("Couldn't resolve host", UnknownHost, CURL),
    broken("Could not resolve proxy", Proxy, CURL),
    broken("no such host", UnknownHost, GO),
    broken("server misbehaving", UnknownHost, GO),
    broken("Name or service not known", UnknownHost, SYSTEM),
    broken("Temporary failure in name resolution", UnknownHost, SYSTEM),
    broken("nodename nor servname provided", UnknownHost, SYSTEM),
    broken("No address associated with hostname", UnknownHost, SYSTEM),
    broken("getaddrinfo ENOTFOUND", UnknownHost, NODE),
    broken("getaddrinfo EAI_AGAIN", UnknownHost, NODE),
    broken("NameResolutionError", UnknownHost, PYTHON),
    broken("UnknownHostException", UnknownHost, JAVA),
    broken("failed to lookup address information", UnknownHost, RUST),
    broken("No such host is known", UnknownHost, WINDOWS),
    broken(
        "The remote name could not be resolved",
        UnknownHost,
        WINDOWS,
    ),
    broken("Connection refused", ConnectionRefused, SYSTEM),
    broken("connection refused", ConnectionRefused, GO),
    broken("ECONNREFUSED", ConnectionRefused, NODE),
    broken("actively refused it", ConnectionRefused, WINDOWS),
    broken("Failed to connect to", ConnectionRefused, CURL),
    broken("Connection reset by peer", ConnectionReset, SYSTEM),
    broken("connection reset by peer", ConnectionReset, GO),
    broken("ECONNRESET", ConnectionReset, NODE),
    broken("Connection was reset", ConnectionReset, CURL),
    broken(
        "forcibly closed by the remote host",
        ConnectionReset,
        WINDOWS,
    ),
    broken("socket hang up", ConnectionReset, NODE),
    broken("Empty reply from server", BrokenAnswer, CURL),
    broken("RemoteDisconnected", BrokenAnswer, PYTHON),
    broken("unexpected EOF", BrokenAnswer, GO),
    broken(
        "transfer closed with outstanding read data",
        BrokenAnswer,
        CURL,
    ),
    broken(
        "unexpected disconnect while reading sideband packet",
        BrokenAnswer,
        "git: sideband.c",
    ),
    broken("broken pipe", ConnectionReset, GO),
    broken("No route to host", Unreachable, SYSTEM),
    broken("no route to host", Unreachable, GO),
    broken("Network is unreachable", Unreachable, SYSTEM),
    broken("network is unreachable", Unreachable, GO),
    broken("EHOSTUNREACH", Unreachable, NODE),
    broken("ENETUNREACH", Unreachable, NODE),
    broken("Connection timed out", ConnectTimeout, CURL),
    broken("connection timed out", ConnectTimeout, GO),
    broken("Connection timeout", ConnectTimeout, CURL),
    broken("Operation timed out", ConnectTimeout, CURL),
    broken("Timeout was reached", ConnectTimeout, CURL),
    broken("i/o timeout", ConnectTimeout, GO),
    broken("ETIMEDOUT", ConnectTimeout, NODE),
    broken("ESOCKETTIMEDOUT", AnswerTimeout, NODE),
    broken("ConnectTimeout", ConnectTimeout, PYTHON),
    broken("Read timed out", AnswerTimeout, PYTHON),
    broken("SocketTimeoutException", AnswerTimeout, JAVA),
    broken("context deadline exceeded", AnswerTimeout, GO),
    broken("Client.Timeout", AnswerTimeout, GO),
    broken("TLS handshake timeout", AnswerTimeout, GO),
    broken("timeout awaiting response headers", AnswerTimeout, GO),
    broken(
        "certificate signed by unknown authority",
        Certificate(UnknownIssuer),
        GO,
    ),
    broken("certificate is not trusted", Certificate(UnknownIssuer), GO),
    broken(
        "unable to get local issuer certificate",
        Certificate(UnknownIssuer),
        CURL,
    ),
    broken(
        "unable to get issuer certificate",
        Certificate(UnknownIssuer),
        CURL,
    ),
    broken("self signed certificate", Certificate(UnknownIssuer), CURL),
    broken("self-signed certificate", Certificate(UnknownIssuer), CURL),
    broken(
        "server certificate verification failed",
        Certificate(UnknownIssuer),
        "git with GnuTLS",
    ),
    broken(
        "SELF_SIGNED_CERT_IN_CHAIN",
        Certificate(UnknownIssuer),
        NODE,
    ),
    broken(
        "DEPTH_ZERO_SELF_SIGNED_CERT",
        Certificate(UnknownIssuer),
        NODE,
    ),
    broken(
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        Certificate(UnknownIssuer),
        NODE,
    ),
    broken(
        "UNABLE_TO_GET_ISSUER_CERT",
        Certificate(UnknownIssuer),
        NODE,
    ),
    broken(
        "unable to verify the first certificate",
        Certificate(UnknownIssuer),
        NODE,
    ),
    broken(
        "CERTIFICATE_VERIFY_FAILED",
        Certificate(UnknownIssuer),
        PYTHON,
    ),
    broken(
        "certificate verify failed",
        Certificate(UnknownIssuer),
        PYTHON,
    ),
    broken(
        "PKIX path building failed",
        Certificate(UnknownIssuer),
        JAVA,
    ),
    broken(
        "unable to find valid certification path",
        Certificate(UnknownIssuer),
        JAVA,
    ),
    broken(
        "invalid peer certificate: UnknownIssuer",
        Certificate(UnknownIssuer),
        RUST,
    ),
    broken("invalid peer certificate", Certificate(Other), RUST),
    broken(
        "The remote certificate is invalid",
        Certificate(Other),
        WINDOWS,
    ),
    broken("untrusted root", Certificate(UnknownIssuer), WINDOWS),
    broken("certificate has expired", Certificate(Expired), CURL),
    broken("CERT_HAS_EXPIRED", Certificate(Expired), NODE),
    broken("is not yet valid", Certificate(NotYetValid), CURL),
    broken("certificate is valid for", Certificate(OtherHost), GO),
    broken(
        "no alternative certificate subject name matches",
        Certificate(OtherHost),
        CURL,
    ),
    broken(
        "does not match target host name",
        Certificate(OtherHost),
        CURL,
    ),
    broken("ERR_TLS_CERT_ALTNAME_INVALID", Certificate(OtherHost), NODE),
    broken(
        "cannot validate certificate for",
        Certificate(OtherHost),
        GO,
    ),
    broken(
        "certificate relies on legacy Common Name",
        Certificate(OtherHost),
        GO,
    ),
    broken("SSL certificate problem", Certificate(Other), CURL),
    broken("Problem with the SSL CA cert", Certificate(Other), CURL),
    broken(
        "error setting certificate verify locations",
        Certificate(Other),
        CURL,
    ),
    broken("error setting certificate file", Certificate(Other), CURL),
    broken("SSL_ERROR_SYSCALL", Tls, CURL),
    broken("gnutls_handshake() failed", Tls, "git with GnuTLS"),
    broken("SSL_connect", Tls, CURL),
    broken("tls: handshake failure", Tls, GO),
    broken("remote error: tls", Tls, GO),
    broken("wrong version number", Tls, "OpenSSL"),
    broken("SSLHandshakeException", Tls, JAVA),
    broken("SSLV3_ALERT_HANDSHAKE_FAILURE", Tls, PYTHON),
    broken("schannel: ", Tls, WINDOWS),
    broken(
        "first record does not look like a TLS handshake",
        NotHttp,
        GO,
    ),
    broken("server gave HTTP response to HTTPS client", NotHttp, GO),
    broken("malformed HTTP response", NotHttp, GO),
    broken("Received HTTP/0.9 when not allowed", NotHttp, CURL),
    broken("Received HTTP code 407 from proxy", ProxyLogin, CURL),
    broken("CONNECT tunnel failed, response 407", ProxyLogin, CURL),
    broken("Proxy Authentication Required", ProxyLogin, GO),
    broken("from proxy after CONNECT", Proxy, CURL),
    broken("CONNECT tunnel failed", Proxy, CURL),
    broken("Cannot connect to proxy", Proxy, PYTHON),
    broken("ProxyError(", Proxy, PYTHON),
    broken("proxyconnect tcp", Proxy, GO),
];
