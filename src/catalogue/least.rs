//! The smallest token that does what some capabilities need: its kind, its scopes, its role.
//!
//! Everything follows from the rows of the endpoints. The kinds are tried from the narrowest on: the
//! job's own token, a deploy token, a project token, a group token, a personal token.

use super::capability::{Capability, Place};
use super::kind::TokenKind;
use super::lists::SCOPES_BY_POWER;
use super::{
    AccessLevel, Condition, DeployToken, Endpoint, JobToken, Known, Requirement, Scope, Version,
};

/// The kinds of token that people make, the narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Made {
    /// The token that a job has by itself.
    Job,
    /// A deploy token.
    Deploy,
    /// A project access token.
    Project,
    /// A group access token.
    Group,
    /// A personal access token.
    Person,
}

impl Made {
    /// All of them, the narrowest first.
    pub(crate) const ALL: [Self; 5] = [
        Self::Job,
        Self::Deploy,
        Self::Project,
        Self::Group,
        Self::Person,
    ];

    /// What such a token is made for.
    const fn place(self) -> &'static str {
        match self {
            Self::Job | Self::Deploy | Self::Project => "project",
            Self::Group => "group",
            Self::Person => "user",
        }
    }

    /// The kind of such a token.
    pub(crate) const fn kind(self) -> TokenKind {
        match self {
            Self::Job => TokenKind::Job,
            Self::Deploy => TokenKind::Deploy,
            Self::Project => TokenKind::Project,
            Self::Group => TokenKind::Group,
            Self::Person => TokenKind::Personal,
        }
    }
}

/// A token that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Least {
    /// The kind.
    pub made: Made,
    /// The scopes, in the order of the alphabet; none for a job token.
    pub scopes: Vec<&'static str>,
    /// The role that its identity needs; absent where none is asked for, or the kind has none.
    pub role: Option<AccessLevel>,
    /// Whether the role is enough only while the project shows its pipelines to all members, as it does from the beginning.
    pub shows_pipelines: bool,
    /// The fine-grained permissions that would stand in for the scopes of a personal token, or the
    /// job-token permissions; none where one of the endpoints has no such permission.
    pub permissions: Vec<String>,
}

/// What is known of the place where the token is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    /// What it is used on.
    pub place: Place,
    /// Whether it is used in a CI/CD job.
    pub in_job: bool,
    /// The release, when known.
    pub release: Option<Version>,
}

