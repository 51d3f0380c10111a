//! Bad input of every kind: a clear message, the right exit code, and no panic.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::process::Command;
use std::time::Duration;

use glwhy::unstable::observation::is_unprintable;

use crate::harness::{Outcome, Run, Scene, announce, made_up_token};
use crate::simulator::scenarios;

#[test]
fn a_bad_instance_address_is_refused() {
    for (address, words) in [
        ("", "--instance"),
        ("http://", "--instance"),
        ("ftp://gitlab.example.com", "ftp"),
        ("http://gitlab.example.com", "--allow-http"),
        ("https://me:word@gitlab.example.com", "--instance"),
        ("https://gitlab example com", "--instance"),
    ] {
        Run::of(["inspect", "--instance", address])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses(words);
    }
}

#[test]
fn a_host_without_an_address_gives_no_verdict() {
    let outcome = Run::of(["inspect", "--instance", "https://gitlab.invalid"])
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .ends(4);
    assert!(outcome.stdout.contains("network"), "{}", outcome.stdout);
}

#[test]
fn unreadable_files_are_refused_by_name() {
    Run::of(["inspect", "--token-file", "missing.txt"])
        .end()
        .refuses("missing.txt");
    Run::of(["explain", "missing.log"])
        .end()
        .refuses("missing.log");
    Run::of(["explain", "."]).end().refuses("cannot be read");
    Run::of(["inspect", "--ca-file", "missing.pem"])
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .refuses("missing.pem");
    Run::of(["inspect", "--ca-file", "ca.pem"])
        .file("ca.pem", "no certificate")
        .with("GITLAB_TOKEN", made_up_token())
        .end()
        .refuses("ca.pem");
}

