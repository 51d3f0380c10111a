//! The ten gates that a request passes, in GitLab's order of checks.
//!
//! The order is the picture of a diagnosis: a later fault never shows before an earlier one is
//! repaired. Source: `lib/api/api_guard.rb`, `lib/api/helpers.rb`, `lib/gitlab/rack_attack.rb`.

use std::fmt;

closed_words! {
    /// A position on the ladder. The order of the variants is the order of the checks.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Gate {
        /// Did GitLab itself answer?
        Reach = "reach",
        /// Is the caller throttled or banned, or the instance in maintenance or broken?
        Limits = "limits",
        /// Does this endpoint exist here?
        Route = "route",
        /// Was a usable credential sent, of a kind and in a place that this route reads?
        Credential = "credential",
        /// Is the credential known, and still valid?
        Lifetime = "lifetime",
        /// May its owner use GitLab at all?
        Account = "account",
        /// Was it given this scope or fine-grained permission?
        Scope = "scope",
        /// Does the target exist, and may this identity see it?
        Resource = "resource",
        /// Is the role of that identity high enough?
        Role = "role",
        /// Is the feature on, the project not archived, the ref not protected?
        Feature = "feature",
    }
}

impl Gate {
    /// Returns the question that the gate asks, in plain words.
    pub(crate) const fn question(self) -> &'static str {
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

closed_words! {
    /// How far a gate was passed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum GateState {
        /// The request got through.
        Passed = "passed",
        /// The request was stopped here.
        Refused = "refused",
        /// The request was stopped earlier, so GitLab never asked.
        NotReached = "not_reached",
        /// The evidence does not tell.
        Unknown = "unknown",
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
