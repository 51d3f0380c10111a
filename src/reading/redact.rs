//! Taking everything that looks like a secret out of a line, before anything else looks at it.
//!
//! No value is known here, so it goes by form and by place: prefixes of GitLab and of other forges,
//! JSON Web Tokens, long runs of mixed characters, and whatever stands where a secret stands: in a
//! login of an address, a token header, a parameter, an option. To hide too much costs a word of an
//! excerpt; to hide too little costs a token.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, MatchKind};

use super::clean::without_escapes;
use super::lists;
use crate::catalogue::forge::FORGES;
use crate::catalogue::kinds::PREFIXES;
use crate::observation::body::is_unprintable;
use crate::secret::numbered;

/// What stands in the place of a secret.
pub(super) const STARS: &str = "****";
/// A run of mixed characters of this length is not a word.
const RANDOM: usize = 12;
/// So many changes between letters and digits, or small and capital, are not a word's.
const CHANGES: usize = 4;
/// A run of letters only is random when its capitalised pieces are shorter than this on average.
const PIECE: usize = 3;

/// Most texts are a line or two, for which other automata take longer to build than to search.
const QUICKLY_BUILT: Option<AhoCorasickKind> = Some(AhoCorasickKind::NoncontiguousNFA);

/// All names at once. Absent only if they outgrew what an automaton can hold; a test says no.
static NAMED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(QUICKLY_BUILT)
        .build(lists::SECRET_NAMES)
        .ok()
});

/// All prefixes of tokens at once.
static PREFIXED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let of_gitlab = PREFIXES.iter().map(|row| row.text);
    AhoCorasickBuilder::new()
        .kind(QUICKLY_BUILT)
        .build(of_gitlab.chain(FORGES.iter().map(|row| row.prefix)))
        .ok()
});

/// Says whether the prefix of a token stands anywhere in a text. Most words of a log hold none, and
/// need no look at each prefix.
pub(super) fn has_prefix(text: &str) -> bool {
    PREFIXED
        .as_ref()
        .is_none_or(|prefixes| prefixes.is_match(text))
}

/// Takes everything that looks like a secret out of a line.
///
/// No value is known here; what is known to be a secret is taken out by [`crate::secret::Token::redact`].
#[must_use]
pub fn redact(line: &str) -> String {
    by_form(&by_place(&logins(&spelled_out(line))))
}

/// A line in which every letter stands for itself: none is written by its number, and nothing unseen parts two of them. A
/// secret that is judged in pieces would be whole again for whoever reads the body or the line.
fn spelled_out(line: &str) -> Cow<'_, str> {
    let is_plain = |byte| matches!(byte, b' '..=b'~' | b'\t') && !b"\\%&".contains(&byte);
    if line.bytes().all(is_plain) {
        return Cow::Borrowed(line);
    }
    let is_unseen = |letter: char| is_unprintable(letter) && !letter.is_whitespace();
    let mut letters = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (letter, length) = numbered(rest.as_bytes())
            .filter(|(letter, _)| is_of_a_token(*letter) || is_unseen(*letter))
            .unwrap_or((first, first.len_utf8()));
        letters.push(letter);
        rest = &rest[length..];
    }
    // Now that its beginning is no number any more, a colour is one.
    let mut seen = without_escapes(&letters);
    seen.retain(|letter| !is_unseen(letter));
    Cow::Owned(seen)
}

/// Letters that no notation has to write by their number.
fn is_of_a_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '=')
}

/// Hides logins in addresses: `https://user:secret@host` and `https://secret@host`.
fn logins(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let mut end = after
            .find(|letter: char| letter.is_whitespace() || "/\"'<>\\?#".contains(letter))
            .unwrap_or(after.len());
        // The next address begins without anything between.
        if after[..end].ends_with(':') && after[end..].starts_with("//") {
            end -= 1;
        }
        let authority = &after[..end];
        match authority.rsplit_once('@') {
            Some((login, host)) => {
                shown.push_str(&login_shown(login));
                shown.push('@');
                shown.push_str(host);
            }
            None => shown.push_str(&host_shown(authority)),
        }
        rest = &after[end..];
    }
    shown.push_str(rest);
    shown
}

/// What stands where a port belongs and is no number is a password whose host was cut off.
fn host_shown(authority: &str) -> String {
    match authority.split_once(':') {
        Some((host, port)) if !is_port(port) && !is_mask(port) => {
            format!("{host}:{STARS}{}", named_end(port))
        }
        Some(_) | None => authority.to_owned(),
    }
}

