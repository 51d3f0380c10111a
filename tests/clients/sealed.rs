//! A home in which a real client runs: empty, with no settings and no credentials of this machine.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use tempfile::TempDir;

use crate::installed;

/// A home, which is the working directory as well.
#[derive(Debug)]
pub(crate) struct Home {
    folder: TempDir,
}

/// What a client printed, both streams in the order of their lines.
#[derive(Debug)]
pub(crate) struct Printed {
    pub text: String,
    pub status: ExitStatus,
}

impl Home {
    /// Makes an empty home.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let settings = "[user]\n\tname = Alice\n\temail = alice@example.com\n\
            [init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n";
        fs::write(folder.path().join(".gitconfig"), settings).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, contents: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    /// Runs a client to its end.
    pub(crate) fn run<A: AsRef<str>>(&self, client: &str, arguments: &[A]) -> Printed {
        self.run_with(client, arguments, &[])
    }

    /// Runs a client in a folder of the home.
    pub(crate) fn run_in(
        &self,
        folder: &str,
        client: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Printed {
        self.run_at(&self.path().join(folder), client, arguments, variables)
    }

    /// Runs a client with more variables.
    pub(crate) fn run_with<A: AsRef<str>>(
        &self,
        client: &str,
        arguments: &[A],
        variables: &[(&str, &str)],
    ) -> Printed {
        self.run_at(self.path(), client, arguments, variables)
    }

    fn run_at<A: AsRef<str>>(
        &self,
        folder: &Path,
        client: &str,
        arguments: &[A],
        variables: &[(&str, &str)],
    ) -> Printed {
        let program = installed::find(client).unwrap_or_else(|| panic!("{client} is not there"));
        // Outside of the home, so that no client takes it for a file of its own.
        let output = tempfile::NamedTempFile::new().unwrap();
        let both: File = output.reopen().unwrap();
        let status = Command::new(program)
            .args(arguments.iter().map(AsRef::as_ref))
            .env_clear()
            .envs(self.variables())
            .envs(variables.iter().copied())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(both.try_clone().unwrap())
            .stderr(both)
            .status()
            .unwrap();
        let text = String::from_utf8_lossy(&fs::read(output.path()).unwrap()).into_owned();
        Printed { text, status }
    }

    /// Runs what must succeed before the client is put to the test.
    #[track_caller]
    pub(crate) fn prepare<A: AsRef<str>>(&self, client: &str, arguments: &[A]) -> String {
        let printed = self.run(client, arguments);
        assert!(printed.status.success(), "{client}: {}", printed.text);
        printed.text
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let path = std::env::join_paths(installed::folders()).unwrap();
        let home = self.path().to_string_lossy().into_owned();
        [
            ("HOME", home.as_str()),
            ("XDG_CONFIG_HOME", &format!("{home}/.config")),
            ("XDG_CACHE_HOME", &format!("{home}/.cache")),
            ("PATH", &path.to_string_lossy()),
            ("LANG", "C.UTF-8"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("NO_COLOR", "1"),
            ("NO_UPDATE_NOTIFIER", "1"),
            ("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring"),
            ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
            ("NPM_CONFIG_FETCH_RETRIES", "0"),
            ("NPM_CONFIG_UPDATE_NOTIFIER", "false"),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
    }
}
