//! Bad input of every kind: a clear message, the right exit code, and no panic.

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::scenarios;

#[test]
fn a_bad_instance_address_is_refused() {
    for (address, words) in [
        ("", "--instance"),
        ("http://", "--instance"),
        ("ftp://gitlab.example.com", "ftp"),
        ("http://gitlab.example.com", "--allow-http"),
        ("https://me:word@gitlab.example.com", "--instance"),
        ("https://gitlab example com", "--instance"),
    ] {
        Run::of(["inspect", "--instance", address])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses(words);
    }
}

#[test]
fn a_host_without_an_address_gives_no_verdict() {
    let outcome = Run::of(["inspect", "--instance", "https://gitlab.invalid"])
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .ends(4);
    assert!(outcome.stdout.contains("network"), "{}", outcome.stdout);
}

#[test]
fn unreadable_files_are_refused_by_name() {
    Run::of(["inspect", "--token-file", "missing.txt"])
        .end()
        .refuses("missing.txt");
    Run::of(["explain", "missing.log"])
        .end()
        .refuses("missing.log");
    Run::of(["explain", "."]).end().refuses("cannot be read");
    Run::of(["inspect", "--ca-file", "missing.pem"])
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .refuses("missing.pem");
    Run::of(["inspect", "--ca-file", "ca.pem"])
        .file("ca.pem", "no certificate")
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .refuses("ca.pem");
}

