//! The routes of the API: what `resource`, `get`, and `route_setting` say, from class to class.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::library::{Library, Scope, argument_tokens, assignment};
use super::release::{Place, Release, Route};
use super::settings::Said;
use super::syntax::{Block, Node, Section};
use super::tokens::{Placed, Token};
use super::value::{Arguments, Value, Variables, arguments, evaluate};

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head"];

/// The class that all others are mounted in.
const ROOT: &str = "API::API";

/// Reads all routes below the root of the API.
pub(super) fn read(library: &Library, release: &mut Release) {
    let mut reader = Reader {
        library,
        release,
        classes: Vec::new(),
        found: Vec::new(),
        depth: 0,
    };
    reader.class(ROOT, "", &Value::Nil);
    reader.finish();
}

/// What a class says of all of its routes.
#[derive(Default)]
struct Class {
    scopes: BTreeSet<String>,
    /// The modules that it takes in, whose methods it can call.
    concerns: Vec<String>,
}

/// Where the reader is.
#[derive(Clone)]
struct Frame<'l> {
    scope: Scope<'l>,
    file: Rc<str>,
    prefix: String,
    class: usize,
    said: Said,
    /// What was said before the blocks around, and holds for all in them.
    around: Said,
}

struct Reader<'l, 'r> {
    library: &'l Library,
    release: &'r mut Release,
    classes: Vec<Class>,
    found: Vec<(usize, String, String, Route)>,
    depth: usize,
}

