//! Tests of the table: every answer is shown by its example, and not by what is only near to it.
//!
//! The examples stand beside the answers in `knowledge/answers/`.

use crate::answers::ANSWERS;
use crate::answers::answer::{Answer, Pattern};
use crate::answers::clue::Clue;
use crate::answers::mark::{Mark, no, yes};
use crate::catalogue::Surface;
use crate::diagnosis::Certainty;
use crate::diagnosis::clue::Clues;
use crate::diagnosis::weigh::weigh;
use crate::observation::{Body, BodyShape, Exchange, Headers};

/// An answer as it comes over the wire.
struct Wire {
    status: Option<u16>,
    body: &'static str,
    headers: &'static [&'static str],
}

/// What shows an answer, and what is near and does not show it.
struct Example {
    answer: &'static Answer,
    shown: Wire,
    near: Option<Wire>,
}

impl Wire {
    fn exchange(&self) -> Exchange {
        let headers = self.headers.iter().filter_map(|line| line.split_once(": "));
        Exchange {
            status: self.status,
            headers: Headers::keep(headers),
            body: Body::read(self.body.as_bytes(), None, false),
        }
    }
}

static EXAMPLES: &[Example] = &include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Every answer with what shows it.
pub(super) fn shown() -> impl Iterator<Item = (&'static Answer, Exchange)> {
    EXAMPLES
        .iter()
        .map(|example| (example.answer, example.shown.exchange()))
}

/// What is told in the words of an answer itself.
fn own_words(answer: &Answer) -> Option<BodyShape> {
    let filled = |template: &str| template.replace(['{', '}'], "");
    Some(match answer.body {
        Pattern::Unseen => BodyShape::Unseen,
        Pattern::Text(text) => BodyShape::Text(filled(text)),
        Pattern::Message(text) => BodyShape::Message(filled(text)),
        Pattern::Error(text) => BodyShape::Error(filled(text)),
        Pattern::Page(title) => BodyShape::Html(filled(title)),
        Pattern::Registry(code, text) => {
            BodyShape::RegistryErrors(vec![(code.to_owned(), filled(text))])
        }
        Pattern::Guard(error, text) => BodyShape::Guard {
            error: error.to_owned(),
            description: Some(filled(text)),
            scopes: Vec::new(),
        },
        Pattern::Details(text) if !text.contains('"') => BodyShape::Details(filled(text).into()),
        Pattern::Any
        | Pattern::Empty
        | Pattern::HiddenList
        | Pattern::Details(_)
        | Pattern::GraphQl(_)
        | Pattern::Json(_)
        | Pattern::Says(_)
        | Pattern::Speaks(_) => return None,
    })
}

#[test]
fn every_answer_is_shown_by_its_own_words() {
    for answer in ANSWERS.iter().filter(|answer| answer.header.is_none()) {
        let Some(shape) = own_words(answer) else {
            continue;
        };
        let exchange = Exchange {
            status: answer.statuses.first().copied(),
            body: Body {
                shape,
                ..Body::default()
            },
            ..Exchange::default()
        };
        for surface in answer.surfaces {
            let shown = answer.shows(Some(*surface), &exchange);
            assert!(shown, "{} on {surface}", answer.place);
        }
    }
}

#[test]
fn what_the_words_alone_do_not_show_has_an_example() {
    for answer in ANSWERS {
        let is_said = matches!(answer.body, Pattern::Says(_) | Pattern::Speaks(_));
        let is_shown = is_said || own_words(answer).is_some() && answer.header.is_none();
        let has_example = EXAMPLES
            .iter()
            .any(|example| example.answer.place == answer.place);
        assert!(is_shown || has_example, "{}", answer.place);
    }
}

#[test]
fn every_answer_is_shown_by_its_example_on_each_of_its_surfaces() {
    for (answer, exchange) in shown() {
        for surface in answer.surfaces {
            let shown = answer.shows(Some(*surface), &exchange);
            assert!(shown, "{} on {surface}", answer.place);
        }
    }
}

#[test]
fn no_answer_is_shown_by_the_near_miss() {
    for example in EXAMPLES {
        if let Some(near) = &example.near {
            let is_shown = example.answer.shows(None, &near.exchange());
            assert!(!is_shown, "{}", example.answer.place);
        }
    }
}

