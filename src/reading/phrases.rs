//! TABLE: the phrases of all clients.
//!
//! They are written down in `knowledge/phrases/`, a file for each layer, and in `knowledge/answers/` where a client's
//! words stand for themselves; they become literals while the program is built. A longer phrase wins over a shorter one
//! that begins at the same place.

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
    phrases.chain(marks).chain(ANCHORS.iter().copied())
}

/// Goes through every phrase.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter()
}
