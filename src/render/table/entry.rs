//! One question and its result: what was asked, the ladder, the reason, and the remedy.

use super::screen::{Label, Screen};
use super::{card, ladder, logs};
use crate::diagnosis::{Certainty, Diagnosis, Finding};
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::{Advice, Entry, Outcome, Report, Severity};

/// Alternatives that are shown unless everything is.
const ALTERNATIVES_SHOWN: usize = 3;

/// Columns in front of everything below a title.
pub(super) const INDENT: usize = 2;

/// Columns of the names in front of facts, and of the parts of a diagnosis.
pub(super) const FACT_COLUMNS: usize = 10;

/// Draws all entries, with what they share on top.
pub(super) fn render_all(screen: &mut Screen, report: &Report) {
    let several = report.entries.len() > 1;
    if several && !screen.style().quiet {
        card::all_brief(screen, report);
    }
    if !screen.style().quiet {
        logs::render(screen, report);
    }
    let tells_all = screen.style().quiet || screen.style().verbose;
    let mut groups = 0;
    let mut after_line = false;
    for entry in &report.entries {
        groups += usize::from(entry.log.is_some());
        if groups > logs::IN_FULL && !tells_all {
            continue;
        }
        let line = several && is_one_line(screen, entry);
        if !(line && after_line) {
            screen.gap();
        }
        render(screen, report, entry);
        after_line = line;
    }
}

/// A granted entry among others is one line; such lines stand together.
fn is_one_line(screen: &Screen, entry: &Entry) -> bool {
    if screen.style().quiet {
        return entry.diagnosis.is_none();
    }
    let short = matches!(entry.outcome, Outcome::Granted | Outcome::NotProbed);
    let bare = entry.warnings.is_empty() && entry.missing.is_none();
    short && bare && !screen.style().verbose
}

/// Draws one entry.
pub(super) fn render(screen: &mut Screen, report: &Report, entry: &Entry) {
    let names: Vec<&str> = words::token_name(report, entry).into_iter().collect();
    render_for(screen, report, entry, &names);
}

/// Draws one entry that stands for all tokens of these names.
pub(super) fn render_for(screen: &mut Screen, report: &Report, entry: &Entry, names: &[&str]) {
    let mark = screen.outcome_mark(entry.outcome);
    let subject = if names.is_empty() {
        entry.subject.clone()
    } else {
        format!("{}  [{}]", entry.subject, names.join(", "))
    };
    screen.title(mark, &subject, &words::outcome(entry));
    if screen.style().quiet {
        return gist(screen, entry);
    }
    facts(screen, report, entry);
    outcome(screen, entry);
}

/// Draws what follows from the answer: the ladder, and the diagnosis or what is missing for one.
pub(super) fn outcome(screen: &mut Screen, entry: &Entry) {
    let drawn = rungs(screen, entry);
    if let Some(diagnosis) = &entry.diagnosis {
        screen.gap();
        render_diagnosis(screen, diagnosis);
    }
    match words::missing(entry) {
        Some(missing) if drawn => {
            screen.gap();
            part(screen, "Why", missing, Ink::Plain);
        }
        Some(missing) => fact(screen, "why", missing),
        None => {}
    }
}

/// With `quiet`, only the reason and the first remedy.
pub(super) fn gist(screen: &mut Screen, entry: &Entry) {
    let Some(diagnosis) = &entry.diagnosis else {
        return;
    };
    headline(screen, diagnosis);
    if let Some(fix) = diagnosis.primary.fix.first() {
        part(screen, "Do", fix, Ink::Plain);
    }
}

fn facts(screen: &mut Screen, report: &Report, entry: &Entry) {
    if report.entries.len() == 1 {
        card::all_brief(screen, report);
    }
    if let Some(seen) = words::seen(entry) {
        fact(screen, "found", &seen);
    }
    for (name, told) in entry.log.iter().flat_map(words::log) {
        fact(screen, name, &told);
    }
    let request = entry.need.as_ref().and_then(|need| need.request.as_ref());
    if let Some(request) = request.filter(|_| screen.style().verbose) {
        fact(screen, "request", request);
    }
    let is_short = entry.outcome == Outcome::Granted || entry.need.is_some();
    if !is_short || screen.style().verbose {
        answer(screen, entry);
    }
    remarks(screen, &entry.warnings);
}

/// Draws what was answered, with the id that GitLab's own logs know it by.
pub(super) fn answer(screen: &mut Screen, entry: &Entry) {
    if let Some(answer) = &entry.answer {
        let mut clauses = vec![words::answer(answer)];
        let id = answer.correlation_id.as_ref();
        clauses.extend(id.map(|id| format!("correlation id {id}")));
        screen.clauses(named("answer"), &clauses, ", ");
    }
}

