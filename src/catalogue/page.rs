//! What is known of an endpoint or an operation, as a page: for people, or as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// A page: what it is about, and what is known, each fact under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// What it is about: a request, or the beginning of an operation.
    pub title: String,
    /// The facts, in their order; most have one value.
    pub facts: Vec<(&'static str, Vec<String>)>,
}

impl Page {
    /// Adds a fact of one value.
    pub(crate) fn say(&mut self, name: &'static str, value: &str) {
        self.facts.push((name, vec![value.replace('`', "")]));
    }

    /// The page in words, no wider than 80 columns.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.title);
        for (name, values) in &self.facts {
            let mut name = *name;
            for part in values.iter().flat_map(|value| wrapped(value)) {
                let _ = writeln!(text, "  {name:<14} {part}");
                name = "";
            }
        }
        text
    }

    /// The page as an object of JSON, its names with underscores; what may have several values is a list.
    pub(crate) fn json(&self) -> String {
        format!("{:#}\n", self.object())
    }

    /// The same on one line.
    pub(crate) fn line(&self) -> String {
        format!("{}\n", self.object())
    }

    fn object(&self) -> Value {
        let mut object = Map::new();
        object.insert("about".to_owned(), Value::from(self.title.as_str()));
        for (name, values) in &self.facts {
            let name = name.replace([' ', '-'], "_");
            let is_list = matches!(name.as_str(), "known_from" | "asks_for");
            let value = match values.as_slice() {
                [value] if !is_list => Value::from(value.as_str()),
                values => Value::from(values.to_vec()),
            };
            object.insert(name, value);
        }
        Value::Object(object)
    }
}

/// Breaks a value at its blanks, so that the page is no wider than 80 columns. Never breaks a word.
fn wrapped(value: &str) -> Vec<String> {
    const WIDTH: usize = 80 - 17;
    let mut lines: Vec<String> = vec![String::new()];
    for word in value.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_the_same_in_words_and_in_json() {
        let mut page = Page {
            title: "GET /a".to_owned(),
            facts: Vec::new(),
        };
        page.say("job token", "`yes`");
        page.facts.push(("known from", vec!["code".to_owned()]));
        assert_eq!(
            page.text(),
            "GET /a\n\n  job token      yes\n  known from     code\n"
        );
        let json: Value = serde_json::from_str(&page.json()).unwrap();
        let wanted =
            serde_json::json!({"about": "GET /a", "job_token": "yes", "known_from": ["code"]});
        assert_eq!(json, wanted);
    }
}
