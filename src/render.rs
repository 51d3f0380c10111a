//! The formats: a report goes in, text comes out.
//!
//! Every format sees the whole report and nothing else. How wide, how colourful, and in which
//! characters is passed in; nothing here looks at a terminal, an environment, or a clock.

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use thiserror::Error;

use crate::report::Report;

pub(crate) mod json;

mod capabilities;
mod escape;
mod html;
mod junit;
mod lines;
mod listing;
mod lists;
mod markdown;
mod metrics;
mod paint;
mod quality;
mod safe;
mod table;
mod words;
mod wrap;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

closed_words! {
    /// A format of output.
    #[derive(Default)]
    pub enum Format {
        /// Plain words in columns, for people.
        #[default]
        Table = "table",
        /// The newest version of the JSON format.
        Json = "json",
        /// Version 1 of the JSON format.
        JsonV1 = "json-v1",
        /// Text for tickets and merge-request notes.
        Markdown = "markdown",
        /// A report for the Tests tab of a pipeline.
        Junit = "junit",
        /// A page to look at, in one file.
        Html = "html",
        /// JSON, a short line for each entry.
        JsonLines = "jsonl",
        /// Figures for monitoring.
        OpenMetrics = "openmetrics",
        /// GitLab's list of what is to be mended in a file.
        CodeQuality = "code-quality",
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no such format, known are {}", Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or(UnknownFormat)
    }
}

/// How text for people is drawn. The machine formats (JSON, `JUnit`) do not look at it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four settings of the caller that do not depend on each other"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colour codes may be written.
    pub colour: bool,
    /// The width of a line in columns. Less than 40 is taken as 40.
    pub width: usize,
    /// Whether characters beyond ASCII may be written.
    pub unicode: bool,
    /// Whether everything is shown that is known.
    pub verbose: bool,
    /// Whether only the outcome, the reason, and the first remedy are shown. Outweighs `verbose`.
    pub quiet: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: false,
            width: 80,
            unicode: true,
            verbose: false,
            quiet: false,
        }
    }
}

pub(crate) use self::capabilities::list as capabilities;

/// Writes a report in a format.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub fn render(
    report: &Report,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Json | Format::JsonV1 => json::write_v1(report, out),
        Format::Markdown => out.write_all(markdown::render(report, style).as_bytes()),
        Format::Junit => junit::write(report, out),
        Format::Html => out.write_all(html::render(report, style).as_bytes()),
        Format::JsonLines => lines::write(report, out),
        Format::OpenMetrics => out.write_all(metrics::render(report).as_bytes()),
        Format::CodeQuality => quality::write(report, out),
        Format::Table => out.write_all(table::render(report, style).as_bytes()),
    }
}

/// Writes the connections of a report before the report is whole, in the one format that can.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(crate) fn connections_early(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    lines::write_connections(report, out)
}

/// Writes the rest of a report whose connections were written before.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(crate) fn rest(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    lines::write_summary(report, out)
}
