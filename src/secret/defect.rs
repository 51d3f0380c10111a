//! What can be wrong with a value before anybody is asked about it.
//!
//! Every defect explains itself: a stable code, a sentence, a mend, and whether the rest of the value can still be
//! judged. A defect never holds any part of the value.

use std::fmt;

use serde::{Serialize, Serializer};

/// A fault in the value of a token that can be seen without a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Defect {
    /// Nothing, or white space only.
    Empty,
    /// A word such as `null` that a program writes for nothing.
    UnsetLooking,
    /// Stars or `[MASKED]` where the value was.
    Masked,
    /// An example value from a manual.
    Placeholder,
    /// A variable or template that nothing expanded.
    UnexpandedVariable,
    /// Quotation marks around the value.
    Quotes,
    /// White space before or after the value.
    WhiteSpaceAround,
    /// Spaces or tabs inside the value.
    WhiteSpaceInside,
    /// Line breaks inside the value.
    LineBreakInside,
    /// A control character inside the value.
    ControlCharacter,
    /// A byte order mark, or a character without width.
    InvisibleCharacter,
    /// Characters beyond ASCII, or bytes that are no text.
    NonAscii,
    /// A character that no token of GitLab has.
    ForeignCharacter,
    /// `Bearer`, `Basic`, or `token` before the value.
    SchemeInFront,
    /// A whole header.
    HeaderInFront,
    /// A line of a file: `NAME=value`, YAML, or JSON.
    Assignment,
    /// An address, with or without a token in it.
    Url,
    /// A document: JSON, a page, a key.
    Document,
    /// A user name and a token with a colon between them.
    UserAndToken,
    /// The Base64 of a token.
    Base64,
    /// More than one token.
    TwoTokens,
    /// The same token twice.
    Repeated,
    /// A JSON Web Token of which parts are missing.
    BrokenJwt,
    /// A JSON Web Token whose signature is too short for its algorithm.
    ShortSignature,
    /// More characters than any token of GitLab has.
    TooLong,
    /// A routable token of which a part is missing.
    Cut,
    /// A token of which the prefix is missing.
    PrefixLost,
    /// A routable token whose checksum does not fit.
    Mistyped,
    /// A token, and something after it.
    ExtraCharacters,
    /// Another number of characters than GitLab gives this kind.
    UnusualLength,
    /// The path of a file that holds the token.
    FileVariable,
}

impl Defect {
    /// Every defect.
    pub const ALL: [Self; 31] = [
        Self::Empty,
        Self::UnsetLooking,
        Self::Masked,
        Self::Placeholder,
        Self::UnexpandedVariable,
        Self::Quotes,
        Self::WhiteSpaceAround,
        Self::WhiteSpaceInside,
        Self::LineBreakInside,
        Self::ControlCharacter,
        Self::InvisibleCharacter,
        Self::NonAscii,
        Self::ForeignCharacter,
        Self::SchemeInFront,
        Self::HeaderInFront,
        Self::Assignment,
        Self::Url,
        Self::Document,
        Self::UserAndToken,
        Self::Base64,
        Self::TwoTokens,
        Self::Repeated,
        Self::BrokenJwt,
        Self::ShortSignature,
        Self::TooLong,
        Self::Cut,
        Self::PrefixLost,
        Self::Mistyped,
        Self::ExtraCharacters,
        Self::UnusualLength,
        Self::FileVariable,
    ];

