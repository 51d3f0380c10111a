//! The placeholders of fixes, and the phrases that stand in for them.

use std::fmt;

closed_words! {
    /// A placeholder that a fix may hold.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(crate) enum Word {
        /// The base address of the instance, without a slash at its end.
        Instance = "instance",
        /// What the request was about, as the user named it.
        Target = "target",
        /// The web address of the project, without a slash at its end.
        ProjectUrl = "project_url",
        /// The project, by path or number.
        Project = "project",
        /// The page on which the members of the project or group are listed.
        MembersUrl = "members_url",
        /// The endpoint, as method and path.
        Route = "route",
        /// The scopes of which one is needed.
        ScopesNeeded = "scopes_needed",
        /// The scopes to ask for in an address, with commas and no blanks.
        ScopeList = "scope_list",
        /// The scopes that the token has.
        ScopesHeld = "scopes_held",
        /// The role that is needed, with its article.
        RoleNeeded = "role_needed",
        /// The role that the identity has, with its article.
        RoleHeld = "role_held",
        /// The user or bot that the token acts as.
        Owner = "owner",
        /// The kind of the token, without an article.
        Kind = "kind",
        /// The header in which the token belongs.
        Header = "header",
        /// The feature of the project, with its article.
        Feature = "feature",
        /// The fine-grained or job-token permission that is needed.
        Permission = "permission",
        /// The project in which the job runs.
        SourceProject = "source_project",
        /// Where the token was read from.
        TokenSource = "token_source",
    }
}

impl Word {
    /// Returns the phrase that stands in for the word in a sentence while it is not known.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Instance => "the instance",
            Self::Target => "the target",
            Self::ProjectUrl => "the page of the project",
            Self::Project => "the project",
            Self::MembersUrl => "the page of its members",
            Self::Route => "the endpoint",
            Self::ScopesNeeded => "the scope that the endpoint asks for",
            Self::ScopeList => "read_api",
            Self::ScopesHeld => "other scopes",
            Self::RoleNeeded => "a sufficient role",
            Self::RoleHeld => "the present role",
            Self::Owner => "the owner of the token",
            Self::Kind => "token",
            Self::Header => "the header of its kind",
            Self::Feature => "the feature",
            Self::Permission => "the permission that is needed",
            Self::SourceProject => "the project of the job",
            Self::TokenSource => "the variable or file in use",
        }
    }

    /// Finds the word by the name that stands between the braces.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}
