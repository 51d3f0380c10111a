//! `probe --connections`: many tokens on many instances, in one run.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;
use std::time::Duration;

use glwhy::unstable::render::Format;
use jiff::civil::date;
use serde_json::Value;

use crate::harness::{Outcome, Run, made_up_token, runtime};
use crate::simulator::scenarios::Stage;
use crate::simulator::{Manner, Simulator, scenarios};

/// An instance with some tokens, and the connections to it.
struct Fleet {
    simulator: Simulator,
    tokens: Vec<String>,
}

impl Fleet {
    /// Serves an instance with healthy tokens.
    fn of(tokens: usize) -> Self {
        Self::with(tokens, Manner::default())
    }

    fn with(tokens: usize, manner: Manner) -> Self {
        let mut stage = Stage::new();
        for _ in 0..tokens {
            let token = stage.personal(&["read_api"]);
            stage.world.add_token(token);
        }
        Self::serve(stage, manner)
    }

    fn serve(stage: Stage, manner: Manner) -> Self {
        let number = stage.world.tokens.len();
        let simulator = runtime().block_on(Simulator::start_with(stage.world, manner));
        let tokens = (0..number)
            .map(|index| simulator.token_value(index))
            .collect();
        Self { simulator, tokens }
    }

    /// Writes one connection, whose token is in a variable.
    fn table(&self, name: &str, variable: &str, more: &str) -> String {
        let instance = self.simulator.origin();
        format!(
            "[{name}]\ninstance = \"{instance}\"\ntoken = {{ env = \"{variable}\" }}\n{more}\n\n"
        )
    }

    /// Writes a connection for every token.
    fn all(&self, prefix: &str) -> String {
        (0..self.tokens.len()).fold(String::new(), |mut file, index| {
            let name = format!("{prefix}-{index}");
            file.push_str(&self.table(&name, &variable(prefix, index), ""));
            file
        })
    }

    /// Gives a run all the tokens.
    fn give(&self, run: Run, prefix: &str) -> Run {
        let tokens = self.tokens.iter().enumerate();
        tokens.fold(run, |run, (index, token)| {
            run.with(&variable(prefix, index), token)
        })
    }
}

fn variable(prefix: &str, index: usize) -> String {
    format!("{}_{index}", prefix.to_uppercase())
}

fn run(file: &str) -> Run {
    Run::of(["probe", "--connections", "all.toml"])
        .with("PATH", "/usr/bin:/bin")
        .file("all.toml", file)
}

fn json(run: Run, code: i32) -> Value {
    run.also(["--format", "json"]).end().ends(code).json()
}

/// What is told of each connection in one column.
fn column(report: &Value, name: &str) -> Vec<String> {
    let connections = report["connections"].as_array().unwrap();
    let text = |connection: &Value| connection[name].as_str().unwrap_or("-").to_owned();
    connections.iter().map(text).collect()
}

#[test]
fn results_keep_the_order_of_the_file_and_name_the_cause() {
    let mut stage = Stage::new();
    let healthy = stage.personal(&["read_api"]);
    let expired = stage.personal(&["read_api"]).expiring(date(2026, 11, 1));
    let mut revoked = stage.personal(&["read_api"]);
    revoked.revoked = true;
    for token in [healthy, expired, revoked] {
        stage.world.add_token(token);
    }
    let fleet = Fleet::serve(stage, Manner::default());
    let file = [("zeta", 1), ("alpha", 0), ("mid", 2), ("beta", 0)]
        .map(|(name, index)| fleet.table(name, &variable("it", index), ""))
        .concat();
    let report = json(fleet.give(run(&file), "it"), 3);
    assert_eq!(column(&report, "name"), ["zeta", "alpha", "mid", "beta"]);
    assert_eq!(
        column(&report, "verdict"),
        ["problem", "healthy", "problem", "healthy"]
    );
    assert_eq!(column(&report, "cause"), ["expired", "-", "revoked", "-"]);
    assert_eq!(column(&report, "gate"), ["lifetime", "-", "lifetime", "-"]);
    assert_eq!(report["connections"][1]["token"], "t2");
    assert_eq!(
        report["connections"][1]["entries"],
        serde_json::json!(["e2"])
    );
    assert_eq!(report["connections"][1]["place"], "all.toml:6");
    assert_eq!(report["summary"]["verdicts"]["problem"], 2);
    assert_eq!(report["summary"]["causes"]["expired"], 1);
    let table = fleet.give(run(&file), "it").end().ends(3).stdout;
    let at = |name: &str| table.lines().position(|line| line.contains(name)).unwrap();
    assert!(
        at("zeta ") < at("alpha ") && at("mid ") < at("beta "),
        "{table}"
    );
    assert!(
        table.contains("4 connections: 2 healthy, 2 with a problem. Verdict: problem."),
        "{table}"
    );
    assert!(table.contains("Do "), "{table}");
}

