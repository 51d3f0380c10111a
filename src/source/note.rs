//! What the user should know about a search: a note never holds a value, only names and reasons.

use std::path::PathBuf;

use super::Absence;
use crate::catalogue::instance::Adjustment;

/// Something worth saying about where a token, an instance, or a target came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// A variable is set, and empty.
    EmptyVariable {
        /// Its name.
        name: String,
        /// Why GitLab may have left its value out.
        reasons: Vec<Absence>,
    },
    /// A variable that was asked for is not set.
    UnsetVariable {
        /// Its name.
        name: String,
        /// Why GitLab may have left it out.
        reasons: Vec<Absence>,
    },
    /// A variable holds the name of another, which GitLab did not expand because it is not set in this job.
    UnexpandedInJob {
        /// Its name.
        name: String,
        /// Why GitLab may have left the other one out.
        reasons: Vec<Absence>,
    },
    /// None of the usual variables is set in this job.
    NoVariableInJob {
        /// Why GitLab may have left them out.
        reasons: Vec<Absence>,
    },
    /// The token file can be read by every user of the machine.
    OpenFile {
        /// Its path.
        path: PathBuf,
    },
    /// glab keeps the token of this host in the keyring of the system.
    InKeyring {
        /// The host.
        host: String,
    },
    /// The configuration of glab, at this path, is no YAML from this line on.
    BrokenGlab(PathBuf, usize),
    /// The git remote is on a service that is not GitLab, and was passed over.
    ForeignRemote {
        /// The host.
        host: String,
    },
    /// The git remote names a host that only SSH knows, and was passed over.
    AliasRemote {
        /// The name.
        host: String,
    },
    /// The address of the instance was put right.
    Adjusted(Adjustment),
}

impl Note {
    /// Returns the stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::EmptyVariable { .. } => "empty-variable",
            Self::UnsetVariable { .. } => "unset-variable",
            Self::UnexpandedInJob { .. } => "unexpanded-in-job",
            Self::NoVariableInJob { .. } => "no-variable-in-job",
            Self::OpenFile { .. } => "open-token-file",
            Self::InKeyring { .. } => "token-in-keyring",
            Self::BrokenGlab(..) => "broken-glab-configuration",
            Self::ForeignRemote { .. } => "remote-of-another-forge",
            Self::AliasRemote { .. } => "remote-with-ssh-alias",
            Self::Adjusted(_) => "instance-adjusted",
        }
    }

    /// Returns a sentence about what was found.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::EmptyVariable { name, .. } => format!("{name} is set but empty."),
            Self::UnsetVariable { name, .. } => format!("{name} is not set."),
            Self::UnexpandedInJob { name, .. } => {
                format!("{name} names another variable, which is not set in this job.")
            }
            Self::NoVariableInJob { .. } => {
                "None of the variables in which a user's token is looked for is set in this job."
                    .to_owned()
            }
            Self::OpenFile { path } => {
                format!(
                    "Every user of this machine can read {}; chmod 600 keeps it to you.",
                    path.display()
                )
            }
            Self::InKeyring { host } => {
                format!(
                    "glab keeps its token for {host} in the keyring, which is not looked into; --token-from glab asks glab for it."
                )
            }
            Self::BrokenGlab(path, line) => {
                format!(
                    "{} is no YAML from line {line} on, and no token for this host stands before it.",
                    path.display()
                )
            }
            Self::ForeignRemote { host } => {
                format!(
                    "The git remote is on {host}, which is not GitLab; it was not taken for the instance."
                )
            }
            Self::AliasRemote { host } => {
                format!(
                    "The git remote names the host {host}, which only SSH knows; it was not taken for the instance."
                )
            }
            Self::Adjusted(adjustment) => adjustment.text().to_owned(),
        }
    }

    /// Returns what to do about a variable that should have held the token; the first thing where none was sent.
    pub(crate) fn fix(&self) -> Option<String> {
        let (Self::EmptyVariable { reasons, .. }
        | Self::UnsetVariable { reasons, .. }
        | Self::UnexpandedInJob { reasons, .. }) = self
        else {
            return None;
        };
        let mend = reasons.first().map_or(
            "Set it, or name another place with --token-env, --token-file, or --token-command.",
            Absence::mend,
        );
        Some(format!("{} {mend}", self.text()))
    }

    /// Returns why a variable may be absent, where that is what the note is about.
    pub(crate) fn reasons(&self) -> &[Absence] {
        let (Self::EmptyVariable { reasons, .. }
        | Self::UnsetVariable { reasons, .. }
        | Self::UnexpandedInJob { reasons, .. }
        | Self::NoVariableInJob { reasons }) = self
        else {
            return &[];
        };
        reasons
    }
}
