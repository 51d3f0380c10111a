//! Where a capability is shown, and what it is about.

/// The headings, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapabilityGroup {
    /// The repository.
    Code,
    /// Merge requests and issues.
    MergeRequests,
    /// Pipelines, and what belongs to them.
    Ci,
    /// The package registry.
    Packages,
    /// The container registry.
    Images,
    /// Settings, members, tokens, and the API as a whole.
    Administration,
}

/// What a capability is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A project.
    Project,
    /// A group.
    Group,
    /// The instance as a whole.
    Instance,
}

impl CapabilityGroup {
    /// All headings, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Code,
        Self::MergeRequests,
        Self::Ci,
        Self::Packages,
        Self::Images,
        Self::Administration,
    ];

    /// The name used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::MergeRequests => "merge_requests",
            Self::Ci => "ci",
            Self::Packages => "packages",
            Self::Images => "images",
            Self::Administration => "administration",
        }
    }

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

impl Place {
    /// All places.
    pub const ALL: [Self; 3] = [Self::Project, Self::Group, Self::Instance];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Group => "group",
            Self::Instance => "instance",
        }
    }
}
