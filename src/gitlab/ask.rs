//! What can be asked, and what comes back.
//!
//! [`Asker`] is the seam between the commands and the network: the commands are written against it, so that tests can
//! answer from a simulated instance without a socket.

use std::time::Duration;

use super::GitlabError;
use crate::observation::{Observation, SafeMethod, Scheme};

/// One question to the instance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Whether the answer's body is wanted.
    pub method: SafeMethod,
    /// The path below the root of the instance, already percent-encoded exactly once, with its query.
    pub path: String,
    /// Whether and how the token goes along.
    pub credential: Sending,
}

impl Ask {
    /// Asks for a path without a token.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: SafeMethod::Get,
            path: path.into(),
            credential: Sending::Anonymous,
        }
    }

    /// Sends the client's token along.
    #[must_use]
    pub fn with(mut self, scheme: Scheme) -> Self {
        self.credential = Sending::As(scheme);
        self
    }
}

/// Whether and how the client's token is sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sending {
    /// Without any credential.
    Anonymous,
    /// With the client's token, in this place.
    As(Scheme),
}

impl Sending {
    /// Returns the scheme, when a token is sent.
    #[must_use]
    pub const fn scheme(&self) -> Option<&Scheme> {
        match self {
            Self::Anonymous => None,
            Self::As(scheme) => Some(scheme),
        }
    }
}

/// What came of an ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What was seen.
    pub observation: Observation,
    /// How long the (last) exchange took, in milliseconds, without any wait before it.
    pub ms: u64,
    /// How long the client waited, because the server had asked it to, before it asked again. When present, two requests were sent.
    pub waited: Option<Duration>,
}

impl Answered {
    /// Returns how many requests were sent for it.
    #[must_use]
    pub const fn requests(&self) -> u32 {
        if self.waited.is_some() { 2 } else { 1 }
    }
}

/// Anything that answers questions as an instance does.
pub trait Asker {
    /// Asks one question.
    ///
    /// # Errors
    /// When the question cannot be sent as it stands. What the server or the network does is never an error.
    fn ask(&self, ask: &Ask) -> impl Future<Output = Result<Answered, GitlabError>> + Send;
}
