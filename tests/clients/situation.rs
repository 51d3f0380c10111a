//! What can be wrong, as changes to the state of one world. All clients ask for the same project.
//!
//! No situation says how it is answered, or what its cause is called: the simulator derives both.

use jiff::civil::{Date, date};

use crate::simulator::scenarios::Stage;
use crate::simulator::{Absence, Boundary, Grant, Kind, Token, classic_value};
use crate::simulator::{Account, Allowed, Edge, Guest, Level, Visibility, role};

/// The project that every client asks for.
pub(crate) const PROJECT: &str = "org/team/app";

const PAST: Date = date(2026, 10, 1);

/// What the client holds.
#[derive(Debug)]
pub(crate) enum Held {
    /// A token, sent as is natural for its kind.
    Token(Token),
    /// A token, put where its kind does not belong.
    Misplaced(Token),
    Nothing,
}

/// Where the client is led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Here,
    /// The answer names a host that is not of this machine.
    Away,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation {
    pub name: &'static str,
    pub way: Way,
    /// Changes the state, and says what the client holds.
    pub set: fn(&mut Stage) -> Held,
}

const fn on(name: &'static str, set: fn(&mut Stage) -> Held) -> Situation {
    Situation {
        name,
        way: Way::Here,
        set,
    }
}

/// Everything that can be wrong, and first of all nothing.
pub(crate) static ALL: &[Situation] = &[
    on("nothing is wrong", good),
    on("no token", |_| Held::Nothing),
    on("cut token", |stage| {
        spoilt(stage, "token-cut", |value| {
            value[..value.len() - 4].to_owned()
        })
    }),
    on("quoted token", |stage| {
        spoilt(stage, "token-quoted", |value| format!("\"{value}\""))
    }),
    on("unexpanded variable", |stage| {
        spoilt(stage, "unexpanded", |_| "$GITLAB_TOKEN".to_owned())
    }),
    on("expired", |stage| {
        Held::Token(stage.personal(&["api"]).expiring(PAST))
    }),
    on("revoked", |stage| {
        let mut token = stage.personal(&["api"]);
        token.revoked = true;
        Held::Token(token)
    }),
    on("unknown token", |stage| {
        let mut token = stage.personal(&["api"]);
        token.absence = Some(Absence::Unknown);
        Held::Token(token)
    }),
    on("scope missing", |stage| {
        Held::Token(stage.personal(&["read_user"]))
    }),
    on("read-only scopes", |stage| {
        Held::Token(stage.personal(&["read_api", "read_repository"]))
    }),
    on("guest", |stage| with_role(stage, role::GUEST)),
    on("reporter", |stage| with_role(stage, role::REPORTER)),
    on("developer", |stage| with_role(stage, role::DEVELOPER)),
    on("not a member", |stage| with_role(stage, role::NONE)),
    on("project absent", |stage| {
        let path = &mut stage.world.project_mut(stage.app).path;
        "org/team/renamed".clone_into(path);
        good(stage)
    }),
    on("project pending deletion", |stage| {
        stage.world.project_mut(stage.app).pending_delete = true;
        good(stage)
    }),
    on("archived", |stage| {
        stage.world.project_mut(stage.app).archived = true;
        good(stage)
    }),
    on("repository off", |stage| {
        stage.world.project_mut(stage.app).features.repository = Level::Disabled;
        good(stage)
    }),
    on("packages off", |stage| {
        stage.world.project_mut(stage.app).features.packages = Level::Disabled;
        good(stage)
    }),
    on("packages off on the instance", |stage| {
        stage.world.settings.packages_disabled = true;
        good(stage)
    }),
    on("no repository yet", |stage| {
        stage.world.project_mut(stage.app).no_repository = true;
        good(stage)
    }),
    on("job of the project", |stage| {
        Held::Token(stage.job(stage.app))
    }),
    on("job not on the allowlist", |stage| {
        Held::Token(stage.job(stage.elsewhere))
    }),
    on("job of a user who is no member", |stage| {
        stage.alice_is(role::NONE);
        let source = stage.elsewhere;
        allow(stage, source, None);
        Held::Token(stage.job(source))
    }),
    on("job without the permission", |stage| {
        let source = stage.sibling;
        allow(stage, source, Some(vec!["READ_RELEASES"]));
        Held::Token(stage.job(source))
    }),
    on("finished job", |stage| {
        let token = stage.job(stage.app).in_job(stage.app, false);
        Held::Token(token)
    }),
    on("job token in the wrong place", |stage| {
        Held::Misplaced(stage.job(stage.app))
    }),
    on("personal token in the wrong place", |stage| {
        Held::Misplaced(stage.personal(&["api"]))
    }),
    on("deploy token in the wrong place", |stage| {
        Held::Misplaced(deploy(stage, stage.app, &["read_repository"]))
    }),
    on("deploy token without the scope", |stage| {
        Held::Token(deploy(stage, stage.app, &["read_registry"]))
    }),
    on("deploy token that reads", |stage| {
        let scopes = &["read_repository", "read_package_registry"];
        Held::Token(deploy(stage, stage.app, scopes))
    }),
    on("deploy token of another project", |stage| {
        let scopes = &["read_repository", "write_package_registry"];
        Held::Token(deploy(stage, stage.sibling, scopes))
    }),
    on("runner token", |stage| {
        Held::Token(Token::new(Kind::Runner, &mut stage.rng))
    }),
    on("token of another forge", |stage| {
        let mut token = Token::new(Kind::OtherForge, &mut stage.rng);
        token.absence = Some(Absence::Unknown);
        Held::Token(token)
    }),
    on("bot of another project", |stage| {
        Held::Token(stage.project_bot(stage.sibling, role::MAINTAINER, &["api"]))
    }),
    on("fine-grained token without the permission", |stage| {
        let boundary = Boundary::Project(stage.app);
        Held::Token(fine_grained(stage, boundary))
    }),
    on("blocked account", |stage| in_state(stage, Account::Blocked)),
    on("terms not accepted", |stage| {
        in_state(stage, Account::TermsNotAccepted)
    }),
    on("proof of possession", |stage| {
        stage.world.user_mut(stage.alice).dpop = true;
        good(stage)
    }),
    on("personal tokens switched off", |stage| {
        stage.world.settings.personal_tokens_disabled = true;
        good(stage)
    }),
    on("label refused", |stage| {
        stage.world.settings.external_authorization = true;
        stage.world.project_mut(stage.app).label_refused = true;
        good(stage)
    }),
    on("address not allowed", |stage| {
        let elsewhere = std::net::IpAddr::from([198, 51, 100, 9]);
        stage.world.group_mut(stage.org).addresses.push(elsewhere);
        good(stage)
    }),
    on("single sign-on", |stage| {
        stage.world.group_mut(stage.org).saml = true;
        good(stage)
    }),
    on("Git over HTTP off", |stage| {
        stage.world.settings.git_over_http_disabled = true;
        good(stage)
    }),
    on("code for members of an internal project", |stage| {
        stage.alice_is(role::NONE);
        let app = stage.world.project_mut(stage.app);
        app.visibility = Visibility::Internal;
        app.features.repository = Level::Private;
        app.features.packages = Level::Private;
        good(stage)
    }),
    on("throttled", |stage| {
        stage.world.settings.throttled = true;
        good(stage)
    }),
    on("address banned", |stage| {
        stage.world.settings.address_banned = true;
        good(stage)
    }),
    on("server error", |stage| {
        stage.world.settings.broken = true;
        good(stage)
    }),
    on("maintenance", |stage| {
        stage.world.settings.maintenance = true;
        good(stage)
    }),
    on("bad gateway", |stage| behind(stage, Edge::BadGateway)),
    on("sign-in page of a proxy", |stage| {
        behind(stage, Edge::SignInPage)
    }),
    on("page of a content network", |stage| {
        behind(stage, Edge::ChallengePage)
    }),
    on("redirect to https", |stage| behind(stage, Edge::ToHttps)),
    Situation {
        name: "redirect to another host",
        way: Way::Away,
        set: |stage| behind(stage, Edge::OtherHost),
    },
];

