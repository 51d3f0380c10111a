//! What safe requests can tell of a capability: worlds that answer all of them alike, and differ in it.
//!
//! A verdict can be asked for only where safe requests can tell. That is decided by trying: a few things
//! are changed in the world, whatever may matter; where the capability then fares differently, and every
//! safe request that the simulator knows is still answered with the same bytes, nobody outside can tell.

use super::generate::settings::Setting;
use super::oracle::{Site, Would};
use super::records::SHA;
use super::routes::{Gives, Manners, ROUTES, Route, Subject};
use super::token::{Kind, Scheme};
use super::wire::{Answer, Request};
use super::world::{
    Allowed, BranchRule, Creation, Features, GroupId, Guest, Level, Project, User, Visibility, role,
};

/// One thing that is changed.
type Change = Box<dyn Fn(&mut Setting)>;

/// The most things that are changed at once.
const STEPS: usize = 3;

impl Setting {
    /// Tells whether safe requests can tell how a capability fares.
    pub(crate) fn can_be_told(&self, site: Site, capability: &str) -> bool {
        let granted = self.world.would(self.token, site, capability) == Would::Grant;
        let battery = self.battery();
        let mut known: Vec<Option<Answer>> = vec![None; battery.len()];
        let mut is_alike = |twin: &Self| {
            battery.iter().zip(&mut known).all(|(request, known)| {
                let known = known.get_or_insert_with(|| self.world.answer(request));
                twin.world.answer(request) == *known
            })
        };
        let changes = self.changes();
        let mut seen = vec![self.world.would(self.token, site, capability)];
        let mut alike = vec![self.clone()];
        for _ in 0..STEPS {
            let mut next = Vec::new();
            for (start, change) in alike
                .iter()
                .flat_map(|start| changes.iter().map(move |change| (start, change)))
            {
                let mut twin = start.clone();
                change(&mut twin);
                let other = twin.world.would(twin.token, site, capability);
                if seen.contains(&other) || !is_alike(&twin) {
                    continue;
                }
                match other {
                    Would::Grant if !granted => return false,
                    Would::Refuse(_) if granted => return false,
                    // Another refusal, or another way to be granted: one step nearer.
                    Would::Grant | Would::Refuse(_) | Would::Open(_) => {
                        seen.push(other);
                        next.push(twin);
                    }
                }
            }
            alike = next;
        }
        true
    }

    /// Every safe request that bears on the token and its target.
    fn battery(&self) -> Vec<Request> {
        let token = &self.world.tokens[self.token];
        let (natural, basic) = (token.natural_scheme(), token.natural_basic());
        let project = self.world.project(self.project);
        let path = project
            .map(|project| project.path.clone())
            .unwrap_or_default();
        let mut asked: Vec<(String, Scheme)> = Vec::new();
        for route in ROUTES.iter().filter(|route| self.is_asked(route)) {
            let scheme = if route.manners == Manners::Backend {
                &basic
            } else {
                &natural
            };
            for place in self.places(route) {
                asked.push((self.filled(route, &place), scheme.clone()));
            }
        }
        for service in ["git-upload-pack", "git-receive-pack"] {
            asked.push((
                format!("/{path}.git/info/refs?service={service}"),
                basic.clone(),
            ));
        }
        let image = format!("/jwt/auth?service=container_registry&scope=repository:{path}");
        asked.push((format!("{image}:pull"), basic.clone()));
        asked.push((format!("{image}:delete"), basic.clone()));
        asked.push(("/jwt/auth?service=dependency_proxy".to_owned(), basic));
        asked.push((
            format!("/api/graphql?query={{project(fullPath:\"{path}\"){{id archived userPermissions{{{ABILITIES}}}}}}}"),
            natural,
        ));
        asked.push((
            format!("/api/v4/projects/{}", self.project),
            Scheme::Nowhere,
        ));
        asked.push(("/oauth/token/info".to_owned(), Scheme::Bearer));
        asked
            .into_iter()
            .map(|(path, scheme)| {
                self.world
                    .request("GET", &path, Some((self.token, &scheme)))
            })
            .collect()
    }

