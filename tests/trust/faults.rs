//! Everything that can go wrong between here and GitLab: each fault is named at the gate `reach`, with what to check,
//! and never taken for a bad token.

#![expect(clippy::too_many_lines, reason = "tables, a row on a line or two")]

use std::any::Any;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpSocket;

use crate::certificate::{Authority, Paper, self_signed};
use crate::check_all;
use crate::harness::{Run, announce, runtime};
use crate::marked::Marked;
use crate::rude::{Act, Rude, answer, saying};

const HEALTHY: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"id\":7,\"username\":\"alice\"}";

/// What a fault must come to.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Stopped at `reach` with this code; evidence and remedies hold these words.
    Reach(&'static str, &'static str),
    /// Nothing was sent: a setting is refused, with these words.
    Refused(&'static str),
    /// No fault after all.
    Fine,
}

/// One fault, and what it must come to.
struct Row {
    name: &'static str,
    run: Run,
    end: End,
    /// Servers that the token is not for.
    strangers: Vec<Rude>,
    /// What must live as long as the run.
    kept: Vec<Box<dyn Any + Send>>,
}

impl Row {
    fn new(name: &'static str, address: &str, end: End) -> Self {
        let run = Run::of(["probe", "/user", "-v", "--timeout", "20"])
            .also(["--report", "json=r.json", "--report", "markdown=r.md"])
            .also(["--report", "junit=r.xml", "--instance", address])
            .with("GITLAB_TOKEN", Marked::personal().value);
        Self {
            name,
            run,
            end,
            strangers: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn with(mut self, variable: &str, value: &str) -> Self {
        self.run = self.run.with(variable, value);
        self
    }

    fn also(mut self, arguments: &[&str]) -> Self {
        self.run = self.run.also(arguments.iter().copied());
        self
    }

    fn file(mut self, name: &str, contents: &str) -> Self {
        self.run = self.run.file(name, contents);
        self
    }

    fn among(mut self, stranger: Rude) -> Self {
        self.strangers.push(stranger);
        self
    }

    fn keeping(mut self, kept: impl Any + Send) -> Self {
        self.kept.push(Box::new(kept));
        self
    }

    /// Trusts this certificate alone, and so does not depend on those of the machine.
    fn trusting(self, pem: &str) -> Self {
        self.file("roots.pem", pem)
            .with("SSL_CERT_FILE", "roots.pem")
    }

    fn hasty(self) -> Self {
        // The last one counts.
        let mut hasty = self;
        hasty.run = hasty.run.replacing("20", "2");
        hasty
    }
}

/// A server that speaks plain HTTP, and what it does instead of answering.
fn plain(name: &'static str, acts: Vec<Act>, code: &'static str, check: &'static str) -> Row {
    let server = Rude::start(acts);
    Row::new(name, &server.http(), End::Reach(code, check)).keeping(server)
}

/// The same behind TLS, with a certificate that is fine.
fn secure(name: &'static str, acts: Vec<Act>, code: &'static str, check: &'static str) -> Row {
    tls(name, Paper::default(), acts, End::Reach(code, check))
}

fn tls(name: &'static str, paper: Paper, acts: Vec<Act>, end: End) -> Row {
    let authority = Authority::new("ours");
    let acts = [vec![Act::Secure(authority.issue(paper))], acts].concat();
    let server = Rude::start(acts);
    Row::new(name, &server.https(), end)
        .trusting(&authority.pem)
        .keeping(server)
}

/// A proxy that must not see the token, on the way to a host that only it could know.
fn proxied(name: &'static str, acts: Vec<Act>, code: &'static str, check: &'static str) -> Row {
    let proxy = Rude::start(acts);
    Row::new(name, "https://gitlab.invalid", End::Reach(code, check))
        .with("HTTPS_PROXY", &proxy.http())
        .trusting(&Authority::new("ours").pem)
        .among(proxy)
}

fn page(title: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>x</body></html>")
}

fn html(status: &str, title: &str) -> Vec<Act> {
    saying(answer(status, "Content-Type: text/html\r\n", page(title)))
}

/// A port that nobody listens on, and that nobody else gets while the socket is kept.
fn closed() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, format!("127.0.0.1:{}", address.port()))
}

/// A host that lets nobody in: its queue is full, and nobody takes from it.
fn full() -> (Box<dyn Any + Send>, String) {
    let _guard = runtime().enter();
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        waiting.push(stream);
    }
    (
        Box::new((listener, waiting)),
        format!("127.0.0.1:{}", address.port()),
    )
}

