//! Sentences that no row knows, read by what their words speak of.
//!
//! A release says in new words what an older one said in others. What the words speak of
//! (`knowledge/answers/meanings.toml`) gives reasons in their order, and never more than that.

use super::{Candidate, candidate};
use crate::answers::answer::{Answer, Meaning, Pattern};
use crate::answers::rows_of_topics;
use crate::answers::sentence::SentenceWords;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clues;
use crate::observation::{BodyShape, Exchange};

/// Fewer words are a title, and no sentence.
const SENTENCE: usize = 2;

/// Adds what an unknown sentence speaks of; says whether it did.
pub(super) fn add(
    said: &str,
    shown: &mut Vec<(usize, Candidate)>,
    surface: Option<Surface>,
    exchange: &Exchange,
    clues: &Clues,
) -> bool {
    // The other statuses say by themselves that it is the request, the number of requests, or the server.
    let is_refusal = |status| matches!(status, 400 | 401 | 403 | 404);
    let is_payload = matches!(exchange.body.shape, BodyShape::GraphQlErrors(_));
    if !is_payload && !exchange.status.is_none_or(is_refusal) {
        return false;
    }
    let Some(sentence) = unknown(said, shown) else {
        return false;
    };
    let most = shown.iter().map(|(specificity, _)| *specificity).max();
    let before = shown.len();
    for (answer, meaning) in spoken_of(&sentence) {
        let found = candidate(answer, meaning, &Vec::new(), surface, clues);
        shown.push((most.unwrap_or_default() + 1, found));
    }
    shown.len() > before
}

/// What a sentence speaks of, by its words.
fn spoken_of(sentence: &str) -> Vec<(&'static Answer, &'static Meaning)> {
    let words = SentenceWords::of(sentence);
    let is_said = |of: &str| of.split('|').any(|phrase| holds(&words, phrase));
    let speaks = |answer: &&Answer| matches!(answer.body, Pattern::Speaks(of) if is_said(of));
    let of = |answer: &'static Answer| answer.means.iter().map(move |meaning| (answer, meaning));
    rows_of_topics()
        .iter()
        .filter(speaks)
        .flat_map(of)
        .collect()
}

/// The sentence of an answer of which no row knows more than the frame.
fn unknown(said: &str, shown: &[(usize, Candidate)]) -> Option<String> {
    let is_sentence = |text: &str| SentenceWords::of(text).as_slice().len() >= SENTENCE;
    if !is_sentence(said) {
        return None;
    }
    let most = shown.iter().map(|(specificity, _)| *specificity).max();
    let nearest = shown
        .iter()
        .find(|(specificity, _)| Some(*specificity) == most);
    match nearest {
        // A row that asks for no words knows none.
        Some((specificity, candidate)) if *specificity > Pattern::WORDLESS => {
            behind_status(said, candidate).filter(|reason| is_sentence(reason))
        }
        Some(_) | None => Some(said.to_owned()),
    }
}

/// What stands behind a status and its phrase, where a row knows no more than these. A row that names words of its own
/// knows the sentence, whatever stands in its places.
fn behind_status(said: &str, candidate: &Candidate) -> Option<String> {
    /// `400 Bad request -`
    const FRAME: usize = 4;
    let [(_, reason)] = candidate.captures.as_slice() else {
        return None;
    };
    let frame: Vec<&str> = said.strip_suffix(reason)?.split_whitespace().collect();
    let is_status = |word: &&str| word.parse::<u16>().is_ok();
    let is_frame = frame.len() <= FRAME && frame.first().is_some_and(is_status);
    is_frame.then(|| reason.clone())
}

