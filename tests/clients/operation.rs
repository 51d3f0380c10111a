//! What a client is asked to do, and where it is asked to do it.

use crate::sealed::{Home, Printed};
use crate::simulator::Repository;
use crate::simulator::{Kind, Scheme, Token};
use crate::situation::{Held, PROJECT};

/// How a client sends what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speech {
    /// In the header of the token's kind.
    Header,
    /// As user name and password.
    Basic,
    /// In the Bearer header, whatever it is.
    Bearer,
}

/// One thing that one client does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub name: &'static str,
    /// The clients that must be there.
    pub clients: &'static [&'static str],
    pub speech: Speech,
    /// The request that the client is out for: the one that tells whether a situation stands in its way.
    pub wants: (&'static str, &'static str),
    /// Every request on which depends what the client prints, in its order; empty where it is to be run
    /// in every situation.
    pub asks: &'static [(&'static str, &'static str)],
    /// Whether a push is received before it is judged, so that `wants` does not tell everything.
    pub is_push: bool,
    /// Whether the client follows a redirect to any host.
    pub follows: bool,
    pub run: fn(&Visit) -> Printed,
}

/// One client with its token at one door.
#[derive(Debug)]
pub(crate) struct Visit {
    pub home: Home,
    /// Scheme, host, and port.
    pub origin: String,
    pub sent: Scheme,
    /// The token, empty where there is none.
    pub token: String,
    /// A repository on this machine that holds what the simulated project holds.
    pub repository: String,
}

impl Visit {
    /// Sends a client off from an empty home, with a repository that outlives the visit.
    pub(crate) fn of(origin: String, sent: Scheme, token: String) -> (Self, Repository) {
        let repository = Repository::new().unwrap();
        let visit = Self {
            home: Home::new(),
            origin,
            sent,
            token,
            repository: repository.path().to_string_lossy().into_owned(),
        };
        (visit, repository)
    }

    /// Returns the address of the API.
    pub(crate) fn api(&self) -> String {
        format!("{}/api/v4", self.origin)
    }

    /// Returns an address below the instance, with the credentials in it where they are sent as Basic.
    pub(crate) fn with_credentials(&self, address: &str) -> String {
        let mut url = url::Url::parse(address).unwrap();
        if let Scheme::Basic(user) = &self.sent {
            url.set_username(user).unwrap();
            url.set_password(Some(&self.token)).unwrap();
        }
        url.to_string()
    }

    /// Returns the address of the repository, credentials and all.
    pub(crate) fn remote(&self) -> String {
        self.with_credentials(&format!("{}/{PROJECT}.git", self.origin))
    }

    /// Returns the header in which the token goes.
    pub(crate) fn header(&self) -> Option<String> {
        let token = &self.token;
        match &self.sent {
            Scheme::PrivateToken => Some(format!("PRIVATE-TOKEN: {token}")),
            Scheme::Bearer => Some(format!("Authorization: Bearer {token}")),
            Scheme::JobToken => Some(format!("JOB-TOKEN: {token}")),
            Scheme::DeployToken => Some(format!("DEPLOY-TOKEN: {token}")),
            Scheme::Basic(_) | Scheme::TokenParameter | Scheme::Nowhere => None,
        }
    }
}

impl Operation {
    /// Returns how this client would send what is held; `None` where it has no way to do so.
    pub(crate) fn sends(&self, held: &Held) -> Option<Scheme> {
        match held {
            Held::Nothing => Some(Scheme::Nowhere),
            Held::Token(token) => Some(self.natural(token)),
            Held::Misplaced(token) => self.misplaced(token),
        }
    }

    fn natural(&self, token: &Token) -> Scheme {
        match self.speech {
            Speech::Header => token.natural_scheme(),
            Speech::Basic => token.natural_basic(),
            Speech::Bearer => Scheme::Bearer,
        }
    }

    /// The wrong header or the wrong user name; with Basic a personal token takes any name.
    fn misplaced(&self, token: &Token) -> Option<Scheme> {
        let is_owned = !token.kind.is_job() && token.kind != Kind::Deploy;
        match (self.speech, is_owned) {
            (Speech::Header, true) => Some(Scheme::JobToken),
            (Speech::Header, false) => Some(Scheme::PrivateToken),
            (Speech::Basic, false) => Some(Scheme::Basic("alice".to_owned())),
            (Speech::Basic, true) | (Speech::Bearer, _) => None,
        }
    }
}
