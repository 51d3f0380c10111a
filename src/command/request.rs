//! A REQUEST as people paste it: a method and a path, an address, or a command line of curl.
//!
//! It is reduced to a method and a place, and to the way in which its token was sent. Credentials in
//! it are taken out: they are neither used nor shown. Nothing is ever executed. What else people type is
//! read by [`super::asked`].

use super::lists::SECRET_PARAMETERS;
use super::operation::{self, Typed};
use crate::catalogue::forge::forge_of;
use crate::catalogue::instance::{InstanceUrl, PlainHttp};
use crate::catalogue::programs::Program;
use crate::observation::Scheme;
use crate::secret;

/// A REQUEST without what must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// A method, a blank, and a path or address; or a path or address alone.
    pub request: String,
    /// How the pasted command sends its token.
    pub scheme: Option<Scheme>,
    /// What was taken out, in words.
    pub dropped: Vec<String>,
    /// Whether it is a command that sends no token at all.
    pub sends_no_token: bool,
    /// Whether fields go with it, of which nothing is kept.
    pub has_body: bool,
}

/// Why a REQUEST cannot be taken as it was pasted. No variant repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PastedError {
    /// There is no address in the command.
    #[error("the command names no address")]
    NoAddress,
    /// What is sent to GraphQL is none.
    #[error("the operation is no GraphQL")]
    NoGraphQl,
    /// A quote is not closed.
    #[error("the command has a quote that is not closed")]
    OpenQuote,
    /// What looks like a token stands in the path.
    #[error("the request holds what looks like a token")]
    HoldsToken,
}

impl PastedError {
    /// Returns what the user can do about it.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::NoGraphQl => "Check the operation: its quotes and braces are the usual fault",
            Self::NoAddress => "Paste the whole command, in quotes",
            Self::OpenQuote => "Put the whole command in quotes of the other sort than those in it",
            Self::HoldsToken => {
                "Leave the token out, and name its source with --token-env or --token-file; revoke it if others can see it"
            }
        }
    }
}

/// The fewest characters of a word that is taken for a token.
const SHORTEST_TOKEN: usize = 20;

/// Reads a request that is no command line.
///
/// # Errors
/// When a token is part of the path.
pub(crate) fn read(text: &str) -> Result<Pasted, PastedError> {
    without_credentials(Pasted {
        request: text.trim().to_owned(),
        scheme: None,
        dropped: Vec::new(),
        sends_no_token: false,
        has_body: false,
    })
}

/// Reads the arguments of a client of HTTP, as a shell has split them.
///
/// # Errors
/// When they name no address, or a token is part of the path.
pub(super) fn of_command(client: &Program, arguments: &[String]) -> Result<Pasted, PastedError> {
    let mut pasted = without_credentials(of_client(client, arguments)?)?;
    pasted.sends_no_token = pasted.dropped.is_empty();
    Ok(pasted)
}

fn without_credentials(mut pasted: Pasted) -> Result<Pasted, PastedError> {
    pasted.request = without_login(&pasted.request, &mut pasted.dropped);
    pasted.request = without_secrets(&pasted.request, &mut pasted.dropped);
    if holds_token(&pasted.request) {
        return Err(PastedError::HoldsToken);
    }
    Ok(pasted)
}

/// Returns the base address of the instance that an address is on; `None` for a path.
pub(crate) fn instance_of(request: &str) -> Option<String> {
    let address = request.split_whitespace().last()?;
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    let root = url
        .path()
        .find("/api/v")
        .map_or("", |end| &url.path()[..end]);
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    matches!(url.scheme(), "http" | "https")
        .then(|| format!("{}://{host}{port}{root}", url.scheme()))
}

/// The same, where it can be asked.
pub(crate) fn instance_url_of(request: &str) -> Option<InstanceUrl> {
    let read = InstanceUrl::parse(&instance_of(request)?, PlainHttp::Everywhere);
    read.ok().map(|read| read.url)
}

