//! The REST API: GitLab's order of checks, from the router to the endpoint.
//!
//! Two-bearer check, route, credential, scope, fine-grained permission, project or group, job-token
//! policy, feature, role, record. The point at which the scope is asked for differs by route
//! (`lib/api/helpers.rb`: `find_project!`, `current_user`), and with it what a bad token can learn.

use super::answers;
use super::caller::{self, Caller};
use super::policy::{Ask, Granular, NOT_ON_ALLOWLIST, Place};
use super::records;
use super::routes::{
    ANY_SCOPE, Gives, Jobs, Manners, Match, Needs, Opens, Refuses, Route, Routed, Subject, route,
};
use super::token::{Kind, Token};
use super::wire::{Answer, Judgement, Request, Step, Truth, refuse};
use super::world::{
    Account, Creation, Feature, Group, GroupId, Level, MAIN, Project, Version, Visibility, World,
    role,
};

/// Everything that the checks of one request know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit<'w> {
    pub world: &'w World,
    pub request: &'w Request,
    pub found: &'w Match,
    pub caller: Caller<'w>,
}

/// Answers a path below `/api/v4`.
pub(crate) fn judge(world: &World, request: &Request, path: &str) -> Judgement {
    match checks(world, request, path) {
        Ok(judgement) => judgement,
        Err(refusal) => *refusal,
    }
}

fn checks(world: &World, request: &Request, path: &str) -> Step<Judgement> {
    two_bearers(request)?;
    let found = match route(&request.method, path, world.enterprise) {
        Routed::To(found) => found,
        other @ (Routed::Methods(_)
        | Routed::Nowhere
        | Routed::EnterpriseOnly
        | Routed::NotSimulated) => return Ok(unrouted(&other, request, path)),
    };
    if found.route.manners == Manners::OwnCredential {
        return own_credential(world, request, &found);
    }
    let caller = caller::rest(world, request, found.route)?;
    let visit = Visit {
        world,
        request,
        found: &found,
        caller,
    };
    let end = visit.endpoint();
    let read = caller.is_known();
    match end {
        Ok(answer) => Ok(Judgement::granted(answer).read(read)),
        Err(refusal) => Err(Box::new(refusal.read(read))),
    }
}

fn two_bearers(request: &Request) -> Step<()> {
    let header = request.header("authorization").unwrap_or_default();
    if !header.starts_with("Bearer ") || request.parameter("access_token").is_none() {
        return Ok(());
    }
    let text = "Both Authorization header and payload includes access token.";
    let body = serde_json::json!({"error": "invalid_request", "error_description": text});
    refuse(
        Answer::json(400, &body),
        Truth::new("credential", "malformed_token", "two-bearers"),
    )
}

fn unrouted(routed: &Routed, request: &Request, path: &str) -> Judgement {
    let nowhere = |why| Truth::new("route", "not_found_route", why);
    match routed {
        Routed::Methods(allowed) => Judgement::refused(
            answers::method_not_allowed(allowed),
            nowhere("method-not-allowed"),
        ),
        Routed::EnterpriseOnly => {
            Judgement::refused(answers::no_route(), nowhere("enterprise-only"))
        }
        Routed::Nowhere => {
            let why = if holds_plain_path(path) {
                "path-not-encoded"
            } else {
                "unknown-route"
            };
            Judgement::refused(answers::no_route(), nowhere(why))
        }
        Routed::NotSimulated | Routed::To(_) => {
            let text = format!("simulator: unknown route {} {path}", request.method);
            let mut judgement = Judgement::granted(Answer::foreign(599, "text/plain", text));
            judgement.unknown_route = true;
            judgement
        }
    }
}

/// Tells whether a path below projects or groups holds a plain path where one encoded segment belongs.
fn holds_plain_path(path: &str) -> bool {
    let mut segments = path.trim_start_matches('/').split('/');
    let below = matches!(segments.next(), Some("projects" | "groups"));
    let name = segments.next().unwrap_or_default();
    let named = name.parse::<u64>().is_ok() || name.to_ascii_lowercase().contains("%2f");
    below && !named && segments.next().is_some()
}

