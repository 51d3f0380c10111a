//! A caller who is only described: what GitLab would answer it, without any token and without asking.
//!
//! `role=developer,scopes=read_api` becomes the answers that such a caller would get to the usual questions, and the
//! diagnosis judges by them as it judges by those of an instance.

use serde_json::{Value, json};

use super::context::{Context, Holding};
use super::entry::entry_from;
use crate::answers::{Gate, GateState};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, Capability, Place, Scope, Version};
use crate::diagnosis::question::encode_segment;
use crate::diagnosis::{Case, Question, Rung, Subject, Target, diagnose};
use crate::observation::{Body, Exchange, Headers, Observation};
use crate::report::{Advice, Basis, Command, Entry, Report, Requests};
use crate::secret::TokenShape;

/// Where the report says that the token is from.
pub(crate) const SOURCE: &str = "--as";

/// Why a caller cannot be imagined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ImaginedError {
    /// A part is not `name=value`, or has another name.
    #[error("`{0}` is no part of a caller")]
    Part(String),
    /// No role has this name.
    #[error("no role is called `{0}`")]
    Role(String),
    /// No kind of token has this name.
    #[error("no kind of token is called `{0}`")]
    Kind(String),
    /// It is no visibility.
    #[error("`{0}` is no visibility: private, internal, and public are")]
    Visibility(String),
}

/// How visible the project or group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Visibility {
    #[default]
    Private,
    Internal,
    Public,
}

impl Visibility {
    const fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

/// The project that capabilities are about where none is named: it has no path, so that no remedy leads to one.
pub(crate) fn target() -> Target {
    Target::Project("1".to_owned())
}

/// A caller, as it is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imagined {
    kind: TokenKind,
    scopes: Vec<String>,
    /// The role in the project or group; absent for somebody who is no member.
    role: Option<AccessLevel>,
    is_administrator: bool,
    visibility: Visibility,
}

