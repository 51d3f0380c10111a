//! Colour: a handful of inks, written as plain SGR codes, or not at all.
//!
//! Colour only underlines what the words already say; it never carries a state alone.

/// What a piece of text means, as far as colour goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// No colour.
    Plain,
    /// A heading.
    Strong,
    /// Something that worked.
    Good,
    /// Something that was refused.
    Bad,
    /// Something that is not known, or a warning.
    Unsure,
    /// Something of less weight.
    Faint,
    /// Something to copy or to look up: a code, an address.
    Name,
}

impl Ink {
    /// The SGR code (ECMA-48, section 8.3.117). Only the eight old colours: every terminal and
    /// every theme has them, and GitLab's job log shows them.
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Good => Some("32"),
            Self::Bad => Some("1;31"),
            Self::Unsure => Some("33"),
            Self::Faint => Some("2"),
            Self::Name => Some("36"),
        }
    }
}

/// Writes inks where colour is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    pub(super) const fn new(on: bool) -> Self {
        Self { on }
    }

    /// Paints one piece of text that stays on one line.
    pub(super) fn ink(self, ink: Ink, text: &str) -> String {
        match ink.code() {
            Some(code) if self.on && !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Some(_) | None => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_is_plain_text_when_it_is_off_or_there_is_nothing_to_paint() {
        assert_eq!(Paint::new(false).ink(Ink::Bad, "no"), "no");
        assert_eq!(Paint::new(true).ink(Ink::Bad, ""), "");
        assert_eq!(Paint::new(true).ink(Ink::Plain, "no"), "no");
    }

    #[test]
    fn paint_is_taken_off_where_the_text_ends() {
        assert_eq!(
            Paint::new(true).ink(Ink::Good, "yes"),
            "\u{1b}[32myes\u{1b}[0m"
        );
    }
}
