//! What the search for token, instance, and requests brought up, put where the reader looks for it.
//!
//! Why a token is missing stands at the entries that miss it; everything else stands once in the
//! report.

use std::io;
use std::path::PathBuf;

use super::base::{self, BaseSearch};
use super::error::repeatable;
use crate::answers::Cause;
use crate::catalogue::instance::InstanceUrl;
use crate::command::asked::Asked;
use crate::command::pipeline::PipelineNeeds;
use crate::diagnosis::Subject;
use crate::report::{Advice, AskedBy, Entry, LoggedRequest, Outcome, Report, Severity};
use crate::source::{Absence, Note};

/// Remarks that belong into a report.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    of_token: Vec<Advice>,
    /// Why another token may be missing; who gets all that was asked for misses none.
    of_absence: Vec<Advice>,
    of_run: Vec<Advice>,
    /// What to do first where no token was sent.
    first_fix: Option<String>,
    /// What was sent before the token was.
    searched: Vec<LoggedRequest>,
    /// The pipeline file, and which of its jobs need what was asked, by its subject.
    pipeline: Option<ReadPipeline>,
}

/// A pipeline file, by its name, and the jobs behind each subject.
#[derive(Debug)]
struct ReadPipeline {
    file: String,
    needs: Vec<(String, Vec<AskedBy>)>,
}

impl Remarks {
    /// Takes what a search found out.
    pub(super) fn note_search(&mut self, notes: &[Note]) {
        for note in notes {
            self.first_fix = self.first_fix.take().or_else(|| note.fix());
            let (list, severity) = match note {
                Note::EmptyVariable { .. }
                | Note::UnsetVariable { .. }
                | Note::UnexpandedInJob { .. }
                | Note::InKeyring { .. }
                | Note::BrokenGlab(..) => (&mut self.of_token, Severity::Warning),
                Note::NoVariableInJob { .. } => (&mut self.of_absence, Severity::Note),
                Note::OpenFile { .. } => (&mut self.of_run, Severity::Warning),
                Note::ForeignRemote { .. } | Note::AliasRemote { .. } | Note::Adjusted(_) => {
                    (&mut self.of_run, Severity::Note)
                }
            };
            list.push(Advice::new(note.code(), severity, note.text()));
            let because = |absence: &Absence| Advice::note(absence.code(), absence.sentence());
            list.extend(note.reasons().iter().map(because));
        }
    }

    /// Takes that no token was found, although one was wanted.
    pub(super) fn note_no_token(&mut self) {
        self.of_token.push(Advice::note(
            "no-token-found",
            "No token was found. Put it into GITLAB_TOKEN, or name its place with --token-env, --token-file, \
             --token-stdin, or --token-command.",
        ));
    }

    /// Takes that a deploy token goes without the user name that belongs to it.
    pub(super) fn note_missing_user(&mut self) {
        self.of_token.push(Advice::warning(
            "user-name-missing",
            "A deploy token is only known beside its own user name, and none was given: a refusal may be due to \
             that alone. Name it with --token-user.",
        ));
    }

    /// Takes that programs would send another credential than the one that is judged.
    pub(super) fn note_senders(&mut self, senders: &[(&str, String)]) {
        for (program, place) in senders {
            let text = format!(
                "{program} itself sends another token, that of {place}: what is told here is not about that one. To have it \
                 judged, add --token-from {place}."
            );
            self.of_run
                .push(Advice::warning("another-token-sent", text));
        }
    }

    /// Takes that no project or group was found, although one would show more.
    pub(super) fn note_no_target(&mut self) {
        self.of_run.push(Advice::note(
            "no-target",
            "No project or group was named or found, so only what is about the instance as a whole is shown. \
             Name one with --project or --group.",
        ));
    }

    /// Takes what was asked for the instance, and where it was found when its address was that of something in it.
    pub(super) fn note_base_search(&mut self, search: BaseSearch, given: &InstanceUrl) {
        if search.base != *given {
            let text = base::remark(&search.base, given);
            self.of_run.push(Advice::note("instance-found", text));
        }
        self.searched = search.log;
    }

