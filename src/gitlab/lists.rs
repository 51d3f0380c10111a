//! TABLE: how the libraries of the client call what went wrong. It is written down in `knowledge/words/gitlab.toml`.

include!(concat!(env!("OUT_DIR"), "/words-gitlab.rs"));
