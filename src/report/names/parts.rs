//! Every text of a report that was not written here, one after the other, with what it is.
//!
//! Each struct is taken apart by name, so that a new field is a question to whoever adds it.

use super::super::{
    Advice, AnswerSummary, AskedBy, Checkup, ComparedRow, Comparison, Connection, Difference,
    Entry, Instance, LeastPrivilege, LoggedRequest, Membership, Need, Owner, ReadText, Report,
    Requests, TokenRecord,
};
use crate::diagnosis::{Diagnosis, Finding, NextQuestion, Rung};
use crate::observation::{LogGroup, LoggedCaller};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Prose, a request, a command, or an address.
    Prose,
    /// Something that somebody named freely.
    Label,
    /// The name of a user.
    User,
    /// The full path of a project or group, or its number.
    Path,
    /// A file of whoever ran the program.
    File,
    /// An address of the network.
    Address,
    /// An id that GitLab gave, with or without its type.
    Id,
    /// What the server said, as JSON or as a page: it may hold anything.
    Page,
}

/// What looks at every part of a report.
pub(super) trait Visitor {
    /// Looks at a text.
    fn text(&mut self, part: TextKind, text: &mut String);
    /// Looks at the number of a user.
    fn number(&mut self, number: &mut u64);

    /// Looks at several texts.
    fn all(&mut self, part: TextKind, texts: &mut [String]) {
        for text in texts {
            self.text(part, text);
        }
    }

    /// Looks at a text that may be absent.
    fn any(&mut self, part: TextKind, text: &mut Option<String>) {
        if let Some(text) = text {
            self.text(part, text);
        }
    }
}

/// Shows every part of a report to a visitor.
pub(super) fn visit(report: &mut Report, to: &mut dyn Visitor) {
    let Report {
        command: _,
        told: _,
        instance: at,
        tokens,
        entries,
        requests: asked,
        advice,
        least_privilege,
        comparison,
        connections,
        texts,
        checkup,
    } = report;
    if let Some(at) = at {
        instance(at, to);
    }
    for it in tokens {
        token(it, to);
    }
    if let Some(it) = checkup {
        checked(it, to);
    }
    for it in entries {
        entry(it, to);
    }
    requests(asked, to);
    remarks(advice, to);
    if let Some(it) = least_privilege {
        least(it, to);
    }
    if let Some(it) = comparison {
        compared(it, to);
    }
    for it in connections {
        connection(it, to);
    }
    for ReadText {
        file,
        lines: _,
        failures: _,
        unreadable: _,
    } in texts
    {
        to.any(TextKind::File, file);
    }
}

fn instance(instance: &mut Instance, to: &mut dyn Visitor) {
    let Instance {
        url,
        source: _,
        version: _,
        edition: _,
        knowledge: _,
    } = instance;
    to.text(TextKind::Prose, url);
}

fn token(token: &mut TokenRecord, to: &mut dyn Visitor) {
    let TokenRecord {
        id: _,
        source,
        shadows,
        kind: _,
        kind_words: _,
        display: _,
        name,
        defects,
        checksum: _,
        state: _,
        expires_at: _,
        days_left: _,
        scopes: _,
        fine_grained: _,
        owner,
        claims,
        reach,
        reach_more: _,
    } = token;
    if let Some(Owner {
        id,
        username,
        bot: _,
        state: _,
        admin: _,
    }) = owner
    {
        to.any(TextKind::User, username);
        if let Some(id) = id {
            to.number(id);
        }
    }
    for Membership {
        kind: _,
        path,
        role: _,
    } in reach
    {
        to.text(TextKind::Path, path);
    }
    for (name, value) in claims {
        let part = match name.as_str() {
            "project_path" => TextKind::Path,
            name if name.ends_with("_id") => TextKind::Id,
            _ => TextKind::Prose,
        };
        to.text(part, value);
    }
    to.text(TextKind::Prose, source);
    to.all(TextKind::Prose, shadows);
    to.any(TextKind::Label, name);
    remarks(defects, to);
}

fn checked(checkup: &mut Checkup, to: &mut dyn Visitor) {
    let Checkup {
        target,
        is_seen: _,
        role: _,
        credentials: _,
        next,
        how,
    } = checkup;
    to.any(TextKind::Path, target);
    to.text(TextKind::Prose, next);
    to.all(TextKind::Prose, how);
}

fn entry(entry: &mut Entry, to: &mut dyn Visitor) {
    let Entry {
        id: _,
        token: _,
        subject,
        file,
        line: _,
        count: _,
        outcome: _,
        basis: _,
        answer,
        gates,
        diagnosis,
        missing,
        warnings,
        need,
        log,
        asked_by,
    } = entry;
    for by in asked_by {
        job(by, to);
    }
    without_strings(subject);
    to.text(TextKind::Prose, subject);
    to.any(TextKind::File, file);
    if let Some(it) = answer {
        answered(it, to);
    }
    ladder(gates, to);
    if let Some(it) = diagnosis {
        diagnosed(it, to);
    }
    to.any(TextKind::Prose, missing);
    remarks(warnings, to);
    if let Some(Need {
        capability: _,
        request,
        role: _,
        in_overview: _,
        of_target: _,
    }) = need
    {
        to.any(TextKind::Prose, request);
    }
    if let Some(it) = log {
        group(it, to);
    }
}

