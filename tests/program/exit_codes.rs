//! Every exit code is reached by a real run, and is the same in every format.

use glwhy::unstable::render::Format;

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::scenarios;

#[test]
fn healthy_is_0() {
    let scene = Scene::of(scenarios::healthy());
    for format in Format::ALL.map(Format::name) {
        scene.probe().also(["--format", format]).end().ends(0);
    }
    let version = Run::of(["--version"]).end().ends(0).stdout;
    assert!(
        version.ends_with(" (knowledge of GitLab 18.9)\n"),
        "{version}"
    );
    assert_eq!(version.lines().count(), 1);
    Run::of(["--help"]).end().ends(0);
    Run::of(["explain", "--code", "token-expired"])
        .end()
        .ends(0);
}

#[test]
fn output_that_cannot_be_written_is_1() {
    let outcome = Run::of([
        "inspect",
        "--offline",
        "--report",
        "json=missing/report.json",
    ])
    .end()
    .ends(1);
    assert!(
        outcome.stderr.contains("missing/report.json"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.stdout, "");
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_the_first_request() {
    let scene = Scene::of(scenarios::healthy());
    scene
        .probe()
        .also(["--report", "json=missing/report.json"])
        .end()
        .ends(1);
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn usage_is_2() {
    Run::of(["inspect", "--no-such-option"]).end().ends(2);
    Run::of(["no-such-command"]).end().ends(2);
}

#[test]
fn a_problem_is_3() {
    let scene = Scene::of(scenarios::revoked_personal_token());
    for format in Format::ALL.map(Format::name) {
        scene.probe().also(["--format", format]).end().ends(3);
    }
    Run::of(["inspect", "--offline"]).end().ends(3);
    Run::of([
        "explain",
        "--status",
        "403",
        "--body",
        r#"{"message":"403 Forbidden"}"#,
    ])
    .end()
    .ends(3);
}

#[test]
fn no_verdict_is_4() {
    let scene = Scene::of(scenarios::bad_gateway());
    for format in Format::ALL.map(Format::name) {
        scene.probe().also(["--format", format]).end().ends(4);
    }
    Run::of(["explain"])
        .reading("Job succeeded\n")
        .end()
        .ends(4);
}

#[test]
fn one_problem_among_other_results_is_3() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    scene
        .probe()
        .also(["GET /projects/org%2Fteam%2Fapp/repository/tags"])
        .end()
        .ends(3);
}

#[test]
fn a_token_that_expires_soon_is_a_problem_on_request() {
    let scene = Scene::of(scenarios::healthy());
    scene.run(["inspect", "--fail-within", "10"]).end().ends(0);
    let outcome = scene.run(["inspect", "--fail-within", "200"]).end().ends(3);
    assert!(outcome.stdout.contains("expires in"), "{}", outcome.stdout);
}

#[test]
fn exit_zero_spares_the_job_and_hides_no_error() {
    let scene = Scene::of(scenarios::revoked_personal_token());
    let outcome = scene.probe().also(["--exit-zero"]).end().ends(0);
    assert!(outcome.stdout.contains("revoked"));
    Run::of(["explain", "--exit-zero"]).end().ends(0);
    Run::of(["explain", "--exit-zero", "missing.log"])
        .end()
        .ends(2);
}

#[test]
fn a_reader_who_closes_the_pipe_early_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_glwhy"))
        .args(["explain", "--list-codes"])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_dead_token_is_a_problem_and_a_dead_network_is_not() {
    Run::of(["probe", "/user", "--instance", "http://127.0.0.1:1"])
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .ends(4);
}

#[test]
fn a_value_of_unknown_kind_is_not_refused_without_being_asked() {
    let report = Run::of(["inspect", "--offline", "--format", "json"])
        .with(
            "GITLAB_TOKEN",
            made_up_token().replacen("glpat-", "acme_", 1),
        )
        .end()
        .ends(0)
        .json();
    assert_eq!(report["entries"][0]["outcome"], "not_probed");
}
