//! Users and instance: users, search, and what belongs to the instance as a whole.

use super::{
    ADMINISTRATOR, AI, ANY_USER, ANYBODY, Area, GUEST, NONE, PERMISSIONS, READ, Section, USER_DATA,
    area, section,
};
use crate::catalogue::Condition::{SettingForbids, SomeFieldsNeedMore};
use crate::catalogue::Denial::{Forbidden, Unauthorized};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Endpoint, Group};

/// Users and instance.
pub(super) const AREA: Area = area("Users and instance", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&USERS, USERS_ROWS),
    section(&EVENTS, EVENTS_ROWS),
    section(&SEARCH, SEARCH_ROWS),
    section(&METADATA, METADATA_ROWS),
    section(&TEMPLATES, TEMPLATES_ROWS),
    section(&MARKDOWN, MARKDOWN_ROWS),
    section(&READ_POSTS, READ_POSTS_ROWS),
    section(&AVATAR, AVATAR_ROWS),
    section(&BROADCAST_MESSAGES, BROADCAST_MESSAGES_ROWS),
    section(&APPLICATION, APPLICATION_ROWS),
    section(&DUO, DUO_ROWS),
];

static USERS: Group = Group::new(
    "users",
    "Users",
    "api/users",
    &["lib/api/users.rb", PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static USERS_ROWS: &[Endpoint] = &[
    USERS.get("/user", ANY_USER, "User: Read").scopes(USER_DATA).probe().code(&["lib/api/users.rb"]),
    USERS.get("/user/activities", ADMINISTRATOR, "Activity: Read").scopes(USER_DATA).probe(),
    USERS.get("/user/applications", ANY_USER, "OAuth Application: Read").probe().inferred(&[PERMISSIONS]),
    USERS.put("/user/avatar", ANY_USER, "Avatar: Update"),
    USERS.get("/user/emails", ANY_USER, "Email: Read").scopes(USER_DATA).probe(),
    USERS.post("/user/emails", ANY_USER, "Email: Create"),
    USERS.delete("/user/emails/:email_id", ANY_USER, "Email: Delete"),
    USERS.get("/user/gpg_keys", ANY_USER, "GPG Key: Read").scopes(USER_DATA).probe(),
    USERS.post("/user/gpg_keys", ANY_USER, "GPG Key: Create"),
    USERS.delete("/user/gpg_keys/:key_id", ANY_USER, "GPG Key: Delete"),
    USERS.get("/user/keys", ANY_USER, "SSH Key: Read").scopes(USER_DATA).probe(),
    USERS.post("/user/keys", ANY_USER, "SSH Key: Create"),
    USERS.get("/user/keys/:key_id", ANY_USER, "SSH Key: Read").scopes(USER_DATA),
    USERS.delete("/user/keys/:key_id", ANY_USER, "SSH Key: Delete"),
    USERS.get("/user/preferences", ANY_USER, "Preference: Read").scopes(USER_DATA).probe(),
    USERS.put("/user/preferences", ANY_USER, "Preference: Update"),
    USERS.get("/user/status", ANY_USER, "Status: Read").scopes(USER_DATA).probe(),
    USERS.put("/user/status", ANY_USER, "Status: Update"),
    USERS.get("/user_counts", ANY_USER, "Counts: Read").probe().inferred(&[PERMISSIONS]),
    USERS.get("/users", ANY_USER, "User: Read").scopes(USER_DATA).denies(Forbidden, Forbidden).probe().code(&["lib/api/users.rb"]),
    USERS.post("/users", ADMINISTRATOR, "User: Create"),
    USERS.get("/users/:id", ANY_USER, "User: Read").scopes(USER_DATA).denies(Forbidden, Forbidden).probe().code(&["lib/api/users.rb"]),
    USERS.put("/users/:id", ADMINISTRATOR, "User: Update"),
    USERS.delete("/users/:id", ADMINISTRATOR, "User: Delete"),
    USERS.get("/users/:id/associations_count", ANY_USER, "Association: Read").scopes(USER_DATA).hides().probe(),
    USERS.post("/users/:id/block", ADMINISTRATOR, "User: Block"),
    USERS.post("/users/:id/follow", ANY_USER, "User: Follow").code(&["lib/api/users.rb"]),
    USERS.get("/users/:id/followers", ANY_USER, "Follower: Read").scopes(USER_DATA).denies(Forbidden, Forbidden).probe().code(&["lib/api/users.rb"]),
    USERS.get("/users/:id/following", ANY_USER, "Following: Read").scopes(USER_DATA).denies(Forbidden, Forbidden).probe().code(&["lib/api/users.rb"]),
    USERS.get("/users/:id/support_pin", ADMINISTRATOR, "Support PIN: Read").scopes(USER_DATA).probe().code(&["lib/api/users.rb"]),
    USERS.post("/users/:id/unblock", ADMINISTRATOR, "User: Unblock"),
    USERS.post("/users/:id/unfollow", ANY_USER, "User: Unfollow").code(&["lib/api/users.rb"]),
    USERS.get("/users/:user_id/keys", ANYBODY, "SSH Key: Read").scopes(USER_DATA).public(),
    USERS.get("/users/:user_id/memberships", ADMINISTRATOR, "User: Read").scopes(USER_DATA),
    USERS.get("/users/:user_id/status", ANYBODY, "Status: Read").scopes(USER_DATA).public().code(&["lib/api/users.rb"]),
];

static EVENTS: Group = Group::new(
    "events",
    "Events",
    "api/events",
    &["lib/api/events.rb", PERMISSIONS],
);

#[rustfmt::skip]
static EVENTS_ROWS: &[Endpoint] = &[
    EVENTS.get("/events", ANY_USER, "Event: Read").scopes(USER_DATA).probe(),
    EVENTS.get("/projects/:id/events", GUEST, "Event: Read").hides().public().probe().rated(Inferred),
    EVENTS.get("/users/:id/events", ANYBODY, "Event: Read").scopes(USER_DATA).public().probe(),
];

static SEARCH: Group = Group::new(
    "search",
    "Search",
    "api/search",
    &["lib/api/search.rb", "config/authz/roles/guest.yml"],
);

#[rustfmt::skip]
static SEARCH_ROWS: &[Endpoint] = &[
    SEARCH.get("/groups/:id/-/search", GUEST, "Global Search: Use").hides().any_user(),
    SEARCH.get("/groups/:id/search", GUEST, "Global Search: Use").hides().any_user(),
    SEARCH.get("/projects/:id/-/search", GUEST, "Global Search: Use").when(&[SomeFieldsNeedMore]).hides().any_user(),
    SEARCH.get("/projects/:id/search", GUEST, "Global Search: Use").when(&[SomeFieldsNeedMore]).hides().any_user(),
    SEARCH.get("/search", ANY_USER, "Global Search: Use"),
];

static METADATA: Group = Group::new(
    "metadata",
    "Version and metadata",
    "api/metadata",
    &["lib/api/metadata.rb"],
);

#[rustfmt::skip]
static METADATA_ROWS: &[Endpoint] = &[
    METADATA.get("/metadata", ANY_USER, "Metadata: Read").scopes(USER_DATA).probe(),
    METADATA.get("/version", ANY_USER, "Metadata: Read").scopes(USER_DATA).probe(),
];

static TEMPLATES: Group = Group::new(
    "templates",
    "Templates",
    "api/templates/gitlab_ci_ymls",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static TEMPLATES_ROWS: &[Endpoint] = &[
    TEMPLATES.get("/templates/dockerfiles", ANYBODY, NONE).public().probe(),
    TEMPLATES.get("/templates/gitignores", ANYBODY, NONE).public().probe(),
    TEMPLATES.get("/templates/gitlab_ci_ymls", ANYBODY, NONE).public().probe(),
    TEMPLATES.get("/templates/gitlab_ci_ymls/:name", ANYBODY, NONE).public(),
    TEMPLATES.get("/templates/licenses", ANYBODY, NONE).public().probe(),
];

static MARKDOWN: Group = Group::new(
    "markdown",
    "Markdown rendering",
    "api/markdown",
    &["lib/api/markdown.rb"],
);

#[rustfmt::skip]
static MARKDOWN_ROWS: &[Endpoint] = &[
    MARKDOWN.post("/markdown", ANY_USER, "Markdown: Render").scopes(READ).only_reads(),
];

static READ_POSTS: Group =
    Group::new("read_posts", "Reads by POST", "", &[PERMISSIONS]).rated(Inferred);

#[rustfmt::skip]
static READ_POSTS_ROWS: &[Endpoint] = &[
    READ_POSTS.post("/glql", ANY_USER, "GLQL: Read").scopes(READ).only_reads(),
    READ_POSTS.post("/orbit/query", ANY_USER, "Orbit: Read").scopes(READ).only_reads(),
    READ_POSTS.post("/projects/:id/security_scans/sast/:sast_endpoint", GUEST, "Security Scan: Create").scopes(READ).denies(Unauthorized, Unauthorized).only_reads(),
];

static AVATAR: Group = Group::new("avatar", "Avatars", "api/avatar", &["lib/api/avatar.rb"]);

#[rustfmt::skip]
static AVATAR_ROWS: &[Endpoint] = &[
    AVATAR.get("/avatar", ANYBODY, "Avatar: Read").when(&[SettingForbids]).denies(Forbidden, Forbidden).public().needs(&["email"]),
];

static BROADCAST_MESSAGES: Group = Group::new(
    "broadcast_messages",
    "Broadcast messages",
    "api/broadcast_messages",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static BROADCAST_MESSAGES_ROWS: &[Endpoint] = &[
    BROADCAST_MESSAGES.get("/broadcast_messages", ANYBODY, NONE).denies(Forbidden, Forbidden).public().probe(),
    BROADCAST_MESSAGES.post("/broadcast_messages", ADMINISTRATOR, "Broadcast Message: Create"),
    BROADCAST_MESSAGES.delete("/broadcast_messages/:id", ADMINISTRATOR, "Broadcast Message: Delete"),
];

static APPLICATION: Group = Group::new(
    "application",
    "Administration",
    "api/settings",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static APPLICATION_ROWS: &[Endpoint] = &[
    APPLICATION.get("/admin/clusters", ADMINISTRATOR, "Cluster: Read").probe(),
    APPLICATION.get("/application/appearance", ADMINISTRATOR, "Application Appearance: Read").probe(),
    APPLICATION.get("/application/plan_limits", ADMINISTRATOR, "Plan Limit: Read").probe(),
    APPLICATION.get("/application/settings", ADMINISTRATOR, "Application Setting: Read").probe(),
    APPLICATION.put("/application/settings", ADMINISTRATOR, "Application Setting: Update"),
    APPLICATION.get("/application/statistics", ADMINISTRATOR, "Statistic: Read").probe(),
    APPLICATION.get("/applications", ADMINISTRATOR, "OAuth Application: Read").probe(),
    APPLICATION.post("/applications", ADMINISTRATOR, "OAuth Application: Create"),
    APPLICATION.get("/audit_events", ADMINISTRATOR, "Audit Event: Read").probe(),
    APPLICATION.get("/features", ADMINISTRATOR, "Feature: Read").probe(),
    APPLICATION.post("/features/:name", ADMINISTRATOR, "Feature: Update"),
    APPLICATION.get("/geo_sites", ADMINISTRATOR, "Geo Site: Read").probe(),
    APPLICATION.get("/license", ADMINISTRATOR, "License: Read").probe(),
    APPLICATION.get("/sidekiq/queue_metrics", ADMINISTRATOR, "Sidekiq Metric: Read").probe(),
    APPLICATION.get("/usage_data/service_ping", ADMINISTRATOR, "Service Ping: Read").scopes(&["api", "read_api", "read_service_ping"]).probe(),
];

static DUO: Group = Group::new(
    "duo",
    "GitLab Duo",
    "api/code_suggestions",
    &[PERMISSIONS, "doc/security/tokens/access_token_scopes.md"],
)
.rated(Docs);

#[rustfmt::skip]
static DUO_ROWS: &[Endpoint] = &[
    DUO.post("/chat/completions", ANY_USER, "Chat Completion: Create").scopes(AI),
    DUO.post("/code_suggestions/completions", ANY_USER, "Code Suggestion Completion: Create").scopes(AI),
    DUO.post("/code_suggestions/direct_access", ANY_USER, "Code Suggestion Direct Access: Create").scopes(AI),
    DUO.post("/mcp", ANY_USER, "MCP tool: Execute").scopes(&["mcp"]).rated(Inferred),
];
