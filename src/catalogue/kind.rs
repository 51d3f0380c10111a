//! The kinds of credential that a value may be.
//!
//! The set and its names are fixed by the JSON contract. What is known of each kind (prefixes, places, purpose)
//! stands in the table of [`super::kinds`]; this file never looks at a value.

use serde::{Serialize, Serializer};

use super::kinds::{self, KindFacts};

/// A kind of credential, as the JSON report names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Personal access token of a human user.
    Personal,
    /// Project access token; acts as a bot user with one role in one project.
    Project,
    /// Group access token; acts as a bot user with one role in one group.
    Group,
    /// Personal access token that an administrator made for somebody else.
    Impersonation,
    /// Personal access token of a service account.
    ServiceAccount,
    /// One of the five above; the value alone does not tell which.
    PersonalAccess,
    /// OAuth access token.
    Oauth,
    /// CI/CD job token.
    Job,
    /// Deploy token.
    Deploy,
    /// Runner authentication token.
    Runner,
    /// Runner registration token (deprecated by GitLab).
    RunnerRegistration,
    /// Pipeline trigger token.
    Trigger,
    /// Feed token.
    Feed,
    /// Token of the GitLab agent for Kubernetes.
    Agent,
    /// Incoming mail token.
    IncomingMail,
    /// SCIM token.
    Scim,
    /// Feature flags client token.
    FeatureFlagsClient,
    /// Secret of an OAuth application.
    OauthSecret,
    /// CI/CD ID token, made for other services than GitLab.
    IdToken,
    /// Workspace token.
    Workspace,
    /// Session cookie of a browser.
    Session,
    /// Credential of another forge or service.
    OtherForge,
    /// Nothing about the value tells its kind.
    Unknown,
}

impl TokenKind {
    /// Every kind, in the order of the contract and of the table.
    pub const ALL: [Self; 23] = [
        Self::Personal,
        Self::Project,
        Self::Group,
        Self::Impersonation,
        Self::ServiceAccount,
        Self::PersonalAccess,
        Self::Oauth,
        Self::Job,
        Self::Deploy,
        Self::Runner,
        Self::RunnerRegistration,
        Self::Trigger,
        Self::Feed,
        Self::Agent,
        Self::IncomingMail,
        Self::Scim,
        Self::FeatureFlagsClient,
        Self::OauthSecret,
        Self::IdToken,
        Self::Workspace,
        Self::Session,
        Self::OtherForge,
        Self::Unknown,
    ];

    /// Returns the name of the kind in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Project => "project",
            Self::Group => "group",
            Self::Impersonation => "impersonation",
            Self::ServiceAccount => "service_account",
            Self::PersonalAccess => "personal_access",
            Self::Oauth => "oauth",
            Self::Job => "job",
            Self::Deploy => "deploy",
            Self::Runner => "runner",
            Self::RunnerRegistration => "runner_registration",
            Self::Trigger => "trigger",
            Self::Feed => "feed",
            Self::Agent => "agent",
            Self::IncomingMail => "incoming_mail",
            Self::Scim => "scim",
            Self::FeatureFlagsClient => "feature_flags_client",
            Self::OauthSecret => "oauth_secret",
            Self::IdToken => "id_token",
            Self::Workspace => "workspace",
            Self::Session => "session",
            Self::OtherForge => "other_forge",
            Self::Unknown => "unknown",
        }
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
        match self {
            Self::Personal => "personal access token",
            Self::Project => "project access token",
            Self::Group => "group access token",
            Self::Impersonation => "impersonation token",
            Self::ServiceAccount => "service account token",
            Self::PersonalAccess => "access token (personal, project, group, or service account)",
            Self::Oauth => "OAuth access token",
            Self::Job => "CI/CD job token",
            Self::Deploy => "deploy token",
            Self::Runner => "runner authentication token",
            Self::RunnerRegistration => "runner registration token",
            Self::Trigger => "pipeline trigger token",
            Self::Feed => "feed token",
            Self::Agent => "agent token",
            Self::IncomingMail => "incoming mail token",
            Self::Scim => "SCIM token",
            Self::FeatureFlagsClient => "feature flags client token",
            Self::OauthSecret => "OAuth application secret",
            Self::IdToken => "CI/CD ID token",
            Self::Workspace => "workspace token",
            Self::Session => "session cookie",
            Self::OtherForge => "credential of another service",
            Self::Unknown => "credential of unknown kind",
        }
    }

    /// Returns what people call this kind, with its indefinite article.
    #[must_use]
    pub fn with_article(self) -> String {
        let words = self.words();
        let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u', 'O']);
        // "SCIM" is said as a word, "OAuth" begins with a vowel, and nothing here begins with a silent letter.
        format!("{} {words}", if vowel { "an" } else { "a" })
    }

    /// Tells whether GitLab keeps this kind in its table of personal access tokens, and so treats it the same.
    #[must_use]
    pub fn is_personal_access(self) -> bool {
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

    /// Tells whether a route of the REST API can ever take this kind as the caller's identity.
    ///
    /// Job and deploy tokens count: a few routes read them.
    #[must_use]
    pub fn speaks_rest(self) -> bool {
        self.is_personal_access() || matches!(self, Self::Oauth | Self::Job | Self::Deploy)
    }

    /// Returns how this kind is usually sent to the REST API; `None` where it is never read there.
    #[must_use]
    pub fn carrier(self) -> Option<Carrier> {
        match self {
            Self::Personal
            | Self::Project
            | Self::Group
            | Self::Impersonation
            | Self::ServiceAccount
            | Self::PersonalAccess => Some(Carrier::PrivateToken),
            Self::Oauth => Some(Carrier::Bearer),
            Self::Job => Some(Carrier::JobToken),
            Self::Deploy => Some(Carrier::DeployToken),
            Self::Runner
            | Self::RunnerRegistration
            | Self::Trigger
            | Self::Feed
            | Self::Agent
            | Self::IncomingMail
            | Self::Scim
            | Self::FeatureFlagsClient
            | Self::OauthSecret
            | Self::IdToken
            | Self::Workspace
            | Self::Session
            | Self::OtherForge
            | Self::Unknown => None,
        }
    }

    /// Returns what is known of this kind.
    #[must_use]
    pub fn facts(self) -> &'static KindFacts {
        // The table stands in the order of the variants; a test holds it there.
        &kinds::TABLE[self as usize]
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
    fn every_kind_is_listed_once_and_in_the_order_of_the_variants() {
        for (position, kind) in TokenKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, position, "{}", kind.name());
        }
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
    fn only_kinds_that_speak_rest_have_a_carrier_there() {
        for kind in TokenKind::ALL {
            assert_eq!(
                kind.speaks_rest(),
                kind.carrier().is_some(),
                "{}",
                kind.name()
            );
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