/// Draws the ladder where it tells something, and says whether it did.
fn rungs(screen: &mut Screen, entry: &Entry) -> bool {
    let wanted = match entry.outcome {
        // Several capabilities are one question after the other, and short.
        Outcome::Refused | Outcome::Unknown if entry.need.is_none() => true,
        Outcome::Refused | Outcome::Unknown | Outcome::Granted | Outcome::NotProbed => {
            screen.style().verbose
        }
    };
    let rungs = words::ladder(entry);
    if !wanted || rungs.is_empty() {
        return false;
    }
    screen.gap();
    ladder::render(screen, rungs, entry.diagnosis.as_ref());
    true
}

fn render_diagnosis(screen: &mut Screen, diagnosis: &Diagnosis) {
    headline(screen, diagnosis);
    let primary = &diagnosis.primary;
    list(screen, "Why", &primary.because, |_| "- ".to_owned());
    list(screen, "Do", &primary.fix, |index| {
        format!("{}. ", index + 1)
    });
    alternatives(screen, diagnosis);
    if let Some(next) = &diagnosis.next_question {
        part(screen, "Ask", &next.ask, Ink::Name);
        part(screen, "", &next.why, Ink::Plain);
    }
    if diagnosis.retry_is_safe {
        let text = "The same request may be sent again: it can help and does no harm.";
        part(screen, "Retry", text, Ink::Plain);
    }
    links(screen, primary);
}

fn headline(screen: &mut Screen, diagnosis: &Diagnosis) {
    let ink = match diagnosis.certainty {
        Certainty::Certain | Certainty::Likely => Ink::Bad,
        Certainty::Ambiguous => Ink::Unsure,
    };
    let names = format!("[{}]", words::names(&diagnosis.primary));
    let headline = words::headline(diagnosis);
    screen.pair(INDENT, (&headline, ink), (&names, Ink::Faint));
}

fn alternatives(screen: &mut Screen, diagnosis: &Diagnosis) {
    let all = &diagnosis.alternatives;
    let shown = if screen.style().verbose {
        all.len()
    } else {
        all.len().min(ALTERNATIVES_SHOWN)
    };
    let one = all.len() == 1;
    for (index, other) in all.iter().take(shown).enumerate() {
        let name = if index == 0 { "Or" } else { "" };
        let telling = words::telling(&diagnosis.primary, other);
        let text = format!("{} [{}]. {telling}", other.code.title, words::names(other));
        bullet(screen, name, if one { "" } else { "- " }, &text);
        if screen.style().verbose {
            for fix in &other.fix {
                bullet(screen, "", "  Do: ", fix);
            }
        }
    }
    if all.len() > shown {
        let text = format!("and {} more (-v shows them)", all.len() - shown);
        part(screen, "", &text, Ink::Faint);
    }
}

fn links(screen: &mut Screen, finding: &Finding) {
    if !finding.code.docs.is_empty() {
        part(screen, "Docs", finding.code.docs, Ink::Name);
    }
    let page = format!("glwhy explain --code {}", finding.code.id);
    part(screen, "More", &page, Ink::Name);
    if screen.style().verbose && !finding.source.is_empty() {
        part(screen, "Source", finding.source, Ink::Faint);
    }
}

/// Draws a part of a diagnosis: one line where there is one item, a list where there are more.
fn list(screen: &mut Screen, name: &str, items: &[String], sign: impl Fn(usize) -> String) {
    if let [only] = items {
        return part(screen, name, only, Ink::Plain);
    }
    for (index, item) in items.iter().enumerate() {
        let name = if index == 0 { name } else { "" };
        bullet(screen, name, &sign(index), item);
    }
}

fn part(screen: &mut Screen, name: &str, text: &str, ink: Ink) {
    let label = Label {
        ink: Ink::Strong,
        ..named(name)
    };
    screen.block(label, text, ink);
}

fn bullet(screen: &mut Screen, name: &str, sign: &str, text: &str) {
    let label = Label {
        ink: Ink::Strong,
        sign,
        ..named(name)
    };
    screen.block(label, text, Ink::Plain);
}

/// The label of a fact.
pub(super) const fn named(name: &str) -> Label<'_> {
    Label {
        indent: INDENT,
        text: name,
        ink: Ink::Faint,
        columns: FACT_COLUMNS,
        sign: "",
    }
}

/// Draws a fact with its name.
pub(super) fn fact(screen: &mut Screen, name: &str, text: &str) {
    screen.block(named(name), text, Ink::Plain);
}

/// Draws remarks, each with its weight in words.
pub(super) fn remarks(screen: &mut Screen, remarks: &[Advice]) {
    for remark in remarks {
        let label = Label {
            ink: Screen::severity_ink(remark.severity),
            ..named(remark.severity.name())
        };
        let text = format!("{}  [{}]", remark.text, remark.code);
        screen.block(label, &text, Ink::Plain);
    }
}

/// Draws advice on the whole run. With `quiet`, only what makes it a problem.
pub(super) fn advice(screen: &mut Screen, advice: &[Advice], quiet: bool) {
    let mut shown = advice.to_vec();
    shown.retain(|remark| !quiet || remark.severity == Severity::Problem);
    if shown.is_empty() {
        return;
    }
    screen.gap();
    screen.heading("Advice");
    remarks(screen, &shown);
}
