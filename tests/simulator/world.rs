//! The state of a simulated instance: users, groups, projects, tokens, settings. State, not answers.
//!
//! Everything is plain data that a test writes down as one would say it ("archived", "expired
//! yesterday"). The questions at the end are about state alone: who is a member, who sees what.
//! This file never speaks HTTP.

use std::net::IpAddr;

use jiff::civil::Date;

use super::token::Token;

pub(crate) type UserId = u64;
pub(crate) type GroupId = u64;
pub(crate) type ProjectId = u64;
/// Position of a token in [`World::tokens`].
pub(crate) type TokenIndex = usize;

/// Default branch of every simulated repository.
pub(crate) const MAIN: &str = "main";

/// Access levels; not a clean ladder, see the planner.
pub(crate) mod role {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const GUEST: u8 = 10;
    pub(crate) const PLANNER: u8 = 15;
    pub(crate) const REPORTER: u8 = 20;
    pub(crate) const DEVELOPER: u8 = 30;
    pub(crate) const MAINTAINER: u8 = 40;
    pub(crate) const OWNER: u8 = 50;
}

/// Release of the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub u16, pub u16, pub u16);

/// A whole instance, and what stands in front of it.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub version: Version,
    pub enterprise: bool,
    /// Whether its projects have a paid plan, which only the enterprise edition knows.
    pub paid: bool,
    /// Relative root, empty or like `/gitlab`.
    pub root: String,
    /// The day on which requests arrive.
    pub today: Date,
    /// First release on which merge requests are read with a job token.
    pub job_reads_merge_requests_since: Version,
    pub settings: Settings,
    pub edge: Edge,
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub projects: Vec<Project>,
    pub tokens: Vec<Token>,
}

/// Settings of the instance.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the switches of an instance"
)]
pub(crate) struct Settings {
    /// Prefix of all tokens (`instance_token_prefix`), empty by default.
    pub token_prefix: String,
    pub personal_tokens_disabled: bool,
    pub impersonation_disabled: bool,
    pub admin_mode: bool,
    pub maintenance: bool,
    /// Whether maintenance still answers 403, as older releases do.
    pub maintenance_answers_403: bool,
    /// Every request is throttled.
    pub throttled: bool,
    /// The address is banned after failed Basic logins.
    pub address_banned: bool,
    /// Every request to GitLab itself ends in an error.
    pub broken: bool,
    pub external_authorization: bool,
    pub git_over_http_disabled: bool,
    pub packages_disabled: bool,
    pub registry_disabled: bool,
    pub granular_tokens_disabled: bool,
}

/// What stands in front of GitLab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Edge {
    #[default]
    Clear,
    DecodesSlash,
    SignInPage,
    ChallengePage,
    OtherHost,
    ToHttps,
    BadGateway,
    /// A box of [`super::boxes::BOXES`] answers in the place of GitLab.
    Stranger(usize),
    /// A box answers wherever it is not the REST API that is asked.
    StrangerBeside(usize),
}

/// State of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Account {
    #[default]
    Active,
    Blocked,
    Deactivated,
    PendingApproval,
    Unconfirmed,
    TermsNotAccepted,
    PasswordExpired,
    Internal,
}

#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent facts about a user"
)]
pub(crate) struct User {
    pub id: UserId,
    pub username: String,
    pub account: Account,
    pub admin: bool,
    /// Backing identity of a project or group token.
    pub bot: bool,
    /// To whom internal projects and groups are as private ones.
    pub external: bool,
    pub dpop: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Visibility {
    #[default]
    Private,
    Internal,
    Public,
}

impl Visibility {
    /// Returns GitLab's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the switches of a group"
)]
pub(crate) struct Group {
    pub id: GroupId,
    pub parent: Option<GroupId>,
    /// Full path.
    pub path: String,
    pub visibility: Visibility,
    pub archived: bool,
    pub members: Vec<(UserId, u8)>,
    /// Groups that this group is shared with, each with the highest role that it gives.
    pub shares: Vec<(GroupId, u8)>,
    /// Addresses that may see the group; empty means all. Read on the top-level group.
    pub addresses: Vec<IpAddr>,
    /// SAML sign-on is enforced. Read on the top-level group.
    pub saml: bool,
    /// Only fine-grained tokens are welcome. Read on the top-level group.
    pub enforces_fine_grained: bool,
    pub project_creation: Creation,
    /// The dependency proxy is switched off.
    pub proxy_disabled: bool,
    /// Nobody makes access tokens of its projects and groups. Read on the top-level group; no answer shows it.
    pub tokens_disabled: bool,
}

