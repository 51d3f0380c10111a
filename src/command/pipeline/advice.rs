//! What others have to allow before the jobs of a pipeline get what they ask for, and what the file left open.

use std::collections::BTreeMap;

use super::find::{FoundNeeds, OfUser};
use super::job_token_of;
use super::want::{JobNeed, Needed, SentToken, Sign, Where};
use crate::catalogue::JobToken;
use crate::command::asked::Facts;
use crate::diagnosis::question::decode_segment;
use crate::report::Advice;

/// So many places are named before the rest is only counted.
const NAMED: usize = 12;

/// All that has to be said of a file.
pub(super) fn of(found: &FoundNeeds, facts: &Facts<'_>) -> Vec<Advice> {
    let mut advice = allowlists(found, facts);
    advice.extend(found.wants.iter().filter_map(unread_token));
    advice.extend(users(&found.of_user));
    advice.extend(other_tokens(&found.wants));
    advice.extend(listed(
        &found.free,
        "pipeline-without-token",
        "No token is sent for",
    ));
    advice.extend(listed(
        &found.unread,
        "pipeline-not-read",
        "Not read, so what it needs is not in this list:",
    ));
    advice.sort_by_key(|advice| std::cmp::Reverse(advice.severity));
    advice.dedup();
    advice
}

/// Where a sign stands: `deploy, line 12`.
fn place(sign: &Sign) -> String {
    if sign.job.is_empty() {
        format!("line {}", sign.line)
    } else {
        format!("{}, line {}", sign.job, sign.line)
    }
}

fn places(signs: &[&Sign]) -> String {
    let mut named: Vec<String> = signs
        .iter()
        .map(|sign| format!("{} ({})", sign.by, place(sign)))
        .collect();
    named.dedup();
    let rest = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    if rest > 0 {
        named.push(format!("{rest} more"));
    }
    named.join("; ")
}

fn listed(signs: &[Sign], code: &'static str, begin: &str) -> Option<Advice> {
    let signs: Vec<&Sign> = signs.iter().collect();
    let text = format!("{begin} {}.", places(&signs));
    (!signs.is_empty()).then(|| Advice::note(code, text))
}

/// What another project has to give to this one.
#[derive(Default)]
struct AllowlistEntry<'f> {
    permissions: Vec<&'static str>,
    signs: Vec<&'f Sign>,
}

fn allowlists(found: &FoundNeeds, facts: &Facts<'_>) -> Vec<Advice> {
    let mut entries: BTreeMap<(String, bool), AllowlistEntry<'_>> = BTreeMap::new();
    for want in &found.wants {
        let Some((project, is_image)) = other_project(want, facts) else {
            continue;
        };
        let reads = job_token_of(want);
        if want.token != SentToken::Job || reads == Some(JobToken::No) {
            continue;
        }
        let entry = entries.entry((project, is_image)).or_default();
        entry.signs.push(&want.sign);
        if let Some(JobToken::Policies(policies)) = reads {
            entry
                .permissions
                .extend(policies.iter().map(|policy| policy.0));
        }
    }
    for of_user in &found.of_user {
        if let Some(permission) = of_user.permission {
            let entry = entries.entry((of_user.project.clone(), false)).or_default();
            entry.signs.push(&of_user.sign);
            entry.permissions.push(permission);
        }
    }
    let entries = entries.into_iter();
    entries
        .map(|((project, is_image), entry)| allowlist(&project, is_image, entry, facts))
        .collect()
}

/// The project that a need is about, where it is another one; and whether only an image in it is named.
fn other_project(want: &JobNeed, facts: &Facts<'_>) -> Option<(String, bool)> {
    match &want.need {
        Needed::Capability(_, Where::Project(name)) => Some((name.clone(), false)),
        Needed::Capability(_, Where::Image(path)) => Some((path.clone(), true)),
        Needed::Capability(_, Where::Own) => None,
        Needed::Request(pasted) => {
            let (_, path) = pasted.request.split_once(' ')?;
            let name = path.strip_prefix("/projects/")?;
            let name = decode_segment(name.split(['/', '?']).next()?);
            let id = facts.environment.filled_variable("CI_PROJECT_ID");
            let is_own = [facts.project.as_deref(), id.as_deref()]
                .into_iter()
                .flatten()
                .any(|own| own.eq_ignore_ascii_case(&name));
            let is_own = is_own || name.starts_with("CI_PROJECT");
            (!is_own).then_some((name, false))
        }
    }
}

