//! Lines of an input of any length, in constant memory, each with its number.
//!
//! A log is mostly lines that say nothing. They are skipped in blocks: one pass looks for the
//! phrases of all clients at once, and only lines around a hit are handed on. Which lines these are
//! does not depend on how the input comes in pieces. Of a line longer than [`LONGEST`] only the
//! beginning is looked at; the rest is counted as part of it.

use std::collections::VecDeque;
use std::io::{self, BufRead};
use std::panic::resume_unwind;
use std::thread;

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

/// After so many bytes a text is large: it is worth all processors.
const LARGE: u64 = 1024 * 1024;

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

/// Whoever the lines are handed to: each with its number, and with the few before it that nobody has seen.
pub(super) type See<'a> = dyn FnMut(u64, &[&[u8]], &[u8]) -> Attention + 'a;

/// Hands every line that may matter to `see`, with its number (from 1).
pub(super) fn each(
    input: &mut dyn BufRead,
    finder: &Finder,
    see: &mut See<'_>,
) -> io::Result<Totals> {
    each_within((BLOCK, LONGEST, SHORT, LARGE), input, finder, see)
}

/// The sizes are those of a block, of the longest line, of a short text, and of a small one.
fn each_within(
    (block, longest, short, large): (usize, usize, u64, u64),
    input: &mut dyn BufRead,
    finder: &Finder,
    see: &mut See<'_>,
) -> io::Result<Totals> {
    let mut blocks = Blocks {
        input,
        length: block,
        longest,
        rest: Vec::new(),
        seen: 0,
    };
    let mut walk = Walk {
        see,
        longest,
        short,
        kept: 0,
        skipping: false,
        attention: Attention::Asleep,
        totals: Totals::default(),
    };
    while walk.totals.bytes < large
        && let Some(block) = blocks.next()?
    {
        walk.go(&block, &mut |text| finder.lines(text, longest));
    }
    if walk.totals.bytes >= large {
        side_by_side(&mut blocks, &mut walk, finder)?;
    }
    Ok(walk.end(&blocks.rest))
}

/// Goes on with all processors: each block is searched by a thread of its own, and what they find is taken in the order of
/// the blocks. To begin a thread takes a hundredth of the time that it takes to search a block.
fn side_by_side(
    blocks: &mut Blocks<'_>,
    walk: &mut Walk<'_, '_>,
    finder: &Finder,
) -> io::Result<()> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let longest = walk.longest;
    thread::scope(|scope| {
        let mut searched = VecDeque::new();
        loop {
            while searched.len() <= processors
                && let Some(block) = blocks.next()?
            {
                searched
                    .push_back(scope.spawn(move || (finder.lines(&block.bytes, longest), block)));
            }
            let Some(next) = searched.pop_front() else {
                return Ok(());
            };
            let (mut lines, block) = next.join().unwrap_or_else(|panic| resume_unwind(panic));
            walk.go(&block, &mut |_| std::mem::take(&mut lines));
        }
    })
}

/// Whole lines, or the beginning of one that is longer than a block.
struct Block {
    bytes: Vec<u8>,
    /// Up to here they are the last lines of the block before, which can be looked back at.
    seen: usize,
}

/// An input in blocks.
struct Blocks<'a> {
    input: &'a mut dyn BufRead,
    length: usize,
    longest: usize,
    /// What the next block begins with.
    rest: Vec<u8>,
    /// How much of it the block before had.
    seen: usize,
}

impl Blocks<'_> {
    /// The next block; `None` at the end of the input.
    fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.reserve_exact(self.length - bytes.len());
        let room = self.length - bytes.len();
        let mut input = io::Read::take(&mut *self.input, room as u64);
        let read = io::Read::read_to_end(&mut input, &mut bytes)?;
        if bytes.len() == self.seen {
            self.rest = bytes;
            return Ok(None);
        }
        let fresh = &bytes[self.seen..];
        let whole = memchr::memrchr(b'\n', fresh).filter(|_| read == room);
        let end = whole.map_or(bytes.len(), |newline| self.seen + newline + 1);
        let kept = look_back(&bytes[..end], 0, end, self.longest);
        self.rest.extend_from_slice(&bytes[kept..]);
        let seen = std::mem::replace(&mut self.seen, end - kept);
        bytes.truncate(end);
        Ok(Some(Block { bytes, seen }))
    }
}

/// Where the lines begin that are handed on with the one at `line`. None is longer than what is looked at, and none lies
/// before `unseen`.
fn look_back(text: &[u8], unseen: usize, line: usize, longest: usize) -> usize {
    let mut begin = line;
    for _ in 0..LOOK_BACK {
        if begin <= unseen {
            break;
        }
        let before = &text[unseen..begin - 1];
        let start = memchr::memrchr(b'\n', before).map_or(unseen, |at| unseen + at + 1);
        if begin - 1 - start > longest {
            break;
        }
        begin = start;
    }
    begin
}

/// Goes through blocks, line by line where it matters.
struct Walk<'a, 's> {
    see: &'a mut See<'s>,
    longest: usize,
    /// Up to here every line is handed on.
    short: u64,
    /// So many of the last bytes nobody has seen; they are not counted yet.
    kept: usize,
    /// Whether the line at hand was cut and its rest is to be skipped.
    skipping: bool,
    attention: Attention,
    /// The lines before, and the bytes.
    totals: Totals,
}

