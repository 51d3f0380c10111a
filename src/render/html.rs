//! The HTML format: one file to look at, on a screen, on paper, or with a screen reader.
//!
//! It loads nothing and runs nothing, which its own policy holds a browser to. Templates escape by type; text from outside
//! goes through [`text`], which takes out what would steer or hide. The format looks at `quiet` and `verbose`; colours
//! are those of the reader's system.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::{Style, words};
use crate::report::{Advice, Command, Entry, Outcome, Report, Severity, Verdict};
use text::{PlainLine, Sentence};

mod checkup;
mod comparison;
mod connections;
mod entry;
mod ladder;
mod matrix;
mod requests;
mod text;
mod timeline;
mod token;

/// How a page looks.
const STYLE: &str = include_str!("html/page.css");

/// What a browser may load for a page: nothing but the style within it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Draws a whole report.
pub(super) fn render(report: &Report, style: &Style) -> String {
    let sections = sections(report, style);
    let command = report.command.name();
    let verdict = words::verdict_of_run(report);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "glwhy " (env!("CARGO_PKG_VERSION")) };
                title { "glwhy " (command) ": " (verdict) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#results" { "Skip to the results" }
                (head(report))
                @if sections.len() > 1 { (contents(&sections)) }
                main id="results" tabindex="-1" { @for section in &sections { (section) } }
                footer { p {
                    "Made by glwhy " (env!("CARGO_PKG_VERSION")) ". No token is in this page; it loads nothing and runs nothing."
                } }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

fn head(report: &Report) -> Markup {
    let mark = Badge::of_verdict(report.verdict());
    html! {
        header class=(mark.class) {
            p class="tool" { "glwhy " (report.command.name()) }
            h1 { (mark) span { (PlainLine(&headline(report))) } }
            @if report.connections.is_empty() && report.entries.len() > 1 {
                p { (words::summary(report)) }
            } @else if !report.connections.is_empty() {
                p { (words::connections(report, &report.tally())) }
            } @else if let [only] = report.entries.as_slice() {
                p class="asked" { code { (entry::title(report, only)) } ": " (entry::outcome(report, only)) }
            }
            @for told in words::read(report) { p { (PlainLine(&told)) } }
            @if let Some(instance) = &report.instance { p class="where" { (PlainLine(&instance.url)) } }
        }
    }
}

/// What the run comes to, in a few words.
fn headline(report: &Report) -> String {
    let only = match report.entries.as_slice() {
        [only] if report.connections.is_empty() && report.checkup.is_none() => Some(only),
        _ => None,
    };
    if let Some(diagnosis) = only.and_then(|only| only.diagnosis.as_ref()) {
        return words::headline(diagnosis);
    }
    if report.entries.is_empty() && report.connections.is_empty() {
        return words::nothing(report.command).to_owned();
    }
    match report.verdict() {
        Verdict::Healthy => "Healthy".to_owned(),
        Verdict::Problem => "There is a problem".to_owned(),
        Verdict::Unknown if report.is_plan() => "Planned: nothing was sent".to_owned(),
        Verdict::Unknown => "No verdict".to_owned(),
    }
}

/// A part of the page with a heading, to which the contents lead.
struct Section {
    id: &'static str,
    title: &'static str,
    body: Markup,
}

impl Section {
    fn new(id: &'static str, title: &'static str, body: Markup) -> Self {
        Self { id, title, body }
    }
}

impl Render for Section {
    fn render_to(&self, page: &mut String) {
        let title = format!("title-{}", self.id);
        let drawn = html! {
            section id=(self.id) aria-labelledby=(title) {
                h2 id=(title) { (self.title) }
                (self.body)
            }
        };
        drawn.render_to(page);
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" { ul {
            @for section in sections { li { a href={ "#" (section.id) } { (section.title) } } }
        } }
    }
}

fn sections(report: &Report, style: &Style) -> Vec<Section> {
    let mut all = match &report.checkup {
        Some(checkup) => checkup::sections(report, checkup, style),
        None if report.connections.is_empty() => results(report, style),
        None => connections::sections(report, style),
    };
    if !report.advice.is_empty() {
        all.push(Section::new("advice", "Advice", remarks(&report.advice)));
    }
    if !style.quiet && report.connections.is_empty() {
        all.extend(background(report, style));
    }
    all
}

