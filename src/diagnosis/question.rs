//! The control questions: safe requests that separate causes which show the same bytes.
//!
//! Every question is a GET that reads. What is known of each stands in `knowledge/questions.toml`, of which the variants
//! and their table are made; here is how a case makes a request of it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::case::{Case, Sent, Target};
use super::knowledge::Knowledge;
use crate::answers::clue::Clue;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{self, Method};
use crate::observation::Scheme;

include!(concat!(env!("OUT_DIR"), "/questions.rs"));

/// What is known of a question.
pub(super) struct QuestionFacts {
    why: &'static str,
    shown: &'static str,
    /// What the evidence calls it.
    pub(super) called: &'static str,
    /// The clues that its answer can bring.
    pub(super) brings: &'static [Clue],
    /// What an answer says of the token.
    token: &'static [TokenSign],
    kinds: &'static [TokenKind],
    project_only: bool,
    shared: bool,
}

/// What an answer to a question can say of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenSign {
    /// Any answer says something of it, and not of the request alone.
    Judged,
    /// A 401 says that it is dead: the route knows the token and nothing else.
    Dead,
    /// A success is given to nobody but the owner of one that is alive.
    Alive,
}

/// A question, made concrete: what to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asking {
    /// Path below the root of the instance, encoded once, with its query.
    pub path: String,
    /// How the token is sent; absent for a request without it.
    pub with: Option<Scheme>,
}

impl Question {
    pub(super) fn facts(self) -> &'static QuestionFacts {
        // The table stands in the order of the variants: both are made from `knowledge/questions.toml`.
        &ROWS[self as usize]
    }

    /// Says whether an answer can be such a sign of the token.
    pub(super) fn shows(self, sign: TokenSign) -> bool {
        self.facts().token.contains(&sign)
    }

    /// Says in a few words what the answer would tell.
    pub(crate) fn why(self) -> &'static str {
        self.facts().why
    }

    /// Says what people are told to ask, while the request itself cannot be made.
    pub(super) fn shown(self) -> &'static str {
        self.facts().shown
    }

    /// Says whether it tells anything of a kind of token; one that is not known may be any.
    pub(super) fn suits(self, kind: TokenKind) -> bool {
        let is_meant = |wanted: &TokenKind| {
            let is_family = *wanted == TokenKind::PersonalAccess && kind.is_personal_access();
            is_family || *wanted == kind
        };
        let kinds = self.facts().kinds;
        kind == TokenKind::Unknown || kinds.is_empty() || kinds.iter().any(is_meant)
    }

    /// Says whether a group has nothing that could be asked.
    pub(super) fn is_of_projects(self) -> bool {
        self.facts().project_only
    }

    /// Returns those whose answers serve every capability: they are about the token, its owner, or the target.
    pub(crate) fn shared() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|question| question.facts().shared)
    }

    /// Makes the question concrete, or says that it cannot be asked in this case.
    pub(crate) fn asking(self, case: &Case, known: &Knowledge) -> Option<Asking> {
        let with = || sending(case);
        match self {
            Self::Subject => case.subject.as_ref().map(|subject| Asking {
                path: subject.path_and_query(),
                with: with(),
            }),
            Self::Anonymous => case.subject.as_ref().map(|subject| Asking {
                path: subject.path_and_query(),
                with: None,
            }),
            Self::OwnRecord => Some(api("/personal_access_tokens/self", rest_sending(case)?)),
            Self::Job => Some(api("/job", job_sending(case)?)),
            Self::JobRoles => Some(api("/job/allowed_agents", job_sending(case)?))
                .filter(|_| known.job_is_at_home(case) == Some(true)),
            Self::TokenInfo => Some(Asking {
                path: "/oauth/token/info".to_owned(),
                with: Some(bearer_of_oauth(case)?),
            }),
            Self::User => Some(api("/user", rest_sending(case)?)),
            Self::Administration => Some(api("/application/appearance", rest_sending(case)?))
                .filter(|_| known.rules().is_none()),
            Self::Metadata => Some(api("/metadata", rest_sending(case)?)),
            Self::Target => Some(api(&target_path(case)?, rest_sending(case)?)),
            Self::TargetAnonymous => Some(Asking {
                path: format!("/api/v4{}", target_path(case)?),
                with: None,
            }),
            Self::Membership => membership(case, known),
            Self::Associations => Some(api(
                "/personal_access_tokens/self/associations?min_access_level=10&per_page=100",
                access_token_sending(case)?,
            )),
            Self::JobControl => job_control(case),
            Self::GitPull => git_pull(case, known),
            Self::RegistryLogin => registry_login(case),
            Self::ByGraphQl => by_graphql(case),
            Self::Abilities => abilities(case, known),
            Self::Record => record(case),
            Self::DefaultBranch => default_branch(case, known),
            Self::Branches => list(case, "repository/branches").filter(|_| known.branch.is_none()),
            Self::BranchRules => branch_rules(case, known),
            Self::SecureFiles => list(case, "secure_files"),
            Self::JobList => list(case, "jobs"),
            Self::ImageRemoval => image_grant(case, known, "delete"),
            Self::ImagePull => image_grant(case, known, "pull"),
            Self::ProxyLogin => proxy_login(case),
            Self::GitPush => git_push(case, known),
        }
    }
}