/// Who may create projects in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Creation {
    NoOne,
    Maintainers,
    #[default]
    Developers,
}

impl Creation {
    /// Returns GitLab's word (`lib/gitlab/access.rb`).
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NoOne => "noone",
            Self::Maintainers => "maintainer",
            Self::Developers => "developer",
        }
    }
}

/// Level of one project feature, from none to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Level {
    Disabled,
    /// For members only.
    Private,
    #[default]
    Enabled,
}

impl Level {
    /// Returns GitLab's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Private => "private",
            Self::Enabled => "enabled",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    Repository,
    MergeRequests,
    Issues,
    Builds,
    Packages,
    Registry,
    Releases,
    Environments,
    Wiki,
    Infrastructure,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Features {
    pub repository: Level,
    pub merge_requests: Level,
    pub issues: Level,
    pub builds: Level,
    pub packages: Level,
    pub registry: Level,
    pub releases: Level,
    pub environments: Level,
    pub wiki: Level,
    pub infrastructure: Level,
}

/// Who may write to a protected branch; a role of nobody means that no one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BranchRule {
    pub push: u8,
    pub merge: u8,
}

impl BranchRule {
    /// Tells whether a role may push under the rule.
    pub(crate) fn lets_push(self, role: u8) -> bool {
        self.push > role::NONE && role >= self.push
    }

    /// Tells whether a role may merge under the rule; who may push may merge.
    pub(crate) fn lets_merge(self, role: u8) -> bool {
        self.lets_push(role) || (self.merge > role::NONE && role >= self.merge)
    }
}

/// Who is on a job-token allowlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guest {
    Project(ProjectId),
    Group(GroupId),
}

/// One entry of a job-token allowlist.
#[derive(Debug, Clone)]
pub(crate) struct Allowed {
    pub who: Guest,
    /// Job-token permissions; `None` means the default ones.
    pub policies: Option<Vec<&'static str>>,
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the switches of a project"
)]
pub(crate) struct Project {
    pub id: ProjectId,
    /// Full path.
    pub path: String,
    /// Group that holds it; a personal project has none.
    pub group: Option<GroupId>,
    pub visibility: Visibility,
    pub archived: bool,
    pub pending_delete: bool,
    /// Old full paths, which redirect.
    pub moved_from: Vec<String>,
    pub features: Features,
    pub members: Vec<(UserId, u8)>,
    pub shares: Vec<(GroupId, u8)>,
    pub empty_repository: bool,
    pub no_repository: bool,
    pub public_pipelines: bool,
    pub allowlist_enabled: bool,
    pub allowlist: Vec<Allowed>,
    pub job_push_allowed: bool,
    /// External authorization refuses the classification label.
    pub label_refused: bool,
    /// Branches and tags that are protected; other names than that of the default branch are for maintainers.
    pub protected: Vec<String>,
    /// What the rule of the default branch says, where it is protected.
    pub main_rule: BranchRule,
    /// Users whom the rule of the default branch lets merge by name; told to maintainers only.
    pub main_mergers: Vec<UserId>,
    /// A rule makes reporters eligible to approve merge requests; no answer here shows it.
    pub reporters_approve: bool,
    /// Whoever approves has to sign in once more, which no token does; no answer here shows it.
    pub approval_takes_sign_in: bool,
}

impl Group {
    /// Returns a user's direct role.
    pub(crate) fn direct_role(&self, user: UserId) -> u8 {
        direct_role(&self.members, user)
    }
}

