//! What a row of the signature table is: bytes that GitLab shows, and what they can mean.
//!
//! Several rows may show the same bytes. A row is struck out by any of its `unless` marks, and
//! confirmed by all marks of any one `proof`. Certainty comes from what is left, never from a row
//! alone, unless only one situation produces its bytes (`decisive`).

use super::clue::Mark;
use super::{BodyShape, Code, Exchange};
use crate::catalogue::{Method, Surface};

/// How well a row is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
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
pub enum Pattern {
    /// Any body at all.
    Any,
    /// No body.
    Empty,
    /// A body that the text does not show.
    Unseen,
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
}

/// What a header must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderTest {
    /// The header is there and its value holds this text, letter case ignored.
    Holds(&'static str, &'static str),
    /// The header is not there. An answer whose headers were not seen fits, too.
    Absent(&'static str),
}

/// A row: bytes, and one thing that they can mean.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// A stable name: surface, status, condition.
    pub id: &'static str,
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
    /// What it means.
    pub code: &'static Code,
    /// Why these bytes mean it; may hold the placeholders of the body.
    pub because: &'static str,
    /// How often this is the reason among rows that show the same bytes; larger is more often.
    pub weight: u16,
    /// Any of these strikes the row out.
    pub unless: &'static [Mark],
    /// All marks of any one of these confirm the row.
    pub proof: &'static [&'static [Mark]],
    /// Whether only one situation produces these bytes.
    pub decisive: bool,
    /// How well it is founded.
    pub grade: Grade,
    /// The file of GitLab's source, or the page, that it was read in.
    pub source: &'static str,
    /// The release that began to say it, or the major release where no more is known (`19`);
    /// absent when it was always said or nobody knows. It is told, never weighed: flags and
    /// backports blur the line, and a row must not be struck out by hearsay.
    pub since: Option<&'static str>,
}

impl Signature {
    /// Begins a row; the rest is said by the methods below.
    #[must_use]
    pub const fn new(
        id: &'static str,
        surfaces: &'static [Surface],
        statuses: &'static [u16],
        body: Pattern,
        code: &'static Code,
    ) -> Self {
        Self {
            id,
            surfaces,
            statuses,
            body,
            header: None,
            route: None,
            code,
            because: "",
            weight: 10,
            unless: &[],
            proof: &[],
            decisive: false,
            grade: Grade::ReadNow,
            source: "",
            since: None,
        }
    }

    /// Says why these bytes mean it.
    #[must_use]
    pub const fn because(mut self, text: &'static str) -> Self {
        self.because = text;
        self
    }

    /// Says where it was read, and how well it is founded.
    #[must_use]
    pub const fn source(mut self, source: &'static str, grade: Grade) -> Self {
        self.source = source;
        self.grade = grade;
        self
    }

    /// Says which release began to say it.
    #[must_use]
    pub const fn since(mut self, release: &'static str) -> Self {
        self.since = Some(release);
        self
    }

    /// Says how often this is the reason.
    #[must_use]
    pub const fn weight(mut self, weight: u16) -> Self {
        self.weight = weight;
        self
    }

    /// Says what strikes the row out.
    #[must_use]
    pub const fn unless(mut self, marks: &'static [Mark]) -> Self {
        self.unless = marks;
        self
    }

