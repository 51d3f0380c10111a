//! Addresses at which no GitLab answers: nobody listens, or nobody would trust who does.

use std::net::TcpListener;
use std::sync::{Arc, OnceLock};

use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::simulator::Truth;

/// One such address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Door {
    pub name: &'static str,
    pub truth: Truth,
    /// Opens it, and says where it is.
    pub origin: fn() -> String,
}

/// Every door.
pub(crate) static ALL: &[Door] = &[
    Door {
        name: "nobody listens",
        truth: Truth::new("reach", "network", "connection-refused"),
        origin: closed,
    },
    Door {
        name: "a certificate that nobody trusts",
        truth: Truth::new("reach", "network", "certificate-not-trusted"),
        origin: untrusted,
    },
];

/// A port that was free a moment ago.
fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}")
}

/// A server that signed its own certificate; it is there until the tests end.
fn untrusted() -> String {
    static PORT: OnceLock<u16> = OnceLock::new();
    let port = PORT.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let config = Arc::new(self_signed());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let config = Arc::clone(&config);
                std::thread::spawn(move || refuse(stream, config));
            }
        });
        port
    });
    format!("https://127.0.0.1:{port}")
}

fn self_signed() -> ServerConfig {
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap()
}

/// Shows the certificate, and hears that it is not trusted.
fn refuse(mut stream: std::net::TcpStream, config: Arc<ServerConfig>) {
    let mut connection = ServerConnection::new(config).unwrap();
    let mut tls = Stream::new(&mut connection, &mut stream);
    let mut request = [0; 1024];
    // The client hangs up, which is all that is wanted of it.
    drop(std::io::Read::read(&mut tls, &mut request));
}
