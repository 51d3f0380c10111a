//! Deriving: what GitLab would answer to a request that is not sent.
//!
//! A request that would change something is never sent. What the token, the role, the features and
//! the catalogue say is put to the gates in GitLab's order, and the first that would refuse is the
//! verdict.

use super::case::{Case, Sent};
use super::clue::{Clue, Clues};
use super::codes::{credential, feature, role, route, scope};
use super::knowledge::Knowledge;
use super::{Code, Gate};
use crate::catalogue::{
    AccessLevel, Condition, Endpoint, Known, PublicAccess, Requirement, Surface, methods_at,
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
        Gate::Route => route_gate(case, clues),
        Gate::Credential => credential_gate(case, clues),
        Gate::Lifetime => lifetime_gate(clues),
        Gate::Scope => scope_gate(case, clues),
        Gate::Resource => resource_gate(case, clues),
        Gate::Role => role_gate(case, known, clues),
        Gate::Feature => feature_gate(clues),
    }
}

fn told(clues: &Clues, clue: Clue) -> String {
    clues.evidence(clue).unwrap_or_default().to_owned()
}

fn route_gate(case: &Case, clues: &Clues) -> Decision {
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

/// The methods of a known path, when the request's own is not among them.
fn other_methods(case: &Case) -> Option<String> {
    let subject = case.subject.as_ref()?;
    let api = subject.path.strip_prefix("/api/v4")?;
    let offered = methods_at(api);
    let is_other = subject.endpoint().is_none() && !offered.is_empty();
    is_other.then(|| offered.to_string())
}

fn credential_gate(case: &Case, clues: &Clues) -> Decision {
    let holds = |clue| clues.get(clue);
    if holds(Clue::NothingSent) == Some(true) {
        return Decision::Stop(&credential::NOTHING_SENT, told(clues, Clue::NothingSent));
    }
    if holds(Clue::IsForeign) == Some(true) && holds(Clue::ReadHere) != Some(true) {
        return Decision::Stop(foreign(clues), told(clues, Clue::IsForeign));
    }
    let job = holds(Clue::IsJob) == Some(true);
    if holds(Clue::PlaceFits) == Some(false) {
        let code = if job {
            &credential::JOB_TOKEN_IN_WRONG_HEADER
        } else {
            &credential::TOKEN_IN_WRONG_HEADER
        };
        return Decision::Stop(code, told(clues, Clue::PlaceFits));
    }
    match holds(Clue::ReadHere) {
        Some(false) => Decision::Stop(unread(job, clues), told(clues, Clue::ReadHere)),
        None if case.surface.is_none_or(|surface| surface == Surface::Rest) => Decision::Open(
            "whether this route reads tokens of this kind in this release".to_owned(),
        ),
        Some(true) | None => Decision::Pass,
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
    match clues.get(Clue::Alive) {
        Some(true) => Decision::Pass,
        Some(false) | None => Decision::Open("whether the token is alive".to_owned()),
    }
}

fn scope_gate(case: &Case, clues: &Clues) -> Decision {
    let scopeless = clues.get(Clue::IsJob) == Some(true) || clues.get(Clue::IsDeploy) == Some(true);
    if scopeless || matches!(case.credential.sent, Sent::Nothing | Sent::Empty) {
        return Decision::Pass;
    }
    if clues.get(Clue::FineGrained) == Some(true) {
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

fn resource_gate(case: &Case, clues: &Clues) -> Decision {
    if case.target.is_none() {
        return Decision::Pass;
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

fn role_gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let Some(endpoint) = case.endpoint() else {
        return Decision::Open("which role this endpoint asks for".to_owned());
    };
    match endpoint.requirement {
        Requirement::Anonymous | Requirement::Authenticated => Decision::Pass,
        Requirement::Administrator => match clues.get(Clue::Administrator) {
            Some(true) => Decision::Pass,
            Some(false) => Decision::Stop(&role::ADMIN_REQUIRED, told(clues, Clue::Administrator)),
            None => Decision::Open("whether the owner is an administrator".to_owned()),
        },
        Requirement::Member(_) => member_gate(endpoint, known, clues),
    }
}

fn member_gate(endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    let open_to_all = known.target_is_public == Some(true)
        && endpoint.public_access != PublicAccess::NotEstablished
        && clues.get(Clue::FeatureForMembers) != Some(true);
    if open_to_all {
        return Decision::Pass;
    }
    let Some(level) = known.role else {
        return Decision::Open("the role of the owner in the target".to_owned());
    };
    let level = level.unwrap_or(AccessLevel::NONE);
    let needs = endpoint.requirement;
    match needs.allows(level, known.version) {
        Known::Yes if may_be_protected(endpoint, level) => Decision::Open(format!(
            "whether the branch or tag is protected against {level}"
        )),
        Known::Yes => Decision::Pass,
        Known::No => Decision::Stop(
            too_low(endpoint),
            format!("the role is {level}; this needs {needs} or higher"),
        ),
        Known::Unknown => Decision::Open(format!("whether the role {level} includes this")),
    }
}

/// Merging has a page of its own, because GitLab refuses it in the words of an unknown token.
fn too_low(endpoint: &Endpoint) -> &'static Code {
    if endpoint.template.ends_with("/merge") {
        &role::MERGE_NOT_ALLOWED
    } else {
        &role::ROLE_TOO_LOW
    }
}

/// A protected branch or tag asks for more than the endpoint; by default, maintainers pass.
fn may_be_protected(endpoint: &Endpoint, level: AccessLevel) -> bool {
    endpoint.conditions.contains(&Condition::ProtectedRef) && level < AccessLevel::MAINTAINER
}

fn feature_gate(clues: &Clues) -> Decision {
    if clues.get(Clue::FeatureOn) == Some(false) {
        return Decision::Stop(&feature::FEATURE_OFF, told(clues, Clue::FeatureOn));
    }
    if clues.get(Clue::FeatureForMembers) == Some(true) && clues.get(Clue::Member) == Some(false) {
        return Decision::Stop(
            &role::FEATURE_FOR_MEMBERS,
            told(clues, Clue::FeatureForMembers),
        );
    }
    if clues.get(Clue::Archived) == Some(true) && clues.get(Clue::Writes) == Some(true) {
        return Decision::Stop(&feature::PROJECT_ARCHIVED, told(clues, Clue::Archived));
    }
    Decision::Pass
}

#[cfg(test)]
mod tests;
