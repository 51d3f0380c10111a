//! Completion scripts for shells.

use clap::builder::PossibleValue;
use clap_complete::Shell;

use super::cli::Cli;
use crate::answers::codes;
use crate::catalogue::CAPABILITIES;
use crate::catalogue::kind::TokenKind;
use crate::render::Format;

/// Returns the completion script for a shell, made from the definition of the command line. Added are the values of
/// options that have a reader of their own, as its errors name the nearest; zsh cannot bear a quote or colon
/// in the name of a value.
pub(super) fn script(shell: Shell) -> String {
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
