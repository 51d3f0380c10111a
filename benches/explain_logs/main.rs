//! `explain` on large logs, beside other programs that read the same files in the same run.
//!
//! `cargo bench --bench explain_logs` makes the logs, measures, and writes
//! `benches/results/explain-logs.json`. Peers: `rg -c -i -F` with every literal of five words and more
//! of `knowledge/`, and `pipelinemd distill` on a smaller log; each is left out where it is not installed.
//! `GLWHY_BENCH_MIB` sets the size of the large logs (256), `GLWHY_BENCH_RUNS` how often each is
//! measured (3). Each figure is the median, and programs take turns, so that whatever else the
//! machine does falls on all of them.
//!
//! Without `--bench`, as under `cargo test`, it makes small logs and checks that the failures in
//! them are found.

#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads its own settings and notes the day"
)]

#[path = "../figures/mod.rs"]
mod figures;
mod generate;
mod measure;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use generate::{Log, Planted};
use measure::{Cost, Program};
use serde_json::Value;
use toml::de::{DeTable, DeValue};

/// The seed of all logs.
const SEED: u64 = 7;
const MIB: u64 = 1024 * 1024;
/// The size of the log that `pipelinemd` reads.
const SMALL: u64 = 16 * MIB;

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("explain-logs");
    fs::create_dir_all(&folder)?;
    if std::env::args().any(|argument| argument == "--bench") {
        bench(&folder)
    } else {
        check(&folder)
    }
}

/// A setting of the environment, or what is usual.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// Makes a log, unless it is there already.
fn made(folder: &Path, log: Log, bytes: u64) -> io::Result<(PathBuf, Planted)> {
    let name = log.name().replace(' ', "-");
    let path = folder.join(format!("{name}-{}.log", bytes / MIB));
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    let planted = generate::write(log, bytes, SEED, &mut out)?;
    out.flush()?;
    Ok((path, planted))
}

/// Finds what was planted in small logs.
fn check(folder: &Path) -> io::Result<()> {
    for log in Log::ALL {
        let (path, planted) = made(folder, log, 4 * MIB)?;
        let output = Program::glwhy(&path).output()?;
        let report: Value = serde_json::from_slice(&output)?;
        let entries = report["entries"].as_array().map_or(0, Vec::len) as u64;
        let counted: u64 = report["entries"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|entry| entry["count"].as_u64())
            .sum();
        let fits = match log {
            Log::Job
            | Log::Pip
            | Log::Npm
            | Log::Maven
            | Log::Cargo
            | Log::Docker
            | Log::Service => counted >= planted.failures && entries <= planted.groups,
            Log::Refusals => entries == 1,
            Log::Api => counted == planted.failures && (1..=planted.groups).contains(&entries),
        };
        if !fits {
            let told = format!("{log:?}: {entries} entries of {counted} failures, {planted:?}");
            return Err(io::Error::other(told));
        }
        fs::remove_file(path)?;
    }
    Ok(())
}

/// Measures, and writes the results.
fn bench(folder: &Path) -> io::Result<()> {
    let size = setting("GLWHY_BENCH_MIB", 256) * MIB;
    let mut results = Vec::new();
    let patterns = folder.join("patterns.txt");
    let literals = literals()?;
    fs::write(&patterns, literals.join("\n"))?;
    for log in Log::ALL {
        let (size, wanted) = match log {
            Log::Refusals => (100 * MIB, "less than 3 s"),
            Log::Job
            | Log::Api
            | Log::Pip
            | Log::Npm
            | Log::Maven
            | Log::Cargo
            | Log::Docker
            | Log::Service => (size, "at most 1"),
        };
        let (path, planted) = made(folder, log, size)?;
        eprintln(&format!("{}: {planted:?}", log.name()));
        let rg = Program::ripgrep(&patterns, &path);
        compare(log.name(), &path, (&rg, "rg -c -i"), wanted, &mut results)?;
        fs::remove_file(path)?;
    }
    let (path, _) = made(folder, Log::Job, SMALL)?;
    let peer = Program::pipelinemd(&path);
    compare(
        "job-small",
        &path,
        (&peer, "pipelinemd distill"),
        "",
        &mut results,
    )?;
    let body = folder.join("body.json");
    fs::write(&body, "{\"message\":\"403 Forbidden\"}\n")?;
    let one = Program::glwhy(&body).median(21)?;
    results.extend(rows("one body", one, None, ""));
    write(&results, literals.len())
}

