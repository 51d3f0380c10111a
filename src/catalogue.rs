//! What is known about GitLab itself: its endpoints, scopes, roles and releases.
//!
//! Everything here is a table of plain literals, made from `knowledge/` by the build, and the look-up that
//! goes with it. A row says what an endpoint asks of a token and where that knowledge comes from; nothing
//! is parsed at start-up. What the tables do not settle is answered with
//! [`Known::Unknown`], and sets that GitLab may extend (scopes, roles) let unknown members pass through.
//!
//! The room never does I/O, knows no clock, and knows nothing of tokens, answers or reports.

pub mod answer;
pub mod capabilities;
pub mod capability;
pub mod condition;
pub mod document;
pub mod endpoint;
pub mod endpoints;
pub mod feature;
pub mod forge;
mod index;
pub mod instance;
pub mod kind;
pub mod kinds;
pub mod least;
pub mod lookup;
pub mod mend;
pub mod method;
pub mod programs;
pub mod role;
pub mod routes;
pub mod scope;
pub mod surface;
mod template;
pub mod version;

pub use capabilities::{
    CAPABILITIES, ability_for, capabilities_at, find_capability, nearest_capabilities,
};
pub use capability::{Capability, CapabilityGroup, ClientRequest, Place, Senders, Way};
pub use condition::Condition;
pub use document::document;
pub use endpoint::{
    Credential, Denial, DeployToken, Endpoint, Evidence, Group, JobPolicy, JobToken, PublicAccess,
};
pub use endpoints::{AREAS, Area, Section, all, groups};
pub use feature::{Feature, Features};
pub use lookup::{RouteMatch, by_template, find, find_url_path, methods_at};
pub use mend::{PathFault, PathFaultKind, nearest, nearest_name, path_fault, splits_identifier};
pub use method::{Method, MethodSet};
pub use role::{AccessLevel, Requirement, Roles};
pub use routes::{begins_with_words, listed_methods, listed_release};
pub use scope::{Scope, Scopes};
pub use surface::Surface;
pub use template::Params;
pub use version::{Since, Version};

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

impl Known {
    /// Whether the answer is a settled yes.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether the answer is a settled no.
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }
}

impl From<bool> for Known {
    fn from(settled: bool) -> Self {
        if settled { Self::Yes } else { Self::No }
    }
}
