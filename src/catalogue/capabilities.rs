//! The capabilities: what people want to do with a token, by group, and how they are found.
//!
//! They are written down in `knowledge/capabilities.toml`, and become literals while the program is built
//! (`build/capabilities.rs`). What is sent was chosen so that nothing changes; a test holds that.

use super::Endpoint;
use super::capability::{Capability, ClientRequest, Place, Senders};

include!(concat!(env!("OUT_DIR"), "/capabilities.rs"));

/// Finds a capability by its name, however that is written.
#[must_use]
pub fn find_capability(name: &str) -> Option<&'static Capability> {
    let name = plain(name);
    CAPABILITIES
        .iter()
        .find(|capability| capability.name == name)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The capabilities that make sense in a place, in the order in which they are shown.
pub fn capabilities_at(place: Place) -> impl Iterator<Item = &'static Capability> {
    CAPABILITIES
        .iter()
        .filter(move |capability| capability.request(place, false).is_some())
}

/// The ability that GraphQL tells of an endpoint of projects, by the capability that comes down to it.
pub(crate) fn ability_for(endpoint: &Endpoint) -> Option<&'static str> {
    let comes_down = |request: &ClientRequest| {
        request.place == Place::Project
            && request.senders == Senders::Every
            && request.endpoint() == Some(endpoint)
    };
    CAPABILITIES
        .iter()
        .filter(|capability| capability.ability.is_some())
        .find(|capability| capability.requests.iter().any(comes_down))
        .and_then(|capability| capability.ability)
}

/// The names nearest to a misspelt one, nearest first, three at most.
pub(crate) fn nearest_capabilities(name: &str) -> Vec<&'static str> {
    /// The most names.
    const MOST: usize = 3;
    /// The fewest letters of a part that may stand for a name.
    const TELLING: usize = 3;
    let asked = plain(name);
    let is_part =
        |other: &str| asked.len() >= TELLING && (other.contains(&asked) || asked.contains(other));
    let mut close: Vec<(usize, &'static str)> = CAPABILITIES
        .iter()
        .map(|capability| {
            (
                super::suggest::edit_distance(&asked, capability.name),
                capability.name,
            )
        })
        .filter(|(edits, other)| *edits <= other.len().div_ceil(3) || is_part(other))
        .collect();
    close.sort_unstable();
    close.into_iter().take(MOST).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::super::capability::{CapabilityGroup, Way};
    use super::*;
    use crate::catalogue::Method::{Delete, Post};
    use crate::catalogue::PublicAccess;

    #[test]
    fn an_endpoint_has_the_ability_of_the_capability_that_comes_down_to_it() {
        let ability = |method, path| {
            let found = crate::catalogue::find_url_path(method, path).unwrap();
            ability_for(found.endpoint)
        };
        let project = "/api/v4/projects/org%2Fapp";
        assert_eq!(ability(Delete, project), Some("removeProject"));
        let pipeline = format!("{project}/pipeline");
        assert_eq!(ability(Post, &pipeline), Some("createPipeline"));
        // With a trigger token, nobody's role counts but its owner's.
        let trigger = format!("{project}/trigger/pipeline");
        assert_eq!(ability(Post, &trigger), None);
    }

    /// The names that the contract fixes.
    const PROMISED: [&str; 19] = [
        "clone",
        "push",
        "read-api",
        "read-merge-requests",
        "create-merge-request",
        "create-release",
        "create-tag",
        "pull-image",
        "push-image",
        "install-package",
        "publish-package",
        "trigger-pipeline",
        "read-variables",
        "write-variables",
        "download-artifacts",
        "set-commit-status",
        "manage-settings",
        "manage-tokens",
        "merge",
    ];

    #[test]
    fn names_are_unique_and_every_promised_one_is_there() {
        let mut names: Vec<&str> = CAPABILITIES.iter().map(|row| row.name).collect();
        assert!(names.len() >= 30);
        for name in PROMISED {
            assert!(names.contains(&name), "{name}");
        }
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn rows_stand_by_group() {
        let groups: Vec<CapabilityGroup> = CAPABILITIES.iter().map(|row| row.group).collect();
        assert!(groups.is_sorted());
        for group in CapabilityGroup::ALL {
            assert!(groups.contains(&group), "{group:?}");
        }
    }

    #[test]
    fn every_request_is_known_to_the_catalogue_with_documentation_and_source() {
        for row in CAPABILITIES {
            assert!(
                !row.requests.is_empty() && !row.words.ends_with('.'),
                "{}",
                row.name
            );
            for request in row.requests {
                let endpoint = request.endpoint();
                assert!(
                    endpoint.is_some(),
                    "{} {} {}",
                    row.name,
                    request.method,
                    request.path
                );
            }
            assert!(row.documentation().is_some(), "{}", row.name);
            assert!(!row.sources().is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn nothing_is_sent_that_changes_something() {
        for row in CAPABILITIES {
            for request in row
                .requests
                .iter()
                .filter(|request| request.way == Way::Sent)
            {
                assert!(request.method.is_safe(), "{}", row.name);
                let endpoint = request.endpoint();
                assert!(
                    endpoint.is_some_and(|endpoint| !endpoint.mutates),
                    "{}",
                    row.name
                );
                assert!(!request.path.contains("push"), "{}", row.name);
            }
        }
    }

    #[test]
    fn what_a_capability_stands_behind_is_sent_wherever_it_makes_sense() {
        for row in CAPABILITIES {
            let Some(name) = row.behind else { continue };
            let other = find_capability(name);
            assert!(
                other.is_some_and(|other| other.way() == Way::Sent),
                "{}",
                row.name
            );
            assert!(
                other.is_some_and(|other| other.behind.is_none()),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn one_request_for_each_place_and_sender() {
        for row in CAPABILITIES {
            for (at, request) in row.requests.iter().enumerate() {
                let again = row.requests[at + 1..]
                    .iter()
                    .any(|other| (other.place, other.senders) == (request.place, request.senders));
                assert!(!again, "{}", row.name);
            }
        }
    }

    #[test]
    fn a_misspelt_name_has_the_right_one_as_its_nearest() {
        for (typed, meant) in [
            ("clon", "clone"),
            ("create_release", "create-release"),
            ("create-mr", "create-tag"),
            ("merge-request", "create-merge-request"),
        ] {
            assert!(nearest_capabilities(typed).contains(&meant), "{typed}");
        }
        assert!(nearest_capabilities("something-else-entirely").is_empty());
    }

    #[test]
    fn a_public_index_of_packages_is_no_secret() {
        let index = find_capability("install-package").and_then(|row| row.requests[0].endpoint());
        assert!(index.is_some_and(|row| row.public_access == PublicAccess::Anonymous));
    }
}
