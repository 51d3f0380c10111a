//! From what lines tell to a case: the surface, the request, the credential, and the answer.
//!
//! What the text does not say stays unknown. An answer of another service is marked as such, so
//! that it is never taken for GitLab's.

use super::Reading;
use super::address::Address;
use super::image::DOCKER_HUB;
use super::lists;
use super::status;
use super::trace::{Trace, Voice};
use crate::answers;
use crate::catalogue::instance::is_plain;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, Surface, begins_with_words};
use crate::diagnosis::question::Question;
use crate::diagnosis::{Case, Credential, Sent, Subject, Target};
use crate::observation::body::one_line;
use crate::observation::{Body, BodyShape, Exchange, Headers, Observation};

/// What was said before a failure.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Setting {
    pub(super) command: Option<Trace>,
    pub(super) base: Option<Address>,
    pub(super) image: Option<Address>,
}

/// Makes a reading of a failure.
pub(super) fn reading(trace: Trace, setting: &Setting, line: u64, excerpt: &str) -> Reading {
    let trace = completed(trace, setting);
    let surface = surface_of(&trace);
    let address = trace.address.clone().unwrap_or_default();
    let observation = observation(&trace, surface, &address, setting);
    let surface = spoken_surface(surface, &observation);
    let method = trace.method.unwrap_or(Method::Get);
    let subject = subject(&address, method, surface);
    let case = Case {
        target: subject.as_ref().and_then(|subject| target(&subject.path)),
        subject,
        surface,
        credential: credential(&trace),
        instance: instance(&address, surface),
        host: (!address.host.is_empty()).then(|| address.host.clone()),
        answers: vec![(Question::Subject, observation)],
        is_pieced: trace.is_pieced,
        is_stranger: is_stranger(&address, &trace, excerpt),
        ..Case::default()
    };
    Reading {
        text: 0,
        subject: words(&case, &address, &trace),
        excerpt: one_line(excerpt),
        line,
        count: 1,
        by_text: Vec::new(),
        record: None,
        case,
    }
}

/// What makes two readings the same failure: who was asked for what, and what it said. The page of a
/// list, the number of a job, and a time in the answer part no two.
pub(super) fn identity(reading: &Reading) -> String {
    let answer = reading.case.answer().map(|observation| match observation {
        Observation::Answered(exchange) => format!(
            "{:?} {}",
            exchange.status,
            without_numbers(&exchange.body.shape.excerpt())
        ),
        Observation::Unanswered(failure) => failure.words().to_owned(),
    });
    format!(
        "{:?} {} {:?} {answer:?}",
        reading.case.surface,
        without_job(&reading.subject),
        reading.case.host
    )
}

/// Words with two digits or more are times, counts, and ids.
fn without_numbers(said: &str) -> String {
    let is_number = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() > 1;
    let status = |word: &&str| word.len() == 3;
    let words = said.split_whitespace();
    let kept: Vec<&str> = words
        .filter(|word| status(word) || !is_number(word))
        .collect();
    kept.join(" ")
}

/// A request without its query, and without the numbers of jobs and pipelines.
fn without_job(subject: &str) -> String {
    let (asked, query) = subject.split_once('?').unwrap_or((subject, ""));
    let host = query.split_once(" on ").map_or("", |(_, host)| host);
    let mut kept = String::with_capacity(asked.len());
    let mut before = "";
    for segment in asked.split_inclusive('/') {
        let is_run = matches!(before, "jobs/" | "pipelines/" | "builds/");
        let is_number = segment.starts_with(|letter: char| letter.is_ascii_digit());
        kept.push_str(if is_run && is_number { "*/" } else { segment });
        before = segment;
    }
    format!("{kept} {host}")
}

/// Whether neither the host, nor what was asked, nor what was said calls a host a GitLab.
fn is_stranger(address: &Address, trace: &Trace, excerpt: &str) -> bool {
    let said = trace.body.as_ref().map(BodyShape::said).unwrap_or_default();
    let headers = trace.headers.iter().map(|(name, _)| name.as_str());
    let texts = [&address.host, &address.path, excerpt, &said].into_iter();
    let is_its_own = |text: &str| {
        lists::OF_GITLAB
            .iter()
            .any(|sign| text.to_ascii_lowercase().contains(sign))
    };
    let is_named = address.host.contains('.') && !is_other_service(&address.host);
    is_named && trace.broken.is_none() && !texts.chain(headers).any(is_its_own)
}

