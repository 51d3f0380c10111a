//! What to type in the place of options that other tools have (gh, glab, curl, kubectl, jq), and this one has not.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::repeatable;

include!(concat!(env!("OUT_DIR"), "/words-options.rs"));

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
        let mut rows = TIPS.iter();
        return Some(
            rows.find(|(_, options)| options.split(' ').any(|other| other == option))?
                .0,
        );
    }
    let usage = error.get(ContextKind::Usage)?.to_string();
    let of_token = TIPS.iter().find(|(_, options)| options.contains("--token"));
    of_token
        .filter(|_| usage.contains("glwhy inspect"))
        .map(|(tip, _)| *tip)
}
