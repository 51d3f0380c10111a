//! The house held to its plan: which room may use which, and that every file says what it is for.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read the sources has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may use (`docs/architecture.md`).
const ROOMS: &[(&str, &[&str])] = &[
    ("catalogue", &[]),
    ("observation", &["catalogue"]),
    ("answers", &["observation", "catalogue"]),
    ("diagnosis", &["answers", "observation", "catalogue"]),
    (
        "reading",
        &["diagnosis", "answers", "observation", "catalogue", "secret"],
    ),
    ("secret", &["catalogue"]),
    ("source", &["secret", "catalogue"]),
    (
        "gitlab",
        &["secret", "diagnosis", "observation", "catalogue"],
    ),
    (
        "report",
        &["diagnosis", "answers", "observation", "catalogue"],
    ),
    (
        "render",
        &["report", "diagnosis", "answers", "observation", "catalogue"],
    ),
    (
        "command",
        &[
            "catalogue",
            "observation",
            "answers",
            "diagnosis",
            "reading",
            "secret",
            "source",
            "gitlab",
            "report",
        ],
    ),
    (
        "app",
        &[
            "catalogue",
            "observation",
            "answers",
            "diagnosis",
            "reading",
            "secret",
            "source",
            "gitlab",
            "report",
            "render",
            "command",
        ],
    ),
];

/// What must not be named outside the rooms that are listed with it.
const FENCED: &[(&str, &[&str])] = &[
    ("anyhow", &["app"]),
    ("clap", &["app"]),
    ("clap_complete", &["app"]),
    ("rustix", &["app", "source"]),
    ("reqwest", &["gitlab"]),
    ("rustls", &["gitlab"]),
    ("tokio", &["gitlab", "app"]),
    ("comfy_table", &["render"]),
    ("indicatif", &["app"]),
    ("toml", &["source"]),
    ("quick_junit", &["render"]),
    ("maud", &["render"]),
    ("zeroize", &["secret", "source", "gitlab"]),
];

/// Rooms that do no I/O and know no clock.
const PURE: &[&str] = &[
    "catalogue",
    "observation",
    "answers",
    "diagnosis",
    "reading",
    "report",
    "render",
];

/// What a pure room must not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "Timestamp::now",
    "async fn",
    "println!",
    "eprintln!",
    "thread::spawn",
    "thread::sleep",
];

/// What one file of a pure room may name all the same. The threads that search a large text end before the call does, and
/// what is found does not depend on their number: a test compares it with a plain search.
const EXCEPT: (&str, &str) = ("src/reading/lines.rs", "std::thread");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The room that a file belongs to; none for `lib.rs`, `main.rs`, the public face, and the macro.
fn room(path: &Path) -> Option<String> {
    let below = path.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(name, "lib" | "main" | "closed" | "unstable")).then(|| name.to_owned())
}

/// The code of a file, without comments and without its tests.
fn code(text: &str) -> String {
    let tests = text
        .find("\n#[cfg(test)]\nmod tests {")
        .unwrap_or(text.len());
    text[..tests]
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test_file(path: &Path) -> bool {
    let is_tests =
        |part: &std::ffi::OsStr| part == "tests" || part == "tests.rs" || part == "fixtures.rs";
    path.iter().any(is_tests)
}

/// The names after `crate::`, alone or in braces.
fn used_rooms(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(list) => top_level(list),
            None => vec![rest.to_owned()],
        };
        used.extend(names.iter().map(|name| {
            name.trim_start()
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect::<String>()
        }));
    }
    used
}

/// Splits the inside of braces at its own commas.
fn top_level(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            _ => names.last_mut().unwrap().push(letter),
        }
    }
    names
}

#[test]
fn rooms_use_only_the_rooms_that_they_may() {
    let plan: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let Some(room) = room(&path).filter(|room| room != "tests") else {
            continue;
        };
        let Some(allowed) = plan.get(room.as_str()) else {
            faults.push(format!("{room} is not in the plan"));
            continue;
        };
        for used in used_rooms(&code(&text)) {
            let is_room = plan.contains_key(used.as_str());
            if is_room && used != room && !allowed.contains(&used.as_str()) {
                faults.push(format!("{}: {room} may not use {used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let Some(room) = room(&path).filter(|_| !is_test_file(&path)) else {
            continue;
        };
        let code = code(&text);
        for (library, rooms) in FENCED {
            let is_named = code.contains(&format!("{library}::"));
            if is_named && !rooms.contains(&room.as_str()) {
                faults.push(format!("{}: {library}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        let is_pure = room(&path).is_some_and(|room| PURE.contains(&room.as_str()));
        if !is_pure || is_test_file(&path) {
            continue;
        }
        let code = code(&text);
        let named = IMPURE.iter().filter(|name| {
            let is_excepted = path.ends_with(EXCEPT.0) && **name == EXCEPT.1;
            code.contains(**name) && !is_excepted
        });
        faults.extend(named.map(|name| format!("{}: {name}", path.display())));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_pure_room_can_name_a_token() {
    for (path, text) in sources("src") {
        let is_pure = room(&path).is_some_and(|room| PURE.contains(&room.as_str()));
        let code = code(&text);
        assert!(
            !is_pure || !code.contains("secret::Token") && !code.contains("expose("),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_token_is_exposed_in_one_place() {
    let callers: Vec<PathBuf> = sources("src")
        .into_iter()
        .filter(|(_, text)| code(text).contains(".expose()"))
        .map(|(path, _)| path.strip_prefix(root()).unwrap().to_owned())
        .collect();
    let allowed = ["src/gitlab/auth.rs", "src/secret.rs"].map(PathBuf::from);
    assert_eq!(callers, allowed);
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    for folder in ["src", "tests", "examples"] {
        for (path, text) in sources(folder) {
            let first = text.lines().next().unwrap_or_default();
            let words = first.strip_prefix("//! ").unwrap_or_default();
            assert!(words.len() > 15, "{}: {first}", path.display());
        }
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    const EMPTY: [&str; 8] = [
        "util", "utils", "helper", "helpers", "common", "misc", "manager", "handler",
    ];
    for (path, _) in sources("src") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!EMPTY.contains(&name), "{}", path.display());
    }
}

#[test]
fn direct_dependencies_are_few_and_each_has_a_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for (section, most) in [("[dependencies]", 30), ("[dev-dependencies]", usize::MAX)] {
        let list = manifest.split(section).nth(1).unwrap();
        let lines: Vec<&str> = list
            .lines()
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter(|line| line.contains('=') && !line.starts_with('#'))
            .collect();
        assert!(lines.len() <= most, "{} in {section}", lines.len());
        for line in lines {
            assert!(line.contains(" # "), "no reason: {line}");
        }
    }
}
