//! The gates, one by one, for requests that are not sent.

use crate::answers::codes::{feature, role};

use super::*;
use crate::catalogue::{AccessLevel, Version};
use crate::diagnosis::fixtures::{job_request, request};
use crate::diagnosis::knowledge::{Branch, Merger, Project, User};

const ISSUES: &str = "/api/v4/projects/org%2Fapp/issues";
const MERGE: &str = "/api/v4/projects/org%2Fapp/merge_requests/3/merge";

fn post() -> Case {
    request(Method::Post, ISSUES)
}

/// The decision of a gate when only these clues are known.
fn decide(gate: Gate, case: &Case, holding: &[(Clue, bool)]) -> Decision {
    decide_knowing(&Knowledge::default(), gate, case, holding)
}

/// The same, for an owner of a role.
fn decide_as(level: AccessLevel, gate: Gate, case: &Case) -> Decision {
    let known = Knowledge {
        role: Some(Some(level)),
        ..Knowledge::default()
    };
    decide_knowing(&known, gate, case, &[])
}

fn decide_knowing(
    known: &Knowledge,
    gate: Gate,
    case: &Case,
    holding: &[(Clue, bool)],
) -> Decision {
    let mut clues = Clues::default();
    for (clue, holds) in holding {
        clues.note(*clue, *holds, "as told");
    }
    rule(gate, case, known, &clues)
}

fn stops_with(decision: &Decision, code: &'static Code) -> bool {
    match decision {
        Decision::Stop(found, evidence) => *found == code && !evidence.is_empty(),
        Decision::Pass | Decision::Open(_) => false,
    }
}

fn is_open(decision: &Decision) -> bool {
    matches!(decision, Decision::Open(missing) if !missing.is_empty())
}

/// What is known of an instance of this release.
fn running(release: &str) -> Knowledge {
    Knowledge {
        version: Version::parse(release),
        ..Knowledge::default()
    }
}

#[test]
fn a_path_that_is_not_encoded_stops_at_the_route() {
    let split = request(Method::Post, "/api/v4/projects/org/app/issues");
    let slip = [(Clue::PathUnencoded, true)];
    let decision = decide(Gate::Route, &split, &slip);
    assert!(stops_with(&decision, &route::PATH_NOT_ENCODED));
    // What stands below a name may be a route of a release that is not known as a whole.
    let below = "/api/v4/projects/7/repository/branches/feature/x";
    let below = request(Method::Delete, below);
    assert!(is_open(&decide(Gate::Route, &below, &slip)));
    let decision = decide_knowing(&running("18.9.1"), Gate::Route, &below, &slip);
    assert!(stops_with(&decision, &route::PATH_NOT_ENCODED));
}

#[test]
fn a_method_that_a_path_does_not_take_stops_where_all_routes_are_known() {
    let case = request(Method::Delete, ISSUES);
    let decision = decide_knowing(&running("18.9.1-ee"), Gate::Route, &case, &[]);
    assert!(stops_with(&decision, &route::METHOD_NOT_ALLOWED));
    assert!(is_open(&decide_knowing(
        &running("19.2.0"),
        Gate::Route,
        &case,
        &[]
    )));
    assert!(is_open(&decide(Gate::Route, &case, &[])));
}

#[test]
fn a_route_that_a_release_lacks_stops_and_one_that_only_the_catalogue_lacks_is_open() {
    let teleport = request(Method::Post, "/api/v4/teleport");
    let decision = decide_knowing(&running("18.9.0"), Gate::Route, &teleport, &[]);
    assert!(stops_with(&decision, &route::ROUTE_UNKNOWN));
    for (method, path) in [
        (Method::Put, "/api/v4/application/appearance"),
        (Method::Post, "/api/v4/projects/7/snippets/3/award_emoji"),
        (Method::Delete, "/api/v4/runners/managers"),
        (Method::Post, "/api/v4/projects/import-relation"),
    ] {
        let case = request(method, path);
        for known in [running("18.9.0"), running("19.2.0"), Knowledge::default()] {
            let decision = decide_knowing(&known, Gate::Route, &case, &[]);
            let is_stop = matches!(decision, Decision::Stop(..));
            assert!(!is_stop, "{method} {path}: {decision:?}");
        }
    }
}

#[test]
fn a_route_outside_the_catalogue_is_left_open() {
    let unknown = request(Method::Post, "/api/v4/teleport");
    assert!(is_open(&decide(Gate::Route, &unknown, &[])));
    assert_eq!(decide(Gate::Route, &post(), &[]), Decision::Pass);
}

