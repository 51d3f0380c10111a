//! Takes the sentences of answers apart into words, and notes by which word each is found.

use std::collections::{BTreeMap, BTreeSet};

use crate::knowledge::program::sentence::{SentenceWords, hash};

/// A sentence, and whose it is.
pub(crate) struct Sentence<'a> {
    /// The place of its answer in the table.
    pub(crate) answer: usize,
    /// Its text, with placeholders.
    pub(crate) text: &'a str,
}

/// A sentence in words.
struct Wording {
    answer: usize,
    runs: Vec<Vec<String>>,
    names: Vec<String>,
}

/// Writes the wordings as Rust, in the order of the words by which they are found.
pub(crate) fn generate(sentences: &[Sentence<'_>]) -> String {
    let wordings: Vec<Wording> = sentences.iter().filter_map(take_apart).collect();
    let frequency = count_words(&wordings);
    let vocabulary: Vec<&str> = frequency.keys().map(String::as_str).collect();
    let mut ordered: Vec<(&str, &Wording)> = wordings
        .iter()
        .map(|wording| (rarest(wording, &frequency), wording))
        .collect();
    ordered.sort_by_key(|(word, _)| *word);
    let mut runs = Vec::new();
    let mut lines = Vec::new();
    let found_by = vocabulary.iter().chain([&"\u{10ffff}"]).map(|word| {
        ordered
            .partition_point(|(rarest, _)| rarest < word)
            .to_string()
    });
    let found_by: Vec<String> = found_by.collect();
    for (rarest, wording) in ordered {
        let begin = runs.len();
        runs.extend(in_a_row(wording));
        let at = runs[begin..].iter().position(|word| *word == rarest);
        lines.push(format!(
            "    Wording {{ answer: {}, bounds: ({begin}, {}), rarest: {}, names: {:?} }},",
            wording.answer,
            runs.len(),
            begin + at.unwrap_or_default(),
            wording.names.join("|"),
        ));
    }
    let numbers = runs.iter().map(|word| {
        let number = vocabulary.binary_search(word);
        number.map_or_else(|_| "GAP".to_owned(), |number| number.to_string())
    });
    let anchors: BTreeSet<String> = sentences.iter().filter_map(anchor).collect();
    format!(
        "/// The words of all sentences, in the order of the alphabet.\nstatic VOCABULARY: &[&str] = &{vocabulary:?};\n\n\
         /// Where each word is in them, by its hash; what is taken is put into the next place.\n\
         static PLACES: &[u16; {PLACES}] = &[{}];\n\n\
         /// Where the sentences begin that are found by each word.\nstatic FOUND_BY: &[u16] = &[{}];\n\n\
         /// The words of each sentence, one sentence after the other.\nstatic RUNS: &[u16] = &[{}];\n\n\
         /// Every sentence, in the order of the words by which they are found.\nstatic WORDINGS: &[Wording] = &[\n{}\n];\n\n\
         /// Literal pieces of the sentences, a line each, by which a large text is looked through.\n\
         pub(crate) static ANCHORS: &str = {:?};\n",
        places(&vocabulary).join(", "),
        found_by.join(", "),
        numbers.collect::<Vec<_>>().join(", "),
        lines.join("\n"),
        anchors.into_iter().collect::<Vec<_>>().join("\n")
    )
}

/// Three times as many places as there are words.
const PLACES: usize = 1 << 12;

/// The numbers of words, each at the place of its hash or at the next one that is free.
fn places(vocabulary: &[&str]) -> Vec<String> {
    let mut places = vec!["GAP".to_owned(); PLACES];
    for (number, word) in vocabulary.iter().enumerate() {
        let mut place = hash(word) % PLACES;
        while places[place] != "GAP" {
            place = (place + 1) % PLACES;
        }
        places[place] = number.to_string();
    }
    places
}

/// The words of its runs, with an empty one between two runs.
fn in_a_row(wording: &Wording) -> Vec<&str> {
    let runs = wording
        .runs
        .iter()
        .map(|run| run.iter().map(String::as_str).collect());
    runs.collect::<Vec<Vec<&str>>>().join(&"")
}

/// Fewer letters are in too many lines of a log.
const SHORTEST_ANCHOR: usize = 14;

/// So many words of a sentence are enough to find the line.
const ANCHOR_WORDS: usize = 4;

/// The few words in a row of a sentence that tell most, as they are written.
fn anchor(sentence: &Sentence<'_>) -> Option<String> {
    let literal = pieces(sentence.text)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text),
            Piece::Name(_) => None,
        });
    let mut anchors: Vec<String> = Vec::new();
    for text in literal {
        for part in text.split(|letter: char| !letter.is_alphanumeric() && letter != ' ') {
            let words: Vec<&str> = part.split_whitespace().collect();
            let windows = words.windows(ANCHOR_WORDS.min(words.len().max(1)));
            anchors.extend(windows.map(|window| window.join(" ")));
        }
    }
    anchors.retain(|anchor| anchor.len() >= SHORTEST_ANCHOR);
    // The first word may be written in two ways; a name or a number is seldom in other texts.
    anchors.into_iter().max_by_key(|anchor| {
        let is_rare = anchor.contains(|letter: char| letter.is_uppercase() || letter.is_numeric());
        (!sentence.text.starts_with(anchor), is_rare, anchor.len())
    })
}

