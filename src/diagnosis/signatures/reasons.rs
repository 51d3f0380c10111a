//! Refusals of the REST API that give a reason in words.
//!
//! A reason is not a role: as often it is a rule, a switch, or the state of a record, and the owner
//! of the project is refused as well. What is known by its words says what it is; what is not known
//! leaves all of them open. The words were read in the helpers' callers below `lib/api` of 18.9.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    FeatureOn, IsAccessToken, IsDeploy, IsJob, NothingSent, RoleFits,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{credential, feature, outside, resource, role};
use crate::diagnosis::signature::Grade::{Derived, ReadNow};
use crate::diagnosis::signature::{
    Pattern::{self, Details, Error, Message},
    Signature,
};

const REST: &[Surface] = &[Surface::Rest];
const HELPERS: &str = "lib/api/helpers.rb";
const USERS: &str = "lib/api/users.rb";
const PIPELINES: &str = "lib/gitlab/ci/pipeline/chain/validate/abilities.rb";
const SCHEDULES: &str = "app/services/ci/pipeline_schedules/base_save_service.rb";

/// The statuses of a refusal that speaks of rights without being 403.
const JUDGED: &[u16] = &[400, 401, 422];

/// What is usual for a reason that nobody knows: the role first, and no certainty.
const ROLE: u16 = 12;
const RULE: u16 = 10;
const SWITCH: u16 = 6;
const STATE: u16 = 5;

/// One of the things that an unknown reason may be about.
const fn may_be(
    id: &'static str,
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
    weight: u16,
) -> Signature {
    Signature::new(id, REST, statuses, body, code)
        .source(HELPERS, Derived)
        .weight(weight)
}

const fn may_be_role(id: &'static str, statuses: &'static [u16], body: Pattern) -> Signature {
    may_be(id, statuses, body, &role::REFUSED_WITH_REASON, ROLE)
        .because("the token was let through, and the endpoint refused with a reason, often about the role")
        .unless(const { &[yes(NothingSent)] })
}

const fn may_be_rule(id: &'static str, statuses: &'static [u16], body: Pattern) -> Signature {
    may_be(id, statuses, body, &feature::RULE_FORBIDS, RULE)
        .because("a rule or setting may be what the reason speaks of; then every role is refused")
}

const fn may_be_switch(id: &'static str, statuses: &'static [u16], body: Pattern) -> Signature {
    may_be(id, statuses, body, &feature::FEATURE_OFF, SWITCH)
        .because("a feature that is off may be what the reason speaks of")
        .unless(const { &[yes(FeatureOn)] })
}

const fn may_be_state(id: &'static str, statuses: &'static [u16], body: Pattern) -> Signature {
    may_be(id, statuses, body, &outside::REQUEST_INVALID, STATE)
        .because("the state of what is asked for may not allow it, whoever asks")
        .unless(const { &[yes(NothingSent)] })
}

const fn may_be_nobody(id: &'static str, statuses: &'static [u16], body: Pattern) -> Signature {
    may_be(id, statuses, body, &credential::NOTHING_SENT, ROLE)
        .because("the request carried no token, so it has only the rights of a passer-by")
        .unless(const { &[no(NothingSent)] })
}

/// A reason that is known by its words, which begin behind `403 Forbidden - `.
const fn known(
    id: &'static str,
    text: &'static str,
    code: &'static Code,
    because: &'static str,
) -> Signature {
    Signature::new(id, REST, &[403], Message(text), code)
        .because(because)
        .source("lib/api, ee/lib/api: callers of forbidden!", ReadNow)
        .weight(40)
}

const ANY_403: Pattern = Message("{reason}");
const ANY_403_ERROR: Pattern = Error("{reason}");
const REASON_403: Pattern = Message("403 Forbidden - {reason}");
const REASON_401: Pattern = Message("401 Unauthorized - {reason}");
const PERMISSION: Pattern = Message("{lead}ermission{more}");
const PERMISSION_WITHIN: Pattern = Details("{lead}ermission{more}");
const NOT_ALLOWED: Pattern = Message("{lead}not allowed{more}");
const NOT_ALLOWED_WITHIN: Pattern = Details("{lead}not allowed{more}");
const NOT_AUTHORIZED: Pattern = Message("{lead}not authorized{more}");
const PERMISSION_BEHIND: Pattern = Message("400 Bad request - {lead}ermission{more}");
const NOT_ALLOWED_BEHIND: Pattern = Message("400 Bad request - {lead}not allowed{more}");
const NOT_AUTHORIZED_BEHIND: Pattern = Message("400 Bad request - {lead}not authorized{more}");
const NOT_AUTHORIZED_WITHIN: Pattern = Details("{lead}not authorized{more}");

