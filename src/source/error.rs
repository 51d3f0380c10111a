//! Why a token, an instance, or a target could not be settled.
//!
//! A missing or broken token is no error but a result; these are the cases in which the program cannot do its job.

use std::{io, path::PathBuf};

use thiserror::Error;

use super::{Belonging, InstanceOrigin, Origin};
use crate::catalogue::instance::{InstanceError, in_command};

/// What kept this room from doing its job.
#[derive(Debug, Error)]
pub(crate) enum SourceError {
    /// The token file cannot be read.
    #[error("the token file {} cannot be read", path.display())]
    FileUnreadable {
        /// Where it should be.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Standard input cannot be read.
    #[error("standard input cannot be read")]
    InputUnreadable {
        /// Why not.
        source: io::Error,
    },
    /// The token command cannot be started.
    #[error("the token command cannot be started")]
    CommandNotStarted {
        /// Why not.
        source: io::Error,
    },
    /// A token command runs this program, which is to run a token command.
    #[error("a token command runs glwhy, which is to run a token command itself")]
    CommandNested,
    /// The token command ended with an error.
    #[error("the token command failed with {ending}{}", after_colon(message))]
    CommandFailed {
        /// How it ended: a code or a signal.
        ending: String,
        /// The end of what it wrote to standard error, without anything that looks like a token.
        message: String,
    },
    /// The token command did not end in time.
    #[error("the token command did not end within {seconds} seconds")]
    CommandTooSlow {
        /// The limit.
        seconds: u64,
    },
    /// The token command printed more than any token has.
    #[error("the token command printed more than {bytes} bytes")]
    CommandTooLong {
        /// The limit.
        bytes: usize,
    },
    /// No place of this name holds a token for the instance.
    #[error("no place of that name holds a token for this instance")]
    NoPlace {
        /// Those that do.
        places: Vec<Origin>,
    },
    /// The address of the instance is not usable.
    #[error("the instance from {origin} is not usable")]
    Instance {
        /// Where the address was read from.
        origin: InstanceOrigin,
        /// What is wrong with it.
        source: InstanceError,
    },
    /// The token was given for another instance than the one that is asked.
    #[error("the token from {origin} was given for {given_for}, not for {asked}; nothing was sent")]
    OtherInstance {
        /// Where the token was read from.
        origin: Origin,
        /// The instance that it was given for.
        given_for: Belonging,
        /// The instance that is asked.
        asked: String,
    },
    /// Nobody but the git repository names the instance.
    #[error(
        "only the git remote {remote} names {asked}; the token from {origin} is not sent there on its word"
    )]
    OnlyRemote {
        /// Where the token was read from.
        origin: Origin,
        /// The remote.
        remote: String,
        /// Its instance.
        asked: String,
        /// The place that holds a token of its own for it, where there is one.
        held: Option<Origin>,
    },
    /// A project or group was named in a way that nobody can look up.
    #[error("'{text}' is neither an id nor a path of a {what}")]
    Target {
        /// What was asked for: a project or a group.
        what: &'static str,
        /// What was given.
        text: String,
    },
    /// A project was named by an address on another instance.
    #[error("the {what} is on {host}, but the instance is {asked}")]
    TargetElsewhere {
        /// What was asked for: a project or a group.
        what: &'static str,
        /// The host in the address.
        host: String,
        /// The instance.
        asked: String,
    },
}

/// What to do where the system has no thread or process to give.
const NO_THREAD: &str = "The system gives no more threads: raise the limit of the user (ulimit -u) or of the container (pids)";

fn is_exhausted(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

fn after_colon(message: &str) -> String {
    if message.is_empty() {
        String::new()
    } else {
        format!(": {message}")
    }
}

impl SourceError {
    /// Returns what the user can do about it.
    #[must_use]
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::FileUnreadable { source, .. } if is_exhausted(source) => NO_THREAD.to_owned(),
            Self::FileUnreadable { .. } => "Check the path, and that you may read the file".to_owned(),
            Self::InputUnreadable { .. } => "Pipe the token in: printf '%s' \"$TOKEN\" | glwhy ... --token-stdin".to_owned(),
            Self::CommandNotStarted { source } if is_exhausted(source) => NO_THREAD.to_owned(),
            Self::CommandNotStarted { .. } => "Check that sh is installed".to_owned(),
            Self::CommandNested => "Let the token command print the token without asking glwhy".to_owned(),
            Self::CommandFailed { .. } => "Run the command by itself, in the same shell; it must print the token and nothing else".to_owned(),
            Self::CommandTooSlow { .. } => "Run the command by itself; it may be waiting for an answer, and it gets none here".to_owned(),
            Self::CommandTooLong { .. } => "Let the command print the token and nothing else".to_owned(),
            Self::NoPlace { places } if places.is_empty() => {
                "No place that is known holds one; git and glab are asked with --token-from git and --token-from glab".to_owned()
            }
            Self::NoPlace { places } => {
                let names: Vec<String> = places.iter().map(ToString::to_string).collect();
                format!("Those that do are {}; git and glab are asked where they are named", names.join(", "))
            }
            Self::Instance { source, .. } => source.hint().to_owned(),
            Self::OtherInstance { given_for, asked, .. } => format!(
                "Ask the instance that it was given for with --instance {}, or name a token of {asked} with --token-env or --token-file",
                in_command(&given_for.to_string(), "HOST")
            ),
            Self::OnlyRemote { asked, origin, held, .. } => {
                let asked = in_command(asked, "HOST");
                let also = held.as_ref().map_or_else(String::new, |held| {
                    format!("; {held} holds a token of its own for it, which is taken where {origin} is not set or named")
                });
                format!(
                    "If the token is meant for it, say so with --instance {asked}, or once and for all with GLWHY_INSTANCE={asked}{also}"
                )
            }
            Self::Target { .. } => "Give the number from the overview page, or the whole path, such as group/subgroup/project".to_owned(),
            Self::TargetElsewhere { host, .. } => format!(
                "Add --instance {}, or give the path alone",
                in_command(host, "HOST")
            ),
        }
    }
}
