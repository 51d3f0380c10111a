//! Version 1 of the JSON format: a frozen copy of the report's shape.
//!
//! A field may be added here; none is renamed, removed, or given another meaning. That takes a new
//! version. No field ever holds a token.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use crate::diagnosis;
use crate::render::words;
use crate::report::{self, Outcome, Verdict};

#[cfg(test)]
mod closed;

/// The name of this version, as every output carries it.
pub const SCHEMA: &str = "glwhy.report/v1";

/// Everything that one run found out.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report<'a> {
    /// Always `glwhy.report/v1`.
    #[cfg_attr(test, schemars(schema_with = "closed::schema"))]
    pub schema: &'static str,
    /// The program that wrote it.
    pub tool: Tool,
    /// `inspect`, `probe`, or `explain`.
    #[cfg_attr(test, schemars(schema_with = "closed::command"))]
    pub command: &'static str,
    /// `healthy`, `problem`, or `unknown`.
    #[cfg_attr(test, schemars(schema_with = "closed::verdict"))]
    pub verdict: &'static str,
    /// The instance; null when none was asked or named.
    pub instance: Option<Instance<'a>>,
    /// The tokens, in the order in which they were named.
    #[cfg_attr(test, schemars(with = "Vec<Token<'a>>"))]
    pub tokens: Each<'a, report::TokenRecord, Token<'a>>,
    /// What was asked or read, in order.
    #[cfg_attr(test, schemars(with = "Vec<Entry<'a>>"))]
    pub entries: Each<'a, report::Entry, Entry<'a>>,
    /// The requests that were sent or planned.
    pub requests: Requests<'a>,
    /// Advice that belongs to no single entry.
    pub advice: Vec<Remark<'a>>,
    /// The smallest token that would do; null where capabilities were not asked for by name.
    pub least_privilege: Option<LeastPrivilege<'a>>,
    /// Where several tokens part; null where one was asked with.
    pub comparison: Option<Comparison<'a>>,
    /// The connections of a file, in its order; absent in other runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<Connection<'a>>,
    /// What the connections come to; absent in other runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
}

/// The smallest token that does what is needed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeastPrivilege<'a> {
    /// The kind, as listed in the contract; an open set.
    pub kind: &'static str,
    /// The scopes that it needs.
    pub scopes: &'a [String],
    /// The fine-grained permissions that would stand in for the scopes, or those of a job token.
    pub permissions: &'a [String],
    /// The role that its identity needs; null where none is.
    pub role: Option<&'a str>,
    /// Where it is made; null when the path of the target is not known.
    pub url: Option<&'a str>,
    /// What has to be so besides.
    pub provided: &'a [String],
    /// What the present token has beyond it.
    pub beyond: &'a [String],
}

/// Where several tokens part.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comparison<'a> {
    /// What people know each token by, such as the name of its variable, by its id. A token that was
    /// not there has a name as well.
    pub names: BTreeMap<&'a str, &'a str>,
    /// What was asked, with the outcome for each token, by its id.
    pub rows: Vec<ComparedRow<'a>>,
    /// How the tokens differ.
    pub partings: Vec<Parting<'a>>,
}

/// One question, and what each token got.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ComparedRow<'a> {
    /// A request or a capability.
    pub subject: &'a str,
    /// Whether all tokens got the same, for the same reason.
    pub even: bool,
    /// The outcome for each token, by its id.
    pub outcomes: BTreeMap<&'a str, &'static str>,
    /// The code of the reason for each token, by its id; null where there is none.
    pub codes: BTreeMap<&'a str, Option<&'static str>>,
}

/// Something in which tokens differ.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parting<'a> {
    /// `kind`, `identity`, `role`, `scopes`, or `state`.
    pub facet: &'static str,
    /// What each token has, by its id.
    pub values: BTreeMap<&'a str, &'a str>,
}

