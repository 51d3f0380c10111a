//! Lines of an input of any length, in constant memory, each with its number.
//!
//! A log is mostly lines that say nothing. They are skipped in blocks: one pass looks for the
//! phrases of all clients at once, and only lines around a hit are handed on. Which lines these are
//! does not depend on how the input comes in pieces. Of a line longer than [`LONGEST`] only the
//! beginning is looked at; the rest is counted as part of it.

use std::io::{self, BufRead};

use super::finder::Finder;

/// How much is held at a time, in bytes.
const BLOCK: usize = 512 * 1024;

/// So much of a line is looked at, in bytes.
const LONGEST: usize = 128 * 1024;

/// So many lines before a hit are handed on, too: clients name the address first.
const LOOK_BACK: usize = 2;

/// So much of a text is read line by line, in bytes, whatever is in it: who pastes a refusal may use any words. After that
/// only lines with a phrase are looked at.
const SHORT: u64 = 64 * 1024;

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
    /// The lines that are an object of JSON from their beginning to their end.
    objects: u64,
    /// The lines that say nothing: blank ones, and the head that a logger writes into a new file.
    asides: u64,
}

impl Totals {
    /// The lines that are broken, or are none: where most are objects of JSON, all should be.
    pub(super) const fn broken(&self) -> u64 {
        if self.objects * 2 > self.lines {
            self.lines - self.objects - self.asides
        } else {
            0
        }
    }

    /// Counts whole lines, each with its line break; the last one may lack it.
    fn count(&mut self, text: &[u8], longest: usize) {
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', text) {
            self.count_line(text.get(from..end).unwrap_or_default(), longest);
            from = end + 1;
        }
        if from < text.len() {
            self.count_line(text.get(from..).unwrap_or_default(), longest);
        }
    }

    fn count_line(&mut self, line: &[u8], longest: usize) {
        // Of a line that is too long, nobody looks at the end.
        let is_long = line.len() >= longest;
        self.lines += 1;
        match line.strip_suffix(b"\r").unwrap_or(line) {
            [] | [b'#', ..] => self.asides += 1,
            [b'{', b'"', .., last] if *last == b'}' || is_long => self.objects += 1,
            _ => {}
        }
    }
}

/// Whoever the lines are handed to.
pub(super) type See<'a> = dyn FnMut(u64, &[u8]) -> Attention + 'a;

/// Hands every line that may matter to `see`, with its number (from 1).
pub(super) fn each(
    input: &mut dyn BufRead,
    finder: &mut Finder,
    see: &mut See<'_>,
) -> io::Result<Totals> {
    each_within((BLOCK, LONGEST, SHORT), input, finder, see)
}

/// The sizes are those of a block, of the longest line, and of a short text.
fn each_within(
    (block, longest, short): (usize, usize, u64),
    input: &mut dyn BufRead,
    finder: &mut Finder,
    see: &mut See<'_>,
) -> io::Result<Totals> {
    let mut block = Block::new(block, longest, short);
    while block.fill(input)? {
        let whole = block.whole_lines();
        block.walk(whole, finder, see);
        block.cut(finder, see);
    }
    let end = block.held;
    block.walk(end, finder, see);
    block.count(0, block.held);
    Ok(block.totals)
}

/// The bytes at hand: the last lines that nobody has seen, whole lines, and the beginning of one.
struct Block {
    bytes: Vec<u8>,
    longest: usize,
    held: usize,
    /// Up to here no phrase is in the bytes: they are kept to be looked back at.
    passed: usize,
    /// Whether the line at hand was cut and its rest is to be skipped.
    skipping: bool,
    attention: Attention,
    /// The lines before the bytes at hand.
    totals: Totals,
    /// The bytes before those at hand.
    before: u64,
    /// Up to here every line is handed on.
    short: u64,
}

