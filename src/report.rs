//! The model of a result: ordered, complete, and free of any format.
//!
//! Commands build a report; renderers see all of it and nothing else. It never holds a token. What derives
//! `Serialize` stands in the JSON format just so: a field that is renamed, moved, or given another meaning keeps its
//! old shape in `render/json/v1.rs`, and a test holds all of them against `docs/report-v1.schema.json`.

#[cfg(test)]
use std::collections::BTreeMap;

use serde::Serialize;

use crate::answers::Gate;
use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, Capability};
use crate::diagnosis::{Diagnosis, Rung};
use crate::observation::{LogGroup, SafeMethod};

pub(crate) use connection::{Connection, Tally};
pub(crate) use names::hide as hide_names;
pub(crate) use stored::read as read_stored;
pub(crate) use token::{Membership, Owner, TokenRecord, checksum_word};
pub use words::{Basis, Outcome, Severity};
pub(crate) use words::{Command, Edition, Facet, ReachKind, TokenState, Verdict};

mod connection;
mod names;
mod stored;
mod token;
mod words;

/// Everything that one run found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The subcommand.
    pub command: Command,
    /// What it came to when it was made, where it was read back; absent where it is judged here.
    pub told: Option<Verdict>,
    /// The instance, when one was asked or named.
    pub instance: Option<Instance>,
    /// The tokens, in the order in which they were named.
    pub tokens: Vec<TokenRecord>,
    /// What was asked or read, in order.
    pub entries: Vec<Entry>,
    /// The requests that were sent, or would be (with `planned`).
    pub requests: Requests,
    /// Advice that belongs to no single entry.
    pub advice: Vec<Advice>,
    /// The smallest token that would do, where capabilities were asked for by name.
    pub least_privilege: Option<LeastPrivilege>,
    /// Where several tokens part, which were asked the same.
    pub comparison: Option<Comparison>,
    /// The connections of a file, in its order; none in other runs.
    pub connections: Vec<Connection>,
    /// The texts that were read, in order; none in other runs.
    pub texts: Vec<ReadText>,
    /// What is at hand (`doctor`).
    pub checkup: Option<Checkup>,
}

/// What is at hand: the project, and every credential, in the order in which they would be taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Checkup {
    /// The project or group at hand, by path or id; null where there is none.
    pub target: Option<String>,
    /// Whether the credential that is taken sees it; null where that was not asked.
    #[serde(rename = "target_seen")]
    pub is_seen: Option<bool>,
    /// The role of its owner there; null where it was not told.
    pub role: Option<String>,
    /// The credentials. The entry of the one that is taken decides on the verdict.
    pub credentials: Vec<FoundCredential>,
    /// The one thing to do next.
    pub next: String,
    /// The commands and addresses for it.
    pub how: Vec<String>,
}

/// A credential that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FoundCredential {
    /// Its token, by id: that says where it was found.
    pub token: String,
    /// Its entry, by id: that says whether it is alive.
    pub entry: String,
    /// Whether it is the one that this program takes.
    #[serde(rename = "taken")]
    pub is_taken: bool,
    /// The programs that take a credential from its place.
    #[serde(rename = "read_by")]
    pub readers: Vec<&'static str>,
    /// The token before it that is the same; null where there is none.
    pub same_as: Option<String>,
}

/// A text that was read, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadText {
    /// The file; null where one text alone was read.
    pub file: Option<String>,
    /// Its lines.
    pub lines: u64,
    /// The failures in it that count, each as often as it was told.
    pub failures: u64,
    /// The lines of a log in JSON that are none, or are broken: what stands before the break counts.
    pub unreadable: u64,
}

/// The smallest token that does what is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeastPrivilege {
    /// The kind, as listed in the contract; an open set.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: TokenKind,
    /// The scopes that it needs.
    pub scopes: Vec<String>,
    /// The fine-grained permissions that would stand in for the scopes, or those of a job token.
    pub permissions: Vec<String>,
    /// The role that its identity needs; null where none is.
    pub role: Option<String>,
    /// Where it is made; null when the path of the target is not known.
    pub url: Option<String>,
    /// What has to be so besides.
    pub provided: Vec<String>,
    /// What the present token has beyond it.
    pub beyond: Vec<String>,
    /// What tokens of other kinds would need, or why they would be refused; absent where it was not looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherKind>,
}