#[test]
fn the_address_of_a_project_leads_to_its_instance_and_is_looked_for_once() {
    let fleet = Fleet::of(2);
    let origin = fleet.simulator.origin();
    let file = fleet.all("it");
    let pasted = file.replace(&origin, &format!("{origin}/org/team/app"));
    let run = fleet.give(run(&pasted), "it").also(["--concurrency", "1"]);
    let report = json(run, 0);
    for connection in report["connections"].as_array().unwrap() {
        assert_eq!(connection["instance"]["url"], origin, "{connection}");
        let advice = connection["advice"].to_string();
        assert!(advice.contains("instance-found"), "{advice}");
    }
    let searched: Vec<_> = fleet
        .simulator
        .requests()
        .into_iter()
        .filter(|request| request.path.starts_with("/org"))
        .collect();
    assert!(!searched.is_empty());
    for request in &searched {
        assert!(request.credentials().is_empty(), "{request:?}");
    }
    let mut paths: Vec<&str> = searched
        .iter()
        .map(|request| request.path.as_str())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), searched.len(), "{paths:?}");
}

#[test]
fn a_broken_entry_is_one_failed_result_and_never_the_end() {
    let fleet = Fleet::of(1);
    let instance = fleet.simulator.origin();
    let table = |name: &str, token: &str, more: &str| {
        format!("[{name}]\ninstance = \"{instance}\"\ntoken = {token}\n{more}\n")
    };
    let good = "{ env = \"IT_0\" }";
    let secret = made_up_token();
    let file = [
        table("misspelt", good, "fail_witin = 3"),
        table("inline", &format!("\"{secret}\""), ""),
        table("unset", "{ env = \"NOWHERE\" }", ""),
        table("no-file", "{ file = \"none.txt\" }", ""),
        table("failing", "{ command = \"echo oops >&2; exit 7\" }", ""),
        table("long", "{ command = \"yes\" }", ""),
        "[no-instance]\ntoken = { env = \"IT_0\" }\n".to_owned(),
        "[bad-instance]\ninstance = \"ftp://x\"\ntoken = { env = \"IT_0\" }\n".to_owned(),
        table("no-project", good, "project = \"nothing\""),
        table("good", good, ""),
    ]
    .concat();
    let report = json(fleet.give(run(&file), "it"), 3);
    let verdicts = column(&report, "verdict");
    assert_eq!(
        verdicts
            .iter()
            .filter(|verdict| *verdict == "problem")
            .count(),
        9
    );
    assert_eq!(verdicts[9], "healthy");
    let codes = column(&report, "code");
    assert_eq!(codes[0], "unknown-key");
    assert_eq!(codes[1], "token-written-out");
    assert_eq!(report["connections"][2]["cause"], "missing_token");
    assert_eq!(codes[3..6], ["token-not-read"; 3]);
    assert_eq!(
        codes[6..9],
        ["key-missing", "value-invalid", "value-invalid"]
    );
    let told = report["connections"][0]["advice"][0]["text"]
        .as_str()
        .unwrap();
    assert_eq!(
        told,
        "all.toml:4:1: there is no key fail_witin. Did you mean fail_within?"
    );
    let outcome = fleet.give(run(&file), "it").end();
    assert!(!outcome.shown().contains(&secret));
    assert!(
        outcome.stdout.contains("exit code 7: oops"),
        "{}",
        outcome.stdout
    );
    assert_eq!(fleet.simulator.requests().len(), 2);
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_place() {
    run("[acme]\ninstance = here\n").end().refuses("2:12");
    run("# nothing\n").end().refuses("holds no connection");
    Run::of(["probe", "--connections", "none.toml"])
        .end()
        .refuses("none.toml");
}

#[test]
fn one_connection_is_not_checked_beside_another_way_to_say_what() {
    for more in [
        vec!["/user"],
        vec!["--instance", "https://gitlab.example.com"],
        vec!["--token-env", "X"],
        vec!["--project", "a/b"],
    ] {
        let outcome = run("").also(more).end();
        outcome.refuses("cannot be used with");
    }
    Run::of(["probe", "/user", "--shard", "1/2"])
        .end()
        .refuses("cannot be used with");
    Run::of(["probe", "--shard", "1/2"])
        .end()
        .refuses("--connections");
    run("")
        .also(["--shard", "3/2"])
        .end()
        .refuses("counted from 1");
}

#[test]
fn the_parts_of_a_file_hold_every_connection_once() {
    let fleet = Fleet::of(20);
    let file = fleet.all("it");
    let mut seen = Vec::new();
    for part in 1..=3 {
        let run = fleet
            .give(run(&file), "it")
            .also(["--shard", &format!("{part}/3")]);
        seen.extend(column(&json(run, 0), "name"));
    }
    let all: BTreeSet<String> = (0..20).map(|index| format!("it-{index}")).collect();
    assert_eq!(seen.len(), 20);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), all);
    assert_eq!(fleet.simulator.requests().len(), 20);
}

