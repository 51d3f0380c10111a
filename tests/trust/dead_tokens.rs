//! A dead token rests: what a server hears of it is counted, whatever was asked, and however often.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

use crate::check_all;
use crate::harness::{Outcome, Run, announce, runtime};
use crate::rude::{Act, Rude};

/// How often a token is sent before its death is believed.
const SENDS: usize = 2;

/// How many Basic logins may fail, of all tokens together.
const LOGINS: usize = 5;

/// What `GitLab` says to a dead token on each surface.
fn gitlab(request: &Request) -> ResponseTemplate {
    let path = request.url.path();
    let is_sent = credential(request).is_some();
    let denied = "HTTP Basic: Access denied. If a password was provided for Git authentication, \
                  the password was incorrect";
    let body = if path.contains("/info/refs") {
        return ResponseTemplate::new(401)
            .insert_header("WWW-Authenticate", "Basic realm=\"GitLab\"")
            .insert_header(
                "X-Gitlab-Meta",
                "{\"correlation_id\":\"1\",\"version\":\"1\"}",
            )
            .set_body_raw(denied, "text/plain; charset=utf-8");
    } else if path == "/jwt/auth" {
        format!("{{\"errors\":[{{\"code\":\"UNAUTHORIZED\",\"message\":\"{denied}\"}}]}}")
    } else if is_sent {
        "{\"message\":\"401 Unauthorized\"}".to_owned()
    } else {
        "{\"message\":\"404 Project Not Found\"}".to_owned()
    };
    ResponseTemplate::new(if is_sent { 401 } else { 404 })
        .insert_header(
            "X-Gitlab-Meta",
            "{\"correlation_id\":\"1\",\"version\":\"1\"}",
        )
        .set_body_raw(body, "application/json")
}

/// A manner of answering.
type Manner = fn(&Request) -> ResponseTemplate;

fn says_401_as_text(_: &Request) -> ResponseTemplate {
    ResponseTemplate::new(401).set_body_raw("Unauthorized", "text/plain")
}

fn says_401_as_message(_: &Request) -> ResponseTemplate {
    ResponseTemplate::new(401).set_body_raw("{\"message\":\"go away\"}", "application/json")
}

fn says_401_and_nothing(_: &Request) -> ResponseTemplate {
    ResponseTemplate::new(401)
}

fn says_403_as_text(request: &Request) -> ResponseTemplate {
    match request.url.path() {
        "/jwt/auth" => ResponseTemplate::new(403).set_body_raw("Forbidden", "text/plain"),
        _ => gitlab(request),
    }
}

/// The header that carried a token, and its value.
fn credential(request: &Request) -> Option<(&'static str, String)> {
    [
        "private-token",
        "authorization",
        "job-token",
        "deploy-token",
    ]
    .into_iter()
    .find_map(|name| Some((name, request.headers.get(name)?.to_str().ok()?.to_owned())))
}

/// The token that was sent, and whether in a Basic login.
fn sent(request: &Request) -> Option<(String, bool)> {
    let (_, value) = credential(request)?;
    let Some(login) = value.strip_prefix("Basic ") else {
        return Some((value.trim_start_matches("Bearer ").to_owned(), false));
    };
    let pair = String::from_utf8(BASE64_STANDARD.decode(login).unwrap()).unwrap();
    Some((pair.split_once(':').unwrap().1.to_owned(), true))
}

fn serve(manner: Manner) -> MockServer {
    runtime().block_on(async {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(manner).mount(&server).await;
        server
    })
}

/// How often each token came, and how many logins were tried.
fn count(server: &MockServer) -> (BTreeMap<String, usize>, usize) {
    let requests = runtime().block_on(server.received_requests()).unwrap();
    let mut sends = BTreeMap::new();
    let mut logins = 0;
    for (token, is_login) in requests.iter().filter_map(sent) {
        *sends.entry(token).or_default() += 1;
        logins += usize::from(is_login);
    }
    (sends, logins)
}

/// Tokens of a kind that no instance ever gave out.
fn dead(kind: &str, number: usize) -> String {
    let prefix = match kind {
        "personal" => "glpat-",
        "deploy" => "gldt-",
        "job" => "glcbt-64_",
        _ => "",
    };
    format!(
        "{prefix}{}{number:02}",
        "Zq7XtV2mKpLw9RsYd4".get(..18).unwrap()
    )
}

/// The requests that are sent one after the other.
fn requests(what: &str) -> Vec<String> {
    (0..12)
        .map(|number| match what {
            "git" => format!("/a/b{number}.git/info/refs?service=git-upload-pack"),
            "registry" => {
                format!("/jwt/auth?service=container_registry&scope=repository:a/b{number}:pull")
            }
            _ => format!("/projects/{number}/issues"),
        })
        .collect()
}

