//! What was typed: the command line as data, and the help that explains it.
//!
//! Nothing is resolved here: no file, no variable, no address. No option takes a token, and what
//! looks like one in a wrong place is not repeated.

#![expect(
    clippy::doc_markdown,
    reason = "clap shows these comments to users just as they are"
)]

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValuesParser;
use clap::{
    Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, ValueHint,
};
use clap_complete::Shell;
use jiff::Timestamp;

use super::connections::Shard;
use super::tips;
use super::{ExitCode, Terminal};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Capability, LONG_VERSION, find_capability, nearest_capabilities};
use crate::command::asked;
use crate::command::imagined::Imagined;
use crate::reading::{self, Filter};
use crate::render::{Format, UnknownFormat};
use crate::source::SCHEMES;

/// The widest help text, in columns.
const HELP_WIDTH: usize = 100;

/// Tell why GitLab said no to a token
///
/// A request to GitLab passes ten gates in a fixed order, from the network to the feature. glwhy finds the gate at which
/// a token is stopped, names the cause, and says what to do. It sends only requests that cannot change anything.
#[derive(Debug, Parser)]
#[command(name = "glwhy", version, long_version = LONG_VERSION, max_term_width = HELP_WIDTH)]
pub struct Cli {
    /// What to do; absent where nobody said.
    #[command(subcommand)]
    command: Option<Command>,
    /// How results are shown.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What the program can do. The options of a command, and what it says of itself, are put together once it is typed.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub enum Command {
    /// Tell which credentials are found here and which are alive; glwhy alone does the same
    Doctor(Box<DoctorArguments>),
    /// Tell what a token is, whether it is alive, and what it was given
    Inspect(Box<InspectArguments>),
    /// Tell what a token can do here, and where exactly it is stopped
    Probe(Box<ProbeArguments>),
    /// Tell what a refusal means, without any request
    Explain(Box<ExplainArguments>),
    /// Print what a coding agent has to know to use glwhy
    ///
    /// A file in the format that agents read. Such as: glwhy skill > .agents/skills/glwhy/SKILL.md
    Skill,
    /// Print a completion script for a shell
    ///
    /// Such as: glwhy completions bash > ~/.local/share/bash-completion/completions/glwhy
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// How results are shown.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that may be given or not"
)]
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputOptions {
    /// Write results to standard output in this format
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    #[arg(help = format_help())]
    pub format: Format,
    /// Write results also to a file in another format; repeatable. A link is not followed
    #[arg(long, global = true, value_name = "FORMAT=FILE", value_hint = ValueHint::FilePath)]
    pub report: Vec<ReportFile>,
    /// Use colours; auto follows the terminal, NO_COLOR, and CLICOLOR_FORCE
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        value_enum
    )]
    pub color: Colour,
    /// Show everything that is known, and every request
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Show only outcome, reason, and first remedy
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Put others in the place of names, for a ticket that everybody may read: hosts, users, paths, and ids
    ///
    /// The same name always gets the same one, in every format and every file of the run. gitlab.com stays. What a
    /// server said beyond a sentence of GitLab is left out.
    #[arg(long, global = true)]
    pub hide_names: bool,
    /// End with exit code 0 even when a problem is found
    ///
    /// Errors of the program itself, such as a bad option, still end with their own codes.
    #[arg(long, global = true)]
    pub exit_zero: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that wants them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which instance is asked, as whom, and how.
#[derive(Debug, Args)]
pub struct ConnectionOptions {
    /// Ask this instance, with its relative root if it has one
    ///
    /// Else the first that is set of GLWHY_INSTANCE, CI_SERVER_URL, GITLAB_HOST, and GITLAB_URI, then the git remote,
    /// then https://gitlab.com. On the word of a git remote alone, a token is sent to gitlab.com, to this machine, and to
    /// the host that it was given for: that of the job, or that under which glab or netrc hold this very token, at the
    /// port that they name or the usual one. Elsewhere the instance has to be named.
    #[arg(long, value_name = "URL", help_heading = "Instance and target", value_hint = ValueHint::Url)]
    pub instance: Option<String>,
    /// Take this project as the target, by path or id
    ///
    /// Plain paths are encoded once. Else CI_PROJECT_PATH or CI_PROJECT_ID, else the git remote.
    #[arg(
        long,
        value_name = "PATH_OR_ID",
        help_heading = "Instance and target",
        conflicts_with = "group"
    )]
    pub project: Option<String>,
    /// Take this group as the target, by path or id
    #[arg(long, value_name = "PATH_OR_ID", help_heading = "Instance and target")]
    pub group: Option<String>,
    /// Where the token is read from.
    #[command(flatten)]
    pub token: TokenOptions,
    /// What the network is like.
    #[command(flatten)]
    pub network: NetworkOptions,
}

