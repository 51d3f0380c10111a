//! A token that is easy to recognise goes through every command, source, format, and failure, and is never seen: plain,
//! encoded, or in part; shown, written to a file, given to a child, or sent to another host.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use glwhy::unstable::render::Format;

use crate::certificate::{Authority, Paper};
use crate::check_all;
use crate::harness::{Outcome, Run, Scene, announce};
use crate::marked::Marked;
use crate::rude::{Act, Rude, answer, saying};
use crate::simulator::scenarios;

/// Variables in which tokens are looked for, and those in which a job gets the same ones again.
const VARIABLES: [&str; 9] = [
    "GLWHY_TOKEN",
    "GITLAB_TOKEN",
    "GITLAB_ACCESS_TOKEN",
    "GITLAB_PRIVATE_TOKEN",
    "GL_TOKEN",
    "CI_JOB_TOKEN",
    "CI_REGISTRY_PASSWORD",
    "CI_DEPENDENCY_PROXY_PASSWORD",
    "CI_DEPLOY_PASSWORD",
];

/// A run with every format written, and nothing but its own files around it.
fn reporting(run: Run) -> Run {
    let home = run.home().to_owned();
    run.also([
        "--report",
        "json=r.json",
        "--report",
        "markdown=r.md",
        "--report",
        "junit=r.xml",
    ])
    .with("TMPDIR", home)
    .with("PATH", "/usr/bin:/bin")
}

/// Runs, and looks for the token in all that was shown and in every file that is not the test's own.
fn keeps(run: &Run, token: &Marked, own: &[&str]) -> Result<Outcome, String> {
    let outcome = run.end();
    if let Some(trace) = token.trace_in(outcome.shown().as_bytes()) {
        return Err(format!("shows {trace}:\n{}", outcome.shown()));
    }
    if let Some(fault) = in_files(run.home(), token, own) {
        return Err(fault);
    }
    let is_end = (0..=4).contains(&outcome.code) && outcome.code != 1;
    if !is_end || outcome.stderr.contains("internal error") {
        return Err(format!("exit code {}:\n{}", outcome.code, outcome.shown()));
    }
    Ok(outcome)
}

fn in_files(folder: &Path, token: &Marked, own: &[&str]) -> Option<String> {
    fs::read_dir(folder).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return in_files(&path, token, own);
        }
        let is_own = own.iter().any(|name| path.ends_with(name));
        let trace = (!is_own).then(|| token.trace_in(&fs::read(&path).unwrap()))??;
        Some(format!("{} holds {trace}", path.display()))
    })
}

/// One token of each kind that a value tells, made from pieces.
fn kinds() -> Vec<Marked> {
    let mut random = fastrand::Rng::with_seed(41);
    let mut letters =
        |length: usize| -> String { (0..length).map(|_| random.alphanumeric()).collect() };
    let mut kinds: Vec<Marked> = [
        ("glpat-", 20),
        ("acme-glpat-", 20),
        ("gldt-", 20),
        ("glrt-", 20),
        ("glrt-t1_", 20),
        ("glcbt-64_", 20),
        ("glptt-", 40),
        ("glft-", 20),
        ("glagent-", 50),
        ("glimt-", 25),
        ("glsoat-", 20),
        ("glffct-", 20),
        ("gloas-", 64),
        ("glwt-", 20),
        ("GR1348941", 20),
        ("_gitlab_session=", 32),
        ("ghp_", 36),
        ("github_pat_", 60),
        ("xoxb-", 40),
        ("AKIA", 16),
        ("npm_", 36),
        ("", 20),
        ("", 64),
        ("Bearer glpat-", 20),
        ("PRIVATE-TOKEN: glpat-", 20),
    ]
    .iter()
    .map(|(prefix, length)| Marked::new(prefix, &letters(*length)))
    .collect();
    kinds.push(Marked::new(
        "glpat-",
        &format!("{}.01.{}", letters(27), letters(9)),
    ));
    for prefix in ["glcbt-", ""] {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let claims = r#"{"iss":"https://gitlab.invalid","sub":"project_path:a/b","user_login":"alice","exp":1}"#;
        let secret = format!(
            "{}.{}.{}",
            part("{\"alg\":\"RS256\"}"),
            part(claims),
            letters(80)
        );
        kinds.push(Marked::new(
            &format!("{prefix}{}", &secret[..3]),
            &secret[3..],
        ));
    }
    kinds
}

