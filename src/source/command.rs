//! A token that a command prints, such as that of a password store.
//!
//! The command gets no standard input and none of the variables in which tokens are looked for, a limited time, and a
//! limited room. What it writes to standard error is shown only when it fails, shortened, and without anything that
//! looks like a token.

use std::{
    io::{self, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use super::{SourceError, find::TOKEN_VARIABLES};
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

/// Runs a command and returns what it printed.
pub(super) fn run(command: &str) -> Result<Vec<u8>, SourceError> {
    run_within(command, TIME)
}

fn run_within(command: &str, time: Duration) -> Result<Vec<u8>, SourceError> {
    let mut child = start(command).map_err(|source| SourceError::CommandNotStarted { source })?;
    let output = collect(child.stdout.take());
    let errors = collect(child.stderr.take());
    let printed = output.recv_timeout(time);
    let ended = printed
        .as_ref()
        .ok()
        .filter(|bytes| bytes.len() <= ROOM)
        .and_then(|_| wait(&mut child, time));
    if ended.is_none() {
        // Nobody waits for it any more; that it may be gone already is no matter.
        let _ = child.kill();
        let _ = child.wait();
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

fn start(command: &str) -> io::Result<Child> {
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env(MARK, "1");
    for name in TOKEN_VARIABLES.into_iter().chain(COPIES) {
        shell.env_remove(name);
    }
    shell.spawn()
}

/// Reads a stream to its end or its limit, beside the program.
fn collect(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        // All the room at once: a vector that grows leaves copies of what may be a token behind.
        let mut bytes = Vec::with_capacity(ROOM + 64);
        if let Some(stream) = stream {
            // A stream that breaks has told all that it had to tell.
            let _ = stream.take(ROOM as u64 + 1).read_to_end(&mut bytes);
        }
        // The receiver may have given up waiting.
        let _ = sender.send(bytes);
    });
    receiver
}

/// Waits for a command that has closed its output; `None` when it does not end.
fn wait(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let rounds = time.as_millis() / PAUSE.as_millis();
    for _ in 0..=rounds {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => thread::sleep(PAUSE),
            Err(_) => return None,
        }
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

    #[test]
    fn a_command_that_does_not_end_is_stopped() {
        let time = Duration::from_millis(50);
        for command in ["exec sleep 60", "exec >&-; exec sleep 60"] {
            assert!(
                matches!(
                    run_within(command, time),
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
