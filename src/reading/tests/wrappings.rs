//! Every sentence of the table, in everything that people and programs put around it.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::answers::answer::Answer;
use crate::answers::sentence::SentenceWords;

/// So many words are a sentence; fewer are said by people who refuse nothing.
const SENTENCE: usize = 5;

/// What is put around a sentence.
type Wrap = fn(&str) -> String;

/// Other words for the same, or the same in another spelling.
type Distort = fn(&str) -> String;

const WRAPPINGS: [(&str, Wrap); 15] = [
    ("bare", str::to_owned),
    ("a message", |said| json(&[("message", said)])),
    ("deep in JSON", |said| {
        serde_json::json!({"data": null, "result": {"errors": [{"message": said, "path": ["x"]}]}})
            .to_string()
    }),
    ("escaped", |said| {
        let body = json(&[("message", said)]);
        json(&[
            ("level", "error"),
            ("msg", "request failed"),
            ("body", &body),
        ])
    }),
    ("escaped twice", |said| {
        let error = json(&[("level", "error"), ("err", &json(&[("error", said)]))]);
        json(&[("log", &error)])
    }),
    ("Python", |said| {
        format!("{{'message': '{}'}}", said.replace('\'', "\\'"))
    }),
    ("Ruby", |said| {
        format!("{{\"message\"=>\"{}\"}}", said.replace('"', "\\\""))
    }),
    ("remote", |said| format!("remote: {said}")),
    ("GitLab", |said| format!("remote: GitLab: {said}")),
    ("ERROR", |said| format!("ERROR: {said}")),
    ("a status", |said| {
        json(&[("message", &format!("403 Forbidden - {said}"))])
    }),
    ("denied", |said| format!("denied: {said}")),
    ("gRPC", |said| {
        format!("rpc error: code = PermissionDenied desc = {said}")
    }),
    ("logfmt", |said| {
        format!(
            "level=error msg=\"request failed\" err=\"{}\"",
            said.replace('"', "\\\"")
        )
    }),
    ("a description", |said| {
        json(&[("error", "forbidden"), ("error_description", said)])
    }),
];

const DISTORTIONS: [(&str, Distort); 6] = [
    ("capitals", |said| said.to_uppercase()),
    ("small letters", |said| said.to_lowercase()),
    ("no final dot", |said| {
        said.trim_end_matches(['.', '!']).to_owned()
    }),
    ("another spelling", respelled),
    ("two lines", |said| {
        let words: Vec<&str> = said.split(' ').collect();
        let (one, two) = words.split_at(words.len() / 2);
        format!("{}\n{}", one.join(" "), two.join(" "))
    }),
    ("other names", |said| {
        said.replace("zebra", "q4_team/river-2")
    }),
];

/// The fields of an object, in their order.
fn json(fields: &[(&str, &str)]) -> String {
    let of = |(name, value): &(&str, &str)| format!("\"{name}\":{}", serde_json::json!(value));
    let fields: Vec<String> = fields.iter().map(of).collect();
    format!("{{{}}}", fields.join(","))
}

/// With "aren't" for "are not" and typographic quotes, or the other way round.
fn respelled(said: &str) -> String {
    const SHORT: [(&str, &str); 7] = [
        ("are not", "aren\u{2019}t"),
        ("is not", "isn\u{2019}t"),
        ("do not", "don\u{2019}t"),
        ("does not", "doesn\u{2019}t"),
        ("cannot", "can\u{2019}t"),
        ("can't", "cannot"),
        ("don't", "do not"),
    ];
    let found = SHORT.iter().find(|(long, _)| said.contains(long));
    match found {
        Some((long, short)) => said.replace(long, short),
        None => said.replace('"', "\u{201d}").replace('\'', "\u{2019}"),
    }
}

/// A sentence with a name in each of its places.
fn named(template: &str) -> String {
    let mut parts = template.split('{');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('}').unwrap_or_default();
        let glued = |letter: char| letter.is_alphanumeric();
        if said.ends_with(glued) {
            said.push(' ');
        }
        said.push_str("zebra");
        if rest.starts_with(glued) {
            said.push(' ');
        }
        said.push_str(rest);
    }
    said
}

