//! Code: repositories, branches, tags, commits, and what protects them.

use super::{
    ADMIN_RELEASES, Area, CODE_READER, DEVELOPER, FILES, GUEST, JOB_PERMISSIONS, MAINTAINER, OWNER,
    PERMISSIONS, READ_RELEASES, READ_REPOSITORIES, RELEASE_18_8, REPORTER, ROLES, Section, area,
    section,
};
use crate::catalogue::Condition::{ProtectedRef, SettingForbids, SomeFieldsNeedMore};
use crate::catalogue::Denial::{NotFound, Unauthorized};
use crate::catalogue::Evidence::Docs;
use crate::catalogue::{Endpoint, Feature, Group};

/// Code.
pub(super) const AREA: Area = area("Code", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&REPOSITORIES, REPOSITORIES_ROWS),
    section(&REPOSITORY_FILES, REPOSITORY_FILES_ROWS),
    section(&BRANCHES, BRANCHES_ROWS),
    section(&TAGS, TAGS_ROWS),
    section(&COMMITS, COMMITS_ROWS),
    section(&COMMIT_STATUSES, COMMIT_STATUSES_ROWS),
    section(&SUBMODULES, SUBMODULES_ROWS),
    section(&PROTECTED_BRANCHES, PROTECTED_BRANCHES_ROWS),
    section(&PROTECTED_TAGS, PROTECTED_TAGS_ROWS),
    section(&PUSH_RULES, PUSH_RULES_ROWS),
    section(&REMOTE_MIRRORS, REMOTE_MIRRORS_ROWS),
    section(&RELEASES, RELEASES_ROWS),
    section(&RELEASE_LINKS, RELEASE_LINKS_ROWS),
];

