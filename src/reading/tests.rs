//! Tests of the whole room: what clients print, and what must not be read at all.

mod harmless;
mod pastes;
mod wrappings;

use super::*;
use crate::answers::ANSWERS;
use crate::answers::Cause;
use crate::answers::answer::Pattern;
use crate::catalogue::Surface;
use crate::diagnosis::{Certainty, Diagnosis, Ruling, diagnose};
use crate::observation::Observation;
use crate::reading::phrase::{Phrase, Tells};

fn found(text: &str) -> Vec<Reading> {
    read(&mut text.as_bytes()).unwrap().found
}

fn diagnosis(reading: &Reading) -> Option<Diagnosis> {
    match diagnose(&reading.case) {
        Ruling::Refused(diagnosis) => Some(*diagnosis),
        Ruling::Granted { .. } | Ruling::Open { .. } => None,
    }
}

/// What is said of a text first.
fn first_reason(text: &str) -> Option<&'static str> {
    let finder = Finder::new(Vec::new);
    let mut input = text.as_bytes();
    let read = read_with(&mut |see| lines::each(&mut input, &finder, see));
    let diagnosis = read.ok()?.found.first().and_then(diagnosis)?;
    Some(diagnosis.primary.code.id)
}

fn causes(text: &str) -> Vec<Cause> {
    let readings = found(text);
    let diagnosis = readings.first().and_then(diagnosis);
    diagnosis
        .iter()
        .flat_map(Diagnosis::findings)
        .map(|finding| finding.code.cause)
        .collect()
}

/// What clients print for one failure, its surface, and the cause that must come first.
const TOLD: &[(Surface, Cause, &str)] = &[
    (
        Surface::Rest,
        Cause::Expired,
        "$ curl -i --header \"PRIVATE-TOKEN: $GITLAB_TOKEN\" \"https://gitlab.example.com/api/v4/projects/7/issues\"\n\
         HTTP/2 401\n\
         content-type: application/json\n\
         x-gitlab-meta: {\"correlation_id\":\"01H\",\"version\":\"1\"}\n\
         \n\
         {\"error\":\"invalid_token\",\"error_description\":\"Token is expired. You can either do re-authorization or token refresh.\"}",
    ),
    (
        Surface::Rest,
        Cause::WrongScope,
        "> GET /api/v4/projects HTTP/2\n> Host: gitlab.com\n>\n< HTTP/2 403\n< content-type: application/json\n<\n\
         {\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges than provided by the access token.\",\"scope\":\"api read_api\"}* Connection #0 left intact",
    ),
    (
        Surface::Rest,
        Cause::WrongTokenType,
        "$ curl --fail --header \"PRIVATE-TOKEN: $CI_JOB_TOKEN\" \"${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/repository/tags\"\n\
         curl: (22) The requested URL returned error: 401",
    ),
    (
        Surface::Rest,
        Cause::MissingToken,
        "$ curl --header \"PRIVATE_TOKEN: abc\" https://gitlab.com/api/v4/user\n{\"message\":\"401 Unauthorized\"}",
    ),
    (
        Surface::RegistryAuth,
        Cause::MissingToken,
        "ERROR: failed to solve: failed to fetch anonymous token: unexpected status from GET request to https://gitlab.com/jwt/auth?service=container_registry: 403 Forbidden",
    ),
    (
        Surface::Registry,
        Cause::Network,
        "error checking push permissions -- make sure you entered the correct tag name, and that you are authenticated correctly, and try again: \
         checking push permission for \"reg.x.y/z\": creating push check transport for reg.x.y failed: Get \"https://reg.x.y/v2/\": dial tcp: lookup reg.x.y: no such host",
    ),
    (
        Surface::Packages,
        Cause::NotATokenProblem,
        "npm error code E403\nnpm error 403 403 Forbidden - PUT https://gitlab.example.com/api/v4/projects/42/packages/npm/@scope%2fpkg - Package already exists.",
    ),
    (
        Surface::Packages,
        Cause::WrongContext,
        "npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://npmjs.org/@mycorp%2fprivate-lib - Not found",
    ),
    (
        Surface::Git,
        Cause::MissingToken,
        "go: gitlab.com/g/p@v1.0.0: git ls-remote -q origin: exit status 128:\n\tfatal: could not read Username for 'https://gitlab.com': terminal prompts disabled",
    ),
    (
        Surface::Git,
        Cause::PolicyRestriction,
        "remote: GitLab: Commit message does not follow the pattern '^JIRA-'\nTo https://gitlab.com/g/p.git\n ! [remote rejected] main -> main (pre-receive hook declined)",
    ),
    (
        Surface::Git,
        Cause::NotATokenProblem,
        "remote: GL-HOOK-ERR: You must link a ticket.\n ! [remote rejected] main -> main (pre-receive hook declined)",
    ),
    (
        Surface::Rest,
        Cause::RateLimited,
        "HTTP/1.1 429 Too Many Requests\nRetry-After: 30\n\nRetry later",
    ),
];

