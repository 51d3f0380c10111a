//! Why a client could not be made, or a question not be sent. Never: what a server answered.
//!
//! No text here repeats a token, a proxy's address, or a path: each may hold a secret.

use std::path::PathBuf;

use thiserror::Error;

use super::{RefusedPath, Withheld};

/// Why we could not do our part.
#[derive(Debug, Error)]
pub enum GitlabError {
    /// A value does not fit into an HTTP header.
    #[error("the {what} holds a character that cannot be sent in an HTTP header")]
    Unsendable {
        /// Which value: the token, the user name, the user agent.
        what: &'static str,
    },
    /// A question wants the token along, but the client was made without one.
    #[error("the request is to carry a token, but there is none")]
    NoToken,
    /// A path would leave the instance, or is no path.
    #[error("the request path is refused")]
    PathRefused(#[source] RefusedPath),
    /// The host asked to be left alone for longer than is waited.
    #[error("the host asked not to be asked for another {seconds} seconds")]
    Resting {
        /// The seconds that are left.
        seconds: u64,
    },
    /// A token is held back, so that the address is not banned for failed logins, or nobody is waited for in vain.
    #[error(transparent)]
    Withheld(Withheld),
    /// A file of certificates cannot be read.
    #[error("the certificate file {} cannot be read", path.display())]
    CaUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file holds no certificate in PEM form that could be trusted.
    #[error("the file {} holds no usable certificate in PEM form", path.display())]
    CaInvalid {
        /// The file.
        path: PathBuf,
    },
    /// The address of a proxy makes no sense.
    #[error("the address of the {variable} proxy cannot be read")]
    ProxyUnreadable {
        /// Which of the settings: `https`, `http`, or `all`.
        variable: &'static str,
    },
    /// A proxy speaks a protocol that is not supported.
    #[error("the {variable} proxy speaks {scheme}, and only http and https are supported")]
    ProxyScheme {
        /// Which of the settings: `https`, `http`, or `all`.
        variable: &'static str,
        /// The protocol.
        scheme: String,
    },
    /// The library refused the settings; most often there are no trusted certificates on this machine.
    #[error("the client cannot be set up")]
    Setup(#[source] reqwest::Error),
}

impl GitlabError {
    /// Returns what the user can do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Unsendable { .. } => {
                "Copy the value again: it must be plain visible characters on one line"
            }
            Self::NoToken => "Name the source of the token with --token-env or --token-file",
            Self::PathRefused(_) => {
                "Give the path as it stands after the address of the instance, such as /projects/group%2Fproject"
            }
            Self::Resting { .. } => "Ask again after that time",
            Self::Withheld(Withheld::TokenRefused) => {
                "Put a living token in its place, and run again"
            }
            Self::Withheld(Withheld::LoginsFailed) => {
                "Put living tokens in the place of those that were refused, and run again after a minute"
            }
            Self::Withheld(Withheld::NobodyAnswers) => {
                "Find out why nobody answers there, such as with `curl --verbose`, and run again"
            }
            Self::CaUnreadable { .. } | Self::CaInvalid { .. } => {
                "Give a file with one or more blocks that begin with -----BEGIN CERTIFICATE-----"
            }
            Self::ProxyUnreadable { .. } | Self::ProxyScheme { .. } => {
                "Give the proxy as http://host:port, or exempt the instance with NO_PROXY"
            }
            Self::Setup(_) => {
                "Install the system's certificates (often the package ca-certificates), or name a file with --ca-file; SSL_CERT_FILE and SSL_CERT_DIR, where they are set, must name certificates in PEM form"
            }
        }
    }
}
