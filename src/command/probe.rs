//! `probe`: what can this token do here, and where is it stopped?

use super::compare::{self, TokenResult};
use super::context::Context;
use super::entry::{entry_from, planned_entry};
use super::inquiry::{Inquiry, InquiryError, first_line, leave_out};
use super::needs::{self, Depth};
use super::privilege;
use super::remedy;
use super::token::{record, refine};
use crate::catalogue::Surface;
use crate::catalogue::{Capability, age};
use crate::diagnosis::harmless::unsafe_to_send;
use crate::diagnosis::{Case, Knowledge, Question, Subject, diagnose, is_dead};
use crate::gitlab::Asker;
use crate::observation::Observation;
use crate::report::{Basis, Command, Edition, Entry, LeastPrivilege, Report, Requests};

/// Answers that say something about the token, whatever the request.
const ABOUT_THE_TOKEN: [Question; 6] = [
    Question::OwnRecord,
    Question::Job,
    Question::TokenInfo,
    Question::User,
    Question::Metadata,
    Question::Associations,
];

/// What is to be found out.
#[derive(Debug, Clone, Copy)]
pub struct ProbeOptions<'a> {
    /// Requests, as the user's own client would send them.
    pub subjects: &'a [Subject],
    /// Capabilities.
    pub capabilities: &'a [&'static Capability],
    /// How far to ask for capabilities.
    pub depth: Depth,
    /// Whether the token is to be set beside others.
    pub compares: bool,
}

/// Asks requests, and says where each was stopped.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub async fn probe<A: Asker>(
    asker: &A,
    subjects: &[Subject],
    context: &Context,
) -> Result<Report, InquiryError> {
    let wanted = ProbeOptions {
        subjects,
        capabilities: &[],
        depth: Depth::Verdict,
        compares: false,
    };
    Ok(find_out(asker, wanted, context).await?.report)
}

/// Asks requests, and finds out what the token may do.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub async fn find_out<A: Asker>(
    asker: &A,
    wanted: ProbeOptions<'_>,
    context: &Context,
) -> Result<TokenResult, InquiryError> {
    let mut inquiry = Inquiry::new(asker, context.budget);
    let mut learned: Vec<(Question, Observation)> = Vec::new();
    let mut entries = Vec::new();
    let mut last: Option<Case> = None;
    let mut privilege = None;
    for subject in wanted.subjects {
        let mut case = context.case(subject.clone());
        case.answers.clone_from(&learned);
        entries.push(one(&mut inquiry, &mut case, context).await?);
        learned = about_the_token(&case);
        privilege = privilege::of_requests(context, &case, wanted.subjects);
        last = Some(case);
    }
    if !wanted.capabilities.is_empty() {
        let mut checked =
            needs::check(&mut inquiry, context, wanted.capabilities, wanted.depth).await?;
        if wanted.depth == Depth::Overview {
            remedy::join(&mut checked.entries, &checked.case, context);
        }
        entries.extend(checked.entries);
        privilege = privilege_of(&checked.case, wanted, context);
        last = Some(checked.case);
    }
    if let Some(case) = last
        .as_mut()
        .filter(|_| wanted.compares && context.may_ask())
    {
        compare::ask_for_identity(&mut inquiry, case).await?;
    }
    // Of a host that nobody reached, nothing is known that a token could be made for.
    let log = &inquiry.requests.log;
    if !log.is_empty() && log.iter().all(|line| line.failure.is_some()) {
        privilege = None;
    }
    let mut report = assemble(
        Command::Probe,
        context,
        last.as_ref(),
        entries,
        inquiry.requests,
    );
    report.least_privilege = privilege;
    Ok(TokenResult {
        report,
        role: last.as_ref().and_then(compare::role_of),
    })
}

/// The smallest token that would do is told to whoever named what is needed.
fn privilege_of(
    case: &Case,
    wanted: ProbeOptions<'_>,
    context: &Context,
) -> Option<LeastPrivilege> {
    match wanted.depth {
        Depth::Verdict => privilege::of(context, case, wanted.capabilities, wanted.subjects),
        Depth::Overview => None,
    }
}

