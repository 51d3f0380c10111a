//! What a caller may see and do, from the state of the world (`app/policies/project_policy.rb`).
//!
//! Every refusal is a [`Truth`]; how it is worded on a surface is the business of that surface. The
//! order in which faults are named is that in which they would have to be repaired.

use super::caller::{Caller, NOTHING};
use super::routes::{Needs, Serves};
use super::token::{Boundary, Kind, Token};
use super::wire::{Request, Truth};
use super::world::{Feature, Group, Guest, Level, Project, Version, Visibility, World, role};

/// What an endpoint asks of a project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub needs: Needs,
    pub serves: Serves,
    /// Any one of them has to be there; none where nothing can be off.
    pub features: &'static [Feature],
    /// Whether it is a change that archiving the project forbids.
    pub writes: bool,
}

const NOT_A_MEMBER: Truth = Truth::new("resource", "wrong_role", "not-a-member");
const BOT_NOT_A_MEMBER: Truth = Truth::new("resource", "wrong_context", "bot-not-a-member");
const JOB_USER_NOT_A_MEMBER: Truth = Truth::new("resource", "wrong_role", "job-user-not-a-member");
pub(crate) const NOT_ON_ALLOWLIST: Truth =
    Truth::new("resource", "policy_restriction", "job-not-on-allowlist");
const ADDRESS: Truth = Truth::new("resource", "policy_restriction", "address-restricted");
const SAML: Truth = Truth::new("resource", "policy_restriction", "saml-session");
const LABEL: Truth = Truth::new("resource", "policy_restriction", "external-authorization");
const OTHER_DEPLOY: Truth = Truth::new(
    "resource",
    "wrong_context",
    "deploy-token-of-another-project",
);
pub(crate) const ARCHIVED: Truth = Truth::new("feature", "feature_disabled", "archived");
pub(crate) const FEATURE_OFF: Truth = Truth::new("feature", "feature_disabled", "feature-off");
const MEMBERS_ONLY: Truth = Truth::new("role", "wrong_role", "feature-for-members-only");
pub(crate) const ROLE_TOO_LOW: Truth = Truth::new("role", "wrong_role", "role-too-low");
const NO_ROLE: Truth = Truth::new("role", "wrong_role", "no-role");

impl World {
    /// Tells whether a user's administrator rights count for this token.
    pub(crate) fn rules(&self, caller: Caller<'_>) -> bool {
        match caller {
            Caller::User(token, user) => {
                user.admin && (!self.settings.admin_mode || token.scopes.contains(&"admin_mode"))
            }
            Caller::Job(_, user) => user.admin && !self.settings.admin_mode,
            Caller::Anonymous(_) | Caller::Deploy(_) => false,
        }
    }

    /// Tells whether a job may act in a project as its user would.
    pub(crate) fn job_allowed(&self, token: &Token, target: &Project) -> bool {
        token.project == Some(target.id)
            || !target.allowlist_enabled
            || self.allowlist_entry(token, target).is_some()
    }

