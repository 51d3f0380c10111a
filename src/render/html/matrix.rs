//! What a token may do, as a grid: a tile for each capability, which opens to its diagnosis.

use maud::{Markup, html};

use super::text::{PlainLine, Remedy};
use super::{Badge, entry};
use crate::catalogue::CapabilityGroup;
use crate::render::{Style, words};
use crate::report::{Entry, Report};

/// Draws all capabilities, by group.
pub(super) fn grid(report: &Report, style: &Style) -> Markup {
    let of_group = |group| {
        let is_of = move |entry: &&Entry| {
            let need = entry.need.as_ref();
            need.is_some_and(|need| need.capability.group == group)
        };
        report.entries.iter().filter(is_of)
    };
    html! {
        @for group in CapabilityGroup::ALL {
            @if of_group(group).next().is_some() {
                h3 { (group.title()) }
                ul class="tiles" {
                    @for entry in of_group(group) { li { (tile(report, entry, style)) } }
                }
            }
        }
    }
}

fn tile(report: &Report, entry: &Entry, style: &Style) -> Markup {
    let mark = Badge::of(entry.outcome);
    let stop = words::stop_of_need(entry);
    html! {
        details class={ "tile " (mark.class) } {
            summary {
                (mark)
                span class="subject" { (PlainLine(&entry.subject)) }
                span class="outcome" { (PlainLine(&words::outcome(entry))) }
                @if !stop.is_empty() { span class="reason" { (PlainLine(&stop)) } }
            }
            (entry::body(report, entry, style))
        }
    }
}

/// Draws what stops capabilities, each reason once, with its first remedy.
pub(super) fn remedies(report: &Report) -> Markup {
    html! {
        dl class="remedies" {
            @for stop in words::stops(report) {
                div {
                    dt { (PlainLine(&words::stop_of(&stop))) }
                    @if let Some(fix) = stop.diagnosis.primary.fix.first() { dd { (Remedy(fix)) } }
                }
            }
        }
    }
}