/// Takes a user name and password out of an address.
pub(super) fn without_login(request: &str, dropped: &mut Vec<String>) -> String {
    let Some((before, rest)) = request.split_once("://") else {
        return request.to_owned();
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let Some((_, host)) = authority.rsplit_once('@') else {
        return request.to_owned();
    };
    dropped.push("the login in the address".to_owned());
    format!("{before}://{host}{}", &rest[authority.len()..])
}

/// Takes the parameters that carry tokens out of the query.
fn without_secrets(request: &str, dropped: &mut Vec<String>) -> String {
    let Some((path, query)) = request.split_once('?') else {
        return request.to_owned();
    };
    let (query, rest) = query.split_at(query.find([' ', '#']).unwrap_or(query.len()));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let secret = url::form_urlencoded::parse(pair.as_bytes())
                .next()
                .and_then(|(key, _)| secret_parameter(&key));
            dropped.extend(secret.map(|name| format!("the parameter {name}")));
            secret.is_none()
        })
        .collect();
    let separator = if kept.is_empty() { "" } else { "?" };
    format!("{path}{separator}{}{rest}", kept.join("&"))
}

fn secret_parameter(key: &str) -> Option<&'static str> {
    let mut names = SECRET_PARAMETERS.iter().copied();
    names.find(|name| name.eq_ignore_ascii_case(key))
}

/// Whether a word of the request is a token by its prefix or its claims, or ends in one: the sign of
/// equality between a parameter and its token is easily lost.
#[must_use]
pub(crate) fn holds_token(request: &str) -> bool {
    request
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter)))
        .filter(|word| word.len() >= SHORTEST_TOKEN)
        .any(|word| is_token(word) || ends_in_token(word))
}

/// Whether a token of GitLab, a signed one, or one of another forge begins somewhere in a word.
fn ends_in_token(word: &str) -> bool {
    word.char_indices().map(|(at, _)| &word[at..]).any(|rest| {
        (rest.starts_with("gl") && is_token(rest))
            || (rest.starts_with("eyJ") && is_token(signed(rest)))
            || forge_of(rest).is_some()
    })
}

/// The three parts of which a signed token is made, without what is glued to its end.
fn signed(text: &str) -> &str {
    let end = text.match_indices('.').nth(2);
    end.map_or(text, |(end, _)| &text[..end])
}

fn is_token(word: &str) -> bool {
    word.len() >= SHORTEST_TOKEN && secret::examine(word).is_known_for_sure()
}

/// Reads a command line: its address, its method, and how it sends a token.
fn of_client(client: &Program, arguments: &[String]) -> Result<Pasted, PastedError> {
    let mut command = HttpCommand::default();
    let mut words = arguments.iter().cloned();
    while let Some(word) = words.next().filter(|word| word != ">") {
        command.take(client, &word, &mut words);
    }
    let address = command.address.clone().ok_or(PastedError::NoAddress)?;
    if let Some(operation) = command.operation.take().filter(|_| asks_graphql(&address)) {
        return command.asking(&operation, &address);
    }
    let has_scheme = address.contains("://") || address.starts_with('/');
    let scheme = client
        .scheme
        .filter(|scheme| *scheme != "api" && !has_scheme);
    let scheme = scheme.map_or_else(String::new, |scheme| format!("{scheme}://"));
    Ok(Pasted {
        request: format!("{} {scheme}{address}", command.method()),
        has_body: command.sends_data && !command.data_goes_into_query,
        scheme: command.scheme,
        dropped: command.dropped,
        sends_no_token: false,
    })
}

/// What matters of a command line.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are switches that do not depend on each other"
)]
#[derive(Debug, Default)]
struct HttpCommand {
    address: Option<String>,
    method: Option<String>,
    sends_data: bool,
    uploads: bool,
    asks_for_head: bool,
    data_goes_into_query: bool,
    scheme: Option<Scheme>,
    dropped: Vec<String>,
    /// What is sent, where it is GraphQL.
    operation: Option<Typed>,
}

