//! The connections of a file: how many fare how, when their tokens expire, and each of them folded.

use maud::{Markup, html};

use super::entry::fact;
use super::text::{PlainLine, Sentence};
use super::timeline::{bars, timeline};
use super::{Badge, Section, entry, remarks, token};
use crate::render::listing::Listing;
use crate::render::{Style, words};
use crate::report::{Connection, Entry, Report, Tally, Verdict};

/// Draws the parts of the page.
pub(super) fn sections(report: &Report, style: &Style) -> Vec<Section> {
    let tally = report.tally();
    let listing = Listing::of(report, style);
    let all = html! {
        @if let Some(remark) = listing.remark() { p class="remark" { "Left out: " (remark) "." } }
        @for listed in &listing.shown { (folded(report, listed.connection, style)) }
    };
    let mut sections = vec![Section::new("verdicts", "Verdicts", verdicts(&tally))];
    sections.extend(
        timeline(report).map(|drawn| Section::new("expiry", "When the tokens expire", drawn)),
    );
    sections.push(Section::new("connections", "Connections", all));
    sections
}

fn verdicts(tally: &Tally) -> Markup {
    let figures = [
        (Verdict::Healthy, tally.healthy, "healthy"),
        (Verdict::Problem, tally.problem, "with a problem"),
        (Verdict::Unknown, tally.unknown, "without a verdict"),
    ];
    let causes = tally.causes.iter().map(|(name, number)| (*name, *number));
    let mut causes: Vec<(&str, usize)> = causes.collect();
    causes.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    html! {
        ul class="figures" {
            @for (verdict, number, name) in figures {
                @let mark = Badge::of_verdict(verdict);
                li class=(mark.class) { (mark) strong { (number) } " " (name) }
            }
        }
        @if !causes.is_empty() {
            h3 { "By cause" }
            (bars("Connections by what stopped them", "cause", causes))
        }
    }
}

fn folded(report: &Report, connection: &Connection, style: &Style) -> Markup {
    let verdict = connection.verdict(report);
    let mark = Badge::of_verdict(verdict);
    let reason = connection.reason(report);
    let days = words::days_left(connection, report);
    html! {
        details class={ "entry " (mark.class) } {
            summary {
                h3 { (mark) span class="subject" { (PlainLine(&connection.name)) } }
                span class="outcome" { (words::verdict(connection, report)) }
                @if let Some(reason) = reason { span class="reason" { (reason.code) } }
                @if !days.is_empty() { span class="days" { "days left: " (days) } }
            }
            (body(report, connection, style))
        }
    }
}

fn body(report: &Report, connection: &Connection, style: &Style) -> Markup {
    let entries = connection.entries_of(report);
    let least = connection.least_privilege.as_ref();
    let least = least.filter(|_| connection.verdict(report) == Verdict::Problem && !style.quiet);
    html! {
        dl class="facts" {
            (fact("declared", Some(&connection.place)))
            (fact("instance", connection.instance.as_ref().map(|instance| instance.url.as_str())))
        }
        (remarks(&connection.advice))
        @if let Some(token) = connection.token_of(report) { (token::card(token)) }
        @for entry in entries {
            (heading(entry))
            (entry::body(report, entry, style))
        }
        @if let Some(least) = least { p { (Sentence(&words::least(least))) } }
    }
}

fn heading(entry: &Entry) -> Markup {
    let mark = Badge::of(entry.outcome);
    html! {
        h4 class=(mark.class) {
            (mark) span class="subject" { (PlainLine(&entry.subject)) } ": " (words::outcome(entry))
        }
    }
}
