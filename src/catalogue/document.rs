//! An endpoint as a document: what it asks of a caller, in words.

use std::fmt::Write as _;

use super::page::Page;
use super::{
    DeployToken, Endpoint, EndpointCredential, Evidence, JobToken, Requirement, Scopes, Since,
};

/// What is known of an endpoint.
pub(crate) fn page(row: &Endpoint) -> Page {
    let mut page = Page {
        title: format!("{} {}", row.method, row.template),
        facts: Vec::new(),
    };
    page.say("who", &who(row));
    page.say("scopes", &scopes(row));
    page.say("fine-grained", &row.permission.to_string());
    page.say("job token", &job_token(row));
    page.say("deploy token", &deploy_token(row.deploy_token));
    page.say("feature", &features(row));
    page.say("refuses with", &refusals(row));
    let changes = if row.mutates {
        "yes: it is never sent"
    } else {
        "nothing"
    };
    page.say("changes", changes);
    let sources = row.sources.iter().copied();
    let known_from = std::iter::once(evidence(row.evidence)).chain(sources);
    page.facts
        .push(("known from", known_from.map(str::to_owned).collect()));
    if let Some(link) = row.group.documentation() {
        page.say("documentation", &link);
    }
    page
}

fn features(row: &Endpoint) -> String {
    row.features.words().unwrap_or_else(|| "-".to_owned())
}

/// The statuses of a refusal, in words.
fn refusals(row: &Endpoint) -> String {
    if row.requirement == Requirement::Unknown {
        return "not known".to_owned();
    }
    let (member, outsider) = (row.denies_member.status(), row.denies_outsider.status());
    format!(
        "{member} for a member without the right, {outsider} for somebody who may not see the place"
    )
}

fn who(row: &Endpoint) -> String {
    let mut who = row.requirement.to_string();
    for condition in row.conditions {
        let _ = write!(who, "; {}", condition.name());
    }
    who
}

fn scopes(row: &Endpoint) -> String {
    match row.scopes {
        Scopes::Every => "any".to_owned(),
        Scopes::AnyOf([]) => credential(row.credential).to_owned(),
        Scopes::AnyOf(any_of) => list(any_of),
        Scopes::Disputed { any_of, perhaps } => {
            format!("{}; perhaps {}", list(any_of), list(perhaps))
        }
    }
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

const fn credential(credential: EndpointCredential) -> &'static str {
    match credential {
        EndpointCredential::AccessToken => "none",
        EndpointCredential::JobToken => "job token only",
        EndpointCredential::TriggerToken => "trigger or job token only",
        EndpointCredential::RunnerRegistration => "runner registration token only",
        EndpointCredential::Runner => "runner token only",
        EndpointCredential::OwnJob => "the job's own token only",
        EndpointCredential::FeatureFlagsClient => "feature-flag client token only",
        EndpointCredential::Session => "session or static object token only",
        EndpointCredential::Oauth => "OAuth token only",
    }
}

fn job_token(row: &Endpoint) -> String {
    let read = match row.job_token {
        JobToken::No => return "-".to_owned(),
        JobToken::Yes => "yes".to_owned(),
        JobToken::OwnProject => "own project".to_owned(),
        JobToken::Policies(policies) => {
            let names: Vec<&str> = policies.iter().map(|policy| policy.0).collect();
            list(&names)
        }
    };
    match row.job_token_since {
        Since::Always => read,
        since @ (Since::Release(_) | Since::Between { .. }) => format!("{read}, {since}"),
    }
}

fn deploy_token(deploy_token: DeployToken) -> String {
    match deploy_token {
        DeployToken::No => "-".to_owned(),
        DeployToken::AnyOf(any_of) => list(any_of),
        DeployToken::AllOf(all_of, other) => {
            let all_of: Vec<String> = all_of.iter().map(|name| format!("`{name}`")).collect();
            format!("{}, or `{other}`", all_of.join(" with "))
        }
    }
}

const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Inferred => "inferred",
        Evidence::Docs => "docs",
        Evidence::Code => "code",
        Evidence::Measured => "measured",
    }
}

#[cfg(test)]
mod tests;
