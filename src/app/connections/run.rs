//! The run over all connections: one loop that starts what may start, and takes what comes back.
//!
//! A token is read just before its turn. What is broken is a result like any other; when the run is stopped, what was not
//! done is one as well.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

use super::beside::beside;
use super::early::Early;
use super::progress::ProgressDisplay;
use super::queue::Queue;
use super::stop;
use crate::app::annotate::Remarks;
use crate::app::base::{self, BaseSearch};
use crate::app::cli::ProbeArguments;
use crate::app::line::Connector;
use crate::app::{Error, output, settings};
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

/// Token commands that run at once.
const COMMANDS: usize = 16;

/// Days before expiry from which to warn, where the file does not say.
const WARN_WITHIN: u32 = 30;

/// Why nothing was asked of a connection whose table cannot be used.
const BROKEN: &str = "it cannot be checked as it stands in the file";

/// Why nothing was asked of a connection whose turn did not come.
const CUT: &str = "the run was stopped before it was done";

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

pub(super) struct Run<'a> {
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
    early: Early<'a>,
    was_stopped: bool,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        path: &Path,
        declared: Vec<Declared>,
        arguments: &'a ProbeArguments,
        is_seen: bool,
        environment: &'a dyn Environment,
        early: Early<'a>,
    ) -> Result<Self, Error> {
        let network = &arguments.connection.network;
        let per_host = usize::from(arguments.many.per_host);
        let in_all = usize::from(arguments.many.concurrency);
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
            early,
            was_stopped: false,
        };
        let hosts = run.resolve_all();
        run.queue = Queue::new(&hosts, per_host, in_all);
        Ok(run)
    }

    /// Settles what can be settled without a token, and returns the hosts.
    fn resolve_all(&mut self) -> Vec<Option<String>> {
        for index in 0..self.declared.len() {
            let ready = self.resolve(index);
            let ready = ready.map_err(|faults| self.broken(index, None, faults));
            self.ready.push(ready.ok());
        }
        let host = |ready: &Option<Ready>| Some(ready.as_ref()?.instance.authority());
        self.ready.iter().map(host).collect()
    }

    fn resolve(&mut self, index: usize) -> Result<Ready, Vec<Advice>> {
        let connection = &mut self.declared[index];
        let wanted = std::mem::replace(&mut connection.wanted, Err(Vec::new()));
        let place = connection.place;
        let advise = |fault: &Fault| self.advise(fault);
        let wanted = wanted.map_err(|faults| faults.iter().map(advise).collect::<Vec<_>>())?;
        let plain_http = settings::plain_http(&self.arguments.connection.network);
        let read = InstanceUrl::parse(&wanted.instance, plain_http).map_err(|error| {
            let text = format!("instance is not usable: {error}");
            vec![self.advise(&Fault::new("value-invalid", place, text, error.hint()))]
        })?;
        Ok(Ready {
            instance: read.url,
            wanted,
            search: None,
        })
    }

    /// Checks all, or as many as there is time for.
    pub(super) async fn all(mut self) -> Result<Report, Error> {
        let stop = stop::wanted()?;
        self.tasks.spawn(async {
            stop.await;
            Event::Stopped
        });
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
        self.report_cut();
        match self.early.fault() {
            Some(error) => Err(output::unwritten(error)),
            None => Ok(self.report()),
        }
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
            | TokenSource::StandardInput
            | TokenSource::Place(_)) => {
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
            Connector::of(self.fleet.client(instance.clone(), token))
        } else {
            Ok(Connector::closed())
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
        Instance::at(&ready.instance, self.place(index))
    }

    fn checked(&mut self, index: usize, report: Result<Report, InquiryError>) {
        self.queue.done(index);
        let instance = self.taken(index);
        let report = report.unwrap_or_else(|error| {
            if matches!(
                error,
                GitlabError::Resting { .. } | GitlabError::Withheld(_)
            ) {
                return checks::not_asked(instance, &error.to_string(), Vec::new());
            }
            let place = self.declared[index].place;
            let fault = Fault::new("not-sendable", place, error.to_string(), error.hint());
            checks::not_asked(instance, BROKEN, vec![self.advise(&fault)])
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
        self.keep(index, report);
    }

    /// Keeps a result for the end, and tells it now where that is wanted.
    fn keep(&mut self, index: usize, report: Report) {
        if self.early.is_wanted() {
            let checked = CheckedConnection {
                name: self.declared[index].name.clone(),
                place: self.place(index),
                report: report.clone(),
            };
            let planned = self.arguments.connection.network.plan;
            self.early.tell(checked, planned);
        }
        self.results[index] = Some(report);
    }

    /// A fault as the report tells it: place first, so that an editor can go there.
    fn advise(&self, fault: &Fault) -> Advice {
        let (place, text, fix) = (fault.place, &fault.text, &fault.fix);
        let end = if fix.ends_with(['.', '?']) { "" } else { "." };
        let text = hide_tokens(&format!("{}:{place}: {text}. {fix}{end}", self.file));
        Advice::new(fault.code, Severity::Problem, text)
    }

    fn place(&self, index: usize) -> String {
        format!("{}:{}", self.file, self.declared[index].place.line)
    }

    /// What was not done when the run was stopped is a result as well.
    fn report_cut(&mut self) {
        let cut = (0..self.results.len()).filter(|&index| self.results[index].is_none());
        let cut: Vec<usize> = cut.collect();
        self.was_stopped = !cut.is_empty();
        for index in cut {
            let instance = self.taken(index);
            self.keep(index, checks::not_asked(instance, CUT, Vec::new()));
        }
    }

    fn report(self) -> Report {
        let network = &self.arguments.connection.network;
        let file = self.file;
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
        if self.was_stopped {
            report.advice.push(Advice::warning("interrupted", "The run was stopped before its end: the connections that are not asked have no verdict."));
        }
        report
    }
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
    let named = source::named_target(project.as_deref(), group.as_deref(), &ready.instance)?;
    Ok(named.map(settings::diagnosed))
}

fn fault_from(error: &SourceError, place: source::connections::Position) -> Fault {
    let because =
        std::error::Error::source(error).map_or(String::new(), |source| format!(": {source}"));
    let code = match error {
        SourceError::OtherInstance { .. } | SourceError::OnlyRemote { .. } => "other-instance",
        SourceError::Target { .. } | SourceError::TargetElsewhere { .. } => "value-invalid",
        SourceError::FileUnreadable { .. }
        | SourceError::InputUnreadable { .. }
        | SourceError::CommandNotStarted { .. }
        | SourceError::CommandNested
        | SourceError::CommandFailed { .. }
        | SourceError::CommandTooSlow { .. }
        | SourceError::CommandTooLong { .. }
        | SourceError::NoPlace { .. }
        | SourceError::Instance { .. } => "token-not-read",
    };
    Fault::new(code, place, format!("{error}{because}"), error.hint())
}
