//! What the program touches of the world: environment, streams, and what the terminal can show.
//!
//! Nothing is read here but the terminal's own properties.

use std::fmt;
use std::io::{self, BufRead, IsTerminal as _, Write};

use crate::source::Environment;

/// The world outside the process.
pub struct Outside<'a> {
    /// Variables, files, and the standard input from which a token may be read.
    pub environment: &'a dyn Environment,
    /// Where `explain` reads a text from when no file is named.
    pub input: &'a mut dyn BufRead,
    /// Where results go.
    pub output: &'a mut dyn Write,
    /// Where everything else goes: warnings and errors.
    pub messages: &'a mut dyn Write,
    /// What the streams are connected to.
    pub terminal: Terminal,
}

impl fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outside")
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}

/// What the streams are connected to. By default: to no terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminal {
    /// Whether somebody types the input.
    pub input: bool,
    /// Whether somebody reads the results as they are written.
    pub output: bool,
    /// Whether somebody reads the messages as they are written.
    pub messages: bool,
    /// The width of the terminal that shows the results, in columns.
    pub columns: Option<usize>,
}

impl Terminal {
    /// Looks at the streams of this process.
    #[must_use]
    pub fn from_process() -> Self {
        let output = io::stdout().is_terminal();
        Self {
            input: io::stdin().is_terminal(),
            output,
            messages: io::stderr().is_terminal(),
            columns: output.then(textwrap::termwidth),
        }
    }
}
