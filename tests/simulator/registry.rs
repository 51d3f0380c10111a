//! The registry's token endpoint, `/jwt/auth`: a grant that may hold less than was asked.
//!
//! (`app/services/auth/container_registry_authentication_service.rb`.) A known user is answered 200
//! even when nothing is granted. A push that is granted creates the repository record.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::answers;
use super::caller::{self, Caller};
use super::policy::{Ask, Granular, Place};
use super::routes::{Needs, Serves, decode};
use super::token::Kind;
use super::wire::{Answer, Judgement, Request, Truth};
use super::world::{Account, Feature, Level, Project, World, role};

const MISSING: Truth = Truth::new("scope", "wrong_scope", "scope-missing");

/// Answers `/jwt/auth`.
pub(crate) fn judge(world: &World, request: &Request) -> Judgement {
    if world.settings.address_banned && request.header("authorization").is_some() {
        let truth = Truth::new("limits", "rate_limited", "address-banned");
        return Judgement::refused(answers::address_banned(), truth);
    }
    // The credential is looked at first, whatever the service (`app/controllers/jwt_controller.rb`).
    let caller = match caller::basic(world, request) {
        Ok(caller) => caller,
        Err(truth) => {
            let text = answers::access_denied(request, &world.root);
            return Judgement::refused(answers::registry_error(401, "UNAUTHORIZED", &text), truth);
        }
    };
    if request.parameter("service") == Some("dependency_proxy") {
        return proxy(world, request);
    }
    if request.parameter("service") != Some("container_registry") {
        let truth = Truth::new("route", "not_found_route", "unknown-registry-service");
        return Judgement::refused(Answer::gitlab(404, "text/html", ""), truth);
    }
    if world.settings.registry_disabled {
        let truth = Truth::new("feature", "feature_disabled", "feature-off-on-instance");
        return Judgement::refused(
            answers::registry_error(404, "UNAVAILABLE", "registry not enabled"),
            truth,
        );
    }
    if let Some(user) = caller
        .user()
        .filter(|user| user.account == Account::TermsNotAccepted)
    {
        let denied = answers::registry_error(403, "DENIED", "access forbidden");
        return Judgement::refused(denied, caller::account_truth(user.account));
    }
    if !able(caller) {
        return Judgement::refused(
            answers::registry_error(403, "DENIED", "access forbidden"),
            MISSING,
        );
    }
    grant(world, request, caller)
}

/// Tells whether the credential carries any registry ability.
fn able(caller: Caller<'_>) -> bool {
    const SCOPES: &[&str] = &["api", "read_api", "read_registry", "write_registry"];
    match caller {
        Caller::Anonymous(_) | Caller::Job(..) => true,
        Caller::User(token, _) if token.kind == Kind::FineGrained => true,
        Caller::User(token, _) | Caller::Deploy(token) => {
            SCOPES.iter().any(|scope| token.scopes.contains(scope))
        }
    }
}

fn grant(world: &World, request: &Request, caller: Caller<'_>) -> Judgement {
    let mut access = Vec::new();
    let mut truth = None;
    let mut pushed = false;
    let asked = request.query.iter().filter(|(name, _)| name == "scope");
    for (_, scope) in asked {
        let mut parts = scope.rsplitn(2, ':');
        let actions = parts.next().unwrap_or_default();
        let path = parts
            .next()
            .unwrap_or_default()
            .trim_start_matches("repository:");
        let mut granted = Vec::new();
        for action in actions.split(',') {
            match action_allowed(world, request, caller, path, action) {
                Ok(()) => granted.push(action.to_owned()),
                Err(why) => truth = truth.or(Some(why)),
            }
        }
        pushed |= granted.iter().any(|action| action == "push");
        if !granted.is_empty() {
            access.push(json!({"type": "repository", "name": path, "actions": granted}));
        }
    }
    if access.is_empty()
        && let Caller::Anonymous(nobody) = caller
    {
        let denied = answers::registry_error(403, "DENIED", "access forbidden");
        return Judgement::refused(denied, nobody);
    }
    let mut judgement = Judgement::granted(Answer::json(
        200,
        &json!({"token": signed(caller, &access)}),
    ));
    judgement.truth = truth;
    judgement.token_read = caller.is_known();
    judgement.created_record = pushed;
    judgement
}

fn action_allowed(
    world: &World,
    request: &Request,
    caller: Caller<'_>,
    path: &str,
    action: &str,
) -> Result<(), Truth> {
    let project = image_project(world, path);
    let Some(project) = project.filter(|project| !project.pending_delete) else {
        let absent = Truth::new("resource", "wrong_context", "project-absent");
        return Err(if let Caller::Anonymous(truth) = caller {
            truth
        } else {
            absent
        });
    };
    scope_carries(world, caller, action, project)?;
    world.sees(caller, project, request)?;
    if let Caller::Deploy(token) = caller {
        let off = project.level(Feature::Registry) == Level::Disabled;
        return match (world.deploy_fits(token, project), off) {
            (true, false) => Ok(()),
            (true, true) => Err(super::policy::FEATURE_OFF),
            (false, _) => Err(Truth::new(
                "resource",
                "wrong_context",
                "deploy-token-of-another-project",
            )),
        };
    }
    if let Caller::Job(token, _) = caller
        && action != "pull"
        && token.project != Some(project.id)
    {
        return Err(Truth::new(
            "resource",
            "wrong_context",
            "job-of-another-project",
        ));
    }
    let (least, serves) = match action {
        "pull" => (role::REPORTER, Serves::Anyone),
        "push" => (role::DEVELOPER, Serves::Members),
        _ => (role::MAINTAINER, Serves::Members),
    };
    let ask = Ask {
        needs: Needs::Role(least),
        serves,
        features: &[Feature::Registry],
        writes: action != "pull",
    };
    world.may(caller, project, ask)
}

