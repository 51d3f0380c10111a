//! GraphQL, as far as self-diagnosis asks: `currentUser` and `project(fullPath:)`.
//!
//! Queries are matched crudely, by the names in them. The surface has one answer for all faults of a
//! token (`app/controllers/graphql_controller.rb`), and null for what the caller may not see.

use serde_json::{Map, Value, json};

use super::answers;
use super::caller::{self, Caller, Presented};
use super::policy::{Ask, Granular, Place};
use super::routes::{Needs, Serves};
use super::token::{Kind, Token};
use super::wire::{Answer, Judgement, Request, Truth};
use super::world::{Account, Feature, Project, User, World, role};

/// Answers `/api/graphql`.
pub(crate) fn judge(world: &World, request: &Request) -> Judgement {
    let query = query_of(request);
    if query.trim_start().starts_with("mutation") && !request.writes() {
        let text = format!("Mutations are forbidden in {} requests", request.method);
        let truth = Truth::new("route", "not_found_route", "mutation-over-get");
        return Judgement::refused(answers::graphql_error(422, &text), truth);
    }
    let presented = Presented::of(request);
    let caller = match caller_of(world, request, &presented) {
        Ok(caller) => caller,
        Err(refusal) => return *refusal,
    };
    let read = caller.is_known();
    answer(world, request, caller, &query).read(read)
}

/// Returns the query's text, from the address or the JSON body.
pub(crate) fn query_of(request: &Request) -> String {
    if let Some(query) = request.parameter("query") {
        return query.to_owned();
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let variables = body["variables"].as_object().cloned().unwrap_or_default();
    let mut query = body["query"].as_str().unwrap_or_default().to_owned();
    for (name, value) in variables {
        query = query.replace(&format!("${name}"), &value.to_string());
    }
    query
}

fn caller_of<'w>(
    world: &'w World,
    request: &Request,
    presented: &Presented,
) -> Result<Caller<'w>, Box<Judgement>> {
    let bad = |truth| {
        Box::new(Judgement::refused(
            answers::graphql_error(401, "Invalid token"),
            truth,
        ))
    };
    let named = ["private-token", "job-token", "deploy-token"]
        .iter()
        .any(|name| request.header(name).is_some())
        || request
            .header("authorization")
            .is_some_and(|value| value.starts_with("Bearer"));
    if !named {
        return Ok(Caller::Anonymous(caller::ignored(world, presented)));
    }
    let Some(value) = presented.private.as_ref().or(presented.bearer.as_ref()) else {
        return Err(bad(caller::ignored(world, presented)));
    };
    let row = world
        .token_of(value)
        .filter(|token| token.absence.is_none());
    let found = row.and_then(|token| Some((token, world.owner(token)?)));
    let usable = |token: &Token| token.kind.is_personal_family() || token.kind == Kind::OAuth;
    let Some((token, user)) = found.filter(|(token, _)| usable(token)) else {
        return Err(bad(caller::unknown(world, value)));
    };
    if let Some(truth) = fault(world, token, user) {
        return Err(bad(truth));
    }
    if user.account == Account::TermsNotAccepted {
        let answer = answers::graphql_error(403, "API not accessible for user");
        return Err(Box::new(Judgement::refused(
            answer,
            caller::account_truth(user.account),
        )));
    }
    if user.dpop && matches!(token.kind, Kind::Personal | Kind::FineGrained) {
        let answer = answers::graphql_error(401, "DPoP validation error: DPoP header is missing");
        let truth = Truth::new("account", "policy_restriction", "dpop-required");
        return Err(Box::new(Judgement::refused(answer, truth)));
    }
    Ok(Caller::User(token, user))
}

