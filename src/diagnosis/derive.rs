//! Deriving: what GitLab would answer to a request that is not sent.
//!
//! A request that would change something is never sent. What the token, the role, the features and
//! the catalogue say is put to the gates in GitLab's order, and the first that would refuse is the
//! verdict.

use super::case::{Case, Sent, Target};
use super::clue::{Clue, Clues};
use super::codes::{credential, feature, lifetime, resource, role, route, scope};
use super::knowledge::{Home, Knowledge, Merger, User};
use super::observation::Observation;
use super::question::Question;
use super::{Code, Gate};
use crate::catalogue::{
    AccessLevel, Condition, DeployToken, Endpoint, Feature, JobToken, Known, Method, PublicAccess,
    Requirement, Surface, by_template, methods_at,
};

/// What a gate would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// It would let the request through.
    Pass,
    /// It would stop it, for this reason and with this evidence.
    Stop(&'static Code, String),
    /// It cannot be told; what would be needed to know.
    Open(String),
}

/// Puts a request to the gates from `credential` on; the gates before are the shell's to observe.
pub(super) fn rule(gate: Gate, case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    match gate {
        Gate::Reach | Gate::Limits | Gate::Account => Decision::Pass,
        Gate::Route => route_gate(case, known, clues),
        Gate::Credential => credential_gate(case, known, clues),
        Gate::Lifetime => lifetime_gate(clues),
        Gate::Scope => scope_gate(case, known, clues),
        Gate::Resource => resource_gate(case, known, clues),
        Gate::Role => role_gate(case, known, clues),
        Gate::Feature => feature_gate(case, clues),
    }
}

fn told(clues: &Clues, clue: Clue) -> String {
    clues.evidence(clue).unwrap_or_default().to_owned()
}

fn route_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if is_missing_in_edition(case, known) {
        return Decision::Stop(
            &route::ROUTE_UNKNOWN,
            "the Community Edition has no webhooks of groups".to_owned(),
        );
    }
    if clues.get(Clue::PathUnencoded) == Some(true) {
        return Decision::Stop(&route::PATH_NOT_ENCODED, told(clues, Clue::PathUnencoded));
    }
    if let Some(offered) = other_methods(case) {
        return Decision::Stop(
            &route::METHOD_NOT_ALLOWED,
            format!("this path takes {offered}"),
        );
    }
    if case.endpoint().is_some() {
        Decision::Pass
    } else {
        Decision::Open("what this endpoint asks for is not in the catalogue".to_owned())
    }
}

/// Webhooks of groups are a part of the Enterprise Edition (`doc/api/group_webhooks.md`).
fn is_missing_in_edition(case: &Case, known: &Knowledge) -> bool {
    let template = case.endpoint().map_or("", |endpoint| endpoint.template);
    known.enterprise == Some(false) && template.starts_with("/groups/:id/hooks")
}

/// The methods of a known path, when the request's own is not among them.
fn other_methods(case: &Case) -> Option<String> {
    let subject = case.subject.as_ref()?;
    let api = subject.path.strip_prefix("/api/v4")?;
    let offered = methods_at(api);
    let is_other = subject.endpoint().is_none() && !offered.is_empty();
    is_other.then(|| offered.to_string())
}

fn credential_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let holds = |clue| clues.get(clue);
    if holds(Clue::NothingSent) == Some(true) {
        return unless_open_to_anybody(case, known, clues, || {
            Decision::Stop(&credential::NOTHING_SENT, told(clues, Clue::NothingSent))
        });
    }
    if holds(Clue::IsForeign) == Some(true) && holds(Clue::ReadHere) != Some(true) {
        return Decision::Stop(foreign(clues), told(clues, Clue::IsForeign));
    }
    let job = holds(Clue::IsJob) == Some(true);
    // A trigger token has a place of its own, the parameter, in which every client puts it.
    let triggers = holds(Clue::IsForeign) == Some(true) && holds(Clue::ReadHere) == Some(true);
    if holds(Clue::PlaceFits) == Some(false) && !triggers {
        let code = if job {
            &credential::JOB_TOKEN_IN_WRONG_HEADER
        } else {
            &credential::TOKEN_IN_WRONG_HEADER
        };
        return Decision::Stop(code, told(clues, Clue::PlaceFits));
    }
    match holds(Clue::ReadHere) {
        // Whoever is not recognised is served as anybody is.
        Some(false) => unless_open_to_anybody(case, known, clues, || {
            Decision::Stop(unread(job, clues), told(clues, Clue::ReadHere))
        }),
        None if case.surface.is_none_or(|surface| surface == Surface::Rest) => Decision::Open(
            "whether this route reads tokens of this kind in this release".to_owned(),
        ),
        Some(true) | None => Decision::Pass,
    }
}

