//! What shows that GitLab itself granted a request: each surface has marks of its own.
//!
//! A status shows nothing. Whatever stands in between answers 200, 202, 204, or a redirect as well: the challenge
//! of a firewall, a captive portal, the page of a load balancer, another service. So a grant needs evidence, and all
//! that lacks it is nobody's word.

use serde_json::Value;

use super::case::{Case, Target};
use super::lists;
use super::question::Question;
use crate::catalogue::answer::{RecordForm, form_of, is_usual};
use crate::catalogue::{Endpoint, Surface};
use crate::observation::{BodyShape, Exchange, Observation};

/// What was asked for, as far as it says how GitLab would grant it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestTraits<'a> {
    surface: Option<Surface>,
    template: Option<&'static str>,
    /// What holds the names of the fields that GraphQL is asked for.
    fields: &'a str,
}

impl<'a> RequestTraits<'a> {
    /// What a question of this case asks for.
    pub(super) fn by(question: Question, case: &'a Case) -> Self {
        let (surface, template) = match question {
            Question::Subject | Question::Anonymous => return Self::by_subject(case),
            Question::OwnRecord => (Surface::Rest, "/personal_access_tokens/self"),
            Question::Job => (Surface::Rest, "/job"),
            Question::JobRoles => (Surface::Rest, "/job/allowed_agents"),
            Question::TokenInfo => (Surface::Oauth, "/oauth/token/info"),
            Question::User => (Surface::Rest, "/user"),
            Question::Administration => (Surface::Rest, "/application/appearance"),
            Question::Metadata => (Surface::Rest, "/metadata"),
            Question::Target | Question::TargetAnonymous => match case.target {
                Some(Target::Group(_)) => (Surface::Rest, "/groups/:id"),
                Some(Target::Project(_)) | None => (Surface::Rest, "/projects/:id"),
            },
            Question::Membership => (Surface::Rest, "/projects/:id/members/all/:user_id"),
            Question::Associations => (Surface::Rest, "/personal_access_tokens/self/associations"),
            Question::DefaultBranch => (Surface::Rest, "/projects/:id/repository/branches/:branch"),
            Question::Branches => (Surface::Rest, "/projects/:id/repository/branches"),
            Question::JobControl => (Surface::Rest, "/projects/:id/releases"),
            Question::BranchRules => (Surface::Rest, "/projects/:id/protected_branches"),
            Question::SecureFiles => (Surface::Rest, "/projects/:id/secure_files"),
            Question::JobList => (Surface::Rest, "/projects/:id/jobs"),
            Question::GitPull | Question::GitPush => (Surface::Git, ""),
            Question::RegistryLogin | Question::ImageRemoval | Question::ImagePull => {
                (Surface::RegistryAuth, "")
            }
            Question::ProxyLogin => (Surface::DependencyProxy, ""),
            Question::Record => (Surface::Rest, ""),
            Question::ByGraphQl | Question::Abilities => (Surface::GraphQl, ""),
        };
        Self {
            surface: Some(surface),
            template: Some(template),
            fields: "project",
        }
    }

    /// What is asked for at a path without its query.
    pub(super) const fn at(surface: Surface, template: &'static str) -> Self {
        Self {
            surface: Some(surface),
            template: Some(template),
            fields: "",
        }
    }

    fn by_subject(case: &'a Case) -> Self {
        Self {
            surface: case.surface,
            template: case.endpoint().map(|endpoint: &Endpoint| endpoint.template),
            fields: case.subject.as_ref().map_or("", |subject| &subject.query),
        }
    }
}

/// Says whether an observation is anybody's word but that of a box which answers everything alike: a refusal is
/// judged by its words, and a success counts only with evidence.
pub(super) fn is_received(question: Question, observation: &Observation, case: &Case) -> bool {
    observation.exchange().is_none_or(|exchange| {
        !is_success(exchange) || is_granted(RequestTraits::by(question, case), exchange)
    })
}

/// Whether the status alone would be one of success.
pub(super) fn is_success(exchange: &Exchange) -> bool {
    matches!(exchange.status, Some(200..300 | 304))
}

/// Says whether a success bears the evidence of its surface.
pub(super) fn is_granted(asked: RequestTraits<'_>, exchange: &Exchange) -> bool {
    let marked = is_marked(exchange);
    if exchange.status == Some(304) {
        return marked;
    }
    match asked.surface {
        Some(Surface::Git) => is_advertisement(exchange),
        Some(Surface::RegistryAuth) => is_login(exchange),
        Some(Surface::Registry) => is_of_registry(exchange),
        Some(Surface::DependencyProxy) => marked || is_login(exchange) || is_of_registry(exchange),
        Some(Surface::Lfs) => marked || is_lfs(exchange),
        Some(Surface::GraphQl) => marked || is_data(exchange, asked.fields),
        Some(
            Surface::Rest | Surface::Packages | Surface::Web | Surface::Runner | Surface::Oauth,
        )
        | None => marked || has_form(exchange, form_of(asked.template)),
    }
}

