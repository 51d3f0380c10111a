//! What to type in the place of options that other tools have (gh, glab, curl, kubectl, jq), and this one has not.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::repeatable;

/// Where a token belongs.
const OF_TOKEN: &str = "no option takes the token itself: others see command lines, and histories keep them. Put it into \
                        GITLAB_TOKEN, or name its place with --token-env NAME, --token-file PATH, or --token-stdin";

/// Options, and what does the same here.
const TIPS: [(&[&str], &str); 12] = [
    (
        &[
            "--token",
            "--pat",
            "--private-token",
            "--access-token",
            "--job-token",
            "--password",
            "-t",
        ],
        OF_TOKEN,
    ),
    (&["--json", "-j"], "use --format json"),
    (
        &["--output", "-o", "-O", "--out"],
        "use --format json; --report json=FILE writes to a file",
    ),
    (
        &[
            "--host",
            "--hostname",
            "--server",
            "--url",
            "--gitlab-url",
            "--base-url",
        ],
        "use --instance URL",
    ),
    (&["--repo", "-R", "-p"], "use --project PATH_OR_ID"),
    (&["-g"], "use --group PATH_OR_ID"),
    (
        &["--method", "--request", "-X"],
        "write the method before the path: glwhy probe GET /version",
    ),
    (
        &["--header", "-H"],
        "put glwhy probe before the whole command: glwhy probe curl --header ...",
    ),
    (
        &["--insecure", "-k", "--skip-tls-verify"],
        "trust the authority of the instance with --ca-file PATH",
    ),
    (&["--debug", "--trace"], "use --verbose"),
    (&["--dry-run", "-n"], "use --plan"),
    (
        &["--capability", "--can", "--scope", "--check"],
        "use --need NAME",
    ),
];

/// Says what cannot be followed, without what may be a secret, and what to type in its place.
pub(super) fn refusal(mut error: clap::Error) -> String {
    let tip = tip(&error);
    if tip.is_some() {
        error.remove(ContextKind::SuggestedArg);
        error.remove(ContextKind::Suggested);
    }
    let text = repeatable(&error.render().to_string());
    match (tip, text.split_once("\n\n")) {
        (Some(tip), Some((message, rest))) => format!("{message}\n\n  tip: {tip}\n\n{rest}"),
        (Some(_) | None, _) => text,
    }
}

/// What does the same as the option that is not known. A word that `inspect` does not know what to do with is mostly a
/// token.
fn tip(error: &clap::Error) -> Option<&'static str> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let option = typed.split(['=', ' ']).next()?;
    if option.starts_with('-') {
        let row = TIPS.iter().find(|(options, _)| options.contains(&option));
        return row.map(|(_, tip)| *tip);
    }
    let usage = error.get(ContextKind::Usage)?.to_string();
    usage.contains("glwhy inspect").then_some(OF_TOKEN)
}
