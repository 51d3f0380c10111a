//! Reports to draw in tests: one of each kind of result, and a hostile one.
//!
//! The codes are copies with ids of real ones, so that no golden moves when a page is reworded.

use crate::answers::{Cause, Code, Gate, GateState};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, find_capability};
use crate::diagnosis::{Certainty, Diagnosis, Finding, NextQuestion, Rung};
use crate::observation::SafeMethod;
use crate::report::{
    Advice, AnswerSummary, Basis, Column, Command, ComparedCell, ComparedRow, Comparison,
    Connection, Difference, Edition, Entry, Facet, Instance, LeastPrivilege, LoggedRequest,
    Membership, Need, OtherKind, Outcome, Owner, ReachKind, Report, Requests, Severity,
    TokenRecord, TokenState,
};

static ROLE_TOO_LOW: Code = Code {
    id: "role-too-low",
    cause: Cause::WrongRole,
    gate: Some(Gate::Role),
    title: "The role is too low",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[],
    docs: "https://docs.gitlab.com/user/permissions/",
};

static NOT_A_MEMBER: Code = Code {
    id: "not-a-member",
    cause: Cause::WrongRole,
    gate: Some(Gate::Resource),
    title: "The owner of the token is no member",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[(
        "target-absent",
        "Somebody who can open the project in a browser settles it: GitLab answers 404 for both.",
    )],
    docs: "https://docs.gitlab.com/user/project/members/",
};

static TARGET_ABSENT: Code = Code {
    id: "target-absent",
    cause: Cause::WrongContext,
    gate: Some(Gate::Resource),
    title: "There is no such project or group",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[],
    docs: "https://docs.gitlab.com/api/rest/troubleshooting/",
};

