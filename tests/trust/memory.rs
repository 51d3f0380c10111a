//! What is in memory does not get out with a crash.

use glwhy::unstable::source::{Environment as _, ProcessEnvironment};

use crate::harness::Run;
use crate::marked::Marked;
use crate::rude::{Act, Rude};

/// Waits until a server has heard a request, and so the program holds its token.
fn holding(server: &Rude) {
    while server.heard().is_empty() {
        std::thread::yield_now();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_core_is_dumped_while_a_token_is_held() {
    let server = Rude::start(vec![Act::Hear, Act::Wait]);
    let run = Run::of(["probe", "/user", "--instance", &server.http()])
        .with("GITLAB_TOKEN", Marked::personal().value);
    let started = run.start();
    holding(&server);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", started.id())).unwrap();
    started.stop();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let words: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(words[4..6], ["0", "0"], "{limits}");
}

/// The name of the variable by which this file calls itself.
const CHILD: &str = "GLWHY_TEST_PANICS";

#[test]
fn a_panic_shows_its_place_and_nothing_else() {
    let token = Marked::personal();
    if let Some(value) = ProcessEnvironment.variable(CHILD) {
        let code = glwhy::unstable::app::guarded(|| panic!("it was {value}"));
        assert_eq!(code, glwhy::unstable::app::ExitCode::Failure);
        return;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "memory::a_panic_shows_its_place_and_nothing_else",
            "--nocapture",
        ])
        .env(CHILD, &token.value)
        .output()
        .unwrap();
    let shown = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&shown);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("glwhy: internal error at tests/trust/memory.rs:"),
        "{text}"
    );
    assert_eq!(token.trace_in(&shown), None, "{text}");
}
