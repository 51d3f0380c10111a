//! Drawing the ladder: how far each gate was passed, with the evidence for it.

use super::Rung;
use super::case::{Case, Sent};
use super::clue::Clues;
use super::knowledge::Knowledge;
use super::question::Question;
use crate::answers::clue::Clue;
use crate::answers::mark::yes;
use crate::answers::{Gate, GateState};
use crate::observation::{BodyShape, Observation};

/// How far an answer shows that GitLab went: it asks at the gates in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// It shows nothing of the gates before the one that stopped it.
    Unshown,
    /// As far as this gate.
    UpTo(Gate),
    /// Through all gates.
    Through,
}

impl Progress {
    /// The progress as far as a gate.
    pub(super) fn at_most(self, gate: Gate) -> Self {
        match self {
            Self::Unshown => Self::Unshown,
            Self::UpTo(stop) => Self::UpTo(stop.min(gate)),
            Self::Through => Self::UpTo(gate),
        }
    }

    /// Until which gate an answer to another request may show how far this one went: to the route, of which
    /// it shows nothing, or as far as its own answer shows.
    pub(super) fn reaches(self) -> Gate {
        match self {
            Self::Unshown => Gate::Route,
            Self::UpTo(stop) => stop.max(Gate::Route),
            Self::Through => Gate::Feature,
        }
    }

    /// Why a gate was passed, when the progress shows that it was.
    fn past(self, gate: Gate) -> Option<String> {
        match self {
            Self::Unshown => None,
            Self::UpTo(stop) => (gate < stop).then(|| format!("GitLab went on to {stop}")),
            Self::Through => Some("GitLab accepted the token".to_owned()),
        }
    }
}

/// Draws the ladder of a refusal: no gate is passed without evidence, of its own or by the answer.
pub(super) fn after_refusal(
    case: &Case,
    known: &Knowledge,
    clues: &Clues,
    stopped_at: Option<Gate>,
    progress: Progress,
    reason: &str,
) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| {
            let evidence = evidence(gate, case, known, clues);
            match stopped_at {
                Some(stop) if gate == stop => Rung {
                    gate,
                    state: GateState::Refused,
                    evidence: reason.to_owned(),
                },
                Some(stop) if gate > stop => Rung {
                    gate,
                    state: GateState::NotReached,
                    evidence: ahead(gate, evidence),
                },
                Some(_) | None => judged(gate, evidence, progress.past(gate)),
            }
        })
        .collect()
}

/// Draws the ladder of a request that was granted.
pub(super) fn after_grant(case: &Case, known: &Knowledge, clues: &Clues) -> Vec<Rung> {
    let words = if case.answer().is_some() {
        "GitLab let the request through"
    } else {
        "nothing that is known stands against it"
    };
    Gate::ALL
        .into_iter()
        .map(|gate| Rung {
            gate,
            state: GateState::Passed,
            evidence: match evidence(gate, case, known, clues) {
                Some(GateEvidence::For(own) | GateEvidence::Hint(own)) => own,
                Some(GateEvidence::Against(_)) | None => words.to_owned(),
            },
        })
        .collect()
}

/// A gate that did not stop the request: passed where there is evidence for it, and otherwise not known.
fn judged(gate: Gate, evidence: Option<GateEvidence>, past: Option<String>) -> Rung {
    let (state, evidence) = match (evidence, past) {
        // A hint beside the progress says more of this very gate.
        (Some(GateEvidence::For(words)), _)
        | (Some(GateEvidence::Hint(words)), Some(_))
        | (None, Some(words)) => (GateState::Passed, words),
        (Some(GateEvidence::Against(words)), _) | (Some(GateEvidence::Hint(words)), None) => {
            (GateState::Unknown, words)
        }
        (None, None) => (GateState::Unknown, String::new()),
    };
    Rung {
        gate,
        state,
        evidence,
    }
}

fn is_answered(case: &Case) -> bool {
    case.answers
        .iter()
        .any(|(_, observation)| matches!(observation, Observation::Answered(_)))
}

/// A fault that waits behind the present one is worth knowing before the first is mended.
fn ahead(gate: Gate, evidence: Option<GateEvidence>) -> String {
    match evidence {
        Some(GateEvidence::Against(words)) if gate > Gate::Credential => {
            format!("would stop next: {words}")
        }
        Some(GateEvidence::Against(_) | GateEvidence::For(_) | GateEvidence::Hint(_)) | None => {
            String::new()
        }
    }
}

/// What is known of a gate, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum GateEvidence {
    /// It shows that the gate is passed.
    For(String),
    /// It shows that the gate is not passed.
    Against(String),
    /// It is worth saying, and shows neither.
    Hint(String),
}

