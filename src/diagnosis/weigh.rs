//! Weighing: which rows show the bytes, which of them the clues leave standing, and how sure
//! that makes us.

mod by_meaning;
mod by_words;

use super::Certainty;
use super::clue::Clues;
use super::ladder::Progress;
use super::premise;
use crate::answers::answer::{Answer, Grade, Meaning};
use crate::answers::mark::Mark;
use crate::answers::template::Captures;
use crate::answers::wording::{self, Said};
use crate::answers::{self, ANSWERS};
use crate::answers::{Cause, Code};
use crate::catalogue::Surface;
use crate::observation::{BodyShape, Exchange};

/// A favourite must outweigh all that speaks for other causes by this factor.
const CLEARLY: u32 = 2;

/// So many reasons of one cause stand before those of other causes.
const ALIKE: usize = 2;

/// How much more a row weighs that speaks of the kind of token at hand.
const NEARER: u32 = 4;

/// So few letters are said by sentences that have nothing else in common.
const TELLING: usize = 12;

/// Says whether a row belongs to the table.
type Holds<'a> = dyn Fn(&Answer) -> bool + 'a;

/// A row that shows the bytes and was not struck out.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) meaning: &'static Meaning,
    pub(super) captures: Captures,
    /// How many marks prove it; none when it is not proven.
    pub(super) proof: usize,
    /// How often it is the reason, here or where nobody knows where.
    weight: u32,
    /// Whether only one situation produces what was said.
    pub(super) is_decisive: bool,
}

impl Candidate {
    pub(super) const fn code(&self) -> &'static Code {
        self.meaning.code
    }

    pub(super) const fn is_proven(&self) -> bool {
        self.proof > 0
    }

    const fn cause(&self) -> Cause {
        self.meaning.code.cause
    }
}

/// The candidates that the clues leave, best first, and whether the clues struck out every row.
/// Where no row is left at all, what is known of the token rules out what the answer says of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighing {
    pub(super) candidates: Vec<Candidate>,
    contradicted: bool,
    /// Whether the sentence is not known, and was read by what its words speak of.
    is_guess: bool,
}

/// Finds the rows that an answer shows and weighs them by the clues.
pub(super) fn weigh(surface: Option<Surface>, exchange: &Exchange, clues: &Clues) -> Weighing {
    weigh_by(&|_| true, surface, exchange, clues)
}

/// Weighs by those rows that a table holds.
fn weigh_by(
    holds: &Holds<'_>,
    surface: Option<Surface>,
    exchange: &Exchange,
    clues: &Clues,
) -> Weighing {
    let mut shown: Vec<(usize, Candidate)> = answers::rows_for(&exchange.body.shape)
        .filter_map(|answer| Some((answer, answer.captures(surface, exchange)?)))
        .filter(|(answer, _)| holds(answer) && clues.are_on(answer.route))
        .flat_map(|(answer, captures)| candidates(answer, &captures, surface, clues))
        .collect();
    // Bytes that only one situation produces say all that there is to say: a code may stand beside words that many know.
    let is_guess = is_refusal(exchange) && !is_decided(&shown) && {
        let text = exchange.body.shape.said();
        let said = said(holds, &text);
        by_words::add(holds, &said, &mut shown, surface, exchange, clues);
        said.is_empty() && by_meaning::add(&text, &mut shown, surface, exchange, clues)
    };
    shown.sort_by_key(|(specificity, _)| std::cmp::Reverse(*specificity));
    let was_shown = !shown.is_empty();
    shown.retain(|(_, candidate)| !premise::is_refuted(candidate.meaning, clues));
    let standing = most_specific(&shown, |candidate| !clues.fit_any(candidate.meaning.unless));
    let contradicted = was_shown && standing.is_empty();
    let chosen = if contradicted {
        most_specific(&shown, |_| true)
    } else {
        standing
    };
    Weighing {
        candidates: ranked(stopped_first(chosen)),
        contradicted,
        is_guess,
    }
}

/// What somebody wrote into an issue is no refusal, whatever it says.
fn is_refusal(exchange: &Exchange) -> bool {
    exchange.status.is_none_or(|status| status >= 400)
        || matches!(exchange.body.shape, BodyShape::GraphQlErrors(_))
}

/// Whether the most specific of what is shown leaves no doubt.
fn is_decided(shown: &[(usize, Candidate)]) -> bool {
    let most = shown.iter().map(|(specificity, _)| *specificity).max();
    shown
        .iter()
        .any(|(specificity, candidate)| Some(*specificity) == most && candidate.is_decisive)
}

/// The sentences of rows that a text says.
fn said(holds: &Holds<'_>, text: &str) -> Vec<Said> {
    let is_held = |said: &Said| ANSWERS.get(said.answer).is_some_and(holds);
    let mut said = wording::find(text);
    said.retain(|said| said.literal > TELLING && is_held(said));
    said
}

/// All that an answer can mean, if it is the one that was given, each with how specific its bytes are.
fn candidates(
    answer: &'static Answer,
    captures: &Captures,
    surface: Option<Surface>,
    clues: &Clues,
) -> Vec<(usize, Candidate)> {
    let specificity = answer.specificity();
    let meanings = answer.means.iter();
    meanings
        .map(|meaning| {
            (
                specificity,
                candidate(answer, meaning, captures, surface, clues),
            )
        })
        .collect()
}

fn candidate(
    answer: &Answer,
    meaning: &'static Meaning,
    captures: &Captures,
    surface: Option<Surface>,
    clues: &Clues,
) -> Candidate {
    let nearness = familiarity(answer, surface) * relevance(meaning, clues);
    Candidate {
        meaning,
        captures: captures.clone(),
        proof: longest_proof(meaning, clues),
        weight: u32::from(meaning.weight) * nearness,
        is_decisive: meaning.decisive,
    }
}

