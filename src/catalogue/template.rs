//! Path templates: how one is matched against a path, and which of two is the more special.
//!
//! A template is a list of segments: a literal, `:name` for one segment, `*name` for one or more, either
//! with a fixed text before or behind it as in `archive.:format` and `:id.git`. A query in a template (`?service=git-upload-pack`) has to be part
//! of the request's query; there `*` stands for any text. Segments are compared as they are sent: `%2F`
//! inside a segment is no slash.

use std::cmp::Ordering;

/// The query parameters that tell endpoints at one path apart.
///
/// A template that does not name one of them does not match a request that does: a login at `/jwt/auth`
/// is not a request for `scope=repository:...`.
const TELLING: [&str; 2] = ["service", "scope"];

/// The most placeholders that a template has.
pub(crate) const MOST_PARAMS: usize = 12;

/// The values of the placeholders in a path, as they were sent: still percent-encoded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Params<'p> {
    pairs: [(&'static str, &'p str); MOST_PARAMS],
    length: usize,
}

impl<'p> Params<'p> {
    /// The value of a placeholder, named without its colon or star.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'p str> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Names and values, in the order of the path.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'p str)> {
        self.pairs.into_iter().take(self.length)
    }

    /// The number of placeholders.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether the path has no placeholder.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds a value; a template with more placeholders than fit is kept out by a table test.
    fn push(&mut self, name: &'static str, value: &'p str) {
        if let Some(free) = self.pairs.get_mut(self.length) {
            *free = (name, value);
            self.length += 1;
        }
    }

    /// Takes back what was added since the length was this.
    const fn truncate(&mut self, length: usize) {
        self.length = length;
    }
}

/// One segment of a template.
#[derive(Clone, Copy)]
enum Segment<'t> {
    Literal(&'t str),
    Placeholder(Placeholder<'t>),
}

/// A placeholder and the fixed texts around it.
#[derive(Clone, Copy)]
struct Placeholder<'t> {
    spans_segments: bool,
    before: &'t str,
    name: &'t str,
    behind: &'t str,
}

/// The rank of the end of a template, behind every segment.
const END_RANK: (u8, usize) = (u8::MAX, 0);

impl<'t> Segment<'t> {
    fn parse(text: &'t str) -> Self {
        let Some(mark) = text.bytes().position(|byte| matches!(byte, b':' | b'*')) else {
            return Self::Literal(text);
        };
        let rest = &text[mark + 1..];
        let (name, behind) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
        let (before, spans_segments) = (&text[..mark], text[mark..].starts_with('*'));
        Self::Placeholder(Placeholder {
            spans_segments,
            before,
            name,
            behind,
        })
    }

    /// Lower is more special: a literal beats `:x`, `:x` beats `*x`, and more fixed text beats less.
    fn rank(self) -> (u8, usize) {
        match self {
            Self::Literal(_) => (0, 0),
            Self::Placeholder(placeholder) => {
                let fixed = placeholder.before.len() + placeholder.behind.len();
                let plain = u8::from(fixed == 0);
                (
                    1 + plain + 2 * u8::from(placeholder.spans_segments),
                    usize::MAX - fixed,
                )
            }
        }
    }
}

impl Placeholder<'_> {
    /// The value that a text holds for it; never an empty one.
    fn value<'p>(&self, text: &'p str) -> Option<&'p str> {
        let value = text.strip_prefix(self.before)?.strip_suffix(self.behind)?;
        Some(value).filter(|value| !value.is_empty())
    }
}

/// Splits off the first segment of a path; the rest is `None` at the end.
fn split_first(path: &str) -> (&str, Option<&str>) {
    match path.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    }
}

/// The path without its query, and the query.
pub(crate) fn split_query(path: &str) -> (&str, &str) {
    path.split_once('?').unwrap_or((path, ""))
}

/// The path without a leading and a trailing slash.
pub(crate) fn trim_slashes(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}

