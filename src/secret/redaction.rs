//! Taking a secret out of a text.
//!
//! [`Spellings`] know the value and take it out in every spelling that a client or a proxy may echo. [`hide_tokens`]
//! knows none, and takes out whatever looks like a token: for the messages of programs that we did not write.

use std::fmt::Write as _;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

use super::numbered::numbered;
use super::strip::{is_token, strip};
use crate::catalogue::forge::forge_of;

/// What stands in the place of a secret.
const STARS: &str = "****";
/// A value shorter than this is no secret, and taking it out would only garble the text.
const SHORTEST: usize = 4;
/// So many letters and digits of a value in a row are a part of it that nobody may see.
const PIECE: usize = 8;
/// A value of fewer letters and digits than this may be made of words, which stand in other texts as well.
const SHORTEST_IN_PIECES: usize = 16;
/// Base64 needs this many bytes of a value to be recognisable.
const SHORTEST_ENCODED: usize = 6;

/// Every spelling in which a value may come back.
pub(super) struct Spellings {
    /// As it is, or percent-encoded; the longest first, since a longer one may hold a shorter one.
    plain: Vec<Zeroizing<String>>,
    /// What Base64 makes of it, wherever in the encoded text it begins.
    encoded: Vec<Zeroizing<String>>,
    /// Every piece of it, in order.
    pieces: Zeroizing<Vec<u128>>,
    /// Every piece of it in hexadecimal digits, which are letters and digits themselves.
    hex: Zeroizing<Vec<u128>>,
}

impl Spellings {
    /// Spells a value.
    pub(super) fn of(value: &str) -> Self {
        let core = strip(value).core;
        Self {
            plain: plain(value, &core),
            encoded: encoded(value, &core),
            pieces: pieces(&core, PIECE),
            hex: pieces(&hexadecimal(&core), 2 * PIECE),
        }
    }

    /// Takes the value out of a text.
    pub(super) fn taken_out_of(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.plain {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), STARS);
            }
        }
        for core in &self.encoded {
            if text.contains(core.as_str()) {
                text = without_runs(&text, core);
            }
        }
        let text = without_pieces::<PIECE>(&text, &self.pieces);
        without_pieces::<{ 2 * PIECE }>(&text, &self.hex)
    }
}

/// A letter or digit, in small letters, and the bytes of the text that spell it.
struct Alphanumeric {
    byte: u8,
    begin: usize,
    end: usize,
}

/// The letters and digits of a text, also those that are written by their number. What stands between them is passed
/// over: a server that puts a blank or an invisible character there must not get a value through that is put together
/// later.
fn letters(text: &str) -> impl Iterator<Item = Alphanumeric> {
    let bytes = text.as_bytes();
    let mut begin = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(begin..)?;
            let (byte, length) = match (numbered(rest), rest) {
                (_, []) => return None,
                (Some((letter, length)), _) if letter.is_ascii() => (letter as u8, length),
                (Some((_, length)), [b'\\' | b'&', ..]) => (0, length),
                (_, [b'\\', ..]) => (0, 2),
                (_, [byte, ..]) => (*byte, 1),
            };
            let letter = Alphanumeric {
                byte: byte.to_ascii_lowercase(),
                begin,
                end: begin + length,
            };
            begin = letter.end;
            if byte.is_ascii_alphanumeric() {
                return Some(letter);
            }
        }
    })
}

/// The letters so far as one number, which holds the last of them, as many as make a piece.
const fn with_letter(so_far: u128, letter: u8, length: usize) -> u128 {
    (so_far << 8 | letter as u128) & (u128::MAX >> (128 - 8 * length))
}

fn hexadecimal(core: &str) -> Zeroizing<String> {
    let mut digits = Zeroizing::new(String::with_capacity(2 * core.len()));
    for byte in core.bytes() {
        let halves = [byte >> 4, byte & 0xf].map(u32::from);
        digits.extend(
            halves
                .into_iter()
                .filter_map(|half| char::from_digit(half, 16)),
        );
    }
    digits
}

