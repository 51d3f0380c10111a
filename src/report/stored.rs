//! A report that was written as JSON, read back: it is shown as it was found, and nothing in it is judged anew.
//!
//! Whoever wrote it may be another release, or anybody at all. What is missing is left empty, and a word that is not
//! known stands as it is where it can. The texts are shown as all texts are: made safe by the formats.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Advice, AnswerSummary, AskedBy, Basis, Checkup, Column, Command, ComparedCell, ComparedRow,
    Comparison, Connection, Difference, Edition, Entry, Facet, FoundCredential, Instance,
    LeastPrivilege, LoggedRequest, Membership, Need, OtherKind, Outcome, Owner, ReachKind,
    ReadText, Report, Requests, Severity, TokenRecord, TokenState, Verdict,
};
use crate::answers::codes::{self, Code};
use crate::answers::{Cause, Gate, GateState};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, find_capability};
use crate::diagnosis::{Certainty, Diagnosis, Finding, NextQuestion, Rung};
use crate::observation::{Counted, LogGroup, LoggedCaller, LoggedRoute, SafeMethod};

/// The format that is read.
const SCHEMA: &str = "glwhy.report/v1";

/// The claims of a token, in the order in which they are told.
const CLAIMS: [&str; 10] = [
    "issuer",
    "job_id",
    "project_id",
    "project_path",
    "user_id",
    "group_id",
    "organization_id",
    "cell_id",
    "scoped_user_id",
    "expires_at",
];

/// Why a text is no report that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoredError {
    /// It is no JSON.
    #[error("the report is no JSON, or is cut off")]
    Broken,
    /// It is of another version of the format.
    #[error("the report is of the format {0}, and this glwhy reads {SCHEMA}")]
    OtherFormat(String),
}

/// Reads a report.
///
/// # Errors
/// When the text is no JSON, or of another version of the format.
pub(crate) fn read(text: &str, hide: impl Fn(&str) -> String) -> Result<Report, StoredError> {
    let mut value: Value = serde_json::from_str(text).map_err(|_| StoredError::Broken)?;
    if value["schema"] != SCHEMA {
        return Err(StoredError::OtherFormat(text_of(&value["schema"])));
    }
    each_text(&mut value, &hide);
    Ok(ReportReader::default().report(&value))
}

