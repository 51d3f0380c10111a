//! Drawing clues out of a case: from the value, the request, the catalogue, and the answers.
//!
//! Each function looks at one thing. What was noted first stays, so the surest come first.

mod target;

use super::Clues;
use crate::answers::clue::Clue;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{
    DeployToken, Endpoint, EndpointCredential as Reads, Known, PathFaultKind, Requirement, Surface,
    path_fault, scope,
};
use crate::diagnosis::case::{Case, Sent};
use crate::diagnosis::evidence;
use crate::diagnosis::knowledge::{Knowledge, User};
use crate::diagnosis::lists;
use crate::diagnosis::question::{Question, TokenSign};
use crate::observation::Scheme;
use crate::observation::{BodyShape, Exchange, Observation};

/// Gathers every clue that a case gives.
pub(crate) fn extract(case: &Case, known: &Knowledge) -> Clues {
    let mut clues = Clues::default();
    note_value(case, &mut clues);
    note_kind(case, known, &mut clues);
    note_request(case, &mut clues);
    note_life(case, known, &mut clues);
    note_place(case, known, &mut clues);
    note_controls(case, &mut clues);
    note_absence(case, known, &mut clues);
    note_scope(case, known, &mut clues);
    target::note_target(case, known, &mut clues);
    note_answer(case, &mut clues);
    clues
}

fn note_value(case: &Case, clues: &mut Clues) {
    let credential = &case.credential;
    match &credential.sent {
        Sent::Nothing => clues.note(Clue::NothingSent, true, "no credential was sent"),
        Sent::Empty => {
            clues.note(Clue::NothingSent, true, "the credential was sent empty");
            clues.note(Clue::SentEmpty, true, "the credential was sent empty");
        }
        Sent::As(scheme) => {
            clues.note(
                Clue::NothingSent,
                false,
                format!("sent as {}", scheme.name()),
            );
            clues.note(Clue::SentEmpty, false, "");
        }
        Sent::Somehow => {
            clues.note(Clue::NothingSent, false, "a token was sent");
            clues.note(Clue::SentEmpty, false, "");
        }
        Sent::Unknown => {}
    }
    match &credential.defect {
        Some(defect) => clues.note(Clue::Defective, true, defect.clone()),
        None if credential.is_examined => clues.note(Clue::Defective, false, ""),
        None => {}
    }
    match credential.checksum {
        Some(false) => clues.note(
            Clue::ChecksumBroken,
            true,
            "the checksum at the end of the token does not fit the rest",
        ),
        Some(true) => clues.note(Clue::ChecksumBroken, false, "the token's checksum fits"),
        None => {}
    }
    note_claims(case, clues);
}

fn note_claims(case: &Case, clues: &mut Clues) {
    if let (Some(issuer), Some(host)) = (&case.credential.issuer, &case.host) {
        let elsewhere = !same_host(issuer, host);
        let words = if elsewhere { "not" } else { "as" };
        clues.note(
            Clue::MadeElsewhere,
            elsewhere,
            format!("the token says it was made by {issuer}, {words} {host}"),
        );
    }
    if let (Some(expires), Some(now)) = (case.credential.expires, case.now) {
        let past = expires < now;
        let words = if past { "is over" } else { "is not over" };
        clues.note(
            Clue::PastItsTime,
            past,
            format!("the time that the token itself names {words}"),
        );
    }
}

