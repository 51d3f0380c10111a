//! One remedy for all that lacks a scope: of several tokens to make, the one that does for everything.

use std::collections::BTreeSet;

use super::context::Context;
use super::privilege;
use crate::answers::Cause;
use crate::catalogue::Capability;
use crate::diagnosis::Case;
use crate::report::{Entry, LeastPrivilege};

/// Puts the token that would do for everything that lacks a scope before the tokens that would do for one thing each.
pub(super) fn join(entries: &mut [Entry], case: &Case, context: &Context) {
    let lacking: Vec<&mut Entry> = entries
        .iter_mut()
        .filter(|entry| lacks_scope(entry))
        .collect();
    let fixes: BTreeSet<&String> = lacking
        .iter()
        .filter_map(|entry| first_fix(entry))
        .collect();
    if fixes.len() < 2 {
        return;
    }
    let needs: Vec<&'static Capability> = lacking
        .iter()
        .filter_map(|entry| Some(entry.need.as_ref()?.capability))
        .collect();
    let Some(text) = privilege::of(context, case, &needs, &[]).and_then(|least| words(&least))
    else {
        return;
    };
    for diagnosis in lacking
        .into_iter()
        .filter_map(|entry| entry.diagnosis.as_mut())
    {
        diagnosis.primary.fix.insert(0, text.clone());
    }
}

fn lacks_scope(entry: &Entry) -> bool {
    let diagnosis = entry.diagnosis.as_ref();
    entry.need.is_some()
        && diagnosis.is_some_and(|diagnosis| diagnosis.primary.cause() == Cause::WrongScope)
}

fn first_fix(entry: &Entry) -> Option<&String> {
    entry.diagnosis.as_ref()?.primary.fix.first()
}

fn words(least: &LeastPrivilege) -> Option<String> {
    if least.scopes.is_empty() {
        return None;
    }
    let scopes = least.scopes.join(" and ");
    let place = least
        .url
        .as_ref()
        .map_or(String::new(), |url| format!(": {url}"));
    Some(format!(
        "One token with {scopes} does for all of them{place}"
    ))
}
