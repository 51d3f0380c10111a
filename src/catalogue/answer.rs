//! What a granted request is answered: the form of its JSON, and whether the answer may lie on another host.
//!
//! A box in between answers as well, and often with 200. What GitLab alone answers is told by the fields of
//! its entities (`lib/api/entities/`); what is handed over from another host, by the files that redirect.

use super::{Endpoint, Surface};

/// The form of the JSON that a granted request is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordForm {
    /// One record, which has all of these fields.
    Record(&'static [&'static str]),
    /// A record or a list of records, with fields that are usual in GitLab's entities.
    Usual,
}

/// The fields without which a record is none of GitLab's, by the template of its route.
#[rustfmt::skip]
const RECORDS: &[(&str, &[&str], &str)] = &[
    ("/personal_access_tokens/self", &["id", "scopes"], "lib/api/entities/personal_access_token.rb"),
    ("/personal_access_tokens/self/associations", &["groups", "projects"], "lib/api/entities/personal_access_token_associations.rb"),
    ("/user", &["id", "username"], "lib/api/entities/user_safe.rb"),
    ("/job", &["id", "pipeline"], "lib/api/entities/ci/job_basic.rb"),
    ("/metadata", &["version", "revision"], "lib/api/entities/metadata.rb"),
    ("/version", &["version", "revision"], "lib/api/entities/metadata.rb"),
    ("/projects/:id", &["id", "path_with_namespace"], "lib/api/entities/project_identity.rb"),
    ("/groups/:id", &["id", "full_path"], "lib/api/entities/group.rb"),
    ("/projects/:id/members/all/:user_id", &["id", "access_level"], "lib/api/entities/member.rb"),
    ("/groups/:id/members/all/:user_id", &["id", "access_level"], "lib/api/entities/member.rb"),
    ("/projects/:id/repository/branches/:branch", &["name", "protected"], "lib/api/entities/branch.rb"),
    ("/oauth/token/info", &["resource_owner_id", "scope"], "doorkeeper: lib/doorkeeper/models/access_token_mixin.rb"),
];

/// Fields that are usual in GitLab's entities, and of which each of its records has some.
#[rustfmt::skip]
const USUAL: &[&str] = &[
    "access_level", "active", "author", "color", "commit", "created_at", "description", "environment_scope",
    "expires_at", "full_path", "id", "iid", "key", "masked", "name", "path", "path_with_namespace", "project_id",
    "protected", "ref", "sha", "short_id", "stage", "state", "status", "tag_name", "title", "updated_at", "url",
    "user", "username", "value", "variable_type", "visibility", "web_url",
];

/// How many of them a record has at least; foreign JSON has one or two of them by chance.
const LEAST: usize = 3;

/// How the template of a route ends that hands over a file, or sends a client on to a package's own registry, and the
/// file that does so. Where files lie in an object storage, they are handed over by a redirect to its host.
#[rustfmt::skip]
const ELSEWHERE: &[(&str, &str)] = &[
    ("/jobs/:job_id/artifacts", "lib/api/ci/job_artifacts.rb"),
    ("/jobs/artifacts/:ref_name/download", "lib/api/ci/job_artifacts.rb"),
    ("/jobs/:id/artifacts", "lib/api/ci/runner.rb"),
    ("/:id/avatar", "lib/api/project_avatar.rb"),
    ("/export/download", "lib/api/project_export.rb"),
    ("/export_relations/download", "lib/api/project_export.rb"),
    ("/uploads/:upload_id", "lib/api/markdown_uploads.rb"),
    ("/uploads/:secret/:filename", "lib/api/markdown_uploads.rb"),
    ("/repository/files/:file_path/raw", "lib/api/files.rb"),
    ("/package_files/:package_file_id/download", "lib/api/package_files.rb"),
    ("/releases/:tag_name/downloads/*direct_asset_path", "lib/api/releases.rb"),
    ("/:file_name", "lib/api/helpers/packages_helpers.rb"),
    ("/*file_name", "lib/api/helpers/packages_helpers.rb"),
    ("/charts/:file_name.tgz", "lib/api/helm_packages.rb"),
    ("/:channel/index.yaml", "lib/api/helm_packages.rb"),
    ("/dists/*distribution/Release", "lib/api/concerns/packages/debian_package_endpoints.rb"),
    ("/dists/*distribution/InRelease", "lib/api/concerns/packages/debian_package_endpoints.rb"),
    ("/npm/*package_name", "lib/api/concerns/packages/npm_namespace_endpoints.rb"),
    ("/npm/-/package/*package_name/dist-tags", "lib/api/concerns/packages/npm_endpoints.rb"),
    ("/pypi/simple/*package_name", "lib/api/pypi_packages.rb"),
    ("/pypi/files/:sha256/*file_identifier", "lib/api/pypi_packages.rb"),
    ("/pypi/forward/:package_name/*upstream_path", "lib/api/pypi_packages.rb"),
    ("/modules/:module_name/:module_system", "lib/api/terraform/modules/v1/project_packages.rb"),
    ("/modules/:module_name/:module_system/*module_version", "lib/api/terraform/modules/v1/project_packages.rb"),
    ("/virtual_registries/packages/maven/:id/*path", "ee/lib/api/concerns/virtual_registries/packages/endpoint.rb"),
    (".git/gitlab-lfs/objects/:oid", "app/controllers/repositories/lfs_storage_controller.rb"),
    ("/manifests/:tag", "app/controllers/groups/dependency_proxy_for_containers_controller.rb"),
    ("/-/raw/:ref/*path", "app/controllers/concerns/sends_blob.rb"),
];

