//! The only maker of HTTP clients, and the one way from a question to an observation.
//!
//! One client talks to one instance, keeps its connections, and has one deadline and one polite wait for its whole life.

use std::{
    fmt, mem,
    sync::{
        Arc, Once,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use reqwest::{
    Certificate, ClientBuilder, Method, Proxy,
    header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, USER_AGENT},
    redirect,
};
use rustls::{ClientConfig, RootCertStore, crypto::CryptoProvider};
use tokio::time::Instant;
use url::Url;

use super::{
    Answered, Ask, Asker, ClientSettings, GitlabError, Limits, Sending, address, answer, auth,
    auth::Echo,
    host::Host,
    logins,
    logins::{Ending, HostLogins},
    names::NameCache,
    retry, transport, trust,
};
use crate::catalogue::instance::InstanceUrl;
use crate::observation::{Observation, SafeMethod, TransportFailure};
use crate::secret::Token;

/// A client of one instance. Several questions may be under way at once; they share its connections.
pub(crate) struct Client {
    http: reqwest::Client,
    instance: InstanceUrl,
    token: Option<Arc<Token>>,
    proxied: bool,
    limits: Limits,
    /// Absent when it lies beyond what a clock can say.
    deadline: Option<Instant>,
    has_waited: AtomicBool,
    /// What is owed to the host, where other clients talk to it too.
    host: Option<Arc<Host>>,
    /// What the host said of the tokens that were sent to it.
    logins: Arc<HostLogins>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("instance", &self.instance)
            .field("token", &self.token)
            .field("proxied", &self.proxied)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client. Nothing is sent; the deadline begins to run.
    ///
    /// # Errors
    /// When a file of certificates, a proxy's address, or the user agent cannot be used, or no certificate is trusted
    /// where https is spoken.
    pub(crate) fn build(settings: ClientSettings) -> Result<Self, GitlabError> {
        Self::build_with(settings, |builder| builder)
    }

    /// As `build`; the tests set how names are resolved.
    pub(super) fn build_with(
        mut settings: ClientSettings,
        set: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, GitlabError> {
        let proxy = settings.proxies.choose(&settings.instance)?;
        let proxied = proxy.is_some();
        let extra = trust::certificates(mem::take(&mut settings.ca_files))?;
        let way = HttpOptions {
            user_agent: &settings.user_agent,
            connect: settings.limits.connect,
            is_https: settings.instance.is_https(),
            shared: None,
        };
        let builder = set(http_client(&way, proxy, extra)?);
        Ok(Self {
            http: builder.build().map_err(setup)?,
            logins: settings.logins.at(&settings.instance),
            instance: settings.instance,
            token: settings.token,
            proxied,
            limits: settings.limits,
            deadline: Instant::now().checked_add(settings.limits.overall),
            has_waited: AtomicBool::new(false),
            host: None,
        })
    }

    /// Makes a client that shares its connections, and its good manners, with others.
    pub(super) fn sharing(
        http: reqwest::Client,
        instance: InstanceUrl,
        token: Option<Token>,
        proxied: bool,
        limits: Limits,
        (host, logins): (Arc<Host>, Arc<HostLogins>),
    ) -> Self {
        Self {
            http,
            instance,
            token: token.map(Arc::new),
            proxied,
            limits,
            deadline: Instant::now().checked_add(limits.overall),
            has_waited: AtomicBool::new(false),
            host: Some(host),
            logins,
        }
    }

    /// Asks one question. If the server asks for a short wait, and has not had one before, asks again after it.
    ///
    /// # Errors
    /// When the path would leave the instance, the token is missing, fits into no header, or is held back since the host
    /// has refused it or does not answer, or the host has asked to be left alone for long. What the server or the network does is never an
    /// error.
    pub(crate) async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
        let request = self.prepare(ask)?;
        let once = || self.exchange(ask, &request);
        retry::patiently(once, |seen| self.grant_wait(seen)).await
    }

    fn prepare(&self, ask: &Ask) -> Result<Prepared, GitlabError> {
        let url = address::join(&self.instance, &ask.path).map_err(GitlabError::PathRefused)?;
        let credential = match &ask.credential {
            Sending::Anonymous => None,
            Sending::As(scheme) => {
                let token = self.token.as_deref().ok_or(GitlabError::NoToken)?;
                Some(auth::header(token, scheme)?)
            }
        };
        Ok(Prepared {
            method: match ask.method {
                SafeMethod::Get => Method::GET,
                SafeMethod::Head => Method::HEAD,
            },
            accept: accepted(&ask.path),
            url,
            credential,
        })
    }

    /// Sends a request when its token may be sent, and notes what the answer says of the token.
    async fn exchange(&self, ask: &Ask, request: &Prepared) -> Result<Answered, GitlabError> {
        let (Some(token), Some(scheme)) = (&self.token, ask.credential.scheme()) else {
            return self.take_turn(request).await;
        };
        let credential = logins::CredentialKey::new(token.fingerprint(), scheme);
        let attempt = self.logins.admit(credential).await?;
        let answered = self.take_turn(request).await?;
        attempt.end(Ending::read(&ask.path, scheme, &answered.observation));
        Ok(answered)
    }

    async fn take_turn(&self, request: &Prepared) -> Result<Answered, GitlabError> {
        // The time of a request is not spent on waiting for its turn.
        let turn = match &self.host {
            Some(host) => Some(host.turn().await?),
            None => None,
        };
        // Whoever waited for a turn may have seen others ask in vain.
        self.logins.expect_answer()?;
        let start = Instant::now();
        let time = self.time_left().min(self.limits.request);
        let observation = if time.is_zero() {
            Observation::Unanswered(TransportFailure::AnswerTimeout)
        } else {
            let seen = self.send(request, time).await;
            self.logins.note_answer(&seen);
            seen
        };
        if let Some(host) = &self.host {
            host.note(&observation);
        }
        drop(turn);
        Ok(Answered {
            observation,
            ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            waited: None,
        })
    }

    async fn send(&self, request: &Prepared, time: Duration) -> Observation {
        let echo = Echo {
            token: self.token.as_deref(),
            sent: request.credential.as_ref().map(|(_, value)| value),
        };
        let sent = self
            .http
            .request(request.method.clone(), request.url.clone())
            .headers(request.headers())
            .timeout(time)
            .send()
            .await;
        match sent {
            // Through a tunnel this status never comes from the proxy, so it is the proxy's on plain http alone.
            Ok(response)
                if self.proxied && !self.instance.is_https() && response.status() == 407 =>
            {
                Observation::Unanswered(TransportFailure::ProxyLogin)
            }
            Ok(response) => match answer::read(response, echo).await {
                Ok(exchange) => Observation::Answered(exchange),
                Err(error) => Observation::Unanswered(transport::failure(&error, self.proxied)),
            },
            Err(error) => Observation::Unanswered(transport::failure(&error, self.proxied)),
        }
    }

    fn time_left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(Instant::now())
        })
    }

    /// Grants the one wait. Of several questions that are asked to wait, one does; the others report what they saw.
    fn grant_wait(&self, seen: &Observation) -> Option<Duration> {
        let wait = retry::wait_for(seen, self.limits.wait, self.time_left())?;
        (!self.has_waited.swap(true, Ordering::Relaxed)).then_some(wait)
    }
}

