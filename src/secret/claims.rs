//! The claims of a JSON Web Token, read and not verified.
//!
//! A job token says which job it belongs to and until when it lives; an ID token says which service it is for. GitLab
//! signs both, and only GitLab can check that: nothing here is more than what the token says of itself. Texts are
//! shortened and freed of control characters, because anybody may have written them.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::Defect;
use crate::catalogue::kind::TokenKind;

/// What a JSON Web Token says of itself; times are in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Claims {
    /// Who made it (`iss`): the host of the instance in a job token, its address in an ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// For whom it is (`aud`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<String>,
    /// Whom it speaks for (`sub`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When it ends (`exp`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// When it was made (`iat`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<i64>,
    /// When it begins (`nbf`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<i64>,
    /// Id of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<u64>,
    /// Id of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<u64>,
    /// Path of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_path: Option<String>,
    /// Path of the namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace_path: Option<String>,
    /// Id of the user who started the job, or for whom the token was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<u64>,
    /// Name of that user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Id of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<u64>,
    /// Id of the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<u64>,
    /// Id of the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<u64>,
    /// Id of the human for whom a service account acts (composite identity).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scoped_user: Option<u64>,
    /// The ref of the job.
    #[serde(skip_serializing_if = "Option::is_none", rename = "ref")]
    pub reference: Option<String>,
    /// The scopes of an OAuth access token.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// What reading a value as a JSON Web Token came to.
#[derive(Debug)]
pub(super) enum WebTokenParse {
    /// The value has another form.
    OtherForm,
    /// The three parts are there, and the claims are an object.
    Whole(Box<WebToken>),
    /// The value begins like a JSON Web Token, and is none.
    Broken,
}

/// A JSON Web Token that could be read.
#[derive(Debug)]
pub(super) struct WebToken {
    /// The kind that its claims tell, where they tell one.
    pub(super) kind: Option<TokenKind>,
    /// The claims.
    pub(super) claims: Claims,
    /// A defect that the claims survive.
    pub(super) defect: Option<Defect>,
}

/// The audience of a job token (`lib/authn/tokens/jwt.rb`).
const JOB_AUDIENCE: &str = "gitlab-authz-token";
/// The subject of a job token, before the id of the job.
const JOB_SUBJECT: &str = "gid://gitlab/Ci::Build/";
/// Characters kept of a text.
const TEXT: usize = 256;
/// Texts kept of a list.
const TEXTS: usize = 16;
/// Characters of the shortest value without a dot that is taken for the beginning of a JSON Web Token.
const SHORTEST: usize = 30;
/// Bytes of the shortest RSA signature that anybody still makes.
const SHORTEST_SIGNATURE: usize = 128;

/// Base64 as tokens use it, with padding where somebody added it; a cut token may end in the middle of a byte.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Tells whether a text begins like a JSON Web Token: the Base64 of a brace and a quotation mark.
pub(super) fn begins_like_one(text: &str) -> bool {
    text.starts_with("eyJ") || text.starts_with("ewog") || text.starts_with("eyAi")
}

/// Reads the claims of a value, which comes without the prefix of a token.
pub(super) fn read(value: &str) -> WebTokenParse {
    // A short value without a dot may begin like this by chance: old tokens are random.
    let is_short = value.len() < SHORTEST && !value.contains('.');
    if !begins_like_one(value) || is_short {
        return WebTokenParse::OtherForm;
    }
    let pieces: Vec<&str> = value.split('.').collect();
    let [header, payload, signature] = pieces.as_slice() else {
        return WebTokenParse::Broken;
    };
    let (Some(header), Some(payload)) = (object(header), object(payload)) else {
        return WebTokenParse::Broken;
    };
    if signature.is_empty() {
        return WebTokenParse::Broken;
    }
    let signed_by_rsa = header
        .get("alg")
        .and_then(Value::as_str)
        .is_some_and(|name| name.starts_with("RS"));
    let is_short = signature.len() / 4 * 3 < SHORTEST_SIGNATURE;
    WebTokenParse::Whole(Box::new(WebToken {
        kind: kind_of(&payload),
        claims: claims_of(&payload),
        defect: (signed_by_rsa && is_short).then_some(Defect::ShortSignature),
    }))
}

