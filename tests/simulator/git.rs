//! Git over HTTPS: `info/refs` and the LFS batch, in the order of `lib/gitlab/git_access.rb`.
//!
//! Plain text, Basic only, one sentence for every bad credential, and the scope before the project.

use serde_json::{Value, json};

use super::answers;
use super::caller::{self, Caller};
use super::policy::{Ask, Granular, NOT_ON_ALLOWLIST, Place};
use super::records::SHA;
use super::rest::job_refused_text;
use super::routes::{Needs, Serves, decode};
use super::token::{Kind, Token};
use super::wire::{Answer, Judgement, Request, Step, Truth, refuse};
use super::world::{Account, Feature, Level, Project, Version, Visibility, World, role};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Pull,
    Push,
}

/// Answers a path that holds `.git/`.
pub(crate) fn judge(world: &World, request: &Request, path: &str) -> Judgement {
    match checks(world, request, path) {
        Ok(judgement) => judgement,
        Err(refusal) => *refusal,
    }
}

fn checks(world: &World, request: &Request, path: &str) -> Step<Judgement> {
    let (repository, rest) = path.split_once(".git/").unwrap_or((path, ""));
    let full_path = decode(repository.trim_start_matches('/'));
    let service = match (rest, request.parameter("service")) {
        ("info/refs", Some("git-upload-pack")) | ("git-upload-pack", _) => Service::Pull,
        ("info/refs", Some("git-receive-pack")) | ("git-receive-pack", _) => Service::Push,
        ("info/lfs/objects/batch", _) => return Ok(lfs_batch(world, request, &full_path)),
        ("info/lfs/locks/verify", _) => {
            let none = json!({"ours": [], "theirs": []});
            return Ok(lfs(world, request, &full_path, Service::Push, &none));
        }
        _ => {
            let text = "The command you're trying to execute is not allowed.";
            return refuse(
                Answer::text(403, text),
                Truth::new("route", "not_found_route", "unknown-git-command"),
            );
        }
    };
    access(world, request, &full_path, service)
}

fn access(world: &World, request: &Request, full_path: &str, service: Service) -> Step<Judgement> {
    if world.settings.address_banned && request.header("authorization").is_some() {
        return refuse(
            answers::address_banned(),
            Truth::new("limits", "rate_limited", "address-banned"),
        );
    }
    let caller = match caller::basic(world, request) {
        Ok(caller) => caller,
        Err(truth) => return refuse(answers::git_denied(request, &world.root), truth),
    };
    let project = world
        .project_at(full_path)
        .filter(|project| !project.pending_delete);
    let project = project.or_else(|| moved(world, full_path));
    anonymous(world, request, caller, project, service)?;
    failed_login(world, request, caller, project)?;
    instance(world, caller, service)?;
    session(world, request, caller, project, service)?;
    account(world, request, caller)?;
    scope(caller, service, world)?;
    let Some(project) = project else {
        return absent(world, caller, full_path, service);
    };
    visible(world, request, caller, project)?;
    granular(world, caller, project, service)?;
    if project.no_repository {
        let truth = Truth::new("resource", "wrong_context", "no-repository");
        return refuse(
            Answer::text(404, "A repository for this project does not exist yet."),
            truth,
        );
    }
    match service {
        Service::Pull => pull(world, caller, project)?,
        Service::Push => push(world, caller, project)?,
    }
    Ok(Judgement::granted(advertisement(service, project)).read(caller.is_known()))
}

fn moved<'w>(world: &'w World, full_path: &str) -> Option<&'w Project> {
    let holds = |project: &&Project| {
        project
            .moved_from
            .iter()
            .any(|old| old.eq_ignore_ascii_case(full_path))
    };
    world.projects.iter().find(holds)
}

/// Without credentials only a public repository can be pulled; absence is not revealed.
fn anonymous(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    project: Option<&Project>,
    service: Service,
) -> Step<()> {
    let Caller::Anonymous(truth) = caller else {
        return Ok(());
    };
    let open = project.is_some_and(|project| {
        project.visibility == Visibility::Public
            && project.level(Feature::Repository) == Level::Enabled
    });
    if open && service == Service::Pull {
        return Ok(());
    }
    refuse(answers::git_denied(request, &world.root), truth)
}

