//! `explain`: what does this refusal mean?
//!
//! What is told by options, or read from a text, becomes a case like any other; nothing is asked.
//! It is given no client, so it is offline by its type. Texts are read by [`crate::reading`].

use std::io::{self, BufRead};

use super::credential::describe;
use super::entry::entry_from;
use super::request::{self, scheme_of_header};
use super::subject::{self, RequestError};
use super::support;
use crate::catalogue::Surface;
use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::{Case, Credential, Question, Ruling, Sent, Subject, Target, diagnose};
use crate::observation::{Body, BodyShape, Exchange, Headers, Observation, Scheme};
use crate::reading::{self, Filter, Reading};
use crate::report::{Basis, Command, Entry, ReadText, Report};
use crate::secret::{self, hide_tokens};

/// What the user tells of a refusal, beside its text.
#[derive(Debug, Clone, Default)]
pub struct ExplainInput {
    /// The HTTP status.
    pub status: Option<u16>,
    /// The body.
    pub body: Option<String>,
    /// Headers of the answer, without those that carry tokens.
    pub headers: Vec<(String, String)>,
    /// What is known of the token that was sent.
    pub credential: Credential,
    /// The request.
    pub subject: Option<Subject>,
    /// The instance, where the request names it.
    pub instance: Option<InstanceUrl>,
    /// The instance that counts where nothing else names one.
    pub usual: Option<InstanceUrl>,
    /// The project that counts where nothing else names one.
    pub target: Option<Target>,
    /// Which lines of GitLab's own logs count.
    pub filter: Filter,
}

impl ExplainInput {
    /// Takes the request, as people write it.
    ///
    /// # Errors
    /// When it is no request.
    pub fn take_request(&mut self, text: &str) -> Result<(), RequestError> {
        let instance = request::instance_url_of(text);
        let base = instance.clone().unwrap_or_else(InstanceUrl::gitlab_com);
        self.subject = Some(subject::parse(text, &base)?);
        self.instance = instance;
        Ok(())
    }

    /// Takes a header of the answer, or one that carried the token.
    ///
    /// Of a token only its shape is kept. `None` when the line is no header.
    pub(crate) fn take_header(&mut self, line: &str) -> Option<()> {
        let (name, value) = line.split_once(':')?;
        let (name, value) = (name.trim(), value.trim());
        match scheme_of_header(name, value) {
            Some(scheme) => {
                let value = value.rsplit(' ').next().unwrap_or(value);
                let sent = if value.is_empty() {
                    Sent::Empty
                } else {
                    Sent::As(scheme)
                };
                self.credential = describe(&secret::examine(value), sent);
                self.credential.defect = None;
            }
            None => self.headers.push((name.to_owned(), hidden(value))),
        }
        Some(())
    }

    /// Takes the way in which the token was sent.
    pub fn take_scheme(&mut self, scheme: Option<Scheme>) {
        if let Some(scheme) = scheme {
            self.credential.sent = Sent::As(scheme);
        }
    }

    /// Takes the kind of the token, which says that one was sent.
    pub(crate) fn take_kind(&mut self, kind: TokenKind) {
        self.credential.kind = Some(kind);
        if self.credential.sent == Sent::Unknown {
            self.credential.sent = Sent::Somehow;
        }
    }

    /// Returns the case that the options alone tell.
    fn case(&self) -> Case {
        let pairs = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let headers = Headers::keep(pairs);
        let body = self.given_body(headers.get("content-type"));
        let exchange = Exchange {
            status: self.status,
            headers,
            body,
        };
        self.completing(Case {
            surface: self.body.is_none().then_some(Surface::Rest),
            answers: vec![(Question::Subject, Observation::Answered(exchange))],
            ..Case::default()
        })
    }

    /// A body that is not told was not seen; that is not the same as an empty one.
    fn given_body(&self, content_type: Option<&str>) -> Body {
        match &self.body {
            Some(text) => Body::read(hidden(text).as_bytes(), content_type, false),
            None => Body {
                shape: BodyShape::Unseen,
                ..Body::default()
            },
        }
    }

    /// Completes a case by what the options tell; they count more than what a text seems to say.
    fn completing(&self, mut case: Case) -> Case {
        if let Some(subject) = &self.subject {
            case.surface = Some(subject::surface_of(subject));
            case.target = subject::target_of(subject);
            case.subject = Some(subject.clone());
        }
        if let Some(instance) = &self.instance {
            case.host = Some(instance.authority());
            case.instance = Some(instance.to_string());
        }
        let pair = case.host.as_deref().zip(self.usual.as_ref());
        if pair.is_none_or(|(host, usual)| host == usual.authority()) {
            case.is_stranger &= self.usual.is_none();
            case.instance = case
                .instance
                .or_else(|| self.usual.as_ref().map(InstanceUrl::to_string));
            case.target = case
                .target
                .or_else(|| self.target.clone().filter(|_| case.subject.is_none()));
        }
        match (&self.credential.sent, &case.credential.sent) {
            (Sent::Unknown, _) | (Sent::Somehow, Sent::As(_)) => {}
            (told, _) => case.credential.sent = told.clone(),
        }
        case.credential.kind = self.credential.kind.or(case.credential.kind);
        case
    }
}

/// A text without what stands where a secret stands, or is a token by its form: in this order, since a name may be hidden
/// together with what it is glued to.
fn hidden(text: &str) -> String {
    hide_tokens(&reading::redact(text))
}

/// Explains what the options tell.
#[must_use]
pub fn explain(told: &ExplainInput) -> Report {
    let case = told.case();
    let mut entries = Vec::new();
    collect(&case, told.status, &mut |entry| entries.push(entry));
    Report::new(Command::Explain, entries)
}

