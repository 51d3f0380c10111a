//! Routable tokens: a payload that says where they belong, and a checksum that says whether they are whole.
//!
//! The form is `{prefix}{payload}.{version}.{length}{checksum}` since the second generation, and without the version
//! before (`lib/authn/token_field/generator/routable_token.rb`). The length is that of the payload's Base64 in two
//! digits to the base of 36; the checksum is the CRC-32 of all that stands before it, in seven such digits. So a cut
//! or mistyped token is known to be one before anybody is asked. A payload is read only under a checksum that fits.

use base64::Engine as _;
use serde::Serialize;

use super::{Defect, claims::BASE64};
use crate::catalogue::kinds;

/// What the checksum in a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Checksum {
    /// It fits: the value is whole, as it was made.
    Valid,
    /// It does not fit, or was cut off.
    Invalid,
    /// The form of the value has none.
    #[default]
    None,
}

impl Checksum {
    /// Returns whether it fits; nothing where the form of the value has none.
    #[must_use]
    pub const fn fits(self) -> Option<bool> {
        match self {
            Self::Valid => Some(true),
            Self::Invalid => Some(false),
            Self::None => None,
        }
    }
}

/// The layout of a routable token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// Without a version, the payload before the random bytes.
    First,
    /// With a version, the payload after the random bytes.
    Second,
}

/// Where a routable token belongs, by the numbers in its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RoutablePayload {
    /// The layout in which the payload was read.
    pub generation: Generation,
    /// Id of the cell (`c`).
    pub cell: Option<u64>,
    /// Id of the organization (`o`).
    pub organization: Option<u64>,
    /// Id of the user (`u`).
    pub user: Option<u64>,
    /// Id of the group (`g`).
    pub group: Option<u64>,
    /// Id of the project (`p`).
    pub project: Option<u64>,
    /// The number under `t`; runner tokens carry their type of runner there.
    pub subtype: Option<u64>,
}

/// What reading a value as a routable token came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RoutableParse {
    /// The value has another form.
    OtherForm,
    /// The form is that of a routable token of a version that is not known here.
    OtherVersion,
    /// The checksum fits; the payload is missing where its layout is not known.
    Whole(Option<RoutablePayload>),
    /// The value is a routable token with this defect.
    Broken(Defect),
}

/// Digits of the length.
const LENGTH_DIGITS: usize = 2;
/// Digits of the checksum.
const CHECKSUM_DIGITS: usize = 7;
/// Characters after the last dot.
const TAIL: usize = LENGTH_DIGITS + CHECKSUM_DIGITS;
/// Random bytes beside the payload.
const RANDOM_BYTES: usize = 16;
/// The version whose layout is known.
const VERSION: &str = "01";
/// The keys of a payload.
const KEYS: &[u8] = b"cgoptu";

/// Reads a value that begins with a known prefix of this length.
pub(super) fn read(value: &str, prefix_length: usize) -> RoutableParse {
    let Some(body) = value.get(prefix_length..) else {
        return RoutableParse::OtherForm;
    };
    let pieces: Vec<&str> = body.split('.').collect();
    match pieces.as_slice() {
        [payload] if shows_payload(payload) => RoutableParse::Broken(Defect::Cut),
        [_] | [] => RoutableParse::OtherForm,
        [payload, tail] => read_tail(value, payload, None, tail),
        [payload, version, tail] => read_tail(value, payload, Some(version), tail),
        _ => RoutableParse::Broken(Defect::Mistyped),
    }
}

