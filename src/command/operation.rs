//! GraphQL as it is typed: a query is asked by GET, a mutation is told and never sent. What the fields demand stands beside
//! what GitLab answered.

use serde_json::Value;

use crate::catalogue::graphql::{self, Demand, Holders, Operation, OperationKind};
use crate::catalogue::page::Page;
use crate::diagnosis::question::{decode_segment, encode_segment};
use crate::diagnosis::{Case, Subject, on_one_line};
use crate::observation::{BodyShape, Observation};
use crate::report::Advice;

/// Where GraphQL is asked.
pub(crate) const PATH: &str = "/api/graphql";

/// So many fields are told beside an answer; the page tells all.
const TOLD: usize = 8;

/// What is typed or pasted of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    /// The operation.
    pub text: String,
    /// Its variables, in JSON.
    pub variables: Option<String>,
}

impl Typed {
    /// Reads an operation: bare, as the body that clients send, or as the parameter `query`; `None` for anything else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(text) = text.strip_prefix("query=") {
            let text = if text.contains('%') && !text.contains('{') {
                decode_segment(&text.replace('+', " "))
            } else {
                text.to_owned()
            };
            return Self::read(&text).or_else(|| Self::bare(&text));
        }
        match serde_json::from_str::<Value>(text) {
            Ok(body) => Some(Self {
                text: body.get("query")?.as_str()?.to_owned(),
                variables: body
                    .get("variables")
                    .filter(|variables| variables.is_object())
                    .map(Value::to_string),
            }),
            Err(_) => Self::bare(text),
        }
    }

    fn bare(text: &str) -> Option<Self> {
        let word = text.split(['{', '(']).next().unwrap_or_default();
        let word = word.split_whitespace().next().unwrap_or_default();
        let begins = matches!(
            word,
            "" | "query" | "mutation" | "subscription" | "fragment"
        );
        (begins && text.contains('{') && !ends_early(text)).then(|| Self {
            text: text.to_owned(),
            variables: None,
        })
    }

    /// The request that asks it, below this address: a query by GET, which changes nothing.
    ///
    /// # Errors
    /// When it is no GraphQL: why.
    pub(crate) fn request(&self, address: &str) -> Result<String, String> {
        let method = match graphql::read(&self.text)?.kind {
            OperationKind::Query => "GET",
            OperationKind::Mutation | OperationKind::Subscription => "POST",
        };
        let variables = self.variables.as_deref().map(encode_segment);
        let variables = variables.map_or_else(String::new, |text| format!("&variables={text}"));
        let query = encode_segment(self.text.trim());
        Ok(format!("{method} {address}?query={query}{variables}"))
    }
}

/// Whether the first brace is closed before the end: `{owner}/{repo}` is the place of a project.
fn ends_early(text: &str) -> bool {
    let mut open = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => open += 1,
            '}' if open == 1 => return text[at + 1..].starts_with('/'),
            '}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// What the fields demand that an answer withholds, or all of them where none is named.
pub(crate) fn notes(case: &Case) -> Vec<Advice> {
    let operation = case
        .subject
        .as_ref()
        .and_then(Subject::operation)
        .and_then(|text| graphql::read(&text).ok());
    let shape = case
        .answer()
        .and_then(Observation::exchange)
        .map(|exchange| &exchange.body.shape);
    let named = shape.map(named).unwrap_or_default();
    let demands = if named.is_empty() {
        operation.map_or_else(Vec::new, |operation| operation.demands)
    } else {
        named
    };
    let told = demands.iter().filter(|demand| !demand.abilities.is_empty());
    told.take(TOLD).map(note).collect()
}

/// The fields that an answer names, by an error or as a hidden list.
fn named(shape: &BodyShape) -> Vec<Demand> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    if let BodyShape::GraphQlErrors(errors) = shape {
        paths.extend(errors.iter().map(|error| error.path.clone()));
    } else if let BodyShape::Json(value) = shape {
        paths.extend(graphql::hidden_list(value));
    }
    paths.dedup();
    let demands = paths.iter().filter_map(|path| graphql::demand_at(path));
    demands.collect()
}

fn note(demand: &Demand) -> Advice {
    let text = format!(
        "The field {} asks for {}, in a private project or group (release 18.9).",
        demand.path,
        abilities(demand)
    );
    Advice::note("graphql-field", text)
}

/// The abilities with who has them: `read_build (guest and above)`.
fn abilities(demand: &Demand) -> String {
    let each = demand
        .abilities
        .iter()
        .map(|ability| format!("{} ({})", ability.name, ability.holders()));
    each.collect::<Vec<_>>().join(" and ")
}

