//! What a group of lines in GitLab's own log says to whoever supports an instance.
//!
//! The diagnosis says what is wrong with the token; these remarks say where to look next, and what
//! the log does not tell. Sources: `doc/security/tokens/token_troubleshooting.md`,
//! `doc/administration/logs/_index.md`, `doc/api/personal_access_tokens.md`.

use crate::observation::LogGroup;
use crate::reading::Rest;
use crate::report::Advice;

/// What to look at next for a group, and what its log leaves open.
pub(crate) fn remarks(record: &LogGroup, status: Option<u16>) -> Vec<Advice> {
    let number = record
        .whose
        .token_id
        .as_deref()
        .and_then(|token| token.strip_prefix("PersonalAccessToken/"));
    let is_unnamed = record.whose.user.is_none() && record.reason.is_none();
    let is_rails = matches!(record.log, "api_json.log" | "production_json.log");
    let is_git = record
        .caller
        .as_deref()
        .is_some_and(|caller| caller.starts_with("Repositories::"));
    let tells = matches!(record.log, "auth_json.log" | "graphql_json.log");
    [
        record.leaked.then(leaked),
        number.map(owner_of),
        (!is_rails && !tells && record.limit.is_none()).then(other_log),
        (status == Some(401) && is_rails && is_unnamed && is_git).then(challenge),
        (status == Some(401) && record.log == "api_json.log" && is_unnamed).then(no_reason),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is not told, in words.
pub(crate) fn left_out(uncounted: u64, of_clients: u64, rest: &Rest) -> Vec<Advice> {
    let elsewhere =
        || format!(", and {of_clients} failures that other texts tell without the like");
    let elsewhere = (of_clients > 0).then(elsewhere).unwrap_or_default();
    let left = [
        (
            uncounted,
            "more-failures",
            format!("{uncounted} more failures were told after the list of them was full."),
        ),
        (
            rest.unfit + of_clients,
            "filtered-out",
            format!(
                "The filter leaves out {} failed requests of GitLab's logs{elsewhere}.",
                rest.unfit
            ),
        ),
        (
            rest.told_again,
            "told-again",
            format!(
                "{} lines of Workhorse and of web servers tell of requests that the logs of Rails tell better, and are not \
                 counted.",
                rest.told_again
            ),
        ),
        (
            rest.groups,
            "more-groups",
            format!(
                "Not shown: {} more group{} of GitLab's log, {} line{} in all, rarer than those above.",
                rest.groups,
                ending(rest.groups),
                rest.lines,
                ending(rest.lines)
            ),
        ),
        (
            u64::from(rest.joined),
            "callers-joined",
            "There are many groups, so what many callers were refused alike is one: --token-id, --user, and --project tell \
             them apart. A dead token is a group of its own."
                .to_owned(),
        ),
        (
            rest.internal,
            "internal-requests",
            format!(
                "{} requests among GitLab's own parts (/api/v4/internal) were answered with an \
                 error as well. They carry no token of a user: a refused push or pull shows there, \
                 and the Git client was told why.",
                rest.internal
            ),
        ),
    ];
    let told = left.into_iter().filter(|(count, ..)| *count > 0);
    told.map(|(_, code, text)| Advice::note(code, text))
        .collect()
}

fn leaked() -> Advice {
    Advice::warning(
        "token-in-log",
        "A token stands in clear in this log: a client sent it as the user name. Revoke it, and give the client a user \
         name and the token as the password.",
    )
}

fn owner_of(number: &str) -> Advice {
    Advice::note(
        "token-by-number",
        format!(
            "An administrator learns the owner, the scopes, and the last use of this token from \
             GET /personal_access_tokens/{number}."
        ),
    )
}

fn other_log() -> Advice {
    Advice::note(
        "log-without-reason",
        "This log does not say why. Look its correlation ids up in api_json.log or \
         production_json.log of the same time.",
    )
}

fn challenge() -> Advice {
    Advice::note(
        "git-asks-first",
        "Git asks without a login first and sends one when it is told 401, so such lines stand \
         before most successful clones. Only those that no success follows are failures.",
    )
}

fn no_reason() -> Advice {
    Advice::note(
        "no-reason-in-log",
        "From GitLab 17.2 on the log names the reason when an access token has expired, was \
         revoked, or lacks a scope. It names none here: no token came, or one that this instance \
         does not know, or one of another kind.",
    )
}

/// What the name of so many things ends with.
const fn ending(number: u64) -> &'static str {
    if number == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::LoggedCaller;

    fn codes(record: &LogGroup, status: u16) -> Vec<&'static str> {
        let remarks = remarks(record, Some(status));
        remarks.iter().map(|remark| remark.code).collect()
    }

    #[test]
    fn each_group_is_told_where_to_look_next() {
        let api = LogGroup {
            log: "api_json.log",
            ..LogGroup::default()
        };
        assert_eq!(codes(&api, 401), ["no-reason-in-log"]);
        assert!(codes(&api, 404).is_empty());
        let expired = LogGroup {
            whose: LoggedCaller {
                token_id: Some("PersonalAccessToken/12".to_owned()),
                ..LoggedCaller::default()
            },
            reason: Some("token_expired".to_owned()),
            ..api
        };
        let told = remarks(&expired, Some(401));
        assert!(told[0].text.contains("/personal_access_tokens/12."));
        assert_eq!(told.len(), 1);
        let git = LogGroup {
            log: "production_json.log",
            caller: Some("Repositories::GitHttpController#info_refs".to_owned()),
            ..LogGroup::default()
        };
        assert_eq!(codes(&git, 401), ["git-asks-first"]);
        let workhorse = LogGroup {
            log: "gitlab-workhorse",
            ..LogGroup::default()
        };
        assert_eq!(codes(&workhorse, 401), ["log-without-reason"]);
    }

    #[test]
    fn what_is_left_out_is_said_and_nothing_else() {
        assert!(left_out(0, 0, &Rest::default()).is_empty());
        let rest = Rest {
            groups: 3,
            lines: 40,
            told_again: 0,
            internal: 1,
            unfit: 2,
            joined: false,
        };
        let codes: Vec<&str> = left_out(7, 0, &rest).iter().map(|note| note.code).collect();
        assert_eq!(
            codes,
            [
                "more-failures",
                "filtered-out",
                "more-groups",
                "internal-requests"
            ]
        );
        assert!(
            left_out(0, 0, &rest)[1]
                .text
                .contains("3 more groups of GitLab's log, 40 lines in all")
        );
    }
}
