//! Whatever a server says, and however it says it: nothing crashes, nothing hangs past its limit, nothing grows without
//! bound, no other host receives the token, and nobody speaks to the terminal or the ticket in GitLab's name.

#![expect(clippy::too_many_lines, reason = "tables, a row on a line or two")]

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use crate::certificate::{Authority, Paper};
use crate::check_all;
use crate::harmless::{fault_of_json, fault_of_junit, fault_of_markdown, fault_of_text};
use crate::harness::{Outcome, Run, announce};
use crate::marked::Marked;
use crate::rude::{Act, Rude, answer, saying};

/// The most that the program may hold at once, in KiB, however much it is sent.
const MEMORY: u64 = 64 * 1024;
/// The longest that it may take: six requests of two seconds, and room for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Texts that mean harm where they are shown.
const TEXTS: &[(&str, &str)] = &[
    (
        "colour and cursor",
        "evil \u{1b}[31m\u{1b}[2J\u{1b}[1;1H done",
    ),
    (
        "title of the window",
        "evil \u{1b}]0;owned\u{7} \u{1b}]2;x\u{1b}\\ done",
    ),
    (
        "link of a terminal",
        "evil \u{1b}]8;;http://evil.example\u{1b}\\here\u{1b}]8;;\u{1b}\\ done",
    ),
    ("clipboard", "evil \u{1b}]52;c;ZWNobyBvd25lZA==\u{7} done"),
    (
        "C1 controls",
        "evil \u{9b}31m \u{9d}0;x\u{9c} \u{85} \u{90}x\u{9c} done",
    ),
    (
        "backspaces and returns",
        "evil \u{8}\u{8}\u{8}\u{8}good\r\rGitLab: \u{7f} done",
    ),
    (
        "direction of text",
        "evil \u{202e}live\u{202c} \u{2066}x\u{2069} \u{61c} done",
    ),
    (
        "zero width",
        "ev\u{200b}il \u{200d}\u{feff}\u{2060} \u{ad} done",
    ),
    (
        "separators of lines",
        "evil\u{2028}/close\u{2029}/assign done",
    ),
    (
        "quick actions",
        "evil\n/close\n/assign @root\r\n/label ~urgent\n> /approve done",
    ),
    (
        "mentions and references",
        "evil @all @root #1 !2 &3 %4 $5 ~6 group/p#1 group/p!2 ABC-123 deadbeefcafe done",
    ),
    (
        "Markdown",
        "evil ![x](http://evil.example/y) [a](http://evil.example) **b** _c_ :smile: {+in+} [-out-] done",
    ),
    (
        "HTML",
        "evil <img src=http://evil.example> <script>alert(1)</script> </code></details> &lt; done",
    ),
    ("fences of code", "evil `` ` ``` ~~~ </code> | || \\` done"),
    (
        "headings and rules",
        "evil\n# head\n---\n===\n- [ ] task\n1. one\n| a | b | done",
    ),
    (
        "XML",
        "evil ]]> <failure/> <![CDATA[ &amp; &#0; \u{0}\u{1}\u{b}\u{fffe}\u{ffff} done",
    ),
    (
        "characters beyond all planes",
        "evil \u{10ffff} \u{e0041}\u{e0042} \u{fdd0} done",
    ),
    ("a long word", "evil-LONG"),
    (
        "table of contents",
        "evil [[_TOC_]] ::include{file=/etc/passwd} done",
    ),
];

fn text(text: &str) -> String {
    text.replace("LONG", &"x".repeat(50_000))
}

/// One server, and how it is asked.
struct Row {
    name: String,
    run: Run,
    server: Rude,
    strangers: Vec<Rude>,
}

impl Row {
    fn asking(name: impl Into<String>, command: &[&str], acts: Vec<Act>) -> Self {
        let server = Rude::start(acts);
        let address = server.http();
        Self::at(name, command, &address, server)
    }

    fn at(name: impl Into<String>, command: &[&str], address: &str, server: Rude) -> Self {
        let run = Run::of(command.iter().copied())
            .also(["-v", "--timeout", "2", "--instance", address])
            .also(["--report", "json=r.json", "--report", "markdown=r.md"])
            .also(["--report", "junit=r.xml"])
            .with("GITLAB_TOKEN", Marked::personal().value);
        Self {
            name: name.into(),
            run,
            server,
            strangers: Vec::new(),
        }
    }

    fn probing(name: impl Into<String>, acts: Vec<Act>) -> Self {
        Self::asking(name, &["probe", "/user"], acts)
    }
}

