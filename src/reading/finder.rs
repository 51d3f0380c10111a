//! Finding the lines of a block that are worth a look: one pass for the phrases of all clients and the sentences of GitLab.
//!
//! A small text is searched by an automaton that is built at once. A large one is worth an
//! automaton that takes longer to build and reads several times as fast. Both find the same. A text that needs no search
//! pays for none.

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Input};

/// What words make of the line in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// It is worth a look.
    Alone,
    /// It is, if it holds a word of trouble, too: every line of a log in JSON may have a `"message"`.
    BesideTrouble,
    /// It tells of trouble.
    Trouble,
    /// It is, if the next digit begins the status of a failure: `HTTP/1.1" 404`, not `HTTP/1.1" 200`.
    BeforeStatus,
    /// It is, if no digit stands before or behind the words: ` 404`, not ` 40412`.
    Number,
}

impl Worth {
    /// Whether the words at a place mean what they say.
    fn is_met(self, line: &[u8], from: usize, to: usize) -> bool {
        let is_digit = |at: usize| line.get(at).is_some_and(u8::is_ascii_digit);
        match self {
            Self::Alone | Self::BesideTrouble => true,
            // `"error":""` tells of none.
            Self::Trouble => !line
                .get(to - 1..)
                .is_some_and(|rest| rest.starts_with(b"\"\"")),
            Self::BeforeStatus => {
                let mut next = line.iter().skip(to).take(STATUS_WITHIN);
                next.find(|byte| byte.is_ascii_digit() || **byte == b'\n')
                    .is_some_and(|byte| (b'3'..=b'5').contains(byte))
            }
            Self::Number => !(is_digit(to) || from > 0 && is_digit(from - 1)),
        }
    }
}

/// A status stands at most so many bytes behind the words that lead to it.
const STATUS_WITHIN: usize = 40;

/// A search for many words at once.
#[derive(Debug)]
pub(super) struct Search {
    /// None where it could not be built; then every line is worth a look.
    automaton: Option<AhoCorasick>,
    worths: Vec<Worth>,
}

