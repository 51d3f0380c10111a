//! Breaking prose into lines.
//!
//! Words are kept whole; a path that is longer than a line is cut behind a slash where it can be.
//! An address stays whole even where it is too long, because half an address is of no use.

use textwrap::WordSeparator;
use textwrap::core::{Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// Breaks text into lines: the first has `first` columns, the others `rest`. Never empty.
pub(super) fn lines(text: &str, first: usize, rest: usize) -> Vec<String> {
    let shortest = first.min(rest).max(1);
    let words: Vec<Word<'_>> = WordSeparator::AsciiSpace
        .find_words(text)
        .flat_map(|word| pieces(word, shortest))
        .collect();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of columns is far below 2^52"
    )]
    let widths = [first as f64, rest as f64];
    wrap_first_fit(&words, &widths)
        .into_iter()
        .map(join)
        .collect()
}

/// Returns the number of columns that text takes.
pub(super) fn width(text: &str) -> usize {
    display_width(text)
}

fn join(words: &[Word<'_>]) -> String {
    let mut line = String::new();
    for (index, word) in words.iter().enumerate() {
        line.push_str(word.word);
        if index + 1 < words.len() {
            line.push_str(word.whitespace);
        }
    }
    line
}

fn is_address(word: &str) -> bool {
    word.contains("://")
}

/// Cuts a word that is too long for a line, unless it is an address.
fn pieces(word: Word<'_>, columns: usize) -> Vec<Word<'_>> {
    if fits(word.word, columns) || is_address(word.word) {
        return vec![word];
    }
    let mut cut = Vec::new();
    let mut rest = word.word;
    while !fits(rest, columns) {
        let (head, tail) = rest.split_at(cut_at(rest, columns));
        cut.push(Word::from(head));
        rest = tail;
    }
    let mut last = Word::from(rest);
    last.whitespace = word.whitespace;
    cut.push(last);
    cut
}

/// Whether text takes no more than some columns. Looks no further than that: a word may be as long as a file.
fn fits(text: &str, columns: usize) -> bool {
    let mut used = 0;
    text.chars().all(|character| {
        used += display_width(character.encode_utf8(&mut [0; 4]));
        used <= columns
    })
}

/// Finds where to cut: behind the last joint of a path in the second half, else where it is full.
fn cut_at(word: &str, columns: usize) -> usize {
    let mut used = 0;
    let mut full = word.len();
    let mut joint = None;
    for (at, character) in word.char_indices() {
        used += display_width(character.encode_utf8(&mut [0; 4]));
        if used > columns && at > 0 {
            full = at;
            break;
        }
        if used > columns / 2 && matches!(character, '/' | '?' | '&' | ',' | '=') {
            joint = Some(at + character.len_utf8());
        }
    }
    joint.unwrap_or(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_broken_between_words() {
        assert_eq!(lines("one two three", 8, 5), ["one two", "three"]);
        assert_eq!(lines("", 8, 5), [""]);
    }

    #[test]
    fn hyphens_do_not_break_a_name() {
        assert_eq!(lines("the role-too-low", 12, 12), ["the", "role-too-low"]);
    }

    #[test]
    fn a_long_path_is_cut_behind_a_slash_and_an_address_is_not() {
        assert_eq!(
            lines("/alpha/beta/gamma", 10, 10),
            ["/alpha/", "beta/gamma"]
        );
        assert_eq!(lines("https://a.example/b", 8, 8), ["https://a.example/b"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..2_000 {
            let length = random.usize(0..60);
            let text: String = (0..length)
                .map(|_| {
                    random
                        .choice(['a', ' ', '/', '\u{6f22}', '-'])
                        .unwrap_or('b')
                })
                .collect();
            let columns = random.usize(2..20);
            for line in lines(&text, columns, columns) {
                assert!(width(&line) <= columns, "{line:?} in {columns}");
            }
        }
    }
}
