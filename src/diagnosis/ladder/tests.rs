//! Ladders as they are drawn.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::Question;
use crate::diagnosis::sample::{FORBIDDEN, answered, answered_with, request};

fn refused() -> Case {
    request(Method::Get, "/api/v4/projects/org%2Fapp/variables")
        .told(Question::Subject, answered(403, FORBIDDEN))
}

fn draw(stop: Option<Gate>, earliest: Option<Gate>, clues: &Clues) -> Vec<Rung> {
    let case = refused();
    let known = Knowledge::of(&case);
    of_refusal(&case, &known, clues, stop, earliest, "the role is too low")
}

fn rung(ladder: &[Rung], gate: Gate) -> &Rung {
    ladder.iter().find(|rung| rung.gate == gate).unwrap()
}

fn state(ladder: &[Rung], gate: Gate) -> GateState {
    rung(ladder, gate).state
}

#[test]
fn what_lies_before_the_refusal_is_passed_and_the_rest_is_not_reached() {
    let ladder = draw(Some(Gate::Role), Some(Gate::Role), &Clues::default());
    assert_eq!(state(&ladder, Gate::Lifetime), GateState::Passed);
    assert_eq!(state(&ladder, Gate::Role), GateState::Refused);
    assert_eq!(state(&ladder, Gate::Feature), GateState::NotReached);
    let reason = &rung(&ladder, Gate::Role).evidence;
    assert_eq!(reason, "the role is too low");
}

#[test]
fn an_alternative_at_an_earlier_gate_leaves_what_follows_it_unknown() {
    let ladder = draw(Some(Gate::Role), Some(Gate::Scope), &Clues::default());
    assert_eq!(state(&ladder, Gate::Account), GateState::Passed);
    assert_eq!(state(&ladder, Gate::Scope), GateState::Unknown);
    assert_eq!(state(&ladder, Gate::Resource), GateState::Unknown);
}

#[test]
fn evidence_makes_an_open_gate_passed() {
    let mut clues = Clues::default();
    clues.note(Clue::ScopeFits, true, "the token has api");
    let ladder = draw(Some(Gate::Role), Some(Gate::Scope), &clues);
    assert_eq!(state(&ladder, Gate::Scope), GateState::Passed);
    let words = &rung(&ladder, Gate::Scope).evidence;
    assert_eq!(words, "the token has api");
}

#[test]
fn a_fault_behind_the_present_one_is_foretold() {
    let mut clues = Clues::default();
    clues.note(Clue::FeatureOn, false, "the feature is off");
    let ladder = draw(Some(Gate::Role), Some(Gate::Role), &clues);
    let ahead = &rung(&ladder, Gate::Feature).evidence;
    assert_eq!(ahead, "would stop next: the feature is off");
}

#[test]
fn a_request_that_failed_for_reasons_of_its_own_passed_every_gate() {
    let ladder = draw(None, None, &Clues::default());
    let all = ladder.iter().all(|rung| rung.state == GateState::Passed);
    assert!(all);
}

#[test]
fn an_archived_project_is_not_drawn_as_passed() {
    let mut clues = Clues::default();
    clues.note(Clue::FeatureOn, true, "the feature is enabled");
    clues.note(Clue::Archived, true, "the project is archived");
    let case = refused();
    let ladder = of_open(&case, &Knowledge::default(), &clues, Gate::Role);
    assert_eq!(state(&ladder, Gate::Feature), GateState::Unknown);
}

#[test]
fn unknown_words_are_gitlabs_only_when_they_bear_its_mark() {
    let draw = |headers: &[(&str, &str)]| {
        let case = request(Method::Get, "/api/v4/user")
            .told(Question::Subject, answered_with(418, headers, "teapot"));
        let known = Knowledge::of(&case);
        let clues = crate::diagnosis::clue::draw(&case, &known);
        of_unread(&case, &known, &clues)
    };
    let plain = draw(&[("server", "nginx")]);
    assert_eq!(state(&plain, Gate::Reach), GateState::Unknown);
    let marked = draw(&[("x-gitlab-meta", "{}")]);
    assert_eq!(state(&marked, Gate::Reach), GateState::Passed);
}

#[test]
fn the_release_is_named_once_it_is_known() {
    let case = refused();
    let known = Knowledge {
        version_text: Some("19.2.4-ee".to_owned()),
        ..Knowledge::default()
    };
    let ladder = of_grant(&case, &known, &Clues::default());
    let words = &rung(&ladder, Gate::Reach).evidence;
    assert_eq!(words, "GitLab 19.2.4-ee answered");
}