/// Whether a status was told of a host that nothing shows to be a GitLab, in words that any client has for any server.
pub(super) fn is_of_nobody(trace: &Trace) -> bool {
    trace.is_paraphrased && is_of_stranger(trace)
}

/// Whether nothing shows that the host is a GitLab: neither what it said, nor its name, nor what was asked.
fn is_of_stranger(trace: &Trace) -> bool {
    let is_bare = trace.surface.is_none() && trace.body.is_none() && trace.broken.is_none();
    let address = trace.address.as_ref();
    is_bare && address.is_some_and(|address| address.path.len() > 1 && !address.may_be_gitlab())
}

/// Fills in what was said before.
fn completed(mut trace: Trace, setting: &Setting) -> Trace {
    let is_registry = trace.surface.is_some_and(is_registry);
    if is_registry && trace.address.is_none() {
        trace.address.clone_from(&setting.image);
    }
    if let Some(command) = &setting.command {
        let fits = match (&trace.address, &command.address) {
            (Some(one), Some(two)) => one.host == two.host || one.host.is_empty(),
            (None, _) | (_, None) => true,
        };
        if fits {
            // A client leaves the login out where it repeats the address of the command.
            trace.shown.sent = trace.shown.sent.or_else(|| match command.sent() {
                Sent::Unknown | Sent::Somehow => None,
                sent @ (Sent::Nothing | Sent::Empty | Sent::As(_)) => Some(sent),
            });
            if trace.address.is_none() && !is_registry {
                trace.address.clone_from(&command.address);
            }
            trace.shown.kind = trace.shown.kind.or(command.shown.kind);
            trace.shown.defect = trace.shown.defect.or(command.shown.defect);
            trace.method = trace.method.or(command.method);
        }
    }
    if trace.address.is_none() && trace.surface.is_none_or(|surface| surface == Surface::Rest) {
        trace.address.clone_from(&setting.base);
    }
    trace
}

const fn is_registry(surface: Surface) -> bool {
    matches!(
        surface,
        Surface::Registry | Surface::RegistryAuth | Surface::DependencyProxy
    )
}

/// The surface that the address tells, or the one whose words were heard.
fn surface_of(trace: &Trace) -> Option<Surface> {
    let told = trace
        .address
        .as_ref()
        .and_then(|address| address.surface(trace.method));
    match (trace.surface, told) {
        (Some(Surface::Registry), Some(Surface::RegistryAuth)) => Some(Surface::RegistryAuth),
        (Some(Surface::RegistryAuth | Surface::Registry), Some(Surface::DependencyProxy)) => {
            Some(Surface::DependencyProxy)
        }
        // Git says some things in the words of the API; the address knows who was asked.
        (Some(Surface::Rest), Some(told))
        | (Some(Surface::Git), Some(told @ (Surface::Rest | Surface::Packages))) => Some(told),
        (Some(heard), _) => Some(heard),
        (None, told) => told,
    }
}

/// Without any other sign, an answer in the words of the REST API is one of it.
fn spoken_surface(surface: Option<Surface>, observation: &Observation) -> Option<Surface> {
    let Some(exchange) = observation.exchange() else {
        return surface;
    };
    let shape = &exchange.body.shape;
    if let BodyShape::Message(text) = shape
        && is_of_runners(text)
    {
        return Some(Surface::Runner);
    }
    if let BodyShape::RegistryErrors(list) = shape
        && is_grant(list)
        && surface != Some(Surface::DependencyProxy)
    {
        return Some(Surface::RegistryAuth);
    }
    let is_of_guard = matches!(
        shape, BodyShape::Guard { description: Some(text), .. } if text.starts_with("Both ")
    );
    if let BodyShape::Guard { error, .. } | BodyShape::Error(error) = shape
        && (lists::OAUTH_ERRORS.contains(&error.as_str())
            || error == "invalid_request" && !is_of_guard)
    {
        return Some(Surface::Oauth);
    }
    surface.or(Some(if matches!(shape, BodyShape::RegistryErrors(_)) {
        Surface::Registry
    } else if matches!(shape, BodyShape::GraphQlErrors(_)) {
        Surface::GraphQl
    } else if matches!(shape, BodyShape::Message(text) if text == "access forbidden") {
        Surface::RegistryAuth
    } else {
        Surface::Rest
    }))
}

