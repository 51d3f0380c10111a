//! What besides scope and role decides at some endpoints.
//!
//! The columns of an endpoint give the general rule. A condition says that a lower role may pass after
//! all, or that the right role is not enough. Where a row has one, a verdict drawn from the columns alone
//! is not certain.

closed_words! {
    /// A rule of an endpoint that its columns do not hold.
    pub enum Condition {
        /// The author or owner of the object passes with a lower role.
        AuthorPasses = "the author passes with a lower role",
        /// Guests pass while "Project-based pipeline visibility" is on, which is the default.
        PublicPipelines = "guests pass while project-based pipeline visibility is on",
        /// A project setting can let a lower role pass, or ask for a higher one.
        SettingDecides = "a project setting decides which role passes",
        /// Some fields or options of the request ask for a higher role.
        SomeFieldsNeedMore = "some fields ask for a higher role",
        /// The caller must be the author or owner of the object.
        OwnObjectOnly = "only on one's own",
        /// A protected branch or tag can ask for more.
        ProtectedRef = "a protected branch or tag can ask for more",
        /// Puts a commit on the branch that a field names, and asks for nothing but the right to push there
        /// (`lib/api/files.rb`, `lib/api/commits.rb`, `lib/api/submodules.rb`).
        PushesToBranch = "who may push to the branch may",
        /// Runs a pipeline on the branch that a field names: who may merge there may as well
        /// (`lib/gitlab/ci/pipeline/chain/validate/abilities.rb`).
        RunsOnBranch = "who may push to the branch or merge into it may",
        /// A protected environment can ask for more.
        ProtectedEnvironment = "a protected environment can ask for more",
        /// A protection rule on packages or images can ask for more.
        ProtectedPackage = "a protection rule can ask for more",
        /// A right in a second project, group, issue or package is needed as well.
        SecondResource = "a right on a second resource is needed as well",
        /// A second fine-grained permission is needed as well.
        SecondPermission = "a second fine-grained permission is needed as well",
        /// A setting of the project, its group or the instance can forbid it.
        SettingForbids = "a setting can forbid it",
        /// Behind a feature flag of GitLab; where it is off, the route answers 404.
        FeatureFlag = "behind a feature flag of GitLab",
        /// Users behind project and group tokens cannot do it.
        PeopleOnly = "not for the users behind project and group tokens",
        /// Only users behind project and group tokens can do it.
        BotsOnly = "only for the users behind project and group tokens",
        /// The sources disagree on the role.
        RoleDisputed = "the sources disagree on the role",
        /// Asking for a project that does not exist can create it: ask only where one is known to exist.
        CreatesMissingProject = "can create a project that does not exist",
    }
}

impl Condition {
    /// Whether a caller below the row's role may pass because of it.
    #[must_use]
    pub const fn may_widen(self) -> bool {
        matches!(
            self,
            Self::AuthorPasses | Self::PublicPipelines | Self::SettingDecides | Self::RoleDisputed
        )
    }

    /// Whether a caller with the row's role may be refused because of it.
    #[must_use]
    pub const fn may_narrow(self) -> bool {
        !matches!(
            self,
            Self::AuthorPasses
                | Self::PublicPipelines
                | Self::PushesToBranch
                | Self::RunsOnBranch
                | Self::CreatesMissingProject
        )
    }
}