impl Imagined {
    /// Reads `role=developer,scopes=read_api+read_repository,kind=project,visibility=private`; each part may be left out.
    ///
    /// # Errors
    /// When a part is not understood.
    pub(crate) fn parse(text: &str) -> Result<Self, ImaginedError> {
        let mut caller = Self {
            kind: TokenKind::Personal,
            scopes: Vec::new(),
            role: None,
            is_administrator: false,
            visibility: Visibility::default(),
        };
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let unknown = || ImaginedError::Part(part.to_owned());
            let (name, value) = part.split_once('=').ok_or_else(unknown)?;
            match name.trim() {
                "role" => caller.take_role(value.trim())?,
                "scope" | "scopes" => {
                    let scopes = value.split(['+', ' ']).filter(|scope| !scope.is_empty());
                    caller.scopes.extend(scopes.map(str::to_owned));
                }
                "kind" => {
                    let no_kind = || ImaginedError::Kind(value.to_owned());
                    caller.kind = TokenKind::parse(value).ok_or_else(no_kind)?;
                }
                "visibility" => {
                    let all = [
                        Visibility::Private,
                        Visibility::Internal,
                        Visibility::Public,
                    ];
                    let mut named = all.into_iter().filter(|one| one.name() == value);
                    let no_visibility = || ImaginedError::Visibility(value.to_owned());
                    caller.visibility = named.next().ok_or_else(no_visibility)?;
                }
                _ => return Err(unknown()),
            }
        }
        Ok(caller)
    }

    fn take_role(&mut self, name: &str) -> Result<(), ImaginedError> {
        let name = name.to_lowercase().replace(['_', '-'], " ");
        match name.as_str() {
            "admin" | "administrator" => self.is_administrator = true,
            "none" | "nonmember" | "no member" => self.role = None,
            name => {
                let mut levels = AccessLevel::NAMED.into_iter();
                let level = levels.find(|level| level.name() == Some(name));
                let no_role = || ImaginedError::Role(name.to_owned());
                self.role = Some(level.ok_or_else(no_role)?);
            }
        }
        Ok(())
    }

    /// The caller in words, for the report.
    pub(crate) fn words(&self) -> String {
        let mut words = vec![self.kind.words().to_owned()];
        if !self.scopes.is_empty() {
            words.push(format!("scopes {}", self.scopes.join(", ")));
        }
        if self.is_administrator {
            words.push("an administrator".to_owned());
        } else if let Some(role) = self.role {
            words.push(format!("role {role}"));
        } else {
            words.push("no member".to_owned());
        }
        format!(
            "{}; the target is {}",
            words.join(", "),
            self.visibility.name()
        )
    }

    /// What was taken for granted, and what of the description is not known.
    fn advice(&self) -> Vec<Advice> {
        let mut advice = vec![Advice::note(
            "imagined-caller",
            format!(
                "Nothing was sent. Judged for: {}; every feature is on, by release 18.9.",
                self.words()
            ),
        )];
        for scope in self
            .scopes
            .iter()
            .filter(|scope| Scope::find(scope).is_none())
        {
            let text = format!("No release is known to have the scope {scope}.");
            advice.push(Advice::note("scope-not-known", text));
        }
        advice
    }

    /// The request that a capability comes down to, in the place that is named, or in a project.
    fn request(&self, capability: &Capability, target: Option<&Target>) -> Option<Subject> {
        let (place, name) = match target? {
            Target::Project(name) => (Place::Project, name.as_str()),
            Target::Group(name) => (Place::Group, name.as_str()),
        };
        let request = capability.request(place, self.kind == TokenKind::Job)?;
        let path = request.path_for(&encode_segment(name), name);
        Some(Subject::new(request.method, &path))
    }

    fn holding(&self) -> Holding {
        Holding {
            shape: TokenShape {
                kind: self.kind,
                display: "none".to_owned(),
                ..TokenShape::default()
            },
            source: SOURCE.to_owned(),
            shadows: Vec::new(),
            user: None,
        }
    }

    /// What the usual questions would bring. Features are on, as in a new project.
    fn answers(&self, case: &Case) -> Vec<(Question, Observation)> {
        let mut answers = Vec::new();
        if self.kind == TokenKind::Job {
            // The job of the project itself.
            let project = id_in(case);
            let job = json!({"id": 1, "status": "running", "pipeline": {"project_id": project, "ref": "main"}, "user": {"id": 1}});
            answers.push((Question::Job, answered(&job)));
        } else if self.kind != TokenKind::Deploy {
            let record = json!({"id": 1, "active": true, "revoked": false, "scopes": self.scopes,
                "user_id": 1, "expires_at": null});
            let user = json!({"id": 1, "state": "active", "bot": false, "external": false,
                "is_admin": self.is_administrator});
            answers.push((Question::OwnRecord, answered(&record)));
            answers.push((Question::User, answered(&user)));
        }
        let is_seen =
            self.role.is_some() || self.is_administrator || self.visibility != Visibility::Private;
        match &case.target {
            Some(_) if !is_seen => {
                let place = match &case.target {
                    Some(Target::Group(_)) => "Group",
                    Some(Target::Project(_)) | None => "Project",
                };
                let body = json!({"message": format!("404 {place} Not Found")});
                answers.push((Question::Target, said(404, &body)));
            }
            Some(Target::Project(_)) => {
                answers.push((Question::Target, answered(&self.project(case))));
            }
            Some(Target::Group(_)) => {
                let group =
                    json!({"id": 1, "full_path": "group", "visibility": self.visibility.name()});
                answers.push((Question::Target, answered(&group)));
            }
            None => {}
        }
        if case.target.is_some() {
            answers.push((Question::Membership, self.membership()));
        }
        answers
    }

    fn membership(&self) -> Observation {
        match self.role {
            Some(role) => answered(&json!({"id": 1, "access_level": role.0, "state": "active"})),
            None => said(404, &json!({"message": "404 Not found"})),
        }
    }

    fn project(&self, case: &Case) -> Value {
        let level = self.role.map(|role| json!({"access_level": role.0}));
        let mut project = json!({
            "id": id_in(case), "visibility": self.visibility.name(), "archived": false,
            "public_jobs": true, "default_branch": "main",
            "permissions": {"project_access": level, "group_access": null},
        });
        if let Some(fields) = project.as_object_mut() {
            if let Some(target @ Target::Project(path)) = &case.target
                && target.number().is_none()
            {
                fields.insert("path_with_namespace".to_owned(), json!(path));
            }
            for feature in FEATURES {
                fields.insert(format!("{feature}_access_level"), json!("enabled"));
            }
            if self.is_administrator {
                fields.insert("repository_storage".to_owned(), json!("default"));
            }
        }
        project
    }
}

