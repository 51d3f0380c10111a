//! Lines of an input of any length, in constant memory, each with its number.
//!
//! A log is mostly lines that say nothing. They are skipped in blocks: one pass looks for the
//! phrases of all clients at once, and only lines around a hit are handed on. A line that is longer
//! than the buffer is cut; the rest of it is counted as part of it and not looked at.

use std::io::{self, BufRead};

use aho_corasick::AhoCorasick;

/// How much is read at a time, and the longest line that is looked at, in bytes.
const BLOCK: usize = 256 * 1024;

/// So many lines before a hit are handed on, too: clients name the address first.
const LOOK_BACK: usize = 2;

/// Whether the next line should be handed on even if no phrase is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attention {
    /// Something is being told: the next lines may belong to it.
    Awake,
    /// Nothing is being told: skip to the next phrase.
    Asleep,
}

/// What was read altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    pub(super) lines: u64,
    pub(super) bytes: u64,
}

/// Hands every line that may matter to `see`, with its number (from 1).
pub(super) fn each(
    input: &mut dyn BufRead,
    phrases: &AhoCorasick,
    see: &mut dyn FnMut(u64, &[u8]) -> Attention,
) -> io::Result<Totals> {
    let mut block = Block::default();
    let mut attention = Attention::Asleep;
    while block.fill(input)? {
        let whole = block.whole_lines();
        if whole > 0 {
            attention = block.walk(whole, phrases, attention, see);
            block.forget(whole);
        } else if block.is_full() {
            attention = block.cut(phrases, attention, see);
        }
    }
    if block.held > 0 {
        let end = block.held;
        block.walk(end, phrases, attention, see);
    }
    Ok(block.totals)
}

/// The bytes at hand: whole lines, and the beginning of one.
struct Block {
    bytes: Vec<u8>,
    held: usize,
    /// Whether the line at hand was cut and its rest is to be skipped.
    skipping: bool,
    /// The last lines before the ones at hand, as far as nobody has seen them yet.
    behind: Vec<Vec<u8>>,
    totals: Totals,
}

impl Default for Block {
    fn default() -> Self {
        Self {
            bytes: vec![0; BLOCK],
            held: 0,
            skipping: false,
            behind: Vec::new(),
            totals: Totals::default(),
        }
    }
}

impl Block {
    /// Reads on; false at the end of the input.
    fn fill(&mut self, input: &mut dyn BufRead) -> io::Result<bool> {
        let room = self.bytes.get_mut(self.held..).unwrap_or_default();
        let read = match input.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            outcome => outcome?,
        };
        self.totals.bytes += read as u64;
        self.held += read;
        if self.skipping {
            self.skip();
        }
        Ok(read > 0)
    }

    fn is_full(&self) -> bool {
        self.held == self.bytes.len()
    }

    fn at_hand(&self) -> &[u8] {
        self.bytes.get(..self.held).unwrap_or_default()
    }

    /// The length of all whole lines at hand.
    fn whole_lines(&self) -> usize {
        memchr::memrchr(b'\n', self.at_hand()).map_or(0, |at| at + 1)
    }

    fn forget(&mut self, length: usize) {
        self.bytes.copy_within(length..self.held, 0);
        self.held -= length;
    }

    /// Drops the rest of a line that was cut.
    fn skip(&mut self) {
        let end = memchr::memchr(b'\n', self.at_hand());
        match end {
            Some(end) => {
                self.forget(end + 1);
                self.skipping = false;
            }
            None => self.held = 0,
        }
    }

    /// Treats the full block as one line, whose rest is skipped. So is the word at its end: half of
    /// a secret is not told from a word.
    fn cut(
        &mut self,
        phrases: &AhoCorasick,
        attention: Attention,
        see: &mut dyn FnMut(u64, &[u8]) -> Attention,
    ) -> Attention {
        let whole_words = self
            .at_hand()
            .iter()
            .rposition(|byte| byte.is_ascii_whitespace() || b"\"',;".contains(byte));
        let attention = match whole_words {
            Some(end) if end > 0 => self.walk(end, phrases, attention, see),
            Some(_) | None => {
                self.totals.lines += 1;
                attention
            }
        };
        self.held = 0;
        self.skipping = true;
        self.behind.clear();
        attention
    }

    /// Goes through the first `end` bytes, line by line where it matters.
    fn walk(
        &mut self,
        end: usize,
        phrases: &AhoCorasick,
        mut attention: Attention,
        see: &mut dyn FnMut(u64, &[u8]) -> Attention,
    ) -> Attention {
        let text = self.bytes.get(..end).unwrap_or_default();
        let mut at = 0;
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            if attention == Attention::Asleep {
                let Some(hit) = phrases.find(rest) else {
                    self.totals.lines += lines_in(rest);
                    break;
                };
                let before = rest.get(..hit.start()).unwrap_or_default();
                let missing = LOOK_BACK.saturating_sub(count(before));
                let unseen = self.behind.len().saturating_sub(missing);
                let behind = self.behind.get(unseen..).unwrap_or_default();
                hand_on(behind, self.totals.lines, see);
                let begin = lines_back(before, LOOK_BACK);
                self.totals.lines += newlines(before.get(..begin).unwrap_or_default());
                at += begin;
            }
            self.behind.clear();
            let line = first_line(text.get(at..).unwrap_or_default());
            self.totals.lines += 1;
            attention = see(self.totals.lines, line);
            at += line.len() + 1;
        }
        if attention == Attention::Asleep {
            self.behind
                .extend(last_lines(text.get(at..).unwrap_or_default()));
            let known = self.behind.len().saturating_sub(LOOK_BACK);
            self.behind.drain(..known);
        }
        attention
    }
}

