//! What the program needs to know before it begins: everything that can fail is settled here, once.
//!
//! In this order: instance, token and whether it may go there, target, requests, client. No request
//! is sent here.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::annotate::Remarks;
use super::cli::{ConnectionOptions, NetworkOptions, TokenOptions};
use super::line::Connector;
use super::{Error, ErrorSource};
use crate::catalogue::instance::{InstanceUrl, PlainHttp};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Capability, Surface, Version};
use crate::command::asked::{self, Asked, Facts};
use crate::command::credential::scheme_for;
use crate::command::pipeline::{self, PipelineNeeds};
use crate::command::request::{self, Pasted};
use crate::command::{Context, Holding, subject};
use crate::diagnosis::{Subject, Target};
use crate::gitlab::{CaFile, ClientSettings, Limits, Logins, ProxySettings};
use crate::observation::Scheme;
use crate::report;
use crate::secret::{self, Token};
use crate::source::{
    self, CiJob, Environment, Found, InstanceOrigin, Note, ResolvedInstance, TokenSource,
    Transport, is_variable,
};

/// The variable that stands in for the clock in tests: seconds since 1970.
const NOW: &str = "GLWHY_NOW";

/// The most requests, unless somebody says otherwise.
pub(super) const USUAL_BUDGET: u32 = 12;

/// How the program names itself to an instance.
pub(super) const USER_AGENT: &str = concat!("glwhy/", env!("CARGO_PKG_VERSION"));

/// What a command is run with.
#[derive(Debug)]
pub(super) struct Settings {
    /// What is known before anything is asked.
    pub(super) context: Context,
    /// What is to be asked (`probe`).
    pub(super) subjects: Vec<Subject>,
    /// The capabilities that were asked about beside them.
    pub(super) needs: Vec<&'static Capability>,
    /// What the user should know beside the result.
    pub(super) remarks: Remarks,
    /// How to reach the instance.
    client: ClientSettings,
    /// The instance, and who named it.
    instance: ResolvedInstance,
    /// The same for every further token, to set beside the first.
    others: Vec<(Context, ClientSettings)>,
}

/// What is to be asked, before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AskedFor<'a> {
    /// What was typed.
    pub(super) requests: &'a [String],
    /// A pipeline file: its name, and its text.
    pub(super) pipeline: Option<(&'a str, &'a str)>,
}

impl AskedFor<'_> {
    const fn is_nothing(&self) -> bool {
        self.requests.is_empty() && self.pipeline.is_none()
    }
}

/// What distinguishes the commands while settling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Purpose {
    /// Whether the token may leave this machine.
    pub(super) sends: bool,
    /// Whether to go without a token on purpose.
    pub(super) anonymous: bool,
}

impl Settings {
    /// Settles everything.
    ///
    /// # Errors
    /// When an option, a file, or a variable cannot be used, or the token was given for another
    /// instance.
    pub(super) fn resolve(
        options: &ConnectionOptions,
        wanted: AskedFor<'_>,
        purpose: Purpose,
        environment: &dyn Environment,
    ) -> Result<Self, Error> {
        let (mut asked, instance) = asked(options, wanted, environment)?;
        let demand = demand(options, wanted, &instance, environment)?;
        let demand = demand.map(|demand| demand.put_into(&mut asked));
        let mut remarks = Remarks::default();
        remarks.note_search(&instance.notes);
        remarks.of_asked(&asked);
        let found = token(&options.token, &instance, purpose, environment)?;
        remarks.note_search(found.as_ref().map_or(&[], |found| &found.notes));
        let holding = found
            .as_ref()
            .and_then(|found| holding(found, options.token.user.as_deref()));
        if holding.is_none() && !purpose.anonymous {
            remarks.note_no_token();
        }
        let subjects = subjects(&asked, &instance.url)?;
        if let Some(found) = &found {
            let clients = clients_of(&subjects, &asked.needs);
            remarks.note_senders(&senders(found, &clients, &instance.url, environment));
        }
        let scheme = scheme(&options.token.auth, &asked.requests, holding.as_ref())?;
        if let (Some(demand), Some((file, _))) = (demand, wanted.pipeline) {
            remarks.note_pipeline(file, demand, &subjects);
        }
        if scheme.is_none() && lacks_its_user(holding.as_ref(), &subjects) {
            remarks.note_missing_user();
        }
        let context = Context {
            host: instance.url.authority(),
            version: version(&instance.url, environment),
            now: now(environment)?,
            token: holding,
            anonymous: purpose.anonymous,
            scheme,
            target: target(
                options,
                asked.project.as_deref(),
                &instance.url,
                environment,
            )?,
            budget: options.network.max_requests.unwrap_or(USUAL_BUDGET),
            instance: report::Instance::at(&instance.url, instance.origin.to_string()),
        };
        let token = found.and_then(|found| found.token);
        let url = instance.url.clone();
        if purpose.sends {
            check_certificates(environment)?;
        }
        let client = client(&options.network, url, token, environment);
        Ok(Self {
            context,
            subjects,
            needs: asked.needs,
            remarks,
            client,
            instance,
            others: Vec::new(),
        })
    }