#[test]
fn a_token_of_another_service_stops_at_the_credential() {
    let foreign = [(Clue::IsForeign, true)];
    let decision = decide(Gate::Credential, &post(), &foreign);
    assert!(stops_with(&decision, &credential::KIND_NOT_ACCEPTED));
    let forge = [(Clue::IsForeign, true), (Clue::OtherForge, true)];
    let decision = decide(Gate::Credential, &post(), &forge);
    assert!(stops_with(&decision, &credential::TOKEN_OF_ANOTHER_FORGE));
}

#[test]
fn a_token_in_another_kinds_header_stops_at_the_credential() {
    let misplaced = [(Clue::PlaceFits, false)];
    let decision = decide(Gate::Credential, &post(), &misplaced);
    assert!(stops_with(&decision, &credential::TOKEN_IN_WRONG_HEADER));
    let job = [(Clue::IsJob, true), (Clue::PlaceFits, false)];
    let decision = decide(Gate::Credential, &post(), &job);
    assert!(stops_with(
        &decision,
        &credential::JOB_TOKEN_IN_WRONG_HEADER
    ));
}

#[test]
fn a_kind_that_the_route_does_not_read_stops_at_the_credential() {
    let unread = |kind: Clue| {
        decide(
            Gate::Credential,
            &post(),
            &[(kind, true), (Clue::ReadHere, false)],
        )
    };
    let job = unread(Clue::IsJob);
    assert!(stops_with(&job, &credential::JOB_TOKEN_NOT_READ_HERE));
    let deploy = unread(Clue::IsDeploy);
    assert!(stops_with(&deploy, &credential::DEPLOY_TOKEN_NOT_READ_HERE));
    assert!(is_open(&decide(Gate::Credential, &post(), &[])));
}

#[test]
fn a_missing_scope_stops_and_an_unknown_one_is_open() {
    let missing = decide(Gate::Scope, &post(), &[(Clue::ScopeFits, false)]);
    assert!(stops_with(&missing, &scope::SCOPE_MISSING));
    assert!(is_open(&decide(Gate::Scope, &post(), &[])));
}

#[test]
fn job_tokens_have_no_scopes_to_miss() {
    let case = job_request(Method::Post, ISSUES);
    let decision = decide(Gate::Scope, &case, &[(Clue::IsJob, true)]);
    assert_eq!(decision, Decision::Pass);
}

#[test]
fn the_permissions_of_a_fine_grained_token_are_told_only_on_use() {
    let granular = [(Clue::FineGrained, true), (Clue::ScopeFits, false)];
    assert!(is_open(&decide(Gate::Scope, &post(), &granular)));
}

#[test]
fn what_no_permission_covered_in_a_release_takes_no_fine_grained_token_there() {
    let granular = [(Clue::FineGrained, true)];
    let at = |release, method, path| {
        decide_knowing(
            &running(release),
            Gate::Scope,
            &request(method, path),
            &granular,
        )
    };
    let snippets = "/api/v4/snippets";
    let decision = at("18.9.1", Method::Post, snippets);
    assert!(stops_with(&decision, &scope::FINE_GRAINED_UNSUPPORTED));
    for release in ["19.1.0", "19.4.0", ""] {
        assert!(is_open(&at(release, Method::Post, snippets)), "{release}");
    }
    // What was covered by another name, what looks for a credential in its own way, what anybody may read.
    for (method, path) in [
        (Method::Post, ISSUES),
        (Method::Post, "/api/v4/projects/7/packages/rpm"),
        (Method::Get, "/api/v4/topics"),
    ] {
        assert!(is_open(&at("18.9.1", method, path)), "{path}");
    }
    let named = at("18.9.1", Method::Post, ISSUES);
    assert!(
        matches!(&named, Decision::Open(missing) if missing.contains("\u{201c}Work Item: Write\u{201d}")),
        "{named:?}"
    );
}

#[test]
fn a_route_that_came_with_a_release_is_none_before_it() {
    let download = request(
        Method::Get,
        "/api/v4/projects/7/packages/3/package_files/4/download",
    );
    let decision = decide_knowing(&running("18.3.0"), Gate::Route, &download, &[]);
    assert!(stops_with(&decision, &route::ROUTE_UNKNOWN));
    for known in [running("18.4.0"), running("18.9.0"), Knowledge::default()] {
        let decision = decide_knowing(&known, Gate::Route, &download, &[]);
        assert_eq!(decision, Decision::Pass);
    }
}

