//! The pure core: from what was observed to where GitLab stopped the token, and why.
//!
//! [`diagnose`] walks the gates for one [`Case`] and says how it ended. [`next_questions`] says
//! what to ask to know more. Both are plain functions: no I/O, no clock, no environment, no
//! printing, and no way to name a token.

mod asking;
pub(crate) mod case;
pub(crate) mod clue;
mod derive;
mod evidence;
pub(crate) mod finding;
#[cfg(test)]
mod fixtures;
pub(crate) mod harmless;
pub(crate) mod knowledge;
mod ladder;
mod lists;
mod premise;
pub(crate) mod question;
pub(crate) mod reach;
pub(crate) mod reception;
pub(crate) mod ruling;
#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
mod vocabulary;
mod weigh;

pub use asking::next_questions;
pub(crate) use case::on_one_line;
pub(crate) use case::{Aim, Credential, Sent, Witness};
pub use case::{Case, Subject, Target};
pub(crate) use derive::reads_one_job;
pub use finding::{Certainty, Diagnosis};
pub(crate) use finding::{Finding, NextQuestion, Rung};
pub use knowledge::Knowledge;
pub use question::Question;
pub use ruling::diagnose;
pub(crate) use ruling::{Ruling, is_dead, predict, wants_proof};