fn scope_carries(
    world: &World,
    caller: Caller<'_>,
    action: &str,
    project: &Project,
) -> Result<(), Truth> {
    let wanted: &[&str] = match action {
        "pull" => &["api", "read_api", "read_registry"],
        "push" => &["api", "write_registry"],
        _ => &["api"],
    };
    match caller {
        Caller::Anonymous(_) | Caller::Job(..) => Ok(()),
        Caller::User(token, _) if token.kind == Kind::FineGrained => {
            let permission = match action {
                "pull" => "Container Repository: Read",
                "delete" => "Container Repository: Delete",
                _ => return Err(Granular::Unsupported.truth()),
            };
            let given = world.granular(token, Some(permission), Place::Project(project));
            given.map_err(Granular::truth)
        }
        Caller::User(token, _) | Caller::Deploy(token) => wanted
            .iter()
            .any(|scope| token.scopes.contains(scope))
            .then_some(())
            .ok_or(MISSING),
    }
}

/// The dependency proxy's token: for any actor whose scopes fit (`app/services/auth/dependency_proxy_authentication_service.rb`).
fn proxy(world: &World, request: &Request) -> Judgement {
    match proxy_caller(world, request) {
        Ok(caller) => {
            let token = signed(caller, &[]);
            Judgement::granted(Answer::json(200, &json!({ "token": token }))).read(true)
        }
        Err(truth) => {
            let body =
                json!({"message": "access forbidden", "status": "error", "http_status": 403});
            Judgement::refused(Answer::json(403, &body), truth)
        }
    }
}

fn proxy_caller<'w>(world: &'w World, request: &Request) -> Result<Caller<'w>, Truth> {
    const SCOPES: &[&str] = &["api", "read_virtual_registry", "write_virtual_registry"];
    let caller = caller::basic(world, request)?;
    match caller {
        Caller::Anonymous(truth) => Err(truth),
        Caller::Job(..) => Ok(caller),
        Caller::Deploy(token) => {
            let old = ["read_registry", "write_registry"];
            let old = old.iter().all(|scope| token.scopes.contains(scope));
            let fits = old || token.scopes.contains(&"read_virtual_registry");
            (fits && token.group.is_some())
                .then_some(caller)
                .ok_or(MISSING)
        }
        Caller::User(token, _) if token.kind == Kind::FineGrained => Ok(caller),
        Caller::User(token, _) => {
            let fits = SCOPES.iter().any(|scope| token.scopes.contains(scope));
            fits.then_some(caller).ok_or(MISSING)
        }
    }
}

/// Answers `/v2/*group/dependency_proxy/containers/...`, with the token's exchange left out.
pub(crate) fn proxied(world: &World, request: &Request, path: &str) -> Judgement {
    let end = path.find("/dependency_proxy/").unwrap_or(path.len());
    let full_path = decode(path[..end].trim_start_matches("/v2/"));
    let asked = proxy_caller(world, request).and_then(|caller| {
        let absent = Truth::new("resource", "wrong_context", "group-absent");
        let group = world.group_at(&full_path).ok_or(absent)?;
        // Unlike the login, the proxy has a user of its own, who must have accepted the terms
        // (`app/controllers/groups/dependency_proxy/application_controller.rb`).
        if let Some(user) = caller.user()
            && user.account == Account::TermsNotAccepted
        {
            return Err(caller::account_truth(user.account));
        }
        if let Caller::User(token, _) = caller {
            let permission = Some("Dependency Proxy: Read");
            let checked = world.granular(token, permission, Place::Group(group));
            checked.map_err(Granular::truth)?;
        }
        if group.proxy_disabled {
            return Err(super::policy::FEATURE_OFF);
        }
        if matches!(caller, Caller::Deploy(token) if token.group == Some(group.id)) {
            return Ok(());
        }
        world.sees_group(caller, group, request)?;
        let member = world.role_in_group(caller, group) > role::NONE;
        let stranger = Truth::new("role", "wrong_role", "no-role");
        member.then_some(()).ok_or(stranger)
    });
    match asked {
        Ok(()) => Judgement::granted(Answer::gitlab(200, "application/json", "{}")).read(true),
        Err(truth) => Judgement::refused(answers::not_found_unnamed(), truth),
    }
}

/// Finds the project that an image belongs to: its own path or a beginning of the image's.
fn image_project<'w>(world: &'w World, path: &str) -> Option<&'w Project> {
    let mut path = path;
    loop {
        if let Some(project) = world.project_at(path) {
            return Some(project);
        }
        path = path.rsplit_once('/')?.0;
    }
}

fn signed(caller: Caller<'_>, access: &[Value]) -> String {
    let kind = match caller {
        Caller::Anonymous(_) => "none",
        Caller::User(token, _) if token.kind == Kind::OAuth => "oauth",
        Caller::User(..) => "personal_access_token",
        Caller::Job(..) => "build",
        Caller::Deploy(_) => "deploy_token",
    };
    let claims = json!({
        "access": access, "auth_type": kind, "aud": "container_registry", "iss": "gitlab-issuer",
        "sub": caller.user().map_or("", |user| user.username.as_str()), "exp": 1_795_305_960,
    });
    let parts = [
        json!({"alg": "RS256", "typ": "JWT"}).to_string(),
        claims.to_string(),
        "signed".to_owned(),
    ];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}
