//! TABLE: words that make a line worth a look although no phrase of a client is in them, and the words around a status.
//!
//! They are written down in `knowledge/marks.toml`, and become literals while the program is built.

include!(concat!(env!("OUT_DIR"), "/marks.rs"));
