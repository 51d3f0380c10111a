//! The exit codes: what they are, what help and documents say of them, and who decides on them.
//!
//! Two exhaustive mappings lead here: from the verdict of a report, and from the kind of an error.

use std::fmt::Write as _;

use super::{Error, ErrorSource};
use crate::report::{Report, Verdict};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitCode {
    /// Nothing is refused.
    Healthy = 0,
    /// The program itself failed.
    Failure = 1,
    /// It was called in a way that it cannot follow.
    Usage = 2,
    /// A problem was diagnosed.
    Problem = 3,
    /// The token could not be judged.
    NoVerdict = 4,
}

impl ExitCode {
    /// All codes, in their order.
    pub const ALL: [Self; 5] = [
        Self::Healthy,
        Self::Failure,
        Self::Usage,
        Self::Problem,
        Self::NoVerdict,
    ];

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Says what the code means.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Healthy => "healthy: nothing is refused",
            Self::Failure => "internal error, or the output could not be written",
            Self::Usage => {
                "usage: bad option, unreadable file, or a token that was not given for this instance"
            }
            Self::Problem => {
                "a problem was diagnosed: GitLab refused, or the token is missing, malformed or dead"
            }
            Self::NoVerdict => {
                "no verdict on the token: GitLab not reached, throttled or broken, or no failure found"
            }
        }
    }

    /// Lists all codes, one on a line, as help shows them.
    #[must_use]
    pub fn documentation() -> String {
        Self::ALL
            .into_iter()
            .fold("Exit codes:\n".to_owned(), |mut text, code| {
                let _ = writeln!(text, "  {}  {}", code.number(), code.words());
                text
            })
    }

    /// Maps what a report comes to. A plan has no verdict, and is what was asked for.
    pub(crate) fn from_report(report: &Report) -> Self {
        match report.verdict() {
            Verdict::Healthy => Self::Healthy,
            Verdict::Problem => Self::Problem,
            Verdict::Unknown if report.is_plan() => Self::Healthy,
            Verdict::Unknown => Self::NoVerdict,
        }
    }

    /// Maps what kept the program from making a report.
    pub(crate) const fn from_error(error: &Error) -> Self {
        match error.kind() {
            ErrorSource::Usage | ErrorSource::Environment => Self::Usage,
            ErrorSource::Output => Self::Failure,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_contract() {
        let numbers: Vec<u8> = ExitCode::ALL.into_iter().map(ExitCode::number).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn help_lists_every_code() {
        assert_eq!(ExitCode::documentation().lines().count(), 6);
    }
}
