//! What lines tell of one failure, gathered until they contradict each other.
//!
//! Clients spread a failure over several lines: GitLab's words, the address, the status, a title of
//! their own. A trace takes in what agrees with it. What does not agree is another failure.

use super::address::{Address, Login};
use super::credential::Shown;
use crate::answers;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::Sent;
use crate::observation::{BodyShape, TransportFailure};

/// So many bytes of what the other side said are kept.
const WORDS: usize = 4_096;
/// So many headers of one answer are kept.
const HEADERS: usize = 128;

/// What is known of a failure so far.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is told, or not, by some line or other, and none depends on the others"
)]
pub(super) struct Trace {
    pub(super) surface: Option<Surface>,
    pub(super) method: Option<Method>,
    pub(super) address: Option<Address>,
    pub(super) status: Option<u16>,
    pub(super) body: Option<BodyShape>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) broken: Option<TransportFailure>,
    /// What broke on the way to a server that the line does not show to be GitLab.
    pub(super) perhaps_broken: Option<TransportFailure>,
    pub(super) shown: Shown,
    /// Whether a failure is told, and not only something around it.
    pub(super) fails: bool,
    /// Whether a status is told in words that may be no report of a failure at all.
    pub(super) is_doubtful: bool,
    /// Whether the status is told by a client's words for it alone, which are the same for any server.
    pub(super) is_paraphrased: bool,
    /// Whether the server asked for a login.
    pub(super) is_challenge: bool,
    /// Whose words the body is.
    pub(super) voice: Voice,
    /// Whether the body was put beside the request by us, and may be the answer to another one.
    pub(super) is_pieced: bool,
}

/// Whose words a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Voice {
    /// The answer of a server, quoted or hidden by a client.
    #[default]
    Answer,
    /// What the other side of a Git connection said, line by line.
    Remote,
    /// A client's own statement.
    Client,
    /// A client's own words for what follows from a failure told before, if one was.
    Consequence,
}

impl Trace {
    /// Says whether the lines told nothing at all.
    pub(super) fn is_nothing(&self) -> bool {
        !self.fails
            && self.surface.is_none()
            && self.address.is_none()
            && self.status.is_none()
            && self.body.is_none()
            && self.headers.is_empty()
            && self.shown == Shown::default()
    }

    /// Says whether another trace can be about the same failure.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        agree(self.status.as_ref(), other.status.as_ref(), |a, b| a == b)
            && agree(self.surface.as_ref(), other.surface.as_ref(), |a, b| {
                are_kin(*a, *b)
            })
            && agree(self.broken.as_ref(), other.broken.as_ref(), |a, b| a == b)
            && agree(self.method.as_ref(), other.method.as_ref(), |a, b| a == b)
            && agree(self.address.as_ref(), other.address.as_ref(), are_same)
            && self.bodies_agree(other)
            && !(self.broken.is_some() && other.body.is_some())
            && !(self.body.is_some() && self.fails && other.broken.is_some())
    }

    /// Says whether another trace speaks of no other host.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        agree(self.address.as_ref(), other.address.as_ref(), |one, two| {
            one.host == two.host || one.host.is_empty() || two.host.is_empty()
        })
    }

    fn bodies_agree(&self, other: &Self) -> bool {
        match (&self.body, &other.body) {
            (None, _) | (_, None) => true,
            (Some(_), Some(_)) if self.is_remote() && other.is_remote() => true,
            (Some(one), Some(_)) if other.knows_better(one) => true,
            (Some(one), Some(two)) => one == two || completed(one, two).is_some(),
        }
    }

    /// Takes in what another trace of the same failure tells.
    pub(super) fn join(&mut self, other: Self) {
        let remote = self.is_remote() && other.is_remote();
        let known_better = self
            .body
            .as_ref()
            .is_some_and(|body| other.knows_better(body));
        if self.body.is_none() {
            self.voice = other.voice;
        }
        self.body = match (self.body.take(), other.body) {
            (Some(BodyShape::Text(one)), Some(BodyShape::Text(two))) if remote => {
                Some(BodyShape::Text(added(one, &two)))
            }
            (Some(one), Some(two)) if known_better => {
                self.voice = other.voice;
                Some(completed(&one, &two).unwrap_or(two))
            }
            (Some(one), Some(two)) => Some(completed(&one, &two).unwrap_or(one)),
            (one, two) => one.or(two),
        };
        if self.surface.is_none() || other.fails && !self.fails && other.surface.is_some() {
            self.surface = other.surface.or(self.surface);
        }
        self.method = self.method.or(other.method);
        self.address = match (self.address.take(), other.address) {
            (Some(one), Some(two)) if one.path.len() < two.path.len() => Some(two),
            (one, two) => one.or(two),
        };
        self.status = self.status.or(other.status);
        self.broken = self.broken.or(other.broken);
        let room = HEADERS.saturating_sub(self.headers.len());
        self.headers.extend(other.headers.into_iter().take(room));
        self.shown.sent = self.shown.sent.take().or(other.shown.sent);
        self.shown.kind = self.shown.kind.or(other.shown.kind);
        self.is_challenge |= other.is_challenge;
        self.is_doubtful &= other.is_doubtful;
        self.is_paraphrased |= other.is_paraphrased;
        self.shown.defect = self.shown.defect.or(other.shown.defect);
        self.fails |= other.fails;
    }

    /// Says whether the answer sends the client to another place.
    pub(super) fn is_sent_elsewhere(&self) -> bool {
        let is_redirect = matches!(self.status, Some(301 | 302 | 303 | 307 | 308));
        is_redirect && self.headers.iter().any(|(name, _)| name == "location")
    }

    /// Drops what was answered, and keeps what was asked.
    pub(super) fn forget_answer(&mut self) {
        self.status = None;
        self.body = None;
        self.headers.clear();
    }

    /// Whether a client has words of its own for what was answered in words that no row knows.
    fn knows_better(&self, answered: &BodyShape) -> bool {
        self.voice == Voice::Client
            && matches!(answered, BodyShape::Message(_) | BodyShape::Error(_))
            && !answers::are_known(answered)
    }

    fn is_remote(&self) -> bool {
        self.voice == Voice::Remote
    }

    /// What the request carried, from headers or from the login in the address.
    pub(super) fn sent(&self) -> Sent {
        let login = self.address.as_ref().map(|address| &address.login);
        let shown = self.shown.sent.clone();
        shown.or_else(|| login?.sent()).unwrap_or_default()
    }

    /// Says whether the address fell apart because its login was not escaped.
    pub(super) fn is_torn(&self) -> bool {
        self.address
            .as_ref()
            .is_some_and(|address| address.login == Login::Broken)
    }
}