    fn is_asked(&self, route: &Route) -> bool {
        let there = self.world.enterprise || !route.enterprise;
        let own = route.manners == Manners::OwnCredential;
        route.method == "GET" && there && !own && !hands_out(route)
    }

    /// What the first parameter of a route stands for.
    fn places(&self, route: &Route) -> Vec<String> {
        match route.subject {
            Subject::Project => vec![self.project.to_string()],
            Subject::Group => {
                let line = self.world.lineage(Some(self.group));
                line.iter().map(|group| group.id.to_string()).collect()
            }
            Subject::User | Subject::Instance => {
                let user = self.world.tokens[self.token].user;
                vec![user.unwrap_or_default().to_string()]
            }
        }
    }

    fn filled(&self, route: &Route, first: &str) -> String {
        let user = self.world.tokens[self.token].user.unwrap_or_default();
        let parts = route.path.trim_start_matches('/').split('/');
        let filled = parts.map(|part| match part {
            ":id" => first.to_owned(),
            ":user_id" => user.to_string(),
            ":tag_name" => "v1.0.0".to_owned(),
            ":branch" | ":ref" => "main".to_owned(),
            ":sha" => SHA.to_owned(),
            ":file_path" => "README.md".to_owned(),
            ":key" => "DEPLOY_ENV".to_owned(),
            ":name" => "default".to_owned(),
            other if other.starts_with([':', '*']) => "1".to_owned(),
            other => other.to_owned(),
        });
        format!("/api/v4/{}", filled.collect::<Vec<_>>().join("/"))
    }

    /// Everything that may matter, one thing at a time.
    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for level in [
            role::NONE,
            role::GUEST,
            role::PLANNER,
            role::REPORTER,
            role::DEVELOPER,
            role::MAINTAINER,
            role::OWNER,
        ] {
            changes.push(Box::new(move |setting| setting.give_role(level)));
        }
        for slot in SLOTS {
            for level in [Level::Disabled, Level::Private, Level::Enabled] {
                changes.push(of_project(move |project| {
                    *slot(&mut project.features) = level;
                }));
            }
        }
        for visibility in [
            Visibility::Private,
            Visibility::Internal,
            Visibility::Public,
        ] {
            changes.push(of_project(move |project| project.visibility = visibility));
        }
        changes.extend(of_rules());
        changes.extend(of_instance());
        changes.extend(self.of_token());
        changes
    }

    /// What is written in the token and nowhere else.
    fn of_token(&self) -> Vec<Change> {
        let token = &self.world.tokens[self.token];
        let mut changes: Vec<Change> = Vec::new();
        if token.kind == Kind::Deploy {
            changes.extend(of_deploy_scopes());
        }
        if token.kind == Kind::FineGrained {
            changes.extend(of_permissions());
        }
        changes.push(Box::new(|setting| {
            setting.world.tokens[setting.token].revoked ^= true;
        }));
        changes.push(Box::new(|setting| {
            setting.world.tokens[setting.token].expires = Some(setting.world.today);
        }));
        changes
    }

    /// Lets the job in by an entry that has every permission but one.
    fn let_in_but_for(&mut self, policy: &str) {
        const READS: [&str; 10] = [
            "READ_REPOSITORIES",
            "READ_JOBS",
            "READ_PIPELINES",
            "READ_PACKAGES",
            "READ_RELEASES",
            "READ_ENVIRONMENTS",
            "READ_DEPLOYMENTS",
            "READ_SECURE_FILES",
            "READ_MERGE_REQUESTS",
            "READ_WORK_ITEMS",
        ];
        let Some(source) = self.world.tokens[self.token].project else {
            return;
        };
        let writes = POLICIES.iter().copied().filter(|given| *given != policy);
        let entry = Allowed {
            who: Guest::Project(source),
            policies: Some(READS.into_iter().chain(writes).collect()),
        };
        let target = self.project;
        for project in self
            .world
            .projects
            .iter_mut()
            .filter(|known| known.id == target)
        {
            project.allowlist_enabled = true;
            project.allowlist.insert(0, entry.clone());
        }
    }

    /// Leaves the token's identity with exactly this role, given directly.
    fn give_role(&mut self, level: u8) {
        let Some(user) = self.world.tokens[self.token].user else {
            return;
        };
        for group in &mut self.world.groups {
            group.members.retain(|(member, _)| *member != user);
            group.shares.clear();
        }
        let group = self.group;
        for known in self
            .world
            .groups
            .iter_mut()
            .filter(|known| known.id == group)
        {
            known.members.push((user, level));
        }
        let target = self.project;
        for project in &mut self.world.projects {
            project.members.retain(|(member, _)| *member != user);
            project.shares.clear();
            if project.id == target {
                project.members.push((user, level));
            }
        }
    }
}

