//! The renewal program, tried on a small GitLab that was made up for it (`tests/renew/`), and on its own knowledge.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[expect(dead_code, reason = "its `main` is not for tests")]
#[path = "../examples/renew/main.rs"]
mod renew;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> String {
    root()
        .join("tests/renew")
        .join(name)
        .to_string_lossy()
        .into_owned()
}

/// A copy of the small knowledge, that can be written to.
fn knowledge() -> (tempfile::TempDir, PathBuf) {
    let sealed = tempfile::tempdir().expect("a folder");
    let knowledge = sealed.path().join("knowledge");
    for name in [
        "endpoints/things.toml",
        "tokens/scopes.toml",
        "tokens/job-policies.toml",
    ] {
        let target = knowledge.join(name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(root().join("tests/renew/knowledge").join(name), target).expect("a copy");
    }
    fs::create_dir_all(knowledge.join("settings")).expect("a folder");
    fs::create_dir_all(knowledge.join("routes")).expect("a folder");
    (sealed, knowledge)
}

fn run(arguments: &[&str], knowledge: &Path) -> (String, bool) {
    let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
    renew::run(&arguments, knowledge).unwrap_or_else(|error| panic!("{error}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told to write its files anew"
)]
fn is_blessed() -> bool {
    std::env::var_os("GLWHY_BLESS").is_some()
}

/// The lines of a group of the report.
fn group<'r>(report: &'r str, title: &str) -> Vec<&'r str> {
    report
        .lines()
        .skip_while(|line| !line.starts_with(title))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(str::trim)
        .collect()
}

#[test]
fn a_checkout_is_read_in_every_way_that_routes_are_written() {
    let (_sealed, knowledge) = knowledge();
    let (report, is_same) = run(&[&folder("gitlab")], &knowledge);
    assert!(!is_same);
    if is_blessed() {
        fs::write(folder("report.txt"), &report).expect("the report");
    }
    let expected = fs::read_to_string(folder("report.txt")).expect("the report");
    assert!(report == expected, "tests/renew/report.txt: {report}");
}

#[test]
fn what_was_written_down_does_not_differ() {
    let (_sealed, knowledge) = knowledge();
    let source = folder("gitlab");
    run(&[&source, "--write", "1.0"], &knowledge);
    let written = fs::read_to_string(knowledge.join("settings/1.0.toml")).expect("the settings");
    let kept = [
        r#""GET /projects/:id/widgets" = { scopes = "ai, read_user (some), read_widget (some)", reads = "deploy_token_allowed, job_token_allowed", permission = "read_widget", boundary = "project", policies = "read_widgets", opens = "issues, repository" }"#,
        r#""WIDGET: Create" = "create_widget for project, user""#,
        r#"admin_widgets" = "group, project; needs read_widgets""#,
    ];
    for line in kept {
        assert!(written.contains(line), "{line}\n{written}");
    }
    let (report, _) = run(&[&source], &knowledge);
    let groups: BTreeSet<&str> = report
        .lines()
        .filter(|line| !line.starts_with(' ') && !line.is_empty())
        .filter_map(|line| line.split(':').next())
        .collect();
    let left = [
        "12 differences",
        "Cannot be read",
        "Gone permission of job tokens",
        "New permission of job tokens",
        "Routes that only GitLab's documents name",
        "Rows of knowledge/endpoints with another `job`",
        "Rows of knowledge/endpoints with another `permission`",
        "Rows of knowledge/endpoints with another `scopes`",
    ];
    assert_eq!(groups, BTreeSet::from(left), "{report}");
}

#[test]
fn a_checkout_and_what_ran_say_the_same() {
    let (_sealed, knowledge) = knowledge();
    run(
        &[&folder("measured"), &folder("gitlab"), "--write", "1.0"],
        &knowledge,
    );
    let written = fs::read_to_string(knowledge.join("settings/1.0.toml")).expect("the settings");
    let answered = r#"granted = "developer", features = "builds, issues""#;
    assert!(written.contains(answered), "{written}");
    let licensed = r#"granted = "maintainer", licence = "needed""#;
    assert!(written.contains(licensed), "{written}");
    let (report, _) = run(&[&folder("gitlab")], &knowledge);
    assert!(!report.contains("Routes with another setting"), "{report}");
    let (report, _) = run(&[&folder("measured")], &knowledge);
    assert_eq!(
        group(&report, "Rows of knowledge/endpoints with another `who`"),
        [
            "GET /projects/:id/widgets: developer, row says guest  lib/api/widgets.rb (knowledge/endpoints/things.toml:10)",
            "POST /projects/:id/widgets: maintainer, row says developer  lib/api/widgets.rb (knowledge/endpoints/things.toml:11)",
        ],
        "{report}"
    );
}

