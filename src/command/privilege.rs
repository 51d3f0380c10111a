//! The smallest token that would do, in words: where it is made, and what the present one has beyond it.

use super::context::Context;
use super::needs::place_of;
use super::subject::target_of;
use crate::catalogue::capability::{Capability, Place};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::least::{Least, Made, Use, Want, least, least_of_kind, refuses_fine_grained};
use crate::catalogue::{AccessLevel, Scope};
use crate::diagnosis::knowledge::{Home, User};
use crate::diagnosis::{Case, Knowledge, Subject, Target};
use crate::report::{LeastPrivilege, OtherKind};

/// The variable in which a job finds its own token.
const JOB_VARIABLE: &str = "CI_JOB_TOKEN";

/// Says which token would do for capabilities and requests, and what the present one has beyond it; `None` where no single
/// token would, or what a request asks for is not known.
pub(crate) fn of(
    context: &Context,
    case: &Case,
    capabilities: &[&'static Capability],
    requests: &[Subject],
) -> Option<LeastPrivilege> {
    // What no single place holds, no token of one place reaches.
    if requests
        .iter()
        .any(|request| is_elsewhere(context, request))
    {
        return None;
    }
    let endpoints: Option<Vec<Want>> = requests
        .iter()
        // What an operation of GraphQL asks for, its fields say.
        .map(|request| {
            let endpoint = request.endpoint().filter(|_| request.operation().is_none());
            endpoint.map(Want::Request)
        })
        .collect();
    let capabilities = capabilities.iter().copied().map(Want::Capability);
    let wants: Vec<Want> = capabilities.chain(endpoints?).collect();
    of_all(context, case, &wants)
}

/// Whether a request is about another project than the one at hand, as far as their paths tell.
fn is_elsewhere(context: &Context, request: &Subject) -> bool {
    let (Some(own @ Target::Project(path)), Some(other @ Target::Project(name))) =
        (&context.target, &target_of(request))
    else {
        return false;
    };
    let (path, name) = (path.to_lowercase(), name.to_lowercase());
    // An image may stand below its project.
    let rest = name.strip_prefix(&path);
    let is_own = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    own.number().is_none() && other.number().is_none() && !is_own
}

/// The same for requests alone.
pub(crate) fn of_requests(
    context: &Context,
    case: &Case,
    requests: &[Subject],
) -> Option<LeastPrivilege> {
    of(context, case, &[], requests)
}

/// The place that the requests are about: a group token reaches projects as well.
fn place_among(wants: &[Want]) -> Place {
    let begins = |begin: &str| {
        wants.iter().any(|want| match want {
            Want::Request(endpoint) => endpoint.template.starts_with(begin),
            Want::Capability(_) => false,
        })
    };
    if begins("/groups/:id") {
        Place::Group
    } else if begins("/projects/:id") {
        Place::Project
    } else {
        Place::Instance
    }
}

fn of_all(context: &Context, case: &Case, wants: &[Want]) -> Option<LeastPrivilege> {
    let known = Knowledge::of(case);
    let using = Use {
        place: match context.target.as_ref() {
            None => place_among(wants),
            target @ Some(_) => place_of(target),
        },
        in_job: is_in_job(context),
        release: known.version,
    };
    let needed = least(wants, using)?;
    let path = path_of(case, &known);
    Some(LeastPrivilege {
        kind: needed.made.kind(),
        scopes: owned(&needed.scopes),
        permissions: needed.permissions.clone(),
        role: role(&needed).map(|level| level.to_string()),
        url: url(&needed, context, using.place, path.as_deref()),
        provided: provided(&needed, path.as_deref()),
        beyond: beyond(&needed, &known),
        others: others(needed.made, wants, using),
    })
}

/// Whether tokens of the other kinds would do, and why not.
fn others(smallest: Made, wants: &[Want], using: Use) -> Vec<OtherKind> {
    let kinds = Made::ALL.into_iter().filter(|made| *made != smallest);
    let mut others: Vec<OtherKind> = kinds
        .map(|made| match least_of_kind(made, wants, using) {
            Ok(enough) => OtherKind {
                kind: made.kind(),
                fine_grained: false,
                enough: true,
                scopes: owned(&enough.scopes),
                role: role(&enough).map(|level| level.to_string()),
                permissions: enough.permissions,
                why: None,
            },
            Err(why) => OtherKind::refused(made.kind(), why),
        })
        .collect();
    if let Some(why) = refuses_fine_grained(wants, using) {
        others.push(OtherKind {
            fine_grained: true,
            ..OtherKind::refused(TokenKind::Personal, why)
        });
    }
    others
}

fn owned(names: &[&'static str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn is_in_job(context: &Context) -> bool {
    context.token.as_ref().is_some_and(|holding| {
        holding.shape.kind == TokenKind::Job
            || holding.source.contains(JOB_VARIABLE)
            || holding
                .shadows
                .iter()
                .any(|shadow| shadow.contains(JOB_VARIABLE))
    })
}

fn path_of(case: &Case, known: &Knowledge) -> Option<String> {
    match case.target.as_ref()? {
        Target::Project(_) => known.project_path(case),
        target @ Target::Group(name) => target.number().is_none().then(|| name.clone()),
    }
}

/// A project or group token has some role, even where nothing asks for one.
fn role(needed: &Least) -> Option<AccessLevel> {
    let is_bot = matches!(needed.made, Made::Project | Made::Group);
    needed.role.or(is_bot.then_some(AccessLevel::GUEST))
}

/// The page on which such a token is made (`config/routes`). The page of personal tokens takes name and
/// scopes from its address (`doc/user/profile/personal_access_tokens.md`).
fn url(needed: &Least, context: &Context, place: Place, path: Option<&str>) -> Option<String> {
    let base = context.instance.url.trim_end_matches('/');
    let page = path.map(|path| match place {
        Place::Group => format!("{base}/groups/{path}/-/settings"),
        Place::Project | Place::Instance => format!("{base}/{path}/-/settings"),
    });
    match needed.made {
        Made::Job => page.map(|page| format!("{page}/ci_cd#js-token-access")),
        Made::Deploy => page.map(|page| format!("{page}/repository#js-deploy-tokens")),
        Made::Project => page.map(|page| format!("{page}/access_tokens")),
        Made::Group => group_page(base, place, path),
        Made::Person => Some(format!(
            "{base}/-/user_settings/personal_access_tokens?name=glwhy&scopes={}",
            needed.scopes.join(",")
        )),
    }
}

/// A group token for a project is made in the group above it.
fn group_page(base: &str, place: Place, path: Option<&str>) -> Option<String> {
    let group = match place {
        Place::Project => path?.rsplit_once('/')?.0,
        Place::Group | Place::Instance => path?,
    };
    Some(format!("{base}/groups/{group}/-/settings/access_tokens"))
}

fn provided(needed: &Least, path: Option<&str>) -> Vec<String> {
    let target = path.unwrap_or("the target");
    let pipelines = needed.shows_pipelines.then(|| {
        format!("{target} shows its pipelines to all members (project-based pipeline visibility)")
    });
    if needed.made != Made::Job {
        return pipelines.into_iter().collect();
    }
    let mut provided = vec![format!(
        "the job runs in {target}, or its project is on the allowlist of {target}"
    )];
    provided.extend(
        needed
            .role
            .map(|level| format!("the user who starts the job has the role {level} in {target}")),
    );
    provided.extend(pipelines);
    provided
}

/// What the present token has that the smallest one has not.
fn beyond(needed: &Least, known: &Knowledge) -> Vec<String> {
    let mut beyond = Vec::new();
    beyond.extend(wider_kind(needed, known));
    for name in known.scopes().unwrap_or_default() {
        if !needed.scopes.contains(&name.as_str()) {
            beyond.push(match Scope::find(name) {
                Some(scope) => format!("the scope {name}: it may {}", scope.words),
                None => format!("the scope {name}"),
            });
        }
    }
    if let (Some(Some(held)), Some(enough)) = (known.role, role(needed))
        && held > enough
    {
        beyond.push(format!("the role {held}, where {enough} is enough"));
    }
    if known.is_administrator() {
        beyond.push("the rights of an administrator".to_owned());
    }
    let is_endless = known
        .record
        .as_ref()
        .is_some_and(|record| record.expires_at.is_none());
    if is_endless {
        beyond.push("no date on which it ends".to_owned());
    }
    beyond
}

fn wider_kind(needed: &Least, known: &Knowledge) -> Option<String> {
    let user = known.user.as_ref();
    let home = user.and_then(User::home);
    // A prefix does not tell a person's token from a bot's, and the kind is not told to everybody.
    let is_person = home.is_none() && user.and_then(|user| user.bot) == Some(false);
    let name = user
        .and_then(|user| user.username.as_deref())
        .map_or_else(|| "its owner".to_owned(), |name| format!("@{name}"));
    match home {
        _ if needed.made == Made::Person => None,
        None if is_person => Some(format!(
            "it is a person's: it reaches whatever {name} reaches"
        )),
        Some(Home::Group(_)) if needed.made < Made::Group => {
            Some("it is a group's: it reaches every project of the group".to_owned())
        }
        Some(Home::Project(_) | Home::Group(_) | Home::ServiceAccount) | None => None,
    }
}