/// Compares hosts as a token writes them: with or without a port.
fn same_host(issuer: &str, host: &str) -> bool {
    let bare = |name: &str| {
        name.trim_start_matches("https://")
            .trim_start_matches("http://")
            .split(['/', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    bare(issuer) == bare(host)
}

fn note_kind(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let kind = kind_of(case, known);
    let Some(kind) = kind else { return };
    if kind == TokenKind::Unknown {
        return;
    }
    let words = format!("it is {}", kind.with_article());
    let access = kind.is_personal_access();
    let spoken = access || matches!(kind, TokenKind::Oauth | TokenKind::Job | TokenKind::Deploy);
    for (clue, holds) in [
        (Clue::IsAccessToken, access),
        (Clue::IsOauth, kind == TokenKind::Oauth),
        (Clue::IsJob, kind == TokenKind::Job),
        (Clue::IsDeploy, kind == TokenKind::Deploy),
        (Clue::IsForeign, !spoken),
        (Clue::OtherForge, kind == TokenKind::OtherForge),
    ] {
        clues.note(clue, holds, if holds { words.as_str() } else { "" });
    }
}

/// The kind that the value shows, or that an answer has proved.
fn kind_of(case: &Case, known: &Knowledge) -> Option<TokenKind> {
    match case.credential.kind {
        Some(TokenKind::Unknown) | None => {
            let record = known.record.as_ref().map(|_| TokenKind::PersonalAccess);
            let oauth = known.oauth.as_ref().map(|_| TokenKind::Oauth);
            let job = known.job.as_ref().map(|_| TokenKind::Job);
            record.or(oauth).or(job).or(case.credential.kind)
        }
        told => told,
    }
}

fn note_request(case: &Case, clues: &mut Clues) {
    note_base(case, clues);
    let Some(subject) = &case.subject else { return };
    clues.note(Clue::Writes, subject.changes(), "");
    let encoded = subject.path.to_ascii_lowercase().contains("%2f");
    clues.note(
        Clue::PathEncoded,
        encoded,
        "the path holds an encoded slash",
    );
    let endpoint = subject.endpoint();
    if let Some(endpoint) = endpoint {
        clues.note_route(endpoint.method, endpoint.template);
        clues.note(
            Clue::RouteKnown,
            true,
            format!("{} {} is an endpoint", endpoint.method, endpoint.template),
        );
        let admin = endpoint.requirement == Requirement::Administrator;
        clues.note(Clue::AdminRoute, admin, "the route is for administrators");
    }
    note_path(&subject.path, endpoint.is_some(), clues);
}

/// GitLab.com has no path below its host, and no instance lies below a repository.
fn note_base(case: &Case, clues: &mut Clues) {
    let Some(base) = &case.instance else { return };
    let address = base.trim_end_matches('/').to_ascii_lowercase();
    let is_repository = address.strip_suffix(".git").is_some();
    let is_deep = is_repository || address.starts_with("https://gitlab.com/");
    clues.note(
        Clue::BaseTooDeep,
        is_deep,
        format!("the base address is {base}, and the API lies right below the instance"),
    );
}

fn note_path(path: &str, is_known: bool, clues: &mut Clues) {
    let Some(api) = path.strip_prefix("/api/v4") else {
        return;
    };
    let fault = path_fault(api);
    let is = |kind| fault.as_ref().filter(|fault| fault.kind == kind);
    match is(PathFaultKind::NotEncoded) {
        Some(fault) => clues.note(
            Clue::PathUnencoded,
            true,
            format!("with the slash encoded it would be {}", fault.suggested),
        ),
        None if is_known => clues.note(Clue::PathUnencoded, false, ""),
        None => {}
    }
    match is(PathFaultKind::EncodedTwice) {
        Some(fault) => clues.note(
            Clue::PathEncodedTwice,
            true,
            format!("encoded once it would be {}", fault.suggested),
        ),
        None => clues.note(Clue::PathEncodedTwice, false, ""),
    }
    let mut segments = api.split('/').skip(1);
    if let (Some("projects"), Some(name)) = (segments.next(), segments.next()) {
        let whole = name.bytes().all(|byte| byte.is_ascii_digit())
            || name.to_ascii_lowercase().contains("%2f");
        let malformed = !name.is_empty() && !whole && is_known && !name.contains("%25");
        clues.note(
            Clue::NameMalformed,
            malformed,
            format!("\u{201c}{name}\u{201d} is neither a number nor a full path"),
        );
    }
}

/// Whether the credential is alive, from every answer that speaks of it.
fn note_life(case: &Case, known: &Knowledge, clues: &mut Clues) {
    if case.witness.accepted {
        let words = "GitLab's log numbers the token, which it does once it has accepted it";
        clues.note(Clue::PlaceFits, true, words);
        clues.note(Clue::Alive, true, words);
        if case.witness.has_scopes {
            clues.note(Clue::ScopeFits, true, words);
        }
    }
    if let Some(record) = &known.record {
        note_record(record.active, record.revoked, clues);
    }
    if known.job.is_some() {
        clues.note(Clue::Alive, true, "GET /job knows the token");
    }
    if known.oauth.is_some() {
        clues.note(Clue::Alive, true, "/oauth/token/info knows the token");
    }
    let template = case.endpoint().map(|endpoint| endpoint.template);
    for (question, observation) in case.received() {
        if asks_with_token(question, case)
            && let Some(exchange) = observation.exchange()
        {
            note_guard(question, template, exchange, clues);
        }
    }
    note_oauth_death(case, known, clues);
}

/// `/oauth/token/info` says the same 400 of every token that is no OAuth token in force
/// (`app/controllers/oauth/token_info_controller.rb`). Where the API then reads it as no other token
/// either, there is none.
fn note_oauth_death(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let said = |question| {
        let exchange = case.exchange_of(question)?;
        Some((exchange.status?, &exchange.body.shape))
    };
    let no_record = matches!(
        said(Question::TokenInfo),
        Some((400, BodyShape::Guard { error, .. })) if error == "invalid_request"
    );
    let unread = [Question::OwnRecord, Question::User, Question::Target]
        .into_iter()
        .any(|question| matches!(said(question), Some((401, BodyShape::Message(_)))));
    if kind_of(case, known) == Some(TokenKind::Oauth) && no_record && unread {
        let words = "/oauth/token/info does not know the token, and the API answers 401";
        clues.note(Clue::Alive, false, words);
    }
}

fn note_record(active: Option<bool>, revoked: Option<bool>, clues: &mut Clues) {
    if active == Some(true) {
        clues.note(
            Clue::Alive,
            true,
            "the token's own record says that it is active",
        );
    }
    if revoked == Some(true) {
        clues.note(
            Clue::Revoked,
            true,
            "the token's own record says that it is revoked",
        );
    }
}

/// Whether an answer says something about the token, not about the request.
fn asks_with_token(question: Question, case: &Case) -> bool {
    let is_sent = matches!(
        case.credential.sent,
        Sent::As(_) | Sent::Somehow | Sent::Unknown
    );
    question.shows(TokenSign::Judged) || question == Question::Subject && is_sent
}

fn note_guard(question: Question, template: Option<&str>, exchange: &Exchange, clues: &mut Clues) {
    let name = question.facts().called;
    match (exchange.status, &exchange.body.shape) {
        (Some(401), BodyShape::Guard { description, .. }) => {
            note_typed_death(description.as_deref().unwrap_or_default(), clues);
        }
        (
            _,
            BodyShape::Guard {
                error, description, ..
            },
        ) if is_scope_error(error) => {
            note_permissions(description.as_deref().unwrap_or_default(), clues);
            clues.note(
                Clue::Alive,
                true,
                format!("{name} judged its scopes, so it is known and valid"),
            );
        }
        (Some(400), BodyShape::Message(_)) if question == Question::OwnRecord => {
            let words = format!("{name} knows the token, as one that has no record");
            clues.note(Clue::Alive, true, words.clone());
            clues.note(Clue::IsOauth, true, words);
        }
        (Some(401), BodyShape::Message(_)) if asks_for_life(question, template) => {
            clues.note(Clue::Alive, false, format!("{name} answers 401"));
            // REST says these two aloud.
            clues.note(Clue::Expired, false, "");
            clues.note(Clue::Revoked, false, "");
        }
        (Some(200), BodyShape::Json(_)) if question.shows(TokenSign::Alive) => {
            clues.note(Clue::Alive, true, format!("{name} answers 200"));
        }
        _ => {}
    }
}

/// Routes that know the token and nothing else, so that their 401 is about the token.
fn asks_for_life(question: Question, template: Option<&str>) -> bool {
    let is_own = matches!(
        template,
        Some("/personal_access_tokens/self" | "/job" | "/metadata" | "/version")
    );
    question.shows(TokenSign::Dead) || question == Question::Subject && is_own
}

fn is_scope_error(error: &str) -> bool {
    matches!(error, "insufficient_scope" | "insufficient_granular_scope")
}

/// These sentences are said to fine-grained tokens only
/// (`app/services/authz/tokens/authorize_granular_scopes_service.rb` of 18.9).
fn note_permissions(description: &str, clues: &mut Clues) {
    if lists::TO_FINE_GRAINED
        .iter()
        .any(|start| description.starts_with(start))
    {
        clues.note(
            Clue::FineGrained,
            true,
            "GitLab judged fine-grained permissions of the token",
        );
    }
}

/// The guard's sentences; source: `lib/api/api_guard.rb`.
fn note_typed_death(description: &str, clues: &mut Clues) {
    if description.starts_with("Token is expired") {
        clues.note(Clue::Expired, true, "GitLab says that the token is expired");
        clues.note(Clue::Alive, false, "GitLab says that the token is expired");
    } else if description.starts_with("Token was revoked") {
        clues.note(
            Clue::Revoked,
            true,
            "GitLab says that the token was revoked",
        );
        clues.note(Clue::Alive, false, "GitLab says that the token was revoked");
    }
}

/// Whether this kind of credential is read on this route, in the place where it was sent.
fn note_place(case: &Case, known: &Knowledge, clues: &mut Clues) {
    if case.surface == Some(Surface::Packages) && case.endpoint().is_none() {
        note_package_registry(kind_of(case, known), clues);
    }
    let (Some(kind), Sent::As(scheme)) = (kind_of(case, known), &case.credential.sent) else {
        return;
    };
    let surface = case.surface.unwrap_or(Surface::Rest);
    let takes_password = case
        .endpoint()
        .is_some_and(|endpoint| endpoint.job_token_as_password);
    if kind == TokenKind::Job && takes_password && *scheme == Scheme::JobToken {
        clues.note(
            Clue::PlaceFits,
            false,
            "this route does not read JOB-TOKEN: it takes a job token as a password",
        );
    }
    if let Some(fits) = place_fits(kind, scheme, surface) {
        let words = if fits { "is" } else { "is not" };
        clues.note(
            Clue::PlaceFits,
            fits,
            format!(
                "{} {words} the place for {}",
                scheme.place(),
                kind.with_article()
            ),
        );
    }
    match read_here(case, known, kind, surface) {
        Known::Yes => clues.note(
            Clue::ReadHere,
            true,
            format!("this route reads {}", kind.with_article()),
        ),
        Known::No => clues.note(
            Clue::ReadHere,
            false,
            format!("this route does not read {}", kind.with_article()),
        ),
        Known::Unknown => {}
    }
}

/// A client of packages that names no route: their routes read what the rest of the API does not
/// (`lib/api/helpers/packages/basic_auth_helpers.rb`, `lib/api/concerns/packages/`).
fn note_package_registry(kind: Option<TokenKind>, clues: &mut Clues) {
    if matches!(kind, None | Some(TokenKind::Job | TokenKind::Deploy)) {
        clues.note(
            Clue::ReadHere,
            true,
            "the package registry reads job tokens and deploy tokens",
        );
    }
}

/// Where each kind is read (`lib/gitlab/auth/auth_finders.rb`); absent where it is not settled.
fn place_fits(kind: TokenKind, scheme: &Scheme, surface: Surface) -> Option<bool> {
    // Tokens without a prefix, or with the prefix of an instance, may be of any kind.
    if kind == TokenKind::Unknown {
        return None;
    }
    let by_header = matches!(
        surface,
        Surface::Rest | Surface::Packages | Surface::Runner | Surface::GraphQl
    );
    if !by_header {
        return basic_fits(kind, scheme);
    }
    let access = kind.is_personal_access();
    Some(match scheme {
        Scheme::PrivateToken => access,
        Scheme::Bearer if kind == TokenKind::Deploy && surface == Surface::Packages => return None,
        Scheme::Bearer => access || matches!(kind, TokenKind::Oauth | TokenKind::Job),
        Scheme::JobToken => kind == TokenKind::Job,
        Scheme::DeployToken => kind == TokenKind::Deploy,
        Scheme::Basic { .. } => return None,
    })
}

/// Beside a job token GitLab expects one user name, beside an access token any
/// (`lib/gitlab/auth.rb`).
fn basic_fits(kind: TokenKind, scheme: &Scheme) -> Option<bool> {
    match scheme {
        Scheme::Basic { user } if kind == TokenKind::Job => Some(user == "gitlab-ci-token"),
        Scheme::Basic { .. } if kind.is_personal_access() => Some(true),
        Scheme::Basic { .. }
        | Scheme::PrivateToken
        | Scheme::Bearer
        | Scheme::JobToken
        | Scheme::DeployToken => None,
    }
}

fn read_here(case: &Case, known: &Knowledge, kind: TokenKind, surface: Surface) -> Known {
    match surface {
        Surface::GraphQl => {
            return Known::from(kind.is_personal_access() || kind == TokenKind::Oauth);
        }
        Surface::Lfs
        | Surface::RegistryAuth
        | Surface::Registry
        | Surface::DependencyProxy
        | Surface::Web
        | Surface::Runner
        | Surface::Oauth => return Known::Unknown,
        Surface::Rest | Surface::Packages | Surface::Git => {}
    }
    match case.endpoint() {
        Some(endpoint) => reads(endpoint, kind, known, surface),
        None => Known::Unknown,
    }
}

fn reads(endpoint: &Endpoint, kind: TokenKind, known: &Knowledge, surface: Surface) -> Known {
    match kind {
        TokenKind::Job if endpoint.credential == Reads::JobToken => Known::Yes,
        TokenKind::Job => endpoint.reads_job_token(known.version),
        TokenKind::Deploy => Known::from(endpoint.deploy_token != DeployToken::No),
        TokenKind::Personal
        | TokenKind::Project
        | TokenKind::Group
        | TokenKind::Impersonation
        | TokenKind::ServiceAccount
        | TokenKind::PersonalAccess
        | TokenKind::Oauth => Known::from(endpoint.credential == Reads::AccessToken),
        TokenKind::Unknown => Known::Unknown,
        TokenKind::Trigger => Known::from(endpoint.credential == Reads::TriggerToken),
        TokenKind::Runner
        | TokenKind::RunnerRegistration
        | TokenKind::Feed
        | TokenKind::Agent
        | TokenKind::IncomingMail
        | TokenKind::Scim
        | TokenKind::FeatureFlagsClient
        | TokenKind::OauthSecret
        | TokenKind::IdToken
        | TokenKind::Workspace
        | TokenKind::Session
        | TokenKind::OtherForge => {
            if surface == Surface::Rest && endpoint.credential == Reads::AccessToken {
                Known::No
            } else {
                Known::Unknown
            }
        }
    }
}

/// What the control questions tell that only they can tell.
fn note_controls(case: &Case, clues: &mut Clues) {
    note_anonymous(case, clues);
    note_job_control(case, clues);
    note_git_pull(case, clues);
    note_metadata(case, clues);
    note_registry_login(case, clues);
}

/// The credential is looked at before all else, also where the registry is off, and its own refusals have codes of their own
/// (`app/controllers/jwt_controller.rb`). Other refusals, as of a banned address, tell nothing of it.
fn note_registry_login(case: &Case, clues: &mut Clues) {
    let Some(exchange) = case.exchange_of(Question::RegistryLogin) else {
        return;
    };
    let is_of_registry = matches!(&exchange.body.shape, BodyShape::RegistryErrors(list)
        if list.iter().any(|(code, _)| code == "DENIED" || code == "UNAVAILABLE"));
    let is_known = match exchange.status {
        Some(200) => true,
        Some(403 | 404) => is_of_registry,
        Some(_) | None => false,
    };
    if exchange.status == Some(401) {
        clues.note(
            Clue::Alive,
            false,
            "the registry's login refuses it as well",
        );
    } else if is_known {
        clues.note(Clue::Alive, true, "the registry's login knows it");
    }
}

fn note_anonymous(case: &Case, clues: &mut Clues) {
    let pair = (case.answer(), case.answer_to(Question::Anonymous));
    let (Some(Observation::Answered(with)), Some(Observation::Answered(without))) = pair else {
        return;
    };
    let status = without.status.unwrap_or_default();
    let same = with.status == without.status && with.body.shape == without.body.shape;
    // A busy server says nothing of the token, and neither does one that does not know the route any more.
    let is_lost = status == 404 && matches!(without.body.shape, BodyShape::Error(_));
    if status == 429 || status >= 500 || is_lost && !same {
        return;
    }
    let words = format!("without the token the answer is {status}");
    clues.note(Clue::AnonymousSame, same, words.clone());
    // What everybody gets is neither off, nor for members, nor above any role.
    if matches!(status, 200..=299) {
        clues.note(Clue::RoleFits, true, words.clone());
        clues.note(Clue::FeatureOn, true, words.clone());
        clues.note(Clue::FeatureForMembers, false, words.clone());
        clues.note(Clue::TargetPublic, true, words);
    }
}

/// A route of the same project that has long read job tokens. If it treats the token otherwise
/// than the request did, the request's route did not read it.
fn note_job_control(case: &Case, clues: &mut Clues) {
    let Some(exchange) = case.exchange_of(Question::JobControl) else {
        return;
    };
    let status = exchange.status.unwrap_or_default();
    let allowlist =
        matches!(&exchange.body.shape, BodyShape::Message(text) if text.contains("job token"));
    clues.note(
        Clue::ControlGranted,
        (200..300).contains(&status),
        format!("GET releases of the same project, which reads job tokens, answers {status}"),
    );
    clues.note(
        Clue::ControlForbidden,
        status == 403 && allowlist,
        format!("GET releases of the same project, which reads job tokens, answers {status}"),
    );
    let hidden = matches!(case.answer().and_then(Observation::status), Some(401 | 404));
    let control_read_it = (200..300).contains(&status) || status == 403;
    if hidden && control_read_it {
        clues.note(
            Clue::ReadHere,
            false,
            "another route of the same project reads the job token, and this one answers as if there were none",
        );
    }
}

/// A bot or service account that may not read a project is a failed login (401) to Git, so a 404
/// means that there is no such project (`lib/gitlab/auth.rb`).
fn note_absence(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let is_bot = known.user.as_ref().and_then(User::home).is_some();
    let by_subject = case.answer().filter(|_| case.surface == Some(Surface::Git));
    let answer = case.answer_to(Question::GitPull).or(by_subject);
    if let (true, Some(exchange)) = (is_bot, answer.and_then(Observation::exchange))
        && let (Some(404), BodyShape::Text(text)) = (exchange.status, &exchange.body.shape)
        && text.starts_with("The project you were looking for could not be found")
    {
        clues.note(
            Clue::GitFindsNothing,
            true,
            "Git answers 404, and would refuse the login of a bot that may not read the project",
        );
    }
}

fn note_git_pull(case: &Case, clues: &mut Clues) {
    let Some(exchange) = case.exchange_of(Question::GitPull) else {
        return;
    };
    let BodyShape::Text(text) = &exchange.body.shape else {
        return;
    };
    if text.starts_with("Cannot find valid SSO session") {
        clues.note(
            Clue::GitNamesSignOn,
            true,
            "Git says that a single sign-on session is missing",
        );
    }
    let allowlist = text.starts_with("Authentication by CI/CD job token not allowed");
    let member = text.starts_with("Insufficient permissions to pull from the repository");
    if allowlist || member {
        clues.note(
            Clue::GitNamesAllowlist,
            allowlist,
            "Git says that the job's project is not allowed in",
        );
        clues.note(
            Clue::GitNamesMembership,
            member,
            "Git says that the job's user may not read the project",
        );
    }
}

/// That the API is here takes its word; that it is not, any other.
fn note_metadata(case: &Case, clues: &mut Clues) {
    let answer = case.any_answer_to(Question::Metadata);
    let Some(exchange) = answer.and_then(Observation::exchange) else {
        return;
    };
    let is_received = case.answer_to(Question::Metadata).is_some();
    let (is_here, why) = match &exchange.body.shape {
        BodyShape::Json(_) | BodyShape::Message(_) | BodyShape::Guard { .. } if is_received => {
            (true, "GET /metadata is answered by the API")
        }
        BodyShape::Error(text) if text.starts_with("404") => {
            (false, "even GET /metadata is unknown at this address")
        }
        BodyShape::Html(_) => (false, "GET /metadata is answered by a web page"),
        BodyShape::Empty
        | BodyShape::Unseen
        | BodyShape::Message(_)
        | BodyShape::Guard { .. }
        | BodyShape::Json(_)
        | BodyShape::Details(_)
        | BodyShape::Error(_)
        | BodyShape::GraphQlErrors(_)
        | BodyShape::RegistryErrors(_)
        | BodyShape::Text(_)
        | BodyShape::Binary => return,
    };
    clues.note(Clue::ApiHere, is_here, why);
}

fn note_scope(case: &Case, known: &Knowledge, clues: &mut Clues) {
    let Some(scopes) = known.scopes() else { return };
    let granular = scopes.iter().any(|name| name == scope::GRANULAR);
    let held = if scopes.is_empty() {
        "no scopes".to_owned()
    } else {
        scopes.join(", ")
    };
    let kind_of_rights = if granular {
        "fine-grained permissions"
    } else {
        &held
    };
    clues.note(
        Clue::FineGrained,
        granular,
        format!("the token has {kind_of_rights}"),
    );
    let (Some(subject), false) = (&case.subject, granular) else {
        return;
    };
    let fits = match (case.endpoint(), case.surface) {
        (Some(endpoint), _) => scope::opens(scopes, endpoint, subject.method),
        (None, Some(Surface::Rest)) => scope::opens_unlisted(scopes, subject.method),
        (None, _) => return,
    };
    match fits {
        Known::Yes => clues.note(Clue::ScopeFits, true, format!("the token has {held}")),
        Known::No => clues.note(
            Clue::ScopeFits,
            false,
            format!("the token has {held}; the route takes {}", taken(case)),
        ),
        Known::Unknown => {}
    }
}

/// The scopes that would open the route, in words.
fn taken(case: &Case) -> String {
    let names = case
        .endpoint()
        .map(|endpoint| endpoint.scopes.names())
        .unwrap_or_default();
    if names.is_empty() {
        "api".to_owned()
    } else {
        names.join(" or ")
    }
}

fn note_answer(case: &Case, clues: &mut Clues) {
    let Some(exchange) = case.answer().and_then(Observation::exchange) else {
        return;
    };
    note_redirect(case, exchange, clues);
    let marked = evidence::is_marked(exchange);
    let headers_seen = exchange.headers.iter().next().is_some();
    if headers_seen {
        let words = if marked { "bears" } else { "lacks" };
        clues.note(
            Clue::MarkedByGitLab,
            marked,
            format!("the answer {words} GitLab's own header X-Gitlab-Meta"),
        );
    }
}

/// Where a redirect leads, set beside where the request went.
fn note_redirect(case: &Case, exchange: &Exchange, clues: &mut Clues) {
    let (Some(location), Some(subject)) = (exchange.headers.get("location"), &case.subject) else {
        return;
    };
    let rest = location.split_once("://").map_or("", |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let plain = path.split('?').next().unwrap_or(path);
    clues.note(
        Clue::RedirectKeepsPath,
        !subject.path.is_empty() && plain.ends_with(&subject.path),
        "the redirect names the same path, under another address",
    );
    if let Some(own) = case.host.as_deref().filter(|_| !host.is_empty()) {
        let leaves = !same_host(host, own);
        let words = if leaves {
            "another host"
        } else {
            "the same host"
        };
        clues.note(
            Clue::RedirectLeavesHost,
            leaves,
            format!("the redirect leads to {words}: {host}"),
        );
    }
}

#[cfg(test)]
mod tests;
