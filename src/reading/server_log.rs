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
pub(crate) use ledger::{Record, Rest};

use ledger::Ledger;

/// The lines of GitLab's own logs in a text, as far as it was read.
#[derive(Default)]
pub(super) struct ServerLog(Ledger);

impl ServerLog {
    /// Takes only what this filter takes.
    pub(super) fn filtered(filter: Filter) -> Self {
        Self(Ledger::filtered(filter))
    }

    /// Takes a line, and says whether it is one of a log.
    pub(super) fn take(&mut self, number: u64, raw: &[u8]) -> bool {
        line::read(raw, &mut |facts| self.0.add(number, facts))
    }

    /// Returns the groups as readings, and what they leave out.
    pub(super) fn close(self) -> (impl Iterator<Item = Reading>, Rest) {
        let (groups, rest) = self.0.close();
        (groups.into_iter().map(grouped::reading), rest)
    }
}
