//! Saying what a value is: peel it, find its prefix, read its form.
//!
//! The order goes from what proves to what hints: prefix, claims, published forms of other services, checksum, and at
//! last length and characters, which leave several kinds possible and say so.

use super::{
    Checksum, Defect, Form, KindEvidence, TokenShape, claims, routable,
    strip::{Stripped, find_prefix, strip},
};
use crate::catalogue::{
    forge::forge_of,
    kind::TokenKind,
    kinds::{Prefix, PrefixBody},
};

/// Longest value that GitLab reads as a token (`lib/authn/tokens/jwt.rb`).
const LONGEST: usize = 8192;
/// Longest value that is looked into at all.
const LONGEST_READ: usize = 8 * LONGEST;
/// A token shorter than this shows no character of its own.
const SHORTEST_SHOWN: usize = 16;
/// Characters of the end that are shown.
const SHOWN: usize = 4;
/// What stands for the characters that are not shown.
const STARS: &str = "****";

/// Says everything about a value that can be said without showing it.
pub(super) fn examine(raw: &str) -> TokenShape {
    if raw.len() > LONGEST_READ {
        let mut shape = empty_shape();
        shape.defects.push(Defect::TooLong);
        return shape;
    }
    let stripped = strip(raw);
    let mut shape = classify(&stripped.core);
    shape.display = display(&stripped.core, shape.prefix.as_deref().unwrap_or_default());
    finish(shape, stripped)
}

fn empty_shape() -> TokenShape {
    TokenShape {
        display: STARS.to_owned(),
        ..TokenShape::default()
    }
}

/// Puts the defects of the wrapping before those of the core.
fn finish(mut shape: TokenShape, stripped: Stripped) -> TokenShape {
    let mut defects = stripped.defects;
    if stripped.core.len() > LONGEST {
        defects.push(Defect::TooLong);
    }
    defects.append(&mut shape.defects);
    shape.defects = defects;
    shape.user = stripped.user;
    shape
}

fn classify(core: &str) -> TokenShape {
    let mut shape = empty_shape();
    if core.is_empty() {
        return shape;
    }
    if let Some((at, prefix)) = find_prefix(core) {
        classify_by_prefix(&mut shape, core, at, prefix);
        return shape;
    }
    if classify_by_claims(&mut shape, core) {
        return shape;
    }
    if let Some(forge) = forge_of(core) {
        tell(&mut shape, TokenKind::OtherForge, KindEvidence::Prefix);
        shape.prefix = (!forge.prefix.is_empty()).then(|| forge.prefix.to_owned());
        shape.forge = Some(forge.clone());
        return shape;
    }
    if !classify_by_checksum(&mut shape, core) {
        classify_by_length(&mut shape, core);
    }
    shape
}

fn tell(shape: &mut TokenShape, kind: TokenKind, by: KindEvidence) {
    shape.kind = kind;
    shape.known_by = if kind == TokenKind::Unknown {
        KindEvidence::Nothing
    } else {
        by
    };
}

fn classify_by_prefix(shape: &mut TokenShape, core: &str, at: usize, prefix: &'static Prefix) {
    let length = at + prefix.text.len();
    let body = &core[length..];
    tell(shape, prefix.kind, KindEvidence::Prefix);
    let instance = instance_shown(core[..at].trim_end_matches('-'));
    shape.prefix = Some(format!("{instance}{}", &core[instance.len()..length]));
    shape.instance_prefix = (at > 0).then_some(instance);
    shape.form = if prefix.kind == TokenKind::Session {
        Form::Cookie
    } else {
        Form::Classic
    };
    if claims::begins_like_one(body) && matches!(prefix.body, PrefixBody::Job | PrefixBody::Jwt) {
        read_claims(shape, body);
        return;
    }
    if shape.form == Form::Cookie {
        return;
    }
    let is_foreign = |byte: u8| byte.is_ascii_graphic() && !is_token_letter(byte);
    if body.bytes().any(is_foreign) {
        shape.defects.push(Defect::ForeignCharacter);
        return;
    }
    match routable::read(core, length) {
        routable::RoutableParse::Whole(payload) => {
            shape.form = Form::Routable;
            shape.checksum = Checksum::Valid;
            shape.payload = payload;
        }
        routable::RoutableParse::Broken(defect) => {
            shape.form = Form::Routable;
            shape.checksum = Checksum::Invalid;
            shape.defects.push(defect);
        }
        routable::RoutableParse::OtherVersion => shape.form = Form::Routable,
        routable::RoutableParse::OtherForm => check_length(shape, body, prefix.body),
    }
}

