//! One client in one situation: what it printed, why in truth, and what `explain` makes of it.

use serde_json::Value;

use crate::door::Door;
use crate::harness::{Run, Scene};
use crate::operation::{Operation, Visit};
use crate::simulator::Manner;
use crate::simulator::scenarios::{Scenario, Stage};
use crate::simulator::{Answer, Truth};
use crate::simulator::{Kind, Scheme, Token};
use crate::situation::{self, Held, Situation, Way};

/// A refusal that a client met.
#[derive(Debug)]
pub(crate) struct Met {
    pub operation: &'static str,
    pub situation: &'static str,
    /// `None` where nothing was refused.
    pub truth: Option<Truth>,
    /// What the client printed, without what differs from run to run.
    pub printed: String,
    /// What `explain --format json` says of it.
    pub report: Value,
}

impl Met {
    /// Reads what a client printed.
    pub(crate) fn read(
        operation: &Operation,
        situation: &'static str,
        truth: Option<Truth>,
        text: &str,
        visit: &Visit,
    ) -> Self {
        let outcome = Run::of(["explain", "--format", "json", "-"])
            .reading(text.as_bytes())
            .end();
        assert!(
            matches!(outcome.code, 3 | 4),
            "{} in {situation}: exit {}\n{text}\n{}",
            operation.name,
            outcome.code,
            outcome.shown()
        );
        is_unseen(&outcome.shown(), &visit.token);
        Self {
            operation: operation.name,
            situation,
            truth,
            printed: plain(text, visit),
            report: outcome.json(),
        }
    }

    /// Returns the diagnoses, in the order of the text.
    pub(crate) fn diagnoses(&self) -> Vec<&Value> {
        let entries = self.report["entries"].as_array();
        entries
            .into_iter()
            .flatten()
            .map(|entry| &entry["diagnosis"])
            .filter(|diagnosis| !diagnosis.is_null())
            .collect()
    }

    /// Returns the causes that a diagnosis admits, the primary one first.
    pub(crate) fn causes(diagnosis: &Value) -> Vec<&str> {
        let findings = diagnosis["findings"].as_array();
        findings
            .into_iter()
            .flatten()
            .filter_map(|finding| finding["cause"].as_str())
            .collect()
    }

    /// Returns everything that one must know to see what went wrong.
    pub(crate) fn story(&self) -> String {
        let said: Vec<String> = self
            .diagnoses()
            .iter()
            .map(|diagnosis| {
                format!(
                    "  {} at {}: {:?} next {}",
                    diagnosis["certainty"],
                    diagnosis["stopped_at"],
                    codes(diagnosis),
                    diagnosis["next_question"]["ask"],
                )
            })
            .collect();
        format!(
            "{} / {}: truth {:?}\n{}\n----\n{}\n----\n",
            self.operation,
            self.situation,
            self.truth.map(|truth| (truth.gate, truth.cause, truth.why)),
            said.join("\n"),
            self.printed,
        )
    }
}

fn codes(diagnosis: &Value) -> Vec<String> {
    let findings = diagnosis["findings"].as_array();
    findings
        .into_iter()
        .flatten()
        .map(|finding| {
            format!(
                "{}:{}",
                finding["cause"].as_str().unwrap_or(""),
                finding["code"].as_str().unwrap_or("")
            )
        })
        .collect()
}

/// What a client printed so far, by what it was answered. A slow client that asks the same way and is
/// answered in the same bytes is not run again.
#[derive(Debug, Default)]
pub(crate) struct Heard(Vec<Story>);

#[derive(Debug)]
struct Story {
    answers: Vec<Answer>,
    sent: Scheme,
    /// Which of the answers was the refusal; none where the client refused by itself.
    refusal: Option<usize>,
    printed: String,
    report: Value,
}

