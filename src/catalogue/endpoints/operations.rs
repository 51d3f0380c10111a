//! Operations: environments, deployments, infrastructure and monitoring.

use super::{
    ADMIN_DEPLOYMENTS, ADMIN_ENVIRONMENTS, ADMIN_TERRAFORM_STATE, ADMINISTRATOR, ANY_USER, Area,
    DEVELOPER, DEVELOPER_OR_SECURITY, ENVIRONMENTS_AND_BUILDS, JOB_PERMISSIONS, MAINTAINER,
    MAINTAINER_OR_SECURITY, NONE, OWNER, PERMISSIONS, READ_DEPLOYMENTS, READ_ENVIRONMENTS,
    READ_TERRAFORM_STATE, REPORTER, ROLE_TABLE, ROLES, Section, area, section,
};
use crate::catalogue::Condition::{ProtectedEnvironment, RoleDisputed, SecondPermission};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Credential, Endpoint, Feature, Features, Group};

/// Operations.
pub(super) const AREA: Area = area("Operations", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&ENVIRONMENTS, ENVIRONMENTS_ROWS),
    section(&DEPLOYMENTS, DEPLOYMENTS_ROWS),
    section(&PROTECTED_ENVIRONMENTS, PROTECTED_ENVIRONMENTS_ROWS),
    section(&FREEZE_PERIODS, FREEZE_PERIODS_ROWS),
    section(&FEATURE_FLAGS, FEATURE_FLAGS_ROWS),
    section(&ERROR_TRACKING, ERROR_TRACKING_ROWS),
    section(&TERRAFORM_STATE, TERRAFORM_STATE_ROWS),
    section(&CLUSTERS, CLUSTERS_ROWS),
    section(&PAGES, PAGES_ROWS),
    section(&SECURITY, SECURITY_ROWS),
];

static ENVIRONMENTS: Group = Group::new(
    "environments",
    "Environments",
    "api/environments",
    &["lib/api/environments.rb", ROLES, JOB_PERMISSIONS],
)
.features(ENVIRONMENTS_AND_BUILDS);

#[rustfmt::skip]
static ENVIRONMENTS_ROWS: &[Endpoint] = &[
    ENVIRONMENTS.get("/projects/:id/environments", REPORTER, "Environment: Read").job_with(&[READ_ENVIRONMENTS]).any_user().probe(),
    ENVIRONMENTS.post("/projects/:id/environments", DEVELOPER, "Environment: Create").job_with(&[ADMIN_ENVIRONMENTS]),
    ENVIRONMENTS.get("/projects/:id/environments/:environment_id", REPORTER, "Environment: Read").job_with(&[READ_ENVIRONMENTS]).any_user(),
    ENVIRONMENTS.put("/projects/:id/environments/:environment_id", DEVELOPER, "Environment: Update").job_with(&[ADMIN_ENVIRONMENTS]),
    ENVIRONMENTS.delete("/projects/:id/environments/:environment_id", DEVELOPER, "Environment: Delete").job_with(&[ADMIN_ENVIRONMENTS]),
    ENVIRONMENTS.post("/projects/:id/environments/:environment_id/stop", DEVELOPER, "Environment: Stop").job_with(&[ADMIN_ENVIRONMENTS]).when(&[ProtectedEnvironment]).docs(&[ROLE_TABLE, "lib/api/environments.rb"]),
    ENVIRONMENTS.delete("/projects/:id/environments/review_apps", DEVELOPER, "Environment: Delete").job_with(&[ADMIN_ENVIRONMENTS]).rated(Docs),
    ENVIRONMENTS.post("/projects/:id/environments/stop_stale", MAINTAINER, "Environment: Stop").job_with(&[ADMIN_ENVIRONMENTS]).no_feature(),
];

static DEPLOYMENTS: Group = Group::new(
    "deployments",
    "Deployments",
    "api/deployments",
    &["lib/api/deployments.rb", ROLES],
)
.features(ENVIRONMENTS_AND_BUILDS);

