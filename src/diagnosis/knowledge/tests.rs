//! What answers teach, and what they do not.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::fixtures::{
    FORBIDDEN, JOB, NO_PROJECT, PROJECT, RECORD, answered, answered_with, request,
};

fn issues() -> Case {
    request(Method::Get, "/api/v4/projects/org%2Fapp/issues")
}

fn home(username: &str) -> Option<Home> {
    User {
        username: Some(username.to_owned()),
        ..User::default()
    }
    .home()
}

#[test]
fn the_name_of_a_bot_tells_where_it_is_at_home() {
    assert_eq!(home("project_42_bot_5f1d"), Some(Home::Project(42)));
    assert_eq!(home("project_42_bot"), Some(Home::Project(42)));
    assert_eq!(home("group_7_bot_5f1d"), Some(Home::Group(7)));
    let service = home("service_account_group_7_5f1d");
    assert_eq!(service, Some(Home::ServiceAccount));
}

#[test]
fn a_person_who_is_named_like_a_bot_is_none() {
    for name in ["kim", "project_bot", "project_x_bot_1", "group_7_robin"] {
        assert_eq!(home(name), None, "{name}");
    }
}

#[test]
fn a_person_by_the_own_record_is_none_whatever_the_name() {
    let body = r#"{"id":7,"username":"project_42_bot_5f1d","bot":false}"#;
    let known = Knowledge::of(&issues().with_answer(Question::User, answered(200, body)));
    assert_eq!(known.user.and_then(|user| user.home()), None);
}

