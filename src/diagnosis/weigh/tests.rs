//! Weighing, tried on the table as it is.

use super::*;
use crate::answers::answer::Pattern;
use crate::answers::clue::Clue;
use crate::answers::codes;
use crate::diagnosis::fixtures::{FORBIDDEN, NO_PROJECT, UNAUTHORIZED, answered};
use crate::observation::{Body, Observation};

fn weighed(status: u16, body: &str, holding: &[(Clue, bool)]) -> Weighing {
    weighed_on(Surface::Rest, status, body, holding)
}

fn weighed_on(surface: Surface, status: u16, body: &str, holding: &[(Clue, bool)]) -> Weighing {
    let mut clues = Clues::default();
    for (clue, holds) in holding {
        clues.note(*clue, *holds, "as told");
    }
    match answered(status, body) {
        Observation::Answered(exchange) => weigh(Some(surface), &exchange, &clues),
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
    let hidden = "The project you were looking for could not be found or you don't have permission to view it.";
    let known = [
        (Clue::TargetSeen, true),
        (Clue::IsJob, false),
        (Clue::FineGrained, false),
    ];
    let weighing = weighed_on(Surface::Git, 404, hidden, &known);
    assert!(weighing.contradicted && !weighing.candidates.is_empty());
    assert_eq!(weighing.certainty(), Certainty::Ambiguous);
}

#[test]
fn an_answer_that_the_tokens_own_record_refutes_is_not_told_as_the_reason() {
    let invalid = r#"{"error":"invalid_token"}"#;
    let alive = [(Clue::Alive, true), (Clue::NothingSent, false)];
    let weighing = weighed(401, invalid, &alive);
    assert!(weighing.is_refuted() && weighing.candidates.is_empty());
    assert!(!weighed(401, invalid, &[]).is_refuted());
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

/// What may be known of a credential before anything is known of the target.
const STATES: [&[(Clue, bool)]; 13] = [
    &[],
    &[(Clue::NothingSent, true)],
    &[(Clue::NothingSent, false)],
    &[(Clue::NothingSent, false), (Clue::IsAccessToken, true)],
    &[
        (Clue::NothingSent, false),
        (Clue::IsAccessToken, true),
        (Clue::Alive, true),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::IsOauth, true),
        (Clue::Alive, true),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::IsJob, true),
        (Clue::Alive, true),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::IsDeploy, true),
        (Clue::Alive, true),
    ],
    &[(Clue::NothingSent, false), (Clue::IsForeign, true)],
    &[
        (Clue::NothingSent, false),
        (Clue::IsAccessToken, true),
        (Clue::Alive, false),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::IsJob, true),
        (Clue::Alive, false),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::IsDeploy, true),
        (Clue::Alive, false),
    ],
    &[
        (Clue::NothingSent, false),
        (Clue::FineGrained, true),
        (Clue::Alive, true),
    ],
];

