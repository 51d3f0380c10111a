//! `probe --connections`: one connection after the other, checked by the core of the other commands.
//!
//! One check is one report of its own; [`put_together`] makes one report of all. When a check runs, and beside how many
//! others, is not decided here.

use super::context::Context;
use super::inquiry::{Inquiry, InquiryError};
use super::inspect::{self, Horizon};
use super::needs::{self, Depth};
use super::privilege;
use super::probe::{self, ProbeOptions, about_the_token, assemble, one};
use crate::catalogue::{Capability, Method, Scope};
use crate::diagnosis::{Case, Subject, Target};
use crate::gitlab::Asker;
use crate::report::{
    Advice, Basis, Command, Connection, Entry, Instance, Outcome, Report, Requests, TokenRecord,
    TokenState,
};

/// What is wanted of a connection beside a living token.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// When to warn, and when to fail, of expiry.
    pub horizon: Horizon,
    /// The scopes beyond which the token has too much.
    pub max_scopes: Option<Vec<String>>,
    /// The capabilities that it must have.
    pub needs: Vec<&'static Capability>,
}

/// The result of one connection, by itself.
#[derive(Debug)]
pub struct CheckedConnection {
    /// The name of the connection.
    pub name: String,
    /// Where it stands in the file.
    pub place: String,
    /// What came of it.
    pub report: Report,
}

/// Checks one connection: its token, what was asked of it, and the target that it is for.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub(crate) async fn check<A: Asker>(
    asker: &A,
    context: &Context,
    wish: &Wish,
) -> Result<Report, InquiryError> {
    let mut inquiry = Inquiry::new(asker, context.budget);
    if !wish.needs.is_empty() {
        // The token itself is asked about on the way.
        let found = needs::check(&mut inquiry, context, &wish.needs, Depth::Verdict).await?;
        let least = privilege::of(context, &found.case, &wish.needs, &[]);
        let requests = inquiry.requests;
        return Ok(Report {
            least_privilege: least,
            ..judged(context, Some(&found.case), found.entries, requests, wish)
        });
    }
    let own = inspect::own_record(&mut inquiry, context).await?;
    let is_alive = own
        .as_ref()
        .is_none_or(|(_, entry)| entry.outcome == Outcome::Granted);
    let (mut case, mut entries) = match own {
        Some((case, entry)) => (Some(case), vec![entry]),
        None => (None, Vec::new()),
    };
    let target = subject_of(context).filter(|_| is_alive && context.may_ask());
    if let Some(subject) = target {
        let mut of_target = context.case(subject);
        if let Some(own) = &case {
            of_target.answers = about_the_token(own);
        }
        entries.push(one(&mut inquiry, &mut of_target, context).await?);
        case = case.or(Some(of_target));
    }
    if entries.is_empty() {
        entries.push(inspect::offline_entry(context));
    }
    Ok(judged(
        context,
        case.as_ref(),
        entries,
        inquiry.requests,
        wish,
    ))
}

/// Says what would be asked of a connection, and asks nothing.
pub(crate) fn plan(context: &Context, wish: &Wish) -> Report {
    let wanted = |subjects| ProbeOptions {
        subjects,
        capabilities: &wish.needs,
        depth: Depth::Verdict,
        compares: false,
    };
    if !wish.needs.is_empty() {
        return probe::plan(wanted(&[]), context);
    }
    let mut report = inspect::plan(context, wish.horizon);
    report.command = Command::Probe;
    report.requests.log.truncate(1);
    if let Some(subject) = subject_of(context).filter(|_| context.may_ask()) {
        let target = probe::plan(wanted(&[subject]), context);
        report
            .requests
            .log
            .extend(target.requests.log.into_iter().take(1));
        report.entries.extend(target.entries);
    }
    report
}

/// The result of a connection that nothing was asked of, and why. With `broken`, that is its own fault.
#[must_use]
pub fn not_asked(instance: Option<Instance>, why: &str, broken: Vec<Advice>) -> Report {
    let entry = Entry {
        id: String::new(),
        token: None,
        subject: "token".to_owned(),
        file: None,
        line: None,
        count: 1,
        outcome: Outcome::NotProbed,
        basis: Basis::Derived,
        answer: None,
        gates: Vec::new(),
        diagnosis: None,
        missing: Some(why.to_owned()),
        warnings: Vec::new(),
        need: None,
        log: None,
        asked_by: Vec::new(),
    };
    Report {
        instance,
        advice: broken,
        ..Report::new(Command::Probe, vec![entry])
    }
}

/// Makes one report of all, in the order in which they are given.
#[must_use]
pub fn put_together(
    checked: impl IntoIterator<Item = CheckedConnection>,
    budget: u32,
    planned: bool,
) -> Report {
    let mut whole = Report::new(Command::Probe, Vec::new());
    whole.requests.planned = planned;
    whole.requests.budget = budget;
    let checked = checked.into_iter();
    // As many of each as there are connections, at least: lists that grow leave holes in memory.
    let (number, _) = checked.size_hint();
    whole.tokens.reserve(number);
    whole.entries.reserve(number);
    whole.connections.reserve(number);
    whole.requests.log.reserve(number);
    for connection in checked {
        add(&mut whole, connection);
    }
    whole
}

