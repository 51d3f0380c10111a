//! The jobs of a pipeline file, with what they take from others: `extends`, merge keys, `default`, and `!reference`.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::PipelineError;
use super::lists::NO_JOBS;
use super::yaml::{Id, Tree, Value};

/// The most steps from part to part; what takes more is made to take long.
const MOST_STEPS: usize = 400_000;

/// A text with variables in it grows no longer than this.
const LONGEST: usize = 16 << 10;

/// A file, seen as GitLab sees it.
#[derive(Debug)]
pub(super) struct File<'t> {
    tree: &'t Tree,
    root: Id,
    left: Cell<usize>,
}

/// A job, and the parts that it is made of, the nearest first.
#[derive(Debug)]
pub(super) struct PipelineJob<'t> {
    pub(super) name: &'t str,
    pub(super) line: u64,
    layers: Vec<Id>,
    /// What it takes from parts that are not in the file.
    pub(super) missing: Vec<(u64, String)>,
}

/// A text of the file, and where it begins.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) line: u64,
    /// Whether its line breaks are those of the file.
    pub(super) is_literal: bool,
    pub(super) words: String,
}

impl<'t> File<'t> {
    /// Takes the last document, before which a component says what it is given.
    pub(super) fn of(tree: &'t Tree) -> Result<Self, PipelineError> {
        let is_map = |id: &&Id| matches!(tree.node(**id).value, Value::Map(_));
        let root = tree.roots.iter().rev().find(is_map);
        Ok(Self {
            tree,
            root: *root.ok_or(PipelineError::NoPipeline)?,
            left: Cell::new(MOST_STEPS),
        })
    }

