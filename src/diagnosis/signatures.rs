//! TABLE: what GitLab and its surroundings say, and what it can mean.
//!
//! One file per surface. Rows with the same bytes are told apart by clues, never by their order.

pub mod clients;
pub mod edge;
#[cfg(test)]
mod examples;
pub mod git;
pub mod granular;
pub mod graphql;
pub mod lfs;
pub mod limits;
pub mod oauth;
mod one_answer;
pub mod outside;
pub mod packages;
pub mod push;
pub mod reasons;
pub mod registry;
pub mod rest;
pub mod runner;
#[cfg(test)]
mod table_tests;
pub mod told;
pub mod web;

use super::BodyShape;
use super::signature::Signature;

/// The tables, in no order that matters.
static TABLES: &[&[Signature]] = &[
    rest::ROWS,
    reasons::ROWS,
    granular::ROWS,
    limits::ROWS,
    packages::ROWS,
    runner::ROWS,
    graphql::ROWS,
    git::ROWS,
    push::ROWS,
    lfs::ROWS,
    registry::ROWS,
    oauth::ROWS,
    web::ROWS,
    edge::ROWS,
    outside::ROWS,
    clients::ROWS,
    told::ROWS,
];

/// Says whether a row knows these very words, whatever their status: the title of a page, or the
/// words of a Git server.
pub(crate) fn are_known(shape: &BodyShape) -> bool {
    /// So few letters are shared by words that mean something else.
    const TELLING: usize = 6;
    all().any(|row| row.body.specificity() >= TELLING && row.body.captures(shape).is_some())
}

/// Goes through every row.
pub fn all() -> impl Iterator<Item = &'static Signature> {
    TABLES.iter().flat_map(|table| table.iter())
}
