//! TABLE: what stands in the place of a token, or around one. It is written down in `knowledge/words/secret.toml`.

include!(concat!(env!("OUT_DIR"), "/words-secret.rs"));