impl Project {
    /// Makes a private project with everything switched on and nobody in it.
    pub(crate) fn new(id: ProjectId, path: &str, group: Option<GroupId>) -> Self {
        Self {
            id,
            path: path.to_owned(),
            group,
            visibility: Visibility::Private,
            archived: false,
            pending_delete: false,
            moved_from: Vec::new(),
            features: Features::default(),
            members: Vec::new(),
            shares: Vec::new(),
            empty_repository: false,
            no_repository: false,
            public_pipelines: true,
            allowlist_enabled: true,
            allowlist: Vec::new(),
            job_push_allowed: false,
            label_refused: false,
            protected: vec!["main".to_owned()],
            main_rule: BranchRule {
                push: role::MAINTAINER,
                merge: role::MAINTAINER,
            },
            main_mergers: Vec::new(),
            reporters_approve: false,
            approval_takes_sign_in: false,
        }
    }

    /// Returns the rule of the default branch, unless it is not protected.
    pub(crate) fn rule_of_main(&self) -> Option<BranchRule> {
        let protected = self.protected.iter().any(|name| name == MAIN);
        protected.then_some(self.main_rule)
    }

    /// Returns the level of a feature; some are built on others (`app/policies/project_policy.rb`).
    pub(crate) fn level(&self, feature: Feature) -> Level {
        let own = match feature {
            Feature::Repository => self.features.repository,
            Feature::MergeRequests => self.features.merge_requests,
            Feature::Issues => self.features.issues,
            Feature::Builds => self.features.builds,
            Feature::Packages => self.features.packages,
            Feature::Registry => self.features.registry,
            Feature::Releases => self.features.releases,
            Feature::Environments => self.features.environments,
            Feature::Wiki => self.features.wiki,
            Feature::Infrastructure => self.features.infrastructure,
        };
        match feature {
            Feature::MergeRequests | Feature::Builds => own.min(self.features.repository),
            Feature::Environments => own.min(self.level(Feature::Builds)),
            Feature::Repository
            | Feature::Issues
            | Feature::Packages
            | Feature::Registry
            | Feature::Releases
            | Feature::Wiki
            | Feature::Infrastructure => own,
        }
    }

    /// Returns the level of what hangs on any one of some features; on none of them it is always there.
    pub(crate) fn best_level(&self, features: &[Feature]) -> Level {
        let levels = features.iter().map(|feature| self.level(*feature));
        levels.max().unwrap_or(Level::Enabled)
    }

    /// Returns a user's direct role.
    pub(crate) fn direct_role(&self, user: UserId) -> u8 {
        direct_role(&self.members, user)
    }

