//! Worlds at random, every cause as often as every other.
//!
//! A target is chosen first; its recipe spoils a random draft in which everything was fine; the draft
//! is kept when the simulator agrees that the target is what stops the request. So the true cause is
//! never written down here, only aimed at. The same seed gives the same world.

pub(crate) mod settings;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::Manner;
use super::boxes::BOXES;
use super::scenarios::Scenario;
use super::token::{
    Absence, Boundary, Grant, Kind, Scheme, Token, classic_value, job_jwt_value, routable_value,
};
use super::world::{
    Account, Allowed, Edge, Feature, GroupId, Guest, Level, ProjectId, UserId, Version, Visibility,
    World, role,
};

/// What a recipe aims at; `None` is a request that is granted.
type Target = Option<&'static str>;

/// One way to spoil a draft.
#[derive(Clone, Copy)]
pub(crate) struct Recipe {
    /// The truth's `why`.
    pub why: Target,
    /// Whether a granted request is one for which the token was read.
    read: bool,
    /// How often it is chosen, relative to the others.
    weight: u32,
    spoil: fn(&mut Draft),
}

/// A world in the making.
pub(crate) struct Draft {
    rng: fastrand::Rng,
    world: World,
    /// Whom the token acts for, unless it is a bot's.
    user: UserId,
    org: GroupId,
    team: GroupId,
    /// What the request is about.
    target: ProjectId,
    /// Another project of the same group.
    sibling: ProjectId,
    /// A project of strangers.
    foreign: ProjectId,
    token: Token,
    /// Set when the natural way is not taken.
    sent_as: Option<Scheme>,
    nothing_sent: bool,
    /// Relative root that the asker believes in, when it is not the true one.
    root: Option<&'static str>,
    method: &'static str,
    /// Path below the relative root.
    path: String,
    /// How the project is named in paths.
    reference: String,
}

const VERSIONS: &[Version] = &[
    Version(16, 11, 10),
    Version(17, 5, 2),
    Version(17, 11, 1),
    Version(18, 0, 6),
    Version(18, 4, 3),
    Version(18, 11, 2),
    Version(19, 0, 1),
    Version(19, 1, 3),
    Version(19, 2, 4),
    Version(19, 2, 4),
];

/// Project routes that a reporter may read.
const READS: &[&str] = &[
    "",
    "/repository/tags",
    "/repository/tags",
    "/repository/tags/v1.0.0",
    "/repository/branches",
    "/repository/branches/main",
    "/repository/commits",
    "/repository/tree",
    "/repository/files/README.md?ref=main",
    "/merge_requests",
    "/merge_requests",
    "/merge_requests/1",
    "/issues",
    "/issues/1",
    "/releases",
    "/environments",
    "/pipelines",
    "/jobs",
    "/packages",
    "/registry/repositories",
    "/members/all",
];

/// Project routes for maintainers.
const MANAGED: &[&str] = &[
    "/variables",
    "/hooks",
    "/protected_branches",
    "/protected_tags",
    "/deploy_tokens",
    "/runners",
    "/triggers",
    "/job_token_scope",
    "/job_token_scope/allowlist",
];

/// Project routes that read job tokens on every release.
const JOB_READS: &[&str] = &[
    "/repository/tags",
    "/repository/branches",
    "/releases",
    "/environments",
    "/pipelines",
    "/jobs",
    "/packages",
    "/issues",
    "/deployments",
];

/// Project routes that never read job tokens.
const JOB_BLIND: &[&str] = &[
    "",
    "/repository/commits",
    "/repository/tree",
    "/variables",
    "/hooks",
    "/members/all",
    "/protected_branches",
];

/// Changes, each with the role that it takes.
const WRITES: &[(&str, &str, u8)] = &[
    ("POST", "/repository/tags", role::DEVELOPER),
    ("POST", "/repository/branches", role::DEVELOPER),
    ("POST", "/repository/commits", role::DEVELOPER),
    ("POST", "/merge_requests", role::DEVELOPER),
    ("POST", "/releases", role::DEVELOPER),
    ("POST", "/pipeline", role::DEVELOPER),
    ("POST", "/environments", role::DEVELOPER),
    (
        "POST",
        "/statuses/7fd1a60b01f91b314f59955a4e4d4e80d8edf11d",
        role::DEVELOPER,
    ),
    ("POST", "/variables", role::MAINTAINER),
    ("POST", "/hooks", role::MAINTAINER),
    ("POST", "/deploy_tokens", role::MAINTAINER),
    ("PUT", "", role::MAINTAINER),
    ("DELETE", "", role::OWNER),
];

/// Changes that a condition beside the role decides: a rule, a setting, whose record it is.
const CONDITIONAL: &[(&str, &str, u8)] = &[
    ("POST", "/merge_requests/1/approve", role::DEVELOPER),
    ("POST", "/merge_requests/1/notes", role::REPORTER),
    ("POST", "/access_tokens", role::MAINTAINER),
    ("POST", "/jobs/1/retry", role::DEVELOPER),
    ("POST", "/deployments", role::DEVELOPER),
    ("POST", "/pipeline_schedules", role::DEVELOPER),
    ("POST", "/protected_branches?name=feature", role::MAINTAINER),
    ("DELETE", "/packages/1", role::MAINTAINER),
    ("POST", "/triggers", role::MAINTAINER),
];

/// Routes that hang on two features, of which one is enough.
const SHARED: &[&str] = &["/labels", "/milestones"];

/// Features with a route that shows when they are off.
const FEATURED: &[(Feature, &str)] = &[
    (Feature::Repository, "/repository/tags"),
    (Feature::Repository, "/repository/tree"),
    (Feature::Repository, "/repository/branches"),
    (Feature::Repository, "/repository/commits"),
    (Feature::MergeRequests, "/merge_requests"),
    (Feature::MergeRequests, "/merge_requests/1"),
    (Feature::Issues, "/issues/1"),
    (Feature::Releases, "/releases"),
    (Feature::Builds, "/pipelines"),
    (Feature::Builds, "/jobs"),
    (Feature::Packages, "/packages"),
    (Feature::Registry, "/registry/repositories"),
    (Feature::Environments, "/environments"),
];