/// The runs of literal words, and the names around them.
fn take_apart(sentence: &Sentence<'_>) -> Option<Wording> {
    let mut runs = Vec::new();
    let mut names = vec![String::new()];
    for piece in pieces(without_status(sentence.text)) {
        match piece {
            Piece::Name(name) => {
                if let Some(last) = names.last_mut().filter(|last| last.is_empty()) {
                    name.clone_into(last);
                }
            }
            Piece::Literal(text) => {
                let run = SentenceWords::of(text).as_slice().to_vec();
                if !run.is_empty() {
                    runs.push(run);
                    names.push(String::new());
                }
            }
        }
    }
    let says_more = runs.iter().flatten().any(|word| !is_of_status(word));
    // A single word is the name of something, and no sentence.
    let says_more = says_more && runs.iter().flatten().count() > 1;
    says_more.then_some(Wording {
        answer: sentence.answer,
        runs,
        names,
    })
}

/// A sentence without the status and its title before it, which one endpoint says and another leaves out.
fn without_status(text: &str) -> &str {
    let is_lead = |lead: &str| {
        SentenceWords::of(lead)
            .as_slice()
            .iter()
            .all(|word| is_of_status(word))
    };
    match text.split_once(" - ") {
        Some((lead, rest))
            if lead.starts_with(|letter: char| letter.is_ascii_digit()) && is_lead(lead) =>
        {
            rest
        }
        _ => text,
    }
}

/// Whether a word belongs to a status and its title, which are said beside every refusal.
fn is_of_status(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "allowed",
        "bad",
        "conflict",
        "error",
        "forbidden",
        "found",
        "gateway",
        "gone",
        "http",
        "internal",
        "large",
        "many",
        "method",
        "moved",
        "not",
        "payload",
        "permanently",
        "request",
        "requests",
        "server",
        "service",
        "timeout",
        "too",
        "unauthorized",
        "unavailable",
        "unprocessable",
        "entity",
    ];
    word.bytes().all(|byte| byte.is_ascii_digit()) || TITLES.contains(&word)
}

enum Piece<'a> {
    Literal(&'a str),
    Name(&'a str),
}

/// The literal pieces of a template and its placeholders; braces around anything but a name are literal.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut literal = 0;
    for (at, _) in template.match_indices('{') {
        let rest = template.get(at + 1..).unwrap_or_default();
        let Some((name, _)) = rest.split_once('}') else {
            continue;
        };
        if !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        {
            pieces.push(Piece::Literal(
                template.get(literal..at).unwrap_or_default(),
            ));
            pieces.push(Piece::Name(name));
            literal = at + name.len() + 2;
        }
    }
    pieces.push(Piece::Literal(template.get(literal..).unwrap_or_default()));
    pieces
}

fn count_words(wordings: &[Wording]) -> BTreeMap<String, usize> {
    let mut frequency = BTreeMap::new();
    for word in wordings
        .iter()
        .flat_map(|wording| wording.runs.iter().flatten())
    {
        *frequency.entry(word.clone()).or_default() += 1;
    }
    frequency
}

/// The word that is in the fewest sentences; of several the longest.
fn rarest<'a>(wording: &'a Wording, frequency: &BTreeMap<String, usize>) -> &'a str {
    let rarity = |word: &&String| {
        let times = frequency.get(*word).copied().unwrap_or_default();
        (times, std::cmp::Reverse(word.len()))
    };
    let words = wording.runs.iter().flatten();
    words.min_by_key(rarity).map_or("", String::as_str)
}
