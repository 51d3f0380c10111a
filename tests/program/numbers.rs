//! Every figure, verdict and outcome means one thing, from what GitLab answered to what is shown.

use serde_json::Value;

use crate::harness::{Run, Scene};
use crate::simulator::role;
use crate::simulator::scenarios::{self, Stage};

const PROJECT: [&str; 2] = ["--project", "org/team/app"];
const TARGET: &str = "/api/v4/projects/org%2Fteam%2Fapp";

/// Alice with a role and scopes.
fn alice(role: u8, scopes: &[&'static str]) -> Scene {
    let mut stage = Stage::new();
    stage.alice_is(role);
    let token = stage.personal(scopes);
    Scene::of(stage.asks(token, "GET", TARGET))
}

fn json(run: &Run, code: i32) -> Value {
    run.end().ends(code).json()
}

/// The number that stands before some words in a text.
fn number_before(text: &str, words: &str) -> Option<u64> {
    let (before, _) = text.split_once(words)?;
    before.split_whitespace().last()?.parse().ok()
}

#[test]
fn what_a_token_reaches_is_counted_once() {
    let scene = alice(role::DEVELOPER, &["read_api"]);
    let report = json(&scene.run(["inspect", "--format", "json"]), 0);
    let token = &report["tokens"][0];
    let listed = token["reach"].as_array().unwrap();
    assert!(!listed.is_empty(), "{token:#}");
    assert_eq!(token["reach_more"], 0, "the list is whole");
    let table = scene.run(["inspect"]).end().ends(0).stdout;
    let line = table.lines().find(|line| line.contains("reaches")).unwrap();
    let words = if listed.len() == 1 {
        " group or project"
    } else {
        " groups and projects"
    };
    assert_eq!(
        number_before(line, words),
        Some(listed.len() as u64),
        "{line}"
    );
    assert!(!line.contains(" of "), "{line}");
    for place in listed {
        assert!(table.contains(place["path"].as_str().unwrap()), "{table}");
    }
}

#[test]
fn requests_are_counted_as_the_instance_counts_them() {
    let scene = alice(role::DEVELOPER, &["api"]);
    let run = scene
        .run([
            "probe",
            "--need",
            "clone,create-release",
            "--format",
            "json",
        ])
        .also(PROJECT);
    let report = json(&run, 0);
    let sent = scene.simulator.requests().len();
    assert_eq!(report["requests"]["sent"], sent);
    assert_eq!(report["requests"]["log"].as_array().unwrap().len(), sent);
    let table = run.replacing("json", "table").end().ends(0).stdout;
    let heading = table.lines().find(|line| line.starts_with("Requests ("));
    assert!(
        heading
            .unwrap()
            .starts_with(&format!("Requests ({sent} of ")),
        "{table}"
    );
}

#[test]
fn the_days_that_are_left_are_those_of_the_record() {
    let scene = alice(role::DEVELOPER, &["api"]);
    let report = json(&scene.run(["inspect", "--format", "json"]), 0);
    let token = &report["tokens"][0];
    let last: jiff::civil::Date = token["expires_at"].as_str().unwrap().parse().unwrap();
    let noon: i64 = crate::harness::NOON.parse().unwrap();
    let today = jiff::Timestamp::from_second(noon).unwrap();
    let today = today.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let days = today.until(last).unwrap().get_days();
    assert_eq!(token["days_left"], days);
    let table = scene.run(["inspect"]).end().ends(0).stdout;
    assert!(table.contains(&format!("({days} days left)")), "{table}");
}

#[test]
fn the_summary_counts_the_entries_by_their_outcomes() {
    let scene = alice(role::DEVELOPER, &["api"]);
    let run = scene.run(["probe", "--format", "json"]).also(PROJECT);
    let report = json(&run, 0);
    let entries = report["entries"].as_array().unwrap();
    let table = run.replacing("json", "table").end().stdout;
    let summary = table
        .lines()
        .find(|line| line.contains(" in all: "))
        .unwrap();
    assert_eq!(
        number_before(summary, " in all"),
        Some(entries.len() as u64)
    );
    for (outcome, words) in [
        ("granted", " granted"),
        ("refused", " refused"),
        ("unknown", " not known"),
        ("not_probed", " not asked"),
    ] {
        let number = entries.iter().filter(|entry| entry["outcome"] == outcome);
        let shown = number_before(summary, words).unwrap_or_default();
        assert_eq!(shown, number.count() as u64, "{outcome}: {summary}");
    }
}

#[test]
fn a_plan_is_never_healthy() {
    let scene = alice(role::DEVELOPER, &["api"]);
    for arguments in [
        vec!["probe", "--need", "clone,create-release"],
        vec!["probe"],
        vec!["probe", "/user"],
        vec!["inspect"],
    ] {
        let run = scene.run(arguments).also(["--plan", "--format", "json"]);
        let run = if run.end().stdout.contains("\"inspect\"") {
            run
        } else {
            run.also(PROJECT)
        };
        assert_eq!(json(&run, 0)["verdict"], "unknown");
        for format in ["table", "markdown", "junit"] {
            let text = run.end().ends(0);
            assert!(
                !text.stdout.contains("healthy"),
                "{format}: {}",
                text.stdout
            );
        }
    }
    let run = scene.run(["probe", "--plan", "--need", "clone,push"]);
    let table = run.also(PROJECT).end().ends(0).stdout;
    assert!(table.contains("Verdict: planned."), "{table}");
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn a_survey_is_healthy_where_the_token_lives_and_the_target_was_judged() {
    let reader = alice(role::REPORTER, &["read_api"]);
    let survey = |scene: &Scene| scene.run(["probe", "--format", "json"]).also(PROJECT);
    let report = json(&survey(&reader), 0);
    assert_eq!(report["verdict"], "healthy");
    let refused = report["entries"].as_array().unwrap();
    assert!(refused.iter().any(|entry| entry["outcome"] == "refused"));
    let cases = survey(&reader).replacing("json", "junit").end().ends(0);
    assert!(!cases.stdout.contains("<failure"), "{}", cases.stdout);
    // What was needed is another matter.
    let needed = reader.run(["probe", "--need", "push"]).also(PROJECT);
    needed.end().ends(3);
    json(&survey(&Scene::of(scenarios::revoked_personal_token())), 3);
    json(&survey(&Scene::of(scenarios::nothing_sent())), 3);
    json(&survey(&Scene::of(scenarios::bad_gateway())), 4);
    let stranger = Scene::of(scenarios::not_a_member());
    let elsewhere = stranger.run(["probe", "--format", "json", "--project", "other/thing"]);
    json(&elsewhere, 3);
}

#[test]
fn a_host_that_does_not_answer_refuses_nothing() {
    let token = crate::harness::made_up_token();
    let dead = |arguments: &[&str]| {
        Run::of(arguments.iter().copied())
            .also(["--instance", "http://127.0.0.1:1"])
            .with("GITLAB_TOKEN", &token)
    };
    for arguments in [
        &["probe", "--need", "clone,push", "--project", "org/team/app"][..],
        &["probe", "/user"],
        &["inspect"],
    ] {
        let report = dead(arguments)
            .also(["--format", "json"])
            .end()
            .ends(4)
            .json();
        assert_eq!(report["requests"]["round_trips"], 1, "{report:#}");
        for entry in report["entries"].as_array().unwrap() {
            assert_eq!(entry["outcome"], "unknown", "{entry:#}");
            assert_eq!(entry["diagnosis"]["findings"][0]["cause"], "network");
            assert!(entry["missing"].is_string(), "{entry:#}");
        }
        for format in ["table", "markdown"] {
            let text = dead(arguments).also(["--format", format]).end().ends(4);
            // The host refused the connection, and nobody the token.
            for outcome in [
                "  refused\n",
                ": refused\n",
                "| refused |",
                " refused (derived",
            ] {
                assert!(!text.stdout.contains(outcome), "{}", text.stdout);
            }
            assert!(text.stdout.contains("not known"), "{}", text.stdout);
        }
    }
}

#[test]
fn the_smallest_token_never_has_more_scopes_than_one_that_does_all() {
    let scene = alice(role::MAINTAINER, &["api"]);
    let needs = "clone,create-release,pull-image,push";
    let run = scene.run(["probe", "--need", needs, "--format", "json"]);
    let report = json(&run.also(PROJECT), 0);
    assert_eq!(
        report["least_privilege"]["scopes"],
        serde_json::json!(["api"])
    );
}

#[test]
fn a_bot_is_never_called_a_person() {
    let mut stage = Stage::new();
    let app = stage.app;
    let token = stage.project_bot(app, role::DEVELOPER, &["read_repository"]);
    let scene = Scene::of(stage.asks(token, "GET", TARGET));
    let report = scene.run(["probe", "--need", "clone", "--format", "json"]);
    let report = report.also(PROJECT).end().json();
    let beyond = report["least_privilege"]["beyond"].to_string();
    assert!(!beyond.contains("person"), "{beyond}");
}