impl<'w> Visit<'w> {
    fn route(&self) -> &'static Route {
        self.found.route
    }

    /// The endpoint itself, from its first line.
    fn endpoint(&self) -> Result<Answer, Judgement> {
        self.steps().map_err(|refusal| *refusal)
    }

    fn steps(&self) -> Step<Answer> {
        let opens = self.route().opens;
        if opens == Opens::Authenticate {
            self.authenticate()?;
        }
        if opens != Opens::Lookup {
            self.scope()?;
        }
        match self.route().subject {
            Subject::Project => self.project(),
            Subject::Group => self.group(),
            Subject::User | Subject::Instance => self.neither(),
        }
    }

    fn authenticate(&self) -> Step<()> {
        match self.caller {
            Caller::Anonymous(truth) => refuse(answers::unauthorized(), truth),
            Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => Ok(()),
        }
    }

    /// Scopes bind personal and OAuth tokens only; a fine-grained token is judged by its permissions.
    fn scope(&self) -> Step<()> {
        let Caller::User(token, _) = self.caller else {
            return Ok(());
        };
        let wanted = self.route().scopes;
        let given = |scope: &&str| token.scopes.contains(scope);
        if token.kind == Kind::FineGrained || wanted == ANY_SCOPE || wanted.iter().any(given) {
            return Ok(());
        }
        let reads = token
            .scopes
            .iter()
            .any(|scope| scope.starts_with("read_api"));
        let why = if reads && self.request.writes() {
            "read-only-scope"
        } else {
            "scope-missing"
        };
        refuse(
            answers::insufficient_scope(wanted),
            Truth::new("scope", "wrong_scope", why),
        )
    }

    /// Fine-grained permissions, and their enforcement on classic tokens.
    fn granular(&self, place: Place<'_>) -> Step<()> {
        let Caller::User(token, _) = self.caller else {
            return Ok(());
        };
        let Err(fault) = self.world.granular(token, self.route().granular, place) else {
            return Ok(());
        };
        let answer = match fault {
            Granular::Missing(permission) | Granular::ClassicRefused(permission) => {
                answers::granular(&answers::granular_missing(place.word(), permission))
            }
            Granular::Unsupported => answers::granular(answers::GRANULAR_UNSUPPORTED),
            Granular::SwitchedOff => answers::granular(
                "Access denied: Fine-grained personal access tokens are not yet supported.",
            ),
            Granular::OutsideBoundary => answers::not_found_unnamed(),
        };
        refuse(answer, fault.truth())
    }

    /// Routes about the caller or the instance.
    fn neither(&self) -> Step<Answer> {
        let place = if self.route().subject == Subject::User {
            Place::User
        } else {
            Place::Instance
        };
        let metadata = self.route().gives == Gives::Metadata;
        self.granular(if metadata { Place::Instance } else { place })?;
        if self.route().needs == Needs::Admin && !self.world.rules(self.caller) {
            let admin = self.caller.user().is_some_and(|user| user.admin);
            let truth = if admin {
                Truth::new("role", "wrong_scope", "admin-mode-scope-missing")
            } else {
                Truth::new("role", "wrong_role", "not-an-administrator")
            };
            return refuse(answers::forbidden(), truth);
        }
        match (self.request.method.as_str(), self.route().path) {
            ("POST", "/projects") => self.may_create_project()?,
            ("POST", "/user/runners") => self.may_create_runner()?,
            _ => {}
        }
        records::of_caller(self)
    }

    fn numbered(&self, name: &str) -> Option<u64> {
        self.request
            .parameter(name)
            .and_then(|text| text.parse().ok())
    }

    /// A project is made in the namespace that is named, or in that of the user; bots of projects have none
    /// (`app/services/projects/create_service.rb`, `app/policies/group_policy.rb`).
    fn may_create_project(&self) -> Step<()> {
        let Some(id) = self.numbered("namespace_id") else {
            return Ok(());
        };
        let group = self.world.group(id);
        let seen = group.filter(|group| {
            let seen = self.world.sees_group(self.caller, group, self.request);
            seen.is_ok()
        });
        let Some(group) = seen else {
            let truth = Truth::new("resource", "wrong_context", "group-absent");
            return refuse(answers::not_found("Namespace"), truth);
        };
        let role = self.world.role_in_group(self.caller, group);
        let least = match group.project_creation {
            Creation::NoOne => None,
            Creation::Maintainers => Some(role::MAINTAINER),
            Creation::Developers => Some(role::DEVELOPER),
        };
        let archived = self.world.group_archived(group);
        let suffices = least.is_some_and(|least| role >= least);
        if suffices && archived {
            return refuse(answers::forbidden(), super::policy::ARCHIVED);
        }
        if suffices {
            return Ok(());
        }
        let truth = Truth::new("role", "wrong_role", "role-too-low");
        refuse(answers::forbidden(), truth)
    }

    /// A runner of a project is for its maintainers (`app/services/ci/runners/create_runner_service.rb`).
    fn may_create_runner(&self) -> Step<()> {
        let role = if let Some(id) = self.numbered("project_id") {
            let project = self.world.project(id);
            let seen = project.filter(|project| {
                let seen = self.world.sees(self.caller, project, self.request);
                seen.is_ok() && !project.pending_delete
            });
            seen.map_or(role::NONE, |project| {
                self.world.role_of(self.caller, project)
            })
        } else if self.world.rules(self.caller) {
            role::OWNER
        } else {
            role::NONE
        };
        if role >= role::MAINTAINER {
            return Ok(());
        }
        let truth = Truth::new("role", "wrong_role", "role-too-low");
        refuse(answers::forbidden(), truth)
    }

    // Projects.

    fn project(&self) -> Step<Answer> {
        let project = self.find_project()?;
        if self.route().opens == Opens::Lookup {
            self.scope()?;
        }
        self.see_project(project)?;
        self.granular(Place::Project(project))?;
        self.job_policy(project)?;
        self.instance_feature()?;
        self.repository_first(project)?;
        self.ability(project)?;
        self.makes_tokens(project.group)?;
        self.signs_in_to_approve(project)?;
        self.protected(project)?;
        records::of_project(self, project)
    }

    /// Finds the project that the path names, for whoever asks.
    fn find_project(&self) -> Step<&'w Project> {
        let id = self.found.parameters.first().map_or("", String::as_str);
        let absent = answers::not_found("Project");
        if id.parse::<u64>().is_err() && !id.contains('/') {
            let twice = id.to_ascii_lowercase().contains("%2f");
            let truth = if twice {
                Truth::new("route", "not_found_route", "path-encoded-twice")
            } else {
                Truth::new("resource", "wrong_context", "bare-project-name")
            };
            return refuse(self.hidden_answer(absent), self.or_ignored(truth));
        }
        let by_id = id.parse().ok().and_then(|id| self.world.project(id));
        let project = by_id.or_else(|| self.world.project_at(id));
        match project {
            Some(project) if project.pending_delete => {
                let truth = Truth::new("resource", "wrong_context", "project-pending-deletion");
                refuse(self.hidden_answer(absent), self.or_ignored(truth))
            }
            Some(project) => Ok(project),
            None => self.moved_or_absent(id, absent),
        }
    }

    fn moved_or_absent(&self, id: &str, absent: Answer) -> Step<&'w Project> {
        let moved = |project: &&Project| {
            project
                .moved_from
                .iter()
                .any(|old| old.eq_ignore_ascii_case(id))
        };
        let moved = self.world.projects.iter().find(moved);
        let seen =
            moved.filter(|project| self.world.sees(self.caller, project, self.request).is_ok());
        let Some(project) = seen else {
            if self.own_registry_only() {
                return registry_refusal();
            }
            let absent_truth = Truth::new("resource", "wrong_context", "project-absent");
            return refuse(self.hidden_answer(absent), self.or_ignored(absent_truth));
        };
        let truth = Truth::new("resource", "wrong_context", "project-moved");
        if self.request.writes() {
            return refuse(
                Answer::message(405, "Non GET methods are not allowed for moved projects"),
                truth,
            );
        }
        let segments = self.request.path.split('/');
        let rest: Vec<&str> = segments
            .skip_while(|part| *part != "projects")
            .skip(2)
            .collect();
        let mut url = format!(
            "{}{}/api/v4/projects/{}",
            self.request.origin(),
            self.world.root,
            project.id
        );
        for part in rest {
            url.push('/');
            url.push_str(part);
        }
        let text = format!("This resource has been moved permanently to {url}");
        refuse(
            Answer::gitlab(301, "text/plain", text).with("location", &url),
            truth,
        )
    }

    /// A credential that was not read is the first thing to repair; where nothing was sent, what is not there
    /// stays so whoever asks.
    fn or_ignored(&self, truth: Truth) -> Truth {
        match self.caller {
            Caller::Anonymous(ignored) if ignored != caller::NOTHING => ignored,
            Caller::Anonymous(_) | Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => truth,
        }
    }

    /// Package clients get a challenge where others get a 404.
    fn hidden_answer(&self, otherwise: Answer) -> Answer {
        match self.caller {
            Caller::Anonymous(_) if self.route().manners == Manners::PackageClient => {
                answers::package_challenge()
            }
            Caller::Anonymous(_) | Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => {
                otherwise
            }
        }
    }

    fn see_project(&self, project: &Project) -> Step<()> {
        if self.own_registry_only() && !self.in_own_project(project) {
            return registry_refusal();
        }
        let Err(truth) = self.world.sees_by_rest(self.caller, project, self.request) else {
            return Ok(());
        };
        let answer = match self.caller {
            Caller::Job(token, _) => self.job_refusal(token, project),
            Caller::Anonymous(_) | Caller::User(..) | Caller::Deploy(_) => {
                self.hidden_answer(answers::not_found("Project"))
            }
        };
        // A fine-grained token is refused at its boundary, before the endpoint looks.
        let fine = matches!(self.caller, Caller::User(token, _) if token.kind == Kind::FineGrained);
        let early = fine && self.route().opens != Opens::Lookup;
        refuse(
            if early {
                answers::not_found_unnamed()
            } else {
                answer
            },
            truth,
        )
    }

    fn own_registry_only(&self) -> bool {
        matches!(self.caller, Caller::Job(..)) && self.route().jobs == Jobs::OwnProject
    }

    fn in_own_project(&self, project: &Project) -> bool {
        matches!(self.caller, Caller::Job(token, _) if token.project == Some(project.id))
    }

    fn job_refusal(&self, token: &Token, project: &Project) -> Answer {
        if self.world.version < Version(17, 8, 0) {
            return answers::not_found("Project");
        }
        answers::forbidden_because(&job_refused_text(self.world, token, project))
    }

    /// The job-token permissions of an allowlist entry.
    fn job_policy(&self, project: &Project) -> Step<()> {
        let Caller::Job(token, _) = self.caller else {
            return Ok(());
        };
        let policies = self
            .world
            .allowlist_entry(token, project)
            .and_then(Option::as_ref);
        let Some(policies) = policies.filter(|_| self.policies_apply(token, project)) else {
            return Ok(());
        };
        let wanted = self.route().jobs.permissions();
        if wanted.is_empty() {
            let text = "This action is unauthorized for CI/CD job tokens.";
            let truth = Truth::new("resource", "wrong_token_type", "job-action-unauthorized");
            return refuse(answers::forbidden_because(text), truth);
        }
        // The permission to change things is not the one to read them as well (`app/models/ci/job_token/scope.rb`).
        if wanted.iter().all(|wanted| policies.contains(wanted)) {
            return Ok(());
        }
        let plural = if wanted.len() > 1 { "s" } else { "" };
        let verb = if wanted.len() > 1 { "are" } else { "is" };
        let text = format!(
            "Insufficient permissions to access this resource in project #{}. The following token permission{plural} \
             {verb} required: {}.",
            project.id,
            wanted.join(", and ").to_ascii_lowercase()
        );
        let truth = Truth::new("resource", "wrong_scope", "job-permission-missing");
        refuse(answers::forbidden_because(&text), truth)
    }

    fn policies_apply(&self, token: &Token, project: &Project) -> bool {
        let level = project.best_level(self.route().features);
        let public = project.visibility == Visibility::Public && level == Level::Enabled;
        let since = self.world.version >= Version(17, 10, 0);
        let open = public && !self.request.writes();
        since && token.project != Some(project.id) && project.allowlist_enabled && !open
    }

    fn instance_feature(&self) -> Step<()> {
        let off = self.route().features.contains(&Feature::Packages)
            && self.world.settings.packages_disabled;
        if !off {
            return Ok(());
        }
        let truth = Truth::new("feature", "feature_disabled", "feature-off-on-instance");
        refuse(
            self.hidden_answer(answers::not_found_unnamed()),
            self.or_ignored(truth),
        )
    }

    /// Branches and commits ask for the repository before they ask for a right.
    fn repository_first(&self, project: &Project) -> Step<()> {
        if self.route().manners != Manners::RepositoryFirst {
            return Ok(());
        }
        let ask = Ask {
            needs: Needs::Role(role::GUEST),
            ..self.ask()
        };
        let ask = Ask {
            writes: false,
            serves: super::routes::Serves::Anyone,
            ..ask
        };
        match self.world.may(self.caller, project, ask) {
            Ok(()) => Ok(()),
            Err(truth) => refuse(answers::not_found("Repository"), truth),
        }
    }

    fn ask(&self) -> Ask {
        let route = self.route();
        let writes = self.request.writes() && !route.outlives_archiving;
        Ask {
            needs: route.needs,
            serves: route.serves,
            features: route.features,
            writes,
        }
    }

    fn ability(&self, project: &Project) -> Step<()> {
        if let Caller::Deploy(token) = self.caller {
            return self.deploy_ability(token, project);
        }
        let mut ask = self.ask();
        if project.reporters_approve && self.route().path.ends_with("/approve") {
            ask.needs = Needs::Role(role::REPORTER);
        }
        let allowed = self
            .served_to_outside_job(project)
            .unwrap_or_else(|| self.world.may(self.caller, project, ask));
        let Err(truth) = allowed else {
            return Ok(());
        };
        if self.hides_record(project) {
            return refuse(answers::record_not_found(), truth);
        }
        let answer = match (self.route().refuses, self.caller) {
            (_, Caller::Anonymous(_)) if self.route().manners == Manners::PackageClient => {
                answers::package_challenge()
            }
            (Refuses::Forbidden, _) => answers::forbidden(),
            (Refuses::Unauthorized, _) => answers::unauthorized(),
            (Refuses::BadRequest, _) => Answer::message(
                400,
                "400 Bad request - User does not have permission to create project access token",
            ),
            (Refuses::NotFound, _) => answers::record_not_found(),
            (Refuses::Filters, _) => {
                // Nothing is refused; the list has nothing in it.
                let mut filtered = Judgement::granted(records::list(&[]));
                filtered.token_read = self.caller.is_known();
                filtered.filtered = true;
                return Err(Box::new(filtered));
            }
        };
        refuse(answer, truth)
    }

    /// A job from elsewhere that no allowlist lets in is served less of an open project than any stranger is,
    /// but for its environments and deployments (as was measured on 18.9).
    fn served_to_outside_job(&self, project: &Project) -> Option<Result<(), Truth>> {
        let Caller::Job(token, _) = self.caller else {
            return None;
        };
        let route = self.route();
        if self.world.job_allowed(token, project) || self.request.writes() {
            return None;
        }
        let of_records = route.features == [Feature::Issues] && route.refuses == Refuses::NotFound;
        if of_records || matches!(route.needs, Needs::CodeReader | Needs::PipelineReader) {
            return Some(Err(NOT_ON_ALLOWLIST));
        }
        let deploys = route.features == [Feature::Environments];
        (deploys && project.level(Feature::Environments) == Level::Enabled).then_some(Ok(()))
    }

    /// A merge request that the caller may not read is looked up in vain.
    fn hides_record(&self, project: &Project) -> bool {
        let read = Ask {
            needs: Needs::CodeReader,
            serves: super::routes::Serves::Anyone,
            features: &[Feature::MergeRequests],
            writes: false,
        };
        let route = (self.route().method, self.route().path);
        let looks_up = [
            ("DELETE", "/projects/:id/merge_requests/:iid"),
            ("POST", "/projects/:id/merge_requests/:iid/notes"),
        ]
        .contains(&route);
        looks_up && self.world.may(self.caller, project, read).is_err()
    }

    fn deploy_ability(&self, token: &Token, project: &Project) -> Step<()> {
        let ask = self.ask();
        if !self.world.deploy_fits(token, project) {
            return match self.world.may(self.caller, project, ask) {
                Ok(()) => Ok(()),
                Err(truth) => refuse(answers::forbidden(), truth),
            };
        }
        // Who may write packages may read them (`app/policies/project_policy.rb`).
        let wanted = self.route().deploy_scope.unwrap_or_default();
        let writes =
            wanted == "read_package_registry" && token.scopes.contains(&"write_package_registry");
        if !writes && !token.scopes.contains(&wanted) {
            let truth = Truth::new("scope", "wrong_scope", "scope-missing");
            return refuse(answers::forbidden(), truth);
        }
        if project.level(Feature::Packages) == Level::Disabled {
            return refuse(answers::forbidden(), super::policy::FEATURE_OFF);
        }
        Ok(())
    }

    /// Bots of projects and groups make no tokens, and nobody does where the top-level group forbids it
    /// (`app/policies/project_policy.rb`, `app/policies/group_policy.rb`).
    fn makes_tokens(&self, group: Option<GroupId>) -> Step<()> {
        let makes = self.request.writes() && self.route().path.ends_with("/access_tokens");
        let by_bot = self.caller.user().is_some_and(|user| user.bot);
        let top = self.world.top(group);
        let truth = if by_bot {
            Truth::new("role", "wrong_role", "bot-makes-tokens")
        } else if top.is_some_and(|top| top.tokens_disabled) {
            Truth::new("feature", "policy_restriction", "group-forbids-tokens")
        } else {
            return Ok(());
        };
        if !makes {
            return Ok(());
        }
        let text = "400 Bad request - User does not have permission to create project access token";
        refuse(Answer::message(400, text), truth)
    }

    /// A rule of approval can ask for a second sign-in (`ee/lib/ee/api/merge_request_approvals.rb`).
    fn signs_in_to_approve(&self, project: &Project) -> Step<()> {
        let approves = self.request.writes() && self.route().path.ends_with("/approve");
        if approves && project.approval_takes_sign_in {
            let truth = Truth::new("feature", "policy_restriction", "approval-takes-sign-in");
            return refuse(answers::unauthorized(), truth);
        }
        Ok(())
    }

    /// Rules on branches and tags, asked where the request names one.
    fn protected(&self, project: &Project) -> Step<()> {
        let path = self.route().path;
        // Rules name members, and an administrator need not be one.
        let user = self.caller.user();
        let role = user.map_or(role::NONE, |user| self.world.project_role(user.id, project));
        if path.ends_with("/merge") {
            let guard = project.rule_of_main();
            let named = self
                .caller
                .user()
                .is_some_and(|user| project.main_mergers.contains(&user.id));
            if named || guard.is_none_or(|guard| guard.lets_merge(role)) {
                return Ok(());
            }
            let truth = Truth::new("role", "wrong_role", "role-too-low");
            return refuse(answers::unauthorized(), truth);
        }
        if matches!(
            path,
            "/projects/:id/pipeline" | "/projects/:id/pipeline_schedules"
        ) {
            return self.pipeline_ref(project, role);
        }
        if self.request.method != "POST" {
            return Ok(());
        }
        let tag = self.request.parameter("tag_name");
        let of_branch = path.ends_with("/commits") || path.ends_with("/repository/branches");
        let meant = path.ends_with("/commits").then_some(MAIN);
        let branch = self.request.parameter("branch").or(meant);
        let branch = branch.filter(|_| of_branch);
        let named = tag
            .or(branch)
            .filter(|name| project.protected.iter().any(|known| known == name));
        let enough = if named == Some(MAIN) {
            project.main_rule.lets_push(role)
        } else {
            role >= role::MAINTAINER
        };
        if named.is_none() || enough {
            return Ok(());
        }
        if tag.is_some() {
            let text = "You are not allowed to create this tag as it is protected.";
            return refuse(
                Answer::message(400, text),
                Truth::new("feature", "policy_restriction", "protected-tag"),
            );
        }
        let answer = answers::forbidden_because("You are not allowed to push into this branch");
        refuse(
            answer,
            Truth::new("feature", "policy_restriction", "protected-branch"),
        )
    }

    /// Who may neither push to a protected branch nor merge into it starts no pipeline on it
    /// (`lib/gitlab/ci/pipeline/chain/validate/abilities.rb`).
    fn pipeline_ref(&self, project: &Project, role: u8) -> Step<()> {
        let on_main = self.request.writes()
            && self
                .request
                .parameter("ref")
                .is_none_or(|name| name == MAIN);
        let guard = project.rule_of_main().filter(|_| on_main);
        let is_named = self
            .caller
            .user()
            .is_some_and(|user| project.main_mergers.contains(&user.id));
        if is_named || guard.is_none_or(|guard| guard.lets_merge(role)) {
            return Ok(());
        }
        let text = "You do not have sufficient permission to run a pipeline on 'main'. Please select a different \
                    branch or contact your administrator for assistance.";
        let truth = Truth::new("feature", "policy_restriction", "protected-branch");
        refuse(
            Answer::json(400, &serde_json::json!({"message": {"base": [text]}})),
            truth,
        )
    }

    // Groups.

    fn group(&self) -> Step<Answer> {
        let group = self.find_group()?;
        if self.route().opens == Opens::Lookup {
            self.scope()?;
        }
        if let Err(truth) = self.world.sees_group(self.caller, group, self.request) {
            return refuse(answers::not_found("Group"), truth);
        }
        self.granular(Place::Group(group))?;
        self.group_ability(group)?;
        self.makes_tokens(Some(group.id))?;
        records::of_group(self, group)
    }

    fn find_group(&self) -> Step<&'w Group> {
        let id = self.found.parameters.first().map_or("", String::as_str);
        let by_id = id.parse().ok().and_then(|id| self.world.group(id));
        let Some(group) = by_id.or_else(|| self.world.group_at(id)) else {
            let twice = id.to_ascii_lowercase().contains("%2f");
            let truth = if twice {
                Truth::new("route", "not_found_route", "path-encoded-twice")
            } else {
                Truth::new("resource", "wrong_context", "group-absent")
            };
            return refuse(answers::not_found("Group"), self.or_ignored(truth));
        };
        Ok(group)
    }

    /// Archiving a group withdraws abilities of it and of the groups below, among them the one that
    /// reading variables takes (`app/policies/group_policy.rb`).
    fn outlives_archiving(&self, group: &Group) -> bool {
        const WITHDRAWN: [(&str, &str); 5] = [
            ("GET", "/groups/:id/variables"),
            ("POST", "/groups/:id/variables"),
            ("POST", "/groups/:id/members"),
            ("POST", "/groups/:id/access_tokens"),
            ("POST", "/groups/:id/deploy_tokens"),
        ];
        let route = self.route();
        let is_withdrawn = WITHDRAWN.contains(&(route.method, route.path));
        !(is_withdrawn && self.world.group_archived(group))
    }

    fn group_ability(&self, group: &Group) -> Step<()> {
        let role = self.world.role_in_group(self.caller, group);
        let open = match (group.visibility, self.route().serves) {
            (Visibility::Private, _) | (_, super::routes::Serves::Members) => false,
            (Visibility::Internal | Visibility::Public, super::routes::Serves::AnyUser) => {
                self.caller.user().is_some()
            }
            (Visibility::Internal | Visibility::Public, super::routes::Serves::Anyone) => true,
        };
        let enough = match self.route().needs {
            Needs::Role(least) => role >= least,
            Needs::Anyone | Needs::SignedIn => true,
            Needs::Admin | Needs::PipelineReader | Needs::CodeReader | Needs::PlannerOrOwner => {
                false
            }
        };
        if (enough || open) && self.outlives_archiving(group) {
            return Ok(());
        }
        if enough || open {
            return refuse(answers::forbidden(), super::policy::ARCHIVED);
        }
        let why = if role == role::NONE {
            "no-role"
        } else {
            "role-too-low"
        };
        let truth = match self.caller {
            Caller::Anonymous(truth) => truth,
            Caller::User(..) | Caller::Job(..) | Caller::Deploy(_) => {
                Truth::new("role", "wrong_role", why)
            }
        };
        match self.route().refuses {
            Refuses::Unauthorized => refuse(answers::unauthorized(), truth),
            Refuses::Forbidden | Refuses::BadRequest | Refuses::Filters | Refuses::NotFound => {
                refuse(answers::forbidden(), truth)
            }
        }
    }
}

