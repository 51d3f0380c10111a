//! From a command that was typed to its report, and from the report to an exit code.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::annotate;
use super::base;
use super::cli::{
    Command, ConnectionOptions, ExplainArguments, InspectArguments, OutputOptions, ProbeArguments,
};
use super::error::repeatable;
use super::output::{self, Output};
use super::settings::{self, AskedFor, Opened, Purpose, Settings, wait_for};
use super::waiting::Waiting;
use super::{
    Error, ErrorSource, ExitCode, Outside, completions, connections, doctor, files, stored,
};
use crate::answers::codes;
use crate::catalogue::capability::ClientRequest;
use crate::catalogue::instance::{InstanceUrl, PlainHttp, in_command};
use crate::catalogue::page::Page;
use crate::catalogue::{self, Capability, Place, capabilities_at};
use crate::command::asked::{self, AskedError};
use crate::command::explain::{self, ExplainInput};
use crate::command::imagined;
use crate::command::inspect::{self, Horizon};
use crate::command::needs::{self, Depth};
use crate::command::operation::{self, Typed};
use crate::command::probe::{self, ProbeOptions};
use crate::command::request::{self, Pasted};
use crate::command::subject;
use crate::command::{Context, compare};
use crate::render;
use crate::report::Report;
use crate::source::{self, CiJob, Environment, InstanceOrigin};

/// What `skill` prints.
const SKILL: &str = include_str!("skill.md");

/// Runs a command.
///
/// # Errors
/// When the program cannot do its job. What GitLab refuses is no error.
pub(super) fn answer(
    command: Command,
    options: &OutputOptions,
    outside: &mut Outside<'_>,
) -> Result<ExitCode, Error> {
    let printed = match &command {
        Command::Probe(arguments) if arguments.list_capabilities => {
            Some(Ok(render::capabilities(options.format)))
        }
        Command::Probe(arguments) => endpoint_of(arguments, outside.environment)?
            .map(|text| endpoint_page(&text, options.format, outside.environment)),
        Command::Explain(arguments) => page(arguments),
        Command::Completions { shell } => Some(Ok(completions::script(*shell))),
        Command::Skill => Some(Ok(SKILL.to_owned())),
        Command::Doctor(_) | Command::Inspect(_) => None,
    };
    if let Some(text) = printed {
        return output::print(outside.output, &text?).map(|()| ExitCode::Healthy);
    }
    let (mut output, report) = match command {
        Command::Doctor(arguments) => doctor::answer(&arguments, options, outside)?,
        Command::Inspect(arguments) => inspect(&arguments, options, outside)?,
        Command::Probe(mut arguments) => {
            read_typed(&mut arguments, outside)?;
            let operations = operations(&arguments, outside.environment)?;
            arguments.requests.extend(operations);
            probe(&arguments, options, outside)?
        }
        Command::Explain(arguments) => explain(&arguments, options, outside)?,
        Command::Completions { .. } | Command::Skill => return Ok(ExitCode::Healthy),
    };
    output.write(&report, outside.output)?;
    Ok(if options.exit_zero {
        ExitCode::Healthy
    } else {
        ExitCode::from_report(&report)
    })
}

pub(super) type Answer = Result<(Output, Report), Error>;

fn inspect(arguments: &InspectArguments, options: &OutputOptions, outside: &Outside<'_>) -> Answer {
    let purpose = Purpose {
        sends: !arguments.offline,
        anonymous: false,
    };
    let connection = &arguments.connection;
    let mut settings = Settings::resolve(
        connection,
        AskedFor::default(),
        purpose,
        outside.environment,
    )?;
    let output = Output::open(options, outside)?;
    if !arguments.offline {
        base::find(&mut settings, &connection.network, outside.environment)?;
    }
    let horizon = Horizon {
        warn_within: i64::from(arguments.warn_within),
        fail_within: arguments.fail_within.map(i64::from),
    };
    let report = if arguments.offline {
        inspect::offline(&settings.context, horizon)
    } else if connection.network.plan {
        inspect::plan(&settings.context, horizon)
    } else {
        let waiting = waiting(&settings, connection, options, outside);
        let opened = settings.open()?;
        let (context, line) = &opened.first;
        let report = wait_for(waiting.during(inspect::inspect(line, context, horizon)))??;
        return Ok((output, opened.remarks.put_into(report)));
    };
    Ok((output, settings.remarks.put_into(report)))
}