#[rustfmt::skip]
static DEPLOYMENTS_ROWS: &[Endpoint] = &[
    DEPLOYMENTS.get("/projects/:id/deployments", REPORTER, "Deployment: Read").job_with(&[READ_DEPLOYMENTS]).any_user().probe(),
    DEPLOYMENTS.post("/projects/:id/deployments", DEVELOPER, "Deployment: Create").job_with(&[ADMIN_DEPLOYMENTS, ADMIN_ENVIRONMENTS]).when(&[ProtectedEnvironment]),
    DEPLOYMENTS.get("/projects/:id/deployments/:deployment_id", REPORTER, "Deployment: Read").job_with(&[READ_DEPLOYMENTS]).any_user(),
    DEPLOYMENTS.put("/projects/:id/deployments/:deployment_id", DEVELOPER, "Deployment: Update").job_with(&[ADMIN_DEPLOYMENTS]).when(&[ProtectedEnvironment]),
    DEPLOYMENTS.delete("/projects/:id/deployments/:deployment_id", MAINTAINER, "Deployment: Delete").job_with(&[ADMIN_DEPLOYMENTS]),
    DEPLOYMENTS.post("/projects/:id/deployments/:deployment_id/approval", DEVELOPER, "Deployment: Approve").job_with(&[ADMIN_DEPLOYMENTS]).when(&[ProtectedEnvironment]).inferred(&[JOB_PERMISSIONS]),
    DEPLOYMENTS.get("/projects/:id/deployments/:deployment_id/merge_requests", REPORTER, "Deployment: Read").job_with(&[READ_DEPLOYMENTS]).when(&[SecondPermission]).any_user(),
];

static PROTECTED_ENVIRONMENTS: Group = Group::new(
    "protected_environments",
    "Protected environments",
    "api/protected_environments",
    &[PERMISSIONS, ROLES],
)
.rated(Docs);

#[rustfmt::skip]
static PROTECTED_ENVIRONMENTS_ROWS: &[Endpoint] = &[
    PROTECTED_ENVIRONMENTS.get("/groups/:id/protected_environments", OWNER, "Protected Environment: Read").probe(),
    PROTECTED_ENVIRONMENTS.post("/groups/:id/protected_environments", OWNER, "Protected Environment: Create"),
    PROTECTED_ENVIRONMENTS.get("/groups/:id/protected_environments/:name", OWNER, "Protected Environment: Read"),
    PROTECTED_ENVIRONMENTS.put("/groups/:id/protected_environments/:name", OWNER, "Protected Environment: Update"),
    PROTECTED_ENVIRONMENTS.delete("/groups/:id/protected_environments/:name", OWNER, "Protected Environment: Delete"),
    PROTECTED_ENVIRONMENTS.get("/projects/:id/protected_environments", MAINTAINER, "Protected Environment: Read").probe(),
    PROTECTED_ENVIRONMENTS.post("/projects/:id/protected_environments", MAINTAINER, "Protected Environment: Create"),
    PROTECTED_ENVIRONMENTS.get("/projects/:id/protected_environments/:name", MAINTAINER, "Protected Environment: Read"),
    PROTECTED_ENVIRONMENTS.put("/projects/:id/protected_environments/:name", MAINTAINER, "Protected Environment: Update"),
    PROTECTED_ENVIRONMENTS.delete("/projects/:id/protected_environments/:name", MAINTAINER, "Protected Environment: Delete"),
];

static FREEZE_PERIODS: Group = Group::new(
    "freeze_periods",
    "Freeze periods",
    "api/freeze_periods",
    &["lib/api/freeze_periods.rb", ROLES],
);

#[rustfmt::skip]
static FREEZE_PERIODS_ROWS: &[Endpoint] = &[
    FREEZE_PERIODS.get("/projects/:id/freeze_periods", REPORTER, "Freeze Period: Read").probe(),
    FREEZE_PERIODS.post("/projects/:id/freeze_periods", MAINTAINER, "Freeze Period: Create"),
    FREEZE_PERIODS.get("/projects/:id/freeze_periods/:freeze_period_id", REPORTER, "Freeze Period: Read"),
    FREEZE_PERIODS.put("/projects/:id/freeze_periods/:freeze_period_id", MAINTAINER, "Freeze Period: Update"),
    FREEZE_PERIODS.delete("/projects/:id/freeze_periods/:freeze_period_id", MAINTAINER, "Freeze Period: Delete"),
];

