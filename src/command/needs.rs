//! Capabilities: what a token may do here, from one pool of answers.
//!
//! Every capability is a case of its own, and all of them share what was answered: no request is sent
//! twice. The token itself is asked about first, with the target, so that a dead token is asked about
//! twice at most; after that everything goes out together.

use super::context::Context;
use super::entry::of_ruling;
use super::inquiry::{Inquiry, InquiryError, concrete, planned_line};
use super::subject::unsafe_to_send;
use crate::catalogue::capability::{Capability, ClientRequest, Place, Senders, Way};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, Denial, Known, Method, Surface, find_capability};
use crate::diagnosis::clue::{self, Clue};
use crate::diagnosis::question::encode_segment;
use crate::diagnosis::{
    Aim, BodyShape, Case, Exchange, Gate, Knowledge, Observation, Question, Ruling, Sent, Subject,
    Target, codes, diagnose, foresee, is_dead, next_questions, reads_one_job, wants_proof,
};
use crate::gitlab::{Ask, Asker};
use crate::report::{Basis, Entry, LoggedRequest, Need, Outcome};

/// How far to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Two round trips: what can be told of many capabilities at once.
    Overview,
    /// Until every refusal is explained, or the budget is spent.
    Verdict,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// One entry for each capability, in the order in which they were given.
    pub entries: Vec<Entry>,
    /// Everything learned of the token and the target.
    pub case: Case,
}

/// How often a refusal may be asked about after the second round.
const FOLLOW_UPS: u32 = 3;

/// Answers that are about the token, its owner, or the target, and so serve every capability.
const SHARED: [Question; 20] = [
    Question::OwnRecord,
    Question::Job,
    Question::TokenInfo,
    Question::User,
    Question::Metadata,
    Question::Target,
    Question::TargetAnonymous,
    Question::Membership,
    Question::Associations,
    Question::JobControl,
    Question::ByGraphQl,
    Question::Abilities,
    Question::DefaultBranch,
    Question::BranchRules,
    Question::SecureFiles,
    Question::JobList,
    Question::ImageRemoval,
    Question::ImagePull,
    Question::ProxyLogin,
    Question::GitPush,
];

/// What GitLab says of a file or commit that is not there, to whoever may read files
/// (`lib/api/files.rb`).
const NOT_THERE: [&str; 2] = ["404 File Not Found", "404 Commit Not Found"];

/// The most requests that are usual for a number of capabilities; `None` for all that make sense.
#[must_use]
pub fn usual_budget(capabilities: Option<usize>) -> u32 {
    /// What is usual for requests, too.
    const USUAL: u32 = 12;
    /// One capability alone.
    const LEAST: u32 = 8;
    /// All of them.
    const MOST: u32 = 25;
    match capabilities {
        None => MOST,
        Some(1) => LEAST,
        Some(many) => u32::try_from(many)
            .unwrap_or(MOST)
            .saturating_add(7)
            .clamp(USUAL, MOST),
    }
}

/// The place that a target is.
#[must_use]
pub const fn place_of(target: Option<&Target>) -> Place {
    match target {
        Some(Target::Project(_)) => Place::Project,
        Some(Target::Group(_)) => Place::Group,
        None => Place::Instance,
    }
}

/// Tells what the token may do: one entry for each capability.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub async fn check<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    context: &Context,
    capabilities: &[&'static Capability],
    depth: Depth,
) -> Result<Checked, InquiryError> {
    let mut preflight = Preflight::new(context, capabilities, depth);
    if preflight.may_ask() {
        preflight.open(inquiry).await?;
        preflight.seat();
        if !is_dead(&preflight.base) || wants_proof(&preflight.base) {
            preflight.ask_everything(inquiry).await?;
            if depth == Depth::Verdict {
                preflight.follow_up(inquiry).await?;
            }
        }
    } else {
        preflight.seat();
    }
    Ok(preflight.rule())
}