    /// Returns the policies of the allowlist entry that lets a job in; `None` in it means all.
    pub(crate) fn allowlist_entry<'p>(
        &self,
        token: &Token,
        target: &'p Project,
    ) -> Option<&'p Option<Vec<&'static str>>> {
        let source = token.project.and_then(|id| self.project(id))?;
        let line: Vec<u64> = self
            .lineage(source.group)
            .iter()
            .map(|group| group.id)
            .collect();
        let fits = |who: Guest| match who {
            Guest::Project(id) => id == source.id,
            Guest::Group(id) => line.contains(&id),
        };
        let entry = target.allowlist.iter().find(|entry| fits(entry.who))?;
        Some(&entry.policies)
    }

    /// Returns the role that counts for a caller in a project.
    pub(crate) fn role_of(&self, caller: Caller<'_>, project: &Project) -> u8 {
        match caller {
            Caller::Anonymous(_) | Caller::Deploy(_) => role::NONE,
            Caller::Job(token, _) if !self.job_allowed(token, project) => role::NONE,
            Caller::User(_, user) | Caller::Job(_, user) => {
                if self.rules(caller) {
                    role::OWNER
                } else {
                    self.project_role(user.id, project)
                }
            }
        }
    }

    /// Tells whether a deploy token was made for a project or for a group above it.
    pub(crate) fn deploy_fits(&self, token: &Token, project: &Project) -> bool {
        let line = self.lineage(project.group);
        token.project == Some(project.id) || line.iter().any(|group| token.group == Some(group.id))
    }

    /// Checks that a caller may see a project at all.
    pub(crate) fn sees(
        &self,
        caller: Caller<'_>,
        project: &Project,
        request: &Request,
    ) -> Result<(), Truth> {
        self.reaches(caller, project)?;
        if self.settings.external_authorization && project.label_refused {
            return Err(LABEL);
        }
        if self.rules(caller) {
            return Ok(());
        }
        let top = self.top(project.group);
        top.map_or(Ok(()), |top| restrictions(caller, top, request))
    }

    /// Checks that a caller may see a project through the REST API: there a job needs a user who is a reporter
    /// (`build_read_project`), and its user's lower role shows it nothing.
    pub(crate) fn sees_by_rest(
        &self,
        caller: Caller<'_>,
        project: &Project,
        request: &Request,
    ) -> Result<(), Truth> {
        self.sees(caller, project, request)?;
        let is_job = matches!(caller, Caller::Job(..));
        let too_low = is_job && self.role_of(caller, project) < role::REPORTER;
        if too_low && !is_open(project.visibility, caller) {
            return Err(Truth::new(
                "resource",
                "wrong_role",
                "job-user-role-too-low",
            ));
        }
        Ok(())
    }

    /// Checks visibility, membership, and the job-token allowlist.
    fn reaches(&self, caller: Caller<'_>, project: &Project) -> Result<(), Truth> {
        if is_open(project.visibility, caller) {
            return Ok(());
        }
        match caller {
            Caller::Anonymous(truth) => Err(truth),
            Caller::Deploy(token) if self.deploy_fits(token, project) => Ok(()),
            Caller::Deploy(_) => Err(OTHER_DEPLOY),
            Caller::Job(token, _) if !self.job_allowed(token, project) => Err(NOT_ON_ALLOWLIST),
            Caller::User(..) | Caller::Job(..) if self.role_of(caller, project) > role::NONE => {
                Ok(())
            }
            Caller::Job(..) => Err(JOB_USER_NOT_A_MEMBER),
            Caller::User(_, user) if user.bot => Err(BOT_NOT_A_MEMBER),
            Caller::User(..) => Err(NOT_A_MEMBER),
        }
    }

    /// Checks that a caller may see a group.
    pub(crate) fn sees_group(
        &self,
        caller: Caller<'_>,
        group: &Group,
        request: &Request,
    ) -> Result<(), Truth> {
        if let (Caller::Anonymous(truth), false) = (caller, group.visibility == Visibility::Public)
        {
            return Err(truth);
        }
        if self.rules(caller) {
            return Ok(());
        }
        if !is_open(group.visibility, caller)
            && self.role_in_group(caller, group) == role::NONE
            && !self.works_inside(caller, group)
        {
            let bot = caller.user().is_some_and(|user| user.bot);
            return Err(if bot { BOT_NOT_A_MEMBER } else { NOT_A_MEMBER });
        }
        let top = self.top(Some(group.id));
        top.map_or(Ok(()), |top| restrictions(caller, top, request))
    }

    /// Tells whether a caller is a member of a project in the group or below it, which shows the group.
    fn works_inside(&self, caller: Caller<'_>, group: &Group) -> bool {
        let inside = |project: &&Project| {
            self.lineage(project.group)
                .iter()
                .any(|above| above.id == group.id)
        };
        let mut projects = self.projects.iter().filter(inside);
        projects.any(|project| self.role_of(caller, project) > role::NONE)
    }

    /// Returns the role that counts for a caller in a group.
    pub(crate) fn role_in_group(&self, caller: Caller<'_>, group: &Group) -> u8 {
        if self.rules(caller) {
            return role::OWNER;
        }
        caller
            .user()
            .map_or(role::NONE, |user| self.group_role(user.id, Some(group.id)))
    }

    /// Checks one ability in a project that the caller can see.
    pub(crate) fn may(&self, caller: Caller<'_>, project: &Project, ask: Ask) -> Result<(), Truth> {
        let role = self.role_of(caller, project);
        let level = project.best_level(ask.features);
        let enough = self.suffices(role, ask.needs, project);
        let open = self.open_to(caller, project, ask);
        let allowed = match level {
            Level::Disabled => false,
            Level::Private => enough || (open && role >= least_member(ask.features)),
            Level::Enabled => enough || open,
        };
        if allowed && !(ask.writes && self.archived(project)) {
            return Ok(());
        }
        if allowed {
            return Err(ARCHIVED);
        }
        if !enough && !open {
            return Err(self.lack_of_role(caller, project, role));
        }
        match caller {
            // A credential that was not read is the first thing to repair.
            Caller::Anonymous(ignored) if ignored != NOTHING => Err(ignored),
            Caller::Anonymous(_) | Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => {
                Err(if level == Level::Disabled {
                    FEATURE_OFF
                } else {
                    MEMBERS_ONLY
                })
            }
        }
    }

    /// Tells whether a feature is there for a caller who sees the project (`ProjectFeature#feature_available?`).
    pub(crate) fn offers(&self, caller: Caller<'_>, project: &Project, feature: Feature) -> bool {
        match project.level(feature) {
            Level::Disabled => false,
            Level::Private => self.role_of(caller, project) >= least_member(&[feature]),
            Level::Enabled => true,
        }
    }

    fn lack_of_role(&self, caller: Caller<'_>, project: &Project, role: u8) -> Truth {
        match caller {
            Caller::Anonymous(truth) => truth,
            Caller::Job(token, _) if !self.job_allowed(token, project) => NOT_ON_ALLOWLIST,
            Caller::Deploy(_) => OTHER_DEPLOY,
            Caller::User(..) | Caller::Job(..) if role == role::NONE => NO_ROLE,
            Caller::User(..) | Caller::Job(..) => ROLE_TOO_LOW,
        }
    }

    /// Tells whether a role satisfies a need, on this release.
    pub(crate) fn suffices(&self, role: u8, needs: Needs, project: &Project) -> bool {
        match needs {
            Needs::Anyone | Needs::SignedIn => true,
            Needs::Admin => false,
            Needs::Role(least) => role >= least,
            Needs::CodeReader => role >= self.code_reader(),
            Needs::PlannerOrOwner => role == role::PLANNER || role == role::OWNER,
            Needs::PipelineReader if project.public_pipelines => role >= role::GUEST,
            Needs::PipelineReader => role >= role::REPORTER,
        }
    }

    /// Returns the least role that reads code: planner from 18.9 on, as was measured there.
    pub(crate) fn code_reader(&self) -> u8 {
        if self.version >= Version(18, 9, 0) {
            role::PLANNER
        } else {
            role::REPORTER
        }
    }

    /// Tells whether the project's visibility alone opens something.
    fn open_to(&self, caller: Caller<'_>, project: &Project, ask: Ask) -> bool {
        let user = is_open(Visibility::Internal, caller);
        let outside_job = match caller {
            Caller::Job(token, _) => !self.job_allowed(token, project),
            Caller::Anonymous(_) | Caller::User(..) | Caller::Deploy(_) => false,
        };
        let built_with = ask.features.iter().all(|feature| {
            matches!(
                feature,
                Feature::Repository | Feature::Packages | Feature::Registry | Feature::Releases
            )
        });
        let pipelines_hidden = ask.needs == Needs::PipelineReader && !project.public_pipelines;
        if pipelines_hidden {
            return false;
        }
        match (project.visibility, ask.serves) {
            (Visibility::Private, _) | (_, Serves::Members) => false,
            (Visibility::Public, Serves::Anyone) => true,
            (Visibility::Public, Serves::AnyUser) => caller.user().is_some() && !outside_job,
            (Visibility::Internal, Serves::AnyUser) => user && !outside_job,
            (Visibility::Internal, Serves::Anyone) => user && (!outside_job || built_with),
        }
    }

    /// Checks what the top-level group says about kinds of tokens, and what a fine-grained token was given.
    pub(crate) fn granular(
        &self,
        token: &Token,
        permission: Option<&'static str>,
        place: Place<'_>,
    ) -> Result<(), Granular> {
        let top = match place {
            Place::Project(project) => self.top(project.group),
            Place::Group(group) => self.top(Some(group.id)),
            Place::User | Place::Instance => None,
        };
        if token.kind != Kind::FineGrained {
            let enforced = top.is_some_and(|top| top.enforces_fine_grained);
            let classic = token.kind == Kind::Personal && enforced;
            return match permission.filter(|_| classic) {
                Some(permission) => Err(Granular::ClassicRefused(permission)),
                None => Ok(()),
            };
        }
        if self.settings.granular_tokens_disabled {
            return Err(Granular::SwitchedOff);
        }
        let permission = permission.ok_or(Granular::Unsupported)?;
        let grants = token
            .grants
            .iter()
            .filter(|grant| self.covers(token, grant.boundary, place));
        let given: Vec<&str> = grants
            .flat_map(|grant| grant.permissions.iter().copied())
            .collect();
        if given.contains(&permission) {
            return Ok(());
        }
        Err(if given.is_empty() {
            Granular::OutsideBoundary
        } else {
            Granular::Missing(permission)
        })
    }

    fn covers(&self, token: &Token, boundary: Boundary, place: Place<'_>) -> bool {
        match (boundary, place) {
            (Boundary::User, Place::User) | (Boundary::Instance, Place::Instance) => true,
            (Boundary::Project(id), Place::Project(project)) => project.id == id,
            (Boundary::Group(id), Place::Project(project)) => self
                .lineage(project.group)
                .iter()
                .any(|group| group.id == id),
            (Boundary::Group(id), Place::Group(group)) => self
                .lineage(Some(group.id))
                .iter()
                .any(|group| group.id == id),
            (Boundary::Everywhere, Place::Project(project)) => token
                .user
                .is_some_and(|user| self.project_role(user, project) > role::NONE),
            (Boundary::Everywhere, Place::Group(group)) => token
                .user
                .is_some_and(|user| self.group_role(user, Some(group.id)) > role::NONE),
            (
                Boundary::Project(_)
                | Boundary::Group(_)
                | Boundary::Everywhere
                | Boundary::User
                | Boundary::Instance,
                Place::Project(_) | Place::Group(_) | Place::User | Place::Instance,
            ) => false,
        }
    }
}

