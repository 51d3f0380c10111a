//! Projects and groups: projects, groups, and their settings, hooks and exports.

use super::{
    ADMIN_BADGES, ADMINISTRATOR, ANY_USER, ANYBODY, Area, DEVELOPER, GUEST, JOB_PERMISSIONS,
    MAINTAINER, NONE, OWNER, PERMISSIONS, READ_BADGES, RELEASE_19_1, REPORTER, ROLES, Section,
    area, section,
};
use crate::catalogue::Condition::{
    PeopleOnly, RoleDisputed, SecondResource, SettingForbids, SomeFieldsNeedMore,
};
use crate::catalogue::Denial::{Filtered, Forbidden, NotFound};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Endpoint, Feature, Features, Group};

/// Projects and groups.
pub(super) const AREA: Area = area("Projects and groups", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&PROJECTS, PROJECTS_ROWS),
    section(&GROUPS, GROUPS_ROWS),
    section(&NAMESPACES, NAMESPACES_ROWS),
    section(&TOPICS, TOPICS_ROWS),
    section(&BADGES, BADGES_ROWS),
    section(&HOOKS, HOOKS_ROWS),
    section(&INTEGRATIONS, INTEGRATIONS_ROWS),
    section(&NOTIFICATION_SETTINGS, NOTIFICATION_SETTINGS_ROWS),
    section(&PROJECT_EXPORT, PROJECT_EXPORT_ROWS),
    section(&PROJECT_IMPORT, PROJECT_IMPORT_ROWS),
];

static PROJECTS: Group = Group::new(
    "projects",
    "Projects",
    "api/projects",
    &["lib/api/projects.rb", ROLES],
);

#[rustfmt::skip]
static PROJECTS_ROWS: &[Endpoint] = &[
    PROJECTS.get("/projects", ANYBODY, "Project: Read").denies(Filtered, Filtered).public().probe(),
    PROJECTS.post("/projects", ANY_USER, "Project: Create").when(&[SecondResource, PeopleOnly]).denies(Forbidden, NotFound),
    PROJECTS.get("/projects/:id", GUEST, "Project: Read").hides().public().probe(),
    PROJECTS.put("/projects/:id", MAINTAINER, "Project: Update").when(&[SomeFieldsNeedMore]),
    PROJECTS.delete("/projects/:id", OWNER, "Project: Delete"),
    PROJECTS.post("/projects/:id/archive", OWNER, "Project: Archive"),
    PROJECTS.get("/projects/:id/avatar", GUEST, "Avatar: Read").hides().public().probe().docs(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.post("/projects/:id/create_ci_config", DEVELOPER, "Merge Request: Create").inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]).feature(Feature::MergeRequests),
    PROJECTS.get("/projects/:id/custom_attributes", ADMINISTRATOR, "Custom Attribute: Read").probe().inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.get("/projects/:id/custom_attributes/:key", ADMINISTRATOR, "Custom Attribute: Read").inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.put("/projects/:id/custom_attributes/:key", ADMINISTRATOR, "Custom Attribute: Update").inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.delete("/projects/:id/custom_attributes/:key", ADMINISTRATOR, "Custom Attribute: Delete").inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.post("/projects/:id/fork", REPORTER, "Project: Fork").features(Features::All(&[Feature::Forking, Feature::Repository])).hides().any_user(),
    PROJECTS.delete("/projects/:id/fork", OWNER, "Project: Fork"),
    PROJECTS.post("/projects/:id/fork/:forked_from_id", OWNER, "Project: Fork"),
    PROJECTS.get("/projects/:id/forks", GUEST, "Project: Read").hides().public().probe(),
    PROJECTS.get("/projects/:id/groups", GUEST, "Project: Read").hides().probe(),
    PROJECTS.post("/projects/:id/housekeeping", MAINTAINER, "Project: Update"),
    PROJECTS.post("/projects/:id/import_project_members/:project_id", MAINTAINER, "Project: Update").when(&[SecondResource]),
    PROJECTS.get("/projects/:id/invited_groups", GUEST, "Project: Read").hides().public().probe(),
    PROJECTS.get("/projects/:id/languages", GUEST, "Project: Read").hides().public().probe(),
    PROJECTS.get("/projects/:id/pages_access", GUEST, "Project: Read").probe(),
    PROJECTS.post("/projects/:id/repository_size", MAINTAINER, "Project: Update"),
    PROJECTS.post("/projects/:id/restore", OWNER, "Project: Update"),
    PROJECTS.post("/projects/:id/share", MAINTAINER, "Project: Share").when(&[RoleDisputed]),
    PROJECTS.delete("/projects/:id/share/:group_id", MAINTAINER, "Project: Share"),
    PROJECTS.get("/projects/:id/share_locations", MAINTAINER, "Project: Read").probe().inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.get("/projects/:id/snapshot", ADMINISTRATOR, "Snapshot: Read").denies(Forbidden, NotFound).inferred(&["lib/api/projects.rb", ROLES, PERMISSIONS]),
    PROJECTS.post("/projects/:id/star", GUEST, "Project: Update").any_user(),
    PROJECTS.get("/projects/:id/starrers", GUEST, "Project: Read").hides().public().probe(),
    PROJECTS.get("/projects/:id/statistics", REPORTER, "Statistic: Read").probe().code(&["lib/api/project_statistics.rb", "config/authz/roles/reporter.yml"]),
    PROJECTS.get("/projects/:id/storage", ADMINISTRATOR, "Project: Read").denies(Forbidden, NotFound).probe(),
    PROJECTS.get("/projects/:id/templates/:type", GUEST, "Template: Read").docs(&["lib/api/projects.rb", ROLES, PERMISSIONS]).feature(Feature::Repository),
    PROJECTS.get("/projects/:id/templates/:type/:name", GUEST, "Template: Read").docs(&["lib/api/projects.rb", ROLES, PERMISSIONS]).feature(Feature::Repository),
    PROJECTS.put("/projects/:id/transfer", OWNER, "Project: Transfer").when(&[SecondResource]),
    PROJECTS.get("/projects/:id/transfer_locations", OWNER, "Project: Read").probe(),
    PROJECTS.post("/projects/:id/unarchive", OWNER, "Project: Archive"),
    PROJECTS.post("/projects/:id/unstar", GUEST, "Project: Update").any_user(),
    PROJECTS.get("/projects/:id/users", GUEST, "Project: Read").hides().probe(),
    PROJECTS.post("/projects/user/:user_id", ADMINISTRATOR, "Project: Create"),
    PROJECTS.get("/users/:user_id/contributed_projects", ANYBODY, "Project: Read").public().inferred(&[PERMISSIONS]),
    PROJECTS.get("/users/:user_id/projects", ANYBODY, "Project: Read").public().inferred(&[PERMISSIONS]),
    PROJECTS.get("/users/:user_id/starred_projects", ANYBODY, "Project: Read").public().inferred(&[PERMISSIONS]),
];

