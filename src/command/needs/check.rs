//! One capability at work: what it wants to know, and its ruling from what was answered.

use super::super::context::Context;
use super::super::entry::entry_from;
use super::super::inquiry::{Inquiry, concrete};
use super::{Depth, place_of};
use crate::answers::{Gate, GateState, codes};
use crate::catalogue::capability::{Capability, ClientRequest, Place, Senders, Way};
use crate::catalogue::{AccessLevel, Condition, Denial, Endpoint, Known, Requirement, Surface};
use crate::diagnosis::{
    Case, Knowledge, Question, Ruling, Sent, Subject, diagnose, predict, reads_one_job,
};
use crate::gitlab::{Ask, Asker, Withheld};
use crate::observation::{BodyShape, Exchange, Observation};
use crate::report::{Basis, Entry, Need, Outcome};

/// What GitLab says of a file or commit that is not there, to whoever may read files
/// (`lib/api/files.rb`).
const NOT_THERE: [&str; 2] = ["404 File Not Found", "404 Commit Not Found"];

/// One capability at work.
#[derive(Debug, Clone)]
pub(super) struct CapabilityCheck {
    pub(super) capability: &'static Capability,
    /// Absent where the capability makes no sense, or the target is not known well enough.
    pub(super) request: Option<&'static ClientRequest>,
    pub(super) case: Case,
    /// Questions beside the shared ones that this capability wants the answers to.
    pub(super) wanted: Vec<Question>,
    /// Whether it is wanted for itself, and not only because another stands behind it.
    pub(super) is_asked_for: bool,
}

impl CapabilityCheck {
    /// What has to be known to derive the outcome.
    pub(super) fn facts(&self) -> Vec<Question> {
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
        if self.meets_branch_rules() {
            facts.extend([Question::DefaultBranch, Question::BranchRules]);
        }
        facts
    }

    /// Whether a rule of the default branch can refuse what the role allows.
    fn meets_branch_rules(&self) -> bool {
        let has_rule = |endpoint: &Endpoint| endpoint.conditions.contains(&Condition::ProtectedRef);
        !self.capability.on_unprotected && self.case.endpoint().is_some_and(has_rule)
    }

    /// Whether the request goes where a client logs in, and not to the API.
    pub(super) fn logs_in(&self) -> bool {
        let is_api = |surface| matches!(surface, Surface::Rest | Surface::Packages);
        self.case.surface.is_some_and(|surface| !is_api(surface))
    }

    pub(super) fn asks_to_push(&self) -> bool {
        let subject = self.case.subject.as_ref();
        subject.is_some_and(Subject::asks_to_push)
    }

    /// The request of the capability itself.
    pub(super) fn own_ask(&self, known: &Knowledge) -> Option<(Question, Ask)> {
        let ask = concrete(Question::Subject, &self.case, known)?;
        Some((Question::Subject, ask))
    }

    pub(super) fn reads_one_job(&self) -> bool {
        self.case.endpoint().is_some_and(reads_one_job)
    }

    /// What shows the role of a job's user, who is not told: no more than this capability needs.
    pub(super) fn reach(&self) -> Vec<Question> {
        let derived = self.request.filter(|request| request.way == Way::Derived);
        let Some(endpoint) = derived.and_then(ClientRequest::endpoint) else {
            return Vec::new();
        };
        let develops = |level| endpoint.requirement.allows(level, None) == Known::Yes;
        if self.reads_one_job() {
            vec![Question::JobList]
        } else {
            // At home the role itself is told, and says more than what is listed or pulled.
            let is_home = Knowledge::of(&self.case).job_is_at_home(&self.case) == Some(true);
            let (limit, other) = if develops(AccessLevel::DEVELOPER) {
                (Question::SecureFiles, Question::JobList)
            } else {
                (Question::ImageRemoval, Question::ImagePull)
            };
            vec![limit, if is_home { Question::JobRoles } else { other }]
        }
    }