/// What a request is about, for fine-grained permissions.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'w> {
    Project(&'w Project),
    Group(&'w Group),
    User,
    Instance,
}

impl Place<'_> {
    /// Returns the word that GitLab's sentence has for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Project(_) => "project",
            Self::Group(_) => "group",
            Self::User => "user",
            Self::Instance => "instance",
        }
    }
}

/// How the check of fine-grained permissions ends badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Granular {
    Missing(&'static str),
    ClassicRefused(&'static str),
    Unsupported,
    SwitchedOff,
    OutsideBoundary,
}

impl Granular {
    /// Names the truth.
    pub(crate) fn truth(self) -> Truth {
        match self {
            Self::Missing(_) => Truth::new("scope", "wrong_scope", "permission-missing"),
            Self::ClassicRefused(_) => Truth::new(
                "scope",
                "policy_restriction",
                "classic-token-under-enforcement",
            ),
            Self::Unsupported => {
                Truth::new("scope", "wrong_token_type", "fine-grained-unsupported")
            }
            Self::SwitchedOff => {
                Truth::new("scope", "feature_disabled", "fine-grained-switched-off")
            }
            Self::OutsideBoundary => Truth::new("scope", "wrong_scope", "outside-boundary"),
        }
    }
}

/// Tells whether a visibility alone shows something to a caller.
fn is_open(visibility: Visibility, caller: Caller<'_>) -> bool {
    match visibility {
        Visibility::Public => true,
        Visibility::Internal => caller.user().is_some_and(|user| !user.external),
        Visibility::Private => false,
    }
}

/// The least role for which a feature that is for members only is there (`app/models/project_feature.rb`).
fn least_member(features: &[Feature]) -> u8 {
    let least = features.iter().map(|feature| match feature {
        Feature::MergeRequests | Feature::Registry | Feature::Packages | Feature::Environments => {
            role::REPORTER
        }
        Feature::Repository
        | Feature::Issues
        | Feature::Builds
        | Feature::Releases
        | Feature::Wiki
        | Feature::Infrastructure => role::GUEST,
    });
    least.min().unwrap_or(role::GUEST)
}

fn restrictions(caller: Caller<'_>, top: &Group, request: &Request) -> Result<(), Truth> {
    if !top.addresses.is_empty() && !top.addresses.contains(&request.from) {
        return Err(ADDRESS);
    }
    match caller {
        Caller::User(_, user) if top.saml && !user.bot => Err(SAML),
        Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) | Caller::Anonymous(_) => Ok(()),
    }
}
