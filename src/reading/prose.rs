//! Telling the report of a failure from a text about failures.
//!
//! Manuals, change logs, source code, and lists of tests are full of `403 Forbidden`. Such a line
//! is no failure. It is known by its grammar: conditions, marks of lists and tables, the
//! punctuation of code, the words of a test runner. What is left must say that something went
//! wrong, or be a client's own form.

use super::lists;

/// Says whether a line tells that something went wrong.
pub(super) fn tells_of_trouble(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lists::TROUBLE.iter().any(|word| lower.contains(word))
}

/// Says whether a line speaks of failures in general: in a manual, a table, a list of changes.
pub(super) fn is_general(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let bare = lower.trim_start();
    // A program that names its error and the address tells what it was doing: `Error: ... when fetching https://...`.
    let is_told = lower.contains("error: ") && lower.contains("://");
    let is_condition = !is_told && is_condition(&format!(" {bare}"));
    let is_listed = lists::LISTED.iter().any(|mark| bare.starts_with(mark));
    let is_quoted = ["`4", "`5", "`http"]
        .iter()
        .any(|mark| lower.contains(mark));
    is_condition || is_listed || is_quoted
}

/// Whether a line in small letters, with a blank before it, speaks of what may happen.
fn is_condition(lower: &str) -> bool {
    lists::CONDITIONS.iter().any(|words| lower.contains(words))
}

/// Says whether a line begins what a manual says of failures that may happen: a condition, and nobody
/// who tells what happened to them.
pub(super) fn is_manual(line: &str) -> bool {
    let lower = format!(" {} ", line.trim_start().to_ascii_lowercase());
    let is_told = lists::PERSONS.iter().any(|person| lower.contains(person));
    is_condition(&lower) && !is_told && !line.ends_with(':') && is_sentence(line)
}

/// Says whether a line is a sentence of a text, or a part of one, and no line of a program.
pub(super) fn is_sentence(line: &str) -> bool {
    const WORDS: usize = 8;
    let mut words = line.trim_start_matches(['"', '`', '\'']).split_whitespace();
    let is_word = |word: &str| {
        let bare = word.trim_end_matches([',', '.']);
        !bare.is_empty()
            && bare
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
    };
    let begins = words.next().is_some_and(is_word) && words.next().is_some_and(is_word);
    begins && words.count() + 2 >= WORDS && !line.contains("://")
}

/// Says whether the line of a test tells a failure that was wanted: it is ticked, or says so.
pub(super) fn is_wanted(line: &str) -> bool {
    let bare = line.trim_start();
    let is_passed = bare.starts_with(['\u{2713}', '\u{2714}', '\u{221a}']);
    // The Test Anything Protocol numbers what passed; unittest, pytest, and Go say it in a word.
    let is_numbered = bare
        .strip_prefix("ok ")
        .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let is_noted = bare.starts_with("--- PASS") || bare.trim_end().ends_with("... ok");
    is_passed || is_numbered || is_noted || lists::WANTED.iter().any(|words| line.contains(words))
}

/// Says whether the bare code of an error at a place in a line is named by a text, and not reported:
/// it is the name of an entry, or stands in a list where no colon or equals sign leads to it.
pub(super) fn is_named(line: &str, at: usize, code: &str) -> bool {
    let after = line.get(at + code.len()..).unwrap_or_default();
    if after.starts_with("\":") || after.starts_with("':") {
        return true;
    }
    let before = line.get(..at).unwrap_or_default();
    let is_value = before
        .trim_end_matches(['"', '\'', ' ', '\\'])
        .ends_with([':', '=', '>']);
    is_general(line) && !is_value
}

/// Says whether a line is data: it opens a brace or a bracket, and what is in the bracket is no tag of a log, such as a
/// level, a time, or a thread.
pub(super) fn is_data(line: &str) -> bool {
    const TAG: usize = 40;
    let is_tag = |inside: &str| {
        let is_plain = |letter: char| letter.is_alphanumeric() || " .:-_/@,+".contains(letter);
        inside.len() <= TAG && inside.chars().all(is_plain)
    };
    match line.strip_prefix('[') {
        Some(rest) => !rest
            .split_once("] ")
            .is_some_and(|(inside, _)| is_tag(inside)),
        None => line.starts_with('{'),
    }
}

/// Says whether a line is of a test that passed, or of a log of requests that were served.
pub(super) fn is_harmless(line: &str) -> bool {
    let trimmed = line.trim_start();
    let is_marked = lists::PASSED.iter().any(|mark| {
        trimmed.starts_with(mark.trim_start()) && trimmed != "ok" || trimmed.ends_with(mark)
    });
    is_marked || lists::PASSED_WITHIN.iter().any(|mark| line.contains(mark))
}