/// Routes that are there for every user.
const OWN: &[&str] = &[
    "/user",
    "/metadata",
    "/version",
    "/personal_access_tokens/self",
    "/projects",
];

const NAMES: &[&str] = &["platform", "billing", "acme", "research", "infra", "mobile"];
const PROJECTS: &[&str] = &["app", "site", "deploy-tools", "lib.core", "api", "web-shop"];

const PERSONAL_KINDS: &[Kind] = &[
    Kind::Personal,
    Kind::Personal,
    Kind::Personal,
    Kind::Project,
    Kind::Project,
    Kind::Group,
    Kind::ServiceAccount,
    Kind::Impersonation,
    Kind::OAuth,
];

impl World {
    /// Makes a world, a token in it, and a request, aimed at a cause that is chosen first.
    pub(crate) fn generate(rng: &mut fastrand::Rng) -> Scenario {
        let recipe = choose(rng);
        attempt(recipe, rng)
    }
}

/// Returns every target, so that a test can ask whether each is hit.
pub(crate) fn targets() -> Vec<Target> {
    RECIPES.iter().map(|recipe| recipe.why).collect()
}

/// Makes a world aimed at one target.
pub(crate) fn aimed_at(why: Target, rng: &mut fastrand::Rng) -> Scenario {
    let fitting: Vec<&Recipe> = RECIPES.iter().filter(|recipe| recipe.why == why).collect();
    let recipe = fitting[rng.usize(..fitting.len())];
    attempt(recipe, rng)
}

fn choose(rng: &mut fastrand::Rng) -> &'static Recipe {
    let total: u32 = RECIPES.iter().map(|recipe| recipe.weight).sum();
    let mut left = rng.u32(..total);
    for recipe in RECIPES {
        if left < recipe.weight {
            return recipe;
        }
        left -= recipe.weight;
    }
    &RECIPES[0]
}

/// Tries drafts until the simulator agrees with the target; the last is taken as it is.
fn attempt(recipe: &Recipe, rng: &mut fastrand::Rng) -> Scenario {
    let mut scenario = draft(recipe, rng);
    for _ in 0..24 {
        if hits(recipe, &scenario) {
            break;
        }
        scenario = draft(recipe, rng);
    }
    scenario
}

fn draft(recipe: &Recipe, rng: &mut fastrand::Rng) -> Scenario {
    let mut draft = Draft::new(rng.fork());
    (recipe.spoil)(&mut draft);
    draft.stranger_beside();
    draft.finish(recipe)
}

fn hits(recipe: &Recipe, scenario: &Scenario) -> bool {
    let judgement = scenario.judge();
    let why = judgement.truth.map(|truth| truth.why);
    let real = !judgement.unknown_route && !judgement.created_record;
    real && why == recipe.why && (why.is_some() || judgement.token_read == recipe.read)
}

impl Draft {
    /// Makes a draft in which everything is fine.
    fn new(mut rng: fastrand::Rng) -> Self {
        let mut world = World::new(pick(VERSIONS, &mut rng));
        world.enterprise = rng.u8(..4) > 0;
        if rng.u8(..8) == 0 {
            "/gitlab".clone_into(&mut world.root);
        }
        if rng.u8(..10) == 0 {
            "acme".clone_into(&mut world.settings.token_prefix);
        }
        world.job_reads_merge_requests_since = Version(18, rng.u16(1..=9), 0);
        let (first, second) = (rng.usize(..NAMES.len()), rng.usize(1..NAMES.len()));
        world.paid = world.enterprise && first % 2 == 0;
        let org_path = NAMES[first];
        let other_path = NAMES[(first + second) % NAMES.len()];
        let user = world.add_user("alice");
        let owner = world.add_user("root");
        world.user_mut(owner).admin = true;
        let org = world.add_group(org_path);
        let team = world.add_group(&format!("{org_path}/team"));
        let other = world.add_group(other_path);
        for group in [org, other] {
            world.group_mut(group).members.push((owner, role::OWNER));
        }
        let name = pick(PROJECTS, &mut rng);
        let below = if rng.bool() {
            format!("{org_path}/team")
        } else {
            org_path.to_owned()
        };
        let target = world.add_project(&format!("{below}/{name}"));
        let sibling = world.add_project(&format!("{below}/sibling"));
        let foreign = world.add_project(&format!("{other_path}/thing"));
        let token = Token::new(Kind::Personal, &mut rng);
        let mut draft = Self {
            rng,
            world,
            user,
            org,
            team,
            target,
            sibling,
            foreign,
            token,
            sent_as: None,
            nothing_sent: false,
            root: None,
            method: "GET",
            path: String::new(),
            reference: String::new(),
        };
        draft.refer_to(target);
        let kind = pick(PERSONAL_KINDS, &mut draft.rng);
        draft.with_kind(kind);
        draft.role(role::MAINTAINER);
        draft.scope_for_reading();
        draft.read();
        draft
    }

    fn one_in(&mut self, chances: u8) -> bool {
        self.rng.u8(..chances) == 0
    }

    fn path_of(&self, project: ProjectId) -> String {
        self.world
            .project(project)
            .map(|project| project.path.clone())
            .unwrap_or_default()
    }

    /// Names a project in paths, by number or by its encoded path.
    fn refer_to(&mut self, project: ProjectId) {
        self.target = project;
        let path = self.path_of(project);
        self.reference = if self.one_in(3) {
            project.to_string()
        } else {
            path.replace('/', "%2F")
        };
    }

    fn ask(&mut self, method: &'static str, rest: &str) {
        self.method = method;
        self.path = format!("/api/v4/projects/{}{rest}", self.reference);
    }

    fn ask_plain(&mut self, path: &str) {
        self.method = "GET";
        self.path = format!("/api/v4{path}");
    }

    fn ask_git(&mut self, service: &str) {
        self.method = "GET";
        let path = self.path_of(self.target);
        self.path = format!("/{path}.git/info/refs?service={service}");
    }

    /// Asks for something that a reporter, or now and then only a maintainer, may read.
    fn read(&mut self) {
        match self.rng.u8(..10) {
            0 => {
                let rest = pick(MANAGED, &mut self.rng);
                self.ask("GET", rest);
            }
            1 => self.ask_plain(OWN[self.rng.clone().usize(..OWN.len())]),
            _ => self.read_project(),
        }
    }

