//! Who is asking: which credential of a request is read, and whether it is alive.
//!
//! The order of candidates is that of `lib/gitlab/auth/auth_finders.rb`; the order of checks on a
//! token is that of `lib/api/api_guard.rb`: expired, revoked, impersonation, account, `DPoP`. A
//! credential that the route does not look at is ignored, and the caller is anonymous.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answers;
use super::routes::{Jobs, Manners, Route};
use super::token::{Absence, Kind, Token};
use super::wire::{Answer, Judgement, Request, Step, Truth, refuse};
use super::world::{Account, Feature, Level, User, Version, World};

/// The identity that an endpoint sees.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Caller<'w> {
    /// Nobody; the truth says why, should it matter.
    Anonymous(Truth),
    /// A user by a personal, project, group, or OAuth token.
    User(&'w Token, &'w User),
    /// A user by one of their jobs.
    Job(&'w Token, &'w User),
    /// A deploy token, which is no user.
    Deploy(&'w Token),
}

impl<'w> Caller<'w> {
    /// Returns the user behind the caller.
    pub(crate) fn user(self) -> Option<&'w User> {
        match self {
            Self::User(_, user) | Self::Job(_, user) => Some(user),
            Self::Anonymous(_) | Self::Deploy(_) => None,
        }
    }

    /// Tells whether a credential was read.
    pub(crate) fn is_known(self) -> bool {
        match self {
            Self::Anonymous(_) => false,
            Self::User(..) | Self::Job(..) | Self::Deploy(_) => true,
        }
    }
}

/// Nothing was sent.
pub(crate) const NOTHING: Truth = Truth::new("credential", "missing_token", "nothing-sent");

/// Every credential in a request, by the place where it stands.
#[derive(Debug, Default)]
pub(crate) struct Presented {
    pub private: Option<String>,
    pub bearer: Option<String>,
    pub job: Option<String>,
    pub deploy: Option<String>,
    pub basic: Option<(String, String)>,
}

impl Presented {
    /// Reads the places; an empty value counts as absent.
    pub(crate) fn of(request: &Request) -> Self {
        let header = |name: &str| request.header(name).map(str::to_owned);
        let parameter = |name: &str| request.parameter(name).map(str::to_owned);
        let authorization = request.header("authorization").unwrap_or_default();
        let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
        Self {
            private: filled(parameter("private_token").or_else(|| header("private-token"))),
            bearer: filled(
                parameter("access_token")
                    .or_else(|| authorization.strip_prefix("Bearer ").map(str::to_owned)),
            ),
            job: filled(parameter("job_token").or_else(|| header("job-token"))),
            deploy: filled(header("deploy-token")),
            basic: authorization.strip_prefix("Basic ").and_then(basic_pair),
        }
    }

    fn values(&self) -> Vec<&str> {
        let basic = self.basic.as_ref().map(|(_, password)| password);
        [
            self.private.as_ref(),
            self.bearer.as_ref(),
            self.job.as_ref(),
            self.deploy.as_ref(),
            basic,
        ]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect()
    }
}

fn basic_pair(encoded: &str) -> Option<(String, String)> {
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    (!password.is_empty()).then(|| (user.to_owned(), password.to_owned()))
}

impl World {
    /// Finds what is known of a value, whether or not the instance has a row for it.
    pub(crate) fn token_of(&self, value: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.value == value)
    }

    /// Finds the row of a value.
    fn row(&self, value: &str) -> Option<&Token> {
        self.token_of(value).filter(|token| token.absence.is_none())
    }

    fn is_job_value(&self, value: &str) -> bool {
        let prefix = &self.settings.token_prefix;
        let custom = (!prefix.is_empty()).then(|| format!("{prefix}-glcbt-"));
        value.starts_with("glcbt-") || custom.is_some_and(|custom| value.starts_with(&custom))
    }

    /// Tells whether a token's day has come.
    pub(crate) fn expired(&self, token: &Token) -> bool {
        token.expires.is_some_and(|day| day <= self.today)
    }

    /// Returns the user of a token; a token of nobody has none.
    pub(crate) fn owner(&self, token: &Token) -> Option<&User> {
        token.user.and_then(|id| self.user(id))
    }

    /// Tells whether a route reads job tokens on this release.
    pub(crate) fn reads_jobs(&self, jobs: Jobs) -> bool {
        match jobs {
            Jobs::Ignored => false,
            Jobs::Policy(_) | Jobs::Policies(..) | Jobs::Ungoverned | Jobs::OwnProject => true,
            Jobs::PolicySince(since, _) => self.version >= since,
            Jobs::MergeRequests => self.version >= self.job_reads_merge_requests_since,
        }
    }
}

