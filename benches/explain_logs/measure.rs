//! A program, and what a run of it costs: time on the clock, time of the processor, memory.
//!
//! Time and memory of a child are told by GNU `time`, which is Debian's package `time`.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a run costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds on the clock.
    pub(crate) wall: f64,
    /// Seconds of the processor, in the program and in the system.
    pub(crate) cpu: f64,
    /// The most memory held at once, in KiB.
    pub(crate) memory: u64,
}

impl Cost {
    /// The median of each figure.
    pub(crate) fn median(costs: &[Self]) -> Self {
        let middle = |mut figures: Vec<f64>| {
            figures.sort_by(f64::total_cmp);
            figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self {
            wall: middle(costs.iter().map(|cost| cost.wall).collect()),
            cpu: middle(costs.iter().map(|cost| cost.cpu).collect()),
            memory: costs.iter().map(|cost| cost.memory).max().unwrap_or(0),
        }
    }
}

/// A program with its arguments.
#[derive(Debug)]
pub(crate) struct Program {
    name: OsString,
    arguments: Vec<OsString>,
}

impl Program {
    fn new(name: impl Into<OsString>, arguments: &[&str], last: &Path) -> Self {
        let mut arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        arguments.push(last.into());
        Self {
            name: name.into(),
            arguments,
        }
    }

    /// The program of this package.
    pub(crate) fn glwhy(log: &Path) -> Self {
        let name = env!("CARGO_BIN_EXE_glwhy");
        Self::new(name, &["explain", "--exit-zero", "--format", "json"], log)
    }

    /// A search for as many words, which counts the lines that hold one.
    pub(crate) fn ripgrep(patterns: &Path, log: &Path) -> Self {
        let mut program = Self::new("rg", &["-c", "-i", "-F", "-f"], patterns);
        program.arguments.push(log.into());
        program
    }

    /// A doctor for job logs.
    pub(crate) fn pipelinemd(log: &Path) -> Self {
        Self::new("pipelinemd", &["distill", "-f", "json"], log)
    }

    /// What it prints.
    pub(crate) fn output(&self) -> io::Result<Vec<u8>> {
        Ok(Command::new(&self.name)
            .args(&self.arguments)
            .output()?
            .stdout)
    }

    /// Runs it once.
    pub(crate) fn measured(&self) -> io::Result<Cost> {
        let begin = Instant::now();
        let output = Command::new("time")
            .arg("--format=%U %S %M")
            .arg("--")
            .arg(&self.name)
            .args(&self.arguments)
            .stdout(Stdio::null())
            .output()?;
        let wall = begin.elapsed().as_secs_f64();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = told.lines().last().unwrap_or_default();
        let figures: Vec<f64> = last
            .split(' ')
            .filter_map(|text| text.parse().ok())
            .collect();
        match figures.as_slice() {
            [user, system, memory] if output.status.code() != Some(127) => Ok(Cost {
                wall,
                cpu: user + system,
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "GNU time writes a whole number"
                )]
                memory: *memory as u64,
            }),
            _ => Err(io::Error::other(format!(
                "{} did not run: {told}",
                self.name.display()
            ))),
        }
    }

    /// The median of many runs.
    pub(crate) fn median(&self, runs: usize) -> io::Result<Cost> {
        let costs: io::Result<Vec<Cost>> = (0..runs).map(|_| self.measured()).collect();
        costs.map(|costs| Cost::median(&costs))
    }
}
