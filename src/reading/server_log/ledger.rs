//! Failures in GitLab's logs, grouped and counted, in bounded memory.
//!
//! A group is what one caller does wrong again and again: the same token, reason, and status, or where no token is named the
//! same user and kind of request. Its routes and projects are examples. Where that makes more than [`FEW`] groups, what
//! many callers do wrong alike is one: the same reason, or the same bare status of one surface, for one kind of token, with
//! the callers in it. A token that is dead stays a group of its own, whatever it was sent to.
//!
//! Up to [`TRACKED`] groups are counted exactly. When there are more, the rarer half is let go; the most lines that such a
//! group had is remembered, since a group that comes again may have had that many lines before. So a frequent group is
//! never lost, and its count is a lower bound with a known error.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::filter::Filter;
use super::line::{LogField, LoggedLine, Source, Turned};
use crate::catalogue::{Method, Surface};
use crate::observation::{Counted, GraphQlError, LogGroup, LoggedCaller, LoggedRoute};
use crate::reading::address::Address;
use crate::reading::lists;
use crate::reading::redact::{has_prefix, redact};

/// So many groups are counted at a time.
const TRACKED: usize = 2_000;
/// So many groups of single callers can be looked through.
const FEW: usize = 40;
/// So many groups are told.
const LISTED: usize = 100;
/// So many examples of ids and addresses are kept of a group.
const EXAMPLES: usize = 3;
/// So many errors of GraphQL are kept of a group.
const FIELDS: usize = 8;
/// So many routes and callers of a group are told, and so many projects are kept.
const PLACES: usize = 32;
/// So many routes and callers of a group are counted.
const COUNTED: usize = 256;
/// The longest value that is kept, in bytes.
const VALUE: usize = 300;
/// The path of what GitLab's own parts ask each other (`lib/api/internal/base.rb`).
const INTERNAL: &str = "/api/v4/internal/";

/// A group while it is counted.
#[derive(Debug, Clone)]
pub(super) struct CountedGroup {
    pub(super) record: LogGroup,
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
    /// What GraphQL said, of the fields that it first said it of.
    pub(super) errors: Vec<GraphQlError>,
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
    /// Lines of servers before Rails, of requests that its own logs tell.
    pub told_again: u64,
    /// Whether groups that differ in nothing but the caller became one.
    pub joined: bool,
}

/// All groups.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    filter: Filter,
    /// By what is refused alike.
    kinds: Groups,
    /// By caller as well, as long as these are few.
    callers: Groups,
    key: String,
    rest: Rest,
    /// The failures that count in each text, by their status and whether Rails tells them.
    pub(super) failures: HashMap<(usize, u16, bool), u64>,
}

/// Groups by what makes them one.
#[derive(Debug, Default)]
struct Groups {
    by_key: HashMap<String, CountedGroup>,
    let_go: Rest,
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
    pub(super) fn add(&mut self, (number, text): (u64, usize), facts: &LoggedLine<'_>) {
        let (Some(source), Some(status)) = (facts.source(), facts.status()) else {
            return;
        };
        let was_let_through =
            source == Source::Auth && facts.turned().is_none() && !facts.is_failed_login();
        let fails = status >= 400 || !facts.errors().is_empty();
        if !fails || was_let_through {
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
        let place = (text, status, source != Source::Workhorse);
        *self.failures.entry(place).or_default() += 1;
        self.key.clear();
        write_kind(&mut self.key, source, status, facts);
        let group = || CountedGroup::new(number, source, status, facts);
        self.kinds.add(&self.key, facts, group);
        if !self.rest.joined {
            write_caller(&mut self.key, source, facts);
            self.callers.add(&self.key, facts, group);
            self.rest.joined = self.callers.by_key.len() > FEW;
        }
    }

    /// The groups, the most frequent first, and of equal ones the first in the text; and the rest.
    pub(super) fn close(self, of_rails: &HashSet<u16>) -> (Vec<CountedGroup>, Rest) {
        let of = if self.rest.joined {
            self.kinds
        } else {
            self.callers
        };
        let mut groups: Vec<CountedGroup> = of.by_key.into_values().collect();
        groups.retain(|group| {
            group.record.log != Source::Workhorse.name() || !of_rails.contains(&group.status)
        });
        groups.sort_by_key(|group| (Reverse(group.count), group.line));
        let mut rest = self.rest;
        (rest.groups, rest.lines) = (of.let_go.groups, of.let_go.lines);
        let listed = self.filter.top.unwrap_or(LISTED);
        for group in groups.iter().skip(listed) {
            rest.groups += 1;
            rest.lines += group.count;
        }
        groups.truncate(listed);
        groups.iter_mut().for_each(CountedGroup::settle);
        (groups, rest)
    }
}

impl Groups {
    fn add(&mut self, key: &str, facts: &LoggedLine<'_>, new: impl FnOnce() -> CountedGroup) {
        if let Some(known) = self.by_key.get_mut(key) {
            return known.add(facts);
        }
        if self.by_key.len() >= TRACKED {
            self.let_go();
        }
        let mut group = new();
        group.record.uncounted_at_most = self.floor;
        group.add(facts);
        self.by_key.insert(key.to_owned(), group);
    }

