//! The REST routes that the simulated instance has, and what each asks for.
//!
//! Facts are from GitLab 19.x: the handlers under `lib/api/`, `config/authz/roles/*.yml`, and the
//! job-token page of the documentation. The table is the simulator's own; the program under test has
//! another one. This file never looks at the state of a world.

use std::sync::LazyLock;

use super::world::{Feature, Version, role};

/// What an answer is made of when the request is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    Metadata,
    CurrentUser,
    User,
    OwnToken,
    Associations,
    CurrentJob,
    JobRoles,
    Projects,
    Project,
    Member,
    Members,
    JobTokenScope,
    Allowlist,
    GroupsAllowlist,
    Group,
    GroupProjects,
    /// A list of records with these keys, empty where the repository is.
    List(&'static str),
    /// One record of this kind, which exists or not.
    Record(&'static str),
    /// Something that has just been made or changed.
    Change,
    Settings,
    Bytes,
}

/// Whose resource a route is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Instance,
    User,
    Project,
    Group,
}

/// What the route does first; it decides whether a missing scope or a missing project shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    /// `authenticate!`: anonymous callers are answered 401.
    Authenticate,
    /// Asks who the caller is, and lets anonymous callers go on.
    Caller,
    /// Looks the project or group up.
    Lookup,
}

/// Which job tokens are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jobs {
    Ignored,
    /// Read, and limited by this permission of an allowlist entry.
    Policy(&'static str),
    /// Read since a release, and limited by this permission.
    PolicySince(Version, &'static str),
    /// Merge requests: read since a release that differs by world.
    MergeRequests,
    /// Read, and governed by no permission.
    Ungoverned,
    /// Read, and limited by two permissions of an allowlist entry.
    Policies(&'static str, &'static str),
    /// Read in the job's own project only.
    OwnProject,
}

impl Jobs {
    /// Returns the permissions that an allowlist entry has to hold; none where none governs the route.
    pub(crate) fn permissions(self) -> Vec<&'static str> {
        match self {
            Self::Policy(one) | Self::PolicySince(_, one) => vec![one],
            Self::Policies(one, other) => vec![one, other],
            Self::MergeRequests => vec!["READ_MERGE_REQUESTS"],
            Self::Ungoverned | Self::OwnProject | Self::Ignored => Vec::new(),
        }
    }
}

/// Who must be asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nobody in particular.
    Anyone,
    /// Any user.
    SignedIn,
    Role(u8),
    Admin,
    /// Guest where pipelines are public to members, else reporter.
    PipelineReader,
    /// Planner since 18.9, reporter before.
    CodeReader,
    /// Planners and owners, and nobody between them.
    PlannerOrOwner,
}

/// Whom a public project serves without membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Serves {
    Members,
    AnyUser,
    Anyone,
}

/// How a refusal for lack of an ability looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refuses {
    Forbidden,
    Unauthorized,
    BadRequest,
    /// The list is only shorter.
    Filters,
    /// Hides the record: `404 Not found`.
    NotFound,
}

/// Family of routes with its own manners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    Plain,
    /// Asks for the repository feature first, and answers 404.
    RepositoryFirst,
    /// Package client: anonymous callers get a Basic challenge.
    PackageClient,
    /// Terraform's HTTP backend: Basic as well, and job tokens in Basic only.
    Backend,
    /// Reads a runner or trigger token from a parameter.
    OwnCredential,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    pub method: &'static str,
    /// Template: `:x` is one segment, `*x` one or more.
    pub path: &'static str,
    pub gives: Gives,
    pub subject: Subject,
    pub opens: Opens,
    pub scopes: &'static [&'static str],
    pub jobs: Jobs,
    pub deploy_scope: Option<&'static str>,
    pub needs: Needs,
    pub serves: Serves,
    /// What the route is about; any one of them has to be there, none where nothing can be off.
    pub features: &'static [Feature],
    pub granular: Option<&'static str>,
    pub refuses: Refuses,
    pub manners: Manners,
    pub enterprise: bool,
    /// Whether the change may be made in an archived project too.
    pub outlives_archiving: bool,
}

const READ: &[&str] = &["api", "read_api"];
const WRITE: &[&str] = &["api"];
const USERS: &[&str] = &["api", "read_api", "read_user"];
const FILES: &[&str] = &["api", "read_api", "read_repository"];
/// Any scope opens the route.
pub(crate) const ANY_SCOPE: &[&str] = &["*"];

impl Route {
    const fn on(method: &'static str, path: &'static str, gives: Gives, subject: Subject) -> Self {
        let reads = matches!(method.as_bytes()[0], b'G' | b'H');
        Self {
            method,
            path,
            gives,
            subject,
            opens: if reads {
                Opens::Lookup
            } else {
                Opens::Authenticate
            },
            scopes: if reads { READ } else { WRITE },
            jobs: Jobs::Ignored,
            deploy_scope: None,
            needs: Needs::SignedIn,
            serves: Serves::Members,
            features: &[],
            granular: None,
            refuses: Refuses::Forbidden,
            manners: Manners::Plain,
            enterprise: false,
            outlives_archiving: false,
        }
    }

    const fn project(method: &'static str, path: &'static str, gives: Gives) -> Self {
        Self::on(method, path, gives, Subject::Project)
    }

    const fn group(method: &'static str, path: &'static str, gives: Gives) -> Self {
        Self::on(method, path, gives, Subject::Group)
    }

    const fn user(path: &'static str, gives: Gives, scopes: &'static [&'static str]) -> Self {
        let mut route = Self::on("GET", path, gives, Subject::User);
        route.opens = Opens::Authenticate;
        route.scopes = scopes;
        route
    }

    const fn role(mut self, role: u8) -> Self {
        self.needs = Needs::Role(role);
        self
    }

    const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }

    const fn about(mut self, features: &'static [Feature]) -> Self {
        self.features = features;
        self
    }

    const fn open(mut self) -> Self {
        self.serves = Serves::Anyone;
        self
    }

    const fn open_to_users(mut self) -> Self {
        self.serves = Serves::AnyUser;
        self
    }