static JOB_TOKEN_NOT_READ_HERE: Code = Code {
    id: "job-token-not-read-here",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "This route does not read job tokens",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

static TOKEN_EXPIRED: Code = Code {
    id: "token-expired",
    cause: Cause::Expired,
    gate: Some(Gate::Lifetime),
    title: "The token has expired",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};

static THROTTLED: Code = Code {
    id: "throttled",
    cause: Cause::RateLimited,
    gate: Some(Gate::Limits),
    title: "Too many requests were sent",
    why: "",
    recognise: "",
    fixes: &[],
    unless: &[],
    of_another_credential: false,
    alike: &[],
    docs: "https://docs.gitlab.com/security/rate_limits/",
};

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn finding(code: &'static Code, because: &[&str], fix: &[&str]) -> Finding {
    Finding {
        code,
        because: owned(because),
        fix: owned(fix),
        source: "lib/api/helpers.rb",
    }
}

/// A ladder that is passed up to `stop`.
fn ladder(stop: Option<Gate>, evidence: &[(Gate, &str)]) -> Vec<Rung> {
    Gate::ALL
        .into_iter()
        .map(|gate| Rung {
            gate,
            state: match stop {
                Some(stop) if gate == stop => GateState::Refused,
                Some(stop) if gate > stop => GateState::NotReached,
                Some(_) | None => GateState::Passed,
            },
            evidence: evidence
                .iter()
                .find(|(known, _)| *known == gate)
                .map(|(_, words)| (*words).to_owned())
                .unwrap_or_default(),
        })
        .collect()
}

fn answer(status: u16, excerpt: &str) -> AnswerSummary {
    AnswerSummary {
        status: Some(status),
        body_shape: "message",
        excerpt: excerpt.to_owned(),
        correlation_id: Some("01JD2V8K5QWX3T".to_owned()),
    }
}

fn entry(id: &str, subject: &str, outcome: Outcome) -> Entry {
    Entry {
        id: id.to_owned(),
        token: Some("t1".to_owned()),
        subject: subject.to_owned(),
        file: None,
        line: None,
        count: 1,
        outcome,
        basis: Basis::Observed,
        answer: None,
        gates: Vec::new(),
        diagnosis: None,
        missing: None,
        warnings: Vec::new(),
        need: None,
        log: None,
        asked_by: Vec::new(),
    }
}

fn advice(code: &'static str, severity: Severity, text: &str) -> Advice {
    Advice {
        code,
        severity,
        text: text.to_owned(),
    }
}

fn logged(path: &str, status: u16, ms: u64, why: &'static str) -> LoggedRequest {
    LoggedRequest {
        method: SafeMethod::Get,
        path: path.to_owned(),
        auth: "private-token",
        why,
        status: Some(status),
        ms: Some(ms),
        failure: None,
    }
}

fn personal() -> TokenRecord {
    TokenRecord {
        id: "t1".to_owned(),
        source: "env:GITLAB_TOKEN".to_owned(),
        shadows: owned(&["env:CI_JOB_TOKEN"]),
        kind: TokenKind::Personal,
        kind_words: "personal access token".to_owned(),
        display: "glpat-****3f9a".to_owned(),
        checksum: Some(true),
        state: TokenState::Active,
        name: Some("release".to_owned()),
        expires_at: Some("2026-12-31".to_owned()),
        days_left: Some(39),
        scopes: Some(owned(&["read_api", "read_repository"])),
        fine_grained: Some(false),
        owner: Some(Owner {
            id: Some(7),
            username: Some("alice".to_owned()),
            bot: Some(false),
            state: None,
            admin: Some(false),
        }),
        ..TokenRecord::default()
    }
}

fn job() -> TokenRecord {
    TokenRecord {
        id: "t2".to_owned(),
        source: "env:CI_JOB_TOKEN".to_owned(),
        kind: TokenKind::Job,
        kind_words: "CI/CD job token".to_owned(),
        display: "glcbt-****77ab".to_owned(),
        checksum: None,
        state: TokenState::Unknown,
        ..TokenRecord::default()
    }
}

fn instance() -> Instance {
    Instance {
        url: "https://gitlab.example.com".to_owned(),
        source: "env:CI_SERVER_URL".to_owned(),
        version: Some("19.2.4".to_owned()),
        edition: Some(Edition::Enterprise),
        knowledge: Some("judged by the older GitLab 18.9".to_owned()),
    }
}

fn report(command: Command, entries: Vec<Entry>) -> Report {
    Report {
        command,
        told: None,
        instance: Some(instance()),
        tokens: vec![personal()],
        entries,
        requests: Requests::default(),
        advice: Vec::new(),
        least_privilege: None,
        comparison: None,
        connections: Vec::new(),
        texts: Vec::new(),
        checkup: None,
    }
}

fn role_too_low() -> Diagnosis {
    Diagnosis {
        certainty: Certainty::Certain,
        stopped_at: Some(Gate::Role),
        primary: finding(
            &ROLE_TOO_LOW,
            &[
                "alice is Guest (10) in acme/app, through the group acme.",
                "Listing tags of a private project needs Reporter (20) or higher, and the repository is on.",
            ],
            &[
                "Ask a Maintainer of acme/app to give alice the role Reporter.",
                "Or use a project access token of acme/app with the role Reporter and the scope read_api.",
            ],
        ),
        alternatives: Vec::new(),
        next_question: None,
        retry_is_safe: false,
        ladder: Vec::new(),
    }
}

fn tags_refused() -> Entry {
    Entry {
        answer: Some(answer(403, "403 Forbidden")),
        gates: ladder(
            Some(Gate::Role),
            &[
                (Gate::Reach, "GitLab 19.2.4 answered"),
                (Gate::Limits, "not throttled"),
                (
                    Gate::Route,
                    "GET /projects/:id/repository/tags exists in this version",
                ),
                (Gate::Credential, "a personal access token is read here"),
                (Gate::Lifetime, "active until 2026-12-31"),
                (Gate::Account, "alice may use the API"),
                (Gate::Scope, "read_api is enough for this request"),
                (Gate::Resource, "acme/app exists, and alice may see it"),
                (
                    Gate::Role,
                    "Guest (10) in acme/app; this needs Reporter (20) or higher",
                ),
            ],
        ),
        diagnosis: Some(role_too_low()),
        ..entry(
            "e1",
            "GET /projects/acme%2Fapp/repository/tags",
            Outcome::Refused,
        )
    }
}

fn probe_requests() -> Requests {
    Requests {
        planned: false,
        budget: 12,
        withheld: false,
        round_trips: 2,
        log: vec![
            logged(
                "/api/v4/projects/acme%2Fapp/repository/tags",
                403,
                31,
                "the request itself",
            ),
            logged(
                "/api/v4/personal_access_tokens/self",
                200,
                12,
                "is the token alive?",
            ),
            logged("/api/v4/metadata", 200, 9, "which version answers?"),
            logged(
                "/api/v4/projects/acme%2Fapp",
                200,
                22,
                "is the project visible?",
            ),
            logged(
                "/api/v4/projects/42/members/all/7",
                200,
                18,
                "which role has the owner?",
            ),
        ],
        left_open: Vec::new(),
    }
}

/// A refusal whose cause is certain.
pub(super) fn refused() -> Report {
    Report {
        requests: probe_requests(),
        advice: vec![advice(
            "expires-soon",
            Severity::Warning,
            "The token expires in 39 days, on 2026-12-31. Rotate it before, or the next release fails.",
        )],
        least_privilege: None,
        comparison: None,
        ..report(Command::Probe, vec![tags_refused()])
    }
}

fn hidden_or_absent() -> Entry {
    let alternative = finding(
        &TARGET_ABSENT,
        &["GitLab hides what does not exist and what may not be seen behind the same answer."],
        &["Check the path for typing errors."],
    );
    let job_token = finding(
        &JOB_TOKEN_NOT_READ_HERE,
        &["Releases up to about 18.0 do not read job tokens on this route."],
        &["Use a project access token with the scope read_api."],
    );
    Entry {
        answer: Some(answer(404, "404 Project Not Found")),
        gates: ladder(Some(Gate::Resource), &[(Gate::Reach, "GitLab answered")])
            .into_iter()
            .map(|rung| match rung.gate {
                Gate::Credential | Gate::Scope => Rung {
                    state: GateState::Unknown,
                    ..rung
                },
                Gate::Reach
                | Gate::Limits
                | Gate::Route
                | Gate::Lifetime
                | Gate::Account
                | Gate::Resource
                | Gate::Role
                | Gate::Feature => rung,
            })
            .collect(),
        diagnosis: Some(Diagnosis {
            certainty: Certainty::Ambiguous,
            stopped_at: Some(Gate::Resource),
            primary: finding(
                &NOT_A_MEMBER,
                &["GitLab answers 404 to whoever may not see a project."],
                &["Add the owner of the token to acme/app, as Reporter or higher."],
            ),
            alternatives: vec![alternative, job_token],
            next_question: Some(NextQuestion {
                ask: "GET /projects/acme%2Fapp without the token".to_owned(),
                why: "200 tells that the project is public, and that the token was not read."
                    .to_owned(),
            }),
            retry_is_safe: false,
            ladder: Vec::new(),
        }),
        ..entry(
            "e2",
            "GET /projects/acme%2Fapp/merge_requests",
            Outcome::Refused,
        )
    }
}

fn throttled() -> Entry {
    Entry {
        answer: Some(AnswerSummary {
            status: Some(429),
            body_shape: "text",
            excerpt: "Retry later".to_owned(),
            correlation_id: None,
        }),
        gates: ladder(
            Some(Gate::Limits),
            &[(Gate::Limits, "429, and Retry-After says 60 seconds")],
        ),
        diagnosis: Some(Diagnosis {
            certainty: Certainty::Likely,
            stopped_at: Some(Gate::Limits),
            primary: finding(
                &THROTTLED,
                &["The answer is 429 with a Retry-After header."],
                &["Wait 60 seconds."],
            ),
            alternatives: Vec::new(),
            next_question: None,
            retry_is_safe: true,
            ladder: Vec::new(),
        }),
        ..entry("e3", "GET /projects/acme%2Fapp/issues", Outcome::Refused)
    }
}

fn write_unknown() -> Entry {
    Entry {
        basis: Basis::Derived,
        gates: ladder(None, &[])
            .into_iter()
            .map(|rung| Rung {
                state: if rung.gate >= Gate::Resource {
                    GateState::Unknown
                } else {
                    GateState::Passed
                },
                ..rung
            })
            .collect(),
        missing: Some("The project's settings may not be read with this token: whether main is protected is not known.".to_owned()),
        ..entry("e5", "POST /projects/acme%2Fapp/releases", Outcome::Unknown)
    }
}

/// Several entries of one token, one of each outcome.
pub(super) fn several() -> Report {
    let mut first = tags_refused();
    first.diagnosis = Some(role_too_low());
    let mut version = entry("e4", "GET /version", Outcome::Granted);
    version.answer = Some(answer(200, ""));
    version.gates = ladder(None, &[(Gate::Reach, "GitLab 19.2.4 answered")]);
    let mut public = entry("e6", "GET /projects/acme%2Fsite", Outcome::Granted);
    public.warnings = vec![advice(
        "token-not-read",
        Severity::Warning,
        "The project is public, and the answer is the same without the token.",
    )];
    let mut left = entry("e7", "DELETE /projects/acme%2Fapp", Outcome::NotProbed);
    left.token = None;
    Report {
        requests: Requests {
            left_open: owned(&["the protected branches of acme/app"]),
            ..probe_requests()
        },
        ..report(
            Command::Probe,
            vec![
                first,
                hidden_or_absent(),
                throttled(),
                version,
                write_unknown(),
                public,
                left,
            ],
        )
    }
}

/// The same question with two tokens.
pub(super) fn two_tokens() -> Report {
    let granted = Entry {
        basis: Basis::Derived,
        ..entry("e1", "create-release", Outcome::Granted)
    };
    let refused = Entry {
        token: Some("t2".to_owned()),
        ..hidden_or_absent()
    };
    Report {
        tokens: vec![personal(), job()],
        ..report(Command::Probe, vec![granted, refused])
    }
}

/// One granted request.
pub(super) fn granted() -> Report {
    let entry = Entry {
        answer: Some(answer(200, "")),
        gates: ladder(None, &[(Gate::Reach, "GitLab 19.2.4 answered")]),
        ..entry("e1", "GET /projects/acme%2Fapp", Outcome::Granted)
    };
    report(Command::Probe, vec![entry])
}

/// Requests that were planned and not sent.
pub(super) fn planned() -> Report {
    let mut requests = probe_requests();
    requests.planned = true;
    requests.round_trips = 0;
    for request in &mut requests.log {
        request.status = None;
        request.ms = None;
    }
    let mut entry = entry(
        "e1",
        "GET /projects/acme%2Fapp/repository/tags",
        Outcome::NotProbed,
    );
    entry.missing = Some("Only the plan was asked for.".to_owned());
    Report {
        requests,
        ..report(Command::Probe, vec![entry])
    }
}

/// What a pasted log holds.
pub(super) fn explained() -> Report {
    let mut first = hidden_or_absent();
    first.token = None;
    first.basis = Basis::Read;
    first.line = Some(14);
    first.count = 3;
    Report {
        instance: None,
        tokens: Vec::new(),
        ..report(Command::Explain, vec![first])
    }
}

/// A pasted text without a failure.
pub(super) fn nothing() -> Report {
    Report {
        instance: None,
        tokens: Vec::new(),
        ..report(Command::Explain, Vec::new())
    }
}

/// A token that is well.
pub(super) fn inspected() -> Report {
    let mut token = personal();
    token.kind = TokenKind::Project;
    token.kind_words = "project access token".to_owned();
    token.owner = Some(Owner {
        id: Some(71),
        username: Some("project_42_bot_1".to_owned()),
        bot: Some(true),
        state: Some("active".to_owned()),
        admin: Some(false),
    });
    token.claims = vec![
        ("organization".to_owned(), "1".to_owned()),
        ("user".to_owned(), "71".to_owned()),
    ];
    token.reach = vec![
        Membership {
            kind: ReachKind::Project,
            path: "acme/app".to_owned(),
            role: "Maintainer".to_owned(),
        },
        Membership {
            kind: ReachKind::Group,
            path: "acme/platform".to_owned(),
            role: "Guest".to_owned(),
        },
    ];
    token.reach_more = Some(0);
    Report {
        tokens: vec![token],
        requests: probe_requests(),
        advice: vec![advice(
            "expires-soon",
            Severity::Warning,
            "The token expires in 39 days.",
        )],
        least_privilege: None,
        comparison: None,
        ..report(
            Command::Inspect,
            vec![Entry {
                answer: Some(answer(200, "")),
                ..entry("e1", "token", Outcome::Granted)
            }],
        )
    }
}

/// A token that is past its last day, and was pasted with a space behind it.
pub(super) fn inspected_expired() -> Report {
    let mut token = personal();
    token.state = TokenState::Expired;
    token.expires_at = Some("2026-11-10".to_owned());
    token.days_left = Some(-12);
    token.scopes = None;
    token.defects = vec![advice(
        "white-space",
        Severity::Warning,
        "There is white space around the token; it was left out.",
    )];
    let diagnosis = Diagnosis {
        stopped_at: Some(Gate::Lifetime),
        primary: finding(
            &TOKEN_EXPIRED,
            &["GitLab answers invalid_token: Token is expired."],
            &[
                "Make a new token: https://gitlab.example.com/-/user_settings/personal_access_tokens?name=release&scopes=read_api,read_repository",
            ],
        ),
        ..role_too_low()
    };
    Report {
        tokens: vec![token],
        ..report(
            Command::Inspect,
            vec![Entry {
                answer: Some(answer(
                    401,
                    "invalid_token: Token is expired. You can either do re-authorization or token refresh.",
                )),
                gates: ladder(
                    Some(Gate::Lifetime),
                    &[(Gate::Lifetime, "its last day was 2026-11-10")],
                ),
                diagnosis: Some(diagnosis),
                ..entry("e1", "token", Outcome::Refused)
            }],
        )
    }
}

/// Texts that try to steer a terminal, a ticket, a pipeline, or a parser.
pub(super) const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;owned\u{7} \u{9b}31m \u{202e}txet \u{200b}\u{ffff}\u{0}",
    "/close\n/assign @root\r\n> /label ~urgent #1 !2 &3 %4 $5 ^alert#1",
    "`` ` ``` </code></details><script>alert(1)</script> ![x](http://x.example/y) [a](b) | |",
    "]]> &lt; <failure> --- *** === # head - 1. item :smile: {+in+} [-out-] [[_TOC_]]",
    "group/project#1 group/project!2 a@b.example www.x.example ABC-123 deadbeefcafe \\@all \\`x\\|",
];

