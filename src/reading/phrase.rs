//! What a phrase is: words that a client or GitLab prints when something fails.
//!
//! The tables under [`super::phrases`] hold them. A phrase says what its line tells; what that can
//! mean for a token is decided by the diagnosis, never here.

use crate::catalogue::{Method, Surface};
use crate::observation::TransportFailure;

/// Words, and what a line with them tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// The words, as they are printed.
    pub(super) words: &'static str,
    /// What they tell.
    pub(super) tells: Tells,
}

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// GitLab's own plain words begin here and go on to the end of the line.
    Plain(Surface),
    /// GitLab's own plain words, if they are the whole line; elsewhere anybody may say them.
    Alone(Surface),
    /// The text of a `message` of GitLab begins here.
    Message(Option<Surface>),
    /// The sentence of an error of the token guard or of OAuth begins here.
    Guard(Surface, &'static str),
    /// An error of a registry: its code; its message is what follows the last `: `.
    Registry(Surface, &'static str, &'static str),
    /// An error of GraphQL begins here.
    Query,
    /// The title or a heading of a web page.
    Page(&'static str),
    /// The client's own words, which stand for themselves.
    Client(Surface),
    /// The client's own words for what follows from a failure; one only if nothing was told before.
    After(Surface),
    /// Nothing answered.
    Broken(TransportFailure),
    /// The address fell apart at a character of the secret in it.
    Torn,
    /// The client hides the answer behind words of its own for this status.
    Status(Option<Surface>, u16),
    /// No failure, but it says who speaks.
    About(Surface),
    /// No failure, but a job token is at work.
    Job(Option<Surface>),
    /// No failure, but nothing is sent as a credential.
    Nameless,
    /// No failure, but it says which route is asked.
    Asks(Method, &'static str),
    /// No failure: the address of what is asked stands in this line.
    Place,
}

impl Phrase {
    /// The words of a client without the sign of what came before them.
    pub(super) fn bare(words: &str) -> &str {
        words.trim_start_matches(": ").trim_start_matches("desc = ")
    }
}

impl Tells {
    /// Which of several phrases in one line is the one to go by; the larger the better.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Broken(_) => 5,
            Self::Torn => 6,
            Self::Client(_) => 4,
            Self::Plain(_)
            | Self::Alone(_)
            | Self::Message(_)
            | Self::Query
            | Self::Guard(..)
            | Self::Registry(..)
            | Self::Page(_) => 3,
            Self::Status(..) | Self::After(_) => 2,
            Self::About(_) | Self::Job(_) | Self::Nameless | Self::Asks(..) | Self::Place => 1,
        }
    }
}

/// Makes a row.
pub(super) const fn phrase(words: &'static str, tells: Tells) -> Phrase {
    Phrase { words, tells }
}
