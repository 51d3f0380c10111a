//! An endpoint and everything that GitLab asks of a caller there.
//!
//! A row is written as a deviation from what is usual: [`Group`] holds what the rows of one documentation
//! page share, the method decides on scopes and on whether something changes, and the role decides on how
//! a refusal usually looks. What is left to write is what is particular to the row.

use std::fmt;

use super::surface::{Surface, of_api};
use super::{
    Condition, Feature, Features, Known, Method, Requirement, Roles, Scopes, Since, Version,
};

/// One endpoint: a method at a path, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path with placeholders: `:x` is one segment, `*x` one or more. Below `/api/v4` for the API,
    /// from the root of the instance for the other surfaces.
    pub template: &'static str,
    /// The family that it belongs to.
    pub group: &'static Group,
    /// The credential that the endpoint is made for.
    pub credential: Credential,
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
    /// The fine-grained permission, as "Resource: Action".
    pub permission: Option<&'static str>,
    /// The parameters without which a request is no valid one, apart from those in the path.
    pub parameters: &'static [&'static str],
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
pub enum Credential {
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

impl DeployToken {
    /// Whether a deploy token with these scopes passes; one that is not read opens nothing.
    #[must_use]
    pub fn opened_by<S: AsRef<str>>(self, scopes: &[S]) -> Known {
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
}

/// What the endpoints of one family share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The stable name, in snake case.
    pub name: &'static str,
    /// The title in documents.
    pub title: &'static str,
    /// The page below `docs.gitlab.com`, or `None` where GitLab has none.
    pub page: Option<&'static str>,
    base: Base,
    features: Features,
    sources: &'static [&'static str],
    evidence: Evidence,
}

/// What the templates of a group are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Api,
    Instance,
}

/// Where GitLab's documentation lives.
const DOCUMENTATION: &str = "https://docs.gitlab.com/";

impl Group {
    /// A family of the REST API, read in the code of these files.
    pub(super) const fn new(
        name: &'static str,
        title: &'static str,
        page: &'static str,
        sources: &'static [&'static str],
    ) -> Self {
        let page = if page.is_empty() { None } else { Some(page) };
        let (base, features, evidence) = (Base::Api, Features::None, Evidence::Code);
        Self {
            name,
            title,
            page,
            base,
            features,
            sources,
            evidence,
        }
    }

    pub(super) const fn feature(self, feature: Feature) -> Self {
        self.features(Features::One(feature))
    }

    pub(super) const fn features(self, features: Features) -> Self {
        Self { features, ..self }
    }

    pub(super) const fn rated(self, evidence: Evidence) -> Self {
        Self { evidence, ..self }
    }

    /// The same family with templates that start at the root of the instance.
    pub(super) const fn outside_the_api(self) -> Self {
        Self {
            base: Base::Instance,
            ..self
        }
    }

    pub(super) const fn base(&self) -> Base {
        self.base
    }

    /// GitLab's page on this family, as a link.
    #[must_use]
    pub fn documentation(&self) -> Option<String> {
        self.page.map(|page| format!("{DOCUMENTATION}{page}/"))
    }

    pub(super) const fn get(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Get, template, requirement, permission)
    }

    pub(super) const fn head(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Head, template, requirement, permission)
    }

    pub(super) const fn post(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Post, template, requirement, permission)
    }

    pub(super) const fn put(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Put, template, requirement, permission)
    }

    pub(super) const fn patch(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Patch, template, requirement, permission)
    }

    pub(super) const fn delete(
        &'static self,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        self.row(Method::Delete, template, requirement, permission)
    }

    const fn row(
        &'static self,
        method: Method,
        template: &'static str,
        requirement: Requirement,
        permission: &'static str,
    ) -> Endpoint {
        let (denies_member, denies_outsider) = usual_denials(requirement);
        Endpoint {
            method,
            template,
            group: self,
            credential: Credential::AccessToken,
            scopes: usual_scopes(method),
            job_token: JobToken::No,
            job_token_as_password: false,
            job_token_since: Since::Always,
            deploy_token: DeployToken::No,
            requirement,
            conditions: &[],
            public_access: PublicAccess::NotEstablished,
            features: self.features,
            denies_member,
            denies_outsider,
            permission: if permission.is_empty() {
                None
            } else {
                Some(permission)
            },
            parameters: &[],
            mutates: !method.is_safe(),
            safe_probe: false,
            since: Since::Always,
            sources: self.sources,
            evidence: self.evidence,
        }
    }
}

/// The verb decides, not the effect: `read_api` opens GET and HEAD only.
const fn usual_scopes(method: Method) -> Scopes {
    if method.is_safe() {
        Scopes::AnyOf(&["api", "read_api"])
    } else {
        Scopes::AnyOf(&["api"])
    }
}

const fn usual_denials(requirement: Requirement) -> (Denial, Denial) {
    match requirement {
        Requirement::Anonymous => (Denial::NotFound, Denial::NotFound),
        Requirement::Authenticated => (Denial::Unauthorized, Denial::Unauthorized),
        Requirement::Member(_) => (Denial::Forbidden, Denial::NotFound),
        Requirement::Administrator => (Denial::Forbidden, Denial::Forbidden),
    }
}

