//! From a response to an exchange: the status first, then the kept headers, then as much of the body as is worth reading.
//!
//! A body that is too long is cut and marked so: what it begins with is evidence enough. A body that is too slow or breaks
//! off is no answer, since nobody knows what it would have said. Nothing of the credential gets through.

use reqwest::{Response, header::HeaderMap};
use url::Url;

use super::{auth::Echo, grant};
use crate::observation::body::BODY_LIMIT;
use crate::observation::{Body, Exchange, Headers, KEPT_HEADERS};

/// Where the registry's tokens are given out.
const REGISTRY_LOGIN: &str = "/jwt/auth";

/// Reads a response.
///
/// # Errors
/// When the answer breaks off before its end, or is not at its end in time.
pub(super) async fn read(
    mut response: Response,
    echo: Echo<'_>,
) -> Result<Exchange, reqwest::Error> {
    let status = Some(response.status().as_u16());
    let headers = kept(response.headers(), response.url(), echo);
    let (bytes, cut) = body(&mut response).await?;
    let length = bytes.len() as u64;
    let bytes = if response.url().path().ends_with(REGISTRY_LOGIN) {
        grant::read(&bytes).unwrap_or(bytes)
    } else {
        bytes
    };
    let clean = echo.taken_out(bytes, cut);
    let body = Body {
        bytes: length,
        ..Body::read(&clean, headers.get("content-type"), cut)
    };
    Ok(Exchange {
        status,
        headers,
        body,
    })
}

fn kept(headers: &HeaderMap, asked: &Url, echo: Echo<'_>) -> Headers {
    let pairs: Vec<(&str, String)> = headers
        .iter()
        .filter(|(name, _)| KEPT_HEADERS.contains(&name.as_str()))
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let text = if name == "location" {
                bare_location(&text, asked)
            } else {
                text.into_owned()
            };
            (name.as_str(), echo.taken_out_of_text(&text))
        })
        .collect();
    Headers::keep(pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// The query of a redirect to another place often is a credential of its own: a signed download address, or the state
/// of a sign-in. Where it leads is evidence; the query is not.
fn bare_location(location: &str, asked: &Url) -> String {
    let Ok(mut target) = asked.join(location) else {
        return location
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_owned();
    };
    if target.origin() == asked.origin() {
        return location.to_owned();
    }
    target.set_query(None);
    target.set_fragment(None);
    // Both fail only for addresses that can carry neither.
    let _ = target.set_username("");
    let _ = target.set_password(None);
    target.into()
}

/// Returns what was read, and whether there was more. Dropping the response afterwards closes a stream that is not at its end.
async fn body(response: &mut Response) -> Result<(Vec<u8>, bool), reqwest::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = BODY_LIMIT - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok((bytes, true));
        }
    }
    Ok((bytes, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(location: &str) -> String {
        let asked = Url::parse("https://gitlab.example.com/api/v4/projects/1").unwrap();
        bare_location(location, &asked)
    }

    #[test]
    fn a_location_at_home_is_kept_as_it_is() {
        for location in [
            "https://gitlab.example.com/api/v4/projects/2?simple=true",
            "/users/sign_in?x=1",
            "sign_in",
        ] {
            assert_eq!(bare(location), location);
        }
    }

    #[test]
    fn a_location_elsewhere_loses_its_query_and_its_credentials() {
        for (location, kept) in [
            (
                "https://store.example/file?X-Signature=abc#y",
                "https://store.example/file",
            ),
            ("//sso.example/login?state=abc", "https://sso.example/login"),
            ("https://me:pw@sso.example/", "https://sso.example/"),
            (
                "http://gitlab.example.com/x?state=abc",
                "http://gitlab.example.com/x",
            ),
            ("https://[broken?state=abc", "https://[broken"),
        ] {
            assert_eq!(bare(location), kept);
        }
    }
}
