//! GitLab's sentences in a line, known by their words alone.
//!
//! A phrase table knows the frames of clients; most tools have frames of their own. What GitLab says in them is found by
//! its words, so no frame has to be known.

use super::lists;
use super::prose;
use super::trace::Trace;
use crate::answers;
use crate::answers::ANSWERS;
use crate::answers::answer::Pattern;
use crate::answers::sentence::SentenceWords;
use crate::answers::wording;
use crate::answers::wording::Said;
use crate::catalogue::Surface;
use crate::observation::{BodyShape, GraphQlError};

/// Fewer letters than these are said by people who refuse nothing.
const TELLING: usize = 20;

/// A clause of its own with more letters is a sentence beside a status; fewer may be anybody's.
const CLAUSE: usize = 12;

/// So many letters are a sentence that stands for itself.
const WHOLE: usize = 32;

/// Notes a sentence of GitLab that a line says, alone or as the end of what the line before it began.
pub(super) fn apply(line: &str, before: &str, trace: &mut Trace) {
    if trace.broken.is_some() || is_known(trace) || prose::is_harmless(line) {
        return;
    }
    // Beside what is known already only a whole sentence counts.
    let least = if trace.fails { WHOLE } else { TELLING };
    // What is a clause of its own counts beside a status, however short it is.
    let is_unsaid =
        trace.body.is_none() && trace.surface.is_none_or(|surface| surface == Surface::Rest);
    let is_clause =
        |said: &Said| is_unsaid && trace.fails && said.literal > CLAUSE && said.is_most();
    let mut alone = wording::find(line).into_iter();
    let alone = alone.find(|said| said.literal >= least || is_clause(said));
    let alone = alone.map(|said| (line.to_owned(), said));
    if let Some((text, said)) = alone.or_else(|| across(before, line, least))
        && !is_mentioned(&text, &said)
    {
        note(&text, &said, trace);
    }
}

/// Whether the line shows an answer whose words are known.
fn is_known(trace: &Trace) -> bool {
    trace.body.as_ref().is_some_and(answers::are_known)
}

fn best(text: &str, least: usize) -> Option<Said> {
    let mut said = wording::find(text).into_iter();
    said.find(|said| said.literal >= least)
}

/// A sentence that goes over the end of a line.
fn across(before: &str, line: &str, least: usize) -> Option<(String, Said)> {
    let rest = line.trim_start().trim_start_matches("remote:").trim_start();
    // Most lines of a log begin and end otherwise than the words of a sentence.
    let ends_in_words =
        before.ends_with(|letter: char| letter.is_alphanumeric() || ".,:;'\"`)".contains(letter));
    let begins_in_words =
        rest.starts_with(|letter: char| letter.is_alphabetic() || "'\"`(".contains(letter));
    if !(ends_in_words && begins_in_words) {
        return None;
    }
    let both = format!("{before} {rest}");
    let said = best(&both, least)?;
    let begun = wording::find(before).first().map_or(0, |said| said.literal);
    let is_more = said.literal > begun;
    let goes_over = is_more && said.span.start < before.len() && said.span.end > before.len();
    goes_over.then_some((both, said))
}

/// Whether a text speaks of the sentence, and nobody was told it: in a list, a manual, or under the title of a record.
fn is_mentioned(text: &str, said: &Said) -> bool {
    let before = text.get(..said.span.start).unwrap_or_default();
    let after = text.get(said.span.end..).unwrap_or_default();
    prose::is_general(&format!("{before} {after}")) || is_of_a_record(before)
}

/// Whether what comes next is the value of a record whose name tells no failure. Issues have titles such as
/// "404 Project Not Found", and tables of texts have such values.
pub(super) fn is_of_a_record(before: &str) -> bool {
    let Some(at) = before.rfind("\":").or_else(|| before.rfind("':")) else {
        return false;
    };
    let is_data = before.trim_start().starts_with(['{', '[', '"']);
    let name = before.get(..at).unwrap_or_default().trim_end_matches('\\');
    let lower = name.to_ascii_lowercase();
    is_data
        && !lists::TELLING_NAMES
            .iter()
            .any(|telling| lower.ends_with(telling))
}

/// More words are a text about refusals.
const LONGEST_REFUSAL: usize = 20;

/// Fewer words are what a program prints when it refuses, if GitLab says them.
const SHORT: usize = 5;

/// What a line states, where it is all there is to read: a sentence of GitLab, however short, or one that plainly refuses.
pub(super) fn stated(line: &str) -> Option<BodyShape> {
    let bare = without_frame(line.trim());
    let count = bare.split_whitespace().count();
    let is_prose = prose::is_harmless(line) || prose::is_general(line) || prose::is_source(line);
    if is_prose
        || bare.starts_with('<')
        || prose::is_wanted(line)
        || line.ends_with('?')
        || count > LONGEST_REFUSAL
    {
        return None;
    }
    let is_whole = |said: &Said| {
        let rest = bare.get(said.span.end..).unwrap_or_default();
        said.span.start <= 1 && !rest.contains(char::is_alphanumeric)
    };
    let message = BodyShape::Message(bare.to_owned());
    let shapes = [
        BodyShape::Text(bare.to_owned()),
        BodyShape::Error(bare.to_owned()),
    ];
    if wording::find(bare).iter().any(is_whole) {
        return Some(message);
    }
    let known = shapes.into_iter().find(answers::are_known);
    if count <= SHORT && known.is_some() {
        return known;
    }
    let words = SentenceWords::of(bare).as_slice().join(" ");
    let is_data = bare.contains(['|', '{', '<', ';', '\t']);
    let refuses = !is_data && lists::REFUSALS.iter().any(|begin| words.starts_with(begin));
    refuses.then_some(message)
}

/// A line without what programs put before a message: `ERROR: `, `remote: GitLab: `.
fn without_frame(line: &str) -> &str {
    match line.split_once(": ") {
        Some((frame, rest)) if lists::FRAMES.contains(&frame.to_ascii_lowercase().as_str()) => {
            without_frame(rest)
        }
        _ => line,
    }
}

/// What little else is said with is the sentence itself; in a longer text it is one clue among others.
fn note(text: &str, said: &Said, trace: &mut Trace) {
    let words = if said.is_most() {
        text.get(said.span.clone()).unwrap_or(text)
    } else {
        text
    };
    let Some(answer) = ANSWERS.get(said.answer) else {
        return;
    };
    if let [surface] = answer.surfaces {
        trace.surface = trace.surface.or(Some(*surface));
    }
    trace.body = Some(shaped(answer.body, words.to_owned()));
    trace.fails = true;
}

/// The words in the shape in which GitLab says them.
fn shaped(pattern: Pattern, words: String) -> BodyShape {
    match pattern {
        Pattern::Message(_) => BodyShape::Message(words),
        Pattern::Error(_) => BodyShape::Error(words),
        Pattern::GraphQl(_) => BodyShape::GraphQlErrors(vec![GraphQlError::said(words)]),
        Pattern::Registry(code, _) => BodyShape::RegistryErrors(vec![(code.to_owned(), words)]),
        Pattern::Guard(code, _) => BodyShape::guard(code, Some(words), ""),
        Pattern::Any
        | Pattern::Empty
        | Pattern::Unseen
        | Pattern::HiddenList
        | Pattern::Details(_)
        | Pattern::Page(_)
        | Pattern::Text(_)
        | Pattern::Json(_)
        | Pattern::Says(_)
        | Pattern::Speaks(_) => BodyShape::Text(words),
    }
}