    const fn opens(mut self, opens: Opens) -> Self {
        self.opens = opens;
        self
    }

    const fn jobs(mut self, jobs: Jobs) -> Self {
        self.jobs = jobs;
        self
    }

    const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    const fn granular(mut self, permission: &'static str) -> Self {
        self.granular = Some(permission);
        self
    }

    const fn refuses(mut self, refuses: Refuses) -> Self {
        self.refuses = refuses;
        self
    }

    const fn manners(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self
    }

    const fn enterprise(mut self) -> Self {
        self.enterprise = true;
        self
    }

    /// Archiving forbids changes to what is in a project, not to its settings, members and credentials
    /// (`app/policies/concerns/archived_abilities.rb`).
    const fn even_archived(mut self) -> Self {
        self.outlives_archiving = true;
        self
    }

    /// A package client's download.
    const fn package_read(path: &'static str, jobs: Jobs) -> Self {
        let mut route = Self::project("GET", path, Gives::Bytes);
        route.jobs = jobs;
        route.deploy_scope = Some("read_package_registry");
        route.needs = Needs::Role(role::REPORTER);
        route.serves = Serves::Anyone;
        route.features = &[Feature::Packages];
        route.granular = Some("Package: Read");
        route.manners = Manners::PackageClient;
        route
    }

    /// A package client's upload.
    const fn package_write(method: &'static str, path: &'static str) -> Self {
        let mut route = Self::project(method, path, Gives::Change);
        route.opens = Opens::Lookup;
        route.jobs = Jobs::Policy("ADMIN_PACKAGES");
        route.deploy_scope = Some("write_package_registry");
        route.needs = Needs::Role(role::DEVELOPER);
        route.features = &[Feature::Packages];
        route.granular = Some("Package: Create");
        route.manners = Manners::PackageClient;
        route
    }

    /// A route that only maintainers use, on anything.
    const fn managed(method: &'static str, path: &'static str, gives: Gives) -> Self {
        let mut route = Self::project(method, path, gives);
        route.needs = Needs::Role(role::MAINTAINER);
        route.opens = Opens::Authenticate;
        route
    }
}