static FEATURE_FLAGS: Group = Group::new(
    "feature_flags",
    "Feature flags",
    "api/feature_flags",
    &[
        "lib/api/feature_flags.rb",
        "config/authz/roles/developer.yml",
    ],
)
.features(Features::All(&[Feature::FeatureFlags, Feature::Repository]));

#[rustfmt::skip]
static FEATURE_FLAGS_ROWS: &[Endpoint] = &[
    FEATURE_FLAGS.get("/feature_flags/unleash/:project_id/client/features", ANY_USER, NONE).takes(Credential::FeatureFlagsClient).inferred(&[PERMISSIONS]),
    FEATURE_FLAGS.get("/projects/:id/feature_flags", DEVELOPER, "Feature Flag: Read").probe(),
    FEATURE_FLAGS.post("/projects/:id/feature_flags", DEVELOPER, "Feature Flag: Create"),
    FEATURE_FLAGS.get("/projects/:id/feature_flags/:feature_flag_name", DEVELOPER, "Feature Flag: Read"),
    FEATURE_FLAGS.put("/projects/:id/feature_flags/:feature_flag_name", DEVELOPER, "Feature Flag: Update"),
    FEATURE_FLAGS.delete("/projects/:id/feature_flags/:feature_flag_name", DEVELOPER, "Feature Flag: Delete"),
    FEATURE_FLAGS.get("/projects/:id/feature_flags_settings", DEVELOPER, "Feature Flag: Read").probe().inferred(&["lib/api/feature_flags.rb", "config/authz/roles/developer.yml", PERMISSIONS]),
    FEATURE_FLAGS.put("/projects/:id/feature_flags_settings", MAINTAINER, "Feature Flag Settings: Update").inferred(&["lib/api/feature_flags.rb", "config/authz/roles/developer.yml", PERMISSIONS]),
    FEATURE_FLAGS.get("/projects/:id/feature_flags_user_lists", DEVELOPER, "Feature Flag User List: Read").probe().code(&["lib/api/feature_flags_user_lists.rb", "config/authz/roles/developer.yml"]),
    FEATURE_FLAGS.post("/projects/:id/feature_flags_user_lists", DEVELOPER, "Feature Flag User List: Create").code(&["lib/api/feature_flags_user_lists.rb", "config/authz/roles/developer.yml"]),
    FEATURE_FLAGS.get("/projects/:id/feature_flags_user_lists/:iid", DEVELOPER, "Feature Flag User List: Read").code(&["lib/api/feature_flags_user_lists.rb", "config/authz/roles/developer.yml"]),
    FEATURE_FLAGS.put("/projects/:id/feature_flags_user_lists/:iid", DEVELOPER, "Feature Flag User List: Update").code(&["lib/api/feature_flags_user_lists.rb", "config/authz/roles/developer.yml"]),
    FEATURE_FLAGS.delete("/projects/:id/feature_flags_user_lists/:iid", DEVELOPER, "Feature Flag User List: Delete").code(&["lib/api/feature_flags_user_lists.rb", "config/authz/roles/developer.yml"]),
];

static ERROR_TRACKING: Group = Group::new(
    "error_tracking",
    "Error tracking",
    "api/error_tracking",
    &[PERMISSIONS],
)
.feature(Feature::Monitor)
.rated(Inferred);

#[rustfmt::skip]
static ERROR_TRACKING_ROWS: &[Endpoint] = &[
    ERROR_TRACKING.get("/projects/:id/alert_management_alerts/:alert_iid/metric_images", DEVELOPER, "Alert Metric Image: Read").docs(&["config/authz/roles/developer.yml"]),
    ERROR_TRACKING.get("/projects/:id/error_tracking/client_keys", MAINTAINER, "Error Tracking Client Key: Read").probe().no_feature(),
    ERROR_TRACKING.post("/projects/:id/error_tracking/client_keys", MAINTAINER, "Error Tracking Client Key: Create").no_feature(),
    ERROR_TRACKING.delete("/projects/:id/error_tracking/client_keys/:key_id", MAINTAINER, "Error Tracking Client Key: Delete").no_feature(),
    ERROR_TRACKING.get("/projects/:id/error_tracking/settings", MAINTAINER, "Error Tracking Setting: Read").probe().code(&["lib/api/error_tracking/project_settings.rb", "config/authz/roles/maintainer.yml"]),
    ERROR_TRACKING.put("/projects/:id/error_tracking/settings", MAINTAINER, "Error Tracking Setting: Update").code(&["lib/api/error_tracking/project_settings.rb", "config/authz/roles/maintainer.yml"]),
    ERROR_TRACKING.patch("/projects/:id/error_tracking/settings", MAINTAINER, "Error Tracking Setting: Update").code(&["lib/api/error_tracking/project_settings.rb", "config/authz/roles/maintainer.yml"]),
];

