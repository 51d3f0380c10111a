//! One connection of a file: what it came to, and why.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{
    Advice, Entry, Instance, LeastPrivilege, Outcome, Report, Severity, TokenRecord, Verdict,
};
use crate::answers::Gate;

/// A connection of a file, and where its results stand in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The name; no two of a report have the same.
    pub name: String,
    /// Where it stands in the file, as in `connections.toml:12`.
    pub place: String,
    /// The instance, when it could be read.
    pub instance: Option<Instance>,
    /// Its token, by its place in the report's list.
    pub token: Option<usize>,
    /// Its entries, by their places in the report's list.
    pub entries: Range<usize>,
    /// How many requests were sent for it.
    pub requests: usize,
    /// Advice that belongs to it.
    pub advice: Vec<Advice>,
    /// The smallest token that would do, where capabilities were asked for.
    pub least_privilege: Option<LeastPrivilege>,
}

/// Why a connection is not healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The cause, where GitLab refused or would refuse.
    pub cause: Option<&'static str>,
    /// The finer code, or that of the advice.
    pub code: &'static str,
    /// The gate where it stopped.
    pub gate: Option<Gate>,
}

/// How many connections came to what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Nothing is refused.
    pub healthy: usize,
    /// Something is to be mended.
    pub problem: usize,
    /// No verdict.
    pub unknown: usize,
    /// The causes, or codes where there is no cause, with how many connections each stopped.
    pub causes: BTreeMap<&'static str, usize>,
}

impl Connection {
    /// Returns its entries.
    pub(crate) fn entries_of<'r>(&self, report: &'r Report) -> &'r [Entry] {
        report.entries.get(self.entries.clone()).unwrap_or_default()
    }

    /// Returns its token.
    #[must_use]
    pub fn token_of<'r>(&self, report: &'r Report) -> Option<&'r TokenRecord> {
        report.tokens.get(self.token?)
    }

    /// Returns what it comes to. What was not asked, or only planned, has no verdict.
    #[must_use]
    pub fn verdict(&self, report: &Report) -> Verdict {
        let entries = self.entries_of(report);
        let is = |verdict| entries.iter().any(|entry| entry.verdict() == verdict);
        if self.problem().is_some() || is(Verdict::Problem) {
            Verdict::Problem
        } else if is(Verdict::Unknown) || is_left_out(entries) {
            Verdict::Unknown
        } else {
            Verdict::Healthy
        }
    }

    /// Says whether it was only planned, and has no fault that shows without asking.
    pub(crate) fn is_planned(&self, report: &Report) -> bool {
        report.requests.planned && self.verdict(report) == Verdict::Unknown
    }

    /// Returns why it is not healthy; nothing where it is, or was only planned.
    #[must_use]
    pub fn reason(&self, report: &Report) -> Option<Reason> {
        let verdict = self.verdict(report);
        if verdict == Verdict::Healthy || self.is_planned(report) {
            return None;
        }
        let entries = self.entries_of(report);
        let diagnosis = entries
            .iter()
            .filter(|entry| entry.verdict() == verdict)
            .find_map(|entry| entry.diagnosis.as_ref());
        if let Some(diagnosis) = diagnosis {
            return Some(Reason {
                cause: Some(diagnosis.primary.cause().name()),
                code: diagnosis.primary.code.id,
                gate: diagnosis.stopped_at,
            });
        }
        Some(Reason {
            cause: None,
            code: match self.problem() {
                Some(advice) => advice.code,
                None if is_left_out(entries) => "not-asked",
                None => "not-known",
            },
            gate: None,
        })
    }

    /// The advice that makes it a problem.
    fn problem(&self) -> Option<&Advice> {
        let is_problem = |advice: &&Advice| advice.severity == Severity::Problem;
        self.advice.iter().find(is_problem)
    }
}

fn is_left_out(entries: &[Entry]) -> bool {
    let is = |entry: &Entry| entry.outcome == Outcome::NotProbed;
    entries.iter().any(is)
}

impl Report {
    /// Says whether the run was stopped before its end.
    pub(crate) fn was_stopped(&self) -> bool {
        self.advice
            .iter()
            .any(|advice| advice.code == "interrupted")
    }

    /// Counts the connections by verdict and by cause.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for connection in &self.connections {
            match connection.verdict(self) {
                Verdict::Healthy => tally.healthy += 1,
                Verdict::Problem => tally.problem += 1,
                Verdict::Unknown => tally.unknown += 1,
            }
            if let Some(reason) = connection.reason(self) {
                let name = reason.cause.unwrap_or(reason.code);
                *tally.causes.entry(name).or_default() += 1;
            }
        }
        tally
    }
}
