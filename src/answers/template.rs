//! Sentences with `{placeholders}`, which stand for any run of characters.

/// What the placeholders of a template stood for.
pub(crate) type Captures = Vec<(&'static str, String)>;

/// The characters of a template outside its placeholders.
pub(crate) fn literal_length(template: &str) -> usize {
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
pub(crate) fn fit(template: &'static str, text: &str) -> Option<Captures> {
    if !begins_alike(template, text) {
        return None;
    }
    let squeezed = squeeze(text);
    let (captures, rest) = fit_pieces(template, &squeezed, str::is_empty)?;
    rest.is_empty().then_some(captures)
}

/// Fits a template to the beginning of a text.
pub(crate) fn fit_start(template: &'static str, text: &str) -> Option<Captures> {
    if !begins_alike(template, text) {
        return None;
    }
    let squeezed = squeeze(text);
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    fit_pieces(template, &squeezed, ends_word).map(|(captures, _)| captures)
}

/// Whether a text may fit a template by its first letter: most do not, and need not be squeezed.
fn begins_alike(template: &str, text: &str) -> bool {
    let first = template.chars().next();
    matches!(first, None | Some('{'))
        || beginning(text, COMPARED).trim_start().chars().next() == first
}

/// As much of a text is compared with templates, in bytes. No server that has something to say needs more, and one that
/// wants to waste our time gets no more of it.
const COMPARED: usize = 16 * 1024;

/// Returns the beginning of a text, of so many bytes at most. (`str::floor_char_boundary` asks for Rust 1.91.)
pub(crate) fn beginning(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

fn squeeze(text: &str) -> String {
    beginning(text, COMPARED)
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
}
