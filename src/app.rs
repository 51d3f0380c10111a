//! The edge: what was typed goes in, a report and an exit code come out.
//!
//! [`run`] parses, settles all settings once, lets a command make a report, has it rendered, and
//! maps its verdict to an exit code. It holds no knowledge of GitLab. Everything outside the
//! process is reached through [`Outside`], so that tests and the demo can stand in for it.

mod annotate;
mod answer;
mod base;
pub(crate) mod cli;
mod completions;
mod connections;
mod doctor;
mod error;
pub(crate) mod exit;
mod files;
mod line;
mod output;
mod outside;
mod settings;
mod shield;
mod stored;
mod tips;
mod waiting;

use std::ffi::OsString;
use std::io;
use std::panic::{self, PanicHookInfo, UnwindSafe};

use self::cli::{Cli, Parsed};
pub(crate) use self::error::{Error, ErrorSource};
pub use self::exit::ExitCode;
pub use self::outside::{Outside, Terminal};
use crate::source::ProcessEnvironment;

/// Runs the program in this process: its arguments, its environment, its streams.
#[must_use]
pub fn main() -> std::process::ExitCode {
    shield::raise();
    let code = guarded(|| {
        let mut outside = Outside {
            environment: &ProcessEnvironment,
            // Not locked: a token may be read from it as well.
            input: &mut io::BufReader::new(io::stdin()),
            output: &mut io::stdout().lock(),
            messages: &mut io::stderr(),
            terminal: Terminal::from_process(),
        };
        run(std::env::args_os(), &mut outside)
    });
    code.into()
}

/// Works behind the last boundary of the process, and returns [`ExitCode::Failure`] where the work panics.
///
/// A panic is a bug of ours. It is reported by its place alone: its text could hold what a user typed, or a token.
#[must_use]
pub fn guarded(work: impl FnOnce() -> ExitCode + UnwindSafe) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        report_panic(info, &mut io::stderr().lock());
    }));
    panic::catch_unwind(work).unwrap_or(ExitCode::Failure)
}

/// Runs the program with these arguments, the first of which is its name.
pub fn run<I>(arguments: I, outside: &mut Outside<'_>) -> ExitCode
where
    I: IntoIterator<Item = OsString>,
{
    let outcome = match Cli::read(arguments, &outside.terminal) {
        Parsed::Command(command, options) => answer::answer(*command, &options, outside),
        Parsed::Text(text) => output::print(outside.output, &text).map(|()| ExitCode::Healthy),
        Parsed::Refused(text) => {
            let _: io::Result<()> = outside.messages.write_all(text.as_bytes());
            Ok(ExitCode::Usage)
        }
    };
    outcome.unwrap_or_else(|error| {
        error.print(outside.messages);
        ExitCode::from_error(&error)
    })
}

fn report_panic(info: &PanicHookInfo<'_>, messages: &mut dyn io::Write) {
    let place = info.location().map_or_else(String::new, |place| {
        format!(" at {}:{}", place.file(), place.line())
    });
    let _: io::Result<()> = writeln!(
        messages,
        "glwhy: internal error{place}; this is a bug, please report it"
    );
}
