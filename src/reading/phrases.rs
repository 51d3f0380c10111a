//! TABLE: the phrases of all clients.
//!
//! They are written down in `knowledge/phrases/`, a file for each layer, and in `knowledge/answers/` where a client's
//! words stand for themselves; they become literals while the program is built. A longer phrase wins over a shorter one
//! that begins at the same place.

use super::phrase::{Phrase, Tells, phrase};
use crate::answers::wording::ANCHORS;
use crate::catalogue::{Method, Surface};
use crate::observation::{CertificateFault, TransportFailure};

static PHRASES: &[Phrase] = &include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

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
    "TooManyRequests",
    "ServiceUnavailable",
    "BadGateway",
    "GatewayTimeout",
    "InternalServerError",
    " 429",
    ": 500",
    ": 502",
    ": 503",
    ": 504",
    "with 50",
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
    let phrases = all().map(|phrase| phrase.words);
    let marks = MARKS.iter().copied();
    phrases.chain(marks).chain(ANCHORS.iter().copied())
}

/// Goes through every phrase.
pub(super) fn all() -> impl Iterator<Item = &'static Phrase> {
    PHRASES.iter()
}
