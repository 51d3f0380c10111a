//! What the answers so far tell of the token, its owner, the target and the instance.
//!
//! Facts, not opinions. A field that is absent is not known; an empty list is known to be empty.
//! Unknown names and numbers pass through.

use serde_json::Value;
use std::borrow::Cow;

use super::case::{Case, Subject, Target};
use super::question::{Question, is_path};
use super::reach::Reach;
use crate::catalogue::{AccessLevel, Version};
use crate::observation::{BodyShape, Exchange, Observation};

/// How many rows of each list are asked for with [`Question::Associations`].
const ASSOCIATIONS_A_PAGE: usize = 100;

/// Everything learned in a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Knowledge {
    pub(crate) record: Option<OwnRecord>,
    pub(crate) oauth: Option<OauthRecord>,
    pub(crate) user: Option<User>,
    pub(crate) job: Option<Job>,
    pub(crate) project: Option<Project>,
    pub(crate) group: Option<Group>,
    /// What the owner may do in the project, by the names of GraphQL.
    pub(crate) abilities: Vec<(String, bool)>,
    /// Whose the record is that the request would change.
    pub(crate) record_owner: Option<u64>,
    /// Whether that record is kept from the caller, as a matter of right.
    pub(crate) record_refused: bool,
    /// The branch that the request names, or else the default one.
    pub(crate) branch: Option<Branch>,
    /// Whom the rules let merge into that branch, when they were shown.
    pub(crate) mergers: Option<Vec<Merger>>,
    /// What single requests show of a caller whose role is not told.
    pub(crate) reach: Reach,
    /// Whether the target can be seen without a token.
    pub(crate) target_is_public: Option<bool>,
    /// The owner's role in the target; `Some(None)`: none at all.
    pub role: Option<Option<AccessLevel>>,
    /// The name of the owner's custom role, which adds to its level.
    pub(crate) custom_role: Option<String>,
    /// Where the owner is a member.
    pub(crate) associations: Option<Associations>,
    /// Whether something was shown that only administrators are shown.
    pub(crate) administers: Option<bool>,
    /// The release, from the instance or the surroundings.
    pub(crate) version: Option<Version>,
    /// The version as the instance writes it.
    pub(crate) version_text: Option<String>,
    /// Whether it is the enterprise edition.
    pub(crate) enterprise: Option<bool>,
}

/// The access token's own record (`lib/api/entities/personal_access_token.rb`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OwnRecord {
    pub(crate) id: Option<u64>,
    /// The name that its owner gave it.
    pub(crate) name: Option<String>,
    pub(crate) active: Option<bool>,
    /// Whether it was withdrawn.
    pub(crate) revoked: Option<bool>,
    /// The last day, as a date.
    pub(crate) expires_at: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) user_id: Option<u64>,
}

impl OwnRecord {
    /// Says whether the token carries fine-grained permissions.
    pub(crate) fn is_fine_grained(&self) -> bool {
        self.scopes.iter().any(|scope| scope == "granular")
    }
}

/// What `/oauth/token/info` tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OauthRecord {
    pub(crate) owner_id: Option<u64>,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_in: Option<i64>,
}

/// The owner of a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct User {
    pub(crate) id: Option<u64>,
    pub(crate) username: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) bot: Option<bool>,
    /// Whether it is an administrator; the own record of one says so, and that of any other user has no such
    /// field (`lib/api/users.rb`).
    pub(crate) admin: Option<bool>,
    /// Whether it is an external user, to whom internal projects are as private ones.
    pub(crate) external: Option<bool>,
}

/// Where a bot user is at home, as its user name tells (`project_42_bot_...`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// The bot of a project access token.
    Project(u64),
    /// The bot of a group access token.
    Group(u64),
    ServiceAccount,
}

impl User {
    /// Returns where a bot is at home. Source: `app/services/resource_access_tokens/create_service.rb`.
    pub(crate) fn home(&self) -> Option<Home> {
        // A person may have any such name.
        let name = self
            .username
            .as_deref()
            .filter(|_| self.bot != Some(false))?;
        if name.starts_with("service_account") {
            return Some(Home::ServiceAccount);
        }
        let (kind, rest) = name.split_once('_')?;
        let (number, tail) = rest.split_once('_').unwrap_or((rest, ""));
        if !tail.starts_with("bot") {
            return None;
        }
        let number = number.parse().ok()?;
        match kind {
            "project" => Some(Home::Project(number)),
            "group" => Some(Home::Group(number)),
            _ => None,
        }
    }
}

