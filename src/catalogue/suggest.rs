//! What is wrong with a path that leads nowhere.
//!
//! Most paths that GitLab does not know are known ones with a slip: a project path whose slashes were not
//! encoded, or were encoded twice, or a misspelt word. This room finds the path that was meant; it never
//! says that it was.

use super::endpoint::Base;
use super::template::{is_placeholder, segments, split_query};
use super::{Endpoint, all, listed_methods, methods_at, routes};

/// The most segments of a path that is mended; what is longer is no slip.
const MOST_SEGMENTS: usize = 24;

/// A slip in a path, and the path without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFault {
    /// What the slip is.
    pub kind: PathFaultKind,
    /// The path that was most likely meant, with its query.
    pub suggested: String,
}

/// The kinds of slip that [`path_fault`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathFaultKind {
    /// A slash of a project, group, file, branch or tag name was sent as it is.
    NotEncoded,
    /// A percent sign was encoded again: `%252F`.
    EncodedTwice,
}

/// Finds the slip in a path below `/api/v4` that was not encoded once and only once.
///
/// A path that an endpoint matches has no slip of the first kind. `None` where no encoding would make
/// it match either.
#[must_use]
pub fn path_fault(path: &str) -> Option<PathFault> {
    if has_double_escape(path) {
        let suggested = path
            .replace("%252F", "%2F")
            .replace("%252f", "%2f")
            .replace("%252E", "%2E");
        return Some(PathFault {
            kind: PathFaultKind::EncodedTwice,
            suggested,
        });
    }
    if is_route(path) {
        return None;
    }
    let (plain, query) = split_query(path);
    let suggested = suggest_identifier(plain)?;
    let suggested = if query.is_empty() {
        suggested
    } else {
        format!("{suggested}?{query}")
    };
    Some(PathFault {
        kind: PathFaultKind::NotEncoded,
        suggested,
    })
}

fn has_double_escape(path: &str) -> bool {
    let path = split_query(path).0;
    path.contains("%252F") || path.contains("%252f")
}

/// Joins the segments after `/projects` or `/groups` into one until an endpoint matches, and after that
/// the segments of a file, branch or tag name.
fn suggest_identifier(path: &str) -> Option<String> {
    let parts: Vec<&str> = segments(path).collect();
    let is_nested = matches!(parts.first(), Some(&("projects" | "groups" | "group")));
    if !is_nested || !(3..=MOST_SEGMENTS).contains(&parts.len()) {
        return None;
    }
    let by_name = !parts[1].bytes().all(|byte| byte.is_ascii_digit()) && !parts[1].contains('%');
    let longest = if by_name { parts.len() - 1 } else { 2 };
    (1..longest)
        .map(|width| joined(&parts, 1, width))
        .find_map(|parts| exists(&parts).or_else(|| suggest_name(&parts)))
        .or_else(|| exists(&joined(&parts, 1, longest)).filter(|_| by_name))
}

/// Joins the segments of a name further down: `/repository/files/src/main.rs`, `/branches/feature/x`.
fn suggest_name(parts: &[String]) -> Option<String> {
    (3..parts.len()).find_map(|start| {
        (2..=parts.len() - start).find_map(|width| exists(&joined(parts, start, width)))
    })
}

/// The segments, with `width` of them from `start` on joined by an encoded slash.
fn joined<S: AsRef<str>>(parts: &[S], start: usize, width: usize) -> Vec<String> {
    let text = |part: &S| part.as_ref().to_owned();
    let name: Vec<String> = parts.iter().skip(start).take(width).map(text).collect();
    let before = parts.iter().take(start).map(text);
    let after = parts.iter().skip(start + width).map(text);
    before.chain([name.join("%2F")]).chain(after).collect()
}

/// The path of these segments, if an endpoint matches it.
fn exists(parts: &[String]) -> Option<String> {
    let path = format!("/{}", parts.join("/"));
    is_route(&path).then_some(path)
}

/// Whether an endpoint matches, or a release whose routes are all known has such a path.
fn is_route(path: &str) -> bool {
    !methods_at(path).is_empty() || !listed_methods(path).is_empty()
}

/// Whether the identifier of a project or group was sent in pieces: what stands behind its first one is
/// nothing that projects and groups have below them. So this can be told of every release, also of those
/// that may have more routes than are known here.
pub(crate) fn splits_identifier(path: &str) -> bool {
    let mut parts = segments(split_query(path).0);
    let whole = parts.next().unwrap_or_default();
    let part = parts.nth(1).unwrap_or_default();
    matches!(whole, "projects" | "groups") && !part.is_empty() && !routes::has_part(whole, part)
}

