//! What `probe` says of the recorded answers of a real GitLab, and what it says otherwise.
//!
//! The recording lies beside the project (`../shared/gitlab/measured`); without it, the test says that it was left out.
//! Every cell of it, a caller at a route in a state of its place, is asked through the program's own commands; only the
//! socket is left out. What is not told as it was is listed in `tests/measured/deviations.toml`, by rules with a reason.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

#[path = "measured/cell.rs"]
mod cell;
#[path = "measured/list.rs"]
mod list;
#[path = "measured/recording.rs"]
mod recording;
#[path = "measured/template.rs"]
mod template;

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use cell::{Cell, Deviation};
use recording::Recording;

/// The least number of cells of which the recording has to tell.
const LEAST: usize = 30_000;

#[test]
fn what_is_told_otherwise_than_it_was_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gitlab/measured");
    if !folder.exists() {
        eprintln!("left out: there is no {}", folder.display());
        return;
    }
    let recording = Recording::read(&folder);
    let cells = cell::all(&recording);
    assert!(cells.len() > LEAST, "{} cells", cells.len());
    let deviations = deviations(&recording, &cells);
    let faults = list::faults(
        &list::read(include_str!("measured/deviations.toml")),
        &deviations,
    );
    assert!(
        faults.is_empty(),
        "tests/measured/deviations.toml:\n{}",
        faults.join("\n")
    );
}

/// Asks all cells, on as many threads as there are processors.
fn deviations<'a>(recording: &'a Recording, cells: &[Cell<'a>]) -> Vec<Deviation<'a>> {
    let next = AtomicUsize::new(0);
    let ask = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let mut found = Vec::new();
        while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.extend(runtime.block_on(cell::deviation(recording, *cell)));
        }
        found
    };
    let count = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    })
}
