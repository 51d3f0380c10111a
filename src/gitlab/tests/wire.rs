//! What goes over the wire to a well-behaved server, and what comes back of it.

use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{any, method},
};

use super::*;
use crate::gitlab::ask_together;
use crate::observation::SafeMethod;

async fn answering(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap())
}

const CREDENTIALS: [&str; 4] = [
    "private-token",
    "authorization",
    "job-token",
    "deploy-token",
];

#[tokio::test]
async fn each_scheme_sends_its_own_header_and_no_other() {
    let server = answering(ResponseTemplate::new(200)).await;
    let client = client(&server.uri());
    let user = "oauth2".to_owned();
    let schemes = [
        (Scheme::PrivateToken, "private-token"),
        (Scheme::Bearer, "authorization"),
        (Scheme::JobToken, "job-token"),
        (Scheme::DeployToken, "deploy-token"),
        (Scheme::Basic { user }, "authorization"),
    ];
    for (scheme, _) in &schemes {
        let ask = Ask::get("api/v4/user").with(scheme.clone());
        client.ask(&ask).await.unwrap();
    }
    for (request, (scheme, name)) in received(&server).await.iter().zip(&schemes) {
        let sent: Vec<_> = CREDENTIALS
            .into_iter()
            .filter(|name| header(request, name).is_some())
            .collect();
        assert_eq!(sent, [*name], "{scheme}");
    }
}

#[tokio::test]
async fn an_anonymous_ask_carries_no_credential() {
    let server = answering(ResponseTemplate::new(200)).await;
    let ask = Ask::get("api/v4/version");
    client(&server.uri()).ask(&ask).await.unwrap();
    let requests = received(&server).await;
    for name in CREDENTIALS {
        assert_eq!(header(&requests[0], name), None);
    }
    assert_eq!(header(&requests[0], "user-agent"), Some("glwhy/test"));
    assert_eq!(header(&requests[0], "accept"), Some("application/json"));
    assert_eq!(header(&requests[0], "referer"), None);
}

#[tokio::test]
async fn the_path_arrives_below_the_relative_root_and_encoded_exactly_once() {
    let server = answering(ResponseTemplate::new(200)).await;
    let client = client(&format!("{}/tools/gitlab", server.uri()));
    ask(
        &client,
        "/api/v4/projects/group%2Fproject/repository/files/%2Eenv?ref=a%2Fb",
    )
    .await;
    let requests = received(&server).await;
    assert_eq!(
        requests[0].url.path(),
        "/tools/gitlab/api/v4/projects/group%2Fproject/repository/files/%2Eenv"
    );
    assert_eq!(requests[0].url.query(), Some("ref=a%2Fb"));
}