/// Where the token is read from, and how it is sent.
#[derive(Debug, Args)]
#[command(next_help_heading = "Token")]
pub struct TokenOptions {
    /// Read the token from this variable of the environment
    ///
    /// Without any of these options, the token is the first of GLWHY_TOKEN, GITLAB_TOKEN, GITLAB_ACCESS_TOKEN,
    /// GITLAB_PRIVATE_TOKEN, GL_TOKEN, the configuration of glab for this instance, netrc for this instance, and
    /// CI_JOB_TOKEN. No option takes the token itself: command lines are seen by every user of a machine.
    #[arg(long = "token-env", value_name = "NAME", group = "token_source")]
    pub variable: Option<String>,
    /// Read the token from this file
    #[arg(long = "token-file", value_name = "PATH", group = "token_source", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Read the token from standard input
    #[arg(long = "token-stdin", group = "token_source")]
    pub stdin: bool,
    /// Read the token from what this command prints; it is run by sh
    #[arg(long = "token-command", value_name = "CMD", group = "token_source", value_hint = ValueHint::CommandString)]
    pub command: Option<String>,
    /// Read the token from this place, by the name that glwhy alone shows, such as git:origin or npm:~/.npmrc
    ///
    /// git asks git credential fill, which runs the helpers of its configuration, and glab asks glab for what it keeps in
    /// the keyring; neither is asked without this option.
    #[arg(long = "token-from", value_name = "PLACE", group = "token_source")]
    pub place: Option<String>,
    /// Send the token this way; auto picks by kind of token and request
    #[arg(long, value_name = "HOW", default_value = "auto", value_parser = PossibleValuesParser::new(SCHEMES))]
    pub auth: String,
    /// Send this user name with the token, where a Basic login needs one
    ///
    /// A deploy token needs its own user name; for other tokens any does.
    #[arg(long = "token-user", value_name = "NAME")]
    pub user: Option<String>,
}

/// What may be sent, and through what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Requests")]
pub struct NetworkOptions {
    /// Print the requests that would be sent, and send none
    #[arg(long)]
    pub plan: bool,
    /// Send at most this many requests
    ///
    /// Usually 12; for a single capability 8, for several up to 25, and for all of them 25.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub max_requests: Option<u32>,
    /// Wait at most this long for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// Trust the certificates in this PEM file, besides those of the system
    ///
    /// CI_SERVER_TLS_CA_FILE and SSL_CERT_FILE are honoured as well, and so are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and
    /// NO_PROXY.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub ca_file: Option<PathBuf>,
    /// Allow plain http beyond this machine: everybody on the way can read the token
    #[arg(long)]
    pub allow_http: bool,
}

/// Tell which credentials are found here and which are alive; glwhy alone does the same
///
/// Looks for the instance and the project at hand, and for every credential for them: in variables, in the configuration
/// of glab, in netrc, in the running job, and where other programs keep theirs. Each is asked for itself once, at its own
/// host. Says which would be taken, which it hides, and the one thing to do next. Ends with 0 where the one that would
/// be taken is alive.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Look for credentials of this instance; else of the one that the variables, the job, or the git remote name
    #[arg(long, value_name = "URL", help_heading = "Instance and target", value_hint = ValueHint::Url)]
    pub instance: Option<String>,
    /// Take this project as the one at hand, by path or id
    #[arg(long, value_name = "PATH_OR_ID", help_heading = "Instance and target")]
    pub project: Option<String>,
    /// What the network is like.
    #[command(flatten)]
    pub network: NetworkOptions,
}

/// Tell what a token is, whether it is alive, and what it was given
///
/// Begins offline with what the value itself tells: kind, checksum, claims, and defects. Then asks the instance for
/// the token's own record, its owner, and where it reaches, as far as its kind allows.
#[derive(Debug, Args)]
pub struct InspectArguments {
    /// Tell only what the value itself tells: send no request
    #[arg(long, conflicts_with = "plan")]
    pub offline: bool,
    /// Warn when the token expires within this many days
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub warn_within: u32,
    /// Call it a problem (exit code 3) when the token expires within this many days
    #[arg(long, value_name = "DAYS")]
    pub fail_within: Option<u32>,
    /// Whom to ask, and how.
    #[command(flatten)]
    pub connection: ConnectionOptions,
}

