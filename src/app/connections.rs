//! `probe --connections`: the tokens of a whole file, each checked once.
//!
//! [`check`] is the one way in. It has the file read into declarations (`source::connections`), keeps those of this part
//! ([`Shard`]), and lets [`run`] have them checked. The run is one loop that owns everything: it starts what [`queue`]
//! lets start, and takes what comes back. What may wait for long is done on a thread of its own ([`beside`]), so that
//! the loop goes on; [`stop`] tells when somebody wants an end, and [`early`] writes results as they come. How one connection is checked is a matter of
//! `command::connections`, which puts the reports together as well. Clients come from `gitlab::Fleet`, which keeps to
//! the limits of each host.

mod beside;
mod early;
mod progress;
mod queue;
mod run;
mod shard;
mod stop;

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use self::early::Early;
use self::run::Run;
pub(super) use self::shard::Shard;
use super::answer::{Answer, unreadable};
use super::cli::{OutputOptions, ProbeArguments};
use super::output::Output;
use super::settings::wait_for;
use super::{Error, ErrorSource, Outside};
use crate::source::connections::{self, Declared};

/// The longest file that is read: some hundred thousand connections.
const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// Checks the connections of a file.
///
/// # Errors
/// When the file cannot be read, or a setting of the whole run cannot be used.
pub(super) fn check(
    path: &Path,
    arguments: &ProbeArguments,
    options: &OutputOptions,
    outside: &mut Outside<'_>,
) -> Answer {
    let mut declared = read(path)?;
    if let Some(shard) = arguments.many.shard {
        declared.retain(|connection| shard.takes(&connection.name));
    }
    let mut output = Output::open(options, outside)?;
    let is_early = output.begin_early();
    // On one terminal, progress would stand between the results.
    let is_mixed = is_early && outside.terminal.output;
    let is_seen = outside.terminal.messages && !options.quiet && !is_mixed;
    let environment = outside.environment;
    let early = Early::to(is_early.then_some(&mut *outside.output));
    let run = Run::new(path, declared, arguments, is_seen, environment, early)?;
    Ok((output, wait_for(run.all())??))
}

fn read(path: &Path) -> Result<Vec<Declared>, Error> {
    let mut bytes = Vec::new();
    let length =
        File::open(path).and_then(|file| file.take(LONGEST_FILE + 1).read_to_end(&mut bytes));
    let length = length.map_err(|error| unreadable(error, path))?;
    if length as u64 > LONGEST_FILE {
        return Err(unreadable(ErrorKind::FileTooLarge.into(), path));
    }
    connections::read(&bytes).map_err(|error| {
        let message = format!("the connections file {} cannot be used", path.display());
        let hint = error.hint();
        Error::about(ErrorSource::Usage, &message, error).hint(hint)
    })
}
