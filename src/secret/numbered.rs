//! Characters that are written by their number: `\u0067`, `%67`, `&#103;`, and `&#x67;` are all `g`.
//!
//! Whoever reads JSON, an address, or a page reads the character, so a secret that is written like this is no less a
//! secret. JSON within JSON doubles its backslashes; they all belong to the number.

/// So many backslashes stand before a number in JSON within JSON within JSON within JSON. A run that is longer is looked at
/// from its end, since each place in it would see all the rest.
const MOST_SLASHES: usize = 15;

/// So often a percent sign is encoded again by whoever passes an address on.
const MOST_SIGNS: usize = 4;

/// So many digits a character reference of HTML has at most.
const LONGEST_REFERENCE: usize = 8;

/// The character that a text begins with, where it is written by its number, and the bytes that spell it.
pub(crate) fn numbered(text: &[u8]) -> Option<(char, usize)> {
    let (digits, radix, length) = match *text {
        [b'\\', ..] => {
            let run = text.iter().take(MOST_SLASHES);
            let slashes = run.take_while(|byte| **byte == b'\\').count();
            let digits = text.get(slashes..)?.strip_prefix(b"u")?.get(..4)?;
            (digits, 16, slashes + 5)
        }
        [b'%', ref rest @ ..] => {
            let signs = encoded_signs(rest);
            (rest.get(signs..signs + 2)?, 16, signs + 3)
        }
        [b'&', b'#', b'x' | b'X', ref rest @ ..] => {
            let digits = reference(rest)?;
            (digits, 16, digits.len() + 4)
        }
        [b'&', b'#', ref rest @ ..] => {
            let digits = reference(rest)?;
            (digits, 10, digits.len() + 3)
        }
        _ => return None,
    };
    let digits = std::str::from_utf8(digits).ok()?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    Some((char::from_u32(code)?, length))
}

/// How many bytes of a percent escape write its sign once more: `%2567` and `%252567` are `%67`, encoded again.
fn encoded_signs(rest: &[u8]) -> usize {
    let is_sign = |pair: &&[u8]| *pair == b"25";
    let signs = 2 * rest.chunks(2).take(MOST_SIGNS).take_while(is_sign).count();
    let is_followed = rest
        .get(signs..signs + 2)
        .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    // Without digits behind them, the last two are digits themselves.
    if is_followed {
        signs
    } else {
        signs.saturating_sub(2)
    }
}

/// The digits up to the semicolon that ends a reference.
fn reference(rest: &[u8]) -> Option<&[u8]> {
    let end = rest
        .iter()
        .take(LONGEST_REFERENCE + 1)
        .position(|byte| *byte == b';')?;
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_every_notation() {
        for text in [
            "\\u0067", "%67", "%2567", "%252567", "&#103;", "&#x67;", "&#X0067;",
        ] {
            let whole = format!("{text}67;");
            assert_eq!(
                numbered(whole.as_bytes()),
                Some(('g', text.len())),
                "{text}"
            );
        }
        assert_eq!(numbered(b"\\\\u0067x"), Some(('g', 7)));
        assert_eq!(numbered(b"%25 x"), Some(('%', 3)));
        let slashes = |number: usize| format!("{}u0067", "\\".repeat(number));
        let longest = slashes(MOST_SLASHES);
        assert_eq!(numbered(longest.as_bytes()), Some(('g', longest.len())));
        assert_eq!(numbered(slashes(MOST_SLASHES + 1).as_bytes()), None);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "g",
            "\\",
            "\\n",
            "\\u",
            "\\u00",
            "\\ud83d",
            "%",
            "%6",
            "%zz",
            "&amp;",
            "&#;",
            "&#103",
            "&#x;",
            "&#999999999;",
            "&#x110000;",
            "\\u00\u{e9}",
        ] {
            assert_eq!(numbered(text.as_bytes()), None, "{text}");
        }
    }
}