/// The registry API serves a job in its own project only.
fn registry_refusal<T>() -> Step<T> {
    let text = "This project's CI/CD job token cannot be used to authenticate with the container registry of a \
                different project.";
    let truth = Truth::new("resource", "wrong_context", "job-of-another-project");
    refuse(answers::forbidden_because(text), truth)
}

/// The sentence for a job from elsewhere; its tail changed with the releases.
pub(crate) fn job_refused_text(world: &World, token: &Token, target: &Project) -> String {
    let source = token.project.and_then(|id| world.project(id));
    let source = source.map_or("", Project::name);
    let tail = if world.version < Version(18, 1, 0) {
        target.name().to_owned()
    } else {
        format!("project #{}", target.id)
    };
    format!("Authentication by CI/CD job token not allowed from {source} to {tail}.")
}

/// Routes that read a token of their own from a parameter: runners and triggers.
fn own_credential(world: &World, request: &Request, found: &Match) -> Step<Judgement> {
    let value = request.parameter("token").unwrap_or_default();
    let kind = world
        .token_of(value)
        .filter(|token| token.absence.is_none());
    if found.route.path.contains("trigger") {
        return trigger(world, request, found, value);
    }
    match kind {
        Some(token) if token.kind == Kind::Runner => {
            let body = serde_json::json!({"id": token.id, "token_expires_at": null});
            Ok(Judgement::granted(Answer::json(200, &body)).read(true))
        }
        Some(_) => refuse(
            answers::forbidden(),
            Truth::new("credential", "wrong_token_type", "not-a-runner-token"),
        ),
        None if value.is_empty() => {
            let body = serde_json::json!({"error": "token is missing"});
            refuse(Answer::json(400, &body), caller::NOTHING)
        }
        None => refuse(answers::forbidden(), caller::unknown(world, value)),
    }
}

