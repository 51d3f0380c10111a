//! What the REST API says (`/api/v4`), and what each answer can mean.
//!
//! Rows with the same bytes stand together; the bare texts come first.

use super::super::clue::{
    Clue::{
        AdminRoute, Administrator, Alive, Archived, Bot, ChecksumBroken, ControlForbidden,
        ControlGranted, Defective, Expired, FeatureForMembers, FeatureOn, FineGrained,
        GitFindsNothing, GitNamesAllowlist, GitNamesMembership, GitNamesSignOn, GroupListed,
        HomeElsewhere, IsAccessToken, IsDeploy, IsForeign, IsJob, IsOauth, JobAtHome, Listed,
        MadeElsewhere, Member, NameMalformed, NothingSent, OtherForge, PastItsTime, PathDecoded,
        PathEncoded, PathEncodedTwice, PathUnencoded, PlaceFits, ReadHere, RedirectKeepsPath,
        RedirectLeavesHost, Revoked, RoleFits, RouteKnown, SentEmpty, TargetPublic, TargetSeen,
        Writes,
    },
    no, yes,
};
use super::super::codes::{account, credential, feature, lifetime, resource, role, route, scope};
use super::super::signature::{
    Grade::{Derived, ReadNow, ReadOlder, Unverified},
    HeaderTest::Holds,
    Pattern::{Any, Details, Error, Guard, Message},
    Signature,
};
use crate::catalogue::Surface;

const REST: &[Surface] = &[Surface::Rest];
const FINDERS: &str = "lib/gitlab/auth/auth_finders.rb";
const HELPERS: &str = "lib/api/helpers.rb";
const GUARD: &str = "lib/api/api_guard.rb";
const GRANULAR: &str = "app/services/authz/tokens/authorize_granular_scopes_service.rb";
const JOB_FINDER: &str = "app/finders/ci/auth_job_finder.rb";
const EE_POLICY: &str = "ee/app/policies/ee/project_policy.rb";
const POLICY: &str = "app/policies/project_policy.rb";
const DENIED: &str = "app/policies/global_policy.rb, lib/gitlab/auth/user_access_denied_reason.rb";

const BARE_401: Signature = Signature::new(
    "",
    REST,
    &[401],
    Message("401 Unauthorized"),
    &lifetime::TOKEN_UNKNOWN,
);

/// A row for the bare `401 Unauthorized`.
const fn bare_401(id: &'static str, code: &'static super::super::Code) -> Signature {
    Signature {
        id,
        code,
        ..BARE_401
    }
}

/// A row for the bare `403 Forbidden`.
const fn bare_403(id: &'static str, code: &'static super::super::Code) -> Signature {
    Signature {
        id,
        code,
        statuses: &[403],
        body: Message("403 Forbidden"),
        ..BARE_401
    }
}

/// A row for `404 Project Not Found`.
const fn no_project(id: &'static str, code: &'static super::super::Code) -> Signature {
    Signature {
        id,
        code,
        statuses: &[404],
        body: Message("404 Project Not Found"),
        ..BARE_401
    }
}

/// A row for `404 Group Not Found`.
const fn no_group(id: &'static str, code: &'static super::super::Code) -> Signature {
    Signature {
        id,
        code,
        statuses: &[404],
        body: Message("404 Group Not Found"),
        ..BARE_401
    }
}

/// A row for the generic `404 Not Found` of an endpoint.
const fn nothing_found(id: &'static str, code: &'static super::super::Code) -> Signature {
    Signature {
        id,
        code,
        statuses: &[404],
        body: Message("404 Not Found"),
        ..BARE_401
    }
}

/// A row for a text of the account check; only one state produces each.
const fn account(
    id: &'static str,
    text: &'static str,
    code: &'static super::super::Code,
) -> Signature {
    Signature::new(id, REST, &[403], Message(text), code)
        .because("GitLab found the token valid and then refused its owner's account")
        .decisive()
        .source(DENIED, ReadNow)
}

