//! Named worlds, one for each story that people bring to support.
//!
//! Every function returns a world, a token in it, how the token is sent, and the request that was made.
//! The true cause is never written here: [`Scenario::judge`] derives it.

use jiff::civil::{Date, date};

use super::Manner;
use super::token::{Absence, Boundary, Grant, Kind, Scheme, Token, job_jwt_value};
use super::wire::{Judgement, Request};
use super::world::{
    Account, Allowed, Edge, GroupId, Guest, Level, ProjectId, TokenIndex, UserId, Version,
    Visibility, World, role,
};

/// A world, a token, and a request.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    /// What a failing test prints.
    pub name: String,
    pub world: World,
    /// `None` where nothing is sent.
    pub token: Option<TokenIndex>,
    pub sent_as: Scheme,
    /// Relative root in the instance's address as the asker has it; not always the true one.
    pub root: String,
    pub method: String,
    /// Path below the relative root, with its query: `/api/v4/...` or another surface.
    pub path: String,
    pub manner: Manner,
}

impl Scenario {
    /// Returns the secret, empty where there is none.
    pub(crate) fn token_value(&self) -> &str {
        self.token
            .map_or("", |index| self.world.tokens[index].value.as_str())
    }

    /// Returns the path as people write it for the API: without `/api/v4`.
    pub(crate) fn short_path(&self) -> &str {
        self.path.strip_prefix("/api/v4").unwrap_or(&self.path)
    }

    /// Returns the request as the caller's own client sends it.
    pub(crate) fn request(&self) -> Request {
        let sent = self.token.map(|index| (index, &self.sent_as));
        let mut request = self.world.request(&self.method, &self.path, sent);
        let below = request.path.split_off(self.world.root.len());
        request.path = format!("{}{below}", self.root);
        request
    }

    /// Says what GitLab answers to it, and why; nothing is sent and nothing is changed.
    pub(crate) fn judge(&self) -> Judgement {
        self.world.judge(&self.request())
    }
}

/// The cast that most stories share: Alice, her team, and its project.
#[derive(Debug)]
pub(crate) struct Stage {
    pub world: World,
    pub rng: fastrand::Rng,
    pub alice: UserId,
    pub org: GroupId,
    pub team: GroupId,
    pub app: ProjectId,
    /// Another project of the team.
    pub sibling: ProjectId,
    /// A project of another group, in which Alice has no role.
    pub elsewhere: ProjectId,
}

/// A day long before the day of the world.
const PAST: Date = date(2026, 10, 1);
/// A day long after it.
const FUTURE: Date = date(2027, 3, 31);

impl Stage {
    /// Sets the stage on a 19.2 instance, with Alice as a maintainer of the team's group.
    pub(crate) fn new() -> Self {
        Self::on(Version(19, 2, 4))
    }

    /// Sets the stage on another release.
    pub(crate) fn on(version: Version) -> Self {
        let mut world = World::new(version);
        let alice = world.add_user("alice");
        let org = world.add_group("org");
        let team = world.add_group("org/team");
        world.add_group("other");
        let app = world.add_project("org/team/app");
        let sibling = world.add_project("org/team/library");
        let elsewhere = world.add_project("other/thing");
        world
            .group_mut(team)
            .members
            .push((alice, role::MAINTAINER));
        Self {
            world,
            rng: fastrand::Rng::with_seed(19),
            alice,
            org,
            team,
            app,
            sibling,
            elsewhere,
        }
    }

