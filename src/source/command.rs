//! A token that a command prints, such as that of a password store.
//!
//! The command gets no standard input and none of the variables in which tokens are looked for, a limited time, and a
//! limited room. What it writes to standard error is shown only when it fails, shortened, and without anything that
//! looks like a token.

use std::{
    fs::File,
    io::{self, Read},
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use super::{SourceError, find::Printed, lists::TOKEN_VARIABLES};
use crate::secret::{Token, hide_tokens};

/// Variables in which a job gets its token once more, or the deploy token of its project.
const COPIES: [&str; 3] = [
    "CI_REGISTRY_PASSWORD",
    "CI_DEPENDENCY_PROXY_PASSWORD",
    "CI_DEPLOY_PASSWORD",
];
/// Longest time that a command may take.
const TIME: Duration = Duration::from_secs(30);
/// Longest output of a command, in bytes.
const ROOM: usize = 64 * 1024;
/// Longest part of its standard error that is shown, in characters.
const SHOWN: usize = 300;
/// How often a command that has closed its output is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// Tells a program that a token command starts that it runs inside of one.
pub(super) const MARK: &str = "GLWHY_TOKEN_COMMAND";

/// Runs a command and returns what it printed. At a terminal it may ask there, and Ctrl-C reaches it and all that it
/// started; elsewhere it gets a group of its own, which ends with it.
pub(super) fn run(command: &str) -> Result<Vec<u8>, SourceError> {
    run_within(command, TIME, &Running::new(!has_terminal()))
}

/// Whether somebody sits at a terminal of this process, whatever its streams are.
fn has_terminal() -> bool {
    cfg!(unix) && File::open("/dev/tty").is_ok()
}

/// The token commands that run, so that none of them outlives a run that is stopped.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    /// The processes that were not waited for yet; none once the run was stopped, so that nothing is started after it.
    children: Arc<Mutex<Option<Vec<Child>>>>,
    /// Whether each gets a process group of its own, so that all that it starts can be ended with it.
    in_groups: bool,
}

/// Where the output of a command and what it says of errors can be read.
type Pipes = (Option<ChildStdout>, Option<ChildStderr>);

impl Default for Running {
    fn default() -> Self {
        Self::new(true)
    }
}

impl Running {
    fn new(in_groups: bool) -> Self {
        Self {
            children: Arc::new(Mutex::new(Some(Vec::new()))),
            in_groups,
        }
    }

    /// Runs a command by itself, so that several can run at once; [`super::find_printed`] takes it from there.
    ///
    /// # Errors
    /// When the command fails, prints too much, or does not end in time.
    pub(crate) fn run(&self, command: &str) -> Result<Printed, SourceError> {
        run_within(command, TIME, self).map(Printed::new)
    }

