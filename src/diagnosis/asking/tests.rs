//! What is asked next, and when nothing is.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::fixtures::{
    FORBIDDEN, NO_PROJECT, RECORD, UNAUTHORIZED, answered, job_request, request, sent,
};
use crate::diagnosis::{Ruling, diagnose};
use crate::observation::Scheme;

const ISSUES: &str = "/api/v4/projects/org%2Fapp/issues";

fn refused(status: u16, body: &str) -> Case {
    request(Method::Get, ISSUES).with_answer(Question::Subject, answered(status, body))
}

fn suggested(case: &Case) -> Option<String> {
    match diagnose(case) {
        Ruling::Refused(diagnosis) => diagnosis.next_question.map(|next| next.ask),
        Ruling::Granted { .. } | Ruling::Open { .. } => None,
    }
}

#[test]
fn a_token_that_may_be_dead_is_asked_about_once_before_anything_else() {
    let asked = next_questions(&refused(401, UNAUTHORIZED));
    assert_eq!(asked, [Question::OwnRecord]);
}

#[test]
fn a_dead_token_is_left_alone() {
    let dead =
        refused(401, UNAUTHORIZED).with_answer(Question::OwnRecord, answered(401, UNAUTHORIZED));
    assert_eq!(next_questions(&dead), []);
}

#[test]
fn a_throttled_caller_asks_nothing_more() {
    assert_eq!(next_questions(&refused(429, "Retry later\n")), []);
}

#[test]
fn who_is_certain_asks_nothing_more() {
    let blocked = r#"{"message":"403 Forbidden - Your account has been blocked."}"#;
    assert_eq!(next_questions(&refused(403, blocked)), []);
}

#[test]
fn who_was_not_answered_asks_nothing_more() {
    let silent = Observation::Unanswered(crate::observation::TransportFailure::UnknownHost);
    let case = request(Method::Get, ISSUES).with_answer(Question::Subject, silent);
    assert_eq!(next_questions(&case), []);
}

#[test]
fn the_owner_is_asked_for_before_the_members() {
    let first = next_questions(&refused(403, FORBIDDEN));
    assert!(first.contains(&Question::OwnRecord), "{first:?}");
    assert!(!first.contains(&Question::Membership), "{first:?}");
    let owned = refused(403, FORBIDDEN).with_answer(Question::OwnRecord, answered(200, RECORD));
    let second = next_questions(&owned);
    assert!(second.contains(&Question::Membership), "{second:?}");
}

#[test]
fn questions_come_each_once_and_in_order() {
    let asked = next_questions(&refused(404, NO_PROJECT));
    assert!(!asked.is_empty());
    assert!(asked.is_sorted_by(|one, other| one < other), "{asked:?}");
}

#[test]
fn a_request_that_is_its_own_control_question_is_not_asked_again() {
    let own = request(Method::Get, "/api/v4/personal_access_tokens/self")
        .with_answer(Question::Subject, answered(401, UNAUTHORIZED));
    assert!(!next_questions(&own).contains(&Question::OwnRecord));
}

#[test]
fn a_change_is_never_among_the_questions() {
    let first = next_questions(&request(Method::Post, ISSUES));
    assert!(first.contains(&Question::OwnRecord), "{first:?}");
    assert!(!first.contains(&Question::Subject), "{first:?}");
    assert!(!first.contains(&Question::Anonymous), "{first:?}");
}

#[test]
fn nothing_is_asked_for_a_value_that_cannot_be_a_token() {
    let mut case = request(Method::Post, ISSUES);
    case.credential.defect = Some("the value is in quotes".to_owned());
    assert_eq!(next_questions(&case), []);
    case.credential.defect = None;
    case.credential.sent = Sent::Empty;
    assert_eq!(next_questions(&case), []);
}

#[test]
fn a_question_is_suggested_even_where_nothing_may_be_sent() {
    let mut case = refused(403, FORBIDDEN);
    case.subject = None;
    case.credential = crate::diagnosis::Credential::default();
    let ask = suggested(&case).unwrap();
    assert!(ask.contains("same token") || ask.contains('?'), "{ask}");
}

#[test]
fn a_job_token_is_not_sent_to_look_for_a_record_that_it_has_not() {
    let case = job_request(Method::Get, ISSUES)
        .with_answer(Question::Subject, answered(401, UNAUTHORIZED));
    let ask = suggested(&case).unwrap();
    assert!(!ask.contains("personal_access_tokens"), "{ask}");
}

#[test]
fn a_question_about_one_kind_does_not_suit_another() {
    assert!(!suits(Question::OwnRecord, Some(TokenKind::Job)));
    assert!(!suits(Question::Job, Some(TokenKind::Personal)));
    assert!(suits(Question::OwnRecord, Some(TokenKind::Unknown)));
    assert!(suits(Question::OwnRecord, None));
}

#[test]
fn what_is_suggested_is_written_like_a_request() {
    let case = Case {
        credential: sent(TokenKind::Personal, Scheme::PrivateToken),
        ..refused(404, NO_PROJECT)
    };
    let ask = suggested(&case).unwrap();
    assert_eq!(ask, "GET /personal_access_tokens/self");
}