fn json_answer(status: &str, body: &Value) -> Vec<u8> {
    answer(
        status,
        "Content-Type: application/json\r\n",
        body.to_string(),
    )
}

/// Every field that anybody looks at, with this text in it.
fn record(text: &str) -> Value {
    json!({
        "id": 7, "iid": 1, "username": text, "name": text, "state": text, "description": text,
        "scopes": [text, "api"], "active": true, "revoked": false, "user_id": 7, "expires_at": text,
        "created_at": text, "last_used_at": text, "version": text, "revision": text, "enterprise": true,
        "path": text, "path_with_namespace": text, "full_path": text, "web_url": text, "default_branch": text,
        "namespace": {"id": 1, "full_path": text, "kind": text, "path": text}, "visibility": text,
        "permissions": {"project_access": {"access_level": 30}, "group_access": null},
        "access_level": 30, "bot": true, "is_admin": true, "resource_owner_id": 7, "scope": [text],
        "job": {"id": 1}, "pipeline": {"id": 1, "ref": text}, "user": {"id": 7, "username": text},
        "application": {"uid": text}, "grants": [text], "http_url_to_repo": text, "archived": text,
    })
}

fn texts() -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, hostile) in TEXTS {
        let hostile = text(hostile);
        let fields = json_answer("200 OK", &record(&hostile));
        let list = json_answer("200 OK", &json!([record(&hostile)]));
        let message = json_answer(
            "403 Forbidden",
            &json!({"message": format!("403 Forbidden - {hostile}")}),
        );
        let guard =
            json!({"error": "insufficient_scope", "error_description": hostile, "scope": hostile});
        let page =
            format!("<html><head><title>{hostile}</title></head><body>{hostile}</body></html>");
        rows.push(Row::asking(
            format!("{name}: fields"),
            &["inspect"],
            saying(fields),
        ));
        rows.push(Row::asking(
            format!("{name}: list"),
            &["probe", "/projects/1/members", "/groups/1"],
            saying(list),
        ));
        rows.push(Row::asking(
            format!("{name}: message"),
            &["probe", "/projects/a%2Fb/issues"],
            saying(message),
        ));
        rows.push(Row::probing(
            format!("{name}: guard"),
            saying(json_answer("403 Forbidden", &guard)),
        ));
        rows.push(Row::probing(
            format!("{name}: page"),
            saying(answer("503 x", "Content-Type: text/html\r\n", page)),
        ));
        rows.push(Row::probing(
            format!("{name}: text"),
            saying(answer("401 x", "Content-Type: text/plain\r\n", hostile)),
        ));
    }
    rows
}

/// Headers cannot hold a line break; all else that servers get through is tried.
fn headers() -> Vec<Row> {
    let body = "{\"message\":\"403 Forbidden\"}";
    TEXTS
        .iter()
        .map(|(name, hostile)| {
            let value: String = hostile
                .chars()
                .filter(|letter| !"\r\n\0".contains(*letter))
                .collect();
            let all = [
                "X-Request-Id",
                "X-Gitlab-Meta",
                "Server",
                "Via",
                "Location",
                "WWW-Authenticate",
                "Retry-After",
                "RateLimit-Name",
                "X-Gitlab-Custom-Error",
                "Content-Type",
                "Allow",
                "Job-Status",
                "Cf-Ray",
            ]
            .map(|header| format!("{header}: {value}\r\n"))
            .concat();
            Row::probing(
                format!("{name}: headers"),
                saying(answer("403 Forbidden", &all, body)),
            )
        })
        .collect()
}

