//! Which paths a release of GitLab has at all.
//!
//! The endpoints say what a request takes, and have gaps; a list of routes says nothing but that a path
//! exists, and has none (`knowledge/routes/`). So only a release whose list is here settles that a path is no route, or takes
//! another method. In any release such a list tells a literal (`/projects/import`) from an id.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::index::{Index, telling_words};
use super::template::{self, Params, by_specificity, is_placeholder, segments, split_query};
use super::{Method, MethodSet, Version};

include!(concat!(env!("OUT_DIR"), "/routes.rs"));

/// A path of the API and the methods that it takes.
struct Route {
    template: &'static str,
    methods: MethodSet,
    /// Whether no other route that takes one of its methods fits a path better that this one fits.
    is_alone: bool,
}

const fn at(template: &'static str, methods: &[Method], is_alone: bool) -> Route {
    let mut set = MethodSet::new();
    let mut position = 0;
    while position < methods.len() {
        set.insert(methods[position]);
        position += 1;
    }
    Route {
        template,
        methods: set,
        is_alone,
    }
}

/// By which release an instance of another one is judged, in words.
pub(crate) fn age(release: Version) -> Option<String> {
    let than = match Version::new(release.major, release.minor).cmp(&RELEASE) {
        Ordering::Less => "newer",
        Ordering::Equal => return None,
        Ordering::Greater => "older",
    };
    Some(format!("judged by the {than} GitLab {KNOWLEDGE}"))
}

/// The release of an instance, if all of its routes are known.
pub(crate) fn listed_release(release: Option<Version>) -> Option<Version> {
    release
        .map(|release| Version::new(release.major, release.minor))
        .filter(|release| *release == RELEASE)
}

/// The methods that a listed release has at a path below `/api/v4`; with none, it has no such route.
pub(crate) fn listed_methods(path: &str) -> MethodSet {
    let mut methods = MethodSet::new();
    for route in matching(path) {
        for method in route.methods.iter() {
            methods.insert(method);
        }
    }
    methods
}

/// Whether a listed release has this template for the method, and a route that fits the request better: then
/// the template reads as an id what is a word of the path. A template that the release lacks stands for all
/// of the words in its place (`/integrations/:slug`).
pub(super) fn has_better(method: Method, path: &str, template: &str) -> bool {
    let mut alike = INDEX.at_words(telling_words(template));
    if alike.any(|at| ROUTES[at].is_alone && ROUTES[at].template == template) {
        return false;
    }
    let mut is_listed = false;
    let mut has_better = false;
    for route in candidates(path).filter(|route| route.takes(method)) {
        if route.template == template {
            is_listed = true;
        } else if route.fits(path) {
            let order = by_specificity(route.template, template);
            is_listed |= order.is_eq();
            has_better |= order.is_lt();
        }
    }
    is_listed && has_better
}

/// The words that stand in the paths of routes and endpoints, whoever asks.
pub(crate) fn words() -> HashSet<&'static str> {
    let routes = ROUTES.iter().map(|route| route.template);
    let endpoints = super::all().map(|endpoint| endpoint.template);
    routes
        .chain(endpoints)
        .flat_map(segments)
        .filter(|segment| !segment.contains([':', '*']))
        .collect()
}

/// Whether the second segment of a path is a word of it, as in `/projects/import`, and no id.
pub(crate) fn begins_with_words(path: &str) -> bool {
    let second = |route: &Route| segments(route.template).nth(1).map(is_placeholder);
    matching(path).any(|route| second(route) == Some(false))
}

/// Whether a listed release has something below `/projects/:id`, say, by this name.
pub(super) fn has_part(whole: &str, part: &str) -> bool {
    let words = (whole, part);
    let mut templates = INDEX
        .at_words(words)
        .map(|position| ROUTES[position].template);
    !part.is_empty() && templates.any(|template| telling_words(template) == words)
}

impl Route {
    fn fits(&self, path: &str) -> bool {
        let path = split_query(path).0;
        let bare = without_format(path);
        let mut params = Params::default();
        template::matches(self.template, path, &mut params)
            || (bare.len() < path.len() && template::matches(self.template, bare, &mut params))
    }

    /// GET answers HEAD as well.
    fn takes(&self, method: Method) -> bool {
        self.methods.contains(method)
            || (method == Method::Head && self.methods.contains(Method::Get))
    }
}

/// The routes that a path fits.
fn matching(path: &str) -> impl Iterator<Item = &'static Route> {
    candidates(path).filter(move |route| route.fits(path))
}

/// The routes that a path can fit; a few of them will.
fn candidates(path: &str) -> impl Iterator<Item = &'static Route> {
    let positions = INDEX.candidates(without_format(split_query(path).0));
    positions.map(|position| &ROUTES[position])
}

/// The API takes `.json` behind each route.
fn without_format(path: &str) -> &str {
    path.strip_suffix(".json").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::find;

    #[test]
    fn no_word_of_a_route_is_a_number_or_encoded() {
        let words = ROUTES.iter().flat_map(|route| segments(route.template));
        let is_id =
            |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) || word.contains('%');
        assert_eq!(words.filter(|word| is_id(word)).count(), 0);
    }

    #[test]
    fn the_list_knows_what_the_endpoints_lack() {
        for (method, path) in [
            (Method::Put, "/application/appearance"),
            (Method::Post, "/projects/7/snippets/3/award_emoji"),
            (Method::Put, "/projects/7/hooks/3/custom_headers/x"),
            (Method::Post, "/groups/7/hooks/3/test/push_events"),
            (Method::Patch, "/user/status"),
            (Method::Put, "/groups/a%2Fb/members/5/state"),
            (Method::Get, "/projects/7/issues.json?state=opened"),
            (Method::Get, "/projects/7/repository/files/a%2Fb.rs"),
            (Method::Put, "/projects/7/packages/generic/a/1.0/a.zip"),
        ] {
            assert!(listed_methods(path).contains(method), "{method} {path}");
        }
        assert!(listed_methods("/teleport").is_empty());
        assert!(listed_methods("/projects/a/b/issues").is_empty());
        assert!(!listed_methods("/projects/7/issues").contains(Method::Delete));
    }

    #[test]
    fn a_word_of_the_path_is_not_read_as_an_id() {
        let template = |path| find(Method::Delete, path).map(|found| found.endpoint.template);
        assert_eq!(template("/runners/managers"), Some("/runners/managers"));
        assert_eq!(template("/runners/7"), Some("/runners/:id"));
        let slack = find(Method::Put, "/projects/7/integrations/slack");
        assert!(slack.is_some(), "one row stands for every integration");
        assert!(begins_with_words("/projects/import-relation"));
        assert!(begins_with_words("/groups/import"));
        assert!(!begins_with_words("/projects/7"));
    }

    #[test]
    fn an_instance_of_another_release_is_told_by_which_it_is_judged() {
        let said = |text| Version::parse(text).and_then(age);
        let older = said("19.2.4-ee");
        assert_eq!(older.as_deref(), Some("judged by the older GitLab 18.9"));
        let newer = said("17.11.0");
        assert_eq!(newer.as_deref(), Some("judged by the newer GitLab 18.9"));
        assert_eq!(said("18.9.3-ee"), None);
    }

    #[test]
    fn only_a_release_with_a_list_is_known_as_a_whole() {
        let listed = |text| listed_release(Version::parse(text)).is_some();
        assert!(listed("18.9.2-ee") && listed("18.9.0-pre"));
        assert!(!listed("18.8.0") && !listed("19.1.0"));
        assert_eq!(listed_release(None), None);
    }
}
