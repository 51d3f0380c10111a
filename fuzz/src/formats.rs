//! What every format promises of its own form, whatever stands in a report.

use glwhy::unstable::render::{Format, Style, render};
use glwhy::unstable::report::Report;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;

/// Draws a report in every format, checks each, and has secrets looked for in it.
pub fn check(report: &Report, look: &dyn Fn(&str, &str)) {
    for format in Format::ALL {
        for style in styles() {
            let text = draw(report, format, &style);
            look(format.name(), &text);
            match format {
                Format::Json | Format::JsonV1 => json(&text),
                Format::Junit => junit(&text),
                Format::Markdown => markdown(&text),
                Format::Table => table(&text, &style),
                Format::Html => page(&text),
                Format::JsonLines => lines(&text, report),
                Format::OpenMetrics => figures(&text),
                Format::CodeQuality => issues(&text),
            }
            if matches!(
                format,
                Format::Json
                    | Format::JsonV1
                    | Format::Junit
                    | Format::JsonLines
                    | Format::OpenMetrics
                    | Format::CodeQuality
            ) {
                // Machine formats do not look at the style.
                break;
            }
        }
    }
}

fn styles() -> [Style; 2] {
    let plain = Style::default();
    let wordy = Style {
        width: 40,
        unicode: false,
        verbose: true,
        ..plain
    };
    [plain, wordy]
}

fn draw(report: &Report, format: Format, style: &Style) -> String {
    let mut bytes = Vec::new();
    let written = render(report, format, style, &mut bytes);
    assert!(written.is_ok(), "{format} is not written: {written:?}");
    let text = String::from_utf8(bytes);
    assert!(text.is_ok(), "{format} is no text");
    text.unwrap_or_default()
}

/// One JSON document, with the fields on which everybody relies.
fn json(text: &str) {
    let read = serde_json::from_str::<serde_json::Value>(text);
    assert!(read.is_ok(), "no JSON: {read:?}\n{text}");
    let value = read.unwrap_or_default();
    assert_eq!(value["schema"], "glwhy.report/v1");
    assert!(value["entries"].is_array() && value["verdict"].is_string());
}

/// A JSON object for each entry, and one at the end.
fn lines(text: &str, report: &Report) {
    let read = text.lines().map(serde_json::from_str::<serde_json::Value>);
    let read: Result<Vec<_>, _> = read.collect();
    assert!(read.is_ok(), "no JSON: {read:?}\n{text}");
    let read = read.unwrap_or_default();
    let entries = read.iter().filter(|line| line["type"] == "entry").count();
    assert_eq!(entries, report.entries.len(), "{text}");
    assert_eq!(
        read.last().map(|line| &line["type"] == "summary"),
        Some(true)
    );
}

/// Comments and figures, each on a line, and the mark of the end.
fn figures(text: &str) {
    assert!(text.ends_with("\n# EOF\n"), "{text}");
    for line in text.lines() {
        let is_figure = line.starts_with("glwhy_") && line.contains('{') && line.contains("} ");
        assert!(is_figure || line.starts_with("# "), "{line:?}");
        assert_eq!(
            line.chars().find(|letter| is_active(*letter)),
            None,
            "{line:?}"
        );
    }
}

/// A list of what is to be mended, each with its place.
fn issues(text: &str) {
    let read = serde_json::from_str::<Vec<serde_json::Value>>(text);
    assert!(read.is_ok(), "no JSON: {read:?}\n{text}");
    for issue in read.unwrap_or_default() {
        assert!(issue["location"]["path"].is_string(), "{issue}");
    }
}

/// One well-formed XML document, of characters that XML 1.0 allows.
fn junit(text: &str) {
    let is_allowed = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_allowed), "forbidden in XML: {text:?}");
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut depth = 0;
    let mut cases = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == b"testcase" => {
                cases += 1;
                attributes(&tag, text);
                depth += 1;
            }
            Ok(Event::Start(tag)) => {
                attributes(&tag, text);
                depth += 1;
            }
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Text(words)) => {
                let plain = words.xml_content(XmlVersion::Explicit1_0);
                assert!(plain.is_ok(), "{plain:?} in {text}");
            }
            Ok(_) => {}
            Err(error) => assert!(text.is_empty(), "no XML: {error}\n{text}"),
        }
    }
    assert!(cases > 0 && depth >= 0, "{text}");
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>, text: &str) {
    for attribute in tag.attributes() {
        assert!(attribute.is_ok(), "{attribute:?} in {text}");
    }
}

/// Nothing that steers a terminal, turns a line, or hides a word.
fn table(text: &str, style: &Style) {
    for line in text.split('\n') {
        let steers = line.chars().find(|letter| is_active(*letter));
        assert_eq!(steers, None, "{line:?}");
        assert!(style.unicode || line.is_ascii(), "{line:?}");
    }
}

fn is_active(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// One page in which every element is closed, nothing runs, and nothing hides a word.
fn page(text: &str) {
    let (head, rest) = text.split_once("<style>").unwrap_or_default();
    let body = rest.split_once("</style>").map_or("", |(_, body)| body);
    let whole = format!("{head}{body}");
    let mut open = Vec::new();
    for tag in whole.split('<').skip(1) {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
            None if ["!DOCTYPE", "meta", "link"].contains(&name) => {}
            None => open.push(name),
        }
        assert!(!["script", "img", "iframe"].contains(&name), "{text}");
    }
    assert!(open.is_empty() && !whole.is_empty(), "{open:?} in {text}");
    let steers = whole
        .chars()
        .find(|letter| *letter != '\n' && is_active(*letter));
    assert_eq!(steers, None, "{text:?}");
}

/// Nothing that speaks in the reader's name: no mention, no quick action, no HTML, no open code span.
fn markdown(text: &str) {
    for line in text.split('\n') {
        let plain = without_code(line);
        let plain = without_own(&plain);
        assert!(!line.starts_with('/'), "a quick action: {line:?}");
        let active = plain
            .chars()
            .find(|letter| "@#!~%&$^<>[]{}\\=".contains(*letter));
        assert_eq!(active, None, "{line:?}");
        let steers = line.chars().find(|letter| is_active(*letter));
        assert_eq!(steers, None, "{line:?}");
        assert!(
            !line.starts_with("    ") && !line.starts_with('\t'),
            "{line:?}"
        );
    }
}

/// Takes off the marks that the format itself writes.
fn without_own(line: &str) -> String {
    let line = line
        .trim_start_matches("### ")
        .trim_start_matches("<details><summary>");
    let line = line.trim_end_matches("</summary>");
    if line == "</details>" {
        return String::new();
    }
    match line.split_once("[GitLab's documentation](https://") {
        Some(("", address)) if !address.contains(' ') => String::new(),
        Some(_) | None => line.replace('|', " "),
    }
}

/// Takes the code spans out of a line, by the rule of the specification; each must be closed.
fn without_code(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        plain.push_str(&rest[..open]);
        let tail = &rest[open..];
        let fence = run(tail);
        let inner = &tail[fence..];
        let close = closing(inner, fence);
        assert!(close.is_some(), "a code span is left open: {line:?}");
        rest = &inner[close.unwrap_or_default() + fence..];
    }
    plain.push_str(rest);
    plain
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

fn closing(text: &str, fence: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        let start = at + text.get(at..)?.find('`')?;
        let length = run(&text[start..]);
        if length == fence {
            return Some(start);
        }
        at = start + length;
    }
}
