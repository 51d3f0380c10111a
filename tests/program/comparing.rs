//! Two tokens side by side: what parts them is the cause, and each cause is told once, with its remedy.

use serde_json::Value;

use crate::harness::{Run, Scene};
use crate::simulator::role;
use crate::simulator::scenarios::Stage;

const VARIABLES: &str = "/api/v4/projects/org%2Fteam%2Fapp/variables";

/// A developer, who may not read variables, and another token of hers.
fn scene(other: impl Fn(&mut Stage) -> String) -> (Scene, String) {
    let mut stage = Stage::new();
    stage.alice_is(role::DEVELOPER);
    let other = other(&mut stage);
    let token = stage.personal(&["api"]);
    (Scene::of(stage.asks(token, "GET", VARIABLES)), other)
}

fn revoked(stage: &mut Stage) -> String {
    let mut token = stage.personal(&["api"]);
    token.revoked = true;
    let value = token.value.clone();
    stage.world.add_token(token);
    value
}

fn with_more_scopes(stage: &mut Stage) -> String {
    let token = stage.personal(&["api", "read_user"]);
    let value = token.value.clone();
    stage.world.add_token(token);
    value
}

fn compared(scene: &Scene, bad: &str) -> Run {
    let run = scene.probe().also(["--compare-token-env", "BAD"]);
    if bad.is_empty() {
        run
    } else {
        run.with("BAD", bad)
    }
}

fn row(scene: &Scene, bad: &str) -> Value {
    let run = compared(scene, bad).also(["--format", "json"]);
    let report = run.end().ends(3).json();
    let names = &report["comparison"]["names"];
    assert_eq!(
        *names,
        serde_json::json!({"t1": "GITLAB_TOKEN", "t2": "BAD"})
    );
    report["comparison"]["rows"][0].clone()
}

#[test]
fn two_refusals_for_two_reasons_are_not_the_same() {
    let (scene, bad) = scene(revoked);
    let row = row(&scene, &bad);
    assert_eq!(row["even"], false, "{row}");
    let codes = serde_json::json!({"t1": "role-too-low", "t2": "token-revoked"});
    assert_eq!(row["codes"], codes, "{row}");
    for format in ["table", "markdown"] {
        let text = compared(&scene, &bad).also(["--format", format]);
        let text = text.end().ends(3).stdout;
        for told in [
            "GITLAB_TOKEN",
            "BAD",
            "refused: role-too-low",
            "refused: token-revoked",
            "The role is too low",
            "The token was revoked",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(!text.contains("Every token got the same"), "{text}");
    }
}

#[test]
fn with_quiet_each_reason_keeps_its_remedy() {
    let (scene, bad) = scene(revoked);
    let text = compared(&scene, &bad).also(["-q"]).end().ends(3).stdout;
    assert_eq!(text.matches("\n  Do ").count(), 2, "{text}");
}

#[test]
fn a_reason_that_both_share_is_told_once() {
    let (scene, other) = scene(with_more_scopes);
    let row = row(&scene, &other);
    assert_eq!(row["even"], true, "{row}");
    let text = compared(&scene, &other).end().ends(3).stdout;
    assert!(text.contains("Every token got the same"), "{text}");
    assert!(text.contains("[GITLAB_TOKEN, BAD]"), "{text}");
    assert_eq!(text.matches("explain --code").count(), 1, "{text}");
}

#[test]
fn a_variable_that_is_not_set_keeps_its_column() {
    let (scene, _) = scene(|_| String::new());
    let row = row(&scene, "");
    assert_eq!(row["even"], false, "{row}");
    let text = compared(&scene, "").end().ends(3).stdout;
    let heading = text.lines().find(|line| line.contains("asked")).unwrap();
    let names: Vec<&str> = heading.split_whitespace().collect();
    assert_eq!(names, ["asked", "GITLAB_TOKEN", "BAD"], "{text}");
    assert!(text.contains("refused: nothing-sent"), "{text}");
    let cases = compared(&scene, "").also(["--format", "junit"]).end();
    for name in ["(GITLAB_TOKEN)", "(BAD)"] {
        assert!(cases.stdout.contains(name), "{}", cases.stdout);
    }
}
