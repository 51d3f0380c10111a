//! What a token may do: the matrix, single needs, the plan, and what all of it costs.

use serde_json::Value;

use crate::harness::{Run, Scene};
use crate::simulator::scenarios::{self, Stage};
use crate::simulator::{Level, Visibility, role};

const PROJECT: [&str; 2] = ["--project", "org/team/app"];
const TARGET: &str = "/api/v4/projects/org%2Fteam%2Fapp";

/// Asks for capabilities by name, or for all of them, and returns the report.
fn report(scene: &Scene, needs: &str) -> Value {
    let run = scene.run(["probe", "--format", "json"]).also(PROJECT);
    let run = if needs.is_empty() {
        run
    } else {
        run.also(["--need", needs])
    };
    let outcome = run.end();
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    outcome.json()
}

fn entry<'a>(report: &'a Value, name: &str) -> &'a Value {
    let entries = report["entries"].as_array().unwrap();
    entries
        .iter()
        .find(|entry| entry["subject"] == name)
        .unwrap_or_else(|| panic!("{name} is not in the report"))
}

/// Outcome and code of a capability.
fn ends<'a>(report: &'a Value, name: &str) -> (&'a str, &'a str) {
    let entry = entry(report, name);
    let code = &entry["diagnosis"]["findings"][0]["code"];
    (
        entry["outcome"].as_str().unwrap(),
        code.as_str().unwrap_or_default(),
    )
}

/// Alice with a role and scopes, about to be asked what she may do.
fn alice(role: u8, scopes: &[&'static str], change: impl Fn(&mut Stage)) -> Scene {
    let mut stage = Stage::new();
    stage.alice_is(role);
    change(&mut stage);
    let token = stage.personal(scopes);
    Scene::of(stage.asks(token, "GET", TARGET))
}

fn as_is(_: &mut Stage) {}

#[test]
fn the_list_of_capabilities_needs_neither_network_nor_token() {
    let table = Run::of(["probe", "--list-capabilities"]).end().ends(0);
    assert!(table.stdout.contains("clone") && table.stdout.contains("Code\n"));
    assert!(listed().len() >= 30);
}

#[test]
fn a_misspelt_need_is_refused_with_the_nearest_names() {
    Run::of(["probe", "--need", "clone,create-realease"])
        .end()
        .refuses("create-release");
}

#[test]
fn a_need_without_its_target_says_what_to_name() {
    Run::of(["probe", "--need", "clone"])
        .end()
        .refuses("--project");
}

#[test]
fn a_maintainer_with_the_scope_api_may_do_all_but_what_owners_do() {
    let scene = alice(role::MAINTAINER, &["api"], as_is);
    let report = report(&scene, "");
    for entry in report["entries"].as_array().unwrap() {
        let name = entry["subject"].as_str().unwrap();
        let expected = match name {
            "delete-project" => "refused",
            // A setting can forbid them, and no safe request of this token tells.
            "approve-merge-request" | "manage-tokens" => "unknown",
            _ => "granted",
        };
        assert_eq!(entry["outcome"], expected, "{entry:#}");
    }
    let requests = &report["requests"];
    assert!(requests["sent"].as_u64().unwrap() <= 25, "{requests}");
    assert!(requests["round_trips"].as_u64().unwrap() <= 2, "{requests}");
}

#[test]
fn a_reading_scope_opens_reads_and_no_writes() {
    let scene = alice(role::MAINTAINER, &["read_api"], as_is);
    let report = report(&scene, "");
    for name in [
        "clone",
        "read-merge-requests",
        "read-variables",
        "pull-image",
    ] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
    for name in ["create-tag", "write-variables", "manage-settings"] {
        assert_eq!(ends(&report, name), ("refused", "scope-missing"), "{name}");
    }
    assert_eq!(ends(&report, "push").0, "refused");
    assert_eq!(ends(&report, "push-image").0, "refused");
}

#[test]
fn a_developer_is_stopped_where_maintainers_are_needed() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let report = report(&scene, "");
    for name in ["push", "create-merge-request", "create-release", "deploy"] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
    for name in ["write-variables", "manage-settings", "delete-package"] {
        assert_eq!(ends(&report, name), ("refused", "role-too-low"), "{name}");
    }
}

