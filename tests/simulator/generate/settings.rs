//! Worlds at random in which a token meets a target: everything that can differ differs now and then.
//!
//! Other than the worlds that aim at one cause, these are drawn without an aim; most of what is drawn is
//! ordinary, so that grants, roles and scopes meet, and each oddity is rare enough to stand alone.

use super::{Draft, PERSONAL_KINDS, VERSIONS, days_ago, pick};
use crate::simulator::token::{Absence, Boundary, Grant, Kind};
use crate::simulator::world::{
    Account, BranchRule, Creation, Edge, Feature, GroupId, Level, ProjectId, TokenIndex, Version,
    Visibility, World, role,
};

/// A token and its target.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub world: World,
    pub token: TokenIndex,
    pub project: ProjectId,
    pub group: GroupId,
}

const SCOPES: &[&[&str]] = &[
    &["api"],
    &["api"],
    &["api"],
    &["api"],
    &["api"],
    &["api"],
    &["api"],
    &["api", "read_user", "read_registry"],
    &["api", "write_repository", "read_registry", "write_registry"],
    &["read_api"],
    &["read_api"],
    &["read_api", "write_repository"],
    &["read_repository"],
    &["write_repository"],
    &["read_repository", "read_registry"],
    &["read_registry"],
    &["read_registry", "write_registry"],
    &["write_registry"],
    &["read_user"],
    &["create_runner"],
    &["self_rotate"],
    &["read_virtual_registry"],
];

const DEPLOY_SCOPES: &[&[&str]] = &[
    &["read_repository"],
    &["read_registry"],
    &["read_registry", "write_registry"],
    &["read_package_registry"],
    &["write_package_registry"],
    &["read_package_registry", "write_package_registry"],
    &["read_repository", "read_registry", "read_package_registry"],
];

const ROLES: &[u8] = &[
    role::NONE,
    role::GUEST,
    role::PLANNER,
    role::REPORTER,
    role::REPORTER,
    role::DEVELOPER,
    role::DEVELOPER,
    role::DEVELOPER,
    role::MAINTAINER,
    role::MAINTAINER,
    role::MAINTAINER,
    role::OWNER,
    role::OWNER,
];

const FEATURES: &[Feature] = &[
    Feature::Repository,
    Feature::MergeRequests,
    Feature::Issues,
    Feature::Builds,
    Feature::Packages,
    Feature::Registry,
    Feature::Releases,
    Feature::Environments,
    Feature::Infrastructure,
];

/// Job-token permissions that entries are made of.
const POLICIES: &[&str] = &[
    "READ_REPOSITORIES",
    "READ_JOBS",
    "READ_PIPELINES",
    "READ_PACKAGES",
    "ADMIN_PACKAGES",
    "READ_RELEASES",
    "ADMIN_RELEASES",
    "READ_ENVIRONMENTS",
    "ADMIN_ENVIRONMENTS",
    "ADMIN_DEPLOYMENTS",
    "READ_TERRAFORM_STATE",
    "ADMIN_TERRAFORM_STATE",
    "ADMIN_SECURE_FILES",
    "READ_MERGE_REQUESTS",
    "READ_WORK_ITEMS",
    "ADMIN_REPOSITORIES",
];

/// What fine-grained tokens are given beside the reads.
const WRITES: &[&str] = &[
    "Code: Push",
    "Commit: Create",
    "Branch: Create",
    "Repository Tag: Create",
    "Release: Create",
    "Merge Request: Create",
    "Work Item: Create",
    "Pipeline: Create",
    "Package: Create",
    "Variable: Create",
    "Webhook: Create",
    "Project: Update",
];

const RULES: &[BranchRule] = &[
    BranchRule {
        push: role::MAINTAINER,
        merge: role::MAINTAINER,
    },
    BranchRule {
        push: role::MAINTAINER,
        merge: role::MAINTAINER,
    },
    BranchRule {
        push: role::DEVELOPER,
        merge: role::DEVELOPER,
    },
    BranchRule {
        push: role::NONE,
        merge: role::MAINTAINER,
    },
    BranchRule {
        push: role::MAINTAINER,
        merge: role::DEVELOPER,
    },
    BranchRule {
        push: role::NONE,
        merge: role::NONE,
    },
];