/// Whether a token of another kind than the smallest one would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OtherKind {
    /// The kind, as listed in the contract; an open set.
    #[cfg_attr(test, schemars(with = "String"))]
    pub kind: TokenKind,
    /// Whether it is about its fine-grained form.
    pub fine_grained: bool,
    /// Whether it would do.
    pub enough: bool,
    /// The scopes that it needs.
    pub scopes: Vec<String>,
    /// The role that its identity needs; null where none is.
    pub role: Option<String>,
    /// The fine-grained permissions that would stand in for the scopes, or those of a job token.
    pub permissions: Vec<String>,
    /// Why GitLab would refuse it; null where it would do.
    pub why: Option<String>,
}

impl OtherKind {
    /// A kind that GitLab would refuse.
    pub(crate) fn refused(kind: TokenKind, why: String) -> Self {
        Self {
            kind,
            why: Some(why),
            ..Self::default()
        }
    }
}

/// Where several tokens part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Every token that was asked with, also one that was not there.
    pub columns: Vec<Column>,
    /// What was asked, in order, with what each token got.
    pub rows: Vec<ComparedRow>,
    /// How the tokens differ.
    pub partings: Vec<Difference>,
}

impl Comparison {
    /// Returns the name that people know a token by.
    pub(crate) fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        let column = self.columns.iter().find(|column| column.id == id);
        column.map_or(id, |column| column.name.as_str())
    }
}

/// A token as the head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `t1`, `t2`, ...
    pub id: String,
    /// The name of its variable, or else where it was read from.
    pub name: String,
}

/// One question, and what each token got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// A request or a capability.
    pub subject: String,
    /// What each token got, in the order of the columns.
    pub cells: Vec<ComparedCell>,
}

/// What one token got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedCell {
    /// The id of the token.
    pub token: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The status of the answer, when there was one.
    pub status: Option<u16>,
    /// The code of the reason, when there is one.
    pub code: Option<&'static str>,
    /// Whether other reasons are as possible as that one.
    pub is_ambiguous: bool,
}

impl ComparedRow {
    /// Says whether all tokens got the same, for the same reason.
    pub(crate) fn is_even(&self) -> bool {
        let got = |cell: &ComparedCell| (cell.outcome, cell.code, cell.is_ambiguous);
        self.cells
            .windows(2)
            .all(|pair| got(&pair[0]) == got(&pair[1]))
    }
}

/// Something in which tokens differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Parting"))]
pub struct Difference {
    /// `kind`, `identity`, `role`, `scopes`, or `state`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub facet: Facet,
    /// What each token has, by its id.
    #[serde(serialize_with = "token::sorted")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub values: Vec<(String, String)>,
}

/// What is known of the instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Instance {
    /// The base address.
    pub url: String,
    /// Where the address was read from.
    pub source: String,
    /// The version; null when not told.
    pub version: Option<String>,
    /// `enterprise` or `community`; null when not told.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub edition: Option<Edition>,
    /// By which other release it is judged, in words; null where it is the same, or that was not told.
    pub knowledge: Option<String>,
}

impl Instance {
    /// An instance that was not asked yet.
    pub(crate) fn at(url: &InstanceUrl, source: String) -> Self {
        Self {
            url: url.to_string(),
            source,
            version: None,
            edition: None,
            knowledge: None,
        }
    }
}

/// One question and its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// `e1`, `e2`, ...
    pub id: String,
    /// The token asked with, by its id.
    pub token: Option<String>,
    /// What was asked: a request, a capability, or `token`.
    pub subject: String,
    /// The file that shows it first, where several were read (`explain`).
    pub file: Option<String>,
    /// The first line of the input, or of that file, that shows it (`explain`), counted from 1.
    pub line: Option<u64>,
    /// How many times it was seen.
    pub count: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// How we know.
    pub basis: Basis,
    /// What was answered.
    pub answer: Option<AnswerSummary>,
    /// The ten gates.
    pub gates: Vec<Rung>,
    /// Why it was refused; absent when it was not, or nothing is known.
    pub diagnosis: Option<Diagnosis>,
    /// What is missing to know more (outcome `unknown` or `not_probed`).
    pub missing: Option<String>,
    /// Warnings that do not change the outcome.
    pub warnings: Vec<Advice>,
    /// The capability that was asked for, when it was one.
    pub need: Option<Need>,
    /// What GitLab's own log says of it, where the entry is a group of its lines.
    pub log: Option<LogGroup>,
    /// The jobs of a pipeline file that need it (`probe --need-from`), in the order of the file.
    pub asked_by: Vec<AskedBy>,
}