#[test]
fn a_hidden_target_is_open_but_not_to_the_job_that_lives_there() {
    let hidden = [(Clue::TargetSeen, false)];
    assert!(is_open(&decide(Gate::Resource, &post(), &hidden)));
    let at_home = [(Clue::TargetSeen, false), (Clue::JobAtHome, true)];
    let decision = decide(Gate::Resource, &post(), &at_home);
    assert_eq!(decision, Decision::Pass);
}

#[test]
fn a_role_below_the_endpoints_stops_and_says_both() {
    let variables = request(Method::Post, "/api/v4/projects/org%2Fapp/variables");
    let decision = decide_as(AccessLevel::DEVELOPER, Gate::Role, &variables);
    assert!(stops_with(&decision, &role::ROLE_TOO_LOW));
    assert!(is_open(&decide(Gate::Role, &variables, &[])));
}

#[test]
fn merging_has_a_page_of_its_own() {
    let merge = request(Method::Put, MERGE);
    let decision = decide_as(AccessLevel::GUEST, Gate::Role, &merge);
    assert!(stops_with(&decision, &role::MERGE_NOT_ALLOWED));
}

#[test]
fn a_protected_branch_leaves_a_developer_open_and_lets_a_maintainer_pass() {
    let merge = request(Method::Put, MERGE);
    assert!(is_open(&decide_as(
        AccessLevel::DEVELOPER,
        Gate::Role,
        &merge
    )));
    let decision = decide_as(AccessLevel::MAINTAINER, Gate::Role, &merge);
    assert_eq!(decision, Decision::Pass);
}

#[test]
fn what_graphql_tells_of_the_project_counts_but_not_against_a_rule_of_a_branch() {
    let mut pipeline = request(Method::Post, "/api/v4/projects/org%2Fapp/pipeline");
    pipeline.aim.ability = Some("createPipeline");
    let telling = |may: bool, level| Knowledge {
        role: Some(Some(level)),
        abilities: vec![("createPipeline".to_owned(), may)],
        ..Knowledge::default()
    };
    let guest = telling(false, AccessLevel::GUEST);
    let decision = decide_knowing(&guest, Gate::Role, &pipeline, &[]);
    assert!(stops_with(&decision, &role::ROLE_TOO_LOW));
    let developer = telling(true, AccessLevel::DEVELOPER);
    let decision = decide_knowing(&developer, Gate::Role, &pipeline, &[]);
    assert!(is_open(&decision));
    pipeline.aim.unprotected = true;
    let decision = decide_knowing(&developer, Gate::Role, &pipeline, &[]);
    assert_eq!(decision, Decision::Pass);
}

#[test]
fn a_setting_that_may_forbid_leaves_it_unknown_and_is_named() {
    let mut make = request(Method::Post, "/api/v4/projects/org%2Fapp/access_tokens");
    make.aim.unprotected = true;
    make.aim.setting = Some("the group allows tokens");
    let maintainer = Knowledge {
        role: Some(Some(AccessLevel::MAINTAINER)),
        ..Knowledge::default()
    };
    let person = [(Clue::Bot, false)];
    let decision = decide_knowing(&maintainer, Gate::Role, &make, &person);
    let named = "whether the group allows tokens; no request tells";
    assert_eq!(decision, Decision::Open(named.to_owned()));
    let approve = "/api/v4/projects/org%2Fapp/merge_requests/1/approve";
    let mut approve = request(Method::Post, approve);
    approve.aim = make.aim;
    let decision = decide_knowing(&maintainer, Gate::Role, &approve, &person);
    assert_eq!(decision, Decision::Open(named.to_owned()));
    let community = Knowledge {
        enterprise: Some(false),
        ..maintainer.clone()
    };
    let decision = decide_knowing(&community, Gate::Role, &approve, &person);
    assert_eq!(decision, Decision::Pass, "no rules of approval there");
    make.aim.ability = Some("createAccessTokens");
    let able = Knowledge {
        abilities: vec![("createAccessTokens".to_owned(), true)],
        ..maintainer
    };
    let decision = decide_knowing(&able, Gate::Role, &make, &person);
    assert_eq!(decision, Decision::Pass, "GitLab has looked for us");
}

#[test]
fn a_route_for_administrators_stops_everybody_else() {
    let users = request(Method::Post, "/api/v4/users");
    let person = decide(Gate::Role, &users, &[(Clue::Administrator, false)]);
    assert!(stops_with(&person, &role::ADMIN_REQUIRED));
    assert!(is_open(&decide(Gate::Role, &users, &[])));
}

