//! How a result is put into words, the same in every format for people.
//!
//! Words only: no marks, no colour, no layout, and no text that was made safe yet.

use crate::answers::{Cause, Gate, GateState, codes};
use crate::catalogue::AccessLevel;
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::{Certainty, Diagnosis, Finding, Rung};
use crate::observation::{LogGroup, LoggedCaller};
use crate::report::{
    AnswerSummary, Basis, Checkup, Command, ComparedCell, Comparison, Connection, Entry,
    FoundCredential, Instance, LeastPrivilege, LoggedRequest, OtherKind, Outcome, Owner, ReadText,
    Report, Requests, Tally, TokenRecord, TokenState, Verdict,
};

/// Returns a number with its noun, in the right number.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// Returns how an entry ended, and how that is known where it was not simply asked.
pub(super) fn outcome(entry: &Entry) -> String {
    let ended = bare_outcome(entry.outcome);
    match entry.basis {
        Basis::Derived | Basis::Observed | Basis::Read if entry.outcome == Outcome::NotProbed => {
            ended.to_owned()
        }
        // What is not known for want of an answer was not derived from anything.
        Basis::Derived if entry.diagnosis.is_none() || entry.outcome == Outcome::Refused => {
            format!("{ended} (derived, not sent)")
        }
        Basis::Derived | Basis::Observed | Basis::Read => ended.to_owned(),
    }
}

/// Returns how an entry ended, in a word or two.
pub(super) const fn bare_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::Refused => "refused",
        Outcome::Unknown => "not known",
        Outcome::NotProbed => "not asked",
    }
}

/// Returns the gate that stopped a request, and the cause in a few words.
pub(super) fn stop_and_cause(diagnosis: &Diagnosis) -> String {
    let title = diagnosis.primary.code.title;
    let cause = match diagnosis.certainty {
        Certainty::Ambiguous => format!("perhaps: {title}"),
        Certainty::Likely | Certainty::Certain => title.to_owned(),
    };
    match diagnosis.stopped_at {
        Some(gate) => format!("{gate}: {cause}"),
        None => cause,
    }
}

/// Returns what stopped a capability, in a few words, or what is missing to know.
pub(super) fn stop_of_need(entry: &Entry) -> String {
    match (&entry.diagnosis, &entry.missing) {
        (Some(diagnosis), _) => match (diagnosis.stopped_at, role_missed(entry, diagnosis)) {
            (Some(gate), Some(role)) => format!("{gate}: needs {role}"),
            _ => stop_and_cause(diagnosis),
        },
        (None, Some(missing)) if entry.outcome == Outcome::Unknown => missing.clone(),
        (None, _) => entry
            .warnings
            .first()
            .map(|warning| warning.code.to_owned())
            .unwrap_or_default(),
    }
}

/// Returns the role that a capability needs, where it is the role that stopped it.
fn role_missed(entry: &Entry, diagnosis: &Diagnosis) -> Option<AccessLevel> {
    let is_too_low = diagnosis.primary.code.id == codes::role::ROLE_TOO_LOW.id
        && diagnosis.certainty != Certainty::Ambiguous;
    let needed = entry.need.as_ref().and_then(|need| need.role);
    needed.filter(|_| is_too_low)
}

/// Returns what a token got, for a column of its own: with the reason, or with the status where none is known.
pub(super) fn compared(cell: &ComparedCell) -> String {
    let ended = bare_outcome(cell.outcome);
    match (cell.code, cell.status) {
        (Some(code), _) if cell.is_ambiguous => format!("{ended}: perhaps {code}"),
        (Some(code), _) => format!("{ended}: {code}"),
        (None, Some(status)) => format!("{ended} ({status})"),
        (None, None) => ended.to_owned(),
    }
}

/// Returns the name by which an entry's token is told from the others, where there are others.
pub(super) fn token_name<'a>(report: &'a Report, entry: &'a Entry) -> Option<&'a str> {
    let id = entry.token.as_deref()?;
    match &report.comparison {
        Some(comparison) => Some(comparison.name_of(id)),
        None => Some(id).filter(|_| report.tokens.len() > 1),
    }
}