/// Whether an address is that of GraphQL.
fn asks_graphql(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    path.trim_end_matches('/').ends_with("graphql")
}

impl HttpCommand {
    /// The request of an operation. Nothing else of what is sent is kept.
    fn asking(self, operation: &Typed, address: &str) -> Result<Pasted, PastedError> {
        let address = if address.contains("://") {
            address.trim_end_matches('/')
        } else {
            operation::PATH
        };
        Ok(Pasted {
            request: operation
                .request(address)
                .map_err(|_| PastedError::NoGraphQl)?,
            has_body: false,
            scheme: self.scheme,
            dropped: self.dropped,
            sends_no_token: false,
        })
    }

    fn take(&mut self, client: &Program, word: &str, rest: &mut impl Iterator<Item = String>) {
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let value = value.or_else(|| client.takes_value(name).then(|| rest.next()).flatten());
            self.option(name, value.unwrap_or_default());
        } else if let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty()) {
            self.take_short(client, short, rest);
        } else if client.has_items && self.address.is_none() && is_method(word) {
            self.method = Some(word.to_owned());
        } else if self.address.is_none() {
            self.address = Some(word.to_owned());
        } else if client.has_items {
            self.item(word);
        }
    }

    /// Short options may stand together, and a value may follow its option without a blank.
    fn take_short(
        &mut self,
        client: &Program,
        letters: &str,
        rest: &mut impl Iterator<Item = String>,
    ) {
        for (place, letter) in letters.char_indices() {
            let after = &letters[place + letter.len_utf8()..];
            if client.takes_value_of(letter) {
                let value = if after.is_empty() {
                    rest.next().unwrap_or_default()
                } else {
                    after.to_owned()
                };
                self.option(client.long_name(letter), value);
                return;
            }
            self.option(client.long_name(letter), String::new());
        }
    }

    /// A word beside the address: `name==value` belongs to the query, `name=value` and `name:=value` to the body, and
    /// `Name:Value` is a header.
    fn item(&mut self, word: &str) {
        let end = word.find(['=', ':', '@']).unwrap_or(word.len());
        let sign = &word[end..];
        if sign.starts_with(':') && !sign.starts_with(":=") {
            self.header(word);
        } else if !sign.starts_with("==") {
            self.sends_data = true;
        }
    }

    fn option(&mut self, name: &str, value: String) {
        match name {
            "request" | "method" => self.method = Some(value),
            "url" => self.address = Some(value),
            "head" | "spider" => self.asks_for_head = true,
            "get" => self.data_goes_into_query = true,
            "upload-file" => self.uploads = true,
            "header" => self.header(&value),
            "user" | "http-user" | "auth" => self.login(&value),
            "oauth2-bearer" => {
                self.scheme = Some(Scheme::Bearer);
                self.dropped.push("the token of --oauth2-bearer".to_owned());
            }
            "auth-type" if value == "bearer" => self.scheme = Some(Scheme::Bearer),
            "form" | "form-string" | "json" | "field" | "raw-field" => self.data(&value),
            data if ["data", "post-", "body-"]
                .iter()
                .any(|begin| data.starts_with(begin)) =>
            {
                self.data(&value);
            }
            _ => {}
        }
    }

    fn data(&mut self, value: &str) {
        self.sends_data = true;
        self.operation = self.operation.take().or_else(|| Typed::read(value));
    }

    fn header(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let scheme = scheme_of_header(name.trim(), value.trim());
        if scheme.is_some() {
            self.dropped.push(format!("the header {}", name.trim()));
            self.scheme = scheme;
        }
    }

    fn login(&mut self, pair: &str) {
        let (user, _) = pair.split_once(':').unwrap_or((pair, ""));
        // Some send the token as the name, with an empty password.
        let user = if holds_token(user) { "" } else { user };
        self.dropped.push("the login of --user".to_owned());
        // HTTPie names the way before or behind the token.
        if self.scheme == Some(Scheme::Bearer) {
            return;
        }
        self.scheme = Some(Scheme::Basic {
            user: user.to_owned(),
        });
    }

    fn method(&self) -> String {
        if let Some(method) = &self.method {
            return method.to_uppercase();
        }
        let method = if self.asks_for_head {
            "HEAD"
        } else if self.uploads {
            "PUT"
        } else if self.sends_data && !self.data_goes_into_query {
            "POST"
        } else {
            "GET"
        };
        method.to_owned()
    }
}