#[test]
fn the_failure_is_found_in_what_clients_print() {
    for (surface, cause, text) in TOLD {
        let readings = found(text);
        assert_eq!(readings.len(), 1, "{text}\n{readings:#?}");
        assert_eq!(readings[0].case.surface, Some(*surface), "{text}");
        assert_eq!(causes(text).first(), Some(cause), "{text}");
    }
}

#[test]
fn decoration_of_a_job_log_changes_nothing() {
    for (_, cause, text) in TOLD {
        let lines: Vec<String> = text
            .lines()
            .map(|line| format!("2024-05-22T12:43:46.962646Z 01O \u{1b}[0;m{line}\u{1b}[0m\r"))
            .collect();
        let decorated = lines.join("\n");
        assert_eq!(causes(&decorated).first(), Some(cause), "{decorated}");
    }
}

/// Texts in which nothing failed.
const QUIET: &[&str] = &[
    "",
    "\n\n\n",
    "Running with gitlab-runner 17.0.0\nPreparing the \"docker\" executor\nUsing docker image sha256:abc for node:20 ...\n\
     Fetching changes with git depth set to 20...\nCreated fresh repository.\nChecking out 0a1b2c3d as main...\n\
     $ npm ci\nadded 403 packages in 4s\n$ npm test\n  \u{2713} returns 404 Not Found for strangers (12 ms)\n  \u{2713} answers 401 without a token\n\
     Tests: 401 passed, 401 total\nUploading artifacts...\nUploading artifacts as \"archive\" to coordinator... 201 Created  id=1 responseStatus=201 Created token=glcbt-64\nJob succeeded",
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software\nTHE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND",
    "{\n  \"name\": \"x\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"node_modules/a\": {\n      \"version\": \"4.0.4\",\n      \"resolved\": \"https://npmjs.org/a/-/a-4.0.4.tgz\",\n      \"integrity\": \"sha512-401\"\n    }\n  }\n}",
    "The push refers to repository [docker.io/library/backend]\n5f70bf18a086: Pushed\nlatest: digest: sha256:abc size: 403",
    "$ git push\nremote: Resolving deltas: 100% (3/3), done.\nremote: To create a merge request for x, visit:\nremote:   https://gitlab.com/a/b/-/merge_requests/new\nTo https://gitlab.com/a/b.git\n   1..2  x -> x",
    "> GET /api/v4/user HTTP/1.1\n< HTTP/1.1 200 OK\n< content-type: application/json\n\n{\"id\":1,\"username\":\"x\",\"message\":null}",
    "10.0.0.1 - - [01/Jan/2024:00:00:00 +0000] \"GET /favicon.ico HTTP/1.1\" 404 153",
    "{\"status\":200,\"method\":\"GET\",\"path\":\"/api/v4/user\"}",
    "Deploy in progress\nJust a moment...\nWill retry later\nSELECT returned 403 rows\nFailed: 500, passed: 20\nproxy authentication required? no\n",
    "dial tcp 127.0.0.1:5432: waiting for the database",
];

