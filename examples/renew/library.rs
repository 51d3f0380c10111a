//! The classes, constants, and methods of all files, by their full names.

use std::collections::HashMap;
use std::rc::Rc;

use super::syntax::{Node, Section};
use super::tokens::Placed;
use super::value::{Names, Value, Variables, begins_large, evaluate};

/// The body of a class or module in one file.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) file: Rc<str>,
    pub(super) name: Rc<str>,
    pub(super) nodes: Rc<[Node]>,
}

#[derive(Debug, Default)]
pub(super) struct Library {
    bodies: HashMap<String, Vec<Body>>,
    constants: HashMap<String, (Rc<str>, Vec<Placed>)>,
    /// The last statement of each method of a module itself.
    methods: HashMap<(String, String), Vec<Placed>>,
}

impl Library {
    /// Takes in a file.
    pub(super) fn add(&mut self, file: &str, nodes: &[Node]) {
        self.index(&Rc::from(file), "", nodes);
    }

    fn index(&mut self, file: &Rc<str>, around: &str, nodes: &[Node]) {
        for node in nodes {
            match node.sections.first() {
                Some(section) if section.keyword == "class" || section.keyword == "module" => {
                    self.index_section(file, around, section);
                }
                Some(section) if section.keyword == "def" => self.index_method(around, section),
                _ => self.index_statement(file, around, node),
            }
        }
    }

    fn index_section(&mut self, file: &Rc<str>, around: &str, section: &Section) {
        let Some(name) = section.head.first().and_then(Placed::word) else {
            return self.index_own_methods(around, &section.body);
        };
        let full = if around.is_empty() {
            name.to_owned()
        } else {
            format!("{around}::{name}")
        };
        let body = Body {
            file: Rc::clone(file),
            name: Rc::from(full.as_str()),
            nodes: section.body.clone().into(),
        };
        self.bodies.entry(full.clone()).or_default().push(body);
        self.index(file, &full, &section.body);
    }

    fn index_statement(&mut self, file: &Rc<str>, around: &str, node: &Node) {
        match (node.head(), &node.block) {
            (Some("class_methods"), Some(block)) => self.index_own_methods(around, &block.body),
            (Some("included" | "prepended"), Some(block)) => self.index(file, around, &block.body),
            (Some(name), None)
                if begins_large(name) && node.tokens.get(1).is_some_and(|token| token.is("=")) =>
            {
                let value = (Rc::from(around), node.tokens[2..].to_vec());
                self.constants.insert(format!("{around}::{name}"), value);
            }
            _ => {}
        }
    }

    /// The methods of `class << self` and of a concern.
    fn index_own_methods(&mut self, around: &str, nodes: &[Node]) {
        for section in nodes.iter().filter_map(|node| node.sections.first()) {
            if let Some(name) = section
                .head
                .first()
                .and_then(Placed::word)
                .filter(|_| section.keyword == "def")
            {
                self.keep_method(around, name, section);
            }
        }
    }

    fn index_method(&mut self, around: &str, section: &Section) {
        if let [this, dot, name, ..] = &section.head[..]
            && this.word() == Some("self")
            && dot.is(".")
            && let Some(name) = name.word()
        {
            self.keep_method(around, name, section);
        }
    }

    fn keep_method(&mut self, around: &str, name: &str, section: &Section) {
        let last = section
            .body
            .last()
            .map(|node| node.tokens.clone())
            .unwrap_or_default();
        self.methods
            .insert((around.to_owned(), name.to_owned()), last);
    }

    /// The full name of a module that is named somewhere.
    pub(super) fn resolve(&self, name: &str, around: &str) -> Option<String> {
        candidates(name, around).find(|full| self.bodies.contains_key(full))
    }

    pub(super) fn bodies(&self, full: &str) -> &[Body] {
        self.bodies.get(full).map_or(&[], Vec::as_slice)
    }

    /// The methods that a concern gives to the class which takes it in.
    pub(super) fn statements_of(&self, concern: &str, method: &str) -> Option<&[Placed]> {
        let key = (concern.to_owned(), method.to_owned());
        self.methods.get(&key).map(Vec::as_slice)
    }

