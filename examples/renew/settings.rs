//! The settings of a route in one form, wherever they were read.

use std::collections::BTreeSet;

use super::release::Settings;
use super::value::Value;

/// What a route says of itself, as it was collected before it.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) authentication: Option<Value>,
    pub(super) authorization: Option<Value>,
    pub(super) hidden: bool,
    pub(super) deprecated: bool,
}

impl Said {
    /// What it says, and where it says nothing what was said around it.
    pub(super) fn over(self, around: &Self) -> Self {
        Self {
            authentication: self
                .authentication
                .or_else(|| around.authentication.clone()),
            authorization: self.authorization.or_else(|| around.authorization.clone()),
            hidden: self.hidden || around.hidden,
            deprecated: self.deprecated || around.deprecated,
        }
    }

    /// The settings, and those that are there and could not be read.
    pub(super) fn settings(&self) -> (Settings, BTreeSet<&'static str>) {
        let mut settings = Settings::new();
        let mut unread = BTreeSet::new();
        let mut put = |name: &'static str, value: Option<String>| match value {
            Some(text) if text.is_empty() => {}
            Some(text) => {
                settings.insert(name, text);
            }
            None => {
                unread.insert(name);
            }
        };
        put(
            "reads",
            self.authentication
                .as_ref()
                .map_or(Some(String::new()), flags),
        );
        let says = |key: &str| match &self.authorization {
            None => Value::Nil,
            Some(map) => map.get(key),
        };
        put("permission", list(&says("permissions")));
        put(
            "boundary",
            boundary(&says("boundary_type"), &says("boundaries")),
        );
        put("policies", list(&says("job_token_policies")));
        put(
            "opens",
            list(&says("allow_public_access_for_enabled_project_features")),
        );
        put(
            "skips",
            self.authorization
                .as_ref()
                .map_or(Some(String::new()), skips),
        );
        for (name, is_said) in [("hidden", self.hidden), ("deprecated", self.deprecated)] {
            put(name, Some(if is_said { "yes" } else { "" }.to_owned()));
        }
        (settings, unread)
    }
}

/// One name or several, in the order of their letters.
fn list(value: &Value) -> Option<String> {
    if *value == Value::Nil {
        return Some(String::new());
    }
    let mut texts = value.texts()?;
    texts.sort();
    Some(texts.join(", "))
}

fn boundary(one: &Value, several: &Value) -> Option<String> {
    let Value::List(several) = several else {
        return match several {
            Value::Nil => list(one),
            Value::Text(_) | Value::List(_) | Value::Map(_) | Value::Bool(_) | Value::Unknown => {
                None
            }
        };
    };
    let names: Vec<Value> = several
        .iter()
        .map(|each| each.get("boundary_type"))
        .collect();
    list(&Value::List(names))
}

/// Each key that is true, and each other with its value.
fn flags(map: &Value) -> Option<String> {
    let Value::Map(pairs) = map else {
        return None;
    };
    let mut flags = Vec::new();
    for (key, value) in pairs {
        match value {
            Value::Bool(true) => flags.push(key.clone()),
            Value::Bool(false) | Value::Nil => {}
            Value::Text(_) | Value::List(_) => {
                flags.push(format!("{key}={}", value.texts()?.join("+")));
            }
            Value::Map(_) | Value::Unknown => return None,
        }
    }
    flags.sort();
    Some(flags.join(", "))
}

fn skips(map: &Value) -> Option<String> {
    let Value::Map(pairs) = map else {
        return None;
    };
    let skips: BTreeSet<&str> = pairs
        .iter()
        .filter(|(_, value)| *value == Value::Bool(true))
        .filter_map(|(key, _)| key.strip_prefix("skip_"))
        .collect();
    Some(skips.into_iter().collect::<Vec<_>>().join(", "))
}