/// The job of a job token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Job {
    pub(crate) id: Option<u64>,
    pub(crate) status: Option<String>,
    /// The id of its project.
    pub(crate) project: Option<u64>,
    /// The full path of its project, below the root of the instance, as its page's address tells it.
    pub(crate) path: Option<String>,
    /// The user who started it.
    pub(crate) username: Option<String>,
    pub(crate) user_id: Option<u64>,
}

/// A project as an answer shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Project {
    pub(crate) id: Option<u64>,
    pub(crate) path: Option<String>,
    /// `private`, `internal` or `public`.
    pub(crate) visibility: Option<String>,
    pub(crate) archived: Option<bool>,
    pub(crate) empty: Option<bool>,
    /// The level of each feature, by its key (`repository_access_level`).
    pub(crate) features: Vec<(String, String)>,
    /// The roles that `permissions` shows: in the project, and in its group.
    pub(crate) roles: Option<(Option<AccessLevel>, Option<AccessLevel>)>,
    /// Whether job tokens may push, when told.
    pub(crate) job_push: Option<bool>,
    /// The name of the default branch; absent where the repository is empty.
    pub(crate) default_branch: Option<String>,
    /// Whether members see pipelines whatever their role.
    pub(crate) public_pipelines: Option<bool>,
    /// Whether it has a paid plan; the enterprise edition alone says (`ee/lib/ee/api/entities/project.rb`).
    pub(crate) paid: Option<bool>,
}

/// A group as an answer shows it (`lib/api/entities/group.rb`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Group {
    /// `private`, `internal` or `public`.
    pub(crate) visibility: Option<String>,
    /// Who may create projects in it, in GitLab's word.
    pub(crate) project_creation: Option<String>,
    /// Whether it is archived; releases before 18.0 do not say.
    pub(crate) archived: Option<bool>,
    /// Whether its storage is shown: to administrators, in the enterprise edition (`ee/lib/ee/api/entities/group.rb`).
    pub(crate) storage: bool,
}

/// A branch as the token sees it (`lib/api/entities/branch.rb`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Branch {
    /// Whether a rule protects it.
    pub(crate) protected: Option<bool>,
    /// Whether the owner of the token may push to it.
    pub(crate) can_push: Option<bool>,
    /// Whether the rule lets every developer merge into it.
    pub(crate) developers_merge: Option<bool>,
}

/// Whom a rule lets merge (`lib/api/entities/protected_ref_access.rb`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merger {
    /// Everyone with this role or a higher one.
    Role(AccessLevel),
    User(u64),
    Group,
    /// Nobody, administrators included: a level of its own that shuts out whom no other entry names.
    Nobody,
}

impl Project {
    /// Returns the level of a feature: `disabled`, `private`, `enabled` or `public`.
    pub(crate) fn feature(&self, key: &str) -> Option<&str> {
        self.features
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, level)| level.as_str())
    }
}

/// Where the owner of a token is a member, first page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Associations {
    /// Of each its id, its full path, and the role.
    pub(crate) projects: Vec<(u64, String, Option<AccessLevel>)>,
    pub(crate) groups: Vec<(u64, String, Option<AccessLevel>)>,
    /// Whether the page holds all there is.
    pub(crate) complete: bool,
}

impl Associations {
    /// Says whether the target is listed; not known when the page may be incomplete.
    pub(crate) fn lists(&self, target: &Target) -> Option<bool> {
        let hit = match target {
            Target::Project(name) => lists(&self.projects, name),
            Target::Group(name) => lists(&self.groups, name),
        };
        (hit || self.complete).then_some(hit)
    }

