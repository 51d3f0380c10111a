//! The closed set of causes: what a refusal comes down to.
//!
//! Closed on purpose: a format, a document or an exit code that forgets a cause does not compile.

use std::fmt;

closed_words! {
    /// Why GitLab said no. The labelling rules are those of the contract, section 2.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Cause {
        /// Nothing was sent, or an empty value.
        MissingToken = "missing_token",
        /// What was sent cannot be a token as it stands: cut, quoted, unexpanded, doubled.
        MalformedToken = "malformed_token",
        /// The instance knows no such token.
        InvalidToken = "invalid_token",
        /// The token was valid once, and its date has passed.
        Expired = "expired",
        /// The token was withdrawn.
        Revoked = "revoked",
        /// The token was not given the scope or permission.
        WrongScope = "wrong_scope",
        /// The identity behind the token has too low a role, or none.
        WrongRole = "wrong_role",
        /// A token of this kind, or in this place, is not read here.
        WrongTokenType = "wrong_token_type",
        /// A good token, at the wrong instance, project, group or time.
        WrongContext = "wrong_context",
        /// The feature is off, or the project is archived.
        FeatureDisabled = "feature_disabled",
        /// The owner's account may not use GitLab.
        AccountState = "account_state",
        /// A rule of the instance, group or project forbids it.
        PolicyRestriction = "policy_restriction",
        /// Too many requests, or a banned address.
        RateLimited = "rate_limited",
        /// No such endpoint here.
        NotFoundRoute = "not_found_route",
        /// GitLab is broken, closed for maintenance, or read-only.
        ServerSide = "server_side",
        /// Something other than GitLab answered, or nothing did.
        Network = "network",
        /// The token was accepted; the request failed for another reason.
        NotATokenProblem = "not_a_token_problem",
    }
}

impl Cause {
    /// Returns the cause in words, as a reader of a ticket would say it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::MissingToken => "no token",
            Self::MalformedToken => "malformed token",
            Self::InvalidToken => "unknown token",
            Self::Expired => "expired token",
            Self::Revoked => "revoked token",
            Self::WrongScope => "missing scope or permission",
            Self::WrongRole => "role too low",
            Self::WrongTokenType => "wrong kind of token",
            Self::WrongContext => "wrong context",
            Self::FeatureDisabled => "feature switched off",
            Self::AccountState => "account not allowed",
            Self::PolicyRestriction => "forbidden by policy",
            Self::RateLimited => "rate limited",
            Self::NotFoundRoute => "no such endpoint",
            Self::ServerSide => "server trouble",
            Self::Network => "network",
            Self::NotATokenProblem => "not a token problem",
        }
    }

    /// Says whether this cause means that there is no token which GitLab would let in.
    pub(crate) const fn leaves_no_token(self) -> bool {
        match self {
            Self::MissingToken
            | Self::MalformedToken
            | Self::InvalidToken
            | Self::Expired
            | Self::Revoked
            | Self::AccountState => true,
            Self::WrongScope
            | Self::WrongRole
            | Self::WrongTokenType
            | Self::WrongContext
            | Self::FeatureDisabled
            | Self::PolicyRestriction
            | Self::RateLimited
            | Self::NotFoundRoute
            | Self::ServerSide
            | Self::Network
            | Self::NotATokenProblem => false,
        }
    }

    /// Says whether this cause leaves the token unjudged: the request never got as far.
    pub(crate) const fn leaves_token_unjudged(self) -> bool {
        match self {
            Self::Network | Self::RateLimited | Self::ServerSide => true,
            Self::MissingToken
            | Self::MalformedToken
            | Self::InvalidToken
            | Self::Expired
            | Self::Revoked
            | Self::WrongScope
            | Self::WrongRole
            | Self::WrongTokenType
            | Self::WrongContext
            | Self::FeatureDisabled
            | Self::AccountState
            | Self::PolicyRestriction
            | Self::NotFoundRoute
            | Self::NotATokenProblem => false,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