/// Says what would be asked, and asks nothing.
#[must_use]
pub fn plan(
    context: &Context,
    capabilities: &[&'static Capability],
    depth: Depth,
) -> (Vec<Entry>, Vec<LoggedRequest>) {
    let mut preflight = Preflight::new(context, capabilities, depth);
    preflight.seat();
    let mut asks = preflight.opening();
    asks.extend(preflight.everything(true, false));
    let mut planned: Vec<(Question, Ask)> = Vec::new();
    for (question, ask) in asks {
        if !planned.iter().any(|(_, other)| *other == ask) {
            planned.push((question, ask));
        }
    }
    let entries = preflight.seats.iter().filter(|seat| seat.is_asked_for);
    let entries = entries.map(|seat| seat.planned(context, depth)).collect();
    let log = planned
        .iter()
        .filter(|_| preflight.may_ask())
        .map(|(question, ask)| planned_line(*question, ask))
        .collect();
    (entries, log)
}

/// One capability at work.
#[derive(Debug, Clone)]
struct Seat {
    capability: &'static Capability,
    /// Absent where the capability makes no sense, or the target is not known well enough.
    request: Option<&'static ClientRequest>,
    case: Case,
    /// Questions beside the shared ones that this capability wants the answers to.
    wanted: Vec<Question>,
    /// Whether it is wanted for itself, and not only because another stands behind it.
    is_asked_for: bool,
}

/// All capabilities, and the pool of answers.
struct Preflight<'c> {
    context: std::borrow::Cow<'c, Context>,
    capabilities: &'c [&'static Capability],
    depth: Depth,
    base: Case,
    seats: Vec<Seat>,
    pool: Vec<(Ask, Observation)>,
}

