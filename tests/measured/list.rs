//! The list of deviations, `tests/measured/deviations.toml`: kinds of cells that are told otherwise than they were.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cell::Deviation;

/// A kind of deviation. What is not said is of no matter.
#[derive(Debug)]
pub(crate) struct Kind {
    pub name: String,
    said: Vec<String>,
    was: Vec<String>,
    /// How that begins what is missing to know.
    lacks: Vec<String>,
    /// Method and path; a path may end in `*`.
    routes: Vec<String>,
    pub cells: usize,
}

/// Reads the list.
pub(crate) fn read(text: &str) -> Vec<Kind> {
    let table = DeTable::parse(text).unwrap().into_inner();
    table
        .iter()
        .map(|(name, row)| kind(name.get_ref(), row.get_ref()))
        .collect()
}

fn kind(name: &str, row: &DeValue<'_>) -> Kind {
    let row = row.as_table().unwrap();
    let allowed = ["said", "was", "lacks", "routes", "cells", "why"];
    for (field, _) in row {
        assert!(
            allowed.contains(&field.get_ref().as_ref()),
            "{name}: {}",
            field.get_ref()
        );
    }
    let why = texts(row, "why");
    assert!(
        why.iter().any(|why| !why.trim().is_empty()),
        "{name} has no reason"
    );
    let cells = row.get("cells").unwrap().get_ref().as_integer().unwrap();
    Kind {
        name: name.to_owned(),
        said: texts(row, "said"),
        was: texts(row, "was"),
        lacks: texts(row, "lacks"),
        routes: texts(row, "routes"),
        cells: cells.as_str().parse().unwrap(),
    }
}

/// One text, or several.
fn texts(row: &DeTable<'_>, field: &str) -> Vec<String> {
    let text = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().unwrap().to_owned();
    match row.get(field) {
        None => Vec::new(),
        Some(value) => match value.get_ref().as_array() {
            Some(values) => values.iter().map(text).collect(),
            None => vec![text(value)],
        },
    }
}

impl Kind {
    fn holds(&self, deviation: &Deviation<'_>) -> bool {
        let route = deviation.cell.route;
        let asked = format!("{} {}", route.method, route.path);
        let is_route = |pattern: &String| match pattern.strip_suffix('*') {
            Some(start) => asked.starts_with(start),
            None => asked == *pattern,
        };
        let fits = |said: &[String], is_it: &dyn Fn(&String) -> bool| {
            said.is_empty() || said.iter().any(is_it)
        };
        fits(&self.said, &|said| *said == deviation.said)
            && fits(&self.was, &|was| was == deviation.was)
            && fits(&self.lacks, &|start| {
                deviation.lacks.starts_with(start.as_str())
            })
            && fits(&self.routes, &is_route)
    }
}

/// Says what the list does not: deviations of no kind or of several, and kinds that have another number of cells.
pub(crate) fn faults(kinds: &[Kind], deviations: &[Deviation<'_>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> =
        kinds.iter().map(|kind| (kind.name.as_str(), 0)).collect();
    let mut faults = Vec::new();
    for deviation in deviations {
        let found: Vec<&str> = kinds
            .iter()
            .filter(|kind| kind.holds(deviation))
            .map(|kind| kind.name.as_str())
            .collect();
        if let [name] = found[..] {
            *counts.entry(name).or_default() += 1;
        } else {
            faults.push(format!("of the kinds {found:?}: {}", shown(deviation)));
        }
    }
    let of_number = |kind: &Kind| {
        let count = counts[kind.name.as_str()];
        (count != kind.cells)
            .then(|| format!("{}: {count} cells, and not {}", kind.name, kind.cells))
    };
    faults.extend(kinds.iter().filter_map(of_number));
    faults
}

fn shown(deviation: &Deviation<'_>) -> String {
    let Deviation {
        cell,
        was,
        said,
        lacks,
    } = deviation;
    let (method, path) = (&cell.route.method, &cell.route.path);
    format!(
        "{method} {path} [{}] as {}: {was}, and said {said} ({lacks})",
        cell.state, cell.caller
    )
}
