//! Answers that are about the request and not about the token: it was let through and judged.
//!
//! They are weak on purpose. Wherever a row with more words fits, it is the better one.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::RoleFits;
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{outside, role};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const REST: &[Surface] = &[Surface::Rest];
const GRAPHQL: &[Surface] = &[Surface::GraphQl];
const GIT: &[Surface] = &[Surface::Git];
const PACKAGES: &[Surface] = &[Surface::Packages];
const EVERYWHERE: &[Surface] = &Surface::ALL;
const HELPERS: &str = "lib/api/helpers.rb";

const NOT_INTO_BRANCH: Pattern =
    Pattern::Message("You are not allowed to push into this branch{more}");

/// Something that the REST API says about a request.
const fn judged(
    id: &'static str,
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    Signature::new(id, REST, statuses, body, code)
        .source(HELPERS, ReadNow)
        .weight(20)
}

/// Something that GraphQL says about a query.
const fn queried(id: &'static str, text: &'static str) -> Signature {
    Signature::new(
        id,
        GRAPHQL,
        &[200, 400, 422],
        Pattern::GraphQl(text),
        &outside::REQUEST_INVALID,
    )
    .source("graphql-ruby: lib/graphql/static_validation", Derived)
    .weight(40)
}

/// The rows.
pub static ROWS: &[Signature] = &[
    judged(
        "any.400.bad_request",
        &[400],
        Pattern::Message("400 Bad request - {reason}"),
        &outside::REQUEST_INVALID,
    )
    .because("the token was let through, and the request was not valid: {reason}"),
    judged(
        "any.400.message",
        &[400, 422],
        Pattern::Message("{reason}"),
        &outside::REQUEST_INVALID,
    )
    .because("the token was let through, and the request was not valid: {reason}"),
    judged(
        "any.400.details",
        &[400, 422],
        Pattern::Details("{details}"),
        &outside::REQUEST_INVALID,
    )
    .because("the token was let through, and these values were not valid: {details}"),
    judged(
        "any.400.parameter",
        &[400],
        Pattern::Error("{reason}"),
        &outside::REQUEST_INVALID,
    )
    .because("a parameter is missing or not valid: {reason}"),
    judged(
        "any.400.branch",
        &[400],
        NOT_INTO_BRANCH,
        &role::PROTECTED_REF_ROLE,
    )
    .because("the branch is protected, and the role may not change it")
    .source("app/services/commits/create_service.rb", ReadOlder)
    .weight(50),
    judged(
        "any.400.branch.role",
        &[400],
        NOT_INTO_BRANCH,
        &role::PUSH_NOT_ALLOWED,
    )
    .because("the role does not include changes to the repository")
    .source("app/services/commits/create_service.rb", ReadOlder)
    .weight(25)
    .unless(&[yes(RoleFits)])
    .proof(&[&[no(RoleFits)]]),
    judged(
        "any.409.message",
        &[409],
        Pattern::Message("{reason}"),
        &outside::CONFLICT,
    )
    .because("the request does not fit what is there: {reason}"),
    judged(
        "any.409.details",
        &[409],
        Pattern::Details("{details}"),
        &outside::CONFLICT,
    )
    .because("the request does not fit what is there: {details}"),
    judged(
        "any.412.message",
        &[412],
        Pattern::Message("{reason}"),
        &outside::CONFLICT,
    )
    .because("the record has changed since it was read: {reason}"),
    judged(
        "any.405.merge",
        &[405],
        Pattern::Message("405 Method Not Allowed"),
        &outside::CONFLICT,
    )
    .because("the merge request cannot be merged in its present state")
    .source("lib/api/merge_requests.rb", ReadOlder)
    .weight(40),
    judged(
        "any.406.merge",
        &[406],
        Pattern::Message("{reason}"),
        &outside::CONFLICT,
    )
    .because("the branches cannot be merged as they are: {reason}")
    .source("lib/api/merge_requests.rb", ReadOlder),
    judged(
        "any.406.format",
        &[406],
        Pattern::Error("{reason}"),
        &outside::CLIENT_FAULT,
    )
    .because("the client asked for a format that the API does not speak: {reason}")
    .source("grape: lib/grape/middleware/formatter.rb", Derived),
    judged(
        "any.415.format",
        &[415],
        Pattern::Error("{reason}"),
        &outside::CLIENT_FAULT,
    )
    .because("the client sent a format that the API does not read: {reason}")
    .source("grape: lib/grape/middleware/formatter.rb", Derived),
    Signature::new(
        "any.413",
        EVERYWHERE,
        &[413],
        Pattern::Any,
        &outside::SIZE_LIMIT,
    )
    .because("the upload is larger than GitLab, or a server in front of it, allows")
    .source("RFC 9110, section 15.5.14", Derived)
    .weight(40),
    Signature::new(
        "any.413.page",
        EVERYWHERE,
        &[413],
        Pattern::Page("413 {reason}"),
        &outside::SIZE_LIMIT,
    )
    .because("a server in front of GitLab takes no uploads of this size")
    .source("nginx: src/http/ngx_http_special_response.c", Unverified)
    .weight(40),
    Signature::new(
        "any.413.message",
        REST,
        &[413],
        Pattern::Message("{reason}"),
        &outside::SIZE_LIMIT,
    )
    .because("the upload is larger than the instance allows: {reason}")
    .source(HELPERS, ReadOlder)
    .weight(40),
    Signature::new(
        "pkg.400.duplicate",
        PACKAGES,
        &[400, 403, 409],
        Pattern::Message("Duplicate package is not allowed"),
        &outside::CONFLICT,
    )
    .because("this version is there already, and the group allows no duplicates")
    .source(
        "app/services/packages/maven/find_or_create_package_service.rb",
        Unverified,
    )
    .weight(60),
    Signature::new(
        "pkg.403.exists",
        PACKAGES,
        &[400, 403, 409],
        Pattern::Message("{prefix}Package already exists."),
        &outside::CONFLICT,
    )
    .because("this version is there already; published versions are not replaced")
    .source(
        "app/services/packages/npm/create_package_service.rb",
        Unverified,
    )
    .weight(60),
    queried(
        "gql.200.field",
        "Field '{field}' doesn't exist on type '{type}'",
    )
    .because("this release has no field {field} on {type}"),
    queried(
        "gql.200.argument",
        "Field '{field}' doesn't accept argument '{argument}'",
    )
    .because("this release has no argument {argument} on {field}"),
    queried(
        "gql.200.complexity",
        "Query has complexity of {complexity}, which exceeds max complexity of {limit}",
    )
    .because("the query asks for too much at once: {complexity}, with a limit of {limit}"),
    queried(
        "gql.200.depth",
        "Query has depth of {depth}, which exceeds max depth of {limit}",
    )
    .because("the query nests too deep: {depth}, with a limit of {limit}"),
    queried(
        "gql.200.variable",
        "Variable ${name} of type {type} was provided invalid value{more}",
    )
    .because("the variable {name} is not a valid {type}"),
    queried("gql.200.parse", "Parse error on {place}")
        .because("the query is not valid GraphQL, at {place}"),
    queried("gql.200.unexpected_end", "Unexpected end of document")
        .because("the query is empty or ends too early"),
    queried("gql.200.other", "{reason}")
        .weight(15)
        .because("GraphQL judged the query, and said: {reason}"),
    Signature::new(
        "git.inband.hook",
        GIT,
        &[200],
        Pattern::Text("{words}(pre-receive hook declined)"),
        &outside::HOOK_DECLINED,
    )
    .because("a hook on the server declined the push after the token was accepted")
    .source("git: builtin/receive-pack.c", ReadOlder)
    .weight(30),
    Signature::new(
        "git.inband.own_hook",
        GIT,
        &[200],
        Pattern::Text("GL-HOOK-ERR: {reason}"),
        &outside::HOOK_DECLINED,
    )
    .because("a hook of this instance declined the push: {reason}")
    .source("doc/administration/server_hooks.md", ReadOlder)
    .decisive(),
    Signature::new(
        "any.402.quota",
        EVERYWHERE,
        &[402],
        Pattern::Any,
        &outside::QUOTA_EXCEEDED,
    )
    .because("status 402 asks for payment: something that is paid for has run out")
    .source("RFC 9110, section 15.5.3", Unverified)
    .weight(20),
    Signature::new(
        "any.507.quota",
        EVERYWHERE,
        &[507],
        Pattern::Any,
        &outside::QUOTA_EXCEEDED,
    )
    .because("status 507 says that the storage is full")
    .source("RFC 4918, section 11.5", Unverified)
    .weight(20),
];
