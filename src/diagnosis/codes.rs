//! The codes: every finer reason that a diagnosis can name, each with its page.
//!
//! A code that was published is never reused for something else. The pages are what
//! `glwhy explain --code CODE` prints and what `docs/causes.md` is generated from. They are tables
//! of plain literals; nothing is decided here.

use super::{Cause, Gate};

pub mod account;
pub mod credential;
pub mod feature;
pub mod lifetime;
pub mod limits;
pub mod outside;
pub mod page;
pub mod reach;
pub mod resource;
pub mod role;
pub mod route;
pub mod scope;

pub use page::{document, list, page};

/// A finer, stable reason, with its page.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, in kebab-case.
    pub id: &'static str,
    /// The cause that it belongs to.
    pub cause: Cause,
    /// Where on the ladder it stands; absent when the token was accepted.
    pub gate: Option<Gate>,
    /// What happened, as one sentence without a full stop.
    pub title: &'static str,
    /// Why GitLab does it.
    pub why: &'static str,
    /// How to recognise it.
    pub recognise: &'static str,
    /// How to mend it, best first. May hold `{placeholders}`, see [`super::words`].
    pub fixes: &'static [&'static str],
    /// Codes that look alike, each with how to tell them apart.
    pub alike: &'static [(&'static str, &'static str)],
    /// The page of GitLab's documentation.
    pub docs: &'static str,
}