fn answered(answer: &mut AnswerSummary, to: &mut dyn Visitor) {
    let AnswerSummary {
        status: _,
        body_shape,
        excerpt,
        correlation_id,
    } = answer;
    let shown = match *body_shape {
        "json" | "html" | "details" => TextKind::Page,
        _ => TextKind::Prose,
    };
    to.text(shown, excerpt);
    to.any(TextKind::Id, correlation_id);
}

fn job(by: &mut AskedBy, to: &mut dyn Visitor) {
    let AskedBy {
        job,
        line: _,
        by,
        token,
    } = by;
    to.text(TextKind::Label, job);
    to.text(TextKind::Prose, by);
    // GitLab calls it so everywhere.
    if token.as_deref() != Some("CI_JOB_TOKEN") {
        to.any(TextKind::Label, token);
    }
}

fn ladder(rungs: &mut [Rung], to: &mut dyn Visitor) {
    for Rung {
        gate: _,
        state: _,
        evidence,
    } in rungs
    {
        to.text(TextKind::Prose, evidence);
    }
}

fn diagnosed(diagnosis: &mut Diagnosis, to: &mut dyn Visitor) {
    let Diagnosis {
        certainty: _,
        stopped_at: _,
        primary,
        alternatives,
        next_question,
        retry_is_safe: _,
        ladder: rungs,
    } = diagnosis;
    for Finding {
        code: _,
        because,
        fix,
        source: _,
    } in std::iter::once(primary).chain(alternatives)
    {
        to.all(TextKind::Prose, because);
        to.all(TextKind::Prose, fix);
    }
    if let Some(NextQuestion { ask, why }) = next_question {
        to.text(TextKind::Prose, ask);
        to.text(TextKind::Prose, why);
    }
    ladder(rungs, to);
}

fn group(group: &mut LogGroup, to: &mut dyn Visitor) {
    let LogGroup {
        log: _,
        whose,
        token_type: _,
        sent_as: _,
        reason: _,
        requested_scopes: _,
        callers,
        other_callers: _,
        caller: _,
        route,
        routes,
        other_routes: _,
        projects,
        limit: _,
        remote_ips,
        first: _,
        last: _,
        correlation_ids,
        uncounted_at_most: _,
        leaked: _,
        accepted: _,
        is_granular: _,
    } = group;
    caller(whose, to);
    for it in callers {
        caller(&mut it.what, to);
    }
    to.any(TextKind::Prose, route);
    for told in routes {
        to.text(TextKind::Prose, &mut told.what.route);
    }
    to.all(TextKind::Path, projects);
    to.all(TextKind::Address, remote_ips);
    to.all(TextKind::Id, correlation_ids);
}

fn caller(caller: &mut LoggedCaller, to: &mut dyn Visitor) {
    let LoggedCaller {
        token_id,
        user,
        user_id,
    } = caller;
    to.any(TextKind::Id, token_id);
    to.any(TextKind::User, user);
    if let Some(id) = user_id {
        to.number(id);
    }
}

fn requests(requests: &mut Requests, to: &mut dyn Visitor) {
    let Requests {
        planned: _,
        budget: _,
        round_trips: _,
        log,
        left_open,
        withheld: _,
    } = requests;
    for LoggedRequest {
        method: _,
        path,
        auth: _,
        why: _,
        status: _,
        ms: _,
        failure: _,
    } in log
    {
        // What is asked of GraphQL names places and people in its own strings.
        if let Some(end) = path.find("/api/graphql?") {
            path.truncate(end + "/api/graphql".len());
        }
        to.text(TextKind::Prose, path);
    }
    to.all(TextKind::Prose, left_open);
}

fn remarks(remarks: &mut [Advice], to: &mut dyn Visitor) {
    for Advice {
        code: _,
        severity: _,
        text,
    } in remarks
    {
        to.text(TextKind::Prose, text);
    }
}

fn least(least: &mut LeastPrivilege, to: &mut dyn Visitor) {
    let LeastPrivilege {
        kind: _,
        scopes: _,
        permissions: _,
        role: _,
        url,
        provided,
        beyond,
        others: _,
    } = least;
    to.any(TextKind::Prose, url);
    to.all(TextKind::Prose, provided);
    to.all(TextKind::Prose, beyond);
}

/// Takes the strings out of an operation of GraphQL: they name places and people.
fn without_strings(subject: &mut String) {
    if !subject.contains("/api/graphql ") {
        return;
    }
    let parts = subject.split('"').enumerate();
    let kept = parts.map(|(number, part)| if number % 2 == 0 { part } else { "..." });
    *subject = kept.collect::<Vec<_>>().join("\"");
}

fn compared(comparison: &mut Comparison, to: &mut dyn Visitor) {
    let Comparison {
        columns: _,
        rows,
        partings,
    } = comparison;
    for ComparedRow { subject, cells: _ } in rows {
        to.text(TextKind::Prose, subject);
    }
    for Difference { facet: _, values } in partings {
        for (_, value) in values {
            to.text(TextKind::Prose, value);
        }
    }
}

fn connection(connection: &mut Connection, to: &mut dyn Visitor) {
    let Connection {
        name,
        place,
        instance: at,
        token: _,
        entries: _,
        requests: _,
        advice,
        least_privilege,
    } = connection;
    to.text(TextKind::Label, name);
    to.text(TextKind::File, place);
    if let Some(at) = at {
        instance(at, to);
    }
    remarks(advice, to);
    if let Some(it) = least_privilege {
        least(it, to);
    }
}
