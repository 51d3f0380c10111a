//! What holds for every row of the catalogue.

use std::collections::HashSet;

use super::*;
use crate::catalogue::template::{segments, split_query};
use crate::catalogue::{Scope, Surface, find, find_url_path, methods_at, nearest, path_fault};

/// A path that the template itself would be the natural reading of.
fn example(template: &str) -> String {
    let (path, query) = split_query(template);
    let filled = segments(path).map(|segment| {
        let Some(mark) = segment.find([':', '*']) else {
            return segment.to_owned();
        };
        let value = if segment[mark..].starts_with('*') {
            "a/b"
        } else {
            "42"
        };
        let behind = segment
            .find('.')
            .filter(|dot| *dot > mark)
            .map_or("", |dot| &segment[dot..]);
        format!("{}{value}{behind}", &segment[..mark])
    });
    let path = format!("/{}", filled.collect::<Vec<_>>().join("/"));
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.replace('*', "x"))
    }
}

#[test]
fn there_are_more_than_a_thousand_rows() {
    assert!(all().len() >= 1_000, "{}", all().len());
}

#[test]
fn every_row_is_found_by_its_own_example() {
    for row in all() {
        let path = example(row.template);
        let found = find(row.method, &path).map(|found| found.endpoint.template);
        assert_eq!(found, Some(row.template), "{} {path}", row.method);
        assert!(
            methods_at(&path).contains(row.method),
            "{} {path}",
            row.method
        );
        assert_eq!(
            crate::catalogue::by_template(row.method, row.template),
            Some(row)
        );
    }
}

#[test]
fn every_row_is_found_by_its_whole_path() {
    for row in all() {
        let example = example(row.template);
        let path = match row.group.base() {
            Base::Api => format!("/api/v4{example}"),
            Base::Instance => example,
        };
        let found = find_url_path(row.method, &path).map(|found| found.endpoint.template);
        assert_eq!(found, Some(row.template), "{} {path}", row.method);
        assert_eq!(
            Surface::of(row.method, &path),
            row.surface(),
            "{} {path}",
            row.method
        );
    }
}

#[test]
fn every_placeholder_fits_and_has_a_name_of_its_own() {
    for row in all() {
        let path = split_query(row.template).0;
        let names: Vec<_> = segments(path)
            .filter(|part| part.contains([':', '*']))
            .collect();
        let unique: HashSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len(), "{}", row.template);
        let path = example(row.template);
        let found = find(row.method, &path).expect("found above");
        assert_eq!(found.params.len(), names.len(), "{}", row.template);
    }
}

#[test]
fn read_only_scopes_open_writes_only_where_the_write_only_reads() {
    for row in all().filter(|row| row.mutates && !row.method.is_safe()) {
        for name in row.scopes.names() {
            let scope = Scope::find(name).expect("known, see above");
            assert!(!scope.reads_only, "{} {}: {name}", row.method, row.template);
        }
    }
}

#[test]
fn every_row_says_where_it_comes_from_and_stands_with_its_family() {
    for section in AREAS.iter().flat_map(|area| area.sections) {
        for row in section.rows() {
            assert_eq!(row.group, section.group, "{row} is in a foreign section");
            assert!(!row.sources.is_empty(), "{row}");
        }
    }
}

#[test]
fn every_family_has_a_documentation_page_or_is_known_to_have_none() {
    let without: Vec<_> = GROUPS
        .iter()
        .filter(|group| group.page.is_none() && !group.name.starts_with("measured_"))
        .map(|group| group.name)
        .collect();
    let known = [
        "ci_catalog",
        "packages_cargo",
        "packages_ml",
        "packages_rpm",
        "read_posts",
        "web_downloads",
    ];
    assert_eq!(without, known);
}

#[test]
fn literal_segments_beat_placeholders() {
    let at = |path| find(Method::Get, path).map(|found| found.endpoint.template);
    assert_eq!(at("/users/42"), Some("/users/:id"));
    assert_eq!(
        at("/projects/42/pipelines/latest"),
        Some("/projects/:id/pipelines/latest")
    );
    assert_eq!(
        at("/projects/42/pipelines/7"),
        Some("/projects/:id/pipelines/:pipeline_id")
    );
    assert_eq!(
        at("/personal_access_tokens/self"),
        Some("/personal_access_tokens/self")
    );
    assert_eq!(
        at("/projects/1/packages/npm/@scope%2Fname"),
        Some("/projects/:id/packages/npm/*package_name")
    );
    assert_eq!(at("/projects/1/nothing_of_the_kind"), None);
    assert_eq!(at("/projects/group/project/issues"), None);
}