static TERRAFORM_STATE: Group = Group::new(
    "terraform_state",
    "Terraform state",
    "user/infrastructure/iac/terraform_state",
    &["lib/api/terraform/state.rb", ROLES, JOB_PERMISSIONS],
)
.feature(Feature::Infrastructure);

#[rustfmt::skip]
static TERRAFORM_STATE_ROWS: &[Endpoint] = &[
    TERRAFORM_STATE.get("/projects/:id/terraform/state/:name", DEVELOPER, "Terraform State: Read").job_with(&[READ_TERRAFORM_STATE]).job_as_password(),
    TERRAFORM_STATE.post("/projects/:id/terraform/state/:name", MAINTAINER, "Terraform State: Create").job_with(&[ADMIN_TERRAFORM_STATE]).job_as_password(),
    TERRAFORM_STATE.delete("/projects/:id/terraform/state/:name", MAINTAINER, "Terraform State: Delete").job_with(&[ADMIN_TERRAFORM_STATE]).job_as_password(),
    TERRAFORM_STATE.post("/projects/:id/terraform/state/:name/lock", MAINTAINER, "Terraform State: Lock").job_with(&[ADMIN_TERRAFORM_STATE]).job_as_password(),
    TERRAFORM_STATE.delete("/projects/:id/terraform/state/:name/lock", MAINTAINER, "Terraform State: Lock").job_with(&[ADMIN_TERRAFORM_STATE]).job_as_password(),
    TERRAFORM_STATE.get("/projects/:id/terraform/state/:name/versions/:serial", DEVELOPER, "Terraform State: Read").job_with(&[READ_TERRAFORM_STATE]).rated(Docs).job_as_password(),
    TERRAFORM_STATE.delete("/projects/:id/terraform/state/:name/versions/:serial", MAINTAINER, "Terraform State: Delete").job_with(&[ADMIN_TERRAFORM_STATE]).rated(Docs).job_as_password(),
    TERRAFORM_STATE.get("/projects/:id/terraform/state_protection_rules", MAINTAINER, "Terraform State: Read").probe().rated(Inferred),
    TERRAFORM_STATE.post("/projects/:id/terraform/state_protection_rules", MAINTAINER, "Terraform State Protection Rule: Create").docs(&["app/policies/project_policy.rb"]),
    TERRAFORM_STATE.patch("/projects/:id/terraform/state_protection_rules/:terraform_state_protection_rule_id", MAINTAINER, "Terraform State Protection Rule: Update").docs(&["app/policies/project_policy.rb"]),
    TERRAFORM_STATE.delete("/projects/:id/terraform/state_protection_rules/:terraform_state_protection_rule_id", MAINTAINER, "Terraform State Protection Rule: Delete").docs(&["app/policies/project_policy.rb"]),
];

static CLUSTERS: Group = Group::new(
    "clusters",
    "Clusters",
    "api/cluster_agents",
    &[PERMISSIONS, ROLES],
)
.features(Features::All(&[
    Feature::Infrastructure,
    Feature::Repository,
]))
.rated(Docs);

