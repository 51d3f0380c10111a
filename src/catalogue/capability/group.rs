//! Where a capability is shown, and what it is about.

closed_words! {
    /// The headings, in the order in which they are shown.
    pub enum CapabilityGroup {
        /// The repository.
        Code = "code",
        /// Merge requests and issues.
        MergeRequests = "merge_requests",
        /// Pipelines, and what belongs to them.
        Ci = "ci",
        /// The package registry.
        Packages = "packages",
        /// The container registry.
        Images = "images",
        /// Settings, members, tokens, and the API as a whole.
        Administration = "administration",
    }
}

closed_words! {
    /// What a capability is about.
    pub enum Place {
        /// A project.
        Project = "project",
        /// A group.
        Group = "group",
        /// The instance as a whole.
        Instance = "instance",
    }
}

impl CapabilityGroup {
    /// The heading, for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Code => "Code",
            Self::MergeRequests => "Merge requests and issues",
            Self::Ci => "CI/CD",
            Self::Packages => "Packages",
            Self::Images => "Images",
            Self::Administration => "Administration",
        }
    }
}