/// Tells whether the answer is the thing itself: a state, a log, an archive. To ask for it is to take it,
/// with whatever secrets are in it, so nobody does that to learn what a token may do.
fn hands_out(route: &Route) -> bool {
    let bytes = route.gives == Gives::Bytes && !route.path.ends_with("/simple");
    bytes
        || route.manners == Manners::Backend
        || ["/trace", "/artifacts"]
            .iter()
            .any(|end| route.path.ends_with(end))
}

/// Where each feature stands.
const SLOTS: &[fn(&mut Features) -> &mut Level] = &[
    |features| &mut features.repository,
    |features| &mut features.merge_requests,
    |features| &mut features.issues,
    |features| &mut features.builds,
    |features| &mut features.packages,
    |features| &mut features.registry,
    |features| &mut features.releases,
    |features| &mut features.environments,
    |features| &mut features.infrastructure,
];

const ABILITIES: &str = "readProject adminProject archiveProject removeProject downloadCode pushCode \
                         readMergeRequest createMergeRequestIn createMergeRequestFrom createIssue createPipeline \
                         createPipelineSchedule createDeployment readEnvironment readCommitStatus";

fn of_project(change: impl Fn(&mut Project) + 'static) -> Change {
    Box::new(move |setting| {
        let id = setting.project;
        let found = setting
            .world
            .projects
            .iter_mut()
            .find(|project| project.id == id);
        if let Some(project) = found {
            change(project);
        }
    })
}

fn of_group(change: impl Fn(&mut super::world::Group) + 'static) -> Change {
    Box::new(move |setting| {
        let line = setting.world.lineage(Some(setting.group));
        let line: Vec<GroupId> = line.iter().map(|group| group.id).collect();
        for group in &mut setting.world.groups {
            if line.contains(&group.id) {
                change(group);
            }
        }
    })
}

/// What the rules of the project and of its group say.
fn of_rules() -> Vec<Change> {
    let mut changes = vec![
        of_project(|project| project.archived ^= true),
        of_project(|project| project.public_pipelines ^= true),
        of_project(|project| project.job_push_allowed ^= true),
        of_project(|project| project.allowlist_enabled ^= true),
        of_project(|project| project.allowlist.clear()),
        of_project(|project| project.protected.clear()),
        of_project(|project| {
            for entry in &mut project.allowlist {
                entry.policies = None;
            }
        }),
        of_project(|project| {
            for entry in &mut project.allowlist {
                entry.policies = Some(Vec::new());
            }
        }),
        of_group(|group| group.archived = true),
        of_group(|group| group.archived = false),
        of_group(|group| group.proxy_disabled ^= true),
        of_group(|group| group.enforces_fine_grained ^= true),
        of_group(|group| group.saml ^= true),
        of_group(|group| group.tokens_disabled ^= true),
        of_group(|group| group.project_creation = Creation::NoOne),
        of_group(|group| group.project_creation = Creation::Developers),
    ];
    for policy in POLICIES.iter().copied() {
        changes.push(Box::new(move |setting| setting.let_in_but_for(policy)));
        changes.push(of_project(move |project| {
            for entry in &mut project.allowlist {
                let Some(policies) = entry.policies.as_mut() else {
                    continue;
                };
                if let Some(at) = policies.iter().position(|given| *given == policy) {
                    policies.remove(at);
                } else {
                    policies.push(policy);
                }
            }
        }));
    }
    changes.extend(of_reviews());
    changes
}