fn agree<T>(one: Option<&T>, two: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => same(one, two),
        (None, _) | (_, None) => true,
    }
}

/// The words of the other side, line by line, up to what any refusal says: a hook may print without
/// end, and each line would be copied with all before it.
fn added(mut one: String, two: &str) -> String {
    // A sentence that goes over the end of a line was read as a whole.
    if two.starts_with(&one) {
        return two.to_owned();
    }
    if one.len() < WORDS {
        one.push('\n');
        one.push_str(two);
    }
    one
}

/// Surfaces whose words come mixed in one failure.
fn are_kin(one: Surface, two: Surface) -> bool {
    use Surface::{
        DependencyProxy, Git, GraphQl, Lfs, Oauth, Packages, Registry, RegistryAuth, Rest, Runner,
    };
    const KIN: [&[Surface]; 4] = [
        &[Registry, RegistryAuth, DependencyProxy],
        &[Git, Lfs],
        &[Rest, Packages, Runner, GraphQl],
        &[Rest, Oauth],
    ];
    one == two
        || KIN
            .iter()
            .any(|kin| kin.contains(&one) && kin.contains(&two))
}

/// Addresses of one failure are written in full once, and short elsewhere.
fn are_same(one: &Address, two: &Address) -> bool {
    let hosts = one.host == two.host || one.host.is_empty() || two.host.is_empty();
    let bare = |path: &str| {
        path.trim_end_matches('/')
            .trim_end_matches(".git")
            .to_owned()
    };
    let (one, two) = (bare(&one.path), bare(&two.path));
    hosts && (one.starts_with(&two) || two.starts_with(&one))
}

/// A body that is printed entry by entry is completed by the next entry.
fn completed(one: &BodyShape, two: &BodyShape) -> Option<BodyShape> {
    if let (BodyShape::Text(begun), BodyShape::Text(whole)) = (one, two) {
        return whole.starts_with(begun).then(|| two.clone());
    }
    let ((error, said, scopes), (again, more, others)) = (guard_of(one)?, guard_of(two)?);
    let is_same = error == again || error.is_empty() || again.is_empty();
    let description = said.or(more).cloned();
    let scopes = if scopes.is_empty() { others } else { scopes };
    let is_more = description.is_some() || !scopes.is_empty();
    (is_same && is_more).then(|| BodyShape::Guard {
        error: if error.is_empty() { again } else { error }.to_owned(),
        description,
        scopes: scopes.to_vec(),
    })
}

/// The error, the sentence, and the scopes of the token guard, as far as a body shows them.
fn guard_of(body: &BodyShape) -> Option<(&str, Option<&String>, &[String])> {
    if let BodyShape::Guard {
        error,
        description,
        scopes,
    } = body
    {
        return Some((error, description.as_ref(), scopes));
    }
    let BodyShape::Error(error) = body else {
        return None;
    };
    Some((error, None, &[]))
}