const NOBODY: Pattern = Message("403 Forbidden - Not authorized!");
const NOBODY_IN_USERS: Pattern = Message("403 Forbidden - Not authorized to access /api/v4/users");
const PIPELINE: Pattern =
    Details("{lead}You do not have sufficient permission to run a pipeline on {more}");
const SCHEDULE: Pattern =
    Details("{lead}The current user is not authorized to {verb} the pipeline schedule{more}");
const TEMPLATE: Pattern = Message(
    "403 Forbidden - Your current role does not have the required permissions to access the {kind} template{more}",
);
const NOT_INTO_BRANCH: Pattern =
    Message("403 Forbidden - You are not allowed to push into this branch");

/// A caller without a name, told in words: the credential was none, or one that is not read here.
const fn nameless(
    id: &'static str,
    body: Pattern,
    code: &'static Code,
    because: &'static str,
) -> Signature {
    Signature::new(id, REST, &[403], body, code)
        .because(because)
        .source(USERS, ReadNow)
}

const WAS_NOT_READ: &str =
    "the route tells so a caller without a name, and it reads neither job nor deploy tokens";
const WAS_NOT_SENT: &str = "the route tells so a caller without a name";

const fn job_unread(id: &'static str, body: Pattern) -> Signature {
    nameless(id, body, &credential::JOB_TOKEN_NOT_READ_HERE, WAS_NOT_READ)
        .weight(40)
        .unless(const { &[no(IsJob), yes(NothingSent)] })
        .proof(const { &[&[yes(IsJob)]] })
}

const fn deploy_unread(id: &'static str, body: Pattern) -> Signature {
    nameless(
        id,
        body,
        &credential::DEPLOY_TOKEN_NOT_READ_HERE,
        WAS_NOT_READ,
    )
    .weight(40)
    .unless(const { &[no(IsDeploy), yes(NothingSent)] })
    .proof(const { &[&[yes(IsDeploy)]] })
}

const fn unread(id: &'static str, body: Pattern) -> Signature {
    nameless(id, body, &credential::KIND_NOT_ACCEPTED, WAS_NOT_READ)
        .weight(20)
        .unless(
            const {
                &[
                    yes(NothingSent),
                    yes(IsAccessToken),
                    yes(IsJob),
                    yes(IsDeploy),
                ]
            },
        )
}

const fn unsent(id: &'static str, body: Pattern) -> Signature {
    nameless(id, body, &credential::NOTHING_SENT, WAS_NOT_SENT)
        .weight(30)
        .unless(const { &[no(NothingSent)] })
}