#[test]
fn a_part_without_connections_is_healthy() {
    let fleet = Fleet::of(1);
    let ends = (1..=4).map(|part| {
        let run = fleet.give(run(&fleet.all("it")), "it");
        run.also(["--shard", &format!("{part}/4")])
            .end()
            .ends(0)
            .stdout
    });
    let empty = ends
        .filter(|table| table.contains("Nothing was asked."))
        .count();
    assert_eq!(empty, 3);
}

/// Ctrl-C, a job that is cancelled, and a terminal that is closed.
#[test]
fn what_is_done_is_kept_when_the_run_is_stopped() {
    for signal in ["INT", "TERM", "HUP"] {
        keeps_what_is_done(signal);
    }
}

fn slow() -> Manner {
    Manner {
        latency: Duration::from_millis(100),
        ..Manner::default()
    }
}

fn keeps_what_is_done(signal: &str) {
    let fleet = Fleet::with(40, slow());
    let run = fleet.give(run(&fleet.all("it")), "it").also([
        "--concurrency",
        "1",
        "--format",
        "json",
        "--report",
        "table=out.txt",
    ]);
    let started = run.start();
    // With one request at a time, the third is not sent before the second is answered.
    while fleet.simulator.requests().len() < 3 {
        std::thread::yield_now();
    }
    kill(signal, started.id());
    let outcome = started.end().ends(4);
    let report = outcome.json();
    let verdicts = column(&report, "verdict");
    assert_eq!(verdicts.len(), 40);
    assert_eq!(verdicts[..2], ["healthy"; 2]);
    assert_eq!(verdicts[39], "unknown");
    assert_eq!(column(&report, "code")[39], "not-asked");
    let connections = report["connections"].as_array().unwrap();
    assert!(
        connections
            .iter()
            .all(|one| one["instance"]["url"].is_string())
    );
    let last = report["entries"].as_array().unwrap().last().unwrap();
    assert_eq!(last["outcome"], "not_probed");
    assert_eq!(report["advice"][0]["code"], "interrupted");
    let table = run.read_file("out.txt");
    assert!(table.contains("not asked"), "{table}");
    assert_eq!(table.matches("was stopped").count(), 1, "{table}");
    assert!(fleet.simulator.requests().len() < 40);
}

fn kill(signal: &str, process: u32) {
    let killed = Command::new("sh")
        .args(["-c", &format!("kill -{signal} {process}")])
        .status();
    assert!(killed.unwrap().success());
}

/// `nohup` ignores the end of the terminal, and so does what it starts.
#[test]
fn a_run_under_nohup_goes_on() {
    let fleet = Fleet::with(2, slow());
    let run = fleet.give(run(&fleet.all("it")), "it");
    let run = run.started_by("trap '' HUP; exec \"$0\" \"$@\"");
    let run = run.also(["--concurrency", "1"]);
    let started = run.start();
    while fleet.simulator.requests().is_empty() {
        std::thread::yield_now();
    }
    kill("HUP", started.id());
    started.end().ends(0);
}

