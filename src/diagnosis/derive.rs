//! Deriving: what GitLab would answer to a request that is not sent.
//!
//! A request that would change something is never sent. What the token, the role, the features and
//! the catalogue say is put to the gates in GitLab's order, and the first that would refuse is the
//! verdict.

mod condition;
mod feature;
mod role;

use super::case::{Case, Sent, Target};
use super::clue::Clues;
use super::knowledge::Knowledge;
use super::question::Question;
use crate::answers::clue::Clue;
use crate::answers::codes::{credential, lifetime, resource, route, scope};
use crate::answers::{Code, Gate};
use crate::catalogue::{
    Condition, DeployToken, Endpoint, JobToken, Known, Method, PublicAccess, Requirement, Surface,
    by_template, listed_methods, listed_release, splits_identifier,
};
use crate::observation::Observation;

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

impl Decision {
    fn stop(code: &'static Code, evidence: &str) -> Self {
        Self::Stop(code, evidence.to_owned())
    }

    /// A stop that a clue is the evidence of.
    fn stop_by(code: &'static Code, clues: &Clues, clue: Clue) -> Self {
        Self::stop(code, clues.evidence(clue).unwrap_or_default())
    }

    fn open(missing: &str) -> Self {
        Self::Open(missing.to_owned())
    }
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
        Gate::Role => role::gate(case, known, clues),
        Gate::Feature => match feature::gate(case, known, clues) {
            Decision::Pass => condition::branch_gate(case, known),
            stopped @ (Decision::Stop(..) | Decision::Open(_)) => stopped,
        },
    }
}

fn route_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if is_missing_in_edition(case, known) {
        return Decision::stop(
            &route::ROUTE_UNKNOWN,
            "the Community Edition has no webhooks of groups",
        );
    }
    if let Some(decision) = unencoded(case, known, clues) {
        return decision;
    }
    if let Some(decision) = missing_in_release(case, known) {
        return decision;
    }
    let comes_later = |row: &Endpoint| row.since.holds(known.version) == Known::No;
    if case.endpoint().is_some_and(comes_later) {
        let why = "this release came before the route";
        return Decision::stop(&route::ROUTE_UNKNOWN, why);
    }
    if case.endpoint().is_some() {
        Decision::Pass
    } else {
        Decision::open("what this endpoint asks for is not in the catalogue")
    }
}

/// A path that only fits with another slash encoded. What is no route here may be one in a release whose
/// routes are not all known, unless the identifier itself is in pieces.
fn unencoded(case: &Case, known: &Knowledge, clues: &Clues) -> Option<Decision> {
    let api = api_path(case)?;
    let is_told = listed_release(known.version).is_some() || splits_identifier(api);
    let is_slip = is_told && clues.holds(Clue::PathUnencoded);
    is_slip.then(|| Decision::stop_by(&route::PATH_NOT_ENCODED, clues, Clue::PathUnencoded))
}

/// Where all routes of the release are known, one that is missing is none.
fn missing_in_release(case: &Case, known: &Knowledge) -> Option<Decision> {
    let release = listed_release(known.version)?;
    let (major, minor) = (release.major, release.minor);
    let method = case.subject.as_ref()?.method;
    let offered = listed_methods(api_path(case)?);
    if offered.contains(method) || (method == Method::Head && offered.contains(Method::Get)) {
        return None;
    }
    Some(if offered.is_empty() {
        Decision::Stop(
            &route::ROUTE_UNKNOWN,
            format!("GitLab {major}.{minor} has no such route"),
        )
    } else {
        Decision::Stop(
            &route::METHOD_NOT_ALLOWED,
            format!("in GitLab {major}.{minor} this path takes {offered}"),
        )
    })
}

/// The path below the REST API.
fn api_path(case: &Case) -> Option<&str> {
    let path = case.subject.as_ref()?.path.as_str();
    path.strip_prefix("/api/v4")
        .filter(|path| path.starts_with('/'))
}

