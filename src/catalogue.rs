//! What is known about GitLab itself: its endpoints, scopes, roles and releases.
//!
//! Everything here is a table of plain literals, made from `knowledge/` by the build, and the look-up that
//! goes with it. A row says what an endpoint asks of a token and where that knowledge comes from; nothing
//! is parsed at start-up. What the tables do not settle is answered with
//! [`Known::Unknown`], and sets that GitLab may extend (scopes, roles) let unknown members pass through.
//!
//! The room never does I/O, knows no clock, and knows nothing of tokens, answers or reports.

pub(crate) mod answer;
pub(crate) mod capabilities;
pub(crate) mod capability;
pub(crate) mod condition;
pub(crate) mod document;
pub(crate) mod endpoint;
pub(crate) mod endpoints;
pub(crate) mod feature;
pub(crate) mod forge;
pub(crate) mod graphql;
mod index;
pub(crate) mod instance;
pub(crate) mod kind;
pub(crate) mod kinds;
pub(crate) mod least;
mod lists;
pub(crate) mod lookup;
pub(crate) mod method;
pub(crate) mod page;
pub(crate) mod programs;
pub(crate) mod role;
pub(crate) mod routes;
pub(crate) mod scope;
pub(crate) mod suggest;
pub(crate) mod surface;
mod template;
pub(crate) mod version;
pub(crate) mod web;

pub(crate) use capabilities::{CAPABILITIES, ability_for, nearest_capabilities};
pub use capabilities::{capabilities_at, find_capability};
pub(crate) use capability::CapabilityGroup;
pub use capability::{Capability, Place};
pub(crate) use condition::Condition;
pub(crate) use endpoint::{
    Denial, DeployToken, Endpoint, EndpointCredential, EndpointFamily, Evidence, JobPolicy,
    JobToken, Permission, PublicAccess,
};
pub(crate) use endpoints::all;
pub(crate) use feature::{Feature, Features};
pub(crate) use lookup::by_template;
pub use lookup::{find, find_url_path, methods_at};
pub use method::Method;
pub(crate) use method::MethodSet;
pub(crate) use role::{AccessLevel, Requirement, Roles};
pub(crate) use routes::words as route_words;
pub(crate) use routes::{
    KNOWLEDGE, LONG_VERSION, age, begins_with_words, listed_methods, listed_release,
};
pub(crate) use scope::{Scope, Scopes};
pub(crate) use suggest::{PathFaultKind, nearest_name, splits_identifier};
pub use suggest::{nearest, path_fault};
pub(crate) use surface::Surface;
pub(crate) use version::Since;
pub use version::Version;

/// The answer to a question that the tables may be unable to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// The tables say yes.
    Yes,
    /// The tables say no.
    No,
    /// The tables do not settle it: a custom role, an unknown scope, a release in a gap.
    Unknown,
}

impl From<bool> for Known {
    fn from(settled: bool) -> Self {
        if settled { Self::Yes } else { Self::No }
    }
}
