//! A GitLab simulator that derives its answers from state, in GitLab's own order of checks.
//!
//! A [`world::World`] holds users, groups, projects, tokens and settings; [`world::World::judge`] says
//! what GitLab answers to a request, and what only the simulator can know: the true cause. That core
//! is pure, so that thousands of worlds can be asked without a socket. [`Simulator`] serves one world
//! over HTTP, records every request, and fails the test that changed something or asked a route that
//! the simulator does not know. It uses nothing of the crate under test.
//!
//! | file | holds |
//! | --- | --- |
//! | `world`, `token` | state |
//! | `wire` | request, answer, judgement, truth |
//! | `front`, `boxes` | edge, limits, choice of surface; what stands there and is not GitLab |
//! | `routes`, `caller`, `rest`, `policy` | the REST API: what a route asks for, who asks, in what order, what they may |
//! | `git`, `graphql`, `registry` | the other surfaces |
//! | `push`, `repository` | what a push is told after it was received, and a real Git that receives it |
//! | `answers`, `records` | bodies of refusals, bodies of grants |
//! | `scenarios`, `pairs`, `generate` | worlds by name, worlds at random |
//! | `oracle` | what would become of each capability |
//! | `rivals` | which causes nobody outside can tell apart |
//! | `telling` | which capabilities nobody outside can tell |
//!
//! The tests name what this file offers, and the worlds of [`scenarios`]; the files are not for them.
//!
//! A route is added as a row of `routes::ROUTES`; a cause as a check that names its truth, a scenario,
//! and a recipe in `generate`.

mod answers;
mod boxes;
mod caller;
mod front;
mod generate;
mod git;
mod graphql;
mod oracle;
mod pairs;
mod policy;
mod push;
mod records;
mod registry;
mod repository;
mod rest;
mod rivals;
mod routes;
pub(crate) mod scenarios;
mod telling;
mod token;
mod wire;
mod world;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

pub(crate) use boxes::BOXES;
pub(crate) use generate::settings::Setting;
pub(crate) use generate::{aimed_at, targets};
pub(crate) use oracle::{Site, Would};
pub(crate) use pairs::all as pairs;
pub(crate) use repository::Repository;
pub(crate) use token::{Absence, Boundary, Grant, Kind, Scheme, Token, classic_value};
pub(crate) use wire::{Answer, Judgement, Request, Truth};
pub(crate) use world::{Account, Allowed, Edge, Guest, Level, Version, Visibility, World, role};

use world::TokenIndex;

/// How a simulator answers, beside its world.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// Added to every answer.
    pub latency: Duration,
    /// This many requests are throttled before the first that is served.
    pub throttled_first: usize,
    /// Requests that change something are expected, as from real clients that push.
    pub changes_expected: bool,
}

/// One request that arrived.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts about one answer"
)]
pub(crate) struct Recorded {
    pub method: String,
    /// Raw path without the query.
    pub path: String,
    /// Raw query, empty when there is none.
    pub query: String,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    pub status: u16,
    pub truth: Option<Truth>,
    pub token_read: bool,
    pub mutated: bool,
    pub created_record: bool,
    pub unknown_route: bool,
}

impl Recorded {
    /// Returns the headers that carry credentials, each with its value.
    pub(crate) fn credentials(&self) -> Vec<(&str, &str)> {
        const NAMES: &[&str] = &[
            "private-token",
            "authorization",
            "job-token",
            "deploy-token",
            "cookie",
        ];
        let carries = |name: &str| NAMES.contains(&name);
        let found = self.headers.iter().filter(|(name, _)| carries(name));
        found
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    fn line(&self) -> String {
        format!("{} {} -> {}", self.method, self.path, self.status)
    }
}

#[derive(Debug)]
struct State {
    world: World,
    manner: Manner,
    requests: Vec<Recorded>,
    repository: Option<Repository>,
}

/// A world on a loopback port.
#[derive(Debug)]
pub(crate) struct Simulator {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

impl Simulator {
    /// Serves a world.
    pub(crate) async fn start(world: World) -> Self {
        Self::start_with(world, Manner::default()).await
    }

    /// Serves a world in a manner.
    pub(crate) async fn start_with(mut world: World, manner: Manner) -> Self {
        let server = MockServer::start().await;
        issue_for(&mut world, &server.uri());
        let state = Arc::new(Mutex::new(State {
            world,
            manner,
            requests: Vec::new(),
            repository: None,
        }));
        let responder = Responder(Arc::clone(&state));
        Mock::given(any())
            .respond_with(responder)
            .mount(&server)
            .await;
        Self { server, state }
    }

    /// Puts a real repository behind the Git surface, for clients that go on where they are let in.
    pub(crate) fn back_with(&self, repository: Repository) {
        self.state().repository = Some(repository);
    }

