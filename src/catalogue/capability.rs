//! A capability: something people want to do with a token, and the request that it comes down to.
//!
//! Each row of [`super::capabilities`] names the request that an ordinary client would send. What that
//! request takes stands in the endpoint catalogue, and is not repeated here: documentation and sources
//! are those of the endpoint. A request that changes nothing is sent (observed); for every other the
//! outcome is derived.

pub(crate) use group::CapabilityGroup;
pub use group::Place;

use super::{Endpoint, Method, find_url_path};

mod group;

/// Something that people want to do with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    /// The stable name, in kebab-case.
    pub name: &'static str,
    /// The heading that it stands under.
    pub group: CapabilityGroup,
    /// What it is, as the end of the sentence "this token may ...".
    pub words: &'static str,
    /// The request that it comes down to, for each place where it makes sense.
    pub requests: &'static [ClientRequest],
    /// The capability without which this one is of no use: who may not read may not write.
    pub behind: Option<&'static str>,
    /// The name of the ability among `userPermissions` of a project in GraphQL
    /// (`app/graphql/types/permission_types/project.rb`).
    pub ability: Option<&'static str>,
    /// Whether the request is meant for a branch, tag or environment that no rule protects.
    pub on_unprotected: bool,
    /// What a setting that can forbid it would have to say.
    pub setting: Option<&'static str>,
}

/// The request of an ordinary client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientRequest {
    /// Where the request makes sense.
    pub place: Place,
    /// The kinds of token that send it.
    pub senders: Senders,
    /// The method.
    pub method: Method,
    /// The path below the root of the instance, with `{id}` for the encoded target and `{path}` for its
    /// plain full path. Other names in it are examples: GitLab asks for the right before the record.
    pub path: &'static str,
    /// How the outcome is found.
    pub way: Way,
}

/// The kinds of token that send a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Senders {
    /// All of them.
    Every,
    /// Job and trigger tokens.
    JobsAndTriggers,
}

/// How the outcome of a request is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The request is sent: it changes nothing and is cheap.
    Sent,
    /// The request is not sent, and its outcome derived.
    Derived,
}

impl ClientRequest {
    /// The path for a target, by its encoded name and its full path.
    pub(crate) fn path_for(&self, id: &str, path: &str) -> String {
        self.path.replace("{id}", id).replace("{path}", path)
    }

    /// Whether the plain full path of the target has to be known.
    pub(crate) fn needs_path(&self) -> bool {
        self.path.contains("{path}")
    }

    /// What the catalogue knows of the route; a table test makes sure that it knows all of them.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        let path = match self.place {
            Place::Group => "group",
            Place::Project | Place::Instance => "group/project",
        };
        let sample = self.path_for("1", path);
        find_url_path(self.method, &sample).map(|found| found.endpoint)
    }
}

impl Capability {
    /// The request of a client with such a token, or `None` where the capability makes no sense.
    #[must_use]
    pub fn request(&self, place: Place, by_job_or_trigger: bool) -> Option<&'static ClientRequest> {
        let fits = |request: &&ClientRequest| {
            // What is about the instance makes sense beside any target.
            let placed = request.place == place || request.place == Place::Instance;
            placed && (by_job_or_trigger || request.senders == Senders::Every)
        };
        let mut fitting = self.requests.iter().filter(fits);
        let is_own = |request: &&ClientRequest| request.senders == Senders::JobsAndTriggers;
        // A request of their own comes before that of everybody; nobody else has one.
        fitting.clone().find(is_own).or_else(|| fitting.next())
    }

    /// The places where it makes sense.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let mut places: Vec<Place> = self.requests.iter().map(|request| request.place).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter()
    }

    /// The places where it makes sense, in words.
    pub(crate) fn places_in_words(&self) -> String {
        let places: Vec<&str> = self.places().map(Place::name).collect();
        places.join(" or a ")
    }

    /// Whether the request is sent, or its outcome derived.
    #[must_use]
    pub fn way(&self) -> Way {
        self.requests
            .first()
            .map_or(Way::Derived, |request| request.way)
    }

    /// GitLab's page on it, as a link.
    #[must_use]
    pub fn documentation(&self) -> Option<String> {
        self.requests.first()?.endpoint()?.documentation()
    }

    /// The files of GitLab's repository in which it is decided.
    #[must_use]
    pub fn sources(&self) -> &'static [&'static str] {
        self.requests
            .first()
            .and_then(ClientRequest::endpoint)
            .map_or(&[], |endpoint| endpoint.sources)
    }
}