/// Tell what a token can do here, and where exactly it is stopped
///
/// Sends each REQUEST that only reads, and diagnoses the answer. A REQUEST that would change something is never sent:
/// its outcome is derived from the token, the role, the features, and the catalogue of endpoints. After a refusal,
/// asks the fewest safe questions that tell the possible causes apart.
#[derive(Debug, Args)]
pub struct ProbeArguments {
    /// Ask this: a request, the address of a page, a capability, a repository, or the command that failed
    ///
    /// Such as GET /projects/42/variables, version, clone, group/project, git@gitlab.example.com:group/project.git,
    /// https://gitlab.example.com/group/project/-/merge_requests/1, git push, or a whole command line of curl, wget, http, or
    /// glab, with or without quotes; - reads it from standard input. Paths are taken to be below /api/v4. :id and variables
    /// such as $CI_PROJECT_ID are filled in from the clone or the job. Of a page, the request of the API is asked that reads
    /// what it shows. Nothing is run, and credentials in what you paste are neither used nor shown.
    ///
    /// Without a REQUEST and without --need, everything that makes sense for the target is shown.
    #[arg(value_name = "REQUEST")]
    pub requests: Vec<String>,
    /// Ask this query of GraphQL; a mutation is told and never sent. @FILE reads it from a file; repeatable
    ///
    /// The bare operation, or the body that clients send, {"query": "...", "variables": {...}}. With --endpoint graphql
    /// nothing is sent: it tells what each field asks for.
    #[arg(long = "query", visible_alias = "data", value_name = "OPERATION|@FILE")]
    pub operations: Vec<String>,
    /// Tell whether the token has this capability, such as clone or create-release; repeatable
    ///
    /// Exit code 0 only when all are granted. --list-capabilities lists them.
    #[arg(long = "need", value_name = "NAME[,NAME...]", value_delimiter = ',', value_parser = parse_capability)]
    pub needs: Vec<&'static Capability>,
    /// Ask for what the jobs of this pipeline file need, such as .gitlab-ci.yml
    ///
    /// Finds releases, images, pushes, packages, lines of curl and glab, Terraform state, and other projects, names job and
    /// line of each, and what other projects have to allow. No other file is read and nothing is run; what was not read is
    /// told. Then goes on as if each had been given with --need or as a REQUEST. With --plan nothing is sent.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["endpoint", "list_capabilities"])]
    pub need_from: Option<PathBuf>,
    /// Ask the same with the token in this variable as well, and show where the tokens part; repeatable
    #[arg(long = "compare-token-env", value_name = "NAME", conflicts_with_all = ["anonymous", "endpoint"])]
    pub compared: Vec<String>,
    /// List the capabilities, by group, and send nothing
    #[arg(long, conflicts_with_all = ["requests", "needs", "plan", "anonymous", "endpoint", "connections"])]
    pub list_capabilities: bool,
    /// Tell what a caller would get who is only described, such as role=developer,scopes=read_api; nothing is sent
    ///
    /// Parts: role (guest to owner, admin, none), scopes (several with + between them), kind (of token), and visibility
    /// (private, internal, public) of the project or group. Features are taken to be on.
    #[arg(long = "as", value_name = "CALLER", value_parser = parse_caller)]
    #[arg(conflicts_with_all = ["token_source", "anonymous", "compared", "endpoint", "connections"])]
    pub caller: Option<Imagined>,
    /// Ask without any token, on purpose
    #[arg(long, conflicts_with = "token_source")]
    pub anonymous: bool,
    /// Print what the catalogue knows of the endpoint of this REQUEST, and send nothing
    #[arg(long, value_name = "REQUEST", conflicts_with_all = ["requests", "needs", "plan", "anonymous"])]
    pub endpoint: Option<String>,
    /// Many connections at once.
    #[command(flatten)]
    pub many: ManyOptions,
    /// Whom to ask, and how.
    #[command(flatten)]
    pub connection: ConnectionOptions,
}

