//! What is owed to one host while many tokens are checked: few requests at once, and the rest that it asks for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::{GitlabError, retry};
use crate::observation::Observation;

/// One host, shared by every client that talks to it.
#[derive(Debug)]
pub(super) struct Host {
    own: Semaphore,
    all: Arc<Semaphore>,
    longest_rest: Duration,
    rests_until: Mutex<Option<Instant>>,
}

/// The right to send one request; it ends when it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    _own: SemaphorePermit<'a>,
    _all: SemaphorePermit<'a>,
}

impl Host {
    /// Makes a host that answers `at_once` requests at a time, as a part of all that are under way.
    pub(super) fn new(at_once: usize, all: Arc<Semaphore>, longest_rest: Duration) -> Self {
        Self {
            own: Semaphore::new(at_once),
            all,
            longest_rest,
            rests_until: Mutex::new(None),
        }
    }

    /// Waits until a request may be sent.
    ///
    /// # Errors
    /// When the host wants a longer rest than is waited for.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, GitlabError> {
        let own = self.own.acquire().await.map_err(closed)?;
        loop {
            while let Some(end) = self.rest()? {
                sleep_until(end).await;
            }
            let all = self.all.acquire().await.map_err(closed)?;
            // Another answer may have asked for a rest in the meantime.
            if self.rest()?.is_none() {
                return Ok(Turn {
                    _own: own,
                    _all: all,
                });
            }
        }
    }

    /// Notes the rest that an answer asks for.
    pub(super) fn note(&self, seen: &Observation) {
        let Some(rest) = retry::rest_asked(seen) else {
            return;
        };
        // A rest that no clock can count ends never.
        let now = Instant::now();
        let end = now.checked_add(rest).unwrap_or(now + FOREVER);
        let mut until = self
            .rests_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(Some(end));
    }

    /// Returns when the rest ends, while there is one.
    fn rest(&self) -> Result<Option<Instant>, GitlabError> {
        let until = *self
            .rests_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let Some(end) = until.filter(|end| *end > now) else {
            return Ok(None);
        };
        let left = end - now;
        if left > self.longest_rest {
            return Err(GitlabError::Resting {
                seconds: left.as_secs(),
            });
        }
        Ok(Some(end))
    }
}

/// Longer than any run.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Nobody closes these gates; should it happen, nothing is sent.
fn closed(_: AcquireError) -> GitlabError {
    GitlabError::Resting { seconds: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Body, Exchange, Headers};

    const REST: Duration = Duration::from_mins(1);

    fn host(at_once: usize, in_all: usize) -> Host {
        Host::new(at_once, Arc::new(Semaphore::new(in_all)), REST)
    }

    fn throttled(seconds: &str) -> Observation {
        Observation::Answered(Exchange {
            status: Some(429),
            headers: Headers::keep([("Retry-After", seconds)]),
            body: Body::default(),
        })
    }

    async fn waits(host: &Host) -> bool {
        tokio::time::timeout(Duration::from_millis(1), host.turn())
            .await
            .is_err()
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_so_many_requests_are_under_way_at_once() {
        let host = host(2, 8);
        let turns = (host.turn().await.unwrap(), host.turn().await.unwrap());
        assert!(waits(&host).await);
        drop(turns);
        assert!(!waits(&host).await);
    }

    #[tokio::test(start_paused = true)]
    async fn all_hosts_together_keep_to_their_limit() {
        let all = Arc::new(Semaphore::new(1));
        let one = Host::new(5, Arc::clone(&all), REST);
        let other = Host::new(5, all, REST);
        let turn = one.turn().await.unwrap();
        assert!(waits(&other).await);
        drop(turn);
        assert!(!waits(&other).await);
    }

    #[tokio::test(start_paused = true)]
    async fn everybody_waits_while_the_host_rests() {
        let host = host(8, 8);
        host.note(&throttled("30"));
        host.note(&throttled("10"));
        let start = Instant::now();
        drop(host.turn().await.unwrap());
        assert_eq!(start.elapsed().as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_that_is_too_long_is_not_waited_for() {
        let host = host(8, 8);
        for seconds in ["61", "99999999999999999"] {
            host.note(&throttled(seconds));
            let refused = host.turn().await.unwrap_err();
            assert!(matches!(refused, GitlabError::Resting { .. }));
        }
    }
}
