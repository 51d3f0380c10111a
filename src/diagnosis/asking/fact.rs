//! Facts to look up: what a person can find out where no request tells it, or none may be sent.
//!
//! A table, clue by clue (`knowledge/facts.toml`), and one more for what no clue stands for. Nothing is decided here.

use crate::answers::Gate;
use crate::answers::clue::Clue;
use crate::diagnosis::NextQuestion;

/// A question to a person: what it would bring, how it is asked, and why.
type Fact = (&'static [Clue], &'static str, &'static str);

static FACTS: &[Fact] = include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// Returns the question that would bring a clue.
pub(super) fn of(clue: Clue) -> Option<NextQuestion> {
    let row = FACTS.iter().find(|(clues, ..)| clues.contains(&clue))?;
    Some(asked(row.1, row.2))
}

/// Returns the question that is left where every clue is known and several reasons still stand.
pub(super) fn at(gate: Option<Gate>) -> NextQuestion {
    let (ask, why) = match gate {
        Some(Gate::Reach | Gate::Limits) => (
            "Does the same request pass a few minutes later, and from another network?",
            "what lies before GitLab, or passes by itself, shows in time and place",
        ),
        Some(Gate::Route) => (
            "Does the documentation of this release know the endpoint?",
            "endpoints come and go with releases and editions",
        ),
        Some(Gate::Credential | Gate::Lifetime | Gate::Account) => (
            "What does an administrator see of the token and its owner?",
            "the answer is the same for every fault of a credential",
        ),
        Some(Gate::Scope | Gate::Resource) => (
            "Does somebody who may see everything find the target, and which restrictions has it?",
            "absence, membership and restrictions are answered alike",
        ),
        Some(Gate::Role | Gate::Feature) | None => (
            "Does the same request pass with the token of an owner of the target?",
            "a rule stops everybody, a role only those below it",
        ),
    };
    asked(ask, why)
}

fn asked(ask: &str, why: &str) -> NextQuestion {
    NextQuestion {
        ask: ask.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clue_can_be_asked_of_a_person() {
        for clue in Clue::ALL.iter().copied() {
            assert!(of(clue).is_some(), "{clue:?}");
        }
    }

    #[test]
    fn no_clue_is_asked_for_in_two_ways() {
        for clue in Clue::ALL {
            let rows = FACTS.iter().filter(|(clues, ..)| clues.contains(clue));
            assert_eq!(rows.count(), 1, "{clue:?}");
        }
    }

    #[test]
    fn a_person_is_asked_a_question_and_told_why() {
        for (_, ask, why) in FACTS {
            assert!(ask.contains('?'), "{ask}");
            assert!(!why.ends_with('.') && !why.is_empty(), "{ask}");
        }
    }
}
