//! Why did GitLab say no to this token?
//!
//! A request to GitLab passes ten gates in a fixed order, and the first that refuses it answers. The
//! library finds that gate, the cause behind it, and how sure that is:
//!
//! ```text
//! pasted text -- reading --+
//!                          +-> case -> diagnosis -> report -> render -> table, JSON, Markdown, JUnit
//! token - source - gitlab -+             ^   |
//!                          +- observation <- question
//! ```
//!
//! `diagnosis` is pure: `diagnosis::diagnose` rules on a case, and `diagnosis::next_questions`
//! says what to ask to know more. Knowledge of GitLab lives in tables, each row with its source:
//! `catalogue` says what endpoints take, `answers` what answers mean and what to do about it. An
//! `observation` is what was asked and what came back. `gitlab` asks and has no opinion; `reading`
//! finds answers in what people paste; `command` puts them together into a `report`; `render` writes
//! it; `app` is the command line. `secret` and `source` are the only rooms that hold a token.
//!
//! # Words
//!
//! * **gate**: one of GitLab's checks; the ten of them are the **ladder**.
//! * **observation**: what was seen when something was asked; it holds nothing secret.
//! * **clue**: a yes-or-no fact of a case; a **mark** says which way it must be.
//! * **answer**: bytes that GitLab shows, and all that they can mean.
//! * **code**: a finer, stable reason with a page of its own; each belongs to one **cause**.
//! * **finding**: a code with its evidence and its fix; a **diagnosis** ranks them.
//! * **question**: a safe request that separates causes which show the same bytes.
//! * **verdict**: what a whole run comes to, and so its exit code.
//!
//! # The public face
//!
//! This is a program. Its library has one promise, [`main`]; whatever else can be named from outside
//! is in [`unstable`], for the tests, benches, fuzz targets, and examples beside it, and changes
//! without notice. An item is `pub` where it is reached through these two, and `pub(crate)` elsewhere.

#[macro_use]
mod closed;

mod answers;
mod app;
mod catalogue;
mod command;
mod diagnosis;
mod gitlab;
mod observation;
mod reading;
mod render;
mod report;
mod secret;
mod source;
pub mod unstable;

#[cfg(test)]
mod tests;

pub use app::main;
