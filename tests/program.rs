//! The built program as a child process: what it prints, where, and how it ends.
//!
//! One module for each promise. Every run has a sealed environment, an empty home, and a fixed clock.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

#[path = "program/asking.rs"]
mod asking;
#[path = "program/bad_input.rs"]
mod bad_input;
#[path = "program/comparing.rs"]
mod comparing;
#[path = "program/connections.rs"]
mod connections;
#[path = "program/doctor.rs"]
mod doctor;
#[path = "program/documents.rs"]
mod documents;
#[path = "program/elsewhere.rs"]
mod elsewhere;
#[path = "program/exit_codes.rs"]
mod exit_codes;
#[path = "program/explaining.rs"]
mod explaining;
#[path = "program/graphql.rs"]
mod graphql;
#[expect(dead_code, reason = "the harness serves several test binaries")]
#[path = "program/harness.rs"]
mod harness;
#[path = "program/hiding.rs"]
mod hiding;
#[path = "program/imagined.rs"]
mod imagined;
#[path = "program/mission.rs"]
mod mission;
#[path = "program/monitoring.rs"]
mod monitoring;
#[path = "program/needing.rs"]
mod needing;
#[path = "program/numbers.rs"]
mod numbers;
#[path = "program/once.rs"]
mod once;
#[path = "program/pages.rs"]
mod pages;
#[path = "program/peers.rs"]
mod peers;
#[path = "program/placing.rs"]
mod placing;
#[path = "program/preflight.rs"]
mod preflight;
#[path = "program/sending.rs"]
mod sending;
#[path = "program/server_logs.rs"]
mod server_logs;
#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves several test binaries"
)]
#[path = "simulator/mod.rs"]
mod simulator;
#[path = "program/skill.rs"]
mod skill;
