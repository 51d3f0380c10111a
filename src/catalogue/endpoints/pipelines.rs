//! Pipelines: pipelines, jobs, variables and runners.

use super::{
    ADMIN_PIPELINES, ADMIN_RELEASES, ADMIN_SECURE_FILES, ADMINISTRATOR, ANY_USER, Area, DEVELOPER,
    JOB_PERMISSIONS, MAINTAINER, MAINTAINER_OR_SECURITY, MANAGE_RUNNER, NONE, OWNER, PERMISSIONS,
    PLANNER, READ_JOBS, READ_PIPELINES, READ_RUNNER, READ_SECURE_FILES, REPORTER, ROLE_TABLE,
    ROLES, Section, area, section,
};
use crate::catalogue::Condition::{
    AuthorPasses, OwnObjectOnly, ProtectedEnvironment, ProtectedRef, PublicPipelines, RoleDisputed,
    SecondPermission, SecondResource, SettingDecides, SomeFieldsNeedMore,
};
use crate::catalogue::Denial::{BadRequest, Forbidden, NotFound};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Credential, Endpoint, Feature, Group};

/// Pipelines.
pub(super) const AREA: Area = area("Pipelines", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&PIPELINES, PIPELINES_ROWS),
    section(&PIPELINE_SCHEDULES, PIPELINE_SCHEDULES_ROWS),
    section(&JOBS, JOBS_ROWS),
    section(&JOB_ARTIFACTS, JOB_ARTIFACTS_ROWS),
    section(&TRIGGERS, TRIGGERS_ROWS),
    section(&CI_VARIABLES, CI_VARIABLES_ROWS),
    section(&GROUP_VARIABLES, GROUP_VARIABLES_ROWS),
    section(&ADMIN_VARIABLES, ADMIN_VARIABLES_ROWS),
    section(&CI_LINT, CI_LINT_ROWS),
    section(&CI_CATALOG, CI_CATALOG_ROWS),
    section(&SECURE_FILES, SECURE_FILES_ROWS),
    section(&RESOURCE_GROUPS, RESOURCE_GROUPS_ROWS),
    section(&JOB_TOKEN_SCOPE, JOB_TOKEN_SCOPE_ROWS),
    section(&RUNNERS, RUNNERS_ROWS),
    section(&RUNNER_PROTOCOL, RUNNER_PROTOCOL_ROWS),
];

static PIPELINES: Group = Group::new(
    "pipelines",
    "Pipelines",
    "api/pipelines",
    &["lib/api/ci/pipelines.rb", ROLES],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static PIPELINES_ROWS: &[Endpoint] = &[
    PIPELINES.get("/pipelines", ANY_USER, "Pipeline: Read").probe().inferred(&[PERMISSIONS]),
    PIPELINES.post("/projects/:id/pipeline", DEVELOPER, "Pipeline: Create").when(&[SettingDecides, ProtectedRef]),
    PIPELINES.get("/projects/:id/pipelines", REPORTER, "Pipeline: Read").job_with(&[READ_PIPELINES]).when(&[PublicPipelines]).public().probe(),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id", REPORTER, "Pipeline: Read").job_with(&[READ_PIPELINES]).when(&[PublicPipelines]).public(),
    PIPELINES.delete("/projects/:id/pipelines/:pipeline_id", OWNER, "Pipeline: Delete"),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/bridges", REPORTER, "Pipeline: Read").job_with(&[READ_PIPELINES]).when(&[PublicPipelines]).public(),
    PIPELINES.post("/projects/:id/pipelines/:pipeline_id/cancel", DEVELOPER, "Pipeline: Update").when(&[SettingDecides]),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/jobs", REPORTER, "Pipeline: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines]).public(),
    PIPELINES.put("/projects/:id/pipelines/:pipeline_id/metadata", DEVELOPER, "Pipeline: Update").job_with(&[ADMIN_PIPELINES]),
    PIPELINES.post("/projects/:id/pipelines/:pipeline_id/retry", DEVELOPER, "Pipeline: Update").when(&[ProtectedRef]),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/test_report", REPORTER, "Pipeline: Read").when(&[PublicPipelines]).public(),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/test_report_summary", REPORTER, "Pipeline: Read").when(&[PublicPipelines]).public(),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/trigger_jobs", REPORTER, "Pipeline: Read").job_with(&[READ_PIPELINES]).when(&[PublicPipelines]).public().inferred(&[JOB_PERMISSIONS]),
    PIPELINES.get("/projects/:id/pipelines/:pipeline_id/variables", MAINTAINER, "Pipeline: Read").when(&[AuthorPasses]).inferred(&["lib/api/ci/pipelines.rb", ROLES, PERMISSIONS]),
    PIPELINES.get("/projects/:id/pipelines/latest", REPORTER, "Pipeline: Read").when(&[PublicPipelines]).public().probe(),
];