/// Puts a client into a situation; `None` where the situation does not stand in its way.
pub(crate) fn meet(operation: &Operation, situation: &Situation, heard: &mut Heard) -> Option<Met> {
    if situation.way == Way::Away && operation.follows {
        return None;
    }
    let scenario = scenario(operation, situation)?;
    let judged = |(method, path): (&str, &str)| {
        let sent = scenario.token.unwrap_or_default();
        let world = &scenario.world;
        world.judge_hypothetically(method, path, sent, &scenario.sent_as)
    };
    let wanted = judged(operation.wants).truth;
    let is_control = situation.name == situation::ALL[0].name;
    if wanted.is_none() && !operation.is_push && !is_control {
        return None;
    }
    let asked = operation.asks.iter().map(|&asks| judged(asks));
    let (answers, truths): (Vec<_>, Vec<_>) = asked.map(|one| (one.answer, one.truth)).unzip();
    let sent = scenario.sent_as.clone();
    let same = |story: &&Story| story.answers == answers && story.sent == sent;
    if let Some(story) = heard.0.iter().find(same) {
        return Some(Met {
            operation: operation.name,
            situation: situation.name,
            truth: story.refusal.map_or(wanted, |at| truths[at]),
            printed: story.printed.clone(),
            report: story.report.clone(),
        });
    }
    let met = visit(operation, situation.name, scenario, wanted)?;
    if !answers.is_empty() && met.truth.is_some() {
        heard.0.push(Story {
            answers,
            sent,
            refusal: truths.iter().position(|truth| *truth == met.truth),
            printed: met.printed.clone(),
            report: met.report.clone(),
        });
    }
    Some(met)
}

/// Serves the world and runs the client; `None` where nothing was refused and the client failed by itself.
fn visit(
    operation: &Operation,
    situation: &'static str,
    scenario: Scenario,
    wanted: Option<Truth>,
) -> Option<Met> {
    let is_control = situation == situation::ALL[0].name;
    let scene = Scene::of(scenario);
    let (sent, token) = (scene.scenario.sent_as.clone(), scene.token());
    let (visit, repository) = Visit::of(scene.simulator.origin(), sent, token);
    scene.simulator.back_with(repository);
    let printed = (operation.run)(&visit);
    // What was refused first and granted in the end, as when a login is asked for, was not refused.
    let last = scene.simulator.requests().pop();
    let mut truth = last.and_then(|request| request.truth);
    let succeeded = printed.status.success();
    if truth.is_none() && !succeeded && !is_control {
        // The client saw for itself what GitLab would have refused.
        truth = wanted;
    }
    (truth.is_some() || succeeded)
        .then(|| Met::read(operation, situation, truth, &printed.text, &visit))
}

/// Sends a client to an address where no GitLab answers.
pub(crate) fn knock(operation: &Operation, door: &Door) -> Option<Met> {
    let token = Stage::new().personal(&["api"]);
    let value = token.value.clone();
    let sent = operation.sends(&Held::Token(token))?;
    let (visit, _repository) = Visit::of((door.origin)(), sent, value);
    let printed = (operation.run)(&visit);
    Some(Met::read(
        operation,
        door.name,
        Some(door.truth),
        &printed.text,
        &visit,
    ))
}

/// Builds the world of a situation, as this client asks it; `None` where the client cannot send what is held.
fn scenario(operation: &Operation, situation: &Situation) -> Option<Scenario> {
    let mut stage = Stage::new();
    let held = (situation.set)(&mut stage);
    let sent = operation.sends(&held)?;
    let (method, path) = operation.wants;
    let none = matches!(held, Held::Nothing);
    let token = match held {
        Held::Token(token) | Held::Misplaced(token) => token,
        Held::Nothing => Token::new(Kind::Personal, &mut stage.rng),
    };
    let mut scenario = stage.asks_as(token, sent, method, path);
    scenario.manner = Manner {
        changes_expected: true,
        ..Manner::default()
    };
    if none {
        scenario.token = None;
    }
    Some(scenario)
}

/// Takes out what differs from run to run: the token, the port, the home, times.
fn plain(text: &str, visit: &Visit) -> String {
    let mut plain = strip_colours(text);
    for (secret, name) in secrets(visit) {
        if !secret.is_empty() {
            plain = plain.replace(&secret, name);
        }
    }
    let lines = plain.lines().filter(|line| !is_noise(line));
    let untimed = lines.map(|line| without_clock(line).trim_end());
    untimed.collect::<Vec<_>>().join("\n")
}

