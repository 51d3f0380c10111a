//! TABLE: what docker, buildx, containerd, podman, skopeo, kaniko, crane, and kubelet print.

use crate::catalogue::Surface::{self, Registry, RegistryAuth};
use crate::reading::phrase::{
    Phrase,
    Tells::{self, Client, Job, Nameless, Status},
    phrase,
};

const DISTRIBUTION: &str = "distribution: registry/api/errcode/register.go, v2/errors.go";
const GITLAB: &str = "GitLab: app/controllers/jwt_controller.rb";
const DOCKER: &str = "docker: cli/command/registry, daemon/containerd, registry/auth.go";
const CONTAINERD: &str = "containerd: core/remotes/docker";
const IMAGE: &str = "containers/image: docker/docker_client.go, errors.go";
const KANIKO: &str = "kaniko: pkg/executor/push.go";
const JIB: &str = "jib: registry/RegistryErrorExceptionBuilder.java, HelpfulSuggestions.java";
const RUNNER: &str = "gitlab-runner: executors/docker/internal/pull";

const LESS: &str = "requested access to the resource is denied";
const WANTED: &str = "authentication required";
const FORBIDDEN: &str = "access forbidden";

const fn error(
    words: &'static str,
    surface: Surface,
    code: &'static str,
    message: &'static str,
    source: &'static str,
) -> Phrase {
    phrase(words, Tells::Registry(surface, code, message), source)
}

const fn client(words: &'static str, source: &'static str) -> Phrase {
    phrase(words, Client(Registry), source)
}

