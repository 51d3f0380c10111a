//! What each host said of the tokens that it was sent, so that a dead one is not sent again and again, and a host where
//! nobody answers is not waited for again and again.
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
use crate::catalogue::instance::InstanceUrl;
use crate::diagnosis::reception;
use crate::diagnosis::reception::Reception;
use crate::observation::{Observation, Scheme};
use crate::secret::Fingerprint;

/// Refusals of a token that was never accepted, after which it is dead to the host. Two, since the first may be one of
/// the route.
const REFUSALS: u32 = 2;

/// Failed Basic logins at a host, whoever's they are: half of those that GitLab usually bans an address for, since others
/// may share the address.
const FAILED_LOGINS: u32 = 5;

/// Sends that ran out of time, after which nobody is taken to answer. Two, since one may be lost.
const SILENCES: u32 = 2;

/// Why a request was not sent.
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
    /// Enough requests ran out of time.
    #[error(
        "nobody answers there: two requests ran out of time in this run, and no further one is waited for"
    )]
    NobodyAnswers,
}

/// The account of a whole process, for all hosts.
#[derive(Clone, Default)]
pub(crate) struct Logins(Arc<Mutex<HashMap<String, Arc<HostLogins>>>>);

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
    has_answered: bool,
    out_of_time: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct TokenAccount {
    refused: u32,
    out_of_time: u32,
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
pub(super) struct CredentialKey {
    token: Fingerprint,
    is_login: bool,
}

impl CredentialKey {
    pub(super) const fn new(token: Fingerprint, scheme: &Scheme) -> Self {
        Self {
            token,
            is_login: matches!(scheme, Scheme::Basic { .. }),
        }
    }
}

/// How a send ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Answered(Reception),
    OutOfTime,
    /// It failed at once, so that the next one costs no time and may tell more.
    Failed,
}

impl Ending {
    pub(super) fn read(path: &str, scheme: &Scheme, seen: &Observation) -> Self {
        match seen {
            Observation::Answered(_) => Self::Answered(reception::read(path, scheme, seen)),
            Observation::Unanswered(failure) if failure.is_timeout() => Self::OutOfTime,
            Observation::Unanswered(_) => Self::Failed,
        }
    }
}

/// The right to send a token once; it ends when it is dropped.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    host: &'a HostLogins,
    credential: CredentialKey,
}

impl HostLogins {
    /// Waits until a token may be sent. While it is not known whether a token is alive, no more sends of it are under way
    /// than may be refused or lost, and never more Basic logins than may fail.
    ///
    /// # Errors
    /// When it may not be sent any more.
    pub(super) async fn admit(
        &self,
        credential: CredentialKey,
    ) -> Result<Attempt<'_>, GitlabError> {
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

    /// Says whether anybody is to be expected to answer, whatever is sent.
    ///
    /// # Errors
    /// When the host has never answered, and enough requests ran out of time.
    pub(super) fn expect_answer(&self) -> Result<(), GitlabError> {
        if self.account().is_silent() {
            return Err(GitlabError::Withheld(Withheld::NobodyAnswers));
        }
        Ok(())
    }

