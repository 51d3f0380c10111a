//! How a token is put into a request: which header, and in what form.
//!
//! GitLab reads a token of one kind in some places only, so the same token can be known in one header and ignored in
//! another. Source: `lib/gitlab/auth/auth_finders.rb`. Nothing here knows a token.

use std::fmt;

use thiserror::Error;

/// The place in a request that carries the token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// The header `PRIVATE-TOKEN`.
    PrivateToken,
    /// `Authorization: Bearer`.
    Bearer,
    /// The header `JOB-TOKEN`.
    JobToken,
    /// The header `DEPLOY-TOKEN`.
    DeployToken,
    /// `Authorization: Basic`, with the token as the password.
    Basic {
        /// The user name that goes before the token.
        user: String,
    },
}

/// Why a name on the command line is no scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SchemeError {
    /// No scheme has this name.
    #[error("no way to send a token has this name")]
    UnknownName,
    /// Basic authentication needs a user name, and none was given.
    #[error("basic authentication needs a user name")]
    UserMissing,
}

impl Scheme {
    /// The names of all schemes, as options and reports write them.
    pub const NAMES: [&'static str; 5] = [
        "private-token",
        "bearer",
        "job-token",
        "deploy-token",
        "basic",
    ];

    /// Whether GitLab reads a token in the same way from both (`lib/gitlab/auth/auth_finders.rb`): an
    /// access token counts in either header, and in a login on other routes than those.
    pub(crate) fn is_read_like(&self, other: &Self) -> bool {
        let is_header = |scheme: &Self| matches!(scheme, Self::PrivateToken | Self::Bearer);
        let is_login = |scheme: &Self| matches!(scheme, Self::Basic { .. });
        self == other
            || (is_header(self) && is_header(other))
            || (is_login(self) && is_login(other))
    }

    /// Returns the name used in options and in every output.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PrivateToken => "private-token",
            Self::Bearer => "bearer",
            Self::JobToken => "job-token",
            Self::DeployToken => "deploy-token",
            Self::Basic { .. } => "basic",
        }
    }

    /// Returns the place in words.
    pub(crate) const fn place(&self) -> &'static str {
        match self {
            Self::PrivateToken => "the header PRIVATE-TOKEN",
            Self::Bearer => "the header Authorization: Bearer",
            Self::JobToken => "the header JOB-TOKEN",
            Self::DeployToken => "the header DEPLOY-TOKEN",
            Self::Basic { .. } => "a Basic login",
        }
    }

    /// Reads a name; `user` matters to `basic` alone.
    ///
    /// # Errors
    /// When no scheme has the name, or `basic` comes without a user name.
    pub fn parse(name: &str, user: Option<&str>) -> Result<Self, SchemeError> {
        match (name, user) {
            ("private-token", _) => Ok(Self::PrivateToken),
            ("bearer", _) => Ok(Self::Bearer),
            ("job-token", _) => Ok(Self::JobToken),
            ("deploy-token", _) => Ok(Self::DeployToken),
            ("basic", Some(user)) => Ok(Self::Basic {
                user: user.to_owned(),
            }),
            ("basic", None) => Err(SchemeError::UserMissing),
            _ => Err(SchemeError::UnknownName),
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_as_its_scheme() {
        for name in Scheme::NAMES {
            assert_eq!(Scheme::parse(name, Some("me")).unwrap().name(), name);
        }
    }

    #[test]
    fn basic_without_a_user_and_an_unknown_name_are_refused() {
        assert_eq!(Scheme::parse("basic", None), Err(SchemeError::UserMissing));
        assert_eq!(Scheme::parse("magic", None), Err(SchemeError::UnknownName));
    }
}
