//! What a report says of a token, and of who stands behind it.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::{Advice, ReachKind, TokenState};
use crate::catalogue::kind::TokenKind;

// Holds no part of the token but the display form.
/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Token"))]
pub struct TokenRecord {
    /// The name by which entries refer to it.
    pub id: String,
    /// Where it was read from.
    pub source: String,
    /// Other sources that were set and lost.
    pub shadows: Vec<String>,
    /// The kind, as listed in the contract; an open set.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: TokenKind,
    /// The kind, in words.
    #[serde(skip)]
    pub kind_words: String,
    /// Prefix and last characters.
    pub display: String,
    /// The name that its owner gave it; null when not told.
    pub name: Option<String>,
    /// What is wrong with the value as it stands.
    pub defects: Vec<Advice>,
    /// `valid`, `invalid`, or `none`.
    #[serde(serialize_with = "checksum")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub checksum: Option<bool>,
    /// `active`, `expired`, `revoked`, or `unknown`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub state: TokenState,
    /// The last valid day; null when it never expires or is not told.
    pub expires_at: Option<String>,
    /// Days until then; negative when past.
    pub days_left: Option<i64>,
    /// The scopes; null when not told, which is not the same as none.
    pub scopes: Option<Vec<String>>,
    /// Whether it carries fine-grained permissions; null when not told.
    pub fine_grained: Option<bool>,
    /// Who stands behind it; null when not told.
    pub owner: Option<Owner>,
    /// What the token itself says, read but not verified.
    #[serde(serialize_with = "sorted")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub claims: Vec<(String, String)>,
    /// The groups and projects that it reaches, as far as they were listed.
    pub reach: Vec<Membership>,
    /// How many more there are than are listed; null when not told.
    pub reach_more: Option<u64>,
}

/// The identity behind a token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Owner {
    /// The user id.
    pub id: Option<u64>,
    /// The user name.
    pub username: Option<String>,
    /// Whether it is a bot of a project or group.
    pub bot: Option<bool>,
    /// The account's state as GitLab names it.
    pub state: Option<String>,
    /// Whether it is an administrator.
    pub admin: Option<bool>,
}

/// A group or project that a token reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Reach"))]
pub struct Membership {
    /// `project` or `group`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: ReachKind,
    /// The full path.
    pub path: String,
    /// The role there.
    pub role: String,
}

/// The word for what a checksum says.
pub(crate) const fn checksum_word(fits: Option<bool>) -> &'static str {
    match fits {
        Some(true) => "valid",
        Some(false) => "invalid",
        None => "none",
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "the form that serde asks for"
)]
fn checksum<S: Serializer>(fits: &Option<bool>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(checksum_word(*fits))
}

/// Writes pairs as an object, by the order of their names.
pub(super) fn sorted<S: Serializer, K: Ord + Serialize, V: Serialize>(
    pairs: &[(K, V)],
    out: S,
) -> Result<S::Ok, S::Error> {
    let object: BTreeMap<&K, &V> = pairs.iter().map(|(key, value)| (key, value)).collect();
    out.collect_map(object)
}
