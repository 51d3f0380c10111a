//! Certificates of every sort, good and bad, made when they are needed.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// Who signs certificates.
#[derive(Debug)]
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pub pem: String,
}

/// What a certificate says, and how the server that shows it behaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paper {
    pub host: &'static str,
    pub years: (i32, i32),
    pub protocols: &'static [&'static [u8]],
    pub wants_client: bool,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            host: "localhost",
            years: (2020, 2100),
            protocols: &[],
            wants_client: false,
        }
    }
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let params = authority(name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            der: certificate.der().clone(),
            pem: certificate.pem(),
            issuer: Issuer::new(params, key),
        }
    }

    /// Returns how a server with such a certificate speaks TLS.
    pub(crate) fn issue(&self, paper: Paper) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![paper.host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(paper.years.0, 1, 1);
        params.not_after = date_time_ymd(paper.years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let mut config = serving(
            certificate.der().clone(),
            &key,
            paper.wants_client.then_some(self),
        );
        config.alpn_protocols = paper.protocols.iter().map(|name| name.to_vec()).collect();
        Arc::new(config)
    }
}

/// A certificate that signed itself, and its PEM.
pub(crate) fn self_signed(is_authority: bool) -> (Arc<ServerConfig>, String) {
    let mut params = if is_authority {
        authority("itself")
    } else {
        CertificateParams::default()
    };
    params.subject_alt_names = CertificateParams::new(vec!["localhost".to_owned()])
        .unwrap()
        .subject_alt_names;
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let config = serving(certificate.der().clone(), &key, None);
    (Arc::new(config), certificate.pem())
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn serving(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    clients: Option<&Authority>,
) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der.clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    builder.with_single_cert(vec![certificate], key).unwrap()
}
