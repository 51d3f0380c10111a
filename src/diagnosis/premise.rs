//! What a reason takes for granted, whichever row of the table leads to it.
//!
//! An expired token was sent, and its record does not call it active. This is said once, with the
//! reason, so that no row can contradict what is known of the token: a server that called a token
//! invalid whose own record was active was once told as "The token has expired".

use super::clue::Clues;
use crate::answers::answer::Meaning;
use crate::answers::clue::Clue::{Alive, Expired, NothingSent, Revoked};
use crate::answers::codes::{lifetime, scope};
use crate::answers::mark::{Mark, no, yes};
use crate::answers::{Code, Gate};

/// Reasons, and what is known where none of them can be the one.
type Premise = (&'static [&'static Code], &'static [Mark]);

static OF_THE_TOKEN: &[Premise] = &[
    (&[&lifetime::TOKEN_EXPIRED], &[yes(Alive), no(Expired)]),
    (&[&lifetime::TOKEN_REVOKED], &[yes(Alive), no(Revoked)]),
    (
        &[
            &lifetime::TOKEN_UNKNOWN,
            &lifetime::DEPLOY_TOKEN_DEAD,
            &lifetime::JOB_FINISHED,
            &lifetime::JOB_TOKEN_EXPIRED,
            &lifetime::TOKENS_DISABLED,
            &lifetime::IMPERSONATION_DISABLED,
            &lifetime::LOGIN_REFUSED,
        ],
        &[yes(Alive)],
    ),
];

/// Reasons at the gates of the token that speak of another credential: the login of an
/// application, a code, a password, a token that stands in the body.
static OF_ANOTHER_CREDENTIAL: &[&Code] = &[
    &lifetime::CLIENT_UNKNOWN,
    &lifetime::GRANT_REFUSED,
    &lifetime::GRANT_NOT_ALLOWED,
    &lifetime::TRIGGER_TOKEN_UNKNOWN,
    &lifetime::RUNNER_TOKEN_UNKNOWN,
    &lifetime::REGISTRATION_TOKENS_DISABLED,
    &lifetime::REGISTRY_GRANT_EXPIRED,
    &lifetime::ASKED_ANOTHER_SERVICE,
    &lifetime::TOKEN_OF_ANOTHER_APPLICATION,
    &lifetime::PASSWORD_LOGIN_DISABLED,
    &scope::OAUTH_SCOPE_INVALID,
];

/// Says whether what is known of the token rules a row's reason out. Bytes that only one situation
/// produces outweigh everything that was known before.
pub(super) fn is_refuted(meaning: &Meaning, clues: &Clues) -> bool {
    !meaning.decisive
        && (lacks_token(meaning.code, clues) || is_of_another_state(meaning.code, clues))
}

/// Without a token there is none to be dead, no owner to be blocked, and no scope to be missing.
fn lacks_token(code: &Code, clues: &Clues) -> bool {
    let is_of_token = matches!(
        code.gate,
        Some(Gate::Lifetime | Gate::Account | Gate::Scope)
    );
    is_of_token && !OF_ANOTHER_CREDENTIAL.contains(&code) && clues.fit(yes(NothingSent))
}

fn is_of_another_state(code: &Code, clues: &Clues) -> bool {
    OF_THE_TOKEN
        .iter()
        .filter(|(codes, _)| codes.contains(&code))
        .any(|(_, marks)| clues.fit_any(marks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::ANSWERS;
    use crate::answers::answer::Answer;

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
        for (codes, _) in OF_THE_TOKEN {
            for (answer, meaning) in codes.iter().flat_map(|code| meant(code)) {
                assert!(is_refuted(meaning, &alive), "{}", answer.place);
            }
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
