//! The JSON Lines format: a short line for each entry, one for each connection, and one for the whole run at the end.
//!
//! A line is whole by itself: it names its token and its instance, and no other line by number. So lines can be written as
//! results come, and whoever looks for one thing reads one line. What is not known is left out of a line. A field may be
//! added; none is renamed, removed, or given another meaning.

use std::io::{self, Write};

use serde::Serialize;

use super::{json, words};
use crate::answers::{Cause, Gate};
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::{Certainty, Finding};
use crate::observation::LogGroup;
use crate::report::{
    Advice, AskedBy, Basis, Command, Connection, Entry, Outcome, Report, TokenRecord, TokenState,
    Verdict,
};

/// The name of this form, as the last line carries it.
const SCHEMA: &str = "glwhy.lines/v1";

/// A line, told from the others by its `type`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(test, schemars(title = "Line"))]
enum JsonLine<'a> {
    /// One question and its result.
    Entry(Box<EntryLine<'a>>),
    /// What a connection of a file comes to. It stands behind its entries.
    Connection(ConnectionLine<'a>),
    /// What the whole run comes to. It is the last line.
    Summary(SummaryLine<'a>),
}

/// One question and its result.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Entry"))]
struct EntryLine<'a> {
    /// What was asked or read: a request, a capability, or `token`.
    subject: &'a str,
    /// The connection of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<&'a str>,
    /// `granted`, `refused`, `unknown`, or `not_probed`.
    outcome: Outcome,
    /// How that is known: `observed`, `derived`, or `read`.
    basis: Basis,
    /// The cause; a closed set.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<Cause>,
    /// The finer code; an open set.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// How sure the cause is.
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<Certainty>,
    /// The gate where it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped_at: Option<Gate>,
    /// What happened, as one sentence without a full stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    /// The jobs of a pipeline file that need it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    asked_by: &'a [AskedBy],
    /// The first piece of evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    /// What to do first.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    /// The page of GitLab's documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    docs: Option<&'static str>,
    /// The codes that the evidence leaves open as well, most probable first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    or: Vec<&'static str>,
    /// What would settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_question: Option<&'a str>,
    /// What is missing to know more.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'a str>,
    /// The status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// The request that a capability comes down to.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a str>,
    /// The file that shows it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The first line that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// How many times it was seen, where that is more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// The token that was asked with.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenPart<'a>>,
    /// The instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    /// What GitLab's own log says, as it stands in the JSON format; what the log does not tell is null in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<&'a LogGroup>,
    /// The codes of warnings that do not change the outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'static str>,
}

/// What a line says of its token.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Token"))]
struct TokenPart<'a> {
    /// Prefix and last characters.
    display: &'a str,
    /// Where it was read from.
    source: &'a str,
    /// The kind; an open set.
    #[cfg_attr(test, schemars(with = "String"))]
    kind: TokenKind,
    /// `active`, `expired`, `revoked`, or `unknown`.
    state: TokenState,
    /// Days until it expires; negative when past.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_left: Option<i64>,
}

/// What a connection of a file comes to.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Connection"))]
struct ConnectionLine<'a> {
    /// The name.
    connection: &'a str,
    /// `healthy`, `problem`, or `unknown`.
    verdict: Verdict,
    /// The cause, where GitLab refused or would refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    /// The finer code, or that of the advice that makes it a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// The gate where it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate>,
    /// Days until its token expires; negative when past.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_left: Option<i64>,
    /// Its token.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenPart<'a>>,
    /// Its instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
    /// Where it stands in the file.
    place: &'a str,
    /// How many requests were sent for it.
    requests: usize,
    /// Advice that belongs to it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    advice: &'a [Advice],
}

