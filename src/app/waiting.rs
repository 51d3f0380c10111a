//! What is waited for, where somebody sees it: a line on the terminal after half a second, gone when the answer is there.

use std::pin::pin;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::time::timeout;

use super::Outside;

/// Who waits less long needs no word.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the seconds are counted on.
const PACE: Duration = Duration::from_millis(200);

/// Whom the wait is told to, and what for.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    line: Option<String>,
}

impl Waiting {
    /// A wait for a host, and how long each of its answers may take.
    pub(super) fn on(host: &str, seconds: u32, is_quiet: bool, outside: &Outside<'_>) -> Self {
        let is_seen = outside.terminal.messages && !is_quiet;
        Self {
            line: is_seen.then(|| format!("waiting for {host}, up to {seconds} s for each answer")),
        }
    }

    /// Does work; where it takes long, says so meanwhile.
    pub(super) async fn during<T>(self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let Some(line) = self.line else {
            return work.await;
        };
        if let Ok(done) = timeout(PATIENCE, &mut work).await {
            return done;
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("glwhy: {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.set_message(line);
        bar.enable_steady_tick(PACE);
        let done = work.await;
        bar.finish_and_clear();
        done
    }
}
