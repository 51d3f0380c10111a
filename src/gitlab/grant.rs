//! What the registry's login grants, in place of the token that carries it.
//!
//! GitLab answers 200 to whoever it knows, and the actions that it grants stand inside the token
//! (`app/services/auth/container_registry_authentication_service.rb`). The token is a credential, so
//! it ends here, and its list of actions goes on.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// Returns the body without the token, and with the access that it carries; `None` where it carries
/// none that can be read.
pub(super) fn read(body: &[u8]) -> Option<Vec<u8>> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let token = answer
        .get("token")
        .or_else(|| answer.get("access_token"))?
        .as_str()?;
    let payload = token.split('.').nth(1)?;
    let claims = BASE64_URL_SAFE_NO_PAD
        .decode(payload.trim_end_matches('='))
        .ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    let access = claims.get("access").cloned().unwrap_or_else(|| json!([]));
    serde_json::to_vec(&json!({ "access": access })).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(claims: &str) -> Vec<u8> {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(claims);
        format!(r#"{{"token":"head.{payload}.sign","expires_in":300}}"#).into_bytes()
    }

    fn read_as_text(body: &[u8]) -> Option<String> {
        read(body).and_then(|bytes| String::from_utf8(bytes).ok())
    }

    #[test]
    fn the_access_is_kept_and_the_token_is_not() {
        let granted = answer(r#"{"access":[{"type":"repository","actions":["pull"]}],"sub":"a"}"#);
        let kept = read_as_text(&granted).unwrap();
        assert!(kept.contains("\"pull\"") && !kept.contains("sign") && !kept.contains("sub"));
    }

    #[test]
    fn a_grant_of_nothing_is_an_empty_list() {
        for claims in [r#"{"access":[]}"#, "{}"] {
            let kept = read_as_text(&answer(claims));
            assert_eq!(kept.as_deref(), Some(r#"{"access":[]}"#));
        }
    }

    #[test]
    fn what_carries_no_token_is_left_alone() {
        for body in [
            &b"not json"[..],
            b"{}",
            br#"{"token":"opaque"}"#,
            br#"{"token":"a.!.c"}"#,
        ] {
            assert_eq!(read(body), None);
        }
    }
}
