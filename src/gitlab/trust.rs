//! Certificates that are trusted besides the system's own.

use reqwest::Certificate;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use super::{CaFile, GitlabError};

/// Takes the certificates of all files.
///
/// # Errors
/// When a file could not be read, is not PEM, or holds no certificate that can be used. The file is named.
pub(super) fn certificates(files: Vec<CaFile>) -> Result<Vec<Certificate>, GitlabError> {
    let mut certificates = Vec::new();
    for file in files {
        certificates.append(&mut read_file(file)?);
    }
    Ok(certificates)
}

fn read_file(CaFile { path, contents }: CaFile) -> Result<Vec<Certificate>, GitlabError> {
    let pem = match contents {
        Ok(pem) => pem,
        Err(source) => return Err(GitlabError::CaUnreadable { path, source }),
    };
    let certificates = usable(&pem).unwrap_or_default();
    if certificates.is_empty() {
        return Err(GitlabError::CaInvalid { path });
    }
    Ok(certificates)
}

/// A bundle may hold a certificate or two that the library cannot use; as with the system's own, the others still count.
fn usable(pem: &[u8]) -> Option<Vec<Certificate>> {
    let mut usable = Vec::new();
    for der in CertificateDer::pem_slice_iter(pem) {
        let der = der.ok()?;
        if RootCertStore::empty().add(der.clone()).is_ok() {
            usable.push(Certificate::from_der(&der).ok()?);
        }
    }
    Some(usable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    fn file(contents: io::Result<Vec<u8>>) -> Vec<CaFile> {
        vec![CaFile {
            path: "some/ca.pem".into(),
            contents,
        }]
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let error = certificates(file(Err(io::ErrorKind::NotFound.into()))).unwrap_err();
        assert!(matches!(error, GitlabError::CaUnreadable { .. }));
        assert!(error.to_string().contains("some/ca.pem"));
    }

    #[test]
    fn a_file_without_a_usable_certificate_is_named() {
        let block = |inner: &str| {
            format!("-----BEGIN CERTIFICATE-----\n{inner}\n-----END CERTIFICATE-----\n")
        };
        for content in [
            String::new(),
            "not PEM".to_owned(),
            block("AAAA"),
            block("%%%%"),
            "-----BEGIN CERTIFICATE-----\nAAAA".to_owned(),
        ] {
            let error = certificates(file(Ok(content.clone().into_bytes()))).unwrap_err();
            assert!(
                matches!(error, GitlabError::CaInvalid { .. }),
                "{content:?}"
            );
            assert!(error.to_string().contains("some/ca.pem"));
        }
    }
}