    /// Lets the rarer half of the groups go.
    fn let_go(&mut self) {
        let mut weights: Vec<u64> = self.by_key.values().map(CountedGroup::most).collect();
        let middle = weights.len() / 2;
        let (_, bound, _) = weights.select_nth_unstable(middle);
        let bound = *bound;
        let mut leave = middle.max(1);
        let rest = &mut self.let_go;
        let mut floor = self.floor;
        self.by_key.retain(|_, group| {
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
}

impl CountedGroup {
    fn new(line: u64, source: Source, status: u16, facts: &LoggedLine<'_>) -> Self {
        let told = |field| facts.text(field).map(shown);
        Self {
            record: LogGroup {
                log: source.name(),
                token_type: type_of(facts).map(shown),
                sent_as: told(LogField::FailedHeader),
                reason: told(LogField::Reason),
                requested_scopes: facts.scopes().into_iter().map(shown).collect(),
                caller: told(LogField::Caller).or_else(|| controller_of(facts)),
                route: told(LogField::Route),
                limit: facts.text(LogField::Matched).and_then(limit_shown),
                accepted: facts.accepts_token(),
                ..LogGroup::default()
            },
            turned: facts.turned(),
            status,
            method: method_asked(facts),
            path: facts.path().map(path_shown).unwrap_or_default(),
            one_path: true,
            host: facts.text(LogField::Host).map(shown),
            line,
            count: 0,
            excerpt: excerpt(status, facts),
            errors: errors_of(facts),
        }
    }

    /// Puts routes and callers in order. Where there are several, only what they share stands for the group.
    fn settle(&mut self) {
        let record = &mut self.record;
        record.other_routes += settle(&mut record.routes);
        if record.routes.len() > 1 {
            record.route = None;
            record.caller = None;
        }
        let is_whole = record.other_callers == 0;
        let callers = || record.callers.iter().map(|counted| &counted.what);
        if let Some(first) = callers().next().filter(|_| is_whole) {
            let all = |same: fn(&LoggedCaller, &LoggedCaller) -> bool| {
                callers().all(|it| same(it, first))
            };
            let one = first.clone();
            record.whose = LoggedCaller {
                token_id: one
                    .token_id
                    .filter(|_| all(|it, one| it.token_id == one.token_id)),
                user: one.user.filter(|_| all(|it, one| it.user == one.user)),
                user_id: one
                    .user_id
                    .filter(|_| all(|it, one| it.user_id == one.user_id)),
            };
        }
        record.other_callers += settle(&mut record.callers);
    }

    /// The most lines that the group can have had.
    const fn most(&self) -> u64 {
        self.count + self.record.uncounted_at_most
    }

    fn add(&mut self, facts: &LoggedLine<'_>) {
        self.count += 1;
        if self.one_path && self.count > 1 {
            self.one_path = facts.path().map(path_shown).unwrap_or_default() == self.path;
        }
        for error in errors_of(facts) {
            if self.errors.len() < FIELDS && !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        if self.host.is_some() && self.host.as_deref() != facts.text(LogField::Host) {
            self.host = None;
        }
        let record = &mut self.record;
        let route = LoggedRoute {
            route: route_of(facts),
        };
        record.other_routes += note(&mut record.routes, route, |one, other| one == other);
        record.other_callers += note(&mut record.callers, caller_of(facts), is_same);
        let (scopes, sent) = (facts.scopes(), facts.text(LogField::FailedHeader));
        record
            .requested_scopes
            .retain(|scope| scopes.contains(&scope.as_str()));
        record.accepted &= facts.accepts_token();
        record.is_granular |= facts.text(LogField::Granularity).is_some();
        record.leaked |= facts.text(LogField::HttpUser).is_some_and(has_prefix);
        record.sent_as = record.sent_as.take().filter(|known| sent == Some(known));
        if let Some(project) = facts.text(LogField::Project).map(shown)
            && record.projects.len() < PLACES
            && !record.projects.contains(&project)
        {
            record.projects.push(project);
        }
        note_example(
            &mut record.remote_ips,
            facts.text(LogField::RemoteIp).map(client_ip),
        );
        note_example(
            &mut record.correlation_ids,
            facts.text(LogField::Correlation),
        );
        if let Some(time) = facts.text(LogField::Time) {
            if record.first.as_deref().is_none_or(|first| time < first) {
                record.first = Some(shown(time));
            }
            if record.last.as_deref().is_none_or(|last| time > last) {
                record.last = Some(shown(time));
            }
        }
    }
}

/// The errors of GraphQL without secrets, in short.
fn errors_of(facts: &LoggedLine<'_>) -> Vec<GraphQlError> {
    let kept = facts.errors().into_iter().take(FIELDS);
    let each = kept.map(|error| GraphQlError {
        message: shown(&error.message),
        path: error.path.iter().map(|name| shown(name)).collect(),
    });
    each.collect()
}

fn caller_of(facts: &LoggedLine<'_>) -> LoggedCaller {
    let ids = [LogField::UserId, LogField::MetaUserId, LogField::GlUserId];
    LoggedCaller {
        token_id: token_of(facts),
        user: user_of(facts).map(shown),
        user_id: ids.iter().find_map(|id| facts.number(*id)),
    }
}

/// Whether another line names the same caller; what the one leaves out is taken from the other.
fn is_same(one: &mut LoggedCaller, other: &LoggedCaller) -> bool {
    let same = match (&one.token_id, &one.user) {
        (None, None) => one == other,
        (None, user) => other.token_id.is_none() && other.user == *user,
        (token, _) => other.token_id == *token,
    };
    if same {
        one.user = one.user.take().or_else(|| other.user.clone());
        one.user_id = one.user_id.or(other.user_id);
    }
    same
}

/// Counts a line; returns 1 where there is no room for what it names.
fn note<T>(known: &mut Vec<Counted<T>>, what: T, same: impl Fn(&mut T, &T) -> bool) -> u64 {
    if let Some(counted) = known
        .iter_mut()
        .find_map(|one| same(&mut one.what, &what).then_some(&mut one.count))
    {
        *counted += 1;
        return 0;
    }
    let has_room = known.len() < COUNTED;
    if has_room {
        known.push(Counted { what, count: 1 });
    }
    u64::from(!has_room)
}

/// Keeps the most frequent, in order; returns the lines of the others.
fn settle<T>(counted: &mut Vec<Counted<T>>) -> u64 {
    counted.sort_by_key(|one| Reverse(one.count));
    let more = counted.drain(PLACES.min(counted.len())..);
    more.map(|one| one.count).sum()
}

/// Whether a line says of a numbered token that it opens nothing any more: that is one thing, whatever was asked for.
fn is_dead(facts: &LoggedLine<'_>) -> bool {
    let reason = facts.text(LogField::Reason);
    facts.text(LogField::FailedToken).is_some()
        && reason.is_some_and(|reason| lists::DEAD_REASONS.contains(&reason))
}

/// What makes two lines one kind of failure: the reason that the log names and the type of token; else the status, and where
/// GitLab answers with it for many reasons, also where it was asked.
fn write_kind(key: &mut String, source: Source, status: u16, facts: &LoggedLine<'_>) {
    let mut add = |text: Option<&str>| {
        key.push_str(clipped(text.unwrap_or_default()));
        key.push('\u{1f}');
    };
    add(facts.text(LogField::Reason));
    if is_dead(facts) {
        return add(facts.text(LogField::FailedToken));
    }
    add(facts.text(LogField::Matched));
    add(facts.errors().first().map(|error| error.message.as_str()));
    let is_told = facts.text(LogField::Reason).is_some();
    if is_told || matches!(status, 401 | 403 | 404) {
        add(type_of(facts));
    }
    if !is_told && matches!(status, 400 | 401 | 403 | 404) {
        let address = Address {
            path: facts.path().map(clipped).unwrap_or_default().to_owned(),
            ..Address::default()
        };
        let surface = address.surface(method_of(facts).and_then(Method::parse));
        add(surface.map(Surface::name));
        add(Some(source.name()));
        add(address.path.contains(".git/").then_some("git"));
    }
    let _ = write!(key, "{status}");
}

/// What makes two lines of one kind those of one caller. A dead token is one whoever sends it.
fn write_caller(key: &mut String, source: Source, facts: &LoggedLine<'_>) {
    if is_dead(facts) {
        return;
    }
    let caller = caller_of(facts);
    let mut add = |text: Option<&str>| {
        key.push('\u{1f}');
        key.push_str(clipped(text.unwrap_or_default()));
    };
    add(Some(source.name()));
    add(caller.token_id.as_deref());
    // A token has one owner, whom only some lines name; and what it is refused for is one thing to put right.
    if caller.token_id.is_none() {
        add(facts.text(LogField::FailedHeader));
        add(caller.user.as_deref());
        add(facts.text(LogField::Controller));
        if caller.user.is_none() {
            add(caller.user_id.map(|id| id.to_string()).as_deref());
        }
    }
    if facts.turned().is_some() {
        // A limit counts by user or address; the paths are of no account.
        add(facts.text(LogField::RemoteIp));
    }
}

/// The type of the token, or that of its number.
fn type_of<'a>(facts: &'a LoggedLine<'_>) -> Option<&'a str> {
    let numbered = facts.text(LogField::FailedToken);
    let deploy = facts.number(LogField::DeployToken).map(|_| "DeployToken");
    let told = facts.first(&[LogField::FailedType, LogField::TokenType]);
    told.or(numbered.and_then(|token| token.split('/').next()))
        .or(deploy)
}

/// What was asked for, without what differs from request to request.
fn route_of(facts: &LoggedLine<'_>) -> String {
    if let Some(error) = facts.errors().first() {
        let kind = if facts.is_mutation() { "mutation " } else { "" };
        return shown(&format!("GraphQL {kind}{}", error.path.join(".")));
    }
    let method = method_of(facts).unwrap_or_default();
    if let Some(route) = facts.text(LogField::Route) {
        let below = route.strip_prefix("/api/:version").unwrap_or(route);
        return shown(format!("{method} {below}").trim_start());
    }
    let named = controller_of(facts).or_else(|| facts.text(LogField::Caller).map(shown));
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
    let is_token = has_prefix(text);
    if is_id && !is_token && !examples.iter().any(|known| known == text) {
        examples.push(text.to_owned());
    }
}

fn method_of<'a>(facts: &'a LoggedLine<'_>) -> Option<&'a str> {
    facts.first(&[LogField::Method, LogField::RequestMethod])
}

/// GraphQL is asked by POST; its log does not say it.
fn method_asked(facts: &LoggedLine<'_>) -> Option<Method> {
    let told = method_of(facts).and_then(Method::parse);
    told.or((facts.source() == Some(Source::GraphQl)).then_some(Method::Post))
}

fn user_of<'a>(facts: &'a LoggedLine<'_>) -> Option<&'a str> {
    facts.first(&[LogField::User, LogField::Username, LogField::HttpUser])
}

fn controller_of(facts: &LoggedLine<'_>) -> Option<String> {
    let controller = facts.text(LogField::Controller)?;
    let action = facts.text(LogField::Action).unwrap_or_default();
    Some(shown(&format!("{controller}#{action}")))
}

/// The token by its number: the one that failed, or the one that was accepted.
fn token_of(facts: &LoggedLine<'_>) -> Option<String> {
    if let Some(failed) = facts.text(LogField::FailedToken) {
        return Some(shown(failed));
    }
    if let (Some(kind), Some(id)) = (
        facts.text(LogField::TokenType),
        facts.number(LogField::TokenId),
    ) {
        return Some(shown(&format!("{kind}/{id}")));
    }
    let deploy = facts.number(LogField::DeployToken)?;
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
fn excerpt(status: u16, facts: &LoggedLine<'_>) -> String {
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
            line::read(line.as_bytes(), &mut |facts| ledger.add((number, 0), facts)),
            "{line}"
        );
    }

    fn failed(user: &str, project: u64) -> String {
        format!(
            r#"{{"status":404,"method":"GET","path":"/api/v4/projects/{project}?private_token=abc","route":"/api/:version/projects/:id","meta.user":"{user}"}}"#
        )
    }

    fn dead(token: u64) -> String {
        format!(
            r#"{{"status":401,"method":"GET","path":"/api/v4/user","meta.auth_fail_reason":"token_revoked","meta.auth_fail_token_id":"PersonalAccessToken/{token}"}}"#
        )
    }

    #[test]
    fn more_groups_than_are_tracked_lose_no_frequent_one_and_no_line() {
        let mut ledger = Ledger::default();
        let mut rng = fastrand::Rng::with_seed(1);
        let mut often = 0;
        let lines = 20_000;
        for number in 1..=lines {
            let token = if rng.u8(..20) == 0 {
                often += 1;
                7
            } else {
                100 + number
            };
            note(&mut ledger, number, &dead(token));
        }
        assert!(ledger.kinds.by_key.len() <= TRACKED);
        let (groups, rest) = ledger.close(&HashSet::new());
        assert_eq!(groups.len(), LISTED);
        let first = &groups[0];
        assert_eq!(
            first.record.whose.token_id.as_deref(),
            Some("PersonalAccessToken/7")
        );
        assert!(first.count <= often && often <= first.count + first.record.uncounted_at_most);
        let told: u64 = groups.iter().map(|group| group.count).sum();
        assert_eq!(told + rest.lines, lines);
        assert!(rest.groups > 1_000);
    }

    #[test]
    fn what_many_callers_were_refused_alike_is_one_group_and_few_are_told_apart() {
        let few = FEW as u64;
        for (users, groups, callers) in [(few, FEW, 1), (few + 1, 1, PLACES), (9_000, 1, PLACES)] {
            let mut ledger = Ledger::default();
            for number in 1..=users {
                note(&mut ledger, number, &failed(&format!("u{number}"), number));
            }
            for number in [users + 1, users + 2] {
                note(&mut ledger, number, &failed("u3", 1));
            }
            let (told, rest) = ledger.close(&HashSet::new());
            assert_eq!((told.len(), rest.lines), (groups, 0), "{users}");
            assert_eq!(rest.joined, groups == 1, "{users}");
            let record = &told[0].record;
            assert_eq!(record.callers.len(), callers, "{users}");
            let Counted { what: first, count } = &record.callers[0];
            assert_eq!((first.user.as_deref(), *count), (Some("u3"), 3), "{users}");
            let counted: u64 = record.callers.iter().map(|one| one.count).sum();
            assert_eq!(counted + record.other_callers, told[0].count, "{users}");
            assert_eq!(record.whose.user.is_some(), callers == 1, "{users}");
        }
    }

    #[test]
    fn one_dead_token_is_one_group_in_all_logs_and_keeps_apart_from_others() {
        let mut ledger = Ledger::default();
        let git = r#"{"status":401,"method":"GET","path":"/g/p.git/info/refs","controller":"Repositories::GitHttpController","meta.auth_fail_reason":"token_revoked","meta.auth_fail_token_id":"PersonalAccessToken/7","user_id":5}"#;
        note(&mut ledger, 1, git);
        for token in 7..=90 {
            note(&mut ledger, 1 + token, &dead(token));
        }
        let (groups, _) = ledger.close(&HashSet::new());
        assert_eq!(groups.len(), 84);
        assert_eq!(groups[0].count, 2);
        assert_eq!(groups[0].record.whose.user_id, Some(5));
    }

    #[test]
    fn of_several_routes_only_the_scopes_are_told_that_fit_each() {
        let mut ledger = Ledger::default();
        for (number, scopes) in (1..).zip(["api read_api", "api", "api create_runner"]) {
            let line = format!(
                r#"{{"status":403,"method":"GET","path":"/api/v4/x{number}","meta.auth_fail_reason":"insufficient_scope","meta.auth_fail_token_id":"PersonalAccessToken/7","meta.auth_fail_requested_scopes":"{scopes}"}}"#
            );
            note(&mut ledger, number, &line);
        }
        let (groups, _) = ledger.close(&HashSet::new());
        assert_eq!((groups.len(), groups[0].count), (1, 3));
        assert_eq!(groups[0].record.requested_scopes, ["api"]);
    }

    #[test]
    fn groups_come_by_their_number_and_equal_ones_as_they_stand() {
        let mut ledger = Ledger::default();
        for (number, user) in (1..).zip(["ann", "bob", "cyd", "cyd"]) {
            note(&mut ledger, number, &failed(user, number));
        }
        let (groups, rest) = ledger.close(&HashSet::new());
        let told: Vec<(Option<&str>, u64, u64, bool)> = groups
            .iter()
            .map(|group| {
                (
                    group.record.whose.user.as_deref(),
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
        let (groups, rest) = ledger.close(&HashSet::new());
        assert!(groups.is_empty());
        assert_eq!((rest.groups, rest.internal), (0, 1));
    }

    #[test]
    fn errors_of_graphql_are_failures_by_what_they_say_with_the_fields_that_they_say_it_of() {
        let mut ledger = Ledger::default();
        let line = |user: &str, query: &str, errors: &str| {
            format!(
                r#"{{"meta.caller_id":"graphql:unknown","meta.user":"{user}","query_string":"{query}","token_id":2,"token_type":"PersonalAccessToken","graphql_errors":{errors}}}"#
            )
        };
        let hidden = |field: &str| format!(r#"[{{"message":"You may not","path":["{field}"]}}]"#);
        note(
            &mut ledger,
            1,
            &line("ann", "{ currentUser { id } }", "null"),
        );
        note(
            &mut ledger,
            2,
            &line("ann", "{ runners { id } }", &hidden("runners")),
        );
        note(
            &mut ledger,
            3,
            &line("ann", "mutation { jobPlay { id } }", &hidden("jobPlay")),
        );
        note(
            &mut ledger,
            4,
            &line("ann", "{ x }", r#"[{"message":"No such field"}]"#),
        );
        let (groups, _) = ledger.close(&HashSet::new());
        assert_eq!(
            groups.iter().map(|group| group.count).collect::<Vec<_>>(),
            [2, 1]
        );
        let told: Vec<&str> = groups[0]
            .record
            .routes
            .iter()
            .map(|one| one.what.route.as_str())
            .collect();
        assert_eq!(told, ["GraphQL runners", "GraphQL mutation jobPlay"]);
        let fields: Vec<&str> = groups[0]
            .errors
            .iter()
            .map(|error| error.path[0].as_str())
            .collect();
        assert_eq!(fields, ["runners", "jobPlay"]);
        assert_eq!(
            (groups[0].path.as_str(), groups[0].method),
            ("/api/graphql", Some(Method::Post))
        );
        assert_eq!(
            groups[0].record.whose.token_id.as_deref(),
            Some("PersonalAccessToken/2")
        );
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
        let (groups, _) = ledger.close(&HashSet::new());
        assert_eq!((groups.len(), groups[0].count), (1, 9));
    }
}