fn sizes() -> Vec<Row> {
    let endless = |name, head: &str, again: &[u8]| {
        Row::probing(
            name,
            vec![Act::Hear, Act::Say(head.into()), Act::SayOn(again.to_vec())],
        )
    };
    let megabyte = vec![b'x'; 1 << 20];
    let chunk = [b"100000\r\n".to_vec(), megabyte.clone(), b"\r\n".to_vec()].concat();
    let bomb = include_bytes!("bomb.gz").repeat(900);
    let many = "X-Header: x\r\n".repeat(5000);
    vec![
        endless(
            "a gigabyte",
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 1073741824\r\n\r\n",
            &megabyte,
        ),
        endless("an endless body", "HTTP/1.1 200 OK\r\n\r\n", &megabyte),
        endless(
            "endless chunks",
            "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n",
            &chunk,
        ),
        endless(
            "an endless string of JSON",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"name\":\"",
            &megabyte,
        ),
        endless(
            "an endless head",
            "HTTP/1.1 200 OK\r\n",
            b"X-Header: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n",
        ),
        endless(
            "an endless header",
            "HTTP/1.1 200 OK\r\nX-Header: ",
            &megabyte,
        ),
        endless("an endless line of status", "HTTP/1.1 200 ", &megabyte),
        endless(
            "a storm of 100 Continue",
            "",
            b"HTTP/1.1 100 Continue\r\n\r\n",
        ),
        endless(
            "a storm of 103 Early Hints",
            "",
            b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n",
        ),
        Row::probing(
            "a header of 64 KiB",
            saying(answer(
                "403 x",
                &format!("X-Request-Id: {}\r\n", "i".repeat(65_000)),
                "{}",
            )),
        ),
        Row::probing("thousands of headers", saying(answer("403 x", &many, "{}"))),
        Row::probing(
            "a bomb of gzip",
            saying(answer(
                "200 OK",
                "Content-Encoding: gzip\r\nContent-Type: application/json\r\n",
                bomb,
            )),
        ),
        Row::probing(
            "a chunk that claims to be huge",
            saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx"),
        ),
        Row::probing(
            "extensions of chunks",
            saying(format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;{}\r\nx\r\n0\r\n\r\n",
                "e".repeat(200_000)
            )),
        ),
        Row::probing(
            "endless trailers",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n".to_vec()),
                Act::SayOn(b"X: y\r\n".to_vec()),
            ],
        ),
    ]
}