fn on_the_way() -> Vec<Row> {
    let (socket, address) = closed();
    let (queue, crowded) = full();
    let (other_socket, other) = closed();
    vec![
        Row::new(
            "DNS failure",
            "https://gitlab.invalid",
            End::Reach("dns-failure", "getent hosts"),
        )
        .trusting(&Authority::new("ours").pem),
        Row::new(
            "refused",
            &format!("http://{address}"),
            End::Reach("connection-refused", "port"),
        )
        .keeping(socket),
        Row::new(
            "refused, https",
            &format!("https://{other}"),
            End::Reach("connection-refused", "port"),
        )
        .trusting(&Authority::new("ours").pem)
        .keeping(other_socket),
        Row::new(
            "IPv6 unreachable",
            "http://[2001:db8::1]:8929",
            End::Reach("host-unreachable", "curl -4"),
        )
        .also(&["--allow-http"]),
        Row::new(
            "time-out while connecting",
            &format!("http://{crowded}"),
            End::Reach("timed-out", "connecting took too long"),
        )
        .hasty()
        .keeping(queue),
        plain(
            "time-out before an answer",
            vec![Act::Hear, Act::Wait],
            "timed-out",
            "the answer took too long",
        )
        .hasty(),
        plain(
            "time-out amid the head",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 200 OK\r\nX-".to_vec()),
                Act::Wait,
            ],
            "timed-out",
            "--max-time 30",
        )
        .hasty(),
        plain(
            "time-out amid the body",
            vec![
                Act::Hear,
                Act::Say(
                    b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 90\r\n\r\n{\"mess".to_vec(),
                ),
                Act::Wait,
            ],
            "timed-out",
            "the answer took too long",
        )
        .hasty(),
        secure(
            "time-out before an answer, https",
            vec![Act::Hear, Act::Wait],
            "timed-out",
            "the answer took too long",
        )
        .hasty(),
    ]
}

