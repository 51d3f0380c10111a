//! Words that a case knows.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::Question;
use crate::diagnosis::fixtures::{
    JOB, PERSON, PROJECT, RECORD, answered, job_request, request, sent,
};
use crate::observation::Scheme;

fn filled(case: &Case, text: &str) -> String {
    let known = Knowledge::of(case);
    let clues = crate::diagnosis::clue::extract(case, &known);
    of(case, &known, &clues).fill(text)
}

#[test]
fn a_case_names_its_instance_its_target_and_its_route() {
    let case = request(Method::Get, "/api/v4/projects/org%2Fapp/issues");
    let text = filled(&case, "{route} on {target} at {instance}, {project_url}");
    assert_eq!(
        text,
        "GET /projects/org%2Fapp/issues on project org/app at https://gitlab.example.com, \
         https://gitlab.example.com/org/app"
    );
}

#[test]
fn a_project_that_is_named_by_number_gets_its_path_from_the_answer() {
    let mut case = request(Method::Get, "/api/v4/projects/42/issues");
    case.target = Some(Target::Project("42".to_owned()));
    assert_eq!(filled(&case, "{project}"), "project 42");
    let seen = case.with_answer(Question::Target, answered(200, PROJECT));
    assert_eq!(filled(&seen, "{project}"), "org/app");
}

#[test]
fn the_refusal_itself_tells_the_scopes_that_would_do() {
    let told = || {
        answered(
            403,
            r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#,
        )
    };
    let read =
        request(Method::Get, "/api/v4/projects/42/issues").with_answer(Question::Subject, told());
    assert_eq!(filled(&read, "{scopes_needed}"), "api or read_api");
    assert_eq!(filled(&read, "{scope_list}"), "read_api");
    let write =
        request(Method::Post, "/api/v4/projects/42/issues").with_answer(Question::Subject, told());
    assert_eq!(filled(&write, "{scopes_needed}"), "api");
    assert_eq!(filled(&write, "{scope_list}"), "api");
}

#[test]
fn without_such_a_refusal_the_catalogue_tells_the_scopes() {
    let write = request(Method::Post, "/api/v4/projects/42/issues");
    assert_eq!(filled(&write, "{scope_list}"), "api");
}

#[test]
fn the_owner_the_scopes_and_the_role_are_told_by_answers() {
    let case = request(Method::Get, "/api/v4/projects/org%2Fapp/variables")
        .with_answer(Question::OwnRecord, answered(200, RECORD))
        .with_answer(Question::User, answered(200, PERSON))
        .with_answer(Question::Target, answered(200, PROJECT));
    let text = filled(&case, "{owner}: {role_held}, {scopes_held}, {role_needed}");
    assert_eq!(text, "@kim: the Reporter role, api, the Maintainer role");
}

#[test]
fn every_kind_is_told_its_own_header() {
    let header = |kind, scheme| {
        let case = Case {
            credential: sent(kind, scheme),
            ..request(Method::Get, "/api/v4/projects/42/issues")
        };
        filled(&case, "{header}")
    };
    assert_eq!(header(TokenKind::Job, Scheme::PrivateToken), "JOB-TOKEN");
    assert_eq!(
        header(TokenKind::Project, Scheme::JobToken),
        "PRIVATE-TOKEN"
    );
    assert_eq!(header(TokenKind::Deploy, Scheme::Bearer), "DEPLOY-TOKEN");
}

#[test]
fn the_project_of_the_job_is_told_by_the_job_or_by_the_token() {
    let mut case = job_request(Method::Get, "/api/v4/projects/42/releases");
    case.credential.project = Some(40);
    assert_eq!(
        filled(&case, "{source_project}"),
        "the project of the job (id 40)"
    );
    let told = case.with_answer(Question::Job, answered(200, JOB));
    assert_eq!(
        filled(&told, "{source_project}"),
        "the project of the job (id 41)"
    );
}

#[test]
fn what_is_no_name_of_a_scope_is_not_recommended() {
    let mut case = request(Method::Get, "/api/v4/projects/42/issues");
    let refusal = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"$(id) read_api"}"#;
    case.answers
        .push((Question::Subject, answered(403, refusal)));
    let text = filled(&case, "Make a token with {scopes_needed}");
    assert!(
        text.contains("read_api") && !text.contains("$(id)"),
        "{text}"
    );
}

#[test]
fn what_is_no_path_stands_in_no_address() {
    for path in ["a/b;id", "a/$(id)", "a/`id`", "../..", "a/b&id"] {
        let mut case = request(Method::Get, "/api/v4/projects/42/issues");
        case.target = Some(Target::Project(path.to_owned()));
        let text = filled(&case, "git ls-remote {project_url}.git");
        assert!(!text.contains(path), "{text}");
        case.target = Some(Target::Group(path.to_owned()));
        assert!(!filled(&case, "{members_url}").contains(path));
    }
}