#[test]
fn no_token_is_a_diagnosis_and_nothing_is_sent() {
    let scene = Scene::of(scenarios::nothing_sent());
    let address = scene.simulator.origin();
    for command in [vec!["inspect"], vec!["probe", "/user"]] {
        let run = Run::of(command).also(["--instance", &address]);
        let table = run.end().ends(3);
        assert!(table.stdout.contains("missing_token"), "{}", table.stdout);
        let report = run.also(["--format", "json"]).end().ends(3).json();
        assert_eq!(
            report["entries"][0]["diagnosis"]["findings"][0]["code"],
            "nothing-sent"
        );
        assert_eq!(report["requests"]["sent"], 0);
    }
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn an_empty_variable_is_explained_by_the_unprotected_ref() {
    let run = Run::of(["probe", "/user", "--format", "json"])
        .with("GITLAB_TOKEN", "")
        .with("GITLAB_CI", "true")
        .with("CI_SERVER_URL", "https://gitlab.example.com")
        .with("CI_COMMIT_REF_PROTECTED", "false")
        .with("CI_COMMIT_REF_NAME", "feature");
    let report = run.end().ends(3).json();
    let entry = &report["entries"][0];
    assert_eq!(
        entry["diagnosis"]["findings"][0]["code"],
        "empty-credential"
    );
    assert_eq!(entry["diagnosis"]["findings"][0]["cause"], "missing_token");
    let warnings = entry["warnings"].to_string();
    assert!(warnings.contains("protected-variable"), "{warnings}");
    assert!(
        warnings.contains("feature, which is not protected"),
        "{warnings}"
    );
    let table = Run::of(["inspect", "--token-env", "DEPLOY_TOKEN"])
        .end()
        .ends(3);
    assert!(
        table.stdout.contains("DEPLOY_TOKEN is not set"),
        "{}",
        table.stdout
    );
}

#[test]
fn an_unknown_option_or_value_is_refused_with_the_known_ones() {
    Run::of(["inspect", "--format", "xml"])
        .end()
        .refuses("junit");
    Run::of(["inspect", "--report", "xml=a"])
        .end()
        .refuses("junit");
    Run::of(["inspect", "--report", "json"])
        .end()
        .refuses("junit=report.xml");
    Run::of(["inspect", "--auth", "magic"])
        .end()
        .refuses("private-token");
    Run::of(["inspect", "--color", "blue"])
        .end()
        .refuses("never");
    Run::of(["inspect", "--max-requests", "0"])
        .end()
        .refuses("max-requests");
    Run::of(["inspect", "--timeout", "soon"])
        .end()
        .refuses("timeout");
    Run::of(["explain", "--status", "99"]).end().refuses("99");
    Run::of(["explain", "--token-kind", "magic"])
        .end()
        .refuses("deploy");
    Run::of(["explain", "--status", "403", "--header", "nothing"])
        .end()
        .refuses("colon");
    Run::of(["inspect", "--instace", "x"])
        .end()
        .refuses("--instance");
    Run::of(["inspect", "--quiet", "--verbose"])
        .end()
        .refuses("cannot be used with");
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest() {
    Run::of(["explain", "--code", "token-expird"])
        .end()
        .refuses("token-expired");
    Run::of(["explain", "--code", "xyzzy"])
        .end()
        .refuses("--list-codes");
}

#[test]
fn a_bad_request_is_refused() {
    let probe = |request: &str| {
        Run::of(["probe", request])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
    };
    probe("").refuses("empty");
    probe("BREW /coffee").refuses("BREW");
    probe("GET coffee").refuses("coffee");
    probe("curl -s").refuses("the command names no address");
    Run::of(["probe", "--endpoint", "GET /no/such/thing"])
        .end()
        .refuses("does not know");
}

#[test]
fn a_bad_target_is_refused() {
    for target in ["", "a b", "-"] {
        Run::of(["probe", "/user", "--project", target])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses("project");
    }
}

#[test]
fn a_bad_clock_is_refused() {
    Run::of(["inspect"])
        .with("GLWHY_NOW", "noon")
        .end()
        .refuses("GLWHY_NOW");
}

#[test]
fn bodies_of_any_bytes_are_read() {
    let status = ["explain", "--status", "502"];
    Run::of(status).end().ends(4);
    for body in [
        &b"\xff\xfe\x00broken"[..],
        b"",
        b"\0\0\0",
        b"{\"message\":",
        b"[[[[",
    ] {
        let outcome = Run::of(["explain"]).reading(body).end().ends(4);
        assert_eq!(outcome.stderr, "");
        let head = [b"HTTP/1.1 403 Forbidden\r\n\r\n", body].concat();
        let outcome = Run::of(["explain"]).reading(head).end();
        assert!([3, 4].contains(&outcome.code), "{}", outcome.shown());
    }
    Run::of(["explain", "-"]).reading("").end().ends(4);
}

#[test]
fn a_body_of_100_megabytes_is_read() {
    let long = [
        b"HTTP/1.1 403 Forbidden\r\n\r\n".to_vec(),
        vec![b'x'; 100 << 20],
    ]
    .concat();
    let outcome = Run::of(["explain"]).reading(long).end();
    assert!([3, 4].contains(&outcome.code), "{}", outcome.shown());
    let lines = "nothing to see here\n".repeat(1 << 20);
    Run::of(["explain"]).reading(lines).end().ends(4);
}

#[test]
fn a_token_that_is_none_is_named_and_not_sent() {
    let scene = Scene::of(scenarios::healthy());
    let good = scene.token();
    for (value, code) in [
        ("[MASKED]".to_owned(), "masked"),
        ("$GITLAB_TOKEN".to_owned(), "unexpanded-variable"),
        (format!("Bearer {good}"), "scheme-in-front"),
        (format!("\"{good}\""), "quotes"),
        (good[..good.len() - 3].to_owned(), "token-not-whole"),
    ] {
        let run = Run::of(["probe", "/user", "--format", "json"])
            .also(["--instance", &scene.simulator.origin()])
            .with("GITLAB_TOKEN", &value);
        let outcome = run.end().ends(3);
        let report = outcome.json();
        let finding = &report["entries"][0]["diagnosis"]["findings"][0];
        assert_eq!(finding["cause"], "malformed_token", "{value}");
        assert!(outcome.stdout.contains(code), "{code}: {}", outcome.stdout);
    }
    assert_eq!(scene.simulator.requests().len(), 0);
}

#[test]
fn a_failing_token_command_is_refused_with_its_message() {
    Run::of(["inspect", "--token-command", "echo locked >&2; exit 3"])
        .with("PATH", "/usr/bin:/bin")
        .end()
        .refuses("locked");
}

/// Values that nobody means.
fn junk() -> Vec<(&'static str, OsString)> {
    vec![
        ("nothing", OsString::new()),
        ("a blank", " ".into()),
        ("a huge text", "x".repeat(100_000).into()),
        (
            "bytes that are no text",
            OsString::from_vec(b"\xff\xfe\x80x".to_vec()),
        ),
        ("control characters", "a\u{1b}[2J\u{7}\u{8}b\u{9b}c".into()),
        ("line breaks", "a\r\nb\nc".into()),
        ("a negative number", "-1".into()),
        ("a huge number", "99999999999999999999999".into()),
        ("dots", "../../../../etc/passwd".into()),
        (
            "another alphabet",
            "\u{202e}\u{43f}\u{440}\u{438}\u{200b}\u{1f600}".into(),
        ),
        (
            "a format",
            "%s%n{}{{}}$(touch evil)`touch evil`;touch evil".into(),
        ),
    ]
}

/// Every option that takes a value, in a command that would use it.
const OPTIONS: &[(&[&str], &str)] = &[
    (&["inspect"], "--token-from"),
    (&["inspect", "--offline"], "--instance"),
    (&["inspect", "--offline"], "--project"),
    (&["inspect", "--offline"], "--group"),
    (&["inspect", "--offline"], "--token-env"),
    (&["inspect", "--offline"], "--token-file"),
    (&["inspect", "--offline"], "--auth"),
    (&["inspect", "--offline"], "--token-user"),
    (&["inspect", "--offline"], "--ca-file"),
    (&["inspect", "--offline"], "--max-requests"),
    (&["inspect", "--offline"], "--timeout"),
    (&["inspect", "--offline"], "--warn-within"),
    (&["inspect", "--offline"], "--fail-within"),
    (&["inspect", "--offline"], "--format"),
    (&["inspect", "--offline"], "--report"),
    (&["inspect", "--offline"], "--color"),
    (&["probe", "--plan"], "--"),
    (&["probe"], "--endpoint"),
    (&["probe", "--plan"], "--query"),
    (&["probe", "/user"], "--as"),
    (&["probe", "--plan"], "--need"),
    (&["probe", "--plan"], "--need-from"),
    (&["probe", "--plan", "/user"], "--compare-token-env"),
    (&["probe"], "--connections"),
    (&["probe", "--connections", "all.toml"], "--shard"),
    (&["probe", "--connections", "all.toml"], "--concurrency"),
    (&["probe", "--connections", "all.toml"], "--per-host"),
    (&["explain"], "--status"),
    (&["explain", "--status", "403"], "--body"),
    (&["explain", "--status", "403"], "--header"),
    (&["explain", "--status", "403"], "--request"),
    (&["explain", "--status", "403"], "--token-kind"),
    (&["explain"], "--code"),
    (&["explain"], "--since"),
    (&["explain"], "--until"),
    (&["explain"], "--user"),
    (&["explain"], "--project"),
    (&["explain"], "--token-id"),
    (&["explain"], "--correlation-id"),
    (&["explain"], "--top"),
    (&["explain"], "--"),
];

/// Says what is wrong with the end of a run on bad input.
#[track_caller]
fn is_civil(outcome: &Outcome, what: &str) {
    let shown = outcome.shown();
    assert!(
        [0, 2, 3, 4].contains(&outcome.code),
        "{what}: {} {shown}",
        outcome.code
    );
    assert!(!shown.contains("internal error"), "{what}: {shown}");
    let steers = |letter: char| letter != '\n' && is_unprintable(letter);
    assert!(!shown.contains(steers), "{what}: {shown:?}");
    if outcome.code == 2 {
        assert_eq!(outcome.stdout, "", "{what}");
        let is_clear = outcome.stderr.starts_with("glwhy: ") && outcome.stderr.contains("  hint: ")
            || outcome.stderr.starts_with("error: ");
        assert!(is_clear, "{what}: {shown}");
        assert!(
            outcome.stderr.len() < 4_000,
            "{what}: {} bytes",
            outcome.stderr.len()
        );
    }
}

#[test]
fn every_option_takes_junk_with_a_clear_word() {
    let mut rows = 0;
    for (command, option) in OPTIONS {
        for (name, value) in junk() {
            let run = Run::of(command.iter().copied())
                .also([OsString::from(*option), value])
                .with("GITLAB_TOKEN", made_up_token());
            is_civil(&run.end(), &format!("{option} with {name}"));
            assert!(!run.home().join("evil").exists());
            rows += 1;
        }
    }
    announce("options, times junk", rows);
}

#[test]
fn every_option_is_tried() {
    let tried: BTreeSet<&str> = OPTIONS.iter().map(|(_, option)| *option).collect();
    let definition = glwhy::unstable::app::Cli::definition();
    for command in definition.get_subcommands() {
        let takes = |argument: &&clap::Arg| argument.get_action().takes_values();
        for argument in command.get_arguments().filter(takes) {
            let Some(long) = argument.get_long() else {
                continue;
            };
            let option = format!("--{long}");
            let is_elsewhere = ELSEWHERE.contains(&option.as_str());
            assert!(
                tried.contains(option.as_str()) || is_elsewhere,
                "{option} is not tried"
            );
        }
    }
}

/// Options whose junk has a test of its own.
const ELSEWHERE: &[&str] = &["--token-command"];

/// Variables that are read, and what they are tried with.
const VARIABLES: &[&str] = &[
    "GLWHY_TOKEN",
    "GITLAB_TOKEN",
    "GL_TOKEN",
    "GLWHY_INSTANCE",
    "GLWHY_NOW",
    "CI_SERVER_URL",
    "CI_SERVER_HOST",
    "CI_SERVER_PORT",
    "CI_SERVER_VERSION",
    "CI_PROJECT_PATH",
    "CI_PROJECT_ID",
    "CI_JOB_TOKEN",
    "CI_COMMIT_REF_NAME",
    "CI_COMMIT_REF_PROTECTED",
    "CI_SERVER_TLS_CA_FILE",
    "CI_DEPLOY_USER",
    "CI_DEPLOY_PASSWORD",
    "GITLAB_HOST",
    "GITLAB_URI",
    "GLAB_CONFIG_DIR",
    "XDG_CONFIG_HOME",
    "NETRC",
    "GIT_DIR",
    "HOME",
    "COLUMNS",
    "LC_ALL",
    "LANG",
    "TERM",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "http_proxy",
    "HTTPS_PROXY",
    "NO_PROXY",
];

#[test]
fn every_variable_takes_junk_with_a_clear_word() {
    let mut rows = 0;
    for variable in VARIABLES {
        for (name, value) in junk() {
            let run = Run::of(["probe", "/user", "--plan", "--color", "never"])
                .with("GITLAB_CI", "true")
                .with("GITLAB_TOKEN", made_up_token())
                .with(variable, value);
            is_civil(&run.end(), &format!("{variable} with {name}"));
            rows += 1;
        }
    }
    announce("variables, times junk", rows);
}

#[test]
fn a_file_that_is_none_is_refused_by_name() {
    for (option, code) in [("--token-file", 2), ("--ca-file", 2), ("--report", 1)] {
        let of = |path: &str| {
            if option == "--report" {
                format!("json={path}")
            } else {
                path.to_owned()
            }
        };
        for path in [".", "missing/deep/file", "/dev/null/x", "\u{1b}[2Jx/y"] {
            let run = Run::of([
                "inspect",
                "--instance",
                "https://127.0.0.1:1",
                option,
                &of(path),
            ])
            .with("GITLAB_TOKEN", made_up_token());
            let outcome = run.end().ends(code);
            let named = path.replace('\u{1b}', "");
            assert!(
                outcome.stderr.contains(&named),
                "{option} {path}: {}",
                outcome.stderr
            );
            assert!(outcome.stderr.contains("  hint: "), "{}", outcome.stderr);
            assert!(!outcome.stderr.contains('\u{1b}'));
        }
    }
    for (option, path) in [("--token-file", "/dev/zero"), ("--ca-file", "/dev/zero")] {
        Run::of(["inspect", "--instance", "https://127.0.0.1:1", option, path])
            .with("GITLAB_TOKEN", made_up_token())
            .end()
            .refuses(path);
    }
}

#[test]
fn a_token_file_may_hold_anything() {
    for (what, contents) in [
        ("nothing", Vec::new()),
        ("blanks", b" \r\n\t ".to_vec()),
        ("bytes that are no text", b"\xff\xfe\x00\x80".to_vec()),
        ("nulls", vec![0; 1000]),
        ("a megabyte", vec![b'x'; 1 << 20]),
        ("many lines", b"a\nb\nc\n".repeat(1000)),
        ("escapes", b"\x1b[2J\x07".to_vec()),
        ("an order mark", "\u{feff}glpat-x".as_bytes().to_vec()),
    ] {
        let outcome = Run::of(["inspect", "--offline", "--token-file", "t", "-v"])
            .file("t", contents)
            .end();
        is_civil(&outcome, what);
    }
    Run::of(["inspect", "--offline", "--token-file", "t"])
        .file("t", vec![b'x'; (1 << 20) + 1])
        .end()
        .refuses("file too large");
    let long = Run::of(["inspect", "--offline", "--token-stdin"]).reading(vec![b'x'; 3 << 20]);
    long.end().refuses("file too large");
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let run = Run::of(["inspect", "--offline", "--token-file", "t"]).file("t", made_up_token());
    let path = run.home().join("t");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // To root every file is open.
    if fs::read(&path).is_err() {
        run.end().refuses("token file t");
    } else {
        run.end().ends(0);
    }
}

#[test]
fn a_token_command_may_do_anything() {
    let command = |command: &str| {
        Run::of(["inspect", "--offline", "--token-command", command])
            .with("PATH", "/usr/bin:/bin")
            .end()
    };
    let secret = ["correct", "horse", "battery"].concat();
    for (line, words) in [
        ("exit 7", "exit code 7"),
        ("kill -9 $$", "a signal"),
        ("no-such-program", "exit code 127"),
        ("exec yes", "printed more than 65536 bytes"),
        (
            "head -c 10000000 /dev/zero",
            "printed more than 65536 bytes",
        ),
        ("head -c 10000000 /dev/zero >&2; exit 1", "exit code 1"),
        ("printf '\\033[2J\\007%s' evil >&2; exit 1", "evil"),
        ("printf '((('; syntax error (", "exit code 2"),
    ] {
        let outcome = command(line).ends(2);
        assert!(outcome.stderr.contains(words), "{line}: {}", outcome.stderr);
        is_civil(&outcome, line);
    }
    let outcome = command(&format!(
        "echo {secret}; echo \"bad: {secret}\" >&2; exit 1"
    ))
    .ends(2);
    assert!(!outcome.shown().contains(&secret), "{}", outcome.shown());
    for line in [
        "true",
        "",
        "echo",
        "printf '\\377\\376'",
        "head -c 60000 /dev/zero",
        "echo a; echo b >&2",
    ] {
        is_civil(&command(line), line);
    }
}

#[test]
fn a_repository_cannot_stop_the_program() {
    for (what, make) in [
        ("a pipe for .git", "mkfifo .git"),
        (
            "pipes within .git",
            "mkdir .git; mkfifo .git/config .git/HEAD .git/commondir",
        ),
        (
            "a device",
            "mkdir .git; ln -s /dev/zero .git/config; ln -s /dev/zero .git/HEAD",
        ),
        ("a link to itself", "ln -s .git .git"),
        ("a way to itself", "echo 'gitdir: .' > .git"),
        ("a way to a device", "echo 'gitdir: /dev' > .git"),
        ("a way to nowhere", "echo 'gitdir: /nowhere' > .git"),
        (
            "a huge configuration",
            "mkdir .git; head -c 5000000 /dev/zero | tr '\\0' '[' > .git/config",
        ),
        (
            "noise",
            "mkdir .git; head -c 100000 /dev/urandom > .git/config; cp .git/config .git/HEAD",
        ),
        (
            "escapes",
            "mkdir .git; printf '[remote \"origin\"]\\nurl = https://\\033[2J.example/a/b' > .git/config",
        ),
        (
            "an unclosed section",
            "mkdir .git; printf '[remote \"origin\\nurl = x\\n[[[' > .git/config",
        ),
        ("a netrc that is a pipe", "mkfifo .netrc"),
        (
            "a glab that is a pipe",
            "mkdir -p .config/glab-cli; mkfifo .config/glab-cli/config.yml",
        ),
        ("a netrc of noise", "head -c 100000 /dev/urandom > .netrc"),
    ] {
        let run = Run::of(["probe", "/user", "--plan", "-v"]).with("GITLAB_TOKEN", made_up_token());
        let made = Command::new("sh")
            .args(["-c", make])
            .current_dir(run.home())
            .status();
        assert!(made.unwrap().success(), "{what}");
        let (outcome, _) = run.start().watched(Duration::from_secs(20)).unwrap();
        is_civil(&outcome, what);
    }
}

#[cfg(unix)]
#[test]
fn no_report_is_written_through_a_link() {
    use std::os::unix::fs::symlink;

    let run = Run::of(["explain", "--status", "401", "--report", "json=report.json"]);
    let (link, own) = (run.home().join("report.json"), run.home().join("own.txt"));
    fs::write(&own, "mine").unwrap();
    symlink(&own, &link).unwrap();
    let refused = run.end().ends(1);
    assert!(
        refused
            .stderr
            .contains("It is a link, which is not followed"),
        "{}",
        refused.stderr
    );
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    fs::remove_file(&link).unwrap();
    symlink(run.home().join("nowhere"), &link).unwrap();
    run.end().ends(1);
    assert!(!run.home().join("nowhere").exists());
    // Nor through a folder of the checkout, nor by a way that only begins in a folder of the system.
    let elsewhere = run.home().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, run.home().join("out")).unwrap();
    let through = run.replacing("json=report.json", "json=out/report.json");
    assert!(
        through
            .end()
            .ends(1)
            .stderr
            .contains("which is not followed")
    );
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    fs::remove_file(&link).unwrap();
    symlink(&own, &link).unwrap();
    let around = format!("json=/dev/..{}", link.display());
    let round = through.replacing("json=out/report.json", &around);
    round.end().ends(1);
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    // The links of the system lead to what the caller opened.
    let to_output = Run::of(["explain", "--status", "401", "--report", "json=/dev/stdout"]);
    assert!(to_output.end().stdout.contains("glwhy.report/v1"));
}

/// A disk that is full for one report is no reason to lose the others, nor the old report in its place.
#[test]
fn what_can_be_written_is_written() {
    let run = Run::of(["explain", "--status", "401"])
        .also([
            "--report",
            "table=full.txt",
            "--report",
            "json=/dev/full",
            "--report",
            "table=out.txt",
        ])
        .started_by("ulimit -f 40; trap '' XFSZ; exec \"$0\" \"$@\"")
        .also([
            "--report",
            "json=large.json",
            "--request",
            &format!("GET /{}", "x".repeat(60_000)),
        ])
        .file("large.json", "old");
    let outcome = run.end().ends(1);
    assert!(
        outcome.stderr.contains("/dev/full cannot be written"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stdout.contains("401"), "{}", outcome.stdout);
    for whole in ["full.txt", "out.txt"] {
        assert!(run.read_file(whole).contains("401"));
    }
    assert_eq!(run.read_file("large.json"), "old");
    let left = fs::read_dir(run.home()).unwrap();
    assert_eq!(left.count(), 3, "nothing is left beside the reports");
}

/// The library that reads the certificates of the system would wait for the one, and fill the memory with the other.
#[test]
fn certificates_of_the_system_are_read_from_a_regular_file() {
    for name in ["pipe", "/dev/zero"] {
        Run::of(["probe", "/user", "--instance", "https://127.0.0.1:1"])
            .with("GITLAB_TOKEN", made_up_token())
            .with("SSL_CERT_FILE", name)
            .pipe("pipe")
            .end()
            .refuses("SSL_CERT_FILE");
    }
}

/// A limit of processes, of a user or of a container, lets no thread begin. A stack that fits into no memory does the same
/// here, whoever runs the tests.
#[cfg(target_os = "linux")]
#[test]
fn where_the_system_gives_no_thread_that_is_no_bug() {
    const NO_STACK: &str = "70368744177664";
    let list = "[a]\ninstance = \"https://gitlab.invalid\"\ntoken = { command = \"echo x\" }\n\
                [b]\ninstance = \"https://gitlab.invalid\"\ntoken = { file = \"pipe\" }\n\
                [c]\ninstance = \"https://gitlab.invalid\"\ntoken = { env = \"T\" }\n";
    let told = "The system gives no more threads";
    let rows: [(&[&str], i32, &str); 4] = [
        (
            &["inspect", "--offline", "--token-command", "echo x"],
            2,
            told,
        ),
        (&["inspect", "--offline", "--token-file", "pipe"], 2, told),
        (
            &["probe", "--connections", "all.toml", "--format", "json"],
            3,
            told,
        ),
        (
            &[
                "probe",
                "/user",
                "--token-env",
                "T",
                "--instance",
                "https://gitlab.invalid",
            ],
            4,
            "network",
        ),
    ];
    for (arguments, code, words) in rows {
        let run = Run::of(arguments.iter().copied())
            .with("RUST_MIN_STACK", NO_STACK)
            .with("T", made_up_token())
            .file("all.toml", list)
            .pipe("pipe");
        let outcome = run.end().ends(code);
        let shown = outcome.shown();
        assert!(shown.contains(words), "{arguments:?}: {shown}");
        assert!(!shown.contains("bug"), "{arguments:?}: {shown}");
    }
}