/// Everything that GraphQL answers with "Invalid token".
fn fault(world: &World, token: &Token, user: &User) -> Option<Truth> {
    if token.kind.is_personal_family() && world.settings.personal_tokens_disabled {
        return Some(Truth::new(
            "lifetime",
            "policy_restriction",
            "personal-tokens-disabled",
        ));
    }
    if world.expired(token) {
        return Some(Truth::new("lifetime", "expired", "token-expired"));
    }
    if token.revoked {
        return Some(Truth::new("lifetime", "revoked", "token-revoked"));
    }
    if token.kind == Kind::Impersonation && world.settings.impersonation_disabled {
        return Some(Truth::new(
            "lifetime",
            "policy_restriction",
            "impersonation-disabled",
        ));
    }
    if user.account != Account::Active && user.account != Account::TermsNotAccepted {
        return Some(caller::account_truth(user.account));
    }
    let scoped = token
        .scopes
        .iter()
        .any(|scope| *scope == "api" || *scope == "read_api");
    (token.kind != Kind::FineGrained && !scoped).then_some(Truth::new(
        "scope",
        "wrong_scope",
        "scope-missing",
    ))
}

fn answer(world: &World, request: &Request, caller: Caller<'_>, query: &str) -> Judgement {
    let mut data = Map::new();
    let mut truth = None;
    let mut errors = Vec::new();
    if query.contains("currentUser") {
        data.insert("currentUser".to_owned(), current_user(caller));
        if let Caller::Anonymous(nobody) = caller {
            truth = Some(nobody);
        }
    }
    if let Some(path) = argument(query, "fullPath") {
        match project(world, request, caller, &path) {
            Ok(project) => {
                data.insert("project".to_owned(), fields(world, caller, project, query));
            }
            Err((why, message)) => {
                data.insert("project".to_owned(), Value::Null);
                truth = truth.or(Some(why));
                errors.extend(
                    message.map(|message| json!({"message": message, "path": ["project"]})),
                );
            }
        }
    }
    let mut body = json!({ "data": data });
    if !errors.is_empty() {
        body["errors"] = json!(errors);
    }
    let mut judgement = Judgement::granted(Answer::json(200, &body));
    judgement.truth = truth;
    judgement
}

fn current_user(caller: Caller<'_>) -> Value {
    caller.user().map_or(Value::Null, |user| {
        json!({
            "id": format!("gid://gitlab/User/{}", user.id), "username": user.username, "state": "active",
            "bot": user.bot,
        })
    })
}

fn project<'w>(
    world: &'w World,
    request: &Request,
    caller: Caller<'_>,
    path: &str,
) -> Result<&'w Project, (Truth, Option<String>)> {
    let absent = Truth::new("resource", "wrong_context", "project-absent");
    let project = world
        .project_at(path)
        .filter(|project| !project.pending_delete);
    let project = project.ok_or(match caller {
        Caller::Anonymous(truth) => (truth, None),
        Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => (absent, None),
    })?;
    world
        .sees(caller, project, request)
        .map_err(|truth| (truth, None))?;
    if let Caller::User(token, _) = caller {
        let checked = world.granular(token, Some("Project: Read"), Place::Project(project));
        checked.map_err(|fault| {
            let text = match fault {
                Granular::Missing(permission) | Granular::ClassicRefused(permission) => {
                    answers::granular_missing("project", permission)
                }
                Granular::Unsupported | Granular::SwitchedOff => {
                    answers::GRANULAR_UNSUPPORTED.to_owned()
                }
                Granular::OutsideBoundary => "404 Not Found".to_owned(),
            };
            (fault.truth(), Some(text))
        })?;
    }
    Ok(project)
}