/// How the connections of a file are checked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Many connections")]
pub struct ManyOptions {
    /// Check every connection that this TOML file describes
    ///
    /// One table for each, headed by its name. It has instance and token = { env | file | command }, and may have auth,
    /// token_user, project or group, needs, max_scopes, warn_within, and fail_within. A token never stands in the file,
    /// and a file holds up to 100000 of them. Ctrl-C keeps what is done.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["requests", "needs", "need_from", "compared", "endpoint", "anonymous", "instance", "project", "group", "token_source", "auth", "user"])]
    pub connections: Option<PathBuf>,
    /// Check only the I-th of N parts of the file, as in $CI_NODE_INDEX/$CI_NODE_TOTAL
    ///
    /// A connection belongs to the part that its name is hashed to (FNV-1a, 64 bits, modulo N), wherever it stands.
    /// Each part counts failed logins for itself, up to 5 at a host; GitLab usually bans an address after 10 in a minute.
    #[arg(long, value_name = "I/N", requires = "connections", conflicts_with_all = ["requests", "endpoint"])]
    pub shard: Option<Shard>,
    /// Have at most this many requests under way at once
    #[arg(long, value_name = "N", requires = "connections", conflicts_with_all = ["requests", "endpoint"], default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub concurrency: u16,
    /// Have at most this many of them under way to one host
    ///
    /// A host that answers 429 or 503 with Retry-After is not asked before that time, by nobody; up to 60 seconds are
    /// waited for.
    #[arg(long, value_name = "N", requires = "connections", conflicts_with_all = ["requests", "endpoint"], default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub per_host: u16,
}

/// Tell what a refusal means, without any request
///
/// Reads an answer of GitLab from FILE, from standard input, or from the options: a JSON body, or the output of
/// curl -i. Nothing is ever sent.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Read the refusal from these files; from standard input when absent or -
    ///
    /// A report of glwhy in JSON is shown again as it is, in any format, and nothing in it is judged anew.
    /// They are read in this order, and a folder file by file. What gzip or zstd compressed is read as it was, of an
    /// archive of tar each log.
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath, conflicts_with = "body")]
    pub files: Vec<PathBuf>,
    /// Explain an answer with this HTTP status, and the body that is piped in (not in a job or a loop over lines, unless
    /// - is given); of FILE, only what has it
    #[arg(long, value_name = "STATUS", help_heading = "The refusal", value_parser = clap::value_parser!(u16).range(100..=599))]
    pub status: Option<u16>,
    /// Explain an answer with this body
    #[arg(long, value_name = "TEXT", help_heading = "The refusal")]
    pub body: Option<String>,
    /// Take this header into account, of the answer or of the request; repeatable
    ///
    /// Of a header that carries a token, only the name and the kind of token are looked at.
    #[arg(long, value_name = "'NAME: VALUE'", help_heading = "The refusal")]
    pub header: Vec<String>,
    /// Take it as the answer to this request
    #[arg(long, value_name = "'METHOD URL'", help_heading = "The refusal")]
    pub request: Option<String>,
    /// Take it that this instance was asked, where the text names none; else the variables and the git remote say
    #[arg(long, value_name = "URL", help_heading = "The refusal", value_hint = ValueHint::Url)]
    pub instance: Option<String>,
    /// Take it that it was about this project, where the text names none; of GitLab's own logs, count only its requests
    #[arg(long, value_name = "PATH_OR_ID", help_heading = "The refusal")]
    pub project: Option<String>,
    /// Take it that a token of this kind was sent
    #[arg(long, value_name = "KIND", help_heading = "The refusal", value_parser = parse_kind)]
    #[arg(long_help = kinds_help())]
    pub token_kind: Option<TokenKind>,
    /// Which lines count.
    #[command(flatten)]
    pub lines: LogOptions,
    /// Print the page of this code
    #[arg(long, value_name = "CODE", help_heading = "The codes", conflicts_with_all = EXPLAINED)]
    pub code: Option<String>,
    /// List all codes, with cause and title
    #[arg(long, help_heading = "The codes", conflicts_with_all = EXPLAINED, conflicts_with = "code")]
    pub list_codes: bool,
}

/// Which lines of GitLab's own logs count, and how many groups of them are told.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Lines of GitLab's own logs")]
#[group(multiple = true, conflicts_with_all = ["body", "code", "list_codes"])]
pub struct LogOptions {
    /// Count only requests from this day or moment on, such as 2026-03-14 or 2026-03-14T09:00:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_since)]
    pub since: Option<Timestamp>,
    /// Count only requests up to this day or moment; a day counts to its end
    #[arg(long, value_name = "TIME", value_parser = parse_until)]
    pub until: Option<Timestamp>,
    /// Count only requests of this user
    #[arg(long, value_name = "NAME_OR_ID")]
    pub user: Option<String>,
    /// Count only requests with this token, by its number in GitLab, such as 12 or PersonalAccessToken/12
    #[arg(long, value_name = "NUMBER")]
    pub token_id: Option<String>,
    /// Count only the request with this id, which every answer of GitLab carries
    #[arg(long, value_name = "ID")]
    pub correlation_id: Option<String>,
    /// Tell so many groups of failed requests, the most frequent; 100 when absent
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub top: Option<u16>,
}

