//! A pipeline file, read into what its jobs need of GitLab: capabilities and requests, each with job and line, and what
//! others have to allow. Nothing is run, no other file is read, and what was not read is told.
//!
//! An address in the file never chooses whom to ask: what is not of the instance at hand is not asked for.

mod advice;
mod command;
mod file;
mod find;
mod image;
mod lists;
mod shell;
#[cfg(test)]
mod tests;
mod want;
mod yaml;

use self::file::File;
use self::find::{FoundNeeds, PipelineFinder};
use self::want::{JobNeed, Needed, SentToken, Where};
use super::asked::{Asked, Facts};
use super::request::{self, Pasted};
use crate::catalogue::{Capability, JobToken, Place, find_url_path};
use crate::diagnosis::question::encode_segment;
use crate::report::{Advice, AskedBy};

/// Why a file tells nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PipelineError {
    /// It is no YAML.
    #[error("line {line} is no YAML: {why}")]
    NoYaml {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        why: String,
    },
    /// Its parts are in one another more deeply than GitLab reads.
    #[error("from line {line} on it is nested more deeply than GitLab reads")]
    TooDeep {
        /// The line, counted from 1.
        line: u64,
    },
    /// It has more parts than any pipeline file.
    #[error("it has more parts than a pipeline file can have")]
    TooMuch,
    /// It is YAML, and no pipeline file.
    #[error("it has no jobs at its top, as a pipeline file has")]
    NoPipeline,
}

impl PipelineError {
    /// Returns what the user can do about it.
    pub(crate) const fn hint(&self) -> &'static str {
        match self {
            Self::NoYaml { .. } => {
                "Mend the line; GitLab's editor of pipelines shows the same fault"
            }
            Self::TooDeep { .. } | Self::TooMuch => {
                "Check the file: GitLab would not read it either; name what is needed with --need"
            }
            Self::NoPipeline => "Name a file such as .gitlab-ci.yml",
        }
    }
}

/// What the jobs of a file need, so that it can be asked for.
#[derive(Debug, Default)]
pub(crate) struct PipelineNeeds {
    /// Capabilities in the project at hand, each with the jobs that need it.
    pub(crate) needs: Vec<(&'static Capability, Vec<AskedBy>)>,
    /// Requests, also those that capabilities in other projects come down to.
    pub(crate) requests: Vec<(Pasted, Vec<AskedBy>)>,
    /// What others have to allow, what the file sends, and what was not read.
    pub(crate) advice: Vec<Advice>,
}

/// Reads a file.
///
/// # Errors
/// When it is no pipeline file, or one that is made to take long.
pub(crate) fn read(text: &str, facts: &Facts<'_>) -> Result<PipelineNeeds, PipelineError> {
    let tree = yaml::Tree::read(text)?;
    let file = File::of(&tree)?;
    let mut finder = PipelineFinder {
        file: &file,
        facts,
        found: FoundNeeds::default(),
    };
    finder.all();
    let mut found = finder.found;
    found.wants.sort_by_key(|want| want.sign.line);
    if file.is_spent() {
        return Err(PipelineError::TooMuch);
    }
    let mut demand = PipelineNeeds {
        advice: advice::of(&found, facts),
        ..PipelineNeeds::default()
    };
    for want in &found.wants {
        demand.take(want);
    }
    Ok(demand)
}

impl PipelineNeeds {
    /// Whether nothing is asked for.
    pub(crate) const fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.requests.is_empty()
    }

    /// Adds what is asked for to what was typed: requests stand behind those.
    pub(crate) fn put_into(self, asked: &mut Asked) -> Self {
        let requests = self.requests.iter().map(|(pasted, _)| pasted.clone());
        asked.requests.extend(requests);
        for (capability, _) in &self.needs {
            if !asked.needs.contains(capability) {
                asked.needs.push(capability);
            }
        }
        self
    }

    fn take(&mut self, want: &JobNeed) {
        let by = asked_by(want);
        match &want.need {
            Needed::Capability(capability, Where::Own) => add(&mut self.needs, *capability, by),
            Needed::Capability(capability, place) => {
                if let Some(pasted) = elsewhere(capability, place, &want.token) {
                    add(&mut self.requests, pasted, by);
                }
            }
            Needed::Request(pasted) => add(&mut self.requests, pasted.clone(), by),
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<(T, Vec<AskedBy>)>, item: T, by: AskedBy) {
    match list.iter_mut().find(|(other, _)| *other == item) {
        Some((_, all)) if all.contains(&by) => {}
        Some((_, all)) => all.push(by),
        None => list.push((item, vec![by])),
    }
}

fn asked_by(want: &JobNeed) -> AskedBy {
    AskedBy {
        job: want.sign.job.clone(),
        line: want.sign.line,
        by: want.sign.by.clone(),
        token: match &want.token {
            SentToken::Job => Some("CI_JOB_TOKEN".to_owned()),
            SentToken::Variable(name) => Some(name.clone()),
            SentToken::Unsaid => None,
        },
    }
}

/// The request that a capability in another project comes down to.
fn elsewhere(capability: &Capability, place: &Where, token: &SentToken) -> Option<Pasted> {
    let client = capability.request(Place::Project, *token == SentToken::Job)?;
    let (Where::Project(name) | Where::Image(name)) = place else {
        return None;
    };
    let is_number = name.bytes().all(|letter| letter.is_ascii_digit());
    if is_number && client.needs_path() {
        return None;
    }
    let path = client.path_for(&encode_segment(name), name);
    request::read(&format!("{} {path}", client.method)).ok()
}

/// How the endpoint behind a need reads job tokens; `None` where that is not known.
fn job_token_of(want: &JobNeed) -> Option<JobToken> {
    match &want.need {
        Needed::Capability(capability, _) => {
            let client = capability.request(Place::Project, true)?;
            Some(client.endpoint()?.job_token)
        }
        Needed::Request(pasted) => {
            let (method, path) = pasted.request.split_once(' ')?;
            let method = crate::catalogue::Method::parse(method)?;
            let path = format!("/api/v4{path}");
            let found = find_url_path(method, &path)?;
            Some(found.endpoint.job_token)
        }
    }
}
