//! Finding the lines of a block that are worth a look: one pass for the phrases of all clients and the sentences of GitLab.
//!
//! The automaton is built when the first text is searched. Threads share it.

use std::sync::OnceLock;
use std::{array, iter};

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;

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

/// Words, and what they make of their line.
type Sought = (&'static str, Worth);

/// So much of the words is looked for, in bytes; what follows is compared where that much is found. The automaton is a
/// tenth as large as one for whole words, and built ten times as fast.
const BEGINNING: usize = 8;

/// So many parts of a text are searched in turn. A step in one part need not wait for that in another, and takes a third
/// of the time that it takes alone.
const PARTS: usize = 4;

/// A part of a text, from the beginning of a line to the end of one, and how far its search has come.
#[derive(Default)]
struct Part<'a> {
    text: &'a [u8],
    /// Where it stands in the whole text.
    offset: usize,
    at: usize,
    state: StateID,
    /// Where the line at hand begins, and what was found in it.
    line: usize,
    is_weak: bool,
    is_trouble: bool,
    /// Where to go on, behind a line that is worth a look.
    next: Option<usize>,
    found: Vec<usize>,
}

impl Part<'_> {
    fn begin_line(&mut self, line: usize) {
        (self.line, self.is_weak, self.is_trouble) = (line, false, false);
    }

    /// Takes in words that stand at a place; returns whether the line is now worth a look.
    fn take(&mut self, (words, worth): Sought, from: usize, longest: usize) -> bool {
        if let Some(newline) = memchr::memrchr(b'\n', &self.text[self.line..from]) {
            self.begin_line(self.line + newline + 1);
        }
        let to = from + words.len();
        let is_there = self.text[from..].starts_with(words.as_bytes());
        if !is_there || to - self.line > longest || !worth.is_met(self.text, from, to) {
            return false;
        }
        self.is_weak |= worth == Worth::BesideTrouble;
        self.is_trouble |= worth == Worth::Trouble;
        let is_alone = matches!(worth, Worth::Alone | Worth::BeforeStatus | Worth::Number);
        let is_found = is_alone || self.is_weak && self.is_trouble;
        if is_found {
            self.found.push(self.offset + self.line);
            let end = memchr::memchr(b'\n', &self.text[to..]);
            let next = end.map_or(self.text.len(), |end| to + end + 1);
            self.begin_line(next);
            self.next = Some(next);
        }
        is_found
    }
}

/// Finds words.
#[derive(Debug)]
pub(super) struct Finder {
    sought: fn() -> Vec<Sought>,
    /// None where it cannot be built; then every line is worth a look.
    search: OnceLock<Option<WordAutomaton>>,
}

/// An automaton with the state in which it starts, and the words that it finds.
#[derive(Debug)]
struct WordAutomaton {
    automaton: DFA,
    start: StateID,
    sought: Vec<Sought>,
}

impl WordAutomaton {
    fn new(sought: Vec<Sought>) -> Option<Self> {
        let words = sought.iter().map(|(words, _)| words.as_bytes());
        let beginnings = words.map(|words| words.get(..BEGINNING).unwrap_or(words));
        let automaton = DFA::builder().prefilter(false).build(beginnings).ok()?;
        Some(Self {
            start: automaton.start_state(Anchored::No).ok()?,
            automaton,
            sought,
        })
    }

    /// Searches parts in turn, up to the end of one or to a line that is worth a look.
    fn advance<const COUNT: usize>(&self, parts: &mut [Part<'_>; COUNT], longest: usize) {
        let left = parts.iter().map(|part| part.text.len() - part.at);
        let steps = left.min().unwrap_or(0);
        let texts: [&[u8]; COUNT] = parts.each_ref().map(|part| &part.text[part.at..][..steps]);
        let mut states = parts.each_ref().map(|part| part.state);
        let mut done = 0;
        let mut is_found = false;
        while done < steps && !is_found {
            for (text, (state, part)) in texts.iter().zip(states.iter_mut().zip(&mut *parts)) {
                *state = self.automaton.next_state(Anchored::No, *state, text[done]);
                if self.automaton.is_match(*state) {
                    let end = part.at + done + 1;
                    is_found |= self.note(*state, part, end, longest);
                }
            }
            done += 1;
        }
        for (part, state) in parts.iter_mut().zip(states) {
            let next = part.next.take().map(|next| (next, self.start));
            (part.at, part.state) = next.unwrap_or((part.at + done, state));
        }
    }

    /// Notes the words whose beginnings end at a place; returns whether their line is worth a look.
    fn note(&self, state: StateID, part: &mut Part<'_>, end: usize, longest: usize) -> bool {
        (0..self.automaton.match_len(state)).any(|nth| {
            let pattern = self.automaton.match_pattern(state, nth);
            let from = end - self.automaton.pattern_len(pattern);
            part.take(self.sought[pattern], from, longest)
        })
    }
}

impl Finder {
    /// Takes the words to find, which are asked for once a text is searched.
    pub(super) const fn new(sought: fn() -> Vec<Sought>) -> Self {
        Self {
            sought,
            search: OnceLock::new(),
        }
    }

    /// Where the lines begin that are worth a look for what they say in the part that is looked at.
    pub(super) fn lines(&self, text: &[u8], longest: usize) -> Vec<usize> {
        let search = self
            .search
            .get_or_init(|| WordAutomaton::new((self.sought)()));
        let Some(search) = search else {
            let newlines = memchr::memchr_iter(b'\n', text);
            return iter::once(0).chain(newlines.map(|at| at + 1)).collect();
        };
        let mut parts = parts(text, search.start);
        while parts.iter().all(|part| part.at < part.text.len()) {
            search.advance(&mut parts, longest);
        }
        for part in &mut parts {
            while part.at < part.text.len() {
                search.advance(array::from_mut(part), longest);
            }
        }
        parts.into_iter().flat_map(|part| part.found).collect()
    }
}

/// Cuts a text at ends of lines.
fn parts(text: &[u8], state: StateID) -> [Part<'_>; PARTS] {
    let mut from = 0;
    array::from_fn(|number| {
        let about = (text.len() * (number + 1) / PARTS).max(from);
        let end = memchr::memchr(b'\n', &text[about..]);
        let to = end.map_or(text.len(), |end| about + end + 1);
        let part = Part {
            text: &text[from..to],
            offset: from,
            state,
            ..Part::default()
        };
        from = to;
        part
    })
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
        let finder = Finder::new(|| phrases::sought().collect());
        let found = !finder.lines(text.as_bytes(), 1000).is_empty();
        assert_eq!(
            found,
            is_worth_a_look(text.as_bytes(), 1000, &sought),
            "{text}"
        );
        found
    }

    #[test]
    fn each_word_is_found_and_its_line_alone() {
        let finder = Finder::new(|| phrases::sought().collect());
        for (words, _) in phrases::sought() {
            let text = format!("before\nwhat comes before {words} 404 and is denied\nafter\n");
            assert_eq!(finder.lines(text.as_bytes(), 1000), [7], "{words}");
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
            r#"{"level":"info","message":"Not found"}"#,
            "Package is deletion protected",
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
