//! What people type behind `probe`, as they type it, on the built program.

use crate::harness::{Run, Scene, made_up_token};
use crate::simulator::{Version, scenarios};

/// What the first entry of the report is about.
#[track_caller]
fn subject(scene: &Scene, typed: &[&str], input: &str) -> String {
    let run = scene.run(["probe", "--format", "json"]).reading(input);
    let report = run.also(typed.iter().copied()).end().ends(0).json();
    report["entries"][0]["subject"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn what_people_type_first_works() {
    let scene = Scene::of(scenarios::healthy());
    let address = format!("{}/api/v4/version", scene.simulator.origin());
    let quoted = format!("curl -s \"{address}\"");
    for typed in [
        vec!["GET", "/version"],
        vec!["get", "version"],
        vec!["version"],
        vec!["api/v4/version"],
        vec!["/api/v4/version"],
        vec!["curl", "-s", "-H", "Accept: */*", &address],
        vec!["--", "curl", "-s", &address],
        vec!["$", "curl", "--fail", &address],
        vec![&quoted],
    ] {
        assert_eq!(subject(&scene, &typed, ""), "GET /version", "{typed:?}");
    }
}

#[test]
fn standard_input_is_read_where_it_is_asked_for_and_nowhere_else() {
    let scene = Scene::of(scenarios::healthy());
    let address = format!("{}/api/v4/version", scene.simulator.origin());
    let pasted = format!("# what failed\ncurl -s \\\n  '{address}'\n");
    assert_eq!(subject(&scene, &["-"], &pasted), "GET /version");
    assert_eq!(subject(&scene, &["/user"], "/version"), "GET /user");
    let survey = scene
        .run(["probe", "--plan", "--format", "json"])
        .reading("/version\n")
        .end();
    let report = survey.ends(0).json();
    assert_ne!(report["entries"][0]["subject"], "GET /version");
    assert!(
        report["entries"]
            .as_array()
            .is_some_and(|entries| entries.len() > 1)
    );
    scene
        .run(["probe", "-"])
        .reading("\n# nothing\n")
        .end()
        .refuses("the request is empty");
    let both = scene
        .run(["probe", "-", "--token-stdin"])
        .reading("/version\n")
        .end();
    both.refuses("both the token and the request");
}

#[test]
fn capabilities_and_repositories_are_asked_by_name() {
    let scene = Scene::of(scenarios::healthy());
    let clone = format!("{}/group/app.git", scene.simulator.origin());
    for (typed, needs, project) in [
        (
            vec!["clone", "--project", "group/app"],
            vec!["clone"],
            "group/app",
        ),
        (
            vec!["Clone,", "create_release", "--project", "group/app"],
            vec!["clone", "create-release"],
            "group/app",
        ),
        (vec![clone.as_str()], vec!["clone"], "group/app"),
        (
            vec!["git@127.0.0.1:group/app.git"],
            vec!["clone"],
            "group/app",
        ),
    ] {
        let run = scene
            .run(["probe", "--plan", "--format", "json"])
            .also(typed.iter().copied());
        let report = run.end().ends(0).json();
        let entries = report["entries"].as_array().unwrap();
        let names: Vec<_> = entries
            .iter()
            .map(|entry| entry["subject"].as_str().unwrap())
            .collect();
        assert_eq!(names, needs, "{typed:?}");
        assert!(
            report.to_string().contains(&project.replace('/', "%2F"))
                || report.to_string().contains(project),
            "{report}"
        );
    }
    let shown = scene
        .run(["probe", "--plan", "git@127.0.0.1:group/app.git"])
        .end()
        .stdout;
    assert!(shown.contains("Git sends a key and no token"), "{shown}");
}

#[test]
fn what_is_not_understood_is_repeated_without_its_secrets() {
    let token = made_up_token();
    let deploy = format!("make deploy KEY={token}");
    for (typed, words) in [
        (vec!["probe", "clon"], "`clon` is no request"),
        (vec!["probe", "clon"], "The nearest are clone"),
        (vec!["probe", &deploy], "`make deploy"),
        (
            vec!["probe", &token],
            "the request holds what looks like a token",
        ),
        (
            vec!["probe", "GET", &token],
            "the request holds what looks like a token",
        ),
        (
            vec!["probe", "git@github.com:a/b.git"],
            "github.com is another forge",
        ),
        (
            vec!["probe", "https://github.com/api/v4/user"],
            "github.com is another forge",
        ),
        (vec!["probe", "curl", "-s"], "the command names no address"),
        (
            vec!["explain", "--status", "403", "--request", "clone"],
            "--request takes the request",
        ),
    ] {
        let outcome = Run::of(typed)
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses(words);
        assert!(!outcome.shown().contains(&token));
        assert!(!outcome.shown().contains("****"), "{}", outcome.shown());
    }
}

/// An instance of another release than the knowledge is told so, and of the same one nothing.
#[test]
fn by_which_release_an_instance_is_judged_is_said() {
    for (version, words) in [
        ((19, 2), Some("judged by the older GitLab 18.9")),
        ((17, 11), Some("judged by the newer GitLab 18.9")),
        ((18, 9), None),
    ] {
        let mut scenario = scenarios::healthy();
        scenario.world.version = Version(version.0, version.1, 1);
        let scene = Scene::of(scenario);
        let report = scene.inspect();
        assert_eq!(report["tool"]["knowledge"], "18.9");
        assert_eq!(
            report["instance"]["knowledge"].as_str(),
            words,
            "{version:?}"
        );
        let page = scene.run(["inspect"]).end();
        let shown = page.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_shown = shown.contains(words.unwrap_or("judged by"));
        assert_eq!(is_shown, words.is_some(), "{shown}");
    }
}

#[test]
fn requests_are_read_the_same_wherever_they_are_given() {
    let page = Run::of(["probe", "--endpoint", "projects/42/variables"])
        .end()
        .ends(0);
    assert!(
        page.stdout.contains("/projects/:id/variables"),
        "{}",
        page.stdout
    );
    let page = Run::of(["probe", "--endpoint", "read-variables"])
        .end()
        .ends(0);
    assert!(
        page.stdout.contains("/projects/:id/variables"),
        "{}",
        page.stdout
    );
    let told = [
        "explain",
        "--status",
        "403",
        "--request",
        "PUT projects/42/variables/A",
        "--format",
        "json",
    ];
    let report = Run::of(told).end().ends(3).json();
    assert_eq!(
        report["entries"][0]["subject"],
        "PUT /projects/42/variables/A"
    );
}

#[test]
fn the_address_of_a_page_is_asked_as_what_it_shows() {
    let scene = Scene::of(scenarios::healthy());
    let page = |path: &str| format!("{}/group/app{path}", scene.simulator.origin());
    for (path, asked) in [
        (
            "/-/merge_requests/1#note_7",
            "GET /projects/group%2Fapp/merge_requests/1",
        ),
        ("/-/settings/ci_cd", "GET /projects/group%2Fapp/variables"),
        ("/-/jobs/9", "GET /projects/group%2Fapp/jobs/9"),
        ("", "GET /projects/group%2Fapp"),
    ] {
        let address = page(path);
        let run = scene.run(["probe", "--plan", &address]);
        let report = run.also(["--format", "json"]).end().ends(0).json();
        assert_eq!(report["entries"][0]["subject"], asked);
        let said = report["advice"].to_string();
        assert!(
            said.contains(&format!("{asked} is asked in the place of")),
            "{said}"
        );
    }
    let address = page("/-/issues/1");
    let run = scene.run(["probe", "--plan", "--format", "json", "curl", &address]);
    let report = run.end().ends(0).json();
    assert_eq!(report["entries"][0]["subject"], "GET /group/app/-/issues/1");
    let said = report["advice"].to_string();
    assert!(
        said.contains("/api/v4/projects/group%2Fapp/issues/1 does"),
        "{said}"
    );
}

#[test]
fn placeholders_are_filled_from_the_clone_and_the_job() {
    let scene = Scene::of(scenarios::healthy());
    let origin = scene.simulator.origin();
    let shown = |run: Run| {
        let report = run
            .also(["--plan", "--format", "json"])
            .end()
            .ends(0)
            .json();
        report["entries"][0]["subject"].as_str().unwrap().to_owned()
    };
    for typed in ["/projects/:id/jobs", "projects/{owner}%2F{repo}/jobs"] {
        let run = scene.run(["probe", typed, "--project", "group/app"]);
        assert_eq!(shown(run), "GET /projects/group%2Fapp/jobs");
    }
    let typed = "curl $CI_API_V4_URL/projects/$CI_PROJECT_ID/jobs/$CI_JOB_ID";
    let job = Run::of(["probe", typed])
        .with("CI_API_V4_URL", format!("{origin}/api/v4"))
        .with("CI_SERVER_URL", &origin)
        .with("CI_PROJECT_ID", "42")
        .with("CI_JOB_ID", "9");
    assert_eq!(shown(job), "GET /projects/42/jobs/9");
    let unset = Run::of(["probe", "/projects/7/pipelines/$CI_PIPELINE_ID"]).end();
    unset.refuses("CI_PIPELINE_ID is not set here");
    let secret = made_up_token();
    let run = Run::of(["probe", "/projects/$CI_JOB_TOKEN", "--plan"]).with("CI_JOB_TOKEN", &secret);
    assert!(!run.end().shown().contains(&secret));
}

#[test]
fn what_other_tools_take_is_met_with_what_does_the_same_here() {
    let token = made_up_token();
    for (arguments, tip) in [
        (vec!["probe", "--json"], "--format json"),
        (vec!["probe", "-o", "json"], "--format json"),
        (vec!["probe", "--host", "x"], "--instance URL"),
        (vec!["probe", "--token", &token], "GITLAB_TOKEN"),
        (vec!["inspect", &token], "GITLAB_TOKEN"),
        (
            vec!["probe", "--token-env", "$GITLAB_TOKEN"],
            "Leave out the dollar: --token-env GITLAB_TOKEN",
        ),
        (vec!["explain", "https://h/a/b"], "glwhy probe"),
        (
            vec!["explain", "scope-mising"],
            "the nearest is scope-missing",
        ),
    ] {
        let outcome = Run::of(arguments).end().refuses(tip);
        assert!(!outcome.shown().contains(&token));
    }
}

#[test]
fn a_status_or_a_code_is_explained_where_no_file_has_its_name() {
    for status in ["403", "403 Forbidden"] {
        let shown = Run::of(["explain", status]).end().ends(3).stdout;
        assert!(shown.contains("403"), "{shown}");
    }
    let page = Run::of(["explain", "scope-missing"]).end().ends(0).stdout;
    assert!(page.contains("scope-missing"), "{page}");
    let file = Run::of(["explain", "scope-missing"]).file("scope-missing", "nothing failed\n");
    file.end().ends(4);
}