impl<'l> Reader<'l, '_> {
    /// Reads a class, and what the enterprise edition puts before it.
    fn class(&mut self, full: &str, prefix: &str, configuration: &Value) {
        self.classes.push(Class::default());
        let class = self.classes.len() - 1;
        let library = self.library;
        for body in library.bodies(full) {
            let variables = Variables::from([("configuration".to_owned(), configuration.clone())]);
            let scope = Scope {
                variables,
                ..Scope::of(library, &body.name)
            };
            let mut frame = Frame {
                scope,
                file: Rc::clone(&body.file),
                prefix: prefix.to_owned(),
                class,
                said: Said::default(),
                around: Said::default(),
            };
            self.body(&body.nodes, &mut frame);
        }
        let frame = |around: &str| Frame {
            scope: Scope {
                around: Rc::from(around),
                ..Scope::of(library, &Rc::from(full))
            },
            file: Rc::from(""),
            prefix: prefix.to_owned(),
            class,
            said: Said::default(),
            around: Said::default(),
        };
        let enterprise = format!("EE::{full}");
        self.concern(&enterprise, "prepended", &mut frame(&enterprise));
    }

    /// Reads what a module does to the class that takes it in.
    fn concern(&mut self, full: &str, hook: &str, frame: &mut Frame<'l>) {
        let library = self.library;
        self.classes[frame.class].concerns.push(full.to_owned());
        for body in library.bodies(full) {
            let blocks = body.nodes.iter().filter(|node| node.head() == Some(hook));
            for block in blocks.filter_map(|node| node.block.as_ref()) {
                let mut inside = frame.clone();
                inside.file = Rc::clone(&body.file);
                inside.scope.around = Rc::clone(&body.name);
                self.body(&block.body, &mut inside);
                frame.said = inside.said;
            }
        }
    }

    fn body(&mut self, nodes: &[Node], frame: &mut Frame<'l>) {
        self.depth += 1;
        if self.depth < 100 {
            for node in nodes {
                self.node(node, frame);
            }
        }
        self.depth -= 1;
    }

    fn node(&mut self, node: &Node, frame: &mut Frame<'l>) {
        if !node.sections.is_empty() {
            return match assignment(&node.tokens) {
                Some((name, _)) => {
                    let value = chosen(&node.sections, &frame.scope);
                    frame.scope.variables.insert(name.to_owned(), value);
                }
                None => self.sections(node, frame),
            };
        }
        if let Some(block) = &node.block
            && self.repeated(node, block, frame)
        {
            return;
        }
        if node.block.is_none()
            && let Some((name, value)) = assignment(&node.tokens)
        {
            let value = evaluate(value, &frame.scope);
            frame.scope.variables.insert(name.to_owned(), value);
            return;
        }
        let Some(word) = node.head() else { return };
        match word {
            _ if METHODS.contains(&word) => self.endpoint(&[word.to_uppercase()], node, frame),
            "route" => self.route(node, frame),
            "resource" | "resources" | "namespace" | "group" | "segment" | "route_param" => {
                self.namespace(node, frame);
            }
            "route_setting" => route_setting(node, frame),
            "desc" => describe(node, frame),
            "mount" => self.mount(node, frame),
            "include" => self.include(node, frame),
            "allow_access_with_scope" => self.scope(node, frame),
            "version" if says_old_version(node) => {}
            "version" if node.block.is_none() => version(frame),
            "prefix" if frame.class > 0 => prefix(node, frame),
            "mounted" | "version" | "with_options" => {
                self.nested(node, frame.prefix.clone(), frame);
            }
            _ => self.named(word, node, frame),
        }
    }

    /// `if` and its kin: the part that is taken, or the first where that cannot be told.
    fn sections(&mut self, node: &Node, frame: &mut Frame<'l>) {
        for section in &node.sections {
            let is_taken = match section.keyword.as_str() {
                "if" | "elsif" => evaluate(&section.head, &frame.scope).is_true(),
                "unless" => evaluate(&section.head, &frame.scope)
                    .is_true()
                    .map(|is| !is),
                "else" | "begin" => Some(true),
                _ => return,
            };
            match is_taken {
                Some(true) => return self.body(&section.body, frame),
                Some(false) => {}
                None => return self.perhaps(&section.body, frame),
            }
        }
    }

    /// Reads what is perhaps said: its routes count, and what it sets is left open.
    fn perhaps(&mut self, nodes: &[Node], frame: &mut Frame<'l>) {
        let before = frame.clone();
        self.body(nodes, frame);
        let (said, was) = (&mut frame.said, before.said);
        for (is, was) in [
            (&mut said.authentication, was.authentication),
            (&mut said.authorization, was.authorization),
        ] {
            if *is != was {
                *is = Some(Value::Unknown);
            }
        }
        for (name, value) in &mut frame.scope.variables {
            if before.scope.variables.get(name) != Some(value) {
                *value = Value::Unknown;
            }
        }
    }

    /// `list.each do |x|`: the body once for each.
    fn repeated(&mut self, node: &Node, block: &Block, frame: &mut Frame<'l>) -> bool {
        let [list @ .., dot, method] = &node.tokens[..] else {
            return false;
        };
        let Some(method @ ("each" | "each_pair" | "tap" | "each_key")) =
            method.word().filter(|_| dot.is("."))
        else {
            return false;
        };
        let rounds = match (method, evaluate(list, &frame.scope)) {
            (_, Value::Unknown) => return self.is_left_out(block, node, frame),
            ("tap", value) => vec![vec![value]],
            (_, Value::List(values)) => values.into_iter().map(|value| vec![value]).collect(),
            (_, Value::Map(pairs)) => pairs
                .into_iter()
                .map(|(key, value)| vec![Value::Text(key), value])
                .collect(),
            (_, Value::Text(_) | Value::Bool(_) | Value::Nil) => return false,
        };
        for values in rounds {
            let mut inside = frame.clone();
            for (place, name) in block.params.iter().enumerate() {
                let value = match &values[..] {
                    [Value::List(parts)] if block.params.len() > 1 => parts.get(place),
                    _ => values.get(place),
                };
                inside
                    .scope
                    .variables
                    .insert(name.clone(), value.cloned().unwrap_or(Value::Unknown));
            }
            self.body(&block.body, &mut inside);
        }
        true
    }

    /// Notes a list that cannot be read, where routes are made of it.
    fn is_left_out(&mut self, block: &Block, node: &Node, frame: &Frame<'l>) -> bool {
        if holds_routes(&block.body) {
            self.cannot_read("the list that its routes are made of", node, frame);
        }
        true
    }

    fn cannot_read(&mut self, what: &str, node: &Node, frame: &Frame<'l>) {
        let place = Place {
            file: frame.file.to_string(),
            line: node.line,
        };
        self.release.unread.insert((place, what.to_owned()));
    }

    fn route(&mut self, node: &Node, frame: &mut Frame<'l>) {
        let said = arguments(argument_tokens(&node.tokens), &frame.scope);
        let methods = said
            .placed
            .first()
            .and_then(Value::texts)
            .unwrap_or_default();
        if methods == ["any"] {
            frame.said = Said::default();
            return;
        }
        let methods: Vec<String> = methods.iter().map(|method| method.to_uppercase()).collect();
        self.endpoint(&methods, node, frame);
    }

    fn endpoint(&mut self, methods: &[String], node: &Node, frame: &mut Frame<'l>) {
        let mut said = arguments(argument_tokens(&node.tokens), &frame.scope);
        if node.head() == Some("route") && !said.placed.is_empty() {
            said.placed.remove(0);
        }
        let Some(paths) = paths(&said) else {
            self.cannot_read("the path of a route", node, frame);
            frame.said = Said::default();
            return;
        };
        let place = Place {
            file: frame.file.to_string(),
            line: node.line,
        };
        let (settings, unread) = std::mem::take(&mut frame.said)
            .over(&frame.around)
            .settings();
        for path in paths {
            for method in methods {
                let route = Route {
                    place: place.clone(),
                    settings: settings.clone(),
                    unread: unread.clone(),
                };
                let path = join(&frame.prefix, &path);
                self.found.push((frame.class, method.clone(), path, route));
            }
        }
    }

    fn namespace(&mut self, node: &Node, frame: &mut Frame<'l>) {
        let Some(block) = &node.block else { return };
        let said = arguments(argument_tokens(&node.tokens), &frame.scope);
        let Some(paths) = paths(&said) else {
            if holds_routes(&block.body) {
                self.cannot_read("the path that its routes begin with", node, frame);
            }
            return;
        };
        let colon = if node.head() == Some("route_param") {
            ":"
        } else {
            ""
        };
        for path in paths {
            let prefix = join(&frame.prefix, &format!("{colon}{path}"));
            self.nested(node, prefix, frame);
        }
    }

    fn nested(&mut self, node: &Node, prefix: String, frame: &mut Frame<'l>) {
        let Some(block) = &node.block else { return };
        let mut inside = frame.clone();
        inside.prefix = prefix;
        inside.around = std::mem::take(&mut inside.said).over(&frame.around);
        self.body(&block.body, &mut inside);
    }

    fn mount(&mut self, node: &Node, frame: &mut Frame<'l>) {
        let name = node
            .tokens
            .get(1)
            .and_then(Placed::word)
            .unwrap_or_default();
        if node.tokens.iter().any(|token| token.word() == Some("if")) {
            return self.cannot_read(&format!("whether {name} is mounted"), node, frame);
        }
        let Some(full) = self.library.resolve(name, &frame.scope.around) else {
            return self.cannot_read(&format!("{name}, which is mounted here"), node, frame);
        };
        let said = arguments(argument_tokens(&node.tokens), &frame.scope);
        let configuration = said.named("with").cloned().unwrap_or(Value::Nil);
        let prefix = frame.prefix.clone();
        self.class(&full, &prefix, &configuration);
    }

    fn include(&mut self, node: &Node, frame: &mut Frame<'l>) {
        let name = node
            .tokens
            .get(1)
            .and_then(Placed::word)
            .unwrap_or_default();
        if let Some(full) = self.library.resolve(name, &frame.scope.around) {
            self.concern(&full, "included", frame);
        }
    }

    fn scope(&mut self, node: &Node, frame: &mut Frame<'l>) {
        let tokens = argument_tokens(&node.tokens);
        let said = arguments(tokens, &frame.scope);
        let suffix = if said.named.is_empty() { "" } else { " (some)" };
        match said.placed.first().and_then(Value::texts) {
            Some(names) => {
                let names = names.iter().map(|name| format!("{name}{suffix}"));
                self.classes[frame.class].scopes.extend(names);
            }
            None => self.cannot_read("the scopes of a class", node, frame),
        }
    }

    /// A word that is no setting: a method of a module that the class took in.
    fn named(&mut self, word: &str, node: &Node, frame: &mut Frame<'l>) {
        let library = self.library;
        let mut concerns = self.classes[frame.class].concerns.clone();
        concerns.reverse();
        let found = concerns
            .iter()
            .find_map(|concern| library.statements_of(concern, word));
        if let Some(tokens) =
            found.filter(|tokens| tokens.first().and_then(Placed::word) != Some(word))
        {
            let statement = Node {
                line: node.line,
                tokens: tokens.to_vec(),
                block: None,
                sections: Vec::new(),
            };
            self.node(&statement, frame);
        } else if let Some(block) = node
            .block
            .as_ref()
            .filter(|block| is_open(word) && holds_routes(&block.body))
        {
            self.cannot_read(&format!("the block of `{word}`"), node, &*frame);
            let _ = block;
        }
    }

    /// Gives each route the scopes of its class.
    fn finish(self) {
        let mut routes: BTreeMap<(String, String), Route> = BTreeMap::new();
        for (class, method, path, mut route) in self.found {
            let own: Vec<&str> = self.classes[class]
                .scopes
                .iter()
                .map(String::as_str)
                .collect();
            let usual = ["api", "read_api (some)"];
            let own: Vec<&str> = own
                .into_iter()
                .filter(|name| !usual.contains(name))
                .collect();
            if !own.is_empty() {
                route.settings.insert("scopes", own.join(", "));
            }
            routes.entry((method, path)).or_insert(route);
        }
        self.release.routes = routes;
    }
}

