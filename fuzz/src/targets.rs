//! The targets: each takes the bytes of one input through one door of the program.

use std::collections::HashSet;
use std::io::{BufReader, Read};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use glwhy::unstable::catalogue::{self, InstanceUrl, PlainHttp};
use glwhy::unstable::command::{
    CheckedConnection, ExplainInput, Facts, explain, explain_text, not_asked, parse_subject,
    put_together, read_asked,
};
use glwhy::unstable::observation::{Body, BodyShape};
use glwhy::unstable::reading;
use glwhy::unstable::report::{Advice, Severity};
use glwhy::unstable::secret::{self, Checksum, Token, TokenShape};
use glwhy::unstable::source::{
    Declared, Fault, FileError, FixedEnvironment, Position, read_connections,
};

use super::canary::{Planted, plant};
use super::formats;

/// Takes an input through a target.
pub type Target = fn(&[u8]);

/// Every target with its name, which is that of its corpus as well.
pub const ALL: &[(&str, Target)] = &[
    ("reading", reading),
    ("redaction", redaction),
    ("examine", examine),
    ("decoding", decoding),
    ("body", body),
    ("request", request),
    ("address", address),
    ("connections", connections),
];

/// Reads a text as `explain` does, and draws what it means in every format.
pub fn reading(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let text = planted.text.as_slice();
    let Ok(whole) = reading::read(&mut &*text) else {
        return assert!(text.is_empty(), "bytes at hand cannot be read");
    };
    let lines = text.split_inclusive(|byte| *byte == b'\n').count();
    assert_eq!(whole.lines, lines as u64, "lines");
    assert_eq!(whole.bytes, text.len() as u64, "bytes");
    for found in &whole.found {
        assert!(
            (1..=whole.lines).contains(&found.line),
            "line {}",
            found.line
        );
        assert!(found.count > 0);
        planted.assert_unseen("a reading", &format!("{found:?}"));
    }
    let mut pieces = BufReader::new(Pieces::of(&planted));
    let again = reading::read(&mut pieces);
    assert!(
        again.is_ok_and(|again| again == whole),
        "the size of the pieces that are read changes the result"
    );
    let report = explain_text(&mut &*text, &ExplainInput::default());
    assert!(report.is_ok());
    if let Ok(report) = report {
        formats::check(&report, &|place, shown| planted.assert_unseen(place, shown));
    }
}

/// An input that comes in pieces of all sizes.
struct Pieces<'a> {
    rest: &'a [u8],
    sizes: fastrand::Rng,
}

impl<'a> Pieces<'a> {
    fn of(planted: &'a Planted) -> Self {
        Self {
            rest: &planted.text,
            sizes: fastrand::Rng::with_seed(planted.seed),
        }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let most = if self.rest.len() > 100_000 {
            70_000
        } else {
            90
        };
        let size = self
            .sizes
            .usize(1..most)
            .min(room.len())
            .min(self.rest.len());
        let (piece, rest) = self.rest.split_at(size);
        room[..size].copy_from_slice(piece);
        self.rest = rest;
        Ok(size)
    }
}

/// Takes secrets out of a line, by form and by value.
pub fn redaction(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let text = planted.lossy();
    for line in text.lines() {
        let shown = reading::redact(line);
        planted.assert_unseen("a line", &shown);
        // By place, a second look may hide more of what stood beside a secret, and shows nothing again.
        let again = reading::redact(&shown);
        planted.assert_unseen("a line hidden twice", &again);
    }
    let shown = secret::hide_tokens(&text);
    assert_eq!(secret::hide_tokens(&shown), shown, "hidden twice: {text:?}");
    by_value(&text);
}

/// The first word is the value; nothing of it may be left in the text.
fn by_value(text: &str) {
    let Some(value) = text.split_whitespace().next() else {
        return;
    };
    let token = Token::new(value.to_owned());
    let shown = token.redact(text);
    let rest = shown.replace("****", "\n");
    assert!(
        value.len() < 8 || !rest.contains(value),
        "{value:?} in {shown:?}"
    );
}

/// Says what a value is, and shows none of it.
pub fn examine(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let text = planted.lossy();
    shape(&planted, &secret::examine(&text));
    let token = Token::from_bytes(planted.text.clone());
    shape(&planted, &token.examine());
    assert!(!token.fits_header() || text.trim().is_ascii());
}

fn shape(planted: &Planted, shape: &TokenShape) {
    planted.assert_unseen("a shape", &format!("{shape:?}"));
    let shown = &shape.display;
    let end = shown.split_once("****").map(|(_, end)| end);
    assert!(end.is_some_and(|end| end.chars().count() <= 4), "{shown:?}");
    assert!(
        shown.chars().all(|letter| !letter.is_control()),
        "{shown:?}"
    );
    assert!(shape.payload.is_none() || shape.checksum == Checksum::Valid);
    let json = serde_json::to_string(shape);
    assert!(json.is_ok_and(|json| planted.leak(&json).is_none()));
}