    /// Makes a personal token of Alice with these scopes.
    pub(crate) fn personal(&mut self, scopes: &[&'static str]) -> Token {
        let token = Token::new(Kind::Personal, &mut self.rng).of(self.alice);
        token
            .scoped(scopes)
            .expiring(FUTURE)
            .routable("", &mut self.rng)
    }

    /// Makes a job token of Alice for a running job of a project.
    pub(crate) fn job(&mut self, project: ProjectId) -> Token {
        let mut token = Token::new(Kind::JobJwt, &mut self.rng)
            .of(self.alice)
            .in_job(project, true);
        token.value = job_jwt_value(&token, &self.world.issuer(), "", &mut self.rng);
        token
    }

    /// Makes a bot with a role in a project, and its token.
    pub(crate) fn project_bot(
        &mut self,
        project: ProjectId,
        role: u8,
        scopes: &[&'static str],
    ) -> Token {
        let bot = self
            .world
            .add_user(&format!("project_{project}_bot_4f2a9c"));
        self.world.user_mut(bot).bot = true;
        self.world.project_mut(project).members.push((bot, role));
        let token = Token::new(Kind::Project, &mut self.rng)
            .of(bot)
            .scoped(scopes)
            .expiring(FUTURE);
        token.routable("", &mut self.rng)
    }

    /// Gives Alice exactly this role in the team's group.
    pub(crate) fn alice_is(&mut self, role: u8) {
        let members = &mut self.world.group_mut(self.team).members;
        members.clear();
        if role > role::NONE {
            members.push((self.alice, role));
        }
    }

    /// Ends the preparation: the token is sent as is natural for its kind.
    pub(crate) fn asks(self, token: Token, method: &str, path: &str) -> Scenario {
        let sent_as = if path.contains(".git/") || path.starts_with("/jwt") {
            token.natural_basic()
        } else {
            token.natural_scheme()
        };
        self.asks_as(token, sent_as, method, path)
    }

    /// Ends the preparation: the token is sent in this way.
    pub(crate) fn asks_as(
        mut self,
        token: Token,
        sent_as: Scheme,
        method: &str,
        path: &str,
    ) -> Scenario {
        let index = self.world.add_token(token);
        Scenario {
            name: format!("{method} {path}"),
            root: self.world.root.clone(),
            world: self.world,
            token: Some(index),
            sent_as,
            method: method.to_owned(),
            path: path.to_owned(),
            manner: Manner::default(),
        }
    }
}

const TAGS: &str = "/api/v4/projects/org%2Fteam%2Fapp/repository/tags";
const MERGE_REQUESTS: &str = "/api/v4/projects/org%2Fteam%2Fapp/merge_requests";
const PROJECT: &str = "/api/v4/projects/org%2Fteam%2Fapp";
const VARIABLES: &str = "/api/v4/projects/org%2Fteam%2Fapp/variables";
const PULL: &str = "/org/team/app.git/info/refs?service=git-upload-pack";
const PUSH: &str = "/org/team/app.git/info/refs?service=git-receive-pack";

/// Nothing is wrong.
pub(crate) fn healthy() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn expired_personal_token() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]).expiring(PAST);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn revoked_personal_token() -> Scenario {
    let mut stage = Stage::new();
    let mut token = stage.personal(&["api"]);
    token.revoked = true;
    stage.asks(token, "GET", TAGS)
}

/// The token was deleted, or never was.
pub(crate) fn unknown_personal_token() -> Scenario {
    let mut stage = Stage::new();
    let mut token = stage.personal(&["api"]);
    token.absence = Some(Absence::Unknown);
    stage.asks(token, "GET", TAGS)
}

/// Dead twice over: GitLab says that it is expired.
pub(crate) fn expired_and_revoked() -> Scenario {
    let mut stage = Stage::new();
    let mut token = stage.personal(&["api"]).expiring(PAST);
    token.revoked = true;
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn token_of_another_instance() -> Scenario {
    let mut stage = Stage::new();
    let mut token = stage.job(stage.app);
    token.value = job_jwt_value(
        &token,
        "https://gitlab.elsewhere.example",
        "",
        &mut stage.rng,
    );
    token.absence = Some(Absence::OtherInstance);
    stage.asks(token, "GET", TAGS)
}

/// The last characters were lost on the way.
pub(crate) fn cut_token() -> Scenario {
    let mut stage = Stage::new();
    let mut token = stage.personal(&["api"]);
    token.value.truncate(token.value.len() - 4);
    token.absence = Some(Absence::Malformed("token-cut"));
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn nothing_sent() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    let mut scenario = stage.asks_as(token, Scheme::Nowhere, "GET", TAGS);
    scenario.token = None;
    scenario
}

/// 403 on tags, first world: code is for members, and Alice is none.
pub(crate) fn no_project_access_on_tags() -> Scenario {
    let mut stage = Stage::new();
    stage.alice_is(role::NONE);
    let app = stage.world.project_mut(stage.app);
    app.visibility = Visibility::Internal;
    app.features.repository = Level::Private;
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", TAGS)
}

/// 403 on tags, second world: the repository feature is off.
pub(crate) fn repository_disabled_on_tags() -> Scenario {
    let mut stage = Stage::new();
    stage.world.project_mut(stage.app).features.repository = Level::Disabled;
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", TAGS)
}

/// 403 on tags, third world: a guest of a private project.
pub(crate) fn guest_on_tags() -> Scenario {
    let mut stage = Stage::new();
    stage.alice_is(role::GUEST);
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", TAGS)
}

/// The repository feature is off, and the route is one that says so by a 404.
pub(crate) fn repository_disabled_on_branches() -> Scenario {
    let mut scenario = repository_disabled_on_tags();
    scenario.path = TAGS.replace("tags", "branches");
    scenario
}

/// A planner reads code from 19.0 on, and not before.
pub(crate) fn planner_on_tags(version: Version) -> Scenario {
    let mut stage = Stage::on(version);
    stage.alice_is(role::PLANNER);
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", TAGS)
}

/// On older releases merge requests do not read job tokens.
pub(crate) fn job_token_on_merge_requests_old() -> Scenario {
    let mut stage = Stage::on(Version(17, 9, 3));
    let mut token = stage.job(stage.app);
    token.kind = Kind::JobLegacy;
    token.value = super::token::classic_value(Kind::JobLegacy, "", &mut stage.rng);
    stage.asks(token, "GET", MERGE_REQUESTS)
}

/// On newer releases they do.
pub(crate) fn job_token_on_merge_requests_new() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.job(stage.app);
    stage.asks(token, "GET", MERGE_REQUESTS)
}