fn holds(words: &SentenceWords, phrase: &str) -> bool {
    let wanted = SentenceWords::of(phrase);
    let (all, run) = (words.as_slice(), wanted.as_slice());
    !run.is_empty() && all.windows(run.len()).any(|window| window == run)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::answers::ANSWERS;
    use crate::answers::Cause;
    use crate::diagnosis::Certainty;
    use crate::diagnosis::weigh::{weigh, weigh_by};
    use crate::observation::{Body, GraphQlError, Headers};

    /// In the worst of five draws so many of a hundred sentences have a right cause first.
    const BAR: usize = 60;

    /// The sentence of a row, with a name in each of its places. Of what clients print as well.
    fn sentence(answer: &Answer) -> Option<String> {
        let (Pattern::Message(text)
        | Pattern::GraphQl(text)
        | Pattern::Guard(_, text)
        | Pattern::Text(text)
        | Pattern::Says(text)) = answer.body
        else {
            return None;
        };
        let mut parts = text.split('{');
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            said.push_str(" zebra ");
            said.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
        }
        let count = SentenceWords::of(&said).as_slice().len();
        (count > SENTENCE).then_some(said)
    }

    /// How many of a hundred are right where a fifth of the sentences is not in the table.
    fn right_without_a_fifth(said: &[(&'static Answer, String)], seed: u64) -> usize {
        let mut out = said.to_vec();
        fastrand::Rng::with_seed(seed).shuffle(&mut out);
        out.truncate(said.len() / 5);
        let gone: HashSet<&str> = out.iter().map(|(_, said)| said.as_str()).collect();
        let holds =
            |answer: &Answer| sentence(answer).is_none_or(|said| !gone.contains(said.as_str()));
        let held: HashSet<*const Answer> = ANSWERS
            .iter()
            .filter(|answer| holds(answer))
            .map(std::ptr::from_ref)
            .collect();
        let is_right = |(answer, said): &&(&'static Answer, String)| {
            let status = answer.statuses.first().copied();
            let mut exchange = refused(status.filter(|status| *status >= 400), said);
            if answer.surfaces.contains(&Surface::GraphQl) && exchange.status.is_none() {
                exchange.body.shape =
                    BodyShape::GraphQlErrors(vec![GraphQlError::said(said.clone())]);
            }
            let weighing = weigh_by(
                &|answer| held.contains(&std::ptr::from_ref(answer)),
                answer.surfaces.first().copied(),
                &exchange,
                &Clues::default(),
            );
            let first = weighing.candidates.first().map(Candidate::cause);
            let mut causes = answer.means.iter().map(|meaning| meaning.code.cause);
            let is_right = causes.any(|cause| Some(cause) == first);
            let is_certain = weighing.certainty() == Certainty::Certain;
            assert!(is_right || !is_certain, "certain and wrong: {said}");
            is_right
        };
        100 * out.iter().filter(is_right).count() / out.len()
    }

    #[test]
    fn sentences_that_the_table_lacks_are_read_by_their_words() {
        let said: Vec<(&Answer, String)> = ANSWERS
            .iter()
            .filter_map(|answer| Some((answer, sentence(answer)?)))
            .collect();
        for seed in 0..5 {
            let rate = right_without_a_fifth(&said, seed);
            assert!(rate >= BAR, "{rate} of 100 in draw {seed}");
        }
    }

    fn refused(status: Option<u16>, text: &str) -> Exchange {
        Exchange {
            status,
            headers: Headers::default(),
            body: Body {
                shape: BodyShape::Message(text.to_owned()),
                bytes: 0,
                cut: false,
            },
        }
    }

    #[test]
    fn what_is_not_known_is_never_more_than_ambiguous() {
        for (status, text, cause) in [
            (
                Some(403),
                "The crystal takes the scope gem_polish",
                Cause::WrongScope,
            ),
            (
                Some(403),
                "403 Forbidden - The gem was revoked by its cutter",
                Cause::Revoked,
            ),
            (None, "Your gem has expired last night", Cause::Expired),
        ] {
            let weighing = weigh(
                Some(Surface::Rest),
                &refused(status, text),
                &Clues::default(),
            );
            let first = weighing.candidates.first().map(|first| first.code().cause);
            assert_eq!(first, Some(cause), "{text}");
            assert_eq!(weighing.certainty(), Certainty::Ambiguous, "{text}");
        }
    }

    #[test]
    fn a_row_with_words_of_its_own_knows_what_stands_in_its_places() {
        for (status, text) in [
            (
                400,
                "400 Bad request - The scope of the crystal is enforced for all of the mine",
            ),
            (
                403,
                "403 Forbidden - Your password expired. A scope of one was revoked",
            ),
        ] {
            let exchange = refused(Some(status), text);
            let weighing = weigh(Some(Surface::Rest), &exchange, &Clues::default());
            assert!(!weighing.is_guess, "{text}");
        }
    }

    #[test]
    fn a_known_sentence_and_a_fault_of_the_server_are_left_alone() {
        for (status, text) in [
            (Some(404), "404 Project Not Found"),
            (Some(500), "The scope of the crystal has expired"),
            (Some(422), "The scope of the crystal has expired"),
            (Some(429), "The scope of the crystal has expired"),
        ] {
            let weighing = weigh(None, &refused(status, text), &Clues::default());
            assert!(!weighing.is_guess, "{text}");
        }
    }
}