#[test]
fn no_answer_is_hidden_by_a_more_specific_one() {
    for (answer, exchange) in shown() {
        let surface = answer.surfaces.first().copied();
        let (best, hider) = ANSWERS
            .iter()
            .filter(|other| other.shows(surface, &exchange))
            .map(|other| (other.body.specificity(), other.place))
            .max()
            .unwrap_or_default();
        let own = answer.body.specificity();
        assert_eq!(own, best, "{} behind {hider}", answer.place);
    }
}

#[test]
fn every_placeholder_of_a_reason_is_one_of_the_body() {
    for (answer, exchange) in shown() {
        let captures = answer.captures(None, &exchange);
        let names: Vec<&str> = captures
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
        for meaning in answer.means {
            for part in meaning.because.as_str().split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default();
                assert!(names.contains(&name), "{} says {{{name}}}", answer.place);
            }
        }
    }
}

/// What the evidence makes of an answer: the first code, and how sure it is.
fn judged(
    (surface, status, body): (Surface, u16, &str),
    marks: &[Mark],
) -> (&'static str, Certainty) {
    let mut clues = Clues::default();
    for mark in marks {
        clues.note(mark.clue, mark.holds, "");
    }
    let exchange = Exchange {
        status: Some(status),
        body: Body::read(body.as_bytes(), None, false),
        ..Exchange::default()
    };
    let weighing = weigh(Some(surface), &exchange, &clues);
    let first = weighing.candidates.first();
    let code = first.map_or("none", |candidate| candidate.code().id);
    (code, weighing.certainty())
}

/// The one answer of a surface to every login that fails.
const GIT: (Surface, u16, &str) = (Surface::Git, 401, "HTTP Basic: Access denied");
const GRAPHQL: (Surface, u16, &str) = (
    Surface::GraphQl,
    401,
    r#"{"errors":[{"message":"Invalid token"}]}"#,
);
const REGISTRY: (Surface, u16, &str) = (
    Surface::RegistryAuth,
    401,
    r#"{"errors":[{"code":"UNAUTHORIZED","message":"HTTP Basic: Access denied"}]}"#,
);

/// A page that is not known.
const PAGE: (Surface, u16, &str) = (
    Surface::Rest,
    200,
    "<html><head><title>Welcome to Example</title></head><body></body></html>",
);

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
    for answer in [GIT, GRAPHQL, REGISTRY] {
        let sure = |code| (code, Certainty::Certain);
        assert_eq!(
            judged(answer, &expired),
            sure("token-expired"),
            "{answer:?}"
        );
        assert_eq!(
            judged(answer, &revoked),
            sure("token-revoked"),
            "{answer:?}"
        );
        let (code, _) = judged(answer, &empty);
        assert!(["empty-credential", "header-present-but-empty"].contains(&code));
    }
}

#[test]
fn the_one_answer_alone_is_never_certain() {
    for answer in [GIT, GRAPHQL, REGISTRY] {
        let (code, certainty) = judged(answer, &[]);
        assert_eq!(code, "token-unknown", "{answer:?}");
        assert_ne!(certainty, Certainty::Certain, "{answer:?}");
    }
}

#[test]
fn git_calls_the_token_of_another_project_a_failed_login() {
    let bot = access(&[yes(Clue::Alive), yes(Clue::Bot), yes(Clue::HomeElsewhere)]);
    let found = judged(GIT, &bot);
    assert_eq!(found, ("token-of-another-project", Certainty::Certain));
}

#[test]
fn graphql_answers_a_missing_scope_with_the_same_words() {
    let narrow = access(&[yes(Clue::Alive), no(Clue::ScopeFits)]);
    let found = judged(GRAPHQL, &narrow);
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
    let (code, _) = judged(GRAPHQL, &job);
    assert_eq!(code, "graphql-takes-no-such-token");
}

#[test]
fn a_page_with_the_mark_of_gitlab_was_not_blocked_on_the_way() {
    let (code, _) = judged(PAGE, &[yes(Clue::MarkedByGitLab)]);
    assert_eq!(code, "wrong-base-url");
    let (code, _) = judged(PAGE, &[yes(Clue::ApiHere), no(Clue::MarkedByGitLab)]);
    assert_eq!(code, "blocked-before-gitlab");
}