/// A report of which every text comes from a hostile place.
pub(super) fn hostile() -> Report {
    let all = HOSTILE.join(" ");
    let mut whole = several();
    for (entry, text) in whole.entries.iter_mut().zip(HOSTILE.iter().cycle()) {
        entry.subject = (*text).to_owned();
        entry.missing = Some((*text).to_owned());
        entry.warnings = vec![advice("hostile", Severity::Warning, text)];
        if let Some(answer) = &mut entry.answer {
            answer.excerpt.clone_from(&all);
            answer.correlation_id = Some((*text).to_owned());
        }
        for rung in &mut entry.gates {
            rung.evidence = (*text).to_owned();
        }
        if let Some(diagnosis) = &mut entry.diagnosis {
            diagnosis.primary.because = owned(HOSTILE);
            diagnosis.primary.fix = owned(HOSTILE);
            diagnosis.next_question = Some(NextQuestion {
                ask: all.clone(),
                why: all.clone(),
            });
        }
    }
    for request in &mut whole.requests.log {
        request.path.clone_from(&all);
    }
    whole.requests.left_open = owned(HOSTILE);
    whole.advice = vec![advice("hostile", Severity::Problem, &all)];
    whole.tokens = vec![hostile_token(&all)];
    whole.instance = Some(Instance {
        url: all.clone(),
        source: all.clone(),
        version: Some(all.clone()),
        edition: Some(Edition::Enterprise),
        knowledge: Some(all),
    });
    whole
}

