//! Where tokens, instances, and targets come from, and what each choice put in the shade.
//!
//! A token never comes from an option's value: it is read from a variable, a file, standard input, a command, glab's
//! configuration, netrc, or the running job. [`find`] says which it was, what else was set, and for which instance the
//! token was given; [`may_send`] refuses to send it to any other. Everything outside is reached through
//! [`Environment`], so that tests need none of it. Nothing here asks a network or writes a value down.

mod absence;
mod ci_job;
mod command;
pub(crate) mod connections;
mod environment;
mod error;
mod find;
mod git;
mod glab;
mod instance;
mod lists;
mod netrc;
mod note;
mod target;
mod tools;

use std::{fmt, path::PathBuf};

use serde::{Serialize, Serializer};

use crate::secret::{Defect, Token};
pub(crate) use absence::Absence;
pub(crate) use ci_job::CiJob;
pub(crate) use command::Running as RunningCommands;
pub use environment::{Environment, FixedEnvironment, ProcessEnvironment};
pub(crate) use error::SourceError;
pub(crate) use find::{
    Printed, find, find_all, find_printed, is_known_host, may_follow_remote, may_run_commands,
    may_send,
};
pub(crate) use git::{RemoteAddress, Transport, parse_address, remote};
pub(crate) use instance::{
    InstanceOrigin, ResolvedInstance, is_foreign, resolve_instance, web_host,
};
pub(crate) use note::Note;
pub(crate) use target::{TargetName, named_target, resolve_target};
pub(crate) use tools::{Helper, Tool};

/// The ways to send a token that can be chosen, by the names of the schemes.
pub(crate) const SCHEMES: [&str; 6] = [
    "auto",
    "private-token",
    "bearer",
    "job-token",
    "deploy-token",
    "basic",
];

/// Tells whether a text can be the name of a variable.
pub(crate) fn is_variable(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    !name.is_empty() && name.chars().all(is_letter)
}

/// Where the user wants the token to be read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TokenSource {
    /// The first of the usual places that holds one.
    #[default]
    Automatic,
    /// The variable of this name (`--token-env`).
    Variable(String),
    /// The file at this path (`--token-file`).
    File(PathBuf),
    /// Standard input (`--token-stdin`).
    StandardInput,
    /// What this command prints (`--token-command`).
    Command(String),
    /// The place of this name, as it is shown (`--token-from`).
    Place(String),
}

/// The commands or steps after which a token is not taken from its place any more.
pub(crate) fn removal(found: &Found) -> Vec<String> {
    match &found.origin {
        Origin::Variable(name) if name == "CI_JOB_TOKEN" => Vec::new(),
        Origin::Variable(name) => vec![format!("unset {name}")],
        Origin::Glab(host) => vec![format!("glab auth login --hostname {host}")],
        Origin::Netrc(host) => vec![format!("take the line of {host} out of ~/.netrc")],
        Origin::Remote(name) => vec![format!(
            "git remote set-url {name} ADDRESS, without a login"
        )],
        Origin::Tool(tool, place) => {
            let tool = tool.name();
            vec![format!(
                "put another token into {place}, or take it out there, for {tool}"
            )]
        }
        Origin::File(_)
        | Origin::StandardInput
        | Origin::Command
        | Origin::Helper(_)
        | Origin::Nowhere => Vec::new(),
    }
}

/// Where a token was read from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A variable of the environment.
    Variable(String),
    /// A file.
    File(PathBuf),
    /// Standard input.
    StandardInput,
    /// A command.
    Command,
    /// The configuration of glab, under this host.
    Glab(String),
    /// The netrc file, under this machine.
    Netrc(String),
    /// The address of this remote of the git repository.
    Remote(String),
    /// What another program keeps, in this file or variable.
    Tool(Tool, String),
    /// What a program gave out when it was asked.
    Helper(Helper),
    /// Nowhere: none of the usual places holds one.
    Nowhere,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(formatter, "env:{name}"),
            Self::File(path) => write!(formatter, "file:{}", path.display()),
            Self::StandardInput => formatter.write_str("stdin"),
            Self::Command => formatter.write_str("command"),
            Self::Glab(host) => write!(formatter, "glab:{host}"),
            Self::Netrc(host) => write!(formatter, "netrc:{host}"),
            Self::Remote(name) => write!(formatter, "git:{name}"),
            Self::Tool(tool, place) => write!(formatter, "{}:{place}", tool.name()),
            Self::Helper(helper) => formatter.write_str(helper.name()),
            Self::Nowhere => formatter.write_str("none"),
        }
    }
}

impl Origin {
    /// Whether the place may have been written by whoever wrote the repository at hand: its word does not count for the
    /// host that it names.
    pub(crate) fn is_of_repository(&self) -> bool {
        match self {
            Self::Remote(_) => true,
            Self::Tool(_, place) => place.starts_with("./"),
            Self::Variable(_)
            | Self::File(_)
            | Self::StandardInput
            | Self::Command
            | Self::Glab(_)
            | Self::Netrc(_)
            | Self::Helper(_)
            | Self::Nowhere => false,
        }
    }

    /// Returns the programs that take a token from there, this one first where it does.
    pub(crate) fn readers(&self) -> &'static [&'static str] {
        match self {
            Self::Variable(name) => match name.as_str() {
                "GITLAB_TOKEN" | "GITLAB_ACCESS_TOKEN" | "OAUTH_TOKEN" => &["glwhy", "glab"],
                _ => &["glwhy"],
            },
            Self::Glab(_) => &["glwhy", "glab"],
            Self::Netrc(_) => &["glwhy", "git", "curl", "pip"],
            Self::Remote(_) => &["glwhy", "git"],
            Self::Tool(tool, _) => tool.readers(),
            Self::File(_)
            | Self::StandardInput
            | Self::Command
            | Self::Helper(_)
            | Self::Nowhere => &["glwhy"],
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the search for a token came to.
#[derive(Debug)]
pub(crate) struct Found {
    /// The token; `None` where nothing or only an empty value was found.
    pub token: Option<Token>,
    /// Where it was read from, or the empty place that should have held it.
    pub origin: Origin,
    /// The other usual places that hold a token, in the order in which they would have been taken.
    pub shadows: Vec<Origin>,
    /// The user name that was found with it, for HTTP Basic.
    pub user: Option<String>,
    /// The instance that it was given for, where that is known.
    pub belongs_to: Option<Belonging>,
    /// Defects that only the place shows, beside those that [`Token::examine`] finds.
    pub defects: Vec<Defect>,
    /// What the user should know about the search.
    pub notes: Vec<Note>,
}

/// The instance that a token was given for, as far as its place tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Belonging {
    /// The host, in lower case.
    pub host: String,
    /// The port, where the place names one.
    pub port: Option<u16>,
}

impl fmt::Display for Belonging {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) if !matches!(port, 80 | 443) => write!(formatter, "{}:{port}", self.host),
            Some(_) | None => formatter.write_str(&self.host),
        }
    }
}
