//! What the search for token, instance, and requests brought up, put where the reader looks for it.
//!
//! Why a token is missing stands at the entries that miss it; everything else stands once in the
//! report.

use super::base::{self, BaseSearch};
use crate::catalogue::instance::InstanceUrl;
use crate::command::asked::Asked;
use crate::report::{Advice, Entry, LoggedRequest, Report, Severity};
use crate::source::{Absence, Note};

/// Remarks that belong into a report.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    of_token: Vec<Advice>,
    of_run: Vec<Advice>,
    /// What was sent before the token was.
    searched: Vec<LoggedRequest>,
}

impl Remarks {
    /// Takes what a search found out.
    pub(super) fn note_search(&mut self, notes: &[Note]) {
        for note in notes {
            let (list, severity) = match note {
                Note::EmptyVariable { .. }
                | Note::UnsetVariable { .. }
                | Note::UnexpandedInJob { .. }
                | Note::NoVariableInJob { .. }
                | Note::InKeyring { .. } => (&mut self.of_token, Severity::Warning),
                Note::OpenFile { .. } => (&mut self.of_run, Severity::Warning),
                Note::ForeignRemote { .. } | Note::AliasRemote { .. } | Note::Adjusted(_) => {
                    (&mut self.of_run, Severity::Note)
                }
            };
            list.push(Advice {
                code: note.code(),
                severity,
                text: note.text(),
            });
            list.extend(note.reasons().iter().map(advise_on_absence));
        }
    }

    /// Takes that no token was found, although one was wanted.
    pub(super) fn note_no_token(&mut self) {
        self.of_token.push(advise_on_vain_search());
    }

    /// Takes that a deploy token goes without the user name that belongs to it.
    pub(super) fn note_missing_user(&mut self) {
        self.of_token.push(Advice {
            code: "user-name-missing",
            severity: Severity::Warning,
            text: "A deploy token is only known beside its own user name, and none was given: a refusal may be due to \
                   that alone. Name it with --token-user."
                .to_owned(),
        });
    }

    /// Takes that no project or group was found, although one would show more.
    pub(super) fn note_no_target(&mut self) {
        self.of_run.push(Advice {
            code: "no-target",
            severity: Severity::Note,
            text: "No project or group was named or found, so only what is about the instance as a whole is shown. \
                   Name one with --project or --group."
                .to_owned(),
        });
    }

    /// Takes what was asked for the instance, and where it was found when its address was that of something in it.
    pub(super) fn note_base_search(&mut self, search: BaseSearch, given: &InstanceUrl) {
        if search.base != *given {
            self.of_run.push(Advice {
                code: "instance-found",
                severity: Severity::Note,
                text: base::remark(&search.base, given),
            });
        }
        self.searched = search.log;
    }

    /// Takes how what was typed was read, and what was left out of it.
    pub(super) fn of_asked(&mut self, asked: &Asked) {
        self.of_run.extend(asked.remarks.iter().map(|text| Advice {
            code: "read-as",
            severity: Severity::Note,
            text: text.clone(),
        }));
        if asked.requests.iter().any(|pasted| pasted.sends_no_token) {
            self.note_silent_command();
        }
        let note_requests = asked.requests.iter().flat_map(|pasted| &pasted.dropped);
        for dropped in note_requests.chain(&asked.dropped) {
            self.of_run.push(Advice {
                code: "credential-left-out",
                severity: Severity::Warning,
                text: format!(
                    "The request came with {dropped}, which was left out: tokens are read from their own sources only."
                ),
            });
        }
    }

    /// Says that a pasted command is not quite what is asked.
    fn note_silent_command(&mut self) {
        self.of_run.push(Advice {
            code: "command-sends-no-token",
            severity: Severity::Warning,
            text: "The command sends no token in a place that GitLab reads: no header PRIVATE-TOKEN, JOB-TOKEN, \
                   DEPLOY-TOKEN, or Authorization, and no --user. The token that was found is used here."
                .to_owned(),
        });
    }

    /// Returns a report with them in it.
    pub(super) fn put_into(self, mut report: Report) -> Report {
        // Of all capabilities together, it is said once.
        let in_overview = |entry: &Entry| entry.need.as_ref().is_some_and(|need| need.in_overview);
        if report.entries.iter().any(in_overview) {
            report.advice.extend(self.of_token);
        } else {
            for entry in &mut report.entries {
                entry.warnings.extend(self.of_token.iter().cloned());
            }
        }
        report.advice.extend(self.of_run);
        let searched = u32::try_from(self.searched.len()).unwrap_or(u32::MAX);
        report.requests.budget = report.requests.budget.saturating_add(searched);
        report.requests.round_trips += searched;
        report.requests.log.splice(0..0, self.searched);
        report
    }
}

/// What `explain` can read, for somebody who gave it something else.
pub(super) fn what_is_read() -> Advice {
    Advice {
        code: "nothing-read",
        severity: Severity::Note,
        text: "glwhy reads the JSON body of an answer, or the output of curl -i. A bare status is given with \
               --status, a body with --body."
            .to_owned(),
    }
}

/// Where the token was looked for in vain.
fn advise_on_vain_search() -> Advice {
    Advice {
        code: "no-token-found",
        severity: Severity::Note,
        text: "No token was found. Put it into GITLAB_TOKEN, or name its place with --token-env, --token-file, \
               --token-stdin, or --token-command."
            .to_owned(),
    }
}

fn advise_on_absence(absence: &Absence) -> Advice {
    Advice {
        code: absence.code(),
        severity: Severity::Note,
        text: absence.sentence(),
    }
}
