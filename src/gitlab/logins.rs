//! What each host said of the tokens that it was sent, so that a dead one is not sent again and again.
//!
//! GitLab counts failed Basic logins to Git and the registry against the address that they come from, and bans it: after
//! 10 of them in a minute, for an hour (`lib/gitlab/auth/ip_rate_limiter.rb`, `config/initializers/1_settings.rb`,
//! `rack_attack.git_basic_auth`). The account is kept at the client, for it sees every send of a process, whoever asks.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use super::GitlabError;
use crate::{
    catalogue::instance::InstanceUrl,
    diagnosis::{Scheme, reception::Reception},
    secret::Fingerprint,
};

/// Refusals of a token that was never accepted, after which it is dead to the host. Two, since the first may be one of
/// the route.
const REFUSALS: u32 = 2;

/// Failed Basic logins at a host, whoever's they are: half of those that GitLab usually bans an address for, since others
/// may share the address.
const FAILED_LOGINS: u32 = 5;

/// Why a request was not sent, so that the address is not banned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// The host has refused the token often enough.
    #[error(
        "the host refused this token twice in this run, and a dead token is sent no more often: failed logins can get the \
         address banned"
    )]
    TokenRefused,
    /// Enough logins failed at the host.
    #[error(
        "{FAILED_LOGINS} logins failed at this host in this run, and no further one is tried: GitLab usually bans an \
         address for an hour after 10 in a minute"
    )]
    LoginsFailed,
}

/// The account of a whole process, for all hosts.
#[derive(Clone, Default)]
pub struct Logins(Arc<Mutex<HashMap<String, Arc<HostLogins>>>>);

impl fmt::Debug for Logins {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Logins").finish_non_exhaustive()
    }
}

impl Logins {
    /// Returns the account of one host.
    pub(super) fn at(&self, instance: &InstanceUrl) -> Arc<HostLogins> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(instance.authority()).or_default())
    }
}

/// The account of one host.
#[derive(Debug, Default)]
pub(super) struct HostLogins {
    account: Mutex<Account>,
    /// Told whenever a send is over.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Account {
    tokens: HashMap<Fingerprint, TokenAccount>,
    failed_logins: u32,
    logins_under_way: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct TokenAccount {
    refused: u32,
    under_way: u32,
    is_accepted: bool,
}

/// Whether a token may be sent.
enum Admission {
    Now,
    /// When it is known how what is under way ends.
    Later,
    Never(Withheld),
}

/// A token that goes along with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Credential {
    token: Fingerprint,
    is_login: bool,
}

impl Credential {
    pub(super) const fn new(token: Fingerprint, scheme: &Scheme) -> Self {
        Self {
            token,
            is_login: matches!(scheme, Scheme::Basic { .. }),
        }
    }
}

/// The right to send a token once; it ends when it is dropped.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    host: &'a HostLogins,
    credential: Credential,
}