/// Finds the caller of a REST request and checks that the credential is alive.
pub(crate) fn rest<'w>(world: &'w World, request: &Request, route: &Route) -> Step<Caller<'w>> {
    let presented = Presented::of(request);
    let caller = match route.manners {
        Manners::PackageClient => package(world, &presented)?,
        Manners::Backend => backend(world, &presented, route)?,
        Manners::Plain | Manners::RepositoryFirst | Manners::OwnCredential => {
            plain(world, &presented, route)?
        }
    };
    match caller {
        Caller::User(token, user) => alive(world, request, token, user)?,
        Caller::Job(_, user) => account(world, request, user)?,
        Caller::Anonymous(_) | Caller::Deploy(_) => {}
    }
    Ok(caller)
}

/// The candidates of Terraform's HTTP backend: a job token in Basic only, others there as well; an unknown
/// password in Basic is silently nothing (`lib/api/terraform/state.rb`).
fn backend<'w>(world: &'w World, presented: &Presented, route: &Route) -> Step<Caller<'w>> {
    let Some((name, value)) = presented.basic.as_ref() else {
        let mut without_jobs = *route;
        without_jobs.jobs = Jobs::Ignored;
        return plain(world, presented, &without_jobs);
    };
    let row = world.row(value);
    if row.is_some_and(|token| token.kind.is_job()) || name == "gitlab-ci-token" {
        let caller = live_job(world, value).filter(|_| name == "gitlab-ci-token");
        return caller.map_or_else(
            || refuse(answers::unauthorized(), dead_job(world, value)),
            Ok,
        );
    }
    let owned = row.filter(|token| {
        let disabled = world.settings.personal_tokens_disabled;
        token.kind == Kind::OAuth || (token.kind.is_personal_family() && !disabled)
    });
    let found = owned.and_then(|token| Some(Caller::User(token, world.owner(token)?)));
    Ok(found.unwrap_or_else(|| Caller::Anonymous(unknown(world, value))))
}

/// The candidates of ordinary routes, first found first served.
fn plain<'w>(world: &'w World, presented: &Presented, route: &Route) -> Step<Caller<'w>> {
    let reads_jobs = world.reads_jobs(route.jobs);
    if let Some(value) = presented.bearer.as_deref().filter(|_| reads_jobs)
        && let Some(caller) = live_job(world, value)
    {
        return Ok(caller);
    }
    let found = personal(world, presented).map_err(|refusal| {
        let truth = dead_bearer(world, presented, reads_jobs);
        truth.map_or(refusal.clone(), |truth| {
            Box::new(Judgement::refused(refusal.answer, truth))
        })
    });
    if let Some(caller) = found? {
        return Ok(caller);
    }
    if let Some(value) = presented.job.as_deref().filter(|_| reads_jobs) {
        return match live_job(world, value) {
            Some(caller) => Ok(caller),
            None => refuse(answers::unauthorized(), dead_job(world, value)),
        };
    }
    let dead = dead_bearer(world, presented, reads_jobs);
    Ok(Caller::Anonymous(
        dead.unwrap_or_else(|| ignored(world, presented)),
    ))
}

/// A dead job token in the Bearer header falls through in silence, where a live one would have been read.
fn dead_bearer(world: &World, presented: &Presented, reads_jobs: bool) -> Option<Truth> {
    let value = presented.bearer.as_deref().filter(|_| reads_jobs)?;
    let job = world.row(value).is_some_and(|token| token.kind.is_job());
    job.then(|| dead_job(world, value))
}

