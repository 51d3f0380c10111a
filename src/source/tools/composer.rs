//! The credentials of Composer: `auth.json`, by host.

use serde_json::Value;
use zeroize::Zeroizing;

use super::super::Environment;
use super::{Tool, ToolCredential, at_hand, at_home, is_host_of, named, text};
use crate::catalogue::instance::InstanceUrl;

/// What is about GitLab, in the order in which Composer looks.
const SECTIONS: [&str; 3] = ["gitlab-oauth", "gitlab-token", "http-basic"];

/// Finds the credentials for an instance.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut texts = Vec::new();
    let inline = environment.filled_variable("COMPOSER_AUTH");
    texts.extend(inline.map(|text| ("COMPOSER_AUTH".to_owned(), Zeroizing::new(text))));
    let mut places = vec![at_hand(environment, "auth.json")];
    let moved = named(environment, "COMPOSER_HOME", "auth.json");
    let usual = || {
        at_home(
            environment,
            &[".config/composer/auth.json", ".composer/auth.json"],
        )
    };
    places.extend(moved.map_or_else(usual, |place| vec![place]));
    for (shown, path) in places {
        texts.extend(text(environment, &path).map(|text| (shown, text)));
    }
    let found = texts.into_iter().filter_map(|(place, text)| {
        let value: Value = serde_json::from_str(&text).ok()?;
        let (user, value) = SECTIONS
            .iter()
            .filter_map(|section| value.get(section)?.as_object())
            .flatten()
            .filter(|(host, _)| is_host_of(host, instance))
            .find_map(|(_, entry)| credential(entry))?;
        Some(ToolCredential {
            tool: Tool::Composer,
            place,
            user,
            value,
            port: Some(instance.port()),
        })
    });
    found.collect()
}

fn credential(entry: &Value) -> Option<(Option<String>, Zeroizing<String>)> {
    if let Some(token) = entry.as_str() {
        return Some((None, Zeroizing::new(token.to_owned())));
    }
    let text = |key| entry.get(key).and_then(Value::as_str);
    let value = text("token").or_else(|| text("password"))?;
    let user = text("username").map(str::to_owned);
    Some((user, Zeroizing::new(value.to_owned())))
}