/// The rows.
pub static ROWS: &[Signature] = &[
    // --- nobody knows the reason ---
    may_be_role("rest.403.reason", &[403], REASON_403),
    may_be_rule("rest.403.reason.rule", &[403], REASON_403),
    may_be_switch("rest.403.reason.switch", &[403], REASON_403),
    may_be_state("rest.403.reason.state", &[403], REASON_403),
    may_be_nobody("rest.403.reason.nobody", &[403], REASON_403),
    may_be_role("rest.403.any_message", &[403], ANY_403),
    may_be_rule("rest.403.any_message.rule", &[403], ANY_403),
    may_be_switch("rest.403.any_message.switch", &[403], ANY_403),
    may_be_state("rest.403.any_message.state", &[403], ANY_403),
    may_be_nobody("rest.403.any_message.nobody", &[403], ANY_403),
    may_be_rule("rest.403.any_error.rule", &[403], ANY_403_ERROR),
    may_be_role("rest.403.any_error", &[403], ANY_403_ERROR),
    may_be_state("rest.403.any_error.state", &[403], ANY_403_ERROR),
    may_be_role("rest.401.reason", &[401], REASON_401),
    may_be_rule("rest.401.reason.rule", &[401], REASON_401),
    may_be_state("rest.401.reason.state", &[401], REASON_401),
    may_be_nobody("rest.401.reason.nobody", &[401], REASON_401),
    may_be_role("rest.400.permission", JUDGED, PERMISSION),
    may_be_rule("rest.400.permission.rule", JUDGED, PERMISSION),
    may_be_switch("rest.400.permission.switch", JUDGED, PERMISSION),
    may_be_role("rest.400.permission_within", JUDGED, PERMISSION_WITHIN),
    may_be_rule("rest.400.permission_within.rule", JUDGED, PERMISSION_WITHIN),
    may_be_switch(
        "rest.400.permission_within.switch",
        JUDGED,
        PERMISSION_WITHIN,
    ),
    may_be_role("rest.400.not_allowed", JUDGED, NOT_ALLOWED),
    may_be_rule("rest.400.not_allowed.rule", JUDGED, NOT_ALLOWED),
    may_be_state("rest.400.not_allowed.state", JUDGED, NOT_ALLOWED),
    may_be_role("rest.400.not_allowed_within", JUDGED, NOT_ALLOWED_WITHIN),
    may_be_rule(
        "rest.400.not_allowed_within.rule",
        JUDGED,
        NOT_ALLOWED_WITHIN,
    ),
    may_be_state(
        "rest.400.not_allowed_within.state",
        JUDGED,
        NOT_ALLOWED_WITHIN,
    ),
    may_be_role("rest.400.not_authorized", JUDGED, NOT_AUTHORIZED),
    may_be_rule("rest.400.not_authorized.rule", JUDGED, NOT_AUTHORIZED),
    may_be_role(
        "rest.400.not_authorized_within",
        JUDGED,
        NOT_AUTHORIZED_WITHIN,
    ),
    may_be_rule(
        "rest.400.not_authorized_within.rule",
        JUDGED,
        NOT_AUTHORIZED_WITHIN,
    ),
    may_be_role("rest.400.permission_behind", JUDGED, PERMISSION_BEHIND),
    may_be_rule("rest.400.permission_behind.rule", JUDGED, PERMISSION_BEHIND),
    may_be_role("rest.400.not_allowed_behind", JUDGED, NOT_ALLOWED_BEHIND),
    may_be_rule(
        "rest.400.not_allowed_behind.rule",
        JUDGED,
        NOT_ALLOWED_BEHIND,
    ),
    may_be_role(
        "rest.400.not_authorized_behind",
        JUDGED,
        NOT_AUTHORIZED_BEHIND,
    ),
    may_be_rule(
        "rest.400.not_authorized_behind.rule",
        JUDGED,
        NOT_AUTHORIZED_BEHIND,
    ),
    // --- callers without a name ---
    job_unread("rest.403.nameless.job", NOBODY),
    deploy_unread("rest.403.nameless.deploy", NOBODY),
    unread("rest.403.nameless.kind", NOBODY),
    unsent("rest.403.nameless.nothing", NOBODY),
    job_unread("rest.403.nameless_users.job", NOBODY_IN_USERS),
    deploy_unread("rest.403.nameless_users.deploy", NOBODY_IN_USERS),
    unread("rest.403.nameless_users.kind", NOBODY_IN_USERS),
    unsent("rest.403.nameless_users.nothing", NOBODY_IN_USERS),
    // --- the role, or who made it ---
    known(
        "rest.403.no_access",
        "403 Forbidden - No access granted",
        &role::REFUSED_WITH_REASON,
        "the runner is not one of those that the owner of the token manages",
    ),
    known(
        "rest.403.job_scope",
        "403 Forbidden - Insufficient permissions to modify the job token scope",
        &role::ROLE_TOO_LOW,
        "the allowlist of a project is for its maintainers",
    ),
    known(
        "rest.403.fork",
        "403 Forbidden - Project",
        &role::ROLE_TOO_LOW,
        "the owner of the token may not link these two projects",
    ),
    known(
        "rest.403.trigger_owner",
        "403 Forbidden - The current user is not authorized to update the pipeline trigger token",
        &role::REFUSED_WITH_REASON,
        "a trigger token is changed by who made it, and by nobody else",
    ),
    known(
        "rest.403.template",
        "",
        &role::ROLE_TOO_LOW,
        "the role does not include the templates of the project",
    )
    .bytes(TEMPLATE)
    .unless(&[yes(RoleFits)])
    .proof(&[&[no(RoleFits)]]),
    known(
        "rest.403.template.switch",
        "",
        &feature::FEATURE_OFF,
        "a feature that is off takes its templates away from everybody",
    )
    .bytes(TEMPLATE)
    .weight(25)
    .unless(&[yes(FeatureOn)])
    .proof(&[&[no(FeatureOn)]]),
    // --- rules ---
    known(
        "rest.403.branch",
        "",
        &feature::REF_PROTECTED,
        "the branch is protected against this caller",
    )
    .bytes(NOT_INTO_BRANCH),
    known(
        "rest.403.branch.role",
        "",
        &role::PUSH_NOT_ALLOWED,
        "the role does not include changes to the repository",
    )
    .bytes(NOT_INTO_BRANCH)
    .weight(25)
    .unless(&[yes(RoleFits)])
    .proof(&[&[no(RoleFits)]]),
    known(
        "rest.403.package_protected",
        "403 Forbidden - Package protected.",
        &feature::RULE_FORBIDS,
        "a rule protects packages of this name",
    ),
    known(
        "rest.403.package_kept",
        "403 Forbidden - Package is deletion protected.",
        &feature::RULE_FORBIDS,
        "a rule keeps packages of this name from being deleted",
    ),
    known(
        "rest.403.images_kept",
        "403 Forbidden - Deleting protected container repository forbidden.",
        &feature::RULE_FORBIDS,
        "a rule protects images of this name",
    ),
    known(
        "rest.403.runner_locked",
        "403 Forbidden - Runner is locked",
        &feature::RULE_FORBIDS,
        "a locked runner serves no further project",
    ),
    known(
        "rest.400.enforced",
        "",
        &feature::RULE_FORBIDS,
        "a setting of the instance or group above forbids it",
    )
    .bytes(Message("400 Bad request - {lead} is enforced {more}"))
    .on(&[400, 403, 422]),
    known(
        "rest.400.restricted",
        "",
        &feature::RULE_FORBIDS,
        "an administrator has restricted it",
    )
    .bytes(Details(
        "{lead}has been restricted by your GitLab administrator{more}",
    ))
    .on(&[400, 403, 422]),
    known(
        "rest.403.project_limit",
        "",
        &feature::RULE_FORBIDS,
        "the account may make no further project of its own",
    )
    .bytes(Error(
        "You cannot create projects in your personal namespace.{more}",
    ))
    .on(&[400, 403, 422]),
    known(
        "rest.400.pipeline_protected",
        "",
        &feature::REF_PROTECTED,
        "pipelines for a protected branch are run by those who may push or merge into it",
    )
    .bytes(PIPELINE)
    .on(&[400])
    .weight(30)
    .source(PIPELINES, ReadNow),
    known(
        "rest.400.pipeline_role",
        "",
        &role::ROLE_TOO_LOW,
        "the role may run no pipeline there",
    )
    .bytes(PIPELINE)
    .on(&[400])
    .weight(20)
    .source(PIPELINES, ReadNow)
    .unless(&[yes(RoleFits)]),
    known(
        "rest.400.schedule_protected",
        "",
        &feature::REF_PROTECTED,
        "schedules for a protected branch are for those who may push or merge into it",
    )
    .bytes(SCHEDULE)
    .on(&[400])
    .weight(30)
    .source(SCHEDULES, ReadNow),
    known(
        "rest.400.schedule_role",
        "",
        &role::ROLE_TOO_LOW,
        "the role may make no such schedule",
    )
    .bytes(SCHEDULE)
    .on(&[400])
    .weight(20)
    .source(SCHEDULES, ReadNow)
    .unless(&[yes(RoleFits)]),
    // --- switches ---
    known(
        "rest.403.search_off",
        "403 Forbidden - Global Search is disabled for this scope",
        &feature::FEATURE_OFF,
        "the instance searches this kind of record in projects and groups only",
    ),
    known(
        "rest.403.licence_off",
        "403 Forbidden - {feature} license feature not available",
        &feature::FEATURE_OFF,
        "the plan of this instance or group does not include it",
    ),
    known(
        "rest.403.licence_wanted",
        "403 Forbidden - License required for {feature}",
        &feature::FEATURE_OFF,
        "the plan of this instance or group does not include it",
    ),
    known(
        "rest.403.com_only",
        "403 Forbidden - this API is for GitLab.com only",
        &feature::FEATURE_OFF,
        "the endpoint is for GitLab.com only",
    ),
    known(
        "rest.403.deleted",
        "403 Forbidden - Project has been deleted!",
        &resource::TARGET_BEING_DELETED,
        "the project of the job is being deleted",
    ),
    // --- the state of a record: whoever asks is refused ---
    known(
        "rest.403.job_not_retryable",
        "403 Forbidden - Job is not retryable",
        &outside::CONFLICT,
        "the job is in a state in which it cannot be run again",
    ),
    known(
        "rest.403.job_not_erasable",
        "403 Forbidden - Job is not erasable!",
        &outside::CONFLICT,
        "the job is in a state in which it cannot be erased",
    ),
    known(
        "rest.403.job_erased",
        "403 Forbidden - Job has been erased!",
        &outside::CONFLICT,
        "the job was erased before",
    ),
    known(
        "rest.403.no_branch",
        "403 Forbidden - Source branch does not exist",
        &outside::REQUEST_INVALID,
        "the branch of the merge request is not there any more",
    ),
    known(
        "rest.403.group_runner",
        "403 Forbidden - Runner is a group runner",
        &outside::REQUEST_INVALID,
        "a runner of a group belongs to no project",
    ),
    known(
        "rest.403.runner_shared",
        "403 Forbidden - Runner associated with more than one project",
        &outside::CONFLICT,
        "a runner that serves several projects is not deleted",
    ),
    known(
        "rest.403.no_common_project",
        "403 Forbidden - No common authorized project found",
        &outside::REQUEST_INVALID,
        "the two runners or records share no project",
    ),
    known(
        "rest.403.ldap",
        "403 Forbidden - LDAP blocked users cannot be {verb} by the API",
        &outside::REQUEST_INVALID,
        "the state of an account in LDAP is changed there",
    ),
];
