//! A simulated GitLab on a loopback port, to try glwhy against by hand: `cargo run --example serve`.
//!
//! Prints what to set, and serves until it is stopped. The world is that of a project token and a personal token with
//! the same scopes, one of which may not do what the other may.

use std::io::{self, Write as _};

use simulator::Simulator;
use simulator::scenarios;

#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves the tests as well"
)]
#[path = "../tests/simulator/mod.rs"]
mod simulator;

#[tokio::main]
async fn main() -> io::Result<()> {
    let (scenario, personal) = scenarios::project_token_and_personal_token_same_scopes();
    let simulator = Simulator::start_with(scenario.world.clone(), scenario.manner).await;
    let project = scenario
        .token
        .map_or_else(String::new, |index| simulator.token_value(index));
    writeln!(
        io::stdout(),
        "export GITLAB_HOST={} GITLAB_TOKEN={project} PERSONAL_TOKEN={}\n\n\
         glwhy inspect\n\
         glwhy probe --project org/team/app\n\
         glwhy probe --project org/team/app --compare-token-env PERSONAL_TOKEN\n\n\
         Ctrl-C ends it.",
        simulator.url(),
        simulator.token_value(personal),
    )?;
    std::future::pending().await
}
