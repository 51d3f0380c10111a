//! The recorded answers of a real GitLab, to be asked as the instance was.
//!
//! What was asked of GitLab is answered as it did, by caller and by place. The rules by which a request is taken to a
//! record are those of `replay.py` beside the recording; what was never asked is answered like a route that is none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use glwhy::unstable::observation::Scheme;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::template::Template;

/// What a path segment need not escape.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

/// Callers whose token opens nothing: whatever was not asked with it is answered like its own record.
const DEAD: [&str; 13] = [
    "pat_expired",
    "pat_revoked",
    "pat_unknown",
    "pat_blocked",
    "pat_banned",
    "pat_ldap_blocked",
    "pat_deactivated",
    "pat_pwexpired",
    "oauth_expired",
    "job_token_finished",
    "runner",
    "cluster_agent",
    "feature_flag_client",
];

/// What GitLab answered.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub status: u16,
    pub body: String,
    /// The header `WWW-Authenticate`.
    pub challenge: Option<String>,
    pub content_type: String,
}

impl Reply {
    fn of(status: u16, body: impl Into<String>, content_type: &str) -> Self {
        Self {
            status,
            body: body.into(),
            challenge: None,
            content_type: content_type.to_owned(),
        }
    }

    fn json(status: u16, body: impl Into<String>) -> Self {
        Self::of(status, body, "application/json")
    }

    /// A record of status, body, challenge, and type.
    fn read([status, body, challenge, content_type]: [&Value; 4]) -> Self {
        Self {
            status: u16::try_from(status.as_u64().unwrap()).unwrap(),
            body: text(body),
            challenge: challenge.as_str().map(str::to_owned),
            content_type: content_type
                .as_str()
                .unwrap_or("application/json")
                .to_owned(),
        }
    }
}

/// What is true of a request.
#[derive(Debug)]
pub(crate) struct Truth {
    /// The cause of the refusal; nothing where it is granted.
    pub cause: Option<String>,
    /// Causes that no safe question of the caller parts from it; `unknown` where nobody can tell.
    pub alike: BTreeSet<String>,
}

/// A route, and what every caller was answered at it.
#[derive(Debug)]
pub(crate) struct Route {
    pub method: String,
    pub path: String,
    pub url: String,
    pub parameters: Value,
    template: Template,
    /// By state and caller: the answer, and the truth where it can be told.
    pub states: BTreeMap<String, BTreeMap<String, (usize, Option<usize>)>>,
}

/// The value of a token, and its kind.
#[derive(Debug)]
struct Held {
    value: String,
    kind: String,
}

/// By caller, method, and address.
type Asked = BTreeMap<(String, String, String), Reply>;

#[derive(Debug)]
pub(crate) struct Recording {
    tokens: BTreeMap<String, Held>,
    users: BTreeSet<String>,
    /// The numbers of projects and groups, by what they are called in the recording, and by path.
    projects: BTreeMap<String, (u64, String)>,
    groups: BTreeMap<String, u64>,
    pub answers: Vec<Reply>,
    pub truths: Vec<Truth>,
    pub routes: Vec<Route>,
    control: Asked,
    surfaces: Asked,
    /// What GraphQL says of a project, by caller and path.
    permissions: Value,
}

impl Recording {
    pub(crate) fn read(folder: &Path) -> Self {
        let json = |name: &str| -> Value { serde_json::from_str(&read(folder, name)).unwrap() };
        let lines = |name: &str| -> Vec<Value> {
            let text = read(folder, name);
            let lines = text.lines().filter(|line| !line.is_empty());
            lines
                .map(|line| serde_json::from_str(line).unwrap())
                .collect()
        };
        let world = json("world.json");
        let mut permissions = json("user_permissions.json");
        Self {
            tokens: fields(&world["tokens"]).map(held).collect(),
            users: fields(&world["users"]).map(|(name, _)| name).collect(),
            projects: fields(&world["projects"]).map(project).collect(),
            groups: fields(&world["groups"])
                .map(|(path, id)| (path, id.as_u64().unwrap()))
                .collect(),
            answers: list(&json("answers.json"))
                .map(|row| Reply::read([0, 1, 2, 3].map(|column| &row[column])))
                .collect(),
            truths: list(&json("truths.json")).map(truth).collect(),
            routes: routes(&lines("cells.jsonl")),
            control: lines("control.jsonl").iter().map(control).collect(),
            surfaces: lines("surfaces.jsonl").iter().map(surface).collect(),
            permissions: permissions["project"].take(),
        }
    }

