//! What the container registry, its token endpoint, and the dependency proxy answer.
//!
//! The token endpoint refuses only who it does not know. To everybody else it grants what it may,
//! which can be nothing; then the registry refuses later.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clue::{
    Alive, ChecksumBroken, Defective, FeatureOn, FineGrained, IsAccessToken, IsDeploy, IsForeign,
    IsJob, IsOauth, JobAtHome, MadeElsewhere, Member, NothingSent, PlaceFits, RoleFits, ScopeFits,
    TargetPublic, TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{
    account, credential, feature, lifetime, limits, resource, role, route, scope,
};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const TOKEN: &[Surface] = &[Surface::RegistryAuth];
const BOTH: &[Surface] = &[Surface::RegistryAuth, Surface::DependencyProxy];
const REGISTRY: &[Surface] = &[Surface::Registry];
const ENDPOINT: &str = "app/controllers/jwt_controller.rb";
const SERVICE: &str = "app/services/auth/container_registry_authentication_service.rb";
const PROXY: &str = "app/services/auth/dependency_proxy_authentication_service.rb";
const DISTRIBUTION: &str = "container registry: registry/api/errcode";

/// The text for every failed login.
const REFUSED: OneAnswer = OneAnswer {
    surfaces: BOTH,
    statuses: &[401, 403],
    body: Pattern::Registry("", "HTTP Basic: Access denied{more}"),
    header: None,
    source: ENDPOINT,
    grade: ReadOlder,
};

const FORBIDDEN: Pattern = Pattern::Registry("DENIED", "access forbidden");
const LOGIN_WANTED: Pattern = Pattern::Registry("UNAUTHORIZED", "authentication required{more}");
const LESS_GRANTED: Pattern =
    Pattern::Registry("DENIED", "requested access to the resource is denied{more}");
const NO_ACTOR: Pattern = Pattern::Message("access forbidden");