/// How many marks the longest proof has that holds.
fn longest_proof(meaning: &Meaning, clues: &Clues) -> usize {
    let holding = meaning.proof.iter().filter(|marks| clues.fit_all(marks));
    holding.map(|marks| marks.len()).max().unwrap_or_default()
}

/// Where the surface is not known, what is spoken on a much used one is the likelier reason.
fn familiarity(answer: &Answer, surface: Option<Surface>) -> u32 {
    let of = |surface: &Surface| match surface {
        Surface::Rest | Surface::Git => 4,
        Surface::Packages | Surface::RegistryAuth | Surface::Registry => 3,
        Surface::GraphQl | Surface::Web | Surface::Oauth => 2,
        Surface::Lfs | Surface::Runner | Surface::DependencyProxy => 1,
    };
    match surface {
        Some(_) => 1,
        None => answer.surfaces.iter().map(of).max().unwrap_or(1),
    }
}

/// A row that speaks of something which is known to be there (a job token, a bot, ...) is nearer to
/// the case than one that would be said of anybody.
fn relevance(meaning: &Meaning, clues: &Clues) -> u32 {
    let speaks_of_it = meaning
        .unless
        .iter()
        .any(|mark| !mark.holds && mark.clue.is_a_kind() && clues.holds(mark.clue));
    if speaks_of_it { NEARER } else { 1 }
}

/// The most specific group of rows in which any is left.
fn most_specific(
    shown: &[(usize, Candidate)],
    keep: impl Fn(&Candidate) -> bool,
) -> Vec<Candidate> {
    let left: Vec<&(usize, Candidate)> = shown
        .iter()
        .filter(|(_, candidate)| keep(candidate))
        .collect();
    let Some((best, _)) = left.first() else {
        return Vec::new();
    };
    left.iter()
        .take_while(|(specificity, _)| specificity == best)
        .map(|(_, candidate)| candidate.clone())
        .collect()
}

/// A proven fault stops the request at its gate at the latest, so what lies behind it is out.
fn stopped_first(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let stop = candidates
        .iter()
        .filter(|candidate| candidate.is_proven())
        .filter_map(|candidate| candidate.code().gate)
        .min();
    if let Some(stop) = stop {
        candidates.retain(|candidate| candidate.code().gate.is_none_or(|gate| gate <= stop));
    }
    candidates
}

/// The best proven rows first, then by weight; each code once. What is one more of a cause tells less than the first of
/// another, and stands behind it.
fn ranked(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|candidate| {
        let first = (candidate.proof, candidate.weight);
        std::cmp::Reverse(first)
    });
    let mut seen: Vec<&'static str> = Vec::new();
    candidates.retain(|candidate| {
        let is_new = !seen.contains(&candidate.code().id);
        seen.push(candidate.code().id);
        is_new
    });
    let mut causes: Vec<Cause> = Vec::new();
    let (mut first, behind): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|candidate| {
        let cause = candidate.cause();
        causes.push(cause);
        candidate.is_proven() || causes.iter().filter(|other| **other == cause).count() <= ALIKE
    });
    first.extend(behind);
    first
}

impl Weighing {
    /// Whether the answer is understood, and says of the token what is known to be otherwise.
    pub(super) fn is_refuted(&self) -> bool {
        self.contradicted && self.candidates.is_empty()
    }

    /// How sure the favourite is.
    pub(super) fn certainty(&self) -> Certainty {
        let Some(first) = self.candidates.first() else {
            return Certainty::Ambiguous;
        };
        let others: Vec<&Candidate> = self
            .candidates
            .iter()
            .filter(|candidate| candidate.cause() != first.cause())
            .collect();
        if self.is_guess {
            return Certainty::Ambiguous;
        }
        let founded = first.meaning.grade > Grade::Unverified && !self.contradicted;
        let told = first.is_decisive || first.is_proven();
        if others.is_empty() && told && founded {
            return Certainty::Certain;
        }
        let rivals: u32 = others.iter().map(|candidate| candidate.weight).sum();
        let rival_confirmed = others.iter().any(|candidate| candidate.is_proven());
        let favoured = first.weight >= CLEARLY * rivals;
        if !self.contradicted && !rival_confirmed && (first.is_proven() || favoured) {
            Certainty::Likely
        } else {
            Certainty::Ambiguous
        }
    }

    /// How far the answer shows that GitLab went: as far as the first gate of all that the words leave
    /// open. A status without words may come from any gate, unless one cause alone is left.
    pub(super) fn progress(&self, exchange: &Exchange) -> Progress {
        let has_words = !matches!(
            exchange.body.shape,
            BodyShape::Unseen | BodyShape::Empty | BodyShape::Html(_) | BodyShape::Binary
        );
        let is_certain = self.certainty() == Certainty::Certain;
        if self.contradicted || self.candidates.is_empty() || !(has_words || is_certain) {
            return Progress::Unshown;
        }
        let gates = self.candidates.iter();
        let first = gates.filter_map(|candidate| candidate.code().gate).min();
        first.map_or(Progress::Through, Progress::UpTo)
    }

    /// The marks that are not known yet and would strike out or confirm a candidate.
    pub(super) fn open_marks<'a>(&'a self, clues: &'a Clues) -> impl Iterator<Item = Mark> + 'a {
        self.candidates
            .iter()
            .flat_map(|candidate| {
                let proof = candidate
                    .meaning
                    .proof
                    .iter()
                    .flat_map(|marks| marks.iter());
                candidate.meaning.unless.iter().chain(proof)
            })
            .copied()
            .filter(|mark| clues.get(mark.clue).is_none())
    }
}

#[cfg(test)]
mod tests;
