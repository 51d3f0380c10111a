//! TABLE: where instances and tokens are read from. It is written down in `knowledge/words/source.toml`.

include!(concat!(env!("OUT_DIR"), "/words-source.rs"));
