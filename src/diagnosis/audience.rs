//! For whom a fix is: everybody, or one kind of token or owner.

/// Whom a fix is for. Who is not known to be somebody else is told as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Whoever meets the reason.
    Everybody,
    /// The holder of a project or group access token, whose role is that of its bot.
    ProjectOrGroupToken,
    /// A CI/CD job.
    JobToken,
    /// The holder of a deploy token.
    DeployToken,
    /// An owner whose role can be changed, which that of a token's own bot cannot.
    PersonOrServiceAccount,
}

impl Audience {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 5] = [
        Self::Everybody,
        Self::ProjectOrGroupToken,
        Self::JobToken,
        Self::DeployToken,
        Self::PersonOrServiceAccount,
    ];

    /// Returns the name used in `knowledge/reasons/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::ProjectOrGroupToken => "project-or-group-token",
            Self::JobToken => "job-token",
            Self::DeployToken => "deploy-token",
            Self::PersonOrServiceAccount => "person-or-service-account",
        }
    }
}
