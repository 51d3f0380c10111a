//! Finds the wordings of answers in a text, by their words.
//!
//! Nothing is built when the program starts: `build/wordings.rs` takes the sentences of `knowledge/answers/` apart and
//! notes with the rarest word of each where to look. Surface, status, and shape are no conditions; who looks ranks by them.

use std::ops::Range;

use super::sentence::Words;
use super::template::Captures;

/// A name in the place of a placeholder has at most so many words; an address has about ten.
const LONGEST_NAME: usize = 24;

/// So many literal words are nobody's chance remark, wherever they stand.
const TELLING: usize = 5;

/// With so many literal words, what stands in a place at its beginning or end belongs to it.
const NAMING: usize = 4;

/// A name at its beginning or end has at most so many words.
const LONGEST_END: usize = 6;

/// A shorter sentence must be so much of what its clause says, in percent.
const MOST: usize = 75;

/// A sentence of an answer: runs of literal words, with names between them.
#[derive(Debug)]
pub(crate) struct Wording {
    /// Whose sentence it is, by its place in the table of answers.
    pub(crate) answer: u16,
    pub(crate) runs: &'static [&'static [&'static str]],
    /// The placeholders before the first run, between the runs, and after the last one; empty where none is.
    pub(crate) names: &'static [&'static str],
    /// The run and the word in it by which the sentence is found.
    pub(crate) rarest: (u8, u8),
}

/// A wording that a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Whose sentence it is, by its place in the table of answers.
    pub(crate) answer: usize,
    /// How many letters of it are literal.
    pub(crate) literal: usize,
    /// How much it is of the clauses that it stands in, in percent.
    pub(crate) share: usize,
    /// Where it stands in the text, in bytes.
    pub(crate) span: Range<usize>,
    /// What stands in the place of its placeholders.
    pub(crate) captures: Captures,
}

impl Said {
    /// Whether little else is said beside it.
    pub(crate) const fn is_most(&self) -> bool {
        self.share >= MOST
    }
}

include!(concat!(env!("OUT_DIR"), "/wordings.rs"));

/// The wordings that a text says, those with the most letters first.
pub(crate) fn find(text: &str) -> Vec<Said> {
    let words = Words::of(text);
    let mut said: Vec<Said> = Vec::new();
    for (at, word) in words.as_slice().iter().enumerate() {
        let found = INDEX.binary_search_by(|(rarest, _)| (*rarest).cmp(word.as_str()));
        let wordings = found.ok().and_then(|place| INDEX.get(place));
        for wording in wordings.iter().flat_map(|(_, wordings)| *wordings) {
            let wording = WORDINGS.get(usize::from(*wording));
            said.extend(wording.and_then(|wording| wording.said(text, &words, at)));
        }
    }
    said.sort_by_key(|said| std::cmp::Reverse((said.literal, said.share)));
    said
}

impl Wording {
    /// What the text says of it, if its rarest word stands at a place.
    fn said(&self, text: &str, words: &Words, at: usize) -> Option<Said> {
        let places = self.places(words.as_slice(), at)?;
        let (first, last) = (places.first()?.start, places.last()?.end - 1);
        let literal_words: usize = self.runs.iter().map(|run| run.len()).sum();
        let named = if literal_words < NAMING {
            0
        } else {
            self.named_around(words, first, last)
        };
        let share = 100 * (last + 1 - first + named) / words.clause_length(first, last).max(1);
        let is_said = literal_words >= TELLING || share >= MOST;
        is_said.then(|| Said {
            answer: usize::from(self.answer),
            literal: self.letters(),
            share,
            span: words.span(first..last + 1),
            captures: self.captures(text, words, &places),
        })
    }

    /// How many words stand in its places before and behind the literal ones.
    fn named_around(&self, words: &Words, first: usize, last: usize) -> usize {
        let is_named = |name: Option<&&str>| name.is_some_and(|name| !name.is_empty());
        let around = [
            (self.names.first(), first, true),
            (self.names.last(), last, false),
        ];
        let named = around.into_iter().filter(|(name, ..)| is_named(*name));
        named
            .map(|(_, at, is_before)| words.rest_of_clause(at, is_before).len().min(LONGEST_END))
            .sum()
    }

    /// Its letters and the blanks between its words.
    fn letters(&self) -> usize {
        let words = self.runs.iter().flat_map(|run| run.iter());
        words.map(|word| word.len() + 1).sum()
    }

    /// Where its runs stand.
    fn places(&self, words: &[String], at: usize) -> Option<Vec<Range<usize>>> {
        let (anchor, word) = (usize::from(self.rarest.0), usize::from(self.rarest.1));
        let run = self.runs.get(anchor)?;
        let start = at
            .checked_sub(word)
            .filter(|start| stands_at(words, run, *start))?;
        let found = start..start + run.len();
        let mut places = Vec::from([found]);
        for run in self.runs.get(..anchor)?.iter().rev() {
            let place = last_before(words, run, places.first()?.start)?;
            places.insert(0, place);
        }
        for run in self.runs.get(anchor + 1..)? {
            places.push(first_after(words, run, places.last()?.end)?);
        }
        Some(places)
    }

    fn captures(&self, text: &str, words: &Words, places: &[Range<usize>]) -> Captures {
        let before = places
            .first()
            .map(|place| words.rest_of_clause(place.start, true));
        let between = places.windows(2).map(|pair| match pair {
            [left, right] => left.end..right.start,
            _ => 0..0,
        });
        let after = places
            .last()
            .map(|place| words.rest_of_clause(place.end - 1, false));
        let gaps = before.into_iter().chain(between).chain(after);
        let named = self
            .names
            .iter()
            .zip(gaps)
            .filter(|(name, _)| !name.is_empty());
        named
            .map(|(name, gap)| {
                (
                    *name,
                    text.get(words.span(gap)).unwrap_or_default().to_owned(),
                )
            })
            .collect()
    }
}

fn stands_at(words: &[String], run: &[&str], at: usize) -> bool {
    let found = words.get(at..at + run.len());
    found.is_some_and(|found| found.iter().zip(run).all(|(word, wanted)| word == wanted))
}

fn first_after(words: &[String], run: &[&str], from: usize) -> Option<Range<usize>> {
    let at = (from..=from + LONGEST_NAME).find(|at| stands_at(words, run, *at))?;
    Some(at..at + run.len())
}

fn last_before(words: &[String], run: &[&str], end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(run.len())?;
    let first = last.saturating_sub(LONGEST_NAME);
    let at = (first..=last).rev().find(|at| stands_at(words, run, *at))?;
    Some(at..at + run.len())
}
