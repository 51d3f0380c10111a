//! `explain` over the logs of an instance: many files, and of their lines those that are asked for.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;
use tar::{Builder, EntryType, Header};

use crate::harness::{Run, made_up_token};

const EXPIRED: &str = r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#;
const SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;

/// A line of `api_json.log`, of a request at this hour and with these fields.
fn line(hour: u8, more: &str) -> String {
    format!(
        "{{\"time\":\"2026-03-14T{hour:02}:00:00.000Z\",\"method\":\"GET\",\"host\":\"git.example.org\",{more}}}\n"
    )
}

/// A line of the token 12, which has expired.
fn dead(hour: u8, project: u8, route: &str) -> String {
    let more = format!(
        "\"status\":401,\"path\":\"/api/v4/projects/{project}/{route}\",\"route\":\"/api/:version/projects/:id/{route}\",\"correlation_id\":\"c{hour}\",\"meta.user\":\"ann\",\"meta.gl_user_id\":5,\"meta.project\":\"team/p{project}\",\"meta.auth_fail_reason\":\"token_expired\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/12\""
    );
    line(hour, &more)
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn explain(more: &[&str]) -> Run {
    Run::of(["explain", "--format", "json"]).also(more.iter().copied())
}

/// File, line, and code of each entry.
fn told(report: &Value) -> Vec<String> {
    let entries = report["entries"].as_array().unwrap().iter();
    let shown = entries.map(|entry| {
        let code = &entry["diagnosis"]["findings"][0]["code"];
        let file = entry["file"].as_str().unwrap_or("no file");
        format!("{file}:{} {}", entry["line"], code.as_str().unwrap())
    });
    shown.collect()
}

#[test]
fn files_are_read_in_their_order_and_each_failure_names_its_own() {
    let run = explain(&["b.txt", "-", "a.txt.gz"])
        .file("b.txt", format!("fine\n{SCOPE}\n"))
        .file("a.txt.gz", packed(EXPIRED))
        .reading("fatal: Authentication failed for 'https://gitlab.example.com/g/p.git/'\n");
    let told = told(&run.end().ends(3).json());
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told[0], "b.txt:2 scope-missing");
    assert!(told[1].starts_with("-:1 "), "{told:?}");
    assert_eq!(told[2], "a.txt.gz:1 token-expired");
    let text = Run::of(["explain", "one", "two"])
        .file("one", "fine\n")
        .file("two", EXPIRED);
    assert!(text.end().stdout.contains("line 1 of two"));
}

#[test]
fn one_file_is_not_named_and_what_is_compressed_is_known_by_its_bytes() {
    let run = explain(&["answer"]).file("answer", packed(EXPIRED));
    assert_eq!(told(&run.end().json()), ["no file:1 token-expired"]);
    let run = explain(&[]).reading(packed(EXPIRED));
    assert_eq!(told(&run.end().json()), ["no file:1 token-expired"]);
}

#[test]
fn a_folder_is_read_file_by_file_and_its_logs_are_one() {
    let run = explain(&["logs"]);
    let folder = run.home().join("logs/rails");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api_json.log"), dead(9, 7, "issues")).unwrap();
    let older = dead(7, 7, "issues") + &dead(8, 7, "issues");
    fs::write(folder.join("api_json.log.1.gz"), packed(&older)).unwrap();
    let report = run.end().json();
    assert_eq!(told(&report), ["logs/rails/api_json.log:1 token-expired"]);
    let entry = &report["entries"][0];
    assert_eq!(entry["count"], 3);
    assert_eq!(entry["log"]["first"], "2026-03-14T07:00:00.000Z");
}

#[test]
fn a_file_that_cannot_be_read_keeps_nothing_of_the_others_back() {
    let whole = packed(&(EXPIRED.to_owned() + "\n"));
    let cut = &whole[..whole.len() - 4];
    let run = explain(&["absent.log", "cut.gz", "good"])
        .file("cut.gz", cut)
        .file("good", SCOPE);
    let report = run.end().ends(3).json();
    assert_eq!(
        told(&report),
        ["cut.gz:1 token-expired", "good:1 scope-missing"]
    );
    let warnings = report["advice"].to_string();
    assert!(warnings.contains("absent.log") && warnings.contains("cut.gz"));
    let all = Run::of(["explain", "absent.log", "neither.log"]).end();
    all.refuses("absent.log");
}