fn held(server: &MockServer, outcome: &Outcome, name: &str) -> Result<(), String> {
    let (sends, logins) = count(server);
    let most = sends.values().max().copied().unwrap_or_default();
    if sends.is_empty() || most > SENDS || logins > LOGINS {
        return Err(format!(
            "{name}: {sends:?}, {logins} logins\n{}",
            outcome.shown()
        ));
    }
    if outcome.code != 3 && outcome.code != 4 {
        return Err(format!(
            "{name}: exit {}\n{}",
            outcome.code,
            outcome.shown()
        ));
    }
    Ok(())
}

/// What was not asked is called so, and why is told.
fn left_out(report: &Value) -> Vec<String> {
    let entries = report["entries"].as_array().unwrap().iter();
    entries
        .filter(|entry| entry["outcome"] == "not_probed")
        .map(|entry| entry["missing"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_dead_token_is_sent_twice_whatever_is_asked() {
    let manners: [(&str, Manner); 5] = [
        ("GitLab", gitlab),
        ("401 as text", says_401_as_text),
        ("401 as a message", says_401_as_message),
        ("401 alone", says_401_and_nothing),
        ("403 as text", says_403_as_text),
    ];
    let mut rows = Vec::new();
    for kind in ["personal", "deploy", "job", "unknown"] {
        for what in ["git", "registry", "rest"] {
            for auth in ["auto", "basic"] {
                rows.extend(manners.map(|(name, manner)| (kind, what, auth, name, manner)));
            }
        }
    }
    announce("dead tokens", rows.len());
    check_all(rows, |(kind, what, auth, name, manner)| {
        let name = format!("{kind}, 12 {what}, {auth}, {name}");
        let server = serve(manner);
        let run = Run::of(["probe", "--format", "json", "--max-requests", "60"])
            .also(["--instance", &server.uri(), "--token-env", "T"])
            .also(["--token-user", "me", "--auth", auth])
            .also(requests(what))
            .with("T", dead(kind, 0));
        let outcome = run.end();
        held(&server, &outcome, &name)?;
        let report = outcome.json();
        let entries = report["entries"].as_array().unwrap();
        let granted = entries.iter().filter(|entry| entry["outcome"] == "granted");
        if granted.count() > 0 {
            return Err(format!("{name}: granted\n{}", outcome.stdout));
        }
        let told = |why: &String| why.contains("the host refused this token twice");
        if !left_out(&report).iter().all(told) {
            return Err(format!("{name}: not told\n{}", outcome.stdout));
        }
        Ok(())
    });
}

#[test]
fn what_was_left_out_is_not_probed_and_why_is_told() {
    let server = serve(gitlab);
    let run = Run::of(["probe", "--instance", &server.uri(), "--token-env", "T"])
        .also(["--token-user", "me", "--max-requests", "60"])
        .also(requests("registry"))
        .with("T", dead("deploy", 0));
    let outcome = run.end().ends(3);
    assert!(outcome.stdout.contains("not asked"), "{}", outcome.stdout);
    let report = run.also(["--format", "json"]).end().json();
    // The second send was a question of our own: whether the token is alive.
    assert_eq!(left_out(&report).len(), 11, "{report}");
    assert_eq!(count(&server).0.values().sum::<usize>(), 2 * SENDS);
}

/// An instance that knows a token, and refuses it on every other route.
fn knows_it(request: &Request) -> ResponseTemplate {
    if request.url.path() == "/api/v4/personal_access_tokens/self" {
        return ResponseTemplate::new(200).set_body_raw(
            "{\"id\":1,\"active\":true,\"revoked\":false,\"scopes\":[\"api\"],\"user_id\":2}",
            "application/json",
        );
    }
    gitlab(request)
}

#[test]
fn what_refuses_a_living_token_is_the_route_but_its_failed_logins_count() {
    for (what, entries_left_out) in [("rest", 0), ("registry", 12 - LOGINS)] {
        let server = serve(knows_it);
        let outcome = Run::of(["probe", "--format", "json", "--max-requests", "60"])
            .also(["--instance", &server.uri(), "--token-env", "T"])
            .also(requests(what))
            .with("T", dead("personal", 0))
            .end()
            .ends(3);
        let left_out = left_out(&outcome.json());
        assert_eq!(left_out.len(), entries_left_out, "{}", outcome.stdout);
        let told = |why: &String| why.contains("5 logins failed at this host");
        assert!(left_out.iter().all(told), "{}", outcome.stdout);
    }
}

/// Forty connections, with one token or as many.
fn connections(instance: &str, kind: &str, tokens: usize, more: &str) -> Run {
    let mut file = String::new();
    let mut run = Run::of(["probe", "--connections", "all.toml", "--format", "json"]);
    for number in 0..40 {
        let token = number % tokens;
        write!(
            file,
            "[c{number}]\ninstance = \"{instance}\"\ntoken = {{ env = \"T_{token}\" }}\n{more}\n\n"
        )
        .unwrap();
        run = run.with(&format!("T_{token}"), dead(kind, token));
    }
    run.file("all.toml", file)
}

#[test]
fn many_connections_send_a_dead_token_twice_and_keep_the_ceiling_of_failed_logins() {
    const CLONE: &str = "project = \"a/b\"\nneeds = [\"clone\"]";
    const PULL: &str = "project = \"a/b\"\nneeds = [\"pull-image\"]";
    const BOTH: &str = "project = \"a/b\"\nneeds = [\"clone\", \"pull-image\"]";
    let mut rows = Vec::new();
    for manner in [gitlab, says_401_as_text] {
        for kind in ["personal", "deploy", "job", "unknown"] {
            for tokens in [1, 40] {
                for needs in ["", "auth = \"basic\"", CLONE, PULL, BOTH] {
                    rows.push((kind, tokens, needs, manner as Manner));
                }
            }
        }
    }
    announce("dead tokens of connections", rows.len());
    check_all(rows, |(kind, tokens, needs, manner)| {
        let name = format!("{tokens} {kind}, {needs}");
        let more = format!("token_user = \"me\"\n{needs}");
        let server = serve(manner);
        let outcome = connections(&server.uri(), kind, tokens, &more).end();
        let (sends, _) = count(&server);
        if sends.is_empty() && kind == "deploy" {
            return Ok(());
        }
        held(&server, &outcome, &name)?;
        let report = outcome.json();
        let healthy = &report["summary"]["verdicts"]["healthy"];
        if *healthy != 0 {
            return Err(format!("{name}: {healthy} healthy\n{}", outcome.stdout));
        }
        let told = |why: &String| {
            why.contains("the host refused this token twice") || why.contains("5 logins failed")
        };
        if !left_out(&report).iter().all(told) {
            return Err(format!("{name}: not told\n{}", outcome.stdout));
        }
        Ok(())
    });
}

/// How many requests a server heard that answers none.
fn count_unanswered(silent: &Rude) -> usize {
    let heard = silent.heard();
    let heads = heard.windows(4).filter(|end| end == b"\r\n\r\n");
    heads.count()
}

/// Somebody who would ask an instance many things.
fn asker(instance: &str, kind: &str, what: &str) -> Run {
    const NEEDS: &str = "clone,push,read-api,create-release,pull-image";
    let run = match what {
        "40 connections, one token" | "40 connections, 40 tokens" => {
            let tokens = if what.contains("one") { 1 } else { 40 };
            let more = "token_user = \"me\"\nproject = \"a/b\"\nneeds = [\"clone\"]";
            return connections(instance, kind, tokens, more);
        }
        "matrix" => Run::of(["probe", "--project", "a/b"]),
        "needs" => Run::of(["probe", "--project", "a/b", "--need", NEEDS]),
        _ => Run::of(["probe"]).also(requests(what)),
    };
    run.also([
        "--instance",
        instance,
        "--format",
        "json",
        "--token-env",
        "T",
    ])
    .also(["--token-user", "me", "--max-requests", "60"])
    .with("T", dead(kind, 0))
}

/// A host that accepts connections and says nothing costs the time of two requests, and not that of all that could be
/// asked.
#[test]
fn where_nobody_answers_nothing_is_waited_for_after_two_requests() {
    /// Many connections have eight requests under way at a host, and when one has ended, one more.
    const MOST: usize = 9;
    let askers = [
        ("git", SENDS),
        ("registry", SENDS),
        ("rest", SENDS),
        ("needs", SENDS),
        ("matrix", SENDS),
        ("40 connections, one token", MOST),
        ("40 connections, 40 tokens", MOST),
    ];
    let kinds = ["personal", "deploy", "job", "unknown"];
    let rows: Vec<_> = kinds
        .iter()
        .flat_map(|kind| askers.map(|(what, most)| (*kind, what, most)))
        .collect();
    announce("askers of a silent host", rows.len());
    check_all(rows, |(kind, what, most)| {
        let silent = Rude::start(vec![Act::Hear, Act::Wait]);
        let run = asker(&silent.http(), kind, what).also(["--timeout", "1"]);
        let outcome = run.end();
        let sent = count_unanswered(&silent);
        if ![3, 4].contains(&outcome.code) || sent > most {
            return Err(format!("{kind}, {what}: {sent} sent\n{}", outcome.shown()));
        }
        let told = |why: &String| why.contains("nobody answers there");
        if !left_out(&outcome.json()).iter().all(told) {
            return Err(format!("{kind}, {what}: not told\n{}", outcome.stdout));
        }
        Ok(())
    });
}