fn pieces(core: &str, length: usize) -> Zeroizing<Vec<u128>> {
    let mut pieces = Zeroizing::new(Vec::new());
    if letters(core).count() < 2 * length {
        return pieces;
    }
    let mut piece = 0;
    for (number, letter) in letters(core).enumerate() {
        piece = with_letter(piece, letter.byte, length);
        if number + 1 >= length {
            pieces.push(piece);
        }
    }
    pieces.sort_unstable();
    pieces
}

/// Takes out every run of letters and digits that is a part of the value, with what stands between them.
fn without_pieces<const LENGTH: usize>(text: &str, pieces: &[u128]) -> String {
    if pieces.is_empty() {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut kept = 0;
    let mut places = [0; LENGTH];
    let mut piece = 0;
    for (number, letter) in letters(text).enumerate() {
        places[number % LENGTH] = letter.begin;
        piece = with_letter(piece, letter.byte, LENGTH);
        if number + 1 < LENGTH || pieces.binary_search(&piece).is_err() {
            continue;
        }
        let begin = places[(number + 1) % LENGTH];
        if begin >= kept {
            shown.push_str(&text[kept..begin]);
            shown.push_str(STARS);
        }
        kept = letter.end;
    }
    shown.push_str(&text[kept..]);
    shown
}

/// Takes everything that looks like a token out of a text. What people typed they want to know again, so of a path only
/// the segments are taken out that could be one.
#[must_use]
pub fn hide_tokens(text: &str) -> String {
    with_words(text, |word| {
        let is_known = has_known_form(word);
        let is_whole = !word.contains('/') && (is_known || is_random(after_name(word)));
        let shown = without_random_segments(word);
        let is_missed = is_known && shown == word;
        if is_whole || is_missed {
            STARS.to_owned()
        } else {
            shown
        }
    })
}

/// Takes every token out of a text that is known by its form, and leaves what is random otherwise: a server may know other
/// tokens than the one that it is asked with, and names what it does by random identifiers.
pub(crate) fn hide_known_forms(text: &str) -> String {
    with_words(text, |word| {
        let is_token = word.len() >= SHORTEST_IN_PIECES && has_known_form(word);
        if is_token { STARS } else { word }.to_owned()
    })
}

/// Rewrites every word of a text.
fn with_words(text: &str, rewritten: impl Fn(&str) -> String) -> String {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_.=+/%".contains(letter);
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_letter) {
        whole.push_str(&rest[..begin]);
        let after = rest[begin..].trim_start_matches(is_letter);
        whole.push_str(&rewritten(&rest[begin..rest.len() - after.len()]));
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// Where one segment is random, the others may be the rest of the same secret, as the slashes of Base64 cut it: only
/// those are left that are words or numbers.
fn without_random_segments(word: &str) -> String {
    if !segments(word).any(|(segment, _)| is_random(segment) || has_known_form(segment)) {
        return word.to_owned();
    }
    let shown = |segment| if is_worded(segment) { segment } else { STARS };
    let rewritten = segments(word).map(|(segment, separator)| [shown(segment), separator]);
    rewritten.flatten().collect()
}

/// The segments of a path or a dotted name, each with what separates it from the next.
fn segments(word: &str) -> impl Iterator<Item = (&str, &str)> {
    const SEPARATORS: [&str; 5] = ["/", ".", "%2F", "%2f", "%20"];
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let text = rest?;
        let found = SEPARATORS
            .iter()
            .filter_map(|separator| Some((text.find(separator)?, separator.len())));
        let Some((at, length)) = found.min() else {
            rest = None;
            return Some((text, ""));
        };
        rest = Some(&text[at + length..]);
        Some((&text[..at], &text[at..at + length]))
    })
}

fn has_known_form(word: &str) -> bool {
    [word, after_name(word)]
        .iter()
        .any(|word| is_token(word) || forge_of(word).is_some())
}

/// What follows `NAME=`.
fn after_name(word: &str) -> &str {
    word.split_once('=').map_or(word, |(_, value)| value)
}

