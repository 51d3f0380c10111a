//! Filling in the words of a fix from what is known in a case.

use super::case::{Case, Target};
use super::clue::Clues;
use super::knowledge::Knowledge;
use super::question::is_path;
use crate::answers::clue::Clue;
use crate::answers::word::Word;
use crate::answers::words::Words;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, Endpoint, Requirement};
use crate::observation::{BodyShape, Observation};

/// Gathers the words that a case knows.
pub(super) fn of(case: &Case, known: &Knowledge, clues: &Clues) -> Words {
    let mut words = Words::default();
    let mut set = |word: Word, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            words.set(word, value);
        }
    };
    let path = known.project_path(case);
    let target = case.target.as_ref().map(named);
    set(Word::Instance, case.instance.clone());
    set(Word::Target, target.clone());
    set(Word::Project, path.clone().or(target));
    set(
        Word::ProjectUrl,
        project_url(case, path.as_deref()).or_else(|| group_url(case)),
    );
    set(Word::MembersUrl, members_url(case, path.as_deref()));
    set(
        Word::Route,
        case.subject.as_ref().map(super::Subject::shown),
    );
    let scopes = scopes_needed(case);
    set(
        Word::ScopesNeeded,
        scopes.as_ref().map(|all| all.join(" or ")),
    );
    set(Word::ScopeList, scopes.and_then(|all| least(case, &all)));
    set(
        Word::ScopesHeld,
        known.scopes().map(|scopes| scopes.join(", ")),
    );
    set(Word::RoleNeeded, case.endpoint().and_then(role_needed));
    set(Word::RoleHeld, role_held(known));
    set(Word::Owner, owner(known));
    set(
        Word::Kind,
        case.credential.kind.map(|kind| kind.words().to_owned()),
    );
    set(Word::Header, header(clues));
    set(Word::Feature, feature(case));
    set(Word::Permission, permission(case, known));
    set(Word::SourceProject, source_project(case, known));
    set(Word::TokenSource, case.token_source.clone());
    words
}

fn named(target: &Target) -> String {
    format!("{} {}", target.words(), target.name())
}

/// Addresses stand in commands that people copy, so what a server or a paste calls a path has to be one.
fn project_url(case: &Case, path: Option<&str>) -> Option<String> {
    let base = case.instance.as_deref()?;
    let path = path.filter(|path| is_path(path))?;
    Some(format!("{base}/{path}"))
}

/// The page of a group, below which its settings are, as those of a project are below its own.
fn group_url(case: &Case) -> Option<String> {
    let base = case.instance.as_deref()?;
    match case.target.as_ref()? {
        target @ Target::Group(name) if target.number().is_none() && is_path(name) => {
            Some(format!("{base}/groups/{name}"))
        }
        Target::Group(_) | Target::Project(_) => None,
    }
}

fn members_url(case: &Case, path: Option<&str>) -> Option<String> {
    let of_project = project_url(case, path).map(|page| format!("{page}/-/project_members"));
    of_project.or_else(|| group_url(case).map(|page| format!("{page}/-/group_members")))
}

/// The answer itself outweighs the catalogue: it lists what this very route takes.
fn scopes_needed(case: &Case) -> Option<Vec<&str>> {
    let writes = writes(case);
    let Some(told) = known_scopes(case) else {
        return Some(case.endpoint()?.scopes.names().to_vec());
    };
    let names = told.iter().map(String::as_str);
    Some(
        names
            .filter(|scope| is_scope_name(scope))
            .filter(|scope| !(writes && scope.starts_with("read_")))
            .collect(),
    )
}

/// Only what can be the name of a scope is recommended: the answer may be anybody's.
fn is_scope_name(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_:".contains(&byte))
}

fn writes(case: &Case) -> bool {
    case.subject
        .as_ref()
        .is_some_and(|subject| !subject.method.is_safe())
}

/// The one to ask for: for a read the narrowest that reads, which GitLab lists last.
fn least(case: &Case, scopes: &[&str]) -> Option<String> {
    let reading = scopes.iter().rfind(|scope| scope.starts_with("read_"));
    let reading = reading.filter(|_| !writes(case));
    let broad = || scopes.iter().find(|scope| **scope == "api");
    reading
        .or_else(broad)
        .or_else(|| scopes.first())
        .filter(|scope| {
            scope
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_:-".contains(c))
        })
        .map(|scope| (*scope).to_owned())
}

/// The project whose job holds the token, as the job or the token itself tells it.
fn source_project(case: &Case, known: &Knowledge) -> Option<String> {
    let told = known.job.as_ref().and_then(|job| job.project);
    let id = told.or(case.credential.project)?;
    Some(format!("the project of the job (id {id})"))
}

/// The scopes that the refusal itself names.
fn known_scopes(case: &Case) -> Option<&[String]> {
    let shape = &case.answer().and_then(Observation::exchange)?.body.shape;
    let BodyShape::Guard { scopes, .. } = shape else {
        return None;
    };
    Some(scopes.as_slice()).filter(|scopes| !scopes.is_empty())
}

fn role_needed(endpoint: &Endpoint) -> Option<String> {
    match endpoint.requirement {
        Requirement::Member(roles) => Some(role_words(roles.lowest())),
        Requirement::Administrator => Some("an administrator".to_owned()),
        Requirement::Anonymous | Requirement::Authenticated | Requirement::Unknown => None,
    }
}

fn role_held(known: &Knowledge) -> Option<String> {
    known.role.map(|role| match role {
        Some(level) => role_words(level),
        None => "no role".to_owned(),
    })
}

/// A role with its article, as GitLab's pages write it.
fn role_words(level: AccessLevel) -> String {
    match level.name() {
        Some(name) => format!("the {} role", capitalised(name)),
        None => format!("the role with {level}"),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn owner(known: &Knowledge) -> Option<String> {
    let name = known.user.as_ref()?.username.as_deref()?;
    Some(format!("@{name}"))
}

fn header(clues: &Clues) -> Option<String> {
    let headers = [
        (Clue::IsJob, "JOB-TOKEN"),
        (Clue::IsDeploy, "DEPLOY-TOKEN"),
        (Clue::IsOauth, "Authorization: Bearer"),
        (Clue::IsAccessToken, "PRIVATE-TOKEN"),
    ];
    let sent = headers.into_iter().find(|(clue, _)| clues.holds(*clue));
    sent.map(|(_, name)| name.to_owned())
}

fn feature(case: &Case) -> Option<String> {
    let features = case.endpoint()?.features.words()?;
    Some(format!("the feature \u{201c}{features}\u{201d}"))
}

/// Fine-grained tokens and the entries of a job token's allowlist have permissions of their own.
fn permission(case: &Case, known: &Knowledge) -> Option<String> {
    let endpoint = case.endpoint()?;
    if case.credential.kind != Some(TokenKind::Job) {
        return endpoint.permission.name(known.version);
    }
    let policies = endpoint.job_token.policies().iter();
    let names: Vec<&str> = policies.map(|policy| policy.0).collect();
    (!names.is_empty()).then(|| names.join(" and "))
}

#[cfg(test)]
mod tests;