/// The name of a secret with which a text ends: its value follows, and is found by the name.
fn named_end(text: &str) -> &str {
    let name = text.trim_end_matches([':', '=']);
    let lower = name.to_ascii_lowercase();
    let length = lists::SECRET_NAMES
        .iter()
        .filter(|known| name.len() < text.len() && lower.ends_with(**known))
        .map(|known| known.len())
        .max();
    length.map_or("", |length| &text[name.len() - length..])
}

/// A port, or the punctuation behind an address without one.
fn is_port(text: &str) -> bool {
    let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    digits.len() <= 5
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'x')
}

/// An empty password is a clue and stays visible; so does a user name beside a password.
fn login_shown(login: &str) -> String {
    match login.split_once(':') {
        Some((user, "")) => format!("{user}:"),
        Some((user, secret)) if is_mask(secret) => format!("{user}:{secret}"),
        Some((user, secret)) if secret.contains('@') => format!("{user}:{STARS}@{STARS}"),
        Some((user, _)) => format!("{user}:{STARS}"),
        None if lists::SHOWN_USERS.contains(&login) || is_mask(login) || login.is_empty() => {
            login.to_owned()
        }
        None => STARS.to_owned(),
    }
}

/// Says whether a value was hidden already, or is the name of a variable.
fn is_mask(value: &str) -> bool {
    let name = value.trim_start_matches(['$', '{']).trim_end_matches('}');
    let is_variable = value.starts_with('$')
        && !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let is_bracketed = value
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(']'))
        .is_some_and(|(word, _)| {
            lists::MASKS
                .iter()
                .any(|mask| mask.eq_ignore_ascii_case(word))
        });
    let is_starred = !value.is_empty() && value.bytes().all(|byte| byte == b'*');
    is_variable || is_bracketed || is_starred
}

/// Hides the value after every name of a secret: `name: value`, `name=value`, `"name" => "value"`.
fn by_place(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut kept = 0;
    let mut from = 0;
    while let Some((begin, end)) = next_value(line, from) {
        let value = &line[begin..end];
        let is_hidden = begin < kept;
        if !is_hidden && !is_mask(login_in(&line[..begin], value)) && !is_prose(value) {
            shown.push_str(&line[kept..begin]);
            shown.push_str(STARS);
            kept = end;
        }
        // A value may be glued to the next name; the value of that one follows.
        from = glued_name(line, begin, end).max(from + 1);
    }
    shown.push_str(&line[kept..]);
    shown
}

/// Where a name of a secret may begin with which a value ends; otherwise the end of the value.
fn glued_name(line: &str, begin: usize, end: usize) -> usize {
    if !line[begin..end].ends_with([':', '=']) {
        return end;
    }
    let longest = lists::SECRET_NAMES
        .iter()
        .map(|name| name.len())
        .max()
        .unwrap_or(0);
    let near = (end.saturating_sub(longest + 1)..end).find(|at| line.is_char_boundary(*at));
    near.unwrap_or(end).max(begin)
}

/// Of a login in an address the part before the host; logins were hidden before.
fn login_in<'a>(before: &str, value: &'a str) -> &'a str {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    match value.split_once('@') {
        Some((secret, _)) if word.contains("://") => secret,
        Some(_) | None => value,
    }
}

/// The value after the next name of a secret, as a range of the line.
fn next_value(line: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let (after, name) = next_name(line, from)?;
        if let Some(range) = value_after(line, after, name) {
            return Some(range);
        }
        from = after;
    }
}

/// Where the next name of a secret ends, and which it is. The first one counts, and of those that
/// begin at the same place the longest.
fn next_name(line: &str, from: usize) -> Option<(usize, &'static str)> {
    let names = NAMED.as_ref()?;
    if from > line.len() {
        return None;
    }
    let found = names.find(Input::new(line).range(from..).anchored(Anchored::No))?;
    Some((
        found.end(),
        lists::SECRET_NAMES.get(found.pattern().as_usize())?,
    ))
}

