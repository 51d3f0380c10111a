//! `inspect`: what is this token, is it alive, what was it given?

use serde_json::Value;

use super::context::Context;
use super::entry::entry_from;
use super::inquiry::{Inquiry, InquiryError, first_line, leave_out};
use super::probe::assemble;
use crate::catalogue::kind::TokenKind;
use crate::catalogue::{Method, Surface};
use crate::diagnosis::{Case, Question, Ruling, Subject, diagnose};
use crate::gitlab::Asker;
use crate::observation::Observation;
use crate::report::{
    Advice, Basis, Command, Entry, Outcome, Report, Requests, Severity, TokenRecord, TokenState,
};

/// Where a token of most kinds asks for its own record.
pub(super) const OWN_RECORD: &str = "/api/v4/personal_access_tokens/self";

/// What to be warned of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    /// Days before expiry from which to warn.
    pub warn_within: i64,
    /// Days before expiry from which to fail.
    pub fail_within: Option<i64>,
}

/// Inspects a token with the help of its instance.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub(crate) async fn inspect<A: Asker>(
    asker: &A,
    context: &Context,
    horizon: Horizon,
) -> Result<Report, InquiryError> {
    let mut inquiry = Inquiry::new(asker, context.budget);
    let Some((mut case, mut entry)) = own_record(&mut inquiry, context).await? else {
        return Ok(offline(context, horizon));
    };
    if entry.outcome == Outcome::Granted {
        let questions = [Question::User, Question::Metadata, Question::Associations];
        inquiry.ask(&mut case, &questions).await?;
        entry = entry_of_token(&case, diagnose(&case));
    }
    let report = assemble(
        Command::Inspect,
        context,
        Some(&case),
        vec![entry],
        inquiry.requests,
    );
    Ok(advised(report, horizon))
}

/// Asks a token for itself; nothing where it is not worth sending, or no such request is for its kind.
///
/// # Errors
/// When a question cannot be sent as it stands.
pub(super) async fn own_record<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    context: &Context,
) -> Result<Option<(Case, Entry)>, InquiryError> {
    let Some(mut case) = own_case(context).filter(|_| context.may_ask()) else {
        return Ok(None);
    };
    let mut ruling = inquiry.investigate(&mut case).await?;
    if is_oauth_after_all(&case) {
        ruling = ask_as_oauth(inquiry, &mut case, context).await?;
    }
    let mut entry = entry_of_token(&case, ruling);
    if let Some(why) = inquiry.subject_withheld(&case) {
        leave_out(&mut entry, why);
    }
    Ok(Some((case, entry)))
}

fn entry_of_token(case: &Case, ruling: Ruling) -> Entry {
    token_entry(case, ruling, true)
}

/// The entry of a token that was asked for itself; `has_record` where only its record shows that it lives.
pub(super) fn token_entry(case: &Case, ruling: Ruling, has_record: bool) -> Entry {
    let mut entry = entry_from(case, ruling, Basis::Observed, Some("t1"));
    "token".clone_into(&mut entry.subject);
    if entry.outcome == Outcome::Granted && has_record {
        match own_answer(case) {
            Some(record) if says_dead(record) => unbelieved(&mut entry, CONTRADICTION),
            Some(record) if is_record(record) => {}
            Some(_) | None => unbelieved(&mut entry, NO_RECORD),
        }
    }
    entry
}

/// Inspects a token without any request.
pub(crate) fn offline(context: &Context, horizon: Horizon) -> Report {
    let entry = offline_entry(context);
    let requests = Requests {
        budget: context.budget,
        ..Requests::default()
    };
    let report = assemble(Command::Inspect, context, None, vec![entry], requests);
    advised(report, horizon)
}

/// Says what would be asked, and asks nothing.
pub(crate) fn plan(context: &Context, horizon: Horizon) -> Report {
    let mut report = offline(context, horizon);
    report.requests.planned = true;
    if let Some(case) = own_case(context).filter(|_| context.may_ask()) {
        let questions = [
            Question::Subject,
            Question::User,
            Question::Metadata,
            Question::Associations,
        ];
        let lines = questions.map(|question| first_line(question, &case));
        report.requests.log.extend(lines.into_iter().flatten());
    }
    report
}

/// The request that asks a token for itself; absent for kinds that no such request is for.
pub(super) fn own_case(context: &Context) -> Option<Case> {
    let kind = context.kind()?;
    let path = if kind == TokenKind::Job {
        "/api/v4/job"
    } else if kind == TokenKind::Oauth {
        "/oauth/token/info"
    } else if kind.is_personal_access() || kind == TokenKind::Unknown {
        OWN_RECORD
    } else {
        return None;
    };
    let mut case = context.case(Subject::new(Method::Get, path));
    case.target = None;
    Some(case)
}

/// A status alone says nothing of a token: whoever answers everything with 200 does not know it.
const NO_RECORD: &str =
    "the token's own record: the answer says 200 and holds none, so it may not come from GitLab";
/// GitLab asks nobody in who is not active, so one of the two is not its word of now.
const CONTRADICTION: &str = "whether the token is alive: the answer says 200, and the record in it that the token is not \
                             active, so it may be an old copy, or not come from GitLab";

/// What a token was answered that asked for itself.
fn own_answer(case: &Case) -> Option<&Value> {
    case.answer()
        .and_then(Observation::exchange)
        .and_then(|exchange| exchange.body.json())
}