impl<'c> Preflight<'c> {
    fn new(context: &'c Context, capabilities: &'c [&'static Capability], depth: Depth) -> Self {
        Self {
            depth,
            base: base_case(context),
            context: std::borrow::Cow::Borrowed(context),
            capabilities,
            seats: Vec::new(),
            pool: Vec::new(),
        }
    }

    fn kind(&self) -> Option<TokenKind> {
        self.context
            .token
            .as_ref()
            .map(|holding| holding.shape.kind)
    }

    /// Whether GitLab reads tokens of this kind anywhere.
    fn may_ask(&self) -> bool {
        let is_read = self.kind().is_none_or(|kind| {
            kind.is_personal_access()
                || matches!(
                    kind,
                    TokenKind::Oauth | TokenKind::Job | TokenKind::Deploy | TokenKind::Unknown
                )
        });
        self.context.may_ask() && (self.context.anonymous || is_read)
    }

    /// A deploy token logs in with a user name of its own, and with no other.
    fn lacks_user(&self) -> bool {
        self.kind() == Some(TokenKind::Deploy)
            && self.context.scheme.is_none()
            && self
                .context
                .token
                .as_ref()
                .is_some_and(|holding| holding.user.is_none())
    }

    /// What is asked before anything else: whether the token is alive, and the target there.
    fn opening(&self) -> Vec<(Question, Ask)> {
        let questions: &[Question] = match self.kind() {
            _ if self.context.anonymous => &[Question::TargetAnonymous],
            // A group has no repository; many of its routes read no job token, and serve it as anybody.
            Some(TokenKind::Job) if matches!(self.context.target, Some(Target::Group(_))) => {
                &[Question::Job, Question::TargetAnonymous]
            }
            Some(TokenKind::Job) => &[Question::Job, Question::GitPull],
            Some(TokenKind::Oauth) if self.context.target.is_none() => {
                &[Question::TokenInfo, Question::OwnRecord]
            }
            Some(TokenKind::Oauth) => &[Question::TokenInfo, Question::Target],
            Some(TokenKind::Deploy) if self.lacks_user() => &[Question::TargetAnonymous],
            Some(TokenKind::Deploy) => &[Question::RegistryLogin, Question::TargetAnonymous],
            Some(_) | None => &[Question::OwnRecord, Question::Target],
        };
        let known = Knowledge::of(&self.base);
        questions
            .iter()
            .filter_map(|question| Some((*question, concrete(*question, &self.base, &known)?)))
            .collect()
    }

    async fn open<A: Asker>(&mut self, inquiry: &mut Inquiry<'_, A>) -> Result<(), InquiryError> {
        self.ask(inquiry, self.opening()).await?;
        // A value without a prefix that has no record of its own is an OAuth token: GitLab says so
        // with a 400 (`lib/api/personal_access_tokens/self_information.rb`).
        let told = self.base.answer_to(Question::OwnRecord);
        let is_oauth = told.and_then(Observation::status) == Some(400);
        if is_oauth && self.kind() == Some(TokenKind::Unknown) {
            if let Some(holding) = &mut self.context.to_mut().token {
                holding.shape.kind = TokenKind::Oauth;
            }
            self.base = base_case(&self.context);
            self.ask(inquiry, self.opening()).await?;
        }
        Ok(())
    }

    /// Gives every capability its case, and the one that it stands behind another.
    fn seat(&mut self) {
        let mut seats: Vec<Seat> = Vec::new();
        let behind = self
            .capabilities
            .iter()
            .filter_map(|capability| find_capability(capability.behind?));
        // Git alone tells a job whether the project is archived.
        let is_job = self.kind() == Some(TokenKind::Job);
        let any_write = self
            .capabilities
            .iter()
            .any(|capability| capability.way() == Way::Derived);
        let push = find_capability("push").filter(|_| is_job && any_write);
        for (capability, is_asked_for) in self
            .capabilities
            .iter()
            .map(|capability| (*capability, true))
            .chain(behind.chain(push).map(|capability| (capability, false)))
        {
            if is_asked_for || !seats.iter().any(|seat| seat.capability == capability) {
                seats.push(self.seat_of(capability, is_asked_for));
            }
        }
        self.seats = seats;
        self.inform();
    }

    fn seat_of(&self, capability: &'static Capability, is_asked_for: bool) -> Seat {
        let target = self.context.target.as_ref();
        let by_job = matches!(self.kind(), Some(TokenKind::Job | TokenKind::Trigger));
        let path = self.full_path();
        let request = capability
            .request(place_of(target), by_job)
            .filter(|request| !request.needs_path() || path.is_some());
        let subject = request.map(|request| {
            let id = target.map_or_else(String::new, |target| encode_segment(target.name()));
            let place = request.path_for(&id, path.as_deref().unwrap_or_default());
            Subject::new(request.method, &place)
        });
        let mut case = match subject {
            Some(subject) => self.context.case_as_usual(subject),
            None => Case {
                subject: None,
                ..self.base.clone()
            },
        };
        // What is asked of the instance does not depend on the target.
        let of_instance = request.is_some_and(|request| request.place == Place::Instance);
        case.target = self.context.target.clone().filter(|_| !of_instance);
        case.aim = Aim {
            unprotected: capability.on_unprotected,
            ability: capability.ability,
        };
        let asks_to_push = case.subject.as_ref().is_some_and(Subject::asks_to_push);
        Seat {
            capability,
            request,
            case,
            wanted: if asks_to_push {
                vec![Question::GitPull]
            } else {
                Vec::new()
            },
            is_asked_for,
        }
    }

    /// The full path of the target, from the instance or as it was named.
    fn full_path(&self) -> Option<String> {
        let known = Knowledge::of(&self.base);
        match self.context.target.as_ref()? {
            Target::Project(_) => known.project_path(&self.base),
            Target::Group(name) => name.parse::<u64>().is_err().then(|| name.clone()),
        }
    }

    /// Whether the target hides from the token, and everything in it as well.
    fn is_hidden(&self) -> bool {
        let known = Knowledge::of(&self.base);
        clue::draw(&self.base, &known).get(Clue::TargetSeen) == Some(false)
    }

    async fn ask_everything<A: Asker>(
        &mut self,
        inquiry: &mut Inquiry<'_, A>,
    ) -> Result<(), InquiryError> {
        let mut asks = Vec::new();
        let hidden = self.is_hidden();
        if hidden {
            asks = self.open_questions();
        }
        asks.extend(self.everything(false, hidden));
        self.ask(inquiry, asks).await?;
        Ok(())
    }

    /// Facts first, so that the budget cuts what could be derived as well. A target that is hidden is
    /// left alone.
    fn everything(&self, planning: bool, hidden: bool) -> Vec<(Question, Ask)> {
        let mut facts = Vec::new();
        let mut subjects = Vec::new();
        let of_target = |seat: &&Seat| {
            seat.request
                .is_none_or(|request| request.place != Place::Instance)
        };
        for seat in self
            .seats
            .iter()
            .filter(|seat| !(hidden && of_target(seat)))
        {
            let known = Knowledge::of(&seat.case);
            let mut questions = seat.facts();
            if matches!(self.kind(), Some(TokenKind::Job | TokenKind::Deploy)) {
                questions.extend([Question::JobControl, Question::TargetAnonymous]);
            }
            if self.kind() == Some(TokenKind::Job) {
                questions.extend(seat.reach());
            } else if self.is_told_by_use() && seat.reads_one_job() {
                questions.push(Question::JobList);
            }
            facts.extend(
                questions.into_iter().filter_map(|question| {
                    Some((question, concrete(question, &seat.case, &known)?))
                }),
            );
            if self.is_sent(seat, planning) {
                let ask = concrete(Question::Subject, &seat.case, &known);
                subjects.extend(ask.map(|ask| (Question::Subject, ask)));
            }
        }
        facts.sort_by_key(|(question, _)| *question);
        facts.extend(subjects);
        facts
    }

    /// Whether the request of a capability may and should be sent now.
    fn is_sent(&self, seat: &Seat, planning: bool) -> bool {
        let (Some(request), Some(subject)) = (seat.request, &seat.case.subject) else {
            return false;
        };
        let logs_in = seat
            .case
            .surface
            .is_some_and(|surface| !matches!(surface, Surface::Rest | Surface::Packages));
        if request.way == Way::Derived || (logs_in && self.lacks_user()) {
            return false;
        }
        // Where the API wants a proof, only Git and the registry answer without one.
        if !logs_in && wants_proof(&self.base) {
            return false;
        }
        if subject.asks_to_push() {
            let takes_pushes = self.kind() != Some(TokenKind::Deploy);
            return takes_pushes && (planning || self.is_there(seat));
        }
        unsafe_to_send(subject).is_none()
    }

    /// Whether only use tells what the token may read: no record lists fine-grained permissions.
    fn is_told_by_use(&self) -> bool {
        let record = Knowledge::of(&self.base).record;
        record.is_some_and(|record| record.is_fine_grained())
    }

    /// Asking Git to push at a path where no project is could create one
    /// (`lib/gitlab/git_access_project.rb`).
    fn is_there(&self, seat: &Seat) -> bool {
        let status = |question, case: &Case| case.answer_to(question).and_then(Observation::status);
        let is_seen = Knowledge::of(&self.base).project.is_some()
            && status(Question::Target, &self.base) == Some(200);
        is_seen || status(Question::GitPull, &seat.case) == Some(200)
    }

    async fn follow_up<A: Asker>(
        &mut self,
        inquiry: &mut Inquiry<'_, A>,
    ) -> Result<(), InquiryError> {
        for _ in 0..FOLLOW_UPS {
            let mut asks = self.open_questions();
            if !self.is_hidden() {
                asks.extend(self.late_pushes());
            }
            if !self.ask(inquiry, asks).await? {
                break;
            }
        }
        Ok(())
    }

    /// Pushes that had to wait for the answer to a pull.
    fn late_pushes(&self) -> Vec<(Question, Ask)> {
        self.seats
            .iter()
            .filter(|seat| {
                seat.case
                    .subject
                    .as_ref()
                    .is_some_and(Subject::asks_to_push)
            })
            .filter(|seat| seat.case.answer().is_none() && self.is_sent(seat, false))
            .filter_map(|seat| {
                let known = Knowledge::of(&seat.case);
                Some((
                    Question::Subject,
                    concrete(Question::Subject, &seat.case, &known)?,
                ))
            })
            .collect()
    }

    /// What would tell more of the capabilities that are not settled.
    fn open_questions(&mut self) -> Vec<(Question, Ask)> {
        let mut asks = Vec::new();
        for seat in self.seats.iter_mut().filter(|seat| seat.is_asked_for) {
            let known = Knowledge::of(&seat.case);
            for question in next_questions(&seat.case) {
                seat.wanted.push(question);
                asks.extend(concrete(question, &seat.case, &known).map(|ask| (question, ask)));
            }
        }
        asks
    }

    /// Asks what was not asked before, and hands the answers round; says whether there were any.
    async fn ask<A: Asker>(
        &mut self,
        inquiry: &mut Inquiry<'_, A>,
        asks: Vec<(Question, Ask)>,
    ) -> Result<bool, InquiryError> {
        let mut fresh: Vec<(Question, Ask)> = Vec::new();
        for (question, ask) in asks {
            let is_known = self.pool.iter().any(|(other, _)| *other == ask)
                || fresh.iter().any(|(_, other)| *other == ask);
            if !is_known {
                fresh.push((question, ask));
            }
        }
        let heard = inquiry.ask_all(fresh).await?;
        let any = !heard.is_empty();
        self.pool
            .extend(heard.into_iter().map(|(_, ask, answer)| (ask, answer)));
        self.inform();
        Ok(any)
    }

    /// Hands every case the answers that serve it.
    fn inform(&mut self) {
        let pool = &self.pool;
        let own = [Question::RegistryLogin, Question::GitPull];
        learn(&mut self.base, pool, SHARED.iter().chain(&own));
        let login = self.base.answer_to(Question::RegistryLogin).cloned();
        let pulled = self.base.answer_to(Question::GitPull).cloned();
        let unread = self
            .base
            .answer_to(Question::Target)
            .filter(|answer| answer.status() == Some(401))
            .cloned();
        for seat in &mut self.seats {
            // A write has the path of a read, and not its answer.
            let is_sent = seat.request.is_some_and(|request| request.way == Way::Sent);
            if is_sent && seat.case.answer().is_none() {
                learn(&mut seat.case, pool, [Question::Subject].iter());
            }
            let wanted = std::mem::take(&mut seat.wanted);
            learn(&mut seat.case, pool, SHARED.iter().chain(&wanted));
            seat.wanted = wanted;
            // What a deploy token's login told, it told of every route; and so did a 401 of the target.
            for (question, answer) in [
                (Question::RegistryLogin, &login),
                (Question::Target, &unread),
            ] {
                if let Some(answer) = answer.as_ref().filter(|_| !seat.case.was_asked(question)) {
                    seat.case.answers.push((question, answer.clone()));
                }
            }
            if seat.wanted.contains(&Question::GitPull)
                && let Some(answer) = pulled
                    .as_ref()
                    .filter(|_| !seat.case.was_asked(Question::GitPull))
            {
                seat.case.answers.push((Question::GitPull, answer.clone()));
            }
        }
    }

    fn rule(self) -> Checked {
        let lacks_user = self.lacks_user();
        let rulings: Vec<(Ruling, Basis)> = self
            .seats
            .iter()
            .map(|seat| seat.rule(lacks_user))
            .collect();
        let entries = self
            .seats
            .iter()
            .zip(&rulings)
            .filter(|(seat, _)| seat.is_asked_for)
            .map(|(seat, (ruling, basis))| {
                let before = seat.capability.behind.and_then(|name| {
                    self.seats
                        .iter()
                        .zip(&rulings)
                        .find(|(other, _)| other.capability.name == name)
                });
                let (ruling, basis) = match before {
                    Some((other, (before, _))) => stand_behind(seat, ruling, *basis, other, before),
                    None => (ruling.clone(), *basis),
                };
                seat.entry(ruling, basis, &self.context, self.depth)
            })
            .collect();
        Checked {
            entries,
            case: self.base,
        }
    }
}

/// The case that is about the token and the target, and nothing else.
fn base_case(context: &Context) -> Case {
    let is_deploy = context
        .token
        .as_ref()
        .is_some_and(|holding| holding.shape.kind == TokenKind::Deploy);
    let path = if is_deploy {
        "/jwt/auth?service=container_registry"
    } else {
        "/api/v4/personal_access_tokens/self"
    };
    let mut case = context.case(Subject::new(Method::Get, path));
    case.target.clone_from(&context.target);
    case
}

/// Notes the answers to these questions that are in the pool.
fn learn<'q>(
    case: &mut Case,
    pool: &[(Ask, Observation)],
    questions: impl Iterator<Item = &'q Question>,
) {
    for question in questions {
        if case.was_asked(*question) {
            continue;
        }
        let known = Knowledge::of(case);
        let Some(ask) = concrete(*question, case, &known) else {
            continue;
        };
        let heard = pool.iter().find(|(other, _)| *other == ask);
        if let Some((_, answer)) = heard {
            case.answers.push((*question, answer.clone()));
        }
    }
}