/// A pipe that nobody writes to is no reason for the others to wait, nor for whoever wants an end.
#[test]
fn a_token_file_that_never_ends_holds_nobody_up() {
    for signal in ["INT", "TERM"] {
        let fleet = Fleet::of(2);
        let instance = fleet.simulator.origin();
        let stuck =
            format!("[stuck]\ninstance = \"{instance}\"\ntoken = {{ file = \"pipe\" }}\n\n");
        let run = fleet.give(run(&(stuck + &fleet.all("it"))), "it");
        let run = run.also(["--format", "json", "--concurrency", "2"]);
        let run = run.pipe("pipe");
        let started = run.start();
        // The others take turns, so the first of them is done when the second is asked.
        while fleet.simulator.requests().len() < 2 {
            std::thread::yield_now();
        }
        kill(signal, started.id());
        let report = started.end().ends(4).json();
        assert_eq!(column(&report, "code")[0], "not-asked");
        assert_eq!(column(&report, "verdict")[1], "healthy");
    }
}

#[test]
fn more_scopes_than_allowed_are_a_warning() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api", "read_user"]);
    stage.world.add_token(token);
    let fleet = Fleet::serve(stage, Manner::default());
    let file = fleet.table("it-0", "IT_0", "max_scopes = [\"read_api\", \"read_user\"]");
    let report = json(fleet.give(run(&file), "it"), 0);
    let advice = report["connections"][0]["advice"].as_array().unwrap();
    let found = advice
        .iter()
        .find(|advice| advice["code"] == "over-privileged");
    assert!(
        found.unwrap()["text"]
            .as_str()
            .unwrap()
            .contains("has api, which")
    );
    let table = fleet.give(run(&file), "it").end().ends(0).stdout;
    assert!(table.contains("[over-privileged]"), "{table}");
}

#[test]
fn coming_expiry_warns_and_fails_by_the_days_of_each_connection() {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]).expiring(date(2026, 12, 2));
    stage.world.add_token(token);
    let fleet = Fleet::serve(stage, Manner::default());
    let file = [
        fleet.table("calm", "IT_0", "warn_within = 3"),
        fleet.table("warned", "IT_0", ""),
        fleet.table("failed", "IT_0", "fail_within = 10"),
    ]
    .concat();
    let report = json(fleet.give(run(&file), "it"), 3);
    assert_eq!(
        column(&report, "verdict"),
        ["healthy", "healthy", "problem"]
    );
    assert_eq!(column(&report, "code")[2], "expires-soon");
    let severities =
        [1, 2].map(|index: usize| &report["connections"][index]["advice"][0]["severity"]);
    assert_eq!(severities, ["warning", "problem"]);
    assert_eq!(report["connections"][0]["days_left"], 10);
}

#[test]
fn a_project_is_asked_for_and_a_hidden_one_is_refused() {
    let fleet = Fleet::of(1);
    let file = [
        fleet.table("seen", "IT_0", "project = \"org/team/app\""),
        fleet.table("hidden", "IT_0", "project = \"other/thing\""),
    ]
    .concat();
    let report = json(fleet.give(run(&file), "it"), 3);
    assert_eq!(column(&report, "verdict"), ["healthy", "problem"]);
    assert_eq!(report["connections"][1]["gate"], "resource");
    let subject = &report["entries"][3]["subject"];
    assert_eq!(subject, "GET /projects/other%2Fthing");
}

#[test]
fn what_a_connection_needs_is_checked_for_each() {
    let fleet = Fleet::of(1);
    let needs = "project = \"org/team/app\"\nneeds = [\"read-merge-requests\", \"create-release\"]";
    let file = [
        fleet.table(
            "reads",
            "IT_0",
            "project = 'org/team/app'\nneeds = ['read-merge-requests']",
        ),
        fleet.table("writes", "IT_0", needs),
        fleet.table("nowhere", "IT_0", "needs = [\"clone\"]"),
    ]
    .concat();
    let report = json(fleet.give(run(&file), "it"), 3);
    assert_eq!(
        column(&report, "verdict"),
        ["healthy", "problem", "problem"]
    );
    assert_eq!(column(&report, "cause"), ["-", "wrong_scope", "-"]);
    assert_eq!(column(&report, "code")[2], "need-out-of-place");
    let entries = report["connections"][1]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(report["tokens"][1]["state"], "active");
    let least =
        [0, 1, 2].map(|index: usize| &report["connections"][index]["least_privilege"]["scopes"]);
    assert_eq!(least[0], &serde_json::json!(["read_api"]));
    assert_eq!(least[1], &serde_json::json!(["api"]));
    assert!(least[2].is_null() && report["least_privilege"].is_null());
    let table = fleet.give(run(&file), "it").end().ends(3).stdout;
    assert!(table.contains("create-release: refused"), "{table}");
    assert_eq!(table.matches("The smallest token").count(), 1, "{table}");
}