    /// Ends all that run, with what they started. No command is started any more.
    pub(crate) fn stop(&self) {
        for mut child in self.lock().take().unwrap_or_default() {
            self.end(&mut child);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Vec<Child>>> {
        self.children.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a command. Nobody can stop the run between its start and its entry in the list.
    fn start(&self, mut command: Command) -> io::Result<(u32, Pipes)> {
        let mut children = self.lock();
        let Some(children) = children.as_mut() else {
            return Err(io::ErrorKind::Interrupted.into());
        };
        let mut child = command.spawn()?;
        let pipes = (child.stdout.take(), child.stderr.take());
        let id = child.id();
        children.push(child);
        Ok((id, pipes))
    }

    /// Tells how a command ended; nothing while it runs, and an error once it was taken away.
    fn status(&self, id: u32) -> Option<io::Result<ExitStatus>> {
        let mut children = self.lock();
        let place = |children: &Vec<Child>| children.iter().position(|child| child.id() == id);
        let found = children
            .as_mut()
            .and_then(|list| Some((place(list)?, list)));
        let Some((place, children)) = found else {
            return Some(Err(io::ErrorKind::NotFound.into()));
        };
        match children[place].try_wait() {
            Ok(None) => None,
            // What has ended is waited for without waiting.
            Ok(Some(_)) => Some(children.swap_remove(place).wait()),
            Err(error) => Some(Err(error)),
        }
    }

    /// Ends one command. That it may be gone already is no matter.
    fn kill(&self, id: u32) {
        let mut children = self.lock();
        let Some(children) = children.as_mut() else {
            return;
        };
        let place = children.iter().position(|child| child.id() == id);
        if let Some(place) = place {
            self.end(&mut children.swap_remove(place));
        }
    }

    fn end(&self, child: &mut Child) {
        // Its number is its own until it is waited for.
        #[cfg(unix)]
        if self.in_groups {
            use rustix::process::{Pid, Signal, kill_process_group};
            let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn run_within(command: &str, time: Duration, running: &Running) -> Result<Vec<u8>, SourceError> {
    let Started { id, output, errors } =
        start(command, running).map_err(|source| SourceError::CommandNotStarted { source })?;
    let printed = output.recv_timeout(time);
    let ended = printed
        .as_ref()
        .ok()
        .filter(|bytes| bytes.len() <= ROOM)
        .and_then(|_| wait(id, running, time));
    if ended.is_none() {
        running.kill(id);
    }
    let too_slow = SourceError::CommandTooSlow {
        seconds: time.as_secs(),
    };
    let Ok(bytes) = printed else {
        return Err(too_slow);
    };
    if bytes.len() > ROOM {
        return Err(SourceError::CommandTooLong { bytes: ROOM });
    }
    match ended {
        None => Err(too_slow),
        Some(status) if status.success() => Ok(bytes),
        Some(status) => Err(SourceError::CommandFailed {
            ending: ending(status),
            message: message(&errors, &Token::from_bytes(bytes)),
        }),
    }
}

/// A command that runs, and the readers of what it writes.
struct Started {
    id: u32,
    output: Receiver<Vec<u8>>,
    errors: Receiver<Vec<u8>>,
}

fn start(command: &str, running: &Running) -> io::Result<Started> {
    let (id, (output, errors)) = running.start(shell(command, running.in_groups))?;
    let readers = collect(output).and_then(|output| Ok((output, collect(errors)?)));
    match readers {
        Ok((output, errors)) => Ok(Started { id, output, errors }),
        Err(error) => {
            running.kill(id);
            Err(error)
        }
    }
}

fn shell(command: &str, in_group: bool) -> Command {
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env(MARK, "1");
    for name in TOKEN_VARIABLES.iter().copied().chain(COPIES) {
        shell.env_remove(name);
    }
    #[cfg(unix)]
    if in_group {
        use std::os::unix::process::CommandExt as _;
        shell.process_group(0);
    }
    shell
}

/// Reads a stream to its end or its limit, beside the program.
fn collect(stream: Option<impl Read + Send + 'static>) -> io::Result<Receiver<Vec<u8>>> {
    let (sender, receiver) = channel();
    thread::Builder::new().spawn(move || {
        // All the room at once: a vector that grows leaves copies of what may be a token behind.
        let mut bytes = Vec::with_capacity(ROOM + 64);
        if let Some(stream) = stream {
            // A stream that breaks has told all that it had to tell.
            let _ = stream.take(ROOM as u64 + 1).read_to_end(&mut bytes);
        }
        // The receiver may have given up waiting.
        let _ = sender.send(bytes);
    })?;
    Ok(receiver)
}

/// Waits for a command that has closed its output; `None` when it does not end.
fn wait(id: u32, running: &Running, time: Duration) -> Option<ExitStatus> {
    let rounds = time.as_millis() / PAUSE.as_millis();
    for _ in 0..=rounds {
        if let Some(status) = running.status(id) {
            return status.ok();
        }
        thread::sleep(PAUSE);
    }
    None
}

fn ending(status: ExitStatus) -> String {
    status
        .code()
        .map_or_else(|| "a signal".to_owned(), |code| format!("exit code {code}"))
}

/// Returns the end of what a command wrote to standard error, on one line, and without what it printed.
fn message(errors: &Receiver<Vec<u8>>, printed: &Token) -> String {
    // A process that the command left behind may hold the stream open.
    let bytes = errors
        .recv_timeout(Duration::from_millis(500))
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let line = text
        .split(char::is_control)
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let hidden = hide_tokens(&printed.redact(&line));
    let begin = hidden.chars().count().saturating_sub(SHOWN);
    hidden.chars().skip(begin).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_prints_is_returned_as_it_is() {
        assert_eq!(run("printf ' a\\n\\n'; echo noise >&2").unwrap(), b" a\n\n");
        assert_eq!(run("true").unwrap(), b"");
    }

    #[test]
    fn a_command_that_fails_tells_why_without_a_token() {
        let token = format!("{}{}", "glpat-", "aB3dE5gH7jK9mN1pQ2rS");
        let error = run(&format!(
            "echo {token}; echo 'no entry for {token}' >&2; exit 3"
        ))
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the token command failed with exit code 3: no entry for ****"
        );
        let error = run("echo correct horse; echo 'correct horse: no' >&2; exit 1").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the token command failed with exit code 1: ****: no"
        );
        assert_eq!(
            run("exit 1").unwrap_err().to_string(),
            "the token command failed with exit code 1"
        );
        assert_eq!(
            run("kill -9 $$").unwrap_err().to_string(),
            "the token command failed with a signal"
        );
    }

    #[test]
    fn a_long_message_keeps_its_end() {
        let error = run("i=0; while [ $i -lt 400 ]; do printf 'word ' >&2; i=$((i+1)); done; echo last >&2; exit 1").unwrap_err();
        assert!(error.to_string().ends_with("word last"));
        assert!(error.to_string().len() < SHOWN + 100);
    }

    /// Whether a process of this group is left. What was killed and not waited for yet is none.
    fn is_alive(group: &str) -> io::Result<bool> {
        let listed = Command::new("ps")
            .args(["-e", "-o", "pgid=,stat="])
            .output()?;
        Ok(String::from_utf8_lossy(&listed.stdout).lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(group) && words.next().is_some_and(|state| !state.starts_with('Z'))
        }))
    }

    #[test]
    fn what_a_command_started_ends_with_it() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("group");
        let command = format!("echo $$ > {}; sleep 60 & sleep 60; true", file.display());
        let running = Running::default();
        let error = run_within(&command, Duration::from_millis(500), &running).unwrap_err();
        assert!(matches!(error, SourceError::CommandTooSlow { .. }));
        let group = std::fs::read_to_string(file).unwrap();
        assert!(!is_alive(group.trim()).unwrap());
    }

    #[test]
    fn no_command_outlives_a_run_that_is_stopped() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("group");
        let command = format!("echo $$ > {}; echo x; sleep 60; true", file.display());
        let running = Running::default();
        let other = running.clone();
        let run = thread::spawn(move || other.run(&command));
        let group = loop {
            let group = std::fs::read_to_string(&file).unwrap_or_default();
            if group.ends_with('\n') {
                break group;
            }
            thread::yield_now();
        };
        running.stop();
        assert!(!is_alive(group.trim()).unwrap());
        // It is not waited for, as the program ends now; but nothing of it is left to wait for.
        assert!(run.join().unwrap().is_err());
    }

    #[test]
    fn no_command_is_started_once_the_run_is_stopped() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("started");
        let running = Running::default();
        running.stop();
        let error = running.run(&format!("echo x > {}", file.display()));
        assert!(matches!(error, Err(SourceError::CommandNotStarted { .. })));
        assert!(!file.exists());
    }

    #[test]
    fn a_command_that_does_not_end_is_stopped() {
        let time = Duration::from_millis(50);
        for command in ["exec sleep 60", "exec >&-; exec sleep 60"] {
            assert!(
                matches!(
                    run_within(command, time, &Running::default()),
                    Err(SourceError::CommandTooSlow { .. })
                ),
                "{command}"
            );
        }
    }

    #[test]
    fn a_command_that_prints_too_much_is_stopped() {
        assert!(matches!(
            run("exec yes"),
            Err(SourceError::CommandTooLong { bytes: ROOM })
        ));
    }

    #[test]
    fn a_command_is_given_no_token_and_no_input() {
        assert_eq!(
            run("cat; printf %s \"${GITLAB_TOKEN-unset}\"").unwrap(),
            b"unset"
        );
    }
}
