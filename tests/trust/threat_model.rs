//! The threat model names the test that closes each way out; here is the test that those tests exist.

use std::fs;
use std::path::Path;

use crate::harness::announce;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tests that a row of a table names, as file and function.
fn named(row: &str) -> Vec<(&str, &str)> {
    row.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.split_once(": "))
        .filter(|(file, _)| {
            Path::new(file)
                .extension()
                .is_some_and(|ending| ending == "rs")
        })
        .collect()
}

#[test]
fn every_way_is_closed_by_a_test_that_exists() {
    let document = read("docs/threat-model.md");
    let is_row = |line: &&str| line.starts_with("| ") && !line.starts_with("| ---");
    let rows: Vec<&str> = document
        .lines()
        .filter(is_row)
        .filter(|line| !line.ends_with("| test |"))
        .collect();
    announce("ways in the threat model", rows.len());
    assert!(rows.len() > 25);
    for row in rows {
        let tests = named(row);
        assert!(!tests.is_empty(), "no test: {row}");
        for (file, function) in tests {
            let text = read(file);
            let declared = format!("fn {function}()");
            let at = text
                .find(&declared)
                .unwrap_or_else(|| panic!("{file} has no {function}"));
            let before: Vec<&str> = text[..at].lines().rev().take(5).collect();
            assert!(
                before.iter().any(|line| line.contains("test")),
                "{function} is no test"
            );
        }
    }
}