    /// Returns the base address of the instance.
    pub(super) const fn instance_url(&self) -> &InstanceUrl {
        &self.instance.url
    }

    /// Asks the instance at another address of its host. Called before tokens to compare are added.
    pub(super) fn move_to(&mut self, base: &InstanceUrl) {
        self.context.instance.url = base.to_string();
        self.client.instance = base.clone();
        self.instance.url = base.clone();
    }

    /// Adds the tokens in these variables, to be asked with as well. Each obeys the rule of the first:
    /// it is sent only where it was given for.
    ///
    /// # Errors
    /// When a name is none, or a token was given for another instance.
    pub(super) fn compare(
        &mut self,
        names: &[String],
        options: &ConnectionOptions,
        environment: &dyn Environment,
    ) -> Result<(), Error> {
        let sending = Purpose {
            sends: true,
            anonymous: false,
        };
        for name in names {
            if !is_variable(name) {
                return Err(no_variable("--compare-token-env", name));
            }
            let source = TokenSource::Variable(name.clone());
            let found = search(&source, &self.instance, sending, environment)?;
            self.remarks.note_search(&found.notes);
            let context = Context {
                token: holding(&found, options.token.user.as_deref()),
                scheme: None,
                ..self.context.clone()
            };
            let url = self.instance.url.clone();
            let client = ClientSettings {
                logins: self.client.logins.clone(),
                ..client(&options.network, url, found.token, environment)
            };
            self.others.push((context, client));
        }
        Ok(())
    }

    /// Opens the line to the instance, if there is anything to send.
    ///
    /// # Errors
    /// When certificates or proxies cannot be used.
    pub(super) fn open(self) -> Result<Opened, Error> {
        let first = open_line(self.context, self.client)?;
        let others = self
            .others
            .into_iter()
            .map(|(context, client)| open_line(context, client))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Opened {
            remarks: self.remarks,
            first,
            others,
        })
    }
}

/// What a command is run with, once the lines to the instance are open.
#[derive(Debug)]
pub(super) struct Opened {
    /// What the user should know beside the result.
    pub(super) remarks: Remarks,
    /// What is known before anything is asked, and the line on which it is asked.
    pub(super) first: (Context, Connector),
    /// The same for every further token.
    pub(super) others: Vec<(Context, Connector)>,
}

fn open_line(context: Context, client: ClientSettings) -> Result<(Context, Connector), Error> {
    let line = if context.may_ask() {
        Connector::open(client)?
    } else {
        Connector::closed()
    };
    Ok((context, line))
}

/// Whether a deploy token is to be sent in a Basic login, beside a user name that is not its own.
fn lacks_its_user(holding: Option<&Holding>, subjects: &[Subject]) -> bool {
    let is_bare = holding
        .is_some_and(|holding| holding.shape.kind == TokenKind::Deploy && holding.user.is_none());
    let logs_in = |subject: &Subject| subject::surface_of(subject).takes_login();
    is_bare && subjects.iter().any(logs_in)
}

/// Returns the time in seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of the clock"
)]
pub(super) fn now(environment: &dyn Environment) -> Result<i64, Error> {
    match environment.filled_variable(NOW) {
        Some(text) => text.trim().parse().map_err(|_| {
            Error::sentence(&format!("{NOW} is not a number of seconds since 1970"))
                .hint("Unset it: it stands in for the clock in tests, and for nothing else")
        }),
        None => Ok(jiff::Timestamp::now().as_second()),
    }
}