fn api(path: &str, with: Scheme) -> Asking {
    Asking {
        path: format!("/api/v4{path}"),
        with: Some(with),
    }
}

/// How the credential of the case is sent with the request itself.
fn sending(case: &Case) -> Option<Scheme> {
    let Sent::As(scheme) = &case.credential.sent else {
        return None;
    };
    Some(scheme.clone())
}

/// How a credential is sent to routes that read access tokens; absent for kinds that are never
/// read there, so that no useless failing login is made.
fn rest_sending(case: &Case) -> Option<Scheme> {
    sending(case)?;
    match case.credential.kind {
        Some(kind) if kind.is_personal_access() => Some(Scheme::PrivateToken),
        Some(TokenKind::Oauth) => Some(Scheme::Bearer),
        None | Some(TokenKind::Unknown) => Some(Scheme::PrivateToken),
        Some(_) => None,
    }
}

fn basic_sending(case: &Case) -> Option<Scheme> {
    sending(case).filter(|with| matches!(with, Scheme::Basic { .. }))
}

fn access_token_sending(case: &Case) -> Option<Scheme> {
    rest_sending(case).filter(|_| case.credential.kind != Some(TokenKind::Oauth))
}

fn job_sending(case: &Case) -> Option<Scheme> {
    sending(case)?;
    (case.credential.kind == Some(TokenKind::Job)).then_some(Scheme::JobToken)
}

fn bearer_of_oauth(case: &Case) -> Option<Scheme> {
    sending(case)?;
    (case.credential.kind == Some(TokenKind::Oauth)).then_some(Scheme::Bearer)
}

/// Returns the path of the target below `/api/v4`.
pub(crate) fn target_path(case: &Case) -> Option<String> {
    let group = || group(case).map(|path| format!("{path}?with_projects=false"));
    project(case).or_else(group)
}

fn project(case: &Case) -> Option<String> {
    match case.target.as_ref()? {
        Target::Project(name) => Some(format!("/projects/{}", encode_segment(name))),
        Target::Group(_) => None,
    }
}

fn group(case: &Case) -> Option<String> {
    match case.target.as_ref()? {
        Target::Group(name) => Some(format!("/groups/{}", encode_segment(name))),
        Target::Project(_) => None,
    }
}

fn membership(case: &Case, known: &Knowledge) -> Option<Asking> {
    let user = known.owner_id()?;
    let base = project(case).or_else(|| group(case))?;
    let path = format!("{base}/members/all/{user}");
    Some(api(&path, rest_sending(case)?))
}

fn job_control(case: &Case) -> Option<Asking> {
    let path = format!("{}/releases?per_page=1", project(case)?);
    Some(api(&path, job_sending(case)?))
}

/// Asked only for tokens that are known to be alive or are not counted against the address
/// (`lib/gitlab/auth.rb`: job tokens).
fn git_pull(case: &Case, known: &Knowledge) -> Option<Asking> {
    let with = match (sending(case)?, case.credential.kind) {
        (basic @ Scheme::Basic { .. }, _) => basic,
        (_, Some(TokenKind::Job)) => basic("gitlab-ci-token"),
        (_, Some(kind)) if kind.is_personal_access() || kind == TokenKind::Oauth => basic("oauth2"),
        (_, Some(_) | None) => return None,
    };
    let path = full_path(case, known)?;
    Some(Asking {
        path: format!("/{path}.git/info/refs?service=git-upload-pack"),
        with: Some(with),
    })
}

/// What was asked of Git by a capability; nothing here asks it, because a push can create a project.
fn git_push(case: &Case, known: &Knowledge) -> Option<Asking> {
    let pull = git_pull(case, known)?;
    Some(Asking {
        path: pull.path.replace("git-upload-pack", "git-receive-pack"),
        with: pull.with,
    })
}

/// The login of the dependency proxy proves the credential and grants nothing by itself.
fn proxy_login(case: &Case) -> Option<Asking> {
    Some(Asking {
        path: "/jwt/auth?service=dependency_proxy".to_owned(),
        with: Some(basic_sending(case)?),
    })
}

