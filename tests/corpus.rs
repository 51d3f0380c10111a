//! The corpora of the fuzzer, replayed: whatever it once found stays mended.
//!
//! The same promises are asked of inputs that are mixed from the corpora by a seeded generator, so
//! that a machine without a fuzzer tries something new as well. Fuzzing proper: CONTRIBUTING.md.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

#[expect(unreachable_pub, reason = "it is a library of its own for the fuzzer")]
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use fuzz::canary::KINDS;
use fuzz::targets::{ALL, Target};

/// So many mixed inputs for each target.
const MIXED: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = root().join("fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

/// The words of the dictionary, without its escapes.
fn words() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(root().join("fuzz/words.dict")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'))
        .map(unescaped)
        .collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut pieces = word.split("\\x");
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

#[test]
fn every_input_that_was_kept_passes() {
    let mut passed = 0;
    for (name, target) in ALL {
        let inputs = corpus(name);
        assert!(!inputs.is_empty(), "{name} has no corpus");
        for (path, input) in inputs {
            let outcome = catch_unwind(|| target(&input));
            assert!(outcome.is_ok(), "{}", path.display());
            passed += 1;
        }
    }
    println!("{passed} inputs of {} targets", ALL.len());
}

#[test]
fn inputs_that_are_mixed_from_them_pass() {
    let words = words();
    for (name, target) in ALL {
        mixed(name, *target, &words);
    }
}

fn mixed(name: &str, target: Target, words: &[Vec<u8>]) {
    let inputs = corpus(name);
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..MIXED {
        let mut input = inputs[random.usize(..inputs.len())].1.clone();
        for _ in 0..random.usize(1..5) {
            let at = random.usize(..=input.len());
            let end = random.usize(at..=input.len().min(at + 12));
            let other = &inputs[random.usize(..inputs.len())].1;
            let from = random.usize(..=other.len());
            let piece = match random.u8(..4) {
                0 => vec![random.u8(..)],
                1 => other[from..].to_vec(),
                2 => Vec::new(),
                _ => words[random.usize(..words.len())].clone(),
            };
            input.splice(at..end, piece);
        }
        let outcome = catch_unwind(|| target(&input));
        let shown = String::from_utf8_lossy(&input);
        assert!(outcome.is_ok(), "{name}: {shown:?}");
    }
}

#[test]
fn every_target_has_its_program_and_every_corpus_its_target() {
    let names = |folder: &str| -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(root().join("fuzz").join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let mut targets: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    targets.sort_unstable();
    assert_eq!(names("targets"), targets);
    assert_eq!(names("corpus"), targets);
}

/// A file that holds something like a token alarms every scanner of secrets.
#[test]
fn no_file_of_a_corpus_holds_what_looks_like_a_token() {
    for (name, _) in ALL {
        for (path, input) in corpus(name) {
            let text = String::from_utf8_lossy(&input);
            for prefix in glwhy::unstable::catalogue::PREFIXES {
                let bodies = text.split(prefix.text).skip(1);
                let longest = bodies.map(letters).max().unwrap_or_default();
                assert!(longest < 8, "{}: {}", path.display(), prefix.text);
            }
        }
    }
}

fn letters(text: &str) -> usize {
    text.find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(text.len())
}

#[test]
fn canaries_are_planted_and_a_leak_would_be_seen() {
    for (name, _) in KINDS {
        let input = format!("ab{name}");
        let planted = fuzz::canary::plant(input.as_bytes()).unwrap();
        let text = planted.lossy();
        assert!(!text.contains(name) && text.len() > 10, "{text}");
        assert!(planted.leak(&text).is_some(), "{name}");
        assert!(planted.leak(&text[..text.len().min(7)]).is_none());
    }
}
