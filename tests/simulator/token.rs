//! Tokens of every kind, how their values are made, and how each is sent.
//!
//! Values are put together at run time, with the prefixes, payloads and checksums of the real
//! formats (`lib/authn/token_field/generator/routable_token.rb`, `lib/ci/job_token/jwt.rb`). No value
//! was ever given out by a GitLab instance. This file never judges a token.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::civil::Date;
use serde_json::json;

use super::wire::Request;
use super::world::{GroupId, ProjectId, UserId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Personal,
    Project,
    Group,
    ServiceAccount,
    Impersonation,
    FineGrained,
    OAuth,
    JobLegacy,
    JobJwt,
    Deploy,
    Runner,
    Trigger,
    Feed,
    Agent,
    IdToken,
    OtherForge,
}

impl Kind {
    /// Tells whether the token is a row of the personal-access-token table.
    pub(crate) fn is_personal_family(self) -> bool {
        match self {
            Self::Personal
            | Self::Project
            | Self::Group
            | Self::ServiceAccount
            | Self::Impersonation
            | Self::FineGrained => true,
            Self::OAuth
            | Self::JobLegacy
            | Self::JobJwt
            | Self::Deploy
            | Self::Runner
            | Self::Trigger
            | Self::Feed
            | Self::Agent
            | Self::IdToken
            | Self::OtherForge => false,
        }
    }

    /// Tells whether the token belongs to a job.
    pub(crate) fn is_job(self) -> bool {
        matches!(self, Self::JobLegacy | Self::JobJwt)
    }

    /// Returns the fixed prefix of values of this kind.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Personal
            | Self::Project
            | Self::Group
            | Self::ServiceAccount
            | Self::Impersonation
            | Self::FineGrained => "glpat-",
            Self::OAuth | Self::IdToken => "",
            Self::JobLegacy | Self::JobJwt => "glcbt-",
            Self::Deploy => "gldt-",
            Self::Runner => "glrt-",
            Self::Trigger => "glptt-",
            Self::Feed => "glft-",
            Self::Agent => "glagent-",
            Self::OtherForge => "ghp_",
        }
    }
}

/// Why a value is on no row of the instance's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absence {
    /// Deleted or mistyped.
    Unknown,
    /// Given out by another instance.
    OtherInstance,
    /// Spoilt on the way; the text names how.
    Malformed(&'static str),
}

/// State of the job that a job token belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Job {
    pub id: u64,
    pub running: bool,
}

/// What a fine-grained token was given, where.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub boundary: Boundary,
    /// Permissions such as `Repository Tag: Read`.
    pub permissions: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Boundary {
    Project(ProjectId),
    Group(GroupId),
    /// All groups and projects that the user is a member of.
    Everywhere,
    User,
    Instance,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub id: u64,
    pub kind: Kind,
    /// The secret.
    pub value: String,
    pub scopes: Vec<&'static str>,
    pub expires: Option<Date>,
    pub revoked: bool,
    /// The identity it acts as; deploy and runner tokens have none.
    pub user: Option<UserId>,
    /// Project of a job, a deploy token or a trigger.
    pub project: Option<ProjectId>,
    /// Group of a deploy token.
    pub group: Option<GroupId>,
    pub job: Option<Job>,
    pub grants: Vec<Grant>,
    /// User name of a deploy token.
    pub username: String,
    /// Set when the instance has no such row.
    pub absence: Option<Absence>,
}

impl Token {
    /// Makes a token with a value of the classic shape.
    pub(crate) fn new(kind: Kind, rng: &mut fastrand::Rng) -> Self {
        let id = rng.u64(10_000..90_000);
        Self {
            id,
            kind,
            value: classic_value(kind, "", rng),
            scopes: Vec::new(),
            expires: None,
            revoked: false,
            user: None,
            project: None,
            group: None,
            job: None,
            grants: Vec::new(),
            username: format!("gitlab+deploy-token-{id}"),
            absence: None,
        }
    }