/// The value that begins right after a name, if a sign of assignment stands between.
fn value_after(line: &str, after: usize, name: &str) -> Option<(usize, usize)> {
    let rest = line.get(after..)?;
    let is_scheme = matches!(name, "bearer " | "basic ");
    let trimmed = rest.trim_start_matches(['"', '\'', '\\', ']', ' ']);
    let assigned = trimmed
        .strip_prefix("=>")
        .or_else(|| trimmed.strip_prefix([':', '=']));
    let body = match assigned {
        Some(body) => body,
        None if is_scheme => rest,
        None => return None,
    };
    let value = body.trim_start_matches([' ', '"', '\'', '\\', '[', '{', '$']);
    let starts_open = body.len() - value.len();
    let opened = &body[..starts_open];
    // A mask or the name of a variable is told by the sign before it.
    let lead = opened.trim_start_matches([' ', '"', '\'', '\\']).len();
    let begin = after + (rest.len() - body.len()) + (starts_open - lead);
    let end = begin
        + line[begin..]
            .find(|letter: char| letter.is_whitespace() || "\"'\\,;&<>|)".contains(letter))
            .unwrap_or(line.len() - begin);
    (end > begin).then_some((begin, end))
}

/// A sentence goes on after `token:` with plain words; a secret is no plain word.
fn is_prose(value: &str) -> bool {
    let letters = value.trim_end_matches(['.', ',', ':', '!', '?', '}', ']']);
    letters.len() < 4
        || letters.len() < 7 && letters.bytes().all(|byte| byte.is_ascii_digit())
        || ["http", "realm=", "error="]
            .iter()
            .any(|lead| value.starts_with(lead))
        || (letters.len() < 15
            && letters
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        || lists::NO_SECRETS.contains(&letters)
}

/// Hides what is a token by its form.
fn by_form(line: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_=+%".contains(letter);
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(begin) = rest.find(is_part) {
        shown.push_str(&rest[..begin]);
        let end = rest[begin..]
            .find(|letter| !is_part(letter))
            .unwrap_or(rest.len() - begin);
        let word = &rest[begin..begin + end];
        let hidden = word_shown(word);
        rest = &rest[begin + end..];
        if hidden != word {
            rest = &rest[routing(rest)..];
        }
        shown.push_str(&hidden);
    }
    shown.push_str(rest);
    shown
}

/// The length of what a routable token goes on with: `.01.` and nine letters or digits.
fn routing(rest: &str) -> usize {
    const LENGTH: usize = 13;
    let is_letter = u8::is_ascii_alphanumeric;
    match rest.as_bytes().get(..LENGTH) {
        Some([b'.', one, two, b'.', check @ ..])
            if is_letter(one) && is_letter(two) && check.iter().all(is_letter) =>
        {
            LENGTH
        }
        Some(_) | None => 0,
    }
}

/// An encoded slash parts the names of a path like a plain one.
fn word_shown(word: &str) -> String {
    match word.find("%2F").or_else(|| word.find("%2f")) {
        Some(at) => {
            let (first, rest) = word.split_at(at);
            let (slash, rest) = rest.split_at(3);
            format!("{}{slash}{}", piece_shown(first), word_shown(rest))
        }
        None => piece_shown(word),
    }
}

fn piece_shown(word: &str) -> String {
    if !has_prefix(word) {
        return if is_random(word) { STARS } else { word }.to_owned();
    }
    let of_gitlab = PREFIXES
        .iter()
        .filter_map(|row| found_token(word, row.text));
    let of_others = FORGES
        .iter()
        .filter_map(|row| found_token(word, row.prefix));
    match of_gitlab.chain(of_others).min() {
        // What stands before the prefix may be another secret.
        Some(at) if is_random(&word[..at]) => STARS.to_owned(),
        Some(at) => format!("{}{STARS}", &word[..at]),
        None if is_random(word) => STARS.to_owned(),
        None => word.to_owned(),
    }
}

/// Where the secret part begins if a prefix of a token stands in a word.
fn found_token(word: &str, prefix: &str) -> Option<usize> {
    let at = word.find(prefix)?;
    let begins = at == 0
        || word
            .as_bytes()
            .get(at - 1)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric());
    let rest = word.len() - at - prefix.len();
    let least = if prefix.len() < 5 { 12 } else { 1 };
    (begins && rest >= least).then_some(at + prefix.len())
}

/// Says whether a word holds a run of mixed characters that nobody would write.
fn is_random(word: &str) -> bool {
    word.split('=').any(is_random_run)
}