impl Block {
    fn new(block: usize, longest: usize, short: u64) -> Self {
        Self {
            bytes: vec![0; block],
            longest,
            held: 0,
            passed: 0,
            skipping: false,
            attention: Attention::Asleep,
            totals: Totals::default(),
            before: 0,
            short,
        }
    }

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

    fn at_hand(&self) -> &[u8] {
        self.bytes.get(..self.held).unwrap_or_default()
    }

    fn between(&self, from: usize, to: usize) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Where the whole lines at hand end.
    fn whole_lines(&self) -> usize {
        let fresh = self.between(self.passed, self.held);
        memchr::memrchr(b'\n', fresh).map_or(self.passed, |at| self.passed + at + 1)
    }

    /// Counts the lines between two places.
    fn count(&mut self, from: usize, to: usize) {
        let mut totals = self.totals;
        totals.count(self.between(from, to), self.longest);
        self.totals = totals;
    }

    fn forget(&mut self, length: usize) {
        self.bytes.copy_within(length..self.held, 0);
        self.held -= length;
        self.before += length as u64;
    }

    /// Drops the rest of a line that was cut.
    fn skip(&mut self) {
        match memchr::memchr(b'\n', self.at_hand()) {
            Some(end) => {
                self.forget(end + 1);
                self.skipping = false;
            }
            None => self.forget(self.held),
        }
    }

    /// Treats the beginning of a line that is too long as the whole, and skips the rest.
    fn cut(&mut self, finder: &mut Finder, see: &mut See<'_>) {
        if self.held - self.passed <= self.longest {
            return;
        }
        let end = self.passed + self.longest;
        self.walk(end, finder, see);
        self.count(0, self.passed);
        self.forget(self.held);
        self.passed = 0;
        self.skipping = true;
    }

    /// Goes through the bytes up to `end`, line by line where it matters, and keeps only those that
    /// a later hit may look back at.
    fn walk(&mut self, end: usize, finder: &mut Finder, see: &mut See<'_>) {
        let mut unseen = 0;
        let mut at = self.passed;
        while at < end {
            let is_short = self.before + (at as u64) < self.short;
            if self.attention == Attention::Asleep && !is_short {
                let Some(line) = self.next_hit(at, end, finder) else {
                    break;
                };
                at = self.look_back(unseen, line);
                self.count(unseen, at);
                while at < line {
                    at = self.hand_on(at, end, see);
                }
            }
            at = self.hand_on(at, end, see);
            unseen = at;
        }
        let kept = self.look_back(unseen, end);
        self.count(unseen, kept);
        self.forget(kept);
        self.passed = end - kept;
    }

    /// Where the next line begins that holds a phrase in the part that is looked at.
    fn next_hit(&self, from: usize, end: usize, finder: &mut Finder) -> Option<usize> {
        let mut at = from;
        loop {
            let hit = finder.find(self.between(at, end))?;
            let before = self.between(at, at + hit.start);
            let line = memchr::memrchr(b'\n', before).map_or(at, |newline| at + newline + 1);
            if at + hit.end - line <= self.longest {
                return Some(line);
            }
            at = self.end_of_line(at + hit.end, end)?;
        }
    }

    /// Where the line after the one at a place begins.
    fn end_of_line(&self, at: usize, end: usize) -> Option<usize> {
        memchr::memchr(b'\n', self.between(at, end)).map(|newline| at + newline + 1)
    }

    /// Where the lines begin that are handed on with the one at `line`. None is longer than what is
    /// looked at, and none lies before `unseen`.
    fn look_back(&self, unseen: usize, line: usize) -> usize {
        let mut begin = line;
        for _ in 0..LOOK_BACK {
            if begin <= unseen {
                break;
            }
            let before = self.between(unseen, begin - 1);
            let start = memchr::memrchr(b'\n', before).map_or(unseen, |at| unseen + at + 1);
            if begin - 1 - start > self.longest {
                break;
            }
            begin = start;
        }
        begin
    }