impl HostLogins {
    /// Waits until a token may be sent. While it is not known whether a token is alive, no more sends of it are under way
    /// than may be refused, and never more Basic logins than may fail.
    ///
    /// # Errors
    /// When it may not be sent any more.
    pub(super) async fn admit(&self, credential: Credential) -> Result<Attempt<'_>, GitlabError> {
        loop {
            let changed = self.changed.notified();
            match self.account().begin(credential) {
                Admission::Now => {
                    return Ok(Attempt {
                        host: self,
                        credential,
                    });
                }
                Admission::Never(withheld) => return Err(GitlabError::Withheld(withheld)),
                Admission::Later => {}
            }
            changed.await;
        }
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Account {
    /// Counts a send as under way, if it is admitted.
    fn begin(&mut self, credential: Credential) -> Admission {
        let token = self.tokens.entry(credential.token).or_default();
        if !token.is_accepted {
            if token.refused >= REFUSALS {
                return Admission::Never(Withheld::TokenRefused);
            }
            if token.refused + token.under_way >= REFUSALS {
                return Admission::Later;
            }
        }
        if credential.is_login {
            if self.failed_logins >= FAILED_LOGINS {
                return Admission::Never(Withheld::LoginsFailed);
            }
            if self.failed_logins + self.logins_under_way >= FAILED_LOGINS {
                return Admission::Later;
            }
            self.logins_under_way += 1;
        }
        token.under_way += 1;
        Admission::Now
    }

    fn note(&mut self, credential: Credential, seen: Reception) {
        let token = self.tokens.entry(credential.token).or_default();
        let is_refusal = match seen {
            Reception::Accepted => {
                token.is_accepted = true;
                false
            }
            Reception::Refused => true,
            Reception::Doubted => !token.is_accepted,
            Reception::Untold => false,
        };
        if is_refusal {
            token.refused += 1;
            self.failed_logins += u32::from(credential.is_login);
        }
    }

    fn end(&mut self, credential: Credential) {
        if let Some(token) = self.tokens.get_mut(&credential.token) {
            token.under_way -= 1;
        }
        self.logins_under_way -= u32::from(credential.is_login);
    }
}

impl Attempt<'_> {
    /// Notes what the answer said of the token.
    pub(super) fn end(self, seen: Reception) {
        self.host.account().note(self.credential, seen);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.host.account().end(self.credential);
        self.host.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Token;
    use std::time::Duration;

    fn credential(value: &str, is_login: bool) -> Credential {
        Credential {
            token: Token::new(value.to_owned()).fingerprint(),
            is_login,
        }
    }

    /// Sends as often as is admitted, and returns how often that was, and why it ended.
    async fn send_all(
        host: &HostLogins,
        credential: Credential,
        seen: Reception,
    ) -> (u32, Option<Withheld>) {
        for sent in 0..20 {
            match host.admit(credential).await {
                Ok(attempt) => attempt.end(seen),
                Err(GitlabError::Withheld(withheld)) => return (sent, Some(withheld)),
                Err(error) => panic!("{error}"),
            }
        }
        (20, None)
    }

    async fn waits(host: &HostLogins, credential: Credential) -> bool {
        tokio::time::timeout(Duration::from_millis(1), host.admit(credential))
            .await
            .is_err()
    }

    #[tokio::test]
    async fn a_token_that_is_refused_twice_is_not_sent_again_in_any_way() {
        let host = HostLogins::default();
        for seen in [Reception::Refused, Reception::Doubted] {
            let name = format!("{seen:?}");
            let dead = credential(&name, false);
            let sent = send_all(&host, dead, seen).await;
            assert_eq!(sent, (2, Some(Withheld::TokenRefused)));
            let login = send_all(&host, credential(&name, true), seen).await;
            assert_eq!(login.0, 0);
        }
        assert!(host.admit(credential("another", false)).await.is_ok());
    }

    #[tokio::test]
    async fn a_token_that_was_accepted_is_refused_by_routes_only() {
        let host = HostLogins::default();
        let alive = credential("alive", false);
        host.admit(alive).await.unwrap().end(Reception::Refused);
        host.admit(alive).await.unwrap().end(Reception::Accepted);
        assert_eq!(send_all(&host, alive, Reception::Refused).await, (20, None));
        let login = credential("alive", true);
        assert_eq!(send_all(&host, login, Reception::Doubted).await, (20, None));
    }

    #[tokio::test]
    async fn five_failed_logins_are_enough_whoever_tries() {
        let host = HostLogins::default();
        let mut sent = 0;
        for number in 0..20 {
            let login = credential(&number.to_string(), true);
            sent += send_all(&host, login, Reception::Refused).await.0;
        }
        assert_eq!(sent, FAILED_LOGINS);
        let alive = credential("alive", false);
        host.admit(alive).await.unwrap().end(Reception::Accepted);
        let login = send_all(&host, credential("alive", true), Reception::Untold).await;
        assert_eq!(login, (0, Some(Withheld::LoginsFailed)));
        assert_eq!(send_all(&host, alive, Reception::Untold).await.1, None);
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_sends_of_a_token_wait_for_each_other() {
        let host = HostLogins::default();
        let token = credential("new", false);
        let first = host.admit(token).await.unwrap();
        let second = host.admit(token).await.unwrap();
        assert!(waits(&host, token).await);
        drop(second);
        assert!(!waits(&host, token).await);
        first.end(Reception::Accepted);
        let mut sends = Vec::new();
        for _ in 0..20 {
            sends.push(host.admit(token).await.unwrap());
        }
        assert!(!waits(&host, token).await);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_logins_are_under_way_than_may_fail() {
        let host = HostLogins::default();
        let mut logins = Vec::new();
        for number in 0..FAILED_LOGINS {
            let login = credential(&number.to_string(), true);
            logins.push(host.admit(login).await.unwrap());
        }
        let one_more = credential("one more", true);
        assert!(waits(&host, one_more).await);
        logins.pop().unwrap().end(Reception::Accepted);
        assert!(!waits(&host, one_more).await);
    }

    #[tokio::test]
    async fn who_waits_is_told_how_it_ended() {
        let host = HostLogins::default();
        let token = credential("dead", true);
        let sends = (
            host.admit(token).await.unwrap(),
            host.admit(token).await.unwrap(),
        );
        let end = async {
            sends.0.end(Reception::Refused);
            sends.1.end(Reception::Refused);
        };
        let (refused, ()) = tokio::join!(host.admit(token), end);
        assert!(matches!(
            refused,
            Err(GitlabError::Withheld(Withheld::TokenRefused))
        ));
    }

    #[test]
    fn one_account_is_kept_for_each_host() {
        let logins = Logins::default();
        let at = |address: &str| {
            let read =
                InstanceUrl::parse(address, crate::catalogue::instance::PlainHttp::Everywhere);
            logins.at(&read.unwrap().url)
        };
        let own = at("https://gitlab.example.com");
        assert!(Arc::ptr_eq(&own, &at("https://gitlab.example.com/forge")));
        assert!(!Arc::ptr_eq(&own, &at("https://gitlab.example.com:8443")));
    }
}
