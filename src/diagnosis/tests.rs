//! Properties of the core that hold for every case, whoever adds a row or a clue.
//!
//! Cases are made at random from a fixed seed, so that a failure can be repeated. The last tests
//! are stories: one refusal each, told answer by answer.

use fastrand::Rng;

use super::fixtures::{
    FORBIDDEN, JOB, NO_PROJECT, PERSON, PROJECT, RECORD, UNAUTHORIZED, answered, answered_with,
    request, sent,
};
use super::*;
use crate::answers::{Cause, Gate, GateState};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, Surface};
use crate::observation::{Body, Exchange, Headers, Observation, Scheme, TransportFailure};

/// How many cases are made.
const CASES: usize = 5_000;

const QUESTIONS: [Question; 15] = [
    Question::Subject,
    Question::OwnRecord,
    Question::Job,
    Question::TokenInfo,
    Question::User,
    Question::Metadata,
    Question::Anonymous,
    Question::Target,
    Question::TargetAnonymous,
    Question::Membership,
    Question::Associations,
    Question::JobControl,
    Question::GitPull,
    Question::RegistryLogin,
    Question::ByGraphQl,
];

const STATUSES: [u16; 16] = [
    200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 422, 429, 500, 503,
];

const BODIES: [&str; 24] = [
    "",
    r#"{"message":"401 Unauthorized"}"#,
    r#"{"message":"403 Forbidden"}"#,
    r#"{"message":"403 Forbidden - Your account has been blocked."}"#,
    r#"{"message":"404 Project Not Found"}"#,
    r#"{"message":"404 Not Found"}"#,
    r#"{"message":"404 Branch Not Found"}"#,
    r#"{"message":{"name":["has already been taken"]}}"#,
    r#"{"error":"404 Not Found"}"#,
    r#"{"error":"invalid_token","error_description":"Token was revoked. You have to re-authorize from the user."}"#,
    r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#,
    r#"{"errors":[{"message":"Invalid token"}]}"#,
    r#"{"errors":[{"code":"DENIED","message":"access forbidden"}]}"#,
    r#"{"id":7,"username":"project_42_bot_1f","state":"active","bot":true}"#,
    r#"{"id":9,"active":true,"revoked":false,"scopes":["read_api"],"user_id":7}"#,
    r#"{"id":42,"path_with_namespace":"org/app","archived":true,"issues_access_level":"disabled","permissions":{"project_access":{"access_level":20},"group_access":null}}"#,
    r#"{"projects":[],"groups":[]}"#,
    r#"{"version":"19.2.4-ee","enterprise":true}"#,
    r#"{"access_level":30}"#,
    "[]",
    "Retry later\n",
    "HTTP Basic: Access denied",
    "<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
    "0032want 5f1d3b4e\n",
];

const PATHS: [&str; 10] = [
    "/api/v4/user",
    "/api/v4/projects/42/issues",
    "/api/v4/projects/org%2Fapp/repository/files/README.md?ref=main",
    "/api/v4/projects/org/app/issues",
    "/api/v4/projects/org%252Fapp",
    "/api/v4/admin/users",
    "/api/graphql",
    "/org/app.git/info/refs?service=git-receive-pack",
    "/jwt/auth?service=container_registry",
    "",
];

const HEADERS: [(&str, &str); 9] = [
    ("content-type", "application/json"),
    ("location", "https://sso.example.com/login"),
    ("server", "nginx"),
    ("www-authenticate", "Basic realm=\"GitLab\""),
    ("x-gitlab-meta", "{}"),
    ("retry-after", "60"),
    ("via", "1.1 proxy"),
    ("x-next-page", "2"),
    ("docker-distribution-api-version", "registry/2.0"),
];

fn body(random: &mut Rng) -> Vec<u8> {
    let mut bytes = random.choice(BODIES).unwrap().as_bytes().to_vec();
    match random.u8(..8) {
        0 => bytes.truncate(random.usize(..=bytes.len())),
        1 => bytes = (0..random.usize(..64)).map(|_| random.u8(..)).collect(),
        2 if !bytes.is_empty() => {
            let place = random.usize(..bytes.len());
            bytes[place] = random.u8(..);
        }
        _ => {}
    }
    bytes
}

fn headers(random: &mut Rng) -> Vec<(&'static str, &'static str)> {
    let count = random.usize(..4);
    let mut headers = random.choose_multiple(HEADERS, count);
    // A grant takes evidence, and on most surfaces it is this.
    if random.u8(..4) > 0 {
        headers.push(("x-gitlab-meta", "{}"));
    }
    headers
}

