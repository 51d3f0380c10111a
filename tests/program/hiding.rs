//! Tickets: `--hide-names`, for one that everybody may read, and a report that `explain` shows again.

use crate::harness::{Run, Scene};
use crate::simulator::scenarios::{self, Scenario};

const FORMATS: [&str; 4] = ["table", "markdown", "json", "junit"];

/// Names of the cast, as they stand in every world.
const NAMES: [&str; 5] = ["alice", "org/team", "org%2Fteam", "team", "127.0.0.1"];

fn holds(shown: &str, name: &str) -> bool {
    let is_of_word = |letter: char| letter.is_alphanumeric();
    shown.match_indices(name).any(|(at, _)| {
        let before = shown[..at].chars().next_back();
        let after = shown[at + name.len()..].chars().next();
        !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
    })
}

#[track_caller]
fn names_nobody(shown: &str) {
    let found: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| holds(shown, name))
        .collect();
    assert!(found.is_empty(), "{found:?}\n{shown}");
}

fn stories() -> Vec<Scenario> {
    vec![
        scenarios::healthy(),
        scenarios::developer_where_maintainer_needed(),
        scenarios::not_a_member(),
        scenarios::moved_project(),
        scenarios::path_not_encoded(),
        scenarios::job_token_not_on_allowlist(),
        scenarios::deploy_token_pulls(),
        scenarios::archived_push(),
        scenarios::shared_group_role_only(),
        scenarios::blocked_account(),
        scenarios::saml(),
        scenarios::sign_in_page(),
        scenarios::bad_gateway(),
        scenarios::unknown_personal_token(),
    ]
}

#[test]
fn no_format_of_a_probe_names_anybody() {
    for scenario in stories() {
        let scene = Scene::of(scenario);
        let port = scene.simulator.origin();
        let port = port.rsplit(':').next().unwrap();
        for format in FORMATS {
            let run = scene
                .probe()
                .also(["-v", "--hide-names", "--format", format]);
            let outcome = run.end();
            names_nobody(&outcome.stdout.replace(port, "PORT"));
            let bare = scene.probe().also(["--format", format]).end();
            assert_eq!(outcome.code, bare.code, "the verdict stays");
        }
    }
}

#[test]
fn neither_does_a_survey_a_card_or_a_check_up() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    for arguments in [
        vec!["probe", "--project", "org/team/app"],
        vec![
            "probe",
            "--project",
            "org/team/app",
            "--need",
            "push,clone,manage-tokens",
        ],
        vec!["inspect"],
        vec!["doctor", "--project", "org/team/app"],
    ] {
        for format in FORMATS {
            let run = scene
                .run(&arguments)
                .also(["-v", "--hide-names", "--format", format]);
            names_nobody(&run.end().stdout);
        }
    }
}

#[test]
fn the_same_name_is_always_the_same_and_ids_stay_numbers() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let run = scene.probe().also(["--hide-names", "--format", "json"]);
    let report = run.end().json();
    let owner = &report["tokens"][0]["owner"];
    assert_eq!(owner["username"], "user-1");
    assert!(owner["id"].is_u64(), "{owner}");
    let subject = report["entries"][0]["subject"].as_str().unwrap();
    let fix = report["entries"][0]["diagnosis"]["findings"][0]["fix"][0]
        .as_str()
        .unwrap();
    assert!(subject.contains("%2F"), "{subject}");
    let project = subject
        .split('/')
        .find(|part| part.contains("%2F"))
        .unwrap();
    let project = project.split(' ').next_back().unwrap().replace("%2F", "/");
    assert!(fix.contains(&project), "{project} {fix}");
    assert!(fix.contains("@user-1"), "{fix}");
    assert!(fix.contains("host-1.example"), "{fix}");
}