#[test]
fn a_long_list_shows_those_that_need_a_look() {
    let mut stage = Stage::new();
    let healthy = stage.personal(&["read_api"]);
    let expired = stage.personal(&["read_api"]).expiring(date(2026, 11, 1));
    for token in [healthy, expired] {
        stage.world.add_token(token);
    }
    let fleet = Fleet::serve(stage, Manner::default());
    let file: String = (0..200)
        .map(|index| {
            let variable = variable("it", usize::from(index % 10 == 0));
            fleet.table(&format!("c{index}"), &variable, "")
        })
        .collect();
    for format in ["table", "markdown"] {
        let run = fleet.give(run(&file), "it").also(["--format", format]);
        let short = run.end().ends(3).stdout;
        for name in (0..200).map(|index| format!("c{index}")) {
            let is_shown = short.split([' ', '`']).any(|word| word == name);
            assert_eq!(is_shown, name.ends_with('0'), "{name} in {short}");
        }
    }
}

#[test]
fn five_hundred_connections_on_five_hosts_are_checked() {
    let fleets: Vec<Fleet> = (0..5).map(|_| Fleet::of(100)).collect();
    let mut file = String::new();
    for index in 0..100 {
        for (host, fleet) in fleets.iter().enumerate() {
            let name = format!("h{host}-{index}");
            let _ = write!(
                file,
                "{}",
                fleet.table(&name, &variable(&format!("h{host}"), index), "")
            );
        }
    }
    let all = fleets
        .iter()
        .enumerate()
        .fold(run(&file), |run, (host, fleet)| {
            fleet.give(run, &format!("h{host}"))
        });
    let report = json(all, 0);
    assert_eq!(report["summary"]["verdicts"]["healthy"], 500);
    assert_eq!(report["requests"]["sent"], 500);
    let names = column(&report, "name");
    assert_eq!((names[0].as_str(), names[7].as_str()), ("h0-0", "h2-1"));
    for fleet in &fleets {
        assert_eq!(fleet.simulator.requests().len(), 100);
    }
}

#[test]
fn each_token_goes_to_its_own_instance_only() {
    // Both instances make the same tokens, so each is asked with another one of them.
    let (one, other) = (Fleet::of(1), Fleet::of(2));
    let file = [one.table("one", "A_0", ""), other.table("other", "B_1", "")].concat();
    json(other.give(one.give(run(&file), "a"), "b"), 0);
    let (first, second) = (&one.tokens[0], &other.tokens[1]);
    for (fleet, mine, foreign) in [(&one, first, second), (&other, second, first)] {
        let sent = format!("{:?}", fleet.simulator.requests());
        assert!(sent.contains(mine) && !sent.contains(foreign));
    }
}

#[test]
fn a_token_that_was_given_for_another_instance_is_not_sent() {
    let fleet = Fleet::of(1);
    let file = fleet.table("job", "CI_JOB_TOKEN", "");
    let run = run(&file)
        .with("CI_JOB_TOKEN", made_up_token())
        .with("CI_SERVER_URL", "https://gitlab.example.com");
    let report = json(run, 3);
    assert_eq!(column(&report, "code"), ["other-instance"]);
    assert_eq!(fleet.simulator.requests().len(), 0);
}

#[test]
fn a_redirect_is_not_followed_and_gives_no_verdict() {
    let scenario = scenarios::redirect_to_other_host();
    let token = scenario.token_value().to_owned();
    let simulator = runtime().block_on(Simulator::start_with(scenario.world, scenario.manner));
    let file = format!(
        "[acme]\ninstance = \"{}\"\ntoken = {{ env = \"A\" }}\n",
        simulator.origin()
    );
    let report = json(run(&file).with("A", token), 4);
    assert_eq!(column(&report, "cause"), ["network"]);
    assert_eq!(column(&report, "verdict"), ["unknown"]);
}

