//! Holds what `explain` made of a client's words against the truth.
//!
//! What a client's words can tell is not written down for each case. Words that the client printed in
//! more than one situation, with different causes behind them, cannot tell; words that it printed for
//! one cause alone can, unless a row of [`SILENT`] or [`VEILED`] says why they do not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::met::Met;

/// So many causes make a full list: where one answer is all that is known, `explain` leaves the rarest out.
const FULL: usize = 4;

/// Clients that print nothing of a failure, or nothing from which one could be told apart from success.
const SILENT: &[(&str, &[&str])] = &[
    // A grant without the right that was asked for is a success; what it lacks stands inside of it.
    ("curl of the registry's tokens", &[]),
    // Git LFS says "LFS: Error" of a status that it means to try again.
    ("git lfs pull", &["throttled"]),
    ("git lfs push", &["throttled"]),
    // A page with status 200 passes for an upload that went well.
    ("npm publish", &["sign-in page of a proxy"]),
    ("uv publish", &["sign-in page of a proxy"]),
    ("twine upload", &["sign-in page of a proxy"]),
    // They name the host alone, and what is on this very machine is taken for a database, and not for GitLab.
    ("curl -i", CLOSED),
    ("curl -v", CLOSED),
    ("curl -f", CLOSED),
    ("curl -w", CLOSED),
    ("curl --fail-with-body", CLOSED),
    ("curl --upload-file", CLOSED),
    ("yarn install", CLOSED),
];

const CLOSED: &[&str] = &["nobody listens"];

/// Clients whose words are the same, or nearly so, for a cause that is far more frequent.
const VEILED: &[(&str, &[&str])] = &[
    // A page that is no plain text is not shown; only its 403 is, and a role is the usual reason of one.
    ("git clone", PAGE),
    ("git fetch", PAGE),
    ("git push", PAGE),
    ("git push of a tag", PAGE),
    ("git push --delete", PAGE),
    ("git lfs pull", PAGE),
    ("git lfs push", PAGE),
    // yarn shows what JSON says, and of a page its 403 alone.
    ("yarn install", PAGE),
    // Whoever pastes a transcript may have taken the header with the token out of it.
    ("curl -v", &["no token"]),
    // The parser's error says that it was no JSON, and not what it was.
    ("python-gitlab on tags", &["sign-in page of a proxy"]),
    // What is not found is far more often not there.
    ("curl --upload-file", &["packages off on the instance"]),
    ("uv pip compile", &["sign-in page of a proxy"]),
    ("uv publish", &["packages off on the instance"]),
    // A slash too few in the address is the usual reason of a redirect that twine meets.
    (
        "twine upload",
        &["packages off on the instance", "redirect to https"],
    ),
    ("pip download", &["no token"]),
    ("pip install with an extra index", &["no token"]),
    (
        "the gitlab command of python-gitlab",
        &["fine-grained token without the permission"],
    ),
];

const PAGE: &[&str] = &["page of a content network"];

fn is_in(table: &[(&str, &[&str])], met: &Met) -> bool {
    table.iter().any(|(operation, situations)| {
        *operation == met.operation
            && (situations.is_empty() || situations.contains(&met.situation))
    })
}

/// Returns every fault of what was explained, each with its story.
pub(crate) fn faults(met: &[Met]) -> Vec<String> {
    let mut causes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in met {
        let cause = one.truth.map_or("none", |truth| truth.cause);
        causes.entry(&one.printed).or_default().insert(cause);
    }
    met.iter()
        .filter_map(|one| {
            let is_alone = causes.get(one.printed.as_str())?.len() == 1;
            let fault = fault(one, is_alone)?;
            Some(format!("{fault}: {}", one.story()))
        })
        .collect()
}

/// What is wrong with one explanation; `is_alone` where the words stand for one cause only.
fn fault(met: &Met, is_alone: bool) -> Option<&'static str> {
    let diagnoses = met.diagnoses();
    let Some(truth) = met.truth else {
        return (!diagnoses.is_empty()).then_some("an alarm where nothing was refused");
    };
    let is_certain = |diagnosis: &&&Value| diagnosis["certainty"] == "certain";
    let denies = |diagnosis: &&Value| primary(diagnosis) != Some(truth.cause);
    if diagnoses.iter().filter(is_certain).any(denies) {
        return Some("certain and wrong");
    }
    if diagnoses.is_empty() {
        return (!is_in(SILENT, met)).then_some("nothing was found");
    }
    if diagnoses
        .iter()
        .any(|diagnosis| primary(diagnosis) == Some(truth.cause))
    {
        return None;
    }
    let listed = |diagnosis: &&Value| Met::causes(diagnosis).contains(&truth.cause);
    if is_alone && !is_in(VEILED, met) {
        return Some("the words tell the cause, and it is not the first");
    }
    if !diagnoses
        .iter()
        .any(|diagnosis| listed(diagnosis) || is_full(diagnosis))
    {
        return Some("the cause is not listed");
    }
    let asks = |diagnosis: &&Value| diagnosis["next_question"]["ask"].is_string();
    (!diagnoses.iter().any(asks)).then_some("no question would settle it")
}

fn primary(diagnosis: &Value) -> Option<&str> {
    diagnosis["findings"][0]["cause"].as_str()
}

/// A list that is not certain, and holds as many causes as it may.
fn is_full(diagnosis: &Value) -> bool {
    let causes: BTreeSet<&str> = Met::causes(diagnosis).into_iter().collect();
    causes.len() >= FULL && diagnosis["certainty"] != "certain"
}
