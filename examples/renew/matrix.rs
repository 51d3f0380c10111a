//! `docs/capabilities.md`: which role has which capability in a private project or group, as the program itself has it.

use std::fmt::Write as _;

use glwhy::unstable::catalogue::{AccessLevel, Capability, Known, Place, Version, capabilities_at};

const PREAMBLE: &str = "\
# Roles and capabilities

Which role may do what in a private project or group where every feature is on and nothing protects the branch, tag, or
environment. Generated from `knowledge/capabilities.toml` and the endpoints that its requests come down to; do not edit
this file (`GLWHY_BLESS=1 cargo test --test renew`). The roles are those of GitLab 19.1.

* `yes`, `no`; `?`: what stands under \"Beside the role\" decides, or it is not known.
* **Request**: what an ordinary client sends; whose right decides.
* `glwhy probe --need NAME` asks for one of them, and says what else decides there.
";

const ROLES: [(&str, AccessLevel); 6] = [
    ("Guest", AccessLevel::GUEST),
    ("Planner", AccessLevel::PLANNER),
    ("Reporter", AccessLevel::REPORTER),
    ("Developer", AccessLevel::DEVELOPER),
    ("Maintainer", AccessLevel::MAINTAINER),
    ("Owner", AccessLevel::OWNER),
];

/// The page as Markdown, a table for each place.
pub(super) fn document() -> String {
    let mut text = PREAMBLE.to_owned();
    for (title, place) in [
        ("In a project", Place::Project),
        ("In a group", Place::Group),
    ] {
        let heads: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        let rule = "| --- ".repeat(heads.len());
        let _ = write!(
            text,
            "\n## {title}\n\n| Capability | What it is | {} | Beside the role | Request |\n| --- | --- {rule}| --- | --- |\n",
            heads.join(" | ")
        );
        for capability in capabilities_at(place) {
            text.push_str(&line(capability, place).unwrap_or_default());
        }
    }
    text
}

fn line(capability: &Capability, place: Place) -> Option<String> {
    let request = capability.request(place, false)?;
    let endpoint = request.endpoint()?;
    let conditions = endpoint.conditions;
    let may_widen = conditions.iter().any(|condition| condition.may_widen());
    let is_open = endpoint.requirement.to_string() == "any user" && !conditions.is_empty();
    let release = Some(Version::new(19, 1));
    let cells = ROLES.map(
        |(_, role)| match endpoint.requirement.allows(role, release) {
            Known::Yes if !is_open => "yes",
            Known::No if !may_widen => "no",
            Known::Yes | Known::No | Known::Unknown => "?",
        },
    );
    let words: Vec<&str> = conditions
        .iter()
        .map(|condition| condition.name())
        .collect();
    let beside = if words.is_empty() {
        "-".to_owned()
    } else {
        words.join("; ")
    };
    Some(format!(
        "| `{}` | {} | {} | {beside} | `{endpoint}` |\n",
        capability.name,
        capability.words,
        cells.join(" | ")
    ))
}
