//! Text on its way into a page: on one line, without characters that steer or hide, and escaped by type.

use maud::{Markup, Render, html};

use crate::render::safe;

/// A text from anywhere, as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainLine<'a>(pub(super) &'a str);

impl Render for PlainLine<'_> {
    fn render_to(&self, page: &mut String) {
        safe::one_line(self.0).render_to(page);
    }
}

/// A sentence: what stands between backticks is code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence<'a>(pub(super) &'a str);

impl Render for Sentence<'_> {
    fn render_to(&self, page: &mut String) {
        set(self.0, page, Render::render_to);
    }
}

/// A remedy: a sentence, of which the addresses can be followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Remedy<'a>(pub(super) &'a str);

impl Render for Remedy<'_> {
    fn render_to(&self, page: &mut String) {
        set(self.0, page, with_links);
    }
}

/// Sets what stands between backticks as code, and all else with `plain`.
fn set(text: &str, page: &mut String, plain: impl Fn(&str, &mut String)) {
    let line = safe::one_line(text);
    if !line.matches('`').count().is_multiple_of(2) {
        return plain(&line, page);
    }
    for (at, part) in line.split('`').enumerate() {
        if at % 2 == 0 {
            plain(part, page);
        } else {
            html! { code { (part) } }.render_to(page);
        }
    }
}

fn with_links(text: &str, page: &mut String) {
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            page.push(' ');
        }
        match address_in(word) {
            Some((before, address, after)) => {
                before.render_to(page);
                link(address, address).render_to(page);
                after.render_to(page);
            }
            None => word.render_to(page),
        }
    }
}

/// An address within a word, with what stands before and behind it.
fn address_in(word: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = word.split_at(word.find("http")?);
    let address = rest.trim_end_matches(['.', ',', ';', ':', ')', '"', '\'']);
    is_plain(address).then(|| (before, address, &rest[address.len()..]))
}

/// Whether an address leads where it seems to lead.
fn is_plain(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._/#?&=%,+:".contains(letter);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_plain))
}

/// A link that tells the other side nothing of this page; the text alone where the address is not a plain one.
pub(super) fn link(text: &str, address: &str) -> Markup {
    html! {
        @if is_plain(address) {
            a href=(address) rel="noreferrer" { (PlainLine(text)) }
        } @else {
            (PlainLine(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: impl Render) -> String {
        text.render().into_string()
    }

    #[test]
    fn code_is_code_and_everything_is_escaped() {
        assert_eq!(
            shown(Sentence("Send `a<b>` & \"c\"")),
            "Send <code>a&lt;b&gt;</code> &amp; &quot;c&quot;"
        );
        assert_eq!(shown(Sentence("it`s")), "it`s");
        assert_eq!(shown(PlainLine("a\u{202e}\u{1b}\nb")), "a b");
    }

    #[test]
    fn addresses_of_remedies_can_be_followed_and_those_that_mislead_cannot() {
        assert_eq!(
            shown(Remedy("Open (https://x.example/a?b=1).")),
            "Open (<a href=\"https://x.example/a?b=1\" rel=\"noreferrer\">https://x.example/a?b=1</a>)."
        );
        let text = "https://a.example@b.example/ https://\" javascript:x httpx";
        assert!(!shown(Remedy(text)).contains("<a "));
        assert!(!shown(link("a", "javascript:alert(1)")).contains("<a "));
    }
}