#[test]
fn the_own_record_of_an_administrator_says_so_and_no_other_has_the_field() {
    let admin = |body: &str| {
        let known = Knowledge::of(&issues().with_answer(Question::User, answered(200, body)));
        known.user.and_then(|user| user.admin)
    };
    let rules = r#"{"id":1,"username":"root","is_admin":true}"#;
    assert_eq!(admin(rules), Some(true));
    assert_eq!(admin(r#"{"id":7,"username":"kim"}"#), Some(false));
}

#[test]
fn the_rights_of_an_administrator_count_only_where_something_shows_it() {
    let named = issues().with_answer(
        Question::User,
        answered(200, r#"{"id":1,"username":"root","is_admin":true}"#),
    );
    assert_eq!(Knowledge::of(&named).rules(), None);
    assert!(Knowledge::of(&named).may_rule());
    let asked = |status, body| {
        let told = named
            .clone()
            .with_answer(Question::Administration, answered(status, body));
        Knowledge::of(&told).rules()
    };
    assert_eq!(
        asked(200, r#"{"id":1,"title":"","description":""}"#),
        Some(true)
    );
    assert_eq!(asked(403, r#"{"message":"403 Forbidden"}"#), Some(false));
    assert_eq!(asked(403, r#"{"error":"insufficient_scope"}"#), None);
    let seen = |body| {
        let told = named
            .clone()
            .with_answer(Question::Target, answered(200, body));
        Knowledge::of(&told).rules()
    };
    let shown = r#"{"id":42,"path_with_namespace":"org/app","permissions":{},"repository_storage":"default"}"#;
    assert_eq!(seen(shown), Some(true));
    let hidden = r#"{"id":42,"path_with_namespace":"org/app","permissions":{}}"#;
    assert_eq!(seen(hidden), Some(false));
}

#[test]
fn a_body_without_scopes_is_no_record() {
    let known =
        Knowledge::of(&issues().with_answer(Question::OwnRecord, answered(200, r#"{"id":9}"#)));
    assert_eq!(known.record, None);
    assert_eq!(known.scopes(), None);
}

#[test]
fn a_record_without_any_scope_is_known_to_have_none() {
    let empty = r#"{"id":9,"active":true,"scopes":[],"user_id":7}"#;
    let known = Knowledge::of(&issues().with_answer(Question::OwnRecord, answered(200, empty)));
    assert_eq!(known.scopes(), Some(&[][..]));
    assert_eq!(known.owner_id(), Some(7));
}

#[test]
fn a_refusal_teaches_nothing_of_what_was_asked_for() {
    let known = Knowledge::of(
        &issues()
            .with_answer(Question::OwnRecord, answered(403, RECORD))
            .with_answer(Question::Target, answered(403, FORBIDDEN)),
    );
    assert_eq!(known, Knowledge::default());
}

#[test]
fn the_request_itself_may_be_the_tokens_own_record() {
    let own = request(Method::Get, "/api/v4/personal_access_tokens/self");
    let known = Knowledge::of(&own.with_answer(Question::Subject, answered(200, RECORD)));
    assert_eq!(known.scopes(), Some(&["api".to_owned()][..]));
}

#[test]
fn a_job_tells_its_project_by_its_pipeline() {
    let known = Knowledge::of(&issues().with_answer(Question::Job, answered(200, JOB)));
    assert_eq!(known.job.and_then(|job| job.project), Some(41));
}

#[test]
fn the_higher_of_two_roles_counts() {
    let both = r#"{"id":42,"path_with_namespace":"org/app","permissions":{"project_access":{"access_level":20},"group_access":{"access_level":40}}}"#;
    let known = Knowledge::of(&issues().with_answer(Question::Target, answered(200, both)));
    assert_eq!(known.role, Some(Some(AccessLevel::MAINTAINER)));
}

#[test]
fn permissions_without_a_role_leave_the_role_open() {
    let none = r#"{"id":42,"path_with_namespace":"org/app","permissions":{"project_access":null,"group_access":null}}"#;
    let known = Knowledge::of(&issues().with_answer(Question::Target, answered(200, none)));
    assert_eq!(known.role, None);
}

#[test]
fn the_member_list_outweighs_the_permissions() {
    let known = Knowledge::of(
        &issues()
            .with_answer(Question::Target, answered(200, PROJECT))
            .with_answer(
                Question::Membership,
                answered(200, r#"{"id":7,"access_level":30}"#),
            ),
    );
    assert_eq!(known.role, Some(Some(AccessLevel::DEVELOPER)));
}

#[test]
fn no_entry_among_the_members_is_no_role_only_where_the_project_is_seen() {
    let absent = || answered(404, r#"{"message":"404 Not found"}"#);
    let hidden = answered(404, r#"{"message":"404 Project Not Found"}"#);
    let hidden = Knowledge::of(&issues().with_answer(Question::Membership, hidden));
    assert_eq!(hidden.role, None);
    // The record of a large group may be too long to be read; the words tell the two apart all the same.
    let unread = Knowledge::of(&issues().with_answer(Question::Membership, absent()));
    assert_eq!(unread.role, Some(None));
    let public = r#"{"id":42,"path_with_namespace":"org/app","visibility":"public","permissions":{"project_access":null,"group_access":null}}"#;
    let seen = Knowledge::of(
        &issues()
            .with_answer(Question::Target, answered(200, public))
            .with_answer(Question::Membership, absent()),
    );
    assert_eq!(seen.role, Some(None));
    assert_eq!(seen.target_is_public, Some(true));
}

#[test]
fn a_target_that_nobody_is_shown_without_a_token_is_not_public() {
    let hidden = issues().with_answer(Question::TargetAnonymous, answered(404, NO_PROJECT));
    assert_eq!(Knowledge::of(&hidden).target_is_public, Some(false));
    let page = issues().with_answer(Question::TargetAnonymous, answered(404, "<html></html>"));
    assert_eq!(Knowledge::of(&page).target_is_public, None);
}

const MEMBERSHIPS: &str = r#"{"projects":[{"id":42,"path_with_namespace":"org/app","access_levels":{"project_access_level":30,"group_access_level":null}}],"groups":[{"id":5,"web_url":"https://gitlab.example.com/groups/team","access_levels":40}]}"#;

#[test]
fn memberships_are_found_by_path_and_by_number() {
    let known =
        Knowledge::of(&issues().with_answer(Question::Associations, answered(200, MEMBERSHIPS)));
    let list = known.associations.unwrap();
    let project = |name: &str| Target::Project(name.to_owned());
    assert_eq!(list.lists(&project("org/app")), Some(true));
    assert_eq!(list.lists(&project("42")), Some(true));
    assert_eq!(list.lists(&project("org/other")), Some(false));
    assert_eq!(list.lists(&Target::Group("team".to_owned())), Some(true));
    assert_eq!(list.projects[0].2, Some(AccessLevel::DEVELOPER));
}

#[test]
fn a_group_above_is_found_by_path_only() {
    let known =
        Knowledge::of(&issues().with_answer(Question::Associations, answered(200, MEMBERSHIPS)));
    let list = known.associations.unwrap();
    let above = |name: &str| list.lists_group_of(&Target::Project(name.to_owned()));
    assert_eq!(above("team/app"), Some(true));
    assert_eq!(above("teammates/app"), Some(false));
    assert_eq!(above("43"), None);
}

#[test]
fn a_list_with_another_page_denies_nothing() {
    let first = answered_with(200, &[("x-next-page", "2")], MEMBERSHIPS);
    let known = Knowledge::of(&issues().with_answer(Question::Associations, first));
    let list = known.associations.unwrap();
    assert_eq!(list.lists(&Target::Project("org/other".to_owned())), None);
    assert_eq!(list.lists(&Target::Project("42".to_owned())), Some(true));
}

#[test]
fn the_instance_knows_its_release_better_than_the_surroundings() {
    let case = Case {
        version: Version::parse("17.3.0"),
        ..issues()
    };
    assert_eq!(Knowledge::of(&case).version, Version::parse("17.3.0"));
    let told = case.with_answer(
        Question::Metadata,
        answered(
            200,
            r#"{"version":"18.1.2-ee","revision":"5f1d3b4","enterprise":true}"#,
        ),
    );
    let known = Knowledge::of(&told);
    assert_eq!(known.version, Version::parse("18.1.2"));
    assert_eq!(known.version_text.as_deref(), Some("18.1.2-ee"));
    assert_eq!(known.enterprise, Some(true));
}

#[test]
fn unknown_names_pass_through() {
    let future = r#"{"id":9,"active":true,"scopes":["teleport"],"user_id":7}"#;
    let known = Knowledge::of(&issues().with_answer(Question::OwnRecord, answered(200, future)));
    assert_eq!(known.scopes(), Some(&["teleport".to_owned()][..]));
}