/// The same question with a personal token of the same person.
pub(crate) fn personal_token_on_merge_requests_old() -> Scenario {
    let mut stage = Stage::on(Version(17, 9, 3));
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", MERGE_REQUESTS)
}

/// A job token in the header of personal tokens.
pub(crate) fn job_token_as_private_token() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.job(stage.app);
    stage.asks_as(token, Scheme::PrivateToken, "GET", TAGS)
}

/// A good personal token in the header of job tokens.
pub(crate) fn personal_token_as_job_token() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    stage.asks_as(token, Scheme::JobToken, "GET", PROJECT)
}

/// Public data answers 200, and the token was never looked at.
pub(crate) fn public_project_ignored_job_token() -> Scenario {
    let mut stage = Stage::new();
    stage.world.project_mut(stage.app).visibility = Visibility::Public;
    let token = stage.job(stage.app);
    stage.asks(token, "GET", PROJECT)
}

pub(crate) fn finished_job_token() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.job(stage.app).in_job(stage.app, false);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn read_only_scope_on_write() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "POST", TAGS)
}

/// A repository scope opens Git, not the API.
pub(crate) fn repository_scope_on_api() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_repository", "write_repository"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn developer_where_maintainer_needed() -> Scenario {
    let mut stage = Stage::new();
    stage.alice_is(role::DEVELOPER);
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", VARIABLES)
}

/// 401 on a list of access tokens is a refusal for lack of a role.
pub(crate) fn role_refusal_as_401() -> Scenario {
    let mut stage = Stage::new();
    stage.alice_is(role::DEVELOPER);
    let token = stage.personal(&["api"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/org%2Fteam%2Fapp/access_tokens",
    )
}

/// The same scopes on two tokens of one project: first the project's own, a reporter's.
pub(crate) fn project_token_and_personal_token_same_scopes() -> (Scenario, TokenIndex) {
    let mut stage = Stage::new();
    let bot = stage.project_bot(stage.app, role::REPORTER, &["api"]);
    let personal = stage.personal(&["api"]);
    let personal = stage.world.add_token(personal);
    (stage.asks(bot, "GET", VARIABLES), personal)
}

/// A project token on another project: its bot is a member nowhere else.
pub(crate) fn project_token_on_another_project() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.project_bot(stage.sibling, role::MAINTAINER, &["api"]);
    stage.asks(token, "GET", TAGS)
}

/// A private project of somebody else.
pub(crate) fn not_a_member() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/other%2Fthing/repository/tags",
    )
}

pub(crate) fn wrong_project_context() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/org%2Fteam%2Fapplication/repository/tags",
    )
}

pub(crate) fn wrong_group_context() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", "/api/v4/groups/org%2Fteams")
}

