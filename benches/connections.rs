//! Measures `probe --connections`: requests per second beside wrk, peak memory, and whether cost grows evenly.
//!
//! Each round starts eight simulators of GitLab, one for each host. wrk asks them for the record of a healthy token, eight
//! requests at once for each; then glwhy asks them, with 100, 1,000 and 10,000 connections and the same number of requests
//! under way. A simulator takes far longer for an answer than wrk for its question, so both ask a server as well that only
//! writes. The middle of all rounds counts. `cargo bench --bench connections` writes `benches/results/connections.json`. It
//! needs wrk and time (Debian packages); a run as a test measures nothing.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up has failed, and its result is printed"
)]

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use serde_json::Value;
use simulator::Simulator;
use simulator::scenarios::Stage;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

mod figures;

#[expect(
    dead_code,
    unused_imports,
    reason = "the simulator serves the tests as well"
)]
#[path = "../tests/simulator/mod.rs"]
mod simulator;

/// Numbers of connections.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// How often everything is measured.
const ROUNDS: usize = 5;

/// Hosts that the connections are spread over; all of them are this machine.
const HOSTS: u8 = 8;

/// Requests under way at once: what glwhy allows unless told otherwise, 8 for each host.
const AT_ONCE: usize = 64;

/// How long wrk asks, in seconds.
const WRK_SECONDS: usize = 2;

/// What wrk is told beside its options: each of its threads asks a host of its own.
const WRK_SCRIPT: &str = r#"
local next = 0
function setup(thread)
  next = next + 1
  thread.addr = wrk.lookup(HOSTS[next][1], HOSTS[next][2])[1]
end
wrk.headers["PRIVATE-TOKEN"] = os.getenv("CUSTOMER")
wrk.headers["Accept"] = "application/json"
"#;

/// The second of the simulators' world in which everything is asked.
const NOON: &str = "1795348800";

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

/// Servers to ask, and the token that they know.
#[derive(Debug)]
struct Asked {
    hosts: Vec<SocketAddr>,
    token: String,
}

/// What was measured with servers of one sort.
#[derive(Debug, Default)]
struct Measured {
    peers: Vec<f64>,
    costs: [Vec<Cost>; SIZES.len()],
}

impl Measured {
    /// Lets wrk ask, and then glwhy with each number of connections.
    fn round(&mut self, asked: &Asked) {
        let folder = tempfile::tempdir().expect("a folder");
        self.peers.push(wrk(folder.path(), asked));
        for (size, costs) in SIZES.iter().zip(&mut self.costs) {
            costs.push(glwhy(folder.path(), asked, *size));
        }
    }
}

fn measure() -> Vec<Value> {
    let port = serve();
    let address = |host| SocketAddr::from(([127, 0, 0, host], port));
    let lean = Asked {
        hosts: (1..=HOSTS).map(address).collect(),
        token: format!("{}{}", "glpat-", "aB3dE5gH7jK9mN1pQ2rS"),
    };
    let (mut simulated, mut written) = (Measured::default(), Measured::default());
    for _ in 0..ROUNDS {
        // Simulators remember every request, so each round has its own.
        with_simulators(|asked| simulated.round(asked));
        written.round(&lean);
    }
    rows(&simulated, &written)
}

/// Lets a simulator for each host be asked.
fn with_simulators(ask: impl FnOnce(&Asked)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulators: Vec<Simulator> = (0..HOSTS)
        .map(|_| {
            let mut stage = Stage::new();
            let token = stage.personal(&["read_api"]);
            stage.world.add_token(token);
            runtime.block_on(Simulator::start(stage.world))
        })
        .collect();
    let address = |simulator: &Simulator| {
        let origin = simulator.origin();
        let address = origin.strip_prefix("http://").expect("plain http");
        address.parse().expect("an address")
    };
    ask(&Asked {
        hosts: simulators.iter().map(address).collect(),
        token: simulators[0].token_value(0),
    });
}

fn declared(size: usize, hosts: &[SocketAddr]) -> String {
    hosts
        .iter()
        .cycle()
        .take(size)
        .enumerate()
        .fold(String::new(), |mut list, (index, host)| {
            let _ = write!(
                list,
                "[customer-{index}]\ninstance = \"http://{host}\"\ntoken = {{ env = \"CUSTOMER\" }}\n\n"
            );
            list
        })
}

