//! One line: everything that it tells, put together from phrases, bodies, statuses, and addresses.
//!
//! The line is cleaned and free of secrets when its words are looked at. Only what it shows of a
//! credential is read before, see [`super::credential`].

use super::address::{Address, method_in};
use super::credential;
use super::image;
use super::lists;
use super::phrase::{Phrase, Tells};
use super::phrases;
use super::prompt;
use super::prose;
use super::quoted;
use super::redact::redact;
use super::server_log;
use super::spelling;
use super::spoken;
use super::status::{self, Manner, Spelled};
use super::trace::{Trace, Voice};
use crate::answers;
use crate::answers::wording::{self, Said};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::Sent;
use crate::observation::{BodyShape, GraphQlError, TransportFailure};

/// So many words are a remark; more are a sentence of a text.
const REMARK: usize = 8;

/// A line that was read.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The line without secrets.
    pub(super) shown: String,
    /// What it tells.
    pub(super) trace: Trace,
    /// What it says about lines that follow it.
    pub(super) place: Option<LineContext>,
    /// Whether it tells of a request together with its success.
    pub(super) is_done: bool,
    /// Whether it speaks of failures that may happen.
    pub(super) is_manual: bool,
}

impl Line {
    /// Whether it tells nothing, neither of a failure nor of what stands around one.
    pub(super) fn tells_nothing(&self) -> bool {
        let is_mute = self.trace.is_nothing() && self.place.is_none();
        let is_sure = self.trace.perhaps_broken.is_none() && !self.trace.is_doubtful;
        is_mute && is_sure && !self.is_done && !self.is_manual
    }
}

/// What a line says about the failures that may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineContext {
    /// A new command begins; nothing said before holds any more.
    Command,
    /// The address that a client will ask.
    Base(Address),
    /// The image that is pushed or pulled.
    Image(Address),
}

/// Reads a cleaned line; `before` is what the line before it shows.
pub(super) fn read(text: &str, before: &str) -> Line {
    let mut line = read_whole(text, before);
    // What stands behind a code of gRPC says more than the code, which counts where nothing else is told.
    if let Some(said) = behind_code(&line.shown).map(str::to_owned) {
        let inner = read(&said, "").trace;
        if inner.fails {
            let shown = line.trace.shown;
            line.trace = Trace { shown, ..inner };
        } else {
            line.trace.body = line.trace.body.or(Some(BodyShape::Message(said)));
        }
    }
    line
}

/// The words behind a code of gRPC that tells a status: `code = PermissionDenied desc = token expired`.
fn behind_code(line: &str) -> Option<&str> {
    let (before, said) = line.rsplit_once(" desc = ")?;
    let is_code = |(at, phrase): &(usize, &Phrase)| at + phrase.words.len() == before.len();
    phrases::find(before).iter().any(is_code).then_some(said)
}

fn read_whole(text: &str, before: &str) -> Line {
    let shown = redact(text);
    if prose::is_source(&shown) || prose::is_wanted(&shown) {
        return Line {
            shown,
            ..Line::default()
        };
    }
    let mut trace = Trace {
        shown: credential::shown_in(text),
        address: Address::find(&shown),
        method: method_in(&shown).or_else(|| command_method(&shown)),
        ..Trace::default()
    };
    apply_body(&shown, &mut trace);
    apply_title(&shown, &mut trace);
    let told = phrases_in(&shown);
    pass_over_entry(&told, &mut trace);
    for (at, phrase) in &told {
        apply(&shown, *at, phrase, told.len() == 1, &mut trace);
    }
    apply_entry(&shown, &told, &mut trace);
    apply_reason(&shown, &mut trace);
    apply_status(&shown, &mut trace);
    apply_remote(&shown, &mut trace);
    apply_heading(&mut trace);
    spoken::apply(&shown, before, &mut trace);
    spelling::apply(text, before, &mut trace);
    apply_image(&shown, &mut trace);
    Line {
        place: place_of(&shown, &told, &trace),
        is_done: is_done(&trace, &shown),
        is_manual: !trace.fails && prose::is_manual(&shown),
        shown,
        trace,
    }
}