/// The token endpoint speaks in the shape of the registry.
fn is_grant(list: &[(String, String)]) -> bool {
    list.iter()
        .any(|(_, message)| message == "access forbidden" || message.starts_with("HTTP Basic"))
}

fn is_of_runners(text: &str) -> bool {
    text.contains("invalid token supplied")
        || text.contains("Job is not ")
        || text.contains("Executing database migrations")
}

fn observation(
    trace: &Trace,
    surface: Option<Surface>,
    address: &Address,
    setting: &Setting,
) -> Observation {
    if trace.is_torn() && trace.broken.is_some() {
        return answered(None, BodyShape::Text("resolve host '@".to_owned()), &[]);
    }
    if let Some(failure) = trace.broken {
        return Observation::Unanswered(failure);
    }
    if matches!(trace.status, Some(401 | 403 | 404)) && is_of_stranger(trace) {
        let words = BodyShape::Text(format!("unknown host {}: refused", address.host));
        return answered(trace.status, words, &trace.headers);
    }
    // A redirect says everything in its head.
    let unseen = if trace.is_sent_elsewhere() {
        BodyShape::Empty
    } else {
        BodyShape::Unseen
    };
    let shape = trace.body.clone().unwrap_or(unseen);
    let status = trace.status.or_else(|| leading_status(&shape));
    let is_foreign = trace.voice == Voice::Remote && status.is_none();
    if is_foreign && !answers::are_known(&shape) {
        // Words that no table holds: a hook declined, and why is for a reader to see.
        let declined = BodyShape::Text("(pre-receive hook declined)".to_owned());
        return answered(None, declined, &[]);
    }
    if let Some(words) = exchange_of_another_service(surface, address, setting, &shape, status) {
        return answered(None, BodyShape::Text(words), &[]);
    }
    answered(status, shape, &trace.headers)
}

fn answered(status: Option<u16>, shape: BodyShape, headers: &[(String, String)]) -> Observation {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Observation::Answered(Exchange {
        status,
        headers: Headers::keep(pairs),
        body: Body {
            bytes: shape.excerpt().len() as u64,
            shape,
            cut: false,
        },
    })
}

/// GitLab's messages begin with the status.
fn leading_status(shape: &BodyShape) -> Option<u16> {
    let (BodyShape::Message(text) | BodyShape::Error(text)) = shape else {
        return None;
    };
    status::leading(text).or_else(|| status::titled(text))
}

/// Whether a host belongs to a service that is not GitLab. Some of those keep a GitLab of their own
/// beside, under a name that says so.
fn is_other_service(host: &str) -> bool {
    let name = host.rsplit('.').nth(1).unwrap_or_default();
    let first = host.split('.').next().unwrap_or_default();
    let keeps_gitlab = matches!(first, "gitlab" | "git" | "salsa" | "code");
    lists::OTHER_SERVICES.contains(&name) && !keeps_gitlab
}

/// What another service said, marked as such.
fn exchange_of_another_service(
    surface: Option<Surface>,
    address: &Address,
    setting: &Setting,
    shape: &BodyShape,
    status: Option<u16>,
) -> Option<String> {
    let host = address.host.split(':').next().unwrap_or_default();
    let names = |error: &str| {
        let is_it = |(code, _): &(String, String)| code == error;
        matches!(shape, BodyShape::RegistryErrors(list) if list.iter().any(is_it))
    };
    if host.starts_with("artifact-registry") && (status == Some(401) || names("UNAUTHORIZED")) {
        return Some(format!("artifact registry {host}: 401"));
    }
    if !is_other_service(host) || names("TOOMANYREQUESTS") {
        return None;
    }
    let is_image = surface.is_some_and(is_registry) || setting.image.is_some();
    if host.ends_with(DOCKER_HUB) && is_image {
        return Some(format!("image without a registry host: {}", address.path));
    }
    // Its words are not repeated: they may be those of a sentence of GitLab.
    let said = status.map_or("a refusal".to_owned(), |status| status.to_string());
    Some(format!("other service {host}: {said}"))
}

