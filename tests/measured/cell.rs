//! The cells of the recording, and what the program says of each.

use glwhy::unstable::catalogue::{InstanceUrl, PlainHttp};
use glwhy::unstable::command::{Context, Holding, parse_subject, probe};
use glwhy::unstable::diagnosis::Certainty;
use glwhy::unstable::gitlab::{Answered, Ask, Asker, GitlabError};
use glwhy::unstable::observation::{Body, Exchange, Headers, Observation};
use glwhy::unstable::report::{Entry, Instance, Outcome};
use glwhy::unstable::secret;

use crate::recording::{Recording, Route};

/// The address under which the recording answers.
const ADDRESS: &str = "http://127.0.0.1:45678";
/// Noon of the day of the recording, in seconds since 1970.
const NOW: i64 = 1_795_867_200;
/// The most requests for one question, as the program has it.
const REQUESTS: u32 = 12;
/// What GitLab says to everybody of everything that is not there.
const BARE: [&str; 4] = [
    r#"{"message":"404 Not found"}"#,
    r#"{"message":"404 Not Found"}"#,
    r#"{"message":"404 Project Not Found"}"#,
    r#"{"message":"404 Group Not Found"}"#,
];

/// A caller at a route, in a state of its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub route: &'a Route,
    pub state: &'a str,
    pub caller: &'a str,
    answer: usize,
    truth: usize,
}

/// A cell that is told otherwise than it was.
#[derive(Debug)]
pub(crate) struct Deviation<'a> {
    pub cell: Cell<'a>,
    /// `granted`, or the cause of the refusal.
    pub was: &'a str,
    /// `unknown`, `granted`, or the cause that the program names; `certain` before one of which it may not be certain.
    pub said: String,
    /// What the program says is missing to know.
    pub lacks: String,
}

/// All cells whose truth can be told, and in which the token is sent as usual; without what GitLab's own parts ask each
/// other.
pub(crate) fn all(recording: &Recording) -> Vec<Cell<'_>> {
    let is_own = |route: &&Route| {
        ["/internal", "/api/scim"]
            .iter()
            .any(|start| route.path.starts_with(start))
    };
    let mut cells = Vec::new();
    for route in recording.routes.iter().filter(|route| !is_own(route)) {
        for (state, callers) in &route.states {
            let usual = callers.iter().filter(|(caller, _)| !caller.contains('@'));
            cells.extend(usual.filter_map(|(caller, (answer, truth))| {
                let (answer, truth) = (*answer, (*truth)?);
                Some(Cell {
                    route,
                    state,
                    caller,
                    answer,
                    truth,
                })
            }));
        }
    }
    cells
}

/// What a caller is answered, without a socket.
struct Replay<'a> {
    recording: &'a Recording,
    caller: &'a str,
}

impl Asker for Replay<'_> {
    async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
        let scheme = ask.credential.scheme();
        let reply = self
            .recording
            .answer(self.caller, scheme, ask.method.name(), &ask.path);
        let challenge = reply
            .challenge
            .as_deref()
            .map(|value| ("www-authenticate", value));
        let headers = [
            ("content-type", reply.content_type.as_str()),
            ("x-gitlab-meta", r#"{"correlation_id":"01","version":"1"}"#),
            ("x-request-id", "01"),
        ];
        let exchange = Exchange {
            status: Some(reply.status),
            headers: Headers::keep(headers.into_iter().chain(challenge)),
            body: Body::read(reply.body.as_bytes(), Some(&reply.content_type), false),
        };
        Ok(Answered {
            observation: Observation::Answered(exchange),
            ms: 1,
            waited: None,
        })
    }
}

/// Asks what `glwhy probe "METHOD PATH"` asks with the token of the caller, and holds it against the truth.
pub(crate) async fn deviation<'a>(
    recording: &'a Recording,
    cell: Cell<'a>,
) -> Option<Deviation<'a>> {
    let instance = InstanceUrl::parse(ADDRESS, PlainHttp::LoopbackOnly)
        .unwrap()
        .url;
    let token = recording.token(cell.caller);
    let caller = token.map_or("anonymous", |(name, _)| name);
    let request = format!(
        "{} {}",
        cell.route.method,
        recording.target(cell.route, cell.state)
    );
    let subject = parse_subject(&request, &instance).unwrap();
    let context = context(&instance, token.map(|(_, value)| value));
    let report = probe(&Replay { recording, caller }, &[subject], &context)
        .await
        .unwrap();
    let entry = &report.entries[0];
    let truth = &recording.truths[cell.truth];
    let said = said(entry, caller, &recording.answers[cell.answer].body);
    let was = truth.cause.as_deref().unwrap_or("granted");
    (said != was && !truth.alike.contains(&said)).then(|| Deviation {
        cell,
        was,
        said,
        lacks: entry.missing.clone().unwrap_or_default(),
    })
}

fn context(instance: &InstanceUrl, token: Option<&str>) -> Context {
    Context {
        instance: Instance {
            url: instance.to_string(),
            source: "test".to_owned(),
            version: None,
            edition: None,
            knowledge: None,
        },
        host: instance.authority(),
        version: None,
        now: NOW,
        token: token.map(|value| Holding {
            shape: secret::examine(value),
            source: "env:T".to_owned(),
            shadows: Vec::new(),
            user: None,
        }),
        anonymous: token.is_none(),
        scheme: None,
        target: None,
        budget: REQUESTS,
    }
}

fn said(entry: &Entry, caller: &str, body: &str) -> String {
    let Some(diagnosis) = entry
        .diagnosis
        .as_ref()
        .filter(|_| entry.outcome == Outcome::Refused)
    else {
        let is_granted = entry.outcome == Outcome::Granted;
        return if is_granted { "granted" } else { "unknown" }.to_owned();
    };
    let cause = diagnosis.primary.cause().name();
    let may_not = caller == "anonymous" && BARE.contains(&body);
    if may_not && diagnosis.certainty == Certainty::Certain {
        return format!("certain {cause}");
    }
    cause.to_owned()
}
