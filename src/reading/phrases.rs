//! TABLE: the phrases of all clients, one file per layer.
//!
//! A longer phrase wins over a shorter one that begins at the same place.

use super::phrase::Phrase;

mod api;
mod git;
mod oauth;
mod packages;
mod pages;
mod reach;
mod registry;
mod runner;
mod terraform;

static TABLES: &[&[Phrase]] = &[
    api::PHRASES,
    git::PHRASES,
    oauth::PHRASES,
    packages::PHRASES,
    pages::PHRASES,
    reach::PHRASES,
    registry::PHRASES,
    runner::PHRASES,
    terraform::PHRASES,
];

/// Marks of lines that are worth a look although no phrase of a client is in them: statuses,
/// bodies, commands, and transcripts.
pub(super) const MARKS: &[&str] = &[
    "\"message\"",
    "\\\"message\\\"",
    "'message'",
    "\"error\"",
    "\\\"error",
    "'error'",
    "{message:",
    "{error:",
    "map[message:",
    "map[error:",
    "\"errors\"",
    "\\\"errors",
    "message\"=>",
    "HTTP/1.",
    "HTTP/2",
    "curl ",
    "< HTTP",
    " 401",
    " 403",
    " 404",
    "401 ",
    "403 ",
    "404 ",
    "HTTP 4",
    "HTTP 5",
    "=401",
    "=403",
    "=404",
    "=429",
    "status code",
    "tatus_code",
    "tatusCode",
    "Response code",
    "response code",
    "Unauthorized",
    "unauthorized",
    "Forbidden",
    "forbidden",
    "Not Found",
    "Too Many Requests",
    "Client Error",
    "Server Error",
    "code 4",
    "code=4",
    "returned error: ",
    "500 Internal",
    "502 Bad",
    "503 Service",
    "504 Gateway",
    "HTTP Error",
    "HTTP error",
    "rror: 4",
    "rror: 5",
    "(403)",
    "(401)",
    "(404)",
    "410 Gone",
    "400 Bad",
    "409 Conflict",
    "422 Unproc",
    "405 Method",
    "413 ",
    "429 Too",
    "<title>",
    "<TITLE>",
    "error_description: ",
    "string(",
    "auth_fail_reason",
    "\"status\":4",
    "\"status\":5",
    "\"status\": 4",
    "\"status\": 5",
    "\\\"status\\\":4",
    "\\\"status\\\":5",
    "Rack_Attack",
];

/// Goes through everything that makes a line worth a look.
pub(super) fn sought() -> impl Iterator<Item = &'static str> {
    all()
        .map(|phrase| phrase.words)
        .chain(MARKS.iter().copied())
}

/// Goes through every phrase.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    TABLES.iter().flat_map(|table| table.iter())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_phrase_stands_once_and_says_who_prints_it() {
        let mut words = BTreeSet::new();
        for phrase in all() {
            assert!(words.insert(phrase.words), "{}", phrase.words);
            assert!(phrase.words.len() > 5, "{}", phrase.words);
            assert!(!phrase.source.is_empty(), "{}", phrase.words);
        }
    }
}
