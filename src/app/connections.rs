//! `probe --connections`: reads the file, and lets each connection have its turn.
//!
//! One loop owns everything: it starts what the queue lets start, and takes what comes back. A token is read just before
//! its turn. What is broken is a result like any other; when the run is stopped, what was not done is one as well.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

use super::annotate::Remarks;
use super::answer::{Answer, unreadable};
use super::base::{self, BaseSearch};
use super::beside::beside;
use super::cli::{OutputOptions, ProbeArguments};
use super::output::Output;
use super::progress::ProgressDisplay;
use super::queue::Queue;
use super::settings::{self, runtime};
use super::{Error, Kind, Outside};
use crate::catalogue::instance::InstanceUrl;
use crate::command::connections::{self as checks, CheckedConnection, Wish};
use crate::command::inspect::Horizon;
use crate::command::{Context, InquiryError, needs};
use crate::diagnosis::Target;
use crate::gitlab::{Fleet, FleetSettings, GitlabError};
use crate::report::{Advice, Instance, Report, Severity, Verdict};
use crate::secret::{Token, hide_tokens};
use crate::source::connections::{Declared, Fault, Wanted};
use crate::source::{self, Environment, Found, Printed, RunningCommands, SourceError, TokenSource};

/// The longest file that is read: some hundred thousand connections.
const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// Token commands that run at once.
const COMMANDS: usize = 16;

/// Days before expiry from which to warn, where the file does not say.
const WARN_WITHIN: u32 = 30;

/// Checks the connections of a file.
///
/// # Errors
/// When the file cannot be read, or a setting of the whole run cannot be used.
pub(super) fn check(
    path: &Path,
    arguments: &ProbeArguments,
    options: &OutputOptions,
    outside: &Outside<'_>,
) -> Answer {
    let mut declared = read(path)?;
    if let Some(shard) = arguments.many.shard {
        declared.retain(|connection| shard.takes(&connection.name));
    }
    let output = Output::open(options, outside)?;
    let is_seen = outside.terminal.messages && !options.quiet;
    let run = Run::new(path, declared, arguments, is_seen, outside.environment)?;
    let runtime = runtime()?;
    let report = runtime.block_on(run.all());
    runtime.shutdown_background();
    Ok((output, report?))
}

fn read(path: &Path) -> Result<Vec<Declared>, Error> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST_FILE + 1).read_to_end(&mut bytes))
        .and_then(|length| {
            let is_too_long = length as u64 > LONGEST_FILE;
            if is_too_long {
                return Err(std::io::ErrorKind::FileTooLarge.into());
            }
            Ok(())
        })
        .map_err(|error| unreadable(error, path))?;
    source::connections::read(&bytes).map_err(|error| {
        let hint = error.hint();
        Error::about(
            Kind::Usage,
            &format!("the connections file {} cannot be used", path.display()),
            error,
        )
        .hint(hint)
    })
}

/// A connection that can be asked about.
struct Ready {
    instance: InstanceUrl,
    wanted: Wanted,
    /// What was asked for the instance, where its address goes on behind the host.
    search: Option<(BaseSearch, InstanceUrl)>,
}

/// What comes back to the loop.
enum Event {
    /// The instance was looked for.
    Located(usize, Result<BaseSearch, GitlabError>),
    /// A token command ended.
    Printed(usize, Result<Printed, SourceError>),
    /// A token file was read.
    Found(usize, Result<Found, SourceError>),
    /// A connection was checked.
    Checked(usize, Box<Result<Report, InquiryError>>),
    /// Somebody wants an end.
    Stopped,
}

struct Run<'a> {
    file: String,
    folder: PathBuf,
    arguments: &'a ProbeArguments,
    environment: &'a dyn Environment,
    now: i64,
    declared: Vec<Declared>,
    ready: Vec<Option<Ready>>,
    results: Vec<Option<Report>>,
    queue: Queue,
    fleet: Arc<Fleet>,
    commands: Arc<Semaphore>,
    running: RunningCommands,
    tasks: JoinSet<Event>,
    /// Where the API was found, by the address that was given.
    bases: BTreeMap<String, InstanceUrl>,
    progress: ProgressDisplay,
}

