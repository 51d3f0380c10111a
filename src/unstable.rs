//! What the tests, benches, fuzz targets, and examples of this repository name. It promises nothing.

/// The command line: its definition, one run of it, and its exit codes.
pub mod app {
    pub use crate::app::cli::Cli;
    pub use crate::app::{ExitCode, Outside, Terminal, guarded, run};
}

/// What is known of GitLab's endpoints, kinds of token, and addresses.
pub mod catalogue {
    pub use crate::catalogue::instance::{InstanceUrl, PlainHttp};
    pub use crate::catalogue::kinds::PREFIXES;
    pub use crate::catalogue::role::AccessLevel;
    pub use crate::catalogue::{
        Capability, Known, Method, Place, Version, capabilities_at, find, find_capability,
        find_url_path, methods_at, nearest, path_fault,
    };
}

/// What the subcommands do, without the command line.
pub mod command {
    pub use crate::command::asked::{Facts, read as read_asked};
    pub use crate::command::connections::{CheckedConnection, not_asked, put_together};
    pub use crate::command::context::{Context, Holding};
    pub use crate::command::explain::{ExplainInput, explain, explain_text};
    pub use crate::command::needs::Depth;
    pub use crate::command::probe::{ProbeOptions, find_out, probe};
    pub use crate::command::subject::{parse as parse_subject, surface_of};
}

/// The pure core.
pub mod diagnosis {
    pub use crate::diagnosis::{
        Case, Certainty, Diagnosis, Knowledge, Question, Subject, Target, diagnose, next_questions,
    };
}

/// What the core asks of a GitLab.
pub mod gitlab {
    pub use crate::gitlab::{Answered, Ask, Asker, GitlabError};
}

/// What was asked, and what came back.
pub mod observation {
    pub use crate::observation::body::is_unprintable;
    pub use crate::observation::{
        Body, BodyShape, Exchange, GraphQlError, Headers, Observation, Scheme,
    };
}

/// Pasted text.
pub mod reading {
    pub use crate::reading::{read, redact};
}

/// A report in each format.
pub mod render {
    pub use crate::render::{Format, Style, render};
}

/// What is shown.
pub mod report {
    pub use crate::report::{Advice, Basis, Entry, Instance, Outcome, Report, Severity};
}

/// Values of tokens, and what they are.
pub mod secret {
    pub use crate::secret::{Checksum, Token, TokenShape, examine, hide_tokens};
}

/// Where tokens come from.
pub mod source {
    pub use crate::source::connections::{
        Declared, Fault, FileError, Position, read as read_connections,
    };
    pub use crate::source::{Environment, FixedEnvironment, ProcessEnvironment};
}
