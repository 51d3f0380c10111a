//! The words of a Ruby file, with their lines: enough of the language to read the settings of routes, and no more.

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Plain(String),
    /// What stands in `#{}`.
    Code(Vec<Placed>),
}

/// A text, and whatever else is one in Ruby: a symbol.
pub(super) type Text = Vec<Part>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, with the modules before it: `params`, `API::Base`.
    Word(String),
    /// `name:` before a value.
    Label(Text),
    Text(Text),
    /// `%w[a b]`
    Words(Vec<Text>),
    /// A number or a pattern: nothing that a route is made of.
    Other,
    Sign(&'static str),
    Break,
}

/// A token, its line, and whether a blank stands before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) line: usize,
    pub(super) spaced: bool,
}

impl Placed {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.token {
            Token::Word(word) => Some(word),
            Token::Label(_)
            | Token::Text(_)
            | Token::Words(_)
            | Token::Other
            | Token::Sign(_)
            | Token::Break => None,
        }
    }

    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(self.token, Token::Sign(own) if own == sign)
    }

    /// How many brackets are open behind it.
    pub(super) fn depth_after(&self, depth: usize) -> usize {
        if ["(", "[", "{"].iter().any(|sign| self.is(sign)) {
            depth + 1
        } else if [")", "]", "}"].iter().any(|sign| self.is(sign)) {
            depth.saturating_sub(1)
        } else {
            depth
        }
    }

    fn ends_a_value(&self) -> bool {
        match &self.token {
            Token::Word(_) | Token::Text(_) | Token::Words(_) | Token::Other => true,
            Token::Sign(sign) => matches!(*sign, ")" | "]" | "}"),
            Token::Label(_) | Token::Break => false,
        }
    }
}

/// The signs, longer ones first.
const SIGNS: &[&str] = &[
    "<=>", "===", "||=", "&&=", "**", "=>", "==", "!=", ">=", "<=", "&&", "||", "->", "+=", "-=",
    "<<", "&.", "...", "..", "=~", "!~", "(", ")", "[", "]", "{", "}", ",", ".", ":", "?", "=",
    "+", "-", "*", "/", "<", ">", "!", "|", "&", "%", "^", "~", "`", "$", "@",
];

/// Splits a file into its tokens.
pub(super) fn read(text: &str) -> Vec<Placed> {
    Lexer::new(text, 1).all()
}

struct Lexer {
    letters: Vec<char>,
    at: usize,
    line: usize,
    found: Vec<Placed>,
    /// The last words of the texts that begin on the next line.
    heredocs: Vec<String>,
}

impl Lexer {
    fn new(text: &str, line: usize) -> Self {
        Self {
            letters: text.chars().collect(),
            at: 0,
            line,
            found: Vec::new(),
            heredocs: Vec::new(),
        }
    }

    fn all(mut self) -> Vec<Placed> {
        while self.at < self.letters.len() {
            let before = self.at;
            let spaced = self.skip_blanks();
            let line = self.line;
            if let Some(token) = self.next() {
                self.found.push(Placed {
                    token,
                    line,
                    spaced,
                });
            }
            if self.at == before {
                self.at += 1;
            }
        }
        self.found
    }

    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn starts(&self, text: &str) -> bool {
        text.chars()
            .enumerate()
            .all(|(place, letter)| self.peek(place) == letter)
    }

    /// Skips blanks, comments, and line breaks that are taken back.
    fn skip_blanks(&mut self) -> bool {
        let start = self.at;
        loop {
            match self.peek(0) {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if self.peek(1) == '\n' => {
                    self.at += 2;
                    self.line += 1;
                }
                '#' => {
                    while !matches!(self.peek(0), '\n' | '\0') {
                        self.at += 1;
                    }
                }
                _ => return self.at > start,
            }
        }
    }

    fn next(&mut self) -> Option<Token> {
        let letter = self.peek(0);
        match letter {
            '\0' => None,
            '\n' => Some(self.line_break()),
            ';' => {
                self.at += 1;
                Some(Token::Break)
            }
            '"' | '\'' | '`' => {
                let text = self.delimited(letter);
                Some(self.label_or(text))
            }
            '0'..='9' => {
                while self.peek(0).is_ascii_alphanumeric() || self.peek(0) == '_' {
                    self.at += 1;
                }
                Some(Token::Other)
            }
            ':' if self.peek(1) == '"' => {
                self.at += 1;
                Some(Token::Text(self.delimited('"')))
            }
            ':' if is_of_name(self.peek(1)) => {
                self.at += 1;
                Some(Token::Text(vec![Part::Plain(self.name())]))
            }
            ':' if self.peek(1) == ':' => {
                self.at += 2;
                None
            }
            '@' | '$' => {
                self.at += 1;
                None
            }
            '%' if self.begins_literal() => Some(self.literal()),
            '/' if self.begins_pattern() => {
                self.delimited('/');
                self.flags();
                Some(Token::Other)
            }
            '<' if self.begins_heredoc() => Some(self.heredoc()),
            _ if is_of_name(letter) => Some(self.word()),
            _ => self.sign(),
        }
    }