#[test]
fn a_role_from_a_shared_group_counts() {
    let scene = Scene::of(scenarios::shared_group_role_only());
    let report = report(&scene, "read-merge-requests,clone");
    assert_eq!(ends(&report, "clone").0, "granted");
}

#[test]
fn a_feature_that_is_off_stops_what_belongs_to_it() {
    let scene = alice(role::MAINTAINER, &["api"], |stage| {
        let app = stage.app;
        let features = &mut stage.world.project_mut(app).features;
        features.packages = Level::Disabled;
        features.issues = Level::Disabled;
    });
    let report = report(&scene, "");
    for name in ["install-package", "publish-package", "create-issue"] {
        assert_eq!(ends(&report, name).0, "refused", "{name}");
    }
    // Their list is empty then, and refused to nobody (measured 18.9).
    assert_eq!(ends(&report, "read-issues").0, "granted");
    assert_eq!(ends(&report, "create-tag").0, "granted");
}

#[test]
fn a_registry_that_is_off_on_the_instance_takes_no_images() {
    let scene = alice(role::MAINTAINER, &["api"], |stage| {
        stage.world.settings.registry_disabled = true;
        stage.world.settings.packages_disabled = true;
    });
    let report = report(&scene, "");
    for name in ["pull-image", "push-image", "publish-package"] {
        assert_eq!(ends(&report, name).0, "refused", "{name}");
    }
}

#[test]
fn an_archived_project_is_read_and_not_written() {
    let scene = alice(role::MAINTAINER, &["api"], |stage| {
        let app = stage.app;
        stage.world.project_mut(app).archived = true;
    });
    let report = report(&scene, "clone,push,create-tag");
    assert_eq!(ends(&report, "clone").0, "granted");
    assert_eq!(ends(&report, "push").0, "refused");
    assert_eq!(ends(&report, "create-tag"), ("refused", "project-archived"));
}

#[test]
fn a_dead_token_is_asked_about_twice_at_most() {
    for (scenario, is_of_job) in [
        (scenarios::expired_personal_token(), false),
        (scenarios::revoked_personal_token(), false),
        (scenarios::unknown_personal_token(), false),
        (scenarios::finished_job_token(), true),
    ] {
        let scene = Scene::of(scenario);
        let report = report(&scene, "");
        for entry in report["entries"].as_array().unwrap() {
            // A route that reads no job token serves a dead one as nobody, and the project may be public.
            let is_unread =
                is_of_job
                    && entry["gates"].as_array().unwrap().iter().any(|gate| {
                        gate["evidence"] == "this route does not read a CI/CD job token"
                    });
            let is_told = entry["outcome"] == "refused";
            assert!(
                is_told || (is_unread && entry["outcome"] == "unknown"),
                "{entry:#}"
            );
        }
        assert!(scene.simulator.requests().len() <= 2);
    }
}

#[test]
fn a_hidden_project_refuses_everything_and_is_not_asked_to_be_made() {
    let scene = alice(role::NONE, &["api"], as_is);
    let report = report(&scene, "clone,push,create-release");
    for name in ["clone", "push", "create-release"] {
        assert_eq!(ends(&report, name).0, "refused", "{name}");
    }
    let pushes = scene
        .simulator
        .requests()
        .iter()
        .filter(|request| request.query.contains("receive-pack"))
        .count();
    assert_eq!(pushes, 0);
}

#[test]
fn a_single_need_takes_eight_requests_at_most() {
    for (name, _) in all_capabilities() {
        let scene = alice(role::REPORTER, &["api"], as_is);
        let report = report(&scene, &name);
        let sent = report["requests"]["sent"].as_u64().unwrap();
        assert!(sent <= 8, "{name}: {sent}");
    }
}

/// The list of capabilities, which is no report.
fn listed() -> Vec<Value> {
    let run = Run::of(["probe", "--list-capabilities", "--format", "json"]);
    let list: Value = serde_json::from_str(&run.end().ends(0).stdout).unwrap();
    list["capabilities"].as_array().unwrap().clone()
}