/// Decodes what is inside of a token that is well made around any bytes: a JSON Web Token, or a
/// routable token with its checksum.
pub fn decoding(input: &[u8]) {
    let Some((way, inside)) = input.split_first() else {
        return;
    };
    let encoded = URL_SAFE_NO_PAD.encode(inside);
    let value = match way % 4 {
        0 => format!("eyJhbGciOiJIUzI1NiJ9.{encoded}.c2ln"),
        1 => format!("glcbt-eyJhbGciOiJIUzI1NiJ9.{encoded}.c2ln"),
        2 => checked(&format!("glpat-{encoded}.01.")),
        _ => checked(&format!("glrt-{encoded}.")),
    };
    let shape = secret::examine(&value);
    assert!(!format!("{:?} {:?}", shape.claims, shape.display).contains('\u{1b}'));
    if way % 4 >= 2 && shape.checksum == Checksum::Valid {
        let (front, last) = value.split_at(value.len() - 1);
        let other = if last == "0" { "1" } else { "0" };
        let changed = secret::examine(&format!("{front}{other}"));
        assert!(
            changed.checksum != Checksum::Valid,
            "a changed checksum passes"
        );
    }
}

/// Ends a routable token: the length of its payload, and its checksum.
fn checked(front: &str) -> String {
    let payload = front.split(['-', '.']).nth(1).map_or(0, str::len);
    let front = format!("{front}{}", base_36(payload as u64, 2));
    let checksum = crc32(front.as_bytes());
    format!("{front}{}", base_36(u64::from(checksum), 7))
}