#[test]
fn what_was_pasted_is_hidden_and_what_everybody_knows_stays() {
    let log = "\
$ git push
remote: You are not allowed to push code to this project.
fatal: unable to access 'https://gitlab.corp.example/acme/secret-app.git/': The requested URL returned error: 403
$ curl --header 'PRIVATE-TOKEN: [MASKED]' https://gitlab.com/api/v4/projects/4711/issues/9/notes
{\"message\":\"404 Project Not Found\"}
$ docker pull registry.corp.example:5050/acme/secret-app/img:1
Error response from daemon: denied: access forbidden
";
    for format in FORMATS {
        let run = Run::of(["explain", "-v", "--hide-names", "--format", format]).reading(log);
        let shown = run.end().ends(3).stdout;
        for name in ["corp", "acme", "secret", "4711"] {
            assert!(!shown.contains(name), "{name} in {format}\n{shown}");
        }
        assert!(shown.contains("gitlab.com"), "{shown}");
        assert!(shown.contains("/issues/"), "{shown}");
    }
}

#[test]
fn logs_of_gitlab_lose_users_projects_addresses_and_ids() {
    let line = r#"{"time":"2026-03-14T09:00:00.000Z","severity":"INFO","status":403,"method":"GET","path":"/api/v4/projects/acme%2Fsecret/variables","host":"gitlab.corp.example","remote_ip":"203.0.113.77","route":"/api/:version/projects/:id/variables","user_id":4711,"username":"bob","meta.user":"bob","meta.project":"acme/secret","correlation_id":"01JXSECRET","token_id":815,"token_type":"PersonalAccessToken","meta.caller_id":"GET /api/:version/projects/:id/variables"}"#;
    for format in FORMATS {
        let run = Run::of([
            "explain",
            "-v",
            "--hide-names",
            "--format",
            format,
            "api_json.log",
        ])
        .file("api_json.log", format!("{line}\n{line}\n"));
        let shown = run.end().ends(3).stdout;
        for name in [
            "corp",
            "acme",
            "secret",
            "SECRET",
            "4711",
            "bob",
            "203.0.113",
            "815",
        ] {
            assert!(!shown.contains(name), "{name} in {format}\n{shown}");
        }
        assert!(shown.contains("/projects/:id/variables"), "{shown}");
    }
}

#[test]
fn files_of_reports_are_hidden_as_well() {
    let scene = Scene::of(scenarios::healthy());
    let run = scene
        .probe()
        .also(["--hide-names", "--report", "markdown=ticket.md"]);
    run.end().ends(0);
    names_nobody(&run.read_file("ticket.md"));
}

/// The formats for people, of the same run and of its report in JSON.
#[track_caller]
fn shows_the_same(run: Run) {
    let formats = ["markdown", "junit", "table"];
    let run = formats.iter().fold(run, |run, format| {
        run.also(["--report", &format!("{format}={format}.out")])
    });
    let first = run.also(["--report", "json=report.json"]);
    let code = first.end().code;
    let stored = first.read_file("report.json");
    for format in formats {
        let again =
            Run::of(["explain", "report.json", "--format", format]).file("report.json", &stored);
        assert_eq!(
            again.end().ends(code).stdout,
            first.read_file(&format!("{format}.out")),
            "{format}"
        );
        let piped = Run::of(["explain", "--format", format]).reading(stored.clone());
        assert_eq!(
            piped.end().ends(code).stdout,
            first.read_file(&format!("{format}.out")),
            "{format}"
        );
    }
    let again = Run::of(["explain", "-", "--format", "json"]).reading(stored.clone());
    assert_eq!(again.end().ends(code).stdout, stored);
}

#[test]
fn a_report_in_json_is_shown_again_in_any_format_and_with_its_verdict() {
    for scenario in stories() {
        shows_the_same(Scene::of(scenario).probe());
    }
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    for arguments in [
        vec!["probe", "--project", "org/team/app"],
        vec![
            "probe",
            "--project",
            "org/team/app",
            "--need",
            "push,clone,manage-tokens",
        ],
        vec!["inspect"],
        vec!["doctor", "--project", "org/team/app"],
        vec!["probe", "--plan", "/version"],
    ] {
        shows_the_same(scene.run(arguments));
    }
}

#[test]
fn a_report_of_logs_is_shown_again_and_can_be_hidden_then() {
    let line = r#"{"time":"2026-03-14T09:00:00.000Z","status":403,"method":"GET","route":"/api/:version/projects/:id/variables","meta.user":"bob","meta.project":"acme/secret","correlation_id":"01JX","path":"/api/v4/projects/acme%2Fsecret/variables"}"#;
    let run = Run::of(["explain", "api_json.log"]).file("api_json.log", line);
    let stored = run.also(["--format", "json"]).end().ends(3).stdout;
    let shown = Run::of(["explain", "--hide-names", "--format", "markdown"])
        .reading(stored)
        .end()
        .ends(3)
        .stdout;
    assert!(!shown.contains("acme") && !shown.contains("bob"), "{shown}");
    assert!(shown.contains("role-too-low"), "{shown}");
}

#[test]
fn a_report_that_cannot_be_read_is_said_to_be_one() {
    for (text, words) in [
        (r#"{"schema": "glwhy.report/v1", "entries": ["#, "cut off"),
        (r#"{"schema": "glwhy.report/v2"}"#, "glwhy.report/v2"),
    ] {
        Run::of(["explain", "-"]).reading(text).end().refuses(words);
    }
    let token = crate::harness::made_up_token();
    let planted = format!(
        r#"{{"schema": "glwhy.report/v1", "verdict": "problem", "advice": [{{"code": "x", "severity": "note", "text": "{token}"}}]}}"#
    );
    let shown = Run::of(["explain", "-"]).reading(planted).end().shown();
    assert!(!shown.contains(&token), "{shown}");
}