/// A diagnosis of a comparison, and all tokens that got it.
#[derive(Debug)]
pub(super) struct SharedDiagnosis<'a> {
    /// The entry of the first of them.
    pub(super) entry: &'a Entry,
    /// Their names.
    pub(super) names: Vec<&'a str>,
}

/// Returns the entries that are not granted, of each reason with its remedy the first.
pub(super) fn shared(report: &Report) -> Vec<SharedDiagnosis<'_>> {
    let mut all: Vec<SharedDiagnosis<'_>> = Vec::new();
    let is_open = |entry: &&Entry| matches!(entry.outcome, Outcome::Refused | Outcome::Unknown);
    for entry in report.entries.iter().filter(is_open) {
        let name = token_name(report, entry);
        match all.iter_mut().find(|known| is_same(known.entry, entry)) {
            Some(known) => known
                .names
                .extend(name.filter(|name| !known.names.contains(name))),
            None => all.push(SharedDiagnosis {
                entry,
                names: name.into_iter().collect(),
            }),
        }
    }
    all
}

/// The same reason may want another remedy.
fn is_same(one: &Entry, other: &Entry) -> bool {
    let told = |entry: &'_ Entry| {
        let diagnosis = entry.diagnosis.as_ref();
        let told = diagnosis.map(|it| (it.primary.code.id, it.certainty, it.primary.fix.clone()));
        (told, entry.missing.clone().filter(|_| diagnosis.is_none()))
    };
    told(one) == told(other)
}

/// How each token fared, by its name.
pub(super) type Fared = Vec<(String, String)>;

/// Returns what tokens fared differently at; what they fared alike at stands together.
pub(super) fn by_parting(report: &Report, comparison: &Comparison) -> Vec<(Vec<String>, Fared)> {
    let mut groups: Vec<(Vec<String>, Fared)> = Vec::new();
    for row in comparison.rows.iter().filter(|row| !row.is_even()) {
        let fared: Fared = report
            .entries
            .iter()
            .filter(|entry| entry.subject == row.subject)
            .map(|entry| {
                (
                    token_name(report, entry).unwrap_or_default().to_owned(),
                    fared(entry),
                )
            })
            .collect();
        match groups.iter_mut().find(|(_, other)| *other == fared) {
            Some((subjects, _)) => subjects.push(row.subject.clone()),
            None => groups.push((vec![row.subject.clone()], fared)),
        }
    }
    groups
}

/// Returns what is missing to know, where no diagnosis says why.
pub(super) fn missing(entry: &Entry) -> Option<&str> {
    let says_fix = entry.diagnosis.is_some();
    entry.missing.as_deref().filter(|_| !says_fix)
}

fn fared(entry: &Entry) -> String {
    let ended = bare_outcome(entry.outcome);
    match (&entry.diagnosis, &entry.missing) {
        (Some(diagnosis), _) => format!("{ended}, {}", stop_and_cause(diagnosis)),
        (None, Some(missing)) => format!("{ended}: {missing}"),
        (None, None) => ended.to_owned(),
    }
}

/// Returns what is said of a comparison in which every token got the same.
pub(super) const EVEN: &str = "Every token got the same.";

/// Returns what a token of another kind would need, or why it would be refused.
pub(super) fn other_kind(other: &OtherKind) -> String {
    let kind = if other.fine_grained {
        "fine-grained personal access token"
    } else {
        other.kind.words()
    };
    if let Some(why) = &other.why {
        return format!("a {kind}: {why}");
    }
    let mut needs = Vec::new();
    if !other.scopes.is_empty() {
        needs.push(other.scopes.join(", "));
    }
    let (acts_as, with) = if other.kind == TokenKind::Job {
        ("started by a", "where the allowlist limits permissions")
    } else {
        ("the role", "or fine-grained with")
    };
    let role = other.role.as_ref();
    needs.extend(role.map(|role| format!("{acts_as} {role}")));
    if !other.permissions.is_empty() {
        needs.push(format!("{with} {}", other.permissions.join(", ")));
    }
    if needs.is_empty() {
        return format!("a {kind}");
    }
    format!("a {kind}: {}", needs.join(", "))
}