/// Whether an answer is a token's record at all. Sources: `lib/api/entities/personal_access_token.rb`,
/// `lib/api/entities/ci/job_basic.rb`, doorkeeper `lib/doorkeeper/models/access_token_mixin.rb` (as JSON).
fn is_record(answer: &Value) -> bool {
    ["id", "resource_owner_id", "scope"]
        .iter()
        .any(|key| answer.get(key).is_some())
}

/// Whether a record says of its own token that it is of no use.
fn says_dead(record: &Value) -> bool {
    let says = |key, flag| record.get(key).and_then(Value::as_bool) == Some(flag);
    says("revoked", true) || says("active", false)
}

fn unbelieved(entry: &mut Entry, missing: &str) {
    entry.outcome = Outcome::Unknown;
    entry.gates.clear();
    entry.missing = Some(missing.to_owned());
}

/// A value without a prefix that has no record of its own may be an OAuth token: GitLab says so
/// with a 400 (`lib/api/personal_access_tokens/self_information.rb`).
fn is_oauth_after_all(case: &Case) -> bool {
    case.answer().and_then(Observation::status) == Some(400)
}

async fn ask_as_oauth<A: Asker>(
    inquiry: &mut Inquiry<'_, A>,
    case: &mut Case,
    context: &Context,
) -> Result<Ruling, InquiryError> {
    *case = context.case(Subject::new(Method::Get, "/oauth/token/info"));
    case.surface = Some(Surface::Oauth);
    case.credential.kind = Some(TokenKind::Oauth);
    case.credential.sent = crate::diagnosis::Sent::As(crate::observation::Scheme::Bearer);
    inquiry.investigate(case).await
}

pub(super) fn offline_entry(context: &Context) -> Entry {
    let own = own_case(context);
    let is_foreign = context.kind() == Some(TokenKind::OtherForge);
    let kind_has_no_record = context.may_ask() && own.is_none() && !is_foreign;
    let case = own.unwrap_or_else(|| context.case(Subject::new(Method::Get, OWN_RECORD)));
    let ruling = diagnose(&case);
    let mut entry = entry_from(&case, ruling, Basis::Derived, context.token_id());
    if entry.outcome == Outcome::Unknown || kind_has_no_record {
        entry.outcome = if kind_has_no_record {
            Outcome::Unknown
        } else {
            Outcome::NotProbed
        };
        entry.diagnosis = None;
        entry.gates = Vec::new();
        entry.missing = Some(missing(context, kind_has_no_record));
    }
    "token".clone_into(&mut entry.subject);
    entry
}

fn missing(context: &Context, kind_has_no_record: bool) -> String {
    match &context.token {
        Some(holding) if kind_has_no_record => {
            let facts = holding.shape.kind.facts();
            format!(
                "GitLab has no request that asks {} about itself. What it does: it {}. How to test it: \
                 {}.",
                holding.shape.kind.with_article(),
                facts.purpose,
                facts.test,
            )
        }
        Some(_) | None => {
            "whether the token is alive was not asked: the value alone cannot tell it".to_owned()
        }
    }
}

/// Adds what is worth knowing beside the verdict.
fn advised(mut report: Report, horizon: Horizon) -> Report {
    let tokens = report.tokens.iter();
    let advice = tokens.flat_map(|token| advise_on_token(token, horizon));
    report.advice.extend(advice);
    report
}

pub(super) fn advise_on_token(token: &TokenRecord, horizon: Horizon) -> Vec<Advice> {
    let mut advice = Vec::new();
    // A date that is over is told by the refusal; without one, somebody's clock or copy is wrong.
    let is_ahead = |days: i64| days >= 0 || token.state == TokenState::Active;
    match token.days_left {
        Some(days) if horizon.fail_within.is_some_and(|limit| days <= limit) && is_ahead(days) => {
            advice.push(expiry(days, Severity::Problem));
        }
        Some(days)
            if days <= horizon.warn_within && is_ahead(days) && token.kind != TokenKind::Oauth =>
        {
            advice.push(expiry(days, Severity::Warning));
        }
        None if token.state == TokenState::Active
            && token.scopes.is_some()
            && token.kind != TokenKind::Oauth =>
        {
            advice.push(Advice::note(
                "never-expires",
                "The token has no expiry date; a leak would stay useful for ever.",
            ));
        }
        Some(_) | None => {}
    }
    let owner = token.owner.as_ref();
    if owner.and_then(|owner| owner.admin) == Some(true) {
        advice.push(Advice::warning(
            "runs-as-administrator",
            "The owner is an administrator; a job needs a token of a bot or an ordinary user.",
        ));
    }
    let is_broad = token
        .scopes
        .as_ref()
        .is_some_and(|scopes| scopes.iter().any(|scope| scope == "api"));
    if token.kind == TokenKind::Personal && is_broad {
        advice.push(Advice::note(
            "personal-token-with-api",
            "A personal token with the scope api can do all that its owner can. For a job, a \
             project access token with one role in one project does.",
        ));
    }
    advice
}

fn expiry(days: i64, severity: Severity) -> Advice {
    let text = match days {
        0 => "The token expires today.".to_owned(),
        1 => "The token expires tomorrow.".to_owned(),
        ..0 => "The date of the token is over, and it is called active: the clock here is wrong, or the answer is an old copy."
            .to_owned(),
        days => format!("The token expires in {days} days."),
    };
    Advice::new("expires-soon", severity, text)
}
