//! Several tokens, asked the same: their results side by side, and where they part.

use super::inquiry::{Inquiry, InquiryError};
use crate::catalogue::AccessLevel;
use crate::diagnosis::{Case, Certainty, Knowledge, Question, is_dead};
use crate::gitlab::Asker;
use crate::report::{
    Column, ComparedCell, ComparedRow, Comparison, Difference, Entry, Facet, Report, Requests,
    TokenRecord, number,
};

/// What was found out with one token.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenResult {
    /// The report, as it would be of this token alone.
    pub report: Report,
    /// The role of its owner in the target, in words; absent where it is not known.
    pub role: Option<String>,
}

/// What tells one token from another, beside the answers to what was asked.
const FACTS: [Question; 5] = [
    Question::OwnRecord,
    Question::Job,
    Question::TokenInfo,
    Question::User,
    Question::Target,
];

/// Asks what is missing to say who is behind a token, and with which role.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub(crate) async fn ask_for_identity<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    case: &mut Case,
) -> Result<(), InquiryError> {
    for questions in [&FACTS[..], &[Question::Membership]] {
        if is_dead(case) {
            return Ok(());
        }
        let mut missing = questions.to_vec();
        missing.retain(|question| !case.was_asked(*question));
        inquiry.ask(case, &missing).await?;
    }
    Ok(())
}

/// The role of the owner in the target, in words.
pub(crate) fn role_of(case: &Case) -> Option<String> {
    let known = Knowledge::of(case);
    if known.is_administrator() {
        return Some("administrator".to_owned());
    }
    let words = |level: AccessLevel| level.to_string();
    let role = known
        .role?
        .map_or_else(|| "none: not a member".to_owned(), words);
    Some(role)
}

/// Puts what was found out with each token into one report; the first token's comes first. The names
/// are those of all variables, in the same order.
pub(crate) fn side_by_side(
    names: Vec<String>,
    first: TokenResult,
    others: Vec<TokenResult>,
) -> Report {
    let found: Vec<&TokenResult> = std::iter::once(&first).chain(&others).collect();
    let ids: Vec<String> = (1..=found.len()).map(|place| format!("t{place}")).collect();
    let comparison = Comparison {
        columns: columns(names, &ids),
        rows: rows(&found, &ids),
        partings: partings(&found, &ids),
    };
    let mut ids = ids.iter();
    let mut whole = named(first.report, ids.next());
    let mut lists: Vec<Vec<Entry>> = vec![std::mem::take(&mut whole.entries)];
    for (next, id) in others.into_iter().zip(ids) {
        let next = named(next.report, Some(id));
        whole.tokens.extend(next.tokens);
        lists.push(next.entries);
        whole.requests = joined(whole.requests, next.requests);
        for advice in next.advice {
            if !whole.advice.contains(&advice) {
                whole.advice.push(advice);
            }
        }
    }
    whole.entries = interleaved(lists);
    whole.comparison = Some(comparison);
    whole
}

/// Gives the token and its entries the id by which they are told apart.
fn named(mut report: Report, id: Option<&String>) -> Report {
    let Some(id) = id else { return report };
    for token in &mut report.tokens {
        token.id.clone_from(id);
    }
    for entry in &mut report.entries {
        entry.token = Some(id.clone());
    }
    report
}

/// The answers to one question stand together.
fn interleaved(lists: Vec<Vec<Entry>>) -> Vec<Entry> {
    let mut lists: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut entries = Vec::new();
    loop {
        let row: Vec<Entry> = lists.iter_mut().filter_map(Iterator::next).collect();
        if row.is_empty() {
            break;
        }
        entries.extend(row);
    }
    number(&mut entries);
    entries
}

fn joined(mut all: Requests, next: Requests) -> Requests {
    all.log.extend(next.log);
    all.budget = all.budget.saturating_add(next.budget);
    all.round_trips += next.round_trips;
    all.withheld |= next.withheld;
    for open in next.left_open {
        if !all.left_open.contains(&open) {
            all.left_open.push(open);
        }
    }
    all
}

/// A name that two tokens share tells nobody which is which, so the id stands beside it.
fn columns(names: Vec<String>, ids: &[String]) -> Vec<Column> {
    let is_shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let shared: Vec<bool> = names.iter().map(is_shared).collect();
    let columns = names.into_iter().zip(ids).zip(shared);
    columns
        .map(|((name, id), is_shared)| Column {
            name: if is_shared {
                format!("{name} ({id})")
            } else {
                name
            },
            id: id.clone(),
        })
        .collect()
}

fn rows(found: &[&TokenResult], ids: &[String]) -> Vec<ComparedRow> {
    let Some(first) = found.first() else {
        return Vec::new();
    };
    let subjects = first.report.entries.iter().map(|entry| &entry.subject);
    subjects
        .enumerate()
        .map(|(place, subject)| ComparedRow {
            subject: subject.clone(),
            cells: found
                .iter()
                .zip(ids)
                .filter_map(|(each, id)| Some(cell(each.report.entries.get(place)?, id)))
                .collect(),
        })
        .collect()
}

fn cell(entry: &Entry, id: &str) -> ComparedCell {
    let diagnosis = entry.diagnosis.as_ref();
    ComparedCell {
        token: id.to_owned(),
        outcome: entry.outcome,
        status: entry.answer.as_ref().and_then(|answer| answer.status),
        code: diagnosis.map(|diagnosis| diagnosis.primary.code.id),
        is_ambiguous: diagnosis.is_some_and(|it| it.certainty == Certainty::Ambiguous),
    }
}

/// How the value of a facet is read from what was found.
type FacetReader = fn(&TokenResult) -> Option<String>;

/// Everything in which the tokens differ, in the order of the gates.
fn partings(found: &[&TokenResult], ids: &[String]) -> Vec<Difference> {
    let facets: [(Facet, FacetReader); 5] = [
        (Facet::Kind, |each| {
            token(each).map(|token| token.kind_words.clone())
        }),
        (Facet::State, |each| {
            token(each).map(|token| token.state.name().to_owned())
        }),
        (Facet::Scopes, |each| scopes(token(each)?)),
        (Facet::Identity, |each| identity(token(each)?)),
        (Facet::Role, |each| each.role.clone()),
    ];
    facets
        .into_iter()
        .filter_map(|(facet, value)| {
            let values: Vec<(String, String)> = found
                .iter()
                .zip(ids)
                .map(|(each, id)| {
                    let value = value(each).unwrap_or_else(|| "not known".to_owned());
                    (id.clone(), value)
                })
                .collect();
            let differs = values.windows(2).any(|pair| pair[0].1 != pair[1].1);
            differs.then_some(Difference { facet, values })
        })
        .collect()
}

fn token(found: &TokenResult) -> Option<&TokenRecord> {
    found.report.tokens.first()
}

fn scopes(token: &TokenRecord) -> Option<String> {
    if token.fine_grained == Some(true) {
        return Some("fine-grained permissions".to_owned());
    }
    let scopes = token.scopes.as_ref()?;
    Some(if scopes.is_empty() {
        "none".to_owned()
    } else {
        scopes.join(", ")
    })
}

fn identity(token: &TokenRecord) -> Option<String> {
    let owner = token.owner.as_ref()?;
    let name = match (&owner.username, owner.id) {
        (Some(name), _) => format!("@{name}"),
        (None, Some(id)) => format!("user {id}"),
        (None, None) => return None,
    };
    Some(if owner.bot == Some(true) {
        format!("{name}, a bot")
    } else {
        name
    })
}
