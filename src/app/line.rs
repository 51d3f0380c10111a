//! The line to the instance: open when there is something to send, else closed.
//!
//! A missing or malformed token is never sent, so no client is made for it: what such a run says
//! does not depend on certificates or proxies.

use crate::gitlab::{Answered, Ask, Asker, Client, ClientSettings, GitlabError};

/// A client, or none where nothing may be asked.
#[derive(Debug)]
pub(super) struct Connector(Option<Client>);

impl Connector {
    /// Makes a client.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub(super) fn open(settings: ClientSettings) -> Result<Self, GitlabError> {
        Client::build(settings).map(|client| Self(Some(client)))
    }

    /// Takes a client that was made, or not.
    ///
    /// # Errors
    /// When it was not.
    pub(super) fn of(client: Result<Client, GitlabError>) -> Result<Self, GitlabError> {
        client.map(|client| Self(Some(client)))
    }

    /// Makes a line on which nothing is ever sent.
    pub(super) const fn closed() -> Self {
        Self(None)
    }
}

impl Asker for Connector {
    async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
        match &self.0 {
            Some(client) => client.ask(ask).await,
            None => Err(GitlabError::NoToken),
        }
    }
}