impl Seat {
    /// What has to be known to derive the outcome.
    fn facts(&self) -> Vec<Question> {
        let Some(request) = self.request else {
            return Vec::new();
        };
        if request.way == Way::Sent {
            return Vec::new();
        }
        let mut facts = vec![Question::TokenInfo, Question::User, Question::Metadata];
        if self.case.target.is_some() && request.place != Place::Instance {
            facts.push(Question::Membership);
        }
        if self.case.aim.ability.is_some() && request.place == Place::Project {
            facts.push(Question::Abilities);
        }
        if self.case.surface == Some(Surface::DependencyProxy) {
            facts.push(Question::ProxyLogin);
        }
        if request.path.ends_with("/merge") {
            facts.extend([Question::DefaultBranch, Question::BranchRules]);
        }
        facts
    }

    fn reads_one_job(&self) -> bool {
        self.case.endpoint().is_some_and(reads_one_job)
    }

    /// What shows the role of a job's user, who is not told: no more than this capability needs.
    fn reach(&self) -> Vec<Question> {
        let derived = self.request.filter(|request| request.way == Way::Derived);
        let Some(endpoint) = derived.and_then(ClientRequest::endpoint) else {
            return Vec::new();
        };
        let develops = |level| endpoint.requirement.allows(level, None) == Known::Yes;
        if self.reads_one_job() {
            vec![Question::JobList]
        } else if develops(AccessLevel::DEVELOPER) {
            vec![Question::SecureFiles, Question::JobList]
        } else {
            vec![Question::ImageRemoval, Question::ImagePull]
        }
    }

