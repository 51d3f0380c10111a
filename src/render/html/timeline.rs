//! When the tokens of a file expire: how many in which time, and the next ones on one scale.

use maud::{Markup, html};

use super::text::PlainLine;
use crate::report::{Connection, Report, TokenState};

/// So many of the next ones are drawn.
const NEXT: usize = 40;

/// Days before today that are on the scale.
const PAST: i64 = 60;

/// Days after today that are on the scale: most tokens live no longer.
const AHEAD: i64 = 365;

/// Days at which a line is drawn.
const TICKS: [i64; 5] = [0, 30, 90, 180, AHEAD];

/// Within so many days, a token is called near its end.
const SOON: i64 = 30;

/// The spans of time that are counted, each with its first day and the last.
const SPANS: [(&str, i64, i64); 7] = [
    ("is over", i64::MIN, -1),
    ("today to 7 days", 0, 7),
    ("8 to 30 days", 8, 30),
    ("31 to 90 days", 31, 90),
    ("91 to 180 days", 91, 180),
    ("181 to 365 days", 181, 365),
    ("more than a year", 366, i64::MAX),
];

/// Draws both; nothing where no connection has a token.
pub(super) fn timeline(report: &Report) -> Option<Markup> {
    let mut dated: Vec<(&Connection, i64)> = report
        .connections
        .iter()
        .filter_map(|connection| Some((connection, connection.token_of(report)?.days_left?)))
        .collect();
    if dated.is_empty() {
        return None;
    }
    dated.sort_by_key(|(_, days)| *days);
    Some(html! {
        (spans(report, &dated))
        h3 { @if dated.len() > NEXT { "The next " (NEXT) } @else { "One by one" } }
        (lanes(report, &dated[..dated.len().min(NEXT)]))
    })
}

fn spans(report: &Report, dated: &[(&Connection, i64)]) -> Markup {
    let within = |first, last| {
        let is_within = |(_, days): &&(&Connection, i64)| (first..=last).contains(days);
        dated.iter().filter(is_within).count()
    };
    let never = report.connections.iter().filter(|connection| {
        let token = connection.token_of(report);
        token.is_some_and(|token| {
            token.days_left.is_none() && token.state == TokenState::Active && token.scopes.is_some()
        })
    });
    let never = never.count();
    let not_told = report.connections.len() - dated.len() - never;
    let counted = SPANS.map(|(name, first, last)| (name, within(first, last)));
    let rows = counted
        .into_iter()
        .chain([("never", never), ("not told", not_told)]);
    bars(
        "Connections by the time that their tokens have left",
        "time left",
        rows,
    )
}

/// Draws numbers with bars beside them.
pub(super) fn bars<'a>(
    caption: &str,
    head: &str,
    rows: impl IntoIterator<Item = (&'a str, usize)>,
) -> Markup {
    let rows: Vec<(&str, usize)> = rows.into_iter().filter(|(_, number)| *number > 0).collect();
    let most = rows.iter().map(|(_, number)| *number).max().unwrap_or(1);
    html! {
        table class="bars" {
            caption class="unseen" { (caption) }
            thead class="unseen" { tr {
                th scope="col" { (head) }
                th scope="col" { "connections" }
            } }
            tbody { @for (name, number) in rows { tr {
                th scope="row" { (PlainLine(name)) }
                td class="number" { (number) }
                td class="bar" aria-hidden="true" { (bar(number, most)) }
            } } }
        }
    }
}

fn bar(number: usize, most: usize) -> Markup {
    let width = number.saturating_mul(1000) / most.max(1);
    html! {
        svg viewBox="0 0 1000 10" preserveAspectRatio="none" focusable="false" {
            rect width=(width) height="10" {}
        }
    }
}

fn lanes(report: &Report, dated: &[(&Connection, i64)]) -> Markup {
    html! {
        table class="lanes" {
            caption class="unseen" { "The tokens that expire next" }
            thead { tr {
                th scope="col" { "connection" }
                th scope="col" { "last day" }
                th scope="col" class="number" { "days left" }
                td class="scale" aria-hidden="true" { div {
                    span { "past" }
                    span { "today" }
                    span { "30" }
                    span { "90" }
                    span { "180 days" }
                } }
            } }
            tbody { @for (connection, days) in dated { (lane(report, connection, *days)) } }
        }
    }
}

fn lane(report: &Report, connection: &Connection, days: i64) -> Markup {
    let token = connection.token_of(report);
    let last = token.and_then(|token| token.expires_at.as_deref());
    let class = match days {
        ..0 => "bad",
        0..=SOON => "unsure",
        _ => "good",
    };
    html! {
        tr class=(class) {
            th scope="row" { (PlainLine(&connection.name)) }
            td class="day" { @if let Some(day) = last { (PlainLine(day)) } }
            td class="number" { (days) }
            td class="span" aria-hidden="true" { (span(days)) }
        }
    }
}

/// A bar from today to the last day; one that points back where that is past.
fn span(days: i64) -> Markup {
    let end = days.clamp(-PAST, AHEAD);
    let (from, to) = (end.min(0) + PAST, end.max(0) + PAST);
    let whole = PAST + AHEAD;
    html! {
        svg viewBox={ "0 0 " (whole) " 10" } preserveAspectRatio="none" focusable="false" {
            @for tick in TICKS {
                line x1=(tick + PAST) x2=(tick + PAST) y1="0" y2="10" vector-effect="non-scaling-stroke" {}
            }
            rect x=(from) y="2" width=((to - from).max(1)) height="6" {}
        }
    }
}
