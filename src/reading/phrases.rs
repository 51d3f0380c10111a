//! TABLE: the phrases of all clients.
//!
//! They are written down in `knowledge/phrases/`, a file for each layer, and in `knowledge/answers/` where a client's
//! words stand for themselves; they become literals while the program is built, in the order of their
//! words. A longer phrase wins over a shorter one that begins at the same place.

use super::lists::MARKS;
use super::phrase::{Phrase, Tells, phrase};
use crate::answers::wording::ANCHORS;
use crate::catalogue::{Method, Surface};
use crate::observation::{CertificateFault, TransportFailure};

static PHRASES: &[Phrase] = &include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Goes through everything that makes a line worth a look.
pub(super) fn sought() -> impl Iterator<Item = &'static str> {
    let phrases = all().map(|phrase| phrase.words);
    let marks = MARKS.iter().copied();
    phrases.chain(marks).chain(ANCHORS.lines())
}

/// Goes through every phrase.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter()
}

/// The phrases in a line, from left to right, each with its place.
pub(super) fn find(line: &str) -> Vec<(usize, &'static Phrase)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = line.as_bytes().get(from..).filter(|rest| !rest.is_empty()) {
        let phrase = begun(rest);
        found.extend(phrase.map(|phrase| (from, phrase)));
        from += phrase.map_or(1, |phrase| phrase.words.len());
    }
    found
}

/// The longest phrase with which a text begins.
fn begun(mut text: &[u8]) -> Option<&'static Phrase> {
    loop {
        let behind = PHRASES.partition_point(|phrase| phrase.words.as_bytes() <= text);
        let words = PHRASES.get(behind.checked_sub(1)?)?.words.as_bytes();
        let alike = words
            .iter()
            .zip(text)
            .take_while(|(one, other)| one == other);
        match alike.count() {
            0 => return None,
            shared if shared == words.len() => return PHRASES.get(behind - 1),
            // A shorter one stands before those that begin alike.
            shared => text = text.get(..shared)?,
        }
    }
}
