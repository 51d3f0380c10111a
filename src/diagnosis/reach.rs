//! How far a caller reaches whose role GitLab does not tell: what single requests show of it.
//!
//! A job token cannot ask who started its job, nor what that user may do. But some lists are for one
//! role and higher, and asking for them changes nothing: the secure files are for developers, and the
//! right to delete images for maintainers (`config/authz/roles/*.yml`). A refusal speaks of the role only
//! where the feature behind it is known to be there.

use crate::catalogue::{AccessLevel, JobPolicy};
use crate::observation::BodyShape;
use crate::observation::Exchange;

/// What was shown of a caller's reach in the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reach {
    /// The role of the job's user in the job's own project, which is then the target.
    pub(crate) home_role: Option<AccessLevel>,
    /// Whether the secure files are listed, which developers are.
    pub(crate) secure_files: Option<bool>,
    /// Whether the jobs are listed; who may list them may read them and their artifacts.
    pub(crate) jobs: Option<bool>,
    /// What the entry of the job on the target's allowlist lacks, as single requests were told.
    pub(crate) lacking: [Option<JobPolicy>; 2],
    /// Whether the registry grants the right to delete, which is for maintainers.
    pub(crate) image_removal: Option<bool>,
    /// Whether the registry grants the right to pull.
    pub(crate) image_pull: Option<bool>,
    /// Whether Git takes a push.
    pub(crate) push: Option<bool>,
    /// Whether the project is archived, as Git says when asked for a push.
    pub(crate) archived: Option<bool>,
}

impl Reach {
    /// Notes the roles that a job has where it is at home.
    pub(super) fn learn_home(&mut self, exchange: &Exchange) {
        self.home_role = highest_role(exchange).or(self.home_role);
    }

    pub(super) fn learn_secure_files(&mut self, exchange: &Exchange) {
        self.secure_files = listed(exchange).or(self.secure_files);
        self.lacking[0] = lacking(exchange, JobPolicy("READ_SECURE_FILES"));
    }

    pub(super) fn learn_jobs(&mut self, exchange: &Exchange) {
        self.jobs = listed(exchange).or(self.jobs);
        self.lacking[1] = lacking(exchange, JobPolicy("READ_JOBS"));
    }

    pub(super) fn learn_images(&mut self, exchange: &Exchange) {
        self.image_removal = granted(exchange, "delete").or(self.image_removal);
    }

    pub(super) fn learn_pull(&mut self, exchange: &Exchange) {
        self.image_pull = granted(exchange, "pull").or(self.image_pull);
    }

    /// Git asks whether the project is archived before it asks for the role (`lib/gitlab/git_access.rb`).
    pub(super) fn learn_push(&mut self, exchange: &Exchange) {
        /// The words for an archived project.
        const ARCHIVED: &str = "to an archived project";
        /// The words for a role that is too low, and for jobs that may not push.
        const NOT_ALLOWED: &str = "not allowed to push code to this project";
        let says = |words: &str| matches!(&exchange.body.shape, BodyShape::Text(text) if text.contains(words));
        match exchange.status {
            Some(200) => (self.push, self.archived) = (Some(true), Some(false)),
            Some(403) if says(ARCHIVED) => (self.push, self.archived) = (Some(false), Some(true)),
            Some(403) if says(NOT_ALLOWED) => {
                (self.push, self.archived) = (Some(false), Some(false));
            }
            _ => {}
        }
    }

    /// The lowest role that the caller can have.
    pub(crate) fn least(&self) -> Option<AccessLevel> {
        let maintains = self.image_removal == Some(true);
        let develops = self.secure_files == Some(true) || self.push == Some(true);
        let shown = maintains.then_some(AccessLevel::MAINTAINER);
        shown.or(develops.then_some(AccessLevel::DEVELOPER))
    }

