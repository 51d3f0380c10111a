//! Runs the program in a sealed world, and reads what came out of it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::simulator::Scheme;
use crate::simulator::Simulator;
use crate::simulator::scenarios::Scenario;

/// Noon of the day on which all worlds are asked, in seconds since 1970.
pub(crate) const NOON: &str = "1795348800";

/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_glwhy");

/// Says how large a table is. The runner of the tests holds back what is printed, but not what is written.
pub(crate) fn announce(table: &str, rows: usize) {
    let _ = writeln!(std::io::stdout(), "{table}: {rows}");
}

/// A run of the program that is being put together.
#[derive(Debug)]
pub(crate) struct Run {
    arguments: Vec<OsString>,
    variables: BTreeMap<String, OsString>,
    input: Vec<u8>,
    shell: Option<&'static str>,
    home: TempDir,
}

/// A run that is under way.
#[derive(Debug)]
pub(crate) struct Started {
    child: Child,
    feeder: JoinHandle<()>,
}

/// What came out of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Run {
    /// Begins a run with these arguments, in an empty environment.
    pub(crate) fn of<I: IntoIterator<Item = T>, T: Into<OsString>>(arguments: I) -> Self {
        let run = Self {
            arguments: arguments.into_iter().map(Into::into).collect(),
            variables: BTreeMap::new(),
            input: Vec::new(),
            shell: None,
            home: TempDir::new().unwrap(),
        };
        run.with("GLWHY_NOW", NOON)
    }

    /// Sets a variable.
    pub(crate) fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Adds arguments.
    pub(crate) fn also<I: IntoIterator<Item = T>, T: Into<OsString>>(mut self, more: I) -> Self {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    /// Puts arguments before those that there are.
    pub(crate) fn before(mut self, first: &[&str]) -> Self {
        self.arguments
            .splice(0..0, first.iter().map(OsString::from));
        self
    }

    /// Puts another argument in the place of one.
    pub(crate) fn replacing(mut self, argument: &str, other: &str) -> Self {
        for present in self.arguments.iter_mut().filter(|it| *it == argument) {
            *present = other.into();
        }
        self
    }

    /// Gives the run something to read.
    pub(crate) fn reading(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Puts a file into the working directory, which is the home as well.
    pub(crate) fn file(self, name: &str, contents: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.home.path().join(name), contents).unwrap();
        self
    }

    /// Has a shell start the program; in the script `exec "$0" "$@"` does.
    pub(crate) fn started_by(mut self, script: &'static str) -> Self {
        self.shell = Some(script);
        self
    }

    /// Puts a pipe that nobody writes to into the working directory.
    pub(crate) fn pipe(self, name: &str) -> Self {
        let made = Command::new("mkfifo")
            .arg(self.home.path().join(name))
            .status();
        assert!(made.unwrap().success());
        self
    }

    /// Runs the program to its end.
    pub(crate) fn end(&self) -> Outcome {
        self.start().end()
    }

    /// Starts the program.
    pub(crate) fn start(&self) -> Started {
        let mut command = match self.shell {
            Some(_) => Command::new("/bin/sh"),
            None => Command::new(PROGRAM),
        };
        let mut child = command
            .args(self.shell.iter().flat_map(|script| ["-c", script, PROGRAM]))
            .args(&self.arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .envs(&self.variables)
            .current_dir(self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let bytes = self.input.clone();
        // A program that does not read its input closes it early, which is no fault.
        let feeder = std::thread::spawn(move || drop(input.write_all(&bytes)));
        Started { child, feeder }
    }

    /// Returns the working directory, which is the home as well.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Returns what a file in the working directory holds after the run.
    pub(crate) fn read_file(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.path().join(name)).unwrap()
    }
}

impl Started {
    /// Returns the number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Takes what it writes, to be read while it runs.
    pub(crate) fn output(&mut self) -> ChildStdout {
        self.child.stdout.take().unwrap()
    }

    /// Waits for its end.
    pub(crate) fn end(self) -> Outcome {
        let output = self.child.wait_with_output().unwrap();
        self.feeder.join().unwrap();
        Outcome {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("the program ends by itself"),
        }
    }

    /// Ends it by force.
    pub(crate) fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Watches it to its end, which must come in time. Returns also the most memory that it held, in KiB, where the
    /// system tells it.
    pub(crate) fn watched(mut self, longest: Duration) -> Result<(Outcome, Option<u64>), String> {
        let begin = Instant::now();
        let output = collected(self.child.stdout.take().unwrap());
        let errors = collected(self.child.stderr.take().unwrap());
        let mut peak = None;
        let status = loop {
            peak = peak.max(peak_memory(self.child.id()));
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if begin.elapsed() > longest {
                self.child.kill().unwrap();
                return Err(format!("it did not end within {longest:?}"));
            }
            std::thread::sleep(Duration::from_millis(3));
        };
        self.feeder.join().unwrap();
        let outcome = Outcome {
            stdout: String::from_utf8(output.join().unwrap()).unwrap(),
            stderr: String::from_utf8(errors.join().unwrap()).unwrap(),
            code: status.code().expect("the program ends by itself"),
        };
        Ok((outcome, peak))
    }
}

fn collected(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    })
}