impl LogOptions {
    /// Returns them as what the reader of logs goes by.
    pub(crate) fn filter(&self, status: Option<u16>, project: Option<&str>) -> Filter {
        Filter {
            since: self.since,
            until: self.until,
            status,
            user: self.user.clone(),
            project: project.map(str::to_owned),
            token: self.token_id.clone(),
            correlation: self.correlation_id.clone(),
            top: self.top.map(usize::from),
        }
    }
}

fn parse_since(text: &str) -> Result<Timestamp, String> {
    reading::since(text.trim()).ok_or_else(no_moment)
}

fn parse_until(text: &str) -> Result<Timestamp, String> {
    reading::until(text.trim()).ok_or_else(no_moment)
}

fn no_moment() -> String {
    "a day is written as 2026-03-14, a moment as 2026-03-14T09:00:00Z".to_owned()
}

const EXPLAINED: [&str; 6] = ["files", "status", "body", "header", "request", "token_kind"];

/// A file that a report is written to, and its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The format.
    pub format: Format,
    /// The file.
    pub path: PathBuf,
}

/// Why a text names no report file.
#[derive(Debug, thiserror::Error)]
pub enum ReportFileError {
    /// There is no sign of equality, or nothing after it.
    #[error("give a format and a file, such as junit=report.xml")]
    NoFile,
    /// The format is not known.
    #[error(transparent)]
    Format(#[from] UnknownFormat),
}

impl FromStr for ReportFile {
    type Err = ReportFileError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, path) = text.split_once('=').ok_or(ReportFileError::NoFile)?;
        if path.is_empty() {
            return Err(ReportFileError::NoFile);
        }
        Ok(Self {
            format: format.parse()?,
            path: PathBuf::from(path),
        })
    }
}

fn format_help() -> String {
    let names = Format::ALL.map(Format::name).join(", ");
    format!("Write results to standard output in this format: {names}")
}

fn parse_kind(name: &str) -> Result<TokenKind, String> {
    TokenKind::parse(name).ok_or_else(|| format!("no kind has this name; known are {}", kinds()))
}

fn parse_caller(text: &str) -> Result<Imagined, String> {
    Imagined::parse(text).map_err(|error| {
        format!("{error}; describe a caller as in role=developer,scopes=read_api+read_repository,kind=project,visibility=private")
    })
}

fn parse_capability(name: &str) -> Result<&'static Capability, String> {
    find_capability(name.trim()).ok_or_else(|| {
        let nearest = nearest_capabilities(name);
        if nearest.is_empty() {
            "no capability has this name; glwhy probe --list-capabilities lists them".to_owned()
        } else {
            format!(
                "no capability has this name; the nearest are {}",
                nearest.join(", ")
            )
        }
    })
}

fn kinds_help() -> String {
    format!("Take it that a token of this kind was sent: {}", kinds())
}

fn kinds() -> String {
    TokenKind::ALL.map(TokenKind::name).join(", ")
}

/// What came of reading the arguments.
#[derive(Debug)]
pub enum Parsed {
    /// A command, and how its results are shown.
    Command(Box<Command>, OutputOptions),
    /// Help or the version: a result.
    Text(String),
    /// Something that cannot be followed.
    Refused(String),
}

/// Lets a command that is put behind `probe` keep its options: people type `glwhy probe` before the command that failed.
fn set_apart(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if !arguments.iter().any(|word| word == "probe") {
        return arguments;
    }
    let probe = Cli::definition();
    let options = probe
        .get_subcommands()
        .chain([&probe])
        .flat_map(clap::Command::get_arguments);
    let with_value: Vec<String> = options
        .filter(|option| option.get_action().takes_values())
        .filter_map(|option| Some(format!("--{}", option.get_long()?)))
        .collect();
    let is_value = |at: usize| {
        with_value
            .iter()
            .any(|option| arguments[at - 1] == option.as_str())
    };
    let mut words = (1..arguments.len()).filter(|at| {
        let word = arguments[*at].to_string_lossy();
        word == "--" || !word.starts_with('-') && !is_value(*at)
    });
    let is_probe = words.next().is_some_and(|at| arguments[at] == "probe");
    if let Some(at) = words.next().filter(|_| is_probe) {
        let rest = arguments[at..]
            .iter()
            .map(|word| word.to_string_lossy().into_owned());
        if asked::is_command(&rest.collect::<Vec<_>>()) {
            arguments.insert(at, "--".into());
        }
    }
    arguments
}