impl<'a> Run<'a> {
    fn new(
        path: &Path,
        declared: Vec<Declared>,
        arguments: &'a ProbeArguments,
        is_seen: bool,
        environment: &'a dyn Environment,
    ) -> Result<Self, Error> {
        let network = &arguments.connection.network;
        let (per_host, in_all) = (
            usize::from(arguments.many.per_host),
            usize::from(arguments.many.concurrency),
        );
        settings::check_certificates(environment)?;
        let fleet = Arc::new(Fleet::new(FleetSettings {
            ca_files: settings::ca_files(network, environment),
            proxies: settings::proxies(environment),
            request: settings::time(network),
            user_agent: settings::USER_AGENT.to_owned(),
            per_host,
            in_all,
        })?);
        let mut run = Self {
            file: path.display().to_string(),
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            now: settings::now(environment)?,
            ready: Vec::with_capacity(declared.len()),
            results: declared.iter().map(|_| None).collect(),
            queue: Queue::new(&[], per_host, in_all),
            progress: ProgressDisplay::of(declared.len(), is_seen),
            commands: Arc::new(Semaphore::new(COMMANDS)),
            running: RunningCommands::default(),
            tasks: JoinSet::new(),
            bases: BTreeMap::new(),
            arguments,
            environment,
            declared,
            fleet,
        };
        let hosts = run.resolve_all();
        run.queue = Queue::new(&hosts, per_host, in_all);
        Ok(run)
    }

    /// Settles what can be settled without a token, and returns the hosts.
    fn resolve_all(&mut self) -> Vec<Option<String>> {
        for index in 0..self.declared.len() {
            let ready = match self.resolve(index) {
                Ok(ready) => Some(ready),
                Err(faults) => {
                    self.broken(index, None, faults);
                    None
                }
            };
            self.ready.push(ready);
        }
        let host = |ready: &Ready| ready.instance.authority();
        self.ready
            .iter()
            .map(|ready| ready.as_ref().map(host))
            .collect()
    }

    fn resolve(&mut self, index: usize) -> Result<Ready, Vec<Advice>> {
        let connection = &mut self.declared[index];
        let wanted = std::mem::replace(&mut connection.wanted, Err(Vec::new()));
        let place = connection.place;
        let wanted = wanted.map_err(|faults| {
            faults
                .iter()
                .map(|fault| self.advise(fault))
                .collect::<Vec<_>>()
        })?;
        let plain_http = settings::plain_http(&self.arguments.connection.network);
        match InstanceUrl::parse(&wanted.instance, plain_http) {
            Ok(read) => Ok(Ready {
                instance: read.url,
                wanted,
                search: None,
            }),
            Err(error) => {
                let text = format!("instance is not usable: {error}");
                let fault = Fault {
                    code: "value-invalid",
                    place,
                    text,
                    fix: error.hint().to_owned(),
                };
                Err(vec![self.advise(&fault)])
            }
        }
    }

    /// Checks all, or as many as there is time for.
    async fn all(mut self) -> Result<Report, Error> {
        self.tasks.spawn(stopped()?);
        loop {
            while let Some(index) = self.queue.next() {
                self.begin(index);
            }
            // The task that waits for an end is always there.
            if self.tasks.len() <= 1 {
                break;
            }
            match self.tasks.join_next().await.map(unpanicked) {
                Some(Event::Located(index, search)) => self.located(index, search),
                Some(Event::Printed(index, printed)) => self.begin_printed(index, printed),
                Some(Event::Found(index, found)) => self.begin_found(index, found),
                Some(Event::Checked(index, report)) => self.checked(index, *report),
                Some(Event::Stopped) | None => break,
            }
        }
        self.finish_ready();
        self.tasks.abort_all();
        self.running.stop();
        Ok(self.report())
    }

    /// Takes what was done in the moment in which the run was stopped.
    fn finish_ready(&mut self) {
        while let Some(event) = self.tasks.try_join_next() {
            if let Event::Checked(index, report) = unpanicked(event) {
                self.checked(index, *report);
            }
        }
    }