#[test]
fn a_feature_stops_when_it_is_off_or_not_for_this_caller() {
    let off = decide(Gate::Feature, &post(), &[(Clue::FeatureOn, false)]);
    assert!(stops_with(&off, &feature::FEATURE_OFF));
    let outside = [(Clue::FeatureForMembers, true), (Clue::Member, false)];
    let stranger = decide(Gate::Feature, &post(), &outside);
    assert!(stops_with(&stranger, &role::FEATURE_FOR_MEMBERS));
    let administers = |administers| Knowledge {
        user: Some(User {
            admin: Some(true),
            ..User::default()
        }),
        administers,
        ..Knowledge::default()
    };
    let decide = |known| decide_knowing(&administers(known), Gate::Feature, &post(), &outside);
    assert_eq!(decide(Some(true)), Decision::Pass);
    assert!(is_open(&decide(None)));
    assert!(stops_with(&decide(Some(false)), &role::FEATURE_FOR_MEMBERS));
}

#[test]
fn a_job_from_elsewhere_cannot_take_for_granted_that_pipelines_run_there() {
    let trigger = job_request(Method::Post, "/api/v4/projects/org%2Fapp/trigger/pipeline");
    let elsewhere = [(Clue::IsJob, true), (Clue::Archived, false)];
    assert!(is_open(&decide(Gate::Feature, &trigger, &elsewhere)));
    let at_home = [elsewhere[0], elsewhere[1], (Clue::JobAtHome, true)];
    assert_eq!(decide(Gate::Feature, &trigger, &at_home), Decision::Pass);
}

#[test]
fn an_archived_project_stops_changes_and_no_reads() {
    let archived = |writes| {
        decide(
            Gate::Feature,
            &post(),
            &[(Clue::Archived, true), (Clue::Writes, writes)],
        )
    };
    assert!(stops_with(&archived(true), &feature::PROJECT_ARCHIVED));
    assert_eq!(archived(false), Decision::Pass);
}

#[test]
fn an_archived_group_withdraws_more_than_an_archived_project() {
    let archived = |method, path: &str| {
        let case = request(method, &format!("/api/v4/groups/org{path}"));
        let holding = [
            (Clue::Archived, true),
            (Clue::Writes, method != Method::Get),
        ];
        decide(Gate::Feature, &case, &holding)
    };
    for (method, path) in [
        (Method::Post, "/access_tokens"),
        (Method::Post, "/members"),
        (Method::Get, "/variables"),
    ] {
        let decision = archived(method, path);
        assert!(stops_with(&decision, &feature::PROJECT_ARCHIVED), "{path}");
    }
    for (method, path) in [
        (Method::Put, ""),
        (Method::Post, "/hooks"),
        (Method::Get, "/issues"),
    ] {
        assert_eq!(archived(method, path), Decision::Pass, "{path}");
    }
    assert!(is_open(&archived(Method::Post, "/badges")));
}

#[test]
fn whoever_is_served_as_anybody_need_not_be_alive() {
    let dead = [(Clue::Alive, false), (Clue::IsDeploy, true)];
    let decision = decide(Gate::Lifetime, &post(), &dead);
    assert!(stops_with(&decision, &lifetime::DEPLOY_TOKEN_DEAD));
    let unread = [dead[0], dead[1], (Clue::ReadHere, false)];
    assert_eq!(decide(Gate::Lifetime, &post(), &unread), Decision::Pass);
}

#[test]
fn a_rule_counts_before_there_is_a_branch() {
    let merge = request(Method::Put, MERGE);
    let under = |mergers: &[Merger]| {
        let known = Knowledge {
            role: Some(Some(AccessLevel::MAINTAINER)),
            mergers: Some(mergers.to_vec()),
            ..Knowledge::default()
        };
        decide_knowing(&known, Gate::Role, &merge, &[])
    };
    let nobody = under(&[Merger::Nobody]);
    assert!(stops_with(&nobody, &role::MERGE_NOT_ALLOWED));
    assert!(is_open(&under(&[Merger::Nobody, Merger::Group])));
    let maintainers = [Merger::Nobody, Merger::Role(AccessLevel::MAINTAINER)];
    assert_eq!(under(&maintainers), Decision::Pass);
    assert_eq!(under(&[]), Decision::Pass);
}

#[test]
fn the_list_of_jobs_tells_the_permission_to_read_one() {
    let log = request(Method::Get, "/api/v4/projects/org%2Fapp/jobs/1/trace");
    let artifacts = "/api/v4/projects/org%2Fapp/jobs/artifacts/main/download?job=build";
    let artifacts = request(Method::Get, artifacts);
    let mut known = Knowledge::default();
    let fine_grained = [(Clue::FineGrained, true)];
    let before = decide_knowing(&known, Gate::Scope, &log, &fine_grained);
    assert!(is_open(&before));
    known.reach.jobs = Some(true);
    let after = decide_knowing(&known, Gate::Scope, &log, &fine_grained);
    assert_eq!(after, Decision::Pass);
    let other = decide_knowing(&known, Gate::Scope, &artifacts, &fine_grained);
    assert!(is_open(&other), "artifacts have a permission of their own");
}

