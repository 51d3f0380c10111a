//! What a granted request is answered: the form of its JSON, and whether the answer may lie on another host.
//!
//! A box in between answers as well, and often with 200. What GitLab alone answers is told by the fields of
//! its entities (`lib/api/entities/`); what is handed over from another host, by the files that redirect.

use super::lists::{ELSEWHERE, SENT_ON, USUAL_FIELDS};
use super::{Endpoint, Surface};

/// The form of the JSON that a granted request is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordForm {
    /// One record, which has all of these fields.
    Record(&'static [&'static str]),
    /// A record or a list of records, with fields that are usual in GitLab's entities.
    Usual,
}

/// The fields without which a record is none of GitLab's, by the template of its route.
#[rustfmt::skip]
const RECORDS: &[(&str, &[&str], &str)] = &[
    ("/personal_access_tokens/self", &["id", "scopes"], "lib/api/entities/personal_access_token.rb"),
    ("/personal_access_tokens/self/associations", &["groups", "projects"], "lib/api/entities/personal_access_token_associations.rb"),
    ("/user", &["id", "username"], "lib/api/entities/user_safe.rb"),
    ("/job", &["id", "pipeline"], "lib/api/entities/ci/job_basic.rb"),
    ("/metadata", &["version", "revision"], "lib/api/entities/metadata.rb"),
    ("/version", &["version", "revision"], "lib/api/entities/metadata.rb"),
    ("/projects/:id", &["id", "path_with_namespace"], "lib/api/entities/project_identity.rb"),
    ("/groups/:id", &["id", "full_path"], "lib/api/entities/group.rb"),
    ("/projects/:id/members/all/:user_id", &["id", "access_level"], "lib/api/entities/member.rb"),
    ("/groups/:id/members/all/:user_id", &["id", "access_level"], "lib/api/entities/member.rb"),
    ("/projects/:id/repository/branches/:branch", &["name", "protected"], "lib/api/entities/branch.rb"),
    ("/oauth/token/info", &["resource_owner_id", "scope"], "doorkeeper: lib/doorkeeper/models/access_token_mixin.rb"),
];

/// How many of them a record has at least; foreign JSON has one or two of them by chance.
const LEAST: usize = 3;

/// Says whether the grant of a route is a redirect to another path of the same instance.
pub(crate) fn is_sent_on(endpoint: &Endpoint) -> bool {
    let ends = |(ending, _): &(&str, _)| endpoint.template.ends_with(ending);
    SENT_ON.iter().any(ends)
}

/// The form of the JSON that a route answers, by its template.
pub(crate) fn form_of(template: Option<&str>) -> RecordForm {
    RECORDS
        .iter()
        .find(|(own, _, _)| Some(*own) == template)
        .map_or(RecordForm::Usual, |(_, fields, _)| {
            RecordForm::Record(fields)
        })
}

/// Says whether a record has enough of the fields that are usual in GitLab's entities.
pub(crate) fn is_usual<'a>(fields: impl Iterator<Item = &'a str>) -> bool {
    fields.filter(|field| USUAL_FIELDS.contains(field)).count() >= LEAST
}

/// Says whether an answer may be handed over from another host: a file from its storage, a package from its registry.
pub(crate) fn may_lie_elsewhere(endpoint: &Endpoint) -> bool {
    let ends = |(ending, _): &(&str, _)| endpoint.template.ends_with(ending);
    ELSEWHERE.iter().any(ends)
}

/// The same of a request to the registry itself, whose layers lie in a storage
/// (distribution: `registry/storage/blobserver.go`).
pub(crate) fn is_layer(surface: Surface, path: &str) -> bool {
    surface == Surface::Registry && path.contains("/blobs/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{self, Method};

    #[test]
    fn every_row_is_about_a_route_that_is_read_and_names_its_source() {
        let templates: Vec<&str> = catalogue::all()
            .filter(|endpoint| endpoint.method == Method::Get)
            .map(|endpoint| endpoint.template)
            .collect();
        for (template, fields, source) in RECORDS {
            assert!(templates.contains(template), "{template}");
            assert!(fields.len() >= 2 && source.contains(".rb"), "{template}");
        }
        for (ending, source) in ELSEWHERE.iter().chain(SENT_ON) {
            let is_read = templates.iter().any(|template| template.ends_with(ending));
            assert!(is_read && source.contains(".rb"), "{ending}");
        }
    }

    #[test]
    fn a_file_may_lie_elsewhere_and_a_record_may_not() {
        let at = |template| {
            let endpoint = catalogue::by_template(Method::Get, template);
            endpoint.is_some_and(may_lie_elsewhere)
        };
        assert!(at("/projects/:id/jobs/:job_id/artifacts"));
        assert!(at("/packages/npm/*package_name"));
        for record in [
            "/user",
            "/projects/:id",
            "/projects/:id/jobs",
            "/job",
            "/avatar",
        ] {
            assert!(!at(record), "{record}");
        }
    }

    #[test]
    fn foreign_json_has_too_few_of_the_usual_fields() {
        let is = |fields: &[&'static str]| is_usual(fields.iter().copied());
        assert!(is(&["id", "iid", "title", "state"]));
        for foreign in [
            &["ok"][..],
            &["status"],
            &["id", "name"],
            &["status", "version"],
        ] {
            assert!(!is(foreign), "{foreign:?}");
        }
    }
}
