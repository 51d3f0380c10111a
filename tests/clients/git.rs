//! What `git` and `git-lfs` are asked to do.

use crate::operation::{Operation, Speech, Visit};
use crate::sealed::Printed;

const PULL: (&str, &str) = ("GET", "/org/team/app.git/info/refs?service=git-upload-pack");
const PUSH: (&str, &str) = (
    "GET",
    "/org/team/app.git/info/refs?service=git-receive-pack",
);

const fn git(name: &'static str, wants: (&'static str, &'static str)) -> Operation {
    Operation {
        name,
        clients: &["git"],
        speech: Speech::Basic,
        wants,
        asks: &[],
        is_push: false,
        follows: true,
        run: clone,
    }
}

pub(crate) const CLONE: Operation = git("git clone", PULL);
pub(crate) const FETCH: Operation = Operation {
    run: fetch,
    ..git("git fetch", PULL)
};
pub(crate) const PUSH_MAIN: Operation = Operation {
    is_push: true,
    run: |visit| push(visit, &["HEAD:main"]),
    ..git("git push", PUSH)
};
pub(crate) const PUSH_TAG: Operation = Operation {
    is_push: true,
    run: |visit| push(visit, &["HEAD:refs/tags/stable"]),
    ..git("git push of a tag", PUSH)
};
pub(crate) const DELETE: Operation = Operation {
    is_push: true,
    run: |visit| push(visit, &["--delete", "main"]),
    ..git("git push --delete", PUSH)
};
pub(crate) const LFS_PULL: Operation = Operation {
    clients: &["git", "git-lfs"],
    run: lfs_pull,
    ..git("git lfs pull", PULL)
};
pub(crate) const LFS_PUSH: Operation = Operation {
    clients: &["git", "git-lfs"],
    run: lfs_push,
    ..git("git lfs push", PUSH)
};

fn clone(visit: &Visit) -> Printed {
    visit.home.run("git", &["clone", &visit.remote(), "app"])
}

fn fetch(visit: &Visit) -> Printed {
    work_tree(visit);
    visit.home.run("git", &["-C", "app", "fetch", "origin"])
}

fn push(visit: &Visit, what: &[&str]) -> Printed {
    work_tree(visit);
    let arguments = [&["-C", "app", "push", "origin"], what].concat();
    visit.home.run("git", &arguments)
}

/// A work tree with one commit more than the project, and the project as its origin.
fn work_tree(visit: &Visit) {
    let home = &visit.home;
    home.prepare("git", &["clone", "--quiet", &visit.repository, "app"]);
    home.write("app/change.txt", "second\n");
    home.prepare("git", &["-C", "app", "add", "."]);
    home.prepare("git", &["-C", "app", "commit", "--quiet", "-m", "second"]);
    let remote = visit.remote();
    home.prepare(
        "git",
        &["-C", "app", "remote", "set-url", "origin", &remote],
    );
}

/// A file in LFS that is only a pointer here.
fn lfs_pull(visit: &Visit) -> Printed {
    work_tree(visit);
    let home = &visit.home;
    home.write(
        "app/.gitattributes",
        "*.bin filter=lfs diff=lfs merge=lfs -text\n",
    );
    let pointer = format!(
        "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 6\n",
        "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    );
    home.write("app/data.bin", &pointer);
    home.prepare("git", &["-C", "app", "add", "."]);
    home.prepare("git", &["-C", "app", "commit", "--quiet", "-m", "large"]);
    home.prepare("git", &["-C", "app", "lfs", "install", "--local"]);
    home.run("git", &["-C", "app", "lfs", "pull"])
}

/// A file in LFS that the instance does not have.
fn lfs_push(visit: &Visit) -> Printed {
    work_tree(visit);
    let home = &visit.home;
    home.prepare("git", &["-C", "app", "lfs", "install", "--local"]);
    home.prepare("git", &["-C", "app", "lfs", "track", "*.bin"]);
    home.write("app/data.bin", "hello\n");
    home.prepare("git", &["-C", "app", "add", "."]);
    home.prepare("git", &["-C", "app", "commit", "--quiet", "-m", "large"]);
    home.run("git", &["-C", "app", "lfs", "push", "origin", "main"])
}