/// The phrases in a line, the best ones first.
fn phrases_in(line: &str) -> Vec<(usize, &'static Phrase)> {
    let mut told = phrases::find(line);
    told.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.tells.rank()));
    // A client's own title for a status is not the message behind its lead.
    let has_status = told
        .iter()
        .any(|(_, phrase)| matches!(phrase.tells, Tells::Status(..)));
    told.retain(|(_, phrase)| {
        !(has_status && phrase.words.ends_with(": ") && matches!(phrase.tells, Tells::Message(_)))
    });
    told
}

/// Words of HTTP itself are written by anybody; a failure is told by more, or by nothing else.
fn is_meant(line: &str, words: &str, trace: &Trace) -> bool {
    let is_alone = line.trim().trim_end_matches('.') == words;
    let is_told = prose::tells_of_trouble(line) || trace.address.is_some();
    is_alone || is_told && !prose::is_general(line)
}

/// What a phrase in a line adds to what is known.
fn apply(line: &str, at: usize, phrase: &Phrase, is_alone: bool, trace: &mut Trace) {
    let from = line.get(at..).unwrap_or_default();
    let words = phrase.words;
    match phrase.tells {
        Tells::Broken(failure) => apply_broken(line, (at, words), failure, is_alone, trace),
        // GitLab's API has some words in common with Git, behind words of its own.
        Tells::Plain(Surface::Git) if line.get(..at).is_some_and(is_led_by_api) => {}
        Tells::Alone(_) if line.trim() != words => {}
        Tells::Guard(_, error) if words == error && prose::is_named(line, at, error) => {}
        Tells::Plain(surface) | Tells::Alone(surface) => {
            body(trace, Some(surface), BodyShape::Text(ended(from)));
        }
        Tells::Message(surface) => apply_message(from, words, surface, trace),
        Tells::Query => {
            let errors = BodyShape::GraphQlErrors(vec![GraphQlError::said(ended(from))]);
            body(trace, Some(Surface::GraphQl), errors);
        }
        Tells::Guard(surface, error) => {
            // The sentence says more than the bare code before it.
            if trace.body == Some(BodyShape::Error(error.to_owned())) {
                trace.body = None;
            }
            body(trace, Some(surface), guard(surface, error, words, from));
        }
        Tells::Registry(surface, code, message) => {
            let errors = BodyShape::RegistryErrors(vec![(code.to_owned(), message.to_owned())]);
            body(trace, Some(surface), errors);
        }
        Tells::Page(title) => body(trace, None, BodyShape::Html(title.to_owned())),
        Tells::Torn => statement(Surface::Git, "resolve host '@", Voice::Client, trace),
        Tells::Client(surface) => statement(surface, words, Voice::Client, trace),
        Tells::After(surface) => {
            trace.surface = trace.surface.or(Some(surface));
            if !trace.fails {
                statement(surface, words, Voice::Consequence, trace);
            }
        }
        Tells::Status(None, _) if !is_meant(line, words, trace) => {}
        Tells::Status(surface, code) => apply_code(surface, code, trace),
        Tells::About(surface) => trace.surface = trace.surface.or(Some(surface)),
        Tells::Job(surface) => {
            trace.surface = trace.surface.or(surface);
            trace.shown.kind = Some(TokenKind::Job);
        }
        Tells::Nameless => trace.shown.sent = Some(Sent::Nothing),
        Tells::Asks(method, path) if trace.address.is_none() => {
            trace.surface = trace.surface.or(Some(Surface::Rest));
            trace.method = Some(method);
            trace.address = Some(Address {
                path: path.to_owned(),
                ..Address::default()
            });
        }
        Tells::Asks(..) | Tells::Place => {}
    }
}

/// What broke on the way, unless somebody answered; doubtful where nothing shows that a server was asked.
fn apply_broken(
    line: &str,
    (at, words): (usize, &str),
    failure: TransportFailure,
    is_alone: bool,
    trace: &mut Trace,
) {
    if is_answered(line, at, words, failure) {
        return;
    }
    let is_meant = !is_alone || trace.address.is_some() || is_of_a_client(line, failure);
    let address = trace.address.as_ref();
    if is_meant && !address.is_some_and(Address::is_of_this_machine) {
        broken(failure, trace);
    } else {
        trace.perhaps_broken = Some(failure);
    }
}

