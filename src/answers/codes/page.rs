//! The pages of the codes, for a terminal, with phrases in place of what a diagnosis would know.

use std::fmt::Write as _;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::super::Words;
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

#[cfg(test)]
mod tests;
