//! What a fine-grained token is told, in the words of 18.x and in words that nobody knows yet.
//!
//! One service judges it for every surface, so the sentences are the same everywhere: REST wraps
//! them in an error code, Git and GraphQL say them bare. The sentences of 19.x stand with the rows
//! of their surfaces.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::FineGrained;
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{resource, scope};
use crate::diagnosis::signature::Grade::{Derived, ReadNow};
use crate::diagnosis::signature::{Pattern, Signature};

const REST: &[Surface] = &[Surface::Rest];
const GIT: &[Surface] = &[Surface::Git];
const GRAPHQL: &[Surface] = &[Surface::GraphQl];
/// Read in 18.9; classic tokens never got these sentences.
const JUDGE: &str = "app/services/authz/tokens/authorize_granular_scopes_service.rb of 18.9";
/// The error code that stands before every sentence in REST.
const CODE: &str = "insufficient_granular_scope";

const LACKS: &str =
    "Access denied: Your {token_type} lacks the required permissions: {permissions}";
/// Neither has the route permissions that could be given, nor a place that they would be for.
const NOTHING_TO_GIVE: &str = "Unable to determine boundaries and permissions for authorization";
const NO_PERMISSIONS: &str = "Unable to determine permissions for authorization";
const NO_PLACE: &str = "Unable to determine boundaries for authorization";
const SWITCHED_OFF: &str = "Granular tokens are not yet supported";
const ANYTHING_ELSE: &str = "Access denied: {sentence}";

/// A sentence that stands for one situation, on one surface.
const fn said(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    let because = "GitLab says which permissions the fine-grained token lacks: {permissions}";
    Signature::new(id, surfaces, statuses, body, code)
        .because(because)
        .source(JUDGE, ReadNow)
        .decisive()
}

/// No permission can be given for it.
const fn unsupported(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
) -> Signature {
    said(
        id,
        surfaces,
        statuses,
        body,
        &scope::FINE_GRAINED_UNSUPPORTED,
    )
    .because(
        "no fine-grained permission covers this operation, so only other tokens may ask for it",
    )
}

/// The feature is off for the owner of the token.
const fn switched_off(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
) -> Signature {
    said(id, surfaces, statuses, body, &scope::FINE_GRAINED_OFF)
        .because("GitLab says that fine-grained tokens are not switched on for this user")
}

/// A sentence that nobody knows: that a permission is missing is the usual reason.
const fn missing(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
) -> Signature {
    Signature::new(id, surfaces, statuses, body, &scope::PERMISSION_MISSING)
        .because(
            "GitLab judged fine-grained permissions, and refused in words of its own: {sentence}",
        )
        .source(JUDGE, Derived)
        .weight(70)
}

/// The same words to a classic token, where only fine-grained ones are let in.
const fn enforced(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
) -> Signature {
    Signature::new(id, surfaces, statuses, body, &scope::FINE_GRAINED_ENFORCED)
        .because("a classic token may be told so where only fine-grained ones are allowed")
        .source(JUDGE, Derived)
        .weight(15)
        .unless(const { &[yes(FineGrained)] })
        .proof(const { &[&[no(FineGrained)]] })
}

/// An operation for classic tokens.
const fn uncovered(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
) -> Signature {
    Signature::new(
        id,
        surfaces,
        statuses,
        body,
        &scope::FINE_GRAINED_UNSUPPORTED,
    )
    .because("an operation that takes classic tokens only refuses at the same place")
    .source(JUDGE, Derived)
    .weight(15)
    .unless(const { &[no(FineGrained)] })
}

/// The project or group that the permission would be for was not found.
const fn nowhere(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    Signature::new(id, surfaces, statuses, body, code)
        .because("GitLab found no project or group that a permission of the token could be for")
        .source(JUDGE, ReadNow)
}

const fn guard(sentence: &'static str) -> Pattern {
    Pattern::Guard(CODE, sentence)
}

/// REST refuses with 403, Git as well.
const REFUSED: &[u16] = &[403];
/// GraphQL answers 200 where only a field of the query is refused.
const QUERIED: &[u16] = &[200, 403];

