//! Answers that are known by their words, where their bytes are wrapped in a way that no row shows.

use super::{Candidate, Holds, candidate, said};
use crate::answers::ANSWERS;
use crate::answers::answer::Answer;
use crate::answers::wording::Said;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clues;
use crate::observation::{BodyShape, Exchange};

/// Adds what the words of an answer mean, where they say more than the rows that show its bytes.
pub(super) fn add(
    holds: &Holds<'_>,
    whole: &[Said],
    shown: &mut Vec<(usize, Candidate)>,
    surface: Option<Surface>,
    exchange: &Exchange,
    clues: &Clues,
) {
    let literal = shown.iter().map(|(specificity, _)| *specificity).max();
    let nearer = nearest(holds, whole, surface, exchange, shown);
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

/// The answers with the most words in common. What stands in the place of a placeholder is a sentence of its own.
fn nearest(
    holds: &Holds<'_>,
    whole: &[Said],
    surface: Option<Surface>,
    exchange: &Exchange,
    shown: &[(usize, Candidate)],
) -> Vec<(Said, &'static Answer)> {
    let literal = shown.iter().map(|(specificity, _)| *specificity).max();
    let more = whole.iter().filter(|said| Some(said.literal) > literal);
    // The title of a page is whoever's it is, whatever words of GitLab are in it.
    let is_page = matches!(exchange.body.shape, BodyShape::Html(_));
    let blanks = shown
        .iter()
        .filter(|(specificity, _)| Some(*specificity) == literal && !is_page)
        .flat_map(|(_, candidate)| &candidate.captures);
    let named = blanks
        .flat_map(|(_, text)| said(holds, text))
        .filter(Said::is_most);
    let said: Vec<Said> = more.cloned().chain(named).collect();
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
