//! Packages: what package clients talk to, one family per format.

use super::{
    ADMIN_PACKAGES, ANYBODY, Area, DEVELOPER, DOWNLOAD, GUEST, JOB_PERMISSIONS, MAINTAINER, NONE,
    PERMISSIONS, READ_PACKAGES, READ_PIPELINES, REPORTER, ROLE_TABLE, ROLES, Section, UPLOAD, area,
    section,
};
use crate::catalogue::Condition::{FeatureFlag, ProtectedPackage, SomeFieldsNeedMore};
use crate::catalogue::Denial::{Forbidden, NotFound};
use crate::catalogue::Evidence::{Code, Docs, Inferred};
use crate::catalogue::{Endpoint, Feature, Group};

/// Packages.
pub(super) const AREA: Area = area("Packages", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&PACKAGES, PACKAGES_ROWS),
    section(&PACKAGES_CARGO, PACKAGES_CARGO_ROWS),
    section(&PACKAGES_COMPOSER, PACKAGES_COMPOSER_ROWS),
    section(&PACKAGES_DEBIAN, PACKAGES_DEBIAN_ROWS),
    section(&PACKAGES_GENERIC, PACKAGES_GENERIC_ROWS),
    section(&PACKAGES_GO, PACKAGES_GO_ROWS),
    section(&PACKAGES_HELM, PACKAGES_HELM_ROWS),
    section(&PACKAGES_MAVEN, PACKAGES_MAVEN_ROWS),
    section(&PACKAGES_ML, PACKAGES_ML_ROWS),
    section(&PACKAGES_NPM, PACKAGES_NPM_ROWS),
    section(&PACKAGES_NUGET, PACKAGES_NUGET_ROWS),
    section(&PACKAGES_PYPI, PACKAGES_PYPI_ROWS),
    section(&PACKAGES_RPM, PACKAGES_RPM_ROWS),
    section(&PACKAGES_RUBYGEMS, PACKAGES_RUBYGEMS_ROWS),
    section(&PACKAGES_TERRAFORM_MODULE, PACKAGES_TERRAFORM_MODULE_ROWS),
];