#[test]
fn no_state_of_the_credential_makes_a_bare_refusal_certain() {
    for (status, body) in [
        (403, FORBIDDEN),
        (404, NO_PROJECT),
        (404, r#"{"message":"404 Group Not Found"}"#),
        (404, r#"{"message":"404 Not Found"}"#),
        (404, r#"{"message":"404 Not found"}"#),
        (404, r#"{"message":"404 Commit Not Found"}"#),
        (
            404,
            r#"{"message":"404 Project Not Found","error":"Project not found"}"#,
        ),
        (403, ""),
        (404, ""),
    ] {
        for state in STATES {
            let weighing = weighed(status, body, state);
            assert_ne!(
                weighing.certainty(),
                Certainty::Certain,
                "{status} {body} {state:?}"
            );
        }
    }
}

/// What an answer of a row would be if its words said no more than its status, and its own words where they do not.
fn bare_shapes(answer: &Answer, status: u16) -> Vec<BodyShape> {
    let own = match answer.body {
        Pattern::Message(text) if is_status(text) => Some(BodyShape::Message(text.to_owned())),
        Pattern::Error(text) if is_status(text) => Some(BodyShape::Error(text.to_owned())),
        Pattern::Text(text) if is_status(text) => Some(BodyShape::Text(text.to_owned())),
        Pattern::Page(text) if is_status(text) => Some(BodyShape::Html(text.to_owned())),
        Pattern::Message(_)
        | Pattern::Error(_)
        | Pattern::Text(_)
        | Pattern::Page(_)
        | Pattern::Any
        | Pattern::Empty
        | Pattern::Unseen
        | Pattern::HiddenList
        | Pattern::Details(_)
        | Pattern::Guard(..)
        | Pattern::GraphQl(_)
        | Pattern::Registry(..)
        | Pattern::Json(_)
        | Pattern::Says(_)
        | Pattern::Speaks(_) => None,
    };
    let words = match status {
        401 => "401 Unauthorized",
        403 => "403 Forbidden",
        _ => "404 Not Found",
    };
    let message = BodyShape::Message(words.to_owned());
    [BodyShape::Unseen, BodyShape::Empty, message]
        .into_iter()
        .chain(own)
        .collect()
}

/// Whether words are those of a status, perhaps with the name of what was not found.
fn is_status(words: &str) -> bool {
    let words = words.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let is_short = words.split(' ').count() <= 4 && !words.contains(['-', '{', ':']);
    is_short
        && ["Unauthorized", "Forbidden", "Not Found", "Not found"]
            .iter()
            .any(|end| words.ends_with(end))
}

#[test]
fn no_row_of_any_surface_makes_a_bare_refusal_certain_in_any_state_of_the_credential() {
    const BARE: [u16; 3] = [401, 403, 404];
    let mut tried = 0;
    let mut faults = Vec::new();
    for answer in ANSWERS {
        let statuses = answer.statuses.iter().copied();
        for status in statuses.filter(|status| BARE.contains(status)) {
            for shape in bare_shapes(answer, status) {
                for surface in answer.surfaces {
                    tried += STATES.len();
                    faults.extend(certain_by_itself(answer, *surface, status, &shape));
                }
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The states of a credential in which a bare refusal is called certain, and nothing beside it says so.
fn certain_by_itself(
    answer: &Answer,
    surface: Surface,
    status: u16,
    shape: &BodyShape,
) -> Vec<String> {
    let exchange = Exchange {
        status: Some(status),
        body: Body {
            shape: shape.clone(),
            ..Body::default()
        },
        ..Exchange::default()
    };
    let mut faults = Vec::new();
    for state in STATES {
        let weighing = weigh(Some(surface), &exchange, &knowing(state, answer));
        let is_sure = weighing.certainty() == Certainty::Certain;
        // A route of its own, or that a 401 is about the credential, is the one clue; the state is the other.
        let has_route = answer.route.is_some();
        let is_excused = match first_cause(&weighing) {
            // A caller without a name and a kind that no header carries are told by 401, on any route.
            Some(Cause::MissingToken) => {
                status == 401 && state.contains(&(Clue::NothingSent, true))
            }
            Some(Cause::WrongContext) => status == 401 && state.contains(&(Clue::Alive, false)),
            // `GET /job` answers 404 to whatever is no job token (measured on 18.9: control.jsonl).
            Some(Cause::WrongTokenType) => status == 401 || has_route,
            // Single routes answer 401 to an accepted token whose owner lacks the right.
            Some(Cause::WrongRole) => {
                status == 401 && has_route && state.contains(&(Clue::Alive, true))
            }
            Some(_) | None => false,
        };
        if is_sure && !is_excused {
            let (place, id) = (answer.place, first(&weighing).id);
            faults.push(format!(
                "{place} on {surface}: {status} {shape:?} {state:?}: {id}"
            ));
        }
    }
    faults
}

/// What is known of the credential, on the route of an answer.
fn knowing(state: &[(Clue, bool)], answer: &Answer) -> Clues {
    let mut clues = Clues::default();
    for (clue, holds) in state {
        clues.note(*clue, *holds, "as told");
    }
    if let Some((method, template)) = answer.route {
        clues.note_route(method, template);
    }
    clues
}

fn first_cause(weighing: &Weighing) -> Option<Cause> {
    weighing.candidates.first().map(Candidate::cause)
}

#[test]
fn a_caller_without_a_token_is_told_so_first() {
    for (status, body) in [
        (401, UNAUTHORIZED),
        (403, FORBIDDEN),
        (404, NO_PROJECT),
        (404, r#"{"message":"404 Group Not Found"}"#),
        (404, r#"{"message":"404 Not Found"}"#),
        (404, r#"{"message":"404 Not found"}"#),
        (404, r#"{"message":"404 Award Emoji Not Found"}"#),
        (
            403,
            r#"{"message":"403 Forbidden - Not authorized to access /api/v4/users"}"#,
        ),
    ] {
        let weighing = weighed(status, body, &[(Clue::NothingSent, true)]);
        assert_eq!(
            first(&weighing).cause,
            Cause::MissingToken,
            "{status} {body}"
        );
        for candidate in &weighing.candidates {
            assert_ne!(
                candidate.cause(),
                Cause::AccountState,
                "{}",
                candidate.code().id
            );
            assert_ne!(
                candidate.cause(),
                Cause::WrongScope,
                "{}",
                candidate.code().id
            );
        }
    }
}

#[test]
fn an_unknown_reason_is_not_a_role_and_no_certainty() {
    for (status, body) in [
        (403, r#"{"message":"403 Forbidden - The moon is full."}"#),
        (403, r#"{"message":"The moon is full."}"#),
        (401, r#"{"message":"401 Unauthorized - The moon is full."}"#),
        (
            422,
            r#"{"message":"You don't have permissions to see the moon!"}"#,
        ),
        (
            400,
            r#"{"message":{"base":["You are not allowed to see the moon"]}}"#,
        ),
    ] {
        let weighing = weighed(status, body, &[]);
        let causes: Vec<Cause> = weighing.candidates.iter().map(Candidate::cause).collect();
        assert_eq!(weighing.certainty(), Certainty::Ambiguous, "{body}");
        assert!(causes.contains(&Cause::PolicyRestriction), "{body}");
        assert!(!causes.contains(&Cause::InvalidToken), "{body}");
    }
}

#[test]
fn a_code_of_fine_grained_tokens_says_its_gate_in_any_words() {
    let unknown =
        r#"{"error":"insufficient_granular_scope","error_description":"The moon is full."}"#;
    let weighing = weighed(403, unknown, &[]);
    assert_eq!(first(&weighing), &codes::scope::PERMISSION_MISSING);
    let over_git = "Access denied: the moon is full.";
    let weighing = weighed_on(Surface::Git, 403, over_git, &[]);
    assert_eq!(first(&weighing), &codes::scope::PERMISSION_MISSING);
}

#[test]
fn a_kind_that_a_route_is_not_known_to_read_comes_before_what_is_said_of_anybody() {
    for (kind, code) in [
        (Clue::IsJob, &codes::credential::JOB_TOKEN_NOT_READ_HERE),
        (
            Clue::IsDeploy,
            &codes::credential::DEPLOY_TOKEN_NOT_READ_HERE,
        ),
    ] {
        for (status, body) in [
            (401, UNAUTHORIZED),
            (403, FORBIDDEN),
            (404, NO_PROJECT),
            (404, r#"{"message":"404 Group Not Found"}"#),
            (404, r#"{"message":"404 Snippet Not Found"}"#),
            (404, r#"{"message":"404 Not found"}"#),
        ] {
            let weighing = weighed(status, body, &[(Clue::NothingSent, false), (kind, true)]);
            assert_eq!(first(&weighing), code, "{body}");
        }
    }
}
