//! Promises of the whole table, whoever adds an answer.
//!
//! The answers are gone through one by one; what an answer says of its own bytes is tried on the example
//! that it has beside it. What the file alone can show, the reader of `knowledge/` holds at build time.

mod examples;

use crate::answers::ANSWERS;
use crate::answers::Cause;
use crate::answers::answer::{Answer, Grade, HeaderTest, Meaning, Pattern};
use crate::answers::clue::Clue;
use crate::answers::codes;
use crate::answers::codes::Code;
use crate::answers::mark::Mark;
use crate::answers::transport;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clues;
use crate::diagnosis::question::Question;
use crate::diagnosis::weigh::weigh;
use crate::diagnosis::{Case, Certainty, Ruling, diagnose};
use crate::observation::KEPT_HEADERS;
use crate::observation::{Body, CertificateFault, Exchange, Observation, TransportFailure};
use examples::shown;

/// Where codes are given without a row: what a request would meet, and what the value shows.
const WITHOUT_ROW: [&str; 4] = [
    include_str!("derive.rs"),
    include_str!("derive/feature.rs"),
    include_str!("derive/role.rs"),
    include_str!("ruling.rs"),
];
/// Where clues are used without a row.
const CLUES_WITHOUT_ROW: [&str; 6] = [
    include_str!("derive.rs"),
    include_str!("derive/feature.rs"),
    include_str!("derive/role.rs"),
    include_str!("ladder.rs"),
    include_str!("ruling.rs"),
    include_str!("asking.rs"),
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
    meanings().any(|(_, meaning)| meaning.code == code)
        || FAILURES.map(transport::code_of).contains(&code)
        || WITHOUT_ROW.iter().any(|source| stands_in(source, code))
}

/// Every meaning with its answer.
fn meanings() -> impl Iterator<Item = (&'static Answer, &'static Meaning)> {
    let of = |answer: &'static Answer| answer.means.iter().map(move |meaning| (answer, meaning));
    ANSWERS.iter().flat_map(of)
}

fn marks(meaning: &'static Meaning) -> impl Iterator<Item = &'static Mark> {
    let proofs = meaning.proof.iter().flat_map(|marks| marks.iter());
    meaning.unless.iter().chain(proofs)
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
    for clue in Clue::ALL {
        let by_row = meanings().any(|(_, meaning)| marks(meaning).any(|mark| mark.clue == *clue));
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
    for answer in ANSWERS {
        if !answer.means.iter().any(|meaning| meaning.decisive) {
            continue;
        }
        for status in [401, 403, 404] {
            for body in BARE {
                let exchange = Exchange {
                    status: Some(status),
                    body: Body::read(body.as_bytes(), None, false),
                    ..Exchange::default()
                };
                assert!(
                    !answer.shows(None, &exchange),
                    "{} on {status} {body}",
                    answer.place
                );
            }
        }
    }
}

#[test]
fn rows_ask_only_for_headers_that_are_kept() {
    for answer in ANSWERS {
        if let Some(HeaderTest::Holds(name, _) | HeaderTest::Absent(name)) = answer.header {
            let is_kept = KEPT_HEADERS.contains(&name);
            assert!(is_kept, "{} asks for {name}", answer.place);
        }
    }
}

#[test]
fn releases_are_written_as_numbers() {
    for (answer, since) in meanings().filter_map(|(answer, meaning)| Some((answer, meaning.since?)))
    {
        let numbers: Vec<Result<u16, _>> = since.split('.').map(str::parse).collect();
        assert!(
            (1..=2).contains(&numbers.len()),
            "{}: {since}",
            answer.place
        );
        assert!(numbers.iter().all(Result::is_ok), "{}", answer.place);
    }
}

#[test]
fn nothing_is_struck_out_by_what_confirms_it() {
    for (answer, meaning) in meanings() {
        let place = answer.place;
        for proof in meaning.proof {
            assert!(!proof.is_empty(), "{place} is confirmed by nothing");
            for mark in *proof {
                assert!(!meaning.unless.contains(mark), "{place}: {mark:?}");
                let opposite = Mark {
                    clue: mark.clue,
                    holds: !mark.holds,
                };
                assert!(!proof.contains(&opposite), "{place}: {mark:?}");
            }
        }
    }
}

#[test]
fn an_answer_alone_is_certain_only_where_one_cause_shows_it() {
    for (answer, exchange) in shown() {
        let alone = Case {
            surface: answer.surfaces.first().copied(),
            answers: vec![(Question::Subject, Observation::Answered(exchange.clone()))],
            ..Case::default()
        };
        let certainty = match diagnose(&alone) {
            Ruling::Refused(diagnosis) => Some(diagnosis.certainty),
            Ruling::Granted { .. } | Ruling::Open { .. } => None,
        };
        let weighing = weigh(alone.surface, &exchange, &Clues::default());
        let candidates = &weighing.candidates;
        let mut causes: Vec<Cause> = candidates
            .iter()
            .map(|candidate| candidate.code().cause)
            .collect();
        causes.dedup();
        let is_decisive = candidates.iter().any(|candidate| candidate.is_decisive);
        let told = causes.len() == 1 && is_decisive;
        assert!(certainty.is_some(), "{} is no refusal", answer.place);
        assert!(
            told || certainty < Some(Certainty::Certain),
            "{}",
            answer.place
        );
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
fn what_is_confirmed_is_hidden_only_by_an_earlier_gate() {
    for (answer, exchange) in shown() {
        for meaning in answer.means {
            for proof in meaning.proof {
                let first = first_code(answer.surfaces.first().copied(), &exchange, proof);
                let is_found = first == meaning.code || first.gate < meaning.code.gate;
                let (id, hider) = (meaning.code.id, first.id);
                assert!(is_found, "{id} behind {hider}, {}", answer.place);
            }
        }
    }
}

#[test]
fn no_sentence_is_decisive_whose_reason_was_only_derived() {
    let is_derived = |meaning: &Meaning| meaning.grade == Grade::Derived;
    for (answer, meaning) in meanings() {
        if matches!(answer.body, Pattern::Says(_)) && is_derived(meaning) {
            assert!(!meaning.decisive, "{}", answer.place);
        }
    }
}

#[test]
fn no_bare_status_is_decisive() {
    for (answer, meaning) in meanings().filter(|(answer, _)| answer.body == Pattern::Unseen) {
        let is_open = !meaning.decisive && !answer.statuses.is_empty();
        assert!(is_open, "{}", answer.place);
    }
}