    fn read_project(&mut self) {
        let rest = pick(READS, &mut self.rng);
        self.ask("GET", rest);
    }

    fn write(&mut self) -> u8 {
        let (method, rest, role) = pick(WRITES, &mut self.rng);
        self.ask(method, rest);
        role
    }

    fn write_under_condition(&mut self) -> u8 {
        let (method, rest, role) = pick(CONDITIONAL, &mut self.rng);
        self.ask(method, rest);
        role
    }

    /// One of the boxes; some repeat GitLab's own headers.
    fn some_box(&mut self) -> usize {
        self.rng.usize(..BOXES.len())
    }

    /// Now and then a box that is not GitLab answers beside the API.
    fn stranger_beside(&mut self) {
        let is_api = self.path.starts_with("/api/v4");
        if is_api && self.world.edge == Edge::Clear && self.one_in(16) {
            self.world.edge = Edge::StrangerBeside(self.some_box());
        }
    }

    /// Reads, pulls, or writes.
    fn anything(&mut self) {
        match self.rng.u8(..8) {
            0 => {
                self.write();
                self.token.scopes = vec!["api"];
            }
            1 => self.ask_git("git-upload-pack"),
            _ => self.read_project(),
        }
    }

    fn scope_for_reading(&mut self) {
        let choices: &[&[&str]] = &[
            &["api"],
            &["read_api"],
            &["api", "read_user"],
            &["read_api", "read_repository"],
        ];
        self.token.scopes = pick(choices, &mut self.rng).to_vec();
    }

    /// Makes the token another one of this kind; its identity follows.
    fn with_kind(&mut self, kind: Kind) {
        let scopes = std::mem::take(&mut self.token.scopes);
        self.token = Token::new(kind, &mut self.rng).scoped(&scopes);
        self.token.user = match kind {
            Kind::Project => Some(self.bot(&format!("project_{}_bot_5d21", self.target), true)),
            Kind::Group => Some(self.bot(&format!("group_{}_bot_81fe", self.org), true)),
            Kind::ServiceAccount => Some(self.bot("service_account_group_300_7c", false)),
            Kind::Deploy | Kind::Runner | Kind::OtherForge | Kind::Agent => None,
            Kind::Personal
            | Kind::Impersonation
            | Kind::FineGrained
            | Kind::OAuth
            | Kind::JobLegacy
            | Kind::JobJwt
            | Kind::Trigger
            | Kind::Feed
            | Kind::IdToken => Some(self.user),
        };
        let life = self.rng.i32(1..300);
        if kind.is_personal_family() && !self.one_in(10) {
            self.token.expires = self.world.today.checked_add(life.days()).ok();
        }
        if kind == Kind::FineGrained {
            self.fine_grained();
        }
        if kind.is_job() {
            self.token = self.token.clone().in_job(self.target, true);
        }
        if matches!(kind, Kind::Deploy | Kind::Trigger) {
            self.token.project = Some(self.target);
        }
    }

    fn bot(&mut self, name: &str, bot: bool) -> UserId {
        let id = self.world.add_user(name);
        self.world.user_mut(id).bot = bot;
        id
    }

    /// Gives a fine-grained token what its user may read at large, and everything to be read in the target.
    fn fine_grained(&mut self) {
        let newest = [Version(19, 1, 3), Version(19, 2, 4)];
        self.world.version = pick(&newest, &mut self.rng);
        self.token.scopes.clear();
        let boundaries = [
            Boundary::Project(self.target),
            Boundary::Group(self.org),
            Boundary::Everywhere,
        ];
        let boundary = pick(&boundaries, &mut self.rng);
        let own = vec!["Personal Access Token: Read", "User: Read", "Project: Read"];
        self.token.grants = vec![
            Grant {
                boundary: Boundary::User,
                permissions: own,
            },
            Grant {
                boundary: Boundary::Instance,
                permissions: vec!["Metadata: Read"],
            },
            Grant {
                boundary,
                permissions: ALL_READS.to_vec(),
            },
        ];
    }

    fn identity(&self) -> UserId {
        self.token.user.unwrap_or(self.user)
    }

    /// Gives the token's identity exactly this role in the target, by one of the ways there are.
    fn role(&mut self, level: u8) {
        let user = self.identity();
        self.no_role();
        if level == role::NONE {
            return;
        }
        let group = self
            .world
            .project(self.target)
            .and_then(|project| project.group);
        let own = matches!(self.token.kind, Kind::Project);
        match (own, self.rng.u8(..4), group) {
            (false, 1, Some(group)) => self.world.group_mut(group).members.push((user, level)),
            (false, 2, Some(_)) if self.target != self.foreign => {
                self.world.group_mut(self.org).members.push((user, level));
            }
            (false, 3, Some(_)) => self.share(user, level),
            _ => self
                .world
                .project_mut(self.target)
                .members
                .push((user, level)),
        }
    }

    /// Gives a role by a group with which the project, or the group above it, is shared.
    fn share(&mut self, user: UserId, level: u8) {
        let friends = match self.world.group_at("friends") {
            Some(friends) => friends.id,
            None => self.world.add_group("friends"),
        };
        self.world
            .group_mut(friends)
            .members
            .push((user, role::OWNER));
        if self.one_in(3) {
            self.world.group_mut(self.org).shares.push((friends, level));
        } else {
            self.world
                .project_mut(self.target)
                .shares
                .push((friends, level));
        }
    }

    fn no_role(&mut self) {
        let user = self.identity();
        for group in &mut self.world.groups {
            group.members.retain(|(member, _)| *member != user);
            group.shares.clear();
        }
        for project in &mut self.world.projects {
            project.members.retain(|(member, _)| *member != user);
            project.shares.clear();
        }
    }

    /// Makes the token one of a running job of a project.
    fn job_of(&mut self, project: ProjectId) {
        let newest = self.world.version >= Version(19, 0, 0);
        let kind = if newest && !self.one_in(4) {
            Kind::JobJwt
        } else {
            Kind::JobLegacy
        };
        self.with_kind(kind);
        self.token = self.token.clone().in_job(project, true);
        self.role(role::MAINTAINER);
    }