/// A segment is taken for a secret when it is long and without the look of words and numbers.
fn is_random(segment: &str) -> bool {
    let has = |test: fn(&u8) -> bool| segment.bytes().any(|byte| test(&byte));
    segment.len() >= 20
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !is_worded(segment)
}

/// Words in small letters, and numbers, joined as the names of groups and projects are.
fn is_worded(segment: &str) -> bool {
    segment.split(['-', '_']).all(|part| {
        let all = |test: fn(&u8) -> bool| part.bytes().all(|byte| test(&byte));
        all(u8::is_ascii_lowercase) || all(u8::is_ascii_digit) || part.len() <= 2
    })
}

/// The value whole, trimmed, what was peeled out of it, and each percent-encoded.
fn plain(value: &str, core: &str) -> Vec<Zeroizing<String>> {
    let spelt = |secret: &str| {
        [
            Zeroizing::new(secret.to_owned()),
            percent_encoded(secret, false),
            percent_encoded(secret, true),
        ]
    };
    let mut secrets = Vec::from([value, value.trim(), core]);
    secrets.dedup();
    secrets.retain(|secret| secret.len() >= SHORTEST);
    let mut secrets: Vec<Zeroizing<String>> = secrets.into_iter().flat_map(spelt).collect();
    secrets.sort_by(|one, other| {
        let longer_first = other.len().cmp(&one.len());
        longer_first.then_with(|| one.as_str().cmp(other))
    });
    secrets.dedup();
    secrets
}

fn percent_encoded(secret: &str, upper: bool) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::new());
    for byte in secret.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else if upper {
            let _ = write!(encoded, "%{byte:02X}");
        } else {
            let _ = write!(encoded, "%{byte:02x}");
        }
    }
    encoded
}

/// The part of the Base64 that depends on the value alone, for each of the three places where it may begin.
///
/// In a Basic credential a user name and a colon stand before the value; their length decides which of the three it is.
fn encoded(value: &str, core: &str) -> Vec<Zeroizing<String>> {
    let mut cores = Vec::new();
    let mut secrets = Vec::from([value.trim(), core]);
    secrets.dedup();
    for secret in secrets {
        if secret.len() < SHORTEST_ENCODED {
            continue;
        }
        for offset in 0..3 {
            let mut bytes = Zeroizing::new(vec![0; offset]);
            bytes.extend_from_slice(secret.as_bytes());
            let whole = bytes.len() / 3 * 3;
            bytes.truncate(whole);
            let begin = if offset == 0 { 0 } else { 4 };
            for encoded in [
                STANDARD_NO_PAD.encode(&*bytes),
                URL_SAFE_NO_PAD.encode(&*bytes),
            ] {
                let encoded = Zeroizing::new(encoded);
                let core = encoded.get(begin..).filter(|core| core.len() >= SHORTEST);
                cores.extend(core.map(|core| Zeroizing::new(core.to_owned())));
            }
        }
    }
    cores.sort_by(|one, other| one.as_str().cmp(other));
    cores.dedup();
    cores
}

