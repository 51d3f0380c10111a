//! Text in GitLab's Markdown that means nothing but itself.
//!
//! A backslash does not keep `@somebody` from being notified in every release of GitLab, and it
//! protects some characters only. What GitLab never looks into are code spans. So nothing is escaped
//! here: a word that could mean anything to GitLab is shown as code, which is how a careful writer
//! would set a path or an option anyway, and all other words stand as they are.
//!
//! Sources: `lib/banzai/filter/references/reference_filter.rb` (what is ignored),
//! `lib/banzai/filter/markdown_engines/glfm_markdown.rb` (the extensions that are on),
//! `lib/gitlab/quick_actions/extractor.rb`, and the specification of GitHub Flavored Markdown,
//! sections 6.3 (code spans) and 4.10 (tables).

use super::safe;

/// Methods that belong to the path behind them.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// Returns text as one code span.
pub(super) fn code(text: &str) -> String {
    let line = safe::one_line(text);
    let line = line.trim();
    if line.is_empty() {
        return "(nothing)".to_owned();
    }
    let fence = "`".repeat(longest_run(line) + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Returns a sentence in which every word that could mean something to GitLab is code, and what is code already stays so.
pub(super) fn prose(text: &str) -> String {
    let line = safe::one_line(text);
    let is_paired = line.matches('`').count().is_multiple_of(2);
    let mut in_span = false;
    let words = line.split(|letter: char| {
        in_span ^= is_paired && letter == '`';
        letter.is_whitespace() && !in_span
    });
    let words = words.filter(|word| !word.is_empty());
    let mut words: Vec<QuotedWord<'_>> = words.map(QuotedWord::read).collect();
    if let Some(first) = words.first_mut() {
        first.is_code |= !first.may_begin();
    }
    for at in (1..words.len()).rev() {
        let is_path = words[at].is_code && !words[at].is_span && words[at].body.starts_with('/');
        let method = &mut words[at - 1];
        method.is_code |= is_path && METHODS.contains(&method.body);
    }
    words
        .chunk_by(QuotedWord::goes_on_with)
        .map(set)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns finished Markdown so that it fits into a cell of a table. There is no escape for a bar
/// in a code span that all renderers read in the same way, so a broken bar takes its place.
pub(super) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\u{a6}")
}

/// Returns a link to a page of ours, or the address as code where it is not a plain one.
pub(super) fn link(text: &str, address: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._/#".contains(c);
    match address.strip_prefix("https://") {
        Some(rest) if rest.chars().all(is_plain) => format!("[{text}]({address})"),
        Some(_) | None => code(address),
    }
}

/// A word, with the brackets, quotes, and stops around it.
#[derive(Debug, Default)]
struct QuotedWord<'a> {
    before: &'a str,
    body: &'a str,
    after: &'a str,
    is_code: bool,
    /// Whether it stood between backticks, which are not part of it.
    is_span: bool,
}

impl<'a> QuotedWord<'a> {
    fn read(word: &'a str) -> Self {
        let open = |c: char| matches!(c, '(' | '"' | '\'' | '\u{201c}' | '\u{2018}');
        let close = |c: char| {
            matches!(c, ')' | '"' | '\'' | '\u{201d}' | '\u{2019}')
                || matches!(c, '.' | ',' | ';' | ':' | '?')
        };
        let tail = word.trim_start_matches(open);
        let body = tail.trim_end_matches(close);
        if body.is_empty() {
            let is_code = !word.chars().all(|c| open(c) || close(c));
            return Self {
                body: word,
                is_code,
                ..Self::default()
            };
        }
        let inside = body
            .strip_prefix('`')
            .and_then(|rest| rest.strip_suffix('`'));
        let inside = inside.filter(|inside| !inside.contains('`'));
        Self {
            before: &word[..word.len() - tail.len()],
            body: inside.unwrap_or(body),
            after: &tail[body.len()..],
            is_code: inside.is_some() || means_something(body),
            is_span: inside.is_some(),
        }
    }

    /// Whether a line may begin with it: it must not start a list or a line of its own kind.
    fn may_begin(&self) -> bool {
        let numbered = self.body.chars().all(|c| c.is_ascii_digit()) && !self.after.is_empty();
        let starts =
            |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || "(\"'".contains(c));
        !numbered && (starts(self.before) || starts(self.body))
    }

    /// Whether two words can share a code span.
    fn goes_on_with(&self, next: &Self) -> bool {
        let is_span = self.is_span || next.is_span;
        let are_apart = !self.after.is_empty() || !next.before.is_empty();
        self.is_code && next.is_code && !is_span && !are_apart
    }
}

/// Sets words that share one kind: code in one span, or a single plain word.
fn set(words: &[QuotedWord<'_>]) -> String {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return String::new();
    };
    let bodies: Vec<&str> = words.iter().map(|word| word.body).collect();
    let body = bodies.join(" ");
    let body = if first.is_code { code(&body) } else { body };
    format!("{}{body}{}", first.before, last.after)
}