    /// Whether following its parts was given up.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    fn step(&self) -> bool {
        self.steps(0)
    }

    /// Takes a step with a text of so many bytes: what is long is not taken any number of times.
    fn steps(&self, bytes: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1 + bytes / 64));
        left > 0
    }

    /// Gives up.
    pub(super) fn spend(&self) {
        self.left.set(0);
    }

    /// Returns the jobs that run; a name with a dot before it is a part that others take.
    pub(super) fn jobs(&self) -> Vec<PipelineJob<'t>> {
        let named = self.tree.pairs(self.root).iter();
        named
            .filter_map(|(key, value)| {
                let name = self.tree.text(*key)?;
                let is_job = !name.starts_with('.') && !NO_JOBS.contains(&name);
                let is_map = matches!(self.tree.node(*value).value, Value::Map(_));
                (is_job && is_map).then(|| self.job(name, self.tree.node(*key).line, *value))
            })
            .collect()
    }

    fn job(&self, name: &'t str, line: u64, map: Id) -> PipelineJob<'t> {
        let mut job = PipelineJob {
            name,
            line,
            layers: Vec::new(),
            missing: Vec::new(),
        };
        self.layer(map, &mut job, &mut BTreeSet::new());
        job
    }

    /// Puts a part, what is merged into it, and what it extends behind the parts that are nearer.
    fn layer(&self, map: Id, job: &mut PipelineJob<'t>, seen: &mut BTreeSet<Id>) {
        if !self.step() || !seen.insert(map) || seen.len() > 1_000 {
            return;
        }
        job.layers.push(map);
        if let Some(merged) = self.tree.get(map, "<<") {
            for part in self.tree.items(merged) {
                self.layer(part, job, seen);
            }
        }
        let Some(extended) = self.tree.get(map, "extends") else {
            return;
        };
        for name in self.tree.items(extended).into_iter().rev() {
            let line = self.tree.node(name).line;
            let Some(name) = self.tree.text(name) else {
                continue;
            };
            match self.tree.get(self.root, name) {
                Some(part) => self.layer(part, job, seen),
                None => job.missing.push((line, format!("extends: {name}"))),
            }
        }
    }

    /// Returns the line and the value of a key of a job, wherever it takes it from.
    pub(super) fn find(&self, job: &PipelineJob<'_>, key: &str) -> Option<(u64, Id)> {
        let own = job.layers.iter().copied();
        let shared = self.tree.get(self.root, "default");
        let all = own.chain(shared).chain([self.root]);
        let is_shared = matches!(
            key,
            "image" | "services" | "before_script" | "after_script" | "hooks"
        );
        let places = if is_shared {
            usize::MAX
        } else {
            job.layers.len()
        };
        all.take(places).find_map(|map| self.at(map, key))
    }

    /// Returns the line and the value of a key of a mapping.
    pub(super) fn at(&self, map: Id, key: &str) -> Option<(u64, Id)> {
        Some((self.tree.line_of(map, key)?, self.tree.get(map, key)?))
    }

    /// Returns the line and the value of a key at the top.
    pub(super) fn top(&self, key: &str) -> Option<(u64, Id)> {
        self.at(self.root, key)
    }

    /// Returns the items of a list, and the line of each.
    pub(super) fn items(&self, id: Id) -> Vec<(u64, Id)> {
        let items = self.tree.items(id).into_iter();
        items.map(|id| (self.tree.node(id).line, id)).collect()
    }

    /// Returns a text.
    pub(super) fn text(&self, id: Id) -> Option<&'t str> {
        self.tree.text(id)
    }

    /// Returns all texts of a script, and the parts that it takes from elsewhere and that are not in the file.
    pub(super) fn script(&self, id: Id, missing: &mut Vec<(u64, String)>) -> Vec<Text> {
        let mut texts = Vec::new();
        self.collect(id, &mut texts, missing, 0);
        texts
    }

    fn collect(
        &self,
        id: Id,
        texts: &mut Vec<Text>,
        missing: &mut Vec<(u64, String)>,
        depth: usize,
    ) {
        /// As deep as GitLab follows references.
        const DEEPEST: usize = 10;
        if !self.step() || depth > DEEPEST {
            return;
        }
        let node = self.tree.node(id);
        match &node.value {
            Value::Text(text) if !text.is_empty() && self.steps(text.len()) => texts.push(Text {
                line: node.line,
                is_literal: node.is_literal,
                words: text.clone(),
            }),
            Value::List(names) if node.is_reference => match self.referred(names) {
                Ok(part) => self.collect(part, texts, missing, depth + 1),
                Err(name) => missing.push((node.line, format!("!reference [{name}]"))),
            },
            Value::List(items) => {
                for item in items {
                    self.collect(*item, texts, missing, depth + 1);
                }
            }
            Value::Text(_) | Value::Map(_) => {}
        }
    }

    /// The part that a reference names, or its name where it is not in the file.
    fn referred(&self, names: &[Id]) -> Result<Id, String> {
        let unknown = || {
            let texts = names.iter().filter_map(|name| self.tree.text(*name));
            texts.collect::<Vec<_>>().join(", ")
        };
        let mut part = self.root;
        for name in names {
            let name = self.tree.text(*name).ok_or_else(unknown)?;
            let extended = || {
                let line = self.tree.node(part).line;
                Some(self.find(&self.job("", line, part), name)?.1)
            };
            let found = self.tree.get(part, name).or_else(extended);
            part = found.ok_or_else(unknown)?;
        }
        Ok(part)
    }

    /// Returns the values of all variables of a job, each with its name.
    pub(super) fn variables(&self, job: &PipelineJob<'_>) -> Vec<(&'t str, Text)> {
        let maps = job.layers.iter().chain([&self.root]);
        let maps = maps.filter_map(|map| self.tree.get(*map, "variables"));
        let pairs = maps.flat_map(|map| self.tree.pairs(map));
        pairs
            .filter(|_| self.step())
            .filter_map(|(name, value)| {
                let node = self.tree.node(*value);
                self.steps(self.value(*value)?.len());
                let text = Text {
                    line: node.line,
                    is_literal: node.is_literal,
                    words: self.value(*value)?.to_owned(),
                };
                Some((self.tree.text(*name)?, text))
            })
            .collect()
    }

    fn value(&self, id: Id) -> Option<&'t str> {
        let described = || self.tree.text(self.tree.get(id, "value")?);
        self.tree.text(id).or_else(described)
    }

    fn variable(&self, job: &PipelineJob<'_>, name: &str) -> Option<&'t str> {
        let maps = job.layers.iter().chain([&self.root]);
        let mut maps = maps.filter_map(|map| self.tree.get(*map, "variables"));
        maps.find_map(|map| self.value(self.tree.get(map, name)?))
    }

    /// Returns a text with the variables of the file in their places. Others stay as they are written.
    pub(super) fn expand(&self, job: &PipelineJob<'_>, text: &str) -> String {
        let mut text = text.to_owned();
        // A variable may hold others.
        for _ in 0..4 {
            let next = self.expand_once(job, &text);
            if next == text {
                break;
            }
            text = next;
        }
        text
    }

    fn expand_once(&self, job: &PipelineJob<'_>, text: &str) -> String {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$').filter(|_| self.step()) {
            let (before, from) = rest.split_at(at);
            expanded += before;
            let (name, length) = variable_at(from);
            let value = self.variable(job, name).filter(|value| {
                let is_itself = value.contains(name);
                !is_itself && expanded.len() + value.len() < LONGEST
            });
            self.steps(value.map_or(0, str::len));
            expanded += value.unwrap_or(&from[..length]);
            rest = &from[length..];
        }
        expanded + rest
    }
}

/// The name of the variable that a text begins with, and how long it is written; a dollar alone is none.
pub(super) fn variable_at(text: &str) -> (&str, usize) {
    let begin = if text.starts_with("${") { 2 } else { 1 };
    let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
    let name = &text[begin..];
    let name = &name[..name.find(is_end).unwrap_or(name.len())];
    let end = begin + name.len();
    match (begin, text[end..].chars().next()) {
        (1, _) if !name.is_empty() => (name, end),
        (2, Some('}')) => (name, end + 1),
        _ => ("", 1),
    }
}