fn add(whole: &mut Report, checked: CheckedConnection) {
    let CheckedConnection {
        name,
        place,
        report,
    } = checked;
    let id = |place: usize| format!("t{}", place + 1);
    let token = report.tokens.into_iter().next().map(|token| {
        whole.tokens.push(TokenRecord {
            id: id(whole.tokens.len()),
            ..token
        });
        whole.tokens.len() - 1
    });
    let first = whole.entries.len();
    for entry in report.entries {
        whole.entries.push(Entry {
            id: format!("e{}", whole.entries.len() + 1),
            token: entry.token.and(token.map(id)),
            ..entry
        });
    }
    whole.connections.push(Connection {
        name,
        place,
        instance: report.instance,
        token,
        entries: first..whole.entries.len(),
        requests: report.requests.log.len(),
        advice: report.advice,
        least_privilege: report.least_privilege,
    });
    whole.requests.round_trips = whole.requests.round_trips.max(report.requests.round_trips);
    whole.requests.withheld |= report.requests.withheld;
    whole.requests.log.extend(report.requests.log);
    for open in report.requests.left_open {
        if !whole.requests.left_open.contains(&open) {
            whole.requests.left_open.push(open);
        }
    }
}

/// Adds what is worth knowing beside the answers.
fn judged(
    context: &Context,
    case: Option<&Case>,
    entries: Vec<Entry>,
    requests: Requests,
    wish: &Wish,
) -> Report {
    let mut report = assemble(Command::Probe, context, case, entries, requests);
    if let Some(token) = report.tokens.first() {
        let mut advice = inspect::advise_on_token(token, wish.horizon);
        // A token that is dead, or was not reached, has no scopes to speak of.
        let most = wish
            .max_scopes
            .as_ref()
            .filter(|_| token.state == TokenState::Active);
        advice.extend(most.and_then(|most| beyond(token, most)));
        report.advice = advice;
    }
    report
}

/// The request that shows whether the token sees its target.
fn subject_of(context: &Context) -> Option<Subject> {
    let (list, name) = match context.target.as_ref()? {
        Target::Project(name) => ("projects", name),
        Target::Group(name) => ("groups", name),
    };
    let path = format!("/api/v4/{list}/{}", name.replace('/', "%2F"));
    Some(Subject::new(Method::Get, path.as_str()))
}

/// The scopes of a token that are neither among the allowed ones nor a part of one of them.
fn beyond(token: &TokenRecord, most: &[String]) -> Option<Advice> {
    let Some(scopes) = token
        .scopes
        .as_ref()
        .filter(|_| token.fine_grained != Some(true))
    else {
        return Some(Advice::warning(
            "scopes-not-compared",
            "The scopes of the token are not told, so max_scopes could not be compared.",
        ));
    };
    let extra: Vec<&str> = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !most.iter().any(|allowed| covers(allowed, scope)))
        .collect();
    let allowed = if most.is_empty() {
        "none".to_owned()
    } else {
        most.join(", ")
    };
    (!extra.is_empty()).then(|| {
        Advice::warning(
            "over-privileged",
            format!(
                "The token has {}, which is more than this connection is to have ({allowed}). \
                 Make a new token with fewer scopes, and revoke this one.",
                extra.join(", ")
            ),
        )
    })
}

/// Whether a scope is another, or a part of it.
fn covers(allowed: &str, scope: &str) -> bool {
    let parts = Scope::find(allowed).map_or(&[][..], |known| known.implies);
    allowed == scope || parts.iter().any(|part| covers(part, scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(scopes: &[&str]) -> TokenRecord {
        TokenRecord {
            scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
            ..TokenRecord::default()
        }
    }

    fn advise_on_scopes(scopes: &[&str], most: &[&str]) -> Option<Advice> {
        let most: Vec<String> = most.iter().map(|scope| (*scope).to_owned()).collect();
        beyond(&token(scopes), &most)
    }

    #[test]
    fn scopes_beyond_the_allowed_ones_are_named() {
        let advice = advise_on_scopes(&["api", "read_user"], &["read_user"]).unwrap();
        assert_eq!(advice.code, "over-privileged");
        assert!(advice.text.contains("has api, which"), "{}", advice.text);
        assert!(advise_on_scopes(&["read_api"], &[]).is_some());
    }

    #[test]
    fn a_part_of_an_allowed_scope_is_not_too_much() {
        assert_eq!(advise_on_scopes(&["read_api", "read_user"], &["api"]), None);
        assert_eq!(advise_on_scopes(&["unheard_of"], &["unheard_of"]), None);
    }

    #[test]
    fn scopes_that_are_not_told_are_not_called_fine() {
        let advice = beyond(&TokenRecord::default(), &[]).unwrap();
        assert_eq!(advice.code, "scopes-not-compared");
    }

    #[test]
    fn ids_and_places_follow_the_order_of_the_file() {
        let checked = |name: &str| CheckedConnection {
            name: name.to_owned(),
            place: "file:1".to_owned(),
            report: Report {
                tokens: vec![TokenRecord::default()],
                ..not_asked(None, "stopped", Vec::new())
            },
        };
        let whole = put_together([checked("a"), checked("b")], 12, false);
        let ids: Vec<&str> = whole
            .entries
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        assert_eq!(ids, ["e1", "e2"]);
        assert_eq!(whole.connections[1].entries, 1..2);
        assert_eq!(whole.tokens[1].id, "t2");
    }
}
