//! The requests of a run, in columns.

use super::entry::{INDENT, named};
use super::screen::{Grid, Label, Screen};
use crate::render::paint::Ink;
use crate::render::words;
use crate::report::{LoggedRequest, Requests};

/// Draws what was sent or is planned, and what the budget left open.
pub(super) fn render(screen: &mut Screen, requests: &Requests) {
    if requests.log.is_empty() && requests.left_open.is_empty() {
        return;
    }
    screen.gap();
    screen.heading(&words::requests(requests));
    let same_way = words::same_way(requests).is_some();
    let grid = if requests.planned {
        planned(&requests.log, same_way)
    } else {
        sent(&requests.log, same_way)
    };
    if !grid.rows.is_empty() {
        screen.grid(INDENT, &grid);
    }
    left_open(screen, &requests.left_open);
}

/// Draws how many were sent, and what the budget left open.
pub(super) fn count(screen: &mut Screen, requests: &Requests) {
    if requests.log.is_empty() && requests.left_open.is_empty() {
        return;
    }
    screen.gap();
    screen.heading(&format!("{}, listed with -v", words::requests(requests)));
    left_open(screen, &requests.left_open);
}

fn sent(log: &[LoggedRequest], same_way: bool) -> Grid {
    let row = |request: &LoggedRequest| {
        vec![
            request.method.name().to_owned(),
            request.path.clone(),
            words::status(request),
            request.ms.map(|ms| ms.to_string()).unwrap_or_default(),
            reason(request, same_way),
        ]
    };
    Grid {
        header: &["", "path", "status", "ms", "why"],
        rows: log.iter().map(row).collect(),
        path: 1,
        right: Some(3),
        cut: false,
    }
}

fn planned(log: &[LoggedRequest], same_way: bool) -> Grid {
    let row = |request: &LoggedRequest| {
        vec![
            request.method.name().to_owned(),
            request.path.clone(),
            reason(request, same_way),
        ]
    };
    Grid {
        header: &["", "path", "why"],
        rows: log.iter().map(row).collect(),
        path: 1,
        ..Grid::default()
    }
}

/// Why it is asked; and how the token is sent, where that is not the same for all.
fn reason(request: &LoggedRequest, same_way: bool) -> String {
    if same_way {
        return request.why.to_owned();
    }
    format!("{} ({})", request.why, request.auth)
}

fn left_open(screen: &mut Screen, open: &[String]) {
    for question in open {
        let label = Label {
            ink: Ink::Unsure,
            columns: 11,
            ..named("left open")
        };
        screen.block(label, question, Ink::Plain);
    }
}