/// The numbers of the failed requests that count with these options, and of those that do not.
#[track_caller]
fn counted(options: &[&str]) -> (u64, String) {
    let forbidden = line(
        11,
        "\"status\":403,\"path\":\"/api/v4/projects/team%2Fp9/variables\",\"route\":\"/api/:version/projects/:id/variables\",\"correlation_id\":\"c11\",\"user_id\":6,\"username\":\"bob\",\"token_type\":\"PersonalAccessToken\",\"token_id\":13",
    );
    let git = line(
        23,
        "\"status\":401,\"path\":\"/team/p8.git/info/refs\",\"controller\":\"Repositories::GitHttpController\",\"action\":\"info_refs\",\"correlation_id\":\"c23\"",
    );
    let text = [
        dead(8, 7, "issues"),
        dead(9, 8, "issues"),
        dead(10, 8, "labels"),
        forbidden,
        git,
    ]
    .concat();
    let run = explain(&["api_json.log"]).also(options.iter().copied());
    let report = run.file("api_json.log", text).end().json();
    let entries = report["entries"].as_array().unwrap().iter();
    let total = entries.map(|entry| entry["count"].as_u64().unwrap()).sum();
    (total, report["advice"].to_string())
}

#[test]
fn lines_are_chosen_by_what_a_ticket_tells() {
    for (options, wanted) in [
        (&["--since", "2026-03-14T10:00:00Z"][..], 3),
        (&["--until", "2026-03-14T10:00:00+01:00"], 2),
        (&["--since", "2026-03-14", "--until", "2026-03-14"], 5),
        (&["--until", "2026-03-13"], 0),
        (&["--status", "401"], 4),
        (&["--user", "@ann"], 3),
        (&["--user", "6"], 1),
        (&["--user", "5", "--since", "2026-03-14 09:30"], 1),
        (&["--project", "team/p8"], 3),
        (&["--project", "8"], 2),
        (&["--project", "team/p9"], 1),
        (&["--project", "team/p"], 0),
        (&["--token-id", "12"], 3),
        (&["--token-id", "PersonalAccessToken/13"], 1),
        (&["--token-id", "DeployToken/13"], 0),
        (&["--correlation-id", "c9"], 1),
    ] {
        let (count, advice) = counted(options);
        assert_eq!(count, wanted, "{options:?} {advice}");
        let words = format!("leaves out {} failed requests", 5 - wanted);
        assert_eq!(advice.contains(&words), wanted < 5, "{options:?} {advice}");
    }
}

#[test]
fn what_clients_say_fits_no_filter_of_logs() {
    let run = explain(&["--user", "ann"]).reading(format!("{}{SCOPE}\n", dead(9, 7, "issues")));
    let report = run.end().json();
    assert_eq!(told(&report), ["no file:1 token-expired"]);
    assert!(report["advice"].to_string().contains("and 1 failures"));
}

#[test]
fn a_filter_that_nobody_can_follow_is_refused() {
    let run = explain(&["--since", "yesterday"]);
    run.end().refuses("2026-03-14T09:00:00Z");
    let run = explain(&["--body", "{}", "--user", "ann"]);
    run.end().refuses("cannot be used with");
}

#[test]
fn a_dead_token_is_one_group_with_its_routes_and_projects() {
    let text = [
        dead(8, 7, "issues"),
        dead(9, 8, "labels"),
        dead(10, 8, "issues"),
    ]
    .concat();
    let report = explain(&[]).reading(text.clone()).end().json();
    assert_eq!(told(&report), ["no file:1 token-expired"]);
    let log = &report["entries"][0]["log"];
    let routes = serde_json::json!([
        {"route": "GET /projects/:id/issues", "count": 2},
        {"route": "GET /projects/:id/labels", "count": 1},
    ]);
    assert_eq!(log["routes"], routes);
    assert_eq!(log["route"], Value::Null);
    assert_eq!(log["projects"], serde_json::json!(["team/p7", "team/p8"]));
    let subject = &report["entries"][0]["subject"];
    assert_eq!(subject, "GET /projects/:id/issues and another route");
    let table = Run::of(["explain"]).reading(text).end().stdout;
    for words in ["issues (2)", "team/p8", "https://git.example.org/"] {
        assert!(table.contains(words), "{words}: {table}");
    }
}

