//! Cleaning a line of a log: what a terminal or a runner added is taken away.
//!
//! Job logs carry colours, carriage returns that overwrite, markers of collapsible sections, and
//! time stamps with the stream that a line came from. What is left is what the client printed.
//! Sources: `gitlab-runner: helpers/ansi_color.go`, `common/buildlogger`, GitLab's page on job
//! logs. Nothing is looked for here, and nothing but decoration is removed.

/// Takes decoration off a line. Bytes that are not UTF-8 are replaced.
pub(super) fn clean(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let plain = without_colours(without_escapes(text.trim_end_matches(['\r', '\n'])));
    let shown = last_overwrite(&plain);
    let bare = without_section(without_stamp(shown.trim_start_matches('\u{feff}')));
    bare.trim_end().to_owned()
}

/// Removes terminal sequences: `ESC [ ... letter` and `ESC ] ... BEL`.
pub(super) fn without_escapes(text: &str) -> String {
    const ESCAPE: char = '\u{1b}';
    if !text.contains(ESCAPE) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != ESCAPE {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            Some('[') => {
                let _ = letters.find(|end| ('@'..='~').contains(end));
            }
            Some(']') => {
                let _ = letters.find(|end| matches!(end, '\u{7}' | '\\'));
            }
            Some(_) | None => {}
        }
    }
    plain
}

/// Removes colours that lost their escape when they were copied: `[32;1m`, `[0;m`, `[0K`.
fn without_colours(text: String) -> String {
    let length = |rest: &str| {
        let inside = rest.strip_prefix('[')?;
        let digits = inside.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        let is_colour = inside[digits..].starts_with(['m', 'K']) && (1..=8).contains(&digits);
        // `[5m]` is a time in a query.
        (is_colour && !inside[digits + 1..].starts_with(']')).then_some(digits + 2)
    };
    let Some(first) = text
        .match_indices('[')
        .find(|(at, _)| length(&text[*at..]).is_some())
    else {
        return text;
    };
    let mut plain = text[..first.0].to_owned();
    let mut rest = &text[first.0..];
    while let Some(letter) = rest.chars().next() {
        if let Some(length) = length(rest) {
            rest = &rest[length..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    plain
}

/// A carriage return overwrites the line; the last text that is not blank stays visible.
fn last_overwrite(text: &str) -> &str {
    text.rsplit('\r')
        .find(|part| !part.trim().is_empty())
        .unwrap_or(text)
}

/// Removes the time stamp that a runner puts before a line: `2024-05-22T12:43:46.9Z 00O `.
fn without_stamp(text: &str) -> &str {
    let Some((stamp, rest)) = text.split_once(' ') else {
        return text;
    };
    let is_stamp = stamp.len() >= 20
        && stamp.ends_with('Z')
        && stamp.as_bytes().get(10) == Some(&b'T')
        && stamp.bytes().take(4).all(|byte| byte.is_ascii_digit());
    if !is_stamp {
        return text;
    }
    let flag = rest.as_bytes();
    let is_flag = flag.len() >= 3
        && flag.iter().take(2).all(u8::is_ascii_hexdigit)
        && matches!(flag.get(2), Some(b'O' | b'E'));
    if is_flag {
        rest.get(3..)
            .unwrap_or_default()
            .trim_start_matches(['+', ' '])
    } else {
        rest
    }
}

/// Removes `section_start:1560896352:name[collapsed=true]` and its counterpart.
fn without_section(text: &str) -> &str {
    if !text.starts_with("section_start:") && !text.starts_with("section_end:") {
        return text;
    }
    let mut parts = text.splitn(3, ':');
    let name = parts.nth(2).unwrap_or_default();
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_.-[]=,".contains(letter);
    name.trim_start_matches(is_name).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_sections_stamps_and_overwrites_are_taken_off() {
        let cases = [
            (
                "\u{1b}[31;1mERROR: Job failed\u{1b}[0;m",
                "ERROR: Job failed",
            ),
            (
                "section_start:1560896352:step_script\r\u{1b}[0K$ make",
                "$ make",
            ),
            ("2024-05-22T12:43:46.962646Z 00O $ git push", "$ git push"),
            ("2024-05-22T12:43:46.962646Z 01E+fatal: no", "fatal: no"),
            ("Receiving 10%\rReceiving 99%\rfatal: no\r", "fatal: no"),
            ("section_end:1560896352:step_script", ""),
            ("[32;1m$ make[0;m", "$ make"),
            ("rate(x[5m]) of [3] men", "rate(x[5m]) of [3] men"),
            ("plain text", "plain text"),
        ];
        for (raw, shown) in cases {
            assert_eq!(clean(raw.as_bytes()), shown, "{raw:?}");
        }
    }

    #[test]
    fn broken_bytes_and_broken_sequences_do_no_harm() {
        assert_eq!(clean(b"a\xffb"), "a\u{fffd}b");
        assert_eq!(clean("a\u{1b}".as_bytes()), "a");
        assert_eq!(clean("a\u{1b}[12".as_bytes()), "a");
    }
}