pub(super) async fn one<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    case: &mut Case,
    context: &Context,
) -> Result<Entry, InquiryError> {
    let ruling = if context.may_ask() {
        inquiry.investigate(case).await?
    } else {
        diagnose(case)
    };
    let basis = if case.was_asked(Question::Subject) {
        Basis::Observed
    } else {
        Basis::Derived
    };
    let mut entry = entry_from(case, ruling, basis, context.token_id());
    if let Some(why) = inquiry.subject_withheld(case) {
        leave_out(&mut entry, why);
    }
    Ok(entry)
}

pub(super) fn about_the_token(case: &Case) -> Vec<(Question, Observation)> {
    let mut learned: Vec<(Question, Observation)> = case
        .answers
        .iter()
        .filter(|(question, _)| ABOUT_THE_TOKEN.contains(question))
        .cloned()
        .collect();
    // A request that brought out the death of the token stands in for the token's own record. What a registry or Git says
    // is no such record: there a dead token is told by what the client holds back.
    if learned.is_empty()
        && matches!(case.surface, None | Some(Surface::Rest | Surface::Packages))
        && is_dead(case)
        && let Some(answer) = case.answer()
    {
        learned.push((Question::OwnRecord, answer.clone()));
    }
    learned
}

/// Puts entries and everything learned into a report.
pub(crate) fn assemble(
    command: Command,
    context: &Context,
    case: Option<&Case>,
    entries: Vec<Entry>,
    requests: Requests,
) -> Report {
    let known = case.map(Knowledge::of).unwrap_or_default();
    let mut instance = context.instance.clone();
    instance.knowledge = known.version.and_then(age);
    instance.version = known
        .version_text
        .clone()
        .or_else(|| known.version.map(|version| version.to_string()));
    instance.edition = known.enterprise.map(|enterprise| {
        if enterprise {
            Edition::Enterprise
        } else {
            Edition::Community
        }
    });
    let tokens = context
        .token
        .iter()
        .map(|holding| refine(record(holding), &known, case, context.now))
        .collect();
    Report {
        instance: Some(instance),
        tokens,
        requests,
        ..Report::new(command, entries)
    }
}

/// Says what would be asked, and asks nothing.
pub(crate) fn plan(wanted: ProbeOptions<'_>, context: &Context) -> Report {
    let mut requests = Requests {
        planned: true,
        budget: context.budget,
        ..Requests::default()
    };
    let mut entries = Vec::new();
    for subject in wanted.subjects {
        let case = context.case(subject.clone());
        let questions = planned(subject, &case).into_iter();
        let lines = questions.filter_map(|question| first_line(question, &case));
        requests.log.extend(lines);
        entries.push(planned_entry(&case, context));
    }
    let planned_case = wanted
        .subjects
        .last()
        .map(|subject| context.case(subject.clone()));
    let privilege = planned_case.and_then(|case| privilege_of(&case, wanted, context));
    if !wanted.capabilities.is_empty() {
        let (planned, log) = needs::plan(context, wanted.capabilities, wanted.depth);
        entries.extend(planned);
        requests.log.extend(log);
    }
    Report {
        least_privilege: privilege,
        ..assemble(Command::Probe, context, None, entries, requests)
    }
}

/// The request itself where it may be sent, then what may be asked after a refusal.
fn planned(subject: &Subject, case: &Case) -> Vec<Question> {
    let mut questions = vec![
        Question::OwnRecord,
        Question::Job,
        Question::TokenInfo,
        Question::Anonymous,
        Question::Target,
        Question::User,
        Question::Metadata,
        Question::Associations,
        Question::JobControl,
    ];
    if unsafe_to_send(subject).is_none() {
        questions.insert(0, Question::Subject);
    } else {
        questions.retain(|question| *question != Question::Anonymous);
        questions.extend(case.aim.ability.map(|_| Question::Abilities));
    }
    questions
}