/// A bot on a project that it cannot read, and a deploy token of another project, count as failed logins.
fn failed_login(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    project: Option<&Project>,
) -> Step<()> {
    let Some(project) = project else {
        return Ok(());
    };
    let truth = match caller {
        Caller::User(token, user) if user.bot || token.kind == Kind::ServiceAccount => {
            world.sees(caller, project, request).err()
        }
        Caller::Deploy(token) if !world.deploy_fits(token, project) => Some(Truth::new(
            "resource",
            "wrong_context",
            "deploy-token-of-another-project",
        )),
        Caller::Deploy(_) if project.level(Feature::Repository) == Level::Disabled => {
            Some(super::policy::FEATURE_OFF)
        }
        Caller::User(..) | Caller::Deploy(_) | Caller::Job(..) | Caller::Anonymous(_) => None,
    };
    match truth {
        Some(truth) => refuse(answers::git_denied(request, &world.root), truth),
        None => Ok(()),
    }
}

fn instance(world: &World, caller: Caller<'_>, service: Service) -> Step<()> {
    if world.settings.maintenance && service == Service::Push {
        let text = "Git push is not allowed because this GitLab instance is currently in (read-only) maintenance mode.";
        return refuse(
            Answer::text(403, text),
            Truth::new("limits", "server_side", "maintenance"),
        );
    }
    let exempt = matches!(caller, Caller::Job(..));
    if world.settings.git_over_http_disabled && !exempt {
        let truth = Truth::new("feature", "feature_disabled", "git-over-http-off");
        return refuse(
            Answer::text(403, "Git access over HTTP is not allowed"),
            truth,
        );
    }
    Ok(())
}

/// Group SAML for Git activity; jobs and bots are exempt.
fn session(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    project: Option<&Project>,
    _service: Service,
) -> Step<()> {
    let top = project.and_then(|project| world.top(project.group));
    let Some(top) = top.filter(|top| top.saml) else {
        return Ok(());
    };
    match caller {
        Caller::User(_, user) if !user.bot && !world.rules(caller) => {
            let url = format!(
                "{}{}/groups/{}/-/saml/sso",
                request.origin(),
                world.root,
                top.path
            );
            let text = format!(
                "Cannot find valid SSO session. Please login via your group's SSO at {url}"
            );
            refuse(
                Answer::text(403, &text),
                Truth::new("resource", "policy_restriction", "saml-session"),
            )
        }
        Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) | Caller::Anonymous(_) => Ok(()),
    }
}

fn account(world: &World, request: &Request, caller: Caller<'_>) -> Step<()> {
    let Some(user) = caller
        .user()
        .filter(|user| user.account == Account::TermsNotAccepted)
    else {
        return Ok(());
    };
    let text = answers::account_denied(user, request, &world.root);
    refuse(
        Answer::text(403, &text),
        caller::account_truth(user.account),
    )
}

fn scope(caller: Caller<'_>, service: Service, world: &World) -> Step<()> {
    let missing = Truth::new("scope", "wrong_scope", "scope-missing");
    let push = service == Service::Push;
    let fault = match caller {
        Caller::Anonymous(_) => None,
        Caller::Deploy(_) if push => Some(Truth::new(
            "scope",
            "wrong_token_type",
            "deploy-token-cannot-push",
        )),
        Caller::Deploy(token) => (!token.scopes.contains(&"read_repository")).then_some(missing),
        Caller::Job(..) => (push && world.version < Version(17, 2, 0)).then_some(Truth::new(
            "scope",
            "wrong_token_type",
            "job-token-cannot-push",
        )),
        Caller::User(token, _) if token.kind == Kind::FineGrained => None,
        Caller::User(token, _) => (!opens(token, service)).then_some({
            if push && opens(token, Service::Pull) {
                Truth::new("scope", "wrong_scope", "read-only-scope")
            } else {
                missing
            }
        }),
    };
    let text = if push {
        "You are not allowed to upload code."
    } else {
        "You are not allowed to download code."
    };
    fault.map_or(Ok(()), |truth| refuse(Answer::text(403, text), truth))
}

