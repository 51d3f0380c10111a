//! What operators feed to other programs: JSON Lines as results come, figures for monitoring, and a list for a merge request.
//!
//! `GLWHY_PARSERS` names the Python of an environment with `prometheus_client`, which `.ci/run parsers` installs; without it,
//! the test of a real parser says that it was left out.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Command;

use jiff::civil::date;
use serde_json::Value;

use crate::harness::{Run, Scene, announce, runtime};
use crate::simulator::scenarios::{self, Stage};
use crate::simulator::{Manner, Simulator};

/// Two connections, one of which is dead, and a broken one; the first waits for its token where `waits`.
fn fleet(waits: bool) -> (Run, Simulator) {
    let mut stage = Stage::new();
    let healthy = stage.personal(&["read_api"]).expiring(date(2026, 12, 2));
    let dead = stage.personal(&["read_api"]).expiring(date(2026, 11, 1));
    for token in [healthy, dead] {
        stage.world.add_token(token);
    }
    let simulator = runtime().block_on(Simulator::start_with(stage.world, Manner::default()));
    let origin = simulator.origin();
    let slow = if waits {
        "{ command = \"cat later\" }"
    } else {
        "{ env = \"GOOD\" }"
    };
    let file = format!(
        "[slow]\ninstance = \"{origin}\"\ntoken = {slow}\n\n\
         [dead]\ninstance = \"{origin}\"\ntoken = {{ env = \"DEAD\" }}\n\n\
         [\"a \\\"quoted\\\\ <b>name\"]\ninstance = \"nowhere at all\"\n"
    );
    let run = Run::of(["probe", "--connections", "all.toml"])
        .with("PATH", "/usr/bin:/bin")
        .with("GOOD", simulator.token_value(0))
        .with("DEAD", simulator.token_value(1))
        .file("all.toml", file);
    (run, simulator)
}

fn read(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn a_connection_is_told_while_others_are_waited_for() {
    let (run, simulator) = fleet(true);
    let run = run.pipe("later").also(["--format", "jsonl"]);
    let mut started = run.start();
    let mut lines = BufReader::new(started.output()).lines();
    let mut told = Vec::new();
    // The first connection cannot be done: its token comes when the others were told.
    while told.len() < 2 {
        let line = read(&lines.next().unwrap().unwrap());
        if line["type"] == "connection" {
            told.push(line["connection"].clone());
        }
    }
    fs::write(run.home().join("later"), simulator.token_value(0)).unwrap();
    let rest: Vec<Value> = lines.map(|line| read(&line.unwrap())).collect();
    let [.., slow, summary] = rest.as_slice() else {
        panic!("{rest:?}");
    };
    assert_eq!(slow["connection"], "slow");
    assert_eq!(slow["verdict"], "healthy");
    assert_eq!(slow["days_left"], 10);
    assert_eq!(summary["type"], "summary");
    assert_eq!(summary["verdict"], "problem");
    started.end().ends(3);
}

#[test]
fn lines_in_a_file_hold_the_same_in_the_order_of_the_file() {
    let (run, _simulator) = fleet(false);
    let run = run.also(["--report", "jsonl=all.jsonl"]);
    run.end().ends(3);
    let text = run.read_file("all.jsonl");
    let lines: Vec<Value> = text.lines().map(read).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of("entry"), of("connection"), of("summary")), (3, 3, 1));
    let dead = lines.iter().find(|line| line["connection"] == "dead");
    let dead = dead.unwrap();
    assert_eq!(dead["code"], "token-expired", "{dead}");
    assert!(dead["fix"].is_string(), "{dead}");
    let fault = &lines[lines.len() - 2];
    assert_eq!(fault["advice"][0]["code"], "key-missing", "{fault}");
}

#[test]
fn every_command_writes_a_line_for_each_entry() {
    let scene = Scene::of(scenarios::project_token_and_personal_token_same_scopes().0);
    let asked = scene.run(["probe", "--need", "clone,push", "--project", "org/team/app"]);
    let pasted = Run::of(["explain"]).reading("{\"message\":\"403 Forbidden\"}\n");
    for (run, entries, code) in [
        (scene.run(["inspect"]), 1, 0),
        (asked, 2, 3),
        (pasted, 1, 3),
    ] {
        let text = run.also(["--format", "jsonl"]).end().ends(code).stdout;
        let lines: Vec<Value> = text.lines().map(read).collect();
        assert_eq!(lines.len(), entries + 1, "{text}");
        assert!(
            lines[..entries].iter().all(|line| line["type"] == "entry"),
            "{text}"
        );
        assert!(text.len() < entries * 1200 + 300, "{text}");
    }
}

