//! Reading a REQUEST as the user typed it: a method and a path, a path alone, or a whole address.

use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::{Method, Place, Surface, begins_with_words, graphql};
use crate::diagnosis::question::decode_segment;
use crate::diagnosis::{Subject, Target};

/// Why a REQUEST cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// There is nothing in it.
    #[error("the request is empty")]
    Empty,
    /// It is neither a path nor an address.
    #[error("`{0}` is neither a path that begins with `/` nor a full address")]
    NoPath(String),
    /// It names another host than the instance.
    #[error("the request is for {asked}, and the instance is {instance}")]
    OtherInstance {
        /// The host of the request.
        asked: String,
        /// The host of the instance.
        instance: String,
    },
    /// The method is not one of HTTP.
    #[error("`{0}` is not a method")]
    UnknownMethod(String),
}

/// Reads a REQUEST. Paths without a known beginning are taken to be below `/api/v4`.
///
/// # Errors
/// When it names no path, an unknown method, or another host than the instance.
pub fn parse(text: &str, instance: &InstanceUrl) -> Result<Subject, RequestError> {
    let mut words = text.split_whitespace();
    let first = words.next().ok_or(RequestError::Empty)?;
    let (method, place) = match words.next() {
        Some(place) => (
            Method::parse(first).ok_or_else(|| RequestError::UnknownMethod(first.to_owned()))?,
            place,
        ),
        None => (Method::Get, first),
    };
    let path = path_of(place, instance)?;
    Ok(Subject::new(method, &path))
}

fn path_of(place: &str, instance: &InstanceUrl) -> Result<String, RequestError> {
    if let Some(rest) = without_scheme(place) {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let bare = host.rsplit('@').next().unwrap_or(host);
        if !bare.eq_ignore_ascii_case(&instance.authority())
            && !bare.eq_ignore_ascii_case(instance.host())
        {
            return Err(RequestError::OtherInstance {
                asked: bare.to_owned(),
                instance: instance.authority(),
            });
        }
        let root = instance.root();
        let below = path.strip_prefix(root).unwrap_or(path);
        return Ok(if below.starts_with('/') {
            below.to_owned()
        } else {
            format!("/{below}")
        });
    }
    if !place.starts_with('/') {
        return Err(RequestError::NoPath(place.to_owned()));
    }
    Ok(if is_absolute(place) {
        place.to_owned()
    } else {
        format!("/api/v4{place}")
    })
}

fn without_scheme(place: &str) -> Option<&str> {
    place
        .strip_prefix("https://")
        .or_else(|| place.strip_prefix("http://"))
}

/// Paths that stand at the root of the host; all others are meant below the API.
fn is_absolute(path: &str) -> bool {
    let plain = path.split('?').next().unwrap_or(path);
    path.starts_with("/api/")
        || plain.starts_with("/oauth/")
        || plain.starts_with("/jwt/")
        || plain.starts_with("/v2/")
        || plain.contains("/-/") && !is_package_route(plain)
        || plain.contains(".git/")
        || plain.ends_with("/info/refs")
}

/// The API has such a path where packages are kept (`lib/api/concerns/packages`); a page of a group
/// names a package by its number. Nobody's namespace is called `projects` or `packages`.
pub(super) fn is_package_route(plain: &str) -> bool {
    let kind = plain.split_once("/-/packages/").map(|(_, kind)| kind);
    let is_kept = kind.is_some_and(|kind| kind.starts_with(|letter: char| letter.is_alphabetic()));
    is_kept || plain.starts_with("/projects/") || plain.starts_with("/packages/")
}

/// Finds the surface of a request.
#[must_use]
pub fn surface_of(subject: &Subject) -> Surface {
    let surface = Surface::of(subject.method, &subject.path_and_query());
    // `/api/v3` and misspelt addresses below it are answered by the API's own router.
    if surface == Surface::Web && subject.path.starts_with("/api/") {
        Surface::Rest
    } else {
        surface
    }
}

/// Finds the project or group that a path is about, decoded.
pub(crate) fn target_of(subject: &Subject) -> Option<Target> {
    if let Some(operation) = subject.operation() {
        let (place, name) = graphql::read(&operation).ok()?.place?;
        return match place {
            Place::Project => Some(Target::Project(name)),
            Place::Group => Some(Target::Group(name)),
            Place::Instance => None,
        };
    }
    let path = subject.path.as_str();
    if let Some(api) = path.strip_prefix("/api/v4/") {
        if begins_with_words(api) {
            return None;
        }
        let mut segments = api.split('/');
        let kind = segments.next()?;
        let name = decode_segment(segments.next()?);
        return match kind {
            "projects" if !name.is_empty() => Some(Target::Project(name)),
            "groups" if !name.is_empty() => Some(Target::Group(name)),
            _ => None,
        };
    }
    if let Some((project, _)) = path.split_once(".git/") {
        return Some(Target::Project(decode_segment(
            project.trim_start_matches('/'),
        )));
    }
    registry_target(&subject.query)
}

/// `scope=repository:group/project:pull` of the registry's token endpoint.
fn registry_target(query: &str) -> Option<Target> {
    let (_, scope) =
        url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "scope")?;
    let path = scope
        .strip_prefix("repository:")?
        .rsplit_once(':')?
        .0
        .to_owned();
    Some(Target::Project(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::instance::PlainHttp;

    fn instance() -> InstanceUrl {
        InstanceUrl::parse("https://gitlab.example.com/forge", PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn path(text: &str) -> String {
        parse(text, &instance()).unwrap().path_and_query()
    }

    #[test]
    fn a_path_is_taken_as_it_stands_below_the_api() {
        assert_eq!(
            path("GET /projects/a%2Fb/issues"),
            "/api/v4/projects/a%2Fb/issues"
        );
        assert_eq!(path("/projects/7?x=1"), "/api/v4/projects/7?x=1");
        assert_eq!(path("/api/v4/user"), "/api/v4/user");
        assert_eq!(
            path("/a/b.git/info/refs?service=git-upload-pack"),
            "/a/b.git/info/refs?service=git-upload-pack"
        );
    }

    #[test]
    fn a_whole_address_loses_host_and_root() {
        assert_eq!(
            path("https://gitlab.example.com/forge/api/v4/user"),
            "/api/v4/user"
        );
    }

    #[test]
    fn an_address_of_another_host_is_refused_and_both_are_named() {
        let error = parse("https://other.example.com/api/v4/user", &instance()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the request is for other.example.com, and the instance is gitlab.example.com"
        );
    }

    #[test]
    fn the_target_is_read_from_the_path() {
        let subject = parse("/projects/a%2Fb/issues", &instance()).unwrap();
        assert_eq!(target_of(&subject), Some(Target::Project("a/b".to_owned())));
        let subject = parse("/a/b.git/info/refs", &instance()).unwrap();
        assert_eq!(target_of(&subject), Some(Target::Project("a/b".to_owned())));
    }
}
