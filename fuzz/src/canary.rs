//! Made-up tokens that are planted in an input and searched for in what comes out.
//!
//! An input begins with two bytes of seed. In the rest, a placeholder such as `@PAT@` becomes a token
//! of that kind, made from the seed; so the fuzzer chooses place, kind, and value, and no file of the
//! corpus holds anything that looks like a token.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use fastrand::Rng;

/// So many characters of a secret in a row are a leak: a display shows no more than four.
const WINDOW: usize = 8;
/// More canaries than this in one input teach nothing new.
const MOST: usize = 16;
/// `@LONG@` becomes a word of about this length, just below what is read at a time.
const LONG: usize = 256 * 1024 - 40;

/// An input with its canaries.
#[derive(Debug)]
pub struct Planted {
    /// The seed.
    pub seed: u64,
    /// The input, with tokens in place of the placeholders.
    pub text: Vec<u8>,
    /// The parts of the tokens that nobody may see.
    secrets: Vec<Secret>,
}

/// The part of a token that nobody may see.
#[derive(Debug)]
struct Secret {
    text: String,
    told: Told,
}

/// What tells that it is a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// A prefix, or claims: it is a token wherever it stands.
    ByForm,
    /// Only where it stands, or that nobody would write such a word: a hash of a commit looks alike.
    ByPlace,
}

/// What a placeholder becomes: the text that is planted, and the part of it that is secret.
type Grow = fn(&mut Rng) -> (String, String);

/// Every placeholder.
pub const KINDS: &[(&str, Grow)] = &[
    ("@PAT@", |rng| behind("glpat-", friendly(rng, 20))),
    ("@JOB@", |rng| behind("glcbt-64_", friendly(rng, 20))),
    ("@DEPLOY@", |rng| behind("gldt-", friendly(rng, 20))),
    ("@RUNNER@", |rng| behind("glrt-", friendly(rng, 20))),
    ("@TRIGGER@", |rng| behind("glptt-", hexadecimal(rng, 40))),
    ("@FEED@", |rng| behind("glft-", friendly(rng, 20))),
    ("@FORGE@", |rng| behind("ghp_", alphanumeric(rng, 36))),
    ("@OAUTH@", |rng| behind("", hexadecimal(rng, 64))),
    ("@BARE@", |rng| behind("", alphanumeric(rng, 20))),
    ("@ROUTABLE@", routable),
    ("@JWT@", |rng| web_token("", rng)),
    ("@JOBJWT@", |rng| web_token("glcbt-", rng)),
    ("@BASIC@", |rng| {
        let pair = format!("oauth2:glpat-{}", friendly(rng, 20));
        let encoded = STANDARD.encode(pair);
        // The user name and the prefix are no secret, and fill the first 16 characters.
        let secret = encoded[20..].trim_end_matches('=').to_owned();
        (encoded, secret)
    }),
    ("@HEADER@", |rng| behind("PRIVATE-TOKEN: ", password(rng))),
    ("@PARAMETER@", |rng| behind("private_token=", password(rng))),
    ("@LOGIN@", |rng| {
        let secret = password(rng);
        (
            format!("https://oauth2:{secret}@gitlab.example.com"),
            secret,
        )
    }),
];

/// The placeholders of which only the place tells that they are secret.
const BY_PLACE: &[&str] = &[
    "@OAUTH@",
    "@BARE@",
    "@BASIC@",
    "@HEADER@",
    "@PARAMETER@",
    "@LOGIN@",
];