#[test]
fn archiving_leaves_the_settings_and_takes_the_right_to_delete_images() {
    let archived = |case: &Case, writes| {
        let holding = [(Clue::Archived, true), (Clue::Writes, writes)];
        decide(Gate::Feature, case, &holding)
    };
    for (method, path) in [
        (Method::Put, ""),
        (Method::Delete, ""),
        (Method::Post, "/hooks"),
        (Method::Post, "/members"),
        (Method::Post, "/access_tokens"),
    ] {
        let case = request(method, &format!("/api/v4/projects/org%2Fapp{path}"));
        assert_eq!(archived(&case, true), Decision::Pass, "{path}");
    }
    let scope = "scope=repository:org/app:delete";
    let mut removal = request(
        Method::Get,
        &format!("/jwt/auth?service=container_registry&{scope}"),
    );
    removal.surface = Some(Surface::RegistryAuth);
    assert!(stops_with(
        &archived(&removal, false),
        &feature::PROJECT_ARCHIVED
    ));
}

#[test]
fn who_may_merge_is_read_from_the_branch_and_then_from_its_rule() {
    let merge = request(Method::Put, MERGE);
    let knowing = |branch: Branch, mergers: Option<Vec<Merger>>| {
        let known = Knowledge {
            role: Some(Some(AccessLevel::MAINTAINER)),
            branch: Some(branch),
            mergers,
            ..Knowledge::default()
        };
        decide_knowing(&known, Gate::Role, &merge, &[])
    };
    let closed = || Branch {
        protected: Some(true),
        can_push: Some(false),
        developers_merge: Some(false),
    };
    let open = Branch {
        can_push: Some(true),
        ..closed()
    };
    assert_eq!(knowing(open, None), Decision::Pass);
    assert!(is_open(&knowing(closed(), None)));
    let maintainers = vec![Merger::Role(AccessLevel::MAINTAINER)];
    assert_eq!(knowing(closed(), Some(maintainers)), Decision::Pass);
    assert!(is_open(&knowing(closed(), Some(vec![Merger::Group]))));
    let nobody = knowing(closed(), Some(Vec::new()));
    assert!(stops_with(&nobody, &role::MERGE_NOT_ALLOWED));
}

#[test]
fn an_administrator_merges_as_the_member_that_the_rule_names() {
    let merge = request(Method::Put, MERGE);
    let knowing = |role| {
        let known = Knowledge {
            role,
            user: Some(User {
                admin: Some(true),
                ..User::default()
            }),
            enterprise: Some(false),
            branch: Some(Branch {
                protected: Some(true),
                can_push: Some(false),
                developers_merge: Some(false),
            }),
            mergers: Some(vec![Merger::Role(AccessLevel::MAINTAINER)]),
            ..Knowledge::default()
        };
        decide_knowing(&known, Gate::Role, &merge, &[])
    };
    let developer = knowing(Some(Some(AccessLevel::DEVELOPER)));
    assert!(stops_with(&developer, &role::MERGE_NOT_ALLOWED));
    let maintainer = knowing(Some(Some(AccessLevel::MAINTAINER)));
    assert_eq!(maintainer, Decision::Pass);
    assert!(is_open(&knowing(None)));
}

#[test]
fn no_gate_invents_a_dead_token() {
    let dead = decide(Gate::Lifetime, &post(), &[(Clue::Alive, false)]);
    assert!(is_open(&dead));
    let alive = decide(Gate::Lifetime, &post(), &[(Clue::Alive, true)]);
    assert_eq!(alive, Decision::Pass);
}

/// Every condition of a row.
const CONDITIONS: [Condition; 18] = [
    Condition::AuthorPasses,
    Condition::PublicPipelines,
    Condition::SettingDecides,
    Condition::SomeFieldsNeedMore,
    Condition::OwnObjectOnly,
    Condition::ProtectedRef,
    Condition::PushesToBranch,
    Condition::RunsOnBranch,
    Condition::ProtectedEnvironment,
    Condition::ProtectedPackage,
    Condition::SecondResource,
    Condition::SecondPermission,
    Condition::SettingForbids,
    Condition::FeatureFlag,
    Condition::PeopleOnly,
    Condition::BotsOnly,
    Condition::RoleDisputed,
    Condition::CreatesMissingProject,
];

