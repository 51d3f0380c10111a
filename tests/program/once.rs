//! What is true of the whole run is said once, and what a person can mend stands first.

use crate::harness::{Run, Scene};
use crate::simulator::scenarios;

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
