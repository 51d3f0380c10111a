//! What the clients from PyPI are asked to do: pip, uv, twine, and python-gitlab.

use crate::operation::{Operation, Speech, Visit};
use crate::sealed::Printed;
use crate::simulator::Scheme;

const INDEX: (&str, &str) = ("GET", "/api/v4/projects/4200/packages/pypi/simple/library");
const UPLOAD: (&str, &str) = ("POST", "/api/v4/projects/4200/packages/pypi");
const PROJECT: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp");
const TAGS: (&str, &str) = ("GET", "/api/v4/projects/org%2Fteam%2Fapp/repository/tags");
const VARIABLES: (&str, &str) = ("GET", "/api/v4/projects/4200/variables");

const fn package(name: &'static str, wants: (&'static str, &'static str)) -> Operation {
    Operation {
        name,
        clients: &["pip"],
        speech: Speech::Basic,
        wants,
        asks: &[INDEX],
        is_push: false,
        follows: true,
        run: pip_download,
    }
}

pub(crate) const PIP_DOWNLOAD: Operation = package("pip download", INDEX);
pub(crate) const PIP_INSTALL: Operation = Operation {
    run: pip_install,
    ..package("pip install with an extra index", INDEX)
};
pub(crate) const UV_DOWNLOAD: Operation = Operation {
    clients: &["uv"],
    run: uv_compile,
    ..package("uv pip compile", INDEX)
};
pub(crate) const UV_PUBLISH: Operation = Operation {
    clients: &["uv", "python"],
    asks: &[UPLOAD],
    run: uv_publish,
    ..package("uv publish", UPLOAD)
};
pub(crate) const TWINE: Operation = Operation {
    clients: &["twine", "python"],
    asks: &[UPLOAD],
    run: twine,
    ..package("twine upload", UPLOAD)
};
pub(crate) const LIBRARY: Operation = Operation {
    clients: &["python", "gitlab"],
    speech: Speech::Header,
    asks: &[PROJECT],
    run: |visit| {
        script(
            visit,
            "gl.projects.get('org/team/app', obey_rate_limit=False)",
        )
    },
    ..package("python-gitlab", PROJECT)
};
pub(crate) const LIBRARY_TAGS: Operation = Operation {
    run: |visit| {
        let call =
            "print(gl.projects.get('org/team/app', lazy=True).tags.list(obey_rate_limit=False))";
        script(visit, call)
    },
    wants: TAGS,
    asks: &[TAGS],
    name: "python-gitlab on tags",
    ..LIBRARY
};
pub(crate) const COMMAND: Operation = Operation {
    clients: &["gitlab"],
    run: command,
    ..LIBRARY_VARIABLES
};
const LIBRARY_VARIABLES: Operation = Operation {
    name: "the gitlab command of python-gitlab",
    wants: VARIABLES,
    asks: &[VARIABLES],
    ..LIBRARY
};

fn pip_download(visit: &Visit) -> Printed {
    let index = visit.with_credentials(&format!(
        "{}/projects/4200/packages/pypi/simple",
        visit.api()
    ));
    let arguments = [
        "download",
        "--no-deps",
        "--no-input",
        "--retries",
        "0",
        "--index-url",
        &index,
        "library",
    ];
    visit.home.run("pip", &arguments)
}

/// As the documentation of GitLab has it; the other index is empty, and on this machine.
fn pip_install(visit: &Visit) -> Printed {
    visit.home.write(
        "simple/library/index.html",
        "<!DOCTYPE html><html><body></body></html>",
    );
    let other = format!("file://{}/simple", visit.home.path().display());
    let index = visit.with_credentials(&format!(
        "{}/projects/4200/packages/pypi/simple",
        visit.api()
    ));
    let arguments = [
        "install",
        "--no-input",
        "--retries",
        "0",
        "--target",
        "there",
        "--index-url",
        &other,
        "--extra-index-url",
        &index,
        "library==1.0",
    ];
    visit.home.run("pip", &arguments)
}

fn uv_compile(visit: &Visit) -> Printed {
    visit.home.write("requirements.in", "library\n");
    let index = visit.with_credentials(&format!(
        "{}/projects/4200/packages/pypi/simple",
        visit.api()
    ));
    let arguments = [
        "pip",
        "compile",
        "--no-python-downloads",
        "--default-index",
        &index,
        "requirements.in",
    ];
    visit
        .home
        .run_with("uv", &arguments, &[("UV_HTTP_RETRIES", "0")])
}

fn uv_publish(visit: &Visit) -> Printed {
    wheel(visit);
    let url = format!("{}/projects/4200/packages/pypi", visit.api());
    let mut arguments = vec![
        "publish",
        "--trusted-publishing",
        "never",
        "--publish-url",
        &url,
    ];
    if let Scheme::Basic(user) = &visit.sent {
        arguments.extend(["--username", user, "--password", &visit.token]);
    }
    visit
        .home
        .run_with("uv", &arguments, &[("UV_HTTP_RETRIES", "0")])
}

fn twine(visit: &Visit) -> Printed {
    wheel(visit);
    let url = format!("{}/projects/4200/packages/pypi", visit.api());
    let mut arguments = vec!["upload", "--non-interactive", "--repository-url", &url];
    if let Scheme::Basic(user) = &visit.sent {
        arguments.extend(["--username", user, "--password", &visit.token]);
    }
    arguments.push("dist/library-1.0-py3-none-any.whl");
    visit.home.run("twine", &arguments)
}

/// The smallest wheel that passes for one.
fn wheel(visit: &Visit) {
    let script = r"
import os, zipfile
os.makedirs('dist', exist_ok=True)
with zipfile.ZipFile('dist/library-1.0-py3-none-any.whl', 'w') as wheel:
    info = 'library-1.0.dist-info/'
    wheel.writestr('library.py', '')
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\nName: library\nVersion: 1.0\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n')
    wheel.writestr(info + 'RECORD', '')
";
    visit.home.prepare("python", &["-c", script]);
}

/// A script without a handler, so that what is printed is the library's own.
fn script(visit: &Visit, call: &str) -> Printed {
    let argument = match &visit.sent {
        Scheme::PrivateToken => ", private_token=os.environ['TOKEN']",
        Scheme::JobToken => ", job_token=os.environ['TOKEN']",
        Scheme::Bearer => ", oauth_token=os.environ['TOKEN']",
        Scheme::DeployToken | Scheme::Basic(_) | Scheme::TokenParameter | Scheme::Nowhere => "",
    };
    let text = format!(
        "import os\nimport gitlab\n\ngl = gitlab.Gitlab('{}'{argument})\n{call}\n",
        visit.origin
    );
    visit.home.write("release.py", &text);
    visit.home.run_with(
        "python",
        &["release.py"],
        &[("TOKEN", visit.token.as_str())],
    )
}

fn command(visit: &Visit) -> Printed {
    let mut arguments = vec!["--server-url", &visit.origin];
    match &visit.sent {
        Scheme::PrivateToken => arguments.extend(["--private-token", &visit.token]),
        Scheme::JobToken => arguments.extend(["--job-token", &visit.token]),
        Scheme::Bearer => arguments.extend(["--oauth-token", &visit.token]),
        Scheme::DeployToken | Scheme::Basic(_) | Scheme::TokenParameter | Scheme::Nowhere => {}
    }
    arguments.extend(["project-variable", "list", "--project-id", "4200"]);
    visit.home.run("gitlab", &arguments)
}
