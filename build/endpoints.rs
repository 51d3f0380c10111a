//! `knowledge/endpoints/`: a file for each area, a table for each family, a line for each endpoint.
//!
//! A line says what differs from the usual. What is usual follows from the family, the method, and the role.

mod family;
mod row;

use std::cmp::Ordering;

use crate::knowledge::fault::Faults;
use crate::knowledge::index;
use crate::knowledge::program::index::Index;
use crate::knowledge::program::template::{self, Params, by_specificity, segments, split_query};
use crate::knowledge::rust;
use crate::knowledge::table::{File, Row};

use family::{Area, Family};
use row::Endpoint;

/// The names that rows may use.
pub(crate) struct Names {
    /// The scopes of access tokens.
    pub(crate) scopes: Vec<String>,
    /// The permissions of job tokens.
    pub(crate) policies: Vec<String>,
}

/// Reads all areas, and writes their tables as Rust.
pub(crate) fn compile(files: &[File], names: &Names, faults: &mut Faults) -> String {
    let mut areas: Vec<Area> = Vec::new();
    for file in files {
        let table = file.parse(faults);
        areas.push(family::read(&Row::whole(file, &table), names, faults));
    }
    areas.sort_by_key(|area| area.order);
    for pair in areas
        .windows(2)
        .filter(|pair| pair[0].order == pair[1].order)
    {
        let what = format!("`{}` has the place of `{}`", pair[1].title, pair[0].title);
        faults.note(
            &pair[1].place,
            &what,
            "Give each area an `order` of its own.",
        );
    }
    let families: Vec<&Family> = areas.iter().flat_map(|area| &area.families).collect();
    let rows: Vec<&Endpoint> = families.iter().flat_map(|family| &family.rows).collect();
    let templates: Vec<&str> = rows.iter().map(|row| row.template).collect();
    let index = index::build(&templates);
    for row in &rows {
        refuse_hidden(row, &rows, &index, faults);
    }
    generate(&areas, &families) + &generate_rows(&families, &rows, &index)
}

fn generate(areas: &[Area], families: &[&Family]) -> String {
    let (mut group, mut first) = (0, 0);
    let areas_text = rust::list(areas, |area| {
        let sections = rust::list(&area.families, |family| {
            let end = first + family.rows.len();
            let section =
                format!("Section {{ group: &GROUPS[{group}], bounds: ({first}, {end}) }}");
            (group, first) = (group + 1, end);
            section
        });
        format!(
            "Area {{ title: {:?}, sections: &[\n{sections}\n] }}",
            area.title
        )
    });
    let groups = rust::list(families, |family| family.literal.clone());
    format!(
        "/// All areas, in the order of documents.\n\
         #[cfg(test)]\n\
         pub(crate) static AREAS: [Area; {}] = [\n{areas_text}\n];\n\n\
         /// All families, in the order of documents.\n\
         static GROUPS: [EndpointFamily; {}] = [\n{groups}\n];\n\n",
        areas.len(),
        families.len(),
    )
}

fn generate_rows(families: &[&Family], rows: &[&Endpoint], index: &Index) -> String {
    let mut literals = Vec::new();
    for (group, family) in families.iter().enumerate() {
        for row in &family.rows {
            literals.push(
                row.literal
                    .replacen("GROUP", &format!("&GROUPS[{group}]"), 1),
            );
        }
    }
    format!(
        "/// All rows, in the order of documents.\n\
         pub(super) static ROWS: [Endpoint; {}] = [\n{}\n];\n\n\
         /// Where each row is looked for in [`ROWS`].\n\
         pub(super) static INDEX: Index = {};\n",
        rows.len(),
        literals.join(",\n"),
        index::literal(index),
    )
}

/// Notes a row that no request comes to, since another one takes all of its paths.
fn refuse_hidden(row: &Endpoint, rows: &[&Endpoint], index: &Index, faults: &mut Faults) {
    let path = example(row.template);
    let mut params = Params::default();
    let found = index
        .candidates(&path)
        .map(|position| rows[position])
        .filter(|other| other.method == row.method && other.is_root == row.is_root)
        .filter(|other| template::matches(other.template, &path, &mut params))
        .min_by(|left, right| by_specificity(left.template, right.template));
    let Some(other) = found.filter(|other| other.place != row.place) else {
        return;
    };
    let does = match by_specificity(other.template, row.template) {
        Ordering::Equal => "stands there already",
        Ordering::Less | Ordering::Greater => "is hidden",
    };
    let what = format!(
        "`{} {}` {does}: `{}` at {} takes its requests",
        row.method, row.template, other.template, other.place
    );
    faults.note(&row.place, &what, "Keep one of them.");
}

/// A path that the template itself would be the natural reading of.
fn example(template: &str) -> String {
    let (path, query) = split_query(template);
    let filled = segments(path).map(|segment| {
        let Some(mark) = segment.find([':', '*']) else {
            return segment.to_owned();
        };
        let value = if segment[mark..].starts_with('*') {
            "a/b"
        } else {
            "42"
        };
        let behind = segment.find('.').filter(|dot| *dot > mark);
        let behind = behind.map_or("", |dot| &segment[dot..]);
        format!("{}{value}{behind}", &segment[..mark])
    });
    let path = format!("/{}", filled.collect::<Vec<_>>().join("/"));
    if query.is_empty() {
        return path;
    }
    format!("{path}?{}", query.replace('*', "x"))
}