/// What is known of an operation without asking.
///
/// # Errors
/// When it is no GraphQL: why.
pub(crate) fn page(text: &str) -> Result<Page, String> {
    let operation = graphql::read(text)?;
    let (scopes, changes) = match operation.kind {
        OperationKind::Query => ("api, read_api", "nothing: it is sent by GET"),
        OperationKind::Mutation => ("api", "yes: it is never sent"),
        OperationKind::Subscription => (
            "api, read_api",
            "nothing, and it is never sent: it stays open",
        ),
    };
    let mut page = Page {
        title: on_one_line(text, 70),
        facts: Vec::new(),
    };
    page.say("who", &who(&operation));
    page.say("scopes", &(scopes.to_owned() + &other_scopes(&operation)));
    page.say(
        "fine-grained",
        "18.9 shows such a token no field of GraphQL",
    );
    page.say("job token", "-");
    page.say("deploy token", "-");
    page.say(
        "refuses with",
        "401 for the token; 200 with errors, or with null in the place of what is hidden",
    );
    page.say("changes", changes);
    page.facts.push(("asks for", asked(&operation)));
    let sources = ["measured", "the schema and the policies of a running 18.9"];
    page.facts
        .push(("known from", sources.map(str::to_owned).to_vec()));
    page.say("documentation", "https://docs.gitlab.com/api/graphql/");
    Ok(page)
}

/// The least role, as far as it is known.
fn who(operation: &Operation) -> String {
    let abilities = operation
        .demands
        .iter()
        .flat_map(|demand| &demand.abilities);
    let is_open = !operation.unknown.is_empty()
        || abilities
            .clone()
            .any(|ability| ability.holders == Holders::Unknown);
    let role = match operation.least_role() {
        Some("admin") => "an administrator",
        Some(role) => role,
        None if abilities.count() == 0 && !is_open => "everybody whom the scopes let in",
        None => return "not known".to_owned(),
    };
    let rest = if is_open {
        "; of other fields it is not known"
    } else {
        ""
    };
    role.to_owned() + rest
}

/// A line for each field that asks for something.
fn asked(operation: &Operation) -> Vec<String> {
    let known = operation.demands.iter();
    let known = known.filter(|demand| !demand.abilities.is_empty());
    let known = known.map(|demand| format!("{}: {}", demand.path, abilities(demand)));
    let unknown = operation.unknown.iter();
    let unknown = unknown.map(|name| format!("{name}: not in the catalogue, so it is not known"));
    let lines: Vec<String> = known.chain(unknown).collect();
    if lines.is_empty() {
        return vec!["nothing beyond the scopes".to_owned()];
    }
    lines
}

fn other_scopes(operation: &Operation) -> String {
    let mut others: Vec<&str> = Vec::new();
    for scope in operation.demands.iter().flat_map(|demand| &demand.scopes) {
        if !others.contains(scope) {
            others.push(scope);
        }
    }
    let others = others.iter().map(|scope| format!(", {scope}"));
    others.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_read_as_people_have_it() {
        let bare = "{ currentUser { username } }";
        let read = |text: &str| Typed::read(text).map(|typed| typed.text);
        assert_eq!(read(bare), Some(bare.to_owned()));
        assert_eq!(read(&format!("query={bare}")), Some(bare.to_owned()));
        let body = serde_json::json!({"query": bare, "variables": {"a": 1}}).to_string();
        let variables = Some("{\"a\":1}".to_owned());
        assert_eq!(read(&body), Some(bare.to_owned()));
        assert_eq!(Typed::read(&body).unwrap().variables, variables);
        for other in [
            "projects/42",
            "{\"a\":1}",
            "clone",
            "GET /user",
            "ref=main",
            "query",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_query_is_asked_by_get_and_a_mutation_is_not() {
        let request = |text: &str| Typed::read(text).unwrap().request(PATH);
        let query = request("{ currentUser { username } }").unwrap();
        assert!(query.starts_with("GET /api/graphql?query=%7B"), "{query}");
        let mutation = request("mutation { starProject(input: {}) { errors } }").unwrap();
        assert!(
            mutation.starts_with("POST /api/graphql?query=mutation"),
            "{mutation}"
        );
        assert!(request("query {").is_err());
    }

    #[test]
    fn a_page_says_what_is_needed_and_what_is_not_known() {
        let page = page("{ project(fullPath: \"a\") { ciVariables { nodes { key } } } }").unwrap();
        assert!(
            page.text().contains("who            maintainer\n"),
            "{}",
            page.text()
        );
        let unknown = super::page("mutation { makeCoffee { errors } }")
            .unwrap()
            .text();
        assert!(unknown.contains("who            not known"), "{unknown}");
        assert!(
            unknown.contains("makeCoffee: not in the catalogue"),
            "{unknown}"
        );
    }
}