fn broken_off() -> Vec<Row> {
    let broken = |name, acts| plain(name, acts, "connection-broken", "Try once more");
    let unauthorised = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"message\":\"401 Un".to_vec();
    vec![
        broken("reset on accept", vec![Act::Reset]),
        broken("closed on accept", vec![]),
        broken("reset after the request", vec![Act::Hear, Act::Reset]),
        broken("empty reply", vec![Act::Hear]),
        broken(
            "reset amid the head",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 401 Unauth".to_vec()),
                Act::Reset,
            ],
        ),
        broken(
            "closed amid the head",
            saying("HTTP/1.1 401 Unauthorized\r\nContent-"),
        ),
        broken(
            "reset amid the body",
            vec![Act::Hear, Act::Say(unauthorised.clone()), Act::Reset],
        ),
        broken("closed amid the body", saying(unauthorised.clone())),
        broken(
            "half-closed amid the body",
            vec![Act::Hear, Act::Say(unauthorised), Act::HalfClose],
        ),
        broken(
            "closed amid a chunk",
            saying("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"mess"),
        ),
        broken(
            "chunks that are none",
            saying("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        ),
        secure(
            "reset after the request, https",
            vec![Act::Hear, Act::Reset],
            "connection-broken",
            "Try once more",
        ),
    ]
}

fn not_http() -> Vec<Row> {
    let garbage =
        |name, bytes: &[u8]| plain(name, saying(bytes), "not-http", "that the browser uses");
    vec![
        garbage("SSH", b"SSH-2.0-OpenSSH_9.2\r\n"),
        garbage("HTTP/0.9", b"<html>hello</html>"),
        garbage("noise", b"\x00\xff\x13\x37 \r\n\r\n"),
        garbage(
            "HTTP with a status that is none",
            b"HTTP/1.1 abc OK\r\n\r\n",
        ),
        garbage(
            "plain HTTP to an HTTPS port",
            b"\x15\x03\x01\x00\x02\x02\x46",
        ),
        plain(
            "a server that speaks first",
            vec![Act::Say(b"220 mail.example ESMTP\r\n".to_vec()), Act::Hear],
            "not-http",
            "that the browser uses",
        ),
    ]
}

fn certificates() -> Vec<Row> {
    let distrusted = |name, paper, words| {
        tls(
            name,
            paper,
            saying(HEALTHY),
            End::Reach("certificate-not-trusted", words),
        )
    };
    let of = Paper::default();
    let shown_by = |name, (config, _): (_, String), words| {
        let server = Rude::start([vec![Act::Secure(config)], saying(HEALTHY)].concat());
        Row::new(
            name,
            &server.https(),
            End::Reach("certificate-not-trusted", words),
        )
        .trusting(&Authority::new("ours").pem)
        .among(server)
    };
    let theirs = Authority::new("theirs");
    vec![
        distrusted(
            "certificate of another host",
            Paper {
                host: "other.example",
                ..of
            },
            "made out for another host",
        ),
        distrusted(
            "expired certificate",
            Paper {
                years: (2000, 2001),
                ..of
            },
            "has expired",
        ),
        distrusted(
            "certificate that is not valid yet",
            Paper {
                years: (2099, 2100),
                ..of
            },
            "the clock here is wrong",
        ),
        shown_by("self-signed certificate", self_signed(false), "self-signed"),
        shown_by(
            "self-signed certificate of an authority",
            self_signed(true),
            "an authority, mostly a self-signed one",
        ),
        shown_by(
            "unknown authority",
            (theirs.issue(of), String::new()),
            "--ca-file",
        ),
    ]
}

fn handshakes() -> Vec<Row> {
    // A handshake is begun before any head could be heard.
    let raw = |name, bytes: &[u8], words| {
        let server = Rude::start(vec![Act::Say(bytes.to_vec()), Act::Wait]);
        Row::new(name, &server.https(), End::Reach("tls-failed", words))
            .trusting(&Authority::new("ours").pem)
            .among(server)
    };
    let old = [
        &[
            0x16, 0x03, 0x01, 0x00, 0x2a, 0x02, 0x00, 0x00, 0x26, 0x03, 0x01,
        ][..],
        &[7; 32],
        &[0x00, 0x00, 0x2f, 0x00],
    ]
    .concat();
    vec![
        raw(
            "TLS 1.0 only, by alert",
            b"\x15\x03\x01\x00\x02\x02\x46",
            "TLS 1.0 or 1.1",
        ),
        raw("TLS 1.0 only, by its hello", &old, "TLS 1.0 or 1.1"),
        raw(
            "handshake alert",
            b"\x15\x03\x03\x00\x02\x02\x28",
            "openssl s_client",
        ),
        raw(
            "HTTPS to a plain HTTP port",
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "plain http",
        ),
        tls(
            "client certificate demanded",
            Paper {
                wants_client: true,
                ..Paper::default()
            },
            saying(HEALTHY),
            End::Reach("tls-failed", "client certificate"),
        ),
        {
            let server = Rude::start(vec![Act::Listen, Act::Reset]);
            Row::new(
                "reset amid the handshake",
                &server.https(),
                End::Reach("connection-broken", "Try once more"),
            )
            .trusting(&Authority::new("ours").pem)
            .among(server)
        },
        {
            let server = Rude::start(vec![Act::Listen]);
            Row::new(
                "closed amid the handshake",
                &server.https(),
                End::Reach("tls-failed", "openssl s_client"),
            )
            .trusting(&Authority::new("ours").pem)
            .among(server)
        },
        {
            let server = Rude::start(vec![Act::Wait]);
            Row::new(
                "time-out amid the handshake",
                &server.https(),
                End::Reach("timed-out", "connecting took too long"),
            )
            .trusting(&Authority::new("ours").pem)
            .hasty()
            .among(server)
        },
    ]
}

fn proxies() -> Vec<Row> {
    let (socket, address) = closed();
    let blamed = |name, acts| proxied(name, acts, "proxy-in-the-way", "NO_PROXY");
    let theirs = Authority::new("theirs").issue(Paper {
        host: "gitlab.invalid",
        ..Paper::default()
    });
    let to_proxy = |name, proxy: &str| {
        Row::new(
            name,
            "https://gitlab.invalid",
            End::Reach("proxy-in-the-way", "HTTPS_PROXY"),
        )
        .with("HTTPS_PROXY", proxy)
        .trusting(&Authority::new("ours").pem)
    };
    let plain_proxy = Rude::start(saying(answer("407 Proxy Authentication Required", "", "")));
    vec![
        blamed("proxy refuses", saying(answer("403 Forbidden", "", ""))),
        blamed(
            "proxy asks for a login",
            saying(answer(
                "407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=x\r\n",
                "",
            )),
        ),
        blamed(
            "proxy answers with a page",
            html("503 Service Unavailable", "Proxy error"),
        ),
        blamed(
            "proxy finds no host",
            saying(answer("502 Bad Gateway", "", "")),
        ),
        blamed("proxy hangs up", vec![Act::Hear]),
        blamed("proxy breaks off", vec![Act::Hear, Act::Reset]),
        blamed("proxy talks nonsense", saying("220 mail.example ESMTP\r\n")),
        proxied(
            "proxy is silent",
            vec![Act::Hear, Act::Wait],
            "timed-out",
            "NO_PROXY",
        )
        .hasty(),
        proxied(
            "proxy opens the traffic",
            vec![
                Act::Hear,
                Act::Say(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec()),
                Act::Secure(theirs),
                Act::Hear,
            ],
            "certificate-not-trusted",
            "--ca-file",
        ),
        to_proxy("proxy without an address", "http://proxy.invalid:3128"),
        to_proxy("proxy refuses the connection", &format!("http://{address}")).keeping(socket),
        Row::new(
            "login of a plain proxy",
            "http://gitlab.invalid",
            End::Reach("proxy-in-the-way", "asks for a login"),
        )
        .also(&["--allow-http"])
        .with("http_proxy", &plain_proxy.http())
        .keeping(plain_proxy),
        Row::new(
            "no way but the proxy",
            "https://gitlab.invalid",
            End::Reach("dns-failure", "getent hosts"),
        )
        .with("HTTPS_PROXY", "http://127.0.0.1:1")
        .with("NO_PROXY", ".invalid")
        .trusting(&Authority::new("ours").pem),
        Row::new(
            "proxy of another kind",
            "https://gitlab.invalid",
            End::Refused("socks5"),
        )
        .with("ALL_PROXY", "socks5://127.0.0.1:1"),
        Row::new(
            "proxy that is no address",
            "https://gitlab.invalid",
            End::Refused("proxy cannot be read"),
        )
        .with("HTTPS_PROXY", "http://"),
    ]
}

fn strangers() -> Vec<Row> {
    vec![
        plain(
            "captive portal",
            html("200 OK", "Welcome to the hotel"),
            "not-gitlab",
            "in a browser",
        ),
        plain(
            "network login",
            saying(answer("511 Network Authentication Required", "", "")),
            "sign-in-page",
            "portal",
        ),
        plain(
            "single sign-on page",
            html("200 OK", "Sign in to your account"),
            "sign-in-page",
            "portal",
        ),
        plain(
            "single sign-on redirect",
            saying(answer(
                "302 Found",
                "Location: https://sso.invalid/login?state=x\r\n",
                "",
            )),
            "sign-in-page",
            "Location",
        ),
        plain(
            "redirect to another host",
            saying(answer(
                "301 Moved Permanently",
                "Location: https://new.invalid/api/v4/user\r\n",
                "",
            )),
            "redirected-elsewhere",
            "may be an old name",
        ),
        plain(
            "CDN challenge",
            html("403 Forbidden", "Just a moment..."),
            "blocked-before-gitlab",
            "Ask the owner",
        ),
        plain(
            "firewall",
            html("403 Forbidden", "Request Rejected"),
            "blocked-before-gitlab",
            "Ask the owner",
        ),
        plain(
            "client certificate demanded by a page",
            html(
                "400 Bad Request",
                "400 No required SSL certificate was sent",
            ),
            "blocked-before-gitlab",
            "client certificate",
        ),
        plain(
            "login of a web server",
            html("401 Unauthorized", "401 Authorization Required"),
            "blocked-before-gitlab",
            "login of its own",
        ),
        plain(
            "empty 401",
            saying(answer("401 Unauthorized", "", "")),
            "blocked-before-gitlab",
            "Ask the owner",
        ),
        plain(
            "another forge",
            saying(answer(
                "401 Unauthorized",
                "Content-Type: application/json\r\n",
                "{\"message\":\"Bad credentials\"}",
            )),
            "not-gitlab",
            "in a browser",
        ),
    ]
}

/// Frames of HTTP/2 after the server's own settings (RFC 9113, section 6).
fn second_version() -> Vec<Row> {
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    let speaking = |name, frame: &[u8]| {
        let paper = Paper {
            protocols: &[b"h2"],
            ..Paper::default()
        };
        let acts = vec![Act::Hear, Act::Say([SETTINGS, frame].concat()), Act::Wait];
        tls(
            name,
            paper,
            acts,
            End::Reach("connection-broken", "Try once more"),
        )
    };
    vec![
        speaking(
            "HTTP/2 GOAWAY",
            &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
        ),
        speaking(
            "HTTP/2 RST_STREAM",
            &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2],
        ),
        speaking("HTTP/2 noise", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    ]
}

fn settings() -> Vec<Row> {
    let (_, pem) = self_signed(false);
    let junk =
        |name, words| Row::new(name, "https://localhost:1", End::Refused(words)).trusting(&pem);
    vec![
        junk("certificate file is missing", "no.pem").also(&["--ca-file", "no.pem"]),
        junk("certificate file is junk", "junk.pem")
            .file("junk.pem", "junk")
            .also(&["--ca-file", "junk.pem"]),
        junk("certificate file is a folder", "cannot be read").also(&["--ca-file", "."]),
        junk("certificate file of the job is junk", "junk.pem")
            .file("junk.pem", "junk")
            .with("CI_SERVER_TLS_CA_FILE", "junk.pem"),
        Row::new(
            "SSL_CERT_FILE is junk",
            "https://localhost:1",
            End::Refused("SSL_CERT_FILE"),
        )
        .file("junk.pem", "junk")
        .with("SSL_CERT_FILE", "junk.pem"),
    ]
}

/// What looks like a fault and is none.
fn fine() -> Vec<Row> {
    let (config, pem) = self_signed(false);
    let own = Rude::start([vec![Act::Secure(config)], saying(HEALTHY)].concat());
    let ours = Authority::new("ours");
    let of_file = Rude::start(
        [
            vec![Act::Secure(ours.issue(Paper::default()))],
            saying(HEALTHY),
        ]
        .concat(),
    );
    let local = Rude::start(saying(HEALTHY));
    vec![
        Row::new(
            "self-signed certificate that is trusted",
            &own.https(),
            End::Fine,
        )
        .trusting(&pem)
        .keeping(own),
        Row::new("authority from a file", &of_file.https(), End::Fine)
            .file("ca.pem", &ours.pem)
            .also(&["--ca-file", "ca.pem"])
            .trusting(&Authority::new("other").pem)
            .keeping(of_file),
        Row::new(
            "a proxy is not asked for this machine",
            &local.http(),
            End::Fine,
        )
        .with("http_proxy", "http://127.0.0.1:1")
        .keeping(local),
        tls(
            "HTTP/1.0 behind TLS",
            Paper::default(),
            saying(
                "HTTP/1.0 200 OK\r\nContent-Length: 27\r\n\r\n{\"id\":7,\"username\":\"alice\"}",
            ),
            End::Fine,
        ),
    ]
}

#[test]
fn every_fault_is_named_at_the_gate_reach() {
    let rows: Vec<Row> = [
        on_the_way(),
        broken_off(),
        not_http(),
        certificates(),
        handshakes(),
        proxies(),
        strangers(),
        second_version(),
        settings(),
        fine(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let faults = rows.iter().filter(|row| matches!(row.end, End::Reach(..)));
    let count = faults.count();
    assert!(count >= 40, "{count}");
    announce("faults at the gate reach", count);
    announce("faults of settings, and what is none", rows.len() - count);
    check_all(rows, |row| {
        examine(&row).map_err(|fault| format!("{}: {fault}", row.name))
    });
}

fn examine(row: &Row) -> Result<(), String> {
    let (outcome, _) = row.run.start().watched(Duration::from_secs(120))?;
    let shown = outcome.shown();
    let fail = |what: &str| Err(format!("{what}\n{shown}"));
    let token = Marked::personal();
    if let Some(trace) = token.trace_in(shown.as_bytes()) {
        return fail(&format!("the token is shown: {trace}"));
    }
    for stranger in &row.strangers {
        if token.trace_in(&stranger.heard()).is_some() {
            return fail("a stranger received the token");
        }
    }
    let (code, words) = match row.end {
        End::Refused(words) => {
            let is_said =
                outcome.code == 2 && outcome.stdout.is_empty() && outcome.stderr.contains(words);
            return if is_said { Ok(()) } else { fail("not refused") };
        }
        End::Fine if outcome.code == 0 => return Ok(()),
        End::Fine => return fail("not fine"),
        End::Reach(code, words) => (code, words),
    };
    for name in ["r.json", "r.md", "r.xml"] {
        let report = row.run.read_file(name);
        if token.trace_in(report.as_bytes()).is_some() {
            return fail("a report holds the token");
        }
    }
    let report: Value = serde_json::from_str(&row.run.read_file("r.json")).unwrap();
    let diagnosis = &report["entries"][0]["diagnosis"];
    let finding = &diagnosis["findings"][0];
    let found = (
        &diagnosis["stopped_at"],
        &finding["cause"],
        &finding["code"],
    );
    if found != (&"reach".into(), &"network".into(), &code.into()) {
        return fail(&format!("{found:?}"));
    }
    if outcome.code != 4 {
        return fail(&format!("exit code {}", outcome.code));
    }
    if !finding.to_string().contains(words) {
        return fail(&format!("does not say {words:?}: {finding}"));
    }
    if report.to_string().contains("invalid_token")
        || shown.to_lowercase().contains("invalid token")
    {
        return fail("the token is blamed");
    }
    Ok(())
}
