//! The project features that can be switched off or kept for members.

closed_words! {
    /// A project feature with a visibility level of its own.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[expect(
        clippy::enum_variant_names,
        reason = "feature flags are called so, too"
    )]
    pub enum Feature {
        /// CI/CD: pipelines, jobs, artifacts.
        Builds = "CI/CD",
        /// The container registry.
        ContainerRegistry = "container registry",
        /// Environments and deployments.
        Environments = "environments",
        /// Feature flags.
        FeatureFlags = "feature flags",
        /// Forking.
        Forking = "forking",
        /// Infrastructure: clusters and Terraform state.
        Infrastructure = "infrastructure",
        /// Issues and other work items.
        Issues = "issues",
        /// Merge requests.
        MergeRequests = "merge requests",
        /// Machine-learning experiments.
        ModelExperiments = "model experiments",
        /// The model registry.
        ModelRegistry = "model registry",
        /// Monitoring: error tracking and alerts.
        Monitor = "monitor",
        /// The package registry.
        Packages = "package registry",
        /// GitLab Pages.
        Pages = "Pages",
        /// Releases.
        Releases = "releases",
        /// The repository: code, branches, tags, commits.
        Repository = "repository",
        /// Security and compliance.
        SecurityAndCompliance = "security and compliance",
        /// Project snippets.
        Snippets = "snippets",
        /// The wiki.
        Wiki = "wiki",
    }
}

impl Feature {
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
