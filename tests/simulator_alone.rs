//! The simulator held against the facts by itself, without the program under test.

#[expect(unused_imports, reason = "the simulator serves several test binaries")]
#[path = "simulator/mod.rs"]
mod simulator;

use std::collections::{BTreeMap, BTreeSet};

use simulator::Repository;
use simulator::Setting;
use simulator::scenarios::{self, Scenario, Stage};
use simulator::{Account, Allowed, Edge, Guest, Level, Version, Visibility, World, role};
use simulator::{Judgement, Truth};
use simulator::{Kind, Scheme, Token};
use simulator::{Manner, Simulator, aimed_at, pairs, targets};
use simulator::{Site, Would};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

#[track_caller]
fn stops(scenario: &Scenario, status: u16, gate: &str, cause: &str, why: &str) -> String {
    let judgement = scenario.judge();
    let body = judgement.answer.body_text();
    let seen = judgement.answer.status;
    let found = judgement
        .truth
        .map(|truth| (truth.gate, truth.cause, truth.why));
    assert_eq!(
        (seen, found),
        (status, Some((gate, cause, why))),
        "{} {body}",
        scenario.name
    );
    body
}

#[track_caller]
fn passes(scenario: &Scenario) -> Judgement {
    let judgement = scenario.judge();
    assert_eq!(
        judgement.truth,
        None,
        "{} {}",
        scenario.name,
        judgement.answer.body_text()
    );
    assert!(judgement.answer.status < 300, "{}", judgement.answer.status);
    judgement
}

/// Asks another question with the same token.
#[track_caller]
fn also(scenario: &Scenario, path: &str) -> Judgement {
    let mut other = scenario.clone();
    path.clone_into(&mut other.path);
    "GET".clone_into(&mut other.method);
    other.judge()
}

// The order of checks.

#[test]
fn expired_is_answered_before_revoked() {
    let body = stops(
        &scenarios::expired_and_revoked(),
        401,
        "lifetime",
        "expired",
        "token-expired",
    );
    assert!(body.contains("Token is expired."), "{body}");
}

