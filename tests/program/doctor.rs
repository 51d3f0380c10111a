//! The program when nothing is typed: what is at hand, which credentials live, and what is to be done next.
//!
//! What people see is held against `tests/program/doctor/*.txt`; with `GLWHY_BLESS=1` the screens are written anew.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Outcome, Run, Scene, made_up_token};
use crate::simulator::scenarios::{self, Scenario, Stage};
use crate::simulator::{Scheme, Simulator};

/// The port of every simulator, on the screens.
const PORT: &str = "45678";

/// A world with these tokens of Alice, the project `org/team/app` in it, and nothing that names one of them.
fn world(make: impl FnOnce(&mut Stage)) -> Scene {
    let mut stage = Stage::new();
    make(&mut stage);
    let none = stage.personal(&["api"]);
    Scene::of(Scenario {
        token: None,
        ..stage.asks(none, "GET", "/api/v4/version")
    })
}

/// A token of Alice that lives.
fn alive(stage: &mut Stage) {
    let token = stage.personal(&["read_api"]);
    stage.world.add_token(token);
}

/// A token of Alice that somebody ended.
fn revoked(stage: &mut Stage) {
    let mut token = stage.personal(&["api"]);
    token.revoked = true;
    stage.world.add_token(token);
}

/// A run without any argument, in a clone of the project from this simulator.
fn in_clone(simulator: &Simulator) -> Run {
    cloned_from(&format!("{}/org/team/app.git", simulator.origin()))
}

fn cloned_from(address: &str) -> Run {
    let run = Run::of([""; 0]);
    fs::create_dir_all(run.home().join(".git")).unwrap();
    let configuration = format!("[remote \"origin\"]\n\turl = {address}\n");
    run.file(".git/config", configuration)
}

#[track_caller]
fn shows(name: &str, outcome: &Outcome, simulator: &Simulator) {
    let origin = simulator.origin();
    let port = origin.rsplit(':').next().unwrap();
    let port_shown = if port.len() == PORT.len() { PORT } else { port };
    let shown = outcome.shown().replace(port, port_shown);
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/program/doctor/{name}.txt"));
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests themselves are configured by the environment"
    )]
    let is_blessed = std::env::var_os("GLWHY_BLESS").is_some();
    if is_blessed {
        fs::write(&path, &shown).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == shown,
        "{name} is out of date: GLWHY_BLESS=1\n{shown}"
    );
    assert!(
        shown
            .lines()
            .filter(|line| !line.contains("://"))
            .all(|line| line.chars().count() <= 80),
        "{shown}"
    );
}

fn report(run: Run, code: i32) -> Value {
    run.also(["--format", "json"]).end().ends(code).json()
}

