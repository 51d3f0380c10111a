//! What besides the role can still refuse: the narrowing conditions of a row, put to what is known.
//!
//! A condition that nothing known answers leaves the verdict open. None is passed over: every one has its
//! arm here.

use super::super::case::{Case, Subject, Target};
use super::super::clue::Clues;
use super::super::knowledge::{Branch, Knowledge};
use super::Decision;
use crate::answers::clue::Clue;
use crate::answers::codes::feature;
use crate::catalogue::{AccessLevel, Condition, Endpoint, Known};

/// The first condition that may refuse all the same, in words: what would have to be known.
pub(super) fn still_narrows(
    case: &Case,
    endpoint: &Endpoint,
    known: &Knowledge,
    clues: &Clues,
) -> Option<String> {
    let asked = RoleQuery {
        case,
        endpoint,
        known,
        clues,
    };
    endpoint
        .conditions
        .iter()
        .find_map(|condition| asked.left_open_by(*condition))
}

/// A branch that takes no push from the caller takes no commit over the API. Without a paid plan a rule names roles and
/// no users, so what developers may not merge into runs no pipeline of theirs either
/// (`app/models/concerns/protected_ref_access.rb`).
pub(super) fn branch_gate(case: &Case, known: &Knowledge) -> Decision {
    let endpoint = case.endpoint();
    if endpoint.is_some_and(|endpoint| is_closed_branch(case, endpoint, known)) {
        return Decision::Stop(
            &feature::REF_PROTECTED,
            match case.subject.as_ref().and_then(Subject::named_ref) {
                Some(name) => format!("the branch {name} is protected against the owner of the token"),
                None => "no branch is named, so the default one is meant: it is protected against the owner of the token".to_owned(),
            },
        );
    }
    Decision::Pass
}

/// Whether the branch that the request names, or else the default one, is closed to the caller.
pub(super) fn is_closed_branch(case: &Case, endpoint: &Endpoint, known: &Knowledge) -> bool {
    let Some(branch) = known.branch.as_ref() else {
        return false;
    };
    let shuts_out_mergers = || {
        let level = known.role.map(|role| role.unwrap_or(AccessLevel::NONE));
        let is_lower = level.is_some_and(|level| level < AccessLevel::MAINTAINER);
        known.is_free() && branch.developers_merge == Some(false) && is_lower
    };
    let takes = |condition| endpoint.conditions.contains(&condition);
    branch.protected == Some(true)
        && branch.can_push == Some(false)
        && (takes(Condition::PushesToBranch)
            || takes(Condition::RunsOnBranch) && shuts_out_mergers())
        && !case.aim.unprotected
        && !case.has_body()
}

struct RoleQuery<'a> {
    case: &'a Case,
    endpoint: &'a Endpoint,
    known: &'a Knowledge,
    clues: &'a Clues,
}