/// What a token has to do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Want {
    /// A capability: of several requests, the one that fits the place and the token.
    Capability(&'static Capability),
    /// A request of this endpoint.
    Request(&'static Endpoint),
}

/// Returns the smallest token that does all of this; `None` where no single token would, or nothing
/// is asked for.
pub(crate) fn least(wants: &[Want], using: Use) -> Option<Least> {
    let is_at_hand = |made: &Made| *made != Made::Job || using.in_job;
    let kinds = Made::ALL.into_iter().filter(is_at_hand);
    kinds
        .filter(|_| !wants.is_empty())
        .find_map(|made| least_of_kind(made, wants, using).ok())
}

/// Returns the smallest token of a kind that does all of this.
///
/// # Errors
/// Why no token of this kind does: a sentence without its full stop.
pub(crate) fn least_of_kind(made: Made, wants: &[Want], using: Use) -> Result<Least, String> {
    let endpoint = |want: &Want| match want {
        Want::Request(endpoint) => Ok(*endpoint),
        Want::Capability(capability) => capability
            .request(using.place, made == Made::Job)
            .and_then(super::capability::ClientRequest::endpoint)
            .ok_or_else(|| format!("{} makes no sense here", capability.name)),
    };
    let endpoints: Result<Vec<_>, _> = wants.iter().map(endpoint).collect();
    let endpoints = endpoints?;
    let is_open = |row: &&&Endpoint| row.requirement == Requirement::Unknown;
    if let Some(row) = endpoints.iter().find(is_open) {
        return Err(format!("who may do {} is not known", named(row, wants)));
    }
    match made {
        Made::Job => job(&endpoints, wants, using),
        Made::Deploy => deploy(&endpoints, wants),
        Made::Project | Made::Group | Made::Person => access_token(made, &endpoints, wants, using),
    }
}

/// Why no fine-grained token does all of this; `None` where one does.
pub(crate) fn refuses_fine_grained(wants: &[Want], using: Use) -> Option<String> {
    wants.iter().find_map(|want| {
        let endpoint = match want {
            Want::Request(endpoint) => endpoint,
            Want::Capability(capability) => capability.request(using.place, false)?.endpoint()?,
        };
        let is_missing = endpoint.permission.name(using.release).is_none();
        is_missing.then(|| format!("{} has no fine-grained permission", named(endpoint, wants)))
    })
}

/// What people call what is wanted at an endpoint: the capability, or the request.
fn named(endpoint: &Endpoint, wants: &[Want]) -> String {
    let is_at = |capability: &Capability| {
        let mut requests = capability.requests.iter();
        requests.any(|request| {
            request
                .endpoint()
                .is_some_and(|row| std::ptr::eq(row, endpoint))
        })
    };
    let name = wants.iter().find_map(|want| match want {
        Want::Capability(capability) => is_at(capability).then_some(capability.name),
        Want::Request(_) => None,
    });
    name.map_or_else(
        || format!("{} {}", endpoint.method, endpoint.template),
        str::to_owned,
    )
}

/// The token of a job acts as the user who started it, and needs no scope.
fn job(endpoints: &[&'static Endpoint], wants: &[Want], using: Use) -> Result<Least, String> {
    for endpoint in endpoints {
        if endpoint.reads_job_token(using.release) != Known::Yes {
            return Err(format!("{} reads no job token", named(endpoint, wants)));
        }
        if endpoint.conditions.contains(&Condition::SettingForbids) {
            let name = named(endpoint, wants);
            return Err(format!("{name} lets no job in unless a setting allows it"));
        }
    }
    let policies = endpoints
        .iter()
        .flat_map(|endpoint| match endpoint.job_token {
            JobToken::Policies(policies) => policies,
            JobToken::No | JobToken::Yes | JobToken::OwnProject => &[],
        });
    Ok(Least {
        made: Made::Job,
        scopes: Vec::new(),
        role: role(endpoints, using.release),
        shows_pipelines: depends_on_pipelines(endpoints, using.release),
        permissions: sorted(policies.map(|policy| policy.0.to_owned())),
    })
}

fn deploy(endpoints: &[&'static Endpoint], wants: &[Want]) -> Result<Least, String> {
    let mut scopes: Vec<&'static str> = Vec::new();
    for endpoint in endpoints {
        match endpoint.deploy_token {
            DeployToken::No => {
                return Err(format!("{} reads no deploy token", named(endpoint, wants)));
            }
            DeployToken::AnyOf(names) if !names.iter().any(|name| scopes.contains(name)) => {
                scopes.extend(narrowest(names, Made::Deploy));
            }
            DeployToken::AnyOf(_) => {}
            DeployToken::AllOf(_, other) => scopes.push(other),
        }
    }
    scopes.extend(second_scope(endpoints));
    Ok(Least {
        made: Made::Deploy,
        scopes: sorted(scopes),
        role: None,
        shows_pipelines: false,
        permissions: Vec::new(),
    })
}

fn access_token(
    made: Made,
    endpoints: &[&'static Endpoint],
    wants: &[Want],
    using: Use,
) -> Result<Least, String> {
    let fits = match made {
        Made::Project => using.place == Place::Project,
        Made::Group => matches!(using.place, Place::Project | Place::Group),
        Made::Person => true,
        Made::Job | Made::Deploy => false,
    };
    if !fits {
        let place = made.place();
        return Err(format!("it is made in one {place}, and none is named"));
    }
    if made != Made::Person {
        let refusing = endpoints
            .iter()
            .find_map(|row| closed_to_bots(made, row, wants));
        refusing.map_or(Ok(()), Err)?;
    }
    Ok(Least {
        made,
        scopes: scopes(made, endpoints, wants)?,
        role: role(endpoints, using.release),
        shows_pipelines: depends_on_pipelines(endpoints, using.release),
        permissions: if made == Made::Person {
            permissions(endpoints, using.release)
        } else {
            Vec::new()
        },
    })
}

/// Why a project or group token does not do it.
fn closed_to_bots(made: Made, endpoint: &Endpoint, wants: &[Want]) -> Option<String> {
    let makes_projects = made == Made::Group && endpoint.template == "/projects";
    let name = named(endpoint, wants);
    if endpoint.requirement == Requirement::Administrator {
        return Some(format!("{name} is for administrators"));
    }
    let is_for_people = endpoint.conditions.contains(&Condition::PeopleOnly) && !makes_projects;
    is_for_people.then(|| format!("{name} is for people, and not for bots"))
}

/// The fewest and narrowest scopes: those without an alternative first, then what they leave open. For the tokens
/// of projects and groups, too, `api` opens Git and the registry, and `read_api` both for reading (`lib/gitlab/auth.rb`).
fn scopes(
    made: Made,
    endpoints: &[&'static Endpoint],
    wants: &[Want],
) -> Result<Vec<&'static str>, String> {
    let mut by_choice: Vec<&&Endpoint> = endpoints.iter().collect();
    by_choice.sort_by_key(|endpoint| endpoint.scopes.names().len());
    let mut chosen: Vec<&'static str> = Vec::new();
    for endpoint in by_choice {
        let names = endpoint.scopes.names();
        let closed = || format!("no scope of such a token opens {}", named(endpoint, wants));
        if names.is_empty() && endpoint.scopes.opened_by(&chosen) != Known::Yes {
            return Err(closed());
        }
        let is_covered = names.iter().any(|name| chosen.contains(name));
        if !names.is_empty() && !is_covered {
            chosen.push(narrowest(names, made).ok_or_else(closed)?);
        }
    }
    // Either opens the images for reading as well (`lib/gitlab/auth.rb`).
    let reads_images = ["api", "read_api"].iter().any(|name| chosen.contains(name));
    if !reads_images {
        chosen.extend(second_scope(endpoints));
    }
    Ok(sorted(chosen))
}

/// A push to the registry looks for the layers first, and so reads as well
/// (`doc/security/tokens/access_token_scopes.md`).
fn second_scope(endpoints: &[&'static Endpoint]) -> Option<&'static str> {
    let pushes = |endpoint: &&Endpoint| endpoint.template.contains("*push*");
    endpoints.iter().any(pushes).then_some("read_registry")
}

fn narrowest(names: &[&'static str], made: Made) -> Option<&'static str> {
    let power = |name: &str| SCOPES_BY_POWER.iter().position(|other| *other == name);
    names
        .iter()
        .copied()
        .filter(|name| is_given(name, made))
        .min_by_key(|name| power(name).unwrap_or(SCOPES_BY_POWER.len()))
}

fn is_given(name: &str, made: Made) -> bool {
    let Some(scope) = Scope::find(name) else {
        return false;
    };
    match made {
        Made::Project => scope.givable.project,
        Made::Group => scope.givable.group,
        Made::Deploy => scope.givable.deploy,
        Made::Person => scope.givable.personal,
        Made::Job => false,
    }
}

/// The least role that all of them let in; on a release that is not known, one that all releases let in.
fn role(endpoints: &[&'static Endpoint], release: Option<Version>) -> Option<AccessLevel> {
    let for_members: Vec<&&Endpoint> = endpoints
        .iter()
        .filter(|endpoint| endpoint.roles().is_some())
        .collect();
    let lets_in = |level: &AccessLevel| {
        let does = |row: &&&Endpoint| {
            let shows_pipelines = row.conditions.contains(&Condition::PublicPipelines);
            shows_pipelines || row.requirement.allows(*level, release) == Known::Yes
        };
        for_members.iter().all(does)
    };
    let mut levels = AccessLevel::NAMED
        .into_iter()
        .filter(|level| *level >= AccessLevel::GUEST);
    levels.find(lets_in).filter(|_| !for_members.is_empty())
}

/// Whether the least role is refused somewhere once the project hides its pipelines.
fn depends_on_pipelines(endpoints: &[&'static Endpoint], release: Option<Version>) -> bool {
    role(endpoints, release).is_some_and(|level| {
        let shuts_out = |row: &&Endpoint| row.requirement.allows(level, release) != Known::Yes;
        endpoints.iter().any(shuts_out)
    })
}

/// Fine-grained tokens are personal, and every endpoint has to support them.
fn permissions(endpoints: &[&'static Endpoint], release: Option<Version>) -> Vec<String> {
    let all = endpoints.iter().map(|row| row.permission.name(release));
    all.collect::<Option<Vec<String>>>()
        .map(sorted)
        .unwrap_or_default()
}

fn sorted<T: Ord>(names: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut names: Vec<T> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    mod recorded;

    use super::*;
    use crate::catalogue::{CAPABILITIES, Method, find_capability};

    const ON_PROJECT: Use = Use {
        place: Place::Project,
        in_job: false,
        release: Some(Version::new(19, 2)),
    };

    fn of(names: &[&str], using: Use) -> Least {
        let rows: Vec<Want> = names
            .iter()
            .map(|name| Want::Capability(find_capability(name).expect("a capability")))
            .collect();
        least(&rows, using).expect("a token that does")
    }

    #[test]
    fn a_deploy_token_does_where_nothing_but_reading_is_wanted() {
        let needed = of(&["clone", "pull-image"], ON_PROJECT);
        assert_eq!(needed.made, Made::Deploy);
        assert_eq!(needed.scopes, ["read_registry", "read_repository"]);
        assert_eq!(needed.role, None);
        let pushed = of(&["push-image"], ON_PROJECT);
        assert_eq!(pushed.scopes, ["read_registry", "write_registry"]);
    }

    #[test]
    fn a_project_token_does_before_a_personal_one() {
        let needed = of(&["push", "create-merge-request"], ON_PROJECT);
        assert_eq!(needed.made, Made::Project);
        assert_eq!(needed.scopes, ["api"]);
        assert_eq!(needed.role, Some(AccessLevel::DEVELOPER));
        let reading = of(&["read-merge-requests", "read-variables"], ON_PROJECT);
        assert_eq!(reading.scopes, ["read_api"]);
        assert_eq!(reading.role, Some(AccessLevel::MAINTAINER));
    }

    #[test]
    fn a_scope_of_the_api_opens_git_and_the_registry_as_well() {
        let all = [
            "clone",
            "create-release",
            "pull-image",
            "push",
            "push-image",
        ];
        assert_eq!(of(&all, ON_PROJECT).scopes, ["api"]);
        let reading = of(&["clone", "read-merge-requests", "pull-image"], ON_PROJECT);
        assert_eq!(reading.scopes, ["read_api"]);
    }

    #[test]
    fn what_bots_may_not_do_takes_a_person() {
        let needed = of(&["manage-tokens"], ON_PROJECT);
        assert_eq!((needed.made, needed.scopes), (Made::Person, vec!["api"]));
        assert_eq!(needed.permissions, ["Resource Access Token: Create"]);
    }

    #[test]
    fn a_permission_has_the_name_of_its_release() {
        let at = |method, path: &str, release: &str| {
            let endpoint = crate::catalogue::by_template(method, path).expect("a row");
            permissions(&[endpoint], Version::parse(release))
        };
        let issues = "/projects/:id/issues";
        let post = |release| at(Method::Post, issues, release);
        assert_eq!(post("18.9.3"), ["Work Item: Write"]);
        assert_eq!(post("19.2.0"), ["Work Item: Create"]);
        let either = ["Work Item: Create or Work Item: Write"];
        assert_eq!(post("19.1.0"), either);
        assert_eq!(post(""), either, "the release is not known");
        assert_eq!(at(Method::Get, issues, "18.9.3"), ["Work Item: Read"]);
        let snippets = |release| at(Method::Get, "/snippets", release);
        assert!(
            snippets("18.9.3").is_empty(),
            "no fine-grained token did in 18.9"
        );
        assert_eq!(snippets("19.2.0"), ["Snippet: Read"]);
    }

    #[test]
    fn the_jobs_own_token_does_in_a_job_and_nowhere_else() {
        let in_job = Use {
            in_job: true,
            ..ON_PROJECT
        };
        let needed = of(&["clone", "create-release"], in_job);
        assert_eq!(needed.made, Made::Job);
        assert_eq!(needed.permissions, ["ADMIN_RELEASES"]);
        assert_eq!(of(&["create-release"], ON_PROJECT).made, Made::Project);
        assert_eq!(of(&["push"], in_job).made, Made::Project);
    }

    #[test]
    fn a_group_takes_a_token_of_a_group() {
        let on_group = Use {
            place: Place::Group,
            ..ON_PROJECT
        };
        let needed = of(&["read-packages", "create-project"], on_group);
        assert_eq!((needed.made, needed.scopes), (Made::Group, vec!["api"]));
    }

    #[test]
    fn every_capability_has_a_smallest_token_whose_scopes_open_it() {
        for capability in CAPABILITIES {
            for place in [Place::Project, Place::Group, Place::Instance] {
                let Some(request) = capability.request(place, false) else {
                    continue;
                };
                let using = Use {
                    place,
                    ..ON_PROJECT
                };
                let needed = least(&[Want::Capability(capability)], using);
                let needed = needed.unwrap_or_else(|| panic!("{}", capability.name));
                let endpoint = request.endpoint().expect("a row");
                let opens = match needed.made {
                    Made::Deploy => endpoint.deploy_token.opened_by(&needed.scopes),
                    Made::Job | Made::Project | Made::Group | Made::Person => {
                        endpoint.scopes.opened_by(&needed.scopes)
                    }
                };
                assert_eq!(opens, Known::Yes, "{}", capability.name);
            }
        }
    }
}
