//! Which failed requests in GitLab's own logs count: those that somebody asks for.

use jiff::Timestamp;

use super::line::{LogField, LoggedLine};
use crate::diagnosis::question::decode_segment;

/// What a line has to say in order to count. What is not asked for is no condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Not before this moment.
    pub since: Option<Timestamp>,
    /// Not after this moment.
    pub until: Option<Timestamp>,
    /// With this status.
    pub status: Option<u16>,
    /// Of the user with this name or number.
    pub user: Option<String>,
    /// About the project with this path or number.
    pub project: Option<String>,
    /// With the token of this number.
    pub token: Option<String>,
    /// With this correlation id.
    pub correlation: Option<String>,
    /// So many groups are told.
    pub top: Option<usize>,
}

impl Filter {
    /// Whether something is asked for that the words of a client do not tell.
    pub(crate) fn is_about_logs(&self) -> bool {
        let texts = [&self.user, &self.token, &self.correlation];
        self.since.or(self.until).is_some() || texts.into_iter().any(Option::is_some)
    }

    /// Whether a failed request counts.
    pub(super) fn takes(&self, status: u16, facts: &LoggedLine<'_>) -> bool {
        let fits = |asked: &Option<String>, says: fn(&LoggedLine<'_>, &str) -> bool| {
            asked.as_deref().is_none_or(|asked| says(facts, asked))
        };
        self.status.is_none_or(|asked| asked == status)
            && fits(&self.user, is_of_user)
            && fits(&self.project, is_about)
            && fits(&self.token, has_token)
            && fits(&self.correlation, |facts, id| {
                facts.text(LogField::Correlation) == Some(id)
            })
            && self.is_in_time(facts)
    }

    fn is_in_time(&self, facts: &LoggedLine<'_>) -> bool {
        if self.since.or(self.until).is_none() {
            return true;
        }
        let time = facts.text(LogField::Time);
        time.and_then(|time| time.parse::<Timestamp>().ok())
            .is_some_and(|time| {
                self.since.is_none_or(|since| since <= time)
                    && self.until.is_none_or(|until| time <= until)
            })
    }
}

fn is_of_user(facts: &LoggedLine<'_>, user: &str) -> bool {
    let name = user.trim_start_matches('@');
    let names = [LogField::User, LogField::Username];
    let numbers = [LogField::UserId, LogField::MetaUserId, LogField::GlUserId];
    names.iter().any(|field| {
        let told = facts.text(*field);
        told.is_some_and(|told| told.eq_ignore_ascii_case(name))
    }) || numbers.iter().any(|field| is_number(facts, *field, user))
}

fn is_number(facts: &LoggedLine<'_>, field: LogField, asked: &str) -> bool {
    let told = facts.number(field);
    told.is_some_and(|told| asked.parse() == Ok(told))
}

/// By the name that the log tells, or by the path that was asked for.
fn is_about(facts: &LoggedLine<'_>, project: &str) -> bool {
    let project = project.trim_matches('/');
    let is_it = |told: &str| told.eq_ignore_ascii_case(project);
    if facts.text(LogField::Project).is_some_and(is_it) {
        return true;
    }
    let path = facts.path().unwrap_or_default();
    let path = path.split('?').next().unwrap_or(path);
    if let Some((_, below)) = path.split_once("/api/v4/projects/") {
        let segment = below.split('/').next().unwrap_or(below);
        return is_it(&decode_segment(segment));
    }
    let path = path.trim_matches('/').to_ascii_lowercase() + "/";
    let below = path.strip_prefix(&project.to_ascii_lowercase());
    below.is_some_and(|below| below.starts_with('/') || below.starts_with(".git/"))
}

/// By its number alone, or with GitLab's name of its type before it.
fn has_token(facts: &LoggedLine<'_>, token: &str) -> bool {
    let (kind, number) = token.rsplit_once('/').unwrap_or(("", token));
    let is_kind = |told: &str| kind.is_empty() || told == kind;
    let failed = facts.text(LogField::FailedToken);
    let failed = failed.and_then(|failed| failed.rsplit_once('/'));
    failed.is_some_and(|(told, id)| is_kind(told) && id == number)
        || is_number(facts, LogField::TokenId, number)
            && is_kind(facts.text(LogField::TokenType).unwrap_or_default())
        || is_number(facts, LogField::DeployToken, number) && is_kind("DeployToken")
}

/// A moment, or the beginning of a day. What names no zone is UTC, as GitLab's logs are.
pub(crate) fn since(text: &str) -> Option<Timestamp> {
    moment(text, "00:00:00")
}

/// A moment, or the end of a day.
pub(crate) fn until(text: &str) -> Option<Timestamp> {
    moment(text, "23:59:59.999999999")
}

fn moment(text: &str, of_day: &str) -> Option<Timestamp> {
    let ways = [
        text.to_owned(),
        format!("{text}Z"),
        format!("{text}T{of_day}Z"),
    ];
    ways.iter().find_map(|way| way.parse().ok())
}
