//! What counts as evidence of each surface, and what does not.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::fixtures::{PERSON, PROJECT, RECORD, request};
use crate::diagnosis::{Ruling, Subject, diagnose};
use crate::observation::{Body, Headers};

fn exchange(status: u16, headers: &[(&str, &str)], body: &str) -> Exchange {
    let kind = headers.iter().find(|(name, _)| *name == "content-type");
    Exchange {
        status: Some(status),
        headers: Headers::keep(headers.iter().copied()),
        body: Body::read(body.as_bytes(), kind.map(|(_, kind)| *kind), false),
    }
}

fn asking(path: &str) -> Case {
    let subject = Subject::new(Method::Get, path);
    Case {
        surface: Some(Surface::of(Method::Get, path)),
        subject: Some(subject),
        ..request(Method::Get, path)
    }
}

fn ruling(path: &str, headers: &[(&str, &str)], body: &str) -> Ruling {
    let answer = Observation::Answered(exchange(200, headers, body));
    diagnose(&asking(path).with_answer(Question::Subject, answer))
}

fn is_granted_at(path: &str, headers: &[(&str, &str)], body: &str) -> bool {
    matches!(ruling(path, headers, body), Ruling::Granted { .. })
}

const JSON: (&str, &str) = ("content-type", "application/json");
const MARK: (&str, &str) = (
    "x-gitlab-meta",
    "{\"correlation_id\":\"01\",\"version\":\"1\"}",
);
const PULL: &str = "/org/app.git/info/refs?service=git-upload-pack";
const LOGIN: &str = "/jwt/auth?service=container_registry";

/// What boxes answer that are not GitLab: a header or two, and a body.
const FOREIGN: &[(&[(&str, &str)], &str)] = &[
    (
        &[("server", "awselb/2.0"), ("x-amzn-waf-action", "challenge")],
        "",
    ),
    (&[("content-type", "text/plain")], "OK"),
    (
        &[("content-type", "text/html")],
        "<html><title>Welcome</title></html>",
    ),
    (&[JSON], "{\"ok\":true}"),
    (&[JSON], "{\"status\":\"UP\"}"),
    (&[JSON], "{\"id\":1,\"name\":\"one\"}"),
    (&[JSON], "[]"),
    (&[JSON], "[{\"id\":1}]"),
    (&[JSON], "{\"data\":{}}"),
    (&[JSON], "\"ok\""),
    (
        &[JSON, ("x-request-id", "5f1d"), ("via", "1.1 envoy")],
        "{\"version\":\"1.2\"}",
    ),
    (
        &[("content-type", "application/octet-stream")],
        "\u{1}\u{2}",
    ),
];

const PATHS: &[&str] = &[
    "/api/v4/user",
    "/api/v4/version",
    "/api/v4/personal_access_tokens/self",
    "/api/v4/projects/org%2Fapp",
    "/api/v4/projects/org%2Fapp/issues",
    "/api/v4/projects/org%2Fapp/issues/1",
    "/api/v4/projects/org%2Fapp/variables",
    "/api/v4/projects/org%2Fapp/packages/npm/left-pad",
    "/api/v4/packages/conan/v1/ping",
    "/api/v4/nobody/knows/this",
    "/api/graphql?query=%7BcurrentUser%7Busername%7D%7D",
    PULL,
    "/org/app.git/info/lfs/locks",
    LOGIN,
    "/jwt/auth?service=container_registry&scope=repository:org/app:pull",
    "/jwt/auth?service=dependency_proxy",
    "/v2/",
    "/v2/org/dependency_proxy/containers/alpine/manifests/3",
    "/oauth/token/info",
    "/org/app/-/raw/main/README.md",
];

#[test]
fn nothing_that_another_box_answers_is_a_grant() {
    for path in PATHS {
        for status in [200, 201, 202, 203, 204, 206, 226, 299, 304] {
            for (headers, body) in FOREIGN {
                let answer = Observation::Answered(exchange(status, headers, body));
                let case = asking(path).with_answer(Question::Subject, answer);
                let ruling = diagnose(&case);
                assert!(
                    !matches!(ruling, Ruling::Granted { .. }),
                    "{path} {status} {headers:?} {body}"
                );
            }
        }
    }
}

