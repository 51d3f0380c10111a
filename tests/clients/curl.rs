//! What `curl` is asked to do, in the ways in which people and scripts call it.

use crate::operation::{Operation, Speech, Visit};
use crate::sealed::Printed;
use crate::simulator::Scheme;

const TAGS: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp/repository/tags");
const VARIABLES: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp/variables");
const RELEASES: (&str, &str) = ("POST", "/api/v4/projects/org%2Fteam%2Fapp/releases");
const PROJECT: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp");
const PACKAGE: (&str, &str) = (
    "PUT",
    "/api/v4/projects/org%2Fteam%2Fapp/packages/generic/app/1.0/app.tar",
);
const IMAGE: (&str, &str) = (
    "GET",
    "/jwt/auth?service=container_registry&scope=repository:org/team/app:pull",
);

const fn curl(name: &'static str, wants: (&'static str, &'static str)) -> Operation {
    Operation {
        name,
        clients: &["curl"],
        speech: Speech::Header,
        wants,
        asks: &[],
        is_push: false,
        follows: false,
        run: |visit| call(visit, TAGS, &["-i", "-sS"]),
    }
}

pub(crate) const HEADERS: Operation = curl("curl -i", TAGS);
pub(crate) const VERBOSE: Operation = Operation {
    run: |visit| call(visit, VARIABLES, &["-v"]),
    ..curl("curl -v", VARIABLES)
};
pub(crate) const FAILING: Operation = Operation {
    run: |visit| call(visit, TAGS, &["-sSf"]),
    ..curl("curl -f", TAGS)
};
pub(crate) const FAILING_WITH_BODY: Operation = Operation {
    run: |visit| {
        let more = ["-sS", "--fail-with-body", "--data", "tag_name=stable"];
        call(visit, RELEASES, &more)
    },
    ..curl("curl --fail-with-body", RELEASES)
};
pub(crate) const BODY: Operation = Operation {
    run: |visit| {
        let more = ["-sS", "--write-out", "\nHTTP status: %{http_code}\n"];
        call(visit, PROJECT, &more)
    },
    ..curl("curl -w", PROJECT)
};
pub(crate) const UPLOAD: Operation = Operation {
    speech: Speech::Basic,
    run: |visit| {
        visit.home.write("app.tar", "hello\n");
        call(visit, PACKAGE, &["-i", "-sS", "--upload-file", "app.tar"])
    },
    ..curl("curl --upload-file", PACKAGE)
};
pub(crate) const REGISTRY: Operation = Operation {
    speech: Speech::Basic,
    run: |visit| call(visit, IMAGE, &["-i", "-sS"]),
    ..curl("curl of the registry's tokens", IMAGE)
};

fn call(visit: &Visit, wants: (&str, &str), more: &[&str]) -> Printed {
    let mut arguments: Vec<String> = more.iter().map(|&text| text.to_owned()).collect();
    if let Some(header) = visit.header() {
        arguments.extend(["--header".to_owned(), header]);
    }
    if let Scheme::Basic(user) = &visit.sent {
        arguments.extend(["--user".to_owned(), format!("{user}:{}", visit.token)]);
    }
    let (_, path) = wants;
    arguments.push(format!("{}{path}", visit.origin));
    visit.home.run("curl", &arguments)
}