    fn rule(&self, lacks_user: bool) -> (Ruling, Basis) {
        let Some(request) = self.request else {
            return (self.out_of_place(), Basis::Derived);
        };
        let logs_in = self
            .case
            .surface
            .is_some_and(|surface| !matches!(surface, Surface::Rest | Surface::Packages));
        if lacks_user && logs_in && request.way == Way::Sent {
            return (
                open("the user name that belongs to the deploy token (--token-user)"),
                Basis::Derived,
            );
        }
        match self.case.answer() {
            Some(Observation::Answered(exchange)) => self.observed(exchange),
            Some(Observation::Unanswered(_)) => (diagnose(&self.case), Basis::Observed),
            None => (diagnose(&self.case), Basis::Derived),
        }
    }

    /// An answer tells the outcome, but for those that look like a grant and are none, or the other
    /// way round.
    fn observed(&self, exchange: &Exchange) -> (Ruling, Basis) {
        let ruling = diagnose(&self.case);
        if is_empty_list(exchange) && self.is_filtered() {
            return (foresee(&self.case), Basis::Derived);
        }
        if is_absent_record(exchange) {
            return (granted(&self.case), Basis::Observed);
        }
        let is_reduced = matches!(
            &ruling,
            Ruling::Refused(diagnosis) if diagnosis.primary.code.id == codes::role::GRANT_REDUCED.id
        );
        if is_reduced && let refused @ Ruling::Refused(_) = foresee(&self.case) {
            return (refused, Basis::Observed);
        }
        (ruling, Basis::Observed)
    }

