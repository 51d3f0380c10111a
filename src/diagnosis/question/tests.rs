//! Control questions, made concrete.

use super::*;
use crate::diagnosis::fixtures::{PROJECT, RECORD, answered, job_request, request, sent};

const ISSUES: &str = "/api/v4/projects/org%2Fapp/issues?state=opened";

fn asked(question: Question, case: &Case) -> Option<Asking> {
    question.asking(case, &Knowledge::of(case))
}

fn path(question: Question, case: &Case) -> Option<String> {
    asked(question, case).map(|asking| asking.path)
}

#[test]
fn a_project_path_is_encoded_exactly_once() {
    assert_eq!(encode_segment("group/sub group"), "group%2Fsub%20group");
    assert_eq!(encode_segment("a%2Fb"), "a%252Fb");
}

#[test]
fn the_request_itself_is_asked_as_it_was_written() {
    let case = request(Method::Get, ISSUES);
    let with = asked(Question::Subject, &case).unwrap();
    assert_eq!(with.path, ISSUES);
    assert_eq!(with.with, Some(Scheme::PrivateToken));
    let without = asked(Question::Anonymous, &case).unwrap();
    assert_eq!((without.path.as_str(), without.with), (ISSUES, None));
}

#[test]
fn the_target_is_asked_under_its_encoded_path() {
    let mut case = request(Method::Get, ISSUES);
    let project = path(Question::Target, &case);
    assert_eq!(project.as_deref(), Some("/api/v4/projects/org%2Fapp"));
    case.target = Some(Target::Group("org/team".to_owned()));
    let group = path(Question::Target, &case);
    assert_eq!(
        group.as_deref(),
        Some("/api/v4/groups/org%2Fteam?with_projects=false")
    );
}

#[test]
fn members_are_asked_for_only_when_the_owner_is_known() {
    let case = request(Method::Get, ISSUES);
    assert_eq!(path(Question::Membership, &case), None);
    let known = case.with_answer(Question::OwnRecord, answered(200, RECORD));
    assert_eq!(
        path(Question::Membership, &known).as_deref(),
        Some("/api/v4/projects/org%2Fapp/members/all/7")
    );
}

#[test]
fn job_tokens_are_asked_only_where_job_tokens_are_read() {
    let case = job_request(Method::Get, ISSUES);
    let job = asked(Question::Job, &case).unwrap();
    assert_eq!(job.with, Some(Scheme::JobToken));
    for question in [
        Question::OwnRecord,
        Question::TokenInfo,
        Question::User,
        Question::Target,
        Question::Membership,
        Question::Associations,
    ] {
        assert_eq!(asked(question, &case), None, "{question:?}");
    }
}

#[test]
fn an_oauth_token_is_asked_as_bearer() {
    let case = Case {
        credential: sent(TokenKind::Oauth, Scheme::Bearer),
        ..request(Method::Get, ISSUES)
    };
    let user = asked(Question::User, &case).unwrap();
    assert_eq!(user.with, Some(Scheme::Bearer));
    assert_eq!(
        path(Question::TokenInfo, &case).as_deref(),
        Some("/oauth/token/info")
    );
    assert_eq!(asked(Question::Associations, &case), None);
}

#[test]
fn nothing_is_asked_with_a_token_that_was_not_sent() {
    let mut case = request(Method::Get, ISSUES);
    for nothing in [Sent::Nothing, Sent::Empty, Sent::Unknown] {
        case.credential.sent = nothing;
        for question in [Question::OwnRecord, Question::Target, Question::GitPull] {
            assert_eq!(asked(question, &case), None, "{question:?}");
        }
        let asking = asked(Question::TargetAnonymous, &case).unwrap();
        assert_eq!(asking.with, None);
    }
}

#[test]
fn git_is_asked_under_the_full_path_with_the_user_name_of_the_kind() {
    let job = asked(Question::GitPull, &job_request(Method::Get, ISSUES)).unwrap();
    assert_eq!(job.path, "/org/app.git/info/refs?service=git-upload-pack");
    let user = |name: &str| {
        Some(Scheme::Basic {
            user: name.to_owned(),
        })
    };
    assert_eq!(job.with, user("gitlab-ci-token"));
    let mut numbered = request(Method::Get, ISSUES);
    numbered.target = Some(Target::Project("42".to_owned()));
    assert_eq!(asked(Question::GitPull, &numbered), None);
    let seen = numbered.with_answer(Question::Target, answered(200, PROJECT));
    let git = asked(Question::GitPull, &seen).unwrap();
    assert_eq!(git.with, user("oauth2"));
}

#[test]
fn a_name_that_could_break_out_of_its_place_is_not_asked_for() {
    for name in ["org/app\"){id}}", "org/../admin", "org//app", "org/app?x=1"] {
        let mut case = request(Method::Get, ISSUES);
        case.target = Some(Target::Project(name.to_owned()));
        assert_eq!(asked(Question::ByGraphQl, &case), None, "{name}");
        assert_eq!(asked(Question::GitPull, &case), None, "{name}");
    }
}

#[test]
fn the_registry_is_asked_for_deploy_tokens_only() {
    let user = "ci".to_owned();
    let basic = |kind| Case {
        credential: sent(kind, Scheme::Basic { user: user.clone() }),
        ..request(Method::Get, ISSUES)
    };
    assert!(asked(Question::RegistryLogin, &basic(TokenKind::Deploy)).is_some());
    assert_eq!(
        asked(Question::RegistryLogin, &basic(TokenKind::Personal)),
        None
    );
}

#[test]
fn every_question_that_goes_to_the_api_reads_with_a_get() {
    let case =
        request(Method::Post, ISSUES).with_answer(Question::OwnRecord, answered(200, RECORD));
    for question in [Question::OwnRecord, Question::Target, Question::Membership] {
        let asking = asked(question, &case).unwrap();
        let subject = super::super::Subject::new(Method::Get, &asking.path);
        assert!(!subject.changes(), "{}", asking.path);
    }
}

#[test]
fn the_record_that_would_be_changed_is_read_and_nothing_around_it() {
    let path =
        |method, path| asked(Question::Record, &request(method, path)).map(|asking| asking.path);
    let note = "/api/v4/projects/7/issues/3/notes/9";
    for (method, changed, read) in [
        (Method::Delete, note, Some(note)),
        (
            Method::Post,
            "/api/v4/runners/7/reset_authentication_token",
            Some("/api/v4/runners/7"),
        ),
        (
            Method::Post,
            "/api/v4/projects/7/pipeline_schedules/4/take_ownership",
            Some("/api/v4/projects/7/pipeline_schedules/4"),
        ),
        (Method::Put, "/api/v4/projects/7", None),
        (Method::Get, note, None),
    ] {
        assert_eq!(path(method, changed).as_deref(), read, "{changed}");
    }
}
