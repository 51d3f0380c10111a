//! Version 1 of the JSON format: a frozen copy of what has moved in the report since. All else is written by the
//! report itself (`src/report.rs`).
//!
//! A field may be added here; none is renamed, removed, or given another meaning. That takes a new
//! version. No field ever holds a token.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::catalogue::KNOWLEDGE;
use crate::diagnosis;
use crate::render::words;
use crate::report::{self, Outcome, Verdict};

/// The name of this version, as every output carries it.
const SCHEMA: &str = "glwhy.report/v1";

/// Everything that one run found out.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Report"))]
pub(super) struct ReportV1<'a> {
    /// Always `glwhy.report/v1`.
    #[cfg_attr(test, schemars(schema_with = "tests::schema"))]
    schema: &'static str,
    /// The program that wrote it.
    tool: ToolV1,
    /// `inspect`, `probe`, or `explain`.
    command: report::Command,
    /// `healthy`, `problem`, or `unknown`.
    verdict: Verdict,
    /// The instance; null when none was asked or named.
    instance: Option<&'a report::Instance>,
    /// The tokens, in the order in which they were named.
    tokens: &'a [report::TokenRecord],
    /// What was asked or read, in order.
    #[cfg_attr(test, schemars(with = "Vec<EntryV1<'a>>"))]
    entries: Each<'a, report::Entry, EntryV1<'a>>,
    /// The requests that were sent or planned.
    requests: RequestsV1<'a>,
    /// Advice that belongs to no single entry.
    advice: &'a [report::Advice],
    /// The smallest token that would do; null where nothing was asked for by name, or what it asks for is not known.
    least_privilege: Option<&'a report::LeastPrivilege>,
    /// Where several tokens part; null where one was asked with.
    comparison: Option<ComparisonV1<'a>>,
    /// The connections of a file, in its order; absent in other runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    connections: Vec<ConnectionV1<'a>>,
    /// What the connections come to; absent in other runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryV1>,
    /// The texts that were read, in order; absent where none was.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    texts: &'a [report::ReadText],
    /// What is at hand; absent in other runs than that of `doctor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    checkup: Option<&'a report::Checkup>,
}

impl<'a> From<&'a report::Report> for ReportV1<'a> {
    fn from(report: &'a report::Report) -> Self {
        Self {
            schema: SCHEMA,
            tool: ToolV1 {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                knowledge: KNOWLEDGE,
            },
            command: report.command,
            verdict: report.verdict(),
            instance: report.instance.as_ref(),
            tokens: &report.tokens,
            entries: Each(&report.entries, PhantomData),
            requests: RequestsV1::from(&report.requests),
            advice: &report.advice,
            least_privilege: report.least_privilege.as_ref(),
            comparison: report.comparison.as_ref().map(ComparisonV1::from),
            connections: report
                .connections
                .iter()
                .map(|connection| ConnectionV1::new(connection, report))
                .collect(),
            summary: (!report.connections.is_empty()).then(|| SummaryV1::new(report)),
            texts: &report.texts,
            checkup: report.checkup.as_ref(),
        }
    }
}

/// The program that wrote a report.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Tool"))]
struct ToolV1 {
    /// Always `glwhy`.
    name: &'static str,
    /// The version of the program.
    version: &'static str,
    /// The release of GitLab that its knowledge is of.
    knowledge: &'static str,
}

/// Where several tokens part.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Comparison"))]
struct ComparisonV1<'a> {
    /// What people know each token by, such as the name of its variable, by its id. A token that was
    /// not there has a name as well.
    names: BTreeMap<&'a str, &'a str>,
    /// What was asked, with the outcome for each token, by its id.
    rows: Vec<ComparedRowV1<'a>>,
    /// How the tokens differ.
    partings: &'a [report::Difference],
}

impl<'a> From<&'a report::Comparison> for ComparisonV1<'a> {
    fn from(comparison: &'a report::Comparison) -> Self {
        Self {
            names: comparison
                .columns
                .iter()
                .map(|column| (column.id.as_str(), column.name.as_str()))
                .collect(),
            rows: comparison.rows.iter().map(ComparedRowV1::from).collect(),
            partings: &comparison.partings,
        }
    }
}

/// One question, and what each token got.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ComparedRow"))]
struct ComparedRowV1<'a> {
    /// A request or a capability.
    subject: &'a str,
    /// Whether all tokens got the same, for the same reason.
    even: bool,
    /// The outcome for each token, by its id.
    outcomes: BTreeMap<&'a str, &'static str>,
    /// The code of the reason for each token, by its id; null where there is none.
    codes: BTreeMap<&'a str, Option<&'static str>>,
}

impl<'a> From<&'a report::ComparedRow> for ComparedRowV1<'a> {
    fn from(row: &'a report::ComparedRow) -> Self {
        Self {
            subject: &row.subject,
            even: row.is_even(),
            outcomes: row
                .cells
                .iter()
                .map(|cell| (cell.token.as_str(), cell.outcome.name()))
                .collect(),
            codes: row
                .cells
                .iter()
                .map(|cell| (cell.token.as_str(), cell.code))
                .collect(),
        }
    }
}

