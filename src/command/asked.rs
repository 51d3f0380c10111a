//! What was typed, read into what is meant: requests, capabilities, and what they are about.
//!
//! People type the request, the address of a repository, or the command that failed, with and without quotes. Nothing is
//! run and nothing is sent. What cannot be understood is repeated as far as it holds no secret.

mod fill;
mod place;
mod program;
#[cfg(test)]
mod tests;

use super::operation::{self, Typed};
use super::request::{self, Pasted, PastedError};
use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::{Capability, find_capability, nearest_capabilities};
use crate::reading::redact;
use crate::secret::hide_tokens;
use crate::source::Environment;

pub(crate) use program::is_command;

/// What is known where it was typed.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The instance, where somebody named it.
    pub instance: Option<&'a InstanceUrl>,
    /// The project at hand, by its plain path or its id.
    pub project: Option<String>,
    /// The group at hand.
    pub group: Option<String>,
    /// The files of the clone, and the variables of the job.
    pub environment: &'a dyn Environment,
}

/// What is meant.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Requests.
    pub requests: Vec<Pasted>,
    /// Capabilities.
    pub needs: Vec<&'static Capability>,
    /// The project that the capabilities are about, where it was named: its address or its path.
    pub project: Option<String>,
    /// The base address of the instance, where it was named.
    pub instance: Option<String>,
    /// What the user should know of how it was read, in sentences.
    pub remarks: Vec<String>,
    /// What was left out of addresses.
    pub dropped: Vec<String>,
}

/// Why what was typed cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskedError {
    /// A command line or an address.
    #[error(transparent)]
    Pasted(#[from] PastedError),
    /// It begins like GraphQL, and is none.
    #[error("the operation is no GraphQL: {why}")]
    NoGraphQl {
        /// What the parser says.
        why: String,
    },
    /// There is nothing in it.
    #[error("the request is empty")]
    Empty,
    /// It is nothing that can be asked.
    #[error("`{text}` is no request, no capability, and no address of a project")]
    Unknown {
        /// What was typed, without secrets.
        text: String,
        /// Capabilities with a name like it.
        nearest: Vec<&'static str>,
    },
    /// A command that asks GitLab nothing, or nothing that is known.
    #[error("`{text}` is no command whose requests to GitLab are known")]
    UnknownCommand {
        /// What was typed, without secrets.
        text: String,
    },
    /// A variable whose value is not known here.
    #[error("{name} is not set here, and nothing else tells what it stands for")]
    Unfilled {
        /// The variable.
        name: &'static str,
    },
    /// Capabilities can be asked about in one project at a time.
    #[error("capabilities are told for one project at a time, and {first} and {second} are named")]
    TwoProjects {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
}

impl AskedError {
    /// Returns what the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Pasted(error) => error.hint().to_owned(),
            Self::NoGraphQl { .. } => PastedError::NoGraphQl.hint().to_owned(),
            Self::Unknown { nearest, .. } if !nearest.is_empty() => {
                format!("The nearest are {}", nearest.join(", "))
            }
            Self::Empty | Self::Unknown { .. } => {
                "Give a request such as \"GET /projects/group%2Fproject/merge_requests\", a capability such as clone, or a \
                 command line such as \
                 git push"
                    .to_owned()
            }
            Self::UnknownCommand { .. } => {
                "Have what it printed explained: glwhy explain, and paste it".to_owned()
            }
            Self::Unfilled { name } if name.starts_with("CI_PROJECT") => {
                format!("Name the project with --project, or write it in the place of ${name}")
            }
            Self::Unfilled { name } => {
                format!("Name the instance with --instance, or write the value in the place of ${name}")
            }
            Self::TwoProjects { .. } => "Ask about one after the other".to_owned(),
        }
    }

    fn unknown(text: &str) -> Self {
        let is_word = !text.contains(char::is_whitespace);
        Self::Unknown {
            nearest: if is_word {
                nearest_capabilities(text)
            } else {
                Vec::new()
            },
            text: repeated(text),
        }
    }
}

/// What was typed, with a word in the place of each secret. It ends before the first option: what a command that is not
/// known takes there may be a password.
fn repeated(text: &str) -> String {
    let text = text.trim();
    let plain = text.find(" -").map_or(text, |at| &text[..at]);
    hide_tokens(&redact(plain)).replace("****", "(left out)")
}

/// Reads the arguments of a command line, as a shell has split it.
///
/// # Errors
/// When one of them cannot be asked.
pub fn read(arguments: &[String], facts: &Facts<'_>) -> Result<Asked, AskedError> {
    let asked = Asked::default();
    let mut reader = Reader { facts, asked };
    reader.words(arguments)?;
    Ok(reader.asked)
}