static PIPELINE_SCHEDULES: Group = Group::new(
    "pipeline_schedules",
    "Pipeline schedules",
    "api/pipeline_schedules",
    &["lib/api/ci/pipeline_schedules.rb", ROLES, ROLE_TABLE],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static PIPELINE_SCHEDULES_ROWS: &[Endpoint] = &[
    PIPELINE_SCHEDULES.get("/projects/:id/pipeline_schedules", REPORTER, "Pipeline Schedule: Read").when(&[PublicPipelines]).any_user().probe(),
    PIPELINE_SCHEDULES.post("/projects/:id/pipeline_schedules", DEVELOPER, "Pipeline Schedule: Create").when(&[ProtectedRef]),
    PIPELINE_SCHEDULES.get("/projects/:id/pipeline_schedules/:pipeline_schedule_id", REPORTER, "Pipeline Schedule: Read").any_user(),
    PIPELINE_SCHEDULES.put("/projects/:id/pipeline_schedules/:pipeline_schedule_id", DEVELOPER, "Pipeline Schedule: Update").when(&[OwnObjectOnly]),
    PIPELINE_SCHEDULES.delete("/projects/:id/pipeline_schedules/:pipeline_schedule_id", DEVELOPER, "Pipeline Schedule: Delete").when(&[OwnObjectOnly]),
    PIPELINE_SCHEDULES.get("/projects/:id/pipeline_schedules/:pipeline_schedule_id/pipelines", REPORTER, "Pipeline Schedule: Read").when(&[SecondPermission]),
    PIPELINE_SCHEDULES.post("/projects/:id/pipeline_schedules/:pipeline_schedule_id/play", DEVELOPER, "Pipeline Schedule: Update"),
    PIPELINE_SCHEDULES.post("/projects/:id/pipeline_schedules/:pipeline_schedule_id/take_ownership", MAINTAINER, "Pipeline Schedule: Update").when(&[RoleDisputed]),
    PIPELINE_SCHEDULES.post("/projects/:id/pipeline_schedules/:pipeline_schedule_id/variables", DEVELOPER, "Pipeline Schedule: Update").when(&[SomeFieldsNeedMore]),
    PIPELINE_SCHEDULES.get("/projects/:id/pipeline_schedules/:pipeline_schedule_id/variables/:key", DEVELOPER, "Pipeline Schedule: Read").inferred(&["lib/api/ci/pipeline_schedules.rb", ROLES, ROLE_TABLE, PERMISSIONS]),
    PIPELINE_SCHEDULES.put("/projects/:id/pipeline_schedules/:pipeline_schedule_id/variables/:key", DEVELOPER, "Pipeline Schedule: Update"),
    PIPELINE_SCHEDULES.delete("/projects/:id/pipeline_schedules/:pipeline_schedule_id/variables/:key", DEVELOPER, "Pipeline Schedule: Update"),
];

static JOBS: Group =
    Group::new("jobs", "Jobs", "api/jobs", &["lib/api/ci/jobs.rb", ROLES]).feature(Feature::Builds);

#[rustfmt::skip]
static JOBS_ROWS: &[Endpoint] = &[
    JOBS.get("/job", ANY_USER, NONE).takes(Credential::JobToken).job().hides().probe(),
    JOBS.get("/job/allowed_agents", ANY_USER, NONE).takes(Credential::JobToken).job().hides().probe(),
    JOBS.get("/projects/:id/jobs", REPORTER, "Job: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines]).any_user().probe(),
    JOBS.get("/projects/:id/jobs/:job_id", REPORTER, "Job: Read").when(&[PublicPipelines]).any_user(),
    JOBS.post("/projects/:id/jobs/:job_id/cancel", DEVELOPER, "Job: Update").when(&[SomeFieldsNeedMore]),
    JOBS.post("/projects/:id/jobs/:job_id/erase", DEVELOPER, "Job: Delete").when(&[OwnObjectOnly, ProtectedRef]),
    JOBS.post("/projects/:id/jobs/:job_id/play", DEVELOPER, "Job: Run").when(&[ProtectedRef, ProtectedEnvironment]),
    JOBS.post("/projects/:id/jobs/:job_id/retry", DEVELOPER, "Job: Run").when(&[ProtectedRef]),
    JOBS.get("/projects/:id/jobs/:job_id/trace", REPORTER, "Job: Read").when(&[SomeFieldsNeedMore, PublicPipelines]).any_user(),
];

static JOB_ARTIFACTS: Group = Group::new(
    "job_artifacts",
    "Job artifacts",
    "api/job_artifacts",
    &["lib/api/ci/job_artifacts.rb", ROLES],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static JOB_ARTIFACTS_ROWS: &[Endpoint] = &[
    JOB_ARTIFACTS.delete("/projects/:id/artifacts", MAINTAINER, "Artifact: Delete").no_feature(),
    JOB_ARTIFACTS.get("/projects/:id/jobs/:job_id/artifacts", REPORTER, "Job Artifact: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines, SettingDecides]).public(),
    JOB_ARTIFACTS.delete("/projects/:id/jobs/:job_id/artifacts", MAINTAINER, "Job Artifact: Delete").no_feature(),
    JOB_ARTIFACTS.get("/projects/:id/jobs/:job_id/artifacts/*artifact_path", REPORTER, "Job Artifact: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines]).public(),
    JOB_ARTIFACTS.post("/projects/:id/jobs/:job_id/artifacts/keep", DEVELOPER, "Job Artifact: Update").docs(&["lib/api/ci/job_artifacts.rb", "config/authz/roles/developer.yml", PERMISSIONS]),
    JOB_ARTIFACTS.get("/projects/:id/jobs/:job_id/artifacts/tree", REPORTER, "Job Artifact: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines]).public(),
    JOB_ARTIFACTS.get("/projects/:id/jobs/artifacts/:ref_name/download", REPORTER, "Job Artifact: Read").job_with(&[READ_JOBS]).when(&[SecondResource, PublicPipelines]).public(),
    JOB_ARTIFACTS.get("/projects/:id/jobs/artifacts/:ref_name/raw/*artifact_path", REPORTER, "Job Artifact: Read").job_with(&[READ_JOBS]).when(&[PublicPipelines]).public(),
];

static TRIGGERS: Group = Group::new(
    "triggers",
    "Triggers",
    "api/pipeline_triggers",
    &[
        "lib/api/ci/triggers.rb",
        "app/services/ci/pipeline_trigger_service.rb",
        ROLES,
    ],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static TRIGGERS_ROWS: &[Endpoint] = &[
    TRIGGERS.post("/projects/:id/ref/:ref/trigger/pipeline", DEVELOPER, NONE).takes(Credential::TriggerToken).job().when(&[ProtectedRef]).denies(BadRequest, NotFound),
    TRIGGERS.post("/projects/:id/trigger/pipeline", DEVELOPER, NONE).takes(Credential::TriggerToken).job().when(&[ProtectedRef]).denies(BadRequest, NotFound),
    TRIGGERS.get("/projects/:id/triggers", MAINTAINER, "Trigger: Read").probe(),
    TRIGGERS.post("/projects/:id/triggers", MAINTAINER, "Trigger: Create"),
    TRIGGERS.get("/projects/:id/triggers/:trigger_id", MAINTAINER, "Trigger: Read"),
    TRIGGERS.put("/projects/:id/triggers/:trigger_id", MAINTAINER, "Trigger: Update").when(&[OwnObjectOnly]),
    TRIGGERS.delete("/projects/:id/triggers/:trigger_id", MAINTAINER, "Trigger: Delete"),
];

static CI_VARIABLES: Group = Group::new(
    "ci_variables",
    "Project CI/CD variables",
    "api/project_level_variables",
    &[
        "lib/api/ci/variables.rb",
        "config/authz/roles/maintainer.yml",
    ],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static CI_VARIABLES_ROWS: &[Endpoint] = &[
    CI_VARIABLES.get("/projects/:id/variables", MAINTAINER, "Variable: Read").probe(),
    CI_VARIABLES.post("/projects/:id/variables", MAINTAINER, "Variable: Create"),
    CI_VARIABLES.get("/projects/:id/variables/:key", MAINTAINER, "Variable: Read"),
    CI_VARIABLES.put("/projects/:id/variables/:key", MAINTAINER, "Variable: Update"),
    CI_VARIABLES.delete("/projects/:id/variables/:key", MAINTAINER, "Variable: Delete"),
];

static GROUP_VARIABLES: Group = Group::new(
    "group_variables",
    "Group CI/CD variables",
    "api/group_level_variables",
    &["lib/api/group_variables.rb", "config/authz/roles/owner.yml"],
);

#[rustfmt::skip]
static GROUP_VARIABLES_ROWS: &[Endpoint] = &[
    GROUP_VARIABLES.get("/groups/:id/variables", OWNER, "Variable: Read").probe(),
    GROUP_VARIABLES.post("/groups/:id/variables", OWNER, "Variable: Create"),
    GROUP_VARIABLES.get("/groups/:id/variables/:key", OWNER, "Variable: Read"),
    GROUP_VARIABLES.put("/groups/:id/variables/:key", OWNER, "Variable: Update"),
    GROUP_VARIABLES.delete("/groups/:id/variables/:key", OWNER, "Variable: Delete"),
];

static ADMIN_VARIABLES: Group = Group::new(
    "admin_variables",
    "Instance CI/CD variables",
    "api/instance_level_ci_variables",
    &[PERMISSIONS],
)
.rated(Inferred);

#[rustfmt::skip]
static ADMIN_VARIABLES_ROWS: &[Endpoint] = &[
    ADMIN_VARIABLES.get("/admin/ci/variables", ADMINISTRATOR, "Variable: Read").probe(),
    ADMIN_VARIABLES.post("/admin/ci/variables", ADMINISTRATOR, "Variable: Create"),
    ADMIN_VARIABLES.get("/admin/ci/variables/:key", ADMINISTRATOR, "Variable: Read"),
    ADMIN_VARIABLES.put("/admin/ci/variables/:key", ADMINISTRATOR, "Variable: Update"),
    ADMIN_VARIABLES.delete("/admin/ci/variables/:key", ADMINISTRATOR, "Variable: Delete"),
];

static CI_LINT: Group = Group::new(
    "ci_lint",
    "CI lint",
    "api/lint",
    &["lib/api/lint.rb", ROLES],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static CI_LINT_ROWS: &[Endpoint] = &[
    CI_LINT.get("/projects/:id/ci/lint", PLANNER, "CI Config: Read").public().probe().feature(Feature::Repository),
    CI_LINT.post("/projects/:id/ci/lint", DEVELOPER, "CI Config: Validate").only_reads().feature(Feature::Repository),
];

static CI_CATALOG: Group = Group::new(
    "ci_catalog",
    "CI/CD catalog",
    "",
    &[JOB_PERMISSIONS, "config/authz/roles/developer.yml"],
)
.feature(Feature::Releases)
.rated(Docs);

#[rustfmt::skip]
static CI_CATALOG_ROWS: &[Endpoint] = &[
    CI_CATALOG.post("/projects/:id/catalog/publish", DEVELOPER, "Catalog Version: Publish").job_with(&[ADMIN_RELEASES]),
];

static SECURE_FILES: Group = Group::new(
    "secure_files",
    "Secure files",
    "api/secure_files",
    &["lib/api/ci/secure_files.rb", ROLES],
);

#[rustfmt::skip]
static SECURE_FILES_ROWS: &[Endpoint] = &[
    SECURE_FILES.get("/projects/:id/secure_files", DEVELOPER, "Secure File: Read").job_with(&[READ_SECURE_FILES]).probe(),
    SECURE_FILES.post("/projects/:id/secure_files", MAINTAINER, "Secure File: Create").job_with(&[ADMIN_SECURE_FILES]),
    SECURE_FILES.get("/projects/:id/secure_files/:secure_file_id", DEVELOPER, "Secure File: Read").job_with(&[READ_SECURE_FILES]),
    SECURE_FILES.delete("/projects/:id/secure_files/:secure_file_id", MAINTAINER, "Secure File: Delete").job_with(&[ADMIN_SECURE_FILES]),
    SECURE_FILES.get("/projects/:id/secure_files/:secure_file_id/download", DEVELOPER, "Secure File: Read").job_with(&[READ_SECURE_FILES]),
];

static RESOURCE_GROUPS: Group = Group::new(
    "resource_groups",
    "Resource groups",
    "api/resource_groups",
    &[
        "lib/api/ci/resource_groups.rb",
        "config/authz/roles/developer.yml",
    ],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static RESOURCE_GROUPS_ROWS: &[Endpoint] = &[
    RESOURCE_GROUPS.get("/projects/:id/resource_groups", DEVELOPER, "Resource Group: Read").probe(),
    RESOURCE_GROUPS.get("/projects/:id/resource_groups/:key", DEVELOPER, "Resource Group: Read"),
    RESOURCE_GROUPS.put("/projects/:id/resource_groups/:key", DEVELOPER, "Resource Group: Update"),
    RESOURCE_GROUPS.get("/projects/:id/resource_groups/:key/current_job", DEVELOPER, "Resource Group: Read"),
    RESOURCE_GROUPS.get("/projects/:id/resource_groups/:key/upcoming_jobs", DEVELOPER, "Resource Group: Read"),
];

static JOB_TOKEN_SCOPE: Group = Group::new(
    "job_token_scope",
    "Job token allowlist",
    "api/project_job_token_scopes",
    &["doc/ci/jobs/ci_job_token.md"],
)
.rated(Docs);

#[rustfmt::skip]
static JOB_TOKEN_SCOPE_ROWS: &[Endpoint] = &[
    JOB_TOKEN_SCOPE.get("/projects/:id/job_token_scope", MAINTAINER, "Job Token Scope: Read").probe().code(&["lib/api/project_job_token_scope.rb", "config/authz/roles/maintainer.yml"]),
    JOB_TOKEN_SCOPE.patch("/projects/:id/job_token_scope", MAINTAINER, "Job Token Scope: Update").code(&["lib/api/project_job_token_scope.rb", "config/authz/roles/maintainer.yml"]),
    JOB_TOKEN_SCOPE.get("/projects/:id/job_token_scope/allowlist", MAINTAINER, "Job Token Scope Allowlist: Read").probe(),
    JOB_TOKEN_SCOPE.post("/projects/:id/job_token_scope/allowlist", MAINTAINER, "Job Token Scope Allowlist: Create").when(&[SecondResource]),
    JOB_TOKEN_SCOPE.delete("/projects/:id/job_token_scope/allowlist/:target_project_id", MAINTAINER, "Job Token Scope Allowlist: Delete"),
    JOB_TOKEN_SCOPE.get("/projects/:id/job_token_scope/groups_allowlist", MAINTAINER, "Job Token Scope Allowlist: Read").probe(),
    JOB_TOKEN_SCOPE.post("/projects/:id/job_token_scope/groups_allowlist", MAINTAINER, "Job Token Scope Allowlist: Create"),
    JOB_TOKEN_SCOPE.delete("/projects/:id/job_token_scope/groups_allowlist/:target_group_id", MAINTAINER, "Job Token Scope Allowlist: Delete"),
];

static RUNNERS: Group = Group::new(
    "runners",
    "Runners",
    "api/runners",
    &["lib/api/ci/runners.rb", ROLES, ROLE_TABLE],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static RUNNERS_ROWS: &[Endpoint] = &[
    RUNNERS.get("/groups/:id/runners", MAINTAINER_OR_SECURITY, "Runner: Read").no_feature().probe(),
    RUNNERS.post("/groups/:id/runners/reset_registration_token", OWNER, "Runner Registration Token: Reset").no_feature().docs(&["lib/api/ci/runners.rb", ROLES, ROLE_TABLE, PERMISSIONS]),
    RUNNERS.get("/projects/:id/runners", MAINTAINER_OR_SECURITY, "Runner: Read").probe().no_feature(),
    RUNNERS.post("/projects/:id/runners", MAINTAINER, "Runner: Assign").no_feature(),
    RUNNERS.delete("/projects/:id/runners/:runner_id", MAINTAINER, "Runner: Assign").no_feature(),
    RUNNERS.post("/projects/:id/runners/reset_registration_token", MAINTAINER, "Runner Registration Token: Reset").no_feature(),
    RUNNERS.get("/runners", ANY_USER, "Runner: Read").no_feature().probe(),
    RUNNERS.get("/runners/:id", MAINTAINER, "Runner: Read").scopes(READ_RUNNER).denies(Forbidden, Forbidden).probe(),
    RUNNERS.put("/runners/:id", MAINTAINER, "Runner: Update").scopes(MANAGE_RUNNER).denies(Forbidden, Forbidden),
    RUNNERS.delete("/runners/:id", MAINTAINER, "Runner: Delete").scopes(MANAGE_RUNNER).denies(Forbidden, Forbidden),
    RUNNERS.get("/runners/:id/jobs", MAINTAINER, "Runner: Read").scopes(READ_RUNNER).denies(Forbidden, Forbidden).probe(),
    RUNNERS.get("/runners/:id/managers", MAINTAINER, "Runner: Read").scopes(READ_RUNNER).denies(Forbidden, Forbidden).probe(),
    RUNNERS.get("/runners/:id/projects", MAINTAINER, "Runner: Read").scopes(READ_RUNNER).denies(Forbidden, Forbidden).probe(),
    RUNNERS.post("/runners/:id/reset_authentication_token", MAINTAINER, "Runner: Update").scopes(MANAGE_RUNNER).denies(Forbidden, Forbidden),
    RUNNERS.get("/runners/all", ADMINISTRATOR, "Runner: Read").no_feature().probe(),
    RUNNERS.post("/runners/reset_registration_token", ADMINISTRATOR, "Runner Registration Token: Reset").no_feature().docs(&["lib/api/ci/runners.rb", ROLES, ROLE_TABLE, PERMISSIONS]),
    RUNNERS.post("/user/runners", MAINTAINER, "Runner: Create").scopes(&["api", "create_runner"]).when(&[SomeFieldsNeedMore]).no_feature().denies(Forbidden, Forbidden).code(&["lib/api/user_runners.rb", ROLES]),
];

static RUNNER_PROTOCOL: Group = Group::new(
    "runner_protocol",
    "Runner protocol",
    "api/runners",
    &["lib/api/ci/runner.rb", PERMISSIONS],
);

#[rustfmt::skip]
static RUNNER_PROTOCOL_ROWS: &[Endpoint] = &[
    RUNNER_PROTOCOL.put("/jobs/:id", ANY_USER, NONE).takes(Credential::OwnJob).job().denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.get("/jobs/:id/artifacts", ANY_USER, NONE).takes(Credential::OwnJob).job_with(&[READ_JOBS]).denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/jobs/:id/artifacts", ANY_USER, NONE).takes(Credential::OwnJob).job().denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/jobs/:id/artifacts/authorize", ANY_USER, NONE).takes(Credential::OwnJob).job().denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.patch("/jobs/:id/trace", ANY_USER, NONE).takes(Credential::OwnJob).job().denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/jobs/request", ANY_USER, NONE).takes(Credential::Runner).denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/runners", ANY_USER, NONE).takes(Credential::RunnerRegistration).denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.delete("/runners", ANY_USER, NONE).takes(Credential::Runner).denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/runners/reset_authentication_token", ANY_USER, NONE).takes(Credential::Runner).denies(Forbidden, Forbidden),
    RUNNER_PROTOCOL.post("/runners/verify", ANY_USER, NONE).takes(Credential::Runner).denies(Forbidden, Forbidden).only_reads(),
];