    /// Hands on the line at a place; returns where the next one begins.
    fn hand_on(&mut self, at: usize, end: usize, see: &mut See<'_>) -> usize {
        let next = self.end_of_line(at, end);
        let stop = next.map_or(end, |next| next - 1);
        self.count(at, stop.max(at + 1).min(end));
        let shown = beginning(self.between(at, stop), self.longest);
        self.attention = see(self.totals.lines, shown);
        next.unwrap_or(end)
    }
}

/// The part of a line that is looked at. Of a line that is cut, so is the word at its end: half of a
/// secret is not told from a word.
fn beginning(line: &[u8], longest: usize) -> &[u8] {
    if line.len() < longest {
        return line;
    }
    let cut = line.get(..longest).unwrap_or(line);
    let end = cut
        .iter()
        .rposition(|byte| byte.is_ascii_whitespace() || b"\"',;".contains(byte));
    cut.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::BufReader;

    use super::*;

    /// Does the same line by line, with no block and no automaton.
    pub(in crate::reading) fn each_plainly(
        (longest, short): (usize, u64),
        text: &[u8],
        words: &[&str],
        see: &mut See<'_>,
    ) -> Totals {
        let holds = |line: &[u8]| {
            words
                .iter()
                .any(|word| memchr::memmem::find(line, word.as_bytes()).is_some())
        };
        let mut attention = Attention::Asleep;
        let mut behind: Vec<(u64, &[u8])> = Vec::new();
        let mut at = 0;
        let mut totals = Totals {
            bytes: text.len() as u64,
            ..Totals::default()
        };
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let is_short = at < short;
            at += line.len() as u64;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let shown = beginning(line, longest);
            totals.count_line(line, longest);
            if is_short
                || attention == Attention::Awake
                || holds(line.get(..longest).unwrap_or(line))
            {
                for (number, line) in behind.drain(..) {
                    see(number, line);
                }
                attention = see(totals.lines, shown);
            } else if line.len() > longest {
                behind.clear();
            } else {
                behind.push((totals.lines, shown));
                if behind.len() > LOOK_BACK {
                    behind.remove(0);
                }
            }
        }
        totals
    }

    /// As the whole room reads, but plainly.
    pub(in crate::reading) fn each_plainly_at_full_size(
        text: &[u8],
        words: &[&str],
        see: &mut See<'_>,
    ) -> Totals {
        each_plainly((LONGEST, SHORT), text, words, see)
    }

    const WORDS: [&str; 2] = ["fatal", "401"];

    type Seen = Vec<(u64, String)>;

    /// Notes what is seen; wakes up for as long as a line says so.
    fn note(seen: &mut Seen, number: u64, line: &[u8]) -> Attention {
        let line = String::from_utf8_lossy(line).into_owned();
        let attention = if line.contains("wake") {
            Attention::Awake
        } else {
            Attention::Asleep
        };
        seen.push((number, line));
        attention
    }

    fn seen(text: &str, capacity: usize, block: usize, longest: usize) -> (Seen, Totals) {
        let mut finder = Finder::new(WORDS);
        let mut input = BufReader::with_capacity(capacity, text.as_bytes());
        let mut lines = Vec::new();
        let totals = each_within(
            (block, longest, 0),
            &mut input,
            &mut finder,
            &mut |number, line| note(&mut lines, number, line),
        );
        (lines, totals.unwrap())
    }

    /// Hands out one piece of a text at a time, as a pipe does.
    struct Dripping<'a>(&'a [u8], usize);

    impl io::Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(into.len()).min(self.0.len());
            let (piece, rest) = self.0.split_at(length);
            into[..length].copy_from_slice(piece);
            self.0 = rest;
            Ok(length)
        }
    }

    #[test]
    fn lines_with_a_phrase_and_the_ones_before_are_handed_on_with_their_numbers() {
        let text = "one\ntwo\nthree\nfour\nfive fatal\nsix\n\neight 401 x\nnine";
        let (lines, totals) = seen(text, 4096, 1024, 64);
        let told: Vec<u64> = lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(told, [3, 4, 5, 6, 7, 8]);
        assert_eq!(lines[5].1, "eight 401 x");
        assert_eq!((totals.lines, totals.bytes), (9, text.len() as u64));
    }

    #[test]
    fn whoever_is_awake_gets_every_following_line() {
        let (lines, _) = seen("a\nfatal wake\nb wake\n\nc", 4096, 1024, 64);
        let numbers: Vec<u64> = lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
    }

    #[test]
    fn blocks_and_pieces_never_change_what_is_handed_on() {
        const PIECES: &[&str] = &[
            "fatal",
            "401",
            "\n",
            "\n",
            "\n",
            "x",
            "wake ",
            "40",
            "1",
            "fat",
            "al",
            "some words",
            "\u{1b}[0m",
            "a longer run of words that goes on",
            "\n{\"",
            "}\n",
            "\n#",
            "\r",
        ];
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..3_000 {
            let length = rng.usize(..60);
            let text: String = (0..length)
                .map(|_| PIECES[rng.usize(..PIECES.len())])
                .collect();
            let longest = rng.usize(8..40);
            let short = rng.u64(..60);
            let mut wanted = Vec::new();
            let wanted_totals = each_plainly(
                (longest, short),
                text.as_bytes(),
                &WORDS,
                &mut |number, line| note(&mut wanted, number, line),
            );
            let mut finder = Finder::new(WORDS);
            let mut input =
                BufReader::with_capacity(1, Dripping(text.as_bytes(), rng.usize(1..90)));
            let mut found = Vec::new();
            let block = longest * 4 + rng.usize(..40);
            let totals = each_within(
                (block, longest, short),
                &mut input,
                &mut finder,
                &mut |number, line| note(&mut found, number, line),
            );
            assert_eq!(found, wanted, "{text:?}, {longest}");
            assert_eq!(totals.unwrap(), wanted_totals, "{text:?}, {longest}");
        }
    }

    #[test]
    fn a_line_longer_than_the_block_is_cut_and_counted_once() {
        let text = format!("fatal {}\nfatal again\n", "x".repeat(3 * BLOCK));
        let (lines, totals) = seen(&text, 8192, BLOCK, LONGEST);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].1, "fatal");
        assert_eq!(lines[1], (2, "fatal again".to_owned()));
        assert_eq!(totals.lines, 2);
    }

    #[test]
    fn of_a_short_text_every_line_is_handed_on() {
        let text = "one\ntwo\nthree\nfour\nfive\nsix";
        let mut numbers = Vec::new();
        let mut finder = Finder::new(WORDS);
        let mut see = |number, _: &[u8]| {
            numbers.push(number);
            Attention::Asleep
        };
        each_within((64, 16, 9), &mut text.as_bytes(), &mut finder, &mut see).unwrap();
        assert_eq!(numbers, [1, 2, 3]);
    }

    #[test]
    fn broken_lines_are_counted_where_most_are_objects() {
        let whole = "{\"a\":1}\n".repeat(3);
        for (more, broken) in [
            ("", 0),
            ("{\"a\":\n", 1),
            ("# Logfile created\n\n{\"a\":2}\r\n", 0),
            ("half a line\":1}", 1),
            ("a\nb\nc\nd\n", 0),
        ] {
            let text = format!("{whole}{more}");
            assert_eq!(seen(&text, 64, 1024, 64).1.broken(), broken, "{more}");
        }
        let long = format!("{whole}{{\"{}\"}}\n", "x".repeat(200));
        assert_eq!(seen(&long, 64, 256, 64).1.broken(), 0);
    }

    #[test]
    fn nothing_has_no_lines() {
        assert_eq!(seen("", 8, 1024, 64).1, Totals::default());
    }
}
