//! What the benches measured, as files from which `docs/performance.md` is made.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

/// One figure, with that of a peer from the same run where there is one, and what we want of the ratio.
pub(crate) fn row(
    what: &str,
    figure: f64,
    unit: &str,
    peer: Option<(&str, f64)>,
    wanted: &str,
) -> Value {
    json!({
        "what": what,
        "figure": rounded(figure),
        "unit": unit,
        "peer": peer.map(|(name, _)| name),
        "peer_figure": peer.map(|(_, theirs)| rounded(theirs)),
        "ratio": peer.map(|(_, theirs)| rounded(figure / theirs)),
        "wanted": wanted,
    })
}

/// Writes the figures of a bench, with the day and the machine.
pub(crate) fn write(bench: &str, title: &str, method: &str, rows: &[Value]) -> io::Result<()> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let whole = json!({
        "title": title,
        "method": method,
        "command": format!("cargo bench --bench {bench}"),
        "date": today(),
        "machine": {"cores": cores, "processor": processor(), "system": std::env::consts::OS},
        "rows": rows,
    });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/results");
    fs::create_dir_all(&folder)?;
    let name = bench.replace('_', "-");
    fs::write(folder.join(format!("{name}.json")), format!("{whole:#}\n"))
}

/// Three digits after the point.
fn rounded(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

#[expect(
    clippy::disallowed_methods,
    reason = "the result says when it was measured"
)]
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    let name = line.and_then(|line| line.split_once(':'));
    name.map_or("unknown", |(_, name)| name.trim()).to_owned()
}
