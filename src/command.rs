//! The subcommands: each asks or reads, and returns a report.
//!
//! A command never prints, never chooses a format, never ends the process. `explain` is given no
//! client, so it is offline by its type.

pub(crate) mod asked;
pub(crate) mod compare;
pub(crate) mod connections;
pub(crate) mod context;
pub(crate) mod credential;
pub(crate) mod doctor;
pub(crate) mod entry;
pub(crate) mod explain;
pub(crate) mod imagined;
pub(crate) mod inquiry;
pub(crate) mod inspect;
mod lists;
pub(crate) mod needs;
pub(crate) mod operation;
pub(crate) mod pipeline;
pub(crate) mod privilege;
pub(crate) mod probe;
mod remedy;
pub(crate) mod request;
pub(crate) mod subject;
pub(crate) mod support;
pub(crate) mod token;

pub(crate) use context::{Context, Holding};
pub(crate) use inquiry::InquiryError;
