//! From a path to an address that cannot lie outside the instance.
//!
//! A path is taken as it stands: what is encoded stays encoded, exactly once. A path that a URL library or a server
//! would read as another host, or as a step upwards, is refused instead of being put right.

use thiserror::Error;
use url::Url;

use crate::catalogue::instance::InstanceUrl;

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RefusedPath {
    /// It names a host, such as `//host/...` or `https://host/...`.
    #[error("it names a host; a path below the instance is wanted")]
    NamesHost,
    /// It goes up with `..`, or stays with `.`, also in encoded form.
    #[error("it has a segment . or .., which would change the meaning of the path")]
    Dots,
    /// It holds a backslash, which some libraries take for a slash.
    #[error("it holds a backslash")]
    Backslash,
    /// It holds a control character or a line break.
    #[error("it holds a control character")]
    Control,
    /// It holds `#`: what follows is never sent.
    #[error("it holds #, and what follows that is never sent")]
    Fragment,
}

/// Joins a path to the root of the instance.
///
/// # Errors
/// When the address would not be below that root, at the same scheme, host, and port.
pub(super) fn join(instance: &InstanceUrl, path: &str) -> Result<Url, RefusedPath> {
    check(path)?;
    let url = instance.join(path);
    // Cannot fail after the check; that the token stays at home is worth asking twice.
    let root = instance.join("");
    if url.origin() == root.origin() && url.path().starts_with(root.path()) {
        Ok(url)
    } else {
        Err(RefusedPath::NamesHost)
    }
}

fn check(path: &str) -> Result<(), RefusedPath> {
    if path.chars().any(char::is_control) {
        return Err(RefusedPath::Control);
    }
    if path.contains('\\') {
        return Err(RefusedPath::Backslash);
    }
    if path.contains('#') {
        return Err(RefusedPath::Fragment);
    }
    let route = path.split('?').next().unwrap_or_default();
    if route.starts_with("//") || has_scheme(route) {
        return Err(RefusedPath::NamesHost);
    }
    if route.split('/').any(is_dots) {
        return Err(RefusedPath::Dots);
    }
    Ok(())
}

fn has_scheme(route: &str) -> bool {
    route.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '+')
    })
}

fn is_dots(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    plain == "." || plain == ".."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::instance::PlainHttp;

    fn instance(text: &str) -> InstanceUrl {
        InstanceUrl::parse(text, PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    #[test]
    fn an_encoded_path_stays_as_it_is() {
        for (root, path, address) in [
            (
                "https://gitlab.example.com",
                "api/v4/projects/group%2Fproject",
                "https://gitlab.example.com/api/v4/projects/group%2Fproject",
            ),
            (
                "https://example.com/gitlab",
                "/api/v4/projects/a%2Fb/repository/files/%2Eenv%20x?ref=main",
                "https://example.com/gitlab/api/v4/projects/a%2Fb/repository/files/%2Eenv%20x?ref=main",
            ),
            (
                "https://example.com",
                "/api/v4/projects/a%252Fb",
                "https://example.com/api/v4/projects/a%252Fb",
            ),
            (
                "https://example.com/gitlab",
                "group/project.git/info/refs?service=git-upload-pack",
                "https://example.com/gitlab/group/project.git/info/refs?service=git-upload-pack",
            ),
        ] {
            assert_eq!(join(&instance(root), path).unwrap().as_str(), address);
        }
    }

    #[test]
    fn a_path_that_would_leave_the_instance_is_refused() {
        let home = instance("https://example.com/gitlab");
        for (path, fault) in [
            ("//evil.example/x", RefusedPath::NamesHost),
            ("https://evil.example/x", RefusedPath::NamesHost),
            ("http://example.com/gitlab/x", RefusedPath::NamesHost),
            ("\\\\evil.example", RefusedPath::Backslash),
            ("/\\evil.example", RefusedPath::Backslash),
            ("../admin", RefusedPath::Dots),
            ("api/v4/%2e%2E/x", RefusedPath::Dots),
            ("api/./v4", RefusedPath::Dots),
            ("api/v4/x\r\nHost: evil", RefusedPath::Control),
            ("api/v4/x#y", RefusedPath::Fragment),
        ] {
            assert_eq!(join(&home, path), Err(fault), "{path:?}");
        }
    }

    #[test]
    fn dots_inside_a_name_or_a_query_are_fine() {
        let home = instance("https://example.com");
        for path in [
            "api/v4/projects/1/repository/compare?from=v1..v2",
            "a/..b/c",
            "x?redirect=http://other",
        ] {
            assert!(join(&home, path).is_ok(), "{path}");
        }
    }

    #[test]
    fn no_path_moves_the_origin() {
        let home = instance("https://example.com:8443/gitlab");
        let mut random = fastrand::Rng::with_seed(11);
        let pieces = [
            "/",
            "//",
            "@",
            ":",
            "evil.example",
            "?",
            "%2F",
            "%2f",
            ".",
            "..",
            "\\",
            "api",
            "http",
            "\t",
            " ",
            "é",
            "[",
            "&",
            ";",
        ];
        for _ in 0..5_000 {
            let path: String = (0..random.usize(1..8))
                .map(|_| pieces[random.usize(..pieces.len())])
                .collect();
            if let Ok(url) = join(&home, &path) {
                assert!(
                    url.as_str().starts_with("https://example.com:8443/gitlab/"),
                    "{path:?} became {url}"
                );
            }
        }
    }
}
