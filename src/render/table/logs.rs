//! The groups of failed requests in GitLab's own logs, a row each, above what each of them means.

use super::screen::{Grid, Screen};
use crate::diagnosis::{Certainty, Diagnosis};
use crate::observation::LogGroup;
use crate::render::words;
use crate::report::{Entry, Report};

/// So many groups are told in full; of more, the row has to do.
pub(super) const IN_FULL: usize = 40;

/// So many columns hold the whole table.
const WIDE: usize = 110;

/// Draws what was read, and the table, where there are several groups.
pub(super) fn render(screen: &mut Screen, report: &Report) {
    let read = words::read(report);
    if !read.is_empty() {
        screen.gap();
    }
    for told in &read {
        screen.heading(told);
    }
    let groups = || report.entries.iter().filter(|entry| entry.log.is_some());
    let number = groups().count();
    if number < 2 {
        return;
    }
    let lines: u64 = groups().map(|entry| entry.count).sum();
    screen.gap();
    screen.heading(&format!("{lines} failed requests in these {number} groups"));
    let is_narrow = screen.style().width < WIDE;
    let (header, path): (&[&str], _) = if is_narrow {
        (&["count", "", "reason", "whose", "route"], 4)
    } else {
        (
            &["count", "", "reason", "token", "user", "project", "route"],
            6,
        )
    };
    let row = if is_narrow { narrow_row } else { wide_row };
    let grid = Grid {
        header,
        rows: groups().map(row).collect(),
        path,
        right: Some(0),
        cut: !screen.style().verbose,
    };
    screen.grid(0, &grid);
    if number > IN_FULL && !screen.style().verbose {
        screen.gap();
        screen.heading(&format!("The first {IN_FULL} in full; --verbose tells all"));
    }
}

fn wide_row(entry: &Entry) -> Vec<String> {
    row(entry).to_vec()
}

fn row(entry: &Entry) -> [String; 7] {
    let log = entry.log.as_ref();
    let of_log = |told: fn(&LogGroup) -> Option<String>| log.and_then(told).unwrap_or_default();
    let status = entry.answer.as_ref().and_then(|answer| answer.status);
    let diagnosis = entry.diagnosis.as_ref();
    [
        entry.count.to_string(),
        status.map(|status| status.to_string()).unwrap_or_default(),
        diagnosis.map_or_else(String::new, reason),
        of_log(tokens),
        of_log(|log| words::user(log.whose.user.as_deref(), log.whose.user_id)),
        of_log(|log| first_of(log.projects.iter())),
        of_log(|log| first_of(log.routes.iter().map(|told| &told.what.route))),
    ]
}

/// On a narrow screen: the token, or else the user, and no project.
fn narrow_row(entry: &Entry) -> Vec<String> {
    let [count, status, reason, token, user, _, route] = row(entry);
    let whose = if token.is_empty() { user } else { token };
    vec![count, status, reason, whose, route]
}

/// The reason; of several that are as possible, the most frequent, with a question mark.
fn reason(diagnosis: &Diagnosis) -> String {
    let sign = match diagnosis.certainty {
        Certainty::Ambiguous => "?",
        Certainty::Likely | Certainty::Certain => "",
    };
    format!("{}{sign}", diagnosis.primary.code.id)
}

/// The token, or how many callers there are.
fn tokens(log: &LogGroup) -> Option<String> {
    let several = (log.callers.len() > 1).then(|| format!("{} callers", log.callers.len()));
    log.whose.token_id.as_deref().map(token).or(several)
}

/// The token as GitLab numbers it, with its type in short: `PersonalAccessToken/12` is `Personal/12`.
fn token(numbered: &str) -> String {
    numbered.replace("AccessToken/", "/").replace("Token/", "/")
}

/// The first, and a sign that there are more.
fn first_of<'a>(mut names: impl Iterator<Item = &'a String>) -> Option<String> {
    let first = names.next()?;
    let more = if names.next().is_some() { " ..." } else { "" };
    Some(format!("{first}{more}"))
}