/// Every REST route of the simulated instance.
pub(crate) static ROUTES: &[Route] = &[
    // The caller and the instance.
    Route::user("/metadata", Gives::Metadata, USERS).granular("Metadata: Read"),
    Route::user("/version", Gives::Metadata, USERS).granular("Metadata: Read"),
    Route::user("/user", Gives::CurrentUser, USERS).granular("User: Read"),
    Route::user("/users/:id", Gives::User, USERS).granular("User: Read"),
    Route::on("GET", "/users", Gives::List("user"), Subject::Instance)
        .opens(Opens::Authenticate)
        .scopes(USERS)
        .granular("User: Read"),
    Route::on("POST", "/user/runners", Gives::Change, Subject::User)
        .scopes(&["api", "create_runner"])
        .granular("Runner: Create"),
    Route::user("/personal_access_tokens/self", Gives::OwnToken, ANY_SCOPE)
        .granular("Personal Access Token: Read"),
    Route::on(
        "DELETE",
        "/personal_access_tokens/self",
        Gives::Change,
        Subject::User,
    )
    .scopes(ANY_SCOPE)
    .granular("Personal Access Token: Revoke"),
    Route::user(
        "/personal_access_tokens/self/associations",
        Gives::Associations,
        ANY_SCOPE,
    )
    .granular("Personal Access Token: Read"),
    Route::on(
        "POST",
        "/personal_access_tokens/self/rotate",
        Gives::Change,
        Subject::User,
    )
    .scopes(&["api", "self_rotate"])
    .granular("Personal Access Token: Rotate"),
    Route::user("/job", Gives::CurrentJob, READ).jobs(Jobs::Ungoverned),
    Route::user("/job/allowed_agents", Gives::JobRoles, READ).jobs(Jobs::Ungoverned),
    Route::on(
        "GET",
        "/application/appearance",
        Gives::Settings,
        Subject::Instance,
    )
    .opens(Opens::Authenticate)
    .needs(Needs::Admin)
    .granular("Application Appearance: Read"),
    Route::on(
        "GET",
        "/application/settings",
        Gives::Settings,
        Subject::Instance,
    )
    .opens(Opens::Authenticate)
    .needs(Needs::Admin)
    .granular("Application Setting: Read"),
    Route::on(
        "PUT",
        "/application/settings",
        Gives::Settings,
        Subject::Instance,
    )
    .needs(Needs::Admin)
    .granular("Application Setting: Update"),
    Route::on(
        "GET",
        "/runners/all",
        Gives::List("runner"),
        Subject::Instance,
    )
    .opens(Opens::Authenticate)
    .needs(Needs::Admin)
    .granular("Runner: Read"),
    Route::user("/runners", Gives::List("runner"), READ).granular("Runner: Read"),
    Route::on("POST", "/runners", Gives::Change, Subject::Instance)
        .opens(Opens::Lookup)
        .needs(Needs::Anyone)
        .manners(Manners::OwnCredential),
    Route::on("DELETE", "/runners", Gives::Change, Subject::Instance)
        .opens(Opens::Lookup)
        .needs(Needs::Anyone)
        .manners(Manners::OwnCredential),
    Route::on("POST", "/runners/verify", Gives::Change, Subject::Instance)
        .opens(Opens::Lookup)
        .needs(Needs::Anyone)
        .manners(Manners::OwnCredential),
    // Projects.
    Route::on("GET", "/projects", Gives::Projects, Subject::User)
        .opens(Opens::Caller)
        .needs(Needs::Anyone)
        .granular("Project: Read"),
    Route::on("POST", "/projects", Gives::Change, Subject::User).granular("Project: Create"),
    Route::project("GET", "/projects/:id", Gives::Project)
        .role(role::GUEST)
        .open()
        .opens(Opens::Caller)
        .granular("Project: Read"),
    Route::project("PUT", "/projects/:id", Gives::Change)
        .even_archived()
        .role(role::MAINTAINER)
        .granular("Project: Update"),
    Route::project("DELETE", "/projects/:id", Gives::Change)
        .even_archived()
        .role(role::OWNER)
        .granular("Project: Delete"),
    Route::project("POST", "/projects/:id/archive", Gives::Change)
        .even_archived()
        .role(role::OWNER)
        .granular("Project: Archive"),
    Route::project("GET", "/projects/:id/members", Gives::Members)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::managed("POST", "/projects/:id/members", Gives::Change)
        .even_archived()
        .granular("Member: Create"),
    Route::project("GET", "/projects/:id/members/all", Gives::Members)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::project("GET", "/projects/:id/members/all/:user_id", Gives::Member)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::project("GET", "/projects/:id/members/:user_id", Gives::Member)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    // Code.
    Route::project("GET", "/projects/:id/repository/tags", Gives::List("tag"))
        .needs(Needs::CodeReader)
        .about(&[Feature::Repository])
        .open()
        .jobs(Jobs::Policy("READ_REPOSITORIES"))
        .granular("Repository Tag: Read"),
    Route::project("POST", "/projects/:id/repository/tags", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Repository])
        .granular("Repository Tag: Create"),
    Route::project(
        "GET",
        "/projects/:id/repository/tags/:tag_name",
        Gives::Record("Tag"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .jobs(Jobs::PolicySince(Version(18, 8, 0), "READ_REPOSITORIES"))
    .granular("Repository Tag: Read"),
    Route::project(
        "DELETE",
        "/projects/:id/repository/tags/:tag_name",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Repository])
    .granular("Repository Tag: Delete"),
    Route::project(
        "GET",
        "/projects/:id/repository/branches",
        Gives::List("branch"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .jobs(Jobs::Policy("READ_REPOSITORIES"))
    .manners(Manners::RepositoryFirst)
    .granular("Branch: Read"),
    Route::project("POST", "/projects/:id/repository/branches", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Repository])
        .manners(Manners::RepositoryFirst)
        .granular("Branch: Create")
        .opens(Opens::Lookup),
    Route::project(
        "GET",
        "/projects/:id/repository/branches/:branch",
        Gives::Record("Branch"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .manners(Manners::RepositoryFirst)
    .granular("Branch: Read"),
    Route::project(
        "HEAD",
        "/projects/:id/repository/branches/:branch",
        Gives::Record("Branch"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .manners(Manners::RepositoryFirst)
    .granular("Branch: Read"),
    Route::project(
        "DELETE",
        "/projects/:id/repository/branches/:branch",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Repository])
    .manners(Manners::RepositoryFirst)
    .granular("Branch: Delete")
    .opens(Opens::Lookup),
    Route::project(
        "GET",
        "/projects/:id/repository/commits",
        Gives::List("commit"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .manners(Manners::RepositoryFirst)
    .granular("Commit: Read"),
    Route::project("POST", "/projects/:id/repository/commits", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Repository])
        .manners(Manners::RepositoryFirst)
        .granular("Commit: Create")
        .opens(Opens::Lookup),
    Route::project(
        "GET",
        "/projects/:id/repository/commits/:sha",
        Gives::Record("Commit"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .jobs(Jobs::Policy("READ_REPOSITORIES"))
    .manners(Manners::RepositoryFirst)
    .granular("Commit: Read"),
    Route::project("GET", "/projects/:id/repository/tree", Gives::List("tree"))
        .needs(Needs::CodeReader)
        .about(&[Feature::Repository])
        .open()
        .granular("Repository: Read"),
    Route::project(
        "GET",
        "/projects/:id/repository/compare",
        Gives::Record("Commit"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .granular("Repository: Read"),
    Route::project("GET", "/projects/:id/repository/archive", Gives::Bytes)
        .needs(Needs::CodeReader)
        .about(&[Feature::Repository])
        .open()
        .granular("Repository: Read"),
    Route::project(
        "GET",
        "/projects/:id/repository/files/:file_path",
        Gives::Record("File"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .scopes(FILES)
    .granular("Repository: Read"),
    Route::project(
        "HEAD",
        "/projects/:id/repository/files/:file_path",
        Gives::Record("File"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .scopes(FILES)
    .granular("Repository: Read"),
    Route::project(
        "POST",
        "/projects/:id/repository/files/:file_path",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Repository])
    .granular("Repository: Create"),
    Route::project(
        "PUT",
        "/projects/:id/repository/files/:file_path",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Repository])
    .granular("Repository: Update"),
    Route::project(
        "DELETE",
        "/projects/:id/repository/files/:file_path",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Repository])
    .granular("Repository: Delete")
    .opens(Opens::Lookup),
    Route::project(
        "GET",
        "/projects/:id/repository/files/:file_path/raw",
        Gives::Record("File"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Repository])
    .open()
    .scopes(FILES)
    .jobs(Jobs::Policy("READ_REPOSITORIES"))
    .granular("Repository: Read"),
    Route::managed(
        "GET",
        "/projects/:id/protected_branches",
        Gives::List("protected branch"),
    )
    .opens(Opens::Lookup)
    .about(&[Feature::Repository])
    .granular("Protected Branch: Read")
    .needs(Needs::CodeReader)
    .open_to_users(),
    Route::managed("POST", "/projects/:id/protected_branches", Gives::Change)
        .even_archived()
        .granular("Branch: Protect")
        .opens(Opens::Lookup),
    Route::managed(
        "GET",
        "/projects/:id/protected_tags",
        Gives::List("protected tag"),
    )
    .opens(Opens::Lookup)
    .granular("Protected Tag: Read"),
    Route::managed("POST", "/projects/:id/protected_tags", Gives::Change)
        .even_archived()
        .granular("Tag: Protect")
        .opens(Opens::Lookup),
    // Merge requests and issues.
    Route::project(
        "GET",
        "/projects/:id/merge_requests",
        Gives::List("merge request"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open()
    .jobs(Jobs::MergeRequests)
    .granular("Merge Request: Read"),
    Route::project("POST", "/projects/:id/merge_requests", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::MergeRequests])
        .granular("Merge Request: Create"),
    Route::project(
        "GET",
        "/projects/:id/merge_requests/:iid",
        Gives::Record("Merge Request"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open()
    .jobs(Jobs::MergeRequests)
    .granular("Merge Request: Read"),
    Route::project("PUT", "/projects/:id/merge_requests/:iid", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::MergeRequests])
        .granular("Merge Request: Update"),
    Route::project("DELETE", "/projects/:id/merge_requests/:iid", Gives::Change)
        .role(role::OWNER)
        .about(&[Feature::MergeRequests])
        .granular("Merge Request: Delete"),
    Route::project(
        "PUT",
        "/projects/:id/merge_requests/:iid/merge",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::MergeRequests])
    .refuses(Refuses::Unauthorized)
    .granular("Merge Request: Merge"),
    Route::project(
        "GET",
        "/projects/:id/merge_requests/:iid/notes",
        Gives::List("note"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open_to_users()
    .jobs(Jobs::MergeRequests)
    .refuses(Refuses::NotFound)
    .granular("Work Item: Read")
    .opens(Opens::Authenticate),
    Route::project(
        "POST",
        "/projects/:id/merge_requests/:iid/notes",
        Gives::Change,
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open_to_users()
    .granular("Work Item: Create"),
    Route::project("GET", "/projects/:id/issues", Gives::List("issue"))
        .role(role::GUEST)
        .about(&[Feature::Issues])
        .open()
        .jobs(Jobs::Policy("READ_WORK_ITEMS"))
        .refuses(Refuses::Filters)
        .granular("Work Item: Read"),
    Route::project("POST", "/projects/:id/issues", Gives::Change)
        .role(role::GUEST)
        .about(&[Feature::Issues])
        .open_to_users()
        .granular("Work Item: Create"),
    Route::project("GET", "/projects/:id/issues/:iid", Gives::Record("Issue"))
        .role(role::GUEST)
        .about(&[Feature::Issues])
        .open()
        .jobs(Jobs::Policy("READ_WORK_ITEMS"))
        .refuses(Refuses::NotFound)
        .granular("Work Item: Read"),
    // Releases, environments, pipelines, jobs.
    Route::project("GET", "/projects/:id/releases", Gives::List("release"))
        .role(role::GUEST)
        .about(&[Feature::Releases])
        .open()
        .jobs(Jobs::Policy("READ_RELEASES"))
        .granular("Release: Read"),
    Route::project("POST", "/projects/:id/releases", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Releases])
        .jobs(Jobs::Policy("ADMIN_RELEASES"))
        .granular("Release: Create"),
    Route::project(
        "GET",
        "/projects/:id/releases/:tag_name",
        Gives::Record("Release"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Releases])
    .open()
    .jobs(Jobs::Policy("READ_RELEASES"))
    .granular("Release: Read"),
    Route::project(
        "GET",
        "/projects/:id/environments",
        Gives::List("environment"),
    )
    .role(role::REPORTER)
    .about(&[Feature::Environments])
    .open_to_users()
    .opens(Opens::Authenticate)
    .jobs(Jobs::Policy("READ_ENVIRONMENTS"))
    .granular("Environment: Read"),
    Route::project("POST", "/projects/:id/environments", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Environments])
        .jobs(Jobs::Policy("ADMIN_ENVIRONMENTS"))
        .granular("Environment: Create"),
    Route::project(
        "GET",
        "/projects/:id/deployments",
        Gives::List("deployment"),
    )
    .role(role::REPORTER)
    .about(&[Feature::Environments])
    .open_to_users()
    .opens(Opens::Authenticate)
    .jobs(Jobs::Policy("READ_DEPLOYMENTS"))
    .granular("Deployment: Read"),
    Route::project("GET", "/projects/:id/pipelines", Gives::List("pipeline"))
        .needs(Needs::PipelineReader)
        .about(&[Feature::Builds])
        .open()
        .jobs(Jobs::Policy("READ_PIPELINES"))
        .granular("Pipeline: Read"),
    Route::project(
        "GET",
        "/projects/:id/pipelines/:pipeline_id",
        Gives::Record("Pipeline"),
    )
    .needs(Needs::PipelineReader)
    .about(&[Feature::Builds])
    .open()
    .jobs(Jobs::Policy("READ_PIPELINES"))
    .granular("Pipeline: Read"),
    Route::project("POST", "/projects/:id/pipeline", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .granular("Pipeline: Create"),
    Route::managed(
        "GET",
        "/projects/:id/pipeline_schedules",
        Gives::List("schedule"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::Builds])
    .open_to_users()
    .granular("Pipeline Schedule: Read"),
    Route::project("GET", "/projects/:id/jobs", Gives::List("job"))
        .needs(Needs::PipelineReader)
        .about(&[Feature::Builds])
        .open_to_users()
        .opens(Opens::Authenticate)
        .jobs(Jobs::Policy("READ_JOBS"))
        .granular("Job: Read"),
    Route::project("GET", "/projects/:id/jobs/:job_id", Gives::Record("Job"))
        .needs(Needs::PipelineReader)
        .about(&[Feature::Builds])
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Job: Read"),
    Route::project(
        "GET",
        "/projects/:id/jobs/:job_id/artifacts",
        Gives::Record("Job"),
    )
    .needs(Needs::PipelineReader)
    .about(&[Feature::Builds])
    .open()
    .jobs(Jobs::Policy("READ_JOBS"))
    .granular("Job Artifact: Read"),
    Route::project(
        "GET",
        "/projects/:id/jobs/artifacts/:ref/download",
        Gives::Bytes,
    )
    .needs(Needs::PipelineReader)
    .about(&[Feature::Builds])
    .open()
    .jobs(Jobs::Policy("READ_JOBS"))
    .granular("Job Artifact: Read"),
    Route::project(
        "GET",
        "/projects/:id/jobs/:job_id/trace",
        Gives::Record("Job"),
    )
    .needs(Needs::PipelineReader)
    .about(&[Feature::Builds])
    .open_to_users()
    .opens(Opens::Authenticate)
    .granular("Job: Read"),
    Route::project("POST", "/projects/:id/trigger/pipeline", Gives::Change)
        .opens(Opens::Lookup)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .jobs(Jobs::Ungoverned)
        .manners(Manners::OwnCredential),
    Route::project("POST", "/projects/:id/statuses/:sha", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .granular("Commit Status: Create"),
    // Administration of a project.
    Route::managed("GET", "/projects/:id/variables", Gives::List("variable"))
        .about(&[Feature::Builds])
        .granular("Variable: Read"),
    Route::managed("POST", "/projects/:id/variables", Gives::Change)
        .even_archived()
        .about(&[Feature::Builds])
        .granular("Variable: Create"),
    Route::managed(
        "GET",
        "/projects/:id/variables/:key",
        Gives::Record("Variable"),
    )
    .about(&[Feature::Builds])
    .granular("Variable: Read"),
    Route::managed("PUT", "/projects/:id/variables/:key", Gives::Change)
        .even_archived()
        .about(&[Feature::Builds])
        .granular("Variable: Update"),
    Route::managed("DELETE", "/projects/:id/variables/:key", Gives::Change)
        .even_archived()
        .about(&[Feature::Builds])
        .granular("Variable: Delete"),
    Route::managed("GET", "/projects/:id/triggers", Gives::List("trigger"))
        .about(&[Feature::Builds])
        .granular("Trigger: Read"),
    Route::managed("POST", "/projects/:id/triggers", Gives::Change)
        .about(&[Feature::Builds])
        .granular("Trigger: Create"),
    Route::managed("GET", "/projects/:id/runners", Gives::List("runner")).granular("Runner: Read"),
    Route::managed("POST", "/projects/:id/runners", Gives::Change)
        .even_archived()
        .granular("Runner: Assign"),
    Route::managed("GET", "/projects/:id/hooks", Gives::List("hook")).granular("Webhook: Read"),
    Route::managed("POST", "/projects/:id/hooks", Gives::Change)
        .even_archived()
        .granular("Webhook: Create"),
    Route::managed(
        "GET",
        "/projects/:id/deploy_tokens",
        Gives::List("deploy token"),
    )
    .granular("Deploy Token: Read")
    .opens(Opens::Lookup),
    Route::managed("POST", "/projects/:id/deploy_tokens", Gives::Change)
        .even_archived()
        .granular("Deploy Token: Create")
        .opens(Opens::Lookup),
    Route::managed(
        "GET",
        "/projects/:id/deploy_keys",
        Gives::List("deploy key"),
    )
    .granular("Deploy Key: Read"),
    Route::managed("POST", "/projects/:id/deploy_keys", Gives::Change)
        .even_archived()
        .granular("Deploy Key: Create"),
    Route::managed(
        "GET",
        "/projects/:id/access_tokens",
        Gives::List("access token"),
    )
    .refuses(Refuses::Unauthorized)
    .granular("Resource Access Token: Read"),
    Route::managed("POST", "/projects/:id/access_tokens", Gives::Change)
        .even_archived()
        .refuses(Refuses::BadRequest)
        .granular("Resource Access Token: Create"),
    Route::managed("GET", "/projects/:id/remote_mirrors", Gives::List("mirror"))
        .refuses(Refuses::Unauthorized)
        .granular("Remote Mirror: Read")
        .opens(Opens::Lookup),
    Route::managed("GET", "/projects/:id/job_token_scope", Gives::JobTokenScope)
        .granular("Job Token Scope: Read"),
    Route::managed("PATCH", "/projects/:id/job_token_scope", Gives::Change)
        .even_archived()
        .granular("Job Token Scope: Update"),
    Route::managed(
        "GET",
        "/projects/:id/job_token_scope/allowlist",
        Gives::Allowlist,
    )
    .granular("Job Token Scope Allowlist: Read"),
    Route::managed(
        "POST",
        "/projects/:id/job_token_scope/allowlist",
        Gives::Change,
    )
    .even_archived()
    .granular("Job Token Scope Allowlist: Create"),
    Route::managed(
        "GET",
        "/projects/:id/job_token_scope/groups_allowlist",
        Gives::GroupsAllowlist,
    )
    .granular("Job Token Scope Allowlist: Read"),
    Route::managed("GET", "/projects/:id/push_rule", Gives::Record("Push Rule"))
        .about(&[Feature::Repository])
        .granular("Push Rule: Read")
        .enterprise(),
    Route::project(
        "GET",
        "/projects/:id/approval_rules",
        Gives::List("approval rule"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open()
    .granular("Approval Rule: Read")
    .enterprise(),
    // The rest of what people ask about a project.
    Route::project("GET", "/projects/:id/labels", Gives::List("label"))
        .role(role::GUEST)
        .open()
        .granular("Label: Read")
        .opens(Opens::Authenticate),
    Route::project("POST", "/projects/:id/labels", Gives::Change)
        .role(role::PLANNER)
        .granular("Label: Create")
        .about(&[Feature::Issues, Feature::MergeRequests]),
    Route::project("GET", "/projects/:id/milestones", Gives::List("milestone"))
        .role(role::GUEST)
        .open()
        .granular("Milestone: Read")
        .about(&[Feature::Issues, Feature::MergeRequests])
        .opens(Opens::Authenticate),
    Route::project("POST", "/projects/:id/milestones", Gives::Change)
        .role(role::PLANNER)
        .granular("Milestone: Create")
        .about(&[Feature::Issues, Feature::MergeRequests]),
    Route::project("GET", "/projects/:id/wikis", Gives::List("wiki page"))
        .role(role::GUEST)
        .about(&[Feature::Wiki])
        .open()
        .granular("Wiki: Read"),
    Route::project("POST", "/projects/:id/wikis", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Wiki])
        .granular("Wiki: Create"),
    Route::project("PUT", "/projects/:id/issues/:iid", Gives::Change)
        .role(role::PLANNER)
        .about(&[Feature::Issues])
        .granular("Work Item: Update"),
    Route::project("DELETE", "/projects/:id/issues/:iid", Gives::Change)
        .needs(Needs::PlannerOrOwner)
        .about(&[Feature::Issues])
        .granular("Work Item: Delete"),
    Route::project("POST", "/projects/:id/issues/:iid/notes", Gives::Change)
        .role(role::GUEST)
        .about(&[Feature::Issues])
        .open_to_users()
        .granular("Work Item: Create"),
    Route::project(
        "POST",
        "/projects/:id/merge_requests/:iid/approve",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::MergeRequests])
    .granular("Merge Request: Approve"),
    Route::project(
        "GET",
        "/projects/:id/merge_requests/:iid/discussions",
        Gives::List("discussion"),
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open_to_users()
    .refuses(Refuses::NotFound)
    .granular("Merge Request: Read")
    .opens(Opens::Authenticate),
    Route::project(
        "POST",
        "/projects/:id/merge_requests/:iid/discussions",
        Gives::Change,
    )
    .needs(Needs::CodeReader)
    .about(&[Feature::MergeRequests])
    .open_to_users()
    .granular("Merge Request: Create"),
    Route::project("PUT", "/projects/:id/releases/:tag_name", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Releases])
        .jobs(Jobs::Policy("ADMIN_RELEASES"))
        .granular("Release: Update"),
    Route::project("DELETE", "/projects/:id/releases/:tag_name", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Releases])
        .jobs(Jobs::Policy("ADMIN_RELEASES"))
        .granular("Release: Delete"),
    Route::project("POST", "/projects/:id/deployments", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Environments])
        .jobs(Jobs::Policies("ADMIN_DEPLOYMENTS", "ADMIN_ENVIRONMENTS"))
        .granular("Deployment: Create"),
    Route::project("POST", "/projects/:id/pipeline_schedules", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .granular("Pipeline Schedule: Create"),
    Route::project(
        "POST",
        "/projects/:id/pipelines/:pipeline_id/retry",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Builds])
    .granular("Pipeline: Update"),
    Route::project(
        "POST",
        "/projects/:id/pipelines/:pipeline_id/cancel",
        Gives::Change,
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Builds])
    .granular("Pipeline: Update"),
    Route::project("POST", "/projects/:id/jobs/:job_id/play", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .granular("Job: Run"),
    Route::project("POST", "/projects/:id/jobs/:job_id/retry", Gives::Change)
        .role(role::DEVELOPER)
        .about(&[Feature::Builds])
        .granular("Job: Run"),
    Route::managed("GET", "/projects/:id/pages", Gives::Record("Pages")).granular("Page: Read"),
    Route::managed(
        "GET",
        "/projects/:id/integrations",
        Gives::List("integration"),
    )
    .granular("Integration: Read"),
    Route::managed(
        "GET",
        "/projects/:id/protected_environments",
        Gives::List("protected environment"),
    )
    .granular("Protected Environment: Read")
    .enterprise()
    .opens(Opens::Lookup),
    Route::project("GET", "/projects/:id/cluster_agents", Gives::List("agent"))
        .role(role::DEVELOPER)
        .opens(Opens::Authenticate)
        .granular("Cluster Agent: Read")
        .refuses(Refuses::NotFound),
    Route::project(
        "GET",
        "/projects/:id/feature_flags",
        Gives::List("feature flag"),
    )
    .role(role::DEVELOPER)
    .opens(Opens::Lookup)
    .granular("Feature Flag: Read")
    .about(&[Feature::Repository]),
    Route::project(
        "GET",
        "/projects/:id/secure_files",
        Gives::List("secure file"),
    )
    .role(role::DEVELOPER)
    .opens(Opens::Authenticate)
    .jobs(Jobs::Policy("READ_SECURE_FILES"))
    .granular("Secure File: Read"),
    Route::managed("POST", "/projects/:id/secure_files", Gives::Change)
        .even_archived()
        .jobs(Jobs::Policy("ADMIN_SECURE_FILES"))
        .granular("Secure File: Create"),
    Route::project(
        "GET",
        "/projects/:id/terraform/state/:name",
        Gives::Record("Terraform State"),
    )
    .role(role::DEVELOPER)
    .about(&[Feature::Infrastructure])
    .opens(Opens::Authenticate)
    .jobs(Jobs::Policy("READ_TERRAFORM_STATE"))
    .manners(Manners::Backend)
    .granular("Terraform State: Read"),
    Route::managed("POST", "/projects/:id/terraform/state/:name", Gives::Change)
        .even_archived()
        .about(&[Feature::Infrastructure])
        .jobs(Jobs::Policy("ADMIN_TERRAFORM_STATE"))
        .manners(Manners::Backend)
        .granular("Terraform State: Create"),
    Route::managed(
        "POST",
        "/projects/:id/terraform/state/:name/lock",
        Gives::Change,
    )
    .even_archived()
    .about(&[Feature::Infrastructure])
    .jobs(Jobs::Policy("ADMIN_TERRAFORM_STATE"))
    .manners(Manners::Backend)
    .granular("Terraform State: Lock"),
    Route::project("POST", "/projects/:id/fork", Gives::Change)
        .role(role::REPORTER)
        .about(&[Feature::Repository])
        .open_to_users()
        .refuses(Refuses::NotFound)
        .granular("Project: Fork")
        .even_archived(),
    Route::project("GET", "/projects/:id/events", Gives::List("event"))
        .role(role::GUEST)
        .open()
        .scopes(USERS)
        .granular("Event: Read"),
    // Packages and images.
    Route::project("GET", "/projects/:id/packages", Gives::List("package"))
        .role(role::REPORTER)
        .about(&[Feature::Packages])
        .open()
        .jobs(Jobs::Policy("READ_PACKAGES"))
        .granular("Package: Read"),
    Route::package_read(
        "/projects/:id/packages/generic/:name/:version/:file",
        Jobs::Policy("READ_PACKAGES"),
    ),
    Route::package_write("PUT", "/projects/:id/packages/generic/:name/:version/:file"),
    Route::package_read(
        "/projects/:id/packages/pypi/simple",
        Jobs::Policy("READ_PACKAGES"),
    ),
    Route::package_read(
        "/projects/:id/packages/pypi/simple/*name",
        Jobs::Policy("READ_PACKAGES"),
    ),
    Route::package_write("POST", "/projects/:id/packages/pypi"),
    Route::package_read(
        "/projects/:id/packages/npm/*name",
        Jobs::Policy("READ_PACKAGES"),
    ),
    Route::package_write("PUT", "/projects/:id/packages/npm/:name"),
    Route::package_read(
        "/projects/:id/packages/maven/*path",
        Jobs::Policy("READ_PACKAGES"),
    ),
    Route::package_write("PUT", "/projects/:id/packages/maven/*path"),
    Route::project(
        "GET",
        "/projects/:id/packages/:package_id",
        Gives::Record("Package"),
    )
    .role(role::REPORTER)
    .about(&[Feature::Packages])
    .open()
    .jobs(Jobs::Policy("READ_PACKAGES"))
    .granular("Package: Read"),
    Route::project(
        "DELETE",
        "/projects/:id/packages/:package_id",
        Gives::Change,
    )
    .role(role::MAINTAINER)
    .about(&[Feature::Packages])
    .jobs(Jobs::Policy("ADMIN_PACKAGES"))
    .granular("Package: Delete")
    .opens(Opens::Lookup),
    Route::project(
        "GET",
        "/projects/:id/registry/repositories",
        Gives::List("image repository"),
    )
    .role(role::REPORTER)
    .about(&[Feature::Registry])
    .open()
    .jobs(Jobs::OwnProject)
    .granular("Container Repository: Read"),
    Route::project(
        "DELETE",
        "/projects/:id/registry/repositories/:repository_id",
        Gives::Change,
    )
    .role(role::MAINTAINER)
    .about(&[Feature::Registry])
    .jobs(Jobs::OwnProject)
    .granular("Container Repository: Delete")
    .opens(Opens::Lookup),
    // Groups.
    Route::on("GET", "/groups", Gives::List("group"), Subject::User)
        .opens(Opens::Caller)
        .needs(Needs::Anyone)
        .granular("Group: Read"),
    // A member of a project sees the groups above it (`app/policies/group_policy.rb`).
    Route::group("GET", "/groups/:id", Gives::Group)
        .needs(Needs::Anyone)
        .open()
        .granular("Group: Read"),
    Route::group("PUT", "/groups/:id", Gives::Change)
        .role(role::OWNER)
        .granular("Group: Update"),
    Route::group("GET", "/groups/:id/projects", Gives::GroupProjects)
        .needs(Needs::Anyone)
        .open()
        .granular("Project: Read"),
    Route::group("GET", "/groups/:id/members", Gives::Members)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::group("GET", "/groups/:id/members/all", Gives::Members)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::group("GET", "/groups/:id/members/all/:user_id", Gives::Member)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::group("GET", "/groups/:id/members/:user_id", Gives::Member)
        .role(role::GUEST)
        .open_to_users()
        .opens(Opens::Authenticate)
        .granular("Member: Read"),
    Route::group("GET", "/groups/:id/variables", Gives::List("variable"))
        .role(role::OWNER)
        .opens(Opens::Authenticate)
        .granular("Variable: Read"),
    Route::group("POST", "/groups/:id/variables", Gives::Change)
        .role(role::OWNER)
        .granular("Variable: Create"),
    Route::group(
        "GET",
        "/groups/:id/deploy_tokens",
        Gives::List("deploy token"),
    )
    .role(role::MAINTAINER)
    .opens(Opens::Authenticate)
    .granular("Deploy Token: Read"),
    Route::group(
        "GET",
        "/groups/:id/access_tokens",
        Gives::List("access token"),
    )
    .role(role::OWNER)
    .opens(Opens::Authenticate)
    .refuses(Refuses::Unauthorized)
    .granular("Resource Access Token: Read"),
    Route::group("GET", "/groups/:id/packages", Gives::List("package"))
        .role(role::REPORTER)
        .open()
        .granular("Package: Read"),
    Route::group(
        "GET",
        "/groups/:id/registry/repositories",
        Gives::List("image repository"),
    )
    .role(role::REPORTER)
    .granular("Container Repository: Read"),
    Route::group(
        "GET",
        "/groups/:id/merge_requests",
        Gives::List("merge request"),
    )
    .needs(Needs::Anyone)
    .open()
    .granular("Merge Request: Read"),
    Route::group("GET", "/groups/:id/issues", Gives::List("issue"))
        .needs(Needs::Anyone)
        .open()
        .granular("Work Item: Read"),
    Route::group("POST", "/groups/:id/members", Gives::Change)
        .role(role::OWNER)
        .granular("Member: Create"),
    Route::group("POST", "/groups/:id/access_tokens", Gives::Change)
        .role(role::OWNER)
        .refuses(Refuses::BadRequest)
        .granular("Resource Access Token: Create"),
    Route::group("POST", "/groups/:id/deploy_tokens", Gives::Change)
        .role(role::OWNER)
        .granular("Deploy Token: Create"),
    Route::group("POST", "/groups/:id/hooks", Gives::Change)
        .role(role::OWNER)
        .granular("Webhook: Create")
        .enterprise(),
    Route::group("GET", "/groups/:id/hooks", Gives::List("hook"))
        .role(role::OWNER)
        .opens(Opens::Authenticate)
        .granular("Webhook: Read")
        .enterprise(),
];

/// A route that a path leads to, with the decoded parameters of the path in order.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub route: &'static Route,
    pub parameters: Vec<String>,
}

/// What the router makes of a method and a path.
#[derive(Debug, Clone)]
pub(crate) enum Routed {
    To(Match),
    /// The path is known for these methods only.
    Methods(Vec<&'static str>),
    /// GitLab has no such route.
    Nowhere,
    /// Only the Enterprise Edition has it.
    EnterpriseOnly,
    /// GitLab may have it, the simulator has not.
    NotSimulated,
}

/// Routes a path below `/api/v4`, whose segments are still encoded.
pub(crate) fn route(method: &str, path: &str, enterprise: bool) -> Routed {
    let segments: Vec<String> = path.trim_matches('/').split('/').map(decode).collect();
    let found = ROUTES
        .iter()
        .zip(PARTS.iter())
        .filter_map(|(route, parts)| {
            let parameters = fit(parts, &segments)?;
            Some(Match { route, parameters })
        });
    let (fits, hidden): (Vec<_>, Vec<_>) =
        found.partition(|found| enterprise || !found.route.enterprise);
    // A HEAD request is served by the GET route.
    let wanted = |found: &&Match| {
        found.route.method == method || (method == "HEAD" && found.route.method == "GET")
    };
    if let Some(found) = fits.iter().find(wanted) {
        return Routed::To(found.clone());
    }
    if !hidden.is_empty() {
        return Routed::EnterpriseOnly;
    }
    match fits.first() {
        Some(found) if COMPLETE.contains(&found.route.path) => {
            Routed::Methods(fits.iter().map(|found| found.route.method).collect())
        }
        None if !simulated_elsewhere(&segments) => Routed::Nowhere,
        Some(_) | None => Routed::NotSimulated,
    }
}

/// Paths of which the table holds every method that GitLab has; others are answered as not simulated.
const COMPLETE: &[&str] = &[
    "/metadata",
    "/version",
    "/job",
    "/job/allowed_agents",
    "/personal_access_tokens/self/associations",
    "/projects/:id/repository/tags",
    "/projects/:id/repository/branches",
    "/projects/:id/repository/commits",
    "/projects/:id/repository/tree",
    "/projects/:id/merge_requests",
    "/projects/:id/releases",
    "/projects/:id/environments",
    "/projects/:id/pipelines",
    "/projects/:id/pipeline",
    "/projects/:id/jobs",
    "/projects/:id/trigger/pipeline",
    "/projects/:id/statuses/:sha",
    "/projects/:id/variables",
    "/projects/:id/access_tokens",
    "/projects/:id/deploy_tokens",
    "/groups/:id/projects",
];

/// The templates of all routes, taken apart once.
static PARTS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let parts = |route: &Route| route.path.trim_start_matches('/').split('/').collect();
    ROUTES.iter().map(parts).collect()
});

/// Fits a template to segments; only an encoded slash can put a slash into one segment.
fn fit(template: &[&'static str], segments: &[String]) -> Option<Vec<String>> {
    let open = template.last().is_some_and(|last| last.starts_with('*'));
    let told_apart = template.len() > 2
        && segments.len() > 2
        && !template[2].starts_with([':', '*'])
        && template[2] != "archive"
        && template[2] != segments[2];
    if told_apart || (!open && template.len() != segments.len()) {
        return None;
    }
    let mut parameters = Vec::new();
    let mut rest = segments;
    for part in template {
        let (first, others) = rest.split_first()?;
        if part.starts_with('*') {
            parameters.push(rest.join("/"));
            return Some(parameters);
        }
        if part.starts_with(':') {
            parameters.push(first.clone());
        } else if *part != first.as_str() {
            // `archive.zip` and the like.
            let stem = first.split_once('.').map(|(stem, _)| stem);
            if *part != "archive" || stem != Some("archive") {
                return None;
            }
        }
        rest = others;
    }
    rest.is_empty().then_some(parameters)
}

/// First segments of paths that GitLab knows and the simulator may lack.
const KNOWN_ROOTS: &[&str] = &[
    "admin",
    "application",
    "applications",
    "audit_events",
    "avatar",
    "broadcast_messages",
    "bulk_imports",
    "code_suggestions",
    "deploy_keys",
    "deploy_tokens",
    "events",
    "feature_flags",
    "features",
    "geo_sites",
    "groups",
    "hooks",
    "import",
    "issues",
    "issues_statistics",
    "job",
    "jobs",
    "keys",
    "license",
    "markdown",
    "merge_requests",
    "namespaces",
    "notification_settings",
    "packages",
    "pages",
    "personal_access_tokens",
    "projects",
    "registry",
    "runners",
    "search",
    "service_accounts",
    "sidekiq",
    "snippets",
    "suggestions",
    "templates",
    "todos",
    "topics",
    "usage_data",
    "user",
    "user_counts",
    "users",
    "virtual_registries",
];

/// Segments after a project or group id that GitLab knows.
const KNOWN_BELOW: &[&str] = &[
    "-",
    "access_requests",
    "access_tokens",
    "approval_settings",
    "approvals",
    "archive",
    "artifacts",
    "audit_events",
    "avatar",
    "badges",
    "boards",
    "ci",
    "cluster_agents",
    "clusters",
    "custom_attributes",
    "dependencies",
    "dependency_proxy",
    "deploy_keys",
    "deploy_tokens",
    "deployments",
    "environments",
    "events",
    "export",
    "feature_flags",
    "fork",
    "forks",
    "freeze_periods",
    "groups",
    "hooks",
    "housekeeping",
    "import",
    "integrations",
    "invitations",
    "issues",
    "issues_statistics",
    "job_token_scope",
    "jobs",
    "labels",
    "languages",
    "members",
    "merge_requests",
    "milestones",
    "mirror",
    "notification_settings",
    "packages",
    "pages",
    "pipeline",
    "pipeline_schedules",
    "pipelines",
    "projects",
    "protected_branches",
    "protected_environments",
    "protected_tags",
    "registry",
    "releases",
    "remote_mirrors",
    "repository",
    "resource_groups",
    "restore",
    "runners",
    "secure_files",
    "service_accounts",
    "services",
    "share",
    "snippets",
    "star",
    "statistics",
    "statuses",
    "storage",
    "subgroups",
    "terraform",
    "transfer",
    "trigger",
    "triggers",
    "unarchive",
    "uploads",
    "users",
    "variables",
    "wikis",
];

fn simulated_elsewhere(segments: &[String]) -> bool {
    let Some(root) = segments.first().map(String::as_str) else {
        return false;
    };
    if !KNOWN_ROOTS.contains(&root) {
        return false;
    }
    if root != "projects" && root != "groups" {
        return true;
    }
    segments
        .get(2)
        .is_some_and(|below| KNOWN_BELOW.contains(&below.as_str()))
}

/// Decodes one segment once.
pub(crate) fn decode(segment: &str) -> String {
    // A plus sign stands for itself in a path.
    let escaped = segment.replace('+', "%2B");
    let pair = format!("x={escaped}").replace('&', "%26");
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
    decoded.map_or_else(String::new, |(_, value)| value.into_owned())
}
