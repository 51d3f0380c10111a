//! The credentials of other services that are mistaken for tokens of GitLab.
//!
//! One row of `knowledge/tokens/forges.toml` per published prefix, with the page that publishes it. A value that begins
//! with one of them was never made by GitLab. Services that publish no prefix have no row: nothing is claimed about their
//! values.

use serde::Serialize;

/// A published form of the credentials of a service that is not GitLab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forge {
    /// Name of the service.
    pub service: &'static str,
    /// What the service calls this credential.
    pub credential: &'static str,
    /// What its values begin with.
    pub prefix: &'static str,
    /// What follows the prefix.
    pub body: ForgeBody,
    /// The page of the service that says so.
    pub source: &'static str,
}

/// What follows the prefix of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ForgeBody {
    /// At least this many letters, digits, and the usual separators.
    AtLeast(usize),
    /// Exactly this many capitals and digits.
    Capitals(usize),
}

include!(concat!(env!("OUT_DIR"), "/forges.rs"));

/// Azure DevOps publishes no prefix but a mark: its tokens are this long and carry [`AZURE_MARK`] at [`AZURE_AT`].
pub(crate) const AZURE_LENGTH: usize = 84;
/// The mark inside a token of Azure DevOps.
pub(crate) const AZURE_MARK: &str = "AZDO";
/// The position of the mark, counted from nought.
pub(crate) const AZURE_AT: usize = 76;

/// The token of Azure DevOps, which is told by its mark.
pub(crate) const AZURE: Forge = Forge {
    service: "Azure DevOps",
    credential: "personal access token",
    prefix: "",
    body: ForgeBody::AtLeast(AZURE_LENGTH),
    source: "https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
};

/// Finds the service whose published form a value has.
pub(crate) fn forge_of(value: &str) -> Option<&'static Forge> {
    let by_prefix = |row: &&Forge| {
        value
            .strip_prefix(row.prefix)
            .is_some_and(|body| fits(row.body, body))
    };
    FORGES
        .iter()
        .find(by_prefix)
        .or_else(|| is_azure(value).then_some(&AZURE))
}

fn fits(form: ForgeBody, body: &str) -> bool {
    match form {
        ForgeBody::AtLeast(least) => {
            body.len() >= least
                && body
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-.=".contains(&byte))
        }
        ForgeBody::Capitals(length) => {
            body.len() == length
                && body
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        }
    }
}

fn is_azure(value: &str) -> bool {
    value.len() == AZURE_LENGTH
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value.get(AZURE_AT..AZURE_AT + AZURE_MARK.len()) == Some(AZURE_MARK)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue::kinds;

    fn example(row: &Forge) -> String {
        let (ForgeBody::AtLeast(length) | ForgeBody::Capitals(length)) = row.body;
        format!(
            "{}{}",
            row.prefix,
            "A1".repeat(length / 2 + 1).split_at(length).0
        )
    }

    #[test]
    fn prefixes_are_unique_and_none_is_hidden_by_an_earlier_one() {
        let prefixes: BTreeSet<_> = FORGES.iter().map(|row| row.prefix).collect();
        assert_eq!(prefixes.len(), FORGES.len());
        for row in FORGES {
            let found = forge_of(&example(row)).unwrap();
            assert_eq!(found.prefix, row.prefix);
            assert!(row.source.starts_with("https://"), "{}", row.prefix);
        }
    }

    #[test]
    fn no_prefix_of_another_service_is_one_of_gitlab() {
        for row in FORGES {
            assert!(kinds::prefix_of(&example(row)).is_none(), "{}", row.prefix);
        }
    }

    #[test]
    fn azure_is_told_by_its_mark() {
        let value = format!("{}{AZURE_MARK}{}", "a".repeat(AZURE_AT), "b".repeat(4));
        assert_eq!(forge_of(&value).unwrap().service, "Azure DevOps");
        assert!(forge_of(&"a".repeat(AZURE_LENGTH)).is_none());
    }

    #[test]
    fn a_prefix_alone_is_not_enough() {
        assert!(forge_of("AKIAaB3dE5gH7jK9mN1p").is_none());
        assert!(forge_of("ghp_short").is_none());
        assert!(forge_of("ATBBQ").is_none());
    }
}