fn trigger(world: &World, request: &Request, found: &Match, value: &str) -> Step<Judgement> {
    if value.is_empty() {
        let body = serde_json::json!({"error": "token is missing"});
        let presented = caller::Presented::of(request);
        return refuse(Answer::json(400, &body), caller::ignored(world, &presented));
    }
    let id = found.parameters.first().map_or("", String::as_str);
    let by_id = id.parse().ok().and_then(|id| world.project(id));
    let not_found = answers::not_found_unnamed();
    let Some(project) = by_id.or_else(|| world.project_at(id)) else {
        let truth = Truth::new("resource", "wrong_context", "project-absent");
        return refuse(answers::not_found("Project"), truth);
    };
    let token = world
        .token_of(value)
        .filter(|token| token.absence.is_none());
    let (token, caller) = match token {
        Some(token) if token.kind.is_job() => match caller::live_job(world, value) {
            Some(caller) => (token, caller),
            None => return refuse(not_found, caller::dead_job(world, value)),
        },
        Some(token) if token.kind == Kind::Trigger => {
            if token.project != Some(project.id) {
                let truth = Truth::new("resource", "wrong_context", "trigger-of-another-project");
                return refuse(not_found, truth);
            }
            let Some(user) = world.owner(token) else {
                return refuse(not_found, caller::unknown(world, value));
            };
            (token, Caller::User(token, user))
        }
        Some(_) => {
            let truth = Truth::new("credential", "wrong_token_type", "not-a-trigger-token");
            return refuse(not_found, truth);
        }
        None => return refuse(not_found, caller::unknown(world, value)),
    };
    if token.kind.is_job() && !world.job_allowed(token, project) {
        return refuse(not_found, NOT_ON_ALLOWLIST);
    }
    if let Some(user) = caller.user().filter(|user| user.account != Account::Active) {
        return refuse(not_found, caller::account_truth(user.account));
    }
    if let Err(truth) = world.sees(caller, project, request) {
        return refuse(not_found, truth);
    }
    let ask = Ask {
        needs: found.route.needs,
        serves: found.route.serves,
        features: found.route.features,
        writes: true,
    };
    if let Err(truth) = world.may(caller, project, ask) {
        let body = serde_json::json!({"message": {"base": ["Insufficient permissions to create a new pipeline"]}});
        return refuse(Answer::json(400, &body), truth);
    }
    Ok(Judgement::granted(Answer::json(
        201,
        &serde_json::json!({"id": 77, "status": "created"}),
    ))
    .read(true))
}
