//! A token that is easy to recognise, and the search for the smallest piece of it in any spelling.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// As many characters in a row give a token away.
const WINDOW: usize = 8;

/// A token, and every piece by which it could be recognised.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub value: String,
    pieces: HashSet<Vec<u8>>,
}

impl Marked {
    /// Makes a token from a public beginning and a secret rest. The last four characters may be shown.
    pub(crate) fn new(prefix: &str, secret: &str) -> Self {
        let value = format!("{prefix}{secret}");
        let hidden = &secret[..secret.len() - 4];
        let pieces = spellings(hidden)
            .iter()
            .flat_map(|spelling| spelling.as_bytes().windows(WINDOW).map(<[u8]>::to_vec))
            .collect();
        Self { value, pieces }
    }

    /// Marks a token that somebody else made.
    pub(crate) fn of(value: &str) -> Self {
        let begin = value.find('-').map_or(0, |at| at + 1);
        Self::new(&value[..begin], &value[begin..])
    }

    /// A personal access token.
    pub(crate) fn personal() -> Self {
        Self::new("glpat-", &["kQ7vT2", "xM9bR4", "wZ8nH3", "dS"].concat())
    }

    /// Returns the first piece of the token that is in there.
    pub(crate) fn trace_in(&self, bytes: &[u8]) -> Option<String> {
        bytes
            .windows(WINDOW)
            .find(|window| self.pieces.contains(*window))
            .map(|window| String::from_utf8_lossy(window).into_owned())
    }
}

/// Everything that a program could make of a text on its way out.
fn spellings(text: &str) -> Vec<String> {
    let each = |set: fn(u8) -> String| text.bytes().map(set).collect::<String>();
    let mut all = vec![
        text.to_owned(),
        text.chars().rev().collect(),
        each(|byte| format!("%{byte:02X}")),
        each(|byte| format!("%{byte:02x}")),
        each(|byte| format!("{byte:02X}")),
        each(|byte| format!("{byte:02x}")),
        each(|byte| format!("\\u{byte:04x}")),
        each(|byte| format!("&#{byte};")),
    ];
    for before in 0..3 {
        let shifted = [&vec![b'x'; before], text.as_bytes()].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&shifted);
            // What depends on the neighbours of the text is no sign of it.
            let first = [0, 2, 3][before];
            let last = encoded.len() - usize::from(shifted.len() % 3 != 0);
            all.push(encoded[first..last].to_owned());
        }
    }
    all
}

#[test]
fn every_spelling_is_found_and_others_are_not() {
    let token = Marked::personal();
    let set = |byte: u8| format!("%{byte:02X}");
    let encoded: String = token.value.bytes().map(set).collect();
    let user = |name: &str| STANDARD_NO_PAD.encode(format!("{name}:{}", token.value));
    for text in [
        token.value.clone(),
        token.value[9..19].to_owned(),
        encoded.clone(),
        user("a"),
        user("ab"),
        user("abc"),
    ] {
        assert!(token.trace_in(text.as_bytes()).is_some(), "{text}");
    }
    let shown = format!("glpat-****{}", &token.value[token.value.len() - 4..]);
    assert_eq!(token.trace_in(shown.as_bytes()), None);
}
