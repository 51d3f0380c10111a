//! `doctor`: which credentials are here, which of them live, and what is to be done next?
//!
//! Each is asked for itself once. Only the one that would be taken is asked for more: its owner, the release, and the
//! project at hand.

use super::compare::role_of;
use super::context::Context;
use super::inquiry::{Inquiry, InquiryError, first_line, leave_out};
use super::inspect::{Horizon, advise_on_token, offline_entry, own_case, token_entry};
use super::probe::assemble;
use super::subject;
use super::token::{record, refine};
use crate::catalogue::Surface;
use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::kind::TokenKind;
use crate::diagnosis::{Case, Knowledge, Question, Subject, Target, diagnose};
use crate::gitlab::Asker;
use crate::observation::Observation;
use crate::report::{
    Checkup, Command, Entry, FoundCredential, Outcome, Report, Requests, TokenRecord, TokenState,
};

mod next;

use self::next::next_step;

/// Days before expiry from which to warn.
const HORIZON: Horizon = Horizon {
    warn_within: 30,
    fail_within: None,
};

/// A credential that was found, and what is known before anything is asked.
#[derive(Debug)]
pub(crate) struct CandidateCredential {
    /// What it is asked with.
    pub context: Context,
    /// The programs that take it from its place.
    pub readers: &'static [&'static str],
    /// The commands or steps after which it is not taken from there any more.
    pub removal: Vec<String>,
    /// Why it is not sent, where it is not.
    pub kept: Option<String>,
    /// The place of the same credential before it.
    pub same_as: Option<usize>,
}

/// What is at hand beside the credentials.
#[derive(Debug)]
pub(crate) struct AtHand {
    /// The instance.
    pub instance: InstanceUrl,
    /// The context without any credential.
    pub context: Context,
    /// The git remote that alone names the instance, where no setting of the user knows it.
    pub stranger: Option<String>,
}

/// What came of one credential.
struct Examined {
    token: TokenRecord,
    entry: Entry,
    case: Option<Case>,
}

/// Examines every credential.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub(crate) async fn examine<A: Asker>(
    candidates: &[(CandidateCredential, A)],
    at_hand: &AtHand,
) -> Result<Report, InquiryError> {
    let mut requests = Requests::default();
    let mut all: Vec<Examined> = Vec::new();
    let mut is_silent = false;
    for (place, (candidate, asker)) in candidates.iter().enumerate() {
        let mut one = match candidate.same_as.and_then(|same| all.get(same)) {
            Some(same) => again(candidate, same),
            None if is_silent => unasked(candidate, NOBODY),
            None => ask(candidate, asker, place == 0, &mut requests).await?,
        };
        is_silent |= requests.log.iter().any(|line| line.failure.is_some());
        one.token.id = format!("t{}", place + 1);
        one.entry.token = Some(one.token.id.clone());
        all.push(one);
    }
    requests.budget = count(&requests);
    let plain: Vec<&CandidateCredential> =
        candidates.iter().map(|(candidate, _)| candidate).collect();
    Ok(put_together(&plain, &all, requests, at_hand))
}

/// Says what would be asked, and asks nothing.
pub(crate) fn plan(candidates: &[CandidateCredential], at_hand: &AtHand) -> Report {
    let mut requests = Requests {
        planned: true,
        ..Requests::default()
    };
    let mut all = Vec::new();
    for (place, candidate) in candidates.iter().enumerate() {
        let why = candidate.kept.as_deref().unwrap_or(PLANNED);
        let mut one = unasked(candidate, why);
        one.token.id = format!("t{}", place + 1);
        one.entry.token = Some(one.token.id.clone());
        all.push(one);
        if let Some(case) = case_of(candidate) {
            let more: &[Question] = if place == 0 { &ONLY_TAKEN } else { &[] };
            let questions = [Question::Subject].iter().chain(more);
            let lines = questions.filter_map(|question| first_line(*question, &case));
            requests.log.extend(lines);
        }
    }
    requests.budget = count(&requests);
    let plain: Vec<&CandidateCredential> = candidates.iter().collect();
    put_together(&plain, &all, requests, at_hand)
}

/// So many are sent as there are things to ask, and no more.
fn count(requests: &Requests) -> u32 {
    u32::try_from(requests.log.len()).unwrap_or(u32::MAX)
}

/// What the one that would be taken is asked beside itself.
const ONLY_TAKEN: [Question; 3] = [Question::User, Question::Metadata, Question::Target];
const NOBODY: &str = "whether it is alive was not asked: nobody answered before";
const PLANNED: &str = "whether it is alive was not asked: this is a plan";

