//! The statements of a Ruby file, with the blocks that belong to them.

use super::tokens::{Placed, Token};

/// A statement: what stands on its line, and what stands below it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) tokens: Vec<Placed>,
    /// `do |a, b| ... end`
    pub(super) block: Option<Block>,
    /// What begins with a word of the language: `class`, or `if` with each `else`. Behind `x =` it is a value.
    pub(super) sections: Vec<Section>,
}

#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) params: Vec<String>,
    pub(super) body: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) keyword: String,
    pub(super) head: Vec<Placed>,
    pub(super) body: Vec<Node>,
}

impl Node {
    /// The word that the statement begins with.
    pub(super) fn head(&self) -> Option<&str> {
        self.tokens.first().and_then(Placed::word)
    }
}

const OPENERS: &[&str] = &[
    "class", "module", "def", "if", "unless", "case", "begin", "while", "until", "for",
];
const STOPS: &[&str] = &[
    "end", "else", "elsif", "when", "in", "rescue", "ensure", "then",
];

/// Puts the tokens of a file together; the error is the line from which on they do not fit.
pub(super) fn read(tokens: &[Placed]) -> (Vec<Node>, Option<usize>) {
    let mut parser = Parser { tokens, at: 0 };
    let nodes = parser.body();
    (nodes, parser.peek().map(|token| token.line))
}

