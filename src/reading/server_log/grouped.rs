//! From a group of lines in GitLab's log to a case.
//!
//! The log shows no body. Where it names the reason, that stands for the sentence that the token
//! guard answers with it; else the body is one that was not seen. Source of the reasons:
//! `lib/gitlab/auth/auth_finders.rb`, `lib/api/api_guard.rb`.

use super::ledger::CountedGroup;
use super::line::Turned;
use crate::catalogue::Surface;
use crate::catalogue::instance::is_plain;
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::{Sent, Witness};
use crate::observation::{BodyShape, Counted, LogGroup, LoggedRoute};
use crate::reading::Reading;
use crate::reading::address::Address;
use crate::reading::assemble::{self, Setting};
use crate::reading::lists;
use crate::reading::trace::Trace;

/// Makes a reading of a group.
pub(super) fn reading(group: CountedGroup) -> Reading {
    let body = body(&group);
    let address = Address {
        path: group.path.clone(),
        ..Address::default()
    };
    let trace = Trace {
        surface: surface(&group, &address, &body),
        method: group.method,
        status: Some(group.status),
        body: Some(body),
        fails: true,
        address: Some(address),
        ..Trace::default()
    };
    let mut reading = assemble::reading(trace, &Setting::default(), group.line, &group.excerpt);
    let record = group.record;
    reading.count = group.count;
    reading.case.credential.kind = kind(&record);
    let is_login = record.log == "auth_json.log" && group.status == 401;
    reading.case.credential.sent = if is_login || record.accepted {
        Sent::Somehow
    } else {
        sent(&record)
    };
    // Of a job that asks elsewhere, it may be the job's own project (`lib/gitlab/application_context.rb`).
    let is_asked = group.one_path && reading.case.credential.kind != Some(TokenKind::Job);
    reading.case.witness = Witness {
        user: record.whose.user.clone(),
        project: match record.projects.as_slice() {
            [project] if is_asked => Some(project.clone()),
            _ => None,
        },
        accepted: record.accepted,
        // That the scopes fit is known of the route that a line names, and of no group of routes: a fine-grained token
        // is refused at many, and only some of its lines say that it is one.
        has_scopes: record.accepted && !record.is_granular && record.routes.len() < 2,
        is_spread: is_spread(group.status, group.turned, &record),
    };
    if let Some(host) = group.host.filter(|host| host.contains('.')) {
        let address = format!("https://{host}");
        reading.case.instance = Some(address).filter(|address| is_plain(address));
        reading.case.host = reading.case.instance.is_some().then_some(host);
    }
    if record.routes.len() > 1 {
        reading.case.subject = None;
    }
    if !group.one_path {
        // The first place of many is not what the group is about.
        reading.case.target = None;
        reading.subject = spanning(&record, &reading.subject);
    }
    reading.record = Some(record);
    reading
}

/// Whether a status that GitLab gives for many reasons is all that is known of several routes: each can have its own.
fn is_spread(status: u16, turned: Option<Turned>, record: &LogGroup) -> bool {
    let is_bare = record.reason.is_none() && turned.is_none();
    is_bare && record.routes.len() > 1 && matches!(status, 400 | 401 | 403 | 404)
}

/// The words of the guard, whatever was asked; the ban, which speaks to Git; else the place asked.
fn surface(group: &CountedGroup, address: &Address, body: &BodyShape) -> Option<Surface> {
    if matches!(body, BodyShape::Guard { .. }) {
        Some(Surface::Rest)
    } else if matches!(body, BodyShape::Text(_)) {
        Some(Surface::Git)
    } else {
        address.surface(group.method).or(Some(Surface::Web))
    }
}

fn body(group: &CountedGroup) -> BodyShape {
    if !group.errors.is_empty() {
        return BodyShape::GraphQlErrors(group.errors.clone());
    }
    let record = &group.record;
    let Some(reason) = &record.reason else {
        return turned_body(group);
    };
    answered(reason, &record.requested_scopes).unwrap_or_else(|| BodyShape::Error(reason.clone()))
}

/// What is answered with a reason that the log names.
pub(in crate::reading) fn answered(reason: &str, scopes: &[String]) -> Option<BodyShape> {
    let reasons = lists::LOGGED_REASONS.iter();
    let (_, words) = reasons.copied().find(|(name, _)| *name == reason)?;
    let (error, sentence) = words.split_once(": ")?;
    let sentence = Some(sentence.to_owned());
    Some(BodyShape::guard(error, sentence, &scopes.join(" ")))
}

/// The only ban of GitLab's own is the one after failed logins with Git or the registry.
/// Source: `config/initializers/rack_attack_git_basic_auth.rb`, `lib/gitlab/auth/ip_blocked.rb`.
fn turned_body(group: &CountedGroup) -> BodyShape {
    let is_of_logins = group
        .record
        .limit
        .as_ref()
        .is_none_or(|limit| limit.contains("Basic Auth"));
    match group.turned {
        Some(Turned::Banned) if is_of_logins => {
            BodyShape::Text("Too many failed authentication attempts from this IP".to_owned())
        }
        Some(Turned::Banned | Turned::Away) | None => BodyShape::Unseen,
    }
}

fn kind(record: &LogGroup) -> Option<TokenKind> {
    let named = record
        .whose
        .token_id
        .as_deref()
        .or(record.token_type.as_deref())?;
    let name = named.split('/').next().unwrap_or(named);
    lists::LOGGED_TYPES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| *kind)
}

fn sent(record: &LogGroup) -> Sent {
    let named = record.sent_as.as_deref();
    lists::LOGGED_HEADERS
        .iter()
        .find(|(known, _)| Some(*known) == named)
        .map_or(Sent::Unknown, |(_, scheme)| Sent::As(scheme.clone()))
}

/// A group that spans several places goes by its route, or by the most frequent one.
fn spanning(record: &LogGroup, subject: &str) -> String {
    let Some(Counted {
        what: LoggedRoute { route },
        ..
    }) = record.routes.first()
    else {
        return subject.to_owned();
    };
    let more = record.routes.len() - 1;
    let sign = if record.other_routes > 0 {
        "more than "
    } else {
        ""
    };
    match more {
        0 => route.clone(),
        1 => format!("{route} and another route"),
        _ => format!("{route} and {sign}{more} other routes"),
    }
}
