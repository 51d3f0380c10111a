//! Pages of GitLab's web interface, and the requests of the API that read what they show (`knowledge/web.toml`).

use super::Place;
use super::lists::USUAL_BRANCHES;

/// The table, made by `build/web.rs`.
static PAGES: &[Pages] = include!(concat!(env!("OUT_DIR"), "/web.rs"));

/// The pages of a place.
struct Pages {
    place: Place,
    bare: &'static [&'static str],
    rows: &'static [(&'static str, &'static str)],
}

/// Returns the path of the API, behind that of the project or group or below `/api/v4`, that reads what a page shows;
/// `None` where the API has nothing like it.
#[must_use]
pub(crate) fn counterpart(place: Place, page: &str) -> Option<String> {
    let mut pages = PAGES
        .iter()
        .filter(|pages| pages.place == place)
        .flat_map(|pages| pages.rows);
    pages.find_map(|(row, request)| filled(row, page, request))
}

/// Whether no group is called so, since a page of the instance is.
#[must_use]
pub(crate) fn is_reserved(word: &str) -> bool {
    is_bare(Place::Instance, word)
}

fn is_bare(place: Place, word: &str) -> bool {
    PAGES
        .iter()
        .any(|pages| pages.place == place && pages.bare.contains(&word))
}

/// Parts a page into the project or group that it belongs to, and what stands behind it.
#[must_use]
pub(crate) fn parted(page: &str) -> (&str, Option<&str>) {
    if let Some((name, rest)) = page.split_once("/-/") {
        return (name, Some(rest));
    }
    let mut at = 0;
    for (number, segment) in page.split('/').enumerate() {
        if number >= 2 && is_bare(Place::Project, segment) {
            return (&page[..at - 1], Some(&page[at..]));
        }
        at += segment.len() + 1;
    }
    (page, None)
}

/// The request of a row with what the page has in the place of its placeholders, where the page fits the row.
fn filled(row: &str, page: &str, request: &str) -> Option<String> {
    let mut request = request.to_owned();
    let mut rest = Some(page);
    for part in row.split('/') {
        let here = rest?;
        let (segment, others) = here
            .split_once('/')
            .map_or((here, None), |(segment, others)| (segment, Some(others)));
        let value = match part {
            "*path" => here.replace('/', "%2F"),
            ":branch" if !is_whole_branch(segment) => return None,
            ":branch" | ":n" => segment.to_owned(),
            word if word == segment => word.to_owned(),
            _ => return None,
        };
        request = if part.starts_with([':', '*']) {
            request.replace(part, &value)
        } else {
            request
        };
        rest = others.filter(|_| part != "*path");
    }
    rest.is_none().then_some(request)
}

fn is_whole_branch(name: &str) -> bool {
    USUAL_BRANCHES.contains(&name)
        || (name.len() == 40 && name.bytes().all(|letter| letter.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Method, find, listed_methods};

    #[test]
    fn every_counterpart_is_a_read_that_the_api_has() {
        for pages in PAGES {
            let begin = match pages.place {
                Place::Project => "/projects/7/",
                Place::Group => "/groups/7/",
                Place::Instance => "/",
            };
            for (page, request) in pages.rows {
                let request = request
                    .replace(":n", "1")
                    .replace("*path", "a")
                    .replace(":branch", "main");
                let path = format!("{begin}{request}");
                assert!(
                    listed_methods(&path).contains(Method::Get),
                    "{page}: {path}"
                );
                let known = find(Method::Get, &path);
                assert!(known.is_none_or(|known| !known.endpoint.mutates), "{page}");
            }
        }
    }

    #[test]
    fn the_first_row_that_fits_counts() {
        for (page, expected) in [
            (
                "blob/main/docs/a.md",
                "repository/files/docs%2Fa.md?ref=main",
            ),
            ("blob/feature/x/a.md", "repository/tree"),
            ("tree/main", "repository/tree?ref=main"),
            ("tree/feature", "repository/tree?ref=feature"),
            ("raw/HEAD/a", "repository/files/a/raw?ref=HEAD"),
            ("commits/main", "repository/commits?ref_name=main"),
            ("merge_requests/1/diffs", "merge_requests/1/diffs"),
        ] {
            assert_eq!(
                counterpart(Place::Project, page).as_deref(),
                Some(expected),
                "{page}"
            );
        }
        assert_eq!(counterpart(Place::Group, "blob/main/a"), None);
        assert_eq!(counterpart(Place::Project, "settings/unheard"), None);
    }
}
