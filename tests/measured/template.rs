//! The path of a route, as the recording writes it, and the paths that it takes.

/// A piece of a path.
#[derive(Debug)]
enum Piece {
    Text(String),
    /// `:name`: anything without a slash.
    One,
    /// `*name`: anything.
    Many,
}

#[derive(Debug)]
pub(crate) struct Template(Vec<Piece>);

impl Template {
    /// Reads `/projects/:id/files/*path(/raw)`, where what stands in brackets may be left out, and is, but for `\\(`.
    pub(crate) fn read(path: &str) -> Self {
        let plain = without_options(path);
        let mut rest = plain.as_str();
        let mut pieces = Vec::new();
        while let Some(at) = rest.find([':', '*']) {
            pieces.push(Piece::Text(rest[..at].to_owned()));
            pieces.push(if rest[at..].starts_with(':') {
                Piece::One
            } else {
                Piece::Many
            });
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            rest = rest[at + 1..].trim_start_matches(is_name);
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Self(pieces)
    }

    /// Whether it takes a path, with the ending of a format or without.
    pub(crate) fn fits(&self, path: &str) -> bool {
        let bare = path.strip_suffix(".json");
        fits(&self.0, path) || bare.is_some_and(|bare| fits(&self.0, bare))
    }
}

fn without_options(path: &str) -> String {
    let mut plain = path.replace("\\(", "\u{1}").replace("\\)", "\u{2}");
    while let Some(end) = plain.find(')') {
        let Some(begin) = plain[..end].rfind('(') else {
            break;
        };
        plain.replace_range(begin..=end, "");
    }
    plain.replace('\u{1}', "(").replace('\u{2}', ")")
}

fn fits(pieces: &[Piece], path: &str) -> bool {
    let Some((first, rest)) = pieces.split_first() else {
        return path.is_empty();
    };
    let longest = match first {
        Piece::Text(text) => {
            return path
                .strip_prefix(text.as_str())
                .is_some_and(|path| fits(rest, path));
        }
        Piece::One => path.find('/').unwrap_or(path.len()),
        Piece::Many => path.len(),
    };
    let ends = path
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    ends.take_while(|end| *end <= longest)
        .any(|end| fits(rest, &path[end..]))
}