/// The fields of `knowledge/` that hold what GitLab and clients say.
const SAID: &[&str] = &[
    "also", "details", "error", "graphql", "guard", "message", "page", "registry", "says", "text",
    "words",
];

/// The literal parts of what is said in `knowledge/`, those of five words and more.
fn literals() -> io::Result<Vec<String>> {
    let mut texts = Vec::new();
    for folder in ["answers", "phrases"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("knowledge")
            .join(folder);
        for file in fs::read_dir(folder)? {
            let text = fs::read_to_string(file?.path())?;
            let table = DeTable::parse(&text).map_err(io::Error::other)?;
            take_said(&DeValue::Table(table.into_inner()), false, &mut texts);
        }
    }
    let parts = texts
        .iter()
        .flat_map(|text| text.split(['{', '}', '\n', '|']));
    let mut parts: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
    parts.retain(|part| part.split_whitespace().count() >= 5);
    parts.sort();
    parts.dedup();
    Ok(parts)
}

/// Takes the texts of the fields that are said, however deep they stand.
fn take_said(value: &DeValue<'_>, is_said: bool, texts: &mut Vec<String>) {
    match value {
        DeValue::String(text) if is_said => texts.push(text.to_string()),
        DeValue::Array(items) => {
            for item in items {
                take_said(item.get_ref(), is_said, texts);
            }
        }
        DeValue::Table(fields) => {
            for (name, field) in fields {
                take_said(field.get_ref(), SAID.contains(&&**name.get_ref()), texts);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}

/// Measures both programs in turn.
fn compare(
    name: &str,
    path: &Path,
    (peer, peer_name): (&Program, &str),
    wanted: &str,
    results: &mut Vec<Value>,
) -> io::Result<()> {
    let runs = setting("GLWHY_BENCH_RUNS", 3);
    let own = Program::glwhy(path);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        ours.push(own.measured()?);
        theirs.extend(peer.measured().ok());
    }
    let ours = Cost::median(&ours);
    let theirs = (!theirs.is_empty()).then(|| Cost::median(&theirs));
    let peer = theirs.map(|cost| (peer_name, cost));
    results.extend(rows(name, ours, peer, wanted));
    Ok(())
}

/// Seconds of wall time beside the peer's, then the most memory held.
fn rows(name: &str, ours: Cost, peer: Option<(&str, Cost)>, wanted: &str) -> Vec<Value> {
    let mib = |cost: Cost| f64::from(u32::try_from(cost.memory).unwrap_or(u32::MAX)) / 1024.0;
    let wall = peer.map(|(name, cost)| (name, cost.wall));
    let cpu = peer.map(|(name, cost)| (name, cost.cpu));
    let memory = peer.map(|(name, cost)| (name, mib(cost)));
    let row = |what: &str, figure, unit, peer, wanted| {
        figures::row(&format!("{name}, {what}"), figure, unit, peer, wanted)
    };
    vec![
        row("wall time", ours.wall, "s", wall, wanted),
        row("processor time", ours.cpu, "s", cpu, ""),
        row("peak memory", mib(ours), "MiB", memory, "less than 64 MiB"),
    ]
}

fn write(results: &[Value], patterns: usize) -> io::Result<()> {
    let method = format!(
        "Generated logs of {} MiB with failures sprinkled in, {} runs each in turn; medians. rg -c -i -F looks for the \
         {patterns} literals of five words and more that `knowledge/` holds of what GitLab and clients say. pipelinemd \
         reads a job log of {} MiB.",
        setting("GLWHY_BENCH_MIB", 256),
        setting("GLWHY_BENCH_RUNS", 3),
        SMALL / MIB
    );
    figures::write("explain_logs", "Large logs", &method, results)?;
    eprintln("written: benches/results/explain-logs.json");
    Ok(())
}

/// Says how far it is.
fn eprintln(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