/// Reads what was typed, and settles the instance: where nobody names it, an address that was typed does.
fn asked(
    options: &ConnectionOptions,
    wanted: AskedFor<'_>,
    environment: &dyn Environment,
) -> Result<(Asked, ResolvedInstance), Error> {
    let plain_http = plain_http(&options.network);
    let option = options.instance.as_deref();
    let settled = source::resolve_instance(option, plain_http, environment)?;
    let is_named = settled.origin != InstanceOrigin::Default;
    let target = target(options, None, &settled.url, environment).unwrap_or_default();
    let (project, group) = named(target.filter(|_| !wanted.is_nothing()));
    let facts = Facts {
        instance: Some(&settled.url).filter(|_| is_named || project.is_some()),
        project,
        group,
        environment,
    };
    let asked = asked::read(wanted.requests, &facts)?;
    let Some(address) = asked.instance.as_ref().filter(|_| !is_named) else {
        return Ok((asked, settled));
    };
    let read = InstanceUrl::parse(address, plain_http).map_err(|error| {
        let hint = error.hint();
        Error::usage(error).hint(hint)
    })?;
    if source::is_foreign(read.url.host()) {
        let text = format!("{} is another forge, and no GitLab", read.url.host());
        return Err(
            Error::sentence(&text).hint("If it is one, name it with --instance; nothing was sent")
        );
    }
    let instance = ResolvedInstance {
        url: read.url,
        origin: InstanceOrigin::Option,
        notes: settled.notes,
    };
    Ok((asked, instance))
}

fn named(target: Option<Target>) -> (Option<String>, Option<String>) {
    match target {
        Some(Target::Project(name)) => (Some(name), None),
        Some(Target::Group(name)) => (None, Some(name)),
        None => (None, None),
    }
}

/// What the pipeline file needs of the instance that was settled: nothing in it chooses whom to ask.
fn demand(
    options: &ConnectionOptions,
    wanted: AskedFor<'_>,
    instance: &ResolvedInstance,
    environment: &dyn Environment,
) -> Result<Option<PipelineNeeds>, Error> {
    let Some((file, text)) = wanted.pipeline else {
        return Ok(None);
    };
    let (project, group) = named(target(options, None, &instance.url, environment)?);
    let facts = Facts {
        instance: Some(&instance.url),
        project,
        group,
        environment,
    };
    let demand = pipeline::read(text, &facts).map_err(|error| {
        let hint = error.hint();
        Error::sentence(&format!(
            "{file} is no pipeline file that can be read: {error}"
        ))
        .hint(hint)
    })?;
    Ok(Some(demand))
}

/// What was typed is read alone, whatever is at hand.
pub(super) const fn nothing_known(environment: &dyn Environment) -> Facts<'_> {
    Facts {
        instance: None,
        project: None,
        group: None,
        environment,
    }
}

/// Where an address may be plain http.
pub(super) const fn plain_http(options: &NetworkOptions) -> PlainHttp {
    if options.allow_http {
        PlainHttp::Everywhere
    } else {
        PlainHttp::LoopbackOnly
    }
}

/// Finds the token, unless none is wanted, and makes sure that it may be sent.
fn token(
    options: &TokenOptions,
    instance: &ResolvedInstance,
    purpose: Purpose,
    environment: &dyn Environment,
) -> Result<Option<Found>, Error> {
    if purpose.anonymous {
        return Ok(None);
    }
    search(&token_source(options)?, instance, purpose, environment).map(Some)
}

fn search(
    source: &TokenSource,
    instance: &ResolvedInstance,
    purpose: Purpose,
    environment: &dyn Environment,
) -> Result<Found, Error> {
    let found = source::find(source, &instance.url, environment)?;
    if purpose.sends {
        source::may_send(&found, &instance.url)?;
        source::may_follow_remote(&found, instance, environment)?;
    }
    Ok(found)
}

fn token_source(options: &TokenOptions) -> Result<TokenSource, Error> {
    if let Some(name) = &options.variable {
        if !is_variable(name) {
            return Err(no_variable("--token-env", name));
        }
        return Ok(TokenSource::Variable(name.clone()));
    }
    if let Some(path) = &options.file {
        if secret::examine(&path.to_string_lossy()).is_known_for_sure() {
            return Err(not_the_token("--token-file", "the path of a file"));
        }
        return Ok(TokenSource::File(path.clone()));
    }
    if let Some(place) = &options.place {
        if request::holds_token(place) {
            return Err(not_the_token("--token-from", "the name of a place"));
        }
        return Ok(TokenSource::Place(place.clone()));
    }
    if options.stdin {
        return Ok(TokenSource::StandardInput);
    }
    let command = options.command.clone();
    Ok(command.map_or(TokenSource::Automatic, TokenSource::Command))
}

