//! HTTP statuses in text: three digits, and the words around them that make them a status.
//!
//! A number alone says nothing. It is a status where a word before it says so (`status code`,
//! `returned error:`), where its own phrase follows it (`404 Not Found`), or where it is the whole
//! line. Lists of passed tests are left alone, and access logs of servers where they do not tell of
//! GitLab's API.

use super::lists::{STATUS_LEADS, STATUS_NAMES, STATUS_PHRASES, STATUS_STAMPS};
use super::prose;
use crate::catalogue::Method;

/// So many numbers of a line are looked at. Each is judged by all that stands around it, and nobody writes more before the
/// one that matters.
const MOST: usize = 512;

/// A status in a line, and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spelled<'a> {
    pub(super) code: u16,
    /// The text from the digits on.
    pub(super) from: &'a str,
    pub(super) manner: Manner,
}

/// How a status is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// Digits alone.
    Bare,
    /// With words that a person may write as well: `403 Forbidden`, `status 403`.
    Worded,
    /// In a form that only a program writes: `HTTP/1.1 403`, `returned error: 403`.
    Stamped,
}

/// Finds the status that a line speaks of, errors before others.
pub(super) fn status_in(line: &str) -> Option<Spelled<'_>> {
    if prose::is_harmless(line) || prose::is_source(line) {
        return None;
    }
    let found: Vec<Spelled<'_>> = numbers(line)
        .take(MOST)
        .filter_map(|(at, code)| judge(line, at, code))
        .collect();
    if is_exception(line) {
        return found.first().copied();
    }
    let errors = found.iter().filter(|spelled| spelled.code >= 400);
    // The clearest, and of equal ones the first.
    errors
        .rev()
        .max_by_key(|spelled| spelled.manner)
        .or(found.first())
        .copied()
        .or_else(|| named(line))
}

/// A status by its name alone: behind the words that lead to one, or at the end of a request.
fn named(line: &str) -> Option<Spelled<'_>> {
    let (at, code) = STATUS_NAMES.iter().find_map(|(name, code)| {
        let at = line.find(name)?;
        let after = &line[at + name.len()..];
        let is_whole =
            !after.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
        let before = &line[..at];
        let ends = after.trim_end_matches('.').trim().is_empty();
        let is_told = is_led(before) || before.ends_with(": ") && ends && asks(before);
        (is_whole && is_told).then_some((at, *code))
    })?;
    Some(Spelled {
        code,
        from: &line[at..],
        manner: Manner::Worded,
    })
}

/// Whether a text ends in a request and a colon: `GET https://host/path: `.
fn asks(before: &str) -> bool {
    let mut words = before.trim_end().trim_end_matches(':').rsplit(' ');
    let is_address = words.next().is_some_and(|word| word.contains("://"));
    is_address
        && words
            .next()
            .is_some_and(|word| Method::parse(&word.to_ascii_uppercase()).is_some())
}

/// python-gitlab prints `403: ` and then the message, or the error, of the body.
pub(super) fn is_exception(line: &str) -> bool {
    line.contains("Gitlab") && line.contains("Error: ")
}

/// Numbers of three digits that stand alone.
fn numbers(line: &str) -> impl Iterator<Item = (usize, u16)> {
    let bytes = line.as_bytes();
    (0..bytes.len().saturating_sub(2)).filter_map(move |at| {
        let digits = bytes.get(at..at + 3)?;
        let is_first = at == 0 || !is_word(*bytes.get(at - 1)?);
        let is_last = ends_there(bytes.get(at + 3..).unwrap_or_default());
        if !is_first || !is_last || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let code = line.get(at..at + 3)?.parse().ok()?;
        (200..600).contains(&code).then_some((at, code))
    })
}

/// A full stop ends a sentence, and does not go on with a number.
fn ends_there(rest: &[u8]) -> bool {
    match rest {
        [b'.', next, ..] => !is_word(*next),
        [next, ..] => *next == b'.' || !is_word(*next),
        [] => true,
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte == b'.'
}

fn judge(line: &str, at: usize, code: u16) -> Option<Spelled<'_>> {
    let before = &line[..at];
    let after = &line[at + 3..];
    if is_access_log(before, after) {
        return (code >= 400 && line.contains(" /api/v4/")).then(|| Spelled {
            code,
            from: &line[at..],
            manner: Manner::Stamped,
        });
    }
    let is_key = after.starts_with("\":") || after.starts_with("':");
    if is_key {
        return None;
    }
    let is_end = after.trim().is_empty();
    let is_alone = is_end && is_nothing_but_error(before) || after.starts_with(": ");
    let manner = if is_stamped(before, after) {
        Manner::Stamped
    } else if is_led(before)
        || has_phrase(code, after)
        || code >= 400
            && before.ends_with(": ")
            && after.starts_with(": ")
            && prose::tells_of_trouble(before)
        || is_parenthesised(before, code)
        || is_remark(before, after)
    {
        Manner::Worded
    } else if is_alone {
        Manner::Bare
    } else {
        return None;
    };
    Some(Spelled {
        code,
        from: &line[at..],
        manner,
    })
}