#[test]
fn a_token_that_stands_in_a_log_is_masked_and_reported() {
    let token = made_up_token();
    let line = format!(
        "{{\"severity\":\"WARN\",\"time\":\"2026-03-14T09:00:00.000Z\",\"message\":\"JWT authentication failed\",\"http_user\":\"{token}\",\"meta.caller_id\":\"JwtController#auth\"}}\n"
    );
    for text in [line.clone(), format!("{}{line}", "fine\n".repeat(20_000))] {
        let outcome = explain(&["-v"]).reading(text).end().ends(3);
        assert!(!outcome.shown().contains(&token));
        let report = outcome.json();
        assert_eq!(report["entries"][0]["answer"]["status"], 401);
        let warnings = report["entries"][0]["warnings"].to_string();
        assert!(warnings.contains("token-in-log"), "{warnings}");
    }
}

#[test]
fn the_groups_stand_in_a_table_and_only_the_first_are_told_in_full() {
    let of = |token: u32| {
        let line = dead(9, 7, "issues");
        line.replace(
            "PersonalAccessToken/12",
            &format!("PersonalAccessToken/{token}"),
        )
    };
    let text: String = (100..150).map(of).collect();
    let table = Run::of(["explain"]).reading(text.clone()).end().stdout;
    assert!(
        table.contains("50 failed requests in these 50 groups"),
        "{table}"
    );
    let in_full = |table: &str, token: u32| {
        assert!(table.contains(&format!("Personal/{token}")), "{table}");
        table.contains(&format!("PersonalAccessToken/{token}"))
    };
    assert!(in_full(&table, 139));
    assert!(!in_full(&table, 140));
    let all = Run::of(["explain", "-v"]).reading(text).end().stdout;
    assert!(in_full(&all, 140));
}

#[test]
fn a_refusal_of_many_routes_without_a_reason_is_not_put_down_to_the_role() {
    let refused = |route: &str| {
        let told = format!(
            "\"status\":403,\"method\":\"GET\",\"path\":\"/api/v4/{route}\",\"route\":\"/api/:version/{route}\",\"token_type\":\"PersonalAccessToken\",\"token_id\":31"
        );
        line(9, &told)
    };
    let text = refused("version") + &refused("user/preferences");
    let run = explain(&["api_json.log"]).file("api_json.log", text);
    let report = run.end().json();
    let entry = &report["entries"][0];
    assert_eq!(entry["count"], 2);
    assert_eq!(entry["diagnosis"]["certainty"], "ambiguous");
    let findings = entry["diagnosis"]["findings"].as_array().unwrap();
    let causes: Vec<_> = findings.iter().map(|finding| &finding["cause"]).collect();
    assert!(causes.contains(&&"wrong_scope".into()), "{causes:?}");
}

#[test]
fn of_several_routes_or_callers_a_bare_status_says_nothing_for_sure() {
    let invalid = |token: u32, route: &str| {
        let told = format!(
            "\"status\":400,\"path\":\"/api/v4/{route}\",\"route\":\"/api/:version/{route}\",\"token_type\":\"PersonalAccessToken\",\"token_id\":{token}"
        );
        line(9, &told)
    };
    for (text, certainty) in [
        (invalid(31, "topics"), "likely"),
        (invalid(31, "topics") + &invalid(31, "hooks"), "ambiguous"),
    ] {
        let report = explain(&[]).reading(text).end().json();
        assert_eq!(report["entries"][0]["diagnosis"]["certainty"], certainty);
    }
}