    fn job(&mut self) {
        self.job_of(self.target);
    }

    fn ask_as_job(&mut self) {
        let rest = pick(JOB_READS, &mut self.rng);
        self.ask("GET", rest);
    }

    fn allow(&mut self, policies: Option<Vec<&'static str>>) {
        let source = self.token.project.unwrap_or(self.sibling);
        let group = self.world.project(source).and_then(|project| project.group);
        let by_group = self.one_in(3) && policies.is_none();
        let who = match group.filter(|_| by_group) {
            Some(group) => Guest::Group(group),
            None => Guest::Project(source),
        };
        self.world
            .project_mut(self.target)
            .allowlist
            .push(Allowed { who, policies });
    }

    fn level(&mut self, feature: Feature, level: Level) {
        let features = &mut self.world.project_mut(self.target).features;
        let slot = match feature {
            Feature::Repository => &mut features.repository,
            Feature::MergeRequests => &mut features.merge_requests,
            Feature::Issues => &mut features.issues,
            Feature::Builds => &mut features.builds,
            Feature::Packages => &mut features.packages,
            Feature::Registry => &mut features.registry,
            Feature::Releases => &mut features.releases,
            Feature::Environments => &mut features.environments,
            Feature::Wiki => &mut features.wiki,
            Feature::Infrastructure => &mut features.infrastructure,
        };
        *slot = level;
    }

    /// Faults that lie behind the one aimed at, so that the first must be told from the rest.
    fn later_faults(&mut self) {
        if self.one_in(5) {
            self.world.project_mut(self.target).archived = true;
        }
        if self.one_in(5) {
            self.level(Feature::MergeRequests, Level::Disabled);
        }
        if self.one_in(5) {
            self.role(role::GUEST);
        }
        if self.one_in(6) {
            self.token.scopes = vec!["read_user"];
        }
    }

    /// Gives the token its value and the scenario its name.
    fn finish(mut self, recipe: &Recipe) -> Scenario {
        if self.token.absence.is_none() {
            self.value();
        }
        let natural = if self.path.contains(".git/") || self.path.starts_with("/jwt") {
            self.token.natural_basic()
        } else {
            self.natural_header()
        };
        let sent_as = self.sent_as.take().unwrap_or(natural);
        let index = self.world.add_token(self.token);
        let root = self.root;
        Scenario {
            name: format!(
                "{} {} aimed at {}",
                self.method,
                self.path,
                recipe.why.unwrap_or("granted")
            ),
            root: root.map_or_else(|| self.world.root.clone(), str::to_owned),
            world: self.world,
            token: (!self.nothing_sent).then_some(index),
            sent_as,
            method: self.method.to_owned(),
            path: self.path,
            manner: Manner::default(),
        }
    }

    fn natural_header(&mut self) -> Scheme {
        let either = self.token.kind.is_personal_family() || self.token.kind.is_job();
        let bearer = either && self.one_in(6);
        if bearer {
            Scheme::Bearer
        } else {
            self.token.natural_scheme()
        }
    }

    /// Makes the value; newer instances give routable ones.
    fn value(&mut self) {
        let prefix = self.world.settings.token_prefix.clone();
        let kind = self.token.kind;
        self.token.value = if kind == Kind::JobJwt {
            job_jwt_value(&self.token, &self.world.issuer(), &prefix, &mut self.rng)
        } else if kind.is_personal_family()
            && self.world.version >= Version(18, 0, 0)
            && !self.one_in(4)
        {
            let start = if prefix.is_empty() {
                "glpat-".to_owned()
            } else {
                format!("{prefix}-glpat-")
            };
            let project = if kind == Kind::Project {
                self.target
            } else {
                0
            };
            routable_value(&start, self.identity(), project, &mut self.rng)
        } else {
            classic_value(kind, &prefix, &mut self.rng)
        };
    }
}

fn pick<T: Copy>(choices: &[T], rng: &mut fastrand::Rng) -> T {
    choices[rng.usize(..choices.len())]
}

fn days_ago(today: Date, rng: &mut fastrand::Rng) -> Date {
    today
        .checked_sub(rng.i32(0..200).days())
        .unwrap_or(date(2026, 1, 1))
}

const ALL_READS: &[&str] = &[
    "Project: Read",
    "Member: Read",
    "Repository: Read",
    "Repository Tag: Read",
    "Branch: Read",
    "Commit: Read",
    "Merge Request: Read",
    "Work Item: Read",
    "Release: Read",
    "Environment: Read",
    "Pipeline: Read",
    "Job: Read",
    "Package: Read",
    "Container Repository: Read",
    "Code: Download",
    "Variable: Read",
    "Webhook: Read",
    "Protected Branch: Read",
    "Protected Tag: Read",
    "Deploy Token: Read",
    "Runner: Read",
    "Trigger: Read",
    "Job Token Scope: Read",
    "Job Token Scope Allowlist: Read",
];

const fn aim(why: &'static str, weight: u32, spoil: fn(&mut Draft)) -> Recipe {
    Recipe {
        why: Some(why),
        read: true,
        weight,
        spoil,
    }
}

const fn grant(weight: u32, spoil: fn(&mut Draft)) -> Recipe {
    Recipe {
        why: None,
        read: true,
        weight,
        spoil,
    }
}

/// Public data that is given to anybody, whatever was sent.
const fn unread(weight: u32, spoil: fn(&mut Draft)) -> Recipe {
    Recipe {
        why: None,
        read: false,
        weight,
        spoil,
    }
}

