//! Clues about the project or group: seen or hidden, public, membership, role, features.

use super::super::Clues;
use crate::answers::clue::Clue;
use crate::catalogue::{AccessLevel, Feature, Features, Known, PublicAccess, Requirement};
use crate::diagnosis::case::{Case, Sent, Target};
use crate::diagnosis::evidence;
use crate::diagnosis::knowledge::{Home, Knowledge, Project};
use crate::diagnosis::question::Question;
use crate::observation::{BodyShape, Observation, Scheme};

/// Notes everything that is known of the target.
pub(super) fn note_target(case: &Case, known: &Knowledge, clues: &mut Clues) {
    note_sight(case, known, clues);
    note_owner(case, known, clues);
    note_membership(case, known, clues);
    note_role(case, known, clues);
    note_features(case, known, clues);
    note_job(case, known, clues);
}

fn note_sight(case: &Case, known: &Knowledge, clues: &mut Clues) {
    if let Some(public) = known.target_is_public {
        let words = if public { "can" } else { "cannot" };
        clues.note(
            Clue::TargetPublic,
            public,
            format!("the target {words} be seen without a token"),
        );
    }
    if let Some(exchange) = own_answer(case, known).and_then(Observation::exchange) {
        match (exchange.status, &exchange.body.shape) {
            // A record that was too long to be read whole was shown all the same.
            (Some(200), shape)
                if matches!(shape, BodyShape::Json(_)) || evidence::is_marked(exchange) =>
            {
                clues.note(Clue::TargetSeen, true, "the token sees the target itself");
            }
            (Some(404), BodyShape::Message(_)) => clues.note(
                Clue::TargetSeen,
                false,
                "the token does not see the target itself either (404)",
            ),
            (Some(404), BodyShape::Error(_)) => clues.note(
                Clue::PathDecoded,
                true,
                "the router does not even know the target's own address, which is encoded correctly",
            ),
            _ => {}
        }
        if !matches!(exchange.body.shape, BodyShape::Error(_)) {
            clues.note(Clue::PathDecoded, false, "");
        }
    }
    if let Some(exchange) = case.exchange_of(Question::ByGraphQl)
        && let BodyShape::Json(value) = &exchange.body.shape
    {
        let seen = value
            .pointer("/data/project")
            .is_some_and(|project| !project.is_null());
        clues.note(
            Clue::GraphQlSees,
            seen,
            "GraphQL sees the project under its path",
        );
    }
}

/// The answer of the target's own route, which may be the request itself. A request that was sent in
/// another way, as a token in a login, does not show what the token sees.
fn own_answer<'a>(case: &'a Case, known: &Knowledge) -> Option<&'a Observation> {
    let is_own = case
        .endpoint()
        .is_some_and(|endpoint| matches!(endpoint.template, "/projects/:id" | "/groups/:id"));
    let subject = case
        .answer_to(Question::Subject)
        .filter(|_| is_own && is_sent_as_the_question_is(case, known));
    case.answer_to(Question::Target).or(subject)
}

fn is_sent_as_the_question_is(case: &Case, known: &Knowledge) -> bool {
    let Sent::As(sent) = &case.credential.sent else {
        return false;
    };
    let question = Question::Target.asking(case, known);
    match question.and_then(|asking| asking.with) {
        Some(with) => with.is_read_like(sent),
        None => !matches!(sent, Scheme::Basic { .. }),
    }
}

fn note_owner(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let Some(user) = &known.user else { return };
    let name = user.username.as_deref().unwrap_or("unnamed");
    if let Some(admin) = user.admin {
        let words = if admin { "is" } else { "is not" };
        clues.note(
            Clue::Administrator,
            admin,
            format!("@{name} {words} an administrator"),
        );
    }
    match user.home() {
        Some(home @ (Home::Project(_) | Home::Group(_))) => {
            let place = match home {
                Home::Project(id) => format!("project {id}"),
                Home::Group(id) => format!("group {id}"),
                Home::ServiceAccount => "a service account".to_owned(),
            };
            clues.note(
                Clue::Bot,
                true,
                format!("the identity behind it is @{name}, the bot of {place}"),
            );
            note_home(case, known, home, &place, clues);
        }
        Some(Home::ServiceAccount) => {
            clues.note(Clue::Bot, false, format!("@{name} is a service account"));
        }
        // Of a bot whose name tells no place it is not known whose it is.
        None if user.id.is_some() && user.bot != Some(true) => clues.note(
            Clue::Bot,
            false,
            format!("the identity behind it is @{name}"),
        ),
        None => {}
    }
}

fn note_home(case: &Case, known: &Knowledge, home: Home, place: &str, clues: &mut Clues) {
    let target = match (&case.target, home) {
        (Some(target @ Target::Project(_)), Home::Project(id)) => {
            let seen = known.project.as_ref().and_then(|project| project.id);
            seen.or_else(|| target.number()).map(|number| number == id)
        }
        (Some(target @ Target::Group(_)), Home::Group(id)) => {
            target.number().map(|number| number == id)
        }
        (Some(Target::Group(_)), Home::Project(_)) => Some(false),
        (Some(_), Home::Group(_) | Home::ServiceAccount) | (None, _) => None,
    };
    let listed = || {
        let list = known.associations.as_ref()?;
        let target = case.target.as_ref()?;
        Some(list.lists(target)? || list.lists_group_of(target)?)
    };
    if let Some(at_home) = target.or_else(listed) {
        clues.note(
            Clue::HomeElsewhere,
            !at_home,
            format!("the token belongs to {place}"),
        );
    }
}

