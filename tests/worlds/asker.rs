//! Asking a simulated world through the program's own commands, without a socket.

use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use glwhy::unstable::catalogue::{Capability, InstanceUrl, PlainHttp, Version};
use glwhy::unstable::command::{
    Context, Depth, Holding, ProbeOptions, find_out, parse_subject, probe,
};
use glwhy::unstable::diagnosis::Target;
use glwhy::unstable::gitlab::{Answered, Ask, Asker, GitlabError};
use glwhy::unstable::observation::{Body, Exchange, Headers, Observation, Scheme};
use glwhy::unstable::report::{Instance, Report};
use glwhy::unstable::secret;
use serde_json::{Value, json};

use crate::simulator;
use crate::simulator::Setting;
use crate::simulator::World;
use crate::simulator::scenarios::Scenario;
use crate::simulator::{Answer, Request};

/// What came of asking a world.
pub(crate) struct Asked {
    pub report: Report,
    pub kind: String,
    pub trace: Vec<String>,
    /// Whether the request's own route reads the token, so that its death shows at once.
    pub is_read: bool,
}

struct InMemory<'a> {
    world: &'a World,
    root: &'a str,
    value: &'a str,
    trace: Mutex<Vec<String>>,
}

impl Asker for InMemory<'_> {
    async fn ask(&self, ask: &Ask) -> Result<Answered, GitlabError> {
        let mut request = Request::new(ask.method.name(), &format!("{}{}", self.root, ask.path));
        if let Some(scheme) = ask.credential.scheme() {
            simulated(scheme).apply(self.value, &mut request);
        }
        let judgement = self.world.judge(&request);
        assert!(
            !judgement.mutated,
            "a request would change something: {ask:?}"
        );
        assert!(!judgement.created_record, "a record was created: {ask:?}");
        assert!(
            !judgement.unknown_route,
            "the simulator does not know {ask:?}"
        );
        let answer = judgement.answer;
        self.trace.lock().unwrap().push(format!(
            "{} {} [{}] {} {}",
            ask.method,
            ask.path,
            ask.credential
                .scheme()
                .map_or("none", |scheme| scheme.name()),
            answer.status,
            answer.body_text().chars().take(160).collect::<String>()
        ));
        let headers = Headers::keep(
            answer
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        let bytes = access_of(&answer).unwrap_or_else(|| answer.body.clone());
        let body = Body::read(&bytes, headers.get("content-type"), false);
        Ok(Answered {
            observation: Observation::Answered(Exchange {
                status: Some(answer.status),
                headers,
                body,
            }),
            ms: 1,
            waited: None,
        })
    }
}

/// The client keeps the access that a registry token carries, and not the token.
fn access_of(answer: &Answer) -> Option<Vec<u8>> {
    let body = answer.body_json();
    let payload = body["token"].as_str()?.split('.').nth(1)?;
    let claims = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    serde_json::to_vec(&json!({"access": claims["access"]})).ok()
}

fn simulated(scheme: &Scheme) -> simulator::Scheme {
    match scheme {
        Scheme::PrivateToken => simulator::Scheme::PrivateToken,
        Scheme::Bearer => simulator::Scheme::Bearer,
        Scheme::JobToken => simulator::Scheme::JobToken,
        Scheme::DeployToken => simulator::Scheme::DeployToken,
        Scheme::Basic { user } => simulator::Scheme::Basic(user.clone()),
    }
}

fn real(scheme: &simulator::Scheme) -> Option<Scheme> {
    Some(match scheme {
        simulator::Scheme::PrivateToken => Scheme::PrivateToken,
        simulator::Scheme::Bearer => Scheme::Bearer,
        simulator::Scheme::JobToken => Scheme::JobToken,
        simulator::Scheme::DeployToken => Scheme::DeployToken,
        simulator::Scheme::Basic(user) => Scheme::Basic { user: user.clone() },
        simulator::Scheme::Nowhere | simulator::Scheme::TokenParameter => return None,
    })
}