/// Decodes one part; the depth of the JSON is bounded by its reader.
fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = BASE64.decode(part).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(map) => Some(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

fn kind_of(payload: &Map<String, Value>) -> Option<TokenKind> {
    let subject = payload
        .get("sub")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_for_gitlab = texts(payload.get("aud"))
        .iter()
        .any(|audience| audience == JOB_AUDIENCE);
    if is_for_gitlab || subject.starts_with(JOB_SUBJECT) {
        return Some(TokenKind::Job);
    }
    let tells_job = payload.contains_key("namespace_path") && payload.contains_key("project_path");
    if tells_job || subject.starts_with("project_path:") {
        return Some(TokenKind::IdToken);
    }
    let tells_scopes = payload.contains_key("scope") && subject.parse::<u64>().is_ok();
    tells_scopes.then_some(TokenKind::Oauth)
}

fn claims_of(payload: &Map<String, Value>) -> Claims {
    let subject = payload.get("sub").and_then(text);
    let scopes = texts(payload.get("scope"))
        .iter()
        .flat_map(|text| text.split(' '))
        .map(str::to_owned)
        .collect();
    let job = subject
        .as_deref()
        .and_then(|subject| subject.strip_prefix(JOB_SUBJECT)?.parse().ok());
    Claims {
        issuer: payload.get("iss").and_then(text),
        audience: texts(payload.get("aud")),
        expires_at: payload.get("exp").and_then(seconds),
        issued_at: payload.get("iat").and_then(seconds),
        not_before: payload.get("nbf").and_then(seconds),
        job: job.or_else(|| payload.get("job_id").and_then(number)),
        project: payload
            .get("p")
            .and_then(routing)
            .or_else(|| payload.get("project_id").and_then(number)),
        project_path: payload.get("project_path").and_then(text),
        namespace_path: payload.get("namespace_path").and_then(text),
        user: payload
            .get("u")
            .and_then(routing)
            .or_else(|| payload.get("user_id").and_then(number)),
        username: payload.get("user_login").and_then(text),
        group: payload.get("g").and_then(routing),
        organization: payload.get("o").and_then(routing),
        cell: payload.get("c").and_then(routing),
        scoped_user: payload.get("scoped_user_id").and_then(number),
        reference: payload.get("ref").and_then(text),
        scopes,
        subject,
    }
}

/// Reads a text, shortened and without control characters.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let kept: String = text
        .chars()
        .filter(|letter| !letter.is_control())
        .take(TEXT)
        .collect();
    (!kept.is_empty()).then_some(kept)
}

/// Reads a text or a list of texts.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(text).take(TEXTS).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Reads a number, which GitLab writes as a text in ID tokens.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Reads a number of a routing claim, which is written to the base of 36.
fn routing(value: &Value) -> Option<u64> {
    u64::from_str_radix(value.as_str()?, 36).ok()
}

