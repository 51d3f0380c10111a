//! Releases of GitLab, and knowledge that holds from a release on.
//!
//! A fact with a date is seldom known to the release: often one release is known not to have it and a
//! later one to have it. [`Since`] keeps both ends, so that a release in the gap is answered with
//! [`Known::Unknown`] and never with a guess.

use std::fmt;

use super::Known;

/// A release of GitLab, ordered as releases are. The edition is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number, raised once a year.
    pub major: u16,
    /// The second number, raised once a month.
    pub minor: u16,
    /// The third number, raised by fixes.
    pub patch: u16,
}

impl Version {
    /// The first release of a month, such as 18.0.0 for `Version::new(18, 0)`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self {
            major,
            minor,
            patch: 0,
        }
    }

    /// Reads what GitLab reports: `19.2.4-ee`, `18.11.0`, `19.3.0-pre`, `v17.4`, `18.1.0-rc42-ee`.
    ///
    /// A missing patch is zero; a suffix is ignored. Text that does not begin with two numbers is no
    /// version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let numbers = text
            .split_once(['-', '+', ' '])
            .map_or(text, |(numbers, _)| numbers);
        let mut parts = numbers.split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?.parse().ok()?;
        let patch = match parts.next() {
            Some(patch) => patch.parse().ok()?,
            None => 0,
        };
        Some(Self {
            major,
            minor,
            patch,
        })
    }

    /// Whether this release belongs to the month of `other` or to an earlier one; patches do not count.
    const fn is_up_to(self, other: Self) -> bool {
        self.major < other.major || (self.major == other.major && self.minor <= other.minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// From which release on a fact holds, with the gap in which it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// In every release that this program knows.
    Always,
    /// Dated by GitLab: not before this release, and ever since.
    Release(Version),
    /// Dated by two observations; what holds between them is not established.
    Between {
        /// The last release that is known not to have it.
        absent_until: Version,
        /// The first release that is known to have it.
        present_from: Version,
    },
}

impl Since {
    /// Whether the fact holds in `release`; with no release known, only [`Since::Always`] is settled.
    #[must_use]
    pub const fn holds(self, release: Option<Version>) -> Known {
        match (self, release) {
            (Self::Always, _) => Known::Yes,
            (Self::Release(_) | Self::Between { .. }, None) => Known::Unknown,
            (Self::Release(first), Some(release)) => {
                if first.is_up_to(release) {
                    Known::Yes
                } else {
                    Known::No
                }
            }
            (
                Self::Between {
                    absent_until,
                    present_from,
                },
                Some(release),
            ) => {
                if release.is_up_to(absent_until) {
                    Known::No
                } else if present_from.is_up_to(release) {
                    Known::Yes
                } else {
                    Known::Unknown
                }
            }
        }
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Release(first) => write!(f, "since {}.{}", first.major, first.minor),
            Self::Between {
                absent_until,
                present_from,
            } => write!(
                f,
                "not up to {}.{}, since {}.{} at the latest",
                absent_until.major, absent_until.minor, present_from.major, present_from.minor
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_gitlab_writes_them() {
        let parsed = |text| Version::parse(text).map(|version| version.to_string());
        assert_eq!(parsed("19.2.4-ee").as_deref(), Some("19.2.4"));
        assert_eq!(parsed("18.1.0-rc42-ee").as_deref(), Some("18.1.0"));
        assert_eq!(parsed("v17.4").as_deref(), Some("17.4.0"));
        assert_eq!(parsed("19"), None);
        assert_eq!(parsed("unknown"), None);
        assert_eq!(parsed("19.x.1"), None);
    }

    #[test]
    fn versions_are_ordered_by_number_not_by_text() {
        assert!(Version::parse("18.11.0") > Version::parse("18.9.3"));
        assert!(Version::new(18, 11) < Version::new(19, 0));
    }

    #[test]
    fn a_gap_between_two_observations_is_unknown() {
        let since = Since::Between {
            absent_until: Version::new(18, 0),
            present_from: Version::new(19, 1),
        };
        let at = |text| since.holds(Version::parse(text));
        assert_eq!(at("17.11.2"), Known::No);
        assert_eq!(
            at("18.0.6"),
            Known::No,
            "a patch of the last release without it"
        );
        assert_eq!(at("18.1.0"), Known::Unknown);
        assert_eq!(at("19.0.9"), Known::Unknown);
        assert_eq!(at("19.1.0"), Known::Yes);
        assert_eq!(since.holds(None), Known::Unknown);
    }

    #[test]
    fn a_dated_fact_holds_from_its_release_on() {
        let since = Since::Release(Version::new(18, 8));
        let at = |text| since.holds(Version::parse(text));
        assert_eq!(at("18.7.9"), Known::No);
        assert_eq!(at("17.11.0"), Known::No);
        assert_eq!(at("18.8.0"), Known::Yes);
        assert_eq!(at("19.0.0"), Known::Yes);
        assert_eq!(since.holds(None), Known::Unknown);
        assert_eq!(Since::Always.holds(None), Known::Yes);
    }
}