/// Explains every failure in a text.
///
/// # Errors
/// When the text cannot be read.
pub fn explain_text(text: &mut dyn BufRead, told: &ExplainInput) -> io::Result<Report> {
    explain_texts(&mut |take| take(None, text), told)
}

/// Whoever takes a text, with what it is called.
type Take<'a> = dyn FnMut(Option<String>, &mut dyn BufRead) -> io::Result<()> + 'a;

/// Explains every failure in texts, which are handed on one after the other. What they are called stands with the failures.
///
/// # Errors
/// When a text cannot be read.
pub(crate) fn explain_texts(
    texts: &mut dyn FnMut(&mut Take<'_>) -> io::Result<()>,
    told: &ExplainInput,
) -> io::Result<Report> {
    let mut names = Vec::new();
    let mut read = reading::Texts::new(told.filter.clone());
    texts(&mut |name, text| {
        names.push(name);
        read.take(text)
    })?;
    let mut readings = read.close();
    let left_out = leave_out(&told.filter, &mut readings.found);
    let read = readings.texts.iter().zip(&names);
    let read = read.map(|(text, name)| ReadText {
        file: name.clone(),
        lines: text.lines,
        failures: text.logged,
        unreadable: text.broken,
    });
    let mut texts: Vec<ReadText> = read.collect();
    let mut entries = Vec::new();
    for reading in readings.found {
        let case = told.completing(with_status(reading.case, told.status));
        let status = case.answer().and_then(Observation::status);
        collect(&case, status, &mut |mut entry| {
            entry.file = names.get(reading.text).cloned().flatten();
            entry.line = Some(reading.line);
            entry.count = reading.count;
            for (text, count) in &reading.by_text {
                if let Some(read) = texts.get_mut(*text) {
                    read.failures += count;
                }
            }
            entry.log.clone_from(&reading.record);
            if let Some(record) = &entry.log {
                entry.warnings.extend(support::remarks(record, status));
            }
            if told.subject.is_none() {
                entry.subject.clone_from(&reading.subject);
            }
            entries.push(entry);
        });
    }
    let mut report = Report::new(Command::Explain, entries);
    report.advice = support::left_out(readings.uncounted, left_out, &readings.rest);
    report.texts = texts;
    Ok(report)
}

/// Leaves out what clients say where the filter asks for what only GitLab's own logs tell, or for another status; returns
/// how often.
fn leave_out(filter: &Filter, found: &mut Vec<Reading>) -> u64 {
    let mut left_out = 0;
    found.retain(|reading| {
        let status = reading.case.answer().and_then(Observation::status);
        let is_other = filter
            .status
            .is_some_and(|asked| status.is_some_and(|told| told != asked));
        let leave = reading.record.is_none() && (filter.is_about_logs() || is_other);
        left_out += reading.count * u64::from(leave);
        !leave
    });
    left_out
}

/// A status that was told counts for answers whose own the text does not show.
fn with_status(mut case: Case, told: Option<u16>) -> Case {
    for (_, observation) in &mut case.answers {
        if let Observation::Answered(exchange) = observation {
            exchange.status = exchange.status.or(told);
        }
    }
    case
}

/// Hands on what a case means; what was granted, or is no answer, means nothing.
fn collect(case: &Case, status: Option<u16>, found: &mut dyn FnMut(Entry)) {
    let ruling = diagnose(case);
    let is_failure = match &ruling {
        Ruling::Granted { .. } => false,
        Ruling::Refused(_) => true,
        Ruling::Open { .. } => status.is_some_and(|status| status >= 400),
    };
    if is_failure {
        found(entry_from(case, ruling, Basis::Read, None));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_refusal_is_counted() {
        let one = "HTTP/1.1 403 Forbidden\r\n\r\n{\"message\":\"403 Forbidden\"}\n";
        let text = format!("{one}{one}HTTP/1.1 200 OK\r\n\r\n{{}}\n");
        let report = explain_text(&mut text.as_bytes(), &ExplainInput::default()).unwrap();
        assert_eq!((report.entries.len(), report.entries[0].count), (1, 2));
    }

    #[test]
    fn whose_kind_is_told_was_sent() {
        let mut told = ExplainInput {
            status: Some(401),
            body: Some(r#"{"message":"401 Unauthorized"}"#.to_owned()),
            ..ExplainInput::default()
        };
        told.take_kind(TokenKind::Deploy);
        let shown = format!("{:?}", explain(&told));
        assert!(shown.contains("deploy-token-not-read-here"));
        assert!(!shown.contains("nothing-sent"));
    }

    #[test]
    fn a_password_in_a_body_or_a_header_is_hidden_by_its_place() {
        let password = format!("Q7{}", "wX".repeat(4));
        let mut told = ExplainInput {
            status: Some(403),
            body: Some(format!("private_token={password} is refused")),
            ..ExplainInput::default()
        };
        told.take_header(&format!(
            "Location: https://me:{password}@h/?token={password}"
        ))
        .unwrap();
        let shown = format!("{:?} {:?}", told.headers, explain(&told));
        assert!(!shown.contains(&password), "{shown}");
    }

    #[test]
    fn of_a_token_in_a_header_only_the_shape_is_kept() {
        let token = format!("{}{}", "glpat-", "Zq".repeat(10));
        let mut told = ExplainInput::default();
        told.take_header(&format!("PRIVATE-TOKEN: {token}"))
            .unwrap();
        assert!(matches!(told.credential.sent, Sent::As(_)));
        assert_eq!(told.credential.kind, Some(TokenKind::PersonalAccess));
        assert!(!format!("{told:?}").contains(&token));
        assert_eq!(told.take_header("no header"), None);
    }
}
