//! The jobs of three people as scripts, each from nothing: the newcomer, whose home is empty, the author of a pipeline,
//! and the support engineer with a log. What they see is held against `tests/jobs/*.txt`, at 80 columns.
//!
//! With `GLWHY_BLESS=1` the screens are written anew instead of compared.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::date;
use simulator::scenarios::Stage;
use simulator::{Simulator, role};
use tempfile::TempDir;
use tokio::runtime::Runtime;

#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves several test binaries"
)]
#[path = "simulator/mod.rs"]
mod simulator;

/// Noon of the day on which all worlds are asked, in seconds since 1970.
const NOON: &str = "1795348800";
/// The columns of a screen.
const WIDTH: usize = 80;
/// The machine on which GitLab is simulated, and the port that is shown of it.
const HERE: &str = "http://127.0.0.1:";
const PORT: &str = "45678";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A person at an empty screen: an empty folder, an empty home, and no variables but those of the script.
struct Person {
    home: TempDir,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Person {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        Self {
            folder: home.path().join("work"),
            home,
            variables: vec![("GLWHY_NOW", NOON.to_owned())],
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Runs a script to its end, and returns what was seen.
    #[track_caller]
    fn does(&self, script: &str, arguments: &[&str]) -> String {
        fs::create_dir_all(&self.folder).unwrap();
        let glwhy = Path::new(env!("CARGO_BIN_EXE_glwhy")).parent().unwrap();
        let cargo = Path::new(env!("CARGO")).parent().unwrap();
        let others = variable("PATH").unwrap();
        let output = Command::new("bash")
            .args(["-c", r#"exec bash "$0" "$@" 2>&1"#])
            .arg(root().join("tests/jobs").join(script))
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .env(
                "PATH",
                format!("{}:{}:{others}", glwhy.display(), cargo.display()),
            )
            .env("HOME", self.home.path())
            .env("LC_ALL", "C.UTF-8")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        let seen = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{script}: {}\n{seen}",
            output.status
        );
        seen
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }
}

/// Holds what was seen against a file of `tests/jobs`.
#[track_caller]
fn compare(name: &str, seen: &str) {
    let path: PathBuf = root().join("tests/jobs").join(name);
    if variable("GLWHY_BLESS").is_some() {
        fs::write(&path, seen).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let differs = || {
        seen.lines()
            .zip(kept.lines())
            .find(|(seen, kept)| seen != kept)
    };
    assert!(
        seen == kept,
        "tests/jobs/{name} is out of date: GLWHY_BLESS=1 cargo test --test jobs\nfirst: {:?}\n{seen}",
        differs()
    );
}

/// A screen without what is another each time: the ports, and what the requests took.
fn lasting(seen: &str) -> String {
    let mut is_log = false;
    let mut lines = Vec::new();
    for line in with_one_port(seen).lines() {
        let begins = line.starts_with("Requests (");
        is_log = begins || (is_log && (line.starts_with(' ') || line.is_empty()));
        if begins || !is_log {
            lines.push(line.trim_end().to_owned());
        }
    }
    lines.join("\n") + "\n"
}

/// Every port of this machine that a system hands out becomes the same one.
fn with_one_port(seen: &str) -> String {
    let mut pieces = seen.split(HERE);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|letter: char| !letter.is_ascii_digit());
        let (port, rest) = piece.split_at(end.unwrap_or(piece.len()));
        let shown = if port.len() == PORT.len() { PORT } else { port };
        text.extend([HERE, shown, rest]);
    }
    text
}

#[track_caller]
fn fits(screen: &str) {
    for line in screen.lines().filter(|line| !line.starts_with("$ ")) {
        let is_address = line.contains("://");
        assert!(is_address || line.chars().count() <= WIDTH, "{line}");
    }
}

/// The clone is the one in which the tests run. One of its own that shares the results of its builds would not be told from
/// it by cargo, and hide later changes.
#[test]
fn a_newcomer_sees_what_it_does_in_a_clone() {
    let own = variable("HOME").map(|home| format!("{home}/.cargo"));
    let results = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut person = Person::new()
        .with("CARGO_HOME", variable("CARGO_HOME").or(own).unwrap())
        .with("CARGO_TARGET_DIR", results.to_str().unwrap())
        .with("CARGO_TERM_QUIET", "true");
    if let Some(flags) = variable("RUSTFLAGS") {
        person = person.with("RUSTFLAGS", flags);
    }
    // The second command of the README runs every test, and this one with it.
    let screen = lasting(&person.does("newcomer.sh", &[root().to_str().unwrap(), "1"]));
    compare("newcomer.txt", &screen);
    fits(&screen);
}

#[test]
fn the_author_of_a_pipeline_sees_why_a_job_fails() {
    let runtime = Runtime::new().unwrap();
    let mut stage = Stage::new();
    stage.alice_is(role::DEVELOPER);
    let job = stage.job(stage.app);
    let release = stage.personal(&["api"]);
    let expiring = stage.personal(&["read_api"]).expiring(date(2026, 11, 30));
    let tokens = [job, release, expiring].map(|token| stage.world.add_token(token));
    let simulator = runtime.block_on(Simulator::start(stage.world));
    let [job, release, expiring] = tokens.map(|token| simulator.token_value(token));
    let person = Person::new()
        .with("GITLAB", simulator.url())
        .with("JOB_TOKEN", &job)
        .with("RELEASE_TOKEN", &release)
        .with("EXPIRING_TOKEN", &expiring);
    let screen = lasting(&person.does("ci.sh", &[]));
    for token in [job, release, expiring] {
        assert!(!screen.contains(&token));
    }
    compare("ci.txt", &screen);
    fits(&screen);
    let report = person
        .read("release-token.xml")
        .replace(&simulator.url(), "http://127.0.0.1:45678");
    compare("ci-release-token.xml", &report);
}

#[test]
fn a_log_of_20_000_lines_becomes_a_ticket_in_one_command() {
    let person = Person::new();
    let screen = person.does("support.sh", &[]);
    compare("support.txt", &screen);
    fits(&screen);
    compare("support-ticket.md", &person.read("ticket.md"));
}
