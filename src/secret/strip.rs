//! Taking off what people leave around a token: quotes, headers, names, user names, addresses, encodings.
//!
//! Each round takes off one layer and names it as a defect, until a token or nothing more is left. The number of
//! rounds is bounded, and every layer leaves less than it found.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use url::Url;
use zeroize::Zeroizing;

use super::lists::{DOCUMENTS, SCHEMES, TOKEN_HEADERS, TOKEN_USERS};
use super::{Defect, claims, placeholder::placeholder};
use crate::catalogue::kinds::{self, Prefix, PrefixBody};

/// A value without what stood around it.
pub(super) struct Stripped {
    /// What is left; empty where there is no token in the value.
    pub(super) core: Zeroizing<String>,
    /// The layers, the outermost first.
    pub(super) defects: Vec<Defect>,
    /// The user name that stood beside the token, where it is one that GitLab prescribes.
    pub(super) user: Option<String>,
}

/// One layer: what it is, and what is inside.
struct Layer {
    defect: Defect,
    inside: Zeroizing<String>,
    user: Option<String>,
}

/// Layers that are taken off at most.
const ROUNDS: usize = 8;
/// Longest prefix that an instance may put before those of GitLab.
const INSTANCE_PREFIX: usize = 20;
/// Least number of characters after a prefix that make a token of it.
const LEAST_BODY: usize = 8;

/// Layers inside which there may be no token at all.
const NO_TOKEN: &[Defect] = &[Defect::Url, Defect::Document, Defect::WhiteSpaceInside];

/// The beginning of the user names that GitLab gives to deploy tokens.
const DEPLOY_USER: &str = "gitlab+deploy-token-";

/// Base64 in either alphabet, with or without padding.
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Takes off everything that stands around a token.
pub(super) fn strip(raw: &str) -> Stripped {
    let mut stripped = Stripped {
        core: Zeroizing::new(String::new()),
        defects: Vec::new(),
        user: None,
    };
    let mut core = clean(raw, &mut stripped.defects);
    for _ in 0..ROUNDS {
        // An address or a document without a token in it leaves nothing, and has said so.
        let says_none = |defect: &Defect| NO_TOKEN.contains(defect);
        if core.is_empty() && stripped.defects.iter().any(says_none) {
            return stripped;
        }
        if let Some(defect) = placeholder(&core) {
            note(&mut stripped.defects, defect);
            return stripped;
        }
        let Some(layer) = outer_layer(&core) else {
            break;
        };
        note(&mut stripped.defects, layer.defect);
        stripped.user = stripped.user.or(layer.user);
        core = Zeroizing::new(layer.inside.trim().to_owned());
    }
    stripped.core = core;
    stripped
}

/// Finds the prefix of GitLab with which a value begins, and the length of that of the instance before it.
pub(super) fn find_prefix(value: &str) -> Option<(usize, &'static Prefix)> {
    if let Some(prefix) = kinds::prefix_of(value).filter(|prefix| is_proof(prefix, value)) {
        return Some((0, prefix));
    }
    let is_instance_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    let room = value
        .bytes()
        .take(INSTANCE_PREFIX + 1)
        .take_while(|byte| is_instance_letter(*byte))
        .count();
    let dashes = value.match_indices('-').map(|(at, _)| at + 1);
    let mut ends = dashes.take_while(|at| *at <= room).filter(|at| *at >= 2);
    ends.find_map(|at| {
        let prefix = kinds::prefix_of(&value[at..])?;
        prefix.text.starts_with("gl").then_some((at, prefix))
    })
}

/// Three characters are no proof by themselves: old tokens are random and may begin with them.
fn is_proof(prefix: &Prefix, value: &str) -> bool {
    match prefix.body {
        PrefixBody::Characters(length) if prefix.text.len() < 5 => {
            value.len() == prefix.text.len() + length
        }
        PrefixBody::Characters(_)
        | PrefixBody::Hexadecimal(_)
        | PrefixBody::Job
        | PrefixBody::Jwt
        | PrefixBody::Open => true,
    }
}

/// Tells whether a value is recognised as a token by itself, with nothing around it.
pub(super) fn is_token(value: &str) -> bool {
    let is_body = |body: &str| {
        body.len() >= LEAST_BODY
            && body
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.=%".contains(&byte))
    };
    match find_prefix(value) {
        Some((at, prefix)) => is_body(&value[at + prefix.text.len()..]),
        None => claims::begins_like_one(value) && value.matches('.').count() == 2 && is_body(value),
    }
}

/// Takes off invisible characters and white space, and names what else no token has.
fn clean(raw: &str, defects: &mut Vec<Defect>) -> Zeroizing<String> {
    let mut core = Zeroizing::new(raw.to_owned());
    core.retain(|letter| !is_invisible(letter));
    if core.len() != raw.len() {
        defects.push(Defect::InvisibleCharacter);
    }
    let trimmed = core.trim_matches(|letter: char| letter.is_ascii_whitespace());
    if trimmed.len() != core.len() && !trimmed.is_empty() {
        defects.push(Defect::WhiteSpaceAround);
    }
    if !trimmed.is_ascii() && !is_stand_in(trimmed) {
        defects.push(Defect::NonAscii);
    }
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if trimmed.contains(is_control) {
        defects.push(Defect::ControlCharacter);
    }
    core.retain(|letter| !is_control(letter));
    // White space beyond ASCII was named above.
    Zeroizing::new(core.trim().to_owned())
}

