//! Where the API is, when the address of the instance goes on behind the host: people paste that of a project.
//!
//! A GitLab below a path of its own answers there, and nothing is changed. Whoever else is asked is asked without the
//! token, and on the same host.

use super::Error;
use super::cli::NetworkOptions;
use super::settings::{Settings, client, wait_for};
use crate::catalogue::instance::InstanceUrl;
use crate::command::inquiry::answered_line;
use crate::diagnosis::Question;
use crate::gitlab::{Answered, Ask, Client, GitlabError};
use crate::observation::{BodyShape, Observation};
use crate::report::LoggedRequest;
use crate::source::Environment;

/// What the API answers to everybody, if it is there.
const PATH: &str = "/api/v4/metadata";

/// The most addresses that are tried: what was given, the host, and paths of one or two parts.
const TRIED_AT_MOST: usize = 4;

/// Finds the base of the API, where the address has a path and the API is not below it.
///
/// # Errors
/// When certificates or proxies cannot be used.
pub(super) fn find(
    settings: &mut Settings,
    network: &NetworkOptions,
    environment: &dyn Environment,
) -> Result<(), Error> {
    let given = settings.instance_url().clone();
    if given.root().is_empty() || network.plan || !settings.context.may_ask() {
        return Ok(());
    }
    let at = |base| Client::build(client(network, base, None, environment));
    let search = wait_for(search(&given, at))??;
    settings.move_to(&search.base);
    settings.remarks.note_base_search(search, &given);
    Ok(())
}

/// Where the API was found, and what was asked for it.
#[derive(Debug)]
pub(super) struct BaseSearch {
    /// What was given, where it is nowhere.
    pub(super) base: InstanceUrl,
    pub(super) log: Vec<LoggedRequest>,
}

/// Asks below the address itself, then below the host and parts of the path, until the API answers.
///
/// # Errors
/// When a client cannot be made.
pub(super) async fn search(
    given: &InstanceUrl,
    client_at: impl Fn(InstanceUrl) -> Result<Client, GitlabError>,
) -> Result<BaseSearch, GitlabError> {
    let mut log = Vec::new();
    for base in given.bases().into_iter().take(TRIED_AT_MOST) {
        let Ok(answered) = client_at(base.clone())?.ask(&Ask::get(PATH)).await else {
            continue;
        };
        let has_api = has_api(&answered.observation);
        log.push(logged(&base, &answered));
        if has_api {
            return Ok(BaseSearch { base, log });
        }
        // A host that answers nothing is not waited for again.
        if answered.observation.exchange().is_none() {
            break;
        }
    }
    let base = given.clone();
    Ok(BaseSearch { base, log })
}

fn logged(base: &InstanceUrl, answered: &Answered) -> LoggedRequest {
    LoggedRequest {
        path: format!("{}{PATH}", base.root()),
        why: "is the API below this address?",
        ..answered_line(Question::Metadata, &Ask::get(PATH), answered)
    }
}

/// Without a token, the API answers this question with a 401 of its own; a web page or a router's 404 is none.
fn has_api(observation: &Observation) -> bool {
    observation.exchange().is_some_and(|exchange| {
        matches!(
            (exchange.status, &exchange.body.shape),
            (Some(401 | 403), BodyShape::Message(_)) | (Some(200), BodyShape::Json(_))
        )
    })
}

/// Says what the address was taken for.
pub(super) fn remark(base: &InstanceUrl, given: &InstanceUrl) -> String {
    let rest = given.root().strip_prefix(base.root()).unwrap_or_default();
    let rest = rest.trim_matches('/');
    format!(
        "The instance is {base}; the rest of the address, {rest}, is a project or a group in it. Name that \
         with --project or --group."
    )
}
