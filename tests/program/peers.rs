//! Twenty cases that other tools get wrong.

use std::time::{Duration, Instant};

use glwhy::unstable::render::Format;
use serde_json::json;

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::role;
use crate::simulator::scenarios::{self, Stage};
use crate::simulator::{Kind, classic_value};

#[test]
fn p01_a_repository_only_token_is_still_named_with_scopes_and_expiry() {
    let report = Scene::of(scenarios::repository_scope_on_api()).inspect();
    let token = &report["tokens"][0];
    assert_eq!(
        token["scopes"],
        json!(["read_repository", "write_repository"])
    );
    assert_eq!(token["expires_at"], "2027-03-31");
    assert_eq!(token["state"], "active");
    assert_eq!(report["verdict"], "healthy", "{report:#}");
}

#[test]
fn p02_expired_revoked_and_unknown_are_three_different_codes() {
    let mut codes: Vec<String> = [
        scenarios::expired_personal_token(),
        scenarios::revoked_personal_token(),
        scenarios::unknown_personal_token(),
    ]
    .into_iter()
    .map(|scenario| Scene::of(scenario).entry().finding().2.to_owned())
    .collect();
    codes.dedup();
    assert_eq!(codes.len(), 3, "{codes:?}");
}

#[test]
fn p03_a_developer_with_read_api_reads_and_makes_no_release() {
    let mut stage = Stage::new();
    stage.alice_is(role::DEVELOPER);
    let token = stage.personal(&["read_api"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp/releases"));
    let report = scene
        .run(["probe", "--format", "json"])
        .also(["GET /projects/org%2Fteam%2Fapp/releases"])
        .also(["POST /projects/org%2Fteam%2Fapp/releases"])
        .end()
        .ends(3)
        .json();
    assert_eq!(report["entries"][0]["outcome"], "granted");
    let release = &report["entries"][1];
    assert_eq!(release["outcome"], "refused");
    assert_eq!(release["diagnosis"]["findings"][0]["cause"], "wrong_scope");
}

#[test]
fn p04_a_role_that_only_a_shared_group_gives_is_not_denied() {
    let mut scenario = scenarios::shared_group_role_only();
    "POST".clone_into(&mut scenario.method);
    scenario.path = scenario.path.replace("variables", "repository/tags");
    let scene = Scene::of(scenario);
    let entry = scene.entry();
    assert_ne!(entry.outcome(), "refused", "{:?}", entry.finding());
}

#[test]
fn p05_an_unreachable_host_gives_no_verdict_on_the_token() {
    let outcome = Run::of([
        "inspect",
        "--instance",
        "http://127.0.0.1:1",
        "--format",
        "json",
    ])
    .with("GITLAB_TOKEN", made_up_token())
    .end()
    .ends(4);
    let entry = &outcome.json()["entries"][0];
    assert_eq!(entry["diagnosis"]["findings"][0]["cause"], "network");
    assert_eq!(outcome.json()["tokens"][0]["state"], "unknown");
}

#[test]
fn p06_a_sign_in_page_is_not_the_api() {
    let scene = Scene::of(scenarios::sign_in_page());
    let entry = scene.stops("reach", "network", "sign-in-page");
    assert_eq!(entry.0["answer"]["status"], 200);
    scene.run(["inspect"]).end().ends(4);
}

#[test]
fn p07_a_job_token_in_the_place_of_a_personal_one_is_told_offline_and_online() {
    let scene = Scene::of(scenarios::job_token_as_private_token());
    let offline = scene
        .run(["inspect", "--offline", "--format", "json"])
        .end()
        .json();
    assert_eq!(offline["tokens"][0]["kind"], "job");
    assert_eq!(scene.simulator.requests().len(), 0);
    scene.stops(
        "credential",
        "wrong_token_type",
        "job-token-in-wrong-header",
    );
}

#[test]
fn p08_a_fine_grained_refusal_names_the_permission_and_advises_no_role() {
    let scene = Scene::of(scenarios::fine_grained_missing_permission());
    let truth = scene.scenario.judge().truth.unwrap();
    let entry = scene.stops(truth.gate, "wrong_scope", "permission-missing");
    let words = entry.words().to_lowercase();
    assert!(
        words.contains("repository tag") || words.contains("read_repository_tag"),
        "{words}"
    );
    assert!(words.contains("new token"), "{words}");
    assert!(
        !words.contains("maintainer") && !words.contains("developer"),
        "{words}"
    );
}

#[test]
fn p09_a_401_beside_a_live_own_record_is_a_permission_not_a_credential() {
    let scene = Scene::of(scenarios::role_refusal_as_401());
    assert_eq!(scene.scenario.judge().answer.status, 401);
    let entry = scene.entry();
    assert_eq!(entry.finding().1, "wrong_role", "{:?}", entry.finding());
}

#[test]
fn p10_a_slash_that_was_decoded_on_the_way_is_found_by_asking_by_id() {
    Scene::of(scenarios::proxy_decodes_slash()).stops(
        "route",
        "not_found_route",
        "path-decoded-on-the-way",
    );
}

#[test]
fn p11_a_404_project_is_never_said_not_to_exist() {
    let scene = Scene::of(scenarios::wrong_project_context());
    let table = scene.probe().end().ends(3);
    assert_ne!(scene.entry().certainty(), "certain");
    assert!(
        !table.stdout.contains("does not exist. "),
        "{}",
        table.stdout
    );
}

#[test]
fn p12_a_403_without_json_is_a_possible_ban_and_nothing_more_is_asked() {
    let mut scenario = scenarios::saml_on_git();
    for group in &mut scenario.world.groups {
        group.saml = false;
    }
    scenario.world.settings.address_banned = true;
    let scene = Scene::of(scenario);
    let table = scene.probe().end().ends(4);
    let sent = scene.simulator.requests().len();
    assert!(sent <= 2, "{sent} requests\n{}", table.stdout);
    assert_eq!(
        scene.entry().finding().1,
        "rate_limited",
        "{}",
        table.stdout
    );
}

#[test]
fn p13_an_unknown_scope_and_the_planner_role_are_shown_as_they_are() {
    let mut stage = Stage::new();
    stage.alice_is(role::PLANNER);
    let token = stage.personal(&["read_api", "scope_of_tomorrow"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp"));
    let report = scene.inspect();
    assert_eq!(
        report["tokens"][0]["scopes"],
        json!(["read_api", "scope_of_tomorrow"])
    );
    let reach = report["tokens"][0]["reach"].to_string();
    assert!(reach.contains("planner"), "{reach}");
}

#[test]
fn p14_a_role_that_is_inherited_from_a_group_counts() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    let scene = Scene::of(stage.asks(token, "POST", "/api/v4/projects/org%2Fteam%2Fapp/variables"));
    let entry = scene.passes();
    assert_eq!(entry.0["basis"], "derived");
}

#[test]
fn p15_a_token_without_any_prefix_is_still_inspected() {
    let mut stage = Stage::new();
    let mut token = stage.personal(&["read_api"]);
    let classic = classic_value(Kind::Personal, "", &mut stage.rng);
    classic["glpat-".len()..].clone_into(&mut token.value);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp"));
    let report = scene.inspect();
    assert_eq!(report["verdict"], "healthy", "{report:#}");
    assert_eq!(report["tokens"][0]["scopes"], json!(["read_api"]));
}

#[test]
fn p16_a_dead_token_fails_a_job_in_every_format() {
    let scene = Scene::of(scenarios::expired_personal_token());
    for format in Format::ALL.map(Format::name) {
        scene.run(["inspect", "--format", format]).end().ends(3);
        scene.probe().also(["--format", format]).end().ends(3);
    }
}

#[test]
fn p17_a_token_for_one_host_is_not_sent_to_another() {
    let scene = Scene::of(scenarios::healthy());
    let there = scene.simulator.origin();
    Run::of(["probe", &format!("{there}/api/v4/user")])
        .with("GITLAB_TOKEN", made_up_token())
        .with("GITLAB_HOST", "gitlab.elsewhere.example")
        .end()
        .refuses("gitlab.elsewhere.example")
        .refuses("127.0.0.1");
    let job_token = format!("{}{}", "glcbt-", "Zq9".repeat(7));
    Run::of(["inspect", "--instance", &there])
        .with("CI_JOB_TOKEN", job_token)
        .with("GITLAB_CI", "true")
        .with("CI_SERVER_URL", "https://gitlab.elsewhere.example")
        .end()
        .refuses("gitlab.elsewhere.example")
        .refuses("127.0.0.1");
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn p18_a_throttled_request_is_waited_for_once_at_most() {
    let scene = Scene::of(scenarios::throttled_then_ok());
    let begin = Instant::now();
    scene.probe().end().ends(0);
    assert_eq!(scene.simulator.requests().len(), 2);
    assert!(begin.elapsed() < Duration::from_secs(10));
    let scene = Scene::of(scenarios::throttled());
    scene.probe().end().ends(4);
    assert!(scene.simulator.requests().len() <= 2);
}

#[test]
fn p19_the_scope_admin_mode_makes_nobody_an_administrator() {
    let mut stage = Stage::new();
    let token = stage.personal(&["api", "admin_mode"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/user"));
    let report = scene.inspect();
    assert_ne!(report["tokens"][0]["owner"]["admin"], json!(true));
    assert!(
        !report["advice"]
            .to_string()
            .contains("runs-as-administrator")
    );
}

#[test]
fn p20_a_classic_token_where_fine_grained_ones_are_enforced_stays_classic() {
    let scene = Scene::of(scenarios::classic_under_enforcement());
    let truth = scene.scenario.judge().truth.unwrap();
    scene.stops(truth.gate, "policy_restriction", "fine-grained-enforced");
    let report = scene.probe().also(["--format", "json"]).end().json();
    assert_eq!(
        report["tokens"][0]["fine_grained"],
        json!(false),
        "{}",
        report["tokens"][0]
    );
}
