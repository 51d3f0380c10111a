//! The core, without any network: what one step costs, as criterion measures it.
//!
//! `cargo bench --bench core` writes `benches/results/core.json`. A run as a test does every step once.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up has failed"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group};
use glwhy::unstable::catalogue::{self, Method};
use glwhy::unstable::command::{ExplainInput, explain, explain_text};
use glwhy::unstable::diagnosis::{Case, Knowledge, Question, Subject, diagnose, next_questions};
use glwhy::unstable::observation::{Body, Exchange, Headers, Observation};
use glwhy::unstable::secret;
use serde_json::Value;

mod figures;

const REFUSAL: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;

/// A refusal as the client hands it to the diagnosis.
fn case() -> Case {
    let subject = Subject::new(Method::Get, "/api/v4/projects/org%2Fapp/variables");
    let exchange = Exchange {
        status: Some(403),
        headers: Headers::keep([("content-type", "application/json")]),
        body: Body::read(REFUSAL.as_bytes(), Some("application/json"), false),
    };
    Case {
        surface: Some(glwhy::unstable::command::surface_of(&subject)),
        subject: Some(subject),
        answers: vec![(Question::Subject, Observation::Answered(exchange))],
        ..Case::default()
    }
}

fn catalogue(bench: &mut Criterion) {
    bench.bench_function("catalogue: an endpoint by method and path", |bencher| {
        bencher.iter(|| catalogue::find(Method::Post, black_box("/projects/42/releases")));
    });
    bench.bench_function("catalogue: a path that is no endpoint", |bencher| {
        bencher.iter(|| catalogue::find(Method::Get, black_box("/projects/a/b/c/d")));
    });
}

fn token(bench: &mut Criterion) {
    let value = format!("{}{}", "glpat-", "Zq3x".repeat(5));
    bench.bench_function("secret: what a value tells of itself", |bencher| {
        bencher.iter(|| secret::examine(black_box(&value)));
    });
}

fn diagnosis(bench: &mut Criterion) {
    let case = case();
    bench.bench_function("diagnosis: the shape of a body", |bencher| {
        bencher.iter(|| Body::read(black_box(REFUSAL.as_bytes()), None, false));
    });
    bench.bench_function("diagnosis: what the answers tell", |bencher| {
        bencher.iter(|| Knowledge::of(black_box(&case)));
    });
    bench.bench_function("diagnosis: why it was refused", |bencher| {
        bencher.iter(|| diagnose(black_box(&case)));
    });
    bench.bench_function("diagnosis: what to ask next", |bencher| {
        bencher.iter(|| next_questions(black_box(&case)));
    });
}

fn reading(bench: &mut Criterion) {
    let told = ExplainInput {
        status: Some(403),
        ..ExplainInput::default()
    };
    let paste = format!("< HTTP/2 403\n< content-type: application/json\n\n{REFUSAL}\n");
    bench.bench_function("explain: a status", |bencher| {
        bencher.iter(|| explain(black_box(&told)));
    });
    bench.bench_function("explain: a paste of curl, tables included", |bencher| {
        bencher.iter(|| {
            explain_text(&mut black_box(paste.as_bytes()), &ExplainInput::default()).unwrap()
        });
    });
}

criterion_group!(core, catalogue, token, diagnosis, reading);

fn main() {
    core();
    Criterion::default().configure_from_args().final_summary();
    if std::env::args().any(|argument| argument == "--bench") {
        let method = "criterion, medians, in one process.";
        figures::write("core", "The core", method, &measured()).unwrap();
    }
}

/// What criterion kept of each step.
fn measured() -> Vec<Value> {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("criterion");
    let mut rows: Vec<(String, f64)> = fs::read_dir(kept)
        .unwrap()
        .filter_map(|folder| {
            let folder = folder.unwrap().path().join("new");
            let read = |name| fs::read_to_string(folder.join(name)).ok();
            let step: Value = serde_json::from_str(&read("benchmark.json")?).unwrap();
            let figures: Value = serde_json::from_str(&read("estimates.json")?).unwrap();
            let nanoseconds = figures["median"]["point_estimate"].as_f64()?;
            Some((step["full_id"].as_str()?.to_owned(), nanoseconds))
        })
        .collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    rows.iter()
        .map(|(step, figure)| figures::row(step, *figure, "ns", None, ""))
        .collect()
}