#[test]
fn a_text_without_a_failure_gives_nothing() {
    for text in QUIET {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn random_bytes_give_nothing_and_do_no_harm() {
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..50 {
        let bytes: Vec<u8> = (0..20_000).map(|_| random.u8(..)).collect();
        assert_eq!(read(&mut bytes.as_slice()).unwrap().found, []);
    }
}

#[test]
fn broken_pieces_of_transcripts_do_no_harm() {
    let texts: Vec<&str> = TOLD.iter().map(|(_, _, text)| *text).collect();
    let whole = texts.join("\n");
    let mut random = fastrand::Rng::with_seed(9);
    for _ in 0..300 {
        let mut bytes = whole.clone().into_bytes();
        for _ in 0..random.usize(1..40) {
            let at = random.usize(..bytes.len());
            match random.u8(0..3) {
                0 => bytes[at] = random.u8(..),
                1 => bytes.truncate(at.max(1)),
                _ => bytes.insert(at, b'\n'),
            }
        }
        for reading in read(&mut bytes.as_slice()).unwrap().found {
            let _ = diagnose(&reading.case);
        }
    }
}

#[test]
fn no_secret_reaches_a_reading() {
    let mut random = fastrand::Rng::with_seed(3);
    for prefix in ["glpat-", "glcbt-64_", "gldt-", "glrt-", "ghp_", ""] {
        let canary: String = (0..40).map(|_| random.alphanumeric()).collect();
        let token = format!("{prefix}{canary}");
        for (_, _, text) in TOLD {
            let salted = text
                .replace("$GITLAB_TOKEN", &token)
                .replace("$CI_JOB_TOKEN", &token)
                .replace("abc", &token)
                .replace(
                    "https://gitlab.com/",
                    &format!("https://oauth2:{token}@gitlab.com/"),
                )
                .replace("/issues", &format!("/issues?private_token={token}"));
            let shown = format!("{:?}", found(&salted));
            assert!(!shown.contains(&canary[..12]), "{salted}\n{shown}");
        }
    }
}

#[test]
fn the_same_failure_is_counted_and_keeps_its_first_line() {
    let one = "$ git fetch\nremote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'\n";
    let quiet = "Job succeeded\n".repeat(30);
    let readings = found(&format!("{one}{quiet}{one}{quiet}{one}"));
    assert_eq!(readings.len(), 1, "{readings:#?}");
    assert_eq!((readings[0].count, readings[0].line), (3, 2));
}

#[test]
fn what_was_fetched_nearby_gives_no_failure_its_address() {
    let noise = [
        "Get:42 http://deb.example.org/debian bookworm/main amd64 libparser amd64 1.42-1 [797 B]",
        "npm http fetch GET 200 https://registry.example.com/logger/-/logger-6.2.1.tgz 82ms (cache miss)",
        "[INFO] Downloaded from central: https://repo.example.org/maven2/org/a/a/1.1/a.jar (9 kB at 3 MB/s)",
    ];
    let failure = "gitlab.exceptions.GitlabAuthenticationError: 401: 401 Unauthorized";
    for before in noise {
        for after in noise {
            let told = found(&format!("{before}\n{failure}\n{after}\n").repeat(3));
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!((told[0].count, &told[0].case.host), (3, &None));
        }
    }
}

#[test]
fn the_page_of_a_list_and_the_number_of_a_job_part_no_failures() {
    let line = |job: u64, page: u64| {
        format!(
            "GET https://gitlab.example.com/api/v4/projects/1/jobs/{job}/artifacts?page={page}: 403 {{message: 403 Forbidden}}\n\n$ next\n"
        )
    };
    let told = found(&[line(17, 1), line(18, 2), line(19, 3)].concat());
    assert_eq!((told.len(), told[0].count), (1, 3));
}

#[test]
fn what_the_other_side_prints_without_end_is_kept_in_part() {
    let told = found(&"remote: HTTP Basic: Access denied\n".repeat(5_000));
    let said = told[0].case.answer().map(|answer| format!("{answer:?}"));
    assert!(said.is_some_and(|said| said.len() < 20_000));
}

#[test]
fn lines_of_gitlabs_log_are_grouped_by_token_reason_and_route() {
    let line = |time: u8, token: u8, path: u8| {
        format!(
            "{{\"time\":\"2024-01-01T00:00:0{time}Z\",\"status\":401,\"method\":\"GET\",\"path\":\"/api/v4/projects/{path}\",\"route\":\"/api/:version/projects/:id\",\"meta.user\":\"ann\",\"meta.auth_fail_reason\":\"token_expired\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/{token}\"}}\n"
        )
    };
    let text = [line(1, 7, 1), line(2, 8, 1), line(3, 7, 2)].concat();
    let readings = found(&text);
    assert_eq!(readings.len(), 2, "{readings:#?}");
    let record = readings[0].record.as_ref().unwrap();
    assert_eq!((readings[0].count, readings[1].count), (2, 1));
    assert_eq!(
        record.whose.token_id.as_deref(),
        Some("PersonalAccessToken/7")
    );
    assert_eq!(record.first.as_deref(), Some("2024-01-01T00:00:01Z"));
    assert_eq!(record.last.as_deref(), Some("2024-01-01T00:00:03Z"));
}

#[test]
fn a_bare_status_is_never_certain() {
    for status in [400, 401, 403, 404, 405, 409, 410] {
        for lead in [
            "HTTP",
            "curl: (22) The requested URL returned error:",
            "npm ERR! code E",
        ] {
            let text = format!("{lead} {status}").replace("E ", "E");
            for reading in found(&text) {
                let diagnosis = diagnosis(&reading);
                let certain = diagnosis.is_some_and(|known| known.certainty == Certainty::Certain);
                assert!(!certain, "{text}");
            }
        }
    }
}

#[test]
fn the_title_of_a_status_is_known_whoever_repeats_it() {
    let cases = [
        ("remote: 405 Not Allowed", "method-not-allowed"),
        ("remote: 409 Conflict: Resource lock", "conflict"),
        (
            r#"{"errors":[{"message":"405 Not Allowed"}]}"#,
            "method-not-allowed",
        ),
        (
            r#"{"error":"forbidden","error_description":"409 Conflict: Resource lock"}"#,
            "conflict",
        ),
        (r#"{"message":"Unauthorized"}"#, "token-unknown"),
    ];
    for (text, reason) in cases {
        assert_eq!(first_reason(text), Some(reason), "{text}");
    }
}

#[test]
fn an_entry_that_quotes_a_client_is_read_by_the_clients_words() {
    let quoted = r#"{"message":"Request failed with status code 403"}"#;
    assert_eq!(first_reason(quoted), Some("role-too-low"));
    // What GitLab itself says beside a status stays its own.
    let own = r#"{"message":"403 Forbidden - The tag cannot be moved"}"#;
    assert_ne!(first_reason(own), first_reason(quoted));
    for words in [
        "fatal: Authentication failed for 'https://git.acme.io/ops/site.git/'",
        "fatal: repository 'https://git.acme.io/ops/site.git/' not found",
        "fatal: unable to access 'https://git.acme.io/ops/site.git/': The requested URL returned error: 403",
        "Request failed with status code 401",
        "AxiosError: Request failed with status code 404",
    ] {
        let bare = first_reason(words);
        assert!(bare.is_some(), "{words}");
        for text in [
            serde_json::json!({ "error": words }).to_string(),
            serde_json::json!({ "error": [words] }).to_string(),
            format!("{{\n  \"status\": \"failed\",\n  \"error\": \"{words}\"\n}}"),
        ] {
            assert_eq!(first_reason(&text), bare, "{text}");
        }
    }
}

#[test]
fn what_a_code_of_grpc_wraps_is_read_as_if_it_stood_alone() {
    for words in [
        "fatal: unable to access 'https://git.acme.io/ops/site.git/': The requested URL returned error: 401",
        "fatal: Authentication failed for 'https://git.acme.io/ops/site.git/'",
        "error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413",
        "404 Deploy key Not Found",
        "412 Precondition Failed",
        "Retry later",
        "Invalid OTP",
        "Your account has been blocked.",
    ] {
        let bare = first_reason(words);
        assert!(bare.is_some(), "{words}");
        for code in ["PermissionDenied", "Unauthenticated"] {
            let text = format!("rpc error: code = {code} desc = {words}");
            assert_eq!(first_reason(&text), bare, "{text}");
        }
    }
    // What nobody knows is read by its words, and nothing but the code is told by its status.
    let denied =
        |said: &str| first_reason(&format!("rpc error: code = PermissionDenied desc = {said}"));
    assert_eq!(denied("token expired"), Some("token-expired"));
    assert_eq!(
        denied("'docs/plan.md' is locked by @ada"),
        Some("setting-forbids")
    );
    assert_eq!(denied("no"), Some("refused-with-reason"));
    let twice = "rpc error: code = PermissionDenied desc = token revoked";
    assert_eq!(denied(twice), Some("token-revoked"));
}

#[test]
fn what_the_payload_of_a_mutation_says_is_read() {
    let refused = r#"{"data":{"createNote":{"note":null,"errors":["Issue not found"]}}}"#;
    assert_eq!(first_reason(refused), Some("record-absent"));
    let done = r#"{"data":{"createNote":{"note":{"id":"7"},"errors":[]}}}"#;
    assert_eq!(first_reason(done), None);
    let linted =
        r#"{"data":{"ciConfig":{"errors":["jobs:a config may not be empty"],"status":"INVALID"}}}"#;
    assert_eq!(first_reason(linted), None);
    let refused = r#"{"data":{"ciConfig":null},"errors":[{"message":"The resource that you are attempting to access does not exist or you don't have permission to perform this action","path":["ciConfig"]}]}"#;
    assert!(first_reason(refused).is_some());
    let included = r#"{"data":{"ciConfig":{"errors":["Project `ops/ci` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined."],"status":"INVALID"}}}"#;
    assert_eq!(
        first_reason(included),
        first_reason(
            "Project `ops/ci` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined."
        )
    );
}

#[test]
fn few_causes_are_named_for_one_answer() {
    for text in [
        "HTTP 401",
        "HTTP 403",
        "HTTP 404",
        "{\"message\":\"404 Project Not Found\"}",
        "{\"message\":\"401 Unauthorized\"}",
    ] {
        let mut causes = causes(text);
        causes.sort_unstable();
        causes.dedup();
        assert!((2..=4).contains(&causes.len()), "{text}: {causes:?}");
    }
}

#[test]
fn of_phrases_that_begin_alike_the_longest_is_found() {
    for phrase in phrases::all() {
        let line = format!("\u{e9} {}", phrase.words);
        let found = phrases::find(&line);
        let is_at_its_place = |(at, found): &(usize, &Phrase)| {
            let end = at + found.words.len();
            *at <= 3 && end >= 3 + phrase.words.len()
        };
        assert!(found.iter().any(is_at_its_place), "{}", phrase.words);
    }
    assert!(phrases::find("nothing of interest").is_empty());
}

#[test]
fn every_sentence_of_a_client_has_a_meaning() {
    for phrase in phrases::all() {
        let (Tells::Client(_) | Tells::After(_)) = phrase.tells else {
            continue;
        };
        let words = Phrase::bare(phrase.words);
        let is_known = ANSWERS.iter().any(|answer| {
            matches!(answer.body, Pattern::Text(text) if words.starts_with(text) && text.len() > 5)
        });
        assert!(is_known, "{}", phrase.words);
    }
}

#[test]
fn what_nothing_answered_is_a_failure_of_the_transport() {
    let readings = found(
        "fatal: unable to access 'https://gitlab.exmaple.com/g/p.git/': Could not resolve host: gitlab.exmaple.com",
    );
    assert!(matches!(
        readings[0].case.answer(),
        Some(Observation::Unanswered(_))
    ));
    assert_eq!(readings[0].case.host.as_deref(), Some("gitlab.exmaple.com"));
}

#[test]
fn a_line_is_read_alike_wherever_the_blocks_end() {
    let padding = "x".repeat(1000);
    let quiet = format!("{padding}\n").repeat(300);
    for shift in 0..40 {
        let text = format!(
            "{}\n{quiet}remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://gitlab.com/a/b.git/'\n",
            "y".repeat(shift * 7)
        );
        let readings = found(&text);
        assert_eq!(readings.len(), 1);
        assert_eq!(readings[0].line, 302);
    }
}

/// What is read line by line, with a plain search for every word in every line.
fn found_plainly(text: &[u8]) -> Readings {
    let sought: Vec<_> = phrases::sought().collect();
    read_with(&mut |see| Ok(lines::tests::each_plainly_at_full_size(text, &sought, see))).unwrap()
}

#[test]
fn skipping_in_blocks_never_changes_what_is_read() {
    let mut rng = fastrand::Rng::with_seed(5);
    let told: Vec<&str> = TOLD.iter().map(|(_, _, text)| *text).collect();
    for _ in 0..200 {
        let mut text = String::new();
        for _ in 0..rng.usize(1..8) {
            let lines = rng.usize(..12);
            text.extend((0..lines).map(|line| format!("step {line} of something else\n")));
            text.push_str(told[rng.usize(..told.len())]);
            text.push('\n');
        }
        assert_eq!(
            read(&mut text.as_bytes()).unwrap(),
            found_plainly(text.as_bytes()),
            "{text}"
        );
    }
}

/// Pastes of users, where they are at hand.
#[test]
fn skipping_in_blocks_never_changes_what_is_read_of_pastes() {
    let Ok(cases) = std::fs::read_to_string("../shared/cases/real-cases.jsonl") else {
        return;
    };
    for case in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(case).unwrap();
        let text = case["pasted"].as_str().unwrap_or_default();
        assert_eq!(
            read(&mut text.as_bytes()).unwrap(),
            found_plainly(text.as_bytes()),
            "{text}"
        );
    }
}

#[test]
fn a_secret_is_hidden_wherever_lines_and_blocks_end() {
    let mut random = fastrand::Rng::with_seed(23);
    let canary: String = (0..24).map(|_| random.alphanumeric()).collect();
    let token = format!("{}{canary}", "glpat-");
    let quiet = format!("{}\n", "x".repeat(1000)).repeat(262);
    for shift in 0..60 {
        // The failing line lies across the end of a block, at another place each time.
        let text = format!(
            "{}{quiet}GET https://gitlab.com/api/v4/user?private_token={token}: 401 {{message: 401 Unauthorized}}\n\
             TypeError: {token}\nis not a legal HTTP header value\n",
            "y".repeat(shift)
        );
        let shown = format!("{:?}", found(&text));
        assert!(!shown.contains(&canary[..10]), "{shift}: {shown}");
        assert!(!shown.contains(&canary[14..]), "{shift}: {shown}");
    }
}

#[test]
fn the_host_of_a_registry_is_not_taken_for_gitlab() {
    let instance = |text: &str| found(text)[0].case.instance.clone();
    let denied = "denied: requested access to the resource is denied";
    let push = |host: &str| format!("The push refers to repository [{host}/group/app]\n{denied}");
    let known = instance(&push("registry.gitlab.com"));
    assert_eq!(known.as_deref(), Some("https://gitlab.com"));
    let beside = instance(&push("gitlab.example.com:5050"));
    assert_eq!(beside.as_deref(), Some("https://gitlab.example.com"));
    assert_eq!(instance(&push("registry.example.com")), None);
    let asked = instance(
        "Error: GET https://gitlab.example.com/jwt/auth?service=container_registry: DENIED: access forbidden",
    );
    assert_eq!(asked.as_deref(), Some("https://gitlab.example.com"));
}

/// Pieces of a text whose lines come again and again.
fn repeated(rng: &mut fastrand::Rng) -> String {
    let told: Vec<&str> = TOLD.iter().map(|(_, _, text)| *text).collect();
    let mut text = String::new();
    for _ in 0..rng.usize(1..6) {
        let mut piece = told[rng.usize(..told.len())].to_owned();
        if rng.bool() {
            piece.push('\n');
            piece.push_str(told[rng.usize(..told.len())]);
        }
        for _ in 0..rng.usize(1..12) {
            text.push_str(&piece);
            text.push('\n');
        }
    }
    text
}

#[test]
fn to_remember_lines_never_changes_what_is_read() {
    let mut rng = fastrand::Rng::with_seed(11);
    for _ in 0..60 {
        let text = repeated(&mut rng);
        let mut story = Story::default();
        let mut before = String::new();
        for (number, raw) in (1..).zip(text.lines()) {
            let line = line::read(&clean::clean(raw.as_bytes()), &before);
            before.clone_from(&line.shown);
            story.assembled.clear();
            story.push(number, &line);
        }
        story.assembled.clear();
        story.end_text(text.lines().count() as u64, 0);
        let mut wanted = found(&text);
        for reading in &mut wanted {
            reading.by_text.clear();
        }
        assert_eq!(wanted, story.readings, "{text}");
    }
}

#[test]
fn a_text_of_nothing_but_refusals_is_judged_once() {
    let head = "HTTP/1.1 403 Forbidden\nserver: nginx\ncontent-type: application/json\n\n{\"message\":\"403 Forbidden\"}\n";
    let prompt = "$ curl -s https://git.acme.io/api/v4/user\n{\"message\":\"401 Unauthorized\"}\n";
    for page in [
        "403 Forbidden\n",
        "{\"message\":\"404 Not Found\"}\n",
        head,
        prompt,
    ] {
        let mut story = Story::default();
        let mut recent = Recent::default();
        let mut judged = 0;
        let text = page.repeat(2_000);
        let mut before = String::new();
        for (number, raw) in (1..).zip(text.lines()) {
            let line = recent.line(raw, &before, || {
                judged += 1;
                line::read(raw, &before)
            });
            story.push(number, &line);
            before.clone_from(&line.shown);
        }
        story.end_text(text.lines().count() as u64, 0);
        let told: u64 = story.readings.iter().map(|reading| reading.count).sum();
        assert_eq!(told, 2_000, "{page}");
        assert!(judged <= 12, "{judged}: {page}");
        assert!(
            story.assembled.len() <= 2,
            "{}: {page}",
            story.assembled.len()
        );
    }
}

#[test]
fn of_a_long_log_of_downloads_only_the_beginning_is_judged() {
    let line = |number: usize| {
        format!(
            "Downloading https://files.example.org/packages/a{number}/tool-{number}.0-py3-none-any.whl (62 kB)\n"
        )
    };
    let text: String = (0..5_000).map(line).collect();
    let mut story = Story::default();
    let mut judged = 0;
    let finder = Finder::new(|| phrases::sought().collect());
    let totals = lines::each(&mut text.as_bytes(), &finder, &mut |number, _, raw| {
        judged += raw.len();
        if story.push(number, &line::read(&clean::clean(raw), "")) {
            Attention::Awake
        } else {
            Attention::Asleep
        }
    });
    assert_eq!(totals.unwrap().lines, 5_000);
    assert!(judged < 70_000, "{judged} of {} bytes", text.len());
}
