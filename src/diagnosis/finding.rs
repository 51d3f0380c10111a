//! What a diagnosis says: one primary finding, ranked alternatives, and how sure it is.

use serde::Serialize;

use crate::answers::{Cause, Code, Gate, GateState};

closed_words! {
    /// How far the evidence carries.
    pub enum Certainty {
        /// The evidence does not separate the causes; they are ordered by how often each is the one.
        Ambiguous = "ambiguous",
        /// One cause is clearly favoured, others remain.
        Likely = "likely",
        /// The evidence admits one cause only.
        Certain = "certain",
    }
}

/// One possible reason, with its evidence and its mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code, with its page.
    pub code: &'static Code,
    /// Why we think so; at least one sentence.
    pub because: Vec<String>,
    /// What to do, best first; at least one step.
    pub fix: Vec<String>,
    /// Where the knowledge comes from: a source file of GitLab, or a page.
    pub source: &'static str,
}

impl Finding {
    /// Returns the cause that the finding belongs to.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.code.cause
    }
}

/// One rung of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Gate"))]
pub struct Rung {
    /// The name of the gate.
    pub gate: Gate,
    /// `passed`, `refused`, `not_reached`, or `unknown`.
    pub state: GateState,
    /// The evidence; empty when nothing is known.
    pub evidence: String,
}

/// What would settle a diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NextQuestion {
    /// The cheapest safe request, or the fact to look up.
    pub ask: String,
    /// What its answer would tell.
    pub why: String,
}

/// Why a request was, or would be, refused. Never empty: there is always a primary finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// How sure we are of the primary finding.
    pub certainty: Certainty,
    /// Where on the ladder the request stopped; absent when the token was accepted.
    pub stopped_at: Option<Gate>,
    /// The most probable reason.
    pub primary: Finding,
    /// Other reasons that the evidence leaves open, most probable first.
    pub alternatives: Vec<Finding>,
    /// What would settle it.
    pub next_question: Option<NextQuestion>,
    /// Whether sending the same request again could help and can do no harm.
    pub retry_is_safe: bool,
    /// The ten gates, drawn up to where the request stopped.
    pub ladder: Vec<Rung>,
}

impl Diagnosis {
    /// Goes through the findings, the primary one first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(&self.primary).chain(&self.alternatives)
    }
}