fn shapes() -> Vec<Row> {
    let deep = |open: &str, close: &str| [open.repeat(100_000), close.repeat(100_000)].concat();
    let json = |name, body: String| {
        Row::probing(
            name,
            saying(answer(
                "403 Forbidden",
                "Content-Type: application/json\r\n",
                body,
            )),
        )
    };
    let raw = |name, bytes: &[u8]| Row::probing(name, saying(bytes));
    // Whoever looks at all the rest from each place is never done with these.
    let said = |part: &str| {
        let parts = part.repeat(1_000_000 / part.len());
        format!("{{\"message\":\"403 Forbidden {parts}\"}}")
    };
    vec![
        json("100,000 lists", deep("[", "]")),
        json("100,000 objects", deep("{\"message\":", "}")),
        json("100,000 lists that do not end", "[".repeat(100_000)),
        json(
            "131,000 small objects",
            format!("[{}]", vec!["{\"\":0}"; 131_000].join(",")),
        ),
        json("50,000 messages", format!("{{\"errors\":[{}]}}", vec!["{\"message\":\"x\"}"; 50_000].join(","))),
        json("huge numbers", format!("{{\"id\":{},\"message\":1e999999}}", "9".repeat(10_000))),
        json("the same key again and again", format!("{{{}}}", vec!["\"message\":\"x\""; 50_000].join(","))),
        json("a mebibyte of backslashes", said("\\")),
        json("a mebibyte of characters by number", said("\\u0020")),
        json("a mebibyte of references", said("&#x20;")),
        json("a mebibyte of references that do not end", said("&#")),
        json("a mebibyte of percent signs", said("%2")),
        json("a mebibyte of beginnings of tokens", said("glpat-")),
        json("half a surrogate", "{\"message\":\"\\ud800\"}".to_owned()),
        Row::asking("wrong types in every field", &["inspect"], saying(json_answer("200 OK", &wrong_types()))),
        Row::asking("numbers beyond bounds", &["inspect"], saying(json_answer("200 OK", &json!({"id": u64::MAX, "user_id": -1, "active": true, "scopes": [1, null], "expires_at": "99999-99-99", "access_level": 1e300})))),
        Row::asking("paths that would leave the instance", &["probe", "/projects/1/issues", "/groups/1"], saying(json_answer("404 Not Found", &json!({"message": "404 Not Found", "path_with_namespace": "//evil.example/../..", "full_path": "https://evil.example", "id": "//evil"})))),
        raw("bytes that are no text", &answer("403 Forbidden", "Content-Type: application/json\r\n", b"{\"message\":\"\xff\xfe\xc3\x28\"}")),
        raw("headers that are no text", b"HTTP/1.1 403 Forbidden\r\nX-Request-Id: \xff\xfe\xc3\x28\r\nServer: \x80\r\nContent-Length: 0\r\n\r\n"),
        raw("a header on two lines", b"HTTP/1.1 403 Forbidden\r\nServer: a\r\n\tb\r\nContent-Length: 2\r\n\r\n{}"),
        raw("a header without a name", b"HTTP/1.1 403 Forbidden\r\n: x\r\nContent-Length: 2\r\n\r\n{}"),
        raw("less than its length", &[b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".as_slice(), b"{}"].concat()),
        raw("more than its length", b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n"),
        raw("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        raw("a length below nothing", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
        raw("a length beyond all bounds", b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}"),
        raw("a length, and chunks", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        raw("HTTP/1.0", b"HTTP/1.0 403 Forbidden\r\nContent-Type: application/json\r\n\r\n{\"message\":\"403 Forbidden\"}"),
        raw("HTTP/3.0", b"HTTP/3.0 200 OK\r\n\r\n{}"),
        raw("a status of no class", b"HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\n{}"),
        raw("a change of protocol", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{}"),
        raw("an answer without a body that has one", b"HTTP/1.1 204 No Content\r\n\r\n{\"message\":\"403\"}"),
        raw("a wait of a thousand years", &answer("429 Too Many Requests", "Retry-After: 31536000000\r\n", "Retry later")),
        raw("a wait that is none", &answer("503 x", "Retry-After: -1e9\r\n", "")),
        raw("no wait, again and again", &answer("429 Too Many Requests", "Retry-After: 0\r\n", "Retry later")),
    ]
}

fn wrong_types() -> Value {
    let all = record("x");
    let names = all.as_object().into_iter().flatten().map(|(name, _)| name);
    let wrong = [
        json!([]),
        json!({}),
        json!(-1),
        json!(true),
        json!(null),
        json!([[{"x": {}}]]),
    ];
    names
        .cloned()
        .zip(wrong.into_iter().cycle())
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn paces() -> Vec<Row> {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec();
    let whole = answer(
        "403 Forbidden",
        "Content-Type: application/json\r\n",
        "{\"message\":\"403 Forbidden\"}",
    );
    vec![
        Row::probing(
            "a head that drips",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
                Act::Drip(b"x".to_vec()),
            ],
        ),
        Row::probing(
            "a body that drips",
            vec![Act::Hear, Act::Say(head), Act::Drip(b" ".to_vec())],
        ),
        Row::probing(
            "chunks that drip",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec()),
                Act::Drip(b"1\r\nx\r\n".to_vec()),
            ],
        ),
        Row::probing(
            "half-closed after the answer",
            vec![Act::Hear, Act::Say(whole.clone()), Act::HalfClose],
        ),
        Row::probing(
            "an answer before the question",
            vec![Act::Say(whole.clone()), Act::Hear, Act::Wait],
        ),
        Row::probing(
            "a connection that stays open",
            vec![Act::Hear, Act::Say(whole), Act::Wait],
        ),
    ]
}

/// Everything that could send a careless client elsewhere.
fn ways_elsewhere() -> Vec<Row> {
    let to = |name, status: &str, header: &str| {
        let other = Rude::start(saying(answer("200 OK", "", "{}")));
        let header = header
            .replace("{http}", &other.http())
            .replace("{port}", &other.port.to_string());
        let body = json!({"message": "403 Forbidden", "web_url": other.http(), "_links": {"self": other.http()}, "next": other.http()});
        let headers = format!("{header}\r\nContent-Type: application/json\r\n");
        let mut row = Row::asking(
            name,
            &[
                "probe",
                "/user",
                "/v2/",
                "/a/b.git/info/refs?service=git-upload-pack",
            ],
            saying(answer(status, &headers, body.to_string())),
        );
        row.strangers.push(other);
        row
    };
    vec![
        to(
            "redirect on the same host",
            "301 Moved Permanently",
            "Location: /api/v4/users",
        ),
        to("redirect to itself", "302 Found", "Location: /api/v4/user"),
        to(
            "redirect to another port",
            "302 Found",
            "Location: {http}/api/v4/user",
        ),
        to(
            "redirect to another host",
            "307 Temporary Redirect",
            "Location: http://localhost:{port}/api/v4/user",
        ),
        to(
            "redirect without a scheme",
            "308 Permanent Redirect",
            "Location: //localhost:{port}/api/v4/user",
        ),
        to(
            "redirect with a login in it",
            "302 Found",
            "Location: http://127.0.0.1@localhost:{port}/",
        ),
        to(
            "redirect to a file",
            "302 Found",
            "Location: file:///etc/passwd",
        ),
        to(
            "redirect to a script",
            "302 Found",
            "Location: javascript:alert(1)",
        ),
        to(
            "redirect to data",
            "302 Found",
            "Location: data:text/html,x",
        ),
        to("redirect to nowhere", "302 Found", "X-Nothing: x"),
        to(
            "redirect to nonsense",
            "302 Found",
            "Location: http://[::x/\u{1b}[2J",
        ),
        to(
            "redirect of 300",
            "300 Multiple Choices",
            "Location: {http}/",
        ),
        to("redirect of 305", "305 Use Proxy", "Location: {http}/"),
        to("refresh", "200 OK", "Refresh: 0; url={http}/"),
        to(
            "next page elsewhere",
            "200 OK",
            "Link: <{http}/api/v4/x>; rel=\"next\"\r\nX-Next-Page: {http}",
        ),
        to(
            "another service",
            "200 OK",
            "Alt-Svc: h2=\"localhost:{port}\"; ma=86400",
        ),
        to(
            "place of the content",
            "200 OK",
            "Content-Location: {http}/",
        ),
        to(
            "realm elsewhere",
            "401 Unauthorized",
            "WWW-Authenticate: Bearer realm=\"{http}/jwt/auth\",service=\"container_registry\"",
        ),
        to(
            "challenges",
            "401 Unauthorized",
            "WWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM",
        ),
        to(
            "proxy's challenge",
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"x\"",
        ),
    ]
}

/// From https to http: the token must not come out in the clear.
fn downgrade() -> Row {
    let authority = Authority::new("ours");
    let clear = Rude::start(saying(answer("200 OK", "", "{}")));
    let target = format!("Location: {}/api/v4/user\r\n", clear.http());
    let acts = [
        vec![Act::Secure(authority.issue(Paper::default()))],
        saying(answer("302 Found", &target, "")),
    ]
    .concat();
    let server = Rude::start(acts);
    let address = server.https();
    let mut row = Row::at(
        "redirect from https to http",
        &["probe", "/user"],
        &address,
        server,
    );
    row.run = row
        .run
        .file("roots.pem", &authority.pem)
        .with("SSL_CERT_FILE", "roots.pem");
    row.strangers.push(clear);
    row
}

/// Faults of the layers below HTTP/1.1: TLS without end, and floods of frames (RFC 9113, section 10.5).
fn layers() -> Vec<Row> {
    let authority = Authority::new("ours");
    let paper = Paper {
        protocols: &[b"h2"],
        ..Paper::default()
    };
    let config = authority.issue(paper);
    let secure = |name: &str, acts: Vec<Act>| {
        let server = Rude::start(acts);
        let address = server.https();
        let mut row = Row::at(name, &["probe", "/user"], &address, server);
        row.run = row
            .run
            .file("roots.pem", &authority.pem)
            .with("SSL_CERT_FILE", "roots.pem");
        row
    };
    let flood = |name: &str, frame: &[u8]| {
        let settings = vec![0, 0, 0, 4, 0, 0, 0, 0, 0];
        let acts = vec![
            Act::Secure(config.clone()),
            Act::Listen,
            Act::Say(settings),
            Act::SayOn(frame.to_vec()),
        ];
        secure(name, acts)
    };
    let record = |kind: u8, body: &[u8]| {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [&[kind, 3, 3], &length[..], body].concat()
    };
    // A handshake message that claims to be as long as one can be.
    let certificate = record(22, &[&[11, 0xff, 0xff, 0xff][..], &[0; 16_000]].concat());
    vec![
        secure(
            "TLS: empty records without end",
            vec![Act::Listen, Act::SayOn(record(22, b""))],
        ),
        secure(
            "TLS: a certificate without end",
            vec![Act::Listen, Act::SayOn(certificate)],
        ),
        secure(
            "TLS: warnings without end",
            vec![Act::Listen, Act::SayOn(record(21, &[1, 90]))],
        ),
        secure(
            "TLS: a handshake that drips",
            vec![Act::Listen, Act::Drip(record(22, &[2; 100]))],
        ),
        flood(
            "HTTP/2: a flood of pings",
            &[0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
        ),
        flood("HTTP/2: a flood of settings", &[0, 0, 0, 4, 0, 0, 0, 0, 0]),
        flood(
            "HTTP/2: a flood of windows",
            &[0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        ),
        flood(
            "HTTP/2: headers that go on",
            &[0, 0, 4, 1, 0, 0, 0, 0, 1, 0x40, 0x01, 0x61, 0x00],
        ),
        flood(
            "HTTP/2: a push that nobody asked for",
            &[0, 0, 4, 5, 4, 0, 0, 0, 1, 0, 0, 0, 2],
        ),
        flood(
            "HTTP/2: empty data without end",
            &[0, 0, 0, 0, 0, 0, 0, 0, 1],
        ),
        flood(
            "HTTP/2: frames of unknown kinds",
            &[0, 0, 1, 0xbe, 0, 0, 0, 0, 0, 0],
        ),
    ]
}

/// Servers that send back what they were sent, in every place and spelling.
fn echoes() -> Vec<Row> {
    let echo = |name, text| {
        Row::asking(
            name,
            &[
                "probe",
                "/user",
                "/a/b.git/info/refs?service=git-upload-pack",
            ],
            vec![Act::Hear, Act::Echo(text)],
        )
    };
    vec![
        echo(
            "the token in a message",
            "HTTP/1.1 401 x\r\n\r\n{\"message\":\"401 {heard}\"}",
        ),
        echo("the token in a text", "HTTP/1.1 403 x\r\n\r\nno: {heard}"),
        echo(
            "the token in a title",
            "HTTP/1.1 502 x\r\nContent-Type: text/html\r\n\r\n<title>{heard}</title>",
        ),
        echo(
            "the token in headers",
            "HTTP/1.1 302 x\r\nLocation: http://other.invalid/{heard}?t={heard}\r\nX-Request-Id: {heard}\r\nWWW-Authenticate: Bearer realm=\"{heard}\"\r\n\r\n{}",
        ),
        echo(
            "the token in every field",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":1,\"username\":\"{heard}\",\"name\":\"{heard}\",\"scopes\":[\"{heard}\"],\"version\":\"{heard}\",\"expires_at\":\"{heard}\",\"active\":true}",
        ),
        echo(
            "the token cut off",
            "HTTP/1.1 401 x\r\nContent-Length: 9999\r\n\r\n{\"message\":\"{heard}",
        ),
        echo(
            "the token as a key",
            "HTTP/1.1 403 x\r\n\r\n{\"message\":{\"{heard}\":[\"{heard}\"]}}",
        ),
        echo(
            "the token as a status",
            "HTTP/1.1 403 {heard}\r\nContent-Length: 0\r\n\r\n",
        ),
    ]
}

#[test]
fn no_server_gets_more_than_its_answer() {
    let rows: Vec<Row> = [
        texts(),
        headers(),
        sizes(),
        shapes(),
        paces(),
        ways_elsewhere(),
        vec![downgrade()],
        layers(),
        echoes(),
    ]
    .into_iter()
    .flatten()
    .collect();
    announce("hostile servers", rows.len());
    let most = Mutex::new((0, String::new()));
    check_all(rows, |row| {
        examine(&row, &most).map_err(|fault| format!("{}: {fault}", row.name))
    });
    let (most, name) = most.into_inner().unwrap();
    let is_measured = most > 0 || cfg!(not(target_os = "linux"));
    assert!(is_measured, "memory was not measured");
    announce(
        &format!("most memory held, in KiB ({name})"),
        usize::try_from(most).unwrap(),
    );
}

/// What a server says of a project becomes a part of the next questions, of which the matrix has most.
#[test]
fn no_name_of_a_project_ends_the_matrix() {
    let elsewhere = [
        "..",
        ".",
        "../../x",
        "//evil.example/x",
        "http://evil.example/x",
        "a#b",
        "a\\b",
        "a?b",
    ]
    .map(|name| (name, name));
    let rows: Vec<Row> = TEXTS
        .iter()
        .chain(&elsewhere)
        .map(|(name, hostile)| {
            let project = record(&text(hostile));
            Row::asking(
                *name,
                &["probe", "--project", "a/b"],
                saying(json_answer("200 OK", &project)),
            )
        })
        .collect();
    announce("hostile projects", rows.len());
    check_all(rows, |row| {
        let (outcome, _) = row.run.start().watched(PATIENCE)?;
        if ![0, 3, 4].contains(&outcome.code) {
            return Err(format!("{}: {}", row.name, outcome.shown()));
        }
        harms(&row.run, &outcome, &Marked::personal())
            .map_err(|fault| format!("{}: {fault}", row.name))
    });
}

fn examine(row: &Row, most: &Mutex<(u64, String)>) -> Result<(), String> {
    let (outcome, peak) = row.run.start().watched(PATIENCE)?;
    let token = Marked::personal();
    for stranger in &row.strangers {
        if !stranger.heard().is_empty() {
            return Err("another host was asked".to_owned());
        }
    }
    let asked = row
        .server
        .heard()
        .windows(4)
        .filter(|end| end == b"\r\n\r\n")
        .count();
    if asked > 12 {
        return Err(format!("asked {asked} times"));
    }
    let held = (peak.unwrap_or_default(), row.name.clone());
    let mut so_far = most.lock().unwrap();
    *so_far = (*so_far).clone().max(held);
    drop(so_far);
    if let Some(peak) = peak.filter(|peak| *peak > MEMORY) {
        return Err(format!("held {peak} KiB"));
    }
    if ![0, 3, 4].contains(&outcome.code) {
        return Err(format!("exit code {}\n{}", outcome.code, outcome.shown()));
    }
    harms(&row.run, &outcome, &token)
}

/// Looks at the table and at the reports of a run.
fn harms(run: &Run, outcome: &Outcome, token: &Marked) -> Result<(), String> {
    let [json, markdown, junit] = ["r.json", "r.md", "r.xml"].map(|name| run.read_file(name));
    for (what, text, fault) in [
        ("table", &outcome.stdout, fault_of_text(&outcome.stdout)),
        ("messages", &outcome.stderr, fault_of_text(&outcome.stderr)),
        ("JSON", &json, fault_of_json(&json)),
        ("Markdown", &markdown, fault_of_markdown(&markdown)),
        ("JUnit", &junit, fault_of_junit(&junit)),
    ] {
        let fault = fault.or_else(|| {
            let trace = token.trace_in(text.as_bytes())?;
            Some(format!("shows the token: {trace}"))
        });
        if let Some(fault) = fault {
            return Err(format!(
                "{what} {fault}\n{}",
                text.chars().take(3000).collect::<String>()
            ));
        }
    }
    Ok(())
}

/// The same texts in what somebody pastes.
#[test]
fn no_paste_does_harm() {
    let pastes: Vec<(String, String)> = TEXTS
        .iter()
        .flat_map(|(name, hostile)| {
            let hostile = text(hostile);
            let line: String = hostile.chars().filter(|letter| !"\r\n".contains(*letter)).collect();
            let quoted = Value::from(hostile.as_str());
            [
                hostile.clone(),
                format!("HTTP/1.1 403 Forbidden\r\nX-Request-Id: {line}\r\nServer: {line}\r\n\r\n{{\"message\":{quoted}}}"),
                format!("< HTTP/2 302\n< location: http://other.example/{line}\n"),
                format!("{{\"error\":\"insufficient_scope\",\"error_description\":{quoted},\"scope\":{quoted}}}"),
                format!("curl -H 'PRIVATE-TOKEN: {line}' 'https://gitlab.example.com/api/v4/projects/{line}'\n{{\"message\":\"404 Project Not Found\"}}"),
                format!("remote: HTTP Basic: Access denied. {line}\nfatal: Authentication failed for 'https://gitlab.example.com/{line}.git/'\n"),
                format!("<html><title>{hostile}</title></html>"),
                format!("{{\"method\":\"GET\",\"path\":{quoted},\"status\":403,\"correlation_id\":{quoted},\"username\":{quoted}}}"),
            ]
            .map(|paste| ((*name).to_owned(), paste))
        })
        .collect();
    announce("hostile pastes", pastes.len());
    check_all(pastes, |(name, paste)| {
        let run = Run::of(["explain", "-v", "--report", "json=r.json"])
            .also(["--report", "markdown=r.md", "--report", "junit=r.xml"])
            .reading(paste.as_bytes());
        let (outcome, _) = run.start().watched(PATIENCE)?;
        if ![3, 4].contains(&outcome.code) {
            return Err(format!("{name}: exit code {}", outcome.code));
        }
        harms(&run, &outcome, &Marked::personal())
            .map_err(|fault| format!("{name}: {fault}\nof {paste}"))
    });
}

/// What somebody pastes must not come back as part of a command that somebody else copies.
#[test]
fn no_paste_writes_a_command() {
    for host in [
        "x;id;y.example",
        "x$(id).example",
        "x&id&.example",
        "x.example/$(id)",
    ] {
        for paste in [
            format!("fatal: unable to access 'https://{host}/a/b.git/': Operation timed out"),
            format!("fatal: unable to access 'https://{host}/a/b.git/': Connection refused"),
            format!(
                "GET https://{host}/api/v4/projects/a%2F$(id)/issues 404\n{{\"message\":\"404 Project Not Found\"}}"
            ),
            format!("> GET https://{host}/api/v4/user HTTP/1.1\n< HTTP/1.1 403 Forbidden\n"),
        ] {
            let outcome = Run::of(["explain", "-v", "--format", "json"])
                .reading(paste.as_bytes())
                .end();
            let report = outcome.json();
            for entry in report["entries"].as_array().unwrap() {
                for finding in entry["diagnosis"]["findings"].as_array().unwrap() {
                    let fixes = finding["fix"].to_string();
                    let is_command = ["id)", ";id", "&id"]
                        .iter()
                        .any(|piece| fixes.contains(piece));
                    assert!(!is_command, "{paste}: {fixes}");
                }
            }
        }
    }
}

/// What stands in an address that somebody sent is repeated in a message, but is no part of a command in a hint.
#[test]
fn no_address_writes_a_hint() {
    let hosts = [
        "evil.example$(wipe)",
        "evil.example;wipe",
        "evil.example&wipe",
        "evil.example`wipe`",
        "evil.example|wipe",
    ];
    for host in hosts {
        let here = ["--instance", "https://gitlab.example.com"];
        for arguments in [
            vec![
                "probe".to_owned(),
                format!("GET https://{host}/api/v4/user"),
            ],
            vec!["probe".to_owned(), format!("curl https://{host}/x")],
            vec![
                "probe".to_owned(),
                "--project".to_owned(),
                format!("https://{host}/a/b"),
            ],
            vec![
                "inspect".to_owned(),
                "--group".to_owned(),
                format!("https://{host}/a"),
            ],
            vec![
                "probe".to_owned(),
                "--endpoint".to_owned(),
                format!("/projects/a/{host}/issues"),
            ],
        ] {
            let outcome = Run::of(arguments)
                .also(here)
                .with("GITLAB_TOKEN", Marked::personal().value)
                .end();
            let hints: Vec<&str> = outcome
                .stderr
                .lines()
                .filter(|line| line.contains("hint:"))
                .collect();
            assert!(!hints.is_empty(), "{}", outcome.shown());
            assert!(!hints.concat().contains("wipe"), "{hints:?}");
        }
    }
}

/// Whoever answers everything with 200 has not said that a token is alive.
#[test]
fn a_status_alone_grants_no_request() {
    for body in ["", "ok", "<p>ok</p>", "{", "\u{1}\u{2}"] {
        let server = Rude::start(saying(answer(
            "200 OK",
            "Content-Type: text/plain\r\n",
            body,
        )));
        let outcome = Run::of(["probe", "/projects/1", "--instance", &server.http()])
            .with("GITLAB_TOKEN", Marked::personal().value)
            .end();
        assert_eq!(outcome.code, 4, "{body:?}: {}", outcome.shown());
        assert!(
            outcome.stdout.contains("an answer of GitLab"),
            "{}",
            outcome.stdout
        );
    }
}

#[test]
fn a_redirect_that_leads_nowhere_is_named() {
    let server = Rude::start(saying(answer("302 Found", "", "")));
    let outcome = Run::of(["probe", "/projects/1", "--instance", &server.http()])
        .with("GITLAB_TOKEN", Marked::personal().value)
        .end();
    assert_eq!(outcome.code, 4, "{}", outcome.shown());
    assert!(
        outcome.stdout.contains("no header Location"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_status_alone_makes_no_token_healthy() {
    for body in ["", "ok", "[]", "\"glpat\"", "{", "<p>ok</p>", "null", "{}"] {
        let server = Rude::start(saying(answer(
            "200 OK",
            "Content-Type: application/json\r\n",
            body,
        )));
        let outcome = Run::of(["inspect", "--instance", &server.http()])
            .with("GITLAB_TOKEN", Marked::personal().value)
            .end();
        assert_eq!(outcome.code, 4, "{body:?}: {}", outcome.shown());
    }
}

/// A record that contradicts the status, or the day, may be an old copy, or a lie.
#[test]
fn a_record_that_contradicts_itself_makes_no_token_healthy() {
    let own = |active: bool, revoked: bool, day: &str| json!({"id": 7, "user_id": 7, "scopes": ["api"], "active": active, "revoked": revoked, "expires_at": day});
    for (record, code, words) in [
        (own(false, false, "2999-01-01"), 4, "may be an old copy"),
        (own(true, true, "2999-01-01"), 4, "may be an old copy"),
        (
            own(true, false, "2020-01-01"),
            3,
            "the answer is an old copy",
        ),
        (own(true, false, "2999-01-01"), 0, "active"),
    ] {
        let server = Rude::start(saying(json_answer("200 OK", &record)));
        let outcome = Run::of([
            "inspect",
            "--fail-within",
            "1",
            "--instance",
            &server.http(),
        ])
        .with("GITLAB_TOKEN", Marked::personal().value)
        .end();
        let shown = outcome.shown();
        assert_eq!(outcome.code, code, "{record}: {shown}");
        let words_of = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words_of(&shown).contains(words), "{record}: {shown}");
    }
}