/// A connection of a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Connection<'a> {
    /// The name; no two of a report have the same.
    pub name: &'a str,
    /// The file and the line.
    pub place: &'a str,
    /// `healthy`, `problem`, or `unknown`.
    pub verdict: &'static str,
    /// The cause that stopped it, as in a finding; null when it is healthy, or GitLab said nothing.
    pub cause: Option<&'static str>,
    /// The finer code, or that of the advice that makes it a problem; null when it is healthy.
    pub code: Option<&'static str>,
    /// The gate where it stopped; null when it did not.
    pub gate: Option<&'static str>,
    /// Days until its token expires; null when it never does or is not told.
    pub days_left: Option<i64>,
    /// The instance; null when the file does not tell one that can be used.
    pub instance: Option<Instance<'a>>,
    /// Its token, by its id; null when there is none.
    pub token: Option<&'a str>,
    /// Its entries, by their ids.
    pub entries: Vec<&'a str>,
    /// How many requests were sent for it.
    pub requests: usize,
    /// Advice that belongs to it.
    pub advice: Vec<Remark<'a>>,
    /// The smallest token that would do; null where no capabilities were asked for, or no single token would.
    pub least_privilege: Option<LeastPrivilege<'a>>,
}

/// How many connections came to what.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// How many there are.
    pub connections: usize,
    /// How many have each verdict.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// How many each cause stopped, or each code where there is no cause.
    pub causes: BTreeMap<&'static str, usize>,
}

/// The program that wrote a report.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// Always `glwhy`.
    pub name: &'static str,
    /// The version of the program.
    pub version: &'static str,
}

/// What is known of the instance.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Instance<'a> {
    /// The base address.
    pub url: &'a str,
    /// Where the address was read from.
    pub source: &'a str,
    /// The version; null when not told.
    pub version: Option<&'a str>,
    /// `enterprise` or `community`; null when not told.
    pub edition: Option<&'a str>,
}

/// What is known of a token.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Token<'a> {
    /// The name by which entries refer to it.
    pub id: &'a str,
    /// Where it was read from.
    pub source: &'a str,
    /// Other sources that were set and lost.
    pub shadows: &'a [String],
    /// The kind, as listed in the contract; an open set.
    pub kind: &'a str,
    /// Prefix and last characters.
    pub display: &'a str,
    /// The name that its owner gave it; null when not told.
    pub name: Option<&'a str>,
    /// What is wrong with the value as it stands.
    pub defects: Vec<Remark<'a>>,
    /// `valid`, `invalid`, or `none`.
    pub checksum: &'a str,
    /// `active`, `expired`, `revoked`, or `unknown`.
    pub state: &'a str,
    /// The last valid day; null when it never expires or is not told.
    pub expires_at: Option<&'a str>,
    /// Days until then; negative when past.
    pub days_left: Option<i64>,
    /// The scopes; null when not told, which is not the same as none.
    pub scopes: Option<&'a [String]>,
    /// Whether it carries fine-grained permissions; null when not told.
    pub fine_grained: Option<bool>,
    /// Who stands behind it; null when not told.
    pub owner: Option<Owner<'a>>,
    /// What the token itself says, read but not verified.
    pub claims: BTreeMap<&'a str, &'a str>,
    /// The groups and projects that it reaches, as far as they were listed.
    pub reach: Vec<Reach<'a>>,
    /// How many more there are than are listed; null when not told.
    pub reach_more: Option<u64>,
}

/// The identity behind a token.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Owner<'a> {
    /// The user id.
    pub id: Option<u64>,
    /// The user name.
    pub username: Option<&'a str>,
    /// Whether it is a bot of a project or group.
    pub bot: Option<bool>,
    /// The account's state as GitLab names it.
    pub state: Option<&'a str>,
    /// Whether it is an administrator.
    pub admin: Option<bool>,
}

/// A group or project that a token reaches.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reach<'a> {
    /// `project` or `group`.
    pub kind: &'a str,
    /// The full path.
    pub path: &'a str,
    /// The role there.
    pub role: &'a str,
}