    /// Notes whether anybody answered.
    pub(super) fn note_answer(&self, seen: &Observation) {
        let mut account = self.account();
        match seen {
            Observation::Answered(_) => account.has_answered = true,
            Observation::Unanswered(failure) => {
                account.out_of_time += u32::from(failure.is_timeout());
            }
        }
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Account {
    const fn is_silent(&self) -> bool {
        !self.has_answered && self.out_of_time >= SILENCES
    }

    /// Counts a send as under way, if it is admitted.
    fn begin(&mut self, credential: CredentialKey) -> Admission {
        let is_silent = self.is_silent();
        let token = self.tokens.entry(credential.token).or_default();
        if !token.is_accepted {
            if token.refused >= REFUSALS {
                return Admission::Never(Withheld::TokenRefused);
            }
            if is_silent || token.out_of_time >= SILENCES {
                return Admission::Never(Withheld::NobodyAnswers);
            }
            if token.refused + token.out_of_time + token.under_way >= REFUSALS {
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

    fn note(&mut self, credential: CredentialKey, ending: Ending) {
        match ending {
            Ending::Answered(seen) => self.note_reception(credential, seen),
            Ending::OutOfTime => {
                self.tokens.entry(credential.token).or_default().out_of_time += 1;
            }
            Ending::Failed => {}
        }
    }

    fn note_reception(&mut self, credential: CredentialKey, seen: Reception) {
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

    fn end(&mut self, credential: CredentialKey) {
        if let Some(token) = self.tokens.get_mut(&credential.token) {
            token.under_way -= 1;
        }
        self.logins_under_way -= u32::from(credential.is_login);
    }
}

impl Attempt<'_> {
    /// Notes how it ended, and what the answer said of the token.
    pub(super) fn end(self, ending: Ending) {
        self.host.account().note(self.credential, ending);
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
    use crate::observation::{Exchange, TransportFailure};
    use crate::secret::Token;
    use std::time::Duration;

    fn credential(value: &str, is_login: bool) -> CredentialKey {
        CredentialKey {
            token: Token::new(value.to_owned()).fingerprint(),
            is_login,
        }
    }

    /// Sends as often as is admitted, and returns how often that was, and why it ended.
    async fn send_all(
        host: &HostLogins,
        credential: CredentialKey,
        ending: Ending,
    ) -> (u32, Option<Withheld>) {
        for sent in 0..20 {
            match host.admit(credential).await {
                Ok(attempt) => attempt.end(ending),
                Err(GitlabError::Withheld(withheld)) => return (sent, Some(withheld)),
                Err(error) => panic!("{error}"),
            }
        }
        (20, None)
    }

    async fn waits(host: &HostLogins, credential: CredentialKey) -> bool {
        tokio::time::timeout(Duration::from_millis(1), host.admit(credential))
            .await
            .is_err()
    }

    #[tokio::test]
    async fn a_token_that_is_refused_twice_is_not_sent_again_in_any_way() {
        let host = HostLogins::default();
        for seen in [Reception::Refused, Reception::Doubted] {
            let name = format!("{seen:?}");
            let seen = Ending::Answered(seen);
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
        host.admit(alive)
            .await
            .unwrap()
            .end(Ending::Answered(Reception::Refused));
        host.admit(alive)
            .await
            .unwrap()
            .end(Ending::Answered(Reception::Accepted));
        assert_eq!(
            send_all(&host, alive, Ending::Answered(Reception::Refused)).await,
            (20, None)
        );
        let login = credential("alive", true);
        assert_eq!(
            send_all(&host, login, Ending::Answered(Reception::Doubted)).await,
            (20, None)
        );
    }

    #[tokio::test]
    async fn five_failed_logins_are_enough_whoever_tries() {
        let host = HostLogins::default();
        let mut sent = 0;
        for number in 0..20 {
            let login = credential(&number.to_string(), true);
            sent += send_all(&host, login, Ending::Answered(Reception::Refused))
                .await
                .0;
        }
        assert_eq!(sent, FAILED_LOGINS);
        let alive = credential("alive", false);
        host.admit(alive)
            .await
            .unwrap()
            .end(Ending::Answered(Reception::Accepted));
        let login = send_all(
            &host,
            credential("alive", true),
            Ending::Answered(Reception::Untold),
        )
        .await;
        assert_eq!(login, (0, Some(Withheld::LoginsFailed)));
        assert_eq!(
            send_all(&host, alive, Ending::Answered(Reception::Untold))
                .await
                .1,
            None
        );
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
        first.end(Ending::Answered(Reception::Accepted));
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
        logins
            .pop()
            .unwrap()
            .end(Ending::Answered(Reception::Accepted));
        assert!(!waits(&host, one_more).await);
    }

    #[tokio::test(start_paused = true)]
    async fn logins_of_a_living_token_do_not_wait_one_by_one() {
        let host = HostLogins::default();
        let alive = credential("alive", true);
        let accepted = Ending::Answered(Reception::Accepted);
        host.admit(alive).await.unwrap().end(accepted);
        let mut under_way = Vec::new();
        for _ in 0..FAILED_LOGINS {
            assert!(!waits(&host, alive).await);
            under_way.push(host.admit(alive).await.unwrap());
        }
        for ended in under_way {
            ended.end(accepted);
        }
        assert_eq!(send_all(&host, alive, accepted).await, (20, None));
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
            sends.0.end(Ending::Answered(Reception::Refused));
            sends.1.end(Ending::Answered(Reception::Refused));
        };
        let (refused, ()) = tokio::join!(host.admit(token), end);
        assert!(matches!(
            refused,
            Err(GitlabError::Withheld(Withheld::TokenRefused))
        ));
    }

    const TIMEOUT: Observation = Observation::Unanswered(TransportFailure::AnswerTimeout);

    #[test]
    fn of_a_host_that_never_answered_nothing_is_expected_after_two_requests() {
        let host = HostLogins::default();
        let reset = Observation::Unanswered(TransportFailure::ConnectionReset);
        for seen in [&TIMEOUT, &reset, &reset] {
            host.note_answer(seen);
            assert!(host.expect_answer().is_ok());
        }
        host.note_answer(&TIMEOUT);
        assert!(host.expect_answer().is_err());
        host.note_answer(&Observation::Answered(Exchange::default()));
        assert!(host.expect_answer().is_ok());
    }

    #[tokio::test]
    async fn where_nobody_answers_no_token_is_waited_for_a_third_time() {
        let host = HostLogins::default();
        let silence = (2, Some(Withheld::NobodyAnswers));
        let first = send_all(&host, credential("first", false), Ending::OutOfTime).await;
        assert_eq!(first, silence);
        host.note_answer(&TIMEOUT);
        host.note_answer(&TIMEOUT);
        let other = send_all(&host, credential("other", true), Ending::OutOfTime).await;
        assert_eq!(other, (0, Some(Withheld::NobodyAnswers)));
    }

    #[tokio::test]
    async fn where_somebody_has_answered_each_token_is_tried() {
        let host = HostLogins::default();
        host.note_answer(&Observation::Answered(Exchange::default()));
        for name in ["one", "two"] {
            let sent = send_all(&host, credential(name, false), Ending::OutOfTime).await;
            assert_eq!(sent, (2, Some(Withheld::NobodyAnswers)));
        }
        let alive = credential("alive", false);
        host.admit(alive)
            .await
            .unwrap()
            .end(Ending::Answered(Reception::Accepted));
        assert_eq!(send_all(&host, alive, Ending::OutOfTime).await, (20, None));
    }

    #[tokio::test]
    async fn what_fails_at_once_is_no_silence() {
        let host = HostLogins::default();
        let sent = send_all(&host, credential("any", false), Ending::Failed).await;
        assert_eq!(sent, (20, None));
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
