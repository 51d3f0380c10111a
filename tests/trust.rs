//! A tool that people hand their secrets to: the built program among faults, hostile servers, and marked tokens.
//!
//! Each table drives the program against real sockets and prints how many rows it has.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

#[path = "trust/certificate.rs"]
mod certificate;
#[path = "trust/dead_tokens.rs"]
mod dead_tokens;
#[path = "trust/faults.rs"]
mod faults;
#[path = "trust/foreign.rs"]
mod foreign;
#[path = "trust/harmless.rs"]
mod harmless;
#[expect(dead_code, reason = "the harness serves several test binaries")]
#[path = "program/harness.rs"]
mod harness;
#[path = "trust/hostile.rs"]
mod hostile;
#[path = "trust/marked.rs"]
mod marked;
#[path = "trust/memory.rs"]
mod memory;
#[path = "trust/rude.rs"]
mod rude;
#[path = "trust/secrecy.rs"]
mod secrecy;
#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves several test binaries"
)]
#[path = "simulator/mod.rs"]
mod simulator;
#[path = "trust/threat_model.rs"]
mod threat_model;

use std::sync::Mutex;

/// Looks at every row, four at a time, and fails with all that was wrong.
fn check_all<T: Send>(rows: Vec<T>, check: impl Fn(T) -> Result<(), String> + Sync) {
    let rows = Mutex::new(rows.into_iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let next = rows.lock().unwrap().next();
                    let Some(row) = next else { break };
                    if let Err(fault) = check(row) {
                        wrong.lock().unwrap().push(fault);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}
