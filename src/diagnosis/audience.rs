//! For whom a fix is: everybody, or one kind of token or owner.

/// Whom a fix is for. Who is not known to be somebody else is told as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Whoever meets the reason.
    Everybody,
    /// The holder of a project or group access token, whose role is that of its bot.
    ProjectOrGroupToken,
    /// The holder of a token that GitLab keeps among the personal access tokens, such as those of projects.
    AccessToken,
    /// An application that acts for a user by OAuth.
    OauthToken,
    /// A CI/CD job.
    JobToken,
    /// The holder of a deploy token.
    DeployToken,
    /// An owner whose role can be changed, which that of a token's own bot cannot.
    PersonOrServiceAccount,
    /// An account that nobody signs in to.
    Bot,
}

impl Audience {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::Everybody,
        Self::ProjectOrGroupToken,
        Self::AccessToken,
        Self::OauthToken,
        Self::JobToken,
        Self::DeployToken,
        Self::PersonOrServiceAccount,
        Self::Bot,
    ];

    /// Returns the name used in `knowledge/reasons/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::ProjectOrGroupToken => "project-or-group-token",
            Self::AccessToken => "access-token",
            Self::OauthToken => "oauth-token",
            Self::JobToken => "job-token",
            Self::DeployToken => "deploy-token",
            Self::PersonOrServiceAccount => "person-or-service-account",
            Self::Bot => "bot",
        }
    }
}
