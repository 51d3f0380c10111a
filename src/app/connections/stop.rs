//! Whether somebody wants an end: by Ctrl-C, by closing the terminal, or by cancelling the job.

use crate::app::{Error, ErrorSource};

/// Waits until somebody wants an end.
///
/// # Errors
/// When the system does not let us listen.
#[cfg(unix)]
pub(super) fn wanted() -> Result<impl Future<Output = ()> + Send + 'static, Error> {
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};

    let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
    kinds.extend(may_hang_up().then(SignalKind::hangup));
    let listen = |kind| signal(kind).map_err(|error| Error::new(ErrorSource::Environment, error));
    let signals = kinds.into_iter().map(listen);
    let mut signals = signals.collect::<Result<Vec<_>, _>>()?;
    Ok(std::future::poll_fn(move |context| {
        let mut signals = signals.iter_mut();
        if signals.any(|signal| signal.poll_recv(context).is_ready()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }))
}

/// Waits until somebody wants an end. Without a way to listen, nobody can have it but by force.
#[cfg(not(unix))]
pub(super) fn wanted() -> Result<impl Future<Output = ()> + Send + 'static, Error> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

/// Whether the end of a terminal ends the run. Under `nohup` it does not, and to listen would undo that, so it is
/// listened to only where the system tells what is ignored.
#[cfg(unix)]
fn may_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is the first of all signals.
    ignored.is_some_and(|mask| mask & 1 == 0)
}
