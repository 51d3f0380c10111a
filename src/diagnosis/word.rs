//! The placeholders of fixes, and the phrases that stand in for them.

use std::fmt;

/// A placeholder that a fix may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// The base address of the instance, without a slash at its end.
    Instance,
    /// What the request was about, as the user named it.
    Target,
    /// The web address of the project, without a slash at its end.
    ProjectUrl,
    /// The project, by path or number.
    Project,
    /// The page on which the members of the project or group are listed.
    MembersUrl,
    /// The endpoint, as method and path.
    Route,
    /// The scopes of which one is needed.
    ScopesNeeded,
    /// The scopes to ask for in an address, with commas and no blanks.
    ScopeList,
    /// The scopes that the token has.
    ScopesHeld,
    /// The role that is needed, with its article.
    RoleNeeded,
    /// The role that the identity has, with its article.
    RoleHeld,
    /// The user or bot that the token acts as.
    Owner,
    /// The kind of the token, without an article.
    Kind,
    /// The header in which the token belongs.
    Header,
    /// The feature of the project, with its article.
    Feature,
    /// The fine-grained or job-token permission that is needed.
    Permission,
    /// The project in which the job runs.
    SourceProject,
    /// Where the token was read from.
    TokenSource,
}

impl Word {
    /// All words, in the order of their declaration.
    pub const ALL: [Self; 18] = [
        Self::Instance,
        Self::Target,
        Self::ProjectUrl,
        Self::Project,
        Self::MembersUrl,
        Self::Route,
        Self::ScopesNeeded,
        Self::ScopeList,
        Self::ScopesHeld,
        Self::RoleNeeded,
        Self::RoleHeld,
        Self::Owner,
        Self::Kind,
        Self::Header,
        Self::Feature,
        Self::Permission,
        Self::SourceProject,
        Self::TokenSource,
    ];

    /// Returns the name that stands between the braces.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Target => "target",
            Self::ProjectUrl => "project_url",
            Self::Project => "project",
            Self::MembersUrl => "members_url",
            Self::Route => "route",
            Self::ScopesNeeded => "scopes_needed",
            Self::ScopeList => "scope_list",
            Self::ScopesHeld => "scopes_held",
            Self::RoleNeeded => "role_needed",
            Self::RoleHeld => "role_held",
            Self::Owner => "owner",
            Self::Kind => "kind",
            Self::Header => "header",
            Self::Feature => "feature",
            Self::Permission => "permission",
            Self::SourceProject => "source_project",
            Self::TokenSource => "token_source",
        }
    }

    /// Returns the phrase that stands in for the word in a sentence while it is not known.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
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
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}
