//! Facts to look up: what a person can find out where no request tells it, or none may be sent.
//!
//! A table, clue by clue, and one more for what no clue stands for. Nothing is decided here.

use crate::answers::Gate;
use crate::answers::clue::Clue;
use crate::diagnosis::NextQuestion;

/// A question to a person: what it would bring, how it is asked, and why.
type Fact = (&'static [Clue], &'static str, &'static str);

static FACTS: &[Fact] = &[
    (
        &[Clue::NothingSent, Clue::SentEmpty],
        "Was a token sent at all? (curl -v shows the request's headers)",
        "without one, GitLab sees an anonymous caller",
    ),
    (
        &[
            Clue::IsJob,
            Clue::IsDeploy,
            Clue::IsForeign,
            Clue::OtherForge,
            Clue::IsAccessToken,
            Clue::IsOauth,
        ],
        "Which kind of token was it? (glwhy inspect tells it by its prefix)",
        "each kind is read on other routes",
    ),
    (
        &[Clue::PlaceFits],
        "In which header was the token sent?",
        "each kind has its own header",
    ),
    (
        &[Clue::Writes],
        "Which method was used?",
        "an archived project still answers reads",
    ),
    (
        &[
            Clue::ReadHere,
            Clue::RouteKnown,
            Clue::PathUnencoded,
            Clue::PathEncoded,
            Clue::PathEncodedTwice,
            Clue::NameMalformed,
            Clue::AdminRoute,
        ],
        "Which endpoint was asked? (method and path)",
        "each endpoint reads other tokens and asks for another role",
    ),
    (
        &[
            Clue::Defective,
            Clue::ChecksumBroken,
            Clue::MadeElsewhere,
            Clue::PastItsTime,
        ],
        "Is the value whole, and from this instance? (glwhy inspect --offline tells)",
        "a cut or foreign token is simply unknown",
    ),
    (
        &[Clue::Alive, Clue::Expired, Clue::Revoked],
        "Is the token active? (its owner's list of tokens shows the date and the state)",
        "a dead token is refused before anything else is looked at",
    ),
    (
        &[Clue::ScopeFits, Clue::FineGrained],
        "Which scopes or permissions was the token given? (its owner's list of tokens shows them)",
        "a missing scope is mended by another token, not by another role",
    ),
    (
        &[Clue::Bot, Clue::HomeElsewhere, Clue::Administrator],
        "Which user is behind the token? (its owner's list of tokens, or the members of the target)",
        "the bot of a project or group is at home there only",
    ),
    (
        &[
            Clue::TargetSeen,
            Clue::TargetPublic,
            Clue::Member,
            Clue::RoleFits,
            Clue::Listed,
            Clue::GroupListed,
            Clue::GitFindsNothing,
            Clue::GraphQlSees,
        ],
        "Is the token's owner a member of the target, and with which role? (Manage > Members)",
        "GitLab hides what its caller may not see",
    ),
    (
        &[Clue::FeatureOn, Clue::FeatureForMembers, Clue::Archived],
        "Is the feature on, and the project not archived? (Settings > General)",
        "what is off is refused to every role",
    ),
    (
        &[
            Clue::JobAtHome,
            Clue::ControlGranted,
            Clue::ControlForbidden,
            Clue::GitNamesAllowlist,
            Clue::GitNamesMembership,
        ],
        "Is the job's project on the target's allowlist? (Settings > CI/CD > Job token permissions)",
        "the allowlist and the role of the user who started the job are checked both",
    ),
    (
        &[Clue::GitNamesSignOn],
        "Does the group ask for single sign-on? (Settings > SAML SSO)",
        "without a session everything in it is hidden",
    ),
    (
        &[Clue::AnonymousSame],
        "What is answered to the same request without the token?",
        "an answer that stays the same shows that the token was not read",
    ),
    (
        &[Clue::ApiHere, Clue::PathDecoded, Clue::BaseTooDeep],
        "Does the address lead to GitLab itself, and through which proxies?",
        "what stands in between may answer, or rewrite the path",
    ),
    (
        &[Clue::RedirectKeepsPath, Clue::RedirectLeavesHost],
        "Where does the redirect lead? (the header Location)",
        "another address of the same instance, a moved project and a sign-in page differ by it",
    ),
    (
        &[Clue::MarkedByGitLab],
        "Does the answer bear GitLab's own header X-Gitlab-Meta? (curl -i shows it)",
        "without it, something in front of GitLab answered",
    ),
];

/// Returns the question that would bring a clue.
pub(super) fn of(clue: Clue) -> Option<NextQuestion> {
    let row = FACTS.iter().find(|(clues, ..)| clues.contains(&clue))?;
    Some(asked(row.1, row.2))
}

/// Returns the question that is left where every clue is known and several reasons still stand.
pub(super) fn at(gate: Option<Gate>) -> NextQuestion {
    let (ask, why) = match gate {
        Some(Gate::Reach | Gate::Limits) => (
            "Does the same request pass a few minutes later, and from another network?",
            "what lies before GitLab, or passes by itself, shows in time and place",
        ),
        Some(Gate::Route) => (
            "Does the documentation of this release know the endpoint?",
            "endpoints come and go with releases and editions",
        ),
        Some(Gate::Credential | Gate::Lifetime | Gate::Account) => (
            "What does an administrator see of the token and its owner?",
            "the answer is the same for every fault of a credential",
        ),
        Some(Gate::Scope | Gate::Resource) => (
            "Does somebody who may see everything find the target, and which restrictions has it?",
            "absence, membership and restrictions are answered alike",
        ),
        Some(Gate::Role | Gate::Feature) | None => (
            "Does the same request pass with the token of an owner of the target?",
            "a rule stops everybody, a role only those below it",
        ),
    };
    asked(ask, why)
}

fn asked(ask: &str, why: &str) -> NextQuestion {
    NextQuestion {
        ask: ask.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clue_can_be_asked_of_a_person() {
        for clue in Clue::ALL.iter().copied() {
            assert!(of(clue).is_some(), "{clue:?}");
        }
    }

    #[test]
    fn no_clue_is_asked_for_in_two_ways() {
        for clue in Clue::ALL {
            let rows = FACTS.iter().filter(|(clues, ..)| clues.contains(clue));
            assert_eq!(rows.count(), 1, "{clue:?}");
        }
    }

    #[test]
    fn a_person_is_asked_a_question_and_told_why() {
        for (_, ask, why) in FACTS {
            assert!(ask.contains('?'), "{ask}");
            assert!(!why.ends_with('.') && !why.is_empty(), "{ask}");
        }
    }
}