static PACKAGES: Group = Group::new(
    "packages",
    "Package management",
    "api/packages",
    &["lib/api/project_packages.rb", JOB_PERMISSIONS, ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_ROWS: &[Endpoint] = &[
    PACKAGES.get("/groups/:id/packages", REPORTER, "Package: Read").public().probe().docs(&["lib/api/group_packages.rb", PERMISSIONS, ROLES]),
    PACKAGES.get("/projects/:id/packages", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public().probe(),
    PACKAGES.get("/projects/:id/packages/:package_id", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public(),
    PACKAGES.delete("/projects/:id/packages/:package_id", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]),
    PACKAGES.get("/projects/:id/packages/:package_id/package_files", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public().code(&["lib/api/package_files.rb", ROLES]),
    PACKAGES.delete("/projects/:id/packages/:package_id/package_files/:package_file_id", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]).code(&["lib/api/package_files.rb", ROLES]),
    PACKAGES.get("/projects/:id/packages/:package_id/package_files/:package_file_id/download", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public().since(18, 4).code(&["lib/api/package_files.rb", ROLES]),
    PACKAGES.get("/projects/:id/packages/:package_id/pipelines", REPORTER, "Package: Read").job_with(&[READ_PIPELINES]).public().rated(Docs),
    PACKAGES.get("/projects/:id/packages/protection/rules", MAINTAINER, "Package: Read").probe().rated(Inferred),
    PACKAGES.post("/projects/:id/packages/protection/rules", MAINTAINER, "Package: Create").docs(&["config/authz/roles/maintainer.yml"]),
    PACKAGES.patch("/projects/:id/packages/protection/rules/:package_protection_rule_id", MAINTAINER, "Package: Update").docs(&["config/authz/roles/maintainer.yml"]),
    PACKAGES.delete("/projects/:id/packages/protection/rules/:package_protection_rule_id", MAINTAINER, "Package: Delete").docs(&["config/authz/roles/maintainer.yml"]),
];

static PACKAGES_CARGO: Group = Group::new(
    "packages_cargo",
    "Cargo packages",
    "",
    &[PERMISSIONS, ROLES],
)
.feature(Feature::Packages)
.rated(Inferred);

#[rustfmt::skip]
static PACKAGES_CARGO_ROWS: &[Endpoint] = &[
    PACKAGES_CARGO.get("/projects/:id/packages/cargo/:package_name/:package_version/download", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_CARGO.put("/projects/:id/packages/cargo/api/v1/crates/new", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_CARGO.get("/projects/:id/packages/cargo/config.json", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().probe(),
];

static PACKAGES_COMPOSER: Group = Group::new(
    "packages_composer",
    "Composer packages",
    "api/packages/composer",
    &["lib/api/composer_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_COMPOSER_ROWS: &[Endpoint] = &[
    PACKAGES_COMPOSER.get("/group/:id/-/packages/composer/*package_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_COMPOSER.get("/group/:id/-/packages/composer/p/:sha", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_COMPOSER.get("/group/:id/-/packages/composer/p2/*package_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_COMPOSER.get("/group/:id/-/packages/composer/packages", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().probe().job_as_password(),
    PACKAGES_COMPOSER.post("/projects/:id/packages/composer", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_COMPOSER.get("/projects/:id/packages/composer/archives/*package_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().job_as_password(),
];

static PACKAGES_DEBIAN: Group = Group::new(
    "packages_debian",
    "Debian packages",
    "api/packages/debian",
    &[
        PERMISSIONS,
        "doc/user/packages/package_registry/supported_functionality.md",
        ROLES,
    ],
)
.feature(Feature::Packages)
.rated(Inferred);

#[rustfmt::skip]
static PACKAGES_DEBIAN_ROWS: &[Endpoint] = &[
    PACKAGES_DEBIAN.get("/groups/:id/-/packages/debian/pool/:distribution/:project_id/:letter/:package_name/:package_version/:file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).when(&[FeatureFlag]).docs(&["lib/api/debian_group_packages.rb", "doc/user/packages/package_registry/supported_functionality.md", ROLES]),
    PACKAGES_DEBIAN.get("/projects/:id/debian_distributions", REPORTER, "Debian Distribution: Read").probe(),
    PACKAGES_DEBIAN.post("/projects/:id/debian_distributions", DEVELOPER, "Debian Distribution: Create").when(&[ProtectedPackage]),
    PACKAGES_DEBIAN.delete("/projects/:id/debian_distributions/:codename", MAINTAINER, "Debian Distribution: Delete"),
    PACKAGES_DEBIAN.put("/projects/:id/packages/debian/:file_name", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]).docs(&["lib/api/debian_project_packages.rb", "doc/user/packages/package_registry/supported_functionality.md", ROLES, PERMISSIONS]),
    PACKAGES_DEBIAN.put("/projects/:id/packages/debian/:file_name/authorize", DEVELOPER, NONE).job().deploy(UPLOAD).docs(&["lib/api/debian_project_packages.rb", "doc/user/packages/package_registry/supported_functionality.md", ROLES]),
    PACKAGES_DEBIAN.get("/projects/:id/packages/debian/dists/*distribution/InRelease", REPORTER, "Package: Read").job().deploy(DOWNLOAD).rated(Docs),
    PACKAGES_DEBIAN.get("/projects/:id/packages/debian/dists/*distribution/Release", REPORTER, "Package: Read").job().deploy(DOWNLOAD).rated(Docs),
    PACKAGES_DEBIAN.get("/projects/:id/packages/debian/pool/:distribution/:letter/:package_name/:package_version/:file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).when(&[FeatureFlag]).public().docs(&["lib/api/debian_project_packages.rb", "doc/user/packages/package_registry/supported_functionality.md", ROLES, PERMISSIONS]),
];

static PACKAGES_GENERIC: Group = Group::new(
    "packages_generic",
    "Generic packages",
    "user/packages/generic_packages",
    &[
        "lib/api/generic_packages.rb",
        "lib/api/helpers/packages/basic_auth_helpers.rb",
        "app/policies/project_policy.rb",
        ROLES,
    ],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_GENERIC_ROWS: &[Endpoint] = &[
    PACKAGES_GENERIC.get("/projects/:id/packages/generic/:package_name/*package_version/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_GENERIC.put("/projects/:id/packages/generic/:package_name/*package_version/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_GENERIC.put("/projects/:id/packages/generic/:package_name/*package_version/:file_name/authorize", DEVELOPER, NONE).job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD),
];

static PACKAGES_GO: Group = Group::new(
    "packages_go",
    "Go proxy",
    "api/packages/go_proxy",
    &["lib/api/go_proxy.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_GO_ROWS: &[Endpoint] = &[
    PACKAGES_GO.get("/projects/:id/packages/go/*module_name/@v/:module_version.info", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public(),
    PACKAGES_GO.get("/projects/:id/packages/go/*module_name/@v/:module_version.mod", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public(),
    PACKAGES_GO.get("/projects/:id/packages/go/*module_name/@v/:module_version.zip", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).public(),
    PACKAGES_GO.get("/projects/:id/packages/go/*module_name/@v/list", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).when(&[FeatureFlag]).public(),
];

static PACKAGES_HELM: Group = Group::new(
    "packages_helm",
    "Helm packages",
    "api/packages/helm",
    &["lib/api/helm_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_HELM_ROWS: &[Endpoint] = &[
    PACKAGES_HELM.get("/projects/:id/packages/helm/:channel/charts/:file_name.tgz", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_HELM.get("/projects/:id/packages/helm/:channel/index.yaml", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_HELM.post("/projects/:id/packages/helm/api/:channel/charts", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_HELM.post("/projects/:id/packages/helm/api/:channel/charts/authorize", DEVELOPER, NONE).job().deploy(UPLOAD),
];

static PACKAGES_MAVEN: Group = Group::new(
    "packages_maven",
    "Maven packages",
    "api/packages/maven",
    &[
        "lib/api/maven_packages.rb",
        "app/policies/project_policy.rb",
        ROLES,
    ],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_MAVEN_ROWS: &[Endpoint] = &[
    PACKAGES_MAVEN.get("/groups/:id/-/packages/maven/*path/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_MAVEN.get("/packages/maven/*path/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).denies(Forbidden, Forbidden).public(),
    PACKAGES_MAVEN.get("/projects/:id/packages/maven/*path/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_MAVEN.put("/projects/:id/packages/maven/*path/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_MAVEN.put("/projects/:id/packages/maven/*path/:file_name/authorize", DEVELOPER, NONE).job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD),
];

static PACKAGES_ML: Group = Group::new(
    "packages_ml",
    "Machine-learning models",
    "",
    &[PERMISSIONS, ROLES, ROLE_TABLE],
)
.feature(Feature::Packages)
.rated(Docs);

#[rustfmt::skip]
static PACKAGES_ML_ROWS: &[Endpoint] = &[
    PACKAGES_ML.post("/projects/:id/ml/mlflow/api/2.0/mlflow/experiments/create", DEVELOPER, "ML Experiment: Create").feature(Feature::ModelExperiments),
    PACKAGES_ML.get("/projects/:id/ml/mlflow/api/2.0/mlflow/experiments/list", GUEST, "ML Experiment: Read").feature(Feature::ModelExperiments).probe(),
    PACKAGES_ML.post("/projects/:id/ml/mlflow/api/2.0/mlflow/registered-models/create", DEVELOPER, "ML Model: Create").feature(Feature::ModelRegistry),
    PACKAGES_ML.get("/projects/:id/ml/mlflow/api/2.0/mlflow/registered-models/search", GUEST, "ML Model: Read").feature(Feature::ModelRegistry).probe(),
    PACKAGES_ML.get("/projects/:id/packages/ml_models/:model_version_id/files/*path/:file_name", REPORTER, "Model Version: Read").public().rated(Inferred),
    PACKAGES_ML.put("/projects/:id/packages/ml_models/:model_version_id/files/*path/:file_name", DEVELOPER, "Model Version: Create").rated(Inferred),
    PACKAGES_ML.get("/projects/:id/packages/ml_models/:model_version_id/files/:file_name", REPORTER, "Model Version: Read").public().rated(Inferred),
    PACKAGES_ML.put("/projects/:id/packages/ml_models/:model_version_id/files/:file_name", DEVELOPER, "Model Version: Create").rated(Inferred),
];

static PACKAGES_NPM: Group = Group::new(
    "packages_npm",
    "npm packages",
    "api/packages/npm",
    &["lib/api/npm_project_packages.rb", JOB_PERMISSIONS, ROLES],
)
.feature(Feature::Packages)
.rated(Docs);

#[rustfmt::skip]
static PACKAGES_NPM_ROWS: &[Endpoint] = &[
    PACKAGES_NPM.get("/groups/:id/-/packages/npm/*package_name", REPORTER, NONE).job().deploy(DOWNLOAD).public(),
    PACKAGES_NPM.get("/groups/:id/-/packages/npm/-/package/*package_name/dist-tags", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_NPM.put("/groups/:id/-/packages/npm/-/package/*package_name/dist-tags/:tag", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_NPM.delete("/groups/:id/-/packages/npm/-/package/*package_name/dist-tags/:tag", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).rated(Inferred),
    PACKAGES_NPM.get("/packages/npm/*package_name", REPORTER, NONE).job().deploy(DOWNLOAD).public(),
    PACKAGES_NPM.get("/packages/npm/-/package/*package_name/dist-tags", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_NPM.put("/packages/npm/-/package/*package_name/dist-tags/:tag", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_NPM.delete("/packages/npm/-/package/*package_name/dist-tags/:tag", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).rated(Inferred),
    PACKAGES_NPM.get("/projects/:id/packages/npm/*package_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().rated(Code),
    PACKAGES_NPM.get("/projects/:id/packages/npm/*package_name/-/*file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().rated(Code),
    PACKAGES_NPM.post("/projects/:id/packages/npm/-/npm/v1/security/advisories/bulk", REPORTER, NONE).job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).only_reads(),
    PACKAGES_NPM.post("/projects/:id/packages/npm/-/npm/v1/security/audits/quick", REPORTER, NONE).job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).only_reads(),
    PACKAGES_NPM.get("/projects/:id/packages/npm/-/package/*package_name/dist-tags", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_NPM.put("/projects/:id/packages/npm/-/package/*package_name/dist-tags/:tag", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_NPM.delete("/projects/:id/packages/npm/-/package/*package_name/dist-tags/:tag", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).rated(Inferred),
    PACKAGES_NPM.put("/projects/:id/packages/npm/:package_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[SomeFieldsNeedMore, ProtectedPackage]).rated(Code),
    PACKAGES_NPM.put("/projects/:id/packages/npm/:package_name/authorize", DEVELOPER, NONE).job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).rated(Code),
];

static PACKAGES_NUGET: Group = Group::new(
    "packages_nuget",
    "NuGet packages",
    "api/packages/nuget",
    &["lib/api/nuget_project_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_NUGET_ROWS: &[Endpoint] = &[
    PACKAGES_NUGET.get("/groups/:id/-/packages/nuget/index", ANYBODY, NONE).denies(Forbidden, NotFound).public().probe().rated(Docs),
    PACKAGES_NUGET.get("/groups/:id/-/packages/nuget/metadata/*package_name/*package_version", REPORTER, "Package: Read").job().deploy(DOWNLOAD).docs(&["lib/api/nuget_project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_NUGET.get("/groups/:id/-/packages/nuget/metadata/*package_name/index", REPORTER, "Package: Read").job().deploy(DOWNLOAD).docs(&["lib/api/nuget_project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_NUGET.get("/groups/:id/-/packages/nuget/query", REPORTER, "Package: Read").job().deploy(DOWNLOAD).probe().docs(&["lib/api/nuget_project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_NUGET.put("/projects/:id/packages/nuget", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_NUGET.delete("/projects/:id/packages/nuget/*package_name/*package_version", MAINTAINER, "Package: Delete").job().deploy(UPLOAD),
    PACKAGES_NUGET.put("/projects/:id/packages/nuget/authorize", DEVELOPER, NONE).job().deploy(UPLOAD),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/download/*package_name/*package_version/*package_filename", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/download/*package_name/index", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/index", ANYBODY, NONE).job().deploy(DOWNLOAD).denies(Forbidden, NotFound).public().probe().no_feature(),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/metadata/*package_name/*package_version", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/metadata/*package_name/index", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/query", REPORTER, "Package: Read").job().deploy(DOWNLOAD).probe(),
    PACKAGES_NUGET.put("/projects/:id/packages/nuget/symbolpackage", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_NUGET.get("/projects/:id/packages/nuget/v2", ANYBODY, NONE).denies(Forbidden, NotFound).public().probe().rated(Docs).no_feature(),
    PACKAGES_NUGET.put("/projects/:id/packages/nuget/v2", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
];

static PACKAGES_PYPI: Group = Group::new(
    "packages_pypi",
    "PyPI packages",
    "api/packages/pypi",
    &["lib/api/pypi_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_PYPI_ROWS: &[Endpoint] = &[
    PACKAGES_PYPI.get("/groups/:id/-/packages/pypi/files/:sha256/*file_identifier", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_PYPI.get("/groups/:id/-/packages/pypi/simple", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().probe().job_as_password(),
    PACKAGES_PYPI.get("/groups/:id/-/packages/pypi/simple/*package_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_PYPI.post("/projects/:id/packages/pypi", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).when(&[ProtectedPackage]).job_as_password(),
    PACKAGES_PYPI.post("/projects/:id/packages/pypi/authorize", DEVELOPER, NONE).job_with(&[ADMIN_PACKAGES]).deploy(UPLOAD).job_as_password(),
    PACKAGES_PYPI.get("/projects/:id/packages/pypi/files/:sha256/*file_identifier", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().job_as_password(),
    PACKAGES_PYPI.get("/projects/:id/packages/pypi/forward/:package_name/*upstream_path", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public(),
    PACKAGES_PYPI.get("/projects/:id/packages/pypi/simple", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().probe().job_as_password(),
    PACKAGES_PYPI.get("/projects/:id/packages/pypi/simple/*package_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]).deploy(DOWNLOAD).public().job_as_password(),
];

static PACKAGES_RPM: Group = Group::new("packages_rpm", "RPM packages", "", &[PERMISSIONS, ROLES])
    .feature(Feature::Packages)
    .rated(Inferred);

#[rustfmt::skip]
static PACKAGES_RPM_ROWS: &[Endpoint] = &[
    PACKAGES_RPM.post("/projects/:id/packages/rpm", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_RPM.get("/projects/:id/packages/rpm/*package_file_id/*file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD),
    PACKAGES_RPM.get("/projects/:id/packages/rpm/repodata/*file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD),
];

static PACKAGES_RUBYGEMS: Group = Group::new(
    "packages_rubygems",
    "RubyGems packages",
    "api/packages/rubygems",
    &["lib/api/rubygem_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_RUBYGEMS_ROWS: &[Endpoint] = &[
    PACKAGES_RUBYGEMS.get("/projects/:id/packages/rubygems/:file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).when(&[FeatureFlag]).public(),
    PACKAGES_RUBYGEMS.get("/projects/:id/packages/rubygems/api/v1/dependencies", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public().probe(),
    PACKAGES_RUBYGEMS.post("/projects/:id/packages/rubygems/api/v1/gems", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_RUBYGEMS.post("/projects/:id/packages/rubygems/api/v1/gems/authorize", DEVELOPER, NONE).job().deploy(UPLOAD),
    PACKAGES_RUBYGEMS.get("/projects/:id/packages/rubygems/gems/:file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_RUBYGEMS.get("/projects/:id/packages/rubygems/quick/Marshal.4.8/:file_name", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
];

static PACKAGES_TERRAFORM_MODULE: Group = Group::new(
    "packages_terraform_module",
    "Terraform modules",
    "api/packages/terraform-modules",
    &["lib/api/terraform/modules/v1/project_packages.rb", ROLES],
)
.feature(Feature::Packages);

#[rustfmt::skip]
static PACKAGES_TERRAFORM_MODULE_ROWS: &[Endpoint] = &[
    PACKAGES_TERRAFORM_MODULE.get("/packages/terraform/modules/v1/:module_namespace/:module_name/:module_system", REPORTER, "Package: Read").job().deploy(DOWNLOAD).docs(&["lib/api/terraform/modules/v1/project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_TERRAFORM_MODULE.get("/packages/terraform/modules/v1/:module_namespace/:module_name/:module_system/*module_version/download", REPORTER, "Package: Read").job().deploy(DOWNLOAD).docs(&["lib/api/terraform/modules/v1/project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_TERRAFORM_MODULE.get("/packages/terraform/modules/v1/:module_namespace/:module_name/:module_system/versions", REPORTER, "Package: Read").job().deploy(DOWNLOAD).docs(&["lib/api/terraform/modules/v1/project_packages.rb", ROLES, PERMISSIONS]),
    PACKAGES_TERRAFORM_MODULE.get("/projects/:id/packages/terraform/modules/:module_name/:module_system", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_TERRAFORM_MODULE.get("/projects/:id/packages/terraform/modules/:module_name/:module_system/*module_version", REPORTER, "Package: Read").job().deploy(DOWNLOAD).public(),
    PACKAGES_TERRAFORM_MODULE.put("/projects/:id/packages/terraform/modules/:module_name/:module_system/*module_version/file", DEVELOPER, "Package: Create").job().deploy(UPLOAD).when(&[ProtectedPackage]),
    PACKAGES_TERRAFORM_MODULE.put("/projects/:id/packages/terraform/modules/:module_name/:module_system/*module_version/file/authorize", DEVELOPER, NONE).job().deploy(UPLOAD),
];