/// The personal-access and OAuth candidates; a value that is no row ends the request.
fn personal<'w>(world: &'w World, presented: &Presented) -> Step<Option<Caller<'w>>> {
    let skips_jobs = world.version >= Version(18, 0, 0);
    let wanted = |value: &&String| !(skips_jobs && world.is_job_value(value));
    let private = presented.private.as_ref().filter(wanted);
    let bearer = presented.bearer.as_ref().filter(wanted);
    let mut candidates = vec![private, bearer];
    if !private.is_some_and(|value| value.contains("glpat-")) {
        candidates.swap(0, 1);
    }
    let values: Vec<&String> = candidates.into_iter().flatten().collect();
    let Some(first) = values.first() else {
        return Ok(None);
    };
    for value in &values {
        let row = world
            .row(value)
            .filter(|row| row.kind.is_personal_family() || row.kind == Kind::OAuth);
        let Some((row, user)) = row.and_then(|row| Some((row, world.owner(row)?))) else {
            continue;
        };
        // An OAuth token is found in the Bearer header only.
        if row.kind == Kind::OAuth && presented.bearer.as_ref() != Some(*value) {
            continue;
        }
        if row.kind.is_personal_family() && world.settings.personal_tokens_disabled {
            let truth = Truth::new("lifetime", "policy_restriction", "personal-tokens-disabled");
            return refuse(answers::unauthorized(), truth);
        }
        return Ok(Some(Caller::User(row, user)));
    }
    refuse(answers::unauthorized(), unknown(world, first))
}

/// The candidates of package clients: whatever is sent must be good.
fn package<'w>(world: &'w World, presented: &Presented) -> Step<Caller<'w>> {
    let values = presented.values();
    if values.len() > 1 {
        let text = "400 Bad request - Found more than one set of credentials";
        let truth = Truth::new("credential", "malformed_token", "two-credentials");
        return refuse(Answer::message(400, text), truth);
    }
    let Some(value) = values.first() else {
        return Ok(Caller::Anonymous(NOTHING));
    };
    match package_caller(world, presented, value) {
        Ok(caller) => Ok(caller),
        Err(truth) => refuse(answers::package_challenge(), truth),
    }
}

fn package_caller<'w>(
    world: &'w World,
    presented: &Presented,
    value: &str,
) -> Result<Caller<'w>, Truth> {
    const WRONG_PLACE: Truth = Truth::new("credential", "wrong_token_type", "wrong-header");
    const WRONG_NAME: Truth = Truth::new("credential", "malformed_token", "wrong-user-name");
    let token = world.row(value).ok_or_else(|| unknown(world, value))?;
    let name = presented.basic.as_ref().map(|(name, _)| name.as_str());
    if token.kind.is_job() {
        if presented.private.is_some() || presented.deploy.is_some() {
            return Err(WRONG_PLACE);
        }
        if name.is_some_and(|name| name != "gitlab-ci-token") {
            return Err(WRONG_NAME);
        }
        return live_job(world, value).ok_or_else(|| dead_job(world, value));
    }
    if token.kind == Kind::Deploy {
        if presented.private.is_some() || presented.job.is_some() {
            return Err(WRONG_PLACE);
        }
        if name.is_some_and(|name| name != token.username) {
            return Err(WRONG_NAME);
        }
        return deploy(world, token).map(|()| Caller::Deploy(token));
    }
    if presented.job.is_some() || presented.deploy.is_some() {
        return Err(WRONG_PLACE);
    }
    let owned = token.kind.is_personal_family() || token.kind == Kind::OAuth;
    if token.kind.is_personal_family() && world.settings.personal_tokens_disabled {
        return Err(Truth::new(
            "lifetime",
            "policy_restriction",
            "personal-tokens-disabled",
        ));
    }
    let user = world.owner(token).filter(|_| owned);
    user.map(|user| Caller::User(token, user))
        .ok_or_else(|| unknown(world, value))
}

/// Checks that a deploy token may still be used.
pub(crate) fn deploy(world: &World, token: &Token) -> Result<(), Truth> {
    if world.settings.external_authorization {
        return Err(Truth::new(
            "credential",
            "policy_restriction",
            "external-authorization",
        ));
    }
    if token.revoked {
        return Err(Truth::new("lifetime", "revoked", "deploy-token-revoked"));
    }
    if world.expired(token) {
        return Err(Truth::new("lifetime", "expired", "deploy-token-expired"));
    }
    Ok(())
}

/// Finds the caller of a job token whose job is executing.
pub(crate) fn live_job<'w>(world: &'w World, value: &str) -> Option<Caller<'w>> {
    let token = world.row(value).filter(|token| token.kind.is_job())?;
    let running = token.job.is_some_and(|job| job.running);
    let project = token.project.and_then(|id| world.project(id))?;
    let user = world
        .owner(token)
        .filter(|_| running && !project.pending_delete)?;
    Some(Caller::Job(token, user))
}

