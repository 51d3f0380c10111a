//! What Git over HTTPS answers, before anything is exchanged.
//!
//! One text stands for every failed login. Behind it GitLab tells its reasons one by one.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    Alive, Bot, ChecksumBroken, Defective, Expired, FeatureOn, FineGrained, GitFindsNothing,
    GitNamesAllowlist, GitNamesMembership, GraphQlSees, GroupListed, HomeElsewhere, IsAccessToken,
    IsDeploy, IsForeign, IsJob, IsOauth, Listed, MadeElsewhere, Member, NothingSent, PlaceFits,
    Revoked, RoleFits, TargetPublic, TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{
    account, credential, feature, lifetime, limits, outside, resource, role, route, scope,
};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder, Unverified};
use crate::diagnosis::signature::{HeaderTest, Pattern, Signature};

const HERE: &[Surface] = &[Surface::Git];
const LOGIN: &str =
    "app/controllers/repositories/git_http_client_controller.rb; lib/gitlab/auth.rb";
const ACCESS: &str = "lib/gitlab/git_access.rb";
const ACCESS_EE: &str = "ee/lib/ee/gitlab/git_access.rb";
const PROJECT: &str = "lib/gitlab/git_access_project.rb";
const REASON: &str = "lib/gitlab/auth/user_access_denied_reason.rb";

/// The text for every failed login. Each release ends it in another way; all begin like this.
const DENIED: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[401],
    body: Pattern::Text("HTTP Basic: Access denied"),
    header: None,
    source: LOGIN,
    grade: ReadNow,
};

/// The same text without a challenge: another password would not help either.
const DENIED_FOR_GOOD: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[401],
    body: DENIED.body,
    header: Some(HeaderTest::Absent("www-authenticate")),
    source: LOGIN,
    grade: ReadNow,
};

/// What GitLab up to about 15 added for passwords that are ruled out.
const TOKEN_WANTED: Pattern = Pattern::Text(
    "HTTP Basic: Access denied{more}You must use a personal access token with \
        {scopes} scope for Git over HTTP",
);

const DOWNLOAD: Pattern = Pattern::Text("You are not allowed to download code from this project.");
const UPLOAD: Pattern = Pattern::Text("You are not allowed to upload code.");
const PUSH: Pattern = Pattern::Text("You are not allowed to push code to this project.");
const GRANULAR_MISSING: Pattern = Pattern::Text(
    "Access denied: This operation requires a fine-grained {token_type} with the \
        following project permissions: {permissions}",
);
const NO_PULL: Pattern = Pattern::Text(
    "Insufficient permissions to pull from the repository of project \
        #{target_project_id}.",
);
const NO_PULL_OLDER: Pattern = Pattern::Text(
    "Insufficient permissions to pull from the repository of project \
        {target_project_path}.",
);
const NOT_FOUND: Pattern = Pattern::Text(
    "The project you were looking for could not be found or you don't have \
        permission to view it.",
);

/// A reason that only one situation gives, with status 403.
const fn said(id: &'static str, text: &'static str, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[403], Pattern::Text(text), code)
        .source(ACCESS, ReadNow)
        .decisive()
}

/// What Git says to a job that the allowlist lets in and the project does not. In 18.9 an address that
/// is not allowed and a refusal by an external service were told in the same words.
const fn no_pull(id: &'static str, body: Pattern, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[403], body, code).source(ACCESS, ReadNow)
}