#[test]
fn no_token_is_a_diagnosis_and_nothing_is_sent() {
    let scene = Scene::of(scenarios::nothing_sent());
    let address = scene.simulator.origin();
    for command in [vec!["inspect"], vec!["probe", "/user"]] {
        let run = Run::of(command).also(["--instance", &address]);
        let table = run.end().ends(3);
        assert!(table.stdout.contains("missing_token"), "{}", table.stdout);
        let report = run.also(["--format", "json"]).end().ends(3).json();
        assert_eq!(
            report["entries"][0]["diagnosis"]["findings"][0]["code"],
            "nothing-sent"
        );
        assert_eq!(report["requests"]["sent"], 0);
    }
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn an_empty_variable_is_explained_by_the_unprotected_ref() {
    let run = Run::of(["probe", "/user", "--format", "json"])
        .with("GITLAB_TOKEN", "")
        .with("GITLAB_CI", "true")
        .with("CI_SERVER_URL", "https://gitlab.example.com")
        .with("CI_COMMIT_REF_PROTECTED", "false")
        .with("CI_COMMIT_REF_NAME", "feature");
    let report = run.end().ends(3).json();
    let entry = &report["entries"][0];
    assert_eq!(
        entry["diagnosis"]["findings"][0]["code"],
        "empty-credential"
    );
    assert_eq!(entry["diagnosis"]["findings"][0]["cause"], "missing_token");
    let warnings = entry["warnings"].to_string();
    assert!(warnings.contains("protected-variable"), "{warnings}");
    assert!(
        warnings.contains("feature, which is not protected"),
        "{warnings}"
    );
    let table = Run::of(["inspect", "--token-env", "DEPLOY_TOKEN"])
        .end()
        .ends(3);
    assert!(
        table.stdout.contains("DEPLOY_TOKEN is not set"),
        "{}",
        table.stdout
    );
}

#[test]
fn an_unknown_option_or_value_is_refused_with_the_known_ones() {
    Run::of(["inspect", "--format", "xml"])
        .end()
        .refuses("junit");
    Run::of(["inspect", "--report", "xml=a"])
        .end()
        .refuses("junit");
    Run::of(["inspect", "--report", "json"])
        .end()
        .refuses("junit=report.xml");
    Run::of(["inspect", "--auth", "magic"])
        .end()
        .refuses("private-token");
    Run::of(["inspect", "--color", "blue"])
        .end()
        .refuses("never");
    Run::of(["inspect", "--max-requests", "0"])
        .end()
        .refuses("max-requests");
    Run::of(["inspect", "--timeout", "soon"])
        .end()
        .refuses("timeout");
    Run::of(["explain", "--status", "99"]).end().refuses("99");
    Run::of(["explain", "--token-kind", "magic"])
        .end()
        .refuses("deploy");
    Run::of(["explain", "--status", "403", "--header", "nothing"])
        .end()
        .refuses("colon");
    Run::of(["inspect", "--instace", "x"])
        .end()
        .refuses("--instance");
    Run::of(["inspect", "--quiet", "--verbose"])
        .end()
        .refuses("cannot be used with");
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest() {
    Run::of(["explain", "--code", "token-expird"])
        .end()
        .refuses("token-expired");
    Run::of(["explain", "--code", "xyzzy"])
        .end()
        .refuses("--list-codes");
}

#[test]
fn a_bad_request_is_refused() {
    let probe = |request: &str| {
        Run::of(["probe", request])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
    };
    probe("").refuses("empty");
    probe("BREW /coffee").refuses("BREW");
    probe("GET coffee").refuses("coffee");
    probe("curl -s").refuses("curl");
    Run::of(["probe", "--endpoint", "GET /no/such/thing"])
        .end()
        .refuses("does not know");
}

#[test]
fn a_bad_target_is_refused() {
    for target in ["", "a b", "-"] {
        Run::of(["probe", "/user", "--project", target])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses("project");
    }
}

#[test]
fn a_bad_clock_is_refused() {
    Run::of(["inspect"])
        .with("GLWHY_NOW", "noon")
        .end()
        .refuses("GLWHY_NOW");
}

#[test]
fn bodies_of_any_bytes_are_read() {
    let status = ["explain", "--status", "502"];
    Run::of(status).end().ends(4);
    for body in [
        &b"\xff\xfe\x00broken"[..],
        b"",
        b"\0\0\0",
        b"{\"message\":",
        b"[[[[",
    ] {
        let outcome = Run::of(["explain"]).reading(body).end().ends(4);
        assert_eq!(outcome.stderr, "");
        let head = [b"HTTP/1.1 403 Forbidden\r\n\r\n", body].concat();
        let outcome = Run::of(["explain"]).reading(head).end();
        assert!([3, 4].contains(&outcome.code), "{}", outcome.shown());
    }
    Run::of(["explain", "-"]).reading("").end().ends(4);
}

#[test]
fn a_body_of_100_megabytes_is_read() {
    let long = [
        b"HTTP/1.1 403 Forbidden\r\n\r\n".to_vec(),
        vec![b'x'; 100 << 20],
    ]
    .concat();
    let outcome = Run::of(["explain"]).reading(long).end();
    assert!([3, 4].contains(&outcome.code), "{}", outcome.shown());
    let lines = "nothing to see here\n".repeat(1 << 20);
    Run::of(["explain"]).reading(lines).end().ends(4);
}

#[test]
fn a_token_that_is_none_is_named_and_not_sent() {
    let scene = Scene::of(scenarios::healthy());
    let good = scene.token();
    for (value, code) in [
        ("[MASKED]".to_owned(), "masked"),
        ("$GITLAB_TOKEN".to_owned(), "unexpanded-variable"),
        (format!("Bearer {good}"), "scheme-in-front"),
        (format!("\"{good}\""), "quotes"),
        (good[..good.len() - 3].to_owned(), "token-not-whole"),
    ] {
        let run = Run::of(["probe", "/user", "--format", "json"])
            .also(["--instance", &scene.simulator.origin()])
            .with("GITLAB_TOKEN", &value);
        let outcome = run.end().ends(3);
        let report = outcome.json();
        let finding = &report["entries"][0]["diagnosis"]["findings"][0];
        assert_eq!(finding["cause"], "malformed_token", "{value}");
        assert!(outcome.stdout.contains(code), "{code}: {}", outcome.stdout);
    }
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn a_failing_token_command_is_refused_with_its_message() {
    Run::of(["inspect", "--token-command", "echo locked >&2; exit 3"])
        .with("PATH", "/usr/bin:/bin")
        .end()
        .refuses("locked");
}
