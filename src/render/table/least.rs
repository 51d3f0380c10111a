//! The smallest token that would do, and what the present one has beyond it.

use super::entry::INDENT;
use super::screen::{Label, Screen};
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::LeastPrivilege;

/// Columns of the names in front, with the space behind them.
const NAME_COLUMNS: usize = 8;

/// Draws the block.
pub(super) fn render(screen: &mut Screen, least: &LeastPrivilege) {
    screen.gap();
    screen.heading("Least privilege");
    line(screen, "enough", "", &words::least(least), Ink::Plain);
    if let Some(url) = &least.url {
        line(screen, "made at", "", url, Ink::Name);
    }
    for (index, other) in least.others.iter().filter(|other| other.enough).enumerate() {
        let name = if index == 0 { "also" } else { "" };
        line(screen, name, "- ", &words::other_kind(other), Ink::Plain);
    }
    for (index, other) in least
        .others
        .iter()
        .filter(|other| !other.enough)
        .enumerate()
    {
        let name = if index == 0 { "not" } else { "" };
        line(screen, name, "- ", &words::other_kind(other), Ink::Plain);
    }
    for (index, beyond) in least.beyond.iter().enumerate() {
        let name = if index == 0 { "beyond" } else { "" };
        line(screen, name, "- ", beyond, Ink::Plain);
    }
}

fn line(screen: &mut Screen, name: &str, sign: &str, text: &str, ink: Ink) {
    let label = Label {
        indent: INDENT,
        text: name,
        ink: Ink::Faint,
        columns: NAME_COLUMNS,
        sign,
    };
    screen.block(label, text, ink);
}
