//! The closed words of a report, and how they are written: by their names.

use serde::{Serialize, Serializer};

use crate::answers::{Cause, Gate, GateState};
use crate::diagnosis::Certainty;
use crate::observation::SafeMethod;

/// Writes the words of a closed set by their names. What else a field could hold would be a new version of the
/// format, so the schema lists them.
macro_rules! written_by_name {
    ($($word:ident: $all:expr;)*) => {$(
        impl Serialize for $word {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $word {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($word).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: Vec<&str> = $all.iter().map(|word: &$word| word.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    )*};
}

written_by_name! {
    Command: Command::ALL;
    Verdict: Verdict::ALL;
    Outcome: Outcome::ALL;
    Basis: Basis::ALL;
    Severity: Severity::ALL;
    Edition: Edition::ALL;
    TokenState: TokenState::ALL;
    ReachKind: ReachKind::ALL;
    Facet: Facet::ALL;
    Cause: Cause::ALL;
    Certainty: [Certainty::Certain, Certainty::Likely, Certainty::Ambiguous];
    Gate: Gate::ALL;
    GateState: GateState::ALL;
}

impl Serialize for SafeMethod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

closed_words! {
    /// A subcommand.
    pub enum Command {
        /// What is this token?
        Inspect = "inspect",
        /// What can it do here?
        Probe = "probe",
        /// What does this refusal mean?
        Explain = "explain",
        /// Which credentials are here, and which of them live?
        Doctor = "doctor",
    }

    /// What a whole run comes to.
    pub enum Verdict {
        /// Nothing refused, everything needed is granted.
        Healthy = "healthy",
        /// GitLab refused, or the token is missing, malformed or dead.
        Problem = "problem",
        /// No verdict on the token.
        Unknown = "unknown",
    }

    /// How an entry ended.
    pub enum Outcome {
        /// GitLab does, or would, allow it.
        Granted = "granted",
        /// GitLab does not, or would not, allow it.
        Refused = "refused",
        /// It could not be told.
        Unknown = "unknown",
        /// It was left out on purpose, or the budget was spent.
        NotProbed = "not_probed",
    }

    /// How an outcome is known.
    pub enum Basis {
        /// The request was sent and answered.
        Observed = "observed",
        /// The request was not sent; the outcome follows from what is known.
        Derived = "derived",
        /// The answer was read from a paste or a log.
        Read = "read",
    }

    /// How serious a remark is.
    pub enum Severity {
        /// Good to know.
        Note = "note",
        /// Will or may cause trouble.
        Warning = "warning",
        /// Makes the verdict a problem.
        Problem = "problem",
    }

    /// The edition of an instance.
    pub enum Edition {
        /// With GitLab's own additions.
        Enterprise = "enterprise",
        /// Without them.
        Community = "community",
    }

    /// Whether GitLab still takes a token.
    #[derive(Default)]
    pub enum TokenState {
        /// It does.
        Active = "active",
        /// Its last day is over.
        Expired = "expired",
        /// Somebody ended it.
        Revoked = "revoked",
        /// It was not told.
        #[default]
        Unknown = "unknown",
    }

    /// What a token reaches.
    pub enum ReachKind {
        /// A group.
        Group = "group",
        /// A project.
        Project = "project",
    }

    /// What tokens can differ in.
    pub enum Facet {
        /// The kind.
        Kind = "kind",
        /// Whether it is alive.
        State = "state",
        /// The scopes.
        Scopes = "scopes",
        /// Who stands behind it.
        Identity = "identity",
        /// The role in the target.
        Role = "role",
    }
}
