//! Tests of the tables: every row is shown by its example, and not by what is only near to it.
//!
//! The examples stand in `examples.txt`, keyed by the names of the rows.

use std::sync::LazyLock;

use super::all;
use crate::diagnosis::clue::{Clue, Clues, Mark, no, yes};
use crate::diagnosis::signature::Signature;
use crate::diagnosis::weigh::weigh;
use crate::diagnosis::{Body, Certainty, Exchange, Headers};

/// An answer as it comes over the wire.
#[derive(Default)]
struct Answer {
    status: Option<u16>,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
}

/// Rows, an answer that shows them all, and one that shows none of them.
#[derive(Default)]
struct Example {
    rows: Vec<&'static str>,
    shown: Answer,
    near: Answer,
}

impl Answer {
    fn read(line: &'static str) -> Self {
        let (status, body) = line.split_once(' ').unwrap_or((line, ""));
        Self {
            status: status.parse().ok(),
            headers: Vec::new(),
            body: body.replace("\\n", "\n"),
        }
    }

    fn exchange(&self) -> Exchange {
        Exchange {
            status: self.status,
            headers: Headers::keep(self.headers.iter().copied()),
            body: Body::read(self.body.as_bytes(), None, false),
        }
    }
}

static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let paragraphs = include_str!("examples.txt").split("\n\n");
    paragraphs
        .map(example)
        .filter(|example| !example.rows.is_empty())
        .collect()
});

fn example(paragraph: &'static str) -> Example {
    let mut example = Example::default();
    let mut is_near = false;
    for line in paragraph.lines() {
        let (word, rest) = line.trim().split_once(' ').unwrap_or_default();
        match word {
            "rows" => example.rows.extend(rest.split(' ')),
            "shown" => example.shown = Answer::read(rest),
            "near" => {
                is_near = true;
                example.near = Answer::read(rest);
            }
            "header" => {
                let pair = rest.split_once(": ").unwrap_or_default();
                let answer = if is_near {
                    &mut example.near
                } else {
                    &mut example.shown
                };
                answer.headers.push(pair);
            }
            _ => {}
        }
    }
    example
}

/// Every row with its examples.
fn pairs() -> impl Iterator<Item = (&'static Signature, &'static Example)> {
    all().filter_map(|row| {
        let own = EXAMPLES
            .iter()
            .find(|example| example.rows.contains(&row.id));
        own.map(|example| (row, example))
    })
}

/// Every row with the answer of its example.
pub(super) fn shown() -> impl Iterator<Item = (&'static Signature, Exchange)> {
    pairs().map(|(row, example)| (row, example.shown.exchange()))
}

#[test]
fn every_example_names_rows_that_exist() {
    for id in EXAMPLES.iter().flat_map(|example| &example.rows) {
        assert!(all().any(|row| row.id == *id), "{id}");
    }
}

#[test]
fn every_row_has_one_example() {
    // What clients say is its own example; the tests of that table show it.
    let is_said = |row: &&Signature| {
        let mut own = super::clients::ROWS.iter().chain(super::told::ROWS);
        own.any(|own| own.id == row.id)
    };
    for row in all().filter(|row| !is_said(row)) {
        let own = |example: &&Example| example.rows.contains(&row.id);
        assert_eq!(EXAMPLES.iter().filter(own).count(), 1, "{}", row.id);
    }
}

#[test]
fn every_row_is_shown_by_its_example_on_each_of_its_surfaces() {
    for (row, example) in pairs() {
        for surface in row.surfaces {
            let shown = row.shows(Some(*surface), &example.shown.exchange());
            assert!(shown, "{} on {surface}", row.id);
        }
    }
}

#[test]
fn no_row_is_shown_by_the_near_miss() {
    for (row, example) in pairs() {
        assert!(!row.shows(None, &example.near.exchange()), "{}", row.id);
    }
}

#[test]
fn no_row_is_hidden_by_a_more_specific_one() {
    for (row, example) in pairs() {
        let exchange = example.shown.exchange();
        let surface = row.surfaces.first().copied();
        let (best, hider) = all()
            .filter(|other| other.shows(surface, &exchange))
            .map(|other| (other.body.specificity(), other.id))
            .max()
            .unwrap_or_default();
        assert_eq!(row.body.specificity(), best, "{} behind {hider}", row.id);
    }
}

