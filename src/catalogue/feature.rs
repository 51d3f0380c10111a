//! The project features that can be switched off or kept for members.

/// A project feature with a visibility level of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// CI/CD: pipelines, jobs, artifacts.
    Builds,
    /// The container registry.
    ContainerRegistry,
    /// Environments and deployments.
    Environments,
    /// Feature flags.
    FeatureFlags,
    /// Forking.
    Forking,
    /// Infrastructure: clusters and Terraform state.
    Infrastructure,
    /// Issues and other work items.
    Issues,
    /// Merge requests.
    MergeRequests,
    /// Machine-learning experiments.
    ModelExperiments,
    /// The model registry.
    ModelRegistry,
    /// Monitoring: error tracking and alerts.
    Monitor,
    /// The package registry.
    Packages,
    /// GitLab Pages.
    Pages,
    /// Releases.
    Releases,
    /// The repository: code, branches, tags, commits.
    Repository,
    /// Security and compliance.
    SecurityAndCompliance,
    /// Project snippets.
    Snippets,
    /// The wiki.
    Wiki,
}

impl Feature {
    /// Every feature.
    pub const ALL: [Self; 18] = [
        Self::Builds,
        Self::ContainerRegistry,
        Self::Environments,
        Self::FeatureFlags,
        Self::Forking,
        Self::Infrastructure,
        Self::Issues,
        Self::MergeRequests,
        Self::ModelExperiments,
        Self::ModelRegistry,
        Self::Monitor,
        Self::Packages,
        Self::Pages,
        Self::Releases,
        Self::Repository,
        Self::SecurityAndCompliance,
        Self::Snippets,
        Self::Wiki,
    ];

    /// The name in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Builds => "CI/CD",
            Self::ContainerRegistry => "container registry",
            Self::Environments => "environments",
            Self::FeatureFlags => "feature flags",
            Self::Forking => "forking",
            Self::Infrastructure => "infrastructure",
            Self::Issues => "issues",
            Self::MergeRequests => "merge requests",
            Self::ModelExperiments => "model experiments",
            Self::ModelRegistry => "model registry",
            Self::Monitor => "monitor",
            Self::Packages => "package registry",
            Self::Pages => "Pages",
            Self::Releases => "releases",
            Self::Repository => "repository",
            Self::SecurityAndCompliance => "security and compliance",
            Self::Snippets => "snippets",
            Self::Wiki => "wiki",
        }
    }

    /// The key in a project's JSON that gives the level: `disabled`, `private`, `enabled`, or `public`.
    ///
    /// Source: `lib/api/entities/project.rb`.
    #[must_use]
    pub const fn access_level_key(self) -> &'static str {
        match self {
            Self::Builds => "builds_access_level",
            Self::ContainerRegistry => "container_registry_access_level",
            Self::Environments => "environments_access_level",
            Self::FeatureFlags => "feature_flags_access_level",
            Self::Forking => "forking_access_level",
            Self::Infrastructure => "infrastructure_access_level",
            Self::Issues => "issues_access_level",
            Self::MergeRequests => "merge_requests_access_level",
            Self::ModelExperiments => "model_experiments_access_level",
            Self::ModelRegistry => "model_registry_access_level",
            Self::Monitor => "monitor_access_level",
            Self::Packages => "package_registry_access_level",
            Self::Pages => "pages_access_level",
            Self::Releases => "releases_access_level",
            Self::Repository => "repository_access_level",
            Self::SecurityAndCompliance => "security_and_compliance_access_level",
            Self::Snippets => "snippets_access_level",
            Self::Wiki => "wiki_access_level",
        }
    }
}

/// Which features an endpoint hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Features {
    /// None: no switch closes it.
    None,
    /// One.
    One(Feature),
    /// Each of them has to be on.
    All(&'static [Feature]),
    /// One of them that is on is enough.
    Any(&'static [Feature]),
}

impl Features {
    /// The features, the one that the endpoint is about first.
    #[must_use]
    pub fn list(&self) -> &[Feature] {
        match self {
            Self::None => &[],
            Self::One(feature) => std::slice::from_ref(feature),
            Self::All(features) | Self::Any(features) => features,
        }
    }

    /// Whether the endpoint hangs on none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.list().is_empty()
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn contains(&self, feature: Feature) -> bool {
        self.list().contains(&feature)
    }

    /// Their names in words; `None` where there is none.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let names: Vec<&str> = self.list().iter().map(|feature| feature.name()).collect();
        let between = match self {
            Self::None | Self::One(_) | Self::All(_) => " and ",
            Self::Any(_) => " or ",
        };
        (!names.is_empty()).then(|| names.join(between))
    }
}
