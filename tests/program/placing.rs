//! `explain` fits the place: what the text, the options, and the folder name stands in links and commands, and nothing is
//! made up.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::process::{Command, Stdio};

use crate::harness::Run;

const FORBIDDEN: &str = "{\"message\":\"403 Forbidden\"}\n";
const PUSH: &str = "remote: You are not allowed to push code to this project.\n";

fn explain(more: &[&str], text: &str) -> Run {
    let run = Run::of(["explain"]).also(more.iter().copied());
    run.reading(text).with("COLUMNS", "500")
}

/// In a clone of a project.
fn cloned(run: Run, remote: &str) -> Run {
    std::fs::create_dir(run.home().join(".git")).unwrap();
    let config = format!("[remote \"origin\"]\n\turl = {remote}\n");
    run.file(".git/config", config)
}

/// The addresses that are shown.
fn links(run: &Run) -> Vec<String> {
    let shown = run.end().stdout;
    let words = shown.split(|letter: char| letter.is_whitespace() || "()\"'".contains(letter));
    let links = words.filter(|word| word.contains("://"));
    let links: Vec<String> = links.map(str::to_owned).collect();
    assert!(!links.is_empty(), "{shown}");
    links
}

#[track_caller]
fn leads_to(run: &Run, place: &str) {
    let links = links(run);
    assert!(
        links.iter().any(|link| link.starts_with(place)),
        "{links:?}"
    );
    let is_known =
        |link: &String| link.starts_with(place) || link.starts_with("https://docs.gitlab.com/");
    assert!(links.iter().all(is_known), "{links:?}");
}

#[test]
fn where_nothing_names_a_place_the_link_is_to_the_documentation() {
    for text in [FORBIDDEN, PUSH, "denied: access forbidden\n"] {
        let shown = explain(&[], text).end().stdout;
        assert!(!shown.contains("example"), "{shown}");
        let links = links(&explain(&[], text));
        let is_page = |link: &String| link.starts_with("https://docs.gitlab.com/");
        assert!(links.iter().all(is_page), "{links:?}");
    }
}

#[test]
fn options_name_the_place() {
    let here = ["--instance", "https://git.acme.io", "--project", "ops/site"];
    for text in [FORBIDDEN, PUSH] {
        leads_to(&explain(&here, text), "https://git.acme.io/ops/site/-/");
    }
    let status = ["--status", "403", "--body", FORBIDDEN].map(str::to_owned);
    let run = explain(&here, "").also(status);
    leads_to(&run, "https://git.acme.io/ops/site/-/");
}

#[test]
fn the_folder_and_the_job_name_the_place_where_nobody_else_does() {
    for text in [FORBIDDEN, PUSH] {
        let run = cloned(explain(&[], text), "git@git.acme.io:ops/site.git");
        leads_to(&run, "https://git.acme.io/ops/site/-/");
        let job = explain(&[], text)
            .with("CI_JOB_ID", "7")
            .with("CI_SERVER_URL", "https://git.acme.io")
            .with("CI_PROJECT_PATH", "ops/site");
        leads_to(&job, "https://git.acme.io/ops/site/-/");
    }
    let elsewhere = cloned(explain(&[], FORBIDDEN), "https://github.com/ops/site.git");
    assert!(
        links(&elsewhere)
            .iter()
            .all(|link| link.starts_with("https://docs.gitlab.com/"))
    );
}

#[test]
fn what_the_text_names_counts_more() {
    let text = "$ curl https://gitlab.hill.example/api/v4/projects/lab%2Fsoil/variables\n{\"message\":\"403 Forbidden\"}\n";
    let here = ["--instance", "https://git.acme.io", "--project", "ops/site"];
    leads_to(
        &explain(&here, text),
        "https://gitlab.hill.example/lab/soil/-/",
    );
    let run = cloned(explain(&[], text), "git@git.acme.io:ops/site.git");
    leads_to(&run, "https://gitlab.hill.example/lab/soil/-/");
    // The project of the text on the instance of the option.
    let text = "GET /api/v4/projects/lab%2Fsoil/variables: 403 {message: 403 Forbidden}\n";
    leads_to(&explain(&here, text), "https://git.acme.io/lab/soil/-/");
    // What the project is not part of is not filled in.
    let text = "$ curl https://gitlab.hill.example/api/v4/user\n{\"message\":\"403 Forbidden\"}\n";
    let shown = explain(&here, text).end().stdout;
    assert!(!shown.contains("acme"), "{shown}");
}