    /// Takes how what was typed was read, and what was left out of it.
    pub(super) fn of_asked(&mut self, asked: &Asked) {
        let read_as = asked.remarks.iter();
        self.of_run
            .extend(read_as.map(|text| Advice::note("read-as", text)));
        if asked.requests.iter().any(|pasted| pasted.sends_no_token) {
            self.note_silent_command();
        }
        let note_requests = asked.requests.iter().flat_map(|pasted| &pasted.dropped);
        for dropped in note_requests.chain(&asked.dropped) {
            let text = format!(
                "The request came with {dropped}, which was left out: tokens are read from their own sources only."
            );
            self.of_run
                .push(Advice::warning("credential-left-out", text));
        }
    }

    /// Takes which jobs of a pipeline file need what; its requests are the last of the subjects.
    pub(super) fn note_pipeline(
        &mut self,
        file: &str,
        demand: PipelineNeeds,
        subjects: &[Subject],
    ) {
        if demand.is_empty() {
            let text = format!("Nothing in {file} is known to need a token of GitLab.");
            self.of_run
                .push(Advice::note("pipeline-needs-nothing", text));
        }
        self.of_run.extend(demand.advice);
        let typed = subjects.len().saturating_sub(demand.requests.len());
        let requests = subjects[typed..].iter().zip(demand.requests);
        let requests = requests.map(|(subject, (_, jobs))| (subject.shown(), jobs));
        let needs = demand.needs.into_iter();
        let needs = needs.map(|(capability, jobs)| (capability.name.to_owned(), jobs));
        self.pipeline = Some(ReadPipeline {
            file: file.to_owned(),
            needs: needs.chain(requests).collect(),
        });
    }

    /// Says that a pasted command is not quite what is asked.
    fn note_silent_command(&mut self) {
        self.of_run.push(Advice::warning(
            "command-sends-no-token",
            "The command sends no token in a place that GitLab reads: no header PRIVATE-TOKEN, JOB-TOKEN, \
             DEPLOY-TOKEN, or Authorization, and no --user. The token that was found is used here.",
        ));
    }

    /// Returns a report with them in it.
    pub(super) fn put_into(self, mut report: Report) -> Report {
        let misses = report
            .entries
            .iter()
            .any(|entry| entry.outcome != Outcome::Granted);
        let absence = self.of_absence.into_iter().filter(|_| misses);
        let of_token = self.of_token.into_iter().chain(absence);
        // Of several things together, it is said once.
        match report.entries.as_mut_slice() {
            [entry] if !entry.is_surveyed() => entry.warnings.extend(of_token),
            _ => report.advice.extend(of_token),
        }
        if let Some(fix) = &self.first_fix {
            report
                .entries
                .iter_mut()
                .for_each(|entry| mend_first(entry, fix));
        }
        report.advice.extend(self.of_run);
        if let Some(pipeline) = &self.pipeline {
            for entry in &mut report.entries {
                mark_jobs(entry, pipeline);
            }
        }
        let searched = u32::try_from(self.searched.len()).unwrap_or(u32::MAX);
        report.requests.budget = report.requests.budget.saturating_add(searched);
        report.requests.round_trips += searched;
        report.requests.log.splice(0..0, self.searched);
        report
    }
}

/// Says which jobs need it, where any does.
fn mark_jobs(entry: &mut Entry, pipeline: &ReadPipeline) {
    let found = pipeline
        .needs
        .iter()
        .find(|(subject, _)| *subject == entry.subject);
    if let Some((_, jobs)) = found {
        entry.file = Some(pipeline.file.clone());
        entry.line = jobs.iter().map(|job| job.line).min();
        entry.asked_by.clone_from(jobs);
    }
}

/// Who sent no token is told of the variable that should have held it before anything else.
fn mend_first(entry: &mut Entry, fix: &str) {
    let diagnosis = entry.diagnosis.as_mut();
    let primary = diagnosis.map(|diagnosis| &mut diagnosis.primary);
    if let Some(primary) = primary.filter(|primary| primary.cause() == Cause::MissingToken) {
        primary.fix.insert(0, fix.to_owned());
    }
}

/// What `explain` can read, for somebody who gave it something else.
pub(super) fn what_is_read() -> Advice {
    Advice::note(
        "nothing-read",
        "glwhy reads the JSON body of an answer, or the output of curl -i. A bare status is given with \
         --status, a body with --body.",
    )
}

/// A file that was not read to its end, while others were.
pub(super) fn file_unread((path, error): (PathBuf, io::Error)) -> Advice {
    let path = path.display();
    let text = format!("Of {path} not everything was read, so failures may be missing: {error}");
    Advice::warning("file-unread", repeatable(&text))
}
