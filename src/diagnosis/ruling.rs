//! The verdict on one case: granted, refused with a diagnosis, or not to be told.

use super::case::Case;
use super::clue;
use super::clue::Clues;
use super::derive::{self, Decision};
use super::evidence::{self, RequestTraits};
use super::knowledge::{Home, Knowledge, User};
use super::ladder::Progress;
use super::question::Question;
use super::weigh::{Candidate, Weighing, weigh};
use super::{Certainty, Diagnosis, Finding, NextQuestion, Rung, asking, ladder, lists, vocabulary};
use crate::answers::clue::Clue;
use crate::answers::codes::{account, credential, reach, scope};
use crate::answers::mark::{Mark, yes};
use crate::answers::template::Captures;
use crate::answers::words::Words;
use crate::answers::{Audience, Cause, Code, Gate, transport};
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{AccessLevel, EndpointCredential as Reads, Known, Method, Surface, answer};
use crate::observation::{Body, BodyShape, Exchange, Observation, TransportFailure};

/// What is not known of a redirect to another host.
const HANDS_OVER: &str = "whether this route hands over what lies on another host: GitLab's headers stand beside a \
                          redirect that leads there";

/// The most alternatives that a diagnosis lists.
const ALTERNATIVES: usize = 8;

/// The most causes that a diagnosis of a single answer lists.
const CAUSES: usize = 4;

/// How a case ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// GitLab allows it, or would.
    Granted {
        /// The gates, all passed.
        ladder: Vec<Rung>,
        /// Whether the answer came without the token having been read.
        token_unread: bool,
    },
    /// GitLab refused, or would.
    Refused(Box<Diagnosis>),
    /// It cannot be told.
    Open {
        /// The gates, as far as they are known.
        ladder: Vec<Rung>,
        /// What is missing to know.
        missing: String,
    },
}

/// Everything that is looked at while ruling on a case.
pub(super) struct View<'a> {
    pub(super) case: &'a Case,
    pub(super) known: Knowledge,
    pub(super) clues: Clues,
}

impl<'a> View<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let known = Knowledge::of(case);
        let clues = clue::extract(case, &known);
        Self { case, known, clues }
    }

    fn words(&self) -> Words {
        vocabulary::of(self.case, &self.known, &self.clues)
    }
}

/// Says whether the token is known to be dead, so that asking with it once more tells nothing.
pub(crate) fn is_dead(case: &Case) -> bool {
    View::of(case).clues.get(Clue::Alive) == Some(false)
}

/// Says whether the API wants a proof of possession with the token. Git and the registry do not
/// (`lib/api/api_guard.rb`).
pub(crate) fn wants_proof(case: &Case) -> bool {
    let view = View::of(case);
    view.explained_by(Gate::Route, |_, _, weighing| is_about_proof(weighing))
        .is_some()
}

/// Says how a request would fare from everything but its own answer.
pub(crate) fn predict(case: &Case) -> Ruling {
    View::of(case).derived()
}

/// Says how a case ended, and why. Total: any case has a ruling.
#[must_use]
pub fn diagnose(case: &Case) -> Ruling {
    let view = View::of(case);
    match case.answer() {
        Some(Observation::Unanswered(failure)) => view.unanswered(*failure),
        Some(Observation::Answered(exchange)) => view.answered(exchange),
        None => view.derived(),
    }
}