fn allowlist(
    project: &str,
    is_image: bool,
    mut entry: AllowlistEntry<'_>,
    facts: &Facts<'_>,
) -> Advice {
    entry.permissions.sort_unstable();
    entry.permissions.dedup();
    let own = facts.project.as_deref().unwrap_or("this project");
    let is_number = |name: &str| name.bytes().all(|letter| letter.is_ascii_digit());
    let own = if is_number(own) {
        format!("project {own}")
    } else {
        own.to_owned()
    };
    let who = if is_image {
        format!("The project of the image {project}")
    } else if is_number(project) {
        format!("Project {project}, if it is another than this one,")
    } else {
        project.to_owned()
    };
    let with = match entry.permissions.as_slice() {
        [] => String::new(),
        [one] => format!(", with the permission {one} where it limits them"),
        many => format!(
            ", with the permissions {} where it limits them",
            many.join(" and ")
        ),
    };
    let link = match facts.instance {
        Some(instance) if !is_image && !is_number(project) => {
            format!("It is set at {instance}/{project}/-/settings/ci_cd#js-token-access")
        }
        Some(_) | None => "It is set there in Settings > CI/CD > Job token permissions.".to_owned(),
    };
    let signs = places(&entry.signs);
    let text = format!(
        "{who} must list {own}, or a group above it, on its job token allowlist{with}; what everybody may read is read \
         without. Needed by {signs}. {link}"
    );
    Advice::note("job-token-allowlist", text)
}

/// A job token that a route does not read is no token at all.
fn unread_token(want: &JobNeed) -> Option<Advice> {
    let Needed::Request(pasted) = &want.need else {
        return None;
    };
    let is_lost = want.token == SentToken::Job && job_token_of(want) == Some(JobToken::No);
    // Which token glab has is said elsewhere.
    (is_lost && !want.sign.by.starts_with("glab")).then(|| {
        let text = format!(
            "{} sends CI_JOB_TOKEN to {}, which reads no job token: give the job another token for it, such as a project \
             access token.",
            place(&want.sign),
            pasted.request
        );
        Advice::warning("job-token-not-read", text)
    })
}

fn users(of_user: &[OfUser]) -> Vec<Advice> {
    let mut by_project: BTreeMap<(&str, &str), Vec<&Sign>> = BTreeMap::new();
    for one in of_user {
        let signs = by_project.entry((&one.project, one.may)).or_default();
        signs.push(&one.sign);
    }
    let advice = by_project.into_iter();
    advice
        .map(|((project, may), signs)| {
            let text = format!(
                "Whoever starts the pipeline has to be a member of {project} who may {may}, unless everybody may: GitLab asks \
                 for the rights of that user. Needed by {}.",
                places(&signs)
            );
            Advice::note("pipeline-user", text)
        })
        .collect()
}

/// The tokens that jobs send and that are not their own: what is judged here is the token at hand.
fn other_tokens(wants: &[JobNeed]) -> Option<Advice> {
    let mut names: BTreeMap<&str, Vec<&Sign>> = BTreeMap::new();
    for want in wants {
        if let SentToken::Variable(name) = &want.token {
            names.entry(name).or_default().push(&want.sign);
        }
    }
    let first = *names.keys().next()?;
    let told: Vec<String> = names
        .iter()
        .map(|(name, signs)| format!("{name} by {}", places(signs)))
        .collect();
    let text = format!(
        "Tokens in variables are sent as well: {}. To judge such a token, name it: --token-env {first}.",
        told.join("; ")
    );
    Some(Advice::note("pipeline-token", text))
}
