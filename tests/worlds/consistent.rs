//! No report contradicts itself: what the JSON of a drawn world says in one place holds in every other.
//!
//! Nothing is known here of what GitLab would do. A reader of the report alone could find each of these faults.

use std::collections::BTreeMap;

use glwhy::unstable::render::{Format, Style, render};
use glwhy::unstable::report::Report;
use serde_json::Value;

/// Answers that say nothing beyond their status.
const BARE: [&str; 7] = [
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "404 Not found",
    "404 Project Not Found",
    "404 Group Not Found",
    "404 Repository Not Found",
];

/// Gates at which the request itself shows its fault: without another answer it can be certain there.
const SHOWN_BY_THE_REQUEST: [&str; 3] = ["reach", "route", "credential"];

/// The contradictions of many worlds: how often each was found, and where first.
#[derive(Debug, Default)]
pub(crate) struct Contradictions(BTreeMap<String, (usize, String)>);

impl Contradictions {
    /// Notes what is wrong with a report of a world.
    pub(crate) fn note(&mut self, faults: Vec<String>, world: impl Fn() -> String) {
        for fault in faults {
            self.0.entry(fault).or_insert_with(|| (0, world())).0 += 1;
        }
    }

    /// Fails where there are any.
    pub(crate) fn hold(&self) {
        let found = self.0.iter();
        let found =
            found.map(|(fault, (times, world))| format!("* {times} times {fault}\n  {world}\n"));
        assert!(
            self.0.is_empty(),
            "reports contradict themselves:\n{}",
            found.collect::<String>()
        );
    }
}

/// The report as others read it.
pub(crate) fn read(report: &Report) -> Value {
    let mut json = Vec::new();
    let drawn = render(report, Format::JsonV1, &Style::default(), &mut json);
    drawn
        .ok()
        .and_then(|()| serde_json::from_slice(&json).ok())
        .unwrap_or_default()
}

/// Everything in which a report contradicts itself.
pub(crate) fn faults(report: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for entry in rows(&report["entries"]) {
        let token = rows(&report["tokens"])
            .iter()
            .find(|token| token["id"] == entry["token"]);
        let token = token.unwrap_or(&Value::Null);
        let of_entry = [
            of_gates(entry),
            of_grant(report, entry),
            of_certainty(report, entry, token),
            of_record(entry, token),
            of_scopes(entry, token),
        ];
        faults.extend(of_entry.into_iter().flatten());
    }
    faults
}

