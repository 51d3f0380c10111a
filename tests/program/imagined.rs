//! A caller who is only described, on the built program: nothing is read, nothing is sent.

use serde_json::Value;

use crate::harness::Run;

/// The outcome and the first cause code of a request for a caller.
#[track_caller]
fn told(caller: &str, request: &str) -> (String, String) {
    let run = Run::of(["probe", "--format", "json", "--as", caller, request]);
    let report: Value = run.end().json();
    let entry = &report["entries"][0];
    assert_eq!(entry["basis"], "derived", "{request}");
    assert_eq!(report["requests"]["log"].as_array().map(Vec::len), Some(0));
    let code = &entry["diagnosis"]["findings"][0]["code"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&entry["outcome"]), text(code))
}

#[test]
fn a_caller_is_judged_by_its_role_its_scopes_and_its_kind() {
    let variables = "GET /projects/1/variables";
    let releases = "POST /projects/1/releases";
    for (caller, request, outcome, code) in [
        (
            "role=developer,scopes=read_api",
            variables,
            "refused",
            "role-too-low",
        ),
        ("role=maintainer,scopes=read_api", variables, "granted", ""),
        (
            "role=owner,scopes=read_user",
            variables,
            "refused",
            "scope-missing",
        ),
        (
            "role=maintainer,scopes=read_api",
            releases,
            "refused",
            "scope-missing",
        ),
        ("role=none,scopes=api", variables, "refused", "not-a-member"),
        (
            "kind=job,role=maintainer",
            variables,
            "refused",
            "job-token-not-read-here",
        ),
        (
            "role=none,scopes=api,visibility=public",
            "GET /projects/1/repository/tags",
            "granted",
            "",
        ),
    ] {
        let wanted = (outcome.to_owned(), code.to_owned());
        assert_eq!(told(caller, request), wanted, "{caller} {request}");
    }
}

#[test]
fn operations_of_graphql_are_judged_by_the_abilities_of_their_fields() {
    let query = "{ project(fullPath: \"a/b\") { ciVariables { nodes { key } } } }";
    for (role, outcome) in [("developer", "refused"), ("maintainer", "granted")] {
        let caller = format!("role={role},scopes=read_api");
        assert_eq!(told(&caller, query).0, outcome, "{role}");
    }
    let run = Run::of(["probe", "--as", "role=owner,scopes=api", "git push"]);
    assert_eq!(run.end().code, 4, "what no request tells is no grant");
}

#[test]
fn capabilities_are_judged_as_well_and_what_is_taken_for_granted_is_said() {
    let run = Run::of(["probe", "--as", "role=developer,scopes=api", "clone"]);
    let screen = run.end().ends(0).stdout;
    assert!(screen.contains("clone"), "{screen}");
    assert!(screen.contains("[imagined-caller]"), "{screen}");
    let refused = Run::of([
        "probe",
        "--as",
        "role=guest,scopes=api",
        "/projects/1/variables",
    ]);
    let refused = refused.end().stdout;
    assert!(
        refused.contains("reach       taken for granted"),
        "{refused}"
    );
    assert!(!refused.contains("GitLab answered"), "{refused}");
    let unknown = Run::of(["probe", "--as", "role=guest,scopes=fly", "/user"]);
    assert!(unknown.end().stdout.contains("[scope-not-known]"));
}

#[test]
fn what_is_no_caller_is_met_with_the_form_of_one() {
    for caller in [
        "role=boss",
        "kind=key",
        "visibility=secret",
        "who=me",
        "developer",
    ] {
        let outcome = Run::of(["probe", "--as", caller, "/user"]).end();
        assert_eq!(outcome.code, 2, "{caller}");
        assert!(
            outcome.stderr.contains("role=developer,scopes="),
            "{}",
            outcome.stderr
        );
    }
}