/// Names why a value in a place for job tokens is no live job.
pub(crate) fn dead_job(world: &World, value: &str) -> Truth {
    match world.row(value) {
        Some(token) if token.kind.is_job() => {
            Truth::new("lifetime", "wrong_context", "job-finished")
        }
        Some(token) if token.kind.is_personal_family() || token.kind == Kind::OAuth => {
            Truth::new("credential", "wrong_token_type", "wrong-header")
        }
        Some(_) | None => unknown(world, value),
    }
}

/// Names why a value is no row of the table in which it was looked up.
pub(crate) fn unknown(world: &World, value: &str) -> Truth {
    let wrong_kind = |why| Truth::new("credential", "wrong_token_type", why);
    let Some(token) = world.token_of(value) else {
        return Truth::new("lifetime", "invalid_token", "token-unknown");
    };
    match token.absence {
        Some(Absence::Malformed(how)) => return Truth::new("credential", "malformed_token", how),
        Some(Absence::OtherInstance) => {
            return Truth::new("lifetime", "wrong_context", "token-of-another-instance");
        }
        Some(Absence::Unknown) | None => {}
    }
    match token.kind {
        Kind::Deploy => wrong_kind("deploy-token-not-read"),
        Kind::Runner => wrong_kind("runner-token"),
        Kind::Trigger => wrong_kind("trigger-token"),
        Kind::Feed => wrong_kind("feed-token"),
        Kind::Agent => wrong_kind("agent-token"),
        Kind::IdToken => wrong_kind("id-token"),
        Kind::OtherForge => wrong_kind("token-of-another-forge"),
        Kind::JobLegacy | Kind::JobJwt if token.absence.is_none() => {
            wrong_kind("job-token-not-read")
        }
        Kind::OAuth if token.absence.is_none() => wrong_kind("wrong-header"),
        Kind::Personal
        | Kind::Project
        | Kind::Group
        | Kind::ServiceAccount
        | Kind::Impersonation
        | Kind::FineGrained
        | Kind::OAuth
        | Kind::JobLegacy
        | Kind::JobJwt => Truth::new("lifetime", "invalid_token", "token-unknown"),
    }
}

/// Names what was sent and not looked at.
pub(crate) fn ignored(world: &World, presented: &Presented) -> Truth {
    let Some(value) = presented.values().first().copied() else {
        return NOTHING;
    };
    match world.token_of(value) {
        Some(token) if matches!(token.absence, Some(Absence::Malformed(_))) => {
            unknown(world, value)
        }
        Some(token) if token.kind.is_job() => {
            Truth::new("credential", "wrong_token_type", "job-token-not-read")
        }
        Some(token) if token.kind == Kind::Deploy => {
            Truth::new("credential", "wrong_token_type", "deploy-token-not-read")
        }
        Some(token) if token.kind.is_personal_family() || token.kind == Kind::OAuth => {
            Truth::new("credential", "wrong_token_type", "wrong-header")
        }
        Some(_) | None => unknown(world, value),
    }
}

/// The checks on a token row, in the order of `lib/api/api_guard.rb`; the scope comes later.
fn alive(world: &World, request: &Request, token: &Token, user: &User) -> Step<()> {
    if world.expired(token) {
        let text = "Token is expired. You can either do re-authorization or token refresh.";
        return refuse(
            answers::dead_token(text),
            Truth::new("lifetime", "expired", "token-expired"),
        );
    }
    if token.revoked {
        let text = "Token was revoked. You have to re-authorize from the user.";
        return refuse(
            answers::dead_token(text),
            Truth::new("lifetime", "revoked", "token-revoked"),
        );
    }
    if token.kind == Kind::Impersonation && world.settings.impersonation_disabled {
        let text = "Token is an impersonation token but impersonation was disabled.";
        let truth = Truth::new("lifetime", "policy_restriction", "impersonation-disabled");
        return refuse(answers::dead_token(text), truth);
    }
    account(world, request, user)?;
    if user.dpop && matches!(token.kind, Kind::Personal | Kind::FineGrained) {
        return refuse(
            answers::dpop(),
            Truth::new("account", "policy_restriction", "dpop-required"),
        );
    }
    Ok(())
}

