//! A text of YAML as a tree whose nodes know their lines.
//!
//! An alias is the node that its anchor names, so that nothing is copied, however often it is named. An anchor can be named
//! once its node has ended, so that no node is within itself.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::PipelineError;

/// The most nodes that are read; the biggest pipeline files that are public have a tenth of it.
const MOST_NODES: usize = 200_000;

/// As deep as GitLab reads (`max_yaml_depth`).
const DEEPEST: usize = 150;

/// The place of a node in its tree.
pub(super) type Id = usize;

/// What a node holds.
#[derive(Debug)]
pub(super) enum Value {
    /// A text, a number, or nothing.
    Text(String),
    /// Nodes in order.
    List(Vec<Id>),
    /// Keys with their values, in order.
    Map(Vec<(Id, Id)>),
}

/// A part of the text.
#[derive(Debug)]
pub(super) struct Node {
    /// The line on which it, or its first line of text, stands, counted from 1.
    pub(super) line: u64,
    /// Whether each of its line breaks is one of the file.
    pub(super) is_literal: bool,
    /// Whether it names another part (`!reference`).
    pub(super) is_reference: bool,
    /// What it holds.
    pub(super) value: Value,
}

/// All nodes, and the outermost one of each document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The outermost nodes.
    pub(super) roots: Vec<Id>,
}

/// A list or a mapping that has not ended.
struct OpenNode {
    node: Node,
    anchor: usize,
    children: Vec<Id>,
}

impl Tree {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Result<Self, PipelineError> {
        let mut tree = Self::default();
        let mut open: Vec<OpenNode> = Vec::new();
        let mut anchors: HashMap<usize, Id> = HashMap::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| PipelineError::NoYaml {
                line: error.marker().line(),
                why: error.info().to_owned(),
            })?;
            let (node, anchor) = match event {
                Event::SequenceStart(anchor, tag) => {
                    let node = Node::new(span, tag.as_deref(), Value::List(Vec::new()));
                    open.push(OpenNode::new(node, anchor, open.len())?);
                    continue;
                }
                Event::MappingStart(anchor, tag) => {
                    let node = Node::new(span, tag.as_deref(), Value::Map(Vec::new()));
                    open.push(OpenNode::new(node, anchor, open.len())?);
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                    Some(ended) => ended.close(),
                    None => continue,
                },
                Event::Scalar(value, style, anchor, tag) => {
                    let mut node = Node::new(span, tag.as_deref(), Value::Text(value.into()));
                    node.is_literal = style == ScalarStyle::Literal;
                    (node.below_its_sign(style), anchor)
                }
                Event::Alias(anchor) => {
                    if let (Some(id), Some(around)) = (anchors.get(&anchor), open.last_mut()) {
                        around.children.push(*id);
                        continue;
                    }
                    (Node::new(span, None, Value::Text(String::new())), 0)
                }
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => continue,
            };
            let id = tree.add(node)?;
            anchors.insert(anchor, id);
            match open.last_mut() {
                Some(around) => around.children.push(id),
                None => tree.roots.push(id),
            }
        }
        Ok(tree)
    }

    fn add(&mut self, node: Node) -> Result<Id, PipelineError> {
        if self.nodes.len() >= MOST_NODES {
            return Err(PipelineError::TooMuch);
        }
        self.nodes.push(node);
        Ok(self.nodes.len() - 1)
    }

    /// Returns a node.
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// Returns the text of a node that holds one.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id).value {
            Value::Text(text) => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Returns the keys and values of a mapping; none of anything else.
    pub(super) fn pairs(&self, id: Id) -> &[(Id, Id)] {
        match &self.node(id).value {
            Value::Map(pairs) => pairs,
            Value::Text(_) | Value::List(_) => &[],
        }
    }

    /// Returns the items of a list; anything else is the one item of itself.
    pub(super) fn items(&self, id: Id) -> Vec<Id> {
        match &self.node(id).value {
            Value::List(items) => items.clone(),
            Value::Text(_) | Value::Map(_) => vec![id],
        }
    }

    /// Returns the value of a key; of several, the last, as GitLab does.
    pub(super) fn get(&self, map: Id, key: &str) -> Option<Id> {
        let mut pairs = self.pairs(map).iter().rev();
        let found = pairs.find(|(name, _)| self.text(*name) == Some(key));
        found.map(|(_, value)| *value)
    }

    /// Returns the line of a key.
    pub(super) fn line_of(&self, map: Id, key: &str) -> Option<u64> {
        let mut pairs = self.pairs(map).iter().rev();
        let found = pairs.find(|(name, _)| self.text(*name) == Some(key));
        found.map(|(name, _)| self.node(*name).line)
    }
}

impl Node {
    fn new(span: Span, tag: Option<&Tag>, value: Value) -> Self {
        Self {
            line: span.start.line() as u64,
            is_literal: false,
            is_reference: tag.is_some_and(|tag| tag.suffix == "reference"),
            value,
        }
    }

    /// The text of a block begins below the sign that opens it.
    fn below_its_sign(mut self, style: ScalarStyle) -> Self {
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            self.line += 1;
        }
        self
    }
}

impl OpenNode {
    fn new(node: Node, anchor: usize, depth: usize) -> Result<Self, PipelineError> {
        if depth >= DEEPEST {
            return Err(PipelineError::TooDeep { line: node.line });
        }
        Ok(Self {
            node,
            anchor,
            children: Vec::new(),
        })
    }

    fn close(self) -> (Node, usize) {
        let Self {
            mut node,
            anchor,
            children,
        } = self;
        node.value = match node.value {
            Value::Map(_) => Value::Map(
                children
                    .chunks_exact(2)
                    .map(|pair| (pair[0], pair[1]))
                    .collect(),
            ),
            Value::List(_) | Value::Text(_) => Value::List(children),
        };
        (node, anchor)
    }
}
