//! The lines that were judged last: one that is told again, after the same line as before, is not judged again.
//!
//! A client that is refused in a loop fills a log with few lines. What a line tells depends on its words and on the line
//! before it, and on nothing else, so both are compared whole.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::rc::Rc;

use super::line::Line;

/// So many lines are remembered; then it begins anew.
const MOST: usize = 256;

/// Longer lines are not remembered, in bytes.
const LONGEST: usize = 2_048;

/// A line, what the one before it shows, and what it tells.
#[derive(Debug)]
struct Judged {
    before: String,
    text: String,
    line: Rc<Line>,
}

/// The lines that were judged last.
#[derive(Debug, Default)]
pub(super) struct Recent {
    judged: HashMap<u64, Judged>,
}

impl Recent {
    /// What a line tells after one that shows `before`; it is judged if that is not known.
    pub(super) fn line(
        &mut self,
        text: &str,
        before: &str,
        judge: impl FnOnce() -> Line,
    ) -> Rc<Line> {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let key = hasher.hash_one((before, text));
        let known = self.judged.get(&key);
        if let Some(known) = known.filter(|known| known.text == text && known.before == before) {
            return Rc::clone(&known.line);
        }
        let line = Rc::new(judge());
        if text.len() <= LONGEST {
            if self.judged.len() >= MOST {
                self.judged.clear();
            }
            let judged = Judged {
                before: before.to_owned(),
                text: text.to_owned(),
                line: Rc::clone(&line),
            };
            self.judged.insert(key, judged);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Line {
        Line {
            shown: text.to_owned(),
            ..Line::default()
        }
    }

    #[test]
    fn a_line_is_judged_anew_after_another_line_only() {
        let mut recent = Recent::default();
        let mut befores = Vec::new();
        let mut before = "";
        for text in ["a", "b", "a", "b", "a", "b", "c", "a", "b"] {
            let line = recent.line(text, before, || {
                befores.push(format!("{before}|{text}"));
                shown(text)
            });
            assert_eq!(line.shown, text);
            before = text;
        }
        assert_eq!(befores, ["|a", "a|b", "b|a", "b|c", "c|a"]);
    }

    #[test]
    fn what_is_repeated_for_long_is_judged_a_few_times() {
        let mut recent = Recent::default();
        let mut judgements = 0;
        let page: Vec<String> = (0..40).map(|line| format!("line {line}")).collect();
        let mut before = "";
        for _ in 0..1_000 {
            for text in &page {
                recent.line(text, before, || {
                    judgements += 1;
                    shown(text)
                });
                before = text;
            }
        }
        assert!(judgements <= 2 * page.len(), "{judgements}");
    }
}
