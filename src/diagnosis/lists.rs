//! TABLE: which requests may be sent, what archiving leaves, what is asked for. They are written down in `knowledge/words/`.

include!(concat!(env!("OUT_DIR"), "/words-sending.rs"));
include!(concat!(env!("OUT_DIR"), "/words-archiving.rs"));
include!(concat!(env!("OUT_DIR"), "/words-asking.rs"));
