//! What GraphQL answers (`/api/graphql`).
//!
//! One sentence stands for every fault of a token, a missing scope included. What a caller may not
//! see is null, without any error.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clue::{
    Alive, ChecksumBroken, Defective, Expired, FineGrained, IsDeploy, IsForeign, IsJob,
    MadeElsewhere, Member, NothingSent, Revoked, RoleFits, ScopeFits, SentEmpty, TargetPublic,
    TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{account, credential, limits, outside, resource, role, scope};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder};
use crate::diagnosis::signature::{Pattern, Signature};

const HERE: &[Surface] = &[Surface::GraphQl];
const CONTROLLER: &str = "app/controllers/graphql_controller.rb";
const AUTHORIZE: &str = "lib/gitlab/graphql/authorize/authorize_resource.rb";
const GRANULAR: &str = "lib/gitlab/graphql/authz/granular_token_authorization.rb";

/// The sentence for every credential that leads to no user.
const INVALID: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[401],
    body: Pattern::GraphQl("Invalid token"),
    header: None,
    source: "app/controllers/graphql_controller.rb; \
        lib/gitlab/auth/request_authenticator.rb",
    grade: ReadNow,
};

/// The sentence for objects that are hidden, or may not be changed.
const NOT_AVAILABLE: Pattern = Pattern::GraphQl(
    "The resource that you are attempting to access does not exist or you don't \
        have permission to perform this action",
);

/// A query whose only field is null.
const NULL_FIELD: Pattern = Pattern::Json("{open}\"data\":{field}:null}}");

const GRANULAR_MISSING: Pattern = Pattern::GraphQl(
    "Access denied: This operation requires a fine-grained {token_type} with the \
        following {boundary} permissions: {permissions}",
);