fn unless_open_to_anybody(
    case: &Case,
    known: &Knowledge,
    clues: &Clues,
    stop: impl FnOnce() -> Decision,
) -> Decision {
    match is_open_to_anybody(case, known, clues) {
        Known::Yes => Decision::Pass,
        Known::No => stop(),
        Known::Unknown => Decision::Open("whether this is open to everybody here".to_owned()),
    }
}

/// Whether the answer does not depend on who asks: a public target, a feature for everybody, and a
/// surface that takes a credential which it does not read for none at all. The levels of features are
/// not shown to everybody (`lib/api/entities/basic_project_details.rb`).
pub(super) fn is_open_to_anybody(case: &Case, known: &Knowledge, clues: &Clues) -> Known {
    let Some(endpoint) = case.endpoint() else {
        return Known::No;
    };
    let is_public = case.surface.is_none_or(|surface| surface == Surface::Rest)
        && known.target_is_public == Some(true)
        && endpoint.public_access == PublicAccess::Anonymous;
    if !is_public {
        return Known::No;
    }
    let of_project = endpoint.feature.is_some() && matches!(case.target, Some(Target::Project(_)));
    let for_members = clues
        .get(Clue::FeatureForMembers)
        .or((!of_project).then_some(false));
    let shown = endpoint
        .conditions
        .contains(&Condition::PublicPipelines)
        .then(|| known.shows_pipelines());
    match (for_members, shown) {
        (Some(true), _) | (_, Some(Some(false))) => Known::No,
        (None, _) | (_, Some(None)) => Known::Unknown,
        (Some(false), None | Some(Some(true))) => Known::Yes,
    }
}

fn foreign(clues: &Clues) -> &'static Code {
    if clues.get(Clue::OtherForge) == Some(true) {
        &credential::TOKEN_OF_ANOTHER_FORGE
    } else {
        &credential::KIND_NOT_ACCEPTED
    }
}

fn unread(job: bool, clues: &Clues) -> &'static Code {
    if job {
        &credential::JOB_TOKEN_NOT_READ_HERE
    } else if clues.get(Clue::IsDeploy) == Some(true) {
        &credential::DEPLOY_TOKEN_NOT_READ_HERE
    } else {
        &credential::KIND_NOT_ACCEPTED
    }
}

fn lifetime_gate(clues: &Clues) -> Decision {
    let is_unread = clues.get(Clue::ReadHere) == Some(false);
    match clues.get(Clue::Alive) {
        Some(true) => Decision::Pass,
        // Who is served as anybody is need not be alive.
        Some(false) if is_unread => Decision::Pass,
        // The registry's login knows every deploy token beside its own user name.
        Some(false) if clues.get(Clue::IsDeploy) == Some(true) => {
            Decision::Stop(&lifetime::DEPLOY_TOKEN_DEAD, told(clues, Clue::Alive))
        }
        Some(false) | None => Decision::Open("whether the token is alive".to_owned()),
    }
}

fn scope_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let is_job = clues.get(Clue::IsJob) == Some(true);
    let is_unread = clues.get(Clue::ReadHere) == Some(false);
    if is_job || is_unread || matches!(case.credential.sent, Sent::Nothing | Sent::Empty) {
        return Decision::Pass;
    }
    if clues.get(Clue::IsDeploy) == Some(true) {
        return deploy_scope_gate(case);
    }
    if clues.get(Clue::FineGrained) == Some(true) && pushes_images(case) {
        return Decision::Stop(
            &scope::FINE_GRAINED_UNSUPPORTED,
            "fine-grained tokens push no images".to_owned(),
        );
    }
    if clues.get(Clue::FineGrained) == Some(true) {
        if known.reach.jobs == Some(true) && is_told_by_list(case) {
            return Decision::Pass;
        }
        let permission = case
            .endpoint()
            .and_then(|endpoint| endpoint.permission)
            .unwrap_or("the one that this endpoint asks for");
        return Decision::Open(format!(
            "whether the fine-grained token has the permission \u{201c}{permission}\u{201d}; GitLab tells it only on use"
        ));
    }
    match clues.get(Clue::ScopeFits) {
        Some(true) => Decision::Pass,
        Some(false) => Decision::Stop(&scope::SCOPE_MISSING, told(clues, Clue::ScopeFits)),
        None => Decision::Open("the scopes of the token".to_owned()),
    }
}