fn exchange(random: &mut Rng, headers: &[(&str, &str)]) -> Exchange {
    let status = match random.u8(..10) {
        0 => None,
        1 => Some(random.u16(..)),
        _ => random.choice(STATUSES),
    };
    Exchange {
        status,
        headers: Headers::keep(headers.iter().copied()),
        body: Body::read(&body(random), None, random.bool()),
    }
}

fn observation(random: &mut Rng) -> Observation {
    if random.u8(..20) == 0 {
        return Observation::Unanswered(TransportFailure::ConnectTimeout);
    }
    let headers = headers(random);
    Observation::Answered(exchange(random, &headers))
}

fn credential(random: &mut Rng) -> Credential {
    let maybe = |random: &mut Rng| random.choice([None, Some(true), Some(false)]).flatten();
    let user = "kim".to_owned();
    let sent = [
        Sent::Unknown,
        Sent::Nothing,
        Sent::Empty,
        Sent::As(Scheme::PrivateToken),
        Sent::As(Scheme::Bearer),
        Sent::As(Scheme::JobToken),
        Sent::As(Scheme::DeployToken),
        Sent::As(Scheme::Basic { user }),
    ];
    Credential {
        sent: random.choice(sent).unwrap(),
        kind: random.choice(TokenKind::ALL).filter(|_| random.bool()),
        is_examined: random.bool(),
        defect: (random.u8(..10) == 0).then(|| "the value is in quotes".to_owned()),
        fix: None,
        checksum: maybe(random),
        issuer: random.bool().then(|| "gitlab.example.com".to_owned()),
        expires: random.bool().then(|| random.i64(..)),
        project: random.bool().then_some(42),
    }
}

fn case(random: &mut Rng) -> Case {
    let method = random.choice([Method::Get, Method::Post, Method::Delete]);
    let path = random.choice(PATHS);
    let subject = method.zip(path).filter(|_| random.u8(..5) > 0);
    let target = random.choice([
        None,
        Some(Target::Project("42".to_owned())),
        Some(Target::Project("org/app".to_owned())),
        Some(Target::Group("org".to_owned())),
    ]);
    let asked = random.usize(..6);
    let mut answers: Vec<(Question, Observation)> = random
        .choose_multiple(QUESTIONS, asked)
        .into_iter()
        .map(|question| (question, observation(random)))
        .collect();
    answers.sort_by_key(|(question, _)| *question);
    Case {
        subject: subject.map(|(method, path)| Subject::new(method, path)),
        surface: random.choice(Surface::ALL).filter(|_| random.bool()),
        credential: credential(random),
        target: target.flatten(),
        host: random.bool().then(|| "gitlab.example.com".to_owned()),
        now: random.bool().then_some(1_800_000_000),
        answers,
        ..Case::default()
    }
}

fn cases(seed: u64) -> impl Iterator<Item = Case> {
    let mut random = Rng::with_seed(seed);
    (0..CASES).map(move |_| case(&mut random))
}

fn diagnoses(seed: u64) -> impl Iterator<Item = (Case, Diagnosis)> {
    cases(seed).filter_map(|case| match diagnose(&case) {
        Ruling::Refused(diagnosis) => Some((case, *diagnosis)),
        Ruling::Granted { .. } | Ruling::Open { .. } => None,
    })
}

fn ladder(ruling: &Ruling) -> &[Rung] {
    match ruling {
        Ruling::Granted { ladder, .. } | Ruling::Open { ladder, .. } => ladder,
        Ruling::Refused(diagnosis) => &diagnosis.ladder,
    }
}

