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
//! [`diagnosis`] is pure: [`diagnosis::diagnose`] rules on a case, and [`diagnosis::next_questions`]
//! says what to ask to know more. Knowledge of GitLab lives in tables, each row with its source:
//! [`catalogue`] says what endpoints take, [`diagnosis::answers`] what answers mean, and
//! [`diagnosis::codes`] what to do about it. [`gitlab`] asks and has no opinion; [`reading`] finds
//! answers in what people paste; [`command`] puts them together into a [`report`]; [`render`] writes
//! it; [`app`] is the command line. [`secret`] and [`source`] are the only rooms that hold a token.
//!
//! # Words
//!
//! * **gate**: one of GitLab's checks; the ten of them are the **ladder**.
//! * **observation**: what was seen when something was asked; it holds nothing secret.
//! * **clue**: a yes-or-no fact of a case; a **mark** says which way it must be.
//! * **answer**: bytes that GitLab shows, and all that they can mean.
//! * **code**: a finer, stable reason with a page of its own; each belongs to one **cause**.
//! * **finding**: a code with its evidence and its mend; a **diagnosis** ranks them.
//! * **question**: a safe request that separates causes which show the same bytes.
//! * **verdict**: what a whole run comes to, and so its exit code.

pub mod app;
pub mod catalogue;
pub mod command;
pub mod diagnosis;
pub mod gitlab;
pub mod reading;
pub mod render;
pub mod report;
pub mod secret;
pub mod source;
