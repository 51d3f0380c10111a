//! Text from outside, made safe to show: the one door through which it enters a format.
//!
//! Names, paths, scopes, and excerpts are written by whoever runs the server or the job. They must
//! not move a cursor, turn the direction of a line, hide a word, or start a line of their own.

use super::lists::RUNNER_COMMANDS;
use crate::observation::body::is_unprintable;

/// The longest text that is shown, in characters: far more than any sentence of ours, or any name that GitLab takes.
const LONGEST: usize = 4096;

/// Returns text on one line, without characters that steer a terminal or hide text, no longer than [`LONGEST`], and
/// without commands to a runner.
pub(super) fn one_line(text: &str) -> String {
    let mut letters = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c));
    let mut line: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        line.push('\u{2026}');
    }
    uncommanded(line)
}

/// Sets a blank into the sign with which a command begins.
fn uncommanded(line: String) -> String {
    if !line.contains("::") && !line.contains("##") {
        return line;
    }
    let mut shown = String::with_capacity(line.len());
    for (at, letter) in line.char_indices() {
        shown.push(letter);
        if is_command(&line[at..]) {
            shown.push(' ');
        }
    }
    shown
}

/// Whether a text begins with a command to a runner.
pub(super) fn is_command(text: &str) -> bool {
    text.starts_with([':', '#'])
        && RUNNER_COMMANDS.iter().any(|command| {
            text.get(..command.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(command))
        })
}

/// Returns the text of [`one_line`] in ASCII: signs by their like, everything else as `?`.
pub(super) fn ascii(text: &str) -> String {
    let mut plain = String::new();
    for character in one_line(text).chars() {
        match character {
            '\u{20}'..='\u{7e}' => plain.push(character),
            '\u{2018}' | '\u{2019}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{2026}' => plain.push_str("..."),
            '\u{2192}' => plain.push_str("->"),
            '\u{b7}' | '\u{2022}' => plain.push('*'),
            _ => plain.push('?'),
        }
    }
    plain
}

/// Characters that are never shown: those of [`is_unprintable`], and those that are no characters at
/// all (XML 1.0 forbids them).
pub(super) fn is_hidden(character: char) -> bool {
    // Most text is plain, and need not be looked up in the ranges below.
    if matches!(character, ' '..='~') {
        return false;
    }
    is_unprintable(character)
        || matches!(character, '\u{fdd0}'..='\u{fdef}')
        || (u32::from(character) & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        let text = one_line("a\u{1b}[2Jb\u{7}\u{9b}31m\r\n/close\u{202e}dc\u{200b}\u{ffff}");
        assert_eq!(text, "a[2Jb31m  /closedc");
    }

    #[test]
    fn no_runner_is_commanded() {
        for command in RUNNER_COMMANDS {
            for text in [
                (*command).to_owned(),
                format!("a{}", command.to_uppercase()),
                format!(":{command}"),
            ] {
                let line = one_line(&text);
                assert!(
                    !(0..line.len()).any(|at| line.is_char_boundary(at) && is_command(&line[at..])),
                    "{line}"
                );
            }
        }
        let address = "https://[::1]:80 Repositories::GitHttpController ## [a]";
        assert_eq!(one_line(address), address);
    }

    #[test]
    fn no_text_is_endless() {
        assert_eq!(one_line(&"A".repeat(300_000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn any_text_becomes_one_harmless_line() {
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..5_000 {
            let length = random.usize(0..40);
            let text: String = (0..length).map(|_| random.char(..)).collect();
            let line = one_line(&text);
            assert!(!line.chars().any(is_hidden), "{line:?}");
            assert!(ascii(&text).chars().all(|c| (' '..='~').contains(&c)));
        }
    }

    #[test]
    fn signs_have_their_like_in_ascii() {
        assert_eq!(
            ascii("\u{201c}a\u{201d} \u{2192} b\u{2026} \u{e9}"),
            "\"a\" -> b... ?"
        );
    }
}
