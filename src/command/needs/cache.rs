//! The cache of answers, which all capabilities share: no request is sent twice.

use super::super::inquiry::concrete;
use super::check::CapabilityCheck;
use crate::catalogue::capability::Way;
use crate::diagnosis::{Case, Knowledge, Question};
use crate::gitlab::Ask;
use crate::observation::Observation;

/// Every request that was sent, with its answer.
#[derive(Debug, Default)]
pub(super) struct AnswerCache(Vec<(Ask, Observation)>);

/// What was told of the caller by questions that serve every capability.
pub(super) struct PriorAnswers {
    login: Option<Observation>,
    pulled: Option<Observation>,
    /// The target's own answer, where it says that the credential was not accepted.
    unread: Option<Observation>,
}

impl PriorAnswers {
    pub(super) fn by(base: &Case) -> Self {
        let unread = base
            .answer_to(Question::Target)
            .filter(|answer| answer.status() == Some(401));
        Self {
            login: base.answer_to(Question::RegistryLogin).cloned(),
            pulled: base.answer_to(Question::GitPull).cloned(),
            unread: unread.cloned(),
        }
    }
}

impl AnswerCache {
    /// Leaves out what was asked before, or is there twice.
    pub(super) fn fresh(&self, asks: Vec<(Question, Ask)>) -> Vec<(Question, Ask)> {
        let mut fresh: Vec<(Question, Ask)> = Vec::new();
        for (question, ask) in asks {
            let is_known =
                self.answer_to(&ask).is_some() || fresh.iter().any(|(_, other)| *other == ask);
            if !is_known {
                fresh.push((question, ask));
            }
        }
        fresh
    }

    pub(super) fn add(&mut self, heard: Vec<(Question, Ask, Observation)>) {
        let heard = heard.into_iter().map(|(_, ask, answer)| (ask, answer));
        self.0.extend(heard);
    }

    fn answer_to(&self, ask: &Ask) -> Option<&Observation> {
        let heard = self.0.iter().find(|(other, _)| other == ask);
        heard.map(|(_, answer)| answer)
    }

    /// Hands on what is about the token and the target.
    pub(super) fn share_with_base(&self, base: &mut Case) {
        let own = [Question::RegistryLogin, Question::GitPull];
        self.learn(base, Question::shared().chain(own));
    }

    /// Hands on what serves a capability.
    pub(super) fn share(&self, check: &mut CapabilityCheck, told: &PriorAnswers) {
        // A write has the path of a read, and not its answer.
        let is_sent = check
            .request
            .is_some_and(|request| request.way == Way::Sent);
        if is_sent && check.case.answer().is_none() {
            self.learn(&mut check.case, [Question::Subject]);
        }
        self.learn(
            &mut check.case,
            Question::shared().chain(check.wanted.iter().copied()),
        );
        // What a deploy token's login told, it told of every route; and so did a 401 of the target.
        note(
            &mut check.case,
            Question::RegistryLogin,
            told.login.as_ref(),
        );
        note(&mut check.case, Question::Target, told.unread.as_ref());
        if check.wanted.contains(&Question::GitPull) {
            note(&mut check.case, Question::GitPull, told.pulled.as_ref());
        }
    }

    /// Notes the answers to these questions that are there.
    fn learn(&self, case: &mut Case, questions: impl IntoIterator<Item = Question>) {
        let mut known = Knowledge::of(case);
        for question in questions {
            if case.was_asked(question) {
                continue;
            }
            let heard = concrete(question, case, &known).and_then(|ask| self.answer_to(&ask));
            if note(case, question, heard) {
                known = Knowledge::of(case);
            }
        }
    }
}

/// Notes an answer that was not noted before; says whether it did.
fn note(case: &mut Case, question: Question, answer: Option<&Observation>) -> bool {
    let new = answer.filter(|_| !case.was_asked(question));
    case.answers
        .extend(new.map(|answer| (question, answer.clone())));
    new.is_some()
}