/// Every code, in the order of the gates.
pub static ALL: &[&Code] = &[
    &reach::DNS_FAILURE,
    &reach::CONNECTION_REFUSED,
    &reach::CONNECTION_BROKEN,
    &reach::HOST_UNREACHABLE,
    &reach::TIMED_OUT,
    &reach::CERTIFICATE_NOT_TRUSTED,
    &reach::TLS_FAILED,
    &reach::PROXY_IN_THE_WAY,
    &reach::NOT_HTTP,
    &reach::SIGN_IN_PAGE,
    &reach::BLOCKED_BEFORE_GITLAB,
    &reach::REDIRECTED_ELSEWHERE,
    &reach::NOT_GITLAB,
    &limits::THROTTLED,
    &limits::ENDPOINT_THROTTLED,
    &limits::ADDRESS_BANNED,
    &limits::MIGRATIONS_RUNNING,
    &limits::MAINTENANCE_MODE,
    &limits::READ_ONLY_INSTANCE,
    &limits::ORGANIZATION_READ_ONLY_FOR_NOW,
    &limits::INTERNAL_ERROR,
    &limits::GATEWAY_ERROR,
    &limits::OVERLOADED,
    &limits::GIT_SERVER_DOWN,
    &limits::REPOSITORY_READ_ONLY,
    &limits::PUSH_TIMED_OUT,
    &limits::LICENCE_BLOCKS,
    &limits::RUNNER_ORPHANED,
    &route::ROUTE_UNKNOWN,
    &route::PATH_NOT_ENCODED,
    &route::PATH_ENCODED_TWICE,
    &route::PATH_DECODED_ON_THE_WAY,
    &route::METHOD_NOT_ALLOWED,
    &route::API_V3_GONE,
    &route::WRONG_BASE_URL,
    &route::REGISTRY_SERVICE_UNKNOWN,
    &route::GIT_SERVICE_UNKNOWN,
    &route::OTHER_ROUTE_MEANT,
    &credential::NOTHING_SENT,
    &credential::EMPTY_CREDENTIAL,
    &credential::SEEN_AS_ANONYMOUS,
    &credential::TWO_CREDENTIALS,
    &credential::BASIC_USER_NAME_WRONG,
    &credential::HEADER_PRESENT_BUT_EMPTY,
    &credential::TOKEN_NOT_WHOLE,
    &credential::TOKEN_DEFECTIVE,
    &credential::OAUTH_REQUEST_MALFORMED,
    &credential::JOB_TOKEN_NOT_READ_HERE,
    &credential::JOB_TOKEN_IN_WRONG_HEADER,
    &credential::DEPLOY_TOKEN_NOT_READ_HERE,
    &credential::KIND_NOT_ACCEPTED,
    &credential::TOKEN_IN_WRONG_HEADER,
    &credential::TOKEN_OF_ANOTHER_FORGE,
    &credential::PASSWORD_INSTEAD_OF_TOKEN,
    &credential::GRAPHQL_TAKES_NO_SUCH_TOKEN,
    &credential::NOT_A_JOB_TOKEN,
    &credential::NOT_AN_OAUTH_TOKEN,
    &credential::OWN_RECORD_NEEDS_ACCESS_TOKEN,
    &credential::SUDO_NEEDS_USER_TOKEN,
    &credential::DEPENDENCY_PROXY_KIND,
    &credential::WEB_PAGE_TAKES_NO_TOKEN,
    &lifetime::TOKEN_UNKNOWN,
    &lifetime::LOGIN_REFUSED,
    &lifetime::CLIENT_UNKNOWN,
    &lifetime::GRANT_REFUSED,
    &lifetime::TRIGGER_TOKEN_UNKNOWN,
    &lifetime::RUNNER_TOKEN_UNKNOWN,
    &lifetime::DEPLOY_TOKEN_DEAD,
    &lifetime::TOKEN_EXPIRED,
    &lifetime::JOB_TOKEN_EXPIRED,
    &lifetime::TOKEN_REVOKED,
    &lifetime::JOB_FINISHED,
    &lifetime::TOKEN_OF_ANOTHER_INSTANCE,
    &lifetime::COMPOSITE_IDENTITY_UNLINKED,
    &lifetime::IMPERSONATION_DISABLED,
    &lifetime::TOKENS_DISABLED,
    &lifetime::REGISTRATION_TOKENS_DISABLED,
    &lifetime::GRANT_NOT_ALLOWED,
    &lifetime::ASKED_ANOTHER_SERVICE,
    &lifetime::REGISTRY_GRANT_EXPIRED,
    &lifetime::PASSWORD_LOGIN_DISABLED,
    &lifetime::TOKEN_OF_ANOTHER_APPLICATION,
    &account::ACCOUNT_BLOCKED,
    &account::ACCOUNT_DEACTIVATED,
    &account::ACCOUNT_PENDING_APPROVAL,
    &account::ACCOUNT_UNCONFIRMED,
    &account::TERMS_NOT_ACCEPTED,
    &account::PASSWORD_EXPIRED,
    &account::INTERNAL_USER,
    &account::ACCOUNT_NOT_ALLOWED,
    &account::TWO_FACTOR_REQUIRED,
    &account::DPOP_REQUIRED,
    &account::EDITOR_EXTENSION_RESTRICTED,
    &account::TOO_MANY_ADDRESSES,
    &scope::SCOPE_MISSING,
    &scope::SUDO_SCOPE_MISSING,
    &scope::ADMIN_MODE_SCOPE_MISSING,
    &scope::PERMISSION_MISSING,
    &scope::DOWNLOAD_SCOPE_MISSING,
    &scope::UPLOAD_SCOPE_MISSING,
    &scope::REGISTRY_SCOPE_MISSING,
    &scope::OAUTH_SCOPE_INVALID,
    &scope::PERMISSION_HIDES_TARGET,
    &scope::FINE_GRAINED_ENFORCED,
    &scope::FINE_GRAINED_UNSUPPORTED,
    &scope::FINE_GRAINED_OFF,
    &resource::NOT_A_MEMBER,
    &resource::JOB_USER_NOT_A_MEMBER,
    &resource::TARGET_ABSENT,
    &resource::TOKEN_OF_ANOTHER_PROJECT,
    &resource::TARGET_MOVED,
    &resource::TARGET_BEING_DELETED,
    &resource::RECORD_ABSENT,
    &resource::JOB_TOKEN_OTHER_REGISTRY,
    &resource::PROJECT_ID_MALFORMED,
    &resource::REPOSITORY_ABSENT,
    &resource::ADDRESS_NOT_ALLOWED,
    &resource::SINGLE_SIGN_ON_REQUIRED,
    &resource::EXTERNAL_AUTHORIZATION,
    &resource::JOB_TOKEN_NOT_ON_ALLOWLIST,
    &resource::ORGANIZATION_READ_ONLY,
    &resource::SMARTCARD_REQUIRED,
    &resource::USER_CAP_REACHED,
    &resource::JOB_TOKEN_PERMISSION_MISSING,
    &resource::JOB_TOKEN_ACTION_UNAUTHORIZED,
    &role::ROLE_TOO_LOW,
    &role::NOT_FOR_BOTS,
    &role::ADMIN_REQUIRED,
    &role::SUDO_NEEDS_ADMIN,
    &role::CODE_NOT_READABLE,
    &role::PUSH_NOT_ALLOWED,
    &role::MERGE_NOT_ALLOWED,
    &role::DEPLOY_KEY_READ_ONLY,
    &role::REFUSED_WITH_REASON,
    &role::PROTECTED_REF_ROLE,
    &role::GRANT_REDUCED,
    &role::FEATURE_FOR_MEMBERS,
    &feature::FEATURE_OFF,
    &feature::REPOSITORY_OFF,
    &feature::PROJECT_ARCHIVED,
    &feature::REGISTRY_OFF,
    &feature::LFS_OFF,
    &feature::GIT_OVER_HTTP_OFF,
    &feature::DEPENDENCY_PROXY_OFF,
    &feature::PACKAGES_OFF,
    &feature::JOB_PUSH_OFF,
    &feature::GROUP_CREATION_OFF,
    &feature::EXPIRY_DATE_REQUIRED,
    &feature::REF_PROTECTED,
    &feature::PUSH_RULE,
    &feature::IMAGE_PATH_PROTECTED,
    &feature::FILE_LOCKED,
    &outside::REQUEST_INVALID,
    &outside::CONFLICT,
    &outside::CLIENT_FAULT,
    &outside::HOOK_DECLINED,
    &outside::QUOTA_EXCEEDED,
    &outside::REDIRECT_URI_MISMATCH,
    &outside::IMAGE_WITHOUT_HOST,
    &outside::SSH_KEY_REFUSED,
    &outside::SIZE_LIMIT,
];

