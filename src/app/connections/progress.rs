//! How far a long run is: on a terminal, in one line that goes away when the run is over.

use std::fmt;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// What the line shows. Ends with what needs a look, which is what somebody waits for.
const LINE: &str = "{bar:24} {pos}/{len}  {rate}  {eta} left  {msg}";

/// How often the line is drawn anew, so that the time left goes on while hosts are slow.
const PACE: Duration = Duration::from_millis(200);

/// A line on the terminal, or nothing.
#[derive(Debug)]
pub(super) struct ProgressDisplay {
    bar: ProgressBar,
    unhealthy: usize,
}

impl ProgressDisplay {
    /// Begins to show progress where somebody sees it.
    pub(super) fn of(total: usize, is_seen: bool) -> Self {
        let target = if is_seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        if let Ok(style) = ProgressStyle::with_template(LINE) {
            bar.set_style(style.progress_chars("=> ").with_key("rate", rate));
        }
        if is_seen {
            bar.enable_steady_tick(PACE);
        }
        Self { bar, unhealthy: 0 }
    }

    /// Notes that one more is done.
    pub(super) fn done(&mut self, is_healthy: bool) {
        if !is_healthy {
            self.unhealthy += 1;
            self.bar
                .set_message(format!("{} not healthy", self.unhealthy));
        }
        self.bar.inc(1);
    }
}

/// Writes how many are done in a second: whole ones, but where there are only a few.
fn rate(state: &ProgressState, out: &mut dyn fmt::Write) {
    let rate = state.per_sec();
    let digits = usize::from(rate < 10.0);
    // A line that cannot be drawn is not worth an error.
    let _ = write!(out, "{rate:.digits$}/s");
}

impl Drop for ProgressDisplay {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
