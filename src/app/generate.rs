//! The generated documents: causes, endpoints, and the command line, each from its own table.
//!
//! CI writes them anew and compares; so does a test. Nothing here is written by hand.

use std::fs;
use std::path::Path;

use clap::builder::PossibleValue;
use clap_complete::Shell;

use super::cli::Cli;
use super::{Error, Kind};
use crate::answers::codes;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{self, CAPABILITIES};
use crate::render::Format;

/// The width of the help texts in the document, in columns.
const WIDTH: usize = 100;

const COMMAND_LINE: &str = "\
# The command line

What `glwhy --help` and the help of its subcommands print. Generated from `src/app/cli.rs`; do not edit.
";

/// Returns every document with its file name.
#[must_use]
pub fn documents() -> Vec<(&'static str, String)> {
    vec![
        ("causes.md", codes::document()),
        ("cli.md", command_line()),
        ("endpoints.md", catalogue::document()),
    ]
}

/// Writes every document into a folder.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn write(folder: &Path) -> Result<(), Error> {
    for (name, text) in documents() {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| {
            let message = format!("{} cannot be written", path.display());
            Error::about(Kind::Output, &message, error)
        })?;
    }
    Ok(())
}

/// Returns the completion script for a shell, made from the definition of the command line. Added are the values of
/// options that have a reader of their own, as its errors name the nearest; zsh cannot bear a quote or colon
/// in the name of a value.
pub(super) fn completions(shell: Shell) -> String {
    let value = |name: &'static str, words: &'static str| PossibleValue::new(name).help(words);
    let kinds = TokenKind::ALL.map(|kind| value(kind.name(), kind.words()));
    let codes: Vec<_> = codes::ALL
        .iter()
        .map(|code| value(code.id, code.title))
        .collect();
    let needs: Vec<_> = CAPABILITIES
        .iter()
        .map(|row| value(row.name, row.words))
        .collect();
    let offered = [
        (
            "format",
            Format::ALL.map(Format::name).map(PossibleValue::new).into(),
        ),
        ("needs", needs),
        ("code", codes),
        ("token_kind", kinds.into()),
    ];
    let mut command = offer(Cli::definition(), &offered);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "glwhy", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Names the values of options, for which the program itself takes more than these words.
fn offer(command: clap::Command, offered: &[(&str, Vec<PossibleValue>)]) -> clap::Command {
    let options = command.mut_args(|option| {
        let is_it = |(id, _): &&(&str, Vec<PossibleValue>)| option.get_id() == *id;
        match offered.iter().find(is_it) {
            Some((_, values)) => option.value_parser(values.clone()),
            // Several names for the value are several values to the shells.
            None => match option.get_id().as_str() {
                "request" => option.value_name("REQUEST"),
                "header" => option.value_name("HEADER"),
                _ => option,
            },
        }
    });
    options.mut_subcommands(|command| offer(command, offered))
}

fn command_line() -> String {
    let mut command = Cli::definition().term_width(WIDTH);
    let mut text = format!("{COMMAND_LINE}{}", section(&mut command, "glwhy"));
    for subcommand in command.get_subcommands_mut() {
        if !subcommand.is_hide_set() && subcommand.get_name() != "help" {
            let title = format!("glwhy {}", subcommand.get_name());
            text.push_str(&section(subcommand, &title));
        }
    }
    text
}

fn section(command: &mut clap::Command, title: &str) -> String {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!(
        "\n## {title}\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    )
}
