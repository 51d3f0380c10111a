//! TABLE: what people type. It is written down in `knowledge/words/typed.toml`.

include!(concat!(env!("OUT_DIR"), "/words-typed.rs"));
