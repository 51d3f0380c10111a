//! Real clients against the simulator: what they print is fed to `explain`, and held against the truth.
//!
//! The words are those of git, curl, pip, npm, and others, as `.ci/run clients` installs them; none of
//! them is ours. Every client is put into every situation that can stand in its way. The simulator
//! knows why it refused; `explain` knows only what the client printed.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

#[path = "clients/curl.rs"]
mod curl;
#[path = "clients/door.rs"]
mod door;
#[path = "clients/git.rs"]
mod git;
#[expect(dead_code, reason = "the harness serves the tests of the program")]
#[path = "program/harness.rs"]
mod harness;
#[path = "clients/installed.rs"]
mod installed;
#[path = "clients/judge.rs"]
mod judge;
#[path = "clients/met.rs"]
mod met;
#[path = "clients/node.rs"]
mod node;
#[path = "clients/operation.rs"]
mod operation;
#[path = "clients/python.rs"]
mod python;
#[path = "clients/sealed.rs"]
mod sealed;
#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves several test binaries"
)]
#[path = "simulator/mod.rs"]
mod simulator;
#[path = "clients/situation.rs"]
mod situation;

use operation::Operation;

/// Puts a client into every situation that can stand in its way.
#[expect(
    clippy::print_stdout,
    reason = "what clients print is what the test has to show"
)]
fn judge(operation: &Operation) {
    if !installed::are_there(operation.name, operation.clients) {
        return;
    }
    let mut heard = met::Heard::default();
    let situations = situation::ALL.iter();
    let mut met: Vec<_> = situations
        .filter_map(|situation| met::meet(operation, situation, &mut heard))
        .collect();
    met.extend(
        door::ALL
            .iter()
            .filter_map(|door| met::knock(operation, door)),
    );
    for one in &met {
        println!("{}", one.story());
    }
    assert!(met.len() > 10, "{} met hardly anything", operation.name);
    let faults = judge::faults(&met);
    assert!(
        faults.is_empty(),
        "{} of {} explanations are wrong\n\n{}",
        faults.len(),
        met.len(),
        faults.join("\n")
    );
}

macro_rules! clients {
    ($($name:ident: $operation:expr;)*) => {
        $(#[test] fn $name() { judge(&$operation); })*
    };
}

clients! {
    git_clones: git::CLONE;
    git_fetches: git::FETCH;
    git_pushes: git::PUSH_MAIN;
    git_pushes_a_tag: git::PUSH_TAG;
    git_deletes_a_branch: git::DELETE;
    git_lfs_pulls: git::LFS_PULL;
    git_lfs_pushes: git::LFS_PUSH;
    curl_shows_headers: curl::HEADERS;
    curl_is_verbose: curl::VERBOSE;
    curl_fails: curl::FAILING;
    curl_fails_with_a_body: curl::FAILING_WITH_BODY;
    curl_writes_the_status: curl::BODY;
    curl_uploads_a_package: curl::UPLOAD;
    curl_asks_for_an_image: curl::REGISTRY;
    pip_downloads: python::PIP_DOWNLOAD;
    pip_installs: python::PIP_INSTALL;
    uv_compiles: python::UV_DOWNLOAD;
    uv_publishes: python::UV_PUBLISH;
    twine_uploads: python::TWINE;
    python_gitlab_raises: python::LIBRARY;
    python_gitlab_lists_tags: python::LIBRARY_TAGS;
    python_gitlab_as_a_command: python::COMMAND;
    npm_installs: node::NPM_INSTALL;
    npm_views: node::NPM_VIEW;
    npm_publishes: node::NPM_PUBLISH;
    pnpm_installs: node::PNPM;
    yarn_installs: node::YARN;
    semantic_release_verifies: node::SEMANTIC_RELEASE;
}
