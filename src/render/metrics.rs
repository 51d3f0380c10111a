//! The `OpenMetrics` format: figures for monitoring, in names and labels.
//!
//! The text is read as well by the collector of text files of the Prometheus node exporter, which takes the older format:
//! all families are gauges, and no figure has a time. Of a file of connections, each connection has its figures; of other
//! runs, each entry and each token has. What is not known has no figure.

use std::fmt::Write as _;

use super::safe;
use crate::report::{Command, Connection, Entry, Outcome, Report, TokenRecord, Verdict};

/// Draws a whole report.
pub(super) fn render(report: &Report) -> String {
    let mut page = Exposition::default();
    let command = [("command", report.command.name().to_owned())];
    page.family(
        "glwhy_run_healthy",
        "Whether nothing is refused: 1, else 0.",
    );
    page.figure(&command, figure(report.verdict() == Verdict::Healthy));
    page.family("glwhy_run_requests", "The requests that were sent.");
    let sent = report.requests.log.len();
    page.figure(
        &command,
        if report.requests.planned {
            0
        } else {
            count(sent)
        },
    );
    if report.connections.is_empty() {
        entries(&mut page, report);
        tokens(&mut page, report);
    } else {
        connections(&mut page, report);
    }
    page.text.push_str("# EOF\n");
    page.text
}

type Labels = Vec<(&'static str, String)>;

fn figure(is_so: bool) -> i64 {
    i64::from(is_so)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The text as it grows. All figures of a family stand together.
#[derive(Debug, Default)]
struct Exposition {
    text: String,
    name: &'static str,
}

impl Exposition {
    fn family(&mut self, name: &'static str, help: &str) {
        self.name = name;
        let _ = write!(self.text, "# TYPE {name} gauge\n# HELP {name} {help}\n");
    }

    fn figure(&mut self, labels: &[(&'static str, String)], figure: i64) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
            .collect();
        let _ = writeln!(self.text, "{}{{{}}} {figure}", self.name, labels.join(","));
    }
}

/// A value of a label: on one line, with the three escapes of the format.
fn escaped(value: &str) -> String {
    safe::one_line(value)
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
}

fn connections(page: &mut Exposition, report: &Report) {
    let all = || report.connections.iter();
    page.family(
        "glwhy_connection_healthy",
        "Whether a connection is healthy: 1, else 0.",
    );
    for connection in all() {
        let is_healthy = connection.verdict(report) == Verdict::Healthy;
        page.figure(&of_connection(connection), figure(is_healthy));
    }
    page.family(
        "glwhy_connection_not_healthy",
        "A connection that is not healthy, with the verdict and why.",
    );
    for connection in all() {
        if let Some(reason) = connection.reason(report) {
            let mut labels = of_connection(connection);
            labels.extend([
                ("verdict", connection.verdict(report).name().to_owned()),
                ("cause", reason.cause.unwrap_or_default().to_owned()),
                ("code", reason.code.to_owned()),
                (
                    "gate",
                    reason.gate.map_or("", |gate| gate.name()).to_owned(),
                ),
            ]);
            page.figure(&labels, 1);
        }
    }
    page.family(
        "glwhy_connection_days_left",
        "Days until the token of a connection expires; negative when past.",
    );
    for connection in all() {
        let token = connection.token_of(report);
        if let Some(days) = token.and_then(|token| token.days_left) {
            page.figure(&of_connection(connection), days);
        }
    }
    page.family("glwhy_connections", "Connections of the file by verdict.");
    let tally = report.tally();
    for (verdict, number) in [
        (Verdict::Healthy, tally.healthy),
        (Verdict::Problem, tally.problem),
        (Verdict::Unknown, tally.unknown),
    ] {
        page.figure(&[("verdict", verdict.name().to_owned())], count(number));
    }
}

fn of_connection(connection: &Connection) -> Labels {
    let instance = connection.instance.as_ref();
    let instance = instance.map_or(String::new(), |instance| instance.url.clone());
    vec![
        ("connection", connection.name.clone()),
        ("instance", instance),
    ]
}

fn entries(page: &mut Exposition, report: &Report) {
    page.family(
        "glwhy_entry_granted",
        "Whether what was asked is granted: 1, or 0 where it is refused.",
    );
    for entry in &report.entries {
        if let Some(is_granted) = is_granted(entry) {
            page.figure(&of_entry(report, entry), figure(is_granted));
        }
    }
    page.family(
        "glwhy_entry_refused",
        "How often something was refused, with the cause.",
    );
    for entry in &report.entries {
        if let Some(diagnosis) = &entry.diagnosis {
            let mut labels = of_entry(report, entry);
            labels.extend([
                ("cause", diagnosis.primary.cause().name().to_owned()),
                ("code", diagnosis.primary.code.id.to_owned()),
                ("certainty", diagnosis.certainty.name().to_owned()),
                (
                    "gate",
                    diagnosis
                        .stopped_at
                        .map_or("", |gate| gate.name())
                        .to_owned(),
                ),
            ]);
            page.figure(&labels, i64::try_from(entry.count).unwrap_or(i64::MAX));
        }
    }
}

const fn is_granted(entry: &Entry) -> Option<bool> {
    match entry.outcome {
        Outcome::Granted => Some(true),
        Outcome::Refused => Some(false),
        Outcome::Unknown | Outcome::NotProbed => None,
    }
}

/// Two entries can have the same subject, so each is told by its id as well.
fn of_entry(report: &Report, entry: &Entry) -> Labels {
    let token = report.token_of(entry);
    let source = token.map_or(String::new(), |token| token.source.clone());
    vec![
        ("entry", entry.id.clone()),
        ("subject", entry.subject.clone()),
        ("token", source),
    ]
}

fn tokens(page: &mut Exposition, report: &Report) {
    if report.command == Command::Explain {
        return;
    }
    page.family(
        "glwhy_token_days_left",
        "Days until a token expires; negative when past.",
    );
    for token in &report.tokens {
        if let Some(days) = token.days_left {
            page.figure(&of_token(token), days);
        }
    }
}

fn of_token(token: &TokenRecord) -> Labels {
    vec![
        ("id", token.id.clone()),
        ("token", token.source.clone()),
        ("kind", token.kind.name().to_owned()),
    ]
}