/// The figures of one run over a file, and of one over a token.
fn figures() -> [String; 2] {
    let (run, _simulator) = fleet(false);
    let run = run.also(["--report", "openmetrics=glwhy.prom"]);
    run.end().ends(3);
    let scene = Scene::of(scenarios::project_token_and_personal_token_same_scopes().0);
    let asked = scene.run(["probe", "--need", "clone,push", "--project", "org/team/app"]);
    let asked = asked.also(["--format", "openmetrics"]).end().ends(3);
    [run.read_file("glwhy.prom"), asked.stdout]
}

#[test]
fn figures_tell_health_cause_and_days_of_each_connection() {
    let [fleet, _] = figures();
    for told in [
        "glwhy_run_healthy{command=\"probe\"} 0",
        "glwhy_connection_healthy{connection=\"slow\",instance=\"http://127.0.0.1:",
        "verdict=\"problem\",cause=\"expired\",code=\"token-expired\",gate=\"lifetime\"} 1",
        "glwhy_connection_days_left{connection=\"slow\",",
        "glwhy_connections{verdict=\"problem\"} 2",
        "connection=\"a \\\"quoted\\\\ <b>name\"",
        "\n# EOF\n",
    ] {
        assert!(fleet.contains(told), "{told}: {fleet}");
    }
}

/// Reads with both parsers of Python's client, and prints what each family holds.
const PARSER: &str = "
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as older
text = sys.stdin.read()
for parse in (strict, older):
    families = list(parse(text))
    assert all(family.type == 'gauge' and family.documentation for family in families), families
    names = [sample.name for family in families for sample in family.samples]
    labels = [sample.labels for family in families for sample in family.samples]
    assert len(names) >= 6 and all(sample.timestamp is None for family in families for sample in family.samples)
    assert len({(name, tuple(label.items())) for name, label in zip(names, labels)}) == len(names)
    quoted = [label for label in labels if label.get('connection', '').startswith('a ')]
    assert all(label['connection'] == 'a \"quoted\\\\ <b>name' for label in quoted), quoted
";

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn figures_are_read_by_the_parsers_of_prometheus() {
    let figures = figures();
    announce("reports with figures", figures.len());
    let Some(python) = std::env::var_os("GLWHY_PARSERS") else {
        announce("left out, for want of GLWHY_PARSERS", 0);
        return;
    };
    for text in figures {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &text).unwrap();
        let input = fs::File::open(file.path()).unwrap();
        let parsed = Command::new(&python)
            .args(["-c", PARSER])
            .stdin(input)
            .status();
        assert!(parsed.expect("Python is there").success(), "{text}");
    }
}

#[test]
fn a_merge_request_shows_what_is_to_be_mended_at_its_line() {
    let (run, _simulator) = fleet(false);
    let run = run.also(["--report", "code-quality=gl-code-quality-report.json"]);
    run.end().ends(3);
    let issues = read(&run.read_file("gl-code-quality-report.json"));
    let issues = issues.as_array().unwrap();
    let seen: Vec<(&str, u64, &str)> = issues
        .iter()
        .map(|issue| {
            assert_eq!(issue["location"]["path"], "all.toml", "{issue}");
            assert!(
                issue["fingerprint"]
                    .as_str()
                    .is_some_and(|text| text.starts_with("glwhy ")),
                "{issue}"
            );
            let line = issue["location"]["lines"]["begin"].as_u64().unwrap();
            let check = issue["check_name"].as_str().unwrap();
            (check, line, issue["severity"].as_str().unwrap())
        })
        .collect();
    assert!(seen.contains(&("expires-soon", 1, "minor")), "{seen:?}");
    assert!(seen.contains(&("token-expired", 5, "critical")), "{seen:?}");
    assert!(seen.contains(&("key-missing", 9, "critical")), "{seen:?}");
}
