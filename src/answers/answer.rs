//! What a row of the table of answers is: bytes that GitLab shows, and all that they can mean.
//!
//! A meaning is struck out by any of its `unless` marks, and confirmed by all marks of any one `proof`. Certainty comes
//! from what is left, never from a meaning alone, unless only one situation produces the bytes (`decisive`).

use super::mark::Mark;
use super::template::{Captures, fit, fit_start, literal_length};
use super::{Code, TEXTS};
use crate::catalogue::{Method, Surface, graphql};
use crate::observation::{BodyShape, Exchange};

/// How well a row is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// Recollection or a third party's record.
    Unverified,
    /// Follows from code that was read, not seen.
    Derived,
    /// Read in an older copy; the wording may have moved.
    ReadOlder,
    /// Read in the source of 19.x.
    ReadNow,
}

/// What a body must look like. Texts may hold `{placeholders}`, which match any run of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Any body at all.
    Any,
    /// No body.
    Empty,
    /// A body that the text does not show.
    Unseen,
    /// The data of GraphQL with null in the place of a list (`catalogue::graphql::hidden_list`).
    HiddenList,
    /// `{"message": "..."}`.
    Message(&'static str),
    /// `{"message": {...}}` whose JSON matches.
    Details(&'static str),
    /// The token guard: an error code and its sentence (an empty sentence matches any).
    Guard(&'static str, &'static str),
    /// `{"error": "..."}`.
    Error(&'static str),
    /// GraphQL: one of the messages matches.
    GraphQl(&'static str),
    /// The registry: a code and its message.
    Registry(&'static str, &'static str),
    /// A web page whose title matches.
    Page(&'static str),
    /// Plain text that matches from its beginning, white space squeezed.
    Text(&'static str),
    /// JSON of any other kind whose text matches.
    Json(&'static str),
    /// A sentence, in a body of any shape; it is found by its words (`wording.rs`).
    Says(&'static str),
    /// What a sentence speaks of that no row knows: rows of words, parted by `|`; any of them is enough.
    Speaks(&'static str),
}

/// What a header must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderTest {
    /// The header is there and its value holds this text, letter case ignored.
    Holds(&'static str, &'static str),
    /// The header is not there. An answer whose headers were not seen fits, too.
    Absent(&'static str),
}

/// A row: bytes, and what they can mean.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The file and line in which it is written down: tests name the row by it.
    #[cfg(test)]
    pub place: &'static str,
    /// Where these bytes are spoken.
    pub surfaces: &'static [Surface],
    /// The statuses; empty for any.
    pub statuses: &'static [u16],
    /// The body.
    pub body: Pattern,
    /// A header that must fit, too.
    pub header: Option<HeaderTest>,
    /// The only route on which the row holds, when it is about one.
    pub route: Option<(Method, &'static str)>,
    /// What it can mean.
    pub means: &'static [Meaning],
}

/// One thing that an answer can mean.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// The reason.
    pub code: &'static Code,
    /// Why these bytes mean it; may hold the placeholders of the body.
    pub because: Text,
    /// How often this is the reason among all that the same bytes can mean; larger is more often.
    pub weight: u16,
    /// Any of these strikes it out.
    pub unless: &'static [Mark],
    /// All marks of any one of these confirm it.
    pub proof: &'static [&'static [Mark]],
    /// Whether only one situation produces these bytes.
    pub decisive: bool,
    /// How well it is founded.
    pub grade: Grade,
    /// The file of GitLab's source, or the page, that it was read in.
    pub source: Text,
    /// The release that began to say it, or the major release where no more is known (`19`);
    /// absent when it was always said or nobody knows. It is told, never weighed: flags and
    /// backports blur the line, and a row must not be struck out by hearsay.
    #[cfg(test)]
    pub since: Option<&'static str>,
}

/// A text of a meaning, by its place in [`TEXTS`], in bytes: there are thousands, and the loader would have to adjust the
/// address of each whenever the program starts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub begin: u32,
    pub length: u16,
}

impl Text {
    /// The text itself.
    pub(crate) fn as_str(self) -> &'static str {
        let begin = self.begin as usize;
        let text = TEXTS.get(begin..begin + usize::from(self.length));
        text.unwrap_or_default()
    }
}

impl Answer {
    /// How much the row asks for; of rows that show the same bytes, those that ask most are meant.
    pub(crate) fn specificity(&self) -> usize {
        /// More than any text: what is known of a route outweighs what is known of all.
        const ROUTE: usize = 10_000;
        self.body.specificity() + self.route.map_or(0, |_| ROUTE)
    }

    /// Says whether an answer on a surface (or on an unknown one) shows these bytes.
    #[cfg(test)]
    pub(crate) fn shows(&self, surface: Option<Surface>, exchange: &Exchange) -> bool {
        self.captures(surface, exchange).is_some()
    }

    /// Returns what the placeholders stand for, if the answer shows these bytes.
    pub(crate) fn captures(
        &self,
        surface: Option<Surface>,
        exchange: &Exchange,
    ) -> Option<Captures> {
        let fits = self.statuses.is_empty()
            || match exchange.status {
                Some(status) => self.statuses.contains(&status),
                // Without a status and without a word of its own nothing is shown.
                None => self.body.specificity() > Pattern::WORDLESS,
            };
        let is_here = fits && surface.is_none_or(|surface| self.is_spoken_on(surface));
        // The text comes last: comparing it costs most.
        (is_here && self.header_fits(exchange))
            .then(|| self.body.captures(&exchange.body.shape))
            .flatten()
    }

    /// Package and runner routes run through the REST guard, so they speak its words, too.
    fn is_spoken_on(&self, surface: Surface) -> bool {
        let through_rest = matches!(surface, Surface::Packages | Surface::Runner)
            && !self.is_of_one_surface()
            && self.surfaces.contains(&Surface::Rest);
        let through_git = surface == Surface::Lfs
            && !self.is_of_one_surface()
            && self.surfaces.contains(&Surface::Git);
        through_rest || through_git || self.surfaces.contains(&surface)
    }

    /// A status alone means something else on every surface.
    fn is_of_one_surface(&self) -> bool {
        self.body == Pattern::Unseen
    }

    fn header_fits(&self, exchange: &Exchange) -> bool {
        match self.header {
            None => true,
            Some(HeaderTest::Holds(name, text)) => exchange
                .headers
                .get(name)
                .is_some_and(|value| value.to_lowercase().contains(&text.to_lowercase())),
            Some(HeaderTest::Absent(name)) => !exchange.headers.has(name),
        }
    }
}

impl Pattern {
    /// The specificity of a pattern that asks for a shape and no text.
    pub(crate) const WORDLESS: usize = 2;

    /// How much literal text the pattern asks for; the more, the more specific.
    pub(crate) fn specificity(self) -> usize {
        match self {
            Self::Any | Self::Speaks(_) => 0,
            Self::Empty | Self::Unseen => 1,
            // As telling as a sentence: nothing but a refusal looks like it.
            Self::HiddenList => 20,
            Self::Guard(error, text) | Self::Registry(error, text) => {
                2 + error.len() + literal_length(text)
            }
            Self::Message(text)
            | Self::Details(text)
            | Self::Error(text)
            | Self::GraphQl(text)
            | Self::Page(text)
            | Self::Text(text)
            | Self::Json(text)
            | Self::Says(text) => 2 + literal_length(text),
        }
    }

    /// Returns what the placeholders stand for, if the body fits.
    pub(crate) fn captures(self, shape: &BodyShape) -> Option<Captures> {
        match (self, shape) {
            (Self::Any, _)
            | (Self::Empty, BodyShape::Empty)
            | (Self::Unseen, BodyShape::Unseen) => Some(Vec::new()),
            (Self::Message(template), BodyShape::Message(text))
            | (Self::Error(template), BodyShape::Error(text))
            | (Self::Page(template), BodyShape::Html(text)) => fit(template, text),
            (Self::HiddenList, BodyShape::Json(value)) => {
                graphql::hidden_list(value).map(|_| Vec::new())
            }
            (Self::Text(template), BodyShape::Text(text)) => fit_start(template, text),
            (Self::Details(template), BodyShape::Details(value))
            | (Self::Json(template), BodyShape::Json(value)) => fit(template, &value.to_string()),
            (
                Self::Guard(code, template),
                BodyShape::Guard {
                    error, description, ..
                },
            ) => guard(code, template, error, description.as_deref()),
            (Self::Guard(code, ""), BodyShape::Error(error)) => (code == error).then(Vec::new),
            // Scopes beside an error are no description of it.
            (
                Self::Error(template),
                BodyShape::Guard {
                    error,
                    description: None,
                    ..
                },
            ) => fit(template, error),
            (Self::GraphQl(template), BodyShape::GraphQlErrors(errors)) => errors
                .iter()
                .find_map(|error| fit(template, &error.message)),
            (Self::Registry(code, template), BodyShape::RegistryErrors(list)) => list
                .iter()
                .filter(|(spoken, _)| code.is_empty() || spoken == code)
                .find_map(|(_, text)| fit(template, text)),
            (
                Self::Empty
                | Self::Unseen
                | Self::HiddenList
                | Self::Message(_)
                | Self::Details(_)
                | Self::Guard(..)
                | Self::Error(_)
                | Self::GraphQl(_)
                | Self::Registry(..)
                | Self::Page(_)
                | Self::Text(_)
                | Self::Json(_)
                | Self::Says(_)
                | Self::Speaks(_),
                _,
            ) => None,
        }
    }
}

fn guard(
    code: &'static str,
    template: &'static str,
    error: &str,
    description: Option<&str>,
) -> Option<Captures> {
    if code != error {
        return None;
    }
    match description {
        _ if template.is_empty() => Some(Vec::new()),
        Some(text) => fit(template, text),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_literal_text_is_more_specific() {
        let bare = Pattern::Message("403 Forbidden - {reason}");
        let sudo = Pattern::Message("403 Forbidden - Must be admin to use sudo");
        assert!(sudo.specificity() > bare.specificity());
        assert!(bare.specificity() > Pattern::Any.specificity());
    }
}