/// Source: proc(5), `VmHWM`, the peak of the resident set.
///
/// A child of vfork(2) shares the memory of this test until it has become the program, which wakes us a moment before:
/// what is read then is the peak of the test.
fn peak_memory(id: u32) -> Option<u64> {
    let runs = std::fs::read_link(format!("/proc/{id}/exe")).ok()?;
    if runs == std::env::current_exe().ok()? {
        return None;
    }
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

impl Outcome {
    /// Reads standard output as a report in JSON, and holds it against the schema that is shipped.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let report = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr));
        let faults: Vec<String> = schema()
            .iter_errors(&report)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}\n{}", self.stdout);
        report
    }

    /// Returns everything that was shown.
    pub(crate) fn shown(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Checks how the run ended.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.shown());
        self
    }

    /// Checks that the program refused to run, and said so on standard error alone.
    #[track_caller]
    pub(crate) fn refuses(self, words: &str) -> Self {
        assert_eq!(self.code, 2, "{}", self.shown());
        assert_eq!(self.stdout, "");
        assert!(self.stderr.contains(words), "{}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }
}

/// The schema of version 1, as it is shipped.
fn schema() -> &'static jsonschema::Validator {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = include_str!("../../docs/report-v1.schema.json");
        jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
    })
}

/// What a run found out about one request.
#[derive(Debug)]
pub(crate) struct Entry(pub Value);

impl Entry {
    /// Returns the gate, the cause, and the code of the primary finding.
    pub(crate) fn finding(&self) -> (&str, &str, &str) {
        let diagnosis = &self.0["diagnosis"];
        let primary = &diagnosis["findings"][0];
        (
            diagnosis["stopped_at"].as_str().unwrap_or("none"),
            primary["cause"].as_str().unwrap_or("none"),
            primary["code"].as_str().unwrap_or("none"),
        )
    }

    pub(crate) fn certainty(&self) -> &str {
        self.0["diagnosis"]["certainty"].as_str().unwrap_or("none")
    }

    pub(crate) fn outcome(&self) -> &str {
        self.0["outcome"].as_str().unwrap()
    }

    /// Returns all that is said for and about the primary finding.
    pub(crate) fn words(&self) -> String {
        self.0["diagnosis"]["findings"][0].to_string()
    }
}

/// A scenario that is served.
#[derive(Debug)]
pub(crate) struct Scene {
    pub scenario: Scenario,
    pub simulator: Simulator,
}

impl Scene {
    /// Serves the world of a scenario.
    pub(crate) fn of(scenario: Scenario) -> Self {
        let (world, manner) = (scenario.world.clone(), scenario.manner);
        let simulator = runtime().block_on(Simulator::start_with(world, manner));
        Self {
            scenario,
            simulator,
        }
    }

    /// Returns the token as it is served, empty where there is none.
    pub(crate) fn token(&self) -> String {
        let token = self.scenario.token;
        token.map_or_else(String::new, |index| self.simulator.token_value(index))
    }