/// Every target with its ways; the weights make the granted worlds a fifth of all.
static RECIPES: &[Recipe] = &[
    // Granted.
    grant(40, |_| {}),
    grant(20, |d| {
        let least = d.write();
        d.token.scopes = vec!["api"];
        d.role(least);
    }),
    grant(12, |d| {
        let least = d.write_under_condition();
        d.token.scopes = vec!["api"];
        d.role(least);
    }),
    grant(6, |d| {
        let off = [Feature::Issues, Feature::MergeRequests];
        d.level(pick(&off, &mut d.rng.clone()), Level::Disabled);
        let rest = pick(SHARED, &mut d.rng);
        d.ask("GET", rest);
    }),
    grant(20, |d| {
        d.job();
        d.ask_as_job();
    }),
    grant(12, |d| {
        d.job_of(d.sibling);
        d.allow(None);
        d.ask_as_job();
    }),
    grant(12, |d| {
        d.with_kind(Kind::FineGrained);
        d.role(role::MAINTAINER);
        d.read_project();
    }),
    grant(10, |d| {
        d.token.scopes = vec!["write_repository"];
        let service = if d.rng.bool() {
            "git-upload-pack"
        } else {
            "git-receive-pack"
        };
        d.ask_git(service);
    }),
    grant(6, |d| {
        d.with_kind(Kind::Deploy);
        d.token.scopes = vec!["read_repository", "read_package_registry"];
        let packages = d.rng.bool();
        if packages {
            d.ask("GET", "/packages/pypi/simple");
        } else {
            d.ask_git("git-upload-pack");
        }
    }),
    grant(6, |d| {
        d.world.project_mut(d.foreign).visibility = Visibility::Public;
        d.refer_to(d.foreign);
        d.no_role();
        d.read_project();
    }),
    grant(6, |d| {
        d.job();
        d.ask_plain("/job");
    }),
    unread(8, |d| {
        d.world.project_mut(d.target).visibility = Visibility::Public;
        d.job();
        let rest = pick(&["", "/repository/commits", "/repository/tree"], &mut d.rng);
        d.ask("GET", rest);
    }),
    unread(4, |d| {
        d.world.project_mut(d.target).visibility = Visibility::Public;
        d.with_kind(Kind::Deploy);
        d.token.scopes = vec!["read_repository"];
        d.read_project();
    }),
    grant(6, |d| {
        d.world.project_mut(d.target).visibility = Visibility::Public;
        d.job_of(d.foreign);
        d.no_role();
        let rest = pick(
            &["/releases", "/packages", "/environments", "/deployments"],
            &mut d.rng,
        );
        d.ask("GET", rest);
    }),
    // What anybody is given who sends nothing.
    unread(8, |d| {
        d.world.project_mut(d.target).visibility = Visibility::Public;
        d.nothing_sent = true;
        if d.one_in(4) {
            d.ask_git("git-upload-pack");
        } else {
            d.read_project();
        }
    }),
    // Reach.
    aim("sign-in-page", 6, |d| d.world.edge = Edge::SignInPage),
    aim("cdn-page", 6, |d| d.world.edge = Edge::ChallengePage),
    aim("redirect-to-other-host", 6, |d| {
        d.world.edge = Edge::OtherHost;
    }),
    aim("redirect-to-https", 4, |d| d.world.edge = Edge::ToHttps),
    aim("bad-gateway", 5, |d| d.world.edge = Edge::BadGateway),
    aim("not-gitlab", 24, |d| {
        d.world.edge = Edge::Stranger(d.some_box());
        d.nothing_sent = d.one_in(4);
        if d.one_in(3) {
            d.anything();
        }
        d.later_faults();
    }),
    // Limits.
    aim("throttled", 6, |d| d.world.settings.throttled = true),
    aim("address-banned", 4, |d| {
        d.world.settings.address_banned = true;
        d.ask_git("git-upload-pack");
    }),
    aim("internal-error", 5, |d| d.world.settings.broken = true),
    aim("maintenance", 5, |d| {
        d.world.settings.maintenance = true;
        d.world.settings.maintenance_answers_403 = d.rng.bool();
        d.write();
        d.token.scopes = vec!["api"];
    }),
    // Route.
    aim("path-not-encoded", 10, |d| {
        d.reference = d.path_of(d.target);
        d.read_project();
    }),
    aim("path-encoded-twice", 7, |d| {
        d.reference = d.path_of(d.target).replace('/', "%252F");
        d.read_project();
    }),
    aim("proxy-decodes-slash", 8, |d| {
        d.world.edge = Edge::DecodesSlash;
        d.reference = d.path_of(d.target).replace('/', "%2F");
        d.read_project();
    }),
    aim("unknown-route", 5, |d| {
        let paths = ["/project/1", "/whoami", "/token", "/me", "/repositories"];
        let path = pick(&paths, &mut d.rng);
        d.ask_plain(path);
    }),
    aim("api-v3", 3, |d| d.path = d.path.replace("/v4/", "/v3/")),
    aim("wrong-base-url", 5, |d| {
        d.root = Some(if d.world.root.is_empty() {
            "/gitlab"
        } else {
            ""
        });
    }),
    aim("method-not-allowed", 3, |d| {
        d.ask("PATCH", "/repository/tags");
        // All routes of this release are known to the program.
        if d.one_in(2) {
            d.world.version = Version(18, 9, 0);
        }
    }),
    aim("enterprise-only", 5, |d| {
        d.world.enterprise = false;
        let paths = ["/push_rule", "/approval_rules"];
        let path = pick(&paths, &mut d.rng);
        d.ask("GET", path);
    }),
    // Credential.
    aim("nothing-sent", 16, |d| {
        d.nothing_sent = true;
        match d.rng.u8(..6) {
            0 => d.ask_git("git-receive-pack"),
            1 => {
                d.write();
            }
            2 => d.read(),
            _ => d.anything(),
        }
        if d.one_in(3) {
            d.world.project_mut(d.target).visibility = Visibility::Public;
        }
        d.later_faults();
    }),
    aim("token-quoted", 4, |d| {
        malformed(d, "token-quoted", |value| format!("\"{value}\""));
    }),
    aim("variable-not-expanded", 4, |d| {
        malformed(d, "variable-not-expanded", |_| "$GITLAB_TOKEN".to_owned());
    }),
    aim("scheme-in-value", 4, |d| {
        malformed(d, "scheme-in-value", |value| format!("Bearer {value}"));
        d.sent_as = Some(Scheme::PrivateToken);
    }),
    aim("token-cut", 5, |d| {
        d.world.version = Version(19, 1, 3);
        d.with_kind(Kind::Personal);
        d.token = d.token.clone().routable("", &mut d.rng);
        let keep = d.token.value.len() - d.rng.usize(1..12);
        d.token.value.truncate(keep);
        d.token.absence = Some(Absence::Malformed("token-cut"));
    }),
    aim("job-token-not-read", 24, |d| {
        d.job();
        if d.one_in(3) && d.world.version < Version(18, 1, 0) {
            d.ask("GET", "/merge_requests");
        } else if d.one_in(4) {
            d.sent_as = Some(Scheme::PrivateToken);
            d.ask_as_job();
        } else if d.one_in(5) {
            d.ask_plain("/user");
        } else {
            let rest = pick(JOB_BLIND, &mut d.rng);
            d.ask("GET", rest);
        }
    }),
    aim("job-token-not-read", 6, |d| {
        d.job();
        let (method, rest) = pick(
            &[
                ("POST", "/merge_requests"),
                ("POST", "/repository/tags"),
                ("POST", "/pipeline"),
            ],
            &mut d.rng,
        );
        d.ask(method, rest);
    }),
    aim("deploy-token-not-read", 9, |d| {
        d.with_kind(Kind::Deploy);
        d.token.scopes = vec!["read_repository"];
        if d.rng.bool() {
            d.sent_as = Some(Scheme::PrivateToken);
        }
        d.read_project();
    }),
    aim("runner-token", 4, |d| d.with_kind(Kind::Runner)),
    aim("trigger-token", 4, |d| d.with_kind(Kind::Trigger)),
    aim("feed-token", 3, |d| d.with_kind(Kind::Feed)),
    aim("agent-token", 2, |d| d.with_kind(Kind::Agent)),
    aim("id-token", 3, |d| d.with_kind(Kind::IdToken)),
    aim("token-of-another-forge", 4, |d| {
        d.with_kind(Kind::OtherForge);
    }),
    aim("wrong-header", 8, |d| {
        let places = [Scheme::JobToken, Scheme::DeployToken];
        d.sent_as = Some(places[d.rng.usize(..2)].clone());
        d.read_project();
    }),
    aim("wrong-user-name", 4, |d| {
        d.job();
        d.ask_git("git-upload-pack");
        d.sent_as = Some(Scheme::Basic("oauth2".to_owned()));
    }),
    aim("not-a-job-token", 4, |d| d.ask_plain("/job")),
    aim("not-a-personal-access-token", 4, |d| {
        d.with_kind(Kind::OAuth);
        d.role(role::MAINTAINER);
        d.ask_plain("/personal_access_tokens/self");
    }),
    // Lifetime.
    aim("token-unknown", 12, |d| {
        d.anything();
        d.value();
        d.token.absence = Some(Absence::Unknown);
    }),
    aim("token-expired", 14, |d| {
        d.anything();
        d.token.expires = Some(days_ago(d.world.today, &mut d.rng));
        d.token.revoked = d.one_in(4);
        d.later_faults();
    }),
    aim("token-revoked", 14, |d| {
        d.anything();
        d.token.revoked = true;
        d.later_faults();
    }),
    aim("token-of-another-instance", 5, |d| {
        d.job();
        d.token.kind = Kind::JobJwt;
        d.token.value = job_jwt_value(&d.token, "https://gitlab.elsewhere.example", "", &mut d.rng);
        d.token.absence = Some(Absence::OtherInstance);
        d.ask_as_job();
    }),
    aim("job-finished", 14, |d| {
        d.job();
        d.token = d.token.clone().in_job(d.target, false);
        if d.one_in(3) {
            d.ask_git("git-upload-pack");
        } else {
            d.ask_as_job();
        }
    }),
    aim("impersonation-disabled", 5, |d| {
        d.with_kind(Kind::Impersonation);
        d.role(role::MAINTAINER);
        d.world.settings.impersonation_disabled = true;
    }),
    aim("personal-tokens-disabled", 4, |d| {
        d.world.settings.personal_tokens_disabled = true;
    }),
    aim("deploy-token-expired", 3, |d| {
        dead_deploy_token(d);
        d.token.expires = Some(days_ago(d.world.today, &mut d.rng));
    }),
    aim("deploy-token-revoked", 3, |d| {
        dead_deploy_token(d);
        d.token.revoked = true;
    }),
    // Account.
    aim("account-blocked", 6, |d| account(d, Account::Blocked)),
    aim("account-deactivated", 3, |d| {
        account(d, Account::Deactivated);
    }),
    aim("account-pending-approval", 3, |d| {
        account(d, Account::PendingApproval);
    }),
    aim("account-unconfirmed", 3, |d| {
        account(d, Account::Unconfirmed);
    }),
    aim("account-terms", 4, |d| {
        account(d, Account::TermsNotAccepted);
    }),
    aim("account-password-expired", 3, |d| {
        account(d, Account::PasswordExpired);
    }),
    aim("account-internal", 2, |d| account(d, Account::Internal)),
    aim("dpop-required", 5, |d| {
        d.with_kind(Kind::Personal);
        d.role(role::MAINTAINER);
        d.world.user_mut(d.user).dpop = true;
    }),
    // Scope.
    aim("scope-missing", 16, |d| {
        let choices: &[&[&str]] = &[
            &["read_user"],
            &["read_repository"],
            &["write_repository"],
            &["read_registry"],
            &["self_rotate"],
            &["read_registry", "write_registry"],
            &["k8s_proxy"],
            &["create_runner"],
        ];
        d.token.scopes = pick(choices, &mut d.rng).to_vec();
        d.anything_but_write();
        if d.one_in(4) {
            d.role(role::GUEST);
        }
    }),
    aim("read-only-scope", 14, |d| {
        d.token.scopes = vec!["read_api"];
        d.write();
        if d.one_in(3) {
            d.token.scopes = vec!["read_repository"];
            d.ask_git("git-receive-pack");
        }
        if d.one_in(4) {
            d.role(role::REPORTER);
        }
    }),
    aim("permission-missing", 10, |d| {
        d.with_kind(Kind::FineGrained);
        d.role(role::MAINTAINER);
        d.token.grants.truncate(2);
        let permissions = vec!["Project: Read", "Wiki: Read"];
        d.token.grants.push(Grant {
            boundary: Boundary::Project(d.target),
            permissions,
        });
        d.read_project();
    }),
    aim("outside-boundary", 4, |d| {
        d.with_kind(Kind::FineGrained);
        d.role(role::MAINTAINER);
        d.token.grants.truncate(2);
        let boundary = Boundary::Project(d.sibling);
        d.token.grants.push(Grant {
            boundary,
            permissions: ALL_READS.to_vec(),
        });
        d.read_project();
    }),
    aim("classic-token-under-enforcement", 6, |d| {
        d.world.version = Version(19, 2, 4);
        d.with_kind(Kind::Personal);
        d.token.scopes = vec!["api"];
        d.role(role::MAINTAINER);
        d.world.group_mut(d.org).enforces_fine_grained = true;
        d.read_project();
    }),
    aim("deploy-token-cannot-push", 4, |d| {
        d.with_kind(Kind::Deploy);
        d.token.scopes = vec!["read_repository"];
        d.ask_git("git-receive-pack");
    }),
    // Resource.
    aim("project-absent", 14, |d| {
        d.anything();
        let path = d.path_of(d.target);
        d.path = if d.one_in(3) {
            d.path
                .replace(&d.target.to_string(), "99999")
                .replace(&path.replace('/', "%2F"), "99999")
        } else {
            let wrong = format!("{path}s");
            d.path
                .replace(&d.target.to_string(), &wrong.replace('/', "%2F"))
                .replace(
                    &format!("{}/", path.replace('/', "%2F")),
                    &format!("{}/", wrong.replace('/', "%2F")),
                )
                .replace(&format!("{path}.git"), &format!("{wrong}.git"))
        };
    }),
    aim("bare-project-name", 4, |d| {
        let path = d.path_of(d.target);
        path.rsplit('/')
            .next()
            .unwrap_or("app")
            .clone_into(&mut d.reference);
        d.read_project();
    }),
    aim("group-absent", 5, |d| {
        d.ask_plain("/groups/platforms%2Fteam");
    }),
    aim("project-moved", 6, |d| {
        d.world
            .project_mut(d.target)
            .moved_from
            .push("old/home".to_owned());
        "old%2Fhome".clone_into(&mut d.reference);
        d.read_project();
    }),
    aim("project-pending-deletion", 5, |d| {
        d.world.project_mut(d.target).pending_delete = true;
        d.anything();
    }),
    aim("record-absent", 6, |d| {
        let paths = [
            "/merge_requests/99",
            "/issues/99",
            "/repository/branches/gone",
            "/repository/tags/v9",
            "/pipelines/99",
        ];
        let path = pick(&paths, &mut d.rng);
        d.ask("GET", path);
    }),
    aim("not-a-member", 18, |d| {
        let kind = pick(
            &[
                Kind::Personal,
                Kind::OAuth,
                Kind::Impersonation,
                Kind::ServiceAccount,
            ],
            &mut d.rng,
        );
        d.with_kind(kind);
        d.scope_for_reading();
        stranger(d);
    }),
    aim("bot-not-a-member", 12, |d| {
        let kind = if d.rng.bool() {
            Kind::Project
        } else {
            Kind::Group
        };
        d.with_kind(kind);
        d.scope_for_reading();
        d.role(role::MAINTAINER);
        let user = d.identity();
        d.no_role();
        if kind == Kind::Project {
            d.world
                .project_mut(d.sibling)
                .members
                .push((user, role::MAINTAINER));
        } else {
            d.world
                .group_mut(d.team)
                .members
                .push((user, role::MAINTAINER));
            d.refer_to(d.foreign);
        }
        d.anything();
    }),
    aim("address-restricted", 6, |d| {
        d.world.enterprise = true;
        d.world
            .group_mut(d.org)
            .addresses
            .push([10, 2, 0, 9].into());
        d.anything();
    }),
    aim("saml-session", 6, |d| {
        d.world.enterprise = true;
        d.with_kind(Kind::Personal);
        d.role(role::MAINTAINER);
        d.world.group_mut(d.org).saml = true;
        d.anything();
    }),
    aim("external-authorization", 3, |d| {
        d.world.settings.external_authorization = true;
        d.world.project_mut(d.target).label_refused = true;
        d.read_project();
    }),
    aim("job-not-on-allowlist", 18, |d| {
        let source = if d.rng.bool() { d.sibling } else { d.foreign };
        d.job_of(source);
        if d.one_in(3) {
            d.ask_git("git-upload-pack");
        } else {
            d.ask_as_job();
        }
    }),
    aim("job-not-on-allowlist", 4, |d| {
        d.world.project_mut(d.target).visibility = Visibility::Public;
        d.job_of(d.sibling);
        d.ask("POST", "/releases");
    }),
    aim("job-user-not-a-member", 10, |d| {
        d.job_of(d.foreign);
        d.allow(None);
        let user = d.identity();
        d.no_role();
        d.world
            .project_mut(d.foreign)
            .members
            .push((user, role::DEVELOPER));
        if d.one_in(3) {
            d.ask_git("git-upload-pack");
        } else {
            d.ask_as_job();
        }
    }),
    aim("job-permission-missing", 9, |d| {
        d.world.version = pick(
            &[Version(18, 4, 3), Version(19, 0, 1), Version(19, 2, 4)],
            &mut d.rng,
        );
        d.job_of(d.sibling);
        d.allow(Some(vec!["READ_SECURE_FILES"]));
        d.ask_as_job();
    }),
    aim("job-of-another-project", 4, |d| {
        d.job_of(d.sibling);
        d.allow(None);
        d.ask("GET", "/registry/repositories");
    }),
    aim("deploy-token-of-another-project", 5, |d| {
        d.with_kind(Kind::Deploy);
        d.token.project = Some(d.sibling);
        d.token.scopes = vec!["read_repository", "read_package_registry"];
        if d.rng.bool() {
            d.ask("GET", "/packages/pypi/simple");
        } else {
            d.ask_git("git-upload-pack");
        }
    }),
    aim("no-repository", 3, |d| {
        d.world.project_mut(d.target).no_repository = true;
        d.ask_git("git-upload-pack");
    }),
    // Role.
    aim("role-too-low", 26, |d| {
        let levels = [role::GUEST, role::PLANNER, role::REPORTER, role::DEVELOPER];
        let level = pick(&levels, &mut d.rng);
        d.token.scopes = vec!["api"];
        d.role(level);
        match d.rng.u8(..5) {
            0 => {
                d.write();
            }
            1 => d.ask_git("git-receive-pack"),
            2 => {
                let rest = pick(MANAGED, &mut d.rng);
                d.ask("GET", rest);
            }
            3 => d.ask(
                "GET",
                pick(&["/access_tokens", "/remote_mirrors"], &mut d.rng.clone()),
            ),
            _ => d.read_project(),
        }
    }),
    aim("role-too-low", 8, |d| {
        d.job();
        d.role(pick(&[role::GUEST, role::PLANNER], &mut d.rng.clone()));
        if d.one_in(3) {
            d.ask_git("git-upload-pack");
        } else {
            d.ask_as_job();
        }
    }),
    aim("no-role", 8, |d| {
        d.world.project_mut(d.target).visibility = if d.rng.bool() {
            Visibility::Public
        } else {
            Visibility::Internal
        };
        d.token.scopes = vec!["api"];
        d.no_role();
        if d.rng.bool() {
            d.write();
        } else {
            let rest = pick(MANAGED, &mut d.rng);
            d.ask("GET", rest);
        }
    }),
    aim("feature-for-members-only", 9, |d| {
        d.no_role();
        d.world.project_mut(d.target).visibility = if d.rng.bool() {
            Visibility::Public
        } else {
            Visibility::Internal
        };
        let (feature, rest) = pick(FEATURED, &mut d.rng);
        d.level(feature, Level::Private);
        d.ask("GET", rest);
    }),
    aim("not-an-administrator", 5, |d| {
        d.token.scopes = vec!["api"];
        d.ask_plain("/application/settings");
    }),
    aim("admin-mode-scope-missing", 4, |d| {
        d.with_kind(Kind::Personal);
        d.token.scopes = vec!["api"];
        d.world.settings.admin_mode = true;
        d.world.user_mut(d.user).admin = true;
        d.ask_plain("/application/settings");
    }),
    // Feature.
    aim("feature-off", 22, |d| {
        let (feature, rest) = pick(FEATURED, &mut d.rng);
        d.level(feature, Level::Disabled);
        d.ask("GET", rest);
        if feature == Feature::Repository && d.one_in(3) {
            d.ask_git("git-upload-pack");
        }
    }),
    aim("feature-off", 8, |d| {
        d.level(Feature::Issues, Level::Disabled);
        d.level(Feature::MergeRequests, Level::Disabled);
        let rest = pick(SHARED, &mut d.rng);
        d.ask("GET", rest);
    }),
    aim("group-forbids-tokens", 4, |d| {
        d.with_kind(Kind::Personal);
        d.token.scopes = vec!["api"];
        d.role(role::MAINTAINER);
        d.world.group_mut(d.org).tokens_disabled = true;
        d.ask("POST", "/access_tokens");
    }),
    aim("approval-takes-sign-in", 4, |d| {
        (d.world.enterprise, d.world.paid) = (true, true);
        d.token.scopes = vec!["api"];
        d.world.project_mut(d.target).approval_takes_sign_in = true;
        d.ask("POST", "/merge_requests/1/approve");
    }),
    aim("archived", 12, |d| {
        if d.one_in(3) {
            d.world.group_mut(d.org).archived = true;
        } else {
            d.world.project_mut(d.target).archived = true;
        }
        d.token.scopes = vec!["api"];
        if d.one_in(2) {
            d.ask_git("git-receive-pack");
        } else {
            d.write();
        }
    }),
    aim("git-over-http-off", 4, |d| {
        d.world.settings.git_over_http_disabled = true;
        d.ask_git("git-upload-pack");
    }),
    aim("feature-off-on-instance", 3, |d| {
        d.world.settings.packages_disabled = true;
        d.ask("GET", "/packages");
    }),
    aim("job-push-off", 5, |d| {
        d.job();
        d.ask_git("git-receive-pack");
    }),
    aim("protected-branch", 3, |d| {
        d.token.scopes = vec!["api"];
        d.role(role::DEVELOPER);
        d.ask("POST", "/repository/commits?branch=main");
    }),
    aim("protected-tag", 3, |d| {
        d.token.scopes = vec!["api"];
        d.role(role::DEVELOPER);
        d.world
            .project_mut(d.target)
            .protected
            .push("v2.0.0".to_owned());
        d.ask("POST", "/repository/tags?tag_name=v2.0.0&ref=main");
    }),
];