/// The gates that a report ticks though another, which knows more of the same request, does not.
pub(crate) fn ticked_too_much(less: &Value, more: &Value) -> Vec<String> {
    let pairs = rows(&less["entries"]).iter().zip(rows(&more["entries"]));
    let alike = pairs.filter(|(one, other)| one["answer"]["status"] == other["answer"]["status"]);
    alike
        .flat_map(|(one, other)| {
            let passed = |entry: &Value| -> Vec<String> {
                let gates = rows(&entry["gates"]).iter();
                let passed = gates.filter(|gate| gate["state"] == "passed");
                passed.map(|gate| text(&gate["gate"]).to_owned()).collect()
            };
            let mut known = passed(other);
            // What is worked out may stop earlier with more knowledge; no answer has shown anything of the gates behind.
            if other["basis"] == "derived" {
                let gates = rows(&other["gates"]).iter();
                let behind = gates.filter(|gate| gate["state"] == "not_reached");
                known.extend(behind.map(|gate| text(&gate["gate"]).to_owned()));
            }
            let more = passed(one)
                .into_iter()
                .filter(move |gate| !known.contains(gate));
            let code = |entry: &Value| text(&entry["diagnosis"]["findings"][0]["code"]).to_owned();
            let said = format!("{}, then {}", code(one), code(other));
            more.map(move |gate| format!("{gate} is ticked, and with more knowledge not: {said}"))
        })
        .collect()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A gate is passed with evidence, and none is passed behind the one that stopped the request.
fn of_gates(entry: &Value) -> Option<String> {
    let stopped_at = text(&entry["diagnosis"]["stopped_at"]);
    let mut is_behind = false;
    for gate in rows(&entry["gates"]) {
        let (name, state) = (text(&gate["gate"]), text(&gate["state"]));
        if state == "passed" && text(&gate["evidence"]).is_empty() {
            return Some(format!("{name} is passed without evidence"));
        }
        if state == "passed" && is_behind {
            return Some(format!("{name} is passed behind {stopped_at}"));
        }
        if (state == "refused") != (name == stopped_at) {
            return Some(format!("{name} is {state}, stopped at {stopped_at:?}"));
        }
        is_behind |= name == stopped_at;
    }
    let is_open = entry["outcome"] == "granted"
        && rows(&entry["gates"])
            .iter()
            .any(|gate| gate["state"] != "passed");
    is_open.then(|| "granted, and not every gate is passed".to_owned())
}

/// What was answered grants what was sent; what is derived is so from an answer with success.
fn of_grant(report: &Value, entry: &Value) -> Option<String> {
    let is_granted = entry["outcome"] == "granted";
    if is_granted != entry["diagnosis"].is_null() && entry["outcome"] == "refused" {
        return Some("refused without a reason, or granted with one".to_owned());
    }
    let is_success = |status: &Value| {
        status
            .as_u64()
            .is_some_and(|status| (200..400).contains(&status))
    };
    let requests = rows(&report["requests"]["log"]);
    let has_evidence = if entry["basis"] == "observed" {
        let is_absence = text(&entry["answer"]["excerpt"]).contains("Not Found");
        is_success(&entry["answer"]["status"]) || is_absence
    } else {
        requests
            .iter()
            .any(|request| is_success(&request["status"]))
    };
    (is_granted && !has_evidence).then(|| "granted without evidence".to_owned())
}

/// One bare refusal alone makes nothing certain of the token.
fn of_certainty(report: &Value, entry: &Value, token: &Value) -> Option<String> {
    let diagnosis = &entry["diagnosis"];
    let excerpt = text(&entry["answer"]["excerpt"]);
    let is_bare = BARE
        .iter()
        .any(|bare| excerpt == format!("{{\"message\":\"{bare}\"}}"));
    let is_alone = rows(&report["requests"]["log"]).len() <= 1;
    let is_certain = diagnosis["certainty"] == "certain";
    let is_shown = SHOWN_BY_THE_REQUEST.contains(&text(&diagnosis["stopped_at"]));
    let is_wrong = is_certain && is_bare && is_alone && (token.is_null() || !is_shown);
    is_wrong.then(|| {
        format!(
            "certain of {} by {excerpt} alone",
            diagnosis["findings"][0]["code"]
        )
    })
}

/// The first finding and the ticks fit the record of the token beside them.
fn of_record(entry: &Value, token: &Value) -> Option<String> {
    let first = &entry["diagnosis"]["findings"][0];
    let (cause, code) = (text(&first["cause"]), text(&first["code"]));
    let stopped_at = text(&entry["diagnosis"]["stopped_at"]);
    let state = text(&token["state"]);
    let lives = rows(&entry["gates"])
        .iter()
        .any(|gate| gate["gate"] == "lifetime" && gate["state"] == "passed");
    let contradicts = match state {
        "active" => {
            stopped_at == "lifetime"
                || ["expired", "revoked"].contains(&cause)
                || code == "login-refused"
        }
        "expired" | "revoked" => lives || (stopped_at == "lifetime" && cause != state),
        _ => false,
    };
    if contradicts {
        return Some(format!("{code} beside a token that is {state}"));
    }
    let of_bot = code == "not-for-bots" && token["owner"]["bot"] == false;
    of_bot.then(|| format!("{code} beside an owner that is none"))
}

/// What is said of the scopes fits those of the record: none is missed that is held, and none passes that opens nothing
/// there. What opens what is known here by GitLab's documentation alone (`doc/security/tokens/access_token_scopes.md`).
fn of_scopes(entry: &Value, token: &Value) -> Option<String> {
    let held: Vec<&str> = rows(&token["scopes"]).iter().map(text).collect();
    let is_classic = !token["scopes"].is_null() && !held.contains(&"granular");
    let (method, path) = request_of(entry)?;
    let gate = rows(&entry["gates"])
        .iter()
        .find(|gate| gate["gate"] == "scope")?;
    let evidence = text(&gate["evidence"]);
    let code = text(&entry["diagnosis"]["findings"][0]["code"]);
    if !is_classic || entry["outcome"] == "granted" {
        return None;
    }
    let reads = ["GET", "HEAD"].contains(&method);
    let has = |name: &str| held.contains(&name);
    let is_open = has("api") || (reads && has("read_api"));
    let of_files = reads && has("read_repository") && path.contains("/repository/");
    let is_missed = code == "scope-missing";
    let wanted = evidence
        .split_once("the route takes ")
        .map_or("", |(_, wanted)| wanted);
    let holds_wanted = wanted
        .split(" or ")
        .any(|name| has(name.trim_end_matches('.')));
    let is_passed = gate["state"] == "passed" && evidence.starts_with("the token has ");
    let told = evidence
        .strip_prefix("the token has ")
        .map(|rest| rest.split(';').next());
    let is_other =
        told.is_some_and(|told| told != Some(held.join(", ").as_str()) && !held.is_empty());
    let is_contradicted = is_other
        || (is_missed && (is_open || holds_wanted))
        || (is_passed && !is_open && !of_files);
    is_contradicted.then(|| {
        format!(
            "{code} and a scope gate that is {} beside the scopes {held:?} for {method} {path}",
            gate["state"]
        )
    })
}

/// Method and path of a request to the REST API about a project or group; nothing of any other.
fn request_of(entry: &Value) -> Option<(&str, &str)> {
    let of_need = entry["capability"]["request"].as_str();
    let (method, path) = of_need.unwrap_or(text(&entry["subject"])).split_once(' ')?;
    let path = path.strip_prefix("/api/v4").unwrap_or(path);
    let is_rest = ["/projects/", "/groups/"]
        .iter()
        .any(|place| path.starts_with(place));
    let is_virtual = path.contains("virtual_registries") || path.contains("/runners");
    (is_rest && !is_virtual).then_some((method, path))
}