/// What was asked and what came of it.
fn results(report: &Report, style: &Style) -> Vec<Section> {
    let is_survey = report.entries.iter().any(Entry::is_surveyed);
    let mut all = Vec::new();
    if let Some(comparison) = &report.comparison {
        all.push(Section::new(
            "side-by-side",
            "Side by side",
            comparison::columns(comparison),
        ));
        let partings = comparison::partings(report, comparison);
        all.push(Section::new("partings", "Where they part", partings));
        let reasons = comparison::reasons(report, style);
        all.push(Section::new("reasons", "Reasons", reasons));
    } else if is_survey {
        let grid = matrix::grid(report, style);
        all.push(Section::new("abilities", "What the token may do", grid));
    } else if !report.entries.is_empty() {
        all.push(Section::new("asked", "Results", entries(report, style)));
    }
    if is_survey && !words::stops(report).is_empty() {
        all.push(Section::new(
            "remedies",
            "What to do",
            matrix::remedies(report),
        ));
    }
    all
}

fn entries(report: &Report, style: &Style) -> Markup {
    let is_open = style.verbose || report.entries.len() == 1;
    let groups = report.entries.iter().filter(|entry| entry.log.is_some());
    html! {
        @if groups.count() > 1 { (requests::groups(report)) }
        @for entry in &report.entries {
            @let names: Vec<&str> = words::token_name(report, entry).into_iter().collect();
            (entry::folded(report, entry, &names, style, is_open))
        }
    }
}

/// The token and the instance, the smallest token that would do, and the requests.
fn background(report: &Report, style: &Style) -> Vec<Section> {
    let mut all = Vec::new();
    if let Some(least) = &report.least_privilege {
        let title = "The smallest token that would do";
        all.push(Section::new("least", title, token::least(least)));
    }
    // `inspect` has shown its token already.
    let tokens = match report.command {
        Command::Inspect => &[],
        Command::Probe | Command::Explain | Command::Doctor => report.tokens.as_slice(),
    };
    if !tokens.is_empty() || report.instance.is_some() {
        let cards = html! {
            div class="cards" {
                @for token in tokens { (token::card(token)) }
                @if let Some(instance) = &report.instance { (token::instance(instance)) }
            }
        };
        all.push(Section::new("background", "Token and instance", cards));
    }
    if !report.requests.log.is_empty() || !report.requests.left_open.is_empty() {
        let table = requests::table(&report.requests, style.verbose);
        all.push(Section::new("requests", "Requests", table));
    }
    all
}

/// A sign with its colour. It says nothing to a screen reader: the word stands beside it.
#[derive(Debug, Clone, Copy)]
struct Badge {
    class: &'static str,
    sign: &'static str,
}

impl Badge {
    const fn of(outcome: Outcome) -> Self {
        let (class, sign) = match outcome {
            Outcome::Granted => ("good", "\u{2713}"),
            Outcome::Refused => ("bad", "\u{2717}"),
            Outcome::Unknown => ("unsure", "?"),
            Outcome::NotProbed => ("left", "\u{b7}"),
        };
        Self { class, sign }
    }

    const fn of_verdict(verdict: Verdict) -> Self {
        Self::of(match verdict {
            Verdict::Healthy => Outcome::Granted,
            Verdict::Problem => Outcome::Refused,
            Verdict::Unknown => Outcome::Unknown,
        })
    }
}

impl Render for Badge {
    fn render_to(&self, page: &mut String) {
        html! { span class="mark" aria-hidden="true" { (self.sign) } }.render_to(page);
    }
}

/// A table that may be wider than the screen: whoever has no mouse can move it with the keys.
fn scrolled(name: &str, table: &Markup) -> Markup {
    html! { div class="scrolled" role="region" aria-label=(name) tabindex="0" { (table) } }
}

fn remarks(remarks: &[Advice]) -> Markup {
    html! {
        @if !remarks.is_empty() {
            ul class="remarks" {
                @for remark in remarks {
                    li class=(class(remark.severity)) {
                        strong { (remark.severity.name()) } " " (Sentence(&remark.text)) " "
                        code { (remark.code) }
                    }
                }
            }
        }
    }
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "left",
        Severity::Warning => "unsure",
        Severity::Problem => "bad",
    }
}
