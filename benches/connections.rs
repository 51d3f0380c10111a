//! Measures `probe --connections`: requests per second beside wrk, peak memory, and whether cost grows evenly.
//!
//! One server answers everything: a thread of its own that sends the record of a healthy token for each request it
//! reads. Each round asks it with glwhy, with 100, 1,000 and 10,000 connections to eight hosts, and with wrk, with as many
//! requests under way. The middle of all rounds counts. `cargo bench --bench connections` writes
//! `benches/results/connections.json`. It needs wrk and time (Debian packages); a run as a test measures nothing.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up has failed, and its result is printed"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

mod figures;

/// Numbers of connections.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// How often everything is measured.
const ROUNDS: usize = 5;

/// Hosts that the connections are spread over; all of them are this machine.
const HOSTS: usize = 8;

/// Requests under way at once: what glwhy allows unless told otherwise.
const AT_ONCE: usize = 64;

/// How long wrk asks, in seconds.
const WRK_SECONDS: usize = 3;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("nothing is measured but by cargo bench");
    }
    let rows = measure();
    println!("written: benches/results/connections.json");
    figures::write("connections", "Many connections", &method(), &rows)
        .expect("the result can be written");
}

/// What one run took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    seconds: f64,
    processor_seconds: f64,
    mebibytes: f64,
}

fn measure() -> Vec<Value> {
    let address = serve();
    let folder = tempfile::tempdir().expect("a folder");
    for size in SIZES {
        let list = folder.path().join(format!("{size}.toml"));
        fs::write(list, declared(size, address.port())).expect("the list can be written");
    }
    let mut costs: [Vec<Cost>; SIZES.len()] = Default::default();
    let mut peers = Vec::new();
    for _ in 0..ROUNDS {
        peers.push(wrk(address));
        for (size, costs) in SIZES.iter().zip(&mut costs) {
            costs.push(glwhy(folder.path(), *size));
        }
    }
    rows(&costs, middle(&peers))
}

fn declared(size: usize, port: u16) -> String {
    (0..size).fold(String::new(), |mut list, index| {
        let host = index % HOSTS + 1;
        let _ = write!(
            list,
            "[customer-{index}]\ninstance = \"http://127.0.0.{host}:{port}\"\ntoken = {{ env = \"CUSTOMER\" }}\n\n"
        );
        list
    })
}

/// Runs glwhy, and checks that every connection was asked about and is healthy.
fn glwhy(folder: &Path, size: usize) -> Cost {
    let output = folder.join("report.json");
    let status = Command::new("time")
        .args(["-q", "-o", "cost.txt", "-f", "%e %U %S %M"])
        .args([env!("CARGO_BIN_EXE_glwhy")])
        .args([
            "probe",
            "--connections",
            &format!("{size}.toml"),
            "--format",
            "json",
            "--allow-http",
        ])
        .current_dir(folder)
        .env(
            "CUSTOMER",
            format!("{}{}", "glpat-", "aB3dE5gH7jK9mN1pQ2rS"),
        )
        .env("GLWHY_NOW", "1795348800")
        // Into a file: through a pipe, its reader would be measured as well.
        .stdout(fs::File::create(&output).unwrap())
        .stderr(Stdio::inherit())
        .status()
        .expect("the program time (Debian package time) can be run");
    assert!(status.success());
    let report = fs::read(output).unwrap();
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["summary"]["verdicts"]["healthy"], size);
    assert_eq!(report["requests"]["sent"], size);
    let cost = fs::read_to_string(folder.join("cost.txt")).unwrap();
    let mut numbers = cost
        .split_whitespace()
        .map(|number| -> f64 { number.parse().unwrap() });
    let mut number = || numbers.next().expect("time prints four numbers");
    Cost {
        seconds: number(),
        processor_seconds: number() + number(),
        mebibytes: number() / 1024.0,
    }
}