fn opens(token: &Token, service: Service) -> bool {
    let wanted: &[&str] = match service {
        Service::Pull => &["api", "read_api", "read_repository", "write_repository"],
        Service::Push => &["api", "write_repository"],
    };
    wanted.iter().any(|scope| token.scopes.contains(scope))
}

/// A push to a path that does not exist makes a project where the user may.
fn absent(world: &World, caller: Caller<'_>, full_path: &str, service: Service) -> Step<Judgement> {
    let truth = Truth::new("resource", "wrong_context", "project-absent");
    let namespace = full_path.rsplit_once('/').map(|(namespace, _)| namespace);
    let may_create = match (caller, namespace) {
        (Caller::User(_, user), Some(namespace)) if service == Service::Push && !user.bot => {
            let group = world.group_at(namespace);
            let member = group
                .is_some_and(|group| world.group_role(user.id, Some(group.id)) >= role::DEVELOPER);
            member || user.username == namespace
        }
        _ => false,
    };
    if !may_create {
        return refuse(Answer::text(404, answers::GIT_NOT_FOUND), truth);
    }
    let mut judgement =
        Judgement::granted(advertisement(service, &Project::new(0, full_path, None))).read(true);
    judgement.created_record = true;
    Ok(judgement)
}

fn visible(world: &World, request: &Request, caller: Caller<'_>, project: &Project) -> Step<()> {
    let Err(truth) = world.sees(caller, project, request) else {
        return Ok(());
    };
    let hidden = Answer::text(404, answers::GIT_NOT_FOUND);
    let Caller::Job(token, _) = caller else {
        return refuse(hidden, truth);
    };
    if world.version < Version(17, 8, 0) {
        return refuse(hidden, truth);
    }
    let text = if truth == NOT_ON_ALLOWLIST {
        job_refused_text(world, token, project)
    } else if truth.why == "job-user-not-a-member" {
        let tail = if world.version < Version(18, 1, 0) {
            project.name().to_owned()
        } else {
            format!("project #{}", project.id)
        };
        if world.version < Version(18, 1, 0) {
            format!("Insufficient permissions to pull from the repository of project {tail}.")
        } else {
            format!("Insufficient permissions to pull from the repository of {tail}.")
        }
    } else {
        return refuse(hidden, truth);
    };
    refuse(Answer::text(403, &text), truth)
}

fn granular(world: &World, caller: Caller<'_>, project: &Project, service: Service) -> Step<()> {
    let Caller::User(token, _) = caller else {
        return Ok(());
    };
    let permission = match service {
        Service::Pull => "Code: Download",
        Service::Push => "Code: Push",
    };
    let Err(fault) = world.granular(token, Some(permission), Place::Project(project)) else {
        return Ok(());
    };
    let answer = match fault {
        Granular::Missing(_) | Granular::ClassicRefused(_) => {
            Answer::text(403, &answers::granular_missing("project", permission))
        }
        Granular::SwitchedOff | Granular::Unsupported => {
            Answer::text(403, answers::GRANULAR_UNSUPPORTED)
        }
        Granular::OutsideBoundary => Answer::text(404, answers::GIT_NOT_FOUND),
    };
    refuse(answer, fault.truth())
}

fn pull(world: &World, caller: Caller<'_>, project: &Project) -> Step<()> {
    if matches!(caller, Caller::Deploy(_)) {
        return Ok(());
    }
    let ask = Ask {
        needs: Needs::CodeReader,
        serves: Serves::Anyone,
        features: &[Feature::Repository],
        writes: false,
    };
    match world.may(caller, project, ask) {
        Ok(()) => Ok(()),
        Err(truth) => refuse(
            Answer::text(
                403,
                "You are not allowed to download code from this project.",
            ),
            truth,
        ),
    }
}

