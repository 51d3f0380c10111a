//! Which project or group is meant.

use url::Url;

use super::{
    CiJob, Environment, SourceError,
    git::{self, Transport},
    instance::web_host,
};
use crate::catalogue::instance::{InstanceUrl, PlainHttp};

/// A project or a group, by its number, or by its whole path with plain slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TargetName {
    /// A project.
    Project(String),
    /// A group.
    Group(String),
}

/// Settles which project or group is meant: the options, the running job, else the git remote.
///
/// The job and the remote count only where they belong to the instance that is asked.
///
/// # Errors
/// When an option names neither an id nor a path, or an address on another instance.
pub(crate) fn resolve_target(
    project: Option<&str>,
    group: Option<&str>,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Result<Option<TargetName>, SourceError> {
    if let Some(named) = named_target(project, group, instance)? {
        return Ok(Some(named));
    }
    Ok(find_in_job(instance, environment).or_else(|| find_in_remote(instance, environment)))
}

/// Settles which project or group is named, and looks nowhere else.
///
/// # Errors
/// When it is neither an id nor a path, or an address on another instance.
pub(crate) fn named_target(
    project: Option<&str>,
    group: Option<&str>,
    instance: &InstanceUrl,
) -> Result<Option<TargetName>, SourceError> {
    Ok(match (project, group) {
        (Some(text), _) => Some(TargetName::Project(read(text, "project", instance)?)),
        (None, Some(text)) => Some(TargetName::Group(read(text, "group", instance)?)),
        (None, None) => None,
    })
}

fn find_in_job(instance: &InstanceUrl, environment: &dyn Environment) -> Option<TargetName> {
    let job = CiJob::read(environment)?;
    let is_own = |server: &InstanceUrl| server.has_origin_of(instance);
    if !job.server.as_ref().is_some_and(is_own) {
        return None;
    }
    let by_path = job
        .project_path
        .and_then(|path| check_path(&path, "project"));
    let by_id = job.project_id.map(|id| id.to_string());
    by_path.or(by_id).map(TargetName::Project)
}

fn find_in_remote(instance: &InstanceUrl, environment: &dyn Environment) -> Option<TargetName> {
    git::remotes(environment).into_iter().find_map(|remote| {
        let address = &remote.address;
        if web_host(&address.host) != instance.host() {
            return None;
        }
        // SSH addresses do not carry the relative root.
        let root = if address.transport == Transport::Ssh {
            ""
        } else {
            instance.root()
        };
        check_path(below_root(&address.path, root)?, "project").map(TargetName::Project)
    })
}

/// Returns the part of a path below the relative root of the instance.
fn below_root<'a>(path: &'a str, root: &str) -> Option<&'a str> {
    let (path, root) = (path.trim_matches('/'), root.trim_matches('/'));
    if root.is_empty() {
        Some(path)
    } else {
        path.strip_prefix(root)?.strip_prefix('/')
    }
}

/// Reads what a user gives: an id, a path, an encoded path, or the address of a page.
fn read(text: &str, what: &'static str, instance: &InstanceUrl) -> Result<String, SourceError> {
    let text = text.trim();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if let (true, Ok(id)) = (is_number, text.parse::<u64>()) {
        return Ok(id.to_string());
    }
    let over_ssh = git::parse_address(text).filter(|address| address.transport == Transport::Ssh);
    let path = if let Some(address) = over_ssh {
        if web_host(&address.host) != instance.host() {
            return Err(SourceError::TargetElsewhere {
                what,
                host: address.host,
                asked: instance.authority(),
            });
        }
        address.path
    } else if text.contains("://") {
        path_of_page(text, what, instance)?
    } else {
        text.to_owned()
    };
    check_path(&path, what).ok_or_else(|| SourceError::Target {
        what,
        text: shown(text),
    })
}

/// Returns the path of the project or group to which a page of the instance belongs.
fn path_of_page(
    text: &str,
    what: &'static str,
    instance: &InstanceUrl,
) -> Result<String, SourceError> {
    let unreadable = || SourceError::Target {
        what,
        text: shown(text),
    };
    let url = Url::parse(text).map_err(|_| unreadable())?;
    let host = url.host_str().ok_or_else(unreadable)?;
    let mut origin = url.clone();
    origin.set_path("");
    let _ = (origin.set_username(""), origin.set_password(None));
    let page = InstanceUrl::parse(origin.as_str(), PlainHttp::Everywhere).ok();
    if page.is_none_or(|page| page.url.authority() != instance.authority()) {
        return Err(SourceError::TargetElsewhere {
            what,
            host: host.to_owned(),
            asked: instance.authority(),
        });
    }
    let path = below_root(url.path(), instance.root()).ok_or_else(unreadable)?;
    let path = path.split("/-/").next().unwrap_or_default();
    Ok(if what == "group" {
        path.strip_prefix("groups/").unwrap_or(path)
    } else {
        path
    }
    .to_owned())
}