#[rustfmt::skip]
static CLUSTERS_ROWS: &[Endpoint] = &[
    CLUSTERS.get("/groups/:id/clusters", DEVELOPER, "Cluster: Read").probe(),
    CLUSTERS.get("/projects/:id/cluster_agents", DEVELOPER, "Cluster Agent: Read").probe(),
    CLUSTERS.post("/projects/:id/cluster_agents", MAINTAINER, "Cluster Agent: Create"),
    CLUSTERS.get("/projects/:id/cluster_agents/:agent_id", DEVELOPER, "Cluster Agent: Read"),
    CLUSTERS.delete("/projects/:id/cluster_agents/:agent_id", MAINTAINER, "Cluster Agent: Delete"),
    CLUSTERS.get("/projects/:id/cluster_agents/:agent_id/tokens", DEVELOPER, "Cluster Agent Token: Read"),
    CLUSTERS.post("/projects/:id/cluster_agents/:agent_id/tokens", MAINTAINER, "Cluster Agent Token: Create"),
    CLUSTERS.get("/projects/:id/cluster_agents/:agent_id/tokens/:token_id", DEVELOPER, "Cluster Agent Token: Read"),
    CLUSTERS.delete("/projects/:id/cluster_agents/:agent_id/tokens/:token_id", MAINTAINER, "Cluster Agent Token: Revoke"),
    CLUSTERS.get("/projects/:id/clusters", DEVELOPER, "Cluster: Read").probe(),
    CLUSTERS.get("/projects/:id/clusters/:cluster_id", DEVELOPER, "Cluster: Read"),
    CLUSTERS.put("/projects/:id/clusters/:cluster_id", MAINTAINER, "Cluster: Update"),
    CLUSTERS.delete("/projects/:id/clusters/:cluster_id", MAINTAINER, "Cluster: Delete"),
    CLUSTERS.post("/projects/:id/clusters/user", MAINTAINER, "Cluster: Create"),
];

static PAGES: Group = Group::new(
    "pages",
    "GitLab Pages",
    "api/pages",
    &[
        "lib/api/pages_domains.rb",
        "config/authz/roles/maintainer.yml",
    ],
)
.feature(Feature::Pages);

#[rustfmt::skip]
static PAGES_ROWS: &[Endpoint] = &[
    PAGES.get("/pages/domains", ADMINISTRATOR, "Pages Domain: Read").no_feature().probe().code(&["lib/api/pages_domains.rb"]),
    PAGES.get("/projects/:id/pages", MAINTAINER, "Page: Read").probe().code(&["lib/api/pages.rb", "config/authz/roles/maintainer.yml"]),
    PAGES.patch("/projects/:id/pages", MAINTAINER, "Page: Update").code(&["lib/api/pages.rb", "config/authz/roles/maintainer.yml"]),
    PAGES.delete("/projects/:id/pages", MAINTAINER, "Page: Delete").code(&["lib/api/pages.rb", "config/authz/roles/maintainer.yml"]),
    PAGES.get("/projects/:id/pages/domains", MAINTAINER, "Pages Domain: Read").probe(),
    PAGES.post("/projects/:id/pages/domains", MAINTAINER, "Pages Domain: Create"),
    PAGES.get("/projects/:id/pages/domains/:domain", MAINTAINER, "Pages Domain: Read"),
    PAGES.put("/projects/:id/pages/domains/:domain", MAINTAINER, "Pages Domain: Update"),
    PAGES.delete("/projects/:id/pages/domains/:domain", MAINTAINER, "Pages Domain: Delete"),
    PAGES.put("/projects/:id/pages/domains/:domain/verify", MAINTAINER, "Pages Domain: Verify"),
];

static SECURITY: Group = Group::new(
    "security",
    "Security",
    "api/vulnerabilities",
    &[PERMISSIONS, ROLE_TABLE, ROLES],
)
.feature(Feature::SecurityAndCompliance)
.rated(Docs);

#[rustfmt::skip]
static SECURITY_ROWS: &[Endpoint] = &[
    SECURITY.get("/groups/:id/audit_events", DEVELOPER, "Audit Event: Read").no_feature().probe(),
    SECURITY.get("/projects/:id/audit_events", DEVELOPER_OR_SECURITY, "Audit Event: Read").no_feature().probe(),
    SECURITY.get("/projects/:id/dependencies", DEVELOPER, "Dependency: Read").when(&[RoleDisputed]).probe().rated(Inferred),
    SECURITY.get("/projects/:id/security_settings", DEVELOPER, "Security Setting: Read").probe().rated(Inferred),
    SECURITY.get("/projects/:id/vulnerabilities", DEVELOPER_OR_SECURITY, "Vulnerability: Read").probe(),
    SECURITY.post("/projects/:id/vulnerabilities", MAINTAINER_OR_SECURITY, "Vulnerability: Create"),
    SECURITY.get("/projects/:id/vulnerability_findings", DEVELOPER_OR_SECURITY, "Vulnerability: Read").probe(),
];
