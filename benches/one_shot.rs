//! The whole program beside its peers, in one run: `cargo bench --bench one_shot`.
//!
//! hyperfine times the commands; a simulated GitLab on a loopback port answers those that ask. Peers that are not
//! installed are left out and named. Writes `benches/results/one-shot.json`, from which `docs/performance.md` is made.
//! What it needs: hyperfine, curl, time (Debian); python-gitlab and pipelinemd (PyPI); jwt-cli (a crate).

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot be set up has failed, and it says what it left out"
)]

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;
use simulator::Simulator;
use simulator::scenarios;
use tempfile::TempDir;

mod figures;
#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves several test binaries"
)]
#[path = "../tests/simulator/mod.rs"]
mod simulator;

/// A command, and another that does about the same.
struct Pair {
    /// What is done.
    what: &'static str,
    /// Ours.
    command: String,
    /// Theirs: the program, and its command line.
    peer: (&'static str, String),
    /// What we want of the ratio.
    wanted: &'static str,
}

impl Pair {
    /// Whether the other program is installed; it is told where it is not.
    fn is_there(&self) -> bool {
        let (peer, theirs) = &self.peer;
        let program = theirs.split(' ').next().unwrap_or_default();
        let version = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if version.is_err() {
            println!(
                "left out: {} beside {peer}, which is not installed",
                self.what
            );
        }
        version.is_ok()
    }
}

/// A server, and a folder with what the commands read.
struct Stage {
    folder: TempDir,
    address: String,
    token: String,
}

impl Stage {
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Ours, with the token in a file.
    fn glwhy(&self, arguments: &str) -> String {
        let token = self.write("token", &self.token);
        let program = env!("CARGO_BIN_EXE_glwhy");
        format!(
            "{program} {arguments} --instance {} --token-file {token}",
            self.address
        )
    }

    /// What needs no network.
    fn offline(&self) -> Vec<Pair> {
        let program = env!("CARGO_BIN_EXE_glwhy");
        let jwt = self.write("job-token", JOB_TOKEN);
        let body = self.write("body.json", BODY);
        let log = self.write("job.log", LOG);
        let pair = |what, command, peer, wanted| Pair {
            what,
            command,
            peer,
            wanted,
        };
        let no_work = || ("curl", "curl --version".to_owned());
        vec![
            pair(
                "start and end: --version",
                format!("{program} --version"),
                no_work(),
                "less than 1",
            ),
            pair(
                "inspect --offline",
                self.glwhy("inspect --offline"),
                no_work(),
                "less than 1",
            ),
            pair(
                "explain of one body",
                format!("{program} explain {body}"),
                no_work(),
                "less than 1",
            ),
            pair(
                "inspect --offline of a job token, beside decoding it",
                format!("{program} inspect --offline --token-file {jwt}"),
                ("jwt-cli", format!("jwt decode {JOB_TOKEN}")),
                "",
            ),
            pair(
                "explain of a job log",
                format!("{program} explain {log}"),
                ("pipelinemd", format!("pipelinemd diagnose {log}")),
                "",
            ),
        ]
    }

    /// What asks the server.
    fn over_loopback(&self) -> Vec<Pair> {
        let pair = |what, arguments, peer, wanted| Pair {
            what,
            command: self.glwhy(arguments),
            peer,
            wanted,
        };
        vec![
            pair(
                "inspect, over loopback",
                "inspect",
                self.curl("/personal_access_tokens/self"),
                "at most 1.5",
            ),
            pair(
                "inspect, over loopback, beside a client in Python",
                "inspect",
                self.python_gitlab(),
                "at most 0.1",
            ),
            pair(
                "probe of one granted request, over loopback",
                "probe /projects/org%2Fteam%2Fapp",
                self.curl("/projects/org%2Fteam%2Fapp"),
                "",
            ),
            pair(
                "probe of all capabilities in a project, over loopback",
                "probe --project org/team/app",
                self.curl("/projects/org%2Fteam%2Fapp"),
                "",
            ),
        ]
    }