/// Returns a path, decoded once, where GitLab can have one like it.
fn check_path(text: &str, what: &str) -> Option<String> {
    let plain = text.replace("%2F", "/").replace("%2f", "/");
    let path = plain.trim_matches('/');
    let path = if what == "project" {
        path.strip_suffix(".git").unwrap_or(path)
    } else {
        path
    };
    let is_segment = |segment: &str| {
        !matches!(segment, "" | "." | "..")
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
    };
    let is_deep_enough = what == "group" || path.contains('/');
    (is_deep_enough && path.split('/').all(is_segment)).then(|| path.to_owned())
}

/// Shortens what a user gave, and leaves out a password in it.
fn shown(text: &str) -> String {
    let text = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(100)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};

    fn instance(text: &str) -> InstanceUrl {
        InstanceUrl::parse(text, PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn here() -> InstanceUrl {
        instance("https://gitlab.example.com")
    }

    fn project(text: &str) -> Result<Option<TargetName>, SourceError> {
        resolve_target(Some(text), None, &here(), &FixedEnvironment::new())
    }

    #[test]
    fn a_project_is_read_however_people_name_it() {
        for (text, segment) in [
            ("42", "42"),
            ("group/project", "group%2Fproject"),
            (
                "/group/sub-group/project.js/",
                "group%2Fsub-group%2Fproject.js",
            ),
            ("group%2Fproject", "group%2Fproject"),
            ("group/project.git", "group%2Fproject"),
            (
                "https://gitlab.example.com/group/project/-/merge_requests/1",
                "group%2Fproject",
            ),
            (
                "https://GitLab.example.com/group/project.git",
                "group%2Fproject",
            ),
        ] {
            let found = project(text).unwrap().unwrap();
            assert_eq!(found, TargetName::Project(segment.replace("%2F", "/")));
        }
    }

    #[test]
    fn a_project_that_nobody_can_look_up_is_an_error() {
        for text in [
            "project",
            "",
            "a/../b",
            "a b/c",
            "group%252Fproject",
            "a//b",
            "99999999999999999999999",
        ] {
            assert!(
                matches!(project(text), Err(SourceError::Target { .. })),
                "{text}"
            );
        }
        let error = project("https://user:word@other.example.com/a/b").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the project is on other.example.com, but the instance is gitlab.example.com"
        );
        assert!(
            !project("https://user:word@ /a")
                .unwrap_err()
                .to_string()
                .contains("word")
        );
    }

    #[test]
    fn a_root_ends_where_a_segment_ends() {
        assert_eq!(below_root("gitlab-org/project", "/gitlab"), None);
        assert_eq!(
            below_root("/gitlab/group/project/", "/gitlab"),
            Some("group/project")
        );
        assert_eq!(below_root("/group/project", ""), Some("group/project"));
    }

    #[test]
    fn a_group_may_be_at_the_top() {
        for text in [
            "group",
            "https://gitlab.example.com/groups/group/-/group_members",
        ] {
            let found = resolve_target(None, Some(text), &here(), &FixedEnvironment::new())
                .unwrap()
                .unwrap();
            assert_eq!(found, TargetName::Group("group".into()));
        }
    }

    #[test]
    fn the_job_counts_only_on_its_own_instance() {
        let environment = FixedEnvironment::new()
            .with_variable("GITLAB_CI", "true")
            .with_variable("CI_SERVER_URL", "https://gitlab.example.com")
            .with_variable("CI_PROJECT_ID", "42");
        let found = resolve_target(None, None, &here(), &environment)
            .unwrap()
            .unwrap();
        assert_eq!(found, TargetName::Project("42".into()));
        let environment = environment.with_variable("CI_PROJECT_PATH", "group/project");
        let found = resolve_target(None, None, &here(), &environment)
            .unwrap()
            .unwrap();
        assert_eq!(found, TargetName::Project("group/project".into()));
        assert_eq!(
            resolve_target(
                None,
                None,
                &instance("https://other.example.com"),
                &environment
            )
            .unwrap(),
            None
        );
    }

    #[test]
    fn the_remote_counts_only_on_its_own_instance() {
        for (url, instance_url) in [
            (
                "git@gitlab.example.com:group/project.git",
                "https://gitlab.example.com",
            ),
            (
                "https://gitlab.example.com/sub/group/project",
                "https://gitlab.example.com/sub",
            ),
        ] {
            let environment = FixedEnvironment::new().with_file(
                "/project/.git/config",
                format!("[remote \"origin\"]\nurl = {url}"),
            );
            let found = resolve_target(None, None, &instance(instance_url), &environment)
                .unwrap()
                .unwrap();
            assert_eq!(found, TargetName::Project("group/project".into()));
            assert_eq!(
                resolve_target(None, None, &InstanceUrl::gitlab_com(), &environment).unwrap(),
                None
            );
        }
    }
}