/// Tells how a header carries a token; `None` for headers that carry none.
pub(crate) fn scheme_of_header(name: &str, value: &str) -> Option<Scheme> {
    let bearer = || {
        let word = value.split_whitespace().next().unwrap_or_default();
        if word.eq_ignore_ascii_case("basic") {
            Scheme::Basic {
                user: String::new(),
            }
        } else {
            Scheme::Bearer
        }
    };
    match name.to_ascii_lowercase().as_str() {
        "private-token" => Some(Scheme::PrivateToken),
        "job-token" => Some(Scheme::JobToken),
        "deploy-token" => Some(Scheme::DeployToken),
        "authorization" => Some(bearer()),
        _ => None,
    }
}

/// Whether a word is a method of HTTP, also one that GitLab's routes do not use.
pub(super) fn is_method(word: &str) -> bool {
    crate::catalogue::Method::parse(word).is_some() || matches!(word, "OPTIONS" | "TRACE")
}

/// Splits a command line into words as a shell does, without expanding anything.
pub(super) fn words(text: &str) -> Result<Vec<String>, PastedError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' | '"' => {
                let inner = quoted(letter, &mut letters)?;
                word.get_or_insert_default().push_str(&inner);
            }
            '\\' => match letters.next() {
                Some('\n') | None => {}
                Some('\r') => drop(letters.next()),
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            blank if blank.is_whitespace() => words.extend(word.take()),
            plain => word.get_or_insert_default().push(plain),
        }
    }
    words.extend(word);
    Ok(words)
}