#[test]
fn a_host_that_asks_for_a_rest_gets_it() {
    let manner = Manner {
        throttled_first: 1,
        ..Manner::default()
    };
    let fleet = Fleet::with(4, manner);
    let run = fleet
        .give(run(&fleet.all("it")), "it")
        .also(["--concurrency", "1"]);
    let report = json(run, 0);
    assert_eq!(report["summary"]["verdicts"]["healthy"], 4);
    assert_eq!(fleet.simulator.requests().len(), 5);
}

#[test]
fn a_host_that_is_not_there_leaves_no_verdict() {
    let file = "[acme]\ninstance = \"http://127.0.0.1:1\"\ntoken = { env = \"A\" }\n";
    let report = json(run(file).with("A", made_up_token()), 4);
    assert_eq!(column(&report, "cause"), ["network"]);
}

#[test]
fn no_output_holds_a_token_and_a_pipe_sees_no_progress() {
    let mut stage = Stage::new();
    let healthy = stage.personal(&["read_api"]);
    let expired = stage.personal(&["read_api"]).expiring(date(2026, 11, 1));
    for token in [healthy, expired] {
        stage.world.add_token(token);
    }
    let fleet = Fleet::serve(stage, Manner::default());
    let files = format!(
        "{}{}",
        fleet.all("it"),
        fleet.table("echoing", "IT_1", "token_user = \"me\"")
    );
    for format in Format::ALL.map(Format::name) {
        for more in ["--verbose", "--quiet"] {
            let outcome: Outcome = fleet
                .give(run(&files), "it")
                .also(["--format", format, more])
                .end()
                .ends(3);
            assert_eq!(outcome.stderr, "");
            for token in &fleet.tokens {
                assert!(!outcome.stdout.contains(token), "{format}");
            }
            assert!(outcome.stdout.contains("it-1"), "{}", outcome.stdout);
        }
    }
}

#[test]
fn a_plan_sends_nothing() {
    let fleet = Fleet::of(3);
    let file = fleet.all("it");
    let report = json(fleet.give(run(&file), "it").also(["--plan"]), 0);
    assert_eq!(report["requests"]["sent"], 0);
    assert_eq!(report["requests"]["log"].as_array().unwrap().len(), 3);
    assert_eq!(fleet.simulator.requests().len(), 0);
}

#[test]
fn tokens_come_from_files_beside_the_list_and_from_commands() {
    let fleet = Fleet::of(2);
    let instance = fleet.simulator.origin();
    let file = format!(
        "[file]\ninstance = \"{instance}\"\ntoken = {{ file = \"it.token\" }}\n\
         [command]\ninstance = \"{instance}\"\ntoken = {{ command = \"cat sub/other.token\" }}\n"
    );
    let run = run(&file).file("it.token", &fleet.tokens[0]);
    std::fs::create_dir(run.home().join("sub")).unwrap();
    let run = run.file("sub/other.token", &fleet.tokens[1]);
    let report = json(run, 0);
    let sources = [0, 1].map(|index: usize| &report["tokens"][index]["source"]);
    assert_eq!(sources, ["file:it.token", "command"]);
}

#[test]
fn a_token_command_that_runs_the_program_on_the_same_file_ends() {
    let program = env!("CARGO_BIN_EXE_glwhy");
    let file = format!(
        "[acme]\ninstance = \"http://127.0.0.1:1\"\ntoken = {{ command = \"{program} probe --connections all.toml\" }}\n"
    );
    let outcome = run(&file).end().ends(3);
    assert!(
        outcome.stdout.contains("token-not-read"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn junit_has_a_case_for_each_connection() {
    let fleet = Fleet::of(1);
    let file = [
        fleet.table("good", "IT_0", ""),
        fleet.table("bad", "NOWHERE", ""),
    ]
    .concat();
    let run = fleet.give(run(&file), "it").also(["--format", "junit"]);
    let xml = run.end().ends(3).stdout;
    assert!(
        xml.contains("tests=\"2\"") && xml.contains("failures=\"1\""),
        "{xml}"
    );
    assert!(
        xml.contains("name=\"bad\"") && xml.contains("type=\"missing_token\""),
        "{xml}"
    );
}
