//! What a command is given: the token as it may be spoken of, the instance, the target, the time.

use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Surface, Version, ability_for};
use crate::diagnosis::{Aim, Case, Credential, Sent, Subject, Target, Witness};
use crate::observation::Scheme;
use crate::report;
use crate::secret::TokenShape;

use super::credential::{describe, scheme_for};
use super::subject::{surface_of, target_of};

/// What a command is given.
#[derive(Debug, Clone)]
pub struct Context {
    /// The instance, as the report shows it.
    pub instance: report::Instance,
    /// Host and port of the instance.
    pub host: String,
    /// The release, when the surroundings tell it.
    pub version: Option<Version>,
    /// The time of the run in seconds since 1970.
    pub now: i64,
    /// The token; absent when none was found.
    pub token: Option<Holding>,
    /// Whether to ask without a token on purpose.
    pub anonymous: bool,
    /// How the token is to be sent, when the user said so.
    pub scheme: Option<Scheme>,
    /// The project or group that the user named.
    pub target: Option<Target>,
    /// The most requests.
    pub budget: u32,
}

/// A token as it may be spoken of: its shape and its origin, never its value.
#[derive(Debug, Clone)]
pub struct Holding {
    /// What the value tells.
    pub shape: TokenShape,
    /// Where it was read from, as in `env:GITLAB_TOKEN`.
    pub source: String,
    /// What was set as well, and lost.
    pub shadows: Vec<String>,
    /// The user name that goes with it, where Basic needs one.
    pub user: Option<String>,
}

impl Context {
    /// Returns the kind of the token, as its value tells it.
    pub(crate) fn kind(&self) -> Option<TokenKind> {
        self.token.as_ref().map(|holding| holding.shape.kind)
    }

    /// Returns the id of the token in the report, where there is one.
    pub(crate) fn token_id(&self) -> Option<&'static str> {
        self.token.as_ref().map(|_| "t1")
    }

    /// Returns the credential as it would be sent on a surface.
    #[must_use]
    pub fn credential(&self, surface: Surface) -> Credential {
        let Some(holding) = self.token.as_ref().filter(|_| !self.anonymous) else {
            return Credential {
                sent: Sent::Nothing,
                ..Credential::default()
            };
        };
        let shape = &holding.shape;
        if shape.is_missing() {
            return Credential {
                sent: Sent::Empty,
                ..Credential::default()
            };
        }
        let scheme = self
            .scheme
            .clone()
            .unwrap_or_else(|| scheme_for(shape.kind, surface, holding.user.as_deref()));
        describe(shape, Sent::As(scheme))
    }

    /// Makes a case for a request.
    #[must_use]
    pub fn case(&self, subject: Subject) -> Case {
        let surface = surface_of(&subject);
        let mut case = Case {
            is_pieced: false,
            is_stranger: false,
            surface: Some(surface),
            credential: self.credential(surface),
            // An operation of GraphQL may be about another place than the one at hand: its own words say.
            target: target_of(&subject).or_else(|| {
                self.target
                    .clone()
                    .filter(|_| subject.operation().is_none())
            }),
            version: self.version,
            host: Some(self.host.clone()),
            instance: Some(self.instance.url.clone()),
            token_source: self.token.as_ref().map(|holding| holding.source.clone()),
            now: Some(self.now),
            aim: Aim::default(),
            witness: Witness::default(),
            subject: Some(subject),
            answers: Vec::new(),
        };
        case.aim.ability = case
            .endpoint()
            .filter(|endpoint| endpoint.mutates)
            .and_then(ability_for);
        case
    }

    /// Makes a case for a request that the user did not write. The way of sending that the user named
    /// counts where it is one: a header does not log in to Git, and a login is none on the API. Terraform and
    /// pip log in, where JOB-TOKEN is not read.
    pub(crate) fn case_as_usual(&self, subject: Subject) -> Case {
        let mut case = self.case_of_client(subject);
        let endpoint = case.endpoint();
        let is_header = case.credential.sent == Sent::As(Scheme::JobToken);
        if is_header && endpoint.is_some_and(|endpoint| endpoint.job_token_as_password) {
            case.credential.sent = Sent::As(Scheme::Basic {
                user: "gitlab-ci-token".to_owned(),
            });
        }
        case
    }

    fn case_of_client(&self, subject: Subject) -> Case {
        let logs_in = surface_of(&subject).takes_login();
        let fits = |scheme: &Scheme| matches!(scheme, Scheme::Basic { .. }) == logs_in;
        if self.scheme.as_ref().is_none_or(fits) {
            return self.case(subject);
        }
        let usual = Self {
            scheme: None,
            ..self.clone()
        };
        usual.case(subject)
    }

    /// Whether there is anything to send: a token that is worth sending, or none on purpose.
    pub(crate) fn may_ask(&self) -> bool {
        self.anonymous
            || self
                .token
                .as_ref()
                .is_some_and(|holding| !holding.shape.is_missing() && !holding.shape.is_malformed())
    }
}
