//! The endpoints of GitLab: more than a thousand rows, one a line, in families by documentation page.
//!
//! A row reads: family, method, template, who may use it, fine-grained permission; after that only what
//! differs from the usual (see [`super::endpoint`]). Rows of a family are sorted by template, then method.
//! To add one, find its family and put it in its place; the tests below say what else is missing. The
//! template gives `:x` for one segment and `*x` for several; `#x` at its end tells operations apart that
//! share a method and a path, such as GraphQL mutations.
//!
//! Facts of GitLab 19.x. `doc/...`, `lib/...`, `app/...` and `config/...` are files of GitLab's repository.

mod access;
mod code;
mod conan;
mod instance;
mod operations;
mod outside;
mod packages;
mod pipelines;
mod planning;
mod projects;
mod registries;
mod review;

use super::{
    AccessLevel, DeployToken, Endpoint, Feature, Features, Group, JobPolicy, Requirement, Roles,
    Since, Version, index,
};

/// A part of the catalogue with a title: one file of rows.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// The title in documents.
    pub title: &'static str,
    /// Its families, in the order of documents.
    pub sections: &'static [Section],
}

/// A family and its rows.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// What its rows share.
    pub group: &'static Group,
    /// The rows, by template and method.
    pub rows: &'static [Endpoint],
}

const fn area(title: &'static str, sections: &'static [Section]) -> Area {
    Area { title, sections }
}

const fn section(group: &'static Group, rows: &'static [Endpoint]) -> Section {
    Section { group, rows }
}

/// All areas, in the order of documents.
pub static AREAS: [Area; 12] = [
    projects::AREA,
    code::AREA,
    review::AREA,
    planning::AREA,
    pipelines::AREA,
    operations::AREA,
    packages::AREA,
    conan::AREA,
    registries::AREA,
    access::AREA,
    instance::AREA,
    outside::AREA,
];

/// All rows, in the order of documents.
#[must_use]
pub fn all() -> impl ExactSizeIterator<Item = &'static Endpoint> {
    index::TABLE.iter().copied()
}

/// All families, in the order of documents.
pub fn groups() -> impl Iterator<Item = &'static Group> {
    AREAS
        .iter()
        .flat_map(|area| area.sections)
        .map(|section| section.group)
}

// Who may use an endpoint.
const ANYBODY: Requirement = Requirement::Anonymous;
const ANY_USER: Requirement = Requirement::Authenticated;
const GUEST: Requirement = Requirement::Member(Roles::GUEST);
const PLANNER: Requirement = Requirement::Member(Roles::PLANNER);
const CODE_READER: Requirement = Requirement::Member(Roles::CODE_READER);
const REPORTER: Requirement = Requirement::Member(Roles::REPORTER);
const DEVELOPER: Requirement = Requirement::Member(Roles::DEVELOPER);
const MAINTAINER: Requirement = Requirement::Member(Roles::MAINTAINER);
const OWNER: Requirement = Requirement::Member(Roles::OWNER);
const ADMINISTRATOR: Requirement = Requirement::Administrator;

// Roles beside the ladder.
const DEVELOPER_OR_PLANNER: Requirement =
    Requirement::Member(Roles::DEVELOPER.and(AccessLevel::PLANNER));
const DEVELOPER_OR_SECURITY: Requirement =
    Requirement::Member(Roles::DEVELOPER.and(AccessLevel::SECURITY_MANAGER));
const MAINTAINER_OR_PLANNER: Requirement =
    Requirement::Member(Roles::MAINTAINER.and(AccessLevel::PLANNER));
const MAINTAINER_OR_SECURITY: Requirement =
    Requirement::Member(Roles::MAINTAINER.and(AccessLevel::SECURITY_MANAGER));
const OWNER_OR_PLANNER: Requirement = Requirement::Member(Roles::OWNER.and(AccessLevel::PLANNER));

/// No fine-grained permission is known to govern the endpoint.
const NONE: &str = "";

// Scopes where they differ from the rule of the verb. That `api` on a project or group token opens git over
// HTTPS is what the source says; the documentation of these tokens denies it.
const AI: &[&str] = &["api", "ai_features"];
const FETCH: &[&str] = &["api", "read_api", "read_repository", "write_repository"];
const FILES: &[&str] = &["api", "read_api", "read_repository"];
const MANAGE_RUNNER: &[&str] = &["api", "manage_runner"];
const PROXY: &[&str] = &["api", "read_virtual_registry", "write_virtual_registry"];
const PUSH: &[&str] = &["api", "write_repository"];
const READ: &[&str] = &["api", "read_api"];
const READ_RUNNER: &[&str] = &["api", "read_api", "manage_runner"];
const ROTATE: &[&str] = &["api", "self_rotate"];
const USER_DATA: &[&str] = &["api", "read_api", "read_user"];