/// Reads a value whose beginning says nothing: its own prefix may have been cut off, or may be one of its instance.
pub(super) fn read_without_prefix(value: &str) -> RoutableParse {
    let pieces: Vec<&str> = value.split('.').collect();
    let (payload, version, tail) = match pieces.as_slice() {
        [payload, tail] => (*payload, None, *tail),
        [payload, version, tail] if is_version(version) => (*payload, Some(*version), *tail),
        _ => return RoutableParse::OtherForm,
    };
    let Some((length, _)) = split_tail(tail) else {
        return RoutableParse::OtherForm;
    };
    if checksum_fits(value) {
        return RoutableParse::Whole(payload_of(payload, length, version));
    }
    if kinds::PREFIXES
        .iter()
        .any(|prefix| checksum_fits(&format!("{}{value}", prefix.text)))
    {
        return RoutableParse::Broken(Defect::PrefixLost);
    }
    // Two dots, the known version, and a length that is not reached: too much to be chance.
    let is_cut = version == Some(VERSION) && payload.len() < length && payload.len() + 64 > length;
    if is_cut {
        RoutableParse::Broken(Defect::Cut)
    } else {
        RoutableParse::OtherForm
    }
}

fn read_tail(value: &str, payload: &str, version: Option<&str>, tail: &str) -> RoutableParse {
    if tail.len() < TAIL {
        return RoutableParse::Broken(Defect::Cut);
    }
    if tail.len() > TAIL {
        let whole = tail
            .get(..TAIL)
            .is_some_and(|_| checksum_fits(&value[..value.len() - (tail.len() - TAIL)]));
        return RoutableParse::Broken(if whole {
            Defect::ExtraCharacters
        } else {
            Defect::Mistyped
        });
    }
    let Some((length, _)) = split_tail(tail) else {
        return RoutableParse::Broken(Defect::Mistyped);
    };
    if checksum_fits(value) {
        return RoutableParse::Whole(payload_of(payload, length, version));
    }
    match version {
        Some(version) if is_version(version) && version != VERSION => RoutableParse::OtherVersion,
        Some(_) | None if payload.len() < length => RoutableParse::Broken(Defect::Cut),
        Some(_) | None => RoutableParse::Broken(Defect::Mistyped),
    }
}

fn is_version(piece: &str) -> bool {
    piece.len() == 2 && is_digits(piece)
}

