//! Sentences that refuse nothing, from manuals, change logs, interfaces, and program output of others.

use super::*;

/// A line `## place` names where the lines below it stand; at most 20 are from one file.
const TEXTS: &str = include_str!("../../../tests/harmless/sentences.txt");

/// What builds, tests, and deployments print that go well, in the same form.
const GREEN_LOGS: &str = include_str!("../../../tests/harmless/green-logs.txt");

/// So many of a thousand may be taken for a failure.
const TAKEN: usize = 5;

/// At most so many lines are from one file.
const OF_A_FILE: usize = 20;

/// The texts, each with its lines.
fn by_place(texts: &str) -> Vec<(&str, Vec<&str>)> {
    let parts = texts.split("## ").skip(1);
    let of = |part| -> Option<(&str, Vec<&str>)> {
        let (place, lines) = str::split_once(part, '\n')?;
        Some((
            place,
            lines.lines().filter(|line| !line.is_empty()).collect(),
        ))
    };
    parts.filter_map(of).collect()
}

/// Asks that no more of the texts are taken for a failure than may be.
fn assert_harmless(texts: &[&str]) {
    let is_taken = |text: &&&str| first_reason(text).is_some();
    let taken: Vec<&&str> = texts.iter().filter(is_taken).collect();
    assert!(
        1_000 * taken.len() <= TAKEN * texts.len(),
        "{} of {}: {taken:#?}",
        taken.len(),
        texts.len()
    );
}

#[test]
fn sentences_that_refuse_nothing_are_no_failures() {
    let lines = TEXTS.lines().filter(|line| !line.starts_with("## "));
    let sentences: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert!(sentences.len() >= 1_500, "{}", sentences.len());
    assert_harmless(&sentences);
}

#[test]
fn green_logs_are_no_failures_line_by_line_and_as_a_whole() {
    let logs = by_place(GREEN_LOGS);
    let lines: Vec<&str> = logs.iter().flat_map(|(_, lines)| lines.clone()).collect();
    assert!(lines.len() >= 500, "{}", lines.len());
    for (place, lines) in &logs {
        assert!(lines.len() <= OF_A_FILE, "{place}: {}", lines.len());
    }
    assert_harmless(&lines);
    let whole: Vec<String> = logs.iter().map(|(_, lines)| lines.join("\n")).collect();
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    assert_harmless(&whole);
}