/// Returns the smallest token that would do, in one sentence or two.
pub(super) fn least(least: &LeastPrivilege) -> String {
    let scopes = least.scopes.join(", ");
    let scopes = match least.scopes.len() {
        0 => String::new(),
        1 => format!(" with the scope {scopes}"),
        _ => format!(" with the scopes {scopes}"),
    };
    let role = least.role.as_ref().filter(|_| least.kind != TokenKind::Job);
    let role = role.map_or(String::new(), |role| format!(" and the role {role}"));
    let provided = if least.provided.is_empty() {
        String::new()
    } else {
        format!(", provided that {}", least.provided.join(", and "))
    };
    let permissions = least.permissions.join(", ");
    let permissions = match (least.permissions.is_empty(), least.kind) {
        (true, _) => String::new(),
        (false, TokenKind::Job) => {
            format!(" Where the allowlist limits permissions: {permissions}.")
        }
        (false, _) => format!(" Or a fine-grained one with {permissions}."),
    };
    let kind = least.kind.words();
    format!("The smallest token that would do is a {kind}{scopes}{role}{provided}.{permissions}")
}

/// What stopped some capabilities, and the first remedy.
#[derive(Debug)]
pub(super) struct Stop<'a> {
    /// The diagnosis of the first of them.
    pub(super) diagnosis: &'a Diagnosis,
    /// The role that they need, where it is the role that stopped them.
    needed: Option<AccessLevel>,
    /// How many there are.
    number: u64,
}

impl Stop<'_> {
    /// The same reason may want another remedy, such as a higher role.
    fn is_the_same(&self, other: &Self) -> bool {
        let reason = |stop: &Self| {
            let primary = &stop.diagnosis.primary;
            // One token mends whatever lacks a scope.
            let code = (primary.cause() != Cause::WrongScope).then_some(primary.code.id);
            (code, primary.fix.first().cloned(), stop.needed)
        };
        reason(self) == reason(other)
    }
}

/// Returns what stopped capabilities, each reason with its remedy once, the most frequent first.
pub(super) fn stops(report: &Report) -> Vec<Stop<'_>> {
    let mut stops: Vec<Stop<'_>> = Vec::new();
    for entry in report.entries.iter().filter(|entry| entry.need.is_some()) {
        let Some(diagnosis) = &entry.diagnosis else {
            continue;
        };
        let stop = Stop {
            diagnosis,
            needed: role_missed(entry, diagnosis),
            number: 1,
        };
        match stops.iter_mut().find(|known| known.is_the_same(&stop)) {
            Some(known) => {
                known.number += 1;
                if stop.diagnosis.primary.code.id == "scope-missing" {
                    known.diagnosis = diagnosis;
                }
            }
            None => stops.push(stop),
        }
    }
    stops.sort_by_key(|stop| std::cmp::Reverse(stop.number));
    stops
}

/// Returns a reason that stopped capabilities, and how many.
pub(super) fn stop_of(stop: &Stop<'_>) -> String {
    let code = stop.diagnosis.primary.code;
    let needed = stop
        .needed
        .map_or(String::new(), |role| format!(": needs {role}"));
    format!(
        "{}{needed} ({}, {})",
        code.title,
        code.id,
        counted(stop.number, "capability", "capabilities")
    )
}

/// Returns how a token fares: what the card of `inspect` says in place of an outcome.
pub(super) fn token_state(token: &TokenRecord, entry: &Entry) -> String {
    match entry.outcome {
        Outcome::Granted => token.state.name().to_owned(),
        Outcome::Refused if matches!(token.state, TokenState::Expired | TokenState::Revoked) => {
            token.state.name().to_owned()
        }
        Outcome::Refused | Outcome::Unknown | Outcome::NotProbed => outcome(entry),
    }
}