#[test]
fn an_instance_that_is_named_is_a_gitlab() {
    let text = "$ curl https://code.hill.example/orders\n{\"message\":\"Your account has been blocked.\"}\n";
    let noted = |run: &Run| run.end().stdout.contains("host-not-known");
    assert!(noted(&explain(&[], text)));
    assert!(!noted(&explain(
        &["--instance", "https://code.hill.example"],
        text
    )));
    assert!(!noted(&cloned(
        explain(&[], text),
        "git@code.hill.example:ops/site.git"
    )));
    assert!(noted(&cloned(
        explain(&[], text),
        "git@git.acme.io:ops/site.git"
    )));
}

#[test]
fn an_option_that_names_nothing_is_refused_and_a_variable_is_passed_over() {
    explain(&["--instance", "ftp://x"], FORBIDDEN)
        .end()
        .refuses("--instance");
    explain(&["--project", "a b"], FORBIDDEN)
        .end()
        .refuses("project");
    explain(&[], FORBIDDEN)
        .with("GITLAB_HOST", "ftp://x")
        .end()
        .ends(3);
}

#[test]
fn a_body_on_standard_input_is_read_beside_a_status() {
    let blocked = r#"{"message":"Your account has been blocked."}"#;
    for told in [
        &["--status", "403"][..],
        &["403"],
        &["--status", "403", "-"],
    ] {
        let shown = explain(told, blocked).end().ends(3).stdout;
        assert!(shown.contains("account-blocked"), "{told:?} {shown}");
    }
    let method = explain(&["--status", "405"], "405 Not Allowed")
        .end()
        .stdout;
    assert!(
        method.contains("405 Not Allowed") || method.contains("405 \u{201c}405"),
        "{method}"
    );
    // Without one the status is all there is, and a body that is given is the one.
    let bare = explain(&["--status", "403"], " \n").end().ends(3).stdout;
    assert!(bare.contains("role-too-low"), "{bare}");
    let given = explain(&["--status", "403", "--body", FORBIDDEN], blocked)
        .end()
        .stdout;
    assert!(!given.contains("account-blocked"), "{given}");
    // In a job the rest of the script may stand there, and so it does where a shell reads on by itself.
    let job = explain(&["--status", "403"], blocked).with("GITLAB_CI", "true");
    assert!(!job.end().stdout.contains("account-blocked"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_loop_goes_through_is_left_to_it() {
    let shell = |script: &str, input: &str| {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", script])
            .env("GLWHY", env!("CARGO_BIN_EXE_glwhy"));
        shell.env_remove("CI").env_remove("GITLAB_CI");
        let mut child = shell
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let asked = "\"$GLWHY\" explain --status";
    let list = "loop=$(mktemp); printf '401\\n403\\n404\\n' > $loop";
    let body = format!("while read -r status; do {asked} $status > /dev/null; echo $status; done");
    let of_file = shell(&format!("{list}; {body} < $loop; rm $loop"), "");
    assert_eq!(of_file, "401\n403\n404\n");
    assert_eq!(shell(&body, "401\n403\n"), "401\n403\n");
    // What is piped in on purpose is read, through a shell as well.
    let blocked = r#"{"message":"Your account has been blocked."}"#;
    let piped = shell(&format!("cd /; {asked} 403; true"), blocked);
    assert!(piped.contains("account-blocked"), "{piped}");
}

#[cfg(unix)]
#[test]
fn a_file_of_which_a_part_was_read_is_left_to_its_reader() {
    let explained = |begun: u64| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"403\n{\"message\":\"Your account has been blocked.\"}\n")
            .unwrap();
        file.seek(SeekFrom::Start(begun)).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_glwhy"));
        program.args(["explain", "--status", "403"]);
        program.env_remove("CI").env_remove("GITLAB_CI");
        let output = program.stdin(file.try_clone().unwrap()).output().unwrap();
        let blocked = String::from_utf8_lossy(&output.stdout).contains("blocked");
        (blocked, file.stream_position().unwrap() == begun)
    };
    assert_eq!(explained(0), (true, false));
    assert_eq!(explained(4), (false, true));
}
