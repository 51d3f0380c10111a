//! Placeholders in what was typed, filled with what the clone and the job know.

use super::{AskedError, Facts};
use crate::command::lists::{JOB_VARIABLES, PROJECT_PAIRS};
use crate::diagnosis::question::encode_segment;

/// How shells write a variable: what stands before its name, and behind it.
const FORMS: [(&str, &str); 4] = [("${", "}"), ("$env:", ""), ("$", ""), ("%", "%")];

impl Facts<'_> {
    /// Fills variables and placeholders.
    ///
    /// # Errors
    /// When a variable of GitLab stands in it, and nothing tells its value.
    pub(super) fn fill(&self, text: &str) -> Result<String, AskedError> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['$', '%']) {
            let (before, from) = rest.split_at(at);
            filled += before;
            let variable = FORMS.iter().find_map(|form| variable(from, *form));
            let (value, length) = match variable {
                Some((name, length)) => (
                    self.value(name).ok_or(AskedError::Unfilled { name })?,
                    length,
                ),
                None => (from[..1].to_owned(), 1),
            };
            filled += &value;
            rest = &from[length..];
        }
        Ok(self.with_identifiers(&(filled + rest)))
    }

    /// Fills the variables whose values are known, and leaves the others as they are written.
    pub(in crate::command) fn fill_known(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            let (before, from) = rest.split_at(at);
            filled += before;
            let variable = FORMS.iter().find_map(|form| variable(from, *form));
            let (name, length) = variable.unwrap_or(("", 1));
            let value = Some(name).filter(|name| !name.is_empty());
            let value = value.and_then(|name| self.value(name));
            filled += value.as_deref().unwrap_or(&from[..length]);
            rest = &from[length..];
        }
        self.with_identifiers(&(filled + rest))
    }

    fn value(&self, name: &str) -> Option<String> {
        let known = || {
            let instance = self.instance?;
            let project = self.project.as_deref();
            let parts = || project?.rsplit_once('/');
            match name {
                "CI_PROJECT_NAMESPACE" => Some(parts()?.0.to_owned()),
                "CI_PROJECT_NAME" => Some(parts()?.1.to_owned()),
                "CI_API_V4_URL" => Some(format!("{instance}/api/v4")),
                "CI_SERVER_URL" => Some(instance.to_string()),
                "CI_SERVER_HOST" => Some(instance.host().to_owned()),
                "CI_SERVER_FQDN" => Some(instance.authority()),
                "CI_PROJECT_ID" => project.map(encode_segment),
                "CI_PROJECT_PATH" => project.map(str::to_owned),
                "CI_PROJECT_URL" => project.map(|path| format!("{instance}/{path}")),
                _ => None,
            }
        };
        self.environment.filled_variable(name).or_else(known)
    }

    /// Fills `:id` as in GitLab's documentation, `{id}`, and what `glab api` and `gh api` know, where they stand for the
    /// project or the group.
    fn with_identifiers(&self, text: &str) -> String {
        let project = self.project.as_deref();
        let mut text = text.to_owned();
        if let Some(project) = project.map(encode_segment) {
            for pair in PROJECT_PAIRS {
                text = text.replace(pair, &project);
            }
        }
        let namespace = project.and_then(|path| Some(path.rsplit_once('/')?.0));
        let group = self.group.as_deref().or(namespace);
        let mut before = "";
        let filled = text.split('/').map(|segment| {
            let name = segment.split('?').next().unwrap_or_default();
            let known = match before {
                "projects" => project,
                "groups" => group,
                _ => None,
            };
            before = segment;
            match known.filter(|_| is_placeholder(name)) {
                Some(known) => encode_segment(known) + &segment[name.len()..],
                None => segment.to_owned(),
            }
        });
        filled.collect::<Vec<_>>().join("/")
    }
}

/// The variable that a text begins with, and how long it is written.
fn variable(text: &str, (open, close): (&str, &str)) -> Option<(&'static str, usize)> {
    let rest = text.strip_prefix(open)?;
    let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
    let end = rest.find(is_end).unwrap_or(rest.len());
    let name = JOB_VARIABLES
        .iter()
        .copied()
        .find(|name| *name == &rest[..end])?;
    rest[end..]
        .starts_with(close)
        .then_some((name, open.len() + end + close.len()))
}

fn is_placeholder(segment: &str) -> bool {
    let is_within =
        |open, close| segment.len() > 2 && segment.starts_with(open) && segment.ends_with(close);
    let is_word = |rest: &str| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|letter| letter.is_ascii_alphabetic() || b"_-".contains(&letter))
    };
    segment.strip_prefix(':').is_some_and(is_word) || is_within('{', '}') || is_within('<', '>')
}
