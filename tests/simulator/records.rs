//! Bodies of answers that give what was asked, with the fields that GitLab shows to this caller.
//!
//! A user's direct and inherited roles stand in `permissions` of a project; a role that comes from a
//! shared group does not (`lib/api/entities/project_with_access.rb`). This file never refuses, but for
//! records that do not exist.

use serde_json::{Value, json};

use super::answers;
use super::caller::Caller;
use super::policy::Ask;
use super::rest::Visit;
use super::routes::{Gives, Needs, Serves};
use super::token::{Kind, Token};
use super::wire::{Answer, Step, Truth, refuse};
use super::world::{BranchRule, Feature, Group, Guest, Level, MAIN, Project, User, World, role};

const CREATED: &str = "2026-01-12T09:30:00.000Z";

/// Wraps rows as a list, with the headers of pagination.
pub(crate) fn list(rows: &[Value]) -> Answer {
    let total = rows.len().to_string();
    Answer::json(200, &Value::Array(rows.to_vec()))
        .with("x-total", &total)
        .with("x-total-pages", "1")
        .with("x-page", "1")
        .with("x-per-page", "20")
        .with("x-next-page", "")
}

/// Answers a route about the caller or the instance.
pub(crate) fn of_caller(visit: &Visit<'_>) -> Step<Answer> {
    let world = visit.world;
    let nothing = || answers::record_not_found();
    let answer = match (visit.found.route.gives, visit.caller) {
        (Gives::CurrentJob, Caller::Job(token, user)) => {
            Answer::json(200, &job(world, token, user))
        }
        (Gives::JobRoles, Caller::Job(token, user)) => {
            Answer::json(200, &job_roles(world, token, user))
        }
        (Gives::CurrentJob | Gives::JobRoles, _) => {
            let truth = Truth::new("credential", "wrong_token_type", "not-a-job-token");
            return refuse(answers::not_found("Job"), truth);
        }
        (Gives::Metadata, _) => Answer::json(200, &metadata(world, visit)),
        (Gives::CurrentUser, Caller::User(_, user) | Caller::Job(_, user)) => {
            Answer::json(200, &current_user(user))
        }
        (Gives::User, _) => return other_user(visit),
        (Gives::OwnToken | Gives::Associations | Gives::Change, Caller::User(token, user)) => {
            return own_token(visit, token, user);
        }
        (Gives::Projects, caller) => list(&projects(visit, caller, None)),
        (Gives::Settings, _) => Answer::json(200, &json!({"id": 1, "signup_enabled": false})),
        (Gives::List("group"), caller) => {
            let seen = world
                .groups
                .iter()
                .filter(|group| world.sees_group(caller, group, visit.request).is_ok());
            list(
                &seen
                    .map(|group| group_json(visit, group))
                    .collect::<Vec<_>>(),
            )
        }
        (Gives::List(what), _) => list(&[one(what)]),
        (Gives::Change, _) => Answer::json(201, &json!({"id": 1})),
        (
            Gives::CurrentUser
            | Gives::OwnToken
            | Gives::Associations
            | Gives::Project
            | Gives::Member
            | Gives::Members
            | Gives::JobTokenScope
            | Gives::Allowlist
            | Gives::GroupsAllowlist
            | Gives::Group
            | Gives::GroupProjects
            | Gives::Record(_)
            | Gives::Bytes,
            _,
        ) => nothing(),
    };
    Ok(answer)
}

/// Routes about the token itself; an OAuth token is no personal access token.
fn own_token(visit: &Visit<'_>, token: &Token, user: &User) -> Step<Answer> {
    let about_itself = visit
        .found
        .route
        .path
        .starts_with("/personal_access_tokens/self");
    if about_itself && token.kind == Kind::OAuth {
        let text =
            "400 Bad request - This endpoint requires token type to be a personal access token";
        let truth = Truth::new(
            "credential",
            "wrong_token_type",
            "not-a-personal-access-token",
        );
        return refuse(Answer::message(400, text), truth);
    }
    let answer = match visit.found.route.gives {
        Gives::OwnToken => Answer::json(200, &own_record(visit.world, token)),
        Gives::Associations => Answer::json(200, &associations(visit, user)),
        Gives::Metadata
        | Gives::CurrentUser
        | Gives::User
        | Gives::CurrentJob
        | Gives::JobRoles
        | Gives::Projects
        | Gives::Project
        | Gives::Member
        | Gives::Members
        | Gives::JobTokenScope
        | Gives::Allowlist
        | Gives::GroupsAllowlist
        | Gives::Group
        | Gives::GroupProjects
        | Gives::List(_)
        | Gives::Record(_)
        | Gives::Change
        | Gives::Settings
        | Gives::Bytes => Answer::json(201, &json!({"id": 1})),
    };
    Ok(answer)
}