    /// A role that the caller does not have, nor any higher one, as far as a refusal speaks of the role.
    /// The registry grants a job away from home nothing but a pull, whatever the role.
    pub(crate) fn below(&self, at_home: bool) -> Option<AccessLevel> {
        // An administrator has every right without a role, so the role alone bounds nothing from above.
        let keeps_images = self.image_removal == Some(false) && self.archived == Some(false);
        if (self.secure_files == Some(false) || keeps_images)
            && let Some(role) = self.home_role
        {
            return AccessLevel::NAMED.into_iter().find(|level| *level > role);
        }
        if self.secure_files == Some(false) && self.jobs == Some(true) {
            return Some(AccessLevel::DEVELOPER);
        }
        let stays = self.archived == Some(false);
        let pulls_only = self.image_removal == Some(false) && self.image_pull == Some(true);
        (at_home && stays && pulls_only).then_some(AccessLevel::MAINTAINER)
    }
}

/// The highest of the roles that the job's user is said to have in its project.
fn highest_role(exchange: &Exchange) -> Option<AccessLevel> {
    let body = exchange
        .body
        .json()
        .filter(|_| exchange.status == Some(200))?;
    let roles = body.pointer("/user/roles_in_project")?.as_array()?;
    let names = roles.iter().filter_map(|name| name.as_str());
    let levels = names.filter_map(|name| {
        let mut known = AccessLevel::NAMED.into_iter();
        known.find(|level| level.name() == Some(name))
    });
    Some(levels.max().unwrap_or(AccessLevel::NONE))
}

/// Whether a list was given; a refusal counts when it is the one for lack of a right.
fn listed(exchange: &Exchange) -> Option<bool> {
    match (exchange.status, &exchange.body.shape) {
        (Some(200), BodyShape::Json(_)) => Some(true),
        (Some(403), BodyShape::Message(text)) if text == "403 Forbidden" => Some(false),
        _ => None,
    }
}

/// The permission that a list asks for, where GitLab says that the entry on the allowlist lacks it
/// (`lib/api/helpers.rb`).
fn lacking(exchange: &Exchange, policy: JobPolicy) -> Option<JobPolicy> {
    /// The words of that refusal.
    const WORDS: &str = "Insufficient permissions to access this resource in project";
    let says = |text: &str| text.contains(WORDS) && text.to_ascii_uppercase().contains(policy.0);
    let is_told = matches!(&exchange.body.shape, BodyShape::Message(text) if says(text));
    (exchange.status == Some(403) && is_told).then_some(policy)
}

