//! Where the API is, when the address of the instance goes on behind the host: people paste that of a project.
//!
//! A GitLab below a path of its own answers there, and nothing is changed. Whoever else is asked is asked without the
//! token, and on the same host.

use super::Error;
use super::cli::NetworkOptions;
use super::settings::{Settings, client, runtime};
use crate::catalogue::instance::InstanceUrl;
use crate::gitlab::{Ask, Client};
use crate::observation::BodyShape;
use crate::source::Environment;

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
    let runtime = runtime()?;
    for base in given.bases().into_iter().take(TRIED_AT_MOST) {
        let client = Client::build(client(network, base.clone(), None, environment))?;
        if runtime.block_on(has_api(&client)) {
            if base != given {
                settings.move_to(base);
            }
            break;
        }
    }
    runtime.shutdown_background();
    Ok(())
}

/// Without a token, the API answers this question with a 401 of its own; a web page or a router's 404 is none.
async fn has_api(client: &Client) -> bool {
    let Ok(answered) = client.ask(&Ask::get("/api/v4/metadata")).await else {
        return false;
    };
    answered.observation.exchange().is_some_and(|exchange| {
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