/// Reads a body that is a JSON Web Token by its prefix; the kind is already told.
fn read_claims(shape: &mut TokenShape, body: &str) {
    shape.form = Form::WebToken;
    match claims::read(body) {
        claims::WebTokenParse::Whole(token) => {
            shape.claims = Some(token.claims);
            shape.defects.extend(token.defect);
        }
        claims::WebTokenParse::OtherForm | claims::WebTokenParse::Broken => {
            shape.defects.push(Defect::BrokenJwt);
        }
    }
}

/// A length that GitLab does not make is a hint, no proof: an administrator may set any value.
fn check_length(shape: &mut TokenShape, body: &str, expected: PrefixBody) {
    let is_usual = match expected {
        PrefixBody::Characters(length) => body.len() == length,
        PrefixBody::Hexadecimal(length) => body.len() == length && is_hexadecimal(body),
        PrefixBody::Job => {
            let is_partitioned = |(partition, rest): (&str, &str)| {
                is_hexadecimal(partition) && !partition.is_empty() && rest.len() == 20
            };
            body.split_once('_').is_some_and(is_partitioned) || body.len() == 20
        }
        PrefixBody::Jwt => false,
        PrefixBody::Open => !body.is_empty(),
    };
    if !is_usual {
        shape.defects.push(Defect::UnusualLength);
    }
}

/// Reads a JSON Web Token without a prefix; returns whether the value is one.
fn classify_by_claims(shape: &mut TokenShape, core: &str) -> bool {
    let token = match claims::read(core) {
        claims::WebTokenParse::OtherForm => return false,
        claims::WebTokenParse::Broken => {
            shape.form = Form::WebToken;
            shape.candidates = vec![TokenKind::IdToken, TokenKind::Job];
            shape.defects.push(Defect::BrokenJwt);
            return true;
        }
        claims::WebTokenParse::Whole(token) => token,
    };
    shape.form = Form::WebToken;
    shape.claims = Some(token.claims);
    let kind = token.kind.unwrap_or(TokenKind::Unknown);
    tell(shape, kind, KindEvidence::Claims);
    if shape.kind == TokenKind::Job {
        // GitLab makes job tokens with their prefix only, and reads no other.
        shape.defects.push(Defect::PrefixLost);
    }
    shape.defects.extend(token.defect);
    true
}

/// Reads a routable token whose prefix is not known; returns whether the value is one.
fn classify_by_checksum(shape: &mut TokenShape, core: &str) -> bool {
    match routable::read_without_prefix(core) {
        routable::RoutableParse::Whole(payload) => {
            shape.checksum = Checksum::Valid;
            shape.payload = payload;
        }
        routable::RoutableParse::Broken(defect) => {
            shape.checksum = Checksum::Invalid;
            shape.defects.push(defect);
        }
        routable::RoutableParse::OtherForm | routable::RoutableParse::OtherVersion => return false,
    }
    shape.form = Form::Routable;
    shape.known_by = KindEvidence::Shape;
    shape.candidates = vec![TokenKind::PersonalAccess, TokenKind::Runner];
    true
}