/// Reads a point in time; some libraries write it with a fraction.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond the range saturates, and no such date is used"
    )]
    let whole = |float: f64| float as i64;
    value.as_i64().or_else(|| value.as_f64().map(whole))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    /// Makes a JSON Web Token with these claims and a signature of the usual length.
    pub(in crate::secret) fn web_token(claims: &Value) -> String {
        let encode = |text: &str| BASE64.encode(text).trim_end_matches('=').to_owned();
        let header = encode(&json!({"alg": "RS256", "typ": "JWT"}).to_string());
        format!(
            "{header}.{}.{}",
            encode(&claims.to_string()),
            "s1g".repeat(114)
        )
    }

    /// The claims of a job token, as GitLab 19 makes them.
    pub(in crate::secret) fn job_claims() -> Value {
        json!({
            "version": "0.1.0", "jti": "5f", "iat": 1_800_000_000, "nbf": 1_799_999_995, "exp": 1_800_003_900,
            "sub": "gid://gitlab/Ci::Build/4242", "iss": "gitlab.example.com", "aud": "gitlab-authz-token",
            "c": "1", "o": "1", "u": "7", "p": "16", "g": "1c", "scoped_user_id": 9
        })
    }

    fn whole(value: &str) -> WebToken {
        let WebTokenParse::Whole(token) = read(value) else {
            panic!("not read")
        };
        *token
    }

    #[test]
    fn a_job_token_says_its_job_project_user_and_end() {
        let token = whole(&web_token(&job_claims()));
        assert_eq!(token.kind, Some(TokenKind::Job));
        assert!(token.defect.is_none());
        let claims = token.claims;
        assert_eq!(
            (claims.job, claims.project, claims.user),
            (Some(4242), Some(42), Some(7))
        );
        assert_eq!(
            (claims.group, claims.organization, claims.cell),
            (Some(48), Some(1), Some(1))
        );
        assert_eq!(claims.expires_at, Some(1_800_003_900));
        assert_eq!(claims.issuer.as_deref(), Some("gitlab.example.com"));
        assert_eq!(claims.audience, ["gitlab-authz-token"]);
        assert_eq!(claims.scoped_user, Some(9));
    }

    #[test]
    fn an_id_token_is_told_by_its_claims() {
        let token = whole(&web_token(&json!({
            "namespace_path": "group", "project_path": "group/project", "project_id": "20", "user_id": "1",
            "user_login": "sample", "job_id": "302", "ref": "main", "iss": "https://gitlab.example.com",
            "aud": ["https://vault.example.com", "other"], "sub": "project_path:group/project:ref_type:branch:ref:main"
        })));
        assert_eq!(token.kind, Some(TokenKind::IdToken));
        let claims = token.claims;
        assert_eq!(
            (claims.job, claims.project, claims.user),
            (Some(302), Some(20), Some(1))
        );
        assert_eq!(claims.project_path.as_deref(), Some("group/project"));
        assert_eq!(claims.audience.len(), 2);
    }

    #[test]
    fn claims_of_others_tell_no_kind() {
        assert_eq!(
            whole(&web_token(&json!({"sub": "alice", "aud": "api"}))).kind,
            None
        );
        let token = whole(&web_token(
            &json!({"sub": "7", "scope": "api read_user", "exp": 1.5}),
        ));
        assert_eq!(token.kind, Some(TokenKind::Oauth));
        assert_eq!(token.claims.scopes, ["api", "read_user"]);
        assert_eq!(token.claims.expires_at, Some(1));
    }

    #[test]
    fn a_part_that_is_missing_or_cannot_be_read_is_known() {
        let value = web_token(&job_claims());
        let signature = value.rfind('.').unwrap();
        for broken in [
            &value[..signature],
            &value[..=signature],
            &value[..30],
            "eyJ.",
            "eyJ.eyJ.eyJ",
        ] {
            assert!(matches!(read(broken), WebTokenParse::Broken), "{broken}");
        }
        assert_eq!(
            whole(&value[..signature + 20]).defect,
            Some(Defect::ShortSignature)
        );
        assert!(matches!(read("abc.def.ghi"), WebTokenParse::OtherForm));
        assert!(matches!(
            read("eyJ4aB3dE5gH7jK9mN1p"),
            WebTokenParse::OtherForm
        ));
    }

    #[test]
    fn texts_of_strangers_are_shortened_and_freed_of_control_characters() {
        let token = whole(&web_token(
            &json!({"iss": format!("a\u{1b}[31m\n{}", "b".repeat(999)), "aud": [1, "x"]}),
        ));
        let issuer = token.claims.issuer.unwrap();
        assert_eq!(issuer.len(), TEXT);
        assert!(issuer.starts_with("a[31mb"));
        assert_eq!(token.claims.audience, ["x"]);
    }

    #[test]
    fn a_deep_payload_is_refused_and_not_followed() {
        let deep = format!("{}{}", "[".repeat(9000), "]".repeat(9000));
        let encode = |text: &str| BASE64.encode(text);
        let value = format!(
            "{}.{}.sig",
            encode("{\"alg\":\"RS256\"}"),
            encode(&format!("{{\"a\":{deep}}}"))
        );
        assert!(matches!(read(&value), WebTokenParse::Broken));
    }
}
