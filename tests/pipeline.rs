//! The component in a pipeline: `gitlab-ci-local` reads it, runs its job, and keeps its report.
//!
//! `GLWHY_GITLAB_CI_LOCAL` names the program (npm package gitlab-ci-local); `.ci/run pipeline` installs it. Without
//! it, the tests say that they were left out. The jobs ask a simulated GitLab on a loopback port.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot be set up has failed, and one that is left out says so"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use simulator::Simulator;
use simulator::scenarios::{self, Scenario};
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

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A project whose pipeline includes the component, and a GitLab that its job asks.
struct Project {
    folder: TempDir,
    /// Serves as long as the project is there.
    _simulator: Simulator,
    _runtime: Runtime,
}

impl Project {
    fn of(scenario: &Scenario, needs: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let serving = Simulator::start_with(scenario.world.clone(), scenario.manner);
        let simulator = runtime.block_on(serving);
        let token = simulator.token_value(scenario.token.unwrap());
        let folder = TempDir::new().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
        fs::create_dir(folder.path().join("templates")).unwrap();
        let component = root.join("templates/preflight.yml");
        write(
            "templates/preflight.yml",
            fs::read_to_string(component).unwrap(),
        );
        write(".gitlab-ci.yml", pipeline(needs));
        write(
            ".gitlab-ci-local-variables.yml",
            format!(
                "GLWHY_INSTANCE: {}\nGLWHY_NOW: '{NOON}'\nRELEASE_TOKEN: {token}\n",
                simulator.url()
            ),
        );
        let project = Self {
            folder,
            _simulator: simulator,
            _runtime: runtime,
        };
        project.git(&["init", "--quiet", "--initial-branch", "main"]);
        let origin = "git@gitlab.example.com:org/team/app.git";
        project.git(&["remote", "add", "origin", origin]);
        project.git(&["add", "."]);
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        project.git(&[&identity[..], &["commit", "--quiet", "-m", "A project"]].concat());
        project
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        let status = git
            .args(arguments)
            .current_dir(self.folder.path())
            .status()
            .unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    /// Runs the pipeline on this machine: jobs without their images, in a shell.
    fn run(&self, runner: &str) -> Output {
        let bin = Path::new(env!("CARGO_BIN_EXE_glwhy")).parent().unwrap();
        let path = format!("{}:{}", bin.display(), variable("PATH").unwrap());
        Command::new(runner)
            .args(["--force-shell-executor", "--no-color"])
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("PATH", path)
            .output()
            .unwrap()
    }

    /// The report that GitLab would show in the Tests tab.
    fn report(&self) -> String {
        let kept = self.folder.path().join(".gitlab-ci-local/artifacts");
        let file: PathBuf = kept.join("preflight/glwhy-preflight.xml");
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }
}

fn pipeline(needs: &str) -> String {
    format!(
        "include:\n  - local: templates/preflight.yml\n    inputs:\n      needs: {needs}\n      \
         image: registry.example.com/tools/glwhy\n      token-variable: RELEASE_TOKEN\n"
    )
}

/// Returns the program, or says that the tests are left out.
fn runner() -> Option<String> {
    let runner = variable("GLWHY_GITLAB_CI_LOCAL");
    if runner.is_none() {
        eprintln!("left out: GLWHY_GITLAB_CI_LOCAL names no gitlab-ci-local");
    }
    runner
}

/// Everything that would run something, were it put into the script of the component.
const COMMANDS: &[&str] = &[
    "$(id)", "`id`", "a;id", "a&&id", "a|id", "a\"b", "a\nid", "${IFS}", "a b", "--format", "",
];

/// A line of the head of the component, below an input.
fn field<'a>(input: &'a str, name: &str) -> Option<&'a str> {
    let named = |line: &'a str| line.trim().strip_prefix(name)?.strip_prefix(": ");
    input.lines().find_map(named)
}

/// What stands in a script is run by a shell, whatever quotes are around it.
#[test]
fn no_input_of_a_script_is_a_command() {
    let component = include_str!("../templates/preflight.yml");
    let (head, jobs) = component.split_once("\n---\n").unwrap();
    let (_, script) = jobs.split_once("  script:\n").unwrap();
    let (script, _) = script.split_once("  allow_failure:").unwrap();
    let placed = script.split("$[[ inputs.").skip(1);
    let names: Vec<&str> = placed.map(|rest| rest.split(' ').next().unwrap()).collect();
    assert_eq!(names.len(), 4, "{script}");
    for name in names {
        let (_, input) = head.split_once(&format!("\n    {name}:\n")).unwrap();
        let lines = input.lines().take_while(|line| line.starts_with("      "));
        let input = lines.collect::<Vec<_>>().join("\n");
        let Some(pattern) = field(&input, "regex") else {
            assert!(field(&input, "options").is_some(), "{name}");
            continue;
        };
        let pattern = pattern.trim_matches('/');
        let schema = json!({"pattern": pattern});
        for command in COMMANDS {
            assert!(
                !jsonschema::is_valid(&schema, &json!(command)),
                "{name}: {command:?}"
            );
        }
        if let Some(default) = field(&input, "default") {
            assert!(jsonschema::is_valid(&schema, &json!(default)), "{name}");
        }
    }
}

#[test]
fn the_image_is_by_default_that_of_this_release() {
    let component = include_str!("../templates/preflight.yml");
    let (_, version) = component.split_once("\n    version:\n").unwrap();
    let expected = format!("'{}'", env!("CARGO_PKG_VERSION"));
    assert_eq!(field(version, "default"), Some(expected.as_str()));
}

#[test]
fn a_granted_preflight_passes_and_keeps_its_report() {
    let Some(runner) = runner() else { return };
    let project = Project::of(&scenarios::healthy(), "clone,read-merge-requests");
    let output = project.run(&runner);
    assert!(output.status.success(), "{output:?}");
    let report = project.report();
    assert!(report.contains("read-merge-requests"), "{report}");
    assert!(!report.contains("<failure"), "{report}");
}

#[test]
fn a_refused_preflight_fails_the_job_and_names_the_cause() {
    let Some(runner) = runner() else { return };
    let scenario = scenarios::developer_where_maintainer_needed();
    let project = Project::of(&scenario, "write-variables");
    let output = project.run(&runner);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("role-too-low"), "{shown}");
    // The job's own exit code: gitlab-ci-local takes `allow_failure:exit_codes` for leave to fail with any.
    let summary = String::from_utf8_lossy(&output.stderr);
    assert!(summary.contains("FAIL 3"), "{summary}");
    let report = project.report();
    assert!(report.contains("wrong_role"), "{report}");
}