/// The rows.
pub static ROWS: &[Signature] = &[
    INVALID.unknown("gql.401.invalid_token.unknown"),
    INVALID
        .expired("gql.401.invalid_token.expired")
        .source(CONTROLLER, Derived),
    INVALID
        .revoked("gql.401.invalid_token.revoked")
        .source(CONTROLLER, Derived),
    INVALID
        .account("gql.401.invalid_token.blocked")
        .source(CONTROLLER, Derived),
    INVALID
        .means(
            "gql.401.invalid_token.scope",
            &scope::SCOPE_MISSING,
            "GraphQL answers a token without api or read_api as if it were invalid, with \
                401",
        )
        .source(CONTROLLER, Derived)
        .weight(12)
        .unless(&[
            yes(ScopeFits),
            yes(FineGrained),
            no(Alive),
            yes(Expired),
            yes(Revoked),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsForeign),
        ])
        .proof(&[&[no(ScopeFits), yes(Alive)]]),
    INVALID
        .means(
            "gql.401.invalid_token.job_token",
            &credential::GRAPHQL_TAKES_NO_SUCH_TOKEN,
            "GraphQL never takes job tokens, wherever they are sent",
        )
        .source(CONTROLLER, Derived)
        .weight(10)
        .unless(&[no(IsJob), yes(NothingSent)])
        .proof(&[&[yes(IsJob)]]),
    INVALID
        .means(
            "gql.401.invalid_token.deploy",
            &credential::GRAPHQL_TAKES_NO_SUCH_TOKEN,
            "GraphQL never takes deploy tokens, wherever they are sent",
        )
        .source(CONTROLLER, Derived)
        .weight(4)
        .unless(&[no(IsDeploy), yes(NothingSent)])
        .proof(&[&[yes(IsDeploy)]]),
    INVALID
        .means(
            "gql.401.invalid_token.foreign",
            &credential::GRAPHQL_TAKES_NO_SUCH_TOKEN,
            "a token that stands for no user is never found by GraphQL",
        )
        .source(CONTROLLER, Derived)
        .weight(3)
        .unless(&[no(IsForeign), yes(NothingSent)])
        .proof(&[&[yes(IsForeign)]]),
    INVALID
        .means(
            "gql.401.invalid_token.empty_header",
            &credential::HEADER_PRESENT_BUT_EMPTY,
            "GraphQL looks at the name of a token header or parameter only, so an empty one \
                counts",
        )
        .source("lib/gitlab/auth/auth_finders.rb", Derived)
        .weight(5)
        .unless(&[no(SentEmpty), no(NothingSent)])
        .proof(&[&[yes(SentEmpty)]]),
    INVALID.defective("gql.401.invalid_token.defective"),
    INVALID.not_whole("gql.401.invalid_token.not_whole"),
    INVALID
        .elsewhere("gql.401.invalid_token.elsewhere")
        .unless(&[
            no(MadeElsewhere),
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsForeign),
            yes(Defective),
            yes(ChecksumBroken),
        ]),
    INVALID
        .impersonation("gql.401.invalid_token.impersonation")
        .source(CONTROLLER, Derived),
    INVALID
        .tokens_disabled("gql.401.invalid_token.tokens_disabled")
        .source(CONTROLLER, Derived),
    Signature::new(
        "gql.403.api_not_accessible",
        HERE,
        &[403],
        Pattern::GraphQl("API not accessible for user"),
        &account::ACCOUNT_NOT_ALLOWED,
    )
    .because("the token leads to a user, and this user may not use the API")
    .source(CONTROLLER, ReadNow)
    .weight(40)
    .decisive(),
    Signature::new(
        "gql.401.dpop",
        HERE,
        &[401],
        Pattern::GraphQl("DPoP validation error: {detail}"),
        &account::DPOP_REQUIRED,
    )
    .because("the account asks for a proof of possession, and its check says: {detail}")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.401.language_server",
        HERE,
        &[401],
        Pattern::GraphQl("Language server client error: {detail}"),
        &account::EDITOR_EXTENSION_RESTRICTED,
    )
    .because("the instance turns editor extensions below its minimum version away")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.403.too_many_ips",
        HERE,
        &[403],
        Pattern::GraphQl(
            "User {user_id} from IP: {address} tried logging from too many ips: {count}",
        ),
        &account::TOO_MANY_ADDRESSES,
    )
    .because("the account was used from {count} addresses, more than the instance allows")
    .source("lib/gitlab/auth/unique_ips_limiter.rb", ReadOlder)
    .decisive(),
    Signature::new(
        "gql.403.other",
        HERE,
        &[403],
        Pattern::GraphQl("{reason}"),
        &role::REFUSED_WITH_REASON,
    )
    .because("GraphQL refused and gave a reason of its own: {reason}")
    .source(CONTROLLER, Derived),
    Signature::new(
        "gql.200.anonymous",
        HERE,
        &[200],
        Pattern::Json("{open}\"data\":{object}\"currentUser\":null}}"),
        &credential::NOTHING_SENT,
    )
    .because(
        "GraphQL knows no current user, and it would have refused a token that is not \
            valid",
    )
    .source(CONTROLLER, Derived)
    .weight(60)
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "gql.200.null_field",
        HERE,
        &[200],
        NULL_FIELD,
        &resource::NOT_A_MEMBER,
    )
    .because("GraphQL answers null, without an error, for what the caller may not see")
    .source("lib/gitlab/graphql/authorize", ReadOlder)
    .weight(40)
    .unless(&[
        yes(TargetSeen),
        yes(TargetPublic),
        yes(Member),
        yes(NothingSent),
    ]),
    Signature::new(
        "gql.200.null_field.absent",
        HERE,
        &[200],
        NULL_FIELD,
        &resource::TARGET_ABSENT,
    )
    .because("GraphQL answers null, without an error, for what does not exist")
    .source("lib/gitlab/graphql/authorize", ReadOlder)
    .weight(35)
    .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member)]),
    Signature::new(
        "gql.200.null_field.anonymous",
        HERE,
        &[200],
        NULL_FIELD,
        &credential::NOTHING_SENT,
    )
    .because("without a token GraphQL shows what is public, and null for everything else")
    .source("lib/gitlab/graphql/authorize", ReadOlder)
    .weight(15)
    .unless(&[no(NothingSent)]),
    Signature::new(
        "gql.200.null_field.role",
        HERE,
        &[200],
        NULL_FIELD,
        &role::ROLE_TOO_LOW,
    )
    .because("GraphQL answers null, without an error, for what the role does not include")
    .source("lib/gitlab/graphql/authorize", ReadOlder)
    .weight(10)
    .unless(&[no(Member), yes(RoleFits), yes(NothingSent)]),
    Signature::new(
        "gql.200.not_available",
        HERE,
        &[200],
        NOT_AVAILABLE,
        &role::ROLE_TOO_LOW,
    )
    .because("a mutation says this when the role of the caller does not include it")
    .source(AUTHORIZE, ReadOlder)
    .weight(40)
    .unless(&[no(Member), yes(RoleFits), yes(NothingSent)])
    .proof(&[&[yes(Member), no(RoleFits), yes(ScopeFits)]]),
    Signature::new(
        "gql.200.not_available.member",
        HERE,
        &[200],
        NOT_AVAILABLE,
        &resource::NOT_A_MEMBER,
    )
    .because("a mutation says this when the caller may not see the object")
    .source(AUTHORIZE, ReadOlder)
    .weight(25)
    .unless(&[yes(Member), yes(NothingSent)]),
    Signature::new(
        "gql.200.not_available.scope",
        HERE,
        &[200],
        NOT_AVAILABLE,
        &scope::SCOPE_MISSING,
    )
    .because("a mutation says this to a token that may only read, such as one with read_api")
    .source(AUTHORIZE, ReadOlder)
    .weight(20)
    .unless(&[yes(ScopeFits), yes(FineGrained), yes(NothingSent)])
    .proof(&[&[no(ScopeFits), yes(Alive)]]),
    Signature::new(
        "gql.200.not_available.absent",
        HERE,
        &[200],
        NOT_AVAILABLE,
        &resource::TARGET_ABSENT,
    )
    .because("a mutation says this when the object does not exist")
    .source(AUTHORIZE, ReadOlder)
    .weight(15)
    .unless(&[yes(TargetSeen), yes(TargetPublic)]),
    Signature::new(
        "gql.200.not_available.anonymous",
        HERE,
        &[200],
        NOT_AVAILABLE,
        &credential::NOTHING_SENT,
    )
    .because("a mutation says this to a caller without a token")
    .source(AUTHORIZE, ReadOlder)
    .weight(10)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "gql.200.granular",
        HERE,
        &[200, 403],
        GRANULAR_MISSING,
        &scope::PERMISSION_MISSING,
    )
    .because("the fine-grained token lacks a {boundary} permission: {permissions}")
    .source(GRANULAR, ReadOlder)
    .weight(60)
    .unless(&[no(FineGrained)])
    .proof(&[&[yes(FineGrained)]]),
    Signature::new(
        "gql.200.granular.enforced",
        HERE,
        &[200, 403],
        GRANULAR_MISSING,
        &scope::FINE_GRAINED_ENFORCED,
    )
    .because(
        "the same words are said to a classic token where only fine-grained ones are \
            allowed",
    )
    .source(GRANULAR, Derived)
    .weight(20)
    .unless(&[yes(FineGrained)])
    .proof(&[&[no(FineGrained)]]),
    Signature::new(
        "gql.200.granular.unsupported",
        HERE,
        &[200, 403],
        Pattern::GraphQl(
            "Access denied: This operation doesn't support fine-grained {token_types}.",
        ),
        &scope::FINE_GRAINED_UNSUPPORTED,
    )
    .because("this operation takes no fine-grained {token_types}")
    .source(GRANULAR, ReadOlder)
    .decisive(),
    Signature::new(
        "gql.200.granular.off",
        HERE,
        &[200, 403],
        Pattern::GraphQl("Access denied: Fine-grained {token_types} are not yet supported."),
        &scope::FINE_GRAINED_OFF,
    )
    .because("fine-grained {token_types} are not switched on for this account")
    .source(GRANULAR, ReadOlder)
    .decisive(),
    Signature::new(
        "gql.200.granular.hidden",
        HERE,
        &[200, 404],
        Pattern::GraphQl("404 Not Found"),
        &scope::PERMISSION_HIDES_TARGET,
    )
    .because(
        "a fine-grained token that may not read the project or group is told that it is \
            not there",
    )
    .source(GRANULAR, ReadOlder)
    .weight(30)
    .unless(&[no(FineGrained)]),
    Signature::new(
        "gql.200.granular.absent",
        HERE,
        &[200, 404],
        Pattern::GraphQl("404 Not Found"),
        &resource::TARGET_ABSENT,
    )
    .because("a fine-grained token is told this when the project or group does not exist")
    .source(GRANULAR, ReadOlder)
    .weight(15)
    .unless(&[yes(TargetSeen), yes(TargetPublic)]),
    Signature::new(
        "gql.200.read_only",
        HERE,
        &[200],
        Pattern::GraphQl("You cannot perform write operations on a read-only instance"),
        &limits::READ_ONLY_INSTANCE,
    )
    .because("a mutation says this on an instance whose database takes no changes")
    .source("app/graphql/mutations/base_mutation.rb", ReadOlder)
    .weight(40),
    Signature::new(
        "gql.200.maintenance",
        HERE,
        &[200],
        Pattern::GraphQl("You cannot perform write operations on a read-only instance"),
        &limits::MAINTENANCE_MODE,
    )
    .because("a mutation says this in maintenance mode")
    .source("app/graphql/mutations/base_mutation.rb", ReadOlder)
    .weight(30),
    Signature::new(
        "gql.503.org_read_only",
        HERE,
        &[503],
        Pattern::GraphQl("Mutations are forbidden because the organization is in read-only mode"),
        &resource::ORGANIZATION_READ_ONLY,
    )
    .because("the organization takes no changes")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.429",
        HERE,
        &[429],
        Pattern::GraphQl("{text}"),
        &limits::ENDPOINT_THROTTLED,
    )
    .because("a part of the query was asked too often: {text}")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.422.get_mutation",
        HERE,
        &[422],
        Pattern::GraphQl("Mutations are forbidden in {method} requests"),
        &outside::CLIENT_FAULT,
    )
    .because("a mutation must be sent with POST, and this was {method}")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.500",
        HERE,
        &[500],
        Pattern::GraphQl("Internal server error"),
        &limits::INTERNAL_ERROR,
    )
    .because("GraphQL failed inside")
    .source(CONTROLLER, ReadNow)
    .decisive(),
    Signature::new(
        "gql.503.other",
        HERE,
        &[503],
        Pattern::GraphQl("{text}"),
        &limits::OVERLOADED,
    )
    .because("a service behind GraphQL had no room for the request: {text}")
    .source(CONTROLLER, ReadOlder),
];