/// GitLab's own header stands on success and failure alike; `X-Request-Id` proves nothing, since proxies add it
/// (`labkit-ruby`: `lib/labkit/middleware/rack.rb`).
pub(super) fn is_marked(exchange: &Exchange) -> bool {
    exchange.headers.has("x-gitlab-meta")
}

/// What the registry, and whoever speaks for it, says of itself
/// (`app/controllers/groups/dependency_proxy_for_containers_controller.rb`).
pub(super) fn is_of_registry(exchange: &Exchange) -> bool {
    exchange.headers.has("docker-distribution-api-version")
}

/// The list of references that a clone or a push begins with (git: `Documentation/gitprotocol-http.adoc`).
fn is_advertisement(exchange: &Exchange) -> bool {
    let is_typed = content_type(exchange).is_some_and(|kind| {
        kind.strip_prefix("application/x-git-")
            .is_some_and(|rest| rest.ends_with("-advertisement"))
    });
    let is_said = matches!(&exchange.body.shape, BodyShape::Text(text) if text.get(4..).is_some_and(|text| text.starts_with("# service=git-")));
    is_typed || is_said
}

/// A login is answered with a token, in whose place the client keeps the access that it gives
/// (`app/controllers/jwt_controller.rb`).
fn is_login(exchange: &Exchange) -> bool {
    exchange.body.json().is_some_and(|body| {
        body.get("token").is_some_and(Value::is_string)
            || body.get("access").is_some_and(Value::is_array)
    })
}

/// (`app/controllers/concerns/lfs_request.rb`.)
fn is_lfs(exchange: &Exchange) -> bool {
    content_type(exchange).is_some_and(|kind| kind == "application/vnd.git-lfs+json")
}

/// GraphQL answers with the fields that it was asked for, and with no others.
fn is_data(exchange: &Exchange, asked: &str) -> bool {
    let data = exchange
        .body
        .json()
        .and_then(|body| body.get("data")?.as_object());
    data.is_some_and(|data| !data.is_empty() && data.keys().all(|field| asked.contains(field)))
}

fn has_form(exchange: &Exchange, form: RecordForm) -> bool {
    exchange.body.json().is_some_and(|body| match form {
        RecordForm::Record(fields) => fields.iter().all(|field| body.get(field).is_some()),
        RecordForm::Usual => is_record(body) || is_list(body, exchange),
    })
}

/// A list without rows has no form of its own; GitLab tells beside it that there is no next page
/// (`lib/gitlab/pagination/offset_header_builder.rb`).
fn is_list(body: &Value, exchange: &Exchange) -> bool {
    body.as_array().is_some_and(|rows| {
        rows.iter().all(is_record) && (!rows.is_empty() || exchange.headers.has("x-next-page"))
    })
}

fn is_record(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|record| is_usual(record.keys().map(String::as_str)))
}

fn content_type(exchange: &Exchange) -> Option<String> {
    let kind = exchange.headers.get("content-type")?.split(';').next()?;
    Some(kind.trim().to_ascii_lowercase())
}

/// Says what is missing where a success has no evidence, and who may have answered instead.
pub(super) fn lacks(asked: RequestTraits<'_>, exchange: &Exchange) -> String {
    let status = exchange.status.unwrap_or_default();
    let mark = mark_of(asked.surface);
    let signs: Vec<String> = lists::HEADER_SIGNS
        .iter()
        .filter_map(|name| Some(format!("{name}: {}", exchange.headers.get(name)?)))
        .collect();
    let names = if signs.is_empty() {
        String::new()
    } else {
        format!("; it says of itself {}", signs.join(", "))
    };
    format!(
        "an answer of GitLab: as far as can be told, this is not GitLab. It answers {status} with {}, and without \
         {mark}{names}",
        body_in_words(&exchange.body.shape)
    )
}

/// The evidence of a surface, in words.
const fn mark_of(surface: Option<Surface>) -> &'static str {
    match surface {
        Some(Surface::Git) => "the list of references that Git begins with",
        Some(Surface::RegistryAuth) => "the token that a login to the registry gives",
        Some(Surface::Registry) => "the registry's header Docker-Distribution-Api-Version",
        Some(Surface::DependencyProxy) => "the dependency proxy's token or headers",
        Some(Surface::Lfs) => "the media type of Git LFS or GitLab's headers",
        Some(Surface::GraphQl) => "the data that was asked for or GitLab's headers",
        Some(
            Surface::Rest | Surface::Packages | Surface::Web | Surface::Runner | Surface::Oauth,
        )
        | None => "GitLab's headers or the JSON of this route",
    }
}

fn body_in_words(shape: &BodyShape) -> String {
    match shape {
        BodyShape::Empty | BodyShape::Unseen => "no body".to_owned(),
        BodyShape::Html(_) => shape.excerpt(),
        BodyShape::Text(_) => "plain text".to_owned(),
        BodyShape::Binary => "what is no text".to_owned(),
        BodyShape::Message(_)
        | BodyShape::Details(_)
        | BodyShape::Guard { .. }
        | BodyShape::Error(_)
        | BodyShape::GraphQlErrors(_)
        | BodyShape::RegistryErrors(_)
        | BodyShape::Json(_) => "other JSON".to_owned(),
    }
}

#[cfg(test)]
mod tests;