/// Returns the first line of a diagnosis. It never promises more than the evidence does.
pub(super) fn headline(diagnosis: &Diagnosis) -> String {
    let title = diagnosis.primary.code.title;
    match diagnosis.certainty {
        Certainty::Certain => format!("Certain: {title}"),
        Certainty::Likely => format!("Likely: {title}"),
        Certainty::Ambiguous => format!("Ambiguous, most often: {title}"),
    }
}

/// Returns cause and code, as every format names them.
pub(super) fn names(finding: &Finding) -> String {
    format!("{}: {}", finding.cause(), finding.code.id)
}

/// Returns the ladder of an entry: its own, or that of its diagnosis.
pub(super) fn ladder(entry: &Entry) -> &[Rung] {
    match &entry.diagnosis {
        Some(diagnosis) if entry.gates.is_empty() => &diagnosis.ladder,
        Some(_) | None => &entry.gates,
    }
}

/// Returns what a rung says: its state in words, and the evidence.
pub(super) fn rung(rung: &Rung, diagnosis: Option<&Diagnosis>) -> String {
    let state = match rung.state {
        GateState::Passed if rung.evidence.is_empty() => "passed",
        GateState::Passed => return rung.evidence.clone(),
        GateState::Refused => stop(rung.gate, diagnosis),
        GateState::NotReached => "not reached",
        GateState::Unknown => "not known",
    };
    if rung.evidence.is_empty() {
        return state.to_owned();
    }
    format!("{state}: {}", rung.evidence)
}

/// A stop is only called certain where every finding that is left stands at that gate.
fn stop(gate: Gate, diagnosis: Option<&Diagnosis>) -> &'static str {
    let Some(diagnosis) = diagnosis else {
        return "STOPPED HERE";
    };
    let agreed = diagnosis
        .findings()
        .all(|finding| finding.code.gate == Some(gate));
    match diagnosis.certainty {
        Certainty::Certain => "STOPPED HERE",
        Certainty::Likely | Certainty::Ambiguous if agreed => "STOPPED HERE",
        Certainty::Likely => "PROBABLY STOPPED HERE",
        Certainty::Ambiguous => "PERHAPS STOPPED HERE",
    }
}

/// Returns how an alternative would be told from the primary finding.
pub(super) fn telling(primary: &Finding, other: &Finding) -> String {
    let look_alike = primary
        .code
        .alike
        .iter()
        .find(|(id, _)| *id == other.code.id)
        .map(|(_, telling)| (*telling).to_owned());
    look_alike
        .or_else(|| other.because.first().cloned())
        .unwrap_or_default()
}

/// Returns an answer: its status and first words.
pub(super) fn answer(answer: &AnswerSummary) -> String {
    let body = match (answer.body_shape, answer.excerpt.as_str()) {
        ("empty", _) => "empty body".to_owned(),
        ("html" | "binary", words) | (_, words @ "") => words.to_owned(),
        (_, words) => format!("\"{words}\""),
    };
    match answer.status {
        Some(status) => format!("{status} {body}").trim_end().to_owned(),
        None => body,
    }
}

/// Returns where a failure stands in the input, and how often it was seen.
pub(super) fn seen(entry: &Entry) -> Option<String> {
    if !entry.asked_by.is_empty() {
        return Some(asked_by(entry));
    }
    let file = entry.file.as_deref();
    let of_file = file.map_or(String::new(), |file| format!(" of {file}"));
    match (entry.line, entry.count) {
        (Some(line), 0 | 1) => Some(format!("line {line}{of_file}")),
        (Some(line), count) => Some(format!("line {line}{of_file} first, {count} times in all")),
        (None, 0 | 1) => None,
        (None, count) => Some(format!("{count} times")),
    }
}

/// So many jobs that need the same are named.
const JOBS: usize = 8;

