//! Access: members, tokens and keys.

use super::{
    ADMINISTRATOR, ANY_USER, Area, GUEST, MAINTAINER, OWNER, PERMISSIONS, ROLES, ROTATE, Section,
    USER_DATA, area, section,
};
use crate::catalogue::Condition::{
    AuthorPasses, OwnObjectOnly, PeopleOnly, SettingForbids, SomeFieldsNeedMore,
};
use crate::catalogue::Denial::{BadRequest, Forbidden, NotFound, Unauthorized};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Endpoint, Group};

/// Access.
pub(super) const AREA: Area = area("Access", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&MEMBERS, MEMBERS_ROWS),
    section(&INVITATIONS, INVITATIONS_ROWS),
    section(&ACCESS_REQUESTS, ACCESS_REQUESTS_ROWS),
    section(&RESOURCE_ACCESS_TOKENS, RESOURCE_ACCESS_TOKENS_ROWS),
    section(&PERSONAL_ACCESS_TOKENS, PERSONAL_ACCESS_TOKENS_ROWS),
    section(&SERVICE_ACCOUNTS, SERVICE_ACCOUNTS_ROWS),
    section(&DEPLOY_KEYS, DEPLOY_KEYS_ROWS),
    section(&DEPLOY_TOKENS, DEPLOY_TOKENS_ROWS),
    section(&KEYS, KEYS_ROWS),
];

static MEMBERS: Group = Group::new(
    "members",
    "Members",
    "api/members",
    &["lib/api/members.rb", ROLES],
);

