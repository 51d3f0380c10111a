//! Independent questions go out together, and their answers come back in the order of the questions.

use std::{future::poll_fn, pin::Pin, task::Poll};

use super::{Answered, Ask, Asker, GitlabError};

/// Asks all questions at once and waits for every answer. The order is kept.
pub(crate) async fn ask_together<A: Asker>(
    asker: &A,
    asks: &[Ask],
) -> Vec<Result<Answered, GitlabError>> {
    let mut pending: Vec<_> = asks
        .iter()
        .map(|ask| (Box::pin(asker.ask(ask)), None))
        .collect();
    // A budget allows a dozen requests, so polling all of them at each wake-up costs nothing that could be measured.
    poll_fn(|context| {
        let mut all_are_here = true;
        for (future, answer) in pending.iter_mut().filter(|(_, answer)| answer.is_none()) {
            match Pin::as_mut(future).poll(context) {
                Poll::Ready(result) => *answer = Some(result),
                Poll::Pending => all_are_here = false,
            }
        }
        if all_are_here {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    pending
        .into_iter()
        .filter_map(|(_, answer)| answer)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Exchange, Observation};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Answers the later questions before the earlier ones.
    struct Backwards {
        waiting: AtomicUsize,
    }

    impl Asker for Backwards {
        async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
            self.waiting.fetch_add(1, Ordering::Relaxed);
            let rank: usize = ask.path.parse().unwrap();
            while self.waiting.load(Ordering::Relaxed) > rank + 1 {
                tokio::task::yield_now().await;
            }
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            Ok(Answered {
                observation: Observation::Answered(Exchange::default()),
                ms: rank as u64,
                waited: None,
            })
        }
    }

    #[tokio::test]
    async fn answers_come_in_the_order_of_the_questions_not_of_arrival() {
        let asker = Backwards {
            waiting: AtomicUsize::new(0),
        };
        let asks: Vec<Ask> = (0..5).map(|rank| Ask::get(rank.to_string())).collect();
        let ranks: Vec<u64> = ask_together(&asker, &asks)
            .await
            .into_iter()
            .map(|answer| answer.unwrap().ms)
            .collect();
        assert_eq!(ranks, [0, 1, 2, 3, 4]);
    }

    #[tokio::test]
    async fn nothing_asked_is_nothing_answered() {
        let asker = Backwards {
            waiting: AtomicUsize::new(0),
        };
        assert!(ask_together(&asker, &[]).await.is_empty());
    }
}