fn push(world: &World, caller: Caller<'_>, project: &Project) -> Step<()> {
    if world.archived(project) {
        return refuse(
            Answer::text(403, "You can't push code to an archived project."),
            super::policy::ARCHIVED,
        );
    }
    let refused = Answer::text(403, "You are not allowed to push code to this project.");
    let ask = Ask {
        needs: Needs::Role(role::DEVELOPER),
        serves: Serves::Members,
        features: &[Feature::Repository],
        writes: true,
    };
    if let Err(truth) = world.may(caller, project, ask) {
        return refuse(refused, truth);
    }
    let Caller::Job(token, _) = caller else {
        return Ok(());
    };
    let own = token.project == Some(project.id);
    let ready = own || world.version >= Version(19, 1, 0);
    let policies = world
        .allowlist_entry(token, project)
        .and_then(Option::as_ref);
    let permitted = own || policies.is_none_or(|policies| policies.contains(&"ADMIN_REPOSITORIES"));
    if project.job_push_allowed && ready && permitted {
        return Ok(());
    }
    let truth = if project.job_push_allowed && ready {
        Truth::new("resource", "wrong_scope", "job-permission-missing")
    } else {
        Truth::new("feature", "feature_disabled", "job-push-off")
    };
    refuse(refused, truth)
}

/// What Git expects of `info/refs`.
fn advertisement(service: Service, project: &Project) -> Answer {
    let name = match service {
        Service::Pull => "git-upload-pack",
        Service::Push => "git-receive-pack",
    };
    let zero = "0".repeat(40);
    let capabilities = "report-status delete-refs agent=simulated";
    let refs = if project.empty_repository || project.id == 0 {
        packet(&format!("{zero} capabilities^{{}}\0{capabilities}\n"))
    } else {
        let first = packet(&format!(
            "{SHA} HEAD\0{capabilities} symref=HEAD:refs/heads/main\n"
        ));
        first + &packet(&format!("{SHA} refs/heads/main\n"))
    };
    let body = format!("{}0000{refs}0000", packet(&format!("# service={name}\n")));
    Answer::gitlab(200, &format!("application/x-{name}-advertisement"), body)
        .with("cache-control", "no-cache")
}

fn packet(line: &str) -> String {
    format!("{:04x}{line}", line.len() + 4)
}

/// Uploads need what a push needs, downloads what a pull needs.
fn lfs_batch(world: &World, request: &Request, full_path: &str) -> Judgement {
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let service = if asked["operation"] == "upload" {
        Service::Push
    } else {
        Service::Pull
    };
    let objects = asked["objects"].as_array().into_iter().flatten();
    let objects: Vec<Value> = objects.map(|object| lfs_object(object, service)).collect();
    let granted = json!({"transfer": "basic", "objects": objects});
    lfs(world, request, full_path, service, &granted)
}

/// No object is stored: what is asked for is not there, and what is brought needs no upload.
fn lfs_object(object: &Value, service: Service) -> Value {
    let mut answer = json!({"oid": object["oid"], "size": object["size"]});
    if service == Service::Pull {
        let text = "Object does not exist on the server or you don't have permissions to access it";
        answer["error"] = json!({"code": 404, "message": text});
    }
    answer
}

/// `app/controllers/concerns/lfs_request.rb`: Git's authentication, with bodies of its own.
fn lfs(
    world: &World,
    request: &Request,
    full_path: &str,
    service: Service,
    granted: &Value,
) -> Judgement {
    let as_git = match access(world, request, full_path, service) {
        Ok(judgement) => judgement,
        Err(refusal) => *refusal,
    };
    let Some(truth) = as_git.truth else {
        return Judgement::granted(lfs_json(200, granted)).read(as_git.token_read);
    };
    if as_git.answer.status == 401 {
        return as_git;
    }
    let pulls =
        service == Service::Push && access(world, request, full_path, Service::Pull).is_ok();
    let (status, text) = if pulls {
        (403, "Access forbidden. Check your access level.")
    } else {
        (404, "Not found.")
    };
    let help = format!("{}{}/help", request.origin(), world.root);
    let answer = lfs_json(status, &json!({"message": text, "documentation_url": help}));
    Judgement::refused(answer, truth)
}

fn lfs_json(status: u16, body: &Value) -> Answer {
    Answer::gitlab(status, "application/vnd.git-lfs+json", body.to_string())
}
