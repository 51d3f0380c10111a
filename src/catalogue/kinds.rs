//! What is known of a kind of token, and the prefixes that tell the kinds.
//!
//! The tables are made from `knowledge/tokens/`: one row per kind, and one row per prefix that GitLab writes, with the
//! file of GitLab's source that defines it. An instance may put a prefix of its own and a hyphen before each of them;
//! that is looked for by whoever reads a value, never here.

use super::kind::{Carrier, TokenKind};

/// What is known of one kind of token.
#[derive(Debug)]
pub struct KindFacts {
    /// The kind.
    pub kind: TokenKind,
    /// The name of the kind in JSON and on the command line.
    pub name: &'static str,
    /// What people call it, without an article.
    pub words: &'static str,
    /// What a value of this kind looks like.
    pub shape: &'static str,
    /// Where GitLab reads it; empty where GitLab itself never does.
    pub places: &'static [SurfaceCarriers],
    /// What it is for.
    pub purpose: &'static str,
    /// How to find out whether it works, without changing anything where that is possible.
    pub test: &'static str,
    /// GitLab's page about it.
    pub docs: &'static str,
    /// The file of GitLab's source from which this is known.
    pub source: &'static str,
}

/// A surface of GitLab, and the ways in which it reads a kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurfaceCarriers {
    /// Name of the surface: `rest`, `graphql`, `git`, `packages`, and so on.
    pub surface: &'static str,
    /// How the token may travel there, the usual way first.
    pub carriers: &'static [Carrier],
}

/// One prefix that GitLab writes before the random part of a token.
#[derive(Debug)]
pub struct Prefix {
    /// The prefix, with its hyphen.
    pub text: &'static str,
    /// The kind that it tells.
    pub kind: TokenKind,
    /// What follows it.
    pub body: PrefixBody,
}

/// What follows a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrefixBody {
    /// This many characters of `[0-9A-Za-z_-]`, or a routable token.
    Characters(usize),
    /// This many hexadecimal digits.
    Hexadecimal(usize),
    /// A CI/CD job token: a partition and 20 characters, or a JSON Web Token.
    Job,
    /// A JSON Web Token.
    Jwt,
    /// Not settled, or several forms: the length says nothing.
    Open,
}

include!(concat!(env!("OUT_DIR"), "/prefixes.rs"));

/// Finds the prefix with which a value begins.
pub(crate) fn prefix_of(value: &str) -> Option<&'static Prefix> {
    PREFIXES.iter().find(|row| value.starts_with(row.text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn prefixes_are_unique_and_none_is_hidden_by_an_earlier_one() {
        let texts: BTreeSet<_> = PREFIXES.iter().map(|row| row.text).collect();
        assert_eq!(texts.len(), PREFIXES.len());
        for row in PREFIXES {
            let example = format!("{}{}", row.text, "a1".repeat(20));
            let found = prefix_of(&example).unwrap();
            assert_eq!(found.text, row.text);
        }
    }
}