/// Reads `name: "value"` out of a query.
fn argument(query: &str, name: &str) -> Option<String> {
    let (_, rest) = query.split_once(name)?;
    let rest = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

fn fields(world: &World, caller: Caller<'_>, project: &Project, query: &str) -> Value {
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| {
        if query.contains(name) {
            body.insert(name.to_owned(), value);
        }
    };
    set("id", json!(format!("gid://gitlab/Project/{}", project.id)));
    set("fullPath", json!(project.path));
    set("visibility", json!(project.visibility.name()));
    set("archived", json!(world.archived(project)));
    let access = match world.role_of(caller, project) {
        role::NONE => Value::Null,
        level => json!({"integerValue": level}),
    };
    set("maxAccessLevel", access);
    set(
        "userPermissions",
        permissions(world, caller, project, query),
    );
    Value::Object(body)
}

/// The user's abilities, which no scope lowers.
fn permissions(world: &World, caller: Caller<'_>, project: &Project, query: &str) -> Value {
    let asked = PERMISSIONS
        .iter()
        .filter(|permission| query.contains(permission.name));
    let answered = asked.map(|permission| {
        let may = world.may(caller, project, permission.ask).is_ok();
        (permission.name.to_owned(), json!(may))
    });
    Value::Object(answered.collect())
}

/// One boolean of `userPermissions`.
struct Permission {
    name: &'static str,
    ask: Ask,
}

const fn reads(
    name: &'static str,
    needs: Needs,
    serves: Serves,
    features: &'static [Feature],
) -> Permission {
    Permission {
        name,
        ask: Ask {
            needs,
            serves,
            features,
            writes: false,
        },
    }
}

const fn writes(name: &'static str, role: u8, features: &'static [Feature]) -> Permission {
    let ask = Ask {
        needs: Needs::Role(role),
        serves: Serves::Members,
        features,
        writes: true,
    };
    Permission { name, ask }
}

/// What any user may add to a public project, unless it is archived.
const fn adds(name: &'static str, needs: Needs, features: &'static [Feature]) -> Permission {
    let ask = Ask {
        needs,
        serves: Serves::AnyUser,
        features,
        writes: true,
    };
    Permission { name, ask }
}

const fn manages(name: &'static str, role: u8) -> Permission {
    reads(name, Needs::Role(role), Serves::Members, &[])
}

const GUEST: Needs = Needs::Role(role::GUEST);

/// `app/graphql/types/permission_types/project.rb`, in part.
static PERMISSIONS: &[Permission] = &[
    reads("readProject", GUEST, Serves::Anyone, &[]),
    reads("readProjectMember", GUEST, Serves::AnyUser, &[]),
    manages("adminProject", role::MAINTAINER),
    manages("renameProject", role::MAINTAINER),
    manages("archiveProject", role::OWNER),
    manages("removeProject", role::OWNER),
    manages("changeVisibilityLevel", role::OWNER),
    reads(
        "downloadCode",
        Needs::CodeReader,
        Serves::Anyone,
        &[Feature::Repository],
    ),
    writes("pushCode", role::DEVELOPER, &[Feature::Repository]),
    writes(
        "pushToDeleteProtectedBranch",
        role::MAINTAINER,
        &[Feature::Repository],
    ),
    reads(
        "readMergeRequest",
        Needs::CodeReader,
        Serves::Anyone,
        &[Feature::MergeRequests],
    ),
    adds(
        "createMergeRequestIn",
        Needs::Role(role::REPORTER),
        &[Feature::MergeRequests],
    ),
    writes(
        "createMergeRequestFrom",
        role::DEVELOPER,
        &[Feature::MergeRequests],
    ),
    adds("createIssue", GUEST, &[Feature::Issues]),
    writes(
        "createLabel",
        role::PLANNER,
        &[Feature::Issues, Feature::MergeRequests],
    ),
    writes("createPipeline", role::DEVELOPER, &[Feature::Builds]),
    writes(
        "createPipelineSchedule",
        role::DEVELOPER,
        &[Feature::Builds],
    ),
    writes(
        "createDeployment",
        role::DEVELOPER,
        &[Feature::Environments],
    ),
    reads(
        "readEnvironment",
        Needs::Role(role::REPORTER),
        Serves::AnyUser,
        &[Feature::Environments],
    ),
    reads("readWiki", GUEST, Serves::Anyone, &[Feature::Wiki]),
    writes("createWiki", role::DEVELOPER, &[Feature::Wiki]),
    reads(
        "readCommitStatus",
        Needs::CodeReader,
        Serves::Anyone,
        &[Feature::Builds],
    ),
];
