//! Pages to look at (`--format html`): they hold what the other formats hold, run nothing, and work in a browser.
//!
//! `GLWHY_BROWSER` names a folder with the packages of npm that `.ci/run browser` installs; without it, the test that opens
//! a browser says that it was left out. What it saw stands in `target/browser`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::{Date, date};

use crate::harness::{Run, Scene, announce, made_up_token, runtime};
use crate::simulator::scenarios::{self, Stage};
use crate::simulator::{Manner, Simulator};

/// A name that would be obeyed by a page that does not escape.
const HOSTILE: &str = "</code></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'";

/// The last days of the tokens of a fleet; the worlds are asked on 2026-11-22.
const LAST_DAYS: [Date; 8] = [
    date(2026, 11, 1),
    date(2026, 11, 25),
    date(2026, 12, 10),
    date(2026, 12, 11),
    date(2027, 1, 20),
    date(2027, 4, 1),
    date(2027, 10, 1),
    date(2027, 11, 20),
];

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn browser() -> Option<std::ffi::OsString> {
    std::env::var_os("GLWHY_BROWSER")
}

fn page(run: Run) -> String {
    run.also(["--format", "html"]).end().stdout
}

/// Many connections: dead ones, some that end soon, some that lack what they need, and broken ones with a hostile name.
fn fleet() -> String {
    let mut stage = Stage::new();
    for day in LAST_DAYS {
        let token = stage.personal(&["read_api"]).expiring(day);
        stage.world.add_token(token);
    }
    let simulator = runtime().block_on(Simulator::start_with(stage.world, Manner::default()));
    let origin = simulator.origin();
    let mut file = String::new();
    let mut run = Run::of(["probe", "--connections", "all.toml"]);
    for index in 0..LAST_DAYS.len() {
        let needs = match index % 3 {
            0 => "project = \"org/team/app\"\nneeds = [\"clone\", \"push\"]\n",
            _ => "",
        };
        let _ = write!(
            file,
            "[team-{index}-deploy]\ninstance = \"{origin}\"\ntoken = {{ env = \"IT_{index}\" }}\n{needs}\n"
        );
        run = run.with(&format!("IT_{index}"), simulator.token_value(index));
    }
    let name = HOSTILE.replace('"', "\\\"");
    let _ = write!(file, "[\"{name}\"]\ninstance = \"nowhere at all\"\n");
    page(run.file("all.toml", file))
}

fn compared() -> String {
    let (scenario, personal) = scenarios::project_token_and_personal_token_same_scopes();
    let scene = Scene::of(scenario);
    let other = scene.simulator.token_value(personal);
    let needs = "clone,push,create-release,read-variables,manage-tokens";
    let run = scene.run(["probe", "--project", "org/team/app", "--need", needs]);
    page(
        run.also(["--compare-token-env", "OTHER"])
            .with("OTHER", other),
    )
}

fn pasted() -> String {
    let text = format!(
        "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'\n\
         {{\"message\":\"403 Forbidden\"}} {HOSTILE}\nGET /api/v4/projects/{HOSTILE}/issues 404 {{\"message\":\"404 Project Not Found\"}}\n"
    );
    page(Run::of(["explain"]).reading(text))
}

fn logged() -> String {
    let lines = (0..30).map(|number| {
        let (status, path) = [(401, "user"), (403, "variables"), (404, "issues")][number % 3];
        format!(
            "{{\"time\":\"2026-11-22T10:00:{number:02}Z\",\"severity\":\"INFO\",\"status\":{status},\"method\":\"GET\",\
             \"path\":\"/api/v4/projects/7/{path}\",\"route\":\"/api/:version/projects/:id/{path}\",\
             \"username\":\"{}\",\"token_id\":{},\"token_type\":\"PersonalAccessToken\",\"correlation_id\":\"01J{number}\"}}\n",
            ["alice", "<b>bob</b>"][number % 2],
            number % 5,
        )
    });
    let log: String = lines.collect();
    page(Run::of(["explain", "api_json.log"]).file("api_json.log", log))
}

/// A page of each kind of report, with its name.
fn pages() -> Vec<(&'static str, String)> {
    let scene = Scene::of(scenarios::project_token_and_personal_token_same_scopes().0);
    let at = ["--project", "org/team/app"];
    let asked = "GET /projects/org%2Fteam%2Fapp/variables";
    vec![
        ("inspected", page(scene.run(["inspect"]))),
        ("refused", page(scene.run(["probe", asked]).also(at))),
        ("survey", page(scene.run(["probe"]).also(at))),
        (
            "needs",
            page(
                scene
                    .run(["probe", "--need", "clone,push,read-api"])
                    .also(at),
            ),
        ),
        ("planned", page(scene.run(["probe", "--plan", asked]))),
        (
            "doctor",
            page(scene.run(["doctor"]).with("CI_JOB_TOKEN", made_up_token())),
        ),
        ("compared", compared()),
        ("fleet", fleet()),
        ("pasted", pasted()),
        ("logged", logged()),
    ]
}

#[test]
fn a_page_is_one_file_that_loads_and_runs_nothing() {
    for (name, page) in pages() {
        assert!(
            page.starts_with("<!DOCTYPE html><html lang=\"en\">"),
            "{name}"
        );
        assert!(page.ends_with("</html>\n"), "{name}");
        assert!(page.contains("content=\"default-src 'none'; "), "{name}");
        for active in ["<script", "<img", "<iframe", "@import", "url("] {
            assert!(!page.contains(active), "{name}: {active}");
        }
        let links = page.split(" href=\"").skip(1);
        for link in links.map(|rest| rest.split('"').next().unwrap_or_default()) {
            let is_plain = ["#", "https://", "http://127.0.0.1", "data:,"];
            assert!(
                is_plain.iter().any(|begin| link.starts_with(begin)),
                "{name}: {link}"
            );
        }
    }
}

#[test]
fn what_comes_from_outside_stands_in_a_page_as_text() {
    let fleet = fleet();
    assert!(
        fleet.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img"),
        "{fleet}"
    );
    assert!(logged().contains("&lt;b&gt;bob&lt;/b&gt;"));
}

#[test]
fn a_page_tells_what_the_table_tells() {
    let scene = Scene::of(scenarios::project_token_and_personal_token_same_scopes().0);
    let run = scene.run(["probe", "GET /projects/org%2Fteam%2Fapp/variables"]);
    let run = run.also(["--report", "html=page.html"]);
    let outcome = run.end().ends(3);
    let page = run.read_file("page.html");
    for told in [
        "STOPPED HERE",
        "The role is too low",
        "What to do",
        "reporter",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(
        outcome.stdout.contains("The role is too low"),
        "{}",
        outcome.stdout
    );
    let token = scene.token();
    assert!(!page.contains(&token) && !fleet().contains(&made_up_token()));
}

#[test]
fn pages_hold_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = pages();
    announce("pages", pages.len());
    let Some(packages) = browser() else {
        announce("left out, for want of GLWHY_BROWSER", 0);
        return;
    };
    let written = root.join("target/browser/pages");
    fs::create_dir_all(&written).unwrap();
    for (name, page) in pages {
        fs::write(written.join(format!("{name}.html")), page).unwrap();
    }
    let status = Command::new("node")
        .arg(root.join("tests/browser/check.mjs"))
        .arg(&written)
        .arg(root.join("target/browser/pictures"))
        .env("GLWHY_BROWSER", packages)
        .status();
    assert!(status.expect("node is there").success());
}