/// A request that a condition may refuse to somebody with the role; none for those that only widen.
fn narrowed_by(condition: Condition) -> Option<(Method, &'static str)> {
    Some(match condition {
        Condition::AuthorPasses
        | Condition::PublicPipelines
        | Condition::PushesToBranch
        | Condition::RunsOnBranch
        | Condition::CreatesMissingProject => return None,
        Condition::SettingDecides => (Method::Post, "/pipelines/1/cancel"),
        Condition::SomeFieldsNeedMore => (Method::Put, "?visibility=public"),
        Condition::OwnObjectOnly => (Method::Put, "/triggers/1"),
        Condition::ProtectedRef => (Method::Delete, "/repository/tags/v1"),
        Condition::ProtectedEnvironment => (Method::Post, "/deployments"),
        Condition::ProtectedPackage => (Method::Put, "/packages/generic/a/1.0/a.zip"),
        Condition::SecondResource => (Method::Post, "/import_project_members/8"),
        Condition::SecondPermission => (Method::Get, "/deployments/1/merge_requests"),
        Condition::SettingForbids => (Method::Post, "/export"),
        Condition::FeatureFlag => (Method::Post, "/uploads"),
        Condition::PeopleOnly => (Method::Post, "/access_tokens"),
        Condition::BotsOnly => (Method::Put, "/merge_requests/1/reset_approvals"),
        Condition::RoleDisputed => (Method::Post, "/share"),
    })
}

#[test]
fn no_condition_that_nothing_answers_is_passed_over() {
    for condition in CONDITIONS {
        let Some((method, path)) = narrowed_by(condition) else {
            assert!(!condition.may_narrow(), "{condition:?}");
            continue;
        };
        let place = if condition == Condition::FeatureFlag {
            "/api/v4/groups/org"
        } else {
            "/api/v4/projects/org%2Fapp"
        };
        let case = request(method, &format!("{place}{path}"));
        let row = case.endpoint().unwrap();
        assert!(row.conditions.contains(&condition), "{condition:?}: {row}");
        let level = if condition == Condition::ProtectedRef {
            AccessLevel::DEVELOPER
        } else {
            AccessLevel::MAINTAINER
        };
        let decision = decide_as(level, Gate::Role, &case);
        assert!(is_open(&decision), "{condition:?}: {decision:?}");
    }
}

#[test]
fn what_answers_a_condition_lets_pass() {
    let community = Knowledge {
        role: Some(Some(AccessLevel::DEVELOPER)),
        enterprise: Some(false),
        ..Knowledge::default()
    };
    let deploy = request(Method::Post, "/api/v4/projects/org%2Fapp/deployments");
    let decision = decide_knowing(&community, Gate::Role, &deploy, &[]);
    assert_eq!(decision, Decision::Pass, "no protected environments there");
    let settings = request(Method::Put, "/api/v4/projects/org%2Fapp");
    let decision = decide_as(AccessLevel::MAINTAINER, Gate::Role, &settings);
    assert_eq!(decision, Decision::Pass, "no field is named");
    let reset = "/api/v4/projects/org%2Fapp/merge_requests/1/reset_approvals";
    let reset = request(Method::Put, reset);
    let decision = decide_knowing(&community, Gate::Role, &reset, &[(Clue::Bot, true)]);
    assert_eq!(decision, Decision::Pass);
}

#[test]
fn who_may_push_to_the_branch_is_asked_of_everybody() {
    let commit = request(
        Method::Post,
        "/api/v4/projects/org%2Fapp/repository/commits",
    );
    let pipeline = request(
        Method::Post,
        "/api/v4/projects/org%2Fapp/pipeline_schedules",
    );
    let known = |role, can_push, merges| Knowledge {
        role: Some(role),
        branch: Some(Branch {
            protected: Some(true),
            can_push: Some(can_push),
            developers_merge: Some(merges),
        }),
        ..Knowledge::default()
    };
    let knowing = |role, can_push, merges, case: &Case| {
        decide_knowing(&known(role, can_push, merges), Gate::Role, case, &[])
    };
    let developer = Some(AccessLevel::DEVELOPER);
    let maintainer = Some(AccessLevel::MAINTAINER);
    assert_eq!(knowing(developer, true, false, &commit), Decision::Pass);
    assert_eq!(knowing(developer, false, true, &pipeline), Decision::Pass);
    for role in [developer, maintainer] {
        let closed = decide_knowing(&known(role, false, false), Gate::Feature, &commit, &[]);
        assert!(stops_with(&closed, &feature::REF_PROTECTED), "{role:?}");
    }
    assert!(is_open(&decide_as(
        AccessLevel::DEVELOPER,
        Gate::Role,
        &commit
    )));
    // An administrator is no member, and a rule names members.
    let administrator = Knowledge {
        user: Some(User {
            admin: Some(true),
            ..User::default()
        }),
        ..Knowledge::default()
    };
    assert!(is_open(&decide_knowing(
        &administrator,
        Gate::Role,
        &commit,
        &[]
    )));
}

