//! What `glwhy skill` teaches an agent is true: its commands run, its words are those of the program.

use std::fs;

use serde_json::Value;

use crate::harness::{Run, Scene};
use crate::simulator::scenarios;

fn skill() -> String {
    Run::of(["skill"]).end().ends(0).stdout
}

/// The commands of its shell blocks, each as words; quotes hold words together.
fn commands(text: &str) -> Vec<Vec<String>> {
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines
        .map(|line| {
            let parts = line.split('\'').enumerate();
            let words = parts.flat_map(|(at, part)| match at % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            });
            let mut words: Vec<String> = words.collect();
            assert_eq!(words.remove(0), "glwhy", "{line}");
            words
        })
        .collect()
}

#[test]
fn it_has_the_form_that_agents_read() {
    let text = skill();
    let (head, body) = text
        .strip_prefix("---\n")
        .unwrap()
        .split_once("\n---\n")
        .unwrap();
    let keys: Vec<(&str, &str)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    assert_eq!(keys.len(), head.lines().count(), "{head}");
    assert_eq!(keys[0], ("name", "glwhy"));
    assert_eq!(keys[1].0, "description");
    // The longest that readers of skills take.
    assert!(keys[1].1.len() <= 1024, "{}", keys[1].1.len());
    // A description is YAML: a colon with a blank behind it would begin a key of its own.
    assert!(
        !keys[1].1.contains(": ") && !keys[1].1.contains(" #"),
        "{head}"
    );
    assert!(
        body.starts_with("\n# ") && text.len() < 3500,
        "{}",
        text.len()
    );
}

#[test]
fn every_command_that_it_shows_runs_and_answers_in_lines() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let mut answered = 0;
    let commands = commands(&skill());
    for words in &commands {
        let run = Run::of(words)
            .with("GITLAB_HOST", scene.simulator.origin())
            .with("GITLAB_TOKEN", scene.token())
            .file(
                "job.log",
                "remote: HTTP Basic: Access denied\n{\"message\":\"403 Forbidden\"}\n",
            );
        fs::create_dir_all(run.home().join(".git")).unwrap();
        let remote = format!("{}/org/team/app.git", scene.simulator.origin());
        let configuration = format!("[remote \"origin\"]\n\turl = {remote}\n");
        let outcome = run.file(".git/config", configuration).end();
        assert!(
            [0, 3].contains(&outcome.code),
            "{words:?}: {}",
            outcome.shown()
        );
        if words.contains(&"jsonl".to_owned()) {
            let lines: Vec<Value> = outcome
                .stdout
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            assert!(
                lines.iter().any(|line| line["type"] == "entry"),
                "{words:?}: {}",
                outcome.shown()
            );
            assert_eq!(lines.last().unwrap()["type"], "summary");
            answered += 1;
        }
    }
    assert_eq!((commands.len(), answered), (6, 5));
}

#[test]
fn every_field_that_it_names_is_in_the_schema_of_a_line() {
    let schema = include_str!("../../docs/lines-v1.schema.json");
    let text = skill();
    let (_, read) = text.split_once("## Read").unwrap();
    let names = read.split('`').skip(1).step_by(2);
    for name in names.filter(|name| {
        name.chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '_')
    }) {
        let is_word = schema.contains(&format!("\"{name}\""));
        assert!(is_word, "{name} is no field or word of a line");
    }
}