/// A connection of a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Connection"))]
struct ConnectionV1<'a> {
    /// The name; no two of a report have the same.
    name: &'a str,
    /// The file and the line.
    place: &'a str,
    /// `healthy`, `problem`, or `unknown`.
    verdict: &'static str,
    /// The cause that stopped it, as in a finding; null when it is healthy, or GitLab said nothing.
    cause: Option<&'static str>,
    /// The finer code, or that of the advice that makes it a problem; null when it is healthy.
    code: Option<&'static str>,
    /// The gate where it stopped; null when it did not.
    gate: Option<&'static str>,
    /// Days until its token expires; null when it never does or is not told.
    days_left: Option<i64>,
    /// The instance; null when the file does not tell one that can be used.
    instance: Option<&'a report::Instance>,
    /// Its token, by its id; null when there is none.
    token: Option<&'a str>,
    /// Its entries, by their ids.
    entries: Vec<&'a str>,
    /// How many requests were sent for it.
    requests: usize,
    /// Advice that belongs to it.
    advice: &'a [report::Advice],
    /// The smallest token that would do; null where no capabilities were asked for, or no single token would.
    least_privilege: Option<&'a report::LeastPrivilege>,
}

impl<'a> ConnectionV1<'a> {
    fn new(connection: &'a report::Connection, report: &'a report::Report) -> Self {
        let reason = connection.reason(report);
        let token = connection.token_of(report);
        let entries = connection.entries_of(report).iter();
        Self {
            name: &connection.name,
            place: &connection.place,
            verdict: connection.verdict(report).name(),
            cause: reason.and_then(|reason| reason.cause),
            code: reason.map(|reason| reason.code),
            gate: reason.and_then(|reason| Some(reason.gate?.name())),
            days_left: token.and_then(|token| token.days_left),
            instance: connection.instance.as_ref(),
            token: token.map(|token| token.id.as_str()),
            entries: entries.map(|entry| entry.id.as_str()).collect(),
            requests: connection.requests,
            advice: &connection.advice,
            least_privilege: connection.least_privilege.as_ref(),
        }
    }
}

/// How many connections came to what.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Summary"))]
struct SummaryV1 {
    /// How many there are.
    connections: usize,
    /// How many have each verdict.
    verdicts: BTreeMap<&'static str, usize>,
    /// How many each cause stopped, or each code where there is no cause.
    causes: BTreeMap<&'static str, usize>,
}

impl SummaryV1 {
    fn new(report: &report::Report) -> Self {
        let tally = report.tally();
        Self {
            connections: report.connections.len(),
            verdicts: BTreeMap::from([
                (Verdict::Healthy.name(), tally.healthy),
                (Verdict::Problem.name(), tally.problem),
                (Verdict::Unknown.name(), tally.unknown),
            ]),
            causes: tally.causes,
        }
    }
}

/// One question and its result.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Entry"))]
struct EntryV1<'a> {
    /// `e1`, `e2`, ...
    id: &'a str,
    /// The token asked with, by its id.
    token: Option<&'a str>,
    /// A request, a capability, or `token`.
    subject: &'a str,
    /// The file that shows it first; left out where not several were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The first line of the input, or of that file, that shows it, counted from 1.
    line: Option<u64>,
    /// How many times it was seen.
    count: u64,
    /// `granted`, `refused`, `unknown`, or `not_probed`.
    outcome: Outcome,
    /// `observed`, `derived`, or `read`.
    basis: report::Basis,
    /// What was answered; null when nothing was.
    answer: Option<&'a report::AnswerSummary>,
    /// The ladder, in the order of GitLab's checks.
    gates: &'a [diagnosis::Rung],
    /// Why it was refused; null when it was not, or nothing is known.
    diagnosis: Option<DiagnosisV1<'a>>,
    /// What is missing to know more.
    missing: Option<&'a str>,
    /// Warnings that do not change the outcome.
    warnings: &'a [report::Advice],
    /// The capability that it is about; null when it is about something else.
    capability: Option<CapabilityV1<'a>>,
    /// What GitLab's own log says of it; left out where the entry is no group of its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<&'a crate::observation::LogGroup>,
    /// The jobs of a pipeline file that need it; left out where none was read.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    asked_by: &'a [report::AskedBy],
}

impl<'a> From<&'a report::Entry> for EntryV1<'a> {
    fn from(entry: &'a report::Entry) -> Self {
        let diagnosis = match entry.outcome {
            Outcome::Refused | Outcome::Unknown => entry.diagnosis.as_ref(),
            Outcome::Granted | Outcome::NotProbed => None,
        };
        Self {
            id: &entry.id,
            token: entry.token.as_deref(),
            subject: &entry.subject,
            file: entry.file.as_deref(),
            line: entry.line,
            count: entry.count,
            outcome: entry.outcome,
            basis: entry.basis,
            answer: entry.answer.as_ref(),
            gates: words::ladder(entry),
            diagnosis: diagnosis.map(DiagnosisV1::from),
            missing: entry.missing.as_deref(),
            warnings: &entry.warnings,
            capability: entry.need.as_ref().map(CapabilityV1::from),
            log: entry.log.as_ref(),
            asked_by: &entry.asked_by,
        }
    }
}

