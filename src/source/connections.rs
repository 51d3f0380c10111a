//! The connections file: TOML, one table for each connection. Text goes in, declarations come out.
//!
//! Nothing is looked up here, and no value is repeated: a text in the wrong place may be a secret. What is wrong with
//! one table stays with that table, so that the others are checked; only a text that is no TOML ends the run.

mod page;
mod table;

use std::fmt;

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use self::page::LineIndex;
use super::TokenSource;
use crate::catalogue::Capability;
use crate::secret::hide_tokens;

/// The keys under which an array of tables holds connections.
const LISTS: [&str; 2] = ["connection", "connections"];

/// One table of the file.
#[derive(Debug)]
pub struct Declared {
    /// The name by which results speak of it; no two of a file have the same.
    pub name: String,
    /// Where it begins.
    pub place: Position,
    /// What is wanted, or everything that is wrong with the table.
    pub wanted: Result<Wanted, Vec<Fault>>,
    /// What nobody reads, and does no harm: keys that are not ours.
    pub ignored: Vec<Fault>,
}

/// What a table asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The base address of the instance, as it was written.
    pub instance: String,
    /// Where the token is read from.
    pub token: TokenSource,
    /// How the token is sent, by the name of a scheme; nothing for `auto`.
    pub auth: Option<String>,
    /// The user name that goes with the token.
    pub token_user: Option<String>,
    /// The project that it is for, by path or id.
    pub project: Option<String>,
    /// The group that it is for, by path or id.
    pub group: Option<String>,
    /// The capabilities that it needs.
    pub needs: Vec<&'static Capability>,
    /// The scopes beyond which the token has too much.
    pub max_scopes: Option<Vec<String>>,
    /// Days before expiry from which to warn.
    pub warn_within: Option<u32>,
    /// Days before expiry from which to fail.
    pub fail_within: Option<u32>,
}

/// A place in the file; both are counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// Something wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A stable code.
    pub code: &'static str,
    /// Where it stands.
    pub place: Position,
    /// What is wrong. Never holds a value.
    pub text: String,
    /// What to do about it.
    pub fix: String,
}

impl Fault {
    /// Something wrong at a place.
    pub(crate) fn new(
        code: &'static str,
        place: Position,
        text: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            code,
            place,
            text: text.into(),
            fix: fix.into(),
        }
    }
}

/// Why a text holds no connections at all.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FileError {
    /// It is no TOML.
    #[error("{place}: this is not TOML: {message}")]
    Syntax {
        /// Where it stops making sense.
        place: Position,
        /// What the parser says of it, without anything that looks like a token.
        message: String,
    },
    /// It is no text.
    #[error("{place}: the file is not UTF-8 text")]
    Encoding {
        /// Where it stops being text.
        place: Position,
    },
    /// It holds no table.
    #[error("the file holds no connection")]
    Empty,
    /// It holds more than one run can hold in memory.
    #[error("the file holds {found} connections, more than the {MOST} of one run")]
    TooMany {
        /// How many there are.
        found: usize,
    },
}

impl FileError {
    /// Returns what the user can do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => {
                "Texts stand in quotes, lists in brackets, and every connection begins with [NAME] or [[connection]]"
            }
            Self::Encoding { .. } => "Save the file as UTF-8",
            Self::TooMany { .. } => "Split the file, and run each part by itself",
            Self::Empty => {
                "Begin each connection with [NAME], then instance = \"https://gitlab.example.com\" and token = { env = \"NAME_OF_VARIABLE\" }"
            }
        }
    }
}

/// The most connections of one file. Each takes some 8 kB of memory until the report is written.
pub(crate) const MOST: usize = 100_000;

/// Reads a file.
///
/// # Errors
/// When it is no TOML, or holds no connection, or more than `MOST`.
pub fn read(bytes: &[u8]) -> Result<Vec<Declared>, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let page = LineIndex::new(std::str::from_utf8(good).unwrap_or_default());
        FileError::Encoding {
            place: page.place(good.len()),
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let page = LineIndex::new(text);
    let root = DeTable::parse(text).map_err(|error| FileError::Syntax {
        place: page.place(error.span().map_or(0, |span| span.start)),
        message: hide_tokens(error.message()),
    })?;
    let mut declared = tables(root.get_ref(), &page);
    declared.sort_by_key(|connection| connection.place);
    rename(&mut declared);
    if declared.is_empty() {
        return Err(FileError::Empty);
    }
    if declared.len() > MOST {
        return Err(FileError::TooMany {
            found: declared.len(),
        });
    }
    Ok(declared)
}

fn tables(root: &DeTable<'_>, page: &LineIndex<'_>) -> Vec<Declared> {
    let mut declared = Vec::new();
    for (key, value) in root {
        let (name, place) = (key.get_ref().as_ref(), page.place(key.span().start));
        let items = value.get_ref().as_array();
        let is_list = |items: &&DeArray<'_>| items.iter().all(|item| item.get_ref().is_table());
        if let Some(items) = items.filter(|_| LISTS.contains(&name)) {
            declared.extend(items.iter().map(|item| listed(item, page)));
        } else if let DeValue::Table(table) = value.get_ref() {
            declared.push(table::read(Some(name), table, place, page));
        } else if items.is_some_and(|items| is_list(&items)) {
            let text = format!("[[{}]] is not read", hide_tokens(name));
            let fix =
                "Write [NAME] for one connection, or [[connection]] with name = \"NAME\" for each";
            let fault = Fault::new("not-a-connection", place, text, fix);
            declared.push(broken(name, fault));
        } else {
            let text = format!("the key {} belongs to no connection", hide_tokens(name));
            let fix = "Move it below the line [NAME] of the connection that it is meant for";
            let fault = Fault::new("outside-of-connections", place, text, fix);
            declared.push(broken(name, fault));
        }
    }
    declared
}

fn listed(item: &Spanned<DeValue<'_>>, page: &LineIndex<'_>) -> Declared {
    let place = page.place(item.span().start);
    let Some(table) = item.get_ref().as_table() else {
        let fix = "Begin each connection with [[connection]]";
        let fault = Fault::new("not-a-connection", place, "this is no table", fix);
        return broken("", fault);
    };
    table::read(None, table, place, page)
}

fn broken(name: &str, fault: Fault) -> Declared {
    Declared {
        name: table::shown_name(name, fault.place),
        place: fault.place,
        wanted: Err(vec![fault]),
        ignored: Vec::new(),
    }
}

/// Gives a name once: whoever comes later is told apart by its line, and is not checked.
fn rename(declared: &mut [Declared]) {
    let mut taken = std::collections::HashMap::new();
    for connection in declared {
        let (name, place) = (connection.name.clone(), connection.place);
        let Some(first) = taken.get(&name).copied() else {
            taken.insert(name, place);
            continue;
        };
        let fault = repeated(&name, place, first);
        match &mut connection.wanted {
            Ok(_) => connection.wanted = Err(vec![fault]),
            Err(faults) => faults.insert(0, fault),
        }
        connection.name = free_name(&name, place, |name| taken.contains_key(name));
        taken.insert(connection.name.clone(), place);
    }
}

/// A name with its line behind it, and with its column where others of the line are called the same.
fn free_name(name: &str, place: Position, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = format!("{name} (line {})", place.line);
    while is_taken(&free) {
        free = format!("{free} (column {})", place.column);
    }
    free
}

fn repeated(name: &str, place: Position, first: Position) -> Fault {
    let text = format!("the name {name} is taken by line {}", first.line);
    Fault::new(
        "name-repeated",
        place,
        text,
        "Give each connection a name of its own",
    )
}

#[cfg(test)]
mod tests;
