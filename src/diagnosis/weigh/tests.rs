//! Weighing, tried on the table as it is.

use super::*;
use crate::diagnosis::clue::Clue;
use crate::diagnosis::sample::{FORBIDDEN, NO_PROJECT, UNAUTHORIZED, answered};
use crate::diagnosis::{Observation, codes};

fn weighed(status: u16, body: &str, holding: &[(Clue, bool)]) -> Weighing {
    let mut clues = Clues::default();
    for (clue, holds) in holding {
        clues.note(*clue, *holds, "as told");
    }
    match answered(status, body) {
        Observation::Answered(exchange) => weigh(Some(Surface::Rest), &exchange, &clues),
        Observation::Unanswered(_) => Weighing::default(),
    }
}

fn first(weighing: &Weighing) -> &'static Code {
    weighing.candidates.first().unwrap().code()
}

#[test]
fn a_bare_refusal_alone_is_never_certain() {
    for (status, body) in [(401, UNAUTHORIZED), (403, FORBIDDEN), (404, NO_PROJECT)] {
        let weighing = weighed(status, body, &[]);
        assert!(weighing.candidates.len() > 1);
        assert_ne!(weighing.certainty(), Certainty::Certain, "{body}");
    }
}

#[test]
fn words_that_one_situation_has_are_certain_by_themselves() {
    let blocked = r#"{"message":"403 Forbidden - Your account has been blocked."}"#;
    let weighing = weighed(403, blocked, &[]);
    assert_eq!(first(&weighing), &codes::account::ACCOUNT_BLOCKED);
    assert_eq!(weighing.certainty(), Certainty::Certain);
}

#[test]
fn what_is_confirmed_comes_before_what_is_frequent() {
    let weighing = weighed(403, FORBIDDEN, &[(Clue::FeatureOn, false)]);
    assert_eq!(first(&weighing), &codes::feature::FEATURE_OFF);
}

#[test]
fn a_proven_fault_strikes_out_what_lies_behind_its_gate() {
    let weighing = weighed(401, UNAUTHORIZED, &[(Clue::NothingSent, true)]);
    let behind = weighing
        .candidates
        .iter()
        .filter(|candidate| candidate.code().gate > first(&weighing).gate);
    assert_eq!(behind.count(), 0);
}

#[test]
fn clues_that_strike_out_every_row_leave_doubt_and_no_certainty() {
    let unknown = r#"{"message":"401 Unauthorized - a new reason"}"#;
    let known = [(Clue::Alive, true), (Clue::NothingSent, false)];
    let weighing = weighed(401, unknown, &known);
    assert!(weighing.contradicted && !weighing.candidates.is_empty());
    assert_eq!(weighing.certainty(), Certainty::Ambiguous);
}

#[test]
fn each_code_is_a_candidate_once() {
    let weighing = weighed(404, r#"{"message":"404 Not Found"}"#, &[]);
    let mut ids: Vec<&str> = weighing
        .candidates
        .iter()
        .map(|candidate| candidate.code().id)
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_row_that_nobody_read_in_the_source_is_never_certain() {
    let weighing = weighed(404, r#"{"message":"404 Job Not Found"}"#, &[]);
    assert_eq!(first(&weighing), &codes::credential::NOT_A_JOB_TOKEN);
    assert_ne!(weighing.certainty(), Certainty::Certain);
}

#[test]
fn the_more_specific_words_hide_the_general_ones() {
    let weighing = weighed(
        403,
        r#"{"message":"403 Forbidden - Must be admin to use sudo"}"#,
        &[],
    );
    assert_eq!(weighing.candidates.len(), 1);
    assert_eq!(first(&weighing), &codes::role::SUDO_NEEDS_ADMIN);
}

#[test]
fn only_what_is_not_known_is_an_open_mark() {
    let mut clues = Clues::default();
    clues.note(Clue::RoleFits, false, "the role is guest");
    let Observation::Answered(exchange) = answered(403, FORBIDDEN) else {
        panic!("it was answered");
    };
    let weighing = weigh(Some(Surface::Rest), &exchange, &clues);
    let mut open = weighing.open_marks(&clues);
    assert!(open.all(|mark| mark.clue != Clue::RoleFits));
}