fn each_text(value: &mut Value, hide: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = hide(text),
        Value::Array(list) => list.iter_mut().for_each(|value| each_text(value, hide)),
        Value::Object(object) => object.values_mut().for_each(|value| each_text(value, hide)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn some_text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().filter_map(some_text).collect()
}

fn filled(value: &Value) -> Option<&Value> {
    Some(value).filter(|value| !value.is_null())
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

fn size(value: &Value) -> usize {
    usize::try_from(number(value)).unwrap_or_default()
}

fn small(value: &Value) -> u32 {
    u32::try_from(number(value)).unwrap_or_default()
}

fn status(value: &Value) -> Option<u16> {
    u16::try_from(value.as_u64()?).ok()
}

/// The word of a closed set.
fn word<T: Copy>(
    all: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> &'static str,
    value: &Value,
) -> Option<T> {
    let wanted = value.as_str()?;
    all.into_iter().find(|word| name(*word) == wanted)
}

fn kind(value: &Value) -> TokenKind {
    word(TokenKind::ALL, TokenKind::name, value).unwrap_or_default()
}

/// Words that the program knows as its own are borrowed for as long as it runs. So are those of a report: it is read once,
/// and each of them is kept once.
#[derive(Default)]
struct ReportReader {
    kept: HashSet<&'static str>,
}

impl ReportReader {
    fn word(&mut self, value: &Value) -> &'static str {
        let text = value.as_str().unwrap_or_default();
        if let Some(kept) = self.kept.get(text) {
            return kept;
        }
        let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
        self.kept.insert(kept);
        kept
    }

    fn report(&mut self, value: &Value) -> Report {
        let command = word(Command::ALL, Command::name, &value["command"]);
        let entries: Vec<Entry> = list(&value["entries"])
            .iter()
            .map(|value| self.entry(value))
            .collect();
        let tokens: Vec<TokenRecord> = list(&value["tokens"])
            .iter()
            .map(|value| self.token(value))
            .collect();
        let connections = list(&value["connections"])
            .iter()
            .map(|value| self.connection(value, &tokens, &entries))
            .collect();
        Report {
            command: command.unwrap_or(Command::Explain),
            told: word(Verdict::ALL, Verdict::name, &value["verdict"]),
            instance: filled(&value["instance"]).map(instance),
            requests: self.requests(&value["requests"]),
            advice: self.remarks(&value["advice"]),
            least_privilege: filled(&value["least_privilege"]).map(least),
            comparison: filled(&value["comparison"]).map(|value| self.comparison(value)),
            connections,
            texts: list(&value["texts"]).iter().map(read_text).collect(),
            checkup: filled(&value["checkup"]).map(|value| self.checkup(value)),
            tokens,
            entries,
        }
    }

    fn token(&mut self, value: &Value) -> TokenRecord {
        let kind = kind(&value["kind"]);
        let claims = value["claims"].as_object();
        let claims = claims.into_iter().flatten();
        let mut claims: Vec<(String, String)> = claims
            .map(|(name, value)| (name.clone(), text_of(value)))
            .collect();
        claims.sort_by_key(|(name, _)| CLAIMS.iter().position(|claim| claim == name));
        TokenRecord {
            id: text_of(&value["id"]),
            source: text_of(&value["source"]),
            shadows: texts(&value["shadows"]),
            kind,
            kind_words: kind.words().to_owned(),
            display: text_of(&value["display"]),
            name: some_text(&value["name"]),
            defects: self.remarks(&value["defects"]),
            checksum: match value["checksum"].as_str() {
                Some("valid") => Some(true),
                Some("invalid") => Some(false),
                Some(_) | None => None,
            },
            state: word(TokenState::ALL, TokenState::name, &value["state"]).unwrap_or_default(),
            expires_at: some_text(&value["expires_at"]),
            days_left: value["days_left"].as_i64(),
            scopes: filled(&value["scopes"]).map(texts),
            fine_grained: value["fine_grained"].as_bool(),
            owner: filled(&value["owner"]).map(owner),
            claims,
            reach: list(&value["reach"]).iter().filter_map(reach).collect(),
            reach_more: value["reach_more"].as_u64(),
        }
    }

    fn entry(&mut self, value: &Value) -> Entry {
        let outcome = word(Outcome::ALL, Outcome::name, &value["outcome"]);
        let gates: Vec<Rung> = list(&value["gates"]).iter().filter_map(rung).collect();
        Entry {
            id: text_of(&value["id"]),
            token: some_text(&value["token"]),
            subject: text_of(&value["subject"]),
            file: some_text(&value["file"]),
            line: value["line"].as_u64(),
            count: number(&value["count"]),
            outcome: outcome.unwrap_or(Outcome::Unknown),
            basis: word(Basis::ALL, Basis::name, &value["basis"]).unwrap_or(Basis::Read),
            answer: filled(&value["answer"]).map(|value| AnswerSummary {
                status: status(&value["status"]),
                body_shape: self.word(&value["body_shape"]),
                excerpt: text_of(&value["excerpt"]),
                correlation_id: some_text(&value["correlation_id"]),
            }),
            diagnosis: self.diagnosis(&value["diagnosis"], &gates),
            gates,
            missing: some_text(&value["missing"]),
            warnings: self.remarks(&value["warnings"]),
            need: filled(&value["capability"]).and_then(need),
            log: filled(&value["log"]).map(|value| self.group(value)),
            asked_by: list(&value["asked_by"]).iter().map(asked_by).collect(),
        }
    }

    fn diagnosis(&mut self, value: &Value, gates: &[Rung]) -> Option<Diagnosis> {
        let findings = list(&value["findings"]).iter();
        let mut findings = findings
            .filter_map(|value| self.finding(value, &value["cause"]))
            .collect::<Vec<_>>()
            .into_iter();
        let certainty = word(Certainty::ALL, Certainty::name, &value["certainty"]);
        Some(Diagnosis {
            certainty: certainty.unwrap_or(Certainty::Ambiguous),
            stopped_at: word(Gate::ALL, Gate::name, &value["stopped_at"]),
            primary: findings.next()?,
            alternatives: findings.collect(),
            next_question: filled(&value["next_question"]).map(|value| NextQuestion {
                ask: text_of(&value["ask"]),
                why: text_of(&value["why"]),
            }),
            retry_is_safe: value["retry_is_safe"] == true,
            ladder: gates.to_vec(),
        })
    }

    fn finding(&mut self, value: &Value, cause: &Value) -> Option<Finding> {
        let cause = word(Cause::ALL, Cause::name, cause)?;
        let code = codes::find(value["code"].as_str()?);
        let code = code.filter(|code| Some(code.title) == value["title"].as_str());
        Some(Finding {
            code: code.unwrap_or_else(|| self.code(value, cause)),
            because: texts(&value["because"]),
            fix: texts(&value["fix"]),
            source: self.word(&value["source"]),
        })
    }

    /// A code of another release.
    fn code(&mut self, value: &Value, cause: Cause) -> &'static Code {
        Box::leak(Box::new(Code {
            id: self.word(&value["code"]),
            cause,
            gate: None,
            unless: &[],
            of_another_credential: false,
            title: self.word(&value["title"]),
            why: "",
            recognise: "",
            fixes: &[],
            alike: &[],
            docs: self.word(&value["docs"]),
        }))
    }

    fn remarks(&mut self, value: &Value) -> Vec<Advice> {
        let remarks = list(value).iter();
        remarks
            .map(|value| Advice {
                code: self.word(&value["code"]),
                severity: word(Severity::ALL, Severity::name, &value["severity"])
                    .unwrap_or(Severity::Note),
                text: text_of(&value["text"]),
            })
            .collect()
    }

    fn requests(&mut self, value: &Value) -> Requests {
        let log = list(&value["log"]).iter();
        Requests {
            planned: value["planned"] == true,
            budget: small(&value["budget"]),
            round_trips: small(&value["round_trips"]),
            log: log
                .map(|value| LoggedRequest {
                    method: word(SafeMethod::ALL, SafeMethod::name, &value["method"])
                        .unwrap_or(SafeMethod::Get),
                    path: text_of(&value["path"]),
                    auth: self.word(&value["auth"]),
                    why: self.word(&value["why"]),
                    status: status(&value["status"]),
                    ms: value["ms"].as_u64(),
                    failure: filled(&value["failure"]).map(|value| self.word(value)),
                })
                .collect(),
            left_open: texts(&value["left_open"]),
            withheld: false,
        }
    }

    fn comparison(&mut self, value: &Value) -> Comparison {
        let names = value["names"].as_object().into_iter().flatten();
        let columns: Vec<Column> = names
            .map(|(id, name)| Column {
                id: id.clone(),
                name: text_of(name),
            })
            .collect();
        let rows = list(&value["rows"]).iter();
        let rows = rows.map(|row| self.compared(row, &columns)).collect();
        let partings = list(&value["partings"]).iter().filter_map(parting);
        Comparison {
            rows,
            partings: partings.collect(),
            columns,
        }
    }

    fn compared(&mut self, row: &Value, columns: &[Column]) -> ComparedRow {
        let cells = columns.iter().map(|column| ComparedCell {
            token: column.id.clone(),
            outcome: word(Outcome::ALL, Outcome::name, &row["outcomes"][&column.id])
                .unwrap_or(Outcome::Unknown),
            status: None,
            code: filled(&row["codes"][&column.id]).map(|value| self.word(value)),
            is_ambiguous: false,
        });
        ComparedRow {
            subject: text_of(&row["subject"]),
            cells: cells.collect(),
        }
    }

    fn connection(
        &mut self,
        value: &Value,
        tokens: &[TokenRecord],
        entries: &[Entry],
    ) -> Connection {
        let id = value["token"].as_str();
        let ids = texts(&value["entries"]);
        let place = |id: &String| entries.iter().position(|entry| entry.id == *id);
        let first = ids.first().and_then(place).unwrap_or_default();
        let end = ids.last().and_then(place).map_or(first, |last| last + 1);
        Connection {
            name: text_of(&value["name"]),
            place: text_of(&value["place"]),
            instance: filled(&value["instance"]).map(instance),
            token: id.and_then(|id| tokens.iter().position(|token| token.id == id)),
            entries: first..end.max(first),
            requests: size(&value["requests"]),
            advice: self.remarks(&value["advice"]),
            least_privilege: filled(&value["least_privilege"]).map(least),
        }
    }

    fn checkup(&mut self, value: &Value) -> Checkup {
        let credentials = list(&value["credentials"]).iter();
        Checkup {
            target: some_text(&value["target"]),
            is_seen: value["target_seen"].as_bool(),
            role: some_text(&value["role"]),
            credentials: credentials
                .map(|value| FoundCredential {
                    token: text_of(&value["token"]),
                    entry: text_of(&value["entry"]),
                    is_taken: value["taken"] == true,
                    readers: list(&value["read_by"])
                        .iter()
                        .map(|it| self.word(it))
                        .collect(),
                    same_as: some_text(&value["same_as"]),
                })
                .collect(),
            next: text_of(&value["next"]),
            how: texts(&value["how"]),
        }
    }

    fn group(&mut self, value: &Value) -> LogGroup {
        let callers = list(&value["callers"]).iter().map(|value| Counted {
            what: caller(value),
            count: number(&value["count"]),
        });
        let routes = list(&value["routes"]).iter().map(|value| Counted {
            what: LoggedRoute {
                route: text_of(&value["route"]),
            },
            count: number(&value["count"]),
        });
        LogGroup {
            log: self.word(&value["log"]),
            whose: caller(value),
            token_type: some_text(&value["token_type"]),
            sent_as: some_text(&value["sent_as"]),
            reason: some_text(&value["reason"]),
            requested_scopes: texts(&value["requested_scopes"]),
            callers: callers.collect(),
            other_callers: number(&value["other_callers"]),
            caller: some_text(&value["caller"]),
            route: some_text(&value["route"]),
            routes: routes.collect(),
            other_routes: number(&value["other_routes"]),
            projects: texts(&value["projects"]),
            limit: some_text(&value["limit"]),
            remote_ips: texts(&value["remote_ips"]),
            first: some_text(&value["first"]),
            last: some_text(&value["last"]),
            correlation_ids: texts(&value["correlation_ids"]),
            uncounted_at_most: number(&value["uncounted_at_most"]),
            ..LogGroup::default()
        }
    }
}