/// Takes out every run of Base64 characters that holds the core: its ends carry the rest of the secret.
fn without_runs(text: &str, core: &str) -> String {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "+/-_=".contains(letter);
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(core) {
        kept.push_str(rest[..at].trim_end_matches(is_letter));
        kept.push_str(STARS);
        rest = rest[at + core.len()..].trim_start_matches(is_letter);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    use super::*;

    fn secret() -> String {
        format!("{}{}", "glpat-", "aB3_dE5-gH7jK9mN1pQ2")
    }

    fn redact(value: &str, text: &str) -> String {
        Spellings::of(value).taken_out_of(text)
    }

    #[test]
    fn the_value_is_taken_out_in_every_spelling() {
        let odd = "p@ss/w0rd+with?odd";
        for value in [secret(), odd.to_owned()] {
            for user in [
                "",
                "a",
                "oauth2",
                "gitlab-ci-token",
                "gitlab+deploy-token-12",
            ] {
                let pair = format!("{user}:{value}");
                let text = format!(
                    "x {value} y {} z {} {}, {}",
                    STANDARD.encode(&pair),
                    URL_SAFE.encode(&pair),
                    percent_encoded(&value, true).as_str(),
                    percent_encoded(&value, false).as_str(),
                );
                assert_eq!(
                    redact(&value, &text),
                    "x **** y **** z **** ****, ****",
                    "{user}"
                );
            }
        }
    }

    #[test]
    fn a_part_of_the_value_is_taken_out_however_it_is_pulled_apart() {
        let token = secret();
        let apart = |between: &str| {
            let letters: Vec<String> = token.chars().map(String::from).collect();
            letters.join(between)
        };
        let by_number = |written: fn(u8) -> String| token.bytes().map(written).collect::<String>();
        for text in [
            token[..16].to_owned(),
            token[14..].to_owned(),
            token.to_lowercase(),
            apart("\u{200b}"),
            apart(" "),
            apart("-\n"),
            apart("\\u200b"),
            apart("\\n"),
            by_number(|byte| format!("\\u{byte:04x}")),
            by_number(|byte| format!("\\\\u{byte:04X}")),
            by_number(|byte| format!("%{byte:02x}")),
            by_number(|byte| format!("%25{byte:02x}")),
            by_number(|byte| format!("{byte:02x}")),
            by_number(|byte| format!("{byte:02X} ")),
            by_number(|byte| format!("\\x{byte:02x}")),
            by_number(|byte| format!("&#{byte};")),
            by_number(|byte| format!("&#x{byte:x};")),
            format!("{} {}", &token[..15], &token[15..]),
        ] {
            let shown = redact(&token, &format!("a {text} z"));
            let letters: String = shown
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .collect();
            assert!(letters.len() < 12, "{text}: {shown}");
            assert!(shown.starts_with("a ") && shown.ends_with(" z"), "{shown}");
        }
        let word = "gitlab-ci-token";
        assert_eq!(redact(word, "a token of gitlab-ci"), "a token of gitlab-ci");
        let other = "403 Forbidden: aB3_dE5 is a prefix of 9mN1pQ2";
        assert_eq!(redact(&token, other), other);
    }

    #[test]
    fn what_was_peeled_out_of_the_value_is_taken_out_too() {
        let token = secret();
        for value in [
            format!("\"{token}\"\n"),
            format!("Bearer {token}"),
            STANDARD.encode(&token),
        ] {
            assert_eq!(redact(&value, &format!("[{token}]")), "[****]");
        }
    }

    #[test]
    fn a_text_without_the_value_stays_as_it_is() {
        let text = "403 Forbidden: glpat- is a prefix";
        assert_eq!(redact(&secret(), text), text);
        assert_eq!(redact("", text), text);
        assert_eq!(redact("a", text), text);
    }

    #[test]
    fn what_looks_like_a_token_is_hidden() {
        let token = secret();
        let text = format!("error: TOKEN={token}; see https://example.com/a/b ({token}), code 42");
        assert_eq!(
            hide_tokens(&text),
            "error: ****; see https://example.com/a/b (****), code 42"
        );
        assert_eq!(
            hide_tokens("vault: permission denied on secret/data/gitlab"),
            "vault: permission denied on secret/data/gitlab"
        );
        assert_eq!(hide_tokens(&"5f".repeat(20)), STARS);
    }

    #[test]
    fn what_was_typed_is_repeated_as_far_as_it_holds_no_secret() {
        for text in [
            "projects/some-group%2Fsome-long-project-name-indeed/issues",
            "/projects/group%2Fproject-of-the-year-2024/variables",
            "/projects/a%2Fb/repository/files/docs%2Fa%20long%20name%20indeed.md/raw",
        ] {
            assert_eq!(hide_tokens(text), text);
        }
        let random = "aB3dE5gH7jK9mN1pQ2rS5u";
        for (secret, shown) in [
            (secret(), "/projects/****/issues"),
            (random.to_owned(), "/projects/****/issues"),
            (
                format!("{random}/xYz9+{random}"),
                "/projects/****/****/issues",
            ),
        ] {
            assert_eq!(hide_tokens(&format!("/projects/{secret}/issues")), shown);
        }
    }
}