/// A client's own words for a status.
fn apply_code(surface: Option<Surface>, code: u16, trace: &mut Trace) {
    trace.surface = trace.surface.or(surface);
    if trace.broken.is_none() {
        trace.is_paraphrased = surface.is_none() && trace.status.is_none();
        trace.status = trace.status.or(Some(code));
        trace.fails |= code >= 300;
    }
}

/// The text of a message, behind the words that lead to it.
fn apply_message(from: &str, words: &str, surface: Option<Surface>, trace: &mut Trace) {
    let lead = if words.ends_with(": ") {
        words.len()
    } else {
        0
    };
    let said = from.get(lead..).unwrap_or_default();
    if !said.is_empty() {
        body(trace, surface, BodyShape::Message(ended(said)));
    }
}

/// Whether words of the network stand beside a status: then somebody answered, and what was answered counts. A proxy tells
/// by a status that it let nothing through. What curl could not reach it names with its port.
fn is_answered(line: &str, at: usize, words: &str, failure: TransportFailure) -> bool {
    if matches!(
        failure,
        TransportFailure::Proxy | TransportFailure::ProxyLogin
    ) {
        return false;
    }
    let is_beside = |spelled: &Spelled<'_>| {
        let place = line.len() - spelled.from.len();
        let is_clear = spelled.code >= 400 && spelled.manner > Manner::Bare;
        is_clear && !(at..at + words.len()).contains(&place)
    };
    let is_nobodys = failure == TransportFailure::Unknown && !line.contains(" port ");
    is_nobodys || status::status_in(line).as_ref().is_some_and(is_beside)
}

fn is_led_by_api(before: &str) -> bool {
    before.ends_with("403 Forbidden - ")
}

/// Notes a statement of a client, unless the other side was heard already.
fn statement(surface: Surface, words: &str, voice: Voice, trace: &mut Trace) {
    if trace.body.is_none() && trace.broken.is_none() {
        let said = BodyShape::Text(Phrase::bare(words).to_owned());
        body(trace, Some(surface), said);
        trace.voice = voice;
    }
}

fn broken(failure: TransportFailure, trace: &mut Trace) {
    let is_vague = matches!(
        trace.broken,
        None | Some(TransportFailure::Tls | TransportFailure::Proxy | TransportFailure::Unknown)
    );
    if is_vague {
        trace.broken = Some(failure);
    }
    trace.fails = true;
}

/// The method that a curl command asks with, told by an option or implied by data.
fn command_method(line: &str) -> Option<Method> {
    let at = line.find("curl ")?;
    let options = line.get(at..)?;
    let named = ["-X ", "-X", "--request "].iter().find_map(|option| {
        let from = options.find(option)? + option.len();
        let word: String = options
            .get(from..)?
            .trim_start_matches(['"', '\'', '='])
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        Method::parse(&word)
    });
    let has_data = [" -d ", " --data", " -F ", " --form "]
        .iter()
        .any(|option| options.contains(option));
    named.or(has_data.then_some(Method::Post))
}

/// Notes a body, unless a better one was found before.
fn body(trace: &mut Trace, surface: Option<Surface>, shape: BodyShape) {
    if trace.broken.is_some() {
        return;
    }
    if trace.body.is_none() {
        trace.surface = trace.surface.or(surface);
        trace.body = Some(shape);
    }
    trace.fails = true;
}

fn guard(surface: Surface, error: &str, words: &str, from: &str) -> BodyShape {
    if words.trim_start_matches(": ") == error
        || words.starts_with("oauth2: ")
        || words.starts_with("error=")
    {
        return BodyShape::Error(error.to_owned());
    }
    let description = if surface == Surface::Oauth {
        format!("{words}.")
    } else {
        ended(from).replace("..", ".")
    };
    BodyShape::guard(error, Some(description), "")
}