#[test]
fn archiving_takes_abilities_and_not_writing_as_such() {
    let archived = |method, path: &str| {
        let case = request(method, &format!("/api/v4/projects/org%2Fapp{path}"));
        let holding = [(Clue::Archived, true), (Clue::Writes, true)];
        decide(Gate::Feature, &case, &holding)
    };
    for (method, path) in [
        (Method::Post, "/variables"),
        (Method::Put, "/integrations/jira"),
        (Method::Post, "/freeze_periods"),
        (Method::Post, "/feature_flags_user_lists"),
        (Method::Post, "/issues/1/todo"),
        (Method::Delete, "/artifacts"),
        (Method::Post, "/repository/commits/main/comments"),
    ] {
        assert_eq!(archived(method, path), Decision::Pass, "{path}");
    }
    for (method, path) in [
        (Method::Post, "/issues"),
        (Method::Post, "/labels"),
        (Method::Post, "/triggers"),
        (Method::Put, "/transfer"),
        (Method::Post, "/feature_flags"),
    ] {
        let decision = archived(method, path);
        assert!(stops_with(&decision, &feature::PROJECT_ARCHIVED), "{path}");
    }
    // What the catalogue lacks is not known to be lost.
    assert!(is_open(&archived(Method::Put, "/approval_settings")));
}

#[test]
fn the_allowlist_is_not_asked_where_no_job_token_is_read() {
    use crate::diagnosis::{Question, Ruling, diagnose};
    let shut = r#"{"message":"403 Forbidden - Authentication by CI/CD job token not allowed from org/app to org/lib."}"#;
    let case = job_request(Method::Post, "/api/v4/projects/org%2Fapp/hooks").with_answer(
        Question::JobControl,
        crate::diagnosis::fixtures::answered(403, shut),
    );
    let Ruling::Refused(diagnosis) = diagnose(&case) else {
        panic!("not refused")
    };
    assert_eq!(
        diagnosis.primary.code.id,
        credential::JOB_TOKEN_NOT_READ_HERE.id
    );
}

#[test]
fn a_route_that_reads_a_password_alone_does_not_take_the_header() {
    use crate::diagnosis::{Ruling, diagnose, fixtures};
    use crate::observation::Scheme;
    let index = "/api/v4/projects/org%2Fapp/terraform/state/default/lock";
    let mut case = job_request(Method::Post, index);
    case.credential = fixtures::sent(crate::catalogue::kind::TokenKind::Job, Scheme::JobToken);
    let Ruling::Refused(diagnosis) = diagnose(&case) else {
        panic!("not refused")
    };
    let code = diagnosis.primary.code;
    assert_eq!(code.id, credential::JOB_TOKEN_IN_WRONG_HEADER.id);
}

#[test]
fn whose_the_record_is_decides_where_it_is_for_its_author() {
    let known = |level, owner| Knowledge {
        role: Some(Some(level)),
        user: Some(User {
            id: Some(4),
            ..User::default()
        }),
        record_owner: owner,
        ..Knowledge::default()
    };
    let award = "/api/v4/projects/7/issues/3/award_emoji/1";
    let award = request(Method::Delete, award);
    let note = request(Method::Delete, "/api/v4/projects/7/issues/3/notes/9");
    let asked =
        |case: &Case, level, owner| decide_knowing(&known(level, owner), Gate::Role, case, &[]);
    for (level, note_of_another) in [
        (AccessLevel::DEVELOPER, None),
        (AccessLevel::OWNER, Some(Decision::Pass)),
    ] {
        assert!(is_open(&asked(&award, level, None)), "{level}");
        assert_eq!(asked(&award, level, Some(4)), Decision::Pass, "{level}");
        assert!(
            stops_with(&asked(&award, level, Some(5)), &role::NOT_ITS_OWNER),
            "{level}"
        );
        let another = asked(&note, level, Some(5));
        match note_of_another {
            Some(wanted) => assert_eq!(another, wanted),
            None => assert!(stops_with(&another, &role::ROLE_TOO_LOW)),
        }
        assert_eq!(asked(&note, level, Some(4)), Decision::Pass, "{level}");
    }
    assert!(is_open(&asked(&note, AccessLevel::DEVELOPER, None)));
    let runner = request(Method::Put, "/api/v4/runners/7");
    let refused = Knowledge {
        record_refused: true,
        ..Knowledge::default()
    };
    let decision = decide_knowing(&refused, Gate::Role, &runner, &[]);
    assert!(stops_with(&decision, &role::ROLE_TOO_LOW));
}

