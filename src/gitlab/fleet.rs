//! Clients for many tokens on many instances.
//!
//! They share their connections, look each name up once, and are polite to every host together: so many requests at
//! once to one host, so many in all, and none while a host has asked for a rest. A token still goes to its own instance
//! only: it belongs to its client, and travels with single requests.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Certificate;
use tokio::sync::Semaphore;

use super::client::{HttpOptions, http_client, setup};
use super::host::Host;
use super::names::NameCache;
use super::{CaFile, Client, GitlabError, Limits, Logins, ProxySettings, trust};
use crate::catalogue::instance::InstanceUrl;
use crate::secret::Token;

/// The longest rest that a host is granted when it asks for one.
pub(crate) const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long a connection that nobody uses is kept: as long as a token is followed by the next on the same host.
const IDLE: Duration = Duration::from_secs(1);

/// What all clients have in common.
#[derive(Debug)]
pub(crate) struct FleetSettings {
    /// Files of certificates to trust besides the system's own.
    pub ca_files: Vec<CaFile>,
    /// Proxies, and who is exempt from them.
    pub proxies: ProxySettings,
    /// The time that one request may take, from the connection to the end of the answer.
    pub request: Duration,
    /// How the clients name themselves.
    pub user_agent: String,
    /// Requests under way at once, to one host.
    pub per_host: usize,
    /// Requests under way at once, in all.
    pub in_all: usize,
}

/// A maker of clients.
#[derive(Debug)]
pub(crate) struct Fleet {
    settings: FleetSettings,
    certificates: Vec<Certificate>,
    names: Arc<NameCache>,
    in_all: Arc<Semaphore>,
    logins: Logins,
    shared: Mutex<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// By proxy, and whether TLS is spoken.
    clients: HashMap<(Option<String>, bool), reqwest::Client>,
    hosts: HashMap<String, Arc<Host>>,
}

impl Fleet {
    /// Makes a fleet without clients.
    ///
    /// # Errors
    /// When a file of certificates could not be read, or holds none that can be used.
    pub(crate) fn new(mut settings: FleetSettings) -> Result<Self, GitlabError> {
        Ok(Self {
            certificates: trust::certificates(mem::take(&mut settings.ca_files))?,
            names: Arc::default(),
            in_all: Arc::new(Semaphore::new(settings.in_all.max(1))),
            logins: Logins::default(),
            shared: Mutex::default(),
            settings,
        })
    }

    /// Makes a client for one token. Nothing is sent.
    ///
    /// # Errors
    /// When a proxy's address or the user agent cannot be used, or no certificate is trusted where https is spoken.
    pub(crate) fn client(
        &self,
        instance: InstanceUrl,
        token: Option<Token>,
    ) -> Result<Client, GitlabError> {
        let proxy = self.settings.proxies.choose(&instance)?;
        let is_proxied = proxy.is_some();
        let mut shared = self.shared();
        let key = (proxy.as_ref().map(ToString::to_string), instance.is_https());
        let http = if let Some(http) = shared.clients.get(&key) {
            http.clone()
        } else {
            let way = self.way(instance.is_https());
            let builder = http_client(&way, proxy, self.certificates.clone())?;
            let http = builder.build().map_err(setup)?;
            shared.clients.insert(key, http.clone());
            http
        };
        let host = shared
            .hosts
            .entry(instance.authority())
            .or_insert_with(|| Arc::new(self.host()));
        let (host, limits) = (Arc::clone(host), self.limits());
        drop(shared);
        let logins = self.logins.at(&instance);
        Ok(Client::sharing(
            http,
            instance,
            token,
            is_proxied,
            limits,
            (host, logins),
        ))
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn host(&self) -> Host {
        let at_once = self.settings.per_host.max(1);
        Host::new(at_once, Arc::clone(&self.in_all), LONGEST_REST)
    }

    /// A run has no deadline of its own: each connection has its budget, and each request its time.
    fn limits(&self) -> Limits {
        Limits {
            overall: Duration::MAX,
            wait: LONGEST_REST,
            ..Limits::per_request(self.settings.request)
        }
    }

    fn way(&self, is_https: bool) -> HttpOptions<'_> {
        HttpOptions {
            user_agent: &self.settings.user_agent,
            connect: self.limits().connect,
            is_https,
            shared: Some((Arc::clone(&self.names), IDLE)),
        }
    }
}