/// One question and its result.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Entry<'a> {
    /// `e1`, `e2`, ...
    pub id: &'a str,
    /// The token asked with, by its id.
    pub token: Option<&'a str>,
    /// A request, a capability, or `token`.
    pub subject: &'a str,
    /// The first line of the input that shows it, counted from 1.
    pub line: Option<u64>,
    /// How many times it was seen.
    pub count: u64,
    /// `granted`, `refused`, `unknown`, or `not_probed`.
    #[cfg_attr(test, schemars(schema_with = "closed::outcome"))]
    pub outcome: &'static str,
    /// `observed`, `derived`, or `read`.
    #[cfg_attr(test, schemars(schema_with = "closed::basis"))]
    pub basis: &'static str,
    /// What was answered; null when nothing was.
    pub answer: Option<Answer<'a>>,
    /// The ladder, in the order of GitLab's checks.
    pub gates: Vec<Gate<'a>>,
    /// Why it was refused; null when it was not, or nothing is known.
    pub diagnosis: Option<Diagnosis<'a>>,
    /// What is missing to know more.
    pub missing: Option<&'a str>,
    /// Warnings that do not change the outcome.
    pub warnings: Vec<Remark<'a>>,
    /// The capability that it is about; null when it is about something else.
    pub capability: Option<Capability<'a>>,
    /// What GitLab's own log says of it; left out where the entry is no group of its lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<LogGroup<'a>>,
}

/// A group of lines of GitLab's own log. What the log does not tell is null.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogGroup<'a> {
    /// The name of the log, as in `api_json.log`.
    pub log: &'static str,
    /// The token, as GitLab numbers it; never its value.
    pub token_id: Option<&'a str>,
    /// The type of the token, as GitLab names it; an open set.
    pub token_type: Option<&'a str>,
    /// How the token was sent, as GitLab names it; an open set.
    pub sent_as: Option<&'a str>,
    /// Why the token was refused, in GitLab's word; an open set.
    pub reason: Option<&'a str>,
    /// The scopes that the route asked for.
    pub requested_scopes: &'a [String],
    /// The user.
    pub user: Option<&'a str>,
    /// The endpoint or controller.
    pub caller: Option<&'a str>,
    /// The route, with placeholders.
    pub route: Option<&'a str>,
    /// The limit or ban that turned the requests away.
    pub limit: Option<&'a str>,
    /// A few of the addresses that the requests came from.
    pub remote_ips: &'a [String],
    /// The time of the earliest line, as the log writes it.
    pub first: Option<&'a str>,
    /// The time of the latest line.
    pub last: Option<&'a str>,
    /// A few of the ids under which all of GitLab's logs know these requests.
    pub correlation_ids: &'a [String],
    /// So many more lines the group can have had; 0 when the count is exact.
    pub uncounted_at_most: u64,
}

/// A capability.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Capability<'a> {
    /// The name, as `--need` takes it.
    pub name: &'static str,
    /// `code`, `merge_requests`, `ci`, `packages`, `images`, or `administration`.
    pub group: &'static str,
    /// The request that it comes down to; null when the target is missing.
    pub request: Option<&'a str>,
}

/// An answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer<'a> {
    /// The HTTP status; null when there was none.
    pub status: Option<u16>,
    /// The shape of the body.
    pub body_shape: &'a str,
    /// The first words of the body.
    pub excerpt: &'a str,
    /// The id under which GitLab's own logs hold the request.
    pub correlation_id: Option<&'a str>,
}

/// One rung of the ladder.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Gate<'a> {
    /// The name of the gate.
    #[cfg_attr(test, schemars(schema_with = "closed::gate"))]
    pub gate: &'static str,
    /// `passed`, `refused`, `not_reached`, or `unknown`.
    #[cfg_attr(test, schemars(schema_with = "closed::gate_state"))]
    pub state: &'static str,
    /// The evidence; empty when nothing is known.
    pub evidence: &'a str,
}

