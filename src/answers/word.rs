//! The placeholders of fixes, and the phrases that stand in for them.

use std::fmt;

closed_words! {
    /// A placeholder that a fix may hold.
    pub(crate) enum Word {
        /// The base address of the instance, without a slash at its end.
        Instance = "instance", "the instance";
        /// What the request was about, as the user named it.
        Target = "target", "the target";
        /// The web address of the project, without a slash at its end.
        ProjectUrl = "project_url", "the page of the project";
        /// The project, by path or number.
        Project = "project", "the project";
        /// The page on which the members of the project or group are listed.
        MembersUrl = "members_url", "the page of its members";
        /// The endpoint, as method and path.
        Route = "route", "the endpoint";
        /// The scopes of which one is needed.
        ScopesNeeded = "scopes_needed", "the scope that the endpoint asks for";
        /// The scopes to ask for in an address, with commas and no blanks.
        ScopeList = "scope_list", "read_api";
        /// The scopes that the token has.
        ScopesHeld = "scopes_held", "other scopes";
        /// The role that is needed, with its article.
        RoleNeeded = "role_needed", "a sufficient role";
        /// The role that the identity has, with its article.
        RoleHeld = "role_held", "the present role";
        /// The user or bot that the token acts as.
        Owner = "owner", "the owner of the token";
        /// The kind of the token, without an article.
        Kind = "kind", "token";
        /// The header in which the token belongs.
        Header = "header", "the header of its kind";
        /// The feature of the project, with its article.
        Feature = "feature", "the feature";
        /// The fine-grained or job-token permission that is needed.
        Permission = "permission", "the permission that is needed";
        /// The project in which the job runs.
        SourceProject = "source_project", "the project of the job";
        /// Where the token was read from.
        TokenSource = "token_source", "the variable or file in use";
    }
    /// Returns the phrase that stands in for the word in a sentence while it is not known.
    pub(crate) fn phrase;
}

impl Word {
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
