//! Holds a release of GitLab against `knowledge/`: `cargo run --example renew -- SOURCE`.
//!
//! A source is a checkout of GitLab, or the folders of one that are read (`checkout.rs`), or a folder of what a running
//! GitLab said of itself (`measured.rs`). Of several, the first that holds a thing is asked for it. Ends with 0 where
//! nothing differs, with 1 where something does, and with 2 where it cannot be told. `--write RELEASE` writes what the
//! sources say to `knowledge/settings/RELEASE.toml`; `--page` alone prints `docs/routes.md`,
//! and `--matrix` `docs/capabilities.md`.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use compare::Differences;
use known::Known;
use release::Release;

mod answers;
mod checkout;
mod compare;
mod grape;
mod known;
mod library;
mod matrix;
mod measured;
mod page;
mod release;
mod settings;
mod syntax;
mod tokens;
mod value;
mod write;
mod yaml;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let (text, code) = match run(&arguments, &knowledge) {
        Ok((text, is_same)) => (text, u8::from(!is_same)),
        Err(why) => (format!("{why}\n"), 2),
    };
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::from(code)
}

/// The report, and whether nothing differs.
pub(crate) fn run(arguments: &[String], knowledge: &Path) -> Result<(String, bool), String> {
    if arguments == ["--page"] {
        return Ok((page::document(&Known::read(knowledge)?), true));
    }
    if arguments == ["--matrix"] {
        return Ok((matrix::document(), true));
    }
    let (sources, target) = read_arguments(arguments)?;
    let mut release = Release::default();
    for source in sources.iter().rev() {
        let found = if measured::is_one(source) {
            measured::read(source)
        } else if checkout::is_one(source) {
            checkout::read(source)
        } else {
            return Err(format!(
                "{} is neither a checkout of GitLab nor a folder with routes.jsonl",
                source.display()
            ));
        };
        release = found.or(release);
    }
    if let Some(target) = target {
        return write::write(
            &release,
            &knowledge.join(format!("settings/{target}.toml")),
            target,
        );
    }
    let known = Known::read(knowledge)?;
    let differences = Differences::between(&known, &release);
    Ok((differences.report(), differences.is_none()))
}

fn read_arguments(arguments: &[String]) -> Result<(Vec<PathBuf>, Option<&str>), String> {
    let option = arguments.iter().position(|argument| argument == "--write");
    let (sources, target) = match option {
        Some(place) => (
            &arguments[..place],
            arguments.get(place + 1).map(String::as_str),
        ),
        None => (arguments, None),
    };
    if sources.is_empty() || option.is_some() && target.is_none() {
        return Err(
            "usage: renew SOURCE ... [--write RELEASE], or renew --page, or renew --matrix"
                .to_owned(),
        );
    }
    Ok((sources.iter().map(PathBuf::from).collect(), target))
}
