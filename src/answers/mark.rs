//! A mark of a row: which clue, and which way it must be.

use super::clue::Clue;

/// A clue, and whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The clue.
    pub clue: Clue,
    /// Whether it must hold, or must not.
    pub holds: bool,
}

/// The clue holds.
pub(crate) const fn yes(clue: Clue) -> Mark {
    Mark { clue, holds: true }
}

/// The clue is known not to hold.
pub(crate) const fn no(clue: Clue) -> Mark {
    Mark { clue, holds: false }
}
