//! The cases of the mission, each by its command, with the gate and the cause that an expert names.

use crate::harness::Scene;
use crate::simulator::scenarios;

#[test]
fn an_expired_token_is_said_to_be_expired() {
    let entry = Scene::of(scenarios::expired_personal_token()).stops(
        "lifetime",
        "expired",
        "token-expired",
    );
    assert_eq!(entry.certainty(), "certain");
}

#[test]
fn a_revoked_token_is_said_to_be_revoked() {
    Scene::of(scenarios::revoked_personal_token()).stops("lifetime", "revoked", "token-revoked");
}

#[test]
fn an_unknown_token_is_said_to_be_unknown() {
    Scene::of(scenarios::unknown_personal_token()).stops(
        "lifetime",
        "invalid_token",
        "token-unknown",
    );
}

#[test]
fn inspect_tells_a_dead_token_in_at_most_two_requests() {
    for (scenario, code) in [
        (scenarios::expired_personal_token(), "token-expired"),
        (scenarios::revoked_personal_token(), "token-revoked"),
        (scenarios::unknown_personal_token(), "token-unknown"),
    ] {
        let scene = Scene::of(scenario);
        let report = scene.inspect();
        let primary = &report["entries"][0]["diagnosis"]["findings"][0];
        assert_eq!(primary["code"], code);
        assert!(scene.simulator.requests().len() <= 2, "{code}");
    }
}

#[test]
fn forbidden_tags_of_a_project_without_access_are_a_missing_role() {
    let scene = Scene::of(scenarios::no_project_access_on_tags());
    let entry = scene.entry();
    assert_eq!(
        (entry.finding().0, entry.finding().1),
        ("role", "wrong_role")
    );
    let words = entry.words().to_lowercase();
    assert!(words.contains("member"), "{words}");
}

#[test]
fn forbidden_tags_of_a_disabled_repository_are_a_disabled_feature() {
    let scene = Scene::of(scenarios::repository_disabled_on_tags());
    let entry = scene.entry();
    assert_eq!(
        (entry.finding().0, entry.finding().1),
        ("feature", "feature_disabled")
    );
    assert!(entry.words().contains("repository"), "{}", entry.words());
}

#[test]
fn forbidden_tags_for_a_guest_are_a_role_that_is_too_low() {
    let scene = Scene::of(scenarios::guest_on_tags());
    let entry = scene.stops("role", "wrong_role", "role-too-low");
    assert!(
        entry.words().to_lowercase().contains("guest"),
        "{}",
        entry.words()
    );
}

#[test]
fn three_worlds_of_forbidden_tags_get_three_answers() {
    let mut codes: Vec<String> = [
        scenarios::no_project_access_on_tags(),
        scenarios::repository_disabled_on_tags(),
        scenarios::guest_on_tags(),
    ]
    .into_iter()
    .map(|scenario| Scene::of(scenario).entry().finding().2.to_owned())
    .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 3, "{codes:?}");
}

#[test]
fn an_old_release_does_not_read_job_tokens_on_merge_requests() {
    let scene = Scene::of(scenarios::job_token_on_merge_requests_old());
    let entry = scene.stops("credential", "wrong_token_type", "job-token-not-read-here");
    assert_eq!(entry.0["answer"]["status"], 404);
    Scene::of(scenarios::personal_token_on_merge_requests_old()).passes();
}

#[test]
fn a_new_release_reads_job_tokens_on_merge_requests() {
    Scene::of(scenarios::job_token_on_merge_requests_new()).passes();
}

#[test]
fn a_read_only_scope_does_not_write() {
    let scene = Scene::of(scenarios::read_only_scope_on_write());
    let entry = scene.stops("scope", "wrong_scope", "scope-missing");
    assert_eq!(entry.0["basis"], "derived");
    assert!(entry.words().contains("read_api"), "{}", entry.words());
}

#[test]
fn a_developer_is_refused_where_a_maintainer_is_needed() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let entry = scene.stops("role", "wrong_role", "role-too-low");
    let words = entry.words().to_lowercase();
    assert!(
        words.contains("developer") && words.contains("maintainer"),
        "{words}"
    );
}

