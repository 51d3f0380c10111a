//! The project features that can be switched off or kept for members.

closed_words! {
    /// A project feature with a visibility level of its own.
    #[expect(
        clippy::enum_variant_names,
        reason = "feature flags are called so, too"
    )]
    pub enum Feature {
        /// CI/CD: pipelines, jobs, artifacts.
        Builds = "CI/CD", "builds_access_level";
        /// The container registry.
        ContainerRegistry = "container registry", "container_registry_access_level";
        /// Environments and deployments.
        Environments = "environments", "environments_access_level";
        /// Feature flags.
        FeatureFlags = "feature flags", "feature_flags_access_level";
        /// Forking.
        Forking = "forking", "forking_access_level";
        /// Infrastructure: clusters and Terraform state.
        Infrastructure = "infrastructure", "infrastructure_access_level";
        /// Issues and other work items.
        Issues = "issues", "issues_access_level";
        /// Merge requests.
        MergeRequests = "merge requests", "merge_requests_access_level";
        /// Machine-learning experiments.
        ModelExperiments = "model experiments", "model_experiments_access_level";
        /// The model registry.
        ModelRegistry = "model registry", "model_registry_access_level";
        /// Monitoring: error tracking and alerts.
        Monitor = "monitor", "monitor_access_level";
        /// The package registry.
        Packages = "package registry", "package_registry_access_level";
        /// GitLab Pages.
        Pages = "Pages", "pages_access_level";
        /// Releases.
        Releases = "releases", "releases_access_level";
        /// The repository: code, branches, tags, commits.
        Repository = "repository", "repository_access_level";
        /// Security and compliance.
        SecurityAndCompliance = "security and compliance", "security_and_compliance_access_level";
        /// Project snippets.
        Snippets = "snippets", "snippets_access_level";
        /// The wiki.
        Wiki = "wiki", "wiki_access_level";
    }
    /// The key in a project's JSON that gives the level: `disabled`, `private`, `enabled`, or `public`.
    ///
    /// Source: `lib/api/entities/project.rb`.
    pub fn access_level_key;
}

impl Feature {}

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
