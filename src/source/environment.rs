//! What the program may see of the world around it: variables, files, and standard input.
//!
//! [`ProcessEnvironment`] is the only reader of the real ones. [`FixedEnvironment`] is made of literals, for tests.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::mpsc::channel,
    thread,
    time::Duration,
};

/// Longest file that is read, in bytes.
pub(super) const LONGEST_FILE: u64 = 1024 * 1024;
/// Room for the byte that is too much, and for the library's look for the end.
const ROOM_TO_END: usize = 64;
/// Longest time that a pipe in the place of a file may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl fmt::Debug for dyn Environment + '_ {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Environment")
    }
}

/// The surroundings of the program.
pub trait Environment {
    /// Returns the value of a variable; bytes that are no text are replaced.
    fn variable(&self, name: &str) -> Option<String>;
    /// Returns the home directory of the user.
    fn home(&self) -> Option<PathBuf>;
    /// Returns the working directory.
    fn directory(&self) -> PathBuf;
    /// Reads a file, up to one mebibyte; a pipe, for half a minute.
    ///
    /// # Errors
    /// When the file cannot be read, is longer, or does not end in time.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Tells whether there is a file at this path.
    fn is_file(&self, path: &Path) -> bool;
    /// Tells whether users other than its owner may read a file; never where the system has no such bits.
    fn is_open_to_others(&self, path: &Path) -> bool;
    /// Reads standard input to its end, up to one mebibyte.
    ///
    /// # Errors
    /// When it cannot be read, or is longer.
    fn standard_input(&self) -> io::Result<Vec<u8>>;
    /// Returns the same surroundings for another thread, so that a slow file holds nobody up.
    fn for_thread(&self) -> Box<dyn Environment + Send + Sync>;

    /// Returns the value of a variable, where it holds more than white space.
    fn filled_variable(&self, name: &str) -> Option<String> {
        self.variable(name).filter(|value| !value.trim().is_empty())
    }

    /// Reads a file as text; `None` where there is none, or it cannot be read. What nobody named is read only where
    /// it is a regular file: a pipe that somebody left in a repository would be waited for without end.
    fn text(&self, path: &Path) -> Option<String> {
        self.is_file(path)
            .then(|| self.read(path).ok())
            .flatten()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The real surroundings of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessEnvironment;

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of variables and directories"
)]
impl Environment for ProcessEnvironment {
    fn variable(&self, name: &str) -> Option<String> {
        // A name with a sign of equality or a null byte makes the standard library panic on some systems.
        if name.is_empty() || name.contains(['=', '\0']) {
            return None;
        }
        std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
    }

    fn home(&self) -> Option<PathBuf> {
        std::env::home_dir().filter(|path| !path.as_os_str().is_empty())
    }

