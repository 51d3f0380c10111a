//! GraphQL by operation, on the built program: what it asks for, what it answers, and that a mutation is never sent.

use serde_json::Value;

use crate::harness::{Run, Scene};
use crate::simulator::scenarios::{self, Stage};

const VARIABLES: &str = "{ project(fullPath: \"group/app\") { ciVariables { nodes { key } } } }";

#[test]
fn what_each_field_asks_for_is_told_without_asking() {
    let page = Run::of(["probe", "--endpoint", VARIABLES]).end().ends(0);
    assert!(
        page.stdout.contains("  who            maintainer\n"),
        "{}",
        page.stdout
    );
    let asks = "project.ciVariables: admin_cicd_variables (maintainer and";
    assert!(page.stdout.contains(asks), "{}", page.stdout);
    let run = Run::of([
        "probe",
        "--endpoint",
        "graphql",
        "--query",
        "@query.graphql",
    ]);
    let json = run
        .also(["--format", "json"])
        .file("query.graphql", VARIABLES)
        .end()
        .ends(0);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["who"], "maintainer");
    assert_eq!(json["asks_for"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_query_is_asked_and_a_mutation_is_not() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/version"));
    let asked = scene.run([
        "probe",
        "--format",
        "json",
        "--query",
        "{ currentUser { username } }",
    ]);
    let report = asked.end().ends(0).json();
    assert_eq!(report["entries"][0]["outcome"], "granted");
    let before = scene.simulator.requests().len();
    let mutation = "mutation { createIssue(input: { title: \"a\" }) { errors } }";
    let told = scene.run(["probe", "--format", "json", "--query", mutation]);
    let report = told.end().json();
    assert_eq!(report["entries"][0]["basis"], "derived");
    assert_eq!(report["entries"][0]["outcome"], "unknown");
    let notes = report["entries"][0]["warnings"].to_string();
    assert!(
        notes.contains("createIssue asks for create_issue"),
        "{notes}"
    );
    let requests = scene.simulator.requests();
    let sent = requests[before..]
        .iter()
        .filter(|sent| sent.path.contains("graphql"));
    assert_eq!(sent.count(), 0);
}

#[test]
fn a_token_that_may_only_read_is_told_from_one_that_may_write() {
    let scene = Scene::of(scenarios::read_only_scope_on_write());
    let mutation = "mutation { createIssue(input: { title: \"a\" }) { errors } }";
    let told = scene.run(["probe", "--format", "json", "--query", mutation]);
    let report = told.end().json();
    assert_eq!(
        report["entries"][0]["diagnosis"]["findings"][0]["code"],
        "scope-missing"
    );
}

#[test]
fn what_an_answer_hides_leads_to_its_field() {
    for (body, field) in [
        (
            r#"{"data":{"project":{"ciVariables":null}}}"#,
            "project.ciVariables",
        ),
        (
            r#"{"errors":[{"message":"The resource that you are attempting to access does not exist or you don't have permission to perform this action","path":["jobPlay"]}]}"#,
            "jobPlay",
        ),
    ] {
        let run = Run::of(["explain", "--format", "json"]).reading(body.as_bytes());
        let report = run.end().ends(3).json();
        let notes = report["entries"][0]["warnings"].to_string();
        assert!(
            notes.contains(&format!("The field {field} asks for")),
            "{notes}"
        );
    }
}

#[test]
fn what_is_no_operation_is_met_with_a_mend() {
    Run::of(["probe", "--endpoint", "{ currentUser {"])
        .end()
        .refuses("the operation is no GraphQL");
    Run::of(["probe", "--query", "version"])
        .end()
        .refuses("--query holds no operation of GraphQL");
    Run::of(["probe", "--query", "@nothing.graphql"])
        .end()
        .refuses("nothing.graphql cannot be read");
}
