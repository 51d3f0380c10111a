//! What GitLab and its surroundings answer, what each answer can mean, and what to do about it.
//!
//! Tables without logic: the rows are written down in `knowledge/answers/` (a file for each surface) and
//! `knowledge/reasons/` (a file for each gate), and become literals while the program is built. Meanings of the same
//! bytes are told apart by clues, never by their order; [`crate::diagnosis`] weighs them.

pub(crate) mod answer;
mod audience;
mod cause;
pub(crate) mod clue;
pub(crate) mod codes;
mod gate;
pub(crate) mod mark;
pub(crate) mod sentence;
pub(crate) mod template;
pub(crate) mod transport;
pub(crate) mod word;
pub(crate) mod wording;
pub(crate) mod words;

use std::ops::Range;

use crate::catalogue::{Method, Surface};
use crate::observation::BodyShape;

pub(crate) use audience::Audience;
pub(crate) use cause::Cause;
pub(crate) use codes::Code;
pub(crate) use gate::{Gate, GateState};
pub(crate) use words::Words;

use answer::{Answer, Grade, HeaderTest, Meaning, Pattern, Text};
use clue::Clue;
use mark::{no, yes};

include!(concat!(env!("OUT_DIR"), "/answers.rs"));

/// The rows that a body may fit by its shape; of those that are found by their words there is none.
pub(crate) fn rows_for(shape: &BodyShape) -> impl Iterator<Item = &'static Answer> {
    let kinds: &[Range<usize>] = match shape {
        BodyShape::Empty => &[EMPTY],
        BodyShape::Unseen => &[UNSEEN],
        BodyShape::Message(_) => &[MESSAGE],
        BodyShape::Details(_) => &[DETAILS],
        BodyShape::Guard { .. } | BodyShape::Error(_) => &[ERROR, GUARD],
        BodyShape::GraphQlErrors(_) => &[GRAPHQL],
        BodyShape::RegistryErrors(_) => &[REGISTRY],
        BodyShape::Html(_) => &[PAGE],
        BodyShape::Json(_) => &[JSON, HIDDENLIST],
        BodyShape::Text(_) => &[TEXT],
        BodyShape::Binary => &[],
    };
    let kinds = kinds.iter().chain([&ANY]);
    kinds.flat_map(|kind| &ANSWERS[kind.clone()])
}

/// The rows that say what a sentence speaks of which no row knows.
pub(crate) fn rows_of_topics() -> &'static [Answer] {
    &ANSWERS[SPEAKS]
}

/// Says whether a row knows these very words, whatever their status: the title of a page, or the
/// words of a Git server.
pub(crate) fn are_known(shape: &BodyShape) -> bool {
    /// So few letters are shared by words that mean something else.
    const TELLING: usize = 6;
    let is_shown = |answer: &Answer| {
        answer.body.captures(shape).is_some() && answer.body.specificity() >= TELLING
    };
    let is_said = |text: &str| wording::find(text).iter().any(wording::Said::is_most);
    rows_for(shape).any(is_shown) || matches!(shape, BodyShape::Text(text) if is_said(text))
}