/// Kinds by the length and the characters of a value without a prefix.
fn classify_by_length(shape: &mut TokenShape, core: &str) {
    let all = |is: fn(u8) -> bool| core.bytes().all(is);
    let is_friendly = all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let is_lower = all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let candidates: &[TokenKind] = match core.len() {
        64 if is_hexadecimal(core) => {
            shape.kind = TokenKind::Oauth;
            &[TokenKind::Oauth, TokenKind::OauthSecret]
        }
        40 if is_hexadecimal(core) => &[TokenKind::Trigger, TokenKind::OtherForge],
        50 if is_friendly => &[TokenKind::Agent],
        20 if is_friendly => &[
            TokenKind::PersonalAccess,
            TokenKind::Deploy,
            TokenKind::Job,
            TokenKind::Runner,
            TokenKind::RunnerRegistration,
            TokenKind::Feed,
        ],
        22..=25 if is_lower => &[TokenKind::IncomingMail, TokenKind::PersonalAccess],
        // An instance may have set a prefix of its own for personal access tokens.
        21..=60 if is_friendly => &[TokenKind::PersonalAccess],
        _ => &[],
    };
    if !candidates.is_empty() {
        shape.form = Form::Bare;
        shape.known_by = KindEvidence::Shape;
    }
    shape.candidates = candidates.to_vec();
}

fn is_token_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// The prefix of an instance is a word that somebody chose. What mixes digits with small letters and capitals may be
/// another token that the first is glued to.
fn instance_shown(front: &str) -> String {
    let has = |test: fn(&u8) -> bool| front.bytes().any(|byte| test(&byte));
    let is_mixed =
        has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    if is_mixed {
        "?".repeat(front.len())
    } else {
        front.to_owned()
    }
}