    fn line_break(&mut self) -> Token {
        self.at += 1;
        self.line += 1;
        for end in std::mem::take(&mut self.heredocs) {
            while self.at < self.letters.len() {
                let mut line = String::new();
                while !matches!(self.peek(0), '\n' | '\0') {
                    line.push(self.peek(0));
                    self.at += 1;
                }
                self.at += 1;
                self.line += 1;
                if line.trim() == end {
                    break;
                }
            }
        }
        Token::Break
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while is_of_name(self.peek(0)) {
            name.push(self.peek(0));
            self.at += 1;
        }
        if matches!(self.peek(0), '?' | '!') && self.peek(1) != '=' {
            name.push(self.peek(0));
            self.at += 1;
        }
        name
    }

    fn word(&mut self) -> Token {
        let mut name = self.name();
        while self.starts("::") && self.peek(2).is_ascii_uppercase() {
            self.at += 2;
            name.push_str("::");
            name.push_str(&self.name());
        }
        self.label_or_word(name)
    }

    fn label_or_word(&mut self, name: String) -> Token {
        let is_label = self.peek(0) == ':' && self.peek(1) != ':' && !self.is_second_choice();
        if is_label {
            self.at += 1;
            return Token::Label(vec![Part::Plain(name)]);
        }
        Token::Word(name)
    }

    fn label_or(&mut self, text: Text) -> Token {
        let is_label = self.peek(0) == ':' && self.peek(1) == ' ' && !self.is_second_choice();
        if is_label {
            self.at += 1;
            return Token::Label(text);
        }
        Token::Text(text)
    }

    /// Whether a colon here belongs to a `?` before it.
    fn is_second_choice(&self) -> bool {
        self.found.last().is_some_and(|token| token.is("?"))
    }

    fn delimited(&mut self, end: char) -> Text {
        self.at += 1;
        self.until(end, end, end != '\'')
    }

    /// Reads to the end of a text; what it opens itself is closed first.
    fn until(&mut self, open: char, close: char, has_code: bool) -> Text {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut depth = 0;
        while self.at < self.letters.len() {
            let letter = self.peek(0);
            if has_code && letter == '#' && self.peek(1) == '{' {
                parts.push(Part::Plain(std::mem::take(&mut plain)));
                parts.push(self.code());
                continue;
            }
            self.at += 1;
            match letter {
                '\\' if has_code || open != '\'' || matches!(self.peek(0), '\'' | '\\') => {
                    plain.push(self.peek(0));
                    self.at += 1;
                    continue;
                }
                '\n' => self.line += 1,
                _ if letter == close && depth == 0 => break,
                _ if letter == close => depth -= 1,
                _ if letter == open => depth += 1,
                _ => {}
            }
            plain.push(letter);
        }
        parts.push(Part::Plain(plain));
        parts
    }

    /// Reads `#{...}`.
    fn code(&mut self) -> Part {
        self.at += 2;
        let mut depth = 0;
        let mut code = String::new();
        while self.at < self.letters.len() {
            let letter = self.peek(0);
            self.at += 1;
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ => {}
            }
            code.push(letter);
        }
        Part::Code(Lexer::new(&code, self.line).all())
    }

    fn begins_literal(&self) -> bool {
        let kind = usize::from(self.peek(1).is_ascii_alphabetic());
        let is_free = !self.found.last().is_some_and(Placed::ends_a_value)
            || self.at > 0 && self.letters[self.at - 1] == ' ';
        is_free && matches!(self.peek(1 + kind), '[' | '(' | '{' | '<' | '|' | '!')
    }

    fn literal(&mut self) -> Token {
        self.at += 1;
        let kind = self.peek(0);
        if kind.is_ascii_alphabetic() {
            self.at += 1;
        }
        let open = self.peek(0);
        self.at += 1;
        let close = match open {
            '[' => ']',
            '(' => ')',
            '{' => '}',
            '<' => '>',
            other => other,
        };
        let text = self.until(open, close, !matches!(kind, 'w' | 'i' | 'q'));
        match kind {
            'r' => {
                self.flags();
                Token::Other
            }
            'w' | 'W' | 'i' | 'I' => Token::Words(words(&text)),
            _ => Token::Text(text),
        }
    }

    fn flags(&mut self) {
        while self.peek(0).is_ascii_lowercase() {
            self.at += 1;
        }
    }

    fn begins_pattern(&self) -> bool {
        let Some(last) = self.found.last() else {
            return true;
        };
        let is_spaced = self.at > 0 && self.letters[self.at - 1] == ' ';
        !last.ends_a_value() || last.word().is_some() && is_spaced && self.peek(1) != ' '
    }

    fn begins_heredoc(&self) -> bool {
        (self.starts("<<~") || self.starts("<<-")) && matches!(self.peek(3), 'A'..='Z' | '\'' | '"')
    }

    fn heredoc(&mut self) -> Token {
        self.at += 3;
        let quote = usize::from(matches!(self.peek(0), '\'' | '"'));
        self.at += quote;
        let name = self.name();
        self.at += quote;
        self.heredocs.push(name);
        Token::Other
    }

    fn sign(&mut self) -> Option<Token> {
        let sign = SIGNS.iter().find(|sign| self.starts(sign))?;
        self.at += sign.len();
        Some(Token::Sign(sign))
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn words(text: &Text) -> Vec<Text> {
    let plain = text.iter().filter_map(|part| match part {
        Part::Plain(plain) => Some(plain.as_str()),
        Part::Code(_) => None,
    });
    let plain: String = plain.collect();
    plain
        .split_whitespace()
        .map(|word| vec![Part::Plain(word.to_owned())])
        .collect()
}
