//! What GitLab would do if the token were put to use: the real requests behind each capability, judged.
//!
//! The requests are those of ordinary clients, among them all that change something. They are put to
//! [`World::judge`], which changes nothing and is no socket; so they are asked here as if, and nowhere
//! else. The list is the simulator's own, from `lib/api/`, the Git and registry controllers, and the
//! documentation of the clients. This file never looks at the program's table of capabilities.

use super::token::Scheme;
use super::wire::{Judgement, Truth};
use super::world::{GroupId, ProjectId, TokenIndex, World};

/// What would become of a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Would {
    Grant,
    Refuse(Truth),
    /// The facts do not say; why.
    Open(&'static str),
}

/// Where a capability is put to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    Project(ProjectId),
    Group(GroupId),
}

/// How a client sends its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// In the header that is natural for the kind.
    Header,
    /// As Git, registry and Terraform clients do.
    Basic,
    /// As the parameter of the trigger routes.
    Parameter,
}

/// One request of a client.
#[derive(Debug, Clone, Copy)]
struct Call {
    method: &'static str,
    /// `{id}` is the number of the target, `{path}` its full path.
    path: &'static str,
    sent: Sent,
}

/// A capability: all of its calls must be granted.
struct Deed {
    name: &'static str,
    calls: &'static [Call],
}

const fn rest(method: &'static str, path: &'static str) -> Call {
    Call {
        method,
        path,
        sent: Sent::Header,
    }
}

const fn basic(method: &'static str, path: &'static str) -> Call {
    Call {
        method,
        path,
        sent: Sent::Basic,
    }
}

const fn deed(name: &'static str, calls: &'static [Call]) -> Deed {
    Deed { name, calls }
}

/// A pull or a push takes a token for the registry first.
const PULL: Call = basic(
    "GET",
    "/jwt/auth?service=container_registry&scope=repository:{path}:pull",
);
const PUSH: Call = basic(
    "GET",
    "/jwt/auth?service=container_registry&scope=repository:{path}:push",
);

/// What jobs use to start pipelines; others have a route of their own (`lib/api/ci/triggers.rb`).
const TRIGGER: Call = Call {
    method: "POST",
    path: "/api/v4/projects/{id}/trigger/pipeline?ref=main",
    sent: Sent::Parameter,
};

const FULL_PUSH: &str = "whether the registry takes a push without the right to pull";

