//! Conan packages: the two protocols of the Conan client, which have more routes than all other formats.

use super::{
    ADMIN_PACKAGES, ANY_USER, ANYBODY, Area, DEVELOPER, JOB_PERMISSIONS, MAINTAINER, NONE,
    PERMISSIONS, READ_PACKAGES, REPORTER, ROLES, Section, area, section,
};
use crate::catalogue::Condition::ProtectedPackage;
use crate::catalogue::Denial::{Forbidden, NotFound};
use crate::catalogue::Evidence::{Docs, Inferred};
use crate::catalogue::{Endpoint, Feature, Group};

/// Conan packages.
pub(super) const AREA: Area = area("Conan packages", SECTIONS);

static SECTIONS: &[Section] = &[section(&PACKAGES_CONAN, PACKAGES_CONAN_ROWS)];

static PACKAGES_CONAN: Group = Group::new(
    "packages_conan",
    "Conan packages",
    "api/packages/conan_v1",
    &[JOB_PERMISSIONS, PERMISSIONS, ROLES],
)
.feature(Feature::Packages)
.rated(Docs);

#[rustfmt::skip]
static PACKAGES_CONAN_ROWS: &[Endpoint] = &[
    PACKAGES_CONAN.get("/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.delete("/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]),
    PACKAGES_CONAN.get("/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/digest", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/download_urls", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/search", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/packages/conan/v1/conans/search", ANY_USER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/export/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.put("/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/export/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]),
    PACKAGES_CONAN.get("/packages/conan/v1/ping", ANYBODY, NONE).job().denies(Forbidden, NotFound).public().probe().no_feature(),
    PACKAGES_CONAN.get("/packages/conan/v1/users/authenticate", ANY_USER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/packages/conan/v1/users/check_credentials", ANY_USER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.delete("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/digest", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/download_urls", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/packages/:conan_package_reference", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/packages/:conan_package_reference/digest", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/packages/:conan_package_reference/download_urls", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.post("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/packages/:conan_package_reference/upload_urls", DEVELOPER, "Package: Create").job_with(&[READ_PACKAGES]).when(&[ProtectedPackage]).rated(Inferred),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/search", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.post("/projects/:id/packages/conan/v1/conans/:package_name/:package_version/:package_username/:package_channel/upload_urls", DEVELOPER, "Package: Create").job_with(&[READ_PACKAGES]).when(&[ProtectedPackage]).rated(Inferred),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/conans/search", REPORTER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/export/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.put("/projects/:id/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/export/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/package/:conan_package_reference/:package_revision/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.put("/projects/:id/packages/conan/v1/files/:package_name/:package_version/:package_username/:package_channel/:recipe_revision/package/:conan_package_reference/:package_revision/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/ping", ANYBODY, NONE).job().denies(Forbidden, NotFound).public().probe().no_feature(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/users/authenticate", REPORTER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v1/users/check_credentials", REPORTER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/latest", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.delete("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions/:recipe_revision", MAINTAINER, "Package: Delete").job_with(&[ADMIN_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions/:recipe_revision/files", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions/:recipe_revision/files/:file_name", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.put("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions/:recipe_revision/files/:file_name", DEVELOPER, "Package: Create").job_with(&[ADMIN_PACKAGES]).when(&[ProtectedPackage]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/revisions/:recipe_revision/packages/:conan_package_reference/revisions", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/:package_name/:package_version/:package_username/:package_channel/search", REPORTER, "Package: Read").job_with(&[READ_PACKAGES]),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/conans/search", REPORTER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/users/authenticate", REPORTER, "Package: Read").job().probe(),
    PACKAGES_CONAN.get("/projects/:id/packages/conan/v2/users/check_credentials", REPORTER, "Package: Read").job().probe(),
];