/// A name with its dollar is still a name, and no token.
fn no_variable(option: &str, typed: &str) -> Error {
    let bare = typed.trim_start_matches('$').trim_matches(['{', '}']);
    if typed.starts_with('$') && is_variable(bare) && !request::holds_token(bare) {
        let text = format!("{option} takes the name of a variable, and not its value");
        return Error::sentence(&text).hint(format!("Leave out the dollar: {option} {bare}"));
    }
    not_the_token(option, "the name of a variable")
}

/// The programs whose requests are asked about.
fn clients_of(subjects: &[Subject], needs: &[&'static Capability]) -> Vec<&'static str> {
    let mut clients = Vec::new();
    let surfaces = subjects.iter().map(subject::surface_of);
    clients.extend(surfaces.filter_map(|surface| match surface {
        Surface::Git | Surface::Lfs => Some("git"),
        Surface::Registry | Surface::RegistryAuth | Surface::DependencyProxy => Some("docker"),
        Surface::Rest
        | Surface::Packages
        | Surface::GraphQl
        | Surface::Web
        | Surface::Runner
        | Surface::Oauth => None,
    }));
    clients.extend(needs.iter().filter_map(|need| match need.name {
        "clone" | "push" => Some("git"),
        "pull-image" | "push-image" => Some("docker"),
        _ => None,
    }));
    clients
}

/// Where these programs have a credential of their own for the instance, another one than the one that was found.
fn senders(
    found: &Found,
    clients: &[&'static str],
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Vec<(&'static str, String)> {
    let judged = found.token.as_ref().map(Token::fingerprint);
    if clients.is_empty() || judged.is_none() {
        return Vec::new();
    }
    let others = source::find_all(instance, environment).found;
    let remote = source::remote(None, environment);
    let over_ssh = remote.is_some_and(|remote| remote.transport == Transport::Ssh);
    let mut senders: Vec<(&'static str, String)> = Vec::new();
    for client in clients {
        // Over SSH, Git sends a key.
        if *client == "git" && over_ssh {
            continue;
        }
        let reads = |other: &&Found| other.origin.readers().contains(client);
        // What Git is told in an address or a header counts before what stands in netrc.
        let Some(first) = others.iter().rev().find(reads) else {
            continue;
        };
        let is_other = first.token.as_ref().map(Token::fingerprint) != judged;
        if is_other && !senders.iter().any(|(known, _)| known == client) {
            senders.push((client, first.origin.to_string()));
        }
    }
    senders
}

/// What was typed may be a secret, so it is not repeated.
fn not_the_token(option: &str, wanted: &str) -> Error {
    Error::sentence(&format!("{option} takes {wanted}, not the token itself")).hint(
        "If that was a token, revoke it: command lines are seen by others and kept in histories",
    )
}

/// Describes what was found. A variable that is not set holds nothing, not even an empty value.
pub(super) fn holding(found: &Found, user: Option<&str>) -> Option<Holding> {
    let is_unset = |note: &Note| matches!(note, Note::UnsetVariable { .. });
    let is_nowhere = found.origin == source::Origin::Nowhere || found.notes.iter().any(is_unset);
    if found.token.is_none() && is_nowhere {
        return None;
    }
    let mut shape = match &found.token {
        Some(token) => token.examine(),
        None => secret::examine(""),
    };
    shape.defects.extend(&found.defects);
    Some(Holding {
        user: user
            .map(str::to_owned)
            .or_else(|| found.user.clone())
            .or_else(|| shape.user.clone()),
        shape,
        source: found.origin.to_string(),
        shadows: found.shadows.iter().map(ToString::to_string).collect(),
    })
}

/// Settles how the token is sent: as the option says, else as in the pasted command, else by kind.
///
/// The user name that the token came with outweighs the one in a pasted command.
pub(super) fn scheme(
    auth: &str,
    pasted: &[Pasted],
    holding: Option<&Holding>,
) -> Result<Option<Scheme>, Error> {
    let user = holding.and_then(|holding| holding.user.clone());
    let usual = || {
        let kind = holding.map(|holding| holding.shape.kind)?;
        Some(scheme_for(kind, Surface::Git, user.as_deref()))
    };
    match auth {
        "auto" => match pasted.iter().find_map(|pasted| pasted.scheme.clone()) {
            Some(Scheme::Basic { user: named }) if user.is_some() || named.is_empty() => {
                Ok(usual())
            }
            scheme => Ok(scheme),
        },
        "basic" => Ok(usual()),
        name => Scheme::parse(name, None).map(Some).map_err(Error::usage),
    }
}

/// The project that stands in a command or an address is the one that it is about.
fn target(
    options: &ConnectionOptions,
    typed: Option<&str>,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Result<Option<Target>, Error> {
    let (project, group) = match typed {
        Some(_) => (typed, None),
        None => (options.project.as_deref(), options.group.as_deref()),
    };
    let resolved = source::resolve_target(project, group, instance, environment)?;
    Ok(resolved.map(diagnosed))
}

/// A target as the diagnosis takes it.
pub(super) fn diagnosed(target: source::TargetName) -> Target {
    match target {
        source::TargetName::Project(name) => Target::Project(name),
        source::TargetName::Group(name) => Target::Group(name),
    }
}

/// The job tells the release of its own instance.
pub(super) fn version(instance: &InstanceUrl, environment: &dyn Environment) -> Option<Version> {
    let job = CiJob::read(environment)?;
    let is_own = job
        .server
        .as_ref()
        .is_some_and(|server| server.has_origin_of(instance));
    job.server_version
        .filter(|_| is_own)
        .and_then(|version| Version::parse(&version))
}

/// The library that reads the system's certificates waits for a pipe without end, and reads a device until memory is
/// full. `--ca-file` is read by us, in limited time and room.
///
/// # Errors
/// When `SSL_CERT_FILE` names what is there and is no regular file.
pub(super) fn check_certificates(environment: &dyn Environment) -> Result<(), Error> {
    let named = environment
        .filled_variable("SSL_CERT_FILE")
        .map(PathBuf::from);
    match named {
        Some(path) if path.exists() && !path.is_file() => {
            Err(Error::sentence("SSL_CERT_FILE names no regular file")
                .hint("Name a file of certificates, or give a pipe with --ca-file"))
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn client(
    options: &NetworkOptions,
    instance: InstanceUrl,
    token: Option<Token>,
    environment: &dyn Environment,
) -> ClientSettings {
    ClientSettings {
        instance,
        token: token.map(Arc::new),
        ca_files: ca_files(options, environment),
        proxies: proxies(environment),
        limits: Limits::per_request(time(options)),
        logins: Logins::default(),
        user_agent: USER_AGENT.to_owned(),
    }
}

/// The time that one request may take.
pub(super) fn time(options: &NetworkOptions) -> Duration {
    Duration::from_secs(u64::from(options.timeout))
}

/// The files of certificates to trust besides the system's own.
pub(super) fn ca_files(options: &NetworkOptions, environment: &dyn Environment) -> Vec<CaFile> {
    let of_job = environment.filled_variable("CI_SERVER_TLS_CA_FILE");
    let of_job = of_job
        .map(PathBuf::from)
        .filter(|path| environment.is_file(path));
    let read = |path: PathBuf| CaFile {
        contents: environment.read(&path),
        path,
    };
    options
        .ca_file
        .iter()
        .cloned()
        .chain(of_job)
        .map(read)
        .collect()
}

/// As curl does, the name in small letters counts first.
pub(super) fn proxies(environment: &dyn Environment) -> ProxySettings {
    let either = |name: &str| {
        environment
            .filled_variable(name)
            .or_else(|| environment.filled_variable(&name.to_uppercase()))
    };
    ProxySettings {
        https: either("https_proxy"),
        http: either("http_proxy"),
        all: either("all_proxy"),
        exempt: either("no_proxy"),
    }
}

/// The requests that were asked for, as the instance takes them.
fn subjects(asked: &Asked, instance: &InstanceUrl) -> Result<Vec<Subject>, subject::RequestError> {
    let requests = asked.requests.iter();
    let each = requests.map(|pasted| {
        let subject = subject::parse(&pasted.request, instance)?;
        Ok(subject.with_body(pasted.has_body))
    });
    each.collect()
}

/// Waits for what is asked, on a runtime that is left without waiting for look-ups that hang.
///
/// # Errors
/// When the system gives no runtime.
pub(super) fn wait_for<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorSource::Environment, error))?;
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(done)
}
