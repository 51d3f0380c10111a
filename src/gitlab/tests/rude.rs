//! Whatever a server or a network does, it is an observation: no error, no panic, no endless wait.

use super::{
    raw::{Manners, RawServer, closed_port},
    *,
};

async fn failure_of(manners: Manners) -> TransportFailure {
    let server = RawServer::start(manners).await;
    failure(&ask(&client(&server.url()), "api/v4/user").await)
}

async fn failure_of_waiting_for(manners: Manners) -> TransportFailure {
    let server = RawServer::start(manners).await;
    failure(&ask(&hasty(&server.url()), "api/v4/user").await)
}

#[tokio::test]
async fn silence_is_an_answer_that_took_too_long() {
    assert_eq!(
        failure_of_waiting_for(Manners::Hangs(b"")).await,
        TransportFailure::AnswerTimeout
    );
}

#[tokio::test]
async fn half_a_head_is_an_answer_that_took_too_long() {
    let head = b"HTTP/1.1 200 OK\r\nContent-";
    assert_eq!(
        failure_of_waiting_for(Manners::Hangs(head)).await,
        TransportFailure::AnswerTimeout
    );
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_a_connection_that_took_too_long() {
    let server = RawServer::start(Manners::Hangs(b"")).await;
    let url = format!("https://127.0.0.1:{}", server.port);
    assert_eq!(
        failure(&ask(&hasty(&url), "api/v4/user").await),
        TransportFailure::ConnectTimeout
    );
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let (_kept, port) = closed_port();
    let client = client(&format!("http://127.0.0.1:{port}"));
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::ConnectionRefused
    );
}

#[tokio::test]
async fn a_name_without_an_address_is_an_unknown_host() {
    let client = client("http://gitlab.invalid");
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::UnknownHost
    );
}

#[tokio::test]
async fn where_one_address_leads_nowhere_the_other_is_taken() {
    let server = RawServer::start(Manners::Says(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ))
    .await;
    // A prefix for documents (RFC 3849): nobody has an address in it.
    let nowhere = ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], server.port).into();
    let here = ([127, 0, 0, 1], server.port).into();
    let url = format!("http://gitlab.invalid:{}", server.port);
    let client = Client::build_with(settings(&url), |builder| {
        builder.resolve_to_addrs("gitlab.invalid", &[nowhere, here])
    })
    .unwrap();
    let answered = ask(&client, "api/v4/user").await;
    assert_eq!(answered.observation.status(), Some(200));
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    assert_eq!(
        failure_of(Manners::Resets).await,
        TransportFailure::ConnectionReset
    );
}

#[tokio::test]
async fn an_empty_reply_is_a_broken_answer() {
    assert_eq!(
        failure_of(Manners::Says(b"")).await,
        TransportFailure::BrokenAnswer
    );
    assert_eq!(
        failure_of(Manners::Says(b"HTTP/1.1 200 OK\r\nContent-")).await,
        TransportFailure::BrokenAnswer
    );
}

#[tokio::test]
async fn what_is_not_http_is_said_to_be_so() {
    for manners in [
        Manners::Says(b"SSH-2.0-OpenSSH_9.2\r\n"),
        Manners::Says(b"\x15\x03\x01\x00\x02\x02\x46"),
        Manners::Says(b"HTTP/1.1 abc OK\r\n\r\n"),
    ] {
        assert_eq!(failure_of(manners).await, TransportFailure::NotHttp);
    }
}

#[tokio::test]
async fn a_server_that_talks_first_does_not_speak_http() {
    let found = failure_of(Manners::Blurts(b"SSH-2.0-OpenSSH_9.2\r\n")).await;
    assert_eq!(found, TransportFailure::NotHttp);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    for bytes in [
        &b"HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n{\"message\":\"403"[..],
        b"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"message\":\"403\r\nzz\r\n",
    ] {
        assert_eq!(
            failure_of(Manners::Says(bytes)).await,
            TransportFailure::BrokenAnswer
        );
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_an_answer_that_took_too_long() {
    let bytes = b"HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n{\"message\":";
    assert_eq!(
        failure_of_waiting_for(Manners::Hangs(bytes)).await,
        TransportFailure::AnswerTimeout
    );
}

#[tokio::test]
async fn a_header_that_http_does_not_allow_does_not_hide_the_rest() {
    let bytes =
        b"HTTP/1.1 403 Forbidden\r\nbad header: x\r\nX-Request-Id: r1\r\nContent-Length: 0\r\n\r\n";
    let server = RawServer::start(Manners::Says(bytes)).await;
    let answered = ask(&client(&server.url()), "api/v4/user").await;
    assert_eq!(exchange(&answered).headers.get("x-request-id"), Some("r1"));
}

#[tokio::test]
async fn after_the_deadline_nothing_is_sent() {
    let server = RawServer::start(Manners::Says(
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ))
    .await;
    let limits = Limits {
        overall: Duration::ZERO,
        ..Limits::default()
    };
    let client = Client::build(ClientSettings {
        limits,
        ..settings(&server.url())
    })
    .unwrap();
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::AnswerTimeout
    );
    assert!(server.requests().is_empty());
}