    /// Sets the identity.
    pub(crate) fn of(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    /// Sets the scopes.
    pub(crate) fn scoped(mut self, scopes: &[&'static str]) -> Self {
        self.scopes = scopes.to_vec();
        self
    }

    /// Sets the last day; the token is dead from that day on.
    pub(crate) fn expiring(mut self, day: Date) -> Self {
        self.expires = Some(day);
        self
    }

    /// Makes the token that of a job.
    pub(crate) fn in_job(mut self, project: ProjectId, running: bool) -> Self {
        self.project = Some(project);
        self.job = Some(Job {
            id: 1000 + self.id,
            running,
        });
        self
    }

    /// Replaces the value by a routable one.
    pub(crate) fn routable(mut self, prefix: &str, rng: &mut fastrand::Rng) -> Self {
        let project = self.project.unwrap_or(0);
        self.value = routable_value(
            &join(prefix, self.kind),
            self.user.unwrap_or(1),
            project,
            rng,
        );
        self
    }

    /// Returns the header in which a client who knows the kind would send it.
    pub(crate) fn natural_scheme(&self) -> Scheme {
        match self.kind {
            Kind::JobLegacy | Kind::JobJwt => Scheme::JobToken,
            Kind::Deploy => Scheme::DeployToken,
            Kind::OAuth | Kind::IdToken => Scheme::Bearer,
            Kind::Personal
            | Kind::Project
            | Kind::Group
            | Kind::ServiceAccount
            | Kind::Impersonation
            | Kind::FineGrained
            | Kind::Runner
            | Kind::Trigger
            | Kind::Feed
            | Kind::Agent
            | Kind::OtherForge => Scheme::PrivateToken,
        }
    }

    /// Returns the Basic credentials that Git and registry clients would use.
    pub(crate) fn natural_basic(&self) -> Scheme {
        Scheme::Basic(match self.kind {
            Kind::JobLegacy | Kind::JobJwt => "gitlab-ci-token".to_owned(),
            Kind::Deploy => self.username.clone(),
            Kind::OAuth
            | Kind::Personal
            | Kind::Project
            | Kind::Group
            | Kind::ServiceAccount
            | Kind::Impersonation
            | Kind::FineGrained
            | Kind::Runner
            | Kind::Trigger
            | Kind::Feed
            | Kind::Agent
            | Kind::IdToken
            | Kind::OtherForge => "oauth2".to_owned(),
        })
    }
}

/// Where a credential is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scheme {
    PrivateToken,
    Bearer,
    JobToken,
    DeployToken,
    /// With this user name.
    Basic(String),
    /// As the `token` parameter, as trigger and runner routes read it.
    TokenParameter,
    /// Not sent at all.
    Nowhere,
}

impl Scheme {
    /// Puts a value into a request.
    pub(crate) fn apply(&self, value: &str, request: &mut Request) {
        let (name, text) = match self {
            Self::PrivateToken => ("private-token", value.to_owned()),
            Self::Bearer => ("authorization", format!("Bearer {value}")),
            Self::JobToken => ("job-token", value.to_owned()),
            Self::DeployToken => ("deploy-token", value.to_owned()),
            Self::Basic(user) => {
                let pair = STANDARD.encode(format!("{user}:{value}"));
                ("authorization", format!("Basic {pair}"))
            }
            Self::TokenParameter => {
                request.query.push(("token".to_owned(), value.to_owned()));
                return;
            }
            Self::Nowhere => return,
        };
        request.headers.push((name.to_owned(), text));
    }
}

fn join(instance_prefix: &str, kind: Kind) -> String {
    if instance_prefix.is_empty() {
        kind.prefix().to_owned()
    } else {
        format!("{instance_prefix}-{}", kind.prefix())
    }
}

/// Makes a value without a checksum.
pub(crate) fn classic_value(kind: Kind, instance_prefix: &str, rng: &mut fastrand::Rng) -> String {
    let prefix = join(instance_prefix, kind);
    match kind {
        Kind::OAuth => hexadecimal(64, rng),
        Kind::Trigger => format!("{prefix}{}", hexadecimal(40, rng)),
        Kind::JobLegacy => format!("{prefix}64_{}", alphanumeric(20, rng)),
        // Another forge knows nothing of this instance's prefix.
        Kind::OtherForge => format!("{}{}", kind.prefix(), alphanumeric(36, rng)),
        Kind::IdToken => jwt(
            &json!({
                "iss": "https://gitlab.example.com",
                "aud": "https://vault.example.com",
                "sub": "project_path:acme/app:ref_type:branch:ref:main",
                "namespace_path": "acme",
                "project_id": "42",
                "project_path": "acme/app",
                "pipeline_id": "901",
                "job_id": "7001",
                "ref": "main",
            }),
            rng,
        ),
        Kind::Personal
        | Kind::Project
        | Kind::Group
        | Kind::ServiceAccount
        | Kind::Impersonation
        | Kind::FineGrained
        | Kind::JobJwt
        | Kind::Deploy
        | Kind::Runner
        | Kind::Feed
        | Kind::Agent => format!("{prefix}{}", alphanumeric(20, rng)),
    }
}

/// Makes a routable value of the second generation, with a valid checksum.
pub(crate) fn routable_value(
    prefix: &str,
    user: u64,
    project: u64,
    rng: &mut fastrand::Rng,
) -> String {
    let mut bytes: Vec<u8> = (0..16).map(|_| rng.u8(..)).collect();
    let mut payload = format!("o:1\nu:{}", base36(user));
    if project > 0 {
        payload = format!("o:1\np:{}\nu:{}", base36(project), base36(user));
    }
    bytes.extend_from_slice(payload.as_bytes());
    bytes.push(u8::try_from(payload.len()).unwrap_or(u8::MAX));
    let encoded = URL_SAFE_NO_PAD.encode(&bytes);
    let unsigned = format!("{prefix}{encoded}.01.{:0>2}", base36(encoded.len() as u64));
    let mut sum = flate2::Crc::new();
    sum.update(unsigned.as_bytes());
    let checksum = base36(u64::from(sum.sum()));
    format!("{unsigned}{checksum:0>7}")
}

/// When the simulated jobs end at the latest: late on the day of a new world, in seconds of Unix time.
const JOBS_END: i64 = 1_795_390_000;

/// Makes a job token of the JWT form, with claims of the right shape and a signature of noise.
pub(crate) fn job_jwt_value(
    token: &Token,
    issuer: &str,
    prefix: &str,
    rng: &mut fastrand::Rng,
) -> String {
    let job = token.job.map_or(0, |job| job.id);
    let claims = json!({
        "version": "0.1.0",
        "o": "1",
        "u": base36(token.user.unwrap_or(1)),
        "p": base36(token.project.unwrap_or(1)),
        "sub": format!("gid://gitlab/Ci::Build/{job}"),
        "iss": issuer,
        "aud": "gitlab-authz-token",
        "jti": format!("{:08x}-0000-4000-8000-{:012x}", rng.u32(..), rng.u32(..)),
        "iat": JOBS_END - 3_900,
        "nbf": JOBS_END - 3_905,
        "exp": JOBS_END,
    });
    format!("{}{}", join(prefix, Kind::JobJwt), jwt(&claims, rng))
}

fn jwt(claims: &serde_json::Value, rng: &mut fastrand::Rng) -> String {
    let header = json!({"alg": "RS256", "kid": "simulated", "typ": "JWT"});
    let signature: Vec<u8> = (0..256).map(|_| rng.u8(..)).collect();
    let parts = [
        header.to_string().into_bytes(),
        claims.to_string().into_bytes(),
        signature,
    ];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

/// Writes a number with the digits `0-9a-z`.
pub(crate) fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn alphanumeric(length: usize, rng: &mut fastrand::Rng) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}

fn hexadecimal(length: usize, rng: &mut fastrand::Rng) -> String {
    (0..length).map(|_| rng.digit(16)).collect()
}