fn own_record(world: &World, token: &Token) -> Value {
    let fine = token.kind == Kind::FineGrained;
    let scopes = if fine {
        json!(["granular"])
    } else {
        json!(token.scopes)
    };
    json!({
        "id": token.id,
        "name": "simulated",
        "description": null,
        "revoked": token.revoked,
        "created_at": CREATED,
        "scopes": scopes,
        "user_id": token.user,
        "last_used_at": "2026-11-20T08:00:00.000Z",
        "active": !token.revoked && !world.expired(token),
        "expires_at": token.expires.map(|day| day.to_string()),
    })
}

fn associations(visit: &Visit<'_>, user: &User) -> Value {
    let world = visit.world;
    let least = visit
        .request
        .parameter("min_access_level")
        .and_then(|text| text.parse::<u8>().ok());
    let keep = |role: u8| least.is_none_or(|least| role >= least);
    let groups = world.groups.iter().filter(|group| {
        let role = world.group_role(user.id, Some(group.id));
        keep(role) && world.sees_group(visit.caller, group, visit.request).is_ok()
    });
    let groups: Vec<Value> = groups
        .map(|group| {
            let role = world.group_role(user.id, Some(group.id));
            json!({
                "id": group.id, "web_url": web_url(visit, &format!("groups/{}", group.path)),
                "name": group.path.rsplit('/').next(), "parent_id": group.parent, "organization_id": 1,
                "access_levels": role, "visibility": group.visibility.name(),
            })
        })
        .collect();
    json!({"groups": groups, "projects": projects(visit, visit.caller, least)})
}

fn projects(visit: &Visit<'_>, caller: Caller<'_>, least: Option<u8>) -> Vec<Value> {
    let world = visit.world;
    let member = visit.request.parameter("membership") == Some("true");
    let least = visit
        .request
        .parameter("min_access_level")
        .and_then(|text| text.parse().ok())
        .or(least);
    let seen = world.projects.iter().filter(|project| {
        let role = world.role_of(caller, project);
        !project.pending_delete
            && world.sees(caller, project, visit.request).is_ok()
            && least.is_none_or(|least| role >= least)
            && !(member && role == role::NONE)
    });
    let full = visit.found.route.gives != Gives::Associations;
    let row = |project| {
        if full {
            project_json(visit, project)
        } else {
            association(visit, caller, project)
        }
    };
    seen.map(row).collect()
}

fn association(visit: &Visit<'_>, caller: Caller<'_>, project: &Project) -> Value {
    let world = visit.world;
    let user = caller.user().map_or(0, |user| user.id);
    let level = |role: u8| {
        if role == role::NONE {
            Value::Null
        } else {
            json!(role)
        }
    };
    json!({
        "id": project.id, "name": project.name(), "path": project.name(),
        "path_with_namespace": project.path, "created_at": CREATED,
        "access_levels": {
            "project_access_level": level(project.direct_role(user)),
            "group_access_level": level(world.membership(user, project.group)),
        },
        "visibility": project.visibility.name(),
        "web_url": web_url(visit, &project.path),
    })
}

fn other_user(visit: &Visit<'_>) -> Step<Answer> {
    let id = visit
        .found
        .parameters
        .first()
        .and_then(|id| id.parse().ok());
    let Some(user) = id.and_then(|id| visit.world.user(id)) else {
        let truth = Truth::new("resource", "wrong_context", "record-absent");
        return refuse(answers::not_found("User"), truth);
    };
    Ok(Answer::json(200, &user_json(user)))
}

