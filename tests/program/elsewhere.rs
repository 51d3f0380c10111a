//! `explain` on what other services say: nothing of GitLab is told of them as if it were certain.

use serde_json::Value;

use crate::harness::Run;

/// What services that are no GitLab answer, as clients show it, at hosts whose names nobody knows.
const PASTES: [(&str, &str); 26] = [
    (
        "Gitea, an absent record",
        "$ curl -i https://gitea.hill.example/api/v1/repos/ops/site\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"errors\":[],\"message\":\"The target couldn't be found.\",\"url\":\"https://gitea.hill.example/api/swagger\"}",
    ),
    (
        "Gitea, a push",
        "remote: User permission denied for writing.\nfatal: unable to access 'https://gitea.hill.example/ops/site.git/': The requested URL returned error: 403",
    ),
    (
        "Gitea, a login",
        "fatal: Authentication failed for 'https://gitea.hill.example/ops/site.git/'",
    ),
    (
        "Bitbucket, a clone",
        "fatal: unable to access 'https://stash.hill.example/scm/ops/site.git/': The requested URL returned error: 403",
    ),
    (
        "Bitbucket, its API",
        "GET https://bitbucket.hill.example/rest/api/1.0/projects/OPS/repos 401\n{\"errors\":[{\"context\":null,\"message\":\"Authentication failed. Please check your credentials and try again.\",\"exceptionName\":\"com.atlassian.bitbucket.auth.IncorrectPasswordAuthenticationException\"}]}",
    ),
    (
        "Bitbucket in the cloud",
        "fatal: Authentication failed for 'https://bitbucket.org/ops/site.git/'",
    ),
    (
        "Gerrit",
        "fatal: unable to access 'https://review.hill.example/a/site/': The requested URL returned error: 401",
    ),
    (
        "Azure DevOps",
        "fatal: Authentication failed for 'https://dev.azure.com/org/p/_git/r/'",
    ),
    (
        "Artifactory, Maven",
        "[ERROR] Failed to deploy artifacts: Could not transfer artifact a:b:jar:1 from/to releases (https://artifactory.hill.example/artifactory/libs-release): authentication failed for https://artifactory.hill.example/artifactory/libs-release/a/b/1/b-1.jar, status: 401 Unauthorized",
    ),
    (
        "Artifactory, its API",
        "$ curl -i https://artifactory.hill.example/artifactory/api/system/ping\nHTTP/1.1 403 Forbidden\n\n{\"errors\":[{\"status\":403,\"message\":\"Forbidden\"}]}",
    ),
    (
        "Artifactory, npm",
        "npm ERR! code E403\nnpm ERR! 403 403 Forbidden - PUT https://artifactory.hill.example/artifactory/api/npm/npm-local/x - Package version already exists",
    ),
    (
        "Nexus, npm",
        "npm error code E401\nnpm error Unable to authenticate, your authentication token seems to be invalid.\nnpm error 401 Unauthorized - GET https://nexus.hill.example/repository/npm-all/left-pad",
    ),
    (
        "Nexus, pip",
        "ERROR: HTTP error 403 while getting https://nexus.hill.example/repository/pypi/simple/x/",
    ),
    (
        "Nexus, docker",
        "Error response from daemon: Get \"https://nexus.hill.example:5000/v2/\": unauthorized: access to the requested resource is not authorized",
    ),
    (
        "Harbor",
        "The push refers to repository [harbor.hill.example/ops/site]\ndenied: requested access to the resource is denied",
    ),
    (
        "an API, axios",
        "AxiosError: Request failed with status code 403\n    at settle (axios.js:1)\n  config: { url: 'https://api.hill.example/v2/orders' }",
    ),
    (
        "an API, requests",
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.hill.example/orders",
    ),
    (
        "an API, words of GitLab",
        "$ curl https://api.hill.example/orders\n{\"message\":\"401 Unauthorized\"}",
    ),
    (
        "an API, the words of OAuth",
        "$ curl -i https://billing.hill.example/invoices/7\nHTTP/2 403\ncontent-type: application/json\n\n{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges than provided by the access token.\"}",
    ),
    (
        "an API, an expired token",
        "$ curl https://billing.hill.example/invoices/7\n{\"error\":\"invalid_token\",\"error_description\":\"Token was revoked. You have to re-authorize from the user.\"}",
    ),
    (
        "an API, a blocked account",
        "$ curl -i https://api.hill.example/orders/9\nHTTP/2 403\n\n{\"message\":\"Your account has been blocked.\"}",
    ),
    (
        "an API, an absent record",
        "$ curl -i https://api.hill.example/orders/9\nHTTP/2 404\n\n{\"message\":\"404 Not Found\"}",
    ),
    (
        "an API, too many requests",
        "$ curl -i https://api.hill.example/orders/9\nHTTP/2 429\n\nToo many requests",
    ),
    (
        "Keycloak",
        "POST https://sso.hill.example/realms/x/protocol/openid-connect/token 401\n{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}",
    ),
    (
        "Jenkins",
        "$ curl -i https://ci.hill.example/job/a/build\nHTTP/1.1 403 Forbidden\n\n<html><head><title>Error 403 No valid crumb was included in the request</title></head></html>",
    ),
    (
        "GitHub on a host of its own",
        "$ curl -i https://github.hill.example/api/v3/user\nHTTP/1.1 401 Unauthorized\n\n{\"message\":\"Bad credentials\",\"documentation_url\":\"https://docs.github.com/enterprise\"}",
    ),
];

/// Causes that say that it was not GitLab.
const OF_OTHERS: [&str; 3] = [
    "asked-another-service",
    "not-gitlab",
    "blocked-before-gitlab",
];

fn entries(text: &str) -> Vec<Value> {
    let run = Run::of(["explain", "--format", "json"]).reading(text);
    run.end().json()["entries"].as_array().unwrap().clone()
}

fn is_noted(entry: &Value) -> bool {
    let notes = entry["warnings"].as_array().unwrap();
    notes.iter().any(|note| note["code"] == "host-not-known")
}

#[test]
fn of_an_unknown_host_nothing_of_gitlab_is_certain_and_it_is_said() {
    for (name, text) in PASTES {
        for entry in entries(text) {
            let diagnosis = &entry["diagnosis"];
            assert_ne!(diagnosis["certainty"], "certain", "{name}: {diagnosis:#}");
            let code = diagnosis["findings"][0]["code"].as_str().unwrap();
            let is_told = OF_OTHERS.contains(&code) || is_noted(&entry);
            assert!(is_told, "{name}: {entry:#}");
        }
    }
}

#[test]
fn whatever_calls_the_host_a_gitlab_lets_its_words_count() {
    let blocked = r#"{"message":"Your account has been blocked."}"#;
    for text in [
        format!("$ curl https://gitlab.hill.example/orders\n{blocked}"),
        format!("$ curl https://code.hill.example/api/v4/user\n{blocked}"),
        format!(
            "$ curl -i https://code.hill.example/x\nHTTP/2 403\nx-gitlab-meta: {{}}\n\n{blocked}"
        ),
        blocked.to_owned(),
    ] {
        let entry = entries(&text).pop().unwrap();
        assert!(!is_noted(&entry), "{text}");
        assert_eq!(entry["diagnosis"]["certainty"], "certain", "{text}");
    }
}