/// Matches a path with its query, and fills the parameters anew.
pub(crate) fn matches<'p>(template: &'static str, path: &'p str, params: &mut Params<'p>) -> bool {
    let (template, wanted) = split_query(template);
    let (path, query) = split_query(path);
    params.truncate(0);
    matches_segments(
        Some(trim_slashes(template)),
        Some(trim_slashes(path)),
        params,
    ) && matches_query(wanted, query)
}

fn matches_segments<'p>(
    template: Option<&'static str>,
    path: Option<&'p str>,
    params: &mut Params<'p>,
) -> bool {
    let (Some(template), Some(path)) = (template, path) else {
        return template.is_none() && path.is_none();
    };
    let (wanted, templates_left) = split_first(template);
    let (segment, path_left) = split_first(path);
    match Segment::parse(wanted) {
        Segment::Literal(literal) => {
            literal == segment && matches_segments(templates_left, path_left, params)
        }
        Segment::Placeholder(placeholder) if placeholder.spans_segments => {
            matches_many(placeholder, templates_left, path, params)
        }
        Segment::Placeholder(placeholder) => {
            takes(placeholder, segment, templates_left, path_left, params)
        }
    }
}

/// Tries the shortest run of segments first; at the end of a template only the whole rest will do.
fn matches_many<'p>(
    placeholder: Placeholder<'static>,
    templates_left: Option<&'static str>,
    path: &'p str,
    params: &mut Params<'p>,
) -> bool {
    let is_last = templates_left.is_none();
    let slashes = path.match_indices('/').map(|(position, _)| position);
    slashes.filter(|_| !is_last).chain([path.len()]).any(|end| {
        takes(
            placeholder,
            &path[..end],
            templates_left,
            path.get(end + 1..),
            params,
        )
    })
}

/// Whether the placeholder takes this text and what is left matches too; keeps its value only then.
fn takes<'p>(
    placeholder: Placeholder<'static>,
    text: &'p str,
    templates_left: Option<&'static str>,
    path_left: Option<&'p str>,
    params: &mut Params<'p>,
) -> bool {
    let Some(value) = placeholder.value(text) else {
        return false;
    };
    let mark = params.len();
    params.push(placeholder.name, value);
    let fits = matches_segments(templates_left, path_left, params);
    if !fits {
        params.truncate(mark);
    }
    fits
}