    /// Begins with one connection. Its turn lasts until there is a result.
    fn begin(&mut self, index: usize) {
        let Some(ready) = &mut self.ready[index] else {
            return self.queue.done(index);
        };
        let is_planned = self.arguments.connection.network.plan;
        if !is_planned && ready.search.is_none() && !ready.instance.root().is_empty() {
            let given = ready.instance.clone();
            let Some(base) = self.bases.get(&given.to_string()) else {
                return self.locate(index, given);
            };
            ready.instance = base.clone();
            let (base, log) = (base.clone(), Vec::new());
            ready.search = Some((BaseSearch { base, log }, given));
        }
        self.take_token(index);
    }

    /// Looks for the instance, where people may have named a project by its address.
    fn locate(&mut self, index: usize, given: InstanceUrl) {
        let fleet = Arc::clone(&self.fleet);
        self.tasks.spawn(async move {
            let at = |base| fleet.client(base, None);
            Event::Located(index, base::search(&given, at).await)
        });
    }

    fn located(&mut self, index: usize, search: Result<BaseSearch, GitlabError>) {
        let search = match search {
            Ok(search) => search,
            Err(error) => return self.checked(index, Err(error)),
        };
        if let Some(ready) = &mut self.ready[index] {
            let given = std::mem::replace(&mut ready.instance, search.base.clone());
            self.bases.insert(given.to_string(), search.base.clone());
            ready.search = Some((search, given));
        }
        self.take_token(index);
    }

    fn take_token(&mut self, index: usize) {
        let Some(ready) = &self.ready[index] else {
            return self.queue.done(index);
        };
        match &ready.wanted.token {
            TokenSource::Command(command) => self.run_command(index, command.clone()),
            TokenSource::File(path) => self.read_file(index, self.folder.join(path)),
            source @ (TokenSource::Automatic
            | TokenSource::Variable(_)
            | TokenSource::StandardInput) => {
                let found = source::find(source, &ready.instance, self.environment);
                self.begin_found(index, found);
            }
        }
    }

    /// A file may be a pipe, or on a disk that hangs.
    fn read_file(&mut self, index: usize, path: PathBuf) {
        let Some(ready) = &self.ready[index] else {
            return;
        };
        let (instance, environment) = (ready.instance.clone(), self.environment.for_thread());
        let source = TokenSource::File(path);
        self.tasks.spawn(async move {
            let search = move || source::find(&source, &instance, &*environment);
            Event::Found(index, beside(search).await)
        });
    }

    fn run_command(&mut self, index: usize, command: String) {
        if let Err(nested) = source::may_run_commands(self.environment) {
            return self.begin_found(index, Err(nested));
        }
        let (gate, running) = (Arc::clone(&self.commands), self.running.clone());
        self.tasks.spawn(async move {
            let _turn = gate.acquire().await;
            Event::Printed(index, beside(move || running.run(&command)).await)
        });
    }

    fn begin_printed(&mut self, index: usize, printed: Result<Printed, SourceError>) {
        let Some(ready) = &self.ready[index] else {
            return;
        };
        let found =
            printed.map(|printed| source::find_printed(printed, &ready.instance, self.environment));
        self.begin_found(index, found);
    }

    fn begin_found(&mut self, index: usize, found: Result<Found, SourceError>) {
        let Some(mut ready) = self.ready[index].take() else {
            return;
        };
        let instance = self.instance(index, &ready);
        let allowed = found.and_then(|found| {
            source::may_send(&found, &ready.instance)?;
            let target = target(&ready)?;
            Ok((found, target))
        });
        let (found, target) = match allowed {
            Ok(allowed) => allowed,
            Err(error) => {
                let fault = self.advise(&fault_from(&error, self.declared[index].place));
                self.broken(index, Some(instance), vec![fault]);
                return self.queue.done(index);
            }
        };
        let mut remarks = Remarks::default();
        remarks.note_search(&found.notes);
        if let Some((search, given)) = ready.search.take() {
            remarks.note_base_search(search, &given);
        }
        let context = self.context(&ready, instance, &found, target);
        let wish = wish(&ready.wanted);
        if self.arguments.connection.network.plan {
            let report = remarks.put_into(checks::plan(&context, &wish));
            self.finish(index, report);
            return self.queue.done(index);
        }
        self.spawn(
            index,
            &ready.instance,
            found.token,
            (context, wish, remarks),
        );
        self.ready[index] = Some(ready);
    }

