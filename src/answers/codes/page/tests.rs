//! What the pages of codes hold, and the reference of all of them: `docs/causes.md`.

use super::*;
use crate::answers::{Cause, Gate};
use crate::tests::check_document;

/// Returns the reference of all causes and codes as Markdown, in the order of the gates.
fn document() -> String {
    let mut document = preface();
    for gate in Gate::ALL {
        let heading = format!("Gate `{}`: {}", gate.name(), gate.question());
        document.push_str(&chapter(&heading, Some(gate)));
    }
    document.push_str(&chapter("Outside the gates: the token was accepted", None));
    document
}

/// The title of the document, how to read it, and the causes with their codes.
fn preface() -> String {
    let mut preface = format!("{PREFACE}\n| Cause | In words | Codes |\n| --- | --- | --- |\n");
    for cause in Cause::ALL {
        let codes: Vec<_> = codes_of(|code| code.cause == cause)
            .map(|code| link(code.id))
            .collect();
        add(
            &mut preface,
            format_args!(
                "| `{}` | {} | {} |\n",
                cause.name(),
                cause.words(),
                codes.join(", ")
            ),
        );
    }
    preface
}

/// What stands before the table of causes.
const PREFACE: &str = include_str!("../preface.md");

/// One gate with the sections of its codes.
fn chapter(heading: &str, gate: Option<Gate>) -> String {
    let mut chapter = format!("\n## {heading}\n");
    for code in codes_of(|code| code.gate == gate) {
        chapter.push_str(&section(code));
    }
    chapter
}

/// The section of one code.
fn section(code: &Code) -> String {
    let mut section = format!(
        "\n### {id}\n\n**{title}.** Cause: `{cause}`.\n\n{why}\n\n*How to recognise it.* {recognise}\n\nWhat to do:\n\n",
        id = code.id,
        title = code.title,
        cause = code.cause.name(),
        why = code.why,
        recognise = code.recognise,
    );
    let words = Words::default();
    for (number, fix) in (1..).zip(code.fixes) {
        add(
            &mut section,
            format_args!("{number}. {}\n", words.fill(fix.text)),
        );
    }
    if !code.alike.is_empty() {
        section.push_str("\nLooks alike:\n\n");
    }
    for (id, difference) in code.alike {
        add(&mut section, format_args!("- {}: {difference}\n", link(id)));
    }
    add(
        &mut section,
        format_args!("\nDocumentation: <{}>\n", code.docs),
    );
    section
}

/// The codes that fit, in the order of the table.
fn codes_of(fits: impl Fn(&Code) -> bool) -> impl Iterator<Item = &'static Code> {
    ALL.iter().copied().filter(move |code| fits(code))
}

/// A link to the section of a code.
fn link(id: &str) -> String {
    format!("[{id}](#{id})")
}

/// Adds formatted text.
fn add(text: &mut String, formatted: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(formatted);
}

#[test]
fn the_document_of_causes_is_up_to_date() {
    check_document("causes.md", &document());
}

#[test]
fn a_page_keeps_to_its_width_where_it_can() {
    for code in ALL {
        for line in page(code).lines() {
            let unbreakable = line.contains('`') || line.contains("://");
            assert!(
                line.chars().count() <= WIDTH || unbreakable,
                "{}: {line}",
                code.id
            );
            assert_eq!(line, line.trim_end(), "{}", code.id);
        }
    }
}

#[test]
fn a_page_says_all_that_the_code_knows() {
    for code in ALL {
        let page = page(code);
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [code.id, code.title, code.why, code.recognise, code.docs] {
            assert!(flat.contains(text), "{}: {text}", code.id);
        }
        for (id, difference) in code.alike {
            assert!(flat.contains(&format!("{id} {difference}")), "{}", code.id);
        }
        for fix in code.fixes {
            assert!(
                flat.contains(&Words::default().fill(fix.text)),
                "{}",
                code.id
            );
        }
    }
}

#[test]
fn a_command_is_never_broken() {
    let text = format!("Run {} `one two three four` now", "x".repeat(60));
    assert!(indented(&text, "  ", "  ").contains("`one two three four`"));
}

#[test]
fn the_document_has_one_section_for_each_code() {
    let document = document();
    for code in ALL {
        let heading = format!("\n### {}\n", code.id);
        assert_eq!(document.matches(&heading).count(), 1, "{}", code.id);
    }
    assert_eq!(document.matches("\n### ").count(), ALL.len());
}

#[test]
fn the_document_stands_in_the_order_of_the_gates() {
    let document = document();
    let places: Vec<_> = Gate::ALL
        .iter()
        .map(|gate| document.find(&format!("\n## Gate `{}`", gate.name())))
        .collect();
    assert!(places.iter().all(Option::is_some));
    assert!(places.is_sorted());
}