/// Runs wrk on the same endpoint, and returns its requests per second.
fn wrk(address: SocketAddr) -> f64 {
    let output = Command::new("wrk")
        .args(["-t1", &format!("-c{AT_ONCE}"), &format!("-d{WRK_SECONDS}s")])
        .args([
            "-H",
            "PRIVATE-TOKEN: none",
            "-H",
            "Accept: application/json",
        ])
        .arg(format!(
            "http://{address}/api/v4/personal_access_tokens/self"
        ))
        .output()
        .expect("wrk (Debian package wrk) can be run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    rate.expect("a rate").trim().parse().unwrap()
}

fn middle(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn method() -> String {
    format!(
        "One server thread on loopback that answers every request alike; {HOSTS} hosts, at most {AT_ONCE} requests \
         under way, 8 for each host, as is usual. {ROUNDS} rounds, in each wrk (one thread, {AT_ONCE} connections, \
         {WRK_SECONDS} s, same server and endpoint) and then every number of connections; medians. Times and \
         memory are those of the whole process, from its start to the end of its JSON output, as the program \
         time tells them."
    )
}

fn rows(costs: &[Vec<Cost>], peer: f64) -> Vec<Value> {
    SIZES
        .iter()
        .zip(costs)
        .flat_map(|(size, costs)| rows_of(*size, costs, peer))
        .collect()
}

fn rows_of(size: usize, costs: &[Cost], peer: f64) -> [Value; 5] {
    let pick = |of: fn(&Cost) -> f64| middle(&costs.iter().map(of).collect::<Vec<_>>());
    let count = f64::from(u32::try_from(size).unwrap());
    let seconds = pick(|cost| cost.seconds).max(0.01);
    let processor = pick(|cost| cost.processor_seconds);
    let named = |what: &str| format!("{size} connections, {what}");
    let row = |what: &str, figure, unit| figures::row(&named(what), figure, unit, None, "");
    let rate = "requests in a second";
    [
        figures::row(
            &named(rate),
            count / seconds,
            "1/s",
            Some(("wrk", peer)),
            "",
        ),
        row("wall time", seconds, "s"),
        row("wall time for each", seconds * 1e6 / count, "\u{b5}s"),
        row(
            "processor time for each",
            processor * 1e6 / count,
            "\u{b5}s",
        ),
        row("peak memory", pick(|cost| cost.mebibytes), "MiB"),
    ]
}

/// Starts the server, and returns where it is.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("0.0.0.0:0").expect("a port");
    let port = listener.local_addr().unwrap().port();
    listener.set_nonblocking(true).unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(stream));
            }
        });
    });
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut first = TcpStream::connect(address).expect("the server is there");
    first.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    first.read_exact(&mut [0; 12]).expect("the server answers");
    address
}

/// Answers every request that ends, with the record of a healthy token.
async fn answer(mut stream: tokio::net::TcpStream) -> io::Result<()> {
    const RECORD: &str = r#"{"id":42,"name":"nightly","revoked":false,"created_at":"2026-01-01T00:00:00.000Z","description":"","scopes":["read_api"],"user_id":7,"last_used_at":null,"active":true,"expires_at":"2027-03-31"}"#;
    let whole = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nx-gitlab-meta: {{\"correlation_id\":\"01JDX2V8Q4N6T0M5ZC7R3KH9WB\",\"version\":\"1\"}}\r\nx-request-id: 01JDX2V8Q4N6T0M5ZC7R3KH9WB\r\n\r\n{RECORD}",
        RECORD.len()
    );
    stream.set_nodelay(true)?;
    let (mut bytes, mut held) = ([0_u8; 8192], Vec::new());
    loop {
        let length = stream.read(&mut bytes).await?;
        if length == 0 {
            return Ok(());
        }
        held.extend_from_slice(&bytes[..length]);
        while let Some(end) = held.windows(4).position(|window| window == b"\r\n\r\n") {
            held.drain(..end + 4);
            stream.write_all(whole.as_bytes()).await?;
        }
    }
}
