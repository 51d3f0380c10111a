//! Capabilities: what a token may do here, from one cache of answers.
//!
//! Every capability is a case of its own, and all of them share what was answered: no request is sent
//! twice. The token itself is asked about first, with the target, so that a dead token is asked about
//! twice at most; after that everything goes out together.

mod cache;
mod check;

use cache::{AnswerCache, PriorAnswers};
use check::{CapabilityCheck, stand_behind};

use super::context::{Context, Holding};
use super::inquiry::{Inquiry, InquiryError, concrete, leave_out, planned_line};
use super::inspect::OWN_RECORD;
use crate::answers::clue::Clue;
use crate::catalogue::capability::{Capability, Place, Way};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, find_capability};
use crate::diagnosis::clue;
use crate::diagnosis::harmless::unsafe_to_send;
use crate::diagnosis::question::encode_segment;
use crate::diagnosis::{
    Aim, Case, Knowledge, Question, Ruling, Subject, Target, is_dead, next_questions, wants_proof,
};
use crate::gitlab::{Ask, Asker};
use crate::observation::Observation;
use crate::report::{Basis, Entry, LoggedRequest};

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
pub(crate) struct Checked {
    /// One entry for each capability, in the order in which they were given.
    pub entries: Vec<Entry>,
    /// Everything learned of the token and the target.
    pub case: Case,
}

/// How often a refusal may be asked about after the second round.
const FOLLOW_UPS: u32 = 3;

