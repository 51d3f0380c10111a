//! What a client is told when it is made. Nothing here is looked up anywhere: values come from whoever settles options.

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use super::{Logins, ProxySettings};
use crate::{catalogue::instance::InstanceUrl, secret::Token};

/// All that a client needs to know. Nothing else is looked up anywhere, except the system's certificates.
#[derive(Debug)]
pub(crate) struct ClientSettings {
    /// The instance: no request ever goes to another origin.
    pub instance: InstanceUrl,
    /// The token that questions may be sent with.
    pub token: Option<Arc<Token>>,
    /// Files of certificates to trust besides the system's own, in PEM form.
    pub ca_files: Vec<CaFile>,
    /// Proxies, and who is exempt from them.
    pub proxies: ProxySettings,
    /// How long things may take.
    pub limits: Limits,
    /// What the hosts said of the tokens that this process has sent so far.
    pub logins: Logins,
    /// How the client names itself, such as `glwhy/0.1.0`.
    pub user_agent: String,
}

/// A file of certificates, and what came of reading it.
#[derive(Debug)]
pub(crate) struct CaFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds, or why it cannot be read.
    pub contents: io::Result<Vec<u8>>,
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// One request, from the connection to the end of the answer.
    pub request: Duration,
    /// Name look-up, connection, and TLS handshake together.
    pub connect: Duration,
    /// All requests of a client, counted from when it is made. What is asked later is not sent.
    pub overall: Duration,
    /// The longest wait that a server is granted when it asks to be asked later.
    pub wait: Duration,
}

impl Limits {
    /// Derives the limits from the time that one request may take.
    pub(crate) fn per_request(request: Duration) -> Self {
        Self {
            request,
            connect: request / 2,
            overall: request.saturating_mul(6),
            wait: request / 2,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::per_request(Duration::from_secs(10))
    }
}
