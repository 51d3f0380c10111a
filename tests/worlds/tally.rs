//! Counting how the program fared in many worlds.

use std::collections::BTreeMap;

use glwhy::unstable::diagnosis::{Certainty, Diagnosis};
use glwhy::unstable::report::{Basis, Entry, Outcome};

use crate::asker::Asked;
use crate::simulator::Truth;
use crate::simulator::Version;
use crate::simulator::scenarios::Scenario;

/// Round trips that every world may take: the request itself, and two more.
const ROUND_TRIPS: u32 = 3;

/// How the program fared, in one world or in many.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub worlds: usize,
    /// Worlds whose cause safe requests can tell.
    pub tellable: usize,
    /// Of those: the true cause is the primary one.
    pub told: usize,
    /// The true cause is among the findings.
    pub found: usize,
    /// A refusal was diagnosed, and the true cause is not among the findings.
    pub denied: usize,
    /// The outcome is said to be unknown.
    pub open: usize,
    pub certain: usize,
    pub certain_and_wrong: usize,
    /// Granted, and said to be refused.
    pub alarms: usize,
    /// Refused, or not answered by GitLab at all, and said to be granted.
    pub granted_wrongly: usize,
    pub most_requests: usize,
    /// More than two dependent round trips after the first answer.
    pub late: usize,
    /// A dead token took more than two requests.
    pub long_wakes: usize,
    example: Option<String>,
}

impl Tally {
    /// Adds another count; the first example of a miss is kept.
    pub(crate) fn add(&mut self, other: &Self) {
        self.worlds += other.worlds;
        self.tellable += other.tellable;
        self.told += other.told;
        self.found += other.found;
        self.denied += other.denied;
        self.open += other.open;
        self.certain += other.certain;
        self.certain_and_wrong += other.certain_and_wrong;
        self.alarms += other.alarms;
        self.granted_wrongly += other.granted_wrongly;
        self.most_requests = self.most_requests.max(other.most_requests);
        self.late += other.late;
        self.long_wakes += other.long_wakes;
        let is_worse = (other.certain_and_wrong > 0 && self.certain_and_wrong == 1)
            || (other.granted_wrongly > 0 && self.granted_wrongly == 1);
        if self.example.is_none() || is_worse {
            self.example = other.example.clone().or_else(|| self.example.take());
        }
    }
}

/// Causes that no request which only reads can bring out, beside those that the simulator finds by
/// trying: a moment's closure for changes, a rule on a ref that the request does not name to
/// readers, a setting that is told to nobody, the allowlist of a public project, and a scope that GitLab hides from its owner.
fn is_beyond_safe_requests(truth: Truth, entry: &Entry, version: Version) -> bool {
    let changes = entry.basis == Basis::Derived;
    match truth.why {
        // What a release offers is known of this one alone; to send the method would tell.
        "method-not-allowed" => changes && (version.0, version.1) != (18, 9),
        "maintenance"
        | "protected-branch"
        | "protected-tag"
        | "job-push-off"
        | "job-not-on-allowlist"
        | "job-user-not-a-member"
        | "group-forbids-tokens"
        | "approval-takes-sign-in"
        | "not-gitlab" => changes,
        "admin-mode-scope-missing" | "not-an-administrator" => true,
        _ => false,
    }
}

/// Counts one world.
pub(crate) fn of(truth: Option<Truth>, asked: &Asked, scenario: &Scenario) -> Tally {
    let entry = &asked.report.entries[0];
    let said: Vec<&str> = entry
        .diagnosis
        .iter()
        .flat_map(Diagnosis::findings)
        .map(|finding| finding.cause().name())
        .collect();
    let certain = entry
        .diagnosis
        .as_ref()
        .is_some_and(|diagnosis| diagnosis.certainty == Certainty::Certain);
    let refused = entry.outcome == Outcome::Refused;
    let right = match truth {
        None => !refused,
        Some(truth) => said.first() == Some(&truth.cause),
    };
    let found = match truth {
        None => right,
        Some(truth) => said.contains(&truth.cause),
    };
    // What a derived verdict cannot foresee it does not deny: the instance's mood of the moment.
    let foreseeable =
        truth.is_none_or(|truth| !is_beyond_safe_requests(truth, entry, scenario.world.version));
    // Boxes that are not GitLab have any words at all; nobody has to know theirs.
    let is_box = truth.is_some_and(|truth| truth.why == "not-gitlab");
    let tellable = foreseeable && (right || (!is_box && scenario.can_be_told()));
    let granted_wrongly = truth.is_some_and(|truth| {
        entry.outcome == Outcome::Granted
            && !(truth.why == "maintenance" && entry.basis == Basis::Derived)
    });
    let sent = asked.report.requests.log.len();
    let dead =
        truth.is_some_and(|truth| truth.gate == "lifetime" && truth.cause != "policy_restriction");
    let long_wake = dead && sent > 2 && asked.is_read;
    let miss = long_wake
        || granted_wrongly
        || (tellable && !right)
        || (refused && !found && foreseeable)
        || (certain && !right);
    Tally {
        worlds: 1,
        tellable: usize::from(tellable),
        told: usize::from(tellable && right),
        found: usize::from(found),
        denied: usize::from(refused && !found && foreseeable),
        open: usize::from(entry.outcome == Outcome::Unknown),
        certain: usize::from(certain),
        certain_and_wrong: usize::from(certain && !right),
        alarms: usize::from(truth.is_none() && refused),
        granted_wrongly: usize::from(granted_wrongly),
        most_requests: sent,
        late: usize::from(asked.report.requests.round_trips > ROUND_TRIPS),
        long_wakes: usize::from(long_wake),
        example: miss.then(|| story(asked, entry, scenario, &said, certain)),
    }
}

fn story(
    asked: &Asked,
    entry: &Entry,
    scenario: &Scenario,
    said: &[&str],
    certain: bool,
) -> String {
    format!(
        "{} {} [{}] {:?} {said:?} {:?} certain={certain}\n      {}",
        scenario.method,
        scenario.path,
        asked.kind,
        entry.outcome,
        entry.missing,
        asked.trace.join("\n      "),
    )
}

fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        whole => {
            let thousandth = part * 1000 / whole;
            format!("{}.{}%", thousandth / 10, thousandth % 10)
        }
    }
}

/// Prints a row for each true cause, and the first miss of each.
#[expect(
    clippy::print_stdout,
    reason = "the table is what the test has to show"
)]
pub(crate) fn print(tallies: &BTreeMap<String, Tally>, whole: &Tally) {
    println!(
        "{:<60} {:>6} {:>6} {:>6} {:>6} {:>7} {:>5} {:>5} {:>5} {:>4} {:>4}",
        "true cause",
        "worlds",
        "can",
        "told",
        "found",
        "certain",
        "WRONG",
        "GRANT",
        "open",
        "req",
        "late"
    );
    let all = ("all".to_owned(), whole.clone());
    for (name, tally) in tallies.iter().chain([(&all.0, &all.1)]) {
        println!(
            "{name:<60} {:>6} {:>6} {:>6} {:>6} {:>7} {:>5} {:>5} {:>5} {:>4} {:>4}",
            tally.worlds,
            tally.tellable,
            share(tally.told, tally.tellable),
            share(tally.found, tally.worlds),
            share(tally.certain, tally.worlds),
            tally.certain_and_wrong,
            tally.granted_wrongly,
            tally.open,
            tally.most_requests,
            tally.late,
        );
    }
    for (name, tally) in tallies {
        if let Some(example) = &tally.example {
            println!("\n* {name}\n    {example}");
        }
    }
}
