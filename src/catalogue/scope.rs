//! Scopes of access tokens: what each is good for, who may be given it, and what it opens.
//!
//! The table is made from `knowledge/tokens/scopes.toml`. The set is open: GitLab adds scopes, and OAuth has
//! dynamic ones (`user:42`). A name that is not in the table passes through and makes an answer [`Known::Unknown`] where it could matter.
//!
//! Source: `lib/gitlab/auth.rb`, `lib/api/api_guard.rb`, `doc/security/tokens/access_token_scopes.md`.

use super::{Endpoint, Known, Method};

/// One scope and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The name, as GitLab spells it.
    pub name: &'static str,
    /// What it gives, as the end of the sentence "this token may ...".
    pub words: &'static str,
    /// The scopes whose rights are a part of this one.
    pub implies: &'static [&'static str],
    /// Whether it opens GET and HEAD only on the REST API.
    pub reads_only: bool,
    /// The tokens that may be given it.
    pub givable: Givable,
}

/// The kinds of token that a scope may be given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one column per kind of token: the table reads as GitLab's own"
)]
pub(crate) struct Givable {
    /// Personal, impersonation and service-account tokens.
    pub personal: bool,
    /// Group access tokens.
    pub group: bool,
    /// Project access tokens.
    pub project: bool,
    /// OAuth applications.
    pub oauth: bool,
    /// Deploy tokens.
    pub deploy: bool,
    /// Only tokens of administrators.
    pub administrators_only: bool,
}

impl Scope {
    /// Finds a scope by its name; `None` for names that this program does not know.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        SCOPES
            .binary_search_by(|scope| scope.name.cmp(name))
            .ok()
            .map(|position| &SCOPES[position])
    }
}

/// The marker that a fine-grained token carries in place of scopes: its rights are permissions.
pub(crate) const GRANULAR: &str = "granular";

include!(concat!(env!("OUT_DIR"), "/scopes.rs"));

/// What an endpoint asks of the scopes of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// Any token passes, whatever its scopes.
    Every,
    /// Any one of these opens it; with none, it is not for access tokens at all.
    AnyOf(&'static [&'static str]),
    /// As above, but the sources disagree on the others, or releases differ.
    Disputed {
        /// These certainly open it.
        any_of: &'static [&'static str],
        /// These perhaps do.
        perhaps: &'static [&'static str],
    },
}

impl Scopes {
    /// The scopes that certainly open the endpoint; empty where every scope does.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Every => &[],
            Self::AnyOf(any_of) | Self::Disputed { any_of, .. } => any_of,
        }
    }

    /// Whether a token with these scopes passes.
    ///
    /// An unknown scope, and the marker of a fine-grained token, leave it open where no known one passes.
    pub(crate) fn opened_by<S: AsRef<str>>(self, scopes: &[S]) -> Known {
        let has_any = |names: &[&str]| {
            scopes
                .iter()
                .any(|scope| names.iter().any(|name| *name == scope.as_ref()))
        };
        let has_unknown = || scopes.iter().any(|scope| is_open_ended(scope.as_ref()));
        let perhaps = match self {
            Self::Every => return Known::Yes,
            Self::AnyOf(_) => false,
            Self::Disputed { perhaps, .. } => has_any(perhaps),
        };
        if has_any(self.names()) {
            Known::Yes
        } else if perhaps || has_unknown() && !self.names().is_empty() {
            Known::Unknown
        } else {
            Known::No
        }
    }
}

/// Whether the table cannot tell what this scope opens.
fn is_open_ended(scope: &str) -> bool {
    /// Single routes take them, and no row says which (`allow_access_with_scope` in `lib/api` of 18.9).
    const OF_SINGLE_ROUTES: [&str; 2] = ["ai_workflows", "mcp"];
    scope == GRANULAR
        || OF_SINGLE_ROUTES.contains(&scope)
        || Scope::find(scope).is_none() && !scope.starts_with("user:")
}