#[test]
fn no_kind_of_token_is_seen() {
    let scene = Scene::of(scenarios::healthy());
    let address = scene.simulator.origin();
    let rows: Vec<(Marked, Vec<&str>)> = kinds()
        .into_iter()
        .flat_map(|kind| {
            [
                vec!["inspect", "-v"],
                vec!["inspect", "--offline", "-v"],
                vec!["probe", "/user", "/projects/org%2Fteam%2Fapp", "-v"],
                vec!["probe", "DELETE /projects/org%2Fteam%2Fapp", "--plan"],
            ]
            .map(|command| (kind.clone(), command))
        })
        .collect();
    announce("kinds of token, times commands", rows.len());
    check_all(rows, |(token, command)| {
        let run = Run::of(command.iter().copied())
            .also(["--instance", &address])
            .with("GITLAB_TOKEN", &token.value);
        keeps(&reporting(run), &token, &[])
            .map(drop)
            .map_err(|fault| format!("{command:?}: {fault}"))
    });
}

/// Every place that a token may be read from; the name of the file that holds it, if one does.
#[expect(clippy::too_many_lines, reason = "a table")]
fn sources(token: &str, host: &str) -> Vec<(&'static str, Run, &'static [&'static str])> {
    let glab = format!("hosts:\n  {host}:\n    token: {token}\n    user: me\n");
    let netrc = format!("machine 127.0.0.1 login me password {token}");
    let run = || Run::of(Vec::<String>::new());
    vec![
        ("variable", run().with("GITLAB_TOKEN", token), &[]),
        (
            "first of many",
            VARIABLES
                .iter()
                .fold(run(), |run, name| run.with(name, token)),
            &[],
        ),
        (
            "named variable",
            run().also(["--token-env", "MINE"]).with("MINE", token),
            &[],
        ),
        (
            "file",
            run().also(["--token-file", "t"]).file("t", token),
            &["t"],
        ),
        (
            "standard input",
            run().also(["--token-stdin"]).reading(format!("{token}\n")),
            &[],
        ),
        (
            "command",
            run().also(["--token-command", "cat t"]).file("t", token),
            &["t"],
        ),
        (
            "glab",
            run().with("GLAB_CONFIG_DIR", ".").file("config.yml", glab),
            &["config.yml"],
        ),
        ("netrc", run().file(".netrc", netrc), &[".netrc"]),
        (
            "job token",
            run().with("CI_JOB_TOKEN", token).with("GITLAB_CI", "true"),
            &[],
        ),
        (
            "in quotes",
            run().with("GITLAB_TOKEN", format!("\"{token}\"")),
            &[],
        ),
        (
            "with its name",
            run().with("GITLAB_TOKEN", format!("GITLAB_TOKEN={token}")),
            &[],
        ),
        (
            "in Base64",
            run().with(
                "GITLAB_TOKEN",
                base64::prelude::BASE64_STANDARD.encode(token),
            ),
            &[],
        ),
        (
            "in an address",
            run().with(
                "GITLAB_TOKEN",
                format!("https://oauth2:{token}@gitlab.com/a/b"),
            ),
            &[],
        ),
    ]
}

#[test]
fn no_source_shows_what_it_holds() {
    let scene = Scene::of(scenarios::healthy());
    let (address, value) = (scene.simulator.origin(), scene.token());
    let host = address.trim_start_matches("http://").to_owned();
    let mut rows = Vec::new();
    for command in [
        &["inspect"][..],
        &["inspect", "--offline"],
        &["probe", "/user"],
        &["probe", "/user", "--plan"],
    ] {
        for verbosity in [None, Some("-v"), Some("-q")] {
            for (name, source, own) in sources(&value, &host) {
                let run = source
                    .before(command)
                    .also(verbosity)
                    .also(["--instance", &address]);
                rows.push((format!("{name}: {command:?}"), reporting(run), own));
            }
        }
    }
    announce("sources, times commands, times verbosities", rows.len());
    let token = Marked::of(&value);
    check_all(rows, |(name, run, own)| {
        keeps(&run, &token, own)
            .map(drop)
            .map_err(|fault| format!("{name}: {fault}"))
    });
}

#[test]
fn no_result_shows_the_token() {
    let worlds = [
        scenarios::healthy(),
        scenarios::expired_personal_token(),
        scenarios::unknown_personal_token(),
        scenarios::guest_on_tags(),
        scenarios::sign_in_page(),
        scenarios::redirect_to_other_host(),
        scenarios::bad_gateway(),
        scenarios::throttled(),
    ];
    for scenario in worlds {
        let scene = Scene::of(scenario);
        let token = Marked::of(&scene.token());
        for format in Format::ALL.map(Format::name) {
            let run = scene
                .probe()
                .also(["--format", format, "--color", "always"]);
            keeps(&run, &token, &[]).unwrap();
        }
        keeps(&reporting(scene.probe().also(["-v"])), &token, &[]).unwrap();
        keeps(&reporting(scene.run(["inspect", "-v"])), &token, &[]).unwrap();
        for request in scene.simulator.requests() {
            let address = format!("{}?{}", request.path, request.query);
            assert_eq!(token.trace_in(address.as_bytes()), None, "in an address");
        }
    }
}

#[test]
fn what_is_pasted_keeps_its_secrets() {
    let rows: Vec<(Marked, String)> = kinds()
        .into_iter()
        .filter(|token| !token.value.contains(' '))
        .flat_map(|token| {
            let value = token.value.clone();
            let basic = base64::prelude::BASE64_STANDARD.encode(format!("oauth2:{value}"));
            let letters: Vec<String> = value.bytes().map(|byte| format!("{byte:04x}")).collect();
            let escaped = format!("\\u{}", letters.join("\\u"));
            [
                format!("HTTP/1.1 403 Forbidden\n\n{{\"message\":\"No entry for {escaped}\"}}"),
                format!("curl --header 'PRIVATE-TOKEN: {value}' https://gitlab.example.com/api/v4/user\n{{\"message\":\"401 Unauthorized\"}}"),
                format!("> GET /api/v4/user?private_token={value} HTTP/1.1\n> Authorization: Bearer {value}\n< HTTP/1.1 401 Unauthorized\n"),
                format!("fatal: Authentication failed for 'https://oauth2:{value}@gitlab.example.com/a/b.git/'"),
                format!("> Authorization: Basic {basic}\n< HTTP/2 403\n{{\"message\":\"403 Forbidden\"}}"),
                format!("HTTP/1.1 401 Unauthorized\n\n{{\"error\":\"invalid_token\",\"error_description\":\"PRIVATE-TOKEN: {value}\"}}"),
            ]
            .map(|paste| (token.clone(), paste))
        })
        .collect();
    announce("pastes that hold a token", rows.len());
    check_all(rows, |(token, paste)| {
        let run = Run::of(["explain", "-v"])
            .file("log.txt", &paste)
            .also(["log.txt"]);
        keeps(&reporting(run), &token, &["log.txt"])
            .map(drop)
            .map_err(|fault| format!("{fault}\nof {paste}"))
    });
}

#[test]
fn no_request_that_is_written_with_a_token_shows_it() {
    let scene = Scene::of(scenarios::healthy());
    let token = Marked::personal();
    let (value, origin) = (&token.value, scene.simulator.origin());
    for request in [
        format!("curl -H 'PRIVATE-TOKEN: {value}' {origin}/api/v4/user"),
        format!("curl -u me:{value} {origin}/api/v4/user"),
        format!(
            "curl -H 'Authorization: Bearer {value}' -d 'token={value}' {origin}/api/v4/projects"
        ),
        format!("/user?private_token={value}&access_token={value}&job_token={value}"),
        format!(
            "{}/api/v4/user",
            origin.replace("://", &format!("://me:{value}@"))
        ),
    ] {
        for more in [&["-v"][..], &["--plan"], &["-q"]] {
            let run = scene.run(["probe", &request]).also(more.iter().copied());
            keeps(&reporting(run), &token, &[]).unwrap();
        }
        let run = Run::of(["explain", "--status", "401", "--request", &request]);
        keeps(&reporting(run), &token, &[]).unwrap();
    }
    for request in scene.simulator.requests() {
        let sent = format!("{request:?}");
        assert_eq!(token.trace_in(sent.as_bytes()), None, "{sent}");
    }
}

#[test]
fn no_error_shows_a_token_that_was_typed_in_the_wrong_place() {
    let token = Marked::personal();
    let value = &token.value;
    let rows = [
        vec!["inspect", "--token-env", value],
        vec!["inspect", "--token-file", value],
        vec!["inspect", "--token", value],
        vec!["inspect", "--token-command", value],
        vec!["inspect", value],
        vec!["inspect", "--auth", value],
        vec!["inspect", "--token-user", value],
        vec!["inspect", "--instance", value],
        vec!["inspect", "--offline", "--instance", value],
        vec!["inspect", "--project", value],
        vec!["inspect", "--offline", "--project", value],
        vec!["inspect", "--offline", "--group", value],
        vec!["inspect", "--ca-file", value],
        vec!["inspect", "--timeout", value],
        vec!["inspect", "--warn-within", value],
        vec!["inspect", "--format", value],
        vec!["probe", value],
        vec!["probe", "GET", value],
        vec!["probe", "--endpoint", value],
        vec!["probe", "--max-requests", value],
        vec!["explain", value],
        vec!["explain", "--code", value],
        vec!["explain", "--token-kind", value],
        vec!["explain", "--status", "401", "--request", value],
        vec!["explain", "--status", "401", "--header", value],
        vec!["explain", "--status", "401", "--body", value],
        vec!["explain", "--status", value],
        vec!["inspect", "--offline", "--report", value],
        vec![value],
    ];
    announce("wrong places for a token", rows.len());
    for arguments in rows {
        let run = Run::of(arguments.clone()).with("PATH", "/usr/bin:/bin");
        let shown = run.end().shown();
        assert_eq!(
            token.trace_in(shown.as_bytes()),
            None,
            "{arguments:?}: {shown}"
        );
    }
}

/// As above, for every option that there is or will be.
#[test]
fn no_option_repeats_a_token() {
    let token = Marked::personal();
    let definition = glwhy::unstable::app::Cli::definition();
    let mut rows = 0;
    for command in definition.get_subcommands() {
        let takes = |argument: &&clap::Arg| argument.get_action().takes_values();
        for argument in command.get_arguments().filter(takes) {
            let name = argument.get_long().map(|long| format!("--{long}"));
            for more in [None, Some("--plan"), Some("--offline")] {
                let run = Run::of([command.get_name().to_owned()])
                    .also(name.clone())
                    .also([token.value.clone()])
                    .also(more)
                    .with("PATH", "/usr/bin:/bin")
                    .with("HTTPS_PROXY", "http://127.0.0.1:1");
                let shown = run.end().shown();
                let trace = token.trace_in(shown.as_bytes());
                assert_eq!(trace, None, "{} {name:?}: {shown}", command.get_name());
                rows += 1;
            }
        }
    }
    announce("options, times a token in the wrong place", rows);
}

#[test]
fn no_comparison_shows_either_token() {
    let scene = Scene::of(scenarios::healthy());
    let (first, second) = (Marked::of(&scene.token()), Marked::personal());
    for more in [&[][..], &["-v"], &["-q"], &["--plan"]] {
        let run = scene
            .run(["probe", "/user", "--compare-token-env", "OTHER"])
            .also(more.iter().copied())
            .with("OTHER", &second.value);
        let run = reporting(run);
        keeps(&run, &first, &[]).unwrap();
        keeps(&run, &second, &[]).unwrap();
    }
}

/// Whoever is asked with two tokens can answer each with the other.
#[test]
fn no_server_tells_one_token_by_the_other() {
    let (first, second) = (Marked::personal(), kinds().swap_remove(0));
    let both = format!("{} and {}", first.value, second.value);
    let record = format!(
        "{{\"id\":7,\"user_id\":7,\"active\":true,\"scopes\":[\"api\",\"{both}\"],\"name\":\"{both}\",\"username\":\"{both}\"}}"
    );
    let refusal = format!("{{\"message\":\"403 Forbidden - {both}\"}}");
    for (status, body) in [("200 OK", record), ("403 Forbidden", refusal)] {
        let headers = format!("Content-Type: application/json\r\nX-Request-Id: {both}\r\n");
        let server = Rude::start(saying(answer(status, &headers, body)));
        let run = Run::of(["probe", "-v", "/user", "--compare-token-env", "OTHER"])
            .also(["--instance", &server.http()])
            .with("GITLAB_TOKEN", &first.value)
            .with("OTHER", &second.value);
        let run = reporting(run);
        keeps(&run, &first, &[]).unwrap();
        keeps(&run, &second, &[]).unwrap();
    }
}

#[test]
fn no_connection_shows_its_token() {
    let scene = Scene::of(scenarios::healthy());
    let (address, good) = (scene.simulator.origin(), Marked::of(&scene.token()));
    let dead = Marked::personal();
    let file = format!(
        "[a]\ninstance = \"{address}\"\ntoken = {{ env = \"GOOD\" }}\nneeds = [\"read-api\"]\nmax_scopes = [\"read_user\"]\n\
         [b]\ninstance = \"{address}\"\ntoken = {{ file = \"t\" }}\n\
         [c]\ninstance = \"{address}\"\ntoken = {{ command = \"cat t; cat t >&2; exit 1\" }}\n\
         [d]\ninstance = \"{address}\"\ntoken = {{ command = \"cat t\" }}\n\
         [e]\ninstance = \"http://127.0.0.1:1\"\ntoken = {{ env = \"GOOD\" }}\n\
         [f]\ninstance = \"{dead}\"\ntoken = \"{dead}\"\n{dead} = 1\n\
         [g]\ninstance = \"{address}\"\ntoken = {{ env = \"{dead}\" }}\nproject = \"{dead}\"\n\
         [\"{dead}\"]\ninstance = 1\n",
        dead = dead.value
    );
    for more in [&[][..], &["-v"], &["-q"], &["--plan"]] {
        let run = Run::of(["probe", "--connections", "c.toml"])
            .also(more.iter().copied())
            .with("GOOD", &good.value)
            .file("t", &dead.value)
            .file("c.toml", &file);
        let run = reporting(run);
        for token in [&good, &dead] {
            keeps(&run, token, &["t", "c.toml"]).unwrap();
        }
    }
    for broken in [
        dead.value.clone(),
        format!("a = \"{}", dead.value),
        format!("[{}", dead.value),
    ] {
        let run = Run::of(["probe", "--connections", "c.toml"]).file("c.toml", broken);
        keeps(&run, &dead, &["c.toml"]).unwrap();
    }
}

#[test]
fn no_keys_of_a_connection_are_written() {
    let authority = Authority::new("ours");
    let secure = Act::Secure(authority.issue(Paper::default()));
    let server = Rude::start(
        [
            vec![secure],
            saying(answer("200 OK", "X-Gitlab-Meta: {}\r\n", "{}")),
        ]
        .concat(),
    );
    let token = Marked::personal();
    let run = Run::of(["probe", "/user", "-v", "--instance", &server.https()])
        .with("GITLAB_TOKEN", &token.value)
        .with("SSLKEYLOGFILE", "keys.txt")
        .with("RUST_LOG", "trace")
        .with("SSL_CERT_FILE", "roots.pem")
        .file("roots.pem", &authority.pem);
    let outcome = keeps(&run, &token, &[]).unwrap();
    assert_eq!(outcome.code, 0, "{}", outcome.shown());
    assert!(!server.heard().is_empty());
    assert!(!run.home().join("keys.txt").exists());
}

#[test]
fn no_setting_that_holds_a_secret_is_repeated() {
    let token = Marked::personal();
    let value = &token.value;
    for (name, setting) in [
        ("HTTPS_PROXY", format!("http://me:{value}@127.0.0.1:1")),
        ("HTTPS_PROXY", format!("socks5://me:{value}@127.0.0.1:1")),
        ("ALL_PROXY", format!("http://{value} x")),
        ("NO_PROXY", value.clone()),
        (
            "GLWHY_INSTANCE",
            format!("https://me:{value}@gitlab.invalid"),
        ),
        ("GITLAB_HOST", value.clone()),
        ("GLWHY_NOW", value.clone()),
        ("CI_SERVER_TLS_CA_FILE", value.clone()),
        ("SSL_CERT_FILE", value.clone()),
        ("GLAB_CONFIG_DIR", value.clone()),
        ("NETRC", value.clone()),
        ("GIT_DIR", value.clone()),
        ("COLUMNS", value.clone()),
    ] {
        let run = Run::of(["probe", "/user", "-v"])
            .with("GITLAB_TOKEN", value)
            .with("HTTPS_PROXY", "http://127.0.0.1:1")
            .with(name, setting);
        let shown = run.end().shown();
        assert_eq!(token.trace_in(shown.as_bytes()), None, "{name}: {shown}");
    }
}

#[test]
fn a_child_is_given_no_token() {
    let (ambient, printed) = (Marked::personal(), Marked::new("glpat-", &"p4Xw".repeat(5)));
    let run = VARIABLES.iter().fold(
        Run::of(["inspect", "--offline", "--token-command"])
            .also(["cat /proc/self/environ /proc/$$/cmdline /proc/$PPID/cmdline > seen; cat t"])
            .file("t", &printed.value)
            .with("PATH", "/usr/bin:/bin"),
        |run, name| run.with(name, &ambient.value),
    );
    run.end().ends(0);
    let seen = fs::read(run.home().join("seen")).unwrap();
    assert!(!seen.is_empty());
    for token in [ambient, printed] {
        assert_eq!(
            token.trace_in(&seen),
            None,
            "{}",
            String::from_utf8_lossy(&seen)
        );
    }
}

#[test]
fn what_netrc_and_glab_know_of_a_host_sends_it_no_other_token() {
    let token = Marked::personal();
    let proxy = Rude::start(saying(answer("200 OK", "", "{}")));
    let glab = |host: &str, secret: &str| {
        (
            ".config/glab-cli/config.yml",
            format!("hosts:\n  {host}:\n    token: {secret}\n"),
        )
    };
    let netrc = |host: &str, secret: &str| {
        (
            ".netrc",
            format!("machine {host} login x password {secret}\n"),
        )
    };
    let home = "https://code.example.com/a/b.git";
    let port = "https://code.example.com:9999/a/b.git";
    let rows = [
        (home, netrc("code.example.com", "another"), true),
        (home, glab("code.example.com", "another"), true),
        (port, netrc("code.example.com", &token.value), false),
        (port, glab("code.example.com", &token.value), false),
        (
            "https://gitlab.com:8443/a/b.git",
            glab("gitlab.com", &token.value),
            false,
        ),
    ];
    for (url, (path, text), has_variable) in rows {
        let mut run = Run::of(["probe", "GET /user"]).with("HTTPS_PROXY", proxy.http());
        if has_variable {
            run = run.with("GITLAB_TOKEN", &token.value);
        }
        for folder in [".git", ".config/glab-cli"] {
            fs::create_dir_all(run.home().join(folder)).unwrap();
        }
        fs::write(
            run.home().join(".git/config"),
            format!("[remote \"origin\"]\n\turl = {url}\n"),
        )
        .unwrap();
        fs::write(run.home().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
        fs::write(run.home().join(path), text).unwrap();
        let outcome = run.end();
        assert_eq!(outcome.code, 2, "{url} {path}: {}", outcome.shown());
        assert!(
            outcome.stderr.contains("only the git remote origin"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("--instance"), "{}", outcome.stderr);
        assert!(!outcome.shown().contains(&token.value));
    }
    assert!(proxy.heard().is_empty());
}

#[test]
fn a_repository_cannot_send_the_token_to_its_host() {
    let token = Marked::personal();
    let proxy = Rude::start(saying(answer("200 OK", "", "{}")));
    let config = |url: &str| format!("[remote \"origin\"]\n\turl = {url}\n");
    let rows = [
        ("https", config("https://evil.example/a/b.git")),
        ("ssh", config("git@evil.example:a/b.git")),
        ("port", config("https://gitlab.com:8443/a/b.git")),
        (
            "like gitlab.com",
            config("https://gitlab.com.evil.example/a/b.git"),
        ),
        (
            "user part",
            config("https://gitlab.com@evil.example/a/b.git"),
        ),
        (
            "tracked",
            "[remote \"up\"]\nurl = https://evil.example/a/b\n[branch \"main\"]\nremote = up\n"
                .to_owned(),
        ),
        (
            "many",
            config("https://gitlab.com/a/b.git") + &config("https://evil.example/a/b.git"),
        ),
        ("escapes", config("https://evil.example/\u{1b}[2J/b.git")),
        (
            "escapes of ssh",
            config("git@evil\u{1b}\u{9b}.example:a/b.git"),
        ),
    ];
    for (name, config) in rows {
        for source in [
            &[][..],
            &["--token-env", "GITLAB_TOKEN"],
            &["--token-stdin"],
            &["--token-command", "cat t"],
            &["--compare-token-env", "GITLAB_TOKEN"],
        ] {
            let run = Run::of(["probe", "/user"])
                .also(source.iter().copied())
                .reading(token.value.clone())
                .file("t", &token.value)
                .with("PATH", "/usr/bin:/bin")
                .with("GITLAB_TOKEN", &token.value)
                .with("HTTPS_PROXY", proxy.http());
            fs::create_dir(run.home().join(".git")).unwrap();
            fs::write(run.home().join(".git/config"), &config).unwrap();
            fs::write(run.home().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
            let outcome = run.end();
            assert_eq!(outcome.code, 2, "{name}: {}", outcome.shown());
            assert!(
                outcome.stderr.contains("the git remote ") || outcome.stderr.contains("git:"),
                "{name}: {}",
                outcome.stderr
            );
            assert!(!outcome.stderr.contains('\u{1b}'), "{name}");
        }
    }
    assert!(proxy.heard().is_empty());
}
