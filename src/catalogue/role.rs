//! Roles, which are a set and not a ladder.
//!
//! GitLab numbers its roles, and "the level is at least N" is nearly always right. Nearly: a planner (15)
//! deletes issues, which a maintainer (40) may not; a security manager (25) lists runners, which a
//! developer (30) may not. So a row names a rung and, where needed, a role beside the ladder; a level that this program
//! does not know is answered with [`Known::Unknown`].
//!
//! Source: `lib/gitlab/access.rb`, `config/authz/roles`.

use std::fmt;

use super::{Known, Since, Version};

/// The number that GitLab gives a role. Open: numbers that this program does not know pass through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessLevel(pub u8);

impl AccessLevel {
    /// No access at all.
    pub const NONE: Self = Self(0);
    /// Minimal access, in groups only.
    pub const MINIMAL: Self = Self(5);
    /// Guest.
    pub const GUEST: Self = Self(10);
    /// Planner.
    pub const PLANNER: Self = Self(15);
    /// Reporter.
    pub const REPORTER: Self = Self(20);
    /// Security manager; the number is corroborated only outside GitLab's own sources.
    pub const SECURITY_MANAGER: Self = Self(25);
    /// Developer.
    pub const DEVELOPER: Self = Self(30);
    /// Maintainer.
    pub const MAINTAINER: Self = Self(40);
    /// Owner.
    pub const OWNER: Self = Self(50);

    /// The levels that have a name, lowest first.
    pub const NAMED: [Self; 9] = [
        Self::NONE,
        Self::MINIMAL,
        Self::GUEST,
        Self::PLANNER,
        Self::REPORTER,
        Self::SECURITY_MANAGER,
        Self::DEVELOPER,
        Self::MAINTAINER,
        Self::OWNER,
    ];

    /// The name of the role, or `None` for a number that this program does not know.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            0 => "no access",
            5 => "minimal access",
            10 => "guest",
            15 => "planner",
            20 => "reporter",
            25 => "security manager",
            30 => "developer",
            40 => "maintainer",
            50 => "owner",
            _ => return None,
        })
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "access level {}", self.0),
        }
    }
}

/// The roles that hold an ability in a private project or group: a rung of the ladder and all above it,
/// and at times one role beside the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    lowest: AccessLevel,
    beside: Option<AccessLevel>,
    beside_since: Since,
}

impl Roles {
    /// Guest and everything above.
    pub const GUEST: Self = Self::from(AccessLevel::GUEST);
    /// Planner, reporter, and everything above.
    pub const PLANNER: Self = Self::from(AccessLevel::PLANNER);
    /// Reporter and everything above; not planner.
    pub const REPORTER: Self = Self::from(AccessLevel::REPORTER);
    /// Developer, maintainer and owner.
    pub const DEVELOPER: Self = Self::from(AccessLevel::DEVELOPER);
    /// Maintainer and owner.
    pub const MAINTAINER: Self = Self::from(AccessLevel::MAINTAINER);
    /// Owner only.
    pub const OWNER: Self = Self::from(AccessLevel::OWNER);
    /// Those who may read code and merge requests: reporter and above, and planner from
    /// 18.9 on at the latest (measured 18.9).
    pub const CODE_READER: Self = Self {
        lowest: AccessLevel::REPORTER,
        beside: Some(AccessLevel::PLANNER),
        beside_since: Since::Between {
            absent_until: Version::new(18, 0),
            present_from: Version::new(18, 9),
        },
    };

    /// The rung `lowest` and every named role above it.
    const fn from(lowest: AccessLevel) -> Self {
        Self {
            lowest,
            beside: None,
            beside_since: Since::Always,
        }
    }

    /// The same roles and one more, which the ladder would leave out.
    #[must_use]
    pub const fn and(self, role: AccessLevel) -> Self {
        Self {
            beside: Some(role),
            ..self
        }
    }

    /// Whether a member with this level passes on this release of GitLab.
    ///
    /// A custom role adds abilities to its base level: ask with the base level, and do not take a
    /// [`Known::No`] for certain.
    #[must_use]
    pub fn allows(self, level: AccessLevel, release: Option<Version>) -> Known {
        if self.beside == Some(level) {
            self.beside_since.holds(release)
        } else if level.name().is_none() || self.is_disputed(level) {
            Known::Unknown
        } else {
            Known::from(level >= self.lowest)
        }
    }

    /// Whether the ladder cannot tell: the security manager certainly holds what a guest holds, and
    /// is not known to hold more where no row says so.
    fn is_disputed(self, level: AccessLevel) -> bool {
        level == AccessLevel::SECURITY_MANAGER && self.lowest > AccessLevel::GUEST
    }