#[test]
fn many_callers_are_told_in_one_group_with_their_numbers() {
    let refused = |token: u32| {
        let told = format!(
            "\"status\":403,\"path\":\"/api/v4/version\",\"route\":\"/api/:version/version\",\"token_type\":\"PersonalAccessToken\",\"token_id\":{token},\"user_id\":{}",
            token + 1000
        );
        line(9, &told)
    };
    let text: String = (1..=45).map(refused).collect();
    let report = explain(&[])
        .reading(text.clone() + &refused(9))
        .end()
        .json();
    let entries = report["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 1);
    let log = &entries[0]["log"];
    assert_eq!(log["token_id"], Value::Null);
    assert_eq!(log["user_id"], Value::Null);
    let caller = serde_json::json!({"token_id": "PersonalAccessToken/9", "user": null, "user_id": 1009, "count": 2});
    assert_eq!(log["callers"][0], caller);
    assert_eq!(log["other_callers"], 13);
    assert!(report["advice"].to_string().contains("callers-joined"));
    let table = Run::of(["explain"]).reading(text).end().stdout;
    assert!(
        table.contains("PersonalAccessToken/1 of user_id 1001 (1)"),
        "{table}"
    );
    let one = explain(&["--token-id", "9"]).reading(refused(9)).end();
    assert_eq!(one.json()["entries"][0]["log"]["user_id"], 1009);
}

#[test]
fn what_was_read_is_told_in_numbers_for_each_file() {
    let broken = "{\"status\":200,\"method\":\"GET\",\"pa\n";
    let inside = "{\"status\":401,\"method\":\"GET\",\"path\":\"/api/v4/user\", oops}\n";
    let fine = line(9, "\"status\":200,\"path\":\"/api/v4/user\"");
    let log = [
        "# Logfile created\n",
        &fine.repeat(9),
        broken,
        &dead(8, 7, "issues"),
        inside,
    ]
    .concat();
    let run = |format: &'static str| {
        Run::of(["explain", "--format", format, "api_json.log", "job.log"])
            .file("api_json.log", log.clone())
            .file(
                "job.log",
                format!("{{\nfine\n{SCOPE}\n{EXPIRED}\n{SCOPE}\n"),
            )
    };
    let texts = serde_json::json!([
        {"file": "api_json.log", "lines": 13, "failures": 2, "unreadable": 2},
        {"file": "job.log", "lines": 5, "failures": 3, "unreadable": 0},
    ]);
    assert_eq!(run("json").end().json()["texts"], texts);
    for format in ["table", "markdown"] {
        let text = run(format).end().stdout;
        for told in [
            "2 files: 18 lines read, 5 failures, 2 unreadable",
            "13 lines read, 2 failures, 2 unreadable",
            "5 lines read, 3 failures, 0 unreadable",
        ] {
            assert!(text.contains(told), "{text}");
        }
    }
    let filtered = explain(&["api_json.log", "--status", "403"]).file("api_json.log", log.clone());
    assert_eq!(filtered.end().json()["texts"][0]["failures"], 0);
    // A paste is not counted in words.
    let paste = Run::of(["explain"]).reading(SCOPE).end().stdout;
    assert!(!paste.contains("unreadable"), "{paste}");
}

