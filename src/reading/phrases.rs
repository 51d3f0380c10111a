//! TABLE: the phrases of all clients.
//!
//! They are written down in `knowledge/phrases/`, a file for each layer, and in `knowledge/answers/` where a client's
//! words stand for themselves; they become literals while the program is built, in the order of their
//! words. A longer phrase wins over a shorter one that begins at the same place.

use super::finder::Worth;
use super::lists;
use super::phrase::{Phrase, Tells, phrase};
use crate::answers::wording::ANCHORS;
use crate::catalogue::{Method, Surface};
use crate::observation::{CertificateFault, TransportFailure};

static PHRASES: &[Phrase] = &include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Goes through everything that may make a line worth a look.
pub(super) fn sought() -> impl Iterator<Item = (&'static str, Worth)> {
    let phrases = all().map(|phrase| (phrase.words, Worth::Alone));
    let lists = [
        (lists::MARKS, Worth::Alone),
        (lists::NUMBERS, Worth::Number),
        (lists::BEFORE_STATUS, Worth::BeforeStatus),
        (lists::KEYS, Worth::BesideTrouble),
        (lists::SIGNS_OF_TROUBLE, Worth::Trouble),
    ];
    let lists = lists
        .into_iter()
        .flat_map(|(words, worth)| words.iter().map(move |words| (*words, worth)));
    let anchors = ANCHORS.lines().map(|words| (words, Worth::Alone));
    phrases.chain(lists).chain(anchors)
}

/// Goes through every phrase.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter()
}

/// The phrases in a line, from left to right, each with its place.
pub(super) fn find(line: &str) -> Vec<(usize, &'static Phrase)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = line.as_bytes().get(from..)
        && let Some((beginning, _)) = rest.split_first_chunk()
    {
        let phrase = BEGINNINGS[place(*beginning)].then(|| begun(rest)).flatten();
        found.extend(phrase.map(|phrase| (from, phrase)));
        from += phrase.map_or(1, |phrase| phrase.words.len());
    }
    found
}

/// Whether some phrase begins with the bytes of a place. At most letters of a line none does, and nothing is looked up.
static BEGINNINGS: [bool; PLACES] = {
    let mut beginnings = [false; PLACES];
    let mut at = 0;
    while at < PHRASES.len() {
        if let Some((beginning, _)) = PHRASES[at].words.as_bytes().split_first_chunk() {
            beginnings[place(*beginning)] = true;
        }
        at += 1;
    }
    beginnings
};

/// So many places are for the beginnings of some six hundred phrases.
const PLACES: usize = 1 << 14;

/// The place of the first bytes of a phrase; none is shorter, as a test says.
const fn place([one, two, three, four]: [u8; 4]) -> usize {
    let beginning = u32::from_le_bytes([one, two, three, four]);
    (beginning.wrapping_mul(0x9e37_79b1) >> 18) as usize
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