/// Returns which jobs of a pipeline file need it, with the line, the command, and the token of each.
fn asked_by(entry: &Entry) -> String {
    let mut jobs: Vec<String> = Vec::new();
    for by in entry.asked_by.iter().take(JOBS) {
        let job = if by.job.is_empty() {
            "the file"
        } else {
            &by.job
        };
        let with = by.token.as_ref();
        let with = with.map_or(String::new(), |token| format!(", with {token}"));
        jobs.push(format!("line {}, {job}: {}{with}", by.line, by.by));
    }
    let rest = entry.asked_by.len().saturating_sub(JOBS);
    if rest > 0 {
        jobs.push(format!("{rest} more"));
    }
    let file = entry.file.as_deref().unwrap_or("the pipeline file");
    format!("{file} {}", jobs.join("; "))
}

/// So many routes and callers of a group are shown.
const PLACES: usize = 5;

/// Returns what was read, in numbers, where GitLab's own logs were, several texts, or what could not be read: altogether, and
/// of each file.
pub(super) fn read(report: &Report) -> Vec<String> {
    let texts = &report.texts;
    let sum = |number: fn(&ReadText) -> u64| texts.iter().map(number).sum();
    let all = ReadText {
        file: (texts.len() > 1).then(|| format!("{} files", texts.len())),
        lines: sum(|text| text.lines),
        failures: sum(|text| text.failures),
        unreadable: sum(|text| text.unreadable),
    };
    let is_log = report.entries.iter().any(|entry| entry.log.is_some());
    let each = if texts.len() > 1 { &texts[..] } else { &[] };
    let told = std::iter::once(&all).chain(each);
    let told = told.filter(|_| is_log || texts.len() > 1 || all.unreadable > 0);
    told.map(read_text).collect()
}

fn read_text(text: &ReadText) -> String {
    let file = text.file.as_ref();
    format!(
        "{}{} read, {}, {} unreadable",
        file.map_or(String::new(), |file| format!("{file}: ")),
        counted(text.lines, "line", "lines"),
        counted(text.failures, "failure", "failures"),
        text.unreadable,
    )
}

/// Returns a user by name, or else by number.
pub(super) fn user(name: Option<&str>, id: Option<u64>) -> Option<String> {
    name.map(str::to_owned)
        .or_else(|| id.map(|id| format!("user_id {id}")))
}

/// Returns the first of several names with their numbers of lines, and how many more there are; `others` are lines of
/// names that were not kept.
fn most_frequent(
    names: impl ExactSizeIterator<Item = (String, u64)>,
    others: u64,
) -> Option<String> {
    let number = names.len();
    let shown = names.take(PLACES);
    let shown = shown.map(|(name, count)| format!("{name} ({count})"));
    let more = (number > PLACES).then(|| format!("{} more", number - PLACES));
    let others = (others > 0).then(|| format!("others ({others})"));
    let all: Vec<String> = shown.chain(more).chain(others).collect();
    (number > 1).then(|| all.join(", "))
}

/// Returns a caller: token and user, as far as they are told.
fn caller(told: &LoggedCaller) -> String {
    let user = user(told.user.as_deref(), told.user_id);
    match (&told.token_id, user) {
        (Some(token), Some(user)) => format!("{token} of {user}"),
        (Some(token), None) => token.clone(),
        (None, Some(user)) => user,
        (None, None) => "nobody that is named".to_owned(),
    }
}

