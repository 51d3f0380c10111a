//! The closed set of causes: what a refusal comes down to.
//!
//! Closed on purpose: a format, a document or an exit code that forgets a cause does not compile.

use std::fmt;

closed_words! {
    /// Why GitLab said no. The labelling rules are those of the contract, section 2.
    pub enum Cause {
        /// Nothing was sent, or an empty value.
        MissingToken = "missing_token", "no token";
        /// What was sent cannot be a token as it stands: cut, quoted, unexpanded, doubled.
        MalformedToken = "malformed_token", "malformed token";
        /// The instance knows no such token.
        InvalidToken = "invalid_token", "unknown token";
        /// The token was valid once, and its date has passed.
        Expired = "expired", "expired token";
        /// The token was withdrawn.
        Revoked = "revoked", "revoked token";
        /// The token was not given the scope or permission.
        WrongScope = "wrong_scope", "missing scope or permission";
        /// The identity behind the token has too low a role, or none.
        WrongRole = "wrong_role", "role too low";
        /// A token of this kind, or in this place, is not read here.
        WrongTokenType = "wrong_token_type", "wrong kind of token";
        /// A good token, at the wrong instance, project, group or time.
        WrongContext = "wrong_context", "wrong context";
        /// The feature is off, or the project is archived.
        FeatureDisabled = "feature_disabled", "feature switched off";
        /// The owner's account may not use GitLab.
        AccountState = "account_state", "account not allowed";
        /// A rule of the instance, group or project forbids it.
        PolicyRestriction = "policy_restriction", "forbidden by policy";
        /// Too many requests, or a banned address.
        RateLimited = "rate_limited", "rate limited";
        /// No such endpoint here.
        NotFoundRoute = "not_found_route", "no such endpoint";
        /// GitLab is broken, closed for maintenance, or read-only.
        ServerSide = "server_side", "server trouble";
        /// Something other than GitLab answered, or nothing did.
        Network = "network", "network";
        /// The token was accepted; the request failed for another reason.
        NotATokenProblem = "not_a_token_problem", "not a token problem";
    }
    /// Returns the cause in words, as a reader of a ticket would say it.
    pub(crate) fn words;
}

impl Cause {
    /// Says whether this cause means that there is no token which GitLab would let in.
    pub(crate) const fn leaves_no_token(self) -> bool {
        matches!(
            self,
            Self::MissingToken
                | Self::MalformedToken
                | Self::InvalidToken
                | Self::Expired
                | Self::Revoked
                | Self::AccountState
        )
    }

    /// Says whether this cause leaves the token unjudged: the request never got as far.
    pub(crate) const fn leaves_token_unjudged(self) -> bool {
        matches!(self, Self::Network | Self::RateLimited | Self::ServerSide)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
