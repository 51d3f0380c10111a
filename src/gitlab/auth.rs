//! From token and scheme to a header, and back: what the server echoes of it is taken out again.
//!
//! The one function that exposes a token is [`header`]. Headers made here are marked sensitive, so that no log of any
//! library shows them. Source of the header names: `lib/gitlab/auth/auth_finders.rb`.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::GitlabError;
use crate::observation::Scheme;
use crate::secret::{Token, hide_known_forms};

/// What stands where a secret was.
const MASK: &str = "****";

/// A shorter beginning of a secret at a cut tells nothing: it is the public prefix of its kind.
const TELLING: usize = 7;

/// Makes the header that carries a token.
///
/// # Errors
/// When the token, or the user name before it, does not fit into a header. Neither is shown.
pub(super) fn header(
    token: &Token,
    scheme: &Scheme,
) -> Result<(HeaderName, HeaderValue), GitlabError> {
    if !token.fits_header() {
        return Err(GitlabError::Unsendable { what: "token" });
    }
    let secret = token.expose();
    let bare = |name| {
        (
            HeaderName::from_static(name),
            Zeroizing::new(secret.to_owned()),
        )
    };
    let (name, value) = match scheme {
        Scheme::PrivateToken => bare("private-token"),
        Scheme::JobToken => bare("job-token"),
        Scheme::DeployToken => bare("deploy-token"),
        Scheme::Bearer => (AUTHORIZATION, Zeroizing::new(format!("Bearer {secret}"))),
        Scheme::Basic { user } => (AUTHORIZATION, basic(user, secret)?),
    };
    let mut value =
        HeaderValue::from_str(&value).map_err(|_| GitlabError::Unsendable { what: "token" })?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// A colon in the user name would move the border between name and password.
fn basic(user: &str, secret: &str) -> Result<Zeroizing<String>, GitlabError> {
    if user.contains(|letter: char| letter == ':' || letter.is_control()) {
        return Err(GitlabError::Unsendable { what: "user name" });
    }
    let pair = Zeroizing::new(format!("{user}:{secret}"));
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
    Ok(Zeroizing::new(format!("Basic {}", encoded.as_str())))
}

/// What a server might send back of the credential it was sent.
#[derive(Clone, Copy)]
pub(super) struct Echo<'a> {
    /// The client's token, also when it was not sent this time.
    pub(super) token: Option<&'a Token>,
    /// The header that was sent.
    pub(super) sent: Option<&'a HeaderValue>,
}

impl Echo<'_> {
    /// Returns a text without the credential, in whatever spelling it came back, and without other tokens: the server may
    /// have been asked with them before.
    pub(super) fn taken_out_of_text(&self, text: &str) -> String {
        match self.token {
            Some(token) => hide_known_forms(&token.redact(text)),
            None => hide_known_forms(text),
        }
    }

    /// Returns a body without the credential. Where a body is cut, a beginning of it at the very end goes too.
    pub(super) fn taken_out(&self, bytes: Vec<u8>, cut: bool) -> Vec<u8> {
        let (mut clean, rest) = match String::from_utf8(bytes) {
            Ok(text) => (self.taken_out_of_text(&text), Vec::new()),
            Err(error) => {
                // Of what is not text nothing is ever shown but what comes before the first broken byte.
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let (text, rest) = bytes.split_at(valid);
                let text = String::from_utf8_lossy(text);
                (self.taken_out_of_text(&text), rest.to_owned())
            }
        };
        if cut && let Some(secret) = self.sent.and_then(secret_part) {
            drop_started(&mut clean, secret);
        }
        let mut clean = clean.into_bytes();
        clean.extend_from_slice(&rest);
        clean
    }
}

/// The part of a credential's header that is secret: what follows the word of the scheme.
fn secret_part(sent: &HeaderValue) -> Option<&str> {
    let value = sent.to_str().ok()?;
    ["Bearer ", "Basic "]
        .iter()
        .find_map(|word| value.strip_prefix(word))
        .or(Some(value))
}

fn drop_started(text: &mut String, secret: &str) {
    let started = (TELLING..secret.len())
        .rev()
        .filter_map(|length| secret.get(..length))
        .find(|start| text.ends_with(start));
    if let Some(start) = started {
        text.truncate(text.len() - start.len());
        text.push_str(MASK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> String {
        format!("{}{}", "glpat-", "Zq".repeat(10))
    }

    fn sent(scheme: &Scheme) -> (String, String) {
        let (name, value) = header(&Token::new(secret()), scheme).unwrap();
        assert!(value.is_sensitive());
        (name.to_string(), value.to_str().unwrap().to_owned())
    }

    #[test]
    fn every_scheme_has_its_own_header() {
        let secret = secret();
        let user = "ci".to_owned();
        let basic = BASE64_STANDARD.encode(format!("ci:{secret}"));
        for (scheme, name, value) in [
            (Scheme::PrivateToken, "private-token", secret.clone()),
            (Scheme::JobToken, "job-token", secret.clone()),
            (Scheme::DeployToken, "deploy-token", secret.clone()),
            (Scheme::Bearer, "authorization", format!("Bearer {secret}")),
            (
                Scheme::Basic { user },
                "authorization",
                format!("Basic {basic}"),
            ),
        ] {
            assert_eq!(sent(&scheme), (name.to_owned(), value));
        }
    }

    #[test]
    fn what_fits_no_header_is_refused_and_not_shown() {
        for bad in ["glpat-a\r\nX: y", "glpat-\u{e9}", "glpat-\0", ""] {
            let error = header(&Token::new(bad.to_owned()), &Scheme::Bearer).unwrap_err();
            assert!(matches!(error, GitlabError::Unsendable { what: "token" }));
            assert!(!format!("{error} {error:?}").contains("glpat"));
        }
        let user = "a:b".to_owned();
        let error = header(&Token::new(secret()), &Scheme::Basic { user }).unwrap_err();
        assert!(matches!(
            error,
            GitlabError::Unsendable { what: "user name" }
        ));
    }

    #[test]
    fn the_sent_credential_is_taken_out_before_the_first_broken_byte() {
        let token = Token::new(secret());
        let user = "ci".to_owned();
        for scheme in [Scheme::PrivateToken, Scheme::Bearer, Scheme::Basic { user }] {
            let (_, value) = header(&token, &scheme).unwrap();
            let echo = Echo {
                token: Some(&token),
                sent: Some(&value),
            };
            let mut body = b"you sent ".to_vec();
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b" and \xff ");
            let clean = echo.taken_out(body, false);
            let told = &secret_part(&value).unwrap()[7..];
            assert!(!String::from_utf8_lossy(&clean).contains(told), "{scheme}");
            assert!(clean.ends_with(b" and \xff "));
        }
    }

    #[test]
    fn a_credential_that_a_cut_body_ends_in_is_taken_out_too() {
        let token = Token::new(secret());
        let scheme = Scheme::Basic {
            user: "oauth2".to_owned(),
        };
        let (_, value) = header(&token, &scheme).unwrap();
        let echo = Echo {
            token: Some(&token),
            sent: Some(&value),
        };
        let body = format!("you sent {}", &secret_part(&value).unwrap()[..20]).into_bytes();
        assert_eq!(echo.taken_out(body.clone(), true), b"you sent ****");
        assert_eq!(echo.taken_out(body.clone(), false), body);
    }
}