    /// Whether a refusal here looks like an empty list; one that is of no target may well be empty.
    fn is_filtered(&self) -> bool {
        let of_target = self.case.target.is_some();
        of_target
            && self
                .case
                .endpoint()
                .is_some_and(|endpoint| endpoint.denies_member == Denial::Filtered)
    }

    fn out_of_place(&self) -> Ruling {
        let places: Vec<&str> = self.capability.places().map(Place::word).collect();
        if self.case.target.is_some() && self.fits_target() {
            return open("the full path of the target: name it by its path, not by its number");
        }
        open(&format!("a {} to try it on", places.join(" or a ")))
    }

    fn fits_target(&self) -> bool {
        let place = place_of(self.case.target.as_ref());
        self.capability.request(place, false).is_some()
    }

    fn entry(&self, ruling: Ruling, basis: Basis, context: &Context, depth: Depth) -> Entry {
        let token = context.token.as_ref().map(|_| "t1");
        let mut entry = of_ruling(&self.case, ruling, basis, token);
        if basis == Basis::Derived {
            entry.answer = None;
            // It is said once for all of them, by the word that every format has for it.
            entry
                .warnings
                .retain(|warning| warning.code != "derived-only");
        }
        self.capability.name.clone_into(&mut entry.subject);
        entry.need = Some(Need {
            capability: self.capability,
            request: self.case.subject.as_ref().map(Subject::shown),
            in_overview: depth == Depth::Overview,
        });
        entry
    }

