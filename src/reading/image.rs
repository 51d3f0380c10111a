//! Names of container images in text: `host[:port]/path[:tag]`.
//!
//! A name without a host belongs to Docker Hub; that is a give-away of its own.

use super::address::Address;
use super::lists;

/// The host that an image without one belongs to.
pub(super) const DOCKER_HUB: &str = "docker.io";

/// Finds the image that a line speaks of.
pub(super) fn image_in(line: &str) -> Option<Address> {
    lists::IMAGE_LEADS.iter().find_map(|lead| {
        let at = line.find(lead)? + lead.len();
        let end = line[at..]
            .find(|letter: char| letter.is_whitespace() || "],\"'".contains(letter))
            .unwrap_or(line.len() - at);
        named(line[at..at + end].trim_end_matches(['.', ':']))
    })
}

/// Splits the name of an image into the host and the path of the registry's API.
fn named(name: &str) -> Option<Address> {
    let (first, rest) = name.split_once('/')?;
    let is_host = first.contains('.') || first.contains(':') || first == "localhost";
    let (host, path) = if is_host {
        (first, rest)
    } else {
        (DOCKER_HUB, name)
    };
    let (path, tag) = path.rsplit_once(':').unwrap_or((path, "latest"));
    (!path.is_empty()).then(|| Address {
        host: host.to_owned(),
        path: format!("/v2/{path}/manifests/{tag}"),
        ..Address::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_named_by_host_and_path() {
        let cases = [
            (
                "The push refers to repository [docker.io/library/backend]",
                "docker.io",
                "/v2/library/backend/manifests/latest",
            ),
            (
                "pull access denied for registry.gitlab.com/a/b, repository does not exist",
                "registry.gitlab.com",
                "/v2/a/b/manifests/latest",
            ),
            (
                "failed to pull image \"gitlab.com:443/g/dependency_proxy/containers/ruby:2.7\" with",
                "gitlab.com:443",
                "/v2/g/dependency_proxy/containers/ruby/manifests/2.7",
            ),
        ];
        for (line, host, path) in cases {
            let image = image_in(line).unwrap();
            assert_eq!((image.host.as_str(), image.path.as_str()), (host, path));
        }
        assert_eq!(image_in("Failed to pull image \"...\": rpc error"), None);
    }
}