impl RoleQuery<'_> {
    fn left_open_by(&self, condition: Condition) -> Option<String> {
        let is_settled = match condition {
            // They let more callers pass, and refuse nobody.
            Condition::AuthorPasses
            | Condition::PublicPipelines
            | Condition::CreatesMissingProject
            // What the rule of a branch says is asked for beside them.
            | Condition::PushesToBranch
            | Condition::RunsOnBranch => true,
            // The gate stops bots before.
            Condition::PeopleOnly => self.clues.get(Clue::Bot).is_some() || self.is_job(),
            Condition::BotsOnly => self.clues.holds(Clue::Bot),
            Condition::ProtectedRef => return self.ref_rule(),
            Condition::ProtectedEnvironment => self.case.aim.unprotected || self.known.is_free(),
            Condition::ProtectedPackage => self.case.aim.unprotected,
            Condition::SomeFieldsNeedMore => self.has_highest_role() || self.has_no_field(),
            Condition::SettingDecides => {
                self.is_able() || self.reads_as_developer() || self.known.is_free()
            }
            Condition::SettingForbids => self.is_able(),
            Condition::SecondResource => {
                !self.endpoint.mutates || self.is_creation_in_group() || self.promotes_into_group()
            }
            Condition::SecondPermission => self.clues.get(Clue::FineGrained) == Some(false),
            Condition::RoleDisputed => self.has_highest_role(),
            Condition::OwnObjectOnly => self.known.owns_record() == Some(true),
            Condition::FeatureFlag => false,
        };
        (!is_settled).then(|| self.question(condition))
    }

    /// What a condition leaves to be known; a setting is named where the request's purpose tells which one it is.
    fn question(&self, condition: Condition) -> String {
        let is_setting = matches!(
            condition,
            Condition::SettingDecides | Condition::SettingForbids
        );
        let named = self.case.aim.setting.filter(|_| is_setting);
        named.map_or_else(
            || question(condition).to_owned(),
            |setting| format!("whether {setting}; no request tells"),
        )
    }

    fn is_job(&self) -> bool {
        self.clues.holds(Clue::IsJob)
    }

    fn role(&self) -> AccessLevel {
        let own = self.known.role.flatten().unwrap_or(AccessLevel::NONE);
        // An administrator reaches what the role in the place does not.
        let is_administrator = self.known.is_administrator() || self.known.may_rule();
        let reached = self.known.reach.least().filter(|_| !is_administrator);
        own.max(reached.unwrap_or(AccessLevel::NONE))
    }

    fn has_highest_role(&self) -> bool {
        self.known.is_administrator() || self.role() >= AccessLevel::OWNER
    }

    /// A request that is only named has no fields but those in its address.
    fn has_no_field(&self) -> bool {
        let query = self.case.subject.as_ref().map(|subject| &subject.query);
        query.is_none_or(String::is_empty) && !self.case.has_body()
    }

    /// GraphQL has looked at the settings for us.
    fn is_able(&self) -> bool {
        let ability = self
            .case
            .aim
            .ability
            .and_then(|name| self.known.ability(name));
        ability == Some(true)
    }

    /// Artifacts can be kept for developers, and for nobody higher (`artifacts:access`,
    /// `doc/ci/yaml/_index.md`).
    fn reads_as_developer(&self) -> bool {
        !self.endpoint.mutates && self.role() >= AccessLevel::DEVELOPER
    }

    /// What a project's group is given takes the same right there (`app/services/labels/promote_service.rb`,
    /// `app/services/milestones/promote_service.rb`).
    fn promotes_into_group(&self) -> bool {
        let roles = self
            .known
            .project
            .as_ref()
            .and_then(|project| project.roles);
        let in_group = roles.and_then(|(_, group)| group);
        let suffices =
            |level| self.endpoint.requirement.allows(level, self.known.version) == Known::Yes;
        self.endpoint.template.ends_with("/promote")
            && (in_group.is_some_and(suffices) || self.known.is_administrator())
    }

    /// The group in which a project is created is the second place, and its setting was asked.
    fn is_creation_in_group(&self) -> bool {
        self.endpoint.template == "/projects" && matches!(self.case.target, Some(Target::Group(_)))
    }

    /// A rule on a branch or tag. By default maintainers pass, and an administrator does only as one of them
    /// (`app/models/concerns/protected_ref_access.rb`). The branch is taken to be the default one, of which
    /// the caller is told whether it may push there. Merging has rules of its own.
    fn ref_rule(&self) -> Option<String> {
        if self.case.aim.unprotected || super::role::is_merge(self.endpoint) {
            return None;
        }
        let is_maintainer = self.role() >= AccessLevel::MAINTAINER;
        // Fields in a body may name any branch.
        let is_meant = !self.is_about_tags() && !self.case.has_body();
        let branch = self.known.branch.as_ref().filter(|_| is_meant);
        let open = branch.map_or_else(|| self.shut_before_it_is(), |branch| self.opens(branch));
        if open.unwrap_or(is_maintainer) {
            return None;
        }
        Some(match open {
            Some(false) => match self.case.subject.as_ref().and_then(Subject::named_ref) {
                Some(name) => format!("whether a rule lets the owner of the token merge into {name}, which takes no push from them"),
                None => "which branch it is for: the default branch is protected against the owner of the token".to_owned(),
            },
            Some(true) | None => question(Condition::ProtectedRef).to_owned(),
        })
    }

    /// A rule may stand before there is a branch, and then let in others than the caller.
    fn shut_before_it_is(&self) -> Option<bool> {
        let rights = self.known.mergers.as_deref().unwrap_or_default();
        let is_ruled = self.known.branch.is_none() && !rights.is_empty() && !self.is_about_tags();
        let is_shut = is_ruled && !super::role::is_named(self.known, rights, self.role());
        is_shut.then_some(false)
    }

    /// Whether the default branch takes this from the caller; a pipeline runs where merging is allowed as well
    /// (`lib/gitlab/user_access.rb`).
    fn opens(&self, branch: &Branch) -> Option<bool> {
        if branch.protected == Some(false) || branch.can_push == Some(true) {
            return Some(true);
        }
        let runs = self.endpoint.template.contains("/pipeline");
        let level = self.role();
        let rights = self.known.mergers.as_deref().unwrap_or_default();
        let merges = (level >= AccessLevel::DEVELOPER && branch.developers_merge == Some(true))
            || super::role::is_named(self.known, rights, level);
        branch.can_push.map(|_| runs && merges)
    }

    fn is_about_tags(&self) -> bool {
        ["/tags", "/releases"]
            .iter()
            .any(|part| self.endpoint.template.contains(part))
    }
}

/// What a condition leaves to be known.
const fn question(condition: Condition) -> &'static str {
    match condition {
        Condition::AuthorPasses => "whether the owner of the token is the author",
        Condition::PublicPipelines => "whether pipelines are shown to all members",
        Condition::SettingDecides => {
            "what a setting of the project says: it decides which role passes"
        }
        Condition::SomeFieldsNeedMore => "whether a field of the request asks for a higher role",
        Condition::OwnObjectOnly => {
            "whose object it is: this is for its author or owner, whatever the role"
        }
        Condition::ProtectedRef | Condition::PushesToBranch | Condition::RunsOnBranch => {
            "whether a rule protects the branch or tag"
        }
        Condition::ProtectedEnvironment => "whether a rule protects the environment",
        Condition::ProtectedPackage => "whether a rule protects the package or image",
        Condition::SecondResource => "the right on a second resource, which this needs as well",
        Condition::SecondPermission => {
            "whether the fine-grained token has a second permission, which this needs as well"
        }
        Condition::SettingForbids => {
            "whether a setting of the project, its group or the instance forbids it; no request tells"
        }
        Condition::FeatureFlag => "whether a feature flag of GitLab is on in this instance",
        Condition::PeopleOnly => "whether a person is behind the token",
        Condition::BotsOnly => {
            "whether the token is one of a project or group: this is for these alone"
        }
        Condition::CreatesMissingProject => "whether there is such a project",
        Condition::RoleDisputed => "which role this takes: GitLab's own sources disagree",
    }
}