#[rustfmt::skip]
static MEMBERS_ROWS: &[Endpoint] = &[
    MEMBERS.get("/groups/:id/billable_members", OWNER, "Member: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    MEMBERS.get("/groups/:id/members", GUEST, "Member: Read").any_user().probe(),
    MEMBERS.post("/groups/:id/members", OWNER, "Member: Create"),
    MEMBERS.get("/groups/:id/members/:user_id", GUEST, "Member: Read").any_user(),
    MEMBERS.put("/groups/:id/members/:user_id", OWNER, "Member: Update"),
    MEMBERS.delete("/groups/:id/members/:user_id", OWNER, "Member: Delete"),
    MEMBERS.get("/groups/:id/members/all", GUEST, "Member: Read").any_user().probe(),
    MEMBERS.get("/groups/:id/members/all/:user_id", GUEST, "Member: Read").any_user(),
    MEMBERS.get("/groups/:id/pending_members", OWNER, "Member: Read").probe().inferred(&["lib/api/members.rb", ROLES, PERMISSIONS]),
    MEMBERS.get("/projects/:id/members", GUEST, "Member: Read").any_user().probe(),
    MEMBERS.post("/projects/:id/members", MAINTAINER, "Member: Create").when(&[SomeFieldsNeedMore]),
    MEMBERS.get("/projects/:id/members/:user_id", GUEST, "Member: Read").any_user(),
    MEMBERS.put("/projects/:id/members/:user_id", MAINTAINER, "Member: Update"),
    MEMBERS.delete("/projects/:id/members/:user_id", MAINTAINER, "Member: Delete").when(&[AuthorPasses]),
    MEMBERS.get("/projects/:id/members/all", GUEST, "Member: Read").any_user().probe(),
    MEMBERS.get("/projects/:id/members/all/:user_id", GUEST, "Member: Read").any_user(),
];

static INVITATIONS: Group = Group::new(
    "invitations",
    "Invitations",
    "api/invitations",
    &["lib/api/invitations.rb", ROLES],
);

#[rustfmt::skip]
static INVITATIONS_ROWS: &[Endpoint] = &[
    INVITATIONS.get("/groups/:id/invitations", OWNER, "Invitation: Read").probe(),
    INVITATIONS.post("/groups/:id/invitations", OWNER, "Invitation: Create"),
    INVITATIONS.put("/groups/:id/invitations/:email", OWNER, "Invitation: Update"),
    INVITATIONS.delete("/groups/:id/invitations/:email", OWNER, "Invitation: Delete"),
    INVITATIONS.get("/projects/:id/invitations", MAINTAINER, "Invitation: Read").probe(),
    INVITATIONS.post("/projects/:id/invitations", MAINTAINER, "Invitation: Create"),
    INVITATIONS.put("/projects/:id/invitations/:email", MAINTAINER, "Invitation: Update"),
    INVITATIONS.delete("/projects/:id/invitations/:email", MAINTAINER, "Invitation: Delete"),
];

static ACCESS_REQUESTS: Group = Group::new(
    "access_requests",
    "Access requests",
    "api/access_requests",
    &["lib/api/access_requests.rb", ROLES],
);

#[rustfmt::skip]
static ACCESS_REQUESTS_ROWS: &[Endpoint] = &[
    ACCESS_REQUESTS.get("/groups/:id/access_requests", OWNER, "Access Request: Read").probe(),
    ACCESS_REQUESTS.post("/groups/:id/access_requests", ANY_USER, "Access Request: Create").denies(BadRequest, NotFound).any_user(),
    ACCESS_REQUESTS.delete("/groups/:id/access_requests/:user_id", OWNER, "Access Request: Delete"),
    ACCESS_REQUESTS.put("/groups/:id/access_requests/:user_id/approve", OWNER, "Access Request: Approve"),
    ACCESS_REQUESTS.get("/projects/:id/access_requests", MAINTAINER, "Access Request: Read").probe(),
    ACCESS_REQUESTS.post("/projects/:id/access_requests", ANY_USER, "Access Request: Create").denies(BadRequest, NotFound).any_user(),
    ACCESS_REQUESTS.delete("/projects/:id/access_requests/:user_id", MAINTAINER, "Access Request: Delete").when(&[AuthorPasses]),
    ACCESS_REQUESTS.put("/projects/:id/access_requests/:user_id/approve", MAINTAINER, "Access Request: Approve"),
];

static RESOURCE_ACCESS_TOKENS: Group = Group::new(
    "resource_access_tokens",
    "Project and group access tokens",
    "api/project_access_tokens",
    &[
        "lib/api/resource_access_tokens.rb",
        "app/policies/project_policy.rb",
        ROLES,
    ],
);

#[rustfmt::skip]
static RESOURCE_ACCESS_TOKENS_ROWS: &[Endpoint] = &[
    RESOURCE_ACCESS_TOKENS.get("/groups/:id/access_tokens", OWNER, "Resource Access Token: Read").denies(Unauthorized, NotFound).probe(),
    RESOURCE_ACCESS_TOKENS.post("/groups/:id/access_tokens", OWNER, "Resource Access Token: Create").when(&[PeopleOnly, SettingForbids]).denies(BadRequest, NotFound),
    RESOURCE_ACCESS_TOKENS.get("/groups/:id/access_tokens/:token_id", OWNER, "Resource Access Token: Read").denies(Unauthorized, NotFound),
    RESOURCE_ACCESS_TOKENS.delete("/groups/:id/access_tokens/:token_id", OWNER, "Resource Access Token: Delete").denies(BadRequest, NotFound),
    RESOURCE_ACCESS_TOKENS.post("/groups/:id/access_tokens/:token_id/rotate", OWNER, "Resource Access Token: Rotate").denies(Unauthorized, NotFound),
    RESOURCE_ACCESS_TOKENS.post("/groups/:id/access_tokens/self/rotate", ANY_USER, "Resource Access Token: Rotate").scopes(ROTATE).denies(Forbidden, NotFound).docs(&["doc/security/tokens/access_token_scopes.md"]),
    RESOURCE_ACCESS_TOKENS.get("/projects/:id/access_tokens", MAINTAINER, "Resource Access Token: Read").denies(Unauthorized, NotFound).probe(),
    RESOURCE_ACCESS_TOKENS.post("/projects/:id/access_tokens", MAINTAINER, "Resource Access Token: Create").when(&[PeopleOnly, SettingForbids]).denies(BadRequest, NotFound),
    RESOURCE_ACCESS_TOKENS.get("/projects/:id/access_tokens/:token_id", MAINTAINER, "Resource Access Token: Read").denies(Unauthorized, NotFound),
    RESOURCE_ACCESS_TOKENS.delete("/projects/:id/access_tokens/:token_id", MAINTAINER, "Resource Access Token: Delete").denies(BadRequest, NotFound),
    RESOURCE_ACCESS_TOKENS.post("/projects/:id/access_tokens/:token_id/rotate", MAINTAINER, "Resource Access Token: Rotate").denies(Unauthorized, NotFound),
    RESOURCE_ACCESS_TOKENS.post("/projects/:id/access_tokens/self/rotate", ANY_USER, "Resource Access Token: Rotate").scopes(ROTATE).denies(Forbidden, NotFound).docs(&["doc/security/tokens/access_token_scopes.md"]),
];

static PERSONAL_ACCESS_TOKENS: Group = Group::new(
    "personal_access_tokens",
    "Personal access tokens",
    "api/personal_access_tokens",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static PERSONAL_ACCESS_TOKENS_ROWS: &[Endpoint] = &[
    PERSONAL_ACCESS_TOKENS.post("/admin/token", ADMINISTRATOR, "Any Token: Read").only_reads(),
    PERSONAL_ACCESS_TOKENS.delete("/admin/token", ADMINISTRATOR, "Any Token: Revoke"),
    PERSONAL_ACCESS_TOKENS.get("/groups/:id/manage/personal_access_tokens", OWNER, "Personal Access Token: Read").probe(),
    PERSONAL_ACCESS_TOKENS.delete("/groups/:id/manage/personal_access_tokens/:pat_id", OWNER, "Personal Access Token: Revoke"),
    PERSONAL_ACCESS_TOKENS.get("/personal_access_tokens", ANY_USER, "Personal Access Token: Read").when(&[OwnObjectOnly]).probe().code(&["lib/api/personal_access_tokens.rb"]),
    PERSONAL_ACCESS_TOKENS.get("/personal_access_tokens/:id", ANY_USER, "Personal Access Token: Read").probe(),
    PERSONAL_ACCESS_TOKENS.delete("/personal_access_tokens/:id", ANY_USER, "Personal Access Token: Revoke").denies(BadRequest, BadRequest).code(&["lib/api/personal_access_tokens.rb"]).when(&[OwnObjectOnly]),
    PERSONAL_ACCESS_TOKENS.post("/personal_access_tokens/:id/rotate", ANY_USER, "Personal Access Token: Rotate").when(&[OwnObjectOnly]),
    PERSONAL_ACCESS_TOKENS.get("/personal_access_tokens/self", ANY_USER, "Personal Access Token: Read").any_scope().probe().code(&["lib/api/personal_access_tokens/self_information.rb"]),
    PERSONAL_ACCESS_TOKENS.delete("/personal_access_tokens/self", ANY_USER, "Personal Access Token: Revoke").any_scope().code(&["lib/api/personal_access_tokens/self_information.rb"]),
    PERSONAL_ACCESS_TOKENS.get("/personal_access_tokens/self/associations", ANY_USER, "Personal Access Token: Read").any_scope().probe().code(&["lib/api/personal_access_tokens/self_information.rb"]),
    PERSONAL_ACCESS_TOKENS.post("/personal_access_tokens/self/rotate", ANY_USER, "Personal Access Token: Rotate").scopes(ROTATE).denies(Forbidden, Forbidden).code(&["lib/api/personal_access_tokens/self_rotation.rb"]),
    PERSONAL_ACCESS_TOKENS.post("/user/personal_access_tokens", ANY_USER, "Personal Access Token: Create"),
    PERSONAL_ACCESS_TOKENS.get("/users/:user_id/impersonation_tokens", ADMINISTRATOR, "Impersonation Token: Read").scopes(USER_DATA).inferred(&["lib/api/personal_access_tokens/self_information.rb", PERMISSIONS]),
    PERSONAL_ACCESS_TOKENS.post("/users/:user_id/impersonation_tokens", ADMINISTRATOR, "Impersonation Token: Create"),
    PERSONAL_ACCESS_TOKENS.delete("/users/:user_id/impersonation_tokens/:impersonation_token_id", ADMINISTRATOR, "Impersonation Token: Revoke"),
    PERSONAL_ACCESS_TOKENS.post("/users/:user_id/personal_access_tokens", ADMINISTRATOR, "Personal Access Token: Create"),
];

static SERVICE_ACCOUNTS: Group = Group::new(
    "service_accounts",
    "Service accounts",
    "api/service_accounts",
    &[PERMISSIONS, ROLES],
)
.rated(Docs);

#[rustfmt::skip]
static SERVICE_ACCOUNTS_ROWS: &[Endpoint] = &[
    SERVICE_ACCOUNTS.get("/groups/:id/service_accounts", OWNER, "Service Account: Read").probe(),
    SERVICE_ACCOUNTS.post("/groups/:id/service_accounts", OWNER, "Service Account: Create"),
    SERVICE_ACCOUNTS.patch("/groups/:id/service_accounts/:user_id", OWNER, "Service Account: Update"),
    SERVICE_ACCOUNTS.delete("/groups/:id/service_accounts/:user_id", OWNER, "Service Account: Delete"),
    SERVICE_ACCOUNTS.get("/groups/:id/service_accounts/:user_id/personal_access_tokens", OWNER, "Service Account Personal Access Token: Read"),
    SERVICE_ACCOUNTS.post("/groups/:id/service_accounts/:user_id/personal_access_tokens", OWNER, "Service Account Personal Access Token: Create"),
    SERVICE_ACCOUNTS.delete("/groups/:id/service_accounts/:user_id/personal_access_tokens/:token_id", OWNER, "Service Account Personal Access Token: Revoke"),
    SERVICE_ACCOUNTS.post("/groups/:id/service_accounts/:user_id/personal_access_tokens/:token_id/rotate", OWNER, "Service Account Personal Access Token: Rotate"),
    SERVICE_ACCOUNTS.get("/projects/:id/service_accounts", MAINTAINER, "Service Account: Read").probe(),
    SERVICE_ACCOUNTS.post("/projects/:id/service_accounts", MAINTAINER, "Service Account: Create"),
    SERVICE_ACCOUNTS.delete("/projects/:id/service_accounts/:user_id", MAINTAINER, "Service Account: Delete"),
    SERVICE_ACCOUNTS.post("/projects/:id/service_accounts/:user_id/personal_access_tokens", MAINTAINER, "Service Account Personal Access Token: Create"),
    SERVICE_ACCOUNTS.get("/service_accounts", ADMINISTRATOR, "Service Account: Read").probe(),
    SERVICE_ACCOUNTS.post("/service_accounts", ADMINISTRATOR, "Service Account: Create"),
];

static DEPLOY_KEYS: Group = Group::new(
    "deploy_keys",
    "Deploy keys",
    "api/deploy_keys",
    &[
        "lib/api/deploy_keys.rb",
        "config/authz/roles/maintainer.yml",
    ],
);

#[rustfmt::skip]
static DEPLOY_KEYS_ROWS: &[Endpoint] = &[
    DEPLOY_KEYS.get("/deploy_keys", ADMINISTRATOR, "Deploy Key: Read").probe(),
    DEPLOY_KEYS.post("/deploy_keys", ADMINISTRATOR, "Deploy Key: Create"),
    DEPLOY_KEYS.get("/projects/:id/deploy_keys", MAINTAINER, "Deploy Key: Read").probe(),
    DEPLOY_KEYS.post("/projects/:id/deploy_keys", MAINTAINER, "Deploy Key: Create"),
    DEPLOY_KEYS.get("/projects/:id/deploy_keys/:key_id", MAINTAINER, "Deploy Key: Read"),
    DEPLOY_KEYS.put("/projects/:id/deploy_keys/:key_id", MAINTAINER, "Deploy Key: Update"),
    DEPLOY_KEYS.delete("/projects/:id/deploy_keys/:key_id", MAINTAINER, "Deploy Key: Delete"),
    DEPLOY_KEYS.post("/projects/:id/deploy_keys/:key_id/enable", MAINTAINER, "Deploy Key: Enable"),
    DEPLOY_KEYS.get("/users/:user_id/project_deploy_keys", ANY_USER, "Deploy Key: Read").hides().inferred(&[PERMISSIONS]),
];

static DEPLOY_TOKENS: Group = Group::new(
    "deploy_tokens",
    "Deploy tokens",
    "api/deploy_tokens",
    &["lib/api/deploy_tokens.rb", ROLES],
);

#[rustfmt::skip]
static DEPLOY_TOKENS_ROWS: &[Endpoint] = &[
    DEPLOY_TOKENS.get("/deploy_tokens", ADMINISTRATOR, "Deploy Token: Read").probe(),
    DEPLOY_TOKENS.get("/groups/:id/deploy_tokens", MAINTAINER, "Deploy Token: Read").probe(),
    DEPLOY_TOKENS.post("/groups/:id/deploy_tokens", OWNER, "Deploy Token: Create"),
    DEPLOY_TOKENS.get("/groups/:id/deploy_tokens/:token_id", MAINTAINER, "Deploy Token: Read"),
    DEPLOY_TOKENS.delete("/groups/:id/deploy_tokens/:token_id", OWNER, "Deploy Token: Delete"),
    DEPLOY_TOKENS.get("/projects/:id/deploy_tokens", MAINTAINER, "Deploy Token: Read").probe(),
    DEPLOY_TOKENS.post("/projects/:id/deploy_tokens", MAINTAINER, "Deploy Token: Create"),
    DEPLOY_TOKENS.get("/projects/:id/deploy_tokens/:token_id", MAINTAINER, "Deploy Token: Read"),
    DEPLOY_TOKENS.delete("/projects/:id/deploy_tokens/:token_id", MAINTAINER, "Deploy Token: Delete"),
];

static KEYS: Group = Group::new("keys", "SSH keys", "api/keys", &["lib/api/keys.rb"]);

#[rustfmt::skip]
static KEYS_ROWS: &[Endpoint] = &[
    KEYS.get("/keys", ADMINISTRATOR, "SSH Key: Read").needs(&["fingerprint"]).probe(),
    KEYS.get("/keys/:id", ADMINISTRATOR, "SSH Key: Read").probe(),
];