fn instance(value: &Value) -> Instance {
    Instance {
        url: text_of(&value["url"]),
        source: text_of(&value["source"]),
        version: some_text(&value["version"]),
        edition: word(Edition::ALL, Edition::name, &value["edition"]),
        knowledge: some_text(&value["knowledge"]),
    }
}

fn owner(value: &Value) -> Owner {
    Owner {
        id: value["id"].as_u64(),
        username: some_text(&value["username"]),
        bot: value["bot"].as_bool(),
        state: some_text(&value["state"]),
        admin: value["admin"].as_bool(),
    }
}

fn reach(value: &Value) -> Option<Membership> {
    Some(Membership {
        kind: word(ReachKind::ALL, ReachKind::name, &value["kind"])?,
        path: text_of(&value["path"]),
        role: text_of(&value["role"]),
    })
}

fn rung(value: &Value) -> Option<Rung> {
    Some(Rung {
        gate: word(Gate::ALL, Gate::name, &value["gate"])?,
        state: word(GateState::ALL, GateState::name, &value["state"])?,
        evidence: text_of(&value["evidence"]),
    })
}

fn asked_by(value: &Value) -> AskedBy {
    AskedBy {
        job: text_of(&value["job"]),
        line: number(&value["line"]),
        by: text_of(&value["by"]),
        token: some_text(&value["token"]),
    }
}

