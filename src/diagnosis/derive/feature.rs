//! The gate `feature`: what is switched off, kept for members, or withdrawn by archiving.

use super::super::case::Case;
use super::super::clue::{Clue, Clues};
use super::super::codes::{feature, role};
use super::super::knowledge::Knowledge;
use super::{Decision, told};
use crate::catalogue::{Feature, Known, Surface};

pub(super) fn gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if clues.get(Clue::FeatureOn) == Some(false) {
        return Decision::Stop(&feature::FEATURE_OFF, told(clues, Clue::FeatureOn));
    }
    // Who reads everything needs no membership (`app/models/project_feature.rb`).
    let is_outside = clues.get(Clue::Member) == Some(false) && !known.is_administrator();
    if clues.get(Clue::FeatureForMembers) == Some(true) && is_outside {
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
    // A project without CI/CD lists no jobs, and none runs in it.
    let has_jobs = known.reach.jobs == Some(true) || clues.get(Clue::JobAtHome) == Some(true);
    if is_untold && feature == Some(Feature::Builds) && !has_jobs {
        return Decision::Open("whether CI/CD is switched on in the project".to_owned());
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