    /// Returns the stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// Returns a sentence that says what is wrong.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.row().1
    }

    /// Returns a sentence that says what to do.
    #[must_use]
    pub fn mend(self) -> &'static str {
        self.row().2
    }

    /// Tells whether the rest of the value is still worth a request.
    ///
    /// White space is trimmed, and an unusual length is no proof; every other defect means that GitLab would be sent
    /// something that is not the token.
    #[must_use]
    pub fn spares_the_rest(self) -> bool {
        matches!(
            self,
            Self::WhiteSpaceAround | Self::UnusualLength | Self::ShortSignature
        )
    }

    /// Code, sentence, and mend: the table of this room.
    #[expect(clippy::too_many_lines, reason = "one row per defect")]
    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Empty => (
                "empty",
                "The value is empty.",
                "Set the variable or the file to the token.",
            ),
            Self::UnsetLooking => (
                "unset-looking",
                "The value is a word that programs write when there is nothing, such as null.",
                "Look at what fills this variable: it found no token.",
            ),
            Self::Masked => (
                "masked",
                "The value was masked: stars or [MASKED] stand where the token was.",
                "Copy the token from where it is kept, not from a log or a page that hides it.",
            ),
            Self::Placeholder => (
                "placeholder",
                "The value is an example from a manual, not a token.",
                "Replace it with the token.",
            ),
            Self::UnexpandedVariable => (
                "unexpanded-variable",
                "The value is the name of a variable or a template that nothing expanded.",
                "Check that the variable exists here, and that neither single quotes nor the wrong syntax keep it from being expanded.",
            ),
            Self::Quotes => (
                "quotes",
                "There are quotation marks in the value, around the token.",
                "Take the quotation marks out of the value; files of variables and CI/CD settings keep them as they are.",
            ),
            Self::WhiteSpaceAround => (
                "white-space-around",
                "There is white space before or after the token; glwhy leaves it out, other clients may not.",
                "Take the white space out of the value; printf '%s' writes no line break where echo does.",
            ),
            Self::WhiteSpaceInside => (
                "white-space-inside",
                "There is white space inside the value; no token has any.",
                "Copy the token again, in one piece and without the words around it.",
            ),
            Self::LineBreakInside => (
                "line-break-inside",
                "There are line breaks inside the value; no token has any.",
                "Join the lines; base64 -w0 and a wider terminal keep them from being broken.",
            ),
            Self::ControlCharacter => (
                "control-character",
                "There is a control character inside the value, such as a colour code of a terminal.",
                "Copy the token again, from where it is plain text.",
            ),
            Self::InvisibleCharacter => (
                "invisible-character",
                "There is an invisible character in the value: a byte order mark or a space without width.",
                "Type the beginning and the end of the token again, or save the file as UTF-8 without a byte order mark.",
            ),
            Self::NonAscii => (
                "non-ascii",
                "There are characters beyond ASCII in the value, or bytes that are no text; no token has any.",
                "Copy the token again; word processors and chats replace hyphens and quotation marks.",
            ),
            Self::ForeignCharacter => (
                "foreign-character",
                "There is a character in the token that GitLab never puts there; it has letters, digits, hyphens, underscores, and dots.",
                "Copy the token again, without what stands around it.",
            ),
            Self::SchemeInFront => (
                "scheme-in-front",
                "There is the name of an authentication scheme before the token, such as Bearer.",
                "Keep only the token in the value; the client writes the scheme.",
            ),
            Self::HeaderInFront => (
                "header-in-front",
                "The value is a whole header, not only the token.",
                "Keep only the token in the value; the client writes the header.",
            ),
            Self::Assignment => (
                "assignment",
                "The value is a line of a file, with the name of a setting and the token.",
                "Keep only what stands after the name.",
            ),
            Self::Url => (
                "url",
                "The value is an address, not a token.",
                "Give the token alone, and the address of the instance with --instance.",
            ),
            Self::Document => (
                "document",
                "The value is a document, such as JSON, a page, or a key, not a token.",
                "Look at what fills this variable or file: it may be the answer or the error of another service.",
            ),
            Self::UserAndToken => (
                "user-and-token",
                "The value is a user name and a token with a colon between them.",
                "Keep only the token in the value, and give the user name with --token-user.",
            ),
            Self::Base64 => (
                "base64",
                "The value is the Base64 of a token.",
                "Decode it; a Kubernetes secret, for one, is stored like that.",
            ),
            Self::TwoTokens => (
                "two-tokens",
                "There is more than one token in the value.",
                "Keep one of them.",
            ),
            Self::Repeated => (
                "repeated",
                "The same token stands in the value twice.",
                "Keep it once: it was pasted twice.",
            ),
            Self::BrokenJwt => (
                "broken-jwt",
                "The value begins like a JSON Web Token, and a part of it is missing or cannot be read.",
                "Copy the whole token: three parts with a dot between each.",
            ),
            Self::ShortSignature => (
                "short-signature",
                "The signature of this JSON Web Token is shorter than its algorithm makes it.",
                "Check that the token was copied to its end.",
            ),
            Self::TooLong => (
                "too-long",
                "The value is longer than any token of GitLab.",
                "Keep only the token in the value.",
            ),
            Self::Cut => (
                "cut",
                "A part of the token is missing: its length or its checksum does not fit.",
                "Copy the whole token, with the dots and all that follows them; a double click often stops at a dot.",
            ),
            Self::PrefixLost => (
                "prefix-lost",
                "The token lacks its prefix.",
                "Copy the whole token, from its first letter.",
            ),
            Self::Mistyped => (
                "mistyped",
                "The checksum in the token does not fit: at least one character was changed or lost.",
                "Copy the token again; if it is nowhere to be copied from, make a new one.",
            ),
            Self::ExtraCharacters => (
                "extra-characters",
                "Something follows the token that does not belong to it.",
                "Keep only the token in the value.",
            ),
            Self::UnusualLength => (
                "unusual-length",
                "GitLab makes tokens of this kind with another number of characters.",
                "Check that the token was copied whole.",
            ),
            Self::FileVariable => (
                "file-variable",
                "The value is the path of a file: this CI/CD variable is of the type File.",
                "Read the file, with --token-file \"$NAME\", or change the type of the variable to Variable.",
            ),
        }
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
    fn every_defect_is_listed_once() {
        for (position, defect) in Defect::ALL.into_iter().enumerate() {
            assert_eq!(defect as usize, position, "{defect}");
        }
    }

    #[test]
    fn every_defect_is_a_sentence_and_has_a_mend() {
        for defect in Defect::ALL {
            for text in [defect.sentence(), defect.mend()] {
                assert!(text.ends_with('.'), "{defect}: {text}");
                assert!(
                    text.starts_with(|letter: char| letter.is_ascii_uppercase()),
                    "{defect}: {text}"
                );
            }
        }
    }
}
