//! Outside the REST API: Git, LFS, the registry's token endpoint, GraphQL, downloads and OAuth.

use super::{
    ADMIN_REPOSITORIES, ADMINISTRATOR, ANY_USER, Area, CODE_READER, DEVELOPER,
    DEVELOPER_OR_PLANNER, FETCH, GUEST, IMAGES_OR_PROXY, MAINTAINER, NONE, PLANNER, PROXY, PUSH,
    PUSHES, READ, REPORTER, ROLES, Section, area, section,
};
use crate::catalogue::Condition::{
    CreatesMissingProject, ProtectedPackage, ProtectedRef, SettingForbids,
};
use crate::catalogue::Denial::{Errors, Forbidden, Null};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Credential, Endpoint, Feature, Group};

/// Outside the REST API.
pub(super) const AREA: Area = area("Outside the REST API", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&GIT_HTTP, GIT_HTTP_ROWS),
    section(&GIT_LFS, GIT_LFS_ROWS),
    section(&CONTAINER_REGISTRY, CONTAINER_REGISTRY_ROWS),
    section(&DEPENDENCY_PROXY_DOCKER, DEPENDENCY_PROXY_DOCKER_ROWS),
    section(&GRAPHQL, GRAPHQL_ROWS),
    section(&WEB_DOWNLOADS, WEB_DOWNLOADS_ROWS),
    section(&OAUTH, OAUTH_ROWS),
];

static GIT_HTTP: Group = Group::new(
    "git_http",
    "Git over HTTPS",
    "user/profile/personal_access_tokens",
    &[
        "lib/gitlab/auth.rb",
        "doc/auth/tokens/fine_grained_access_tokens_other.md",
        "doc/ci/jobs/ci_job_token.md",
        "app/policies/project_policy.rb",
    ],
)
.feature(Feature::Repository)
.outside_the_api();

#[rustfmt::skip]
static GIT_HTTP_ROWS: &[Endpoint] = &[
    GIT_HTTP.post("/*full_path.git/git-receive-pack", DEVELOPER, "Code: Push").scopes(PUSH).job_with(&[ADMIN_REPOSITORIES]).job_since(PUSHES).when(&[ProtectedRef]),
    GIT_HTTP.post("/*full_path.git/git-upload-pack", CODE_READER, "Code: Download").scopes(FETCH).job().deploy(&["read_repository"]).hides().public().only_reads(),
    GIT_HTTP.get("/*full_path.git/info/refs?service=git-receive-pack", DEVELOPER, "Code: Push").scopes(PUSH).job_with(&[ADMIN_REPOSITORIES]).job_since(PUSHES).when(&[CreatesMissingProject, SettingForbids]),
    GIT_HTTP.get("/*full_path.git/info/refs?service=git-upload-pack", CODE_READER, "Code: Download").scopes(FETCH).job().deploy(&["read_repository"]).hides().public().probe(),
    GIT_HTTP.get("/*full_path.wiki.git/info/refs?service=git-receive-pack", DEVELOPER_OR_PLANNER, "Wiki: Create").scopes(PUSH).feature(Feature::Wiki).rated(Docs),
    GIT_HTTP.get("/*full_path.wiki.git/info/refs?service=git-upload-pack", PLANNER, "Wiki: Read").scopes(FETCH).job().deploy(&["read_repository"]).feature(Feature::Wiki).hides().public().probe().docs(&["lib/gitlab/auth.rb", "doc/auth/tokens/fine_grained_access_tokens_other.md", ROLES]),
    GIT_HTTP.post("/snippets/:id.git/git-receive-pack", ANY_USER, "Snippet: Update").scopes(PUSH).feature(Feature::Snippets).hides().rated(Docs),
    GIT_HTTP.get("/snippets/:id.git/info/refs?service=git-upload-pack", ANY_USER, "Snippet: Read").scopes(FETCH).feature(Feature::Snippets).hides().probe().rated(Docs),
];

static GIT_LFS: Group = Group::new(
    "git_lfs",
    "Git LFS",
    "topics/git/lfs",
    &[
        "lib/gitlab/auth.rb",
        "doc/auth/tokens/fine_grained_access_tokens_other.md",
    ],
)
.feature(Feature::Repository)
.rated(Docs)
.outside_the_api();

#[rustfmt::skip]
static GIT_LFS_ROWS: &[Endpoint] = &[
    GIT_LFS.get("/*full_path.git/gitlab-lfs/objects/:oid", CODE_READER, "Code: Download").scopes(FETCH).job().deploy(&["read_repository"]).hides().public(),
    GIT_LFS.put("/*full_path.git/gitlab-lfs/objects/:oid/:size", DEVELOPER, "Code: Push").scopes(PUSH).job().job_since(PUSHES).when(&[SettingForbids]),
    GIT_LFS.get("/*full_path.git/info/lfs/locks", CODE_READER, "Code: Download").scopes(FETCH).job().hides().rated(Inferred),
    GIT_LFS.post("/*full_path.git/info/lfs/objects/batch", CODE_READER, "Code: Download").scopes(FETCH).job().deploy(&["read_repository"]).hides().public().only_reads(),
    GIT_LFS.post("/*full_path.git/info/lfs/objects/batch#upload", DEVELOPER, "Code: Push").scopes(PUSH).job().job_since(PUSHES).when(&[SettingForbids]),
];

