//! Answers that are known by their words, where their bytes are wrapped in a way that no row shows.

use super::{Candidate, Holds, candidate};
use crate::answers::ANSWERS;
use crate::answers::answer::Answer;
use crate::answers::wording;
use crate::answers::wording::Said;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clues;
use crate::observation::{BodyShape, Exchange};

/// So few letters are said by answers that have nothing else in common.
const TELLING: usize = 12;

/// Adds what the words of an answer mean, where they say more than the rows that show its bytes.
pub(super) fn add(
    holds: &Holds<'_>,
    shown: &mut Vec<(usize, Candidate)>,
    surface: Option<Surface>,
    exchange: &Exchange,
    clues: &Clues,
) {
    // Bytes that only one situation produces say all that there is to say: a code may stand beside words that many know.
    if !is_refusal(exchange) || is_decided(shown) {
        return;
    }
    let literal = shown.iter().map(|(specificity, _)| *specificity).max();
    let nearer = nearest(holds, surface, exchange, literal.unwrap_or_default(), shown);
    for (said, answer) in nearer {
        let is_here = clues.are_on(answer.route);
        let specificity = literal.unwrap_or_default() + said.literal;
        let is_sure = said.is_most() && fits_status(answer, exchange);
        let meanings = answer.means.iter().filter(|_| is_here);
        shown.extend(meanings.map(|meaning| {
            let found = candidate(answer, meaning, &said.captures, surface, clues);
            let is_decisive = found.is_decisive && is_sure;
            (
                specificity,
                Candidate {
                    is_decisive,
                    ..found
                },
            )
        }));
    }
}

/// Whether the most specific of what is shown leaves no doubt.
fn is_decided(shown: &[(usize, Candidate)]) -> bool {
    let most = shown.iter().map(|(specificity, _)| *specificity).max();
    shown
        .iter()
        .any(|(specificity, candidate)| Some(*specificity) == most && candidate.is_decisive)
}

/// What somebody wrote into an issue is no refusal, whatever it says.
fn is_refusal(exchange: &Exchange) -> bool {
    exchange.status.is_none_or(|status| status >= 400)
        || matches!(exchange.body.shape, BodyShape::GraphQlErrors(_))
}

/// The answers with the most words in common. What stands in the place of a placeholder is a sentence of its own.
fn nearest(
    holds: &Holds<'_>,
    surface: Option<Surface>,
    exchange: &Exchange,
    literal: usize,
    shown: &[(usize, Candidate)],
) -> Vec<(Said, &'static Answer)> {
    let whole = wording::find(&exchange.body.shape.said());
    let whole = whole.into_iter().filter(|said| said.literal > literal);
    let blanks = shown
        .iter()
        .filter(|(specificity, _)| *specificity == literal)
        .flat_map(|(_, candidate)| &candidate.captures);
    let named = blanks
        .flat_map(|(_, text)| wording::find(text))
        .filter(Said::is_most);
    let said: Vec<Said> = whole
        .chain(named)
        .filter(|said| said.literal > TELLING && ANSWERS.get(said.answer).is_some_and(holds))
        .collect();
    let most = said.iter().map(|said| said.literal).max();
    let mut found: Vec<(Said, &'static Answer)> = said
        .into_iter()
        .filter(|said| Some(said.literal) == most)
        .filter_map(|said| Some((said.clone(), ANSWERS.get(said.answer)?)))
        .collect();
    keep_if_any(&mut found, |answer| {
        surface.is_none_or(|surface| answer.surfaces.contains(&surface))
    });
    keep_if_any(&mut found, |answer| fits_status(answer, exchange));
    found.dedup_by_key(|(said, _)| said.answer);
    found
}

/// Keeps those that fit, unless none does: a place ranks what was said, and never rules it out.
fn keep_if_any(found: &mut Vec<(Said, &'static Answer)>, fits: impl Fn(&Answer) -> bool) {
    if found.iter().any(|(_, answer)| fits(answer)) {
        found.retain(|(_, answer)| fits(answer));
    }
}

fn fits_status(answer: &Answer, exchange: &Exchange) -> bool {
    let fits = |status| answer.statuses.is_empty() || answer.statuses.contains(&status);
    exchange.status.is_none_or(fits)
}
