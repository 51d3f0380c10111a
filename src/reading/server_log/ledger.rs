//! Failures in GitLab's logs, grouped and counted, in bounded memory.
//!
//! A group is what one caller does wrong again and again: the same token, reason, scopes, and status, or where no token
//! is named the same user and kind of request. Its routes and projects are examples. Up to [`TRACKED`] groups are counted exactly. When there are more, the rarer
//! half is let go; the most lines that such a group had is remembered, since a group that comes
//! again may have had that many lines before. So a frequent group is never lost, and its count is a
//! lower bound with a known error.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::filter::Filter;
use super::line::{Facts, Field, Source, Turned};
use crate::catalogue::Method;
use crate::reading::redact::redact;

/// So many groups are counted at a time.
const TRACKED: usize = 2_000;
/// So many groups are told.
const LISTED: usize = 100;
/// So many examples of ids and addresses are kept of a group.
const EXAMPLES: usize = 3;
/// So many routes are counted of a group, and so many projects are kept.
const PLACES: usize = 32;
/// The longest value that is kept, in bytes.
const VALUE: usize = 300;
/// The path of what GitLab's own parts ask each other (`lib/api/internal/base.rb`).
const INTERNAL: &str = "/api/v4/internal/";

/// What GitLab's log says of a group of failures, beyond what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The name of the log, as in `api_json.log`.
    pub log: &'static str,
    /// The token, as GitLab numbers it (`PersonalAccessToken/12`); never its value.
    pub token: Option<String>,
    /// The type of the token, as GitLab names it.
    pub token_type: Option<String>,
    /// How the token was sent, as GitLab names it (`private_token_header`).
    pub header: Option<String>,
    /// Why the login failed, in GitLab's word.
    pub reason: Option<String>,
    /// The scopes that the route asked for.
    pub scopes: Vec<String>,
    /// The user.
    pub user: Option<String>,
    /// The endpoint or controller, as GitLab names it.
    pub caller: Option<String>,
    /// The route, with placeholders.
    pub route: Option<String>,
    /// The routes, the most frequent first, each with its number of lines.
    pub routes: Vec<(String, u64)>,
    /// The lines whose route there was no room for.
    pub other_routes: u64,
    /// The projects, as far as lines name them.
    pub projects: Vec<String>,
    /// Whether a token stands in clear in a line, in the place of a user name.
    pub leaked: bool,
    /// The limit or ban that turned the request away (`throttle_authenticated_api`).
    pub limit: Option<String>,
    /// Whether GitLab accepted the token.
    pub accepted: bool,
    /// Whether the token carries fine-grained permissions.
    pub is_granular: bool,
    /// A few of the addresses that the requests came from.
    pub remote_ips: Vec<String>,
    /// A few of the ids under which all of GitLab's logs know these requests.
    pub correlation_ids: Vec<String>,
    /// The time of the earliest line.
    pub first: Option<String>,
    /// The time of the latest line.
    pub last: Option<String>,
    /// So many more lines the group can have had; 0 when the count is exact.
    pub missed: u64,
}

/// A group while it is counted.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) record: Record,
    pub(super) turned: Option<Turned>,
    pub(super) status: u16,
    pub(super) method: Option<Method>,
    /// The path of the first line, without its query.
    pub(super) path: String,
    /// Whether all lines have this path.
    pub(super) one_path: bool,
    /// The host that all lines name.
    pub(super) host: Option<String>,
    pub(super) line: u64,
    pub(super) count: u64,
    pub(super) excerpt: String,
}

/// What is not told: groups and their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rest {
    /// The groups; one that was let go and came again is counted again.
    pub groups: u64,
    /// The lines of these groups.
    pub lines: u64,
    /// Failed requests that do not fit the filter.
    pub unfit: u64,
    /// Failed requests among GitLab's own parts, which carry no token of a user.
    pub internal: u64,
}

/// All groups.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    filter: Filter,
    groups: HashMap<String, Group>,
    key: String,
    rest: Rest,
    floor: u64,
}

impl Ledger {
    pub(super) fn filtered(filter: Filter) -> Self {
        Self {
            filter,
            ..Self::default()
        }
    }