fn user_json(user: &User) -> Value {
    let state = match user.account {
        super::world::Account::Blocked => "blocked",
        super::world::Account::Deactivated => "deactivated",
        super::world::Account::PendingApproval => "blocked_pending_approval",
        super::world::Account::Active
        | super::world::Account::Unconfirmed
        | super::world::Account::TermsNotAccepted
        | super::world::Account::PasswordExpired
        | super::world::Account::Internal => "active",
    };
    json!({
        "id": user.id, "username": user.username, "name": user.username, "state": state,
        "locked": false, "bot": user.bot, "avatar_url": null, "created_at": CREATED,
    })
}

/// An administrator is told so, whether or not the rights of one count (`lib/api/users.rb`).
fn current_user(user: &User) -> Value {
    let mut body = user_json(user);
    body["external"] = json!(user.external);
    if user.admin {
        body["is_admin"] = json!(true);
    }
    body
}

fn metadata(world: &World, visit: &Visit<'_>) -> Value {
    let super::world::Version(major, minor, patch) = world.version;
    let edition = if world.enterprise { "-ee" } else { "" };
    let version = format!("{major}.{minor}.{patch}{edition}");
    let mut body = json!({"version": version, "revision": "5d1b4b4e1f3"});
    if visit.found.route.path == "/metadata" {
        body["kas"] = json!({"enabled": false, "externalUrl": null, "version": null});
        body["enterprise"] = json!(world.enterprise);
    }
    body
}

fn job(world: &World, token: &Token, user: &User) -> Value {
    let id = token.job.map_or(0, |job| job.id);
    let project = token.project.unwrap_or_default();
    let path = world
        .project(project)
        .map_or("", |project| project.path.as_str());
    let address = format!("{}/{path}/-/jobs/{id}", world.issuer());
    json!({
        "id": id, "status": "running", "stage": "test", "name": "test", "ref": "main", "tag": false,
        "created_at": CREATED, "started_at": CREATED, "finished_at": null, "user": user_json(user),
        "pipeline": {"id": 31, "project_id": project, "ref": "main", "sha": SHA, "status": "running"},
        "project": {"ci_job_token_scope_enabled": false}, "web_url": address,
        "commit": {"id": SHA}, "runner": null,
    })
}

/// What is told to the agent of a cluster: every role that the user of the job has in its project
/// (`lib/api/ci/jobs.rb`). Being an administrator is none.
fn job_roles(world: &World, token: &Token, user: &User) -> Value {
    const NAMES: [(u8, &str); 6] = [
        (role::GUEST, "guest"),
        (role::PLANNER, "planner"),
        (role::REPORTER, "reporter"),
        (role::DEVELOPER, "developer"),
        (role::MAINTAINER, "maintainer"),
        (role::OWNER, "owner"),
    ];
    let project = token.project.and_then(|project| world.project(project));
    let own = project.map_or(role::NONE, |project| world.project_role(user.id, project));
    let held = NAMES.iter().filter(|(level, _)| *level <= own);
    let held: Vec<&str> = held.map(|(_, name)| *name).collect();
    json!({
        "allowed_agents": [], "job": {"id": token.job.map_or(0, |job| job.id)}, "pipeline": {"id": 31},
        "project": {"id": token.project, "groups": []},
        "user": {"id": user.id, "username": user.username, "roles_in_project": held},
    })
}

/// Answers a route about a project.
pub(crate) fn of_project(visit: &Visit<'_>, project: &Project) -> Step<Answer> {
    let world = visit.world;
    let answer = match visit.found.route.gives {
        Gives::Project => Answer::json(200, &project_json(visit, project)),
        Gives::Member => {
            let any = |user| world.project_role(user, project);
            return member(visit, any, |user| project.direct_role(user));
        }
        Gives::Members => members(visit, |user| world.project_role(user, project)),
        Gives::JobTokenScope => Answer::json(
            200,
            &json!({"inbound_enabled": project.allowlist_enabled, "outbound_enabled": false}),
        ),
        Gives::Allowlist => list(&allowlist(world, project, false)),
        Gives::GroupsAllowlist => list(&allowlist(world, project, true)),
        Gives::List(what) => rows(visit, project, what),
        Gives::Record(what) => return record(visit, project, what),
        Gives::Bytes => Answer::gitlab(200, "application/octet-stream", "simulated content"),
        Gives::Change => Answer::json(
            if visit.request.method == "POST" {
                201
            } else {
                200
            },
            &json!({"id": 1}),
        ),
        Gives::Metadata
        | Gives::CurrentUser
        | Gives::User
        | Gives::OwnToken
        | Gives::Associations
        | Gives::CurrentJob
        | Gives::JobRoles
        | Gives::Projects
        | Gives::Group
        | Gives::GroupProjects
        | Gives::Settings => answers::record_not_found(),
    };
    Ok(answer)
}

