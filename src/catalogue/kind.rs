//! The kinds of credential that a value may be.
//!
//! The set and its names are fixed by the JSON contract. What is known of each kind (prefixes, places, purpose)
//! stands in `knowledge/tokens/kinds.toml`, of which the variants and their table are made; nothing here looks at a value.

use serde::{Serialize, Serializer};

use super::kinds::{KindFacts, SurfaceCarriers};

include!(concat!(env!("OUT_DIR"), "/kinds.rs"));

impl TokenKind {
    /// Returns the name of the kind in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Finds a kind by its name; hyphens stand for underscores, and case does not matter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let wanted = name.trim().to_ascii_lowercase().replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.name() == wanted)
    }

    /// Returns what people call this kind, without an article.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.facts().words
    }

    /// Returns what people call this kind, with its indefinite article.
    pub(crate) fn with_article(self) -> String {
        let words = self.words();
        let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u', 'O']);
        // "SCIM" is said as a word, "OAuth" begins with a vowel, and nothing here begins with a silent letter.
        format!("{} {words}", if vowel { "an" } else { "a" })
    }

    /// Tells whether GitLab keeps this kind in its table of personal access tokens, and so treats it the same.
    pub(crate) fn is_personal_access(self) -> bool {
        matches!(
            self,
            Self::Personal
                | Self::Project
                | Self::Group
                | Self::Impersonation
                | Self::ServiceAccount
                | Self::PersonalAccess
        )
    }

    /// Tells whether this is a CI/CD job token.
    #[must_use]
    pub fn is_job(self) -> bool {
        self == Self::Job
    }

    /// Returns how this kind is usually sent to the REST API; `None` where it is never read there, or from browsers only.
    #[must_use]
    pub fn carrier(self) -> Option<Carrier> {
        let mut places = self.facts().places.iter();
        let rest = places.find(|place| place.surface == "rest");
        let usual = rest.and_then(|place| place.carriers.first()).copied();
        usual.filter(|carrier| *carrier != Carrier::Cookie)
    }

    /// Returns what is known of this kind.
    #[must_use]
    pub fn facts(self) -> &'static KindFacts {
        // The table stands in the order of the variants: both are made from `knowledge/tokens/kinds.toml`.
        &FACTS[self as usize]
    }
}

impl Serialize for TokenKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How a credential travels with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// The header `PRIVATE-TOKEN`.
    PrivateToken,
    /// The header `Authorization: Bearer`.
    Bearer,
    /// The header `JOB-TOKEN`.
    JobToken,
    /// The header `DEPLOY-TOKEN`.
    DeployToken,
    /// The password of HTTP Basic, with any user name that is not empty.
    BasicAnyUser,
    /// The password of HTTP Basic, with this user name only.
    BasicUser(&'static str),
    /// The password of HTTP Basic, with the user name that was made with the token.
    BasicOwnUser,
    /// A header of its own.
    Header(&'static str),
    /// A parameter of the query or the body.
    Parameter(&'static str),
    /// A cookie.
    Cookie,
    /// A part of a mail address.
    MailAddress,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_words_are_unique() {
        let names: BTreeSet<_> = TokenKind::ALL.map(TokenKind::name).into();
        assert_eq!(names.len(), TokenKind::ALL.len());
        let words: BTreeSet<_> = TokenKind::ALL.map(TokenKind::words).into();
        assert_eq!(words.len(), TokenKind::ALL.len());
    }

    #[test]
    fn names_are_those_of_the_contract() {
        let names = TokenKind::ALL.map(TokenKind::name).join(" ");
        assert_eq!(
            names,
            "personal project group impersonation service_account personal_access oauth job deploy runner \
             runner_registration trigger feed agent incoming_mail scim feature_flags_client oauth_secret id_token \
             workspace session other_forge unknown"
        );
    }

    #[test]
    fn a_name_is_parsed_in_either_spelling() {
        for kind in TokenKind::ALL {
            assert_eq!(TokenKind::parse(kind.name()), Some(kind));
            assert_eq!(
                TokenKind::parse(&kind.name().replace('_', "-").to_uppercase()),
                Some(kind)
            );
        }
        assert_eq!(TokenKind::parse("glpat"), None);
    }

    #[test]
    fn articles_fit() {
        assert_eq!(TokenKind::Oauth.with_article(), "an OAuth access token");
        assert_eq!(TokenKind::Scim.with_article(), "a SCIM token");
        assert_eq!(TokenKind::Job.with_article(), "a CI/CD job token");
        assert_eq!(
            TokenKind::IncomingMail.with_article(),
            "an incoming mail token"
        );
    }

    #[test]
    fn the_rest_api_is_sent_the_usual_carrier_of_a_kind() {
        for kind in TokenKind::ALL {
            let usual = if kind.is_personal_access() {
                Some(Carrier::PrivateToken)
            } else {
                let others = [
                    (TokenKind::Oauth, Carrier::Bearer),
                    (TokenKind::Job, Carrier::JobToken),
                    (TokenKind::Deploy, Carrier::DeployToken),
                ];
                let own = others.into_iter().find(|(other, _)| *other == kind);
                own.map(|(_, carrier)| carrier)
            };
            assert_eq!(kind.carrier(), usual, "{}", kind.name());
        }
    }

    #[test]
    fn a_kind_serialises_as_its_name() {
        assert_eq!(
            serde_json::to_string(&TokenKind::ServiceAccount).unwrap(),
            "\"service_account\""
        );
    }
}
