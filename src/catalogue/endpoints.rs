//! The endpoints of GitLab, in families by documentation page.
//!
//! The tables are made from `knowledge/endpoints/`: a file an area, a table a family, a line an endpoint. The template
//! gives `:x` for one segment and `*x` for several; `#x` at its end tells operations apart that share a method
//! and a path, such as GraphQL mutations.

use super::endpoint::Base;
use super::index::Index;
use super::{
    AccessLevel, Condition, Denial, DeployToken, Endpoint, EndpointCredential, EndpointFamily,
    Evidence, Feature, Features, JobPolicy, JobToken, Method, Permission, PublicAccess,
    Requirement, Roles, Scopes, Since, Version,
};

/// A part of the catalogue with a title: one file of rows.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    /// The title in documents.
    pub title: &'static str,
    /// Its families, in the order of documents.
    pub sections: &'static [Section],
}

/// A family and its rows.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// What its rows share.
    pub group: &'static EndpointFamily,
    /// Where its rows begin and end in the table.
    bounds: (usize, usize),
}

#[cfg(test)]
impl Section {
    /// The rows, by template and method.
    pub(crate) fn rows(&self) -> &'static [Endpoint] {
        &ROWS[self.bounds.0..self.bounds.1]
    }
}

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

/// All rows, in the order of documents.
pub(crate) fn all() -> impl ExactSizeIterator<Item = &'static Endpoint> {
    ROWS.iter()
}

#[cfg(test)]
mod tests;