/// Answers the membership of one user: of any kind below `/all/`, else the direct one.
fn member(visit: &Visit<'_>, any: impl Fn(u64) -> u8, direct: impl Fn(u64) -> u8) -> Step<Answer> {
    let id = visit.found.parameters.get(1).and_then(|id| id.parse().ok());
    let id = id.unwrap_or_default();
    let all = visit.found.route.path.contains("/all/");
    let role = if all { any(id) } else { direct(id) };
    let Some(user) = visit.world.user(id).filter(|_| role > role::NONE) else {
        let truth = Truth::new("resource", "wrong_context", "record-absent");
        return refuse(answers::record_not_found(), truth);
    };
    Ok(Answer::json(200, &member_json(user, role)))
}

fn members(visit: &Visit<'_>, role_of: impl Fn(u64) -> u8) -> Answer {
    let users = visit.world.users.iter();
    let all = users
        .map(|user| (user, role_of(user.id)))
        .filter(|(_, role)| *role > role::NONE);
    list(
        &all.map(|(user, role)| member_json(user, role))
            .collect::<Vec<_>>(),
    )
}

fn member_json(user: &User, role: u8) -> Value {
    let mut body = user_json(user);
    body["access_level"] = json!(role);
    body["expires_at"] = Value::Null;
    body["membership_state"] = json!("active");
    body
}

fn allowlist(world: &World, project: &Project, groups: bool) -> Vec<Value> {
    let entries = project.allowlist.iter();
    let own = (!groups).then(|| json!({"id": project.id, "path_with_namespace": project.path}));
    own.into_iter()
        .chain(entries.filter_map(|entry| match entry.who {
            Guest::Project(id) if !groups => {
                let path = world.project(id).map(|project| project.path.clone());
                Some(json!({"id": id, "path_with_namespace": path}))
            }
            Guest::Group(id) if groups => {
                let path = world.group(id).map(|group| group.path.clone());
                Some(json!({"id": id, "full_path": path}))
            }
            Guest::Project(_) | Guest::Group(_) => None,
        }))
        .collect()
}

/// Writes a project as GitLab shows it to this caller: in short to nobody in particular, with the levels
/// of its features to users, with its settings for jobs to maintainers (`lib/api/entities/project.rb`).
fn project_json(visit: &Visit<'_>, project: &Project) -> Value {
    let world = visit.world;
    let mut body = basic_project(visit, project);
    let simple = visit.request.parameter("simple") == Some("true");
    let Some(user) = visit.caller.user().filter(|_| !simple) else {
        return body;
    };
    body["visibility"] = json!(project.visibility.name());
    // `ee/lib/ee/api/entities/project.rb`
    if world.enterprise {
        body["requirements_enabled"] = json!(world.paid);
    }
    if world.paid {
        body["approvals_before_merge"] = json!(0);
    }
    body["archived"] = json!(world.archived(project));
    body["empty_repo"] = json!(project.empty_repository || project.no_repository);
    body["public_jobs"] = json!(project.public_pipelines);
    features(visit, project, &mut body);
    if world.rules(visit.caller) {
        body["repository_storage"] = json!("default");
    }
    body["permissions"] = json!({
        "project_access": access(project.direct_role(user.id)),
        "group_access": access(world.membership(user.id, project.group)),
    });
    if world.role_of(visit.caller, project) >= role::MAINTAINER {
        body["ci_job_token_scope_enabled"] = json!(false);
        body["ci_push_repository_for_job_token_allowed"] = json!(project.job_push_allowed);
    }
    body
}

/// What everybody is shown who sees the project (`lib/api/entities/basic_project_details.rb`).
fn basic_project(visit: &Visit<'_>, project: &Project) -> Value {
    let world = visit.world;
    let web_url = web_url(visit, &project.path);
    let mut body = json!({
        "id": project.id, "name": project.name(), "path": project.name(),
        "path_with_namespace": project.path,
        "name_with_namespace": project.path.replace('/', " / "),
        "http_url_to_repo": format!("{web_url}.git"), "web_url": web_url,
        "created_at": CREATED, "namespace": namespace(world, project),
    });
    let code = Ask {
        needs: Needs::CodeReader,
        serves: Serves::Anyone,
        features: &[Feature::Repository],
        writes: false,
    };
    if world.may(visit.caller, project, code).is_ok() {
        // GitLab names the branch that would be the default one where there is none yet.
        body["default_branch"] = json!(MAIN);
    }
    body
}

