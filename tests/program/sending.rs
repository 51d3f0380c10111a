//! What is sent, and what is not: the plan, the budget, the sources of the token, and the ways to write a request.

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::role;
use crate::simulator::scenarios::{self, Stage};

#[test]
fn a_plan_sends_nothing_and_lists_what_would_be_sent() {
    let scene = Scene::of(scenarios::healthy());
    for arguments in [
        vec!["inspect"],
        vec!["probe", "/user"],
        vec!["probe", "DELETE /projects/7"],
    ] {
        let run = scene.run(arguments).also(["--plan"]);
        let report = run.end().ends(0);
        assert!(report.stdout.contains("GET "), "{}", report.stdout);
        let report = run.also(["--format", "json"]).end().ends(0).json();
        assert_eq!(report["requests"]["sent"], 0);
        assert!(!report["requests"]["log"].as_array().unwrap().is_empty());
        assert_eq!(report["entries"][0]["outcome"], "not_probed");
    }
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn offline_inspection_sends_nothing() {
    let scene = Scene::of(scenarios::healthy());
    let outcome = scene.run(["inspect", "--offline"]).end().ends(0);
    assert!(outcome.stdout.contains("personal"), "{}", outcome.stdout);
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn the_budget_is_kept_and_what_it_left_open_is_said() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    for budget in [1, 2] {
        let before = scene.simulator.requests().len();
        let outcome = scene
            .probe()
            .also(["--format", "json", "--max-requests", &budget.to_string()])
            .end()
            .ends(3);
        assert!(scene.simulator.requests().len() - before <= budget);
        assert_ne!(
            outcome.json()["requests"]["left_open"],
            serde_json::json!([])
        );
    }
}

#[test]
fn the_token_is_read_from_each_source_and_the_source_is_named() {
    let scene = Scene::of(scenarios::healthy());
    let token = scene.token();
    let address = scene.simulator.origin();
    let run = |more: &[&str]| {
        Run::of(["inspect", "--format", "json", "--instance", &address])
            .also(more.iter().copied())
            .with("PATH", "/usr/bin:/bin")
    };
    let netrc = format!("machine 127.0.0.1 login me password {token}");
    let command = format!("echo {token}");
    for (run, source) in [
        (
            run(&["--token-env", "MINE"]).with("MINE", &token),
            "env:MINE",
        ),
        (run(&["--token-file", "t"]).file("t", &token), "file:t"),
        (
            run(&["--token-stdin"]).reading(format!("{token}\n")),
            "stdin",
        ),
        (run(&["--token-command", &command]), "command"),
        (run(&[]).with("GL_TOKEN", &token), "env:GL_TOKEN"),
        (run(&[]).file(".netrc", netrc), "netrc:127.0.0.1"),
    ] {
        let outcome = run.end().ends(0);
        assert_eq!(outcome.json()["tokens"][0]["source"], source);
    }
}

#[test]
fn what_was_shadowed_is_named() {
    let scene = Scene::of(scenarios::healthy());
    let run = scene
        .run(["inspect", "--offline", "--format", "json"])
        .with("GL_TOKEN", "x");
    let report = run.end().json();
    assert_eq!(
        report["tokens"][0]["shadows"],
        serde_json::json!(["env:GL_TOKEN"])
    );
}

#[test]
fn every_way_to_write_a_request_asks_the_same() {
    let scene = Scene::of(scenarios::healthy());
    let origin = scene.simulator.origin();
    let other = made_up_token();
    for request in [
        "/version".to_owned(),
        "GET /version".to_owned(),
        "/api/v4/version".to_owned(),
        format!("{origin}/api/v4/version"),
        format!("curl -s --header 'PRIVATE-TOKEN: {other}' '{origin}/api/v4/version'"),
        format!("/version?private_token={other}"),
        format!(
            "{}/api/v4/version",
            origin.replace("://", &format!("://me:{other}@"))
        ),
    ] {
        let outcome = scene
            .run(["probe", &request, "--format", "json"])
            .end()
            .ends(0);
        assert_eq!(outcome.json()["entries"][0]["subject"], "GET /version");
        assert!(!outcome.shown().contains(&other));
        let last = scene.simulator.requests().pop().unwrap();
        assert_eq!(
            (last.path.as_str(), last.query.as_str()),
            ("/api/v4/version", "")
        );
        assert!(
            last.credentials()
                .iter()
                .all(|(_, value)| !value.contains(&other))
        );
    }
}

#[test]
fn a_pasted_command_without_a_token_is_pointed_out() {
    let scene = Scene::of(scenarios::healthy());
    let address = format!("{}/api/v4/version", scene.simulator.origin());
    let command = format!("curl --header 'PRIVATE_TOKEN: x' {address}");
    let outcome = scene.run(["probe", &command]).end().ends(0);
    assert!(
        outcome.stdout.contains("sends no token"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_pasted_command_is_asked_in_its_own_way() {
    let scene = Scene::of(scenarios::job_token_on_merge_requests_new());
    let path = format!("{}{}", scene.simulator.origin(), scene.scenario.path);
    let command = format!("curl --header 'PRIVATE-TOKEN: $CI_JOB_TOKEN' '{path}'");
    let report = scene
        .run(["probe", &command, "--format", "json"])
        .end()
        .ends(3)
        .json();
    let finding = &report["entries"][0]["diagnosis"]["findings"][0];
    assert_eq!(finding["cause"], "wrong_token_type", "{report:#}");
    assert_eq!(report["requests"]["log"][0]["auth"], "private-token");
}

#[test]
fn an_address_names_the_instance_where_nobody_else_does() {
    let scene = Scene::of(scenarios::healthy());
    let address = format!("{}/api/v4/version", scene.simulator.origin());
    Run::of(["probe", &address])
        .with("GITLAB_TOKEN", scene.token())
        .end()
        .ends(0);
    assert_eq!(scene.simulator.requests().len(), 1);
}

#[test]
fn a_request_that_would_change_something_is_never_sent() {
    let scene = Scene::of(scenarios::healthy());
    for request in [
        "POST /projects/org%2Fteam%2Fapp/repository/tags",
        "DELETE /projects/org%2Fteam%2Fapp",
        "/jwt/auth?service=container_registry&scope=repository:org/team/app:push,pull",
        "/jwt/auth?service=container_registry&%73cope=repository:org/team/app:push",
        "/jwt//auth?service=container_registry&scope=repository:org/team/app:%2a",
        "/alice/new.git/info/refs?service=git%2Dreceive-pack",
        "/alice/new.git/info/refs?%73ervice=git-receive-pack",
        "/-/sent_notifications/0123456789abcdef/unsubscribe?force=true",
        "/api/graphql?query=mutation%7Bx%7D",
    ] {
        let report = scene
            .run(["probe", request, "--format", "json"])
            .end()
            .json();
        assert_eq!(report["entries"][0]["basis"], "derived", "{request}");
    }
    assert!(scene.simulator.mutations().is_empty());
    for request in scene.simulator.requests() {
        let place = format!("{}?{}", request.path, request.query);
        for word in [
            "new.git/info/refs?service=git-receive-pack",
            "auth",
            "/-/",
            "mutation",
        ] {
            assert!(!place.contains(word), "{place}");
        }
    }
}

#[test]
fn what_a_role_may_do_by_a_setting_is_asked_of_graphql() {
    let mut stage = Stage::new();
    stage.alice_is(role::GUEST);
    let token = stage.personal(&["api"]);
    let scene = Scene::of(stage.asks(token, "GET", "/user"));
    let request = "POST /projects/org%2Fteam%2Fapp/pipeline";
    let run = scene.run(["probe", request, "--format", "json"]);
    let report = run.end().ends(3).json();
    assert_eq!(report["entries"][0]["outcome"], "refused");
    let finding = &report["entries"][0]["diagnosis"]["findings"][0];
    assert_eq!(finding["code"], "role-too-low");
    assert!(scene.simulator.mutations().is_empty());
}

#[test]
fn many_requests_ask_about_a_dead_token_twice_at_most() {
    for scenario in [
        scenarios::expired_personal_token(),
        scenarios::unknown_personal_token(),
    ] {
        let scene = Scene::of(scenario);
        let report = scene
            .run([
                "probe",
                "/projects/org%2Fteam%2Fapp",
                "/projects/org%2Fteam%2Fapp/issues",
                "/projects/org%2Fteam%2Fapp/releases",
                "--format",
                "json",
            ])
            .end()
            .json();
        let outcomes: Vec<_> = report["entries"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| entry["outcome"].clone())
            .collect();
        assert_eq!(outcomes, ["refused", "refused", "refused"]);
        assert!(scene.simulator.requests().len() <= 2);
    }
}

#[test]
fn git_is_asked_for_a_push_only_where_the_project_is_known_to_exist() {
    let scene = Scene::of(scenarios::healthy());
    for (project, sent) in [("org/team/app", true), ("org/team/typo", false)] {
        let push = format!("/{project}.git/info/refs?service=git-receive-pack");
        scene.run(["probe", &push, "--format", "json"]).end();
        let asked = scene.simulator.requests().iter().any(|request| {
            request.path.contains(project) && request.query.contains("git-receive-pack")
        });
        assert_eq!(asked, sent, "{project}");
    }
    assert!(scene.simulator.mutations().is_empty());
}

#[test]
fn asking_without_a_token_sends_none() {
    let scene = Scene::of(scenarios::healthy());
    scene
        .run(["probe", "/projects/org%2Fteam%2Fapp", "--anonymous"])
        .end()
        .ends(3);
    assert!(
        scene
            .simulator
            .requests()
            .iter()
            .all(|request| request.credentials().is_empty())
    );
}

#[test]
fn a_token_that_was_not_read_on_something_public_is_warned_of() {
    let scene = Scene::of(scenarios::public_project_ignored_job_token());
    let entry = scene.passes();
    let warnings = entry.0["warnings"].to_string();
    assert!(warnings.contains("token-not-read"), "{warnings}");
}

#[test]
fn the_catalogue_is_asked_offline() {
    let outcome = Run::of(["probe", "--endpoint", "POST /projects/42/releases"])
        .end()
        .ends(0);
    assert!(
        outcome.stdout.starts_with("POST /projects/:id/releases"),
        "{}",
        outcome.stdout
    );
    assert!(outcome.stdout.contains("developer"), "{}", outcome.stdout);
}

#[test]
fn reports_are_written_beside_the_table() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let run = scene
        .probe()
        .also(["--report", "json=r.json", "--report", "junit=r.xml"]);
    let outcome = run.end().ends(3);
    assert!(outcome.stdout.contains("STOPPED HERE"));
    let json: serde_json::Value = serde_json::from_str(&run.read_file("r.json")).unwrap();
    assert_eq!(json["schema"], "glwhy.report/v1");
    assert!(run.read_file("r.xml").starts_with("<?xml"));
}

#[test]
fn colours_and_characters_follow_the_options_and_the_locale() {
    let scene = Scene::of(scenarios::expired_personal_token());
    let plain = scene.probe().end();
    assert!(!plain.stdout.contains('\u{1b}'));
    let coloured = scene.probe().also(["--color", "always"]).end();
    assert!(coloured.stdout.contains('\u{1b}'));
    let ascii = scene.probe().with("LC_ALL", "C").end();
    assert!(ascii.stdout.is_ascii(), "{}", ascii.stdout);
    for width in ["80", "120"] {
        let table = scene.probe().with("COLUMNS", width).end();
        let limit: usize = width.parse().unwrap();
        let is_too_long = |line: &&str| line.chars().count() > limit && !line.contains("https://");
        assert_eq!(table.stdout.lines().find(is_too_long), None);
    }
}

#[test]
fn a_login_on_the_target_itself_is_no_look_at_the_target() {
    let mut stage = Stage::new();
    stage.alice_is(role::MAINTAINER);
    let token = stage.personal(&["api"]);
    let scene = Scene::of(stage.asks(token, "GET", "/api/v4/projects/org%2Fteam%2Fapp"));
    for path in ["", "/issues"] {
        let origin = scene.simulator.origin();
        let request = format!("curl -u x:y {origin}/api/v4/projects/org%2Fteam%2Fapp{path}");
        let report = scene
            .run(["probe", &request, "--format", "json"])
            .end()
            .ends(3)
            .json();
        let finding = &report["entries"][0]["diagnosis"]["findings"][0];
        assert_eq!(
            finding["code"], "token-in-wrong-header",
            "{path}: {finding}"
        );
    }
}

#[test]
fn the_address_of_a_project_finds_its_instance() {
    let scene = Scene::of(scenarios::healthy());
    let origin = scene.simulator.origin();
    let address = format!("{origin}/org/team/app");
    for arguments in [vec!["inspect"], vec!["probe", "/user"]] {
        let run = Run::of(arguments)
            .also(["--instance", &address])
            .with("GITLAB_TOKEN", scene.token());
        let table = run.end().ends(0).stdout;
        for told in ["The instance is", "org/team/app, is a project"] {
            assert!(table.contains(told), "{table}");
        }
        let report = run.also(["--format", "json"]).end().ends(0).json();
        assert_eq!(report["instance"]["url"], *origin, "{report}");
    }
    let below = |request: &str| request.contains("/org/team/app/api");
    let asked = scene.simulator.requests();
    assert!(asked.iter().any(|asked| below(&asked.path)), "{asked:?}");
    for asked in asked.iter().filter(|asked| below(&asked.path)) {
        assert!(asked.credentials().is_empty(), "{asked:?}");
    }
}

#[test]
fn an_instance_below_a_path_of_its_own_is_found_as_well() {
    let mut scenario = scenarios::healthy();
    scenario.world.root = "/gitlab".to_owned();
    scenario.root = "/gitlab".to_owned();
    let scene = Scene::of(scenario);
    let origin = scene.simulator.origin();
    for path in ["/gitlab", "/gitlab/org/team/app"] {
        let report = Run::of(["inspect", "--format", "json"])
            .also(["--instance", &format!("{origin}{path}")])
            .with("GITLAB_TOKEN", scene.token())
            .end()
            .ends(0)
            .json();
        let base = format!("{origin}/gitlab");
        assert_eq!(report["instance"]["url"], base, "{path}: {report}");
    }
}

#[test]
fn a_path_below_which_no_instance_lives_is_cut_and_told() {
    let scene = Scene::of(scenarios::wrong_base_url());
    scene.passes();
    let before = scene.simulator.requests().len();
    let report = scene.probe().also(["--format", "json"]).end().json();
    assert_eq!(report["instance"]["url"], scene.simulator.origin());
    let advice = report["advice"].to_string();
    assert!(advice.contains("instance-found"), "{advice}");
    // What was asked for it stands in the log, and says nothing of the token.
    let log = &report["requests"]["log"];
    let why = "is the API below this address?";
    assert_eq!(log[0]["why"], why, "{log}");
    assert_eq!(log[0]["auth"], "none", "{log}");
    let searched = log.as_array().into_iter().flatten();
    let searched = searched.filter(|request| request["why"] == why).count();
    assert!(searched > 1, "{log}");
    let sent = scene.simulator.requests().len() - before;
    assert_eq!(log.as_array().map(Vec::len), Some(sent), "{log}");
}

#[test]
fn a_remedy_for_a_wrong_base_does_not_name_the_address_that_failed() {
    let mut scenario = scenarios::healthy();
    scenario.world.root = "/gitlab".to_owned();
    scenario.root = "/gitlab".to_owned();
    let scene = Scene::of(scenario);
    let instance = format!("{}/one", scene.simulator.origin());
    let report = Run::of(["inspect", "--format", "json"])
        .also(["--instance", &instance])
        .with("GITLAB_TOKEN", scene.token())
        .end()
        .json();
    let findings = report["entries"][0]["diagnosis"]["findings"].as_array();
    let mut findings = findings.into_iter().flatten();
    let finding = findings.find(|finding| finding["code"] == "wrong-base-url");
    let finding = finding.unwrap_or_else(|| panic!("{report}"));
    assert!(!finding["fix"].to_string().contains(&instance), "{finding}");
}