/// Says whether a line is known to come from a program that speaks with servers. That a
/// certificate was not accepted is said by nobody else.
fn is_of_a_client(line: &str, failure: TransportFailure) -> bool {
    lists::OF_CLIENTS.iter().any(|client| line.contains(client))
        || failure.is_of_certificate() && prose::tells_of_trouble(line)
}

/// Cuts what a client puts behind the words of the other side.
fn ended(text: &str) -> String {
    let end = lists::ENDS
        .iter()
        .filter_map(|mark| text.find(mark))
        .min()
        .unwrap_or(text.len());
    text[..end]
        .trim_end_matches(|letter: char| letter.is_whitespace() || "\"'}])".contains(letter))
        .to_owned()
}

/// A quoted body is more than any phrase.
fn apply_body(line: &str, trace: &mut Trace) {
    // A body between backticks in a sentence of a manual was answered to nobody.
    if line.contains("`{") && prose::is_manual(line) {
        return;
    }
    let is_title = ["{message:", "{error:"]
        .iter()
        .filter_map(|key| line.find(key).and_then(|at| line.get(..at)))
        .any(|before| spoken::is_of_a_record(before) && !is_of_a_log(line));
    if let Some(shape) = quoted::body_in(line).filter(|_| !is_title) {
        let is_graphql = matches!(shape, BodyShape::GraphQlErrors(_) | BodyShape::Json(_));
        if is_graphql {
            trace.surface = Some(Surface::GraphQl);
        } else if line.starts_with("GitLab: ") {
            // So does Git begin what the server says, which is no body of the API.
            trace.surface = Some(Surface::Rest);
        }
        trace.body = Some(shape);
        trace.fails = true;
        trace.status = quoted::status_in(line);
    }
}

/// A client's words in the entry of a log tell more than the entry as a whole, unless GitLab says the same.
fn pass_over_entry(told: &[(usize, &Phrase)], trace: &mut Trace) {
    if let Some(body) = trace.body.take_if(|body| is_of_client(body, told)) {
        trace.surface = None;
        trace.status = stamped(&body.said()).or(trace.status);
    }
}

/// Whether what an entry says are the words of a client, and none of GitLab's.
fn is_of_client(entry: &BodyShape, told: &[(usize, &Phrase)]) -> bool {
    let is_clients = |(_, phrase): &(usize, &Phrase)| {
        matches!(
            phrase.tells,
            Tells::Client(_) | Tells::Status(..) | Tells::Broken(_)
        )
    };
    let said = entry.said();
    let is_told = told.iter().any(is_clients) || stamped(&said).is_some();
    is_told && !answers::are_known(entry) && !wording::find(&said).iter().any(Said::is_most)
}

/// The status in a form that only programs write.
fn stamped(text: &str) -> Option<u16> {
    let spelled = status::status_in(text)?;
    (spelled.manner == Manner::Stamped).then_some(spelled.code)
}

/// The title of a page that nobody shows who does what was asked.
fn apply_title(line: &str, trace: &mut Trace) {
    if trace.body.is_some() {
        return;
    }
    let Some(title) = title_in(line) else {
        return;
    };
    let status = status::leading(&title);
    let page = BodyShape::Html(title);
    trace.fails |= status.is_some() || answers::are_known(&page);
    trace.status = trace.status.or(status);
    trace.body = Some(page);
}

/// A line of a body that is printed over several lines is better than nothing.
fn apply_entry(line: &str, told: &[(usize, &Phrase)], trace: &mut Trace) {
    if trace.broken.is_some() {
        return;
    }
    if let Some((name, value)) = quoted::entry(line)
        && let Some(shape) = parse_entry(name, value)
        && (trace.body.is_none() || name == "error" && !value.contains('{'))
        && !is_of_client(&shape, told)
    {
        trace.fails |= name != "scope" && name != "error_description";
        trace.body = Some(shape);
    }
}