/// The first row of a list in the project.
fn list(case: &Case, name: &str) -> Option<Asking> {
    let with = job_sending(case).or_else(|| rest_sending(case))?;
    let path = format!("{}/{name}?per_page=1", project(case)?);
    Some(api(&path, with))
}

/// A grant to pull or to delete is a login and no more: only one to push creates a record.
fn image_grant(case: &Case, known: &Knowledge, action: &str) -> Option<Asking> {
    let with = git_pull(case, known)?.with;
    let path = full_path(case, known)?;
    Some(Asking {
        path: format!("/jwt/auth?service=container_registry&scope=repository:{path}:{action}"),
        with,
    })
}

/// Without a scope, the registry's login proves the credential and grants nothing.
fn registry_login(case: &Case) -> Option<Asking> {
    let with = basic_sending(case).filter(|_| case.credential.kind == Some(TokenKind::Deploy))?;
    Some(Asking {
        path: "/jwt/auth?service=container_registry".to_owned(),
        with: Some(with),
    })
}

fn basic(user: &str) -> Scheme {
    Scheme::Basic {
        user: user.to_owned(),
    }
}

fn by_graphql(case: &Case) -> Option<Asking> {
    match case.target.as_ref()? {
        Target::Project(name) if is_full_path(name) => graphql(case, name, "id"),
        Target::Project(_) | Target::Group(_) => None,
    }
}

/// GraphQL refuses a mutation that comes by GET, so what is asked this way changes nothing.
fn abilities(case: &Case, known: &Knowledge) -> Option<Asking> {
    let path = full_path(case, known)?;
    let names = super::lists::ABILITIES.join(" ");
    graphql(case, &path, &format!("userPermissions{{{names}}}"))
}

/// A query for fields of the project with this path.
fn graphql(case: &Case, path: &str, fields: &str) -> Option<Asking> {
    let query = format!("{{project(fullPath:\"{path}\"){{{fields}}}}}");
    Some(Asking {
        path: format!("/api/graphql?query={}", encode_segment(&query)),
        with: Some(rest_sending(case)?),
    })
}

fn full_path(case: &Case, known: &Knowledge) -> Option<String> {
    known.project_path(case).filter(|path| is_full_path(path))
}

/// The record that a request would change: the longest beginning of its path that ends in one and can be read.
fn record(case: &Case) -> Option<Asking> {
    let subject = case
        .subject
        .as_ref()
        .filter(|subject| !subject.method.is_safe())?;
    let is_one = |path: &str| {
        let template =
            catalogue::find_url_path(Method::Get, path).map(|found| found.endpoint.template);
        let last = template.and_then(|template| template.rsplit('/').next());
        last.is_some_and(|last| last.starts_with(':'))
            && !matches!(template, Some("/projects/:id" | "/groups/:id"))
    };
    let ends = subject
        .path
        .match_indices('/')
        .map(|(end, _)| end)
        .chain([subject.path.len()]);
    let mut longest_first = ends.rev().map(|end| &subject.path[..end]);
    let path = longest_first.find(|path| is_one(path))?;
    Some(Asking {
        path: path.to_owned(),
        with: rest_sending(case),
    })
}

/// The branch that the request names, or else the default one.
fn default_branch(case: &Case, known: &Knowledge) -> Option<Asking> {
    let branch = encode_segment(&known.branch_name(case)?);
    let path = format!("{}/repository/branches/{branch}", project(case)?);
    Some(api(&path, rest_sending(case)?))
}

/// The rules of branches are for maintainers, who are shown the settings of a project as well.
fn branch_rules(case: &Case, known: &Knowledge) -> Option<Asking> {
    known.project.as_ref()?.job_push?;
    let path = format!("{}/protected_branches?per_page=100", project(case)?);
    Some(api(&path, rest_sending(case)?))
}

/// Whether a text is a project's full path and nothing else, so that it may stand in a query or an
/// address as it is. Source: `lib/gitlab/path_regex.rb`.
fn is_full_path(text: &str) -> bool {
    text.contains('/') && is_path(text)
}

/// Whether a text is the path of a project or group and nothing else.
pub(super) fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let whole = |part: &str| part.contains(|c| c != '.') && part.chars().all(plain);
    text.split('/').all(whole)
}

/// What is not encoded in a path segment, letters and digits aside.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes one path segment, so that a slash in a project path stays inside it.
pub(crate) fn encode_segment(plain: &str) -> String {
    utf8_percent_encode(plain, UNRESERVED).to_string()
}

/// Decodes the percent escapes of one segment; broken ones stay as they are.
pub(crate) fn decode_segment(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests;
