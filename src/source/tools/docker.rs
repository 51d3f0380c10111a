//! The logins of Docker: `auths` of its configuration, which buildah, skopeo, and others read as well.

use serde_json::Value;
use zeroize::Zeroizing;

use super::super::{CiJob, Environment};
use super::{Tool, ToolCredential, at_home, basic, named, text};
use crate::catalogue::instance::InstanceUrl;

/// The port on which GitLab serves its registry on its own host
/// (`doc/administration/packages/container_registry.md`).
const REGISTRY_PORT: &str = "5050";

/// Finds the logins for the registry of an instance.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut texts = Vec::new();
    let inline = environment.filled_variable("DOCKER_AUTH_CONFIG");
    texts.extend(inline.map(|text| ("DOCKER_AUTH_CONFIG".to_owned(), Zeroizing::new(text))));
    let moved = named(environment, "DOCKER_CONFIG", "config.json");
    let places = moved.map_or_else(
        || at_home(environment, &[".docker/config.json"]),
        |place| vec![place],
    );
    for (shown, path) in places {
        texts.extend(text(environment, &path).map(|text| (shown, text)));
    }
    let found = texts.into_iter().flat_map(|(place, text)| {
        let read: Option<Value> = serde_json::from_str(&text).ok();
        let logins = read.and_then(|value| Some(value.get("auths")?.as_object()?.clone()));
        let of_instance = logins
            .into_iter()
            .flatten()
            .filter(|(registry, _)| is_registry_of(registry, instance, environment));
        of_instance
            .filter_map(|(_, login)| credential(&login, &place))
            .collect::<Vec<_>>()
    });
    found.collect()
}

fn credential(login: &Value, place: &str) -> Option<ToolCredential> {
    let text = |key| login.get(key).and_then(Value::as_str);
    let (user, value) = text("auth").and_then(basic).or_else(|| {
        let password = Zeroizing::new(text("password")?.to_owned());
        Some((text("username")?.to_owned(), password))
    })?;
    Some(ToolCredential {
        tool: Tool::Docker,
        place: place.to_owned(),
        user: Some(user),
        value,
        port: None,
    })
}

/// The registry of an instance is on its host, or on one that is called after it; the job names its own.
fn is_registry_of(name: &str, instance: &InstanceUrl, environment: &dyn Environment) -> bool {
    let host = name.split_once("://").map_or(name, |(_, rest)| rest);
    let host = host
        .split('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (bare, port) = host.split_once(':').unwrap_or((&host, ""));
    let of_job = CiJob::read(environment)
        .and_then(|job| job.server)
        .is_some_and(|server| server.has_origin_of(instance));
    let is_of_job = of_job && environment.filled_variable("CI_REGISTRY").as_deref() == Some(&host);
    let is_usual = matches!(port, "" | "443");
    is_of_job
        || bare == instance.host() && (port == REGISTRY_PORT || is_usual)
        || is_usual && bare.strip_prefix("registry.") == Some(instance.host())
}
