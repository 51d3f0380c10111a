//! One question and its result: folded to a line, and in full with the ladder beside the reason.

use maud::{Markup, html};

use super::ladder::ladder;
use super::text::{PlainLine, Remedy, Sentence, link};
use super::{Badge, remarks, token};
use crate::diagnosis::Diagnosis;
use crate::render::{Style, words};
use crate::report::{Command, Entry, Outcome, Report};

/// Draws an entry that opens to everything that is known of it; `names` are those of its tokens, where there are several.
pub(super) fn folded(
    report: &Report,
    entry: &Entry,
    names: &[&str],
    style: &Style,
    is_open: bool,
) -> Markup {
    let mark = Badge::of(entry.outcome);
    let reason = entry.diagnosis.as_ref().map(words::headline);
    html! {
        details class={ "entry " (mark.class) } id=(PlainLine(&entry.id)) open[is_open] {
            summary {
                h3 {
                    (mark)
                    span class="subject" { (title(report, entry)) }
                    @for name in names { " " span class="name" { (PlainLine(name)) } }
                }
                span class="outcome" { (outcome(report, entry)) }
                @if let Some(reason) = reason { span class="reason" { (PlainLine(&reason)) } }
                @if let Some(seen) = words::seen(entry) { span class="days" { (PlainLine(&seen)) } }
            }
            (body(report, entry, style))
        }
    }
}

/// Draws what was asked.
pub(super) fn title(report: &Report, entry: &Entry) -> Markup {
    let token = report.token_of(entry);
    html! {
        @match (report.command, token) {
            (Command::Inspect | Command::Doctor, Some(token)) => { "Token " code { (PlainLine(&token.display)) } },
            (Command::Inspect | Command::Probe | Command::Explain | Command::Doctor, _) => (PlainLine(&entry.subject)),
        }
    }
}

/// Returns how it ended; of a token, how it fares.
pub(super) fn outcome(report: &Report, entry: &Entry) -> String {
    match (report.command, report.token_of(entry)) {
        (Command::Inspect | Command::Doctor, Some(token)) => words::token_state(token, entry),
        (Command::Inspect | Command::Probe | Command::Explain | Command::Doctor, _) => {
            words::outcome(entry)
        }
    }
}

/// Draws what an entry opens to: the ladder, and beside it the answer, the reason, and the remedy.
pub(super) fn body(report: &Report, entry: &Entry, style: &Style) -> Markup {
    let rungs = words::ladder(entry);
    let carded = report.command == Command::Inspect && !style.quiet;
    let card = report.token_of(entry).filter(|_| carded);
    html! {
        div class="body" {
            @if !rungs.is_empty() && !style.quiet { (ladder(rungs, entry.diagnosis.as_ref())) }
            div class="told" {
                @if let Some(token) = card { (token::card(token)) }
                dl {
                    (circumstances(entry, style))
                    @if let Some(diagnosis) = &entry.diagnosis { (reasons(diagnosis, style)) }
                    (fact("Not known", words::missing(entry)))
                }
                (remarks(&entry.warnings))
            }
        }
    }
}

/// Draws a name and what it stands for, where there is something.
pub(super) fn fact(name: &str, told: Option<&str>) -> Markup {
    html! {
        @if let Some(told) = told {
            div { dt { (name) } dd { (Sentence(told)) } }
        }
    }
}

fn circumstances(entry: &Entry, style: &Style) -> Markup {
    let request = entry.need.as_ref().and_then(|need| need.request.as_deref());
    // What was granted is no question, and its body no help.
    let is_wanted = entry.outcome != Outcome::Granted || style.verbose;
    let answer = entry.answer.as_ref().filter(|_| is_wanted);
    let id = answer.and_then(|answer| answer.correlation_id.as_deref());
    html! {
        (fact("Found", words::seen(entry).as_deref()))
        @if let Some(request) = request { div { dt { "Request" } dd { code { (PlainLine(request)) } } } }
        @if let Some(answer) = answer { div { dt { "Answer" } dd { code { (PlainLine(&words::answer(answer))) } } } }
        @if let Some(id) = id { div { dt { "Correlation id" } dd { code { (PlainLine(id)) } } } }
        @for (name, told) in entry.log.iter().flat_map(words::log) {
            div { dt { "Log: " (name) } dd { code { (PlainLine(&told)) } } }
        }
    }
}

fn reasons(diagnosis: &Diagnosis, style: &Style) -> Markup {
    let primary = &diagnosis.primary;
    let fixes = if style.quiet { 1 } else { primary.fix.len() };
    html! {
        div { dt { "Reason" } dd {
            strong { (PlainLine(&words::headline(diagnosis))) }
            " " code { (PlainLine(&words::names(primary))) }
        } }
        div { dt { "Why" } dd { ul { @for line in &primary.because { li { (Sentence(line)) } } } } }
        div class="fix" { dt { "What to do" } dd { ol {
            @for line in primary.fix.iter().take(fixes) { li { (Remedy(line)) } }
        } } }
        @if !style.quiet { (open_questions(diagnosis)) }
        @if diagnosis.retry_is_safe {
            (fact("Again", Some("The same request may be sent again: it can help and does no harm.")))
        }
        @if !primary.code.docs.is_empty() {
            div { dt { "Read on" } dd { (link("GitLab's documentation", primary.code.docs)) } }
        }
    }
}

fn open_questions(diagnosis: &Diagnosis) -> Markup {
    html! {
        @if let Some(next) = &diagnosis.next_question {
            div { dt { "Would settle it" } dd { code { (PlainLine(&next.ask)) } " " (Sentence(&next.why)) } }
        }
        @if !diagnosis.alternatives.is_empty() {
            div { dt { "Could also be" } dd { ul {
                @for other in &diagnosis.alternatives {
                    li {
                        (other.code.title) " " code { (PlainLine(&words::names(other))) } ". "
                        (Sentence(&words::telling(&diagnosis.primary, other)))
                    }
                }
            } } }
        }
    }
}