#[test]
fn every_placeholder_of_a_reason_is_one_of_the_body() {
    for (row, example) in pairs() {
        let captures = row.captures(None, &example.shown.exchange());
        let names: Vec<&str> = captures
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
        for part in row.because.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            assert!(names.contains(&name), "{} says {{{name}}}", row.id);
        }
    }
}

/// What the evidence makes of an answer: the first code, and how sure it is.
fn judged(id: &str, marks: &[Mark]) -> (&'static str, Certainty) {
    let mut clues = Clues::default();
    for mark in marks {
        clues.note(mark.clue, mark.holds, "");
    }
    let weighing = shown()
        .find(|(row, _)| row.id == id)
        .map(|(row, exchange)| weigh(row.surfaces.first().copied(), &exchange, &clues))
        .unwrap_or_default();
    let first = weighing.candidates.first();
    let code = first.map_or("none", |candidate| candidate.code().id);
    (code, weighing.certainty())
}

/// What is known of an access token that was sent.
const ACCESS: [Mark; 8] = [
    no(Clue::NothingSent),
    no(Clue::SentEmpty),
    yes(Clue::IsAccessToken),
    no(Clue::IsJob),
    no(Clue::IsDeploy),
    no(Clue::IsOauth),
    no(Clue::IsForeign),
    no(Clue::ChecksumBroken),
];

fn access(more: &[Mark]) -> Vec<Mark> {
    [&ACCESS, more].concat()
}

#[test]
fn the_one_answer_for_many_faults_is_settled_by_evidence() {
    let expired = access(&[yes(Clue::Expired), no(Clue::Alive)]);
    let revoked = access(&[yes(Clue::Revoked), no(Clue::Alive)]);
    let empty = [yes(Clue::NothingSent), yes(Clue::SentEmpty)];
    for answer in [
        "git.401.unknown",
        "gql.401.invalid_token.unknown",
        "jwt.401",
    ] {
        let sure = |code| (code, Certainty::Certain);
        assert_eq!(judged(answer, &expired), sure("token-expired"), "{answer}");
        assert_eq!(judged(answer, &revoked), sure("token-revoked"), "{answer}");
        let (code, _) = judged(answer, &empty);
        assert!(["empty-credential", "header-present-but-empty"].contains(&code));
    }
}

#[test]
fn the_one_answer_alone_is_never_certain() {
    for answer in [
        "git.401.unknown",
        "gql.401.invalid_token.unknown",
        "jwt.401",
    ] {
        let (code, certainty) = judged(answer, &[]);
        assert_eq!(code, "token-unknown", "{answer}");
        assert_ne!(certainty, Certainty::Certain, "{answer}");
    }
}

#[test]
fn git_calls_the_token_of_another_project_a_failed_login() {
    let bot = access(&[yes(Clue::Alive), yes(Clue::Bot), yes(Clue::HomeElsewhere)]);
    let found = judged("git.401.unknown", &bot);
    assert_eq!(found, ("token-of-another-project", Certainty::Certain));
}

#[test]
fn graphql_answers_a_missing_scope_with_the_same_words() {
    let narrow = access(&[yes(Clue::Alive), no(Clue::ScopeFits)]);
    let found = judged("gql.401.invalid_token.unknown", &narrow);
    assert_eq!(found, ("scope-missing", Certainty::Certain));
}

#[test]
fn graphql_takes_no_job_token_whatever_its_state() {
    let job = [
        no(Clue::NothingSent),
        no(Clue::SentEmpty),
        yes(Clue::IsJob),
        no(Clue::IsAccessToken),
        no(Clue::IsDeploy),
        no(Clue::IsOauth),
        no(Clue::IsForeign),
    ];
    let (code, _) = judged("gql.401.invalid_token.unknown", &job);
    assert_eq!(code, "graphql-takes-no-such-token");
}

#[test]
fn a_page_with_the_mark_of_gitlab_was_not_blocked_on_the_way() {
    let (code, _) = judged("edge.not_gitlab", &[yes(Clue::MarkedByGitLab)]);
    assert_eq!(code, "wrong-base-url");
    let (code, _) = judged(
        "edge.not_gitlab",
        &[yes(Clue::ApiHere), no(Clue::MarkedByGitLab)],
    );
    assert_eq!(code, "blocked-before-gitlab");
}