#[tokio::test]
async fn a_path_that_would_leave_the_instance_is_never_sent() {
    let server = answering(ResponseTemplate::new(200)).await;
    let client = client(&server.uri());
    for path in [
        "//evil.invalid/x",
        "http://evil.invalid/",
        "../x",
        "\\\\evil",
    ] {
        let ask = Ask::get(path).with(Scheme::PrivateToken);
        let error = client.ask(&ask).await.unwrap_err();
        assert!(matches!(error, GitlabError::PathRefused(_)), "{path}");
    }
    assert!(received(&server).await.is_empty());
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_the_token_goes_nowhere_else() {
    let other = answering(ResponseTemplate::new(200)).await;
    let target = format!("{}/users/sign_in?state=abc", other.uri());
    let redirect = ResponseTemplate::new(302).insert_header("Location", target.as_str());
    let server = answering(redirect).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    assert_eq!(answered.observation.status(), Some(302));
    assert_eq!(
        exchange(&answered).headers.get("location"),
        Some(format!("{}/users/sign_in", other.uri()).as_str())
    );
    assert!(received(&other).await.is_empty());
}

#[tokio::test]
async fn a_huge_body_is_cut() {
    let body = "x".repeat(3 * 1024 * 1024);
    let server = answering(ResponseTemplate::new(200).set_body_string(body)).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    let body = &exchange(&answered).body;
    assert!(body.cut);
    assert_eq!(body.bytes, 1024 * 1024);
}

#[tokio::test]
async fn a_credential_that_a_cut_body_ends_in_is_taken_out() {
    let padding = "x".repeat(1024 * 1024 - 20);
    let body = format!("{padding} {}", secret());
    let server = answering(ResponseTemplate::new(400).set_body_string(body)).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    let BodyShape::Text(text) = &exchange(&answered).body.shape else {
        panic!("no text");
    };
    assert!(text.ends_with("x ****"));
}

#[tokio::test]
async fn a_body_that_just_fits_is_whole() {
    let body = "x".repeat(1024 * 1024);
    let server = answering(ResponseTemplate::new(200).set_body_string(body)).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    assert!(!exchange(&answered).body.cut);
}

#[tokio::test]
async fn every_status_is_an_answer_with_its_kept_headers() {
    for status in [200, 204, 301, 400, 401, 403, 404, 418, 429, 500, 599] {
        let response = ResponseTemplate::new(status)
            .insert_header("X-Request-Id", "r1")
            .insert_header("X-Secret", "no");
        let server = answering(response).await;
        let answered = ask(&client(&server.uri()), "api/v4/user").await;
        assert_eq!(answered.observation.status(), Some(status));
        let headers = &exchange(&answered).headers;
        assert_eq!(headers.get("x-request-id"), Some("r1"));
        assert!(!headers.has("x-secret"));
    }
}

#[tokio::test]
async fn the_shape_of_the_body_is_read() {
    let response = ResponseTemplate::new(403).set_body_raw(
        r#"{"error":"insufficient_scope","error_description":"x","scope":"api read_api"}"#,
        "application/json",
    );
    let server = answering(response).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    assert_eq!(exchange(&answered).body.shape.name(), "guard");
}

#[tokio::test]
async fn what_the_server_echoes_of_the_token_is_taken_out() {
    let server = MockServer::start().await;
    let echo = |request: &Request| {
        let sent = CREDENTIALS
            .iter()
            .find_map(|name| header(request, name))
            .unwrap_or_default();
        let body = format!("bad credential: {sent}, or {}", secret());
        ResponseTemplate::new(401)
            .insert_header(
                "WWW-Authenticate",
                format!("Bearer said=\"{sent}\"").as_str(),
            )
            .set_body_string(body)
    };
    Mock::given(any()).respond_with(echo).mount(&server).await;
    let user = "oauth2".to_owned();
    for credential in [
        Sending::Anonymous,
        Sending::As(Scheme::PrivateToken),
        Sending::As(Scheme::Bearer),
        Sending::As(Scheme::Basic { user }),
    ] {
        let ask = Ask {
            credential,
            ..Ask::get("api/v4/user")
        };
        // One client would hold the token back after two refusals.
        let client = client(&server.uri());
        let seen = format!("{:?}", client.ask(&ask).await.unwrap());
        assert!(seen.contains("****"));
        let basic = received(&server).await.last().and_then(|request| {
            Some(
                header(request, "authorization")?
                    .strip_prefix("Basic ")?
                    .to_owned(),
            )
        });
        for part in [Some(secret()), basic].into_iter().flatten() {
            assert!(!seen.contains(&part), "{ask:?}");
        }
    }
}

#[tokio::test]
async fn a_head_is_sent_as_a_head() {
    let server = MockServer::start().await;
    Mock::given(method("HEAD"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let ask = Ask {
        method: SafeMethod::Head,
        ..Ask::get("api/v4/user")
    };
    let answered = client(&server.uri()).ask(&ask).await.unwrap();
    assert_eq!(answered.observation.status(), Some(200));
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let server = answering(ResponseTemplate::new(200).insert_header("Set-Cookie", "a=b")).await;
    let client = client(&server.uri());
    ask(&client, "api/v4/user").await;
    ask(&client, "api/v4/user").await;
    assert_eq!(header(&received(&server).await[1], "cookie"), None);
}

#[tokio::test]
async fn one_wait_is_granted_in_the_life_of_a_client() {
    let server = answering(ResponseTemplate::new(429).insert_header("Retry-After", "0")).await;
    let client = client(&server.uri());
    let first = ask(&client, "api/v4/user").await;
    assert_eq!(first.waited, Some(Duration::ZERO));
    assert_eq!(first.requests(), 2);
    let second = ask(&client, "api/v4/user").await;
    assert_eq!(second.waited, None);
    assert_eq!(second.observation.status(), Some(429));
    assert_eq!(received(&server).await.len(), 3);
}

#[tokio::test]
async fn a_long_wait_is_reported_and_not_waited() {
    let server = answering(ResponseTemplate::new(503).insert_header("Retry-After", "3600")).await;
    let answered = ask(&client(&server.uri()), "api/v4/user").await;
    assert_eq!(answered.waited, None);
    assert_eq!(exchange(&answered).headers.get("retry-after"), Some("3600"));
    assert_eq!(received(&server).await.len(), 1);
}

#[tokio::test]
async fn independent_questions_are_under_way_at_once() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_millis(100));
    let server = answering(slow).await;
    let client = client(&server.uri());
    let asks: Vec<Ask> = (0..8).map(|n| Ask::get(format!("api/v4/{n}"))).collect();
    let start = std::time::Instant::now();
    let answers = ask_together(&client, &asks).await;
    assert_eq!(answers.len(), 8);
    assert!(start.elapsed() < Duration::from_millis(8 * 100));
}

#[tokio::test]
async fn a_client_without_a_token_does_not_pretend_to_send_one() {
    let client = Client::build(ClientSettings {
        token: None,
        ..settings("http://127.0.0.1:1")
    })
    .unwrap();
    let ask = Ask::get("api/v4/user").with(Scheme::Bearer);
    assert!(matches!(client.ask(&ask).await, Err(GitlabError::NoToken)));
}

#[tokio::test]
async fn nothing_that_holds_the_token_shows_it() {
    let settings = settings("http://127.0.0.1:1");
    assert!(!format!("{settings:?}").contains(&secret()));
    let client = Client::build(settings).unwrap();
    assert!(!format!("{client:?}").contains(&secret()));
}

#[tokio::test]
async fn limits_beyond_any_clock_are_no_limits() {
    let server = answering(ResponseTemplate::new(200)).await;
    let client = Client::build(ClientSettings {
        limits: Limits::per_request(Duration::MAX),
        ..settings(&server.uri())
    })
    .unwrap();
    let answered = ask(&client, "api/v4/user").await;
    assert_eq!(answered.observation.status(), Some(200));
}
