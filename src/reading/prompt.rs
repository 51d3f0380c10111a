//! Where a command begins: behind the prompt of a shell, in the trace of `set -x`, or with no echo but its own words.
//!
//! What is told after a command belongs to it, and nothing before. Some signs of prompts are signs of lists, quotes, and
//! headings as well; behind those only a program that speaks with servers is a command.

use super::lists::{CLIENTS, PRINTED, STARTERS};

/// Signs at the end of a prompt, and of what a trace puts before a command.
const SIGNS: &[char] = &[
    '$', '#', '>', '%', '+', '\u{276f}', '\u{279c}', '\u{2717}', '\u{3bb}',
];

/// No prompt is longer, in bytes.
const LONGEST: usize = 120;

/// Says whether a line shows a command; `is_asking` says that an address or a credential is in it.
pub(super) fn begins_command(line: &str, is_asking: bool) -> bool {
    if has_prompt(line) {
        return true;
    }
    let Some(before) = before_client(line) else {
        return false;
    };
    is_asking && may_lead(before) || before.trim_end().ends_with(SIGNS)
}

/// Says whether a prompt stands before a command that only a shell writes.
pub(super) fn has_prompt(line: &str) -> bool {
    let line = line.trim_start();
    let is_sign = ["$ ", "\u{276f} "]
        .iter()
        .any(|sign| line.starts_with(sign));
    let drive = line.strip_prefix("PS ").unwrap_or(line).as_bytes();
    let is_of_windows = matches!(drive, [b'A'..=b'Z', b':', b'\\', ..]) && line.contains('>');
    is_sign || is_of_windows || names_user(line)
}

/// `ada@mill:~/site$ `, `[ada@mill site]# `, and what fish and zsh make of it.
fn names_user(line: &str) -> bool {
    let Some(end) = ["$ ", "# ", "> ", "% "]
        .iter()
        .filter_map(|sign| line.find(sign))
        .min()
    else {
        return false;
    };
    let bare = line[..end].trim_start_matches('[');
    let is_name = |word: &str| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        word.starts_with(|letter: char| letter.is_ascii_alphabetic()) && word.chars().all(is_part)
    };
    let named = bare.split_once('@').filter(|(user, _)| is_name(user));
    end <= LONGEST
        && named.is_some_and(|(_, host)| {
            let rest = host.trim_start_matches(|letter: char| {
                letter.is_ascii_alphanumeric() || "._-".contains(letter)
            });
            rest.len() < host.len() && (rest.is_empty() || rest.starts_with([':', ' ']))
        })
}

/// What stands before the first word that calls a client.
fn before_client(line: &str) -> Option<&str> {
    let is_client = |word: &str| CLIENTS.contains(&word);
    let mut at = 0;
    let mut words = line.split(' ').peekable();
    while let Some(word) = words.next() {
        if is_client(word) {
            let calls = words.peek().is_some_and(|next| !PRINTED.contains(next));
            return calls.then(|| &line[..at]);
        }
        at += word.len() + 1;
        if at > LONGEST {
            return None;
        }
    }
    None
}

/// Whether a command may follow: a sentence that speaks of one ends in a word or a quotation mark.
fn may_lead(before: &str) -> bool {
    let before = before.trim_end();
    let word = before
        .rsplit(|letter: char| letter.is_whitespace() || letter == ']')
        .next();
    let word = word.unwrap_or_default();
    before.is_empty()
        || STARTERS.contains(&word)
        || word.contains('=')
        || !before.ends_with(|letter: char| letter.is_alphabetic() || "\"'`,.(".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_and_trace_shows_where_a_command_begins() {
        for before in [
            "$ ",
            "# ",
            "> ",
            "+ ",
            "++ ",
            "\u{276f} ",
            "% ",
            "PS C:\\src> ",
            "C:\\src>",
            "me@x:~/a$ ",
            "root@3f:/# ",
            "[me@x a]$ ",
            "me@x ~/a> ",
            "me@x a % ",
            "(venv) $ ",
            "\u{279c}  a git:(main) \u{2717} ",
            "Run ",
            "Step 4/9 : RUN ",
            "[Pipeline] ",
            "12:01:33 ",
            "TOKEN=x ",
            "Executing: ",
            "",
        ] {
            let line = format!("{before}curl -s https://git.acme.io/api/v4/user");
            assert!(begins_command(&line, true), "{line}");
        }
        assert!(begins_command("+ npm publish", false));
        assert!(begins_command("$ ./release.sh", false));
    }

    #[test]
    fn what_clients_print_and_people_write_is_no_command() {
        for line in [
            "curl: (22) The requested URL returned error: 403",
            "npm error 404 Not Found - GET https://h/x",
            "npm http fetch GET 200 https://h/x 12ms",
            "You can try it with curl https://h/api/v4/user",
            "Command 'curl https://h/api/v4/user' returned 22",
            "# /usr/lib/ruby/http.rb:12:in `get'",
            "> PUT /api/v4/x HTTP/1.1",
            "From ada@mill.io: the push failed > see below",
        ] {
            assert!(!begins_command(line, true), "{line}");
        }
        assert!(!begins_command("git is refused", false));
    }
}
