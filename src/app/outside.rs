//! What the program touches of the world: environment, streams, and what the terminal can show.
//!
//! Nothing is read here but the terminal's own properties.

use std::fmt;
use std::fs;
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each stream is one or not, whatever the others are"
)]
pub struct Terminal {
    /// Whether somebody types the input.
    pub input: bool,
    /// Whether somebody else reads the same input: the rest of a script, or what a loop goes through.
    pub shared: bool,
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
            shared: is_begun() || is_shared().unwrap_or_default(),
            output,
            messages: io::stderr().is_terminal(),
            columns: output.then(textwrap::termwidth),
        }
    }
}

/// Whether the input is a file of which somebody has read a part, such as a loop over its lines.
fn is_begun() -> bool {
    #[cfg(unix)]
    return rustix::fs::tell(io::stdin()).is_ok_and(|at| at > 0);
    #[cfg(not(unix))]
    false
}

/// Whether the process that started this one is a shell that goes on to read the same input, as Linux tells it. What is
/// piped to a program on purpose, its shell does not hold, or its commands (`sh -c`) do not `read`.
fn is_shared() -> Option<bool> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
    let of = |process: &str, what: &str| format!("/proc/{}/{what}", process.trim());
    let input = |process: &str| fs::read_link(of(process, "fd/0")).ok();
    let name = fs::read_to_string(of(parent, "comm")).ok()?;
    let command = fs::read_to_string(of(parent, "cmdline")).ok()?;
    let option = command.split('\0').nth(1).unwrap_or_default();
    let is_given = option.starts_with('-') && option.ends_with('c');
    let mut words = command.split(|letter: char| !letter.is_alphanumeric());
    let goes_on = name.trim_end().ends_with("sh") && (!is_given || words.any(|it| it == "read"));
    Some(goes_on && input("self")? == input(parent)?)
}
