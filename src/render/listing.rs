//! Which connections of a file are drawn for people, and how much of each.
//!
//! Of a few, all are. Nobody reads ten thousand lines to find the ones that need a look, nor the same remedy a hundred
//! times: of many, those that need no look are left out, and of each reason the first few say what to do. The machine
//! formats hold all of it, and so does `--verbose`.

use std::collections::HashMap;

use super::Style;
use crate::report::{Advice, Connection, Outcome, Report, Severity, Verdict};

/// As many connections are all drawn.
const FEW: usize = 100;

/// So many connections of one reason say what to do, where there are many.
const WITH_FIX: usize = 3;

/// The connections that are drawn.
#[derive(Debug)]
pub(super) struct Listing<'r> {
    /// Those that are drawn, in the order of the file.
    pub(super) shown: Vec<Listed<'r>>,
    /// How many more need a look no more than a healthy one does.
    pub(super) left_out: usize,
    /// How many of those that are drawn do not say what to do.
    pub(super) without_fix: usize,
}

/// A connection that is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed<'r> {
    /// The connection.
    pub(super) connection: &'r Connection,
    /// Whether it says what to do.
    pub(super) says_fix: bool,
}

impl<'r> Listing<'r> {
    /// Chooses what is drawn.
    pub(super) fn of(report: &'r Report, style: &Style) -> Self {
        let wants_all = style.verbose && !style.quiet;
        let is_long = report.connections.len() > FEW && !wants_all && !report.requests.planned;
        let was_stopped = report.was_stopped();
        let mut listing = Self {
            shown: Vec::new(),
            left_out: 0,
            without_fix: 0,
        };
        let mut told: HashMap<&str, usize> = HashMap::new();
        for connection in &report.connections {
            let verdict = connection.verdict(report);
            let is_fine = verdict == Verdict::Healthy || connection.is_planned(report);
            if is_fine && style.quiet {
                continue;
            }
            if is_long && needs_no_look(connection, verdict, was_stopped, report) {
                listing.left_out += 1;
                continue;
            }
            let code = connection.reason(report).map_or("", |reason| reason.code);
            let before = told.entry(code).or_default();
            // A warning, and the place of a fault in the file, are of this connection alone.
            let is_of_its_own = verdict == Verdict::Healthy
                || (verdict == Verdict::Problem && was_left_out(connection, report));
            let says_fix = !is_long || *before < WITH_FIX || is_of_its_own;
            *before += 1;
            listing.without_fix += usize::from(!says_fix);
            listing.shown.push(Listed {
                connection,
                says_fix,
            });
        }
        listing
    }

    /// Says what is left out; nothing where nothing is.
    pub(super) fn remark(&self) -> Option<String> {
        let left_out = match self.left_out {
            0 => None,
            1 => Some("1 that needs no look is not listed".to_owned()),
            number => Some(format!("{number} that need no look are not listed")),
        };
        let without_fix = (self.without_fix > 0)
            .then(|| format!("of each reason, the first {WITH_FIX} say what to do"));
        let parts: Vec<String> = [left_out, without_fix].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("{}; --verbose shows all", parts.join("; ")))
    }
}

/// Healthy without a warning, or not asked because the run was stopped, which is said once for all.
fn needs_no_look(
    connection: &Connection,
    verdict: Verdict,
    was_stopped: bool,
    report: &Report,
) -> bool {
    let warns = |advice: &Advice| advice.severity >= Severity::Warning;
    match verdict {
        Verdict::Healthy => !connection.advice.iter().any(warns),
        Verdict::Unknown => was_stopped && was_left_out(connection, report),
        Verdict::Problem => false,
    }
}

/// Whether nothing was asked of it.
fn was_left_out(connection: &Connection, report: &Report) -> bool {
    let entries = connection.entries_of(report);
    entries
        .iter()
        .all(|entry| entry.outcome == Outcome::NotProbed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixtures::connected;

    /// More than are all drawn, a quarter of them of each sort.
    const MANY: usize = FEW / 4 + 1;

    fn names<'r>(listing: &Listing<'r>, says_fix: bool) -> Vec<&'r str> {
        let of_kind = |listed: &&Listed<'r>| listed.says_fix == says_fix;
        let shown = listing.shown.iter().filter(of_kind);
        shown
            .filter_map(|listed| Some(listed.connection.name.split_once('-')?.0))
            .collect()
    }

    fn of(names: &[&str], wanted: &str) -> usize {
        names.iter().filter(|name| **name == wanted).count()
    }

    #[test]
    fn of_a_few_all_are_drawn() {
        let report = connected(FEW / 4);
        let listing = Listing::of(&report, &Style::default());
        assert_eq!(names(&listing, true).len(), FEW);
        assert_eq!(listing.remark(), None);
    }

    #[test]
    fn of_many_the_healthy_are_left_out_and_the_first_of_each_reason_say_what_to_do() {
        let report = connected(MANY);
        let listing = Listing::of(&report, &Style::default());
        let (told, without_fix) = (names(&listing, true), names(&listing, false));
        assert_eq!(listing.left_out, MANY);
        assert_eq!(of(&told, "healthy") + of(&without_fix, "healthy"), 0);
        assert_eq!(
            (of(&told, "needy"), of(&without_fix, "needy")),
            (WITH_FIX, MANY - WITH_FIX)
        );
        // No two tables are wrong in the same place.
        assert_eq!(of(&told, "broken"), MANY);
        assert_eq!(
            listing.remark().as_deref(),
            Some(
                "26 that need no look are not listed; of each reason, the first 3 say what to do; --verbose shows all"
            )
        );
    }

    #[test]
    fn of_many_those_that_a_stop_left_out_are_counted_only() {
        let mut report = connected(MANY);
        report.advice.push(Advice {
            code: "interrupted",
            severity: Severity::Warning,
            text: String::new(),
        });
        let listing = Listing::of(&report, &Style::default());
        assert_eq!(listing.left_out, 2 * MANY);
        assert_eq!(of(&names(&listing, true), "late"), 0);
    }

    #[test]
    fn whoever_wants_everything_gets_it() {
        let report = connected(MANY);
        let verbose = Style {
            verbose: true,
            ..Style::default()
        };
        let listing = Listing::of(&report, &verbose);
        assert_eq!(names(&listing, true).len(), 4 * MANY);
        assert_eq!(listing.remark(), None);
    }
}
