//! Which clients are on this machine. What is absent is said by name, and in CI it is a failure.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where `.ci/run clients` installs what it takes from PyPI and from npm.
const OURS: &[&str] = &[
    "target/clients/venv/bin",
    "target/clients/node_modules/.bin",
];
/// Clients that the system brings.
const OF_THE_SYSTEM: &[&str] = &["git", "git-lfs", "curl"];
/// Set by `.ci/run clients`, which installs every client: an absent one is then a failure.
const ALL_ARE_THERE: &str = "GLWHY_CLIENTS";

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name)
}

/// Returns where a client is; clients of ours are looked for among ours alone, since others have other words.
pub(crate) fn find(client: &str) -> Option<PathBuf> {
    folders()
        .into_iter()
        .map(|folder| folder.join(client))
        .find(|path| path.is_file())
        .filter(|path| OF_THE_SYSTEM.contains(&client) || is_ours(path))
}

/// Returns the folders in which a sealed client finds others, ours first.
pub(crate) fn folders() -> Vec<PathBuf> {
    let ours = OURS.iter().map(|folder| root().join(folder));
    let path = variable("PATH").unwrap_or_default();
    ours.chain(env::split_paths(&path)).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_ours(path: &Path) -> bool {
    path.starts_with(root().join("target/clients"))
}

/// Tells whether every client of a test is there, and says by name which is not.
///
/// # Panics
/// In CI, where `.ci/run` has installed them all.
pub(crate) fn are_there(test: &str, clients: &[&str]) -> bool {
    let absent: Vec<&str> = clients
        .iter()
        .copied()
        .filter(|client| find(client).is_none())
        .collect();
    if absent.is_empty() {
        return true;
    }
    let names = absent.join(" and ");
    assert!(
        variable(ALL_ARE_THERE).is_none(),
        "{test}: {names} should have been installed by `.ci/run clients`"
    );
    // Not by a macro, which the test runner would keep for itself.
    let said = writeln!(
        std::io::stderr(),
        "SKIPPED {test}: {names} not installed; `bash .ci/run clients` installs and runs it"
    );
    drop(said);
    false
}
