//! From an offset in a text to a line and a column.

use super::Position;

/// A text, and where its lines begin.
#[derive(Debug)]
pub(super) struct LineIndex<'t> {
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self {
            text,
            lines: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// Returns the place of an offset in bytes.
    pub(super) fn place(&self, offset: usize) -> Position {
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let begin = self.lines.get(line.wrapping_sub(1)).copied();
        let before = self.text.get(begin.unwrap_or(0)..offset);
        Position {
            line,
            column: before.map_or(0, |before| before.chars().count()) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_in_characters() {
        let page = LineIndex::new("ä = 1\nb = 2\n");
        let at = |offset| page.place(offset).to_string();
        assert_eq!(at(0), "1:1");
        assert_eq!(at(5), "1:5");
        assert_eq!(at(7), "2:1");
        assert_eq!(at(11), "2:5");
        assert_eq!(at(13), "3:1");
    }
}