fn hostile_token(text: &str) -> TokenRecord {
    TokenRecord {
        id: "t1".to_owned(),
        source: text.to_owned(),
        shadows: owned(HOSTILE),
        kind: TokenKind::Unknown,
        kind_words: text.to_owned(),
        checksum: None,
        display: text.to_owned(),
        defects: vec![advice("hostile", Severity::Problem, text)],
        state: TokenState::Unknown,
        name: Some(text.to_owned()),
        expires_at: Some(text.to_owned()),
        scopes: Some(owned(HOSTILE)),
        owner: Some(Owner {
            username: Some(text.to_owned()),
            state: Some(text.to_owned()),
            ..Owner::default()
        }),
        claims: vec![(text.to_owned(), text.to_owned())],
        reach: vec![Membership {
            kind: ReachKind::Project,
            path: text.to_owned(),
            role: text.to_owned(),
        }],
        ..TokenRecord::default()
    }
}

/// The reports that tell something, with names for their goldens.
pub(super) fn told() -> Vec<(&'static str, Report)> {
    vec![
        ("refused", refused()),
        ("several", several()),
        ("two_tokens", two_tokens()),
        ("granted", granted()),
        ("planned", planned()),
        ("explained", explained()),
        ("nothing", nothing()),
        ("inspected", inspected()),
        ("inspected_expired", inspected_expired()),
        ("matrix", matrix()),
        ("needed", needed()),
        ("compared", compared()),
        ("connected", connected(1)),
    ]
}

