//! One table of the connections file: its keys, and everything that is wrong with them at once.

use std::borrow::Cow;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::page::LineIndex;
use super::{Declared, Fault, Position, Wanted};
use crate::catalogue::forge::forge_of;
use crate::catalogue::{
    Capability, capability, find_capability, nearest_capabilities, nearest_name,
};
use crate::secret::{examine, hide_tokens};
use crate::source::lists::CONNECTION_KEYS;
use crate::source::{SCHEMES, TokenSource, is_variable};

/// The keys that say where a token is read from.
const SOURCES: [&str; 3] = ["env", "file", "command"];

/// What a table of a token looks like.
const TOKEN_FIX: &str = "Write token = { env = \"NAME_OF_VARIABLE\" }, token = { file = \"PATH\" }, or token = { command = \"COMMAND\" }";

/// Reads a table, which has its name from its header or from its own key.
pub(super) fn read(
    header: Option<&str>,
    table: &DeTable<'_>,
    place: Position,
    page: &LineIndex<'_>,
) -> Declared {
    let mut form = TableReader {
        table,
        place,
        page,
        faults: Vec::new(),
        ignored: Vec::new(),
    };
    let name = form.name(header);
    form.check_keys();
    let wanted = form.wanted();
    form.check_secrets(table);
    form.faults.sort_by_key(|fault| fault.place);
    Declared {
        name: shown_name(&name, place),
        place,
        wanted: match wanted {
            Some(wanted) if form.faults.is_empty() => Ok(wanted),
            Some(_) | None => Err(form.faults),
        },
        ignored: form.ignored,
    }
}

/// A name that is empty, or a token by its looks, is not used.
pub(super) fn shown_name(name: &str, place: Position) -> String {
    let name = name.trim();
    if name.is_empty() || hide_tokens(name).contains("****") {
        format!("connection on line {}", place.line)
    } else {
        name.to_owned()
    }
}

/// A table that is being read.
struct TableReader<'a> {
    table: &'a DeTable<'a>,
    place: Position,
    page: &'a LineIndex<'a>,
    faults: Vec<Fault>,
    ignored: Vec<Fault>,
}

