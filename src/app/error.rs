//! What kept the program from doing its job: a kind, a cause, and hints; and the one printer of it.
//!
//! A refusal by GitLab never comes here. No message holds a token or an address with credentials:
//! what a user typed is shown without anything that looks like a token.

use std::fmt;
use std::io::{self, Write};

use crate::catalogue::instance::in_command;
use crate::command::InquiryError;
use crate::command::asked::AskedError;
use crate::command::request::PastedError;
use crate::command::subject::RequestError;
use crate::gitlab::GitlabError;
use crate::observation::body::is_unprintable;
use crate::secret::hide_tokens;
use crate::source::SourceError;

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorSource {
    /// Whoever typed the command.
    Usage,
    /// Whoever set the machine up.
    Environment,
    /// Whoever takes the output.
    Output,
}

/// An error of the program, with what to do about it.
#[derive(Debug)]
pub(crate) struct Error {
    kind: ErrorSource,
    source: anyhow::Error,
    hints: Vec<String>,
    repeats_what_was_typed: bool,
}

impl Error {
    /// Makes an error that whoever typed the command can mend.
    pub(crate) fn usage(source: impl Into<anyhow::Error>) -> Self {
        Self::new(ErrorSource::Usage, source)
    }

    /// Makes an error of a kind.
    pub(crate) fn new(kind: ErrorSource, source: impl Into<anyhow::Error>) -> Self {
        Self {
            kind,
            source: source.into(),
            hints: Vec::new(),
            repeats_what_was_typed: false,
        }
    }

    /// Makes an error about a file, or about anything else whose name was typed.
    pub(crate) fn about(kind: ErrorSource, name: &str, error: impl Into<anyhow::Error>) -> Self {
        Self::new(kind, error.into().context(name.to_owned())).veiled()
    }

    /// Makes a usage error out of a sentence.
    #[must_use]
    pub(crate) fn sentence(text: &str) -> Self {
        Self::usage(anyhow::Error::msg(text.to_owned())).veiled()
    }

    /// Makes an error of whoever set the machine up, or else of whoever typed the command.
    fn typed_or_set_up(error: impl Into<anyhow::Error>, is_of_the_machine: bool) -> Self {
        let kind = if is_of_the_machine {
            ErrorSource::Environment
        } else {
            ErrorSource::Usage
        };
        Self::new(kind, error)
    }

    /// Hides what looks like a token: somebody may have typed one in a wrong place.
    fn veiled(mut self) -> Self {
        self.repeats_what_was_typed = true;
        self
    }

    /// Adds what can be done about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns who can mend it.
    #[must_use]
    pub(crate) const fn kind(&self) -> ErrorSource {
        self.kind
    }

    /// Writes the message, its causes, and the hints. That the messages cannot be written is not
    /// worth another message.
    pub(super) fn print(&self, messages: &mut dyn Write) {
        let _: io::Result<()> = write!(messages, "{self}");
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let causes = self.source.chain().skip(1);
        let causes = causes.map(|cause| format!("  because: {cause}"));
        let hints = self.hints.iter().map(|hint| format!("  hint: {hint}"));
        for line in [format!("glwhy: {}", self.source)]
            .into_iter()
            .chain(causes)
            .chain(hints)
        {
            let line = unsteered(&line);
            let line = if self.repeats_what_was_typed {
                hide_tokens(&line)
            } else {
                line
            };
            writeln!(f, "{}", shortened(&line))?;
        }
        Ok(())
    }
}

/// The longest word that a message repeats, in characters: enough of a path or an address to know it again.
const LONGEST_WORD: usize = 200;

/// What was typed, made fit to be repeated: nothing steers the terminal, tokens are hidden, and no word is endless.
pub(super) fn repeatable(text: &str) -> String {
    shortened(&hide_tokens(&unsteered(text)))
}

/// Takes out what steers a terminal: names of files, remotes, and variables are written by others.
fn unsteered(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter == '\n' || !is_unprintable(*letter))
        .collect()
}

fn shortened(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| match word.char_indices().nth(LONGEST_WORD) {
            Some((end, _)) => {
                let space = word.chars().last().filter(|last| last.is_whitespace());
                let begin = &word[..end];
                space.map_or_else(
                    || format!("{begin}\u{2026}"),
                    |space| format!("{begin}\u{2026}{space}"),
                )
            }
            None => word.to_owned(),
        })
        .collect()
}

impl From<SourceError> for Error {
    fn from(error: SourceError) -> Self {
        let hint = error.hint();
        let is_of_the_machine = matches!(
            error,
            SourceError::CommandNotStarted { .. } | SourceError::InputUnreadable { .. }
        );
        let repeats = matches!(
            error,
            SourceError::FileUnreadable { .. }
                | SourceError::Target { .. }
                | SourceError::TargetElsewhere { .. }
        );
        let error = Self::typed_or_set_up(error, is_of_the_machine).hint(hint);
        if repeats { error.veiled() } else { error }
    }
}

impl From<GitlabError> for Error {
    fn from(error: InquiryError) -> Self {
        let hint = error.hint();
        let is_of_the_machine = matches!(
            error,
            GitlabError::ProxyUnreadable { .. }
                | GitlabError::ProxyScheme { .. }
                | GitlabError::Setup(_)
        );
        let repeats = matches!(
            error,
            GitlabError::CaUnreadable { .. } | GitlabError::CaInvalid { .. }
        );
        let error = Self::typed_or_set_up(error, is_of_the_machine).hint(hint);
        if repeats { error.veiled() } else { error }
    }
}

impl From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        let hint = match &error {
            RequestError::OtherInstance { asked, .. } => {
                format!(
                    "Name the instance with --instance {}, and a token that was given for it; nothing was sent",
                    in_command(asked, "HOST")
                )
            }
            RequestError::Empty | RequestError::NoPath(_) | RequestError::UnknownMethod(_) => {
                "Give a request such as \"GET /projects/group%2Fproject/merge_requests\"".to_owned()
            }
        };
        Self::sentence(&error.to_string()).hint(hint)
    }
}

impl From<PastedError> for Error {
    fn from(error: PastedError) -> Self {
        let hint = error.hint();
        Self::usage(error).hint(hint)
    }
}

impl From<AskedError> for Error {
    fn from(error: AskedError) -> Self {
        let hint = error.hint();
        // What was typed is in it without its secrets already.
        Self::usage(error).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_causes_and_hints_stand_on_lines_of_their_own() {
        let source = anyhow::Error::from(io::Error::other("disk full")).context("cannot write");
        let error = Error::new(ErrorSource::Output, source).hint("Make room");
        assert_eq!(
            error.to_string(),
            "glwhy: cannot write\n  because: disk full\n  hint: Make room\n"
        );
    }

    #[test]
    fn nothing_in_a_message_steers_the_terminal() {
        let error = Error::sentence("no file '\u{1b}[2J\u{9b}31m\u{202e}x\u{7}'");
        assert_eq!(error.to_string(), "glwhy: no file '[2J31mx'\n");
    }

    #[test]
    fn no_word_of_a_message_is_endless() {
        let error = Error::sentence(&format!("no file {} here", "x".repeat(10_000)));
        let text = error.to_string();
        assert!(text.contains("xxx\u{2026} here"), "{text}");
        assert!(text.len() < 300);
    }

    #[test]
    fn what_was_typed_is_shown_without_tokens() {
        let token = format!("{}{}", "glpat-", "Zq".repeat(10));
        let error = Error::from(RequestError::NoPath(token.clone()));
        assert!(!error.to_string().contains(&token));
    }
}
