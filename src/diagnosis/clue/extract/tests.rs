//! Clues that the value, the request, and the answers give.

use super::*;
use crate::catalogue::Method;
use crate::diagnosis::fixtures::{
    FORBIDDEN, JOB, NO_PROJECT, PERSON, PROJECT, RECORD, UNAUTHORIZED, answered, answered_with,
    job_request, request, sent,
};
use crate::diagnosis::{Credential, Target};

const ISSUES: &str = "/api/v4/projects/org%2Fapp/issues";

fn drawn(case: &Case) -> Clues {
    extract(case, &Knowledge::of(case))
}

fn get(path: &str) -> Case {
    request(Method::Get, path)
}

fn clue_of(case: &Case, clue: Clue) -> Option<bool> {
    drawn(case).get(clue)
}

fn as_kind(kind: TokenKind, scheme: Scheme) -> Case {
    Case {
        credential: sent(kind, scheme),
        ..get(ISSUES)
    }
}

// --- the value ---

#[test]
fn an_empty_value_is_nothing_and_empty() {
    let mut case = get(ISSUES);
    case.credential = Credential {
        sent: Sent::Empty,
        ..Credential::default()
    };
    assert_eq!(clue_of(&case, Clue::NothingSent), Some(true));
    assert_eq!(clue_of(&case, Clue::SentEmpty), Some(true));
}

#[test]
fn what_was_not_looked_at_is_neither_whole_nor_defective() {
    let mut case = get(ISSUES);
    case.credential = Credential::default();
    for clue in [
        Clue::NothingSent,
        Clue::Defective,
        Clue::ChecksumBroken,
        Clue::IsJob,
    ] {
        assert_eq!(clue_of(&case, clue), None, "{clue:?}");
    }
}

#[test]
fn an_issuer_is_compared_without_scheme_port_and_letter_case() {
    assert!(same_host(
        "https://GitLab.example.com",
        "gitlab.example.com:8443"
    ));
    assert!(same_host(
        "http://gitlab.example.com/gitlab",
        "gitlab.example.com"
    ));
    assert!(!same_host(
        "https://gitlab.example.com",
        "gitlab.example.org"
    ));
}

#[test]
fn a_token_names_its_instance_and_its_time() {
    let mut case = job_request(Method::Get, ISSUES);
    case.credential.issuer = Some("https://gitlab.com".to_owned());
    case.credential.expires = Some(1_000);
    assert_eq!(clue_of(&case, Clue::MadeElsewhere), Some(true));
    assert_eq!(clue_of(&case, Clue::PastItsTime), None);
    case.now = Some(1_001);
    assert_eq!(clue_of(&case, Clue::PastItsTime), Some(true));
}

#[test]
fn a_kind_that_is_known_says_what_it_is_and_what_it_is_not() {
    let clues = drawn(&as_kind(TokenKind::Runner, Scheme::PrivateToken));
    assert_eq!(clues.get(Clue::IsForeign), Some(true));
    assert_eq!(clues.get(Clue::OtherForge), Some(false));
    assert_eq!(clues.get(Clue::IsAccessToken), Some(false));
    let forge = as_kind(TokenKind::OtherForge, Scheme::PrivateToken);
    assert_eq!(clue_of(&forge, Clue::OtherForge), Some(true));
}

#[test]
fn an_answer_proves_the_kind_of_a_value_without_a_prefix() {
    let unknown = as_kind(TokenKind::Unknown, Scheme::PrivateToken);
    assert_eq!(clue_of(&unknown, Clue::IsAccessToken), None);
    let proved = unknown.with_answer(Question::OwnRecord, answered(200, RECORD));
    assert_eq!(clue_of(&proved, Clue::IsAccessToken), Some(true));
}

// --- the place ---