fn squeezed(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Adds a member as it is told, true or not.
fn add(archive: &mut Builder<Vec<u8>>, kind: EntryType, name: &str, size: u64, text: &[u8]) {
    let mut header = Header::new_gnu();
    let into = &mut header.as_old_mut().name;
    into[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_cksum();
    archive.append(&header, text).unwrap();
}

/// What `GitLabSOS` gathers: logs, and what other programs print.
fn gathered() -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    let rails = "sos/var/log/gitlab/gitlab-rails";
    let older = packed(&dead(7, 7, "issues"));
    for (name, text) in [
        ("sos/etc/gitlab/gitlab.rb".to_owned(), SCOPE.as_bytes()),
        (
            format!("{rails}/api_json.log"),
            dead(9, 7, "issues").as_bytes(),
        ),
        (format!("{rails}/api_json.log.1.gz"), &older),
        ("sos/df_hT".to_owned(), EXPIRED.as_bytes()),
        (
            "sos/var/log/gitlab/gitlab-workhorse/current".to_owned(),
            b"fine\n",
        ),
    ] {
        add(
            &mut archive,
            EntryType::Regular,
            &name,
            text.len() as u64,
            text,
        );
    }
    archive.into_inner().unwrap()
}

#[test]
fn of_an_archive_the_logs_are_read_and_nothing_else() {
    let archive = gathered();
    let text = String::from_utf8_lossy(&archive).into_owned();
    for (name, bytes) in [
        ("sos.tar", archive.clone()),
        ("sos.tar.gz", packed(&text)),
        ("sos.tar.zst", squeezed(&archive)),
    ] {
        let bytes = if name == "sos.tar.gz" {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(&archive).unwrap();
            packer.finish().unwrap()
        } else {
            bytes
        };
        let run = |more: &[&str]| {
            explain(&[name])
                .also(more.iter().copied())
                .file(name, bytes.clone())
        };
        let report = run(&[]).end().json();
        let log = format!("{name}:sos/var/log/gitlab/gitlab-rails/api_json.log");
        assert_eq!(told(&report), [format!("{log}:1 token-expired")]);
        assert_eq!(report["entries"][0]["count"], 2);
        assert_eq!(report["texts"].as_array().unwrap().len(), 3);
        assert_eq!(report["texts"][1]["file"], format!("{log}.1.gz"));
        let one = run(&["--since", "2026-03-14T08:00:00Z"]).end().json();
        assert_eq!(one["entries"][0]["count"], 1);
        let piped = explain(&[]).reading(bytes.clone()).end().json();
        assert_eq!(piped["entries"][0]["count"], 2);
    }
}

#[test]
fn of_a_folder_of_gitlabsos_the_logs_are_read() {
    let run = explain(&["sos"]);
    let folder = run.home().join("sos/var/log/gitlab/gitlab-rails");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api_json.log"), dead(9, 7, "issues")).unwrap();
    fs::write(run.home().join("sos/df_hT"), SCOPE).unwrap();
    let report = run.end().json();
    assert_eq!(told(&report), ["no file:1 token-expired"]);
}

#[test]
fn zstd_is_read_frame_by_frame() {
    let both = [
        squeezed(dead(8, 7, "a").as_bytes()),
        squeezed(dead(9, 7, "b").as_bytes()),
    ]
    .concat();
    let report = explain(&["log.zst"])
        .file("log.zst", both.clone())
        .end()
        .json();
    assert_eq!(report["entries"][0]["count"], 2);
    let cut = both[..both.len() - 9].to_vec();
    let report = explain(&["log.zst"]).file("log.zst", cut).end().json();
    assert_eq!(report["entries"][0]["count"], 1);
    assert!(report["advice"].to_string().contains("log.zst"));
}

#[test]
fn what_zstd_packed_for_a_large_memory_is_left_to_zstd() {
    /// A frame with a window of 128 MiB, and one block of text as it is.
    fn frame(text: &[u8]) -> Vec<u8> {
        let size = u32::try_from(text.len()).unwrap() << 3 | 1;
        let head = [0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3];
        [&head, &size.to_le_bytes()[..3], text].concat()
    }
    let wide = frame(dead(9, 7, "b").as_bytes());
    let alone = explain(&["wide.zst"]).file("wide.zst", wide.clone()).end();
    let said = alone.ends(2).stderr;
    assert!(
        said.contains("128 MiB") && said.contains("zstd -d --long=31"),
        "{said}"
    );
    let beside = explain(&["log.zst", "wide.zst"])
        .file("log.zst", squeezed(dead(8, 7, "a").as_bytes()))
        .file("wide.zst", wide)
        .end()
        .json();
    assert_eq!(beside["entries"][0]["count"], 1);
    assert!(beside["advice"].to_string().contains("128 MiB"), "{beside}");
}

#[test]
fn a_request_that_several_servers_log_counts_once() {
    let path = "/api/v4/projects/9/hooks";
    let rails = serde_json::json!({"status": 403, "method": "GET", "path": path, "route": "/api/:version/projects/:id/hooks"});
    let workhorse = serde_json::json!({"system": "http", "status": 403, "method": "GET", "uri": path, "level": "info"});
    let (rails, workhorse) = (
        format!("{rails}\n").repeat(30),
        format!("{workhorse}\n").repeat(30),
    );
    let served = |second: usize| {
        format!(
            "10.0.0.7 - - [01/Jan/2026:00:00:{second} +0000] \"GET {path} HTTP/1.1\" 403 30 \"-\" \"curl/8\" -\n"
        )
    };
    let mut nginx: String = (10..40).map(served).collect();
    // What never came to Rails is told by the server that refused it.
    nginx += "10.0.0.7 - - [01/Jan/2026:00:01:00 +0000] \"POST /api/v4/projects/9/uploads HTTP/1.1\" 413 30 \"-\" \"curl/8\" -\n";
    let logs = [
        ("nginx", &nginx),
        ("current", &workhorse),
        ("api_json.log", &rails),
    ];
    for order in [[0, 1, 2], [2, 1, 0]] {
        let named = order.map(|at| logs[at].0);
        let run = logs.iter().fold(explain(&named), |run, (name, text)| {
            run.file(name, text.as_bytes())
        });
        let report = run.end().json();
        let counts: Vec<&Value> = report["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| &entry["count"])
            .collect();
        assert_eq!(counts, [1, 30], "{report}");
        let failures = report["texts"].as_array().unwrap().iter();
        let failures: u64 = failures
            .map(|text| text["failures"].as_u64().unwrap())
            .sum();
        assert_eq!(failures, 31);
        assert!(
            report["advice"]
                .to_string()
                .contains("60 lines of Workhorse")
        );
    }
    // Alone, each of them is all there is.
    for (name, text) in &logs {
        let report = explain(&[name]).file(name, text.as_bytes()).end().json();
        assert_eq!(report["entries"][0]["count"], 30, "{name}");
    }
}

/// Paths that lead elsewhere, links, holes, a name without an end, and a size that is none.
fn hostile() -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    let line = dead(9, 7, "issues");
    let size = line.len() as u64;
    let regular = EntryType::Regular;
    add(
        &mut archive,
        regular,
        "../../../etc/cron.d/a.log",
        size,
        line.as_bytes(),
    );
    add(&mut archive, regular, "/etc/b.log", size, line.as_bytes());
    add(
        &mut archive,
        regular,
        "\u{1b}[31m::error::c.log",
        size,
        line.as_bytes(),
    );
    add(&mut archive, EntryType::Symlink, "link.log", 0, b"");
    add(
        &mut archive,
        EntryType::GNUSparse,
        "holes.log",
        size,
        line.as_bytes(),
    );
    add(&mut archive, EntryType::Directory, "d.log/", 0, b"");
    let long = "x".repeat(1 << 20) + ".log\0";
    add(
        &mut archive,
        EntryType::GNULongName,
        "././@LongLink",
        long.len() as u64,
        long.as_bytes(),
    );
    add(&mut archive, regular, "e", size, line.as_bytes());
    let pax = "30 path=packed/in/f_json.log.1\n";
    add(
        &mut archive,
        EntryType::XHeader,
        "pax",
        pax.len() as u64,
        pax.as_bytes(),
    );
    add(&mut archive, regular, "f", size, line.as_bytes());
    let mut bytes = archive.into_inner().unwrap();
    bytes.truncate(bytes.len() - 1024);
    let mut endless = Builder::new(Vec::new());
    add(&mut endless, regular, "g.log", 1 << 60, line.as_bytes());
    let endless = endless.into_inner().unwrap();
    bytes.extend_from_slice(&endless[..512 + line.len()]);
    bytes
}

#[test]
fn a_hostile_archive_does_no_harm() {
    let run = explain(&["a.tar"]).file("a.tar", hostile());
    let home = run.home().to_path_buf();
    let outcome = run.end();
    assert!(!outcome.stdout.contains('\u{1b}'));
    let report = outcome.json();
    assert_eq!(report["entries"][0]["count"], 5, "{report}");
    let texts = report["texts"].to_string();
    for name in ["../etc/cron.d/a.log", "f_json.log.1", "g.log"] {
        assert!(texts.contains(name), "{name}: {texts}");
    }
    assert!(report["advice"].to_string().contains("a.tar"));
    let left: Vec<_> = fs::read_dir(home).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is unpacked: {left:?}");
}
