//! The closed set of causes: what a refusal comes down to.
//!
//! Closed on purpose: a format, a document or an exit code that forgets a cause does not compile.

use std::fmt;

/// Why GitLab said no. The labelling rules are those of the contract, section 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Nothing was sent, or an empty value.
    MissingToken,
    /// What was sent cannot be a token as it stands: cut, quoted, unexpanded, doubled.
    MalformedToken,
    /// The instance knows no such token.
    InvalidToken,
    /// The token was valid once, and its date has passed.
    Expired,
    /// The token was withdrawn.
    Revoked,
    /// The token was not given the scope or permission.
    WrongScope,
    /// The identity behind the token has too low a role, or none.
    WrongRole,
    /// A token of this kind, or in this place, is not read here.
    WrongTokenType,
    /// A good token, at the wrong instance, project, group or time.
    WrongContext,
    /// The feature is off, or the project is archived.
    FeatureDisabled,
    /// The owner's account may not use GitLab.
    AccountState,
    /// A rule of the instance, group or project forbids it.
    PolicyRestriction,
    /// Too many requests, or a banned address.
    RateLimited,
    /// No such endpoint here.
    NotFoundRoute,
    /// GitLab is broken, closed for maintenance, or read-only.
    ServerSide,
    /// Something other than GitLab answered, or nothing did.
    Network,
    /// The token was accepted; the request failed for another reason.
    NotATokenProblem,
}

impl Cause {
    /// All causes, in the order of the contract.
    pub const ALL: [Self; 17] = [
        Self::MissingToken,
        Self::MalformedToken,
        Self::InvalidToken,
        Self::Expired,
        Self::Revoked,
        Self::WrongScope,
        Self::WrongRole,
        Self::WrongTokenType,
        Self::WrongContext,
        Self::FeatureDisabled,
        Self::AccountState,
        Self::PolicyRestriction,
        Self::RateLimited,
        Self::NotFoundRoute,
        Self::ServerSide,
        Self::Network,
        Self::NotATokenProblem,
    ];

    /// Returns the name used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingToken => "missing_token",
            Self::MalformedToken => "malformed_token",
            Self::InvalidToken => "invalid_token",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::WrongScope => "wrong_scope",
            Self::WrongRole => "wrong_role",
            Self::WrongTokenType => "wrong_token_type",
            Self::WrongContext => "wrong_context",
            Self::FeatureDisabled => "feature_disabled",
            Self::AccountState => "account_state",
            Self::PolicyRestriction => "policy_restriction",
            Self::RateLimited => "rate_limited",
            Self::NotFoundRoute => "not_found_route",
            Self::ServerSide => "server_side",
            Self::Network => "network",
            Self::NotATokenProblem => "not_a_token_problem",
        }
    }

    /// Returns the cause in words, as a reader of a ticket would say it.
    #[must_use]
    pub const fn words(self) -> &'static str {
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
    #[must_use]
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
    #[must_use]
    pub const fn leaves_token_unjudged(self) -> bool {
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
