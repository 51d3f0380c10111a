//! What nobody outside can tell apart: worlds that differ in the cause, and answer alike.
//!
//! A diagnosis can be asked for only where safe requests can tell. Here that is decided by trying: the
//! fault of a scenario is taken out, each of its look-alikes is put in, and both worlds are asked a
//! battery of every safe question that helps. Where all answers are equal, the look-alike is a rival.

use super::scenarios::Scenario;
use super::token::{Absence, Kind, Scheme};
use super::wire::{Answer, Request, Truth};
use super::world::{Allowed, Features, Guest, Level, ProjectId, Visibility, role};

/// Puts one fault into a scenario that has none of its family.
type Fault = fn(&mut Scenario, ProjectId);

impl Scenario {
    /// Returns the causes that no safe request can tell from the true one.
    pub(crate) fn rivals(&self) -> Vec<Truth> {
        let Some(truth) = self.judge().truth else {
            return Vec::new();
        };
        if self.path.starts_with("/api/v4/groups/") {
            return hidden_groups(truth);
        }
        let own = self.fingerprint();
        let mut rivals: Vec<Truth> = Vec::new();
        for twin in self.twins(truth) {
            let other = twin.judge().truth.filter(|other| other.why != truth.why);
            if let Some(other) = other.filter(|other| !rivals.contains(other))
                && twin.fingerprint_with(&self.battery()) == own
            {
                rivals.push(other);
            }
        }
        rivals.sort();
        rivals
    }

    /// Tells whether safe requests can name the cause (though perhaps not its finer name).
    pub(crate) fn can_be_told(&self) -> bool {
        let cause = self.judge().truth.map(|truth| truth.cause);
        self.rivals().iter().all(|rival| Some(rival.cause) == cause)
    }

    fn fingerprint(&self) -> Vec<Answer> {
        self.fingerprint_with(&self.battery())
    }

    fn fingerprint_with(&self, battery: &[Request]) -> Vec<Answer> {
        battery
            .iter()
            .map(|request| self.world.answer(request))
            .collect()
    }

    /// Every safe question that an asker with this token and this request would think of.
    fn battery(&self) -> Vec<Request> {
        let Some(index) = self.token else {
            let place = self
                .reference()
                .map(|reference| format!("/api/v4/projects/{reference}"));
            let place = place.map(|path| self.world.request("GET", &path, None));
            return place.into_iter().chain([self.request()]).collect();
        };
        let token = &self.world.tokens[index];
        let natural = token.natural_scheme();
        let basic = token.natural_basic();
        let nowhere = Scheme::Nowhere;
        let mut asked: Vec<(String, &Scheme)> = Vec::new();
        for path in OWN {
            asked.push(((*path).to_owned(), &natural));
        }
        if let Some(reference) = self.reference() {
            let member = format!("/members/all/{}", token.user.unwrap_or_default());
            for rest in ABOUT_PROJECT.iter().copied().chain([member.as_str()]) {
                asked.push((format!("/api/v4/projects/{reference}{rest}"), &natural));
            }
            asked.push((format!("/api/v4/projects/{reference}"), &nowhere));
            let path = reference.replace("%2F", "/");
            if path.contains('/') {
                asked.push((
                    format!("/{path}.git/info/refs?service=git-upload-pack"),
                    &basic,
                ));
                asked.push((
                    format!("/{path}.git/info/refs?service=git-upload-pack"),
                    &nowhere,
                ));
                asked.push((
                    format!("/jwt/auth?service=container_registry&scope=repository:{path}:pull"),
                    &basic,
                ));
                asked.push((
                    format!("/api/graphql?query={{project(fullPath:\"{path}\"){{id archived}}}}"),
                    &natural,
                ));
            }
        }
        let mut battery: Vec<Request> = asked
            .into_iter()
            .map(|(path, scheme)| self.world.request("GET", &path, Some((index, scheme))))
            .collect();
        battery.push(self.request());
        battery
    }

    /// Reads how the request names its project.
    fn reference(&self) -> Option<String> {
        if let Some((path, _)) = self.path.split_once(".git/") {
            return Some(path.trim_start_matches('/').replace('/', "%2F"));
        }
        let rest = self.path.strip_prefix("/api/v4/projects/")?;
        let reference = rest.split(['/', '?']).next().unwrap_or_default();
        (!reference.is_empty()).then(|| reference.to_owned())
    }

    /// Finds the project that the request names, or makes it where it is missing.
    fn with_project(&self) -> Option<(Self, ProjectId)> {
        let mut twin = self.clone();
        let reference = self.reference()?.replace("%2F", "/");
        let by_id = reference.parse().ok().and_then(|id| self.world.project(id));
        if let Some(project) = by_id.or_else(|| self.world.project_at(&reference)) {
            return Some((twin, project.id));
        }
        let id = twin.world.add_project(&reference);
        if let Ok(wanted) = reference.parse() {
            let project = twin.world.project_mut(id);
            project.id = wanted;
            "hidden/away".clone_into(&mut project.path);
            return Some((twin, wanted));
        }
        Some((twin, id))
    }