/// Who may approve and merge.
fn of_reviews() -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    changes.push(of_project(|project| project.reporters_approve ^= true));
    // The rules of approval that can refuse are a part of paid plans.
    changes.push(Box::new(|setting| {
        let id = setting.project;
        let paid = setting.world.paid;
        for project in &mut setting.world.projects {
            project.approval_takes_sign_in ^= paid && project.id == id;
        }
    }));
    changes.push(Box::new(|setting| {
        let user = setting.world.tokens[setting.token].user;
        let id = setting.project;
        let paid = setting.world.paid;
        for project in &mut setting.world.projects {
            if project.id == id && paid {
                project.main_mergers.extend(user);
            }
        }
    }));
    for level in [role::NONE, role::DEVELOPER, role::MAINTAINER] {
        changes.push(of_project(move |project| {
            project.protected = vec!["main".to_owned()];
            project.main_rule = BranchRule {
                push: role::NONE,
                merge: level,
            };
        }));
    }
    changes
}

/// Job-token permissions that no answer shows but to a request that needs them.
const POLICIES: &[&str] = &[
    "ADMIN_PACKAGES",
    "ADMIN_RELEASES",
    "ADMIN_ENVIRONMENTS",
    "ADMIN_DEPLOYMENTS",
    "ADMIN_TERRAFORM_STATE",
    "ADMIN_SECURE_FILES",
    "ADMIN_REPOSITORIES",
];

fn of_instance() -> Vec<Change> {
    vec![
        Box::new(|setting| setting.world.settings.packages_disabled ^= true),
        Box::new(|setting| setting.world.settings.registry_disabled ^= true),
        Box::new(|setting| setting.world.settings.git_over_http_disabled ^= true),
        Box::new(|setting| setting.world.settings.admin_mode ^= true),
        of_user(|user| user.admin ^= true),
        of_user(|user| user.external ^= true),
    ]
}

/// No request tells a deploy token its scopes: every set of them.
fn of_deploy_scopes() -> Vec<Change> {
    const SCOPES: [&str; 5] = [
        "read_repository",
        "read_registry",
        "write_registry",
        "read_package_registry",
        "write_package_registry",
    ];
    let sets = 1_usize..1 << SCOPES.len();
    let change = |set: usize| -> Change {
        Box::new(move |setting| {
            let given = SCOPES.iter().enumerate();
            let given = given.filter(|(at, _)| set >> at & 1 == 1);
            setting.world.tokens[setting.token].scopes = given.map(|(_, scope)| *scope).collect();
        })
    };
    sets.map(change).collect()
}

fn of_user(change: impl Fn(&mut User) + 'static) -> Change {
    Box::new(move |setting| {
        let id = setting.world.tokens[setting.token].user;
        let found = setting
            .world
            .users
            .iter_mut()
            .find(|user| Some(user.id) == id);
        if let Some(user) = found {
            change(user);
        }
    })
}

/// Permissions of a fine-grained token, each taken, or given wherever the token has some.
fn of_permissions() -> Vec<Change> {
    let mut permissions: Vec<&'static str> =
        ROUTES.iter().filter_map(|route| route.granular).collect();
    permissions.extend(["Code: Push", "Code: Download"]);
    permissions.sort_unstable();
    permissions.dedup();
    let mut changes: Vec<Change> = Vec::new();
    for permission in permissions {
        changes.push(Box::new(move |setting| {
            let grants = &mut setting.world.tokens[setting.token].grants;
            let had = grants
                .iter()
                .any(|grant| grant.permissions.contains(&permission));
            for grant in grants.iter_mut() {
                grant.permissions.retain(|given| *given != permission);
            }
            if !had {
                for grant in grants.iter_mut() {
                    grant.permissions.push(permission);
                }
            }
        }));
    }
    changes
}