fn note_membership(case: &Case, known: &Knowledge, clues: &mut Clues) {
    match known.role {
        Some(Some(role)) => clues.note(Clue::Member, true, format!("the owner's role is {role}")),
        Some(None) => clues.note(Clue::Member, false, "the owner is not a member"),
        None => {}
    }
    if let (Some(list), Some(target)) = (&known.associations, &case.target)
        && let Some(listed) = list.lists(target)
    {
        let words = if listed { "is" } else { "is not" };
        clues.note(
            Clue::Listed,
            listed,
            format!(
                "the {} {words} among those that the owner is a member of",
                target.words()
            ),
        );
        note_listed_group(list.lists_group_of(target), clues);
    }
}

fn note_listed_group(group: Option<bool>, clues: &mut Clues) {
    let Some(group) = group else { return };
    clues.note(
        Clue::GroupListed,
        group,
        "the owner is a member of a group above it",
    );
}

fn note_role(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let Some(endpoint) = case.endpoint() else {
        return;
    };
    let Some(role) = known.role else { return };
    let level = role.unwrap_or(AccessLevel::NONE);
    let open = known.target_is_public == Some(true)
        && !matches!(endpoint.public_access, PublicAccess::NotEstablished);
    if open || matches!(endpoint.requirement, Requirement::Administrator) {
        return;
    }
    match endpoint.requirement.allows(level, known.version) {
        Known::Yes if !endpoint.may_narrow() => clues.note(
            Clue::RoleFits,
            true,
            format!("the role is {level}; {} is enough", endpoint.requirement),
        ),
        Known::No if !endpoint.may_widen() => clues.note(
            Clue::RoleFits,
            false,
            format!(
                "the role is {level}; this needs {} or higher",
                endpoint.requirement
            ),
        ),
        Known::Yes | Known::No | Known::Unknown => {}
    }
}

fn note_features(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let group = known.group.as_ref().and_then(|group| group.archived);
    note_archived("the group", group, clues);
    let Some(project) = &known.project else {
        return;
    };
    note_archived("the project", project.archived, clues);
    let Some(features) = case.endpoint().map(|endpoint| endpoint.features) else {
        return;
    };
    let Some((name, level)) = deciding_level(features, project) else {
        return;
    };
    clues.note(
        Clue::FeatureOn,
        level != DISABLED,
        format!("the feature \u{201c}{name}\u{201d} is {level}"),
    );
    clues.note(
        Clue::FeatureForMembers,
        level == FOR_MEMBERS,
        format!("the feature \u{201c}{name}\u{201d} is for members only"),
    );
}

fn note_archived(what: &str, archived: Option<bool>, clues: &mut Clues) {
    if let Some(archived) = archived {
        let words = if archived { "is" } else { "is not" };
        clues.note(Clue::Archived, archived, format!("{what} {words} archived"));
    }
}

const DISABLED: &str = "disabled";
const FOR_MEMBERS: &str = "private";

/// The feature that decides, and its level: of several that are needed the most closed one, of several
/// that are enough the most open one. A level that is not shown leaves open what it could change.
fn deciding_level(features: Features, project: &Project) -> Option<(String, &str)> {
    let levels = features
        .list()
        .iter()
        .map(|feature| own_level(*feature, project));
    let openness = |level: &str| match level {
        DISABLED => 0,
        FOR_MEMBERS => 1,
        _ => 2,
    };
    let shown: Vec<_> = levels.clone().flatten().collect();
    let is_whole = shown.len() == levels.count();
    let (name, level) = match features {
        Features::None => None,
        Features::One(_) | Features::All(_) => shown
            .into_iter()
            .min_by_key(|(_, level)| openness(level))
            .filter(|(_, level)| is_whole || *level == DISABLED),
        Features::Any(_) => {
            let best = shown.into_iter().max_by_key(|(_, level)| openness(level));
            best.filter(|(_, level)| is_whole || openness(level) == 2)
        }
    }?;
    let is_last = matches!(features, Features::Any(_)) && level == DISABLED;
    let name = features
        .words()
        .filter(|_| is_last)
        .unwrap_or_else(|| name.to_owned());
    Some((name, level))
}

/// The level of a feature; what is built on code is off wherever the repository is.
fn own_level(feature: Feature, project: &Project) -> Option<(&'static str, &str)> {
    let level =
        |feature: Feature| Some((feature.name(), project.feature(feature.access_level_key())?));
    let built_on = is_built_on_code(feature)
        .then(|| level(Feature::Repository))
        .flatten();
    built_on
        .filter(|(_, level)| *level == DISABLED)
        .or_else(|| level(feature))
}

/// Merge requests and pipelines are off wherever the repository is
/// (`app/policies/project_policy.rb`).
const fn is_built_on_code(feature: Feature) -> bool {
    matches!(feature, Feature::MergeRequests | Feature::Builds)
}

fn note_job(case: &Case, known: &Knowledge, clues: &mut Clues) {
    note_archived("Git says that the project", known.reach.archived, clues);
    if let Some(is_home) = known.job_is_at_home(case) {
        let path = known.job.as_ref().and_then(|job| job.path.as_deref());
        let told = known.job.as_ref().and_then(|job| job.project);
        let number = told.or(case.credential.project);
        let numbered = number.map_or_else(String::new, |number| format!("project {number}"));
        let place = path.map_or(numbered, str::to_owned);
        clues.note(
            Clue::JobAtHome,
            is_home,
            format!("the job belongs to {place}"),
        );
    }
}
