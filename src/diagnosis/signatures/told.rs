//! What further clients and servers say in words of their own, and GitLab's words without a status.
//!
//! Who pastes a body often leaves its status out. Where the words alone tell that the request was
//! judged, and not the token, they are enough.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{Alive, BaseTooDeep, IsJob, NothingSent, RoleFits};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{
    account, credential, feature, lifetime, limits, outside, reach, resource, role, route,
};
use crate::diagnosis::signature::Grade::{Derived, ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const EVERYWHERE: &[Surface] = &Surface::ALL;
const REST: &[Surface] = &[Surface::Rest];
const GIT: &[Surface] = &[Surface::Git];
const OAUTH: &[Surface] = &[Surface::Oauth, Surface::Rest];
const CLIENT: &str = "text of the client; see the phrase tables of the readers";
const MODELS: &str = "Rails: activemodel/lib/active_model/locale/en.yml";
const GRAPE: &str = "grape: lib/grape/locale/en.yml";
const DOORKEEPER: &str = "doorkeeper: config/locales/en.yml";

/// What the readers put in the place of a page whose client stumbled over its first letter.
const NO_DATA: Pattern = Pattern::Page("a page in the place of data");
const CANNOT_ASK: &str = "the daemon of Docker did not answer, so no registry was asked";

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

/// What the REST API says of a request that it let through, recognised without its status.
const fn judged(id: &'static str, body: Pattern, code: &'static Code) -> Signature {
    Signature::new(id, REST, &[], body, code)
        .because("the token was let through, and the request was judged")
        .source(MODELS, Derived)
        .weight(40)
}

const fn invalid(id: &'static str, text: &'static str) -> Signature {
    judged(id, Pattern::Details(text), &outside::REQUEST_INVALID)
}

/// What the API says of a parameter before it does anything.
const fn parameter(id: &'static str, text: &'static str) -> Signature {
    judged(id, Pattern::Error(text), &outside::REQUEST_INVALID)
        .because("a parameter is missing or not valid")
        .source(GRAPE, Derived)
}

/// A page where data was wanted.
const fn no_data(id: &'static str, code: &'static Code, because: &'static str) -> Signature {
    Signature::new(id, EVERYWHERE, &[], NO_DATA, code)
        .because(because)
        .source("the client could not read the answer", Derived)
}

/// The record that an OAuth token has of itself.
const fn of_token(id: &'static str, text: &'static str, code: &'static Code) -> Signature {
    Signature::new(
        id,
        OAUTH,
        &[400, 401],
        Pattern::Guard("invalid_token", text),
        code,
    )
    .because("the token endpoint says so of the token itself")
    .source(DOORKEEPER, Unverified)
}

/// The body of an upload is larger than a server in between, or GitLab, takes.
const TOO_LARGE: &[u16] = &[413];

/// The rows.
pub static ROWS: &[Signature] = &[
    // --- Words of GitLab without a status ---
    parameter("told.parameter.missing", "{name} is missing{more}"),
    parameter("told.parameter.value", "{name} does not have a valid value{more}"),
    parameter("told.parameter.invalid", "{name} is invalid{more}"),
    parameter("told.parameter.empty", "{name} is empty{more}"),
    parameter("told.parameter.exclusive", "{names} are mutually exclusive{more}"),
    parameter("told.parameter.one_of", "{names} are missing, at least one parameter must be provided{more}"),
    invalid("told.details.taken", "{open}has already been taken{close}"),
    invalid("told.details.blank", "{open}can't be blank{close}"),
    invalid("told.details.long", "{open}is too long{close}"),
    invalid("told.details.invalid", "{open}is invalid{close}"),
    judged("told.exists", Pattern::Message("{thing} already exists{more}"), &outside::CONFLICT)
        .because("what is to be made is there already"),
    judged("told.push_rule.message", Pattern::Message("Commit message does not follow the pattern{more}"), &feature::PUSH_RULE)
        .because("a commit message breaks a push rule"),
    judged("told.push_rule.email", Pattern::Message("{who} does not follow the pattern{more}"), &feature::PUSH_RULE)
        .because("an address breaks a push rule"),
    judged("told.size", Pattern::Message("{lead}has exceeded its size limit{more}"), &outside::QUOTA_EXCEEDED)
        .because("the repository is larger than allowed, whoever pushes"),
    Signature::new("told.kas.token", REST, &[401], Pattern::Message("{lead}GitLab agent server: {more}"), &lifetime::TOKEN_UNKNOWN)
        .because("the agent server did not accept the token")
        .source("gitlab-agent: internal/module/kubernetes_api", Unverified)
        .weight(30),
    Signature::new("told.kas.kind", REST, &[401], Pattern::Message("{lead}GitLab agent server: {more}"), &credential::KIND_NOT_ACCEPTED)
        .because("the agent server takes job tokens and personal access tokens with the agent's number in front")
        .source("gitlab-agent: internal/module/kubernetes_api", Unverified)
        .weight(20),
    Signature::new("told.kas.server", REST, &[401], Pattern::Message("{lead}GitLab agent server: {more}"), &limits::INTERNAL_ERROR)
        .because("the agent server may read another of several credentials")
        .source("gitlab-agent: internal/module/kubernetes_api", Unverified)
        .weight(10),
    of_token("oauth.token_info.expired", "The access token expired", &lifetime::TOKEN_EXPIRED),
    of_token("oauth.token_info.revoked", "The access token was revoked", &lifetime::TOKEN_REVOKED),
    of_token("oauth.token_info.unknown", "The access token is invalid", &lifetime::TOKEN_UNKNOWN),
    // --- Git ---
    Signature::new("git.401.two_factor", GIT, &[401], Pattern::Text("HTTP Basic: Access denied{more}You have 2FA enabled, please use a personal access token"), &credential::PASSWORD_INSTEAD_OF_TOKEN)
        .because("a password was sent, and the account has two factors")
        .source("app/controllers/projects/git_http_client_controller.rb of GitLab 9", Unverified)
        .weight(60),
    Signature::new("git.inband.lfs_missing", GIT, &[200], Pattern::Text("LFS objects are missing{more}"), &outside::CLIENT_FAULT)
        .because("the push names objects of Git LFS that were not uploaded before")
        .source("lib/gitlab/checks/lfs_check.rb", ReadOlder)
        .decisive(),
    Signature::new("git.inband.push_rule_author", GIT, &[200], Pattern::Text("Author '{author}' is not a member of team"), &feature::PUSH_RULE)
        .because("a push rule takes commits of members only")
        .source("ee/lib/ee/gitlab/checks/push_rules/commit_check.rb", ReadOlder)
        .decisive(),
    Signature::new("git.inband.push_rule_file", GIT, &[200], Pattern::Text("File name {name} was prohibited by the pattern{more}"), &feature::PUSH_RULE)
        .because("a push rule forbids files of this name")
        .source("ee/lib/ee/gitlab/checks/push_rules/file_name_check.rb", ReadOlder)
        .decisive(),
    Signature::new("git.inband.secret", GIT, &[200], Pattern::Text("PUSH BLOCKED: Secrets detected in code changes{more}"), &feature::PUSH_RULE)
        .because("secret push protection found a secret in a commit")
        .source("ee/lib/gitlab/checks/secret_push_protection", Unverified)
        .decisive(),
    Signature::new("git.403.read_only.cut", GIT, &[], Pattern::Text("You can't push code to a read-only GitLab instance"), &limits::READ_ONLY_INSTANCE)
        .because("the database of this instance takes no changes, whoever asks")
        .source("lib/gitlab/git_access.rb", ReadOlder)
        .decisive(),
    Signature::new("git.403.repository_read_only.cut", GIT, &[], Pattern::Text("The repository is temporarily read-only"), &limits::REPOSITORY_READ_ONLY)
        .because("the repository is being moved or repaired")
        .source("lib/gitlab/git_access.rb", ReadOlder)
        .decisive(),
    Signature::new("git.403.deploy_key.cut", GIT, &[], Pattern::Text("This deploy key does not have write access to this project"), &role::DEPLOY_KEY_READ_ONLY)
        .because("the deploy key may read only")
        .source("lib/gitlab/git_access.rb", ReadOlder)
        .decisive(),
    said("git.403.pending.cut", "Your account is pending approval", &account::ACCOUNT_PENDING_APPROVAL, "an administrator has not approved the account yet").decisive(),
    said("client.git.redirect", "unable to update url base from redirection", &route::WRONG_BASE_URL, "the address is not that of a repository, so a page answered").weight(35),
    said("client.git.redirect.sign_in", "unable to update url base from redirection", &reach::SIGN_IN_PAGE, "a sign-in page in front of GitLab sends Git to itself").weight(30),
    said("client.git.redirect.anonymous", "unable to update url base from redirection", &credential::SEEN_AS_ANONYMOUS, "a page of GitLab asks a caller without a name to sign in").weight(20),
    said("client.git.not_refs", "not valid: is this a git repository?", &reach::SIGN_IN_PAGE, "a page answered in the place of the repository").weight(35),
    said("client.git.not_refs.base", "not valid: is this a git repository?", &route::WRONG_BASE_URL, "the address is not that of a repository").weight(35),
    said("client.git.no_branch", "not found in upstream", &outside::CLIENT_FAULT, "the repository was read, and holds no branch or tag of this name").weight(60),
    // --- Pages and servers in between ---
    no_data("told.page.base", &route::WRONG_BASE_URL, "a page came where data was wanted: the API may live at another address").weight(40).proof(&[&[yes(BaseTooDeep)]]),
    no_data("told.page.sign_in", &reach::SIGN_IN_PAGE, "a page came where data was wanted: something in between may ask for a login").weight(35),
    no_data("told.page.not_gitlab", &reach::NOT_GITLAB, "a page came where data was wanted: it may not be GitLab that answers").weight(20),
    no_data("told.page.gateway", &limits::GATEWAY_ERROR, "a page came where data was wanted: the server in front may show an error of its own").weight(15),
    said("edge.text.no_upstream", "no healthy upstream", &limits::GATEWAY_ERROR, "a proxy in front found no running GitLab behind it").decisive(),
    said("edge.text.upstream", "upstream connect error or disconnect", &limits::GATEWAY_ERROR, "a proxy in front could not reach GitLab behind it").decisive(),
    said("edge.text.52x", "error code: 52", &limits::GATEWAY_ERROR, "only Cloudflare uses these numbers: it could not reach the server behind it").decisive(),
    said("edge.text.404.not_gitlab", "404 page not found", &reach::NOT_GITLAB, "a server answered that holds no GitLab at this address").weight(50),
    said("edge.text.default_backend.not_gitlab", "default backend - 404", &reach::NOT_GITLAB, "an ingress answered that knows no GitLab under this name").weight(50),
    Signature::new("edge.squid", EVERYWHERE, &[], Pattern::Page("ERROR: The requested URL could not be retrieved"), &reach::PROXY_IN_THE_WAY)
        .because("a proxy between here and GitLab could not, or would not, fetch the address")
        .source("squid: errors/templates", Unverified)
        .decisive(),
    Signature::new("bare.any.413", EVERYWHERE, TOO_LARGE, Pattern::Unseen, &outside::SIZE_LIMIT)
        .because("what is sent is larger than GitLab, or a server in front of it, takes")
        .source("RFC 9110, section 15.5.14", Derived)
        .weight(40),
    // --- Redirects ---
    said("client.twine.redirect", "RedirectDetected", &route::WRONG_BASE_URL, "the address is not quite that of the registry, so twine was sent elsewhere and did not follow").weight(40),
    said("client.twine.redirect.elsewhere", "RedirectDetected", &reach::REDIRECTED_ELSEWHERE, "something in front of GitLab sends the request on, as from http to https, and a login must not follow it").weight(25),
    said("client.python.redirect", "python-gitlab detected a 30", &route::WRONG_BASE_URL, "the configured address is not that of GitLab, so the library was sent elsewhere and did not follow").decisive(),
    // --- Values and clients ---
    said("client.header.latin", "codec can't encode character", &credential::TOKEN_DEFECTIVE, "a header takes plain letters only; a value that was copied from a page can hold others").weight(60),
    said("client.header.latin.client", "codec can't encode character", &outside::CLIENT_FAULT, "what the program writes may hold letters that it cannot encode").weight(25),
    said("client.url.rejected", "URL rejected", &outside::CLIENT_FAULT, "the address is not valid, often because of a blank or an empty variable").weight(35),
    said("client.url.rejected.secret", "URL rejected", &credential::TOKEN_DEFECTIVE, "a secret in the address may hold a character that must be percent-encoded").weight(20),
    said("client.docker.daemon", "Cannot connect to the Docker daemon", &outside::CLIENT_FAULT, CANNOT_ASK).decisive(),
    said("client.docker.connect", "error during connect", &outside::CLIENT_FAULT, CANNOT_ASK).weight(50),
    said("client.docker.connect.reach", "error during connect", &reach::HOST_UNREACHABLE, "the host of the daemon was not reached").weight(30),
    said("client.glab.login", "please run: glab auth login", &credential::NOTHING_SENT, "glab holds no token for this host").decisive(),
    said("client.glab.login_new", "please run `glab auth login`", &credential::NOTHING_SENT, "glab holds no token for this host").decisive(),
    said("client.glab.host", "to a known GitLab host", &credential::NOTHING_SENT, "glab holds no token for the host of this repository").weight(40),
    said("client.glab.host.other", "to a known GitLab host", &lifetime::TOKEN_OF_ANOTHER_INSTANCE, "glab holds tokens of other hosts only").weight(25),
    said("client.composer.wanted", "URL required authentication", &credential::NOTHING_SENT, "Composer has no login for this host, and nobody to ask").weight(60),
    said("client.gradle.properties", "Gradle properties are missing for", &credential::NOTHING_SENT, "Gradle was given no user name or password for the repository").decisive(),
    said("client.bundler.wanted", "Authentication is required for", &credential::NOTHING_SENT, "Bundler holds no login for this source").decisive(),
    said("client.go.proxy", "reading https://proxy.golang.org/", &credential::NOTHING_SENT, "the public proxy knows no private modules; GOPRIVATE and a login for the host are needed").weight(35),
    said("client.go.proxy.absent", "reading https://proxy.golang.org/", &resource::RECORD_ABSENT, "there may be no such version").weight(25),
    said("client.ci.downstream", "user has insufficient permissions", &role::ROLE_TOO_LOW, "the user who started the pipeline may not start one in the other project").weight(40).unless(&[yes(RoleFits)]),
    said("client.ci.downstream.member", "user has insufficient permissions", &resource::NOT_A_MEMBER, "the user who started the pipeline may not see the other project").weight(30),
    said("client.ci.downstream.ref", "user has insufficient permissions", &feature::REF_PROTECTED, "the ref may be protected in the other project").weight(15),
    // --- Job tokens that outlive nothing ---
    said("client.runner.trace", "Appending trace to coordinator... job failed", &lifetime::JOB_FINISHED, "GitLab takes nothing more for a job that was cancelled or has ended").weight(40),
    said("client.runner.trace.expired", "Appending trace to coordinator... job failed", &lifetime::JOB_TOKEN_EXPIRED, "the token of a job is void when its time is over").weight(25),
    said("client.runner.trace.blocked", "Appending trace to coordinator... job failed", &reach::BLOCKED_BEFORE_GITLAB, "something in front of GitLab may refuse the log").weight(10),
    said("client.runner.submit", "Submitting job to coordinator... job failed", &lifetime::JOB_FINISHED, "GitLab takes nothing more for a job that was cancelled or has ended").weight(40),
    said("client.runner.submit.expired", "Submitting job to coordinator... job failed", &lifetime::JOB_TOKEN_EXPIRED, "the token of a job is void when its time is over").weight(25),
    Signature::new("bare.runner.403.job_over", &[Surface::Runner], &[401, 403], Pattern::Unseen, &lifetime::JOB_TOKEN_EXPIRED)
        .because("the token of a job is void when its time is over")
        .source("app/models/ci/build.rb", Derived)
        .weight(14)
        .unless(&[no(IsJob)]),
    Signature::new("git.401.job_over", GIT, &[401], Pattern::Text("HTTP Basic: Access denied"), &lifetime::JOB_TOKEN_EXPIRED)
        .because("the token of a job is void when its time is over")
        .source("app/models/ci/build.rb", Derived)
        .weight(12)
        .unless(&[no(IsJob), yes(Alive), yes(NothingSent)]),
];