    fn twins(&self, truth: Truth) -> Vec<Self> {
        let named = self.with_project();
        let family = FAMILIES
            .iter()
            .find(|family| family.whys.contains(&truth.why));
        let Some(family) = family.filter(|family| named.is_some() || !family.about_project) else {
            return Vec::new();
        };
        let (mut clean, project) = named.unwrap_or_else(|| (self.clone(), 0));
        (family.repair)(&mut clean, project);
        let put_in = |fault: &Fault| {
            let mut twin = clean.clone();
            fault(&mut twin, project);
            twin
        };
        family.faults.iter().map(put_in).collect()
    }
}

/// A group that is absent, private, or restricted has one answer by design.
fn hidden_groups(truth: Truth) -> Vec<Truth> {
    let hidden = [
        Truth::new("resource", "policy_restriction", "address-restricted"),
        Truth::new("resource", "wrong_context", "group-absent"),
        Truth::new("resource", "wrong_context", "bot-not-a-member"),
        Truth::new("resource", "wrong_role", "not-a-member"),
    ];
    let one_of_them = hidden.contains(&truth);
    hidden
        .into_iter()
        .filter(|other| one_of_them && *other != truth)
        .collect()
}

const OWN: &[&str] = &[
    "/api/v4/metadata",
    "/api/v4/user",
    "/api/v4/personal_access_tokens/self",
    "/api/v4/personal_access_tokens/self/associations?min_access_level=10",
    "/api/v4/job",
    "/oauth/token/info",
];

const ABOUT_PROJECT: &[&str] = &[
    "",
    "/repository/tags",
    "/repository/branches",
    "/merge_requests",
    "/issues",
    "/releases",
    "/environments",
    "/pipelines",
    "/packages",
    "/packages/pypi/simple",
];

/// Faults that look alike on some surface.
struct Family {
    /// Whether its faults are those of a project, so that the request must name one.
    about_project: bool,
    whys: &'static [&'static str],
    repair: Fault,
    faults: &'static [Fault],
}

static FAMILIES: &[Family] = &[
    Family {
        about_project: true,
        whys: &[
            "project-absent",
            "project-pending-deletion",
            "not-a-member",
            "bot-not-a-member",
            "job-user-not-a-member",
            "job-user-role-too-low",
            "job-not-on-allowlist",
            "nothing-sent",
            "address-restricted",
            "saml-session",
            "external-authorization",
        ],
        repair: make_visible,
        faults: &[
            |twin, project| twin.world.projects.retain(|known| known.id != project),
            |twin, project| twin.world.project_mut(project).pending_delete = true,
            lose_membership,
            |twin, project| {
                let project = twin.world.project_mut(project);
                project.allowlist_enabled = true;
                project.allowlist.clear();
            },
            |twin, project| {
                on_top(twin, project, |top| {
                    top.addresses = vec![[192, 0, 2, 1].into()];
                });
            },
            |twin, project| on_top(twin, project, |top| top.saml = true),
            |twin, project| {
                twin.world.settings.external_authorization = true;
                twin.world.project_mut(project).label_refused = true;
            },
        ],
    },
    Family {
        about_project: false,
        whys: &[
            "token-unknown",
            "token-of-another-instance",
            "personal-tokens-disabled",
            "job-finished",
            "deploy-token-expired",
            "deploy-token-revoked",
            "deploy-token-of-another-project",
        ],
        repair: revive,
        faults: &[
            |twin, _| forget(twin, Absence::Unknown),
            |twin, _| forget(twin, Absence::OtherInstance),
            |twin, _| twin.world.settings.personal_tokens_disabled = true,
            |twin, _| {
                on_token(twin, |token| {
                    if let Some(job) = token.job.as_mut() {
                        job.running = false;
                    }
                });
            },
            |twin, _| {
                let today = twin.world.today;
                on_token(twin, |token| token.expires = Some(today));
            },
            |twin, _| on_token(twin, |token| token.revoked = true),
            |twin, _| {
                on_token(twin, |token| {
                    if token.kind == Kind::Deploy {
                        token.project = Some(1);
                    }
                });
            },
        ],
    },
    Family {
        about_project: true,
        whys: &[
            "role-too-low",
            "no-role",
            "feature-for-members-only",
            "feature-off",
            "job-push-off",
            "archived",
        ],
        repair: enable,
        faults: &[
            |twin, project| demote(twin, project, role::GUEST),
            |twin, project| demote(twin, project, role::REPORTER),
            |twin, project| demote(twin, project, role::DEVELOPER),
            |twin, project| demote(twin, project, role::NONE),
            |twin, project| {
                feature(twin, project, |features| {
                    features.repository = Level::Disabled;
                });
            },
            |twin, project| {
                feature(twin, project, |features| {
                    features.merge_requests = Level::Disabled;
                });
            },
            |twin, project| feature(twin, project, |features| features.builds = Level::Disabled),
            |twin, project| {
                feature(twin, project, |features| {
                    features.packages = Level::Disabled;
                });
            },
            |twin, project| {
                feature(twin, project, |features| {
                    features.releases = Level::Disabled;
                });
            },
            |twin, project| {
                feature(twin, project, |features| {
                    features.environments = Level::Disabled;
                });
            },
            |twin, project| {
                feature(twin, project, |features| {
                    features.registry = Level::Disabled;
                });
            },
            |twin, project| {
                feature(twin, project, |features| {
                    features.repository = Level::Private;
                });
            },
            |twin, project| {
                if let Some(known) = twin
                    .world
                    .projects
                    .iter_mut()
                    .find(|known| known.id == project)
                {
                    known.job_push_allowed = false;
                }
            },
            |twin, project| {
                if let Some(known) = twin
                    .world
                    .projects
                    .iter_mut()
                    .find(|known| known.id == project)
                {
                    known.archived = true;
                }
            },
        ],
    },
];