impl Cli {
    /// Reads the arguments, the first of which is the program's name.
    pub fn read(arguments: impl IntoIterator<Item = OsString>, terminal: &Terminal) -> Parsed {
        let mut command = Self::outline();
        if let Some(columns) = terminal.columns {
            command = command.term_width(columns.min(HELP_WIDTH));
        }
        let mut arguments = set_apart(arguments.into_iter().collect());
        let mut parse = |arguments: &[OsString]| {
            let matches = command.try_get_matches_from_mut(arguments)?;
            Self::from_arg_matches(&matches)
        };
        let mut parsed = parse(&arguments);
        // Who says nothing wants to know what is the matter.
        if parsed.as_ref().is_ok_and(|cli| cli.command.is_none()) {
            arguments.push("doctor".into());
            parsed = parse(&arguments);
        }
        match parsed {
            Ok(Self {
                command: Some(command),
                output,
            }) => Parsed::Command(Box::new(command), output),
            Ok(Self { command: None, .. }) => {
                Parsed::Text(Self::outline().render_help().to_string())
            }
            Err(error) if error.use_stderr() => Parsed::Refused(tips::refusal(error)),
            Err(error) => Parsed::Text(error.render().to_string()),
        }
    }

    /// Returns the definition of the command line, from which help and documents are made.
    #[must_use]
    pub fn definition() -> clap::Command {
        let mut definition = Self::outline();
        definition.build();
        definition
    }

    /// The commands, the options of which are still to be put together.
    fn outline() -> clap::Command {
        let codes = ExitCode::documentation();
        // In place of what the derived definition puts off: that has the shared options first.
        let put_off = |command: clap::Command| match command.get_name() {
            "doctor" => command.defer(shared_last::<DoctorArguments>),
            "inspect" => command.defer(shared_last::<InspectArguments>),
            "probe" => command.defer(shared_last::<ProbeArguments>),
            "explain" => command.defer(shared_last::<ExplainArguments>),
            _ => command,
        };
        Self::command()
            .after_help(codes.clone())
            .mut_subcommands(|command| put_off(command.after_help(codes.clone())))
    }
}

/// The options of a command, and behind them those that all commands share, which it has already.
fn shared_last<Arguments: Args>(command: clap::Command) -> clap::Command {
    let shared: Vec<_> = command
        .get_arguments()
        .map(|option| option.get_id().clone())
        .collect();
    let command = Arguments::augment_args(command);
    shared.into_iter().fold(command, |command, option| {
        command.mut_arg(option, |option| option)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Scheme;

    #[test]
    fn the_definition_is_consistent() {
        Cli::definition().debug_assert();
    }

    #[test]
    fn every_way_to_send_a_token_has_its_name() {
        assert_eq!(SCHEMES[1..], Scheme::NAMES);
    }

    #[test]
    fn a_report_file_is_a_format_and_a_path() {
        let file: ReportFile = "junit=a=b.xml".parse().unwrap();
        assert_eq!((file.format, file.path), (Format::Junit, "a=b.xml".into()));
        assert!("junit".parse::<ReportFile>().is_err());
        assert!("junit=".parse::<ReportFile>().is_err());
        assert!("xml=a".parse::<ReportFile>().is_err());
    }

    #[test]
    fn a_token_in_the_wrong_place_is_not_repeated() {
        let token = format!("{}{}", "glpat-", "Zq".repeat(10));
        for arguments in [
            vec!["glwhy", "inspect", "--token", &token],
            vec!["glwhy", "inspect", &token],
            vec!["glwhy", &token],
            vec!["glwhy", "inspect", "--auth", &token],
        ] {
            let arguments = arguments.into_iter().map(OsString::from);
            let Parsed::Refused(text) = Cli::read(arguments, &Terminal::default()) else {
                panic!("not refused");
            };
            assert!(!text.contains(&token), "{text}");
        }
    }
}