    /// Takes in a line of a log; what went well is not kept.
    pub(super) fn add(&mut self, number: u64, facts: &Facts<'_>) {
        let (Some(source), Some(status)) = (facts.source(), facts.status()) else {
            return;
        };
        let was_let_through =
            source == Source::Auth && facts.turned().is_none() && !facts.is_failed_login();
        if status < 400 || was_let_through {
            return;
        }
        if !self.filter.takes(status, facts) {
            self.rest.unfit += 1;
            return;
        }
        if facts.path().is_some_and(|path| path.contains(INTERNAL)) {
            self.rest.internal += 1;
            return;
        }
        self.write_key(source, status, facts);
        if let Some(known) = self.groups.get_mut(self.key.as_str()) {
            known.add(facts);
            return;
        }
        if self.groups.len() >= TRACKED {
            self.let_go();
        }
        let mut group = Group::new(number, source, status, facts);
        group.record.missed = self.floor;
        group.add(facts);
        self.groups.insert(self.key.clone(), group);
    }

    /// What makes two lines one group.
    fn write_key(&mut self, source: Source, status: u16, facts: &Facts<'_>) {
        self.key.clear();
        let _ = write!(self.key, "{} {status}", source.name());
        let mut add = |text: Option<&str>| {
            self.key.push('\u{1f}');
            self.key.push_str(clipped(text.unwrap_or_default()));
        };
        add(facts.text(Field::FailedToken));
        add(facts.text(Field::Reason));
        for scope in facts.scopes() {
            add(Some(scope));
        }
        let number = |field| facts.number(field).unwrap_or_default();
        let (token, deploy) = (number(Field::TokenId), number(Field::DeployToken));
        let is_named = token + deploy > 0 || facts.text(Field::FailedToken).is_some();
        // A token has one owner, whom only some lines name; and what it is refused for is one thing to put right.
        if !is_named {
            add(facts.text(Field::FailedType));
            add(facts.text(Field::FailedHeader));
            add(user_of(facts));
            add(facts.text(Field::Controller));
        }
        add(facts.text(Field::TokenType));
        add(facts.text(Field::Matched));
        let path = facts.path().unwrap_or_default();
        let is_api = path.contains("/api/");
        let is_git = path.contains(".git/");
        let _ = write!(self.key, "\u{1f}{token}\u{1f}{deploy}{is_api}{is_git}");
        if facts.turned().is_some() {
            // A limit counts by user or address; the paths are of no account.
            self.key
                .push_str(facts.text(Field::RemoteIp).unwrap_or_default());
        }
    }

    /// Lets the rarer half of the groups go.
    fn let_go(&mut self) {
        let mut weights: Vec<u64> = self.groups.values().map(Group::most).collect();
        let middle = weights.len() / 2;
        let (_, bound, _) = weights.select_nth_unstable(middle);
        let bound = *bound;
        let mut leave = middle.max(1);
        let rest = &mut self.rest;
        let mut floor = self.floor;
        self.groups.retain(|_, group| {
            if leave == 0 || group.most() > bound {
                return true;
            }
            leave -= 1;
            rest.groups += 1;
            rest.lines += group.count;
            floor = floor.max(group.most());
            false
        });
        self.floor = floor;
    }

    /// The groups, the most frequent first, and of equal ones the first in the text; and the rest.
    pub(super) fn close(self) -> (Vec<Group>, Rest) {
        let mut groups: Vec<Group> = self.groups.into_values().collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.count), group.line));
        let mut rest = self.rest;
        let listed = self.filter.top.unwrap_or(LISTED);
        for group in groups.iter().skip(listed) {
            rest.groups += 1;
            rest.lines += group.count;
        }
        groups.truncate(listed);
        groups.iter_mut().for_each(Group::settle);
        (groups, rest)
    }
}

impl Group {
    fn new(line: u64, source: Source, status: u16, facts: &Facts<'_>) -> Self {
        let told = |field| facts.text(field).map(shown);
        Self {
            record: Record {
                log: source.name(),
                token: token_of(facts),
                token_type: told(Field::FailedType).or_else(|| told(Field::TokenType)),
                header: told(Field::FailedHeader),
                reason: told(Field::Reason),
                scopes: facts.scopes().into_iter().map(shown).collect(),
                user: user_of(facts).map(shown),
                caller: told(Field::Caller).or_else(|| controller_of(facts)),
                route: told(Field::Route),
                limit: facts.text(Field::Matched).and_then(limit_shown),
                accepted: facts.accepts_token(),
                leaked: facts
                    .text(Field::HttpUser)
                    .is_some_and(crate::reading::redact::has_prefix),
                is_granular: facts.text(Field::Granularity).is_some(),
                ..Record::default()
            },
            turned: facts.turned(),
            status,
            method: method_of(facts).and_then(Method::parse),
            path: facts.path().map(path_shown).unwrap_or_default(),
            one_path: true,
            host: facts.text(Field::Host).map(shown),
            line,
            count: 0,
            excerpt: excerpt(status, facts),
        }
    }

