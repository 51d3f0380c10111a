//! What the program weighs before it runs: a cold release build, the binary, and direct dependencies.
//!
//! `cargo bench --bench building` fetches what is missing, builds the release in an empty folder, and writes
//! `benches/results/building.json`. The clock runs for the build alone. A run as a test measures nothing.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up has failed, and its result is printed"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

mod figures;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("nothing is measured but by cargo bench");
    }
    let folder = tempfile::tempdir().unwrap();
    cargo(&["fetch"], folder.path());
    let start = Instant::now();
    cargo(&["build", "--release"], folder.path());
    let seconds = start.elapsed().as_secs_f64();
    let binary = fs::metadata(folder.path().join("release/glwhy")).unwrap();
    let row = |what, figure, unit, wanted| figures::row(what, figure, unit, None, wanted);
    let rows = [
        row("cold release build", seconds, "s", "less than 300 s"),
        row(
            "release binary",
            count(binary.len()) / (1024.0 * 1024.0),
            "MiB",
            "less than 10 MiB",
        ),
        row("direct dependencies", direct(), "", "at most 30"),
        row("all libraries in the program", inside(), "", ""),
    ];
    for row in &rows {
        println!("{row}");
    }
    let method = "One build of the released profile in an empty folder, with all sources fetched before. Direct \
                  dependencies are those outside of tests; all libraries are those that are linked on this system.";
    figures::write("building", "Building", method, &rows).unwrap();
}

/// Runs cargo on this package, with its results in a folder of their own.
fn cargo(arguments: &[&str], target: &Path) -> String {
    let output = Command::new("cargo")
        .args(arguments)
        .arg("--locked")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", target)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo {arguments:?} failed");
    String::from_utf8(output.stdout).unwrap()
}

/// How many libraries the manifest names outside of tests.
fn direct() -> f64 {
    let text = cargo(
        &["metadata", "--no-deps", "--format-version", "1"],
        Path::new("target"),
    );
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let all = manifest["packages"][0]["dependencies"].as_array().unwrap();
    let outside = all.iter().filter(|dependency| dependency["kind"] != "dev");
    count(outside.count() as u64)
}

/// How many libraries become part of the program.
fn inside() -> f64 {
    let tree = [
        "tree",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let text = cargo(&tree, Path::new("target"));
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(" (").next())
        .collect();
    names.sort_unstable();
    names.dedup();
    // The first is the program itself.
    count(names.len() as u64 - 1)
}

fn count(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}