fn secrets(visit: &Visit) -> Vec<(String, &'static str)> {
    let encoded = url::form_urlencoded::byte_serialize(visit.token.as_bytes()).collect();
    let mut url = url::Url::parse("http://x").unwrap();
    url.set_password(Some(&visit.token)).unwrap();
    let port = visit.origin.rsplit(':').next().unwrap_or_default();
    let home = visit.home.path().to_string_lossy().into_owned();
    let user = if let Scheme::Basic(user) = &visit.sent {
        user.as_str()
    } else {
        ""
    };
    let named = |user: &str| match user {
        "" => String::new(),
        user => format!("{user}:"),
    };
    let encoded_user = named(&user.replace('+', "%2B"));
    let user = named(user);
    vec![
        (visit.token.clone(), "TOKEN"),
        (encoded, "TOKEN"),
        (url.password().unwrap_or_default().to_owned(), "TOKEN"),
        (user, "USER:"),
        (encoded_user, "USER:"),
        (format!("127.0.0.1:{port}"), "127.0.0.1:PORT"),
        (format!(" port {port}"), " port PORT"),
        (home, "HOME"),
        (visit.repository.clone(), "REPOSITORY"),
    ]
}

/// semantic-release writes the time of day before every line: `[3:06:36 AM] `.
fn without_clock(line: &str) -> &str {
    let stamp = line.strip_prefix('[').and_then(|rest| {
        rest.split_once(" AM] ")
            .or_else(|| rest.split_once(" PM] "))
    });
    let is_time = |time: &str| {
        time.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':')
    };
    stamp
        .filter(|(time, _)| is_time(time))
        .map_or(line, |(_, rest)| rest)
}

/// What `got` measures and prints with its errors, and the port in it.
fn is_measured(line: &str) -> bool {
    const NAMES: &[&str] = &[
        "start",
        "socket",
        "lookup",
        "connect",
        "upload",
        "response",
        "end",
        "error",
        "wait",
        "dns",
        "tcp",
        "request",
        "firstByte",
        "download",
        "total",
        "port",
    ];
    line.trim_start()
        .split_once(": ")
        .is_some_and(|(name, value)| {
            let value = value.trim_start_matches('\'');
            NAMES.contains(&name) && value.starts_with(|first: char| first.is_ascii_digit())
        })
}

/// Lines of logs and of progress, which are never the same.
fn is_noise(line: &str) -> bool {
    let is_logged = [
        "date: ",
        "Date: ",
        "_logs/",
        "LFS objects:",
        "lfs/logs/",
        "--:--:--",
        "shasum:",
        "integrity:",
        "Done in ",
        "it/s",
        "\u{2501}",
    ]
    .iter()
    .any(|noise| line.contains(noise));
    is_logged || is_measured(line) || is_metered(line)
}

/// curl's progress, whose times are dashes only while all goes fast, and what came in one piece, in pieces of its own.
fn is_metered(line: &str) -> bool {
    let columns = line.split_whitespace();
    let is_figure = |column: &str| {
        column.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && column
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b":-.".contains(&byte))
    };
    let is_row = columns.clone().count() == 12 && columns.clone().all(is_figure);
    is_row || (line.starts_with(['{', '}']) && line.ends_with(" bytes data]"))
}

#[test]
fn progress_is_noise_however_slow_it_was() {
    for line in [
        "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0",
        "100    30  100    30    0     0     25      0  0:00:01  0:00:01  0:00:00    25",
        "100  1.2M  100  1.2M    0     0   620k      0  0:00:02  0:00:02 --:--:--  630k",
        "{ [30 bytes data]",
    ] {
        assert!(is_noise(line), "{line}");
    }
    assert!(!is_noise("HTTP/1.1 401 Unauthorized"));
}

fn strip_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        let end = after.find(|letter: char| letter.is_ascii_alphabetic());
        rest = end.map_or("", |end| after.get(end + 1..).unwrap_or_default());
    }
    plain.push_str(rest);
    plain
}

/// No output of the program holds the token that the client printed.
#[track_caller]
fn is_unseen(shown: &str, token: &str) {
    let secret = token.get(6..token.len().saturating_sub(4));
    if let Some(secret) = secret.filter(|secret| secret.len() >= 12) {
        assert!(!shown.contains(secret), "the token is shown: {shown}");
    }
}