/// Takes the seed off an input and plants a token at every placeholder.
///
/// `None` for an input that teaches nothing: without a seed, with too many placeholders, or with a
/// part of its own secrets elsewhere.
#[must_use]
pub fn plant(input: &[u8]) -> Option<Planted> {
    let (head, body) = input.split_at_checked(2)?;
    let seed = head
        .iter()
        .fold(0, |seed, byte| seed << 8 | u64::from(*byte));
    let mut rng = Rng::with_seed(seed);
    let mut planted = Planted {
        seed,
        text: Vec::with_capacity(body.len()),
        secrets: Vec::new(),
    };
    let mut plain = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'@') {
        let (before, tail) = rest.split_at(at);
        planted.text.extend_from_slice(before);
        plain.extend_from_slice(before);
        let known = KINDS
            .iter()
            .find(|(name, _)| tail.starts_with(name.as_bytes()));
        rest = match known {
            Some((name, grow)) => {
                let (grown, text) = grow(&mut rng);
                planted.text.extend_from_slice(grown.as_bytes());
                let told = if BY_PLACE.contains(name) {
                    Told::ByPlace
                } else {
                    Told::ByForm
                };
                planted.secrets.push(Secret { text, told });
                &tail[name.len()..]
            }
            None if tail.starts_with(b"@LONG@") => {
                let length = LONG + rng.usize(..60);
                planted.text.extend(std::iter::repeat_n(b'x', length));
                &tail[b"@LONG@".len()..]
            }
            None => {
                planted.text.push(b'@');
                plain.push(b'@');
                &tail[1..]
            }
        };
    }
    planted.text.extend_from_slice(rest);
    plain.extend_from_slice(rest);
    let is_long = planted.text.len() > 3 * LONG;
    let is_told = planted.leak(&String::from_utf8_lossy(&plain)).is_some();
    (planted.secrets.len() <= MOST && !is_long && !is_told).then_some(planted)
}

impl Planted {
    /// The input as text; bytes that are none are replaced.
    #[must_use]
    pub fn lossy(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }

    /// The first piece of a secret that stands in a text.
    #[must_use]
    pub fn leak<'a>(&'a self, shown: &'a str) -> Option<&'a str> {
        self.leaks(shown).next().map(|(piece, _)| piece)
    }

    fn leaks<'a>(&'a self, shown: &'a str) -> impl Iterator<Item = (&'a str, Told)> {
        self.secrets
            .iter()
            .flat_map(|secret| {
                let text = secret.text.as_str();
                (0..=text.len() - WINDOW).map(|at| (&text[at..at + WINDOW], secret.told))
            })
            .filter(|(piece, _)| shown.contains(piece))
    }

    /// Panics where a secret is seen.
    pub fn assert_unseen(&self, place: &str, shown: &str) {
        let leak = self.leaks(shown).next();
        assert_eq!(leak, None, "{place}: {shown}\n{}", self.beginning());
    }

    /// Panics where a token is seen that is one by its form.
    pub fn assert_no_token(&self, place: &str, shown: &str) {
        let leak = self.leaks(shown).find(|(_, told)| *told == Told::ByForm);
        assert_eq!(leak, None, "{place}: {shown}\n{}", self.beginning());
    }

    fn beginning(&self) -> String {
        self.lossy().chars().take(2_000).collect()
    }
}

fn behind(prefix: &str, secret: String) -> (String, String) {
    (format!("{prefix}{secret}"), secret)
}

fn alphanumeric(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}

/// The characters of Devise's friendly tokens.
fn friendly(rng: &mut Rng, length: usize) -> String {
    let mut letters = alphanumeric(rng, length);
    if rng.bool() {
        let at = rng.usize(1..length - 1);
        letters.replace_range(at..=at, if rng.bool() { "_" } else { "-" });
    }
    letters
}

fn hexadecimal(rng: &mut Rng, length: usize) -> String {
    (0..length).map(|_| rng.digit(16)).collect()
}

/// What a person may have chosen: mixed, and shorter than any token.
fn password(rng: &mut Rng) -> String {
    format!("Q7{}w", alphanumeric(rng, 8))
}

fn routable(rng: &mut Rng) -> (String, String) {
    let mut bytes: Vec<u8> = (0..16).map(|_| rng.u8(..)).collect();
    bytes.extend_from_slice(b"o:1\nu:5\x07");
    let payload = URL_SAFE_NO_PAD.encode(bytes);
    // After the random bytes the payload is the same in every token.
    let secret = payload[..21].to_owned();
    (
        format!(
            "glpat-{payload}.01.0w{}",
            alphanumeric(rng, 7).to_lowercase()
        ),
        secret,
    )
}

fn web_token(prefix: &str, rng: &mut Rng) -> (String, String) {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"JWT"}"#);
    let claims =
        URL_SAFE_NO_PAD.encode(r#"{"iss":"gitlab.example.com","sub":"gid://gitlab/Ci::Build/42"}"#);
    let signature: Vec<u8> = (0..32).map(|_| rng.u8(..)).collect();
    let signature = URL_SAFE_NO_PAD.encode(signature);
    (format!("{prefix}{header}.{claims}.{signature}"), signature)
}
