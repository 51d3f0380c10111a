//! The gate `role`: what the owner's role, the settings that widen it, and the rules of branches allow.

use super::super::case::{Case, Subject, Target};
use super::super::clue::Clues;
use super::super::knowledge::{Home, Knowledge, Merger, User};
use super::{Decision, condition, reads_one_job};
use crate::answers::Code;
use crate::answers::clue::Clue;
use crate::answers::codes::{role, scope};
use crate::catalogue::{
    AccessLevel, Condition, Endpoint, Known, Place, PublicAccess, Requirement, graphql,
};

/// What a token without the scope `admin_mode` leaves to be known.
pub(super) const ADMIN_MODE: &str = "whether Admin Mode is on: the owner is an administrator, and the token has no scope admin_mode";

pub(super) fn gate(case: &Case, known: &Knowledge, clues: &Clues) -> Decision {
    let Some(endpoint) = case.endpoint() else {
        return Decision::open("which role this endpoint asks for");
    };
    let by_role = by_requirement(case, endpoint, known, clues);
    if by_role != Decision::Pass {
        return by_role;
    }
    let is_personal = endpoint.conditions.contains(&Condition::OwnObjectOnly);
    if is_personal && known.owns_record() == Some(false) && !known.is_administrator() {
        return Decision::stop(
            &role::NOT_ITS_OWNER,
            "the record itself says that it is somebody else's",
        );
    }
    // The gate behind stops it, whatever else may narrow the role.
    if condition::is_closed_branch(case, endpoint, known) {
        return Decision::Pass;
    }
    condition::still_narrows(case, endpoint, known, clues).map_or(Decision::Pass, Decision::Open)
}

fn by_requirement(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    if clues.holds(Clue::IsDeploy) {
        return Decision::Pass;
    }
    if is_closed_to_bots(case, endpoint, known, clues) {
        return Decision::stop(
            &role::NOT_FOR_BOTS,
            "the users behind project and group tokens cannot do this",
        );
    }
    match endpoint.requirement {
        Requirement::Authenticated if is_creation_in_group(case, endpoint) => {
            creation_gate(known, clues)
        }
        Requirement::Anonymous | Requirement::Authenticated => operation_gate(case, known),
        Requirement::Administrator => match clues.get(Clue::Administrator) {
            Some(true) => match known.rules() {
                Some(true) => Decision::Pass,
                Some(false) => Decision::stop(
                    &scope::ADMIN_MODE_SCOPE_MISSING,
                    "the owner is an administrator, and is not treated as one",
                ),
                None => Decision::open(ADMIN_MODE),
            },
            Some(false) => Decision::stop_by(&role::ADMIN_REQUIRED, clues, Clue::Administrator),
            None => Decision::open("whether the owner is an administrator"),
        },
        Requirement::Member(_) => member_gate(case, endpoint, known, clues),
        Requirement::Unknown => Decision::open("which role this endpoint asks for"),
    }
}

/// What an operation of GraphQL does depends on its fields: each asks for an ability of its own.
fn operation_gate(case: &Case, known: &Knowledge) -> Decision {
    let text = case.subject.as_ref().and_then(Subject::operation);
    let Some(operation) = text.and_then(|text| graphql::read(&text).ok()) else {
        return Decision::Pass;
    };
    let abilities = || {
        operation
            .demands
            .iter()
            .flat_map(|demand| &demand.abilities)
    };
    let place = match &case.target {
        Some(Target::Project(_)) => Place::Project,
        Some(Target::Group(_)) => Place::Group,
        None => Place::Instance,
    };
    let level = known.role.flatten().filter(|_| known.rules() != Some(true));
    let lacks = |ability: &&graphql::Ability| {
        let least = ability.rung(place);
        level.zip(least).is_some_and(|(held, least)| held < least)
    };
    if let (Some(level), Some(ability)) = (level, abilities().find(lacks)) {
        let (name, holders) = (ability.name, ability.holders());
        let why = format!("the role is {level}, and {name} takes {holders}");
        return Decision::Stop(&role::ROLE_TOO_LOW, why);
    }
    let is_open = |ability: &&graphql::Ability| level.is_none() || ability.rung(place).is_none();
    let open = abilities().find(is_open);
    match open.filter(|_| known.rules() != Some(true)) {
        Some(ability) => Decision::Open(format!(
            "whether the owner of the token has {} ({})",
            ability.name,
            ability.holders()
        )),
        None if operation.unknown.is_empty() => Decision::Pass,
        None => Decision::open("what this operation asks for"),
    }
}