    /// Says whether a group above the target is listed; not known when the target is named by a
    /// number, or the page may be incomplete.
    pub(crate) fn lists_group_of(&self, target: &Target) -> Option<bool> {
        let hit = self.group_holds(target.name());
        let is_path = target.number().is_none();
        (hit || (self.complete && is_path)).then_some(hit)
    }

    fn group_holds(&self, project: &str) -> bool {
        self.groups.iter().any(|(_, path, _)| {
            project
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }
}

fn lists(list: &[(u64, String, Option<AccessLevel>)], name: &str) -> bool {
    list.iter()
        .any(|(id, path, _)| path == name || id.to_string() == name)
}

/// The bare refusal of what is there, and not allowed.
fn says_forbidden(exchange: &Exchange) -> bool {
    // Of runners it says the same in more words (`lib/api/ci/runners.rb`).
    matches!(&exchange.body.shape, BodyShape::Message(text) if matches!(&**text, "403 Forbidden" | "403 Forbidden - No access granted"))
}

/// The words for a member who is none: a target that is hidden is named in them (`lib/api/members.rb`).
fn says_absent(exchange: &Exchange) -> bool {
    matches!(&exchange.body.shape, BodyShape::Message(text) if text == "404 Not found")
}

/// The path below its host at which the instance lies.
fn root_of(case: &Case) -> Option<String> {
    let root = url::Url::parse(case.instance.as_deref()?).ok()?;
    Some(root.path().trim_matches('/').to_owned())
}

impl Knowledge {
    /// Says whether the record that the request would change is the caller's own.
    pub(super) fn owns_record(&self) -> Option<bool> {
        Some(self.record_owner? == self.owner_id()?)
    }

    /// Returns the branch that the request names, or else the default one of the project.
    pub(super) fn branch_name(&self, case: &Case) -> Option<String> {
        let named = case.subject.as_ref().and_then(Subject::named_ref);
        let named = named
            .map(Cow::into_owned)
            .filter(|name| !matches!(&**name, "." | ".."));
        named.or_else(|| self.project.as_ref()?.default_branch.clone())
    }

    /// Says whether the target has no part of a paid plan: no rule that names single users or groups, no protected
    /// environments, no rules of approval, no role for those who cancel (`ee/app/policies/ee/project_policy.rb`).
    pub(super) fn is_free(&self) -> bool {
        let paid = self.project.as_ref().and_then(|project| project.paid);
        self.enterprise == Some(false) || paid == Some(false)
    }

    /// Gathers what the answers of a case tell.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let mut known = Self {
            version: case.version,
            ..Self::default()
        };
        for (question, observation) in case.received() {
            known.learn(question, observation, case);
        }
        known.learn_from_log(case);
        known
    }

    /// The log of the instance names the user whom GitLab saw.
    fn learn_from_log(&mut self, case: &Case) {
        let named = case.witness.user.clone().map(|name| User {
            username: Some(name),
            ..User::default()
        });
        self.user = self.user.take().or(named);
    }

    fn learn(&mut self, question: Question, observation: &Observation, case: &Case) {
        let Some(exchange) = observation.exchange() else {
            return;
        };
        let granted = exchange
            .status
            .is_some_and(|status| (200..300).contains(&status));
        let body = exchange.body.json().filter(|_| granted);
        match question {
            Question::Subject => self.learn_from_subject(body, case),
            Question::OwnRecord => self.record = body.and_then(record).or(self.record.take()),
            Question::Job => self.job = body.map(job).or(self.job.take()),
            Question::TokenInfo => self.oauth = body.map(oauth).or(self.oauth.take()),
            Question::User => {
                let own = body.map(|body| User {
                    admin: Some(flag(body, "is_admin").unwrap_or(false)),
                    ..user(body)
                });
                self.user = own.or(self.user.take());
            }
            Question::Administration => match exchange.status {
                Some(200) => self.administers = Some(true),
                Some(403) if says_forbidden(exchange) => self.administers = Some(false),
                Some(_) | None => {}
            },
            Question::Metadata => self.learn_version(body),
            Question::Target => self.learn_target(body, case),
            Question::TargetAnonymous => {
                self.learn_publicity(exchange.status, &exchange.body.shape);
            }
            Question::Membership => self.learn_role(body, exchange, case),
            Question::Associations => {
                self.associations = body.and_then(|body| associations(body, observation));
            }
            Question::Abilities => self.abilities = body.map(abilities).unwrap_or_default(),
            Question::Record => {
                self.record_owner = body.and_then(owner_of);
                self.record_refused = says_forbidden(exchange);
            }
            Question::DefaultBranch | Question::Branches => self.learn_branch(body, case),
            Question::BranchRules => {
                let name = self.branch_name(case);
                self.mergers = body.zip(name).and_then(|(body, name)| mergers(body, &name));
            }
            Question::JobRoles => self.reach.learn_home(exchange),
            Question::SecureFiles => self.reach.learn_secure_files(exchange),
            Question::JobList => self.reach.learn_jobs(exchange),
            Question::ImageRemoval => self.reach.learn_images(exchange),
            Question::ImagePull => self.reach.learn_pull(exchange),
            Question::GitPush => self.reach.learn_push(exchange),
            Question::ByGraphQl
            | Question::Anonymous
            | Question::JobControl
            | Question::GitPull
            | Question::ProxyLogin
            | Question::RegistryLogin => {}
        }
    }

