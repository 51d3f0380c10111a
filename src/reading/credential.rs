//! What a line shows of the credential that was sent: its header, its kind, or its absence.
//!
//! This is the only reader that looks at a line before its secrets are taken out. It keeps none:
//! what it returns are kinds and places.

use super::lists;
use super::redact::has_prefix;
use crate::catalogue::forge::FORGES;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::kinds::PREFIXES;
use crate::diagnosis::Sent;
use crate::observation::Scheme;
use crate::secret::{Defect, examine};

/// What is shown of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shown {
    pub(super) sent: Option<Sent>,
    pub(super) kind: Option<TokenKind>,
    /// What is wrong with the value as it was sent.
    pub(super) defect: Option<Defect>,
}

/// Looks at a line for what it shows of the credential.
pub(super) fn shown_in(line: &str) -> Shown {
    let lower = line.to_ascii_lowercase();
    let mut shown = in_places(line, &lower);
    if shown.sent.is_none() && is_header_option(&lower) {
        shown = in_misspelt_header(line, &lower);
    }
    if shown.sent.is_none() {
        shown.sent = basic_user(line, &lower);
    }
    shown.kind = shown
        .kind
        .or_else(|| kind_of_user(line))
        .or_else(|| kind_in(line));
    shown
}

fn in_places(line: &str, lower: &str) -> Shown {
    let mut empty = Shown::default();
    for (place, scheme) in lists::TOKEN_PLACES {
        let Some(at) = lower.find(place) else {
            continue;
        };
        let is_name = at == 0
            || lower.as_bytes().get(at - 1).is_some_and(|byte| {
                !byte.is_ascii_alphanumeric() && *byte != b'_' && *byte != b'-'
            });
        if !is_name {
            continue;
        }
        let rest = &line[at + place.len()..];
        let value = value_at(rest);
        let kind = kind_in(value).or(match scheme {
            Scheme::JobToken => Some(TokenKind::Job),
            Scheme::DeployToken => Some(TokenKind::Deploy),
            Scheme::PrivateToken | Scheme::Bearer | Scheme::Basic { .. } => None,
        });
        let shown = |sent| Shown {
            sent: Some(sent),
            kind,
            defect: defect_as_sent(line, rest),
        };
        if !value.is_empty() {
            return shown(Sent::As(scheme.clone()));
        }
        // What is empty is passed over.
        if empty.sent.is_none() {
            empty = shown(Sent::Empty);
        }
    }
    empty
}

/// What a transcript shows to be wrong with a value: there it stands as it went out, so that its own
/// quotes and its dollar sign were sent. Masks are not, since they came later.
fn defect_as_sent(line: &str, value: &str) -> Option<Defect> {
    if !line.trim_start().starts_with("> ") {
        return None;
    }
    examine(value.trim())
        .defects
        .into_iter()
        .find(|defect| matches!(defect, Defect::Quotes | Defect::UnexpandedVariable))
}

/// The value of a header or parameter: up to a quote, white space, or the next parameter. A quote
/// that opens the value is not its end.
fn value_at(text: &str) -> &str {
    let text = text.trim_start();
    let opened = text
        .strip_prefix(['"', '\''])
        .filter(|inside| inside.starts_with(|letter: char| letter.is_alphanumeric()));
    let text = opened.unwrap_or(text);
    let end = text
        .find(|letter: char| letter.is_whitespace() || "\"'&,\\".contains(letter))
        .unwrap_or(text.len());
    &text[..end]
}

fn is_header_option(lower: &str) -> bool {
    lower.contains("-h ") || lower.contains("--header") || lower.starts_with("> ")
}

/// GitLab sees nothing in a header that it does not know.
fn in_misspelt_header(line: &str, lower: &str) -> Shown {
    lists::MISSPELT_HEADERS
        .iter()
        .find_map(|name| {
            let at = lower.find(name)?;
            let opens = at
                .checked_sub(1)
                .and_then(|before| lower.as_bytes().get(before))
                .is_none_or(|byte| matches!(byte, b'"' | b'\'' | b' '));
            opens.then(|| Shown {
                sent: Some(Sent::Nothing),
                kind: kind_in(&line[at..]),
                defect: None,
            })
        })
        .unwrap_or_default()
}

/// `-u user:password` and its long form.
fn basic_user(line: &str, lower: &str) -> Option<Sent> {
    let is_login = lower.contains(" login ");
    if !is_command(lower) && !is_login {
        return None;
    }
    let at = lists::LOGIN_OPTIONS
        .iter()
        .find_map(|option| line.find(option).map(|at| at + option.len()))?;
    let login = value_at(line[at..].trim_start_matches(['"', '\'']));
    let (user, secret) = match login.split_once(':') {
        // `docker login` takes the password in another option.
        _ if is_login => (login, "elsewhere"),
        parted => parted?,
    };
    let user = user.to_owned();
    let sent = (!secret.is_empty()).then_some(Sent::As(Scheme::Basic { user }));
    (!login.is_empty()).then(|| sent.unwrap_or(Sent::Empty))
}

fn is_command(lower: &str) -> bool {
    let command = lower.trim_start_matches(['$', '#', '>', '+', ' ']);
    command.starts_with("curl ") || command.starts_with("wget ")
}

fn kind_of_user(line: &str) -> Option<TokenKind> {
    lists::TOKEN_USERS.iter().find_map(|(user, kind)| {
        let at = line.find(user)?;
        let follows = &line[at + user.len()..];
        let is_login = follows.starts_with(':') || line.contains(" login ");
        (is_login || user.ends_with('-')).then_some(*kind)
    })
}

