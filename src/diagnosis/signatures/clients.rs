//! What clients say in words of their own, and what a status without a body can mean.
//!
//! Many clients hide the answer and print its status. Such a status has the reasons of every body
//! that comes with it, so it is never certain; the rows name the usual reasons, most frequent
//! first. Other clients fail before they send anything, or put their own sentence in the place of
//! the answer; those sentences stand here as the client prints them.

use super::one_answer::OneAnswer;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    Alive, BaseTooDeep, Expired, FeatureOn, IsAccessToken, IsDeploy, IsForeign, IsJob, Listed,
    Member, NothingSent, PathEncoded, PathUnencoded, PlaceFits, ReadHere, Revoked, RoleFits,
    ScopeFits, SentEmpty, TargetPublic, TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{
    account, credential, feature, lifetime, limits, outside, reach, resource, role, route, scope,
};
use crate::diagnosis::signature::Grade::{Derived, ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const EVERYWHERE: &[Surface] = &Surface::ALL;
const REST: &[Surface] = &[Surface::Rest];
const GIT: &[Surface] = &[Surface::Git];
const LFS: &[Surface] = &[Surface::Lfs];
const PACKAGES: &[Surface] = &[Surface::Packages];
const RUNNER: &[Surface] = &[Surface::Runner];
const OAUTH: &[Surface] = &[Surface::Oauth];
const GRAPHQL: &[Surface] = &[Surface::GraphQl];
const WEB: &[Surface] = &[Surface::Web];
const REGISTRY: &[Surface] = &[
    Surface::Registry,
    Surface::RegistryAuth,
    Surface::DependencyProxy,
];
const PROXY: &[Surface] = &[Surface::DependencyProxy];
const REDIRECTS: &[u16] = &[301, 302, 303, 307, 308];

const BODIES: &str = "the bodies that GitLab sends with this status, by how often each is the one";
const CLIENT: &str = "text of the client; see the phrase tables of the readers";

/// A failed login of Git whose words are not shown.
const LOGIN: OneAnswer = OneAnswer {
    surfaces: GIT,
    statuses: &[401],
    body: Pattern::Unseen,
    header: None,
    source: BODIES,
    grade: Derived,
};

/// A failed login of GraphQL whose words are not shown.
const QUERY: OneAnswer = OneAnswer {
    surfaces: GRAPHQL,
    ..LOGIN
};

/// One reason for a status whose body is not shown.
const fn bare(
    id: &'static str,
    surfaces: &'static [Surface],
    statuses: &'static [u16],
    code: &'static Code,
    because: &'static str,
) -> Signature {
    Signature::new(id, surfaces, statuses, Pattern::Unseen, code)
        .because(because)
        .source(BODIES, Derived)
}

/// A sentence of a client, and what it means.
const fn said(
    id: &'static str,
    text: &'static str,
    code: &'static Code,
    because: &'static str,
) -> Signature {
    Signature::new(id, EVERYWHERE, &[], Pattern::Text(text), code)
        .because(because)
        .source(CLIENT, Derived)
}

/// What GitLab says on one route only.
const fn there(
    id: &'static str,
    (method, template): (Method, &'static str),
    status: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    Signature::new(id, REST, status, body, code)
        .route(method, template)
        .source("lib/api", ReadOlder)
}

/// A row about what another service said.
const fn elsewhere(id: &'static str, code: &'static Code, because: &'static str) -> Signature {
    Signature::new(
        id,
        EVERYWHERE,
        &[],
        Pattern::Text("other service {host}: {words}"),
        code,
    )
    .because(because)
    .source("names of well-known services", Derived)
}

const MAKE_GROUP: (Method, &str) = (Method::Post, "/groups");
const ONE_TOKEN: (Method, &str) = (Method::Get, "/personal_access_tokens/:id");
const TOKEN_FOR_USER: (Method, &str) = (Method::Post, "/users/:user_id/personal_access_tokens");
const TRIGGER: (Method, &str) = (Method::Post, "/projects/:id/trigger/pipeline");
const FLAGS: (Method, &str) = (
    Method::Get,
    "/feature_flags/unleash/:project_id/client/features",
);

const LOCK: (Method, &str) = (Method::Post, "/projects/:id/terraform/state/:name/lock");

const BARE_401: Pattern = Pattern::Message("401 Unauthorized");
const BARE_403: Pattern = Pattern::Message("403 Forbidden");
const BARE_404: Pattern = Pattern::Message("404 Not Found");

/// The rows.
pub static ROWS: &[Signature] = &[
    // --- REST, a status alone ---
    bare("bare.rest.401.unknown", REST, &[401], &lifetime::TOKEN_UNKNOWN, "401 most often means a value that GitLab finds in no table of tokens")
        .weight(40)
        .unless(&[yes(Alive), yes(NothingSent), yes(IsJob), yes(IsDeploy), yes(Expired), yes(Revoked), no(PlaceFits)]),
    bare("bare.rest.401.expired", REST, &[401], &lifetime::TOKEN_EXPIRED, "an expired token gets 401; only the body tells it from an unknown one")
        .weight(25)
        .unless(&[yes(Alive), yes(NothingSent), yes(IsJob), yes(IsDeploy), no(Expired)]),
    bare("bare.rest.401.anonymous", REST, &[401], &credential::NOTHING_SENT, "a request without a token gets 401 where the route asks who is calling")
        .weight(20)
        .unless(&[no(NothingSent), yes(SentEmpty)])
        .proof(&[&[yes(NothingSent)]]),
    bare("bare.rest.401.empty", REST, &[401], &credential::EMPTY_CREDENTIAL, "an empty value counts as none")
        .weight(6)
        .unless(&[no(SentEmpty)])
        .proof(&[&[yes(SentEmpty)]]),
    bare("bare.rest.401.kind", REST, &[401], &credential::KIND_NOT_ACCEPTED, "a token of a kind that the route does not look up, or in another header, gets 401")
        .weight(14)
        .unless(&[yes(NothingSent), yes(IsAccessToken), yes(IsJob)])
        .proof(&[&[yes(IsForeign)]]),
    bare("bare.rest.401.job", REST, &[401], &credential::JOB_TOKEN_NOT_READ_HERE, "a route that does not look at job tokens sees a caller without a name")
        .weight(14)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent)])
        .proof(&[&[yes(IsJob), no(ReadHere)]]),
    bare("bare.rest.401.job_over", REST, &[401], &lifetime::JOB_FINISHED, "a job token works only while its job runs")
        .weight(10)
        .unless(&[no(IsJob), no(ReadHere), yes(NothingSent)]),
    bare("bare.rest.401.header", REST, &[401], &credential::TOKEN_IN_WRONG_HEADER, "a token in a header for another kind is passed over")
        .weight(5)
        .unless(&[yes(PlaceFits), yes(NothingSent), yes(IsJob)])
        .proof(&[&[no(PlaceFits)]]),
    bare("bare.rest.401.job_header", REST, &[401, 404], &credential::JOB_TOKEN_IN_WRONG_HEADER, "a job token in a header for access tokens is passed over")
        .weight(8)
        .unless(&[no(IsJob), yes(PlaceFits), yes(NothingSent)])
        .proof(&[&[yes(IsJob), no(PlaceFits)]]),
    bare("bare.rest.401.instance", REST, &[401], &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "a token of another instance is unknown here")
        .weight(8)
        .unless(&[yes(Alive), yes(NothingSent)]),
    bare("bare.rest.403.role", REST, &[403], &role::ROLE_TOO_LOW, "403 most often means that the role of the identity does not include this")
        .weight(40)
        .unless(&[yes(RoleFits), yes(NothingSent)])
        .proof(&[&[no(RoleFits)]]),
    bare("bare.rest.403.scope", REST, &[403], &scope::SCOPE_MISSING, "a token without the scope gets 403; the body would name the scope")
        .weight(32)
        .unless(&[yes(ScopeFits), yes(NothingSent), yes(IsJob), yes(IsDeploy)])
        .proof(&[&[no(ScopeFits)]]),
    bare("bare.rest.403.allowlist", REST, &[403], &resource::JOB_TOKEN_NOT_ON_ALLOWLIST, "a project that does not let the job's project in answers its job token with 403")
        .weight(12)
        .unless(&[no(IsJob), no(ReadHere), yes(NothingSent)]),
    bare("bare.rest.403.policy", REST, &[403], &resource::EXTERNAL_AUTHORIZATION, "rules of the instance or group refuse with 403, too")
        .weight(4)
        .unless(&[yes(TargetSeen)]),
    bare("bare.rest.403.feature", REST, &[403], &feature::FEATURE_OFF, "a feature that is off takes its rights away from everybody")
        .weight(10)
        .unless(&[yes(FeatureOn)])
        .proof(&[&[no(FeatureOn)]]),
    bare("bare.rest.403.anonymous", REST, &[403], &credential::NOTHING_SENT, "a request without a token has only the rights of a passer-by")
        .weight(5)
        .unless(&[no(NothingSent)]),
    Signature::new("rest.403.anonymous", REST, &[403], BARE_403, &credential::NOTHING_SENT)
        .because("the request carried no token, so it has only the rights of a passer-by")
        .source("lib/api/helpers.rb", ReadOlder)
        .weight(20)
        .unless(&[no(NothingSent)]),
    bare("bare.rest.404.private", REST, &[404], &resource::NOT_A_MEMBER, "what this identity may not see is answered as absent")
        .weight(35)
        .unless(&[yes(Member), yes(Listed), yes(TargetPublic), yes(TargetSeen), yes(NothingSent), no(ReadHere), no(PlaceFits)]),
    bare("bare.rest.404.absent", REST, &[404], &resource::TARGET_ABSENT, "what does not exist, or not under this name or on this instance, is answered alike")
        .weight(30)
        .unless(&[yes(TargetSeen), yes(Listed)]),
    bare("bare.rest.404.anonymous", REST, &[404], &credential::SEEN_AS_ANONYMOUS, "without a token that GitLab reads, only public things are seen")
        .weight(16)
        .unless(&[no(NothingSent), yes(TargetPublic)]),
    bare("bare.rest.404.job", REST, &[404], &credential::JOB_TOKEN_NOT_READ_HERE, "a route that does not look at job tokens sees a caller without a name")
        .weight(12)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(ReadHere)]]),
    bare("bare.rest.404.route", REST, &[404], &route::ROUTE_UNKNOWN, "a path that no endpoint has is answered with 404 before any token is looked at")
        .weight(11)
        .unless(&[yes(PathUnencoded)]),
    bare("bare.rest.404.unencoded", REST, &[404], &route::PATH_NOT_ENCODED, "a project path must be one segment, with its slashes written as %2F")
        .weight(11)
        .unless(&[no(PathUnencoded), yes(PathEncoded)])
        .proof(&[&[yes(PathUnencoded)]]),
    bare("bare.rest.base", REST, &[401, 404], &route::WRONG_BASE_URL, "the API lies right below the instance, not below a project or namespace")
        .weight(9)
        .unless(&[no(BaseTooDeep)])
        .proof(&[&[yes(BaseTooDeep)]]),
    bare("bare.any.400", EVERYWHERE, &[400, 406, 411, 415, 422], &outside::REQUEST_INVALID, "GitLab looks at the values of a request after it has let the token through")
        .weight(30),
    bare("bare.any.405", EVERYWHERE, &[405], &route::METHOD_NOT_ALLOWED, "the endpoint exists for other methods only")
        .weight(30),
    bare("bare.any.405.moved", REST, &[405], &resource::TARGET_MOVED, "a project that has moved takes changes at its new place only")
        .weight(12),
    bare("bare.any.405.state", REST, &[405], &outside::CONFLICT, "a merge request that cannot be merged as it is answers 405")
        .weight(20),
    bare("bare.any.409", EVERYWHERE, &[409, 412, 423], &outside::CONFLICT, "the request does not fit what is there")
        .weight(40),
    bare("bare.any.410", EVERYWHERE, &[410], &lifetime::REGISTRATION_TOKENS_DISABLED, "where registration tokens are switched off, their endpoint answers 410")
        .weight(30),
    bare("bare.any.410.v3", REST, &[410], &route::API_V3_GONE, "version 3 of the API answers 410")
        .weight(10),
    bare("bare.any.3xx.base", EVERYWHERE, REDIRECTS, &route::WRONG_BASE_URL, "an API client that is sent elsewhere asks a wrong address, often http for https")
        .weight(40),
    bare("bare.any.3xx.moved", EVERYWHERE, REDIRECTS, &resource::TARGET_MOVED, "a project that has moved sends on to its new place")
        .weight(15),
    bare("bare.any.3xx.portal", EVERYWHERE, REDIRECTS, &reach::SIGN_IN_PAGE, "a sign-in page in front of GitLab sends every request to itself")
        .weight(15),
    // --- Routes that answer in their own way ---
    there("route.groups.403.top_level", MAKE_GROUP, &[403], BARE_403, &feature::GROUP_CREATION_OFF)
        .because("GitLab.com lets nobody make a top-level group through the API, and other instances may forbid it to a user")
        .weight(60),
    there("route.groups.403.role", MAKE_GROUP, &[403], BARE_403, &role::ROLE_TOO_LOW)
        .because("a subgroup needs a role in the group above it")
        .weight(25)
        .unless(&[yes(RoleFits)]),
    there("route.groups.403.unseen", MAKE_GROUP, &[403], Pattern::Unseen, &feature::GROUP_CREATION_OFF)
        .because("GitLab.com lets nobody make a top-level group through the API, and other instances may forbid it to a user")
        .weight(60),
    there("route.groups.403.unseen.role", MAKE_GROUP, &[403], Pattern::Unseen, &role::ROLE_TOO_LOW)
        .because("a subgroup needs a role in the group above it")
        .weight(25)
        .unless(&[yes(RoleFits)]),
    there("route.groups.403.unseen.scope", MAKE_GROUP, &[403], Pattern::Unseen, &scope::SCOPE_MISSING)
        .because("a token without the scope api gets 403, too")
        .weight(20)
        .unless(&[yes(ScopeFits)]),
    there("route.token.401.other_user", ONE_TOKEN, &[401], BARE_401, &role::ADMIN_REQUIRED)
        .because("only an administrator may read the token of somebody else; this route says so with 401")
        .weight(40)
        .unless(&[no(Alive), yes(NothingSent)])
        .proof(&[&[yes(Alive)]]),
    there("route.token.401.unknown", ONE_TOKEN, &[401], BARE_401, &lifetime::TOKEN_UNKNOWN)
        .because("a value that GitLab finds in no table of tokens gets this bare 401")
        .weight(30)
        .unless(&[yes(Alive), yes(NothingSent)])
        .proof(&[&[no(Alive)]]),
    there("route.token.401.anonymous", ONE_TOKEN, &[401], BARE_401, &credential::NOTHING_SENT)
        .because("the request carried no credential")
        .weight(8)
        .unless(&[no(NothingSent)])
        .proof(&[&[yes(NothingSent)]]),
    there("route.token.401.kind", ONE_TOKEN, &[401], BARE_401, &credential::KIND_NOT_ACCEPTED)
        .because("this route looks up access tokens only")
        .weight(8)
        .unless(&[yes(IsAccessToken), yes(Alive), yes(NothingSent)])
        .proof(&[&[yes(IsJob)], &[yes(IsDeploy)], &[yes(IsForeign)]]),
    there("route.user_token.403.admin", TOKEN_FOR_USER, &[403], BARE_403, &role::ADMIN_REQUIRED)
        .because("only an administrator of the instance makes tokens for other users")
        .weight(50),
    there("route.user_token.403.other_route", TOKEN_FOR_USER, &[403], BARE_403, &route::OTHER_ROUTE_MEANT)
        .because("for the service accounts of a group there is another endpoint, which an Owner may use")
        .weight(20),
    there("route.trigger.404.token", TRIGGER, &[404], BARE_404, &lifetime::TRIGGER_TOKEN_UNKNOWN)
        .because("a trigger token that is not known for this project is answered with 404")
        .weight(50)
        .unless(&[yes(IsJob), yes(IsAccessToken)]),
    there("route.trigger.404.kind", TRIGGER, &[404], BARE_404, &credential::KIND_NOT_ACCEPTED)
        .because("the parameter token takes a trigger token or a job token; anything else is unknown there")
        .weight(25)
        .unless(&[yes(IsJob)])
        .proof(&[&[yes(IsAccessToken)]]),
    there("route.trigger.404.absent", TRIGGER, &[404], BARE_404, &resource::TARGET_ABSENT)
        .because("a project that does not exist is answered alike")
        .weight(12)
        .unless(&[yes(TargetSeen)]),
    there("route.trigger.404.member", TRIGGER, &[404], BARE_404, &resource::NOT_A_MEMBER)
        .because("a project that the owner of the trigger may not see is answered alike")
        .weight(10)
        .unless(&[yes(TargetSeen), yes(Member)]),
    there("route.flags.401.client", FLAGS, &[401], Pattern::Unseen, &lifetime::TOKEN_UNKNOWN)
        .because("the instance id is the credential here, and it is not known for this project")
        .weight(50),
    there("route.flags.401.missing", FLAGS, &[401], Pattern::Unseen, &credential::NOTHING_SENT)
        .because("no instance id came with the request, or not in the header UNLEASH-INSTANCEID")
        .weight(25),
    there("route.flags.401.project", FLAGS, &[401], Pattern::Unseen, &resource::TOKEN_OF_ANOTHER_PROJECT)
        .because("the instance id belongs to another project")
        .weight(15),
    // --- Packages ---
    bare("bare.pkg.401.anonymous", PACKAGES, &[401], &credential::NOTHING_SENT, "a package client that has no credential for this very address asks without one")
        .weight(30)
        .unless(&[no(NothingSent)])
        .proof(&[&[yes(NothingSent)]]),
    bare("bare.pkg.401.unknown", PACKAGES, &[401], &lifetime::TOKEN_UNKNOWN, "package routes never fall back to a nameless caller: a wrong token is refused")
        .weight(28)
        .unless(&[yes(Alive), yes(NothingSent)]),
    bare("bare.pkg.401.expired", PACKAGES, &[401], &lifetime::TOKEN_EXPIRED, "an expired token is refused with the same status")
        .weight(18)
        .unless(&[yes(Alive), yes(NothingSent), no(Expired), yes(IsJob)]),
    bare("bare.pkg.401.kind", PACKAGES, &[401], &credential::KIND_NOT_ACCEPTED, "each package route reads its own headers and kinds of token")
        .weight(14)
        .unless(&[yes(NothingSent), yes(PlaceFits)]),
    bare("bare.pkg.401.user", PACKAGES, &[401], &credential::BASIC_USER_NAME_WRONG, "some routes compare the user name of a Basic login")
        .weight(5)
        .unless(&[yes(NothingSent), yes(PlaceFits)]),
    bare("bare.pkg.403.role", PACKAGES, &[403], &role::ROLE_TOO_LOW, "the role does not include reading or publishing packages")
        .weight(35)
        .unless(&[yes(RoleFits), yes(NothingSent)])
        .proof(&[&[no(RoleFits)]]),
    bare("bare.pkg.403.scope", PACKAGES, &[403], &scope::SCOPE_MISSING, "a token without the scope, or a deploy token without the package scope, gets 403")
        .weight(30)
        .unless(&[yes(ScopeFits), yes(NothingSent), yes(IsJob)]),
    bare("bare.pkg.403.allowlist", PACKAGES, &[403], &resource::JOB_TOKEN_NOT_ON_ALLOWLIST, "a project that does not let the job's project in answers its job token with 403")
        .weight(15)
        .unless(&[no(IsJob), yes(NothingSent)]),
    bare("bare.pkg.403.off", PACKAGES, &[403], &feature::PACKAGES_OFF, "with the package registry off nobody has rights to it")
        .weight(8)
        .unless(&[yes(FeatureOn)])
        .proof(&[&[no(FeatureOn)]]),
    bare("bare.pkg.404.anonymous", PACKAGES, &[404], &credential::SEEN_AS_ANONYMOUS, "clients that wait for a challenge never send their token, because a private project answers 404 at once")
        .weight(35)
        .unless(&[no(NothingSent), yes(TargetPublic)]),
    bare("bare.pkg.404.hidden", PACKAGES, &[404], &resource::NOT_A_MEMBER, "a caller who may not see the project is told that it is not there")
        .weight(30)
        .unless(&[yes(TargetSeen), yes(Member), yes(Listed), yes(TargetPublic), yes(NothingSent)]),
    bare("bare.pkg.404.record", PACKAGES, &[404], &resource::RECORD_ABSENT, "the registry holds no such package or version")
        .weight(25),
    bare("bare.pkg.404.route", PACKAGES, &[404], &route::ROUTE_UNKNOWN, "an address that is not quite that of the registry is answered with 404")
        .weight(12),
    bare("bare.pkg.404.job", PACKAGES, &[404], &resource::JOB_TOKEN_NOT_ON_ALLOWLIST, "older releases hide the project from job tokens that its allowlist does not let in")
        .weight(20)
        .unless(&[no(IsJob), yes(NothingSent)]),
    // --- Git ---
    LOGIN.unknown("bare.git.401.unknown"),
    LOGIN.expired("bare.git.401.expired"),
    LOGIN.revoked("bare.git.401.revoked"),
    LOGIN.nothing_sent("bare.git.401.nothing_sent"),
    LOGIN.empty_credential("bare.git.401.empty"),
    LOGIN.foreign("bare.git.401.kind"),
    LOGIN.deploy_dead("bare.git.401.deploy"),
    LOGIN.job_finished("bare.git.401.job"),
    bare("bare.git.403.role", GIT, &[403], &role::CODE_NOT_READABLE, "the role does not include reading the code, or pushing it")
        .weight(35)
        .unless(&[yes(RoleFits)])
        .proof(&[&[no(RoleFits)]]),
    bare("bare.git.403.scope", GIT, &[403], &scope::DOWNLOAD_SCOPE_MISSING, "a token without read_repository or write_repository gets 403")
        .weight(30)
        .unless(&[yes(ScopeFits), yes(IsJob)]),
    bare("bare.git.403.blocked", GIT, &[403], &reach::BLOCKED_BEFORE_GITLAB, "Git shows what GitLab says of a refusal behind the word remote; without such a line something else may have answered")
        .weight(19),
    bare("bare.git.403.job_push", GIT, &[403], &credential::KIND_NOT_ACCEPTED, "a job token may push only where the project allows it")
        .weight(20)
        .unless(&[no(IsJob)]),
    bare("bare.git.403.allowlist", GIT, &[403], &resource::JOB_TOKEN_NOT_ON_ALLOWLIST, "a project that does not let the job's project in answers with 403")
        .weight(18)
        .unless(&[no(IsJob)]),
    bare("bare.git.403.unknown", GIT, &[403], &lifetime::LOGIN_REFUSED, "some clients call a failed login a failed authorization")
        .weight(12)
        .unless(&[yes(Alive)]),
    bare("bare.git.403.empty", GIT, &[403], &credential::EMPTY_CREDENTIAL, "the address holds a user name and no password: a variable was empty")
        .weight(10)
        .unless(&[no(SentEmpty), no(NothingSent)])
        .proof(&[&[yes(SentEmpty)]]),
    bare("bare.git.403.banned", GIT, &[403], &limits::ADDRESS_BANNED, "after too many failed logins the address is banned for a while")
        .weight(6),
    bare("bare.git.404.private", GIT, &[404], &resource::NOT_A_MEMBER, "a user who may not read the project is told that it is not there")
        .weight(35)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed)]),
    bare("bare.git.404.absent", GIT, &[404], &resource::TARGET_ABSENT, "a project that does not exist is answered like a hidden one")
        .weight(30)
        .unless(&[yes(TargetSeen), yes(TargetPublic)]),
    bare("bare.git.404.allowlist", GIT, &[404], &resource::JOB_TOKEN_NOT_ON_ALLOWLIST, "older releases hide the project from job tokens that its allowlist does not let in")
        .weight(12)
        .unless(&[no(IsJob)]),
    Signature::new("git.403.wiki.off", GIT, &[403], Pattern::Text("You are not allowed to download files from this wiki"), &feature::FEATURE_OFF)
        .because("the wiki of the project, or the repository that its rights hang on, is off")
        .source("lib/gitlab/git_access_wiki.rb", ReadOlder)
        .weight(35)
        .unless(&[yes(FeatureOn)]),
    Signature::new("git.403.wiki.role", GIT, &[403], Pattern::Text("You are not allowed to download files from this wiki"), &role::ROLE_TOO_LOW)
        .because("the role does not include the wiki")
        .source("lib/gitlab/git_access_wiki.rb", ReadOlder)
        .weight(30)
        .unless(&[yes(RoleFits)]),
    Signature::new("git.403.wiki.allowlist", GIT, &[403], Pattern::Text("You are not allowed to download files from this wiki"), &resource::JOB_TOKEN_NOT_ON_ALLOWLIST)
        .because("the project does not let the job's project in")
        .source("lib/gitlab/git_access_wiki.rb", Derived)
        .weight(12)
        .unless(&[no(IsJob)]),
    Signature::new("git.inband.api", GIT, &[200], Pattern::Text("API is not accessible"), &limits::INTERNAL_ERROR)
        .because("the hook on the server could not ask GitLab itself whether the push is allowed")
        .source("gitlab-shell: internal/gitlabnet; gitaly: internal/gitlab", ReadOlder)
        .weight(60)
        .decisive(),
    Signature::new("git.inband.api_unreachable", GIT, &[200], Pattern::Text("Internal API unreachable"), &limits::INTERNAL_ERROR)
        .because("the hook on the server could not reach GitLab itself")
        .source("gitlab-shell: internal/gitlabnet", ReadOlder)
        .decisive(),
    Signature::new("git.inband.500", GIT, &[200], Pattern::Text("500 Internal Server Error"), &limits::INTERNAL_ERROR)
        .because("GitLab failed inside while it judged the push")
        .source("gitlab-shell: internal/gitlabnet", ReadOlder)
        .decisive(),
    Signature::new("git.inband.internal", GIT, &[200], Pattern::Text("Internal server error"), &limits::INTERNAL_ERROR)
        .because("GitLab failed inside while it judged the push")
        .source("gitlab-shell: internal/gitlabnet", ReadOlder)
        .decisive(),
    Signature::new("git.inband.no_project", GIT, &[200], Pattern::Text("No such project"), &resource::TARGET_ABSENT)
        .because("old releases say so of projects that do not exist, and of much that they refuse")
        .source("gitlab-shell of GitLab 7", Unverified)
        .weight(30),
    Signature::new("git.inband.no_project.hidden", GIT, &[200], Pattern::Text("No such project"), &resource::NOT_A_MEMBER)
        .because("a project that the caller may not see is said not to exist")
        .source("gitlab-shell of GitLab 7", Unverified)
        .weight(30),
    Signature::new("git.inband.no_project.protected", GIT, &[200], Pattern::Text("No such project"), &feature::REF_PROTECTED)
        .because("before 7.10 a push to a protected branch was refused in these words")
        .source("gitlab-shell of GitLab 7", Unverified)
        .weight(8),
    Signature::new("git.inband.protected_force.server", GIT, &[200], Pattern::Text("You are not allowed to force push code to a protected branch"), &limits::INTERNAL_ERROR)
        .because("a server that cannot see the old commits takes a plain push for a forced one")
        .source("seen in an issue of GitLab 7 with a newer Git", Unverified)
        .weight(3),
    // --- Git LFS hides what was said behind its own words ---
    bare("bare.lfs.401.expired", LFS, &[401], &lifetime::TOKEN_EXPIRED, "Git LFS gets a token of its own for each transfer, which a long one outlives")
        .weight(25)
        .unless(&[no(Expired)]),
    bare("bare.lfs.401.role", LFS, &[401], &role::PUSH_NOT_ALLOWED, "the role does not include what Git LFS asks for")
        .weight(22)
        .unless(&[yes(RoleFits)]),
    bare("bare.lfs.401.scope", LFS, &[401], &scope::DOWNLOAD_SCOPE_MISSING, "the token has no scope for the repository")
        .weight(20)
        .unless(&[yes(ScopeFits)]),
    bare("bare.lfs.401.job", LFS, &[401], &lifetime::JOB_FINISHED, "a job token works only while its job runs")
        .weight(17)
        .unless(&[no(IsJob)]),
    bare("bare.lfs.401.proxy", LFS, &[401], &reach::BLOCKED_BEFORE_GITLAB, "a server in front that wants a login of its own refuses the header that Git LFS uses for GitLab")
        .weight(18),
    bare("bare.lfs.401.unknown", LFS, &[401], &lifetime::LOGIN_REFUSED, "the login was refused")
        .weight(15)
        .unless(&[yes(Alive)]),
    bare("bare.lfs.403.role", LFS, &[403], &role::PUSH_NOT_ALLOWED, "the role does not include what Git LFS asks for")
        .weight(30)
        .unless(&[yes(RoleFits)]),
    bare("bare.lfs.403.scope", LFS, &[403], &scope::UPLOAD_SCOPE_MISSING, "the token has no scope for this transfer")
        .weight(22)
        .unless(&[yes(ScopeFits)]),
    bare("bare.lfs.403.banned", LFS, &[403], &limits::ADDRESS_BANNED, "Git LFS sends many requests; those without a login count as failed ones and ban the address")
        .weight(14),
    bare("bare.lfs.403.blocked", LFS, &[403], &reach::BLOCKED_BEFORE_GITLAB, "something in front of GitLab, or of its object storage, refused")
        .weight(10),
    bare("bare.lfs.404.off", LFS, &[404], &feature::LFS_OFF, "with LFS off its routes are not there")
        .weight(25)
        .unless(&[yes(FeatureOn)]),
    bare("bare.lfs.404.private", LFS, &[404], &resource::NOT_A_MEMBER, "who may not see the project is told that it is not there")
        .weight(25),
    bare("bare.lfs.404.absent", LFS, &[404], &resource::TARGET_ABSENT, "a project that does not exist is answered alike")
        .weight(20),
    // --- The registry and its token endpoint ---
    bare("bare.registry.401.anonymous", REGISTRY, &[401], &credential::NOTHING_SENT, "without a login the registry asks for one")
        .weight(25)
        .unless(&[no(NothingSent)])
        .proof(&[&[yes(NothingSent)]]),
    bare("bare.registry.401.unknown", REGISTRY, &[401], &lifetime::LOGIN_REFUSED, "the login was refused: the token is unknown, or the user name is wrong")
        .weight(25)
        .unless(&[yes(Alive), yes(NothingSent)]),
    bare("bare.registry.401.expired", REGISTRY, &[401], &lifetime::TOKEN_EXPIRED, "an expired token fails to log in like an unknown one")
        .weight(20)
        .unless(&[no(Expired), yes(NothingSent), yes(IsJob)]),
    bare("bare.registry.401.scope", REGISTRY, &[401], &scope::REGISTRY_SCOPE_MISSING, "a token without a registry scope is granted nothing")
        .weight(12)
        .unless(&[yes(ScopeFits), yes(NothingSent), yes(IsJob)]),
    bare("bare.registry.403.reduced", REGISTRY, &[403], &role::GRANT_REDUCED, "the role does not include this action on this image")
        .weight(30)
        .unless(&[yes(RoleFits), yes(NothingSent)]),
    bare("bare.registry.403.scope", REGISTRY, &[403], &scope::REGISTRY_SCOPE_MISSING, "the token has no registry scope, or not the one for this action")
        .weight(30)
        .unless(&[yes(ScopeFits), yes(NothingSent), yes(IsJob)]),
    bare("bare.registry.403.anonymous", REGISTRY, &[403], &credential::NOTHING_SENT, "without a login only public images are granted")
        .weight(25)
        .unless(&[no(NothingSent)]),
    bare("bare.registry.403.absent", REGISTRY, &[403], &resource::TARGET_ABSENT, "an image path that belongs to no project is refused, never called absent")
        .weight(15)
        .unless(&[yes(TargetSeen)]),
    bare("bare.registry.404.absent", REGISTRY, &[404], &resource::TARGET_ABSENT, "the registry holds no such image")
        .weight(30),
    bare("bare.registry.404.off", REGISTRY, &[404], &feature::DEPENDENCY_PROXY_OFF, "a dependency proxy or registry that is off is not there")
        .weight(20),
    bare("bare.registry.404.route", REGISTRY, &[404], &route::WRONG_BASE_URL, "the address leads to no registry; a dependency proxy lies below groups only")
        .weight(18),
    bare("bare.registry.404.member", REGISTRY, &[404], &resource::NOT_A_MEMBER, "a group that the caller may not see is not there for them")
        .weight(12),
    Signature::new("registry.401.grant_expired", REGISTRY, &[401], Pattern::Registry("UNAUTHORIZED", "authentication required{more}"), &lifetime::REGISTRY_GRANT_EXPIRED)
        .because("a grant lasts for five minutes unless the instance says otherwise; a long upload outlives it")
        .source("app/services/auth/container_registry_authentication_service.rb", Derived)
        .weight(22)
        .unless(&[yes(NothingSent)]),
    Signature::new("registry.401.scope", REGISTRY, &[401], Pattern::Registry("UNAUTHORIZED", "authentication required{more}"), &scope::REGISTRY_SCOPE_MISSING)
        .because("a grant that was asked for another image or action, or with a token without the scope, does not cover this")
        .source("app/services/auth/container_registry_authentication_service.rb", Derived)
        .weight(18)
        .unless(&[yes(NothingSent), yes(ScopeFits), yes(IsJob)]),
    Signature::new("registry.denied.allowlist", REGISTRY, &[401, 403], Pattern::Registry("DENIED", "requested access to the resource is denied{more}"), &resource::JOB_TOKEN_NOT_ON_ALLOWLIST)
        .because("a project that does not let the job's project in grants its job token nothing")
        .source("app/services/auth/container_registry_authentication_service.rb", Derived)
        .weight(30)
        .unless(&[no(IsJob), yes(NothingSent)]),
    Signature::new("dp.401.member", PROXY, &[401], Pattern::Registry("UNAUTHORIZED", "authentication required{more}"), &resource::NOT_A_MEMBER)
        .because("the dependency proxy serves members of its group only; a job acts as the user who started it")
        .source("app/services/auth/dependency_proxy_authentication_service.rb", Derived)
        .weight(30)
        .unless(&[yes(Member), yes(NothingSent)]),
    Signature::new("dp.401.kind", PROXY, &[401], Pattern::Registry("UNAUTHORIZED", "authentication required{more}"), &credential::DEPENDENCY_PROXY_KIND)
        .because("the dependency proxy takes users, and deploy tokens of a group with both registry scopes")
        .source("app/services/auth/dependency_proxy_authentication_service.rb", Derived)
        .weight(20)
        .unless(&[yes(NothingSent)]),
    Signature::new("dp.401.anonymous", PROXY, &[401], Pattern::Registry("UNAUTHORIZED", "authentication required{more}"), &credential::NOTHING_SENT)
        .because("the dependency proxy serves nobody without a login")
        .source("app/services/auth/dependency_proxy_authentication_service.rb", Derived)
        .weight(18)
        .unless(&[no(NothingSent)])
        .proof(&[&[yes(NothingSent)]]),
    // --- Runners ---
    bare("bare.runner.403.unknown", RUNNER, &[401, 403], &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab does not know the token of the runner, or the token and number of the job do not belong together")
        .weight(35),
    bare("bare.runner.403.job", RUNNER, &[401, 403], &lifetime::JOB_FINISHED, "a job that was cancelled or has ended takes nothing any more")
        .weight(25),
    bare("bare.runner.403.kind", RUNNER, &[401, 403], &credential::KIND_NOT_ACCEPTED, "a registration token is not the token of a runner")
        .weight(15)
        .unless(&[yes(IsJob)]),
    bare("bare.runner.403.blocked", RUNNER, &[403], &reach::BLOCKED_BEFORE_GITLAB, "uploads and downloads go through object storage or a CDN, which may refuse on its own")
        .weight(12),
    bare("bare.runner.400.empty", RUNNER, &[400], &credential::EMPTY_CREDENTIAL, "a runner whose configuration holds no token asks with an empty one")
        .weight(40),
    bare("bare.runner.400.malformed", RUNNER, &[400], &credential::TOKEN_DEFECTIVE, "a value that cannot be a token is not a valid parameter")
        .weight(20),
    bare("bare.runner.404.route", RUNNER, &[404], &route::ROUTE_UNKNOWN, "a runner of another age asks for routes that this release does not have")
        .weight(25),
    bare("bare.runner.404.job", RUNNER, &[404], &resource::RECORD_ABSENT, "the job is gone, or has no such artifact")
        .weight(25),
    Signature::new("runner.403.registration.kind", RUNNER, &[403], Pattern::Message("403 Forbidden - invalid token supplied"), &credential::KIND_NOT_ACCEPTED)
        .because("this endpoint takes registration tokens only; tokens of runners and access tokens are unknown to it")
        .source("lib/api/ci/runner.rb", Derived)
        .weight(40),
    Signature::new("runner.403.registration.reset", RUNNER, &[403], Pattern::Message("403 Forbidden - invalid token supplied"), &lifetime::TOKEN_REVOKED)
        .because("a registration token that was reset is not known any more")
        .source("lib/api/ci/runner.rb", Derived)
        .weight(12),
    // --- OAuth, GraphQL, and pages, a status alone ---
    bare("bare.oauth.401.client", OAUTH, &[400, 401], &lifetime::CLIENT_UNKNOWN, "the id of the application is unknown, or its secret is wrong")
        .weight(30),
    bare("bare.oauth.401.grant", OAUTH, &[400, 401], &lifetime::GRANT_REFUSED, "a code or refresh token works once and for a while")
        .weight(30),
    bare("bare.oauth.401.expired", OAUTH, &[401], &lifetime::TOKEN_EXPIRED, "an OAuth token lasts for two hours")
        .weight(25),
    bare("bare.oauth.403.scope", OAUTH, &[403], &scope::SCOPE_MISSING, "the token was not given the scope that is asked for")
        .weight(30),
    QUERY.unknown("bare.gql.401.unknown"),
    QUERY.expired("bare.gql.401.expired"),
    QUERY.nothing_sent("bare.gql.401.nothing_sent"),
    bare("bare.gql.403.scope", GRAPHQL, &[403], &scope::SCOPE_MISSING, "the token has no scope for GraphQL")
        .weight(30),
    bare("bare.web.404.hidden", WEB, &[404], &resource::NOT_A_MEMBER, "a page that the caller may not see is said not to be there")
        .weight(30),
    bare("bare.web.404.anonymous", WEB, &[404], &credential::WEB_PAGE_TAKES_NO_TOKEN, "web addresses take no tokens, so the caller has no name")
        .weight(25),
    bare("bare.web.404.absent", WEB, &[404], &resource::TARGET_ABSENT, "a page that does not exist is answered like a hidden one")
        .weight(25),
    bare("bare.web.403.role", WEB, &[403], &role::ROLE_TOO_LOW, "the role does not include this page")
        .weight(25),
    bare("bare.web.403.blocked", WEB, &[403], &reach::BLOCKED_BEFORE_GITLAB, "something in front of GitLab refused")
        .weight(20),
    bare("bare.web.401.kind", WEB, &[401], &credential::WEB_PAGE_TAKES_NO_TOKEN, "web addresses take no tokens")
        .weight(25),
    bare("bare.web.401.anonymous", WEB, &[401], &credential::NOTHING_SENT, "the page asks for a login")
        .weight(25),
    // --- Errors of the guard that clients cut to their first word ---
    Signature::new("rest.403.insufficient_scope.cut", REST, &[403], Pattern::Error("insufficient_scope"), &scope::SCOPE_MISSING)
        .because("the token guard found the token valid and none of its scopes among those of the route")
        .source("lib/api/api_guard.rb", ReadOlder)
        .decisive(),
    Signature::new("rest.401.invalid_token.cut.expired", REST, &[401], Pattern::Error("invalid_token"), &lifetime::TOKEN_EXPIRED)
        .because("the guard says invalid_token of expired tokens; the sentence that tells is cut off")
        .source("lib/api/api_guard.rb", ReadOlder)
        .weight(25),
    Signature::new("rest.401.invalid_token.cut.revoked", REST, &[401], Pattern::Error("invalid_token"), &lifetime::TOKEN_REVOKED)
        .because("the guard says invalid_token of revoked tokens; the sentence that tells is cut off")
        .source("lib/api/api_guard.rb", ReadOlder)
        .weight(15),
    Signature::new("rest.400.token_missing", REST, &[400], Pattern::Error("token is missing"), &credential::NOTHING_SENT)
        .because("the endpoint takes its token as the parameter token, and there is none")
        .source("lib/api/ci/triggers.rb; lib/api/ci/runner.rb", ReadOlder)
        .decisive(),
    Signature::new("rest.400.expires_at", REST, &[400], Pattern::Error("expires_at is missing"), &feature::EXPIRY_DATE_REQUIRED)
        .because("since GitLab 16 every new access token needs the date of its end")
        .source("lib/api/personal_access_tokens.rb", ReadOlder)
        .decisive(),
    Signature::new("rest.400.expires_at.message", REST, &[400], Pattern::Message("expires_at is missing"), &feature::EXPIRY_DATE_REQUIRED)
        .because("since GitLab 16 every new access token needs the date of its end")
        .source("lib/api/personal_access_tokens.rb", ReadOlder)
        .decisive(),
    Signature::new("rest.400.make_token.role", REST, &[400], Pattern::Message("400 Bad request - User does not have permission to create {kind} access token"), &role::ROLE_TOO_LOW)
        .because("making a {kind} access token needs the role of a Maintainer or Owner")
        .source("app/services/resource_access_tokens/create_service.rb", ReadOlder)
        .weight(35)
        .unless(&[yes(RoleFits)]),
    Signature::new("rest.400.make_token.bot", REST, &[400], Pattern::Message("400 Bad request - User does not have permission to create {kind} access token"), &role::NOT_FOR_BOTS)
        .because("the bot behind a project or group token may not make further tokens")
        .source("app/services/resource_access_tokens/create_service.rb", ReadOlder)
        .weight(25),
    Signature::new("rest.400.make_token.policy", REST, &[400], Pattern::Message("400 Bad request - User does not have permission to create {kind} access token"), &lifetime::TOKENS_DISABLED)
        .because("a plan or a setting of the group may rule out {kind} access tokens")
        .source("app/services/resource_access_tokens/create_service.rb", ReadOlder)
        .weight(20),
    Signature::new("rest.400.pipeline.role", REST, &[400], Pattern::Details("{open}Insufficient permissions to create a new pipeline{close}"), &role::ROLE_TOO_LOW)
        .because("the user that the trigger or token acts as may not create pipelines on this ref")
        .source("lib/gitlab/ci/pipeline/chain/validate/abilities.rb", ReadOlder)
        .weight(35),
    Signature::new("rest.400.pipeline.ref", REST, &[400], Pattern::Details("{open}Insufficient permissions to create a new pipeline{close}"), &feature::REF_PROTECTED)
        .because("on a protected ref only those who may merge or push start pipelines")
        .source("lib/gitlab/ci/pipeline/chain/validate/abilities.rb", ReadOlder)
        .weight(25),
    Signature::new("rest.403.sudo_old", REST, &[403], Pattern::Message("403 Forbidden - Private token must be specified in order to use sudo"), &credential::SUDO_NEEDS_USER_TOKEN)
        .because("old releases take sudo only with the private token of an administrator")
        .source("lib/api/helpers.rb of GitLab 8", Unverified)
        .weight(40),
    Signature::new("rest.401.sign_in.base", REST, &[401], Pattern::Error("You need to sign in or sign up before continuing."), &route::WRONG_BASE_URL)
        .because("the web part of GitLab answered, so the address is not that of the API")
        .source("config/locales/devise.en.yml", ReadOlder)
        .weight(40)
        .proof(&[&[yes(BaseTooDeep)]]),
    Signature::new("rest.401.sign_in.anonymous", REST, &[401], Pattern::Error("You need to sign in or sign up before continuing."), &credential::SEEN_AS_ANONYMOUS)
        .because("a page of GitLab asks a caller without a name to sign in")
        .source("config/locales/devise.en.yml", ReadOlder)
        .weight(30)
        .unless(&[yes(BaseTooDeep)]),
    // --- OAuth on a page ---
    Signature::new("oauth.token.invalid_scope.server", OAUTH, &[400], Pattern::Guard("invalid_scope", ""), &limits::INTERNAL_ERROR)
        .because("an application that GitLab brings along can lack its scopes on the server")
        .source("seen once, with the MCP application of GitLab", Unverified)
        .weight(3),
    Signature::new("oauth.page.redirect_uri", OAUTH, &[], Pattern::Guard("invalid_redirect_uri", "The redirect URI included is not valid."), &outside::REDIRECT_URI_MISMATCH)
        .because("the address to return to is not, letter by letter, one that the application was registered with")
        .source("doorkeeper: config/locales/en.yml", ReadOlder)
        .decisive(),
    Signature::new("oauth.token.invalid_grant.revoked", OAUTH, &[400, 401], Pattern::Guard("invalid_grant", ""), &lifetime::TOKEN_REVOKED)
        .because("a refresh token works once; another process that used it made this one void")
        .source("doorkeeper: config/locales/en.yml", ReadOlder)
        .weight(30),
    Signature::new("oauth.token.invalid_grant.expired", OAUTH, &[400, 401], Pattern::Guard("invalid_grant", ""), &lifetime::TOKEN_EXPIRED)
        .because("a login that was not refreshed for too long has expired")
        .source("doorkeeper: config/locales/en.yml", ReadOlder)
        .weight(25),
    // --- Clients that fail before anything is sent: no credential ---
    said("client.git.username", "could not read Username for", &credential::NOTHING_SENT, "the server asked for a login, and Git had none and nobody to ask").decisive(),
    said("client.git.password", "could not read Password for", &credential::NOTHING_SENT, "the server asked for a password, and Git had none and nobody to ask").decisive(),
    said("client.git.prompt", "Cannot prompt because", &credential::NOTHING_SENT, "the server asked for a login, and there was nobody to ask").decisive(),
    said("client.git.no_callback", "remote authentication required but no callback set", &credential::NOTHING_SENT, "the server asked for a login, and the program had none to give").decisive(),
    said("client.git.no_repository", "not valid: is this a git repository", &reach::SIGN_IN_PAGE, "Git asked for a repository and was given something else with status 200, most often a sign-in page").weight(40),
    said("client.git.no_repository.base", "not valid: is this a git repository", &route::WRONG_BASE_URL, "the address may be that of a web page, or of another server").weight(30),
    said("client.lfs.no_json", "Expected JSON type, got: \"text/html", &reach::SIGN_IN_PAGE, "Git LFS asked for data and was given a web page with status 200, most often a sign-in page").weight(40),
    said("client.lfs.no_json.base", "Expected JSON type, got: \"text/html", &route::WRONG_BASE_URL, "the address may be that of a web page, or of another server").weight(20),
    said("client.jgit.no_provider", "authentication is required but no CredentialsProvider", &credential::NOTHING_SENT, "the server asked for a login, and the program had none to give").decisive(),
    said("client.go.prompts", "terminal prompts disabled", &credential::NOTHING_SENT, "Go asked Git for a module, the server asked for a login, and there was none").decisive(),
    said("client.go.import", "go-import\"", &credential::SEEN_AS_ANONYMOUS, "to a caller without a name GitLab guesses the repository from the first two parts of the path")
        .weight(50),
    said("client.go.unrecognized", "unrecognized import path", &credential::SEEN_AS_ANONYMOUS, "a private module is not shown to a caller without a name").weight(30),
    said("client.go.unrecognized.absent", "unrecognized import path", &resource::TARGET_ABSENT, "there may be no module under this path").weight(25),
    said("client.go.checksum", "sum.golang.org/lookup", &outside::CLIENT_FAULT, "a private module was looked up in the public checksum database; GOPRIVATE keeps it out of there").weight(50),
    said("client.npm.need_auth", "need auth This command requires you to be logged in", &credential::NOTHING_SENT, "npm holds no token for the registry that it publishes to, and sent nothing").decisive(),
    said("client.npm.need_auth.code", "code ENEEDAUTH", &credential::NOTHING_SENT, "npm holds no token for the registry that it publishes to, and sent nothing").decisive(),
    said("client.npm.otp", "code EOTP", &outside::CLIENT_FAULT, "npm asks for a one-time password, which GitLab never does: another registry answered").weight(40),
    said("client.npm.conflict", "code EPUBLISHCONFLICT", &outside::CONFLICT, "this version is published already").weight(50),
    said("client.yarn.no_auth", "No authentication configured for request", &credential::NOTHING_SENT, "yarn holds no token for this registry, and sent nothing").decisive(),
    said("client.yarn.anonymous", "Invalid authentication (as an anonymous user)", &credential::NOTHING_SENT, "yarn asked without a token").decisive(),
    said("client.pip.prompt", "EOFError: EOF when reading a line", &credential::NOTHING_SENT, "the client asked a person for a login, and there was none").weight(60),
    said("client.twine.username", "Enter your username:", &credential::NOTHING_SENT, "twine found no user name, and asked for one").weight(60),
    said("client.twine.token", "Enter your API token:", &credential::NOTHING_SENT, "twine found no token, and asked for one").weight(60),
    said("client.gradle.username", "Username must not be null", &credential::EMPTY_CREDENTIAL, "the user name that Gradle was given is not set").decisive(),
    said("client.gradle.password", "Password must not be null", &credential::EMPTY_CREDENTIAL, "the password that Gradle was given is not set").decisive(),
    said("client.nuget.provider", "The plugin credential provider could not acquire credentials", &credential::NOTHING_SENT, "NuGet found no credential for this source").weight(50),
    said("client.nuget.key", "No API Key was provided", &credential::NOTHING_SENT, "NuGet found no key for this source").weight(50),
    said("client.composer.prompt", "Authentication required (", &credential::NOTHING_SENT, "Composer has no login for this host, and asks for one").weight(60),
    said("client.conan.login", "Please log in to \"", &credential::NOTHING_SENT, "Conan has no login for this remote").weight(60),
    said("client.docker.no_credentials", "no basic auth credentials", &credential::NOTHING_SENT, "docker has no login for this registry, and sent none").decisive(),
    said("client.docker.tty", "Cannot perform an interactive login from a non TTY device", &credential::EMPTY_CREDENTIAL, "the user name or password given to docker login is empty, so it wants to ask for it").decisive(),
    said("client.docker.username", "Must provide --username with --password-stdin", &credential::EMPTY_CREDENTIAL, "the user name given to docker login is empty").decisive(),
    said("client.docker.password", "Error: Password Required", &credential::EMPTY_CREDENTIAL, "the password given to docker login is empty").decisive(),
    said("client.docker.password_small", "Error: Password required", &credential::EMPTY_CREDENTIAL, "the password given to docker login is empty").decisive(),
    said("client.docker.flag_p", "flag needs an argument: 'p' in -p", &credential::EMPTY_CREDENTIAL, "the password given to docker login is empty").decisive(),
    said("client.docker.flag_u", "flag needs an argument: 'u' in -u", &credential::EMPTY_CREDENTIAL, "the user name given to docker login is empty").decisive(),
    said("client.docker.arguments", "requires at most 1 argument", &credential::EMPTY_CREDENTIAL, "an empty variable shifts the arguments of docker login").weight(40),
    said("client.containerd.anonymous", "failed to fetch anonymous token", &credential::NOTHING_SENT, "the client had no login for the registry, and the grant for a nameless caller was refused").weight(60),
    said("client.semantic.no_token", "ENOGLTOKEN", &credential::NOTHING_SENT, "neither GL_TOKEN nor GITLAB_TOKEN is set in the job").decisive(),
    said("client.semantic.no_token.words", "No GitLab token specified", &credential::NOTHING_SENT, "neither GL_TOKEN nor GITLAB_TOKEN is set in the job").decisive(),
    said("client.renovate.no_token", "You must configure a GitLab personal access token", &credential::NOTHING_SENT, "Renovate was given no token").decisive(),
    said("client.goreleaser.no_token", "missing GITHUB_TOKEN, GITLAB_TOKEN", &credential::NOTHING_SENT, "GoReleaser was given no token").decisive(),
    said("client.goreleaser.no_gitlab_token", "missing GITLAB_TOKEN", &credential::NOTHING_SENT, "GoReleaser was given no token").decisive(),
    said("client.goreleaser.two_tokens", "multiple tokens found, but only one is allowed", &credential::TWO_CREDENTIALS, "GoReleaser was given tokens of several services, and does not choose").weight(60),
    said("client.glab.no_token", "No token provided", &credential::NOTHING_SENT, "the client holds no token for this host").weight(60),
    said("client.editor.no_token", "No token found", &credential::NOTHING_SENT, "the client holds no token for this host").weight(40),
    said("client.editor.no_token.host", "No token found", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "tokens are kept per instance; the client may look for the wrong one").weight(25),
    // --- Clients that refuse the value itself ---
    said("client.header.node_fetch", "is not a legal HTTP header value", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.node", "Invalid character in header content", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.go", "invalid header field value for", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.python", "Invalid header value b'", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.requests", "Invalid leading whitespace, reserved character(s), or return", &credential::TOKEN_DEFECTIVE, "the value begins with white space or holds a line break; nothing was sent").decisive(),
    said("client.header.java", "Illegal character(s) in message header", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.rust", "failed to parse header value", &credential::TOKEN_DEFECTIVE, "the value holds a line break or another character that no header may hold; nothing was sent").decisive(),
    said("client.header.dotnet", "New-line characters are not allowed in header values", &credential::TOKEN_DEFECTIVE, "the value holds a line break; nothing was sent").decisive(),
    said("client.url.at", "resolve host '@", &credential::TOKEN_DEFECTIVE, "the password in the address holds an @ that is not written as %40, so the address falls apart").decisive(),
    said("client.url.port", "Port number was not a decimal number", &credential::TOKEN_DEFECTIVE, "the password in the address holds a character that must be percent-encoded, so the address falls apart").weight(60),
    said("client.url.port_end", "Port number ended with", &credential::TOKEN_DEFECTIVE, "the password in the address holds a character that must be percent-encoded, so the address falls apart").weight(60),
    said("client.url.illegal", "URL using bad/illegal format", &credential::TOKEN_DEFECTIVE, "the address is not valid; often a secret in it is not percent-encoded").weight(30),
    said("client.url.illegal.address", "URL using bad/illegal format", &outside::CLIENT_FAULT, "the address is not valid, or empty").weight(25),
    said("client.glab.invalid", "Invalid token provided", &lifetime::TOKEN_UNKNOWN, "the client does not take the value for a valid token").weight(30),
    said("client.glab.invalid.client", "Invalid token provided", &outside::CLIENT_FAULT, "old clients judge tokens by a pattern that new prefixes do not fit").weight(25),
    said("client.glab.invalid.malformed", "Invalid token provided", &credential::TOKEN_DEFECTIVE, "the value may not be whole").weight(20),
    // --- SSH, hooks, and plain Git ---
    said("client.ssh.key", "Permission denied (publickey", &outside::SSH_KEY_REFUSED, "Git went over SSH, where keys count and tokens do not").decisive(),
    said("client.ssh.host", "Host key verification failed", &outside::SSH_KEY_REFUSED, "Git went over SSH and does not know the server yet; no token plays a part").weight(40),
    said("client.git.hook", "(pre-receive hook declined)", &outside::HOOK_DECLINED, "a hook on the server declined the push after the login; the lines before say why").weight(25),
    said("client.git.hook.protected", "(pre-receive hook declined)", &feature::REF_PROTECTED, "GitLab's own hook declines pushes to protected branches and tags").weight(25),
    said("client.git.hook.role", "(pre-receive hook declined)", &role::PUSH_NOT_ALLOWED, "GitLab's own hook declines pushes that the role does not include").weight(15),
    said("client.git.behind", "(non-fast-forward)", &outside::CONFLICT, "the branch on the server has commits that are not here; the login went well").decisive(),
    said("client.git.fetch_first", "(fetch first)", &outside::CONFLICT, "the branch on the server has commits that are not here; the login went well").decisive(),
    said("client.git.stale", "(stale info)", &outside::CONFLICT, "the branch on the server has moved; the login went well").decisive(),
    said("client.go_git.required", "authentication required", &lifetime::LOGIN_REFUSED, "the server did not accept the login, or got none").weight(25),
    said("client.go_git.required.anonymous", "authentication required", &credential::NOTHING_SENT, "the client may have sent no login").weight(22).unless(&[no(NothingSent)]),
    said("client.go_git.required.expired", "authentication required", &lifetime::TOKEN_EXPIRED, "an expired token fails to log in like an unknown one").weight(18),
    said("client.go_git.required.user", "authentication required", &credential::BASIC_USER_NAME_WRONG, "without a user name this client sends no login at all; any will do for an access token").weight(12),
    // --- Registries ---
    said("client.registry.reference", "invalid reference format", &outside::CLIENT_FAULT, "the name of the image is not valid, often because a variable in it is empty").decisive(),
    said("client.registry.lowercase", "repository name must be lowercase", &outside::CLIENT_FAULT, "names of images are written in small letters").decisive(),
    said("client.registry.canonical", "repository name must be canonical", &outside::CLIENT_FAULT, "the name of the image is not whole").decisive(),
    said("client.registry.token_time", "token not to be used before", &lifetime::REGISTRY_GRANT_EXPIRED, "the registry says that the time of the grant was over").decisive(),
    said("client.registry.invalid_token", "error authorizing context: invalid token", &lifetime::REGISTRY_GRANT_EXPIRED, "the registry did not accept the grant, most often because its time was over").weight(40),
    said("client.registry.invalid_token.key", "error authorizing context: invalid token", &limits::INTERNAL_ERROR, "GitLab and its registry may hold keys that do not belong together").weight(15),
    said("client.registry.denied_log", "Denied container registry permissions", &role::GRANT_REDUCED, "the log says that less was granted than was asked for").weight(30),
    said("client.registry.denied_log.scope", "Denied container registry permissions", &scope::REGISTRY_SCOPE_MISSING, "the token may lack the registry scope").weight(25),
    said("client.registry.denied_log.project", "Denied container registry permissions", &resource::TOKEN_OF_ANOTHER_PROJECT, "the token may belong to another project, or the path to none").weight(25),
    said("client.registry.no_host", "image without a registry host: {image}", &outside::IMAGE_WITHOUT_HOST, "an image name without a host belongs to Docker Hub, so GitLab was never asked").decisive(),
    // --- Other services ---
    elsewhere("other.instance", &lifetime::ASKED_ANOTHER_SERVICE, "{host} answered, which is not GitLab; tokens of GitLab mean nothing there").weight(50),
    elsewhere("other.client", &outside::CLIENT_FAULT, "the client asked {host}, perhaps because it was never told to ask GitLab").weight(20),
    // --- Package clients ---
    said("client.pip.no_version", "Could not find a version that satisfies the requirement", &resource::RECORD_ABSENT, "no index that was asked holds it").weight(25),
    said("client.pip.no_version.anonymous", "Could not find a version that satisfies the requirement", &credential::SEEN_AS_ANONYMOUS, "an index that refuses the caller looks like one without the package").weight(20),
    said("client.pip.no_version.hidden", "Could not find a version that satisfies the requirement", &resource::NOT_A_MEMBER, "pip shows no status but 401, so an index that answers 403 or 404 looks like one without the package").weight(12),
    said("client.pip.no_version.scope", "Could not find a version that satisfies the requirement", &scope::SCOPE_MISSING, "pip shows no status but 401, so a token without the scope looks like an index without the package").weight(6),
    said("client.pip.no_match", "No matching distribution found for", &resource::RECORD_ABSENT, "no index that was asked holds it").weight(25),
    said("client.pip.no_match.anonymous", "No matching distribution found for", &credential::SEEN_AS_ANONYMOUS, "an index that refuses the caller looks like one without the package").weight(20),
    said("client.pip.no_match.hidden", "No matching distribution found for", &resource::NOT_A_MEMBER, "pip shows no status but 401, so an index that answers 403 or 404 looks like one without the package").weight(12),
    said("client.pip.no_match.scope", "No matching distribution found for", &scope::SCOPE_MISSING, "pip shows no status but 401, so a token without the scope looks like an index without the package").weight(6),
    said("client.uv.no_versions", "Because there are no versions of", &resource::RECORD_ABSENT, "no index that was asked holds it").weight(25),
    said("client.uv.no_versions.anonymous", "Because there are no versions of", &credential::SEEN_AS_ANONYMOUS, "an index that refuses the caller looks like one without the package").weight(25),
    said("client.uv.no_versions.page", "Because there are no versions of", &reach::SIGN_IN_PAGE, "a web page in the place of the index holds no versions either").weight(6),
    said("client.uv.not_found", "was not found in the package registry", &resource::RECORD_ABSENT, "no registry that was asked holds it").weight(25),
    said("client.uv.not_found.anonymous", "was not found in the package registry", &credential::SEEN_AS_ANONYMOUS, "a registry that takes the caller for nobody looks like one without the package").weight(20),
    said("client.uv.not_found.hidden", "was not found in the package registry", &resource::NOT_A_MEMBER, "a project that the caller may not see looks like one without the package").weight(18),
    said("client.uv.not_found.off", "was not found in the package registry", &feature::PACKAGES_OFF, "with the package registry off there is nothing to find").weight(6),
    said("client.yarn.not_found", "error Couldn't find package \"", &resource::RECORD_ABSENT, "no registry that was asked holds it").weight(25),
    said("client.yarn.not_found.anonymous", "error Couldn't find package \"", &credential::SEEN_AS_ANONYMOUS, "a registry that takes the caller for nobody looks like one without the package").weight(20),
    said("client.yarn.not_found.hidden", "error Couldn't find package \"", &resource::NOT_A_MEMBER, "a project that the caller may not see looks like one without the package").weight(18),
    said("client.yarn.not_found.off", "error Couldn't find package \"", &feature::PACKAGES_OFF, "with the package registry off there is nothing to find").weight(6),
    said("client.uv.no_credentials", "cause: Missing credentials for: http", &credential::NOTHING_SENT, "uv holds no login for the address that it publishes to, and sent nothing").decisive(),
    said("client.uv.redirect", "Redirected URL is not in the same realm", &reach::REDIRECTED_ELSEWHERE, "uv was sent on to another address, and a login must not follow it").decisive(),
    said("client.twine.no_login", "NonInteractive: Credential not found for", &credential::NOTHING_SENT, "twine found no login, and had nobody to ask").decisive(),
    said("client.yarn.malformed", "Received malformed response from registry for", &reach::SIGN_IN_PAGE, "yarn asked for data and was given something else with status 200, most often a sign-in page").weight(40),
    said("client.yarn.malformed.base", "Received malformed response from registry for", &route::WRONG_BASE_URL, "the address may be that of a web page, or of another server").weight(15),
    said("client.helm.scheme", "could not find protocol handler for", &outside::CLIENT_FAULT, "Helm does not know this kind of address").decisive(),
    said("client.terraform.no_versions", "Module has no versions", &credential::SEEN_AS_ANONYMOUS, "to a caller without a token a private module has no versions").weight(40),
    said("client.terraform.no_versions.member", "Module has no versions", &resource::NOT_A_MEMBER, "to who may not see its project a module has no versions").weight(25),
    said("client.terraform.no_versions.absent", "Module has no versions", &resource::RECORD_ABSENT, "there may be no such module under this address").weight(25),
    said("client.terraform.locked", "HTTP remote state already locked", &outside::CONFLICT, "somebody else holds the lock of the state; the token was accepted").decisive(),
    // --- Clients of the API ---
    said("client.semantic.invalid", "EINVALIDGLTOKEN", &lifetime::TOKEN_UNKNOWN, "the plugin says so of every 401").weight(35).unless(&[yes(BaseTooDeep)]),
    said("client.semantic.invalid.expired", "EINVALIDGLTOKEN", &lifetime::TOKEN_EXPIRED, "an expired token gets 401, too").weight(25).unless(&[yes(BaseTooDeep)]),
    said("client.semantic.invalid.instance", "EINVALIDGLTOKEN", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "the plugin asks GitLab.com unless it is told otherwise").weight(22).unless(&[yes(BaseTooDeep)]),
    said("client.semantic.invalid.kind", "EINVALIDGLTOKEN", &credential::KIND_NOT_ACCEPTED, "job and deploy tokens are refused with 401 here").weight(12).unless(&[yes(BaseTooDeep)]),
    said("client.semantic.invalid.base", "EINVALIDGLTOKEN", &route::WRONG_BASE_URL, "gitlabUrl must be the address of the instance, not that of the repository").weight(40).unless(&[no(BaseTooDeep)]).proof(&[&[yes(BaseTooDeep)]]),
    said("client.semantic.invalid_words", "Invalid GitLab token", &lifetime::TOKEN_UNKNOWN, "the plugin says so of every 401").weight(35),
    said("client.semantic.invalid_words.expired", "Invalid GitLab token", &lifetime::TOKEN_EXPIRED, "an expired token gets 401, too").weight(25),
    said("client.semantic.invalid_words.instance", "Invalid GitLab token", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "the plugin asks GitLab.com unless it is told otherwise").weight(22),
    said("client.semantic.role", "EGLNOPERMISSION", &role::PUSH_NOT_ALLOWED, "the project shows the plugin a role below Developer").weight(50),
    said("client.semantic.push", "EGLNOPUSHPERMISSION", &role::PUSH_NOT_ALLOWED, "the project shows the plugin a role below Developer").weight(50),
    said("client.semantic.pull", "EGLNOPULLPERMISSION", &role::CODE_NOT_READABLE, "the project shows the plugin a role below Reporter").weight(50),
    said("client.semantic.missing", "EMISSINGREPO", &resource::NOT_A_MEMBER, "the project is not there, or not for this identity").weight(30),
    said("client.semantic.missing.absent", "EMISSINGREPO", &resource::TARGET_ABSENT, "the project is not there, or not for this identity").weight(28),
    said("client.semantic.missing.kind", "EMISSINGREPO", &credential::JOB_TOKEN_NOT_READ_HERE, "a job token is not read here, so the project looks absent").weight(12).unless(&[no(IsJob)]),
    said("client.semantic.missing.address", "EMISSINGREPO", &resource::ADDRESS_NOT_ALLOWED, "a group that allows only certain addresses hides its projects from all others").weight(5),
    said("client.semantic.missing.sso", "EMISSINGREPO", &resource::SINGLE_SIGN_ON_REQUIRED, "a group that enforces single sign-on hides its projects without a session").weight(4).unless(&[yes(IsJob)]),
    said("client.semantic.git", "EGITNOPERMISSION", &role::PUSH_NOT_ALLOWED, "a push on trial failed: the role may not include it").weight(30).unless(&[yes(IsJob)]),
    said("client.semantic.git.kind", "EGITNOPERMISSION", &credential::KIND_NOT_ACCEPTED, "a push on trial failed: a job token pushes only where the project allows it").weight(30).unless(&[no(IsJob)]).proof(&[&[yes(IsJob)]]),
    said("client.semantic.git.ref", "EGITNOPERMISSION", &feature::REF_PROTECTED, "a push on trial failed: the branch may be protected").weight(18),
    said("client.semantic.git.token", "EGITNOPERMISSION", &credential::NOTHING_SENT, "a push on trial failed: there may be no token for it").weight(15).unless(&[no(NothingSent)]),
    said("client.api.permissions", "because of insufficient permissions", &role::ROLE_TOO_LOW, "the client says that rights are missing: most often those of the role").weight(40),
    said("client.api.permissions.scope", "because of insufficient permissions", &scope::SCOPE_MISSING, "the client says that rights are missing: the token may lack the scope").weight(30),
    said("client.ci.include", "not found or access denied!", &resource::NOT_A_MEMBER, "an include is read as the user who starts the pipeline, who may not see that project").weight(40),
    said("client.ci.include.absent", "not found or access denied!", &resource::TARGET_ABSENT, "there may be no project under this path").weight(38),
    said("client.gql.target", "The target_project that you are attempting to access does not exist", &resource::NOT_A_MEMBER, "a project that the user may not change is said not to exist").weight(30),
    said("client.gql.target.absent", "The target_project that you are attempting to access does not exist", &resource::TARGET_ABSENT, "there may be no project under this path").weight(25),
    said("client.gql.target.path", "The target_project that you are attempting to access does not exist", &outside::REQUEST_INVALID, "the field takes the path of a project, not its whole address").weight(20),
    said("client.agent.absent", "agent not found", &lifetime::TOKEN_UNKNOWN, "no agent of this instance has the token that was sent").weight(40),
    said("client.agent.absent.instance", "agent not found", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "the agent may belong to another instance").weight(20),
    said("client.agent.absent.revoked", "agent not found", &lifetime::TOKEN_REVOKED, "the token of the agent may have been revoked").weight(15),
    // --- Runner messages ---
    said("client.runner.register", "Registering runner... forbidden", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab does not know the registration token").weight(40),
    said("client.runner.register.kind", "Registering runner... forbidden", &credential::KIND_NOT_ACCEPTED, "this way takes registration tokens only").weight(25),
    said("client.runner.register.context", "Registering runner... forbidden", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "the token may belong to another instance").weight(12),
    said("client.runner.register.reset", "Registering runner... forbidden", &lifetime::TOKEN_REVOKED, "the token may have been reset").weight(12),
    said("client.runner.removed", "Verifying runner... is removed", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab knows no runner with this token").weight(40),
    said("client.runner.removed.kind", "Verifying runner... is removed", &credential::KIND_NOT_ACCEPTED, "a registration token given as the token of a runner is unknown there").weight(30),
    said("client.runner.removed.deleted", "Verifying runner... is removed", &lifetime::TOKEN_REVOKED, "the runner may have been deleted in GitLab").weight(25),
    said("client.runner.not_valid", "Verifying runner... is not valid", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab knows no runner with this token").weight(40),
    said("client.runner.not_valid.kind", "Verifying runner... is not valid", &credential::KIND_NOT_ACCEPTED, "a registration token given as the token of a runner is unknown there").weight(30),
    said("client.runner.not_valid.deleted", "Verifying runner... is not valid", &lifetime::TOKEN_REVOKED, "the runner may have been deleted in GitLab").weight(25),
    said("client.runner.checking", "Checking for jobs... forbidden", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab knows no runner with this token").weight(40),
    said("client.runner.checking.deleted", "Checking for jobs... forbidden", &lifetime::TOKEN_REVOKED, "the runner may have been deleted in GitLab").weight(25),
    said("client.runner.checking.kind", "Checking for jobs... forbidden", &credential::KIND_NOT_ACCEPTED, "a registration token is not the token of a runner").weight(22),
    said("client.runner.builds", "Checking for builds... forbidden", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab knows no runner with this token").weight(40),
    said("client.runner.builds.deleted", "Checking for builds... forbidden", &lifetime::TOKEN_REVOKED, "the runner may have been deleted in GitLab").weight(25),
    said("client.runner.healthy", "is not healthy and will be disabled", &lifetime::RUNNER_TOKEN_UNKNOWN, "the runner gave up after GitLab refused it again and again").weight(30),
    said("client.runner.healthy.network", "is not healthy and will be disabled", &reach::CONNECTION_BROKEN, "the runner gave up after requests failed again and again").weight(20),
    said("client.runner.unregister", "Unregistering runner from GitLab forbidden", &lifetime::RUNNER_TOKEN_UNKNOWN, "GitLab knows no runner with this token").weight(40),
    // --- Words of GitLab that were cut short on their way, or mean more than one thing ---
    Signature::new("git.403.allowlist.cut", EVERYWHERE, &[], Pattern::Text("Authentication by CI/CD job token not allowed"), &resource::JOB_TOKEN_NOT_ON_ALLOWLIST)
        .because("the project does not let the project of this job in")
        .source("lib/gitlab/git_access.rb", ReadOlder)
        .weight(60),
    Signature::new("git.403.allowlist.cut.user", EVERYWHERE, &[], Pattern::Text("Authentication by CI/CD job token not allowed"), &resource::JOB_USER_NOT_A_MEMBER)
        .because("REST says the same where the user who started the job may not read the project")
        .source("lib/api/helpers.rb", Derived)
        .weight(20),
    Signature::new("lfs.size_limit", LFS, &[200], Pattern::Message("{lead}has exceeded its size limit{rest}"), &outside::QUOTA_EXCEEDED)
        .because("the repository is larger than allowed, whoever pushes")
        .source("ee/lib/ee/gitlab/git_access.rb", ReadOlder)
        .decisive(),
    Signature::new("git.403.sso.cut", EVERYWHERE, &[], Pattern::Text("Cannot find valid SSO session"), &resource::SINGLE_SIGN_ON_REQUIRED)
        .because("the group wants a fresh single sign-on session of the user")
        .source("ee/lib/ee/gitlab/git_access.rb", ReadOlder)
        .decisive(),
    Signature::new("git.push.other_identity", GIT, &[], Pattern::Text("You are not allowed to push code to this project."), &resource::TOKEN_OF_ANOTHER_PROJECT)
        .because("the login that Git has stored may be that of another account or project")
        .source("lib/gitlab/git_access.rb", Derived)
        .weight(10)
        .unless(&[yes(Member)]),
    Signature::new("git.401.token_wanted.password", GIT, &[401], Pattern::Text("HTTP Basic: Access denied{more}You must use a personal access token with {scopes} scope for Git over HTTP"), &credential::PASSWORD_INSTEAD_OF_TOKEN)
        .because("a password was sent, and only a token with the scope {scopes} is taken here")
        .source("app/controllers/repositories/git_http_client_controller.rb", ReadOlder)
        .weight(70),
    Signature::new("jwt.403.old_login", REGISTRY, &[403], Pattern::Registry("DENIED", "access forbidden"), &lifetime::LOGIN_REFUSED)
        .because("older releases refuse a failed login in these words")
        .source("app/controllers/jwt_controller.rb", Unverified)
        .weight(12)
        .unless(&[yes(Alive), yes(NothingSent)]),
    Signature::new("jwt.403.dropped_header", REGISTRY, &[403], Pattern::Registry("DENIED", "access forbidden"), &reach::PROXY_IN_THE_WAY)
        .because("a redirect or proxy that drops the header Authorization makes every caller nameless")
        .source("seen in issues with registries behind a proxy", Unverified)
        .weight(6)
        .unless(&[yes(Alive)]),
    there("route.state.404.off", LOCK, &[404], Pattern::Message("404 Not found"), &feature::FEATURE_OFF)
        .because("with the feature for infrastructure off its routes find nothing")
        .weight(25)
        .unless(&[yes(FeatureOn)]),
    there("route.state.404.member", LOCK, &[404], Pattern::Message("404 Not found"), &resource::NOT_A_MEMBER)
        .because("a project that the caller may not see is not there for them")
        .weight(25)
        .unless(&[yes(Member), yes(TargetSeen)]),
    there("route.state.404.route", LOCK, &[404], Pattern::Message("404 Not found"), &route::ROUTE_UNKNOWN)
        .because("before 16 no route matched a state name with a dot; and the lock address must be that of the state")
        .weight(20),
    there("route.state.404.absent", LOCK, &[404], Pattern::Message("404 Not found"), &resource::TARGET_ABSENT)
        .because("there may be no such project")
        .weight(15)
        .unless(&[yes(TargetSeen)]),
    // --- Passwords ---
    Signature::new("git.401.password.unseen", GIT, &[401], Pattern::Unseen, &account::TWO_FACTOR_REQUIRED)
        .because("a password is not taken from an account with two-factor authentication")
        .source(BODIES, Derived)
        .weight(4)
        .unless(&[yes(IsAccessToken), yes(IsJob), yes(IsDeploy), yes(NothingSent)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Body, BodyShape, Exchange};

    /// The answer that a row asks for, with its placeholders filled in.
    fn example(row: &Signature) -> Option<BodyShape> {
        let filled = |text: &str| text.replace(['{', '}'], "");
        Some(match row.body {
            Pattern::Unseen => BodyShape::Unseen,
            Pattern::Message(text) => BodyShape::Message(filled(text)),
            Pattern::Error(text) => BodyShape::Error(filled(text)),
            Pattern::Text(text) => BodyShape::Text(filled(text)),
            Pattern::Registry(code, text) => {
                BodyShape::RegistryErrors(vec![(code.to_owned(), filled(text))])
            }
            Pattern::Guard(error, text) => BodyShape::Guard {
                error: error.to_owned(),
                description: Some(filled(text)),
                scopes: Vec::new(),
            },
            Pattern::Page(text) => BodyShape::Html(filled(text)),
            Pattern::Details(_)
            | Pattern::Any
            | Pattern::Empty
            | Pattern::GraphQl(_)
            | Pattern::Json(_) => return None,
        })
    }

    #[test]
    fn every_row_is_shown_by_its_own_words() {
        for row in ROWS.iter().chain(super::super::told::ROWS) {
            let Some(shape) = example(row) else { continue };
            let exchange = Exchange {
                status: row.statuses.first().copied(),
                body: Body {
                    shape,
                    ..Body::default()
                },
                ..Exchange::default()
            };
            for surface in row.surfaces {
                assert!(
                    row.shows(Some(*surface), &exchange),
                    "{} on {surface}",
                    row.id
                );
            }
        }
    }

    #[test]
    fn no_bare_status_is_decisive() {
        for row in ROWS.iter().filter(|row| row.body == Pattern::Unseen) {
            assert!(!row.decisive && !row.statuses.is_empty(), "{}", row.id);
        }
    }
}