    fn directory(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if !path.is_file() {
            return read_within(path.to_owned(), PATIENCE);
        }
        let file = std::fs::File::open(path)?;
        match file.metadata()?.len() {
            // What the system makes up has no length.
            0 => read_capped(file, LONGEST_FILE),
            length => read_capped(file.take(length), length),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    #[cfg(unix)]
    fn is_open_to_others(&self, path: &Path) -> bool {
        use std::os::unix::fs::PermissionsExt as _;

        const READ_BY_ALL: u32 = 0o004;
        std::fs::metadata(path)
            .is_ok_and(|data| data.is_file() && data.permissions().mode() & READ_BY_ALL != 0)
    }

    #[cfg(not(unix))]
    fn is_open_to_others(&self, _path: &Path) -> bool {
        false
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        read_capped(io::stdin().lock(), LONGEST_FILE)
    }

    fn for_thread(&self) -> Box<dyn Environment + Send + Sync> {
        Box::new(*self)
    }
}

/// Reads what may never end, such as a pipe, beside the program.
fn read_within(path: PathBuf, time: Duration) -> io::Result<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::Builder::new().spawn(move || {
        let read = std::fs::File::open(path).and_then(|file| read_capped(file, LONGEST_FILE));
        // The receiver may have given up waiting.
        let _ = sender.send(read);
    })?;
    receiver
        .recv_timeout(time)
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Reads what is no longer than it may be; `expected` is the most that there can be.
fn read_capped(reader: impl io::Read, expected: u64) -> io::Result<Vec<u8>> {
    // All the room at once: a vector that grows leaves copies of what may be a token behind. Not more than it needs, since
    // all of it is wiped in the end.
    let most = usize::try_from(expected.min(LONGEST_FILE)).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(most.saturating_add(ROOM_TO_END));
    reader.take(LONGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Surroundings made of literals.
#[derive(Clone, Default)]
pub struct FixedEnvironment {
    variables: BTreeMap<String, String>,
    files: BTreeMap<PathBuf, Vec<u8>>,
    open_files: Vec<PathBuf>,
    input: Vec<u8>,
    directory: PathBuf,
}

impl FixedEnvironment {
    /// Makes empty surroundings: no variables, no files, the home directory `/home/user`, working in `/project`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            directory: PathBuf::from("/project"),
            ..Self::default()
        }
    }

    /// Sets a variable.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }
}

#[cfg(test)]
impl FixedEnvironment {
    /// Puts a file at a path.
    pub(crate) fn with_file(
        mut self,
        path: impl Into<PathBuf>,
        contents: impl Into<Vec<u8>>,
    ) -> Self {
        self.files.insert(path.into(), contents.into());
        self
    }

    /// Puts a file at a path that every user may read.
    pub(crate) fn with_open_file(
        mut self,
        path: impl Into<PathBuf>,
        contents: impl Into<Vec<u8>>,
    ) -> Self {
        let path = path.into();
        self.open_files.push(path.clone());
        self.with_file(path, contents)
    }

    /// Sets what standard input holds.
    pub(crate) fn with_input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Sets the working directory.
    pub(crate) fn with_directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = directory.into();
        self
    }
}

impl fmt::Debug for FixedEnvironment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.variables.keys().collect();
        let paths: Vec<_> = self.files.keys().collect();
        formatter
            .debug_struct("FixedEnvironment")
            .field("variables", &names)
            .field("files", &paths)
            .finish_non_exhaustive()
    }
}

impl Environment for FixedEnvironment {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn home(&self) -> Option<PathBuf> {
        Some(PathBuf::from("/home/user"))
    }

    fn directory(&self) -> PathBuf {
        self.directory.clone()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files
            .get(path)
            .cloned()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    fn is_open_to_others(&self, path: &Path) -> bool {
        self.open_files.iter().any(|open| open == path)
    }

    fn standard_input(&self) -> io::Result<Vec<u8>> {
        Ok(self.input.clone())
    }

    fn for_thread(&self) -> Box<dyn Environment + Send + Sync> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        std::fs::write(&path, vec![b'a'; 1024 * 1024]).unwrap();
        assert!(ProcessEnvironment.read(&path).is_ok());
        std::fs::write(&path, vec![b'a'; 1024 * 1024 + 1]).unwrap();
        assert_eq!(
            ProcessEnvironment.read(&path).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        assert!(ProcessEnvironment.read(directory.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_everybody_may_read_is_told_from_a_private_one() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        std::fs::write(&path, "x").unwrap();
        for (mode, is_open) in [(0o600, false), (0o640, false), (0o644, true)] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(
                ProcessEnvironment.is_open_to_others(&path),
                is_open,
                "{mode:o}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_waited_for() {
        let directory = tempfile::tempdir().unwrap();
        let pipe = directory.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let read = read_within(pipe.clone(), Duration::from_millis(50));
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(ProcessEnvironment.text(&pipe), None);
        let endless = ProcessEnvironment.read(Path::new("/dev/zero"));
        assert_eq!(endless.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_name_that_no_variable_can_have_is_unset() {
        for name in ["", "A=B", "A\0B"] {
            assert_eq!(ProcessEnvironment.variable(name), None);
        }
    }
}