/// The reason that GitLab's log names, where the line of the log is not here as it was written: cut
/// at its head, printed over several lines, or told by a person. It stands for the sentence that is
/// answered with it.
fn apply_reason(line: &str, trace: &mut Trace) {
    let Some((_, rest)) = line.split_once("auth_fail_reason") else {
        return;
    };
    let reason = rest
        .trim_start_matches(|letter: char| letter.is_whitespace() || "\\\"'`:=|".contains(letter));
    let end = reason
        .find(|letter: char| !letter.is_ascii_lowercase() && letter != '_')
        .unwrap_or(reason.len());
    if let Some(shape) = server_log::answered(&reason[..end], &[]) {
        body(trace, Some(Surface::Rest), shape);
    }
}

/// The title of a web page in a line.
fn title_in(line: &str) -> Option<String> {
    let begin = line.find("<title>").or_else(|| line.find("<TITLE>"))? + "<title>".len();
    let rest = line.get(begin..)?;
    let end = begin + rest.find("</title>").or_else(|| rest.find("</TITLE>"))?;
    Some(line.get(begin..end)?.trim().to_owned())
}

fn parse_entry(name: &str, value: &str) -> Option<BodyShape> {
    match name {
        "message" if says_status(value) => Some(BodyShape::Message(value.to_owned())),
        "error" => Some(BodyShape::Error(value.to_owned())),
        "error_description" => Some(BodyShape::guard("", Some(value.to_owned()), "")),
        "scope" => Some(BodyShape::guard("", None, value)),
        _ => None,
    }
}

/// GitLab begins its messages with the status.
fn says_status(message: &str) -> bool {
    status::leading(message).is_some() || message.contains("Unauthorized")
}

fn apply_status(line: &str, trace: &mut Trace) {
    if trace.broken.is_some() {
        return;
    }
    let Some(spelled) = status::status_in(line) else {
        return;
    };
    let message = message_of(line, spelled)
        .filter(|_| !prose::is_general(line) && !is_within_a_title(line, spelled));
    let is_report = message.is_some() || is_reported(line, spelled, trace);
    if !is_report && (spelled.manner < Manner::Worded || prose::is_general(line)) {
        return;
    }
    if is_within_a_text(line, spelled) {
        return;
    }
    if !is_report && is_ping(spelled, trace) {
        return;
    }
    if !is_report {
        trace.is_doubtful = line.split_whitespace().count() <= REMARK;
        trace.status = trace.status.or(Some(spelled.code));
        return;
    }
    if trace.voice == Voice::Consequence {
        // The client says what was answered, so its words for what follows are not needed.
        trace.body = None;
        trace.voice = Voice::Answer;
    }
    if trace.body.is_none()
        && let Some(shape) = message
    {
        trace.body = Some(shape);
        trace.fails = true;
    }
    if trace.status.is_none_or(|known| known < 400) {
        trace.status = Some(spelled.code);
    }
    trace.fails |= spelled.code >= 400;
}

/// Says whether a status is the report of a failure, or of what went well after one.
fn is_reported(line: &str, spelled: Spelled<'_>, trace: &Trace) -> bool {
    if status::is_whole_line(line, spelled) {
        return true;
    }
    match spelled.manner {
        Manner::Stamped => true,
        Manner::Worded => {
            let is_data = prose::is_data(line) && !is_of_a_log(line) || is_entry(line);
            let is_asked = trace.address.is_some() && !is_ping(spelled, trace);
            let is_known = trace.surface.is_some() || is_asked && !is_data;
            let is_trouble = prose::tells_of_trouble(line) && !is_data;
            trace.fails || (is_known || is_trouble) && !prose::is_general(line)
        }
        Manner::Bare => status::is_exception(line) && spelled.from.get(3..4) == Some(":"),
    }
}

/// A registry answers the first, nameless request with a challenge; that is how a login begins.
fn is_ping(spelled: Spelled<'_>, trace: &Trace) -> bool {
    let path = trace.address.as_ref().map(|address| address.path.as_str());
    spelled.code == 401 && path == Some("/v2/")
}

/// An entry of a table of texts: its name is none of those that tell a failure.
fn is_entry(line: &str) -> bool {
    quoted::entry(line).is_some_and(|(name, _)| !lists::TELLING_ENTRIES.contains(&name))
}