#[test]
fn any_case_has_a_ruling_and_ten_gates_in_order() {
    let mut seen = [0_usize; 3];
    for case in cases(1) {
        let ruling = diagnose(&case);
        let gates = ladder(&ruling).iter().map(|rung| rung.gate);
        assert!(gates.eq(Gate::ALL), "{case:?}");
        seen[match ruling {
            Ruling::Granted { .. } => 0,
            Ruling::Refused(_) => 1,
            Ruling::Open { .. } => 2,
        }] += 1;
    }
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn any_case_has_questions_that_can_be_asked_and_were_not() {
    for case in cases(2) {
        let known = Knowledge::of(&case);
        for question in next_questions(&case) {
            assert!(!case.was_asked(question), "{case:?}");
            assert!(question.asking(&case, &known).is_some(), "{case:?}");
        }
    }
}

#[test]
fn a_request_is_refused_at_one_gate_and_reaches_none_behind_it() {
    for (case, diagnosis) in diagnoses(3) {
        let stop = diagnosis.stopped_at;
        assert_eq!(stop, diagnosis.primary.code.gate);
        for rung in &diagnosis.ladder {
            let behind = stop.is_some_and(|stop| rung.gate > stop);
            assert_eq!(rung.state == GateState::Refused, stop == Some(rung.gate));
            assert_eq!(rung.state == GateState::NotReached, behind, "{case:?}");
        }
    }
}

#[test]
fn nothing_behind_an_alternative_is_said_to_be_passed_without_evidence() {
    for (case, diagnosis) in diagnoses(4) {
        let gates = diagnosis.findings().filter_map(|finding| finding.code.gate);
        let earliest = gates.min();
        for rung in &diagnosis.ladder {
            let is_open = earliest.is_some_and(|first| rung.gate >= first);
            let is_passed = diagnosis.stopped_at.is_some() && rung.state == GateState::Passed;
            let is_shown = !rung.evidence.is_empty();
            assert!(!(is_open && is_passed) || is_shown, "{case:?}");
        }
    }
}

#[test]
fn every_finding_has_its_reason_its_mend_and_its_page() {
    for (case, diagnosis) in diagnoses(5) {
        for finding in diagnosis.findings() {
            let said = |lines: &[String]| lines.iter().all(|line| !line.trim().is_empty());
            assert!(!finding.because.is_empty(), "{case:?}");
            assert!(!finding.fix.is_empty(), "{case:?}");
            assert!(said(&finding.because) && said(&finding.fix), "{case:?}");
            assert!(finding.code.docs.starts_with("https://docs.gitlab.com/"));
        }
    }
}

#[test]
fn who_is_certain_names_one_reason_and_asks_nothing() {
    for (case, diagnosis) in diagnoses(6) {
        let asks = diagnosis.next_question.is_some();
        let is_certain = diagnosis.certainty == Certainty::Certain;
        assert!(!is_certain || diagnosis.alternatives.is_empty(), "{case:?}");
        assert!(!(is_certain && asks), "{case:?}");
        let is_observed = case.answer().is_some();
        assert!(is_certain || asks || !is_observed, "{case:?}");
    }
}

#[test]
fn no_reason_is_named_twice() {
    for (case, diagnosis) in diagnoses(7) {
        let mut ids: Vec<&str> = diagnosis
            .findings()
            .map(|finding| finding.code.id)
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{case:?}");
    }
}

#[test]
fn only_a_read_that_says_nothing_of_the_token_may_be_sent_again() {
    for (case, diagnosis) in diagnoses(8) {
        let reads = case.subject.as_ref().is_some_and(|it| it.method.is_safe());
        let judged = !diagnosis.primary.cause().leaves_token_unjudged();
        assert!(!diagnosis.retry_is_safe || (reads && !judged), "{case:?}");
    }
}

#[test]
fn the_order_of_headers_changes_nothing() {
    let mut random = Rng::with_seed(9);
    for _ in 0..CASES {
        let mut headers = headers(&mut random);
        let mut case = case(&mut random);
        let seed = random.u64(..);
        let mut ruling = |headers: &[(&str, &str)]| {
            let answer = exchange(&mut Rng::with_seed(seed), headers);
            case.answers
                .retain(|(asked, _)| *asked != Question::Subject);
            let answer = Observation::Answered(answer);
            case.answers.insert(0, (Question::Subject, answer));
            diagnose(&case)
        };
        let before = ruling(&headers);
        headers.push(("x-runtime", "0.1"));
        headers.reverse();
        assert_eq!(before, ruling(&headers));
    }
}

// --- stories: more evidence never makes the true cause less sure ---

/// A refusal, the answers that follow, and the cause that is behind it.
struct Story {
    path: &'static str,
    kind: TokenKind,
    scheme: Scheme,
    cause: Cause,
    answers: &'static [(Question, u16, &'static str)],
    ends: Certainty,
}

impl Story {
    /// The case after so many answers.
    fn case(&self, answers: usize) -> Case {
        let begun = Case {
            credential: sent(self.kind, self.scheme.clone()),
            ..request(Method::Get, self.path)
        };
        self.answers[..answers]
            .iter()
            .fold(begun, |case, (question, status, body)| {
                case.with_answer(*question, answered(*status, body))
            })
    }