#[test]
fn values_are_given_as_they_were_sent() {
    let found = find_url_path(
        Method::Get,
        "/api/v4/projects/group%2Fproject/merge_requests/3/notes?per_page=1",
    )
    .expect("a known route");
    assert_eq!(found.params.get("id"), Some("group%2Fproject"));
    assert_eq!(found.params.get("noteable_id"), Some("3"));
    assert_eq!(found.params.get("other"), None);
}

#[test]
fn head_is_answered_by_the_get_route() {
    let found = find(Method::Head, "/projects/42/repository/tags").expect("answered by GET");
    assert_eq!(found.endpoint.method, Method::Get);
    let own = find(Method::Head, "/projects/42/repository/files/a").expect("a route of its own");
    assert_eq!(own.endpoint.method, Method::Head);
}

#[test]
fn an_ending_that_names_the_format_is_no_part_of_the_route() {
    let at = |path| find(Method::Get, path).map(|found| found.endpoint.template);
    assert_eq!(
        at("/projects/42/issues.json?page=2"),
        Some("/projects/:id/issues")
    );
    assert_eq!(
        at("/projects/42/packages/nuget/index.json"),
        Some("/projects/:id/packages/nuget/index")
    );
    assert_eq!(
        at("/group/42/-/packages/composer/packages.json"),
        Some("/group/:id/-/packages/composer/packages")
    );
    assert_eq!(
        at("/projects/42/repository/archive.tar.gz"),
        Some("/projects/:id/repository/archive.:format")
    );
}

#[test]
fn other_methods_at_a_path_are_known() {
    let methods = methods_at("/projects/42/repository/tags");
    assert_eq!(methods.to_string(), "GET, POST");
    assert!(methods_at("/projects/42/nothing_of_the_kind").is_empty());
}

#[test]
fn the_well_known_job_token_case_has_its_gap() {
    use crate::catalogue::Known;
    for template in [
        "/projects/:id/merge_requests",
        "/projects/:id/merge_requests/:merge_request_iid",
    ] {
        let row = crate::catalogue::by_template(Method::Get, template).expect("a known route");
        let at = |release| row.reads_job_token(Version::parse(release));
        assert_eq!(at("18.0.3-ee"), Known::No, "{template}");
        assert_eq!(at("18.6.0"), Known::Unknown, "{template}");
        assert_eq!(at("19.1.0"), Known::Yes, "{template}");
        assert_eq!(row.reads_job_token(None), Known::Unknown, "{template}");
    }
    let tags = crate::catalogue::by_template(Method::Get, "/projects/:id/repository/tags");
    let tags = tags.expect("a known route");
    assert_eq!(
        tags.reads_job_token(None),
        Known::Yes,
        "the list has long read job tokens"
    );
}

#[test]
fn git_and_registry_requests_are_told_apart() {
    let at = |path| find_url_path(Method::Get, path).map(|found| found.endpoint.permission.name);
    assert_eq!(
        at("/g/p.git/info/refs?service=git-upload-pack"),
        Some(Some("Code: Download"))
    );
    assert_eq!(
        at("/g/p.git/info/refs?service=git-receive-pack"),
        Some(Some("Code: Push"))
    );
    assert_eq!(
        at("/g/p.wiki.git/info/refs?service=git-upload-pack"),
        Some(Some("Wiki: Read"))
    );
    assert_eq!(
        at("/jwt/auth?service=container_registry&scope=repository:g/p:pull"),
        Some(Some("Container Repository: Read"))
    );
    assert_eq!(
        at("/jwt/auth?service=container_registry&scope=repository:g/p:push,pull"),
        Some(None)
    );
}

#[test]
fn no_path_is_too_strange_or_too_long() {
    let long = format!(
        "/projects/1/packages/nuget/download{}",
        "/x".repeat(100_000)
    );
    let wide = format!("/projects/{}/issues", "%".repeat(100_000));
    let paths = [
        "",
        "/",
        "//",
        "?",
        "/?",
        "#",
        "/projects//",
        "é/ü/ö",
        "/:id/*x",
        &long,
        &wide,
    ];
    for path in paths {
        for method in Method::ALL {
            let _ = (find(method, path), find_url_path(method, path));
        }
        let _ = (methods_at(path), path_fault(path), nearest(path, 3));
    }
    assert_eq!(
        find(Method::Get, &long).map(|found| found.endpoint.template),
        None
    );
}
