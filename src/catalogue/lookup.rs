//! Finding the endpoint of a request.
//!
//! A literal segment beats `:x`, and `:x` beats `*x`. HEAD is answered by the GET route where no route of
//! its own exists, and an API path may end in `.json`, as GitLab has it. Nothing here allocates.

use std::cmp::Ordering;

use super::endpoint::Base;
use super::endpoints::{INDEX, ROWS};
use super::index::telling_words;
use super::surface::below_api;
use super::template::{self, Params};
use super::{Endpoint, Method, MethodSet, routes};

/// The most segments of a path that is looked up, so that a `*x` never has many places to end.
const MOST_SEGMENTS: usize = 64;

/// An endpoint together with what a path holds for its placeholders.
#[derive(Clone, Copy, Debug)]
pub struct RouteMatch<'p> {
    /// The row.
    pub endpoint: &'static Endpoint,
    /// The values of its placeholders.
    pub params: Params<'p>,
}

/// Finds the endpoint of a request.
///
/// The path is below `/api/v4` for the API and below the root of the instance for the other surfaces; it
/// may carry a query. Where both could be meant, the API is.
#[must_use]
pub fn find(method: Method, path: &str) -> Option<RouteMatch<'_>> {
    find_in(Base::Api, method, path).or_else(|| find_in(Base::Instance, method, path))
}

/// Finds the endpoint of a request by its whole path below the root of the instance.
#[must_use]
pub fn find_url_path(method: Method, path: &str) -> Option<RouteMatch<'_>> {
    match below_api(path) {
        Some(path) => find_in(Base::Api, method, path),
        None => find_in(Base::Instance, method, path),
    }
}

fn find_in(base: Base, method: Method, path: &str) -> Option<RouteMatch<'_>> {
    let at = |path, method| most_special(base, method, path);
    let as_sent = |path| match method {
        Method::Head => at(path, Method::Head).or_else(|| at(path, Method::Get)),
        Method::Get | Method::Post | Method::Put | Method::Patch | Method::Delete => {
            at(path, method)
        }
    };
    let without_format = strip_format(base, path).and_then(as_sent);
    as_sent(path)
        .into_iter()
        .chain(without_format)
        .min_by(|left, right| more_special(left, right))
}

/// The path without the ending `.json`, which the API takes behind every route.
fn strip_format(base: Base, path: &str) -> Option<&str> {
    match base {
        Base::Api => template::split_query(path).0.strip_suffix(".json"),
        Base::Instance => None,
    }
}

fn more_special(left: &RouteMatch<'_>, right: &RouteMatch<'_>) -> Ordering {
    template::by_specificity(left.endpoint.template, right.endpoint.template)
}

/// Matches twice, so that the values of those that only come close need not be kept.
fn most_special(base: Base, method: Method, path: &str) -> Option<RouteMatch<'_>> {
    let mut params = Params::default();
    let endpoint = candidates(path)
        .filter(|row| row.method == method && row.group.base() == base)
        .filter(|row| template::matches(row.template, path, &mut params))
        .min_by(|left, right| template::by_specificity(left.template, right.template))?;
    template::matches(endpoint.template, path, &mut params);
    // No word of a route is a number, or encoded.
    let is_id = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit()) || id.contains("%2F");
    let may_be_words = base == Base::Api && params.iter().any(|(_, value)| !is_id(value));
    let is_words = may_be_words && routes::has_better(method, path, endpoint.template);
    (!is_words).then_some(RouteMatch { endpoint, params })
}

/// The methods that exist at a path; with none, there is no such route.
///
/// The path is meant as in [`find`]. An endpoint that answers GET answers HEAD, which is not listed.
#[must_use]
pub fn methods_at(path: &str) -> MethodSet {
    let at = |base| {
        let mut methods = methods_in(base, path);
        if methods.is_empty()
            && let Some(path) = strip_format(base, path)
        {
            methods = methods_in(base, path);
        }
        methods
    };
    let methods = at(Base::Api);
    if methods.is_empty() {
        at(Base::Instance)
    } else {
        methods
    }
}

/// The rows that can match this path; a few of them will.
fn candidates(path: &str) -> impl Iterator<Item = &'static Endpoint> {
    let is_short = template::segments(path).nth(MOST_SEGMENTS).is_none();
    let positions = is_short.then(|| INDEX.candidates(path));
    positions
        .into_iter()
        .flatten()
        .map(|position| &ROWS[position])
}

fn methods_in(base: Base, path: &str) -> MethodSet {
    let mut methods = MethodSet::default();
    let mut params = Params::default();
    for row in candidates(path).filter(|row| row.group.base() == base) {
        if template::matches(row.template, path, &mut params) {
            methods.insert(row.method);
        }
    }
    methods
}

/// The row with exactly this template.
pub(crate) fn by_template(method: Method, template: &str) -> Option<&'static Endpoint> {
    INDEX
        .at_words(telling_words(template))
        .map(|position| &ROWS[position])
        .find(|row| row.method == method && row.template == template)
}