/// Whether GitLab could read more into a word than the word.
fn means_something(word: &str) -> bool {
    let is_plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | ',' | '\'' | '\u{2019}' | '(' | ')')
    };
    !word.chars().all(is_plain)
        || word.starts_with(['/', '-'])
        || word.to_lowercase().contains("www.")
        || is_like_a_commit(word)
        || is_like_a_ticket(word)
}

/// Seven hexadecimal digits or more link to a commit.
fn is_like_a_commit(word: &str) -> bool {
    word.split(|c: char| !c.is_alphanumeric())
        .any(|run| run.len() >= 7 && run.chars().all(|c| c.is_ascii_hexdigit()))
}

/// `ABC-123` links to a ticket where an outside tracker is set up.
fn is_like_a_ticket(word: &str) -> bool {
    let characters: Vec<char> = word.chars().collect();
    characters
        .windows(3)
        .any(|window| window[0].is_alphabetic() && window[1] == '-' && window[2].is_ascii_digit())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixtures::HOSTILE;

    #[test]
    fn plain_words_stand_as_they_are() {
        let text = "Ask a Maintainer (or an Owner), before 2026-12-31: it's \u{201c}due\u{201d}.";
        assert_eq!(prose(text), text);
    }

    #[test]
    fn words_that_mean_something_are_code() {
        assert_eq!(
            prose("see @alice, #1, and !2."),
            "see `@alice`, `#1`, and `!2`."
        );
        assert_eq!(
            prose("the scope read_api (api)"),
            "the scope `read_api` (api)"
        );
        let spans = "Send (`POST /x y`, `api`) `b` once";
        assert_eq!(prose(spans), spans);
        assert_eq!(prose("it`s x"), "``it`s`` x");
        assert_eq!(prose("a deadbeef or ABC-12"), "a `deadbeef` or `ABC-12`");
        assert_eq!(
            prose("GET /projects/1 says no"),
            "`GET /projects/1` says no"
        );
        assert_eq!(prose("a(www.b.example"), "`a(www.b.example`");
        assert_eq!(prose("- 1. a"), "`-` 1. a");
        assert_eq!(prose("1. a"), "`1`. a");
    }

    #[test]
    fn a_code_span_cannot_be_left() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(" \u{200b} "), "(nothing)");
    }

    #[test]
    fn only_plain_addresses_become_links() {
        assert_eq!(
            link("a", "https://x.example/b#c"),
            "[a](https://x.example/b#c)"
        );
        assert_eq!(
            link("a", "https://x.example/)[b"),
            "`https://x.example/)[b`"
        );
        assert_eq!(link("a", "javascript:alert"), "`javascript:alert`");
    }

    /// Takes the code spans out, by the rule of the specification.
    fn without_code(text: &str) -> String {
        let mut rest = text;
        let mut plain = String::new();
        while let Some(open) = rest.find('`') {
            plain.push_str(&rest[..open]);
            let tail = &rest[open..];
            let fence = tail.len() - tail.trim_start_matches('`').len();
            let inner = &tail[fence..];
            let close = closing(inner, fence);
            assert!(close.is_some(), "a span is left open: {text}");
            plain.push('C');
            rest = &inner[close.unwrap_or_default() + fence..];
        }
        plain.push_str(rest);
        plain
    }

    fn closing(text: &str, fence: usize) -> Option<usize> {
        let mut at = 0;
        while let Some(found) = text[at..].find('`') {
            let start = at + found;
            let run = text[start..].len() - text[start..].trim_start_matches('`').len();
            if run == fence {
                return Some(start);
            }
            at = start + run;
        }
        None
    }

    fn assert_harmless(text: &str) {
        let plain = without_code(text);
        let active = |c: char| "@#!~%&$^*_[]{}<>|\\+=".contains(c);
        assert!(!plain.contains(active), "{plain} from {text}");
        assert!(!text.contains('\n') && !text.starts_with('/'), "{text}");
        let words: Vec<&str> = plain.split(' ').collect();
        let colon_within = |word: &&str| {
            word.trim_end_matches(|c: char| !c.is_alphanumeric())
                .contains(':')
        };
        assert!(!words.iter().any(colon_within), "{plain}");
        assert!(!words[0].starts_with(['-', '+', '*', '>', '#']), "{plain}");
    }

    #[test]
    fn hostile_text_is_harmless() {
        for text in HOSTILE {
            assert_harmless(&prose(text));
            assert_harmless(&code(text));
        }
    }

    #[test]
    fn any_text_is_harmless() {
        let alphabet: Vec<char> = "@#!~%&$^*_[]{}<>|\\+=`-/:.,()\"'? \n\tab1\u{202e}\u{1b}\u{e9}"
            .chars()
            .collect();
        let mut random = fastrand::Rng::with_seed(23);
        for _ in 0..20_000 {
            let length = random.usize(0..30);
            let text: String = (0..length)
                .map(|_| random.choice(&alphabet).copied().unwrap_or(' '))
                .collect();
            assert_harmless(&prose(&text));
            assert_harmless(&code(&text));
        }
    }

    #[test]
    fn no_word_is_lost() {
        let text = "ask (@alice) for `read_api`: it's 50% of /all \"a|b\"";
        let kept: String = prose(text).replace('`', "");
        assert_eq!(kept.replace(' ', ""), text.replace(['`', ' '], ""));
    }
}