/// The rows of this surface.
pub static ROWS: &[Signature] = &[
    // --- bare 401: every credential problem that REST does not say aloud ---
    bare_401("rest.401.unknown_token", &lifetime::TOKEN_UNKNOWN)
        .because("GitLab answers a value that it finds in no table of tokens with this bare 401")
        .weight(45)
        .unless(&[
            yes(Alive),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsForeign),
            yes(MadeElsewhere),
            no(PlaceFits),
            yes(Expired),
            yes(Revoked),
            yes(ChecksumBroken),
            yes(Defective),
        ])
        .proof(&[&[no(Alive)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.other_instance", &lifetime::TOKEN_OF_ANOTHER_INSTANCE)
        .because("a token that another instance made is in no table of this one")
        .weight(8)
        .unless(&[yes(Alive), no(MadeElsewhere), yes(NothingSent), yes(Expired), yes(Revoked), no(ReadHere), no(PlaceFits), yes(ChecksumBroken), yes(Defective), yes(IsForeign)])
        .proof(&[&[yes(MadeElsewhere)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.no_credentials", &credential::NOTHING_SENT)
        .because("the route asks who is calling, and the request carried no credential")
        .weight(12)
        .unless(&[no(NothingSent), yes(SentEmpty)])
        .proof(&[&[yes(NothingSent)]])
        .source(HELPERS, ReadNow),
    bare_401("rest.401.empty_credential", &credential::EMPTY_CREDENTIAL)
        .because("an empty value counts as none")
        .weight(4)
        .unless(&[no(SentEmpty)])
        .proof(&[&[yes(SentEmpty)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.defective", &credential::TOKEN_DEFECTIVE)
        .because("the value that was sent is not a token as it stands")
        .weight(3)
        .unless(&[no(Defective), yes(Alive), yes(NothingSent)])
        .proof(&[&[yes(Defective)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.cut_token", &credential::TOKEN_NOT_WHOLE)
        .because("a token whose checksum does not fit can be in no table")
        .weight(3)
        .unless(&[no(ChecksumBroken), yes(Alive), yes(NothingSent), yes(IsForeign)])
        .proof(&[&[yes(ChecksumBroken)]])
        .source("lib/authn/token_field/generator/routable_token.rb", ReadNow),
    bare_401("rest.401.tokens_disabled", &lifetime::TOKENS_DISABLED)
        .because("where access tokens are switched off, every one of them looks unknown")
        .weight(2)
        .unless(&[yes(Alive), yes(NothingSent), yes(IsJob), yes(IsDeploy), yes(IsForeign), yes(IsOauth), no(PlaceFits), yes(ChecksumBroken), yes(Defective)])
        .source("ee/app/models/ee/personal_access_token.rb", ReadOlder)
        .since("17.3"),
    bare_401("rest.401.foreign_kind", &credential::KIND_NOT_ACCEPTED)
        .because("a token of this kind is looked up among the access tokens, and is not there")
        .weight(6)
        .unless(&[no(IsForeign), yes(OtherForge), yes(Alive), yes(NothingSent)])
        .proof(&[&[yes(IsForeign)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.other_forge", &credential::TOKEN_OF_ANOTHER_FORGE)
        .because("GitLab knows no token of another service")
        .weight(2)
        .unless(&[no(IsForeign), no(OtherForge), yes(Alive), yes(NothingSent)])
        .proof(&[&[yes(OtherForge)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.job_token_dead", &lifetime::JOB_FINISHED)
        .because("the route reads job tokens, and a job token works only while its job runs")
        .weight(8)
        .unless(&[no(IsJob), no(ReadHere), no(PlaceFits), yes(Alive), yes(NothingSent), yes(MadeElsewhere)])
        .proof(&[&[yes(IsJob), no(Alive)], &[yes(IsJob), yes(PastItsTime)]])
        .source(JOB_FINDER, ReadNow),
    bare_401("rest.401.job_token_route", &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name")
        .weight(10)
        .unless(&[no(IsJob), yes(ReadHere), no(PlaceFits), yes(NothingSent)])
        .proof(&[&[yes(IsJob), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.job_token_in_private_token", &credential::JOB_TOKEN_IN_WRONG_HEADER)
        .because("a job token in a header for access tokens is passed over")
        .weight(5)
        .unless(&[no(IsJob), yes(PlaceFits), yes(NothingSent)])
        .proof(&[&[yes(IsJob), no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.token_in_wrong_header", &credential::TOKEN_IN_WRONG_HEADER)
        .because("the header that it was sent in is not read for tokens of this kind")
        .weight(4)
        .unless(&[yes(PlaceFits), yes(IsJob), yes(IsForeign), yes(NothingSent), yes(Defective), yes(Alive)])
        .proof(&[&[no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.deploy_token_route", &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("almost no REST route looks at deploy tokens, so the caller had no name")
        .weight(5)
        .unless(&[no(IsDeploy), yes(ReadHere), no(PlaceFits), yes(NothingSent)])
        .proof(&[&[yes(IsDeploy), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.deploy_token_dead", &lifetime::DEPLOY_TOKEN_DEAD)
        .because("a deploy token that is unknown, expired or revoked is passed over in silence")
        .weight(4)
        .unless(&[no(IsDeploy), no(ReadHere), no(PlaceFits), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.deploy_token_expired", &lifetime::TOKEN_EXPIRED)
        .because("a deploy token past its date is passed over in silence")
        .weight(4)
        .unless(&[no(IsDeploy), no(ReadHere), no(PlaceFits), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.deploy_token_revoked", &lifetime::TOKEN_REVOKED)
        .because("a deploy token that was revoked is passed over in silence")
        .weight(4)
        .unless(&[no(IsDeploy), no(ReadHere), no(PlaceFits), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    bare_401("rest.401.permission_refusal", &role::ROLE_TOO_LOW)
        .because("some routes answer a valid token whose owner lacks the right with 401 (merging, listing access tokens)")
        .weight(4)
        .unless(&[no(Alive), yes(NothingSent), no(ReadHere), no(PlaceFits), yes(IsForeign), yes(IsJob), yes(IsDeploy), yes(Expired), yes(Revoked), yes(RoleFits)])
        .proof(&[&[yes(Alive), yes(ReadHere)], &[no(RoleFits)]])
        .source("lib/api/merge_requests.rb", ReadOlder),
    bare_401("rest.401.composite_identity", &lifetime::COMPOSITE_IDENTITY_UNLINKED)
        .because("a service account with a composite identity needs a person linked to the token")
        .weight(1)
        .unless(&[yes(Alive), yes(NothingSent), yes(IsJob), yes(IsDeploy), yes(IsForeign), no(PlaceFits), yes(ChecksumBroken), yes(Defective)])
        .source("lib/gitlab/auth/identity.rb", ReadNow)
        .since("19"),
    // --- 401 and 400 that say what is wrong ---
    Signature::new("rest.401.expired", REST, &[401], Guard("invalid_token", "Token is expired. {advice}"), &lifetime::TOKEN_EXPIRED)
        .because("GitLab itself says that the token is expired; it checks this before revocation, so the token may be revoked as well")
        .decisive()
        .source("app/services/access_token_validation_service.rb", ReadNow),
    Signature::new("rest.401.revoked", REST, &[401], Guard("invalid_token", "Token was revoked. {advice}"), &lifetime::TOKEN_REVOKED)
        .because("GitLab itself says that the token was revoked")
        .decisive()
        .source(GUARD, ReadNow),
    Signature::new("rest.401.impersonation_disabled", REST, &[401], Guard("invalid_token", "Token is an impersonation token but impersonation was disabled."), &lifetime::IMPERSONATION_DISABLED)
        .because("GitLab itself says that impersonation is switched off")
        .decisive()
        .source("app/services/access_token_validation_service.rb", ReadNow),
    Signature::new("rest.401.invalid_token_other", REST, &[401], Guard("invalid_token", ""), &lifetime::TOKEN_UNKNOWN)
        .because("the token guard calls the token invalid, without one of the reasons that are known")
        .source(GUARD, Derived),
    Signature::new("rest.401.code_only.expired", REST, &[401], Error("invalid_token"), &lifetime::TOKEN_EXPIRED)
        .because("the client shows the code of the answer alone; of the tokens that GitLab calls invalid by it most are expired")
        .source("app/services/access_token_validation_service.rb", ReadNow)
        .weight(30),
    Signature::new("rest.401.code_only.revoked", REST, &[401], Error("invalid_token"), &lifetime::TOKEN_REVOKED)
        .because("the client shows the code of the answer alone; a revoked token has the same one")
        .source(GUARD, ReadNow)
        .weight(20),
    Signature::new("rest.401.code_only.impersonation", REST, &[401], Error("invalid_token"), &lifetime::IMPERSONATION_DISABLED)
        .because("the client shows the code of the answer alone; where impersonation is switched off its tokens have the same one")
        .source("app/services/access_token_validation_service.rb", ReadNow)
        .weight(3),
    Signature::new("rest.401.code_only.dpop", REST, &[401], Error("dpop_error"), &account::DPOP_REQUIRED)
        .because("the account asks for a proof of possession with every token")
        .decisive()
        .source("app/services/auth/dpop_authentication_service.rb", ReadNow)
        .since("17.10"),
    Signature::new("rest.401.dpop", REST, &[401], Guard("dpop_error", "DPoP validation error: {detail}"), &account::DPOP_REQUIRED)
        .because("the account asks for a proof of possession with every token; GitLab says: {detail}")
        .decisive()
        .source("app/services/auth/dpop_authentication_service.rb", ReadNow)
        .since("17.10"),
    Signature::new("rest.401.language_server", REST, &[401], Guard("restricted_language_server_client_error", ""), &account::EDITOR_EXTENSION_RESTRICTED)
        .because("the instance refuses editor extensions below a release")
        .decisive()
        .source("lib/gitlab/auth/editor_extensions/language_server_client_verifier.rb", ReadNow)
        .since("18"),
    Signature::new("rest.400.two_access_tokens", REST, &[400], Guard("invalid_request", "Both Authorization header and payload includes access token."), &credential::TWO_CREDENTIALS)
        .because("the request carried a token in the header and another one as a parameter")
        .decisive()
        .source(GUARD, ReadNow),
    Signature::new("rest.400.self_needs_pat", REST, &[400], Message("400 Bad request - This endpoint requires token type to be a personal access token"), &credential::OWN_RECORD_NEEDS_ACCESS_TOKEN)
        .because("the token is valid, and of a kind that has no record here (OAuth)")
        .decisive()
        .source("lib/api/personal_access_tokens/self_information.rb", ReadOlder),
    // --- scopes and fine-grained permissions ---
    Signature::new("rest.403.insufficient_scope", REST, &[403], Guard("insufficient_scope", "{sentence}"), &scope::SCOPE_MISSING)
        .because("the token guard found the token valid and none of its scopes among those of the route")
        .decisive()
        .source(GUARD, ReadNow),
    Signature::new("rest.403.code_only.permission", REST, &[403], Error("insufficient_granular_scope"), &scope::PERMISSION_MISSING)
        .because("the client shows the code of the answer alone; the sentence with it names the permissions that are missing")
        .weight(70)
        .source(GRANULAR, ReadNow),
    Signature::new("rest.403.code_only.enforced", REST, &[403], Error("insufficient_granular_scope"), &scope::FINE_GRAINED_ENFORCED)
        .because("the client shows the code of the answer alone; a classic token has the same one where only fine-grained ones are allowed")
        .weight(15)
        .source(GRANULAR, ReadNow),
    Signature::new("rest.403.code_only.unsupported", REST, &[403], Error("insufficient_granular_scope"), &scope::FINE_GRAINED_UNSUPPORTED)
        .because("the client shows the code of the answer alone; an operation that takes classic tokens only has the same one")
        .weight(15)
        .source(GRANULAR, ReadNow),
    Signature::new("rest.403.granular_missing", REST, &[403], Guard("insufficient_granular_scope", "Access denied: This operation requires a fine-grained {token_type} with the following {boundary} permissions: [{permissions}]."), &scope::PERMISSION_MISSING)
        .because("GitLab names the {boundary} permissions that are missing: {permissions}")
        .weight(70)
        .unless(&[no(FineGrained)])
        .proof(&[&[yes(FineGrained)]])
        .source(GRANULAR, ReadNow)
        .since("18"),
    Signature::new("rest.403.granular_enforced", REST, &[403], Guard("insufficient_granular_scope", "Access denied: This operation requires a fine-grained {token_type} with the following {boundary} permissions: [{permissions}]."), &scope::FINE_GRAINED_ENFORCED)
        .because("the same text is the answer to a classic token where the top-level group allows only fine-grained ones")
        .weight(15)
        .unless(&[yes(FineGrained)])
        .proof(&[&[no(FineGrained)]])
        .source(GRANULAR, ReadNow)
        .since("19"),
    Signature::new("rest.403.granular_unsupported_route", REST, &[403], Guard("insufficient_granular_scope", "Access denied: This operation doesn't support fine-grained {token_types}."), &scope::FINE_GRAINED_UNSUPPORTED)
        .because("GitLab says that this operation takes classic tokens only")
        .decisive()
        .source(GRANULAR, ReadNow)
        .since("19"),
    Signature::new("rest.403.granular_flag_off", REST, &[403], Guard("insufficient_granular_scope", "Access denied: Fine-grained {token_types} are not yet supported."), &scope::FINE_GRAINED_OFF)
        .because("GitLab says that fine-grained tokens are not switched on for this user")
        .decisive()
        .source(GRANULAR, ReadNow)
        .since("19"),
    // --- accounts ---
    account("rest.403.account.internal", "403 Forbidden - This action cannot be performed by internal users", &account::INTERNAL_USER),
    account("rest.403.account.pending_approval", "403 Forbidden - Your account is pending approval {rest}", &account::ACCOUNT_PENDING_APPROVAL),
    account("rest.403.account.terms", "403 Forbidden - You ({user}) must accept the Terms of Service in order to perform this action. {rest}", &account::TERMS_NOT_ACCEPTED),
    account("rest.403.account.deactivated", "403 Forbidden - Your account has been deactivated {rest}", &account::ACCOUNT_DEACTIVATED),
    account("rest.403.account.unconfirmed", "403 Forbidden - Your primary email address is not confirmed. {rest}", &account::ACCOUNT_UNCONFIRMED),
    account("rest.403.account.blocked", "403 Forbidden - Your account has been blocked.", &account::ACCOUNT_BLOCKED),
    account("rest.403.account.password_expired", "403 Forbidden - Your password expired. {rest}", &account::PASSWORD_EXPIRED),
    // --- bare 403: role, feature, administration ---
    bare_403("rest.403.role", &role::ROLE_TOO_LOW)
        .because("token and scope are fine; the role of the identity behind the token does not include this")
        .weight(55)
        .unless(&[yes(RoleFits), yes(NothingSent), yes(AdminRoute), no(ReadHere)])
        .proof(&[&[no(RoleFits)]])
        .source(HELPERS, ReadNow),
    bare_403("rest.403.job_token_route", &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name, and only the rights of a passer-by")
        .weight(15)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    bare_403("rest.403.deploy_token_route", &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("almost no REST route looks at deploy tokens, so the caller had no name, and only the rights of a passer-by")
        .weight(15)
        .unless(&[no(IsDeploy), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    bare_403("rest.403.feature_disabled", &feature::FEATURE_OFF)
        .because("a feature that is off takes its rights away from everybody")
        .weight(14)
        .unless(&[yes(FeatureOn), no(RoleFits), yes(AdminRoute)])
        .proof(&[&[no(FeatureOn)]])
        .source(POLICY, ReadOlder),
    bare_403("rest.403.feature_for_members", &role::FEATURE_FOR_MEMBERS)
        .because("the project can be seen by all, but this feature only by its members")
        .weight(6)
        .unless(&[no(FeatureForMembers), yes(Member), yes(AdminRoute)])
        .proof(&[&[yes(FeatureForMembers), no(Member)]])
        .source(POLICY, ReadOlder),
    bare_403("rest.403.archived", &feature::PROJECT_ARCHIVED)
        .because("an archived project, or one in an archived group, takes no changes")
        .weight(5)
        .unless(&[no(Archived), no(Writes), no(RoleFits)])
        .proof(&[&[yes(Archived), yes(Writes)]])
        .source(POLICY, ReadOlder),
    bare_403("rest.403.admin_required", &role::ADMIN_REQUIRED)
        .because("the route is for administrators, and the owner of the token is none")
        .weight(8)
        .unless(&[no(AdminRoute), yes(Administrator)])
        .proof(&[&[yes(AdminRoute), no(Administrator)]])
        .source(HELPERS, ReadNow),
    bare_403("rest.403.admin_mode", &scope::ADMIN_MODE_SCOPE_MISSING)
        .because("an administrator's token acts as an ordinary one where Admin Mode is on and the scope admin_mode is missing")
        .weight(2)
        .unless(&[no(AdminRoute), no(Administrator)])
        .proof(&[&[yes(AdminRoute), yes(Administrator)]])
        .source(GUARD, ReadNow),
    bare_403("rest.403.too_many_ips", &account::TOO_MANY_ADDRESSES)
        .because("the account is used from more addresses than the instance allows")
        .weight(1)
        .unless(&[yes(TargetSeen), yes(Alive), yes(NothingSent)])
        .source("lib/api/api.rb", ReadNow),
    bare_403("rest.403.composite_missing", &lifetime::COMPOSITE_IDENTITY_UNLINKED)
        .because("a service account with a composite identity was used without a person")
        .weight(1)
        .unless(&[yes(TargetSeen), yes(Alive)])
        .source("lib/gitlab/auth/identity.rb", Derived),
    // --- sudo ---
    Signature::new("rest.403.insufficient_scope.sudo", REST, &[403], Message("403 Forbidden - Fine-grained token must have sudo enabled to use sudo"), &scope::SUDO_SCOPE_MISSING)
        .because("GitLab says that the fine-grained token lacks the right to sudo")
        .decisive()
        .source(HELPERS, ReadNow)
        .since("19"),
    Signature::new("rest.403.sudo_not_admin", REST, &[403], Message("403 Forbidden - Must be admin to use sudo"), &role::SUDO_NEEDS_ADMIN)
        .because("GitLab says that only an administrator may sudo")
        .decisive()
        .source(HELPERS, ReadNow),
    Signature::new("rest.403.sudo_token_kind", REST, &[403], Message("403 Forbidden - Must be authenticated using an OAuth or personal access token to use sudo"), &credential::SUDO_NEEDS_USER_TOKEN)
        .because("GitLab says which kinds of token may sudo")
        .decisive()
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.sudo_target", REST, &[404], Message("404 User with ID or username '{id}' Not Found"), &resource::RECORD_ABSENT)
        .because("the user to act as, {id}, does not exist")
        .decisive()
        .source(HELPERS, ReadNow),
    // --- job tokens ---
    Signature::new("rest.403.job_token_allowlist", REST, &[403], Message("403 Forbidden - Authentication by CI/CD job token not allowed from {source_project} to {target}."), &resource::JOB_TOKEN_NOT_ON_ALLOWLIST)
        .because("GitLab names both sides: {source_project} may not reach {target} with its job token")
        .weight(60)
        .unless(&[yes(JobAtHome), yes(GitNamesMembership)])
        .proof(&[&[yes(GitNamesAllowlist)]])
        .source(HELPERS, ReadNow),
    Signature::new("rest.403.job_token_user_not_member", REST, &[403], Message("403 Forbidden - Authentication by CI/CD job token not allowed from {source_project} to {target}."), &resource::JOB_USER_NOT_A_MEMBER)
        .because("the same text is the answer when the allowlist is fine, but the user who started the job may not read {target}")
        .weight(25)
        .unless(&[yes(GitNamesAllowlist)])
        .proof(&[&[yes(GitNamesMembership)]])
        .source(HELPERS, Derived),
    Signature::new("rest.403.job_token_address", REST, &[403], Message("403 Forbidden - Authentication by CI/CD job token not allowed from {source_project} to {target}."), &resource::ADDRESS_NOT_ALLOWED)
        .because("a group that allows only certain addresses shuts out jobs of its own projects as well, in the same words")
        .weight(8)
        .source("lib/gitlab/auth/scope/job_token.rb; measured on 18.9", ReadNow),
    Signature::new("rest.403.job_token_policy_one", REST, &[403], Message("403 Forbidden - Insufficient permissions to access this resource in project {project}. The following token permission is required: {permission}."), &resource::JOB_TOKEN_PERMISSION_MISSING)
        .because("GitLab names the permission that the allowlist entry lacks: {permission}")
        .decisive()
        .source(HELPERS, ReadNow)
        .since("17.10"),
    Signature::new("rest.403.job_token_policy_many", REST, &[403], Message("403 Forbidden - Insufficient permissions to access this resource in project {project}. The following token permissions are required: {permission}."), &resource::JOB_TOKEN_PERMISSION_MISSING)
        .because("GitLab names the permissions that the allowlist entry lacks: {permission}")
        .decisive()
        .source(HELPERS, ReadNow)
        .since("17.10"),
    Signature::new("rest.403.job_token_policy_none", REST, &[403], Message("403 Forbidden - This action is unauthorized for CI/CD job tokens."), &resource::JOB_TOKEN_ACTION_UNAUTHORIZED)
        .because("GitLab says that no job-token permission covers this action")
        .decisive()
        .source(HELPERS, ReadNow)
        .since("17.10"),
    Signature::new("rest.403.job_token_registry_project", REST, &[403], Message("403 Forbidden - This project's CI/CD job token cannot be used to authenticate with the container registry of a different project."), &resource::JOB_TOKEN_OTHER_REGISTRY)
        .because("GitLab says that a job token reaches the container registry of its own project only")
        .decisive()
        .source(HELPERS, ReadNow),
    Signature::new("rest.403.org_read_only", REST, &[403], Message("403 Forbidden - This organization is currently in read-only mode. {rest}"), &resource::ORGANIZATION_READ_ONLY)
        .because("GitLab says that the organization takes no changes")
        .decisive()
        .source(HELPERS, ReadNow)
        .since("19"),
    // --- 404 Project Not Found: five policies, and absence ---
    no_project("rest.404.project_private", &resource::NOT_A_MEMBER)
        .because("GitLab hides a private project from everybody who is not a member")
        .weight(40)
        .unless(&[yes(GitFindsNothing), yes(GroupListed), yes(NameMalformed), yes(Member), yes(Listed), yes(TargetPublic), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetSeen), yes(IsDeploy), yes(IsForeign)])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_absent", &resource::TARGET_ABSENT)
        .because("a project that does not exist is answered with the same words as a hidden one")
        .weight(30)
        .unless(&[yes(NameMalformed), yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed), yes(ControlGranted), yes(ControlForbidden), yes(GitNamesAllowlist), yes(GitNamesMembership)])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_bot_elsewhere", &resource::TOKEN_OF_ANOTHER_PROJECT)
        .because("the bot behind a project or group token is a member of its own project or group only")
        .weight(8)
        .unless(&[yes(GitFindsNothing), yes(NameMalformed), no(Bot), no(HomeElsewhere), yes(IsOauth), yes(IsJob), yes(IsDeploy), yes(IsForeign), yes(TargetPublic), yes(TargetSeen)])
        .proof(&[&[yes(Bot), yes(HomeElsewhere)]])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_job_token", &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name, and the project is not public")
        .weight(12)
        .unless(&[no(IsJob), yes(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_job_token_header", &credential::JOB_TOKEN_IN_WRONG_HEADER)
        .because("a job token in a header for access tokens is passed over, and the project is not public")
        .weight(5)
        .unless(&[no(IsJob), yes(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_header", &credential::TOKEN_IN_WRONG_HEADER)
        .because("the header that it was sent in is not read for tokens of this kind, so the caller had no name")
        .weight(3)
        .unless(&[yes(PlaceFits), yes(IsJob), yes(IsDeploy), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_job_dead", &lifetime::JOB_FINISHED)
        .because("a job token sent as Bearer is passed over once its job is over, so the caller had no name")
        .weight(4)
        .unless(&[no(IsJob), yes(Alive), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(Alive), yes(ReadHere)], &[yes(IsJob), yes(PastItsTime), yes(ReadHere)]])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_deploy_token", &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("the route does not look at deploy tokens, so the caller had no name")
        .weight(12)
        .unless(&[no(IsDeploy), yes(ReadHere), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsDeploy), no(ReadHere)], &[yes(IsDeploy), no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_deploy_token_dead", &lifetime::DEPLOY_TOKEN_DEAD)
        .because("a deploy token that is unknown, expired or revoked is passed over in silence")
        .weight(3)
        .unless(&[no(IsDeploy), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .source(FINDERS, ReadNow),
    no_project("rest.404.project_anonymous", &credential::SEEN_AS_ANONYMOUS)
        .because("the request carried no credential that GitLab reads, and only public projects are shown then")
        .weight(25)
        .unless(&[no(NothingSent), yes(TargetPublic)])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_ip_restricted", &resource::ADDRESS_NOT_ALLOWED)
        .because("a group that allows only certain addresses hides its projects from all others")
        .weight(5)
        .unless(&[yes(GitFindsNothing), yes(NameMalformed), yes(TargetSeen), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(IsForeign)])
        .source(EE_POLICY, ReadOlder),
    no_project("rest.404.project_sso", &resource::SINGLE_SIGN_ON_REQUIRED)
        .because("a group that enforces single sign-on hides its projects without a session")
        .weight(4)
        .unless(&[yes(GitFindsNothing), yes(NameMalformed), yes(TargetSeen), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(IsJob), yes(IsForeign), yes(Bot)])
        .proof(&[&[yes(GitNamesSignOn)]])
        .source(EE_POLICY, ReadOlder),
    no_project("rest.404.project_external_authz", &resource::EXTERNAL_AUTHORIZATION)
        .because("an external service decides on access, and hides what it refuses")
        .weight(1)
        .unless(&[yes(GitFindsNothing), yes(NameMalformed), yes(TargetSeen), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(IsForeign)])
        .source(POLICY, ReadOlder),
    no_project("rest.404.project_deleting", &resource::TARGET_BEING_DELETED)
        .because("a project that waits for its deletion is hidden from everybody")
        .weight(2)
        .unless(&[yes(Listed), yes(NameMalformed), yes(TargetSeen), yes(TargetPublic)])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_bad_id", &resource::PROJECT_ID_MALFORMED)
        .because("a project is found by its number or by its full path with an encoded slash, never by its bare name")
        .weight(4)
        .unless(&[no(NameMalformed)])
        .proof(&[&[yes(NameMalformed)]])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_encoded_twice", &route::PATH_ENCODED_TWICE)
        .because("GitLab decodes a path once; what is left of a path that was encoded twice names no project")
        .weight(4)
        .unless(&[no(PathEncodedTwice)])
        .proof(&[&[yes(PathEncodedTwice)]])
        .source(HELPERS, ReadNow),
    no_project("rest.404.project_job_allowlist_old", &resource::JOB_TOKEN_NOT_ON_ALLOWLIST)
        .because("older releases answer a job token that is not on the allowlist with 404")
        .weight(5)
        .unless(&[yes(NameMalformed), no(IsJob), no(ReadHere), no(PlaceFits), yes(JobAtHome), yes(ControlGranted)])
        .source(HELPERS, ReadOlder),
    no_project("rest.404.project_permission", &scope::PERMISSION_HIDES_TARGET)
        .because("a fine-grained token that may not read the project is told that it does not exist")
        .weight(6)
        .unless(&[yes(NameMalformed), no(FineGrained), yes(IsJob), yes(IsOauth), yes(IsDeploy), yes(TargetSeen)])
        .source(GRANULAR, ReadNow)
        .since("19"),
    // --- 404 Group Not Found ---
    no_group("rest.404.group_private", &resource::NOT_A_MEMBER)
        .because("GitLab hides a private group from everybody who is not a member")
        .weight(40)
        .unless(&[yes(GroupListed), yes(Member), yes(Listed), yes(TargetPublic), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetSeen), yes(IsForeign), yes(IsDeploy)])
        .source(HELPERS, ReadNow),
    no_group("rest.404.group_absent", &resource::TARGET_ABSENT)
        .because("a group that does not exist is answered with the same words as a hidden one")
        .weight(30)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed)])
        .source(HELPERS, ReadNow),
    no_group("rest.404.group_bot_elsewhere", &resource::TOKEN_OF_ANOTHER_PROJECT)
        .because("the bot behind a project or group token is a member of its own project or group only")
        .weight(8)
        .unless(&[no(Bot), no(HomeElsewhere), yes(IsOauth), yes(IsJob), yes(IsDeploy), yes(IsForeign), yes(TargetPublic)])
        .proof(&[&[yes(Bot), yes(HomeElsewhere)]])
        .source(HELPERS, ReadNow),
    no_group("rest.404.group_job_token", &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name, and the group is not public")
        .weight(12)
        .unless(&[no(IsJob), yes(ReadHere), no(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    no_group("rest.404.group_job_token_header", &credential::JOB_TOKEN_IN_WRONG_HEADER)
        .because("a job token in a header for access tokens is passed over")
        .weight(3)
        .unless(&[no(IsJob), yes(PlaceFits), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsJob), no(PlaceFits)]])
        .source(FINDERS, ReadNow),
    no_group("rest.404.group_deploy_token", &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("the route does not look at deploy tokens, so the caller had no name")
        .weight(12)
        .unless(&[no(IsDeploy), yes(ReadHere), yes(NothingSent), yes(TargetPublic)])
        .proof(&[&[yes(IsDeploy), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    no_group("rest.404.group_anonymous", &credential::SEEN_AS_ANONYMOUS)
        .because("the request carried no credential that GitLab reads, and only public groups are shown then")
        .weight(25)
        .unless(&[no(NothingSent), yes(TargetPublic)])
        .source(HELPERS, ReadNow),
    no_group("rest.404.group_ip_restricted", &resource::ADDRESS_NOT_ALLOWED)
        .because("a group that allows only certain addresses hides itself from all others")
        .weight(5)
        .unless(&[yes(TargetSeen), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(IsForeign)])
        .source("ee/app/policies/ee/group_policy.rb", ReadOlder),
    no_group("rest.404.group_sso", &resource::SINGLE_SIGN_ON_REQUIRED)
        .because("a group that enforces single sign-on hides itself without a session")
        .weight(4)
        .unless(&[yes(TargetSeen), no(ReadHere), no(PlaceFits), yes(NothingSent), yes(IsForeign), yes(Bot)])
        .proof(&[&[yes(GitNamesSignOn)]])
        .source("ee/app/policies/ee/group_policy.rb", ReadOlder),
    no_group("rest.404.group_permission", &scope::PERMISSION_HIDES_TARGET)
        .because("a fine-grained token that may not read the group is told that it does not exist")
        .weight(5)
        .unless(&[no(FineGrained), yes(IsJob), yes(IsOauth), yes(IsDeploy)])
        .source(GRANULAR, ReadNow)
        .since("19"),
    Signature::new("rest.404.namespace", REST, &[404], Message("404 Namespace Not Found"), &resource::NOT_A_MEMBER)
        .because("a namespace that is absent, or of which the owner is not a member, is answered alike")
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.namespace_absent", REST, &[404], Message("404 Namespace Not Found"), &resource::TARGET_ABSENT)
        .because("a namespace that does not exist is answered with the same words")
        .weight(8)
        .source(HELPERS, ReadNow),
    no_group("rest.404.group_encoded_twice", &route::PATH_ENCODED_TWICE)
        .because("GitLab decodes a path once; what is left of a path that was encoded twice names no group")
        .weight(4)
        .unless(&[no(PathEncodedTwice)])
        .proof(&[&[yes(PathEncodedTwice)]])
        .source(HELPERS, ReadNow),
    // --- other 404 ---
    Signature::new("rest.404.repository", REST, &[404], Message("404 Repository Not Found"), &feature::REPOSITORY_OFF)
        .because("branches and commits ask first whether the repository is on for this caller")
        .weight(40)
        .unless(&[yes(FeatureOn)])
        .proof(&[&[no(FeatureOn)]])
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.repository_for_members", REST, &[404], Message("404 Repository Not Found"), &role::FEATURE_FOR_MEMBERS)
        .because("the project can be seen by all, but its repository only by its members")
        .weight(20)
        .unless(&[no(FeatureForMembers), yes(Member)])
        .proof(&[&[yes(FeatureForMembers), no(Member)]])
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.pipeline", REST, &[404], Message("404 Pipeline Not Found"), &resource::RECORD_ABSENT)
        .because("the pipeline does not exist, or may not be read")
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.pipeline_role", REST, &[404], Message("404 Pipeline Not Found"), &role::ROLE_TOO_LOW)
        .because("a pipeline that the role does not include is answered as absent")
        .weight(8)
        .unless(&[yes(RoleFits)])
        .proof(&[&[no(RoleFits)]])
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.job_endpoint", REST, &[404], Message("404 Job Not Found"), &credential::NOT_A_JOB_TOKEN)
        .because("the credential is valid, but no job stands behind it")
        .unless(&[yes(IsJob)])
        .weight(10)
        .source("lib/api/ci/jobs.rb", Unverified),
    Signature::new("rest.404.resource", REST, &[404], Message("404 {Resource} Not Found"), &resource::RECORD_ABSENT)
        .because("the target was found, and the {Resource} in it was not")
        .weight(30)
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.resource_job_token", REST, &[404], Message("404 {Resource} Not Found"), &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name, and nothing was to be found")
        .weight(10)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    Signature::new("rest.404.resource_deploy_token", REST, &[404], Message("404 {Resource} Not Found"), &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("almost no REST route looks at deploy tokens, so the caller had no name, and nothing was to be found")
        .weight(12)
        .unless(&[no(IsDeploy), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    Signature::new("rest.404.resource_anonymous", REST, &[404], Message("404 {Resource} Not Found"), &credential::SEEN_AS_ANONYMOUS)
        .because("the request carried no credential that GitLab reads, and some records are for callers with a name")
        .weight(20)
        .unless(&[no(NothingSent)])
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.resource_hidden", REST, &[404], Message("404 {Resource} Not Found"), &role::ROLE_TOO_LOW)
        .because("some records are answered as absent to a role that does not include them")
        .weight(5)
        .unless(&[yes(RoleFits), yes(NothingSent)])
        .proof(&[&[no(RoleFits)]])
        .source(HELPERS, ReadNow),
    Signature::new("rest.404.record", REST, &[404], Message("404 Not found"), &resource::RECORD_ABSENT)
        .because("the project was found, and the record in it was not")
        .weight(30)
        .unless(&[no(FeatureOn)])
        .source("lib/api/api.rb", ReadNow),
    Signature::new("rest.404.record_hidden", REST, &[404], Message("404 Not found"), &role::ROLE_TOO_LOW)
        .because("some records are answered as absent to a role that does not include them")
        .weight(8)
        .unless(&[yes(RoleFits), yes(NothingSent), yes(Administrator)])
        .proof(&[&[no(RoleFits)]])
        .source("lib/api/api.rb", ReadNow),
    Signature::new("rest.404.record_job_token", REST, &[404], Message("404 Not found"), &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name, and nothing was to be found")
        .weight(10)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    Signature::new("rest.404.record_deploy_token", REST, &[404], Message("404 Not found"), &credential::DEPLOY_TOKEN_NOT_READ_HERE)
        .because("almost no REST route looks at deploy tokens, so the caller had no name, and nothing was to be found")
        .weight(12)
        .unless(&[no(IsDeploy), yes(ReadHere), yes(NothingSent)])
        .source(FINDERS, ReadNow),
    Signature::new("rest.404.record_anonymous", REST, &[404], Message("404 Not found"), &credential::SEEN_AS_ANONYMOUS)
        .because("the request carried no credential that GitLab reads, and some records are for callers with a name")
        .weight(20)
        .unless(&[no(NothingSent)])
        .source("lib/api/api.rb", ReadNow),
    Signature::new("rest.404.record_feature", REST, &[404], Message("404 Not found"), &feature::FEATURE_OFF)
        .because("a feature that is off leaves nothing to be found")
        .weight(6)
        .unless(&[yes(FeatureOn)])
        .proof(&[&[no(FeatureOn)]])
        .source("lib/api/api.rb", ReadNow),
    Signature::new("rest.404.record_for_members", REST, &[404], Message("404 Not found"), &role::FEATURE_FOR_MEMBERS)
        .because("a feature for members only leaves nothing to be found for others")
        .weight(5)
        .unless(&[no(FeatureForMembers), yes(Member)])
        .proof(&[&[yes(FeatureForMembers), no(Member)]])
        .source("lib/api/api.rb", ReadNow),
    nothing_found("rest.404.generic", &feature::FEATURE_OFF)
        .because("an endpoint that is switched off on the instance or in the project answers like this")
        .weight(15)
        .unless(&[yes(FeatureOn), no(TargetSeen)])
        .proof(&[&[no(FeatureOn)]])
        .source(HELPERS, ReadNow),
    nothing_found("rest.404.generic_instance", &feature::FEATURE_OFF)
        .because("the feature is on in the project, so it is switched off on the instance")
        .weight(9)
        .unless(&[no(TargetSeen), no(FeatureOn), no(RoleFits)])
        .source(HELPERS, ReadNow),
    nothing_found("rest.404.generic_record", &resource::RECORD_ABSENT)
        .because("what was asked for is not there, or not for this identity")
        .weight(20)
        .unless(&[no(FeatureOn), yes(TargetSeen), yes(NothingSent)])
        .source(HELPERS, ReadNow),
    nothing_found("rest.404.generic_hidden", &resource::NOT_A_MEMBER)
        .because("what this identity may not see is answered as absent")
        .weight(14)
        .unless(&[yes(Member), yes(TargetSeen), no(ReadHere), yes(NothingSent), yes(Listed), yes(TargetPublic)])
        .source(HELPERS, ReadNow),
    nothing_found("rest.404.generic_role", &role::ROLE_TOO_LOW)
        .because("some endpoints answer a role that is too low as if there were nothing")
        .weight(8)
        .unless(&[yes(RoleFits), yes(NothingSent), no(ReadHere), no(TargetSeen)])
        .proof(&[&[no(RoleFits)]])
        .source(HELPERS, Derived),
    nothing_found("rest.404.generic_anonymous", &credential::SEEN_AS_ANONYMOUS)
        .because("the request carried no credential that GitLab reads")
        .weight(10)
        .unless(&[no(NothingSent)])
        .source(HELPERS, ReadNow),
    nothing_found("rest.404.generic_job_token", &credential::JOB_TOKEN_NOT_READ_HERE)
        .because("the route does not look at job tokens, so the caller had no name")
        .weight(5)
        .unless(&[no(IsJob), yes(ReadHere), yes(NothingSent)])
        .proof(&[&[yes(IsJob), no(ReadHere)]])
        .source(FINDERS, ReadNow),
    nothing_found("rest.404.granular_boundary_hidden", &scope::PERMISSION_HIDES_TARGET)
        .because("a fine-grained token that may not read the project or group is told that there is nothing")
        .weight(8)
        .unless(&[no(FineGrained), yes(IsJob), yes(IsOauth), yes(IsDeploy), yes(TargetSeen)])
        .proof(&[&[yes(FineGrained), no(TargetSeen)]])
        .source(GRANULAR, ReadNow)
        .since("19"),
    nothing_found("rest.404.trigger", &lifetime::TRIGGER_TOKEN_UNKNOWN)
        .because("the trigger route answers an unknown trigger token, or a job token that may not trigger, as if there were nothing")
        .weight(4)
        .unless(&[yes(IsAccessToken), yes(IsOauth), yes(IsDeploy), no(Writes)])
        .source("lib/api/ci/triggers.rb", ReadNow),
    // --- the router: no token was involved ---
    Signature::new("rest.404.path_not_encoded", REST, &[404], Error("404 Not Found"), &route::PATH_NOT_ENCODED)
        .because("the router knows no such path: a project path must be one segment, with its slashes written as %2F")
        .weight(25)
        .unless(&[no(PathUnencoded), yes(PathEncoded)])
        .proof(&[&[yes(PathUnencoded)]])
        .source("lib/api/api.rb", Derived),
    Signature::new("rest.404.path_decoded", REST, &[404], Error("404 Not Found"), &route::PATH_DECODED_ON_THE_WAY)
        .because("the path was encoded when it was sent, and the router saw it decoded: something in between rewrote it")
        .weight(12)
        .unless(&[no(PathEncoded), no(PathDecoded), yes(PathUnencoded)])
        .proof(&[&[yes(PathEncoded), yes(PathDecoded)]])
        .source("lib/api/api.rb", Derived),
    Signature::new("rest.404.unknown_route", REST, &[404], Error("404 Not Found"), &route::ROUTE_UNKNOWN)
        .because("the router knows no such endpoint in this release and edition; no token was looked at")
        .weight(30)
        .unless(&[yes(PathUnencoded), yes(PathDecoded)])
        .proof(&[&[no(RouteKnown)]])
        .source("lib/api/api.rb", Derived),
    Signature::new("rest.405.method", REST, &[405], Error("405 {text}"), &route::METHOD_NOT_ALLOWED)
        .because("the endpoint exists for other methods only")
        .decisive()
        .source("lib/api/api.rb", Derived),
    Signature::new("rest.405.moved", REST, &[405], Message("Non GET methods are not allowed for moved projects"), &resource::TARGET_MOVED)
        .because("the project is addressed by an old path, and only reads are sent on")
        .decisive()
        .source(HELPERS, ReadNow),
    Signature::new("rest.301.moved", REST, &[301], Any, &resource::TARGET_MOVED)
        .because("GitLab sends a read of an old project path on to the project's number")
        .header(Holds("location", "/api/v4/projects/"))
        .weight(60)
        .unless(&[yes(RedirectKeepsPath), yes(RedirectLeavesHost)])
        .source("lib/api/api.rb", ReadNow),
    Signature::new("rest.410.v3", REST, &[410], Error("API V3 is no longer supported. {rest}"), &route::API_V3_GONE)
        .because("GitLab says that version 3 of the API is gone")
        .decisive()
        .source("lib/api/api.rb", ReadNow),
    // --- administration ---
    Signature::new("rest.422.admin_token", REST, &[422], Message("Token type not supported."), &credential::TOKEN_DEFECTIVE)
        .because("the value has the prefix of no kind that the endpoint knows")
        .source("lib/api/admin/token.rb", ReadOlder)
        .since("17.5"),
    Signature::new("rest.404.admin_token", REST, &[404], Details("{open}\"error\":\"Not found\"{close}"), &lifetime::TOKEN_UNKNOWN)
        .because("the prefix was recognised, and no such token exists")
        .source("lib/api/admin/token.rb", ReadOlder)
        .since("17.5"),
    // --- anything else that a guard or a helper says ---
    Signature::new("rest.401.any_message", REST, &[401], Message("{text}"), &lifetime::TOKEN_UNKNOWN)
        .because("GitLab did not accept the credential: {text}")
        .weight(5)
        .unless(&[yes(Alive), yes(NothingSent)])
        .source(HELPERS, Derived),
    Signature::new("rest.401.any_message_anonymous", REST, &[401], Message("{text}"), &credential::NOTHING_SENT)
        .because("GitLab asks for a credential: {text}")
        .weight(4)
        .unless(&[no(NothingSent)])
        .source(HELPERS, Derived),
    Signature::new("rest.404.any_message", REST, &[404], Message("{text}"), &resource::RECORD_ABSENT)
        .because("the endpoint found nothing for this identity: {text}")
        .weight(5)
        .source(HELPERS, Derived),
];
