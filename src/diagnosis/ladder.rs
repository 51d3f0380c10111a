//! Drawing the ladder: how far each gate was passed, with the evidence for it.

use super::case::{Case, Sent};
use super::clue::{Clue, Clues};
use super::knowledge::Knowledge;
use super::{Gate, GateState, Observation, Rung};

/// Draws the ladder of a refusal. `stopped_at` is the gate of the primary finding, `earliest` the
/// first gate at which an alternative stands: between the two nothing is certain to be passed.
pub(super) fn of_refusal(
    case: &Case,
    known: &Knowledge,
    clues: &Clues,
    stopped_at: Option<Gate>,
    earliest: Option<Gate>,
    reason: &str,
) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| {
            let evidence = evidence(gate, case, known, clues);
            let state = state_of(gate, stopped_at, earliest, evidence.as_ref());
            if state == GateState::Passed && needs_an_answer(gate) && !is_answered(case) {
                return unasked(gate);
            }
            Rung {
                gate,
                state,
                evidence: match state {
                    GateState::Refused => reason.to_owned(),
                    GateState::Passed => evidence
                        .filter(|(passed, _)| *passed)
                        .map(|(_, words)| words)
                        .unwrap_or_default(),
                    GateState::Unknown => evidence.map(|(_, words)| words).unwrap_or_default(),
                    GateState::NotReached => ahead(gate, evidence),
                },
            }
        })
        .collect()
}

/// Draws the ladder of a request that was granted.
pub(super) fn of_grant(case: &Case, known: &Knowledge, clues: &Clues) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| Rung {
            gate,
            state: GateState::Passed,
            evidence: evidence(gate, case, known, clues)
                .filter(|(passed, _)| *passed)
                .map(|(_, words)| words)
                .unwrap_or_default(),
        })
        .collect()
}

fn state_of(
    gate: Gate,
    stopped_at: Option<Gate>,
    earliest: Option<Gate>,
    evidence: Option<&(bool, String)>,
) -> GateState {
    let shown = evidence.is_some_and(|(passed, _)| *passed);
    match stopped_at {
        None => GateState::Passed,
        Some(stop) if gate == stop => GateState::Refused,
        Some(stop) if gate > stop => GateState::NotReached,
        Some(_) if shown || earliest.is_none_or(|first| gate < first) => GateState::Passed,
        Some(_) => GateState::Unknown,
    }
}

/// The network and the limits are only known to let a request through once something answered.
const fn needs_an_answer(gate: Gate) -> bool {
    matches!(gate, Gate::Reach | Gate::Limits)
}

fn is_answered(case: &Case) -> bool {
    case.answers
        .iter()
        .any(|(_, observation)| matches!(observation, Observation::Answered(_)))
}

fn unasked(gate: Gate) -> Rung {
    Rung {
        gate,
        state: GateState::Unknown,
        evidence: "nothing was sent".to_owned(),
    }
}

/// A fault that waits behind the present one is worth knowing before the first is mended.
fn ahead(gate: Gate, evidence: Option<(bool, String)>) -> String {
    match evidence {
        Some((false, words)) if gate > Gate::Credential => format!("would stop next: {words}"),
        Some(_) | None => String::new(),
    }
}

/// What is known of a gate: whether it is passed, and why we think so.
fn evidence(gate: Gate, case: &Case, known: &Knowledge, clues: &Clues) -> Option<(bool, String)> {
    let of = |clue: Clue, passes_when: bool| {
        let holds = clues.get(clue)?;
        let words = clues.evidence(clue)?;
        Some((holds == passes_when, words.to_owned()))
    };
    match gate {
        Gate::Reach => reach(case, known, clues),
        Gate::Limits | Gate::Account => None,
        Gate::Route => of(Clue::RouteKnown, true),
        Gate::Credential => of(Clue::ReadHere, true)
            .or_else(|| of(Clue::PlaceFits, true))
            .or_else(|| sent(case)),
        Gate::Lifetime => of(Clue::Alive, true),
        Gate::Scope => of(Clue::ScopeFits, true),
        Gate::Resource => of(Clue::TargetSeen, true)
            .or_else(|| of(Clue::Listed, true))
            .or_else(|| of(Clue::TargetPublic, true)),
        Gate::Role => of(Clue::RoleFits, true).or_else(|| of(Clue::Member, true)),
        Gate::Feature => of(Clue::FeatureOn, true)
            .filter(|(passed, _)| !passed || clues.get(Clue::Archived) != Some(true))
            .or_else(|| of(Clue::Archived, false)),
    }
}

fn reach(case: &Case, known: &Knowledge, clues: &Clues) -> Option<(bool, String)> {
    /// What a front door answers when nothing behind it does.
    const GATEWAY: [u16; 3] = [502, 503, 504];
    let is_gateway = case
        .answer()
        .and_then(Observation::status)
        .is_some_and(|status| GATEWAY.contains(&status));
    is_answered(case).then(|| {
        let words = match &known.version_text {
            Some(version) => format!("GitLab {version} answered"),
            None if is_gateway && clues.get(Clue::MarkedByGitLab) != Some(true) => {
                "something answered at this address".to_owned()
            }
            None => "GitLab answered".to_owned(),
        };
        (true, words)
    })
}

fn sent(case: &Case) -> Option<(bool, String)> {
    match &case.credential.sent {
        Sent::As(scheme) => Some((true, format!("sent in {}", scheme.place()))),
        Sent::Nothing | Sent::Empty => Some((false, "nothing was sent".to_owned())),
        Sent::Unknown | Sent::Somehow => None,
    }
}

/// Draws the ladder of an answer in words that nobody is known to say: it may not be GitLab's.
pub(super) fn of_unread(case: &Case, known: &Knowledge, clues: &Clues) -> Vec<Rung> {
    let mut rungs = of_open(case, known, clues, Gate::Reach);
    let is_marked = clues.get(Clue::MarkedByGitLab) == Some(true);
    if let Some(reach) = rungs.first_mut().filter(|_| !is_marked) {
        reach.state = GateState::Unknown;
        reach.evidence = String::from("something answered");
    }
    rungs
}

/// Draws the ladder of a request whose outcome is open from a gate on.
pub(super) fn of_open(case: &Case, known: &Knowledge, clues: &Clues, from: Gate) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| {
            let evidence = evidence(gate, case, known, clues);
            let shown = evidence.as_ref().is_some_and(|(passed, _)| *passed);
            Rung {
                gate,
                state: if shown || gate < from {
                    GateState::Passed
                } else {
                    GateState::Unknown
                },
                evidence: evidence.map(|(_, words)| words).unwrap_or_default(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
