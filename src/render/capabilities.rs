//! The list of capabilities, by group: what `--need` takes.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::{Format, json};
use crate::catalogue::capability::{CapabilityGroup, Place, Way};
use crate::catalogue::{CAPABILITIES, Capability};

/// The name of the list's shape.
const SCHEMA: &str = "glwhy.capabilities/v1";

/// Columns of the names, with the space behind them.
const NAME_COLUMNS: usize = 24;

#[derive(Debug, Serialize)]
struct List {
    schema: &'static str,
    capabilities: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    group: &'static str,
    words: &'static str,
    /// `observed` or `derived`.
    basis: &'static str,
    /// `project`, `group`, or `instance`.
    places: Vec<&'static str>,
    requests: Vec<String>,
    documentation: Option<String>,
    sources: &'static [&'static str],
}

/// Writes the list: JSON for programs, and plain words in the formats that have no form for it.
pub(crate) fn list(format: Format) -> String {
    match format {
        Format::Json | Format::JsonV1 => whole(),
        Format::JsonLines => lines(),
        Format::Table
        | Format::Markdown
        | Format::Junit
        | Format::Html
        | Format::OpenMetrics
        | Format::CodeQuality => table(),
    }
}

fn whole() -> String {
    let list = List {
        schema: SCHEMA,
        capabilities: CAPABILITIES.iter().map(row).collect(),
    };
    let mut text = Vec::new();
    // Memory can be written to.
    let _: io::Result<()> = json::write_whole(&list, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

fn lines() -> String {
    let mut text = Vec::new();
    for capability in CAPABILITIES {
        // Memory can be written to.
        let _: io::Result<()> = json::write_line(&row(capability), &mut text);
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn row(capability: &Capability) -> Row {
    Row {
        name: capability.name,
        group: capability.group.name(),
        words: capability.words,
        basis: basis(capability),
        places: capability.places().map(Place::name).collect(),
        requests: capability
            .requests
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect(),
        documentation: capability.documentation(),
        sources: capability.sources(),
    }
}

fn basis(capability: &Capability) -> &'static str {
    match capability.way() {
        Way::Sent => "observed",
        Way::Derived => "derived",
    }
}

fn table() -> String {
    let mut text = String::new();
    for group in CapabilityGroup::ALL {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{}", group.title());
        for capability in CAPABILITIES.iter().filter(|row| row.group == group) {
            let _ = writeln!(
                text,
                "  {:NAME_COLUMNS$}{}",
                capability.name, capability.words
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_capability_is_listed_in_every_format_within_eighty_columns() {
        for format in Format::ALL {
            let text = list(format);
            for capability in CAPABILITIES {
                assert!(text.contains(capability.name), "{}", capability.name);
            }
        }
        for line in table().lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