pub(crate) fn moved_project() -> Scenario {
    let mut stage = Stage::new();
    stage
        .world
        .project_mut(stage.app)
        .moved_from
        .push("org/app".to_owned());
    let token = stage.personal(&["read_api"]);
    stage.asks(token, "GET", "/api/v4/projects/org%2Fapp/repository/tags")
}

pub(crate) fn path_not_encoded() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/org/team/app/repository/tags",
    )
}

pub(crate) fn path_encoded_twice() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["read_api"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/org%252Fteam%252Fapp/repository/tags",
    )
}

fn behind(edge: Edge) -> Scenario {
    let mut scenario = healthy();
    scenario.world.edge = edge;
    scenario
}

pub(crate) fn proxy_decodes_slash() -> Scenario {
    behind(Edge::DecodesSlash)
}

pub(crate) fn sign_in_page() -> Scenario {
    behind(Edge::SignInPage)
}

pub(crate) fn cdn_page() -> Scenario {
    behind(Edge::ChallengePage)
}

pub(crate) fn redirect_to_other_host() -> Scenario {
    behind(Edge::OtherHost)
}

pub(crate) fn bad_gateway() -> Scenario {
    behind(Edge::BadGateway)
}

/// The address of the instance has a path that does not belong there.
pub(crate) fn wrong_base_url() -> Scenario {
    let mut scenario = healthy();
    "/gitlab".clone_into(&mut scenario.root);
    scenario
}

/// The address of the instance lacks the path below which it lives.
pub(crate) fn relative_root_left_out() -> Scenario {
    let mut scenario = healthy();
    "/gitlab".clone_into(&mut scenario.world.root);
    scenario
}

pub(crate) fn throttled_then_ok() -> Scenario {
    let mut scenario = healthy();
    scenario.manner.throttled_first = 1;
    scenario
}

pub(crate) fn throttled() -> Scenario {
    let mut scenario = healthy();
    scenario.world.settings.throttled = true;
    scenario
}

pub(crate) fn maintenance() -> Scenario {
    let mut stage = Stage::new();
    stage.world.settings.maintenance = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "POST", TAGS)
}