fn need(value: &Value) -> Option<Need> {
    let role = value["role"].as_str();
    let mut levels = AccessLevel::NAMED.into_iter();
    Some(Need {
        capability: find_capability(value["name"].as_str()?)?,
        request: some_text(&value["request"]),
        role: role.and_then(|role| levels.find(|level| level.name() == Some(role))),
        in_overview: value["surveyed"] == true,
        of_target: false,
    })
}

fn least(value: &Value) -> LeastPrivilege {
    LeastPrivilege {
        kind: kind(&value["kind"]),
        scopes: texts(&value["scopes"]),
        permissions: texts(&value["permissions"]),
        role: some_text(&value["role"]),
        url: some_text(&value["url"]),
        provided: texts(&value["provided"]),
        beyond: texts(&value["beyond"]),
        others: list(&value["others"]).iter().map(other_kind).collect(),
    }
}

fn other_kind(value: &Value) -> OtherKind {
    OtherKind {
        kind: kind(&value["kind"]),
        fine_grained: value["fine_grained"] == true,
        enough: value["enough"] == true,
        scopes: texts(&value["scopes"]),
        role: some_text(&value["role"]),
        permissions: texts(&value["permissions"]),
        why: some_text(&value["why"]),
    }
}

fn read_text(value: &Value) -> ReadText {
    ReadText {
        file: some_text(&value["file"]),
        lines: number(&value["lines"]),
        failures: number(&value["failures"]),
        unreadable: number(&value["unreadable"]),
    }
}

fn parting(value: &Value) -> Option<Difference> {
    let values = value["values"].as_object().into_iter().flatten();
    Some(Difference {
        facet: word(Facet::ALL, Facet::name, &value["facet"])?,
        values: values
            .map(|(id, value)| (id.clone(), text_of(value)))
            .collect(),
    })
}

fn caller(value: &Value) -> LoggedCaller {
    LoggedCaller {
        token_id: some_text(&value["token_id"]),
        user: some_text(&value["user"]),
        user_id: value["user_id"].as_u64(),
    }
}