/// Whether the registry granted an action; a known caller is answered 200 either way.
fn granted(exchange: &Exchange, action: &str) -> Option<bool> {
    let body = exchange
        .body
        .json()
        .filter(|_| exchange.status == Some(200))?;
    let access = body.get("access")?.as_array()?;
    let actions = access
        .iter()
        .filter_map(|entry| entry.get("actions")?.as_array())
        .flatten();
    let names: Vec<&str> = actions.filter_map(|name| name.as_str()).collect();
    Some(names.contains(&action) || names.contains(&"*"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Question;
    use crate::observation::{Body, Headers};

    fn answer(status: u16, kind: &str, body: &str) -> Exchange {
        Exchange {
            status: Some(status),
            headers: Headers::keep([("content-type", kind)]),
            body: Body::read(body.as_bytes(), Some(kind), false),
        }
    }

    type Learn = fn(&mut Reach, &Exchange);
    const LEARN: [(Question, Learn); 6] = [
        (Question::JobRoles, Reach::learn_home),
        (Question::SecureFiles, Reach::learn_secure_files),
        (Question::JobList, Reach::learn_jobs),
        (Question::ImageRemoval, Reach::learn_images),
        (Question::ImagePull, Reach::learn_pull),
        (Question::GitPush, Reach::learn_push),
    ];

    fn reach(answers: &[(Question, u16, &str, &str)]) -> Reach {
        let mut reach = Reach::default();
        for (question, status, kind, body) in answers {
            let learn = LEARN.iter().find(|(other, _)| other == question);
            let (_, learn) = learn.unwrap();
            learn(&mut reach, &answer(*status, kind, body));
        }
        reach
    }

    const JSON: &str = "application/json";
    const TEXT: &str = "text/plain";
    const FORBIDDEN: &str = r#"{"message":"403 Forbidden"}"#;
    const NO_DELETE: &str = r#"{"access":[]}"#;
    const PULL: &str = r#"{"access":[{"type":"repository","actions":["pull"]}]}"#;
    const NO_PUSH: &str = "You are not allowed to push code to this project.";

    #[test]
    fn what_is_listed_for_developers_shows_one() {
        let shown = reach(&[(Question::SecureFiles, 200, JSON, "[]")]);
        assert_eq!(shown.least(), Some(AccessLevel::DEVELOPER));
        assert_eq!(shown.below(true), None);
    }

    const GUEST: &str = r#"{"user":{"id":7,"roles_in_project":["guest"]}}"#;

    #[test]
    fn the_role_in_the_own_project_is_the_least_and_bounds_nothing_by_itself() {
        let roles = (Question::JobRoles, 200, JSON, GUEST);
        let told = reach(&[roles]);
        assert_eq!(told.home_role, Some(AccessLevel::GUEST));
        assert_eq!(told.least(), None);
        assert_eq!(told.below(true), None);
        let refused = reach(&[roles, (Question::SecureFiles, 403, JSON, FORBIDDEN)]);
        assert_eq!(refused.below(true), Some(AccessLevel::PLANNER));
        let maintains = r#"{"user":{"roles_in_project":["guest","developer","maintainer"]}}"#;
        let told = reach(&[(Question::JobRoles, 200, JSON, maintains)]);
        assert_eq!(told.home_role, Some(AccessLevel::MAINTAINER));
        let nobody = r#"{"user":{"roles_in_project":[]}}"#;
        let told = reach(&[(Question::JobRoles, 200, JSON, nobody)]);
        assert_eq!(told.home_role, Some(AccessLevel::NONE));
    }

    #[test]
    fn a_refusal_speaks_of_the_role_only_where_the_feature_is_there() {
        let refused = (Question::SecureFiles, 403, JSON, FORBIDDEN);
        assert_eq!(reach(&[refused]).below(true), None);
        let with_jobs = reach(&[refused, (Question::JobList, 200, JSON, "[]")]);
        assert_eq!(with_jobs.below(true), Some(AccessLevel::DEVELOPER));
        let because = r#"{"message":"403 Forbidden - Insufficient permissions"}"#;
        let by_policy = reach(&[(Question::SecureFiles, 403, JSON, because)]);
        assert_eq!(by_policy.secure_files, None);
    }

    #[test]
    fn what_the_entry_of_the_allowlist_lacks_is_what_gitlab_names() {
        let because = r#"{"message":"403 Forbidden - Insufficient permissions to access this resource in project #42. The following token permission is required: read_jobs."}"#;
        let shown = reach(&[(Question::JobList, 403, JSON, because)]);
        assert_eq!(shown.lacking, [None, Some(JobPolicy("READ_JOBS"))]);
        let other = reach(&[(Question::SecureFiles, 403, JSON, because)]);
        assert_eq!(other.lacking, [None, None]);
    }

    #[test]
    fn no_right_to_delete_images_is_no_maintainer_at_home_in_a_project_that_is_in_use() {
        let grants = [
            (Question::ImageRemoval, 200, JSON, NO_DELETE),
            (Question::ImagePull, 200, JSON, PULL),
        ];
        assert_eq!(reach(&grants).below(true), None);
        let [removal, pull] = grants;
        let in_use = reach(&[removal, pull, (Question::GitPush, 403, TEXT, NO_PUSH)]);
        assert_eq!(in_use.below(true), Some(AccessLevel::MAINTAINER));
        assert_eq!(in_use.below(false), None);
        let archived = "You can't push code to an archived project.";
        let closed = reach(&[removal, pull, (Question::GitPush, 403, TEXT, archived)]);
        assert_eq!((closed.archived, closed.below(true)), (Some(true), None));
    }
}
