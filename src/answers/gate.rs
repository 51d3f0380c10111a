//! The ten gates that a request passes, in GitLab's order of checks.
//!
//! The order is the picture of a diagnosis: a later fault never shows before an earlier one is
//! repaired. Source: `lib/api/api_guard.rb`, `lib/api/helpers.rb`, `lib/gitlab/rack_attack.rb`.

use std::fmt;

closed_words! {
    /// A position on the ladder. The order of the variants is the order of the checks.
    pub enum Gate {
        /// Did GitLab itself answer?
        Reach = "reach", "Did GitLab itself answer?";
        /// Is the caller throttled or banned, or the instance in maintenance or broken?
        Limits = "limits", "Is the caller throttled, or the instance closed?";
        /// Does this endpoint exist here?
        Route = "route", "Does this endpoint exist here?";
        /// Was a usable credential sent, of a kind and in a place that this route reads?
        Credential = "credential", "Was a credential sent that this route reads?";
        /// Is the credential known, and still valid?
        Lifetime = "lifetime", "Is the token known, and still valid?";
        /// May its owner use GitLab at all?
        Account = "account", "May its owner use GitLab?";
        /// Was it given this scope or fine-grained permission?
        Scope = "scope", "Was it given the scope or permission?";
        /// Does the target exist, and may this identity see it?
        Resource = "resource", "Does the target exist, and may this identity see it?";
        /// Is the role of that identity high enough?
        Role = "role", "Is the role of that identity high enough?";
        /// Is the feature on, the project not archived, the ref not protected?
        Feature = "feature", "Is the feature on, and the target open for change?";
    }
    /// Returns the question that the gate asks, in plain words.
    pub(crate) fn question;
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

closed_words! {
    /// How far a gate was passed.
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
