//! The one thing to do next, as far as the credentials that were found tell it.

use super::{AtHand, CandidateCredential};
use crate::catalogue::instance::in_command;
use crate::report::{Checkup, Entry, Outcome, Report, TokenRecord, TokenState, Verdict};

/// Days before the end of a token in which it should be renewed.
const SOON: i64 = 30;

/// A sentence, and the commands and addresses for it.
type Step = (String, Vec<String>);

fn step(text: impl Into<String>, how: impl Into<Option<String>>) -> Step {
    (text.into(), how.into().into_iter().collect())
}

/// Says the one thing to do next.
pub(super) fn next_step(
    report: &Report,
    checkup: &Checkup,
    candidates: &[&CandidateCredential],
    at_hand: &AtHand,
) -> Step {
    let address = at_hand.instance.to_string();
    let address = in_command(&address, "URL");
    if let Some(remote) = &at_hand.stranger {
        let text = format!(
            "Only the git remote {remote} names {address}, so nothing was sent there. If it is your GitLab, run:"
        );
        return step(text, format!("glwhy doctor --instance {address}"));
    }
    let rows = || report.tokens.iter().zip(&report.entries).zip(candidates);
    let Some(((token, entry), candidate)) = rows().next() else {
        return make_one(address, in_command(at_hand.instance.host(), "HOST"));
    };
    if report.requests.planned {
        return step("Leave out --plan to have them asked.", None);
    }
    if entry.outcome != Outcome::Granted {
        let other = rows().find(|((_, entry), _)| entry.outcome == Outcome::Granted);
        let alive = other.map(|((token, _), _)| token);
        return without_life(token, entry, candidate, alive);
    }
    let mut dead = rows().filter(|((_, entry), _)| entry.verdict() == Verdict::Problem);
    if let Some(step) = dead.find_map(|((token, _), candidate)| still_sent(token, candidate)) {
        return step;
    }
    alive(token, checkup, address)
}

fn make_one(address: &str, host: &str) -> Step {
    let text = "Make a token and put it into the variable GITLAB_TOKEN, or sign in with glab:";
    let how = vec![
        format!("{address}/-/user_settings/personal_access_tokens?name=glwhy&scopes=read_api"),
        format!("glab auth login --hostname {host}"),
    ];
    (text.to_owned(), how)
}

/// A dead one that another program may send is to be taken away; this program takes the first.
fn still_sent(token: &TokenRecord, candidate: &CandidateCredential) -> Option<Step> {
    let readers = candidate.readers.iter().copied();
    let others: Vec<&str> = readers.filter(|reader| *reader != "glwhy").collect();
    let text = format!(
        "The token of {} is {}, and {} may still send it.",
        token.source,
        how_dead(token),
        listed(&others)
    );
    (!others.is_empty()).then(|| (text, candidate.removal.clone()))
}

fn alive(token: &TokenRecord, checkup: &Checkup, address: &str) -> Step {
    if let Some(days) = token.days_left.filter(|days| *days <= SOON) {
        let when = match days {
            0 => "today is its last day".to_owned(),
            1 => "tomorrow is its last day".to_owned(),
            days => format!("it has {days} days left"),
        };
        let page = format!("{address}/-/user_settings/personal_access_tokens");
        return step(format!("Renew {}: {when}.", token.source), page);
    }
    if checkup.is_seen == Some(false) {
        let text = "The token is alive, and does not see the project. Why, is told by:";
        return step(text, "glwhy probe read-project".to_owned());
    }
    let text = "Nothing: the token is alive. When a command fails, put glwhy probe in front of it. What the token may do \
                here, is told by:";
    step(text, "glwhy probe".to_owned())
}

/// The one that would be taken is of no use, or was not asked.
fn without_life(
    token: &TokenRecord,
    entry: &Entry,
    candidate: &CandidateCredential,
    alive: Option<&TokenRecord>,
) -> Step {
    let fix = entry
        .diagnosis
        .as_ref()
        .and_then(|diagnosis| diagnosis.primary.fix.first());
    if entry.verdict() != Verdict::Problem {
        let missing = || entry.missing.clone();
        return step(fix.cloned().or_else(missing).unwrap_or_default(), None);
    }
    match (alive, fix) {
        (Some(alive), _) => {
            let text = format!(
                "The token of {} is {}, and hides that of {}, which is alive.",
                token.source,
                how_dead(token),
                alive.source
            );
            (text, candidate.removal.clone())
        }
        (None, Some(fix)) => step(fix.clone(), None),
        (None, None) => ("Make a new token.".to_owned(), candidate.removal.clone()),
    }
}

const fn how_dead(token: &TokenRecord) -> &'static str {
    match token.state {
        TokenState::Expired => "expired",
        TokenState::Revoked => "revoked",
        TokenState::Active | TokenState::Unknown => "refused",
    }
}

fn listed(readers: &[&str]) -> String {
    match readers.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