fn access(role: u8) -> Value {
    if role == role::NONE {
        return Value::Null;
    }
    json!({"access_level": role, "notification_level": 3})
}

fn namespace(world: &World, project: &Project) -> Value {
    if let Some(group) = project.group.and_then(|id| world.group(id)) {
        json!({
            "id": group.id, "kind": "group", "full_path": group.path, "parent_id": group.parent,
        })
    } else {
        let path = project.path.split('/').next();
        json!({"id": 9, "kind": "user", "full_path": path, "parent_id": null})
    }
}

/// The levels of features, and whether each is there for this caller. That of packages is not shown.
fn features(visit: &Visit<'_>, project: &Project, body: &mut Value) {
    let levels = &project.features;
    // GitLab keeps these two at or below the repository (`ProjectFeature#repository_children_level`).
    let built = |level: Level| level.min(levels.repository);
    for (name, level) in [
        ("repository", levels.repository),
        ("merge_requests", built(levels.merge_requests)),
        ("issues", levels.issues),
        ("builds", built(levels.builds)),
        ("container_registry", levels.registry),
        ("releases", levels.releases),
        ("environments", levels.environments),
        ("wiki", levels.wiki),
        ("infrastructure", levels.infrastructure),
    ] {
        body[format!("{name}_access_level")] = json!(level.name());
    }
    for (name, feature) in [
        ("merge_requests_enabled", Feature::MergeRequests),
        ("issues_enabled", Feature::Issues),
        ("jobs_enabled", Feature::Builds),
        ("wiki_enabled", Feature::Wiki),
        ("container_registry_enabled", Feature::Registry),
    ] {
        body[name] = json!(visit.world.offers(visit.caller, project, feature));
    }
    body["packages_enabled"] = json!(levels.packages != Level::Disabled);
}

/// Answers a route about a group.
pub(crate) fn of_group(visit: &Visit<'_>, group: &Group) -> Step<Answer> {
    let world = visit.world;
    let answer = match visit.found.route.gives {
        Gives::Group => Answer::json(200, &group_json(visit, group)),
        Gives::GroupProjects => list(&group_projects(visit, group)),
        Gives::Member => {
            let any = |user| world.group_role(user, Some(group.id));
            return member(visit, any, |user| group.direct_role(user));
        }
        Gives::Members => members(visit, |user| world.group_role(user, Some(group.id))),
        Gives::List(what) => list(&[one(what)]),
        Gives::Change => Answer::json(201, &json!({"id": 1})),
        Gives::Metadata
        | Gives::CurrentUser
        | Gives::User
        | Gives::OwnToken
        | Gives::Associations
        | Gives::CurrentJob
        | Gives::JobRoles
        | Gives::Projects
        | Gives::Project
        | Gives::JobTokenScope
        | Gives::Allowlist
        | Gives::GroupsAllowlist
        | Gives::Record(_)
        | Gives::Settings
        | Gives::Bytes => answers::record_not_found(),
    };
    Ok(answer)
}

fn group_json(visit: &Visit<'_>, group: &Group) -> Value {
    let mut body = json!({
        "id": group.id, "name": group.path.rsplit('/').next(), "path": group.path.rsplit('/').next(),
        "full_path": group.path, "visibility": group.visibility.name(), "parent_id": group.parent,
        "project_creation_level": group.project_creation.name(),
        "archived": visit.world.group_archived(group), "web_url": web_url(visit, &format!("groups/{}", group.path)),
    });
    if visit.world.enterprise && visit.world.rules(visit.caller) {
        body["repository_storage"] = json!("default");
    }
    body
}

fn group_projects(visit: &Visit<'_>, group: &Group) -> Vec<Value> {
    let world = visit.world;
    let inside = world
        .projects
        .iter()
        .filter(|project| project.group == Some(group.id));
    let seen = inside.filter(|project| world.sees(visit.caller, project, visit.request).is_ok());
    seen.map(|project| project_json(visit, project)).collect()
}