/// What is told while the instance lets wait.
fn waiting(
    settings: &Settings,
    connection: &ConnectionOptions,
    options: &OutputOptions,
    outside: &Outside<'_>,
) -> Waiting {
    let host = settings.instance_url().authority();
    Waiting::on(&host, connection.network.timeout, options.quiet, outside)
}

/// Puts the lines of standard input into the place of `-`. Without it nothing is read: in a job, a script may come there.
fn read_typed(arguments: &mut ProbeArguments, outside: &mut Outside<'_>) -> Result<(), Error> {
    let Some(at) = arguments.requests.iter().position(|request| request == "-") else {
        return Ok(());
    };
    if arguments.connection.token.stdin {
        let message = "standard input cannot hold both the token and the request";
        return Err(
            Error::sentence(message).hint("Give the token with --token-env or --token-file")
        );
    }
    prompt(outside, "paste the request or the command");
    let text = read_input(outside)?;
    if text.len() as u64 > LONGEST {
        return Err(
            Error::sentence("standard input is longer than 1 MiB, and no request is")
                .hint("Paste the command alone; what it printed is read by glwhy explain"),
        );
    }
    let lines = asked::lines(&text);
    if lines.is_empty() {
        return Err(AskedError::Empty.into());
    }
    arguments.requests.splice(at..=at, lines);
    Ok(())
}

