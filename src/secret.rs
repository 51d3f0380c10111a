//! The token itself, and everything that may be said of it without showing it.
//!
//! A [`Token`] cannot be printed, compared, serialised, or dereferenced, and is wiped from memory when it is dropped.
//! [`examine`] turns it into a [`TokenShape`], which holds nothing secret and may go anywhere. Both are pure: nothing
//! here asks a network, a clock, or an environment, and no bytes make it panic.

mod claims;
mod defect;
mod examine;
mod fingerprint;
mod lists;
mod numbered;
mod placeholder;
mod redaction;
mod routable;
mod shape;
mod strip;

use std::fmt;
use std::sync::OnceLock;

use zeroize::{Zeroize as _, Zeroizing};

pub(crate) use claims::Claims;
pub(crate) use defect::Defect;
pub(crate) use fingerprint::Fingerprint;
pub(crate) use numbered::numbered;
pub(crate) use redaction::hide_known_forms;
pub use redaction::hide_tokens;
pub use routable::Checksum;
pub(crate) use routable::RoutablePayload;
pub use shape::TokenShape;
pub(crate) use shape::{Form, KindEvidence};

/// A credential, as it was given.
///
/// It is made from whatever was found, however broken: what is wrong with it is said by [`Token::examine`].
/// It can be neither printed nor compared nor copied:
///
/// ```compile_fail,E0277
/// println!("{}", glwhy::secret::Token::new(String::new()));
/// ```
/// ```compile_fail,E0369
/// let _ = glwhy::secret::Token::new(String::new()) == glwhy::secret::Token::new(String::new());
/// ```
/// ```compile_fail,E0599
/// let _ = glwhy::secret::Token::new(String::new()).clone();
/// ```
pub struct Token {
    value: Zeroizing<String>,
    /// Made when the first text comes back.
    spellings: OnceLock<redaction::Spellings>,
}

impl Token {
    /// Takes a value as it was found.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self {
            value: Zeroizing::new(value),
            spellings: OnceLock::new(),
        }
    }

    /// Takes bytes as they were found; bytes that are no text become a defect, not an error.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        let value = String::from_utf8(bytes).unwrap_or_else(|error| {
            let mut bytes = error.into_bytes();
            let lossy = String::from_utf8_lossy(&bytes).into_owned();
            bytes.zeroize();
            lossy
        });
        Self::new(value)
    }

    /// Returns the value without the white space around it, to be put into a request.
    ///
    /// Only `gitlab::auth` may call this: it is the single way out for a secret.
    pub(crate) fn expose(&self) -> &str {
        self.value
            .trim_matches(|letter: char| letter.is_ascii_whitespace())
    }

    /// Tells whether there is nothing but white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }

    /// Tells whether the value can stand in an HTTP header: visible ASCII characters only.
    #[must_use]
    pub fn fits_header(&self) -> bool {
        !self.is_empty()
            && self
                .expose()
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' ')
    }

    /// Returns what tells it apart from other tokens in this process, and nothing else of it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::hash(self.expose())
    }

    /// Says everything about the value that can be said without asking anybody and without showing it.
    #[must_use]
    pub fn examine(&self) -> TokenShape {
        examine::examine(&self.value)
    }

    /// Returns a text without this value: plain, percent-encoded, or inside the Base64 of a Basic credential.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        self.spellings
            .get_or_init(|| redaction::Spellings::of(&self.value))
            .taken_out_of(text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(****)")
    }
}

/// Says everything about a value in a text, such as a password in a pasted command, that can be said without showing it.
#[must_use]
pub fn examine(value: &str) -> TokenShape {
    examine::examine(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_exposed_without_the_white_space_around_it() {
        assert_eq!(Token::new(" \t value\r\n".to_owned()).expose(), "value");
        assert!(Token::new(" \n".to_owned()).is_empty());
    }

    #[test]
    fn the_debug_form_shows_nothing() {
        assert_eq!(
            format!("{:?}", Token::new("value".to_owned())),
            "Token(****)"
        );
    }

    #[test]
    fn a_fingerprint_tells_values_apart_and_shows_nothing() {
        let of = |value: &str| Token::new(value.to_owned()).fingerprint();
        assert_eq!(of("value"), of(" value\n"));
        assert_ne!(of("value"), of("Value"));
        assert_eq!(format!("{:?}", of("value")), "Fingerprint(****)");
    }

    #[test]
    fn only_visible_ascii_fits_a_header() {
        for (bytes, fits) in [
            (&b"value"[..], true),
            (b" value\n", true),
            (b"", false),
            (b"va\nlue", false),
            (b"va\0lue", false),
            (b"value\xff", false),
            ("valu\u{e9}".as_bytes(), false),
        ] {
            assert_eq!(Token::from_bytes(bytes.to_vec()).fits_header(), fits);
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..5_000 {
            let bytes: Vec<u8> = (0..random.usize(..60)).map(|_| random.u8(..)).collect();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let token = Token::from_bytes(bytes);
            let _ = token.examine();
            let _ = hide_tokens(&text);
            assert!(!token.redact(&text).is_empty() || text.is_empty());
        }
    }
}
