//! What to ask next: the safe questions that would separate the causes still standing.
//!
//! Independent questions go out together. A token that may be dead is asked about once before
//! anything else, so that the caller's address is never banned for failing logins.

mod fact;

use super::case::{Case, Sent, Target};
use super::question::{Asking, Question};
use super::ruling::View;
use super::weigh::{Weighing, weigh};
use super::{Certainty, NextQuestion};
use crate::answers::Gate;
use crate::answers::clue::Clue;
use crate::answers::mark::Mark;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Condition, Known, Requirement};
use crate::observation::Observation;

/// Returns the questions that would tell more, cheapest first; empty when nothing is left to learn.
#[must_use]
pub fn next_questions(case: &Case) -> Vec<Question> {
    let view = View::of(case);
    match case.answer() {
        None => for_derivation(&view),
        Some(Observation::Unanswered(_)) => Vec::new(),
        Some(Observation::Answered(exchange)) if view.withholds_reason(exchange) => {
            life_first(&view).unwrap_or_else(|| for_derivation(&view))
        }
        Some(Observation::Answered(exchange)) => {
            let weighing = weigh(case.surface, exchange, &view.clues);
            if weighing.candidates.is_empty() {
                // A 401 in words that nobody knows may be one of the token all the same.
                return life_first(&view).unwrap_or_default();
            }
            if weighing.certainty() == Certainty::Certain {
                return Vec::new();
            }
            for_refusal(&view, &weighing)
        }
    }
}

fn for_refusal(view: &View<'_>, weighing: &Weighing) -> Vec<Question> {
    let is_told = view.clues.get(Clue::Alive) == Some(false) || view.is_explained_elsewhere();
    if is_told || is_over_the_limits(weighing) {
        return Vec::new();
    }
    if let Some(life) = life_first(view) {
        return life;
    }
    let mut wanted: Vec<Question> = weighing
        .open_marks(&view.clues)
        .flat_map(|mark| mark.clue.brought_by())
        .collect();
    // Whoever is refused wants to know as whom: the identity behind a token explains its role.
    wanted.push(Question::User);
    with_prerequisites(view, &mut wanted);
    askable(view, wanted)
}

/// After a 401 the token may be dead, and is asked about alone.
fn life_first(view: &View<'_>) -> Option<Vec<Question>> {
    let unauthorized = view.case.answer().and_then(Observation::status) == Some(401);
    if !unauthorized || view.clues.get(Clue::Alive).is_some() {
        return None;
    }
    let life = askable(view, Clue::Alive.brought_by());
    life.first().map(|first| vec![*first])
}

/// Throttled and closed instances are left alone.
fn is_over_the_limits(weighing: &Weighing) -> bool {
    weighing
        .candidates
        .first()
        .is_some_and(|candidate| candidate.code().cause.leaves_token_unjudged())
}

/// The membership of an owner cannot be asked before the owner is known.
fn with_prerequisites(view: &View<'_>, wanted: &mut Vec<Question>) {
    if wanted.contains(&Question::Membership) && view.known.owner_id().is_none() {
        wanted.push(Question::OwnRecord);
        wanted.push(Question::TokenInfo);
        wanted.push(Question::User);
    }
}

/// Those questions that can be asked here and were not, each once, in the order of asking.
fn askable(view: &View<'_>, wanted: impl IntoIterator<Item = Question>) -> Vec<Question> {
    let mut questions: Vec<Question> = wanted
        .into_iter()
        .filter(|question| !view.case.was_asked(*question))
        .filter(|question| question.asking(view.case, &view.known).is_some())
        .filter(|question| !repeats_subject(*question, view))
        .collect();
    questions.sort_unstable();
    questions.dedup();
    questions
}

/// The request itself may be one of the control questions already.
fn repeats_subject(question: Question, view: &View<'_>) -> bool {
    let Some(subject) = &view.case.subject else {
        return false;
    };
    let asked = view.case.was_asked(Question::Subject);
    question
        .asking(view.case, &view.known)
        .is_some_and(|asking| {
            asked && is_sent_alike(&asking, view) && asking.path == subject.path_and_query()
        })
}

/// A login on a route that reads headers says nothing of what the token sees there.
fn is_sent_alike(asking: &Asking, view: &View<'_>) -> bool {
    match (&asking.with, &view.case.credential.sent) {
        (Some(with), Sent::As(sent)) => with.is_read_like(sent),
        (Some(_), Sent::Unknown | Sent::Somehow | Sent::Nothing | Sent::Empty) => true,
        (None, _) => false,
    }
}