fn subject(address: &Address, method: Method, surface: Option<Surface>) -> Option<Subject> {
    let path = address.below_root();
    let is_telling = path.len() > 1 && surface.is_some();
    is_telling.then(|| Subject::new(method, path))
}

/// The project or group that an API path names.
fn target(path: &str) -> Option<Target> {
    let api = path.strip_prefix("/api/v4/")?;
    if begins_with_words(api) {
        return None;
    }
    let mut segments = api.split('/');
    let (kind, name) = (segments.next()?, segments.next()?);
    let name = name.replace("%2F", "/").replace("%2f", "/");
    let is_name = !name.is_empty() && !name.starts_with([':', '$', '*']);
    match kind {
        "projects" if is_name => Some(Target::Project(name)),
        "groups" if is_name => Some(Target::Group(name)),
        _ => None,
    }
}

/// The instance that was asked. A registry has a host or a port of its own, so its address is not
/// that of GitLab; a known pair and a port beside GitLab tell it, other names do not.
fn instance(address: &Address, surface: Option<Surface>) -> Option<String> {
    let scheme = if address.is_plain { "http" } else { "https" };
    let root = address.before_api().unwrap_or_default();
    let of_registry = surface.is_some_and(is_registry)
        && !address.path.contains("/jwt/auth")
        && !address.path.contains("/dependency_proxy/");
    let host = if of_registry {
        gitlab_beside(&address.host)?
    } else {
        address.host.as_str()
    };
    let address = format!("{scheme}://{host}{root}");
    (host.contains('.') && is_plain(&address)).then_some(address)
}

/// The host of GitLab, from the host of its registry.
fn gitlab_beside(registry: &str) -> Option<&str> {
    let (host, port) = registry.split_once(':').unwrap_or((registry, ""));
    let is_own = !host.starts_with("registry") && !host.starts_with("docker");
    match host {
        "registry.gitlab.com" => Some("gitlab.com"),
        _ if is_own && !port.is_empty() => Some(host),
        _ => None,
    }
}

fn credential(trace: &Trace) -> Credential {
    let mut kind = trace.shown.kind;
    let sent = trace.sent();
    if let Sent::As(crate::observation::Scheme::Basic { user }) = &sent {
        kind = kind.or((user == "gitlab-ci-token").then_some(TokenKind::Job));
    }
    Credential {
        sent,
        kind,
        defect: trace
            .shown
            .defect
            .map(|defect| defect.sentence().to_owned()),
        fix: trace.shown.defect.map(|defect| defect.fix().to_owned()),
        ..Credential::default()
    }
}

/// The failure in words: the request where it is known, else who speaks.
fn words(case: &Case, address: &Address, trace: &Trace) -> String {
    if let Some(subject) = &case.subject {
        let shown = if trace.method.is_some() {
            subject.shown()
        } else {
            subject.path.clone()
        };
        return if address.host.is_empty() {
            shown
        } else {
            format!("{shown} on {}", address.host)
        };
    }
    match case.surface {
        Some(surface) if !address.host.is_empty() => {
            format!("{} on {}", spoken(surface), address.host)
        }
        Some(surface) => spoken(surface).to_owned(),
        None if address.host.is_empty() => "a failure".to_owned(),
        None => address.host.clone(),
    }
}

/// A surface as people speak of it.
const fn spoken(surface: Surface) -> &'static str {
    match surface {
        Surface::Rest => "a request to the API",
        Surface::Packages => "a request to the package registry",
        Surface::GraphQl => "a GraphQL query",
        Surface::Git => "Git",
        Surface::Lfs => "Git LFS",
        Surface::RegistryAuth => "a login to the container registry",
        Surface::Registry => "the container registry",
        Surface::DependencyProxy => "the dependency proxy",
        Surface::Web => "a web page",
        Surface::Runner => "a request of a runner",
        Surface::Oauth => "OAuth",
    }
}