/// Runs glwhy, and checks that every connection was asked about and is healthy.
fn glwhy(folder: &Path, asked: &Asked, size: usize) -> Cost {
    let (list, output) = (folder.join("list.toml"), folder.join("report.json"));
    fs::write(list, declared(size, &asked.hosts)).expect("the list can be written");
    let mut command = Command::new("time");
    command
        .args(["-q", "-o", "cost.txt", "-f", "%U %S %M"])
        .args([env!("CARGO_BIN_EXE_glwhy"), "probe", "--allow-http"])
        .args(["--connections", "list.toml", "--format", "json"])
        .current_dir(folder)
        .env("CUSTOMER", &asked.token)
        .env("GLWHY_NOW", NOON)
        // Into a file: through a pipe, its reader would be measured as well.
        .stdout(fs::File::create(&output).unwrap())
        .stderr(Stdio::inherit());
    let start = Instant::now();
    let status = command
        .status()
        .expect("the program time (Debian package time) can be run");
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success());
    let report = fs::read(output).unwrap();
    let report: Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["summary"]["verdicts"]["healthy"], size);
    assert_eq!(report["requests"]["sent"], size);
    let cost = fs::read_to_string(folder.join("cost.txt")).unwrap();
    let mut numbers = cost
        .split_whitespace()
        .map(|number| -> f64 { number.parse().unwrap() });
    let mut number = || numbers.next().expect("time prints three numbers");
    Cost {
        seconds,
        processor_seconds: number() + number(),
        mebibytes: number() / 1024.0,
    }
}

/// Runs wrk on the same endpoint of the same hosts, and returns its requests per second.
fn wrk(folder: &Path, asked: &Asked) -> f64 {
    let hosts: Vec<String> = asked
        .hosts
        .iter()
        .map(|host| format!("{{\"{}\", \"{}\"}}", host.ip(), host.port()))
        .collect();
    let script = format!("local HOSTS = {{{}}}\n{WRK_SCRIPT}", hosts.join(", "));
    fs::write(folder.join("ask.lua"), script).expect("the script can be written");
    let output = Command::new("wrk")
        .args([format!("-t{HOSTS}"), format!("-c{AT_ONCE}")])
        .args([&format!("-d{WRK_SECONDS}s"), "-s", "ask.lua"])
        .arg(format!(
            "http://{}/api/v4/personal_access_tokens/self",
            asked.hosts[0]
        ))
        .current_dir(folder)
        .env("CUSTOMER", &asked.token)
        .output()
        .expect("wrk (Debian package wrk) can be run");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("Non-2xx"), "{text}");
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
        "{HOSTS} hosts on loopback, at most {AT_ONCE} requests under way, 8 for each host, as is usual. Each host is \
         a simulator of GitLab on a thread of its own, which judges every request; where it says so, it is a server \
         that only writes the same answer, one thread for all hosts. {ROUNDS} rounds, in each wrk ({HOSTS} threads \
         with 8 connections, a host for each, {WRK_SECONDS} s, same servers and endpoint) and then every number of \
         connections; medians. Times and memory are those of the whole process, from its start to the end of its \
         JSON output; processor time and memory as the program time tells them."
    )
}

fn rows(simulated: &Measured, written: &Measured) -> Vec<Value> {
    let mut rows = Vec::new();
    for (size, costs) in SIZES.iter().zip(&simulated.costs) {
        rows.extend(rows_of(*size, costs, &simulated.peers, &simulated.costs[0]));
    }
    for (size, costs) in SIZES.iter().zip(&written.costs).skip(1) {
        let what = format!("{size} connections to servers that only write, requests in a second");
        rows.push(rate(&what, *size, costs, &written.peers, ""));
    }
    rows
}

/// The middle of one measure.
fn pick(costs: &[Cost], of: fn(&Cost) -> f64) -> f64 {
    middle(&costs.iter().map(of).collect::<Vec<_>>())
}

fn count(size: usize) -> f64 {
    f64::from(u32::try_from(size).unwrap())
}

fn rate(what: &str, size: usize, costs: &[Cost], peers: &[f64], wanted: &str) -> Value {
    let rate = count(size) / pick(costs, |cost| cost.seconds);
    figures::row(what, rate, "1/s", Some(("wrk", middle(peers))), wanted)
}

fn rows_of(size: usize, costs: &[Cost], peers: &[f64], fewest: &[Cost]) -> Vec<Value> {
    let named = |what: &str| format!("{size} connections, {what}");
    let row = |what: &str, figure, unit| figures::row(&named(what), figure, unit, None, "");
    let memory = pick(costs, |cost| cost.mebibytes);
    let more = memory - pick(fewest, |cost| cost.mebibytes);
    let wanted = if size == SIZES[SIZES.len() - 1] {
        "at least 0.1"
    } else {
        ""
    };
    let mut rows = vec![
        rate(&named("requests in a second"), size, costs, peers, wanted),
        row(
            "wall time for each",
            pick(costs, |cost| cost.seconds) * 1e6 / count(size),
            "\u{b5}s",
        ),
        row("peak memory", memory, "MiB"),
    ];
    // The program time counts hundredths of a second, which says nothing of the fewest.
    if size > SIZES[0] {
        let processor = pick(costs, |cost| cost.processor_seconds);
        rows.push(row(
            "processor time for each",
            processor * 1e6 / count(size),
            "\u{b5}s",
        ));
        rows.push(row(
            "peak memory for each beyond the first 100",
            more * 1024.0 / count(size - SIZES[0]),
            "KiB",
        ));
    }
    rows
}

/// Starts the server that only writes, and returns its port.
fn serve() -> u16 {
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
    port
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
