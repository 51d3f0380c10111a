//! Pastes of every layer, each with what an expert says of it, and the rules that they are held to.
//!
//! The files of `../pastes/` are tables. A paste begins with `=== name | verdict | fact | ...`. The
//! verdict is `yes CAUSE` (this cause comes first), `among CAUSE` (it is one of at most four),
//! `open CAUSE` (the text cannot tell; nothing else may be certain), `none` (nothing failed), or
//! `several LINE:CAUSE,CAUSE ...` (these failures in this order, each with one of these causes first). The facts are what
//! the text shows of the request; those that begin with `last-` are about the last failure. Texts are our own, in the form
//! in which the tools print; `{pat}`, `{job}`, and `{b64}` stand for secrets that are made up when the test runs,
//! `\u{241b}` for an escape, and `\u{240d}` for a carriage return.

use std::collections::BTreeSet;

use super::*;

/// The tables, by layer.
const TABLES: &[(&str, &str)] = &[
    ("bodies", include_str!("../pastes/bodies.txt")),
    ("boundaries", include_str!("../pastes/boundaries.txt")),
    ("clients", include_str!("../pastes/clients.txt")),
    ("curl", include_str!("../pastes/curl.txt")),
    ("edge", include_str!("../pastes/edge.txt")),
    ("elsewhere", include_str!("../pastes/elsewhere.txt")),
    ("fourth", include_str!("../pastes/fourth.txt")),
    ("git", include_str!("../pastes/git.txt")),
    ("oauth", include_str!("../pastes/graphql-oauth.txt")),
    ("packages", include_str!("../pastes/packages.txt")),
    ("quiet", include_str!("../pastes/quiet.txt")),
    ("records", include_str!("../pastes/records.txt")),
    ("registry", include_str!("../pastes/registry.txt")),
    ("runner", include_str!("../pastes/runner.txt")),
    ("seventh", include_str!("../pastes/seventh.txt")),
    ("sixth", include_str!("../pastes/sixth.txt")),
    ("statuses", include_str!("../pastes/statuses.txt")),
    ("surfaces", include_str!("../pastes/surfaces.txt")),
    ("third", include_str!("../pastes/third.txt")),
    ("variations", include_str!("../pastes/variations.txt")),
];

/// A paste and what is said of it.
struct Paste {
    name: String,
    verdict: String,
    facts: Vec<(String, String)>,
    text: String,
}

/// A secret that nobody was given.
fn canary() -> String {
    let mut random = fastrand::Rng::with_seed(17);
    (0..20).map(|_| random.alphanumeric()).collect()
}

fn pastes() -> Vec<Paste> {
    TABLES
        .iter()
        .flat_map(|(layer, table)| parse_table(layer, table))
        .collect()
}

fn parse_table(layer: &str, table: &str) -> Vec<Paste> {
    let mut pastes: Vec<Paste> = Vec::new();
    for line in table.lines() {
        let head = line
            .strip_prefix("=== ")
            .filter(|head| head.contains(" | "));
        if let Some(head) = head {
            let mut parts = head.split(" | ");
            let name = parts.next().unwrap_or_default();
            pastes.push(Paste {
                name: format!("{layer}/{name}"),
                verdict: parts.next().unwrap_or_default().to_owned(),
                facts: parts
                    .filter_map(|fact| fact.split_once(' '))
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
                text: String::new(),
            });
        } else if let Some(paste) = pastes.last_mut() {
            paste.text.push_str(&filled(line));
            paste.text.push('\n');
        }
    }
    pastes
}

fn filled(line: &str) -> String {
    let canary = canary();
    line.replace("{pat}", &format!("{}{canary}", "glpat-"))
        .replace("{job}", &format!("{}{canary}", "glcbt-64_"))
        .replace("{b64}", &format!("{canary}=="))
        .replace('\u{241b}', "\u{1b}")
        .replace('\u{240d}', "\r")
}

/// What is said of one failure: its line, its causes, best first, and whether that is certain.
struct Said {
    line: u64,
    causes: Vec<Cause>,
    is_certain: bool,
}

