//! The capabilities: what people want to do with a token, one row each, by group.
//!
//! A row reads: name, group, what it is, the client's request in each place where it makes sense. After
//! that, what it stands behind (who may not read may not write), the ability that GraphQL tells, and
//! whether it is meant for a branch, tag or environment that no rule protects.
//!
//! What is sent was chosen so that nothing changes: a push is asked for only at a repository that is
//! known to be there (`lib/gitlab/git_access_project.rb`), the registry only for the right to pull
//! (`app/services/auth/container_registry_authentication_service.rb`), a package client only for the
//! index that it reads first.

use super::Endpoint;
use super::Method::{Delete, Get, Post, Put};
use super::capability::CapabilityGroup::{
    Administration, Ci, Code, Images, MergeRequests, Packages,
};
use super::capability::{Capability, ClientRequest, Place, Senders, derived, sent};

/// All capabilities, by group, in the order in which they are shown.
#[rustfmt::skip]
pub static CAPABILITIES: &[Capability] = &[
    Capability::new("clone", Code, "clone and pull over HTTPS", &[
        sent("/{path}.git/info/refs?service=git-upload-pack"),
    ]),
    Capability::new("push", Code, "push to an unprotected branch", &[
        sent("/{path}.git/info/refs?service=git-receive-pack"),
    ]).behind("clone").on_unprotected(),
    Capability::new("read-project", Code, "read the project", &[
        sent("/api/v4/projects/{id}"),
    ]),
    Capability::new("read-files", Code, "read files over the API", &[
        sent("/api/v4/projects/{id}/repository/files/README.md/raw?ref=HEAD"),
    ]),
    Capability::new("write-files", Code, "commit over the API to an unprotected branch", &[
        derived(Post, "/api/v4/projects/{id}/repository/files/README.md"),
    ]).behind("read-files").on_unprotected(),
    Capability::new("create-branch", Code, "create a branch that is not protected", &[
        derived(Post, "/api/v4/projects/{id}/repository/branches"),
    ]).behind("read-files").on_unprotected(),
    Capability::new("create-tag", Code, "create a tag that is not protected", &[
        derived(Post, "/api/v4/projects/{id}/repository/tags"),
    ]).behind("read-files").on_unprotected(),
    Capability::new("protect-branches", Code, "protect and unprotect branches", &[
        derived(Post, "/api/v4/projects/{id}/protected_branches"),
    ]),
    Capability::new("set-commit-status", Code, "set a commit status on an unprotected branch", &[
        derived(Post, "/api/v4/projects/{id}/statuses/0000000000000000000000000000000000000000"),
    ]).on_unprotected(),
    Capability::new("read-releases", Code, "read releases", &[
        sent("/api/v4/projects/{id}/releases?per_page=1"),
    ]),
    Capability::new("create-release", Code, "create a release for an unprotected tag", &[
        derived(Post, "/api/v4/projects/{id}/releases"),
    ]).behind("read-releases").on_unprotected(),

    Capability::new("read-merge-requests", MergeRequests, "read merge requests", &[
        sent("/api/v4/projects/{id}/merge_requests?per_page=1"),
        sent("/api/v4/groups/{id}/merge_requests?per_page=1").to_group(),
    ]),
    Capability::new("create-merge-request", MergeRequests, "create merge requests from its own branches", &[
        derived(Post, "/api/v4/projects/{id}/merge_requests"),
    ]).behind("read-merge-requests").ability("createMergeRequestFrom"),
    Capability::new("comment-merge-request", MergeRequests, "comment on merge requests", &[
        derived(Post, "/api/v4/projects/{id}/merge_requests/1/notes"),
    ]).behind("read-merge-requests"),
    Capability::new("approve-merge-request", MergeRequests, "approve merge requests", &[
        derived(Post, "/api/v4/projects/{id}/merge_requests/1/approve"),
    ]).behind("read-merge-requests"),
    Capability::new("merge", MergeRequests, "merge into the default branch", &[
        derived(Put, "/api/v4/projects/{id}/merge_requests/1/merge"),
    ]).behind("read-merge-requests"),
    Capability::new("read-issues", MergeRequests, "read issues", &[
        sent("/api/v4/projects/{id}/issues?per_page=1"),
        sent("/api/v4/groups/{id}/issues?per_page=1").to_group(),
    ]),
    Capability::new("create-issue", MergeRequests, "create issues", &[
        derived(Post, "/api/v4/projects/{id}/issues"),
    ]).behind("read-issues").ability("createIssue"),

    Capability::new("read-pipelines", Ci, "read pipelines", &[
        sent("/api/v4/projects/{id}/pipelines?per_page=1"),
    ]),
    Capability::new("trigger-pipeline", Ci, "run a pipeline on an unprotected branch", &[
        derived(Post, "/api/v4/projects/{id}/pipeline"),
        derived(Post, "/api/v4/projects/{id}/trigger/pipeline").by_jobs(),
    ]).behind("read-pipelines").ability("createPipeline").on_unprotected(),
    Capability::new("retry-job", Ci, "retry jobs of an unprotected branch", &[
        derived(Post, "/api/v4/projects/{id}/jobs/1/retry"),
    ]).behind("read-pipelines").on_unprotected(),
    Capability::new("read-job-log", Ci, "read the logs of jobs", &[
        derived(Get, "/api/v4/projects/{id}/jobs/1/trace"),
    ]).behind("read-pipelines"),
    Capability::new("download-artifacts", Ci, "download the artifacts of jobs", &[
        derived(Get, "/api/v4/projects/{id}/jobs/artifacts/HEAD/download?job=build"),
    ]),
    Capability::new("read-variables", Ci, "read CI/CD variables", &[
        sent("/api/v4/projects/{id}/variables?per_page=1"),
        sent("/api/v4/groups/{id}/variables?per_page=1").to_group(),
    ]),
    Capability::new("write-variables", Ci, "write CI/CD variables", &[
        derived(Post, "/api/v4/projects/{id}/variables"),
        derived(Post, "/api/v4/groups/{id}/variables").to_group(),
    ]).behind("read-variables"),
    Capability::new("manage-schedules", Ci, "schedule pipelines on an unprotected branch", &[
        derived(Post, "/api/v4/projects/{id}/pipeline_schedules"),
    ]).behind("read-pipelines").ability("createPipelineSchedule").on_unprotected(),
    Capability::new("manage-triggers", Ci, "create trigger tokens", &[
        derived(Post, "/api/v4/projects/{id}/triggers"),
    ]),
    Capability::new("manage-runners", Ci, "create runners for the project", &[
        derived(Post, "/api/v4/user/runners"),
    ]),
    Capability::new("read-environments", Ci, "read environments", &[
        sent("/api/v4/projects/{id}/environments?per_page=1"),
    ]),
    Capability::new("deploy", Ci, "deploy to an unprotected environment", &[
        derived(Post, "/api/v4/projects/{id}/deployments"),
    ]).behind("read-environments").ability("createDeployment").on_unprotected(),
    Capability::new("read-terraform-state", Ci, "read Terraform state", &[
        derived(Get, "/api/v4/projects/{id}/terraform/state/default"),
    ]),
    Capability::new("write-terraform-state", Ci, "write Terraform state", &[
        derived(Post, "/api/v4/projects/{id}/terraform/state/default"),
    ]),
    Capability::new("upload-secure-file", Ci, "upload secure files", &[
        derived(Post, "/api/v4/projects/{id}/secure_files"),
    ]),

    Capability::new("read-packages", Packages, "list packages over the API", &[
        sent("/api/v4/projects/{id}/packages?per_page=1"),
        sent("/api/v4/groups/{id}/packages?per_page=1").to_group(),
    ]),
    Capability::new("install-package", Packages, "download packages as a package client", &[
        sent("/api/v4/projects/{id}/packages/pypi/simple"),
    ]),
    Capability::new("publish-package", Packages, "publish packages", &[
        derived(Put, "/api/v4/projects/{id}/packages/generic/glwhy/0.0.0/file"),
    ]).behind("install-package"),
    Capability::new("delete-package", Packages, "delete packages", &[
        derived(Delete, "/api/v4/projects/{id}/packages/1"),
    ]).behind("read-packages"),

    Capability::new("read-images", Images, "list container images over the API", &[
        sent("/api/v4/projects/{id}/registry/repositories?per_page=1"),
        sent("/api/v4/groups/{id}/registry/repositories?per_page=1").to_group(),
    ]),
    Capability::new("pull-image", Images, "pull container images", &[
        sent("/jwt/auth?service=container_registry&scope=repository:{path}:pull"),
    ]),
    Capability::new("push-image", Images, "push container images", &[
        derived(Get, "/jwt/auth?service=container_registry&scope=repository:{path}:pull,push"),
    ]).behind("pull-image"),
    Capability::new("delete-image", Images, "delete container images", &[
        sent("/jwt/auth?service=container_registry&scope=repository:{path}:delete"),
    ]).behind("pull-image"),
    Capability::new("pull-through-proxy", Images, "pull images through the dependency proxy", &[
        derived(Get, "/v2/{path}/dependency_proxy/containers/alpine/manifests/latest").to_group(),
    ]),

    Capability::new("read-api", Administration, "read over the API", &[
        sent("/api/v4/projects?membership=true&simple=true&per_page=1").to_instance(),
    ]),
    Capability::new("manage-settings", Administration, "change the settings", &[
        derived(Put, "/api/v4/projects/{id}"),
        derived(Put, "/api/v4/groups/{id}").to_group(),
    ]).ability("adminProject"),
    Capability::new("manage-tokens", Administration, "create access tokens of the target", &[
        derived(Post, "/api/v4/projects/{id}/access_tokens"),
        derived(Post, "/api/v4/groups/{id}/access_tokens").to_group(),
    ]),
    Capability::new("manage-members", Administration, "add members", &[
        derived(Post, "/api/v4/projects/{id}/members"),
        derived(Post, "/api/v4/groups/{id}/members").to_group(),
    ]),
    Capability::new("manage-hooks", Administration, "create webhooks", &[
        derived(Post, "/api/v4/projects/{id}/hooks"),
        derived(Post, "/api/v4/groups/{id}/hooks").to_group(),
    ]),
    Capability::new("manage-deploy-keys", Administration, "create deploy keys", &[
        derived(Post, "/api/v4/projects/{id}/deploy_keys"),
    ]),
    Capability::new("manage-deploy-tokens", Administration, "create deploy tokens", &[
        derived(Post, "/api/v4/projects/{id}/deploy_tokens"),
        derived(Post, "/api/v4/groups/{id}/deploy_tokens").to_group(),
    ]),
    Capability::new("create-project", Administration, "create projects in the group", &[
        derived(Post, "/api/v4/projects").to_group(),
    ]),
    Capability::new("delete-project", Administration, "delete the project", &[
        derived(Delete, "/api/v4/projects/{id}"),
    ]).ability("removeProject"),
    Capability::new("read-users", Administration, "read the users of the instance", &[
        sent("/api/v4/users?per_page=1").to_instance(),
    ]),
];