/// The status of a refusal that a text begins with, as the messages of GitLab and the titles of pages do.
pub(super) fn leading(text: &str) -> Option<u16> {
    let code = text.get(..3)?.parse().ok()?;
    (400..600).contains(&code).then_some(code)
}

/// The status that a text is the title of: `409 Conflict: Resource lock`, or its phrase alone.
pub(super) fn titled(text: &str) -> Option<u16> {
    let words = text.trim_end_matches('.').to_ascii_lowercase();
    let is_phrase = |phrases: &[&str]| phrases.contains(&words.as_str());
    let alone = STATUS_PHRASES
        .iter()
        .find(|(_, phrases)| is_phrase(phrases));
    let led = leading(text).filter(|code| has_phrase(*code, &text[3..]));
    led.or(alone.map(|(code, _)| *code))
}

/// Says whether the line is one of the access log of a server: the status stands behind the request
/// (`nginx`, Apache, Traefik) or behind five times in front of it (`HAProxy`, `option httplog`).
fn is_access_log(before: &str, after: &str) -> bool {
    let is_behind = before.ends_with("\" ") && before.contains(" HTTP/");
    let times = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let is_timed = times.split('/').count() == 5
        && times
            .split('/')
            .all(|time| time.parse::<i64>().is_ok() && !time.is_empty());
    is_behind || is_timed && after.contains(" HTTP/")
}

/// Says whether a line is one of the access log of a server.
pub(super) fn is_served(line: &str) -> bool {
    numbers(line).any(|(at, _)| is_access_log(&line[..at], &line[at + 3..]))
}

/// Forms that only programs write: after the protocol, after an address at the end of a line,
/// and before the body in the way of Go.
fn is_stamped(before: &str, after: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let ends_a_request = after.trim().is_empty()
        && before.contains("://")
        && [" - ", ": ", ", got ", "code "]
            .iter()
            .any(|sign| before.ends_with(sign));
    let is_before_body = before.ends_with(": ") && (after.starts_with(" {") || asks(before));
    // PowerShell and Wget speak the language of the user; how they put a status stays the same.
    let is_of_powershell = lower.starts_with("invoke-") && lower.ends_with(": (");
    let is_awaited = lower.ends_with("\u{2026} ") && lower.contains("http");
    let is_of_dnf = lower.ends_with("status code: ") && after.starts_with(" for http");
    let is_of_client = is_of_powershell || is_awaited || is_of_dnf;
    let is_led = STATUS_STAMPS.iter().any(|form| lower.ends_with(form));
    is_led || ends_a_request || is_before_body || is_of_client
}

fn is_led(before: &str) -> bool {
    let lead: String = before
        .to_ascii_lowercase()
        .trim_end_matches(|letter: char| letter.is_whitespace() || ":=\"'(\\#".contains(letter))
        .chars()
        .rev()
        .take(40)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    STATUS_LEADS.iter().any(|known| {
        lead.strip_suffix(known).is_some_and(|rest| {
            rest.is_empty() || rest.ends_with(|letter: char| !letter.is_ascii_alphanumeric())
        })
    })
}

fn has_phrase(code: u16, after: &str) -> bool {
    let after = after.strip_prefix(", message=").unwrap_or(after);
    let words = after.trim_start_matches(|letter: char| " :-({)]'\"".contains(letter));
    let words = words.to_ascii_lowercase();
    STATUS_PHRASES
        .iter()
        .filter(|(known, _)| *known == code)
        .flat_map(|(_, phrases)| phrases.iter())
        .any(|phrase| words.starts_with(phrase))
        || code == 404 && names_a_record(&words)
}

/// GitLab names what it did not find between the status and its phrase.
fn names_a_record(words: &str) -> bool {
    const LONGEST: usize = 4;
    words.split_once(" not found").is_some_and(|(name, _)| {
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
        is_name && name.split(' ').count() <= LONGEST
    })
}

/// `Error: 401`, or nothing at all.
fn is_nothing_but_error(before: &str) -> bool {
    let words = before.trim().trim_end_matches(':').to_ascii_lowercase();
    words.is_empty() || words == "error"
}