/// Routes whose grant is a redirect to another path of the same instance, and the files that redirect.
const SENT_ON: &[(&str, &str)] = &[
    ("/releases/permalink/latest", "lib/api/releases.rb"),
    (
        "/releases/permalink/latest/*suffix_path",
        "lib/api/releases.rb",
    ),
];

/// Says whether the grant of a route is a redirect to another path of the same instance.
pub(crate) fn is_sent_on(endpoint: &Endpoint) -> bool {
    SENT_ON
        .iter()
        .any(|(ending, _)| endpoint.template.ends_with(ending))
}

/// The form of the JSON that a route answers, by its template.
pub(crate) fn form_of(template: Option<&str>) -> RecordForm {
    RECORDS
        .iter()
        .find(|(own, _, _)| Some(*own) == template)
        .map_or(RecordForm::Usual, |(_, fields, _)| {
            RecordForm::Record(fields)
        })
}

/// Says whether a record has enough of the fields that are usual in GitLab's entities.
pub(crate) fn is_usual<'a>(fields: impl Iterator<Item = &'a str>) -> bool {
    fields.filter(|field| USUAL.contains(field)).count() >= LEAST
}

/// Says whether an answer may be handed over from another host: a file from its storage, a package from its registry.
pub(crate) fn may_lie_elsewhere(endpoint: &Endpoint) -> bool {
    ELSEWHERE
        .iter()
        .any(|(ending, _)| endpoint.template.ends_with(ending))
}

/// The same of a request to the registry itself, whose layers lie in a storage
/// (distribution: `registry/storage/blobserver.go`).
pub(crate) fn is_layer(surface: Surface, path: &str) -> bool {
    surface == Surface::Registry && path.contains("/blobs/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{self, Method};

    #[test]
    fn every_row_is_about_a_route_that_is_read_and_names_its_source() {
        let templates: Vec<&str> = catalogue::all()
            .filter(|endpoint| endpoint.method == Method::Get)
            .map(|endpoint| endpoint.template)
            .collect();
        for (template, fields, source) in RECORDS {
            assert!(templates.contains(template), "{template}");
            assert!(fields.len() >= 2 && source.contains(".rb"), "{template}");
        }
        for (ending, source) in ELSEWHERE.iter().chain(SENT_ON) {
            let is_read = templates.iter().any(|template| template.ends_with(ending));
            assert!(is_read && source.contains(".rb"), "{ending}");
        }
    }

    #[test]
    fn a_file_may_lie_elsewhere_and_a_record_may_not() {
        let at = |template| {
            let endpoint = catalogue::by_template(Method::Get, template);
            endpoint.is_some_and(may_lie_elsewhere)
        };
        assert!(at("/projects/:id/jobs/:job_id/artifacts"));
        assert!(at("/packages/npm/*package_name"));
        for record in [
            "/user",
            "/projects/:id",
            "/projects/:id/jobs",
            "/job",
            "/avatar",
        ] {
            assert!(!at(record), "{record}");
        }
    }

    #[test]
    fn foreign_json_has_too_few_of_the_usual_fields() {
        let is = |fields: &[&'static str]| is_usual(fields.iter().copied());
        assert!(is(&["id", "iid", "title", "state"]));
        for foreign in [
            &["ok"][..],
            &["status"],
            &["id", "name"],
            &["status", "version"],
        ] {
            assert!(!is(foreign), "{foreign:?}");
        }
    }
}