/// What a verdict without sending the request needs to know, gate by gate.
fn for_derivation(view: &View<'_>) -> Vec<Question> {
    if matches!(view.case.credential.sent, Sent::Nothing | Sent::Empty)
        || view.is_explained_elsewhere()
        || view.nobody_answered().is_some()
        || view.clues.get(Clue::Alive) == Some(false)
        || view.clues.holds(Clue::Defective)
        || view.clues.holds(Clue::ChecksumBroken)
    {
        return Vec::new();
    }
    let is_first_round = view.case.answers.is_empty();
    // Two at first, so that a dead token is not asked about more often.
    let mut wanted = vec![
        Question::OwnRecord,
        Question::Job,
        Question::Target,
        Question::JobControl,
    ];
    if !is_first_round {
        // Whoever is behind the token is told, since the remedies differ.
        wanted.extend([Question::TokenInfo, Question::User]);
        if view.known.user.as_ref().and_then(|user| user.admin) == Some(true) {
            wanted.push(Question::Administration);
        }
        if view.clues.holds(Clue::ControlForbidden) {
            wanted.push(Question::GitPull);
        }
        if view.known.role.is_none() {
            wanted.extend([
                Question::JobRoles,
                Question::SecureFiles,
                Question::Membership,
            ]);
        }
        let versioned = view.clues.get(Clue::ReadHere).is_none() || view.known.version.is_none();
        if versioned {
            wanted.push(Question::Metadata);
        }
        if view.case.aim.ability.is_some() {
            wanted.push(Question::Abilities);
        }
        if is_for_its_owner(view) {
            wanted.push(Question::Record);
        }
        if is_for_a_branch(view) {
            wanted.push(Question::DefaultBranch);
            if view.case.was_asked(Question::DefaultBranch) {
                wanted.push(Question::Branches);
            }
        }
    }
    if let Some(weighing) = view.hidden_target() {
        let marks = weighing.open_marks(&view.clues);
        wanted.extend(marks.flat_map(|mark| mark.clue.brought_by()));
        with_prerequisites(view, &mut wanted);
        wanted.retain(|question| *question != Question::Anonymous);
    }
    askable(view, wanted)
}

/// Whether it depends on the record, and not on a role in a project or group alone, who may change it.
fn is_for_its_owner(view: &View<'_>) -> bool {
    view.case.endpoint().is_some_and(|endpoint| {
        let has = |condition| endpoint.conditions.contains(&condition);
        let suffices = |level| endpoint.requirement.allows(level, view.known.version) == Known::Yes;
        let is_member = view.known.role.flatten().is_some_and(suffices);
        let is_placeless =
            view.case.target.is_none() && matches!(endpoint.requirement, Requirement::Member(_));
        has(Condition::OwnObjectOnly)
            || is_placeless
            || (has(Condition::AuthorPasses) && !is_member)
    })
}

/// Whether a rule of a branch can refuse what the role allows.
fn is_for_a_branch(view: &View<'_>) -> bool {
    let conditions = view.case.endpoint().map(|endpoint| endpoint.conditions);
    let has_rule = conditions.is_some_and(|list| list.contains(&Condition::ProtectedRef));
    has_rule && !view.case.aim.unprotected
}

/// Says what would settle a diagnosis, for people: a request, or a fact to look up.
pub(super) fn next_in_words(view: &View<'_>, weighing: &Weighing) -> NextQuestion {
    let open: Vec<Mark> = weighing.open_marks(&view.clues).collect();
    let question = open
        .iter()
        .flat_map(|mark| mark.clue.brought_by())
        .filter(|question| !view.case.was_asked(*question))
        .filter(|question| suits(*question, view.case.credential.kind))
        .filter(|question| reaches(*question, view.case.target.as_ref()))
        .min();
    if let Some(question) = question {
        return NextQuestion {
            ask: shown(question, view.case),
            why: question.why().to_owned(),
        };
    }
    let gate = || {
        weighing
            .candidates
            .first()
            .and_then(|first| first.code().gate)
    };
    open.iter()
        .find_map(|mark| fact::of(mark.clue))
        .unwrap_or_else(|| fact::at(gate()))
}

/// What to ask about a redirect to another host.
pub(super) fn follow_redirect() -> NextQuestion {
    fact::of(Clue::RedirectLeavesHost).unwrap_or_else(|| fact::at(Some(Gate::Reach)))
}

/// A question about tokens of one kind tells nothing of a token that is known to be of another.
fn suits(question: Question, kind: Option<TokenKind>) -> bool {
    kind.is_none_or(|kind| question.suits(kind))
}

/// A group has neither releases nor a repository that could be asked.
fn reaches(question: Question, target: Option<&Target>) -> bool {
    !(question.is_of_projects() && matches!(target, Some(Target::Group(_))))
}

fn shown(question: Question, case: &Case) -> String {
    let known = super::Knowledge::of(case);
    if let Some(asking) = question.asking(case, &known) {
        let path = asking.path.strip_prefix("/api/v4").unwrap_or(&asking.path);
        let without = if asking.with.is_none() {
            " (without the token)"
        } else {
            ""
        };
        return format!("GET {path}{without}");
    }
    question.shown().to_owned()
}

#[cfg(test)]
mod tests;