/// Returns what GitLab's own log says of a group of its lines: names and values, as far as told.
pub(super) fn log(group: &LogGroup) -> Vec<(&'static str, String)> {
    let times = match (&group.first, &group.last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first} to {last}")),
        (first, last) => first.clone().or_else(|| last.clone()),
    };
    let token = group.whose.token_id.as_ref().or(group.token_type.as_ref());
    let sent = group
        .sent_as
        .as_ref()
        .map_or(String::new(), |sent| format!(", sent as {sent}"));
    let missed = (group.uncounted_at_most > 0).then(|| {
        let lines = counted(group.uncounted_at_most, "line", "lines");
        format!("at least; up to {lines} more before it was kept track of")
    });
    let routes = group.routes.iter();
    let routes = most_frequent(
        routes.map(|told| (told.what.route.clone(), told.count)),
        group.other_routes,
    );
    let callers = group.callers.iter();
    let callers = most_frequent(
        callers.map(|told| (caller(&told.what), told.count)),
        group.other_callers,
    );
    let listed = |list: &[String], sign: &str| (!list.is_empty()).then(|| list.join(sign));
    [
        ("counted", missed),
        ("log", Some(group.log.to_owned())),
        ("token", token.map(|token| format!("{token}{sent}"))),
        ("reason", group.reason.clone()),
        ("needed", listed(&group.requested_scopes, " or ")),
        (
            "user",
            user(group.whose.user.as_deref(), group.whose.user_id),
        ),
        ("callers", callers),
        ("caller", group.caller.clone()),
        ("route", group.route.clone()),
        ("routes", routes),
        ("projects", listed(&group.projects, ", ")),
        ("limit", group.limit.clone()),
        ("from", listed(&group.remote_ips, ", ")),
        ("time", times),
        ("ids", listed(&group.correlation_ids, ", ")),
    ]
    .into_iter()
    .filter_map(|(name, told)| Some((name, told?)))
    .collect()
}

/// Returns kind and name of a token.
pub(super) fn kind(token: &TokenRecord) -> String {
    let words = if token.kind_words.is_empty() {
        "token of unknown kind"
    } else {
        &token.kind_words
    };
    match &token.name {
        Some(name) => format!("{words} \"{name}\""),
        None => words.to_owned(),
    }
}

/// Returns the sources that were set as well, and lost.
pub(super) fn shadows(token: &TokenRecord) -> Option<String> {
    let other = token.shadows.join(", ");
    match token.shadows.len() {
        0 => None,
        1 => Some(format!("{other} was set too and is not used")),
        _ => Some(format!("{other} were set too and are not used")),
    }
}

/// Returns what a token was given.
pub(super) fn scopes(token: &TokenRecord) -> Option<String> {
    match (&token.scopes, token.fine_grained) {
        (_, Some(true)) => Some("none (fine-grained permissions)".to_owned()),
        (None, _) => None,
        (Some(scopes), _) if scopes.is_empty() => Some("none".to_owned()),
        (Some(scopes), _) => Some(scopes.join(", ")),
    }
}

/// Returns the last day of a token, and how far it is.
pub(super) fn expiry(token: &TokenRecord) -> Option<String> {
    let left = token.days_left.map(|days| match days {
        0 => "today is its last day".to_owned(),
        1.. => format!("{} left", counted(days.unsigned_abs(), "day", "days")),
        ..0 => format!("{} ago", counted(days.unsigned_abs(), "day", "days")),
    });
    match (&token.expires_at, left) {
        (Some(date), Some(left)) => Some(format!("{date} ({left})")),
        (Some(date), None) => Some(date.clone()),
        (None, left) => left,
    }
}

/// Returns the word in front of [`expiry`].
pub(super) fn expires(token: &TokenRecord) -> &'static str {
    match token.days_left {
        Some(..0) => "expired",
        Some(0..) | None => "expires",
    }
}

/// Returns who stands behind a token.
pub(super) fn owner(owner: &Owner) -> String {
    let mut traits: Vec<String> = Vec::new();
    if let (Some(id), Some(_)) = (owner.id, &owner.username) {
        traits.push(format!("user {id}"));
    }
    if owner.bot == Some(true) {
        traits.push("a bot".to_owned());
    }
    if owner.admin == Some(true) {
        traits.push("an administrator".to_owned());
    }
    traits.extend(owner.state.clone());
    let name = match (&owner.username, owner.id) {
        (Some(name), _) => name.clone(),
        (None, Some(id)) => format!("user {id}"),
        (None, None) => "not told".to_owned(),
    };
    if traits.is_empty() {
        return name;
    }
    format!("{name} ({})", traits.join(", "))
}