/// The words of a sentence, by which two rows say the same; without the status that stands before it.
fn words(template: &str) -> Vec<String> {
    let named = named(template);
    let bare = match named.split_once(" - ") {
        Some((status, rest)) if status.starts_with(|letter: char| letter.is_ascii_digit()) => rest,
        _ => &named,
    };
    let all = SentenceWords::of(bare);
    let is_word = |word: &&String| *word != "zebra";
    all.as_slice().iter().filter(is_word).cloned().collect()
}

/// The sentence of a row.
const fn text(answer: &Answer) -> Option<&'static str> {
    match answer.body {
        Pattern::Message(text)
        | Pattern::Guard(_, text)
        | Pattern::Error(text)
        | Pattern::GraphQl(text)
        | Pattern::Registry(_, text)
        | Pattern::Text(text)
        | Pattern::Says(text) => Some(text),
        Pattern::Any
        | Pattern::Empty
        | Pattern::HiddenList
        | Pattern::Unseen
        | Pattern::Details(_)
        | Pattern::Page(_)
        | Pattern::Json(_)
        | Pattern::Speaks(_) => None,
    }
}

/// What the sentences of the table are, each with the reasons that any row gives for these words.
fn sentences() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut reasons: HashMap<Vec<String>, Vec<&'static str>> = HashMap::new();
    let said = || {
        ANSWERS
            .iter()
            .filter_map(|answer| Some((text(answer)?, answer)))
    };
    for (template, answer) in said() {
        let of = answer.means.iter().map(|meaning| meaning.code.id);
        reasons.entry(words(template)).or_default().extend(of);
    }
    let of = |template: &'static str| {
        let words = words(template);
        (words.len() >= SENTENCE)
            .then(|| (template, reasons.get(&words).cloned().unwrap_or_default()))
    };
    said().filter_map(|(template, _)| of(template)).collect()
}

/// How many texts were read, how many rightly, and what was not.
#[derive(Default)]
struct Tally {
    all: usize,
    right: usize,
    missed: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.right += other.right;
        self.missed.extend(other.missed);
    }

    fn count(&mut self, text: &str, reasons: &[&str], first: Option<&str>) {
        self.all += 1;
        if first.is_some_and(|first| reasons.contains(&first)) {
            self.right += 1;
        } else {
            self.missed
                .push(format!("{text:?} is {first:?}, and no {reasons:?}"));
        }
    }
}

type Tallies = BTreeMap<&'static str, Tally>;

/// Takes sentences through every wrapping, and through every distortion within one of the wrappings.
fn take(sentences: &[(usize, (&str, Vec<&str>))]) -> Tallies {
    let mut tallies = Tallies::new();
    for (number, (template, reasons)) in sentences {
        let said = named(template);
        let wrapped = WRAPPINGS.iter().map(|(name, wrap)| (*name, wrap(&said)));
        let distorted = DISTORTIONS
            .iter()
            .enumerate()
            .map(|(place, (name, distort))| {
                let (_, wrap) = WRAPPINGS[(7 * number + 5 * place) % WRAPPINGS.len()];
                let said = distort(&said);
                let is_whole = !said.contains('\n');
                (*name, if is_whole { wrap(&said) } else { said })
            });
        for (name, text) in wrapped.chain(distorted) {
            let first = first_reason(&text);
            let tally = tallies.entry(name).or_default();
            tally.count(&text, reasons, first);
        }
    }
    tallies
}

#[test]
fn a_sentence_is_known_whatever_is_around_it() {
    const THREADS: usize = 4;
    let sentences: Vec<_> = sentences().into_iter().enumerate().collect();
    let mut tallies = Tallies::new();
    std::thread::scope(|scope| {
        let parts = sentences.chunks(sentences.len().div_ceil(THREADS));
        let running: Vec<_> = parts.map(|part| scope.spawn(|| take(part))).collect();
        for part in running {
            for (name, tally) in part.join().unwrap() {
                tallies.entry(name).or_default().add(tally);
            }
        }
    });
    let mut worst: Vec<_> = tallies.iter().collect();
    worst.sort_by_key(|(_, tally)| 1_000 * tally.right / tally.all);
    let shown: Vec<String> = worst
        .iter()
        .take(3)
        .map(|(name, tally)| {
            format!(
                "{name}: {} of {} {:#?}",
                tally.right, tally.all, tally.missed
            )
        })
        .collect();
    let (all, right) = tallies.values().fold((0, 0), |(all, right), tally| {
        (all + tally.all, right + tally.right)
    });
    assert!(
        1_000 * right >= 990 * all,
        "{right} of {all}: {}",
        shown.join("\n")
    );
}
