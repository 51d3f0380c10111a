//! What no output may hold, whoever wrote the text in it: nothing that steers a terminal, nothing that speaks to a ticket.

use quick_junit::Report;
use serde_json::Value;

/// Says what is wrong with a text that a person or a program sees.
pub(crate) fn fault_of_text(text: &str) -> Option<String> {
    let steers = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(
                letter,
                '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
    };
    let found = text.chars().find(steers)?;
    Some(format!("holds {found:?}"))
}

/// Says what is wrong with a report in JSON.
pub(crate) fn fault_of_json(text: &str) -> Option<String> {
    let unread = serde_json::from_str::<Value>(text).err();
    unread
        .map(|error| error.to_string())
        .or_else(|| fault_of_text(text))
}

/// Says what is wrong with a report in XML.
pub(crate) fn fault_of_junit(text: &str) -> Option<String> {
    let unread = Report::deserialize_from_str(text).err();
    unread
        .map(|error| error.to_string())
        .or_else(|| fault_of_text(text))
}

/// Says what is wrong with a report in Markdown: outside of code there is nothing but our own words and marks.
pub(crate) fn fault_of_markdown(text: &str) -> Option<String> {
    let mut plain = without_code(text);
    for own in ["<details>", "</details>", "<summary>", "</summary>"] {
        plain = plain.replace(own, "");
    }
    plain = without_own_links(&plain);
    let acts = plain
        .lines()
        .find(|line| line.trim_start_matches(['>', ' ']).starts_with('/'));
    if let Some(line) = acts {
        return Some(format!("acts: {line}"));
    }
    [
        "@",
        "<",
        "](",
        "![",
        "javascript:",
        "http://",
        "#1",
        "!2",
        ":smile:",
        "{+",
        "[-",
    ]
    .iter()
    .find(|mark| plain.contains(**mark))
    .map(|mark| format!("holds {mark} outside of code:\n{plain}"))
    .or_else(|| fault_of_text(text))
}

/// Takes the code spans out of each line.
fn without_code(text: &str) -> String {
    text.lines()
        .map(|line| line_without_code(line) + "\n")
        .collect()
}

fn line_without_code(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        plain.push_str(&rest[..open]);
        let tail = &rest[open..];
        let inner = tail.trim_start_matches('`');
        let fence = tail.len() - inner.len();
        if let Some(close) = closing(inner, fence) {
            rest = &inner[close + fence..];
        } else {
            plain.push_str(&tail[..fence]);
            rest = inner;
        }
    }
    plain + rest
}

fn closing(text: &str, fence: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == fence {
            return Some(start);
        }
        at = start + run;
    }
    None
}

/// Takes the links to pages of GitLab's documentation out.
fn without_own_links(text: &str) -> String {
    let mut pieces = text.split("](https://docs.gitlab.com/");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| {
        plain + " " + piece.split_once(')').map_or("", |(_, rest)| rest)
    })
}

#[test]
fn what_does_harm_is_seen() {
    for text in ["a\u{1b}[2J", "a\u{9b}31m", "\u{202e}", "\u{200b}", "a\rb"] {
        assert!(fault_of_text(text).is_some(), "{text:?}");
    }
    assert_eq!(fault_of_text("a\nb \u{2713} \u{e9}"), None);
    for text in [
        "/close",
        "> /close",
        "@all",
        "<b>",
        "[a](http://b)",
        "a ` @all",
        "![a](b)",
    ] {
        assert!(fault_of_markdown(text).is_some(), "{text}");
    }
    let fine = "see `@all` and [page](https://docs.gitlab.com/api/)\n<details><summary>x</summary>";
    assert_eq!(fault_of_markdown(fine), None);
    assert!(fault_of_json("{").is_some() && fault_of_junit("<a>").is_some());
}
