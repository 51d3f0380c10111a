//! An area of the endpoints, and its families: what the rows of one page of GitLab's documentation share.

use crate::knowledge::endpoints::Names;
use crate::knowledge::endpoints::row::{self, Endpoint};
use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::table::{Column, Row};

/// The fields at the head of a file.
const AREA_COLUMNS: [Column; 2] = [
    Column::needed("title", "what the area is called in documents"),
    Column::needed("order", "which place it has in documents, from 1 on"),
];

/// The fields of a family.
const COLUMNS: &[Column] = &[
    Column::needed("title", "what the family is called in documents"),
    Column::optional("page", "its page below docs.gitlab.com"),
    Column::optional(
        "root",
        "true where its paths begin at the root of the instance",
    ),
    Column::optional("feature", "which project features have to be on"),
    Column::needed("source", "which files of GitLab's repository were read"),
    Column::optional("grade", "how good the knowledge is"),
    Column::needed("routes", "the endpoints, one on a line"),
];

/// A file of endpoints.
pub(super) struct Area {
    pub(super) title: String,
    pub(super) order: u64,
    pub(super) place: Place,
    pub(super) families: Vec<Family>,
}

/// A family: itself as Rust, and its rows by template and method.
pub(super) struct Family {
    pub(super) literal: String,
    pub(super) rows: Vec<Endpoint>,
}

pub(super) fn read(file: &Row<'_>, names: &Names, faults: &mut Faults) -> Area {
    file.check_needed(&AREA_COLUMNS, faults);
    let mut families = Vec::new();
    for name in file.names() {
        match file.named_table(name) {
            Some(family) => families.push(read_family(&family, names, faults)),
            None if AREA_COLUMNS.iter().any(|column| column.name == name) => {}
            None => {
                let what = format!("`{name}` stands outside of a family");
                faults.note(&file.place, &what, "Put it below a line such as [members].");
            }
        }
    }
    Area {
        title: file
            .text("title", faults)
            .map_or(String::new(), |title| title.value),
        order: file
            .numbers("order", faults)
            .first()
            .map_or(0, |order| order.value),
        place: file.place.clone(),
        families,
    }
}

fn read_family(family: &Row<'_>, names: &Names, faults: &mut Faults) -> Family {
    family.check(COLUMNS, faults);
    family.check_name('_', faults);
    let is_root = family.flag("root", faults);
    let usual = row::Usual::read(family, faults);
    let mut rows = Vec::new();
    for endpoint in family.rows("routes", faults) {
        rows.extend(row::read(&endpoint, is_root, &usual, names, faults));
    }
    rows.sort_by_key(|row| (row.template, row.method));
    let title = family
        .text("title", faults)
        .map_or(String::new(), |title| title.value);
    let page = family.text("page", faults);
    if let Some(page) = page
        .as_ref()
        .filter(|page| page.value.starts_with('/') || page.value.ends_with('/'))
    {
        let what = format!("`{}` is no page", page.value);
        faults.note(&page.place, &what, "Leave the slashes at its ends out.");
    }
    let base = if is_root { "Instance" } else { "Api" };
    let literal = format!(
        "EndpointFamily {{ name: {:?}, title: {title:?}, page: {:?}, base: Base::{base} }}",
        family.name,
        page.map(|page| page.value),
    );
    Family { literal, rows }
}