/// Whether the list of jobs asks for the same fine-grained permission.
fn is_told_by_list(case: &Case) -> bool {
    let list = by_template(Method::Get, "/projects/:id/jobs");
    let permission = |endpoint: &'static Endpoint| endpoint.permission;
    let own = case.endpoint().filter(|endpoint| reads_one_job(endpoint));
    own.is_some() && own.and_then(permission) == list.and_then(permission)
}

/// The registry's token endpoint grants no push to a fine-grained token
/// (`app/services/auth/container_registry_authentication_service.rb`).
fn pushes_images(case: &Case) -> bool {
    let is_login = case.surface == Some(Surface::RegistryAuth);
    is_login && case.endpoint().is_some_and(|endpoint| endpoint.mutates)
}

/// A deploy token's login to the registry is denied where it has none of the registry's scopes.
fn deploy_scope_gate(case: &Case) -> Decision {
    const OF_IMAGES: [&str; 2] = ["read_registry", "write_registry"];
    let reads = case.endpoint().map(|endpoint| endpoint.deploy_token);
    if reads == Some(DeployToken::No) {
        return Decision::Stop(
            &credential::DEPLOY_TOKEN_NOT_READ_HERE,
            "no deploy token can do this".to_owned(),
        );
    }
    let status = |question| case.answer_to(question).and_then(Observation::status);
    let login = status(Question::RegistryLogin);
    match status(Question::ProxyLogin) {
        Some(200) => return Decision::Pass,
        Some(403) => {
            return Decision::Stop(
                &scope::REGISTRY_SCOPE_MISSING,
                "the dependency proxy denies the login".to_owned(),
            );
        }
        Some(_) | None => {}
    }
    let of_images = matches!(reads, Some(DeployToken::AnyOf(names))
        if names.iter().all(|name| OF_IMAGES.contains(name)));
    if of_images && login == Some(403) {
        return Decision::Stop(
            &scope::REGISTRY_SCOPE_MISSING,
            "the registry denies the login: the token has none of its scopes".to_owned(),
        );
    }
    Decision::Open(scopes_of_deploy_token(case))
}

/// GitLab has no request that tells a deploy token its scopes.
fn scopes_of_deploy_token(case: &Case) -> String {
    let names = match case.endpoint().map(|endpoint| endpoint.deploy_token) {
        Some(DeployToken::AnyOf(names)) => names.join(" or "),
        Some(DeployToken::AllOf(names, other)) => format!("{} or {other}", names.join(" with ")),
        Some(DeployToken::No) | None => "the scope that this asks for".to_owned(),
    };
    format!("whether the deploy token has {names}; no request tells its scopes")
}

fn resource_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if case.target.is_none() {
        return Decision::Pass;
    }
    if clues.get(Clue::IsJob) == Some(true) && clues.get(Clue::JobAtHome) == Some(false) {
        return job_elsewhere(case, known, clues);
    }
    match clues.get(Clue::TargetSeen) {
        Some(true) => Decision::Pass,
        Some(false) | None
            if clues.get(Clue::JobAtHome) == Some(true)
                || clues.get(Clue::ControlGranted) == Some(true) =>
        {
            Decision::Pass
        }
        Some(false) | None => Decision::Open("whether the token sees the target".to_owned()),
    }
}

