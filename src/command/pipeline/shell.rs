//! The commands of a script, each with the line on which it begins. Nothing is expanded, and nothing is run.

/// A command, and how many line breaks stand before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShellCommand {
    /// The line, counted from 0.
    pub(super) line: u64,
    /// Its words, as they are written.
    pub(super) text: String,
}

/// Splits a script where a shell begins a new command, also within `$(...)`.
pub(super) fn commands(script: &str) -> Vec<ShellCommand> {
    let mut splitter = Splitter {
        letters: script.chars().peekable(),
        line: 0,
        parts: vec![OpenCommand::default()],
        found: Vec::new(),
        awaited: Vec::new(),
    };
    while let Some(letter) = splitter.letters.next() {
        splitter.take(letter);
    }
    while let Some(part) = splitter.parts.pop() {
        splitter.found.extend(part.command());
    }
    splitter.found.sort_by_key(|command| command.line);
    splitter.found
}

/// A command that has not ended, within what opened it.
#[derive(Debug, Default)]
struct OpenCommand {
    line: u64,
    text: String,
    /// The quote that is open.
    quote: Option<char>,
    /// What closes the part; none of the whole script.
    end: Option<char>,
}

impl OpenCommand {
    fn command(&self) -> Option<ShellCommand> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| ShellCommand {
            line: self.line,
            text: text.to_owned(),
        })
    }
}

/// As deep as commands within commands are followed.
const DEEPEST: usize = 16;

struct Splitter<'t> {
    letters: std::iter::Peekable<std::str::Chars<'t>>,
    line: u64,
    parts: Vec<OpenCommand>,
    found: Vec<ShellCommand>,
    /// The words that end texts which begin on the next line (`<<END`).
    awaited: Vec<String>,
}

impl Splitter<'_> {
    fn take(&mut self, letter: char) {
        let Some(part) = self.parts.last_mut() else {
            return;
        };
        match (part.quote, letter) {
            (Some('\''), '\'') | (Some('"'), '"') => {
                part.quote = None;
                part.text.push(letter);
            }
            (Some('\''), _) => self.push(letter),
            (_, '\\') => self.escaped(),
            (_, '$') if self.letters.peek() == Some(&'(') => {
                self.letters.next();
                self.open(')');
            }
            (_, '`') if part.end == Some('`') && part.quote.is_none() => self.close(),
            (_, '`') => self.open('`'),
            (None, '\'' | '"') => {
                part.quote = Some(letter);
                self.push(letter);
            }
            (None, ')') if part.end == Some(')') => self.close(),
            (None, '#') if part.text.is_empty() || part.text.ends_with(char::is_whitespace) => {
                while self.letters.next_if(|letter| *letter != '\n').is_some() {}
            }
            (None, '<') if self.letters.peek() == Some(&'<') => self.here_document(),
            (None, ';' | '|' | '(' | ')') => self.end_command(),
            (None, '&') if !(part.text.ends_with('>') || self.letters.peek() == Some(&'>')) => {
                self.end_command();
            }
            (None, '\n') => {
                self.end_command();
                self.push(letter);
                self.skip_here_documents();
            }
            (Some(_) | None, _) => self.push(letter),
        }
    }

    fn push(&mut self, letter: char) {
        if letter == '\n' {
            self.line += 1;
        }
        let line = self.line;
        if let Some(part) = self.parts.last_mut() {
            if part.text.trim().is_empty() {
                part.line = line;
            }
            part.text.push(letter);
        }
    }

    /// A line that goes on, or a letter that means itself.
    fn escaped(&mut self) {
        match self.letters.next() {
            Some('\n') => {
                self.line += 1;
                if let Some(part) = self.parts.last_mut() {
                    part.text.push(' ');
                }
            }
            Some(letter) => {
                self.push('\\');
                self.push(letter);
            }
            None => {}
        }
    }

    fn open(&mut self, end: char) {
        if self.parts.len() < DEEPEST {
            self.parts.push(OpenCommand {
                line: self.line,
                end: Some(end),
                ..OpenCommand::default()
            });
        }
    }

    fn close(&mut self) {
        if self.parts.len() > 1 {
            let part = self.parts.pop();
            self.found.extend(part.and_then(|part| part.command()));
            // Something stands there, and nobody knows what.
            if let Some(around) = self.parts.last_mut() {
                around.text.push_str("$_");
            }
        }
    }

    fn end_command(&mut self) {
        let line = self.line;
        if let Some(part) = self.parts.last_mut() {
            self.found.extend(part.command());
            part.text.clear();
            part.line = line;
        }
    }

    fn here_document(&mut self) {
        self.letters.next();
        if self.letters.next_if_eq(&'<').is_some() {
            return;
        }
        self.letters.next_if_eq(&'-');
        while self.letters.next_if_eq(&' ').is_some() {}
        let mut word = String::new();
        let is_part = |letter: &char| letter.is_ascii_alphanumeric() || "_'\"".contains(*letter);
        while let Some(letter) = self.letters.next_if(is_part) {
            word.push(letter);
        }
        self.awaited.push(word.trim_matches(['\'', '"']).to_owned());
    }

    /// Leaves out texts that a command reads, and that are no commands.
    fn skip_here_documents(&mut self) {
        for end in std::mem::take(&mut self.awaited) {
            while self.letters.peek().is_some() {
                let mut line = String::new();
                while let Some(letter) = self.letters.next_if(|letter| *letter != '\n') {
                    line.push(letter);
                }
                if self.letters.next().is_some() {
                    self.line += 1;
                }
                if line.trim() == end {
                    break;
                }
            }
        }
        if let Some(part) = self.parts.last_mut() {
            part.line = self.line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(script: &str) -> Vec<(u64, String)> {
        let commands = commands(script).into_iter();
        commands
            .map(|command| (command.line, command.text))
            .collect()
    }

    #[test]
    fn a_script_is_split_where_a_shell_would() {
        for (script, wanted) in [
            (
                "a b; c | d && e",
                vec![(0, "a b"), (0, "c"), (0, "d"), (0, "e")],
            ),
            ("a \\\n  b\n\n# no\nc # no", vec![(0, "a    b"), (4, "c")]),
            (
                "a \"x; y\" 'p | q'\nb",
                vec![(0, "a \"x; y\" 'p | q'"), (1, "b")],
            ),
            (
                "X=\"$(a \"b\" | c)\" d",
                vec![(0, "a \"b\""), (0, "c"), (0, "X=\"$_\" d")],
            ),
            ("X=`a b`\nc", vec![(0, "a b"), (0, "X=$_"), (1, "c")]),
            (
                "cat <<END > x\na; b\nEND\nc",
                vec![(0, "cat  > x"), (3, "c")],
            ),
            ("a 2>&1 &> x\nb", vec![(0, "a 2>&1 &> x"), (1, "b")]),
            ("(a) || (b)", vec![(0, "a"), (0, "b")]),
            ("a \"open", vec![(0, "a \"open")]),
        ] {
            let wanted: Vec<_> = wanted
                .into_iter()
                .map(|(line, text)| (line, text.to_owned()))
                .collect();
            assert_eq!(split(script), wanted, "{script}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        let pieces = [
            "$(", ")", "`", "\"", "'", "\\", "\n", "<<", "A", " ", ";", "#", "é", "&", ">",
        ];
        let mut random = fastrand::Rng::with_seed(11);
        for _ in 0..4_000 {
            let text: String = (0..random.usize(..20))
                .map(|_| pieces[random.usize(..pieces.len())])
                .collect();
            let lines = text.lines().count() as u64 + 1;
            assert!(commands(&text).iter().all(|command| command.line <= lines));
        }
    }
}