    fn spawn(
        &mut self,
        index: usize,
        instance: &InstanceUrl,
        token: Option<Token>,
        (context, wish, remarks): (Context, Wish, Remarks),
    ) {
        let line = if context.may_ask() {
            super::line::Connector::of(self.fleet.client(instance.clone(), token))
        } else {
            Ok(super::line::Connector::closed())
        };
        self.tasks.spawn(async move {
            let report = match line {
                Ok(line) => checks::check(&line, &context, &wish).await,
                Err(error) => Err(error),
            };
            let report = report.map(|report| remarks.put_into(report));
            Event::Checked(index, Box::new(report))
        });
    }

    fn context(
        &self,
        ready: &Ready,
        instance: Instance,
        found: &Found,
        target: Option<Target>,
    ) -> Context {
        let holding = settings::holding(found, ready.wanted.token_user.as_deref());
        let auth = ready.wanted.auth.as_deref().unwrap_or("auto");
        Context {
            host: ready.instance.authority(),
            version: settings::version(&ready.instance, self.environment),
            now: self.now,
            // The names of schemes were checked when the file was read.
            scheme: settings::scheme(auth, &[], holding.as_ref()).ok().flatten(),
            token: holding,
            anonymous: false,
            target,
            budget: self.budget(&ready.wanted),
            instance,
        }
    }

    /// The most requests for one connection.
    fn budget(&self, wanted: &Wanted) -> u32 {
        let usual = match wanted.needs.len() {
            0 => settings::USUAL_BUDGET,
            number => needs::usual_budget(Some(number)),
        };
        let most = self.arguments.connection.network.max_requests;
        most.unwrap_or(usual)
    }

    fn instance(&self, index: usize, ready: &Ready) -> Instance {
        Instance {
            url: ready.instance.to_string(),
            source: self.place(index),
            version: None,
            edition: None,
        }
    }

    fn checked(&mut self, index: usize, report: Result<Report, InquiryError>) {
        self.queue.done(index);
        let instance = self.taken(index);
        let report = report.unwrap_or_else(|error| match error {
            GitlabError::Resting { .. } | GitlabError::Withheld(_) => {
                checks::not_asked(instance, &error.to_string(), Vec::new())
            }
            GitlabError::Unsendable { .. }
            | GitlabError::NoToken
            | GitlabError::PathRefused(_)
            | GitlabError::CaUnreadable { .. }
            | GitlabError::CaInvalid { .. }
            | GitlabError::ProxyUnreadable { .. }
            | GitlabError::ProxyScheme { .. }
            | GitlabError::Setup(_) => {
                let fault = Fault {
                    code: "not-sendable",
                    place: self.declared[index].place,
                    text: error.to_string(),
                    fix: error.hint().to_owned(),
                };
                checks::not_asked(instance, BROKEN, vec![self.advise(&fault)])
            }
        });
        self.finish(index, report);
    }

    /// Takes what a connection was to be asked, which is over, and returns where.
    fn taken(&mut self, index: usize) -> Option<Instance> {
        let ready = self.ready[index].take()?;
        Some(self.instance(index, &ready))
    }

    fn broken(&mut self, index: usize, instance: Option<Instance>, faults: Vec<Advice>) {
        self.finish(index, checks::not_asked(instance, BROKEN, faults));
    }

    fn finish(&mut self, index: usize, mut report: Report) {
        for ignored in &self.declared[index].ignored {
            let mut advice = self.advise(ignored);
            advice.severity = Severity::Warning;
            report.advice.push(advice);
        }
        self.progress.done(report.verdict() == Verdict::Healthy);
        self.results[index] = Some(report);
    }

    /// A fault as the report tells it: place first, so that an editor can go there.
    fn advise(&self, fault: &Fault) -> Advice {
        let Fault {
            code,
            place,
            text,
            fix,
        } = fault;
        let end = if fix.ends_with(['.', '?']) { "" } else { "." };
        Advice {
            code,
            severity: Severity::Problem,
            text: hide_tokens(&format!("{}:{place}: {text}. {fix}{end}", self.file)),
        }
    }

    fn place(&self, index: usize) -> String {
        format!("{}:{}", self.file, self.declared[index].place.line)
    }