/// Why a request was, or would be, refused.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagnosis<'a> {
    /// `certain`, `likely`, or `ambiguous`.
    #[cfg_attr(test, schemars(schema_with = "closed::certainty"))]
    pub certainty: &'static str,
    /// The gate where it stopped; null when the token was accepted.
    #[cfg_attr(test, schemars(schema_with = "closed::gate_or_null"))]
    pub stopped_at: Option<&'static str>,
    /// The primary finding, then the alternatives, most probable first. Never empty.
    pub findings: Vec<Finding<'a>>,
    /// What would settle it; null when it is certain.
    pub next_question: Option<NextQuestion<'a>>,
    /// Whether sending the same request again could help and can do no harm.
    pub retry_is_safe: bool,
}

/// One possible reason.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding<'a> {
    /// The cause; a closed set.
    #[cfg_attr(test, schemars(schema_with = "closed::cause"))]
    pub cause: &'static str,
    /// The finer code; an open set.
    pub code: &'static str,
    /// What happened, as one sentence without a full stop.
    pub title: &'static str,
    /// Why we think so.
    pub because: &'a [String],
    /// What to do, best first.
    pub fix: &'a [String],
    /// The page of GitLab's documentation.
    pub docs: &'static str,
    /// Where the knowledge comes from.
    pub source: &'static str,
}

/// What would settle a diagnosis.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NextQuestion<'a> {
    /// The cheapest safe request, or the fact to look up.
    pub ask: &'a str,
    /// What its answer would tell.
    pub why: &'a str,
}

/// The requests of a run.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Requests<'a> {
    /// How many were sent: none when they were only planned.
    pub sent: usize,
    /// Whether they were only planned.
    pub planned: bool,
    /// The most that were allowed.
    pub budget: u32,
    /// How many times an answer had to be awaited before the next question was known.
    pub round_trips: u32,
    /// What was sent or planned, in order.
    #[cfg_attr(test, schemars(with = "Vec<Request<'a>>"))]
    pub log: Each<'a, report::LoggedRequest, Request<'a>>,
    /// What the budget left open, in words.
    pub left_open: &'a [String],
}

/// One request.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Request<'a> {
    /// `GET` or `HEAD`.
    pub method: &'static str,
    /// The path below the host.
    pub path: &'a str,
    /// How the token was sent, or `none`.
    pub auth: &'static str,
    /// Why it was asked, in a few words.
    pub why: &'static str,
    /// The status; null when nothing answered or it was only planned.
    pub status: Option<u16>,
    /// Milliseconds until the answer was read.
    pub ms: Option<u64>,
    /// Why nothing answered.
    pub failure: Option<&'static str>,
}

/// A remark with a stable code.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Remark<'a> {
    /// A stable name; an open set.
    pub code: &'static str,
    /// `note`, `warning`, or `problem`.
    #[cfg_attr(test, schemars(schema_with = "closed::severity"))]
    pub severity: &'static str,
    /// What to know or do.
    pub text: &'a str,
}

/// A list whose members are converted as they are written: ten thousand connections are not held twice.
#[derive(Debug)]
pub struct Each<'a, S, T>(&'a [S], PhantomData<fn() -> T>);

impl<'a, S, T: From<&'a S> + Serialize> Serialize for Each<'a, S, T> {
    fn serialize<Out: Serializer>(&self, out: Out) -> Result<Out::Ok, Out::Error> {
        out.collect_seq(self.0.iter().map(T::from))
    }
}

/// Converts a list.
fn all<'a, T, U: From<&'a T>>(items: &'a [T]) -> Vec<U> {
    items.iter().map(U::from).collect()
}

impl<'a> From<&'a report::Report> for Report<'a> {
    fn from(report: &'a report::Report) -> Self {
        Self {
            schema: SCHEMA,
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
            },
            command: report.command.name(),
            verdict: report.verdict().name(),
            instance: report.instance.as_ref().map(Instance::from),
            tokens: Each(&report.tokens, PhantomData),
            entries: Each(&report.entries, PhantomData),
            requests: Requests::from(&report.requests),
            advice: all(&report.advice),
            least_privilege: report.least_privilege.as_ref().map(LeastPrivilege::from),
            comparison: report.comparison.as_ref().map(Comparison::from),
            connections: report
                .connections
                .iter()
                .map(|connection| Connection::of(connection, report))
                .collect(),
            summary: (!report.connections.is_empty()).then(|| Summary::of(report)),
        }
    }
}