    /// The branch has a page of its own, or stands in a list.
    fn learn_branch(&mut self, body: Option<&Value>, case: &Case) {
        let name = self.branch_name(case);
        let is_meant = |row: &&Value| name.is_some() && text(row, "name") == name;
        let row = body.and_then(|body| match body.as_array() {
            Some(rows) => rows.iter().find(is_meant),
            None => Some(body),
        });
        self.branch = row.and_then(branch).or(self.branch.take());
    }

    /// The request itself may be one of the control questions.
    fn learn_from_subject(&mut self, body: Option<&Value>, case: &Case) {
        let (Some(body), Some(endpoint)) = (body, case.endpoint()) else {
            return;
        };
        match endpoint.template {
            "/personal_access_tokens/self" => self.record = record(body),
            "/user" => self.user = Some(user(body)),
            "/job" => self.job = Some(job(body)),
            "/metadata" | "/version" => self.learn_version(Some(body)),
            "/projects/:id" => self.project = Some(project(body)),
            _ => {}
        }
    }

    fn learn_version(&mut self, body: Option<&Value>) {
        let Some(body) = body else { return };
        self.version_text = text(body, "version");
        let told = self.version_text.as_deref().and_then(Version::parse);
        self.version = told.or(self.version);
        self.enterprise = flag(body, "enterprise");
    }

    fn learn_target(&mut self, body: Option<&Value>, case: &Case) {
        if let (Some(body), Some(Target::Group(_))) = (body, &case.target) {
            self.learn_group(body);
        }
        let (Some(body), Some(Target::Project(_))) = (body, &case.target) else {
            return;
        };
        let seen = project(body);
        // Shown to administrators alone, while their rights count (`lib/api/entities/basic_project_details.rb`).
        if body.get("permissions").is_some() {
            self.administers = Some(body.get("repository_storage").is_some());
        }
        if let Some((own, group)) = seen.roles
            && let Some(role) = own.max(group)
        {
            self.role = Some(Some(role));
        }
        if seen.visibility.as_deref() == Some("public") {
            self.target_is_public = Some(true);
        }
        self.project = Some(seen);
    }

    fn learn_group(&mut self, body: &Value) {
        let seen = Group {
            visibility: text(body, "visibility"),
            project_creation: text(body, "project_creation_level"),
            archived: flag(body, "archived"),
            storage: body.get("repository_storage").is_some(),
        };
        if seen.visibility.as_deref() == Some("public") {
            self.target_is_public = Some(true);
        }
        self.group = Some(seen);
    }

    fn learn_publicity(&mut self, status: Option<u16>, shape: &BodyShape) {
        self.target_is_public = match (status, shape) {
            (Some(200), BodyShape::Json(_)) => Some(true),
            (Some(401 | 404), BodyShape::Message(_)) => Some(false),
            _ => self.target_is_public,
        };
    }