    fn report(mut self) -> Report {
        let cut = (0..self.results.len()).filter(|&index| self.results[index].is_none());
        let cut: Vec<usize> = cut.collect();
        for &index in &cut {
            let instance = self.taken(index);
            self.results[index] = Some(checks::not_asked(instance, CUT, Vec::new()));
        }
        let network = &self.arguments.connection.network;
        let file = self.file.clone();
        let reports = self.results.into_iter().flatten();
        let checked = self
            .declared
            .into_iter()
            .zip(reports)
            .map(|(connection, report)| CheckedConnection {
                name: connection.name,
                place: format!("{file}:{}", connection.place.line),
                report,
            });
        let budget = network.max_requests.unwrap_or(settings::USUAL_BUDGET);
        let mut report = checks::put_together(checked, budget, network.plan);
        if !cut.is_empty() {
            report.advice.push(Advice {
                code: "interrupted",
                severity: Severity::Warning,
                text: "The run was stopped before its end: the connections that are not asked have no verdict.".to_owned(),
            });
        }
        report
    }
}

/// Why nothing was asked of a connection whose table cannot be used.
const BROKEN: &str = "it cannot be checked as it stands in the file";

/// Why nothing was asked of a connection whose turn did not come.
const CUT: &str = "the run was stopped before it was done";

/// Ends when somebody presses Ctrl-C, closes the terminal, or cancels the job.
///
/// # Errors
/// When the system does not let us listen.
fn stopped() -> Result<impl Future<Output = Event> + Send + 'static, Error> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
        kinds.extend(may_hang_up().then(SignalKind::hangup));
        let listen = |kind| signal(kind).map_err(|error| Error::new(Kind::Environment, error));
        let mut signals = kinds
            .into_iter()
            .map(listen)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(async move {
            std::future::poll_fn(|context| {
                let is_stopped = signals
                    .iter_mut()
                    .any(|signal| signal.poll_recv(context).is_ready());
                if is_stopped {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            })
            .await;
            Event::Stopped
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Event::Stopped,
            // Without a way to listen, nobody can stop it but by force.
            Err(_) => std::future::pending().await,
        }
    })
}

/// Whether the end of a terminal ends the run. Under `nohup` it does not, and to listen would undo that, so it is
/// listened to only where the system tells what is ignored.
#[cfg(unix)]
fn may_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is the first of all signals.
    ignored.is_some_and(|mask| mask & 1 == 0)
}

/// A panic in a task is a panic of the program.
fn unpanicked<T>(joined: Result<T, JoinError>) -> T {
    match joined {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

fn wish(wanted: &Wanted) -> Wish {
    Wish {
        horizon: Horizon {
            warn_within: i64::from(wanted.warn_within.unwrap_or(WARN_WITHIN)),
            fail_within: wanted.fail_within.map(i64::from),
        },
        max_scopes: wanted.max_scopes.clone(),
        needs: wanted.needs.clone(),
    }
}

fn target(ready: &Ready) -> Result<Option<Target>, SourceError> {
    let (project, group) = (&ready.wanted.project, &ready.wanted.group);
    let resolved = source::named_target(project.as_deref(), group.as_deref(), &ready.instance)?;
    Ok(resolved.map(|resolved| match resolved.target {
        source::Target::Project(reference) => Target::Project(reference.to_string()),
        source::Target::Group(reference) => Target::Group(reference.to_string()),
    }))
}

fn fault_from(error: &SourceError, place: source::connections::Place) -> Fault {
    let because =
        std::error::Error::source(error).map_or(String::new(), |source| format!(": {source}"));
    Fault {
        code: match error {
            SourceError::OtherInstance { .. } | SourceError::OnlyRemote { .. } => "other-instance",
            SourceError::Target { .. } | SourceError::TargetElsewhere { .. } => "value-invalid",
            SourceError::FileUnreadable { .. }
            | SourceError::InputUnreadable { .. }
            | SourceError::CommandNotStarted { .. }
            | SourceError::CommandNested
            | SourceError::CommandFailed { .. }
            | SourceError::CommandTooSlow { .. }
            | SourceError::CommandTooLong { .. }
            | SourceError::Instance { .. } => "token-not-read",
        },
        place,
        text: format!("{error}{because}"),
        fix: error.hint(),
    }
}
