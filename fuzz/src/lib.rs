//! What must hold of anything that was written by others, however strange.
//!
//! Each function of [`targets`] takes the bytes of one input and panics where a promise is broken.
//! The fuzzer calls them with inputs that it makes up; the ordinary tests call them with the corpora
//! that are checked in (`tests/corpus.rs`). Tokens in the corpora are placeholders: [`canary`] puts
//! made-up tokens in their places, and none of these may be seen in what comes out.

pub mod canary;
pub mod formats;
pub mod targets;
