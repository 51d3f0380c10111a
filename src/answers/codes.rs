//! The codes: every finer reason that a diagnosis can name, each with its page.
//!
//! A code that was published is never reused for something else. The pages are what
//! `glwhy explain --code CODE` prints and what `docs/causes.md` is generated from. They are written
//! down in `knowledge/reasons/`, a file for each gate, and become literals while the program is
//! built (`build/reasons.rs`); nothing is decided here.

use super::clue::Clue;
use super::mark::{Mark, no, yes};
use super::{Audience, Cause, Gate};

pub(crate) mod page;

pub(crate) use page::{list, page};

/// A finer, stable reason, with its page.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, in kebab-case.
    pub id: &'static str,
    /// The cause that it belongs to.
    pub cause: Cause,
    /// Where on the ladder it stands; absent when the token was accepted.
    pub gate: Option<Gate>,
    /// What is known where it cannot be the one, whichever row leads to it.
    pub(crate) unless: &'static [Mark],
    /// Whether it speaks of another credential than the token, such as the login of an application.
    pub(crate) of_another_credential: bool,
    /// What happened, as one sentence without a full stop.
    pub title: &'static str,
    /// Why GitLab does it.
    pub why: &'static str,
    /// How to recognise it.
    pub recognise: &'static str,
    /// How to mend it, best first. May hold `{placeholders}`, see [`crate::answers::word`].
    pub fixes: &'static [Fix],
    /// Codes that look alike, each with how to tell them apart.
    pub alike: &'static [(&'static str, &'static str)],
    /// The page of GitLab's documentation.
    pub docs: &'static str,
}

/// What to do about a reason.
#[derive(Debug, PartialEq, Eq)]
pub struct Fix {
    /// For whom it is.
    pub audience: Audience,
    /// The sentence. May hold `{placeholders}`, see [`crate::answers::word`].
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/reasons.rs"));

/// Finds a code by its name.
pub(crate) fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id == id)
}

/// How many codes [`nearest`] names at most.
const NEAREST: usize = 3;

/// Returns the codes whose names come closest to a name that is not known, closest first.
///
/// A name that is part of the asked one, or holds it, counts as close. Empty when nothing is.
pub(crate) fn nearest(id: &str) -> Vec<&'static Code> {
    let asked = id.trim().to_lowercase().replace(['_', ' '], "-");
    let mut ranked: Vec<_> = ALL
        .iter()
        .copied()
        .filter_map(|code| rank(&asked, code.id).map(|rank| (rank, code)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let nearest = ranked.into_iter().take(NEAREST);
    nearest.map(|(_, code)| code).collect()
}

/// The fewest letters of a name that may stand for a longer one.
const TELLING_LENGTH: usize = 4;

/// Says how far apart two names are: slips of the pen first, then parts of a name.
fn rank(asked: &str, id: &str) -> Option<(bool, usize)> {
    let slips = edits(asked, id);
    if slips <= asked.len().max(id.len()) / 4 {
        return Some((false, slips));
    }
    let part = asked.len() >= TELLING_LENGTH && (id.contains(asked) || asked.contains(id));
    part.then_some((true, slips))
}

/// Counts the letters to insert, delete, or replace to turn one name into the other.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, other) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.chars().count()]
}

#[cfg(test)]
mod tests;
