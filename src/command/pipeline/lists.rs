//! TABLE: what is looked for in a pipeline file. It is written down in `knowledge/words/pipeline.toml`.

include!(concat!(env!("OUT_DIR"), "/words-pipeline.rs"));
