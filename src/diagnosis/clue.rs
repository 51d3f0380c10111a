//! Clues: small yes-or-no facts of a case, each known, known not to be, or not known.
//!
//! What answers can mean is written in clues, so that evidence from a token's shape, from
//! the catalogue, and from control questions is weighed in one way. A clue knows which questions
//! would bring it; that is how the next question is found.

mod extract;

use std::collections::BTreeMap;

use super::question::Question;
use crate::answers::clue::Clue;
use crate::answers::mark::Mark;
use crate::catalogue::Method;

pub(crate) use extract::extract;

impl Clue {
    /// Says whether the clue names a kind of credential, or that there is none.
    pub(crate) const fn is_a_kind(self) -> bool {
        matches!(
            self,
            Self::NothingSent
                | Self::IsOauth
                | Self::IsJob
                | Self::IsDeploy
                | Self::IsForeign
                | Self::OtherForge
                | Self::FineGrained
                | Self::Bot
        )
    }

    /// Returns the questions whose answers can bring this clue; none when only the request, the value or the
    /// catalogue can tell.
    pub(crate) fn brought_by(self) -> impl Iterator<Item = Question> {
        let brings = move |question: &Question| question.facts().brings.contains(&self);
        Question::ALL.into_iter().filter(brings)
    }
}

/// What is known of a case, clue by clue, each with its evidence in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Clues {
    known: BTreeMap<Clue, (bool, String)>,
    route: Option<(Method, &'static str)>,
}

impl Clues {
    /// Notes that a clue holds or does not, and why. What was noted first stays.
    pub(crate) fn note(&mut self, clue: Clue, holds: bool, evidence: impl Into<String>) {
        self.known
            .entry(clue)
            .or_insert_with(|| (holds, evidence.into()));
    }

    /// Notes the route of the request, by its method and template.
    pub(crate) fn note_route(&mut self, method: Method, template: &'static str) {
        self.route = Some((method, template));
    }

    /// Says whether the request is on this route; where none is asked for, it always is.
    pub(crate) fn are_on(&self, route: Option<(Method, &'static str)>) -> bool {
        route.is_none() || route == self.route
    }

    /// Says whether a clue is known to hold.
    pub(crate) fn holds(&self, clue: Clue) -> bool {
        self.get(clue) == Some(true)
    }

    /// Says whether a clue holds; absent when not known.
    pub(crate) fn get(&self, clue: Clue) -> Option<bool> {
        self.known.get(&clue).map(|(holds, _)| *holds)
    }

    /// Returns the evidence for a clue.
    pub(crate) fn evidence(&self, clue: Clue) -> Option<&str> {
        self.known
            .get(&clue)
            .map(|(_, evidence)| evidence.as_str())
            .filter(|evidence| !evidence.is_empty())
    }

    /// Says whether a mark is known to fit.
    pub(crate) fn fit(&self, mark: Mark) -> bool {
        self.get(mark.clue) == Some(mark.holds)
    }

    /// Says whether all marks are known to fit.
    pub(crate) fn fit_all(&self, marks: &[Mark]) -> bool {
        marks.iter().all(|mark| self.fit(*mark))
    }

    /// Says whether any mark is known to fit.
    pub(crate) fn fit_any(&self, marks: &[Mark]) -> bool {
        marks.iter().any(|mark| self.fit(*mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::mark::{no, yes};

    #[test]
    fn what_was_noted_first_stays() {
        let mut clues = Clues::default();
        clues.note(Clue::Alive, true, "GET /job knows the token");
        clues.note(Clue::Alive, false, "a later answer is 401");
        assert_eq!(clues.get(Clue::Alive), Some(true));
        assert_eq!(
            clues.evidence(Clue::Alive),
            Some("GET /job knows the token")
        );
    }

    #[test]
    fn what_is_not_known_fits_neither_way() {
        let clues = Clues::default();
        assert!(!clues.fit(yes(Clue::Alive)) && !clues.fit(no(Clue::Alive)));
        assert!(clues.fit_all(&[]) && !clues.fit_any(&[]));
    }

    #[test]
    fn a_clue_without_words_is_no_evidence() {
        let mut clues = Clues::default();
        clues.note(Clue::Writes, true, "");
        assert!(clues.fit(yes(Clue::Writes)));
        assert_eq!(clues.evidence(Clue::Writes), None);
    }
}