    /// How well the true cause stands: higher is better.
    fn standing(&self, answers: usize) -> u8 {
        let Ruling::Refused(diagnosis) = diagnose(&self.case(answers)) else {
            return 0;
        };
        let is_first = diagnosis.primary.cause() == self.cause;
        let is_named = diagnosis.findings().any(|it| it.cause() == self.cause);
        match (is_first, diagnosis.certainty) {
            (true, Certainty::Certain) => 4,
            (true, Certainty::Likely) => 3,
            (true, Certainty::Ambiguous) => 2,
            (false, _) => u8::from(is_named),
        }
    }

    fn holds(&self) {
        let standings: Vec<u8> = (1..=self.answers.len())
            .map(|answers| self.standing(answers))
            .collect();
        let last = standings.last().copied().unwrap_or_default();
        assert!(standings.is_sorted(), "{}: {standings:?}", self.cause);
        let wanted = 2 + self.ends as u8;
        assert!(last >= wanted, "{}: {standings:?}", self.cause);
    }
}

const PROJECT_WITHOUT_ISSUES: &str = r#"{"id":42,"path_with_namespace":"org/app","visibility":"private","archived":false,"issues_access_level":"disabled","permissions":{"project_access":{"access_level":40},"group_access":null}}"#;
const NOT_ALLOWED: &str = r#"{"message":"403 Forbidden - Authentication by CI/CD job token not allowed from app to project #42."}"#;

#[test]
fn a_token_that_no_route_knows_is_unknown() {
    Story {
        path: "/api/v4/projects/org%2Fapp/issues",
        kind: TokenKind::Personal,
        scheme: Scheme::PrivateToken,
        cause: Cause::InvalidToken,
        answers: &[
            (Question::Subject, 401, UNAUTHORIZED),
            (
                Question::OwnRecord,
                401,
                r#"{"message":"401 Unauthorized"}"#,
            ),
        ],
        ends: Certainty::Likely,
    }
    .holds();
}

