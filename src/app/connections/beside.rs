//! What may wait for long, done beside the loop, so that the loop goes on and hears whoever wants an end.

use std::sync::Arc;
use std::thread;

use tokio::sync::oneshot;

/// Does work on a thread of its own; where the system gives none, here. That the work never ends holds nobody up: no end
/// of the program waits for such a thread.
pub(super) async fn beside<T: Send + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> T {
    let (sender, receiver) = oneshot::channel();
    let work = Arc::new(work);
    let on_thread = Arc::clone(&work);
    let started = thread::Builder::new().spawn(move || {
        // The loop may have ended.
        let _: Result<(), T> = sender.send(on_thread());
    });
    match started {
        Ok(_) => match receiver.await {
            Ok(done) => done,
            // The thread panicked, which is a panic of the program.
            Err(_) => work(),
        },
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_waits_does_not_hold_up_the_loop() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let receiver = std::sync::Mutex::new(receiver);
        let waits = beside(move || receiver.lock().unwrap().recv());
        // Both run on the one thread of the loop: the first can only end because the second gets its turn.
        let ((), heard) = tokio::join!(async move { sender.send(7).unwrap() }, waits);
        assert_eq!(heard, Ok(7));
    }
}
