//! The ten gates that a request passes, in GitLab's order of checks.
//!
//! The order is the picture of a diagnosis: a later fault never shows before an earlier one is
//! repaired. Source: `lib/api/api_guard.rb`, `lib/api/helpers.rb`, `lib/gitlab/rack_attack.rb`.

use std::fmt;

/// A position on the ladder. The order of the variants is the order of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// Did GitLab itself answer?
    Reach,
    /// Is the caller throttled or banned, or the instance in maintenance or broken?
    Limits,
    /// Does this endpoint exist here?
    Route,
    /// Was a usable credential sent, of a kind and in a place that this route reads?
    Credential,
    /// Is the credential known, and still valid?
    Lifetime,
    /// May its owner use GitLab at all?
    Account,
    /// Was it given this scope or fine-grained permission?
    Scope,
    /// Does the target exist, and may this identity see it?
    Resource,
    /// Is the role of that identity high enough?
    Role,
    /// Is the feature on, the project not archived, the ref not protected?
    Feature,
}

impl Gate {
    /// All gates, from the first check to the last.
    pub const ALL: [Self; 10] = [
        Self::Reach,
        Self::Limits,
        Self::Route,
        Self::Credential,
        Self::Lifetime,
        Self::Account,
        Self::Scope,
        Self::Resource,
        Self::Role,
        Self::Feature,
    ];

    /// Returns the name used in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::Limits => "limits",
            Self::Route => "route",
            Self::Credential => "credential",
            Self::Lifetime => "lifetime",
            Self::Account => "account",
            Self::Scope => "scope",
            Self::Resource => "resource",
            Self::Role => "role",
            Self::Feature => "feature",
        }
    }

    /// Returns the question that the gate asks, in plain words.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Reach => "Did GitLab itself answer?",
            Self::Limits => "Is the caller throttled, or the instance closed?",
            Self::Route => "Does this endpoint exist here?",
            Self::Credential => "Was a credential sent that this route reads?",
            Self::Lifetime => "Is the token known, and still valid?",
            Self::Account => "May its owner use GitLab?",
            Self::Scope => "Was it given the scope or permission?",
            Self::Resource => "Does the target exist, and may this identity see it?",
            Self::Role => "Is the role of that identity high enough?",
            Self::Feature => "Is the feature on, and the target open for change?",
        }
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How far a gate was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GateState {
    /// The request got through.
    Passed,
    /// The request was stopped here.
    Refused,
    /// The request was stopped earlier, so GitLab never asked.
    NotReached,
    /// The evidence does not tell.
    Unknown,
}

impl GateState {
    /// Returns the name used in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Refused => "refused",
            Self::NotReached => "not_reached",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_listed_in_the_order_of_the_checks() {
        assert!(Gate::ALL.is_sorted());
        assert_eq!(Gate::ALL.len(), 10);
    }
}
