//! What is wrong with a file of `knowledge/`, and where.

use std::fmt;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The file, from the root of the repository.
    pub(crate) path: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.path, self.line)
    }
}

/// All faults that were found.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(Place, String)>);

impl Faults {
    /// Notes what is wrong at a place, and what to do about it.
    pub(crate) fn note(&mut self, place: &Place, what: &str, fix: &str) {
        self.0.push((place.clone(), format!("{what}. {fix}")));
    }

    /// Ends in all faults, in the order of their places.
    pub(crate) fn none_or_all(mut self) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.sort();
        let lines: Vec<_> = self
            .0
            .iter()
            .map(|(place, text)| format!("{place}: {text}"))
            .collect();
        Err(lines.join("\n"))
    }
}
