//! The netrc file, from which curl, git, and pip take passwords.
//!
//! Words separated by white space: `machine`, `login`, `password`, `account`, and `macdef` with a body up to a blank
//! line. The entry `default` is for every host, and so for none that a token was given for: it is passed over.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::Environment;
use crate::catalogue::instance::InstanceUrl;

/// An entry for one host.
#[derive(Default)]
pub(super) struct NetrcEntry {
    /// The host.
    pub(super) machine: String,
    /// The port, where the entry names one behind the host.
    pub(super) port: Option<u16>,
    /// The user name.
    pub(super) login: Option<String>,
    /// The password; for GitLab, a token.
    pub(super) password: Zeroizing<String>,
}

/// Finds the first entry with a password for a host; one with a port is for that port only.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Option<NetrcEntry> {
    let mut texts = paths(environment).into_iter();
    let text = Zeroizing::new(texts.find_map(|path| environment.text(&path))?);
    let with_port = format!("{}:{}", instance.host(), instance.port());
    let names = |entry: &NetrcEntry, name: &str| entry.machine.eq_ignore_ascii_case(name);
    let mut entry = parse(&text).into_iter().find(|entry| {
        let is_of = names(entry, instance.host()) || names(entry, &with_port);
        is_of && !entry.machine.is_empty() && !entry.password.is_empty()
    })?;
    entry.port = names(&entry, &with_port).then(|| instance.port());
    Some(entry)
}

/// Any word may be a password.
type Word = Zeroizing<String>;

fn paths(environment: &dyn Environment) -> Vec<PathBuf> {
    if let Some(path) = environment.filled_variable("NETRC") {
        return vec![PathBuf::from(path)];
    }
    let names = [".netrc", "_netrc"];
    environment
        .home()
        .map(|home| names.map(|name| home.join(name)).to_vec())
        .unwrap_or_default()
}

fn parse(text: &str) -> Vec<NetrcEntry> {
    let mut entries: Vec<NetrcEntry> = Vec::new();
    // The words after `default` go to an entry that no host can match.
    let mut words = words(text).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "machine" => entries.push(NetrcEntry {
                machine: words
                    .next()
                    .map(|word| word.to_string())
                    .unwrap_or_default(),
                ..NetrcEntry::default()
            }),
            "default" => entries.push(NetrcEntry::default()),
            "login" => set(&mut entries, words.next(), |entry, value| {
                entry.login = Some(value.to_string());
            }),
            "password" => set(&mut entries, words.next(), |entry, value| {
                entry.password = value;
            }),
            "account" => drop(words.next()),
            _ => {}
        }
    }
    entries
}

fn set(entries: &mut [NetrcEntry], value: Option<Word>, write: impl Fn(&mut NetrcEntry, Word)) {
    if let (Some(entry), Some(value)) = (entries.last_mut(), value) {
        write(entry, value);
    }
}

/// Splits the text into words, without comments and the bodies of macros; quotes hold a word together.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut is_in_macro = false;
    for line in text.lines() {
        if is_in_macro {
            is_in_macro = !line.trim().is_empty();
            continue;
        }
        let mut letters = line.trim_start().chars().peekable();
        while let Some(first) = letters.peek() {
            if *first == '#' && is_place_of_comment(&words) {
                break;
            }
            let word = next_word(&mut letters);
            if word.as_str() == "macdef" {
                is_in_macro = true;
                break;
            }
            words.push(word);
            while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        }
    }
    words
}

/// A password may begin with the sign of a comment.
fn is_place_of_comment(words: &[Word]) -> bool {
    !words
        .last()
        .is_some_and(|word| matches!(word.as_str(), "machine" | "login" | "password" | "account"))
}

fn next_word(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Word {
    // Room for any token: a text that grows leaves copies behind.
    let mut word = Zeroizing::new(String::with_capacity(1024));
    let is_quoted = letters.next_if_eq(&'"').is_some();
    while let Some(letter) = letters.next_if(|letter| is_quoted || !letter.is_whitespace()) {
        match letter {
            '"' if is_quoted => break,
            '\\' if is_quoted => word.extend(letters.next()),
            other => word.push(other),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};
    use crate::catalogue::instance::PlainHttp;

    const NETRC: &str = "\
# a comment
machine one.example.com login oauth2 password first-secret
macdef init
machine two.example.com password wrong

machine two.example.com
  login someone
  account x
  password \"second \\\" secret\"
machine empty.example.com login x
default login anonymous password anybody
machine three.example.com password #third # a comment
";

    fn at(host: &str) -> InstanceUrl {
        InstanceUrl::parse(&format!("https://{host}"), PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn entry(host: &str) -> Option<NetrcEntry> {
        find(
            &at(host),
            &FixedEnvironment::new().with_file("/home/user/.netrc", NETRC),
        )
    }

    #[test]
    fn entries_are_read_on_one_line_or_many() {
        let one = entry("ONE.example.com").unwrap();
        assert_eq!(
            (one.login.as_deref(), one.password.as_str()),
            (Some("oauth2"), "first-secret")
        );
        let two = entry("two.example.com").unwrap();
        assert_eq!(
            (two.login.as_deref(), two.password.as_str()),
            (Some("someone"), "second \" secret")
        );
        assert_eq!(
            entry("three.example.com").unwrap().password.as_str(),
            "#third"
        );
    }

    #[test]
    fn the_entry_for_every_host_is_for_none() {
        assert!(entry("gitlab.com").is_none());
        assert!(entry("empty.example.com").is_none());
    }

    #[test]
    fn an_entry_with_a_port_is_for_that_port_only() {
        let text = "machine one.example.com:8443 password a\nmachine two.example.com password b";
        let environment = FixedEnvironment::new().with_file("/home/user/.netrc", text);
        let port = |host: &str| find(&at(host), &environment).map(|entry| entry.port);
        assert_eq!(port("one.example.com:8443"), Some(Some(8443)));
        assert_eq!(port("one.example.com"), None);
        assert_eq!(port("two.example.com:8443"), Some(None));
        assert_eq!(port("two.example.com"), Some(None));
    }

    #[test]
    fn the_file_may_be_moved_by_a_variable() {
        let environment = FixedEnvironment::new()
            .with_variable("NETRC", "/etc/netrc")
            .with_file("/etc/netrc", NETRC);
        assert!(find(&at("one.example.com"), &environment).is_some());
        assert!(find(&at("one.example.com"), &FixedEnvironment::new()).is_none());
    }

    #[test]
    fn broken_text_holds_nothing() {
        for text in [
            "machine",
            "machine x password",
            "password y",
            "\"",
            "machine \"x",
            "macdef",
            "\\",
            "machine x password \"\\",
        ] {
            let environment = FixedEnvironment::new().with_file("/home/user/.netrc", text);
            assert!(find(&at("gitlab.com"), &environment).is_none(), "{text}");
        }
    }
}