/// Names and places of all capabilities that make sense for a project.
fn all_capabilities() -> Vec<(String, String)> {
    listed()
        .iter()
        .filter(|row| row["places"].to_string().contains("project"))
        .map(|row| {
            (
                row["name"].as_str().unwrap().to_owned(),
                row["places"].to_string(),
            )
        })
        .collect()
}

#[test]
fn a_job_token_is_told_where_it_is_read() {
    let mut stage = Stage::new();
    let app = stage.app;
    let token = stage.job(app);
    let scene = Scene::of(stage.asks(token, "GET", TARGET));
    let report = report(&scene, "");
    for name in ["clone", "read-releases", "install-package", "pull-image"] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
    for name in ["create-merge-request", "write-variables", "create-tag"] {
        let (outcome, code) = ends(&report, name);
        assert_eq!(
            (outcome, code),
            ("refused", "job-token-not-read-here"),
            "{name}"
        );
    }
    // Nobody tells a job its user's role; what is listed for developers and maintainers does.
    for name in ["publish-package", "create-release", "delete-package"] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
}

#[test]
fn a_deploy_token_pulls_and_is_not_read_elsewhere() {
    let scene = Scene::of(scenarios::deploy_token_pulls());
    let outcome = scene
        .run(["probe", "--format", "json"])
        .also(PROJECT)
        .also(["--token-user", "gitlab+deploy-token-1"])
        .end();
    assert!(!outcome.stderr.contains("panicked"));
}

#[test]
fn what_everybody_may_read_is_granted_to_a_stranger() {
    let scene = alice(role::NONE, &["api"], |stage| {
        let app = stage.app;
        stage.world.project_mut(app).visibility = Visibility::Public;
    });
    let report = report(&scene, "");
    for name in [
        "clone",
        "read-merge-requests",
        "create-issue",
        "download-artifacts",
    ] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
    for name in ["push", "create-tag", "read-variables"] {
        assert_eq!(ends(&report, name).0, "refused", "{name}");
    }
}

#[test]
fn three_needs_take_two_round_trips() {
    let scene = alice(role::MAINTAINER, &["api"], as_is);
    let report = report(&scene, "clone,push,create-merge-request");
    assert_eq!(report["verdict"], "healthy", "{report:#}");
    assert_eq!(report["requests"]["round_trips"], 2);
}

#[test]
fn a_plan_of_needs_sends_nothing_and_lists_what_would_be_sent() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let run = scene
        .run(["probe", "--plan", "--need", "clone,create-release"])
        .also(PROJECT);
    let table = run.end().ends(0);
    assert!(table.stdout.contains("git-upload-pack"), "{}", table.stdout);
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn the_exit_code_is_healthy_only_when_all_needs_are_granted() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let ends = |needs: &str| {
        let run = scene.run(["probe", "--need", needs]).also(PROJECT);
        run.end().code
    };
    assert_eq!(ends("clone,push"), 0);
    assert_eq!(ends("clone,write-variables"), 3);
}

#[test]
fn the_matrix_fits_eighty_columns_in_groups() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let table = scene.run(["probe"]).also(PROJECT).end().ends(0);
    for heading in ["Code\n", "CI/CD\n", "Administration\n"] {
        assert!(table.stdout.contains(heading), "{}", table.stdout);
    }
    for line in table.stdout.lines() {
        assert!(line.chars().count() <= 80 || line.contains("://"), "{line}");
    }
}

#[test]
fn the_smallest_token_that_would_do_is_told_with_its_page_and_what_is_beyond_it() {
    let scene = alice(role::MAINTAINER, &["api", "k8s_proxy"], as_is);
    let of = |needs: &str| report(&scene, needs)["least_privilege"].clone();
    let least = of("clone");
    assert_eq!(least["kind"], "deploy");
    assert_eq!(least["scopes"], serde_json::json!(["read_repository"]));
    let url = least["url"].as_str().unwrap();
    assert!(url.ends_with("/org/team/app/-/settings/repository#js-deploy-tokens"));
    let least = of("push,create-merge-request");
    assert_eq!(
        (&least["kind"], &least["role"]),
        (&"project".into(), &"developer".into())
    );
    let beyond = least["beyond"].to_string();
    for words in ["k8s_proxy", "maintainer", "@alice"] {
        assert!(beyond.contains(words), "{words}: {beyond}");
    }
    assert_eq!(report(&scene, "")["least_privilege"], Value::Null);
    let table = scene
        .run(["probe", "--need", "manage-tokens"])
        .also(PROJECT)
        .end();
    assert!(table.stdout.contains("Least privilege"), "{}", table.stdout);
    assert!(
        table
            .stdout
            .contains("personal_access_tokens?name=glwhy&scopes=api"),
        "{}",
        table.stdout
    );
}

