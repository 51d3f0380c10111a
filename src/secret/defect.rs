//! What can be wrong with a value before anybody is asked about it.
//!
//! Every defect explains itself: a stable code, a sentence, a mend, and whether the rest of the value can still be
//! judged. A defect never holds any part of the value. All of them stand in `knowledge/defects.toml`; the variants and
//! their table are made from it while the program is built.

use std::fmt;

use serde::{Serialize, Serializer};

include!(concat!(env!("OUT_DIR"), "/defects.rs"));

/// What is said of a defect.
struct DefectFacts {
    code: &'static str,
    sentence: &'static str,
    fix: &'static str,
    still_sent: bool,
}

impl Defect {
    /// Returns the stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Returns a sentence that says what is wrong.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.row().sentence
    }

    /// Returns a sentence that says what to do.
    #[must_use]
    pub fn fix(self) -> &'static str {
        self.row().fix
    }

    /// Tells whether the rest of the value is still worth a request.
    ///
    /// White space is trimmed, and an unusual length is no proof; every other defect means that GitLab would be sent
    /// something that is not the token.
    pub(crate) fn spares_the_rest(self) -> bool {
        self.row().still_sent
    }

    fn row(self) -> &'static DefectFacts {
        // The table stands in the order of the variants: both are made from `knowledge/defects.toml`.
        &ROWS[self as usize]
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Defect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_in_kebab_case() {
        let codes: BTreeSet<_> = Defect::ALL.map(Defect::code).into();
        assert_eq!(codes.len(), Defect::ALL.len());
        for code in codes {
            assert!(
                code.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
        }
    }

    #[test]
    fn every_defect_is_a_sentence_and_has_a_mend() {
        for defect in Defect::ALL {
            for text in [defect.sentence(), defect.fix()] {
                assert!(text.ends_with('.'), "{defect}: {text}");
                assert!(
                    text.starts_with(|letter: char| letter.is_ascii_uppercase()),
                    "{defect}: {text}"
                );
            }
        }
    }
}
