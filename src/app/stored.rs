//! A report of this program in the place of a refusal: `explain` shows it again, in any format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::answer::unreadable;
use super::cli::ExplainArguments;
use super::{Error, Outside, files};
use crate::report::{self, Report};
use crate::secret;

/// So much of a text is looked at for what it is, in bytes.
const BEGINNING: usize = 256;
/// No token is shorter, in characters.
const SHORTEST: usize = 20;
/// The longest report that is read, in bytes: some hundred thousand connections.
const LONGEST: u64 = 256 << 20;

/// Returns the report, where the only file is one. Standard input is looked at, and left as it was where it is none.
///
/// # Errors
/// When a report cannot be read to its end, or is of another format.
pub(super) fn found(
    arguments: &ExplainArguments,
    outside: &mut Outside<'_>,
) -> Result<Option<Report>, Error> {
    let input = Path::new("-");
    let path = match arguments.files.as_slice() {
        [] if outside.terminal.input || has_refusal(arguments) => return Ok(None),
        [] => input,
        [path] => path.as_path(),
        [_, ..] => return Ok(None),
    };
    let text = if files::is_input(path) {
        if outside.terminal.input {
            return Ok(None);
        }
        text_of(&mut *outside.input)
    } else if path.is_file() {
        let file = File::open(path).map(BufReader::new);
        file.and_then(|mut file| text_of(&mut file))
    } else {
        return Ok(None);
    };
    let Some(text) = text.map_err(|error| unreadable(error, path))? else {
        return Ok(None);
    };
    let report = report::read_stored(&text, without_tokens).map_err(|error| {
        Error::usage(error)
            .hint("Make it anew with --format json, or read it with the glwhy that wrote it")
    })?;
    Ok(Some(report))
}

/// A report holds no token. Somebody may have written one into it: what is one for sure is left out, and an id that could be
/// one stays.
fn without_tokens(text: &str) -> String {
    let is_of_token = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let mut hidden = String::with_capacity(text.len());
    for piece in text.split_inclusive(|letter| !is_of_token(letter)) {
        let word = piece.trim_end_matches(|letter| !is_of_token(letter));
        let is_token = word.len() >= SHORTEST && secret::examine(word).is_known_for_sure();
        hidden.push_str(if is_token { "****" } else { word });
        hidden.push_str(&piece[word.len()..]);
    }
    hidden
}

/// Whether the refusal was typed; then standard input is not looked at here.
fn has_refusal(arguments: &ExplainArguments) -> bool {
    arguments.status.is_some() || arguments.body.is_some()
}

/// The whole text, where it begins as a report does.
fn text_of(reader: &mut dyn BufRead) -> io::Result<Option<String>> {
    let begin = reader.fill_buf()?;
    let begin = String::from_utf8_lossy(&begin[..begin.len().min(BEGINNING)]);
    let is_report = begin.trim_start().starts_with('{')
        && begin.contains("\"schema\"")
        && begin.contains("\"glwhy.report/");
    if !is_report {
        return Ok(None);
    }
    let mut text = String::new();
    let length = reader.take(LONGEST + 1).read_to_string(&mut text)?;
    if length as u64 > LONGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(text))
}
