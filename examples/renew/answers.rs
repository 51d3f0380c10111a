//! What a running GitLab answered of each route: the least role, the features, and whether a licence brings it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use super::measured::rows;
use super::release::Route;

const LADDER: [&str; 5] = ["guest", "reporter", "developer", "maintainer", "owner"];
/// A project or group that only members see, or routes that name neither.
const STATES: [&str; 2] = ["private", "only"];
/// A feature that goes off with another one.
const GOES_WITH: [(&str, &str); 2] = [("merge_requests", "repository"), ("builds", "repository")];

type Key = (String, String);

/// Adds to each route what was answered.
pub(super) fn add(folder: &Path, routes: &mut BTreeMap<Key, Route>) {
    let text = fs::read_to_string(folder.join("answers.json")).unwrap_or_default();
    let answers: Vec<Json> = serde_json::from_str(&text).unwrap_or_default();
    let statuses: Vec<u64> = answers
        .iter()
        .map(|answer| answer[0].as_u64().unwrap_or(0))
        .collect();
    for (_, cell) in rows(folder, "cells.jsonl") {
        let Some(route) = routes.get_mut(&key(&cell, "m", "p")) else {
            continue;
        };
        for (setting, value) in [
            ("granted", least(&cell, &statuses)),
            ("licence", licence(&cell, &statuses)),
        ] {
            if let Some(value) = value {
                route.settings.entry(setting).or_insert(value);
            }
        }
    }
    for (key, features) in features(folder) {
        let with: BTreeSet<&str> = GOES_WITH
            .iter()
            .filter(|(one, _)| features.contains(*one))
            .map(|(_, other)| *other)
            .collect();
        let own: Vec<&str> = features
            .iter()
            .map(String::as_str)
            .filter(|name| !with.contains(name))
            .collect();
        if let Some(route) = routes.get_mut(&key) {
            route.settings.insert("features", own.join(", "));
        }
    }
}

fn key(row: &Json, method: &str, path: &str) -> Key {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    (text(method), text(path))
}

/// The features without which a route was refused that was answered before.
fn features(folder: &Path) -> BTreeMap<Key, BTreeSet<String>> {
    let mut features: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for (_, row) in rows(folder, "features.jsonl") {
        let is_refused = row["before"].as_u64() < Some(400) && row["after"].as_u64() >= Some(400);
        if let Some(feature) = row["feature"].as_str().filter(|_| is_refused) {
            features
                .entry(key(&row, "method", "route"))
                .or_default()
                .insert(feature.to_owned());
        }
    }
    features
}

/// The status that an identity was given; none where it was not asked, or the answer is held back.
fn status(answers: &Json, statuses: &[u64]) -> Option<u64> {
    let index = answers.get(0).unwrap_or(answers).as_u64()?;
    statuses.get(usize::try_from(index).ok()?).copied()
}

/// The least that was answered in one state, where everybody above was answered and whoever is next below was refused
/// the very same request.
fn least(cell: &Json, statuses: &[u64]) -> Option<String> {
    let plain = STATES
        .iter()
        .find_map(|state| least_of(&cell["states"][*state], state, statuses));
    let licensed = || {
        STATES
            .iter()
            .find_map(|state| least_of(&cell["licensed"][*state], state, statuses))
    };
    plain.or_else(licensed)
}

fn least_of(answers: &Json, state: &str, statuses: &[u64]) -> Option<String> {
    let is_granted = |who: &str| match status(&answers[who], statuses)? {
        200..300 => Some(true),
        401 | 403 | 404 => Some(false),
        _ => None,
    };
    if is_granted("anonymous") == Some(true) {
        return Some("anybody".to_owned());
    }
    let is_only_admins = is_granted("admin") == Some(true)
        && LADDER
            .iter()
            .rev()
            .take(2)
            .all(|role| is_granted(role) == Some(false));
    if is_only_admins {
        return Some("administrator".to_owned());
    }
    if state == "only" {
        let is_anyone =
            is_granted("anonymous") == Some(false) && is_granted("nonmember") == Some(true);
        return is_anyone.then(|| "any user".to_owned());
    }
    let place = LADDER
        .iter()
        .position(|role| is_granted(role) == Some(true))?;
    let below = if place == 0 {
        "nonmember"
    } else {
        LADDER[place - 1]
    };
    let is_clear = is_granted(below) == Some(false)
        && LADDER[place..]
            .iter()
            .all(|role| is_granted(role) != Some(false));
    is_clear.then(|| LADDER[place].to_owned())
}

/// Whether a licence lets somebody in who was refused without it.
fn licence(cell: &Json, statuses: &[u64]) -> Option<String> {
    let states = cell["licensed"].as_object()?;
    let is_brought = states.iter().any(|(state, answers)| {
        let with = answers.as_object().into_iter().flatten();
        with.into_iter().any(|(who, answer)| {
            let before = status(&cell["states"][state.as_str()][who.as_str()], statuses);
            let after = status(answer, statuses);
            before >= Some(400) && after.is_some_and(|status| status < 300)
        })
    });
    is_brought.then(|| "needed".to_owned())
}