fn make_visible(twin: &mut Scenario, project: ProjectId) {
    demote(twin, project, role::MAINTAINER);
    on_top(twin, project, |top| {
        top.addresses.clear();
        top.saml = false;
    });
    twin.world.settings.external_authorization = false;
    let source = twin
        .token
        .and_then(|index| twin.world.tokens[index].project);
    let project = twin.world.project_mut(project);
    project.pending_delete = false;
    project.label_refused = false;
    project.allowlist = source
        .map(|id| Allowed {
            who: Guest::Project(id),
            policies: None,
        })
        .into_iter()
        .collect();
}

fn lose_membership(twin: &mut Scenario, project: ProjectId) {
    demote(twin, project, role::NONE);
    twin.world.project_mut(project).visibility = Visibility::Private;
}

/// Takes the row away; a job token of the JWT form tells where it is from, so nobody would be misled.
fn forget(twin: &mut Scenario, absence: Absence) {
    on_token(twin, |token| {
        if token.kind != Kind::JobJwt {
            token.absence = Some(absence);
        }
    });
}

fn revive(twin: &mut Scenario, project: ProjectId) {
    twin.world.settings.personal_tokens_disabled = false;
    on_token(twin, |token| {
        token.absence = None;
        token.expires = None;
        token.revoked = false;
        if let Some(job) = token.job.as_mut() {
            job.running = true;
        }
        if token.kind == Kind::Deploy {
            token.project = Some(project);
        }
    });
}

fn enable(twin: &mut Scenario, project: ProjectId) {
    demote(twin, project, role::OWNER);
    feature(twin, project, |features| *features = Features::default());
    if let Some(known) = twin
        .world
        .projects
        .iter_mut()
        .find(|known| known.id == project)
    {
        known.archived = false;
        known.job_push_allowed = true;
    }
}

/// Leaves the token's identity with exactly this role, given directly.
fn demote(twin: &mut Scenario, project: ProjectId, level: u8) {
    let user = twin
        .token
        .and_then(|index| twin.world.tokens[index].user)
        .unwrap_or_default();
    let line = twin.world.project(project).map(|project| project.group);
    let line: Vec<u64> = twin
        .world
        .lineage(line.flatten())
        .iter()
        .map(|group| group.id)
        .collect();
    for group in twin
        .world
        .groups
        .iter_mut()
        .filter(|group| line.contains(&group.id))
    {
        group.members.retain(|(member, _)| *member != user);
        group.shares.clear();
    }
    let Some(project) = twin
        .world
        .projects
        .iter_mut()
        .find(|known| known.id == project)
    else {
        return;
    };
    project.shares.clear();
    project.members.retain(|(member, _)| *member != user);
    if level > role::NONE {
        project.members.push((user, level));
    }
}

fn feature(twin: &mut Scenario, project: ProjectId, change: fn(&mut Features)) {
    if let Some(project) = twin
        .world
        .projects
        .iter_mut()
        .find(|known| known.id == project)
    {
        change(&mut project.features);
    }
}

fn on_top(twin: &mut Scenario, project: ProjectId, change: fn(&mut super::world::Group)) {
    let group = twin
        .world
        .project(project)
        .and_then(|project| project.group);
    if let Some(top) = twin.world.top(group).map(|top| top.id) {
        change(twin.world.group_mut(top));
    }
}

fn on_token(twin: &mut Scenario, change: impl FnOnce(&mut super::token::Token)) {
    if let Some(index) = twin.token {
        change(&mut twin.world.tokens[index]);
    }
}
