//! What a report says of a token: from its shape, and from what the instance told.

use super::context::Holding;
use crate::answers::clue::Clue;
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::clue;
use crate::diagnosis::knowledge::Home;
use crate::diagnosis::{Case, Knowledge};
use crate::report::{Advice, Membership, Owner, ReachKind, Severity, TokenRecord, TokenState};
use crate::secret::TokenShape;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// Describes a token by its shape alone.
pub(crate) fn record(holding: &Holding) -> TokenRecord {
    let shape = &holding.shape;
    TokenRecord {
        id: "t1".to_owned(),
        source: holding.source.clone(),
        shadows: holding.shadows.clone(),
        kind: shape.kind,
        kind_words: kind_words(shape),
        display: shape.display.clone(),
        defects: shape
            .defects
            .iter()
            .map(|defect| {
                let severity = if defect.spares_the_rest() {
                    Severity::Warning
                } else {
                    Severity::Problem
                };
                let text = format!("{} {}", defect.sentence(), defect.fix());
                Advice::new(defect.code(), severity, text)
            })
            .collect(),
        checksum: shape.checksum.fits(),
        claims: claims(shape),
        ..TokenRecord::default()
    }
}

fn kind_words(shape: &TokenShape) -> String {
    if shape.is_missing() {
        return "nothing: the value is empty".to_owned();
    }
    if shape.kind == TokenKind::Unknown && !shape.candidates.is_empty() {
        let names: Vec<&str> = shape.candidates.iter().map(|kind| kind.words()).collect();
        return format!("unknown; perhaps {}", names.join(" or "));
    }
    match &shape.forge {
        Some(forge) if shape.kind == TokenKind::OtherForge => format!("token of {}", forge.service),
        Some(_) | None => shape.kind.words().to_owned(),
    }
}

/// What the value itself says; read, not verified.
fn claims(shape: &TokenShape) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = Vec::new();
    let mut push = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            list.push((name.to_owned(), value));
        }
    };
    let number = |value: Option<u64>| value.map(|value| value.to_string());
    if let Some(claims) = &shape.claims {
        push("issuer", claims.issuer.clone());
        push("job_id", number(claims.job));
        push("project_id", number(claims.project));
        push("project_path", claims.project_path.clone());
        push("user_id", number(claims.user));
        push("group_id", number(claims.group));
        push("organization_id", number(claims.organization));
        push("cell_id", number(claims.cell));
        push("scoped_user_id", number(claims.scoped_user));
        push("expires_at", claims.expires_at.and_then(time));
    }
    if let Some(payload) = &shape.payload {
        push("project_id", number(payload.project));
        push("user_id", number(payload.user));
        push("group_id", number(payload.group));
        push("organization_id", number(payload.organization));
        push("cell_id", number(payload.cell));
    }
    list
}

/// Writes a time of seconds since 1970 as people read it.
fn time(seconds: i64) -> Option<String> {
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

/// Adds what the instance told.
pub(crate) fn refine(
    mut token: TokenRecord,
    known: &Knowledge,
    case: Option<&Case>,
    now: i64,
) -> TokenRecord {
    if let Some(kind) = known_kind(known, token.kind) {
        token.kind = kind;
        kind.words().clone_into(&mut token.kind_words);
    }
    if let Some(own) = &known.record {
        token.name.clone_from(&own.name);
        token.expires_at.clone_from(&own.expires_at);
        token.scopes = Some(own.scopes.clone());
        token.fine_grained = Some(own.is_fine_grained());
        token.state = state_of_record(own.active, own.revoked);
    } else if let Some(oauth) = &known.oauth {
        token.scopes = Some(oauth.scopes.clone());
        token.state = TokenState::Active;
        token.expires_at = oauth.expires_in.and_then(|seconds| time(now + seconds));
    }
    token.days_left = token
        .expires_at
        .as_deref()
        .and_then(|date| days_until(date, now));
    token.owner = owner(known);
    reach(known, &mut token);
    if token.state == TokenState::Unknown
        && let Some(case) = case
    {
        token.state = state_of_clues(case, known);
    }
    token
}

const fn state_of_record(active: Option<bool>, revoked: Option<bool>) -> TokenState {
    match (active, revoked) {
        (_, Some(true)) => TokenState::Revoked,
        (Some(true), _) => TokenState::Active,
        (Some(false), _) => TokenState::Expired,
        (None, _) => TokenState::Unknown,
    }
}

fn state_of_clues(case: &Case, known: &Knowledge) -> TokenState {
    let clues = clue::extract(case, known);
    if clues.get(Clue::Expired) == Some(true) {
        TokenState::Expired
    } else if clues.get(Clue::Revoked) == Some(true) {
        TokenState::Revoked
    } else if clues.get(Clue::Alive) == Some(true) {
        TokenState::Active
    } else {
        TokenState::Unknown
    }
}

/// What the owner tells of the kind. A person's token may also be an impersonation token; GitLab
/// does not tell the two apart here.
fn known_kind(known: &Knowledge, shown: TokenKind) -> Option<TokenKind> {
    if known.oauth.is_some() {
        return Some(TokenKind::Oauth);
    }
    known.record.as_ref()?;
    let user = known.user.as_ref();
    match user.and_then(crate::diagnosis::knowledge::User::home) {
        Some(Home::Project(_)) => Some(TokenKind::Project),
        Some(Home::Group(_)) => Some(TokenKind::Group),
        Some(Home::ServiceAccount) => Some(TokenKind::ServiceAccount),
        None if user.is_some_and(|user| user.bot == Some(false)) => Some(TokenKind::Personal),
        None => (shown == TokenKind::Unknown).then_some(TokenKind::PersonalAccess),
    }
}

/// Counts whole days from now to a date, or to the date of a time.
fn days_until(date: &str, now: i64) -> Option<i64> {
    let day: jiff::civil::Date = date.get(..10)?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = epoch.until(day).ok()?.get_days();
    Some(i64::from(days) - now.div_euclid(DAY))
}

fn owner(known: &Knowledge) -> Option<Owner> {
    if let Some(user) = &known.user {
        return Some(Owner {
            id: user.id,
            username: user.username.clone(),
            bot: user.bot,
            state: user.state.clone(),
            admin: user.admin,
        });
    }
    if let Some(job) = &known.job {
        return Some(Owner {
            id: job.user_id,
            username: job.username.clone(),
            ..Owner::default()
        });
    }
    known.owner_id().map(|id| Owner {
        id: Some(id),
        ..Owner::default()
    })
}

fn reach(known: &Knowledge, token: &mut TokenRecord) {
    let Some(list) = &known.associations else {
        return;
    };
    for (kind, entries) in [
        (ReachKind::Group, &list.groups),
        (ReachKind::Project, &list.projects),
    ] {
        token
            .reach
            .extend(entries.iter().map(|(_, path, level)| Membership {
                kind,
                path: path.clone(),
                role: level.map_or_else(|| "member".to_owned(), |level| level.to_string()),
            }));
    }
    token.reach_more = list.complete.then_some(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar() {
        let noon = 20 * DAY + DAY / 2;
        assert_eq!(days_until("1970-01-22", noon), Some(1));
        assert_eq!(days_until("1970-01-20", noon), Some(-1));
        assert_eq!(days_until("not a date", noon), None);
    }
}