fn account(world: &World, request: &Request, user: &User) -> Step<()> {
    if user.account == Account::Active {
        return Ok(());
    }
    let text = answers::account_denied(user, request, &world.root);
    refuse(
        answers::forbidden_because(&text),
        account_truth(user.account),
    )
}

/// Names the state of an account that may not be used.
pub(crate) fn account_truth(account: Account) -> Truth {
    let why = match account {
        Account::Active => "account-active",
        Account::Blocked => "account-blocked",
        Account::Deactivated => "account-deactivated",
        Account::PendingApproval => "account-pending-approval",
        Account::Unconfirmed => "account-unconfirmed",
        Account::TermsNotAccepted => "account-terms",
        Account::PasswordExpired => "account-password-expired",
        Account::Internal => "account-internal",
    };
    Truth::new("account", "account_state", why)
}

/// Finds the caller of Git, LFS, and the registry: Basic only, active rows only, one answer for every fault.
pub(crate) fn basic<'w>(world: &'w World, request: &Request) -> Result<Caller<'w>, Truth> {
    let presented = Presented::of(request);
    let Some((name, value)) = presented.basic.as_ref() else {
        return Ok(Caller::Anonymous(ignored(world, &presented)));
    };
    let wrong_name = Truth::new("credential", "malformed_token", "wrong-user-name");
    let token = world.row(value).ok_or_else(|| unknown(world, value))?;
    match token.kind {
        Kind::JobLegacy | Kind::JobJwt => {
            if name != "gitlab-ci-token" {
                return Err(wrong_name);
            }
            job_by_basic(world, value)
        }
        Kind::Deploy => {
            if *name != token.username {
                return Err(wrong_name);
            }
            deploy(world, token).map(|()| Caller::Deploy(token))
        }
        Kind::Personal
        | Kind::Project
        | Kind::Group
        | Kind::ServiceAccount
        | Kind::Impersonation
        | Kind::FineGrained
        | Kind::OAuth => basic_user(world, token, name, value),
        Kind::Runner
        | Kind::Trigger
        | Kind::Feed
        | Kind::Agent
        | Kind::IdToken
        | Kind::OtherForge => Err(unknown(world, value)),
    }
}

/// A job logs in where its user may and its project has CI (`lib/gitlab/auth.rb`).
fn job_by_basic<'w>(world: &'w World, value: &str) -> Result<Caller<'w>, Truth> {
    let caller = live_job(world, value).ok_or_else(|| dead_job(world, value))?;
    let Caller::Job(token, user) = caller else {
        return Ok(caller);
    };
    if !matches!(user.account, Account::Active | Account::TermsNotAccepted) {
        return Err(account_truth(user.account));
    }
    let project = token.project.and_then(|id| world.project(id));
    if project.is_some_and(|project| project.level(Feature::Builds) == Level::Disabled) {
        return Err(Truth::new("lifetime", "wrong_context", "job-without-ci"));
    }
    Ok(caller)
}

fn basic_user<'w>(
    world: &'w World,
    token: &'w Token,
    name: &str,
    value: &str,
) -> Result<Caller<'w>, Truth> {
    let user = world.owner(token).ok_or_else(|| unknown(world, value))?;
    if name.is_empty() {
        return Err(Truth::new(
            "credential",
            "malformed_token",
            "wrong-user-name",
        ));
    }
    if token.kind.is_personal_family() && world.settings.personal_tokens_disabled {
        return Err(Truth::new(
            "lifetime",
            "policy_restriction",
            "personal-tokens-disabled",
        ));
    }
    if world.expired(token) {
        return Err(Truth::new("lifetime", "expired", "token-expired"));
    }
    if token.revoked {
        return Err(Truth::new("lifetime", "revoked", "token-revoked"));
    }
    if token.kind == Kind::Impersonation && world.settings.impersonation_disabled {
        return Err(Truth::new(
            "lifetime",
            "policy_restriction",
            "impersonation-disabled",
        ));
    }
    match user.account {
        // Git lets these in, and refuses them later with a sentence of its own.
        Account::Active | Account::TermsNotAccepted => Ok(Caller::User(token, user)),
        Account::Blocked
        | Account::Deactivated
        | Account::PendingApproval
        | Account::Unconfirmed
        | Account::PasswordExpired
        | Account::Internal => Err(account_truth(user.account)),
    }
}
