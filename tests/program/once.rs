//! What is true of the whole run is said once, and what a person can mend stands first.

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::scenarios::{self, Stage};

/// A run of several capabilities in a job for a branch that is not protected, with the token of the job alone.
fn in_job(scene: &Scene, arguments: &[&str]) -> Run {
    Run::of(arguments.iter().copied())
        .with("GITLAB_CI", "true")
        .with("CI_SERVER_URL", scene.simulator.origin())
        .with("CI_PROJECT_PATH", "org/team/app")
        .with("CI_COMMIT_REF_NAME", "feature")
        .with("CI_COMMIT_REF_PROTECTED", "false")
        .with("CI_JOB_TOKEN", scene.token())
}

#[test]
fn facts_of_the_token_are_told_once_in_every_format() {
    let scene = Scene::of(scenarios::finished_job_token());
    let run = |format| {
        in_job(
            &scene,
            &["probe", "--need", "clone,push,read-api", "--format", format],
        )
    };
    for format in ["table", "markdown", "junit", "json"] {
        let shown = run(format).end().ends(3).stdout;
        assert_eq!(
            shown.matches("is not protected").count(),
            1,
            "{format}\n{shown}"
        );
    }
}

#[test]
fn a_variable_that_is_not_set_is_the_first_thing_to_mend() {
    let scene = Scene::of(scenarios::finished_job_token());
    let run = in_job(
        &scene,
        &[
            "probe",
            "-q",
            "--need",
            "clone,push",
            "--token-env",
            "RELEASE_TOKEN",
        ],
    );
    let shown = run.end().ends(3).stdout;
    let first = shown
        .lines()
        .find(|line| line.trim_start().starts_with("Do "))
        .unwrap();
    assert!(first.contains("RELEASE_TOKEN is not set."), "{shown}");
    assert!(shown.contains("protected branch"), "{shown}");
    let elsewhere = Run::of([
        "probe",
        "-q",
        "/user",
        "--token-env",
        "MINE",
        "--instance",
        "https://gitlab.example.com",
    ]);
    let shown = elsewhere.end().ends(3).stdout;
    assert!(
        shown.contains("Do        MINE is not set. Set it"),
        "{shown}"
    );
}

#[test]
fn a_survey_recommends_one_token_for_all_that_lacks_a_scope() {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/version"));
    let run = scene.run(["probe", "--project", "org/team/app"]);
    let shown = run.end().ends(0).stdout;
    let (_, remedies) = shown.split_once("What to do").unwrap();
    assert_eq!(remedies.matches("(scope-missing").count(), 1, "{shown}");
    assert!(
        remedies.contains("One token with api does for all of them"),
        "{shown}"
    );
    assert!(!remedies.contains("upload-scope-missing"), "{shown}");
}

#[test]
fn of_a_host_that_is_not_there_no_token_is_recommended() {
    let run = Run::of([
        "probe",
        "--need",
        "push",
        "--project",
        "a/b",
        "--instance",
        "http://127.0.0.1:9",
    ]);
    let report = run
        .with("GITLAB_TOKEN", made_up_token())
        .also(["--format", "json"])
        .end()
        .ends(4)
        .json();
    assert_eq!(report["least_privilege"], serde_json::Value::Null);
}

#[test]
fn a_request_that_is_too_long_is_refused_and_not_cut() {
    let run = Run::of(["probe", "--plan", "-"])
        .reading("curl https://gitlab.example.com ".repeat(40_000));
    run.end().refuses("longer than 1 MiB");
}