#[test]
fn each_surface_has_evidence_of_its_own() {
    let advertised = (
        "content-type",
        "application/x-git-upload-pack-advertisement",
    );
    let issue = r#"{"id":1,"iid":1,"project_id":42,"title":"one","state":"opened"}"#;
    let issues = format!("[{issue}]");
    for (path, headers, body) in [
        (PULL, &[advertised][..], "001e# service=git-upload-pack\n"),
        (PULL, &[], "001e# service=git-upload-pack\n00000155"),
        (LOGIN, &[JSON], r#"{"token":"of the registry"}"#),
        (
            "/v2/",
            &[("docker-distribution-api-version", "registry/2.0")],
            "{}",
        ),
        ("/api/v4/user", &[JSON], PERSON),
        ("/api/v4/personal_access_tokens/self", &[JSON], RECORD),
        ("/api/v4/projects/org%2Fapp", &[JSON], PROJECT),
        ("/api/v4/projects/org%2Fapp/issues/1", &[JSON], issue),
        ("/api/v4/projects/org%2Fapp/issues", &[JSON], &issues),
        ("/api/v4/projects/org%2Fapp/issues", &[JSON, MARK], "[]"),
        (
            "/api/v4/projects/org%2Fapp/issues",
            &[JSON, ("x-next-page", "")],
            "[]",
        ),
        (
            "/api/v4/projects/org%2Fapp/repository/archive",
            &[MARK],
            "\u{1}",
        ),
        (
            "/api/v4/projects/org%2Fapp/packages/generic/a/1/b.zip",
            &[MARK],
            "\u{1}",
        ),
        (
            "/api/graphql?query=%7BcurrentUser%7Busername%7D%7D",
            &[JSON],
            r#"{"data":{"currentUser":{"username":"kim"}}}"#,
        ),
        (
            "/org/app.git/info/lfs/locks",
            &[(
                "content-type",
                "application/vnd.git-lfs+json; charset=utf-8",
            )],
            r#"{"locks":[]}"#,
        ),
        (
            "/oauth/token/info",
            &[JSON],
            r#"{"resource_owner_id":7,"scope":["api"],"expires_in":60}"#,
        ),
    ] {
        assert!(
            is_granted_at(path, headers, body),
            "{path} {headers:?} {body}"
        );
    }
}

#[test]
fn the_mark_of_the_api_is_no_evidence_of_git_and_of_the_registry() {
    for path in [PULL, LOGIN, "/v2/"] {
        assert!(!is_granted_at(path, &[MARK], "OK"), "{path}");
    }
}

#[test]
fn what_is_missing_names_the_surface_and_who_may_have_answered() {
    let headers = [("server", "awselb/2.0"), ("x-amzn-waf-action", "challenge")];
    let Ruling::Open { missing, ladder } = ruling(PULL, &headers, "") else {
        panic!("a challenge is no grant");
    };
    for words in [
        "this is not GitLab",
        "200 with no body",
        "the list of references",
        "server: awselb/2.0",
        "x-amzn-waf-action: challenge",
    ] {
        assert!(missing.contains(words), "{words}: {missing}");
    }
    assert_eq!(ladder[0].state, crate::answers::GateState::Unknown);
}

/// What is derived for a write stands on control questions, and those of another box tell nothing.
#[test]
fn no_write_is_granted_on_the_word_of_another_box() {
    for (headers, body) in FOREIGN {
        let answer = || Observation::Answered(exchange(200, headers, body));
        let mut case = request(Method::Post, "/api/v4/projects/org%2Fapp/issues");
        for question in [
            Question::OwnRecord,
            Question::User,
            Question::Metadata,
            Question::Target,
            Question::TargetAnonymous,
            Question::Membership,
            Question::Associations,
            Question::Abilities,
            Question::GitPull,
        ] {
            case = case.with_answer(question, answer());
        }
        assert_eq!(case.received().count(), 0, "{body}");
        let Ruling::Open { missing, .. } = diagnose(&case) else {
            panic!("{body}");
        };
        assert!(missing.contains("this is not GitLab"), "{missing}");
        assert!(crate::diagnosis::next_questions(&case).is_empty(), "{body}");
    }
}

#[test]
fn the_latest_release_is_a_redirect_to_its_own_address() {
    let sent_to = |location: &str, mark: (&str, &str)| {
        let path = "/api/v4/projects/42/releases/permalink/latest";
        let answer = Observation::Answered(exchange(302, &[("location", location), mark], ""));
        let ruling = diagnose(&asking(path).with_answer(Question::Subject, answer));
        matches!(ruling, Ruling::Granted { .. })
    };
    let own = "/api/v4/projects/42/releases/v1.0";
    assert!(sent_to(own, MARK));
    assert!(!sent_to(own, ("server", "nginx")));
    assert!(!sent_to("/users/sign_in", MARK));
    assert!(!sent_to("/elsewhere", MARK));
    assert!(!sent_to("https://sso.example.org/release", MARK));
}

#[test]
fn only_what_hands_over_files_may_lead_to_another_host() {
    let sent_to = |path: &str, location: &str| {
        let headers = [("location", location), MARK];
        let answer = Observation::Answered(exchange(302, &headers, ""));
        diagnose(&asking(path).with_answer(Question::Subject, answer))
    };
    let storage = "https://storage.example.org/files/5?signature=x";
    let portal = "https://sso.example.org/login";
    for path in [
        "/api/v4/projects/42/jobs/5/artifacts",
        "/api/v4/projects/42/packages/npm/left-pad",
    ] {
        assert!(
            matches!(sent_to(path, storage), Ruling::Granted { .. }),
            "{path}"
        );
        assert!(
            matches!(sent_to(path, portal), Ruling::Open { .. }),
            "{path}"
        );
    }
    for path in [
        "/api/v4/user",
        "/api/v4/projects/42",
        "/api/v4/projects/42/issues",
        PULL,
        LOGIN,
    ] {
        for place in [storage, portal] {
            let Ruling::Refused(diagnosis) = sent_to(path, place) else {
                panic!("{path} {place}");
            };
            assert_eq!(diagnosis.primary.cause(), crate::answers::Cause::Network);
        }
    }
    let unlisted = sent_to("/api/v4/nobody/knows/this", storage);
    assert!(matches!(unlisted, Ruling::Open { .. }), "{unlisted:?}");
}