/// Returns the release of an instance, as far as it is known.
pub(super) fn release(instance: &Instance) -> Option<String> {
    let release = match (&instance.version, &instance.edition) {
        (Some(version), Some(edition)) => format!("GitLab {version} ({})", edition.name()),
        (Some(version), None) => format!("GitLab {version}"),
        (None, Some(edition)) => format!("GitLab, version not told ({})", edition.name()),
        (None, None) => return None,
    };
    let knowledge = instance.knowledge.iter();
    Some(knowledge.fold(release, |release, age| format!("{release}, {age}")))
}

/// Returns how many groups and projects a token reaches, as far as they were listed.
pub(super) fn reach(token: &TokenRecord) -> String {
    let listed = token.reach.len() as u64;
    let listed = counted(listed, "group or project", "groups and projects");
    if token.reach_more == Some(0) {
        listed
    } else {
        format!("{listed} on the first page; there may be more")
    }
}

/// Returns the heading over the requests.
pub(super) fn requests(requests: &Requests) -> String {
    let number = requests.log.len();
    let budget = requests.budget;
    let way = same_way(requests).map_or(String::new(), |way| format!(", sent as {way}"));
    if requests.planned {
        return format!("Requests planned ({number} of at most {budget}, none sent)");
    }
    let trips = counted(requests.round_trips.into(), "round trip", "round trips");
    format!("Requests ({number} of {budget}, {trips}{way})")
}

/// Returns how the token was sent, where it was always sent in the same way.
pub(super) fn same_way(requests: &Requests) -> Option<&'static str> {
    let first = requests.log.first()?.auth;
    let same = requests.log.iter().all(|request| request.auth == first);
    same.then_some(first)
}

/// Returns what came of one request.
pub(super) fn status(request: &LoggedRequest) -> String {
    match (request.status, request.failure) {
        (Some(status), _) => status.to_string(),
        (None, Some(failure)) => failure.to_owned(),
        (None, None) => String::new(),
    }
}

/// Returns what a whole run comes to, in one line.
pub(super) fn summary(report: &Report) -> String {
    let parts = Outcome::ALL.map(|outcome| {
        let entries = report.entries.iter();
        let number = entries.filter(|entry| entry.outcome == outcome).count();
        (number, bare_outcome(outcome))
    });
    let (all, verdict) = (report.entries.len(), verdict_of_run(report));
    format!("{all} in all: {}. Verdict: {verdict}.", numbered(parts))
}

/// Numbers with what they count, but for those that are none.
fn numbered<'a>(parts: impl IntoIterator<Item = (usize, &'a str)>) -> String {
    let some = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = some
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    parts.join(", ")
}

/// Returns what a whole run comes to, in one word.
pub(super) fn verdict_of_run(report: &Report) -> &'static str {
    if report.is_plan() {
        "planned"
    } else {
        report.verdict().name()
    }
}

/// Returns what a connection comes to, in one word or two.
pub(super) fn verdict(connection: &Connection, report: &Report) -> &'static str {
    let reason = connection.reason(report);
    match connection.verdict(report) {
        Verdict::Healthy => "healthy",
        Verdict::Problem => "problem",
        Verdict::Unknown if connection.is_planned(report) => "planned",
        Verdict::Unknown if reason.is_some_and(|reason| reason.code == "not-asked") => "not asked",
        Verdict::Unknown => "not known",
    }
}

/// Returns the days until the token of a connection expires, as far as they are known.
pub(super) fn days_left(connection: &Connection, report: &Report) -> String {
    let Some(token) = connection.token_of(report) else {
        return String::new();
    };
    match token.days_left {
        Some(days) => days.to_string(),
        None if token.state == TokenState::Active && token.scopes.is_some() => "never".to_owned(),
        None => String::new(),
    }
}

