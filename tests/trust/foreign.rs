//! Boxes that are not GitLab answer every surface, need, and request with success: nothing is granted, nothing healthy.

use glwhy::unstable::catalogue::{Place, capabilities_at};
use serde_json::Value;

use crate::check_all;
use crate::harness::{Outcome, Run, announce};
use crate::marked::Marked;
use crate::rude::{Rude, answer, saying};
use crate::simulator::BOXES;

/// How many requests a connection is good for: more than any run sends.
const ANSWERS: usize = 100;

/// One request of each surface and kind, sent or derived.
const REQUESTS: &[&str] = &[
    "/user",
    "HEAD /user",
    "/version",
    "/personal_access_tokens/self",
    "/job",
    "/projects/a%2Fb",
    "/projects/a%2Fb/issues",
    "/projects/a%2Fb/issues/1",
    "/projects/a%2Fb/variables",
    "/groups/a",
    "/nobody/knows/this",
    "/projects/a%2Fb/packages/npm/left-pad",
    "/projects/a%2Fb/jobs/5/artifacts",
    "/packages/conan/v1/ping",
    "/api/graphql?query=%7BcurrentUser%7Busername%7D%7D",
    "/a/b.git/info/refs?service=git-upload-pack",
    "/a/b.git/info/refs?service=git-receive-pack",
    "/a/b.git/info/lfs/locks",
    "/jwt/auth?service=container_registry&scope=repository:a/b:pull",
    "/jwt/auth?service=dependency_proxy",
    "/v2/",
    "/oauth/token/info",
    "POST /projects/a%2Fb/issues",
    "PUT /projects/a%2Fb",
    "DELETE /projects/a%2Fb/repository/branches/old",
];

/// Whose token is sent, and how.
fn callers() -> Vec<(&'static str, Option<Marked>, Vec<&'static str>)> {
    let made = |prefix| Some(Marked::new(prefix, "Zq7XtV2mKpLw9RsYd4Hb"));
    vec![
        ("personal", Some(Marked::personal()), vec![]),
        (
            "OAuth",
            Some(Marked::new("", &"a1b2c3d4".repeat(8))),
            vec![],
        ),
        ("job", made("glcbt-64_"), vec![]),
        ("deploy", made("gldt-"), vec!["--token-user", "deploy"]),
        ("nobody", None, vec!["--anonymous"]),
    ]
}

/// The commands by which a caller may learn that something is granted.
fn commands() -> Vec<(&'static str, Vec<String>)> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let needs: Vec<&str> = capabilities_at(Place::Project)
        .map(|capability| capability.name)
        .collect();
    let all = needs.join(",");
    let mut requests: Vec<String> = words(&["probe", "--max-requests", "200"]);
    requests.extend(REQUESTS.iter().map(|request| (*request).to_owned()));
    vec![
        ("matrix", words(&["probe", "--project", "a/b"])),
        ("matrix of a group", words(&["probe", "--group", "a"])),
        (
            "needs",
            words(&[
                "probe",
                "--project",
                "a/b",
                "--max-requests",
                "60",
                "--need",
                &all,
            ]),
        ),
        ("requests", requests),
        ("inspect", words(&["inspect"])),
    ]
}

struct Row {
    name: String,
    run: Run,
    server: Rude,
    succeeds: bool,
    /// Whether nothing is sent: no request tells of a deploy token itself.
    is_offline: bool,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, status, headers, body, succeeds) in BOXES {
        for (caller, token, options) in callers() {
            for (command, arguments) in commands() {
                if command == "inspect" && token.is_none() {
                    continue;
                }
                let server =
                    Rude::start(vec![saying(answer(status, headers, body)); ANSWERS].concat());
                let run = Run::of(&arguments)
                    .also(options.iter().copied())
                    .also(["--format", "json", "--timeout", "20"])
                    .also(["--instance", &server.http()]);
                let run = match &token {
                    Some(token) => run.with("GITLAB_TOKEN", &token.value),
                    None => run,
                };
                rows.push(Row {
                    name: format!("{name}, {caller}, {command}"),
                    run,
                    server,
                    succeeds: *succeeds,
                    is_offline: caller == "deploy" && command == "inspect",
                });
            }
        }
    }
    rows
}

/// What an outcome says that only GitLab could have said.
fn fault_of(outcome: &Outcome, succeeds: bool) -> Option<String> {
    // What is known beforehand is refused whoever answers: no token, or one of a kind that is not read there.
    if ![3, 4].contains(&outcome.code) {
        return Some(format!("exit code {}\n{}", outcome.code, outcome.shown()));
    }
    let report = outcome.json();
    let is = |entry: &Value, outcome: &str| entry["outcome"] == outcome;
    let is_believed = |entry: &&Value| {
        is(entry, "granted") || (succeeds && is(entry, "refused") && entry["basis"] == "observed")
    };
    let believed = report["entries"].as_array()?.iter().find(is_believed);
    if report["verdict"] == "healthy" {
        return Some("healthy".to_owned());
    }
    believed.map(|entry| format!("believed: {entry}"))
}

#[test]
fn no_box_that_is_not_gitlab_grants_anything() {
    let rows = rows();
    announce(
        "boxes that are not GitLab, times callers and commands",
        rows.len(),
    );
    check_all(rows, |row| {
        let outcome = row.run.end();
        if row.server.heard().is_empty() != row.is_offline {
            return Err(format!("{}: asked, or not\n{}", row.name, outcome.shown()));
        }
        match fault_of(&outcome, row.succeeds) {
            Some(fault) => Err(format!("{}: {fault}", row.name)),
            None => Ok(()),
        }
    });
}