// Scopes of deploy tokens: whoever may upload packages may download them.
const DOWNLOAD: &[&str] = &["read_package_registry", "write_package_registry"];
const UPLOAD: &[&str] = &["write_package_registry"];
const IMAGES_OR_PROXY: DeployToken = DeployToken::AllOf(
    &["read_registry", "write_registry"],
    "read_virtual_registry",
);

// Job-token permissions.
const ADMIN_BADGES: JobPolicy = JobPolicy("ADMIN_BADGES");
const ADMIN_DEPLOYMENTS: JobPolicy = JobPolicy("ADMIN_DEPLOYMENTS");
const ADMIN_ENVIRONMENTS: JobPolicy = JobPolicy("ADMIN_ENVIRONMENTS");
const ADMIN_PACKAGES: JobPolicy = JobPolicy("ADMIN_PACKAGES");
const ADMIN_PIPELINES: JobPolicy = JobPolicy("ADMIN_PIPELINES");
const ADMIN_RELEASES: JobPolicy = JobPolicy("ADMIN_RELEASES");
const ADMIN_REPOSITORIES: JobPolicy = JobPolicy("ADMIN_REPOSITORIES");
const ADMIN_SECURE_FILES: JobPolicy = JobPolicy("ADMIN_SECURE_FILES");
const ADMIN_TERRAFORM_STATE: JobPolicy = JobPolicy("ADMIN_TERRAFORM_STATE");
const READ_BADGES: JobPolicy = JobPolicy("READ_BADGES");
const READ_DEPLOYMENTS: JobPolicy = JobPolicy("READ_DEPLOYMENTS");
const READ_ENVIRONMENTS: JobPolicy = JobPolicy("READ_ENVIRONMENTS");
const READ_JOBS: JobPolicy = JobPolicy("READ_JOBS");
const READ_MERGE_REQUESTS: JobPolicy = JobPolicy("READ_MERGE_REQUESTS");
const READ_PACKAGES: JobPolicy = JobPolicy("READ_PACKAGES");
const READ_PIPELINES: JobPolicy = JobPolicy("READ_PIPELINES");
const READ_RELEASES: JobPolicy = JobPolicy("READ_RELEASES");
const READ_REPOSITORIES: JobPolicy = JobPolicy("READ_REPOSITORIES");
const READ_SECURE_FILES: JobPolicy = JobPolicy("READ_SECURE_FILES");
const READ_TERRAFORM_STATE: JobPolicy = JobPolicy("READ_TERRAFORM_STATE");
const READ_WORK_ITEMS: JobPolicy = JobPolicy("READ_WORK_ITEMS");

// Features of rows that hang on several, as measured in 18.9: environments go with CI/CD, labels and milestones
// with the last of the two that use them (`app/policies/project_policy.rb`).
const ENVIRONMENTS_AND_BUILDS: Features = Features::All(&[Feature::Environments, Feature::Builds]);
const ISSUES_OR_MERGE_REQUESTS: Features =
    Features::Any(&[Feature::Issues, Feature::MergeRequests]);

// When endpoints began to read job tokens, where that is not long ago.
const RELEASE_18_8: Since = Since::Release(Version::new(18, 8));
const RELEASE_19_1: Since = Since::Release(Version::new(19, 1));
/// Merge requests and their notes: an open request up to 18.0, documented in 19.1.
const SOME_RELEASE_UP_TO_19_1: Since = Since::Between {
    absent_until: Version::new(18, 0),
    present_from: Version::new(19, 1),
};
/// Git push to the own project: behind a flag from 17.2 on, for everybody in 18.4.
const PUSHES: Since = Since::Between {
    absent_until: Version::new(17, 1),
    present_from: Version::new(18, 4),
};

// Files of GitLab's repository that many rows rest on.
const JOB_PERMISSIONS: &str = "doc/ci/jobs/fine_grained_permissions.md";
const PERMISSIONS: &str = "doc/auth/tokens/fine_grained_access_tokens_rest.md";
const ROLES: &str = "config/authz/roles";
const ROLE_TABLE: &str = "doc/user/permissions.md";

#[cfg(test)]
mod tests;
