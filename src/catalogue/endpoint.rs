//! An endpoint and everything that GitLab asks of a caller there.
//!
//! The rows stand in `knowledge/endpoints/`, each as a deviation from what is usual: the family says what the
//! rows of one documentation page share, the method decides on scopes and on whether something changes, and
//! the role decides on how a refusal usually looks (`build/endpoints.rs`).

use std::fmt;

use super::surface::{Surface, api_surface};
use super::{Condition, Features, Known, Method, Requirement, Roles, Scopes, Since, Version};

/// One endpoint: a method at a path, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path with placeholders: `:x` is one segment, `*x` one or more. Below `/api/v4` for the API,
    /// from the root of the instance for the other surfaces.
    pub template: &'static str,
    /// The family that it belongs to.
    pub group: &'static EndpointFamily,
    /// The credential that the endpoint is made for.
    pub credential: EndpointCredential,
    /// The scopes that open it to an access token.
    pub scopes: Scopes,
    /// Whether it reads job tokens.
    pub job_token: JobToken,
    /// Whether it reads them as a password alone, and in no header.
    pub job_token_as_password: bool,
    /// From which release on it reads them.
    pub job_token_since: Since,
    /// Whether it reads deploy tokens.
    pub deploy_token: DeployToken,
    /// Who may use it in a private project or group.
    pub requirement: Requirement,
    /// What is beside the columns.
    pub conditions: &'static [Condition],
    /// Who may use it where the project and its feature are public.
    pub public_access: PublicAccess,
    /// The project features that have to be on.
    pub features: Features,
    /// How it refuses a member without the right.
    pub denies_member: Denial,
    /// How it refuses somebody who may not see the project or group; the same as above elsewhere.
    pub denies_outsider: Denial,
    /// The permission that it asks of fine-grained tokens.
    pub permission: Permission,
    /// Whether a request changes something.
    pub mutates: bool,
    /// Whether a request is cheap, has no side effect and needs no id but that of the project or group.
    pub safe_probe: bool,
    /// The release that brought the endpoint.
    pub since: Since,
    /// The files of GitLab's repository that were read.
    pub sources: &'static [&'static str],
    /// How good the knowledge is.
    pub evidence: Evidence,
}

/// The credential that an endpoint is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndpointCredential {
    /// Personal, project, group and OAuth tokens, by scope; others where a column says so.
    AccessToken,
    /// A CI/CD job token and nothing else.
    JobToken,
    /// A trigger token or a job token, in the parameter `token` and nowhere else.
    TriggerToken,
    /// A runner registration token.
    RunnerRegistration,
    /// A runner authentication token.
    Runner,
    /// The token of the job that the path names.
    OwnJob,
    /// A feature-flag client token.
    FeatureFlagsClient,
    /// A browser session or a static object token.
    Session,
    /// An OAuth token and nothing else.
    Oauth,
}

/// Whether and how an endpoint reads job tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobToken {
    /// Not read: the caller stays anonymous.
    No,
    /// Read, and no job-token permission governs it.
    Yes,
    /// Read; another project can limit it to these permissions, all of which are needed.
    Policies(&'static [JobPolicy]),
    /// Read for the job's own project only.
    OwnProject,
}

/// A fine-grained permission of job tokens, as the allowlist of a project offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobPolicy(pub &'static str);

/// A permission of fine-grained tokens, as "Resource: Action"; its names change with releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Its name; none where it is not known.
    pub name: Option<&'static str>,
    /// Since when it is called so.
    pub since: Since,
    /// Its name before; with none, the endpoint took no fine-grained token.
    pub before: Option<&'static str>,
}

impl Permission {
    /// Its name in this release, or those that it may have.
    #[must_use]
    pub fn name(self, release: Option<Version>) -> Option<String> {
        match (self.since.holds(release), self.name, self.before) {
            (Known::Unknown, Some(name), Some(before)) => Some(format!("{name} or {before}")),
            (Known::No, _, name) | (Known::Yes | Known::Unknown, name, _) => {
                name.map(str::to_owned)
            }
        }
    }

    /// Whether no fine-grained token is taken in this release.
    #[must_use]
    pub fn is_missing(self, release: Option<Version>) -> bool {
        self.before.is_none() && self.since.holds(release) == Known::No
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let none = self.before.map_or("-", |_| "none is known");
        f.write_str(self.name.unwrap_or(none))?;
        if self.since != Since::Always {
            write!(f, ", {}", self.since)?;
        }
        self.before
            .map_or(Ok(()), |name| write!(f, ", before that {name}"))
    }
}