impl Draft {
    fn anything_but_write(&mut self) {
        if self.one_in(6) {
            self.ask_git("git-upload-pack");
        } else {
            self.read_project();
        }
    }
}

fn malformed(draft: &mut Draft, how: &'static str, spoil: fn(&str) -> String) {
    draft.value();
    draft.token.value = spoil(&draft.token.value);
    draft.token.absence = Some(Absence::Malformed(how));
}

fn dead_deploy_token(draft: &mut Draft) {
    draft.with_kind(Kind::Deploy);
    draft.token.scopes = vec!["read_repository", "read_package_registry"];
    if draft.rng.bool() {
        draft.ask("GET", "/packages/pypi/simple");
    } else {
        draft.ask_git("git-upload-pack");
    }
}

fn account(draft: &mut Draft, account: Account) {
    let kind = pick(
        &[Kind::Personal, Kind::OAuth, Kind::Personal],
        &mut draft.rng,
    );
    draft.with_kind(kind);
    draft.scope_for_reading();
    draft.role(role::MAINTAINER);
    draft.world.user_mut(draft.user).account = account;
    draft.anything();
    draft.later_faults();
}

/// The identity has a role somewhere, but none where it asks.
fn stranger(draft: &mut Draft) {
    let user = draft.identity();
    draft.no_role();
    draft
        .world
        .project_mut(draft.sibling)
        .members
        .push((user, role::DEVELOPER));
    if draft.rng.bool() {
        draft.refer_to(draft.foreign);
    }
    draft.anything();
    if draft.one_in(6) {
        let path = draft
            .world
            .group(draft.org)
            .map(|group| group.path.clone())
            .unwrap_or_default();
        draft.no_role();
        draft.ask_plain(&format!("/groups/{path}"));
    }
}