/// How rows are written.
impl Endpoint {
    pub(super) const fn scopes(self, any_of: &'static [&'static str]) -> Self {
        Self {
            scopes: Scopes::AnyOf(any_of),
            ..self
        }
    }

    pub(super) const fn any_scope(self) -> Self {
        Self {
            scopes: Scopes::Every,
            ..self
        }
    }

    pub(super) const fn perhaps(self, perhaps: &'static [&'static str]) -> Self {
        let any_of = self.scopes.names();
        Self {
            scopes: Scopes::Disputed { any_of, perhaps },
            ..self
        }
    }

    /// A row for another credential than an access token: no scope opens it.
    pub(super) const fn takes(self, credential: Credential) -> Self {
        Self {
            credential,
            scopes: Scopes::AnyOf(&[]),
            ..self
        }
    }

    pub(super) const fn job(self) -> Self {
        Self {
            job_token: JobToken::Yes,
            ..self
        }
    }

    pub(super) const fn job_with(self, policies: &'static [JobPolicy]) -> Self {
        Self {
            job_token: JobToken::Policies(policies),
            ..self
        }
    }

    pub(super) const fn own_job(self) -> Self {
        Self {
            job_token: JobToken::OwnProject,
            ..self
        }
    }

    /// `job_token_allowed: :basic_auth` in `lib/api`: the header JOB-TOKEN is not read.
    pub(super) const fn job_as_password(self) -> Self {
        Self {
            job_token_as_password: true,
            ..self
        }
    }

    pub(super) const fn job_since(self, job_token_since: Since) -> Self {
        Self {
            job_token_since,
            ..self
        }
    }

    pub(super) const fn deploy(self, any_of: &'static [&'static str]) -> Self {
        Self {
            deploy_token: DeployToken::AnyOf(any_of),
            ..self
        }
    }

    pub(super) const fn deploy_token(self, deploy_token: DeployToken) -> Self {
        Self {
            deploy_token,
            ..self
        }
    }

    pub(super) const fn when(self, conditions: &'static [Condition]) -> Self {
        Self { conditions, ..self }
    }

    pub(super) const fn public(self) -> Self {
        Self {
            public_access: PublicAccess::Anonymous,
            ..self
        }
    }

    pub(super) const fn any_user(self) -> Self {
        Self {
            public_access: PublicAccess::AnyUser,
            ..self
        }
    }

    pub(super) const fn feature(self, feature: Feature) -> Self {
        self.features(Features::One(feature))
    }

    pub(super) const fn features(self, features: Features) -> Self {
        Self { features, ..self }
    }

    pub(super) const fn no_feature(self) -> Self {
        self.features(Features::None)
    }

    pub(super) const fn denies(self, member: Denial, outsider: Denial) -> Self {
        Self {
            denies_member: member,
            denies_outsider: outsider,
            ..self
        }
    }

    /// Answers 404 to a member without the right too, as if the object did not exist.
    pub(super) const fn hides(self) -> Self {
        self.denies(Denial::NotFound, Denial::NotFound)
    }

    pub(super) const fn needs(self, parameters: &'static [&'static str]) -> Self {
        Self { parameters, ..self }
    }

    /// A write by its verb that changes nothing.
    pub(super) const fn only_reads(self) -> Self {
        Self {
            mutates: false,
            ..self
        }
    }

    /// A read by its verb that changes something.
    pub(super) const fn changes(self) -> Self {
        Self {
            mutates: true,
            ..self
        }
    }

    pub(super) const fn probe(self) -> Self {
        Self {
            safe_probe: true,
            ..self
        }
    }

    pub(super) const fn since(self, major: u16, minor: u16) -> Self {
        Self {
            since: Since::Release(Version::new(major, minor)),
            ..self
        }
    }

    pub(super) const fn code(self, sources: &'static [&'static str]) -> Self {
        Self {
            sources,
            evidence: Evidence::Code,
            ..self
        }
    }

    pub(super) const fn docs(self, sources: &'static [&'static str]) -> Self {
        Self {
            sources,
            evidence: Evidence::Docs,
            ..self
        }
    }

    pub(super) const fn inferred(self, sources: &'static [&'static str]) -> Self {
        Self {
            sources,
            evidence: Evidence::Inferred,
            ..self
        }
    }

    pub(super) const fn rated(self, evidence: Evidence) -> Self {
        Self { evidence, ..self }
    }
}

/// What rows are asked.
impl Endpoint {
    /// The surface that it belongs to.
    #[must_use]
    pub fn surface(&self) -> Surface {
        match self.group.base {
            Base::Api => of_api(self.method, self.template),
            Base::Instance => Surface::of(self.method, self.template),
        }
    }

    /// Whether a job token that is sent as it should be is read at all on this release.
    #[must_use]
    pub const fn reads_job_token(&self, release: Option<Version>) -> Known {
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
            Requirement::Anonymous | Requirement::Authenticated | Requirement::Administrator => {
                None
            }
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
    #[must_use]
    pub fn may_narrow(&self) -> bool {
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
