//! The picture of a diagnosis: the ten gates, drawn up to where the request stopped.

use maud::{Markup, html};

use super::text::PlainLine;
use crate::answers::GateState;
use crate::diagnosis::{Diagnosis, Rung};
use crate::render::words;

/// Draws the gates as an ordered list. Whoever sees no colour has the signs, and whoever hears it has the words.
pub(super) fn ladder(rungs: &[Rung], diagnosis: Option<&Diagnosis>) -> Markup {
    html! {
        ol class="ladder" aria-label="The ten gates, in the order in which GitLab checks them" {
            @for rung in rungs {
                li class=(class(rung.state)) {
                    span class="mark" aria-hidden="true" { (sign(rung.state)) }
                    span class="gate" title=(rung.gate.question()) { (rung.gate.name()) }
                    span class="evidence" {
                        @if rung.state == GateState::Passed && !rung.evidence.is_empty() {
                            span class="unseen" { "passed: " }
                        }
                        (PlainLine(&words::rung(rung, diagnosis)))
                    }
                }
            }
        }
    }
}

const fn class(state: GateState) -> &'static str {
    match state {
        GateState::Passed => "good",
        GateState::Refused => "bad stop",
        GateState::NotReached => "left",
        GateState::Unknown => "unsure",
    }
}

const fn sign(state: GateState) -> &'static str {
    match state {
        GateState::Passed => "\u{2713}",
        GateState::Refused => "\u{2717}",
        GateState::NotReached => "\u{b7}",
        GateState::Unknown => "?",
    }
}