static CONTAINER_REGISTRY: Group = Group::new(
    "container_registry",
    "Container registry tokens",
    "user/packages/container_registry/authenticate_with_container_registry",
    &[
        "app/services/auth/container_registry_authentication_service.rb",
        "lib/gitlab/auth.rb",
        "doc/auth/tokens/fine_grained_access_tokens_other.md",
    ],
)
.feature(Feature::ContainerRegistry)
.outside_the_api();

#[rustfmt::skip]
static CONTAINER_REGISTRY_ROWS: &[Endpoint] = &[
    CONTAINER_REGISTRY.get("/jwt/auth?service=container_registry", ANY_USER, NONE).scopes(&["read_registry", "write_registry", "api", "read_api"]).job().deploy(&["read_registry", "write_registry"]).denies(Forbidden, Forbidden).probe(),
    CONTAINER_REGISTRY.get("/jwt/auth?service=container_registry&scope=registry:catalog:*", ADMINISTRATOR, NONE).scopes(&["api"]),
    CONTAINER_REGISTRY.get("/jwt/auth?service=container_registry&scope=repository:*:*delete*", MAINTAINER, "Container Repository: Delete").scopes(&["api"]).own_job().denies(Forbidden, Forbidden),
    CONTAINER_REGISTRY.get("/jwt/auth?service=container_registry&scope=repository:*:*push*", DEVELOPER, NONE).scopes(&["write_registry", "api"]).own_job().deploy(&["write_registry"]).when(&[ProtectedPackage]).denies(Forbidden, Forbidden).changes(),
    CONTAINER_REGISTRY.get("/jwt/auth?service=container_registry&scope=repository:*:pull", REPORTER, "Container Repository: Read").scopes(&["read_registry", "api", "read_api"]).job().deploy(&["read_registry"]).denies(Forbidden, Forbidden).public().probe(),
];

static DEPENDENCY_PROXY_DOCKER: Group = Group::new(
    "dependency_proxy_docker",
    "Dependency proxy for images",
    "user/packages/dependency_proxy",
    &[
        "lib/gitlab/auth.rb",
        "doc/security/tokens/access_token_scopes.md",
        "doc/auth/tokens/fine_grained_access_tokens_other.md",
    ],
)
.rated(Docs)
.outside_the_api();

#[rustfmt::skip]
static DEPENDENCY_PROXY_DOCKER_ROWS: &[Endpoint] = &[
    DEPENDENCY_PROXY_DOCKER.get("/jwt/auth?service=dependency_proxy", ANY_USER, "Dependency Proxy: Read").scopes(PROXY).job().deploy_token(IMAGES_OR_PROXY).probe(),
    DEPENDENCY_PROXY_DOCKER.get("/v2/*group/dependency_proxy/containers/*image/manifests/:tag", GUEST, "Dependency Proxy: Read").scopes(PROXY).job().deploy_token(IMAGES_OR_PROXY).rated(Inferred),
];

static GRAPHQL: Group = Group::new(
    "graphql",
    "GraphQL",
    "api/graphql",
    &[
        "lib/gitlab/auth/request_authenticator.rb",
        "app/controllers/graphql_controller.rb",
        "doc/ci/jobs/ci_job_token.md",
    ],
)
.outside_the_api();

#[rustfmt::skip]
static GRAPHQL_ROWS: &[Endpoint] = &[
    GRAPHQL.post("/api/graphql", ANY_USER, NONE).scopes(READ).denies(Null, Null).public().only_reads(),
    GRAPHQL.post("/api/graphql#mutation", ANY_USER, NONE).denies(Errors, Errors).docs(&["app/controllers/graphql_controller.rb", "doc/security/tokens/access_token_scopes.md"]),
];

static WEB_DOWNLOADS: Group = Group::new(
    "web_downloads",
    "Downloads and feeds",
    "",
    &[
        "lib/gitlab/auth/request_authenticator.rb",
        "lib/gitlab/auth/auth_finders.rb",
        "doc/auth/tokens/fine_grained_access_tokens_other.md",
    ],
)
.feature(Feature::Repository)
.outside_the_api();

#[rustfmt::skip]
static WEB_DOWNLOADS_ROWS: &[Endpoint] = &[
    WEB_DOWNLOADS.get("/*full_path/-/archive/:ref/:name.tar.gz", CODE_READER, "Code: Download").hides().public(),
    WEB_DOWNLOADS.get("/*full_path/-/commits/:ref?format=atom", CODE_READER, "Code: Read").hides().public(),
    WEB_DOWNLOADS.get("/*full_path/-/issues.ics", GUEST, "Work Item: Read").feature(Feature::Issues).hides().public(),
    WEB_DOWNLOADS.get("/*full_path/-/raw/:ref/*path", CODE_READER, NONE).takes(Credential::Session).hides().public(),
    WEB_DOWNLOADS.get("/*full_path/-/releases/:tag/downloads/*filepath", CODE_READER, "Release: Read").feature(Feature::Releases).hides().public(),
];

static OAUTH: Group = Group::new(
    "oauth",
    "OAuth",
    "api/oauth2",
    &["doc/security/tokens/_index.md"],
)
.rated(Inferred)
.outside_the_api();

#[rustfmt::skip]
static OAUTH_ROWS: &[Endpoint] = &[
    OAUTH.get("/oauth/token/info", ANY_USER, NONE).takes(Credential::Oauth).any_scope().probe(),
    OAUTH.get("/oauth/userinfo", ANY_USER, NONE).takes(Credential::Oauth).scopes(&["openid"]).probe(),
];
