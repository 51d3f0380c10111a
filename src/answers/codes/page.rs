//! The pages of the codes as documents: plain text for a terminal, Markdown for a book.
//!
//! Both are made from the same tables, with phrases in place of what a diagnosis would know. They
//! are read by people. Nothing here prints or writes a file.

use std::fmt::Write as _;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::super::{Cause, Gate, Words};
use super::{ALL, Code};

/// The width of a page in columns.
const WIDTH: usize = 80;

/// Stands for a blank at which no line may end.
const NO_BREAK: &str = "\u{a0}";

/// Returns the page of one code as plain text, 80 columns wide.
///
/// Commands and addresses are never broken, so that they can be copied; a line that holds one may
/// be longer.
pub(crate) fn page(code: &Code) -> String {
    let mut page = format!("{}\n{}\n\n", code.title, "=".repeat(code.title.len()));
    page.push_str(&facts(code));
    page.push_str(&part("Why", code.why));
    page.push_str(&part("How to recognise it", code.recognise));
    page.push_str(&steps(code));
    page.push_str(&look_alikes(code));
    page.push_str(&part("Documentation", code.docs));
    page
}

/// Returns all codes, one on a line, each with its cause and its title.
pub(crate) fn list() -> String {
    let width = ALL.iter().map(|code| code.id.len()).max().unwrap_or(0);
    let mut list = String::new();
    for code in ALL {
        let cause = code.cause.name();
        let _ = writeln!(list, "{:<width$}  {cause:<19}  {}", code.id, code.title);
    }
    list
}

/// Returns the reference of all causes and codes as Markdown, in the order of the gates.
pub(crate) fn document() -> String {
    let mut document = preface();
    for gate in Gate::ALL {
        let heading = format!("Gate `{}`: {}", gate.name(), gate.question());
        document.push_str(&chapter(&heading, Some(gate)));
    }
    document.push_str(&chapter("Outside the gates: the token was accepted", None));
    document
}

/// The lines with the code, its cause and its gate.
fn facts(code: &Code) -> String {
    let gate = match code.gate {
        Some(gate) => format!("{} - {}", gate.name(), gate.question()),
        None => "none - the token was accepted".to_owned(),
    };
    let (name, words) = (code.cause.name(), code.cause.words());
    let cause = if name == words {
        name.to_owned()
    } else {
        format!("{name} - {words}")
    };
    format!("Code   {}\nCause  {cause}\nGate   {gate}\n", code.id)
}

/// A heading with indented text.
fn part(heading: &str, text: &str) -> String {
    format!("\n{heading}\n{}", indented(text, "  ", "  "))
}

/// The numbered steps.
fn steps(code: &Code) -> String {
    let words = Words::default();
    let mut steps = "\nWhat to do\n".to_owned();
    for (number, fix) in (1..).zip(code.fixes) {
        let first = format!("  {number}. ");
        steps.push_str(&indented(&words.fill(fix.text), &first, "     "));
    }
    steps
}

/// The codes that look alike, each with how to tell them apart.
fn look_alikes(code: &Code) -> String {
    if code.alike.is_empty() {
        return String::new();
    }
    let mut list = "\nLooks alike\n".to_owned();
    for (id, difference) in code.alike {
        list.push_str(&indented(id, "  ", "  "));
        list.push_str(&indented(difference, "    ", "    "));
    }
    list
}

/// Wraps one paragraph, and ends it with a line break.
fn indented(text: &str, first: &str, rest: &str) -> String {
    let options = Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let filled = textwrap::fill(&commands_held_together(text), options);
    format!("{}\n", filled.replace(NO_BREAK, " "))
}

/// Replaces the blanks between backticks, so that a command stays on one line.
fn commands_held_together(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    for (number, piece) in text.split('`').enumerate() {
        if number > 0 {
            held.push('`');
        }
        if number % 2 == 1 {
            held.push_str(&piece.replace(' ', NO_BREAK));
        } else {
            held.push_str(piece);
        }
    }
    held
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
const PREFACE: &str = include_str!("preface.md");

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