    /// Begins a run that asks the world with the token of the scenario.
    pub(crate) fn run<I: IntoIterator<Item = T>, T: Into<OsString>>(&self, arguments: I) -> Run {
        let address = format!("{}{}", self.simulator.origin(), self.scenario.root);
        let run = Run::of(arguments).also(["--instance".to_owned(), address]);
        match self.scenario.token {
            Some(_) => run.with("GITLAB_TOKEN", self.token()),
            None => run,
        }
    }

    /// Begins a probe of the request of the scenario.
    pub(crate) fn probe(&self) -> Run {
        let request = format!("{} {}", self.scenario.method, self.scenario.path);
        self.run(["probe", &request]).also(self.way())
    }

    /// The way in which the token is sent, where `auto` would not pick it.
    fn way(&self) -> Vec<String> {
        let Some(index) = self.scenario.token else {
            return Vec::new();
        };
        let token = &self.scenario.world.tokens[index];
        let sent_as = &self.scenario.sent_as;
        if *sent_as == token.natural_scheme() || *sent_as == token.natural_basic() {
            return match sent_as {
                Scheme::Basic(user) if token.user.is_none() => {
                    vec!["--token-user".to_owned(), user.clone()]
                }
                Scheme::Basic(_)
                | Scheme::PrivateToken
                | Scheme::Bearer
                | Scheme::JobToken
                | Scheme::DeployToken
                | Scheme::TokenParameter
                | Scheme::Nowhere => Vec::new(),
            };
        }
        let name = match sent_as {
            Scheme::PrivateToken => "private-token",
            Scheme::Bearer => "bearer",
            Scheme::JobToken => "job-token",
            Scheme::DeployToken => "deploy-token",
            Scheme::Basic(_) => "basic",
            Scheme::TokenParameter | Scheme::Nowhere => return vec!["--anonymous".to_owned()],
        };
        vec!["--auth".to_owned(), name.to_owned()]
    }

    /// Probes, and returns what was found out about the request.
    #[track_caller]
    pub(crate) fn entry(&self) -> Entry {
        let outcome = self.probe().also(["--format", "json"]).end();
        Entry(outcome.json()["entries"][0].clone())
    }

    /// Inspects the token, and returns the whole report.
    #[track_caller]
    pub(crate) fn inspect(&self) -> Value {
        self.run(["inspect", "--format", "json"]).end().json()
    }

    /// Checks that the probe stops there, in JSON and in the table, by its exit code, and against
    /// what the simulator knows to be true.
    #[track_caller]
    pub(crate) fn stops(&self, gate: &str, cause: &str, code: &str) -> Entry {
        let truth = self.scenario.judge().truth.expect("a refusal");
        assert_eq!((truth.gate, truth.cause), (gate, cause), "the simulator");
        let run = self.probe();
        let table = run.end();
        let entry = self.entry();
        // Where GitLab itself did not answer, nobody refused.
        let outcome = if cause == "network" {
            "unknown"
        } else {
            "refused"
        };
        assert_eq!(entry.outcome(), outcome, "{}", table.stdout);
        assert_eq!(entry.finding(), (gate, cause, code), "{}", table.stdout);
        let verdict = match cause {
            "network" | "rate_limited" | "server_side" => 4,
            _ => 3,
        };
        assert_eq!(table.code, verdict, "{}", table.shown());
        assert!(
            table.stdout.contains(&format!("[{cause}: {code}]")),
            "{}",
            table.stdout
        );
        let gate_line = table
            .stdout
            .lines()
            .find(|line| line.contains("STOPPED HERE"));
        assert!(
            gate_line.is_some_and(|line| line.contains(gate)),
            "{}",
            table.stdout
        );
        entry
    }

    /// Checks that the probe is granted.
    #[track_caller]
    pub(crate) fn passes(&self) -> Entry {
        let table = self.probe().end().ends(0);
        let entry = self.entry();
        assert_eq!(entry.outcome(), "granted", "{}", table.stdout);
        entry
    }
}

/// The runtime on which simulators are started.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap())
}

/// A personal token that no instance ever gave out.
pub(crate) fn made_up_token() -> String {
    format!("{}{}", "glpat-", "Zq9".repeat(7))
}
