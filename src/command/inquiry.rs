//! Asking until nothing is left to learn, or the budget is spent.
//!
//! The diagnosis says what to ask; this room only asks it and keeps the account.

use crate::catalogue::Method;
use crate::diagnosis;
use crate::diagnosis::harmless::{is_plain_push, unsafe_to_send};
use crate::diagnosis::{Case, Knowledge, Question, Ruling, Subject};
use crate::gitlab::{Answered, Ask, Asker, GitlabError, Sending, Withheld, ask_together};
use crate::observation::{Observation, SafeMethod};
use crate::report::{Entry, LoggedRequest, Outcome, Requests};

/// Why an inquiry could not be made. What an instance answers is never an error.
pub(crate) type InquiryError = GitlabError;

/// How often the diagnosis may ask again after an answer.
const ROUNDS: u32 = 4;

/// An account of questions asked on behalf of one run.
#[derive(Debug)]
pub(crate) struct Inquiry<'a, A> {
    asker: &'a A,
    /// What was asked so far.
    pub requests: Requests,
    /// What was not sent, so that the address is not banned, and why.
    withheld: Vec<(Ask, Withheld)>,
}

impl<'a, A: Asker> Inquiry<'a, A> {
    /// Begins an account with a budget of requests.
    pub(crate) fn new(asker: &'a A, budget: u32) -> Self {
        Self {
            asker,
            requests: Requests {
                budget,
                ..Requests::default()
            },
            withheld: Vec::new(),
        }
    }

    /// Asks until a case is settled, and rules on it.
    ///
    /// # Errors
    /// When a question cannot be sent as it stands.
    pub(crate) async fn investigate(&mut self, case: &mut Case) -> Result<Ruling, InquiryError> {
        if diagnosis::is_dead(case) {
            return Ok(diagnosis::diagnose(case));
        }
        if case.subject.as_ref().is_some_and(Subject::asks_to_push) {
            self.ask(case, &[Question::GitPull]).await?;
        }
        if is_sent(case) && !case.was_asked(Question::Subject) {
            self.ask(case, &[Question::Subject]).await?;
        }
        // What is known already may tell how it would fare; nothing more is asked for it.
        if self.subject_withheld(case).is_some() {
            return Ok(diagnosis::diagnose(case));
        }
        for _ in 0..ROUNDS {
            let questions = diagnosis::next_questions(case);
            if questions.is_empty() || !self.ask(case, &questions).await? {
                break;
            }
        }
        Ok(diagnosis::diagnose(case))
    }

    /// Asks questions together and notes the answers; says whether any was asked.
    ///
    /// # Errors
    /// When a question cannot be sent as it stands.
    pub(crate) async fn ask(
        &mut self,
        case: &mut Case,
        questions: &[Question],
    ) -> Result<bool, InquiryError> {
        let known = Knowledge::of(case);
        let asked: Vec<(Question, Ask)> = questions
            .iter()
            .filter_map(|question| Some((*question, concrete(*question, case, &known)?)))
            .collect();
        let answers = self.ask_all(asked).await?;
        let any = !answers.is_empty();
        let answers = answers
            .into_iter()
            .map(|(question, _, observation)| (question, observation));
        case.answers.extend(answers);
        Ok(any)
    }

    /// Sends what the budget allows, all of it together, and returns what was answered.
    ///
    /// # Errors
    /// When a question cannot be sent as it stands.
    pub(crate) async fn ask_all(
        &mut self,
        mut asked: Vec<(Question, Ask)>,
    ) -> Result<Vec<(Question, Ask, Observation)>, InquiryError> {
        self.cut_to_budget(&mut asked);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let asks: Vec<Ask> = asked.iter().map(|(_, ask)| ask.clone()).collect();
        let answers = ask_together(self.asker, &asks).await;
        let mut heard = Vec::with_capacity(asked.len());
        for ((question, ask), answer) in asked.into_iter().zip(answers) {
            match answer {
                Ok(answer) => {
                    self.log(question, &ask, &answer);
                    heard.push((question, ask, answer.observation));
                }
                Err(GitlabError::Withheld(why)) => self.withheld.push((ask, why)),
                Err(error) => return Err(error),
            }
        }
        self.requests.withheld |= !self.withheld.is_empty();
        self.requests.round_trips += u32::from(!heard.is_empty());
        Ok(heard)
    }