#[test]
fn what_is_gone_is_named_unless_its_file_could_not_be_read() {
    let (_sealed, knowledge) = knowledge();
    run(&[&folder("gitlab"), "--write", "1.0"], &knowledge);
    let path = knowledge.join("settings/1.0.toml");
    let gone = "\n[routes.\"lib/api/gone.rb\"]\n\"GET /gone/:id\" = {}\n";
    let text = fs::read_to_string(&path).expect("the settings");
    let text = text.replace("\n[permissions]", &format!("{gone}\n[permissions]"));
    let text = text.replace("boundary = \"group\"", "boundary = \"project\"");
    fs::write(path, text).expect("the settings");
    let listed = "\"/gone/:id\" = \"GET\"\n\"/groups/:id/notes\" = \"GET\"\n";
    fs::write(knowledge.join("routes/1.0.toml"), listed).expect("the routes");
    let (report, _) = run(&[&folder("gitlab")], &knowledge);
    assert_eq!(
        group(&report, "Routes that are gone"),
        ["GET /gone/:id  lib/api/gone.rb", "GET /groups/:id/notes"]
    );
    assert_eq!(
        group(&report, "Routes with another setting `boundary`"),
        ["PUT /groups/:id/widget_settings: group, was project  lib/api/widgets.rb:89"]
    );
}

/// A permission of two releases is the one of either; what came later than the source is no difference.
#[test]
fn permissions_are_compared_as_of_their_release() {
    let (_sealed, knowledge) = knowledge();
    let (report, _) = run(&[&folder("gitlab")], &knowledge);
    let lines = group(
        &report,
        "Rows of knowledge/endpoints with another `permission`",
    );
    assert_eq!(
        lines,
        [
            "GET /projects/:id/parts: none, row says Widget: Read  lib/api/widgets.rb:68 (knowledge/endpoints/things.toml:12)",
            "POST /projects/:id/widgets/:kind: create_widget, read_widget, row says nothing  lib/api/widgets.rb:47 (knowledge/endpoints/things.toml:13)",
            "POST /projects/:id/widgets: create_widget, read_widget, row says Widget: Delete  lib/api/widgets.rb:47 (knowledge/endpoints/things.toml:11)",
        ]
    );
}

#[test]
fn what_stays_different_is_listed_with_its_reason() {
    let (_sealed, knowledge) = knowledge();
    let source = folder("gitlab");
    let stays = "[\"Gone permission of job tokens\"]\nREAD_GADGETS = \"kept for the test\"\n";
    fs::write(knowledge.join("settings/differences.toml"), stays).expect("the differences");
    let (report, _) = run(&[&source], &knowledge);
    assert_eq!(
        group(&report, "Stays different"),
        ["Gone permission of job tokens: READ_GADGETS: kept for the test"]
    );
    assert!(
        group(&report, "Gone permission of job tokens").is_empty(),
        "{report}"
    );
}

#[test]
fn other_folders_are_no_source() {
    let (_sealed, knowledge) = knowledge();
    for arguments in [
        vec![],
        vec!["--write".to_owned(), "1.0".to_owned()],
        vec![folder("knowledge")],
    ] {
        assert!(renew::run(&arguments, &knowledge).is_err(), "{arguments:?}");
    }
}

/// The list of routes that the program holds, and the settings of those routes, are of one release.
#[test]
fn the_routes_and_their_settings_are_the_same_release() {
    let (report, _) = run(&[&folder("gitlab")], &root().join("knowledge"));
    let lines = group(&report, "Routes that stand in only one of");
    assert!(lines.is_empty(), "{lines:#?}");
}

/// The pages of all routes and of roles are what the knowledge says. With `GLWHY_BLESS=1` they are written anew.
#[test]
fn the_pages_that_are_made_of_the_knowledge_are_up_to_date() {
    for (option, name, least) in [
        ("--page", "docs/routes.md", 1800),
        ("--matrix", "docs/capabilities.md", 40),
    ] {
        let (page, _) = run(&[option], &root().join("knowledge"));
        let path = root().join(name);
        if is_blessed() {
            fs::write(&path, &page).expect("the page");
        }
        let kept = fs::read_to_string(path).expect("the page");
        assert!(
            kept == page,
            "{name}: GLWHY_BLESS=1 cargo test --test renew"
        );
        let lines = page.lines().filter(|line| line.starts_with("| `"));
        assert!(lines.count() > least, "{name}");
    }
}
