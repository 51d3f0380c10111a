//! What the clients from npm are asked to do: npm itself, pnpm, yarn, and `@semantic-release/gitlab`.

use crate::operation::{Operation, Speech, Visit};
use crate::sealed::Printed;
use crate::simulator::Scheme;

const PACKAGE: (&str, &str) = ("GET", "/api/v4/projects/4200/packages/npm/@org%2flibrary");
const PUBLISH: (&str, &str) = ("PUT", "/api/v4/projects/4200/packages/npm/@org%2flibrary");
const PROJECT: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp");
const RELEASES: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp/releases");
const RELEASE: (&str, &str) = ("POST", "/api/v4/projects/org%2Fteam%2Fapp/releases");

const fn package(name: &'static str, client: &'static [&'static str]) -> Operation {
    Operation {
        name,
        clients: client,
        speech: Speech::Bearer,
        wants: PACKAGE,
        asks: &[PACKAGE],
        is_push: false,
        follows: true,
        run: npm_install,
    }
}

pub(crate) const NPM_INSTALL: Operation = package("npm install", &["npm"]);
pub(crate) const NPM_VIEW: Operation = Operation {
    run: |visit| {
        registry(visit);
        visit.home.run("npm", &["view", "@org/library"])
    },
    ..package("npm view", &["npm"])
};
pub(crate) const NPM_PUBLISH: Operation = Operation {
    wants: PUBLISH,
    asks: &[PACKAGE, PUBLISH],
    run: npm_publish,
    ..package("npm publish", &["npm"])
};
pub(crate) const PNPM: Operation = Operation {
    run: |visit| {
        project(visit);
        visit.home.run("pnpm", &["install", "--fetch-retries=0"])
    },
    ..package("pnpm install", &["pnpm"])
};
pub(crate) const YARN: Operation = Operation {
    run: |visit| {
        project(visit);
        let settings = ["install", "--non-interactive", "--no-lockfile"];
        visit.home.run("yarn", &settings)
    },
    ..package("yarn install", &["yarn"])
};
pub(crate) const SEMANTIC_RELEASE: Operation = Operation {
    clients: &["semantic-release", "git"],
    speech: Speech::Header,
    wants: RELEASE,
    asks: &[PROJECT, RELEASES],
    run: semantic_release,
    ..package("@semantic-release/gitlab", &[])
};

/// The settings that the documentation of GitLab has for a project's registry.
fn registry(visit: &Visit) {
    let below = format!("{}/projects/4200/packages/npm/", visit.api());
    let login = if visit.sent == Scheme::Bearer {
        let place = below.split_once(':').map_or("", |(_, place)| place);
        format!("{place}:_authToken={}\n", visit.token)
    } else {
        String::new()
    };
    let settings = format!("@org:registry={below}\n{login}");
    visit.home.write(".npmrc", &settings);
}

fn project(visit: &Visit) {
    registry(visit);
    let package = r#"{"name": "app", "version": "1.0.0", "private": true, "license": "MIT", "dependencies": {"@org/library": "1.0.0"}}"#;
    visit.home.write("package.json", package);
}

fn npm_install(visit: &Visit) -> Printed {
    project(visit);
    visit
        .home
        .run("npm", &["install", "--no-audit", "--no-fund"])
}

fn npm_publish(visit: &Visit) -> Printed {
    registry(visit);
    let package = r#"{"name": "@org/library", "version": "1.0.0", "license": "MIT", "files": []}"#;
    visit.home.write("package.json", package);
    visit.home.run("npm", &["publish"])
}

/// As in a job: the repository is reached, and then the plugin verifies its conditions.
fn semantic_release(visit: &Visit) -> Printed {
    let home = &visit.home;
    home.prepare("git", &["clone", "--quiet", &visit.repository, "app"]);
    let by_job = visit.sent == Scheme::JobToken;
    let plugins = format!(
        r#"{{"branches": ["main"], "repositoryUrl": "file://{}", "plugins": [["@semantic-release/gitlab", {{"gitlabUrl": "{}", "useJobToken": {by_job}}}]]}}"#,
        visit.repository, visit.origin
    );
    home.write("app/.releaserc.json", &plugins);
    let token = if by_job {
        "CI_JOB_TOKEN"
    } else {
        "GITLAB_TOKEN"
    };
    let mut variables = vec![
        ("CI", "true"),
        ("GITLAB_CI", "true"),
        ("CI_COMMIT_REF_NAME", "main"),
        ("CI_PROJECT_PATH", "org/team/app"),
    ];
    if visit.sent != Scheme::Nowhere {
        variables.push((token, &visit.token));
    }
    home.run_in("app", "semantic-release", &[], &variables)
}