#[test]
fn each_kind_has_its_headers() {
    let fits = |kind, scheme| clue_of(&as_kind(kind, scheme), Clue::PlaceFits);
    assert_eq!(fits(TokenKind::Personal, Scheme::PrivateToken), Some(true));
    assert_eq!(fits(TokenKind::Personal, Scheme::Bearer), Some(true));
    assert_eq!(fits(TokenKind::Personal, Scheme::JobToken), Some(false));
    assert_eq!(fits(TokenKind::Job, Scheme::JobToken), Some(true));
    assert_eq!(fits(TokenKind::Job, Scheme::PrivateToken), Some(false));
    assert_eq!(fits(TokenKind::Oauth, Scheme::PrivateToken), Some(false));
    let user = "kim".to_owned();
    assert_eq!(fits(TokenKind::Personal, Scheme::Basic { user }), None);
}

#[test]
fn git_wants_one_user_name_beside_a_job_token() {
    let clone = |user: &str| Case {
        surface: Some(Surface::Git),
        credential: sent(
            TokenKind::Job,
            Scheme::Basic {
                user: user.to_owned(),
            },
        ),
        ..get("/org/app.git/info/refs?service=git-upload-pack")
    };
    assert_eq!(
        clue_of(&clone("gitlab-ci-token"), Clue::PlaceFits),
        Some(true)
    );
    assert_eq!(clue_of(&clone("kim"), Clue::PlaceFits), Some(false));
}

#[test]
fn most_routes_read_no_job_token() {
    let variables = job_request(Method::Get, "/api/v4/projects/org%2Fapp/variables");
    assert_eq!(clue_of(&variables, Clue::ReadHere), Some(false));
    let own = job_request(Method::Get, "/api/v4/job");
    assert_eq!(clue_of(&own, Clue::ReadHere), Some(true));
    let unlisted = get("/api/v4/teleport");
    assert_eq!(clue_of(&unlisted, Clue::ReadHere), None);
}

// --- the request ---

#[test]
fn a_path_shows_how_it_was_encoded() {
    let encoded = drawn(&get(ISSUES));
    assert_eq!(encoded.get(Clue::PathEncoded), Some(true));
    assert_eq!(encoded.get(Clue::PathUnencoded), Some(false));
    assert_eq!(encoded.get(Clue::PathEncodedTwice), Some(false));
    let plain = get("/api/v4/projects/org/app/issues");
    assert_eq!(clue_of(&plain, Clue::PathUnencoded), Some(true));
    let twice = get("/api/v4/projects/org%252Fapp/issues");
    assert_eq!(clue_of(&twice, Clue::PathEncodedTwice), Some(true));
}

#[test]
fn a_bare_name_is_no_project() {
    let malformed = |path| clue_of(&get(path), Clue::NameMalformed);
    assert_eq!(malformed("/api/v4/projects/app/issues"), Some(true));
    assert_eq!(malformed("/api/v4/projects/42/issues"), Some(false));
    assert_eq!(malformed(ISSUES), Some(false));
}

#[test]
fn a_push_writes_though_it_begins_with_a_get() {
    let pull = get("/org/app.git/info/refs?service=git-upload-pack");
    assert_eq!(clue_of(&pull, Clue::Writes), Some(false));
    let push = get("/org/app.git/info/refs?service=git-receive-pack");
    assert_eq!(clue_of(&push, Clue::Writes), Some(true));
}

// --- the life of the token ---

