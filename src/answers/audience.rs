//! For whom a fix is: everybody, or one kind of token or owner.

closed_words! {
    /// Whom a fix is for. Who is not known to be somebody else is told as well.
    pub enum Audience {
        /// Whoever meets the reason.
        Everybody = "everybody",
        /// The holder of a project or group access token, whose role is that of its bot.
        ProjectOrGroupToken = "project-or-group-token",
        /// The holder of a token that GitLab keeps among the personal access tokens, such as those of projects.
        AccessToken = "access-token",
        /// An application that acts for a user by OAuth.
        OauthToken = "oauth-token",
        /// A CI/CD job.
        JobToken = "job-token",
        /// The holder of a deploy token.
        DeployToken = "deploy-token",
        /// An owner whose role can be changed, which that of a token's own bot cannot.
        PersonOrServiceAccount = "person-or-service-account",
        /// An account that nobody signs in to.
        Bot = "bot",
    }
}