fn good(stage: &mut Stage) -> Held {
    Held::Token(stage.personal(&["api"]))
}

fn with_role(stage: &mut Stage, role: u8) -> Held {
    stage.alice_is(role);
    good(stage)
}

fn in_state(stage: &mut Stage, account: Account) -> Held {
    stage.world.user_mut(stage.alice).account = account;
    good(stage)
}

fn behind(stage: &mut Stage, edge: Edge) -> Held {
    stage.world.edge = edge;
    good(stage)
}

fn spoilt(stage: &mut Stage, how: &'static str, spoil: fn(&str) -> String) -> Held {
    let mut token = stage.personal(&["api"]);
    token.value = spoil(&token.value);
    token.absence = Some(Absence::Malformed(how));
    Held::Token(token)
}

fn allow(stage: &mut Stage, source: u64, policies: Option<Vec<&'static str>>) {
    let who = Guest::Project(source);
    let app = stage.world.project_mut(stage.app);
    app.allowlist.push(Allowed { who, policies });
}

fn deploy(stage: &mut Stage, project: u64, scopes: &[&'static str]) -> Token {
    let mut token = Token::new(Kind::Deploy, &mut stage.rng).scoped(scopes);
    token.project = Some(project);
    token
}

fn fine_grained(stage: &mut Stage, boundary: Boundary) -> Token {
    let mut token = Token::new(Kind::FineGrained, &mut stage.rng)
        .of(stage.alice)
        .scoped(&["granular"]);
    token.value = classic_value(Kind::FineGrained, "", &mut stage.rng);
    token.grants.push(Grant {
        boundary,
        permissions: vec!["Label: Read"],
    });
    token
}