/// Puts together the lines that a shell reads as one, and leaves out remarks; each can be an argument.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let goes_on = is_open || line.starts_with([' ', '\t', '-']);
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => last.extend(["\n", line]),
            None if line.starts_with("# ") => continue,
            None => lines.push(line.to_owned()),
        }
        let last = lines.last().map_or("", String::as_str);
        is_open = last.ends_with(['\\', '^', '`']) || request::words(last).is_err();
    }
    lines
}

/// The method and the path of a request that no shell would have to split: quotes within are parts of the path.
fn plain_request(line: &str) -> Option<(&str, &str)> {
    let (method, place) = line.trim().split_once(char::is_whitespace)?;
    let place = place.trim_start();
    let is_plain = !place.contains(char::is_whitespace) && !place.starts_with(['\'', '"', '$']);
    (request::is_method(method) && is_plain).then_some((method, place))
}

/// Reads words one after the other.
struct Reader<'a> {
    facts: &'a Facts<'a>,
    asked: Asked,
}

impl Reader<'_> {
    /// Places, each perhaps behind its method, capabilities, and at the end a command.
    fn words(&mut self, words: &[String]) -> Result<(), AskedError> {
        let mut rest = words;
        while let [first, others @ ..] = rest {
            let next = others.first().map_or("", String::as_str);
            let pair = format!("{first} {next}");
            rest = if self.commands(rest)? {
                &[]
            } else if let Some(operation) = Typed::read(first) {
                self.operation(&operation)?;
                others
            } else if first.is_empty() || first.contains(char::is_whitespace) {
                self.text(first)?;
                others
            } else if !next.is_empty() && request::is_method(first) {
                self.place(Some(first), next)?;
                &others[1..]
            } else if !next.is_empty()
                && find_capability(first).is_none()
                && self.capabilities(&pair)
            {
                &others[1..]
            } else {
                self.place(None, first)?;
                others
            };
        }
        Ok(())
    }

    /// One argument that holds several words: a whole command, or several lines.
    fn text(&mut self, text: &str) -> Result<(), AskedError> {
        let lines = lines(text);
        if lines.is_empty() {
            return Err(AskedError::Empty);
        }
        for line in lines {
            if let Some((method, place)) = plain_request(&line) {
                self.place(Some(method), place)?;
                continue;
            }
            let words = request::words(&line)?;
            self.words(&words).map_err(|error| {
                if matches!(error, AskedError::Unknown { .. }) {
                    AskedError::unknown(&line)
                } else {
                    error
                }
            })?;
        }
        Ok(())
    }

    /// Takes an operation of GraphQL.
    fn operation(&mut self, operation: &Typed) -> Result<(), AskedError> {
        let request = operation.request(operation::PATH);
        let no_graphql = |why: String| AskedError::NoGraphQl {
            why: hide_tokens(&why.split_whitespace().collect::<Vec<_>>().join(" ")),
        };
        self.request(request::read(&request.map_err(no_graphql)?)?);
        Ok(())
    }

    /// Takes names of capabilities with commas between them. Whether they all are.
    fn capabilities(&mut self, text: &str) -> bool {
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let found: Option<Vec<_>> = names.map(find_capability).collect();
        for capability in found.iter().flatten() {
            self.capability(capability);
        }
        found.is_some_and(|found| !found.is_empty())
    }

    fn capability(&mut self, capability: &'static Capability) {
        if !self.asked.needs.contains(&capability) {
            self.asked.needs.push(capability);
        }
    }

    /// Takes the project that the capabilities are about.
    fn project(&mut self, project: String) -> Result<(), AskedError> {
        self.instance(request::instance_of(&project));
        match self.asked.project.replace(project.clone()) {
            Some(first) if first != project => Err(AskedError::TwoProjects {
                first,
                second: project,
            }),
            Some(_) | None => Ok(()),
        }
    }

    fn remark(&mut self, text: String) {
        if !self.asked.remarks.contains(&text) {
            self.asked.remarks.push(text);
        }
    }

    /// Takes a request, and the instance that its address names.
    fn request(&mut self, pasted: Pasted) {
        self.instance(request::instance_of(&pasted.request));
        self.asked.requests.push(pasted);
    }

    /// Takes the base of an address, the first that is named.
    fn instance(&mut self, base: Option<String>) {
        self.asked.instance = self.asked.instance.take().or(base);
    }
}