fn base_36(number: u64, digits: u32) -> String {
    (0..digits)
        .rev()
        .map(|place| {
            char::from(
                b"0123456789abcdefghijklmnopqrstuvwxyz"[(number / 36_u64.pow(place) % 36) as usize],
            )
        })
        .collect()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

/// Finds the shape of a body, and explains it under a status.
pub fn body(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let types = [
        None,
        Some("application/json"),
        Some("text/html; charset=utf-8"),
        Some("text/plain"),
    ];
    let content_type = types[(planted.seed % 4) as usize];
    let read = Body::read(&planted.text, content_type, false);
    assert_eq!(read.bytes, planted.text.len() as u64);
    let excerpt = read.shape.excerpt();
    assert!(excerpt.chars().count() <= 201, "{excerpt:?}");
    assert!(!excerpt.chars().any(char::is_control), "{excerpt:?}");
    assert!(
        read.shape != BodyShape::Unseen,
        "a body that is there was seen"
    );
    let statuses = [
        None,
        Some(200),
        Some(301),
        Some(400),
        Some(401),
        Some(403),
        Some(404),
        Some(429),
        Some(500),
    ];
    let told = ExplainInput {
        status: statuses[(planted.seed / 4 % 9) as usize],
        body: Some(planted.lossy()),
        headers: content_type
            .map(|kind| ("content-type".to_owned(), kind.to_owned()))
            .into_iter()
            .collect(),
        ..ExplainInput::default()
    };
    formats::check(&explain(&told), &|place, shown| {
        planted.assert_unseen(place, shown);
    });
}

/// Takes a request as people paste it, and explains a refusal of it.
pub fn request(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let text = planted.lossy();
    let environment = FixedEnvironment::new();
    let facts = Facts {
        instance: None,
        project: None,
        group: None,
        environment: &environment,
    };
    let asked = match read_asked(&[text], &facts) {
        Ok(asked) => asked,
        Err(error) => return planted.assert_unseen("an error", &format!("{error} {error:?}")),
    };
    // A path may hold what looks random; a token by its form is refused there.
    planted.assert_no_token("what is asked", &format!("{asked:?}"));
    let Some(pasted) = asked.requests.into_iter().next() else {
        return;
    };
    let mut told = ExplainInput {
        status: Some(404),
        ..ExplainInput::default()
    };
    if told.take_request(&pasted.request).is_ok() {
        told.take_scheme(pasted.scheme);
        formats::check(&explain(&told), &|place, shown| {
            planted.assert_no_token(place, shown);
        });
    }
}

/// Looks up paths and addresses that anybody may have written.
pub fn address(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for text in text.lines() {
        for method in [catalogue::Method::Get, catalogue::Method::Delete] {
            let _ = catalogue::find_url_path(method, text);
            let found = catalogue::find(method, text);
            let known = catalogue::methods_at(text);
            assert!(found.is_none() || !known.is_empty(), "{text:?}");
        }
        let _ = catalogue::path_fault(text);
        let _ = catalogue::nearest(text, 3);
        if let Ok(read) = InstanceUrl::parse(text, PlainHttp::Everywhere) {
            base(text, &read.url);
        }
    }
}

/// A base address can be read again and stays the same; a request below it is below it.
fn base(text: &str, url: &InstanceUrl) {
    let again = InstanceUrl::parse(&url.to_string(), PlainHttp::Everywhere);
    assert!(
        again.is_ok_and(|again| again.url == *url),
        "{text:?} becomes {url}"
    );
    assert!(!url.to_string().contains('@'), "{text:?} becomes {url}");
    let user = format!("{url}/api/v4/user");
    let path = parse_subject(&user, url).map(|subject| subject.path);
    assert_eq!(
        path,
        Ok("/api/v4/user".to_owned()),
        "{text:?} becomes {url}"
    );
}

/// Reads a connections file, and reports what is wrong with its tables.
pub fn connections(input: &[u8]) {
    let Some(planted) = plant(input) else { return };
    let declared = match read_connections(&planted.text) {
        Ok(declared) => declared,
        Err(error) => return no_connections(&planted, &error),
    };
    let mut names = HashSet::new();
    for pair in declared.windows(2) {
        assert!(pair[0].place <= pair[1].place, "out of order: {pair:?}");
    }
    for connection in &declared {
        stands_in(&planted.text, connection.place);
        assert!(!connection.name.trim().is_empty());
        assert!(names.insert(&connection.name), "{:?}", connection.name);
        let faults = connection.wanted.as_ref().err();
        assert!(faults.is_none_or(|faults| !faults.is_empty()));
        for fault in faults.into_iter().flatten().chain(&connection.ignored) {
            stands_in(&planted.text, fault.place);
            assert!(!fault.text.is_empty() && !fault.fix.is_empty());
        }
    }
    for Declared {
        name,
        wanted,
        ignored,
        ..
    } in &declared
    {
        let faults = wanted.as_ref().err();
        // Names of keys and tables are repeated; of a secret in the place of one, only its form tells.
        planted.assert_no_token("a connection", &format!("{name} {faults:?} {ignored:?}"));
    }
    loses_none(&planted.text, &declared);
    let checked = declared.into_iter().map(|connection| CheckedConnection {
        place: connection.place.to_string(),
        name: connection.name,
        report: not_asked(
            None,
            "this is a test",
            connection.wanted.err().iter().flatten().map(told).collect(),
        ),
    });
    let report = put_together(checked, 0, false);
    formats::check(&report, &|place, shown| {
        planted.assert_no_token(place, shown);
    });
}

/// A file that cannot be read at all says where it ends to make sense, and what to do about it.
fn no_connections(planted: &Planted, error: &FileError) {
    planted.assert_unseen("an error", &format!("{error} {error:?}"));
    assert!(!error.hint().is_empty());
    match error {
        FileError::Syntax { place, .. } | FileError::Encoding { place } => {
            stands_in(&planted.text, *place);
        }
        FileError::Empty | FileError::TooMany { .. } => {}
    }
}

/// A place is one in the file, or just behind its end.
fn stands_in(text: &[u8], place: Position) {
    let text = String::from_utf8_lossy(text);
    let line = place.line.checked_sub(1);
    let line = line.and_then(|line| text.split('\n').nth(line));
    let columns = 1..=line.map_or(0, |line| line.chars().count() + 1);
    assert!(columns.contains(&place.column), "{place} in {text:?}");
}

fn told(fault: &Fault) -> Advice {
    Advice {
        code: fault.code,
        severity: Severity::Problem,
        text: format!("{}: {}. {}.", fault.place, fault.text, fault.fix),
    }
}

/// Whatever is wrong with some tables, another one is read, and they stay as they are beside it.
fn loses_none(text: &[u8], declared: &[Declared]) {
    const NAME: &str = "one-more-connection";
    let text = String::from_utf8_lossy(text);
    if text.contains(NAME) {
        return;
    }
    let one_more = format!(
        "{text}\n[{NAME}]\ninstance = \"https://gitlab.example.com\"\ntoken = {{ env = \"ACME\" }}\n"
    );
    let read = read_connections(one_more.as_bytes());
    assert!(read.is_ok(), "{read:?}: {one_more:?}");
    let mut read = read.unwrap_or_default();
    let last = read.pop();
    assert!(
        last.as_ref()
            .is_some_and(|last| last.name == NAME && last.wanted.is_ok()),
        "{last:?}"
    );
    assert_eq!(format!("{read:?}"), format!("{declared:?}"));
}
