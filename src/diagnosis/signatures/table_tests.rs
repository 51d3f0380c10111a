//! Promises of the whole table, whoever adds a row.
//!
//! The rows are gone through one by one; what a row says of its own bytes is tried on the example
//! that it has beside it.

use std::collections::BTreeSet;

use super::examples::shown;
use super::{Signature, all};
use crate::catalogue::Surface;
use crate::diagnosis::clue::{Clue, Clues, Mark};
use crate::diagnosis::codes::{self, Code};
use crate::diagnosis::observation::KEPT_HEADERS;
use crate::diagnosis::question::Question;
use crate::diagnosis::signature::HeaderTest;
use crate::diagnosis::transport;
use crate::diagnosis::weigh::weigh;
use crate::diagnosis::{
    Body, Case, Cause, Certainty, CertificateFault, Exchange, Observation, Ruling,
    TransportFailure, diagnose,
};

/// Where codes are given without a row: what a request would meet, and what the value shows.
const WITHOUT_ROW: [&str; 4] = [
    include_str!("../derive.rs"),
    include_str!("../derive/feature.rs"),
    include_str!("../derive/role.rs"),
    include_str!("../ruling.rs"),
];
/// Where clues are used without a row.
const CLUES_WITHOUT_ROW: [&str; 6] = [
    include_str!("../derive.rs"),
    include_str!("../derive/feature.rs"),
    include_str!("../derive/role.rs"),
    include_str!("../ladder.rs"),
    include_str!("../ruling.rs"),
    include_str!("../asking.rs"),
];
/// Codes that nothing gives so far, each with the reason.
const NOT_GIVEN: [(&str, &str); 0] = [];

const FAILURES: [TransportFailure; 13] = [
    TransportFailure::UnknownHost,
    TransportFailure::ConnectionRefused,
    TransportFailure::ConnectionReset,
    TransportFailure::Unreachable,
    TransportFailure::ConnectTimeout,
    TransportFailure::AnswerTimeout,
    TransportFailure::Certificate(CertificateFault::UnknownIssuer),
    TransportFailure::Tls,
    TransportFailure::ProxyLogin,
    TransportFailure::Proxy,
    TransportFailure::NotHttp,
    TransportFailure::BrokenAnswer,
    TransportFailure::Unknown,
];

/// Says whether a code stands in a source, by the name of its static.
fn stands_in(source: &str, code: &Code) -> bool {
    let name = code.id.to_uppercase().replace('-', "_");
    source
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word == name)
}

fn is_produced(code: &'static Code) -> bool {
    all().any(|row| row.code == code)
        || FAILURES.map(transport::code_of).contains(&code)
        || WITHOUT_ROW.iter().any(|source| stands_in(source, code))
}

