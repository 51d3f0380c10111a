//! Values that stand for a token and are none: nothing, stars, examples, and variables that were not expanded.
//!
//! Each test looks at the whole value, so that no real token is taken for an example.

use super::Defect;
use super::lists::{EXAMPLES, MASKED, UNSET};
use crate::catalogue::kinds;

/// Finds out whether a value stands for a token without being one, and how.
pub(super) fn placeholder(value: &str) -> Option<Defect> {
    if value.is_empty() {
        return Some(Defect::Empty);
    }
    let lower = value.to_lowercase();
    if UNSET.contains(&lower.as_str()) {
        return Some(Defect::UnsetLooking);
    }
    if is_masked(&lower) {
        return Some(Defect::Masked);
    }
    if is_unexpanded(value) {
        return Some(Defect::UnexpandedVariable);
    }
    is_example(value, &lower).then_some(Defect::Placeholder)
}

fn is_masked(lower: &str) -> bool {
    MASKED.iter().any(|mark| lower.contains(mark))
        || lower
            .chars()
            .all(|letter| matches!(letter, '*' | '•' | '●'))
}

/// A dollar sign or a pair of braces is in no token; a percent sign counts only around a whole name.
fn is_unexpanded(value: &str) -> bool {
    let begins_name =
        |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    ["${", "$(", "$[[", "{{", "<%="]
        .iter()
        .any(|mark| value.contains(mark))
        || value
            .strip_prefix('$')
            .is_some_and(|name| begins_name(name) && !name.contains('='))
        || value.strip_prefix("\\$").is_some_and(begins_name)
        || value
            .strip_prefix('%')
            .and_then(|rest| rest.strip_suffix('%'))
            .is_some_and(|name| {
                begins_name(name)
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
}

fn is_example(value: &str, lower: &str) -> bool {
    let body = kinds::prefix_of(value).map_or(lower, |prefix| &lower[prefix.text.len()..]);
    let bare: String = body
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let in_brackets = body
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'));
    // A page begins and ends with brackets, too, and has more of them inside.
    let bracketed = in_brackets.is_some_and(|name| !name.contains(['<', '>']));
    let crossed = bare.len() >= 3 && bare.bytes().all(|byte| byte == b'x');
    let dotted = body.len() >= 2 && body.chars().all(|letter| matches!(letter, '.' | '…'));
    let yours = bare.starts_with("your")
        && (bare.contains("token") || bare.contains("secret") || bare.contains("key"));
    let inserted = ["insert", "enter", "put", "paste", "replace"]
        .iter()
        .any(|verb| bare.starts_with(verb))
        && bare.contains("token");
    bracketed || crossed || dotted || yours || inserted || EXAMPLES.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stand_in_is_told_by_its_form() {
        for (values, defect) in [
            (&[""][..], Defect::Empty),
            (
                &["null", "None", "undefined", "<nil>"],
                Defect::UnsetLooking,
            ),
            (
                &[
                    "[MASKED]",
                    "****",
                    "*",
                    "[masked]x",
                    "<redacted>",
                    "glpat-****3f9a",
                    "••••••",
                ],
                Defect::Masked,
            ),
            (
                &[
                    "$GITLAB_TOKEN",
                    "${GITLAB_TOKEN}",
                    "${GITLAB_TOKEN:-}",
                    "$(cat token)",
                    "%GITLAB_TOKEN%",
                    "{{ token }}",
                    "${{ secrets.TOKEN }}",
                    "$[[ inputs.token ]]",
                    "$env:TOKEN",
                    "\\$TOKEN",
                ],
                Defect::UnexpandedVariable,
            ),
            (
                &[
                    "<your_token>",
                    "changeme",
                    "CHANGE_ME",
                    "xxxx",
                    "xxxx-xxxx",
                    "your-access-token",
                    "YOUR_TOKEN_HERE",
                    "insert token here",
                    "glpat-<token>",
                    "glpat-...",
                    "<access token>",
                    "...",
                ],
                Defect::Placeholder,
            ),
        ] {
            for value in values {
                assert_eq!(placeholder(value), Some(defect), "{value}");
            }
        }
    }

    #[test]
    fn the_crosses_of_a_manual_are_an_example_also_after_a_prefix() {
        let value = format!("{}{}", "glpat-", "x".repeat(20));
        assert_eq!(placeholder(&value), Some(Defect::Placeholder));
    }

    #[test]
    fn nothing_that_may_be_a_token_is_taken_for_a_stand_in() {
        for value in [
            format!("{}{}", "glpat-", "aB3".repeat(7)),
            "a".repeat(20),
            "%2Fabc%".to_owned(),
            "5f".repeat(32),
            format!("{}{}", "gldt-", "token".repeat(4)),
            "no".to_owned(),
            "pa$$word".to_owned(),
        ] {
            assert_eq!(placeholder(&value), None, "{value}");
        }
    }
}
