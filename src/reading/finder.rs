//! Finding the next phrase in a block: one pass for the phrases of all clients and the sentences of GitLab.
//!
//! A small text is searched by an automaton that is built at once. A large one is worth an
//! automaton that takes longer to build and reads several times as fast. Both find the same. A text that needs no search
//! pays for none.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};

/// After so many bytes the fast automaton is built.
const LARGE: u64 = 512 * 1024;

/// Finds phrases.
#[derive(Debug)]
pub(super) struct Finder {
    words: Vec<&'static str>,
    small: Option<AhoCorasick>,
    large: Option<AhoCorasick>,
    searched: u64,
}

impl Finder {
    /// Takes the words to find.
    pub(super) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            words: words.into_iter().collect(),
            small: None,
            large: None,
            searched: 0,
        }
    }

    /// Returns where the first phrase stands that ends in a text. Where no automaton can be built, every text is one.
    pub(super) fn find(&mut self, text: &[u8]) -> Option<Range<usize>> {
        if self.small.is_none() {
            self.small = self.build(AhoCorasickKind::NoncontiguousNFA);
        }
        let Some(automaton) = self.large.as_ref().or(self.small.as_ref()) else {
            return (!text.is_empty()).then_some(0..1);
        };
        let found = automaton.find(text).map(|hit| hit.range());
        self.searched += found.as_ref().map_or(text.len(), |hit| hit.end) as u64;
        if self.large.is_none() && self.searched > LARGE {
            self.grow();
        }
        found
    }

    /// Builds the automaton for large texts. Where it cannot be, the small one serves.
    fn grow(&mut self) {
        self.large = self.build(AhoCorasickKind::DFA);
        // Nothing is gained by trying again.
        self.searched = 0;
    }

    fn build(&self, kind: AhoCorasickKind) -> Option<AhoCorasick> {
        let mut builder = AhoCorasickBuilder::new();
        builder.kind(Some(kind)).build(&self.words).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::phrases;

    #[test]
    fn small_and_large_texts_are_searched_alike() {
        let words = || phrases::sought();
        let mut small = Finder::new(words());
        let mut large = Finder::new(words());
        large.grow();
        for word in words() {
            let text = format!("what comes before {word} and what comes after {word}");
            let found = small.find(text.as_bytes());
            assert!(found.is_some(), "{word}");
            assert_eq!(found, large.find(text.as_bytes()), "{word}");
        }
        assert_eq!(large.find(b"nothing of interest"), None);
    }

    #[test]
    fn no_phrase_goes_over_the_end_of_a_line() {
        assert!(phrases::sought().all(|word| !word.is_empty() && !word.contains('\n')));
    }
}