/// What the whole run comes to.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Summary"))]
struct SummaryLine<'a> {
    /// Always `glwhy.lines/v1`.
    #[cfg_attr(test, schemars(schema_with = "tests::schema"))]
    schema: &'static str,
    /// The version of the program.
    version: &'static str,
    /// The subcommand.
    command: Command,
    /// `healthy`, `problem`, or `unknown`.
    verdict: Verdict,
    /// Entries by outcome.
    granted: usize,
    /// Entries by outcome.
    refused: usize,
    /// Entries by outcome.
    unknown: usize,
    /// Entries by outcome.
    not_probed: usize,
    /// How many requests were sent.
    requests: usize,
    /// Whether they were only planned.
    planned: bool,
    /// Advice that belongs to no single entry.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    advice: &'a [Advice],
    /// The one thing to do next (`doctor`).
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
    /// The commands and addresses for it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    how: &'a [String],
}

/// Writes a whole report.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.connections.is_empty() {
        for entry in &report.entries {
            let instance = report.instance.as_ref();
            let instance = instance.map(|instance| instance.url.as_str());
            json::write_line(
                &JsonLine::Entry(Box::new(of_entry(report, entry, None, instance))),
                out,
            )?;
        }
    }
    write_connections(report, out)?;
    write_summary(report, out)
}

/// Writes the lines of connections, each behind its entries.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write_connections(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for connection in &report.connections {
        let instance = connection.instance.as_ref();
        let instance = instance.map(|instance| instance.url.as_str());
        let name = Some(connection.name.as_str());
        for entry in connection.entries_of(report) {
            json::write_line(
                &JsonLine::Entry(Box::new(of_entry(report, entry, name, instance))),
                out,
            )?;
        }
        json::write_line(
            &JsonLine::Connection(of_connection(report, connection, instance)),
            out,
        )?;
    }
    Ok(())
}

/// Writes the last line.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write_summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let number = |outcome| {
        let entries = report.entries.iter();
        entries.filter(|entry| entry.outcome == outcome).count()
    };
    let checkup = report.checkup.as_ref();
    let planned = report.requests.planned;
    let sent = if planned {
        0
    } else {
        report.requests.log.len()
    };
    let line = SummaryLine {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        command: report.command,
        verdict: report.verdict(),
        granted: number(Outcome::Granted),
        refused: number(Outcome::Refused),
        unknown: number(Outcome::Unknown),
        not_probed: number(Outcome::NotProbed),
        requests: sent,
        planned,
        advice: &report.advice,
        next: checkup.map(|checkup| checkup.next.as_str()),
        how: checkup.map_or(&[], |checkup| &checkup.how),
    };
    json::write_line(&JsonLine::Summary(line), out)
}

fn of_entry<'a>(
    report: &'a Report,
    entry: &'a Entry,
    connection: Option<&'a str>,
    instance: Option<&'a str>,
) -> EntryLine<'a> {
    let diagnosis = entry.diagnosis.as_ref();
    let primary = diagnosis.map(|diagnosis| &diagnosis.primary);
    let question = diagnosis.and_then(|diagnosis| diagnosis.next_question.as_ref());
    let others = diagnosis.map_or(&[][..], |diagnosis| &diagnosis.alternatives);
    EntryLine {
        subject: &entry.subject,
        connection,
        outcome: entry.outcome,
        basis: entry.basis,
        cause: primary.map(Finding::cause),
        code: primary.map(|primary| primary.code.id),
        certainty: diagnosis.map(|diagnosis| diagnosis.certainty),
        stopped_at: diagnosis.and_then(|diagnosis| diagnosis.stopped_at),
        title: primary.map(|primary| primary.code.title),
        asked_by: &entry.asked_by,
        because: primary.and_then(|primary| first(&primary.because)),
        fix: primary.and_then(|primary| first(&primary.fix)),
        docs: primary
            .map(|primary| primary.code.docs)
            .filter(|docs| !docs.is_empty()),
        or: others.iter().map(|other| other.code.id).collect(),
        next_question: question.map(|question| question.ask.as_str()),
        missing: words::missing(entry),
        status: entry.answer.as_ref().and_then(|answer| answer.status),
        request: entry.need.as_ref().and_then(|need| need.request.as_deref()),
        file: entry.file.as_deref(),
        line: entry.line,
        count: Some(entry.count).filter(|count| *count > 1),
        token: report.token_of(entry).map(TokenPart::from),
        instance,
        log: entry.log.as_ref(),
        warnings: entry.warnings.iter().map(|warning| warning.code).collect(),
    }
}