/// A line of a pipeline file that needs something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AskedBy {
    /// The job; empty where the whole file needs it.
    pub job: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The keyword or the command there.
    pub by: String,
    /// The variable of the token that is sent; null where the file does not say.
    pub token: Option<String>,
}

/// A capability as an entry is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The row of the catalogue.
    pub capability: &'static Capability,
    /// The request that it comes down to, as people write it; absent where the target is missing.
    pub request: Option<String>,
    /// The lowest role that the request asks for by itself; settings of the target may ask for more.
    pub role: Option<AccessLevel>,
    /// Whether it is one of all that make sense for the target, and was not asked for by name.
    pub in_overview: bool,
    /// Whether its request is about the target, and not about the instance.
    pub of_target: bool,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Answer"))]
pub struct AnswerSummary {
    /// The HTTP status; null when there was none.
    pub status: Option<u16>,
    /// The shape of the body.
    pub body_shape: &'static str,
    /// The first words of the body.
    pub excerpt: String,
    /// The id under which GitLab's own logs hold the request.
    pub correlation_id: Option<String>,
}

/// The requests of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requests {
    /// Whether the requests were only planned.
    pub planned: bool,
    /// The most that were allowed.
    pub budget: u32,
    /// How many times an answer had to be awaited before the next question was known.
    pub round_trips: u32,
    /// What was sent, in order.
    pub log: Vec<LoggedRequest>,
    /// What the budget left open, in words.
    pub left_open: Vec<String>,
    /// Whether a token was held back, so that the address is not banned for failed logins.
    pub withheld: bool,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Request"))]
pub struct LoggedRequest {
    /// `GET` or `HEAD`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub method: SafeMethod,
    /// The path below the host.
    pub path: String,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Remark"))]
pub struct Advice {
    /// A stable name; an open set.
    pub code: &'static str,
    /// `note`, `warning`, or `problem`.
    pub severity: Severity,
    /// What to know or do.
    pub text: String,
}

impl Advice {
    /// Something to know.
    pub(crate) fn note(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, text)
    }

    /// Something that will be a problem, or can be one.
    pub(crate) fn warning(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, text)
    }

    /// A remark as severe as it turned out.
    pub(crate) fn new(code: &'static str, severity: Severity, text: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            text: text.into(),
        }
    }
}

impl Entry {
    /// Returns what this entry alone comes to (contract, section 10).
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.outcome {
            Outcome::Granted | Outcome::NotProbed => Verdict::Healthy,
            Outcome::Unknown => Verdict::Unknown,
            Outcome::Refused => match &self.diagnosis {
                Some(diagnosis) if diagnosis.primary.cause().leaves_token_unjudged() => {
                    Verdict::Unknown
                }
                Some(_) | None => Verdict::Problem,
            },
        }
    }
}

impl Entry {
    /// Whether it is one of all that make sense, and was not asked for by name.
    pub(crate) fn is_surveyed(&self) -> bool {
        self.need.as_ref().is_some_and(|need| need.in_overview)
    }

    /// Whether it shows that there is no token that GitLab would let in.
    fn tells_of_dead_token(&self) -> bool {
        self.outcome == Outcome::Refused
            && self
                .diagnosis
                .as_ref()
                .is_some_and(|diagnosis| diagnosis.primary.cause().leaves_no_token())
    }