/// Whether a token with these scopes passes the scope gate of the endpoint with this method.
///
/// The method may differ from the row's where GitLab answers HEAD by the GET route.
pub(crate) fn opens<S: AsRef<str>>(scopes: &[S], endpoint: &Endpoint, method: Method) -> Known {
    if method == endpoint.method || method.is_safe() && endpoint.method.is_safe() {
        endpoint.scopes.opened_by(scopes)
    } else {
        opens_unlisted(scopes, method)
    }
}

/// Whether a token with these scopes passes on a REST route that the catalogue does not list.
///
/// `api` opens every route and `read_api` every GET and HEAD; the other scopes open what they were
/// registered for, which only the row of a route can say.
pub(crate) fn opens_unlisted<S: AsRef<str>>(scopes: &[S], method: Method) -> Known {
    let has = |name: &str| scopes.iter().any(|scope| scope.as_ref() == name);
    if has("api") || method.is_safe() && has("read_api") {
        Known::Yes
    } else if scopes
        .iter()
        .all(|scope| is_powerless(scope.as_ref(), method))
    {
        Known::No
    } else {
        Known::Unknown
    }
}

/// Whether this scope certainly opens no REST route with this method.
///
/// A handful of POSTs take `read_api`, so it is not called powerless on writes here.
fn is_powerless(scope: &str, method: Method) -> bool {
    match scope {
        "write_repository" | "read_registry" | "write_registry" | "k8s_proxy" | "sudo"
        | "admin_mode" => true,
        "read_repository" | "read_user" => !method.is_safe(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_sorted_unique_and_found() {
        assert!(SCOPES.is_sorted_by(|a, b| a.name < b.name));
        for scope in SCOPES {
            assert_eq!(Scope::find(scope.name), Some(scope));
            for implied in scope.implies {
                assert!(
                    Scope::find(implied).is_some(),
                    "{} implies unknown {implied}",
                    scope.name
                );
            }
            assert!(
                !scope.words.is_empty() && !scope.words.ends_with('.'),
                "{}",
                scope.name
            );
        }
        assert_eq!(Scope::find("user:42"), None);
    }

    #[test]
    fn read_only_scopes_do_not_open_writes() {
        let create = crate::catalogue::by_template(Method::Post, "/projects/:id/repository/tags");
        let create = create.expect("row exists");
        for scope in SCOPES.iter().filter(|scope| scope.reads_only) {
            assert_eq!(
                opens(&[scope.name], create, Method::Post),
                Known::No,
                "{}",
                scope.name
            );
        }
        assert_eq!(
            opens(&["write_repository"], create, Method::Post),
            Known::No
        );
        assert_eq!(
            opens(&["read_user", "api"], create, Method::Post),
            Known::Yes
        );
    }

    #[test]
    fn a_scope_of_single_routes_leaves_the_others_open() {
        let read = Scopes::AnyOf(&["api", "read_api"]);
        for scope in ["ai_workflows", "mcp"] {
            assert_eq!(read.opened_by(&[scope]), Known::Unknown, "{scope}");
        }
        assert_eq!(read.opened_by(&["ai_workflows", "api"]), Known::Yes);
    }

    #[test]
    fn unknown_scopes_leave_the_answer_open() {
        let read = Scopes::AnyOf(&["api", "read_api"]);
        assert_eq!(read.opened_by(&["read_everything"]), Known::Unknown);
        assert_eq!(read.opened_by(&[GRANULAR]), Known::Unknown);
        assert_eq!(read.opened_by(&["read_user"]), Known::No);
        assert_eq!(read.opened_by::<&str>(&[]), Known::No);
        assert_eq!(Scopes::AnyOf(&[]).opened_by(&["brand_new"]), Known::No);
        assert_eq!(Scopes::Every.opened_by(&["self_rotate"]), Known::Yes);
    }

    #[test]
    fn routes_off_the_list_follow_the_general_rule() {
        assert_eq!(opens_unlisted(&["read_api"], Method::Get), Known::Yes);
        assert_eq!(opens_unlisted(&["read_api"], Method::Post), Known::Unknown);
        assert_eq!(
            opens_unlisted(&["write_repository"], Method::Post),
            Known::No
        );
        assert_eq!(opens_unlisted(&["read_user"], Method::Get), Known::Unknown);
        assert_eq!(opens_unlisted(&["read_user"], Method::Delete), Known::No);
    }
}
