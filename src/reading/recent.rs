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

/// A line, the one before it, and what it tells.
#[derive(Debug)]
struct Judged {
    before: Rc<Line>,
    text: String,
    line: Rc<Line>,
}

/// The lines that were judged last.
#[derive(Debug, Default)]
pub(super) struct Recent {
    judged: HashMap<u64, Judged>,
    last: Rc<Line>,
}

impl Recent {
    /// What a line tells; it is judged if that is not known. The judge is given what the line before it shows.
    pub(super) fn line(&mut self, text: &str, judge: impl FnOnce(&str) -> Line) -> Rc<Line> {
        let before = Rc::clone(&self.last);
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let key = hasher.hash_one((before.shown.as_str(), text));
        let known = self.judged.get(&key);
        let known = known.filter(|known| known.text == text && known.before.shown == before.shown);
        if let Some(known) = known {
            self.last = Rc::clone(&known.line);
            return Rc::clone(&self.last);
        }
        self.last = Rc::new(judge(&before.shown));
        if text.len() <= LONGEST {
            if self.judged.len() >= MOST {
                self.judged.clear();
            }
            let judged = Judged {
                before,
                text: text.to_owned(),
                line: Rc::clone(&self.last),
            };
            self.judged.insert(key, judged);
        }
        Rc::clone(&self.last)
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
        for text in ["a", "b", "a", "b", "a", "b", "c", "a", "b"] {
            let line = recent.line(text, |before| {
                befores.push(format!("{before}|{text}"));
                shown(text)
            });
            assert_eq!(line.shown, text);
        }
        assert_eq!(befores, ["|a", "a|b", "b|a", "b|c", "c|a"]);
    }

    #[test]
    fn what_is_repeated_for_long_is_judged_a_few_times() {
        let mut recent = Recent::default();
        let mut judgements = 0;
        let page: Vec<String> = (0..40).map(|line| format!("line {line}")).collect();
        for _ in 0..1_000 {
            for text in &page {
                recent.line(text, |_| {
                    judgements += 1;
                    shown(text)
                });
            }
        }
        assert!(judgements <= 2 * page.len(), "{judgements}");
    }
}
