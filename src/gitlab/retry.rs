//! Whether to wait for a server that asked to be asked later.
//!
//! The decision is pure; the client keeps it to one wait in its life. Only a number of seconds is understood: GitLab
//! sends nothing else (`lib/gitlab/rack_attack/request_throttle_data.rb`), and a date would need a clock that agrees with the server's.

use std::time::Duration;

use super::{Answered, GitlabError};
use crate::observation::Observation;

/// Returns the rest that an answer asks for.
pub(super) fn rest_asked(observation: &Observation) -> Option<Duration> {
    let exchange = observation.exchange()?;
    if !matches!(exchange.status, Some(429 | 503)) {
        return None;
    }
    let seconds: u64 = exchange.headers.get("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Returns how long to wait before asking once more; nothing when asking again is not called for, or not worth its time.
pub(super) fn wait_for(
    observation: &Observation,
    longest: Duration,
    time_left: Duration,
) -> Option<Duration> {
    let wait = rest_asked(observation)?;
    (wait <= longest && wait < time_left).then_some(wait)
}

/// Asks, and asks once more after the wait that `decide` grants. The last answer counts.
///
/// # Errors
/// When it could not be asked.
pub(super) async fn patiently<F: Future<Output = Result<Answered, GitlabError>>>(
    once: impl Fn() -> F,
    decide: impl FnOnce(&Observation) -> Option<Duration>,
) -> Result<Answered, GitlabError> {
    let first = once().await?;
    let Some(wait) = decide(&first.observation) else {
        return Ok(first);
    };
    tokio::time::sleep(wait).await;
    Ok(Answered {
        waited: Some(wait),
        ..once().await?
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Body, Exchange, Headers, TransportFailure};
    use std::cell::Cell;

    const LONGEST: Duration = Duration::from_secs(5);
    const LEFT: Duration = Duration::from_mins(1);

    fn answer(status: u16, retry_after: Option<&str>) -> Observation {
        Observation::Answered(Exchange {
            status: Some(status),
            headers: Headers::keep(retry_after.map(|value| ("Retry-After", value))),
            body: Body::default(),
        })
    }

    #[test]
    fn a_short_wait_that_was_asked_for_is_granted() {
        for status in [429, 503] {
            let wait = wait_for(&answer(status, Some("3")), LONGEST, LEFT);
            assert_eq!(wait, Some(Duration::from_secs(3)));
        }
    }

    #[test]
    fn no_wait_without_a_number_of_seconds_or_for_another_status() {
        for (status, header) in [
            (429, None),
            (429, Some("Wed, 21 Oct 2026 07:28:00 GMT")),
            (429, Some("-1")),
            (429, Some("99999999999999999999")),
            (403, Some("3")),
            (200, Some("3")),
        ] {
            assert_eq!(wait_for(&answer(status, header), LONGEST, LEFT), None);
        }
        let silence = Observation::Unanswered(TransportFailure::AnswerTimeout);
        assert_eq!(wait_for(&silence, LONGEST, LEFT), None);
    }

    #[test]
    fn no_wait_beyond_the_limit_or_the_deadline() {
        let asked = answer(429, Some("6"));
        assert_eq!(wait_for(&asked, LONGEST, LEFT), None);
        let asked = answer(429, Some("5"));
        assert_eq!(wait_for(&asked, LONGEST, Duration::from_secs(5)), None);
        assert_eq!(wait_for(&asked, LONGEST, LEFT), Some(LONGEST));
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_wait_the_second_answer_counts_and_the_wait_is_told() {
        let asked = Cell::new(0);
        let start = tokio::time::Instant::now();
        let answered = patiently(
            || {
                asked.set(asked.get() + 1);
                let status = if asked.get() == 1 { 429 } else { 200 };
                std::future::ready(Ok(Answered {
                    observation: answer(status, Some("4")),
                    ms: 1,
                    waited: None,
                }))
            },
            |seen| wait_for(seen, LONGEST, LEFT),
        )
        .await
        .unwrap();
        assert_eq!(answered.observation.status(), Some(200));
        assert_eq!(answered.waited, Some(Duration::from_secs(4)));
        assert_eq!(answered.requests(), 2);
        assert_eq!(start.elapsed(), Duration::from_secs(4));
    }
}
