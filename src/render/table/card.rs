//! The card of a token: all that is known of it (`inspect`), or the gist in three lines.

use super::entry::{FACT_COLUMNS, INDENT, answer, fact, gist, named, outcome, remarks};
use super::screen::{Grid, Screen};
use crate::render::words;
use crate::report::{Entry, Outcome, Report, TokenRecord, checksum_word};

/// Draws the entries of `inspect`, each as a card.
pub(super) fn render(screen: &mut Screen, report: &Report) {
    for entry in &report.entries {
        screen.gap();
        match report.token_of(entry) {
            Some(token) => render_card(screen, report, entry, token),
            None => render_without_token(screen, report, entry),
        }
    }
}

fn render_without_token(screen: &mut Screen, report: &Report, entry: &Entry) {
    let mark = screen.outcome_mark(entry.outcome);
    screen.title(mark, &entry.subject, &words::outcome(entry));
    if screen.style().quiet {
        return gist(screen, entry);
    }
    instance(screen, report);
    remarks(screen, &entry.warnings);
    outcome(screen, entry);
}

fn render_card(screen: &mut Screen, report: &Report, entry: &Entry, token: &TokenRecord) {
    let mark = screen.outcome_mark(entry.outcome);
    let subject = format!("{}  {}", token.display, words::kind(token));
    let state = words::token_state(token, entry);
    screen.title(mark, &subject, &state);
    if screen.style().quiet {
        return gist(screen, entry);
    }
    source(screen, token);
    if state != token.state.name() {
        fact(screen, "state", token.state.name());
    }
    facts(screen, token);
    instance(screen, report);
    if entry.outcome != Outcome::Granted || screen.style().verbose {
        answer(screen, entry);
    }
    remarks(screen, &token.defects);
    remarks(screen, &entry.warnings);
    claims(screen, token);
    reach(screen, token);
    outcome(screen, entry);
}

fn facts(screen: &mut Screen, token: &TokenRecord) {
    if let Some(owner) = &token.owner {
        fact(screen, "owner", &words::owner(owner));
    }
    let expiry = words::expiry(token);
    fact(
        screen,
        words::expires(token),
        expiry.as_deref().unwrap_or("not told"),
    );
    let scopes = words::scopes(token);
    fact(screen, "scopes", scopes.as_deref().unwrap_or("not told"));
    if token.checksum.is_some() {
        fact(screen, "checksum", checksum_word(token.checksum));
    }
}

fn source(screen: &mut Screen, token: &TokenRecord) {
    let mut clauses = vec![token.source.clone()];
    clauses.extend(words::shadows(token));
    screen.clauses(named("from"), &clauses, "; ");
}

fn claims(screen: &mut Screen, token: &TokenRecord) {
    if token.claims.is_empty() {
        return;
    }
    fact(screen, "claims", "read from the token, not verified");
    let rows = token.claims.iter();
    let rows = rows.map(|(name, value)| vec![name.clone(), value.clone()]);
    screen.grid(INDENT + FACT_COLUMNS, &Grid::plain(rows));
}

fn reach(screen: &mut Screen, token: &TokenRecord) {
    if token.reach.is_empty() {
        return;
    }
    fact(screen, "reaches", &words::reach(token));
    let rows = token.reach.iter().map(|place| {
        let kind = place.kind.name().to_owned();
        vec![place.path.clone(), kind, place.role.clone()]
    });
    screen.grid(INDENT + FACT_COLUMNS, &Grid::plain(rows));
}

/// Draws the gist of all tokens, and the instance.
pub(super) fn all_brief(screen: &mut Screen, report: &Report) {
    for token in &report.tokens {
        brief(screen, token, report.tokens.len() > 1);
    }
    instance(screen, report);
}

/// Draws what an entry needs to know of its token.
pub(super) fn brief(screen: &mut Screen, token: &TokenRecord, with_id: bool) {
    let name = if with_id { token.id.as_str() } else { "token" };
    let mut who = vec![token.display.clone(), words::kind(token)];
    let owner = token.owner.as_ref().map(words::owner);
    who.extend(owner.map(|owner| format!("of {owner}")));
    screen.clauses(named(name), &who, ", ");
    let mut origin = vec![format!("from {}", token.source)];
    origin.extend(words::shadows(token));
    screen.clauses(named(""), &origin, "; ");
    let mut given: Vec<String> = Vec::new();
    given.extend(words::scopes(token).map(|scopes| format!("scopes {scopes}")));
    given.extend(words::expiry(token).map(|expiry| format!("{} {expiry}", words::expires(token))));
    screen.clauses(named(""), &given, "; ");
    remarks(screen, &token.defects);
}

/// Draws the instance, when there is one.
pub(super) fn instance(screen: &mut Screen, report: &Report) {
    if let Some(instance) = &report.instance {
        let mut clauses = vec![instance.url.clone()];
        clauses.extend(words::release(instance));
        clauses.push(format!("from {}", instance.source));
        screen.clauses(named("instance"), &clauses, ", ");
    }
}