    fn constant(&self, name: &str, around: &str) -> Value {
        let found = candidates(name, around).find_map(|full| self.constants.get(&full));
        if let Some((around, tokens)) = found {
            return evaluate(tokens, &Scope::of(self, around));
        }
        let last = name.rsplit("::").next().unwrap_or_default();
        if last.chars().any(|letter| letter.is_ascii_lowercase()) {
            Value::Text(name.to_owned())
        } else {
            Value::Unknown
        }
    }

    /// A method that a class has itself, or its name.
    fn of_class(&self, class: &Rc<str>, name: &str) -> Value {
        match self.statements_of(class, name) {
            Some(tokens) => evaluate(tokens, &Scope::of(self, class)),
            None if name == "name" => Value::Text(class.to_string()),
            None => Value::Unknown,
        }
    }

    /// A method of a module, and what the enterprise edition makes of it.
    fn method(&self, module: &str, method: &str, around: &str) -> Value {
        let said = |module: &str, before: Value| {
            let tokens = self.statements_of(module, method)?;
            let variables = Variables::from([("super".to_owned(), before)]);
            let scope = Scope {
                variables,
                ..Scope::of(self, &Rc::from(module))
            };
            Some(evaluate(tokens, &scope))
        };
        let Some(full) = self.resolve(module, around) else {
            return Value::Unknown;
        };
        let own = said(&full, Value::Unknown).unwrap_or(Value::Unknown);
        said(&format!("EE::{full}"), own.clone()).unwrap_or(own)
    }
}

/// The full names that a name can mean inside of a module, the innermost first.
fn candidates(name: &str, around: &str) -> impl Iterator<Item = String> {
    let mut around = Some(around.to_owned());
    let name = name.to_owned();
    std::iter::from_fn(move || {
        let outer = around.take()?;
        around = (!outer.is_empty()).then(|| {
            outer
                .rsplit_once("::")
                .map_or(String::new(), |(outer, _)| outer.to_owned())
        });
        Some(if outer.is_empty() {
            name.clone()
        } else {
            format!("{outer}::{name}")
        })
    })
}

/// What names mean at one place.
#[derive(Clone)]
pub(super) struct Scope<'l> {
    pub(super) library: &'l Library,
    /// The module that the place is in.
    pub(super) around: Rc<str>,
    /// The class that the statements are for; another one in a concern.
    pub(super) class: Rc<str>,
    pub(super) variables: Variables,
}

impl<'l> Scope<'l> {
    /// That of a class without variables.
    pub(super) fn of(library: &'l Library, class: &Rc<str>) -> Self {
        Self {
            library,
            around: Rc::clone(class),
            class: Rc::clone(class),
            variables: Variables::new(),
        }
    }
}

impl Names for Scope<'_> {
    fn look_up(&self, name: &str) -> Value {
        match self.variables.get(name) {
            Some(value) => value.clone(),
            None if begins_large(name) => self.library.constant(name, &self.around),
            None => self.library.of_class(&self.class, name),
        }
    }

    fn call(&self, module: &str, method: &str) -> Value {
        self.library.method(module, method, &self.around)
    }
}

/// Whether a statement gives a value to a name: the name, and the value.
pub(super) fn assignment(tokens: &[Placed]) -> Option<(&str, &[Placed])> {
    match tokens {
        [name, sign, value @ ..] if sign.is("=") => Some((name.word()?, value)),
        [name, sign, dot, rest @ ..]
            if sign.is(".") && dot.word() == Some("merge!") && !rest.is_empty() =>
        {
            Some((name.word()?, tokens))
        }
        _ => None,
    }
}

/// What stands in the brackets behind a word, or without them up to the end. A block in braces is none of it.
pub(super) fn argument_tokens(tokens: &[Placed]) -> &[Placed] {
    let rest = tokens.get(1..).unwrap_or_default();
    match rest {
        [open, inside @ .., close] if open.is("(") && close.is(")") && !open.spaced => inside,
        [open, ..] if open.is("{") => &[],
        _ => rest,
    }
}