/// Tells whether a text has only digits to the base of 36 in lower case.
fn is_digits(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

/// Splits what follows the last dot into the length of the payload and the checksum.
fn split_tail(tail: &str) -> Option<(usize, u32)> {
    if tail.len() != TAIL || !is_digits(tail) {
        return None;
    }
    let (length, checksum) = tail.split_at(LENGTH_DIGITS);
    Some((
        usize::from_str_radix(length, 36).ok()?,
        u32::from_str_radix(checksum, 36).ok()?,
    ))
}

/// Tells whether the last seven characters are the checksum of all that stands before them.
fn checksum_fits(value: &str) -> bool {
    let Some((front, checksum)) = value
        .len()
        .checked_sub(CHECKSUM_DIGITS)
        .and_then(|at| value.split_at_checked(at))
    else {
        return false;
    };
    is_digits(checksum) && u32::from_str_radix(checksum, 36) == Ok(checksum_of(front))
}

/// The CRC32 of a text.
fn checksum_of(text: &str) -> u32 {
    let mut checksum = flate2::Crc::new();
    checksum.update(text.as_bytes());
    checksum.sum()
}

fn payload_of(payload: &str, length: usize, version: Option<&str>) -> Option<RoutablePayload> {
    // A type of runner may stand between the prefix and the payload, so the payload is counted from its end.
    let encoded = payload.get(payload.len().checked_sub(length)?..)?;
    let bytes = BASE64.decode(encoded).ok()?;
    let (_, bytes) = bytes.split_last()?;
    let kept = bytes.len().checked_sub(RANDOM_BYTES)?;
    match version {
        None => parse_pairs(&bytes[..kept], Generation::First),
        Some(VERSION) => parse_pairs(&bytes[RANDOM_BYTES..], Generation::Second),
        Some(_) => None,
    }
}

fn parse_pairs(bytes: &[u8], generation: Generation) -> Option<RoutablePayload> {
    let text = std::str::from_utf8(bytes).ok()?;
    let number = |key: &str| {
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        u64::from_str_radix(value, 36).ok()
    };
    Some(RoutablePayload {
        generation,
        cell: number("c"),
        organization: number("o"),
        user: number("u"),
        group: number("g"),
        project: number("p"),
        subtype: number("t"),
    })
}

/// Tells whether a text without a dot is the front of a routable token: its payload can be read in it.
fn shows_payload(text: &str) -> bool {
    // One character alone over a group of four holds no whole byte.
    let whole = if text.len() % 4 == 1 {
        text.len() - 1
    } else {
        text.len()
    };
    let Some(Ok(bytes)) = text.get(..whole).map(|text| BASE64.decode(text)) else {
        return false;
    };
    let is_pair = |bytes: &[u8]| matches!(bytes, [key, b':', digit, ..] if KEYS.contains(key) && digit.is_ascii_alphanumeric());
    // Behind the payload comes one byte more, its length. Random bytes that look like a pair, as in one of some thousand
    // older tokens of hexadecimal digits, go on with others.
    let is_text = |bytes: &[u8]| {
        let text = bytes.split_last().map_or(bytes, |(_, front)| front);
        text.iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b":\n".contains(byte))
    };
    let second_generation = bytes
        .get(RANDOM_BYTES..)
        .is_some_and(|payload| is_pair(payload) && is_text(payload));
    let second_pair = bytes
        .iter()
        .take(16)
        .position(|byte| *byte == b'\n')
        .and_then(|at| bytes.get(at + 1..));
    second_generation || (is_pair(&bytes) && second_pair.is_some_and(is_pair))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn finish(front: &str) -> String {
        let mut checksum = Vec::new();
        let mut rest = checksum_of(front);
        for _ in 0..CHECKSUM_DIGITS {
            checksum.push(char::from_digit(rest % 36, 36).unwrap());
            rest /= 36;
        }
        format!("{front}{}", checksum.iter().rev().collect::<String>())
    }

    fn digits(length: usize) -> String {
        format!(
            "{}{}",
            char::from_digit(u32::try_from(length / 36).unwrap(), 36).unwrap(),
            { char::from_digit(u32::try_from(length % 36).unwrap(), 36).unwrap() }
        )
    }

    /// Makes a token of the second generation.
    pub(in crate::secret) fn second(prefix: &str, payload: &str) -> String {
        let mut bytes = vec![0xA7; RANDOM_BYTES];
        bytes.extend_from_slice(payload.as_bytes());
        bytes.push(u8::try_from(payload.len()).unwrap());
        let encoded = BASE64.encode(bytes).trim_end_matches('=').to_owned();
        finish(&format!(
            "{prefix}{encoded}.{VERSION}.{}",
            digits(encoded.len())
        ))
    }

    /// Makes a token of the first generation.
    pub(in crate::secret) fn first(prefix: &str, payload: &str) -> String {
        let mut bytes = payload.as_bytes().to_vec();
        bytes.extend_from_slice(&[0xA7; RANDOM_BYTES]);
        bytes.push(16);
        let encoded = BASE64.encode(bytes).trim_end_matches('=').to_owned();
        finish(&format!("{prefix}{encoded}.{}", digits(encoded.len())))
    }

    const PREFIX: &str = "glpat-";
    const PAYLOAD: &str = "c:1\ng:2s\no:a\np:zz\nt:3\nu:1z141z";

    fn whole(reading: RoutableParse) -> RoutablePayload {
        let RoutableParse::Whole(Some(payload)) = reading else {
            panic!("no payload")
        };
        payload
    }

    #[test]
    fn both_generations_are_read() {
        for (value, generation) in [
            (first(PREFIX, PAYLOAD), Generation::First),
            (second(PREFIX, PAYLOAD), Generation::Second),
        ] {
            let payload = whole(read(&value, PREFIX.len()));
            let expected = RoutablePayload {
                generation,
                cell: Some(1),
                organization: Some(10),
                user: Some(119_304_647),
                group: Some(100),
                project: Some(1295),
                subtype: Some(3),
            };
            assert_eq!(payload, expected);
        }
    }

    #[test]
    fn a_checksum_is_the_one_that_gitlab_documents() {
        // CRC-32 of "123456789" is cbf43926, the check value of the algorithm.
        assert_eq!(finish("123456789"), format!("123456789{}", "1kl8mjq"));
        assert!(checksum_fits(&finish("123456789")));
    }

    #[test]
    fn a_type_of_runner_may_stand_before_the_payload() {
        let value = second("glrt-t1_", "c:1\no:1");
        assert_eq!(whole(read(&value, "glrt-".len())).organization, Some(1));
    }

    #[test]
    fn every_cut_at_the_end_is_known_once_the_payload_has_begun() {
        let value = second(PREFIX, "o:1\nu:5");
        for end in PREFIX.len() + 27..value.len() {
            assert_eq!(
                read(&value[..end], PREFIX.len()),
                RoutableParse::Broken(Defect::Cut),
                "{end}"
            );
        }
    }

    #[test]
    fn every_cut_of_the_first_generation_is_known_once_two_pairs_have_begun() {
        let value = first(PREFIX, "o:1\nu:5");
        for end in PREFIX.len() + 10..value.len() {
            assert_eq!(
                read(&value[..end], PREFIX.len()),
                RoutableParse::Broken(Defect::Cut),
                "{end}"
            );
        }
    }

    #[test]
    fn no_older_token_is_taken_for_a_cut_one() {
        // The first looks like a pair behind sixteen random bytes.
        let mut values = vec!["103b5113240fcd709386a286ae8afb6177d97d61".to_owned()];
        let mut random = fastrand::Rng::with_seed(1);
        for length in [20, 25, 40, 50, 64] {
            for _ in 0..20_000 {
                values.push((0..length).map(|_| random.digit(16)).collect());
                values.push((0..length).map(|_| random.alphanumeric()).collect());
            }
        }
        for value in values {
            assert_eq!(read(&value, 0), RoutableParse::OtherForm, "{value}");
        }
    }

    #[test]
    fn every_changed_character_is_known() {
        let value = second(PREFIX, "o:1\nu:5");
        for at in PREFIX.len()..value.len() {
            let mut changed = value.clone();
            let other = if &value[at..=at] == "q" { "r" } else { "q" };
            changed.replace_range(at..=at, other);
            let reading = read(&changed, PREFIX.len());
            let accused = matches!(
                reading,
                RoutableParse::Broken(_) | RoutableParse::OtherVersion
            );
            assert!(accused, "{at}");
        }
    }

    #[test]
    fn a_missing_character_inside_is_a_cut() {
        let value = second(PREFIX, "o:1\nu:5");
        let shorter = format!("{}{}", &value[..12], &value[13..]);
        assert_eq!(
            read(&shorter, PREFIX.len()),
            RoutableParse::Broken(Defect::Cut)
        );
    }

    #[test]
    fn characters_after_the_checksum_are_known() {
        let value = second(PREFIX, "o:1\nu:5") + "x";
        assert_eq!(
            read(&value, PREFIX.len()),
            RoutableParse::Broken(Defect::ExtraCharacters)
        );
    }

    #[test]
    fn a_lost_prefix_is_found_by_the_checksum() {
        let value = second(PREFIX, "o:1\nu:5");
        assert_eq!(
            read_without_prefix(&value[PREFIX.len()..]),
            RoutableParse::Broken(Defect::PrefixLost)
        );
        assert_eq!(
            read_without_prefix(&value[PREFIX.len() + 4..]),
            RoutableParse::Broken(Defect::Cut)
        );
    }

    #[test]
    fn a_prefix_that_only_its_instance_knows_is_covered_by_the_checksum() {
        let payload = whole(read_without_prefix(&second("corp_", "o:1\nu:5")));
        assert_eq!(payload.user, Some(5));
    }

    #[test]
    fn other_forms_are_left_alone() {
        assert_eq!(
            read(&format!("{PREFIX}{}", "a".repeat(20)), PREFIX.len()),
            RoutableParse::OtherForm
        );
        assert_eq!(read_without_prefix("example.com"), RoutableParse::OtherForm);
        assert_eq!(
            read_without_prefix("www.example.somewhere"),
            RoutableParse::OtherForm
        );
        let newer = second(PREFIX, "o:1").replace(".01.", ".02.");
        assert_eq!(read(&newer, PREFIX.len()), RoutableParse::OtherVersion);
    }
}
