//! The gate `feature`: what is switched off, kept for members, or withdrawn by archiving.

use super::super::case::Case;
use super::super::clue::Clues;
use super::super::knowledge::Knowledge;
use super::{Decision, evidence_for};
use crate::answers::clue::Clue;
use crate::answers::codes::{feature, role};
use crate::catalogue::{Feature, Known, Surface};

pub(super) fn gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    if clues.get(Clue::FeatureOn) == Some(false) {
        return Decision::Stop(&feature::FEATURE_OFF, evidence_for(clues, Clue::FeatureOn));
    }
    // Who reads everything needs no membership (`app/models/project_feature.rb`).
    let is_outside = clues.get(Clue::Member) == Some(false) && !known.is_administrator();
    if clues.get(Clue::FeatureForMembers) == Some(true) && is_outside {
        if known.may_rule() {
            return Decision::Open(super::role::ADMIN_MODE.to_owned());
        }
        return Decision::Stop(
            &role::FEATURE_FOR_MEMBERS,
            evidence_for(clues, Clue::FeatureForMembers),
        );
    }
    let is_job = clues.get(Clue::IsJob) == Some(true);
    match clues.get(Clue::Archived) {
        Some(true) => match outlives_archiving(case, clues) {
            Known::Yes => {}
            Known::No => {
                return Decision::Stop(
                    &feature::PROJECT_ARCHIVED,
                    evidence_for(clues, Clue::Archived),
                );
            }
            Known::Unknown => {
                return Decision::Open("whether this is allowed in what is archived".to_owned());
            }
        },
        None if is_job && outlives_archiving(case, clues) == Known::No => {
            return Decision::Open("whether the project is archived".to_owned());
        }
        Some(false) | None => {}
    }
    let hangs_on = |feature| {
        case.endpoint()
            .is_some_and(|endpoint| endpoint.features.contains(feature))
    };
    let is_untold = is_job && clues.get(Clue::FeatureOn).is_none();
    if is_untold && hangs_on(Feature::Infrastructure) {
        return Decision::Open(
            "whether Terraform states are switched on in the project".to_owned(),
        );
    }
    // A project without CI/CD lists no jobs, and none runs in it.
    let has_jobs = known.reach.jobs == Some(true) || clues.get(Clue::JobAtHome) == Some(true);
    if is_untold && hangs_on(Feature::Builds) && !has_jobs {
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

/// Whether archiving leaves the right to do this. It takes what changes the content of a project, and leaves
/// its settings, members and credentials (`app/policies/concerns/archived_abilities.rb`,
/// `app/policies/project_policy.rb`); a group loses those as well (`app/policies/group_policy.rb`).
fn outlives_archiving(case: &Case, clues: &Clues) -> Known {
    /// Reading them takes the right to change them.
    const VARIABLES: &str = "/groups/:id/variables";
    let writes = clues.get(Clue::Writes) == Some(true) || removes_images(case);
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
        return outlives_in_project(template, part);
    }
    match part_of(template, "/groups/:id") {
        Some(part) => decided(part, &GROUPS_KEEP, &GROUPS_LOSE),
        None => Known::No,
    }
}

fn outlives_in_project(template: &str, part: &str) -> Known {
    let is_kept_within = PROJECTS_KEEP_WITHIN
        .iter()
        .any(|(of, end)| *of == part && template.ends_with(end));
    if is_kept_within {
        Known::Yes
    } else {
        decided(part, &PROJECTS_KEEP, &PROJECTS_LOSE)
    }
}

fn decided(part: &str, keep: &[&str], lose: &[&str]) -> Known {
    if keep.contains(&part) {
        Known::Yes
    } else if lose.contains(&part) {
        Known::No
    } else {
        Known::Unknown
    }
}

/// What the archiving of a project leaves, by the part of it that the path names (measured 18.9: each was
/// done by an owner, or its ability is held in an archived project as before).
const PROJECTS_KEEP: [&str; 42] = [
    "",
    "access_requests",
    "access_tokens",
    "archive",
    "artifacts",
    "badges",
    "custom_attributes",
    "deploy_keys",
    "deploy_tokens",
    "error_tracking",
    "export",
    "export_relations",
    "feature_flags_user_lists",
    "fork",
    "freeze_periods",
    "hooks",
    "housekeeping",
    "import_project_members",
    "integrations",
    "invitations",
    "job_token_scope",
    "members",
    "mirror",
    "ml",
    "notification_settings",
    "protected_branches",
    "protected_environments",
    "protected_tags",
    "push_rule",
    "remote_mirrors",
    "repository_storage_moves",
    "resource_groups",
    "restore",
    "runners",
    "secure_files",
    "services",
    "share",
    "star",
    "terraform",
    "unarchive",
    "unstar",
    "variables",
];

/// What it takes (measured 18.9): the same caller was refused, or has the ability no more.
const PROJECTS_LOSE: [&str; 30] = [
    "approvals",
    "boards",
    "ci",
    "cluster_agents",
    "clusters",
    "create_ci_config",
    "deployments",
    "environments",
    "feature_flags",
    "issues",
    "jobs",
    "labels",
    "merge_requests",
    "milestones",
    "packages",
    "pages",
    "pipeline",
    "pipeline_schedules",
    "pipelines",
    "ref",
    "registry",
    "releases",
    "repository",
    "snippets",
    "statuses",
    "transfer",
    "trigger",
    "triggers",
    "uploads",
    "wikis",
];

/// What it leaves of a part that it takes otherwise, by the end of the path (measured 18.9).
const PROJECTS_KEEP_WITHIN: [(&str, &str); 16] = [
    ("environments", "/stop"),
    ("environments", "/stop_stale"),
    ("issues", "/subscribe"),
    ("issues", "/todo"),
    ("issues", "/unsubscribe"),
    ("jobs", "/artifacts"),
    ("jobs", "/artifacts/keep"),
    ("labels", "/promote"),
    ("labels", "/subscribe"),
    ("labels", "/unsubscribe"),
    ("merge_requests", "/todo"),
    ("repository", "/branches/:branch/protect"),
    ("repository", "/branches/:branch/unprotect"),
    ("repository", "/commits/:sha/comments"),
    ("repository", "/authorize"),
    ("uploads", "/authorize"),
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