static GROUPS: Group = Group::new(
    "groups",
    "Groups",
    "api/groups",
    &["lib/api/groups.rb", ROLES],
);

#[rustfmt::skip]
static GROUPS_ROWS: &[Endpoint] = &[
    GROUPS.get("/groups", ANYBODY, "Group: Read").denies(Filtered, Filtered).public().probe(),
    GROUPS.post("/groups", ANY_USER, "Group: Create").when(&[SettingForbids, SecondResource]).denies(Forbidden, NotFound),
    GROUPS.get("/groups/:id", GUEST, "Group: Read").hides().public().probe(),
    GROUPS.put("/groups/:id", OWNER, "Group: Update"),
    GROUPS.delete("/groups/:id", OWNER, "Group: Delete"),
    GROUPS.post("/groups/:id/archive", OWNER, "Group: Archive"),
    GROUPS.get("/groups/:id/avatar", GUEST, "Avatar: Read").public().probe().docs(&["lib/api/groups.rb", ROLES, PERMISSIONS]),
    GROUPS.get("/groups/:id/descendant_groups", GUEST, "Group: Read").denies(Filtered, NotFound).public().probe(),
    GROUPS.get("/groups/:id/enterprise_users", OWNER, "Enterprise User: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    GROUPS.get("/groups/:id/groups/shared", GUEST, "Group: Read").hides().probe(),
    GROUPS.get("/groups/:id/invited_groups", GUEST, "Group: Read").hides().probe(),
    GROUPS.get("/groups/:id/member_roles", OWNER, "Member Role: Read").probe().inferred(&["lib/api/groups.rb", ROLES, PERMISSIONS]),
    GROUPS.post("/groups/:id/member_roles", OWNER, "Member Role: Create").docs(&["config/authz/roles/owner.yml"]),
    GROUPS.get("/groups/:id/placeholder_reassignments", OWNER, "Placeholder Reassignment: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    GROUPS.get("/groups/:id/projects", GUEST, "Project: Read").denies(Filtered, NotFound).public().probe(),
    GROUPS.post("/groups/:id/projects/:project_id", ADMINISTRATOR, "Project: Transfer"),
    GROUPS.get("/groups/:id/projects/shared", GUEST, "Group: Read").denies(Filtered, NotFound).public().probe(),
    GROUPS.post("/groups/:id/restore", OWNER, "Group: Update"),
    GROUPS.get("/groups/:id/saml_group_links", OWNER, "SAML Group Link: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    GROUPS.post("/groups/:id/saml_group_links", OWNER, "SAML Group Link: Create").docs(&["config/authz/roles/owner.yml"]),
    GROUPS.post("/groups/:id/share", OWNER, "Group: Share"),
    GROUPS.delete("/groups/:id/share/:group_id", OWNER, "Group: Share"),
    GROUPS.delete("/groups/:id/shared_projects/:project_id", OWNER, "Project: Share"),
    GROUPS.get("/groups/:id/ssh_certificates", OWNER, "SSH Certificate: Read").probe().inferred(&["lib/api/groups.rb", ROLES, PERMISSIONS]),
    GROUPS.get("/groups/:id/subgroups", GUEST, "Group: Read").denies(Filtered, NotFound).public().probe(),
    GROUPS.post("/groups/:id/transfer", OWNER, "Group: Transfer"),
    GROUPS.get("/groups/:id/transfer_locations", OWNER, "Group: Read").probe(),
    GROUPS.post("/groups/:id/transfer_to_organization", OWNER, "Group: Transfer"),
    GROUPS.post("/groups/:id/unarchive", OWNER, "Group: Archive"),
];

static NAMESPACES: Group = Group::new(
    "namespaces",
    "Namespaces",
    "api/namespaces",
    &["lib/api/namespaces.rb"],
);

#[rustfmt::skip]
static NAMESPACES_ROWS: &[Endpoint] = &[
    NAMESPACES.get("/namespaces", ANY_USER, "Namespace: Read").probe(),
    NAMESPACES.get("/namespaces/:id", ANY_USER, "Namespace: Read").hides().probe(),
    NAMESPACES.put("/namespaces/:id", ADMINISTRATOR, "Namespace: Update").inferred(&["lib/api/namespaces.rb", PERMISSIONS]),
    NAMESPACES.get("/namespaces/:id/exists", ANY_USER, "Namespace: Read").probe(),
];

static TOPICS: Group = Group::new("topics", "Topics", "api/topics", &["lib/api/topics.rb"]);

#[rustfmt::skip]
static TOPICS_ROWS: &[Endpoint] = &[
    TOPICS.get("/topics", ANYBODY, NONE).denies(Forbidden, Forbidden).public().probe(),
    TOPICS.post("/topics", ADMINISTRATOR, "Topic: Create"),
    TOPICS.get("/topics/:id", ANYBODY, NONE).denies(Forbidden, Forbidden).public().probe(),
    TOPICS.put("/topics/:id", ADMINISTRATOR, "Topic: Update"),
    TOPICS.delete("/topics/:id", ADMINISTRATOR, "Topic: Delete"),
    TOPICS.post("/topics/merge", ADMINISTRATOR, "Topic: Merge"),
];

static BADGES: Group = Group::new(
    "badges",
    "Badges",
    "api/project_badges",
    &["lib/api/badges.rb", JOB_PERMISSIONS, ROLES],
);

#[rustfmt::skip]
static BADGES_ROWS: &[Endpoint] = &[
    BADGES.get("/groups/:id/badges", GUEST, "Badge: Read").public().probe(),
    BADGES.post("/groups/:id/badges", OWNER, "Badge: Create"),
    BADGES.get("/groups/:id/badges/:badge_id", GUEST, "Badge: Read").public(),
    BADGES.put("/groups/:id/badges/:badge_id", OWNER, "Badge: Update"),
    BADGES.delete("/groups/:id/badges/:badge_id", OWNER, "Badge: Delete"),
    BADGES.get("/groups/:id/badges/render", OWNER, "Badge: Read").needs(&["link_url", "image_url"]).probe(),
    BADGES.get("/projects/:id/badges", GUEST, "Badge: Read").job_with(&[READ_BADGES]).job_since(RELEASE_19_1).public().probe(),
    BADGES.post("/projects/:id/badges", MAINTAINER, "Badge: Create").job_with(&[ADMIN_BADGES]).job_since(RELEASE_19_1),
    BADGES.get("/projects/:id/badges/:badge_id", GUEST, "Badge: Read").job_with(&[READ_BADGES]).job_since(RELEASE_19_1).public(),
    BADGES.put("/projects/:id/badges/:badge_id", MAINTAINER, "Badge: Update").job_with(&[ADMIN_BADGES]).job_since(RELEASE_19_1),
    BADGES.delete("/projects/:id/badges/:badge_id", MAINTAINER, "Badge: Delete").job_with(&[ADMIN_BADGES]).job_since(RELEASE_19_1),
    BADGES.get("/projects/:id/badges/render", MAINTAINER, "Badge: Read").job_with(&[ADMIN_BADGES]).job_since(RELEASE_19_1).needs(&["link_url", "image_url"]).probe(),
];

static HOOKS: Group = Group::new(
    "hooks",
    "Webhooks",
    "api/project_webhooks",
    &["lib/api/system_hooks.rb"],
);

#[rustfmt::skip]
static HOOKS_ROWS: &[Endpoint] = &[
    HOOKS.get("/groups/:id/hooks", OWNER, "Webhook: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    HOOKS.post("/groups/:id/hooks", OWNER, "Webhook: Create").docs(&["config/authz/roles/owner.yml"]),
    HOOKS.put("/groups/:id/hooks/:hook_id", OWNER, "Webhook: Update").docs(&["config/authz/roles/owner.yml"]),
    HOOKS.delete("/groups/:id/hooks/:hook_id", OWNER, "Webhook: Delete").docs(&["config/authz/roles/owner.yml"]),
    HOOKS.get("/hooks", ADMINISTRATOR, "Webhook: Read").probe(),
    HOOKS.post("/hooks", ADMINISTRATOR, "Webhook: Create"),
    HOOKS.get("/hooks/:hook_id", ADMINISTRATOR, "Webhook: Read"),
    HOOKS.put("/hooks/:hook_id", ADMINISTRATOR, "Webhook: Update"),
    HOOKS.delete("/hooks/:hook_id", ADMINISTRATOR, "Webhook: Delete"),
    HOOKS.get("/projects/:id/hooks", MAINTAINER, "Webhook: Read").probe().code(&["lib/api/project_hooks.rb", "config/authz/roles/maintainer.yml"]),
    HOOKS.post("/projects/:id/hooks", MAINTAINER, "Webhook: Create").code(&["lib/api/project_hooks.rb", "config/authz/roles/maintainer.yml"]),
    HOOKS.get("/projects/:id/hooks/:hook_id", MAINTAINER, "Webhook: Read").code(&["lib/api/project_hooks.rb", "config/authz/roles/maintainer.yml"]),
    HOOKS.put("/projects/:id/hooks/:hook_id", MAINTAINER, "Webhook: Update").code(&["lib/api/project_hooks.rb", "config/authz/roles/maintainer.yml"]),
    HOOKS.delete("/projects/:id/hooks/:hook_id", MAINTAINER, "Webhook: Delete").code(&["lib/api/project_hooks.rb", "config/authz/roles/maintainer.yml"]),
    HOOKS.get("/projects/:id/hooks/:hook_id/events", MAINTAINER, "Webhook: Read").docs(&["config/authz/roles/maintainer.yml"]),
    HOOKS.post("/projects/:id/hooks/:hook_id/events/:hook_log_id/resend", MAINTAINER, "Webhook: Trigger").docs(&["config/authz/roles/maintainer.yml"]),
    HOOKS.post("/projects/:id/hooks/:hook_id/test/:trigger", MAINTAINER, "Webhook: Trigger").docs(&["config/authz/roles/maintainer.yml"]),
];

static INTEGRATIONS: Group = Group::new(
    "integrations",
    "Integrations",
    "api/project_integrations",
    &[PERMISSIONS, ROLES],
)
.rated(Docs);

#[rustfmt::skip]
static INTEGRATIONS_ROWS: &[Endpoint] = &[
    INTEGRATIONS.get("/groups/:id/integrations", OWNER, "Integration: Read").probe(),
    INTEGRATIONS.put("/groups/:id/integrations/:slug", OWNER, "Integration: Update"),
    INTEGRATIONS.delete("/groups/:id/integrations/:slug", OWNER, "Integration: Delete"),
    INTEGRATIONS.get("/projects/:id/integrations", MAINTAINER, "Integration: Read").probe(),
    INTEGRATIONS.get("/projects/:id/integrations/:slug", MAINTAINER, "Integration: Read"),
    INTEGRATIONS.put("/projects/:id/integrations/:slug", MAINTAINER, "Integration: Update"),
    INTEGRATIONS.delete("/projects/:id/integrations/:slug", MAINTAINER, "Integration: Delete"),
    INTEGRATIONS.get("/projects/:id/services", MAINTAINER, "Integration: Read").probe(),
];

static NOTIFICATION_SETTINGS: Group = Group::new(
    "notification_settings",
    "Notification settings",
    "api/notification_settings",
    &["lib/api/notification_settings.rb"],
);

#[rustfmt::skip]
static NOTIFICATION_SETTINGS_ROWS: &[Endpoint] = &[
    NOTIFICATION_SETTINGS.get("/groups/:id/notification_settings", GUEST, "Notification Setting: Read").hides().any_user().probe(),
    NOTIFICATION_SETTINGS.put("/groups/:id/notification_settings", GUEST, "Notification Setting: Update").hides().any_user(),
    NOTIFICATION_SETTINGS.get("/notification_settings", ANY_USER, "Notification Setting: Read").probe(),
    NOTIFICATION_SETTINGS.put("/notification_settings", ANY_USER, "Notification Setting: Update"),
    NOTIFICATION_SETTINGS.get("/projects/:id/notification_settings", GUEST, "Notification Setting: Read").hides().any_user().probe(),
    NOTIFICATION_SETTINGS.put("/projects/:id/notification_settings", GUEST, "Notification Setting: Update").hides().any_user(),
];

static PROJECT_EXPORT: Group = Group::new(
    "project_export",
    "Export",
    "api/project_import_export",
    &[
        "lib/api/project_export.rb",
        "config/authz/roles/maintainer.yml",
    ],
);

#[rustfmt::skip]
static PROJECT_EXPORT_ROWS: &[Endpoint] = &[
    PROJECT_EXPORT.post("/groups/:id/export", OWNER, "Export: Create").docs(&["config/authz/roles/owner.yml"]),
    PROJECT_EXPORT.get("/groups/:id/export/download", OWNER, "Export: Download").docs(&["config/authz/roles/owner.yml"]),
    PROJECT_EXPORT.get("/projects/:id/export", MAINTAINER, "Export: Read").probe(),
    PROJECT_EXPORT.post("/projects/:id/export", MAINTAINER, "Export: Create").when(&[SettingForbids]),
    PROJECT_EXPORT.get("/projects/:id/export/download", MAINTAINER, "Export: Download"),
    PROJECT_EXPORT.post("/projects/:id/export_relations", MAINTAINER, "Export: Create").inferred(&[PERMISSIONS]),
    PROJECT_EXPORT.get("/projects/:id/export_relations/download", MAINTAINER, "Export: Download").inferred(&[PERMISSIONS]),
    PROJECT_EXPORT.get("/projects/:id/export_relations/status", MAINTAINER, "Export: Read").probe().inferred(&[PERMISSIONS]),
];

static PROJECT_IMPORT: Group = Group::new(
    "project_import",
    "Import",
    "api/project_import_export",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static PROJECT_IMPORT_ROWS: &[Endpoint] = &[
    PROJECT_IMPORT.get("/bulk_imports", ANY_USER, "Import: Read").probe(),
    PROJECT_IMPORT.post("/bulk_imports", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
    PROJECT_IMPORT.post("/groups/import", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
    PROJECT_IMPORT.post("/import/bitbucket", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
    PROJECT_IMPORT.post("/import/github", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
    PROJECT_IMPORT.get("/projects/:id/import", OWNER, "Import: Read").when(&[RoleDisputed]).probe().inferred(&["lib/api/project_import.rb", ROLES, PERMISSIONS]),
    PROJECT_IMPORT.post("/projects/import", ANY_USER, "Import: Create").when(&[SecondResource, SettingForbids]).denies(Forbidden, NotFound).code(&["lib/api/project_import.rb", ROLES]),
    PROJECT_IMPORT.post("/projects/remote-import", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
    PROJECT_IMPORT.post("/projects/remote-import-s3", ANY_USER, "Import: Create").denies(Forbidden, NotFound),
];