/// Typographic stars, dots, and quotation marks have defects of their own.
fn is_stand_in(core: &str) -> bool {
    core.chars().all(|letter| {
        letter.is_ascii() || matches!(letter, '•' | '●' | '…' | '“' | '”' | '‘' | '’' | '«' | '»')
    })
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{00ad}' | '\u{202a}'..='\u{202e}')
}

fn note(defects: &mut Vec<Defect>, defect: Defect) {
    if !defects.contains(&defect) {
        defects.push(defect);
    }
}

/// Finds the outermost layer; the order puts the more telling form first.
fn outer_layer(core: &str) -> Option<Layer> {
    let layers = [
        quotes,
        punctuation,
        repeated,
        two_tokens,
        header,
        scheme,
        address,
        assignment,
        document,
        line_breaks,
        user_and_token,
        white_space,
        encoded,
    ];
    layers.iter().find_map(|layer| layer(core))
}

impl Layer {
    fn of(defect: Defect, inside: &str) -> Self {
        Self {
            defect,
            inside: Zeroizing::new(inside.to_owned()),
            user: None,
        }
    }
}

fn quotes(core: &str) -> Option<Layer> {
    const MARKS: &[char] = &['"', '\'', '`', '“', '”', '‘', '’', '«', '»'];
    let inside = core.trim_matches(MARKS);
    // A mark inside, too, means a line of a file, such as JSON.
    let is_around = inside.len() < core.len() && !inside.contains(MARKS);
    is_around.then(|| Layer::of(Defect::Quotes, inside))
}

/// What is copied with the end of a token: punctuation, a spelt-out line break, the mark that zsh puts for none.
fn punctuation(core: &str) -> Option<Layer> {
    const ENDS: &[char] = &[',', ';', ')', ']', '}', '>', '%', '\\', '!', '?'];
    let inside = core.trim_end_matches("\\n").trim_end_matches(ENDS);
    let is_whole = inside.len() < core.len() && is_token(inside.trim_matches(['"', '\'']));
    is_whole.then(|| Layer::of(Defect::ExtraCharacters, inside))
}

fn repeated(core: &str) -> Option<Layer> {
    let (one, two) = core.split_at_checked(core.len() / 2)?;
    let two = if one.len() == two.len() {
        two
    } else {
        two.trim_start()
    };
    let is_whole =
        is_token(two) || two.len() == 20 && !two.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_whole && one.trim_end() == two).then(|| Layer::of(Defect::Repeated, two))
}

fn two_tokens(core: &str) -> Option<Layer> {
    let mut tokens = core
        .split([' ', '\t', '\n', '\r', ',', ';', '|'])
        .filter(|piece| is_token(piece));
    if let (Some(one), Some(_)) = (tokens.next(), tokens.next()) {
        return Some(Layer::of(Defect::TwoTokens, one));
    }
    let (at, prefix) = find_prefix(core)?;
    let body = at + prefix.text.len();
    if claims::begins_like_one(&core[body..]) {
        return None;
    }
    let rest = core.get(body + LEAST_BODY..)?;
    let (second, _) = rest
        .match_indices("gl")
        .find(|(at, _)| kinds::prefix_of(&rest[*at..]).is_some())?;
    Some(Layer::of(
        Defect::TwoTokens,
        &core[..body + LEAST_BODY + second],
    ))
}

fn header(core: &str) -> Option<Layer> {
    if !core.contains(':') {
        return None;
    }
    let lower = core.to_ascii_lowercase();
    let after_name = |name: &&str| {
        let at = lower.find(&format!("{name}:"))?;
        let free =
            !lower[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '-');
        free.then_some(at + name.len() + 1)
    };
    let at = TOKEN_HEADERS.iter().find_map(after_name)?;
    let line = core[at..].lines().next().unwrap_or_default().trim();
    let value = line.split(['"', '\'']).next().unwrap_or_default();
    let inside = without_scheme(value).unwrap_or(value);
    Some(Layer::of(Defect::HeaderInFront, inside))
}

fn scheme(core: &str) -> Option<Layer> {
    Some(Layer::of(Defect::SchemeInFront, without_scheme(core)?))
}

fn without_scheme(core: &str) -> Option<&str> {
    let (word, rest) = core.split_once([' ', '\t'])?;
    let word = word.trim_end_matches(':').to_ascii_lowercase();
    SCHEMES.contains(&word.as_str()).then(|| rest.trim_start())
}