    /// A role that is read in full outweighs the one that `permissions` shows.
    /// Who is no member of a private group, but of a project in it, sees the group and not its members
    /// (`app/policies/group_policy.rb`).
    fn learn_role(&mut self, body: Option<&Value>, exchange: &Exchange, case: &Case) {
        let of_group = matches!(case.target, Some(Target::Group(_)));
        let is_refused = says_forbidden(exchange);
        let is_seen = self.project.is_some() || self.group.is_some();
        match (exchange.status, body) {
            (Some(403), _) if is_refused && self.role.is_none() && of_group => {
                self.role = Some(None);
            }
            (Some(200), Some(body)) => {
                self.role = level(body, "access_level").map(Some);
                self.custom_role = body.get("member_role").and_then(|role| text(role, "name"));
            }
            (Some(404), _) if self.role.is_none() && (is_seen || says_absent(exchange)) => {
                self.role = Some(None);
            }
            _ => {}
        }
    }

    /// Returns the id of the token's owner.
    pub(crate) fn owner_id(&self) -> Option<u64> {
        let record = self.record.as_ref().and_then(|record| record.user_id);
        let oauth = self.oauth.as_ref().and_then(|oauth| oauth.owner_id);
        let user = self.user.as_ref().and_then(|user| user.id);
        record.or(oauth).or(user)
    }

    /// Returns the scopes, when any answer told them.
    pub(crate) fn scopes(&self) -> Option<&[String]> {
        let record = self.record.as_ref().map(|record| record.scopes.as_slice());
        record.or_else(|| self.oauth.as_ref().map(|oauth| oauth.scopes.as_slice()))
    }

    /// Says whether the target is open to every user of the instance.
    pub(crate) fn is_open_to_users(&self) -> bool {
        let is_internal = self.visibility() == Some("internal");
        let external = self.user.as_ref().and_then(|user| user.external);
        self.target_is_public == Some(true) || (is_internal && external != Some(true))
    }

    /// Returns the visibility of the target: `private`, `internal` or `public`.
    fn visibility(&self) -> Option<&str> {
        let project = self.project.as_ref().map(|project| &project.visibility);
        let group = self.group.as_ref().map(|group| &group.visibility);
        project.or(group)?.as_deref()
    }

    /// Says whether pipelines are shown to whoever sees the project.
    pub(crate) fn shows_pipelines(&self) -> Option<bool> {
        self.project.as_ref()?.public_pipelines
    }