/// What is known of a gate: whether it is passed, and why we think so.
fn evidence(gate: Gate, case: &Case, known: &Knowledge, clues: &Clues) -> Option<GateEvidence> {
    let of = |clue: Clue, passes_when: bool| {
        let holds = clues.get(clue)?;
        let words = clues.evidence(clue)?.to_owned();
        Some(if holds == passes_when {
            GateEvidence::For(words)
        } else {
            GateEvidence::Against(words)
        })
    };
    match gate {
        Gate::Reach => Some(reach(case, known, clues)),
        Gate::Limits => limits(case),
        Gate::Account => account(case),
        Gate::Route => of(Clue::RouteKnown, true).map(|evidence| as_answered(case, evidence)),
        Gate::Credential => of(Clue::ReadHere, true)
            .or_else(|| of(Clue::PlaceFits, true))
            .or_else(|| sent(case)),
        Gate::Lifetime => of(Clue::Alive, true),
        Gate::Scope => of(Clue::ScopeFits, true),
        // What is not shown to everybody may well be shown to this caller.
        Gate::Resource => of(Clue::TargetSeen, true)
            .or_else(|| of(Clue::Listed, true))
            .or_else(|| {
                of(Clue::TargetPublic, true).filter(|_| clues.fit(yes(Clue::TargetPublic)))
            }),
        Gate::Role => of(Clue::RoleFits, true).or_else(|| of(Clue::Member, true)),
        Gate::Feature => of(Clue::FeatureOn, true)
            .filter(|evidence| {
                !matches!(evidence, GateEvidence::For(_)) || !clues.holds(Clue::Archived)
            })
            .or_else(|| of(Clue::Archived, false)),
    }
}

/// That the catalogue knows a route does not show that this instance has it, once it was asked.
fn as_answered(case: &Case, evidence: GateEvidence) -> GateEvidence {
    match evidence {
        GateEvidence::For(words) if case.answer().is_some() => GateEvidence::Hint(words),
        GateEvidence::For(_) | GateEvidence::Against(_) | GateEvidence::Hint(_) => evidence,
    }
}

/// Anybody can answer with a status. It is GitLab by its version, its marks, or what it says.
fn reach(case: &Case, known: &Knowledge, clues: &Clues) -> GateEvidence {
    if !is_answered(case) {
        return GateEvidence::Hint("nothing was sent".to_owned());
    }
    let speaks = |(_, observation): &(Question, Observation)| {
        let shape = observation.exchange().map(|exchange| &exchange.body.shape);
        shape.is_some_and(is_said)
    };
    match &known.version_text {
        Some(version) => GateEvidence::For(format!("GitLab {version} answered")),
        None if clues.holds(Clue::MarkedByGitLab) || case.answers.iter().any(speaks) => {
            GateEvidence::For("GitLab answered".to_owned())
        }
        None => GateEvidence::Hint("something answered at this address".to_owned()),
    }
}

/// Whether a body is of the forms in which GitLab says something.
const fn is_said(shape: &BodyShape) -> bool {
    !matches!(
        shape,
        BodyShape::Empty | BodyShape::Unseen | BodyShape::Html(_) | BodyShape::Binary
    )
}

/// Who is throttled or banned is let through nowhere.
fn limits(case: &Case) -> Option<GateEvidence> {
    let is_let_through =
        |(_, observation): &(Question, Observation)| matches!(observation.status(), Some(200..300));
    if !is_answered(case) {
        return Some(GateEvidence::Hint("nothing was sent".to_owned()));
    }
    let any = case.answers.iter().any(is_let_through);
    any.then(|| GateEvidence::For("a request was let through".to_owned()))
}

/// The API asks whether the owner may use it before it answers any of these (`lib/api/api_guard.rb`).
fn account(case: &Case) -> Option<GateEvidence> {
    const OF_THE_OWNER: [Question; 4] = [
        Question::OwnRecord,
        Question::Job,
        Question::User,
        Question::Associations,
    ];
    let is_granted = |question: &Question| {
        let status = case.answer_to(*question).and_then(Observation::status);
        status == Some(200)
    };
    let granted = OF_THE_OWNER.iter().any(is_granted);
    granted.then(|| GateEvidence::For("its owner was let in with it".to_owned()))
}

fn sent(case: &Case) -> Option<GateEvidence> {
    match &case.credential.sent {
        Sent::As(scheme) => Some(GateEvidence::Hint(format!("sent in {}", scheme.place()))),
        Sent::Nothing | Sent::Empty => Some(GateEvidence::Against("nothing was sent".to_owned())),
        Sent::Unknown | Sent::Somehow => None,
    }
}

/// Draws the ladder of an answer in words that nobody is known to say: it may not be GitLab's.
pub(super) fn after_unread(case: &Case, known: &Knowledge, clues: &Clues) -> Vec<Rung> {
    let mut rungs = after_open(case, known, clues);
    let is_marked = clues.holds(Clue::MarkedByGitLab);
    if let Some(reach) = rungs.first_mut().filter(|_| !is_marked) {
        reach.state = GateState::Unknown;
        reach.evidence = String::from("something answered");
    }
    rungs
}

/// Draws the ladder of a request whose outcome is open.
pub(super) fn after_open(case: &Case, known: &Knowledge, clues: &Clues) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| judged(gate, evidence(gate, case, known, clues), None))
        .collect()
}

/// What is open at a gate is not passed there, whatever speaks for it.
pub(super) fn left_open(mut rungs: Vec<Rung>, gate: Gate, missing: &str) -> Vec<Rung> {
    let open = rungs.iter_mut().find(|rung| rung.gate == gate);
    if let Some(rung) = open.filter(|rung| rung.state == GateState::Passed) {
        rung.state = GateState::Unknown;
        missing.clone_into(&mut rung.evidence);
    }
    rungs
}

#[cfg(test)]
mod tests;