/// Asks a credential for itself, once.
async fn ask<A: Asker>(
    candidate: &CandidateCredential,
    asker: &A,
    is_taken: bool,
    requests: &mut Requests,
) -> Result<Examined, InquiryError> {
    let context = &candidate.context;
    if let Some(why) = &candidate.kept {
        return Ok(unasked(candidate, why));
    }
    let Some(mut case) = case_of(candidate) else {
        let token = context.token.as_ref().map(record).unwrap_or_default();
        return Ok(Examined {
            token,
            entry: offline_entry(context),
            case: None,
        });
    };
    let mut inquiry = Inquiry::new(asker, context.budget);
    inquiry.ask(&mut case, &[Question::Subject]).await?;
    let mut entry = entry_of(&case);
    if let Some(why) = inquiry.subject_withheld(&case) {
        leave_out(&mut entry, why);
    }
    if entry.outcome == Outcome::Granted && is_taken {
        case.target.clone_from(&context.target);
        inquiry.ask(&mut case, &ONLY_TAKEN).await?;
    }
    requests.log.append(&mut inquiry.requests.log);
    requests.round_trips += inquiry.requests.round_trips;
    Ok(examined(context, entry, Some(case)))
}

fn examined(context: &Context, entry: Entry, case: Option<Case>) -> Examined {
    let known = case.as_ref().map(Knowledge::of).unwrap_or_default();
    let shape = context.token.as_ref().map(record).unwrap_or_default();
    let mut token = refine(shape, &known, case.as_ref(), context.now);
    // A login that Git lets in has no record, and is alive.
    if entry.outcome == Outcome::Granted && token.state == TokenState::Unknown {
        token.state = TokenState::Active;
    }
    Examined { token, entry, case }
}

fn entry_of(case: &Case) -> Entry {
    let is_login = case.surface.is_some_and(Surface::takes_login);
    token_entry(case, diagnose(case), !is_login)
}

/// The request that tells whether a credential is alive: its own record, or a clone where it has none.
fn case_of(candidate: &CandidateCredential) -> Option<Case> {
    let context = &candidate.context;
    if candidate.kept.is_some() || candidate.same_as.is_some() || !context.may_ask() {
        return None;
    }
    own_case(context).or_else(|| login_case(context))
}

/// A deploy token has no record of its own; Git tells whether it is let in.
fn login_case(context: &Context) -> Option<Case> {
    let holding = context.token.as_ref()?;
    let Some(Target::Project(path)) = &context.target else {
        return None;
    };
    let is_known = holding.shape.kind == TokenKind::Deploy && holding.user.is_some();
    if !is_known || !path.contains('/') {
        return None;
    }
    let subject = clone_of(path)?;
    Some(context.case(subject))
}

fn clone_of(path: &str) -> Option<Subject> {
    let request = format!("GET /{path}.git/info/refs?service=git-upload-pack");
    subject::parse(&request, &InstanceUrl::gitlab_com()).ok()
}

/// What is said of a credential that was asked in another place.
fn again(candidate: &CandidateCredential, same: &Examined) -> Examined {
    let own = candidate
        .context
        .token
        .as_ref()
        .map(record)
        .unwrap_or_default();
    Examined {
        token: TokenRecord {
            source: own.source,
            shadows: own.shadows,
            ..same.token.clone()
        },
        entry: same.entry.clone(),
        case: None,
    }
}

fn unasked(candidate: &CandidateCredential, why: &str) -> Examined {
    let mut entry = offline_entry(&candidate.context);
    if entry.outcome != Outcome::Refused {
        entry.outcome = Outcome::NotProbed;
        entry.missing = Some(why.to_owned());
    }
    Examined {
        token: candidate
            .context
            .token
            .as_ref()
            .map(record)
            .unwrap_or_default(),
        entry,
        case: None,
    }
}

fn put_together(
    candidates: &[&CandidateCredential],
    all: &[Examined],
    requests: Requests,
    at_hand: &AtHand,
) -> Report {
    let first = all.first();
    let case = first.and_then(|taken| taken.case.as_ref());
    let target = &at_hand.context.target;
    let answer = case.and_then(|case| case.answer_to(Question::Target));
    let mut checkup = Checkup {
        target: target.as_ref().map(|target| match target {
            Target::Project(name) | Target::Group(name) => name.clone(),
        }),
        is_seen: answer
            .and_then(Observation::status)
            .map(|status| status == 200),
        role: case.and_then(role_of),
        credentials: candidates.iter().zip(1..).map(credential).collect(),
        next: String::new(),
        how: Vec::new(),
    };
    let advice = first.map(|taken| advise_on_token(&taken.token, HORIZON));
    let (tokens, entries) = all
        .iter()
        .map(|one| (one.token.clone(), one.entry.clone()))
        .unzip();
    let bare = assemble(Command::Doctor, &at_hand.context, case, entries, requests);
    let mut report = Report {
        tokens,
        advice: advice.unwrap_or_default(),
        ..bare
    };
    (checkup.next, checkup.how) = next_step(&report, &checkup, candidates, at_hand);
    report.checkup = Some(checkup);
    report
}

fn credential((candidate, place): (&&CandidateCredential, usize)) -> FoundCredential {
    FoundCredential {
        token: format!("t{place}"),
        entry: format!("e{place}"),
        is_taken: place == 1,
        readers: candidate.readers.to_vec(),
        same_as: candidate.same_as.map(|same| format!("t{}", same + 1)),
    }
}