/// Webhooks of groups are a part of the Enterprise Edition (`doc/api/group_webhooks.md`).
fn is_missing_in_edition(case: &Case, known: &Knowledge) -> bool {
    let template = case.endpoint().map_or("", |endpoint| endpoint.template);
    known.enterprise == Some(false) && template.starts_with("/groups/:id/hooks")
}

fn credential_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if clues.holds(Clue::NothingSent) {
        return unless_open_to_anybody(case, known, clues, || {
            Decision::stop_by(&credential::NOTHING_SENT, clues, Clue::NothingSent)
        });
    }
    if clues.holds(Clue::IsForeign) && !clues.holds(Clue::ReadHere) {
        return Decision::stop_by(foreign(clues), clues, Clue::IsForeign);
    }
    let job = clues.holds(Clue::IsJob);
    // A trigger token has a place of its own, the parameter, in which every client puts it.
    let triggers = clues.holds(Clue::IsForeign) && clues.holds(Clue::ReadHere);
    if clues.get(Clue::PlaceFits) == Some(false) && !triggers {
        let code = if job {
            &credential::JOB_TOKEN_IN_WRONG_HEADER
        } else {
            &credential::TOKEN_IN_WRONG_HEADER
        };
        return Decision::stop_by(code, clues, Clue::PlaceFits);
    }
    match clues.get(Clue::ReadHere) {
        // Whoever is not recognised is served as anybody is.
        Some(false) => unless_open_to_anybody(case, known, clues, || {
            Decision::stop_by(unread(job, clues), clues, Clue::ReadHere)
        }),
        None if case.surface.is_none_or(|surface| surface == Surface::Rest) => {
            Decision::open("whether this route reads tokens of this kind in this release")
        }
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
        Known::Unknown => Decision::open("whether this is open to everybody here"),
    }
}

/// Whether the answer does not depend on who asks: a public target, a feature for everybody, and a
/// surface that takes a credential which it does not read for none at all. The levels of features are
/// not shown to everybody (`lib/api/entities/basic_project_details.rb`).
pub(super) fn is_open_to_anybody(case: &Case, known: &Knowledge, clues: &Clues) -> Known {
    let Some(endpoint) = case.endpoint() else {
        return Known::No;
    };
    // A job cannot ask for a project that its token does not reach: whether it is public is not known. A dead
    // token is served as nobody, too, where job tokens are not read.
    let is_job = clues.holds(Clue::IsJob);
    if is_job
        && known.target_is_public.is_none()
        && endpoint.public_access == PublicAccess::Anonymous
        && case.surface.is_none_or(|surface| surface == Surface::Rest)
    {
        return Known::Unknown;
    }
    let is_public = case.surface.is_none_or(|surface| surface == Surface::Rest)
        && known.target_is_public == Some(true)
        && endpoint.public_access == PublicAccess::Anonymous;
    if !is_public {
        return Known::No;
    }
    let of_project =
        !endpoint.features.is_none() && matches!(case.target, Some(Target::Project(_)));
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
    if clues.holds(Clue::OtherForge) {
        &credential::TOKEN_OF_ANOTHER_FORGE
    } else {
        &credential::KIND_NOT_ACCEPTED
    }
}

fn unread(job: bool, clues: &Clues) -> &'static Code {
    if job {
        &credential::JOB_TOKEN_NOT_READ_HERE
    } else if clues.holds(Clue::IsDeploy) {
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
        Some(false) if clues.holds(Clue::IsDeploy) => {
            Decision::stop_by(&lifetime::DEPLOY_TOKEN_DEAD, clues, Clue::Alive)
        }
        Some(false) | None => Decision::open("whether the token is alive"),
    }
}

