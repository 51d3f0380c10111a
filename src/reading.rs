//! Reading what people paste: from a log, a transcript, or a message of a client to cases.
//!
//! [`read`] goes through a text of any length in constant memory and returns every distinct
//! failure in it, in order of appearance, with its line and how often it was told. Each is a
//! [`Case`] for the diagnosis, which alone says what it means.
//!
//! ```text
//! bytes ─ lines (skip what holds no phrase) ─ clean ─ credential ─ redact ─ line ─ story ─ settle ─> cases
//! ```
//!
//! Secrets are taken out of a line before its words are looked at, so that none can reach a
//! reading. The room never decides a cause, and does no I/O beyond the reader that it is given.

mod address;
mod clean;
mod credential;
mod image;
mod line;
mod lines;
mod log;
mod phrase;
mod phrases;
mod prose;
mod quoted;
mod redact;
mod settle;
mod status;
mod story;
mod trace;

#[cfg(test)]
mod pastes;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead};

use aho_corasick::AhoCorasick;

use crate::diagnosis::Case;
pub use log::Record;
pub use redact::redact;

use line::LineReader;
use lines::Attention;
use story::Story;

/// A failure that was found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What the text tells of it.
    pub case: Case,
    /// The failure in a few words, for the report.
    pub subject: String,
    /// The line that tells it first, from 1.
    pub line: u64,
    /// How often it is told.
    pub count: u64,
    /// That line, cleaned and without secrets.
    pub excerpt: String,
    /// What GitLab's own log says of it, where the text is one.
    pub record: Option<Record>,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    /// The distinct failures, in order of appearance.
    pub found: Vec<Reading>,
    /// How many more were told after the list was full.
    pub uncounted: u64,
    /// The lines of the text.
    pub lines: u64,
    /// The bytes of the text.
    pub bytes: u64,
}

/// Reads a text to its end.
///
/// # Errors
/// Fails when the input cannot be read.
pub fn read(input: &mut dyn BufRead) -> io::Result<Readings> {
    let reader = LineReader::new().map_err(io::Error::other)?;
    let marks = AhoCorasick::new(
        phrases::all()
            .map(|phrase| phrase.words)
            .chain(phrases::MARKS.iter().copied()),
    )
    .map_err(io::Error::other)?;
    let mut story = Story::default();
    let totals = lines::each(input, &marks, &mut |number, raw| {
        if story.hear(number, reader.read(&clean::clean(raw))) {
            Attention::Awake
        } else {
            Attention::Asleep
        }
    })?;
    story.end_text(totals.lines);
    Ok(Readings {
        found: story.readings,
        uncounted: story.uncounted,
        lines: totals.lines,
        bytes: totals.bytes,
    })
}
