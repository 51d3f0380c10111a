//! `explain` over the logs of an instance: many files, and of their lines those that are asked for.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::harness::Run;

const EXPIRED: &str = r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#;
const SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;

/// A line of `api_json.log`, of a request at this hour and with these fields.
fn line(hour: u8, more: &str) -> String {
    format!(
        "{{\"time\":\"2026-03-14T{hour:02}:00:00.000Z\",\"method\":\"GET\",\"host\":\"git.example.org\",{more}}}\n"
    )
}

/// A line of the token 12, which has expired.
fn dead(hour: u8, project: u8, route: &str) -> String {
    let more = format!(
        "\"status\":401,\"path\":\"/api/v4/projects/{project}/{route}\",\"route\":\"/api/:version/projects/:id/{route}\",\"correlation_id\":\"c{hour}\",\"meta.user\":\"ann\",\"meta.gl_user_id\":5,\"meta.project\":\"team/p{project}\",\"meta.auth_fail_reason\":\"token_expired\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/12\""
    );
    line(hour, &more)
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn explain(more: &[&str]) -> Run {
    Run::of(["explain", "--format", "json"]).also(more.iter().copied())
}

/// File, line, and code of each entry.
fn told(report: &Value) -> Vec<String> {
    let entries = report["entries"].as_array().unwrap().iter();
    let shown = entries.map(|entry| {
        let code = &entry["diagnosis"]["findings"][0]["code"];
        let file = entry["file"].as_str().unwrap_or("no file");
        format!("{file}:{} {}", entry["line"], code.as_str().unwrap())
    });
    shown.collect()
}

#[test]
fn files_are_read_in_their_order_and_each_failure_names_its_own() {
    let run = explain(&["b.txt", "-", "a.txt.gz"])
        .file("b.txt", format!("fine\n{SCOPE}\n"))
        .file("a.txt.gz", packed(EXPIRED))
        .reading("fatal: Authentication failed for 'https://gitlab.example.com/g/p.git/'\n");
    let told = told(&run.end().ends(3).json());
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[0], "b.txt:2 scope-missing");
    assert!(told[1].starts_with("-:1 "), "{told:?}");
    assert_eq!(told[2], "a.txt.gz:1 token-expired");
    let text = Run::of(["explain", "one", "two"])
        .file("one", "fine\n")
        .file("two", EXPIRED);
    assert!(text.end().stdout.contains("line 1 of two"));
}

#[test]
fn one_file_is_not_named_and_what_is_compressed_is_known_by_its_bytes() {
    let run = explain(&["answer"]).file("answer", packed(EXPIRED));
    assert_eq!(told(&run.end().json()), ["no file:1 token-expired"]);
    let run = explain(&[]).reading(packed(EXPIRED));
    assert_eq!(told(&run.end().json()), ["no file:1 token-expired"]);
}

#[test]
fn a_folder_is_read_file_by_file_and_its_logs_are_one() {
    let run = explain(&["logs"]);
    let folder = run.home().join("logs/rails");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api_json.log"), dead(9, 7, "issues")).unwrap();
    let older = dead(7, 7, "issues") + &dead(8, 7, "issues");
    fs::write(folder.join("api_json.log.1.gz"), packed(&older)).unwrap();
    let report = run.end().json();
    assert_eq!(told(&report), ["logs/rails/api_json.log:1 token-expired"]);
    let entry = &report["entries"][0];
    assert_eq!(entry["count"], 3);
    assert_eq!(entry["log"]["first"], "2026-03-14T07:00:00.000Z");
}

#[test]
fn a_file_that_cannot_be_read_keeps_nothing_of_the_others_back() {
    let whole = packed(&(EXPIRED.to_owned() + "\n"));
    let cut = &whole[..whole.len() - 4];
    let run = explain(&["absent.log", "cut.gz", "good"])
        .file("cut.gz", cut)
        .file("good", SCOPE);
    let report = run.end().ends(3).json();
    assert_eq!(
        told(&report),
        ["cut.gz:1 token-expired", "good:1 scope-missing"]
    );
    let warnings = report["advice"].to_string();
    assert!(warnings.contains("absent.log") && warnings.contains("cut.gz"));
    let all = Run::of(["explain", "absent.log", "neither.log"]).end();
    all.refuses("absent.log");
}