pub(super) static PHRASES: &[Phrase] = &[
    error(
        "denied: access forbidden",
        RegistryAuth,
        "DENIED",
        FORBIDDEN,
        GITLAB,
    ),
    error(
        "DENIED: access forbidden",
        RegistryAuth,
        "DENIED",
        FORBIDDEN,
        GITLAB,
    ),
    error(
        "unauthorized: HTTP Basic: Access denied",
        RegistryAuth,
        "UNAUTHORIZED",
        "HTTP Basic: Access denied",
        GITLAB,
    ),
    error(
        "UNAUTHORIZED: HTTP Basic: Access denied",
        RegistryAuth,
        "UNAUTHORIZED",
        "HTTP Basic: Access denied",
        GITLAB,
    ),
    error(
        "denied: HTTP Basic: Access denied",
        RegistryAuth,
        "DENIED",
        "HTTP Basic: Access denied",
        GITLAB,
    ),
    error(
        "error from registry: HTTP Basic: Access denied",
        RegistryAuth,
        "UNAUTHORIZED",
        "HTTP Basic: Access denied",
        DOCKER,
    ),
    error(
        "error from registry: access forbidden",
        RegistryAuth,
        "DENIED",
        FORBIDDEN,
        DOCKER,
    ),
    error(
        "Pushing to protected repository path forbidden",
        RegistryAuth,
        "DENIED",
        "Pushing to protected repository path forbidden",
        GITLAB,
    ),
    error(
        "registry not enabled",
        RegistryAuth,
        "UNAVAILABLE",
        "registry not enabled",
        GITLAB,
    ),
    error(
        "denied: requested access to the resource is denied",
        Registry,
        "DENIED",
        LESS,
        DISTRIBUTION,
    ),
    error(
        "DENIED: requested access to the resource is denied",
        Registry,
        "DENIED",
        LESS,
        DISTRIBUTION,
    ),
    error(
        "requested access to the resource is denied",
        Registry,
        "DENIED",
        LESS,
        IMAGE,
    ),
    error(
        "insufficient_scope: authorization failed",
        Registry,
        "DENIED",
        LESS,
        CONTAINERD,
    ),
    error("pull access denied", Registry, "DENIED", LESS, DOCKER),
    error("push access denied", Registry, "DENIED", LESS, CONTAINERD),
    error(
        "unauthorized: authentication required",
        Registry,
        "UNAUTHORIZED",
        WANTED,
        DISTRIBUTION,
    ),
    error(
        "UNAUTHORIZED: authentication required",
        Registry,
        "UNAUTHORIZED",
        WANTED,
        DISTRIBUTION,
    ),
    error(
        "unauthorized: access to the requested resource is not authorized",
        Registry,
        "UNAUTHORIZED",
        WANTED,
        IMAGE,
    ),
    error(
        "manifest unknown",
        Registry,
        "MANIFEST_UNKNOWN",
        "manifest unknown",
        DISTRIBUTION,
    ),
    error(
        "MANIFEST_UNKNOWN",
        Registry,
        "MANIFEST_UNKNOWN",
        "manifest unknown",
        DISTRIBUTION,
    ),
    error(
        "name unknown",
        Registry,
        "NAME_UNKNOWN",
        "repository name not known to registry",
        DISTRIBUTION,
    ),
    error(
        "NAME_UNKNOWN",
        Registry,
        "NAME_UNKNOWN",
        "repository name not known to registry",
        DISTRIBUTION,
    ),
    error(
        "repository name not known to registry",
        Registry,
        "NAME_UNKNOWN",
        "repository name not known to registry",
        DISTRIBUTION,
    ),
    error(
        "toomanyrequests: ",
        Registry,
        "TOOMANYREQUESTS",
        "too many requests",
        DISTRIBUTION,
    ),
    client("no basic auth credentials", DOCKER),
    client("Cannot connect to the Docker daemon", DOCKER),
    client("error during connect: ", DOCKER),
    phrase(
        "code = NotFound desc = failed to pull",
        Status(Some(Registry), 404),
        CONTAINERD,
    ),
    phrase(
        "invalid status code from registry",
        Tells::About(RegistryAuth),
        IMAGE,
    ),
    phrase("Unauthorized for ", Tells::About(Registry), JIB),
    phrase(
        "Failed to authenticate with registry",
        Tells::About(RegistryAuth),
        JIB,
    ),
    phrase(
        "Unable to retrieve some image pull secrets",
        Nameless,
        "kubelet: pkg/kubelet/kubelet_pods.go",
    ),
    client(
        "Cannot perform an interactive login from a non TTY device",
        DOCKER,
    ),
    client("Must provide --username with --password-stdin", DOCKER),
    client("Error: Password Required", DOCKER),
    client("Error: Password required", DOCKER),
    client("flag needs an argument: 'p' in -p", DOCKER),
    client("flag needs an argument: 'u' in -u", DOCKER),
    client("requires at most 1 argument", DOCKER),
    client(
        "invalid reference format",
        "distribution/reference: reference.go",
    ),
    client(
        "repository name must be lowercase",
        "distribution/reference: reference.go",
    ),
    client(
        "repository name must be canonical",
        "distribution/reference: reference.go",
    ),
    client("failed to fetch anonymous token", CONTAINERD),
    client(
        "token not to be used before",
        "distribution: registry/auth/token/token.go",
    ),
    client(
        "error authorizing context: invalid token",
        "distribution: registry/auth",
    ),
    client(
        "Denied container registry permissions",
        "GitLab: auth_json.log",
    ),
    phrase(
        "failed to fetch oauth token",
        Tells::About(RegistryAuth),
        CONTAINERD,
    ),
    phrase(
        "failed to authorize: ",
        Tells::About(RegistryAuth),
        CONTAINERD,
    ),
    phrase(
        "unable to retrieve auth token: invalid username/password",
        Status(Some(RegistryAuth), 401),
        IMAGE,
    ),
    phrase(
        "invalid username/password",
        Status(Some(RegistryAuth), 401),
        IMAGE,
    ),
    phrase(
        "received unexpected HTTP status",
        Tells::About(Registry),
        DOCKER,
    ),
    phrase("error parsing HTTP", Tells::About(Registry), DOCKER),
    phrase(
        "retrieving an authentication token",
        Tells::About(RegistryAuth),
        "tart",
    ),
    phrase("login attempt to http", Tells::About(Registry), DOCKER),
    phrase("Error response from daemon", Tells::About(Registry), DOCKER),
    phrase(
        "failed to resolve reference",
        Tells::About(Registry),
        CONTAINERD,
    ),
    phrase(
        "Failed to pull image",
        Tells::About(Registry),
        "kubelet: pkg/kubelet/images",
    ),
    phrase("failed to pull image", Tells::About(Registry), RUNNER),
    phrase(
        "error checking push permissions",
        Tells::About(Registry),
        KANIKO,
    ),
    phrase("error pushing image", Tells::About(Registry), KANIKO),
    phrase(
        "failed to push to destination",
        Tells::About(Registry),
        KANIKO,
    ),
    phrase(
        "no token in bearer response",
        Tells::About(RegistryAuth),
        "go-containerregistry: transport/bearer.go",
    ),
    phrase(
        "Authenticating with credentials from job payload",
        Job(Some(Registry)),
        RUNNER,
    ),
    phrase("The push refers to ", Tells::Place, DOCKER),
    phrase("Pulling the latest version of ", Tells::Place, "tart"),
    phrase("Using docker image ", Tells::Place, RUNNER),
    phrase("Pulling docker image ", Tells::Place, RUNNER),
];
