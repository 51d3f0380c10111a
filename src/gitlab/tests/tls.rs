//! TLS: whom we trust, and what we say of those we do not.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread::{self, JoinHandle},
};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{ServerConfig, ServerConnection, Stream, pki_types::PrivateKeyDer};

use super::*;

/// A certificate authority of a test.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            pem: certificate.pem(),
        }
    }

    /// Serves one connection with a certificate for one host, valid in the given years.
    fn serve(&self, host: &str, years: (i32, i32)) -> String {
        let (url, _) = self.serve_with(host, years, &[]);
        url
    }

    /// As `serve`, with the protocols that the server speaks; the thread gives back what it was asked first.
    fn serve_with(
        &self,
        host: &str,
        years: (i32, i32),
        protocols: &[&[u8]],
    ) -> (String, JoinHandle<Vec<u8>>) {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        // One connection is all that a test needs; the thread ends with it.
        let thread = thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            answer(stream, config)
        });
        (format!("https://localhost:{port}"), thread)
    }
}

fn answer(mut stream: TcpStream, config: ServerConfig) -> Vec<u8> {
    let mut tls = ServerConnection::new(Arc::new(config)).unwrap();
    let mut stream = Stream::new(&mut tls, &mut stream);
    let mut buffer = [0; 4096];
    let read = stream.read(&mut buffer).unwrap_or(0);
    if read > 0 {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    }
    buffer[..read].to_vec()
}

fn trusting(authority: &Authority, instance: &str) -> Client {
    Client::build(ClientSettings {
        ca_files: vec![CaFile {
            path: "ca.pem".into(),
            contents: Ok(authority.pem.clone().into_bytes()),
        }],
        ..settings(instance)
    })
    .unwrap()
}

async fn failure_of(trusted: &Authority, instance: &str) -> TransportFailure {
    failure(&ask(&trusting(trusted, instance), "api/v4/user").await)
}

#[tokio::test]
async fn an_authority_from_a_file_is_trusted() {
    let authority = Authority::new("ours");
    let url = authority.serve("localhost", (2020, 2100));
    let answered = ask(&trusting(&authority, &url), "api/v4/user").await;
    assert_eq!(answered.observation.status(), Some(200));
}

#[tokio::test]
async fn an_authority_that_is_not_trusted_is_named_as_the_fault() {
    let ours = Authority::new("ours");
    let url = Authority::new("theirs").serve("localhost", (2020, 2100));
    assert_eq!(
        failure_of(&ours, &url).await,
        TransportFailure::Certificate(CertificateFault::UnknownIssuer)
    );
}

#[tokio::test]
async fn a_certificate_of_another_host_is_told_from_one_of_the_wrong_time() {
    let ours = Authority::new("ours");
    for (host, years, expected) in [
        ("other.example", (2020, 2100), CertificateFault::OtherHost),
        ("localhost", (2000, 2001), CertificateFault::Expired),
        ("localhost", (2099, 2100), CertificateFault::NotYetValid),
    ] {
        let url = ours.serve(host, years);
        assert_eq!(
            failure_of(&ours, &url).await,
            TransportFailure::Certificate(expected)
        );
    }
}

#[tokio::test]
async fn a_server_without_tls_fails_the_handshake() {
    let server =
        raw::RawServer::start(raw::Manners::Blurts(b"HTTP/1.1 400 Bad Request\r\n\r\n")).await;
    let client = client(&format!("https://127.0.0.1:{}", server.port));
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::Tls
    );
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_handshake_fails_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 4096];
        stream.read(&mut hello).unwrap()
    });
    let client = client(&format!("https://127.0.0.1:{port}"));
    assert_eq!(
        failure(&ask(&client, "api/v4/user").await),
        TransportFailure::Tls
    );
}

#[tokio::test]
async fn a_server_with_tls_does_not_answer_plain_http() {
    let url = Authority::new("ours").serve("localhost", (2020, 2100));
    let client = client(&url.replace("https", "http"));
    let found = failure(&ask(&client, "api/v4/user").await);
    assert_eq!(found, TransportFailure::NotHttp);
}

#[tokio::test]
async fn http_2_is_spoken_where_it_is_offered() {
    let authority = Authority::new("ours");
    let (url, server) = authority.serve_with("localhost", (2020, 2100), &[b"h2", b"http/1.1"]);
    // The server speaks no HTTP/2, it only agrees to; how the client opens tells.
    ask(&trusting(&authority, &url), "api/v4/user").await;
    assert!(server.join().unwrap().starts_with(b"PRI * HTTP/2.0\r\n"));
}