/// Finds a capability by its name.
#[must_use]
pub fn find_capability(name: &str) -> Option<&'static Capability> {
    CAPABILITIES
        .iter()
        .find(|capability| capability.name == name)
}

/// The capabilities that make sense in a place, in the order in which they are shown.
pub fn capabilities_at(place: Place) -> impl Iterator<Item = &'static Capability> {
    CAPABILITIES
        .iter()
        .filter(move |capability| capability.request(place, false).is_some())
}

/// The ability that GraphQL tells of an endpoint of projects, by the capability that comes down to it.
#[must_use]
pub fn ability_for(endpoint: &Endpoint) -> Option<&'static str> {
    let comes_down = |request: &ClientRequest| {
        request.place == Place::Project
            && request.senders == Senders::Every
            && request.endpoint() == Some(endpoint)
    };
    CAPABILITIES
        .iter()
        .filter(|capability| capability.ability.is_some())
        .find(|capability| capability.requests.iter().any(comes_down))
        .and_then(|capability| capability.ability)
}

/// The names nearest to a misspelt one, nearest first, three at most.
#[must_use]
pub fn nearest_capabilities(name: &str) -> Vec<&'static str> {
    /// The most names.
    const MOST: usize = 3;
    /// The fewest letters of a part that may stand for a name.
    const TELLING: usize = 3;
    let asked = name.trim().to_lowercase().replace(['_', ' '], "-");
    let is_part =
        |other: &str| asked.len() >= TELLING && (other.contains(&asked) || asked.contains(other));
    let mut close: Vec<(usize, &'static str)> = CAPABILITIES
        .iter()
        .map(|capability| {
            (
                super::mend::edit_distance(&asked, capability.name),
                capability.name,
            )
        })
        .filter(|(edits, other)| *edits <= other.len().div_ceil(3) || is_part(other))
        .collect();
    close.sort_unstable();
    close.into_iter().take(MOST).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::super::capability::{CapabilityGroup, Way};
    use super::*;
    use crate::catalogue::PublicAccess;

    #[test]
    fn an_endpoint_has_the_ability_of_the_capability_that_comes_down_to_it() {
        let ability = |method, path| {
            let found = crate::catalogue::find_url_path(method, path).unwrap();
            ability_for(found.endpoint)
        };
        let project = "/api/v4/projects/org%2Fapp";
        assert_eq!(ability(Delete, project), Some("removeProject"));
        let pipeline = format!("{project}/pipeline");
        assert_eq!(ability(Post, &pipeline), Some("createPipeline"));
        // With a trigger token, nobody's role counts but its owner's.
        let trigger = format!("{project}/trigger/pipeline");
        assert_eq!(ability(Post, &trigger), None);
    }

    /// The names that the contract fixes.
    const PROMISED: [&str; 19] = [
        "clone",
        "push",
        "read-api",
        "read-merge-requests",
        "create-merge-request",
        "create-release",
        "create-tag",
        "pull-image",
        "push-image",
        "install-package",
        "publish-package",
        "trigger-pipeline",
        "read-variables",
        "write-variables",
        "download-artifacts",
        "set-commit-status",
        "manage-settings",
        "manage-tokens",
        "merge",
    ];

    #[test]
    fn names_are_unique_and_every_promised_one_is_there() {
        let mut names: Vec<&str> = CAPABILITIES.iter().map(|row| row.name).collect();
        assert!(names.len() >= 30);
        for name in PROMISED {
            assert!(names.contains(&name), "{name}");
        }
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn rows_stand_by_group() {
        let groups: Vec<CapabilityGroup> = CAPABILITIES.iter().map(|row| row.group).collect();
        assert!(groups.is_sorted());
        for group in CapabilityGroup::ALL {
            assert!(groups.contains(&group), "{group:?}");
        }
    }

    #[test]
    fn every_request_is_known_to_the_catalogue_with_documentation_and_source() {
        for row in CAPABILITIES {
            assert!(
                !row.requests.is_empty() && !row.words.ends_with('.'),
                "{}",
                row.name
            );
            for request in row.requests {
                let endpoint = request.endpoint();
                assert!(
                    endpoint.is_some(),
                    "{} {} {}",
                    row.name,
                    request.method,
                    request.path
                );
            }
            assert!(row.documentation().is_some(), "{}", row.name);
            assert!(!row.sources().is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn nothing_is_sent_that_changes_something() {
        for row in CAPABILITIES {
            for request in row
                .requests
                .iter()
                .filter(|request| request.way == Way::Sent)
            {
                assert!(request.method.is_safe(), "{}", row.name);
                let endpoint = request.endpoint();
                assert!(
                    endpoint.is_some_and(|endpoint| !endpoint.mutates),
                    "{}",
                    row.name
                );
                assert!(!request.path.contains("push"), "{}", row.name);
            }
        }
    }

    #[test]
    fn what_a_capability_stands_behind_is_sent_wherever_it_makes_sense() {
        for row in CAPABILITIES {
            let Some(name) = row.behind else { continue };
            let other = find_capability(name);
            assert!(
                other.is_some_and(|other| other.way() == Way::Sent),
                "{}",
                row.name
            );
            assert!(
                other.is_some_and(|other| other.behind.is_none()),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn one_request_for_each_place_and_sender() {
        for row in CAPABILITIES {
            for (at, request) in row.requests.iter().enumerate() {
                let again = row.requests[at + 1..]
                    .iter()
                    .any(|other| (other.place, other.senders) == (request.place, request.senders));
                assert!(!again, "{}", row.name);
            }
        }
    }

    #[test]
    fn a_misspelt_name_has_the_right_one_as_its_nearest() {
        for (typed, meant) in [
            ("clon", "clone"),
            ("create_release", "create-release"),
            ("create-mr", "create-tag"),
            ("merge-request", "create-merge-request"),
        ] {
            assert!(nearest_capabilities(typed).contains(&meant), "{typed}");
        }
        assert!(nearest_capabilities("something-else-entirely").is_empty());
    }

    #[test]
    fn a_public_index_of_packages_is_no_secret() {
        let index = find_capability("install-package").and_then(|row| row.requests[0].endpoint());
        assert!(index.is_some_and(|row| row.public_access == PublicAccess::Anonymous));
    }
}