/// The rows.
pub static ROWS: &[Signature] = &[
    DENIED.nothing_sent("git.401.no_credentials").because(
        "without a login Git serves public projects only; whether others exist is not \
            told",
    ),
    DENIED.empty_credential("git.401.empty_password"),
    DENIED.unknown("git.401.unknown"),
    DENIED.expired("git.401.expired"),
    DENIED.revoked("git.401.revoked"),
    DENIED.account("git.401.account"),
    DENIED.impersonation("git.401.impersonation_disabled"),
    DENIED
        .tokens_disabled("git.401.tokens_disabled")
        .source(LOGIN, Derived),
    DENIED.defective("git.401.defective"),
    DENIED.not_whole("git.401.not_whole"),
    DENIED.elsewhere("git.401.elsewhere"),
    DENIED.foreign("git.401.foreign_kind"),
    DENIED.other_forge("git.401.other_forge"),
    DENIED
        .means(
            "git.401.bot_other_project",
            &resource::TOKEN_OF_ANOTHER_PROJECT,
            "the token of a project or group is a failed login wherever it cannot read, not \
                a 404",
        )
        .weight(8)
        .unless(&[
            no(Bot),
            no(HomeElsewhere),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(MadeElsewhere),
            no(Alive),
            yes(TargetSeen),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ])
        .proof(&[&[yes(Bot), yes(HomeElsewhere)]]),
    DENIED
        .means(
            "git.401.bot_address",
            &resource::ADDRESS_NOT_ALLOWED,
            "a bot or service account that may not read the project from this address is a failed \
             login, not a 404",
        )
        .weight(3)
        .unless(&[
            yes(HomeElsewhere),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(MadeElsewhere),
            no(Alive),
            yes(TargetSeen),
            yes(TargetPublic),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ]),
    DENIED
        .means(
            "git.401.service_account",
            &resource::NOT_A_MEMBER,
            "a service account that cannot read the project is a failed login, not a 404",
        )
        .weight(3)
        .unless(&[
            yes(Bot),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(MadeElsewhere),
            no(Alive),
            yes(TargetSeen),
            yes(TargetPublic),
            yes(Member),
            yes(NothingSent),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ]),
    DENIED.job_finished("git.401.job_token_dead"),
    DENIED
        .means(
            "git.401.job_token_username",
            &credential::BASIC_USER_NAME_WRONG,
            "a job token is looked up only beside the user name gitlab-ci-token",
        )
        .weight(3)
        .unless(&[
            no(IsJob),
            yes(Bot),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(MadeElsewhere),
            yes(PlaceFits),
            yes(NothingSent),
            no(Alive),
        ])
        .proof(&[&[yes(IsJob), no(PlaceFits)]]),
    DENIED.deploy_dead("git.401.deploy_token_dead"),
    DENIED
        .means(
            "git.401.deploy_token_expired",
            &lifetime::TOKEN_EXPIRED,
            "a deploy token past its date is not looked up any more",
        )
        .weight(6)
        .unless(&[no(IsDeploy), yes(Alive), yes(Defective), yes(NothingSent)]),
    DENIED
        .means(
            "git.401.deploy_token_revoked",
            &lifetime::TOKEN_REVOKED,
            "a deploy token that was revoked is not looked up any more",
        )
        .weight(5)
        .unless(&[no(IsDeploy), yes(Alive), yes(Defective), yes(NothingSent)]),
    DENIED
        .means(
            "git.401.deploy_token_username",
            &credential::BASIC_USER_NAME_WRONG,
            "a deploy token is looked up only beside its own user name",
        )
        .weight(5)
        .unless(&[
            no(IsDeploy),
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(PlaceFits),
            yes(NothingSent),
        ]),
    DENIED
        .means(
            "git.401.deploy_token_project",
            &resource::TOKEN_OF_ANOTHER_PROJECT,
            "a deploy token is a failed login in every project that it was not made for, \
                and where the repository is off",
        )
        .weight(5)
        .unless(&[
            no(IsDeploy),
            no(Alive),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(NothingSent),
        ])
        .proof(&[&[yes(IsDeploy), yes(Alive)]]),
    DENIED
        .means(
            "git.401.password",
            &lifetime::LOGIN_REFUSED,
            "a user name with a wrong password gets this answer",
        )
        .weight(8)
        .unless(&[
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(NothingSent),
            yes(IsAccessToken),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ]),
    DENIED_FOR_GOOD
        .means(
            "git.401.password_2fa",
            &account::TWO_FACTOR_REQUIRED,
            "a password is not taken from an account with two-factor authentication; then \
                the answer carries no WWW-Authenticate",
        )
        .weight(9)
        .unless(&[
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(NothingSent),
            yes(IsAccessToken),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ]),
    DENIED_FOR_GOOD
        .means(
            "git.401.password_disabled",
            &lifetime::PASSWORD_LOGIN_DISABLED,
            "where passwords are switched off for Git, a failed login carries no \
                WWW-Authenticate",
        )
        .weight(6)
        .unless(&[
            yes(Alive),
            yes(Expired),
            yes(Revoked),
            yes(Defective),
            yes(ChecksumBroken),
            yes(NothingSent),
            yes(IsAccessToken),
            yes(IsJob),
            yes(IsDeploy),
            yes(IsOauth),
            yes(IsForeign),
        ]),
    Signature::new(
        "git.401.token_wanted.2fa",
        HERE,
        &[401],
        TOKEN_WANTED,
        &account::TWO_FACTOR_REQUIRED,
    )
    .because("a password was sent, and the account has two-factor authentication")
    .source(LOGIN, ReadOlder)
    .weight(50),
    Signature::new(
        "git.401.token_wanted.password_off",
        HERE,
        &[401],
        TOKEN_WANTED,
        &lifetime::PASSWORD_LOGIN_DISABLED,
    )
    .because("a password was sent, and passwords are switched off for Git")
    .source(LOGIN, ReadOlder)
    .weight(25),
    Signature::new(
        "git.401.token_wanted.alone",
        HERE,
        &[401],
        Pattern::Text("You must use a personal access token with {scopes} scope for Git over HTTP"),
        &account::TWO_FACTOR_REQUIRED,
    )
    .because("a password was sent, and the account takes only tokens with {scopes}")
    .source(LOGIN, ReadOlder)
    .weight(50),
    Signature::new(
        "git.403.ip_banned",
        HERE,
        &[403],
        Pattern::Text("Too many failed authentication attempts from this IP"),
        &limits::ADDRESS_BANNED,
    )
    .because("too many logins failed from this address; job tokens do not count")
    .source("lib/gitlab/auth/ip_blocked.rb", ReadNow)
    .decisive(),
    Signature::new(
        "git.403.too_many_ips",
        HERE,
        &[403],
        Pattern::Empty,
        &account::TOO_MANY_ADDRESSES,
    )
    .because("an account that is used from too many addresses gets an empty answer")
    .source("app/controllers/application_controller.rb", ReadNow)
    .weight(30),
    Signature::new(
        "git.403.head_info_refs",
        HERE,
        &[403],
        Pattern::Empty,
        &outside::CLIENT_FAULT,
    )
    .header(HeaderTest::Absent("retry-after"))
    .because(
        "info/refs answers HEAD with an empty 403, whoever asks; Git itself asks with \
            GET",
    )
    .source(
        "app/controllers/repositories/git_http_controller.rb",
        ReadOlder,
    )
    .weight(10),
    said(
        "git.403.auth_download",
        "You are not allowed to download code.",
        &scope::DOWNLOAD_SCOPE_MISSING,
    )
    .because(
        "the token is valid, and none of its scopes lets it download code; the role \
            does not matter yet",
    ),
    Signature::new(
        "git.403.auth_upload",
        HERE,
        &[403],
        UPLOAD,
        &scope::UPLOAD_SCOPE_MISSING,
    )
    .because(
        "the token is valid, and none of its scopes lets it push; the role does not \
            matter yet",
    )
    .source(ACCESS, ReadNow)
    .weight(60)
    .unless(&[yes(IsJob), yes(IsDeploy)])
    .proof(&[&[yes(IsAccessToken)], &[yes(IsOauth)]]),
    Signature::new(
        "git.403.auth_upload.deploy_token",
        HERE,
        &[403],
        UPLOAD,
        &credential::KIND_NOT_ACCEPTED,
    )
    .because("a deploy token pulls and never pushes, whatever its scopes")
    .source("lib/gitlab/auth.rb", ReadNow)
    .weight(10)
    .unless(&[no(IsDeploy)])
    .proof(&[&[yes(IsDeploy)]]),
    Signature::new(
        "git.403.auth_upload.job_token",
        HERE,
        &[403],
        UPLOAD,
        &credential::KIND_NOT_ACCEPTED,
    )
    .because("in releases up to about 17.2 no job token may push")
    .source(ACCESS, Unverified)
    .weight(20)
    .unless(&[no(IsJob), yes(IsDeploy)])
    .proof(&[&[yes(IsJob)]]),
    said(
        "git.403.upload",
        "You are not allowed to upload code for this project.",
        &credential::KIND_NOT_ACCEPTED,
    )
    .because("only users push; the credential stands for none"),
    Signature::new(
        "git.403.download",
        HERE,
        &[403],
        DOWNLOAD,
        &role::CODE_NOT_READABLE,
    )
    .because(
        "the project is seen, and the role (Guest or Planner in a private project) does \
            not include its code",
    )
    .source(ACCESS, ReadNow)
    .weight(50)
    .unless(&[no(FeatureOn), yes(RoleFits)])
    .proof(&[&[no(RoleFits), yes(FeatureOn)]]),
    Signature::new(
        "git.403.download.repository_off",
        HERE,
        &[403],
        DOWNLOAD,
        &feature::REPOSITORY_OFF,
    )
    .because("the project is seen, and its repository is off")
    .source(ACCESS, ReadNow)
    .weight(15)
    .unless(&[yes(FeatureOn)])
    .proof(&[&[no(FeatureOn)]]),
    Signature::new(
        "git.403.download.members_only",
        HERE,
        &[403],
        DOWNLOAD,
        &role::FEATURE_FOR_MEMBERS,
    )
    .because("the project is seen, and its repository is for members only")
    .source(ACCESS, ReadNow)
    .weight(20)
    .unless(&[yes(Member), no(FeatureOn)]),
    Signature::new(
        "git.403.push_code",
        HERE,
        &[403],
        PUSH,
        &role::PUSH_NOT_ALLOWED,
    )
    .because("the token may push, and the role is below Developer")
    .source(ACCESS, ReadNow)
    .weight(60)
    .unless(&[yes(RoleFits), yes(IsJob), no(FeatureOn)])
    .proof(&[&[no(RoleFits)]]),
    Signature::new(
        "git.403.push_code.job_off",
        HERE,
        &[403],
        PUSH,
        &feature::JOB_PUSH_OFF,
    )
    .because(
        "a job token may push only where the project allows it, and that is off by \
            default",
    )
    .source(ACCESS, ReadNow)
    .weight(30)
    .unless(&[no(IsJob)]),
    Signature::new(
        "git.403.push_code.job_role",
        HERE,
        &[403],
        PUSH,
        &role::PUSH_NOT_ALLOWED,
    )
    .because("the user who started the job has a role below Developer")
    .source(ACCESS, ReadNow)
    .weight(8)
    .unless(&[no(IsJob), yes(RoleFits)]),
    Signature::new(
        "git.403.push_code.repository_off",
        HERE,
        &[403],
        PUSH,
        &feature::REPOSITORY_OFF,
    )
    .because("the repository of the project is off")
    .source(ACCESS, ReadNow)
    .weight(5)
    .unless(&[yes(FeatureOn)])
    .proof(&[&[no(FeatureOn)]]),
    said(
        "git.403.deploy_key_upload",
        "This deploy key does not have write access to this project.",
        &role::DEPLOY_KEY_READ_ONLY,
    )
    .because("the deploy key was added without the right to push"),
    said(
        "git.403.archived",
        "You can't push code to an archived project.",
        &feature::PROJECT_ARCHIVED,
    )
    .because("the project, or a group above it, is archived"),
    said(
        "git.403.read_only_repo",
        "The repository is temporarily read-only. Please try again later.",
        &limits::REPOSITORY_READ_ONLY,
    )
    .because("the repository is being moved"),
    said(
        "git.403.read_only_instance",
        "You can't push code to a read-only GitLab instance.",
        &limits::READ_ONLY_INSTANCE,
    )
    .because("the database of this instance takes no changes"),
    said(
        "git.403.org_read_only",
        "Git push is not allowed because this organization is currently in read-only \
            mode.",
        &resource::ORGANIZATION_READ_ONLY,
    )
    .because("the organization takes no changes"),
    said(
        "git.403.pull_http_off",
        "Pulling over HTTP is not allowed.",
        &feature::GIT_OVER_HTTP_OFF,
    )
    .because("the instance serves no pulls over HTTP"),
    said(
        "git.403.push_http_off",
        "Pushing over HTTP is not allowed.",
        &feature::GIT_OVER_HTTP_OFF,
    )
    .because("the instance takes no pushes over HTTP"),
    said(
        "git.403.protocol",
        "Git access over HTTP is not allowed",
        &feature::GIT_OVER_HTTP_OFF,
    )
    .because("the instance, group, or project allows Git over SSH only"),
    said(
        "git.403.command",
        "The command you're trying to execute is not allowed.",
        &route::GIT_SERVICE_UNKNOWN,
    )
    .because("Git knows two services, and the request named another"),
    said(
        "git.403.job_token_allowlist",
        "Authentication by CI/CD job token not allowed from {source_project_path} to \
            project #{target_project_id}.",
        &resource::JOB_TOKEN_NOT_ON_ALLOWLIST,
    )
    .because(
        "project {target_project_id} does not list {source_project_path} among the \
            projects whose jobs may come in",
    ),
    said(
        "git.403.job_token_allowlist_older",
        "Authentication by CI/CD job token not allowed from {source_project_path} to \
            {target_project_path}.",
        &resource::JOB_TOKEN_NOT_ON_ALLOWLIST,
    )
    .because(
        "the project does not list {source_project_path} among the projects whose jobs \
            may come in",
    )
    .source(ACCESS, ReadOlder),
    no_pull(
        "git.403.job_token_no_pull",
        NO_PULL,
        &resource::JOB_USER_NOT_A_MEMBER,
    )
    .because(
        "the job may come in, and the user who started it may not read project \
            {target_project_id}",
    )
    .weight(40),
    no_pull(
        "git.403.job_token_no_pull.address",
        NO_PULL,
        &resource::ADDRESS_NOT_ALLOWED,
    )
    .because("a group that allows only certain addresses says the same to jobs that run elsewhere"),
    no_pull(
        "git.403.job_token_no_pull.external",
        NO_PULL,
        &resource::EXTERNAL_AUTHORIZATION,
    )
    .because("where an external service decides, its refusal is told in the same words")
    .weight(3),
    no_pull(
        "git.403.job_token_no_pull_older",
        NO_PULL_OLDER,
        &resource::JOB_USER_NOT_A_MEMBER,
    )
    .because("the job may come in, and the user who started it may not read the project")
    .weight(40),
    no_pull(
        "git.403.job_token_no_pull_older.address",
        NO_PULL_OLDER,
        &resource::ADDRESS_NOT_ALLOWED,
    )
    .because("a group that allows only certain addresses says the same to jobs that run elsewhere"),
    Signature::new(
        "git.403.granular",
        HERE,
        &[403],
        GRANULAR_MISSING,
        &scope::PERMISSION_MISSING,
    )
    .because("the fine-grained token lacks a project permission: {permissions}")
    .source(ACCESS, ReadNow)
    .weight(60)
    .unless(&[no(FineGrained)])
    .proof(&[&[yes(FineGrained)]]),
    Signature::new(
        "git.403.granular.enforced",
        HERE,
        &[403],
        GRANULAR_MISSING,
        &scope::FINE_GRAINED_ENFORCED,
    )
    .because(
        "the same words are said to a classic token where only fine-grained ones are \
            allowed",
    )
    .source(ACCESS, ReadNow)
    .weight(20)
    .unless(&[yes(FineGrained)])
    .proof(&[&[no(FineGrained)]]),
    said(
        "git.403.granular.unsupported",
        "Access denied: This operation doesn't support fine-grained {token_types}.",
        &scope::FINE_GRAINED_UNSUPPORTED,
    )
    .because("this operation takes no fine-grained {token_types}")
    .source(ACCESS, Derived),
    said(
        "git.403.granular.off",
        "Access denied: Fine-grained {token_types} are not yet supported.",
        &scope::FINE_GRAINED_OFF,
    )
    .because("fine-grained {token_types} are not switched on for this account")
    .source(ACCESS, Derived),
    said(
        "git.403.account",
        "You (@{username}) must accept the Terms of Service",
        &account::TERMS_NOT_ACCEPTED,
    )
    .because("@{username} has not accepted the Terms of Service yet")
    .source(REASON, ReadNow),
    said(
        "git.403.account.blocked",
        "Your account has been blocked.",
        &account::ACCOUNT_BLOCKED,
    )
    .because("the account behind the token is blocked, banned, or locked")
    .source(REASON, ReadNow),
    said(
        "git.403.account.pending",
        "Your account is pending approval from your administrator",
        &account::ACCOUNT_PENDING_APPROVAL,
    )
    .because("the account waits for an administrator's approval")
    .source(REASON, ReadNow),
    said(
        "git.403.account.deactivated",
        "Your account has been deactivated by your administrator.",
        &account::ACCOUNT_DEACTIVATED,
    )
    .because("the account is deactivated until its owner signs in again")
    .source(REASON, ReadNow),
    said(
        "git.403.account.unconfirmed",
        "Your primary email address is not confirmed.",
        &account::ACCOUNT_UNCONFIRMED,
    )
    .because("the address of the account is not confirmed")
    .source(REASON, ReadNow),
    said(
        "git.403.account.password_expired",
        "Your password expired.",
        &account::PASSWORD_EXPIRED,
    )
    .because("the password of the account has expired")
    .source(REASON, ReadNow),
    said(
        "git.403.account.internal",
        "This action cannot be performed by internal users",
        &account::INTERNAL_USER,
    )
    .because("the account is one of GitLab's own")
    .source(REASON, ReadNow),
    said(
        "git.403.maintenance",
        "Git push is not allowed because this GitLab instance is currently in \
            (read-only) maintenance mode.",
        &limits::MAINTENANCE_MODE,
    )
    .because("the instance is in maintenance mode")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.sso",
        "Cannot find valid SSO session. Please login via your group's SSO at \
            {group_saml_url}",
        &resource::SINGLE_SIGN_ON_REQUIRED,
    )
    .because("the group wants a fresh single sign-on session of the user: {group_saml_url}")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.smartcard",
        "Project requires smartcard login.",
        &resource::SMARTCARD_REQUIRED,
    )
    .because("the project wants a login with a smartcard")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.geo_license",
        "Your current license does not have GitLab Geo add-on enabled.",
        &limits::LICENCE_BLOCKS,
    )
    .because("the licence does not cover this Geo site")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.free_user_cap",
        "Your {namespace} is over the user{limits} and has been placed in a read-only \
            state.",
        &resource::USER_CAP_REACHED,
    )
    .because("the {namespace} has more users than its plan allows, and takes no pushes")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.size_limit",
        "Your push has been rejected, because this repository has exceeded its size \
            limit",
        &outside::QUOTA_EXCEEDED,
    )
    .because("the repository is larger than allowed")
    .source(ACCESS_EE, ReadOlder),
    said(
        "git.403.storage",
        "Your push to this repository {fault} the allocated storage",
        &outside::QUOTA_EXCEEDED,
    )
    .because("the storage of the project or namespace is used up")
    .source(ACCESS_EE, Unverified),
    Signature::new(
        "git.403.license",
        HERE,
        &[403],
        Pattern::Text("{reason}"),
        &limits::LICENCE_BLOCKS,
    )
    .because("an expired licence blocks changes, in words of its own: {reason}")
    .source(ACCESS_EE, ReadOlder)
    .weight(4),
    Signature::new(
        "git.403.other",
        HERE,
        &[403],
        Pattern::Text("{reason}"),
        &role::REFUSED_WITH_REASON,
    )
    .because("GitLab gave a reason of its own: {reason}")
    .source(ACCESS, Derived)
    .weight(10),
    Signature::new(
        "git.404.project.absent",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::TARGET_ABSENT,
    )
    .because("a project that does not exist is answered like a hidden one")
    .source(ACCESS, ReadNow)
    .weight(30)
    .unless(&[
        yes(TargetSeen),
        yes(TargetPublic),
        yes(Member),
        yes(Listed),
        yes(GraphQlSees),
        yes(GitNamesAllowlist),
        yes(GitNamesMembership),
    ]),
    Signature::new(
        "git.404.project.private",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::NOT_A_MEMBER,
    )
    .because("a user who may not read the project is told that it is not there")
    .source(ACCESS, ReadNow)
    .weight(40)
    .unless(&[
        yes(GroupListed),
        yes(GitFindsNothing),
        yes(TargetSeen),
        yes(TargetPublic),
        yes(Member),
        yes(Listed),
        yes(IsJob),
    ]),
    Signature::new(
        "git.404.project.ip_restricted",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::ADDRESS_NOT_ALLOWED,
    )
    .because("a group that allows only certain addresses hides its projects from all others")
    .source(ACCESS_EE, ReadNow)
    .weight(4)
    .unless(&[yes(GitFindsNothing), yes(TargetSeen), no(Member)]),
    Signature::new(
        "git.404.project.external_authz",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::EXTERNAL_AUTHORIZATION,
    )
    .because("where an external service decides, its refusal hides the project")
    .source("app/policies/project_policy.rb", Derived)
    .weight(1)
    .unless(&[yes(GitFindsNothing), yes(TargetSeen), no(Member)]),
    Signature::new(
        "git.404.project.granular_hidden",
        HERE,
        &[404],
        NOT_FOUND,
        &scope::PERMISSION_HIDES_TARGET,
    )
    .because(
        "a fine-grained token that may not read the project is told that it is not \
            there",
    )
    .source(ACCESS, ReadNow)
    .weight(5)
    .unless(&[no(FineGrained), yes(TargetSeen), yes(IsJob), yes(IsDeploy)]),
    Signature::new(
        "git.404.project.job_allowlist",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::JOB_TOKEN_NOT_ON_ALLOWLIST,
    )
    .because(
        "older releases hide the project from job tokens that its allowlist does not \
            let in",
    )
    .source(ACCESS, Unverified)
    .weight(12)
    .unless(&[no(IsJob), yes(GitNamesMembership)])
    .proof(&[&[yes(GitNamesAllowlist)]]),
    Signature::new(
        "git.404.project.job_user",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::JOB_USER_NOT_A_MEMBER,
    )
    .because("older releases hide the project from job tokens whose user may not read it")
    .source(ACCESS, Unverified)
    .weight(8)
    .unless(&[no(IsJob), yes(GitNamesAllowlist)])
    .proof(&[&[yes(GitNamesMembership)]]),
    Signature::new(
        "git.404.no_repo",
        HERE,
        &[404],
        Pattern::Text("A repository for this project does not exist yet."),
        &resource::REPOSITORY_ABSENT,
    )
    .because("the project is there, and nothing was ever pushed to it")
    .source(ACCESS, ReadNow)
    .decisive(),
    Signature::new(
        "git.404.namespace",
        HERE,
        &[404],
        Pattern::Text("The namespace you were looking for could not be found."),
        &resource::TARGET_ABSENT,
    )
    .because("no user or group has the first part of the path")
    .source(PROJECT, ReadOlder)
    .decisive(),
    Signature::new(
        "git.422.push_to_create",
        HERE,
        &[422],
        Pattern::Text("Could not create project: {errors}"),
        &resource::TARGET_ABSENT,
    )
    .because("the project does not exist, and the push could not create it: {errors}")
    .source(PROJECT, ReadOlder)
    .decisive(),
    Signature::new(
        "git.503.gitaly",
        HERE,
        &[503],
        Pattern::Text("The git server, Gitaly, is not available at this time."),
        &limits::GIT_SERVER_DOWN,
    )
    .because("the server that holds the repositories is down")
    .source(
        "app/controllers/repositories/git_http_controller.rb",
        ReadOlder,
    )
    .decisive(),
    Signature::new(
        "git.503.timeout",
        HERE,
        &[503],
        Pattern::Text("Push operation timed out"),
        &limits::PUSH_TIMED_OUT,
    )
    .because("the checks of the push took too long")
    .source(ACCESS, ReadNow)
    .decisive(),
    Signature::new(
        "git.301.moved",
        HERE,
        &[301, 302, 307, 308],
        Pattern::Any,
        &resource::TARGET_MOVED,
    )
    .header(HeaderTest::Holds("location", "info/refs"))
    .because("Git was sent on to the same service under another path: the project has moved")
    .source(
        "app/controllers/repositories/git_http_client_controller.rb",
        Derived,
    )
    .weight(50),
];