/// A project token that may not, and a personal token that may, asked for the same.
fn pair() -> (Scene, String) {
    let (scenario, other) = scenarios::project_token_and_personal_token_same_scopes();
    let scene = Scene::of(scenario);
    let personal = scene.simulator.token_value(other);
    (scene, personal)
}

#[test]
fn a_project_token_and_a_personal_token_are_set_side_by_side() {
    let (scene, personal) = pair();
    let run = scene
        .probe()
        .also(["--compare-token-env", "MINE"])
        .with("MINE", personal.clone());
    let report = run.also(["--format", "json"]).end().ends(3).json();
    let tokens: Vec<&str> = report["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["token"].as_str().unwrap())
        .collect();
    assert_eq!(tokens, ["t1", "t2"]);
    let row = &report["comparison"]["rows"][0];
    assert_eq!(row["even"], false, "{row}");
    assert_eq!(
        row["outcomes"],
        serde_json::json!({"t1": "refused", "t2": "granted"})
    );
    let facets: Vec<&str> = report["comparison"]["partings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parting| parting["facet"].as_str().unwrap())
        .collect();
    for facet in ["kind", "identity", "role"] {
        assert!(facets.contains(&facet), "{facets:?}");
    }
    assert!(!facets.contains(&"scopes"), "{facets:?}");
    let table = scene
        .probe()
        .also(["--compare-token-env", "MINE"])
        .with("MINE", personal.clone())
        .end();
    assert!(table.stdout.contains("Where they part"), "{}", table.stdout);
    assert!(!table.shown().contains(&personal));
    for format in ["markdown", "junit"] {
        let text = scene
            .probe()
            .also(["--compare-token-env", "MINE", "--format", format])
            .with("MINE", personal.clone())
            .end()
            .ends(3);
        assert!(!text.shown().contains(&personal));
    }
}

#[test]
fn a_matrix_is_compared_within_eighty_columns() {
    let (scene, personal) = pair();
    let table = scene
        .run(["probe", "--compare-token-env", "MINE"])
        .also(PROJECT)
        .with("MINE", personal)
        .end()
        .ends(0);
    for line in table.stdout.lines() {
        assert!(line.chars().count() <= 80 || line.contains("://"), "{line}");
    }
    println!("{}", table.stdout);
}

#[test]
fn a_token_to_compare_obeys_the_rules_of_the_first() {
    let (scene, personal) = pair();
    scene
        .probe()
        .also(["--compare-token-env", &personal])
        .end()
        .refuses("name of a variable");
    let unset = scene.probe().also(["--compare-token-env", "NOT_SET"]).end();
    assert_eq!(unset.code, 3, "{}", unset.shown());
    let elsewhere = Run::of(["probe", "/user", "--instance", "https://gitlab.invalid"])
        .also(["--compare-token-env", "CI_JOB_TOKEN", "--token-env", "MINE"])
        .with("MINE", personal)
        .with("CI_JOB_TOKEN", "glcbt-64_aaaaaaaaaaaaaaaaaaaa")
        .with("CI_SERVER_URL", "https://gitlab.example.com")
        .with("GITLAB_CI", "true")
        .end();
    elsewhere.refuses("CI_JOB_TOKEN");
}

#[test]
fn a_remedy_for_another_kind_of_token_is_not_offered() {
    let scene = alice(role::REPORTER, &["api"], as_is);
    let table = scene.run(["probe", "--need", "push"]).also(PROJECT);
    let table = table.end().ends(3);
    assert!(table.stdout.contains("[wrong_role: push-not-allowed]"));
    let other = "With a job token";
    assert!(!table.stdout.contains(other), "{}", table.stdout);
}

#[test]
fn what_stops_a_matrix_is_told_once_for_each_remedy() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let table = scene.run(["probe"]).also(PROJECT).end().ends(0);
    let remedies = table.stdout.split("What to do").nth(1).unwrap_or_default();
    assert_eq!(remedies.matches("role-too-low").count(), 2, "{remedies}");
    for role in ["the Maintainer role", "the Owner role"] {
        assert_eq!(remedies.matches(role).count(), 1, "{role}: {remedies}");
    }
    let note = scene
        .run(["probe", "--format", "markdown"])
        .also(PROJECT)
        .end()
        .ends(0);
    assert!(note.stdout.contains("### What to do"), "{}", note.stdout);
    let cases = scene
        .run(["probe", "--format", "junit"])
        .also(PROJECT)
        .end()
        .ends(0);
    assert!(cases.stdout.contains("classname=\"glwhy probe code\""));
    assert!(cases.stdout.contains("glwhy explain --code role-too-low"));
}

#[test]
fn without_a_token_nothing_is_sent_and_it_is_said_once() {
    let scene = Scene::of(scenarios::nothing_sent());
    let table = scene.run(["probe"]).also(PROJECT).end().ends(3);
    assert_eq!(
        table.stdout.matches("[no-token-found]").count(),
        1,
        "{}",
        table.stdout
    );
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn without_a_target_only_the_instance_is_looked_at() {
    let scene = alice(role::DEVELOPER, &["api"], as_is);
    let table = scene.run(["probe"]).end().ends(0);
    assert!(table.stdout.contains("read-api"), "{}", table.stdout);
    assert!(table.stdout.contains("[no-target]"), "{}", table.stdout);
}

#[test]
fn a_group_has_a_matrix_of_its_own() {
    let scene = alice(role::OWNER, &["api"], as_is);
    let run = |format: &str| {
        scene
            .run(["probe", "--group", "org/team", "--format", format])
            .end()
    };
    let report = run("json").json();
    for name in ["read-variables", "write-variables", "manage-settings"] {
        assert_eq!(ends(&report, name).0, "granted", "{name}");
    }
    let is_of_project = |entry: &Value| entry["subject"] == "clone";
    assert!(
        !report["entries"]
            .as_array()
            .unwrap()
            .iter()
            .any(is_of_project)
    );
    let requests = &report["requests"];
    assert!(requests["sent"].as_u64().unwrap() <= 25, "{requests}");
    assert!(requests["round_trips"].as_u64().unwrap() <= 2, "{requests}");
    let least = scene
        .run(["probe", "--group", "org/team", "--format", "json"])
        .also(["--need", "read-packages,create-project"])
        .end()
        .json()["least_privilege"]
        .clone();
    assert_eq!(least["kind"], "group");
    let url = least["url"].as_str().unwrap();
    assert!(
        url.ends_with("/groups/org/team/-/settings/access_tokens"),
        "{url}"
    );
}

#[test]
fn in_a_job_its_own_token_is_the_smallest_where_it_does() {
    let mut stage = Stage::new();
    let app = stage.app;
    let token = stage.job(app);
    let scene = Scene::of(stage.asks(token, "GET", TARGET));
    let least = |needs: &str| report(&scene, needs)["least_privilege"].clone();
    let own = least("clone,create-release");
    assert_eq!(own["kind"], "job");
    assert!(own["provided"].to_string().contains("allowlist"), "{own}");
    assert_eq!(least("create-merge-request")["kind"], "project");
}

#[test]
fn a_way_of_sending_counts_on_the_surfaces_that_it_is_for() {
    let scene = alice(role::MAINTAINER, &["api"], as_is);
    for way in ["bearer", "private-token", "basic"] {
        let report = scene
            .run(["probe", "--format", "json", "--auth", way])
            .also(PROJECT)
            .also(["--need", "clone,read-merge-requests"])
            .end()
            .ends(0)
            .json();
        assert_eq!(ends(&report, "clone").0, "granted", "{way}");
        assert_eq!(ends(&report, "read-merge-requests").0, "granted", "{way}");
    }
}