/// Seconds since 1970 at noon of the world's day.
fn now(world: &World) -> i64 {
    let days = jiff::civil::date(1970, 1, 1)
        .until(world.today)
        .unwrap()
        .get_days();
    i64::from(days) * 86_400 + 43_200
}

fn instance_at(root: &str) -> InstanceUrl {
    let address = format!("https://gitlab.example.com{root}");
    InstanceUrl::parse(&address, PlainHttp::LoopbackOnly)
        .unwrap()
        .url
}

/// Checks capabilities of the token of a setting, as `probe --need` does; with what was sent.
pub(crate) async fn check(
    setting: &Setting,
    target: Option<Target>,
    capabilities: &[&'static Capability],
    depth: Depth,
    budget: u32,
) -> (Report, Vec<String>) {
    let world = &setting.world;
    let token = &world.tokens[setting.token];
    let instance = instance_at(&world.root);
    let shape = secret::examine(&token.value);
    let inside_a_job = shape.kind.is_job() && token.value.len().is_multiple_of(2);
    let context = Context {
        instance: shown(&instance),
        host: instance.authority(),
        version: inside_a_job.then_some(release(world)),
        now: now(world),
        token: Some(Holding {
            shape,
            source: "env:GITLAB_TOKEN".to_owned(),
            shadows: Vec::new(),
            user: (token.kind == simulator::Kind::Deploy).then(|| token.username.clone()),
        }),
        anonymous: false,
        scheme: None,
        target,
        budget,
    };
    let asker = InMemory {
        world,
        root: &world.root,
        value: &token.value,
        trace: Mutex::new(Vec::new()),
    };
    let options = ProbeOptions {
        subjects: &[],
        capabilities,
        depth,
        compares: false,
    };
    let found = find_out(&asker, options, &context).await.unwrap();
    (found.report, asker.trace.into_inner().unwrap())
}

fn shown(instance: &InstanceUrl) -> Instance {
    Instance {
        url: instance.to_string(),
        source: "test".to_owned(),
        version: None,
        edition: None,
        knowledge: None,
    }
}

fn release(world: &World) -> Version {
    Version {
        major: world.version.0,
        minor: world.version.1,
        patch: world.version.2,
    }
}

fn context(scenario: &Scenario, budget: u32) -> (Context, InstanceUrl) {
    let world = &scenario.world;
    let instance = instance_at(&scenario.root);
    let value = scenario.token_value();
    let shape = secret::examine(value);
    let scheme = real(&scenario.sent_as);
    let sent = scenario.token.is_some() && scenario.sent_as != simulator::Scheme::Nowhere;
    // Half of the jobs know their instance's release, as inside a pipeline.
    let inside_a_job = shape.kind.is_job() && value.len().is_multiple_of(2);
    let context = Context {
        instance: shown(&instance),
        host: instance.authority(),
        version: inside_a_job.then_some(release(world)),
        now: now(world),
        token: sent.then(|| Holding {
            shape,
            source: "env:GITLAB_TOKEN".to_owned(),
            shadows: Vec::new(),
            user: None,
        }),
        anonymous: !sent,
        scheme,
        target: None,
        budget,
    };
    (context, instance)
}

/// Probes the request of a scenario, with so many requests at most.
pub(crate) async fn ask(scenario: &Scenario, budget: u32) -> Asked {
    let (context, instance) = context(scenario, budget);
    let asker = InMemory {
        world: &scenario.world,
        root: &scenario.root,
        value: scenario.token_value(),
        trace: Mutex::new(Vec::new()),
    };
    let request =
        parse_subject(&format!("{} {}", scenario.method, scenario.path), &instance).unwrap();
    let kind = context.token.as_ref().map_or("none".to_owned(), |held| {
        format!("{:?} {:?}", held.shape.kind, scenario.sent_as)
    });
    let report = probe(&asker, &[request], &context).await.unwrap();
    let is_read = scenario.judge().token_read || scenario.judge().answer.status == 401;
    Asked {
        report,
        is_read,
        kind,
        trace: asker.trace.into_inner().unwrap(),
    }
}