impl Asker for Client {
    async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
        Self::ask(self, ask).await
    }
}

/// A question, ready to be sent, and to be sent again.
struct Prepared {
    method: Method,
    url: Url,
    accept: HeaderValue,
    credential: Option<(HeaderName, HeaderValue)>,
}

impl Prepared {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert(ACCEPT, self.accept.clone());
        if let Some((name, value)) = &self.credential {
            headers.insert(name.clone(), value.clone());
        }
        headers
    }
}

/// JSON is asked for where JSON is spoken. Elsewhere we ask as git, curl, and package clients do: web pages answer
/// somebody who wants JSON with another status than them, and we are here to see what they see.
fn accepted(path: &str) -> HeaderValue {
    let path = path.trim_start_matches('/');
    let is_api = path.starts_with("api/v4/") && !path.contains("/packages/");
    let speaks_json = is_api || path.starts_with("api/graphql") || path.starts_with("oauth/token/");
    HeaderValue::from_static(if speaks_json {
        "application/json"
    } else {
        "*/*"
    })
}

/// What the HTTP library is told, beside the proxy.
pub(super) struct HttpOptions<'a> {
    pub(super) user_agent: &'a str,
    pub(super) connect: Duration,
    pub(super) is_https: bool,
    /// For many hosts: the names that were looked up, and how long an idle connection is kept.
    pub(super) shared: Option<(Arc<NameCache>, Duration)>,
}

pub(super) fn http_client(
    way: &HttpOptions<'_>,
    proxy: Option<Url>,
    extra: Vec<Certificate>,
) -> Result<ClientBuilder, GitlabError> {
    let agent = HeaderValue::from_str(way.user_agent)
        .map_err(|_| GitlabError::Unsendable { what: "user agent" })?;
    let speaks_tls = way.is_https
        || proxy
            .as_ref()
            .is_some_and(|proxy| proxy.scheme() == "https");
    install_provider();
    let builder = reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([(USER_AGENT, agent)]))
        .redirect(redirect::Policy::none())
        .referer(false)
        // The budget counts requests; the one repetition there is, is ours.
        .retry(reqwest::retry::never())
        .connect_timeout(way.connect)
        .tcp_nodelay(true)
        // A proxy or a plugin may add a header that HTTP does not allow; what else it says is still evidence.
        .http1_ignore_invalid_headers_in_responses(true)
        .no_proxy();
    let builder = if speaks_tls {
        builder.tls_certs_merge(extra)
    } else {
        builder.tls_backend_preconfigured(without_roots())
    };
    let builder = match &way.shared {
        Some((names, idle)) => builder
            .dns_resolver(Arc::clone(names))
            .pool_idle_timeout(*idle),
        None => builder.dns_resolver(Arc::new(NameCache::default())),
    };
    Ok(match proxy {
        Some(proxy) => builder.proxy(Proxy::all(proxy).map_err(setup)?),
        None => builder,
    })
}

pub(super) fn setup(error: reqwest::Error) -> GitlabError {
    GitlabError::Setup(error.without_url())
}

/// Reading the system's certificates takes longer than a request on this machine, so who speaks plain http does not.
fn without_roots() -> ClientConfig {
    ClientConfig::builder()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

/// Names ring as the maker of our TLS, once per process.
fn install_provider() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // An `Err` says that the program has chosen another one already, which does as well.
        let _: Result<(), Arc<CryptoProvider>> =
            rustls::crypto::ring::default_provider().install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_asked_for_where_json_is_spoken() {
        for (path, accept) in [
            ("/api/v4/user", "application/json"),
            ("api/v4/projects/a%2Fb", "application/json"),
            ("oauth/token/info", "application/json"),
            ("api/v4/projects/1/packages/pypi/simple/x", "*/*"),
            ("group/project.git/info/refs?service=git-upload-pack", "*/*"),
            ("users/sign_in", "*/*"),
        ] {
            assert_eq!(accepted(path), accept, "{path}");
        }
    }
}