const ACCOUNTS: &[Account] = &[
    Account::Blocked,
    Account::Deactivated,
    Account::PendingApproval,
    Account::Unconfirmed,
    Account::TermsNotAccepted,
    Account::PasswordExpired,
];

impl World {
    /// Makes a world, a token in it, and a target, without an aim.
    pub(crate) fn settle(rng: &mut fastrand::Rng) -> Setting {
        let mut draft = Draft::new(rng.fork());
        draft.world.version = pick(VERSIONS, &mut draft.rng);
        draft.held_token();
        draft.target_itself();
        draft.instance_itself();
        draft.life();
        draft.settled()
    }
}

impl Draft {
    fn held_token(&mut self) {
        match self.rng.u8(..24) {
            0..=12 => {
                let kind = pick(PERSONAL_KINDS, &mut self.rng);
                self.with_kind(kind);
                self.token.scopes = pick(SCOPES, &mut self.rng).to_vec();
                self.some_role();
            }
            13..=14 => self.fine_token(),
            15..=17 => {
                self.job();
                self.some_role();
            }
            18 | 19 => self.job_from_elsewhere(),
            20..=22 => {
                self.with_kind(Kind::Deploy);
                self.token.scopes = pick(DEPLOY_SCOPES, &mut self.rng).to_vec();
                if self.one_in(3) {
                    self.token.project = None;
                    self.token.group = Some(self.org);
                }
                if self.one_in(6) {
                    self.token.project = Some(self.foreign);
                    self.token.group = None;
                }
            }
            _ => {
                let kinds = [Kind::Runner, Kind::Trigger, Kind::Feed, Kind::OtherForge];
                let kind = pick(&kinds, &mut self.rng);
                self.with_kind(kind);
                if kind == Kind::Trigger {
                    self.some_role();
                }
            }
        }
    }

    fn some_role(&mut self) {
        let level = pick(ROLES, &mut self.rng);
        self.role(level);
        if level == role::OWNER && self.token.kind != Kind::Project && self.one_in(2) {
            let user = self.identity();
            self.world.group_mut(self.org).members.push((user, level));
        }
    }

    fn fine_token(&mut self) {
        self.with_kind(Kind::FineGrained);
        self.some_role();
        let permissions: Vec<&'static str> = WRITES
            .iter()
            .copied()
            .filter(|_| self.rng.u8(..4) == 0)
            .collect();
        if let Some(last) = self.token.grants.last_mut() {
            last.permissions.extend(permissions);
            let dropped = self.rng.usize(..last.permissions.len());
            last.permissions.swap_remove(dropped);
        }
        if self.one_in(8) {
            self.token.grants.truncate(2);
            self.token.grants.push(Grant {
                boundary: Boundary::Project(self.sibling),
                permissions: super::ALL_READS.to_vec(),
            });
        }
    }

    fn job_from_elsewhere(&mut self) {
        let source = if self.rng.bool() {
            self.sibling
        } else {
            self.foreign
        };
        self.job_of(source);
        self.some_role();
        match self.rng.u8(..5) {
            0 | 1 => self.allow(None),
            2 | 3 => {
                let some: Vec<&'static str> = POLICIES
                    .iter()
                    .copied()
                    .filter(|_| self.rng.u8(..3) == 0)
                    .collect();
                self.allow(Some(some));
            }
            _ => {
                let open = self.one_in(3);
                self.world.project_mut(self.target).allowlist_enabled = !open;
            }
        }
    }