struct Parser<'a> {
    tokens: &'a [Placed],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Placed> {
        self.tokens.get(self.at)
    }

    fn word(&self) -> Option<&str> {
        self.peek().and_then(Placed::word)
    }

    fn is_break(&self) -> bool {
        self.peek().is_none_or(|token| token.token == Token::Break)
    }

    /// Statements up to a word that ends them, which is left.
    fn body(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            while self.peek().is_some() && self.is_break() {
                self.at += 1;
            }
            match self.word() {
                Some(word) if STOPS.contains(&word) => return nodes,
                _ if self.peek().is_none() => return nodes,
                _ => {
                    let before = self.at;
                    nodes.push(self.statement());
                    self.at = self.at.max(before + 1);
                }
            }
        }
    }

    fn statement(&mut self) -> Node {
        let line = self.peek().map_or(0, |token| token.line);
        let mut node = Node {
            line,
            tokens: Vec::new(),
            block: None,
            sections: Vec::new(),
        };
        let mut depth = 0_usize;
        while let Some(token) = self.peek().cloned() {
            if depth == 0 && self.ends(&node, &token) {
                break;
            }
            self.at += 1;
            depth = token.depth_after(depth);
            let word = token
                .word()
                .filter(|_| depth == 0 && !follows_dot(&node.tokens));
            if token.token == Token::Break {
                continue;
            }
            match word {
                Some("do") => {
                    node.block = Some(self.block());
                    continue;
                }
                Some(word) if OPENERS.contains(&word) && opens(&node.tokens) => {
                    self.opened(word, &mut node);
                    continue;
                }
                Some(_) | None => {}
            }
            node.tokens.push(token);
        }
        node
    }

    /// Whether a statement is over before this token.
    fn ends(&self, node: &Node, token: &Placed) -> bool {
        match &token.token {
            Token::Break => {
                let goes_on = node.block.is_none()
                    && node.sections.is_empty()
                    && node.tokens.last().is_some_and(goes_on);
                !goes_on && !self.dot_follows()
            }
            Token::Word(word) => {
                let stops = STOPS.contains(&word.as_str()) && word != "in" && word != "rescue";
                stops && !follows_dot(&node.tokens)
            }
            Token::Label(_) | Token::Text(_) | Token::Words(_) | Token::Other | Token::Sign(_) => {
                false
            }
        }
    }

    /// Whether the next line goes on with a call.
    fn dot_follows(&self) -> bool {
        let next = self.tokens[self.at..]
            .iter()
            .find(|token| token.token != Token::Break);
        next.is_some_and(|token| token.is(".") || token.is("&."))
    }

    fn block(&mut self) -> Block {
        let mut params = Vec::new();
        if self.peek().is_some_and(|token| token.is("|")) {
            self.at += 1;
            while let Some(token) = self.peek().filter(|token| !token.is("|")) {
                params.extend(token.word().map(str::to_owned));
                self.at += 1;
            }
            self.at += 1;
        }
        let sections = self.sections("do");
        let body = sections.into_iter().next().map(|section| section.body);
        Block {
            params,
            body: body.unwrap_or_default(),
        }
    }

    /// Reads what a word of the language opens. In the middle of a statement only that it was there is kept.
    fn opened(&mut self, word: &str, node: &mut Node) {
        let is_first = node.tokens.is_empty();
        let sections = if word == "def" && self.is_short_method() {
            vec![self.short_method()]
        } else {
            self.sections(word)
        };
        let is_value = matches!(&node.tokens[..], [_, sign] if sign.is("="));
        if is_first || is_value {
            node.sections = sections;
        } else {
            node.tokens.push(Placed {
                token: Token::Other,
                line: node.line,
                spaced: true,
            });
        }
    }

    fn is_short_method(&self) -> bool {
        let line = self.tokens[self.at..]
            .iter()
            .take_while(|token| token.token != Token::Break);
        let mut depth = 0;
        for token in line {
            if token.is("(") {
                depth += 1;
            } else if token.is(")") {
                depth -= 1;
            } else if token.is("=") && depth == 0 && token.spaced {
                return true;
            }
        }
        false
    }

    fn short_method(&mut self) -> Section {
        let mut head = Vec::new();
        while let Some(token) = self.peek().filter(|token| !token.is("=")) {
            head.push(token.clone());
            self.at += 1;
        }
        self.at += 1;
        let body = vec![self.statement()];
        Section {
            keyword: "def".to_owned(),
            head,
            body,
        }
    }

    /// The sections up to `end`, which is taken.
    fn sections(&mut self, first: &str) -> Vec<Section> {
        let mut keyword = first.to_owned();
        let mut sections = Vec::new();
        loop {
            let head = if matches!(keyword.as_str(), "do" | "else" | "ensure" | "begin") {
                Vec::new()
            } else {
                self.line_head()
            };
            let body = self.body();
            sections.push(Section {
                keyword,
                head,
                body,
            });
            let Some(stop) = self.word().map(str::to_owned) else {
                return sections;
            };
            self.at += 1;
            if stop == "end" {
                return sections;
            }
            keyword = stop;
        }
    }

    /// What stands behind the word on its line, such as a condition.
    fn line_head(&mut self) -> Vec<Placed> {
        let mut head: Vec<Placed> = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.peek().cloned() {
            let is_over = match &token.token {
                Token::Break => depth == 0 && !head.last().is_some_and(goes_on),
                Token::Word(word) => depth == 0 && (word == "then" || word == "do"),
                Token::Label(_)
                | Token::Text(_)
                | Token::Words(_)
                | Token::Other
                | Token::Sign(_) => false,
            };
            if is_over {
                self.at += usize::from(token.token != Token::Break);
                return head;
            }
            depth = token.depth_after(depth);
            self.at += 1;
            if token.token != Token::Break {
                head.push(token);
            }
        }
        head
    }
}

fn follows_dot(tokens: &[Placed]) -> bool {
    tokens
        .last()
        .is_some_and(|token| token.is(".") || token.is("&."))
}

/// Whether a word that may open something does so here, and is no modifier: `x if y`.
fn opens(tokens: &[Placed]) -> bool {
    let Some(last) = tokens.last() else {
        return true;
    };
    match &last.token {
        Token::Sign(sign) => !matches!(*sign, ")" | "]" | "}" | "." | "&." | ":"),
        Token::Word(word) => matches!(word.as_str(), "private" | "and" | "or"),
        Token::Label(_) => true,
        Token::Text(_) | Token::Words(_) | Token::Other | Token::Break => false,
    }
}

/// Whether the line cannot be over with this token.
fn goes_on(token: &Placed) -> bool {
    match &token.token {
        Token::Sign(sign) => !matches!(*sign, ")" | "]" | "}" | "?" | "!" | "|" | "*"),
        Token::Label(_) => true,
        Token::Word(word) => matches!(word.as_str(), "and" | "or" | "not"),
        Token::Text(_) | Token::Words(_) | Token::Other | Token::Break => false,
    }
}
