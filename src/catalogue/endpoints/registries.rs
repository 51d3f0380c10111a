//! Registries: container images and proxies of other registries.

use super::{
    Area, DEVELOPER, GUEST, JOB_PERMISSIONS, MAINTAINER, OWNER, PERMISSIONS, REPORTER, ROLE_TABLE,
    ROLES, Section, area, section,
};
use crate::catalogue::Condition::RoleDisputed;
use crate::catalogue::Denial::Forbidden;
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Endpoint, Feature, Group};

/// Registries.
pub(super) const AREA: Area = area("Registries", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&CONTAINER_REPOSITORIES, CONTAINER_REPOSITORIES_ROWS),
    section(&DEPENDENCY_PROXY, DEPENDENCY_PROXY_ROWS),
    section(&VIRTUAL_REGISTRIES, VIRTUAL_REGISTRIES_ROWS),
];

static CONTAINER_REPOSITORIES: Group = Group::new(
    "container_repositories",
    "Container repositories",
    "api/container_registry",
    &[
        "lib/api/project_container_repositories.rb",
        JOB_PERMISSIONS,
        ROLES,
    ],
)
.feature(Feature::ContainerRegistry);

#[rustfmt::skip]
static CONTAINER_REPOSITORIES_ROWS: &[Endpoint] = &[
    CONTAINER_REPOSITORIES.get("/groups/:id/registry/repositories", REPORTER, "Container Repository: Read").probe().code(&["lib/api/group_container_repositories.rb", ROLES]),
    CONTAINER_REPOSITORIES.get("/projects/:id/registry/protection/repository/rules", MAINTAINER, "Container Repository Protection Rule: Read").probe().docs(&["config/authz/roles/maintainer.yml"]),
    CONTAINER_REPOSITORIES.post("/projects/:id/registry/protection/repository/rules", MAINTAINER, "Container Repository Protection Rule: Create").docs(&["config/authz/roles/maintainer.yml"]),
    CONTAINER_REPOSITORIES.patch("/projects/:id/registry/protection/repository/rules/:protection_rule_id", MAINTAINER, "Container Repository Protection Rule: Update").docs(&["config/authz/roles/maintainer.yml"]),
    CONTAINER_REPOSITORIES.delete("/projects/:id/registry/protection/repository/rules/:protection_rule_id", MAINTAINER, "Container Repository Protection Rule: Delete").docs(&["config/authz/roles/maintainer.yml"]),
    CONTAINER_REPOSITORIES.get("/projects/:id/registry/protection/tag/rules", MAINTAINER, "Container Registry Protection Tag Rule: Read").probe().docs(&[ROLE_TABLE]),
    CONTAINER_REPOSITORIES.post("/projects/:id/registry/protection/tag/rules", MAINTAINER, "Container Registry Protection Tag Rule: Create").docs(&[ROLE_TABLE]),
    CONTAINER_REPOSITORIES.patch("/projects/:id/registry/protection/tag/rules/:protection_rule_id", MAINTAINER, "Container Registry Protection Tag Rule: Update").docs(&[ROLE_TABLE]),
    CONTAINER_REPOSITORIES.delete("/projects/:id/registry/protection/tag/rules/:protection_rule_id", MAINTAINER, "Container Registry Protection Tag Rule: Delete").when(&[RoleDisputed]).inferred(&[ROLE_TABLE, "config/authz/roles/developer.yml", PERMISSIONS]),
    CONTAINER_REPOSITORIES.get("/projects/:id/registry/repositories", REPORTER, "Container Repository: Read").own_job().public().probe(),
    CONTAINER_REPOSITORIES.delete("/projects/:id/registry/repositories/:repository_id", MAINTAINER, "Container Repository: Delete").own_job(),
    CONTAINER_REPOSITORIES.get("/projects/:id/registry/repositories/:repository_id/tags", REPORTER, "Container Repository: Read").own_job().public(),
    CONTAINER_REPOSITORIES.delete("/projects/:id/registry/repositories/:repository_id/tags", MAINTAINER, "Container Repository: Delete").own_job(),
    CONTAINER_REPOSITORIES.get("/projects/:id/registry/repositories/:repository_id/tags/:tag_name", REPORTER, "Container Repository: Read").own_job().public(),
    CONTAINER_REPOSITORIES.delete("/projects/:id/registry/repositories/:repository_id/tags/:tag_name", DEVELOPER, "Container Repository: Delete").own_job(),
    CONTAINER_REPOSITORIES.get("/registry/repositories/:id", REPORTER, "Container Repository: Read").denies(Forbidden, Forbidden).any_user().probe().code(&["lib/api/container_repositories.rb", ROLES]),
];

static DEPENDENCY_PROXY: Group = Group::new(
    "dependency_proxy",
    "Dependency proxy",
    "api/dependency_proxy",
    &[PERMISSIONS, "config/authz/roles/owner.yml"],
)
.feature(Feature::Packages)
.rated(Inferred);

#[rustfmt::skip]
static DEPENDENCY_PROXY_ROWS: &[Endpoint] = &[
    DEPENDENCY_PROXY.delete("/groups/:id/dependency_proxy/cache", OWNER, "Dependency Proxy Cache: Purge").no_feature().rated(Docs),
    DEPENDENCY_PROXY.get("/projects/:id/dependency_proxy/packages/maven/*path/:file_name", GUEST, "Package: Read").public(),
    DEPENDENCY_PROXY.get("/projects/:id/dependency_proxy/packages/npm/*package_name/-/*file_name", GUEST, "Package: Read").public(),
];

static VIRTUAL_REGISTRIES: Group = Group::new(
    "virtual_registries",
    "Virtual registries",
    "api/maven_virtual_registries",
    &[PERMISSIONS, ROLES],
)
.rated(Docs);

#[rustfmt::skip]
static VIRTUAL_REGISTRIES_ROWS: &[Endpoint] = &[
    VIRTUAL_REGISTRIES.get("/groups/:id/-/virtual_registries/container/registries", GUEST, "Virtual Registry: Read").probe(),
    VIRTUAL_REGISTRIES.post("/groups/:id/-/virtual_registries/container/registries", MAINTAINER, "Virtual Registry: Create"),
    VIRTUAL_REGISTRIES.get("/groups/:id/-/virtual_registries/packages/maven/registries", GUEST, "Virtual Registry: Read").probe(),
    VIRTUAL_REGISTRIES.post("/groups/:id/-/virtual_registries/packages/maven/registries", MAINTAINER, "Virtual Registry: Create"),
    VIRTUAL_REGISTRIES.get("/virtual_registries/packages/maven/:id/*path", GUEST, "Package: Read").job().deploy(&["read_virtual_registry"]).rated(Inferred),
    VIRTUAL_REGISTRIES.get("/virtual_registries/packages/maven/registries/:id", GUEST, "Virtual Registry: Read").probe(),
    VIRTUAL_REGISTRIES.patch("/virtual_registries/packages/maven/registries/:id", MAINTAINER, "Virtual Registry: Update"),
    VIRTUAL_REGISTRIES.delete("/virtual_registries/packages/maven/registries/:id", MAINTAINER, "Virtual Registry: Delete"),
];