fn scope_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let is_job = clues.holds(Clue::IsJob);
    let is_unread = clues.get(Clue::ReadHere) == Some(false);
    if is_job || is_unread || matches!(case.credential.sent, Sent::Nothing | Sent::Empty) {
        return Decision::Pass;
    }
    if clues.holds(Clue::IsDeploy) {
        return deploy_scope_gate(case);
    }
    if clues.holds(Clue::FineGrained) && pushes_images(case) {
        return Decision::stop(
            &scope::FINE_GRAINED_UNSUPPORTED,
            "fine-grained tokens push no images",
        );
    }
    if clues.holds(Clue::FineGrained) {
        if known.reach.jobs == Some(true) && is_listed(case) {
            return Decision::Pass;
        }
        return permission_gate(case, known);
    }
    match clues.get(Clue::ScopeFits) {
        Some(true) => Decision::Pass,
        Some(false) => Decision::stop_by(&scope::SCOPE_MISSING, clues, Clue::ScopeFits),
        None if known.scopes().is_some() => {
            Decision::open("whether one of the token's scopes opens this route")
        }
        None => Decision::open("the scopes of the token"),
    }
}

/// What a fine-grained token is given stands in no answer; whether one is taken at all depends on the release.
fn permission_gate(case: &Case, known: &Knowledge) -> Decision {
    let endpoint = case.endpoint();
    // The package registries look for a credential in their own way, and what is for anybody looks for none.
    let is_told = |endpoint: &&Endpoint| {
        endpoint.surface() == Surface::Rest && endpoint.requirement != Requirement::Anonymous
    };
    if endpoint
        .filter(is_told)
        .is_some_and(|endpoint| endpoint.permission.is_missing(known.version))
    {
        return Decision::stop(
            &scope::FINE_GRAINED_UNSUPPORTED,
            "this release has no fine-grained permission for it",
        );
    }
    let permission = endpoint
        .and_then(|endpoint| endpoint.permission.name(known.version))
        .unwrap_or_else(|| "the one that this endpoint asks for".to_owned());
    Decision::Open(format!(
        "whether the fine-grained token has the permission \u{201c}{permission}\u{201d}; GitLab tells it only on use"
    ))
}

/// Whether the list of jobs asks for the same fine-grained permission.
fn is_listed(case: &Case) -> bool {
    let list = by_template(Method::Get, "/projects/:id/jobs");
    let permission = |endpoint: &'static Endpoint| endpoint.permission;
    let own = case.endpoint().filter(|endpoint| reads_one_job(endpoint));
    own.is_some() && own.map(permission) == list.map(permission)
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
        return Decision::stop(
            &credential::DEPLOY_TOKEN_NOT_READ_HERE,
            "no deploy token can do this",
        );
    }
    let status = |question| case.answer_to(question).and_then(Observation::status);
    let login = status(Question::RegistryLogin);
    match status(Question::ProxyLogin) {
        Some(200) => return Decision::Pass,
        Some(403) => {
            return Decision::stop(
                &scope::REGISTRY_SCOPE_MISSING,
                "the dependency proxy denies the login",
            );
        }
        Some(_) | None => {}
    }
    let of_images = matches!(reads, Some(DeployToken::AnyOf(names))
        if names.iter().all(|name| OF_IMAGES.contains(name)));
    if of_images && login == Some(403) {
        return Decision::stop(
            &scope::REGISTRY_SCOPE_MISSING,
            "the registry denies the login: the token has none of its scopes",
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
    if clues.holds(Clue::IsJob) && clues.get(Clue::JobAtHome) == Some(false) {
        return job_elsewhere(case, known, clues);
    }
    match clues.get(Clue::TargetSeen) {
        Some(true) => Decision::Pass,
        Some(false) | None if clues.holds(Clue::JobAtHome) || clues.holds(Clue::ControlGranted) => {
            Decision::Pass
        }
        Some(false) | None => Decision::open("whether the token sees the target"),
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
        Some(JobToken::OwnProject) => Decision::stop(
            &resource::JOB_TOKEN_OTHER_REGISTRY,
            "a job token does this in its own project only",
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
        Some(JobToken::Yes | JobToken::No) | None if clues.holds(Clue::ControlGranted) => {
            Decision::Pass
        }
        Some(JobToken::Yes | JobToken::No) | None => {
            Decision::open("whether the target's allowlist lets the job in")
        }
    }
}

/// Whether it is about the log or the artifacts of a job.
pub(crate) fn reads_one_job(endpoint: &Endpoint) -> bool {
    !endpoint.mutates && endpoint.template.starts_with("/projects/:id/jobs/")
}

#[cfg(test)]
mod tests;
