//! TABLE: what routes and their answers look like. It is written down in `knowledge/words/catalogue.toml`.

include!(concat!(env!("OUT_DIR"), "/words-catalogue.rs"));