fn quoted(quote: char, letters: &mut std::str::Chars<'_>) -> Result<String, PastedError> {
    let mut inner = String::new();
    loop {
        match letters.next().ok_or(PastedError::OpenQuote)? {
            end if end == quote => return Ok(inner),
            '\\' if quote == '"' => inner.extend(letters.next()),
            letter => inner.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::programs::find_program;

    /// A request, or a command line.
    fn read(text: &str) -> Result<Pasted, PastedError> {
        let words = words(text)?;
        let begin = words.iter().position(|word| word.ends_with("curl"));
        match begin.and_then(|begin| find_program(&words[begin..])) {
            Some((client, arguments)) => of_command(client, arguments),
            None => super::read(text),
        }
    }

    fn token() -> String {
        format!("{}{}", "glpat-", "Zq".repeat(10))
    }

    #[test]
    fn a_plain_request_is_taken_as_it_stands() {
        let pasted = read("GET /projects/a%2Fb/issues?state=opened").unwrap();
        assert_eq!(pasted.request, "GET /projects/a%2Fb/issues?state=opened");
        assert_eq!((pasted.scheme, pasted.dropped.len()), (None, 0));
    }

    #[test]
    fn tokens_in_the_address_are_dropped_and_named() {
        for name in SECRET_PARAMETERS {
            let pasted = read(&format!("/user?a=1&{name}={}&b=2", token())).unwrap();
            assert_eq!(pasted.request, "/user?a=1&b=2");
            assert_eq!(pasted.dropped, [format!("the parameter {name}")]);
        }
        let pasted = read(&format!("/user?PRIVATE%5Ftoken={}", token())).unwrap();
        assert_eq!(pasted.request, "/user");
        let login = format!("https://me:{}@gitlab.example.com/api/v4/user", token());
        let pasted = read(&login).unwrap();
        assert_eq!(pasted.request, "https://gitlab.example.com/api/v4/user");
        let foreign = format!("{}{}", "ghp_", "Zq3x".repeat(9));
        for lost in ["/x/", "/user?private_token", "/projects/a%2Fb"] {
            for token in [token(), foreign.clone()] {
                let read = read(&format!("{lost}{token}"));
                assert_eq!(read, Err(PastedError::HoldsToken), "{lost}");
            }
        }
    }

    #[test]
    fn a_curl_command_is_reduced_to_method_place_and_way_of_sending() {
        for (text, request, scheme) in [
            (
                format!("curl --header 'PRIVATE-TOKEN: {}' \"https://gitlab.example.com/api/v4/user\"", token()),
                "GET https://gitlab.example.com/api/v4/user",
                Some(Scheme::PrivateToken),
            ),
            (
                "$ curl -sS -X post -H \"JOB-TOKEN: $CI_JOB_TOKEN\" \\\n  https://h/api/v4/x | jq .".to_owned(),
                "POST https://h/api/v4/x",
                Some(Scheme::JobToken),
            ),
            (
                "curl -XDELETE -HAuthorization:\\ Bearer\\ x h/api/v4/x".to_owned(),
                "DELETE https://h/api/v4/x",
                Some(Scheme::Bearer),
            ),
            (
                "curl --data name=x --url https://h/api/v4/x -o out".to_owned(),
                "POST https://h/api/v4/x",
                None,
            ),
            (
                "curl -u me:pw -I https://h/a/b.git/info/refs".to_owned(),
                "HEAD https://h/a/b.git/info/refs",
                Some(Scheme::Basic { user: "me".to_owned() }),
            ),
            ("curl -G -d a=1 https://h/x".to_owned(), "GET https://h/x", None),
            ("curl -T file https://h/x".to_owned(), "PUT https://h/x", None),
        ] {
            let pasted = read(&text).unwrap();
            assert_eq!((pasted.request.as_str(), &pasted.scheme), (request, &scheme));
            assert!(!format!("{pasted:?}").contains(&token()));
        }
    }

    #[test]
    fn a_command_that_sends_no_token_is_known() {
        for (text, sends_none) in [
            ("curl https://h/api/v4/user", true),
            ("curl -H 'PRIVATE_TOKEN: x' https://h/api/v4/user", true),
            ("curl -H 'Private-Token: x' https://h/api/v4/user", false),
            ("curl https://h/api/v4/user?private_token=x", false),
            ("/user", false),
        ] {
            assert_eq!(read(text).unwrap().sends_no_token, sends_none, "{text}");
        }
    }

    #[test]
    fn a_broken_curl_command_is_refused() {
        assert_eq!(read("curl -s"), Err(PastedError::NoAddress));
        assert_eq!(read("curl 'https://h"), Err(PastedError::OpenQuote));
    }

    #[test]
    fn the_instance_of_an_address_keeps_its_relative_root() {
        let of = |text: &str| instance_of(text).unwrap_or_default();
        assert_eq!(of("GET https://h/gitlab/api/v4/user"), "https://h/gitlab");
        assert_eq!(of("https://h:8443/a/b.git/info/refs"), "https://h:8443");
        assert_eq!(of("/user"), "");
    }

    #[test]
    fn no_text_makes_it_panic() {
        let mut random = fastrand::Rng::with_seed(5);
        let pieces = [
            "curl",
            " ",
            "-",
            "--",
            "X",
            "'",
            "\"",
            "\\",
            "?",
            "&",
            "é",
            "@",
            "://",
            "private_token=",
            "\n",
        ];
        for _ in 0..5_000 {
            let text: String = (0..random.usize(..14))
                .map(|_| pieces[random.usize(..pieces.len())])
                .collect();
            let _ = read(&text).map(|pasted| instance_of(&pasted.request));
            let _ = read(&format!("curl {text}"));
        }
    }
}