#[test]
fn where_nothing_is_found_the_first_step_is_told_and_nothing_is_sent() {
    let scene = world(|_| ());
    let run = in_clone(&scene.simulator);
    let outcome = run.end().ends(3);
    shows("nothing", &outcome, &scene.simulator);
    let report = report(run, 3);
    assert_eq!(report["command"], "doctor");
    assert_eq!(report["checkup"]["target"], "org/team/app");
    assert_eq!(report["checkup"]["credentials"], json!([]));
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn a_token_that_lives_is_told_with_its_days_and_what_it_sees() {
    let scene = world(|stage| {
        alive(stage);
    });
    let token = scene.simulator.token_value(0);
    let run = in_clone(&scene.simulator).with("GITLAB_TOKEN", &token);
    let outcome = run.end().ends(0);
    shows("good", &outcome, &scene.simulator);
    assert!(outcome.stdout.contains("days left"), "{}", outcome.stdout);
    let sent = scene.simulator.requests().len();
    assert!(sent <= 4, "{sent} requests");
    let report = report(run, 0);
    assert_eq!(report["verdict"], "healthy");
    assert_eq!(report["checkup"]["target_seen"], true);
    assert_eq!(report["checkup"]["credentials"][0]["taken"], true);
    assert!(!outcome.shown().contains(&token));
}

#[test]
fn a_dead_token_that_hides_a_good_one_is_the_thing_to_mend() {
    let scene = world(|stage| {
        revoked(stage);
        alive(stage);
    });
    let (dead, good) = (
        scene.simulator.token_value(0),
        scene.simulator.token_value(1),
    );
    let run = in_clone(&scene.simulator)
        .with("GITLAB_TOKEN", &dead)
        .with("GL_TOKEN", &good)
        .with("GITLAB_PRIVATE_TOKEN", &dead);
    let outcome = run.end().ends(3);
    shows("shadowed", &outcome, &scene.simulator);
    assert!(
        outcome.stdout.contains("unset GITLAB_TOKEN"),
        "{}",
        outcome.stdout
    );
    let requests = scene.simulator.requests();
    for token in [&dead, &good] {
        let with_it = requests.iter().filter(|request| {
            request
                .credentials()
                .iter()
                .any(|(_, value)| value == token)
        });
        assert_eq!(with_it.count(), 1, "each is asked for itself, once");
    }
    let report = report(run, 3);
    assert_eq!(report["tokens"][0]["state"], "revoked");
    assert_eq!(
        report["tokens"][0]["shadows"],
        json!(["env:GITLAB_PRIVATE_TOKEN", "env:GL_TOKEN"])
    );
    assert_eq!(report["tokens"][2]["state"], "active");
    assert_eq!(report["checkup"]["credentials"][1]["same_as"], "t1");
    assert_eq!(report["checkup"]["how"], json!(["unset GITLAB_TOKEN"]));
}

#[test]
fn the_job_has_its_own_token_and_its_own_project() {
    for (running, code) in [(true, 0), (false, 3)] {
        let scene = world(|stage| {
            let job = stage.job(stage.app).in_job(stage.app, running);
            stage.world.add_token(job);
        });
        let run = Run::of([""; 0])
            .with("GITLAB_CI", "true")
            .with("CI_SERVER_URL", scene.simulator.origin())
            .with("CI_PROJECT_PATH", "org/team/app")
            .with("CI_JOB_TOKEN", scene.simulator.token_value(0));
        let outcome = run.end().ends(code);
        let name = if running { "job" } else { "finished-job" };
        shows(name, &outcome, &scene.simulator);
        let paths: Vec<String> = scene
            .simulator
            .requests()
            .iter()
            .map(|it| it.path.clone())
            .collect();
        assert!(paths.iter().any(|path| path == "/api/v4/job"), "{paths:?}");
    }
}

#[test]
fn what_git_and_curl_send_is_told_beside_what_glwhy_takes() {
    let scene = world(|stage| {
        alive(stage);
        revoked(stage);
    });
    let (good, dead) = (
        scene.simulator.token_value(0),
        scene.simulator.token_value(1),
    );
    let origin = scene.simulator.origin();
    let with_login = origin.replace("://", &format!("://oauth2:{dead}@"));
    let run = cloned_from(&format!("{with_login}/org/team/app.git")).file(
        ".netrc",
        format!("machine 127.0.0.1 login me password {good}\n"),
    );
    let outcome = run.end().ends(0);
    shows("git", &outcome, &scene.simulator);
    assert!(!outcome.shown().contains(&dead));
    let report = report(run, 0);
    let sources: Vec<&str> = report["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| token["source"].as_str().unwrap())
        .collect();
    assert_eq!(sources, ["netrc:127.0.0.1", "git:origin"]);
    assert_eq!(
        report["checkup"]["credentials"][1]["read_by"],
        json!(["glwhy", "git"])
    );
}

#[test]
fn a_deploy_token_is_let_in_by_git_or_it_is_not() {
    let scene = Scene::of(scenarios::deploy_token_pulls());
    let token = scene.token();
    let Scheme::Basic(user) = scene.scenario.sent_as.clone() else {
        panic!("it logs in");
    };
    for (user, code) in [(user, 0), ("nobody".to_owned(), 3)] {
        let run = in_clone(&scene.simulator).file(
            ".netrc",
            format!("machine 127.0.0.1 login {user} password {token}\n"),
        );
        let report = report(run, code);
        assert_eq!(report["tokens"][0]["kind"], "deploy");
        assert_eq!(report["requests"]["sent"], 1);
    }
}

#[test]
fn on_a_host_that_only_the_repository_names_nothing_is_sent() {
    let scene = world(|_| ());
    let token = made_up_token();
    let with_login = format!("https://oauth2:{token}@gitlab.corp.example/org/app.git");
    for address in ["git@gitlab.corp.example:org/app.git", &with_login] {
        let run = cloned_from(address).with("GITLAB_TOKEN", &token);
        let outcome = run.end().ends(4);
        assert!(
            outcome
                .stdout
                .contains("glwhy doctor --instance https://gitlab.corp.example")
        );
        assert!(!outcome.shown().contains(&token));
        let report = report(run, 4);
        assert_eq!(report["requests"]["sent"], 0);
        assert_eq!(report["entries"][0]["outcome"], "not_probed");
        if address.starts_with("git@") {
            shows("unknown-host", &outcome, &scene.simulator);
        }
    }
}

#[test]
fn nobody_is_waited_for_twice() {
    let run = Run::of([""; 0])
        .with("GITLAB_HOST", "http://127.0.0.1:9")
        .with("GITLAB_TOKEN", made_up_token())
        .with("GL_TOKEN", format!("{}x", made_up_token()));
    let report = report(run, 4);
    assert_eq!(report["requests"]["sent"], 1);
    assert_eq!(report["entries"][1]["outcome"], "not_probed");
}

#[test]
fn a_plan_sends_nothing() {
    let scene = world(|stage| {
        alive(stage);
    });
    let run = Run::of(["doctor", "--plan"])
        .with("GITLAB_HOST", scene.simulator.origin())
        .with("GITLAB_TOKEN", scene.simulator.token_value(0));
    let outcome = run.end().ends(0);
    assert!(
        outcome.stdout.contains("/api/v4/user"),
        "{}",
        outcome.stdout
    );
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn every_format_tells_the_state_and_the_next_step() {
    let scene = world(|stage| {
        revoked(stage);
        alive(stage);
    });
    let run = || {
        in_clone(&scene.simulator)
            .with("GITLAB_TOKEN", scene.simulator.token_value(0))
            .with("GL_TOKEN", scene.simulator.token_value(1))
    };
    for format in ["table", "markdown", "json", "junit"] {
        let outcome = run().also(["--format", format]).end().ends(3);
        assert!(
            outcome.stdout.contains("revoked"),
            "{format}: {}",
            outcome.stdout
        );
        assert!(
            outcome.stdout.contains("unset GITLAB_TOKEN"),
            "{format}: {}",
            outcome.stdout
        );
    }
    assert!(run().also(["-q"]).end().ends(3).stdout.lines().count() < 12);
    run().also(["--exit-zero"]).end().ends(0);
}

#[test]
fn help_stays_and_an_option_alone_is_enough() {
    let help = Run::of(["--help"]).end().ends(0);
    assert!(help.stdout.contains("Usage: glwhy"), "{}", help.stdout);
    let run = Run::of(["--format", "json"]).with("GITLAB_HOST", "http://127.0.0.1:9");
    assert_eq!(run.end().ends(3).json()["command"], "doctor");
}

#[test]
fn another_token_that_git_sends_is_named_and_can_be_judged() {
    let scene = world(|stage| {
        alive(stage);
        revoked(stage);
    });
    let (good, dead) = (
        scene.simulator.token_value(0),
        scene.simulator.token_value(1),
    );
    let origin = scene.simulator.origin();
    let with_login = origin.replace("://", &format!("://oauth2:{dead}@"));
    let run = |arguments: &[&str]| {
        cloned_from(&format!("{with_login}/org/team/app.git"))
            .with("GITLAB_TOKEN", &good)
            .also(arguments.iter().copied())
    };
    for asked in [["probe", "git push"], ["probe", "clone"]] {
        let advice = run(&asked).also(["--format", "json"]).end().json()["advice"].to_string();
        assert!(
            advice.contains("git itself sends another token"),
            "{advice}"
        );
        assert!(advice.contains("--token-from git:origin"), "{advice}");
    }
    let other = run(&["probe", "/version"]).end().stdout;
    assert!(!other.contains("another token"), "{other}");
    let judged = run(&["inspect", "--token-from", "git:origin", "--format", "json"])
        .end()
        .ends(3)
        .json();
    assert_eq!(judged["tokens"][0]["source"], "git:origin");
    assert_eq!(judged["tokens"][0]["state"], "revoked");
    run(&["inspect", "--token-from", "npm:~/.npmrc"])
        .end()
        .refuses("git:origin");
    run(&["inspect", "--token-from", &good])
        .end()
        .refuses("not the token itself");
}

#[test]
fn what_a_helper_of_git_keeps_is_asked_for_only_where_the_user_says_so() {
    let paths = "/usr/local/bin:/usr/bin:/bin";
    if !std::process::Command::new("git")
        .arg("--version")
        .status()
        .is_ok_and(|status| status.success())
    {
        return;
    }
    let scene = world(|stage| {
        alive(stage);
    });
    let token = scene.simulator.token_value(0);
    let stored = scene
        .simulator
        .origin()
        .replace("://", &format!("://me:{token}@"));
    let run = |arguments: &[&str]| {
        in_clone(&scene.simulator)
            .file(".gitconfig", "[credential]\n\thelper = store\n")
            .file(".git-credentials", format!("{stored}\n"))
            .with("PATH", paths)
            .also(arguments.iter().copied())
    };
    let without = run(&["inspect", "--format", "json"]).end().ends(3).json();
    assert_eq!(without["tokens"], json!([]));
    let asked = run(&["inspect", "--token-from", "git", "--format", "json"])
        .end()
        .ends(0);
    assert!(!asked.shown().contains(&token));
    assert_eq!(asked.json()["tokens"][0]["source"], "git");
}

#[test]
fn what_other_programs_keep_is_found_after_all_that_was_found_before() {
    let scene = world(|stage| {
        alive(stage);
        revoked(stage);
    });
    let (good, dead) = (
        scene.simulator.token_value(0),
        scene.simulator.token_value(1),
    );
    let origin = scene.simulator.origin();
    let host = origin.split("://").nth(1).unwrap();
    let npmrc = format!("//{host}/api/v4/packages/npm/:_authToken={dead}\n");
    let run = || in_clone(&scene.simulator).file(".npmrc", &npmrc);
    let alone = report(run(), 3);
    assert_eq!(alone["tokens"][0]["source"], "npm:./.npmrc");
    let both = report(run().with("GITLAB_TOKEN", &good), 0);
    assert_eq!(both["tokens"][0]["shadows"], json!(["npm:./.npmrc"]));
    assert_eq!(
        both["checkup"]["next"],
        "The token of npm:./.npmrc is revoked, and npm may still send it."
    );
}