    /// Puts the routes in order. Where there are several, none stands for the group.
    fn settle(&mut self) {
        let record = &mut self.record;
        record
            .routes
            .sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
        if record.routes.len() > 1 {
            record.route = None;
            record.caller = None;
        }
    }

    /// The most lines that the group can have had.
    const fn most(&self) -> u64 {
        self.count + self.record.missed
    }

    fn add(&mut self, facts: &Facts<'_>) {
        self.count += 1;
        if self.one_path && self.count > 1 {
            self.one_path = facts.path().map(path_shown).unwrap_or_default() == self.path;
        }
        if self.host.is_some() && self.host.as_deref() != facts.text(Field::Host) {
            self.host = None;
        }
        let record = &mut self.record;
        let route = route_of(facts);
        let routes = &mut record.routes;
        if let Some((_, lines)) = routes.iter_mut().find(|(known, _)| *known == route) {
            *lines += 1;
        } else if routes.len() < PLACES {
            routes.push((route, 1));
        } else {
            record.other_routes += 1;
        }
        if let Some(project) = facts.text(Field::Project).map(shown)
            && record.projects.len() < PLACES
            && !record.projects.contains(&project)
        {
            record.projects.push(project);
        }
        if record.user.is_none() {
            record.user = user_of(facts).map(shown);
        }
        note_example(
            &mut record.remote_ips,
            facts.text(Field::RemoteIp).map(client_ip),
        );
        note_example(&mut record.correlation_ids, facts.text(Field::Correlation));
        if let Some(time) = facts.text(Field::Time) {
            if record.first.as_deref().is_none_or(|first| time < first) {
                record.first = Some(shown(time));
            }
            if record.last.as_deref().is_none_or(|last| time > last) {
                record.last = Some(shown(time));
            }
        }
    }
}

/// What was asked for, without what differs from request to request.
fn route_of(facts: &Facts<'_>) -> String {
    let method = method_of(facts).unwrap_or_default();
    if let Some(route) = facts.text(Field::Route) {
        let below = route.strip_prefix("/api/:version").unwrap_or(route);
        return shown(format!("{method} {below}").trim_start());
    }
    let named = controller_of(facts).or_else(|| facts.text(Field::Caller).map(shown));
    named.unwrap_or_else(|| {
        let mut pattern = format!("{method} ");
        write_pattern(facts.path().unwrap_or_default(), &mut pattern);
        shown(pattern.trim_start())
    })
}

/// The address of the client stands before those of proxies.
fn client_ip(text: &str) -> &str {
    text.split(',').next().unwrap_or(text).trim()
}

/// Keeps a few different examples. An id is made by GitLab, or sent by a client: only what has the
/// form of one is kept.
fn note_example(examples: &mut Vec<String>, told: Option<&str>) {
    let Some(text) = told.filter(|_| examples.len() < EXAMPLES) else {
        return;
    };
    let is_id = text.len() <= 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.:_".contains(&byte));
    let is_token = crate::reading::redact::has_prefix(text);
    if is_id && !is_token && !examples.iter().any(|known| known == text) {
        examples.push(text.to_owned());
    }
}

fn method_of<'a>(facts: &'a Facts<'_>) -> Option<&'a str> {
    facts.first(&[Field::Method, Field::RequestMethod])
}

fn user_of<'a>(facts: &'a Facts<'_>) -> Option<&'a str> {
    facts.first(&[Field::User, Field::Username, Field::HttpUser])
}

fn controller_of(facts: &Facts<'_>) -> Option<String> {
    let controller = facts.text(Field::Controller)?;
    let action = facts.text(Field::Action).unwrap_or_default();
    Some(shown(&format!("{controller}#{action}")))
}

/// The token by its number: the one that failed, or the one that was accepted.
fn token_of(facts: &Facts<'_>) -> Option<String> {
    if let Some(failed) = facts.text(Field::FailedToken) {
        return Some(shown(failed));
    }
    if let (Some(kind), Some(id)) = (facts.text(Field::TokenType), facts.number(Field::TokenId)) {
        return Some(shown(&format!("{kind}/{id}")));
    }
    let deploy = facts.number(Field::DeployToken)?;
    Some(format!("DeployToken/{deploy}"))
}

/// A value without secrets, and not longer than need be.
fn shown(text: &str) -> String {
    redact(clipped(text))
}

/// The name of a limit is given by GitLab's own code, as in `Git HTTP Basic Auth`, which reads like a
/// login to whoever looks for secrets. Only what has the form of a name is kept.
fn limit_shown(name: &str) -> Option<String> {
    let is_name = name.len() <= 64
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b' ' | b'/'));
    is_name.then(|| name.to_owned())
}

