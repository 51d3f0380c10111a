//! `explain`: refusals that were pasted, without any request.

use glwhy::unstable::render::Format;
use serde_json::Value;

use crate::harness::{Run, made_up_token};

#[track_caller]
fn primary(run: &Run) -> (Value, String) {
    let report = run.end().json();
    let entry = report["entries"][0].clone();
    let code = entry["diagnosis"]["findings"][0]["code"]
        .as_str()
        .unwrap_or("none")
        .to_owned();
    (entry, code)
}

const EXPIRED: &str = r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#;
const SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;

fn explain(more: &[&str]) -> Run {
    Run::of(["explain", "--format", "json"]).also(more.iter().copied())
}

#[test]
fn a_bare_body_is_explained() {
    let (entry, code) = primary(&explain(&[]).reading(EXPIRED));
    assert_eq!(
        (code.as_str(), &entry["basis"]),
        ("token-expired", &Value::from("read"))
    );
    assert_eq!(entry["line"], 1);
}

#[test]
fn the_output_of_curl_with_heads_is_explained() {
    let text = format!(
        "HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 403 \r\ncontent-type: application/json\r\n\r\n{SCOPE}\n"
    );
    let (entry, code) = primary(&explain(&[]).reading(text));
    assert_eq!(code, "scope-missing");
    assert_eq!(entry["answer"]["status"], 403);
    assert_eq!(entry["line"], 3);
}

#[test]
fn status_and_body_are_explained() {
    let (_, code) = primary(&explain(&["--status", "401", "--body", EXPIRED]));
    assert_eq!(code, "token-expired");
}

#[test]
fn scopes_beside_an_error_need_no_description() {
    for body in [
        r#"{"error":"insufficient_scope"}"#,
        r#"{"error":"insufficient_scope","scope":"api read_api"}"#,
    ] {
        let (_, code) = primary(&explain(&["--status", "403", "--body", body]));
        assert_eq!(code, "scope-missing", "{body}");
    }
}

#[test]
fn a_file_is_explained() {
    let (_, code) = primary(&explain(&["answer.txt"]).file("answer.txt", EXPIRED));
    assert_eq!(code, "token-expired");
}

#[test]
fn a_bare_404_is_never_certain() {
    let run = explain(&[
        "--status",
        "404",
        "--body",
        r#"{"message":"404 Project Not Found"}"#,
    ]);
    let (entry, _) = primary(&run);
    assert_ne!(entry["diagnosis"]["certainty"], "certain");
    assert!(entry["diagnosis"]["next_question"].is_object(), "{entry:#}");
}

#[test]
fn a_bare_403_is_most_often_a_role_and_never_certain() {
    let run = explain(&[
        "--status",
        "403",
        "--body",
        r#"{"message":"403 Forbidden"}"#,
    ]);
    let (entry, code) = primary(&run);
    assert_ne!(entry["diagnosis"]["certainty"], "certain");
    assert_eq!(code, "role-too-low");
}

#[test]
fn a_bare_401_is_most_often_a_token_that_is_not_known_and_never_certain() {
    let run = explain(&[
        "--status",
        "401",
        "--body",
        r#"{"message":"401 Unauthorized"}"#,
    ]);
    let (entry, _) = primary(&run);
    assert_ne!(entry["diagnosis"]["certainty"], "certain");
    let cause = &entry["diagnosis"]["findings"][0]["cause"];
    assert!(
        ["invalid_token", "missing_token"].contains(&cause.as_str().unwrap()),
        "{cause}"
    );
}

#[test]
fn request_and_kind_are_taken_into_account() {
    let run = explain(&[
        "--status",
        "404",
        "--body",
        r#"{"message":"404 Project Not Found"}"#,
    ])
    .also([
        "--request",
        "GET https://gitlab.example.com/api/v4/projects/7/repository/branches/main",
    ])
    .also(["--token-kind", "deploy"]);
    let (entry, _) = primary(&run);
    assert_eq!(entry["subject"], "GET /projects/7/repository/branches/main");
    let causes = entry["diagnosis"]["findings"].to_string();
    assert!(causes.contains("wrong_token_type"), "{causes}");
}