/// A capability and how it ended.
fn capability(name: &str, outcome: Outcome, basis: Basis, in_overview: bool) -> Entry {
    let row = find_capability(name);
    Entry {
        basis,
        diagnosis: (outcome == Outcome::Refused).then(role_too_low),
        missing: (outcome == Outcome::Unknown)
            .then(|| "the role of the user who started the job".to_owned()),
        need: row.map(|capability| Need {
            capability,
            request: Some(format!("GET /projects/acme%2Fapp/{name}")),
            role: Some(AccessLevel::DEVELOPER),
            in_overview,
            of_target: true,
        }),
        ..entry("e1", name, outcome)
    }
}

/// What a token may do.
pub(super) fn matrix() -> Report {
    let rows = [
        ("clone", Outcome::Granted, Basis::Observed),
        ("create-tag", Outcome::Granted, Basis::Derived),
        ("protect-branches", Outcome::Refused, Basis::Derived),
        ("comment-merge-request", Outcome::Granted, Basis::Derived),
        ("read-variables", Outcome::Refused, Basis::Observed),
        ("write-terraform-state", Outcome::Unknown, Basis::Derived),
        ("pull-image", Outcome::Granted, Basis::Observed),
        ("manage-deploy-tokens", Outcome::NotProbed, Basis::Derived),
    ];
    let entries = rows
        .into_iter()
        .map(|(name, outcome, basis)| capability(name, outcome, basis, true))
        .collect();
    report(Command::Probe, entries)
}