/// A status within a text of a record, such as the title of an issue that quotes a refusal.
fn is_within_a_text(line: &str, spelled: Spelled<'_>) -> bool {
    let before = line.strip_suffix(spelled.from).unwrap_or_default();
    let value = before.rsplit_once("\":").map_or("", |(_, value)| value);
    let is_text = value.trim_start().starts_with('"') && value.contains(' ');
    is_text && spoken::is_of_a_record(before) && !is_of_a_log(line)
}

/// A status amid the words of a value of JSON, such as the title of an issue, or in a table
/// of texts, was answered to nobody.
fn is_within_a_title(line: &str, spelled: Spelled<'_>) -> bool {
    let before = line.strip_suffix(spelled.from).unwrap_or_default();
    let is_data = prose::is_data(line.trim_start()) && !is_of_a_log(line);
    let is_text_of_a_key = before.ends_with('"') && is_entry(line);
    let is_dumped = lists::DUMPED.iter().any(|name| line.contains(name));
    is_data && before.ends_with(' ') && !before.ends_with(": ") || is_text_of_a_key && !is_dumped
}

/// A line of JSON is data, unless it is an entry of a log.
fn is_of_a_log(line: &str) -> bool {
    ["\"level\"", "\"msg\"", "\"err", "\"error", "\"statusCode\""]
        .iter()
        .any(|key| line.contains(key))
}

/// The message of GitLab that stands behind a status, if it is more than HTTP's own phrase.
fn message_of(line: &str, spelled: Spelled<'_>) -> Option<BodyShape> {
    let rest = spelled.from.get(3..)?;
    let code = spelled.code.to_string();
    if let Some(said) = rest
        .strip_prefix(": ")
        .filter(|_| status::is_exception(line))
    {
        return Some(exception_said(&ended(said)));
    }
    if let Some(said) = after_request(rest) {
        return Some(BodyShape::Message(said.to_owned()));
    }
    let told = line
        .split("message: ")
        .nth(1)
        .or_else(|| line.split("description: '").nth(1));
    if let Some(said) = told
        && says_status(said)
    {
        return Some(BodyShape::Message(
            ended(said).trim_end_matches('.').to_owned(),
        ));
    }
    let from = rest
        .strip_prefix(": ")
        .filter(|said| said.starts_with(&code))
        .unwrap_or(spelled.from);
    let said = ended(from);
    let is_sentence = wording::find(&said).iter().any(Said::is_most);
    (is_gitlabs(&said) || is_sentence).then_some(BodyShape::Message(said))
}

/// npm writes `403 Forbidden - PUT https://... - Package already exists.`
fn after_request(rest: &str) -> Option<&str> {
    let (_, request) = rest.split_once(" - ")?;
    let (request, said) = request.split_once(" - ")?;
    let is_request = request.contains("://") && method_in(request).is_some();
    let is_phrase =
        ["not found", "forbidden", "unauthorized"].contains(&said.to_lowercase().as_str());
    (is_request && !is_phrase && !said.is_empty()).then_some(said)
}

fn exception_said(said: &str) -> BodyShape {
    let is_code = !said.is_empty()
        && said
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_code {
        BodyShape::Error(said.to_owned())
    } else {
        BodyShape::Message(said.to_owned())
    }
}

/// Says whether a text is a message that GitLab writes and HTTP does not.
fn is_gitlabs(said: &str) -> bool {
    if let Some((_, reason)) = said.split_once(" - ") {
        let spelled = said.to_lowercase().replace("  ", " ");
        let is_reason = lists::REASON_LEADS
            .iter()
            .any(|lead| spelled.starts_with(lead));
        let is_request = reason.split_once(' ').is_some_and(|(word, _)| {
            Method::parse(word).is_some_and(|method| method.name() == word)
        });
        return is_reason && !is_request;
    }
    let Some(named) = said.strip_prefix("404 ").and_then(|rest| {
        ["Not Found", "Not Found.", "NOT FOUND"]
            .iter()
            .find_map(|end| rest.strip_suffix(end)?.strip_suffix(' '))
    }) else {
        return false;
    };
    let words: Vec<&str> = named.split_whitespace().collect();
    (1..=4).contains(&words.len())
        && named.starts_with(|letter: char| letter.is_ascii_uppercase())
        && named != "Error:"
}