/// Blocks that hold no routes, whatever is called in them.
fn is_open(word: &str) -> bool {
    !matches!(
        word,
        "helpers"
            | "before"
            | "after"
            | "after_validation"
            | "before_validation"
            | "params"
            | "rescue_from"
            | "included"
            | "prepended"
            | "class_methods"
            | "content_type"
            | "insert_before"
            | "finally"
            | "namespace_setting"
    )
}

/// The paths of a route or block: its first argument, and none where there is none.
fn paths(said: &Arguments) -> Option<Vec<String>> {
    said.placed
        .first()
        .map_or_else(|| Some(vec![String::new()]), Value::texts)
}

fn holds_routes(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| {
        let is_route =
            node.head().is_some_and(|word| METHODS.contains(&word)) && node.block.is_some();
        let is_mount = node.head() == Some("mount");
        let inside = node
            .block
            .as_ref()
            .is_some_and(|block| holds_routes(&block.body));
        is_route
            || is_mount
            || inside
            || node
                .sections
                .iter()
                .any(|section| holds_routes(&section.body))
    })
}

/// `version 'v3'`, which answers that it is gone.
fn says_old_version(node: &Node) -> bool {
    matches!(node.tokens.get(1).map(|token| &token.token), Some(Token::Text(text))
        if text == &vec![super::tokens::Part::Plain("v3".to_owned())])
}

