//! TABLE: what GitLab and its surroundings say, and what it can mean.
//!
//! It is written down in `knowledge/answers/`, a file for each surface, and becomes literals while the program is built
//! (`build/answers.rs`). Meanings of the same bytes are told apart by clues, never by their order.

#[cfg(test)]
mod examples;
#[cfg(test)]
mod tests;

use super::answer::{Answer, Grade, HeaderTest, Meaning, Pattern};
use super::clue::{Clue, no, yes};
use super::{BodyShape, codes, wording};
use crate::catalogue::{Method, Surface};

include!(concat!(env!("OUT_DIR"), "/answers.rs"));

/// Says whether a row knows these very words, whatever their status: the title of a page, or the
/// words of a Git server.
pub(crate) fn are_known(shape: &BodyShape) -> bool {
    /// So few letters are shared by words that mean something else.
    const TELLING: usize = 6;
    let is_shown = |answer: &Answer| {
        answer.body.specificity() >= TELLING && answer.body.captures(shape).is_some()
    };
    let is_said = |text: &str| wording::find(text).iter().any(wording::Said::is_most);
    ANSWERS.iter().any(is_shown) || matches!(shape, BodyShape::Text(text) if is_said(text))
}
