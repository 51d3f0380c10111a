//! Reading what people paste: from a log, a transcript, or a message of a client to cases.
//!
//! [`read`] goes through a text of any length in constant memory and returns every distinct
//! failure in it, in order of appearance, with its line and how often it was told. Each is a
//! [`Case`] for the diagnosis, which alone says what it means.
//!
//! ```text
//! bytes ─ lines (skip what holds no phrase) ─ clean ─ credential ─ redact ─ line ─ story ─ settle ─┐
//!                     └ lines of GitLab's own logs ─ server_log (groups) ──────────────────────────┴─> cases
//! ```
//!
//! Secrets are taken out of a line before its words are looked at, so that none can reach a
//! reading. The room never decides a cause, and does no I/O beyond the reader that it is given.

mod address;
mod assemble;
mod clean;
mod credential;
mod finder;
mod image;
mod line;
mod lines;
mod lists;
mod phrase;
mod phrases;
mod prompt;
mod prose;
mod quoted;
mod recent;
mod redact;
mod server_log;
mod spoken;
mod status;
mod story;
mod trace;

#[cfg(test)]
mod tests;

use std::io::{self, BufRead};

use crate::diagnosis::Case;
pub use redact::redact;
pub(crate) use server_log::{Record, Rest};

use finder::Finder;
use line::LineReader;
use lines::{Attention, Totals};
use recent::Recent;
use server_log::ServerLog;
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
    /// The distinct failures that clients tell, in order of appearance; then the groups of failures
    /// in GitLab's own logs, the most frequent first.
    pub found: Vec<Reading>,
    /// What GitLab's own logs tell beyond the groups that were found.
    pub rest: Rest,
    /// How many more clients told after the list of them was full.
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
    let mut finder = Finder::new(phrases::sought());
    read_with(&mut |see| lines::each(input, &mut finder, see))
}

/// Goes through the words that a line is looked up by, for comparison with other searches.
pub fn sought() -> impl Iterator<Item = &'static str> {
    phrases::sought()
}

/// Reads what is handed on.
fn read_with(
    hand_on: &mut dyn FnMut(&mut lines::See<'_>) -> io::Result<Totals>,
) -> io::Result<Readings> {
    let reader = LineReader::new().map_err(io::Error::other)?;
    read_by(&reader, hand_on)
}

/// Reads what is handed on, by a reader that may have read other texts.
fn read_by(
    reader: &LineReader,
    hand_on: &mut dyn FnMut(&mut lines::See<'_>) -> io::Result<Totals>,
) -> io::Result<Readings> {
    let mut story = Story::default();
    let mut log = ServerLog::default();
    let mut recent = Recent::default();
    let totals = hand_on(&mut |number, raw| {
        if log.take(number, raw) {
            // Every line of a log stands for itself.
            story.end();
            return Attention::Asleep;
        }
        let text = clean::clean(raw);
        let line = recent.line(&text, |before| reader.read(&text, before));
        if story.push(number, &line) {
            Attention::Awake
        } else {
            Attention::Asleep
        }
    })?;
    story.end_text(totals.lines);
    let (groups, rest) = log.close();
    let mut found = story.readings;
    found.extend(groups);
    Ok(Readings {
        found,
        rest,
        uncounted: story.uncounted,
        lines: totals.lines,
        bytes: totals.bytes,
    })
}