impl TableReader<'_> {
    fn name(&mut self, header: Option<&str>) -> String {
        match (self.text("name"), header) {
            (Some(name), _) => name,
            (None, Some(header)) => header.to_owned(),
            (None, None) => {
                self.missing("name", "Add name = \"NAME\", by which results speak of it");
                String::new()
            }
        }
    }

    fn wanted(&mut self) -> Option<Wanted> {
        let instance = self.required_text(
            "instance",
            "Add instance = \"https://gitlab.example.com\", the address that a browser shows",
        );
        let token = self.token();
        let (project, group) = (self.text("project"), self.text("group"));
        if project.is_some() && group.is_some() {
            let text = "project and group are both set";
            self.fault("group", "value-invalid", text, "Keep one of them");
        }
        let auth = self.auth();
        let token_user = self.text("token_user");
        let place = match (&project, &group) {
            (Some(_), _) => capability::Place::Project,
            (None, Some(_)) => capability::Place::Group,
            (None, None) => capability::Place::Instance,
        };
        let needs = self.needs(place);
        let max_scopes = self.list("max_scopes");
        let (warn_within, fail_within) = (self.days("warn_within"), self.days("fail_within"));
        Some(Wanted {
            instance: instance?,
            token: token?,
            auth,
            token_user,
            project,
            group,
            needs,
            max_scopes,
            warn_within,
            fail_within,
        })
    }

    fn auth(&mut self) -> Option<String> {
        let name = self.text("auth")?;
        if !SCHEMES.contains(&name.as_str()) {
            let fix = format!("Write one of {}", SCHEMES.join(", "));
            let text = "auth is none of the ways to send a token";
            self.fault("auth", "value-invalid", text, &fix);
        }
        (name != "auto").then_some(name)
    }

    /// Reads the capabilities; each must make sense for the target.
    fn needs(&mut self, place: capability::Place) -> Vec<&'static Capability> {
        let mut needs: Vec<&'static Capability> = Vec::new();
        for name in self.list("needs").unwrap_or_default() {
            match find_capability(&name) {
                None => self.no_capability(&name),
                Some(capability) if capability.request(place, false).is_none() => {
                    let text = format!("{name} is about a {}", capability.places_in_words());
                    let fix = "Add project = \"PATH\" or group = \"PATH\", or take it out of needs";
                    self.fault("needs", "need-out-of-place", &text, fix);
                }
                Some(capability) if needs.contains(&capability) => {}
                Some(capability) => needs.push(capability),
            }
        }
        needs
    }

    fn no_capability(&mut self, name: &str) {
        let names = nearest_capabilities(name);
        let fix = if names.is_empty() {
            "glwhy probe --list-capabilities lists all".to_owned()
        } else {
            format!("Did you mean {}?", names.join(" or "))
        };
        let text = format!("no capability is named {}", hide_tokens(name));
        self.fault("needs", "value-invalid", &text, &fix);
    }

    /// Reads where the token comes from.
    fn token(&mut self) -> Option<TokenSource> {
        let Some(value) = self.table.get("token") else {
            self.missing("token", TOKEN_FIX);
            return None;
        };
        let Some(sources) = value.get_ref().as_table() else {
            let fix = format!(
                "{TOKEN_FIX}. If a token stood here, revoke it: whoever can read the file has it"
            );
            let text = "token takes the place from which the token is read, never the token itself";
            self.fault("token", "token-written-out", text, &fix);
            return None;
        };
        let place = self.page.place(value.span().start);
        for key in sources.keys() {
            if !SOURCES.contains(&key.get_ref().as_ref()) {
                let text = format!("token has the key {}", hide_tokens(key.get_ref()));
                let place = self.page.place(key.span().start);
                self.push("unknown-key", place, &text, TOKEN_FIX);
            }
        }
        let is_known = |(key, _): &(&Spanned<_>, _)| SOURCES.contains(&Cow::as_ref(key.get_ref()));
        let known: Vec<_> = sources.iter().filter(is_known).collect();
        let [(key, value)] = known.as_slice() else {
            let text = match known.as_slice() {
                [] => "token names no place to read it from",
                _ => "token names more than one place to read it from",
            };
            self.fault("token", "value-invalid", text, TOKEN_FIX);
            return None;
        };
        self.source(key.get_ref(), value, place)
    }

    fn source(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        place: Position,
    ) -> Option<TokenSource> {
        let text = value.get_ref().as_str().map(str::trim).unwrap_or_default();
        if text.is_empty() {
            let wrong = format!("{} of token is no text, or an empty one", hide_tokens(key));
            self.push("value-invalid", place, &wrong, TOKEN_FIX);
            return None;
        }
        match key {
            "env" if !is_variable(text) || hide_tokens(text).contains("****") => {
                let wrong = "env of token is no name of a variable";
                let fix = "Write the name alone, without $; if a token stood here, revoke it";
                self.push("value-invalid", place, wrong, fix);
                None
            }
            "env" => Some(TokenSource::Variable(text.to_owned())),
            "file" => Some(TokenSource::File(PathBuf::from(text))),
            "command" => Some(TokenSource::Command(text.to_owned())),
            _ => None,
        }
    }

    /// A key that nobody knows is not read. Where it looks like one that is, a check that was meant
    /// would be left out, so the connection is not checked at all.
    fn check_keys(&mut self) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if CONNECTION_KEYS.contains(&name) {
                continue;
            }
            let place = self.page.place(key.span().start);
            let shown = hide_tokens(name);
            let folded = name.to_lowercase().replace('-', "_");
            if let Some(near) = nearest_name(&folded, CONNECTION_KEYS.iter().copied()) {
                let text = format!("there is no key {shown}");
                self.push(
                    "unknown-key",
                    place,
                    &text,
                    &format!("Did you mean {near}?"),
                );
            } else {
                let text = format!("the key {shown} is not read");
                let fix = format!("The keys are {}", CONNECTION_KEYS.join(", "));
                self.ignored
                    .push(Fault::new("unknown-key", place, text, fix));
            }
        }
    }

    /// No key holds a secret, wherever it stands.
    fn check_secrets(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            if let DeValue::Table(inner) = value.get_ref() {
                self.check_secrets(inner);
            } else if is_or_lists(value.get_ref(), holds_token) {
                let text = format!("{} holds a token", hide_tokens(key.get_ref()));
                let place = self.page.place(key.span().start);
                self.faults.retain(|fault| fault.place != place);
                let fix = format!("Revoke it: whoever can read the file has it. {TOKEN_FIX}");
                self.push("token-written-out", place, &text, &fix);
            }
        }
    }

    fn required_text(&mut self, key: &str, fix: &str) -> Option<String> {
        if self.table.get(key).is_none() {
            self.missing(key, fix);
        }
        self.text(key)
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.table.get(key)?.get_ref();
        // Ids of projects and groups are numbers.
        if let DeValue::Integer(number) = value
            && matches!(key, "project" | "group")
        {
            return Some(number.as_str().to_owned());
        }
        let Some(text) = value.as_str().map(str::trim) else {
            let fix = format!("Write it in quotes: {key} = \"...\"");
            return self.mistyped(key, "is no text", &fix);
        };
        if text.is_empty() {
            return self.mistyped(key, "is empty", "Write a text, or take it out");
        }
        Some(text.to_owned())
    }

    fn list(&mut self, key: &str) -> Option<Vec<String>> {
        let value = self.table.get(key)?.get_ref();
        let items = value.as_array().and_then(|items| {
            let texts = items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<String>>>()
        });
        if items.is_none() {
            let fix = format!("Write it as {key} = [\"...\", \"...\"]");
            return self.mistyped(key, "is no list of texts", &fix);
        }
        items
    }

    fn days(&mut self, key: &str) -> Option<u32> {
        let value = self.table.get(key)?.get_ref();
        let days = value
            .as_integer()
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        if days.is_none() {
            let fix = format!("Write a number of days, such as {key} = 14");
            return self.mistyped(key, "is no number of days", &fix);
        }
        days
    }

    fn mistyped<T>(&mut self, key: &str, wrong: &str, fix: &str) -> Option<T> {
        self.fault(key, "value-invalid", &format!("{key} {wrong}"), fix);
        None
    }

    fn missing(&mut self, key: &str, fix: &str) {
        let text = format!("the key {key} is missing");
        self.push("key-missing", self.place, &text, fix);
    }

    /// Notes a fault at the place of a key.
    fn fault(&mut self, key: &str, code: &'static str, text: &str, fix: &str) {
        let place = self
            .table
            .get_key_value(key)
            .map_or(self.place, |(key, _)| self.page.place(key.span().start));
        self.push(code, place, text, fix);
    }

    fn push(&mut self, code: &'static str, place: Position, text: &str, fix: &str) {
        self.faults.push(Fault::new(code, place, text, fix));
    }
}

/// Whether a value is, or lists, a text of which something is true.
fn is_or_lists(value: &DeValue<'_>, is: fn(&str) -> bool) -> bool {
    let items = value.as_array().map_or(&[][..], |items| items.as_ref());
    value.as_str().is_some_and(is)
        || items
            .iter()
            .any(|item| item.get_ref().as_str().is_some_and(is))
}

/// Whether a word of a text is a token by its prefix or its claims.
fn holds_token(text: &str) -> bool {
    let is_between =
        |letter: char| letter.is_whitespace() || "'\"`=:,;$(){}[]<>|&/?@#%".contains(letter);
    text.split(is_between)
        .filter(|word| word.len() >= 8)
        .any(|word| examine(word).is_known_for_sure() || forge_of(word).is_some())
}