impl View<'_> {
    fn unanswered(&self, failure: TransportFailure) -> Ruling {
        let code = transport::code_of(failure);
        let because = format!("nothing answered: {}", failure.words());
        let diagnosis = self.single(code, &because, Certainty::Certain);
        Ruling::Refused(Box::new(diagnosis))
    }

    fn answered(&self, exchange: &Exchange) -> Ruling {
        if self.withholds_reason(exchange) {
            return self.derived_from_refusal(exchange);
        }
        if self.is_sent_on(exchange) {
            return self.granted();
        }
        if self.leads_elsewhere(exchange) {
            match self.hands_over(exchange) {
                Known::Yes => return self.granted(),
                Known::Unknown => return self.unread(HANDS_OVER),
                Known::No => return self.sent_elsewhere(),
            }
        }
        let weighing = weigh(self.case.surface, exchange, &self.clues);
        if !weighing.candidates.is_empty() {
            let progress = weighing.progress(exchange);
            let own = self.weighed(&weighing, progress);
            let explained_elsewhere = (own.certainty != Certainty::Certain)
                .then(|| self.explained_elsewhere(progress.reaches()))
                .flatten();
            return Ruling::Refused(Box::new(explained_elsewhere.unwrap_or(own)));
        }
        if weighing.is_refuted() {
            return self.unread(
                "how the answer fits what is known of the token: the one contradicts the other",
            );
        }
        if evidence::is_success(exchange) {
            return self.succeeded(exchange);
        }
        if leads_nowhere(exchange) {
            return self.unread("where the redirect leads: no header Location was seen");
        }
        self.unread("GitLab is not known to answer in these words")
    }

    /// A status alone grants nothing: it takes the evidence of the surface.
    fn succeeded(&self, exchange: &Exchange) -> Ruling {
        let asked = RequestTraits::by(Question::Subject, self.case);
        if evidence::is_granted(asked, exchange) {
            self.granted()
        } else {
            self.unread(&evidence::lacks(asked, exchange))
        }
    }

    fn granted(&self) -> Ruling {
        Ruling::Granted {
            ladder: ladder::after_grant(self.case, &self.known, &self.clues),
            token_unread: self.clues.get(Clue::ReadHere) == Some(false)
                || self.clues.get(Clue::PlaceFits) == Some(false),
        }
    }

    fn unread(&self, missing: &str) -> Ruling {
        Ruling::Open {
            ladder: ladder::after_unread(self.case, &self.known, &self.clues),
            missing: missing.to_owned(),
        }
    }

    /// A HEAD is answered without a body, and with it goes the reason.
    pub(super) fn withholds_reason(&self, exchange: &Exchange) -> bool {
        /// Statuses that say by themselves what is wrong.
        const TELLING: [u16; 2] = [407, 429];
        let subject = self.case.subject.as_ref();
        let is_head = subject.is_some_and(|subject| subject.method == Method::Head);
        let is_bare = exchange.body.shape == BodyShape::Empty;
        let is_refusal = exchange
            .status
            .is_some_and(|status| (400..500).contains(&status) && !TELLING.contains(&status));
        is_head && is_bare && is_refusal
    }

    /// A refusal without its reason: what is known of the token and the target may tell it. Else the
    /// status alone is weighed, as that of an answer whose body was not shown.
    fn derived_from_refusal(&self, exchange: &Exchange) -> Ruling {
        if let refused @ Ruling::Refused(_) = self.derived() {
            return refused;
        }
        let bare = Exchange {
            body: Body {
                shape: BodyShape::Unseen,
                ..exchange.body.clone()
            },
            ..exchange.clone()
        };
        let weighing = weigh(self.case.surface, &bare, &self.clues);
        if weighing.candidates.is_empty() {
            return self.unread("the reason: a HEAD is refused without one, the same GET tells it");
        }
        Ruling::Refused(Box::new(
            self.weighed(&weighing, weighing.progress(exchange)),
        ))
    }

    /// The way to the latest release is a redirect to its own address, below the releases.
    fn is_sent_on(&self, exchange: &Exchange) -> bool {
        let location = exchange.headers.get("location");
        evidence::is_marked(exchange)
            && matches!(exchange.status, Some(302 | 303 | 307))
            && location.is_some_and(|location| location.contains("/releases/"))
            && !self.clues.holds(Clue::RedirectLeavesHost)
            && self.case.endpoint().is_some_and(answer::is_sent_on)
    }

    /// GitLab's own redirect to another host, for another path. Sign-in portals and old addresses lack the one or the
    /// other.
    fn leads_elsewhere(&self, exchange: &Exchange) -> bool {
        let is_own = evidence::is_marked(exchange) || evidence::is_of_registry(exchange);
        matches!(exchange.status, Some(302 | 303 | 307))
            && is_own
            && self.clues.holds(Clue::RedirectLeavesHost)
            && self.clues.get(Clue::RedirectKeepsPath) == Some(false)
    }

    /// GitLab itself sends nobody from a record to another host, so something in between does, whatever it repeats.
    fn sent_elsewhere(&self) -> Ruling {
        let because = "the request was sent on to another host, and this route hands over nothing that lies there";
        let code = &reach::REDIRECTED_ELSEWHERE;
        let diagnosis = Diagnosis {
            next_question: Some(asking::follow_redirect()),
            ..self.single(code, because, Certainty::Likely)
        };
        Ruling::Refused(Box::new(diagnosis))
    }

    /// Whether the request is for what may be handed over from another host: a file from its storage, a package from
    /// its registry. All else that leads there is a portal in between.
    fn hands_over(&self, exchange: &Exchange) -> Known {
        let path = self
            .case
            .subject
            .as_ref()
            .map_or("", |subject| &subject.path);
        let may_lie_elsewhere = match (self.case.endpoint(), self.case.surface) {
            (Some(endpoint), _) => answer::may_lie_elsewhere(endpoint),
            (None, Some(surface)) if answer::is_layer(surface, path) => true,
            (None, _) => return Known::Unknown,
        };
        let is_sign_in = exchange.headers.get("location").is_some_and(is_sign_in);
        if may_lie_elsewhere && is_sign_in {
            return Known::Unknown;
        }
        Known::from(may_lie_elsewhere)
    }

    /// A diagnosis from the candidates that the clues left.
    fn weighed(&self, weighing: &Weighing, progress: Progress) -> Diagnosis {
        let words = self.words();
        let certainty = match weighing.certainty() {
            Certainty::Certain if self.case.is_pieced || self.case.is_stranger => Certainty::Likely,
            Certainty::Likely | Certainty::Certain if self.case.witness.is_spread => {
                Certainty::Ambiguous
            }
            known @ (Certainty::Certain | Certainty::Likely | Certainty::Ambiguous) => known,
        };
        let mut findings = weighing
            .candidates
            .iter()
            .enumerate()
            .map(|(rank, candidate)| self.finding(candidate, rank == 0, &words));
        let Some(primary) = findings.next() else {
            return self.single(
                &crate::answers::codes::role::REFUSED_WITH_REASON,
                "the answer is a refusal",
                Certainty::Ambiguous,
            );
        };
        let alternatives: Vec<Finding> = if certainty == Certainty::Certain {
            Vec::new()
        } else {
            self.most_telling(primary.cause(), findings)
        };
        let next_question =
            (certainty != Certainty::Certain).then(|| asking::next_in_words(self, weighing));
        self.assemble(primary, alternatives, certainty, next_question, progress)
    }

    /// Where one answer is all that is known, more than a few causes help nobody: the rarest of
    /// them are left out. After more questions every cause that is left counts.
    fn most_telling(&self, first: Cause, findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
        let is_alone = self.case.answers.len() == 1;
        let mut causes = vec![first];
        findings
            .take(ALTERNATIVES)
            .filter(|finding| {
                if !causes.contains(&finding.cause()) {
                    causes.push(finding.cause());
                }
                let rank = causes.iter().position(|cause| *cause == finding.cause());
                !is_alone || rank.is_some_and(|rank| rank < CAUSES)
            })
            .collect()
    }

    fn assemble(
        &self,
        primary: Finding,
        alternatives: Vec<Finding>,
        certainty: Certainty,
        next_question: Option<NextQuestion>,
        progress: Progress,
    ) -> Diagnosis {
        let stopped_at = primary.code.gate;
        let reason = match certainty {
            Certainty::Ambiguous => format!("{}, most often", primary.code.title),
            Certainty::Likely | Certainty::Certain => primary.code.title.to_owned(),
        };
        Diagnosis {
            certainty,
            stopped_at,
            ladder: ladder::after_refusal(
                self.case,
                &self.known,
                &self.clues,
                stopped_at,
                progress,
                &reason,
            ),
            retry_is_safe: primary.code.cause.leaves_token_unjudged() && self.is_read(),
            primary,
            alternatives,
            next_question,
        }
    }

    /// Asking again is safe only for requests that read.
    fn is_read(&self) -> bool {
        self.case
            .subject
            .as_ref()
            .is_some_and(|subject| subject.method.is_safe())
    }

    fn finding(&self, candidate: &Candidate, is_primary: bool, words: &Words) -> Finding {
        let mut because = vec![sentence(&fill(
            candidate.meaning.because.as_str(),
            &candidate.captures,
        ))];
        if is_primary {
            because.extend(self.evidence_for(candidate));
        }
        Finding {
            code: candidate.code(),
            because,
            fix: self.fixes(candidate.code(), words),
            source: candidate.meaning.source.as_str(),
        }
    }

    /// The evidence of the marks that speak for a candidate.
    fn evidence_for(&self, candidate: &Candidate) -> Vec<String> {
        let proofs = candidate
            .meaning
            .proof
            .iter()
            .filter(|marks| self.clues.fit_all(marks))
            .flat_map(|marks| marks.iter());
        let mut lines: Vec<String> = Vec::new();
        for mark in proofs {
            self.push_evidence(*mark, &mut lines);
        }
        if matches!(candidate.code().gate, Some(Gate::Resource | Gate::Role)) {
            self.push_evidence(yes(Clue::Bot), &mut lines);
        }
        if lines.is_empty() && !candidate.is_decisive {
            for clue in [
                Clue::Alive,
                Clue::ScopeFits,
                Clue::TargetSeen,
                Clue::Listed,
                Clue::Member,
            ] {
                if self.clues.get(clue).is_some() {
                    self.push_evidence(Mark { clue, holds: true }, &mut lines);
                }
            }
        }
        lines
    }

    fn push_evidence(&self, mark: Mark, lines: &mut Vec<String>) {
        if let Some(words) = self.clues.evidence(mark.clue).map(sentence)
            && !lines.contains(&words)
        {
            lines.push(words);
        }
    }

    /// A diagnosis with one finding.
    fn single(&self, code: &'static Code, because: &str, certainty: Certainty) -> Diagnosis {
        let finding = self.plain(code, because);
        self.assemble(finding, Vec::new(), certainty, None, Progress::Unshown)
    }

    fn plain(&self, code: &'static Code, because: &str) -> Finding {
        let fixes = self.fixes(code, &self.words());
        Finding {
            code,
            because: vec![sentence(because)],
            fix: self.own_fix(code).into_iter().chain(fixes).collect(),
            source: "",
        }
    }

    /// The fixes of a code, without those that are for somebody else than who is behind the token.
    fn fixes(&self, code: &Code, words: &Words) -> Vec<String> {
        let suiting = code.fixes.iter().filter(|fix| self.suits(fix.audience));
        let fixes: Vec<String> = suiting.map(|fix| words.fill(fix.text)).collect();
        if fixes.is_empty() {
            return code.fixes.iter().map(|fix| words.fill(fix.text)).collect();
        }
        fixes
    }

    /// Whether who is behind the token may be one of those that a fix is for.
    fn suits(&self, audience: Audience) -> bool {
        let kind = self.case.credential.kind.unwrap_or(TokenKind::Unknown);
        let may_be = |is_meant: bool| kind == TokenKind::Unknown || is_meant;
        match audience {
            Audience::Everybody => true,
            Audience::AccessToken => may_be(kind.is_personal_access()),
            Audience::OauthToken => may_be(kind == TokenKind::Oauth),
            Audience::JobToken => may_be(kind == TokenKind::Job),
            Audience::DeployToken => may_be(kind == TokenKind::Deploy),
            Audience::ProjectOrGroupToken => {
                !matches!(kind, TokenKind::Job | TokenKind::Deploy) && !self.is_a_person()
            }
            Audience::PersonOrServiceAccount => !self.is_bot_of_a_token(),
            Audience::Bot => !self.is_a_person(),
        }
    }

    /// A person has no project or group token, and is no bot.
    fn is_a_person(&self) -> bool {
        let user = self.known.user.as_ref();
        user.is_some_and(|user| user.home().is_none() && user.bot == Some(false))
    }

    /// The role of a token's own bot does not change
    /// (`app/services/resource_access_tokens/create_service.rb`).
    fn is_bot_of_a_token(&self) -> bool {
        let home = self.known.user.as_ref().and_then(User::home);
        matches!(home, Some(Home::Project(_) | Home::Group(_)))
    }

    /// A defect knows its mend better than the page of all defects does.
    fn own_fix(&self, code: &Code) -> Option<String> {
        let is_defect = code.id == credential::TOKEN_DEFECTIVE.id;
        self.case.credential.fix.clone().filter(|_| is_defect)
    }

    /// Where the catalogue has its knowledge of the endpoint from.
    fn endpoint_source(&self) -> &'static str {
        self.case
            .endpoint()
            .and_then(|endpoint| endpoint.sources.first())
            .copied()
            .unwrap_or_default()
    }

    /// What GitLab would answer to a request that was not sent. Never certain: an instance may be
    /// closed for changes, and no safe request tells.
    fn derived(&self) -> Ruling {
        if let Some((clue, code)) = self.dead_on_arrival() {
            // Whether the target exists is not known of a request that nobody signed.
            let is_unsigned = self.clues.holds(Clue::NothingSent);
            let certainty = if is_unsigned {
                Certainty::Likely
            } else {
                Certainty::Certain
            };
            let because = self.clues.evidence(clue).unwrap_or_default();
            return Ruling::Refused(Box::new(self.single(code, because, certainty)));
        }
        if let Some(ruling) = self.stopped_before_the_request() {
            return ruling;
        }
        if let Some(missing) = self.nobody_answered() {
            return self.unread(&missing);
        }
        let mut missing: Vec<(Gate, String)> = Vec::new();
        for gate in Gate::ALL {
            match derive::rule(gate, self.case, &self.known, &self.clues) {
                Decision::Pass => {}
                Decision::Open(what) => missing.push((gate, what)),
                Decision::Stop(code, evidence) => {
                    let mut diagnosis = self.single(code, &evidence, Certainty::Likely);
                    diagnosis.primary.source = self.endpoint_source();
                    let scopes = missing.iter().find(|(gate, _)| *gate == Gate::Scope);
                    let may_stop = scopes.map(|(_, what)| self.may_lack_scope(what));
                    diagnosis.alternatives.extend(may_stop);
                    return Ruling::Refused(Box::new(diagnosis));
                }
            }
        }
        match missing.into_iter().next() {
            None => Ruling::Granted {
                ladder: ladder::after_grant(self.case, &self.known, &self.clues),
                token_unread: false,
            },
            Some((gate, what)) => {
                let ladder = ladder::after_open(self.case, &self.known, &self.clues);
                Ruling::Open {
                    ladder: ladder::left_open(ladder, gate, &what),
                    missing: what,
                }
            }
        }
    }

    /// GitLab asks for the scope before what was found to stop the request, and no answer tells it.
    fn may_lack_scope(&self, what: &str) -> Finding {
        let code = if self.clues.holds(Clue::FineGrained) {
            &scope::PERMISSION_MISSING
        } else {
            &scope::SCOPE_MISSING
        };
        self.plain(code, &format!("no answer tells {what}"))
    }

    /// What the value itself makes sure of, and by which clue: no instance needs to be asked.
    fn dead_on_arrival(&self) -> Option<(Clue, &'static Code)> {
        let is_closed =
            || derive::is_open_to_anybody(self.case, &self.known, &self.clues) == Known::No;
        [
            (Clue::SentEmpty, &credential::EMPTY_CREDENTIAL),
            (Clue::NothingSent, &credential::NOTHING_SENT),
            (Clue::ChecksumBroken, &credential::TOKEN_NOT_WHOLE),
            (Clue::Defective, &credential::TOKEN_DEFECTIVE),
        ]
        .into_iter()
        .find(|(clue, _)| self.clues.holds(*clue) && (*clue != Clue::NothingSent || is_closed()))
    }

    /// A control question that was refused at an early gate says how the request would fare.
    fn stopped_before_the_request(&self) -> Option<Ruling> {
        if let Some(failure) = self.out_of_reach() {
            return Some(self.unanswered(failure));
        }
        self.explained_by(Gate::Route, |view, question, weighing| {
            let of_caller = is_about_the_caller(weighing) && view.binds_subject(weighing);
            of_caller || view.hides_target(question) || view.shuts_out_kind(question, weighing)
        })
        .map(|diagnosis| Ruling::Refused(Box::new(diagnosis)))
    }

    /// Where every answer is one that nothing shows to be GitLab's, nobody said anything of the request.
    pub(super) fn nobody_answered(&self) -> Option<String> {
        if self.case.received().next().is_some() {
            return None;
        }
        self.case
            .answers
            .iter()
            .find_map(|(question, observation)| {
                let asked = RequestTraits::by(*question, self.case);
                Some(evidence::lacks(asked, observation.exchange()?))
            })
    }

    /// Why no question was answered. One that broke off among others that were answered tells
    /// nothing of the way to the instance.
    fn out_of_reach(&self) -> Option<TransportFailure> {
        let mut first = None;
        for (_, observation) in &self.case.answers {
            match observation {
                Observation::Answered(_) => return None,
                Observation::Unanswered(failure) => first = first.or(Some(*failure)),
            }
        }
        first
    }

    /// A surface that says little is explained by one that says the reason aloud.
    fn explained_elsewhere(&self, until: Gate) -> Option<Diagnosis> {
        self.explained_by(until, |view, _, weighing| {
            let is_certain = weighing.certainty() == Certainty::Certain;
            is_certain && is_about_the_caller(weighing) && view.binds_subject(weighing)
        })
    }

    fn explained_by(
        &self,
        until: Gate,
        counts: impl Fn(&Self, Question, &Weighing) -> bool,
    ) -> Option<Diagnosis> {
        const JUDGES: [Question; 6] = [
            Question::OwnRecord,
            Question::Job,
            Question::Target,
            Question::User,
            Question::JobControl,
            Question::GitPull,
        ];
        JUDGES.into_iter().find_map(|question| {
            let exchange = self.case.exchange_of(question)?;
            let surface = if question == Question::GitPull {
                Surface::Git
            } else {
                Surface::Rest
            };
            let weighing = weigh(Some(surface), exchange, &self.clues);
            let is_refusal = !weighing.candidates.is_empty();
            (is_refusal && counts(self, question, &weighing)).then(|| {
                // Another request shows the way to GitLab, and nothing of the route of this one.
                let progress = weighing.progress(exchange).at_most(until);
                self.weighed(&weighing, progress)
            })
        })
    }

    /// A hidden target hides all that is in it. A job token may still reach single routes, unless the
    /// allowlist shuts it out.
    fn hides_target(&self, question: Question) -> bool {
        let is_hidden = question == Question::Target
            && self.clues.get(Clue::TargetSeen) == Some(false)
            && !self.clues.holds(Clue::IsJob);
        let is_shut_out = question == Question::JobControl
            && self.clues.holds(Clue::ControlForbidden)
            // The allowlist is asked where job tokens are read at all.
            && self.clues.holds(Clue::ReadHere)
            && self.clues.get(Clue::PlaceFits) != Some(false)
            && !(self.is_trigger() && self.is_member_at_home());
        // Who may not pull may not push.
        let is_pull_of_push = question == Question::GitPull
            && self
                .case
                .subject
                .as_ref()
                .is_some_and(super::Subject::asks_to_push);
        is_hidden || is_shut_out || is_pull_of_push
    }

    /// Whether the user behind a job has a role in the job's own project, which is the target.
    fn is_member_at_home(&self) -> bool {
        let role = self.known.reach.home_role;
        role.is_some_and(|role| role > AccessLevel::NONE)
    }

    /// Triggers let a job in whose user sees the project; what is refused to lower roles elsewhere is not refused there
    /// before the right to run pipelines is looked at (`app/services/ci/pipeline_trigger_service.rb`).
    fn is_trigger(&self) -> bool {
        let endpoint = self.case.endpoint();
        endpoint.is_some_and(|endpoint| endpoint.credential == Reads::TriggerToken)
    }

    /// A group that wants fine-grained tokens refuses classic ones on every route of its own and of its
    /// projects; whether it does on routes that take the project as a parameter is not known.
    fn shuts_out_kind(&self, question: Question, weighing: &Weighing) -> bool {
        let is_api = matches!(
            self.case.surface,
            Some(Surface::Rest | Surface::Packages | Surface::GraphQl)
        );
        let template = self
            .case
            .endpoint()
            .map_or("", |endpoint| endpoint.template);
        let is_within = ["/projects/:id", "/groups/:id"]
            .iter()
            .any(|place| template.starts_with(place));
        is_api
            && is_within
            && question == Question::Target
            && weighing
                .candidates
                .first()
                .is_some_and(|first| first.code().id == scope::FINE_GRAINED_ENFORCED.id)
    }

    /// A proof of possession is asked for on the API only (`lib/api/api_guard.rb`).
    fn binds_subject(&self, weighing: &Weighing) -> bool {
        let is_api = matches!(
            self.case.surface,
            None | Some(Surface::Rest | Surface::Packages | Surface::GraphQl)
        );
        is_api || !is_about_proof(weighing)
    }

    /// What the answer of the hidden target itself admits, when it is hidden.
    pub(super) fn hidden_target(&self) -> Option<Weighing> {
        if !self.hides_target(Question::Target) {
            return None;
        }
        let exchange = self.case.exchange_of(Question::Target)?;
        Some(weigh(Some(Surface::Rest), exchange, &self.clues))
    }

    /// Whether a control question has told all there is to tell about the caller.
    pub(super) fn is_explained_elsewhere(&self) -> bool {
        self.explained_elsewhere(Gate::Route).is_some()
    }
}

