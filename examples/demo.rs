//! The program at work: a simulated GitLab on a loopback port, and one run for each kind of refusal.
//!
//! `cargo run --example demo`. The program runs in this process, with the arguments and
//! the environment that are printed; nothing leaves this machine. The simulator holds users,
//! projects, tokens and settings, and derives its answers from them: it knows nothing of glwhy.

use std::ffi::OsString;
use std::io::{self, Write as _};

use glwhy::unstable::app::{self, Outside, Terminal};
use glwhy::unstable::source::FixedEnvironment;
use simulator::Simulator;
use simulator::scenarios::{self, Scenario};

#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves the tests as well"
)]
#[path = "../tests/simulator/mod.rs"]
mod simulator;

/// A refusal that people meet, and what it looks like to them.
struct Story {
    title: &'static str,
    scenario: Scenario,
    /// Options beside the request.
    more: &'static [&'static str],
}

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let stories = stories();
    let count = stories.len();
    for (number, story) in (1..).zip(stories) {
        writeln!(io::stdout(), "{number}/{count}  {}\n", story.title)?;
        runtime.block_on(tell(&story))?;
    }
    explain()
}

fn stories() -> Vec<Story> {
    let story = |title, scenario| Story {
        title,
        scenario,
        more: &["--quiet"],
    };
    let (of_project, _) = scenarios::project_token_and_personal_token_same_scopes();
    vec![
        Story {
            title: "The scopes are right, and still it is forbidden: the role is too low",
            scenario: scenarios::developer_where_maintainer_needed(),
            more: &[],
        },
        story("The token has expired", scenarios::expired_personal_token()),
        story("The token was revoked", scenarios::revoked_personal_token()),
        story("The token lost its last characters", scenarios::cut_token()),
        story(
            "Reading works, writing does not: the scope",
            scenarios::read_only_scope_on_write(),
        ),
        story(
            "403 on tags: the repository is switched off",
            scenarios::repository_disabled_on_tags(),
        ),
        story(
            "403 on tags: only members may read the code",
            scenarios::no_project_access_on_tags(),
        ),
        story(
            "A job token gets 404 where a personal one gets 200",
            scenarios::job_token_on_merge_requests_old(),
        ),
        story(
            "A project token is refused what its maker may do",
            of_project,
        ),
        story(
            "A fine-grained token lacks one permission",
            scenarios::fine_grained_missing_permission(),
        ),
        story(
            "A job token from a project that is not on the allowlist",
            scenarios::job_token_not_on_allowlist(),
        ),
        story(
            "The project path was not encoded",
            scenarios::path_not_encoded(),
        ),
        story(
            "A proxy decodes the path on its way",
            scenarios::proxy_decodes_slash(),
        ),
        story("200, but it is a sign-in page", scenarios::sign_in_page()),
        story("All is well", scenarios::healthy()),
    ]
}

/// Serves the world of a story, and asks it.
async fn tell(story: &Story) -> io::Result<()> {
    let scenario = &story.scenario;
    let simulator = Simulator::start_with(scenario.world.clone(), scenario.manner).await;
    let token = scenario
        .token
        .map_or_else(String::new, |index| simulator.token_value(index));
    let request = format!("{} {}", scenario.method, scenario.short_path());
    let mut arguments = vec!["probe".to_owned(), request];
    arguments.extend(story.more.iter().map(|option| (*option).to_owned()));
    let environment = FixedEnvironment::new()
        .with_variable("GITLAB_HOST", simulator.url())
        .with_variable("GITLAB_TOKEN", token)
        .with_variable("GLWHY_NOW", noon(scenario).to_string());
    // The program brings its own runtime, so it gets a thread of its own.
    let run = std::thread::spawn(move || run(&arguments, environment, ""));
    run.join()
        .unwrap_or_else(|_| Err(io::Error::other("the program panicked")))
}

/// A refusal from a log needs no instance.
fn explain() -> io::Result<()> {
    writeln!(
        io::stdout(),
        "And a refusal from a log, without any request\n"
    )?;
    let body = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;
    let arguments = ["explain", "--status", "403", "--body", body, "--quiet"].map(str::to_owned);
    run(&arguments, FixedEnvironment::new(), "")
}

/// Prints a command, runs it, and prints how it ended.
fn run(arguments: &[String], environment: FixedEnvironment, input: &str) -> io::Result<()> {
    let environment = environment.with_variable("LANG", "C.UTF-8");
    let shown: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
    writeln!(io::stdout(), "$ glwhy {}", shown.join(" "))?;
    let all = std::iter::once("glwhy").chain(arguments.iter().map(String::as_str));
    let code = app::run(
        all.map(OsString::from),
        &mut Outside {
            environment: &environment,
            input: &mut input.as_bytes(),
            output: &mut io::stdout(),
            messages: &mut io::stderr(),
            terminal: Terminal::from_process(),
        },
    );
    writeln!(io::stdout(), "exit code {}\n", code.number())
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=".contains(letter);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{word}'")
    }
}

/// Noon of the world's day, in seconds since 1970.
fn noon(scenario: &Scenario) -> i64 {
    let days = jiff::civil::date(1970, 1, 1)
        .until(scenario.world.today)
        .map_or(0, |span| span.get_days());
    i64::from(days) * 86_400 + 43_200
}