/// The rows.
pub static ROWS: &[Signature] = &[
    REFUSED.unknown("jwt.401"),
    REFUSED.expired("jwt.401.expired"),
    REFUSED.revoked("jwt.401.revoked"),
    REFUSED.account("jwt.401.account"),
    REFUSED.empty_credential("jwt.401.empty_password"),
    REFUSED.impersonation("jwt.401.impersonation_disabled"),
    REFUSED.tokens_disabled("jwt.401.tokens_disabled"),
    REFUSED.defective("jwt.401.defective"),
    REFUSED.not_whole("jwt.401.not_whole"),
    REFUSED.elsewhere("jwt.401.elsewhere"),
    REFUSED.foreign("jwt.401.foreign_kind"),
    REFUSED.other_forge("jwt.401.other_forge"),
    REFUSED.job_finished("jwt.401.job_token_dead"),
    REFUSED.deploy_dead("jwt.401.deploy_token_dead"),
    REFUSED
        .means(
            "jwt.401.user_name",
            &credential::BASIC_USER_NAME_WRONG,
            "a deploy token goes with its own user name, a job token with gitlab-ci-token",
        )
        .weight(5)
        .unless(&[
            yes(PlaceFits),
            yes(Alive),
            no(Alive),
            yes(Defective),
            yes(ChecksumBroken),
            yes(MadeElsewhere),
            yes(IsForeign),
            yes(NothingSent),
        ]),
    REFUSED
        .means(
            "jwt.401.password",
            &account::TWO_FACTOR_REQUIRED,
            "a password is not taken from an account with two-factor authentication",
        )
        .weight(5)
        .unless(&[
            yes(NothingSent),
            yes(Defective),
            yes(ChecksumBroken),
            yes(IsForeign),
            yes(IsAccessToken),
            yes(IsOauth),
            yes(IsJob),
            yes(IsDeploy),
            yes(Alive),
            no(Alive),
        ]),
    Signature::new(
        "jwt.401.empty",
        TOKEN,
        &[401, 403],
        Pattern::Empty,
        &lifetime::LOGIN_REFUSED,
    )
    .because("old releases refuse a login without a word")
    .source(ENDPOINT, ReadOlder)
    .weight(20),
    Signature::new(
        "jwt.403.no_registry_scope",
        TOKEN,
        &[403],
        FORBIDDEN,
        &scope::REGISTRY_SCOPE_MISSING,
    )
    .because("the login is good, and no scope of the token concerns the registry")
    .source(SERVICE, ReadNow)
    .weight(50)
    .unless(&[yes(NothingSent), yes(ScopeFits), yes(IsJob), no(Alive)])
    .proof(&[&[yes(Alive), no(ScopeFits)]]),
    Signature::new(
        "jwt.403.anonymous",
        TOKEN,
        &[403],
        FORBIDDEN,
        &credential::NOTHING_SENT,
    )
    .because("without a login nothing of what was asked for is open")
    .source(SERVICE, ReadNow)
    .weight(35)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "jwt.403.protected_path_role",
        TOKEN,
        &[403],
        FORBIDDEN,
        &feature::IMAGE_PATH_PROTECTED,
    )
    .because(
        "a push to a protected path is refused in these words where it is not clear who \
            asks",
    )
    .source(SERVICE, ReadNow)
    .weight(4)
    .unless(&[yes(NothingSent)]),
    Signature::new(
        "jwt.403.protected_path",
        TOKEN,
        &[403],
        Pattern::Registry("DENIED", "Pushing to protected repository path forbidden"),
        &feature::IMAGE_PATH_PROTECTED,
    )
    .because("a protection rule keeps this role from pushing to the path")
    .source(SERVICE, ReadNow)
    .decisive(),
    Signature::new(
        "jwt.404.registry_off",
        TOKEN,
        &[404],
        Pattern::Registry("UNAVAILABLE", "registry not enabled"),
        &feature::REGISTRY_OFF,
    )
    .because("the container registry is off on the whole instance")
    .source(SERVICE, ReadNow)
    .decisive(),
    Signature::new(
        "jwt.404.service",
        TOKEN,
        &[404],
        Pattern::Empty,
        &route::REGISTRY_SERVICE_UNKNOWN,
    )
    .because("the service must be container_registry or dependency_proxy")
    .source(ENDPOINT, ReadOlder)
    .weight(60),
    Signature::new(
        "jwt.200.reduced",
        TOKEN,
        &[200],
        Pattern::Json("{open}\"access\":[]{close}"),
        &role::GRANT_REDUCED,
    )
    .because(
        "the login is good, and the grant is empty: role, scope, feature, or project \
            rule it out",
    )
    .source(SERVICE, ReadNow)
    .weight(40),
    Signature::new(
        "jwt.ip_banned",
        BOTH,
        &[403],
        Pattern::Text("Too many failed authentication attempts from this IP"),
        &limits::ADDRESS_BANNED,
    )
    .because("too many logins failed from this address; job tokens do not count")
    .source("lib/gitlab/auth/ip_blocked.rb", Derived)
    .decisive(),
    Signature::new(
        "registry.401.anonymous",
        REGISTRY,
        &[401],
        LOGIN_WANTED,
        &credential::NOTHING_SENT,
    )
    .because("the registry asks everybody for a grant, and none came with the request")
    .source(DISTRIBUTION, Unverified)
    .weight(30)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "registry.401.reduced",
        REGISTRY,
        &[401],
        LOGIN_WANTED,
        &role::GRANT_REDUCED,
    )
    .because("the grant that GitLab gave does not cover this image or this action")
    .source(DISTRIBUTION, Unverified)
    .weight(40)
    .unless(&[yes(NothingSent)]),
    Signature::new(
        "registry.401.login",
        REGISTRY,
        &[401],
        LOGIN_WANTED,
        &lifetime::LOGIN_REFUSED,
    )
    .because("clients that hide the refusal of a login show only this")
    .source(DISTRIBUTION, Unverified)
    .weight(15)
    .unless(&[yes(NothingSent), yes(Alive)]),
    Signature::new(
        "registry.denied",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &role::GRANT_REDUCED,
    )
    .because("the grant that GitLab gave does not cover this image or this action")
    .source(DISTRIBUTION, Unverified)
    .weight(45)
    .unless(&[yes(NothingSent), yes(RoleFits)])
    .proof(&[&[no(RoleFits), yes(ScopeFits)]]),
    Signature::new(
        "registry.denied.anonymous",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &credential::NOTHING_SENT,
    )
    .because("without a login only public images are granted")
    .source(DISTRIBUTION, Unverified)
    .weight(20)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "registry.denied.scope",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &scope::REGISTRY_SCOPE_MISSING,
    )
    .because(
        "no scope of the token covers this: read_registry pulls only, write_registry \
            pushes only",
    )
    .source(SERVICE, Derived)
    .weight(20)
    .unless(&[yes(NothingSent), yes(ScopeFits), yes(IsJob)])
    .proof(&[&[no(ScopeFits)]]),
    Signature::new(
        "registry.denied.not_a_member",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &resource::NOT_A_MEMBER,
    )
    .because("to who may not see the project nothing is granted")
    .source(SERVICE, ReadNow)
    .weight(20)
    .unless(&[
        yes(NothingSent),
        yes(TargetSeen),
        yes(Member),
        yes(TargetPublic),
    ]),
    Signature::new(
        "registry.denied.absent",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &resource::TARGET_ABSENT,
    )
    .because("for an image path that belongs to no project nothing is granted")
    .source(SERVICE, ReadNow)
    .weight(15)
    .unless(&[yes(TargetSeen), yes(TargetPublic)]),
    Signature::new(
        "registry.denied.job_token",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &resource::JOB_TOKEN_OTHER_REGISTRY,
    )
    .because("a job token pushes and deletes only in the registry of its own project")
    .source(SERVICE, ReadNow)
    .weight(12)
    .unless(&[no(IsJob), yes(JobAtHome)])
    .proof(&[&[yes(IsJob), no(JobAtHome)]]),
    Signature::new(
        "registry.denied.off",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &feature::REGISTRY_OFF,
    )
    .because("where the registry of the project is off, nothing is granted")
    .source(SERVICE, ReadNow)
    .weight(8)
    .unless(&[yes(FeatureOn)])
    .proof(&[&[no(FeatureOn)]]),
    Signature::new(
        "registry.denied.fine_grained",
        REGISTRY,
        &[401, 403],
        LESS_GRANTED,
        &scope::FINE_GRAINED_UNSUPPORTED,
    )
    .because("a fine-grained token is never granted a push")
    .source(SERVICE, ReadNow)
    .weight(4)
    .unless(&[no(FineGrained)]),
    Signature::new(
        "registry.404.name",
        REGISTRY,
        &[404],
        Pattern::Registry("NAME_UNKNOWN", "{text}"),
        &resource::TARGET_ABSENT,
    )
    .because("the grant was good, and the registry holds no repository of this name")
    .source(DISTRIBUTION, Unverified)
    .weight(40),
    Signature::new(
        "registry.404.manifest",
        REGISTRY,
        &[404],
        Pattern::Registry("MANIFEST_UNKNOWN", "{text}"),
        &resource::RECORD_ABSENT,
    )
    .because("the grant was good, and the repository holds no such tag or digest")
    .source(DISTRIBUTION, Unverified)
    .weight(40),
    Signature::new(
        "registry.429",
        REGISTRY,
        &[429],
        Pattern::Registry("TOOMANYREQUESTS", "{text}"),
        &limits::THROTTLED,
    )
    .because("the registry was asked too often")
    .source(DISTRIBUTION, Unverified)
    .decisive(),
    Signature::new(
        "dp.403",
        BOTH,
        &[403],
        NO_ACTOR,
        &credential::DEPENDENCY_PROXY_KIND,
    )
    .because(
        "the dependency proxy takes users, and deploy tokens of a group with both \
            registry scopes",
    )
    .source(PROXY, Derived)
    .weight(40)
    .unless(&[yes(NothingSent)]),
    Signature::new(
        "dp.403.anonymous",
        BOTH,
        &[403],
        NO_ACTOR,
        &credential::NOTHING_SENT,
    )
    .because("the dependency proxy serves nobody without a login")
    .source(PROXY, Derived)
    .weight(20)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "dp.403.scope",
        BOTH,
        &[403],
        NO_ACTOR,
        &scope::REGISTRY_SCOPE_MISSING,
    )
    .because("a token needs both registry scopes here, to read and to write")
    .source(PROXY, Derived)
    .weight(25)
    .unless(&[yes(NothingSent), yes(ScopeFits), yes(IsJob)])
    .proof(&[&[no(ScopeFits)]]),
    Signature::new(
        "dp.404",
        BOTH,
        &[404],
        Pattern::Message("dependency proxy not enabled"),
        &feature::DEPENDENCY_PROXY_OFF,
    )
    .because("the dependency proxy is off on the whole instance")
    .source(PROXY, Derived)
    .decisive(),
];