    /// Says what confirms the row.
    #[must_use]
    pub const fn proof(mut self, proofs: &'static [&'static [Mark]]) -> Self {
        self.proof = proofs;
        self
    }

    /// Says that only one situation produces these bytes.
    #[must_use]
    pub const fn decisive(mut self) -> Self {
        self.decisive = true;
        self
    }

    /// Shows other bytes.
    #[must_use]
    pub const fn bytes(mut self, body: Pattern) -> Self {
        self.body = body;
        self
    }

    /// Shows them with other statuses.
    #[must_use]
    pub const fn on(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Asks for a header, too.
    #[must_use]
    pub const fn header(mut self, test: HeaderTest) -> Self {
        self.header = Some(test);
        self
    }

    /// Holds on one route only, named by its method and template.
    #[must_use]
    pub const fn route(mut self, method: Method, template: &'static str) -> Self {
        self.route = Some((method, template));
        self
    }

    /// How much the row asks for; of rows that show the same bytes, those that ask most are meant.
    #[must_use]
    pub fn specificity(&self) -> usize {
        /// More than any text: what is known of a route outweighs what is known of all.
        const ROUTE: usize = 10_000;
        self.body.specificity() + self.route.map_or(0, |_| ROUTE)
    }

    /// Says whether an answer on a surface (or on an unknown one) shows these bytes.
    #[must_use]
    pub fn shows(&self, surface: Option<Surface>, exchange: &Exchange) -> bool {
        self.captures(surface, exchange).is_some()
    }

    /// Returns what the placeholders stand for, if the answer shows these bytes.
    #[must_use]
    pub fn captures(&self, surface: Option<Surface>, exchange: &Exchange) -> Option<Captures> {
        let fits = self.statuses.is_empty()
            || match exchange.status {
                Some(status) => self.statuses.contains(&status),
                // Without a status and without a word of its own nothing is shown.
                None => self.body.specificity() > Pattern::WORDLESS,
            };
        let is_here = || surface.is_none_or(|surface| self.is_spoken_on(surface));
        if !fits || !is_here() || !self.header_fits(exchange) {
            return None;
        }
        self.body.captures(&exchange.body.shape)
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

/// What the placeholders of a pattern stood for.
pub type Captures = Vec<(&'static str, String)>;

impl Pattern {
    /// The specificity of a pattern that asks for a shape and no text.
    const WORDLESS: usize = 2;

    /// How much literal text the pattern asks for; the more, the more specific.
    #[must_use]
    pub fn specificity(self) -> usize {
        match self {
            Self::Any => 0,
            Self::Empty | Self::Unseen => 1,
            Self::Guard(error, text) | Self::Registry(error, text) => {
                2 + error.len() + literal_length(text)
            }
            Self::Message(text)
            | Self::Details(text)
            | Self::Error(text)
            | Self::GraphQl(text)
            | Self::Page(text)
            | Self::Text(text)
            | Self::Json(text) => 2 + literal_length(text),
        }
    }

    /// Returns what the placeholders stand for, if the body fits.
    #[must_use]
    pub fn captures(self, shape: &BodyShape) -> Option<Captures> {
        match (self, shape) {
            (Self::Any, _)
            | (Self::Empty, BodyShape::Empty)
            | (Self::Unseen, BodyShape::Unseen) => Some(Vec::new()),
            (Self::Message(template), BodyShape::Message(text))
            | (Self::Error(template), BodyShape::Error(text))
            | (Self::Page(template), BodyShape::Html(text)) => fit(template, text),
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
            (Self::GraphQl(template), BodyShape::GraphQlErrors(messages)) => {
                messages.iter().find_map(|text| fit(template, text))
            }
            (Self::Registry(code, template), BodyShape::RegistryErrors(list)) => list
                .iter()
                .filter(|(spoken, _)| code.is_empty() || spoken == code)
                .find_map(|(_, text)| fit(template, text)),
            (
                Self::Empty
                | Self::Unseen
                | Self::Message(_)
                | Self::Details(_)
                | Self::Guard(..)
                | Self::Error(_)
                | Self::GraphQl(_)
                | Self::Registry(..)
                | Self::Page(_)
                | Self::Text(_)
                | Self::Json(_),
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

/// The characters of a template outside its placeholders.
fn literal_length(template: &str) -> usize {
    pieces(template)
        .map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Blank(_) => 0,
        })
        .sum()
}

enum Piece<'a> {
    Literal(&'a str),
    Blank(&'a str),
}

fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    template.split_inclusive('}').flat_map(|part| {
        let (literal, blank) = match part.split_once('{') {
            Some((literal, blank)) => (literal, blank.strip_suffix('}')),
            None => (part, None),
        };
        [
            (!literal.is_empty()).then_some(Piece::Literal(literal)),
            blank.map(Piece::Blank),
        ]
        .into_iter()
        .flatten()
    })
}

/// Fits a template to a whole text.
#[must_use]
pub fn fit(template: &'static str, text: &str) -> Option<Captures> {
    let squeezed = squeeze(text);
    let (captures, rest) = fit_pieces(template, &squeezed, str::is_empty)?;
    rest.is_empty().then_some(captures)
}

/// Fits a template to the beginning of a text.
#[must_use]
pub fn fit_start(template: &'static str, text: &str) -> Option<Captures> {
    let squeezed = squeeze(text);
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    fit_pieces(template, &squeezed, ends_word).map(|(captures, _)| captures)
}

/// As much of a text is compared with templates, in bytes. No server that has something to say needs more, and one that
/// wants to waste our time gets no more of it.
const COMPARED: usize = 16 * 1024;

fn squeeze(text: &str) -> String {
    text[..text.floor_char_boundary(COMPARED)]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// `ends` says whether a text that is left over may follow the template's last words; where no
/// place for them is like that, the first one is taken.
fn fit_pieces<'t>(
    template: &'static str,
    text: &'t str,
    ends: impl Fn(&str) -> bool,
) -> Option<(Captures, &'t str)> {
    let mut rest = text;
    let mut captures = Captures::new();
    let mut open: Option<&'static str> = None;
    let mut pieces = pieces(template).peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Blank(name) => open = Some(name),
            Piece::Literal(literal) => {
                let last = || last_place(literal, rest, &ends);
                let is_last = pieces.peek().is_none();
                let at = is_last
                    .then(last)
                    .flatten()
                    .or_else(|| rest.find(literal))?;
                match open.take() {
                    Some(name) => captures.push((name, rest[..at].to_owned())),
                    None if at > 0 => return None,
                    None => {}
                }
                rest = &rest[at + literal.len()..];
            }
        }
    }
    if let Some(name) = open {
        captures.push((name, rest.to_owned()));
        rest = "";
    }
    Some((captures, rest))
}

fn last_place(literal: &str, text: &str, ends: impl Fn(&str) -> bool) -> Option<usize> {
    text.match_indices(literal)
        .map(|(at, _)| at)
        .find(|at| ends(&text[at + literal.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_matches_any_run_and_tells_what_it_was() {
        let captures = fit("404 {Resource} Not Found", "404 Branch Not Found");
        assert_eq!(captures, Some(vec![("Resource", "Branch".to_owned())]));
    }

    #[test]
    fn a_text_without_placeholders_fits_only_itself() {
        assert!(fit("403 Forbidden", "403 Forbidden").is_some());
        assert!(fit("403 Forbidden", "403 Forbidden - because").is_none());
        assert!(fit("403 Forbidden", "x 403 Forbidden").is_none());
    }

    #[test]
    fn a_placeholder_may_hold_what_the_template_ends_with() {
        let path = || Some(vec![("path", "group/my.app".to_owned())]);
        assert_eq!(fit("to {path}.", "to group/my.app."), path());
        assert_eq!(fit_start("to {path}.", "to group/my.app. Ask."), path());
    }

    #[test]
    fn white_space_is_squeezed_before_texts_are_compared() {
        assert!(fit_start("Retry later", "Retry\n later\n").is_some());
    }

    #[test]
    fn more_literal_text_is_more_specific() {
        let bare = Pattern::Message("403 Forbidden - {reason}");
        let sudo = Pattern::Message("403 Forbidden - Must be admin to use sudo");
        assert!(sudo.specificity() > bare.specificity());
        assert!(bare.specificity() > Pattern::Any.specificity());
    }
}