impl JobToken {
    /// The permissions that another project can limit it to.
    #[must_use]
    pub const fn policies(self) -> &'static [JobPolicy] {
        match self {
            Self::Policies(policies) => policies,
            Self::No | Self::Yes | Self::OwnProject => &[],
        }
    }
}

/// Whether an endpoint reads deploy tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeployToken {
    /// Not read.
    No,
    /// Read; any one of these scopes opens it.
    AnyOf(&'static [&'static str]),
    /// Read; all of these scopes are needed, or the single other one.
    AllOf(&'static [&'static str], &'static str),
}

#[cfg(test)]
impl DeployToken {
    /// Whether a deploy token with these scopes passes; one that is not read opens nothing.
    pub(crate) fn opened_by<S: AsRef<str>>(self, scopes: &[S]) -> Known {
        let has = |name: &&str| scopes.iter().any(|scope| scope.as_ref() == *name);
        Known::from(match self {
            Self::No => false,
            Self::AnyOf(any_of) => any_of.iter().any(has),
            Self::AllOf(all_of, other) => all_of.iter().all(has) || has(&other),
        })
    }
}

/// Who may use an endpoint where the project and its feature are public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublicAccess {
    /// Not established; not to be read as "nobody".
    NotEstablished,
    /// Anybody, without a credential.
    Anonymous,
    /// Any signed-in user.
    AnyUser,
}

/// How an endpoint refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// 400, as a refusal of the service behind it.
    BadRequest,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 405.
    NotAllowed,
    /// 200 with fewer rows or none.
    Filtered,
    /// 200 with a null in the place of the object.
    Null,
    /// 200 with errors in the body.
    Errors,
}

impl Denial {
    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::NotAllowed => 405,
            Self::Filtered | Self::Null | Self::Errors => 200,
        }
    }
}

/// How good the knowledge of a row is: the weakest of route, scope, role and job-token evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// At least one column is a conclusion, most often the role.
    Inferred,
    /// Read in documentation tables and role files.
    Docs,
    /// Read in the handler and the role files.
    Code,
    /// Asked of a running instance, with what its routes say of themselves.
    Measured,
}

/// What the endpoints of one family share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointFamily {
    /// The stable name, in snake case.
    pub name: &'static str,
    /// The title in documents.
    pub title: &'static str,
    /// The page below `docs.gitlab.com`, or `None` where GitLab has none.
    pub page: Option<&'static str>,
    /// What its templates are relative to.
    pub(super) base: Base,
}

/// What the templates of a group are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Api,
    Instance,
}

/// Where GitLab's documentation lives.
const DOCUMENTATION: &str = "https://docs.gitlab.com/";

impl EndpointFamily {
    pub(super) const fn base(&self) -> Base {
        self.base
    }

    /// GitLab's page on this family, as a link.
    #[must_use]
    pub fn documentation(&self) -> Option<String> {
        self.page.map(|page| format!("{DOCUMENTATION}{page}/"))
    }
}

/// What rows are asked.
impl Endpoint {
    /// The surface that it belongs to.
    #[must_use]
    pub fn surface(&self) -> Surface {
        match self.group.base {
            Base::Api => api_surface(self.method, self.template),
            Base::Instance => Surface::of(self.method, self.template),
        }
    }

    /// Whether a job token that is sent as it should be is read at all on this release.
    pub(crate) const fn reads_job_token(&self, release: Option<Version>) -> Known {
        match self.job_token {
            JobToken::No => Known::No,
            JobToken::Yes | JobToken::Policies(_) | JobToken::OwnProject => {
                self.job_token_since.holds(release)
            }
        }
    }

    /// The roles that pass in a private project or group, where it asks for membership at all.
    #[must_use]
    pub const fn roles(&self) -> Option<Roles> {
        match self.requirement {
            Requirement::Member(roles) => Some(roles),
            Requirement::Anonymous
            | Requirement::Authenticated
            | Requirement::Administrator
            | Requirement::Unknown => None,
        }
    }

    /// Whether a condition may let a caller below the role pass.
    #[must_use]
    pub fn may_widen(&self) -> bool {
        self.conditions
            .iter()
            .any(|condition| condition.may_widen())
    }

    /// Whether a condition may refuse a caller with the role.
    pub(crate) fn may_narrow(&self) -> bool {
        self.conditions
            .iter()
            .any(|condition| condition.may_narrow())
    }

    /// GitLab's page on it, as a link.
    #[must_use]
    pub fn documentation(&self) -> Option<String> {
        self.group.documentation()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}