/// The path of an API that stands beside the other: `api/scim`.
fn prefix(node: &Node, frame: &mut Frame<'_>) {
    let said = arguments(argument_tokens(&node.tokens), &frame.scope);
    if let Some(text) = said.placed.first().and_then(Value::text) {
        frame.prefix = join("", text);
    }
}

/// The version is a part of the path there.
fn version(frame: &mut Frame<'_>) {
    if frame.class > 0 && !frame.prefix.is_empty() {
        frame.prefix.push_str("/:version");
    }
}

fn route_setting(node: &Node, frame: &mut Frame<'_>) {
    let mut said = arguments(argument_tokens(&node.tokens), &frame.scope);
    if said.placed.is_empty() {
        return;
    }
    let name = said.placed.remove(0);
    let value = match name.text() {
        Some("authentication") => &mut frame.said.authentication,
        Some("authorization") => &mut frame.said.authorization,
        Some(_) | None => return,
    };
    *value = Some(said.as_map());
}

fn describe(node: &Node, frame: &mut Frame<'_>) {
    let mut said = arguments(argument_tokens(&node.tokens), &frame.scope);
    said.placed.retain(|value| value.text().is_none());
    let options = said.as_map();
    let mut says = |name: &str, is_said: bool| match name {
        "hidden" => frame.said.hidden = is_said,
        "deprecated" => frame.said.deprecated = is_said,
        _ => {}
    };
    for name in ["hidden", "deprecated"] {
        let inside = node.block.iter().flat_map(|block| &block.body);
        let statement = inside.rev().find(|inside| inside.head() == Some(name));
        let is_inside = statement
            .is_some_and(|inside| inside.tokens.get(1).and_then(Placed::word) != Some("false"));
        let is_named = options.get(name).is_true() == Some(true);
        says(name, is_inside || is_named);
    }
}

/// What `x = if ...` and `x = case ...` come to.
fn chosen(sections: &[Section], scope: &Scope<'_>) -> Value {
    let result = |section: &Section| {
        section
            .body
            .last()
            .map_or(Value::Nil, |node| evaluate(&node.tokens, scope))
    };
    let subject = sections
        .first()
        .filter(|first| first.keyword == "case")
        .map(|first| evaluate(&first.head, scope));
    for section in sections {
        let is_taken = match section.keyword.as_str() {
            "case" => Some(false),
            "if" | "elsif" => evaluate(&section.head, scope).is_true(),
            "when" => subject
                .as_ref()
                .filter(|value| **value != Value::Unknown)
                .map(|value| arguments(&section.head, scope).placed.contains(value)),
            "else" => Some(true),
            _ => None,
        };
        match is_taken {
            Some(true) => return result(section),
            Some(false) => {}
            None => return Value::Unknown,
        }
    }
    Value::Nil
}

/// Puts a part behind a path, with one slash between them.
fn join(prefix: &str, part: &str) -> String {
    let part = part.trim_matches('/');
    if part.is_empty() {
        return prefix.to_owned();
    }
    if part.starts_with('(') && part.contains("(/") {
        return format!("{prefix}{part}");
    }
    format!("{prefix}/{part}")
}