    /// Whether the token is held back, in whatever way it would be sent.
    pub(crate) fn rests(&self) -> bool {
        let is_dead = |(_, why): &(Ask, Withheld)| *why == Withheld::TokenRefused;
        self.withheld.iter().any(is_dead)
    }

    /// Says why anything was held back.
    pub(crate) fn withheld(&self) -> Option<Withheld> {
        self.withheld.last().map(|(_, why)| *why)
    }

    /// Says why the request of a case was held back, where it was not answered.
    pub(crate) fn subject_withheld(&self, case: &Case) -> Option<Withheld> {
        let subject = concrete(Question::Subject, case, &Knowledge::of(case))?;
        let is_subject = |(ask, _): &&(Ask, Withheld)| *ask == subject;
        let (_, why) = self.withheld.iter().find(is_subject)?;
        case.answer().is_none().then_some(*why)
    }

    fn cut_to_budget(&mut self, asked: &mut Vec<(Question, Ask)>) {
        let left = self.requests.budget.saturating_sub(self.sent());
        let keep = usize::try_from(left).unwrap_or(usize::MAX);
        for (question, _) in asked.iter().skip(keep) {
            let open = question.why().to_owned();
            if !self.requests.left_open.contains(&open) {
                self.requests.left_open.push(open);
            }
        }
        asked.truncate(keep);
    }

    fn sent(&self) -> u32 {
        u32::try_from(self.requests.log.len()).unwrap_or(u32::MAX)
    }

    fn log(&mut self, question: Question, ask: &Ask, answer: &Answered) {
        let line = answered_line(question, ask, answer);
        if answer.waited.is_some() {
            self.requests.log.push(LoggedRequest {
                status: Some(429),
                ms: None,
                why: "throttled; asked once more after the wait that GitLab named",
                ..line.clone()
            });
        }
        self.requests.log.push(line);
    }
}

/// Whether the request itself may be sent. Asking Git to push is harmless where the project is
/// known to be there; elsewhere it could create one (`lib/gitlab/git_access_project.rb`).
fn is_sent(case: &Case) -> bool {
    let is_there = case
        .answer_to(Question::GitPull)
        .and_then(Observation::status)
        == Some(200);
    case.subject.as_ref().is_some_and(|subject| {
        unsafe_to_send(subject).is_none() || (is_plain_push(subject) && is_there)
    })
}

/// Marks an entry as not asked, since the token was held back. What is known to be refused, is.
pub(super) fn leave_out(entry: &mut Entry, why: Withheld) {
    if entry.outcome != Outcome::Refused {
        entry.outcome = Outcome::NotProbed;
        entry.missing = Some(why.to_string());
        entry.gates.clear();
        entry.warnings.clear();
    }
}

/// Says what was sent, and what came of it.
pub(crate) fn answered_line(question: Question, ask: &Ask, answer: &Answered) -> LoggedRequest {
    LoggedRequest {
        status: answer.observation.status(),
        ms: Some(answer.ms),
        failure: match &answer.observation {
            Observation::Answered(_) => None,
            Observation::Unanswered(failure) => Some(failure.words()),
        },
        ..planned_line(question, ask)
    }
}

/// Says what would be sent.
pub(crate) fn planned_line(question: Question, ask: &Ask) -> LoggedRequest {
    LoggedRequest {
        method: ask.method,
        path: ask.path.clone(),
        auth: ask
            .credential
            .scheme()
            .map_or("none", |scheme| scheme.name()),
        why: question.why(),
        status: None,
        ms: None,
        failure: None,
    }
}

/// Says what would be sent for a question while nothing was answered yet.
pub(super) fn first_line(question: Question, case: &Case) -> Option<LoggedRequest> {
    let ask = concrete(question, case, &Knowledge::default())?;
    Some(planned_line(question, &ask))
}

/// Makes a question into something that can be sent.
pub(crate) fn concrete(question: Question, case: &Case, known: &Knowledge) -> Option<Ask> {
    let asking = question.asking(case, known)?;
    let repeats = matches!(question, Question::Subject | Question::Anonymous);
    let head = repeats
        && case
            .subject
            .as_ref()
            .is_some_and(|subject| subject.method == Method::Head);
    Some(Ask {
        method: if head {
            SafeMethod::Head
        } else {
            SafeMethod::Get
        },
        path: asking.path,
        credential: asking.with.map_or(Sending::Anonymous, Sending::As),
    })
}