/// The most requests that are usual for a number of capabilities; `None` for all that make sense.
pub(crate) fn usual_budget(capabilities: Option<usize>) -> u32 {
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
pub(crate) const fn place_of(target: Option<&Target>) -> Place {
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
pub(crate) async fn check<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    context: &Context,
    capabilities: &[&'static Capability],
    depth: Depth,
) -> Result<Checked, InquiryError> {
    let mut preflight = Preflight::new(context, capabilities, depth);
    if preflight.may_ask() {
        preflight.open(inquiry).await?;
        preflight.begin_checks();
        let is_dead = is_dead(&preflight.base) && !wants_proof(&preflight.base);
        if !is_dead && !inquiry.rests() && !preflight.is_out_of_reach() {
            preflight.ask_everything(inquiry).await?;
            if depth == Depth::Verdict {
                preflight.follow_up(inquiry).await?;
            }
        }
    } else {
        preflight.begin_checks();
    }
    Ok(preflight.rule(inquiry))
}

/// Says what would be asked, and asks nothing.
pub(crate) fn plan(
    context: &Context,
    capabilities: &[&'static Capability],
    depth: Depth,
) -> (Vec<Entry>, Vec<LoggedRequest>) {
    let mut preflight = Preflight::new(context, capabilities, depth);
    preflight.begin_checks();
    let mut asks = preflight.opening();
    asks.extend(preflight.everything(true, false));
    let mut planned: Vec<(Question, Ask)> = Vec::new();
    for (question, ask) in asks {
        if !planned.iter().any(|(_, other)| *other == ask) {
            planned.push((question, ask));
        }
    }
    let entries = preflight.checks.iter().filter(|check| check.is_asked_for);
    let entries = entries.map(|check| check.planned(context, depth)).collect();
    let planned = planned.iter().filter(|_| preflight.may_ask());
    let log = planned.map(|(question, ask)| planned_line(*question, ask));
    (entries, log.collect())
}

/// All capabilities, and the cache of answers.
struct Preflight<'c> {
    context: std::borrow::Cow<'c, Context>,
    capabilities: &'c [&'static Capability],
    depth: Depth,
    base: Case,
    checks: Vec<CapabilityCheck>,
    cache: AnswerCache,
}

impl<'c> Preflight<'c> {
    fn new(context: &'c Context, capabilities: &'c [&'static Capability], depth: Depth) -> Self {
        Self {
            depth,
            base: base_case(context),
            context: std::borrow::Cow::Borrowed(context),
            capabilities,
            checks: Vec::new(),
            cache: AnswerCache::default(),
        }
    }

    fn kind(&self) -> Option<TokenKind> {
        self.context.kind()
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
        let has_none = |holding: &Holding| holding.user.is_none();
        self.kind() == Some(TokenKind::Deploy)
            && self.context.scheme.is_none()
            && self.context.token.as_ref().is_some_and(has_none)
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

    /// Whether nothing answered at all. What does not answer twice answers no more the third time, and
    /// each round costs the whole time limit.
    fn is_out_of_reach(&self) -> bool {
        let mut answers = self.base.answers.iter();
        let is_silent = |(_, answer): &(Question, Observation)| answer.exchange().is_none();
        !self.base.answers.is_empty() && answers.all(is_silent)
    }

    /// Gives every capability its case, and the one that it stands behind another.
    fn begin_checks(&mut self) {
        let mut checks: Vec<CapabilityCheck> = Vec::new();
        let all = self.capabilities.iter().copied();
        let behind = all
            .clone()
            .filter_map(|capability| find_capability(capability.behind?));
        // Git alone tells a job whether the project is archived.
        let is_job = self.kind() == Some(TokenKind::Job);
        let any_write = all
            .clone()
            .any(|capability| capability.way() == Way::Derived);
        let push = find_capability("push").filter(|_| is_job && any_write);
        let asked_for = all.map(|capability| (capability, true));
        let besides = behind.chain(push).map(|capability| (capability, false));
        for (capability, is_asked_for) in asked_for.chain(besides) {
            if is_asked_for || !checks.iter().any(|check| check.capability == capability) {
                checks.push(self.check_for(capability, is_asked_for));
            }
        }
        self.checks = checks;
        self.inform();
    }

    fn check_for(&self, capability: &'static Capability, is_asked_for: bool) -> CapabilityCheck {
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
            setting: capability.setting,
        };
        let mut check = CapabilityCheck {
            capability,
            request,
            case,
            wanted: Vec::new(),
            is_asked_for,
        };
        let pull = check.asks_to_push().then_some(Question::GitPull);
        check.wanted.extend(pull);
        check
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
        clue::extract(&self.base, &known).get(Clue::TargetSeen) == Some(false)
    }

    async fn ask_everything<A: Asker>(
        &mut self,
        inquiry: &mut Inquiry<'_, A>,
    ) -> Result<(), InquiryError> {
        let hidden = self.is_hidden();
        let mut asks = if hidden {
            self.open_questions()
        } else {
            Vec::new()
        };
        asks.extend(self.everything(false, hidden));
        self.ask(inquiry, asks).await?;
        Ok(())
    }

    /// Facts first, so that the budget cuts what could be derived as well. A target that is hidden is
    /// left alone.
    fn everything(&self, planning: bool, hidden: bool) -> Vec<(Question, Ask)> {
        let mut facts = Vec::new();
        let mut subjects = Vec::new();
        let of_target = |check: &&CapabilityCheck| {
            check
                .request
                .is_none_or(|request| request.place != Place::Instance)
        };
        for check in self
            .checks
            .iter()
            .filter(|check| !(hidden && of_target(check)))
        {
            let known = Knowledge::of(&check.case);
            let mut questions = check.facts();
            if matches!(self.kind(), Some(TokenKind::Job | TokenKind::Deploy)) {
                questions.extend([Question::JobControl, Question::TargetAnonymous]);
            }
            if self.kind() == Some(TokenKind::Job) {
                questions.extend(check.reach());
            } else if self.is_shown_by_use() && check.reads_one_job() {
                questions.push(Question::JobList);
            }
            facts.extend(
                questions.into_iter().filter_map(|question| {
                    Some((question, concrete(question, &check.case, &known)?))
                }),
            );
            if self.is_sent(check, planning) {
                subjects.extend(check.own_ask(&known));
            }
        }
        facts.sort_by_key(|(question, _)| *question);
        facts.extend(subjects);
        facts
    }

    /// Whether the request of a capability may and should be sent now.
    fn is_sent(&self, check: &CapabilityCheck, planning: bool) -> bool {
        let (Some(request), Some(subject)) = (check.request, &check.case.subject) else {
            return false;
        };
        let logs_in = check.logs_in();
        if request.way == Way::Derived || (logs_in && self.lacks_user()) {
            return false;
        }
        // Where the API wants a proof, only Git and the registry answer without one.
        if !logs_in && wants_proof(&self.base) {
            return false;
        }
        if subject.asks_to_push() {
            let takes_pushes = self.kind() != Some(TokenKind::Deploy);
            return takes_pushes && (planning || self.is_there(check));
        }
        unsafe_to_send(subject).is_none()
    }

    /// Whether only use tells what the token may read: no record lists fine-grained permissions.
    fn is_shown_by_use(&self) -> bool {
        let record = Knowledge::of(&self.base).record;
        record.is_some_and(|record| record.is_fine_grained())
    }

    /// Asking Git to push at a path where no project is could create one
    /// (`lib/gitlab/git_access_project.rb`).
    fn is_there(&self, check: &CapabilityCheck) -> bool {
        let status = |question, case: &Case| case.answer_to(question).and_then(Observation::status);
        let is_seen = Knowledge::of(&self.base).project.is_some()
            && status(Question::Target, &self.base) == Some(200);
        is_seen || status(Question::GitPull, &check.case) == Some(200)
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
        let is_late = |check: &&CapabilityCheck| {
            check.asks_to_push() && check.case.answer().is_none() && self.is_sent(check, false)
        };
        let late = self.checks.iter().filter(is_late);
        late.filter_map(|check| check.own_ask(&Knowledge::of(&check.case)))
            .collect()
    }

    /// What would tell more of the capabilities that are not settled.
    fn open_questions(&mut self) -> Vec<(Question, Ask)> {
        let mut asks = Vec::new();
        for check in self.checks.iter_mut().filter(|check| check.is_asked_for) {
            let known = Knowledge::of(&check.case);
            for question in next_questions(&check.case) {
                check.wanted.push(question);
                asks.extend(concrete(question, &check.case, &known).map(|ask| (question, ask)));
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
        let heard = inquiry.ask_all(self.cache.fresh(asks)).await?;
        let any = !heard.is_empty();
        self.cache.add(heard);
        self.inform();
        Ok(any)
    }

    /// Hands every case the answers that serve it.
    fn inform(&mut self) {
        self.cache.share_with_base(&mut self.base);
        let told = PriorAnswers::by(&self.base);
        for check in &mut self.checks {
            self.cache.share(check, &told);
        }
    }

    fn rule<A: Asker>(self, inquiry: &Inquiry<'_, A>) -> Checked {
        let lacks_user = self.lacks_user();
        let rule = |check: &CapabilityCheck| check.rule(lacks_user);
        let rulings: Vec<(Ruling, Basis)> = self.checks.iter().map(rule).collect();
        let ruled = || self.checks.iter().zip(&rulings);
        let entries = ruled()
            .filter(|(check, _)| check.is_asked_for)
            .map(|(check, (ruling, basis))| {
                let name = check.capability.behind;
                let before = ruled().find(|(other, _)| Some(other.capability.name) == name);
                let (ruling, basis) = match before {
                    Some((other, (before, _))) => {
                        stand_behind(check, ruling, *basis, other, before)
                    }
                    None => (ruling.clone(), *basis),
                };
                let why = check.withheld(inquiry, &ruling);
                let mut entry = check.entry(ruling, basis, &self.context, self.depth);
                if let Some(why) = why {
                    leave_out(&mut entry, why);
                }
                entry
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
    let path = match context.kind() {
        Some(TokenKind::Deploy) => "/jwt/auth?service=container_registry",
        Some(_) | None => OWN_RECORD,
    };
    let mut case = context.case(Subject::new(Method::Get, path));
    case.target.clone_from(&context.target);
    case
}
