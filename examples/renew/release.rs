//! What a release of GitLab says of itself: its routes with their settings, its permissions, its scopes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A line of a file of GitLab; 0 where only the file is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => out.write_str(&self.file),
            line => write!(out, "{}:{line}", self.file),
        }
    }
}

/// What a route says of itself, by the name of the setting. What is not set is not there.
pub(super) type Settings = BTreeMap<&'static str, String>;

/// The settings of a route that its source says, and what each is.
pub(super) const SETTINGS: &[(&str, &str)] = &[
    (
        "scopes",
        "scopes that open it beside `api` and `read_api`; `(some)`: some requests",
    ),
    ("reads", "credentials that it reads beside access tokens"),
    ("permission", "permission of fine-grained tokens"),
    ("boundary", "what that permission has to be given for"),
    (
        "policies",
        "permissions to which another project can limit a job token",
    ),
    (
        "opens",
        "features that let the job of any project in where they are public",
    ),
    ("skips", "checks that it leaves out"),
    ("hidden", "left out of GitLab's own documents"),
    ("deprecated", "deprecated"),
];

/// What only the answers of a running instance tell.
pub(super) const ANSWERED: &[(&str, &str)] = &[
    (
        "granted",
        "least role that was answered in a private project or group, or who else",
    ),
    (
        "features",
        "features of a project without which it is refused",
    ),
    (
        "licence",
        "needed: somebody is answered with a licence alone",
    ),
];

/// All of them.
pub(super) fn settings() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    SETTINGS.iter().chain(ANSWERED)
}

/// A route, and where it is said.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) place: Place,
    pub(super) settings: Settings,
    /// Settings that are there and could not be read.
    pub(super) unread: BTreeSet<&'static str>,
}

/// Something that has a name, and what is said of it.
pub(super) type Named = BTreeMap<String, (String, Place)>;

/// All that was read. What a source does not hold is none, and is not compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Release {
    pub(super) routes: BTreeMap<(String, String), Route>,
    /// Permissions of fine-grained tokens as GitLab's form offers them: what they hold, and for what.
    pub(super) permissions: Option<Named>,
    /// The scopes of tokens.
    pub(super) scopes: Option<Named>,
    /// The permissions of job tokens.
    pub(super) policies: Option<Named>,
    /// The permissions of custom roles.
    pub(super) abilities: Option<Named>,
    /// The abilities of each role, by subject.
    pub(super) roles: Option<Named>,
    /// Routes of which a document of GitLab says that they are there.
    pub(super) documented: BTreeMap<(String, String), Place>,
    /// Whether a running instance was asked, which tells more of a route than its source.
    pub(super) is_measured: bool,
    /// What could not be read, and why.
    pub(super) unread: BTreeSet<(Place, String)>,
}

impl Release {
    /// What this source holds, and of what it does not hold what another does.
    pub(super) fn or(self, other: Self) -> Self {
        let (routes, unread, is_measured) = if self.routes.is_empty() {
            (other.routes, other.unread, other.is_measured)
        } else {
            (self.routes, self.unread, self.is_measured)
        };
        Self {
            is_measured,
            routes,
            unread,
            permissions: self.permissions.or(other.permissions),
            scopes: self.scopes.or(other.scopes),
            policies: self.policies.or(other.policies),
            abilities: self.abilities.or(other.abilities),
            roles: self.roles.or(other.roles),
            documented: self
                .documented
                .into_iter()
                .chain(other.documented)
                .collect(),
        }
    }

    /// How the form calls each permission that a route can ask for: "Resource: Action", in small letters.
    pub(super) fn titles(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut titles: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (title, (says, _)) in self.permissions.iter().flatten() {
            for held in says.split(" for ").next().unwrap_or_default().split(", ") {
                titles.entry(held).or_default().insert(title.to_lowercase());
            }
        }
        titles
    }
}

/// A path without the names of its placeholders, so that two spellings of one path are the same. Arguments in brackets
/// are left out: `Packages(Id='*name')`.
pub(super) fn shape(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let mut shape = String::new();
    let (mut in_name, mut in_brackets) = (false, false);
    for letter in path.chars() {
        in_brackets &= letter != '/';
        in_name &= letter.is_ascii_alphanumeric() || letter == '_';
        if !in_name && !in_brackets {
            shape.push(letter);
            in_name = matches!(letter, ':' | '*');
            in_brackets = letter == '(';
        }
    }
    shape
}

/// The paths that a path with optional parts stands for. Those with an empty part, or with a `*` in the midst of one,
/// are none that anybody would ask for.
pub(super) fn spelled(path: &str) -> Vec<String> {
    let path = path
        .replace("\\\\", "\\")
        .replace("\\(", "\u{1}")
        .replace("\\)", "\u{2}");
    let plain = every(&path).into_iter().filter(|path| {
        let mut parts = path.split('/').skip(1);
        !path.contains("//")
            && parts
                .all(|part| !part.is_empty() && !part[1..].contains('*') || part.contains('\u{1}'))
    });
    plain
        .map(|path| path.replace('\u{1}', "(").replace('\u{2}', ")"))
        .collect()
}

fn every(path: &str) -> Vec<String> {
    let Some(open) = path.rfind('(') else {
        return vec![path.to_owned()];
    };
    let Some(length) = path[open..].find(')') else {
        return Vec::new();
    };
    let (before, after) = (&path[..open], &path[open + length + 1..]);
    let part = &path[open + 1..open + length];
    let mut paths = every(&format!("{before}{after}"));
    paths.extend(every(&format!("{before}{part}{after}")));
    paths
}