/// The endpoints whose templates are closest to a path, closest first; at most `most`, and none that is
/// too far off to have been meant. Of one template, the first row stands for all.
#[must_use]
pub fn nearest(path: &str, most: usize) -> Vec<&'static Endpoint> {
    let asked: Vec<&str> = segments(split_query(path).0).collect();
    let mut close: Vec<(usize, &Endpoint)> = all()
        .filter(|row| row.group.base() == Base::Api)
        .filter_map(|row| Some((distance(row.template, &asked)?, row)))
        .collect();
    close.sort_by_key(|(distance, row)| (*distance, row.template, row.method));
    close.dedup_by_key(|(_, row)| row.template);
    close.into_iter().take(most).map(|(_, row)| row).collect()
}

/// The number of characters to change; `None` when the templates differ in length or by too much.
fn distance(template: &str, asked: &[&str]) -> Option<usize> {
    let mut total = 0;
    let mut wanted = segments(template);
    for segment in asked {
        let literal = wanted.next()?;
        if !is_placeholder(literal) {
            total += slips(literal, segment)?;
        }
    }
    if wanted.next().is_some() {
        None
    } else {
        Some(total)
    }
}

/// The number of characters to change in one segment; `None` for more than a third of them.
fn slips(literal: &str, segment: &str) -> Option<usize> {
    let allowed = literal.len().div_ceil(3);
    if literal.len().abs_diff(segment.len()) > allowed {
        return None;
    }
    Some(edit_distance(literal, segment)).filter(|edits| *edits <= allowed)
}

/// The name that comes closest to a misspelt one; `None` when none comes close.
pub(crate) fn nearest_name<'a>(
    asked: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let ranked = names
        .into_iter()
        .filter_map(|name| Some((slips(name, asked)?, name)));
    ranked.min().map(|(_, name)| name)
}

/// The Levenshtein distance in bytes, which is close enough for names in ASCII.
pub(super) fn edit_distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, wanted) in left.bytes().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, given) in right.bytes().enumerate() {
            let substituted = diagonal + usize::from(wanted != given);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(path: &str) -> Option<String> {
        path_fault(path).map(|fault| fault.suggested)
    }

    #[test]
    fn a_project_path_with_plain_slashes_is_joined() {
        assert_eq!(
            suggested("/projects/group/project/issues?state=opened").as_deref(),
            Some("/projects/group%2Fproject/issues?state=opened")
        );
        assert_eq!(
            suggested("/projects/group/sub/project/merge_requests/3/notes").as_deref(),
            Some("/projects/group%2Fsub%2Fproject/merge_requests/3/notes")
        );
        assert_eq!(
            suggested("/projects/group/project").as_deref(),
            Some("/projects/group%2Fproject")
        );
        assert_eq!(
            suggested("/groups/a/b/members").as_deref(),
            Some("/groups/a%2Fb/members")
        );
    }

    #[test]
    fn names_of_files_and_branches_are_joined_too() {
        assert_eq!(
            suggested("/projects/42/repository/files/src/main.rs").as_deref(),
            Some("/projects/42/repository/files/src%2Fmain.rs")
        );
        assert_eq!(
            suggested("/projects/g/p/repository/branches/feature/x").as_deref(),
            Some("/projects/g%2Fp/repository/branches/feature%2Fx")
        );
    }

    #[test]
    fn double_encoding_is_undone_once() {
        let fault = path_fault("/projects/group%252Fproject/issues").expect("a fault");
        assert_eq!(fault.kind, PathFaultKind::EncodedTwice);
        assert_eq!(fault.suggested, "/projects/group%2Fproject/issues");
    }

    #[test]
    fn good_paths_and_hopeless_ones_have_no_fault() {
        for path in [
            "/projects/group%2Fproject/issues",
            "/projects/42/repository/tags/v1",
            "/projects/42/no_such_thing",
            "/nowhere/at/all",
            "/projects",
            "",
            "/",
        ] {
            assert_eq!(path_fault(path), None, "{path}");
        }
    }

    #[test]
    fn a_misspelt_route_has_the_right_one_as_its_nearest() {
        let close = |path| nearest(path, 3).first().map(|row| row.template);
        assert_eq!(
            close("/projects/42/merge_request"),
            Some("/projects/:id/merge_requests")
        );
        assert_eq!(
            close("/projects/42/repository/tag"),
            Some("/projects/:id/repository/tags")
        );
        assert_eq!(close("/project/42"), Some("/projects/:id"));
        assert_eq!(close("/completely/other"), None);
    }
}