/// The rows.
pub static ROWS: &[Signature] = &[
    said(
        "rest.403.granular_lacks",
        REST,
        REFUSED,
        guard(LACKS),
        &scope::PERMISSION_MISSING,
    ),
    said(
        "git.403.granular.lacks",
        GIT,
        REFUSED,
        Pattern::Text(LACKS),
        &scope::PERMISSION_MISSING,
    ),
    said(
        "gql.200.granular.lacks",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(LACKS),
        &scope::PERMISSION_MISSING,
    ),
    unsupported(
        "rest.403.granular_nothing_to_give",
        REST,
        REFUSED,
        guard(NOTHING_TO_GIVE),
    ),
    unsupported(
        "git.403.granular.nothing_to_give",
        GIT,
        REFUSED,
        Pattern::Text(NOTHING_TO_GIVE),
    ),
    missing(
        "gql.200.granular.nothing_to_give",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(NOTHING_TO_GIVE),
    )
    .because("GraphQL found neither a permission nor a place for one field of the query")
    .weight(30),
    uncovered(
        "gql.200.granular.nothing_to_give.uncovered",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(NOTHING_TO_GIVE),
    )
    .weight(25),
    unsupported(
        "rest.403.granular_no_permissions",
        REST,
        REFUSED,
        guard(NO_PERMISSIONS),
    ),
    unsupported(
        "git.403.granular.no_permissions",
        GIT,
        REFUSED,
        Pattern::Text(NO_PERMISSIONS),
    ),
    unsupported(
        "gql.200.granular.no_permissions",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(NO_PERMISSIONS),
    ),
    switched_off(
        "rest.403.granular_switched_off",
        REST,
        REFUSED,
        guard(SWITCHED_OFF),
    ),
    switched_off(
        "git.403.granular.switched_off",
        GIT,
        REFUSED,
        Pattern::Text(SWITCHED_OFF),
    ),
    switched_off(
        "gql.200.granular.switched_off",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(SWITCHED_OFF),
    ),
    nowhere(
        "rest.403.granular_nowhere",
        REST,
        REFUSED,
        guard(NO_PLACE),
        &resource::TARGET_ABSENT,
    )
    .weight(30),
    nowhere(
        "rest.403.granular_nowhere.deleting",
        REST,
        REFUSED,
        guard(NO_PLACE),
        &resource::TARGET_BEING_DELETED,
    ),
    nowhere(
        "gql.200.granular.nowhere",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(NO_PLACE),
        &resource::TARGET_ABSENT,
    )
    .weight(30),
    nowhere(
        "gql.200.granular.nowhere.deleting",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(NO_PLACE),
        &resource::TARGET_BEING_DELETED,
    ),
    missing(
        "rest.403.granular_other",
        REST,
        REFUSED,
        guard("{sentence}"),
    ),
    enforced(
        "rest.403.granular_other.enforced",
        REST,
        REFUSED,
        guard("{sentence}"),
    ),
    uncovered(
        "rest.403.granular_other.uncovered",
        REST,
        REFUSED,
        guard("{sentence}"),
    ),
    missing(
        "git.403.granular.other",
        GIT,
        REFUSED,
        Pattern::Text(ANYTHING_ELSE),
    ),
    enforced(
        "git.403.granular.other.enforced",
        GIT,
        REFUSED,
        Pattern::Text(ANYTHING_ELSE),
    ),
    uncovered(
        "git.403.granular.other.uncovered",
        GIT,
        REFUSED,
        Pattern::Text(ANYTHING_ELSE),
    ),
    missing(
        "gql.200.granular.other",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(ANYTHING_ELSE),
    ),
    enforced(
        "gql.200.granular.other.enforced",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(ANYTHING_ELSE),
    ),
    uncovered(
        "gql.200.granular.other.uncovered",
        GRAPHQL,
        QUERIED,
        Pattern::GraphQl(ANYTHING_ELSE),
    ),
];