#[rustfmt::skip]
static OF_PROJECT: &[Deed] = &[
    deed("clone", &[basic("GET", "/{path}.git/info/refs?service=git-upload-pack"), basic("POST", "/{path}.git/git-upload-pack")]),
    deed("push", &[basic("GET", "/{path}.git/info/refs?service=git-receive-pack"), basic("POST", "/{path}.git/git-receive-pack")]),
    deed("read-project", &[rest("GET", "/api/v4/projects/{id}")]),
    deed("read-files", &[rest("GET", "/api/v4/projects/{id}/repository/files/README.md?ref=HEAD")]),
    deed("write-files", &[rest("POST", "/api/v4/projects/{id}/repository/commits?branch=feature")]),
    deed("create-branch", &[rest("POST", "/api/v4/projects/{id}/repository/branches?branch=feature&ref=main")]),
    deed("create-tag", &[rest("POST", "/api/v4/projects/{id}/repository/tags?tag_name=v9.9.9&ref=main")]),
    deed("protect-branches", &[rest("POST", "/api/v4/projects/{id}/protected_branches?name=feature")]),
    deed("set-commit-status", &[rest("POST", "/api/v4/projects/{id}/statuses/7fd1a60b01f91b314f59955a4e4d4e80d8edf11d?state=success&ref=feature")]),
    deed("read-releases", &[rest("GET", "/api/v4/projects/{id}/releases")]),
    deed("create-release", &[rest("POST", "/api/v4/projects/{id}/releases?tag_name=v1.0.0")]),
    deed("read-merge-requests", &[rest("GET", "/api/v4/projects/{id}/merge_requests")]),
    deed("create-merge-request", &[rest("POST", "/api/v4/projects/{id}/merge_requests?source_branch=feature&target_branch=main&title=t")]),
    deed("comment-merge-request", &[rest("POST", "/api/v4/projects/{id}/merge_requests/1/notes?body=b")]),
    deed("approve-merge-request", &[rest("POST", "/api/v4/projects/{id}/merge_requests/1/approve")]),
    deed("merge", &[rest("PUT", "/api/v4/projects/{id}/merge_requests/1/merge")]),
    deed("read-issues", &[rest("GET", "/api/v4/projects/{id}/issues")]),
    deed("create-issue", &[rest("POST", "/api/v4/projects/{id}/issues?title=t")]),
    deed("read-pipelines", &[rest("GET", "/api/v4/projects/{id}/pipelines")]),
    deed("trigger-pipeline", &[rest("POST", "/api/v4/projects/{id}/pipeline?ref=main")]),
    deed("retry-job", &[rest("POST", "/api/v4/projects/{id}/jobs/1/retry")]),
    deed("read-job-log", &[rest("GET", "/api/v4/projects/{id}/jobs/1/trace")]),
    deed("download-artifacts", &[rest("GET", "/api/v4/projects/{id}/jobs/artifacts/main/download?job=build")]),
    deed("read-variables", &[rest("GET", "/api/v4/projects/{id}/variables")]),
    deed("write-variables", &[rest("POST", "/api/v4/projects/{id}/variables?key=K&value=v")]),
    deed("manage-schedules", &[rest("POST", "/api/v4/projects/{id}/pipeline_schedules?ref=main")]),
    deed("manage-triggers", &[rest("POST", "/api/v4/projects/{id}/triggers?description=d")]),
    deed("manage-runners", &[rest("POST", "/api/v4/user/runners?runner_type=project_type&project_id={id}")]),
    deed("read-environments", &[rest("GET", "/api/v4/projects/{id}/environments")]),
    deed("deploy", &[rest("POST", "/api/v4/projects/{id}/deployments?environment=review&ref=feature")]),
    deed("read-terraform-state", &[basic("GET", "/api/v4/projects/{id}/terraform/state/default")]),
    deed("write-terraform-state", &[basic("POST", "/api/v4/projects/{id}/terraform/state/default/lock"), basic("POST", "/api/v4/projects/{id}/terraform/state/default")]),
    deed("upload-secure-file", &[rest("POST", "/api/v4/projects/{id}/secure_files?name=key.jks")]),
    deed("read-packages", &[rest("GET", "/api/v4/projects/{id}/packages")]),
    deed("install-package", &[rest("GET", "/api/v4/projects/{id}/packages/generic/tool/1.0.0/tool.bin")]),
    deed("publish-package", &[rest("PUT", "/api/v4/projects/{id}/packages/generic/tool/1.0.1/tool.bin")]),
    deed("delete-package", &[rest("DELETE", "/api/v4/projects/{id}/packages/1")]),
    deed("read-images", &[rest("GET", "/api/v4/projects/{id}/registry/repositories")]),
    deed("pull-image", &[PULL]),
    deed("push-image", &[PUSH, PULL]),
    deed("delete-image", &[basic("GET", "/jwt/auth?service=container_registry&scope=repository:{path}:delete")]),
    deed("manage-settings", &[rest("PUT", "/api/v4/projects/{id}?description=d")]),
    deed("manage-tokens", &[rest("POST", "/api/v4/projects/{id}/access_tokens?name=n")]),
    deed("manage-members", &[rest("POST", "/api/v4/projects/{id}/members?user_id=7&access_level=10")]),
    deed("manage-hooks", &[rest("POST", "/api/v4/projects/{id}/hooks?url=https://example.com")]),
    deed("manage-deploy-keys", &[rest("POST", "/api/v4/projects/{id}/deploy_keys?title=t")]),
    deed("manage-deploy-tokens", &[rest("POST", "/api/v4/projects/{id}/deploy_tokens?name=n")]),
    deed("delete-project", &[rest("DELETE", "/api/v4/projects/{id}")]),
    deed("read-api", &[rest("GET", "/api/v4/projects?membership=true")]),
    deed("read-users", &[rest("GET", "/api/v4/users")]),
];

#[rustfmt::skip]
static OF_GROUP: &[Deed] = &[
    deed("read-merge-requests", &[rest("GET", "/api/v4/groups/{id}/merge_requests")]),
    deed("read-issues", &[rest("GET", "/api/v4/groups/{id}/issues")]),
    deed("read-variables", &[rest("GET", "/api/v4/groups/{id}/variables")]),
    deed("write-variables", &[rest("POST", "/api/v4/groups/{id}/variables?key=K&value=v")]),
    deed("read-packages", &[rest("GET", "/api/v4/groups/{id}/packages")]),
    deed("read-images", &[rest("GET", "/api/v4/groups/{id}/registry/repositories")]),
    deed("pull-through-proxy", &[basic("GET", "/v2/{path}/dependency_proxy/containers/alpine/manifests/latest")]),
    deed("manage-settings", &[rest("PUT", "/api/v4/groups/{id}?description=d")]),
    deed("manage-tokens", &[rest("POST", "/api/v4/groups/{id}/access_tokens?name=n")]),
    deed("manage-members", &[rest("POST", "/api/v4/groups/{id}/members?user_id=7&access_level=10")]),
    deed("manage-hooks", &[rest("POST", "/api/v4/groups/{id}/hooks?url=https://example.com")]),
    deed("manage-deploy-tokens", &[rest("POST", "/api/v4/groups/{id}/deploy_tokens?name=n")]),
    deed("create-project", &[rest("POST", "/api/v4/projects?name=n&namespace_id={id}")]),
    deed("read-api", &[rest("GET", "/api/v4/projects?membership=true")]),
    deed("read-users", &[rest("GET", "/api/v4/users")]),
];