/// Returns what the connections of a file come to, in one line.
pub(super) fn connections(report: &Report, tally: &Tally) -> String {
    let open = if report.is_plan() {
        "planned"
    } else {
        "without a verdict"
    };
    let parts = numbered([
        (tally.healthy, "healthy"),
        (tally.problem, "with a problem"),
        (tally.unknown, open),
    ]);
    let all = counted(report.connections.len() as u64, "connection", "connections");
    format!("{all}: {parts}. Verdict: {}.", verdict_of_run(report))
}

/// Returns how many connections each cause stopped, the most frequent first.
pub(super) fn causes(tally: &Tally) -> String {
    let causes = tally.causes.iter().map(|(name, number)| (*number, *name));
    let mut causes: Vec<(usize, &str)> = causes.collect();
    causes.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(right.1)));
    numbered(causes)
}

/// Returns the heading above the credentials that were found.
pub(super) fn credentials(checkup: &Checkup) -> String {
    match checkup.credentials.len() {
        0 => nothing(Command::Doctor).to_owned(),
        1 => "The credential that was found".to_owned(),
        number => format!("The {number} credentials that were found; glwhy takes the first"),
    }
}

/// Returns whether a credential is alive, and for how long.
pub(super) fn life(token: &TokenRecord, entry: &Entry) -> String {
    let is_told = matches!(token.state, TokenState::Active | TokenState::Expired);
    let until = expiry(token).filter(|_| is_told);
    let state = match entry.outcome {
        Outcome::Granted => "alive".to_owned(),
        Outcome::NotProbed => "not asked".to_owned(),
        Outcome::Refused | Outcome::Unknown => token_state(token, entry),
    };
    match until {
        Some(until) => format!("{state}, {} {until}", expires(token)),
        None => state,
    }
}

/// Returns whether the project at hand is seen, and with which role.
pub(super) fn sight(checkup: &Checkup) -> Option<String> {
    let seen = if checkup.is_seen? {
        "seen by the token"
    } else {
        "not seen by the token"
    };
    Some(match &checkup.role {
        Some(role) => format!("{seen}, role {role}"),
        None => seen.to_owned(),
    })
}

/// Returns the programs that take a credential from its place.
pub(super) fn readers(credential: &FoundCredential) -> String {
    format!("read by {}", credential.readers.join(", "))
}

/// Returns the one thing to do next, with the commands for it.
pub(super) fn next_step(checkup: &Checkup) -> String {
    let how = checkup.how.iter().map(String::as_str);
    let parts: Vec<&str> = std::iter::once(checkup.next.as_str()).chain(how).collect();
    parts.join("\n")
}

/// Returns where the same credential was found before.
pub(super) fn same_as(report: &Report, credential: &FoundCredential) -> Option<String> {
    let id = credential.same_as.as_ref()?;
    let same = report.tokens.iter().find(|token| token.id == *id)?;
    Some(format!("the same token as in {}", same.source))
}

/// Returns what is said when there is no entry at all.
pub(super) const fn nothing(command: Command) -> &'static str {
    match command {
        Command::Explain => "No failure was found in the input.",
        Command::Inspect | Command::Probe => "Nothing was asked.",
        Command::Doctor => "No credential was found.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_towards_and_from_the_last_one() {
        let on = |days| TokenRecord {
            days_left: Some(days),
            ..TokenRecord::default()
        };
        assert_eq!(expiry(&on(0)).as_deref(), Some("today is its last day"));
        assert_eq!(expiry(&on(1)).as_deref(), Some("1 day left"));
        assert_eq!(expiry(&on(-12)).as_deref(), Some("12 days ago"));
        assert_eq!(expiry(&TokenRecord::default()), None);
    }

    #[test]
    fn an_owner_without_a_name_is_called_by_the_number() {
        let named = |id, username: Option<&str>| {
            owner(&Owner {
                id,
                username: username.map(str::to_owned),
                ..Owner::default()
            })
        };
        assert_eq!(named(Some(7), None), "user 7");
        assert_eq!(named(Some(7), Some("alice")), "alice (user 7)");
        assert_eq!(named(None, None), "not told");
    }
}