fn web_url(visit: &Visit<'_>, path: &str) -> String {
    format!("{}{}/{path}", visit.request.origin(), visit.world.root)
}

/// Commit that every simulated repository has.
pub(crate) const SHA: &str = "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d";

fn rows(visit: &Visit<'_>, project: &Project, what: &str) -> Answer {
    if what == "protected branch" {
        let guard = project.rule_of_main();
        let rules = guard.map(|rule| rule_json(project, rule));
        return list(&rules.into_iter().collect::<Vec<_>>());
    }
    let of_repository = matches!(what, "tag" | "branch" | "commit" | "tree" | "merge request");
    if of_repository && project.empty_repository {
        return list(&[]);
    }
    if what == "branch" {
        return list(&[branch_json(visit, project, MAIN)]);
    }
    list(&[one(what)])
}

fn rule_json(project: &Project, rule: BranchRule) -> Value {
    let named = project.main_mergers.iter();
    let named = named.map(|user| json!({"access_level": 40, "user_id": user}));
    let roles = std::iter::once(json!({"access_level": rule.merge}));
    json!({
        "id": 1, "name": MAIN, "push_access_levels": [{"access_level": rule.push}],
        "merge_access_levels": roles.chain(named).collect::<Vec<_>>(), "allow_force_push": false,
    })
}

/// `lib/api/entities/branch.rb`.
fn branch_json(visit: &Visit<'_>, project: &Project, name: &str) -> Value {
    let world = visit.world;
    let guard = project.rule_of_main().filter(|_| name == MAIN);
    // A rule names members: an administrator who is none is told that it keeps the branch (measured on 18.9).
    let user = visit.caller.user();
    let role = user.map_or(role::NONE, |user| world.project_role(user.id, project));
    let push = Ask {
        needs: Needs::Role(role::DEVELOPER),
        serves: Serves::Members,
        features: &[Feature::Repository],
        writes: true,
    };
    let pushes = world.may(visit.caller, project, push).is_ok();
    json!({
        "name": name, "default": name == MAIN, "protected": guard.is_some(), "commit": {"id": SHA},
        "developers_can_push": guard.is_some_and(|rule| rule.lets_push(role::DEVELOPER)),
        "developers_can_merge": guard.is_some_and(|rule| rule.merge == role::DEVELOPER),
        "can_push": pushes && guard.is_none_or(|rule| rule.lets_push(role)),
    })
}

fn one(what: &str) -> Value {
    match what {
        "tag" => json!({"name": "v1.0.0", "target": SHA, "message": "", "protected": false}),
        "commit" => json!({"id": SHA, "short_id": "7fd1a60b", "title": "Begin"}),
        "tree" => {
            json!({"id": SHA, "name": "README.md", "type": "blob", "path": "README.md", "mode": "100644"})
        }
        "variable" => {
            json!({"key": "DEPLOY_ENV", "value": "staging", "variable_type": "env_var", "protected": false})
        }
        "release" => json!({"tag_name": "v1.0.0", "name": "First"}),
        _ => json!({"id": 1, "iid": 1, "name": what}),
    }
}

/// Answers one record, when it exists.
fn record(visit: &Visit<'_>, project: &Project, what: &'static str) -> Step<Answer> {
    let name = visit.found.parameters.get(1).map_or("main", String::as_str);
    let stored = !project.empty_repository;
    let exists = match what {
        "Tag" | "Release" => stored && name == "v1.0.0",
        "Branch" => stored && (name == "main" || name == "develop"),
        "Commit" => stored && (name == MAIN || SHA.starts_with(name)),
        "File" => stored && name == "README.md",
        "Terraform State" => name == "default",
        "Variable" => name == "DEPLOY_ENV",
        _ => name == "1" || name == "main",
    };
    if exists && what == "Branch" {
        return Ok(Answer::json(200, &branch_json(visit, project, name)));
    }
    if exists {
        return Ok(Answer::json(
            200,
            &json!({"id": 1, "iid": 1, "name": name, "commit": {"id": SHA}}),
        ));
    }
    let answer = match what {
        "Tag" | "Branch" | "Commit" | "File" | "Variable" => answers::not_found(what),
        _ => answers::record_not_found(),
    };
    refuse(
        answer,
        Truth::new("resource", "wrong_context", "record-absent"),
    )
}