/// Hands on lines that were left behind; `number` is that of the last one.
fn hand_on(behind: &[Vec<u8>], number: u64, see: &mut dyn FnMut(u64, &[u8]) -> Attention) {
    let first = number.saturating_sub(behind.len() as u64);
    for (line, number) in behind.iter().zip(first + 1..) {
        see(number, line);
    }
}

/// The last lines of a text.
fn last_lines(text: &[u8]) -> Vec<Vec<u8>> {
    let Some(text) = text.strip_suffix(b"\n") else {
        // Nothing at all, or the last line of the input, which nothing follows.
        return Vec::new();
    };
    let from = lines_back(text, LOOK_BACK - 1);
    text.get(from..)
        .unwrap_or_default()
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_owned)
        .collect()
}

/// Where the last line of a text begins, or one of the lines before it.
fn lines_back(text: &[u8], lines: usize) -> usize {
    memchr::memrchr_iter(b'\n', text)
        .nth(lines)
        .map_or(0, |at| at + 1)
}

fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', text);
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn newlines(text: &[u8]) -> u64 {
    count(text) as u64
}

fn count(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

/// The lines in a text, the last one counted even without its line break.
fn lines_in(text: &[u8]) -> u64 {
    let open = text.last().is_some_and(|byte| *byte != b'\n');
    newlines(text) + u64::from(open)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    /// A text that comes in pieces of one size.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(room.len());
            self.0.read(&mut room[..size])
        }
    }

    fn seen(text: &str, size: usize, awake: bool) -> (Vec<(u64, String)>, Totals) {
        let phrases = AhoCorasick::new(["fatal", "401"]).unwrap();
        let mut input = BufReader::new(Pieces(text.as_bytes(), size));
        let mut lines = Vec::new();
        let totals = each(&mut input, &phrases, &mut |number, line| {
            lines.push((number, String::from_utf8_lossy(line).into_owned()));
            if awake {
                Attention::Awake
            } else {
                Attention::Asleep
            }
        })
        .unwrap();
        (lines, totals)
    }

    #[test]
    fn lines_with_a_phrase_and_the_ones_before_are_handed_on_with_their_numbers() {
        let text = "one\ntwo\nthree\nfour\nfive fatal\nsix\n\neight 401 x\nnine";
        for capacity in [1, 2, 7, 4096] {
            let (lines, totals) = seen(text, capacity, false);
            let told: Vec<u64> = lines.iter().map(|(number, _)| *number).collect();
            assert_eq!(told, [3, 4, 5, 6, 7, 8], "{capacity}");
            assert!(lines.contains(&(8, "eight 401 x".to_owned())));
            assert_eq!(totals.lines, 9, "{capacity}");
            assert_eq!(totals.bytes, text.len() as u64);
        }
    }

    #[test]
    fn whoever_is_awake_gets_every_following_line() {
        let (lines, _) = seen("a\nfatal\nb\n\nc", 3, true);
        let numbers: Vec<u64> = lines.iter().map(|(number, _)| *number).collect();
        assert!(numbers.ends_with(&[2, 3, 4, 5]), "{numbers:?}");
    }

    #[test]
    fn a_line_longer_than_the_buffer_is_cut_and_counted_once() {
        let text = format!("fatal {}\nfatal again\n", "x".repeat(3 * BLOCK));
        let (lines, totals) = seen(&text, 8192, false);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1], (2, "fatal again".to_owned()));
        assert_eq!(totals.lines, 2);
    }

    #[test]
    fn a_cut_line_loses_the_word_at_its_end() {
        let text = format!("fatal {} half", "x".repeat(BLOCK - 9));
        let (lines, totals) = seen(&format!("{text}-of-a-secret"), 8192, false);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].1.ends_with('x'));
        assert_eq!(totals.lines, 1);
        let (lines, totals) = seen(&"x".repeat(BLOCK + 1), 8192, true);
        assert_eq!((lines.len(), totals.lines), (0, 1));
    }

    #[test]
    fn nothing_has_no_lines() {
        assert_eq!(seen("", 8, false).1, Totals::default());
    }
}