/// Shows the prefix and the last four characters, or nothing of a short value.
fn display(core: &str, prefix: &str) -> String {
    let length = core.chars().count();
    if length < SHORTEST_SHOWN || core[prefix.len()..].chars().count() <= SHOWN {
        return STARS.to_owned();
    }
    let shown = core.chars().skip(length - SHOWN);
    let shown = shown.map(|letter| Some(letter).filter(char::is_ascii_graphic));
    let end: String = shown.map(|letter| letter.unwrap_or('?')).collect();
    format!("{prefix}{STARS}{end}")
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;
    use crate::{
        catalogue::{
            forge::{self, FORGES},
            kinds::PREFIXES,
        },
        secret::{
            claims::tests::{job_claims, web_token},
            routable::tests::{first, second},
        },
    };

    const BODY: &str = "aB3_dE5-gH7jK9mN1pQ2";

    fn personal() -> String {
        format!("{}{BODY}", "glpat-")
    }

    fn job() -> String {
        format!("{}{}", "glcbt-", web_token(&job_claims()))
    }

    fn example(prefix: &Prefix) -> String {
        let body = match prefix.body {
            PrefixBody::Characters(_) | PrefixBody::Open => BODY.to_owned(),
            PrefixBody::Hexadecimal(length) => "5f".repeat(length / 2),
            PrefixBody::Job => format!("64_{BODY}"),
            PrefixBody::Jwt => web_token(&job_claims()),
        };
        format!("{}{body}", prefix.text)
    }

    #[test]
    fn every_prefix_is_recognised_with_its_kind_and_without_a_defect() {
        for prefix in PREFIXES {
            let shape = examine(&example(prefix));
            assert_eq!(shape.kind, prefix.kind, "{}", prefix.text);
            assert_eq!(shape.prefix.as_deref(), Some(prefix.text));
            assert_eq!(shape.defects, [], "{}", prefix.text);
            assert!(shape.display.starts_with(&format!("{}****", prefix.text)));
        }
    }

    #[test]
    fn a_prefix_of_the_instance_may_stand_before_every_prefix_of_gitlab() {
        for prefix in PREFIXES
            .iter()
            .filter(|prefix| prefix.text.starts_with("gl"))
        {
            let shape = examine(&format!("my-corp-{}", example(prefix)));
            assert_eq!(shape.kind, prefix.kind, "{}", prefix.text);
            assert_eq!(shape.instance_prefix.as_deref(), Some("my-corp"));
            assert!(
                shape
                    .display
                    .starts_with(&format!("my-corp-{}****", prefix.text))
            );
            assert_eq!(shape.defects, [], "{}", prefix.text);
        }
    }

    #[test]
    fn another_token_in_front_is_no_prefix_of_the_instance() {
        let other = "Q7zuYKvwqPwplqlPR";
        let shape = examine(&format!("{other}-{}", personal()));
        assert_eq!(shape.kind, TokenKind::PersonalAccess);
        assert!(!format!("{shape:?}").contains(other), "{shape:?}");
        assert!(shape.display.ends_with("-glpat-****1pQ2"), "{shape:?}");
    }

    #[test]
    fn a_credential_of_another_service_is_named() {
        for forge in FORGES {
            let (forge::ForgeBody::AtLeast(length) | forge::ForgeBody::Capitals(length)) =
                forge.body;
            let body = "A5H7J9P1Q2".repeat(9);
            let shape = examine(&format!("{}{}", forge.prefix, &body[..length]));
            assert_eq!(shape.kind, TokenKind::OtherForge, "{}", forge.prefix);
            assert_eq!(shape.forge.as_ref(), Some(forge));
            assert_eq!(shape.defects, [], "{}", forge.prefix);
        }
    }

    #[test]
    fn the_display_keeps_the_prefix_and_the_last_four() {
        assert_eq!(examine(&personal()).display, "glpat-****1pQ2");
        assert_eq!(examine(BODY).display, "****1pQ2");
        assert_eq!(examine("abcdefghijklmno").display, "****");
        assert_eq!(examine(&format!("{}short", "glpat-")).display, "****");
        assert_eq!(examine("").display, "****");
        assert_eq!(
            examine(&format!("{}é\u{7}", "a".repeat(30))).display,
            "****aaa?"
        );
    }

    #[test]
    fn routable_tokens_of_both_generations_are_read() {
        for value in [first("glpat-", "o:1\nu:5"), second("glpat-", "o:1\nu:5")] {
            let shape = examine(&value);
            assert_eq!(
                (shape.kind, shape.checksum),
                (TokenKind::PersonalAccess, Checksum::Valid)
            );
            assert_eq!(shape.payload.unwrap().user, Some(5));
            assert_eq!(shape.defects, []);
        }
        let shape = examine(&second("my-corp-glpat-", "c:1\no:1\np:a"));
        assert_eq!(
            (shape.checksum, shape.payload.unwrap().project),
            (Checksum::Valid, Some(10))
        );
        let shape = examine(&second("glrt-t3_", "c:1\no:1\np:a\nt:3"));
        assert_eq!(
            (shape.kind, shape.checksum),
            (TokenKind::Runner, Checksum::Valid)
        );
    }

    #[test]
    fn a_broken_routable_token_is_known_without_a_request() {
        let value = second("glpat-", "o:1\nu:5");
        let lost = examine(&value["glpat-".len()..]);
        let cut = examine(value.split('.').next().unwrap());
        let typed = examine(&format!(
            "{}{}",
            &value[..value.len() - 1],
            if value.ends_with('0') { '1' } else { '0' }
        ));
        let longer = examine(&format!("{value}x"));
        for (shape, defect) in [
            (lost, Defect::PrefixLost),
            (cut, Defect::Cut),
            (typed, Defect::Mistyped),
            (longer, Defect::ExtraCharacters),
        ] {
            assert_eq!(shape.checksum, Checksum::Invalid, "{defect}");
            assert_eq!(shape.defects, [defect]);
            assert!(shape.is_malformed());
            assert!(shape.payload.is_none());
        }
    }

    #[test]
    fn a_job_token_says_its_job_and_a_bare_one_lacks_its_prefix() {
        let shape = examine(&job());
        assert_eq!((shape.kind, shape.form), (TokenKind::Job, Form::WebToken));
        assert_eq!(shape.claims.unwrap().job, Some(4242));
        assert_eq!(shape.defects, []);
        let shape = examine(&web_token(&job_claims()));
        assert_eq!(
            (shape.kind, shape.known_by),
            (TokenKind::Job, KindEvidence::Claims)
        );
        assert_eq!(shape.defects, [Defect::PrefixLost]);
        let shape = examine(&job()[..60]);
        assert_eq!(
            (shape.kind, shape.defects),
            (TokenKind::Job, vec![Defect::BrokenJwt])
        );
    }

    #[test]
    fn forms_without_a_prefix_leave_their_candidates_open() {
        for (value, kind, first_candidate) in [
            (
                BODY.to_owned(),
                TokenKind::Unknown,
                TokenKind::PersonalAccess,
            ),
            ("5f".repeat(32), TokenKind::Oauth, TokenKind::Oauth),
            (
                format!("{}0", "5f3".repeat(13)),
                TokenKind::Unknown,
                TokenKind::Trigger,
            ),
            ("aB3dE".repeat(10), TokenKind::Unknown, TokenKind::Agent),
            (
                format!("corp_{BODY}"),
                TokenKind::Unknown,
                TokenKind::PersonalAccess,
            ),
        ] {
            let shape = examine(&value);
            assert_eq!(shape.kind, kind, "{value}");
            assert_eq!(shape.candidates.first(), Some(&first_candidate));
            assert_eq!(shape.defects, [], "{value}");
            assert_eq!(shape.known_by, KindEvidence::Shape);
        }
        let shape = examine("hunter2");
        assert_eq!(
            (shape.kind, shape.known_by),
            (TokenKind::Unknown, KindEvidence::Nothing)
        );
        assert!(shape.candidates.is_empty());
    }

    /// Holds that a value shows these defects, and that the token inside is still told.
    fn assert_wrapped(value: &str, expected: &[Defect]) {
        let shape = examine(value);
        assert_eq!(shape.defects, expected, "{value}");
        assert_eq!(shape.kind, TokenKind::PersonalAccess, "{value}");
    }

    #[test]
    fn a_fault_in_the_characters_is_named_and_the_token_inside_is_still_told() {
        let token = personal();
        let (front, back) = token.split_at(9);
        assert_wrapped(&format!(" {token}\n"), &[Defect::WhiteSpaceAround]);
        assert_wrapped(&format!("\"{token}\""), &[Defect::Quotes]);
        assert_wrapped(&format!("'{token}"), &[Defect::Quotes]);
        assert_wrapped(&format!("\u{feff}{token}"), &[Defect::InvisibleCharacter]);
        assert_wrapped(
            &format!("{front}\u{200b}{back}"),
            &[Defect::InvisibleCharacter],
        );
        assert_wrapped(&format!("{front}\r\n{back}"), &[Defect::LineBreakInside]);
        assert_wrapped(&format!("{front} {back}"), &[Defect::WhiteSpaceInside]);
        assert_wrapped(
            &format!("{token}é"),
            &[Defect::NonAscii, Defect::UnusualLength],
        );
        assert_wrapped(&format!("\u{1}{token}"), &[Defect::ControlCharacter]);
        assert_wrapped(&token[..token.len() - 3], &[Defect::UnusualLength]);
        assert_wrapped(&format!("{front}/{back}"), &[Defect::ForeignCharacter]);
        for end in [",", ";", "%", ")", "\\n", "\\"] {
            assert_wrapped(&format!("{token}{end}"), &[Defect::ExtraCharacters]);
        }
        assert_wrapped(
            &format!("'{token}',"),
            &[Defect::ExtraCharacters, Defect::Quotes],
        );
        assert_wrapped(&format!("{token}{token}"), &[Defect::Repeated]);
        assert_wrapped(&format!("{token}\n{token}"), &[Defect::Repeated]);
        assert_wrapped(&format!("{token} gldt-{BODY}"), &[Defect::TwoTokens]);
        assert_wrapped(&format!("{token}gldt-{BODY}"), &[Defect::TwoTokens]);
    }

    #[test]
    fn every_wrapping_is_named_and_the_token_inside_is_still_told() {
        let token = personal();
        let pair = STANDARD.encode(format!("oauth2:{token}"));
        assert_wrapped(&format!("Bearer {token}"), &[Defect::SchemeInFront]);
        assert_wrapped(&format!("token {token}"), &[Defect::SchemeInFront]);
        assert_wrapped(&format!("token: {token}"), &[Defect::SchemeInFront]);
        assert_wrapped(&format!("PRIVATE-TOKEN: {token}"), &[Defect::HeaderInFront]);
        assert_wrapped(&format!("private-token:{token}"), &[Defect::HeaderInFront]);
        assert_wrapped(
            &format!("curl -H 'PRIVATE-TOKEN: {token}' https://x.y"),
            &[Defect::HeaderInFront],
        );
        assert_wrapped(
            &format!("Authorization: Bearer {token}"),
            &[Defect::HeaderInFront],
        );
        let layers = [Defect::HeaderInFront, Defect::Base64, Defect::UserAndToken];
        assert_wrapped(&format!("Authorization: Basic {pair}"), &layers);
        assert_wrapped(&STANDARD.encode(&token), &[Defect::Base64]);
        assert_wrapped(&format!("oauth2:{token}"), &[Defect::UserAndToken]);
        assert_wrapped(
            &format!("https://oauth2:{token}@gitlab.example.com/a/b.git"),
            &[Defect::Url],
        );
        assert_wrapped(
            &format!("https://{token}@gitlab.example.com/a/b.git"),
            &[Defect::Url],
        );
        assert_wrapped(
            &format!("https://gitlab.example.com/api/v4/user?private_token={token}"),
            &[Defect::Url],
        );
        assert_wrapped(&format!("GITLAB_TOKEN={token}"), &[Defect::Assignment]);
        assert_wrapped(
            &format!("HOST=example.com\nTOKEN={token}\nX=y"),
            &[Defect::Assignment],
        );
        assert_wrapped(
            &format!("export GITLAB_TOKEN=\"{token}\""),
            &[Defect::Assignment, Defect::Quotes],
        );
        assert_wrapped(&format!("gitlab_token: {token}"), &[Defect::Assignment]);
        assert_wrapped(
            &format!("{{\"token\": \"{token}\"}}"),
            &[Defect::Assignment],
        );
    }

    #[test]
    fn a_stand_in_has_no_kind_and_shows_nothing() {
        for (value, defect) in [
            ("", Defect::Empty),
            (" \n", Defect::Empty),
            ("[MASKED]", Defect::Masked),
            ("\"\"", Defect::Empty),
            (
                "Bearer $GITLAB_TOKEN_OF_A_LONG_NAME",
                Defect::UnexpandedVariable,
            ),
            ("<your_access_token_here>", Defect::Placeholder),
            ("null", Defect::UnsetLooking),
            ("https://gitlab.example.com", Defect::Url),
            ("could not find the secret", Defect::WhiteSpaceInside),
            ("GITLAB_TOKEN=$TOKEN", Defect::UnexpandedVariable),
            ("{\"message\":\"404 Not Found\"}", Defect::Document),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----",
                Defect::Document,
            ),
            ("<!DOCTYPE html>\n<title>Sign in</title>", Defect::Document),
        ] {
            let shape = examine(value);
            assert!(shape.defects.contains(&defect), "{value}");
            assert_eq!(
                (shape.kind, shape.display.as_str()),
                (TokenKind::Unknown, STARS),
                "{value}"
            );
            assert!(shape.is_malformed());
        }
        assert!(examine("").is_missing());
        assert!(examine("  ").is_missing());
    }

    #[test]
    fn a_user_name_that_gitlab_prescribes_is_kept_and_another_is_not() {
        let shape = examine(&format!("gitlab+deploy-token-7:{BODY}"));
        assert_eq!(shape.user.as_deref(), Some("gitlab+deploy-token-7"));
        assert_eq!(shape.defects, [Defect::UserAndToken]);
        assert_eq!(examine(&format!("alice:{}", personal())).user, None);
    }

    #[test]
    fn a_json_web_token_in_pieces_is_joined_and_said() {
        let token = job();
        let shape = examine(&format!(
            "{}\n{}\n{}",
            &token[..70],
            &token[70..140],
            &token[140..]
        ));
        assert_eq!(shape.defects, [Defect::LineBreakInside]);
        assert_eq!(shape.claims.unwrap().job, Some(4242));
    }

    #[test]
    fn white_space_that_a_request_cannot_carry_is_no_white_space_to_trim() {
        assert_wrapped(&format!("{}\u{a0}", personal()), &[Defect::NonAscii]);
        assert_wrapped(&format!("{}\u{b}", personal()), &[Defect::ControlCharacter]);
    }

    #[test]
    fn an_old_token_that_begins_like_something_else_by_chance_is_not_accused() {
        for value in ["t1_aB3dE5gH7jK9mN1pQ", "eyJ4aB3dE5gH7jK9mN1p"] {
            let shape = examine(value);
            assert_eq!((shape.form, shape.defects), (Form::Bare, vec![]), "{value}");
        }
    }

    #[test]
    fn a_value_beyond_all_measure_is_not_looked_into() {
        assert_eq!(examine(&"a".repeat(LONGEST + 1)).defects, [Defect::TooLong]);
        assert_eq!(
            examine(&"a".repeat(LONGEST_READ + 1)).defects,
            [Defect::TooLong]
        );
    }

    /// Pieces that readers trip over, to be strung together at random.
    const PIECES: &[&str] = &[
        "glpat-",
        "glcbt-",
        "eyJ",
        "eyJhbGciOiJSUzI1NiJ9",
        ".",
        "..",
        "01",
        "t1_",
        "GR1348941",
        "Bearer ",
        "Basic ",
        "PRIVATE-TOKEN:",
        "Authorization: ",
        "://",
        "https://",
        "@",
        ":",
        "=",
        "==",
        "\"",
        "'",
        "{",
        "}",
        "$",
        "${",
        "%",
        "\n",
        "\r",
        "\t",
        " ",
        "\0",
        "é",
        "…",
        "\u{feff}",
        "\u{200b}",
        "ſ",
        "İ",
        "💥",
        "_gitlab_session=",
        "a",
        "0",
        "-",
        "_",
        "****",
        "[MASKED]",
        "Z2xwYXQt",
        "oauth2:",
        "?private_token=",
        "0r1kl8mjq",
    ];

    #[test]
    fn no_text_makes_it_panic_and_none_is_shown() {
        let mut random = fastrand::Rng::with_seed(0x61_77_68_79);
        for _ in 0..15_000 {
            let text: String = (0..random.usize(..12))
                .map(|_| PIECES[random.usize(..PIECES.len())])
                .collect();
            let shape = examine(&text);
            assert!(shape.display.contains(STARS));
            assert!(shape.display.len() <= 64, "{}", shape.display);
        }
        for _ in 0..5_000 {
            let text: String = (0..random.usize(..80)).map(|_| random.char(..)).collect();
            let _ = examine(&text);
        }
    }

    #[test]
    fn no_more_than_four_characters_in_a_row_are_ever_shown() {
        let mut random = fastrand::Rng::with_seed(7);
        for prefix in PREFIXES {
            for length in 0..60 {
                let body: String = (0..length).map(|_| random.alphanumeric()).collect();
                let shown = format!("{:?}", examine(&format!("{}{body}", prefix.text)));
                for at in 0..body.len().saturating_sub(SHOWN) {
                    assert!(!shown.contains(&body[at..=at + SHOWN]), "{}", prefix.text);
                }
            }
        }
    }
}