impl Walk<'_, '_> {
    /// Goes through a block. The search is asked where the lines begin that are worth a look, if that matters.
    fn go(&mut self, block: &Block, search: &mut dyn FnMut(&[u8]) -> Vec<usize>) {
        let text = block.bytes.as_slice();
        let before = self.totals.bytes;
        self.totals.bytes += (text.len() - block.seen) as u64;
        let mut at = block.seen;
        if self.skipping {
            let Some(next) = end_of_line(text, at) else {
                return;
            };
            at = next;
        }
        let mut unseen = at - self.kept;
        let mut lines = None;
        while at < text.len() {
            let is_short = before + ((at - block.seen) as u64) < self.short;
            if self.attention == Attention::Asleep && !is_short {
                let lines = lines.get_or_insert_with(|| search(text));
                let Some(line) = lines.get(lines.partition_point(|line| *line < at)).copied()
                else {
                    break;
                };
                self.totals.count(&text[unseen..line], self.longest);
                unseen = look_back(text, unseen, line, self.longest);
                at = line;
            }
            at = self.hand_on(text, unseen, at);
            unseen = at;
        }
        let kept = look_back(text, unseen, text.len(), self.longest);
        self.totals.count(&text[unseen..kept], self.longest);
        self.kept = text.len() - kept;
        self.skipping = !text.ends_with(b"\n");
    }

    /// Hands on the line at a place with those before it; returns where the next one begins.
    fn hand_on(&mut self, text: &[u8], behind: usize, at: usize) -> usize {
        let next = end_of_line(text, at);
        let line = &text[at..next.map_or(text.len(), |next| next - 1)];
        self.totals.count_line(line, self.longest);
        let behind = text[behind..at].split_inclusive(|byte| *byte == b'\n');
        let behind = behind.map(|line| line.strip_suffix(b"\n").unwrap_or(line));
        let behind: Vec<&[u8]> = behind.map(|line| beginning(line, self.longest)).collect();
        let shown = beginning(line, self.longest);
        self.attention = (self.see)(self.totals.lines, &behind, shown);
        next.unwrap_or(text.len())
    }

    /// What was read altogether; the last bytes are given anew.
    fn end(mut self, rest: &[u8]) -> Totals {
        self.totals
            .count(&rest[rest.len() - self.kept..], self.longest);
        self.totals
    }
}

/// Where the line after the one at a place begins.
fn end_of_line(text: &[u8], at: usize) -> Option<usize> {
    memchr::memchr(b'\n', &text[at..]).map(|newline| at + newline + 1)
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
    use crate::reading::finder::Worth;
    use crate::reading::finder::tests::is_worth_a_look;

    /// Does the same line by line, with no block and no automaton.
    pub(in crate::reading) fn each_plainly(
        (longest, short): (usize, u64),
        text: &[u8],
        sought: &[(&'static str, Worth)],
        see: &mut See<'_>,
    ) -> Totals {
        let mut attention = Attention::Asleep;
        let mut behind: Vec<&[u8]> = Vec::new();
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
            if is_short || attention == Attention::Awake || is_worth_a_look(line, longest, sought) {
                attention = see(totals.lines, &behind, shown);
                behind.clear();
            } else if line.len() > longest {
                behind.clear();
            } else {
                behind.push(shown);
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
        sought: &[(&'static str, Worth)],
        see: &mut See<'_>,
    ) -> Totals {
        each_plainly((LONGEST, SHORT), text, sought, see)
    }

    const WORDS: [(&str, Worth); 4] = [
        ("fatal", Worth::Alone),
        ("401", Worth::Number),
        ("40", Worth::BesideTrouble),
        ("al", Worth::Trouble),
    ];

    type Seen = Vec<(u64, String)>;

    /// Notes what is seen; wakes up for as long as a line says so.
    fn note(seen: &mut Seen, number: u64, behind: &[&[u8]], line: &[u8]) -> Attention {
        let text = |line: &[u8]| String::from_utf8_lossy(line).into_owned();
        let first = number - behind.len() as u64;
        seen.extend((first..).zip(behind.iter().copied().map(text)));
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
        let finder = Finder::new(|| WORDS.to_vec());
        let mut input = BufReader::with_capacity(capacity, text.as_bytes());
        let mut lines = Vec::new();
        let totals = each_within(
            (block, longest, 0, 2_000),
            &mut input,
            &finder,
            &mut |number, behind, line| note(&mut lines, number, behind, line),
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
            let large = rng.u64(..400);
            let mut wanted = Vec::new();
            let wanted_totals = each_plainly(
                (longest, short),
                text.as_bytes(),
                &WORDS,
                &mut |number, behind, line| note(&mut wanted, number, behind, line),
            );
            let finder = Finder::new(|| WORDS.to_vec());
            let mut input =
                BufReader::with_capacity(1, Dripping(text.as_bytes(), rng.usize(1..90)));
            let mut found = Vec::new();
            let block = longest * 4 + rng.usize(..40);
            let totals = each_within(
                (block, longest, short, large),
                &mut input,
                &finder,
                &mut |number, behind, line| note(&mut found, number, behind, line),
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
        let finder = Finder::new(|| WORDS.to_vec());
        let mut see = |number, _: &[&[u8]], _: &[u8]| {
            numbers.push(number);
            Attention::Asleep
        };
        each_within((64, 16, 9, 1_000), &mut text.as_bytes(), &finder, &mut see).unwrap();
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