#[test]
fn the_guard_tells_an_expired_token_from_a_revoked_one() {
    let guard = |sentence: &str| {
        let body = format!(r#"{{"error":"invalid_token","error_description":"{sentence}"}}"#);
        drawn(&get(ISSUES).with_answer(Question::Subject, answered(401, &body)))
    };
    let expired = guard("Token is expired. You can either do re-authorization or token refresh.");
    assert_eq!(expired.get(Clue::Expired), Some(true));
    assert_eq!(expired.get(Clue::Alive), Some(false));
    // It is checked first, so it may be revoked as well.
    assert_eq!(expired.get(Clue::Revoked), None);
    let revoked = guard("Token was revoked. You have to re-authorize from the user.");
    assert_eq!(revoked.get(Clue::Revoked), Some(true));
}

#[test]
fn a_bare_401_of_any_route_says_nothing_of_life_but_the_records_own_does() {
    let bare = get(ISSUES).with_answer(Question::Subject, answered(401, UNAUTHORIZED));
    assert_eq!(clue_of(&bare, Clue::Alive), None);
    let record = bare.with_answer(Question::OwnRecord, answered(401, UNAUTHORIZED));
    let clues = drawn(&record);
    assert_eq!(clues.get(Clue::Alive), Some(false));
    assert_eq!(clues.get(Clue::Expired), Some(false));
}

#[test]
fn the_registrys_login_knows_a_token_also_where_there_is_no_registry() {
    let alive = |status, body: &str| {
        let mut case = as_kind(TokenKind::Deploy, Scheme::PrivateToken);
        let answer = answered(status, body);
        case.answers.push((Question::RegistryLogin, answer));
        clue_of(&case, Clue::Alive)
    };
    let says = |code| format!(r#"{{"errors":[{{"code":"{code}","message":"what it says"}}]}}"#);
    assert_eq!(alive(401, &says("UNAUTHORIZED")), Some(false));
    assert_eq!(alive(403, &says("DENIED")), Some(true));
    assert_eq!(alive(404, &says("UNAVAILABLE")), Some(true));
    for (status, body) in [
        (403, "Too many failed authentication attempts from this IP"),
        (404, ""),
    ] {
        assert_eq!(alive(status, body), None, "{status} {body}");
    }
}

#[test]
fn a_scope_that_was_judged_proves_a_living_token() {
    let narrow = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api"}"#;
    let case = get(ISSUES).with_answer(Question::OwnRecord, answered(403, narrow));
    assert_eq!(clue_of(&case, Clue::Alive), Some(true));
}

#[test]
fn a_route_that_only_access_tokens_have_knows_an_oauth_token_by_its_refusal() {
    let refusal = r#"{"message":"400 Bad request - This endpoint requires token type to be a personal access token"}"#;
    let clues = drawn(
        &as_kind(TokenKind::Unknown, Scheme::Bearer)
            .with_answer(Question::OwnRecord, answered(400, refusal)),
    );
    assert_eq!(clues.get(Clue::Alive), Some(true));
    assert_eq!(clues.get(Clue::IsOauth), Some(true));
}

#[test]
fn an_answer_to_a_nameless_caller_says_nothing_of_the_token() {
    let mut case = get("/api/v4/personal_access_tokens/self");
    case.credential.sent = Sent::Nothing;
    let case = case.with_answer(Question::Subject, answered(401, UNAUTHORIZED));
    assert_eq!(clue_of(&case, Clue::Alive), None);
}

// --- scopes ---

#[test]
fn scopes_are_set_beside_the_method() {
    let reader = r#"{"id":9,"active":true,"scopes":["read_api"],"user_id":7}"#;
    let told = |method| {
        let case = request(method, ISSUES).with_answer(Question::OwnRecord, answered(200, reader));
        clue_of(&case, Clue::ScopeFits)
    };
    assert_eq!(told(Method::Get), Some(true));
    assert_eq!(told(Method::Post), Some(false));
}

#[test]
fn a_scope_that_nobody_knows_is_not_called_missing() {
    let future = r#"{"id":9,"active":true,"scopes":["teleport"],"user_id":7}"#;
    let case = get(ISSUES).with_answer(Question::OwnRecord, answered(200, future));
    assert_eq!(clue_of(&case, Clue::ScopeFits), None);
}

#[test]
fn a_fine_grained_token_has_no_scopes_to_judge() {
    let granular = r#"{"id":9,"active":true,"scopes":["granular"],"user_id":7}"#;
    let clues = drawn(&get(ISSUES).with_answer(Question::OwnRecord, answered(200, granular)));
    assert_eq!(clues.get(Clue::FineGrained), Some(true));
    assert_eq!(clues.get(Clue::ScopeFits), None);
}

// --- the target ---

#[test]
fn the_target_is_seen_or_hidden_by_its_own_answer() {
    let seen = get(ISSUES).with_answer(Question::Target, answered(200, PROJECT));
    assert_eq!(clue_of(&seen, Clue::TargetSeen), Some(true));
    let hidden = get(ISSUES).with_answer(Question::Target, answered(404, NO_PROJECT));
    assert_eq!(clue_of(&hidden, Clue::TargetSeen), Some(false));
    let decoded = get(ISSUES).with_answer(
        Question::Target,
        answered(404, r#"{"error":"404 Not Found"}"#),
    );
    let clues = drawn(&decoded);
    assert_eq!(clues.get(Clue::PathDecoded), Some(true));
    assert_eq!(clues.get(Clue::TargetSeen), None);
}

#[test]
fn a_feature_is_off_or_for_members_by_its_level() {
    let on = |path| {
        let clues = drawn(&get(path).with_answer(Question::Target, answered(200, PROJECT)));
        (
            clues.get(Clue::FeatureOn),
            clues.get(Clue::FeatureForMembers),
        )
    };
    let boards = "/api/v4/projects/org%2Fapp/boards";
    assert_eq!(on(boards), (Some(true), Some(false)));
    // A list of issues is empty where they are off, and refused to nobody.
    assert_eq!(on(ISSUES), (None, None));
    let milestones = "/api/v4/projects/org%2Fapp/milestones";
    assert_eq!(
        on(milestones),
        (Some(true), Some(false)),
        "issues are enough"
    );
    let environments = "/api/v4/projects/org%2Fapp/environments";
    assert_eq!(
        on(environments),
        (Some(false), Some(false)),
        "no CI/CD, no environments"
    );
    let requests = "/api/v4/projects/org%2Fapp/merge_requests";
    assert_eq!(on(requests), (Some(true), Some(true)));
    let pipelines = "/api/v4/projects/org%2Fapp/pipelines";
    assert_eq!(on(pipelines), (Some(false), Some(false)));
}

#[test]
fn a_role_is_set_beside_the_endpoints() {
    let fits = |path| {
        let case = get(path).with_answer(Question::Target, answered(200, PROJECT));
        clue_of(&case, Clue::RoleFits)
    };
    assert_eq!(fits("/api/v4/projects/org%2Fapp/variables"), Some(false));
    assert_eq!(fits(ISSUES), Some(true));
}

#[test]
fn a_bot_away_from_home_is_told_by_its_name() {
    let bot = r#"{"id":7,"username":"project_41_bot_5f1d","bot":true}"#;
    let mut case = get(ISSUES);
    case.target = Some(Target::Project("42".to_owned()));
    let clues = drawn(&case.with_answer(Question::User, answered(200, bot)));
    assert_eq!(clues.get(Clue::Bot), Some(true));
    assert_eq!(clues.get(Clue::HomeElsewhere), Some(true));
    let person = get(ISSUES).with_answer(Question::User, answered(200, PERSON));
    assert_eq!(clue_of(&person, Clue::Bot), Some(false));
    let nameless = r#"{"id":7,"username":"deployer","bot":true}"#;
    let unknown = get(ISSUES).with_answer(Question::User, answered(200, nameless));
    assert_eq!(clue_of(&unknown, Clue::Bot), None);
}

#[test]
fn the_bot_of_a_group_may_be_at_home_in_any_project_below() {
    let bot = r#"{"id":7,"username":"group_5_bot_5f1d","bot":true}"#;
    let case = get(ISSUES).with_answer(Question::User, answered(200, bot));
    assert_eq!(clue_of(&case, Clue::HomeElsewhere), None);
}

#[test]
fn a_job_is_at_home_in_its_own_project_only() {
    let mut case = job_request(Method::Get, ISSUES);
    case.target = Some(Target::Project("41".to_owned()));
    let home = case.clone().with_answer(Question::Job, answered(200, JOB));
    assert_eq!(clue_of(&home, Clue::JobAtHome), Some(true));
    case.target = Some(Target::Project("42".to_owned()));
    let away = case.with_answer(Question::Job, answered(200, JOB));
    assert_eq!(clue_of(&away, Clue::JobAtHome), Some(false));
}

// --- the other controls ---

#[test]
fn the_same_answer_without_the_token_is_noticed() {
    let case = |without| {
        get(ISSUES)
            .with_answer(Question::Subject, answered(404, NO_PROJECT))
            .with_answer(Question::Anonymous, without)
    };
    let same = case(answered(404, NO_PROJECT));
    assert_eq!(clue_of(&same, Clue::AnonymousSame), Some(true));
    let other = case(answered(401, UNAUTHORIZED));
    assert_eq!(clue_of(&other, Clue::AnonymousSame), Some(false));
    let busy = case(answered(503, ""));
    assert_eq!(clue_of(&busy, Clue::AnonymousSame), None);
}

#[test]
fn what_everybody_is_given_no_role_or_feature_withholds() {
    let case = get(ISSUES)
        .with_answer(Question::Subject, answered(403, FORBIDDEN))
        .with_answer(
            Question::Anonymous,
            answered_with(200, &[("x-gitlab-meta", "{}")], "[]"),
        );
    for clue in [Clue::RoleFits, Clue::FeatureOn, Clue::TargetPublic] {
        assert_eq!(clue_of(&case, clue), Some(true), "{clue:?}");
    }
    for clue in [Clue::AnonymousSame, Clue::FeatureForMembers] {
        assert_eq!(clue_of(&case, clue), Some(false), "{clue:?}");
    }
}

#[test]
fn git_names_one_reason_and_denies_the_other() {
    let pull = |text| {
        drawn(&job_request(Method::Get, ISSUES).with_answer(Question::GitPull, answered(403, text)))
    };
    let allowlist = pull("Authentication by CI/CD job token not allowed from a/b to project #42.");
    assert_eq!(allowlist.get(Clue::GitNamesAllowlist), Some(true));
    assert_eq!(allowlist.get(Clue::GitNamesMembership), Some(false));
    let member = pull("Insufficient permissions to pull from the repository of project #42.");
    assert_eq!(member.get(Clue::GitNamesAllowlist), Some(false));
    assert_eq!(member.get(Clue::GitNamesMembership), Some(true));
    let other = pull("You are not allowed to download code from this project.");
    assert_eq!(other.get(Clue::GitNamesAllowlist), None);
}

#[test]
fn the_api_is_here_when_it_answers_in_its_own_words() {
    let here = |status, body| {
        let case = get(ISSUES).with_answer(Question::Metadata, answered(status, body));
        clue_of(&case, Clue::ApiHere)
    };
    assert_eq!(here(401, UNAUTHORIZED), Some(true));
    assert_eq!(here(404, r#"{"error":"404 Not Found"}"#), Some(false));
    assert_eq!(here(200, "<html><title>Home</title></html>"), Some(false));
    assert_eq!(here(502, "bad gateway"), None);
}

#[test]
fn a_redirect_is_set_beside_the_request() {
    let redirect = |location| {
        let answer = answered_with(301, &[("location", location)], "");
        drawn(&get(ISSUES).with_answer(Question::Subject, answer))
    };
    let moved = redirect("https://gitlab.example.com/api/v4/projects/42/issues");
    assert_eq!(moved.get(Clue::RedirectKeepsPath), Some(false));
    assert_eq!(moved.get(Clue::RedirectLeavesHost), Some(false));
    let secure = redirect("https://git.example.org/api/v4/projects/org%2Fapp/issues");
    assert_eq!(secure.get(Clue::RedirectKeepsPath), Some(true));
    assert_eq!(secure.get(Clue::RedirectLeavesHost), Some(true));
}

#[test]
fn the_mark_of_gitlab_is_missed_only_where_headers_were_seen() {
    let marked = |headers: &[(&str, &str)]| {
        let answer = answered_with(403, headers, FORBIDDEN);
        clue_of(
            &get(ISSUES).with_answer(Question::Subject, answer),
            Clue::MarkedByGitLab,
        )
    };
    assert_eq!(marked(&[]), None);
    assert_eq!(marked(&[("server", "nginx")]), Some(false));
    assert_eq!(marked(&[("x-gitlab-meta", "{}")]), Some(true));
}
