//! The surfaces of an instance: each has its own way to read credentials and to refuse.

use std::fmt;

use super::Method;

closed_words! {
    /// A surface of a GitLab instance.
    pub enum Surface {
        /// The REST API.
        Rest = "rest",
        /// What package clients talk to; part of the REST API with rules of its own.
        Packages = "packages",
        /// The GraphQL API.
        GraphQl = "graphql",
        /// Git over HTTPS.
        Git = "git",
        /// Git LFS.
        Lfs = "lfs",
        /// The token endpoint of the container registry.
        RegistryAuth = "registry_auth",
        /// The container registry itself, often on a host of its own.
        Registry = "registry",
        /// The dependency proxy for container images.
        DependencyProxy = "dependency_proxy",
        /// Pages for browsers, downloads and feeds.
        Web = "web",
        /// What runners talk to; part of the REST API with credentials of its own.
        Runner = "runner",
        /// Sign-in and tokens for other applications.
        Oauth = "oauth",
    }
}

impl Surface {
    /// Whether the token goes in a Basic login there, beside a user name, as Git and registry clients send it.
    #[must_use]
    pub const fn takes_login(self) -> bool {
        matches!(
            self,
            Self::Git | Self::Lfs | Self::RegistryAuth | Self::Registry | Self::DependencyProxy
        )
    }

    /// Reads a surface by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_called = |surface: &Self| surface.name() == name;
        Self::ALL.into_iter().find(is_called)
    }

    /// The surface that a request belongs to, by its path below the root of the instance.
    ///
    /// Every path has one: what is nothing else is a page for browsers.
    #[must_use]
    pub fn of(method: Method, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if let Some(api) = below_api(path) {
            api_surface(method, api)
        } else if path == "/api/graphql" {
            Self::GraphQl
        } else if path == "/jwt/auth" {
            if query.contains("service=dependency_proxy") {
                Self::DependencyProxy
            } else {
                Self::RegistryAuth
            }
        } else if path == "/v2" || path.starts_with("/v2/") {
            registry_surface(path)
        } else if path.starts_with("/oauth/") {
            Self::Oauth
        } else {
            repository_surface(path, query)
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The part of a path below `/api/v4`, with its leading slash.
pub(super) fn below_api(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/api/v4")?;
    if rest.is_empty() {
        Some("/")
    } else if rest.starts_with(['/', '?']) {
        Some(rest)
    } else {
        None
    }
}

pub(super) fn api_surface(method: Method, path: &str) -> Surface {
    if is_runner_protocol(method, path) {
        Surface::Runner
    } else if is_package_client(path) {
        Surface::Packages
    } else {
        Surface::Rest
    }
}

fn is_runner_protocol(method: Method, path: &str) -> bool {
    match path {
        "/runners" => !method.is_safe(),
        "/runners/verify" | "/runners/reset_authentication_token" | "/jobs/request" => true,
        path => path.starts_with("/jobs/"),
    }
}

/// The formats that clients speak below `/projects/:id/packages`; everything else there is management.
const FORMATS: &str = "cargo composer conan debian generic go helm maven ml_models npm nuget pypi rpm rubygems terraform";

fn is_package_client(path: &str) -> bool {
    let mut segments = path.split('/').skip(1);
    let mut next = || segments.next().unwrap_or_default();
    match (next(), next(), next(), next()) {
        ("packages", format, _, _) | ("projects" | "groups", _, "packages", format) => {
            FORMATS.split(' ').any(|known| known == format)
        }
        ("projects" | "groups", _, "dependency_proxy", "packages")
        | ("projects" | "groups" | "group", _, "-", "packages") => true,
        ("virtual_registries", "packages", _, id) => id != "registries",
        _ => false,
    }
}

fn registry_surface(path: &str) -> Surface {
    if path.contains("/dependency_proxy/containers/") {
        Surface::DependencyProxy
    } else {
        Surface::Registry
    }
}

fn repository_surface(path: &str, query: &str) -> Surface {
    if path.contains(".git/info/lfs") || path.contains(".git/gitlab-lfs") {
        Surface::Lfs
    } else if path.ends_with("/git-upload-pack")
        || path.ends_with("/git-receive-pack")
        || path.ends_with(".git/info/refs")
        || path.ends_with("/info/refs") && query.contains("service=git-")
    {
        Surface::Git
    } else {
        Surface::Web
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Method::{Get, Post, Put};

    const CASES: &[(Method, &str, Surface)] = &[
        (Get, "/api/v4/projects/42/merge_requests", Surface::Rest),
        (Get, "/api/v4/projects/42/packages", Surface::Rest),
        (
            Get,
            "/api/v4/projects/42/packages/7/package_files",
            Surface::Rest,
        ),
        (
            Get,
            "/api/v4/projects/42/packages/npm/@scope%2fname",
            Surface::Packages,
        ),
        (
            Get,
            "/api/v4/groups/7/-/packages/pypi/simple",
            Surface::Packages,
        ),
        (Get, "/api/v4/packages/conan/v1/ping", Surface::Packages),
        (
            Get,
            "/api/v4/virtual_registries/packages/maven/3/a/b",
            Surface::Packages,
        ),
        (
            Get,
            "/api/v4/virtual_registries/packages/maven/registries/3",
            Surface::Rest,
        ),
        (Get, "/api/v4/runners", Surface::Rest),
        (Post, "/api/v4/runners", Surface::Runner),
        (Post, "/api/v4/jobs/request", Surface::Runner),
        (Put, "/api/v4/jobs/9", Surface::Runner),
        (Get, "/api/v4/job", Surface::Rest),
        (Post, "/api/graphql", Surface::GraphQl),
        (
            Get,
            "/group/project.git/info/refs?service=git-upload-pack",
            Surface::Git,
        ),
        (
            Get,
            "/group/project/info/refs?service=git-upload-pack",
            Surface::Git,
        ),
        (Post, "/group/project.git/git-receive-pack", Surface::Git),
        (
            Post,
            "/group/project.git/info/lfs/objects/batch",
            Surface::Lfs,
        ),
        (
            Get,
            "/jwt/auth?service=container_registry",
            Surface::RegistryAuth,
        ),
        (
            Get,
            "/jwt/auth?service=dependency_proxy",
            Surface::DependencyProxy,
        ),
        (Get, "/v2/", Surface::Registry),
        (Get, "/v2/group/project/manifests/latest", Surface::Registry),
        (
            Get,
            "/v2/group/dependency_proxy/containers/alpine/manifests/3",
            Surface::DependencyProxy,
        ),
        (Get, "/oauth/token/info", Surface::Oauth),
        (Get, "/group/project/-/issues", Surface::Web),
        (Get, "/api/v44", Surface::Web),
    ];

    #[test]
    fn every_surface_is_recognised_by_its_paths() {
        for (method, path, surface) in CASES {
            assert_eq!(Surface::of(*method, path), *surface, "{method} {path}");
        }
    }

    #[test]
    fn every_name_reads_back() {
        for surface in Surface::ALL {
            assert_eq!(Surface::parse(surface.name()), Some(surface));
        }
    }
}