/// Says whether a line reports what was fetched or sent, as one of many such lines: the address in
/// it was answered, and no failure near it is about that. Sources: the transfer listener of Maven,
/// `acquire-item.cc` and `apt-private/acqprogress.cc` of apt, `npm-registry-fetch` (`check-response.js`).
pub(super) fn went_well(line: &str) -> bool {
    let bare = line.trim_start();
    let is_fetched = lists::FETCHED.iter().any(|lead| bare.starts_with(lead));
    let is_served = bare.starts_with("npm http fetch") && bare.contains(" 200 ");
    (is_fetched || is_served) && !tells_of_trouble(line)
}

/// Says whether a line is a line of source code.
pub(super) fn is_source(line: &str) -> bool {
    let bare = line.trim_start_matches(['+', '-', ' ', '\t']).trim_end();
    let is_comment = ["// ", "/* ", "<!-- ", "msgid \"", "msgstr \"", "#define "]
        .iter()
        .any(|mark| bare.starts_with(mark));
    let ends_as_code = bare.ends_with([';', '{', ')', '(', ',', ':', '}', '[']);
    let is_statement = lists::STATEMENTS.iter().any(|word| bare.starts_with(word))
        && (ends_as_code || bare.contains(['(', '{', '"', '\'']))
        && !bare.contains("://");
    is_comment
        || bare.contains("](#")
        || bare.ends_with("\"?")
        || is_statement
        || is_call(bare)
        || is_assignment(bare)
        || is_arm(bare)
        || bare.contains("function(") && bare.contains('{')
}

/// `name(...)`, `name!(...) unless ...`
fn is_call(bare: &str) -> bool {
    let name = bare
        .bytes()
        .take_while(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.' | b'?'))
        .count();
    let rest = &bare[name..];
    let is_plain = rest.starts_with('(') && (bare.ends_with(')') || bare.ends_with(");"));
    name > 1 && (is_plain || rest.starts_with("!("))
}

/// `NAME = "..."`
fn is_assignment(bare: &str) -> bool {
    let Some((name, value)) = bare.split_once(" = ") else {
        return false;
    };
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'@'));
    is_name && value.starts_with(['"', '\'', '{', '['])
}

/// `403 => ...`, the arm of a match or the entry of a map; `403: "Forbidden",`, the entry of an object.
fn is_arm(bare: &str) -> bool {
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let rest = bare[digits..].trim_start();
    let is_entry = [": \"", ": '", ":\"", ":'"]
        .iter()
        .any(|sign| rest.starts_with(sign));
    digits == 3 && (rest.starts_with("=>") || is_entry && bare.ends_with(['"', '\'', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_code_is_known_by_its_grammar() {
        for line in [
            "    401 => Err(Error::Unauthorized(\"401 Unauthorized\".into())),",
            "    if response.status_code == 403:",
            "        raise PermissionError(\"403 Forbidden: check the scopes\")",
            "      forbidden!(\"Your account has been blocked.\") unless user.active?",
            "      render_api_error!('404 Project Not Found', 404)",
            "-    return \"403 Forbidden\"",
            "ERROR_UNAUTHORIZED = \"401 Unauthorized\"",
            "msgid \"404 Project Not Found\"",
        ] {
            assert!(is_source(line), "{line}");
        }
    }

    #[test]
    fn what_a_client_prints_is_no_source_code() {
        for line in [
            "Return code is: 401, ReasonPhrase: Unauthorized.",
            "gitlab.exceptions.GitlabAuthenticationError: 401: 401 Unauthorized",
            "* homebrew tap formula: GET https://h/x: 404 {message: 404 Project Not Found}",
            "import failed: 403 Forbidden",
            "{\"error\" => \"invalid_token\"}",
            "$ curl -X POST -F ref=main \"https://h/api/v4/x\"",
            "error: insufficient_scope",
        ] {
            assert!(!is_source(line), "{line}");
        }
    }

    #[test]
    fn manuals_and_lists_speak_in_general() {
        for line in [
            "If you get `403 Forbidden`, the token lacks a scope.",
            "- Return 404 Not Found for archived projects",
            "| 403 Forbidden | The request is not allowed. |",
        ] {
            assert!(is_general(line), "{line}");
        }
        assert!(!is_general("login failed: 403 Forbidden"));
    }
}
