//! Sentences that refuse nothing, from manuals, change logs, interfaces, and program output of others.

use super::*;

/// A line `## place` names where the lines below it stand; at most 20 are from one file.
const TEXTS: &str = include_str!("../../../tests/harmless/sentences.txt");

/// So many of a thousand may be taken for a failure.
const TAKEN: usize = 5;

#[test]
fn sentences_that_refuse_nothing_are_no_failures() {
    let lines = TEXTS.lines().filter(|line| !line.starts_with("## "));
    let sentences: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let is_taken = |sentence: &&&str| first_reason(sentence).is_some();
    let taken: Vec<&&str> = sentences.iter().filter(is_taken).collect();
    assert!(sentences.len() >= 1_500, "{}", sentences.len());
    assert!(
        1_000 * taken.len() <= TAKEN * sentences.len(),
        "{} of {}: {taken:#?}",
        taken.len(),
        sentences.len()
    );
}
