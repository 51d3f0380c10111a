//! Lines of GitLab's own logs, which are no story: each stands for itself, and they become groups.
//!
//! [`ServerLog`] is the one way in. [`line`] reads what a line tells, field by field; [`ledger`] counts lines that are
//! alike, in constant memory; [`grouped`] makes a reading of each group, the most frequent first.

mod filter;
mod grouped;
mod ledger;
mod line;

use super::Reading;
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

    /// The failures so far that count.
    pub(super) const fn failures(&self) -> u64 {
        self.ledger.failures
    }

    /// Takes a line, and says whether it is one of a log.
    pub(super) fn take(&mut self, number: u64, raw: &[u8]) -> bool {
        line::read(raw, &mut |facts| {
            self.taken += 1;
            self.broken += u64::from(facts.is_broken && raw.ends_with(b"}"));
            self.ledger.add(number, facts);
        })
    }

    /// Returns the groups as readings, and what they leave out.
    pub(super) fn close(self) -> (impl Iterator<Item = Reading>, Rest) {
        let (groups, rest) = self.ledger.close();
        (groups.into_iter().map(grouped::reading), rest)
    }
}