impl<'a> From<&'a report::LeastPrivilege> for LeastPrivilege<'a> {
    fn from(least: &'a report::LeastPrivilege) -> Self {
        Self {
            kind: least.kind,
            scopes: &least.scopes,
            permissions: &least.permissions,
            role: least.role.as_deref(),
            url: least.url.as_deref(),
            provided: &least.provided,
            beyond: &least.beyond,
        }
    }
}

impl<'a> From<&'a report::Comparison> for Comparison<'a> {
    fn from(comparison: &'a report::Comparison) -> Self {
        Self {
            names: comparison
                .columns
                .iter()
                .map(|column| (column.id.as_str(), column.name.as_str()))
                .collect(),
            rows: all(&comparison.rows),
            partings: all(&comparison.partings),
        }
    }
}

impl<'a> From<&'a report::ComparedRow> for ComparedRow<'a> {
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

impl<'a> From<&'a report::Parting> for Parting<'a> {
    fn from(parting: &'a report::Parting) -> Self {
        Self {
            facet: parting.facet,
            values: parting
                .values
                .iter()
                .map(|(token, value)| (token.as_str(), value.as_str()))
                .collect(),
        }
    }
}

impl<'a> Connection<'a> {
    fn of(connection: &'a report::Connection, report: &'a report::Report) -> Self {
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
            instance: connection.instance.as_ref().map(Instance::from),
            token: token.map(|token| token.id.as_str()),
            entries: entries.map(|entry| entry.id.as_str()).collect(),
            requests: connection.requests,
            advice: all(&connection.advice),
            least_privilege: connection
                .least_privilege
                .as_ref()
                .map(LeastPrivilege::from),
        }
    }
}

impl Summary {
    fn of(report: &report::Report) -> Self {
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

impl<'a> From<&'a report::Instance> for Instance<'a> {
    fn from(instance: &'a report::Instance) -> Self {
        Self {
            url: &instance.url,
            source: &instance.source,
            version: instance.version.as_deref(),
            edition: instance.edition.as_deref(),
        }
    }
}

impl<'a> From<&'a report::TokenRecord> for Token<'a> {
    fn from(token: &'a report::TokenRecord) -> Self {
        Self {
            id: &token.id,
            source: &token.source,
            shadows: &token.shadows,
            kind: &token.kind,
            display: &token.display,
            name: token.name.as_deref(),
            defects: all(&token.defects),
            checksum: &token.checksum,
            state: &token.state,
            expires_at: token.expires_at.as_deref(),
            days_left: token.days_left,
            scopes: token.scopes.as_deref(),
            fine_grained: token.fine_grained,
            owner: token.owner.as_ref().map(Owner::from),
            claims: token
                .claims
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
            reach: all(&token.reach),
            reach_more: token.reach_is_complete.then_some(0),
        }
    }
}

impl<'a> From<&'a report::Owner> for Owner<'a> {
    fn from(owner: &'a report::Owner) -> Self {
        Self {
            id: owner.id,
            username: owner.username.as_deref(),
            bot: owner.bot,
            state: owner.state.as_deref(),
            admin: owner.admin,
        }
    }
}

impl<'a> From<&'a report::Reach> for Reach<'a> {
    fn from(reach: &'a report::Reach) -> Self {
        Self {
            kind: reach.kind,
            path: &reach.path,
            role: &reach.role,
        }
    }
}

impl<'a> From<&'a report::Entry> for Entry<'a> {
    fn from(entry: &'a report::Entry) -> Self {
        let diagnosis = match entry.outcome {
            Outcome::Refused | Outcome::Unknown => entry.diagnosis.as_ref(),
            Outcome::Granted | Outcome::NotProbed => None,
        };
        Self {
            id: &entry.id,
            token: entry.token.as_deref(),
            subject: &entry.subject,
            line: entry.line,
            count: entry.count,
            outcome: entry.outcome.name(),
            basis: entry.basis.name(),
            answer: entry.answer.as_ref().map(Answer::from),
            gates: all(words::ladder(entry)),
            diagnosis: diagnosis.map(Diagnosis::from),
            missing: entry.missing.as_deref(),
            warnings: all(&entry.warnings),
            capability: entry.need.as_ref().map(Capability::from),
            log: entry.log.as_ref().map(LogGroup::from),
        }
    }
}