/// The longest request or body that is read from standard input, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads it, and one byte more, which tells that it was cut.
fn read_input(outside: &mut Outside<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let mut input = Read::take(&mut *outside.input, LONGEST + 1);
    input.read_to_end(&mut bytes).map_err(input_unreadable)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The body that is handed on beside a status. What a shell reads there itself is left alone: in a job its script.
fn body_beside(outside: &mut Outside<'_>) -> Result<Option<String>, Error> {
    let is_left = outside.terminal.input || outside.terminal.shared;
    if is_left || CiJob::read(outside.environment).is_some() {
        return Ok(None);
    }
    let text = read_input(outside)?;
    Ok((!text.trim().is_empty()).then_some(text))
}

/// Somebody who waits at a terminal is told what for.
fn prompt(outside: &mut Outside<'_>, what: &str) {
    if outside.terminal.input {
        let _: std::io::Result<()> = writeln!(outside.messages, "glwhy: {what}, then press Ctrl-D");
    }
}

fn input_unreadable(error: std::io::Error) -> Error {
    let source = anyhow::Error::from(error).context("standard input cannot be read");
    Error::new(ErrorSource::Environment, source)
}

fn probe(arguments: &ProbeArguments, options: &OutputOptions, outside: &mut Outside<'_>) -> Answer {
    if let Some(file) = &arguments.many.connections {
        return connections::check(file, arguments, options, outside);
    }
    let purpose = Purpose {
        sends: true,
        // Whoever is only described needs no token.
        anonymous: arguments.anonymous || arguments.caller.is_some(),
    };
    let (connection, environment) = (&arguments.connection, outside.environment);
    let pipeline = arguments.need_from.as_deref();
    let pipeline = pipeline
        .map(|path| pipeline_text(path, environment))
        .transpose()?;
    let named = pipeline.as_ref();
    let asked = AskedFor {
        requests: &arguments.requests,
        pipeline: named.map(|(file, text)| (file.as_str(), text.as_str())),
    };
    let mut settings = Settings::resolve(connection, asked, purpose, environment)?;
    base::find(&mut settings, &connection.network, environment)?;
    if arguments.caller.is_some() && settings.context.target.is_none() {
        settings.context.target = Some(imagined::target());
    }
    let (capabilities, depth) = capabilities(arguments, &mut settings)?;
    settings.compare(&arguments.compared, connection, environment)?;
    let output = Output::open(options, outside)?;
    let subjects = settings.subjects.clone();
    let wanted = ProbeOptions {
        subjects: &subjects,
        capabilities: &capabilities,
        depth,
        compares: !arguments.compared.is_empty(),
    };
    if let Some(caller) = &arguments.caller {
        let named: &[_] = match depth {
            Depth::Verdict => &capabilities,
            Depth::Overview => &[],
        };
        let report = imagined::judge(caller, &subjects, named, &settings.context);
        return Ok((output, settings.remarks.put_into(report)));
    }
    if arguments.connection.network.plan {
        let report = probe::plan(wanted, &settings.context);
        return Ok((output, settings.remarks.put_into(report)));
    }
    let waiting = waiting(&settings, connection, options, outside);
    let opened = settings.open()?;
    let report = wait_for(waiting.during(ask_each(&opened, wanted, arguments)))??;
    Ok((output, opened.remarks.put_into(report)))
}

/// The name and the text of a pipeline file.
fn pipeline_text(path: &Path, environment: &dyn Environment) -> Result<(String, String), Error> {
    let name = repeatable(&path.to_string_lossy());
    let bytes = environment.read(path).map_err(|error| {
        let message = format!("the pipeline file {name} cannot be read");
        Error::about(ErrorSource::Environment, &message, error)
            .hint("Name a file of at most 1 MiB, such as .gitlab-ci.yml")
    })?;
    Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Asks the same with each token, one after the other.
async fn ask_each(
    opened: &Opened,
    wanted: ProbeOptions<'_>,
    arguments: &ProbeArguments,
) -> Result<Report, Error> {
    let (context, line) = &opened.first;
    let first = probe::find_out(line, wanted, context).await?;
    if opened.others.is_empty() {
        return Ok(first.report);
    }
    let mut others = Vec::with_capacity(opened.others.len());
    for (context, line) in &opened.others {
        others.push(probe::find_out(line, wanted, context).await?);
    }
    let mut names = vec![name_of_first(context, arguments)];
    names.extend(arguments.compared.iter().cloned());
    Ok(compare::side_by_side(names, first, others))
}

/// What people know the first token by: the variable, which is one even where it is not set, or else
/// where it was read from.
fn name_of_first(context: &Context, arguments: &ProbeArguments) -> String {
    let named = arguments.connection.token.variable.clone();
    let found = context.token.as_ref().map(|holding| {
        let source = &holding.source;
        source.strip_prefix("env:").unwrap_or(source).to_owned()
    });
    named.or(found).unwrap_or_else(|| "no token".to_owned())
}

/// The capabilities that are asked about, and how far: those that were named, or, where nothing was
/// named at all, those that make sense for the target.
fn capabilities(
    arguments: &ProbeArguments,
    settings: &mut Settings,
) -> Result<(Vec<&'static Capability>, Depth), Error> {
    let place = needs::place_of(settings.context.target.as_ref());
    let mut named: Vec<&'static Capability> = Vec::new();
    let typed = settings.needs.clone();
    for capability in arguments.needs.iter().chain(&typed) {
        if capability.request(place, false).is_none() {
            return Err(out_of_place(capability, place));
        }
        if !named.contains(capability) {
            named.push(capability);
        }
    }
    let is_read = arguments.need_from.is_some();
    let is_overview = named.is_empty() && settings.subjects.is_empty() && !is_read;
    if is_overview && place == Place::Instance {
        settings.remarks.note_no_target();
    }
    if arguments.connection.network.max_requests.is_none() && is_read {
        settings.context.budget = budget_for(named.len(), settings.subjects.len());
    } else if arguments.connection.network.max_requests.is_none() && settings.subjects.is_empty() {
        let number = (!is_overview).then_some(named.len());
        settings.context.budget = needs::usual_budget(number);
    }
    Ok(if is_overview {
        (capabilities_at(place).collect(), Depth::Overview)
    } else {
        (named, Depth::Verdict)
    })
}

/// What is usual for so many capabilities, and two requests for each that others add.
fn budget_for(capabilities: usize, requests: usize) -> u32 {
    let requests = u32::try_from(requests).unwrap_or(u32::MAX);
    needs::usual_budget(Some(capabilities)).saturating_add(requests.saturating_mul(2).min(40))
}

fn out_of_place(capability: &Capability, place: Place) -> Error {
    let options: Vec<String> = capability
        .places()
        .filter(|place| *place != Place::Instance)
        .map(|place| format!("--{} PATH_OR_ID", place.name()))
        .collect();
    let named = match place {
        Place::Project => "the target is a project",
        Place::Group => "the target is a group",
        Place::Instance => "none was named",
    };
    let places = capability.places_in_words();
    let message = format!("{} is about a {places}, and {named}", capability.name);
    Error::sentence(&message).hint(format!("Name it with {}", options.join(" or ")))
}

fn explain(
    arguments: &ExplainArguments,
    options: &OutputOptions,
    outside: &mut Outside<'_>,
) -> Answer {
    let mut told = explain_input(arguments, outside.environment)?;
    let output = Output::open(options, outside)?;
    let typed = typed(&arguments.files).and_then(|text| status_of(&text));
    told.status = typed.or(told.status);
    let project = arguments.project.as_deref();
    told.filter = arguments.lines.filter(arguments.status, project);
    if let Some(report) = stored::found(arguments, outside)? {
        return Ok((output, report));
    }
    let reads = typed.is_none() && !arguments.files.is_empty() || told.filter.is_about_logs();
    if !reads && (told.status.is_some() || told.body.is_some()) {
        if told.body.is_none() {
            told.body = body_beside(outside)?;
        }
        return Ok((output, explain::explain(&told)));
    }
    let mut report = explain_files(&arguments.files, &told, outside)?;
    if report.entries.is_empty() {
        report.advice.push(annotate::what_is_read());
    }
    Ok((output, report))
}

/// What was typed in the place of files, where there is none of them.
fn typed(files: &[PathBuf]) -> Option<String> {
    let words = files
        .iter()
        .map(|path| path.to_str().filter(|_| !path.exists()));
    Some(words.collect::<Option<Vec<_>>>()?.join(" "))
}

/// Explains what is in files. One that cannot be read keeps nothing of the others back.
fn explain_files(
    named: &[PathBuf],
    told: &ExplainInput,
    outside: &mut Outside<'_>,
) -> Result<Report, Error> {
    let (files, unlisted) = files::listed(named);
    if files.iter().any(|path| files::is_input(path)) {
        prompt(outside, "paste the refusal");
    }
    let mut unread = unlisted;
    let input = &mut *outside.input;
    let mut texts = |take: &mut files::Take<'_>| files::read_each(&files, input, &mut unread, take);
    let mut report = explain::explain_texts(&mut texts, told).map_err(input_unreadable)?;
    let mut unread = unread.into_iter();
    if report.entries.is_empty()
        && let Some((path, error)) = unread.next()
    {
        for (path, error) in unread {
            unreadable(error, &path).print(outside.messages);
        }
        return Err(unreadable(error, &path));
    }
    report.advice.extend(unread.map(annotate::file_unread));
    Ok(report)
}

/// The request that was refused. An address stays what it is, also that of a page.
fn refused_request(text: &str, environment: &dyn Environment) -> Result<Pasted, Error> {
    if text.trim_start().starts_with("http") {
        return Ok(request::read(text)?);
    }
    let asked = asked::read(&[text.to_owned()], &settings::nothing_known(environment))?;
    asked.requests.into_iter().next().ok_or_else(|| {
        Error::sentence("--request takes the request that was refused")
            .hint("Give it as --request 'GET /projects/42/variables', or as an address")
    })
}

/// The status that was given in the place of a file: `403`, with or without its phrase.
fn status_of(text: &str) -> Option<u16> {
    let (number, phrase) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let is_phrase = phrase
        .chars()
        .all(|letter| letter.is_alphabetic() || letter == ' ');
    let status = number
        .parse()
        .ok()
        .filter(|status| (100..600).contains(status));
    status.filter(|_| is_phrase)
}

fn explain_input(
    arguments: &ExplainArguments,
    environment: &dyn Environment,
) -> Result<ExplainInput, Error> {
    let mut told = ExplainInput {
        status: arguments.status,
        body: arguments.body.clone(),
        ..ExplainInput::default()
    };
    let named = source::resolve_instance(
        arguments.instance.as_deref(),
        PlainHttp::Everywhere,
        environment,
    );
    // A variable that names no instance keeps nobody from reading what was pasted.
    if arguments.instance.is_some() || named.is_ok() {
        let named = named?;
        let target =
            source::resolve_target(arguments.project.as_deref(), None, &named.url, environment)?;
        told.target = target.map(settings::diagnosed);
        told.usual = (named.origin != InstanceOrigin::Default).then_some(named.url);
    }
    if let Some(text) = &arguments.request {
        let pasted = refused_request(text, environment)?;
        told.take_request(&pasted.request)?;
        told.take_scheme(pasted.scheme);
    }
    for line in &arguments.header {
        told.take_header(line).ok_or_else(|| {
            Error::sentence("a header has no colon").hint("Give it as --header 'Name: value'")
        })?;
    }
    if let Some(kind) = arguments.token_kind {
        told.take_kind(kind);
    }
    Ok(told)
}

pub(super) fn unreadable(error: std::io::Error, path: &Path) -> Error {
    if files::is_input(path) {
        return input_unreadable(error);
    }
    let message = format!("the file {} cannot be read", path.display());
    let name = path.to_string_lossy();
    let hint = match codes::nearest(&name).first().map(|code| code.id) {
        _ if name.contains("://") => {
            "explain sends no request: glwhy probe asks for what is at an address".to_owned()
        }
        _ if error.kind() == std::io::ErrorKind::FileTooLarge => {
            "Or hand on what is in it: zstd -dc --long=31 FILE | glwhy explain".to_owned()
        }
        Some(id) => format!("Check the path; if a code was meant, the nearest is {id}"),
        None => "Check the path, and that you may read the file".to_owned(),
    };
    Error::about(ErrorSource::Usage, &message, error).hint(hint)
}

/// What `explain` prints without a refusal: the page of a code, or the list of all.
fn page(arguments: &ExplainArguments) -> Option<Result<String, Error>> {
    if arguments.list_codes {
        return Some(Ok(codes::list()));
    }
    if let Some(code) = typed(&arguments.files).and_then(|text| codes::find(&text)) {
        return Some(Ok(codes::page(code)));
    }
    let id = arguments.code.as_deref()?;
    Some(match codes::find(id) {
        Some(code) => Ok(codes::page(code)),
        None => Err(unknown_code(id)),
    })
}

fn unknown_code(id: &str) -> Error {
    let error = Error::sentence(&format!("no code is named '{id}'"));
    let names: Vec<&str> = codes::nearest(id).iter().map(|code| code.id).collect();
    if names.is_empty() {
        error.hint("glwhy explain --list-codes lists all")
    } else {
        error.hint(format!("The nearest are {}", names.join(", ")))
    }
}

/// What `--endpoint` is about: the operation beside it, or what it says itself.
fn endpoint_of(
    arguments: &ProbeArguments,
    environment: &dyn Environment,
) -> Result<Option<String>, Error> {
    let Some(text) = &arguments.endpoint else {
        return Ok(None);
    };
    let operation = operations(arguments, environment)?.into_iter().next();
    Ok(Some(operation.unwrap_or_else(|| text.clone())))
}

/// The operations of GraphQL that options name, those in files read.
fn operations(
    arguments: &ProbeArguments,
    environment: &dyn Environment,
) -> Result<Vec<String>, Error> {
    let read = |text: &String| {
        let text = match text.strip_prefix('@') {
            Some(path) => file_of_operation(path, environment)?,
            None => text.clone(),
        };
        if Typed::read(&text).is_some() {
            Ok(text)
        } else {
            let error = Error::sentence("--query holds no operation of GraphQL");
            Err(error.hint("Such as --query '{ currentUser { username } }', or --query @FILE"))
        }
    };
    arguments.operations.iter().map(read).collect()
}

fn file_of_operation(path: &str, environment: &dyn Environment) -> Result<String, Error> {
    let cannot = |error: std::io::Error| {
        let source = anyhow::Error::from(error).context(format!("{path} cannot be read"));
        Error::new(ErrorSource::Environment, source)
    };
    let bytes = environment.read(Path::new(path)).map_err(cannot)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The page of an endpoint, by a request to it or a capability that comes down to it.
fn endpoint_page(
    text: &str,
    format: render::Format,
    environment: &dyn Environment,
) -> Result<String, Error> {
    let page = page_about(text, environment)?;
    Ok(match format {
        render::Format::Json | render::Format::JsonV1 => page.json(),
        render::Format::JsonLines => page.line(),
        render::Format::Table
        | render::Format::Markdown
        | render::Format::Junit
        | render::Format::Html
        | render::Format::OpenMetrics
        | render::Format::CodeQuality => page.text(),
    })
}

fn page_about(text: &str, environment: &dyn Environment) -> Result<Page, Error> {
    let asked = asked::read(&[text.to_owned()], &settings::nothing_known(environment))?;
    let request = asked.requests.first().map_or("", |pasted| &pasted.request);
    if let Some(capability) = asked.needs.first() {
        let endpoint = capability.requests.iter().find_map(ClientRequest::endpoint);
        let unknown = || unknown_endpoint(capability.name, request);
        return endpoint.map(catalogue::document::page).ok_or_else(unknown);
    }
    let instance = request::instance_url_of(request).unwrap_or_else(InstanceUrl::gitlab_com);
    let subject = subject::parse(request, &instance)?;
    if let Some(operation) = subject.operation() {
        let no_graphql = |why| AskedError::NoGraphQl { why };
        return Ok(operation::page(&operation).map_err(no_graphql)?);
    }
    let endpoint = subject.endpoint().ok_or_else(|| {
        let path = subject
            .path
            .strip_prefix("/api/v4")
            .unwrap_or(&subject.path);
        unknown_endpoint(&subject.shown(), path)
    })?;
    Ok(catalogue::document::page(endpoint))
}

fn unknown_endpoint(shown: &str, path: &str) -> Error {
    let error = Error::sentence(&format!("the catalogue does not know {shown}"));
    let methods = catalogue::methods_at(path);
    if !methods.is_empty() {
        return error.hint(format!("There is {methods} at this path"));
    }
    if let Some(fault) = catalogue::path_fault(path) {
        let suggested = fault.suggested.split('?').next().unwrap_or_default();
        let suggested = in_command(
            suggested,
            "/projects/group%2Fproject/issues, with its slashes encoded",
        );
        return error.hint(format!("Did you mean {suggested}"));
    }
    catalogue::nearest(path, 3)
        .iter()
        .fold(error, |error, row| {
            error.hint(format!("Did you mean {} {}", row.method, row.template))
        })
}