    fn planned(&self, context: &Context, depth: Depth) -> Entry {
        let ruling = open("only planned: nothing was sent");
        let mut entry = self.entry(ruling, Basis::Derived, context, depth);
        entry.outcome = Outcome::NotProbed;
        entry
    }
}

fn open(missing: &str) -> Ruling {
    Ruling::Open {
        ladder: Vec::new(),
        missing: missing.to_owned(),
    }
}

/// A grant that an answer in other words comes to.
fn granted(case: &Case) -> Ruling {
    let mut without = case.clone();
    without
        .answers
        .retain(|(question, _)| *question != Question::Subject);
    let ladder = match foresee(&without) {
        Ruling::Granted { ladder, .. } | Ruling::Open { ladder, .. } => ladder,
        Ruling::Refused(_) => Vec::new(),
    };
    let passed = ladder
        .into_iter()
        .map(|mut rung| {
            rung.state = crate::diagnosis::GateState::Passed;
            rung
        })
        .collect();
    Ruling::Granted {
        ladder: passed,
        token_unread: false,
    }
}

fn is_empty_list(exchange: &Exchange) -> bool {
    matches!(&exchange.body.shape, BodyShape::Json(value) if value.as_array().is_some_and(Vec::is_empty))
}

fn is_absent_record(exchange: &Exchange) -> bool {
    exchange.status == Some(404)
        && matches!(&exchange.body.shape, BodyShape::Message(text) if NOT_THERE.contains(&text.as_str()))
}

/// Who may not read may not write, whatever else is known: a refusal to read that is about the
/// target, the role or the feature stops the write as well.
fn stand_behind(
    seat: &Seat,
    ruling: &Ruling,
    basis: Basis,
    other: &Seat,
    before: &Ruling,
) -> (Ruling, Basis) {
    let is_refused_already = matches!(ruling, Ruling::Refused(_));
    let was_sent = seat.case.answer().is_some();
    let Ruling::Refused(diagnosis) = before else {
        return (ruling.clone(), basis);
    };
    let stops_both = matches!(
        diagnosis.stopped_at,
        Some(Gate::Reach | Gate::Limits | Gate::Resource | Gate::Role | Gate::Feature)
    );
    // The permission that a job lacks for reading need not be the one for the change.
    let of_entry = diagnosis.primary.code.id == codes::resource::JOB_TOKEN_PERMISSION_MISSING.id;
    // The trigger route looks its caller up by itself (`lib/api/ci/triggers.rb`).
    let has_own_route = seat
        .request
        .is_some_and(|request| request.senders == Senders::JobsAndTriggers);
    let of_entry = of_entry || (has_own_route && diagnosis.stopped_at == Some(Gate::Resource));
    if is_refused_already
        || was_sent
        || !stops_both
        || of_entry
        || matches!(other.case.credential.sent, Sent::Nothing)
    {
        return (ruling.clone(), basis);
    }
    let mut own = diagnosis.clone();
    own.primary.because.push(format!(
        "Without {} there is no {}.",
        other.capability.name, seat.capability.name
    ));
    (Ruling::Refused(own), Basis::Derived)
}
