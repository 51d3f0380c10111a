//! TABLE: the words by which pasted text is read. They are written down in `knowledge/words/reading.toml`.

use crate::catalogue::kind::TokenKind;
use crate::observation::Scheme;

include!(concat!(env!("OUT_DIR"), "/words-reading.rs"));