/// Says whether a variable is used in a text: `$NAME` or `${NAME`.
fn is_used_in(text: &str, name: &str) -> bool {
    text.match_indices('$').any(|(at, _)| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.trim_start_matches('{').starts_with(name))
    })
}

/// The kind of the token that stands in a text, or of the variable that holds it.
fn kind_in(text: &str) -> Option<TokenKind> {
    let variable = lists::JOB_VARIABLES
        .iter()
        .find(|(name, _)| is_used_in(text, name))
        .map(|(_, kind)| *kind);
    if variable.is_some() || !has_prefix(text) {
        return variable;
    }
    let begins = |prefix: &str| {
        text.match_indices(prefix).any(|(at, _)| {
            let before = at
                .checked_sub(1)
                .and_then(|before| text.as_bytes().get(before));
            let is_start = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
            let after = text.as_bytes().get(at + prefix.len());
            is_start && after.is_some_and(u8::is_ascii_alphanumeric)
        })
    };
    let of_gitlab = || {
        PREFIXES
            .iter()
            .filter(|row| row.text.len() > 3 && row.kind != TokenKind::Session)
            .find(|row| begins(row.text))
            .map(|row| row.kind)
    };
    let of_others = || {
        FORGES
            .iter()
            .filter(|row| row.prefix.len() > 3)
            .any(|row| begins(row.prefix))
            .then_some(TokenKind::OtherForge)
    };
    of_gitlab().or_else(of_others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(line: &str) -> Option<Sent> {
        shown_in(line).sent
    }

    #[test]
    fn headers_parameters_and_logins_are_told_apart() {
        let job = shown_in("$ curl --header \"JOB-TOKEN: $CI_JOB_TOKEN\" https://h/api/v4/job");
        assert_eq!(job.sent, Some(Sent::As(Scheme::JobToken)));
        assert_eq!(job.kind, Some(TokenKind::Job));
        let wrong = shown_in("curl -H \"PRIVATE-TOKEN: $CI_JOB_TOKEN\" https://h/api/v4/job");
        assert_eq!(wrong.sent, Some(Sent::As(Scheme::PrivateToken)));
        assert_eq!(wrong.kind, Some(TokenKind::Job));
        assert_eq!(
            sent("> authorization: Bearer x"),
            Some(Sent::As(Scheme::Bearer))
        );
        assert_eq!(
            sent("curl 'https://h/api/v4/user?private_token='"),
            Some(Sent::Empty)
        );
        assert_eq!(
            sent("curl -H 'PRIVATE-TOKEN: ' https://h"),
            Some(Sent::Empty)
        );
    }

    #[test]
    fn of_several_tokens_the_one_is_told_that_gitlab_reads() {
        for (line, read) in [
            (
                "curl -H 'Authorization: Bearer x' -H 'PRIVATE-TOKEN: y' https://h",
                Scheme::PrivateToken,
            ),
            (
                "curl -H 'PRIVATE-TOKEN: y' 'https://h/api/v4/user?private_token=z'",
                Scheme::PrivateToken,
            ),
            (
                "curl -H 'JOB-TOKEN: y' -H 'Authorization: Bearer x' https://h",
                Scheme::Bearer,
            ),
            (
                "curl -H 'PRIVATE-TOKEN: ' -H 'Authorization: Bearer x' https://h",
                Scheme::Bearer,
            ),
        ] {
            assert_eq!(sent(line), Some(Sent::As(read)), "{line}");
        }
    }

    #[test]
    fn a_transcript_shows_the_value_as_it_was_sent() {
        let quoted = shown_in("> PRIVATE-TOKEN: \"abc\"");
        assert_eq!(quoted.sent, Some(Sent::As(Scheme::PrivateToken)));
        assert_eq!(quoted.defect, Some(Defect::Quotes));
        let unexpanded = shown_in("> JOB-TOKEN: $CI_JOB_TOKEN");
        assert_eq!(unexpanded.defect, Some(Defect::UnexpandedVariable));
        let typed = shown_in("$ curl --header \"JOB-TOKEN: $CI_JOB_TOKEN\" https://h/api/v4/job");
        assert_eq!(typed.defect, None);
        assert_eq!(shown_in("> PRIVATE-TOKEN: [MASKED]").defect, None);
    }

    #[test]
    fn a_misspelt_header_is_seen_by_nobody() {
        for name in ["PRIVATE_TOKEN", "Private Token", "JOB_TOKEN"] {
            let line = format!("curl --header \"{name}: abc\" https://h/api/v4/user");
            assert_eq!(sent(&line), Some(Sent::Nothing), "{name}");
        }
    }

    #[test]
    fn a_command_without_a_credential_may_have_been_cut_before_it_was_pasted() {
        assert_eq!(sent("$ curl https://h/api/v4/projects/1"), None);
        assert_eq!(
            sent("curl: (22) The requested URL returned error: 404"),
            None
        );
    }

    #[test]
    fn the_user_of_a_login_tells_the_kind() {
        assert_eq!(
            shown_in("fatal: x 'https://gitlab-ci-token:[MASKED]@h/a.git'").kind,
            Some(TokenKind::Job)
        );
        assert_eq!(
            shown_in("status=403 token=glcbt-66").kind,
            Some(TokenKind::Job)
        );
    }
}
