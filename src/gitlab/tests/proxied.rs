//! Through a proxy: the request arrives there, and its own faults are told from those of the instance.

use super::{
    raw::{Manners, RawServer, closed_port},
    *,
};

/// A host that only the proxy could know.
const PLAIN: &str = "http://gitlab.invalid";
const SECURE: &str = "https://gitlab.invalid";

fn behind(proxy: &str, instance: &str) -> Client {
    let proxies = ProxySettings {
        all: Some(proxy.to_owned()),
        ..ProxySettings::default()
    };
    Client::build(ClientSettings {
        proxies,
        ..settings(instance)
    })
    .unwrap()
}

async fn failure_behind(manners: Manners, instance: &str) -> TransportFailure {
    let proxy = RawServer::start(manners).await;
    failure(&ask(&behind(&proxy.url(), instance), "api/v4/user").await)
}

#[tokio::test]
async fn plain_http_goes_to_the_proxy_whole_with_the_proxys_own_login() {
    let proxy = RawServer::start(Manners::Says(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    ))
    .await;
    let address = format!("http://me:pw@127.0.0.1:{}", proxy.port);
    let answered = ask(&behind(&address, PLAIN), "api/v4/projects/a%2Fb").await;
    assert_eq!(answered.observation.status(), Some(200));
    let heard = proxy.requests().concat();
    assert!(heard.starts_with("GET http://gitlab.invalid/api/v4/projects/a%2Fb HTTP/1.1\r\n"));
    assert!(heard.contains("proxy-authorization: Basic bWU6cHc="));
}

#[tokio::test]
async fn https_is_tunnelled_and_the_proxy_never_sees_the_token() {
    let proxy = RawServer::start(Manners::Says(b"HTTP/1.1 403 Forbidden\r\n\r\n")).await;
    let client = behind(&proxy.url(), SECURE);
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::Proxy
    );
    let heard = proxy.requests().concat();
    assert!(heard.starts_with("CONNECT gitlab.invalid:443 HTTP/1.1\r\n"));
    assert!(!heard.contains(&secret()));
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_is_told_from_gitlab_that_wants_one() {
    const LOGIN: &[u8] = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    for instance in [PLAIN, SECURE] {
        assert_eq!(
            failure_behind(Manners::Says(LOGIN), instance).await,
            TransportFailure::ProxyLogin
        );
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_the_proxys_fault() {
    let (_kept, port) = closed_port();
    for proxy in [
        format!("http://127.0.0.1:{port}"),
        "http://proxy.invalid:3128".to_owned(),
    ] {
        for instance in [PLAIN, SECURE] {
            let client = behind(&proxy, instance);
            assert_eq!(
                failure(&ask(&client, "api/v4/user").await),
                TransportFailure::Proxy
            );
        }
    }
}

#[tokio::test]
async fn a_proxy_that_talks_nonsense_or_hangs_up_is_the_proxys_fault() {
    for manners in [
        Manners::Says(b""),
        Manners::Says(b"220 mail.example ESMTP\r\n"),
        Manners::Resets,
    ] {
        assert_eq!(
            failure_behind(manners, SECURE).await,
            TransportFailure::Proxy
        );
    }
}

#[tokio::test]
async fn a_407_without_a_proxy_is_an_answer_like_any_other() {
    let server = RawServer::start(Manners::Says(
        b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n",
    ))
    .await;
    let answered = ask(&client(&server.url()), "api/v4/user").await;
    assert_eq!(answered.observation.status(), Some(407));
}