    /// Says whether the owner of the token may do something, by its name in GraphQL.
    pub(crate) fn ability(&self, name: &str) -> Option<bool> {
        self.abilities
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, may)| *may)
    }

    /// Says whether the owner is an administrator, and acts as one.
    pub(crate) fn is_administrator(&self) -> bool {
        self.rules() == Some(true)
    }

    /// Says whether the rights of an administrator count for the token. Where Admin Mode is on, they do with the scope
    /// `admin_mode` alone, and the own record shows an administrator all the same (`lib/api/users.rb`). Who is shown a
    /// private place without being a member there has them.
    pub(crate) fn rules(&self) -> Option<bool> {
        let is_named = self.user.as_ref()?.admin?;
        let has_scope = || {
            self.scopes()?
                .iter()
                .any(|scope| scope == "admin_mode")
                .then_some(true)
        };
        let is_private = self.visibility() == Some("private");
        let sees_all = (self.role == Some(None) && is_private).then_some(true);
        if !is_named {
            return Some(false);
        }
        // An instance without a licence shows no storage of groups to anybody, so that its absence tells nothing.
        let is_told = self.group.as_ref().is_some_and(|group| group.storage);
        let told = is_told.then_some(true);
        has_scope().or(self.administers).or(told).or(sees_all)
    }

    /// Says whether the job is one of the target: by its page where the target is named by its path, else by number.
    pub(crate) fn job_is_at_home(&self, case: &Case) -> Option<bool> {
        let Target::Project(name) = case.target.as_ref()? else {
            return None;
        };
        let page = self.job.as_ref().and_then(|job| job.path.as_deref());
        let named = page.filter(|_| name.parse::<u64>().is_err());
        if let (Some(page), Some(root)) = (named, root_of(case)) {
            let path = page.strip_prefix(&root)?.trim_start_matches('/');
            return Some(path.eq_ignore_ascii_case(name));
        }
        let own = self.job.as_ref().and_then(|job| job.project);
        let own = own.or(case.credential.project)?;
        let seen = self.project.as_ref().and_then(|project| project.id);
        let target = seen.or_else(|| name.parse().ok())?;
        Some(target == own)
    }

    /// Says whether the owner is an administrator, of whom it is not known whether the rights of one count.
    pub(crate) fn may_rule(&self) -> bool {
        self.user.as_ref().and_then(|user| user.admin) == Some(true) && self.rules().is_none()
    }

    /// Returns the full path of the target project, when it is known.
    pub(crate) fn project_path(&self, case: &Case) -> Option<String> {
        let seen = self.project.as_ref().map(|project| project.path.clone());
        let named = || match case.target.as_ref()? {
            Target::Project(name) if name.contains('/') => Some(name.clone()),
            Target::Project(_) => case.witness.project.clone(),
            Target::Group(_) => None,
        };
        seen.flatten().or_else(named)
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn number(value: &Value, key: &str) -> Option<u64> {
    value.get(key).and_then(Value::as_u64)
}

fn flag(value: &Value, key: &str) -> Option<bool> {
    value.get(key).and_then(Value::as_bool)
}

fn level(value: &Value, key: &str) -> Option<AccessLevel> {
    let level = u8::try_from(number(value, key)?).ok()?;
    Some(AccessLevel(level))
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value.get(key).and_then(Value::as_array);
    let names = items.into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

/// Reads an access token's record; anything without scopes is not one.
fn record(body: &Value) -> Option<OwnRecord> {
    body.get("scopes")?.as_array()?;
    Some(OwnRecord {
        id: number(body, "id"),
        name: text(body, "name"),
        active: flag(body, "active"),
        revoked: flag(body, "revoked"),
        expires_at: text(body, "expires_at"),
        scopes: texts(body, "scopes"),
        user_id: number(body, "user_id"),
    })
}

fn oauth(body: &Value) -> OauthRecord {
    let listed = texts(body, "scope");
    OauthRecord {
        owner_id: number(body, "resource_owner_id"),
        scopes: if listed.is_empty() {
            texts(body, "scopes")
        } else {
            listed
        },
        expires_in: body.get("expires_in").and_then(Value::as_i64),
    }
}

fn user(body: &Value) -> User {
    User {
        id: number(body, "id"),
        username: text(body, "username"),
        state: text(body, "state"),
        bot: flag(body, "bot"),
        admin: flag(body, "is_admin"),
        external: flag(body, "external"),
    }
}

fn job(body: &Value) -> Job {
    let project = body.pointer("/pipeline/project_id");
    let project = project.or_else(|| body.pointer("/project/id"));
    let user = body.get("user");
    Job {
        id: number(body, "id"),
        status: text(body, "status"),
        project: project.and_then(Value::as_u64),
        path: text(body, "web_url").and_then(|address| page_of_job(&address)),
        username: user.and_then(|user| text(user, "username")),
        user_id: user.and_then(|user| number(user, "id")),
    }
}

/// Reads the path before `/-/jobs/` in the address of a job's page.
fn page_of_job(address: &str) -> Option<String> {
    let (project, _) = address.split_once("/-/jobs/")?;
    let (_, rest) = project.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    Some(path.to_owned())
}

fn project(body: &Value) -> Project {
    let features = body
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| key.ends_with("_access_level"))
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        .collect();
    let permissions = body.get("permissions").filter(|value| value.is_object());
    let role_in = |key| level(permissions?.get(key)?, "access_level");
    Project {
        id: number(body, "id"),
        // Both become a part of what is asked next, and GitLab itself gives out no others.
        path: text(body, "path_with_namespace").filter(|path| is_path(path)),
        visibility: text(body, "visibility"),
        archived: flag(body, "archived"),
        empty: flag(body, "empty_repo"),
        features,
        roles: permissions.map(|_| (role_in("project_access"), role_in("group_access"))),
        job_push: flag(body, "ci_push_repository_for_job_token_allowed"),
        default_branch: text(body, "default_branch").filter(|name| !matches!(&**name, "." | "..")),
        public_pipelines: flag(body, "public_jobs"),
        paid: body
            .get("requirements_enabled")
            .map(|_| body.get("approvals_before_merge").is_some()),
    }
}

fn abilities(body: &Value) -> Vec<(String, bool)> {
    body.pointer("/data/project/userPermissions")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, may)| Some((name.clone(), may.as_bool()?)))
        .collect()
}

