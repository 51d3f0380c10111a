//! What may be said of a token without showing it.
//!
//! A [`TokenShape`] holds nothing secret: it may be cloned, printed, and serialised, and every other room may have it.

use serde::Serialize;

use super::{Checksum, Claims, Defect, RoutablePayload};
use crate::catalogue::{forge::Forge, kind::TokenKind};

/// Everything that a value tells of itself, without a request and without the value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TokenShape {
    /// The kind, as far as the value tells it.
    pub kind: TokenKind,
    /// What tells the kind.
    pub known_by: KindEvidence,
    /// The kinds that it may be, the most usual first, where the kind is not told.
    pub candidates: Vec<TokenKind>,
    /// The form of the value.
    pub form: Form,
    /// The prefix, with that of the instance where there is one; no secret.
    pub prefix: Option<String>,
    /// The prefix that the instance puts before those of GitLab, without the hyphen.
    pub instance_prefix: Option<String>,
    /// The prefix, stars, and the last four characters; only stars for a token shorter than 16.
    pub display: String,
    /// What the checksum says.
    pub checksum: Checksum,
    /// Where a routable token belongs.
    pub payload: Option<RoutablePayload>,
    /// What a JSON Web Token says of itself; nobody verified it.
    pub claims: Option<Claims>,
    /// The other service that the value belongs to.
    pub forge: Option<Forge>,
    /// The user name that stood beside the token, where it is one that GitLab prescribes.
    pub user: Option<String>,
    /// What is wrong with the value, in the order in which it was found.
    pub defects: Vec<Defect>,
}

/// What tells the kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KindEvidence {
    /// Its prefix.
    Prefix,
    /// The claims of a JSON Web Token.
    Claims,
    /// Its length and characters only.
    Shape,
    /// Nothing.
    #[default]
    Nothing,
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A prefix and random characters.
    Classic,
    /// A payload, random bytes, and a checksum.
    Routable,
    /// A JSON Web Token, with or without a prefix.
    WebToken,
    /// Random characters without a prefix, as GitLab made them before it had prefixes.
    Bare,
    /// A cookie.
    Cookie,
    /// None of these.
    #[default]
    Other,
}

impl TokenShape {
    /// Tells whether the value shows its kind by a prefix or by claims, and so is a token.
    pub(crate) fn is_known_for_sure(&self) -> bool {
        match self.known_by {
            KindEvidence::Prefix | KindEvidence::Claims => true,
            KindEvidence::Shape | KindEvidence::Nothing => false,
        }
    }

    /// Tells whether there is no token at all.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.defects.contains(&Defect::Empty)
    }

    /// Tells whether the value cannot be the token as it stands, so that no request is worth sending.
    pub(crate) fn is_malformed(&self) -> bool {
        self.defects.iter().any(|defect| !defect.spares_the_rest())
    }
}