    /// Returns the address without a path.
    pub(crate) fn origin(&self) -> String {
        self.server.uri()
    }

    /// Returns the base address of the instance, with its relative root.
    pub(crate) fn url(&self) -> String {
        format!("{}{}", self.server.uri(), self.state().world.root)
    }

    /// Returns the secret of a token; job tokens of this instance name the port on which it is served.
    pub(crate) fn token_value(&self, token: TokenIndex) -> String {
        self.state().world.tokens[token].value.clone()
    }

    /// Returns every request so far, in order of arrival.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// Returns the requests that changed something, or created a record by asking.
    pub(crate) fn mutations(&self) -> Vec<Recorded> {
        let all = self.requests().into_iter();
        all.filter(|request| request.mutated || request.created_record)
            .collect()
    }

    /// Returns the requests to routes that the simulator does not know.
    pub(crate) fn unknown_routes(&self) -> Vec<Recorded> {
        self.requests()
            .into_iter()
            .filter(|request| request.unknown_route)
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let lines = |requests: Vec<Recorded>| {
            requests
                .iter()
                .map(Recorded::line)
                .collect::<Vec<_>>()
                .join("\n")
        };
        let unknown = lines(self.unknown_routes());
        assert!(
            unknown.is_empty(),
            "routes that the simulator does not know:\n{unknown}"
        );
        let changes = lines(self.mutations());
        let expected = self.state().manner.changes_expected;
        assert!(
            expected || changes.is_empty(),
            "requests that change something:\n{changes}"
        );
    }
}

/// Writes the job tokens of this instance anew, with its real address as their issuer.
fn issue_for(world: &mut World, origin: &str) {
    let issuer = format!("{origin}{}", world.root);
    let mut rng = fastrand::Rng::with_seed(3);
    for token in &mut world.tokens {
        if token.kind == Kind::JobJwt && token.absence.is_none() {
            token.value =
                token::job_jwt_value(token, &issuer, &world.settings.token_prefix, &mut rng);
        }
    }
}

struct Responder(Arc<Mutex<State>>);

impl Respond for Responder {
    fn respond(&self, incoming: &wiremock::Request) -> ResponseTemplate {
        let request = received(incoming);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let early = state.requests.len() < state.manner.throttled_first;
        let mut judgement = if early {
            Judgement::refused(
                answers::throttled(),
                Truth::new("limits", "rate_limited", "throttled"),
            )
        } else {
            state.world.judge(&request)
        };
        serve_git(&state, &request, &mut judgement);
        let query = incoming.url.query().unwrap_or_default();
        state.requests.push(recorded(&request, query, &judgement));
        template(&judgement.answer).set_delay(state.manner.latency)
    }
}

/// Lets a real Git answer what was granted, where one stands behind.
fn serve_git(state: &State, request: &Request, judgement: &mut Judgement) {
    let Some(repository) = state.repository.as_ref() else {
        return;
    };
    let transfers = ["/info/refs", "/git-upload-pack", "/git-receive-pack"];
    let is_git = transfers.iter().any(|end| request.path.ends_with(end));
    if !is_git || judgement.truth.is_some() {
        return;
    }
    let declined = push::declined(&state.world, request);
    judgement.truth = declined.map(|(_, truth)| truth);
    judgement.answer = repository
        .serve(request, declined.map(|(words, _)| words))
        .unwrap_or_else(|error| Answer::foreign(599, "text/plain", error.to_string()));
}

fn received(incoming: &wiremock::Request) -> Request {
    let headers = incoming.headers.iter().map(|(name, value)| {
        (
            name.as_str().to_owned(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    Request {
        method: incoming.method.to_string(),
        path: incoming.url.path().to_owned(),
        query: incoming.url.query_pairs().into_owned().collect(),
        headers: headers.collect(),
        from: IpAddr::from([127, 0, 0, 1]),
        body: incoming.body.clone(),
    }
}

fn recorded(request: &Request, query: &str, judgement: &Judgement) -> Recorded {
    Recorded {
        method: request.method.clone(),
        path: request.path.clone(),
        query: query.to_owned(),
        headers: request.headers.clone(),
        status: judgement.answer.status,
        truth: judgement.truth,
        token_read: judgement.token_read,
        mutated: judgement.mutated,
        created_record: judgement.created_record,
        unknown_route: judgement.unknown_route,
    }
}

fn template(answer: &Answer) -> ResponseTemplate {
    let kind = answer
        .header("content-type")
        .unwrap_or("text/plain")
        .to_owned();
    let template = ResponseTemplate::new(answer.status).set_body_raw(answer.body.clone(), &kind);
    let others = answer
        .headers
        .iter()
        .filter(|(name, _)| name != "content-type");
    others.fold(template, |template, (name, value)| {
        template.append_header(name.as_str(), value.as_str())
    })
}