/// Project and group tokens make no further tokens; a group token does make projects.
fn is_closed_to_bots(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> bool {
    let home = known.user.as_ref().and_then(User::home);
    let of_group = matches!(home, Some(Home::Group(_)));
    clues.holds(Clue::Bot)
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
            return Decision::open("who may create projects in the group: a setting of it");
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
    if clues.holds(Clue::IsJob) {
        "the role of the user who started the job; a job token cannot ask for it".to_owned()
    } else {
        "the role of the owner in the target".to_owned()
    }
}

fn member_gate(case: &Case, endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    if known.record_refused && !is_closed(clues) {
        return Decision::stop(
            too_low(endpoint),
            "GitLab does not show the record itself to the token either (403)",
        );
    }
    let ability = case.aim.ability.and_then(|name| known.ability(name));
    // A rule of a branch names members, and an administrator is let through as one of them only.
    if known.is_administrator() && is_merge(endpoint) {
        return match known.role {
            Some(level) => merge_gate(known, level.unwrap_or(AccessLevel::NONE)),
            None => Decision::Open(whose_role(clues)),
        };
    }
    if is_open(endpoint, known, clues) || known.is_administrator() {
        return Decision::Pass;
    }
    if ability == Some(true) {
        // An ability is had in the project as a whole; a rule can still keep single branches from it.
        let level = known.role.flatten().unwrap_or(AccessLevel::NONE);
        return protected_gate(endpoint, known, level);
    }
    if let Some(decision) = by_list_of_jobs(endpoint, known) {
        return decision;
    }
    let Some(level) = known.role else {
        return by_reach(endpoint, known, clues);
    };
    let level = level.unwrap_or(AccessLevel::NONE);
    match endpoint.requirement.allows(level, known.version) {
        Known::Yes if ability == Some(false) && !is_closed(clues) => Decision::Stop(
            too_low(endpoint),
            format!("GitLab says that the role {level} does not include this here"),
        ),
        Known::Yes => protected_gate(endpoint, known, level),
        Known::No => below(endpoint, known, level, ability),
        Known::Unknown => Decision::Open(format!("whether the role {level} includes this")),
    }
}

/// Who may list jobs may read their logs and artifacts (`app/policies/ci/build_policy.rb`).
fn by_list_of_jobs(endpoint: &Endpoint, known: &Knowledge) -> Option<Decision> {
    match known.reach.jobs.filter(|_| reads_one_job(endpoint))? {
        true => Some(Decision::Pass),
        false if known.target_is_public == Some(true) => None,
        false => Some(Decision::stop(
            too_low(endpoint),
            "GitLab does not list the jobs of the project for this token",
        )),
    }
}

/// The role is not told; what the caller reaches bounds it from below and from above. Of what job tokens
/// may ask for, a security manager holds no more than a reporter (`config/authz/roles/security_manager.yml`).
fn by_reach(endpoint: &Endpoint, known: &Knowledge, clues: &Clues) -> Decision {
    let needs = endpoint.requirement;
    let at_home = clues.holds(Clue::JobAtHome);
    let suffices = |level: AccessLevel| needs.allows(level, known.version);
    // A role is no grant where something else shuts the job out, such as an external service.
    let is_let_in = clues.holds(Clue::ControlGranted);
    let told = known.reach.home_role.filter(|_| is_let_in);
    if let Some(least) = known.reach.least().max(told)
        && suffices(least) == Known::Yes
    {
        return protected_gate(endpoint, known, least);
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
        PublicAccess::Anonymous | PublicAccess::AnyUser => {
            // Whoever sees a group without a role in it sees one that is open, also where its record could not be
            // read. A project that is open may keep single features for its members, which its record alone tells.
            let is_unread = known.group.is_none() && endpoint.template.starts_with("/groups/:id");
            let is_stranger = known.role == Some(None) && clues.holds(Clue::TargetSeen);
            known.is_open_to_users() || (is_unread && is_stranger)
        }
    };
    let hides_pipelines = endpoint.conditions.contains(&Condition::PublicPipelines)
        && known.shows_pipelines() != Some(true);
    open && !clues.holds(Clue::FeatureForMembers) && !hides_pipelines
}

/// Whether the feature gate is going to stop the request.
fn is_closed(clues: &Clues) -> bool {
    clues.get(Clue::FeatureOn) == Some(false) || clues.holds(Clue::Archived)
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
    if known.may_rule() {
        return Decision::open(ADMIN_MODE);
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
            return Decision::open("whether pipelines are shown to all members");
        }
        Some(false) | None => {}
    }
    let is_personal = endpoint.conditions.contains(&Condition::AuthorPasses);
    if is_personal && known.owns_record() == Some(true) {
        return Decision::Pass;
    }
    let has_another_author = is_personal && known.owns_record() == Some(false);
    let widens = |condition: &Condition| {
        condition.may_widen()
            && *condition != Condition::PublicPipelines
            && !(has_another_author && *condition == Condition::AuthorPasses)
    };
    if level > AccessLevel::NONE && endpoint.conditions.iter().any(widens) {
        return Decision::Open(format!(
            "whether the role {level} is enough here by a setting"
        ));
    }
    stop()
}

/// Merging asks for more than the role: a right on the target branch.
fn protected_gate(endpoint: &Endpoint, known: &Knowledge, level: AccessLevel) -> Decision {
    if is_merge(endpoint) {
        merge_gate(known, level)
    } else {
        Decision::Pass
    }
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
        || branch.developers_merge == Some(true) && level >= AccessLevel::DEVELOPER;
    if welcome || is_named(known, rights, level) {
        return Decision::Pass;
    }
    if known.mergers.is_some() && !rights.contains(&Merger::Group) {
        return refused(others.to_owned());
    }
    // Only a paid plan lets single users merge into a protected branch.
    let by_role = known.is_free() && level < AccessLevel::MAINTAINER;
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
pub(super) fn is_named(known: &Knowledge, rights: &[Merger], level: AccessLevel) -> bool {
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

pub(super) fn is_merge(endpoint: &Endpoint) -> bool {
    endpoint.template.ends_with("/merge")
}