/// The features of a project whose levels its record tells (`lib/api/entities/project.rb`).
const FEATURES: [&str; 17] = [
    "issues",
    "repository",
    "merge_requests",
    "forking",
    "wiki",
    "builds",
    "snippets",
    "pages",
    "analytics",
    "container_registry",
    "security_and_compliance",
    "releases",
    "environments",
    "feature_flags",
    "infrastructure",
    "monitor",
    "model_experiments",
];

/// What no description tells was not seen either: it is taken for granted.
fn assume(rung: &mut Rung) {
    let is_assumed = matches!(
        rung.gate,
        Gate::Reach | Gate::Limits | Gate::Lifetime | Gate::Account
    );
    if is_assumed && rung.state == GateState::Passed {
        "taken for granted".clone_into(&mut rung.evidence);
    }
}

/// What GraphQL is asked is about a project, or a group, that its own words name.
fn asks_graphql(subject: &Subject) -> bool {
    subject.operation().is_some()
}

/// The id of the project or group that a request is about.
fn id_in(case: &Case) -> u64 {
    case.target.as_ref().and_then(Target::number).unwrap_or(1)
}

fn answered(body: &Value) -> Observation {
    said(200, body)
}

fn said(status: u16, body: &Value) -> Observation {
    let text = body.to_string();
    Observation::Answered(Exchange {
        status: Some(status),
        headers: Headers::keep([
            ("x-gitlab-meta", "{}"),
            ("content-type", "application/json"),
        ]),
        body: Body::read(text.as_bytes(), Some("application/json"), false),
    })
}

/// Judges requests and capabilities by what such a caller would be answered. Nothing is sent.
pub(crate) fn judge(
    caller: &Imagined,
    subjects: &[Subject],
    capabilities: &[&'static Capability],
    context: &Context,
) -> Report {
    let context = Context {
        token: Some(caller.holding()),
        anonymous: false,
        ..context.clone()
    };
    let mut last = None;
    let mut entries: Vec<Entry> = Vec::new();
    let wanted = subjects.iter().cloned().map(|subject| (subject, None));
    let needed = capabilities.iter().filter_map(|capability| {
        let subject = caller.request(capability, context.target.as_ref())?;
        Some((subject, Some(capability.name)))
    });
    for (subject, name) in wanted.chain(needed) {
        let mut case = context.case(subject);
        if case.target.is_none() && case.subject.as_ref().is_some_and(asks_graphql) {
            case.target = Some(target());
        }
        case.version = Some(Version::new(18, 9));
        case.answers = caller.answers(&case);
        let ruling = diagnose(&case);
        let mut entry = entry_from(&case, ruling, Basis::Derived, context.token_id());
        for rung in &mut entry.gates {
            assume(rung);
        }
        if let Some(name) = name {
            name.clone_into(&mut entry.subject);
        }
        entries.push(entry);
        last = Some(case);
    }
    let requests = Requests::default();
    let report = super::probe::assemble(Command::Probe, &context, last.as_ref(), entries, requests);
    Report {
        advice: caller.advice(),
        ..report
    }
}