static REPOSITORIES: Group = Group::new(
    "repositories",
    "Repositories",
    "api/repositories",
    &["lib/api/repositories.rb", ROLES],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static REPOSITORIES_ROWS: &[Endpoint] = &[
    REPOSITORIES.get("/projects/:id/repository/archive", CODE_READER, "Repository: Read").perhaps(&["read_repository"]).public(),
    REPOSITORIES.get("/projects/:id/repository/archive.:format", CODE_READER, "Repository: Read").perhaps(&["read_repository"]).public(),
    REPOSITORIES.get("/projects/:id/repository/blobs/:sha", CODE_READER, "Repository: Read").public(),
    REPOSITORIES.get("/projects/:id/repository/blobs/:sha/raw", CODE_READER, "Repository: Read").public(),
    REPOSITORIES.post("/projects/:id/repository/blobs/batch", CODE_READER, "Repository: Read").public().only_reads().inferred(&[PERMISSIONS]),
    REPOSITORIES.get("/projects/:id/repository/changed_paths", CODE_READER, "Repository: Read").public().probe().inferred(&[PERMISSIONS]),
    REPOSITORIES.get("/projects/:id/repository/changelog", CODE_READER, "Repository: Read").job_with(&[READ_RELEASES]).public().needs(&["version"]).probe().inferred(&[JOB_PERMISSIONS]),
    REPOSITORIES.post("/projects/:id/repository/changelog", DEVELOPER, "Repository: Create").inferred(&[PERMISSIONS]),
    REPOSITORIES.get("/projects/:id/repository/compare", CODE_READER, "Repository: Read").public().needs(&["from", "to"]).probe(),
    REPOSITORIES.get("/projects/:id/repository/contributors", CODE_READER, "Repository: Read").public(),
    REPOSITORIES.get("/projects/:id/repository/diff_stats", CODE_READER, "Repository: Read").public().probe().inferred(&[PERMISSIONS]),
    REPOSITORIES.get("/projects/:id/repository/health", DEVELOPER, "Repository: Read").probe(),
    REPOSITORIES.get("/projects/:id/repository/merge_base", CODE_READER, "Repository: Read").public().needs(&["refs[]"]).probe(),
    REPOSITORIES.get("/projects/:id/repository/tree", CODE_READER, "Repository: Read").public().probe(),
];

static REPOSITORY_FILES: Group = Group::new(
    "repository_files",
    "Repository files",
    "api/repository_files",
    &["lib/api/files.rb", ROLES],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static REPOSITORY_FILES_ROWS: &[Endpoint] = &[
    REPOSITORY_FILES.get("/projects/:id/repository/files/:file_path", CODE_READER, "Repository: Read").scopes(FILES).public(),
    REPOSITORY_FILES.head("/projects/:id/repository/files/:file_path", CODE_READER, "Repository: Read").scopes(FILES).public(),
    REPOSITORY_FILES.post("/projects/:id/repository/files/:file_path", DEVELOPER, "Repository: Create").when(&[ProtectedRef]),
    REPOSITORY_FILES.put("/projects/:id/repository/files/:file_path", DEVELOPER, "Repository: Update").when(&[ProtectedRef]),
    REPOSITORY_FILES.delete("/projects/:id/repository/files/:file_path", DEVELOPER, "Repository: Delete").when(&[ProtectedRef]),
    REPOSITORY_FILES.get("/projects/:id/repository/files/:file_path/blame", CODE_READER, "Repository: Read").scopes(FILES).public(),
    REPOSITORY_FILES.head("/projects/:id/repository/files/:file_path/blame", CODE_READER, "Repository: Read").scopes(FILES).public(),
    REPOSITORY_FILES.get("/projects/:id/repository/files/:file_path/raw", CODE_READER, "Repository: Read").scopes(FILES).job_with(&[READ_REPOSITORIES]).public(),
];

static BRANCHES: Group = Group::new(
    "branches",
    "Branches",
    "api/branches",
    &["lib/api/branches.rb", ROLES],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static BRANCHES_ROWS: &[Endpoint] = &[
    BRANCHES.get("/projects/:id/repository/branches", CODE_READER, "Branch: Read").job_with(&[READ_REPOSITORIES]).public().probe(),
    BRANCHES.post("/projects/:id/repository/branches", DEVELOPER, "Branch: Create").when(&[ProtectedRef]),
    BRANCHES.get("/projects/:id/repository/branches/:branch", CODE_READER, "Branch: Read").public(),
    BRANCHES.head("/projects/:id/repository/branches/:branch", CODE_READER, "Branch: Read").public(),
    BRANCHES.delete("/projects/:id/repository/branches/:branch", DEVELOPER, "Branch: Delete").when(&[ProtectedRef]),
    BRANCHES.put("/projects/:id/repository/branches/:branch/protect", MAINTAINER, "Branch: Protect"),
    BRANCHES.put("/projects/:id/repository/branches/:branch/unprotect", MAINTAINER, "Branch: Protect"),
    BRANCHES.delete("/projects/:id/repository/merged_branches", DEVELOPER, "Branch: Delete"),
];

static TAGS: Group = Group::new(
    "tags",
    "Tags",
    "api/tags",
    &["lib/api/tags.rb", ROLES, "app/policies/project_policy.rb"],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static TAGS_ROWS: &[Endpoint] = &[
    TAGS.get("/projects/:id/repository/tags", CODE_READER, "Repository Tag: Read").job_with(&[READ_REPOSITORIES]).public().probe(),
    TAGS.post("/projects/:id/repository/tags", DEVELOPER, "Repository Tag: Create").when(&[ProtectedRef]),
    TAGS.get("/projects/:id/repository/tags/:tag_name", CODE_READER, "Repository Tag: Read").job_with(&[READ_REPOSITORIES]).job_since(RELEASE_18_8).public(),
    TAGS.delete("/projects/:id/repository/tags/:tag_name", DEVELOPER, "Repository Tag: Delete").when(&[ProtectedRef]),
    TAGS.get("/projects/:id/repository/tags/:tag_name/signature", CODE_READER, "Repository Tag: Read").public(),
];

static COMMITS: Group = Group::new(
    "commits",
    "Commits",
    "api/commits",
    &["lib/api/commits.rb", ROLES],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static COMMITS_ROWS: &[Endpoint] = &[
    COMMITS.get("/projects/:id/repository/commits", CODE_READER, "Commit: Read").public().probe(),
    COMMITS.post("/projects/:id/repository/commits", DEVELOPER, "Commit: Create").when(&[ProtectedRef]),
    COMMITS.get("/projects/:id/repository/commits/:sha", CODE_READER, "Commit: Read").job_with(&[READ_REPOSITORIES]).public(),
    COMMITS.post("/projects/:id/repository/commits/:sha/cherry_pick", DEVELOPER, "Commit: Create").when(&[ProtectedRef]),
    COMMITS.get("/projects/:id/repository/commits/:sha/comments", CODE_READER, "Commit: Read").public(),
    COMMITS.post("/projects/:id/repository/commits/:sha/comments", CODE_READER, "Commit: Update").any_user().inferred(&["lib/api/commits.rb", ROLES, PERMISSIONS]),
    COMMITS.get("/projects/:id/repository/commits/:sha/diff", CODE_READER, "Commit: Read").public(),
    COMMITS.get("/projects/:id/repository/commits/:sha/merge_requests", CODE_READER, "Commit: Read").job_with(&[READ_REPOSITORIES]).public(),
    COMMITS.get("/projects/:id/repository/commits/:sha/refs", CODE_READER, "Commit: Read").public(),
    COMMITS.post("/projects/:id/repository/commits/:sha/revert", DEVELOPER, "Commit: Create").when(&[ProtectedRef]),
    COMMITS.get("/projects/:id/repository/commits/:sha/sequence", CODE_READER, "Commit: Read").public(),
    COMMITS.get("/projects/:id/repository/commits/:sha/signature", CODE_READER, "Commit: Read").public(),
    COMMITS.get("/projects/:id/repository/diverging_commits", CODE_READER, "Commit: Read").public().probe().inferred(&[PERMISSIONS]),
];

static COMMIT_STATUSES: Group = Group::new(
    "commit_statuses",
    "Commit statuses",
    "api/commits",
    &["lib/api/commit_statuses.rb", ROLES],
)
.feature(Feature::Builds);

#[rustfmt::skip]
static COMMIT_STATUSES_ROWS: &[Endpoint] = &[
    COMMIT_STATUSES.get("/projects/:id/repository/commits/:sha/statuses", REPORTER, "Commit: Read").any_user(),
    COMMIT_STATUSES.post("/projects/:id/statuses/:sha", DEVELOPER, "Commit Status: Create").when(&[ProtectedRef]),
];

static SUBMODULES: Group = Group::new(
    "submodules",
    "Submodules",
    "api/repository_submodules",
    &["lib/api/submodules.rb", "config/authz/roles/developer.yml"],
)
.feature(Feature::Repository);

#[rustfmt::skip]
static SUBMODULES_ROWS: &[Endpoint] = &[
    SUBMODULES.put("/projects/:id/repository/submodules/:submodule", DEVELOPER, "Repository Submodule: Update").when(&[ProtectedRef]),
];

static PROTECTED_BRANCHES: Group = Group::new(
    "protected_branches",
    "Protected branches",
    "api/protected_branches",
    &["config/authz/roles/maintainer.yml"],
)
.feature(Feature::Repository)
.rated(Docs);

#[rustfmt::skip]
static PROTECTED_BRANCHES_ROWS: &[Endpoint] = &[
    PROTECTED_BRANCHES.get("/groups/:id/protected_branches", OWNER, "Protected Branch: Read").probe(),
    PROTECTED_BRANCHES.post("/groups/:id/protected_branches", OWNER, "Branch: Protect"),
    PROTECTED_BRANCHES.get("/groups/:id/protected_branches/:name", OWNER, "Protected Branch: Read"),
    PROTECTED_BRANCHES.patch("/groups/:id/protected_branches/:name", OWNER, "Protected Branch: Update"),
    PROTECTED_BRANCHES.delete("/groups/:id/protected_branches/:name", OWNER, "Branch: Protect"),
    PROTECTED_BRANCHES.get("/projects/:id/protected_branches", MAINTAINER, "Protected Branch: Read").probe().code(&["lib/api/protected_branches.rb", "config/authz/roles/maintainer.yml"]),
    PROTECTED_BRANCHES.post("/projects/:id/protected_branches", MAINTAINER, "Branch: Protect").code(&["lib/api/protected_branches.rb", "config/authz/roles/maintainer.yml"]).no_feature(),
    PROTECTED_BRANCHES.get("/projects/:id/protected_branches/:name", MAINTAINER, "Protected Branch: Read").code(&["lib/api/protected_branches.rb", "config/authz/roles/maintainer.yml"]),
    PROTECTED_BRANCHES.patch("/projects/:id/protected_branches/:name", MAINTAINER, "Protected Branch: Update").no_feature(),
    PROTECTED_BRANCHES.delete("/projects/:id/protected_branches/:name", MAINTAINER, "Branch: Protect").code(&["lib/api/protected_branches.rb", "config/authz/roles/maintainer.yml"]).no_feature(),
];

static PROTECTED_TAGS: Group = Group::new(
    "protected_tags",
    "Protected tags",
    "api/protected_tags",
    &[
        "lib/api/protected_tags.rb",
        "config/authz/roles/maintainer.yml",
    ],
);

#[rustfmt::skip]
static PROTECTED_TAGS_ROWS: &[Endpoint] = &[
    PROTECTED_TAGS.get("/projects/:id/protected_tags", MAINTAINER, "Protected Tag: Read").probe(),
    PROTECTED_TAGS.post("/projects/:id/protected_tags", MAINTAINER, "Tag: Protect"),
    PROTECTED_TAGS.get("/projects/:id/protected_tags/:name", MAINTAINER, "Protected Tag: Read"),
    PROTECTED_TAGS.delete("/projects/:id/protected_tags/:name", MAINTAINER, "Tag: Protect"),
];

static PUSH_RULES: Group = Group::new(
    "push_rules",
    "Push rules",
    "api/project_push_rules",
    &[PERMISSIONS, "config/authz/roles/maintainer.yml"],
)
.feature(Feature::Repository)
.rated(Docs);

#[rustfmt::skip]
static PUSH_RULES_ROWS: &[Endpoint] = &[
    PUSH_RULES.get("/groups/:id/push_rule", MAINTAINER, "Push Rule: Read").probe(),
    PUSH_RULES.put("/groups/:id/push_rule", MAINTAINER, "Push Rule: Update"),
    PUSH_RULES.get("/projects/:id/push_rule", MAINTAINER, "Push Rule: Read").probe(),
    PUSH_RULES.post("/projects/:id/push_rule", MAINTAINER, "Push Rule: Create"),
    PUSH_RULES.put("/projects/:id/push_rule", MAINTAINER, "Push Rule: Update"),
    PUSH_RULES.delete("/projects/:id/push_rule", MAINTAINER, "Push Rule: Delete"),
];

static REMOTE_MIRRORS: Group = Group::new(
    "remote_mirrors",
    "Remote mirrors",
    "api/remote_mirrors",
    &[
        "lib/api/remote_mirrors.rb",
        "app/policies/project_policy.rb",
        "config/authz/roles/maintainer.yml",
    ],
);

#[rustfmt::skip]
static REMOTE_MIRRORS_ROWS: &[Endpoint] = &[
    REMOTE_MIRRORS.get("/projects/:id/mirror/pull", MAINTAINER, "Pull Mirror: Read").probe().inferred(&[PERMISSIONS]),
    REMOTE_MIRRORS.post("/projects/:id/mirror/pull", MAINTAINER, "Pull Mirror: Create").inferred(&["lib/api/remote_mirrors.rb", "app/policies/project_policy.rb", "config/authz/roles/maintainer.yml", PERMISSIONS]),
    REMOTE_MIRRORS.get("/projects/:id/remote_mirrors", MAINTAINER, "Remote Mirror: Read").when(&[SettingForbids]).denies(Unauthorized, NotFound).probe(),
    REMOTE_MIRRORS.post("/projects/:id/remote_mirrors", MAINTAINER, "Remote Mirror: Create").denies(Unauthorized, NotFound),
    REMOTE_MIRRORS.get("/projects/:id/remote_mirrors/:mirror_id", MAINTAINER, "Remote Mirror: Read").denies(Unauthorized, NotFound),
    REMOTE_MIRRORS.put("/projects/:id/remote_mirrors/:mirror_id", MAINTAINER, "Remote Mirror: Update").denies(Unauthorized, NotFound),
    REMOTE_MIRRORS.delete("/projects/:id/remote_mirrors/:mirror_id", MAINTAINER, "Remote Mirror: Delete").denies(Unauthorized, NotFound),
    REMOTE_MIRRORS.get("/projects/:id/remote_mirrors/:mirror_id/public_key", MAINTAINER, "Remote Mirror Public Key: Read").denies(Unauthorized, NotFound).inferred(&[PERMISSIONS]),
    REMOTE_MIRRORS.post("/projects/:id/remote_mirrors/:mirror_id/sync", MAINTAINER, "Remote Mirror: Update").denies(Unauthorized, NotFound).inferred(&[PERMISSIONS]),
];

static RELEASES: Group = Group::new(
    "releases",
    "Releases",
    "api/releases",
    &["lib/api/releases.rb", ROLES, JOB_PERMISSIONS],
)
.feature(Feature::Releases);

#[rustfmt::skip]
static RELEASES_ROWS: &[Endpoint] = &[
    RELEASES.get("/groups/:id/releases", GUEST, "Release: Read").probe(),
    RELEASES.get("/projects/:id/releases", GUEST, "Release: Read").job_with(&[READ_RELEASES]).public().probe(),
    RELEASES.post("/projects/:id/releases", DEVELOPER, "Release: Create").job_with(&[ADMIN_RELEASES]).when(&[ProtectedRef, SomeFieldsNeedMore]),
    RELEASES.get("/projects/:id/releases/:tag_name", CODE_READER, "Release: Read").job_with(&[READ_RELEASES]).public(),
    RELEASES.put("/projects/:id/releases/:tag_name", DEVELOPER, "Release: Update").job_with(&[ADMIN_RELEASES]).when(&[ProtectedRef]),
    RELEASES.delete("/projects/:id/releases/:tag_name", DEVELOPER, "Release: Delete").job_with(&[ADMIN_RELEASES]).when(&[ProtectedRef]),
    RELEASES.get("/projects/:id/releases/:tag_name/downloads/*direct_asset_path", CODE_READER, "Release: Read").job_with(&[READ_RELEASES]).public(),
    RELEASES.post("/projects/:id/releases/:tag_name/evidence", DEVELOPER, "Release: Create").job_with(&[ADMIN_RELEASES]).inferred(&[JOB_PERMISSIONS]),
    RELEASES.get("/projects/:id/releases/permalink/latest", CODE_READER, "Release: Read").job_with(&[READ_RELEASES]).public(),
    RELEASES.get("/projects/:id/releases/permalink/latest/*suffix_path", CODE_READER, "Release: Read").job_with(&[READ_RELEASES]).public(),
];

static RELEASE_LINKS: Group = Group::new(
    "release_links",
    "Release links",
    "api/releases/links",
    &["lib/api/release/links.rb", ROLES],
)
.feature(Feature::Releases);

#[rustfmt::skip]
static RELEASE_LINKS_ROWS: &[Endpoint] = &[
    RELEASE_LINKS.get("/projects/:id/releases/:tag_name/assets/links", GUEST, "Release Link: Read").job_with(&[READ_RELEASES]).public(),
    RELEASE_LINKS.post("/projects/:id/releases/:tag_name/assets/links", DEVELOPER, "Release Link: Create").job_with(&[ADMIN_RELEASES]),
    RELEASE_LINKS.get("/projects/:id/releases/:tag_name/assets/links/:link_id", GUEST, "Release Link: Read").job_with(&[READ_RELEASES]).public(),
    RELEASE_LINKS.put("/projects/:id/releases/:tag_name/assets/links/:link_id", DEVELOPER, "Release Link: Update").job_with(&[ADMIN_RELEASES]),
    RELEASE_LINKS.delete("/projects/:id/releases/:tag_name/assets/links/:link_id", DEVELOPER, "Release Link: Delete").job_with(&[ADMIN_RELEASES]),
];