/// `No permission to do this (403)`: at the end of what went wrong.
fn is_remark(before: &str, after: &str) -> bool {
    before.ends_with(" (") && matches!(after.trim(), ")" | ").")
}

/// `Unauthorized (401)` and `Forbidden - 403`: the phrase stands before.
fn is_parenthesised(before: &str, code: u16) -> bool {
    let words = before.to_ascii_lowercase();
    let words = words.trim_end_matches([' ', '(', '-', ',', '[']);
    code >= 400
        && STATUS_PHRASES
            .iter()
            .filter(|(known, _)| *known == code)
            .flat_map(|(_, phrases)| phrases.iter())
            .any(|phrase| phrase.len() > 7 && words.ends_with(phrase))
}

/// Says whether a line is nothing but a status: `HTTP 403`, `401 Unauthorized`, `404`.
pub(super) fn is_whole_line(line: &str, spelled: Spelled<'_>) -> bool {
    let before = &line[..line.len() - spelled.from.len()];
    let is_short = line.trim().len() <= 40 && !line.contains("200");
    is_short && (is_nothing_but_error(before) || is_led(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(line: &str) -> Option<u16> {
        status_in(line).map(|spelled| spelled.code)
    }

    #[test]
    fn no_line_is_judged_for_ever() {
        let after = |numbers: usize| format!("{}returned error: 403", "404 ".repeat(numbers));
        let code_of = |line: &str| status_in(line).map(|spelled| spelled.code);
        assert_eq!(code_of(&after(MOST - 1)), Some(403));
        assert_eq!(code_of(&after(MOST)), None);
    }

    #[test]
    fn a_title_begins_with_its_status_or_is_its_phrase_alone() {
        let titles = [
            ("409 Conflict: Resource lock", Some(409)),
            ("Unauthorized", Some(401)),
            ("not found.", Some(404)),
            ("409 files were uploaded", None),
            ("401\u{2026}", None),
            ("Unauthorized access to the group", None),
            ("", None),
        ];
        for (text, status) in titles {
            assert_eq!(titled(text), status, "{text}");
        }
    }

    #[test]
    fn every_client_has_its_way_to_write_a_status() {
        let cases = [
            ("HTTP/2 403", 403),
            ("< HTTP/1.1 401 Unauthorized", 401),
            (
                "fatal: unable to access 'https://h/': The requested URL returned error: 403",
                403,
            ),
            ("HTTPError: Request failed with status code 403", 403),
            ("HTTPError: Response code 403 (Forbidden)", 403),
            (
                "error: HTTP status client error (401 Unauthorized) for url (https://h)",
                401,
            ),
            ("projectID=1 statusCode=404 error=x", 404),
            ("failed, status=403 Forbidden", 403),
            (
                "Response status code does not indicate success: 401 (Unauthorized).",
                401,
            ),
            (
                "Could not transfer artifact x (https://h): Unauthorized (401)",
                401,
            ),
            ("ERR_PNPM_FETCH_401 GET https://h: Unauthorized - 401", 401),
            (
                "The \"https://h\" file could not be downloaded (HTTP/1.1 404 Not Found)",
                404,
            ),
            ("responded 401 which means", 401),
            ("gitlab.exceptions.GitlabListError: 403: 403 Forbidden", 403),
            (
                "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://h",
                401,
            ),
            ("401", 401),
            (
                "192.0.2.7 - - [x] \"GET /api/v4/projects/9/jobs HTTP/1.1\" 401 30 \"-\" \"glab/1.47\"",
                401,
            ),
            (
                "192.0.2.7:512 [x] https~ gitlab/gl1 0/0/1/24/25 403 512 - - ---- 40/38/2/1/0 0/0 \"GET /api/v4/user HTTP/1.1\"",
                403,
            ),
            (
                "Invoke-RestMethod : Le serveur distant a retourn\u{e9} une erreur : (401) Non autoris\u{e9}.",
                401,
            ),
            (
                "HTTP-Anforderung gesendet, auf Antwort wird gewartet \u{2026} 401 Unauthorized",
                401,
            ),
        ];
        for (line, status) in cases {
            assert_eq!(code(line), Some(status), "{line}");
        }
    }

    #[test]
    fn numbers_that_are_no_statuses_stay_numbers() {
        for line in [
            "Ran 403 tests in 2.1s",
            "\u{2713} returns 404 Not Found for strangers",
            "1.2.3.4 - - [x] \"GET /a HTTP/1.1\" 404 153",
            "line 401 of main.rs",
            "version 4.0.4",
            "downloaded 500 packages",
        ] {
            assert_eq!(code(line), None, "{line}");
        }
    }
}