/// What stands behind `remote:` was said by the other side, known words or not.
fn apply_remote(line: &str, trace: &mut Trace) {
    let bare = line.trim_start();
    // Tools have such a label too, and show what the API answered behind it.
    let is_label = bare.starts_with("GitLab: ") && trace.body.is_some();
    let Some(said) = remote_words(bare).filter(|_| !is_label) else {
        return;
    };
    let is_phrase = lists::PHRASES_OF_HTTP
        .iter()
        .any(|phrase| said.eq_ignore_ascii_case(phrase));
    if said.is_empty() || is_phrase || lists::PROGRESS.iter().any(|word| said.starts_with(word)) {
        return;
    }
    if trace.surface.is_none_or(|surface| surface == Surface::Git) {
        let inband = said.strip_prefix("GitLab: ");
        let words = BodyShape::Text(inband.unwrap_or(said).trim().to_owned());
        let is_refusal = inband.is_some() || answers::are_known(&words);
        trace.surface = Some(Surface::Git);
        // What the server names is a page to read, not what was asked.
        trace.address = None;
        if trace.broken.is_none() {
            trace.body = Some(words);
            trace.voice = Voice::Remote;
        }
        trace.fails |= is_refusal;
    }
}

/// The title of a status is the API's word, whoever repeats it.
fn apply_heading(trace: &mut Trace) {
    let is_its_own = |body: &BodyShape| {
        matches!(body, BodyShape::Message(_) | BodyShape::RegistryErrors(_))
            || !matches!(body, BodyShape::Text(_)) && answers::are_known(body)
    };
    let repeated = trace.body.as_ref().filter(|body| !is_its_own(body));
    let said = repeated.map(BodyShape::said);
    if let Some(said) = said.filter(|said| status::titled(said).is_some()) {
        trace.surface = Some(Surface::Rest);
        trace.body = Some(BodyShape::Message(said));
    }
}

/// The words behind `remote:`, or those that gitlab-shell marks itself.
fn remote_words(line: &str) -> Option<&str> {
    for mark in ["remote: ", "Remote: ", "remote: error: "] {
        if let Some(at) = line.find(mark)
            && (at == 0 || line[..at].ends_with([' ', '"', '\'', ':', ']']))
        {
            return Some(line[at + mark.len()..].trim_start_matches("ERROR: "));
        }
    }
    line.starts_with("GitLab: ").then_some(line)
}

fn apply_image(line: &str, trace: &mut Trace) {
    let is_registry = matches!(
        trace.surface,
        Some(Surface::Registry | Surface::RegistryAuth | Surface::DependencyProxy)
    );
    if is_registry
        && trace.address.is_none()
        && let Some(address) = image::image_in(line)
    {
        trace.address = Some(address);
    }
}

/// A request that is told with its success, on one line: its address belongs to no failure.
/// GraphQL answers 200 and tells a failure in the body.
fn is_done(trace: &Trace, shown: &str) -> bool {
    let is_success = trace
        .status
        .is_some_and(|status| (200..300).contains(&status));
    let asks_graphql = |address: &Address| address.path.ends_with("/graphql");
    let is_answered = trace
        .address
        .as_ref()
        .is_some_and(|address| is_success && !asks_graphql(address));
    !trace.fails && (is_answered || prose::went_well(shown))
}

/// What the line says about those that follow.
fn place_of(shown: &str, told: &[(usize, &'static Phrase)], trace: &Trace) -> Option<LineContext> {
    let is_quiet = !trace.fails && !trace.is_doubtful;
    let is_asking = trace.address.is_some() || trace.shown.sent.is_some();
    if prompt::has_prompt(shown) || is_quiet && prompt::begins_command(shown, is_asking) {
        return Some(LineContext::Command);
    }
    if trace.fails {
        return None;
    }
    told.iter()
        .find(|(_, phrase)| phrase.tells == Tells::Place)?;
    match image::image_in(shown) {
        Some(address) => Some(LineContext::Image(address)),
        None => trace.address.clone().map(LineContext::Base),
    }
}
