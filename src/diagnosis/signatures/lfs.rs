//! What Git LFS answers. Logins fail as they do for Git.

use crate::catalogue::Surface;
use crate::diagnosis::clue::Clue::{
    Archived, FeatureOn, FineGrained, IsAccessToken, IsForeign, IsJob, Listed, Member, NothingSent,
    RoleFits, ScopeFits, TargetPublic, TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{
    credential, feature, lifetime, limits, outside, resource, role, scope,
};
use crate::diagnosis::signature::Grade::{ReadNow, ReadOlder};
use crate::diagnosis::signature::{Pattern, Signature};

const HERE: &[Surface] = &[Surface::Lfs];
const REQUEST: &str = "app/controllers/concerns/lfs_request.rb";
const API: &str = "app/controllers/repositories/lfs_api_controller.rb";

const FORBIDDEN: Pattern = Pattern::Message("Access forbidden. Check your access level.");
const NOT_FOUND: Pattern = Pattern::Message("Not found.");

/// The rows.
pub static ROWS: &[Signature] = &[
    Signature::new(
        "lfs.401",
        HERE,
        &[401],
        Pattern::Text("HTTP Basic: Access denied"),
        &lifetime::LOGIN_REFUSED,
    )
    .because("the short-lived login that Git LFS was handed over SSH is over after a while")
    .source("lib/gitlab/lfs_token.rb", ReadNow)
    .weight(8)
    .unless(&[
        yes(NothingSent),
        yes(IsAccessToken),
        yes(IsJob),
        yes(IsForeign),
    ]),
    Signature::new("lfs.403", HERE, &[403], FORBIDDEN, &role::PUSH_NOT_ALLOWED)
        .because("the caller may download, and the role does not include pushing")
        .source(REQUEST, ReadNow)
        .weight(45)
        .unless(&[yes(RoleFits)])
        .proof(&[&[no(RoleFits), yes(ScopeFits)]]),
    Signature::new(
        "lfs.403.scope",
        HERE,
        &[403],
        FORBIDDEN,
        &scope::UPLOAD_SCOPE_MISSING,
    )
    .because("the caller may download, and no scope of the token lets it push")
    .source(REQUEST, ReadNow)
    .weight(35)
    .unless(&[yes(ScopeFits), yes(IsJob), yes(NothingSent)])
    .proof(&[&[no(ScopeFits)]]),
    Signature::new(
        "lfs.403.anonymous",
        HERE,
        &[403],
        FORBIDDEN,
        &credential::NOTHING_SENT,
    )
    .because("anybody may download from a public project; nobody pushes without a login")
    .source(REQUEST, ReadNow)
    .weight(10)
    .unless(&[no(NothingSent)])
    .proof(&[&[yes(NothingSent)]]),
    Signature::new(
        "lfs.403.archived",
        HERE,
        &[403],
        FORBIDDEN,
        &feature::PROJECT_ARCHIVED,
    )
    .because("nobody pushes to an archived project")
    .source(REQUEST, ReadOlder)
    .weight(4)
    .unless(&[no(Archived)])
    .proof(&[&[yes(Archived)]]),
    Signature::new(
        "lfs.403.size",
        HERE,
        &[403],
        FORBIDDEN,
        &outside::QUOTA_EXCEEDED,
    )
    .because("a push that would exceed the size limit is refused in these words, too")
    .source(REQUEST, ReadNow)
    .weight(4),
    Signature::new("lfs.404", HERE, &[404], NOT_FOUND, &resource::NOT_A_MEMBER)
        .because("a caller who may not see the project is told that it is not there")
        .source(REQUEST, ReadNow)
        .weight(40)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed)]),
    Signature::new("lfs.404.off", HERE, &[404], NOT_FOUND, &feature::LFS_OFF)
        .because("with LFS off in the project its objects are not there")
        .source(REQUEST, ReadNow)
        .weight(15)
        .unless(&[yes(FeatureOn)]),
    Signature::new(
        "lfs.404.scope",
        HERE,
        &[404],
        NOT_FOUND,
        &scope::DOWNLOAD_SCOPE_MISSING,
    )
    .because("no scope of the token lets it download code")
    .source(REQUEST, ReadNow)
    .weight(15)
    .unless(&[
        yes(ScopeFits),
        yes(IsJob),
        yes(NothingSent),
        yes(FineGrained),
    ])
    .proof(&[&[no(ScopeFits)]]),
    Signature::new(
        "lfs.404.role",
        HERE,
        &[404],
        NOT_FOUND,
        &role::CODE_NOT_READABLE,
    )
    .because("the role does not include the code")
    .source(REQUEST, ReadNow)
    .weight(15)
    .unless(&[yes(RoleFits), yes(NothingSent)]),
    Signature::new(
        "lfs.404.allowlist",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::JOB_TOKEN_NOT_ON_ALLOWLIST,
    )
    .because("a project that does not let the job's project in is answered like a hidden one")
    .source(REQUEST, ReadNow)
    .weight(12)
    .unless(&[no(IsJob)]),
    Signature::new(
        "lfs.404.absent",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::TARGET_ABSENT,
    )
    .because("a project that does not exist is answered like a hidden one")
    .source(REQUEST, ReadNow)
    .weight(20)
    .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Listed)]),
    Signature::new(
        "lfs.501",
        HERE,
        &[501],
        Pattern::Message("Git LFS is not enabled on this GitLab server, contact your admin."),
        &feature::LFS_OFF,
    )
    .because("LFS is off on the whole instance")
    .source(REQUEST, ReadNow)
    .decisive(),
    Signature::new(
        "lfs.501.batch_only",
        HERE,
        &[501],
        Pattern::Message("Server supports batch API only, {advice}"),
        &outside::CLIENT_FAULT,
    )
    .because("the LFS client is too old for this server")
    .source(API, ReadOlder)
    .decisive(),
    Signature::new(
        "lfs.403.read_only",
        HERE,
        &[403],
        Pattern::Message("You cannot write to this read-only GitLab instance."),
        &limits::READ_ONLY_INSTANCE,
    )
    .because("the database of this instance takes no changes")
    .source(API, ReadOlder)
    .decisive(),
    Signature::new(
        "lfs.406",
        HERE,
        &[406],
        Pattern::Message("{reason}"),
        &outside::QUOTA_EXCEEDED,
    )
    .because("the push would exceed the size limit of the repository: {reason}")
    .source(REQUEST, ReadOlder)
    .decisive(),
];
