//! The gate `feature`: what is switched off, kept for members, or withdrawn by archiving.

use super::super::case::Case;
use super::super::clue::Clues;
use super::super::knowledge::Knowledge;
use super::super::lists;
use super::Decision;
use crate::answers::clue::Clue;
use crate::answers::codes::{feature, role};
use crate::catalogue::{AccessLevel, Feature, Known, Surface};

pub(super) fn gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if clues.get(Clue::FeatureOn) == Some(false) {
        return Decision::stop_by(&feature::FEATURE_OFF, clues, Clue::FeatureOn);
    }
    // Who reads everything needs no membership (`app/models/project_feature.rb`).
    let is_outside = clues.get(Clue::Member) == Some(false) && !known.is_administrator();
    if clues.holds(Clue::FeatureForMembers) && is_outside {
        if known.may_rule() {
            return Decision::open(super::role::ADMIN_MODE);
        }
        return Decision::stop_by(&role::FEATURE_FOR_MEMBERS, clues, Clue::FeatureForMembers);
    }
    let is_job = clues.holds(Clue::IsJob);
    match clues.get(Clue::Archived) {
        Some(true) => match outlives_archiving(case, known, clues) {
            Known::Yes => {}
            Known::No => {
                return Decision::stop_by(&feature::PROJECT_ARCHIVED, clues, Clue::Archived);
            }
            Known::Unknown => {
                return Decision::open("whether this is allowed in what is archived");
            }
        },
        None if is_job && outlives_archiving(case, known, clues) == Known::No => {
            return Decision::open("whether the project is archived");
        }
        Some(false) | None => {}
    }
    let hangs_on = |feature| {
        case.endpoint()
            .is_some_and(|endpoint| endpoint.features.contains(feature))
    };
    let is_untold = is_job && clues.get(Clue::FeatureOn).is_none();
    if is_untold && hangs_on(Feature::Infrastructure) {
        return Decision::open("whether Terraform states are switched on in the project");
    }
    // A project without CI/CD lists no jobs. One that runs there still may have been started before it was switched off.
    let has_jobs = known.reach.jobs.unwrap_or(clues.holds(Clue::JobAtHome));
    if is_untold && hangs_on(Feature::Builds) && !has_jobs {
        return Decision::open("whether CI/CD is switched on in the project");
    }
    // The setting is told to the group's maintainers by GraphQL, and to nobody by a safe pull.
    if case.surface == Some(Surface::DependencyProxy) {
        return Decision::open("whether the dependency proxy is switched on in the group");
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

/// Whether archiving leaves the right to do this. It takes what changes the content of a project, and leaves
/// its settings, members and credentials (`app/policies/concerns/archived_abilities.rb`,
/// `app/policies/project_policy.rb`); a group loses those as well (`app/policies/group_policy.rb`).
fn outlives_archiving(case: &Case, known: &Knowledge, clues: &Clues) -> Known {
    /// Reading them takes the right to change them.
    const VARIABLES: &str = "/groups/:id/variables";
    let writes = clues.holds(Clue::Writes) || removes_images(case);
    let Some(template) = case.endpoint().map(|endpoint| endpoint.template) else {
        return if writes { Known::Unknown } else { Known::Yes };
    };
    if !writes && !template.starts_with(VARIABLES) {
        return Known::Yes;
    }
    if template == "/user/runners" {
        return Known::Yes;
    }
    if let Some(part) = part_of(template, "/projects/:id") {
        let is_kept = template.ends_with("/environments/:environment_id/stop");
        // Whoever may stop all environments still may; to stop one takes the right to change it, which is gone.
        let is_maintainer =
            known.is_administrator() || known.role.flatten() >= Some(AccessLevel::MAINTAINER);
        return if is_kept && is_maintainer {
            Known::Yes
        } else {
            outlives_in_project(template, part)
        };
    }
    match part_of(template, "/groups/:id") {
        Some(part) => decided(part, lists::GROUPS_KEEP, lists::GROUPS_LOSE),
        None => Known::No,
    }
}

fn outlives_in_project(template: &str, part: &str) -> Known {
    let is_kept = |words: &&str| {
        let named = words.split_once("/*");
        named.is_some_and(|(of, end)| of == part && template.ends_with(end))
    };
    if lists::PROJECTS_KEEP_WITHIN.iter().any(is_kept) {
        Known::Yes
    } else {
        decided(part, lists::PROJECTS_KEEP, lists::PROJECTS_LOSE)
    }
}

fn decided(part: &str, keep: &[&str], lose: &[&str]) -> Known {
    // The whole outlives its archiving.
    if part.is_empty() || keep.contains(&part) {
        Known::Yes
    } else if lose.contains(&part) {
        Known::No
    } else {
        Known::Unknown
    }
}

/// The part of a project or group that a path is about; empty for the whole.
fn part_of<'t>(template: &'t str, whole: &str) -> Option<&'t str> {
    let rest = template.strip_prefix(whole)?;
    rest.trim_start_matches('/').split('/').next()
}