    pub(super) fn rule(&self, lacks_user: bool) -> (Ruling, Basis) {
        let Some(request) = self.request else {
            return (self.out_of_place(), Basis::Derived);
        };
        if lacks_user && self.logs_in() && request.way == Way::Sent {
            let missing = "the user name that belongs to the deploy token (--token-user)";
            return (open(missing), Basis::Derived);
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
        let is_granted = matches!(ruling, Ruling::Granted { .. });
        if is_granted && is_empty_list(exchange) && self.is_filtered() {
            return (predict(&self.case), Basis::Derived);
        }
        if is_absent_record(exchange) {
            return (granted(&self.case), Basis::Observed);
        }
        let is_reduced = matches!(
            &ruling,
            Ruling::Refused(diagnosis) if diagnosis.primary.code.id == codes::role::GRANT_REDUCED.id
        );
        if is_reduced && let refused @ Ruling::Refused(_) = predict(&self.case) {
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
        if self.case.target.is_some() && self.fits_target() {
            return open("the full path of the target: name it by its path, not by its number");
        }
        let places = self.capability.places_in_words();
        open(&format!("a {places} to try it on"))
    }

    fn fits_target(&self) -> bool {
        let place = place_of(self.case.target.as_ref());
        self.capability.request(place, false).is_some()
    }

    pub(super) fn entry(
        &self,
        ruling: Ruling,
        basis: Basis,
        context: &Context,
        depth: Depth,
    ) -> Entry {
        let mut entry = entry_from(&self.case, ruling, basis, context.token_id());
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
            role: self.case.endpoint().and_then(lowest_role),
            in_overview: depth == Depth::Overview,
            of_target: self.case.target.is_some(),
        });
        entry
    }

    /// Says why it was not found out, where the token was held back: its own request, or what it is derived from.
    pub(super) fn withheld<A: Asker>(
        &self,
        inquiry: &Inquiry<'_, A>,
        ruling: &Ruling,
    ) -> Option<Withheld> {
        let is_sent = self.request?.way == Way::Sent;
        let own = inquiry.subject_withheld(&self.case);
        let is_open = match ruling {
            Ruling::Granted { .. } => is_sent && inquiry.rests(),
            Ruling::Open { .. } => true,
            Ruling::Refused(_) => false,
        };
        let is_answered = self.case.answer().is_some();
        own.or_else(|| inquiry.withheld().filter(|_| is_open && !is_answered))
    }

    pub(super) fn planned(&self, context: &Context, depth: Depth) -> Entry {
        let ruling = open("only planned: nothing was sent");
        let mut entry = self.entry(ruling, Basis::Derived, context, depth);
        entry.outcome = Outcome::NotProbed;
        entry
    }
}

fn lowest_role(endpoint: &Endpoint) -> Option<AccessLevel> {
    match endpoint.requirement {
        Requirement::Member(roles) => Some(roles.lowest()),
        Requirement::Anonymous
        | Requirement::Authenticated
        | Requirement::Administrator
        | Requirement::Unknown => None,
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
    let ladder = match predict(&without) {
        Ruling::Granted { ladder, .. } | Ruling::Open { ladder, .. } => ladder,
        Ruling::Refused(_) => Vec::new(),
    };
    let passed = ladder
        .into_iter()
        .map(|mut rung| {
            if rung.state != GateState::Passed {
                rung.state = GateState::Passed;
                "GitLab went on to look for the record".clone_into(&mut rung.evidence);
            }
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
pub(super) fn stand_behind(
    check: &CapabilityCheck,
    ruling: &Ruling,
    basis: Basis,
    other: &CapabilityCheck,
    before: &Ruling,
) -> (Ruling, Basis) {
    let is_refused_already = matches!(ruling, Ruling::Refused(_));
    let was_sent = check.case.answer().is_some();
    // What was asked and could not be told, such as behind a box that is not GitLab, is no ground to stand on.
    let is_ground_open = matches!(before, Ruling::Open { .. }) && other.case.answer().is_some();
    if is_ground_open && !was_sent && matches!(ruling, Ruling::Granted { .. }) {
        return (before.clone(), basis);
    }
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
    let has_own_route = check
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
        other.capability.name, check.capability.name
    ));
    (Ruling::Refused(own), Basis::Derived)
}
