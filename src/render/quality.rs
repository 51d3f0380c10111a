//! GitLab's code quality format: what is to be mended in a file of connections, at its line, for a merge request.
//!
//! Source: `app/validators/json_schemas/codeclimate.json`, `lib/gitlab/ci/parsers/codequality/code_climate.rb`. A result
//! without a line of its own stands at what glwhy was asked to do, since every member of the list must have a place.

use std::io::{self, Write};

use serde::Serialize;

use super::{json, safe, words};
use crate::report::{Advice, Connection, Entry, Report, Severity, Verdict};

#[derive(Debug, Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    /// What tells it from all others, and is the same in the next run.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u64,
}

/// Writes the list.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let of_connections = report.connections.iter();
    let mut issues: Vec<Issue> = of_connections
        .flat_map(|connection| of_connection(report, connection))
        .collect();
    let asked = MendPlace::asked(report);
    if report.connections.is_empty() {
        let open = report.entries.iter();
        let open = open.filter(|entry| entry.verdict() != Verdict::Healthy && !entry.is_surveyed());
        issues.extend(open.map(|entry| of_entry(entry, &MendPlace::of(entry, &asked))));
    }
    issues.extend(advised(&report.advice, "", &asked));
    json::write_whole(&issues, out)
}

/// Where something is to be mended.
#[derive(Debug, Clone)]
struct MendPlace {
    path: String,
    line: u64,
}

impl MendPlace {
    fn asked(report: &Report) -> Self {
        let path = format!("glwhy {}", report.command.name());
        Self { path, line: 1 }
    }

    /// The place of an entry that was read from a file.
    fn of(entry: &Entry, asked: &Self) -> Self {
        let path = entry.file.as_deref().unwrap_or(&asked.path);
        Self {
            path: relative(path),
            line: entry.line.unwrap_or(1),
        }
    }

    /// The place of a connection, as in `connections.toml:12`.
    fn parse(text: &str) -> Self {
        let (path, line) = text.rsplit_once(':').unwrap_or((text, "1"));
        Self {
            path: relative(path),
            line: line.parse().unwrap_or(1),
        }
    }
}

/// GitLab compares paths with those of the repository, which do not begin with a dot.
fn relative(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    safe::one_line(path)
}

fn of_connection(report: &Report, connection: &Connection) -> Vec<Issue> {
    let place = MendPlace::parse(&connection.place);
    let name = &connection.name;
    let mut issues = Vec::new();
    let verdict = connection.verdict(report);
    if let Some(reason) = connection.reason(report) {
        let entries = connection.entries_of(report).iter();
        let told = entries.filter(|entry| entry.verdict() == verdict);
        let told: Vec<String> = told.map(sentence).collect();
        let advice = connection.advice.iter();
        let advice = advice.filter(|advice| advice.severity == Severity::Problem);
        let told = told
            .into_iter()
            .chain(advice.map(|advice| advice.text.clone()));
        let told: Vec<String> = told.collect();
        issues.push(Issue {
            description: safe::one_line(&format!("{name}: {}", told.join(" "))),
            check_name: reason.code,
            fingerprint: safe::one_line(&format!("glwhy {name} {}", reason.code)),
            severity: severity(verdict),
            location: location(&place),
        });
    }
    let warned = connection.advice.iter();
    let warned: Vec<Advice> = warned
        .filter(|advice| advice.severity == Severity::Warning)
        .cloned()
        .collect();
    issues.extend(advised(&warned, name, &place));
    issues
}

/// Why it was refused, and what to do first.
fn sentence(entry: &Entry) -> String {
    let subject = &entry.subject;
    match (&entry.diagnosis, &entry.missing) {
        (Some(diagnosis), _) => {
            let fix = diagnosis.primary.fix.first();
            let fix = fix.map_or(String::new(), |fix| format!(" {fix}"));
            format!("{subject} is refused. {}.{fix}", words::headline(diagnosis))
        }
        (None, Some(missing)) => format!("{subject}: {}, {missing}.", words::outcome(entry)),
        (None, None) => format!("{subject}: {}.", words::outcome(entry)),
    }
}

const fn severity(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Healthy => "info",
        Verdict::Problem => "critical",
        Verdict::Unknown => "minor",
    }
}

fn of_entry(entry: &Entry, place: &MendPlace) -> Issue {
    let diagnosis = entry.diagnosis.as_ref();
    let code = diagnosis.map_or("not-known", |diagnosis| diagnosis.primary.code.id);
    let (id, subject) = (&entry.id, &entry.subject);
    Issue {
        description: safe::one_line(&sentence(entry)),
        check_name: code,
        fingerprint: safe::one_line(&format!("glwhy {subject} {code} {id}")),
        severity: severity(entry.verdict()),
        location: location(place),
    }
}

fn advised<'a>(
    advice: &'a [Advice],
    name: &'a str,
    place: &'a MendPlace,
) -> impl Iterator<Item = Issue> + 'a {
    let told = advice
        .iter()
        .filter(|advice| advice.severity >= Severity::Warning);
    told.enumerate().map(move |(at, advice)| {
        let before = if name.is_empty() {
            String::new()
        } else {
            format!("{name}: ")
        };
        Issue {
            description: safe::one_line(&format!("{before}{}", advice.text)),
            check_name: advice.code,
            fingerprint: safe::one_line(&format!("glwhy {name} {} {at}", advice.code)),
            severity: match advice.severity {
                Severity::Note => "info",
                Severity::Warning => "minor",
                Severity::Problem => "critical",
            },
            location: location(place),
        }
    })
}

fn location(place: &MendPlace) -> Location {
    Location {
        path: place.path.clone(),
        lines: Lines { begin: place.line },
    }
}