/// A capability.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Capability"))]
struct CapabilityV1<'a> {
    /// The name, as `--need` takes it.
    name: &'static str,
    /// `code`, `merge_requests`, `ci`, `packages`, `images`, or `administration`.
    group: &'static str,
    /// The request that it comes down to; null when the target is missing.
    request: Option<&'a str>,
    /// The lowest role that the request asks for by itself; null where it asks for none.
    role: Option<&'static str>,
    /// Whether it is one of all that make sense for the target, and was not asked for by name.
    surveyed: bool,
}

impl<'a> From<&'a report::Need> for CapabilityV1<'a> {
    fn from(need: &'a report::Need) -> Self {
        Self {
            name: need.capability.name,
            group: need.capability.group.name(),
            request: need.request.as_deref(),
            role: need.role.and_then(crate::catalogue::AccessLevel::name),
            surveyed: need.in_overview,
        }
    }
}

/// Why a request was, or would be, refused.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Diagnosis"))]
struct DiagnosisV1<'a> {
    /// `certain`, `likely`, or `ambiguous`.
    certainty: diagnosis::Certainty,
    /// The gate where it stopped; null when the token was accepted.
    stopped_at: Option<crate::answers::Gate>,
    /// The primary finding, then the alternatives, most probable first. Never empty.
    findings: Vec<FindingV1<'a>>,
    /// What would settle it; null when it is certain.
    next_question: Option<&'a diagnosis::NextQuestion>,
    /// Whether sending the same request again could help and can do no harm.
    retry_is_safe: bool,
}

impl<'a> From<&'a diagnosis::Diagnosis> for DiagnosisV1<'a> {
    fn from(diagnosis: &'a diagnosis::Diagnosis) -> Self {
        Self {
            certainty: diagnosis.certainty,
            stopped_at: diagnosis.stopped_at,
            findings: diagnosis.findings().map(FindingV1::from).collect(),
            next_question: diagnosis.next_question.as_ref(),
            retry_is_safe: diagnosis.retry_is_safe,
        }
    }
}

/// One possible reason.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Finding"))]
struct FindingV1<'a> {
    /// The cause; a closed set.
    cause: crate::answers::Cause,
    /// The finer code; an open set.
    code: &'static str,
    /// What happened, as one sentence without a full stop.
    title: &'static str,
    /// Why we think so.
    because: &'a [String],
    /// What to do, best first.
    fix: &'a [String],
    /// The page of GitLab's documentation.
    docs: &'static str,
    /// Where the knowledge comes from.
    source: &'static str,
}

impl<'a> From<&'a diagnosis::Finding> for FindingV1<'a> {
    fn from(finding: &'a diagnosis::Finding) -> Self {
        Self {
            cause: finding.cause(),
            code: finding.code.id,
            title: finding.code.title,
            because: &finding.because,
            fix: &finding.fix,
            docs: finding.code.docs,
            source: finding.source,
        }
    }
}

/// The requests of a run.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Requests"))]
struct RequestsV1<'a> {
    /// How many were sent: none when they were only planned.
    sent: usize,
    /// Whether they were only planned.
    planned: bool,
    /// The most that were allowed.
    budget: u32,
    /// How many times an answer had to be awaited before the next question was known.
    round_trips: u32,
    /// What was sent or planned, in order.
    log: &'a [report::LoggedRequest],
    /// What the budget left open, in words.
    left_open: &'a [String],
}

impl<'a> From<&'a report::Requests> for RequestsV1<'a> {
    fn from(requests: &'a report::Requests) -> Self {
        Self {
            sent: if requests.planned {
                0
            } else {
                requests.log.len()
            },
            planned: requests.planned,
            budget: requests.budget,
            round_trips: requests.round_trips,
            log: &requests.log,
            left_open: &requests.left_open,
        }
    }
}

/// A list whose members are converted as they are written: ten thousand connections are not held twice.
#[derive(Debug)]
struct Each<'a, S, T>(&'a [S], PhantomData<fn() -> T>);

impl<'a, S, T: From<&'a S> + Serialize> Serialize for Each<'a, S, T> {
    fn serialize<Out: Serializer>(&self, out: Out) -> Result<Out::Ok, Out::Error> {
        out.collect_seq(self.0.iter().map(T::from))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;
    use schemars::{Schema, SchemaGenerator, json_schema};

    pub(super) fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "const": super::SCHEMA })
    }

    /// With `GLWHY_BLESS=1` the file is written anew instead of compared.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests themselves are configured by the environment"
    )]
    fn the_schema_that_is_shipped_is_that_of_these_structs() {
        let generator = SchemaSettings::draft2020_12()
            .for_serialize()
            .into_generator();
        let schema = generator.into_root_schema_for::<super::ReportV1<'_>>();
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report-v1.schema.json");
        if std::env::var_os("GLWHY_BLESS").is_some() {
            fs::write(&path, text).unwrap();
        } else {
            let kept = fs::read_to_string(&path).unwrap();
            assert!(kept == text, "out of date: GLWHY_BLESS=1 cargo test schema");
        }
    }
}
