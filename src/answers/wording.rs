//! Finds the wordings of answers in a text, by their words.
//!
//! Nothing is built when the program starts: `build/wordings.rs` takes the sentences of `knowledge/answers/` apart and
//! notes with the rarest word of each where to look. Surface, status, and shape are no conditions; who looks ranks by them.

use std::ops::Range;

use super::sentence::{SentenceWords, hash};
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

/// Stands between two runs of a sentence, and for a word that no sentence has.
const GAP: u16 = u16::MAX;

/// A sentence of an answer: runs of literal words, with names between them.
///
/// A word is its number in [`VOCABULARY`]: the loader would have to adjust the address of each text.
#[derive(Debug)]
struct Wording {
    /// Whose sentence it is, by its place in the table of answers.
    answer: u16,
    /// Where its words begin and end in [`RUNS`], with a [`GAP`] between two runs.
    bounds: (u16, u16),
    /// The word by which it is found, by its place in [`RUNS`].
    rarest: u16,
    /// The placeholders before the first run, between the runs, and after the last one, with `|` between them.
    names: &'static str,
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
    let words = SentenceWords::of(text);
    let numbers: Vec<u16> = words.as_slice().iter().map(|word| number(word)).collect();
    let mut said: Vec<Said> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let wordings = wordings_of(*number).iter();
        said.extend(wordings.filter_map(|wording| wording.said(text, &words, &numbers, at)));
    }
    said.sort_by_key(|said| std::cmp::Reverse((said.literal, said.share)));
    said
}

/// The number of a word.
fn number(word: &str) -> u16 {
    let begin = hash(word) % PLACES.len();
    let places = PLACES[begin..].iter().chain(&PLACES[..begin]).copied();
    let is_it = |number: u16| {
        let other = VOCABULARY.get(usize::from(number));
        other.is_none_or(|other| *other == word)
    };
    places
        .into_iter()
        .find(|number| is_it(*number))
        .unwrap_or(GAP)
}

/// The sentences that are found by a word.
fn wordings_of(number: u16) -> &'static [Wording] {
    let bound = |number: usize| FOUND_BY.get(number).copied().map(usize::from);
    let range = bound(usize::from(number)).zip(bound(usize::from(number) + 1));
    range.map_or(&[], |(begin, end)| &WORDINGS[begin..end])
}

impl Wording {
    /// A part of its words, by places in [`RUNS`].
    fn part(range: Range<u16>) -> &'static [u16] {
        let part = RUNS.get(usize::from(range.start)..usize::from(range.end));
        part.unwrap_or_default()
    }

    /// All of its literal words.
    fn words(&self) -> impl Iterator<Item = u16> {
        let all = Self::part(self.bounds.0..self.bounds.1);
        all.iter().copied().filter(|word| *word != GAP)
    }

    /// What the text says of it, if its rarest word stands at a place.
    fn said(&self, text: &str, words: &SentenceWords, numbers: &[u16], at: usize) -> Option<Said> {
        let places = self.places(numbers, at)?;
        let (first, last) = (places.first()?.start, places.last()?.end - 1);
        let literal_words = self.words().count();
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
    fn named_around(&self, words: &SentenceWords, first: usize, last: usize) -> usize {
        let around = [
            (self.names.split('|').next(), first, true),
            (self.names.split('|').next_back(), last, false),
        ];
        let named = around
            .into_iter()
            .filter(|(name, ..)| name.is_some_and(|name| !name.is_empty()));
        named
            .map(|(_, at, is_before)| words.rest_of_clause(at, is_before).len().min(LONGEST_END))
            .sum()
    }

    /// Its letters and the blanks between its words.
    fn letters(&self) -> usize {
        let texts = self
            .words()
            .filter_map(|word| VOCABULARY.get(usize::from(word)));
        texts.map(|word| word.len() + 1).sum()
    }

    /// Where its runs stand.
    fn places(&self, words: &[u16], at: usize) -> Option<Vec<Range<usize>>> {
        let is_gap = |word: &u16| *word == GAP;
        let before = Self::part(self.bounds.0..self.rarest);
        let behind = Self::part(self.rarest..self.bounds.1);
        let begun = before.rsplit(is_gap).next()?.len();
        let length = begun + behind.split(is_gap).next()?.len();
        let start = at.checked_sub(begun)?;
        let run = RUNS
            .get(usize::from(self.rarest) - begun..)?
            .get(..length)?;
        let mut places =
            Vec::from([stands_at(words, run, start).then_some(start..start + length)?]);
        for run in before.rsplit(is_gap).skip(1) {
            let place = last_before(words, run, places.first()?.start)?;
            places.insert(0, place);
        }
        for run in behind.split(is_gap).skip(1) {
            places.push(first_after(words, run, places.last()?.end)?);
        }
        Some(places)
    }

    fn captures(&self, text: &str, words: &SentenceWords, places: &[Range<usize>]) -> Captures {
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
            .split('|')
            .zip(gaps)
            .filter(|(name, _)| !name.is_empty());
        named
            .map(|(name, gap)| {
                (
                    name,
                    text.get(words.span(gap)).unwrap_or_default().to_owned(),
                )
            })
            .collect()
    }
}

fn stands_at(words: &[u16], run: &[u16], at: usize) -> bool {
    words.get(at..at + run.len()) == Some(run)
}

fn first_after(words: &[u16], run: &[u16], from: usize) -> Option<Range<usize>> {
    let at = (from..=from + LONGEST_NAME).find(|at| stands_at(words, run, *at))?;
    Some(at..at + run.len())
}

fn last_before(words: &[u16], run: &[u16], end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(run.len())?;
    let first = last.saturating_sub(LONGEST_NAME);
    let at = (first..=last).rev().find(|at| stands_at(words, run, *at))?;
    Some(at..at + run.len())
}