#[test]
fn two_tokens_with_the_same_scopes_part_at_the_identity_behind_them() {
    let (scenario, personal) = scenarios::project_token_and_personal_token_same_scopes();
    let of_person = Scene::of(scenarios::Scenario {
        token: Some(personal),
        ..scenario.clone()
    });
    of_person.passes();
    let of_project = Scene::of(scenario);
    let entry = of_project.stops("role", "wrong_role", "role-too-low");
    assert_eq!(entry.0["answer"]["status"], 403);
    let words = entry.words().to_lowercase();
    assert!(words.contains("reporter"), "{words}");
    let report = of_project.probe().also(["--format", "json"]).end().json();
    assert_eq!(
        report["tokens"][0]["owner"]["bot"], true,
        "{}",
        report["tokens"]
    );
    assert_eq!(report["tokens"][0]["kind"], "project");
}

#[test]
fn a_wrong_project_is_a_wrong_context() {
    let scene = Scene::of(scenarios::wrong_project_context());
    let entry = scene.entry();
    assert_eq!(entry.finding().0, "resource");
    let causes = entry.0["diagnosis"]["findings"].to_string();
    assert!(causes.contains("wrong_context"), "{causes}");
    assert_ne!(entry.certainty(), "certain");
}

#[test]
fn a_wrong_group_is_a_wrong_context() {
    let scene = Scene::of(scenarios::wrong_group_context());
    let entry = scene.entry();
    assert_eq!(entry.finding().0, "resource");
    let causes = entry.0["diagnosis"]["findings"].to_string();
    assert!(causes.contains("wrong_context"), "{causes}");
    assert_ne!(entry.certainty(), "certain");
}

#[test]
fn a_project_token_on_another_project_is_out_of_its_context() {
    let scene = Scene::of(scenarios::project_token_on_another_project());
    let truth = scene.scenario.judge().truth.unwrap();
    let entry = scene.entry();
    assert_eq!(entry.finding().0, "resource");
    assert_eq!(entry.finding().1, truth.cause, "{}", entry.words());
}

#[test]
fn what_works_is_not_alarmed_about() {
    let scene = Scene::of(scenarios::healthy());
    scene.passes();
    scene.run(["inspect"]).end().ends(0);
}

#[test]
fn every_scenario_with_a_cause_that_can_be_told_is_told() {
    for scenario in [
        scenarios::expired_and_revoked(),
        scenarios::job_token_as_private_token(),
        scenarios::personal_token_as_job_token(),
        scenarios::finished_job_token(),
        scenarios::repository_scope_on_api(),
        scenarios::path_not_encoded(),
        scenarios::path_encoded_twice(),
        scenarios::moved_project(),
        scenarios::bad_gateway(),
        scenarios::cdn_page(),
        scenarios::redirect_to_other_host(),
        scenarios::ip_restricted(),
        scenarios::saml_on_git(),
        scenarios::dpop(),
        scenarios::blocked_account(),
        scenarios::impersonation_disabled(),
        scenarios::archived_push(),
        scenarios::archived_write(),
        scenarios::job_token_not_on_allowlist(),
        scenarios::job_user_not_a_member(),
        scenarios::job_permission_missing(),
        scenarios::job_push_off(),
        scenarios::deploy_token_on_rest(),
        scenarios::runner_token_on_rest(),
        scenarios::personal_tokens_disabled(),
        scenarios::admin_mode_missing(),
        scenarios::cut_token(),
        scenarios::nothing_sent(),
    ] {
        let truth = scenario.judge().truth.expect("a refusal");
        let scene = Scene::of(scenario);
        let entry = scene.entry();
        if entry.outcome() == "unknown" {
            // A token for Git alone reads no settings, and asking to push could create something.
            assert!(entry.0["missing"].is_string(), "{}", scene.scenario.name);
            continue;
        }
        let causes: Vec<_> = entry.0["diagnosis"]["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|finding| finding["cause"].clone())
            .collect();
        assert!(
            causes.iter().any(|cause| cause == truth.cause),
            "{}: {truth:?} is not among {causes:?} ({} {:?})",
            scene.scenario.name,
            entry.outcome(),
            entry.finding()
        );
        let is_primary = causes.first().is_some_and(|cause| cause == truth.cause);
        assert!(
            is_primary || entry.certainty() != "certain",
            "certain and wrong: {} {truth:?} {:?}",
            scene.scenario.name,
            entry.finding()
        );
    }
}
