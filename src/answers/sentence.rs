//! Sentences, known by their words, whatever is around them.
//!
//! A refusal reaches us bare, in JSON, escaped once or more, behind `remote:` or `ERROR:`, in capitals, without its final
//! dot, with typographic quotes, or with "aren't" for "are not". All of that is gone once a text is a row of words, so a
//! sentence is compared word by word. The program and the reader of `knowledge/` take texts apart by the same rule.

/// The words of a text: in small letters, without punctuation, each with the clause that it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SentenceWords {
    list: Vec<String>,
    /// The clause of each word.
    clauses: Vec<usize>,
    /// Where each word stands in the text, in bytes.
    spans: Vec<(usize, usize)>,
}

impl SentenceWords {
    /// Takes a text apart.
    pub(crate) fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut word = String::new();
        let mut begin = 0;
        let mut clause = 0;
        for (at, letter) in Letters::of(text) {
            match letter {
                Letter::OfWord(letter) => {
                    if word.is_empty() {
                        begin = at;
                    }
                    word.extend(letter.to_lowercase());
                }
                Letter::Blank => words.push(&mut word, clause, (begin, at)),
                Letter::EndOfClause => {
                    words.push(&mut word, clause, (begin, at));
                    clause += 1;
                }
            }
        }
        words.push(&mut word, clause, (begin, text.len()));
        words
    }

    fn push(&mut self, word: &mut String, clause: usize, span: (usize, usize)) {
        for part in spelled_out(word.trim_matches('\'')) {
            self.list.push(part.to_owned());
            self.clauses.push(clause);
            self.spans.push(span);
        }
        word.clear();
    }

    /// Where a run of words stands in the text, in bytes.
    pub(crate) fn span(&self, run: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let of = self.spans.get(run).unwrap_or_default();
        match (of.first(), of.last()) {
            (Some((begin, _)), Some((_, end))) => *begin..*end,
            _ => 0..0,
        }
    }

    /// The words of the clause of a word that stand before it, or behind it.
    pub(crate) fn rest_of_clause(&self, at: usize, is_before: bool) -> std::ops::Range<usize> {
        let clause = self.clauses.get(at);
        let is_of_it = |place: &usize| self.clauses.get(*place) == clause;
        if is_before {
            let first = (0..at).find(is_of_it).unwrap_or(at);
            return first..at;
        }
        let last = (at + 1..self.list.len()).take_while(is_of_it).last();
        at + 1..last.map_or(at + 1, |last| last + 1)
    }

    /// The words in their order.
    pub(crate) fn as_slice(&self) -> &[String] {
        &self.list
    }

    /// How many words the clauses have to which a run of words belongs.
    pub(crate) fn clause_length(&self, first: usize, last: usize) -> usize {
        let clause = |at: usize| self.clauses.get(at).copied().unwrap_or_default();
        let around = clause(first)..=clause(last);
        let inside = self.clauses.iter().filter(|clause| around.contains(clause));
        inside.count()
    }
}

/// A number for a word, by which it is looked up (FNV-1a, the upper half).
pub(crate) fn hash(word: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    (word.bytes().fold(0x811c_9dc5, mix) >> 16) as usize
}

/// A word that is two in short: "aren't", "cannot".
fn spelled_out(word: &str) -> impl Iterator<Item = &str> {
    let (stem, rest) = match word {
        "cannot" | "can't" => ("can", "not"),
        "won't" => ("will", "not"),
        _ => match word.split_once('\'') {
            Some((stem, "t")) => (stem.strip_suffix('n').unwrap_or(stem), "not"),
            Some((stem, "re")) => (stem, "are"),
            Some((stem, "ve")) => (stem, "have"),
            Some((stem, "ll")) => (stem, "will"),
            Some((stem, rest)) => (stem, rest),
            None => (word, ""),
        },
    };
    [stem, rest].into_iter().filter(|part| !part.is_empty())
}

/// What a letter does to the words.
enum Letter {
    OfWord(char),
    Blank,
    EndOfClause,
}

/// Goes through a text letter by letter, with the notations of JSON, HTML, and shells resolved.
struct Letters<'a> {
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
}