impl Search {
    fn build(sought: &[(&'static str, Worth)], kind: AhoCorasickKind) -> Self {
        let words = sought.iter().map(|(words, _)| words);
        Self {
            automaton: AhoCorasickBuilder::new().kind(Some(kind)).build(words).ok(),
            worths: sought.iter().map(|(_, worth)| *worth).collect(),
        }
    }

    /// Where the lines begin that are worth a look for what they say in the part that is looked at.
    pub(super) fn lines(&self, text: &[u8], longest: usize) -> Vec<usize> {
        let Some(automaton) = &self.automaton else {
            let newlines = memchr::memchr_iter(b'\n', text);
            return std::iter::once(0)
                .chain(newlines.map(|at| at + 1))
                .collect();
        };
        let mut found = Vec::new();
        let (mut line, mut is_weak, mut is_trouble) = (0, false, false);
        let mut input = Input::new(text);
        let mut state = OverlappingState::start();
        loop {
            automaton.find_overlapping(input.clone(), &mut state);
            let Some(hit) = state.get_match() else {
                return found;
            };
            let before = text.get(line..hit.start()).unwrap_or_default();
            if let Some(newline) = memchr::memrchr(b'\n', before) {
                (line, is_weak, is_trouble) = (line + newline + 1, false, false);
            }
            let worth = self.worths[hit.pattern()];
            if hit.end() - line > longest || !worth.is_met(text, hit.start(), hit.end()) {
                continue;
            }
            is_weak |= worth == Worth::BesideTrouble;
            is_trouble |= worth == Worth::Trouble;
            let is_alone = matches!(worth, Worth::Alone | Worth::BeforeStatus | Worth::Number);
            if is_alone || is_weak && is_trouble {
                found.push(line);
                let Some(end) = memchr::memchr(b'\n', &text[hit.end()..]) else {
                    return found;
                };
                (line, is_weak, is_trouble) = (hit.end() + end + 1, false, false);
                input.set_start(line);
                state = OverlappingState::start();
            }
        }
    }
}

/// Finds words, by the search that serves.
#[derive(Debug)]
pub(super) struct Finder {
    sought: Vec<(&'static str, Worth)>,
    small: Option<Search>,
    large: Option<Search>,
}

impl Finder {
    /// Takes the words to find.
    pub(super) fn new(sought: impl IntoIterator<Item = (&'static str, Worth)>) -> Self {
        Self {
            sought: sought.into_iter().collect(),
            small: None,
            large: None,
        }
    }

    /// The search for a small text.
    pub(super) fn small(&mut self) -> &Search {
        let Self { sought, small, .. } = self;
        small.get_or_insert_with(|| Search::build(sought, AhoCorasickKind::NoncontiguousNFA))
    }

    /// The search for a large text.
    pub(super) fn large(&mut self) -> &Search {
        let Self { sought, large, .. } = self;
        large.get_or_insert_with(|| Search::build(sought, AhoCorasickKind::DFA))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::reading::phrases;

    /// Does the same for one line, word by word.
    pub(in crate::reading) fn is_worth_a_look(
        line: &[u8],
        longest: usize,
        sought: &[(&str, Worth)],
    ) -> bool {
        let holds = |(words, worth): &&(&str, Worth)| {
            memchr::memmem::find_iter(line, words).any(|at| {
                let end = at + words.len();
                end <= longest && worth.is_met(line, at, end)
            })
        };
        let mut held = sought.iter().filter(holds).map(|(_, worth)| *worth);
        let is = |wanted: Worth| {
            sought
                .iter()
                .filter(holds)
                .any(|(_, worth)| *worth == wanted)
        };
        held.any(|worth| !matches!(worth, Worth::BesideTrouble | Worth::Trouble))
            || is(Worth::BesideTrouble) && is(Worth::Trouble)
    }

    fn found(text: &str) -> bool {
        let sought: Vec<_> = phrases::sought().collect();
        let mut finder = Finder::new(sought.iter().copied());
        let small = finder.small().lines(text.as_bytes(), 1000);
        assert_eq!(small, finder.large().lines(text.as_bytes(), 1000), "{text}");
        assert_eq!(
            !small.is_empty(),
            is_worth_a_look(text.as_bytes(), 1000, &sought),
            "{text}"
        );
        !small.is_empty()
    }

    #[test]
    fn small_and_large_texts_are_searched_alike() {
        let mut finder = Finder::new(phrases::sought());
        for (words, _) in phrases::sought() {
            let text = format!("before\nwhat comes before {words} 404 and is denied\nafter\n");
            let found = finder.small().lines(text.as_bytes(), 1000);
            assert_eq!(found, [7], "{words}");
            assert_eq!(
                found,
                finder.large().lines(text.as_bytes(), 1000),
                "{words}"
            );
        }
    }

    #[test]
    fn what_every_log_is_full_of_is_not_worth_a_look() {
        for line in [
            r#"{"level":"info","message":"handled request","status":200}"#,
            r#"10.0.0.7 - - [14/Mar/2026:09:26:53 +0000] "GET /a/1 HTTP/1.1" 200 40412 "-" "Mozilla/5.0""#,
            r#"{"level":30,"res":{"statusCode":204},"msg":"request completed"}"#,
            r#"{"level":"info","error":null,"errors":[],"message":"saved"}"#,
            r#"{"level":"info","error":"","message":"saved"}"#,
            "npm warn deprecated parser-12@1.0.0: this package is no longer supported",
            "served 40441 items in 1403 ms",
        ] {
            assert!(!found(line), "{line}");
        }
        for line in [
            r#"{"level":"info","message":"Access to this is denied"}"#,
            r#"10.0.0.7 - - [14/Mar/2026:09:26:53 +0000] "GET /a/1 HTTP/1.1" 404 12 "-" "Mozilla/5.0""#,
            r#"{"level":50,"res":{"statusCode": 403},"msg":"request failed"}"#,
            r#"{"error":"no_such_scope"}"#,
            "answered with 404",
        ] {
            assert!(found(line), "{line}");
        }
    }

    #[test]
    fn no_phrase_goes_over_the_end_of_a_line_or_is_shorter_than_its_beginning() {
        assert!(phrases::sought().all(|(word, _)| !word.is_empty() && !word.contains('\n')));
        assert!(phrases::all().all(|phrase| phrase.words.len() >= 4));
    }
}