/// Capabilities that were asked for by name.
pub(super) fn needed() -> Report {
    let entries = vec![
        capability("clone", Outcome::Granted, Basis::Observed, false),
        capability("write-variables", Outcome::Refused, Basis::Derived, false),
        capability("publish-package", Outcome::Unknown, Basis::Derived, false),
    ];
    Report {
        least_privilege: Some(LeastPrivilege {
            kind: TokenKind::Project,
            scopes: owned(&["api", "read_repository"]),
            role: Some("maintainer".to_owned()),
            url: Some("https://gitlab.example.com/acme/app/-/settings/access_tokens".to_owned()),
            beyond: owned(&["it is a person's: it reaches whatever @alice reaches"]),
            others: vec![
                OtherKind {
                    kind: TokenKind::Personal,
                    enough: true,
                    scopes: owned(&["api"]),
                    role: Some("maintainer".to_owned()),
                    permissions: owned(&["Variable: Write"]),
                    ..OtherKind::default()
                },
                OtherKind::refused(
                    TokenKind::Deploy,
                    "POST /projects/:id/variables reads no deploy token".to_owned(),
                ),
            ],
            ..LeastPrivilege::default()
        }),
        ..report(Command::Probe, entries)
    }
}

/// Two tokens that were asked the same.
pub(super) fn compared() -> Report {
    let of = |token: &str, name: &str, outcome| Entry {
        token: Some(token.to_owned()),
        ..capability(name, outcome, Basis::Observed, false)
    };
    let both = |one: &str, other: &str| {
        vec![
            ("t1".to_owned(), one.to_owned()),
            ("t2".to_owned(), other.to_owned()),
        ]
    };
    let row = |subject: &str, cells: [(Outcome, u16, Option<&'static str>); 2]| ComparedRow {
        subject: subject.to_owned(),
        cells: ["t1", "t2"]
            .into_iter()
            .zip(cells)
            .map(|(id, (outcome, status, code))| ComparedCell {
                token: id.to_owned(),
                outcome,
                status: Some(status),
                code,
                is_ambiguous: false,
            })
            .collect(),
    };
    let column = |id: &str, name: &str| Column {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let granted = (Outcome::Granted, 200, None);
    let refused = (Outcome::Refused, 403, Some("role-too-low"));
    Report {
        tokens: vec![personal(), job()],
        comparison: Some(Comparison {
            columns: vec![column("t1", "GITLAB_TOKEN"), column("t2", "CI_JOB_TOKEN")],
            rows: vec![
                row("clone", [granted, granted]),
                row("write-variables", [refused, granted]),
            ],
            partings: vec![
                Difference {
                    facet: Facet::Kind,
                    values: both("project access token", "personal access token"),
                },
                Difference {
                    facet: Facet::Role,
                    values: both("developer", "maintainer"),
                },
            ],
        }),
        ..report(
            Command::Probe,
            vec![
                of("t1", "clone", Outcome::Granted),
                of("t2", "clone", Outcome::Granted),
                of("t1", "write-variables", Outcome::Refused),
                of("t2", "write-variables", Outcome::Granted),
            ],
        )
    }
}

/// The connections of a file, so many of each sort: healthy, refused what it needs, broken, and not asked.
pub(super) fn connected(number: usize) -> Report {
    let refused = capability("write-variables", Outcome::Refused, Basis::Derived, false);
    let not_asked = |missing: &str| Entry {
        token: None,
        missing: Some(missing.to_owned()),
        ..entry("e1", "token", Outcome::NotProbed)
    };
    let mut whole = report(Command::Probe, Vec::new());
    for index in 0..number {
        let mut add = |name: &str, entry: Entry| {
            whole.connections.push(Connection {
                name: format!("{name}-{index}"),
                place: "tokens.toml:7".to_owned(),
                instance: Some(instance()),
                token: entry.token.as_ref().map(|_| 0),
                entries: whole.entries.len()..whole.entries.len() + 1,
                requests: 1,
                advice: Vec::new(),
                least_privilege: None,
            });
            whole.entries.push(entry);
            whole.connections.len() - 1
        };
        add("healthy", entry("e1", "token", Outcome::Granted));
        let needy = add("needy", refused.clone());
        let broken = add(
            "broken",
            not_asked("it cannot be checked as it stands in the file"),
        );
        add("late", not_asked("the run was stopped before it was done"));
        whole.connections[needy].least_privilege = needed().least_privilege;
        whole.connections[broken].advice = vec![advice(
            "unknown-key",
            Severity::Problem,
            "tokens.toml:9:1: there is no key fail_witin. Did you mean fail_within?",
        )];
    }
    whole
}

/// Every report, the hostile ones too.
pub(super) fn all() -> Vec<(&'static str, Report)> {
    let mut reports = told();
    reports.push(("hostile", hostile()));
    reports.push(("hostile_card", hostile_card()));
    reports
}

/// The card of a hostile token.
pub(super) fn hostile_card() -> Report {
    let mut whole = hostile();
    whole.command = Command::Inspect;
    whole
}