    /// One GET.
    fn curl(&self, path: &str) -> (&'static str, String) {
        let header = format!("header = \"PRIVATE-TOKEN: {}\"\n", self.token);
        let config = self.write("curl.config", &header);
        let url = format!("{}/api/v4{path}", self.address);
        let command = format!("curl --silent --output /dev/null --config {config} {url}");
        ("curl", command)
    }

    fn python_gitlab(&self) -> (&'static str, String) {
        let text = format!(
            "[global]\ndefault = here\n[here]\nurl = {}\nprivate_token = {}\n",
            self.address, self.token
        );
        let config = self.write("python-gitlab.cfg", &text);
        let command = format!("gitlab --config-file {config} personal-access-token get --id self");
        ("python-gitlab", command)
    }
}

/// The claims of a job, unsigned; it opens nothing.
const JOB_TOKEN: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2dpdGxhYi5leGFtcGxlLmNvbSIsInN1YiI6ImpvYl8xIn0.AAAA";

const BODY: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;

const LOG: &str = "Running with gitlab-runner 17.5.0\n$ git push origin HEAD:main\nremote: You are not allowed to push code to this project.\nfatal: unable to access 'https://gitlab.example.com/org/team/app.git/': The requested URL returned error: 403\nERROR: Job failed: exit code 1\n";

fn main() {
    // `cargo test --all-targets` runs benches as well, without this word; there is nothing to test here.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scenario = scenarios::healthy();
    let serving = Simulator::start_with(scenario.world.clone(), scenario.manner);
    let simulator = runtime.block_on(serving);
    let stage = Stage {
        folder: TempDir::new().unwrap(),
        address: simulator.url(),
        token: simulator.token_value(scenario.token.unwrap()),
    };
    let mut pairs = stage.offline();
    pairs.extend(stage.over_loopback());
    pairs.retain(Pair::is_there);
    let mut rows: Vec<Value> = pairs.iter().map(|pair| time(&stage, pair)).collect();
    rows.extend(pairs.iter().map(memory));
    let method = "hyperfine without a shell, at least 30 runs each, the two commands of a row one after the other; \
                  medians. Memory is the most that GNU time told of 5 runs each.";
    figures::write("one_shot", "One command", method, &rows).unwrap();
}

/// How long the two take.
fn time(stage: &Stage, pair: &Pair) -> Value {
    let (peer, theirs) = &pair.peer;
    let kept = stage.folder.path().join("hyperfine.json");
    let status = Command::new("hyperfine")
        .args(["--shell", "none", "--warmup", "3", "--min-runs", "30"])
        .args(["--ignore-failure", "--style", "basic", "--export-json"])
        .arg(&kept)
        .args([&pair.command, theirs])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let measured: Value = serde_json::from_str(&fs::read_to_string(kept).unwrap()).unwrap();
    let median = |index: usize| measured["results"][index]["median"].as_f64().unwrap() * 1000.0;
    let (ours, theirs) = (median(0), median(1));
    println!("{}: {ours:.1} ms, {peer}: {theirs:.1} ms", pair.what);
    figures::row(pair.what, ours, "ms", Some((peer, theirs)), pair.wanted)
}

/// The most memory that the two hold.
fn memory(pair: &Pair) -> Value {
    let (peer, theirs) = &pair.peer;
    let most = |command: &str| (0..5).map(|_| peak(command)).fold(0.0, f64::max);
    let (ours, theirs) = (most(&pair.command), most(theirs));
    println!("{}: {ours:.1} MiB, {peer}: {theirs:.1} MiB", pair.what);
    let what = format!("{}, peak memory", pair.what);
    let peer = Some((*peer, theirs));
    figures::row(&what, ours, "MiB", peer, "less than 20 MiB")
}

/// The most memory that a run holds, in MiB.
fn peak(command: &str) -> f64 {
    let output = Command::new("time")
        .args(["--quiet", "--format=%M"])
        .args(command.split(' '))
        .stdout(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let kibibytes: f64 = told.lines().last().unwrap().parse().unwrap();
    kibibytes / 1024.0
}