impl<'a> From<&'a report::LogGroup> for LogGroup<'a> {
    fn from(group: &'a report::LogGroup) -> Self {
        Self {
            log: group.log,
            token_id: group.token_id.as_deref(),
            token_type: group.token_type.as_deref(),
            sent_as: group.sent_as.as_deref(),
            reason: group.reason.as_deref(),
            requested_scopes: &group.requested_scopes,
            user: group.user.as_deref(),
            caller: group.caller.as_deref(),
            route: group.route.as_deref(),
            limit: group.limit.as_deref(),
            remote_ips: &group.remote_ips,
            first: group.first.as_deref(),
            last: group.last.as_deref(),
            correlation_ids: &group.correlation_ids,
            uncounted_at_most: group.uncounted_at_most,
        }
    }
}

impl<'a> From<&'a report::Need> for Capability<'a> {
    fn from(need: &'a report::Need) -> Self {
        Self {
            name: need.capability.name,
            group: need.capability.group.name(),
            request: need.request.as_deref(),
        }
    }
}

impl<'a> From<&'a report::Answer> for Answer<'a> {
    fn from(answer: &'a report::Answer) -> Self {
        Self {
            status: answer.status,
            body_shape: answer.body_shape,
            excerpt: &answer.excerpt,
            correlation_id: answer.correlation_id.as_deref(),
        }
    }
}

impl<'a> From<&'a diagnosis::Rung> for Gate<'a> {
    fn from(rung: &'a diagnosis::Rung) -> Self {
        Self {
            gate: rung.gate.name(),
            state: rung.state.name(),
            evidence: &rung.evidence,
        }
    }
}

impl<'a> From<&'a diagnosis::Diagnosis> for Diagnosis<'a> {
    fn from(diagnosis: &'a diagnosis::Diagnosis) -> Self {
        Self {
            certainty: diagnosis.certainty.name(),
            stopped_at: diagnosis.stopped_at.map(diagnosis::Gate::name),
            findings: diagnosis.findings().map(Finding::from).collect(),
            next_question: diagnosis.next_question.as_ref().map(NextQuestion::from),
            retry_is_safe: diagnosis.retry_is_safe,
        }
    }
}

impl<'a> From<&'a diagnosis::Finding> for Finding<'a> {
    fn from(finding: &'a diagnosis::Finding) -> Self {
        Self {
            cause: finding.cause().name(),
            code: finding.code.id,
            title: finding.code.title,
            because: &finding.because,
            fix: &finding.fix,
            docs: finding.code.docs,
            source: finding.source,
        }
    }
}

impl<'a> From<&'a diagnosis::NextQuestion> for NextQuestion<'a> {
    fn from(question: &'a diagnosis::NextQuestion) -> Self {
        Self {
            ask: &question.ask,
            why: &question.why,
        }
    }
}

impl<'a> From<&'a report::Requests> for Requests<'a> {
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
            log: Each(&requests.log, PhantomData),
            left_open: &requests.left_open,
        }
    }
}

impl<'a> From<&'a report::LoggedRequest> for Request<'a> {
    fn from(request: &'a report::LoggedRequest) -> Self {
        Self {
            method: request.method,
            path: &request.path,
            auth: request.auth,
            why: request.why,
            status: request.status,
            ms: request.ms,
            failure: request.failure,
        }
    }
}

impl<'a> From<&'a report::Advice> for Remark<'a> {
    fn from(advice: &'a report::Advice) -> Self {
        Self {
            code: advice.code,
            severity: advice.severity.name(),
            text: &advice.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;

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
        let schema = generator.into_root_schema_for::<super::Report<'_>>();
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