fn marks(row: &'static Signature) -> impl Iterator<Item = &'static Mark> {
    row.unless
        .iter()
        .chain(row.proof.iter().flat_map(|marks| marks.iter()))
}

#[test]
fn names_of_rows_are_unique() {
    let mut seen = BTreeSet::new();
    for row in all() {
        assert!(seen.insert(row.id), "{}", row.id);
    }
}

#[test]
fn every_code_can_be_found() {
    for code in codes::ALL {
        let given = !NOT_GIVEN.iter().any(|(id, _)| *id == code.id);
        assert_eq!(is_produced(code), given, "{}", code.id);
    }
}

#[test]
fn every_cause_can_be_found() {
    for cause in Cause::ALL {
        let found = codes::ALL
            .iter()
            .any(|code| code.cause == cause && is_produced(code));
        assert!(found, "{cause}");
    }
}

#[test]
fn every_clue_is_used() {
    for clue in Clue::ALL.iter().copied() {
        let by_row = all().any(|row| marks(row).any(|mark| mark.clue == clue));
        let name = format!("Clue::{clue:?}");
        let elsewhere = CLUES_WITHOUT_ROW
            .iter()
            .any(|source| source.contains(&name));
        assert!(by_row || elsewhere, "{name}");
    }
}

#[test]
fn no_row_is_decisive_on_a_bare_refusal() {
    const BARE: [&str; 6] = [
        r#"{"message":"401 Unauthorized"}"#,
        r#"{"message":"403 Forbidden"}"#,
        r#"{"message":"404 Not Found"}"#,
        r#"{"message":"404 Project Not Found"}"#,
        r#"{"error":"404 Not Found"}"#,
        "",
    ];
    for row in all().filter(|row| row.decisive) {
        for status in [401, 403, 404] {
            for body in BARE {
                let exchange = Exchange {
                    status: Some(status),
                    body: Body::read(body.as_bytes(), None, false),
                    ..Exchange::default()
                };
                assert!(!row.shows(None, &exchange), "{} on {status} {body}", row.id);
            }
        }
    }
}

#[test]
fn rows_ask_only_for_headers_that_are_kept() {
    for row in all() {
        if let Some(HeaderTest::Holds(name, _) | HeaderTest::Absent(name)) = row.header {
            assert!(KEPT_HEADERS.contains(&name), "{} asks for {name}", row.id);
        }
    }
}

#[test]
fn every_row_gives_its_reason_its_source_and_a_weight() {
    for row in all() {
        assert!(!row.because.is_empty(), "{}", row.id);
        assert!(!row.because.ends_with('.'), "{}", row.id);
        assert!(!row.source.is_empty(), "{}", row.id);
        assert!((1..=100).contains(&row.weight), "{}", row.id);
    }
}

#[test]
fn releases_are_written_as_numbers() {
    for (row, since) in all().filter_map(|row| Some((row, row.since?))) {
        let numbers: Vec<Result<u16, _>> = since.split('.').map(str::parse).collect();
        assert!((1..=2).contains(&numbers.len()), "{}: {since}", row.id);
        assert!(numbers.iter().all(Result::is_ok), "{}: {since}", row.id);
    }
}

#[test]
fn no_row_is_struck_out_by_what_confirms_it() {
    for row in all() {
        for proof in row.proof {
            assert!(!proof.is_empty(), "{} is confirmed by nothing", row.id);
            for mark in *proof {
                assert!(!row.unless.contains(mark), "{}: {mark:?}", row.id);
                let opposite = Mark {
                    clue: mark.clue,
                    holds: !mark.holds,
                };
                assert!(!proof.contains(&opposite), "{}: {mark:?}", row.id);
            }
        }
    }
}

/// The rows that an answer shows, as far as they are the most specific ones.
fn most_specific(row: &Signature, exchange: &Exchange) -> Vec<&'static Signature> {
    let surface = row.surfaces.first().copied();
    let showing: Vec<&Signature> = all()
        .filter(|other| other.shows(surface, exchange))
        .collect();
    let best = showing.iter().map(|row| row.body.specificity()).max();
    showing
        .into_iter()
        .filter(|row| Some(row.body.specificity()) == best)
        .collect()
}

#[test]
fn an_answer_alone_is_certain_only_where_one_cause_shows_it() {
    for (row, exchange) in shown() {
        let alone = Case {
            surface: row.surfaces.first().copied(),
            answers: vec![(Question::Subject, Observation::Answered(exchange.clone()))],
            ..Case::default()
        };
        let certainty = match diagnose(&alone) {
            Ruling::Refused(diagnosis) => Some(diagnosis.certainty),
            Ruling::Granted { .. } | Ruling::Open { .. } => None,
        };
        let rows = most_specific(row, &exchange);
        let one_cause = rows.iter().all(|other| other.code.cause == row.code.cause);
        let told = one_cause && rows.iter().any(|other| other.decisive);
        assert!(certainty.is_some(), "{} is no refusal", row.id);
        assert!(told || certainty < Some(Certainty::Certain), "{}", row.id);
    }
}

/// The first code for an answer, when nothing but these marks is known.
fn first_code(surface: Option<Surface>, exchange: &Exchange, marks: &[Mark]) -> &'static Code {
    let mut clues = Clues::default();
    for mark in marks {
        clues.note(mark.clue, mark.holds, "");
    }
    let weighing = weigh(surface, exchange, &clues);
    weighing.candidates.first().unwrap().code()
}

#[test]
fn a_confirmed_row_is_hidden_only_by_an_earlier_gate() {
    for (row, exchange) in shown() {
        for proof in row.proof {
            let first = first_code(row.surfaces.first().copied(), &exchange, proof);
            let is_found = first == row.code || first.gate < row.code.gate;
            assert!(is_found, "{} behind {}", row.id, first.id);
        }
    }
}
