//! The path of a project in two spellings, of which one is found: somebody's table of what was tried.
//!
//! ```text
//! group/app | 404
//! group%2Fapp | 200
//! ```

use percent_encoding::percent_decode_str;

use super::address::Address;
use super::trace::Trace;
use crate::catalogue::Surface;

/// Notes that the spelling alone was refused, where this line and the one before it ask for the same path. The line is as
/// it was written: what shows no secrets has its dots decoded.
pub(super) fn apply(line: &str, before: &str, trace: &mut Trace) {
    if trace.fails {
        return;
    }
    let (Some((here, status)), Some((there, status_before))) = (tried(line), tried(before)) else {
        return;
    };
    let (Some(path), Some(path_before)) = (decoded(here), decoded(there)) else {
        return;
    };
    let is_found = |status: u16| (200..300).contains(&status);
    let is_parted =
        is_found(status) && status_before == 404 || is_found(status_before) && status == 404;
    if here == there || path != path_before || !is_parted {
        return;
    }
    trace.fails = true;
    // Nothing says whose path it is.
    trace.is_pieced = true;
    trace.status = Some(404);
    trace.surface = Some(Surface::Rest);
    trace.address = Some(Address {
        path: format!("/api/v4/projects/{path_before}"),
        ..Address::default()
    });
}

/// What was tried, and its status, where a line holds nothing else.
fn tried(line: &str) -> Option<(&str, u16)> {
    let (asked, rest) = line.trim().split_once(char::is_whitespace)?;
    let status = rest.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let is_mark = |mark: &str| mark.len() <= 4 && !mark.contains(char::is_alphanumeric);
    let is_table = is_mark(rest[..rest.len() - status.len()].trim());
    let is_status = status.len() == 3;
    let status = status.parse().ok()?;
    (is_table && is_status).then_some((asked, status))
}

/// The path that is meant, if it leads to a project below a group.
fn decoded(asked: &str) -> Option<String> {
    let path = percent_decode_str(asked).decode_utf8().ok()?;
    let is_project = path.contains('/') && !path.contains("://");
    is_project.then(|| path.trim_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(before: &str, line: &str) -> Option<String> {
        let mut trace = Trace::default();
        apply(line, before, &mut trace);
        trace.fails.then(|| trace.address.unwrap_or_default().path)
    }

    #[test]
    fn one_path_in_two_spellings_parts_the_spelling_from_the_rights() {
        let found = Some("/api/v4/projects/kim.lee/app".to_owned());
        assert_eq!(path_of("kim.lee/app | 404", "kim.lee%2Fapp | 200"), found);
        assert_eq!(
            path_of("kim.lee%2Fapp -> 404", "kim%2Elee%2Fapp -> 200"),
            found
        );
        assert_eq!(path_of("kim.lee%2Fapp 200", "kim.lee/app 404"), found);
    }

    #[test]
    fn what_differs_in_more_than_its_spelling_says_nothing() {
        assert_eq!(path_of("group/app | 404", "group/other | 200"), None);
        assert_eq!(path_of("group/app | 404", "group/app | 200"), None);
        assert_eq!(path_of("group/app | 404", "group%2Fapp | 404"), None);
        assert_eq!(path_of("group/app took 404", "group%2Fapp took 200"), None);
        assert_eq!(path_of("", "group%2Fapp | 200"), None);
    }
}
