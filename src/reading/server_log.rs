//! Lines of GitLab's own logs, which are no story: each stands for itself, and they become groups.
//!
//! [`ServerLog`] is the one way in. [`line`] reads what a line tells, field by field; [`ledger`] counts lines that are
//! alike, in constant memory; [`grouped`] makes a reading of each group, the most frequent first.

mod filter;
mod grouped;
mod ledger;
mod line;

use std::collections::HashSet;

use super::{Reading, TextCount, status};
use crate::observation::Observation;
pub(crate) use filter::{Filter, since, until};
pub(super) use grouped::answered;
pub(crate) use ledger::Rest;

use ledger::Ledger;

/// The lines of GitLab's own logs in a text, as far as it was read.
#[derive(Default)]
pub(super) struct ServerLog {
    ledger: Ledger,
    /// The lines that were taken.
    pub(super) taken: u64,
    /// Of these, the ones that begin and end as an object does, and are none.
    pub(super) broken: u64,
}

impl ServerLog {
    /// Takes only what this filter takes.
    pub(super) fn filtered(filter: Filter) -> Self {
        Self {
            ledger: Ledger::filtered(filter),
            ..Self::default()
        }
    }

    /// Takes a line, with its number and that of its text, and says whether it is one of a log.
    pub(super) fn take(&mut self, place: (u64, usize), raw: &[u8]) -> bool {
        line::read(raw, &mut |facts| {
            self.taken += 1;
            self.broken += u64::from(facts.is_broken && raw.ends_with(b"}"));
            self.ledger.add(place, facts);
        })
    }

    /// Puts the groups behind what clients tell, counts failures where they stand, and returns what is left out. What a
    /// server before Rails tells with a status that Rails tells of are the same requests, which count once.
    pub(super) fn close(self, found: &mut Vec<Reading>, texts: &mut [TextCount]) -> Rest {
        let failures = self.ledger.failures.clone();
        let told = failures.keys().filter(|(.., of_rails)| *of_rails);
        let of_rails: HashSet<u16> = told.map(|(_, status, _)| *status).collect();
        let (groups, mut rest) = self.ledger.close(&of_rails);
        found.retain(|reading| {
            let status = reading.case.answer().and_then(Observation::status);
            let is_again = status.is_some_and(|status| of_rails.contains(&status))
                && status::is_served(&reading.excerpt);
            rest.told_again += u64::from(is_again) * reading.count;
            !is_again
        });
        found.extend(groups.into_iter().map(grouped::reading));
        for ((text, status, is_of_rails), count) in failures {
            if !is_of_rails && of_rails.contains(&status) {
                rest.told_again += count;
            } else if let Some(text) = texts.get_mut(text) {
                text.logged += count;
            }
        }
        rest
    }
}