/// Whether the query of a request has every pair that the template names, and no telling one besides.
fn matches_query(wanted: &str, query: &str) -> bool {
    let has_wanted = pairs(wanted).all(|(name, pattern)| {
        pairs(query).any(|(key, value)| key == name && matches_value(pattern, value))
    });
    let has_other = pairs(query)
        .any(|(key, _)| TELLING.contains(&key) && !pairs(wanted).any(|(name, _)| name == key));
    has_wanted && (wanted.is_empty() || !has_other)
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Compares a value with a pattern in which `*` is any text; the value may be percent-encoded.
fn matches_value(pattern: &str, value: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return Decoded(value).eq(pattern.bytes());
    };
    let mut rest = Decoded(value);
    if !before.bytes().all(|byte| rest.next() == Some(byte)) {
        return false;
    }
    loop {
        if matches_value(after, rest.0) || after.is_empty() {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

/// The bytes of a percent-encoded text; a broken escape stands for itself.
struct Decoded<'t>(&'t str);

impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let bytes = self.0.as_bytes();
        let first = *bytes.first()?;
        let escaped = match bytes {
            [b'%', high, low, ..] => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        let (byte, width) = match escaped {
            Some((high, low)) => (high * 16 + low, 3),
            None => (first, 1),
        };
        self.0 = self.0.get(width..).unwrap_or_default();
        Some(byte)
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Orders two templates that match one path: the more special one is less.
///
/// Where one goes on after the other ends (`*path` and `*path/authorize`), the longer one is more special.
pub(crate) fn by_specificity(left: &str, right: &str) -> Ordering {
    let (left, left_query) = split_query(left);
    let (right, right_query) = split_query(right);
    let ranks = |template| {
        let ranks = segments(template).map(|segment| Segment::parse(segment).rank());
        ranks.chain([END_RANK])
    };
    ranks(left).cmp(ranks(right)).then_with(|| {
        let literal = |query: &str| query.bytes().filter(|byte| *byte != b'*').count();
        literal(right_query).cmp(&literal(left_query))
    })
}

/// The segments of a path or template.
pub(crate) fn segments(path: &str) -> impl Iterator<Item = &str> {
    trim_slashes(path).split('/')
}

/// Whether a segment of a template is nothing but a placeholder, whatever follows it.
pub(crate) fn is_placeholder(segment: &str) -> bool {
    segment.starts_with([':', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(
        template: &'static str,
        path: &'static str,
    ) -> Option<Vec<(&'static str, &'static str)>> {
        let mut params = Params::default();
        matches(template, path, &mut params).then(|| params.iter().collect())
    }

    #[test]
    fn a_placeholder_is_one_raw_segment() {
        let template = "/projects/:id/issues/:issue_iid";
        assert_eq!(
            params(template, "/projects/a%2Fb/issues/3"),
            Some(vec![("id", "a%2Fb"), ("issue_iid", "3")])
        );
        assert_eq!(params(template, "/projects/a/b/issues/3"), None);
        assert_eq!(
            params(template, "/projects//issues/3"),
            None,
            "an empty id is none"
        );
        assert_eq!(
            params(template, "/projects/1/issues/3/"),
            params(template, "/projects/1/issues/3")
        );
    }

    #[test]
    fn a_star_spans_segments_and_gives_way_to_what_follows() {
        assert_eq!(
            params(
                "/projects/:id/packages/maven/*path/:file_name",
                "/projects/1/packages/maven/a/b/c.jar"
            ),
            Some(vec![("id", "1"), ("path", "a/b"), ("file_name", "c.jar")])
        );
        assert_eq!(
            params(
                "/projects/:id/packages/go/*module_name/@v/list",
                "/projects/1/packages/go/x/y/@v/list"
            ),
            Some(vec![("id", "1"), ("module_name", "x/y")])
        );
    }

    #[test]
    fn endings_belong_to_the_placeholder() {
        assert_eq!(
            params(
                "/*full_path.git/info/refs?service=git-upload-pack",
                "/g/s/p.git/info/refs?service=git-upload-pack"
            ),
            Some(vec![("full_path", "g/s/p")])
        );
        assert_eq!(
            params("/*full_path.wiki.git/info/refs", "/g/p.git/info/refs"),
            None
        );
        assert_eq!(
            by_specificity(
                "/*full_path.wiki.git/info/refs",
                "/*full_path.git/info/refs"
            ),
            Ordering::Less
        );
    }

    #[test]
    fn queries_tell_endpoints_at_one_path_apart() {
        let pull = "/jwt/auth?service=container_registry&scope=repository:*:pull";
        let push = "/jwt/auth?service=container_registry&scope=repository:*:*push*";
        let login = "/jwt/auth?service=container_registry";
        let asked = "/jwt/auth?account=me&scope=repository%3Ag%2Fp%3Apull%2Cpush&service=container_registry";
        assert!(params(push, asked).is_some());
        assert!(params(pull, asked).is_none());
        assert!(params(login, asked).is_none());
        assert!(params(login, "/jwt/auth?account=me&service=container_registry").is_some());
        assert!(params(login, "/jwt/auth").is_none());
    }

    #[test]
    fn broken_escapes_and_wide_characters_do_no_harm() {
        for value in ["%", "%2", "%zz", "é%", "%C3%A9", "日本"] {
            assert!(!matches_value("service", value));
            assert!(matches_value("*", value));
        }
    }
}