    /// Whether GitLab let the token in as far as the target, and judged it there.
    fn judges_token(&self) -> bool {
        match self.outcome {
            Outcome::Granted => true,
            Outcome::Refused => self
                .diagnosis
                .as_ref()
                .and_then(|diagnosis| diagnosis.stopped_at)
                .is_some_and(|gate| matches!(gate, Gate::Scope | Gate::Role | Gate::Feature)),
            Outcome::Unknown | Outcome::NotProbed => false,
        }
    }
}

/// Gives entries their ids, by their places.
pub(crate) fn number(entries: &mut [Entry]) {
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.id = format!("e{}", place + 1);
    }
}

impl Report {
    /// Returns the token that an entry was asked with.
    pub(crate) fn token_of(&self, entry: &Entry) -> Option<&TokenRecord> {
        let id = entry.token.as_deref()?;
        self.tokens.iter().find(|token| token.id == id)
    }

    /// Makes a report of entries, which are numbered here, and of nothing else yet.
    pub(crate) fn new(command: Command, mut entries: Vec<Entry>) -> Self {
        number(&mut entries);
        Self {
            command,
            told: None,
            instance: None,
            tokens: Vec::new(),
            entries,
            requests: Requests::default(),
            advice: Vec::new(),
            least_privilege: None,
            comparison: None,
            connections: Vec::new(),
            texts: Vec::new(),
            checkup: None,
        }
    }

    /// Returns what the run comes to: a problem outweighs a missing verdict, which outweighs health.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if let Some(told) = self.told {
            return told;
        }
        let advised = self
            .advice
            .iter()
            .any(|advice| advice.severity == Severity::Problem);
        if advised {
            return Verdict::Problem;
        }
        if self.is_survey() {
            return self.verdict_of_survey();
        }
        if self.checkup.is_some() {
            return self.verdict_of_checkup();
        }
        let entries = self.entries.iter().map(Entry::verdict);
        let connections = self.connections.iter();
        let verdicts: Vec<Verdict> = connections
            .map(|connection| connection.verdict(self))
            .chain(entries)
            .collect();
        if verdicts.contains(&Verdict::Problem) {
            Verdict::Problem
        } else if verdicts.contains(&Verdict::Unknown) || self.has_no_result() {
            Verdict::Unknown
        } else {
            Verdict::Healthy
        }
    }

    /// Says whether the run only planned, and so has no verdict that would be its result.
    pub(crate) fn is_plan(&self) -> bool {
        self.requests.planned && self.verdict() == Verdict::Unknown
    }

    /// Text without a failure gives no verdict, and neither does a plan, or a run that had to stop asking.
    fn has_no_result(&self) -> bool {
        self.requests.planned
            || self.requests.withheld
            || (self.command == Command::Explain && self.entries.is_empty())
    }

    /// Whether all that makes sense was asked for, and nothing was needed.
    fn is_survey(&self) -> bool {
        !self.requests.planned
            && !self.entries.is_empty()
            && self.connections.is_empty()
            && self.entries.iter().all(Entry::is_surveyed)
    }

    /// The refusals of a survey are what was asked for (contract, section 10): it is healthy where the
    /// token lives, and the target was judged.
    fn verdict_of_survey(&self) -> Verdict {
        let any = |is: fn(&Entry) -> bool| self.entries.iter().any(is);
        if any(Entry::tells_of_dead_token) {
            Verdict::Problem
        } else if self.is_target_judged() && !self.has_no_result() {
            Verdict::Healthy
        } else if any(|entry| entry.verdict() == Verdict::Problem) {
            Verdict::Problem
        } else {
            Verdict::Unknown
        }
    }

    /// The credential that would be taken decides; where there is none, that is the problem.
    fn verdict_of_checkup(&self) -> Verdict {
        if self.requests.planned {
            return Verdict::Unknown;
        }
        match self.entries.first() {
            Some(entry) if entry.outcome == Outcome::NotProbed => Verdict::Unknown,
            Some(entry) => entry.verdict(),
            None => Verdict::Problem,
        }
    }

    fn is_target_judged(&self) -> bool {
        let of_target = |entry: &&Entry| entry.need.as_ref().is_some_and(|need| need.of_target);
        let has_target = self.entries.iter().any(|entry| of_target(&entry));
        self.entries
            .iter()
            .filter(|entry| !has_target || of_target(entry))
            .any(Entry::judges_token)
    }
}
