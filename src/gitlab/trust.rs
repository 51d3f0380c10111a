//! Certificates that are trusted besides the system's own.

use std::{fs, path::Path};

use reqwest::Certificate;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use super::GitlabError;

/// Reads the certificates of all files.
///
/// # Errors
/// When a file cannot be read, is not PEM, or holds no certificate that can be used. The file is named.
pub(super) fn read<P: AsRef<Path>>(files: &[P]) -> Result<Vec<Certificate>, GitlabError> {
    let mut certificates = Vec::new();
    for file in files {
        certificates.append(&mut read_file(file.as_ref())?);
    }
    Ok(certificates)
}

fn read_file(path: &Path) -> Result<Vec<Certificate>, GitlabError> {
    let pem = fs::read(path).map_err(|source| GitlabError::CaUnreadable {
        path: path.to_owned(),
        source,
    })?;
    let certificates = usable(&pem).unwrap_or_default();
    if certificates.is_empty() {
        return Err(GitlabError::CaInvalid {
            path: path.to_owned(),
        });
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
    use std::io::Write as _;

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let error = read(&["/no/such/ca.pem"]).unwrap_err();
        assert!(matches!(error, GitlabError::CaUnreadable { .. }));
        assert!(error.to_string().contains("/no/such/ca.pem"));
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
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(content.as_bytes()).unwrap();
            let error = read(&[file.path()]).unwrap_err();
            assert!(
                matches!(error, GitlabError::CaInvalid { .. }),
                "{content:?}"
            );
            assert!(
                error
                    .to_string()
                    .contains(&file.path().display().to_string())
            );
        }
    }
}
