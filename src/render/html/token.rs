//! What is known of a token and of the instance, as cards.

use maud::{Markup, html};

use super::entry::fact;
use super::text::{PlainLine, Sentence, link};
use super::{Badge, remarks};
use crate::render::words;
use crate::report::{Instance, LeastPrivilege, Outcome, TokenRecord};

/// Draws a token.
pub(super) fn card(token: &TokenRecord) -> Markup {
    let shadows = (!token.shadows.is_empty()).then(|| token.shadows.join(", "));
    html! {
        div class="card" {
            p class="what" { code { (PlainLine(&token.display)) } ", " (PlainLine(&words::kind(token))) }
            dl {
                (fact("from", Some(&token.source)))
                (fact("set too, and not used", shadows.as_deref()))
                (fact("state", Some(token.state.name())))
                (fact("owner", token.owner.as_ref().map(words::owner).as_deref()))
                (fact(words::expires(token), words::expiry(token).as_deref()))
                (fact("scopes", words::scopes(token).as_deref()))
                @for (name, value) in &token.claims {
                    div { dt { "claim, not verified" } dd { (PlainLine(name)) " " code { (PlainLine(value)) } } }
                }
            }
            (remarks(&token.defects))
            @if !token.reach.is_empty() { (reach(token)) }
        }
    }
}

fn reach(token: &TokenRecord) -> Markup {
    html! {
        details {
            summary { "Reaches " (words::reach(token)) }
            table {
                thead { tr { th scope="col" { "path" } th scope="col" { "kind" } th scope="col" { "role" } } }
                tbody { @for place in &token.reach { tr {
                    th scope="row" { (PlainLine(&place.path)) }
                    td { (place.kind.name()) }
                    td { (PlainLine(&place.role)) }
                } } }
            }
        }
    }
}

/// Draws the instance.
pub(super) fn instance(instance: &Instance) -> Markup {
    html! {
        div class="card" {
            p class="what" { (link(&instance.url, &instance.url)) }
            dl {
                (fact("release", words::release(instance).as_deref()))
                (fact("from", Some(&instance.source)))
            }
        }
    }
}

/// Draws the smallest token that would do.
pub(super) fn least(least: &LeastPrivilege) -> Markup {
    html! {
        p { (PlainLine(&words::least(least))) }
        @if let Some(url) = &least.url { p { "It is made at " (link(url, url)) } }
        @if !least.beyond.is_empty() {
            p { "Beyond that, the present one has:" }
            ul { @for text in &least.beyond { li { (PlainLine(text)) } } }
        }
        @if !least.others.is_empty() { (other_kinds(least)) }
    }
}

fn other_kinds(least: &LeastPrivilege) -> Markup {
    html! {
        p { "Of the other kinds:" }
        ul class="kinds" {
            @for other in &least.others {
                @let mark = Badge::of(if other.enough { Outcome::Granted } else { Outcome::Refused });
                li class=(mark.class) {
                    (mark)
                    span {
                        @if other.enough { "would do: " } @else { "would be refused: " }
                        (Sentence(&words::other_kind(other)))
                    }
                }
            }
        }
    }
}
