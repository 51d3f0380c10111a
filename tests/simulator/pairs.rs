//! Pairs of tokens that people put beside each other, and what each of them may do.
//!
//! Each pair is a story from support: two tokens that look alike, of which one works. What becomes of
//! a capability is written down here, as people know it from GitLab; a test holds the oracle to it, and
//! another the program.

use super::generate::settings::Setting;
use super::scenarios::Stage;
use super::token::{Kind, Token};
use super::world::{Allowed, BranchRule, Guest, Level, Visibility, role};

/// A token and its target, with what is known of its capabilities.
pub(crate) struct Known {
    pub name: &'static str,
    pub setting: Setting,
    /// Capabilities that it has.
    pub may: &'static [&'static str],
    /// Capabilities that it lacks.
    pub may_not: &'static [&'static str],
}

fn known(
    name: &'static str,
    stage: Stage,
    token: Token,
    may: &'static [&'static str],
    may_not: &'static [&'static str],
) -> Known {
    let (project, group) = (stage.app, stage.team);
    let mut world = stage.world;
    let token = world.add_token(token);
    Known {
        name,
        setting: Setting {
            world,
            token,
            project,
            group,
        },
        may,
        may_not,
    }
}

/// Every story.
pub(crate) fn all() -> Vec<Known> {
    [
        by_role(),
        by_rule(),
        by_scope(),
        by_allowlist(),
        by_job(),
        by_deploy_token(),
        by_project(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn personal(role: u8, scopes: &[&'static str]) -> (Stage, Token) {
    let mut stage = Stage::new();
    stage.alice_is(role);
    let token = stage.personal(scopes);
    (stage, token)
}

fn by_role() -> Vec<Known> {
    let mut stage = Stage::new();
    let bot = stage.project_bot(stage.app, role::GUEST, &["api"]);
    let low = known(
        "a project token with the role of a guest",
        stage,
        bot,
        &["read-project", "read-issues", "read-pipelines"],
        &["read-merge-requests", "clone", "push", "manage-tokens"],
    );
    let (stage, token) = personal(role::MAINTAINER, &["api"]);
    let high = known(
        "a personal token with the same scopes, of a maintainer",
        stage,
        token,
        &[
            "read-merge-requests",
            "clone",
            "push",
            "merge",
            "manage-tokens",
        ],
        &["delete-project"],
    );
    let mut stage = Stage::new();
    let bot = stage.project_bot(stage.app, role::MAINTAINER, &["api"]);
    let maker = known(
        "a project token with the role of a maintainer, which makes no tokens",
        stage,
        bot,
        &["manage-hooks", "write-variables", "merge"],
        &["manage-tokens"],
    );
    vec![low, high, maker]
}

fn by_rule() -> Vec<Known> {
    let (stage, token) = personal(role::REPORTER, &["api"]);
    let reporter = known(
        "a reporter",
        stage,
        token,
        &["clone", "create-issue", "pull-image", "read-merge-requests"],
        &["push", "create-merge-request", "create-tag", "push-image"],
    );
    let (stage, token) = personal(role::DEVELOPER, &["api"]);
    let developer = known(
        "a developer before a default branch that is protected",
        stage,
        token,
        &["push", "create-branch", "create-merge-request", "deploy"],
        &[
            "merge",
            "read-variables",
            "manage-runners",
            "delete-package",
        ],
    );
    let (mut stage, token) = personal(role::DEVELOPER, &["api"]);
    stage.world.project_mut(stage.app).main_rule = BranchRule {
        push: role::NONE,
        merge: role::DEVELOPER,
    };
    let merger = known(
        "a developer where developers may merge",
        stage,
        token,
        &["merge", "push"],
        &["protect-branches"],
    );
    vec![reporter, developer, merger]
}

fn by_scope() -> Vec<Known> {
    let (stage, token) = personal(role::MAINTAINER, &["read_api"]);
    let reader = known(
        "a token that reads",
        stage,
        token,
        &["clone", "read-files", "read-variables", "pull-image"],
        &["push", "create-tag", "create-release", "push-image"],
    );
    let (stage, token) = personal(role::MAINTAINER, &["write_repository"]);
    let pusher = known(
        "a token for Git alone, which makes no tags over the API",
        stage,
        token,
        &["clone", "push"],
        &["create-tag", "read-project", "read-files", "pull-image"],
    );
    vec![reader, pusher]
}

fn by_allowlist() -> Vec<Known> {
    let elsewhere = |policies: Option<Option<Vec<&'static str>>>| {
        let mut stage = Stage::new();
        let token = stage.job(stage.sibling);
        if let Some(policies) = policies {
            let who = Guest::Project(stage.sibling);
            let project = stage.world.project_mut(stage.app);
            project.allowlist.push(Allowed { who, policies });
        }
        (stage, token)
    };
    let (stage, token) = elsewhere(None);
    let stranger = known(
        "a job of another project that is not on the allowlist",
        stage,
        token,
        &[],
        &["clone", "read-releases", "install-package", "pull-image"],
    );
    let (stage, token) = elsewhere(Some(None));
    let guest = known(
        "a job of another project that is on the allowlist",
        stage,
        token,
        &[
            "clone",
            "read-releases",
            "create-release",
            "publish-package",
            "pull-image",
        ],
        &[
            "push",
            "push-image",
            "create-merge-request",
            "read-variables",
        ],
    );
    let (stage, token) = elsewhere(Some(Some(vec!["READ_RELEASES"])));
    let limited = known(
        "a job whose entry on the allowlist has one permission",
        stage,
        token,
        &["read-releases"],
        &["create-release", "read-packages", "deploy"],
    );
    vec![stranger, guest, limited]
}

fn by_job() -> Vec<Known> {
    let mut stage = Stage::new();
    let token = stage.job(stage.app);
    let home = known(
        "a job in its own project",
        stage,
        token,
        &["clone", "create-release", "push-image", "trigger-pipeline"],
        &[
            "push",
            "create-tag",
            "create-merge-request",
            "write-variables",
        ],
    );
    let mut stage = Stage::new();
    stage.world.project_mut(stage.app).job_push_allowed = true;
    let token = stage.job(stage.app);
    let pusher = known(
        "a job in its own project, where jobs may push",
        stage,
        token,
        &["clone", "push"],
        &["create-branch"],
    );
    vec![home, pusher]
}

fn by_deploy_token() -> Vec<Known> {
    let deploy = |scopes: &[&'static str]| {
        let mut stage = Stage::new();
        let mut token = Token::new(Kind::Deploy, &mut stage.rng).scoped(scopes);
        token.project = Some(stage.app);
        (stage, token)
    };
    let (stage, token) = deploy(&["read_registry"]);
    let puller = known(
        "a deploy token that pulls images",
        stage,
        token,
        &["pull-image"],
        &[
            "push-image",
            "clone",
            "push",
            "install-package",
            "read-project",
        ],
    );
    let (stage, token) = deploy(&["read_repository", "write_package_registry"]);
    let publisher = known(
        "a deploy token that clones and publishes",
        stage,
        token,
        &["clone", "publish-package"],
        &["push", "pull-image", "delete-image", "read-packages"],
    );
    vec![puller, publisher]
}

fn by_project() -> Vec<Known> {
    let (mut stage, token) = personal(role::OWNER, &["api"]);
    stage.world.project_mut(stage.app).archived = true;
    let archived = known(
        "the owner of an archived project",
        stage,
        token,
        &[
            "clone",
            "read-merge-requests",
            "pull-image",
            "manage-hooks",
            "delete-project",
        ],
        &[
            "push",
            "create-merge-request",
            "trigger-pipeline",
            "create-release",
            "create-issue",
        ],
    );
    let (mut stage, token) = personal(role::NONE, &["api"]);
    stage.world.project_mut(stage.app).visibility = Visibility::Public;
    let stranger = known(
        "a stranger at a public project",
        stage,
        token,
        &[
            "clone",
            "read-files",
            "create-issue",
            "comment-merge-request",
        ],
        &[
            "push",
            "read-variables",
            "create-merge-request",
            "publish-package",
        ],
    );
    let (mut stage, token) = personal(role::MAINTAINER, &["api"]);
    stage.world.project_mut(stage.app).features.merge_requests = Level::Disabled;
    let without = known(
        "a maintainer of a project without merge requests",
        stage,
        token,
        &["push", "create-issue"],
        &["read-merge-requests", "create-merge-request", "merge"],
    );
    vec![archived, stranger, without]
}
