//! The requests of a run, folded, and the groups of failed requests in GitLab's own logs.

use maud::{Markup, html};

use super::scrolled;
use super::text::{PlainLine, Sentence};
use crate::diagnosis::Certainty;
use crate::render::words;
use crate::report::{Entry, LoggedRequest, Report, Requests};

/// Draws what was sent or is planned, and what the budget left open.
pub(super) fn table(requests: &Requests, is_open: bool) -> Markup {
    html! {
        details open[is_open] {
            summary { (words::requests(requests)) }
            @if !requests.log.is_empty() { (scrolled("Each request", &rows(requests))) }
            @if !requests.left_open.is_empty() {
                p { "Left open:" }
                ul { @for question in &requests.left_open { li { (Sentence(question)) } } }
            }
        }
    }
}

fn rows(requests: &Requests) -> Markup {
    html! {
        table {
            caption class="unseen" { "Each request" }
            thead { tr {
                th scope="col" { "request" }
                th scope="col" { "sent as" }
                th scope="col" { "status" }
                th scope="col" class="number" { "ms" }
                th scope="col" { "why" }
            } }
            tbody { @for request in &requests.log { (row(request)) } }
        }
    }
}

fn row(request: &LoggedRequest) -> Markup {
    html! {
        tr {
            th scope="row" { code { (request.method.name()) " " (PlainLine(&request.path)) } }
            td { (request.auth) }
            td { (words::status(request)) }
            td class="number" { @if let Some(ms) = request.ms { (ms) } }
            td { (PlainLine(request.why)) }
        }
    }
}

/// Draws a row for each group of lines of GitLab's own logs; each leads to what it means.
pub(super) fn groups(report: &Report) -> Markup {
    let header = ["status", "reason", "token", "user", "route"];
    scrolled(
        "Failed requests, by group",
        &html! {
            table {
                caption class="unseen" { "Failed requests, by group" }
                thead { tr {
                    th scope="col" class="number" { "count" }
                    @for name in header { th scope="col" { (name) } }
                } }
                tbody { @for entry in &report.entries { (group(entry)) } }
            }
        },
    )
}

fn group(entry: &Entry) -> Markup {
    let status = entry.answer.as_ref().and_then(|answer| answer.status);
    let log = entry.log.as_ref();
    let user = log.and_then(|log| words::user(log.whose.user.as_deref(), log.whose.user_id));
    html! {
        tr {
            td class="number" { (entry.count) }
            td { @if let Some(status) = status { (status) } }
            th scope="row" { a href={ "#" (PlainLine(&entry.id)) } { (reason(entry)) } }
            td { @if let Some(token) = log.and_then(|log| log.whose.token_id.as_deref()) { (PlainLine(token)) } }
            td { @if let Some(user) = user { (PlainLine(&user)) } }
            td { @if let Some(route) = log.and_then(|log| log.route.as_deref()) { code { (PlainLine(route)) } } }
        }
    }
}

fn reason(entry: &Entry) -> Markup {
    html! {
        @if let Some(diagnosis) = &entry.diagnosis {
            (diagnosis.primary.code.id)
            @if diagnosis.certainty == Certainty::Ambiguous { "?" }
        } @else {
            (PlainLine(&entry.subject))
        }
    }
}