#[test]
fn expired_revoked_and_unknown_have_three_answers() {
    let expired = stops(
        &scenarios::expired_personal_token(),
        401,
        "lifetime",
        "expired",
        "token-expired",
    );
    let revoked = stops(
        &scenarios::revoked_personal_token(),
        401,
        "lifetime",
        "revoked",
        "token-revoked",
    );
    let unknown = stops(
        &scenarios::unknown_personal_token(),
        401,
        "lifetime",
        "invalid_token",
        "token-unknown",
    );
    assert_eq!(unknown, r#"{"message":"401 Unauthorized"}"#);
    assert_eq!(BTreeSet::from([expired, revoked, unknown]).len(), 3);
}

#[test]
fn a_dead_token_is_told_so_with_a_challenge_and_an_unknown_one_is_not() {
    let expired = scenarios::expired_personal_token().judge().answer;
    let challenge = expired.header("www-authenticate").unwrap_or_default();
    assert!(
        challenge.starts_with("Bearer realm=\"Protected by OAuth 2.0\", error=\"invalid_token\"")
    );
    let unknown = scenarios::unknown_personal_token().judge().answer;
    assert_eq!(unknown.header("www-authenticate"), None);
}

#[test]
fn a_scope_fault_hides_a_role_fault() {
    let mut stage = Stage::new();
    stage.alice_is(role::GUEST);
    let token = stage.personal(&["read_user"]);
    let scenario = stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp/variables");
    stops(&scenario, 403, "scope", "wrong_scope", "scope-missing");
}

#[test]
fn an_account_fault_hides_a_scope_fault() {
    let mut stage = Stage::new();
    stage.world.user_mut(stage.alice).account = Account::Blocked;
    let token = stage.personal(&["read_user"]);
    let scenario = stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp/variables");
    let body = stops(
        &scenario,
        403,
        "account",
        "account_state",
        "account-blocked",
    );
    assert_eq!(
        body,
        r#"{"message":"403 Forbidden - Your account has been blocked."}"#
    );
}

#[test]
fn tags_look_the_project_up_before_the_scope_and_variables_do_not() {
    let ask = |rest: &str| {
        let mut stage = Stage::new();
        let token = stage.personal(&["read_user"]);
        stage.asks(
            token,
            "GET",
            &format!("/api/v4/projects/org%2Fteam%2Fgone/{rest}"),
        )
    };
    stops(
        &ask("repository/tags"),
        404,
        "resource",
        "wrong_context",
        "project-absent",
    );
    stops(
        &ask("variables"),
        403,
        "scope",
        "wrong_scope",
        "scope-missing",
    );
}

#[test]
fn a_missing_scope_on_tags_tells_that_the_project_exists() {
    let mut stage = Stage::new();
    stage.alice_is(role::NONE);
    let token = stage.personal(&["read_repository"]);
    let scenario = stage.asks(
        token,
        "GET",
        "/api/v4/projects/other%2Fthing/repository/tags",
    );
    stops(&scenario, 403, "scope", "wrong_scope", "scope-missing");
}

#[test]
fn the_scopes_in_a_refused_write_name_read_only_ones_too() {
    let body = stops(
        &scenarios::read_only_scope_on_write(),
        403,
        "scope",
        "wrong_scope",
        "read-only-scope",
    );
    assert!(body.contains(r#""scope":"api read_api""#), "{body}");
}

#[test]
fn throttling_comes_before_everything_that_gitlab_checks() {
    let mut scenario = scenarios::expired_personal_token();
    scenario.world.settings.throttled = true;
    let body = stops(&scenario, 429, "limits", "rate_limited", "throttled");
    assert_eq!(body, "Retry later\n");
}

#[test]
fn maintenance_refuses_writes_before_the_token_is_looked_at() {
    let mut scenario = scenarios::maintenance();
    scenario.world.tokens[0].revoked = true;
    stops(&scenario, 503, "limits", "server_side", "maintenance");
    "GET".clone_into(&mut scenario.method);
    stops(&scenario, 401, "lifetime", "revoked", "token-revoked");
}

// What is hidden behind a 404.

#[test]
fn absent_private_restricted_and_doomed_projects_answer_with_the_same_bytes() {
    let mut doomed = scenarios::healthy();
    doomed.world.projects[0].pending_delete = true;
    let bodies = [
        stops(
            &scenarios::wrong_project_context(),
            404,
            "resource",
            "wrong_context",
            "project-absent",
        ),
        stops(
            &scenarios::not_a_member(),
            404,
            "resource",
            "wrong_role",
            "not-a-member",
        ),
        stops(
            &scenarios::ip_restricted(),
            404,
            "resource",
            "policy_restriction",
            "address-restricted",
        ),
        stops(
            &scenarios::saml(),
            404,
            "resource",
            "policy_restriction",
            "saml-session",
        ),
        stops(
            &doomed,
            404,
            "resource",
            "wrong_context",
            "project-pending-deletion",
        ),
    ];
    assert_eq!(BTreeSet::from(bodies).len(), 1);
}

#[test]
fn a_project_of_strangers_cannot_be_told_from_an_absent_one() {
    let scenario = scenarios::not_a_member();
    let rivals: Vec<&str> = scenario.rivals().iter().map(|truth| truth.why).collect();
    assert!(rivals.contains(&"project-absent"), "{rivals:?}");
    assert!(!scenario.can_be_told());
}

#[test]
fn a_role_that_is_too_low_can_be_told() {
    assert!(scenarios::developer_where_maintainer_needed().can_be_told());
    assert!(scenarios::guest_on_tags().can_be_told());
    assert!(scenarios::repository_disabled_on_tags().can_be_told());
}

#[test]
fn git_names_saml_where_the_api_hides_it() {
    let body = stops(
        &scenarios::saml_on_git(),
        403,
        "resource",
        "policy_restriction",
        "saml-session",
    );
    assert!(body.contains("/groups/org/-/saml/sso"), "{body}");
    assert!(scenarios::saml().can_be_told());
}

// The mission's cases.

#[test]
fn the_same_403_on_tags_stands_for_three_worlds() {
    let bodies = [
        stops(
            &scenarios::no_project_access_on_tags(),
            403,
            "role",
            "wrong_role",
            "feature-for-members-only",
        ),
        stops(
            &scenarios::repository_disabled_on_tags(),
            403,
            "feature",
            "feature_disabled",
            "feature-off",
        ),
        stops(
            &scenarios::guest_on_tags(),
            403,
            "role",
            "wrong_role",
            "role-too-low",
        ),
    ];
    assert_eq!(BTreeSet::from(bodies).len(), 1);
}

#[test]
fn branches_say_404_where_tags_say_403() {
    let scenario = scenarios::repository_disabled_on_branches();
    let body = stops(&scenario, 404, "feature", "feature_disabled", "feature-off");
    assert_eq!(body, r#"{"message":"404 Repository Not Found"}"#);
}

#[test]
fn a_planner_reads_code_since_18_9() {
    passes(&scenarios::planner_on_tags(Version(19, 0, 1)));
    passes(&scenarios::planner_on_tags(Version(18, 9, 0)));
    stops(
        &scenarios::planner_on_tags(Version(18, 4, 3)),
        403,
        "role",
        "wrong_role",
        "role-too-low",
    );
}

#[test]
fn merge_requests_read_job_tokens_on_new_releases_only() {
    let old = scenarios::job_token_on_merge_requests_old();
    stops(
        &old,
        404,
        "credential",
        "wrong_token_type",
        "job-token-not-read",
    );
    assert!(passes(&scenarios::job_token_on_merge_requests_new()).token_read);
    passes(&scenarios::personal_token_on_merge_requests_old());
    let tags = also(&old, "/api/v4/projects/org%2Fteam%2Fapp/repository/tags");
    assert_eq!((tags.answer.status, tags.truth), (200, None));
}

#[test]
fn a_public_project_answers_200_to_a_job_token_that_it_did_not_read() {
    let judgement = passes(&scenarios::public_project_ignored_job_token());
    assert!(!judgement.token_read);
    assert_eq!(judgement.answer.body_json().get("permissions"), None);
}

#[test]
fn a_finished_job_answers_401_where_its_token_is_read() {
    let scenario = scenarios::finished_job_token();
    stops(&scenario, 401, "lifetime", "wrong_context", "job-finished");
    assert_eq!(also(&scenario, "/api/v4/job").answer.status, 401);
}

#[test]
fn a_good_token_in_the_wrong_header_is_not_read() {
    let scenario = scenarios::personal_token_as_job_token();
    stops(
        &scenario,
        404,
        "credential",
        "wrong_token_type",
        "wrong-header",
    );
    let scenario = scenarios::job_token_as_private_token();
    stops(
        &scenario,
        404,
        "credential",
        "wrong_token_type",
        "job-token-not-read",
    );
}

#[test]
fn the_same_scopes_on_a_project_token_and_a_personal_token_part_at_the_role() {
    let (bot, personal) = scenarios::project_token_and_personal_token_same_scopes();
    stops(&bot, 403, "role", "wrong_role", "role-too-low");
    let scheme = Scheme::PrivateToken;
    let judgement = bot
        .world
        .judge_hypothetically("GET", &bot.path, personal, &scheme);
    assert_eq!((judgement.answer.status, judgement.truth), (200, None));
}

#[test]
fn a_project_token_elsewhere_is_404_on_the_api_and_401_on_git() {
    let scenario = scenarios::project_token_on_another_project();
    stops(
        &scenario,
        404,
        "resource",
        "wrong_context",
        "bot-not-a-member",
    );
    let mut git = scenario;
    "/org/team/app.git/info/refs?service=git-upload-pack".clone_into(&mut git.path);
    git.sent_as = Scheme::Basic("oauth2".to_owned());
    stops(&git, 401, "resource", "wrong_context", "bot-not-a-member");
}

#[test]
fn a_role_from_a_shared_group_stands_in_members_and_not_in_permissions() {
    let scenario = scenarios::shared_group_role_only();
    stops(&scenario, 403, "role", "wrong_role", "role-too-low");
    let project = also(&scenario, "/api/v4/projects/org%2Fteam%2Fapp")
        .answer
        .body_json();
    assert_eq!(
        project["permissions"]["project_access"],
        serde_json::Value::Null
    );
    assert_eq!(
        project["permissions"]["group_access"],
        serde_json::Value::Null
    );
    let alice = scenario.world.tokens[0].user.unwrap_or_default();
    let member = format!("/api/v4/projects/org%2Fteam%2Fapp/members/all/{alice}");
    assert_eq!(
        also(&scenario, &member).answer.body_json()["access_level"],
        30
    );
}

#[test]
fn a_list_of_access_tokens_answers_401_to_a_good_token_of_a_developer() {
    let scenario = scenarios::role_refusal_as_401();
    let body = stops(&scenario, 401, "role", "wrong_role", "role-too-low");
    assert_eq!(body, r#"{"message":"401 Unauthorized"}"#);
    assert_eq!(
        also(&scenario, "/api/v4/personal_access_tokens/self")
            .answer
            .status,
        200
    );
}

// Routes and the edge.

#[test]
fn a_path_that_is_not_encoded_is_lost_at_the_router_whatever_the_token() {
    let mut scenario = scenarios::path_not_encoded();
    let body = stops(
        &scenario,
        404,
        "route",
        "not_found_route",
        "path-not-encoded",
    );
    assert_eq!(body, r#"{"error":"404 Not Found"}"#);
    scenario.world.tokens[0].revoked = true;
    stops(
        &scenario,
        404,
        "route",
        "not_found_route",
        "path-not-encoded",
    );
}

#[test]
fn a_path_that_is_encoded_twice_is_an_unknown_project() {
    let body = stops(
        &scenarios::path_encoded_twice(),
        404,
        "route",
        "not_found_route",
        "path-encoded-twice",
    );
    assert_eq!(body, r#"{"message":"404 Project Not Found"}"#);
}

#[test]
fn a_proxy_that_decodes_slashes_spares_numbers() {
    let mut scenario = scenarios::proxy_decodes_slash();
    stops(
        &scenario,
        404,
        "route",
        "not_found_route",
        "proxy-decodes-slash",
    );
    let id = scenario.world.projects[0].id;
    scenario.path = format!("/api/v4/projects/{id}/repository/tags");
    passes(&scenario);
}

#[test]
fn answers_of_the_edge_carry_no_headers_of_gitlab() {
    let stories = [
        (scenarios::sign_in_page(), 200, "sign-in-page"),
        (scenarios::cdn_page(), 403, "cdn-page"),
        (
            scenarios::redirect_to_other_host(),
            302,
            "redirect-to-other-host",
        ),
    ];
    for (scenario, status, why) in stories {
        stops(&scenario, status, "reach", "network", why);
        assert_eq!(scenario.judge().answer.header("x-gitlab-meta"), None);
    }
    let behind = scenarios::bad_gateway();
    stops(&behind, 502, "limits", "server_side", "bad-gateway");
    assert_eq!(behind.judge().answer.header("x-gitlab-meta"), None);
    assert!(
        scenarios::healthy()
            .judge()
            .answer
            .header("x-gitlab-meta")
            .is_some()
    );
}

#[test]
fn a_moved_project_redirects_reads_and_refuses_writes() {
    let mut scenario = scenarios::moved_project();
    stops(&scenario, 301, "resource", "wrong_context", "project-moved");
    let answer = scenario.judge().answer;
    assert_eq!(
        answer.header("location"),
        Some("http://gitlab.example.com/api/v4/projects/4200/repository/tags")
    );
    "POST".clone_into(&mut scenario.method);
    scenario.world.tokens[0].scopes = vec!["api"];
    stops(&scenario, 405, "resource", "wrong_context", "project-moved");
}

#[test]
fn enterprise_routes_are_missing_in_the_community_edition() {
    let mut stage = Stage::new();
    stage.world.enterprise = false;
    let token = stage.personal(&["api"]);
    let scenario = stage.asks(token, "GET", "/api/v4/projects/4200/push_rule");
    stops(
        &scenario,
        404,
        "route",
        "not_found_route",
        "enterprise-only",
    );
}

#[test]
fn a_route_that_is_not_simulated_is_told_from_one_that_gitlab_has_not() {
    let mut scenario = scenarios::healthy();
    "/api/v4/projects/4200/snippets".clone_into(&mut scenario.path);
    assert!(scenario.judge().unknown_route);
    assert_eq!(scenario.judge().answer.status, 599);
    "/api/v4/whoami".clone_into(&mut scenario.path);
    stops(&scenario, 404, "route", "not_found_route", "unknown-route");
}

#[test]
fn below_a_relative_root_only_the_full_address_reaches_gitlab() {
    let mut scenario = scenarios::healthy();
    "/gitlab".clone_into(&mut scenario.world.root);
    "/gitlab".clone_into(&mut scenario.root);
    passes(&scenario);
    stops(
        &scenarios::relative_root_left_out(),
        404,
        "route",
        "not_found_route",
        "wrong-base-url",
    );
    stops(
        &scenarios::wrong_base_url(),
        302,
        "route",
        "not_found_route",
        "wrong-base-url",
    );
}

#[test]
fn a_dead_job_token_as_bearer_falls_through_to_nobody() {
    let mut scenario = scenarios::finished_job_token();
    scenario.sent_as = Scheme::Bearer;
    stops(&scenario, 404, "lifetime", "wrong_context", "job-finished");
    scenario.world.version = Version(17, 5, 2);
    stops(&scenario, 401, "lifetime", "wrong_context", "job-finished");
}

// Job tokens, deploy tokens, fine-grained tokens.

#[test]
fn allowlist_and_membership_share_a_sentence_on_the_api_and_not_on_git() {
    let stories = [
        (
            scenarios::job_token_not_on_allowlist(),
            "policy_restriction",
            "job-not-on-allowlist",
            "org/team/app",
        ),
        (
            scenarios::job_user_not_a_member(),
            "wrong_role",
            "job-user-not-a-member",
            "other/thing",
        ),
    ];
    let mut on_git = BTreeSet::new();
    for (scenario, cause, why, path) in stories {
        let body = stops(&scenario, 403, "resource", cause, why);
        assert!(
            body.contains("Authentication by CI/CD job token not allowed from"),
            "{body}"
        );
        let mut git = scenario;
        git.path = format!("/{path}.git/info/refs?service=git-upload-pack");
        git.sent_as = Scheme::Basic("gitlab-ci-token".to_owned());
        let text = stops(&git, 403, "resource", cause, why);
        on_git.insert(text.split(' ').next().unwrap_or_default().to_owned());
    }
    assert_eq!(on_git.len(), 2);
}

#[test]
fn before_17_8_a_job_from_elsewhere_was_answered_404() {
    let mut scenario = scenarios::job_token_not_on_allowlist();
    scenario.world.version = Version(17, 5, 2);
    stops(
        &scenario,
        404,
        "resource",
        "policy_restriction",
        "job-not-on-allowlist",
    );
}

#[test]
fn a_missing_job_permission_is_named() {
    let body = stops(
        &scenarios::job_permission_missing(),
        403,
        "resource",
        "wrong_scope",
        "job-permission-missing",
    );
    assert!(
        body.contains("The following token permission is required: read_repositories."),
        "{body}"
    );
}

#[test]
fn a_group_on_the_allowlist_lets_its_projects_in() {
    let mut scenario = scenarios::job_token_not_on_allowlist();
    let team = scenario.world.groups[1].id;
    scenario.world.projects[0].allowlist.push(Allowed {
        who: Guest::Group(team),
        policies: None,
    });
    passes(&scenario);
}

#[test]
fn a_job_pushes_only_where_the_project_lets_it() {
    let mut scenario = scenarios::job_push_off();
    stops(
        &scenario,
        403,
        "feature",
        "feature_disabled",
        "job-push-off",
    );
    scenario.world.projects[0].job_push_allowed = true;
    passes(&scenario);
}

#[test]
fn a_deploy_token_pulls_code_and_is_not_read_by_the_api() {
    stops(
        &scenarios::deploy_token_on_rest(),
        404,
        "credential",
        "wrong_token_type",
        "deploy-token-not-read",
    );
    passes(&scenarios::deploy_token_pulls());
    assert!(passes(&scenarios::deploy_token_on_packages()).token_read);
}

#[test]
fn package_routes_challenge_anonymous_callers() {
    let mut scenario = scenarios::deploy_token_on_packages();
    scenario.token = None;
    stops(
        &scenario,
        401,
        "credential",
        "missing_token",
        "nothing-sent",
    );
    let answer = scenario.judge().answer;
    assert_eq!(
        answer.header("www-authenticate"),
        Some("Basic realm=\"GitLab Packages Registry\"")
    );
}

#[test]
fn a_fine_grained_refusal_names_permission_and_boundary() {
    passes(&scenarios::fine_grained_granted());
    let body = stops(
        &scenarios::fine_grained_missing_permission(),
        403,
        "scope",
        "wrong_scope",
        "permission-missing",
    );
    assert!(
        body.contains("with the following project permissions: [Repository Tag: Read]."),
        "{body}"
    );
}

#[test]
fn a_classic_token_under_enforcement_gets_the_same_sentence() {
    let classic = scenarios::classic_under_enforcement();
    let body = stops(
        &classic,
        403,
        "scope",
        "policy_restriction",
        "classic-token-under-enforcement",
    );
    assert_eq!(
        body,
        scenarios::fine_grained_missing_permission()
            .judge()
            .answer
            .body_text()
    );
}

// Other surfaces.

#[test]
fn an_archived_project_refuses_pushes_in_words_and_writes_without() {
    let body = stops(
        &scenarios::archived_push(),
        403,
        "feature",
        "feature_disabled",
        "archived",
    );
    assert_eq!(body, "You can't push code to an archived project.");
    stops(
        &scenarios::archived_write(),
        403,
        "feature",
        "feature_disabled",
        "archived",
    );
}

#[test]
fn graphql_has_one_answer_for_every_fault_of_a_token() {
    let path = "/api/graphql?query={currentUser{username}}";
    let stories = [
        (scenarios::expired_personal_token(), "token-expired"),
        (scenarios::revoked_personal_token(), "token-revoked"),
        (scenarios::unknown_personal_token(), "token-unknown"),
        (scenarios::blocked_account(), "account-blocked"),
        (scenarios::repository_scope_on_api(), "scope-missing"),
    ];
    for (scenario, why) in stories {
        let judgement = also(&scenario, path);
        assert_eq!(
            judgement.answer.body_text(),
            r#"{"errors":[{"message":"Invalid token"}]}"#
        );
        assert_eq!(judgement.truth.map(|truth| truth.why), Some(why));
    }
}

#[test]
fn graphql_answers_null_for_a_project_that_is_hidden() {
    let path =
        "/api/graphql?query={project(fullPath:\"other/thing\"){id userPermissions{pushCode}}}";
    let judgement = also(&scenarios::healthy(), path);
    assert_eq!(judgement.answer.body_text(), r#"{"data":{"project":null}}"#);
    let path = path.replace("other/thing", "org/team/app");
    let judgement = also(&scenarios::healthy(), &path);
    assert_eq!(
        judgement.answer.body_json()["data"]["project"]["userPermissions"]["pushCode"],
        true
    );
}

#[test]
fn the_registry_grants_less_than_was_asked_with_200() {
    let mut stage = Stage::new();
    stage.alice_is(role::GUEST);
    let token = stage.personal(&["read_registry"]);
    let path = "/jwt/auth?service=container_registry&scope=repository:org/team/app:pull";
    let scenario = stage.asks(token, "GET", path);
    stops(&scenario, 200, "role", "wrong_role", "role-too-low");
}

#[test]
fn asking_the_registry_for_push_creates_a_record() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    let path = "/jwt/auth?service=container_registry&scope=repository:org/team/app:pull,push";
    let scenario = stage.asks(token, "GET", path);
    assert!(scenario.judge().created_record);
}

#[test]
fn receive_pack_on_an_unknown_path_creates_a_project_where_the_user_may() {
    assert!(scenarios::push_to_create().judge().created_record);
}

#[test]
fn oauth_info_and_own_record_each_refuse_the_others_tokens() {
    let body = stops(
        &scenarios::oauth_token_at_self(),
        400,
        "credential",
        "wrong_token_type",
        "not-a-personal-access-token",
    );
    assert!(
        body.contains("requires token type to be a personal access token"),
        "{body}"
    );
    let info = also(&scenarios::oauth_token_at_self(), "/oauth/token/info");
    assert_eq!(info.answer.status, 200);
    let mut personal = scenarios::healthy();
    personal.sent_as = Scheme::Bearer;
    assert_eq!(also(&personal, "/oauth/token/info").answer.status, 400);
}

#[test]
fn a_trigger_reads_its_token_from_the_parameter() {
    let mut stage = Stage::new();
    let mut token = Token::new(Kind::Trigger, &mut stage.rng).of(stage.alice);
    token.project = Some(stage.app);
    let path = "/api/v4/projects/4200/trigger/pipeline";
    let scenario = stage.asks_as(token, Scheme::TokenParameter, "POST", path);
    let judgement = scenario.judge();
    assert_eq!(
        (judgement.answer.status, judgement.truth, judgement.mutated),
        (201, None, true)
    );
}

#[test]
fn remaining_stories_stop_where_they_are_named_after() {
    let table = [
        (
            scenarios::token_of_another_instance(),
            "token-of-another-instance",
        ),
        (scenarios::cut_token(), "token-cut"),
        (scenarios::nothing_sent(), "nothing-sent"),
        (scenarios::repository_scope_on_api(), "scope-missing"),
        (
            scenarios::developer_where_maintainer_needed(),
            "role-too-low",
        ),
        (scenarios::wrong_group_context(), "group-absent"),
        (scenarios::wrong_base_url(), "wrong-base-url"),
        (scenarios::throttled(), "throttled"),
        (scenarios::dpop(), "dpop-required"),
        (
            scenarios::account(Account::TermsNotAccepted),
            "account-terms",
        ),
        (
            scenarios::impersonation_disabled(),
            "impersonation-disabled",
        ),
        (scenarios::runner_token_on_rest(), "runner-token"),
        (
            scenarios::personal_tokens_disabled(),
            "personal-tokens-disabled",
        ),
        (scenarios::admin_mode_missing(), "admin-mode-scope-missing"),
    ];
    for (scenario, why) in table {
        assert_eq!(
            scenario.judge().truth.map(|truth| truth.why),
            Some(why),
            "{}",
            scenario.name
        );
    }
}

// Generated worlds.

#[test]
fn the_same_seed_gives_the_same_worlds() {
    let names = |seed| {
        let mut rng = fastrand::Rng::with_seed(seed);
        (0..50)
            .map(|_| World::generate(&mut rng))
            .map(|s| (s.name.clone(), s.token_value().to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(5), names(5));
    assert_ne!(names(5), names(6));
}

#[test]
fn every_target_is_hit() {
    let mut rng = fastrand::Rng::with_seed(7);
    for why in targets() {
        for _ in 0..20 {
            let scenario = aimed_at(why, &mut rng);
            let truth = scenario.judge().truth.map(|truth| truth.why);
            assert_eq!(truth, why, "{}", scenario.name);
        }
    }
}

#[test]
fn generated_worlds_cover_the_causes_in_balance() {
    let mut rng = fastrand::Rng::with_seed(29);
    let mut table: BTreeMap<Option<Truth>, usize> = BTreeMap::new();
    for _ in 0..20_000 {
        let scenario = World::generate(&mut rng);
        let judgement = scenario.judge();
        assert!(
            !judgement.unknown_route && !judgement.created_record,
            "{}",
            scenario.name
        );
        *table.entry(judgement.truth).or_default() += 1;
    }
    let granted = table.get(&None).copied().unwrap_or_default();
    assert!((3_000..5_000).contains(&granted), "{granted}");
    assert!(table.len() > 80, "{}", table.len());
    assert!(table.values().all(|count| *count > 20), "{table:#?}");
}

#[test]
fn rivals_are_few_and_never_of_the_same_name() {
    let mut rng = fastrand::Rng::with_seed(11);
    let mut untold: BTreeMap<&str, (usize, usize, BTreeSet<&str>)> = BTreeMap::new();
    for _ in 0..800 {
        let scenario = World::generate(&mut rng);
        let Some(truth) = scenario.judge().truth else {
            continue;
        };
        let rivals = scenario.rivals();
        let entry = untold.entry(truth.why).or_default();
        entry.0 += 1;
        entry.1 += usize::from(!scenario.can_be_told());
        entry.2.extend(rivals.iter().map(|rival| rival.why));
        assert!(rivals.iter().all(|rival| rival.why != truth.why));
    }
    // What safe requests always tell apart has no rivals of another cause.
    for why in [
        "token-expired",
        "token-revoked",
        "scope-missing",
        "permission-missing",
        "job-token-not-read",
    ] {
        assert_eq!(untold.get(why).map(|(_, some, _)| *some), Some(0), "{why}");
    }
    let hidden = untold.get("not-a-member").map(|(all, some, _)| all == some);
    assert_eq!(hidden, Some(true), "{untold:?}");
}

// Over HTTP.

#[expect(
    clippy::unwrap_used,
    reason = "a loopback connection that fails is a failed test"
)]
async fn get(url: &str, path: &str, header: &str) -> String {
    let authority = url
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap_or_default();
    let mut stream = tokio::net::TcpStream::connect(authority).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {authority}\r\n{header}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_served_world_answers_as_it_judges_and_records_who_asked() {
    let scenario = scenarios::guest_on_tags();
    let expected = scenario.judge().answer;
    let simulator = Simulator::start(scenario.world.clone()).await;
    let header = format!("PRIVATE-TOKEN: {}", simulator.token_value(0));
    let answer = get(&simulator.url(), &scenario.path, &header).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(answer.ends_with(&expected.body_text()), "{answer}");
    assert!(answer.contains("x-gitlab-meta: "), "{answer}");
    let requests = simulator.requests();
    assert_eq!(
        requests[0].credentials(),
        [("private-token", scenario.token_value())]
    );
    assert_eq!(
        requests[0].path,
        scenario
            .short_path()
            .replacen("/projects", "/api/v4/projects", 1)
    );
    assert_eq!(requests[0].truth, scenario.judge().truth);
    assert_eq!(
        (requests[0].query.as_str(), requests[0].token_read),
        ("", true)
    );
    assert!(simulator.mutations().is_empty());
}

#[tokio::test]
async fn throttling_ends_after_the_first_requests() {
    let scenario = scenarios::throttled_then_ok();
    let simulator = Simulator::start_with(scenario.world.clone(), scenario.manner).await;
    let header = format!("PRIVATE-TOKEN: {}", scenario.token_value());
    let first = get(&simulator.url(), &scenario.path, &header).await;
    assert!(
        first.starts_with("HTTP/1.1 429") && first.contains("retry-after: 1"),
        "{first}"
    );
    let second = get(&simulator.url(), &scenario.path, &header).await;
    assert!(second.starts_with("HTTP/1.1 200"), "{second}");
}

#[tokio::test]
async fn what_is_granted_to_git_comes_out_of_a_real_repository() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    let pull = "/org/team/app.git/info/refs?service=git-upload-pack";
    let scenario = stage.asks(token, "GET", pull);
    let simulator = Simulator::start(scenario.world.clone()).await;
    simulator.back_with(Repository::new().expect("git is there"));
    let basic = scenario.request();
    let header = format!(
        "authorization: {}",
        basic.header("authorization").unwrap_or_default()
    );
    let answer = get(&simulator.url(), &scenario.path, &header).await;
    assert!(answer.contains("refs/heads/main"), "{answer}");
    assert!(answer.contains("refs/tags/v1"), "{answer}");
}

#[tokio::test]
async fn job_tokens_name_the_served_address_as_their_issuer() {
    let scenario = scenarios::job_token_on_merge_requests_new();
    let simulator = Simulator::start(scenario.world.clone()).await;
    let value = simulator.token_value(0);
    assert_ne!(value, scenario.token_value());
    let answer = get(
        &simulator.url(),
        "/api/v4/job",
        &format!("JOB-TOKEN: {value}"),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
#[should_panic(expected = "requests that change something")]
async fn a_request_that_changes_something_fails_the_test() {
    let scenario = scenarios::push_to_create();
    let simulator = Simulator::start_with(scenario.world.clone(), Manner::default()).await;
    let basic = scenario.request();
    let header = format!(
        "authorization: {}",
        basic.header("authorization").unwrap_or_default()
    );
    get(&simulator.url(), &scenario.path, &header).await;
}

#[tokio::test]
#[should_panic(expected = "routes that the simulator does not know")]
async fn a_route_that_is_not_simulated_fails_the_test() {
    let simulator = Simulator::start(scenarios::healthy().world).await;
    get(
        &simulator.origin(),
        "/api/v4/projects/4200/snippets",
        "accept: */*",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn git_itself_lists_the_refs_and_prints_the_refusals() {
    let pulls = scenarios::deploy_token_pulls();
    let (worked, text) = ls_remote(&pulls, "org/team/app").await;
    assert!(worked && text.contains("refs/heads/main"), "{text}");
    let saml = scenarios::saml_on_git();
    let (worked, text) = ls_remote(&saml, "org/team/app").await;
    assert!(
        !worked && text.contains("remote: Cannot find valid SSO session."),
        "{text}"
    );
}

/// Runs the real git against a served scenario, with nothing of this machine's settings.
#[expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a git that does not start is a failed test; it is found by the path of this machine"
)]
async fn ls_remote(scenario: &Scenario, path: &str) -> (bool, String) {
    let simulator = Simulator::start(scenario.world.clone()).await;
    let Scheme::Basic(name) = &scenario.sent_as else {
        return (false, "git speaks Basic only".to_owned());
    };
    let mut address = url::Url::parse(&format!("{}/{path}.git", simulator.url())).unwrap();
    address.set_username(name).unwrap();
    address.set_password(Some(scenario.token_value())).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut git = std::process::Command::new("git");
    git.env_clear()
        .env("PATH", path)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0");
    let output = git.args(["ls-remote", address.as_str()]).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
fn visibility_edges_and_levels_have_the_words_of_gitlab() {
    assert_eq!(Visibility::Internal.name(), "internal");
    assert_eq!(Level::Private.name(), "private");
    assert_eq!(Edge::default(), Edge::Clear);
}

// Capabilities.

#[test]
fn the_oracle_knows_what_people_know_of_pairs_of_tokens() {
    for known in pairs() {
        let setting = &known.setting;
        let site = Site::Project(setting.project);
        let would = |name: &str| setting.world.would(setting.token, site, name);
        for name in known.may {
            assert_eq!(would(name), Would::Grant, "{}: {name}", known.name);
        }
        for name in known.may_not {
            let refused = matches!(would(name), Would::Refuse(_));
            assert!(refused, "{}: {name} {:?}", known.name, would(name));
        }
    }
}

#[test]
fn settings_at_random_grant_and_refuse_every_capability() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut seen: BTreeMap<(bool, &str), [usize; 3]> = BTreeMap::new();
    for _ in 0..400 {
        let setting = World::settle(&mut random);
        for site in [Site::Project(setting.project), Site::Group(setting.group)] {
            let of_project = matches!(site, Site::Project(_));
            for name in site.capabilities() {
                let counts = seen.entry((of_project, name)).or_default();
                let at = match setting.world.would(setting.token, site, name) {
                    Would::Grant => 0,
                    Would::Refuse(_) => 1,
                    Would::Open(why) => {
                        assert!(!why.contains("does not know"), "{name}: {why}");
                        2
                    }
                };
                counts[at] += 1;
            }
        }
    }
    for (name, [granted, refused, open]) in seen {
        assert!(granted > 3 && refused > 3, "{name:?} {granted} {refused}");
        // Kinds of token that the list of projects does not read leave this one open.
        let is_general = name.1 == "read-api";
        assert!(
            is_general || open * 5 < granted + refused,
            "{name:?} {open}"
        );
    }
}

#[test]
fn a_capability_can_be_told_where_an_answer_shows_it_and_not_where_none_does() {
    let mut stage = Stage::new();
    let token = stage.job(stage.sibling);
    stage.world.project_mut(stage.app).allowlist.push(Allowed {
        who: Guest::Project(stage.sibling),
        policies: Some(vec!["READ_RELEASES"]),
    });
    let (project, group) = (stage.app, stage.team);
    let mut world = stage.world;
    let token = world.add_token(token);
    let setting = Setting {
        world,
        token,
        project,
        group,
    };
    let site = Site::Project(project);
    assert!(setting.can_be_told(site, "read-releases"));
    assert!(!setting.can_be_told(site, "create-release"));
}