    /// Returns the last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

impl World {
    /// Makes an instance with nothing on it.
    pub(crate) fn new(version: Version) -> Self {
        Self {
            version,
            enterprise: true,
            paid: true,
            root: String::new(),
            today: jiff::civil::date(2026, 11, 22),
            job_reads_merge_requests_since: Version(18, 6, 0),
            settings: Settings::default(),
            edge: Edge::Clear,
            users: Vec::new(),
            groups: Vec::new(),
            projects: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// Returns the address that the instance writes into its job tokens before it is served.
    pub(crate) fn issuer(&self) -> String {
        format!("http://gitlab.example.com{}", self.root)
    }

    /// Adds a user and returns its id.
    pub(crate) fn add_user(&mut self, username: &str) -> UserId {
        let id = 7 + 11 * self.users.len() as u64;
        self.users.push(User {
            id,
            username: username.to_owned(),
            ..User::default()
        });
        id
    }

    /// Adds a group under the group whose path begins its own, and returns its id.
    pub(crate) fn add_group(&mut self, path: &str) -> GroupId {
        let id = 300 + 7 * self.groups.len() as u64;
        let parent = path
            .rsplit_once('/')
            .and_then(|(parent, _)| self.group_at(parent));
        let parent = parent.map(|group| group.id);
        self.groups.push(Group {
            id,
            parent,
            path: path.to_owned(),
            ..Group::default()
        });
        id
    }

    /// Adds a private project to the group that its path names, and returns its id.
    pub(crate) fn add_project(&mut self, path: &str) -> ProjectId {
        let id = 4200 + 17 * self.projects.len() as u64;
        let group = path
            .rsplit_once('/')
            .and_then(|(parent, _)| self.group_at(parent));
        let group = group.map(|group| group.id);
        self.projects.push(Project::new(id, path, group));
        id
    }

    /// Adds a token and returns its index.
    pub(crate) fn add_token(&mut self, token: Token) -> TokenIndex {
        self.tokens.push(token);
        self.tokens.len() - 1
    }

    pub(crate) fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    #[expect(clippy::expect_used, reason = "a scenario changes what it made itself")]
    pub(crate) fn user_mut(&mut self, id: UserId) -> &mut User {
        let found = self.users.iter_mut().find(|user| user.id == id);
        found.expect("a scenario names users that it made")
    }

    pub(crate) fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    #[expect(clippy::expect_used, reason = "a scenario changes what it made itself")]
    pub(crate) fn group_mut(&mut self, id: GroupId) -> &mut Group {
        let found = self.groups.iter_mut().find(|group| group.id == id);
        found.expect("a scenario names groups that it made")
    }

    /// Finds a group by its full path, without regard to case.
    pub(crate) fn group_at(&self, path: &str) -> Option<&Group> {
        self.groups
            .iter()
            .find(|group| group.path.eq_ignore_ascii_case(path))
    }

    pub(crate) fn project(&self, id: ProjectId) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    #[expect(clippy::expect_used, reason = "a scenario changes what it made itself")]
    pub(crate) fn project_mut(&mut self, id: ProjectId) -> &mut Project {
        let found = self.projects.iter_mut().find(|project| project.id == id);
        found.expect("a scenario names projects that it made")
    }

    /// Finds a project by its present full path, without regard to case.
    pub(crate) fn project_at(&self, path: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|project| project.path.eq_ignore_ascii_case(path))
    }

    /// Returns a group and its ancestors, nearest first.
    pub(crate) fn lineage(&self, group: Option<GroupId>) -> Vec<&Group> {
        let mut line = Vec::new();
        let mut next = group;
        while let Some(group) = next.and_then(|id| self.group(id)) {
            line.push(group);
            next = group.parent;
        }
        line
    }

    /// Returns the top-level group above a group.
    pub(crate) fn top(&self, group: Option<GroupId>) -> Option<&Group> {
        self.lineage(group).last().copied()
    }

    /// Tells whether a project or an ancestor group is archived.
    pub(crate) fn archived(&self, project: &Project) -> bool {
        project.archived
            || self
                .lineage(project.group)
                .iter()
                .any(|group| group.archived)
    }

    /// Tells whether a group or an ancestor is archived.
    pub(crate) fn group_archived(&self, group: &Group) -> bool {
        let line = self.lineage(Some(group.id));
        line.iter().any(|group| group.archived)
    }

    /// Returns a user's role by direct or inherited membership of a group, without shares.
    pub(crate) fn membership(&self, user: UserId, group: Option<GroupId>) -> u8 {
        let line = self.lineage(group);
        highest(line.iter().map(|group| group.direct_role(user)))
    }

    /// Returns a user's role in a group, by membership or by a share.
    pub(crate) fn group_role(&self, user: UserId, group: Option<GroupId>) -> u8 {
        let line = self.lineage(group);
        let shares = line.iter().flat_map(|group| group.shares.iter());
        let lent = shares.map(|(with, most)| self.membership(user, Some(*with)).min(*most));
        highest(lent).max(self.membership(user, group))
    }

    /// Returns a user's role in a project: direct, inherited, or by a shared group; not by being an administrator.
    pub(crate) fn project_role(&self, user: UserId, project: &Project) -> u8 {
        let shares = project.shares.iter();
        let lent = shares.map(|(with, most)| self.group_role(user, Some(*with)).min(*most));
        project
            .direct_role(user)
            .max(self.group_role(user, project.group))
            .max(highest(lent))
            .max(self.namespace_role(user, project))
    }

    /// A personal project is its owner's by the namespace.
    fn namespace_role(&self, user: UserId, project: &Project) -> u8 {
        let owner = self.user(user).map(|user| user.username.as_str());
        let namespace = project.path.split_once('/').map(|(namespace, _)| namespace);
        if project.group.is_none() && owner.is_some() && owner == namespace {
            role::OWNER
        } else {
            role::NONE
        }
    }
}

fn direct_role(members: &[(UserId, u8)], user: UserId) -> u8 {
    let own = members.iter().filter(|(member, _)| *member == user);
    highest(own.map(|(_, role)| *role))
}

fn highest(roles: impl Iterator<Item = u8>) -> u8 {
    roles.max().unwrap_or(role::NONE)
}