#[test]
fn a_role_that_is_too_low_is_proved_by_the_member_list() {
    Story {
        path: "/api/v4/projects/org%2Fapp/variables",
        kind: TokenKind::Personal,
        scheme: Scheme::PrivateToken,
        cause: Cause::WrongRole,
        answers: &[
            (Question::Subject, 403, FORBIDDEN),
            (Question::OwnRecord, 200, RECORD),
            (Question::Target, 200, PROJECT),
            (Question::Membership, 200, r#"{"id":7,"access_level":20}"#),
        ],
        ends: Certainty::Certain,
    }
    .holds();
}

#[test]
fn a_scope_that_no_answer_tells_stays_beside_a_role_that_is_too_low() {
    let said = |record: Option<&str>| {
        let variables = request(Method::Post, "/api/v4/projects/org%2Fapp/variables");
        let case = variables
            .with_answer(Question::User, answered(200, PERSON))
            .with_answer(Question::Target, answered(200, PROJECT));
        let case = match record {
            Some(record) => case.with_answer(Question::OwnRecord, answered(200, record)),
            None => case,
        };
        let Ruling::Refused(diagnosis) = diagnose(&case) else {
            panic!("{case:?}");
        };
        let codes = diagnosis.findings().map(|finding| finding.code.id);
        (diagnosis.certainty, codes.collect::<Vec<_>>())
    };
    let likely = Certainty::Likely;
    assert_eq!(
        said(None),
        (likely, vec!["role-too-low", "scope-missing"]),
        "an answer was cut off"
    );
    assert_eq!(said(Some(RECORD)), (likely, vec!["role-too-low"]));
    let granular = RECORD.replace("api", "granular");
    let beside = vec!["role-too-low", "permission-missing"];
    assert_eq!(said(Some(&granular)), (likely, beside));
}

#[test]
fn a_feature_that_is_off_is_proved_by_the_project() {
    Story {
        path: "/api/v4/projects/org%2Fapp/boards",
        kind: TokenKind::Personal,
        scheme: Scheme::PrivateToken,
        cause: Cause::FeatureDisabled,
        answers: &[
            (Question::Subject, 403, FORBIDDEN),
            (Question::OwnRecord, 200, RECORD),
            (Question::Target, 200, PROJECT_WITHOUT_ISSUES),
            (Question::Membership, 200, r#"{"id":7,"access_level":40}"#),
        ],
        ends: Certainty::Certain,
    }
    .holds();
}

#[test]
fn a_project_that_nobody_shows_may_be_private_to_the_last() {
    Story {
        path: "/api/v4/projects/org%2Fapp/issues",
        kind: TokenKind::Personal,
        scheme: Scheme::PrivateToken,
        cause: Cause::WrongRole,
        answers: &[
            (Question::Subject, 404, NO_PROJECT),
            (Question::OwnRecord, 200, RECORD),
            (Question::User, 200, PERSON),
            (Question::Target, 404, NO_PROJECT),
            (Question::TargetAnonymous, 404, NO_PROJECT),
            (
                Question::Associations,
                200,
                r#"{"projects":[],"groups":[]}"#,
            ),
        ],
        ends: Certainty::Ambiguous,
    }
    .holds();
}

#[test]
fn a_failed_login_of_a_living_token_is_one_of_its_owner() {
    Story {
        path: "/org/app.git/info/refs?service=git-upload-pack",
        kind: TokenKind::Oauth,
        scheme: Scheme::Basic {
            user: "oauth2".to_owned(),
        },
        cause: Cause::AccountState,
        answers: &[
            (Question::TokenInfo, 200, r#"{"scope":["api"],"expires_in":5400}"#),
            (Question::Subject, 401, "HTTP Basic: Access denied. If a token was provided, it was either incorrect, expired, or improperly scoped."),
        ],
        ends: Certainty::Ambiguous,
    }
    .holds();
}

#[test]
fn git_names_the_allowlist_that_rest_keeps_to_itself() {
    Story {
        path: "/api/v4/projects/org%2Fapp/releases",
        kind: TokenKind::Job,
        scheme: Scheme::JobToken,
        cause: Cause::PolicyRestriction,
        answers: &[
            (Question::Subject, 403, NOT_ALLOWED),
            (Question::Job, 200, JOB),
            (
                Question::GitPull,
                403,
                "Authentication by CI/CD job token not allowed from group/app to project #42.",
            ),
        ],
        ends: Certainty::Certain,
    }
    .holds();
}

#[test]
fn one_question_that_broke_off_is_no_network_fault() {
    let broken = Observation::Unanswered(TransportFailure::AnswerTimeout);
    let post = request(Method::Post, "/api/v4/projects/org%2Fapp/issues")
        .with_answer(Question::OwnRecord, answered(200, RECORD))
        .with_answer(Question::Target, answered(200, PROJECT))
        .with_answer(Question::Membership, broken.clone());
    assert!(!matches!(diagnose(&post), Ruling::Refused(_)));
    let alone = request(Method::Post, "/api/v4/projects/org%2Fapp/issues")
        .with_answer(Question::OwnRecord, broken);
    let Ruling::Refused(diagnosis) = diagnose(&alone) else {
        panic!("nothing answered");
    };
    assert_eq!(diagnosis.primary.cause(), Cause::Network);
}

#[test]
fn a_job_token_that_its_own_route_refuses_outlived_its_job() {
    Story {
        path: "/api/v4/projects/org%2Fapp/releases",
        kind: TokenKind::Job,
        scheme: Scheme::JobToken,
        cause: Cause::WrongContext,
        answers: &[
            (Question::Subject, 401, UNAUTHORIZED),
            (Question::Job, 401, UNAUTHORIZED),
        ],
        ends: Certainty::Likely,
    }
    .holds();
}
#[test]
fn a_head_is_refused_without_a_reason_so_the_reason_is_derived() {
    let head = |status| {
        request(Method::Head, "/api/v4/projects/org%2Fapp/variables")
            .with_answer(Question::Subject, answered(status, ""))
    };
    let dead = head(401);
    let Ruling::Refused(diagnosis) = diagnose(&dead) else {
        panic!("the status refuses");
    };
    assert_eq!(diagnosis.primary.cause(), Cause::InvalidToken);
    assert_eq!(diagnosis.certainty, Certainty::Ambiguous);
    assert_eq!(next_questions(&dead), [Question::OwnRecord]);
    let low = head(403)
        .with_answer(Question::OwnRecord, answered(200, RECORD))
        .with_answer(Question::Target, answered(200, PROJECT));
    let Ruling::Refused(diagnosis) = diagnose(&low) else {
        panic!("the role is known to be too low");
    };
    assert_eq!(diagnosis.primary.cause(), Cause::WrongRole);
    assert_eq!(diagnosis.certainty, Certainty::Likely);
    let throttled = diagnose(&head(429));
    assert!(matches!(throttled, Ruling::Refused(it) if it.primary.cause() == Cause::RateLimited));
}

#[test]
fn only_success_is_called_granted() {
    for status in [0, 100, 199, 300, 301, 302, 307, 399] {
        let case = request(Method::Get, "/api/v4/user")
            .with_answer(Question::Subject, answered(status, ""));
        assert!(
            !matches!(diagnose(&case), Ruling::Granted { .. }),
            "{status}"
        );
    }
}

#[test]
fn a_file_that_is_handed_over_by_the_object_storage_was_granted() {
    let sent_to = |headers: &[(&str, &str)]| {
        let path = "/api/v4/projects/42/jobs/5/artifacts";
        let answer = answered_with(302, headers, "");
        diagnose(&request(Method::Get, path).with_answer(Question::Subject, answer))
    };
    let storage = (
        "location",
        "https://storage.example.org/artifacts/5.zip?signature=x",
    );
    let portal = ("location", "https://sso.example.org/login");
    let mark = ("x-gitlab-meta", "{}");
    assert!(matches!(sent_to(&[storage, mark]), Ruling::Granted { .. }));
    let Ruling::Refused(diagnosis) = sent_to(&[portal]) else {
        panic!("a portal is in the way");
    };
    assert_eq!(diagnosis.primary.cause(), Cause::Network);
}

/// What is advised to whoever asks for a record that a token of this kind does not have.
fn fixes_for(kind: TokenKind) -> Vec<String> {
    let mut case = request(Method::Get, "/api/v4/personal_access_tokens/self");
    case.credential = sent(kind, Scheme::Bearer);
    let body = r#"{"message":"400 Bad request - This endpoint requires token type to be a personal access token"}"#;
    case.answers.push((Question::Subject, answered(400, body)));
    let Ruling::Refused(diagnosis) = diagnose(&case) else {
        panic!("{kind:?}");
    };
    diagnosis.primary.fix
}

#[test]
fn a_fix_for_another_kind_of_token_is_not_shown() {
    let of_oauth = "For an OAuth token ask https://gitlab.example.com/oauth/token/info";
    let of_job =
        "For a job token ask https://gitlab.example.com/api/v4/job with the header `JOB-TOKEN`.";
    assert_eq!(fixes_for(TokenKind::Oauth), [of_oauth]);
    assert_eq!(fixes_for(TokenKind::Job), [of_job]);
    assert_eq!(fixes_for(TokenKind::Unknown), [of_oauth, of_job]);
}

/// The code of the first cause.
fn first_code(case: &Case) -> &'static str {
    let Ruling::Refused(diagnosis) = diagnose(case) else {
        panic!("not refused");
    };
    let first = diagnosis.findings().next();
    first.map_or("", |finding| finding.code.id)
}

#[test]
fn a_job_token_that_gets_less_than_nobody_is_not_on_the_allowlist() {
    let case = fixtures::job_request(Method::Get, "/api/v4/projects/org%2Fapp/merge_requests")
        .with_answer(Question::Subject, answered(403, FORBIDDEN))
        .with_answer(Question::Job, answered(200, JOB))
        .with_answer(Question::TargetAnonymous, answered(200, PROJECT));
    let public = case.with_answer(
        Question::Anonymous,
        answered_with(200, &[("x-gitlab-meta", "{}")], "[]"),
    );
    assert_eq!(first_code(&public), "job-token-not-on-allowlist");
}

#[test]
fn a_token_of_a_kind_that_the_api_does_not_read_is_told_before_what_is_hidden() {
    let hidden = r#"{"message":"404 Group Not Found"}"#;
    for (path, status, body) in [
        ("/api/v4/projects/org%2Fapp/issues", 404, NO_PROJECT),
        ("/api/v4/groups/org/issues", 404, hidden),
        ("/api/v4/groups/org/custom_attributes", 403, FORBIDDEN),
    ] {
        let mut case =
            request(Method::Get, path).with_answer(Question::Subject, answered(status, body));
        case.credential = sent(TokenKind::Feed, Scheme::PrivateToken);
        assert_eq!(first_code(&case), "kind-not-accepted", "{path}");
    }
}

#[test]
fn no_emoji_is_told_as_the_missing_right_and_not_as_a_missing_record() {
    let body = r#"{"message":"404 Award Emoji Not Found"}"#;
    let path = "/api/v4/projects/org%2Fapp/merge_requests/1/notes/2/award_emoji";
    let as_guest = PROJECT.replace(r#""access_level":20"#, r#""access_level":10"#);
    let case = request(Method::Get, path)
        .with_answer(Question::Subject, answered(404, body))
        .with_answer(Question::Target, answered(200, &as_guest));
    assert_eq!(first_code(&case), "role-too-low");
}