    /// The token of a caller of a cell: its name, and its value.
    pub(crate) fn token(&self, caller: &str) -> Option<(&str, &str)> {
        let of = |name: &str| self.tokens.get_key_value(name);
        let held = of(caller).or_else(|| of(&format!("pat_{caller}")));
        held.map(|(name, held)| (name.as_str(), held.value.as_str()))
    }

    /// The address of a route in one of its states, as a client would ask for it.
    pub(crate) fn target(&self, route: &Route, state: &str) -> String {
        let mut path = route.url.trim_start_matches("/api/v4").to_owned();
        if route.path.starts_with("/projects/:") {
            let [from, to] = ["private", state].map(|name| format!("/{}", self.projects[name].0));
            path = path.replacen(&from, &to, 1);
        } else if ["/groups/:id", "/group/:id"]
            .iter()
            .any(|start| route.path.starts_with(start))
        {
            let [from, to] =
                ["private", state].map(|name| format!("/{}", self.groups[&format!("g-{name}")]));
            path = path.replacen(&from, &to, 1);
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields(&route.parameters) {
            if !value.is_array() && !value.is_object() {
                query.append_pair(&name, &text(value));
            }
        }
        let query = query.finish();
        let reads = ["GET", "HEAD"].contains(&route.method.as_str());
        if reads && !query.is_empty() {
            path = format!("{path}?{query}");
        }
        path
    }

    /// Answers a request of a caller, who sends the token of that name. What was asked with GET alone answers HEAD too.
    pub(crate) fn answer(
        &self,
        caller: &str,
        scheme: Option<&Scheme>,
        method: &str,
        target: &str,
    ) -> Reply {
        let find = |method| self.find(caller, scheme, method, target);
        let is_head = method == "HEAD";
        let found = find(method).or_else(|| find("GET").filter(|_| is_head));
        let mut reply = found.unwrap_or_else(|| Reply::json(404, r#"{"error":"404 Not Found"}"#));
        if is_head || reply.status == 204 {
            reply.body.clear();
        }
        reply
    }

    fn find(
        &self,
        caller: &str,
        scheme: Option<&Scheme>,
        method: &str,
        target: &str,
    ) -> Option<Reply> {
        let target = &self.by_number(target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let name = if scheme.is_none() {
            "anonymous"
        } else {
            caller
        };
        let form = self.form(name, scheme);
        let short = name
            .strip_prefix("pat_")
            .filter(|user| self.users.contains(*user));
        let user = short.unwrap_or(name);
        let as_usual = form.is_none();
        if path == "/api/graphql" && as_usual {
            return self.abilities(name, query);
        }
        for name in [name.to_owned(), format!("pat_{user}")] {
            let of = |path: &str| (name.clone(), method.to_owned(), path.to_owned());
            let bare = (method == "GET").then_some(path);
            let control = self
                .control
                .get(&of(target))
                .or_else(|| self.control.get(&of(bare?)));
            if let Some(reply) = control.filter(|_| as_usual) {
                return Some(reply.clone());
            }
            if let Some(reply) = self
                .surfaces
                .get(&of(target))
                .filter(|_| !path.starts_with("/api/"))
            {
                return Some(advertised(reply, target));
            }
        }
        self.of_route([name, user], form, method, path)
            .or_else(|| self.unasked(name, form, path))
    }

    /// The path with the numbers of projects and groups, which may be named by their paths.
    fn by_number(&self, target: &str) -> String {
        for (start, is_project) in [("/api/v4/projects/", true), ("/api/v4/groups/", false)] {
            let Some(rest) = target.strip_prefix(start) else {
                continue;
            };
            let (key, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            let plain = decoded(key);
            let mut projects = self.projects.values();
            let id = if is_project {
                projects.find(|(_, path)| *path == plain).map(|(id, _)| *id)
            } else {
                self.groups.get(&plain).copied()
            };
            let key = id.map_or_else(
                || utf8_percent_encode(&plain, SEGMENT).to_string(),
                |id| id.to_string(),
            );
            return format!("{start}{key}{rest}");
        }
        target.to_owned()
    }

    /// The header in which the token was sent, where it is not the usual one of its kind.
    fn form(&self, name: &str, scheme: Option<&Scheme>) -> Option<&'static str> {
        let form = match scheme? {
            Scheme::PrivateToken => "private",
            Scheme::Bearer => "bearer",
            Scheme::JobToken => "job",
            Scheme::DeployToken => "deploy",
            Scheme::Basic { .. } => "basic",
        };
        let usual = match self.tokens[name].kind.as_str() {
            "job" => "job",
            "deploy" => "deploy",
            "oauth" => "bearer",
            _ => "private",
        };
        (form != usual && (form, usual) != ("bearer", "private")).then_some(form)
    }

    /// What GraphQL says of the abilities of a caller in a project.
    fn abilities(&self, name: &str, query: &str) -> Option<Reply> {
        let query = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "query")?
            .1;
        let (place, wanted) = query
            .strip_prefix("{project(fullPath:\"")?
            .split_once("\"){userPermissions{")?;
        let caller = self.permissions.get(name)?;
        let Some(seen) = caller.get(place) else {
            return Some(Reply::json(200, r#"{"data":{"project":null}}"#));
        };
        let Some(held) = seen.get("true") else {
            let status = u16::try_from(seen["status"].as_u64()?).ok()?;
            return Some(Reply::json(status, text(&seen["body"])));
        };
        let held: BTreeSet<String> = list(held).map(text).collect();
        let told = wanted.trim_end_matches('}').split(' ');
        let told: serde_json::Map<String, Value> = told
            .map(|ability| (ability.to_owned(), json!(held.contains(ability))))
            .collect();
        let body = json!({"data": {"project": {"userPermissions": told}}});
        Some(Reply::json(200, body.to_string()))
    }

    /// What was answered at a route. Nothing where this caller was not asked for there, in this way.
    fn of_route(
        &self,
        names: [&str; 2],
        form: Option<&str>,
        method: &str,
        path: &str,
    ) -> Option<Reply> {
        let path = path.trim_start_matches("/api/v4");
        let state = self.state(path);
        let is_it = |route: &&Route| route.method == method && route.template.fits(path);
        let route = self.routes.iter().find(is_it)?;
        let callers = match form {
            None => names.map(str::to_owned),
            Some(form) => [
                format!("{}@{form}", names[0]),
                format!("{}@basic_{form}", names[0]),
            ],
        };
        let cells = match state {
            Some(state) => route.states.get(state),
            None => route.states.values().next(),
        };
        let cell = cells.and_then(|cells| callers.iter().find_map(|caller| cells.get(caller)));
        match cell {
            Some((answer, _)) => Some(route.shown(&self.answers[*answer])),
            None if state.is_none() && method == "GET" => Some(hidden(path)),
            None => None,
        }
    }

    /// The state of the place that a path names; nothing where the recording has no such place.
    fn state(&self, path: &str) -> Option<&str> {
        let mut parts = path.split('/').skip(1);
        let (place, key) = (parts.next()?, decoded(parts.next().unwrap_or_default()));
        match place {
            "projects" if !key.is_empty() => {
                let is_it = |(id, path): &(u64, String)| *path == key || id.to_string() == key;
                let mut projects = self.projects.iter();
                let found = projects.find(|(_, project)| is_it(project));
                found.map(|(state, _)| state.as_str())
            }
            "group" | "groups" if !key.is_empty() => {
                let is_it = |(path, id): &(&String, &u64)| **path == key || id.to_string() == key;
                let (path, _) = self.groups.iter().find(is_it)?;
                path.split('/').next()?.strip_prefix("g-")
            }
            _ => Some("only"),
        }
    }

    /// What is answered to what was never asked: by what is known of the token alone.
    fn unasked(&self, name: &str, form: Option<&str>, path: &str) -> Option<Reply> {
        let is_api = path.starts_with("/api/");
        let own = (name.to_owned(), "GET".to_owned(), "/api/v4/user".to_owned());
        let dead = self
            .control
            .get(&own)
            .filter(|_| is_api && DEAD.contains(&name));
        let other = Reply::json(401, r#"{"message":"401 Unauthorized"}"#);
        dead.cloned()
            .or_else(|| (is_api && form.is_some()).then_some(other))
    }
}

impl Route {
    /// An answer at this route. Of those with success no body was kept.
    fn shown(&self, answer: &Reply) -> Reply {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        let is_one = last.starts_with(':') || ["latest", "tree"].contains(&last);
        let body = if is_one {
            r#"{"id":1,"iid":1,"name":"one"}"#
        } else {
            "[]"
        };
        let mut shown = answer.clone();
        if answer.status < 300 && answer.status != 204 {
            body.clone_into(&mut shown.body);
        }
        shown
    }
}

/// What nobody may see.
fn hidden(path: &str) -> Reply {
    let place = if path.starts_with("/projects") {
        "Project"
    } else {
        "Group"
    };
    Reply::json(404, format!(r#"{{"message":"404 {place} Not Found"}}"#))
}

/// Git's own advertisement, of whose body nothing was kept.
fn advertised(reply: &Reply, target: &str) -> Reply {
    let service = target
        .split("service=")
        .nth(1)
        .and_then(|rest| rest.split('&').next());
    match service.filter(|service| service.starts_with("git-") && reply.status == 200) {
        None => reply.clone(),
        Some(service) => {
            let line = format!("# service={service}\n");
            let body = format!("{:04x}{line}00000000", line.len() + 4);
            Reply::of(200, body, &format!("application/x-{service}-advertisement"))
        }
    }
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(
        || {
            if value.is_null() {
                String::new()
            } else {
                value.to_string()
            }
        },
        str::to_owned,
    )
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn fields(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    value
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn held((name, token): (String, &Value)) -> (String, Held) {
    let value = list(&token["token"]).map(text).collect();
    let kind = text(&token["kind"]);
    (name, Held { value, kind })
}

fn project((name, project): (String, &Value)) -> (String, (u64, String)) {
    (
        name,
        (project["id"].as_u64().unwrap(), text(&project["path"])),
    )
}

fn truth(row: &Value) -> Truth {
    Truth {
        cause: (row[0] == "refused").then(|| text(&row[1])),
        alike: list(&row[2]).map(text).collect(),
    }
}

fn control(row: &Value) -> ((String, String, String), Reply) {
    let key = (text(&row[0]), text(&row[1]), text(&row[2]));
    (key, Reply::read([3, 4, 5, 6].map(|column| &row[column])))
}

fn surface(row: &Value) -> ((String, String, String), Reply) {
    let key = ["identity", "method", "path"].map(|name| text(&row[name]));
    let reply = Reply::read(["status", "body", "www", "type"].map(|name| &row[name]));
    (key.into(), reply)
}

/// The routes in the order in which they are tried, those that take fewest other paths first.
fn routes(lines: &[Value]) -> Vec<Route> {
    let mut routes: Vec<Route> = lines.iter().map(route).collect();
    let count = |path: &str, letter| path.matches(letter).count();
    routes.sort_by_key(|route| {
        let path = &route.path;
        (
            count(path, '*'),
            count(path, ':'),
            std::cmp::Reverse(path.len()),
        )
    });
    routes
}

fn route(line: &Value) -> Route {
    let path = text(&line["p"]);
    let states = fields(&line["states"]).map(|(state, cells)| (state, cells_of(cells)));
    Route {
        method: text(&line["m"]),
        url: text(&line["url"]),
        parameters: line["params"].clone(),
        template: Template::read(&path),
        states: states.collect(),
        path,
    }
}

fn cells_of(cells: &Value) -> BTreeMap<String, (usize, Option<usize>)> {
    let index = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
    let cells =
        fields(cells).map(|(caller, cell)| (caller, (index(&cell[0]).unwrap(), index(&cell[1]))));
    cells.collect()
}
