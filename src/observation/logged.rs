//! What GitLab's own logs say of failed requests that are alike. It stands in the JSON format as it is here.

use serde::Serialize;

/// A thing that lines of a group name, and how many of them do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counted<T> {
    /// The thing.
    #[serde(flatten)]
    pub what: T,
    /// The lines of the group that name it.
    pub count: u64,
}

/// A route that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LoggedRoute {
    /// The method and the route with placeholders, or the controller.
    pub route: String,
}

/// Who was refused. What the log does not tell is null.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LoggedCaller {
    /// The token, as GitLab numbers it; never its value.
    pub token_id: Option<String>,
    /// The user.
    pub user: Option<String>,
    /// The number of the user.
    pub user_id: Option<u64>,
}

/// A group of lines of GitLab's own log. What the log does not tell is null; so is what differs within the group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LogGroup {
    /// The name of the log, as in `api_json.log`.
    pub log: &'static str,
    /// The caller, where there is one.
    #[serde(flatten)]
    pub whose: LoggedCaller,
    /// The type of the token, as GitLab names it; an open set.
    pub token_type: Option<String>,
    /// How the token was sent, as GitLab names it; an open set.
    pub sent_as: Option<String>,
    /// Why the token was refused, in GitLab's word; an open set.
    pub reason: Option<String>,
    /// The scopes that the route asked for; of several routes, those that each of them takes.
    pub requested_scopes: Vec<String>,
    /// The most frequent callers.
    pub callers: Vec<Counted<LoggedCaller>>,
    /// The lines of callers beyond those.
    pub other_callers: u64,
    /// The endpoint or controller.
    pub caller: Option<String>,
    /// The route, with placeholders.
    pub route: Option<String>,
    /// The most frequent routes.
    pub routes: Vec<Counted<LoggedRoute>>,
    /// The lines of routes beyond those.
    pub other_routes: u64,
    /// The projects, as far as lines name them.
    pub projects: Vec<String>,
    /// The limit or ban that turned the requests away.
    pub limit: Option<String>,
    /// A few of the addresses that the requests came from.
    pub remote_ips: Vec<String>,
    /// The time of the earliest line, as the log writes it.
    pub first: Option<String>,
    /// The time of the latest line.
    pub last: Option<String>,
    /// A few of the ids under which all of GitLab's logs know these requests.
    pub correlation_ids: Vec<String>,
    /// So many more lines the group can have had; 0 when the count is exact.
    pub uncounted_at_most: u64,
    /// Whether a token stands in clear in a line, in the place of a user name.
    #[serde(skip)]
    pub leaked: bool,
    /// Whether GitLab accepted the token.
    #[serde(skip)]
    pub accepted: bool,
    /// Whether the token carries fine-grained permissions.
    #[serde(skip)]
    pub is_granular: bool,
}