impl Site {
    fn deeds(self) -> &'static [Deed] {
        match self {
            Self::Project(_) => OF_PROJECT,
            Self::Group(_) => OF_GROUP,
        }
    }

    /// Returns the names of the capabilities that make sense there.
    pub(crate) fn capabilities(self) -> impl Iterator<Item = &'static str> {
        self.deeds().iter().map(|deed| deed.name)
    }
}

impl World {
    /// Says what would become of a capability; nothing is sent, and nothing is changed.
    pub(crate) fn would(&self, token: TokenIndex, site: Site, capability: &str) -> Would {
        let found = site.deeds().iter().find(|deed| deed.name == capability);
        let Some(deed) = found else {
            return Would::Open("the simulator does not know the capability");
        };
        let is_job = self.tokens[token].kind.is_job();
        let calls: &[Call] = match capability {
            "trigger-pipeline" if is_job || self.is_trigger(token) => &[TRIGGER],
            _ => deed.calls,
        };
        let outcomes: Vec<Would> = calls
            .iter()
            .map(|call| self.outcome(token, site, *call))
            .collect();
        if capability == "push-image" {
            return full_push(&outcomes);
        }
        if capability == "read-api"
            && outcomes == [Would::Grant]
            && !self.is_read(token, site, calls)
        {
            return Would::Open("public data is read without the token");
        }
        let first = outcomes
            .into_iter()
            .find(|outcome| *outcome != Would::Grant);
        first.unwrap_or(Would::Grant)
    }

    fn is_trigger(&self, token: TokenIndex) -> bool {
        self.tokens[token].kind == super::token::Kind::Trigger
    }

    fn is_read(&self, token: TokenIndex, site: Site, calls: &[Call]) -> bool {
        calls
            .iter()
            .all(|call| self.put(token, site, *call).token_read)
    }

    fn outcome(&self, token: TokenIndex, site: Site, call: Call) -> Would {
        let judgement = self.put(token, site, call);
        if judgement.unknown_route {
            return Would::Open("the simulator does not know the route");
        }
        if judgement.created_record && call.path.contains(".git/") {
            return Would::Open("a push to where nothing is makes another project");
        }
        let unread = judgement.truth.is_none() && !judgement.token_read;
        if unread && self.is_over(token) {
            return Would::Open("everybody is served, and the token is dead");
        }
        match judgement.truth {
            _ if judgement.filtered => Would::Open("an empty list stands for a refusal"),
            None => Would::Grant,
            // The right is asked for before the record: a missing one shows that the right is there.
            Some(truth) if truth.why == "record-absent" => Would::Grant,
            Some(truth) => Would::Refuse(truth),
        }
    }

    fn put(&self, token: TokenIndex, site: Site, call: Call) -> Judgement {
        let (id, path) = self.names(site);
        let path = call
            .path
            .replace("{id}", &id.to_string())
            .replace("{path}", &path);
        let held = &self.tokens[token];
        let scheme = match call.sent {
            Sent::Header => held.natural_scheme(),
            Sent::Basic => held.natural_basic(),
            Sent::Parameter => Scheme::TokenParameter,
        };
        self.judge(&self.request(call.method, &path, Some((token, &scheme))))
    }

    /// Tells whether a token can be used no more.
    fn is_over(&self, token: TokenIndex) -> bool {
        let held = &self.tokens[token];
        let finished = held.job.is_some_and(|job| !job.running);
        held.absence.is_some() || held.revoked || finished || self.expired(held)
    }

    fn names(&self, site: Site) -> (u64, String) {
        match site {
            Site::Project(id) => {
                let path = self.project(id).map(|project| project.path.clone());
                (id, path.unwrap_or_else(|| "gone/away".to_owned()))
            }
            Site::Group(id) => {
                let path = self.group(id).map(|group| group.path.clone());
                (id, path.unwrap_or_else(|| "gone".to_owned()))
            }
        }
    }
}

/// A client asks for both rights; the documentation of the scopes wants both, the source grants each alone.
fn full_push(outcomes: &[Would]) -> Would {
    match outcomes {
        [Would::Grant, Would::Grant] => Would::Grant,
        [Would::Grant, _] => Would::Open(FULL_PUSH),
        [push, _] => *push,
        _ => Would::Open(FULL_PUSH),
    }
}
