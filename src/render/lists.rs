//! TABLE: what must not be obeyed by whoever reads the output. It is written down in `knowledge/words/render.toml`.

include!(concat!(env!("OUT_DIR"), "/words-render.rs"));