/// Finds a code by its name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id == id)
}

/// How many codes [`nearest`] names at most.
const NEAREST: usize = 3;

/// Returns the codes whose names come closest to a name that is not known, closest first.
///
/// A name that is part of the asked one, or holds it, counts as close. Empty when nothing is.
#[must_use]
pub fn nearest(id: &str) -> Vec<&'static Code> {
    let asked = id.trim().to_lowercase().replace(['_', ' '], "-");
    let mut ranked: Vec<_> = ALL
        .iter()
        .copied()
        .filter_map(|code| rank(&asked, code.id).map(|rank| (rank, code)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let nearest = ranked.into_iter().take(NEAREST);
    nearest.map(|(_, code)| code).collect()
}

/// The fewest letters of a name that may stand for a longer one.
const TELLING_LENGTH: usize = 4;

/// Says how far apart two names are: slips of the pen first, then parts of a name.
fn rank(asked: &str, id: &str) -> Option<(bool, usize)> {
    let slips = edits(asked, id);
    if slips <= asked.len().max(id.len()) / 4 {
        return Some((false, slips));
    }
    let part = asked.len() >= TELLING_LENGTH && (id.contains(asked) || asked.contains(id));
    part.then_some((true, slips))
}

/// Counts the letters to insert, delete, or replace to turn one name into the other.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, other) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.chars().count()]
}

#[cfg(test)]
mod tests;