    fn target_itself(&mut self) {
        let visibility = match self.rng.u8(..10) {
            0..=5 => Visibility::Private,
            6 => Visibility::Internal,
            _ => Visibility::Public,
        };
        if visibility != Visibility::Private {
            for group in &mut self.world.groups {
                group.visibility = visibility;
            }
        }
        self.world.project_mut(self.target).visibility = visibility;
        for feature in FEATURES {
            match self.rng.u8(..48) {
                0 => self.level(*feature, Level::Disabled),
                1 => self.level(*feature, Level::Private),
                _ => {}
            }
        }
        let archived = self.one_in(10);
        let by_group = archived && self.one_in(3);
        let rule = pick(RULES, &mut self.rng);
        let (unprotected, hidden, pushes) = (self.one_in(8), self.one_in(6), self.one_in(2));
        let (empty, gone) = (self.one_in(24), self.one_in(48));
        let (named, approve) = (self.one_in(16), self.one_in(16));
        let (sign_in, tokens) = (self.one_in(4), self.one_in(4));
        let user = self.identity();
        let paid = self.world.paid;
        let project = self.world.project_mut(self.target);
        project.archived = archived && !by_group;
        project.main_rule = rule;
        project.reporters_approve = approve;
        project.approval_takes_sign_in = sign_in && paid;
        if named && paid {
            project.main_mergers.push(user);
        }
        if unprotected {
            project.protected.clear();
        }
        project.public_pipelines = !hidden;
        project.job_push_allowed = pushes;
        project.empty_repository = empty;
        project.pending_delete = gone;
        let creation = [Creation::Developers, Creation::Maintainers, Creation::NoOne];
        let creation = pick(&creation, &mut self.rng);
        let closed = self.one_in(6);
        for id in [self.org, self.team] {
            let group = self.world.group_mut(id);
            group.project_creation = creation;
            group.proxy_disabled = closed;
            group.tokens_disabled = tokens;
        }
        self.world.group_mut(self.org).archived = by_group;
    }

    fn instance_itself(&mut self) {
        let user = self.identity();
        let is_person = self.token.kind.is_personal_family() || self.token.kind == Kind::OAuth;
        match self.rng.u8(..80) {
            0 => self.world.settings.packages_disabled = true,
            1 => self.world.settings.registry_disabled = true,
            2 => self.world.settings.git_over_http_disabled = true,
            3 => self.world.settings.personal_tokens_disabled = true,
            4 => {
                self.world.settings.external_authorization = true;
                self.world.project_mut(self.target).label_refused = true;
            }
            5 if self.world.enterprise => self.world.group_mut(self.org).saml = true,
            6 if self.world.enterprise => {
                let group = self.world.group_mut(self.org);
                group.addresses.push([10, 2, 0, 9].into());
            }
            7 => {
                self.world.version = Version(19, 2, 4);
                self.world.group_mut(self.org).enforces_fine_grained = true;
            }
            8..=11 if is_person && user == self.user => {
                self.world.user_mut(user).admin = true;
                self.world.settings.admin_mode = self.rng.bool();
                if self.one_in(3) {
                    self.token.scopes.push("admin_mode");
                }
            }
            12 => self.world.edge = Edge::Stranger(self.some_box()),
            13 | 14 => self.world.edge = Edge::StrangerBeside(self.some_box()),
            _ => {}
        }
    }

    fn life(&mut self) {
        let user = self.identity();
        let today = self.world.today;
        match self.rng.u8(..64) {
            0 => self.token.expires = Some(days_ago(today, &mut self.rng)),
            1 => self.token.revoked = true,
            2 => {
                self.value();
                self.token.absence = Some(Absence::Unknown);
            }
            3..=8 if self.token.kind.is_job() => {
                if let Some(job) = self.token.job.as_mut() {
                    job.running = false;
                }
            }
            9 | 10 => {
                let account = pick(ACCOUNTS, &mut self.rng);
                self.world.user_mut(user).account = account;
            }
            11 if user == self.user => self.world.user_mut(user).dpop = true,
            12 | 13 if user == self.user => self.world.user_mut(user).external = true,
            _ => {}
        }
    }

    fn settled(mut self) -> Setting {
        if self.token.absence.is_none() {
            self.value();
        }
        let group = self
            .world
            .project(self.target)
            .and_then(|project| project.group);
        let token = self.world.add_token(self.token);
        Setting {
            world: self.world,
            token,
            project: self.target,
            group: group.unwrap_or(self.org),
        }
    }
}
