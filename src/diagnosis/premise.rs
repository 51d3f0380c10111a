//! What a reason takes for granted, whichever row of the table leads to it.
//!
//! An expired token was sent, and its record does not call it active. This is said once, with the
//! reason, so that no row can contradict what is known of the token: a server that called a token
//! invalid whose own record was active was once told as "The token has expired".

use super::clue::Clues;
use crate::answers::answer::Meaning;
use crate::answers::clue::Clue::NothingSent;
use crate::answers::mark::yes;
use crate::answers::{Code, Gate};

/// Says whether what is known of the token rules a row's reason out. Bytes that only one situation
/// produces outweigh everything that was known before.
pub(super) fn is_refuted(meaning: &Meaning, clues: &Clues) -> bool {
    !meaning.decisive && (lacks_token(meaning.code, clues) || clues.fit_any(meaning.code.unless))
}

/// Without a token there is none to be dead, no owner to be blocked, and no scope to be missing.
fn lacks_token(code: &Code, clues: &Clues) -> bool {
    let is_of_token = matches!(
        code.gate,
        Some(Gate::Lifetime | Gate::Account | Gate::Scope)
    );
    is_of_token && !code.of_another_credential && clues.fit(yes(NothingSent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::ANSWERS;
    use crate::answers::answer::Answer;
    use crate::answers::clue::Clue::{Alive, Expired, Revoked};
    use crate::answers::codes::{self, lifetime};
    use crate::answers::mark::{Mark, no};

    fn known(marks: &[Mark]) -> Clues {
        let mut clues = Clues::default();
        for mark in marks {
            clues.note(mark.clue, mark.holds, "");
        }
        clues
    }

    /// Every meaning with its answer.
    fn meanings() -> impl Iterator<Item = (&'static Answer, &'static Meaning)> {
        let of =
            |answer: &'static Answer| answer.means.iter().map(move |meaning| (answer, meaning));
        ANSWERS.iter().flat_map(of)
    }

    /// Wherever a reason is meant, unless the bytes leave nothing else.
    fn meant(code: &'static Code) -> impl Iterator<Item = (&'static Answer, &'static Meaning)> {
        meanings().filter(move |(_, meaning)| meaning.code == code && !meaning.decisive)
    }

    #[test]
    fn no_row_calls_a_token_dead_that_is_known_to_be_alive() {
        let alive = known(&[yes(Alive)]);
        let dead = codes::ALL
            .iter()
            .filter(|code| code.unless.contains(&yes(Alive)));
        assert_eq!(dead.clone().count(), 9);
        for (answer, meaning) in dead.flat_map(|code| meant(code)) {
            assert!(is_refuted(meaning, &alive), "{}", answer.place);
        }
    }

    #[test]
    fn no_row_calls_a_token_expired_or_revoked_that_is_known_not_to_be() {
        let whole = known(&[no(Expired), no(Revoked)]);
        let codes = [&lifetime::TOKEN_EXPIRED, &lifetime::TOKEN_REVOKED];
        for (answer, meaning) in codes.into_iter().flat_map(meant) {
            assert!(is_refuted(meaning, &whole), "{}", answer.place);
        }
    }

    #[test]
    fn no_row_speaks_of_the_token_where_none_was_sent() {
        let nobody = known(&[yes(NothingSent)]);
        for (answer, meaning) in meanings() {
            let is_of_account = meaning.code.gate == Some(Gate::Account);
            let is_out = meaning.decisive || is_refuted(meaning, &nobody);
            assert!(!is_of_account || is_out, "{}", answer.place);
        }
    }

    #[test]
    fn words_that_only_one_situation_has_stand_against_all_that_was_known() {
        let alive = known(&[yes(Alive), no(Expired)]);
        let says_so =
            |meaning: &Meaning| meaning.code == &lifetime::TOKEN_EXPIRED && meaning.decisive;
        let said: Vec<&Meaning> = meanings()
            .map(|(_, meaning)| meaning)
            .filter(|meaning| says_so(meaning))
            .collect();
        assert!(!said.is_empty());
        assert!(said.iter().all(|meaning| !is_refuted(meaning, &alive)));
    }
}
