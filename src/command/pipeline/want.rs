//! What one line of a pipeline file asks of GitLab, and with which token.

use super::file::variable_at;
use super::lists::{JOB_CREDENTIALS, SECRET_WORDS};
use crate::catalogue::Capability;
use crate::command::request::Pasted;

/// Something that a job needs of GitLab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JobNeed {
    pub(super) sign: Sign,
    pub(super) token: SentToken,
    pub(super) need: Needed,
}

/// Where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    /// The job; empty for what the whole file needs.
    pub(super) job: String,
    pub(super) line: u64,
    /// The keyword or the command.
    pub(super) by: String,
}

/// What is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needed {
    /// A capability, and where.
    Capability(&'static Capability, Where),
    /// A request.
    Request(Pasted),
}

/// Where a capability is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Where {
    /// In the project of the pipeline.
    Own,
    /// In another project, by its path or id.
    Project(String),
    /// In the project that keeps this image.
    Image(String),
}

/// The token that a command sends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SentToken {
    /// That of the job.
    Job,
    /// The one in a variable.
    Variable(String),
    /// The file does not say.
    Unsaid,
}

/// The tokens of which a text speaks.
pub(super) fn tokens_in(text: &str) -> Vec<SentToken> {
    let mut found = Vec::new();
    if JOB_CREDENTIALS.iter().any(|word| text.contains(word)) {
        found.push(SentToken::Job);
    }
    for (at, _) in text.match_indices('$') {
        let (name, _) = variable_at(&text[at..]);
        let is_secret = SECRET_WORDS.iter().any(|word| name.contains(word));
        let token = SentToken::Variable(name.to_owned());
        if is_secret && !JOB_CREDENTIALS.contains(&name) && !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

/// The token of a command: the first that it names, or the only one of which its job speaks.
pub(super) fn token_of(command: &str, job: &[SentToken]) -> SentToken {
    let named = tokens_in(command).into_iter().next();
    named.unwrap_or_else(|| match job {
        [only] => only.clone(),
        _ => SentToken::Unsaid,
    })
}