    /// The lowest rung of the ladder that passes on every release.
    #[must_use]
    pub const fn lowest(self) -> AccessLevel {
        self.lowest
    }

    /// The role beside the ladder that passes too, and since when.
    #[must_use]
    pub fn beside(self) -> Option<(AccessLevel, Since)> {
        self.beside.map(|role| (role, self.beside_since))
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.beside() {
            None => write!(f, "{}", self.lowest),
            Some((role, Since::Always)) => write!(f, "{} or {role}", self.lowest),
            Some((role, since @ (Since::Release(_) | Since::Between { .. }))) => {
                write!(f, "{} or {role} ({since})", self.lowest)
            }
        }
    }
}

/// Who may use an endpoint, apart from scope and features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Anybody, without any credential, where the object is public.
    Anonymous,
    /// Any valid user.
    Authenticated,
    /// A member of the project or group with one of these roles.
    Member(Roles),
    /// An administrator of the instance.
    Administrator,
    /// Nobody who was asked could tell: the route is there, and its scopes and kinds of token are known.
    Unknown,
}

impl Requirement {
    /// Whether a member with this level passes; administrators are not members and not asked about.
    #[must_use]
    pub fn allows(self, level: AccessLevel, release: Option<Version>) -> Known {
        match self {
            Self::Anonymous | Self::Authenticated => Known::Yes,
            Self::Member(roles) => roles.allows(level, release),
            Self::Administrator => Known::No,
            Self::Unknown => Known::Unknown,
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anonymous => f.write_str("anybody"),
            Self::Authenticated => f.write_str("any user"),
            Self::Member(roles) => write!(f, "{roles}"),
            Self::Administrator => f.write_str("administrator"),
            Self::Unknown => f.write_str("not known"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: Option<Version> = Some(Version::new(19, 2));

    #[test]
    fn every_named_level_keeps_its_name_and_every_other_its_number() {
        let names: Vec<_> = AccessLevel::NAMED
            .into_iter()
            .filter_map(AccessLevel::name)
            .collect();
        assert_eq!(names.len(), AccessLevel::NAMED.len());
        assert!(AccessLevel::NAMED.is_sorted());
        assert_eq!(AccessLevel(37).to_string(), "access level 37");
    }

    #[test]
    fn a_role_beside_the_ladder_passes_and_the_rungs_between_do_not() {
        let delete_issue = Roles::OWNER.and(AccessLevel::PLANNER);
        assert_eq!(
            delete_issue.allows(AccessLevel::PLANNER, RELEASE),
            Known::Yes
        );
        assert_eq!(
            delete_issue.allows(AccessLevel::MAINTAINER, RELEASE),
            Known::No
        );
        assert_eq!(delete_issue.allows(AccessLevel::OWNER, RELEASE), Known::Yes);
        assert_eq!(delete_issue.to_string(), "owner or planner");
    }

    #[test]
    fn planner_reads_code_in_recent_releases_only() {
        let at = |release| Roles::CODE_READER.allows(AccessLevel::PLANNER, Version::parse(release));
        assert_eq!(at("17.11.0"), Known::No);
        assert_eq!(at("18.6.0"), Known::Unknown);
        assert_eq!(at("18.9.0"), Known::Yes);
        assert_eq!(at("19.0.0"), Known::Yes);
        assert_eq!(
            Roles::CODE_READER.allows(AccessLevel::REPORTER, None),
            Known::Yes
        );
    }

    #[test]
    fn custom_levels_and_the_security_manager_are_not_guessed() {
        let developer = Roles::DEVELOPER;
        assert_eq!(developer.allows(AccessLevel(37), RELEASE), Known::Unknown);
        assert_eq!(
            developer.allows(AccessLevel::SECURITY_MANAGER, RELEASE),
            Known::Unknown
        );
        assert_eq!(
            Roles::GUEST.allows(AccessLevel::SECURITY_MANAGER, RELEASE),
            Known::Yes
        );
        let runners = Roles::MAINTAINER.and(AccessLevel::SECURITY_MANAGER);
        assert_eq!(
            runners.allows(AccessLevel::SECURITY_MANAGER, RELEASE),
            Known::Yes
        );
        assert_eq!(runners.allows(AccessLevel::DEVELOPER, RELEASE), Known::No);
    }

    #[test]
    fn minimal_access_opens_nothing_that_asks_for_a_member() {
        assert_eq!(
            Roles::GUEST.allows(AccessLevel::MINIMAL, RELEASE),
            Known::No
        );
        assert_eq!(
            Requirement::Authenticated.allows(AccessLevel::NONE, RELEASE),
            Known::Yes
        );
    }
}
