//! The pure core: from what was observed to where GitLab stopped the token, and why.
//!
//! [`diagnose`] walks the gates for one [`Case`] and says how it ended. [`next_questions`] says
//! what to ask to know more. Both are plain functions: no I/O, no clock, no environment, no
//! printing, and no way to name a token.

pub mod answer;
pub mod answers;
mod asking;
pub mod audience;
pub mod body;
pub mod case;
pub mod cause;
pub mod clue;
pub mod codes;
mod derive;
mod evidence;
pub mod failure;
pub mod finding;
pub mod gate;
pub mod harmless;
pub mod knowledge;
mod ladder;
pub mod observation;
mod premise;
pub mod question;
pub mod reach;
pub(crate) mod reception;
pub mod ruling;
pub mod safe_method;
#[cfg(test)]
mod sample;
pub mod scheme;
mod sentence;
pub(crate) mod template;
#[cfg(test)]
mod tests;
mod transport;
mod vocabulary;
mod weigh;
pub mod word;
pub(crate) mod wording;
mod words;

pub use asking::next_questions;
pub use audience::Audience;
pub use body::{Body, BodyShape};
pub use case::{Aim, Case, Credential, Sent, Subject, Target, Witness};
pub use cause::Cause;
pub use codes::{Code, Fix};
pub use derive::reads_one_job;
pub use failure::{CertificateFault, TransportFailure};
pub use finding::{Certainty, Diagnosis, Finding, NextQuestion, Rung};
pub use gate::{Gate, GateState};
pub use knowledge::Knowledge;
pub use observation::{Exchange, Headers, Observation};
pub use question::{Asking, Question};
pub use ruling::{Ruling, diagnose, is_dead, predict, wants_proof};
pub use safe_method::SafeMethod;
pub use scheme::{Scheme, SchemeError};
pub use word::Word;
pub use words::Words;