fn address(core: &str) -> Option<Layer> {
    let (scheme, _) = core.split_once("://")?;
    if !scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    {
        return None;
    }
    let Ok(url) = Url::parse(core) else {
        return Some(Layer::of(Defect::Url, ""));
    };
    let names = ["private_token", "access_token", "job_token", "token"];
    let mut pairs = url.query_pairs();
    let in_query = pairs.find(|(name, _)| names.contains(&name.as_ref()));
    let in_query = in_query.map(|(_, value)| value.into_owned());
    // The user alone may be the token, as in https://TOKEN@host.
    let in_front = url
        .password()
        .or_else(|| Some(url.username()).filter(|user| is_token(user)))
        .map(str::to_owned);
    let inside = Zeroizing::new(in_front.or(in_query).unwrap_or_default());
    Some(Layer {
        defect: Defect::Url,
        inside,
        user: prescribed(url.username()),
    })
}

fn assignment(core: &str) -> Option<Layer> {
    if core.starts_with(['{', '[', '"']) {
        return json(core);
    }
    if core.starts_with("_gitlab_session=") {
        return None;
    }
    let values = || core.lines().filter_map(assigned);
    // Of the lines of a whole file, the one with a token is meant.
    let value = values()
        .find(|value| is_token(value.trim_matches(['"', '\''])))
        .or_else(|| values().next())?;
    Some(Layer::of(Defect::Assignment, value))
}

/// Returns what a line of a file assigns to a name.
fn assigned(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line
        .strip_prefix("export ")
        .or_else(|| line.strip_prefix("set "))
        .unwrap_or(line);
    let (name, value) = line.split_once('=').or_else(|| line.split_once(": "))?;
    let value = value.trim();
    let is_named = is_name(name.trim()) && !is_token(name);
    // A sign of equality at the end of a value is the padding of Base64.
    (is_named && !value.is_empty() && !value.starts_with('=')).then_some(value)
}

fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|letter: char| {
            letter.is_ascii_alphabetic() || letter == '_' || letter == '$'
        })
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-$:".contains(&byte))
}

/// Finds a token among the texts of a piece of JSON, without reading it as JSON: it is often only a part of some.
fn json(core: &str) -> Option<Layer> {
    let texts = || core.split('"').skip(1).step_by(2);
    let token = texts().find(|text| is_token(text));
    let named = || {
        let mut pairs = texts().zip(texts().skip(1));
        let named = pairs.find(|(name, _)| name.to_ascii_lowercase().contains("token"));
        named.map(|(_, value)| value)
    };
    Some(Layer::of(Defect::Assignment, token.or_else(named)?))
}

fn line_breaks(core: &str) -> Option<Layer> {
    if !core.contains(['\n', '\r']) {
        return None;
    }
    let joined: String = core
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .concat()
        .replace('\r', "");
    Some(Layer::of(Defect::LineBreakInside, &joined))
}

/// What a command or a file holds instead of a token: a key, a page, an answer.
fn document(core: &str) -> Option<Layer> {
    let is_document = DOCUMENTS.iter().any(|begin| core.starts_with(begin));
    is_document.then(|| Layer::of(Defect::Document, ""))
}

fn white_space(core: &str) -> Option<Layer> {
    let joined: Zeroizing<String> = Zeroizing::new(core.split([' ', '\t']).collect());
    let mut pieces = core.split([' ', '\t']);
    let token = pieces.find(|piece| is_token(piece));
    let token = token.or_else(|| Some(joined.as_str()).filter(|whole| is_token(whole)));
    let is_broken = joined.len() < core.len();
    is_broken.then(|| Layer::of(Defect::WhiteSpaceInside, token.unwrap_or_default()))
}

fn user_and_token(core: &str) -> Option<Layer> {
    let (user, token) = core.split_once(':')?;
    let is_user = is_name(user) || user.starts_with(DEPLOY_USER) || user.contains('@');
    let known = prescribed(user);
    if is_token(token) && is_user || known.is_some() && token.len() >= LEAST_BODY {
        return Some(Layer {
            defect: Defect::UserAndToken,
            inside: Zeroizing::new(token.to_owned()),
            user: known,
        });
    }
    None
}

fn prescribed(user: &str) -> Option<String> {
    let user = user.replace("%2B", "+");
    let is_deploy = user.strip_prefix(DEPLOY_USER).is_some_and(|id| {
        !id.is_empty() && id.len() < 20 && id.bytes().all(|byte| byte.is_ascii_digit())
    });
    (is_deploy || TOKEN_USERS.contains(&user.as_str())).then_some(user)
}

fn encoded(core: &str) -> Option<Layer> {
    if core.len() < 16 || find_prefix(core).is_some() || claims::begins_like_one(core) {
        return None;
    }
    let bytes = STANDARD
        .decode(core)
        .or_else(|_| URL_SAFE.decode(core))
        .ok()?;
    let text = Zeroizing::new(String::from_utf8(bytes).ok()?);
    let inside = text.trim();
    let is_pair = inside.split_once(':').is_some_and(|(user, token)| {
        is_token(token)
            || prescribed(user).is_some() && token.len() >= LEAST_BODY && token.is_ascii()
    });
    (is_token(inside) || is_pair).then(|| Layer::of(Defect::Base64, inside))
}