fn is_random_run(core: &str) -> bool {
    if core.len() < RANDOM {
        return false;
    }
    let bytes = core.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b) && class(*a) > 0 && class(*b) > 0))
        .count();
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_letter = bytes.iter().any(u8::is_ascii_alphabetic);
    let capitals = bytes
        .iter()
        .filter(|byte| byte.is_ascii_uppercase())
        .count();
    let is_scattered = changes >= CHANGES && capitals > 0 && core.len() / (capitals + 1) < PIECE;
    (has_digit && has_letter && changes >= CHANGES) || (!has_digit && is_scattered)
}

const fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => 1,
        b'a'..=b'z' => 2,
        b'A'..=b'Z' => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    fn random(random: &mut fastrand::Rng, length: usize) -> String {
        (0..length).map(|_| random.alphanumeric()).collect()
    }

    /// Every place where people paste a secret.
    fn places(secret: &str) -> Vec<String> {
        vec![
            format!("curl --header \"PRIVATE-TOKEN: {secret}\" https://gitlab.com/api/v4/user"),
            format!("curl -H 'Authorization: Bearer {secret}' x"),
            format!("> job-token: {secret}"),
            format!("GET /api/v4/user?private_token={secret}&x=1"),
            format!(
                "fatal: Authentication failed for 'https://oauth2:{secret}@gitlab.com/a/b.git/'"
            ),
            format!("fatal: unable to access 'https://{secret}@gitlab.com/a/b.git/': x"),
            format!("{{\"token\":\"{secret}\",\"x\":1}}"),
            format!("{{\\\"private_token\\\": \\\"{secret}\\\"}}"),
            format!("\"private_token\"=>\"{secret}\""),
            format!("//gitlab.com/api/v4/packages/npm/:_authToken={secret}"),
            format!("TypeError: {secret} is not a legal HTTP header value"),
            format!(
                "Authorization: Basic {}",
                STANDARD.encode(format!("me:{secret}"))
            ),
            format!("password = {secret}"),
            format!("https://a://oauth2:{secret}@gitlab.com/a/b.git"),
            format!("{secret}=after"),
            format!("machine gitlab.com login oauth2 password {secret}"),
            format!("//h/:_password={}", STANDARD.encode(secret)),
            format!("_auth=\"{}\"", STANDARD.encode(format!("me:{secret}"))),
            format!(
                "{{\"auths\":{{\"h\":{{\"auth\":\"{}\"}}}}}}",
                STANDARD.encode(format!("me:{secret}"))
            ),
            format!(
                "index-url = https://__token__:{secret}@gitlab.com/api/v4/projects/1/packages/pypi/simple"
            ),
            format!("https://gitlab.com/x?next=1%26private_token%3D{secret}"),
            format!("GET /api/v4/jobs/1/artifacts?job_token={secret} 403"),
            format!("map[Private-Token:[{secret}]]"),
            format!("http.Header{{\"Private-Token\":[]string{{\"{secret}\"}}}}"),
            format!("{{\\\"access_token\\\":\\\"{secret}\\\"}}"),
            format!("docker login -u ann --password {secret} registry.gitlab.com"),
            format!("curl -u ann:{secret} https://gitlab.com/api/v4/user"),
            format!("curl -F token={secret} -F ref=main https://gitlab.com/x"),
            format!("<add key=\"ClearTextPassword\" value=\"{secret}\" />"),
            format!("+ export 'GL_TOKEN={secret}'"),
            format!("Cookie: _gitlab_session={secret}"),
            format!("the token is {secret}."),
            format!("`{secret}`"),
            format!("token: {}", STANDARD.encode(STANDARD.encode(secret))),
            format!("postgres://gitlab:{secret}@db:5432/x"),
        ]
    }

    #[test]
    fn the_automata_hold_every_name_and_every_prefix() {
        let names = NAMED.as_ref().unwrap();
        assert!(
            lists::SECRET_NAMES
                .iter()
                .all(|name| names.is_match(&name.to_uppercase()))
        );
        assert!(PREFIXES.iter().all(|row| has_prefix(row.text)));
        assert!(FORGES.iter().all(|row| has_prefix(row.prefix)));
        assert!(!has_prefix("a word of no interest"));
    }

    #[test]
    fn no_secret_gets_through_whatever_its_kind_and_place() {
        let mut rng = fastrand::Rng::with_seed(11);
        for _ in 0..40 {
            let mut secrets = vec![random(&mut rng, 20), random(&mut rng, 64)];
            for row in PREFIXES {
                secrets.push(format!("{}{}", row.text, random(&mut rng, 20)));
            }
            for row in FORGES {
                secrets.push(format!("{}{}", row.prefix, random(&mut rng, 40)));
            }
            let routing: String = random(&mut rng, 7).to_lowercase();
            secrets.push(format!(
                "{}{}.01.0a{routing}",
                "glpat-",
                random(&mut rng, 27)
            ));
            let part = |rng: &mut fastrand::Rng| URL_SAFE_NO_PAD.encode(random(rng, 30));
            secrets.push(format!(
                "eyJ{}.{}.{}",
                part(&mut rng),
                part(&mut rng),
                part(&mut rng)
            ));
            for secret in secrets {
                let tail = &secret[secret.len() - 12..];
                for line in places(&secret) {
                    let shown = redact(&line);
                    assert!(!shown.contains(tail), "{line}\n{shown}");
                }
            }
        }
    }

    #[test]
    fn no_notation_hides_a_secret_from_being_hidden() {
        let mut rng = fastrand::Rng::with_seed(12);
        for prefix in ["", "glpat-", "glsoat-"] {
            let secret = format!("{prefix}{}", random(&mut rng, 20));
            let by_number = |written: fn(u8) -> String| secret.bytes().map(written).collect();
            let parted = |by: &str| format!("{}{by}{}", &secret[..14], &secret[14..]);
            let texts: [String; 9] = [
                by_number(|byte| format!("\\u{byte:04x}")),
                by_number(|byte| format!("\\\\u{byte:04x}")),
                by_number(|byte| format!("%{byte:02X}")),
                by_number(|byte| format!("&#{byte};")),
                parted("\u{200b}"),
                parted("\u{ad}"),
                parted("\\u00ad"),
                parted("\\u001b[31m"),
                parted("\u{1b}[0;1m"),
            ];
            for text in texts {
                let shown = redact(&format!("{{\"message\":\"no {text} here\"}}"));
                let is_kept = format!("{{\"message\":\"no {prefix}**** here\"}}");
                assert_eq!(shown, is_kept, "{text}");
            }
        }
        let other = r#"{"message":"caf\u00e9 \u0022%2F%20100% &#39;&amp; \n"}"#;
        assert_eq!(redact(other), other);
    }

    #[test]
    fn a_name_that_is_glued_to_the_value_before_it_is_a_name() {
        let mut rng = fastrand::Rng::with_seed(5);
        let (one, two) = (random(&mut rng, 11), random(&mut rng, 11));
        for glue in ["\u{dc}", "x", "token:", "=token:token="] {
            let line = format!("PRIVATE-TOKEN: {one}{glue}PRIVATE-TOKEN: {two}{glue}token=");
            let shown = redact(&line);
            assert!(!shown.contains(&one) && !shown.contains(&two), "{shown}");
        }
    }

    #[test]
    fn a_name_behind_a_torn_address_is_a_name() {
        let secret = random(&mut fastrand::Rng::with_seed(6), 11);
        let shown = redact(&format!("https://gitlab:\0444PRIVATE-TOKEN: {secret} x"));
        assert_eq!(shown, "https://gitlab:****PRIVATE-TOKEN: **** x");
    }

    #[test]
    fn what_is_no_secret_stays_readable() {
        for line in [
            "fatal: Authentication failed for 'https://gitlab.com/group/master-theorem.git/'",
            "GET https://gitlab.com/api/v4/projects/group%2Fproject/merge_requests/113/merge: 401",
            "https://gitlab-ci-token:[MASKED]@gitlab.com/group/project.git",
            "curl --header \"JOB-TOKEN: $CI_JOB_TOKEN\" \"https://example.com/api/v4/job\"",
            "Token is expired. You can either do re-authorization or token refresh.",
            "{\"error\":\"invalid_token\",\"error_description\":\"Token was revoked.\"}",
            "gitlab.exceptions.GitlabAuthenticationError: 401: invalid_token",
            "org.gitlab4j.api.GitLabApiException: Too Many Requests.",
            "https://oauth2:@gitlab.com/a/b.git",
            "error: no token in bearer response:",
            "atlas-tdaq-p2-firmware/tdaq_shared_firmware/ipbus-firmware",
        ] {
            assert_eq!(redact(line), line);
        }
    }
}
