//! The ladder: one line per gate, with its mark, its name, and the evidence.

use super::screen::{Label, Screen};
use crate::answers::GateState;
use crate::diagnosis::{Diagnosis, Rung};
use crate::render::paint::Ink;
use crate::render::words;

/// Columns of the longest name of a gate, with the space behind it.
const NAME_COLUMNS: usize = 12;

/// Draws the rungs, one line each or more where the evidence is long.
pub(super) fn render(screen: &mut Screen, rungs: &[Rung], diagnosis: Option<&Diagnosis>) {
    for rung in rungs {
        let (mark, mark_ink) = screen.gate_mark(rung.state);
        let fill = screen.mark_columns() - mark.chars().count();
        let name = format!("{mark}{}{}", " ".repeat(fill), rung.gate);
        let label = Label {
            indent: 2,
            text: &name,
            ink: mark_ink,
            columns: screen.mark_columns() + NAME_COLUMNS,
            sign: "",
        };
        screen.block(label, &words::rung(rung, diagnosis), ink(rung.state));
    }
}

/// The evidence of the gate that refused stands out; what was never asked steps back.
const fn ink(state: GateState) -> Ink {
    match state {
        GateState::Passed | GateState::Unknown => Ink::Plain,
        GateState::Refused => Ink::Bad,
        GateState::NotReached => Ink::Faint,
    }
}