/// A job away from home: some routes are for its own project alone, and others ask for permissions of
/// its entry on the allowlist, which GitLab tells only on use (`app/models/ci/job_token/scope.rb`).
fn job_elsewhere(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let reads_jobs = case.endpoint().is_some_and(reads_one_job);
    if reads_jobs && known.reach.jobs == Some(true) {
        return Decision::Pass;
    }
    match case.endpoint().map(|endpoint| endpoint.job_token) {
        Some(JobToken::OwnProject) => Decision::Stop(
            &resource::JOB_TOKEN_OTHER_REGISTRY,
            "a job token does this in its own project only".to_owned(),
        ),
        Some(JobToken::Policies(policies)) => {
            let mut lacking = known.reach.lacking.into_iter().flatten();
            if let Some(missing) = lacking.find(|policy| policies.contains(policy)) {
                return Decision::Stop(
                    &resource::JOB_TOKEN_PERMISSION_MISSING,
                    format!(
                        "GitLab says that the entry of the allowlist lacks {}",
                        missing.0
                    ),
                );
            }
            let names: Vec<&str> = policies.iter().map(|policy| policy.0).collect();
            Decision::Open(format!(
                "whether the target's allowlist lets the job in with {}",
                names.join(" and ")
            ))
        }
        Some(JobToken::Yes | JobToken::No) | None
            if clues.get(Clue::ControlGranted) == Some(true) =>
        {
            Decision::Pass
        }
        Some(JobToken::Yes | JobToken::No) | None => {
            Decision::Open("whether the target's allowlist lets the job in".to_owned())
        }
    }
}

fn role_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let Some(endpoint) = case.endpoint() else {
        return Decision::Open("which role this endpoint asks for".to_owned());
    };
    if clues.get(Clue::IsDeploy) == Some(true) {
        return Decision::Pass;
    }
    if is_closed_to_bots(case, endpoint, known, clues) {
        return Decision::Stop(
            &role::NOT_FOR_BOTS,
            "the users behind project and group tokens cannot do this".to_owned(),
        );
    }
    match endpoint.requirement {
        Requirement::Authenticated if is_creation_in_group(case, endpoint) => {
            creation_gate(known, clues)
        }
        Requirement::Anonymous | Requirement::Authenticated => Decision::Pass,
        Requirement::Administrator => match clues.get(Clue::Administrator) {
            Some(true) => Decision::Pass,
            Some(false) => Decision::Stop(&role::ADMIN_REQUIRED, told(clues, Clue::Administrator)),
            None => Decision::Open("whether the owner is an administrator".to_owned()),
        },
        Requirement::Member(_) => member_gate(case, endpoint, known, clues),
    }
}

