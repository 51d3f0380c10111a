//! What a pipeline file needs, asked for: `probe --need-from`.

use std::time::{Duration, Instant};

use crate::harness::{Run, Scene};
use crate::simulator::scenarios;

const PIPELINE: &str = include_str!("../pipelines/release.yml");

fn scene() -> Scene {
    Scene::of(scenarios::developer_where_maintainer_needed())
}

fn probe(scene: &Scene, text: &str) -> Run {
    let arguments = ["probe", "--need-from", ".gitlab-ci.yml"];
    let run = scene.run(arguments).also(["--project", "org/team/app"]);
    run.file(".gitlab-ci.yml", text)
}

#[test]
fn the_screen_names_job_and_line_of_each_need() {
    let scene = scene();
    let address = scene.simulator.origin();
    let shown = probe(&scene, PIPELINE)
        .with("LC_ALL", "C.UTF-8")
        .end()
        .shown();
    let shown = shown.replace(&address, "http://127.0.0.1:45678");
    // How long each request took is not always the same.
    let (above, below) = shown.split_once("\nRequests (").unwrap();
    let below = below.split_once("\n\n").map_or("", |(_, below)| below);
    insta::assert_snapshot!(format!("{above}\n{below}"));
}

#[test]
fn every_need_is_asked_for_and_has_its_jobs_in_json() {
    let scene = scene();
    let report = probe(&scene, PIPELINE)
        .also(["--format", "json"])
        .end()
        .json();
    let entries = report["entries"].as_array().unwrap();
    let told = entries.iter().map(|entry| {
        let by = &entry["asked_by"][0];
        assert_eq!(entry["file"], ".gitlab-ci.yml", "{entry}");
        assert_eq!(entry["line"], by["line"], "{entry}");
        assert_ne!(entry["outcome"], "not_probed", "{entry}");
        (
            entry["subject"].as_str().unwrap(),
            by["job"].as_str().unwrap(),
        )
    });
    let told: Vec<_> = told.collect();
    assert!(told.contains(&("push-image", "build")), "{told:?}");
    assert!(told.contains(&("create-release", "release")), "{told:?}");
    assert!(told.contains(&("publish-package", "upload")), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
    let sent = scene.simulator.requests();
    assert!(!sent.is_empty());
}

#[test]
fn a_plan_sends_nothing_and_names_the_same() {
    let scene = scene();
    let report = probe(&scene, PIPELINE)
        .also(["--plan", "--format", "json"])
        .end()
        .json();
    assert_eq!(scene.simulator.requests().len(), 0);
    assert_eq!(report["entries"].as_array().unwrap().len(), 3);
}

#[test]
fn other_projects_are_named_with_what_they_have_to_allow() {
    let text = include_str!("../pipelines/several-projects.yml");
    let scene = scene();
    let address = scene.simulator.origin();
    let text = text.replace("https://gitlab.example.com", &address);
    let outcome = probe(&scene, &text)
        .also(["--plan", "--format", "json"])
        .end();
    let advice = outcome.json()["advice"].to_string();
    for words in [
        "group/library must list org/team/app",
        "READ_JOBS",
        "/group/library/-/settings/ci_cd#js-token-access",
        "member of ops/deployments who may run pipelines there",
        "include:local ci/build.yml",
    ] {
        assert!(advice.contains(words), "{words}: {advice}");
    }
}

#[test]
fn a_file_never_chooses_who_gets_the_token() {
    let scene = scene();
    let other = self::scene();
    let text = format!(
        "job:\n  script:\n    - 'curl -H \"PRIVATE-TOKEN: $T\" {}/api/v4/user'\n    - git push {}/a/b.git\n",
        other.simulator.origin(),
        other.simulator.origin()
    );
    let outcome = probe(&scene, &text).end().ends(0);
    assert!(
        outcome.stdout.contains("known to need"),
        "{}",
        outcome.stdout
    );
    assert_eq!(scene.simulator.requests().len(), 0);
    assert_eq!(other.simulator.requests().len(), 0);
}

#[test]
fn what_is_no_pipeline_file_is_refused_at_once() {
    let begin = Instant::now();
    for (text, words) in [
        ("a: [b\n".to_owned(), "is no YAML"),
        ("- a\n".to_owned(), "no jobs at its top"),
        (
            "x: ".to_owned() + &"[".repeat(140) + &"\n [".repeat(30),
            "line",
        ),
        ("#".repeat(10 << 20), "1 MiB"),
    ] {
        Run::of(["probe", "--need-from", ".gitlab-ci.yml", "--project", "a/b"])
            .file(".gitlab-ci.yml", text)
            .end()
            .refuses(words);
    }
    Run::of(["probe", "--need-from", "missing.yml"])
        .end()
        .refuses("missing.yml");
    assert!(begin.elapsed() < Duration::from_secs(30));
}
