//! Ladders as they are drawn.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::fixtures::{FORBIDDEN, answered, answered_with, request};
use crate::diagnosis::{Credential, Ruling};

fn refused() -> Case {
    request(Method::Get, "/api/v4/projects/org%2Fapp/variables")
        .with_answer(Question::Subject, answered(403, FORBIDDEN))
}

fn draw(stop: Option<Gate>, progress: Progress, clues: &Clues) -> Vec<Rung> {
    let case = refused();
    let known = Knowledge::of(&case);
    after_refusal(&case, &known, clues, stop, progress, "the role is too low")
}

fn rung(ladder: &[Rung], gate: Gate) -> &Rung {
    ladder.iter().find(|rung| rung.gate == gate).unwrap()
}

fn state(ladder: &[Rung], gate: Gate) -> GateState {
    rung(ladder, gate).state
}

#[test]
fn what_lies_before_the_refusal_is_passed_and_the_rest_is_not_reached() {
    let ladder = draw(
        Some(Gate::Role),
        Progress::UpTo(Gate::Role),
        &Clues::default(),
    );
    assert_eq!(state(&ladder, Gate::Lifetime), GateState::Passed);
    assert_eq!(state(&ladder, Gate::Role), GateState::Refused);
    assert_eq!(state(&ladder, Gate::Feature), GateState::NotReached);
    let reason = &rung(&ladder, Gate::Role).evidence;
    assert_eq!(reason, "the role is too low");
}

#[test]
fn an_alternative_at_an_earlier_gate_leaves_what_follows_it_unknown() {
    let ladder = draw(
        Some(Gate::Role),
        Progress::UpTo(Gate::Scope),
        &Clues::default(),
    );
    assert_eq!(state(&ladder, Gate::Account), GateState::Passed);
    assert_eq!(state(&ladder, Gate::Scope), GateState::Unknown);
    assert_eq!(state(&ladder, Gate::Resource), GateState::Unknown);
}

#[test]
fn evidence_makes_an_open_gate_passed() {
    let mut clues = Clues::default();
    clues.note(Clue::ScopeFits, true, "the token has api");
    let ladder = draw(Some(Gate::Role), Progress::UpTo(Gate::Scope), &clues);
    assert_eq!(state(&ladder, Gate::Scope), GateState::Passed);
    let words = &rung(&ladder, Gate::Scope).evidence;
    assert_eq!(words, "the token has api");
}

#[test]
fn a_fault_behind_the_present_one_is_foretold() {
    let mut clues = Clues::default();
    clues.note(Clue::FeatureOn, false, "the feature is off");
    let ladder = draw(Some(Gate::Role), Progress::UpTo(Gate::Role), &clues);
    let ahead = &rung(&ladder, Gate::Feature).evidence;
    assert_eq!(ahead, "would stop next: the feature is off");
}

#[test]
fn a_request_that_failed_for_reasons_of_its_own_passed_every_gate() {
    let ladder = draw(None, Progress::Through, &Clues::default());
    let all = ladder.iter().all(|rung| rung.state == GateState::Passed);
    assert!(all);
}

#[test]
fn an_archived_project_is_not_drawn_as_passed() {
    let mut clues = Clues::default();
    clues.note(Clue::FeatureOn, true, "the feature is enabled");
    clues.note(Clue::Archived, true, "the project is archived");
    let case = refused();
    let ladder = after_open(&case, &Knowledge::default(), &clues);
    assert_eq!(state(&ladder, Gate::Feature), GateState::Unknown);
}