/// Project and group tokens make no further tokens; a group token does make projects.
fn is_closed_to_bots(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> bool {
    let home = known.user.as_ref().and_then(User::home);
    let of_group = matches!(home, Some(Home::Group(_)));
    clues.get(Clue::Bot) == Some(true)
        && endpoint.conditions.contains(&Condition::PeopleOnly)
        && !(of_group && is_creation_in_group(case, endpoint))
}

fn is_creation_in_group(case: &Case, endpoint: &Endpoint) -> bool {
    endpoint.template == "/projects"
        && endpoint.mutates
        && matches!(case.target, Some(Target::Group(_)))
}

/// Who may create projects is a setting of the group
/// (`lib/gitlab/access.rb`, `app/policies/group_policy.rb`).
fn creation_gate(known: &Knowledge, clues: &Clues) -> Decision {
    let setting = known
        .group
        .as_ref()
        .and_then(|group| group.project_creation.as_deref());
    if known.is_administrator() && setting.is_some_and(|setting| setting != "noone") {
        return Decision::Pass;
    }
    let lowest = match setting {
        Some("noone") => AccessLevel(u8::MAX),
        Some("owner") => AccessLevel::OWNER,
        Some("maintainer") => AccessLevel::MAINTAINER,
        Some("developer") => AccessLevel::DEVELOPER,
        Some(_) | None => {
            return Decision::Open(
                "who may create projects in the group: a setting of it".to_owned(),
            );
        }
    };
    match known.role {
        None => Decision::Open(whose_role(clues)),
        Some(level) if level.unwrap_or(AccessLevel::NONE) >= lowest => Decision::Pass,
        Some(level) => Decision::Stop(
            &role::ROLE_TOO_LOW,
            format!(
                "the role is {}; the group lets {} create projects",
                level.unwrap_or(AccessLevel::NONE),
                setting.unwrap_or_default()
            ),
        ),
    }
}

fn whose_role(clues: &Clues) -> String {
    if clues.get(Clue::IsJob) == Some(true) {
        "the role of the user who started the job; a job token cannot ask for it".to_owned()
    } else {
        "the role of the owner in the target".to_owned()
    }
}

fn member_gate(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    let ability = case.aim.ability.and_then(|name| known.ability(name));
    if known.is_administrator() && is_merge(endpoint) {
        return protected_gate(case, endpoint, known, AccessLevel::OWNER);
    }
    if is_open(endpoint, known, clues) || known.is_administrator() || ability == Some(true) {
        return Decision::Pass;
    }
    if let Some(decision) = by_list_of_jobs(endpoint, known) {
        return decision;
    }
    let Some(level) = known.role else {
        return by_reach(case, endpoint, known, clues);
    };
    let level = level.unwrap_or(AccessLevel::NONE);
    match endpoint.requirement.allows(level, known.version) {
        Known::Yes if ability == Some(false) && !is_closed(clues) => Decision::Stop(
            too_low(endpoint),
            format!("GitLab says that the role {level} does not include this here"),
        ),
        Known::Yes => protected_gate(case, endpoint, known, level),
        Known::No => below(endpoint, known, level, ability),
        Known::Unknown => Decision::Open(format!("whether the role {level} includes this")),
    }
}

/// Who may list jobs may read their logs and artifacts (`app/policies/ci/build_policy.rb`).
fn by_list_of_jobs(endpoint: &Endpoint, known: &Knowledge) -> Option<Decision> {
    match known.reach.jobs.filter(|_| reads_one_job(endpoint))? {
        true => Some(Decision::Pass),
        false if known.target_is_public == Some(true) => None,
        false => Some(Decision::Stop(
            too_low(endpoint),
            "GitLab does not list the jobs of the project for this token".to_owned(),
        )),
    }
}

/// Whether it is about the log or the artifacts of a job.
#[must_use]
pub fn reads_one_job(endpoint: &Endpoint) -> bool {
    !endpoint.mutates && endpoint.template.starts_with("/projects/:id/jobs/")
}

/// The role is not told; what the caller reaches bounds it from below and from above. Of what job tokens
/// may ask for, a security manager holds no more than a reporter (`config/authz/roles/security_manager.yml`).
fn by_reach(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    let needs = endpoint.requirement;
    let at_home = clues.get(Clue::JobAtHome) == Some(true);
    let suffices = |level: AccessLevel| needs.allows(level, known.version);
    if let Some(least) = known.reach.least()
        && suffices(least) == Known::Yes
    {
        return protected_gate(case, endpoint, known, least);
    }
    if let Some(below) = known.reach.below(at_home) {
        let lower = AccessLevel::NAMED
            .into_iter()
            .filter(|level| *level < below && *level != AccessLevel::SECURITY_MANAGER);
        let widens = endpoint
            .conditions
            .iter()
            .any(|condition| condition.may_widen());
        if !widens && lower.map(suffices).all(|known| known == Known::No) {
            return Decision::Stop(
                too_low(endpoint),
                format!("the role is below {below}; this needs {needs} or higher"),
            );
        }
    }
    Decision::Open(whose_role(clues))
}

/// Whether the visibility of the target lets the caller in without a role.
fn is_open(endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> bool {
    let open = match endpoint.public_access {
        PublicAccess::NotEstablished => false,
        PublicAccess::Anonymous | PublicAccess::AnyUser => known.is_open_to_users(),
    };
    let hides_pipelines = endpoint.conditions.contains(&Condition::PublicPipelines)
        && known.shows_pipelines() != Some(true);
    open && clues.get(Clue::FeatureForMembers) != Some(true) && !hides_pipelines
}

/// Whether the feature gate is going to stop the request.
fn is_closed(clues: &Clues) -> bool {
    clues.get(Clue::FeatureOn) == Some(false) || clues.get(Clue::Archived) == Some(true)
}

/// The role is below what the row names; a condition may let it pass all the same.
fn below(
    endpoint: &Endpoint,
    known: &Knowledge,
    level: AccessLevel,
    ability: Option<bool>,
) -> Decision {
    let needs = endpoint.requirement;
    let stop = || {
        Decision::Stop(
            too_low(endpoint),
            format!("the role is {level}; this needs {needs} or higher"),
        )
    };
    // GitLab has looked at custom roles and settings for us.
    if ability == Some(false) {
        return stop();
    }
    let is_custom = known.custom_role.as_deref();
    if let Some(name) = is_custom {
        return Decision::Open(format!(
            "whether the custom role \u{201c}{name}\u{201d} includes this"
        ));
    }
    let by_pipelines =
        endpoint.conditions.contains(&Condition::PublicPipelines) && level >= AccessLevel::GUEST;
    match known.shows_pipelines().filter(|_| by_pipelines) {
        Some(true) => return Decision::Pass,
        None if by_pipelines => {
            return Decision::Open("whether pipelines are shown to all members".to_owned());
        }
        Some(false) | None => {}
    }
    let widens =
        |condition: &Condition| condition.may_widen() && *condition != Condition::PublicPipelines;
    if level > AccessLevel::NONE && endpoint.conditions.iter().any(widens) {
        return Decision::Open(format!(
            "whether the role {level} is enough here by a setting"
        ));
    }
    stop()
}

/// A protected branch, tag or environment asks for more than the endpoint; by default, maintainers
/// pass.
fn protected_gate(
    case: &Case,
    endpoint: &Endpoint,
    known: &Knowledge,
    level: AccessLevel,
) -> Decision {
    if is_merge(endpoint) {
        return merge_gate(known, level);
    }
    if !may_be_protected(endpoint, level) || case.aim.unprotected {
        return Decision::Pass;
    }
    Decision::Open(format!(
        "whether the branch or tag is protected against {level}"
    ))
}

/// Merging is a right on the target branch, which is taken to be the default branch
/// (`lib/gitlab/user_access.rb`).
fn merge_gate(known: &Knowledge, level: AccessLevel) -> Decision {
    let refused = |why: String| Decision::Stop(&role::MERGE_NOT_ALLOWED, why);
    let rights = known.mergers.as_deref().unwrap_or_default();
    let others = if rights == [Merger::Nobody] {
        "the rule of the default branch lets nobody merge"
    } else {
        "the rule of the default branch lets others merge"
    };
    let Some(branch) = known.branch.as_ref() else {
        // A rule may stand before there is a branch.
        if !rights.is_empty() && !is_named(known, rights, level) {
            return if rights.contains(&Merger::Group) {
                Decision::Open(format!("{others}; whether the owner is in their group"))
            } else {
                refused(others.to_owned())
            };
        }
        // By default maintainers merge into what is protected.
        return if level >= AccessLevel::MAINTAINER {
            Decision::Pass
        } else {
            Decision::Open(format!(
                "whether the branch or tag is protected against {level}"
            ))
        };
    };
    let welcome = branch.protected == Some(false)
        || branch.can_push == Some(true)
        || branch.developers_merge == Some(true);
    if welcome || is_named(known, rights, level) {
        return Decision::Pass;
    }
    if known.mergers.is_some() && !rights.contains(&Merger::Group) {
        return refused(others.to_owned());
    }
    // Only the enterprise edition lets single users merge into a protected branch.
    let by_role = known.enterprise == Some(false) && level < AccessLevel::MAINTAINER;
    if branch.protected == Some(true) && by_role {
        return refused(format!(
            "the role is {level}; the default branch is protected against it"
        ));
    }
    Decision::Open(format!(
        "who may merge into the protected default branch: {level} in general may not, single users can"
    ))
}

/// Whether a rule names the owner of the token, by role or as a user.
fn is_named(known: &Knowledge, rights: &[Merger], level: AccessLevel) -> bool {
    let own = known.owner_id();
    rights.iter().any(|right| match right {
        Merger::Role(least) => level >= *least,
        Merger::User(user) => own == Some(*user),
        Merger::Group | Merger::Nobody => false,
    })
}

/// Merging has a page of its own, because GitLab refuses it in the words of an unknown token.
fn too_low(endpoint: &Endpoint) -> &'static Code {
    if is_merge(endpoint) {
        &role::MERGE_NOT_ALLOWED
    } else {
        &role::ROLE_TOO_LOW
    }
}

fn is_merge(endpoint: &Endpoint) -> bool {
    endpoint.template.ends_with("/merge")
}

fn may_be_protected(endpoint: &Endpoint, level: AccessLevel) -> bool {
    endpoint.conditions.contains(&Condition::ProtectedRef) && level < AccessLevel::MAINTAINER
}

fn feature_gate(case: &Case, clues: &Clues) -> Decision {
    if clues.get(Clue::FeatureOn) == Some(false) {
        return Decision::Stop(&feature::FEATURE_OFF, told(clues, Clue::FeatureOn));
    }
    if clues.get(Clue::FeatureForMembers) == Some(true) && clues.get(Clue::Member) == Some(false) {
        return Decision::Stop(
            &role::FEATURE_FOR_MEMBERS,
            told(clues, Clue::FeatureForMembers),
        );
    }
    let is_job = clues.get(Clue::IsJob) == Some(true);
    match clues.get(Clue::Archived) {
        Some(true) => match outlives_archiving(case, clues) {
            Known::Yes => {}
            Known::No => {
                return Decision::Stop(&feature::PROJECT_ARCHIVED, told(clues, Clue::Archived));
            }
            Known::Unknown => {
                return Decision::Open("whether an archived group allows this".to_owned());
            }
        },
        None if is_job && outlives_archiving(case, clues) == Known::No => {
            return Decision::Open("whether the project is archived".to_owned());
        }
        Some(false) | None => {}
    }
    let feature = case.endpoint().and_then(|endpoint| endpoint.feature);
    let is_untold = is_job && clues.get(Clue::FeatureOn).is_none();
    if is_untold && feature == Some(Feature::Infrastructure) {
        return Decision::Open(
            "whether Terraform states are switched on in the project".to_owned(),
        );
    }
    // The setting is told to the group's maintainers by GraphQL, and to nobody by a safe pull.
    if case.surface == Some(Surface::DependencyProxy) {
        return Decision::Open(
            "whether the dependency proxy is switched on in the group".to_owned(),
        );
    }
    Decision::Pass
}

/// The login that allows to delete images changes nothing, and is withdrawn as if it did.
fn removes_images(case: &Case) -> bool {
    let is_login = case.surface == Some(Surface::RegistryAuth);
    is_login
        && case
            .endpoint()
            .is_some_and(|endpoint| endpoint.template.contains("delete"))
}

/// Whether archiving leaves the right to do this. It withdraws what changes the content of a project, and
/// leaves its settings, members and credentials (`app/policies/concerns/archived_abilities.rb`,
/// `app/policies/project_policy.rb`); a group loses those as well (`app/policies/group_policy.rb`).
fn outlives_archiving(case: &Case, clues: &Clues) -> Known {
    /// Reading them takes the right to change them.
    const VARIABLES: &str = "/groups/:id/variables";
    let template = case.endpoint().map_or("", |endpoint| endpoint.template);
    let writes = clues.get(Clue::Writes) == Some(true) || removes_images(case);
    if !writes && !template.starts_with(VARIABLES) {
        return Known::Yes;
    }
    match part_of(template, "/projects/:id") {
        Some(part) if PROJECTS_KEEP.contains(&part) => return Known::Yes,
        Some(_) => return Known::No,
        None if template == "/user/runners" => return Known::Yes,
        None => {}
    }
    match part_of(template, "/groups/:id") {
        Some(part) if GROUPS_KEEP.contains(&part) => Known::Yes,
        Some(part) if !GROUPS_LOSE.contains(&part) => Known::Unknown,
        Some(_) | None => Known::No,
    }
}

/// What the archiving of a project leaves, by the part of it that the path names.
const PROJECTS_KEEP: [&str; 16] = [
    "",
    "access_tokens",
    "archive",
    "deploy_keys",
    "deploy_tokens",
    "hooks",
    "invitations",
    "job_token_scope",
    "members",
    "protected_branches",
    "protected_tags",
    "runners",
    "secure_files",
    "terraform",
    "transfer",
    "unarchive",
];

/// What the archiving of a group leaves, and what it takes; of other parts it is not known.
const GROUPS_KEEP: [&str; 4] = ["", "archive", "hooks", "unarchive"];
const GROUPS_LOSE: [&str; 10] = [
    "access_tokens",
    "deploy_tokens",
    "epics",
    "invitations",
    "labels",
    "members",
    "milestones",
    "runners",
    "variables",
    "wikis",
];

/// The part of a project or group that a path is about; empty for the whole.
fn part_of<'t>(template: &'t str, whole: &str) -> Option<&'t str> {
    let rest = template.strip_prefix(whole)?;
    rest.trim_start_matches('/').split('/').next()
}

#[cfg(test)]
mod tests;