fn first(lines: &[String]) -> Option<&str> {
    lines.first().map(String::as_str)
}

impl<'a> From<&'a TokenRecord> for TokenPart<'a> {
    fn from(token: &'a TokenRecord) -> Self {
        Self {
            display: &token.display,
            source: &token.source,
            kind: token.kind,
            state: token.state,
            days_left: token.days_left,
        }
    }
}

fn of_connection<'a>(
    report: &'a Report,
    connection: &'a Connection,
    instance: Option<&'a str>,
) -> ConnectionLine<'a> {
    let reason = connection.reason(report);
    let token = connection.token_of(report);
    ConnectionLine {
        connection: &connection.name,
        verdict: connection.verdict(report),
        cause: reason.and_then(|reason| reason.cause),
        code: reason.map(|reason| reason.code),
        gate: reason.and_then(|reason| reason.gate),
        days_left: token.and_then(|token| token.days_left),
        token: token.map(TokenPart::from),
        instance,
        place: &connection.place,
        requests: connection.requests,
        advice: &connection.advice,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{Schema, SchemaGenerator, json_schema};

    use super::*;
    use crate::render::fixtures;

    pub(super) fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "const": SCHEMA })
    }

    fn schema_of_a_line() -> String {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let schema = settings
            .into_generator()
            .into_root_schema_for::<JsonLine<'_>>();
        format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())
    }

    /// With `GLWHY_BLESS=1` the document is written anew instead of compared.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests themselves are configured by the environment"
    )]
    fn the_document_of_a_line_is_that_of_these_structs() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lines-v1.schema.json");
        if std::env::var_os("GLWHY_BLESS").is_some() {
            fs::write(&path, schema_of_a_line()).unwrap();
        } else {
            let kept = fs::read_to_string(&path).unwrap();
            assert!(
                kept == schema_of_a_line(),
                "out of date: GLWHY_BLESS=1 cargo test --lib document"
            );
        }
    }

    fn lines(report: &Report) -> Vec<serde_json::Value> {
        let mut text = Vec::new();
        write(report, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn every_entry_is_one_line_that_keeps_to_the_schema() {
        let schema = serde_json::from_str(&schema_of_a_line()).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        for (name, report) in fixtures::all() {
            let lines = lines(&report);
            let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
            assert_eq!(of("entry"), report.entries.len(), "{name}");
            assert_eq!(of("connection"), report.connections.len(), "{name}");
            assert_eq!(lines.last().unwrap()["type"], "summary", "{name}");
            assert_eq!(of("summary"), 1, "{name}");
            for line in &lines {
                let fault = schema.validate(line).err();
                assert!(fault.is_none(), "{name}: {fault:?}");
            }
        }
    }

    #[test]
    fn a_refusal_is_told_in_one_short_line() {
        let lines = lines(&fixtures::refused());
        let line = &lines[0];
        assert_eq!(line["outcome"], "refused");
        assert_eq!(line["code"], "role-too-low");
        assert_eq!(line["status"], 403);
        assert_eq!(line["token"]["source"], "env:GITLAB_TOKEN");
        assert!(
            line["fix"]
                .as_str()
                .unwrap()
                .starts_with("Ask a Maintainer")
        );
        assert!(line.to_string().len() < 1000, "{line}");
    }

    #[test]
    fn a_line_steers_no_terminal_and_ends_where_it_ends() {
        for report in [fixtures::hostile(), fixtures::hostile_card()] {
            let mut text = Vec::new();
            write(&report, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.lines().count(), report.entries.len() + 1);
            let steers = |letter: char| letter != '\n' && crate::render::safe::is_hidden(letter);
            assert!(!text.contains(steers), "{text:?}");
        }
    }
}
