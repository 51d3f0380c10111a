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
mod spelling;
mod spoken;
mod status;
mod story;
mod trace;

#[cfg(test)]
mod tests;

use std::io::{self, BufRead};
use std::rc::Rc;

use crate::diagnosis::Case;
use crate::observation::LogGroup;
pub use redact::redact;
pub(crate) use server_log::{Filter, Rest, since, until};

use finder::Finder;
use line::Line;
use lines::{Attention, Totals};
use recent::Recent;
use server_log::ServerLog;
use story::Story;

/// A failure that was found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What the text tells of it.
    pub case: Case,
    /// The text that tells it first, from 0.
    pub text: usize,
    /// The failure in a few words, for the report.
    pub subject: String,
    /// The line that tells it first, from 1.
    pub line: u64,
    /// How often it is told.
    pub count: u64,
    /// How often each text tells it, where a client does: the number of the text, from 0.
    pub by_text: Vec<(usize, u64)>,
    /// That line, cleaned and without secrets.
    pub excerpt: String,
    /// What GitLab's own log says of it, where the text is one.
    pub record: Option<LogGroup>,
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
    /// What was read of each text.
    pub texts: Vec<TextCount>,
    /// The lines of the text.
    pub lines: u64,
    /// The bytes of the text.
    pub bytes: u64,
}

/// What was read of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextCount {
    /// Its lines.
    pub lines: u64,
    /// The failed requests in it that GitLab's own log tells, and the filter takes.
    pub logged: u64,
    /// The lines of a log in JSON that are none, or are broken.
    pub broken: u64,
}

/// Reads a text to its end.
///
/// # Errors
/// Fails when the input cannot be read.
pub fn read(input: &mut dyn BufRead) -> io::Result<Readings> {
    let mut texts = Texts::new(Filter::default());
    texts.take(input)?;
    Ok(texts.close())
}

/// Texts that are read one after the other: lines of logs that are alike become one group, wherever they stand.
pub(crate) struct Texts {
    finder: Finder,
    told: Told,
}

impl Texts {
    /// Of the lines of GitLab's own logs, those that the filter takes count.
    pub(crate) fn new(filter: Filter) -> Self {
        Self {
            finder: Finder::new(|| phrases::sought().collect()),
            told: Told {
                log: ServerLog::filtered(filter),
                ..Told::default()
            },
        }
    }

    /// Reads the next text to its end.
    pub(crate) fn take(&mut self, input: &mut dyn BufRead) -> io::Result<()> {
        let finder = &self.finder;
        let mut hand_on = |see: &mut lines::See<'_>| lines::each(input, finder, see);
        self.told.take(&mut hand_on)
    }

    pub(crate) fn close(self) -> Readings {
        self.told.close()
    }
}

/// Reads what is handed on.
#[cfg(test)]
fn read_with(
    hand_on: &mut dyn FnMut(&mut lines::See<'_>) -> io::Result<Totals>,
) -> io::Result<Readings> {
    let mut told = Told::default();
    told.take(hand_on)?;
    Ok(told.close())
}

/// What was told so far. Lines are counted through all texts.
#[derive(Default)]
struct Told {
    story: Story,
    log: ServerLog,
    recent: Recent,
    /// The line that was judged last.
    last: Rc<Line>,
    totals: Totals,
    /// The lines before each text.
    before: Vec<u64>,
    texts: Vec<TextCount>,
}

impl Told {
    fn take(
        &mut self,
        hand_on: &mut dyn FnMut(&mut lines::See<'_>) -> io::Result<Totals>,
    ) -> io::Result<()> {
        let before = self.totals.lines;
        self.before.push(before);
        let (broken, taken) = (self.log.broken, self.log.taken);
        let totals = hand_on(&mut |number, behind, raw| self.line(number, behind, raw))?;
        let Self { story, log, .. } = self;
        story.end_text(totals.lines, before);
        note_text(&mut story.readings, self.texts.len());
        self.texts.push(TextCount {
            lines: totals.lines,
            logged: 0,
            broken: if log.taken > taken {
                totals.broken() + log.broken - broken
            } else {
                0
            },
        });
        self.totals.lines += totals.lines;
        self.totals.bytes += totals.bytes;
        Ok(())
    }

    /// Takes in a line, and those before it that nobody has seen. They are judged only if the line tells something: most
    /// lines that hold a phrase do not.
    fn line(&mut self, number: u64, behind: &[&[u8]], raw: &[u8]) -> Attention {
        let before = self.totals.lines;
        let first = number - behind.len() as u64;
        let mut unjudged = Vec::new();
        for (number, raw) in (first..).zip(behind.iter().chain([&raw])) {
            if self.log.take((before + number, self.texts.len()), raw) {
                // Every line of a log stands for itself.
                self.story.end();
                unjudged.clear();
            } else {
                unjudged.push((number, clean::clean(raw)));
            }
        }
        let Some((number, text)) = unjudged.pop() else {
            return Attention::Asleep;
        };
        let shown = unjudged.last().map(|(_, text)| redact(text));
        let shown = shown.unwrap_or_else(|| self.last.shown.clone());
        let line = self
            .recent
            .line(&text, &shown, || line::read(&text, &shown));
        if !line.tells_nothing() {
            for (number, text) in unjudged {
                let shown = &self.last.shown;
                let line = self.recent.line(&text, shown, || line::read(&text, shown));
                self.story.push(number, &line);
                self.last = line;
            }
        }
        let is_telling = self.story.push(number, &line);
        self.last = line;
        if is_telling {
            Attention::Awake
        } else {
            Attention::Asleep
        }
    }

    fn close(self) -> Readings {
        let (mut found, mut texts) = (self.story.readings, self.texts);
        let rest = self.log.close(&mut found, &mut texts);
        for reading in &mut found {
            let texts = self.before.partition_point(|before| *before < reading.line);
            reading.text = texts.saturating_sub(1);
            reading.line -= self.before.get(reading.text).unwrap_or(&0);
        }
        Readings {
            found,
            rest,
            texts,
            uncounted: self.story.uncounted,
            lines: self.totals.lines,
            bytes: self.totals.bytes,
        }
    }
}

/// Puts down to a text what it has added to the failures of clients.
fn note_text(readings: &mut [Reading], text: usize) {
    for reading in readings {
        let before: u64 = reading.by_text.iter().map(|(_, count)| count).sum();
        if reading.count > before {
            reading.by_text.push((text, reading.count - before));
        }
    }
}