#[test]
fn the_header_of_a_request_tells_how_the_token_was_sent() {
    let header = format!("JOB-TOKEN: {}", made_up_token());
    let run = explain(&[
        "--status",
        "401",
        "--body",
        r#"{"message":"401 Unauthorized"}"#,
    ])
    .also(["--request", "GET /projects/7", "--header", &header]);
    let outcome = run.end();
    assert!(!outcome.shown().contains(&made_up_token()));
    let (entry, _) = primary(&run);
    assert_eq!(
        entry["diagnosis"]["findings"][0]["cause"], "wrong_token_type",
        "{entry:#}"
    );
}

#[test]
fn text_without_a_failure_has_no_cause() {
    for text in [
        "",
        "\n\n",
        "Job succeeded\n",
        "{\"id\":7,\"name\":\"app\"}",
        "[]",
        "HTTP/2 200 \r\n\r\n{\"id\":7}\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "Permission is hereby granted, free of charge, to any person",
    ] {
        let outcome = explain(&[]).reading(text).end().ends(4);
        assert_eq!(
            outcome.json()["entries"],
            Value::Array(Vec::new()),
            "{text}"
        );
    }
}

#[test]
fn a_page_of_a_code_is_printed() {
    let outcome = Run::of(["explain", "--code", "token-expired"])
        .end()
        .ends(0);
    assert!(
        outcome.stdout.contains("How to recognise it"),
        "{}",
        outcome.stdout
    );
    let list = Run::of(["explain", "--list-codes"]).end().ends(0);
    for line in list.stdout.lines() {
        let code = line.split_whitespace().next().unwrap();
        Run::of(["explain", "--code", code]).end().ends(0);
    }
}