/// Whether an address reads like the one of a portal. A package may be called so as well.
fn is_sign_in(location: &str) -> bool {
    location
        .split(['/', '?'])
        .any(|part| lists::SIGN_IN.contains(&part.to_ascii_lowercase().as_str()))
}

/// A redirect without its place.
fn leads_nowhere(exchange: &Exchange) -> bool {
    matches!(exchange.status, Some(301 | 302 | 303 | 307 | 308))
        && !exchange.headers.has("location")
}

fn is_about_proof(weighing: &Weighing) -> bool {
    weighing
        .candidates
        .first()
        .is_some_and(|first| first.code().id == account::DPOP_REQUIRED.id)
}

/// Faults of the caller stop every request, faults of a route or credential only some.
fn is_about_the_caller(weighing: &Weighing) -> bool {
    weighing.candidates.first().is_some_and(|first| {
        matches!(
            first.code().gate,
            Some(Gate::Reach | Gate::Limits | Gate::Lifetime | Gate::Account)
        )
    })
}

/// Puts what the placeholders stood for into a sentence.
fn fill(sentence: &str, captures: &Captures) -> String {
    captures
        .iter()
        .fold(sentence.to_owned(), |text, (name, value)| {
            text.replace(
                &format!("{{{name}}}"),
                &crate::observation::body::one_line(value),
            )
        })
}

/// Begins with a capital and ends with a full stop, as the sentences around it do.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut whole: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => return String::new(),
    };
    if !whole.ends_with(['.', '!', '?', ':', '"', '\u{201d}']) {
        whole.push('.');
    }
    whole
}