impl<'a> Letters<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            rest: text.char_indices().peekable(),
        }
    }

    fn next_if(&mut self, fits: impl Fn(char) -> bool) -> Option<char> {
        self.rest
            .next_if(|(_, letter)| fits(*letter))
            .map(|(_, letter)| letter)
    }

    /// What stands behind a backslash; a text that was quoted twice has several of them.
    fn escaped(&mut self) -> Letter {
        while self.next_if(|letter| letter == '\\').is_some() {}
        match self.next_if(|letter| "nrtu'".contains(letter)) {
            Some('u') => self.numbered(),
            Some('\'') => Letter::OfWord('\''),
            _ => Letter::Blank,
        }
    }

    /// The letter of a number of four digits.
    fn numbered(&mut self) -> Letter {
        let is_digit = |letter: char| letter.is_ascii_hexdigit();
        let digits: String = (0..4).map_while(|_| self.next_if(is_digit)).collect();
        let letter = u32::from_str_radix(&digits, 16)
            .ok()
            .and_then(char::from_u32);
        letter.map_or(Letter::Blank, read)
    }

    /// The letter of an entity of HTML.
    fn entity(&mut self) -> Letter {
        const ENTITIES: [(&str, char); 7] = [
            ("#39;", '\''),
            ("#34;", '"'),
            ("apos;", '\''),
            ("quot;", '"'),
            ("amp;", '&'),
            ("lt;", '<'),
            ("gt;", '>'),
        ];
        let ahead: String = self
            .rest
            .clone()
            .take("apos;".len())
            .map(|(_, letter)| letter)
            .collect();
        let found = ENTITIES.iter().find(|(name, _)| ahead.starts_with(name));
        let Some((name, letter)) = found else {
            return Letter::Blank;
        };
        for _ in 0..name.len() {
            self.rest.next();
        }
        read(*letter)
    }
}

impl Iterator for Letters<'_> {
    type Item = (usize, Letter);

    fn next(&mut self) -> Option<(usize, Letter)> {
        let (at, letter) = self.rest.next()?;
        let letter = match letter {
            '\\' => self.escaped(),
            '&' => self.entity(),
            ':' | '.' | '!' | '?' | '-' | '=' => {
                // Within an address, a number, or a name such a sign ends nothing.
                let next = self.rest.peek().map(|(_, next)| *next);
                let ends =
                    next.is_none_or(|next| next.is_whitespace() || "\"'\\}])".contains(next));
                if ends {
                    Letter::EndOfClause
                } else {
                    Letter::Blank
                }
            }
            letter => read(letter),
        };
        Some((at, letter))
    }
}

fn read(letter: char) -> Letter {
    match letter {
        '\'' | '\u{2018}' | '\u{2019}' | '\u{b4}' => Letter::OfWord('\''),
        '"' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | ';' | '=' | '<' | '>' | '`'
        | '\u{201c}' | '\u{201d}' | '\n' => Letter::EndOfClause,
        letter if letter.is_alphanumeric() || letter == '_' => Letter::OfWord(letter),
        _ => Letter::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        SentenceWords::of(text).as_slice().join(" ")
    }

    #[test]
    fn notations_and_punctuation_part_words_and_are_none() {
        let plain = "you are not allowed to push code";
        for text in [
            "You are not allowed to push code.",
            "YOU AREN'T ALLOWED TO PUSH CODE",
            "You aren\u{2019}t allowed to push code!",
            r#""You are not allowed to push code.""#,
            r"You aren\'t allowed\nto push code\r\n",
            r"You aren\\u0027t allowed to push code",
            "You aren&#39;t allowed to push code",
        ] {
            assert_eq!(words(text), plain, "{text}");
        }
        assert_eq!(
            words("remote: 'cannot' read_api"),
            "remote can not read_api"
        );
    }

    #[test]
    fn a_clause_ends_at_quotes_brackets_and_signs_before_a_blank() {
        let words =
            SentenceWords::of("error: Insufficient permissions (403) at gitlab.example.com");
        assert_eq!(words.clause_length(1, 2), 2);
        assert_eq!(words.clause_length(4, 4), 4);
        assert_eq!(words.rest_of_clause(5, true), 4..5);
        assert_eq!(words.rest_of_clause(5, false), 6..8);
    }
}