#[test]
fn tokens_in_a_paste_reach_no_output() {
    let token = made_up_token();
    let body = format!(r#"{{"message":"401 Unauthorized for {token}"}}"#);
    let text =
        format!("HTTP/1.1 401 Unauthorized\r\nLocation: /x?private_token={token}\r\n\r\n{body}\n");
    for format in Format::ALL.map(Format::name) {
        for run in [
            Run::of(["explain", "-v", "--format", format]).reading(text.clone()),
            Run::of([
                "explain", "--status", "401", "--body", &body, "--format", format,
            ]),
            Run::of(["explain", "--format", format, "--request"])
                .also([format!(
                    "GET https://me:{token}@h/api/v4/x?private_token={token}"
                )])
                .reading(text.clone()),
        ] {
            let outcome = run.end();
            assert!(!outcome.shown().contains(&token), "{}", outcome.shown());
        }
    }
}

#[test]
fn a_bare_403_without_its_request_is_most_often_the_role() {
    let body = r#"{"message":"403 Forbidden"}"#;
    let (_, code) = primary(&explain(&["--status", "403", "--body", body]));
    assert_eq!(code, "role-too-low");
}

#[test]
fn words_that_nobody_is_known_to_say_are_not_explained_by_a_status_that_is_not_known() {
    let (entry, code) = primary(&explain(&[]).reading(r#"{"message":"foo"}"#));
    assert_eq!((code.as_str(), &entry["diagnosis"]), ("none", &Value::Null));
}

#[test]
fn the_remedy_for_a_group_names_the_pages_of_the_group() {
    let outcome = Run::of(["explain", "--status", "404"])
        .also(["--body", r#"{"message":"404 Group Not Found"}"#])
        .also([
            "--request",
            "GET https://gitlab.corp.test/api/v4/groups/org%2Fteam",
        ])
        .end();
    let page = "https://gitlab.corp.test/groups/org/team/-/group_members";
    assert!(outcome.stdout.contains(page), "{}", outcome.stdout);
}

/// Lines of `api_json.log` and `auth_json.log`: three failures of one token, one of another kind, a
/// ban, and a success.
fn gitlabs_log() -> String {
    let line = |second: u8, more: &str| {
        format!(
            "{{\"time\":\"2026-03-14T09:00:0{second}.000Z\",\"severity\":\"INFO\",\"remote_ip\":\"203.0.113.7, 127.0.0.1\",\"correlation_id\":\"01JDX2V8Q4N6T0M5ZC7R3KH9W{second}\",{more}}}\n"
        )
    };
    let expired = |project: u8| {
        format!(
            "\"status\":401,\"method\":\"GET\",\"path\":\"/api/v4/projects/{project}/issues\",\"route\":\"/api/:version/projects/:id/issues\",\"meta.caller_id\":\"GET /api/:version/projects/:id/issues\",\"meta.user\":\"ann\",\"meta.auth_fail_reason\":\"token_expired\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/12\",\"meta.auth_fail_requested_scopes\":\"api read_api\",\"meta.auth_fail_auth_header_type\":\"private_token_header\""
        )
    };
    let forbidden = "\"status\":403,\"method\":\"GET\",\"path\":\"/api/v4/projects/7/variables\",\"route\":\"/api/:version/projects/:id/variables\",\"meta.user\":\"bob\",\"token_type\":\"PersonalAccessToken\",\"token_id\":13";
    let banned = "\"message\":\"Rack_Attack\",\"env\":\"blocklist\",\"request_method\":\"GET\",\"path\":\"/g/p.git/info/refs?service=git-upload-pack\",\"matched\":\"Git HTTP Basic Auth\",\"status\":403";
    let well = "\"status\":200,\"method\":\"GET\",\"path\":\"/api/v4/user\",\"meta.auth_fail_reason\":\"token_expired\"";
    [
        line(1, forbidden),
        line(2, &expired(7)),
        line(3, well),
        line(4, &expired(8)),
        line(5, banned),
        line(6, &expired(7)),
    ]
    .concat()
}

#[test]
fn lines_of_gitlabs_log_become_groups_the_most_frequent_first() {
    let report = explain(&[]).reading(gitlabs_log()).end().json();
    let entries = report["entries"].as_array().unwrap();
    let told: Vec<(&str, u64, u64)> = entries
        .iter()
        .map(|entry| {
            let code = &entry["diagnosis"]["findings"][0]["code"];
            (
                code.as_str().unwrap(),
                entry["count"].as_u64().unwrap(),
                entry["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("token-expired", 3, 2),
            ("role-too-low", 1, 1),
            ("address-banned", 1, 5)
        ]
    );
    let log = &entries[0]["log"];
    assert_eq!(log["token_id"], "PersonalAccessToken/12");
    assert_eq!(log["reason"], "token_expired");
    assert_eq!(
        log["requested_scopes"],
        serde_json::json!(["api", "read_api"])
    );
    assert_eq!(log["user"], "ann");
    assert_eq!(log["route"], "/api/:version/projects/:id/issues");
    assert_eq!(log["first"], "2026-03-14T09:00:02.000Z");
    assert_eq!(log["last"], "2026-03-14T09:00:06.000Z");
    assert_eq!(log["correlation_ids"].as_array().unwrap().len(), 3);
    assert_eq!(log["uncounted_at_most"], 0);
    assert_eq!(entries[0]["subject"], "GET /projects/:id/issues");
    assert_eq!(entries[1]["log"]["token_id"], "PersonalAccessToken/13");
}

#[test]
fn every_format_tells_what_gitlabs_log_says() {
    // Figures and lists for other programs hold causes alone.
    let tells = |format: &Format| !matches!(format, Format::OpenMetrics | Format::CodeQuality);
    for format in Format::ALL.into_iter().filter(tells).map(Format::name) {
        let run = Run::of(["explain", "--format", format]).reading(gitlabs_log());
        let text = run.end().stdout;
        for told in [
            "PersonalAccessToken/12",
            "token_expired",
            "ann",
            "/api/:version/projects/:id/issues",
            "2026-03-14T09:00:02.000Z",
            "Git HTTP Basic Auth",
        ] {
            assert!(text.contains(told), "{format}: {told}\n{text}");
        }
    }
}

#[test]
fn what_clients_say_keeps_its_order_and_stands_before_gitlabs_log() {
    let text = format!("{}{EXPIRED}\n{SCOPE}\n", gitlabs_log());
    let report = explain(&[]).reading(text).end().json();
    let lines: Vec<u64> = report["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [7, 8, 2, 1, 5]);
}