fn said(text: &str) -> Vec<Said> {
    let readings = found(text);
    readings
        .iter()
        .filter_map(|reading| {
            let diagnosis = diagnosis(reading)?;
            let mut seen = BTreeSet::new();
            let mut causes: Vec<Cause> = diagnosis
                .findings()
                .map(|finding| finding.code.cause)
                .collect();
            causes.retain(|cause| seen.insert(*cause));
            Some(Said {
                line: reading.line,
                causes,
                is_certain: diagnosis.certainty == Certainty::Certain,
            })
        })
        .collect()
}

fn cause(word: &str) -> Cause {
    let known = Cause::ALL.into_iter().find(|cause| cause.name() == word);
    known.unwrap_or_else(|| panic!("{word} is no cause"))
}

/// What is wrong with what is said of a paste; nothing if it is right.
fn fault(paste: &Paste) -> Option<String> {
    let said = said(&paste.text);
    let shown = || -> Vec<(u64, &[Cause])> {
        said.iter()
            .map(|one| (one.line, one.causes.as_slice()))
            .collect()
    };
    let (word, wanted) = paste
        .verdict
        .split_once(' ')
        .unwrap_or((&paste.verdict, ""));
    let is_right = match word {
        "none" => said.is_empty(),
        "several" => {
            let wanted: Vec<&str> = wanted.split(' ').collect();
            let fits = |one: &Said, wanted: &str| {
                let (line, causes) = wanted.split_once(':').expect("a line and its causes");
                let name = one.causes[0].name();
                line == one.line.to_string() && causes.split(',').any(|cause| cause == name)
            };
            said.len() == wanted.len()
                && said
                    .iter()
                    .zip(wanted)
                    .all(|(one, wanted)| fits(one, wanted))
        }
        _ => {
            let wanted = cause(wanted);
            let is_first = |one: &Said| one.causes.first() == Some(&wanted);
            let is_among = |one: &Said| one.causes.len() <= 4 && one.causes.contains(&wanted);
            let is_rash = said.iter().any(|one| one.is_certain && !is_first(one));
            let fits = said.iter().any(|one| match word {
                "yes" => is_first(one),
                "among" => is_first(one) || is_among(one),
                "open" => true,
                _ => panic!("{}: {word} is no verdict", paste.name),
            });
            fits && !is_rash
        }
    };
    (!is_right).then(|| format!("{} ({}): {:?}", paste.name, paste.verdict, shown()))
}

#[test]
fn every_paste_is_judged_as_an_expert_would() {
    let faults: Vec<String> = pastes().iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_a_paste_shows_of_the_request_is_told() {
    let mut faults = Vec::new();
    for paste in pastes().iter().filter(|paste| !paste.facts.is_empty()) {
        let readings = found(&paste.text);
        let (Some(first), Some(last)) = (readings.first(), readings.last()) else {
            faults.push(format!("{}: nothing", paste.name));
            continue;
        };
        for (name, wanted) in &paste.facts {
            let told = name
                .strip_prefix("last-")
                .map_or_else(|| fact(first, name), |name| fact(last, name));
            if !told.contains(wanted.as_str()) {
                faults.push(format!("{}: {name} {told}, not {wanted}", paste.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A fact of a reading, in the words of the tables.
fn fact(reading: &Reading, name: &str) -> String {
    let case = &reading.case;
    let subject = case.subject.as_ref();
    match name {
        "line" => reading.line.to_string(),
        "status" => {
            let status = case.answer().and_then(Observation::status);
            status.map(|status| status.to_string()).unwrap_or_default()
        }
        "host" => case.host.clone().unwrap_or_default(),
        "method" => subject
            .map(|subject| subject.method.to_string())
            .unwrap_or_default(),
        "path" => subject
            .map(|subject| subject.path.clone())
            .unwrap_or_default(),
        "surface" => format!("{:?}", case.surface).to_lowercase(),
        "kind" => format!("{:?}", case.credential.kind).to_lowercase(),
        "sent" => format!("{:?}", case.credential.sent).to_lowercase(),
        _ => panic!("{name} is no fact"),
    }
}

#[test]
fn no_secret_of_a_paste_is_told() {
    let canary = canary();
    for paste in pastes() {
        let shown = format!("{:?}", found(&paste.text));
        assert!(!shown.contains(&canary), "{}", paste.name);
    }
}

#[test]
fn names_of_pastes_are_unique() {
    let mut names = BTreeSet::new();
    for paste in pastes() {
        assert!(names.insert(paste.name.clone()), "{}", paste.name);
        assert!(!paste.text.trim().is_empty(), "{}", paste.name);
    }
}
