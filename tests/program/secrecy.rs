//! A token that is easy to recognise goes through every command, format, and failure, and is never seen.

use crate::harness::{Outcome, Run, Scene, made_up_token};
use crate::simulator::scenarios;

#[track_caller]
fn is_unseen(outcome: &Outcome, token: &str) {
    let shown = outcome.shown();
    let secret = &token["glpat-".len()..token.len() - 4];
    let window = 8;
    for start in 0..=secret.len() - window {
        let piece = &secret[start..start + window];
        assert!(!shown.contains(piece), "{piece}: {shown}");
    }
}

#[test]
fn no_result_shows_the_token() {
    for scenario in [
        scenarios::healthy(),
        scenarios::expired_personal_token(),
        scenarios::unknown_personal_token(),
        scenarios::guest_on_tags(),
        scenarios::sign_in_page(),
        scenarios::redirect_to_other_host(),
        scenarios::bad_gateway(),
        scenarios::throttled(),
    ] {
        let scene = Scene::of(scenario);
        let token = scene.token();
        for format in ["table", "json", "markdown", "junit"] {
            for more in [&["-v"][..], &["-q"], &["--plan"], &["--report", "json=r"]] {
                let run = scene
                    .probe()
                    .also(["--format", format])
                    .also(more.iter().copied());
                is_unseen(&run.end(), &token);
            }
            is_unseen(
                &scene.run(["inspect", "-v", "--format", format]).end(),
                &token,
            );
            is_unseen(
                &scene
                    .run(["inspect", "--offline", "--format", format])
                    .end(),
                &token,
            );
        }
    }
}

#[test]
fn no_error_shows_a_token_that_was_typed_in_the_wrong_place() {
    let token = made_up_token();
    for arguments in [
        vec!["inspect", "--token-env", &token],
        vec!["inspect", "--token-file", &token],
        vec!["inspect", "--token", &token],
        vec!["inspect", &token],
        vec!["inspect", "--auth", &token],
        vec!["inspect", "--instance", &token],
        vec!["inspect", "--offline", "--instance", &token],
        vec!["inspect", "--project", &token],
        vec!["inspect", "--offline", "--project", &token],
        vec!["inspect", "--ca-file", &token],
        vec!["probe", &token],
        vec!["probe", "GET", &token],
        vec!["probe", "--endpoint", &token],
        vec!["explain", &token],
        vec!["explain", "--code", &token],
        vec!["explain", "--token-kind", &token],
        vec!["explain", "--status", "401", "--request", &token],
        vec!["explain", "--status", "401", "--header", &token],
        vec!["explain", "--status", &token],
        vec!["inspect", "--offline", "--report", &token],
        vec![&token],
    ] {
        let outcome = Run::of(arguments.clone()).end();
        is_unseen(&outcome, &token);
        assert!(!outcome.shown().contains(&token), "{arguments:?}");
    }
}

#[test]
fn no_transport_failure_shows_the_token() {
    let token = made_up_token();
    for instance in [
        "http://127.0.0.1:1",
        "https://127.0.0.1:1",
        "https://gitlab.invalid",
    ] {
        let run =
            Run::of(["probe", "/user", "-v", "--instance", instance]).with("GITLAB_TOKEN", &token);
        is_unseen(&run.end(), &token);
    }
    let proxied = Run::of(["probe", "/user", "--instance", "https://gitlab.invalid"])
        .with("GITLAB_TOKEN", &token)
        .with("HTTPS_PROXY", format!("http://me:{token}@127.0.0.1:1"));
    is_unseen(&proxied.end(), &token);
}

#[test]
fn no_other_host_receives_the_token() {
    let scene = Scene::of(scenarios::redirect_to_other_host());
    scene.probe().end();
    let token = scene.token();
    for request in scene.simulator.requests() {
        assert!(!request.path.contains(&token) && !request.query.contains(&token));
    }
}
