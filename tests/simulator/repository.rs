//! A real repository behind the Git surface: what the simulator grants, Git itself serves.
//!
//! A real client speaks the whole protocol, and what it prints of a declined push comes out of it. So
//! a granted request goes to `git http-backend`, and a push that is to be declined meets a hook that
//! says GitLab's words. This file never decides; it is told.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::wire::{Answer, Request};

/// A bare repository with one commit on `main` and the tag `v1`, in a folder of its own.
#[derive(Debug)]
pub(crate) struct Repository {
    folder: TempDir,
}

/// One commit on `main`, and a tag.
const HISTORY: &str = "commit refs/heads/main\n\
    committer Alice <alice@example.com> 1795300000 +0000\n\
    data 6\nfirst\n\nM 100644 inline README.md\ndata 6\nhello\n\n\
    reset refs/tags/v1\nfrom refs/heads/main\n\n";

/// Declines with the words that stand beside it.
const HOOK: &str = "#!/bin/sh\ncat >/dev/null\ncat \"$GIT_DIR/declined\" >&2\nexit 1\n";

impl Repository {
    /// Makes the repository.
    ///
    /// # Errors
    /// When Git is absent, or the folder cannot be written.
    pub(crate) fn new() -> io::Result<Self> {
        let folder = TempDir::new()?;
        let this = Self { folder };
        let path = this.path();
        let made = this
            .git()
            .args(["init", "--quiet", "--bare", "--template=", "-b", "main"])
            .arg(&path)
            .status()?;
        let mut import = this
            .git()
            .arg("-C")
            .arg(&path)
            .args(["fast-import", "--quiet"])
            .stdin(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = import.stdin.take() {
            input.write_all(HISTORY.as_bytes())?;
        }
        let filled = import.wait()?;
        fs::create_dir_all(path.join("hooks"))?;
        if made.success() && filled.success() {
            Ok(this)
        } else {
            Err(io::Error::other("git could not make a repository"))
        }
    }

    /// Returns where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("app.git")
    }

    /// Serves a request below the repository; a push is declined with these words, where there are any.
    ///
    /// # Errors
    /// When Git cannot be run.
    pub(crate) fn serve(&self, request: &Request, declined: Option<&str>) -> io::Result<Answer> {
        self.arm(declined)?;
        let below = request
            .path
            .split_once(".git/")
            .map_or("", |(_, below)| below);
        let service = request
            .parameter("service")
            .map(|service| format!("service={service}"));
        let mut child = self
            .git()
            .arg("http-backend")
            .env("GIT_PROJECT_ROOT", self.folder.path())
            .env("GIT_HTTP_EXPORT_ALL", "1")
            .env("PATH_INFO", format!("/app.git/{below}"))
            .env("REQUEST_METHOD", &request.method)
            .env("QUERY_STRING", service.unwrap_or_default())
            .env("REMOTE_USER", "alice")
            .env("REMOTE_ADDR", "127.0.0.1")
            .envs(spoken(request))
            .env("CONTENT_LENGTH", request.body.len().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut input = child.stdin.take();
        let body = request.body.clone();
        let feeder = std::thread::spawn(move || {
            // Git may answer before it has read everything, which is no fault.
            input.as_mut().map(|input| input.write_all(&body))
        });
        let output = child.wait_with_output()?;
        drop(feeder.join());
        Ok(answer(&output.stdout))
    }

    /// Sets the hook, or takes it away.
    fn arm(&self, declined: Option<&str>) -> io::Result<()> {
        let hook = self.path().join("hooks/pre-receive");
        let Some(words) = declined else {
            return match fs::remove_file(hook) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                Ok(()) | Err(_) => Ok(()),
            };
        };
        // GitLab's own hook puts its name before what it has to say.
        fs::write(self.path().join("declined"), format!("GitLab: {words}\n"))?;
        fs::write(&hook, HOOK)?;
        fs::set_permissions(hook, fs::Permissions::from_mode(0o755))
    }

    /// Begins a Git command that nobody's settings touch.
    fn git(&self) -> Command {
        let mut command = Command::new("git");
        command
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR");
        command
    }
}

/// The headers that the protocol needs, under the names that a server hands on.
fn spoken(request: &Request) -> Vec<(&'static str, String)> {
    [
        ("content-type", "CONTENT_TYPE"),
        ("content-encoding", "HTTP_CONTENT_ENCODING"),
        ("git-protocol", "GIT_PROTOCOL"),
    ]
    .into_iter()
    .filter_map(|(header, name)| Some((name, request.header(header)?.to_owned())))
    .collect()
}

/// Reads what a server's program writes: headers, an empty line, and the body.
fn answer(output: &[u8]) -> Answer {
    let end = output
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or(output.len());
    let head = String::from_utf8_lossy(output.get(..end).unwrap_or_default()).into_owned();
    let body = output.get(end + 4..).unwrap_or_default();
    let headers = head.lines().filter_map(|line| line.split_once(": "));
    let mut status = 200;
    let mut kind = "text/plain".to_owned();
    let mut others = Vec::new();
    for (name, value) in headers {
        match name.to_ascii_lowercase().as_str() {
            "status" => {
                let code = value.get(..3).and_then(|code| code.parse().ok());
                status = code.unwrap_or(500);
            }
            "content-type" => value.clone_into(&mut kind),
            other => others.push((other.to_owned(), value.to_owned())),
        }
    }
    let answer = Answer::gitlab(status, &kind, body);
    others
        .iter()
        .fold(answer, |answer, (name, value)| answer.with(name, value))
}
