//! The subcommands: each asks or reads, and returns a report.
//!
//! A command never prints, never chooses a format, never ends the process. `explain` is given no
//! client, so it is offline by its type.

pub mod asked;
pub mod compare;
pub mod connections;
pub mod context;
pub mod credential;
pub mod entry;
pub mod explain;
pub mod inquiry;
pub mod inspect;
pub mod needs;
pub mod privilege;
pub mod probe;
pub mod request;
pub mod subject;
pub mod support;
pub mod token;

pub use context::{Context, Holding};
pub use inquiry::{Inquiry, InquiryError};
