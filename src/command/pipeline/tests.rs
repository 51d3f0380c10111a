//! Pipelines as people write them, each with what it must come to, and files that are made to do harm.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use super::*;
use crate::catalogue::instance::{InstanceUrl, PlainHttp};
use crate::source::FixedEnvironment;

fn asked(text: &str) -> Result<PipelineNeeds, PipelineError> {
    let instance = InstanceUrl::parse("https://gitlab.example.com", PlainHttp::LoopbackOnly);
    let environment = FixedEnvironment::new();
    let facts = Facts {
        instance: Some(&instance.unwrap().url),
        project: Some("group/app".to_owned()),
        group: None,
        environment: &environment,
    };
    read(text, &facts)
}

/// What a file comes to, as a text that people can check.
fn told(text: &str) -> String {
    let demand = asked(text).unwrap();
    let mut told = String::new();
    let needs = demand.needs.iter();
    let needs = needs.map(|(capability, jobs)| (capability.name.to_owned(), jobs));
    let requests = demand.requests.iter();
    let requests = requests.map(|(pasted, jobs)| (pasted.request.clone(), jobs));
    for (subject, jobs) in needs.chain(requests) {
        let _ = writeln!(told, "{subject}");
        for by in jobs {
            let token = by.token.as_deref().unwrap_or("not said");
            let _ = writeln!(told, "  {} {}: {} [{token}]", by.line, by.job, by.by);
        }
    }
    for advice in &demand.advice {
        let _ = writeln!(told, "{}: {}", advice.code, advice.text);
    }
    told
}

#[test]
fn pipelines_as_people_write_them_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pipelines");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 13, "{paths:?}");
    let mut all = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let _ = writeln!(all, "=== {name}\n{}", told(&text));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_would_take_long_or_is_no_pipeline_ends_at_once() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for number in 1..30 {
        let before = number - 1;
        let nine = vec![format!("*a{before}"); 9].join(", ");
        let _ = writeln!(laughs, "a{number}: &a{number} [{nine}]");
    }
    laughs += "job:\n  script: *a29\n";
    let variables =
        "variables: {A: $B$B$B$B, B: $C$C$C$C, C: $A$A$A$A}\njob: {script: [docker push $A]}";
    let loops = ".a: {extends: .b}\n.b: {extends: .a}\njob: {extends: [.a, .b], script: [!reference [job, script]]}";
    let itself = "job: &job\n  script: *job\n";
    let begin = Instant::now();
    for (text, wanted) in [
        (laughs.as_str(), Some(PipelineError::TooMuch)),
        (variables, None),
        (loops, None),
        ("", Some(PipelineError::NoPipeline)),
        ("- a\n- b", Some(PipelineError::NoPipeline)),
        ("\u{0}", None),
        (itself, None),
        ("job: {script: [\"a", None),
    ] {
        let read = asked(text);
        if let Some(wanted) = wanted {
            assert_eq!(read.err(), Some(wanted), "{text:.80}");
        }
    }
    for text in [
        "[".repeat(1 << 20),
        "{a: ".repeat(1 << 18),
        "- ".repeat(1 << 19),
    ] {
        let error = asked(&text).unwrap_err();
        // The parser has a bound of its own for what is written on one line.
        let is_told = matches!(
            error,
            PipelineError::TooDeep { line: 1 } | PipelineError::NoYaml { line: 1, .. }
        );
        assert!(is_told, "{error:?}");
    }
    let long = "x".repeat(400_000);
    for script in [
        "- npm ci\n    ".repeat(70_000),
        "- git push\n    ".repeat(60_000),
        "- ./x\n    ".repeat(90_000),
        "- docker push $A$A$A$A$A$A\n    ".repeat(4_000),
    ] {
        let text = format!("variables: {{A: '{long:.4000}'}}\nx:\n  script:\n    {script}\n");
        let _ = asked(&text);
    }
    let mut jobs = String::new();
    for job in 0..20_000 {
        jobs.extend(["j", &job.to_string(), ": *x\n"]);
    }
    let shared = format!(".x: &x {{script: '{long}'}}\n{jobs}");
    assert_eq!(asked(&shared).err(), Some(PipelineError::TooMuch));
    let many = "a: [".to_owned() + &"x,".repeat(1 << 19) + "]";
    assert_eq!(asked(&many).err(), Some(PipelineError::TooMuch));
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_is_broken_is_told_with_its_line() {
    let error = asked("job:\n  script:\n    - a\n   b: c\n").unwrap_err();
    assert!(
        matches!(error, PipelineError::NoYaml { line: 4, .. }),
        "{error:?}"
    );
}

#[test]
fn no_token_of_the_file_is_repeated() {
    let token = format!("{}{}", "glpat-", "Zq".repeat(10));
    let text = "variables: {KEY: TOKEN}\nTOKEN:\n  extends: TOKEN1\n  script:\n    - 'curl -H \"PRIVATE-TOKEN: TOKEN\" \
                https://gitlab.example.com/api/v4/user'\n    - git push https://x:TOKEN@gitlab.example.com/a/b.git\n    \
                - ./TOKEN\n    - docker push $CI_REGISTRY/a/b:TOKEN\n    - curl https://gitlab.example.com/api/v4/x/TOKEN\n";
    let told = told(
        &text
            .replace("TOKEN", &token)
            .replace("PRIVATE-glpat", "PRIVATE-TOKEN: glpat"),
    );
    assert!(!told.contains("ZqZqZqZq"), "{told}");
    assert!(told.contains("git push"), "{told}");
}

#[test]
fn no_text_makes_it_panic() {
    let pieces = [
        "job:",
        "\n",
        "  ",
        "script:",
        "- ",
        "docker push ",
        "$",
        "${",
        "}",
        "$CI_REGISTRY/",
        "!reference [",
        "]",
        "&a ",
        "*a",
        "<<: ",
        "extends: job",
        "image: ",
        "é",
        "\"",
        "curl -H 'JOB-TOKEN: $CI_JOB_TOKEN' ",
        "https://",
        "/packages/",
        "include:\n  - project: ",
        "git push ",
        "trigger: ",
        "needs: ",
        "|\n",
        "variables:\n  A: ",
        "$A",
    ];
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..4_000 {
        let text: String = (0..random.usize(..24))
            .map(|_| pieces[random.usize(..pieces.len())])
            .collect();
        let _ = asked(&text);
    }
}
