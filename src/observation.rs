//! What was seen when a request was made: an answer, or the lack of one.
//!
//! An observation holds nothing secret and no opinion. No HTTP status is an error here.

pub(crate) mod body;
mod failure;
mod logged;
mod safe_method;
mod scheme;

pub use body::{Body, BodyShape, GraphQlError};
pub(crate) use failure::{CertificateFault, TransportFailure};
pub(crate) use logged::{Counted, LogGroup, LoggedCaller, LoggedRoute};
pub(crate) use safe_method::SafeMethod;
pub use scheme::Scheme;

/// The outcome of asking one question.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// Something answered. Whether it was GitLab is for the diagnosis to say.
    Answered(Exchange),
    /// Nothing answered.
    Unanswered(TransportFailure),
}

impl Observation {
    /// Returns the exchange, if anything answered.
    pub(crate) const fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Answered(exchange) => Some(exchange),
            Self::Unanswered(_) => None,
        }
    }

    /// Returns the HTTP status, if anything answered.
    pub(crate) fn status(&self) -> Option<u16> {
        self.exchange().and_then(|exchange| exchange.status)
    }
}

/// An answer, reduced to what a diagnosis may look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exchange {
    /// The HTTP status; absent when pasted text shows a body without one.
    pub status: Option<u16>,
    /// The headers that are kept, see `KEPT_HEADERS`.
    pub headers: Headers,
    /// The body, reduced to its shape.
    pub body: Body,
}

include!(concat!(env!("OUT_DIR"), "/words-observation.rs"));

/// Kept headers, by lower-case name, in the order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Keeps those of the given headers that carry evidence.
    pub fn keep<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .filter(|(name, _)| KEPT_HEADERS.contains(&name.as_str()))
                .collect(),
        )
    }

    /// Returns the first value of a header, by lower-case name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Says whether a header is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Goes through all kept headers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