/// Who made or owns a record, by the names that GitLab has for it.
fn owner_of(body: &Value) -> Option<u64> {
    let places = [
        "/author/id",
        "/author_id",
        "/owner/id",
        "/user/id",
        "/user_id",
    ];
    places
        .iter()
        .find_map(|place| body.pointer(place)?.as_u64())
}

fn branch(body: &Value) -> Option<Branch> {
    Some(Branch {
        protected: Some(flag(body, "protected")?),
        can_push: flag(body, "can_push"),
        developers_merge: flag(body, "developers_can_merge"),
    })
}

fn associations(body: &Value, observation: &Observation) -> Option<Associations> {
    let more = observation
        .exchange()
        .and_then(|exchange| exchange.headers.get("x-next-page"))
        .is_some_and(|page| !page.is_empty());
    let project = |entry: &Value| {
        let path = text(entry, "path_with_namespace")?;
        Some((number(entry, "id")?, path, member_level(entry)))
    };
    let projects = body.get("projects")?.as_array()?.iter();
    // The headers of pagination speak of one of the two lists, so that a full one may go on.
    let is_full = ["projects", "groups"].into_iter().any(|key| {
        let rows = body.get(key).and_then(Value::as_array);
        rows.is_some_and(|rows| rows.len() >= ASSOCIATIONS_A_PAGE)
    });
    Some(Associations {
        projects: projects.filter_map(project).collect(),
        groups: groups(body),
        complete: !more && !is_full,
    })
}

/// Whom the rules that fit a branch let merge into it; whoever may push may merge.
fn mergers(body: &Value, branch: &str) -> Option<Vec<Merger>> {
    let rules = body.as_array()?.iter();
    let fitting = rules.filter(|rule| text(rule, "name").is_some_and(|name| fits(&name, branch)));
    let levels = fitting.flat_map(|rule| {
        ["merge_access_levels", "push_access_levels"]
            .into_iter()
            .filter_map(|key| rule.get(key).and_then(Value::as_array))
            .flatten()
    });
    Some(levels.filter_map(merger).collect())
}

fn merger(entry: &Value) -> Option<Merger> {
    if number(entry, "group_id").is_some() {
        return Some(Merger::Group);
    }
    if let Some(user) = number(entry, "user_id") {
        return Some(Merger::User(user));
    }
    level(entry, "access_level").map(|level| match level {
        AccessLevel::NONE => Merger::Nobody,
        level => Merger::Role(level),
    })
}

/// Whether the name in a rule, in which a star stands for any text, is that of a branch.
fn fits(rule: &str, branch: &str) -> bool {
    let Some((before, behind)) = rule.split_once('*') else {
        return rule == branch;
    };
    branch.strip_prefix(before).is_some_and(|rest| {
        rest.char_indices()
            .map(|(at, _)| at)
            .chain([rest.len()])
            .any(|at| fits(behind, &rest[at..]))
    })
}

/// A group is told by its page's address, not by its path.
fn groups(body: &Value) -> Vec<(u64, String, Option<AccessLevel>)> {
    let rows = body.get("groups").and_then(Value::as_array);
    let group = |entry: &Value| {
        let address = text(entry, "web_url")?;
        let (_, path) = address.split_once("/groups/")?;
        Some((number(entry, "id")?, path.to_owned(), member_level(entry)))
    };
    rows.into_iter().flatten().filter_map(group).collect()
}

fn member_level(entry: &Value) -> Option<AccessLevel> {
    level(entry, "access_level")
        .or_else(|| level(entry, "access_levels"))
        .or_else(|| {
            entry.get("access_levels").and_then(|levels| {
                level(levels, "project_access_level").max(level(levels, "group_access_level"))
            })
        })
}

#[cfg(test)]
mod tests;