#[test]
fn what_a_group_is_given_takes_the_role_there() {
    let promote = request(Method::Post, "/api/v4/projects/7/milestones/1/promote");
    let with = |in_group| Knowledge {
        role: Some(Some(AccessLevel::MAINTAINER)),
        project: Some(Project {
            roles: Some((Some(AccessLevel::MAINTAINER), in_group)),
            ..Project::default()
        }),
        ..Knowledge::default()
    };
    let decide = |in_group| decide_knowing(&with(in_group), Gate::Role, &promote, &[]);
    assert_eq!(decide(Some(AccessLevel::PLANNER)), Decision::Pass);
    assert!(is_open(&decide(Some(AccessLevel::GUEST))));
    assert!(is_open(&decide(None)));
}

#[test]
fn only_a_paid_plan_lets_single_users_run_pipelines_on_a_closed_branch() {
    let pipeline = request(Method::Post, "/api/v4/projects/org%2Fapp/pipeline");
    let mut developer = Knowledge {
        role: Some(Some(AccessLevel::DEVELOPER)),
        branch: Some(Branch {
            protected: Some(true),
            can_push: Some(false),
            developers_merge: Some(false),
        }),
        enterprise: Some(true),
        ..Knowledge::default()
    };
    assert!(is_open(&decide_knowing(
        &developer,
        Gate::Role,
        &pipeline,
        &[]
    )));
    developer.project = Some(Project {
        paid: Some(false),
        ..Project::default()
    });
    let closed = decide_knowing(&developer, Gate::Feature, &pipeline, &[]);
    assert!(stops_with(&closed, &feature::REF_PROTECTED));
    // Fields in a body may name any branch.
    let mut with_body = request(
        Method::Post,
        "/api/v4/projects/org%2Fapp/repository/commits",
    );
    with_body.subject = with_body.subject.map(|subject| subject.with_body(true));
    assert!(is_open(&decide_knowing(
        &developer,
        Gate::Role,
        &with_body,
        &[]
    )));
}

#[test]
fn a_closed_branch_stops_no_reading_and_nothing_that_may_name_another() {
    let developer = Knowledge {
        role: Some(Some(AccessLevel::DEVELOPER)),
        branch: Some(Branch {
            protected: Some(true),
            can_push: Some(false),
            developers_merge: Some(false),
        }),
        ..Knowledge::default()
    };
    let file = "/api/v4/projects/org%2Fapp/repository/files/README.md";
    let at = |gate, case: &Case| decide_knowing(&developer, gate, case, &[]);
    let read = request(Method::Get, file);
    assert_eq!(at(Gate::Feature, &read), Decision::Pass);
    let mut written = request(Method::Put, file);
    assert!(stops_with(
        &at(Gate::Feature, &written),
        &feature::REF_PROTECTED
    ));
    written.subject = written.subject.map(|subject| subject.with_body(true));
    assert_eq!(at(Gate::Feature, &written), Decision::Pass);
    assert!(is_open(&at(Gate::Role, &written)));
}

#[test]
fn a_record_that_a_closed_feature_hides_says_nothing_of_the_role() {
    let refused = Knowledge {
        role: Some(Some(AccessLevel::MAINTAINER)),
        record_refused: true,
        ..Knowledge::default()
    };
    let note = request(Method::Delete, "/api/v4/projects/7/issues/3/notes/9");
    let decide = |clues: &[(Clue, bool)]| decide_knowing(&refused, Gate::Role, &note, clues);
    assert!(stops_with(&decide(&[]), &role::ROLE_TOO_LOW));
    assert_eq!(decide(&[(Clue::FeatureOn, false)]), Decision::Pass);
}

#[test]
fn a_place_whose_record_was_not_read_is_open_to_strangers_only_where_it_has_no_features() {
    let stranger = Knowledge {
        role: Some(None),
        ..Knowledge::default()
    };
    let seen = [(Clue::TargetSeen, true)];
    let decide = |path| {
        let case = request(Method::Put, path);
        decide_knowing(&stranger, Gate::Role, &case, &seen)
    };
    let group = decide("/api/v4/groups/7/notification_settings");
    assert_eq!(group, Decision::Pass);
    let project = decide("/api/v4/projects/7/notification_settings");
    assert_ne!(project, Decision::Pass);
}