/// Alice's fine-grained token for the project, with these permissions.
fn fine_grained(permissions: &[&'static str]) -> (Stage, Token) {
    let mut stage = Stage::new();
    let mut token = stage.personal(&[]);
    token.kind = Kind::FineGrained;
    let own = vec!["Personal Access Token: Read", "User: Read"];
    token.grants.push(Grant {
        boundary: Boundary::User,
        permissions: own,
    });
    token.grants.push(Grant {
        boundary: Boundary::Instance,
        permissions: vec!["Metadata: Read"],
    });
    let boundary = Boundary::Project(stage.app);
    token.grants.push(Grant {
        boundary,
        permissions: permissions.to_vec(),
    });
    (stage, token)
}

pub(crate) fn fine_grained_granted() -> Scenario {
    let (stage, token) = fine_grained(&["Project: Read", "Repository Tag: Read"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn fine_grained_missing_permission() -> Scenario {
    let (stage, token) = fine_grained(&["Project: Read", "Branch: Read"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn classic_under_enforcement() -> Scenario {
    let mut stage = Stage::new();
    stage.world.group_mut(stage.org).enforces_fine_grained = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", TAGS)
}

/// Alice's role comes from a group that the project is shared with; `permissions` does not show it.
pub(crate) fn shared_group_role_only() -> Scenario {
    let mut stage = Stage::new();
    stage.alice_is(role::NONE);
    let guests = stage.world.add_group("guests");
    stage
        .world
        .group_mut(guests)
        .members
        .push((stage.alice, role::OWNER));
    stage
        .world
        .project_mut(stage.app)
        .shares
        .push((guests, role::DEVELOPER));
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", VARIABLES)
}

pub(crate) fn ip_restricted() -> Scenario {
    let mut stage = Stage::new();
    stage
        .world
        .group_mut(stage.org)
        .addresses
        .push([10, 0, 0, 1].into());
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn saml() -> Scenario {
    let mut stage = Stage::new();
    stage.world.group_mut(stage.org).saml = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn saml_on_git() -> Scenario {
    let mut scenario = saml();
    PULL.clone_into(&mut scenario.path);
    scenario.sent_as = Scheme::Basic("oauth2".to_owned());
    scenario
}

pub(crate) fn dpop() -> Scenario {
    let mut stage = Stage::new();
    stage.world.user_mut(stage.alice).dpop = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn blocked_account() -> Scenario {
    account(Account::Blocked)
}

/// Alice's account is in this state.
pub(crate) fn account(account: Account) -> Scenario {
    let mut stage = Stage::new();
    stage.world.user_mut(stage.alice).account = account;
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn impersonation_disabled() -> Scenario {
    let mut stage = Stage::new();
    stage.world.settings.impersonation_disabled = true;
    let mut token = stage.personal(&["api"]);
    token.kind = Kind::Impersonation;
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn archived_push() -> Scenario {
    let mut stage = Stage::new();
    stage.world.project_mut(stage.app).archived = true;
    let token = stage.personal(&["write_repository"]);
    stage.asks(token, "GET", PUSH)
}

pub(crate) fn archived_write() -> Scenario {
    let mut stage = Stage::new();
    stage.world.project_mut(stage.app).archived = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "POST", TAGS)
}

pub(crate) fn job_token_not_on_allowlist() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.job(stage.sibling);
    stage.asks(token, "GET", TAGS)
}

/// The job's project is on the allowlist; Alice, who started the job, is no member.
pub(crate) fn job_user_not_a_member() -> Scenario {
    let mut stage = Stage::new();
    let who = Guest::Project(stage.app);
    stage
        .world
        .project_mut(stage.elsewhere)
        .allowlist
        .push(Allowed {
            who,
            policies: None,
        });
    let token = stage.job(stage.app);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/other%2Fthing/repository/tags",
    )
}

pub(crate) fn job_permission_missing() -> Scenario {
    let mut stage = Stage::new();
    let who = Guest::Project(stage.sibling);
    let policies = Some(vec!["READ_PACKAGES"]);
    stage
        .world
        .project_mut(stage.app)
        .allowlist
        .push(Allowed { who, policies });
    let token = stage.job(stage.sibling);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn job_push_off() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.job(stage.app);
    stage.asks(token, "GET", PUSH)
}

/// A deploy token of the project, with these scopes.
fn deploy(scopes: &[&'static str]) -> (Stage, Token) {
    let mut stage = Stage::new();
    let mut token = Token::new(Kind::Deploy, &mut stage.rng).scoped(scopes);
    token.project = Some(stage.app);
    (stage, token)
}

pub(crate) fn deploy_token_on_rest() -> Scenario {
    let (stage, token) = deploy(&["read_repository"]);
    stage.asks(token, "GET", TAGS)
}

pub(crate) fn deploy_token_pulls() -> Scenario {
    let (stage, token) = deploy(&["read_repository"]);
    stage.asks(token, "GET", PULL)
}

pub(crate) fn deploy_token_on_packages() -> Scenario {
    let (stage, token) = deploy(&["read_package_registry"]);
    stage.asks(
        token,
        "GET",
        "/api/v4/projects/org%2Fteam%2Fapp/packages/pypi/simple",
    )
}

pub(crate) fn runner_token_on_rest() -> Scenario {
    let mut stage = Stage::new();
    let token = Token::new(Kind::Runner, &mut stage.rng);
    stage.asks(token, "GET", PROJECT)
}

pub(crate) fn personal_tokens_disabled() -> Scenario {
    let mut scenario = healthy();
    scenario.world.settings.personal_tokens_disabled = true;
    scenario
}

/// An OAuth token where a personal one is expected.
pub(crate) fn oauth_token_at_self() -> Scenario {
    let mut stage = Stage::new();
    let token = Token::new(Kind::OAuth, &mut stage.rng)
        .of(stage.alice)
        .scoped(&["api"]);
    stage.asks(token, "GET", "/api/v4/personal_access_tokens/self")
}

/// An administrator's token without `admin_mode`, on an instance that asks for it.
pub(crate) fn admin_mode_missing() -> Scenario {
    let mut stage = Stage::new();
    stage.world.settings.admin_mode = true;
    stage.world.user_mut(stage.alice).admin = true;
    let token = stage.personal(&["api"]);
    stage.asks(token, "GET", "/api/v4/application/settings")
}

/// A push to a path that does not exist would make a project.
pub(crate) fn push_to_create() -> Scenario {
    let mut stage = Stage::new();
    let token = stage.personal(&["write_repository"]);
    stage.asks(
        token,
        "GET",
        "/org/team/fresh.git/info/refs?service=git-receive-pack",
    )
}
