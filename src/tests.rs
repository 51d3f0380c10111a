//! Documents in `docs/` that are made of tables. They are compared with what is committed, or written anew.

use std::path::Path;
use std::{env, fs};

/// Compares a document with its file in `docs/`. With `GLWHY_BLESS=1` it is written anew instead.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
pub(crate) fn check_document(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    if env::var_os("GLWHY_BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let is_kept = fs::read_to_string(path).unwrap() == text;
    assert!(
        is_kept,
        "docs/{name} is out of date: GLWHY_BLESS=1 cargo test --lib document"
    );
}