#[test]
fn unknown_words_are_gitlabs_only_when_they_bear_its_mark() {
    let draw = |headers: &[(&str, &str)]| {
        let case = request(Method::Get, "/api/v4/user")
            .with_answer(Question::Subject, answered_with(418, headers, "teapot"));
        let known = Knowledge::of(&case);
        let clues = crate::diagnosis::clue::extract(&case, &known);
        after_unread(&case, &known, &clues)
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
    let ladder = after_grant(&case, &known, &Clues::default());
    let words = &rung(&ladder, Gate::Reach).evidence;
    assert_eq!(words, "GitLab 19.2.4-ee answered");
}

#[test]
fn without_words_nothing_is_passed() {
    let ladder = draw(Some(Gate::Role), Progress::Unshown, &Clues::default());
    let states: Vec<GateState> = ladder.iter().skip(1).map(|rung| rung.state).collect();
    assert!(!states.contains(&GateState::Passed), "{states:?}");
}

fn drawn(case: &Case) -> Vec<Rung> {
    match crate::diagnosis::diagnose(case) {
        Ruling::Granted { ladder, .. } | Ruling::Open { ladder, .. } => ladder,
        Ruling::Refused(diagnosis) => diagnosis.ladder,
    }
}

/// Cases of one refusal each, with all that can be known of it.
fn refusals() -> Vec<Case> {
    let record = r#"{"id":7,"scopes":["api"],"active":true,"revoked":false,"user_id":7}"#;
    let project = |level: u8| {
        let access = format!(r#"{{"project_access":{{"access_level":{level}}}}}"#);
        format!(r#"{{"id":42,"path_with_namespace":"org/app","permissions":{access}}}"#)
    };
    let mut cases = Vec::new();
    for (status, body) in [
        (401, r#"{"message":"401 Unauthorized"}"#),
        (403, FORBIDDEN),
        (
            403,
            r#"{"error":"insufficient_scope","error_description":"more","scope":"api"}"#,
        ),
        (
            403,
            r#"{"message":"403 Forbidden - Your account has been blocked."}"#,
        ),
        (404, r#"{"message":"404 Project Not Found"}"#),
        (404, r#"{"error":"404 Not Found"}"#),
        (409, r#"{"message":"409 Conflict"}"#),
        (422, r#"{"message":{"name":["is taken"]}}"#),
        (429, "Retry later\n"),
        (500, r#"{"message":"500 Internal Server Error"}"#),
        (502, "<html><title>502 Bad Gateway</title></html>"),
    ] {
        for method in [Method::Get, Method::Post] {
            let bare = request(method, "/api/v4/projects/org%2Fapp/variables")
                .with_answer(Question::Subject, answered(status, body));
            cases.push(bare.clone());
            // Only who is refused as such has a role that is too low.
            let level = if body == FORBIDDEN { 20 } else { 40 };
            // Who lacks a scope, or is blocked, has no such answers beside it.
            let stops_before = body.contains("scope") || body.contains("blocked");
            if status != 401 && !stops_before {
                cases.push(
                    bare.with_answer(Question::OwnRecord, answered(200, record))
                        .with_answer(Question::Target, answered(200, &project(level))),
                );
            }
        }
    }
    cases
}

#[test]
fn to_know_less_never_ticks_a_gate() {
    for full in refusals() {
        let known = drawn(&full);
        for less in lessened(&full) {
            for rung in drawn(&less) {
                let is_ticked = rung.state == GateState::Passed;
                assert!(!is_ticked || !rung.evidence.is_empty(), "{rung:?}");
                // What lies behind the stop was not asked, whatever is known of it.
                let fits = matches!(
                    state(&known, rung.gate),
                    GateState::Passed | GateState::NotReached
                );
                assert!(
                    !is_ticked || fits,
                    "{rung:?} of {less:?}, and not of {full:?}"
                );
            }
        }
    }
}

/// The same case with one thing less that is known.
fn lessened(full: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    for (place, (question, _)) in full.answers.iter().enumerate() {
        let mut less = full.clone();
        if *question == Question::Subject {
            if let Observation::Answered(exchange) = &mut less.answers[place].1 {
                exchange.body.shape = BodyShape::Unseen;
            }
        } else {
            less.answers.remove(place);
        }
        all.push(less);
    }
    let forgets: [fn(&mut Case); 4] = [
        |case| case.credential = Credential::default(),
        |case| case.subject = None,
        |case| case.target = None,
        |case| case.surface = None,
    ];
    for forget in forgets {
        let mut less = full.clone();
        forget(&mut less);
        all.push(less);
    }
    all
}