/// The path without its query: that may hold a token, and parts no group.
fn path_shown(path: &str) -> String {
    shown(path.split('?').next().unwrap_or(path))
}

fn clipped(text: &str) -> &str {
    let mut end = VALUE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The line in short, for the report.
fn excerpt(status: u16, facts: &Facts<'_>) -> String {
    let method = method_of(facts).unwrap_or_default();
    let path = facts.path().map(path_shown).unwrap_or_default();
    format!("{status} {} {path}", clipped(method))
}

/// A path whose numbers and long ids are left open, so that they part no group.
fn write_pattern(path: &str, into: &mut String) {
    let path = path.split('?').next().unwrap_or(path);
    for segment in clipped(path).split('/').skip_while(|it| it.is_empty()) {
        let is_id = segment.bytes().any(|byte| byte.is_ascii_digit())
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        into.push('/');
        into.push_str(if is_id { "*" } else { segment });
    }
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    fn note(ledger: &mut Ledger, number: u64, line: &str) {
        assert!(
            line::read(line.as_bytes(), &mut |facts| ledger.add(number, facts)),
            "{line}"
        );
    }

    fn failed(user: &str, project: u64) -> String {
        format!(
            r#"{{"status":404,"method":"GET","path":"/api/v4/projects/{project}?private_token=abc","route":"/api/:version/projects/:id","meta.user":"{user}"}}"#
        )
    }

    #[test]
    fn more_groups_than_are_tracked_lose_no_frequent_one_and_no_line() {
        let mut ledger = Ledger::default();
        let mut rng = fastrand::Rng::with_seed(1);
        let mut often = 0;
        let lines = 20_000;
        for number in 1..=lines {
            let user = if rng.u8(..20) == 0 {
                often += 1;
                "often".to_owned()
            } else {
                format!("rare{number}")
            };
            note(&mut ledger, number, &failed(&user, 1));
        }
        assert!(ledger.groups.len() <= TRACKED);
        let (groups, rest) = ledger.close();
        assert_eq!(groups.len(), LISTED);
        let first = &groups[0];
        assert_eq!(first.record.user.as_deref(), Some("often"));
        assert!(first.count <= often && often <= first.count + first.record.missed);
        let told: u64 = groups.iter().map(|group| group.count).sum();
        assert_eq!(told + rest.lines, lines);
        assert!(rest.groups > 1_000);
    }

    #[test]
    fn groups_come_by_their_number_and_equal_ones_as_they_stand() {
        let mut ledger = Ledger::default();
        for (number, user) in (1..).zip(["ann", "bob", "cyd", "cyd"]) {
            note(&mut ledger, number, &failed(user, number));
        }
        let (groups, rest) = ledger.close();
        let told: Vec<(Option<&str>, u64, u64, bool)> = groups
            .iter()
            .map(|group| {
                (
                    group.record.user.as_deref(),
                    group.count,
                    group.line,
                    group.one_path,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (Some("cyd"), 2, 3, false),
                (Some("ann"), 1, 1, true),
                (Some("bob"), 1, 2, true)
            ]
        );
        assert_eq!(rest, Rest::default());
        assert!(
            groups
                .iter()
                .all(|group| !group.path.contains("private_token"))
        );
    }

    #[test]
    fn what_went_well_what_was_only_tracked_and_internal_requests_are_no_failures() {
        let mut ledger = Ledger::default();
        for line in [
            r#"{"status":200,"method":"GET","path":"/g/p.git/info/refs","meta.auth_fail_reason":"token_expired"}"#,
            r#"{"message":"Rack_Attack","env":"track","status":null,"path":"/api/v4/user"}"#,
            r#"{"status":401,"method":"POST","path":"/api/v4/internal/allowed"}"#,
        ] {
            note(&mut ledger, 1, line);
        }
        let (groups, rest) = ledger.close();
        assert!(groups.is_empty());
        assert_eq!((rest.groups, rest.internal), (0, 1));
    }

    #[test]
    fn numbers_in_a_path_part_no_group_where_no_route_is_named() {
        let mut ledger = Ledger::default();
        for number in 1..=9 {
            let line = format!(
                r#"{{"system":"http","status":404,"method":"GET","uri":"/api/v4/projects/{number}/jobs"}}"#
            );
            note(&mut ledger, number, &line);
        }
        let (groups, _) = ledger.close();
        assert_eq!((groups.len(), groups[0].count), (1, 9));
    }
}
