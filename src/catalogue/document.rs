//! An endpoint as a document: what it asks of a caller, in words.

use std::fmt::Write as _;

use super::{Credential, DeployToken, Endpoint, Evidence, JobToken, Scopes, Since};

/// Renders one endpoint as a page for a terminal.
pub(crate) fn page(row: &Endpoint) -> String {
    let mut text = format!("{} {}\n\n", row.method, row.template);
    let mut line = |name: &str, value: &str| {
        let mut name = name;
        for part in wrapped(&value.replace('`', "")) {
            let _ = writeln!(text, "  {name:<14} {part}");
            name = "";
        }
    };
    line("who", &who(row));
    line("scopes", &scopes(row));
    line("fine-grained", &row.permission.to_string());
    line("job token", &job_token(row));
    line("deploy token", &deploy_token(row.deploy_token));
    line("feature", &features(row));
    line("refuses with", &refusals(row));
    line(
        "changes",
        if row.mutates {
            "yes: it is never sent"
        } else {
            "nothing"
        },
    );
    line("known from", evidence(row.evidence));
    for source in row.sources {
        line("", source);
    }
    if let Some(link) = row.group.documentation() {
        line("documentation", &link);
    }
    text
}

/// Breaks a value at its blanks, so that the page is no wider than 80 columns. Never breaks a word.
fn wrapped(value: &str) -> Vec<String> {
    const WIDTH: usize = 80 - 17;
    let mut lines: Vec<String> = vec![String::new()];
    for word in value.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn features(row: &Endpoint) -> String {
    row.features.words().unwrap_or_else(|| "-".to_owned())
}

/// The statuses of a refusal, in words.
fn refusals(row: &Endpoint) -> String {
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

const fn credential(credential: Credential) -> &'static str {
    match credential {
        Credential::AccessToken => "none",
        Credential::JobToken => "job token only",
        Credential::TriggerToken => "trigger or job token only",
        Credential::RunnerRegistration => "runner registration token only",
        Credential::Runner => "runner token only",
        Credential::OwnJob => "the job's own token only",
        Credential::FeatureFlagsClient => "feature-flag client token only",
        Credential::Session => "session or static object token only",
        Credential::Oauth => "OAuth token only",
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
